# 關於組態、警報、日期與證據的發現項目，以及整份報告的句子。

duplicate-search-rule-title = 同一通訊協定有重複的搜尋規則：{ $rules }
duplicate-search-rule-clear = 沒有兩條作用相同的搜尋規則
duplicate-search-rule-topic = 同一通訊協定的重複搜尋規則
duplicate-search-rule-description = 已啟用的搜尋規則 { $rules } 的來源、模式字串與優先順序相同，且都接受 { $protocol } 呼叫。符合的呼叫會經由兩條規則各嘗試一次，目標可能收到兩個 INVITE 訊息。
duplicate-search-rule-condition = 兩條已啟用的搜尋規則具有相同的來源、模式、模式字串與優先順序，且有共同的通訊協定。
duplicate-search-rule-action-1 = 在 Configuration > Dial plan > Search rules 檢視這些規則，停用或刪除不需要的一條。
duplicate-search-rule-action-2 = 若兩條都需要，請給予不同的優先順序，並讓第一條在符合時停止搜尋 (On successful match: Stop)。

detected-alarms-title = 有 { $count } 個未解除的警報：{ $alarms }
detected-alarms-clear = 沒有未解除的警報
detected-alarms-topic = 設備的警報
detected-alarms-description = 開始記錄時，設備回報：{ $alarms }。
detected-alarms-condition = 寫出狀態時，警報已發出且尚未解除。
detected-alarms-action-1 = 依照 Status > Alarms 對各警報所列的動作處理。

server-failed-to-verify-title = 無法驗證憑證：{ $servers }
server-failed-to-verify-clear = 沒有憑證驗證失敗
server-failed-to-verify-topic = 憑證驗證失敗
server-failed-to-verify-description = 設備無法驗證 { $servers } 的憑證，因此 TLS 連線失敗。
server-failed-to-verify-condition = 記錄行指出憑證遭拒，或設備因此結束交握。
server-failed-to-verify-action-1 = 檢視下列各行中的憑證與原因；將簽署該憑證的 CA 鏈放入信任儲存區 (Maintenance > Security > Trusted CA certificate)，或更正名稱。

certificates-expired-title = 有 { $count } 張憑證已到期：{ $certificates }
certificates-expired-clear = 沒有憑證到期
certificates-expired-topic = 已到期的憑證
certificates-expired-description = 在證據收集當時，下列憑證已到期：{ $certificates }。由於每個要求都會驗證，節點或其上層 CA 的憑證一旦到期，經由該節點的 Mobile and Remote Access 就會中斷。
certificates-expired-condition = 信任儲存區、設備、節點或節點憑證清單中的憑證，在收集證據之前已經到期。
certificates-expired-action-1 = 更新仍在使用的憑證，或由其 CA 重新簽發。
certificates-expired-action-2 = 將不再需要的憑證從叢集中每部伺服器的信任儲存區刪除。
certificates-expired-myth = 較早的建議說，Tomcat 憑證到期只會讓瀏覽器顯示警告。在流量伺服器驗證每個連線之處，這已不再成立。

certificates-ending-title = 憑證即將到期：{ $certificates }
certificates-ending-clear = 沒有即將到期的憑證
certificates-ending-topic = 即將到期的憑證
certificates-ending-description = 下列憑證已到有效期間的最後階段：{ $certificates }。使用它們的連線從該日起會失敗。
certificates-ending-condition = 憑證的有效期間只剩不到十分之一，或不到 30 天且不到三分之一；清單中的憑證只知道到期日，則為不到 30 天。
certificates-ending-action-1 = 在到期之前更新下列憑證：{ $certificates }。
certificates-ending-action-2 = 若新憑證為自我簽署或由其他 CA 簽署，請先將憑證或該 CA 的鏈上傳至叢集中每部伺服器的信任儲存區。

traffic-server-enforces-verification-title = 流量伺服器會驗證 UC 節點的憑證，並拒絕了 { $servers } 的憑證
traffic-server-enforces-verification-clear = 流量伺服器沒有拒絕任何 UC 節點的憑證
traffic-server-enforces-verification-topic = 流量伺服器對 UC 節點的驗證
traffic-server-enforces-verification-description = 自此版本起，Expressway-C 的流量伺服器會在每個 HTTPS 要求中驗證 CUCM、IM and Presence 與 Unity Connection 各節點的憑證，不論探索時的 TLS verify mode 為何。它拒絕了 { $servers } 的憑證；這些要求得到 502 回應。
traffic-server-enforces-verification-action-1 = 將簽署節點憑證的 CA 鏈，或自我簽署憑證本身，放入叢集中每部伺服器的信任儲存區 (Maintenance > Security > Trusted CA certificate)。
traffic-server-enforces-verification-action-2 = 確認用戶端所用的位址在憑證中，或改以憑證所含的名稱公告節點 (在 CUCM 上：System > Server)，然後重新整理伺服器。
traffic-server-enforces-verification-workaround = 在每部 Expressway-C 上關閉驗證：xConfiguration EdgeConfigServer VerifyOriginServer: Off
traffic-server-enforces-verification-risk = 從此無人檢查流量伺服器在與誰通訊：能轉向其連線的人就能讀取密碼與通話。憑證一修正，請立即重新開啟。

