//! What happened when: a row of signs for each lane.

use super::page::Page;
use crate::document::Report;
use crate::facts;
use crate::moment;
use crate::timeline::{Lane, Outcome};

/// Columns of a lane.
const SPAN: usize = 60;
/// Lanes that are shown where the rest is only counted.
const LANES: usize = 20;
/// Events that are shown where the rest is only counted.
const EVENTS: usize = 20;

pub(super) fn write(report: &Report, page: &mut Page) {
    let timeline = &report.timeline;
    let marks = || timeline.lanes.iter().flat_map(|lane| &lane.marks);
    let (Some(first), Some(last)) = (
        marks().map(|mark| mark.at).min(),
        marks().map(|mark| mark.at).max(),
    ) else {
        return;
    };
    page.heading("report-heading-timeline", None);
    let range = [
        ("first", moment::milliseconds(first)),
        ("last", moment::milliseconds(last)),
    ];
    let range = page.words.with("report-seen-between", &range);
    page.sentence(2, &range);
    let shown = page.limit(LANES, timeline.lanes.len());
    for lane in timeline.lanes.iter().take(shown) {
        let name = facts::cell(&lane.cell);
        page.sentence(2, &name);
        page.raw(4, &format!("|{}|", row(lane, first, last)));
    }
    page.rest(2, timeline.lanes.len() - shown);
    page.word(2, "report-timeline-legend");
    let shown = page.limit(EVENTS, timeline.events.len());
    for event in timeline.events.iter().take(shown) {
        let text = page.words.say(&event.text);
        page.item(2, &moment::milliseconds(event.at), &text);
    }
    page.rest(2, timeline.events.len() - shown);
}

/// The marks of a lane from the first to the last moment. Where several fall into one column, a
/// failure is shown before what nobody knows, and that before a success.
fn row(lane: &Lane, first: i64, last: i64) -> String {
    let mut signs = [' '; SPAN];
    let rank = |sign: char| match sign {
        'x' => 3,
        '?' => 2,
        '.' => 1,
        _ => 0,
    };
    for mark in &lane.marks {
        let sign = match mark.outcome {
            Outcome::Passed => '.',
            Outcome::Failed => 'x',
            Outcome::Unknown => '?',
        };
        let column = column(mark.at, first, last);
        if let Some(place) = signs.get_mut(column)
            && rank(*place) < rank(sign)
        {
            *place = sign;
        }
    }
    signs.iter().collect()
}

/// The column of a moment, the last one for the last moment.
fn column(at: i64, first: i64, last: i64) -> usize {
    let wide = |at: i64| i128::from(at) - i128::from(first);
    let widest = i128::try_from(SPAN - 1).unwrap_or_default();
    let column = wide(at) * widest / wide(last).max(1);
    usize::try_from(column).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_spread_over_the_columns() {
        assert_eq!(column(1_000, 1_000, 2_000), 0);
        assert_eq!(column(1_500, 1_000, 2_000), 29);
        assert_eq!(column(2_000, 1_000, 2_000), SPAN - 1);
        assert_eq!(column(7, 7, 7), 0);
        assert_eq!(column(i64::MAX, i64::MIN, i64::MAX), SPAN - 1);
    }
}
