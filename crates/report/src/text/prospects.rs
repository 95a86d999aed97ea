//! What becomes of cells through an upgrade: a row for each, a column for each moment.

use super::page::Page;
use crate::columns::{COLUMNS, padded, width};
use crate::document::Report;
use crate::facts;
use crate::prospect::{CellProspects, Prospect};

/// Columns of the cells; a longer name has a line of its own.
const CELL: usize = 34;
/// Blanks between columns.
const GAP: usize = 2;
/// Rows that are shown where the rest is only counted.
const ROWS: usize = 100;

const HEADINGS: [&str; 3] = [
    "preflight-prospects-before",
    "preflight-prospects-after",
    "preflight-prospects-after-plan",
];

pub(super) fn write(report: &Report, page: &mut Page) {
    let rows = &report.prospects;
    if rows.is_empty() {
        return;
    }
    page.heading("preflight-prospects-title", Some(rows.len()));
    let mut headings = HEADINGS.map(|id| page.words.word(id)).to_vec();
    headings.push("Tollgate".to_owned());
    let words = [
        Prospect::Passes,
        Prospect::Fails,
        Prospect::NotUsed,
        Prospect::Unknown,
    ];
    let words = words.map(|own| said(own, page));
    let widest = headings.iter().chain(&words).map(|word| width(word)).max();
    let widest = widest.unwrap_or_default() + GAP;
    let room = COLUMNS.saturating_sub(CELL) / headings.len();
    let column = widest.min(room.max(GAP));
    let mut line = " ".repeat(CELL);
    for heading in &headings {
        line.push_str(&padded(&page.shown(heading), column));
    }
    page.raw(0, &line);
    let shown = page.limit(ROWS, rows.len());
    for own in rows.iter().take(shown) {
        row(own, column, page);
    }
    page.rest(2, rows.len() - shown);
}

fn row(own: &CellProspects, column: usize, page: &mut Page) {
    let name = page.shown(&own.cell.to_string());
    let mut line = format!("  {name}");
    if width(&line) >= CELL {
        page.sentence(2, &name);
        line.clear();
    }
    line = padded(&line, CELL);
    for prospect in [own.before, own.after, own.after_plan, own.serve] {
        let text = page.shown(&said(prospect, page));
        let blanks = column.saturating_sub(width(&text)).max(1);
        line.push_str(&page.in_colour_of(prospect.state(), &text));
        line.push_str(&" ".repeat(blanks));
    }
    page.raw(0, &line);
}

/// Sign and word.
fn said(prospect: Prospect, page: &Page) -> String {
    let sign = facts::sign(prospect.state());
    format!("{sign} {}", page.words.word(prospect.word()))
}
