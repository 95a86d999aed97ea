# Findings about what nodes presented: trust, name, negotiation, client certificate.

# When they happen at all.
cell-condition-verified = Expressway-C X14.2 及更新版本 (另有來源指 X14.0.8)，除非 VerifyOriginServer 為 Off：traffic server 在每次連線時驗證每個節點的憑證。
cell-condition-any-release = 任何版本的 Expressway-C。
cell-condition-asked = Expressway-C X14.0.2 及更新版本，且節點要求用戶端憑證時 (CUCM 在 6971 與 6972 上會要求)。

# The workaround of all that is refused.
cell-workaround-off = 在此之前，於每部 Expressway-C 伺服器的 CLI 執行：xConfiguration EdgeConfigServer VerifyOriginServer: Off
cell-workaround-off-risk = 之後不再驗證任何節點：介入 Expressway-C 與節點之間的人能讀取並竄改使用者送出的內容，包括密碼 (CVE-2022-20814)。原因排除後請立即重新開啟。

# TG1001
cell-self-signed-title = { $seen ->
    [no] { $cells } 上的自我簽署憑證不在信任儲存區中
   *[other] { $cells } 上的自我簽署憑證 { $certificate } 不在信任儲存區中
}
cell-self-signed-clear = 沒有節點出示不在信任儲存區中的自我簽署憑證
cell-self-signed-topic = 不在信任儲存區中的自我簽署憑證
cell-self-signed-about = { $seen ->
    [no] traffic server 拒絕了 { $cells } 上的憑證：{ $error } (depth { $depth })。節點自己的憑證是自我簽署的，且不在信任儲存區中。
   *[other] 在 { $cells } 上，節點出示憑證 { $certificate } ({ $key }，序號 { $serial })，其簽發者即其自身。該憑證不在 { $peers } 的信任儲存區中，因此沒有信任鏈通往它。
}
cell-self-signed-action-sign = 請由信任儲存區中已有的 CA 簽署節點在 { $cells } 使用的憑證，然後重新啟動出示該憑證的服務。
cell-self-signed-action-upload = 或將該自我簽署憑證上傳至叢集中每部伺服器的信任儲存區 (Maintenance > Security > Trusted CA certificate)。節點每次產生新憑證後都必須重新上傳。

# TG1002
cell-issuer-title = { $seen ->
    [no] { $cells } 上憑證背後的 CA 不在信任儲存區中
   *[other] { $cells } 上憑證 { $leaf } 背後的 CA { $wanted } 不在信任儲存區中
}
cell-issuer-clear = 節點出示的每個憑證背後的 CA 都在信任儲存區中
cell-issuer-topic = CA 不在信任儲存區中的憑證
cell-issuer-about = { $seen ->
    [no] traffic server 拒絕了 { $cells } 上的憑證：{ $error } (depth { $depth })。該鏈並未終止於信任儲存區中的 CA。記錄並未指出是哪個 CA。
   *[other] 在 { $cells } 上，節點出示憑證 { $leaf }。其信任鏈終止於 { $wanted }，而它不在 { $peers } 的信任儲存區中。
}
cell-issuer-action-upload = 將簽署 { $cells } 上憑證的 CA (根憑證與所有中繼憑證) 上傳至叢集中每部伺服器的信任儲存區 (Maintenance > Security > Trusted CA certificate)。
cell-issuer-action-sign = 或改由信任儲存區中已有的 CA 簽署節點的憑證。

# TG1003
cell-intermediate-title = { $seen ->
    [no] { $cells } 上缺少中繼 CA 憑證
   *[other] 中繼 CA { $wanted } 既未隨 { $cells } 上的 { $leaf } 送出，也不在信任儲存區中
}
cell-intermediate-clear = 沒有缺少中繼 CA 憑證
cell-intermediate-topic = 既未送出也未儲存的中繼 CA 憑證
cell-intermediate-about = 在 { $cells } 上，節點出示憑證 { $leaf }，但未附上 { $wanted } 的憑證，而 { $peers } 的信任儲存區中也沒有它。僅有根憑證並無幫助：兩者之間的連結不存在。
cell-intermediate-action-node = 將中繼 CA 憑證也安裝到節點上 (在 CUCM 上為 tomcat-trust 或 CallManager-trust，然後重新啟動服務)，使其一併送出。
cell-intermediate-action-upload = 或將 { $wanted } 上傳至叢集中每部伺服器的信任儲存區 (Maintenance > Security > Trusted CA certificate)。

