//! What was replaced where, what was left and what was left out.

use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;
use tollgate_redact::{CaptureFacts, CertificateFacts, Replaced, Tally};

use crate::cli::Format;
use crate::output::Output;

/// Why a file is not in the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dropped {
    /// A private key or a key store.
    PrivateKey,
    /// Secrets of TLS sessions.
    KeyLog,
    /// Nobody knows what is in it.
    Unknown,
    /// It does not fit into memory.
    TooLarge,
    /// A capture of a network that is not understood.
    LinkType(u16),
    /// A damaged capture.
    Malformed,
}

impl Dropped {
    const fn message_id(self) -> &'static str {
        match self {
            Self::PrivateKey => "redact-dropped-key",
            Self::KeyLog => "redact-dropped-key-log",
            Self::Unknown => "redact-dropped-unknown",
            Self::TooLarge => "redact-dropped-large",
            Self::LinkType(_) => "redact-dropped-link",
            Self::Malformed => "redact-dropped-malformed",
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::PrivateKey => "private_key",
            Self::KeyLog => "key_log",
            Self::Unknown => "unknown",
            Self::TooLarge => "too_large",
            Self::LinkType(_) => "link_type",
            Self::Malformed => "malformed",
        }
    }
}

/// What became of a file.
#[derive(Debug)]
pub(super) struct FileReport {
    /// Its new name, with the archives around it.
    file: String,
    pub(super) tally: Tally,
    pub(super) capture: Option<CaptureFacts>,
    pub(super) dropped: Option<Dropped>,
}

impl FileReport {
    pub(super) fn new(archives: &[String], name: &str) -> Self {
        let parts = archives.iter().map(String::as_str).chain([name]);
        Self {
            file: parts.collect::<Vec<_>>().join(" > "),
            tally: Tally::new(),
            capture: None,
            dropped: None,
        }
    }
}

/// What became of everything.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) files: Vec<FileReport>,
    pub(super) certificates: CertificateFacts,
    pub(super) written: Vec<PathBuf>,
    pub(super) map: PathBuf,
}

impl Report {
    pub(super) fn write(&self, format: Format, output: &mut Output) -> Result<()> {
        match format {
            Format::Text => self.text(output),
            Format::Json => output.json(&self.document())?,
        }
        Ok(())
    }

    fn text(&self, output: &mut Output) {
        for file in &self.files {
            output.line(&file.file);
            if let Some(dropped) = file.dropped {
                let number = match dropped {
                    Dropped::LinkType(number) => number.to_string(),
                    _ => String::new(),
                };
                let text = output.text(dropped.message_id(), &[("number", number)]);
                output.paragraph(2, &text);
                continue;
            }
            let counts: Vec<String> = Replaced::ALL
                .iter()
                .filter_map(|kind| Some((kind, file.tally.get(kind)?)))
                .map(|(kind, count)| {
                    output.text(message_of(*kind), &[("count", count.to_string())])
                })
                .collect();
            let text = if counts.is_empty() {
                output.text("redact-nothing", &[])
            } else {
                counts.join("; ")
            };
            output.paragraph(2, &text);
            for (id, count) in file.capture.iter().flat_map(remarks) {
                let text = output.text(id, &[("count", count.to_string())]);
                output.paragraph(2, &text);
            }
        }
        output.line("");
        for (id, count) in self.of_certificates() {
            let text = output.text(id, &[("count", count.to_string())]);
            output.paragraph(0, &text);
        }
        output.paragraph(0, &output.text("redact-checked", &[]));
        for path in &self.written {
            let file = path.display().to_string();
            output.paragraph(0, &output.text("redact-written", &[("file", file)]));
        }
        let file = self.map.display().to_string();
        output.paragraph(0, &output.text("redact-map", &[("file", file)]));
    }

    fn of_certificates(&self) -> Vec<(&'static str, usize)> {
        let facts = &self.certificates;
        [
            ("redact-certificates-verifying", facts.verifying),
            ("redact-certificates-unverifiable", facts.unverifiable),
            ("redact-certificates-lost", facts.lost),
            ("redact-certificates-old-key", facts.with_old_key),
            ("redact-certificates-left-out", facts.left_out),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .collect()
    }

    fn document(&self) -> Document<'_> {
        let facts = &self.certificates;
        Document {
            files: self.files.iter().map(FileDocument::of).collect(),
            certificates: CertificateDocument {
                total: facts.total,
                verifying: facts.verifying,
                unverifiable: facts.unverifiable,
                lost: facts.lost,
                with_old_key: facts.with_old_key,
                left_out: facts.left_out,
            },
            written: self
                .written
                .iter()
                .map(|path| path.display().to_string())
                .collect(),
            map: self.map.display().to_string(),
        }
    }
}

const fn message_of(kind: Replaced) -> &'static str {
    match kind {
        Replaced::Host => "redact-hosts",
        Replaced::User => "redact-users",
        Replaced::CertificateName => "redact-certificate-names",
        Replaced::Label => "redact-labels",
        Replaced::Address => "redact-addresses",
        Replaced::HardwareAddress => "redact-hardware-addresses",
        Replaced::Certificate => "redact-certificates",
        Replaced::Secret => "redact-secrets",
        Replaced::PrivateKey => "redact-private-keys",
    }
}

fn remarks(facts: &CaptureFacts) -> Vec<(&'static str, u64)> {
    [
        ("redact-encrypted", facts.encrypted_octets),
        ("redact-wiped", facts.wiped_octets),
        ("redact-secret-blocks", facts.secret_blocks),
        ("redact-fragments", facts.fragments),
        ("redact-cut", facts.cut_octets),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .collect()
}

#[derive(Serialize)]
struct Document<'a> {
    files: Vec<FileDocument<'a>>,
    certificates: CertificateDocument,
    written: Vec<String>,
    map: String,
}

#[derive(Serialize)]
struct CertificateDocument {
    total: usize,
    verifying: usize,
    unverifiable: usize,
    lost: usize,
    with_old_key: usize,
    left_out: usize,
}

#[derive(Serialize)]
struct FileDocument<'a> {
    file: &'a str,
    replaced: std::collections::BTreeMap<&'static str, u64>,
    dropped: Option<&'static str>,
    capture: Option<CaptureDocument>,
}

#[derive(Serialize)]
struct CaptureDocument {
    packets: u64,
    encrypted_octets: u64,
    wiped_octets: u64,
    secret_blocks: u64,
    fragments: u64,
    cut_octets: u64,
}

impl<'a> FileDocument<'a> {
    fn of(file: &'a FileReport) -> Self {
        Self {
            file: &file.file,
            replaced: file
                .tally
                .iter()
                .map(|(kind, count)| (kind.as_str(), *count))
                .collect(),
            dropped: file.dropped.map(Dropped::as_str),
            capture: file.capture.as_ref().map(|facts| CaptureDocument {
                packets: facts.packets,
                encrypted_octets: facts.encrypted_octets,
                wiped_octets: facts.wiped_octets,
                secret_blocks: facts.secret_blocks,
                fragments: facts.fragments,
                cut_octets: facts.cut_octets,
            }),
        }
    }
}
