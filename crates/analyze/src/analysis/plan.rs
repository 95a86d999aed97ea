//! What to do, each once: the actions of all findings that break or would break something.

use tollgate_report::{Cell, Finding, Message, PlanAlternative, PlanStep, State, Upload};

/// Actions that reach the same end as the one before them in their finding. Their sentences begin
/// with "or".
pub(crate) const ALTERNATIVES: &[&str] = &[
    "cell-action-prefer-rsa",
    "cell-intermediate-action-upload",
    "cell-ip-action-reissue",
    "cell-issuer-action-sign",
    "cell-name-action-reissue",
    "cell-self-signed-action-upload",
    "cipher-string-prefers-ecdsa-action-2",
    "node-advertised-by-address-action-2",
    "same-name-certificates-action-2",
    "same-name-certificates-action-3",
];

/// First actions that need none of the certificates of their finding: an alternative does.
const WITHOUT_UPLOAD: &[&str] = &["cell-self-signed-action-sign"];

/// The alternatives that need them then.
const WITH_UPLOAD: &[&str] = &["cell-self-signed-action-upload"];

/// The plan of findings, which are in order. Workarounds are never in it.
pub(super) fn plan(findings: &[Finding]) -> Vec<PlanStep> {
    let mut steps: Vec<PlanStep> = Vec::new();
    for finding in findings {
        if !is_planned(finding) {
            continue;
        }
        let actions = finding.actions.iter();
        let actions = actions.filter(|action| action.workaround_risk.is_none());
        let mut step = None;
        let mut has_upload = false;
        for (number, action) in actions.enumerate() {
            if let (Some(step), true) = (step, is_one_of(&action.text, ALTERNATIVES)) {
                let takes = !has_upload && is_one_of(&action.text, WITH_UPLOAD);
                let upload = if takes { &finding.upload } else { &[][..] };
                has_upload |= takes;
                add_alternative(&mut steps, step, &action.text, upload);
                continue;
            }
            // Certificates are for what comes first, unless that does without.
            let is_for = number == 0 && !is_one_of(&action.text, WITHOUT_UPLOAD);
            let upload: &[Upload] = if is_for { &finding.upload } else { &[] };
            has_upload |= is_for;
            step = Some(add(&mut steps, &action.text, &finding.cells, upload));
        }
    }
    steps
}

fn is_one_of(text: &Message, ids: &[&str]) -> bool {
    match text {
        Message::Text { id, .. } => ids.contains(&id.as_str()),
        Message::Plain(_) | Message::Own(_) => false,
    }
}

fn add_alternative(steps: &mut [PlanStep], step: usize, text: &Message, upload: &[Upload]) {
    let Some(step) = steps.get_mut(step) else {
        return;
    };
    let same = |own: &&mut PlanAlternative| own.texts == [text.clone()];
    match step.alternatives.iter_mut().find(same) {
        Some(known) => add_upload(&mut known.upload, upload),
        None => step.alternatives.push(PlanAlternative {
            texts: vec![text.clone()],
            restarts: Vec::new(),
            upload: upload.to_vec(),
        }),
    }
}

/// Adds certificates, each once.
fn add_upload(to: &mut Vec<Upload>, upload: &[Upload]) {
    for upload in upload {
        if !to.iter().any(|own| own.sha256 == upload.sha256) {
            to.push(upload.clone());
        }
    }
}

/// Whether its actions are part of the plan: what is broken, and what would break a cell next.
fn is_planned(finding: &Finding) -> bool {
    match finding.state {
        State::IssueFound => true,
        State::PotentialProblem => !finding.cells.is_empty() || !finding.upload.is_empty(),
        State::MissingInformation | State::NoIssue | State::NotApplicable => false,
    }
}

/// Adds a step, or what it repairs to the same step of an earlier finding; tells which it is.
fn add(steps: &mut Vec<PlanStep>, text: &Message, cells: &[Cell], upload: &[Upload]) -> usize {
    let known = steps.iter().position(|step| step.text == *text);
    let number = known.unwrap_or(steps.len());
    if known.is_none() {
        steps.push(PlanStep {
            text: text.clone(),
            cells: Vec::new(),
            effect: None,
            alternatives: Vec::new(),
            upload: Vec::new(),
            request: None,
        });
    }
    let Some(step) = steps.get_mut(number) else {
        return number;
    };
    for cell in cells {
        if !step.cells.contains(cell) {
            step.cells.push(cell.clone());
        }
    }
    add_upload(&mut step.upload, upload);
    number
}

#[cfg(test)]
mod tests {
    use tollgate_text::Language;

    use super::*;
    use crate::signature::{Sentence, Signature};

    #[test]
    fn alternatives_are_the_actions_that_begin_with_or() {
        for signature in Signature::built_in() {
            for action in &signature.texts.actions {
                let Sentence::Id(id) = action else {
                    panic!("{} has an action that is no message", signature.id);
                };
                let said = Message::new(id.clone(), []).say(Language::En);
                let is_alternative = ALTERNATIVES.contains(&id.as_str());
                assert_eq!(said.starts_with("Or "), is_alternative, "{id}");
            }
        }
    }
}
