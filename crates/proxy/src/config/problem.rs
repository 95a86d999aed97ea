//! What is wrong with a configuration: everything at once, each with its place, its value and what
//! to do.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file itself cannot be read.
    #[error("cannot read the configuration {}; give the path of a TOML file that this user may read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is read, and has these problems.
    #[error("{}", Listed { path, problems })]
    Invalid {
        /// The file.
        path: PathBuf,
        /// In the order of the file where they have a place in it; never empty.
        problems: Vec<Problem>,
    },
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1; none for what is missing.
    pub line: Option<usize>,
    /// The key, such as `node[2].role`; empty for a mistake in the TOML itself.
    pub key: String,
    /// The value as written, shortened.
    pub value: Option<String>,
    /// What is wrong and what to do.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.key.is_empty() {
            f.write_str(&self.key)?;
            if let Some(value) = &self.value {
                write!(f, " = {value}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.text)
    }
}

struct Listed<'a> {
    path: &'a PathBuf,
    problems: &'a [Problem],
}

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, problems } = self;
        let noun = if problems.len() == 1 {
            "problem"
        } else {
            "problems"
        };
        write!(f, "{} {noun} in {}", problems.len(), path.display())?;
        problems
            .iter()
            .try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// Collects problems while a file is read.
#[derive(Debug)]
pub(crate) struct Problems<'a> {
    text: &'a str,
    found: RefCell<Vec<Problem>>,
}

impl<'a> Problems<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            found: RefCell::default(),
        }
    }

    pub(crate) fn add(&self, at: &Place, text: impl fmt::Display) {
        let value = at
            .span
            .clone()
            .and_then(|span| self.text.get(span))
            .map(shorten);
        let line = at.span.as_ref().map(|span| self.line(span.start));
        let text = text.to_string();
        self.found.borrow_mut().push(Problem {
            line,
            key: at.key.clone(),
            value,
            text,
        });
    }

    /// A mistake in the TOML itself.
    pub(crate) fn syntax(&self, error: &toml::de::Error) {
        let line = error.span().map(|span| self.line(span.start));
        let text = format!("{}; correct the TOML", error.message());
        self.found.borrow_mut().push(Problem {
            line,
            key: String::new(),
            value: None,
            text,
        });
    }

    fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        memchr::memchr_iter(b'\n', before).count() + 1
    }

    pub(crate) fn into_sorted(self) -> Vec<Problem> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|problem| problem.line.unwrap_or(usize::MAX));
        found
    }
}

/// Where a value stands: its key, and its bytes in the file if it is there.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) key: String,
    pub(crate) span: Option<Range<usize>>,
}

impl Place {
    /// Whether the key stands in the file, rightly or wrongly.
    pub(crate) fn is_written(&self) -> bool {
        self.span.is_some()
    }
}

/// The value as written, on one line, no longer than a line of a terminal takes.
fn shorten(value: &str) -> String {
    let mut characters = value.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        short.push_str("...");
    }
    short
}

/// Characters of a value that a problem shows.
const SHOWN: usize = 60;
