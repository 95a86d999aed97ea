//! The outer parts of the document.

use serde::Serialize;
use tollgate_text::Language;

use super::finding::{FindingJson, UploadJson};
use super::{SCHEMA, SCHEMA_VERSION};
use crate::cell::{Cell, KeyFamily};
use crate::document::{Input, MatrixCell, Peer, PlanStep, Report};
use crate::message::Message;
use crate::moment;
use crate::timeline::{Lane, Mark, Outcome, Timeline, TimelineEvent};

#[derive(Serialize)]
pub(super) struct Document<'a> {
    schema: &'static str,
    schema_version: &'static str,
    program: &'a str,
    language: &'static str,
    redacted: bool,
    judged_at: Option<String>,
    inputs: Vec<InputJson<'a>>,
    peers: Vec<PeerJson<'a>>,
    summary: Vec<String>,
    plan: Vec<PlanStepJson<'a>>,
    matrix: Vec<MatrixCellJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    timeline: TimelineJson<'a>,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressed: Vec<SuppressedJson<'a>>,
}

#[derive(Serialize)]
struct SuppressedJson<'a> {
    reason: &'a str,
    until: &'a str,
    file: &'a str,
    line: u64,
    finding: FindingJson<'a>,
}

#[derive(Serialize)]
struct InputJson<'a> {
    name: &'a str,
    archive: Option<&'a str>,
    kind: &'a str,
    octets: u64,
    facts: Option<String>,
}

#[derive(Serialize)]
struct PeerJson<'a> {
    name: &'a str,
    role: Option<&'a str>,
    version: Option<&'a str>,
    archives: &'a [String],
    trusted: Option<usize>,
    issues: usize,
}

#[derive(Serialize)]
struct PlanStepJson<'a> {
    action: String,
    fixes: Vec<CellJson<'a>>,
    kind: Option<&'static str>,
    restarts: Option<Vec<String>>,
    risk: Option<String>,
    alternatives: Vec<String>,
    upload: Vec<UploadJson<'a>>,
    alternative_uploads: Vec<Vec<UploadJson<'a>>>,
}

#[derive(Serialize)]
struct MatrixCellJson<'a> {
    #[serde(flatten)]
    cell: CellJson<'a>,
    state: &'static str,
    code: Option<&'a str>,
    text: String,
    passed: u64,
    failed: u64,
}

#[derive(Serialize)]
pub(super) struct CellJson<'a> {
    node: &'a str,
    address: &'a str,
    port: Option<u16>,
    key_type: Option<&'static str>,
}

#[derive(Serialize)]
struct TimelineJson<'a> {
    lanes: Vec<LaneJson<'a>>,
    events: Vec<EventJson>,
}

#[derive(Serialize)]
struct LaneJson<'a> {
    cell: CellJson<'a>,
    marks: Vec<MarkJson<'a>>,
}

#[derive(Serialize)]
struct MarkJson<'a> {
    at: String,
    outcome: &'static str,
    count: u64,
    code: Option<&'a str>,
}

#[derive(Serialize)]
struct EventJson {
    at: String,
    text: String,
}

impl<'a> Document<'a> {
    pub(super) fn of(report: &'a Report, language: Language) -> Self {
        Self {
            schema: SCHEMA,
            schema_version: SCHEMA_VERSION,
            program: &report.program,
            language: language.tag(),
            redacted: report.is_redacted,
            judged_at: report.judged_at.map(moment::seconds),
            inputs: each(&report.inputs, |input| InputJson::of(input, language)),
            peers: each(&report.peers, PeerJson::of),
            summary: sentences(&report.summary, language),
            plan: each(&report.plan, |step| PlanStepJson::of(step, language)),
            matrix: each(&report.matrix, |cell| MatrixCellJson::of(cell, language)),
            findings: each(&report.findings, |finding| {
                FindingJson::of(finding, language)
            }),
            timeline: TimelineJson::of(&report.timeline, language),
            notes: sentences(&report.notes, language),
            suppressed: each(&report.suppressed, |own| SuppressedJson {
                reason: &own.reason,
                until: &own.until,
                file: &own.file,
                line: own.line,
                finding: FindingJson::of(&own.finding, language),
            }),
        }
    }
}

impl<'a> InputJson<'a> {
    fn of(input: &'a Input, language: Language) -> Self {
        Self {
            name: &input.name,
            archive: input.archive.as_deref(),
            kind: &input.kind,
            octets: input.octets,
            facts: input.facts.as_ref().map(|facts| facts.say(language)),
        }
    }
}

impl<'a> PeerJson<'a> {
    fn of(peer: &'a Peer) -> Self {
        Self {
            name: &peer.name,
            role: peer.role.as_deref(),
            version: peer.version.as_deref(),
            archives: &peer.archives,
            trusted: peer.trusted,
            issues: peer.issues,
        }
    }
}

impl<'a> PlanStepJson<'a> {
    fn of(step: &'a PlanStep, language: Language) -> Self {
        Self {
            action: step.text.say(language),
            fixes: each(&step.cells, CellJson::of),
            kind: step.effect.as_ref().map(|effect| effect.kind),
            restarts: step
                .effect
                .as_ref()
                .map(|effect| sentences(&effect.restarts, language)),
            risk: step.effect.as_ref().map(|effect| effect.risk.say(language)),
            alternatives: each(&step.alternatives, |way| way.say(language)),
            upload: each(&step.upload, UploadJson::of),
            alternative_uploads: each(&step.alternatives, |way| each(&way.upload, UploadJson::of)),
        }
    }
}

impl<'a> MatrixCellJson<'a> {
    fn of(cell: &'a MatrixCell, language: Language) -> Self {
        Self {
            cell: CellJson::of(&cell.cell),
            state: cell.state.as_str(),
            code: filled(&cell.code),
            text: cell.text.say(language),
            passed: cell.passed,
            failed: cell.failed,
        }
    }
}

impl<'a> CellJson<'a> {
    pub(super) fn of(cell: &'a Cell) -> Self {
        Self {
            node: &cell.node,
            address: &cell.address,
            port: cell.port,
            key_type: cell.key_type.map(KeyFamily::as_str),
        }
    }
}

impl<'a> TimelineJson<'a> {
    fn of(timeline: &'a Timeline, language: Language) -> Self {
        Self {
            lanes: each(&timeline.lanes, LaneJson::of),
            events: each(&timeline.events, |event| EventJson::of(event, language)),
        }
    }
}

impl<'a> LaneJson<'a> {
    fn of(lane: &'a Lane) -> Self {
        Self {
            cell: CellJson::of(&lane.cell),
            marks: each(&lane.marks, MarkJson::of),
        }
    }
}

impl<'a> MarkJson<'a> {
    fn of(mark: &'a Mark) -> Self {
        Self {
            at: moment::milliseconds(mark.at),
            outcome: match mark.outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "failed",
                Outcome::Unknown => "unknown",
            },
            count: mark.count,
            code: filled(&mark.code),
        }
    }
}

impl EventJson {
    fn of(event: &TimelineEvent, language: Language) -> Self {
        Self {
            at: moment::milliseconds(event.at),
            text: event.text.say(language),
        }
    }
}

/// Each of `items` in another shape.
pub(super) fn each<'a, T, U>(items: &'a [T], shape: impl Fn(&'a T) -> U) -> Vec<U> {
    items.iter().map(shape).collect()
}

pub(super) fn sentences(messages: &[Message], language: Language) -> Vec<String> {
    each(messages, |message| message.say(language))
}

/// A text that may be empty where there is none.
pub(super) fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
