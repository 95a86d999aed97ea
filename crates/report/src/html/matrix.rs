//! The matrix: a row for each node and address, a column for each port and key.

use std::collections::{BTreeMap, BTreeSet};

use crate::cell::KeyFamily;
use crate::document::MatrixCell;
use crate::finding::State;
use crate::html::head::{more_rows, scroller};
use crate::html::markup::{Markup, class, number, plain, to_anchor};
use crate::html::{Page, picture};

/// Port and key of a column; ports that are not known come last, as do keys.
type Column = (bool, Option<u16>, bool, Option<KeyFamily>);

fn column(cell: &MatrixCell) -> Column {
    let (port, key) = (cell.cell.port, cell.cell.key_type);
    (port.is_none(), port, key.is_none(), key)
}

/// Cells by row and column. A cell that is there twice shows both.
type Rows<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<Column, Vec<&'a MatrixCell>>>;

/// Rows of the matrix, and cells in words; the data within the page have all.
const MOST_ROWS: usize = 500;

/// The section of the matrix.
pub(super) fn matrix(page: &Page<'_>, out: &mut Markup) {
    let cells = &page.report.matrix;
    if cells.is_empty() {
        return;
    }
    let section = [
        class("block"),
        plain("id", "matrix"),
        plain("aria-labelledby", "matrix-title"),
    ];
    out.element("section", &section, |out| {
        out.leaf(
            "h2",
            &[plain("id", "matrix-title")],
            &page.word("report-heading-matrix"),
        );
        let mut rows = Rows::new();
        let mut columns = BTreeSet::new();
        for cell in cells {
            columns.insert(column(cell));
            let row = (cell.cell.node.as_str(), cell.cell.address.as_str());
            let row = rows.entry(row).or_default();
            row.entry(column(cell)).or_default().push(cell);
        }
        let columns: Vec<Column> = columns.into_iter().collect();
        scroller(out, "matrix-caption", |out| {
            out.element("table", &[class("matrix")], |out| {
                let caption = [plain("id", "matrix-caption")];
                out.leaf("caption", &caption, &page.word("page-matrix-caption"));
                head(page, out, &columns);
                out.element("tbody", &[], |out| {
                    for ((node, address), row) in rows.iter().take(MOST_ROWS) {
                        out.element("tr", &[], |out| {
                            row_head(page, out, node, address);
                            for column in &columns {
                                let cells = row.get(column).map_or(&[][..], Vec::as_slice);
                                data(page, out, cells);
                            }
                        });
                    }
                });
            });
        });
        more_rows(page, out, rows.len(), MOST_ROWS);
        in_words(page, out);
    });
}

/// What is said of each cell, as a list: a picture of signs alone would lose the sentences.
fn in_words(page: &Page<'_>, out: &mut Markup) {
    let cells = &page.report.matrix;
    out.element("details", &[class("more")], |out| {
        let count = u64::try_from(cells.len()).unwrap_or(u64::MAX);
        out.leaf("summary", &[], &page.count("page-cells-in-words", count));
        out.element("ul", &[class("in-words")], |out| {
            for cell in cells.iter().take(MOST_ROWS) {
                out.element("li", &[], |out| {
                    picture::icon(out, cell.state);
                    out.element("span", &[], |out| {
                        out.code(&cell.cell.to_string());
                        out.text(" ");
                        page.say(out, &cell.text);
                    });
                });
            }
        });
        more_rows(page, out, cells.len(), MOST_ROWS);
    });
}

fn head(page: &Page<'_>, out: &mut Markup, columns: &[Column]) {
    let mut ports: Vec<(Option<u16>, i64)> = Vec::new();
    for (_, port, _, _) in columns {
        match ports.last_mut() {
            Some((last, keys)) if last == port => *keys = keys.saturating_add(1),
            _ => ports.push((*port, 1)),
        }
    }
    out.element("thead", &[], |out| {
        out.element("tr", &[], |out| {
            let node = [plain("scope", "col"), number("rowspan", 2)];
            out.leaf("th", &node, &page.word("page-column-node"));
            for (port, keys) in ports {
                let head = [plain("scope", "colgroup"), number("colspan", keys)];
                let port = match port {
                    Some(port) => page.words("page-port", [("port", port.to_string())]),
                    None => page.word("page-port-unknown"),
                };
                out.leaf("th", &head, &port);
            }
        });
        out.element("tr", &[], |out| {
            for (_, _, _, key) in columns {
                let key = match key {
                    Some(key) => key.label().to_owned(),
                    None => page.word("page-key-unknown"),
                };
                out.leaf("th", &[plain("scope", "col")], &key);
            }
        });
    });
}

fn row_head(page: &Page<'_>, out: &mut Markup, node: &str, address: &str) {
    out.element("th", &[plain("scope", "row")], |out| {
        out.value(node);
        if node != address {
            out.text(" ");
            out.element("span", &[class("as")], |out| {
                out.text(&page.word("page-used-as"));
                out.text(" ");
                out.value(address);
            });
        }
    });
}

fn data(page: &Page<'_>, out: &mut Markup, cells: &[&MatrixCell]) {
    let Some(first) = cells.first() else {
        out.element("td", &[class("empty")], |out| {
            out.leaf("span", &[plain("aria-hidden", "true")], "·");
            out.leaf("span", &[class("unseen")], &page.word("report-matrix-none"));
        });
        return;
    };
    let worst = cells.iter().map(|cell| cell.state).min();
    let worst = worst.unwrap_or(first.state);
    out.element("td", &[class(format!("is-{worst}"))], |out| {
        for cell in cells {
            let anchor = page.anchors.cell(page.report, cell);
            let text = page.sentence(&cell.text);
            if let Some(anchor) = anchor {
                let link = [class("cell"), to_anchor(anchor), plain("title", text)];
                out.element("a", &link, |out| outcome(page, out, cell));
            } else {
                let element = [class("cell"), plain("title", text)];
                out.element("span", &element, |out| outcome(page, out, cell));
            }
        }
    });
}

fn outcome(page: &Page<'_>, out: &mut Markup, cell: &MatrixCell) {
    picture::icon(out, cell.state);
    out.element("span", &[], |out| {
        out.element("span", &[class("state-name")], |out| {
            out.text(&page.word(match cell.state {
                State::IssueFound => "page-cell-fails",
                State::PotentialProblem => "page-cell-risk",
                State::MissingInformation => "page-cell-unknown",
                State::NoIssue => "page-cell-works",
                State::NotApplicable => "report-state-not-applicable",
            }));
            if !cell.code.is_empty() {
                out.text(" ");
                out.code(&cell.code);
            }
        });
        out.text(" ");
        out.element("span", &[class("counts")], |out| {
            if cell.failed > 0 {
                out.text(&page.count("report-failed", cell.failed));
            }
            if cell.failed > 0 && cell.passed > 0 {
                out.text(", ");
            }
            if cell.passed > 0 {
                out.text(&page.count("report-passed", cell.passed));
            }
        });
    });
}
