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
