//! Findings that somebody answers for until a day.
//!
//! A suppressed finding is not dropped: it leaves the findings that decide the exit code and stands
//! in the report beside them, with the reason and the day. Where only some of its cells are
//! suppressed, the others remain a finding. An entry names what it is about exactly, or not at all;
//! there are no patterns, so that nothing is suppressed that nobody thought of.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use tollgate_pki::Code;
use tollgate_report::{Cell, Finding, KeyFamily, Message, Report, State, Suppressed};
use toml::{Spanned, Value};

use crate::analysis::{counted, recount};
use crate::preflight;
use crate::rule_file::{RuleFile, RuleFileError, RuleFileProblem};
use crate::signature::Signature;

/// What somebody answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressions {
    file: String,
    entries: Vec<Suppression>,
}

/// One entry of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Suppression {
    line: usize,
    code: String,
    /// `None` stands for every one.
    node: Option<String>,
    address: Option<String>,
    port: Option<u16>,
    key_type: Option<KeyFamily>,
    reason: String,
    /// The last day, in UTC.
    until: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    #[serde(default)]
    suppress: Vec<Spanned<WrittenEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    code: Spanned<String>,
    node: Option<Spanned<String>>,
    address: Option<Spanned<String>>,
    port: Option<Spanned<Value>>,
    key_type: Option<Spanned<String>>,
    reason: Spanned<String>,
    until: Spanned<Value>,
}

/// The codes that findings may have: those of the program and those of further signatures.
pub fn codes(signatures: &[Signature]) -> BTreeSet<String> {
    let own = signatures.iter().map(|signature| signature.code.clone());
    let verdicts = Code::ALL.iter().map(|code| code.as_str().to_owned());
    let preflight = preflight::own_signatures().into_iter();
    own.chain(verdicts)
        .chain(Signature::built_in().into_iter().map(|own| own.code))
        .chain(preflight.map(|own| own.code))
        .collect()
}

impl Suppressions {
    /// Reads a file; `name` is what the report calls it, `known` the [`codes`] that may stand in it.
    ///
    /// ```
    /// use tollgate_analyze::suppress::{Suppressions, codes};
    ///
    /// let text = r#"
    ///     [[suppress]]
    ///     code = "TG1006"
    ///     node = "cucm.steven.lab"
    ///     reason = "replaced with the hardware, change 4711"
    ///     until = 2027-01-31
    /// "#;
    /// assert!(Suppressions::parse(text, "rules.toml", &codes(&[])).is_ok());
    /// ```
    ///
    /// # Errors
    ///
    /// The first thing in it that is not as it should be: line, key and what to do.
    pub fn parse(text: &str, name: &str, known: &BTreeSet<String>) -> Result<Self, RuleFileError> {
        let (file, written) = RuleFile::read::<WrittenFile>(text)?;
        if written.suppress.is_empty() {
            let problem = RuleFileProblem::Nothing;
            return Err(file.wrong(&(0..0), "suppress", problem));
        }
        let entries = written.suppress.iter();
        let entries = entries.map(|entry| Suppression::read(file, entry, known));
        Ok(Self {
            file: name.to_owned(),
            entries: entries.collect::<Result<_, _>>()?,
        })
    }

    /// Takes what is suppressed out of the findings of a report and puts it beside them; says which
    /// entries have ended and which are about nothing. `now` is in Unix seconds: whoever answers for
    /// a finding does so in the present, whatever time certificates are judged at.
    pub fn apply(&self, report: &mut Report, now: i64) {
        let mut matched = vec![false; self.entries.len()];
        let before = counted(&report.findings);
        let findings = std::mem::take(&mut report.findings);
        for finding in findings {
            let parts = self.split(finding, now, &mut matched);
            report.findings.extend(parts.remaining);
            report.suppressed.extend(parts.suppressed);
        }
        for (entry, matched) in self.entries.iter().zip(matched) {
            let values = || {
                [
                    ("code", entry.code.clone()),
                    ("until", entry.until.to_string()),
                    ("place", format!("{}:{}", self.file, entry.line)),
                ]
            };
            if !entry.counts(now) {
                report
                    .notes
                    .push(Message::new("suppressed-ended", values()));
            } else if !matched {
                report
                    .notes
                    .push(Message::new("suppressed-nothing", values()));
            }
        }
        if !report.suppressed.is_empty() {
            recount(report, &before);
            let count = report.suppressed.len().to_string();
            let said = Message::new("suppressed-summary", [("count", count)]);
            report.summary.push(said);
        }
    }

