# 有人負責的項目、內部規則、快速命令。
suppressed-heading = 已抑制
suppressed-word = 已抑制
suppressed-why = 抑制至 { $until }：{ $reason }（{ $place }）
suppressed-summary = { $count ->
   *[other] { $count } 項發現已抑制，不列入計算；列於最後。
}
suppressed-ended = { $place } 中對 { $code } 的抑制已於 { $until } 結束，不再有效。請修正該問題，或重新決定。
suppressed-nothing = { $place } 中對 { $code } 的抑制與任何發現都不符。請移除，或更正其所指的對象。
suppressed-other-cells = 此發現的其他位置已抑制；數字與證據為全部的合計。

house-rule-title = { $name } 違反內部規則：{ $rule }
house-rule-clear = 沒有憑證違反內部規則
house-rule-topic = 憑證的內部規則
house-rule-description = 憑證 { $name }（SHA-256 { $sha256 }）會被接受，但它有 { $found }，而 { $place } 要求 { $rule }。
house-rule-condition = 憑證鏈通過驗證，但其中一個憑證違反 --policy 所指檔案中的規則。
house-rule-information = 裝置不知道此規則：它仍會接受該連線。
house-rule-action = 依規則要求重新簽發憑證 { $name }，或變更 { $place } 中的規則。

probe-heading = 連接埠 { $port }，{ $key }
probe-no-trust = 未判斷信任：請以 --trust 指定信任儲存區。以下是節點出示的內容，以及其憑證是否包含這些名稱。
probe-label-client = 用戶端憑證
probe-asks-for-client = 有要求
probe-asks-for-none = 未要求
probe-way-name = 位於 { $ip } 的 { $name }
probe-way-bare = { $name }（若用戶端直接使用位址）
probe-trusted = { $way }：受信任
probe-refused = { $way }：被拒絕
probe-name-fits = { $way }：在憑證中
probe-name-fails = { $way }：不在憑證中
probe-not-served = 連接埠 { $port }：節點未出示 { $key } 類型的憑證。
probe-no-answer = 連接埠 { $port }，{ $way }：沒有回應：{ $failure }
probe-sent-too = 一併傳送：{ $subject }
probe-suppressed = { $code } 已抑制至 { $until }：{ $reason }
probe-bare-only = 只涉及位址本身：使用名稱的人不受影響。
probe-more-addresses = 此名稱指向的位址多於所詢問的數量；略過其中 { $count } 個。

doctor-config-found = 設定檔是 { $file }。
doctor-no-config = 請以 --config 指定設定檔，或以 --log 指定日誌：{ $places } 都不存在。
doctor-probe-needs-config = 沒有設定檔就沒有信任儲存區，因此不詢問任何節點。
doctor-stdout = { $file } 的日誌輸出到標準輸出。請以 --log 指定其去處，例如存成檔案的 journalctl 輸出。
doctor-label-what = 問題
doctor-label-when = 時間
doctor-label-do = 處理
doctor-label-safely = 安全作法
doctor-label-workaround = 暫時
doctor-label-now = 目前
doctor-label-server = 伺服器
doctor-label-more = 其他
doctor-nothing-wrong = 日誌中沒有任何問題；請求數：{ $count }
doctor-no-requests = 這段時間的日誌中沒有任何請求。
doctor-seen = { $first } 至 { $last }；請求：{ $requests }，使用者：{ $users }
doctor-seen-at-least = { $first } 至 { $last }；請求：{ $requests }，使用者：至少 { $users }
doctor-explain = 查看其含義：tollgate explain { $code }
doctor-add = 將 { $name }（SHA-256 { $sha256 }）加入信任儲存區 { $store }。
doctor-certificate = 憑證是 { $name }，SHA-256 { $sha256 }。
doctor-safely-upload = 以「{ $fetch }」取得，將其 SHA-256 與節點上的比對，再執行「{ $append }」、「{ $check }」與「{ $reload }」：進行中的請求會完成，不會重新啟動任何服務。
doctor-safely-node = 此處不需變更。之後請再詢問節點：{ $command }
doctor-now-accepted = { $cell } 再次被接受。
doctor-now-refused = { $cell } 仍被拒絕（{ $code }）。
doctor-now-silent = { $cell } 在兩秒內沒有出示憑證。
doctor-server = { $state }，自 { $started } 起；VerifyOriginServer { $mode }
doctor-server-log = 日誌遺失了若干行：{ $lost } { $failure }
doctor-server-silent = 流量伺服器在 { $address } 沒有回應（{ $why }）。它正在執行嗎？
doctor-more = 其他發現：{ $count }。請見：tollgate analyze { $logs }
doctor-workaround = 在 { $config } 的 [verify] 下設定 origin = "Report" 並送出 SIGHUP：被拒絕的節點仍會使用，且逐一記錄。介入伺服器與節點之間的人此時能讀取使用者傳送的內容，包括密碼（CVE-2022-20814）：現在就決定何時改回 "On"。
