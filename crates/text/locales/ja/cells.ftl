# Findings about what nodes presented: trust, name, negotiation, client certificate.

# When they happen at all.
cell-condition-verified = X14.2 以降の Expressway-C (X14.0.8 とする資料もあります) で、VerifyOriginServer が Off でない場合。traffic server は接続のたびにすべてのノードの証明書を検証します。
cell-condition-any-release = すべてのリリースの Expressway-C。
cell-condition-asked = X14.0.2 以降の Expressway-C で、ノードがクライアント証明書を要求する場合 (CUCM は 6971 と 6972 で要求します)。

# The workaround of all that is refused.
cell-workaround-off = それまでの間、各 Expressway-C サーバの CLI で次を実行します: xConfiguration EdgeConfigServer VerifyOriginServer: Off
cell-workaround-off-risk = どのノードも検証されなくなります。Expressway-C とノードの間に入り込んだ者は、パスワードを含めユーザの送信内容を読み取り、書き換えられます (CVE-2022-20814)。原因を取り除いたらすぐに On に戻してください。

# TG1001
cell-self-signed-title = { $seen ->
    [no] { $cells } の自己署名証明書が信頼ストアにありません
   *[other] { $cells } の自己署名証明書 { $certificate } が信頼ストアにありません
}
cell-self-signed-clear = 信頼ストアにない自己署名証明書を提示するノードはありません
cell-self-signed-topic = 信頼ストアにない自己署名証明書
cell-self-signed-about = { $seen ->
    [no] traffic server が { $cells } の証明書を拒否しました: { $error } (depth { $depth })。ノード自身の証明書は自己署名で、信頼ストアにありません。
   *[other] { $cells } でノードが提示した証明書 { $certificate } ({ $key }、シリアル番号 { $serial }) は、発行者が自分自身です。{ $peers } の信頼ストアにないため、そこへ至る信頼チェーンがありません。
}
cell-self-signed-action-sign = { $cells } で使うノードの証明書に、信頼ストアにすでにある CA で署名し、それを提示するサービスを再起動してください。
cell-self-signed-action-upload = または、自己署名証明書をクラスタ内のすべてのサーバの信頼ストア (Maintenance > Security > Trusted CA certificate) にアップロードしてください。ノードが証明書を作り直すたびに、再度アップロードが必要です。

# TG1002
cell-issuer-title = { $seen ->
    [no] { $cells } の証明書の CA が信頼ストアにありません
   *[other] { $cells } の証明書 { $leaf } の CA { $wanted } が信頼ストアにありません
}
cell-issuer-clear = ノードが提示するすべての証明書の CA が信頼ストアにあります
cell-issuer-topic = CA が信頼ストアにない証明書
cell-issuer-about = { $seen ->
    [no] traffic server が { $cells } の証明書を拒否しました: { $error } (depth { $depth })。チェーンが信頼ストアの CA で終わっていません。どの CA かはログからはわかりません。
   *[other] { $cells } でノードが証明書 { $leaf } を提示しました。その信頼チェーンは { $wanted } で終わりますが、これは { $peers } の信頼ストアにありません。
}
cell-issuer-action-upload = { $cells } の証明書に署名した CA を、ルートとすべての中間証明書を含めて、クラスタ内のすべてのサーバの信頼ストア (Maintenance > Security > Trusted CA certificate) にアップロードしてください。
cell-issuer-action-sign = または、信頼ストアにすでにある CA でノードの証明書に署名してください。

# TG1003
cell-intermediate-title = { $seen ->
    [no] { $cells } で中間 CA 証明書が欠けています
   *[other] 中間 CA { $wanted } が { $cells } の { $leaf } とともに送信されず、信頼ストアにもありません
}
cell-intermediate-clear = 欠けている中間 CA 証明書はありません
cell-intermediate-topic = 送信も保存もされていない中間 CA 証明書
cell-intermediate-about = { $cells } でノードは証明書 { $leaf } を { $wanted } の証明書なしで提示しました。{ $peers } の信頼ストアにもありません。ルートだけでは足りません。両者をつなぐものが欠けています。
cell-intermediate-action-node = 中間 CA 証明書をノードにもインストールし (CUCM では tomcat-trust または CallManager-trust。その後サービスを再起動)、送信されるようにしてください。
cell-intermediate-action-upload = または、{ $wanted } をクラスタ内のすべてのサーバの信頼ストア (Maintenance > Security > Trusted CA certificate) にアップロードしてください。

