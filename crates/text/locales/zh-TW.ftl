verdict-trusted = trusted
cannot-read = 無法讀取 { $file }
