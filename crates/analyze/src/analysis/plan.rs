//! What to do, each once: the actions of all findings that break or would break something.

use tollgate_report::{Cell, Finding, Message, PlanStep, State, Upload};

/// The plan of findings, which are in order. Workarounds are never in it.
pub(super) fn plan(findings: &[Finding]) -> Vec<PlanStep> {
    let mut steps: Vec<PlanStep> = Vec::new();
    for finding in findings {
        if !is_planned(finding) {
            continue;
        }
        let actions = finding.actions.iter();
        let actions = actions.filter(|action| action.workaround_risk.is_none());
        for (number, action) in actions.enumerate() {
            // Certificates are for what comes first.
            let upload: &[Upload] = if number == 0 { &finding.upload } else { &[] };
            add(&mut steps, &action.text, &finding.cells, upload);
        }
    }
    steps
}

/// Whether its actions are part of the plan: what is broken, and what would break a cell next.
fn is_planned(finding: &Finding) -> bool {
    match finding.state {
        State::IssueFound => true,
        State::PotentialProblem => !finding.cells.is_empty() || !finding.upload.is_empty(),
        State::MissingInformation | State::NoIssue | State::NotApplicable => false,
    }
}

fn add(steps: &mut Vec<PlanStep>, text: &Message, cells: &[Cell], upload: &[Upload]) {
    let known = steps.iter().position(|step| step.text == *text);
    let step = match known.and_then(|known| steps.get_mut(known)) {
        Some(step) => step,
        None => {
            steps.push(PlanStep {
                text: text.clone(),
                cells: Vec::new(),
                alternatives: Vec::new(),
                upload: Vec::new(),
            });
            let Some(step) = steps.last_mut() else {
                return;
            };
            step
        }
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
}
