//! Evaluates the rules of a user's own signature.

use tollgate_report::{Evidence, Finding, FoundAt, Message, SnippetLine, State};

use crate::analysis::sources::{dump_name, part_name};
use crate::bundle::Bundle;
use crate::case::Case;
use crate::signature::{Requirement, Rules, Signature, Wanted, Watched};

/// Lines of a snippet.
const SNIPPET: usize = 6;

/// What rules that are met have found.
#[derive(Default)]
struct Met {
    rules: usize,
    evidence: Vec<(FoundAt, String)>,
    more: u64,
    first: Option<i64>,
    last: Option<i64>,
}

/// Looks for a signature of rules.
pub(super) fn look(
    case: &Case,
    signature: &Signature,
    rules: &Rules,
    watched: &Watched,
) -> Vec<Finding> {
    let mut met = Met::default();
    let peers = signature.peers(case);
    let bundles: Vec<&Bundle> = peers
        .iter()
        .filter_map(|peer| case.evidence.peers.get(*peer))
        .flat_map(|peer| &peer.bundles)
        .collect();
    met.alarms(&bundles, rules);
    met.settings(&bundles, rules);
    met.logs(case, signature, rules, watched);
    let wanted = match rules.requirement {
        Requirement::Any => 1,
        Requirement::All => rules.count(),
    };
    if met.rules < wanted {
        return Vec::new();
    }
    let state = match rules.found {
        Wanted::Issue => State::IssueFound,
        Wanted::Potential => State::PotentialProblem,
    };
    let mut finding = signature.finding(state, &Vec::new());
    finding.occurrences = u64::try_from(met.evidence.len())
        .unwrap_or(u64::MAX)
        .saturating_add(met.more);
    let shown = met.evidence.iter().rev().take(SNIPPET).rev();
    finding.snippet = shown
        .map(|(at, text)| SnippetLine {
            text: text.clone(),
            at: Some(at.clone()),
        })
        .collect();
    let evidence = met.evidence.into_iter().map(|(at, text)| Evidence {
        at,
        text: Message::plain(text),
    });
    finding.evidence = evidence.collect();
    finding.more_evidence = met.more;
    (finding.first_seen, finding.last_seen) = (met.first, met.last);
    vec![finding]
}

impl Met {
    fn alarms(&mut self, bundles: &[&Bundle], rules: &Rules) {
        for rule in &rules.alarms {
            let before = self.evidence.len();
            for bundle in bundles {
                let status = bundle.status.as_ref();
                let alarms = status.map(crate::dump::Status::alarms).unwrap_or_default();
                let standing = alarms.iter().filter(|alarm| alarm.is_raised());
                for alarm in standing.filter(|alarm| alarm.id == rule.id) {
                    let text = format!("{} {} ({})", alarm.id, alarm.title, alarm.severity);
                    let item = format!("Alarm {}", alarm.id);
                    self.add(dump_name(bundle, "xstat"), item, text);
                }
            }
            self.rules += usize::from(self.evidence.len() > before);
        }
    }

    fn settings(&mut self, bundles: &[&Bundle], rules: &Rules) {
        for rule in &rules.settings {
            let before = self.evidence.len();
            for bundle in bundles {
                let configured = bundle.configuration.as_ref();
                let configured = configured.and_then(|own| own.tree.value(&rule.path));
                let stated = bundle.status.as_ref();
                let stated = stated.and_then(|own| own.tree.value(&rule.path));
                for (value, dump) in [(configured, "xconf"), (stated, "xstat")] {
                    if rule.is_met(value) {
                        let text = format!("{}: {}", rule.path, value.unwrap_or_default());
                        self.add(dump_name(bundle, dump), rule.path.clone(), text);
                    }
                }
            }
            self.rules += usize::from(self.evidence.len() > before);
        }
    }

    fn logs(&mut self, case: &Case, signature: &Signature, rules: &Rules, watched: &Watched) {
        for rule in 0..rules.logs.len() {
            let Some(hits) = watched.hits(&signature.id, rule) else {
                continue;
            };
            for line in &hits.lines {
                let source = part_name(case, line.part);
                self.first = self.first.into_iter().chain(line.at).min();
                self.last = self.last.into_iter().chain(line.at).max();
                let at = FoundAt::Line {
                    source,
                    line: line.number,
                };
                self.evidence.push((at, line.text.clone()));
            }
            self.more = self.more.saturating_add(hits.more);
            self.rules += usize::from(!hits.lines.is_empty());
        }
    }

    fn add(&mut self, source: String, item: String, text: String) {
        self.evidence.push((FoundAt::File { source, item }, text));
    }
}
