# Verdicts.
verdict-trusted = 信頼済み
verdict-refused = 拒否

# What a finding code means, in one line.
code-self-signed = 証明書は自己署名であり、信頼ストアにありません。
code-issuer-unknown = 証明書に署名した CA が信頼ストアにありません。
code-intermediate-missing = 中間 CA 証明書が送信されておらず、信頼ストアにもありません。
code-dates = 有効期間外の証明書があります。
code-shadowed = サブジェクトが同じ別の証明書が信頼ストアにあり、それが代わりに使われます。
code-weak = 鍵または署名の強度が不足しています。
code-usage = この証明書をこの用途に使うことはできません。
code-signature = 署名を検証できません。
code-too-long = 信頼チェーンの中間 CA 証明書が多すぎます。
code-other = 信頼チェーンを検証できません。
code-name-absent = 要求されたホスト名が証明書に含まれていません。
code-ip-absent = 要求された IP アドレスが証明書に含まれていません。
code-short-name = 短いホスト名が要求されましたが、証明書に含まれていません。
code-common-name-only = 名前が証明書の CN にしかありません。
code-partial-wildcard = 名前が部分的なワイルドカードにしか一致しません。
code-ip-as-name = IP アドレスが証明書にホスト名として記載されています。

# What to do. Menu paths are those of the appliance and are not translated.
remedy-upload-self-signed = この自己署名証明書をクラスタ内のすべてのサーバの信頼ストア (Maintenance > Security > Trusted CA certificate) にアップロードするか、すでに信頼されている CA でノードの証明書に署名してください。信頼されている RSA 証明書もノードにある場合、TLS 1.2 では暗号スイート文字列で RSA を優先する方法もあります。
remedy-upload-ca-chain = この証明書に署名した CA チェーン ({ $subject } を含む) を、クラスタ内のすべてのサーバの信頼ストア (Maintenance > Security > Trusted CA certificate) にアップロードするか、すでに信頼されている CA でノードの証明書に署名してください。
remedy-upload-issuer = CA 証明書 { $issuer } とその上位のすべての CA を、クラスタ内のすべてのサーバの信頼ストア (Maintenance > Security > Trusted CA certificate) にアップロードしてください。
remedy-install-intermediate = 中間 CA 証明書 { $issuer } をノードにインストールして送信されるようにするか、クラスタ内のすべてのサーバの信頼ストアにアップロードしてください。
remedy-upload-root = { $subject } を発行した CA 証明書 { $issuer } を、クラスタ内のすべてのサーバの信頼ストアにアップロードしてください。中間証明書だけではチェーンは完結しません。
remedy-renew-certificate = ノードの証明書 { $subject } を更新してください。
remedy-replace-ca = CA 証明書 { $subject } の後継を CA から入手し、クラスタ内のすべてのサーバの信頼ストアにアップロードしてください。ノードが古い証明書を送信している場合は、ノードにもインストールしてください。
remedy-check-clock = ノード、CA、このサーバの時計 (NTP) を比べてください。正しい場合は、証明書 { $subject } が有効になるまで待ってください。
remedy-upload-twin = { $subject } に実際に署名した CA 証明書をアップロードしてください。信頼ストアにあるのは、サブジェクトが同じ別の証明書です。
remedy-reissue-damaged = 証明書 { $subject } を再発行してください。署名が発行者の鍵によるものでないか、証明書が破損しています。
remedy-reissue-stronger = より強い鍵と署名 (RSA 2048 または EC P-256、SHA-256) で証明書 { $subject } を再発行してください。
remedy-reissue-usage = 用途に合わせて証明書 { $subject } を再発行してください。ノードにはサーバ認証、CA には basic constraints CA と証明書の署名が必要です。
remedy-reissue-inside-constraints = CA の name constraints が許す名前で証明書 { $subject } を再発行するか、別の CA で発行してください。
remedy-shorten-chain = ルートにより近い CA でノードの証明書を発行してください。たどる中間証明書は最大 7 枚です。
remedy-add-name = 証明書 { $subject } のサブジェクト代替名 (SAN) に { $address } を追加するか、証明書に含まれる名前でノードを公開し (CUCM では System > Server)、ここでサーバを更新してください。
remedy-add-ip-address = 証明書 { $subject } のサブジェクト代替名 (SAN) に IP アドレス { $address } を追加するか、証明書に含まれる名前でノードを公開し (CUCM では System > Server)、ここでサーバを更新してください。
remedy-use-full-name = { $address } の代わりに完全な名前でノードを公開し (CUCM では System > Server)、ここでサーバを更新するか、証明書 { $subject } のサブジェクト代替名 (SAN) に { $address } を追加してください。
remedy-present-certificate = ノードにサーバ証明書を設定してください。証明書が提示されませんでした。
remedy-inspect-chain = 「tollgate cert chain」でチェーンを確認してください。

