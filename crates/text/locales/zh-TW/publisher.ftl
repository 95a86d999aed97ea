# 叢集的節點，由 publisher 告知升級前檢查。

# 給定的位址與公告的位址。
publisher-difference-title = 用戶端得知的位址與給定的位址不同
publisher-difference-clear = 每個給定的位址都以相同形式公告
publisher-difference-condition = 已向 publisher 詢問其節點的位址，而這些位址與給定的位址不同。
publisher-difference-action-1 = 請依公告位址的儲存格來判斷升級：用戶端由該位址連入。然後更正清冊，或更正 publisher 上的 System > Server，並在設備上重新整理伺服器。
publisher-difference-action-2 = 請確保節點的憑證包含公告的位址。
publisher-advertised-otherwise = 給定的是 { $address }，而 publisher 將同一節點公告為 { $advertised }：用戶端由該位址連入。
publisher-not-advertised = 給定了 { $address }，而 publisher 並未公告它：沒有用戶端會得知。
publisher-not-listed = publisher 公告了未給定的 { $address }。也已對它進行探測。

# 已執行的動作。
publisher-note-trusted = 已透過 { $service } 詢問 { $publisher }，它公告 { $count } 個位址。其憑證受 { $store } 信任。
publisher-note-pinned = 已透過 { $service } 詢問 { $publisher }，它公告 { $count } 個位址。其憑證具有指定的 SHA-256 { $sha256 }。
publisher-note-unusable = { $publisher } 公告了 { $name }，不會對它進行探測：{ $problem }。
publisher-note-failed = 無法得知 { $publisher } 背後的節點，只探測給定的位址：{ $problem }

# 無法完成的原因。
publisher-error-resolve = { $publisher } 無法解析；請以 --resolve { $publisher }=IP 提供其位址
publisher-error-connect = 無法連線到 { $address }；請確認 publisher 正在運作且可由此處連到
publisher-error-handshake = 無法與 { $address } 完成 TLS 交握
publisher-error-nothing-shown = { $address } 未出示可讀取的憑證
publisher-error-untrusted = { $publisher } 的憑證遭拒絕，未送出任何資料（{ $verdict }）。請以憑證中的名稱指定 publisher，並以 --trust 提供含有其 CA 的儲存區；或將 SHA-256 { $sha256 } 與 publisher 憑證清單中的值比對（OS Administration > Security > Certificate Management），若相同則加上 --pin { $sha256 }
publisher-error-pin = { $publisher } 的憑證之 SHA-256 為 { $sha256 }，而非指定的 { $pin }，未送出任何資料。它可能已重新簽發，或有人居中：在改用其他 --pin 之前，請先與 publisher 的憑證清單比對
publisher-error-slow = { $publisher } 未在 { $seconds } 秒內給出完整回應；請以 --timeout 放寬
publisher-error-exchange = 與 { $publisher } 的交換中斷
publisher-error-login = { $publisher } 不接受使用者 { $user } 與此密碼；請更正 --axl-user 或密碼檔，並在 publisher 上確認該使用者是否遭鎖定
publisher-error-permission = { $publisher } 認得使用者 { $user }，但該使用者不得使用 AXL（HTTP { $status }）。請將使用者加入具有 Standard AXL API Users 與 Standard AXL Read Only API Access 角色的存取控制群組
publisher-error-redirect = { $publisher } 指向他處 { $location }，不會跟隨；請指定直接回應的節點
publisher-error-status = { $publisher } 對 { $path } 回應 HTTP { $status }。請確認它是 Unified CM 的 publisher，且服務 { $service } 正在執行（Cisco Unified Serviceability > Control Center）
publisher-error-encoded = { $publisher } 以無人要求的 { $encoding } 壓縮其回應；不會解壓縮
publisher-error-too-long = { $publisher } 的回應超過 { $limit } 個位元組
publisher-error-answer = { $publisher } 的回應未告知任何節點
publisher-error-no-node = { $publisher } 未公告任何位址

# AXL 使用者的密碼。
publisher-password-open = { $file } 可被他人讀取或變更（模式 { $mode }）；請執行 chmod 600 { $file }
publisher-password-form = { $file } 未包含單獨一行、長度 1 至 { $limit } 個位元組的密碼
publisher-password-stdin = 標準輸入只能提供密碼或另一項輸入，不能兩者兼具。
