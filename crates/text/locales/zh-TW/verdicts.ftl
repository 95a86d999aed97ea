# Verdicts.
verdict-trusted = 受信任
verdict-refused = 已拒絕

# What a finding code means, in one line.
code-self-signed = 憑證為自我簽署，且不在信任儲存區中。
code-issuer-unknown = 簽署此憑證的 CA 不在信任儲存區中。
code-intermediate-missing = 有一張中繼 CA 憑證既未傳送，也不在信任儲存區中。
code-dates = 有憑證不在有效期間內。
code-shadowed = 信任儲存區中另一張主體相同的憑證取代了它。
code-weak = 金鑰或簽章強度不足。
code-usage = 憑證不得用於此用途。
code-signature = 簽章驗證失敗。
code-too-long = 信任鏈的中繼 CA 憑證過多。
code-other = 信任鏈驗證失敗。
code-name-absent = 憑證中沒有所要求的主機名稱。
code-ip-absent = 憑證中沒有所要求的 IP 位址。
code-short-name = 所要求的是簡短主機名稱，而憑證中沒有此名稱。
code-common-name-only = 名稱只出現在憑證的 CN 中。
code-partial-wildcard = 名稱只由部分萬用字元涵蓋。
code-ip-as-name = IP 位址在憑證中寫成主機名稱。

# What to do. Menu paths are those of the appliance and are not translated.
remedy-upload-self-signed = 將此自我簽署憑證上傳至叢集中每部伺服器的信任儲存區 (Maintenance > Security > Trusted CA certificate)，或改由已受信任的 CA 簽署節點的憑證。若節點另有受信任的 RSA 憑證，在 TLS 1.2 中也可於加密套件字串中優先使用 RSA。
remedy-upload-ca-chain = 將簽署此憑證的 CA 鏈 (包含 { $subject }) 上傳至叢集中每部伺服器的信任儲存區 (Maintenance > Security > Trusted CA certificate)，或改由已受信任的 CA 簽署節點的憑證。
remedy-upload-issuer = 將 CA 憑證 { $issuer } 及其上層的所有 CA 上傳至叢集中每部伺服器的信任儲存區 (Maintenance > Security > Trusted CA certificate)。
remedy-install-intermediate = 在節點上安裝中繼 CA 憑證 { $issuer } 使其一併傳送，或將其上傳至叢集中每部伺服器的信任儲存區。
remedy-upload-root = 將簽發 { $subject } 的 CA 憑證 { $issuer } 上傳至叢集中每部伺服器的信任儲存區：單靠中繼憑證無法構成完整的信任鏈。
remedy-renew-certificate = 在節點上更新憑證 { $subject }。
remedy-replace-ca = 向 CA 取得 CA 憑證 { $subject } 的後繼憑證，上傳至叢集中每部伺服器的信任儲存區；若節點仍傳送舊憑證，也請安裝到節點上。
remedy-check-clock = 比對節點、CA 與本伺服器的時鐘 (NTP)。若時鐘正確，請等待憑證 { $subject } 生效。
remedy-upload-twin = 上傳真正簽署 { $subject } 的 CA 憑證：信任儲存區中的是另一張主體相同的憑證。
remedy-reissue-damaged = 重新簽發憑證 { $subject }：其簽章並非由簽發者的金鑰產生，或憑證已損毀。
remedy-reissue-stronger = 以更強的金鑰與簽章 (RSA 2048 或 EC P-256，SHA-256) 重新簽發憑證 { $subject }。
remedy-reissue-usage = 依用途重新簽發憑證 { $subject }：節點需要伺服器驗證，CA 需要 basic constraints CA 與憑證簽署。
remedy-reissue-inside-constraints = 以 CA 的 name constraints 所允許的名稱重新簽發憑證 { $subject }，或改由其他 CA 簽發。
remedy-shorten-chain = 改由較接近根憑證的 CA 簽發節點的憑證：最多只追蹤七張中繼憑證。
remedy-add-name = 將 { $address } 加入憑證 { $subject } 的主體別名 (SAN)，或改以憑證所含的名稱公告節點 (在 CUCM 上：System > Server)，然後在此重新整理伺服器。
remedy-add-ip-address = 將 IP 位址 { $address } 加入憑證 { $subject } 的主體別名 (SAN)，或改以憑證所含的名稱公告節點 (在 CUCM 上：System > Server)，然後在此重新整理伺服器。
remedy-use-full-name = 以完整名稱取代 { $address } 公告節點 (在 CUCM 上：System > Server)，然後在此重新整理伺服器；或將 { $address } 加入憑證 { $subject } 的主體別名 (SAN)。
remedy-present-certificate = 請在節點上設定伺服器憑證：節點未出示任何憑證。
remedy-inspect-chain = 請以「tollgate cert chain」檢視信任鏈。

