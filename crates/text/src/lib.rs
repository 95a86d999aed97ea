//! User-facing text in five languages.
//!
//! Everything that a person reads from Tollgate and that is a sentence or a label comes from the
//! files in `locales/`, one per language, in the syntax of Project Fluent. English is complete by
//! definition; the tests hold the other files to the same messages and the same arguments.
//!
//! Never translated, and therefore not here: log lines, field names, product names, menu paths of
//! the appliance, finding codes, OpenSSL's error texts, commands and options.

mod bundle;
mod language;

pub use bundle::text;
pub use language::{Language, UnknownLanguage};
