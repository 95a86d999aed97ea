//! The evidence itself: what is damaged, absent, hidden or at odds.

use std::collections::BTreeSet;

use tollgate_capture::Visibility;
use tollgate_report::{Evidence, Finding, FoundAt, Message, MissingInput, State};

use super::{listed, peer_name, show, told};
use crate::analysis::sources::{part_name, part_place};
use crate::analysis::utc;
use crate::case::{Case, CellCase, Skew};
use crate::log::FailureKind;
use crate::problem::{Effect, capture_notes};
use crate::signature::{NeedKind, Signature, missing_input};

/// Clocks that differ by less agree: lines are written after the fact.
const SKEW_MS: i64 = 2_000;
/// Times of restarts that are named.
const TIMES: usize = 3;

/// Files that were not read, or not wholly.
pub(super) fn damaged(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut files: Vec<String> = Vec::new();
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut add = |name: String, text: Message| {
        if !files.contains(&name) {
            files.push(name.clone());
        }
        let at = FoundAt::File {
            source: name,
            item: String::new(),
        };
        evidence.push(Evidence { at, text });
    };
    for problem in case.evidence.problems.kept() {
        if problem.kind.effect() == Effect::Remark {
            continue;
        }
        add(problem.place.to_string(), Message::from(problem));
    }
    for capture in &case.captures {
        let Some(place) = part_place(case, capture.part) else {
            continue;
        };
        let broken_off = capture.broken_off.as_deref();
        for note in capture_notes(place, &capture.facts, broken_off) {
            add(place.name().as_str().to_owned(), note);
        }
    }
    for material in &case.logs {
        for (number, file) in material.evidence.files.iter().enumerate() {
            if file.cut.ends_within_entry {
                let part = material.parts.get(number);
                let name = part.map_or_else(|| file.name.clone(), |part| part_name(case, *part));
                let text = Message::new("problem-log-end", [("place", name.clone())]);
                add(name, text);
            }
        }
    }
    if files.is_empty() {
        return Vec::new();
    }
    let arguments = vec![
        ("count", files.len().to_string()),
        ("files", listed(&files)),
    ];
    let mut finding = told(signature, State::MissingInformation, &arguments);
    finding.missing = Some(MissingInput {
        id: "files-again".to_owned(),
        how: "missing-how-files-again".to_owned(),
    });
    finding.reason = Some(Message::new("missing-how-files-again", []));
    show(&mut finding, evidence);
    vec![finding]
}

/// Failures in the log at places where no capture shows what was presented.
pub(super) fn capture_lacks_handshake(case: &Case, signature: &Signature) -> Vec<Finding> {
    let peers = signature.peers(case);
    let lacking = |cell: &&CellCase| {
        let is_failed = cell.failures.iter().any(|failure| {
            let is_about_certificates = match &failure.kind {
                FailureKind::Chain { .. } | FailureKind::Name { .. } | FailureKind::Unspecified => {
                    true
                }
                FailureKind::NodeAlert { .. } | FailureKind::Other { .. } => false,
            };
            is_about_certificates && peers.contains(&failure.peer)
        });
        // A node that shows two keys has a cell for each: the failure may be about the other.
        let is_shown = case.cells.iter().any(|other| {
            let is_twin =
                other.cell.address == cell.cell.address && other.cell.port == cell.cell.port;
            is_twin && (!other.presented.is_empty() || is_hidden(case, other))
        });
        is_failed && !is_shown
    };
    let cells: Vec<&CellCase> = case.cells.iter().filter(lacking).collect();
    missing_at(case, signature, &cells, missing_input(NeedKind::Capture))
}

/// Handshakes of which the certificate is not visible, at places where no other one shows it.
pub(super) fn certificate_not_visible(case: &Case, signature: &Signature) -> Vec<Finding> {
    let hidden = |cell: &&CellCase| cell.presented.is_empty() && is_hidden(case, cell);
    let cells: Vec<&CellCase> = case.cells.iter().filter(hidden).collect();
    let input = MissingInput {
        id: "key-log".to_owned(),
        how: "missing-how-key-log".to_owned(),
    };
    missing_at(case, signature, &cells, input)
}

fn is_hidden(case: &Case, cell: &CellCase) -> bool {
    let mut handshakes = cell.attempts.iter().filter_map(|attempt| attempt.handshake);
    handshakes.any(|(capture, number)| {
        let capture = case.captures.get(capture);
        let handshake = capture.and_then(|own| own.handshakes.get(number));
        handshake.is_some_and(|own| {
            matches!(own.visibility, Visibility::Encrypted | Visibility::Resumed)
        })
    })
}

