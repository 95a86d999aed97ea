//! The verdict in one or two sentences.

use tollgate_report::{Finding, Message, State};

use super::time::utc;
use crate::case::Case;

/// The verdict: how many issues, the first by name, what failed for whom; or that nothing is wrong,
/// as far as the evidence tells.
pub(super) fn summary(case: &Case, findings: &[Finding]) -> Vec<Message> {
    let mut said = counted(findings);
    if findings.iter().any(|own| own.state == State::IssueFound) {
        said.extend(failed(case));
    }
    said
}

/// How many there are of what matters most, and the first of them by name.
pub(crate) fn counted(findings: &[Finding]) -> Vec<Message> {
    let of = |state| findings.iter().filter(move |own| own.state == state);
    let count = |state| of(state).count().to_string();
    let mut said = Vec::new();
    if let Some(first) = of(State::IssueFound).next() {
        let issues = count(State::IssueFound);
        said.push(Message::new("summary-issues", [("count", issues)]));
        said.push(first.title.clone());
    } else if let Some(first) = of(State::PotentialProblem).next() {
        let problems = count(State::PotentialProblem);
        said.push(Message::new("summary-potential", [("count", problems)]));
        said.push(first.title.clone());
    } else if of(State::MissingInformation).next().is_some() {
        let missing = count(State::MissingInformation);
        said.push(Message::new("summary-missing", [("count", missing)]));
    } else if of(State::NoIssue).next().is_some() {
        let clear = count(State::NoIssue);
        said.push(Message::new("summary-clear", [("count", clear)]));
    } else {
        said.push(Message::new("summary-nothing", []));
    }
    said
}

/// Requests that failed, how many users asked, first and last.
fn failed(case: &Case) -> Option<Message> {
    // A node that shows two keys has two cells with the same lines of the log.
    let mut counted: Vec<(usize, usize)> = Vec::new();
    let mut requests: u64 = 0;
    let mut names: Vec<&str> = Vec::new();
    let (mut first, mut last) = (None, None);
    for (number, log) in case.logs.iter().enumerate() {
        for (own, cell) in log.evidence.cells.iter().enumerate() {
            if cell.failed == 0 || counted.contains(&(number, own)) {
                continue;
            }
            counted.push((number, own));
            requests = requests.saturating_add(cell.failed);
            names.extend(cell.affected_users.names());
            for failure in &cell.failures {
                let ends = [failure.period.first(), failure.period.last()];
                for at in ends.into_iter().flatten().map(|moment| moment.unix_ms) {
                    first = Some(first.map_or(at, |known: i64| known.min(at)));
                    last = Some(last.map_or(at, |known: i64| known.max(at)));
                }
            }
        }
    }
    if requests == 0 {
        return None;
    }
    names.sort_unstable();
    names.dedup();
    let time = |at: Option<i64>| at.map_or_else(|| "-".to_owned(), |at| utc(at.div_euclid(1000)));
    Some(Message::new(
        "summary-failed",
        [
            ("count", requests.to_string()),
            ("users", names.len().to_string()),
            ("first", time(first)),
            ("last", time(last)),
        ],
    ))
}