# 受け入れられるはずだったもの、実際に見つかったもの。
expected-certificate = 証明書
expected-trusted-certificate = 信頼ストア内の CA が署名した証明書、または信頼ストアにある証明書
expected-same-certificate = 証明書 { $subject } そのもの
expected-trusted-root = 信頼ストアにあるルート CA 証明書
expected-issuer = 発行者 { $issuer }（ノードが送信するか、信頼ストアにあること）
expected-issuer-stored = 信頼ストアに発行者 { $issuer } があること
expected-valid = { $at } の時点で有効な証明書
expected-signature = { $issuer } の鍵による署名
expected-strength = セキュリティ レベルが求める強度の鍵と署名
expected-short-chain = 中間 CA 証明書は { $limit } 枚まで
expected-inside-constraints = 発行 CA の名前制約に収まる名前
expected-server-certificate = TLS サーバー用の証明書
expected-ca-certificate = 下位の証明書を発行できる CA 証明書
expected-verifying-chain = 検証に成功する信頼チェーン
expected-address = 証明書の名前に { $address } が含まれること
found-nothing = 証明書は提示されませんでした
found-self-signed = 自己署名証明書 { $subject }（信頼ストアにありません）
found-twin = 信頼ストアで、サブジェクトが { $subject } の別の証明書が先にあります
found-root = ルート CA { $subject }（信頼ストアにありません）
found-alone = ノードは自分の証明書だけを送信しました
found-without-issuer = { $count } 枚の証明書が送信されましたが、発行者は含まれていません
found-not-issuer = 信頼ストアには { $subject } がありますが、その発行者がありません
found-expired = { $end } に期限切れ（判定時刻 { $at }）
found-not-yet-valid = { $start } から有効（判定時刻 { $at }）
found-other-key = 信頼ストアの { $issuer } は別の鍵です
found-bad-signature = 署名を検証できません
found-key-and-signature = 鍵 { $key }、署名 { $signature }
found-longer-chain = それより長いチェーン
found-openssl = { $text }
found-names = { $names }
found-no-name = 名前がありません

# What passes today and deserves a look.
warning-weak-signature = { $subject } は { $found } で署名されており、新しいリリースでは拒否されます。
warning-short-key = { $subject } の鍵は短く ({ $found })、新しいリリースでは拒否されます。
warning-expires-soon = { $subject } はまもなく期限切れになります: { $found }。
warning-common-name-only = { $subject } では名前が CN にしかありません。名前はサブジェクト代替名 (SAN) に入れてください。
warning-partial-wildcard = { $subject } では部分的なワイルドカード ({ $found }) だけが名前に一致します。
warning-ip-as-name = { $subject } では IP アドレスがホスト名として記載されており ({ $found })、ほかのソフトウェアは受け付けません。

# Labels.
label-address = アドレス
label-alternative-names = 代替名
label-authority-key = 発行者の鍵 ID
label-connected = 接続先
label-domain = ドメイン
label-expected = 期待値
label-found = 実際
label-host = ホスト
label-issued-by = 発行者
label-issued-to = 発行先
label-key = 鍵
label-path = パス
label-port = ポート
label-problem = 問題
label-protocol = プロトコル
label-remedy = 対処
label-resolved = 名前解決
label-serial = シリアル番号
label-signature = 署名
label-subject-key = サブジェクトの鍵 ID
label-twin = 同じサブジェクト
label-upload = アップロード
label-valid = 有効期間
label-warning = 警告
value-none = なし
value-unreadable = 読み取り不可

# Dates. $count is a number of days.
validity-left = 残り { $count } 日
validity-expired = { $count } 日前に期限切れ
validity-future = { $count } 日後に有効

# cert inspect and cert chain.
inspect-certificate = 証明書 { $depth }: { $name }
inspect-addresses = 証明書の発行先アドレス:
chain-absent = 送信されておらず、信頼ストアにもありません。この証明書が不足しています。
chain-absent-key = 送信されておらず、信頼ストアにもありません。サブジェクトの鍵 ID が { $key } の証明書が不足しています。
chain-unused = 送信されましたが、チェーンには属していません: { $subject }

# trust check.
note-no-certificate = { $file }: 証明書がないため、スキップしました
store-duplicate = { $file } #{ $position } と同じ証明書です
store-expired = 期限切れ
store-not-yet-valid = まだ有効ではありません
store-not-an-anchor = CA でも自己署名でもないため、信頼チェーンの終点になりません
store-same-subject = { $file } #{ $position } とサブジェクトが同じです。ここでは両方使えますが、実際の装置は 2 枚目を受け付けません (CSCwa12905)
store-unreadable = 読み取れません: { $error }
store-summary = 証明書: { $certificates }、問題: { $problems }

