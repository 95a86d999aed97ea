# 計畫：要變更的項目、其影響，以及其他方法。選單路徑、服務與指令不翻譯。
report-label-restart = 重新啟動
report-label-risk = 風險
plan-together = 並同時：
plan-no-restart = 節點的服務均不需要
plan-restarts = 需要重新啟動的服務：{ $services }。
plan-restart-appliance = 每台設備，主要設備優先
plan-restart-unknown = 出示該憑證的服務

change-upload = 將 { $name }（SHA-256 { $sha256 }）上傳到每台設備的信任儲存區（Maintenance > Security > Trusted CA certificate）。
change-upload-named = 向管理者取得 CA { $subject } 的憑證及其上層所有 CA 的憑證，並上傳到每台設備的信任儲存區（Maintenance > Security > Trusted CA certificate）。
change-install-intermediate = 在 { $node } 上安裝中繼憑證 { $name }（OS Administration > Certificate Management，作為該儲存區的信任憑證），讓節點送出它。
change-install-named = 向該 CA 的管理者取得中繼憑證 { $subject }，並安裝到 { $node }（OS Administration > Certificate Management，作為該儲存區的信任憑證），讓節點送出它。
change-advertise = 將 { $node } 公告為 { $to } 而不是 { $from }（在 CUCM 上：System > Server；Unity：UC 服務），然後在設備上重新整理伺服器（Configuration > Unified Communications）。
change-advertise-choice = 以名稱公告 { $node } 而不是 { $from }（在 CUCM 上：System > Server；Unity：UC 服務），然後在設備上重新整理伺服器（Configuration > Unified Communications）。憑證包含以下名稱，其中一個必須能解析到該節點：{ $names }。
change-reissue = 請由已受信任的 CA 重新簽發 { $nodes } 的憑證 { $name }，並包含這些名稱：{ $names }。
change-reissue-shared = 請由已受信任的 CA 重新簽發 { $nodes } 的多伺服器憑證 { $name }，共用它的節點一次即可，並包含這些名稱：{ $names }。
change-prefer-rsa = 在加密套件字串前面加上 ECDHE-RSA-AES256-GCM-SHA384:（Maintenance > Security > Ciphers）。

risk-upload = 低。持有此 CA 金鑰者可冒充任何節點，請先與其擁有者核對指紋。
risk-upload-self-signed = 低。請先與節點核對指紋。節點每次產生新憑證時都必須重新上傳。
risk-upload-named = 低。目前手邊沒有此憑證，取得後才能確定是否只缺這一項。
risk-install-intermediate = 中。登入會中斷；CallManager 或 TFTP 重新啟動時，電話也會中斷。
risk-advertise = 中。此名稱必須能讓設備及網路內部解析到該節點。用戶端在下次登入時得知名稱。
risk-reissue = 中。登入會中斷；CallManager 或 TFTP 重新啟動時，電話會重新註冊。新憑證在取得之前無法試用。
risk-prefer-rsa = 中。只在 TLS 1.2 以下有效，且 ECDSA 憑證維持原狀，字串一變更就會失敗。