# TG1004
cell-dates-title = { $seen ->
    [no] { $cells } の証明書が有効期間外です
   *[other] { $cells } の証明書 { $certificate } が有効期間外です: { $starts } から { $ends }
}
cell-dates-clear = ノードが提示するすべての証明書が有効期間内です
cell-dates-topic = 有効期間外のノードの証明書
cell-dates-about = { $seen ->
    [no] traffic server が { $cells } の証明書を拒否しました: { $error } (depth { $depth }。0 はノード自身の証明書、それより上は CA です)。
   *[other] { $cells } のチェーンで、証明書 { $certificate } の有効期間は { $starts } から { $ends } です。{ $at } の時点で判定しました。
}
cell-dates-action-renew = 有効期間外の証明書を更新してください。ノード自身のものならノードで、CA のものなら CA で更新します。新しい CA 証明書はクラスタ内のすべてのサーバの信頼ストアにアップロードしてください。
cell-dates-action-clock = 日付が正しく見える場合は、ノードと Expressway-C の時計を比べてください (System > Time)。

# TG1004, about to come
cell-soon-title = { $cells } の証明書 { $certificate } は { $ends } に期限が切れます
cell-soon-clear = まもなく期限が切れるノードの証明書はありません
cell-soon-topic = まもなく期限が切れるノードの証明書
cell-soon-about = { $cells } のチェーンに、{ $issuer } が発行した証明書 { $certificate } があります。有効なのは { $ends } までで、その後はこれを提示する接続がすべて拒否されます。
cell-soon-action-renew = { $ends } までに { $certificate } を更新してください。自己署名または CA のものなら、先に新しい証明書をクラスタ内のすべてのサーバの信頼ストアにアップロードしてください。

# TG1005
cell-shadowed-title = { $seen ->
    [no] 同じサブジェクトの別の証明書が { $cells } の妨げになっています
   *[other] { $wanted } と同じサブジェクトの別の証明書が { $cells } の妨げになっています
}
cell-shadowed-clear = 同じサブジェクトの別の証明書の妨げになる証明書は保存されていません
cell-shadowed-topic = 同じサブジェクトを持つ保存済みの証明書
cell-shadowed-about = { $cells } の { $leaf } のチェーンには { $wanted } が必要です。{ $peers } の信頼ストアには同じサブジェクトの別の証明書があります。アプライアンスはサブジェクトで証明書を探し、最初のもので止まるため (CSCwa12905)、正しいものはないのと同じになります: { $error } (depth { $depth })。
cell-shadowed-action-delete = このサブジェクトを持つ保存済みの証明書をすべて確認し (Maintenance > Security > Trusted CA certificate > Show all (decoded))、どのノードにも不要なものをクラスタ内のすべてのサーバで削除してください。
cell-shadowed-action-distinct = 2 つとも必要な場合は、ノードの証明書に CA で署名する、Tomcat と CallManager で 1 つの証明書を使う (CUCM 14)、または CN を別にしてください。

# TG1006
cell-weak-title = { $seen ->
    [no] { $cells } の鍵または署名が弱すぎます
   *[other] { $cells } の証明書 { $certificate } は鍵または署名が弱いものです: { $key }、{ $signature }
}
cell-weak-clear = ノードの鍵と署名は十分に強いものです
cell-weak-topic = ノードの弱い鍵と署名
cell-weak-about = { $seen ->
    [no] traffic server が { $cells } の証明書を拒否しました: { $error } (depth { $depth })。
   *[other] { $cells } のチェーンで、証明書 { $certificate } の鍵は { $key }、署名は { $signature } です。新しいリリースの OpenSSL は SHA-1 の署名と 2048 ビット未満の RSA 鍵を拒否します。
}
cell-weak-action-reissue = { $certificate } を、より強い鍵と署名 (RSA 2048 または EC P-256、SHA-256) で再発行してください。CA の場合は、それが署名したものもすべて再発行が必要です。

