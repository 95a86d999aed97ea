# What could not be read of a bundle, a log or a capture: where, what, and what to do.
# $place is a file or an entry of an archive. Octets are counted from 0, lines and frames from 1.

# Archives.
problem-unsafe-name = { $place }: 名前{ $flaw ->
    [empty] が空です
    [traversal] がディレクトリの外を指しています ("..")
    [absolute] が絶対パスです
    [backslash] にバックスラッシュが含まれています
    [control] に制御文字または書式文字が含まれています
    [not-utf8] が UTF-8 ではありません
   *[too-long] が長すぎて全体を表示できません
}。名前をパスとして使うことはないため、内容は読み取りました。名前をパスとして使うツールでこのアーカイブを展開しないでください。
problem-duplicate-name = { $place }: アーカイブに同じ名前のエントリがもう 1 つあります。両方を読み取りました。内容が食い違う場合はアーカイブを確認してください。
problem-link = { $place }: '{ $target }' への{ $kind ->
    [hard] ハード リンク
   *[symbolic] シンボリック リンク
}です。リンク先はたどりません。必要な場合は、リンク先のファイルを渡してください。
problem-device = { $place }: { $kind ->
    [character] キャラクタ デバイス
    [block] ブロック デバイス
    [pipe] 名前付きパイプ
   *[socket] ソケット
}であり、ファイルではありません。何も読み取りません。
problem-sparse = { $place }: スパース ファイルとして格納されているため、読み取れません。アーカイブを展開し、ファイルを渡してください。
problem-multi-volume = { $place }: 複数のアーカイブに分割されたファイルの一部です。アーカイブを結合し、ファイルを渡してください。
problem-encrypted = { $place }: 暗号化されています。パスワードを使ってアーカイブを展開し、ファイルを渡してください。
problem-compression = { $place }: zip の方式 { $method } で圧縮されているため、読み取れません。アーカイブを展開し、ファイルを渡してください。
problem-format = { $place }: { $format } アーカイブは読み取れません。展開してファイルを渡してください。
problem-too-deep = { $place }: { $limit } 重のアーカイブの中にあるアーカイブは開きません。外側を展開し、このアーカイブを渡してください。
problem-nested-zip = { $place }: 別のアーカイブの中にある { $limit } オクテットを超える zip アーカイブは開きません。外側を展開し、このアーカイブを渡してください。
problem-too-many-entries = { $place }: 入力のエントリが { $limit } 個を超えています。残りは読み取っていません。展開して、必要なファイルを渡してください。
problem-overlap = { $place }: 各エントリの圧縮データの合計がアーカイブより大きく、圧縮爆弾の疑いがあります。残りは読み取っていません。作成元からアーカイブを再取得してください。
problem-truncated = { $place }: { $layer } データが { $read } オクテットで途切れ、その先がありません。ファイルを再取得してください。
problem-damaged = { $place }: { $layer } データが { $read } オクテットの後で破損しており、その先を読み取れません。ファイルを再取得してください。
problem-checksum = { $place }: { $layer } のチェックサムまたは長さが一致しません。読み取った { $read } オクテットの一部が圧縮時と異なります。ファイルを再取得してください。
problem-entry-octets = { $place }: 展開後の大きさが { $limit } オクテットを超えます。読み取ったのは { $read } オクテットです。展開して、必要な部分を渡してください。
problem-total-octets = { $place }: 入力の展開後の大きさが { $limit } オクテットを超えます。このエントリから読み取ったのは { $read } オクテットです。展開して、必要なファイルを渡してください。
problem-ratio = { $place }: 展開すると元の { $limit } 倍を超え、圧縮爆弾の疑いがあります。読み取ったのは { $read } オクテットです。正当なファイルであれば、展開して渡してください。
problem-unreadable = { $place }: { $read } オクテットの後を読み取れませんでした ({ $error })。ディスクと権限を確認してください。
problem-tar-header = { $place }: オクテット { $offset } で破損しています。どのエントリにも属さない { $skipped } オクテットを読み飛ばしたため、エントリが欠けている可能性があります。アーカイブを再取得してください。
problem-tar-extension = { $place }: { $size } オクテットの拡張ヘッダーを読み飛ばし、その次のエントリを読み取れませんでした。アーカイブを再取得してください。
problem-tar-end = { $place }: アーカイブに終端の印がありません。エントリの間で途切れた場合、以降のエントリが欠けています。元のファイルと大きさを比べてください。
problem-trailing-octets = { $place }: gzip データの後に gzip ではないものが続いており、読み取っていません。ファイルが本来もっと長い場合は再取得してください。
problem-zip-directory = { $place }: 転送が中断された場合などのように、zip アーカイブのディレクトリがないか破損しています。ディレクトリなしで { $rescued } 個のエントリが見つかりました。アーカイブを再取得してください。
problem-zip-count = { $place }: zip アーカイブのディレクトリには { $expected } 個のエントリがあるはずですが、{ $found } 個しか確認できません。アーカイブを再取得してください。
problem-zip-entry = { $place }: アーカイブのディレクトリが指す位置にデータがありません。アーカイブを再取得してください。