# TG1004
cell-dates-title = { $seen ->
    [no] { $cells } 上有憑證不在有效期內
   *[other] { $cells } 上的憑證 { $certificate } 不在有效期內：{ $starts } 至 { $ends }
}
cell-dates-clear = 節點出示的每個憑證都在有效期內
cell-dates-topic = 不在有效期內的節點憑證
cell-dates-about = { $seen ->
    [no] traffic server 拒絕了 { $cells } 上的憑證：{ $error } (depth { $depth }；0 為節點自己的憑證，以上為 CA)。
   *[other] 在 { $cells } 的鏈中，憑證 { $certificate } 的有效期為 { $starts } 至 { $ends }。判定時間為 { $at }。
}
cell-dates-action-renew = 更新不在有效期內的憑證：若為節點自己的憑證，在節點上更新；若為 CA 的憑證，向該 CA 取得新憑證。新的 CA 憑證須上傳至叢集中每部伺服器的信任儲存區。
cell-dates-action-clock = 若日期看來正確，請比對節點與 Expressway-C 的時鐘 (System > Time)。

# TG1004, about to come
cell-soon-title = { $cells } 上的憑證 { $certificate } 將於 { $ends } 到期
cell-soon-clear = 節點出示的憑證都不會很快到期
cell-soon-topic = 即將到期的節點憑證
cell-soon-about = { $cells } 的鏈中有由 { $issuer } 簽發的憑證 { $certificate }。有效至 { $ends }；之後出示它的每個連線都會被拒絕。
cell-soon-action-renew = 在 { $ends } 之前更新 { $certificate }。若為自我簽署或 CA 的憑證，請先將新憑證上傳至叢集中每部伺服器的信任儲存區。

# TG1005
cell-shadowed-title = { $seen ->
    [no] 另一個主體相同的已儲存憑證妨礙了 { $cells }
   *[other] 另一個主體與 { $wanted } 相同的已儲存憑證妨礙了 { $cells }
}
cell-shadowed-clear = 沒有已儲存的憑證妨礙另一個主體相同的憑證
cell-shadowed-topic = 主體相同的已儲存憑證
cell-shadowed-about = { $cells } 上 { $leaf } 的鏈需要 { $wanted }。{ $peers } 的信任儲存區中有另一個主體相同的憑證。設備依主體查找憑證，並停在第一個 (CSCwa12905)，因此正確的那個形同不存在：{ $error } (depth { $depth })。
cell-shadowed-action-delete = 檢視所有具有此主體的已儲存憑證 (Maintenance > Security > Trusted CA certificate > Show all (decoded))。在叢集的每部伺服器上刪除已無節點需要的憑證。
cell-shadowed-action-distinct = 若其中兩個都需要：請由 CA 簽署節點的憑證、讓 Tomcat 與 CallManager 共用一個憑證 (CUCM 14)，或使用不同的 CN。

# TG1006
cell-weak-title = { $seen ->
    [no] { $cells } 上的金鑰或簽章太弱
   *[other] { $cells } 上的憑證 { $certificate } 的金鑰或簽章太弱：{ $key }、{ $signature }
}
cell-weak-clear = 節點的金鑰與簽章強度足夠
cell-weak-topic = 節點的弱金鑰與弱簽章
cell-weak-about = { $seen ->
    [no] traffic server 拒絕了 { $cells } 上的憑證：{ $error } (depth { $depth })。
   *[other] 在 { $cells } 的鏈中，憑證 { $certificate } 的金鑰為 { $key }，以 { $signature } 簽署。較新版本的 OpenSSL 會拒絕 SHA-1 簽章以及低於 2048 位元的 RSA 金鑰。
}
cell-weak-action-reissue = 以更強的金鑰與簽章重新簽發 { $certificate }：RSA 2048 或 EC P-256、SHA-256。若為 CA，其簽署的一切都必須隨之更換。

