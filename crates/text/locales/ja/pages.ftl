# Reports as a page: what only HTML has.

# The frame of the page.
page-title = Tollgate レポート: { $name }
page-title-alone = Tollgate レポート
page-skip = レポート本文へ移動
page-contents = 目次
page-time-zone = 時刻はすべて UTC です。
page-judged-instead = 証跡の時刻ではなく { $at } の時点で判定しています。
page-redacted = 匿名化済み: 名前、アドレス、ユーザは置き換えられています。
page-not-redacted = 匿名化されていません: 名前、アドレス、ユーザは実際のものです。
page-inputs = 入力 { $count } 件
page-more = ほか { $count } 件
page-offline = このページはネットワークもスクリプトも必要としません。

# Columns of tables.
page-column-file = ファイル
page-column-kind = 種類
page-column-size = サイズ
page-column-content = 内容
page-column-archive = アーカイブ
page-column-node = ノード
page-column-place = 位置
page-column-shows = 示す内容
page-column-time = 時刻
page-column-cell = アドレス、ポート、鍵
page-column-outcome = 結果
page-column-count = 件数
page-column-code = コード

# Verdict, plan and appliances.
page-verdict = 判定
page-repairs = { $count } 個のセルを修復:
page-download = PEM
page-download-label = { $name } の PEM を保存
page-peer-issues = 問題 { $count } 件
page-peer-trusted = 信頼ストアの証明書 { $count } 件
page-peer-no-store = 信頼ストアは証跡に含まれていません。

# The matrix.
page-matrix-caption = 各ノードへの接続結果を、ポートと、ノードが提示した証明書の鍵ごとに示します。セルから該当する検出結果に移動できます。
page-port = ポート { $port }
page-port-unknown = ポート不明
page-key-unknown = 鍵は不明
page-used-as = 要求時の名前:
page-cell-fails = 失敗
page-cell-risk = 要注意
page-cell-unknown = 不明
page-cell-works = 正常
page-cells-in-words = { $count } 個のセルを文章で表示

# Findings: states, filters and parts.
page-findings = 検出結果
page-states = 状態
page-state-empty = この状態の検出結果はありません。
page-no-match = この状態でフィルタに一致する検出結果はありません。
page-filters = フィルタ
page-search = 検索
page-matches = 検出結果 { $total } 件中 { $shown } 件が一致します。
page-category = カテゴリ
page-category-call = 通話
page-category-mra = MRA
page-category-configuration = 設定
page-defects = 不具合
page-defects-only = 不具合のみ
page-waiting = { $count } 件の確認がこれを待っています。
page-reason = 理由
page-workaround = 回避策
page-risk = リスク:
page-more-lines = ほか { $count } 行
page-evidence-caption = 確認された場所
page-places = { $count } 箇所
page-more-evidence = ほか { $count } 箇所は件数のみで、一覧にはありません。
page-line = { $line } 行目
page-frame = フレーム { $frame }
page-frames = フレーム { $first } ～ { $last }
page-affected = 影響範囲
page-first = 最初
page-last = 最後
page-occurrences = 発生 { $count } 回
page-requests = 失敗した要求 { $count } 件
page-and-more = ほか
page-signature = シグネチャ
page-version = バージョン { $version }

# The picture of a chain of trust.
page-judged-at = { $at } の時点で判定。
page-chain-list = チェーンを一覧で表示
page-origin-sent = 送信
page-origin-stored = ストア #{ $number }
page-origin-both = 送信、ストア #{ $number }
page-origin-absent = なし
page-life = 有効期間の { $percent } % が経過
page-name-fits = 名前は一致:
page-name-fails = 名前が不一致:

# The timeline.
page-timeline-picture = タイムラインの図
page-timeline-range = { $from } から { $to } まで。
page-timeline-lane = { $cell }: 失敗 { $failed }、成功 { $passed }、不明 { $unknown }。
page-timeline-table = タイムラインを表で表示 ({ $count } 行)
page-outcome-failed = 失敗
page-outcome-passed = 成功
page-outcome-unknown = 不明
page-events = イベント
page-more-lanes = ほか { $count } 本のレーンは表にのみあります。
page-more-rows = ほか { $count } 行は、このページに埋め込まれたデータにのみあります。

# What needs scripts: copying and the keyboard.
page-copy = コピー
page-copied = コピーしました
page-keys = キーボード
page-key-search = 検索
page-key-move = 次と前の検出結果
page-key-open = 検出結果を開閉
page-key-copy = 検出結果をコピー
page-key-state = 状態を選択
page-key-help = このヘルプ
page-keys-on = 単独のキーで操作する
page-close = 閉じる
