//! Findings about nodes as tests need them.

use tollgate_analyze::analysis::analyze;
use tollgate_analyze::signature::{Look, Signature};
use tollgate_report::{Action, Finding, Message, Report, State};

use crate::case_support::{Files, archive, files, gather};

/// The checks of these signatures look at what nodes presented.
const NODES: [&str; 20] = [
    "self-signed",
    "issuer-unknown",
    "intermediate-missing",
    "outside-dates",
    "expires-soon",
    "shadowed",
    "weak",
    "usage",
    "bad-signature",
    "chain-too-long",
    "refused-otherwise",
    "name-absent",
    "ip-absent",
    "short-name",
    "common-name-only",
    "partial-wildcard",
    "ip-as-name",
    "no-overlap",
    "client-certificate-refused",
    "unexplained",
];

/// The signatures about nodes alone.
pub(crate) fn of_nodes() -> Vec<Signature> {
    let is_ours = |own: &Signature| match &own.look {
        Look::Check(name) => NODES.contains(&name.as_str()),
        Look::Rules(_) => false,
    };
    let own: Vec<Signature> = Signature::built_in().into_iter().filter(is_ours).collect();
    assert_eq!(own.len(), NODES.len());
    own
}

/// A scenario with changed files.
pub(crate) fn analyzed(scenario: usize, change: impl Fn(&mut Files)) -> Report {
    let mut own = files(scenario);
    change(&mut own);
    let case = gather(&[("diagnostic_log_vcsc.tar.gz", archive(&own))]);
    analyze(&case, &of_nodes())
}

/// State, code and signature of what was found.
pub(crate) fn told(report: &Report) -> Vec<String> {
    report
        .findings
        .iter()
        .filter(|own| matches!(own.state, State::IssueFound | State::PotentialProblem))
        .map(|own| format!("{} {} {}", own.state, own.code, own.signature))
        .collect()
}

/// The one finding of a signature.
#[track_caller]
pub(crate) fn about<'r>(report: &'r Report, signature: &str) -> &'r Finding {
    let own: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|own| own.signature == signature)
        .collect();
    assert_eq!(own.len(), 1, "{signature}: {:?}", told(report));
    own[0]
}

pub(crate) fn cells(finding: &Finding) -> Vec<String> {
    finding.cells.iter().map(ToString::to_string).collect()
}

/// Message ids of actions.
pub(crate) fn ids(actions: &[Action]) -> Vec<String> {
    let ids = actions.iter().map(|action| match &action.text {
        Message::Text { id, .. } => id.clone(),
        other => format!("{other:?}"),
    });
    ids.collect()
}

/// Message ids of further information.
pub(crate) fn notes(finding: &Finding) -> Vec<String> {
    let notes = finding.further_information.iter();
    let ids = notes.filter_map(|note| match note {
        Message::Text { id, .. } => Some(id.clone()),
        Message::Plain(_) | Message::Own(_) => None,
    });
    ids.collect()
}