verification-off-title = 流量伺服器不拒絕未經驗證的節點：VerifyOriginServer 為 { $value }
verification-off-clear = 流量伺服器會驗證其節點
verification-off-topic = VerifyOriginServer 開關
verification-off-description = 在 { $peers } 上，VerifyOriginServer 開關為 { $value }。不論出示何種憑證，與 UC 節點的連線都會使用。
verification-off-action-1 = 整理好各節點的憑證；其他發現項目與 "tollgate preflight" 會指出缺少什麼。
verification-off-action-2 = 然後重新開啟驗證：xConfiguration EdgeConfigServer VerifyOriginServer: On

allow-list-denied-title = 允許清單拒絕了 { $count } 個要求：{ $requests }
allow-list-denied-clear = 允許清單沒有拒絕任何要求
allow-list-denied-topic = 遭允許清單拒絕的要求
allow-list-denied-description = 允許清單 (HTTP allow list) 沒有適用於 { $requests } 的規則。用戶端得到 403。
allow-list-denied-condition = 用戶端的要求不符合允許清單的任何規則。
allow-list-denied-action-1 = 若需要這些要求，請在 Configuration > Unified Communications > HTTP allow list > Editable inbound rules 新增規則；若為 UC 部署的節點，請重新整理伺服器以建立其自動規則。
allow-list-denied-action-2 = 若不需要，請查出是哪個用戶端發出的。

discovery-checks-publisher-title = 探索只驗證了發行者；尚無人驗證 { $nodes }
discovery-checks-publisher-clear = 所有探索到的節點都出現在證據中
discovery-checks-publisher-topic = 探索不驗證的節點
discovery-checks-publisher-description = TLS verify mode 為 On 時，探索會檢查所輸入的發行者。其他節點來自其資料庫，而 { $nodes } 在此證據中沒有出示憑證：用戶端能否使用並不清楚。
discovery-checks-publisher-condition = 探索到的節點多於證據中出示憑證的節點。
discovery-checks-publisher-action-1 = 在用戶端需要之前先檢查這些節點：以 { $nodes } 及連接埠 8443 與 6972 執行 tollgate preflight。

node-advertised-by-address-title = 節點以 IP 位址或簡短名稱公告：{ $addresses }
node-advertised-by-address-clear = 節點以完整名稱公告
node-advertised-by-address-topic = 節點的公告方式
node-advertised-by-address-description = 用戶端要求 { $addresses }，即發行者公告其節點的方式。憑證很少包含 IP 位址或不含網域的主機名稱，而連線正是依所要求的位址來驗證。
node-advertised-by-address-condition = 節點在 CUCM 的 System > Server 中以 IP 位址或不含網域的主機名稱列出。
node-advertised-by-address-action-1 = 將 CUCM 的 System > Server 中的項目改為節點的完整名稱，然後在 Expressway-C 上重新整理伺服器。
node-advertised-by-address-action-2 = 或重新簽發憑證，使主體別名 (SAN) 包含 { $addresses }。

same-name-certificates-title = 有多張憑證名為 { $name }：{ $certificates }
same-name-certificates-clear = 沒有兩張同名的憑證
same-name-certificates-topic = 同名的憑證
same-name-certificates-description = { $certificates } 的名稱同為 { $name }，卻是不同的憑證。設備依主體尋找憑證，找到第一張即停止，因此兩張之中只會使用一張，且無法上傳第二張。
same-name-certificates-condition = 信任儲存區中有兩張主體相同的不同憑證，或必須上傳兩張 CN 相同的自我簽署憑證。
same-name-certificates-action-1 = 由 CA 簽署這些憑證並上傳該 CA 的鏈，如此憑證本身都不必在信任儲存區中。
same-name-certificates-action-2 = 或兩者共用一張憑證：自 CUCM 14 起，Tomcat 憑證可重複用於 CallManager。
same-name-certificates-action-3 = 或以不同的一般名稱 (CN) 重新簽發。