    fn split(&self, finding: Finding, now: i64, matched: &mut [bool]) -> Parts {
        if matches!(finding.state, State::NoIssue | State::NotApplicable) {
            return Parts {
                remaining: Some(finding),
                suppressed: Vec::new(),
            };
        }
        let mut first = |cell: Option<&Cell>| {
            let mut found = None;
            for (entry, matched) in self.entries.iter().zip(matched.iter_mut()) {
                if entry.counts(now) && entry.is_about(&finding, cell) {
                    *matched = true;
                    found = found.or(Some(entry));
                }
            }
            found
        };
        if finding.cells.is_empty() {
            return match first(None) {
                None => Parts {
                    remaining: Some(finding),
                    suppressed: Vec::new(),
                },
                Some(entry) => Parts {
                    remaining: None,
                    suppressed: vec![self.suppressed(entry, finding)],
                },
            };
        }
        let mut remaining = Vec::new();
        let mut taken: Vec<(&Suppression, Vec<Cell>)> = Vec::new();
        for cell in &finding.cells {
            match first(Some(cell)) {
                None => remaining.push(cell.clone()),
                Some(entry) => match taken.iter_mut().find(|(known, _)| *known == entry) {
                    Some((_, cells)) => cells.push(cell.clone()),
                    None => taken.push((entry, vec![cell.clone()])),
                },
            }
        }
        let of = |cells: Vec<Cell>| Finding {
            cells,
            ..finding.clone()
        };
        let suppressed = taken.into_iter();
        let suppressed = suppressed.map(|(entry, cells)| self.suppressed(entry, of(cells)));
        let suppressed: Vec<Suppressed> = suppressed.collect();
        let mut rest = (!remaining.is_empty()).then(|| of(remaining));
        if let (Some(rest), false) = (&mut rest, suppressed.is_empty()) {
            // Counts and evidence are those of all cells and cannot be told apart any more.
            let said = Message::new("suppressed-other-cells", []);
            rest.further_information.push(said);
        }
        Parts {
            remaining: rest,
            suppressed,
        }
    }

    fn suppressed(&self, entry: &Suppression, finding: Finding) -> Suppressed {
        Suppressed {
            finding,
            reason: entry.reason.clone(),
            until: entry.until.to_string(),
            file: self.file.clone(),
            line: u64::try_from(entry.line).unwrap_or(u64::MAX),
        }
    }
}

/// What becomes of a finding.
struct Parts {
    remaining: Option<Finding>,
    suppressed: Vec<Suppressed>,
}

impl Suppression {
    fn read(
        file: RuleFile<'_>,
        entry: &Spanned<WrittenEntry>,
        known: &BTreeSet<String>,
    ) -> Result<Self, RuleFileError> {
        let line = file.line(&entry.span());
        let entry = entry.get_ref();
        let code = entry.code.get_ref();
        if !known.contains(code) {
            let problem = RuleFileProblem::UnknownCode(code.clone());
            return Err(file.wrong(&entry.code.span(), "code", problem));
        }
        let reason = entry.reason.get_ref().trim();
        if reason.is_empty() {
            let problem = RuleFileProblem::NoReason;
            return Err(file.wrong(&entry.reason.span(), "reason", problem));
        }
        Ok(Self {
            line,
            code: code.clone(),
            node: name(file, "node", entry.node.as_ref())?,
            address: name(file, "address", entry.address.as_ref())?,
            port: port(file, entry.port.as_ref())?,
            key_type: key_type(file, entry.key_type.as_ref())?,
            reason: reason.to_owned(),
            until: date(entry.until.get_ref())
                .ok_or_else(|| file.wrong(&entry.until.span(), "until", RuleFileProblem::Date))?,
        })
    }

    /// Whether its last day is not over.
    fn counts(&self, now: i64) -> bool {
        let over = self.until.tomorrow().ok();
        let over = over.and_then(|day| day.to_zoned(TimeZone::UTC).ok());
        over.is_none_or(|over| now < over.timestamp().as_second())
    }

    /// Whether it is about a cell of a finding, or about a finding that has none.
    fn is_about(&self, finding: &Finding, cell: Option<&Cell>) -> bool {
        if self.code != finding.code {
            return false;
        }
        let Some(cell) = cell else {
            let names = [&self.node, &self.address];
            return names.iter().all(|name| name.is_none())
                && self.port.is_none()
                && self.key_type.is_none();
        };
        let is = |own: &Option<String>, found: &str| {
            own.as_ref()
                .is_none_or(|own| bare(own).eq_ignore_ascii_case(bare(found)))
        };
        is(&self.node, &cell.node)
            && is(&self.address, &cell.address)
            && self.port.is_none_or(|port| cell.port == Some(port))
            && self.key_type.is_none_or(|key| cell.key_type == Some(key))
    }
}

