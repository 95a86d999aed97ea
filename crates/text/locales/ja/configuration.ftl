# 設定、アラーム、日付、証拠に関する検出結果と、レポート全体の文。

duplicate-search-rule-title = 同じプロトコルに重複した検索ルールがあります: { $rules }
duplicate-search-rule-clear = 同じ働きをする検索ルールはありません
duplicate-search-rule-topic = 同じプロトコルの重複した検索ルール
duplicate-search-rule-description = 有効な検索ルール { $rules } は、送信元、パターン、優先度が同じで、どちらも { $protocol } の呼を受け付けます。一致する呼は両方のルールで試みられるため、宛先に INVITE メッセージが 2 回届くことがあります。
duplicate-search-rule-condition = 有効な 2 つの検索ルールの送信元、モード、パターン、優先度が同じで、共通のプロトコルがある場合。
duplicate-search-rule-action-1 = Configuration > Dial plan > Search rules でルールを確認し、不要なほうを無効にするか削除してください。
duplicate-search-rule-action-2 = 両方が必要な場合は、優先度を変え、最初のルールで一致したら検索を終えるようにしてください (On successful match: Stop)。

detected-alarms-title = 解除されていないアラームが { $count } 件あります: { $alarms }
detected-alarms-clear = 解除されていないアラームはありません
detected-alarms-topic = アプライアンスのアラーム
detected-alarms-description = ログの開始時に、アプライアンスは次を報告しました: { $alarms }。
detected-alarms-condition = 状態が書き出された時点で、アラームが発生し、解除されていない場合。
detected-alarms-action-1 = 各アラームについて Status > Alarms に示されたアクションに従ってください。

server-failed-to-verify-title = 証明書を検証できませんでした: { $servers }
server-failed-to-verify-clear = 検証に失敗した証明書はありません
server-failed-to-verify-topic = 証明書の検証の失敗
server-failed-to-verify-description = アプライアンスは { $servers } の証明書を検証できず、TLS 接続が失敗しました。
server-failed-to-verify-condition = 証明書が拒否されたことをログ行が示すか、アプライアンスがそのためにハンドシェイクを終了した場合。
server-failed-to-verify-action-1 = 下の行で証明書と理由を確認し、署名した CA チェーンを信頼ストア (Maintenance > Security > Trusted CA certificate) に入れるか、名前を修正してください。

certificates-expired-title = { $count } 件の証明書が期限切れです: { $certificates }
certificates-expired-clear = 期限切れの証明書はありません
certificates-expired-topic = 期限切れの証明書
certificates-expired-description = 証拠の時点で、次の証明書は期限切れでした: { $certificates }。要求はすべて検証されるため、ノードやその上位の CA の証明書が期限切れになると、そのノードを通る Mobile and Remote Access は使えなくなります。
certificates-expired-condition = 信頼ストア、アプライアンス、ノード、またはノードの証明書一覧にある証明書が、証拠の採取より前に終了していた場合。
certificates-expired-action-1 = 使用中の証明書を更新するか、CA に再発行してもらってください。
certificates-expired-action-2 = 不要な証明書を、クラスタ内のすべてのサーバの信頼ストアから削除してください。
certificates-expired-myth = 以前の助言では、Tomcat 証明書の期限切れはブラウザの警告にすぎないとされていました。トラフィックサーバがすべての接続を検証する環境では、もう当てはまりません。

certificates-ending-title = 証明書がまもなく期限切れになります: { $certificates }
certificates-ending-clear = まもなく期限切れになる証明書はありません
certificates-ending-topic = まもなく期限切れになる証明書
certificates-ending-description = 次の証明書は有効期間の終わりに近づいています: { $certificates }。これらを使うものは、その日から失敗します。
certificates-ending-condition = 証明書の残りが有効期間の 10 分の 1 未満、または 30 日未満かつ 3 分の 1 未満の場合。終わりしか分からない一覧の証明書では 30 日未満の場合。
certificates-ending-action-1 = 期限切れになる前に次の証明書を更新してください: { $certificates }。
certificates-ending-action-2 = 新しい証明書が自己署名または別の CA のものである場合は、先にその証明書または CA のチェーンを、クラスタ内のすべてのサーバの信頼ストアにアップロードしてください。

