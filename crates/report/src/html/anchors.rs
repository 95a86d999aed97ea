//! Addresses of findings within the page, such as `#TG1001-cucm.steven.lab-6972-ecdsa`.

use std::collections::HashSet;

use crate::cell::Cell;
use crate::document::{MatrixCell, Report};
use crate::finding::Finding;

/// Longest anchor; what follows is cut. Names of nodes have at most 253 characters.
const LONGEST: usize = 300;

/// The anchors of each finding.
#[derive(Debug)]
pub(super) struct Anchors {
    findings: Vec<FindingAnchors>,
}

/// The anchors of one finding.
#[derive(Debug)]
pub(super) struct FindingAnchors {
    /// That of the finding, which is also that of its first cell.
    pub(super) finding: String,
    /// Those of its cells, in the same order.
    pub(super) cells: Vec<String>,
}

impl Anchors {
    pub(super) fn of(report: &Report) -> Self {
        let mut taken = HashSet::new();
        let findings = report.findings.iter();
        Self {
            findings: findings
                .map(|finding| FindingAnchors::of(finding, &mut taken))
                .collect(),
        }
    }

    /// The anchors of the nth finding, from 0.
    pub(super) fn finding(&self, number: usize) -> Option<&FindingAnchors> {
        self.findings.get(number)
    }

    /// Where the page tells of a cell: at the finding of its code, else at the first that affects
    /// it.
    pub(super) fn cell(&self, report: &Report, wanted: &MatrixCell) -> Option<&str> {
        let mut fallback = None;
        for (finding, anchors) in report.findings.iter().zip(&self.findings) {
            let place = finding.cells.iter().position(|cell| *cell == wanted.cell);
            let Some(anchor) = place.and_then(|place| anchors.cells.get(place)) else {
                continue;
            };
            if finding.state == wanted.state && finding.code == wanted.code {
                return Some(anchor);
            }
            if finding.state == wanted.state && fallback.is_none() {
                fallback = Some(anchor.as_str());
            }
        }
        fallback
    }
}

impl FindingAnchors {
    fn of(finding: &Finding, taken: &mut HashSet<String>) -> Self {
        let name = if finding.code.is_empty() {
            &finding.signature
        } else {
            &finding.code
        };
        let cells: Vec<String> = finding
            .cells
            .iter()
            .map(|cell| unique(&of_cell(name, cell), taken))
            .collect();
        let finding = match cells.first() {
            Some(first) => first.clone(),
            None => unique(&word(name), taken),
        };
        Self { finding, cells }
    }
}

fn of_cell(name: &str, cell: &Cell) -> String {
    let mut anchor = format!("{}-{}", word(name), word(&cell.address));
    if let Some(port) = cell.port {
        anchor.push('-');
        anchor.push_str(&port.to_string());
    }
    if let Some(key) = cell.key_type {
        anchor.push('-');
        anchor.push_str(key.as_str());
    }
    anchor
}

/// A name with nothing in it that has a meaning in an address.
pub(super) fn word(name: &str) -> String {
    let word: String = name
        .chars()
        .take(LONGEST)
        .map(|character| {
            let is_kept = character.is_ascii_alphanumeric() || matches!(character, '.' | '_');
            if is_kept { character } else { '-' }
        })
        .collect();
    if word.is_empty() {
        "finding".to_owned()
    } else {
        word
    }
}

fn unique(anchor: &str, taken: &mut HashSet<String>) -> String {
    let mut candidate = anchor.to_owned();
    let mut number = 1_usize;
    while !taken.insert(candidate.clone()) {
        number = number.saturating_add(1);
        candidate = format!("{anchor}-{number}");
    }
    candidate
}
