//! A report as one JSON document, for programs.
//!
//! The keys and their order are a contract; `schemas/analysis.schema.json` describes them. Keys and
//! values that programs compare are the same in every language; sentences are in the language that
//! is asked for.

mod chain;
mod document;
mod finding;

use tollgate_text::Language;

use crate::document::Report;
use crate::harmless::harmless_json;

/// The name of the schema of [`render`]'s documents, which is their `schema`.
pub const SCHEMA: &str = "tollgate-analysis-1";

/// The version of the schema: fields are added within one major version, and never removed.
pub const SCHEMA_VERSION: &str = "1.0";

/// The report as a JSON document of many lines, with a line end after the last. Characters that a
/// terminal obeys are escaped.
pub fn render(report: &Report, language: Language) -> String {
    let document = document::Document::of(report, language);
    // Serialising our own plain structures into memory cannot fail.
    let json = serde_json::to_string_pretty(&document).unwrap_or_default();
    let mut json = harmless_json(&json).into_owned();
    json.push('\n');
    json
}
