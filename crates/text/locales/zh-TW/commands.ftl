# 讀取證據的指令。

# capture.
capture-stream = { $file }，串流 { $stream }，訊框 { $frame }
capture-label-parties = 來源與目的
capture-label-start = 開始
capture-label-outcome = 結果
capture-label-server = 伺服器憑證
capture-label-client = 用戶端憑證
capture-label-request = 向用戶端要求
capture-label-alert = 警示
capture-label-lost = 遺失
capture-established = 已建立
capture-refused-by-client = 遭用戶端拒絕
capture-refused-by-server = 遭伺服器拒絕
capture-reset-by-client = 遭用戶端重設 (RST)
capture-reset-by-server = 遭伺服器重設 (RST)
capture-incomplete = 尚未建立即結束
capture-certificate = { $subject }，發行者 { $issuer }，訊框 { $frame }
capture-certificate-decrypted = { $subject }，發行者 { $issuer }，訊框 { $frame }（已解密）
capture-unreadable-certificate = 無法讀取，訊框 { $frame }
capture-unseen-encrypted = 看不到：已加密；請以 --keylog 提供工作階段的機密
capture-unseen-resumed = 看不到：沿用了先前的工作階段
capture-unseen-lost = 看不到：擷取檔中缺少其封包
capture-unseen-not-sent = 未傳送
capture-request = { $count ->
    [0] 任何授權單位的憑證
   *[other] { $count } 個授權單位之一的憑證
}
capture-alert-client = 來自用戶端：{ $level } { $description }，訊框 { $frame }
capture-alert-server = 來自伺服器：{ $level } { $description }，訊框 { $frame }
capture-gaps = { $count } 處缺漏，{ $octets } 位元組
capture-summary = { $file }：封包：{ $frames }，TCP 串流：{ $streams }，TLS 交談：{ $conversations }
capture-further-problems = { $file }：另有 { $count } 個問題
error-capture-broken = 無法完整讀取 { $file }
