# Redaction of bundles.

# What was replaced in a file.
redact-hosts = 主機與網域：{ $count }
redact-users = 使用者：{ $count }
redact-addresses = IP 位址：{ $count }
redact-hardware-addresses = 硬體位址：{ $count }
redact-certificates = 憑證：{ $count }
redact-certificate-names = 憑證中的名稱：{ $count }
redact-labels = 自訂名稱：{ $count }
redact-secrets = 密碼與權杖（已覆寫）：{ $count }
redact-private-keys = 私密金鑰（已覆寫）：{ $count }
redact-nothing = 沒有需要取代的內容

# What is left or missing in a capture.
redact-encrypted = 加密資料（維持原狀）的位元組數：{ $count }
redact-wiped = 未知協定（已覆寫）的位元組數：{ $count }
redact-secret-blocks = 含解密密鑰的區塊（已移除）：{ $count }
redact-fragments = IP 片段數（跨兩個片段的名稱可能仍留著）：{ $count }
redact-cut = 結尾不完整封包（已移除）的位元組數：{ $count }

# Files that are left out.
redact-dropped-key = 未納入：含有私密金鑰
redact-dropped-key-log = 未納入：含有 TLS 工作階段的密鑰
redact-dropped-unknown = 未納入：不知道其中的內容
redact-dropped-large = 未納入：檔案太大
redact-dropped-link = 未納入：無法解讀連結類型 { $number } 的封包
redact-dropped-malformed = 未納入：封包擷取檔已損毀

# Certificates in all.
redact-certificates-verifying = 以發行者的新金鑰重新簽署的憑證：{ $count }
redact-certificates-unverifiable = 簽章先前無法驗證、現在也無法驗證的憑證：{ $count }
redact-certificates-lost = 簽章原本正確但已遺失的憑證：{ $count }
redact-certificates-old-key = 因無法在此產生同類金鑰而保留原金鑰的憑證：{ $count }
redact-certificates-left-out = 因數量過多而只更換名稱、保留原金鑰的憑證：{ $count }

redact-checked = 已檢查：沒有留下任何原始內容。
redact-written = 已寫入：{ $file }
redact-map = 私密對照表：{ $file }。它可還原真實名稱，請妥善保存，切勿外傳。

error-redact-exists = { $file } 已存在，不會覆寫
error-redact-map = { $file } 不是去識別化的對照表，或已損毀
error-redact-directory = { $file } 是檔案；多個輸入需要目錄
error-redact-nothing = 輸入中沒有可去識別化的內容
error-redact-names = 名稱數量超過可搜尋的上限；請減少一次處理的檔案
error-redact-left = 未寫入任何內容，因為會留下原始內容：
error-redact-left-place = { $file }，第 { $position } 位元組：{ $original }
