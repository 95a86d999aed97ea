//! The structured records that `serve` writes beside its log: they have the certificates.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use serde::Deserialize;
use tollgate_pki::certificates_from;
use tollgate_report::{Finding, Upload, UploadTo};

/// Octets at the end of a file of records that are looked through.
const LOOK: u64 = 16 * 1024 * 1024;

#[derive(Deserialize)]
struct Record {
    cell: RecordCell,
    code: Option<String>,
    verdict: Option<RecordVerdict>,
}

#[derive(Deserialize)]
struct RecordCell {
    address: String,
    port: u16,
}

#[derive(Deserialize)]
struct RecordVerdict {
    #[serde(default)]
    reasons: Vec<RecordReason>,
}

#[derive(Deserialize)]
struct RecordReason {
    code: String,
    remedy: Option<RecordRemedy>,
}

#[derive(Deserialize)]
struct RecordRemedy {
    #[serde(default)]
    upload: Vec<RecordUpload>,
}

#[derive(Deserialize)]
struct RecordUpload {
    pem: String,
}

/// The certificates that the latest record about a finding's first cells says to upload; none where
/// the file cannot be read.
pub(super) fn upload(file: &Path, finding: &Finding) -> Vec<Upload> {
    let Some(end) = end_of(file) else {
        return Vec::new();
    };
    let lines = end.rsplit(|octet| *octet == b'\n');
    let mut records = lines.filter_map(|line| serde_json::from_slice::<Record>(line).ok());
    let latest = records.find(|record| {
        let is_it = |code: &str| code == finding.code;
        let mut reasons = record.verdict.iter().flat_map(|own| &own.reasons);
        let has_code =
            record.code.as_deref().is_some_and(is_it) || reasons.any(|reason| is_it(&reason.code));
        let mut cells = finding.cells.iter();
        has_code
            && cells.any(|cell| {
                cell.port == Some(record.cell.port)
                    && cell.address.eq_ignore_ascii_case(&record.cell.address)
            })
    });
    let reasons = latest.and_then(|record| record.verdict);
    let reasons = reasons.map_or_else(Vec::new, |verdict| verdict.reasons);
    let reason = reasons.into_iter().find(|own| own.code == finding.code);
    let remedy = reason.and_then(|reason| reason.remedy);
    let uploads = remedy.map_or_else(Vec::new, |remedy| remedy.upload);
    uploads.iter().flat_map(read).collect()
}

/// The certificates in a PEM, read anew: what is shown is what is in it.
fn read(upload: &RecordUpload) -> Vec<Upload> {
    let entries = certificates_from(upload.pem.as_bytes()).into_iter();
    let certificates = entries.filter_map(|entry| entry.certificate.ok());
    certificates
        .map(|certificate| Upload {
            to: UploadTo::TrustStore,
            sha256: certificate.fingerprint().to_string(),
            name: certificate.name().to_owned(),
            subject: certificate.facts().subject.clone(),
            pem: certificate.to_pem(),
        })
        .collect()
}

fn end_of(file: &Path) -> Option<Vec<u8>> {
    let mut file = File::open(file).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LOOK)))
        .ok()?;
    let mut end = Vec::new();
    file.take(LOOK).read_to_end(&mut end).ok()?;
    Some(end)
}
