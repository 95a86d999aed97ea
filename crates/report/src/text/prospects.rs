//! What becomes of cells through an upgrade: a row for each, a column for each moment.

use super::page::Page;
use crate::columns::{COLUMNS, padded, width};
use crate::document::Report;
use crate::facts;
use crate::prospect::{CellProspects, Prospect};

/// Blanks between columns.
const GAP: usize = 1;
/// Rows that are shown where the rest is only counted.
const ROWS: usize = 100;

const HEADINGS: [&str; 3] = [
    "preflight-prospects-before",
    "preflight-prospects-after",
    "preflight-prospects-after-plan",
];
/// The heading of what this program would meet in the appliance's place.
const OWN: &str = "Tollgate";

pub(super) fn write(report: &Report, page: &mut Page) {
    let rows = &report.prospects;
    if rows.is_empty() {
        return;
    }
    page.heading("preflight-prospects-title", Some(rows.len()));
    let [before, after, after_plan] = HEADINGS.map(|id| page.shown(&page.words.word(id)));
    let headings = [before, after, after_plan, OWN.to_owned()];
    let said = |own: Prospect| said(own, page);
    let widths = [0, 1, 2, 3].map(|column: usize| {
        let words = rows.iter().map(|row| width(&said(of(row, column))));
        let heading = headings.get(column).map_or(0, |heading| width(heading));
        words.max().unwrap_or_default().max(heading) + GAP
    });
    let name = COLUMNS.saturating_sub(widths.iter().sum());
    let mut line = " ".repeat(name);
    for (heading, width) in headings.iter().zip(widths) {
        line.push_str(&padded(heading, width));
    }
    page.raw(0, &line);
    let shown = page.limit(ROWS, rows.len());
    for own in rows.iter().take(shown) {
        row(own, (name, widths), page);
    }
    page.rest(2, rows.len() - shown);
}

/// The prospects in the order of the columns.
const fn of(row: &CellProspects, column: usize) -> Prospect {
    match column {
        0 => row.before,
        1 => row.after,
        2 => row.after_plan,
        _ => row.serve,
    }
}

fn row(own: &CellProspects, (name_width, widths): (usize, [usize; 4]), page: &mut Page) {
    let name = page.shown(&own.cell.to_string());
    let mut line = format!("  {name}");
    // A longer name has a line of its own.
    if width(&line) >= name_width {
        page.sentence(2, &name);
        line.clear();
    }
    line = padded(&line, name_width);
    for (column, column_width) in widths.into_iter().enumerate() {
        let prospect = of(own, column);
        let text = said(prospect, page);
        let blanks = column_width.saturating_sub(width(&text));
        line.push_str(&page.in_colour_of(prospect.state(), &text));
        line.push_str(&" ".repeat(blanks));
    }
    page.raw(0, &line);
}

/// Sign and word.
fn said(prospect: Prospect, page: &Page) -> String {
    let sign = facts::sign(prospect.state());
    page.shown(&format!("{sign} {}", page.words.word(prospect.word())))
}