/// An IPv6 address without brackets.
fn bare(address: &str) -> &str {
    let inner = address.strip_prefix('[');
    inner
        .and_then(|inner| inner.strip_suffix(']'))
        .unwrap_or(address)
}

const EVERY: &str = "*";

fn name(
    file: RuleFile<'_>,
    key: &'static str,
    written: Option<&Spanned<String>>,
) -> Result<Option<String>, RuleFileError> {
    let Some(written) = written.filter(|written| written.get_ref() != EVERY) else {
        return Ok(None);
    };
    let text = written.get_ref();
    if text.is_empty() || text.contains(['*', '?', ' ', ',']) {
        let problem = RuleFileProblem::Pattern(text.clone());
        return Err(file.wrong(&written.span(), key, problem));
    }
    Ok(Some(text.clone()))
}

fn port(
    file: RuleFile<'_>,
    written: Option<&Spanned<Value>>,
) -> Result<Option<u16>, RuleFileError> {
    let Some(written) = written else {
        return Ok(None);
    };
    let wrong = || file.wrong(&written.span(), "port", RuleFileProblem::Port);
    match written.get_ref() {
        Value::String(text) if text == EVERY => Ok(None),
        Value::Integer(port) => {
            let port = u16::try_from(*port).ok().filter(|port| *port > 0);
            port.map(Some).ok_or_else(wrong)
        }
        _ => Err(wrong()),
    }
}

fn key_type(
    file: RuleFile<'_>,
    written: Option<&Spanned<String>>,
) -> Result<Option<KeyFamily>, RuleFileError> {
    let Some(written) = written else {
        return Ok(None);
    };
    match written.get_ref().as_str() {
        EVERY => Ok(None),
        "rsa" => Ok(Some(KeyFamily::Rsa)),
        "ecdsa" => Ok(Some(KeyFamily::Ecdsa)),
        other => {
            let problem = RuleFileProblem::KeyType(other.to_owned());
            Err(file.wrong(&written.span(), "key_type", problem))
        }
    }
}

