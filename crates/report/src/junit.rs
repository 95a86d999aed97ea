//! A report for continuous integration: `JUnit`'s XML, as its readers agree on it.
//!
//! A suite is a node, a case is a signature at a cell of it. An issue is a failure; a potential
//! problem passes and speaks in `system-out`; what cannot be told, or cannot be, or is suppressed, is
//! skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use quick_xml::escape::escape;
use tollgate_text::Language;

use crate::cell::Cell;
use crate::document::{MatrixCell, Report, Suppressed};
use crate::facts::{self, Words};
use crate::finding::{Finding, State};
use crate::harmless::{harmless, sentence};
use crate::moment;

/// The document.
pub fn render(report: &Report, language: Language) -> String {
    let words = Words::new(language);
    let mut suites: BTreeMap<&str, Vec<Case<'_>>> = BTreeMap::new();
    for finding in &report.findings {
        for cell in &finding.cells {
            let case = Case::of_finding(finding, Some(cell));
            suites.entry(&cell.node).or_default().push(case);
        }
        if finding.cells.is_empty() {
            let suite = finding.archive.as_deref().unwrap_or(EVIDENCE);
            let case = Case::of_finding(finding, None);
            suites.entry(suite).or_default().push(case);
        }
    }
    for own in &report.suppressed {
        let cells: Vec<Option<&Cell>> = match own.finding.cells.as_slice() {
            [] => vec![None],
            cells => cells.iter().map(Some).collect(),
        };
        for cell in cells {
            let archive = own.finding.archive.as_deref().unwrap_or(EVIDENCE);
            let suite = cell.map_or(archive, |cell| cell.node.as_str());
            let case = Case {
                cell,
                state: own.finding.state,
                about: About::Suppressed(own),
            };
            suites.entry(suite).or_default().push(case);
        }
    }
    let suppressed = report.suppressed.iter().map(|own| &own.finding);
    let findings = report.findings.iter().chain(suppressed);
    let told: BTreeSet<&Cell> = findings.flat_map(|finding| &finding.cells).collect();
    for cell in &report.matrix {
        if !told.contains(&cell.cell) {
            let case = Case::of_cell(cell);
            suites.entry(&cell.cell.node).or_default().push(case);
        }
    }
    let all = || suites.values().flatten();
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    // Writing to a String cannot fail.
    _ = writeln!(
        out,
        "<testsuites name=\"tollgate\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">",
        all().count(),
        all().filter(|case| case.is_failure()).count(),
        all().filter(|case| case.is_skipped()).count(),
    );
    for (name, cases) in &suites {
        suite(name, cases, words, &mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

/// The suite of findings that are about no node and in no archive.
const EVIDENCE: &str = "evidence";

/// A signature at a cell, or a cell about which no signature speaks.
struct Case<'a> {
    cell: Option<&'a Cell>,
    state: State,
    about: About<'a>,
}

enum About<'a> {
    Finding(&'a Finding),
    Suppressed(&'a Suppressed),
    Cell(&'a MatrixCell),
}

impl<'a> Case<'a> {
    const fn of_finding(finding: &'a Finding, cell: Option<&'a Cell>) -> Self {
        Self {
            cell,
            state: finding.state,
            about: About::Finding(finding),
        }
    }

    const fn of_cell(cell: &'a MatrixCell) -> Self {
        Self {
            cell: Some(&cell.cell),
            state: cell.state,
            about: About::Cell(cell),
        }
    }

    const fn is_failure(&self) -> bool {
        matches!(self.state, State::IssueFound) && !self.is_suppressed()
    }

    const fn is_suppressed(&self) -> bool {
        matches!(self.about, About::Suppressed(_))
    }

    const fn is_skipped(&self) -> bool {
        self.is_suppressed()
            || matches!(self.state, State::MissingInformation | State::NotApplicable)
    }

    /// Where, and what is looked for there.
    fn name(&self) -> String {
        let signature = match self.about {
            About::Finding(finding) => finding.signature.as_str(),
            About::Suppressed(own) => own.finding.signature.as_str(),
            About::Cell(_) => "cell",
        };
        match self.cell {
            Some(cell) => format!("{cell} {signature}"),
            None => signature.to_owned(),
        }
    }

    fn code(&self) -> &str {
        match self.about {
            About::Finding(finding) => &finding.code,
            About::Suppressed(own) => &own.finding.code,
            About::Cell(cell) => &cell.code,
        }
    }

    /// The one line that a list of failures shows.
    fn message(&self, words: Words) -> String {
        match self.about {
            About::Cell(cell) => words.say(&cell.text),
            About::Suppressed(own) => {
                let title = words.say(&own.finding.title);
                format!("{title} {}", words.suppressed(own))
            }
            About::Finding(finding) if self.is_skipped() => {
                let why = finding.reason.as_ref().map(|reason| words.say(reason));
                let how = finding.missing.as_ref().map(|missing| words.how(missing));
                let parts: Vec<String> = why.into_iter().chain(how).collect();
                if parts.is_empty() {
                    words.say(&finding.title)
                } else {
                    parts.join(" ")
                }
            }
            About::Finding(finding) => words.say(&finding.title),
        }
    }

    /// Everything else that whoever repairs it wants to read.
    fn details(&self, words: Words) -> Vec<String> {
        let About::Finding(finding) = self.about else {
            return vec![self.message(words)];
        };
        let mut lines = vec![sentence(&words.say(&finding.title))];
        lines.push(sentence(&words.say(&finding.description)));
        lines.extend(words.seen(finding).as_deref().map(sentence));
        lines.extend(words.users(&finding.users).as_deref().map(sentence));
        for (position, action) in finding.actions.iter().enumerate() {
            let mut text = words.say(&action.text);
            if let Some(risk) = &action.workaround_risk {
                let workaround = words.with("report-workaround", &[("action", text)]);
                let risk = words.with("report-risk", &[("risk", words.say(risk))]);
                text = format!("{workaround} {risk}");
            }
            lines.push(format!("{}. {}", position + 1, sentence(&text)));
        }
        for upload in &finding.upload {
            let name = sentence(&upload.name);
            lines.push(format!("{name}  SHA-256 {}", sentence(&upload.sha256)));
        }
        for line in &finding.snippet {
            lines.push(harmless(&line.text).into_owned());
        }
        lines
    }
}

fn suite(name: &str, cases: &[Case<'_>], words: Words, out: &mut String) {
    let failures = cases.iter().filter(|case| case.is_failure()).count();
    let skipped = cases.iter().filter(|case| case.is_skipped()).count();
    let first = cases.iter().filter_map(|case| match case.about {
        About::Finding(finding) => finding.first_seen,
        About::Suppressed(own) => own.finding.first_seen,
        About::Cell(_) => None,
    });
    let timestamp = first.min().map(|first| {
        // The schema of most readers wants a local time without a zone; it is UTC.
        let moment = moment::milliseconds(first);
        let moment = moment.strip_suffix('Z').unwrap_or(&moment).to_owned();
        format!(" timestamp=\"{}\"", attribute(&moment))
    });
    _ = writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"{}>",
        attribute(name),
        cases.len(),
        timestamp.unwrap_or_default(),
    );
    for case in cases {
        self::case(name, case, words, out);
    }
    out.push_str("  </testsuite>\n");
}

fn case(suite: &str, case: &Case<'_>, words: Words, out: &mut String) {
    _ = write!(
        out,
        "    <testcase classname=\"{}\" name=\"{}\"",
        attribute(suite),
        attribute(&case.name()),
    );
    let message = attribute(&case.message(words));
    let code = attribute(case.code());
    if case.is_suppressed() {
        out.push_str(">\n");
        _ = writeln!(out, "      <skipped message=\"{message}\"/>");
        out.push_str("    </testcase>\n");
        return;
    }
    match case.state {
        State::IssueFound => {
            let details = content(&case.details(words));
            out.push_str(">\n");
            _ = writeln!(
                out,
                "      <failure message=\"{message}\" type=\"{code}\">{details}</failure>"
            );
            out.push_str("    </testcase>\n");
        }
        State::PotentialProblem => {
            let mark = format!("{} {}", facts::sign(case.state), words.verdict(case.state));
            let mut lines = vec![sentence(&format!("{mark} {}", case.code()))];
            lines.extend(case.details(words));
            out.push_str(">\n");
            _ = writeln!(out, "      <system-out>{}</system-out>", content(&lines));
            out.push_str("    </testcase>\n");
        }
        State::MissingInformation | State::NotApplicable => {
            out.push_str(">\n");
            _ = writeln!(out, "      <skipped message=\"{message}\"/>");
            out.push_str("    </testcase>\n");
        }
        State::NoIssue => out.push_str("/>\n"),
    }
}

/// A value between quotes. XML has no way to write most control characters, so they are spelled
/// out.
fn attribute(value: &str) -> String {
    escape(sentence(value)).into_owned()
}

/// Lines between tags, made harmless one by one.
fn content(lines: &[String]) -> String {
    escape(lines.join("\n")).into_owned()
}