# TG1007
cell-usage-title = { $seen ->
    [no] { $cells } の証明書はこの用途に使えません
   *[other] { $cells } の証明書 { $certificate } はこの用途に使えません: { $error }
}
cell-usage-clear = ノードが提示するすべての証明書は、使われている用途に使えます
cell-usage-topic = ノードの証明書の用途と制約
cell-usage-about = traffic server は { $cells } のチェーンを拒否します: { $error } (depth { $depth }。0 はノード自身の証明書、それより上は CA です)。extended key usage、basic constraints または name constraints がこの使い方を許していません。
cell-usage-action-reissue = 証明書を用途に合わせて再発行してください。ノードにはサーバ認証、CA には CA の印と証明書への署名が必要で、名前は CA の name constraints の範囲内でなければなりません。

# TG1009
cell-damaged-title = { $seen ->
    [no] { $cells } のチェーンの署名を検証できません
   *[other] { $cells } の { $certificate } の署名を検証できません
}
cell-damaged-clear = ノードのチェーンの署名はすべて検証できます
cell-damaged-topic = ノードのチェーンの署名
cell-damaged-about = traffic server は { $cells } のチェーンを拒否します: { $error } (depth { $depth })。この署名は発行者の鍵によるものではないか、証明書が途中で変えられています。CA を同じ名前で作り直した場合、古い証明書が信頼ストアに残っている可能性があります。
cell-damaged-action-reissue = ノード上の証明書と CA が発行したものを比べてください。再発行するか、保存されている CA の証明書を、実際に署名した鍵のものに置き換えてください。

# TG1010
cell-long-title = { $cells } のチェーンは、traffic server がたどる数より多くの中間 CA を含みます
cell-long-clear = 長すぎるチェーンはありません
cell-long-topic = ノードのチェーンの長さ
cell-long-about = { $cells } のチェーンは拒否されました: { $error } (depth { $depth })。たどる中間 CA は最大 7 つです。
cell-long-action-shorten = ノードの証明書を、よりルートに近い CA から発行してください。

# TG1099
cell-other-title = { $cells } の証明書が拒否されます: { $error }
cell-other-clear = ほかの理由で拒否される証明書はありません
cell-other-topic = ほかの理由で拒否される証明書
cell-other-about = traffic server は { $cells } のチェーンを拒否します: { $error } (depth { $depth }。0 はノード自身の証明書、それより上は CA です)。
cell-other-action-inspect = "tollgate cert chain" でチェーンを確認し、ノード上の証明書も確認してください。

# TG2001
cell-name-title = { $seen ->
    [no] { $address } が { $cells } の証明書にありません
   *[other] { $address } が { $cells } の証明書 { $leaf } にありません
}
cell-name-clear = 要求されるすべての名前が、ノードが提示する証明書にあります
cell-name-topic = 証明書にないホスト名
cell-name-about = { $seen ->
    [no] 要求は { $address } に送られましたが、traffic server はこの名前をノードの証明書に見つけられませんでした ({ $cells })。
   *[other] 要求は { $address } に送られますが、{ $cells } の証明書 { $leaf } にある名前は { $names } です。
}
cell-name-action-advertise = ノードを証明書にある名前で公開し (CUCM では System > Server、Unity では UC サービス)、Expressway-C でサーバを更新してください (Configuration > Unified Communications)。
cell-name-action-reissue = または、代替名 (SAN) に { $address } を含めて証明書を再発行してください。
cell-name-information = TLS verify mode が On の検出で確認されるのは、入力した名前による publisher だけです。クライアントが要求するのは、クラスタ自身が公開する名前です。

