//! What happened when: attempts by cell, and what happened to the appliances.

use std::collections::BTreeMap;

use tollgate_capture as capture;
use tollgate_report::{Finding, Lane, Mark, Message, Outcome, Timeline, TimelineEvent};

use super::matrix::gravest;
use crate::case::{Case, CellAttempt, CellCase};
use crate::log::{Entry, LogEvidence};

/// Marks of a lane. A picture is some hundred dots wide.
const MARKS: usize = 200;
/// Events of the timeline.
const EVENTS: usize = 200;
/// Letters of a log line in an event.
const TEXT: usize = 300;

/// The timeline of a case.
pub(super) fn timeline(case: &Case, findings: &[Finding]) -> Timeline {
    let cells = case.cells.iter();
    let mut lanes: Vec<Lane> = cells
        .map(|cell| Lane {
            cell: cell.cell.clone(),
            marks: thinned(marks(case, cell, findings)),
        })
        .filter(|lane| !lane.marks.is_empty())
        .collect();
    lanes.sort_by(|one, other| one.cell.cmp(&other.cell));
    let mut events: Vec<TimelineEvent> = case
        .logs
        .iter()
        .flat_map(|log| events(&log.evidence))
        .collect();
    events.sort_by_key(|event| event.at);
    events.truncate(EVENTS);
    Timeline { lanes, events }
}

/// A mark for each attempt with a time, in order.
fn marks(case: &Case, cell: &CellCase, findings: &[Finding]) -> Vec<Mark> {
    let code = gravest(&cell.cell, findings).map_or("", |finding| &finding.code);
    let marks = cell.attempts.iter().filter_map(|attempt| {
        let outcome = outcome(case, cell, attempt);
        let code = match outcome {
            Outcome::Failed => code.to_owned(),
            Outcome::Passed | Outcome::Unknown => String::new(),
        };
        Some(Mark {
            at: attempt.at?,
            outcome,
            count: 1,
            code,
        })
    });
    let mut marks: Vec<Mark> = marks.collect();
    marks.sort_by_key(|mark| mark.at);
    marks
}

fn outcome(case: &Case, cell: &CellCase, attempt: &CellAttempt) -> Outcome {
    if attempt.failures.iter().any(|failure| !failure.went_on()) {
        return Outcome::Failed;
    }
    let handshake = attempt
        .handshake
        .and_then(|(capture, own)| case.captures.get(capture)?.handshakes.get(own));
    match handshake.map(|handshake| handshake.outcome) {
        Some(capture::Outcome::Established) => Outcome::Passed,
        Some(capture::Outcome::Refused { .. } | capture::Outcome::Reset { .. }) => Outcome::Failed,
        Some(capture::Outcome::Incomplete) => Outcome::Unknown,
        // The log names every failed handshake; a cell that never failed has none.
        None if cell.failed == 0 && attempt.logged.is_some() => Outcome::Passed,
        None => Outcome::Unknown,
    }
}

/// At most [`MARKS`]: beyond that, marks of one outcome and code in one slice of time are one.
fn thinned(marks: Vec<Mark>) -> Vec<Mark> {
    if marks.len() <= MARKS {
        return marks;
    }
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else {
        return marks;
    };
    // Three outcomes may share a slice.
    let slices = i64::try_from(MARKS / 3).unwrap_or(1);
    let start = first.at;
    let width = last.at.saturating_sub(start) / slices + 1;
    let mut sliced: BTreeMap<(i64, u8, String), Mark> = BTreeMap::new();
    for mark in marks {
        let slice = mark.at.saturating_sub(start) / width;
        let outcome = match mark.outcome {
            Outcome::Failed => 0,
            Outcome::Passed => 1,
            Outcome::Unknown => 2,
        };
        let key = (slice, outcome, mark.code.clone());
        match sliced.get_mut(&key) {
            Some(known) => known.count = known.count.saturating_add(mark.count),
            None => {
                sliced.insert(key, mark);
            }
        }
    }
    let mut marks: Vec<Mark> = sliced.into_values().collect();
    marks.sort_by_key(|mark| mark.at);
    marks
}

fn events(log: &LogEvidence) -> Vec<TimelineEvent> {
    let mut events = Vec::new();
    for restart in &log.restarts.items {
        if restart.at.is_known() {
            let pid = restart.to.map(|pid| pid.to_string()).unwrap_or_default();
            events.push(TimelineEvent {
                at: restart.at.unix_ms,
                text: Message::new(
                    "event-restart",
                    [("host", restart.host.clone()), ("pid", pid)],
                ),
            });
        }
    }
    let changed = log.changes.items.iter();
    events.extend(changed.filter_map(|entry| event("event-change", entry)));
    for note in &log.verification.items {
        if note.entry.at.is_known() {
            events.push(TimelineEvent {
                at: note.entry.at.unix_ms,
                text: Message::new("event-verification", [("value", note.value.clone())]),
            });
        }
    }
    let markers = log.notices.iter().filter(|notice| {
        let event = notice.event.to_ascii_lowercase();
        event.contains("marker")
    });
    events.extend(markers.filter_map(|notice| event("event-marker", &notice.latest)));
    events
}

fn event(id: &'static str, entry: &Entry) -> Option<TimelineEvent> {
    let line = crate::text::excerpt(&entry.text, TEXT);
    entry.at.is_known().then(|| TimelineEvent {
        at: entry.at.unix_ms,
        text: Message::new(id, [("line", line)]),
    })
}
