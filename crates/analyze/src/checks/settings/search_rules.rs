//! Search rules that do the same.

use tollgate_report::{Finding, State};

use super::{configuration, listed, peer_name, setting, show, told};
use crate::case::Case;
use crate::dump::{SearchRule, Switch};
use crate::signature::Signature;

/// Search rules that are compared. Each is compared with each; no appliance takes more.
const RULES: usize = 2_000;

/// Two enabled rules of one source, mode, pattern and priority that share a protocol: a call that
/// matches goes out twice.
pub(super) fn duplicate(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some((bundle, configuration)) = configuration(case, peer) else {
            continue;
        };
        let mut rules = configuration.search_rules();
        rules.retain(|rule| matches!(rule.state, Switch::On | Switch::Absent));
        rules.truncate(RULES);
        let mut twins: Vec<usize> = Vec::new();
        let mut protocol = "";
        for (place, one) in rules.iter().enumerate() {
            let others = rules.iter().enumerate().skip(place + 1);
            for (other_place, other) in others {
                if let Some(shared) = is_same(one, other) {
                    protocol = shared;
                    twins.extend([place, other_place]);
                }
            }
        }
        if twins.is_empty() {
            continue;
        }
        twins.sort_unstable();
        twins.dedup();
        let twins: Vec<&SearchRule<'_>> = twins.iter().filter_map(|at| rules.get(*at)).collect();
        let names: Vec<String> = twins.iter().map(|rule| quoted(rule)).collect();
        let arguments = vec![("rules", listed(&names)), ("protocol", protocol.to_owned())];
        let mut finding = told(signature, State::IssueFound, &arguments);
        finding.peers = vec![peer_name(case, peer)];
        let evidence = twins.iter().map(|rule| {
            let item = format!("Zones Policy SearchRules Rule {}", rule.number);
            setting(bundle, "xconf", item, describe(rule))
        });
        show(&mut finding, evidence.collect());
        findings.push(finding);
    }
    findings
}

/// The protocol that both take; `None` where they differ in anything else.
fn is_same<'t>(one: &SearchRule<'t>, other: &SearchRule<'t>) -> Option<&'t str> {
    let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let is_same = same(one.mode, other.mode)
        && same(one.pattern_type, other.pattern_type)
        && one.pattern == other.pattern
        && one.priority == other.priority
        && same(source(one), source(other))
        && one.source_name == other.source_name
        && (same(one.traffic, other.traffic) || is_any(one.traffic) || is_any(other.traffic));
    if !is_same {
        return None;
    }
    let (one, other) = (one.protocol, other.protocol);
    if is_any(one) && is_any(other) {
        Some("SIP, H.323")
    } else if is_any(one) {
        Some(other)
    } else if is_any(other) || same(one, other) {
        Some(one)
    } else {
        None
    }
}

fn is_any(word: &str) -> bool {
    word.is_empty() || word.eq_ignore_ascii_case("Any")
}

/// A dump that leaves out the source means every one.
fn source<'t>(rule: &SearchRule<'t>) -> &'t str {
    if rule.source.is_empty() {
        "Any"
    } else {
        rule.source
    }
}

fn quoted(rule: &SearchRule<'_>) -> String {
    format!("{} \"{}\"", rule.number, rule.name)
}

fn describe(rule: &SearchRule<'_>) -> String {
    let priority = rule
        .priority
        .map_or_else(String::new, |own| own.to_string());
    let parts = [
        ("Name", rule.name),
        ("Priority", &priority),
        ("Protocol", rule.protocol),
        ("Source", rule.source),
        ("Mode", rule.mode),
        ("Pattern", rule.pattern),
        ("Target", rule.target),
    ];
    let parts = parts.iter().filter(|(_, value)| !value.is_empty());
    let parts = parts.map(|(name, value)| format!("{name}: {value}"));
    format!(
        "Rule {} {}",
        rule.number,
        parts.collect::<Vec<_>>().join(", ")
    )
}
