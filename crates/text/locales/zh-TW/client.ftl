# 反方向與撤銷。服務、選單路徑、檔案名稱與錯誤文字不翻譯。
client-issuer-title = { $cells } 將不接受設備的憑證 { $certificate }：其 CA 不在該處列出的 CA 之中
client-issuer-clear = 節點接受設備本身憑證的 CA
client-issuer-description = { $cells } 要求用戶端憑證，並列出其接受的 CA。{ $subject } 由 { $issuer } 簽發，該 CA 及其上層 CA 皆不在其中，因此連線會被拒絕，即使節點本身的憑證沒有問題。
client-issuer-condition = 從 X14.0.2 起，traffic server 會向要求憑證的節點出示其憑證；CUCM 在連接埠 6971 與 6972 要求。不信任其 CA 的節點會拒絕連線。
client-unknown-any = { $cells } 要求用戶端憑證，但未列出任何 CA：就通訊協定而言任何 CA 皆可。是否信任 { $subject } 的簽發者 { $issuer }，無法從外部得知。
client-unknown-any-how = 請在節點上查看 tomcat-trust 與 CallManager-trust 是否有設備的 CA，包括根 CA 與中繼 CA (Security > Certificate Management)。
client-unknown-more = { $cells } 列出的 CA 多於所讀取的數量，而 { $subject } 的 CA 不在前面幾個之中。
client-unknown-chain = { $cells } 未列出 { $subject } 的任何已知簽發者。其憑證鏈未到達根 CA，因此更上層的 CA 可能在其中。
client-unknown-chain-how = 請在 --client-certificate 的檔案中，將直到根 CA 的 CA 憑證放在該憑證之後。
client-not-given = { $cells } 要求設備的憑證。請以 --client-certificate 提供，以得知該處是否接受。

client-sunset-title = { $authority } 從 { $ends } 起不再簽發用戶端用途的憑證：{ $certificate } 無法照原樣更新
client-sunset-clear = 未知設備本身憑證的 CA 有停止簽發用戶端用途憑證的日期
client-sunset-description = { $subject } 的擴充金鑰使用方法有用戶端驗證 (clientAuth)，並於 { $until } 到期。其簽發者 { $issuer } 屬於 { $authority }，依仍有效的最早聲明，從 { $ends } 起簽發的憑證不再含有它。下次更新後，檢查用途的節點會拒絕連線。
client-sunset-condition = 因 Chrome Root Program Policy，公開 CA 停止簽發含 clientAuth 的憑證。私有 CA 則否。
client-sunset-moves = 這些日期曾經變動，各來源也不一致：據此規劃之前，請先詢問 CA。
client-sunset-statement = { $authority }：從 { $ends } 起，根據 { $source } ({ $said }；{ $url })。
client-sunset-action-private = 在下次更新之前，請由自己的 CA 簽發設備的憑證，包含伺服器與用戶端驗證。從 X15.5 起，設備可為其用戶端角色持有另一張憑證。
client-sunset-action-trust = 請先在每個 CUCM 節點上，將該 CA 的憑證鏈上傳為 tomcat-trust 與 CallManager-trust，並在節點上重新啟動 Cisco Tomcat、Cisco CallManager 與 Cisco TFTP (HAProxy)。

client-dates-title = 設備的憑證不在有效期間內：{ $certificate }
client-dates-clear = 設備的憑證在有效期間內
client-dates-description = { $subject } 的有效期間為 { $from } 至 { $to }。在此期間之外，要求它的節點會拒絕連線。
client-dates-condition = 在判定的時間，設備的憑證已過期或尚未生效。
client-dates-action = 請在每個對等節點上更新憑證 (Maintenance > Security > Server certificate)。若由其他 CA 簽發，請先將該 CA 上傳到節點。
client-key-title = 節點不接受設備憑證的金鑰：{ $certificate }
client-key-clear = 節點接受設備憑證的金鑰
client-key-description = { $subject } 的金鑰 ({ $key }) 無法產生可接受的簽章。
client-key-condition = 節點要求憑證時會列出其接受的憑證類型與簽章，而憑證的金鑰使用方法說明它是否可以簽章。
client-key-usage = 其金鑰使用方法沒有 digitalSignature，缺少它就不得簽署交握。
client-key-taken = 金鑰為 { $key }。可接受的有：{ $taken }。
client-key-action = 請以每個節點都接受的金鑰 (RSA) 重新簽發設備的憑證，並在金鑰使用方法中包含 digitalSignature。

