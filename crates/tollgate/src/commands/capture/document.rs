//! `tollgate capture -o json`: everything as one document.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tollgate_capture::{Facts, Format, Line};

/// All captures.
#[derive(Debug, Default, Serialize)]
pub(super) struct Document {
    pub(super) files: Vec<FileDocument>,
}

/// One capture.
#[derive(Debug, Serialize)]
pub(super) struct FileDocument {
    file: String,
    /// Why it could not be read, or not to its end.
    pub(super) error: Option<String>,
    #[serde(flatten)]
    facts: Option<FactsDocument>,
    /// The lines of `-o jsonl`.
    conversations: Vec<Value>,
}

#[derive(Debug, Serialize)]
struct FactsDocument {
    format: &'static str,
    gzip: bool,
    bytes: u64,
    frames: u64,
    cut_packets: u64,
    tcp_packets: u64,
    streams: u64,
    evicted_streams: u64,
    /// Packets by the number of their link type.
    link_types: BTreeMap<u16, u64>,
    first: Option<String>,
    last: Option<String>,
    /// Packets that the capturing program lost.
    dropped: Option<u64>,
    sessions_with_secrets: usize,
    problems: Vec<String>,
    further_problems: u64,
}

impl FileDocument {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            file: path.display().to_string(),
            error: None,
            facts: None,
            conversations: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, line: &Line<'_>) -> Result<(), serde_json::Error> {
        self.conversations.push(serde_json::to_value(line)?);
        Ok(())
    }

    pub(super) fn describe(&mut self, facts: &Facts) {
        self.facts = Some(FactsDocument {
            format: match facts.format {
                Format::Pcap => "pcap",
                Format::Pcapng => "pcapng",
            },
            gzip: facts.is_gzip,
            bytes: facts.bytes,
            frames: facts.frames,
            cut_packets: facts.cut_packets,
            tcp_packets: facts.tcp_packets,
            streams: facts.streams,
            evicted_streams: facts.evicted_streams,
            link_types: facts.link_types.clone(),
            first: facts.times.and_then(|(first, _)| time(first)),
            last: facts.times.and_then(|(_, last)| time(last)),
            dropped: facts.dropped,
            sessions_with_secrets: facts.sessions_with_secrets,
            problems: facts.problems.iter().map(ToString::to_string).collect(),
            further_problems: facts.further_problems,
        });
    }
}

fn time(nanoseconds: i64) -> Option<String> {
    let timestamp = Timestamp::from_nanosecond(i128::from(nanoseconds)).ok()?;
    Some(format!("{timestamp:.9}"))
}
