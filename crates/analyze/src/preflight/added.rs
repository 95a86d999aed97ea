//! Findings that come to a report after it was made: in their place, and counted in what it says
//! first.

use tollgate_report::{Finding, Message, Report};

use crate::analysis::{counted, recount};

/// How the first sentences of reports begin.
const COUNTS: [&str; 5] = [
    "summary-issues",
    "summary-potential",
    "summary-missing",
    "summary-clear",
    "summary-nothing",
];

/// Adds findings to a report.
pub(super) fn add(report: &mut Report, findings: Vec<Finding>) {
    let mut before = counted(&report.findings);
    let said = report.summary.iter().filter(|said| {
        let id = match said {
            Message::Text { id, .. } => id.as_str(),
            Message::Plain(_) | Message::Own(_) => "",
        };
        COUNTS.contains(&id)
    });
    before.extend(said.cloned());
    report.findings.extend(findings);
    report.findings.sort_by_key(|finding| finding.state);
    recount(report, &before);
}
