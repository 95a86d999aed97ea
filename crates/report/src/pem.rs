//! The certificates to upload, as one PEM file (RFC 7468).

use std::fmt::Write as _;

use crate::document::Report;
use crate::facts;
use crate::harmless::{harmless, sentence};

/// Each certificate to upload, once, after a comment line with its name and its SHA-256. Empty
/// where there is none.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    for upload in facts::uploads(report) {
        let name = comment(&upload.name);
        let fingerprint = comment(&upload.sha256);
        // Writing to a String cannot fail.
        _ = writeln!(out, "# {name}  SHA-256 {fingerprint}");
        for line in upload.pem.lines() {
            out.push_str(&harmless(line));
            out.push('\n');
        }
    }
    out
}

/// A value in a comment: some readers look for the boundary of a certificate anywhere in a line.
fn comment(value: &str) -> String {
    sentence(value).replace("--", "- -")
}
