//! A report as Markdown (`CommonMark` with the tables of GFM), ready to be pasted into a ticket or a
//! reply.
//!
//! It says what the form for terminals says. Every value from outside is escaped, or stands in a
//! fenced block whose fence is longer than any run of its character inside, so it can be no markup.

mod escape;
mod finding;

use std::fmt::Write as _;

use tollgate_text::Language;

pub(crate) use self::escape::prose;
use self::escape::{fenced, strong};
use crate::document::{MatrixCell, PlanStep, Report};
use crate::facts::{self, Words};
use crate::finding::{State, Upload};
use crate::moment;
use crate::sparkline;
use crate::timeline::Timeline;

/// The report, ending in a line end.
pub fn render(report: &Report, language: Language) -> String {
    let mut reply = Reply {
        out: String::new(),
        words: Words::new(language),
    };
    opening(report, &mut reply);
    plan(&report.plan, &mut reply);
    matrix(&report.matrix, &mut reply);
    for state in [State::IssueFound, State::PotentialProblem] {
        finding::in_full(report, state, &mut reply);
    }
    finding::missing(report, &mut reply);
    timeline(&report.timeline, &mut reply);
    for state in [State::NoIssue, State::NotApplicable] {
        finding::named(report, state, &mut reply);
    }
    uploads(&facts::uploads(report), &mut reply);
    peers(report, &mut reply);
    inputs(report, &mut reply);
    notes(report, &mut reply);
    suppressed(report, &mut reply);
    reply.out
}

/// A Markdown text that is being written, block by block.
#[derive(Debug)]
struct Reply {
    out: String,
    words: Words,
}

impl Reply {
    /// A block after an empty line. Its parts have been made harmless.
    fn block(&mut self, block: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(block);
        self.out.push('\n');
    }

    /// A line of the block before it.
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn heading(&mut self, level: usize, text: &str) {
        let block = format!("{} {}", "#".repeat(level), prose(text));
        self.block(&block);
    }

    fn heading_with_count(&mut self, level: usize, id: &str, count: usize) {
        let text = format!("{} ({count})", self.words.word(id));
        self.heading(level, &text);
    }

    fn paragraph(&mut self, text: &str) {
        let block = prose(text);
        self.block(&block);
    }

    /// A paragraph or a list item that begins with a label in bold.
    fn labelled(&self, id: &str, value: &str) -> String {
        let label = strong(&format!("{}:", self.words.word(id)));
        format!("{label} {}", prose(value))
    }

    /// Lines in a fenced block.
    fn verbatim<'a>(&mut self, language: &str, lines: impl IntoIterator<Item = &'a str>) {
        let block = fenced(language, lines);
        self.block(&block);
    }

    /// A list, its first item after an empty line.
    fn list(&mut self, items: &[String]) {
        for (position, item) in items.iter().enumerate() {
            let item = format!("- {item}");
            if position == 0 {
                self.block(&item);
            } else {
                self.line(&item);
            }
        }
    }
}

fn opening(report: &Report, reply: &mut Reply) {
    let title = format!("Tollgate {}", report.program);
    reply.heading(1, &title);
    let verdict = facts::worst(report).map(|state| reply.words.verdict(state));
    let summary: Vec<String> = report
        .summary
        .iter()
        .map(|sentence| reply.words.say(sentence))
        .collect();
    let summary = prose(&summary.join(" "));
    match verdict {
        Some(verdict) => reply.block(&format!("{} {summary}", strong(&verdict))),
        None => reply.block(&summary),
    }
    if report.is_redacted {
        let redacted = reply.words.word("report-redacted");
        reply.paragraph(&redacted);
    }
    if let Some(at) = report.judged_at {
        let at = [("at", moment::seconds(at))];
        let judged = reply.words.with("report-judged-at", &at);
        reply.paragraph(&judged);
    }
}

fn plan(plan: &[PlanStep], reply: &mut Reply) {
    if plan.is_empty() {
        return;
    }
    let heading = reply.words.word("report-heading-plan");
    reply.heading(2, &heading);
    for (position, step) in plan.iter().enumerate() {
        let text = prose(&reply.words.say(&step.text));
        let item = format!("{}. {text}", position + 1);
        if position == 0 {
            reply.block(&item);
        } else {
            reply.line(&item);
        }
        let mut details = Vec::new();
        if !step.cells.is_empty() {
            details.push(reply.labelled("report-label-repairs", &facts::cells(&step.cells)));
        }
        for upload in &step.upload {
            details.push(reply.labelled("label-upload", &upload.name));
        }
        if let Some(effect) = &step.effect {
            let restarts = reply.words.restarts(effect);
            details.push(reply.labelled("report-label-restart", &restarts));
            let risk = reply.words.say(&effect.risk);
            details.push(reply.labelled("report-label-risk", &risk));
        }
        for alternative in &step.alternatives {
            let way = reply.words.way(alternative);
            details.push(reply.labelled("report-label-alternative", &way));
            for upload in &alternative.upload {
                details.push(reply.labelled("label-upload", &upload.name));
            }
        }
        for detail in details {
            // Deep enough for a list inside an item with a number of two digits.
            reply.line(&format!("    - {detail}"));
        }
    }
}

