//! Findings about certificates of nodes: one for each root cause.

use tollgate_pki::{Certificate, Code};
use tollgate_report::{Action, Finding, Message, State};

use super::cause::{Cause, Culprit, Doubt, Standing, is_trust};
use super::ecdsa;
use super::incident::{Incident, incidents, presented, store, warned};
use super::picture::picture;
use super::sighting::{Extent, cells, finding as seen_finding};
use super::standing::{state, why_not_noticed};
use super::upload::{Repair, collisions, repair, upload};
use super::words::{arguments, named};
use crate::case::Case;
use crate::signature::{NeedKind, Signature, missing_input};

/// Chains that are drawn for a finding.
const PICTURES: usize = 8;

/// Findings about what connections fail for, or would.
pub(super) fn root_causes(case: &Case, signature: &Signature, code: Code) -> Vec<Finding> {
    let incidents = incidents(case, code);
    let findings = incidents
        .iter()
        .map(|incident| finding(case, signature, incident));
    findings.collect()
}

/// Findings about what passes and deserves a look.
pub(super) fn looks(case: &Case, signature: &Signature, code: Code) -> Vec<Finding> {
    let incidents = warned(case, code);
    let findings = incidents
        .iter()
        .map(|incident| finding(case, signature, incident));
    findings.collect()
}

fn finding(case: &Case, signature: &Signature, incident: &Incident) -> Finding {
    let arguments = arguments(case, incident);
    let state = state(case, incident.standing);
    let sightings = incident.sightings(case);
    let mut finding = seen_finding(case, signature, (state, &arguments), &sightings);
    incident.code.as_str().clone_into(&mut finding.code);
    finding.cells = cells(case, &sightings);
    Extent::of(case, &incident.gravest_sightings(case)).fill(&mut finding);
    finding.chains = incident
        .causes
        .iter()
        .filter_map(|cause| picture(case, cause))
        .fold(Vec::new(), |mut drawn, picture| {
            if drawn.len() < PICTURES && !drawn.contains(&picture) {
                drawn.push(picture);
            }
            drawn
        });
    let mut notes = notes(case, incident);
    notes.append(&mut finding.further_information);
    finding.further_information = notes;
    if incident.seen().is_none() {
        finding.missing = Some(missing_input(NeedKind::Capture));
    }
    if is_trust(incident.code) && incident.standing != Standing::Warned {
        offer(case, incident, &mut finding);
    }
    if let Some(explained) = ecdsa::explain(case, incident) {
        explained.put_into(&mut finding);
    }
    if state != State::IssueFound {
        // Nothing has to be hidden of what passes.
        finding
            .actions
            .retain(|action| action.workaround_risk.is_none());
    }
    finding
}

/// What else is worth knowing of this incident.
fn notes(case: &Case, incident: &Incident) -> Vec<Message> {
    let mut notes: Vec<Message> = Vec::new();
    let mut add = |note: Message| {
        if !notes.contains(&note) {
            notes.push(note);
        }
    };
    for cause in &incident.causes {
        // Where some connections do fail it is plain why it matters.
        if incident.standing != Standing::Failed
            && let Some(why) = why_not_noticed(case, cause)
        {
            add(why);
        }
        if let Some(doubt) = &cause.doubt {
            add(doubt_note(case, cause, doubt));
        }
    }
    if incident.seen().is_none() {
        add(Message::new("cell-only-in-log", []));
    }
    notes
}

fn doubt_note(case: &Case, cause: &Cause, doubt: &Doubt) -> Message {
    let cell = case.cells.get(cause.cell).map(|cell| cell.cell.to_string());
    let cell = ("cell", cell.unwrap_or_default());
    match doubt {
        Doubt::Trusted => Message::new("cell-doubt-trusted", [cell]),
        Doubt::OtherReason(code) => Message::new(
            "cell-doubt-other-reason",
            [cell, ("code", code.to_string())],
        ),
        Doubt::FirstMatch => Message::new("cell-doubt-first-match", [cell]),
        Doubt::AddressEntry => Message::new("cell-doubt-address-entry", [cell]),
        Doubt::NoStore => Message::new("cell-doubt-no-store", [cell]),
    }
}

/// The certificates that repair it, or who has them.
fn offer(case: &Case, incident: &Incident, finding: &mut Finding) {
    let mut uploads: Vec<Certificate> = Vec::new();
    let mut wanted: Vec<String> = Vec::new();
    let mut is_enough = true;
    let mut repaired: Vec<(usize, usize)> = Vec::new();
    for cause in &incident.causes {
        let Some(at) = cause.presented else { continue };
        if repaired.contains(&at) {
            continue;
        }
        repaired.push(at);
        let Repair {
            certificates,
            is_enough: enough,
            wanted: who,
        } = repair(case, cause);
        for certificate in certificates {
            if !uploads.contains(&certificate) {
                uploads.push(certificate);
            }
        }
        is_enough &= enough;
        if let Some((name, key)) = who {
            let who = named((&name, key.as_deref()));
            if !wanted.contains(&who) {
                wanted.push(who);
            }
        }
    }
    finding.upload = uploads.iter().map(upload).collect();
    let mut front: Vec<Action> = Vec::new();
    for wanted in wanted {
        front.push(action(Message::new(
            "cell-action-obtain",
            [("wanted", wanted)],
        )));
    }
    let is_absent = matches!(
        incident.code,
        Code::SelfSigned | Code::IssuerUnknown | Code::IntermediateMissing
    );
    if incident.seen().is_none() && is_absent {
        front.push(action(Message::new("cell-action-capture", [])));
    }
    finding.actions.splice(0..0, front);
    if uploads.is_empty() {
        return;
    }
    finding
        .further_information
        .push(Message::new("cell-compare-fingerprint", []));
    if !is_enough && is_absent {
        finding
            .further_information
            .push(Message::new("cell-upload-not-enough", []));
    }
    let chain = incident.seen().and_then(|cause| presented(case, cause));
    let store = chain.and_then(|chain| store(case, chain));
    let others = other_self_signed(case, incident);
    for subject in collisions(store, &uploads, &others) {
        finding
            .further_information
            .push(Message::new("cell-upload-collides", [("subject", subject)]));
        if !finding.defects.iter().any(|defect| defect == "CSCwa12905") {
            finding.defects.push("CSCwa12905".to_owned());
        }
    }
}

/// Self-signed certificates that other findings have uploaded.
fn other_self_signed(case: &Case, incident: &Incident) -> Vec<Certificate> {
    if incident.code != Code::SelfSigned {
        return Vec::new();
    }
    incidents(case, Code::SelfSigned)
        .into_iter()
        .filter(|other| other.culprit != incident.culprit)
        .filter(|other| matches!(other.culprit, Culprit::Certificate(_)))
        .filter_map(|other| other.seen()?.certificate.clone())
        .collect()
}

pub(super) fn action(text: Message) -> Action {
    Action {
        text,
        workaround_risk: None,
    }
}

/// Puts an action in front of the workarounds.
pub(super) fn add_action(finding: &mut Finding, action: Action) {
    let place = finding
        .actions
        .iter()
        .position(|known| known.workaround_risk.is_some())
        .unwrap_or(finding.actions.len());
    finding.actions.insert(place, action);
}