# 可接受的內容，以及實際發現的內容。
expected-certificate = 一張憑證
expected-trusted-certificate = 由信任儲存區中的 CA 簽署、或本身就在其中的憑證
expected-same-certificate = 憑證 { $subject } 本身
expected-trusted-root = 在信任儲存區中的根 CA 憑證
expected-issuer = 簽發者 { $issuer }，由節點送出或在信任儲存區中
expected-issuer-stored = 信任儲存區中有簽發者 { $issuer }
expected-valid = 在 { $at } 有效的憑證
expected-signature = 以 { $issuer } 的金鑰所作的簽章
expected-strength = 符合安全等級強度要求的金鑰與簽章
expected-short-chain = 最多 { $limit } 張中繼 CA 憑證
expected-inside-constraints = 在簽發 CA 名稱限制範圍內的名稱
expected-server-certificate = 供 TLS 伺服器使用的憑證
expected-ca-certificate = 可簽發其下層憑證的 CA 憑證
expected-verifying-chain = 可通過驗證的信任鏈
expected-address = 憑證的名稱中有 { $address }
found-nothing = 對方未出示憑證
found-self-signed = 自我簽署憑證 { $subject }，不在信任儲存區中
found-twin = 信任儲存區中有另一張主體為 { $subject } 的憑證排在它前面
found-root = 根 CA { $subject }，不在信任儲存區中
found-alone = 節點只送出自己的憑證
found-without-issuer = 送出了 { $count } 張憑證，其中沒有簽發者
found-not-issuer = 信任儲存區中有 { $subject }，但沒有其簽發者
found-expired = 已於 { $end } 到期，判定時間為 { $at }
found-not-yet-valid = 自 { $start } 起有效，判定時間為 { $at }
found-other-key = 信任儲存區中的 { $issuer } 是另一把金鑰
found-bad-signature = 簽章驗證失敗
found-key-and-signature = 金鑰 { $key }，簽章 { $signature }
found-longer-chain = 更長的憑證鏈
found-openssl = { $text }
found-names = { $names }
found-no-name = 沒有任何名稱

# What passes today and deserves a look.
warning-weak-signature = { $subject } 以 { $found } 簽署，較新的版本會拒絕。
warning-short-key = { $subject } 的金鑰過短 ({ $found })，較新的版本會拒絕。
warning-expires-soon = { $subject } 即將到期：{ $found }。
warning-common-name-only = { $subject } 只在 CN 中含有此名稱；名稱應放在主體別名 (SAN) 中。
warning-partial-wildcard = { $subject } 只以部分萬用字元 ({ $found }) 涵蓋此名稱。
warning-ip-as-name = { $subject } 將 IP 位址寫成主機名稱 ({ $found })，其他軟體不接受。

# Labels.
label-address = 位址
label-alternative-names = 主體別名
label-authority-key = 授權金鑰識別碼
label-connected = 連線至
label-domain = 網域
label-expected = 預期
label-found = 實際
label-host = 主機
label-issued-by = 簽發者
label-issued-to = 簽發對象
label-key = 金鑰
label-path = 路徑
label-port = 連接埠
label-problem = 問題
label-protocol = 通訊協定
label-remedy = 處理方式
label-resolved = 解析結果
label-serial = 序號
label-signature = 簽章
label-subject-key = 主體金鑰識別碼
label-twin = 主體相同者
label-upload = 上傳
label-valid = 有效期間
label-warning = 警告
value-none = 無
value-unreadable = 無法讀取

# Dates. $count is a number of days.
validity-left = 剩餘 { $count } 天
validity-expired = 已過期 { $count } 天
validity-future = { $count } 天後生效

# cert inspect and cert chain.
inspect-certificate = 憑證 { $depth }：{ $name }
inspect-addresses = 憑證的簽發對象：
chain-absent = 既未傳送也未儲存：缺少此憑證。
chain-absent-key = 既未傳送也未儲存：缺少主體金鑰識別碼為 { $key } 的憑證。
chain-unused = 已傳送，但不屬於信任鏈：{ $subject }

# trust check.
note-no-certificate = { $file }：其中沒有憑證，已略過
store-duplicate = 與 { $file } #{ $position } 為同一張憑證
store-expired = 已過期
store-not-yet-valid = 尚未生效
store-not-an-anchor = 既非 CA 也非自我簽署：無法作為信任鏈的終點
store-same-subject = 與 { $file } #{ $position } 主體相同：此處兩者皆可用，但實際設備不接受第二張 (CSCwa12905)
store-unreadable = 無法讀取：{ $error }
store-summary = 憑證：{ $certificates }，問題：{ $problems }

