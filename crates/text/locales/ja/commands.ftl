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

# 証拠の読み取り。
progress-of = { $file }: { $read } / { $size } MB
progress-so-far = { $file }: { $read } MB
note-unreadable = { $file } を読み取れません: { $error }
note-given-twice = { $file } は 2 回指定されていますが、1 回だけ読み取ります
note-empty-directory = { $file }: このディレクトリは空です
note-too-many-files = { $file }: ファイルが多すぎるため、ディレクトリの残りは読み取りません
note-too-deep = { $file }: ディレクトリの階層が深すぎるため、読み取りません
note-not-a-file = { $file } はリンクであるかファイルではないため、読み取りません
note-too-many-chains = 種類が多すぎるため、キャプチャの証明書チェーンまたはリスト { $count } 個を省きました

# analyze, explain, signature, schema.
error-output-is-input = { $file } は読み取り対象のため、上書きしません
error-unwritable = { $file } に書き込めません
error-no-code = 検出コード { $code } はありません。"tollgate signature list" で一覧できます
error-no-transaction = トランザクション { $number } の行を持つログはありません
error-no-frame = フレーム { $number } を含む TLS ハンドシェイクはありません
error-no-line = { $number } 行目を持つログはありません
error-no-schema = スキーマ { $name } はありません。"tollgate schema" で一覧できます
error-not-text = { $file } は UTF-8 ではありません
error-signature-twice = { $id } という名前のシグネチャが 2 つあります
error-no-signature = シグネチャ { $id } はありません。"tollgate signature list" で一覧できます
error-nothing-to-test = { $file } には、証拠のディレクトリを伴うシグネチャがありません
error-no-state = { $file } の名前が issue-found や no-issue などの状態で始まっていません
signature-untested = { $file }: 証拠が隣にないため、テストしません
signature-label-defects = 対応する不具合
signature-label-related = 関連
signature-label-needs = 必要なもの
signature-label-found = 検出時
signature-label-clear = 未検出時
signature-label-condition = 条件
signature-label-description = 説明
signature-label-information = 補足
signature-label-action = 対処
signature-label-workaround = 回避策
signature-label-risk = そのリスク
signature-label-document = 文書
signature-label-look = 検査の方法
signature-look-program = このプログラムの検査
signature-look-rules = そのファイルの規則
explain-usage-code = 検出コードを 1 つ指定するか、--txn、--frame、--line と調べる証拠を指定してください。
explain-usage-paths = 調べるアーカイブ、ディレクトリ、ファイルを指定してください。
explain-transaction = { $file }: トランザクション { $id }
explain-transaction-of-process = { $file }: プロセス { $process } のトランザクション { $id }
explain-lines = { $file }
explain-line = { $line } 行目
explain-more-lines = ほかに { $count } 件
explain-attempt = トランザクション { $id } の { $number } 回目の試行、宛先 { $peer }
explain-verdict-again = 判定は前の試行と同じです。
explain-no-handshake = そのハンドシェイクを示すキャプチャはありません。
explain-handshake = { $file }、ストリーム { $stream }、フレーム { $first } から { $last }
explain-join-sure = アドレス、ポート、時刻、順序から、ほかのハンドシェイクは当てはまりません。
explain-join-ambiguous = { $count ->
    [1] このハンドシェイクには複数の試行が当てはまります。順に対応させました。
   *[other] { $count } 個のハンドシェイクが当てはまります。順に対応させました。
}
explain-receive-request = { $peer } が要求: { $message }
explain-sending-request = 要求を { $peer } へ送信: { $message }
explain-receive-response = { $peer } が応答: { $message }
explain-sending-response = { $peer } へ応答を返送: { $message }
explain-edge-url = この edge URL はドメイン { $domain } で { $url } を要求しています
explain-allowed = 許可リストはユーザー { $user } に { $request } を許可: { $reason }
explain-denied = 許可リストはユーザー { $user } に { $request } を拒否: { $reason }
explain-chain-refused = { $server }（{ $ip }）のチェーンは信頼されません: { $text }、ノード自身の証明書から数えて { $depth } 番目の証明書。接続を終了します
explain-chain-tolerated = { $server }（{ $ip }）のチェーンは信頼されません: { $text }、ノード自身の証明書から数えて { $depth } 番目の証明書。それでも接続を使用します
explain-name-refused = { $name } は { $server }（{ $ip }）の証明書にありません。接続を終了します
explain-name-tolerated = { $name } は { $server }（{ $ip }）の証明書にありません。それでも接続を使用します
explain-verify-failed = こちら側が証明書を拒否したため、{ $name } との接続が終了しました
explain-node-alert = { $name } がアラート { $number } で接続を終了しました
explain-connection-failed = { $name } との接続に失敗しました
