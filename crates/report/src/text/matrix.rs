//! Node by port and key: a row for each address, a column for each port and key type.

use super::page::Page;
use crate::cell::{Cell, KeyFamily};
use crate::columns::{COLUMNS, padded, width};
use crate::document::{MatrixCell, Report};
use crate::facts;
use crate::finding::State;

/// Columns of the addresses; a longer one has a line of its own.
const ADDRESS: usize = 26;
/// Blanks between the columns of the matrix.
const GAP: usize = 2;

type Column = (Option<u16>, Option<KeyFamily>);

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
    for (position, block) in columns.chunks(fitting).enumerate() {
        if position > 0 {
            page.blank();
        }
        self::block(&report.matrix, block, column_width, page);
    }
    legend(page);
    details(report, page);
}

/// Ports ascending, those that nobody knows last.
fn columns(matrix: &[MatrixCell]) -> Vec<Column> {
    let mut columns: Vec<Column> = matrix
        .iter()
        .map(|cell| (cell.cell.port, cell.cell.key_type))
        .collect();
    columns.sort_by_key(|&(port, key)| (port.is_none(), port, key.is_none(), key));
    columns.dedup();
    columns
}

fn block(matrix: &[MatrixCell], columns: &[Column], column_width: usize, page: &mut Page) {
    let ports: Vec<String> = columns.iter().map(|column| port(*column)).collect();
    let keys: Vec<String> = columns.iter().map(|column| key(*column)).collect();
    for headings in [ports, keys] {
        let mut line = " ".repeat(ADDRESS);
        for heading in headings {
            line.push_str(&padded(&heading, column_width));
        }
        page.raw(0, &line);
    }
    let mut rows: Vec<&Cell> = Vec::new();
    for cell in matrix.iter().map(|cell| &cell.cell) {
        if !rows.iter().any(|row| is_same_row(row, cell)) {
            rows.push(cell);
        }
    }
    let mut node = "";
    for row in rows {
        if row.node != node && row.node != row.address {
            page.sentence(0, &row.node);
        }
        node = &row.node;
        self::row(row, matrix, (columns, column_width), page);
    }
}

fn is_same_row(one: &Cell, other: &Cell) -> bool {
    one.node == other.node && one.address == other.address
}

fn row(
    row: &Cell,
    matrix: &[MatrixCell],
    (columns, column_width): (&[Column], usize),
    page: &mut Page,
) {
    let address = page.shown(&row.address);
    let mut line = format!("  {address}");
    if width(&line) >= ADDRESS {
        page.sentence(2, &address);
        line.clear();
    }
    line = padded(&line, ADDRESS);
    for column in columns {
        let cell = matrix.iter().find(|cell| {
            is_same_row(&cell.cell, row) && (cell.cell.port, cell.cell.key_type) == *column
        });
        match cell {
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

fn port((port, _): Column) -> String {
    port.map_or_else(|| "?".to_owned(), |port| port.to_string())
}

fn key((_, key): Column) -> String {
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
    for cell in &report.matrix {
        if matches!(cell.state, State::NoIssue | State::NotApplicable) {
            continue;
        }
        page.blank();
        let mark = page.mark(cell.state);
        let name = facts::cell(&cell.cell);
        let name = if cell.code.is_empty() {
            name
        } else {
            format!("{name}: {}", cell.code)
        };
        page.marked(0, &mark, &name);
        let indent = mark.columns() + 2;
        let text = page.words.say(&cell.text);
        page.sentence(indent, &text);
        let counts = [
            page.words.count("report-passed", cell.passed),
            page.words.count("report-failed", cell.failed),
        ];
        page.sentence(indent, &counts.join(", "));
    }
}
