# 証拠を読むコマンド。

# capture.
capture-stream = { $file }、ストリーム { $stream }、フレーム { $frame }
capture-label-parties = 送信元と宛先
capture-label-start = 開始
capture-label-outcome = 結果
capture-label-server = サーバー証明書
capture-label-client = クライアント証明書
capture-label-request = クライアントへの要求
capture-label-alert = アラート
capture-label-lost = 欠落
capture-established = 確立
capture-refused-by-client = クライアントが拒否
capture-refused-by-server = サーバーが拒否
capture-reset-by-client = クライアントがリセット (RST)
capture-reset-by-server = サーバーがリセット (RST)
capture-incomplete = 確立する前に終了
capture-certificate = { $subject }、発行者 { $issuer }、フレーム { $frame }
capture-certificate-decrypted = { $subject }、発行者 { $issuer }、フレーム { $frame }（復号済み）
capture-unreadable-certificate = 読み取れません、フレーム { $frame }
capture-unseen-encrypted = 見えません: 暗号化されています。セッションの秘密を --keylog で指定してください
capture-unseen-resumed = 見えません: 以前のセッションが再開されました
capture-unseen-lost = 見えません: パケットがキャプチャにありません
capture-unseen-not-sent = 送信されていません
capture-request = { $count ->
    [0] 任意の認証局の証明書
   *[other] { $count } 個の認証局のいずれかの証明書
}
capture-alert-client = クライアントから: { $level } { $description }、フレーム { $frame }
capture-alert-server = サーバーから: { $level } { $description }、フレーム { $frame }
capture-gaps = { $count } か所の欠落、{ $octets } バイト
capture-summary = { $file }: パケット: { $frames }、TCP ストリーム: { $streams }、TLS の会話: { $conversations }
capture-further-problems = { $file }: ほかに { $count } 件の問題
error-capture-broken = { $file } を最後まで読み取れません
