# Redaction of bundles.

# What was replaced in a file.
redact-hosts = ホストとドメイン：{ $count }
redact-users = ユーザー：{ $count }
redact-addresses = IP アドレス：{ $count }
redact-hardware-addresses = ハードウェアアドレス：{ $count }
redact-certificates = 証明書：{ $count }
redact-certificate-names = 証明書に由来する名前：{ $count }
redact-labels = 管理者が付けた名称：{ $count }
redact-secrets = パスワードとトークン（上書き済み）：{ $count }
redact-private-keys = 秘密鍵（上書き済み）：{ $count }
redact-nothing = 置き換えるものはありません

# What is left or missing in a capture.
redact-encrypted = 暗号化データ（元のまま）のバイト数：{ $count }
redact-wiped = 不明なプロトコル（上書き済み）のバイト数：{ $count }
redact-secret-blocks = 復号用の秘密を含むブロック（削除済み）：{ $count }
redact-fragments = IP フラグメント数（2 つにまたがる名前が残っている可能性があります）：{ $count }
redact-cut = 末尾の途切れたパケット（削除済み）のバイト数：{ $count }

# Files that are left out.
redact-dropped-key = 除外：秘密鍵が含まれています
redact-dropped-key-log = 除外：TLS セッションの秘密が含まれています
redact-dropped-unknown = 除外：内容が不明です
redact-dropped-large = 除外：大きすぎます
redact-dropped-link = 除外：リンクタイプ { $number } のパケットは解釈できません
redact-dropped-malformed = 除外：キャプチャが壊れています

# Certificates in all.
redact-certificates-verifying = 発行者の新しい鍵で署名し直した証明書：{ $count }
redact-certificates-unverifiable = 署名が以前も今も検証できない証明書：{ $count }
redact-certificates-lost = 正しかった署名が失われた証明書：{ $count }
redact-certificates-old-key = 同種の鍵をここで作成できないため、元の鍵のままの証明書：{ $count }
redact-certificates-left-out = 数が多すぎるため、名前だけを置き換えて元の鍵を残した証明書：{ $count }

redact-checked = 確認済み：元の名前やアドレスは残っていません。
redact-written = 書き込み先：{ $file }
redact-map = 非公開の対応表：{ $file }。実際の名前に戻せるため、大切に保管し、渡さないでください。

error-redact-exists = { $file } は既に存在するため、上書きしません
error-redact-map = { $file } は匿名化の対応表ではないか、壊れています
error-redact-directory = { $file } はファイルです。入力が複数のときはディレクトリを指定してください
error-redact-nothing = 入力に匿名化できるものがありません
error-redact-names = 名前が検索できる数を超えています。一度に処理するファイルを減らしてください
error-redact-left = 元の名前やアドレスが残るため、何も書き込みませんでした：
error-redact-left-place = { $file }、{ $position } バイト目：{ $original }
