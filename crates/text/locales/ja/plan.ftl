# 計画: 変更内容、その影響、ほかの方法。メニューのパス、サービス、コマンドは翻訳しません。
report-label-restart = 再起動
report-label-risk = リスク
plan-together = あわせて:
plan-no-restart = ノードのサービスは不要
plan-restarts = 再起動するサービス: { $services }。
plan-restart-appliance = すべての機器（プライマリから）
plan-restart-unknown = 証明書を提示するサービス

change-upload = { $name }（SHA-256 { $sha256 }）をすべての機器の信頼ストアにアップロードします（Maintenance > Security > Trusted CA certificate）。
change-upload-named = CA { $subject } の証明書と、その上位すべての CA の証明書を管理者から入手し、すべての機器の信頼ストアにアップロードします（Maintenance > Security > Trusted CA certificate）。
change-install-intermediate = 中間証明書 { $name } を { $node } にインストールし（OS Administration > Certificate Management、該当ストアの信頼証明書として）、ノードが送信するようにします。
change-install-named = 中間証明書 { $subject } をその CA の管理者から入手して { $node } にインストールし（OS Administration > Certificate Management、該当ストアの信頼証明書として）、ノードが送信するようにします。
change-advertise = { $node } を { $from } ではなく { $to } として通知し（CUCM では System > Server、Unity では UC サービス）、機器でサーバーを更新します（Configuration > Unified Communications）。
change-advertise-choice = { $node } を { $from } ではなく名前で通知し（CUCM では System > Server、Unity では UC サービス）、機器でサーバーを更新します（Configuration > Unified Communications）。証明書には次の名前があり、そのいずれかがノードに解決される必要があります: { $names }。
change-reissue = { $nodes } の証明書 { $name } を、すでに信頼されている CA から次の名前を含めて再発行します: { $names }。
change-reissue-shared = { $nodes } のマルチサーバー証明書 { $name } を、共有するすべてのノードのために、すでに信頼されている CA から次の名前を含めて一度だけ再発行します: { $names }。
change-prefer-rsa = 暗号文字列の先頭に ECDHE-RSA-AES256-GCM-SHA384: を付けます（Maintenance > Security > Ciphers）。

risk-upload = 低。この CA の鍵を持つ者はどのノードにもなりすませるため、先に所有者とフィンガープリントを照合してください。
risk-upload-self-signed = 低。先にノードとフィンガープリントを照合してください。ノードが新しい証明書を作るたびに再アップロードが必要です。
risk-upload-named = 低。手元にないため、これだけで足りるかどうかは入手後に判明します。
risk-install-intermediate = 中。サインインが中断し、CallManager または TFTP が再起動する場合は電話機も中断します。
risk-advertise = 中。その名前は機器からもネットワーク内でもノードに解決される必要があります。クライアントは次回のサインイン時に名前を知ります。
risk-reissue = 中。サインインが中断し、CallManager または TFTP が再起動する場合は電話機が再登録します。新しい証明書は入手前に試せません。
risk-prefer-rsa = 中。TLS 1.2 以下でのみ有効です。ECDSA 証明書はそのままなので、文字列を変えると失敗します。
