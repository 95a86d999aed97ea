# Commands that read evidence.