traffic-server-enforces-verification-title = トラフィックサーバは UC ノードの証明書を検証し、{ $servers } の証明書を拒否しました
traffic-server-enforces-verification-clear = トラフィックサーバが拒否した UC ノードの証明書はありません
traffic-server-enforces-verification-topic = トラフィックサーバによる UC ノードの検証
traffic-server-enforces-verification-description = このリリース以降、Expressway-C のトラフィックサーバは、検出時の TLS verify mode にかかわらず、HTTPS 要求のたびに CUCM、IM and Presence、Unity Connection の各ノードの証明書を検証します。{ $servers } の証明書は拒否され、要求には 502 が返されました。
traffic-server-enforces-verification-action-1 = ノードの証明書に署名した CA チェーン、または自己署名証明書そのものを、クラスタ内のすべてのサーバの信頼ストアに入れてください (Maintenance > Security > Trusted CA certificate)。
traffic-server-enforces-verification-action-2 = クライアントが使うアドレスが証明書に含まれるようにするか、証明書に含まれる名前でノードを公開し (CUCM では System > Server)、サーバを更新してください。
traffic-server-enforces-verification-workaround = 各 Expressway-C で検証を無効にする: xConfiguration EdgeConfigServer VerifyOriginServer: Off
traffic-server-enforces-verification-risk = トラフィックサーバの通信相手を誰も確かめなくなり、接続を迂回させられる者はパスワードや通話を読み取れます。証明書を直したら、すぐに有効に戻してください。

verification-off-title = トラフィックサーバは未検証のノードを拒否しません: VerifyOriginServer は { $value } です
verification-off-clear = トラフィックサーバはノードを検証しています
verification-off-topic = VerifyOriginServer の設定
verification-off-description = { $peers } では VerifyOriginServer が { $value } になっています。どのような証明書が提示されても、UC ノードへの接続は使われます。
verification-off-action-1 = ノードの証明書を整えてください。足りないものは、ほかの検出結果と "tollgate preflight" が示します。
verification-off-action-2 = その後、検証を有効に戻してください: xConfiguration EdgeConfigServer VerifyOriginServer: On

allow-list-denied-title = 許可リストが { $count } 件の要求を拒否しました: { $requests }
allow-list-denied-clear = 許可リストが拒否した要求はありません
allow-list-denied-topic = 許可リストが拒否した要求
allow-list-denied-description = 許可リスト (HTTP allow list) には { $requests } に合うルールがありません。クライアントには 403 が返されました。
allow-list-denied-condition = クライアントの要求が許可リストのどのルールにも一致しない場合。
allow-list-denied-action-1 = これらの要求が必要であれば、Configuration > Unified Communications > HTTP allow list > Editable inbound rules でルールを追加してください。UC 構成のノードであれば、サーバを更新すると自動ルールが作られます。
allow-list-denied-action-2 = 不要であれば、どのクライアントが送っているかを調べてください。

discovery-checks-publisher-title = 検出で検証されたのはパブリッシャだけで、{ $nodes } はまだ誰も検証していません
discovery-checks-publisher-clear = 検出されたノードはすべて証拠に現れています
discovery-checks-publisher-topic = 検出では検証されないノード
discovery-checks-publisher-description = TLS verify mode が On の場合、検出では入力されたパブリッシャが確認されます。ほかのノードはそのデータベースから得られ、{ $nodes } はこの証拠では証明書を提示していません。クライアントが使えるかどうかは分かりません。
discovery-checks-publisher-condition = 証拠に証明書が現れるノードより多くのノードが検出されている場合。
discovery-checks-publisher-action-1 = クライアントが必要とする前に、{ $nodes } のポート 8443 と 6972 を tollgate preflight で確認してください。

