//! A report for a terminal of 80 columns.
//!
//! The order is that of a reader in a hurry: verdict, plan, matrix, findings, evidence. What a state
//! means is said by sign and word; colour only repeats it. Sentences are wrapped; log lines,
//! fingerprints and PEM never are.

mod chain;
mod finding;
mod matrix;
mod page;
mod prospects;
mod short;
mod timeline;

use tollgate_text::Language;

pub use self::short::short;

use self::page::Page;
use crate::document::{PlanStep, Report};
use crate::facts;
use crate::finding::{State, Upload};
use crate::moment;

/// How a report is shown on a terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// The language of sentences.
    pub language: Language,
    /// Whether the terminal is told to colour.
    pub colour: Colour,
    /// What the terminal can show.
    pub characters: Characters,
    /// How much is shown.
    pub detail: Detail,
}

/// Whether a terminal is told to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Colour {
    /// No control character is written.
    #[default]
    Never,
    /// Signs, words and headings are between ECMA-48 sequences, which are the only control
    /// characters beside line ends.
    Always,
}

/// What a terminal can show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Characters {
    /// UTF-8.
    #[default]
    Unicode,
    /// ASCII: every other character is spelled out, as `\u{e9}`.
    Ascii,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Detail {
    /// What is in order is counted and named; long lists are cut, and their rest is counted.
    #[default]
    Folded,
    /// Everything.
    All,
}

/// Files that are listed where the rest is only counted.
const INPUTS: usize = 12;

/// The report, ending in a line end.
pub fn render(report: &Report, options: &Options) -> String {
    let mut page = Page::new(*options);
    opening(report, &mut page);
    plan(report, &mut page);
    peers(report, &mut page);
    matrix::write(report, &mut page);
    prospects::write(report, &mut page);
    for state in [State::IssueFound, State::PotentialProblem] {
        finding::in_full(report, state, &mut page);
    }
    finding::missing(report, &mut page);
    timeline::write(report, &mut page);
    for state in [State::NoIssue, State::NotApplicable] {
        finding::folded(report, state, &mut page);
    }
    uploads(&facts::uploads(report), &mut page);
    inputs(report, &mut page);
    notes(report, &mut page);
    suppressed(report, &mut page);
    closing(report, &mut page);
    page.finish()
}

/// Who speaks, and the verdict.
fn opening(report: &Report, page: &mut Page) {
    let mut line = format!("Tollgate {}", report.program);
    if let Some(at) = report.judged_at {
        let at = page
            .words
            .with("report-judged-at", &[("at", moment::seconds(at))]);
        line = format!("{line}, {at}");
    }
    page.sentence(0, &line);
    if report.is_redacted {
        page.word(0, "report-redacted");
    }
    page.blank();
    let mark = facts::worst(report).map(|state| page.mark(state));
    let summary = report.summary.iter().map(|message| page.words.say(message));
    let summary: Vec<String> = summary.collect();
    for (position, sentence) in summary.iter().enumerate() {
        match &mark {
            Some(mark) if position == 0 => page.marked(0, mark, sentence),
            Some(mark) => page.sentence(mark.columns() + 2, sentence),
            None => page.sentence(0, sentence),
        }
    }
}

fn plan(report: &Report, page: &mut Page) {
    if report.plan.is_empty() {
        return;
    }
    page.heading("report-heading-plan", None);
    for (position, step) in report.plan.iter().enumerate() {
        self::step(position + 1, step, page);
    }
}

fn step(number: usize, step: &PlanStep, page: &mut Page) {
    let text = page.words.say(&step.text);
    page.item(2, &format!("{number}."), &text);
    let mut fields = Vec::new();
    if !step.cells.is_empty() {
        fields.push(("report-label-repairs", facts::cells(&step.cells)));
    }
    for upload in &step.upload {
        fields.push(("label-upload", upload.name.clone()));
    }
    if let Some(effect) = &step.effect {
        fields.push(("report-label-restart", page.words.restarts(effect)));
        fields.push(("report-label-risk", page.words.say(&effect.risk)));
    }
    for alternative in &step.alternatives {
        fields.push(("report-label-alternative", page.words.way(alternative)));
        for upload in &alternative.upload {
            fields.push(("label-upload", upload.name.clone()));
        }
    }
    page.fields(5, &fields);
}

fn peers(report: &Report, page: &mut Page) {
    if report.peers.is_empty() {
        return;
    }
    page.heading("report-heading-peers", Some(report.peers.len()));
    for peer in &report.peers {
        page.sentence(2, &format!("{}: {}", peer.name, page.words.peer(peer)));
        for archive in &peer.archives {
            page.sentence(4, archive);
        }
    }
}

/// Each certificate to upload with its fingerprint and its PEM.
fn uploads(uploads: &[&Upload], page: &mut Page) {
    if uploads.is_empty() {
        return;
    }
    page.heading("report-heading-upload", Some(uploads.len()));
    for (position, upload) in uploads.iter().enumerate() {
        if position > 0 {
            page.blank();
        }
        page.sentence(2, &upload.name);
        page.sentence(2, &upload.subject);
        page.verbatim(2, &format!("SHA-256 {}", upload.sha256));
        for line in upload.pem.lines() {
            page.verbatim(2, line);
        }
    }
}

fn inputs(report: &Report, page: &mut Page) {
    if report.inputs.is_empty() {
        return;
    }
    page.heading("report-heading-inputs", Some(report.inputs.len()));
    let shown = page.limit(INPUTS, report.inputs.len());
    let mut archive = None;
    for input in report.inputs.iter().take(shown) {
        if input.archive != archive {
            archive.clone_from(&input.archive);
            if let Some(archive) = &input.archive {
                page.sentence(2, archive);
            }
        }
        let indent = if archive.is_some() { 4 } else { 2 };
        let facts = page.words.input(input);
        page.sentence(indent, &format!("{} ({facts})", input.name));
    }
    page.rest(2, report.inputs.len() - shown);
}

fn notes(report: &Report, page: &mut Page) {
    if report.notes.is_empty() {
        return;
    }
    page.heading("report-heading-notes", Some(report.notes.len()));
    for note in &report.notes {
        let note = page.words.say(note);
        page.item(2, "-", &note);
    }
}

/// What somebody answers for, why, and until when.
fn suppressed(report: &Report, page: &mut Page) {
    if report.suppressed.is_empty() {
        return;
    }
    page.heading("suppressed-heading", Some(report.suppressed.len()));
    for own in &report.suppressed {
        let title = page.words.headline(&own.finding);
        page.item(2, "-", &title);
        let why = page.words.suppressed(own);
        page.sentence(4, &why);
    }
}

/// How many findings are in each state.
fn closing(report: &Report, page: &mut Page) {
    page.blank();
    let counts = State::ALL.map(|state| {
        let count = report.in_state(state).count();
        format!("{} {count}", page.sign_and_word(state))
    });
    let mut counts = counts.to_vec();
    if !report.suppressed.is_empty() {
        let word = page.words.word("suppressed-heading");
        counts.push(format!("{word} {}", report.suppressed.len()));
    }
    page.beside(0, &counts);
}