client-plan-issue = 重新簽發設備的憑證 { $subject }，包含伺服器與用戶端驗證、digitalSignature 與 RSA 金鑰，並安裝於每個對等節點 (Maintenance > Security > Server certificate)。
client-plan-issue-risk = 中。設備會重新啟動。若由其他 CA 簽發，節點必須事先信任該 CA。
client-plan-upload = 將設備的 CA 憑證鏈 ({ $names }) 上傳為 { $nodes } 上的 tomcat-trust 與 CallManager-trust (Security > Certificate Management)。
client-plan-upload-risk = 中。登入會中斷；CallManager 或 TFTP 重新啟動之處，電話會重新註冊。
client-plan-other-ca = 由這些節點已列出的 CA 簽發設備的憑證 { $subject }。

revocation-not-checked = 未檢查撤銷：未查詢 CRL，也未查詢 OCSP 回應程式 (--revocation 會查詢)。
revocation-contacted = 撤銷：{ $url } 提供了 { $octets } 位元組。
revocation-contact-failed = 撤銷：{ $url } 未提供任何內容：{ $error }。
revocation-contacts-more = 撤銷：另查詢了 { $count ->
   *[other] { $count } 個位址
 }；JSON 列出全部。
revoked-title = 已撤銷：{ $certificate }
revoked-clear = 節點的憑證皆未撤銷
revoked-description = { $subject } (序號 { $serial }) 已由其簽發者 { $issuer } { $dated ->
    [no] 於不明時間
   *[other] 於 { $since }
 } 撤銷 ({ $reason })。此為 { $source } 所示。
revoked-condition = 憑證的簽發者在其 CRL 中列出該憑證，或其 OCSP 回應程式如此回答。
revoked-not-by-appliance = 沒有資料顯示設備的 traffic server 會檢查撤銷：它仍可能接受此憑證。持有其金鑰的人可以冒充該節點。
revoked-action-issue = 以新的金鑰簽發新的憑證，名稱相同。
revoked-action-install = 將它安裝到節點，並重新啟動其憑證存放區的服務。若撤銷的是 CA，請將它從信任存放區移除。
revocation-unknown-title = { $certificates } 的撤銷狀態不明
revocation-unknown-clear = 憑證是否已撤銷
revocation-unknown-description = { $certificates } 是否已撤銷不明。
revocation-unknown-condition = 已要求檢查，但沒有清單或回應程式給出可用的回答。
revocation-unknown-how = 請取得簽發者目前的 CRL 並以 --crl 提供，或使其位址可從此處連線。
revocation-why-unreadable = 收到的內容既不是 CRL，也不是 OCSP 回應。
revocation-why-other-issuer = 清單屬於其他簽發者。
revocation-why-signature = 簽章不是簽發者的，也不是其指定的回應程式的。
revocation-why-may-not-sign = 簽發者的憑證不允許它簽署 CRL。
revocation-why-not-yet = 它的時間晚於判定的時間。
revocation-why-stale = 它已過時：早該有更新的資訊。
revocation-why-scope = 清單不涵蓋此憑證，或含有無法理解的內容。
revocation-why-not-answered = 回應程式未就此憑證給出回答。
revocation-why-self-signed = 它是自我簽署的：沒有人能撤銷它。
revocation-why-issuer-missing = 其簽發者不在憑證鏈中，也不在信任存放區中。
revocation-why-no-source = 它未列出 CRL 或 OCSP 回應程式，提供的 CRL 也都不是其簽發者的。
revocation-why-address = 它只列出不會查詢的位址：不是 http，或不是主機的位址。
revocation-why-unreachable = 它列出的位址皆未回答。
revocation-why-too-large = 收到的內容大於所讀取的上限。
revocation-why-too-many = 列出的位址多於所查詢的數量。
