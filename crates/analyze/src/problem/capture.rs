//! What could not be read of a capture, in sentences. The capture crate knows no language.

use tollgate_capture::{Facts, Problem, ProblemKind};
use tollgate_report::Message;

use crate::place::Place;

/// What was not, or not wholly, read of a capture: its problems in their order, what the capturing
/// program lost, and why reading broke off, if it did.
pub fn capture_notes(place: &Place, facts: &Facts, broken_off: Option<&str>) -> Vec<Message> {
    let counted = |id: &str, count: u64| {
        (count > 0).then(|| {
            let place = ("place", place.to_string());
            Message::new(id, [place, ("count", count.to_string())])
        })
    };
    let described = facts.problems.iter().map(|problem| note(place, problem));
    let broken_off = broken_off.map(|error| {
        let place = ("place", place.to_string());
        Message::new(
            "problem-capture-broken-off",
            [place, ("error", error.to_owned())],
        )
    });
    described
        .chain(counted("problem-capture-more", facts.further_problems))
        .chain(counted(
            "problem-capture-dropped",
            facts.dropped.unwrap_or_default(),
        ))
        .chain(counted("problem-capture-short-packets", facts.cut_packets))
        .chain(broken_off)
        .collect()
}

fn note(place: &Place, problem: &Problem) -> Message {
    let (id, values) = described(problem.kind);
    let mut arguments = vec![
        ("place", place.to_string()),
        ("position", problem.position.to_string()),
        ("frames", problem.frames.to_string()),
    ];
    arguments.extend(values);
    Message::Text {
        id: id.to_owned(),
        arguments,
    }
}

/// The message of a kind, and the values that only it has.
fn described(kind: ProblemKind) -> (&'static str, Vec<(&'static str, String)>) {
    let number = |name, value: u32| (name, value.to_string());
    let octets = |name, value: u64| (name, value.to_string());
    let block_type = |block: u32| ("block", format!("{block:#010x}"));
    match kind {
        ProblemKind::CutRecord {
            expected,
            available,
        } => (
            "problem-capture-cut-record",
            vec![octets("expected", expected), octets("available", available)],
        ),
        ProblemKind::DamagedGzip => ("problem-capture-gzip", Vec::new()),
        ProblemKind::TooMuchExpanded => ("problem-capture-expanded", Vec::new()),
        ProblemKind::OversizedPacket { length } => {
            ("problem-capture-packet", vec![number("length", length)])
        }
        ProblemKind::BadBlockLength { block, length } => (
            "problem-capture-block",
            vec![block_type(block), number("length", length)],
        ),
        ProblemKind::BlockLengthsDiffer {
            block,
            first,
            second,
        } => (
            "problem-capture-block-lengths",
            vec![
                block_type(block),
                number("first", first),
                number("second", second),
            ],
        ),
        ProblemKind::OversizedBlock { block, length } => (
            "problem-capture-large-block",
            vec![block_type(block), number("length", length)],
        ),
        ProblemKind::MalformedBlock { block } => {
            ("problem-capture-malformed-block", vec![block_type(block)])
        }
        ProblemKind::UnknownInterface { interface } => (
            "problem-capture-interface",
            vec![number("interface", interface)],
        ),
        ProblemKind::TooManyInterfaces => ("problem-capture-interfaces", Vec::new()),
        ProblemKind::UnreadLinkType { link_type } => (
            "problem-capture-link-type",
            vec![number("link_type", link_type.into())],
        ),
        ProblemKind::StreamsEvicted => ("problem-capture-streams", Vec::new()),
        ProblemKind::HeldBytesEvicted => ("problem-capture-held", Vec::new()),
        ProblemKind::FragmentsEvicted => ("problem-capture-fragments", Vec::new()),
        ProblemKind::TooManySecrets => ("problem-capture-secrets", Vec::new()),
    }
}
