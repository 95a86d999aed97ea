//! What a writer of signatures wants to know: whether a file is sound, and whether it finds what it
//! should.

use std::fmt;

use tollgate_report::State;

use super::built_in;
use super::watch::Watched;
use super::{Look, Signature, SignatureError};
use crate::analysis::analyze_watched;
use crate::case::Case;

/// Something to know about a signature file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lint {
    /// It cannot be used.
    Error(SignatureError),
    /// It can, and something in it will not be as its writer thinks.
    Remark(Remark),
}

/// What will not be as the writer of a signature thinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Remark {
    /// The id is that of a built-in signature.
    #[error(
        "the program has a signature of this id; findings of both cannot be told apart: choose another"
    )]
    IdOfProgram,
    /// Nobody is told what to do.
    #[error("it has no actions; say what to do about it in 'texts.actions'")]
    NoActions,
    /// Found and not found read the same.
    #[error("'texts.clear' is missing, so that the title reads the same when nothing was found")]
    NoClearTitle,
    /// Every line meets an empty expression.
    #[error(
        "an expression is met by an empty line, so it says no more than 'contains'; remove it or make it more precise"
    )]
    EmptyExpression,
    /// It cannot tell appliances apart.
    #[error(
        "it looks at configuration or alarms and has no 'applies'; it is looked for on every appliance of every version"
    )]
    AppliesEverywhere,
}

/// What a test expects of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Expectation {
    /// The gravest state of its findings.
    pub state: State,
}

/// An expectation that is not met.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{signature}: expected {}, found {}", .expected.as_str(), .found.map_or("nothing", State::as_str))]
pub struct Unmet {
    /// The signature.
    pub signature: String,
    /// What was expected.
    pub expected: State,
    /// What was found; `None` if it has no finding at all.
    pub found: Option<State>,
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(error) => error.fmt(f),
            Self::Remark(remark) => remark.fmt(f),
        }
    }
}

/// Everything there is to know about a signature file; nothing for one that is as it should be.
pub fn lint(toml: &str) -> Vec<Lint> {
    let signature = match Signature::parse(toml) {
        Ok(signature) => signature,
        Err(error) => return vec![Lint::Error(error)],
    };
    let mut remarks = Vec::new();
    if built_in::has(&signature.id) {
        remarks.push(Remark::IdOfProgram);
    }
    if signature.texts.actions.is_empty() {
        remarks.push(Remark::NoActions);
    }
    if signature.texts.clear == signature.texts.title {
        remarks.push(Remark::NoClearTitle);
    }
    if let Look::Rules(rules) = &signature.look {
        let mut expressions = rules.logs.iter().filter_map(|rule| rule.regex.as_ref());
        if expressions.any(|regex| regex.is_match(b"")) {
            remarks.push(Remark::EmptyExpression);
        }
        let applies = &signature.applies;
        if !(rules.settings.is_empty() && rules.alarms.is_empty())
            && applies.roles.is_empty()
            && applies.versions.is_empty()
        {
            remarks.push(Remark::AppliesEverywhere);
        }
    }
    remarks.into_iter().map(Lint::Remark).collect()
}

/// Whether a signature finds in a case what it should.
///
/// # Errors
///
/// It finds something else.
pub fn test(
    signature: &Signature,
    case: &Case,
    watched: &Watched,
    expectation: Expectation,
) -> Result<(), Unmet> {
    let report = analyze_watched(case, std::slice::from_ref(signature), watched);
    let states = report.findings.iter().map(|finding| finding.state);
    let found = states.min();
    if found == Some(expectation.state) {
        return Ok(());
    }
    Err(Unmet {
        signature: signature.id.clone(),
        expected: expectation.state,
        found,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"
        id = "own"
        version = 1
        code = "OWN1"
        category = "mra"
        [[match.log]]
        contains = ["out of memory"]
        [texts]
        title = "Memory ran out"
        clear = "Memory did not run out"
        description = "A process asked for more than there is."
        actions = ["Restart the appliance."]
        "#;

    #[test]
    fn a_sound_file_has_no_lint() {
        assert_eq!(lint(SOUND), []);
    }

    #[test]
    fn remarks_name_what_will_surprise() {
        for (from, to, remark) in [
            ("\"own\"", "\"detected-alarms\"", Remark::IdOfProgram),
            (
                "actions = [\"Restart the appliance.\"]",
                "",
                Remark::NoActions,
            ),
            (
                "clear = \"Memory did not run out\"",
                "",
                Remark::NoClearTitle,
            ),
            (
                "contains = [\"out of memory\"]",
                "contains = [\"out of memory\"]\nregex = \"x*\"",
                Remark::EmptyExpression,
            ),
            (
                "[[match.log]]",
                "[[match.alarm]]\nid = \"1\"\n[[match.log]]",
                Remark::AppliesEverywhere,
            ),
        ] {
            assert_eq!(lint(&SOUND.replace(from, to)), [Lint::Remark(remark)]);
        }
    }
}
