# 逆方向と失効。サービス、メニューのパス、ファイル名、エラーの文は翻訳しません。
client-issuer-title = { $cells } はアプライアンスの証明書 { $certificate } を受け入れません: その CA は、そこで挙げられている CA にありません
client-issuer-clear = ノードはアプライアンス自身の証明書の CA を受け入れます
client-issuer-description = { $cells } はクライアント証明書を求め、受け入れる CA を挙げます。{ $subject } は { $issuer } が発行しており、その CA も上位の CA もそこにないため、ノード自身の証明書に問題がなくても接続は拒否されます。
client-issuer-condition = X14.0.2 以降、traffic server は、求めるノードに証明書を示します。CUCM はポート 6971 と 6972 で求めます。その CA を信頼しないノードは接続を拒否します。
client-unknown-any = { $cells } は CA を挙げずにクライアント証明書を求めます。プロトコル上はどの CA でもかまいません。{ $subject } の発行者 { $issuer } を信頼するかどうかは、外からはわかりません。
client-unknown-any-how = ノードの tomcat-trust と CallManager-trust に、アプライアンスの CA (ルートと中間) があるかを確認してください (Security > Certificate Management)。
client-unknown-more = { $cells } は読み取る数より多くの CA を挙げており、{ $subject } の CA は初めのものにはありません。
client-unknown-chain = { $cells } は { $subject } の既知の発行者をどれも挙げていません。チェーンがルートまで届いていないため、さらに上位の CA が挙げられている可能性があります。
client-unknown-chain-how = --client-certificate のファイルで、証明書の後にルートまでの CA 証明書を置いてください。
client-not-given = { $cells } はアプライアンスの証明書を求めます。そこで受け入れられるかを知るには、--client-certificate で指定してください。

client-sunset-title = { $authority } は { $ends } 以降、クライアント用の証明書を発行しません: { $certificate } はそのままでは更新できません
client-sunset-clear = アプライアンス自身の証明書の CA がクライアント用の発行をやめる日は知られていません
client-sunset-description = { $subject } は拡張鍵用途にクライアント認証 (clientAuth) を持ち、{ $until } に終わります。発行者 { $issuer } は { $authority } のもので、有効な発表のうち最も早いものによれば、{ $ends } 以降はこれを含まない証明書を発行します。次の更新の後は、用途を確認するノードが接続を拒否します。
client-sunset-condition = 公開 CA は Chrome Root Program Policy により、clientAuth を含む証明書の発行をやめます。プライベート CA はそうではありません。
client-sunset-moves = これらの日付は以前にも動き、情報源も一致しません。これに沿って計画する前に、CA に確認してください。
client-sunset-statement = { $authority }: { $ends } 以降。出典は { $source } ({ $said }、{ $url })。
client-sunset-action-private = 次の更新の前に、サーバ認証とクライアント認証を含むアプライアンスの証明書を、自社の CA で発行してください。X15.5 以降、アプライアンスはクライアントとしての役割に別の証明書を持てます。
client-sunset-action-trust = 先に、その CA のチェーンをすべての CUCM ノードに tomcat-trust および CallManager-trust としてアップロードし、ノードの Cisco Tomcat、Cisco CallManager、Cisco TFTP (HAProxy) を再起動してください。

client-dates-title = アプライアンスの証明書は有効期間外です: { $certificate }
client-dates-clear = アプライアンスの証明書は有効期間内です
client-dates-description = { $subject } の有効期間は { $from } から { $to } までです。この期間外では、求めるノードが接続を拒否します。
client-dates-condition = 判定する時刻に、アプライアンスの証明書の有効期限が切れているか、まだ有効でない場合。
client-dates-action = すべてのピアで証明書を更新してください (Maintenance > Security > Server certificate)。別の CA が発行する場合は、先にその CA をノードへアップロードしてください。
client-key-title = ノードはアプライアンスの証明書の鍵を受け入れません: { $certificate }
client-key-clear = ノードはアプライアンスの証明書の鍵を受け入れます
client-key-description = { $subject } の鍵 ({ $key }) では、受け入れられる署名を作れません。
client-key-condition = ノードは証明書を求めるときに、受け入れる証明書の種類と署名を挙げます。証明書の鍵用途は、署名してよいかを示します。
client-key-usage = 鍵用途に digitalSignature がなく、これがなければハンドシェイクに署名できません。
client-key-taken = 鍵は { $key } です。受け入れられるもの: { $taken }。
client-key-action = すべてのノードが受け入れる鍵 (RSA) で、鍵用途に digitalSignature を含めて、アプライアンスの証明書を再発行してください。