# TG2002
cell-ip-title = { $seen ->
    [no] IP アドレス { $address } が { $cells } の証明書にありません
   *[other] IP アドレス { $address } が { $cells } の証明書 { $leaf } にありません
}
cell-ip-clear = 要求されるすべての IP アドレスが、ノードが提示する証明書にあります
cell-ip-topic = 証明書にない IP アドレス
cell-ip-about = { $seen ->
    [no] 要求は IP アドレス { $address } に送られましたが、traffic server はこれをノードの証明書に見つけられませんでした ({ $cells })。行には SNI とありますが、IP アドレスでは SNI は送られません。
   *[other] クラスタがノードを IP アドレス { $address } で公開しているため、要求はそこに送られます。{ $cells } の証明書 { $leaf } にある名前は { $names } です。
}
cell-ip-action-reissue = または、代替名 (SAN) に { $address } を含めて証明書を再発行してください。traffic server が見るのはそこの名前 (dNSName) と CN で、iPAddress の項目を見るかどうかは確かではありません。

# TG2003
cell-short-title = { $seen ->
    [no] 短い名前 { $address } が { $cells } の証明書にありません
   *[other] 短い名前 { $address } が { $cells } の証明書 { $leaf } にありません
}
cell-short-clear = 証明書にない短い名前で要求されるノードはありません
cell-short-topic = 証明書にない短いホスト名
cell-short-action-advertise = ノードを完全な名前で公開し (CUCM では System > Server)、Expressway-C でサーバを更新してください (Configuration > Unified Communications)。

# TG2004, TG2005, TG2007
cell-cn-title = { $address } は { $cells } の証明書 { $leaf } の CN にしかありません
cell-cn-clear = 証明書の CN だけで通るノードはありません
cell-cn-topic = 証明書の CN だけで通るノード
cell-cn-about = { $cells } の証明書 { $leaf } にある名前は { $names } です。アドレス { $address } が認められるのは CN も見るからで、現在の規則 (RFC 9525) では許されていません。
cell-wildcard-title = { $address } は { $cells } の証明書 { $leaf } の部分的なワイルドカードにしか一致しません
cell-wildcard-clear = 部分的なワイルドカードで通るノードはありません
cell-wildcard-topic = 部分的なワイルドカードで通るノード
cell-wildcard-about = { $cells } の証明書 { $leaf } にある名前は { $names } です。ラベルの一部だけのワイルドカードは、traffic server は認めますが、認めるソフトウェアはほかにほとんどありません。
cell-ipname-title = IP アドレス { $address } が { $cells } の証明書 { $leaf } にホスト名として書かれています
cell-ipname-clear = IP アドレスをホスト名として書いた証明書はありません
cell-ipname-topic = ホスト名として書かれた IP アドレス
cell-ipname-about = { $cells } の証明書 { $leaf } にある名前は { $names } です。traffic server は名前として書かれた IP アドレスを認めますが、ほかのソフトウェアは iPAddress の項目を求めます。
cell-look-action-reissue = 次の更新のときに、{ $address } を正しい代替名 (SAN) として含めて発行するか、ノードを完全な名前で公開してください。