# TG1007
cell-usage-title = { $seen ->
    [no] { $cells } 上的憑證不得用於此用途
   *[other] { $cells } 上的憑證 { $certificate } 不得用於此用途：{ $error }
}
cell-usage-clear = 節點出示的每個憑證都可用於其實際用途
cell-usage-topic = 節點憑證的用途與限制
cell-usage-about = traffic server 拒絕 { $cells } 上的鏈：{ $error } (depth { $depth }；0 為節點自己的憑證，以上為 CA)。extended key usage、basic constraints 或 name constraints 不允許此用途。
cell-usage-action-reissue = 依用途重新簽發憑證：節點須有伺服器驗證；CA 須有 CA 標記與憑證簽署；名稱須在其 CA 的 name constraints 之內。

# TG1009
cell-damaged-title = { $seen ->
    [no] { $cells } 的鏈中有簽章無法通過驗證
   *[other] { $cells } 上 { $certificate } 的簽章無法通過驗證
}
cell-damaged-clear = 節點的鏈中每個簽章都通過驗證
cell-damaged-topic = 節點的鏈中的簽章
cell-damaged-about = traffic server 拒絕 { $cells } 上的鏈：{ $error } (depth { $depth })。此簽章並非由簽發者的金鑰產生，或憑證在傳輸中被更改。若 CA 以原名重建，其舊憑證可能仍在信任儲存區中。
cell-damaged-action-reissue = 比對節點上的憑證與 CA 簽發的憑證。請重新簽發，或將已儲存的 CA 憑證換成其金鑰確實簽署該憑證者。

# TG1010
cell-long-title = { $cells } 的鏈所含的中繼 CA 超過 traffic server 所能追蹤的數量
cell-long-clear = 沒有過長的鏈
cell-long-topic = 節點的鏈的長度
cell-long-about = { $cells } 上的鏈被拒絕：{ $error } (depth { $depth })。最多追蹤七個中繼 CA。
cell-long-action-shorten = 請由較接近根的 CA 簽發節點的憑證。

# TG1099
cell-other-title = { $cells } 上的憑證被拒絕：{ $error }
cell-other-clear = 沒有憑證因其他原因被拒絕
cell-other-topic = 因其他原因被拒絕的憑證
cell-other-about = traffic server 拒絕 { $cells } 上的鏈：{ $error } (depth { $depth }；0 為節點自己的憑證，以上為 CA)。
cell-other-action-inspect = 以 "tollgate cert chain" 檢視該鏈，並檢視節點上的憑證。

# TG2001
cell-name-title = { $seen ->
    [no] { $address } 不在 { $cells } 上的憑證中
   *[other] { $address } 不在 { $cells } 上的憑證 { $leaf } 中
}
cell-name-clear = 所要求的每個名稱都在節點出示的憑證中
cell-name-topic = 不在憑證中的主機名稱
cell-name-about = { $seen ->
    [no] 要求送往 { $address }，而 traffic server 在節點的憑證中找不到此名稱 ({ $cells })。
   *[other] 要求送往 { $address }，而 { $cells } 上的憑證 { $leaf } 所載的名稱為 { $names }。
}
cell-name-action-advertise = 讓節點以其憑證所含的名稱公告 (CUCM：System > Server；Unity：UC 服務)，然後在 Expressway-C 上重新整理伺服器 (Configuration > Unified Communications)。
cell-name-action-reissue = 或重新簽發憑證，將 { $address } 納入主體別名 (SAN)。
cell-name-information = TLS verify mode 為 On 的探索僅以輸入的名稱檢查 publisher。用戶端要求的是叢集自行公告的名稱。

