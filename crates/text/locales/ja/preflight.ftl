# 事前チェック。
preflight-silent-title = 応答しないポートがあり、その状態が分かりません
preflight-silent-clear = すべてのポートが応答しました
preflight-silent-description = { $cell } はプローブに応答しませんでした: { $failure }。
preflight-silent-condition = 常に適用されます。証拠のないセルを正常とみなすことはありません。
preflight-silent-how = ノードが稼働し、ここからこのポートに到達できることを確認してから事前チェックを再実行するか、応答が記録されたバンドルを指定してください。
preflight-not-selected = 指定されたアップグレード経路では、機器はこの証明書を受け取りません。先に別の鍵種別を求め、ノードがそれに従うためです。暗号文字列を変更すると再び現れます。

# 変更内容。メニューのパスとコマンドは翻訳しません。
change-upload = { $name }（SHA-256 { $sha256 }）をすべての機器の信頼ストアにアップロードします（Maintenance > Security > Trusted CA certificate）。ノードのサービスは再起動せず、リスクは低いです。
change-upload-named = CA { $subject } の証明書と、その上位すべての CA の証明書を管理者から入手し、すべての機器の信頼ストアにアップロードします。ノードのサービスは再起動せず、リスクは低いです。
change-install-intermediate = 中間証明書 { $name } を { $node } にインストールし（OS Administration > Certificate Management、該当ストアの信頼証明書として）、ノードが送信するようにしてから、それを使うサービスを再起動します。
change-advertise = { $node } を { $from } ではなく { $to } として通知し（CUCM では System > Server）、機器でサーバーを更新します。クライアントは次回のサインイン時に名前を知ります。
change-reissue = { $nodes } の証明書 { $name } を、すでに信頼されている CA から次の名前を含めて再発行します: { $names }。その後、Tomcat、TFTP、CallManager など、それを使うサービスを再起動します。電話機が再登録することがあります。
change-prefer-rsa = 暗号文字列の先頭に ECDHE-RSA-AES256-GCM-SHA384: を付け（Maintenance > Security > Ciphers）、機器を再起動します。TLS 1.2 以下でのみ有効で、ECDSA 証明書はそのままです。

# Usage.
usage-preflight = --inventory または HOST[:PORT] で問い合わせるノードを指定するか、--bundle でバンドルを指定してください。
usage-preflight-trust = --trust で機器の信頼ストアを指定してください。これがないと判定できません。