# TG3001
cell-ecdsa-title = RSA 証明書は信頼されるのに、{ $cells } で ECDSA 証明書が提示されています
cell-ecdsa-client-order = { $listed ->
    [no] traffic server の ClientHello は ECDSA の暗号スイートを RSA より先に挙げているため、ノードは { $cell } で ECDSA 証明書を提示しました。RSA 証明書 { $certificate } は信頼されます ({ $rsa })。使われたリストは証拠にありませんが、{ $setting } のはずです。
   *[other] traffic server の ClientHello は、リスト { $setting } のとおり ECDSA の暗号スイートを RSA より先に挙げています: { $ciphers }。そのためノードは { $cell } で ECDSA 証明書を提示しました。RSA 証明書 { $certificate } は信頼されます ({ $rsa })。
}
cell-ecdsa-node-order = { $listed ->
    [no] traffic server の ClientHello は RSA の暗号スイートを先に挙げていますが、ノードは { $cell } で ECDSA 証明書を提示しました。ノードは自分の順序に従っています。{ $setting } で RSA を優先しても効果はありません。RSA 証明書 { $certificate } は信頼されます ({ $rsa })。
   *[other] traffic server の ClientHello は RSA の暗号スイートを先に挙げていますが、ノードは { $cell } で ECDSA 証明書を提示しました。ノードは自分の順序に従っています。{ $setting } ({ $ciphers }) で RSA を優先しても効果はありません。RSA 証明書 { $certificate } は信頼されます ({ $rsa })。
}
cell-ecdsa-string-order = { $listed ->
    [no] ECDSA か RSA かはリスト { $setting } が決めますが、証拠にありません。RSA 証明書 { $certificate } は信頼されます ({ $rsa })。{ $cell } でノードは ECDSA を提示しました。
   *[other] traffic server の暗号スイートのリスト { $setting } は ECDSA を RSA より先に挙げています: { $ciphers }。そのためノードは { $cell } で ECDSA 証明書を提示します。RSA 証明書 { $certificate } は信頼されます ({ $rsa })。
}
cell-ecdsa-unknown-order = { $listed ->
    [no] ノードが { $cell } で ECDSA を提示する理由は証拠からはわかりません。通常はリスト { $setting } が決めます。RSA 証明書 { $certificate } は信頼されます ({ $rsa })。
   *[other] リスト { $setting } は RSA を先に挙げていますが ({ $ciphers })、ノードは { $cell } で ECDSA を提示します。RSA 証明書 { $certificate } は信頼されます ({ $rsa })。
}
cell-ecdsa-contradiction = キャプチャの ClientHello と設定されたリスト { $setting } ({ $ciphers }) は順序が一致しません。実際に観測されたほうが正しいものです。リストの変更は再起動後に有効になり、別のリストが使われている可能性もあります。
cell-ecdsa-other-port = 信頼される RSA 証明書は { $cell } で見られました。失敗するポートでも同じものが提示される可能性は高いものの、確実ではありません。
cell-action-prefer-rsa = または、TLS 1.2 までは RSA を優先してください。プライマリ ピアで traffic server の暗号スイートのリスト (Maintenance > Security > Ciphers、または xConfiguration Ciphers) の先頭に ECDHE-RSA-AES256-GCM-SHA384: を置き、再起動します。

# TG3002
cell-overlap-title = { $cells } に共通の TLS バージョンまたは暗号スイートがありません: { $error }
cell-overlap-clear = ノードと traffic server は TLS バージョンと暗号スイートで一致します
cell-overlap-topic = ノードと共通の TLS バージョンと暗号スイート
cell-overlap-about = { $seen ->
    [no] { $cells } のハンドシェイクは、証明書が提示される前に終わりました: { $error }。
   *[other] { $cells } のハンドシェイクは、証明書が提示される前に終わりました: { $error }。traffic server が示したのは { $versions } と暗号スイート { $ciphers } です。
}
cell-overlap-action-lists = traffic server の暗号スイートのリストと最小バージョン (Maintenance > Security > Ciphers) を、ノードが許すもの (CUCM では Security > Cipher Management と最小 TLS バージョン) と比べてください。
cell-overlap-action-node = TLS 1.0 や古い暗号スイートしか使えないノードはアップグレードしてください。Expressway-C の下限を下げるのはその間だけにしてください。