# TG2002
cell-ip-title = { $seen ->
    [no] IP 位址 { $address } 不在 { $cells } 上的憑證中
   *[other] IP 位址 { $address } 不在 { $cells } 上的憑證 { $leaf } 中
}
cell-ip-clear = 所要求的每個 IP 位址都在節點出示的憑證中
cell-ip-topic = 不在憑證中的 IP 位址
cell-ip-about = { $seen ->
    [no] 要求送往 IP 位址 { $address }，而 traffic server 在節點的憑證中找不到它 ({ $cells })。該行寫著 SNI，但 IP 位址並不會送出 SNI。
   *[other] 要求送往 IP 位址 { $address }，因為叢集以它公告該節點。{ $cells } 上的憑證 { $leaf } 所載的名稱為 { $names }。
}
cell-ip-action-reissue = 或重新簽發憑證，將 { $address } 納入主體別名 (SAN)。traffic server 查看其中的名稱 (dNSName) 與 CN；是否查看 iPAddress 項目並不確定。

# TG2003
cell-short-title = { $seen ->
    [no] 短名稱 { $address } 不在 { $cells } 上的憑證中
   *[other] 短名稱 { $address } 不在 { $cells } 上的憑證 { $leaf } 中
}
cell-short-clear = 沒有節點以其憑證中沒有的短名稱被要求
cell-short-topic = 不在憑證中的短主機名稱
cell-short-action-advertise = 讓節點以其完整名稱公告 (CUCM：System > Server)，然後在 Expressway-C 上重新整理伺服器 (Configuration > Unified Communications)。

# TG2004, TG2005, TG2007
cell-cn-title = { $address } 僅在 { $cells } 上憑證 { $leaf } 的 CN 中
cell-cn-clear = 沒有節點僅憑憑證的 CN 通過
cell-cn-topic = 僅憑憑證的 CN 通過的節點
cell-cn-about = { $cells } 上的憑證 { $leaf } 所載的名稱為 { $names }。位址 { $address } 之所以算數，只因也查看 CN，而現行規則 (RFC 9525) 已不允許。
cell-wildcard-title = { $address } 在 { $cells } 上的憑證 { $leaf } 中僅由部分萬用字元涵蓋
cell-wildcard-clear = 沒有節點憑部分萬用字元通過
cell-wildcard-topic = 憑部分萬用字元通過的節點
cell-wildcard-about = { $cells } 上的憑證 { $leaf } 所載的名稱為 { $names }。只涵蓋標籤一部分的萬用字元，traffic server 會接受，其他軟體則很少接受。
cell-ipname-title = IP 位址 { $address } 以主機名稱的形式寫在 { $cells } 上的憑證 { $leaf } 中
cell-ipname-clear = 沒有憑證將 IP 位址寫成主機名稱
cell-ipname-topic = 寫成主機名稱的 IP 位址
cell-ipname-about = { $cells } 上的憑證 { $leaf } 所載的名稱為 { $names }。traffic server 接受寫成名稱的 IP 位址；其他軟體要求寫成 iPAddress 項目。
cell-look-action-reissue = 下次更新時，請將 { $address } 列為正確的主體別名 (SAN)，或讓節點以其完整名稱公告。

