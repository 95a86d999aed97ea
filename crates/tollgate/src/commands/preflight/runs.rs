//! The answer of a preflight, as it is read back: from a file, or right after it was made.
//!
//! What compares runs, keeps them or makes metrics of them works on this alone, so that a run from a
//! file and one from a moment ago can never be taken differently. A file is written by anybody: it is
//! read within limits, and fields that are not known are passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tollgate_report::{Cell, KeyFamily, State};

use super::document::SCHEMA;
use crate::input::{self, InputError};

/// Cells of a run: more than five times the largest deployment that is measured.
const MAX_CELLS: usize = 200_000;
/// Places that the findings of a run are about, all together.
const MAX_PLACES: usize = 1_000_000;
/// The code of a cell that nothing is known of.
const NO_EVIDENCE: &str = "TG9001";

/// A file that is no run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    #[error(transparent)]
    Input(#[from] InputError),
    /// It is no JSON, or not of this form.
    #[error("{} is not what tollgate preflight -o json writes", path.display())]
    NoRun {
        path: PathBuf,
        source: serde_json::Error,
    },
    /// It says itself that it is something else.
    #[error("{} is {found}, not {SCHEMA}", path.display())]
    OtherSchema { path: PathBuf, found: String },
    #[error("{} has more than {limit} cells", path.display())]
    TooManyCells { path: PathBuf, limit: usize },
    #[error("the findings and the plan of {} name more than {limit} cells", path.display())]
    TooManyPlaces { path: PathBuf, limit: usize },
}

/// The answer of a preflight.
#[derive(Debug, Deserialize)]
pub(super) struct Run {
    /// When it was asked.
    #[serde(default, deserialize_with = "moment")]
    pub(super) made_at: Option<Timestamp>,
    pub(super) cells: Vec<RunCell>,
    pub(super) findings: Vec<RunFinding>,
    #[serde(default)]
    pub(super) plan: Vec<RunStep>,
    /// What nodes presented as their own.
    #[serde(default)]
    pub(super) certificates: Vec<RunCertificate>,
}

/// A cell as it stands in a finding or in a plan, and first of all in itself.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) node: String,
    pub(super) address: String,
    pub(super) port: Option<u16>,
    pub(super) key_type: Option<Key>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(super) enum Key {
    Rsa,
    Ecdsa,
}

#[derive(Debug, Deserialize)]
pub(super) struct RunCell {
    #[serde(flatten)]
    pub(super) place: Place,
    #[serde(default)]
    pub(super) role: String,
    pub(super) served: bool,
    pub(super) verdict: Option<VerdictWord>,
    #[serde(default)]
    pub(super) first: Option<FirstReason>,
    /// Whether nothing is known of it; older runs say so by a finding alone.
    #[serde(default)]
    pub(super) unknown: bool,
    #[serde(default)]
    pub(super) expected_stores: Vec<String>,
    #[serde(default)]
    pub(super) certificate: Option<String>,
    #[serde(default)]
    pub(super) before: RunSelection,
    #[serde(default)]
    pub(super) after: RunSelection,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum VerdictWord {
    Trusted,
    Refused,
}

#[derive(Debug, Deserialize)]
pub(super) struct FirstReason {
    pub(super) code: String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
pub(super) struct RunSelection {
    #[serde(default)]
    pub(super) selected: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RunFinding {
    pub(super) code: String,
    #[serde(deserialize_with = "state")]
    pub(super) state: State,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) cells: Vec<Place>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RunStep {
    #[serde(default)]
    pub(super) request: Option<RunRequest>,
    #[serde(default)]
    pub(super) fixes: Vec<Place>,
}

/// What a certificate that is issued again has to be like.
#[derive(Debug, Deserialize)]
pub(super) struct RunRequest {
    pub(super) certificate: String,
    pub(super) nodes: Vec<String>,
    pub(super) names: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RunCertificate {
    pub(super) sha256: String,
    pub(super) subject: String,
    pub(super) issuer: String,
    #[serde(default)]
    pub(super) common_name: Option<String>,
    #[serde(default)]
    pub(super) self_signed: bool,
    #[serde(default, deserialize_with = "moment")]
    pub(super) not_before: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub(super) not_after: Option<Timestamp>,
    pub(super) key: RunKey,
    #[serde(default)]
    pub(super) dns_names: Vec<String>,
    #[serde(default)]
    pub(super) ip_addresses: Vec<String>,
    #[serde(default)]
    pub(super) extended_key_usage: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RunKey {
    #[serde(rename = "type")]
    pub(super) family: String,
    pub(super) bits: u32,
    #[serde(default)]
    pub(super) curve: Option<String>,
}

/// How a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Trusted,
    Refused,
    /// Nothing is known of it: it did not answer.
    Silent,
    /// The port answered, and has no certificate of this key type.
    NotPresented,
    /// It is no cell of the run.
    NotAsked,
}

impl Standing {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::Refused => "refused",
            Self::Silent => "silent",
            Self::NotPresented => "not-presented",
            Self::NotAsked => "not-asked",
        }
    }

