# 責任者が引き受けた項目、社内規則、簡易コマンド。
suppressed-heading = 抑制済み
suppressed-word = 抑制
suppressed-why = { $until } まで抑制: { $reason }（{ $place }）
suppressed-summary = { $count ->
   *[other] { $count } 件の検出結果は抑制されており、数えられません。末尾にあります。
}
suppressed-ended = { $place } の { $code } の抑制は { $until } に終了し、無効です。問題を修正するか、改めて決定してください。
suppressed-nothing = { $place } の { $code } の抑制に該当するものは見つかりませんでした。削除するか、対象を訂正してください。
suppressed-other-cells = この検出結果の他の対象は抑制されています。件数と証拠は全対象のものです。

house-rule-title = { $name } は社内規則に違反しています: { $rule }
house-rule-clear = 社内規則に違反する証明書はありません
house-rule-topic = 証明書の社内規則
house-rule-description = 証明書 { $name }（SHA-256 { $sha256 }）は受け入れられますが、{ $found } であり、{ $place } は { $rule } を求めています。
house-rule-condition = チェーンは検証で受け入れられますが、その証明書が --policy で指定したファイルの規則に違反しています。
house-rule-information = 装置はこの規則を知らないため、接続はそのまま受け入れられます。
house-rule-action = 規則に従って証明書 { $name } を再発行するか、{ $place } の規則を変更してください。
