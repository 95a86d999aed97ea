# 升級前檢查。
preflight-silent-title = 有連接埠沒有回應，因此對它一無所知
preflight-silent-clear = 所有連接埠都有回應
preflight-silent-description = { $cell } 沒有回應探測：{ $failure }。
preflight-silent-condition = 一律適用：沒有證據的儲存格絕不視為正常。
preflight-silent-how = 請確認節點正在運作，且可從此處連到這個連接埠，然後再次執行升級前檢查；或提供它曾回應的診斷封存檔。
preflight-not-selected = 在指定的升級路徑上，設備不會取得此憑證：它會先要求另一種金鑰類型，而節點會依從。變更加密套件字串會使它再次出現。

# 要變更的項目。選單路徑與指令不翻譯。
change-upload = 將 { $name }（SHA-256 { $sha256 }）上傳到每台設備的信任儲存區（Maintenance > Security > Trusted CA certificate）。節點的服務不會重新啟動；風險低。
change-upload-named = 向管理者取得 CA { $subject } 的憑證及其上層所有 CA 的憑證，並上傳到每台設備的信任儲存區。節點的服務不會重新啟動；風險低。
change-install-intermediate = 在 { $node } 上安裝中繼憑證 { $name }（OS Administration > Certificate Management，作為該儲存區的信任憑證），讓節點送出它，並重新啟動使用它的服務。
change-advertise = 將 { $node } 公告為 { $to } 而不是 { $from }（在 CUCM 上：System > Server），然後在設備上重新整理伺服器。用戶端在下次登入時得知名稱。
change-reissue = 請由已受信任的 CA 重新簽發 { $nodes } 的憑證 { $name }，並包含這些名稱：{ $names }。之後請重新啟動使用它的服務，例如 Tomcat、TFTP 與 CallManager；電話可能會重新註冊。
change-prefer-rsa = 在加密套件字串前面加上 ECDHE-RSA-AES256-GCM-SHA384:（Maintenance > Security > Ciphers）並重新啟動設備。這只在 TLS 1.2 以下有效，且 ECDSA 憑證維持原狀。

# Usage.
usage-preflight = 請以 --inventory 或 HOST[:PORT] 指定要詢問的節點，或以 --bundle 提供診斷封存檔。
usage-preflight-trust = 請以 --trust 指定設備的信任儲存區：沒有它就無法判斷。
