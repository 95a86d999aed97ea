//! The differences that `docs/compatibility.md` explains.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Scope;
use super::score::Score;

/// Pairs of set and case id, one a line in the file; `#` begins a comment.
#[derive(Debug)]
pub(crate) struct Accepted(BTreeSet<(String, String)>);

impl Accepted {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut pairs = BTreeSet::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let (set, id) = line.split_once(' ').with_context(|| {
                format!(
                    "{}:{}: a line is a set and an id",
                    path.display(),
                    number + 1
                )
            })?;
            pairs.insert((set.to_owned(), id.trim().to_owned()));
        }
        Ok(Self(pairs))
    }

    pub(crate) fn contains(&self, set: &str, id: &str) -> bool {
        self.0.contains(&(set.to_owned(), id.to_owned()))
    }

    /// Listed pairs whose case agreed in this run. Live cases count only when all were played.
    pub(crate) fn no_longer_different(
        &self,
        scores: &[Score],
        scope: Scope,
    ) -> Vec<&(String, String)> {
        let differs = |set: &str, id: &str| {
            scores.iter().any(|score| {
                score.set == set
                    && score
                        .differences
                        .iter()
                        .any(|difference| difference.id == id)
            })
        };
        let was_played = |set: &str| set != "live" || scope == Scope::Live;
        self.0
            .iter()
            .filter(|(set, id)| was_played(set) && !differs(set, id))
            .collect()
    }
}
