//! Alarms that stand, as the status dump has them.

use tollgate_report::{Finding, Message, State};

use super::{listed, peer_name, setting, show, status, told};
use crate::case::Case;
use crate::dump::Alarm;
use crate::signature::Signature;

/// The alarm that diagnostic logging itself raises.
const VERBOSE_LOGGING: &str = "25019";

/// Every alarm that was not lowered. `Error` and graver is an issue, the rest deserves a look.
pub(super) fn detected(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some((bundle, status)) = status(case, peer) else {
            continue;
        };
        let mut alarms = status.alarms();
        alarms.retain(Alarm::is_raised);
        if alarms.is_empty() {
            continue;
        }
        let state = if alarms.iter().any(is_grave) {
            State::IssueFound
        } else {
            State::PotentialProblem
        };
        let names: Vec<String> = alarms.iter().map(describe).collect();
        let arguments = vec![
            ("count", alarms.len().to_string()),
            ("alarms", listed(&names)),
        ];
        let mut finding = told(signature, state, &arguments);
        finding.peers = vec![peer_name(case, peer)];
        if alarms.iter().any(|alarm| alarm.id == VERBOSE_LOGGING) {
            let said = &mut finding.further_information;
            said.push(Message::new("alarm-verbose-logging", []));
        }
        let evidence = alarms.iter().zip(names).map(|(alarm, text)| {
            let item = format!("Alarm {}", alarm.id);
            setting(bundle, "xstat", item, text)
        });
        show(&mut finding, evidence.collect());
        findings.push(finding);
    }
    findings
}

fn is_grave(alarm: &Alarm<'_>) -> bool {
    let grave = ["Error", "Critical", "Alert", "Emergency"];
    grave
        .iter()
        .any(|word| alarm.severity.eq_ignore_ascii_case(word))
}

/// `25019 Verbose log levels configured (Warning)`.
fn describe(alarm: &Alarm<'_>) -> String {
    let Alarm {
        id,
        title,
        severity,
        state,
    } = alarm;
    if state.is_empty() || state.eq_ignore_ascii_case("Raised") {
        format!("{id} {title} ({severity})")
    } else {
        format!("{id} {title} ({severity}, {state})")
    }
}