# TG3001
cell-ecdsa-title = { $cells } 上出示 ECDSA 憑證，儘管 RSA 憑證受信任
cell-ecdsa-client-order = { $listed ->
    [no] traffic server 的 ClientHello 將 ECDSA 加密套件列於 RSA 之前，因此節點在 { $cell } 上出示其 ECDSA 憑證。其 RSA 憑證 { $certificate } 受信任 ({ $rsa })。證據中沒有所用的清單；應為 { $setting }。
   *[other] traffic server 的 ClientHello 將 ECDSA 加密套件列於 RSA 之前，與其清單 { $setting } 一致：{ $ciphers }。因此節點在 { $cell } 上出示其 ECDSA 憑證。其 RSA 憑證 { $certificate } 受信任 ({ $rsa })。
}
cell-ecdsa-node-order = { $listed ->
    [no] traffic server 的 ClientHello 將 RSA 加密套件列於最前，節點仍在 { $cell } 上出示其 ECDSA 憑證：節點依自己的順序。在 { $setting } 中優先使用 RSA 並無幫助。RSA 憑證 { $certificate } 受信任 ({ $rsa })。
   *[other] traffic server 的 ClientHello 將 RSA 加密套件列於最前，節點仍在 { $cell } 上出示其 ECDSA 憑證：節點依自己的順序。在 { $setting } ({ $ciphers }) 中優先使用 RSA 並無幫助。RSA 憑證 { $certificate } 受信任 ({ $rsa })。
}
cell-ecdsa-string-order = { $listed ->
    [no] ECDSA 或 RSA 由清單 { $setting } 決定；該清單不在證據中。RSA 憑證 { $certificate } 受信任 ({ $rsa })；節點在 { $cell } 上出示 ECDSA。
   *[other] traffic server 的加密套件清單 { $setting } 將 ECDSA 列於 RSA 之前：{ $ciphers }。因此節點在 { $cell } 上出示其 ECDSA 憑證。其 RSA 憑證 { $certificate } 受信任 ({ $rsa })。
}
cell-ecdsa-unknown-order = { $listed ->
    [no] 節點為何在 { $cell } 上出示 ECDSA，證據中看不出來；通常由清單 { $setting } 決定。RSA 憑證 { $certificate } 受信任 ({ $rsa })。
   *[other] 清單 { $setting } 將 RSA 列於最前 ({ $ciphers })，節點卻在 { $cell } 上出示 ECDSA。RSA 憑證 { $certificate } 受信任 ({ $rsa })。
}
cell-ecdsa-contradiction = 擷取檔中的 ClientHello 與設定的清單 { $setting } ({ $ciphers }) 順序不一致。以觀察到的為準：清單的變更在重新啟動後才生效，也可能使用了另一份清單。
cell-ecdsa-other-port = 受信任的 RSA 憑證見於 { $cell }。節點在失敗的連接埠上很可能出示同一憑證，但並不確定。
cell-action-prefer-rsa = 或在 TLS 1.2 及以下優先使用 RSA：於主要 peer 上將 ECDHE-RSA-AES256-GCM-SHA384: 置於 traffic server 加密套件清單的最前面 (Maintenance > Security > Ciphers，或 xConfiguration Ciphers)，然後重新啟動。

# TG3002
cell-overlap-title = { $cells } 上沒有共同的 TLS 版本或加密套件：{ $error }
cell-overlap-clear = 節點與 traffic server 對 TLS 版本與加密套件有共識
cell-overlap-topic = 與節點共同的 TLS 版本與加密套件
cell-overlap-about = { $seen ->
    [no] { $cells } 上的交握在出示憑證之前就結束：{ $error }。
   *[other] { $cells } 上的交握在出示憑證之前就結束：{ $error }。traffic server 提供了 { $versions } 以及加密套件 { $ciphers }。
}
cell-overlap-action-lists = 比對 traffic server 的加密套件清單與最低版本 (Maintenance > Security > Ciphers) 以及節點所允許者 (CUCM：Security > Cipher Management，以及最低 TLS 版本)。
cell-overlap-action-node = 升級只支援 TLS 1.0 或舊加密套件的節點；Expressway-C 的最低要求僅在升級期間調低。

