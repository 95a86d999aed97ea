//! Addresses of findings within the page, such as `#TG1001-cucm.steven.lab-6972-ecdsa`.

use std::collections::HashMap;

use crate::cell::Cell;
use crate::document::{MatrixCell, Report};
use crate::finding::Finding;

/// Longest anchor; what follows is cut. Names of nodes have at most 253 characters.
const LONGEST: usize = 300;

/// Cells that a finding lists; the data within the page have all.
pub(super) const LISTED_CELLS: usize = 200;

/// The anchors of each finding.
#[derive(Debug)]
pub(super) struct Anchors {
    findings: Vec<FindingAnchors>,
    /// Where each cell is among the cells of findings: number of the finding, number in it.
    places: HashMap<Cell, Vec<(usize, usize)>>,
}

/// The anchors of one finding.
#[derive(Debug)]
pub(super) struct FindingAnchors {
    /// That of the finding, which is also that of its first cell.
    pub(super) finding: String,
    /// Those of its first cells, in the same order.
    pub(super) cells: Vec<String>,
}

/// Anchors that are given away, with how often each was asked for.
type Taken = HashMap<String, usize>;

impl Anchors {
    pub(super) fn of(report: &Report) -> Self {
        let mut taken = Taken::new();
        let mut findings = Vec::new();
        let mut places: HashMap<Cell, Vec<(usize, usize)>> = HashMap::new();
        for (number, finding) in report.findings.iter().enumerate() {
            findings.push(FindingAnchors::of(finding, &mut taken));
            for (place, cell) in finding.cells.iter().enumerate() {
                places
                    .entry(cell.clone())
                    .or_default()
                    .push((number, place));
            }
        }
        Self { findings, places }
    }

    /// The anchors of the nth finding, from 0.
    pub(super) fn finding(&self, number: usize) -> Option<&FindingAnchors> {
        self.findings.get(number)
    }

    /// Where the page tells of a cell: at the finding of its state and code, else at the first of
    /// its state.
    pub(super) fn cell(&self, report: &Report, wanted: &MatrixCell) -> Option<&str> {
        let mut fallback = None;
        for &(number, place) in self.places.get(&wanted.cell)? {
            let (finding, anchors) = (report.findings.get(number)?, self.findings.get(number)?);
            let anchor = anchors.cells.get(place).unwrap_or(&anchors.finding);
            if finding.state != wanted.state {
                continue;
            }
            if finding.code == wanted.code {
                return Some(anchor);
            }
            fallback = fallback.or(Some(anchor.as_str()));
        }
        fallback
    }
}

impl FindingAnchors {
    fn of(finding: &Finding, taken: &mut Taken) -> Self {
        let name = if finding.code.is_empty() {
            &finding.signature
        } else {
            &finding.code
        };
        let cells = finding.cells.iter().take(LISTED_CELLS);
        let cells: Vec<String> = cells
            .map(|cell| unique(of_cell(name, cell), taken))
            .collect();
        let finding = match cells.first() {
            Some(first) => first.clone(),
            None => unique(word(name), taken),
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

/// An anchor that no other element has: the second of a name ends in `-2`.
fn unique(anchor: String, taken: &mut Taken) -> String {
    let asked = taken.entry(anchor.clone()).or_default();
    *asked = asked.saturating_add(1);
    if *asked == 1 {
        return anchor;
    }
    let numbered = format!("{anchor}-{asked}");
    // Another element may have that very name.
    unique(numbered, taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_unique_and_have_no_active_characters() {
        let mut taken = Taken::new();
        let mut next = |name: &str| unique(word(name), &mut taken);
        assert_eq!(next("TG1001"), "TG1001");
        assert_eq!(next("TG1001-2"), "TG1001-2");
        assert_eq!(next("TG1001"), "TG1001-2-2");
        assert_eq!(next("TG1001"), "TG1001-3");
        assert_eq!(next("a\"b%#?/ ü"), "a-b------");
        assert_eq!(next(""), "finding");
    }
}
