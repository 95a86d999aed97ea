# Reports: headings, labels and sentences of every form.

# The verdict.
report-judged-at = 判定基準時間 { $at }
report-redacted = 名稱、位址與使用者已在分析前替換。

# The five states, over their findings, and in one word.
report-state-issue-found = 發現問題
report-state-potential-problem = 潛在問題
report-state-missing-information = 缺少資訊
report-state-no-issue = 無問題
report-state-not-applicable = 不適用
report-word-fail = 失敗
report-word-warn = 警告
report-word-miss = 缺少
report-word-pass = 通過
report-word-none = 不適用

# Headings.
report-heading-plan = 處理計畫
report-heading-peers = 設備
report-heading-matrix = 節點、連接埠與金鑰
report-heading-timeline = 時間軸
report-heading-upload = 要上傳的憑證
report-heading-inputs = 已讀取的資料
report-heading-notes = 備註
report-heading-description = 說明
report-heading-condition = 發生條件
report-heading-information = 詳細資訊
report-heading-actions = 動作
report-heading-snippet = 記錄片段
report-heading-evidence = 佐證
report-heading-chain = 信任鏈
report-heading-attached = 由相同原因造成
report-heading-documentation = 文件

# Labels.
report-label-cell = 位置
report-label-peers = 設備
report-label-seen = 出現時間
report-label-users = 使用者
report-label-defects = 缺陷
report-label-more = 更多
report-label-repairs = 可修復
report-label-alternative = 替代方案
report-label-result = 結果

# Facts.
report-seen-between = { $first } 至 { $last }
report-occurrences = { $count } 次
report-requests = { $count } 個請求
report-users = { $count } 位使用者
report-users-at-least = 至少 { $count } 位使用者
report-passed = 成功 { $count } 次
report-failed = 失敗 { $count } 次
report-octets = { $count } 位元組
report-more = 另有 { $count } 項未在此顯示
report-place-frames = { $file }，訊框 { $first } 至 { $last } (tcp.stream eq { $stream })
report-peer-unknown = 未知
report-peer-store = 信任儲存區中的憑證：{ $count }
report-peer-store-missing = 佐證中沒有信任儲存區
report-peer-issues = 發現的問題：{ $count }
report-loose-files = 個別檔案
report-matrix-none = 未出現
report-missing-other = 缺少其他佐證。
report-workaround = 暫時的因應措施：{ $action }
report-risk = 風險：{ $risk }
report-timeline-legend = x 失敗，? 未知，. 成功

# The chain of trust.
report-link-verified = 簽章驗證成功
report-link-name-only = 名稱相符，但簽章未經驗證
report-link-broken = 信任鏈在此中斷：{ $reason }
report-name-fits = 憑證中有此位址：{ $name }
report-name-fails = 憑證中沒有此位址：{ $name }
