verdict-trusted = trusted
cannot-read = cannot read { $file }
