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

doctor-config-found = 設定は { $file } です。
doctor-no-config = --config で設定を、または --log でログを指定してください。{ $places } はいずれもありません。
doctor-probe-needs-config = 設定がないため信頼ストアがなく、ノードへの問い合わせは行いません。
doctor-stdout = { $file } のログは標準出力に出力されます。journalctl の出力をファイルにしたものなど、その行き先を --log で指定してください。
doctor-label-what = 問題
doctor-label-when = 時期
doctor-label-do = 対処
doctor-label-safely = 安全に
doctor-label-workaround = 当面
doctor-label-now = 現在
doctor-label-server = サーバー
doctor-label-more = その他
doctor-nothing-wrong = ログからわかる問題はありません。要求数: { $count }
doctor-no-requests = この期間のログには要求がありません。
doctor-seen = { $first } から { $last }、要求: { $requests }、ユーザー: { $users }
doctor-seen-at-least = { $first } から { $last }、要求: { $requests }、ユーザー: { $users } 以上
doctor-explain = 意味を確認してください: tollgate explain { $code }
doctor-add = { $name }（SHA-256 { $sha256 }）を信頼ストア { $store } に追加します。
doctor-certificate = { $name }、SHA-256 { $sha256 } です。
doctor-safely-upload = 「{ $fetch }」で取得し、SHA-256 をノード上のものと比べてから、「{ $append }」「{ $check }」「{ $reload }」を実行します。処理中の要求は完了し、再起動は起きません。
doctor-safely-node = ここでは何も変更しません。その後、ノードに再度問い合わせてください: { $command }
doctor-now-accepted = { $cell } は再び受け入れられます。
doctor-now-refused = { $cell } は依然として拒否されます（{ $code }）。
doctor-now-silent = { $cell } は 2 秒以内に証明書を提示しませんでした。
doctor-server = { $state }（{ $started } から）、VerifyOriginServer { $mode }
doctor-server-log = ログの行が失われました: { $lost } { $failure }
doctor-server-silent = トラフィックサーバーが { $address } で応答しません（{ $why }）。動作していますか。
doctor-more = その他の検出結果: { $count }。参照: tollgate analyze { $logs }
doctor-workaround = { $config } の [verify] で origin = "Report" とし、SIGHUP を送ります。拒否されたノードもそのまま使われ、その都度ログに残ります。サーバーとノードの間に入った者は、パスワードを含め利用者の送信内容を読めます（CVE-2022-20814）。いつ "On" に戻すかを今決めてください。
