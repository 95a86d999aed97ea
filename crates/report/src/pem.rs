//! The certificates to upload, as one PEM file (RFC 7468).

use std::fmt::Write as _;

use crate::document::Report;
use crate::facts;
use crate::finding::UploadTo;
use crate::harmless::{harmless, sentence};

/// Each certificate to upload to the trust store, once, after a comment line with its name and its
/// SHA-256. Empty where there is none. What nodes are to have is not among them: appended to the
/// trust store it would make the appliance trust more than it should.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    let uploads = facts::uploads(report).into_iter();
    for upload in uploads.filter(|upload| upload.to == UploadTo::TrustStore) {
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
