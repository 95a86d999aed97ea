//! Problems only, a line each, for scripts and for a first look.

use super::Options;
use super::page::Page;
use crate::document::Report;
use crate::finding::State;

/// A line for each finding that is not in order: sign, word, code, cells, title; those that are
/// suppressed come last, with the reason. The lines are not wrapped. Empty where there is none.
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
            let text = page.shown(&page.words.headline(finding));
            page.raw(0, &format!("{}  {text}", page.painted_mark(&mark)));
        }
    }
    for own in &report.suppressed {
        let word = page.words.word("suppressed-word");
        let text = page.words.headline(&own.finding);
        let why = page.words.suppressed(own);
        let text = page.shown(&format!("{word}  {text} {why}"));
        page.raw(0, &text);
    }
    page.finish()
}
