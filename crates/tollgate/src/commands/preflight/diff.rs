//! `tollgate preflight diff`: what became of each cell between two runs.

mod compare;
mod show;

use anyhow::Result;
use serde_json::Value;
use tollgate_text::Language;

use compare::Change;
pub(super) use compare::Difference;

use super::runs::Run;
use crate::cli::{DiffArguments, ReportForm};
use crate::exit::Exit;
use crate::output::Output;

pub(super) fn run(arguments: &DiffArguments, output: &mut Output) -> Result<Exit> {
    let forms = arguments.destinations.0.iter().map(|one| one.form);
    if !super::are_tables(forms, output) {
        return Ok(Exit::Usage);
    }
    let inputs = [arguments.before.clone(), arguments.after.clone()];
    super::refuse_inputs(&arguments.destinations, &inputs)?;
    let [before, after] = [Run::read(&arguments.before)?, Run::read(&arguments.after)?];
    let names = inputs.map(|path| path.display().to_string());
    let difference = Difference::between(&before, &after, names);
    for destination in &arguments.destinations.0 {
        let text = match destination.form {
            ReportForm::Json => json(&difference)?,
            ReportForm::Csv => show::csv(&difference),
            ReportForm::Md => show::markdown(&difference, output.language()),
            _ => show::text(&difference, output.language()),
        };
        super::put(destination, &text, output)?;
    }
    Ok(difference.exit())
}

/// The difference as one JSON document.
pub(super) fn document(difference: &Difference) -> Value {
    show::json(difference)
}

/// A change as one line.
pub(super) fn line(change: &Change, language: Language) -> String {
    show::line(change, language)
}

/// A change as a JSON object.
pub(super) fn object(change: &Change) -> Value {
    show::object(change)
}

fn json(difference: &Difference) -> Result<String> {
    super::pretty(&document(difference))
}
