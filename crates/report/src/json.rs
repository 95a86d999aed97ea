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

/// Each finding as a JSON object on a line of its own, as it stands in [`render`]'s document.
pub fn lines(report: &Report, language: Language) -> String {
    let mut lines = String::new();
    for finding in &report.findings {
        let finding = finding::FindingJson::of(finding, language);
        // Serialising our own plain structures into memory cannot fail.
        let json = serde_json::to_string(&finding).unwrap_or_default();
        lines.push_str(&harmless_json(&json));
        lines.push('\n');
    }
    lines
}

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
