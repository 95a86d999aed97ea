//! `tollgate analyze`: evidence in, findings out.

mod render;
mod write;

use std::path::PathBuf;

use anyhow::Result;
use tollgate_analyze::analysis::analyze_watched;
use tollgate_analyze::case::{AsOf, Case, Question};
use tollgate_analyze::signature::{Signature, Watch};
use tollgate_pki::Policy;
use tollgate_report::{Finding, Report, State};

use self::render::Style;
pub(super) use self::write::{refuse_input, write};
use super::rules::Rules;
use super::signature;
use crate::cli::{
    AnalyzeArguments, Destination, FailOn, QuestionArguments, ReadingArguments, ShowingArguments,
};
use crate::evidence::{self, Gathered, Request};
use crate::exit::Exit;
use crate::output::Output;
use crate::{clock, input};

pub(crate) use write::WriteError;

pub(crate) fn run(arguments: &AnalyzeArguments, output: &mut Output) -> Result<Exit> {
    let destinations = &arguments.destinations.0;
    for file in destinations.iter().filter_map(|one| one.file.as_deref()) {
        refuse_input(file, &arguments.paths)?;
        refuse_input(file, &arguments.showing.suppress)?;
    }
    let signatures = signature::all(&arguments.reading.signature_dir)?;
    let rules = Rules::read(&arguments.showing.suppress, &signatures)?;
    let request = request(&arguments.paths, &arguments.reading, &signatures)?;
    let gathered = evidence::gather(request, output);
    for note in &gathered.notes {
        output.note(&format!("tollgate: {}", note.say(output.language())));
    }
    let failed = if gathered.has_unreadable {
        Exit::Failed
    } else {
        Exit::Good
    };
    if gathered.has_unreadable && gathered.is_empty() {
        return Ok(failed);
    }
    let Gathered {
        materials,
        watched,
        notes,
        ..
    } = gathered;
    let case = Case::gather(materials, question(&arguments.question));
    let mut report = analyze_watched(&case, &signatures, &watched);
    report.notes.extend(notes);
    rules.suppress(&mut report);
    let exit = exit_of(&report, arguments.showing.fail_on).and(failed);
    report
        .findings
        .retain(|finding| is_wanted(finding, arguments));
    for destination in destinations {
        show(&report, None, (destination, &arguments.showing), output)?;
    }
    Ok(exit)
}

/// What is to be read.
pub(super) fn request<'a>(
    paths: &'a [PathBuf],
    arguments: &ReadingArguments,
    signatures: &[Signature],
) -> Result<Request<'a>> {
    let mut key_log = Vec::new();
    for file in &arguments.keylog {
        key_log.extend(input::read(file)?);
        key_log.push(b'\n');
    }
    Ok(Request {
        paths,
        key_log,
        since: arguments.since.map(jiff::Timestamp::as_millisecond),
        watch: Watch::new(signatures),
    })
}

/// How it is to be judged.
pub(super) fn question(arguments: &QuestionArguments) -> Question {
    let now = clock::now();
    let at = if arguments.as_now {
        Some(now)
    } else {
        arguments.at
    };
    Question {
        policy: Policy {
            name: arguments.name_policy,
            level: arguments.security_level,
        },
        as_of: at.map_or(AsOf::Capture, |at| AsOf::At(at.as_second())),
        now: now.as_second(),
        what_if: arguments.what_if.clone(),
    }
}

/// The gravest of all findings that count, shown or not.
pub(super) fn exit_of(report: &Report, fail_on: FailOn) -> Exit {
    let counts = |finding: &Finding| match finding.state {
        State::IssueFound if fail_on <= FailOn::Issue => Exit::Issue,
        State::MissingInformation if fail_on <= FailOn::Missing => Exit::Missing,
        State::PotentialProblem if fail_on <= FailOn::Potential => Exit::Potential,
        State::IssueFound
        | State::MissingInformation
        | State::PotentialProblem
        | State::NoIssue
        | State::NotApplicable => Exit::Good,
    };
    let exits = report.findings.iter().map(counts);
    exits.fold(Exit::Good, Exit::and)
}

fn is_wanted(finding: &Finding, arguments: &AnalyzeArguments) -> bool {
    let mut states = arguments.state.iter().map(|name| State::from(*name));
    let mut categories = arguments.category.iter();
    (states.len() == 0 || states.any(|state| state == finding.state))
        && (categories.len() == 0 || categories.any(|name| finding.category == (*name).into()))
        && !(arguments.defects_only && finding.defects.is_empty())
}

/// Shows a report in one form; `own` is the text of it where the command has its own.
pub(super) fn show(
    report: &Report,
    own: Option<String>,
    (destination, showing): (&Destination, &ShowingArguments),
    output: &mut Output,
) -> Result<()> {
    let style = Style::of(destination, showing, output);
    let text = own.unwrap_or_else(|| render::render(report, destination.form, style));
    match &destination.file {
        None => output.rendered(&text),
        Some(file) => write(file, destination.form, &text)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use tollgate_analyze::signature::Watched;

    use super::*;

    #[test]
    fn what_is_less_than_asked_for_does_not_fail() {
        let case = Case::gather(
            tollgate_analyze::case::Materials::default(),
            Question {
                policy: Policy::default(),
                as_of: AsOf::Capture,
                now: 0,
                what_if: None,
            },
        );
        let mut report = analyze_watched(&case, &Signature::built_in(), &Watched::default());
        let mut exit = |states: &[State], fail_on| {
            report.findings.truncate(states.len());
            assert_eq!(report.findings.len(), states.len());
            for (finding, state) in report.findings.iter_mut().zip(states) {
                finding.state = *state;
            }
            exit_of(&report, fail_on)
        };
        let all = [
            State::PotentialProblem,
            State::MissingInformation,
            State::IssueFound,
        ];
        assert_eq!(exit(&all, FailOn::Potential), Exit::Issue);
        assert_eq!(exit(&all, FailOn::Never), Exit::Good);
        assert_eq!(exit(&all[..2], FailOn::Potential), Exit::Missing);
        assert_eq!(exit(&all[..2], FailOn::Missing), Exit::Missing);
        assert_eq!(exit(&all[..2], FailOn::Issue), Exit::Good);
        assert_eq!(exit(&all[..1], FailOn::Potential), Exit::Potential);
        assert_eq!(exit(&all[..1], FailOn::Missing), Exit::Good);
    }
}
