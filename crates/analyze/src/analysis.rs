//! From a case to a report: every signature in one of its five states, and what follows from all.
//!
//! A signature is *not applicable* to appliances of another role, version or use, and says why. It
//! is *missing information* where evidence that it needs is not there. Else its check or its rules
//! look at the case; what they do not find is *no issue*. One root cause is one finding: what the
//! same cause explains is attached to it and not listed beside it.

mod attach;
mod inputs;
mod matrix;
mod notes;
mod plan;
mod rules;
pub(crate) mod sources;
mod summary;
mod time;
mod timeline;

use tollgate_report::{Finding, Message, Peer, Report, State};

use crate::case::{AsOf, Case};
use crate::checks;
use crate::signature::{
    Applicability, Look, NeedKind, Signature, Watched, missing_input, role_name,
};

pub(crate) use summary::counted;
pub(crate) use time::{day, evidence_time, utc};

/// Looks for signatures in a case. Those with log rules of their own find nothing in logs this way:
/// see [`analyze_watched`].
pub fn analyze(case: &Case, signatures: &[Signature]) -> Report {
    analyze_watched(case, signatures, &Watched::default())
}

/// Looks for signatures in a case, and in the lines that a [`Watch`](crate::signature::Watch) kept.
pub fn analyze_watched(case: &Case, signatures: &[Signature], watched: &Watched) -> Report {
    let mut findings: Vec<Finding> = signatures
        .iter()
        .flat_map(|signature| findings(case, signature, watched))
        .collect();
    attach::attach(&mut findings);
    findings.sort_by(|one, other| {
        let key = |own: &Finding| (own.state, own.first_seen.unwrap_or(i64::MAX));
        key(one)
            .cmp(&key(other))
            .then_with(|| one.code.cmp(&other.code))
            .then_with(|| one.signature.cmp(&other.signature))
    });
    Report {
        inputs: inputs::inputs(case),
        peers: peers(case, &findings),
        summary: summary::summary(case, &findings),
        plan: plan::plan(&findings),
        matrix: matrix::matrix(case, &findings),
        prospects: Vec::new(),
        timeline: timeline::timeline(case, &findings),
        notes: notes::notes(case),
        findings,
        judged_at: match case.question.as_of {
            AsOf::Capture => None,
            AsOf::At(at) => Some(at),
        },
        program: env!("CARGO_PKG_VERSION").to_owned(),
        is_redacted: false,
        suppressed: Vec::new(),
    }
}

/// Says anew how many findings there are, after some were taken out; `before` is what
/// [`counted`] said of all.
pub(crate) fn recount(report: &mut Report, before: &[Message]) {
    let is_issue = |finding: &&Finding| finding.state == State::IssueFound;
    let has_issue = report.findings.iter().any(|own| is_issue(&own));
    report.summary.retain(|said| {
        let is_about_issues = matches!(said, Message::Text { id, .. } if id == "summary-failed");
        !before.contains(said) && (has_issue || !is_about_issues)
    });
    let now = counted(&report.findings);
    report.summary.splice(0..0, now);
    for peer in &mut report.peers {
        let own = report.findings.iter().filter(is_issue);
        peer.issues = own
            .filter(|finding| finding.peers.contains(&peer.name))
            .count();
    }
}

/// What one signature says: at least one finding.
fn findings(case: &Case, signature: &Signature, watched: &Watched) -> Vec<Finding> {
    let mut findings = Vec::new();
    let applicable = signature.peers(case);
    findings.extend(not_applicable(case, signature));
    if applicable.is_empty() && !case.peers.is_empty() {
        return findings;
    }
    if let Some(kind) = signature.unmet_need(case, &applicable) {
        findings.push(missing(case, signature, kind, &applicable));
        return findings;
    }
    let mut found = match &signature.look {
        Look::Check(name) => {
            checks::check(name).map_or_else(Vec::new, |check| check(case, signature))
        }
        Look::Rules(rules) => rules::look(case, signature, rules, watched),
    };
    if found.is_empty() {
        found.push(signature.finding(State::NoIssue, &Vec::new()));
    }
    for finding in &mut found {
        tell_dispute(case, signature, &applicable, finding);
        head(case, finding, &applicable);
    }
    findings.extend(found);
    findings
}