fn missing_at(
    case: &Case,
    signature: &Signature,
    cells: &[&CellCase],
    input: MissingInput,
) -> Vec<Finding> {
    if cells.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = cells.iter().map(|cell| cell.cell.to_string()).collect();
    let arguments = vec![("cells", listed(&names))];
    let mut finding = told(signature, State::MissingInformation, &arguments);
    finding.reason = Some(Message::new(input.how.clone(), []));
    finding.missing = Some(input);
    finding.cells = cells.iter().map(|cell| cell.cell.clone()).collect();
    let peers: BTreeSet<usize> = cells.iter().flat_map(|cell| &cell.peers).copied().collect();
    finding.peers = peers.iter().map(|peer| peer_name(case, *peer)).collect();
    finding.first_seen = cells.iter().filter_map(|cell| cell.first).min();
    finding.last_seen = cells.iter().filter_map(|cell| cell.last).max();
    vec![finding]
}

/// Log and capture, or the two clocks of log lines, differ, or a clock was set back.
pub(super) fn clock_skew(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some(own) = case.peers.get(peer) else {
            continue;
        };
        let mut said: Vec<String> = Vec::new();
        let mut evidence = Vec::new();
        if let Skew::Estimated { ahead_ms, pairs } = own.skew
            && ahead_ms.abs() > SKEW_MS
        {
            said.push(format!("log - capture = {} s ({pairs})", seconds(ahead_ms)));
        }
        for material in own.logs.iter().filter_map(|log| case.logs.get(*log)) {
            for (number, file) in material.evidence.files.iter().enumerate() {
                let part = material.parts.get(number);
                let name = part.map_or_else(|| file.name.clone(), |part| part_name(case, *part));
                let clock = &file.clock;
                if let Some(first) = clock.differing.items.first()
                    && first.ahead_ms.abs() > SKEW_MS
                {
                    let ahead = seconds(first.ahead_ms);
                    said.push(format!("local time - UTCTime = {ahead} s"));
                    evidence.push(at_line(&name, first.position.line));
                }
                if let Some(first) = clock.steps_back.items.first() {
                    let back = seconds(first.to_ms.saturating_sub(first.from_ms));
                    said.push(format!("clock set back: {back} s"));
                    evidence.push(at_line(&name, first.position.line));
                }
            }
        }
        if said.is_empty() {
            continue;
        }
        said.sort();
        said.dedup();
        let arguments = vec![("what", said.join("; "))];
        let mut finding = told(signature, State::PotentialProblem, &arguments);
        finding.peers = vec![own.name.clone()];
        show(&mut finding, evidence);
        findings.push(finding);
    }
    findings
}

fn at_line(source: &str, line: u64) -> Evidence {
    Evidence {
        at: FoundAt::Line {
            source: source.to_owned(),
            line,
        },
        text: Message::new("evidence-clock-line", []),
    }
}

/// `-3.2`.
fn seconds(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    let ms = ms.unsigned_abs();
    format!("{sign}{}.{}", ms / 1000, ms % 1000 / 100)
}

/// The traffic server was started again while it was logged.
pub(super) fn log_restarted(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some(own) = case.peers.get(peer) else {
            continue;
        };
        let mut times = Vec::new();
        let mut evidence = Vec::new();
        let mut count: u64 = 0;
        for material in own.logs.iter().filter_map(|log| case.logs.get(*log)) {
            let restarts = &material.evidence.restarts;
            count = count.saturating_add(restarts.count());
            for restart in &restarts.items {
                let file = usize::try_from(restart.position.file).unwrap_or(usize::MAX);
                let part = material.parts.get(file);
                let pid =
                    |pid: Option<u32>| pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
                times.push(restart.at.unix_ms);
                evidence.push(Evidence {
                    at: FoundAt::Line {
                        source: part.map_or_else(String::new, |part| part_name(case, *part)),
                        line: restart.position.line,
                    },
                    text: Message::new(
                        "evidence-restart",
                        [
                            ("host", restart.host.clone()),
                            ("from", pid(restart.from)),
                            ("to", pid(restart.to)),
                        ],
                    ),
                });
            }
        }
        if count == 0 {
            continue;
        }
        times.sort_unstable();
        let named = times.iter().take(TIMES).map(|at| utc(at.div_euclid(1000)));
        let arguments = vec![
            ("count", count.to_string()),
            ("times", named.collect::<Vec<_>>().join(", ")),
        ];
        let mut finding = told(signature, State::PotentialProblem, &arguments);
        finding.peers = vec![own.name.clone()];
        (finding.first_seen, finding.last_seen) = (times.first().copied(), times.last().copied());
        show(&mut finding, evidence);
        finding.occurrences = count;
        findings.push(finding);
    }
    findings
}
