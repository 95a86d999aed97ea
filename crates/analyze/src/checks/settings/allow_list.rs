//! Requests that the allow list denied.

use std::collections::BTreeSet;

use tollgate_report::{Evidence, Finding, FoundAt, Message, State, Users};

use super::{listed, show, told};
use crate::analysis::sources::part_name;
use crate::case::Case;
use crate::signature::Signature;

/// Users that are named.
const USERS: usize = 10;

/// What the allow list denied, the most frequent first.
pub(super) fn denied(case: &Case, signature: &Signature) -> Vec<Finding> {
    let peers = signature.peers(case);
    let own = peers.iter().filter_map(|peer| case.peers.get(*peer));
    let mut denials = Vec::new();
    let mut more: u64 = 0;
    for material in own
        .flat_map(|own| &own.logs)
        .filter_map(|log| case.logs.get(*log))
    {
        more = more.saturating_add(material.evidence.more_denials);
        denials.extend(
            material
                .evidence
                .denials
                .iter()
                .map(|denial| (material, denial)),
        );
    }
    if denials.is_empty() {
        return Vec::new();
    }
    denials.sort_by_key(|(_, denial)| std::cmp::Reverse(denial.count));
    let names: Vec<String> = denials
        .iter()
        .map(|(_, denial)| format!("{} {} ({})", denial.method, denial.request, denial.count))
        .collect();
    let count: u64 = denials
        .iter()
        .map(|(_, denial)| denial.count)
        .fold(more, u64::saturating_add);
    let arguments = vec![("count", count.to_string()), ("requests", listed(&names))];
    let mut finding = told(signature, State::IssueFound, &arguments);
    let evidence = denials.iter().map(|(material, denial)| {
        let position = denial.latest.position;
        let file = usize::try_from(position.file).unwrap_or(usize::MAX);
        let part = material.parts.get(file);
        Evidence {
            at: FoundAt::Line {
                source: part.map_or_else(String::new, |part| part_name(case, *part)),
                line: position.line,
            },
            text: Message::plain(denial.latest.text.clone()),
        }
    });
    show(&mut finding, evidence.collect());
    let periods = || denials.iter().map(|(_, denial)| denial.period);
    let first = periods().filter_map(|period| period.first());
    let last = periods().filter_map(|period| period.last());
    finding.first_seen = first.map(|moment| moment.unix_ms).min();
    finding.last_seen = last.map(|moment| moment.unix_ms).max();
    finding.occurrences = count;
    finding.requests = count;
    let names: BTreeSet<&str> = denials
        .iter()
        .flat_map(|(_, denial)| denial.users.names())
        .collect();
    finding.users = Users {
        count: u64::try_from(names.len()).unwrap_or(u64::MAX),
        are_more: denials.iter().any(|(_, denial)| denial.users.are_more()),
        names: names.into_iter().take(USERS).map(str::to_owned).collect(),
    };
    vec![finding]
}
