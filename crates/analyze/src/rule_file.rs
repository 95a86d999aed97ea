//! What suppression files and house rules have in common: TOML of people, and exactly what is wrong
//! with it.

use std::ops::Range;

use serde::de::DeserializeOwned;

/// Octets of such a file.
const OCTETS: usize = 1024 * 1024;

/// What is wrong with a file of rules, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {problem}", .key.map(|key| format!(", key '{key}'")).unwrap_or_default())]
pub struct RuleFileError {
    /// The line, from 1.
    pub line: usize,
    /// The key; `None` where the file cannot be read that far.
    pub key: Option<&'static str>,
    /// What is wrong.
    pub problem: RuleFileProblem,
}

/// What is wrong with a file of rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleFileProblem {
    /// No TOML, a key that does not exist, one that is missing, a value of another kind.
    #[error("{0}")]
    Syntax(String),
    /// Too long.
    #[error("the file has more than {limit} octets")]
    TooLong {
        /// How long it may be.
        limit: usize,
    },
    /// A code that no finding has.
    #[error("no finding has the code '{0}'; 'tollgate signature list' has them")]
    UnknownCode(String),
    /// A pattern.
    #[error("'{0}' is no single name; write all of it, or \"*\" for every one")]
    Pattern(String),
    /// No port.
    #[error("a port is a number from 1 to 65535, or \"*\" for every one")]
    Port,
    /// No key type.
    #[error("'{0}' is no key type; write \"rsa\", \"ecdsa\", or \"*\" for both")]
    KeyType(String),
    /// Nothing where something has to stand.
    #[error("it is empty; write why, in words that whoever reads the report understands")]
    NoReason,
    /// No date.
    #[error("write the last day as a date without a time, such as 2027-01-31")]
    Date,
    /// A file that rules nothing.
    #[error("it has no rule; remove the option that names it, or write one")]
    Nothing,
    /// No fingerprint.
    #[error("'{0}' is no SHA-256 fingerprint; write its 64 hexadecimal digits")]
    Fingerprint(String),
    /// Neither fingerprint nor subject, or both.
    #[error("a root has 'sha256' or 'subject', one of the two")]
    Root,
    /// None of the words that may stand there.
    #[error("'{found}' is none of {}", .known.join(", "))]
    Word {
        /// What stands there.
        found: String,
        /// What may stand there.
        known: Vec<&'static str>,
    },
    /// A number that cannot be meant.
    #[error("write a whole number from {least} to {most}")]
    Number {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
}

/// A file of rules while it is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RuleFile<'t> {
    text: &'t str,
}

impl<'t> RuleFile<'t> {
    /// Reads the shape of a file.
    pub(crate) fn read<T: DeserializeOwned>(text: &'t str) -> Result<(Self, T), RuleFileError> {
        let file = Self { text };
        if text.len() > OCTETS {
            let problem = RuleFileProblem::TooLong { limit: OCTETS };
            return Err(RuleFileError {
                line: 1,
                key: None,
                problem,
            });
        }
        let read = toml::from_str(text).map_err(|error: toml::de::Error| RuleFileError {
            line: file.line(&error.span().unwrap_or_default()),
            key: None,
            problem: RuleFileProblem::Syntax(error.message().to_owned()),
        })?;
        Ok((file, read))
    }

    /// The line on which something begins, from 1.
    pub(crate) fn line(self, span: &Range<usize>) -> usize {
        let before = self.text.as_bytes().get(..span.start);
        let before = before.unwrap_or_default();
        memchr::memchr_iter(b'\n', before).count() + 1
    }

    pub(crate) fn wrong(
        self,
        span: &Range<usize>,
        key: &'static str,
        problem: RuleFileProblem,
    ) -> RuleFileError {
        RuleFileError {
            line: self.line(span),
            key: Some(key),
            problem,
        }
    }
}