fn matrix(matrix: &[MatrixCell], reply: &mut Reply) {
    if matrix.is_empty() {
        return;
    }
    reply.heading_with_count(2, "report-heading-matrix", matrix.len());
    let headings = [
        "report-label-cell",
        "report-label-result",
        "report-heading-description",
    ];
    let headings = headings.map(|id| prose(&reply.words.word(id)));
    reply.block(&format!("| {} |", headings.join(" | ")));
    reply.line("| --- | --- | --- |");
    for cell in matrix {
        let words = reply.words;
        let result = format!(
            "{} {} {}",
            facts::sign(cell.state),
            words.verdict(cell.state),
            cell.code
        );
        let mut text = words.say(&cell.text);
        // Writing to a String cannot fail.
        _ = write!(
            text,
            " ({}, {})",
            words.count("report-passed", cell.passed),
            words.count("report-failed", cell.failed)
        );
        let name = facts::cell(&cell.cell);
        let row = [name, result, text].map(|column| prose(&column));
        reply.line(&format!("| {} |", row.join(" | ")));
    }
}

/// Each certificate to upload with its fingerprint and its PEM.
fn uploads(uploads: &[&Upload], reply: &mut Reply) {
    if uploads.is_empty() {
        return;
    }
    reply.heading_with_count(2, "report-heading-upload", uploads.len());
    for upload in uploads {
        reply.heading(3, &upload.name);
        let subject = reply.labelled("label-issued-to", &upload.subject);
        let fingerprint = reply.labelled("SHA-256", &upload.sha256);
        reply.list(&[subject, fingerprint]);
        reply.verbatim("", upload.pem.lines());
    }
}

/// The lanes as signs in a fenced block, and what happened to the appliances.
fn timeline(timeline: &Timeline, reply: &mut Reply) {
    let Some((first, last)) = sparkline::span(timeline) else {
        return;
    };
    let heading = reply.words.word("report-heading-timeline");
    reply.heading(2, &heading);
    let range = [
        ("first", moment::milliseconds(first)),
        ("last", moment::milliseconds(last)),
    ];
    let range = reply.words.with("report-seen-between", &range);
    reply.paragraph(&range);
    let lanes = timeline.lanes.iter();
    let lines: Vec<String> = lanes
        .flat_map(|lane| [facts::cell(&lane.cell), sparkline::of(lane, first, last)])
        .collect();
    reply.verbatim("", lines.iter().map(String::as_str));
    let legend = reply.words.word("report-timeline-legend");
    reply.paragraph(&legend);
    let mut events = Vec::new();
    for event in &timeline.events {
        let at = moment::milliseconds(event.at);
        let text = reply.words.say(&event.text);
        events.push(prose(&format!("{at} {text}")));
    }
    reply.list(&events);
}

fn peers(report: &Report, reply: &mut Reply) {
    if report.peers.is_empty() {
        return;
    }
    reply.heading_with_count(2, "report-heading-peers", report.peers.len());
    let mut items = Vec::new();
    for peer in &report.peers {
        let facts = reply.words.peer(peer);
        let name = strong(&format!("{}:", peer.name));
        let mut item = format!("{name} {}", prose(&facts));
        for archive in &peer.archives {
            // Writing to a String cannot fail.
            _ = write!(item, "\n    - {}", prose(archive));
        }
        items.push(item);
    }
    reply.list(&items);
}

fn inputs(report: &Report, reply: &mut Reply) {
    if report.inputs.is_empty() {
        return;
    }
    reply.heading_with_count(2, "report-heading-inputs", report.inputs.len());
    let mut items = Vec::new();
    for input in &report.inputs {
        let archive = input.archive.as_ref();
        let archive = archive.map_or_else(String::new, |archive| format!("{archive}: "));
        let facts = reply.words.input(input);
        items.push(prose(&format!("{archive}{} ({facts})", input.name)));
    }
    reply.list(&items);
}

fn notes(report: &Report, reply: &mut Reply) {
    if report.notes.is_empty() {
        return;
    }
    reply.heading_with_count(2, "report-heading-notes", report.notes.len());
    let notes = report.notes.iter().map(|note| reply.words.say(note));
    let notes: Vec<String> = notes.map(|note| prose(&note)).collect();
    reply.list(&notes);
}

/// What somebody answers for, why, and until when.
fn suppressed(report: &Report, reply: &mut Reply) {
    if report.suppressed.is_empty() {
        return;
    }
    reply.heading_with_count(2, "suppressed-heading", report.suppressed.len());
    let items = report.suppressed.iter().map(|own| {
        let headline = reply.words.headline(&own.finding);
        prose(&format!("{headline} {}", reply.words.suppressed(own)))
    });
    let items: Vec<String> = items.collect();
    reply.list(&items);
}