# TG4002
cell-own-refused-title = { $cells } 拒絕了 Expressway-C 的憑證：{ $error }
cell-own-refused-clear = 沒有節點拒絕 Expressway-C 的憑證
cell-own-refused-topic = 拒絕 Expressway-C 憑證的節點
cell-own-refused-about = { $seen ->
    [no] { $cells } 上的節點以關於 Expressway-C 憑證的警示結束交握：{ $error }。這是另一個方向：節點不信任我方。
   *[other] { $cells } 上的節點以關於 Expressway-C 憑證的警示結束交握：{ $error }。這是另一個方向：節點不信任由 { $issuer } 簽發的 { $certificate }。
}
cell-own-refused-action-upload = 在每個 CUCM 節點上，將簽署 Expressway-C 憑證的 CA (根憑證與中繼憑證) 上傳為 tomcat-trust 與 CallManager-trust (Security > Certificate Management)。
cell-own-refused-action-restart = 然後在這些節點上重新啟動 Cisco Tomcat、Cisco CallManager 與 Cisco TFTP (HAProxy)。
cell-own-refused-information = 更改 Expressway-C 的信任儲存區並無作用。常見於 Expressway-C 的憑證改由其他 CA 更新之後，即使叢集並非 mixed mode。
cell-own-not-shown = 在擷取檔中，節點要求了憑證，而 traffic server 沒有出示。
cell-own-without-client-usage = { $certificate } 的 extended key usage 不含用戶端驗證 (clientAuth)。
cell-own-self-signed = { $certificate } 是自我簽署的：節點必須信任這個憑證本身。
cell-own-issuer-not-listed = 節點要求由下列 CA 之一簽發的憑證：{ $names }。我方的簽發者 { $issuer } 不在其中。

# TG3005
cell-unexplained-title = { $seen ->
    [no] 連往 { $cells } 的連線失敗，且與憑證無關
   *[other] 送往 { $cells } 的要求失敗 ({ $status })，且沒有跡象顯示與憑證有關
}
cell-unexplained-clear = 沒有節點連線因憑證以外的原因失敗
cell-unexplained-topic = 因憑證以外的原因失敗的節點連線
cell-unexplained-about = { $seen ->
    [no] 連往 { $cells } 的連線被結束或拒絕，記錄與憑證都未說明原因。
   *[other] 送往 { $cells } 的要求得到 { $status }。記錄中沒有與它們有關的憑證訊息，擷取檔中的憑證也無法解釋。
}
cell-unexplained-action-reach = 檢查節點是否運作、其服務是否啟動，以及 Expressway-C 與 { $address } 之間的防火牆是否放行該連接埠 (Maintenance > Tools > Network utilities)。
cell-unexplained-action-debug = 若持續發生，請在發生期間收集診斷記錄，包含 tcpdump，並將 developer.trafficserver.ssl 設為 DEBUG。
cell-unexplained-no-capture = 證據中沒有擷取檔。擷取檔可顯示節點是否回應、重設連線或拒絕交握。
cell-unexplained-no-handshake = 擷取檔中沒有與此位址及連接埠的 TLS 交握：節點可能沒有回應，或擷取檔未涵蓋該時間。
cell-unexplained-handshakes = 擷取檔中的交握：完成 { $established } 次，由節點結束 { $node } 次，由 traffic server 結束 { $appliance } 次，沒有結尾 { $incomplete } 次。