trust-store-differs-title = 對等機的信任儲存區不同：{ $certificates }
trust-store-differs-clear = 各對等機信任相同的憑證
trust-store-differs-topic = 對等機的信任儲存區
trust-store-differs-description = 叢集中並非每部對等機都信任 { $certificates }；{ $peers } 不信任。信任儲存區不會複寫，因此同一用戶端成功或失敗取決於連到哪一部對等機。
trust-store-differs-condition = 同一叢集中角色相同的兩部對等機有不同的信任儲存區。
trust-store-differs-action-1 = 將缺少的憑證上傳至 { $peers } 的信任儲存區 (Maintenance > Security > Trusted CA certificate)。

cipher-string-prefers-ecdsa-title = 加密套件字串優先使用 ECDSA 憑證：{ $setting }
cipher-string-prefers-ecdsa-clear = 加密套件字串優先使用 RSA 憑證，或其優先順序無關緊要
cipher-string-prefers-ecdsa-topic = 加密套件字串優先的金鑰類型
cipher-string-prefers-ecdsa-description = 流量伺服器向節點提供 { $setting } 的加密套件，其中 ECDSA 在 RSA 之前：兩者皆有的節點會出示其 ECDSA 憑證 (在 CUCM 上為 tomcat-ECDSA 或 CallManager-ECDSA)，而該憑證往往是自我簽署或由其他 CA 簽署。
cipher-string-prefers-ecdsa-condition = 清單不以 ECDHE-RSA-AES256-GCM-SHA384 開頭，例如從 X14.0 之前的版本升級之後，以及全新安裝 X14.2 之後。在 TLS 1.3 中此清單沒有作用。
cipher-string-prefers-ecdsa-action-1 = 讓節點的 ECDSA 憑證也受信任：由受信任的 CA 簽署，或將其上傳。
cipher-string-prefers-ecdsa-action-2 = 或在清單 { $setting } 前加上 ECDHE-RSA-AES256-GCM-SHA384: (Maintenance > Security > Ciphers，UC server discovery 與 reverse proxy)；設備必須重新啟動。其他清單分別判斷，無需變更。

own-certificate-not-for-clients-title = 設備本身的憑證不得用作用戶端憑證：{ $subject }
own-certificate-not-for-clients-clear = 設備本身的憑證可用作用戶端憑證
own-certificate-not-for-clients-topic = 設備本身的憑證用於用戶端
own-certificate-not-for-clients-description = 節點會要求 Expressway-C 的憑證 (CUCM 在連接埠 6971 與 6972)。{ $subject } 的擴充金鑰使用方法沒有用戶端驗證，因此會檢查它的節點將拒絕連線。
own-certificate-not-for-clients-condition = 伺服器憑證的擴充金鑰使用方法不含 clientAuth。公開 CA 正停止簽發含有它的憑證。
own-certificate-not-for-clients-action-1 = 重新簽發設備的憑證，使其包含伺服器與用戶端驗證；私有 CA 可以做到。
own-certificate-not-for-clients-action-2 = 確認節點的 tomcat-trust 與 CallManager-trust 含有簽署它的 CA，並在節點上重新啟動 Tomcat、CallManager 與 TFTP。

weak-key-stored-title = 儲存了強度不足的金鑰或簽章：{ $certificates }
weak-key-stored-clear = 所儲存的金鑰與簽章強度足夠
weak-key-stored-topic = 所儲存憑證的強度
weak-key-stored-description = 下列憑證的金鑰過短，或其簽章會被較新版本拒絕：{ $certificates }。
weak-key-stored-condition = 信任儲存區或伺服器的憑證使用少於 2048 位元的 RSA 金鑰、少於 256 位元的橢圓曲線，或以 MD5 或 SHA-1 簽署且非根憑證。
weak-key-stored-action-1 = 以 RSA 2048 或 EC P-256 及 SHA-256 重新簽發這些憑證，並刪除舊憑證。

evidence-damaged-title = 有 { $count } 個檔案未讀取或未完整讀取：{ $files }
evidence-damaged-clear = 所有證據均已讀取
evidence-damaged-topic = 是否已讀取所有證據
evidence-damaged-description = { $files } 有部分或全部缺失或損壞。其內容不在此報告中。
evidence-damaged-condition = 檔案遭截斷、損壞、加密、過大，或屬於不讀取的種類。
evidence-damaged-action-1 = 重新取得下列檔案並分析：{ $files }。

