//! Findings as a table for spreadsheets: a row for each finding and cell (RFC 4180).
//!
//! The names of the columns and the values that programs compare are the same in every language.

use tollgate_text::Language;

use crate::cell::{Cell, KeyFamily};
use crate::document::Report;
use crate::finding::Finding;
use crate::harmless::sentence;
use crate::moment;

/// The columns, in order.
pub const COLUMNS: [&str; 20] = [
    "state",
    "code",
    "signature",
    "version",
    "category",
    "title",
    "archive",
    "peers",
    "node",
    "address",
    "port",
    "key_type",
    "first_seen",
    "last_seen",
    "occurrences",
    "requests",
    "users",
    "defects",
    "actions",
    "upload_sha256",
];

/// The columns behind them in a report in which something is suppressed; empty in the rows of what
/// is not.
pub const SUPPRESSION: [&str; 2] = ["suppressed_reason", "suppressed_until"];

/// The table with its header; lines end in CR LF. A finding without cells has one row. What is
/// suppressed comes last.
pub fn render(report: &Report, language: Language) -> String {
    let mut out = String::new();
    let mut header = COLUMNS.map(str::to_owned).to_vec();
    let mut none: &[String] = &[];
    let empty = [String::new(), String::new()];
    if !report.suppressed.is_empty() {
        header.extend(SUPPRESSION.map(str::to_owned));
        none = &empty;
    }
    row(&header, &mut out);
    for finding in &report.findings {
        rows(finding, none, language, &mut out);
    }
    for own in &report.suppressed {
        let why = [own.reason.clone(), own.until.clone()];
        rows(&own.finding, &why, language, &mut out);
    }
    out
}

fn rows(finding: &Finding, suppression: &[String], language: Language, out: &mut String) {
    let mut write = |cell: Option<&Cell>| {
        let mut fields = columns(finding, cell, language).to_vec();
        fields.extend_from_slice(suppression);
        row(&fields, out);
    };
    for cell in &finding.cells {
        write(Some(cell));
    }
    if finding.cells.is_empty() {
        write(None);
    }
}

fn columns(finding: &Finding, cell: Option<&Cell>, language: Language) -> [String; 20] {
    let port = cell.and_then(|cell| cell.port);
    let key = cell.and_then(|cell| cell.key_type);
    let moment = |at: Option<i64>| at.map(moment::milliseconds).unwrap_or_default();
    let actions = finding.actions.iter();
    let actions: Vec<String> = actions
        .map(|action| sentence(&action.text.say(language)))
        .collect();
    let uploads = finding.upload.iter();
    let uploads: Vec<&str> = uploads.map(|upload| upload.sha256.as_str()).collect();
    [
        finding.state.as_str().to_owned(),
        finding.code.clone(),
        finding.signature.clone(),
        finding.version.to_string(),
        finding.category.as_str().to_owned(),
        finding.title.say(language),
        finding.archive.clone().unwrap_or_default(),
        finding.peers.join("; "),
        cell.map(|cell| cell.node.clone()).unwrap_or_default(),
        cell.map(|cell| cell.address.clone()).unwrap_or_default(),
        port.map(|port| port.to_string()).unwrap_or_default(),
        key.map_or("", KeyFamily::as_str).to_owned(),
        moment(finding.first_seen),
        moment(finding.last_seen),
        finding.occurrences.to_string(),
        finding.requests.to_string(),
        finding.users.count.to_string(),
        finding.defects.join("; "),
        actions.join("; "),
        uploads.join("; "),
    ]
}

pub(crate) fn row(fields: &[String], out: &mut String) {
    for (position, field) in fields.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        out.push_str(&quoted(&inert(&sentence(field))));
    }
    out.push_str("\r\n");
}

/// A value that no spreadsheet takes for a formula: an apostrophe makes it text.
fn inert(value: &str) -> String {
    // The wide forms are formulas to spreadsheets that read East Asian input.
    if value.starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']) {
        format!("'{value}")
    } else {
        value.to_owned()
    }
}

/// A value in quotes where it has characters that would end it. The semicolon is among them
/// because spreadsheets of many countries take it for the separator.
fn quoted(value: &str) -> String {
    if value.contains([',', ';', '"', '\'']) || value.starts_with(' ') || value.ends_with(' ') {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_quotes_are_doubled() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("－1"), "'－1");
        assert_eq!(inert("10.0.0.1"), "10.0.0.1");
        assert_eq!(quoted("a\"b;c"), "\"a\"\"b;c\"");
        assert_eq!(quoted("a b"), "a b");
    }
}