/// For the appliances that it cannot be on.
fn not_applicable(case: &Case, signature: &Signature) -> Option<Finding> {
    let mut excluded = Vec::new();
    let mut reason = None;
    for peer in 0..case.peers.len() {
        if let Applicability::Excluded(why) = signature.applicability(case, peer) {
            excluded.push(peer);
            reason.get_or_insert(why);
        }
    }
    let mut finding = signature.finding(State::NotApplicable, &Vec::new());
    finding.reason = Some(reason?);
    head(case, &mut finding, &excluded);
    Some(finding)
}

/// A finding that says which evidence is missing.
pub(crate) fn missing(
    case: &Case,
    signature: &Signature,
    kind: NeedKind,
    peers: &[usize],
) -> Finding {
    let mut finding = signature.finding(State::MissingInformation, &Vec::new());
    let input = missing_input(kind);
    finding.reason = Some(Message::new(input.how.clone(), []));
    finding.missing = Some(input);
    head(case, &mut finding, peers);
    finding
}

/// Where sources differ about the versions that are affected, the finding says so.
fn tell_dispute(case: &Case, signature: &Signature, peers: &[usize], finding: &mut Finding) {
    let is_found = matches!(finding.state, State::IssueFound | State::PotentialProblem);
    let is_disputed =
        |peer: &usize| signature.applicability(case, *peer) == Applicability::Disputed;
    if !is_found || !peers.iter().any(is_disputed) {
        return;
    }
    let said = &mut finding.further_information;
    said.push(Message::new("versions-disputed", []));
    let statements = signature.applies.versions.iter();
    let meanings = statements.filter_map(|statement| statement.meaning.as_ref());
    said.extend(meanings.map(|meaning| meaning.message(&Vec::new())));
}

/// Names the appliances and archives of a finding, where its check did not.
fn head(case: &Case, finding: &mut Finding, peers: &[usize]) {
    if finding.peers.is_empty() {
        let names = peers.iter().filter_map(|peer| case.peers.get(*peer));
        finding.peers = names.map(|peer| peer.name.clone()).collect();
    }
    if finding.archive.is_none() {
        let of_finding = |name: &String| finding.peers.contains(name);
        let both = case.peers.iter().zip(&case.evidence.peers);
        let archives: Vec<String> = both
            .filter(|(own, _)| of_finding(&own.name))
            .flat_map(|(_, peer)| archives(peer))
            .collect();
        finding.archive = (!archives.is_empty()).then(|| archives.join(", "));
    }
}

/// The outermost archives that an appliance's bundles came in.
fn archives(peer: &crate::bundle::Peer) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for bundle in &peer.bundles {
        let Some(archive) = &bundle.archive else {
            continue;
        };
        let outermost = archive.archives().first().unwrap_or_else(|| archive.name());
        let name = outermost.base().to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn peers(case: &Case, findings: &[Finding]) -> Vec<Peer> {
    let both = case.peers.iter().zip(&case.evidence.peers);
    both.map(|(own, peer)| {
        let issues = findings.iter().filter(|finding| {
            finding.state == State::IssueFound && finding.peers.contains(&own.name)
        });
        Peer {
            name: own.name.clone(),
            role: own.role.map(|role| role_name(role).to_owned()),
            version: own.version.as_ref().map(ToString::to_string),
            archives: archives(peer),
            trusted: own
                .trust
                .as_ref()
                .map(|(_, store)| store.certificates().len()),
            issues: issues.count(),
        }
    })
    .collect()
}
