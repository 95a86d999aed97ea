//! What to do, each once: the actions of all findings that break or would break something.

use tollgate_report::{Cell, Finding, Message, PlanStep, State, Upload};

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
        for (number, action) in actions.enumerate() {
            if let (Some(step), true) = (step, is_alternative(&action.text)) {
                add_alternative(&mut steps, step, &action.text);
                continue;
            }
            // Certificates are for what comes first.
            let upload: &[Upload] = if number == 0 { &finding.upload } else { &[] };
            step = Some(add(&mut steps, &action.text, &finding.cells, upload));
        }
    }
    steps
}

fn is_alternative(text: &Message) -> bool {
    match text {
        Message::Text { id, .. } => ALTERNATIVES.contains(&id.as_str()),
        Message::Plain(_) | Message::Own(_) => false,
    }
}

fn add_alternative(steps: &mut [PlanStep], step: usize, text: &Message) {
    if let Some(step) = steps.get_mut(step)
        && !step.alternatives.contains(text)
    {
        step.alternatives.push(text.clone());
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
            alternatives: Vec::new(),
            upload: Vec::new(),
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
    for upload in upload {
        if !step.upload.iter().any(|own| own.sha256 == upload.sha256) {
            step.upload.push(upload.clone());
        }
    }
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
