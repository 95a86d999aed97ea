verdict-trusted = trusted
cannot-read = kan { $file } niet lezen
