//! The timeline as a picture with a lane for each cell, and the same as a table.

use jiff::Timestamp;

use crate::html::head::{columns, more_rows, scroller};
use crate::html::markup::{Markup, class, number, plain};
use crate::html::picture::cut;
use crate::html::{Page, time};
use crate::timeline::{Lane, Mark, Outcome, Timeline};

/// Lanes that the picture shows; the table has the others.
const MOST_LANES: usize = 40;
/// Rows of the table; the data within the page have all.
const MOST_ROWS: usize = 1000;
/// Events that the picture shows as lines.
const MOST_EVENTS: usize = 60;

const WIDTH: i64 = 1080;
/// Where the time begins and ends.
const LEFT: i64 = 290;
const RIGHT: i64 = 1060;
const LANE: i64 = 28;
const TOP: i64 = 26;
/// Columns of a lane's name.
const NAME_COLUMNS: usize = 40;
/// Marks of one outcome that are nearer than this are drawn as one.
const NEAR: i64 = 7;
/// Steps of the scale, in milliseconds.
const STEPS: [i64; 24] = [
    1,
    5,
    10,
    50,
    100,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    1_800_000,
    3_600_000,
    7_200_000,
    21_600_000,
    43_200_000,
    86_400_000,
    604_800_000,
    2_592_000_000,
    31_536_000_000,
];
/// About how many ticks the scale has.
const TICKS: i64 = 7;

/// The section of the timeline.
pub(super) fn timeline(page: &Page<'_>, out: &mut Markup) {
    let timeline = &page.report.timeline;
    if timeline.lanes.is_empty() && timeline.events.is_empty() {
        return;
    }
    let section = [
        class("block"),
        plain("id", "timeline"),
        plain("aria-labelledby", "timeline-title"),
    ];
    out.element("section", &section, |out| {
        let title = page.word("report-heading-timeline");
        out.leaf("h2", &[plain("id", "timeline-title")], &title);
        if let Some(scale) = Scale::of(timeline) {
            legend(page, out);
            let region = [
                class("scroller"),
                plain("role", "region"),
                plain("aria-label", page.word("page-timeline-picture")),
                plain("tabindex", "0"),
            ];
            out.element("div", &region, |out| picture(page, out, &scale));
            let more = timeline.lanes.len().saturating_sub(MOST_LANES);
            if more > 0 {
                let more = u64::try_from(more).unwrap_or(u64::MAX);
                out.leaf("p", &[class("quiet")], &page.count("page-more-lanes", more));
            }
        }
        events(page, out);
        table(page, out);
    });
}

/// From when to when, and where that is on the picture.
struct Scale {
    from: i64,
    to: i64,
}

impl Scale {
    fn of(timeline: &Timeline) -> Option<Self> {
        let marks = timeline.lanes.iter().flat_map(|lane| &lane.marks);
        let times = marks
            .map(|mark| mark.at)
            .chain(timeline.events.iter().map(|event| event.at));
        let (mut from, mut to) = (i64::MAX, i64::MIN);
        for at in times {
            (from, to) = (from.min(at), to.max(at));
        }
        if from > to {
            return None;
        }
        // A single moment stands in the middle of a second.
        if from == to {
            (from, to) = (from.saturating_sub(500), to.saturating_add(500));
        }
        Some(Self { from, to })
    }

    fn x(&self, at: i64) -> i64 {
        let passed = i128::from(at) - i128::from(self.from);
        let whole = (i128::from(self.to) - i128::from(self.from)).max(1);
        let x = passed * i128::from(RIGHT - LEFT) / whole;
        LEFT.saturating_add(i64::try_from(x).unwrap_or(0))
    }

    /// Round moments, and how they are written.
    fn ticks(&self) -> Vec<(i64, String)> {
        let whole = self.to.saturating_sub(self.from);
        let step = STEPS.into_iter().find(|step| whole / step <= TICKS);
        let step = step.unwrap_or(i64::MAX);
        let form = match step {
            ..1_000 => "%H:%M:%S%.3f",
            1_000..60_000 => "%H:%M:%S",
            60_000..43_200_000 => "%H:%M",
            _ => "%Y-%m-%d",
        };
        let mut ticks = Vec::new();
        let mut at = self
            .from
            .div_euclid(step)
            .saturating_add(1)
            .saturating_mul(step);
        while at <= self.to && ticks.len() < 16 {
            if let Ok(moment) = Timestamp::from_millisecond(at) {
                ticks.push((at, moment.strftime(form).to_string()));
            }
            at = at.saturating_add(step);
        }
        ticks
    }
}

