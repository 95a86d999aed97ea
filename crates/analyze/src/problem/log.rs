//! What could not be read of logs, in sentences.

use tollgate_report::Message;

use crate::log::{EVIDENCE_OCTETS, LogEvidence, LogFile};

/// What was not, or not wholly, read of logs: missing beginnings and ends, log by log, then lines
/// that were not understood, and details that were left out.
pub fn log_notes(logs: &LogEvidence) -> Vec<Message> {
    let mut notes: Vec<Message> = logs.files.iter().flat_map(of_file).collect();
    if let Some(first) = logs.unrecognised.items.first() {
        let file = usize::try_from(first.position.file).ok();
        let file = file.and_then(|file| logs.files.get(file));
        let place = file.map(|file| file.name.clone()).unwrap_or_default();
        notes.push(Message::new(
            "problem-log-unrecognised",
            [
                ("count", logs.unrecognised.count().to_string()),
                ("place", place),
                ("line", first.position.line.to_string()),
            ],
        ));
    }
    let counted = [
        ("problem-log-long-lines", logs.lines.cut),
        ("problem-log-not-text", logs.lines.lossy),
    ];
    for (id, count) in counted {
        if count > 0 {
            notes.push(Message::new(id, [("count", count.to_string())]));
        }
    }
    if logs.left_out > 0 {
        notes.push(Message::new(
            "problem-log-left-out",
            [
                ("count", logs.left_out.to_string()),
                ("limit", EVIDENCE_OCTETS.to_string()),
            ],
        ));
    }
    notes
}

fn of_file(file: &LogFile) -> Vec<Message> {
    let place = || ("place", file.name.clone());
    let mut notes = Vec::new();
    if file.cut.undated_lines_in_front > 0 {
        let count = ("count", file.cut.undated_lines_in_front.to_string());
        notes.push(Message::new("problem-log-front", [place(), count]));
    }
    if file.cut.ends_within_entry {
        notes.push(Message::new("problem-log-end", [place()]));
    }
    notes
}
