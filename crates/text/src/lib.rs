//! User-facing text in five languages.