capture-lacks-handshake-title = 沒有 { $cells } 的交握
capture-lacks-handshake-clear = 每次失敗都擷取到交握
capture-lacks-handshake-topic = 失敗連線的交握
capture-lacks-handshake-description = 記錄顯示 { $cells } 有失敗，但沒有任何擷取顯示當時出示的憑證。
capture-lacks-handshake-condition = 記錄中有連線失敗，而擷取中沒有其交握：tcpdump 未開啟、經過篩選，或較晚才開始。

certificate-not-visible-title = { $cells } 的憑證在擷取中不可見
certificate-not-visible-clear = 所擷取交握的憑證可見
certificate-not-visible-topic = 所擷取憑證的可見性
certificate-not-visible-description = { $cells } 的交握為會加密憑證的 TLS 1.3，或恢復先前的工作階段而不傳送憑證。憑證不可見並不表示沒有憑證。
certificate-not-visible-condition = 沒有祕密資料的 TLS 1.3，或只有恢復的工作階段。

clock-skew-title = 時鐘不一致：{ $what }
clock-skew-clear = 證據的時鐘一致
clock-skew-topic = 證據的時鐘
clock-skew-description = { $what }。發現項目使用記錄的時間。若設備的時鐘有誤，憑證可能以錯誤的時間判斷。
clock-skew-condition = 記錄與擷取，或記錄行的兩個時鐘，相差超過兩秒，或時鐘曾往回調。
clock-skew-action-1 = 檢查設備 (System > Time) 與節點的時間伺服器。

log-restarted-title = 流量伺服器重新啟動了 { $count } 次
log-restarted-clear = 記錄期間流量伺服器沒有重新啟動
log-restarted-topic = 流量伺服器的重新啟動
log-restarted-description = 流量伺服器於 { $times } 重新啟動。當時進行中的要求在記錄中沒有結尾，之前的設定之後未必有效。
log-restarted-condition = 流量伺服器的處理程序識別碼在記錄中改變，或它自己指出已啟動。
log-restarted-action-1 = 若無人刻意重新啟動，請查看該時間之前的原因與事件報告 (Maintenance > Diagnostics > Incident reporting)。

condition-verifying-release = 流量伺服器會驗證每個 UC 節點連線的版本 (X14.2 及更新版本；另一來源為 X14.0.8 及更新版本)，並視 VerifyOriginServer 的設定而定。
condition-by-rules = 當符合此特徵的規則時。
signature-related-defects = 相關缺陷：{ $defects }。
versions-disputed = 公開來源對於最早受影響的版本說法不一，而此設備執行的版本只有其中部分來源提及：
versions-enforced-from-14-2 = 記載此行為變更的文件指出自 X14.2.0 起強制驗證。
versions-enforced-from-14-0-8 = 另一篇較晚的 Mobile and Remote Access 憑證需求文章則為自 X14.0.8 起。
not-applicable-role = { $peer } 是 { $role }；這與另一種角色有關。
not-applicable-version = { $peer } 執行 { $version }；受影響的是 { $affected }。
not-applicable-mra-off = { $peer } 上的 Mobile and Remote Access 已關閉。
missing-how-log = 收集診斷記錄：Maintenance > Diagnostics > Diagnostic logging，Start new log，重現失敗，Stop logging，Collect log，Download log。
missing-how-capture = 在每部對等機上收集診斷記錄，勾選 "Take tcpdump while logging" 且不設篩選，並在用戶端登入之前開始。
missing-how-trust-store = 加入信任儲存區：診斷封存檔中的 ca_*.pem，或每部對等機的 Maintenance > Security > Trusted CA certificate，Show all (PEM file)。
missing-how-server-certificate = 加入設備的憑證：診斷封存檔中的 server_*.pem，或 Maintenance > Security > Server certificate，Show (PEM file)。
missing-how-configuration = 加入組態：診斷封存檔中的 xconf_dump_*，或 xConfiguration 的輸出。
missing-how-status = 加入狀態：診斷封存檔中的 xstat_dump_*，或 xStatus 的輸出。
missing-how-certificate-list = 貼上節點的憑證清單：Cisco Unified OS Administration，Security > Certificate Management，或 "show cert list own" 的輸出。
missing-how-files-again = 重新取得損壞或未讀取的檔案，必要時先解壓縮，再與其餘檔案一起分析。
missing-how-key-log = 提供 TLS 工作階段的祕密資料 (--keylog)，以 TLS 1.2 為最高版本擷取，或直接詢問節點：tollgate preflight。
alarm-verbose-logging = 警報 25019 (verbose log levels) 由診斷記錄本身發出，結束時即解除，並非故障。

