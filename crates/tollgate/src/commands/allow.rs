//! `tollgate allow`: the files of an HTTP allow list.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::Serialize;
use tollgate_proxy::Settings;
use tollgate_uc::{
    AllowList, Decision, Imported, Methods, Rule, TestResult, export_rules, export_tests,
    import_rules, import_tests, run_tests,
};

use crate::cli::{AllowExportArguments, AllowImportArguments, AllowTestArguments, Format};
use crate::exit::Exit;
use crate::output::Output;
use crate::{clock, input};

/// The header column that only a file of tests has.
const TESTS_COLUMN: &[u8] = b"expectedresult";

/// A file of rules or tests that cannot be used as it is.
#[derive(Debug, thiserror::Error)]
#[error("{}: {lines} problems; every line has to be right", path.display())]
pub(crate) struct ListError {
    pub(crate) path: PathBuf,
    pub(crate) lines: usize,
}

#[derive(Serialize)]
struct Document<'a> {
    tests: Vec<Outcome<'a>>,
    passed: usize,
    failed: usize,
}

#[derive(Serialize)]
struct Outcome<'a> {
    line: usize,
    url: &'a str,
    method: &'static str,
    deployment: &'a str,
    description: &'a str,
    expected: &'static str,
    result: &'static str,
    passed: bool,
    /// The rule that allowed, or why none did.
    reason: String,
}

pub(crate) fn test(arguments: &AllowTestArguments, output: &mut Output) -> Result<Exit> {
    let configured = arguments
        .config
        .as_deref()
        .map(|path| Settings::load(path, clock::now));
    let configured = configured.transpose()?;
    let configured = configured.as_ref().map(Settings::allow_list);
    let mut rules = configured
        .map(|list| list.rules().to_vec())
        .unwrap_or_default();
    if let Some(path) = &arguments.rules {
        rules.extend(complete(path, import_rules(&input::read(path)?), output)?);
    }
    let path = &arguments.tests;
    let tests = complete(path, import_tests(&input::read(path)?), output)?;
    let methods = configured.map_or(Methods::DEFAULT, AllowList::default_methods);
    let list = AllowList::with_default_methods(rules, methods);
    let outcomes: Vec<Outcome<'_>> = run_tests(&list, &tests).iter().map(Outcome::of).collect();
    let failed = outcomes.iter().filter(|outcome| !outcome.passed).count();
    let document = Document {
        passed: outcomes.len() - failed,
        failed,
        tests: outcomes,
    };
    match arguments.output {
        Format::Json => output.json(&document)?,
        Format::Text => write(&document, output),
    }
    Ok(if failed == 0 { Exit::Good } else { Exit::Issue })
}

/// The entries of a file without a problem; a rule that is left out would change the answers.
fn complete<T>(path: &Path, imported: Imported<T>, output: &Output) -> Result<Vec<T>> {
    if imported.problems.is_empty() {
        return Ok(imported.entries);
    }
    note_problems(path, &imported, output);
    let lines = imported.problems.len();
    Err(ListError {
        path: path.to_owned(),
        lines,
    }
    .into())
}

fn note_problems<T>(path: &Path, imported: &Imported<T>, output: &Output) {
    for problem in &imported.problems {
        output.note(&format!("{}: {problem}", path.display()));
    }
}

impl<'a> Outcome<'a> {
    fn of(result: &TestResult<'a>) -> Self {
        let test = result.test;
        let (word, reason) = match &result.decision {
            Decision::Allowed { rule } => ("allow", described(rule)),
            Decision::Denied { reason } => ("block", reason.to_string()),
        };
        Self {
            line: test.line,
            url: &test.url,
            method: test.method.as_str(),
            deployment: &test.deployment,
            description: &test.description,
            expected: test.expected.as_str(),
            result: word,
            passed: result.has_passed(),
            reason,
        }
    }
}

fn described(rule: &Rule) -> String {
    format!("{} {} ({})", rule.matching, rule.url(), rule.kind())
}

fn write(document: &Document<'_>, output: &mut Output) {
    for outcome in &document.tests {
        let Outcome {
            line,
            url,
            method,
            expected,
            result,
            reason,
            ..
        } = outcome;
        let word = output.text(
            if outcome.passed {
                "test-passed"
            } else {
                "test-failed"
            },
            &[],
        );
        output.line(&format!("{word}  #{line} {method} {url}"));
        if !outcome.passed {
            let values = [
                ("expected", (*expected).to_owned()),
                ("result", (*result).to_owned()),
            ];
            output.paragraph(2, &output.text("test-difference", &values));
            output.paragraph(2, reason);
        }
    }
    let counts = [
        ("passed", document.passed.to_string()),
        ("failed", document.failed.to_string()),
    ];
    output.line(&output.text("test-summary", &counts));
}

pub(crate) fn import(arguments: &AllowImportArguments, output: &mut Output) -> Result<Exit> {
    let path = &arguments.file;
    let bytes = input::read(path)?;
    let header = bytes
        .split(|&byte| byte == b'\n')
        .find(|line| !line.trim_ascii().is_empty());
    let header = header.unwrap_or_default().to_ascii_lowercase();
    let is_tests = header
        .windows(TESTS_COLUMN.len())
        .any(|window| window == TESTS_COLUMN);
    let (normal, has_problems) = if is_tests {
        let imported = import_tests(&bytes);
        note_problems(path, &imported, output);
        (
            export_tests(&imported.entries),
            !imported.problems.is_empty(),
        )
    } else {
        let imported = import_rules(&bytes);
        note_problems(path, &imported, output);
        (
            export_rules(&imported.entries),
            !imported.problems.is_empty(),
        )
    };
    output.verbatim(&normal);
    Ok(if has_problems {
        Exit::Failed
    } else {
        Exit::Good
    })
}

pub(crate) fn export(arguments: &AllowExportArguments, output: &mut Output) -> Result<Exit> {
    let settings = Settings::load(&arguments.config, clock::now)?;
    output.verbatim(&export_rules(settings.allow_list().rules()));
    Ok(Exit::Good)
}
