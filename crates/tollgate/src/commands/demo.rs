//! `tollgate demo`: the documented failures, played on simulated nodes, and their repairs.

mod scenarios;
mod stage;

use anyhow::Result;
use tollgate_lab::{Step, StepKind};
use tollgate_pki::Verdict;

use crate::cli::DemoArguments;
use crate::exit::Exit;
use crate::labels;
use crate::output::Output;
use crate::runtime::{Signals, block_on};
use stage::Stage;

/// Whether a scenario came out as the document describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    AsDocumented,
    Different,
}

impl Outcome {
    fn and(self, other: Self) -> Self {
        if self == Self::AsDocumented {
            other
        } else {
            self
        }
    }
}

impl From<bool> for Outcome {
    fn from(is_as_documented: bool) -> Self {
        if is_as_documented {
            Self::AsDocumented
        } else {
            Self::Different
        }
    }
}

pub(crate) fn run(_arguments: &DemoArguments, output: &mut Output) -> Result<Exit> {
    block_on(async {
        let mut signals = Signals::heed()?;
        tokio::select! {
            exit = play(output) => exit,
            _ = signals.next() => Ok(Exit::Interrupted),
        }
    })
}

async fn play(output: &mut Output) -> Result<Exit> {
    output.paragraph(0, &output.text("demo-opening", &[]));
    let mut stage = Stage::set().await?;
    stage.introduce(output);
    let outcome = scenarios::self_signed(&mut stage, output)
        .await?
        .and(scenarios::other_authority(&mut stage, output).await?)
        .and(scenarios::advertised_by_address(&mut stage, output).await?)
        .and(scenarios::wrong_subscriber(&mut stage, output).await?);
    stage.strike().await?;
    output.line("");
    Ok(match outcome {
        Outcome::AsDocumented => {
            output.paragraph(0, &output.text("demo-all-documented", &[]));
            Exit::Good
        }
        Outcome::Different => {
            output.paragraph(0, &output.text("demo-some-different", &[]));
            Exit::Issue
        }
    })
}

/// The heading of a scenario and what is about to happen.
fn heading(number: u8, title: &str, story: &str, output: &mut Output) {
    output.line("");
    output.line(&format!("== {number}  {}", output.text(title, &[])));
    output.paragraph(0, &output.text(story, &[]));
}

/// The requests of a sign-in with their status.
fn requests(steps: &[Step], output: &mut Output) {
    output.line("");
    for step in steps {
        let status = step
            .status
            .map_or_else(|| "---".to_owned(), |status| status.to_string());
        output.line(&format!("  {status}  {} {}", step.method, step.target));
    }
}

/// Log lines, whole.
fn log_lines(lines: &[String], output: &mut Output) {
    output.line("");
    for line in lines {
        output.line(line);
    }
}

/// What was thought of the chain that a node presented.
fn finding(verdict: Option<&Verdict>, output: &mut Output) {
    for reason in verdict.into_iter().flat_map(|verdict| &verdict.reasons) {
        output.line("");
        labels::reason(reason, output);
    }
}

/// A repair and the sign-in after it, told by the step that had failed.
fn repaired(
    story: &str,
    kind: StepKind,
    steps: &[Step],
    signed_in: Outcome,
    output: &mut Output,
) -> Outcome {
    output.line("");
    output.paragraph(0, &output.text(story, &[]));
    let answered = steps.iter().rev().find(|step| step.kind == kind);
    if let Some(step) = answered {
        requests(std::slice::from_ref(step), output);
    }
    signed_in.and(Outcome::from(answered.is_some_and(Step::is_ok)))
}

/// The end of a scenario.
fn ending(outcome: Outcome, output: &mut Output) -> Outcome {
    output.line("");
    let id = match outcome {
        Outcome::AsDocumented => "demo-documented",
        Outcome::Different => "demo-different",
    };
    output.paragraph(0, &output.text(id, &[]));
    outcome
}