certificates-ending-listed = 依節點的清單，其憑證 { $certificate } 在收集證據後 { $count } 天到期。即使修復了其他憑證，使用該金鑰類型的連線接著也會失敗：請在同一維護時段更新。

ciphers-upgrade-path = 依版本說明，從 X14.0 或更新版本升級會在清單前加上 { $prefix }，使 RSA 維持優先；從較早版本升級與全新安裝 X14.2 則不會，因此 ECDSA 優先。證據未顯示此設備經由何種途徑而來；以現有清單為準。
ciphers-not-observed = 證據中沒有任何交握顯示節點為此選擇哪張憑證。
ciphers-observed = 如清單所示，{ $cells } 出示了 ECDSA 憑證。
ciphers-contradicted = 清單優先使用 RSA，但 { $cells } 仍出示了 ECDSA 憑證。以實際觀察為準：清單變更後未重新啟動、節點依自己的順序，或節點在該處沒有 RSA 憑證。
ciphers-other-lists = 清單 { $settings } 優先使用另一種金鑰類型；它們用於其他連線，已分別判斷。
evidence-refused-handshake = 設備以警示 { $alert } 結束了與 { $server } 的交握。
evidence-asked-for = 用戶端要求了 { $address }。
evidence-not-stored = { $certificate } 不在 { $peer } 的信任儲存區中。
evidence-clock-line = 時鐘不一致的第一行。
evidence-restart = 在 { $host } 上，流量伺服器的處理程序 { $to } 接替了處理程序 { $from }。
attached-traffic-server-enforces-verification = 此版本會驗證每個 UC 節點連線，因此這個原因會使要求中斷。較早的版本仍會繼續。
attached-server-failed-to-verify = 驗證失敗的記錄行正是關於這些連線。
attached-certificates-expired = 已到期的憑證正是這些連線的憑證。
attached-cipher-string-prefers-ecdsa = 加密套件字串使節點出示其 ECDSA 憑證，而遭拒的正是它。
attached-node-advertised-by-address = 節點以該位址公告：用戶端要求它，憑證也與它比對。
attached-discovery-checks-publisher = 探索時的 TLS verify mode 只檢查發行者的位址，因此儘管如此探索仍然成功。
attached-trust-store-differs = 叢集中另一部對等機信任此處缺少的憑證。
summary-issues = 發現 { $count } 個問題。
summary-failed = 有 { $count } 個要求得到錯誤回應，自 { $first } 至 { $last }；受影響的使用者：{ $users }。
summary-potential = 沒有發現問題，但有 { $count } 個潛在問題。
summary-missing = 沒有發現問題；有 { $count } 項檢查缺少足以判斷的證據。
summary-clear = 沒有發現問題：{ $count } 項檢查正常。
summary-nothing = 對此證據無可說明。
matrix-trusted-and-answered = 憑證受信任，且要求已獲回應。
matrix-trusted = 憑證受信任。
matrix-not-judged = 出示了憑證，但沒有可供判斷的信任儲存區。
matrix-failed-unexplained = 要求失敗，而證據未說明原因。
matrix-answered = 要求已獲回應；憑證不在證據中。
matrix-not-seen = 證據中既沒有憑證也沒有回應。
event-restart = 流量伺服器在 { $host } 啟動，處理程序 { $pid }
event-change = 組態變更：{ $line }
event-verification = VerifyOriginServer 為 { $value }
event-marker = 標記：{ $line }
input-same = 與先前的檔案相同；只計一次
input-capture = { $frames } 個訊框，{ $count } 次 TLS 交握
input-dump = { $count } 個值
input-certificates = { $count } 張憑證
input-certificate-list = 清單中 { $count } 張憑證
input-log = { $count } 行
note-join-ambiguous = { $peer }：記錄與擷取在時間上有多種吻合方式，因此嘗試與交握只依順序對應。
note-contradictions = 同一套件的文字與 XML 傾印在 { $count } 個值上互相矛盾；以文字為準。
note-more-chains = 因數量過多，另有 { $count } 條出示的鏈未列入。
note-more-handshakes = { $place }：因數量過多，另有 { $count } 次交握未列入。
note-evicted-streams = { $place }：為限制記憶體，放棄了 { $count } 條 TCP 串流。
note-damaged-lines = { $place }：有 { $count } 行曾斷行或誤讀，已修復。
note-more-transactions = { $place }：另有 { $count } 個失敗的要求只計數而未保留。
note-before-since = { $place }：有 { $count } 行早於所要求的時間。
note-ended-since = 自收集證據以來，有 { $count } 張憑證已到期：{ $names }。
