# 事前チェック。
preflight-silent-title = 応答しないポートがあり、その状態が分かりません
preflight-silent-clear = すべてのポートが応答しました
preflight-silent-description = { $cell } はプローブに応答しませんでした: { $failure }。
preflight-silent-condition = 常に適用されます。証拠のないセルを正常とみなすことはありません。
preflight-silent-how = ノードが稼働し、ここからこのポートに到達できることを確認してから事前チェックを再実行するか、応答が記録されたバンドルを指定してください。
preflight-not-selected = { $basis ->
    [observed] 指定されたアップグレード経路では、アプライアンスはこの証明書を受け取りません。ノードはその提案に別の鍵種別で応答しました。暗号文字列を変更すると再び現れることがあります。
   *[other] 指定されたアップグレード経路では、アプライアンスはこの証明書を受け取りません。先に別の鍵種別を求め、ノードがそれに従うためです。暗号文字列を変更すると再び現れます。
}
preflight-expected-stores = ポート { $port } ({ $service }) は通常 { $stores } の証明書を提示します。これは既知のポートの表の記述であり、プローブにはストアは見えません。
preflight-failover = { $all ->
    [yes] クライアントが { $cells } に来るのは別のノードが停止したときだけです。パブリッシャの停止時などのフェールオーバーで失敗し、それまで誰も気づきません。
   *[other] このうち { $cells } に到達するのは別のノードが停止したときだけです。そこではパブリッシャの停止時などのフェールオーバーで失敗します。
}
preflight-traffic-server-differs = { $verdict ->
    [trusted] 実際の traffic server は、知られている限りの規則では、この規則が拒否するものを受け入れます: { $cells }。
   *[other] 実際の traffic server は、知られている限りの規則では、この規則が受け入れるものを拒否します: { $cells }、{ $code }。
}
preflight-own-order = { $cells }: ノードは、クライアントが何を先に挙げても、自分の順序で証明書を選びます。アプライアンスの暗号文字列を変更しても逆にはなりません。
preflight-observation-wins = { $why ->
    [schemes] { $cell }: このアップグレード経路の暗号リストは { $expected } を先頭に置きますが、観測されたのは { $observed } です。この接続は TLS 1.3 で、暗号リストは関係しません。署名アルゴリズムが決め、アプライアンスは ECDSA のものを先に挙げます。観測を優先します。
    [node] { $cell }: このアップグレード経路の暗号リストは { $expected } を先頭に置きますが、観測されたのは { $observed } です。ノードが自分の順序で選ぶためです。観測を優先します。
   *[other] { $cell }: このアップグレード経路の暗号リストは { $expected } を先頭に置きますが、観測されたのは { $observed } です。別の暗号文字列が使われているか、再起動後にしか有効にならないか、ノードが自分の順序で選ぶか、そこに他の証明書がありません。観測を優先します。
}
preflight-other-offer-answered = ノードは別の提案には { $version } と { $suite } で応答しました。稼働していますが、アプライアンスの提案と共通のものがありません。
preflight-old-versions-only = ノードが使えるのは { $version } までです。X14.2 以降、下限を下げていない限りアプライアンスは TLS 1.2 から始めます。

# TG3003
preflight-dh-title = { $cells } の Diffie-Hellman が { $bits } ビットしかありません
preflight-dh-clear = 小さな Diffie-Hellman グループを使うノードはありません
preflight-dh-topic = ノードの Diffie-Hellman グループの大きさ
preflight-dh-description = { $met ->
    [yes] { $cells } で、ノードはアプライアンスの提案に { $bits } ビットの Diffie-Hellman グループで応答します。1024 ビット未満ではアプライアンスがハンドシェイクを終了します (dh key too small)。現在は 2048 が求められます。
   *[other] { $cells } で、ノードは { $bits } ビットの Diffie-Hellman グループを、アプライアンスとは別の提案に対して使いました。1024 ビット未満ではハンドシェイクが終了します (dh key too small)。現在は 2048 が求められます。
}
preflight-dh-condition = ノードが DHE の暗号スイートで応答する場合です。楕円曲線 (ECDHE) のスイートは関係しません。
preflight-dh-action = ノードで ECDHE の暗号スイートか、2048 ビット以上のグループを使ってください。できないノードはアップグレードしてください。

# アップグレードを通じたセルの変化の表。
preflight-prospects-title = アップグレードの前後
preflight-prospects-caption = 各証明書がアプライアンスでアップグレード前、アップグレード後、計画の実施後にどうなるか。および代わりに Tollgate を使った場合
preflight-prospects-cell = 証明書の場所
preflight-prospects-before = 前
preflight-prospects-after = 後
preflight-prospects-after-plan = 計画後
prospect-passes = 成功
prospect-fails = 失敗
prospect-not-used = 不使用
prospect-unknown = 不明

# Usage.
usage-preflight = --inventory または HOST[:PORT] で問い合わせるノードを指定するか、--bundle でバンドルを指定してください。
usage-preflight-trust = --trust で機器の信頼ストアを指定してください。これがないと判定できません。