# allow test.
test-passed = 通過
test-failed = 失敗
test-difference = 預期 { $expected }，實際 { $result }
test-summary = 通過：{ $passed }，失敗：{ $failed }

# The lab.
lab-ready = 實驗環境執行中，按 Ctrl-C 結束。請在另一個終端機執行：tollgate serve --config { $config }
lab-not-running = 此目錄中沒有執行中的實驗環境；以下為實驗環境將包含的內容。

# serve.
serve-listening = 接聽於 { $address }
serve-management = 計量、健康狀態與狀態資訊位於 { $address }
serve-reloaded = 已重新讀取設定 (第 { $generation } 代)
serve-needs-restart = 以下設定須重新啟動才生效：{ $keys }
serve-reload-failed = 新設定未生效，繼續使用原設定。
serve-draining = 正在完成處理中的請求；再送一次訊號則立即中斷。

# demo.
demo-opening = 在使用真實 TLS 的模擬節點上重現四種憑證驗證失敗的情況及其處理方式。腳本用戶端會像 MRA 用戶端一樣，經由 traffic server 登入。
demo-traffic-server = Traffic server 接聽於 { $address }，並信任 steven-DC-CA。
demo-self-signed = 8443 正常，6972 失敗
demo-self-signed-story = 節點在 8443 出示由受信任 CA 簽署的 RSA 憑證；在 6972 另有自我簽署的 ECDSA 憑證，而加密套件字串優先使用 ECDSA。
demo-upload-self-signed = 處理方式：將自我簽署憑證上傳至信任儲存區。
demo-prefer-rsa = 另一種處理方式：不上傳，改在加密套件字串前加上 ECDHE-RSA-AES256-GCM-SHA384: 以優先使用 RSA。
demo-other-ca = 不受信任的 CA
demo-other-ca-story = 兩個 Unified CM 節點的憑證由另一個 CA 簽署，節點會一併傳送該 CA 憑證。
demo-upload-ca-chain = 處理方式：將該 CA 憑證上傳至信任儲存區。
demo-by-address = 以位址公告的節點
demo-by-address-story = System > Server 中是節點的 IP 位址，因此用戶端以位址提出請求；憑證中只有名稱。
demo-advertise-name = 處理方式：在 System > Server 改為名稱，並重新整理伺服器。
demo-name-address = 另一種處理方式：重新簽發憑證，將 IP 位址加入主體別名 (SAN)。
demo-subscriber = Publisher 正確，subscriber 錯誤
demo-subscriber-story = Subscriber 的憑證不含其名稱。只要 publisher 仍在運作，就不會有人發現。
demo-publisher-stops = Publisher 停止運作。
demo-reissue-subscriber = 處理方式：重新簽發含有其名稱的 subscriber 憑證。
demo-documented = 結果與文件所述相符。
demo-different = 結果與文件所述不符。
demo-all-documented = 所有情境的結果皆與文件所述相符。接下來可用「tollgate lab up」自行嘗試請求，或以「tollgate serve --help」了解如何用於您的節點。
demo-some-different = 並非所有情境的結果都與文件所述相符。

# Why a command could not do its job.
usage-address = 請以 --address 指定所要求的位址，或以 --name-policy none 不檢查名稱。
error-unreadable = 無法讀取 { $file }
error-stdout = 無法將結果寫入標準輸出
error-too-large = { $file } 過大
error-too-many = { $file } 中的檔案過多
error-no-certificate = { $file } 中沒有憑證
error-bad-entry = { $file }：無法讀取第 { $position } 項
error-bad-lines = { $file }：{ $count } 個問題；每一行都必須正確
error-url = { $url } 不是 https://HOST[:PORT] 的形式
error-resolve = 無法解析 { $address }；請以 --resolve 指定 IP 位址
error-no-address = { $address } 沒有 IP 位址；請以 --resolve 指定
error-connect = 無法連線至 { $address }
error-handshake = 無法與 { $address } 完成 TLS 交握
error-nothing-shown = { $address } 未出示憑證
error-unreadable-shown = { $address } 出示的憑證無法讀取
error-lab-runs = 此目錄中已有執行中的實驗環境；請以 --directory 指定其他目錄。
error-lab-runs-not = { $directory } 中沒有執行中的實驗環境；請以「tollgate lab up」啟動。