# TG4002
cell-own-refused-title = { $cells } が Expressway-C の証明書を拒否しました: { $error }
cell-own-refused-clear = Expressway-C の証明書を拒否したノードはありません
cell-own-refused-topic = Expressway-C の証明書を拒否するノード
cell-own-refused-about = { $seen ->
    [no] { $cells } のノードは、Expressway-C の証明書に関するアラートでハンドシェイクを終えました: { $error }。これは逆方向です。ノードがこちらを信頼していません。
   *[other] { $cells } のノードは、Expressway-C の証明書に関するアラートでハンドシェイクを終えました: { $error }。これは逆方向です。ノードは { $issuer } が発行した { $certificate } を信頼していません。
}
cell-own-refused-action-upload = すべての CUCM ノードで、Expressway-C の証明書に署名した CA をルートと中間証明書を含めて tomcat-trust および CallManager-trust としてアップロードしてください (Security > Certificate Management)。
cell-own-refused-action-restart = その後、それらのノードで Cisco Tomcat、Cisco CallManager、Cisco TFTP (HAProxy) を再起動してください。
cell-own-refused-information = Expressway-C の信頼ストアを変えても変わりません。Expressway-C の証明書を別の CA で更新した後によく起こり、クラスタが mixed mode でなくても起こります。
cell-own-not-shown = キャプチャでは、ノードが証明書を要求しましたが、traffic server は提示しませんでした。
cell-own-without-client-usage = { $certificate } の extended key usage にはクライアント認証 (clientAuth) がありません。
cell-own-self-signed = { $certificate } は自己署名です。ノードはこの証明書そのものを信頼しなければなりません。
cell-own-issuer-not-listed = ノードは次のいずれかの CA の証明書を要求しています: { $names }。こちらの発行者 { $issuer } は含まれていません。

# TG3005
cell-unexplained-title = { $seen ->
    [no] { $cells } への接続が失敗していますが、証明書が原因ではありません
   *[other] { $cells } への要求が失敗しています ({ $status })。証明書が原因だと示すものはありません
}
cell-unexplained-clear = 証明書以外の理由で失敗するノードへの接続はありません
cell-unexplained-topic = 証明書以外の理由で失敗するノードへの接続
cell-unexplained-about = { $seen ->
    [no] { $cells } への接続は終了または拒否されましたが、ログからも証明書からも理由はわかりません。
   *[other] { $cells } への要求には { $status } が返されました。ログにはそれらの証明書に関する行がなく、キャプチャの証明書でも説明できません。
}
cell-unexplained-action-reach = ノードが動作していること、サービスが起動していること、Expressway-C と { $address } の間のファイアウォールがポートを通すことを確認してください (Maintenance > Tools > Network utilities)。
cell-unexplained-action-debug = 続く場合は、発生している間に tcpdump を含む診断ログを、developer.trafficserver.ssl を DEBUG にして収集してください。
cell-unexplained-no-capture = 証拠にキャプチャがありません。キャプチャがあれば、ノードが応答したか、接続をリセットしたか、ハンドシェイクを拒否したかがわかります。
cell-unexplained-no-handshake = キャプチャには、このアドレスとポートとの TLS ハンドシェイクがありません。ノードが応答しなかったか、キャプチャがその時間を含んでいない可能性があります。
cell-unexplained-handshakes = キャプチャのハンドシェイク: 完了 { $established }、ノードによる終了 { $node }、traffic server による終了 { $appliance }、終わりなし { $incomplete }。

