# Reports as a page: what only HTML has.

# The frame of the page.
page-title = Tollgate 報告：{ $name }
page-title-alone = Tollgate 報告
page-skip = 跳至報告
page-contents = 目錄
page-time-zone = 所有時間均為 UTC。
page-judged-instead = 以 { $at } 為準判斷，而非證據發生的時間。
page-redacted = 已去識別化：名稱、位址與使用者均已替換。
page-not-redacted = 未去識別化：名稱、位址與使用者均為真實資料。
page-inputs = { $count } 個輸入
page-more = 另有 { $count } 個
page-offline = 本頁無需網路，也無需指令碼。

# Columns of tables.
page-column-file = 檔案
page-column-kind = 類型
page-column-size = 大小
page-column-content = 內容
page-column-archive = 封存檔
page-column-node = 節點
page-column-place = 位置
page-column-shows = 顯示內容
page-column-time = 時間
page-column-cell = 位址、連接埠與金鑰
page-column-outcome = 結果
page-column-count = 次數
page-column-code = 代碼

# Verdict, plan and appliances.
page-verdict = 判定
page-repairs = 可修復 { $count } 個儲存格：
page-download = PEM
page-download-label = 儲存 { $name } 的 PEM
page-peer-issues = { $count } 個問題
page-peer-trusted = 信任儲存區中有 { $count } 張憑證
page-peer-no-store = 證據中沒有信任儲存區。

# The matrix.
page-matrix-caption = 依連接埠與節點所出示憑證的金鑰，列出與各節點連線的結果。點選儲存格可前往其發現。
page-port = 連接埠 { $port }
page-port-unknown = 連接埠不明
page-key-unknown = 看不到金鑰
page-used-as = 要求時使用
page-cell-fails = 失敗
page-cell-risk = 有風險
page-cell-unknown = 不明
page-cell-works = 正常
page-cells-in-words = { $count } 個儲存格的文字說明

# Findings: states, filters and parts.
page-findings = 發現
page-states = 狀態
page-state-empty = 沒有此狀態的發現。
page-no-match = 此狀態下沒有符合篩選條件的發現。
page-filters = 篩選條件
page-search = 搜尋
page-matches = { $total } 個發現中有 { $shown } 個符合。
page-category = 類別
page-category-call = 通話
page-category-mra = MRA
page-category-configuration = 組態
page-defects = 缺陷
page-defects-only = 僅顯示缺陷
page-waiting = 有 { $count } 項檢查需要此資料。
page-reason = 原因
page-workaround = 暫時因應措施
page-risk = 風險：
page-more-lines = 另外 { $count } 行
page-evidence-caption = 出現的位置
page-places = { $count } 處
page-more-evidence = 另有 { $count } 處已計入但未列出。
page-line = 第 { $line } 行
page-frame = 訊框 { $frame }
page-frames = 訊框 { $first } 至 { $last }
page-affected = 受影響者
page-first = 首次
page-last = 最後
page-occurrences = 出現 { $count } 次
page-requests = { $count } 個失敗的要求
page-and-more = 以及其他
page-signature = 特徵
page-version = 版本 { $version }

# The picture of a chain of trust.
page-judged-at = 以 { $at } 為準判斷。
page-chain-list = 以清單顯示信任鏈
page-origin-sent = 已傳送
page-origin-stored = 儲存區 #{ $number }
page-origin-both = 已傳送、儲存區 #{ $number }
page-origin-absent = 缺少
page-life = 有效期間已過 { $percent } %
page-name-fits = 名稱相符：
page-name-fails = 名稱不符：

# The timeline.
page-timeline-picture = 時間軸圖
page-timeline-range = { $from } 至 { $to }。
page-timeline-lane = { $cell }：失敗 { $failed }、成功 { $passed }、不明 { $unknown }。
page-timeline-table = 以表格顯示時間軸（{ $count } 列）
page-outcome-failed = 失敗
page-outcome-passed = 成功
page-outcome-unknown = 不明
page-events = 事件
page-more-lanes = 另有 { $count } 列只出現在表格中。
page-more-rows = 另有 { $count } 列只出現在本頁內嵌的資料中。

# What needs scripts: copying and the keyboard.
page-copy = 複製
page-copied = 已複製
page-keys = 鍵盤
page-key-search = 搜尋
page-key-move = 下一個與上一個發現
page-key-open = 展開或收合發現
page-key-copy = 複製發現
page-key-state = 選擇狀態
page-key-help = 本說明
page-keys-on = 單一按鍵即為指令
page-close = 關閉
