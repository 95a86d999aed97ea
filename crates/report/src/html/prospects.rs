//! What becomes of cells through an upgrade: a row for each, a column for each moment.

use crate::html::Page;
use crate::html::head::{more_rows, scroller};
use crate::html::markup::{Markup, class, plain};
use crate::prospect::Prospect;

/// Rows of the table; the data within the page have all.
const MOST_ROWS: usize = 500;

/// The table, if there is anything to say.
pub(super) fn prospects(page: &Page<'_>, out: &mut Markup) {
    let rows = &page.report.prospects;
    if rows.is_empty() {
        return;
    }
    let section = [
        class("block"),
        plain("id", "prospects"),
        plain("aria-labelledby", "prospects-title"),
    ];
    out.element("section", &section, |out| {
        let title = page.word("preflight-prospects-title");
        out.leaf("h2", &[plain("id", "prospects-title")], &title);
        scroller(out, "prospects-caption", |out| {
            out.element("table", &[class("matrix")], |out| {
                let caption = [plain("id", "prospects-caption")];
                let words = page.word("preflight-prospects-caption");
                out.leaf("caption", &caption, &words);
                head(page, out);
                out.element("tbody", &[], |out| {
                    for row in rows.iter().take(MOST_ROWS) {
                        out.element("tr", &[], |out| {
                            out.element("th", &[plain("scope", "row")], |out| {
                                out.value(&row.cell.to_string());
                            });
                            for prospect in [row.before, row.after, row.after_plan, row.serve] {
                                data(page, out, prospect);
                            }
                        });
                    }
                });
            });
        });
        more_rows(page, out, rows.len(), MOST_ROWS);
    });
}

fn head(page: &Page<'_>, out: &mut Markup) {
    let words = [
        page.word("preflight-prospects-cell"),
        page.word("preflight-prospects-before"),
        page.word("preflight-prospects-after"),
        page.word("preflight-prospects-after-plan"),
        "Tollgate".to_owned(),
    ];
    out.element("thead", &[], |out| {
        out.element("tr", &[], |out| {
            for word in words {
                out.leaf("th", &[plain("scope", "col")], &word);
            }
        });
    });
}

fn data(page: &Page<'_>, out: &mut Markup, prospect: Prospect) {
    let state = prospect.state();
    out.element("td", &[class(format!("is-{state}"))], |out| {
        out.element("span", &[class("cell")], |out| {
            super::picture::icon(out, state);
            out.leaf("span", &[], &page.word(prospect.word()));
        });
    });
}