# What is said of one connection or another.
cell-fails-next = まだ現れていません。これらの接続はその前に別の理由で失敗します。それを直すと、この理由で失敗します。
cell-passes-off = VerifyOriginServer が Off のため、これらの接続は現在は通ります。On にするとすぐに失敗します。
cell-passes-older = { $version } は検証しないため、これらの接続は現在は通ります。X14.2 以降にアップグレードすると失敗します。
cell-passes-what-if = これらの接続は { $version } では通ります。検証する { $asked } では失敗します。
cell-passes-continue = ログに Action=Continue とあります。証明書には問題がありましたが、接続はそのまま使われました。
cell-passes-unexplained = これらの接続が拒否されたことを示すものは証拠にありません。当時の信頼ストアが別のものだったか、証明書が検証されなかった可能性があります。
cell-doubt-trusted = { $cell }: ログでは証明書が拒否されていますが、キャプチャの証明書はバンドルの信頼ストアに照らして問題ありません。どちらかがその間に変えられたか、失敗したハンドシェイクがキャプチャにありません。何かをアップロードする前に、ログとキャプチャを収集し直してください。
cell-doubt-other-reason = { $cell }: キャプチャの証明書は、ログとは別の理由で拒否されるはずです ({ $code })。信頼ストアか証明書がその間に変えられたか、失敗したハンドシェイクがキャプチャにありません。
cell-doubt-first-match = { $cell }: このチェーンを検証できる発行者の候補があります。Tollgate はすべてを試して受け入れますが、実際のアプライアンスは最初に一致したものを使い、拒否します。
cell-doubt-address-entry = { $cell }: 証明書には IP アドレスが iPAddress の項目としてあり、これは正しいものです。実際のアプライアンスは、知られている限り dNSName の項目と CN しか見ません。
cell-doubt-no-store = { $cell }: 信頼ストア (ca_*.pem) が証拠にありません。ここに書かれていることは、ログまたはアラートとチェーンそのものから導いたものです。
cell-only-in-log = 証明書そのものは証拠になく、ログの記述だけがあります。"Take tcpdump while logging" を選んだ診断ログなら証明書が見え、アップロードする証明書も含まれます。
cell-action-capture = まずどの証明書かを確認してください。"Take tcpdump while logging" を選んで診断ログを取り直すか (Maintenance > Diagnostics > Diagnostic logging)、"tollgate preflight" でノードを確認します。
cell-action-obtain = 証拠にない CA 証明書 { $wanted } を入手してください。その CA の管理者から、またはノードから入手します (CUCM では Cisco Unified OS Administration > Security > Certificate Management の tomcat-trust または CallManager-trust)。サブジェクト鍵 ID がここに挙げたものと同じでなければなりません。
cell-compare-fingerprint = ここで示す証明書は証拠から取り出したものです。信頼する前に、SHA-256 フィンガープリントをノードまたは CA のものと比べてください。
cell-upload-not-enough = ここで示す証明書は必要ですが、十分ではありません。信頼チェーンはまだ信頼ストアで終わりません。
cell-upload-collides = アプライアンスの信頼ストアは、サブジェクトまたは CN が同じ証明書を 2 つ受け付けません。{ $subject } はそれに当たります (CSCwa12905)。次の順に検討してください: 証明書に CA で署名する、Tomcat と CallManager で 1 つの証明書を使う (CUCM 14)、CN を別にする。

# The chain picture.
cell-name-fits = { $address } は名前に含まれます
cell-link-not-stored = 自己署名で、信頼ストアにありません
cell-link-store-unknown = 自己署名です。信頼ストアは証拠にありません
cell-link-issuer-absent = { $issuer } は送信も保存もされていません

# Frames.
cell-frames-established = { $seen ->
    [no] { $client } から { $server }: ハンドシェイク完了、{ $version }
   *[other] { $client } から { $server }: ハンドシェイク完了、{ $version }、証明書 { $certificate }
}
cell-frames-refused-by-client = { $seen ->
    [no] { $client } から { $server }: アプライアンスがアラート { $alert } で終了、{ $version }
   *[other] { $client } から { $server }: アプライアンスがアラート { $alert } で証明書 { $certificate } を拒否、{ $version }
}
cell-frames-refused-by-server = { $seen ->
    [no] { $client } から { $server }: ノードがアラート { $alert } で終了、{ $version }
   *[other] { $client } から { $server }: ノードが { $certificate } を提示した後、アラート { $alert } で終了、{ $version }
}
cell-frames-reset-by-client = { $seen ->
    [no] { $client } から { $server }: アプライアンスがリセット、{ $version }
   *[other] { $client } から { $server }: 証明書 { $certificate } の後、アプライアンスがリセット、{ $version }
}
cell-frames-reset-by-server = { $seen ->
    [no] { $client } から { $server }: ノードがリセット、{ $version }
   *[other] { $client } から { $server }: ノードが { $certificate } を提示した後リセット、{ $version }
}
cell-frames-incomplete = { $seen ->
    [no] { $client } から { $server }: キャプチャにハンドシェイクの終わりがない、{ $version }
   *[other] { $client } から { $server }: キャプチャにハンドシェイクの終わりがない、{ $version }、証明書 { $certificate }
}