client-plan-issue = アプライアンスの証明書 { $subject } を、サーバ認証とクライアント認証、digitalSignature、RSA の鍵で再発行し、すべてのピアにインストールしてください (Maintenance > Security > Server certificate)。
client-plan-issue-risk = 中。アプライアンスが再起動します。別の CA が発行する場合は、先にノードがその CA を信頼している必要があります。
client-plan-upload = アプライアンスの CA チェーン ({ $names }) を、{ $nodes } に tomcat-trust および CallManager-trust としてアップロードしてください (Security > Certificate Management)。
client-plan-upload-risk = 中。サインインが中断し、CallManager または TFTP が再起動するところでは電話機が再登録します。
client-plan-other-ca = アプライアンスの証明書 { $subject } を、これらのノードがすでに挙げている CA に発行させてください。

revocation-not-checked = 失効は確認していません: CRL にも OCSP レスポンダーにも問い合わせていません (--revocation で問い合わせます)。
revocation-contacted = 失効: { $url } から { $octets } バイトを得ました。
revocation-contact-failed = 失効: { $url } からは何も得られませんでした: { $error }。
revocation-contacts-more = 失効: ほかに { $count ->
   *[other] { $count } 個のアドレス
 } に問い合わせました。すべては JSON にあります。
revoked-title = 失効しています: { $certificate }
revoked-clear = 失効したノードの証明書はありません
revoked-description = { $subject } (シリアル番号 { $serial }) は、発行者 { $issuer } により{ $dated ->
    [no] 不明な時刻に
   *[other]  { $since } に
 }失効しました ({ $reason })。出典は { $source } です。
revoked-condition = 証明書の発行者がその CRL に載せているか、その OCSP レスポンダーがそう答える場合。
revoked-not-by-appliance = アプライアンスの traffic server が失効を確認することを示すものはなく、この証明書を受け入れるかもしれません。その鍵を持つ者は、ノードになりすませます。
revoked-action-issue = 新しい鍵で、同じ名前の新しい証明書を発行してください。
revoked-action-install = それをノードにインストールし、その証明書ストアのサービスを再起動してください。CA が失効している場合は、トラストストアから取り除いてください。
revocation-unknown-title = { $certificates } の失効については何もわかりません
revocation-unknown-clear = 証明書が失効しているかどうか
revocation-unknown-description = { $certificates } が失効しているかどうかはわかりません。
revocation-unknown-condition = 問い合わせたものの、使える答えを返した一覧もレスポンダーもない場合。
revocation-unknown-how = 発行者の最新の CRL を入手して --crl で指定するか、そのアドレスにここから到達できるようにしてください。
revocation-why-unreadable = 届いたものは CRL でも OCSP 応答でもありません。
revocation-why-other-issuer = その一覧は別の発行者のものです。
revocation-why-signature = 署名は発行者のものでも、発行者が指名したレスポンダーのものでもありません。
revocation-why-may-not-sign = 発行者の証明書は CRL への署名を許していません。
revocation-why-not-yet = 判定する時刻より後のものです。
revocation-why-stale = 古くなっています: より新しい情報があるはずです。
revocation-why-scope = その一覧はこの証明書を対象としていないか、理解できないものを含みます。
revocation-why-not-answered = レスポンダーはこの証明書について答えませんでした。
revocation-why-self-signed = 自己署名であり、失効させられる者がいません。
revocation-why-issuer-missing = 発行者がチェーンにもトラストストアにもありません。
revocation-why-no-source = CRL も OCSP レスポンダーも示しておらず、指定された CRL に発行者のものがありません。
revocation-why-address = 問い合わせないアドレスだけを示しています: http でないか、ホストのものではありません。
revocation-why-unreachable = 示されたアドレスからは答えがありませんでした。
revocation-why-too-large = 届いたものは、読み取る上限より大きなものでした。
revocation-why-too-many = 示されたアドレスが、問い合わせる数より多くあります。
