# Reports: headings, labels and sentences of every form.

# The verdict.
report-judged-at = 判定の基準時刻 { $at }
report-redacted = 名前、アドレス、ユーザは分析の前に置き換えられています。

# The five states, over their findings, and in one word.
report-state-issue-found = 検出された問題
report-state-potential-problem = 潜在的な問題
report-state-missing-information = 情報不足
report-state-no-issue = 問題なし
report-state-not-applicable = 該当なし
report-word-fail = 失敗
report-word-warn = 警告
report-word-miss = 不足
report-word-pass = 合格
report-word-none = 該当なし

# Headings.
report-heading-plan = 対処の手順
report-heading-peers = 装置
report-heading-matrix = ノード、ポート、鍵
report-heading-timeline = タイムライン
report-heading-upload = アップロードする証明書
report-heading-inputs = 読み取ったもの
report-heading-notes = 備考
report-heading-description = 説明
report-heading-condition = 発生条件
report-heading-information = 詳細情報
report-heading-actions = アクション
report-heading-snippet = ログの抜粋
report-heading-evidence = 根拠
report-heading-chain = 信頼チェーン
report-heading-attached = 同じ原因で説明できるもの
report-heading-documentation = ドキュメント

# Labels.
report-label-cell = 対象
report-label-peers = 装置
report-label-seen = 検出
report-label-users = ユーザ
report-label-defects = 不具合
report-label-more = 詳細
report-label-repairs = 修復対象
report-label-alternative = 代替案
report-label-result = 結果

# Facts.
report-seen-between = { $first } ～ { $last }
report-occurrences = { $count } 回
report-requests = リクエスト { $count } 件
report-users = ユーザ { $count } 人
report-users-at-least = ユーザ { $count } 人以上
report-passed = 成功 { $count } 件
report-failed = 失敗 { $count } 件
report-octets = { $count } バイト
report-more = ほかに { $count } 件あります (ここには表示していません)
report-place-frames = { $file }、フレーム { $first } ～ { $last } (tcp.stream eq { $stream })
report-peer-unknown = 不明
report-peer-store = 信頼ストアの証明書: { $count }
report-peer-store-missing = 信頼ストアは根拠に含まれていません
report-peer-issues = 検出された問題: { $count }
report-loose-files = 個別のファイル
report-matrix-none = 未検出
report-missing-other = その他の根拠が不足しています。
report-workaround = 回避策: { $action }
report-risk = リスク: { $risk }
report-timeline-legend = x 失敗、? 不明、. 成功

# The chain of trust.
report-link-verified = 署名の検証に成功
report-link-name-only = 名前は一致していますが、署名は検証されていません
report-link-broken = チェーンはここで途切れています: { $reason }
report-name-fits = アドレスは証明書に含まれています: { $name }
report-name-fails = アドレスは証明書に含まれていません: { $name }