# Files.
problem-private-key = { $place }: 秘密鍵が含まれており、読み取っていません。このファイルを他者に渡さないでください。鍵がサーバの外に出た場合は鍵を交換してください。
problem-key-store = { $place }: 秘密鍵を含むキーストアのため、読み取っていません。証明書だけを PEM でエクスポートしてください。
problem-too-large = { $place }: { $limit } オクテットを超えており、残りは読み取っていません。必要な部分を渡してください。
problem-xml = { $place }: XML がオクテット { $offset } で破損しています。それより前は読み取りました。もう一度収集してください。
problem-lines = { $place }: { $count ->
   *[other] { $count } 行を理解できず、読み飛ばしました (最初は { $first } 行目)。
}ファイル全体がそろっているか確認してください。
problem-certificates = { $place }: { $count ->
   *[other] { $count } 個のエントリが読み取れる証明書ではありません (最初はエントリ { $first })。もう一度エクスポートしてください。
}
problem-unknown-kind = { $place }: 種類を判別できないため、対象から外しました。
problem-more = { $count ->
   *[other] 同じ入力について、さらに { $count } 件の問題があります (一覧には含まれません)。
}展開して、必要なファイルを渡してください。

# Captures. $position is an octet of the expanded capture, $frames how many frames were read before.
problem-capture-cut-record = { $place }: キャプチャがレコードの途中で終わっています ({ $expected } オクテット中 { $available })。フレーム { $frames } の後、オクテット { $position } です。それより前は読み取りました。以降のパケットが必要な場合は、キャプチャ全体を取得してください。
problem-capture-gzip = { $place }: 圧縮されたキャプチャが、フレーム { $frames } の後、オクテット { $position } で途切れているか破損しています。それより前は読み取りました。ファイルを再取得してください。
problem-capture-expanded = { $place }: 圧縮されたキャプチャの展開後の大きさが上限を超えたため、フレーム { $frames } の後、オクテット { $position } で読み取りを終えました。必要な部分を渡してください。
problem-capture-packet = { $place }: フレーム { $frames } の後、オクテット { $position } に、あり得ない長さ ({ $length } オクテット) のパケットがあります。キャプチャがそこで破損しており、その先は読み取っていません。再取得してください。
problem-capture-block = { $place }: フレーム { $frames } の後、オクテット { $position } に、あり得ない長さ ({ $length } オクテット) のブロック { $block } があります。キャプチャがそこで破損しており、その先は読み取っていません。再取得してください。
problem-capture-block-lengths = { $place }: フレーム { $frames } の後、オクテット { $position } のブロック { $block } は、先頭では { $first } オクテット、末尾では { $second } オクテットと記されています。そのまま読み取りました。パケットが欠けている場合は再取得してください。
problem-capture-large-block = { $place }: フレーム { $frames } の後、オクテット { $position } のブロック { $block } ({ $length } オクテット) を読み飛ばしました。パケットやシークレットが含まれている場合は、editcap でキャプチャを書き直してください。
problem-capture-malformed-block = { $place }: フレーム { $frames } の後、オクテット { $position } のブロック { $block } は、フィールドが収まらないため読み飛ばしました。パケットが欠けている場合は再取得してください。
problem-capture-interface = { $place }: フレーム { $frames } の後、オクテット { $position } で、セクションに記述のないインターフェイス { $interface } のパケットを読み飛ばしました。パケットが欠けている場合は再取得してください。
problem-capture-interfaces = { $place }: フレーム { $frames } の後、オクテット { $position } のセクションにあるインターフェイスが、読み取れる数を超えています。インターフェイスごとにキャプチャを分割してください。
problem-capture-link-type = { $place }: リンク タイプ { $link_type } のパケットは調べません (最初はオクテット { $position }、フレーム { $frames } の後)。Ethernet または IP のインターフェイスでキャプチャしてください。
problem-capture-streams = { $place }: 同時の TCP ストリームが多すぎるため、フレーム { $frames } の後、オクテット { $position } で、最も動きのないものから途中で打ち切りました。キャプチャを分割するか、ノードのアドレスで絞り込んでください。
problem-capture-held = { $place }: 欠けたパケットを待つオクテットが多すぎるため、フレーム { $frames } の後、オクテット { $position } で、最も動きのないストリームから途中で打ち切りました。キャプチャを分割するか、ノードのアドレスで絞り込んでください。
problem-capture-fragments = { $place }: 不完全なデータグラムが多すぎるため、フレーム { $frames } の後、オクテット { $position } で、最も古いものから破棄しました。ノードのアドレスでキャプチャを絞り込んでください。
problem-capture-secrets = { $place }: TLS シークレットが保持できる数を超えました (フレーム { $frames } の後、オクテット { $position })。超えた分は使いません。必要なセッションの鍵ログを渡してください。
problem-capture-more = { $place }: { $count ->
   *[other] キャプチャにはさらに { $count } 件の問題があります (一覧には含まれません)。
}パケットが欠けている場合は再取得してください。
problem-capture-dropped = { $place }: { $count ->
   *[other] キャプチャしたプログラムは { $count } 個のパケットを失ったと報告しています。
}その内容は欠けています。より狭いフィルタでキャプチャしてください。
problem-capture-short-packets = { $place }: { $count ->
   *[other] { $count } 個のパケットが全体までキャプチャされていません。
}証明書が欠けている可能性があります。パケット全体の長さでキャプチャしてください。
problem-capture-broken-off = { $place }: キャプチャの続きを読み取れませんでした ({ $error })。それより前は読み取りました。ディスクと権限を確認してください。

# Logs.
problem-log-front = { $place }: { $count ->
   *[other] 先頭の { $count } 行に時刻がなく、始まりの部分が欠けているようです。
}それより前の出来事が必要な場合は、最初からのログを渡してください。
problem-log-end = { $place }: 最後の行が途中で切れており、終わりの部分が欠けているようです。以降の出来事が必要な場合は、ログを再取得してください。
problem-log-unrecognised = { $count ->
   *[other] ログの { $count } 行を理解できませんでした
} (最初は { $place } の { $line } 行目)。行はそのまま残してあります。見落としが疑われる場合は確認してください。
problem-log-long-lines = { $count ->
   *[other] ログの { $count } 件の項目が、読み取れる長さを超えています。
}先頭の部分は読み取りました。
problem-log-not-text = { $count ->
   *[other] ログの { $count } 件の項目
}が UTF-8 のテキストではありません。テキストでない箇所は印に置き換えて読み取りました。途中で変換された場合は、ログを再取得してください。
problem-log-left-out = ログから得られる証拠が { $limit } オクテットを超えています。{ $count ->
   *[other] { $count } 件の詳細を省きました。
}失敗の件数には含まれています。すべてを見るには、より短い期間を読み取ってください。
