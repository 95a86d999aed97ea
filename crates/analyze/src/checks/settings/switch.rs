//! The switch that makes the traffic server verify.

use tollgate_report::{Evidence, Finding, FoundAt, Message, State};

use super::{configuration, peer_name, setting, show, told};
use crate::analysis::sources::part_name;
use crate::case::Case;
use crate::dump::Switch;
use crate::signature::Signature;

/// `VerifyOriginServer` is off, or only reports.
pub(super) fn verification_off(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some((value, evidence)) = configured(case, peer).or_else(|| logged(case, peer)) else {
            continue;
        };
        let name = peer_name(case, peer);
        let arguments = vec![("peers", name.clone()), ("value", value)];
        let mut finding = told(signature, State::PotentialProblem, &arguments);
        finding.peers = vec![name];
        show(&mut finding, vec![evidence]);
        findings.push(finding);
    }
    findings
}

fn configured(case: &Case, peer: usize) -> Option<(String, Evidence)> {
    let (bundle, configuration) = configuration(case, peer)?;
    let value = match configuration.verify_origin_server() {
        Switch::Off => "Off",
        Switch::Unknown(value) => value,
        Switch::On | Switch::Absent => return None,
    };
    let path = "EdgeConfigServer VerifyOriginServer";
    let text = format!("xConfiguration {path}: {value}");
    Some((value.to_owned(), setting(bundle, "xconf", path, text)))
}

/// The last that the log says about it, where there is no configuration.
fn logged(case: &Case, peer: usize) -> Option<(String, Evidence)> {
    if configuration(case, peer).is_some() {
        return None;
    }
    let logs = case.peers.get(peer)?.logs.iter().rev();
    let mut materials = logs.filter_map(|log| case.logs.get(*log));
    let (material, note) = materials.find_map(|material| {
        let note = material.evidence.verification.items.last()?;
        Some((material, note))
    })?;
    if note.value.eq_ignore_ascii_case("On") {
        return None;
    }
    let file = usize::try_from(note.entry.position.file).ok()?;
    let part = material.parts.get(file)?;
    let evidence = Evidence {
        at: FoundAt::Line {
            source: part_name(case, *part),
            line: note.entry.position.line,
        },
        text: Message::plain(note.entry.text.clone()),
    };
    Some((note.value.clone(), evidence))
}
