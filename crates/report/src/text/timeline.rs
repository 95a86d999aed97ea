//! What happened when: a row of signs for each lane.

use super::page::Page;
use crate::document::Report;
use crate::facts;
use crate::moment;
use crate::sparkline;

/// Lanes that are shown where the rest is only counted.
const LANES: usize = 20;
/// Events that are shown where the rest is only counted.
const EVENTS: usize = 20;

pub(super) fn write(report: &Report, page: &mut Page) {
    let timeline = &report.timeline;
    let Some((first, last)) = sparkline::span(timeline) else {
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
        page.raw(4, &sparkline::of(lane, first, last));
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