node-advertised-by-address-title = ノードが IP アドレスまたは短い名前で公開されています: { $addresses }
node-advertised-by-address-clear = ノードは完全な名前で公開されています
node-advertised-by-address-topic = ノードの公開のしかた
node-advertised-by-address-description = クライアントは、パブリッシャが公開するとおりに { $addresses } を要求します。証明書に IP アドレスやドメインのないホスト名が含まれることはまれで、接続は要求されたものそのものと照合されます。
node-advertised-by-address-condition = CUCM の System > Server に、ノードが IP アドレスまたはドメインのないホスト名で登録されている場合。
node-advertised-by-address-action-1 = CUCM の System > Server の項目をノードの完全な名前に変え、その後 Expressway-C でサーバを更新してください。
node-advertised-by-address-action-2 = または、サブジェクト代替名 (SAN) に { $addresses } を含めて証明書を再発行してください。

same-name-certificates-title = { $name } という名前の証明書が複数あります: { $certificates }
same-name-certificates-clear = 同じ名前の証明書はありません
same-name-certificates-topic = 同じ名前の証明書
same-name-certificates-description = { $certificates } は同じ名前 { $name } を持つ別々の証明書です。アプライアンスはサブジェクトで証明書を探し、最初に見つけたもので止まるため、2 つのうち 1 つしか使われず、もう 1 つはアップロードできません。
same-name-certificates-condition = サブジェクトが同じ別々の証明書が信頼ストアにあるか、CN が同じ自己署名証明書を 2 つアップロードする必要がある場合。
same-name-certificates-action-1 = 証明書に CA で署名し、その CA のチェーンをアップロードして、どちらも信頼ストアに入れずに済むようにしてください。
same-name-certificates-action-2 = または両方に 1 つの証明書を使ってください。CUCM 14 以降では、Tomcat 証明書を CallManager に再利用できます。
same-name-certificates-action-3 = または、異なるコモンネームで再発行してください。

trust-store-differs-title = ピアの信頼ストアが異なります: { $certificates }
trust-store-differs-clear = ピアは同じ証明書を信頼しています
trust-store-differs-topic = ピアの信頼ストア
trust-store-differs-description = クラスタのすべてのピアが { $certificates } を信頼しているわけではなく、{ $peers } は信頼していません。信頼ストアは複製されないため、同じクライアントでも、どのピアに着くかによって成功したり失敗したりします。
trust-store-differs-condition = 1 つのクラスタの同じ役割の 2 つのピアで、信頼ストアが異なる場合。
trust-store-differs-action-1 = 足りない証明書を { $peers } の信頼ストアにアップロードしてください (Maintenance > Security > Trusted CA certificate)。

cipher-string-prefers-ecdsa-title = 暗号スイート文字列は ECDSA 証明書を優先しています: { $setting }
cipher-string-prefers-ecdsa-clear = 暗号スイート文字列は RSA 証明書を優先しているか、優先順位に影響がありません
cipher-string-prefers-ecdsa-topic = 暗号スイート文字列が優先する鍵の種類
cipher-string-prefers-ecdsa-description = トラフィックサーバは { $setting } の暗号スイートをノードに提示します。そこでは ECDSA が RSA より先にあるため、両方を持つノードは ECDSA 証明書 (CUCM では tomcat-ECDSA または CallManager-ECDSA) を提示します。これは自己署名や別の CA のものであることがよくあります。
cipher-string-prefers-ecdsa-condition = X14.0 より前のリリースからのアップグレード後や X14.2 の新規インストール後のように、リストが ECDHE-RSA-AES256-GCM-SHA384 で始まらない場合。TLS 1.3 ではこのリストは影響しません。
cipher-string-prefers-ecdsa-action-1 = ノードの ECDSA 証明書も信頼されるようにしてください。信頼されている CA で署名するか、アップロードします。
cipher-string-prefers-ecdsa-action-2 = または、リスト { $setting } の先頭に ECDHE-RSA-AES256-GCM-SHA384: を付けてください (Maintenance > Security > Ciphers、UC server discovery と reverse proxy)。アプライアンスの再起動が必要です。ほかのリストは別に判定されており、変更は不要です。