# allow test.
test-passed = 合格
test-failed = 不合格
test-difference = 期待値は { $expected }、実際は { $result }
test-summary = 合格: { $passed }、不合格: { $failed }

# The lab.
lab-ready = ラボを実行中です。Ctrl-C で終了します。別のターミナルで実行してください: tollgate serve --config { $config }
lab-not-running = このディレクトリで実行中のラボはありません。ラボには次のものが含まれます。

# serve.
serve-listening = { $address } で待ち受けています
serve-management = メトリクス、ヘルス、ステータスは { $address } にあります
serve-reloaded = 設定を読み直しました (世代 { $generation })
serve-needs-restart = 次の設定は再起動後に有効になります: { $keys }
serve-reload-failed = 新しい設定は適用されませんでした。以前の設定のままです。
serve-draining = 処理中のリクエストを完了させています。もう一度シグナルを送ると打ち切ります。

# demo.
demo-opening = 本物の TLS を使う模擬ノードで、証明書検証の 4 つの失敗とその対処を再現します。スクリプト化されたクライアントが、MRA クライアントと同じようにトラフィック サーバ経由でサインインします。
demo-traffic-server = トラフィック サーバは { $address } で待ち受け、steven-DC-CA を信頼しています。
demo-self-signed = 8443 は成功、6972 は失敗
demo-self-signed-story = ノードは 8443 では信頼された CA が署名した RSA 証明書を示します。6972 には自己署名の ECDSA 証明書もあり、暗号スイート文字列は ECDSA を優先しています。
demo-upload-self-signed = 対処: 自己署名証明書を信頼ストアにアップロードします。
demo-prefer-rsa = 別の対処: アップロードせず、暗号スイート文字列の先頭に ECDHE-RSA-AES256-GCM-SHA384: を付けて RSA を優先します。
demo-other-ca = 信頼されていない CA
demo-other-ca-story = 両方の Unified CM ノードの証明書は別の CA が署名したもので、その CA 証明書も送信されます。
demo-upload-ca-chain = 対処: その CA 証明書を信頼ストアにアップロードします。
demo-by-address = アドレスで公開されたノード
demo-by-address-story = System > Server にはノードの IP アドレスがあるため、クライアントはアドレスで要求しますが、証明書には名前しかありません。
demo-advertise-name = 対処: System > Server を名前に変え、サーバを更新します。
demo-name-address = 別の対処: サブジェクト代替名 (SAN) に IP アドレスを加えて証明書を再発行します。
demo-subscriber = パブリッシャは正しく、サブスクライバは誤り
demo-subscriber-story = サブスクライバの証明書にその名前がありません。パブリッシャが動いている間は誰も気付きません。
demo-publisher-stops = パブリッシャが停止します。
demo-reissue-subscriber = 対処: サブスクライバの証明書を、名前を入れて再発行します。
demo-documented = ドキュメントどおりの結果です。
demo-different = ドキュメントとは異なる結果です。
demo-all-documented = すべてのシナリオがドキュメントどおりの結果でした。次は「tollgate lab up」で自分のリクエストを試すか、「tollgate serve --help」で自分のノードに使う方法をご覧ください。
demo-some-different = ドキュメントどおりにならなかったシナリオがあります。

# Why a command could not do its job.
usage-address = 要求されたアドレスを --address で指定するか、--name-policy none で名前の検査を省いてください。
error-unreadable = { $file } を読み取れません
error-stdout = 結果を標準出力に書き込めません
error-too-large = { $file } が大きすぎます
error-too-many = { $file } のファイルが多すぎます
error-no-certificate = { $file } に証明書がありません
error-bad-entry = { $file }: { $position } 番目の項目を読み取れません
error-bad-lines = { $file }: 問題が { $count } 件あります。すべての行が正しくなければなりません
error-url = { $url } は https://HOST[:PORT] の形式ではありません
error-resolve = { $address } を解決できません。--resolve で IP アドレスを指定してください
error-no-address = { $address } に IP アドレスがありません。--resolve で指定してください
error-connect = { $address } に接続できません
error-handshake = { $address } と TLS ハンドシェイクができません
error-nothing-shown = { $address } は証明書を提示しませんでした
error-unreadable-shown = { $address } が提示した証明書を読み取れません
error-lab-runs = このディレクトリではすでにラボを実行中です。--directory で別のディレクトリを指定してください。
error-lab-runs-not = { $directory } で実行中のラボはありません。「tollgate lab up」で開始してください。