    /// A certificate was judged.
    pub(super) const fn is_known(self) -> bool {
        matches!(self, Self::Trusted | Self::Refused)
    }
}

impl Key {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => KeyFamily::Rsa.as_str(),
            Self::Ecdsa => KeyFamily::Ecdsa.as_str(),
        }
    }
}

impl Place {
    /// The place without its key type.
    pub(super) fn port(&self) -> Self {
        Self {
            key_type: None,
            ..self.clone()
        }
    }

    pub(super) fn key(&self) -> &'static str {
        self.key_type.map_or("", Key::as_str)
    }

    /// As people write it, such as `cucm.steven.lab:8443 RSA`.
    pub(super) fn shown(&self) -> String {
        let cell = Cell {
            node: self.node.clone(),
            address: self.address.clone(),
            port: self.port,
            key_type: self.key_type.map(|key| match key {
                Key::Rsa => KeyFamily::Rsa,
                Key::Ecdsa => KeyFamily::Ecdsa,
            }),
        };
        cell.to_string()
    }
}

impl Run {
    /// Reads a file that `preflight -o json` wrote.
    pub(super) fn read(path: &Path) -> Result<Self, RunError> {
        let bytes = input::read(path)?;
        Self::parse(path, &bytes)
    }

    fn parse(path: &Path, bytes: &[u8]) -> Result<Self, RunError> {
        let no_run = |source| RunError::NoRun {
            path: path.to_owned(),
            source,
        };
        let named: Named = serde_json::from_slice(bytes).map_err(no_run)?;
        if named.schema != SCHEMA {
            return Err(RunError::OtherSchema {
                path: path.to_owned(),
                found: named.schema.chars().take(80).collect(),
            });
        }
        let run: Self = serde_json::from_slice(bytes).map_err(no_run)?;
        run.check(path)?;
        Ok(run)
    }

    /// The run that a document was just made of.
    pub(super) fn of(document: Value) -> Result<Self> {
        serde_json::from_value(document).context("the answer cannot be read back")
    }

    fn check(&self, path: &Path) -> Result<(), RunError> {
        let path = || path.to_owned();
        if self.cells.len() > MAX_CELLS {
            return Err(RunError::TooManyCells {
                path: path(),
                limit: MAX_CELLS,
            });
        }
        let of_findings = self.findings.iter().map(|own| own.cells.len());
        let of_plan = self.plan.iter().map(|step| step.fixes.len());
        if of_findings.chain(of_plan).sum::<usize>() > MAX_PLACES {
            return Err(RunError::TooManyPlaces {
                path: path(),
                limit: MAX_PLACES,
            });
        }
        Ok(())
    }