fn legend(page: &Page<'_>, out: &mut Markup) {
    out.element("ul", &[class("legend")], |out| {
        for outcome in [Outcome::Failed, Outcome::Passed, Outcome::Unknown] {
            out.element("li", &[], |out| {
                let svg = [
                    plain("viewBox", "0 0 16 16"),
                    plain("width", "16"),
                    plain("height", "16"),
                    plain("aria-hidden", "true"),
                    class("picture"),
                ];
                out.element("svg", &svg, |out| sign(out, 8, 8, outcome));
                out.text(&page.word(word(outcome)));
            });
        }
    });
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "page-outcome-passed",
        Outcome::Failed => "page-outcome-failed",
        Outcome::Unknown => "page-outcome-unknown",
    }
}

/// A cross, a disc or a ring.
fn sign(out: &mut Markup, x: i64, y: i64, outcome: Outcome) {
    match outcome {
        Outcome::Failed => {
            let (left, right) = (x.saturating_sub(5), x.saturating_add(5));
            let (top, bottom) = (y.saturating_sub(5), y.saturating_add(5));
            let cross = format!("M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}");
            out.element("path", &[class("failed"), plain("d", cross)], |_| {});
        }
        Outcome::Passed => circle(out, "passed", x, y),
        Outcome::Unknown => circle(out, "unknown", x, y),
    }
}

fn circle(out: &mut Markup, kind: &'static str, x: i64, y: i64) {
    let circle = [
        class(kind),
        number("cx", x),
        number("cy", y),
        number("r", 5),
    ];
    out.element("circle", &circle, |_| {});
}

fn picture(page: &Page<'_>, out: &mut Markup, scale: &Scale) {
    let timeline = &page.report.timeline;
    let lanes = i64::try_from(timeline.lanes.len().min(MOST_LANES)).unwrap_or(0);
    let bottom = TOP
        .saturating_add(lanes.saturating_mul(LANE))
        .saturating_add(4);
    let svg = [
        class("picture timeline"),
        plain(
            "viewBox",
            format!("0 0 {WIDTH} {}", bottom.saturating_add(22)),
        ),
        number("width", WIDTH),
        number("height", bottom.saturating_add(22)),
        plain("role", "img"),
        plain("aria-labelledby", "timeline-picture timeline-words"),
    ];
    out.element("svg", &svg, |out| {
        let title = [plain("id", "timeline-picture")];
        out.leaf("title", &title, &page.word("report-heading-timeline"));
        let words = [plain("id", "timeline-words")];
        out.leaf("desc", &words, &in_words(page, scale));
        for (at, label) in scale.ticks() {
            let x = scale.x(at);
            upright(out, "tick", x, TOP.saturating_sub(6), bottom);
            let place = [
                class("scale"),
                number("x", x),
                number("y", bottom.saturating_add(16)),
                plain("text-anchor", "middle"),
            ];
            out.leaf("text", &place, &label);
        }
        for (number, event) in (1_i64..).zip(timeline.events.iter().take(MOST_EVENTS)) {
            event_line(out, number, scale.x(event.at), bottom);
        }
        for (lane, y) in
            timeline.lanes.iter().take(MOST_LANES).zip(
                (0_i64..).map(|number| TOP.saturating_add(number.saturating_mul(LANE)) + LANE / 2),
            )
        {
            one_lane(out, lane, y, scale);
        }
    });
}

fn upright(out: &mut Markup, kind: &'static str, x: i64, top: i64, bottom: i64) {
    let line = [
        class(kind),
        number("x1", x),
        number("x2", x),
        number("y1", top),
        number("y2", bottom),
    ];
    out.element("line", &line, |_| {});
}

fn event_line(out: &mut Markup, place: i64, x: i64, bottom: i64) {
    upright(out, "event", x, 16, bottom);
    let text = [
        class("event-number"),
        number("x", x),
        number("y", 12),
        plain("text-anchor", "middle"),
    ];
    out.leaf("text", &text, &place.to_string());
}

fn one_lane(out: &mut Markup, lane: &Lane, y: i64, scale: &Scale) {
    let name = [
        class("lane"),
        number("x", 4),
        number("y", y.saturating_add(4)),
    ];
    out.leaf("text", &name, &cut(&lane.cell.to_string(), NAME_COLUMNS));
    let rail = [
        class("rail"),
        number("x1", LEFT),
        number("x2", RIGHT),
        number("y1", y),
        number("y2", y),
    ];
    out.element("line", &rail, |_| {});
    for group in groups(&lane.marks, scale) {
        out.element("g", &[], |out| {
            let count = group.count;
            let label = if group.code.is_empty() {
                count.to_string()
            } else {
                format!("{count} × {}", group.code)
            };
            out.leaf("title", &[], &label);
            sign(out, group.x, y, group.outcome);
            if count > 1 {
                let text = [
                    class("times"),
                    number("x", group.x.saturating_add(7)),
                    number("y", y.saturating_sub(5)),
                ];
                out.leaf("text", &text, &count.to_string());
            }
        });
    }
}