own-certificate-not-for-clients-title = アプライアンス自身の証明書はクライアントとして使えません: { $subject }
own-certificate-not-for-clients-clear = アプライアンス自身の証明書はクライアントとして使えます
own-certificate-not-for-clients-topic = クライアントとしての自身の証明書
own-certificate-not-for-clients-description = ノードは Expressway-C に証明書を求めます (CUCM ではポート 6971 と 6972)。{ $subject } の拡張鍵用途にはクライアント認証がないため、それを確認するノードは接続を拒否します。
own-certificate-not-for-clients-condition = サーバの証明書の拡張鍵用途に clientAuth がない場合。公開 CA は、これを含む証明書の発行をやめつつあります。
own-certificate-not-for-clients-action-1 = サーバ認証とクライアント認証を含めて、アプライアンスの証明書を再発行してください。プライベート CA であれば可能です。
own-certificate-not-for-clients-action-2 = ノードの tomcat-trust と CallManager-trust に、署名する CA があることを確認し、ノードの Tomcat、CallManager、TFTP を再起動してください。

weak-key-stored-title = 強度の足りない鍵または署名が保存されています: { $certificates }
weak-key-stored-clear = 保存されている鍵と署名は十分な強度です
weak-key-stored-topic = 保存されている証明書の強度
weak-key-stored-description = 次の証明書は鍵が短いか、新しいリリースが拒否する署名を持っています: { $certificates }。
weak-key-stored-condition = 信頼ストアまたはサーバの証明書が、2048 ビット未満の RSA 鍵、256 ビット未満の楕円曲線を持つか、MD5 または SHA-1 で署名されていてルートではない場合。
weak-key-stored-action-1 = RSA 2048 または EC P-256 と SHA-256 でこれらの証明書を再発行し、古いものを削除してください。

evidence-damaged-title = { $count } 個のファイルが読み取れなかったか、一部しか読み取れませんでした: { $files }
evidence-damaged-clear = 証拠はすべて読み取られました
evidence-damaged-topic = 証拠をすべて読み取れたか
evidence-damaged-description = { $files } は一部または全部が欠けているか破損しています。その内容はこのレポートに含まれません。
evidence-damaged-condition = ファイルが途中で切れている、破損している、暗号化されている、大きすぎる、または読み取り対象外の種類である場合。
evidence-damaged-action-1 = 次のファイルをもう一度取得して分析してください: { $files }。

capture-lacks-handshake-title = { $cells } のハンドシェイクがありません
capture-lacks-handshake-clear = 失敗ごとにハンドシェイクがキャプチャされています
capture-lacks-handshake-topic = 失敗した接続のハンドシェイク
capture-lacks-handshake-description = ログは { $cells } での失敗を示していますが、そこで提示された証明書を示すキャプチャがありません。
capture-lacks-handshake-condition = ログでは接続が失敗しているのに、キャプチャにそのハンドシェイクがない場合。tcpdump が無効だった、フィルタされていた、または後から開始された。

certificate-not-visible-title = { $cells } の証明書はキャプチャでは見えません
certificate-not-visible-clear = キャプチャされたハンドシェイクの証明書は見えます
certificate-not-visible-topic = キャプチャされた証明書の可視性
certificate-not-visible-description = { $cells } のハンドシェイクは、証明書を暗号化する TLS 1.3 であるか、以前のセッションを再開したもので証明書を送っていません。見えないことは、なかったことを意味しません。
certificate-not-visible-condition = 秘密情報のない TLS 1.3、または再開されたセッションだけの場合。

clock-skew-title = 時計が一致しません: { $what }
clock-skew-clear = 証拠の時計は一致しています
clock-skew-topic = 証拠の時計
clock-skew-description = { $what }。検出結果の時刻はログのものです。アプライアンスの時計がずれていると、証明書が誤った時刻で判定されることがあります。
clock-skew-condition = ログとキャプチャ、またはログ行の 2 つの時計が 2 秒を超えて異なるか、時計が戻された場合。
clock-skew-action-1 = アプライアンス (System > Time) とノードのタイムサーバを確認してください。

