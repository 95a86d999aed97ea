verdict-trusted = trusted
cannot-read = não foi possível ler { $file }
