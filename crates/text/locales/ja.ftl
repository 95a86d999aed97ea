verdict-trusted = trusted
cannot-read = { $file } を読み取れません
