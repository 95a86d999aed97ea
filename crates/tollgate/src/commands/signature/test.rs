//! `tollgate signature test`: signatures against evidence with a known answer.
//!
//! Beside `NAME.toml` stands a directory `NAME` with evidence: files, archives or directories whose
//! names begin with the state that is expected.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use tollgate_analyze::case::{AsOf, Case, Question};
use tollgate_analyze::signature::{Expectation, Signature, Watch, test as judge};
use tollgate_pki::Policy;
use tollgate_report::State;

use crate::cli::SignatureTestArguments;
use crate::clock;
use crate::evidence::{self, Request};
use crate::exit::Exit;
use crate::input::InputError;
use crate::output::Output;

/// A test that cannot be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TestError {
    #[error("{} holds no signature with evidence beside it", path.display())]
    Nothing { path: PathBuf },
    #[error("the name of {} does not begin with a state", path.display())]
    NoState { path: PathBuf },
}

pub(crate) fn test(arguments: &SignatureTestArguments, output: &mut Output) -> Result<Exit> {
    let mut exit = Exit::Good;
    let (mut passed, mut failed) = (0_u32, 0_u32);
    for path in super::files_of(&arguments.directory)? {
        let signature = super::read(&path)?;
        let evidence = path.with_extension("");
        if !evidence.is_dir() {
            let file = [("file", path.display().to_string())];
            output.note(&output.text("signature-untested", &file));
            continue;
        }
        for own in evidence_of(&evidence)? {
            let state = expected(&own)?;
            match hold(&signature, &own, state, output) {
                Ok(()) => {
                    passed += 1;
                    output.line(&format!("ok      {}", own.display()));
                }
                Err(unmet) => {
                    failed += 1;
                    output.line(&format!("FAILED  {}: {unmet:#}", own.display()));
                    exit = exit.and(Exit::Issue);
                }
            }
        }
    }
    if passed + failed == 0 {
        let path = arguments.directory.clone();
        return Err(TestError::Nothing { path }.into());
    }
    let counts = [
        ("passed", passed.to_string()),
        ("failed", failed.to_string()),
    ];
    output.line(&output.text("test-summary", &counts));
    Ok(exit)
}

fn evidence_of(directory: &Path) -> Result<Vec<PathBuf>, InputError> {
    let unreadable = |source| InputError::Unreadable {
        path: directory.to_owned(),
        source,
    };
    let mut evidence = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        evidence.push(entry.map_err(unreadable)?.path());
    }
    evidence.sort();
    Ok(evidence)
}

/// The state that the name of evidence begins with.
fn expected(path: &Path) -> Result<State, TestError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut states = State::ALL.into_iter();
    let state = states.find(|state| name.starts_with(state.as_str()));
    state.ok_or_else(|| TestError::NoState {
        path: path.to_owned(),
    })
}

fn hold(signature: &Signature, path: &Path, state: State, output: &Output) -> Result<()> {
    let gathered = evidence::gather(
        Request {
            paths: &[path.to_owned()],
            key_log: Vec::new(),
            since: None,
            watch: Watch::new(std::slice::from_ref(signature)),
        },
        output,
    );
    for note in &gathered.notes {
        output.note(&note.say(output.language()));
    }
    let question = Question {
        policy: Policy::default(),
        as_of: AsOf::Capture,
        now: clock::now().as_second(),
        what_if: None,
    };
    let case = Case::gather(gathered.materials, question);
    judge(signature, &case, &gathered.watched, Expectation { state })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_evidence_tells_what_is_expected() {
        let of = |name: &str| expected(Path::new(name)).ok();
        assert_eq!(of("x/no-issue-2.tar.gz"), Some(State::NoIssue));
        assert_eq!(of("x/issue-found"), Some(State::IssueFound));
        assert_eq!(of("issue.log"), None);
    }
}
