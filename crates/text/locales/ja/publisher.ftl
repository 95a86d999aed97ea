# パブリッシャーが事前チェックに知らせる、クラスターのノード。

# 指定されたアドレスと通知されるアドレス。
publisher-difference-title = クライアントには、指定されたものとは別のアドレスが通知されています
publisher-difference-clear = 指定されたアドレスは、すべて指定どおりに通知されています
publisher-difference-condition = パブリッシャーにノードのアドレスを問い合わせたところ、指定されたアドレスと一致しません。
publisher-difference-action-1 = アップグレードは通知されるアドレスのセルで判断してください。クライアントはそのアドレスで接続します。その後、インベントリかパブリッシャーの System > Server を修正し、機器でサーバーを更新します。
publisher-difference-action-2 = ノードの証明書に、通知されるアドレスが含まれるようにしてください。
publisher-advertised-otherwise = { $address } が指定されましたが、パブリッシャーは同じノードを { $advertised } として通知しています。クライアントはそのアドレスで接続します。
publisher-not-advertised = { $address } が指定されましたが、パブリッシャーは通知していません。クライアントには知らされません。
publisher-not-listed = パブリッシャーは、指定されていない { $address } を通知しています。これも調べました。

# 行ったこと。
publisher-note-trusted = { $publisher } に { $service } で問い合わせました。{ $count } 件のアドレスを通知しています。証明書は { $store } により信頼されます。
publisher-note-pinned = { $publisher } に { $service } で問い合わせました。{ $count } 件のアドレスを通知しています。証明書は固定された SHA-256 { $sha256 } を持ちます。
publisher-note-unusable = { $publisher } は { $name } を通知していますが、これは調べません: { $problem }。
publisher-note-failed = { $publisher } の背後にあるノードは不明で、指定されたアドレスだけを調べます: { $problem }

# できなかった理由。
publisher-error-resolve = { $publisher } の名前を解決できません。--resolve { $publisher }=IP でアドレスを指定してください
publisher-error-connect = { $address } に接続できません。パブリッシャーが稼働し、ここから到達できるか確認してください
publisher-error-handshake = { $address } との TLS ハンドシェイクができません
publisher-error-nothing-shown = { $address } は読み取れる証明書を提示しません
publisher-error-untrusted = { $publisher } の証明書は拒否され、何も送信していません（{ $verdict }）。証明書にある名前でパブリッシャーを指定し、その CA を含むストアを --trust で指定するか、SHA-256 { $sha256 } をパブリッシャーの証明書一覧の値（OS Administration > Security > Certificate Management）と比べ、同じであれば --pin { $sha256 } を指定してください
publisher-error-pin = { $publisher } の証明書の SHA-256 は { $sha256 } で、固定された { $pin } ではないため、何も送信していません。再発行されたか、何者かが間にいます。別の --pin を指定する前に、パブリッシャーの証明書一覧と比べてください
publisher-error-slow = { $publisher } は { $seconds } 秒以内に完全な応答を返しませんでした。--timeout で延長してください
publisher-error-exchange = { $publisher } とのやり取りが途切れました
publisher-error-login = { $publisher } はこのパスワードでのユーザー { $user } を受け付けません。--axl-user またはパスワードファイルを修正し、パブリッシャーでユーザーがロックされていないか確認してください
publisher-error-permission = { $publisher } はユーザー { $user } を認識しますが、AXL の使用は許可されていません（HTTP { $status }）。Standard AXL API Users と Standard AXL Read Only API Access の役割を持つアクセス コントロール グループにユーザーを追加してください
publisher-error-redirect = { $publisher } は別の場所 { $location } を指していますが、追跡しません。自ら応答するノードを指定してください
publisher-error-status = { $publisher } は { $path } に HTTP { $status } で応答します。Unified CM のパブリッシャーであること、サービス { $service } が稼働していることを確認してください（Cisco Unified Serviceability > Control Center）
publisher-error-encoded = { $publisher } は要求していない { $encoding } で応答を圧縮しました。展開しません
publisher-error-too-long = { $publisher } の応答は { $limit } オクテットを超えています
publisher-error-answer = { $publisher } の応答にはノードがありません
publisher-error-no-node = { $publisher } はアドレスを一つも通知していません

# AXL ユーザーのパスワード。
publisher-password-open = { $file } は他のユーザーが読み取りまたは変更できます（モード { $mode }）。chmod 600 { $file } を実行してください
publisher-password-form = { $file } は 1 から { $limit } オクテットのパスワード 1 行だけを含んでいません
publisher-password-stdin = 標準入力が渡せるのは、パスワードか他の入力のどちらか一方だけです。