    /// How each cell stands, in the order of the run.
    pub(super) fn standings(&self) -> Vec<Standing> {
        let findings = self.findings.iter();
        let mut unknown: Vec<&Place> = findings
            .filter(|own| own.code == NO_EVIDENCE && own.state == State::MissingInformation)
            .flat_map(|own| &own.cells)
            .collect();
        unknown.sort_unstable();
        let standing = |cell: &RunCell| match cell.verdict {
            Some(VerdictWord::Trusted) => Standing::Trusted,
            Some(VerdictWord::Refused) => Standing::Refused,
            // A certificate that could not be judged is no evidence.
            None if cell.served || cell.unknown => Standing::Silent,
            None if cell.place.key_type.is_none() => Standing::Silent,
            None if unknown.binary_search(&&cell.place).is_ok() => Standing::Silent,
            None => Standing::NotPresented,
        };
        self.cells.iter().map(standing).collect()
    }

    /// The certificates by fingerprint.
    pub(super) fn by_fingerprint(&self) -> BTreeMap<&str, &RunCertificate> {
        let each = self.certificates.iter();
        each.map(|own| (own.sha256.as_str(), own)).collect()
    }
}

#[derive(Deserialize)]
struct Named {
    schema: String,
}

fn state<'d, D: Deserializer<'d>>(from: D) -> Result<State, D::Error> {
    let word = String::deserialize(from)?;
    let known = State::ALL.into_iter().find(|state| state.as_str() == word);
    known.ok_or_else(|| serde::de::Error::custom(format!("the state {word:?} is not known")))
}

/// A moment as RFC 3339, or null.
fn moment<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let text: Option<String> = Option::deserialize(from)?;
    let moment = text.map(|text| text.parse::<Timestamp>());
    moment.transpose().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Run, RunError> {
        Run::parse(Path::new("run.json"), text.as_bytes())
    }

    #[test]
    fn what_is_no_run_is_told_apart() {
        let other = parse(r#"{"schema":"tollgate-analysis-1"}"#).unwrap_err();
        assert!(
            matches!(&other, RunError::OtherSchema { found, .. } if found == "tollgate-analysis-1")
        );
        for text in [
            "",
            "[]",
            "{}",
            r#"{"schema":"tollgate-preflight-1"}"#,
            r#"{"schema":"tollgate-preflight-1","cells":[{}],"findings":[]}"#,
            r#"{"schema":"tollgate-preflight-1","cells":[],"findings":[{"code":"","state":"bad"}]}"#,
        ] {
            assert!(matches!(parse(text), Err(RunError::NoRun { .. })), "{text}");
        }
        // A file that is nested without end ends the reading, not the program.
        let deep = format!(
            r#"{{"schema":"tollgate-preflight-1","cells":{}"#,
            "[".repeat(100_000)
        );
        assert!(matches!(parse(&deep), Err(RunError::NoRun { .. })));
    }

    #[test]
    fn unknown_fields_are_passed_over_and_standings_told() {
        let run = parse(
            r#"{"schema":"tollgate-preflight-1","new":1,"findings":[
                {"code":"TG9001","state":"missing-information","cells":[
                    {"node":"n","address":"a","port":1,"key_type":"ecdsa"}]}],
               "cells":[
                {"node":"n","address":"a","port":1,"key_type":"rsa","served":true,
                 "verdict":"trusted","x":[]},
                {"node":"n","address":"a","port":1,"key_type":"ecdsa","served":false,
                 "verdict":null},
                {"node":"n","address":"a","port":2,"key_type":"ecdsa","served":false,
                 "verdict":null},
                {"node":"n","address":"a","port":3,"key_type":null,"served":false,
                 "verdict":null}]}"#,
        )
        .unwrap();
        let told = [
            Standing::Trusted,
            Standing::Silent,
            Standing::NotPresented,
            Standing::Silent,
        ];
        assert_eq!(run.standings(), told);
    }

    #[test]
    fn more_cells_than_the_limit_are_refused() {
        let cell =
            r#"{"node":"","address":"","port":null,"key_type":null,"served":false,"verdict":null}"#;
        let cells = vec![cell; MAX_CELLS + 1].join(",");
        let text =
            format!(r#"{{"schema":"tollgate-preflight-1","findings":[],"cells":[{cells}]}}"#);
        assert!(matches!(parse(&text), Err(RunError::TooManyCells { .. })));
    }
}
