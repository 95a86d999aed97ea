# 事前チェック。
preflight-silent-title = 応答しないポートがあり、その状態が分かりません
preflight-silent-clear = すべてのポートが応答しました
preflight-silent-description = { $cell } はプローブに応答しませんでした: { $failure }。
preflight-silent-condition = 常に適用されます。証拠のないセルを正常とみなすことはありません。
preflight-silent-how = ノードが稼働し、ここからこのポートに到達できることを確認してから事前チェックを再実行するか、応答が記録されたバンドルを指定してください。
preflight-not-selected = 指定されたアップグレード経路では、機器はこの証明書を受け取りません。先に別の鍵種別を求め、ノードがそれに従うためです。暗号文字列を変更すると再び現れます。

# Usage.
usage-preflight = --inventory または HOST[:PORT] で問い合わせるノードを指定するか、--bundle でバンドルを指定してください。
usage-preflight-trust = --trust で機器の信頼ストアを指定してください。これがないと判定できません。
