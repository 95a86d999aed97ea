//! Every cell that the evidence tells of, and how it is.

use tollgate_report::{Cell, Finding, MatrixCell, Message, State};

use crate::case::{Case, CellCase};

/// The matrix, by cell.
pub(super) fn matrix(case: &Case, findings: &[Finding]) -> Vec<MatrixCell> {
    let cells = case.cells.iter();
    let mut matrix: Vec<MatrixCell> = cells.map(|cell| judged(cell, findings)).collect();
    matrix.sort_by(|one, other| one.cell.cmp(&other.cell));
    matrix
}

/// The gravest finding about a cell: an issue before a potential problem, by the order of findings.
pub(super) fn gravest<'f>(cell: &Cell, findings: &'f [Finding]) -> Option<&'f Finding> {
    let about = findings.iter().filter(|finding| {
        matches!(finding.state, State::IssueFound | State::PotentialProblem)
            && finding.cells.contains(cell)
    });
    about.min_by_key(|finding| finding.state)
}

fn judged(cell: &CellCase, findings: &[Finding]) -> MatrixCell {
    let found = gravest(&cell.cell, findings);
    let found = found.map(|finding| (finding.state, finding.code.clone(), finding.title.clone()));
    let (state, code, text) = found.unwrap_or_else(|| {
        let (state, text) = without_finding(cell);
        (state, String::new(), Message::new(text, []))
    });
    MatrixCell {
        cell: cell.cell.clone(),
        state,
        code,
        text,
        passed: cell.succeeded,
        failed: cell.failed,
    }
}

fn without_finding(cell: &CellCase) -> (State, &'static str) {
    let mut verdicts = cell.presented.iter().filter_map(|own| own.verdict.as_ref());
    let is_trusted = verdicts.any(tollgate_pki::Verdict::is_trusted);
    if is_trusted && cell.succeeded > 0 {
        (State::NoIssue, "matrix-trusted-and-answered")
    } else if is_trusted {
        (State::NoIssue, "matrix-trusted")
    } else if !cell.presented.is_empty() {
        (State::MissingInformation, "matrix-not-judged")
    } else if cell.failed > 0 {
        (State::MissingInformation, "matrix-failed-unexplained")
    } else if cell.succeeded > 0 {
        (State::NoIssue, "matrix-answered")
    } else {
        (State::MissingInformation, "matrix-not-seen")
    }
}
