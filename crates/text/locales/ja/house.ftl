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

probe-heading = ポート { $port }、{ $key }
probe-no-trust = 信頼は判定されません。--trust で信頼ストアを指定してください。以下はノードが提示したものと、証明書にその名前があるかどうかです。
probe-label-client = クライアント証明書
probe-asks-for-client = 要求あり
probe-asks-for-none = 要求なし
probe-way-name = { $ip } の { $name }
probe-way-bare = { $name }（クライアントがアドレスを直接使う場合）
probe-trusted = { $way }: 信頼される
probe-refused = { $way }: 拒否される
probe-name-fits = { $way }: 証明書にあります
probe-name-fails = { $way }: 証明書にありません
probe-not-served = ポート { $port }: ノードは { $key } の証明書を提示しません。
probe-no-answer = ポート { $port }、{ $way }: 応答なし: { $failure }
probe-sent-too = 併せて送信: { $subject }
probe-suppressed = { $code } は { $until } まで抑制されています: { $reason }
probe-bare-only = アドレスを直接使う場合だけの問題です。名前を使う人には影響しません。
probe-more-addresses = 名前が指すアドレスが多いため、{ $count } 件を省きました。
