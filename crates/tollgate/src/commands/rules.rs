//! `--suppress` and `--policy`: rules of the house, read before the work and applied after it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use tollgate_analyze::RuleFileError;
use tollgate_analyze::house::House;
use tollgate_analyze::preflight::Preflight;
use tollgate_analyze::signature::Signature;
use tollgate_analyze::suppress::{Suppressions, codes};
use tollgate_report::Report;

use crate::{clock, input};

/// A file of rules that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used", path.display())]
pub(crate) struct UnusableRules {
    path: PathBuf,
    source: RuleFileError,
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Rules {
    house: Option<House>,
    suppressions: Vec<Suppressions>,
}

impl Rules {
    /// Reads the files of `--suppress`; `signatures` are those whose codes may stand in them, beside
    /// the program's.
    pub(super) fn read(suppress: &[PathBuf], signatures: &[Signature]) -> Result<Self> {
        let known = codes(signatures);
        let mut suppressions = Vec::new();
        for path in suppress {
            let read = |text: &str, name: &str| Suppressions::parse(text, name, &known);
            suppressions.push(parsed(path, read)?);
        }
        Ok(Self {
            house: None,
            suppressions,
        })
    }

    /// The same with the file of `--policy`.
    pub(super) fn with_policy(mut self, policy: Option<&Path>) -> Result<Self> {
        self.house = policy.map(|path| parsed(path, House::parse)).transpose()?;
        Ok(self)
    }

    /// Holds what a preflight found to the house rules, and then suppresses. `at` is the time that
    /// certificates are judged at, in Unix seconds.
    pub(super) fn judge(&self, preflight: &mut Preflight, at: i64) {
        if let Some(house) = &self.house {
            house.judge(&preflight.cells, &mut preflight.report, at);
        }
        self.suppress(&mut preflight.report);
    }

    /// Takes what is suppressed out of what counts.
    pub(super) fn suppress(&self, report: &mut Report) {
        let now = clock::now().as_second();
        for suppressions in &self.suppressions {
            suppressions.apply(report, now);
        }
    }
}

fn parsed<T>(path: &Path, read: impl Fn(&str, &str) -> Result<T, RuleFileError>) -> Result<T> {
    let octets = input::read(path)?;
    let text = String::from_utf8_lossy(&octets);
    let name = path.file_name().unwrap_or(path.as_os_str());
    read(&text, &name.to_string_lossy()).map_err(|source| {
        let path = path.to_owned();
        UnusableRules { path, source }.into()
    })
}
