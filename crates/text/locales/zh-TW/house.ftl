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
