//! Node by port and key: a row for each address, a column for each port and key type.

use std::collections::{BTreeMap, HashSet};

use super::page::Page;
use crate::cell::{Cell, KeyFamily};
use crate::columns::{COLUMNS, padded, width};
use crate::document::{MatrixCell, Report};
use crate::facts;
use crate::finding::State;
use crate::message::Message;

/// Columns of the addresses; a longer one has a line of its own.
const ADDRESS: usize = 26;
/// Blanks between the columns of the matrix.
const GAP: usize = 2;

/// Addresses that are shown where the rest is only counted.
const ROWS: usize = 100;
/// Cells that are told of where the rest is only counted.
const CELLS: usize = 50;

type Place = (Option<u16>, Option<KeyFamily>);

pub(super) fn write(report: &Report, page: &mut Page) {
    if report.matrix.is_empty() {
        return;
    }
    page.heading("report-heading-matrix", Some(report.matrix.len()));
    let columns = columns(&report.matrix);
    let widest = report.matrix.iter().map(|cell| width(&brief(cell)));
    let headings = columns.iter().map(|column| width(&key(*column)));
    let column_width = widest.chain(headings).max().unwrap_or_default() + GAP;
    let fitting = (COLUMNS.saturating_sub(ADDRESS) / column_width).max(1);
    let mut rows = rows(&report.matrix);
    let all = rows.len();
    rows.truncate(page.limit(ROWS, all));
    for (position, block) in columns.chunks(fitting).enumerate() {
        if position > 0 {
            page.blank();
        }
        self::block(&rows, block, column_width, page);
    }
    page.rest(2, all - rows.len());
    legend(page);
    details(report, page);
}

const fn place(cell: &Cell) -> Place {
    (cell.port, cell.key_type)
}

/// Ports ascending, those that nobody knows last.
fn columns(matrix: &[MatrixCell]) -> Vec<Place> {
    let mut columns: Vec<Place> = matrix.iter().map(|cell| place(&cell.cell)).collect();
    columns.sort_by_key(|&(port, key)| (port.is_none(), port, key.is_none(), key));
    columns.dedup();
    columns
}

/// The cells of an address by column, in the order of the report.
struct Row<'a> {
    cell: &'a Cell,
    cells: BTreeMap<Place, &'a MatrixCell>,
}

fn rows(matrix: &[MatrixCell]) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in matrix {
        let cell = &entry.cell;
        let position = *known
            .entry((&cell.node, &cell.address))
            .or_insert(rows.len());
        if position == rows.len() {
            let cells = BTreeMap::new();
            rows.push(Row { cell, cells });
        }
        if let Some(row) = rows.get_mut(position) {
            row.cells.entry(place(cell)).or_insert(entry);
        }
    }
    rows
}

fn block(rows: &[Row<'_>], columns: &[Place], column_width: usize, page: &mut Page) {
    let ports: Vec<String> = columns.iter().map(|column| port(*column)).collect();
    let keys: Vec<String> = columns.iter().map(|column| key(*column)).collect();
    for headings in [ports, keys] {
        let mut line = " ".repeat(ADDRESS);
        for heading in headings {
            line.push_str(&padded(&heading, column_width));
        }
        page.raw(0, &line);
    }
    let mut node = "";
    for row in rows {
        if row.cell.node != node && row.cell.node != row.cell.address {
            page.sentence(0, &row.cell.node);
        }
        node = &row.cell.node;
        self::row(row, columns, column_width, page);
    }
}

fn row(row: &Row<'_>, columns: &[Place], column_width: usize, page: &mut Page) {
    let address = page.shown(&row.cell.address);
    let mut line = format!("  {address}");
    if width(&line) >= ADDRESS {
        page.sentence(2, &address);
        line.clear();
    }
    line = padded(&line, ADDRESS);
    for column in columns {
        match row.cells.get(column) {
            Some(cell) => {
                let text = page.shown(&brief(cell));
                let blanks = column_width.saturating_sub(width(&text));
                line.push_str(&page.in_colour_of(cell.state, &text));
                line.push_str(&" ".repeat(blanks));
            }
            None => line.push_str(&padded(".", column_width)),
        }
    }
    page.raw(0, &line);
}

/// Sign and code, or sign and nothing.
fn brief(cell: &MatrixCell) -> String {
    let sign = facts::sign(cell.state);
    if cell.code.is_empty() {
        sign.to_owned()
    } else {
        format!("{sign} {}", cell.code)
    }
}

fn port((port, _): Place) -> String {
    port.map_or_else(|| "?".to_owned(), |port| port.to_string())
}

fn key((_, key): Place) -> String {
    key.map_or("?", KeyFamily::label).to_owned()
}

fn legend(page: &mut Page) {
    let states = [
        State::IssueFound,
        State::PotentialProblem,
        State::MissingInformation,
        State::NoIssue,
    ];
    let none = page.shown(&page.words.word("report-matrix-none"));
    let mut parts = states.map(|state| page.sign_and_word(state)).to_vec();
    parts.push(format!(". {none}"));
    page.beside(2, &parts);
}

/// A sentence about each cell that is not in order.
fn details(report: &Report, page: &mut Page) {
    let is_in_order =
        |cell: &MatrixCell| matches!(cell.state, State::NoIssue | State::NotApplicable);
    let cells = || report.matrix.iter().filter(|cell| !is_in_order(cell));
    let all = cells().count();
    let shown = page.limit(CELLS, all);
    let titles = report.findings.iter();
    let titles: HashSet<&Message> = titles.map(|finding| &finding.title).collect();
    for cell in cells().take(shown) {
        page.blank();
        detail(cell, &titles, page);
    }
    page.rest(0, all - shown);
}

/// A sentence that is the title of a finding is not said twice.
fn detail(cell: &MatrixCell, titles: &HashSet<&Message>, page: &mut Page) {
    let mark = page.mark(cell.state);
    let mut name = facts::cell(&cell.cell);
    if !cell.code.is_empty() {
        name = format!("{name}: {}", cell.code);
    }
    page.marked(0, &mark, &name);
    let indent = mark.columns() + 2;
    if !titles.contains(&cell.text) {
        let text = page.words.say(&cell.text);
        page.sentence(indent, &text);
    }
    if cell.passed == 0 && cell.failed == 0 {
        // Nobody made a request, as under a probe.
        return;
    }
    let counts = [
        page.words.count("report-passed", cell.passed),
        page.words.count("report-failed", cell.failed),
    ];
    page.sentence(indent, &counts.join(", "));
}