# What is said of one connection or another.
cell-fails-next = 目前尚未顯現：這些連線因其他原因先行失敗。該原因排除後，會因此原因失敗。
cell-passes-off = 這些連線目前可通過，因為 VerifyOriginServer 為 Off。改為 On 後會立即失敗。
cell-passes-older = 這些連線目前可通過，因為 { $version } 不做驗證。升級至 X14.2 或更新版本後會失敗。
cell-passes-what-if = 這些連線在 { $version } 上可通過。在會驗證的 { $asked } 上會失敗。
cell-passes-continue = 記錄寫著 Action=Continue：憑證不合格，但連線仍被使用。
cell-passes-unexplained = 證據中沒有顯示這些連線被拒絕。當時的信任儲存區可能不同，或並未驗證憑證。
cell-doubt-trusted = { $cell }：記錄指出憑證被拒絕，而擷取檔中的憑證對照此套件的信任儲存區並無問題。可能兩者之一在期間內有變更，或擷取檔中沒有失敗的那次交握。上傳任何憑證之前，請重新收集記錄與擷取檔。
cell-doubt-other-reason = { $cell }：擷取檔中的憑證會因與記錄不同的原因被拒絕 ({ $code })。可能信任儲存區或憑證在期間內有變更，或擷取檔中沒有失敗的那次交握。
cell-doubt-first-match = { $cell }：有些候選簽發者確實能驗證此鏈。Tollgate 會全部嘗試並接受；真正的設備採用第一個相符者並拒絕。
cell-doubt-address-entry = { $cell }：憑證以 iPAddress 項目載有該 IP 位址，這是正確的。就目前所知，真正的設備只查看 dNSName 項目與 CN。
cell-doubt-no-store = { $cell }：信任儲存區 (ca_*.pem) 不在證據中。此處所述由記錄或警示以及鏈本身得出。
cell-only-in-log = 憑證本身不在證據中，只有記錄對它的描述。勾選 "Take tcpdump while logging" 的診斷記錄會顯示它，並含有要上傳的憑證。
cell-action-capture = 先確認是哪個憑證：勾選 "Take tcpdump while logging" 重做診斷記錄 (Maintenance > Diagnostics > Diagnostic logging)，或以 "tollgate preflight" 檢視節點。
cell-action-obtain = 取得不在證據中的 CA 憑證 { $wanted }：向該 CA 的管理員，或從節點取得 (CUCM：Cisco Unified OS Administration > Security > Certificate Management，tomcat-trust 或 CallManager-trust)。其主體金鑰識別碼必須與此處所列相同。
cell-compare-fingerprint = 此處提供的憑證來自證據。信任之前，請將其 SHA-256 指紋與節點上或 CA 的指紋比對。
cell-upload-not-enough = 此處提供的憑證是必要的，但還不夠：信任鏈仍未終止於信任儲存區。
cell-upload-collides = 設備的信任儲存區不接受兩個主體或 CN 相同的憑證，而 { $subject } 就會是這樣的憑證 (CSCwa12905)。請依序考慮：由 CA 簽署憑證；讓 Tomcat 與 CallManager 共用一個憑證 (CUCM 14)；使用不同的 CN。

# The chain picture.
cell-name-fits = { $address } 在其名稱之中
cell-link-not-stored = 自我簽署，且不在信任儲存區中
cell-link-store-unknown = 自我簽署；信任儲存區不在證據中
cell-link-issuer-absent = { $issuer } 既未送出也未儲存

# Frames.
cell-frames-established = { $seen ->
    [no] { $client } 至 { $server }：交握完成，{ $version }
   *[other] { $client } 至 { $server }：交握完成，{ $version }，憑證 { $certificate }
}
cell-frames-refused-by-client = { $seen ->
    [no] { $client } 至 { $server }：設備以警示 { $alert } 結束，{ $version }
   *[other] { $client } 至 { $server }：設備以警示 { $alert } 拒絕憑證 { $certificate }，{ $version }
}
cell-frames-refused-by-server = { $seen ->
    [no] { $client } 至 { $server }：節點以警示 { $alert } 結束，{ $version }
   *[other] { $client } 至 { $server }：節點出示 { $certificate } 後以警示 { $alert } 結束，{ $version }
}
cell-frames-reset-by-client = { $seen ->
    [no] { $client } 至 { $server }：由設備重設，{ $version }
   *[other] { $client } 至 { $server }：收到憑證 { $certificate } 後由設備重設，{ $version }
}
cell-frames-reset-by-server = { $seen ->
    [no] { $client } 至 { $server }：由節點重設，{ $version }
   *[other] { $client } 至 { $server }：節點出示 { $certificate } 後重設，{ $version }
}
cell-frames-incomplete = { $seen ->
    [no] { $client } 至 { $server }：擷取檔中沒有交握的結尾，{ $version }
   *[other] { $client } 至 { $server }：擷取檔中沒有交握的結尾，{ $version }，憑證 { $certificate }
}