log-restarted-title = トラフィックサーバが { $count } 回再起動されました
log-restarted-clear = ログの間、トラフィックサーバは再起動されていません
log-restarted-topic = トラフィックサーバの再起動
log-restarted-description = トラフィックサーバは { $times } に再起動されました。そのとき処理中だった要求はログに終わりがなく、以前の設定がその後も有効とは限りません。
log-restarted-condition = ログの中でトラフィックサーバのプロセス ID が変わるか、起動したことを自ら示した場合。
log-restarted-action-1 = 意図して再起動した人がいなければ、その時刻より前に理由を探し、インシデントレポート (Maintenance > Diagnostics > Incident reporting) を確認してください。

condition-verifying-release = トラフィックサーバが UC ノードへの接続をすべて検証するリリース (X14.2 以降。別の情報源では X14.0.8 以降) で、VerifyOriginServer の設定による。
condition-by-rules = このシグネチャのルールが満たされた場合。
signature-related-defects = 関連する不具合: { $defects }。
versions-disputed = 最初に影響を受けるリリースについて公開情報が分かれており、このアプライアンスは一部の情報源だけが挙げるリリースを実行しています:
versions-enforced-from-14-2 = 文書化された動作変更では、検証は X14.2.0 から強制されます。
versions-enforced-from-14-0-8 = Mobile and Remote Access の証明書要件に関する後の記事では、X14.0.8 からとされています。
not-applicable-role = { $peer } は { $role } であり、これはもう一方の役割に関するものです。
not-applicable-version = { $peer } は { $version } を実行しています。影響を受けるのは { $affected } です。
not-applicable-mra-off = { $peer } では Mobile and Remote Access が無効です。
missing-how-log = 診断ログを採取してください: Maintenance > Diagnostics > Diagnostic logging、Start new log、失敗する操作の再現、Stop logging、Collect log、Download log。
missing-how-capture = すべてのピアで、"Take tcpdump while logging" をオンにしてフィルタなしで、クライアントのサインイン前から診断ログを採取してください。
missing-how-trust-store = 信頼ストアを追加してください: 診断アーカイブのファイル ca_*.pem、または各ピアの Maintenance > Security > Trusted CA certificate、Show all (PEM file)。
missing-how-server-certificate = アプライアンスの証明書を追加してください: 診断アーカイブのファイル server_*.pem、または Maintenance > Security > Server certificate、Show (PEM file)。
missing-how-configuration = 設定を追加してください: 診断アーカイブのファイル xconf_dump_*、または xConfiguration の出力。
missing-how-status = 状態を追加してください: 診断アーカイブのファイル xstat_dump_*、または xStatus の出力。
missing-how-certificate-list = ノードの証明書一覧を貼り付けてください: Cisco Unified OS Administration、Security > Certificate Management、または "show cert list own" の出力。
missing-how-files-again = 破損したファイルや読み取れなかったファイルを、必要なら展開してもう一度取得し、ほかのものと一緒に分析してください。
missing-how-key-log = TLS セッションの秘密情報を渡すか (--keylog)、TLS 1.2 を最新バージョンとしてキャプチャするか、ノードに直接確認してください: tollgate preflight。
alarm-verbose-logging = アラーム 25019 (verbose log levels) は診断ログ自体が発生させ、終了すると解除されます。障害ではありません。

certificates-ending-listed = 一覧によると、ノードの証明書 { $certificate } は証拠の採取から { $count } 日後に終了します。ほかの証明書を直しても、その種類の鍵を使う接続が次に失敗します。同じメンテナンス時間に更新してください。

