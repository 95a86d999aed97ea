//! Requests that failed without a word about a certificate: resets, time-outs, no answer.

use tollgate_capture::{Outcome, Role};
use tollgate_report::{Evidence, Finding, Message, State};

use super::account::{archive_of_log, line};
use super::cause::{Standing, causes, handshake, is_of_traffic_server};
use super::negotiation::no_overlap_at;
use super::own_certificate::is_refused_at;
use super::sighting::{Extent, Sighting, cells, finding};
use super::words::{known, places};
use crate::case::{Case, CellCase};
use crate::log::Unexplained;
use crate::signature::Signature;

/// Lines that are listed for a cell.
const LINES: usize = 20;

/// Findings about requests that were answered with 502 or 504 for no reason that a log or a verdict
/// gives, and about handshakes that nobody finished; one for each cell.
pub(super) fn unexplained(case: &Case, signature: &Signature) -> Vec<Finding> {
    let explained: Vec<usize> = causes(case)
        .into_iter()
        .filter(|cause| cause.standing == Standing::Failed)
        .map(|cause| cause.cell)
        .collect();
    let mut findings = Vec::new();
    for (index, cell) in case.cells.iter().enumerate() {
        if explained.contains(&index)
            || !is_of_traffic_server(cell)
            || no_overlap_at(case, index, cell)
            || is_refused_at(case, index, cell)
        {
            continue;
        }
        findings.extend(at_cell(case, signature, (index, cell)));
    }
    findings
}

fn at_cell(
    case: &Case,
    signature: &Signature,
    (index, cell): (usize, &CellCase),
) -> Option<Finding> {
    let logged = logged(case, cell);
    let other: Vec<usize> = (0..cell.failures.len()).collect();
    let broken: Vec<(usize, usize)> = cell
        .attempts
        .iter()
        .filter_map(|attempt| attempt.handshake)
        .filter(|at| handshake(case, *at).is_some_and(|seen| is_broken(seen.outcome)))
        .collect();
    if logged.is_empty() && other.is_empty() && broken.is_empty() {
        return None;
    }
    let state = if logged.is_empty() && other.is_empty() {
        State::PotentialProblem
    } else {
        State::IssueFound
    };
    let sightings = [Sighting {
        cell: index,
        failures: other,
        handshakes: broken,
        requests_of_cell: false,
    }];
    let mut arguments = places(&cells(case, &sightings));
    let statuses: Vec<String> = logged.iter().map(|(_, seen)| status(seen)).collect();
    arguments.push(("status", statuses.join(", ")));
    arguments.push(("seen", known(statuses.first())));
    let mut finding = finding(case, signature, (state, &arguments), &sightings);
    let mut extent = Extent::of(case, &sightings);
    let in_handshakes = if logged.is_empty() {
        extent.occurrences
    } else {
        0
    };
    let from_failures = sightings
        .iter()
        .flat_map(|sighting| sighting.failures(case))
        .fold(0_u64, |sum, failure| {
            sum.saturating_add(failure.occurrences)
        });
    extent.occurrences = in_handshakes.max(from_failures);
    for (log, seen) in &logged {
        extent.occurrences = extent.occurrences.saturating_add(seen.transactions);
        extent.requests = extent.requests.saturating_add(seen.transactions);
        extent.add_users(&seen.users);
        extent.note(seen.period.first().map(|at| at.unix_ms));
        extent.note(seen.period.last().map(|at| at.unix_ms));
        add_lines(case, *log, seen, &mut finding);
        if finding.archive.is_none() {
            finding.archive = archive_of_log(case, *log);
        }
    }
    extent.fill(&mut finding);
    finding.further_information.insert(0, shown(case, cell));
    Some(finding)
}

const fn is_broken(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Reset { .. } | Outcome::Refused { .. } => true,
        Outcome::Established | Outcome::Incomplete => false,
    }
}

/// What the logs say about requests to this cell that nothing explains.
fn logged<'c>(case: &'c Case, cell: &CellCase) -> Vec<(usize, &'c Unexplained)> {
    let mut found = Vec::new();
    // Cells of several key types share what the log knows: the first of them has it.
    let is_first = case
        .cells
        .iter()
        .find(|other| {
            other.cell.address == cell.cell.address
                && other.cell.port == cell.cell.port
                && other.cell.node == cell.cell.node
        })
        .is_some_and(|first| std::ptr::eq(first, cell));
    if !is_first {
        return found;
    }
    for (log, at) in &cell.logged {
        let evidence = case.logs.get(*log).map(|material| &material.evidence);
        let own = evidence.and_then(|evidence| evidence.cells.get(*at));
        let unexplained = own.into_iter().flat_map(|own| &own.unexplained);
        found.extend(unexplained.map(|seen| (*log, seen)));
    }
    found
}

fn status(seen: &Unexplained) -> String {
    format!("{} {}", seen.status, seen.reason)
        .trim_end()
        .to_owned()
}

fn add_lines(case: &Case, log: usize, seen: &Unexplained, finding: &mut Finding) {
    let Some(material) = case.logs.get(log) else {
        return;
    };
    for position in seen.places.items.iter().take(LINES) {
        finding.evidence.push(Evidence {
            at: line(case, material, *position),
            text: Message::plain(status(seen)),
        });
    }
    let listed = seen.places.items.len().min(LINES);
    let listed = u64::try_from(listed).unwrap_or(u64::MAX);
    finding.more_evidence = finding
        .more_evidence
        .saturating_add(seen.places.count().saturating_sub(listed));
}

/// What the capture shows of the connections.
fn shown(case: &Case, cell: &CellCase) -> Message {
    let handshakes = cell.attempts.iter().filter_map(|attempt| attempt.handshake);
    let seen: Vec<Outcome> = handshakes
        .filter_map(|at| handshake(case, at))
        .map(|handshake| handshake.outcome)
        .collect();
    let has_capture = cell
        .peers
        .iter()
        .filter_map(|peer| case.peers.get(*peer))
        .any(|peer| !peer.captures.is_empty());
    let count = |wanted: fn(&Outcome) -> bool| {
        seen.iter()
            .filter(|outcome| wanted(outcome))
            .count()
            .to_string()
    };
    if !has_capture {
        return Message::new("cell-unexplained-no-capture", []);
    }
    if seen.is_empty() {
        return Message::new("cell-unexplained-no-handshake", []);
    }
    Message::new(
        "cell-unexplained-handshakes",
        [
            ("established", count(|o| *o == Outcome::Established)),
            ("node", count(|o| is_by(*o, Role::Server))),
            ("appliance", count(|o| is_by(*o, Role::Client))),
            ("incomplete", count(|o| *o == Outcome::Incomplete)),
        ],
    )
}

fn is_by(outcome: Outcome, role: Role) -> bool {
    match outcome {
        Outcome::Refused { by, .. } | Outcome::Reset { by } => by == role,
        Outcome::Established | Outcome::Incomplete => false,
    }
}
