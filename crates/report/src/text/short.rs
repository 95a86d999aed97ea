//! Problems only, a line each, for scripts and for a first look.

use super::Options;
use super::page::Page;
use crate::document::Report;
use crate::facts;
use crate::finding::State;

/// A line for each finding that is not in order: sign, word, code, cells, title. The lines are not
/// wrapped. Empty where there is none.
pub fn short(report: &Report, options: &Options) -> String {
    let mut page = Page::new(*options);
    let states = [
        State::IssueFound,
        State::PotentialProblem,
        State::MissingInformation,
    ];
    for state in states {
        let mark = page.mark(state);
        for finding in report.in_state(state) {
            let title = page.words.say(&finding.title);
            let text = if finding.cells.is_empty() {
                format!("{}: {title}", finding.code)
            } else {
                let cells = facts::cells(&finding.cells);
                format!("{} {cells}: {title}", finding.code)
            };
            let text = page.shown(&text);
            page.raw(0, &format!("{}  {text}", page.painted_mark(&mark)));
        }
    }
    page.finish()
}