/// A date of TOML, or one in quotes.
fn date(written: &Value) -> Option<Date> {
    match written {
        Value::Datetime(moment) if moment.time.is_none() => {
            let date = moment.date?;
            Date::new(
                i16::try_from(date.year).ok()?,
                i8::try_from(date.month).ok()?,
                i8::try_from(date.day).ok()?,
            )
            .ok()
        }
        Value::String(text) if text.len() == "2027-01-31".len() => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000; // 2027-01-15T08:00:00Z

    fn cell(node: &str, address: &str, port: u16, key: KeyFamily) -> Cell {
        Cell {
            node: node.to_owned(),
            address: address.to_owned(),
            port: Some(port),
            key_type: Some(key),
        }
    }

    fn finding(code: &str, cells: Vec<Cell>) -> Finding {
        let all = Signature::built_in();
        let signature = all.iter().find(|own| own.code == code).unwrap();
        let mut finding = signature.finding(State::IssueFound, &Vec::new());
        finding.cells = cells;
        finding
    }

    fn read(text: &str) -> Result<Suppressions, RuleFileError> {
        Suppressions::parse(text, "rules.toml", &codes(&[]))
    }

    fn applied(text: &str, findings: Vec<Finding>) -> Report {
        let mut report = Report {
            findings,
            ..Report::default()
        };
        read(text).unwrap().apply(&mut report, NOW);
        report
    }

    fn entry(more: &str) -> String {
        format!(
            "[[suppress]]\ncode = \"TG1006\"\n{more}\nreason = \"hardware\"\nuntil = 2027-01-15\n"
        )
    }

    fn ids(report: &Report) -> Vec<&str> {
        let ids = report.notes.iter().map(|note| match note {
            Message::Text { id, .. } => id.as_str(),
            Message::Plain(text) => text,
            Message::Own(_) => "",
        });
        ids.collect()
    }

    #[test]
    fn only_the_cells_that_are_named_leave_a_finding() {
        let cells = vec![
            cell("cucm", "cucm.lab", 8443, KeyFamily::Rsa),
            cell("cucm", "cucm.lab", 8443, KeyFamily::Ecdsa),
            cell("cucm2", "cucm2.lab", 8443, KeyFamily::Rsa),
        ];
        let text = entry("node = \"CUCM\"\nport = 8443\nkey_type = \"rsa\"");
        let report = applied(&text, vec![finding("TG1006", cells.clone())]);
        assert_eq!(report.findings[0].cells, cells[1..]);
        assert_eq!(report.suppressed[0].finding.cells, cells[..1]);
        assert_eq!(report.suppressed[0].until, "2027-01-15");
        assert_eq!(report.suppressed[0].line, 1);
        assert!(report.notes.is_empty());
    }

    #[test]
    fn a_part_of_a_name_is_not_the_name() {
        let cells = vec![cell("cucm.lab", "cucm.lab", 8443, KeyFamily::Rsa)];
        for name in ["cucm", "cucm.la", "ucm.lab", "cucm.lab.example"] {
            let text = entry(&format!("node = \"{name}\""));
            let report = applied(&text, vec![finding("TG1006", cells.clone())]);
            assert_eq!(report.findings[0].cells, cells, "{name}");
            assert_eq!(ids(&report), ["suppressed-nothing"], "{name}");
        }
    }

    #[test]
    fn another_code_and_what_is_in_order_are_left_alone() {
        let cells = vec![cell("cucm.lab", "cucm.lab", 8443, KeyFamily::Rsa)];
        let mut clear = finding("TG1006", Vec::new());
        clear.state = State::NoIssue;
        let findings = vec![finding("TG1001", cells), clear];
        let report = applied(&entry(""), findings.clone());
        assert_eq!(report.findings, findings);
        assert!(report.suppressed.is_empty());
    }

    #[test]
    fn a_finding_without_cells_is_not_that_of_a_node() {
        let report = applied(&entry("port = 8443"), vec![finding("TG1006", Vec::new())]);
        assert_eq!((report.findings.len(), report.suppressed.len()), (1, 0));
        let report = applied(&entry("port = \"*\""), vec![finding("TG1006", Vec::new())]);
        assert_eq!((report.findings.len(), report.suppressed.len()), (0, 1));
    }

    #[test]
    fn the_last_day_counts_and_the_day_after_does_not() {
        let cells = vec![cell("cucm.lab", "cucm.lab", 8443, KeyFamily::Rsa)];
        let suppressions = read(&entry("")).unwrap();
        // 2027-01-15T23:59:59Z and a second later.
        for (now, suppressed, notes) in [
            (1_800_057_599, 1, &[][..]),
            (1_800_057_600, 0, &["suppressed-ended"][..]),
        ] {
            let mut report = Report {
                findings: vec![finding("TG1006", cells.clone())],
                ..Report::default()
            };
            suppressions.apply(&mut report, now);
            assert_eq!(report.suppressed.len(), suppressed);
            assert_eq!(ids(&report), notes);
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let soon = "reason = \"r\"\nuntil = 2027-01-31\n";
        for (text, line, key, problem) in [
            ("", 1, Some("suppress"), "no rule"),
            ("\n[[suppres]]\n", 2, None, "unknown field"),
            (
                "[[suppress]]\ncode = \"TG1006\"\nuntil = 2027-01-31\n",
                1,
                None,
                "missing field `reason`",
            ),
            (
                "[[suppress]]\ncode = \"TG1006\"\nreason = \"r\"\n",
                1,
                None,
                "missing field `until`",
            ),
            (
                &format!("[[suppress]]\ncode = \"TG0\"\n{soon}"),
                2,
                Some("code"),
                "no finding has the code 'TG0'",
            ),
            (
                &format!("[[suppress]]\ncode = \"TG1006\"\nnode = \"cucm*\"\n{soon}"),
                3,
                Some("node"),
                "no single name",
            ),
            (
                &format!("[[suppress]]\ncode = \"TG1006\"\nport = 0\n{soon}"),
                3,
                Some("port"),
                "1 to 65535",
            ),
            (
                &format!("[[suppress]]\ncode = \"TG1006\"\nkey_type = \"ec\"\n{soon}"),
                3,
                Some("key_type"),
                "no key type",
            ),
            (
                &format!("[[suppress]]\ncode = \"TG1006\"\nnodes = \"a\"\n{soon}"),
                3,
                None,
                "unknown field",
            ),
            (
                "[[suppress]]\ncode = \"TG1006\"\nreason = \" \"\nuntil = 2027-01-31\n",
                3,
                Some("reason"),
                "is empty",
            ),
            (
                "[[suppress]]\ncode = \"TG1006\"\nreason = \"r\"\nuntil = \"soon\"\n",
                4,
                Some("until"),
                "2027-01-31",
            ),
            (
                "[[suppress]]\ncode = \"TG1006\"\nreason = \"r\"\nuntil = 2027-01-31T00:00:00Z\n",
                4,
                Some("until"),
                "without a time",
            ),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.line, error.key), (line, key), "{text}");
            let said = error.to_string();
            assert!(said.contains(problem), "{said}");
        }
    }
}