/// Marks that are drawn as one.
struct Group<'a> {
    x: i64,
    outcome: Outcome,
    count: u64,
    code: &'a str,
}

fn groups<'a>(marks: &'a [Mark], scale: &Scale) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for mark in marks {
        let x = scale.x(mark.at);
        let near = groups.iter_mut().rev().take(3).find(|group| {
            group.outcome == mark.outcome
                && group.code == mark.code
                && x.abs_diff(group.x) < NEAR.unsigned_abs()
        });
        match near {
            Some(group) => group.count = group.count.saturating_add(mark.count),
            None => groups.push(Group {
                x,
                outcome: mark.outcome,
                count: mark.count,
                code: &mark.code,
            }),
        }
    }
    groups
}

/// The picture in a few sentences: from when to when, and how each lane came out.
fn in_words(page: &Page<'_>, scale: &Scale) -> String {
    let moment = |at: i64| {
        Timestamp::from_millisecond(at).map_or_else(
            |_| at.to_string(),
            |at| at.strftime("%Y-%m-%d %H:%M:%S%.3f UTC").to_string(),
        )
    };
    let range = [("from", moment(scale.from)), ("to", moment(scale.to))];
    let mut words = page.words("page-timeline-range", range);
    for lane in page.report.timeline.lanes.iter().take(MOST_LANES) {
        let total = |outcome| -> u64 {
            let marks = lane.marks.iter().filter(|mark| mark.outcome == outcome);
            marks.fold(0, |total, mark| total.saturating_add(mark.count))
        };
        let lane_words = [
            ("cell", lane.cell.to_string()),
            ("failed", total(Outcome::Failed).to_string()),
            ("passed", total(Outcome::Passed).to_string()),
            ("unknown", total(Outcome::Unknown).to_string()),
        ];
        words.push(' ');
        words.push_str(&page.words("page-timeline-lane", lane_words));
    }
    words
}

/// What the numbered lines of the picture mean.
fn events(page: &Page<'_>, out: &mut Markup) {
    let events = &page.report.timeline.events;
    if events.is_empty() {
        return;
    }
    out.leaf("h3", &[], &page.word("page-events"));
    out.element("ol", &[class("events")], |out| {
        for event in events {
            out.element("li", &[], |out| {
                time(out, event.at);
                out.text(" ");
                page.say(out, &event.text);
            });
        }
    });
}

fn table(page: &Page<'_>, out: &mut Markup) {
    let lanes = &page.report.timeline.lanes;
    let mut marks: Vec<(&Lane, &Mark)> = lanes
        .iter()
        .flat_map(|lane| lane.marks.iter().map(move |mark| (lane, mark)))
        .collect();
    if marks.is_empty() {
        return;
    }
    marks.sort_by_key(|(_, mark)| mark.at);
    out.element("details", &[class("more")], |out| {
        let count = u64::try_from(marks.len()).unwrap_or(u64::MAX);
        let title = page.count("page-timeline-table", count);
        out.leaf("summary", &[], &title);
        scroller(out, "timeline-caption", |out| {
            out.element("table", &[], |out| {
                let caption = [plain("id", "timeline-caption"), class("unseen")];
                out.leaf("caption", &caption, &title);
                columns(
                    page,
                    out,
                    &[
                        "page-column-time",
                        "page-column-cell",
                        "page-column-outcome",
                        "page-column-count",
                        "page-column-code",
                    ],
                );
                out.element("tbody", &[], |out| {
                    for (lane, mark) in marks.iter().take(MOST_ROWS) {
                        out.element("tr", &[], |out| {
                            out.element("td", &[], |out| time(out, mark.at));
                            out.element("td", &[], |out| out.code(&lane.cell.to_string()));
                            out.leaf("td", &[], &page.word(word(mark.outcome)));
                            out.leaf("td", &[class("number")], &mark.count.to_string());
                            out.element("td", &[], |out| {
                                if !mark.code.is_empty() {
                                    out.code(&mark.code);
                                }
                            });
                        });
                    }
                });
            });
        });
        more_rows(page, out, marks.len(), MOST_ROWS);
    });
}
