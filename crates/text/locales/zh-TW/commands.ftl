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

# 讀取證據。
progress-of = { $file }：{ $read } / { $size } MB
progress-so-far = { $file }：{ $read } MB
note-unreadable = 無法讀取 { $file }：{ $error }
note-given-twice = { $file } 指定了兩次，只讀取一次
note-empty-directory = { $file }：此目錄是空的
note-too-many-files = { $file }：檔案過多，目錄其餘部分未讀取
note-too-deep = { $file }：目錄層數過多，未讀取
note-not-a-file = { $file } 是連結或不是檔案，未讀取
note-too-many-chains = 略過了擷取檔中的 { $count } 個憑證鏈或清單：種類過多

# analyze, explain, signature, schema.
error-output-is-input = { $file } 屬於要讀取的內容，不會覆寫
error-unwritable = 無法寫入 { $file }
error-no-code = 沒有發現代碼 { $code }；"tollgate signature list" 會列出全部
error-no-transaction = 沒有任何記錄含有交易 { $number }
error-no-frame = 沒有任何 TLS 交握含有訊框 { $number }
error-no-line = 沒有任何記錄有第 { $number } 行
error-no-schema = 沒有結構描述 { $name }；"tollgate schema" 會列出全部
error-not-text = { $file } 不是 UTF-8
error-signature-twice = 有兩個特徵碼都叫 { $id }
error-no-signature = 沒有特徵碼 { $id }；"tollgate signature list" 會列出全部
error-nothing-to-test = { $file } 中沒有旁邊附有證據目錄的特徵碼
error-no-state = { $file } 的名稱不是以狀態開頭，例如 issue-found 或 no-issue
signature-untested = { $file }：旁邊沒有證據，未測試
signature-label-defects = 代表
signature-label-related = 相關
signature-label-needs = 需要
signature-label-found = 發現時
signature-label-clear = 未發現時
signature-label-condition = 條件
signature-label-description = 說明
signature-label-information = 更多
signature-label-action = 動作
signature-label-workaround = 暫時解法
signature-label-risk = 其風險
signature-label-document = 文件
signature-label-look = 尋找方式
signature-look-program = 本程式的檢查
signature-look-rules = 其檔案中的規則
explain-usage-code = 請指定一個發現代碼，或以 --txn、--frame 或 --line 搭配要查看的證據。
explain-usage-paths = 請指定要查看的封存檔、目錄或檔案。
explain-transaction = { $file }：交易 { $id }
explain-transaction-of-process = { $file }：處理程序 { $process } 的交易 { $id }
explain-lines = { $file }
explain-line = 第 { $line } 行
explain-more-lines = 另有 { $count } 筆
explain-attempt = 交易 { $id } 的第 { $number } 次嘗試，前往 { $peer }
explain-verdict-again = 判定與前一次嘗試相同。
explain-no-handshake = 沒有擷取檔顯示其交握。
explain-handshake = { $file }，串流 { $stream }，訊框 { $first } 至 { $last }
explain-join-sure = 依位址、連接埠、時間與順序，沒有其他交握符合。
explain-join-ambiguous = { $count ->
    [1] 有數次嘗試符合此交握；依順序配對。
   *[other] 有 { $count } 個交握符合；依順序配對。
}
explain-receive-request = { $peer } 要求：{ $message }
explain-sending-request = 要求送往 { $peer }：{ $message }
explain-receive-response = { $peer } 回應：{ $message }
explain-sending-response = { $peer } 收到回應：{ $message }
explain-edge-url = 此 edge URL 要求 { $url }，網域 { $domain }
explain-allowed = 允許清單允許使用者 { $user } 存取 { $request }：{ $reason }
explain-denied = 允許清單拒絕使用者 { $user } 存取 { $request }：{ $reason }
explain-chain-refused = { $server }（{ $ip }）的憑證鏈不受信任：{ $text }，從節點自身憑證算起的第 { $depth } 個憑證；連線結束
explain-chain-tolerated = { $server }（{ $ip }）的憑證鏈不受信任：{ $text }，從節點自身憑證算起的第 { $depth } 個憑證；仍使用此連線
explain-name-refused = { $name } 不在 { $server }（{ $ip }）的憑證中；連線結束
explain-name-tolerated = { $name } 不在 { $server }（{ $ip }）的憑證中；仍使用此連線
explain-verify-failed = 與 { $name } 的連線因本端拒絕憑證而結束
explain-node-alert = { $name } 以警示 { $number } 結束連線
explain-connection-failed = 與 { $name } 的連線失敗