ciphers-upgrade-path = リリースノートによると、X14.0 以降からのアップグレードではリストの先頭に { $prefix } が付き、RSA の優先が保たれます。それより前のリリースからのアップグレードと X14.2 の新規インストールでは付かず、ECDSA が優先されます。このアプライアンスがどの経路をたどったかは証拠から分かりません。現在のリストで判断しています。
ciphers-not-observed = それに対してノードがどの証明書を選ぶかを示すハンドシェイクは証拠にありません。
ciphers-observed = リストのとおり、{ $cells } で ECDSA 証明書が提示されました。
ciphers-contradicted = リストは RSA を優先していますが、{ $cells } で ECDSA 証明書が提示されました。観測された事実が優先します。リストの変更後に再起動していない、ノードが独自の順序に従う、またはそこに RSA 証明書がない、のいずれかです。
ciphers-other-lists = リスト { $settings } はもう一方の種類の鍵を優先します。これらは別の接続のためのもので、別に判定されています。
evidence-refused-handshake = アプライアンスは { $server } とのハンドシェイクをアラート { $alert } で終了しました。
evidence-asked-for = クライアントが { $address } を要求しました。
evidence-not-stored = { $certificate } は { $peer } の信頼ストアにありません。
evidence-clock-line = 時計が異なる最初の行。
evidence-restart = { $host } で、トラフィックサーバのプロセス { $from } に続いてプロセス { $to } が起動しました。
attached-traffic-server-enforces-verification = このリリースは UC ノードへの接続をすべて検証するため、この原因で要求が失敗します。以前のリリースでは続行されていました。
attached-server-failed-to-verify = 検証の失敗に関する行は、これらの接続についてのものです。
attached-certificates-expired = 期限切れの証明書は、これらの接続のものです。
attached-cipher-string-prefers-ecdsa = 暗号スイート文字列によってノードが ECDSA 証明書を提示し、それが拒否されています。
attached-node-advertised-by-address = ノードはそのアドレスで公開されています。クライアントはそれを要求し、証明書はそれと照合されます。
attached-discovery-checks-publisher = 検出時の TLS verify mode はパブリッシャのアドレスだけを確認するため、それでも検出は成功しました。
attached-trust-store-differs = ここに足りない証明書を、クラスタの別のピアは信頼しています。
summary-issues = { $count } 件の問題が検出されました。
summary-failed = { $first } から { $last } までに { $count } 件の要求にエラーが返されました。影響を受けたユーザ: { $users }。
summary-potential = 問題は検出されませんでしたが、潜在的な問題が { $count } 件あります。
summary-missing = 問題は検出されませんでしたが、{ $count } 件のチェックには判断に必要な証拠がありません。
summary-clear = 問題は検出されませんでした。{ $count } 件のチェックに異常はありません。
summary-nothing = この証拠について言えることはありません。
matrix-trusted-and-answered = 証明書は信頼されており、要求に応答がありました。
matrix-trusted = 証明書は信頼されています。
matrix-not-judged = 証明書は提示されましたが、判定に使う信頼ストアがありません。
matrix-failed-unexplained = 要求は失敗しましたが、証拠から理由は分かりません。
matrix-answered = 要求に応答がありました。証明書は証拠にありません。
matrix-not-seen = 証明書も応答も証拠にありません。
event-restart = { $host } でトラフィックサーバが起動しました。プロセス { $pid }
event-change = 設定変更: { $line }
event-verification = VerifyOriginServer は { $value } です
event-marker = マーカー: { $line }
input-same = 先のファイルと同じです。1 回だけ数えました
input-capture = { $frames } フレーム、TLS ハンドシェイク { $count } 件
input-dump = 値 { $count } 個
input-certificates = 証明書 { $count } 件
input-certificate-list = 一覧の証明書 { $count } 件
input-log = { $count } 行
note-join-ambiguous = { $peer }: ログとキャプチャの時刻の合わせ方が複数あるため、試行とハンドシェイクは順序だけで対応付けました。
note-contradictions = 1 つのバンドルのテキストと XML のダンプが { $count } 個の値で矛盾しています。テキストのほうを採りました。
note-more-chains = 多すぎるため、提示されたチェーンをさらに { $count } 件省きました。
note-more-handshakes = { $place }: 多すぎるため、ハンドシェイクをさらに { $count } 件省きました。
note-evicted-streams = { $place }: メモリを抑えるため、{ $count } 本の TCP ストリームを打ち切りました。
note-damaged-lines = { $place }: 折り返しや読み違いのある { $count } 行を修復しました。
note-more-transactions = { $place }: 失敗した要求をさらに { $count } 件数えましたが、保持していません。
note-before-since = { $place }: { $count } 行が指定された時刻より前のものです。
note-ended-since = 証拠の採取後、{ $count } 件の証明書が期限切れになりました: { $names }。
