//! Lines of a terminal, everything on them made harmless.

use super::{Characters, Colour, Detail, Options};
use crate::columns::{COLUMNS, padded, width, wrapped};
use crate::facts::{self, Words};
use crate::finding::State;
use crate::harmless::{harmless, sentence};

/// A report that is being written.
#[derive(Debug)]
pub(super) struct Page {
    out: String,
    options: Options,
    pub(super) words: Words,
}

/// The sign and the word of a state.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    text: String,
    colour: &'static str,
}

impl Mark {
    /// How wide it is on a terminal.
    pub(super) fn columns(&self) -> usize {
        width(&self.text)
    }
}

/// A label that is wider has lines of its own.
const LABEL: usize = 36;
/// Blanks between parts beside each other.
const BESIDE: usize = 3;
/// The sequence that ends a colour.
const PLAIN: &str = "\u{1b}[0m";
const BOLD: &str = "\u{1b}[1m";

/// The sequence that begins the colour of a state.
const fn colour(state: State) -> &'static str {
    match state {
        State::IssueFound => "\u{1b}[1;31m",
        State::PotentialProblem => "\u{1b}[33m",
        State::MissingInformation => "\u{1b}[36m",
        State::NoIssue => "\u{1b}[32m",
        State::NotApplicable => "\u{1b}[2m",
    }
}

/// A text without the sequences that colour it.
fn uncoloured(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (position, part) in text.split('\u{1b}').enumerate() {
        let coloured = part.split_once('m').filter(|_| position > 0);
        plain.push_str(coloured.map_or(part, |(_, rest)| rest));
    }
    plain
}

impl Page {
    pub(super) const fn new(options: Options) -> Self {
        Self {
            out: String::new(),
            options,
            words: Words::new(options.language),
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// How many of `all` are shown where so many are enough.
    pub(super) fn limit(&self, enough: usize, all: usize) -> usize {
        match self.options.detail {
            Detail::Folded => enough.min(all),
            Detail::All => all,
        }
    }

    pub(super) const fn is_folded(&self) -> bool {
        matches!(self.options.detail, Detail::Folded)
    }

    /// How many more there are than were shown, if any.
    pub(super) fn rest(&mut self, indent: usize, count: usize) {
        if count > 0 {
            let values = [("count", count.to_string())];
            let text = self.words.with("report-more", &values);
            self.sentence(indent, &text);
        }
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A heading after an empty line, with how many stand under it.
    pub(super) fn heading(&mut self, id: &str, count: Option<usize>) {
        let mut text = self.words.word(id);
        if let Some(count) = count {
            text = format!("{text} ({count})");
        }
        self.heading_of(&text);
    }

    /// A heading that is no message of its own.
    pub(super) fn heading_of(&mut self, text: &str) {
        self.blank();
        let text = self.shown(&text.to_uppercase());
        let text = self.painted(&text, BOLD);
        self.raw(0, &text);
    }

    /// The message `id` as running text.
    pub(super) fn word(&mut self, indent: usize, id: &str) {
        let text = self.words.word(id);
        self.sentence(indent, &text);
    }

    /// Running text in as many lines as it needs.
    pub(super) fn sentence(&mut self, indent: usize, text: &str) {
        let text = self.shown(text);
        for line in wrapped(&text, COLUMNS.saturating_sub(indent)) {
            self.raw(indent, &line);
        }
    }

    /// Running text after a label, its further lines under its first.
    pub(super) fn item(&mut self, indent: usize, label: &str, text: &str) {
        let label = self.shown(label);
        let columns = width(&label);
        self.hanging(indent, (&label, columns + 1), text);
    }

    /// Running text after the code of a finding.
    pub(super) fn coded(&mut self, indent: usize, code: &str, text: &str) {
        let code = self.shown(code);
        let columns = width(&code);
        self.hanging(indent, (&code, columns + 2), text);
    }

    /// Running text after the sign and word of a state.
    pub(super) fn marked(&mut self, indent: usize, mark: &Mark, text: &str) {
        let label = self.painted_mark(mark);
        self.hanging(indent, (&label, mark.columns() + 2), text);
    }

    /// A code and running text after the sign and word of a state.
    pub(super) fn marked_code(&mut self, indent: usize, mark: &Mark, (code, text): (&str, &str)) {
        let code = self.shown(code);
        let label = format!("{}  {code}", self.painted_mark(mark));
        let columns = mark.columns() + 2 + width(&code);
        self.hanging(indent, (&label, columns + 2), text);
    }

    /// The sign and word of a state on a line of its caller.
    pub(super) fn painted_mark(&self, mark: &Mark) -> String {
        self.painted(&mark.text, mark.colour)
    }

    /// Running text after a label and the blanks that make it so many columns wide. A label that
    /// leaves no room has lines of its own.
    fn hanging(&mut self, indent: usize, (label, columns): (&str, usize), text: &str) {
        let text = self.shown(text);
        if columns > LABEL {
            // Only words of strangers are so long, and what is wrapped may not be coloured.
            for line in wrapped(&uncoloured(label), COLUMNS.saturating_sub(indent)) {
                self.raw(indent, &line);
            }
            self.sentence(indent + 2, &text);
            return;
        }
        let start = indent + columns;
        let lines = wrapped(&text, COLUMNS.saturating_sub(start));
        for (position, line) in lines.iter().enumerate() {
            if position == 0 {
                let blanks = columns.saturating_sub(width(&uncoloured(label)));
                self.raw(indent, &format!("{label}{:blanks$}{line}", ""));
            } else {
                self.raw(start, line);
            }
        }
    }

    /// Short parts beside each other, on as few lines as hold them.
    pub(super) fn beside(&mut self, indent: usize, parts: &[String]) {
        let mut line = String::new();
        let mut used = indent;
        for part in parts {
            let columns = width(&uncoloured(part));
            if used > indent && used + BESIDE + columns > COLUMNS {
                self.raw(indent, &line);
                line.clear();
                used = indent;
            }
            if used > indent {
                line.push_str(&" ".repeat(BESIDE));
                used += BESIDE;
            }
            line.push_str(part);
            used += columns;
        }
        self.raw(indent, &line);
    }

    /// Labelled values, their labels as wide as the widest. A value that does not fit beside its
    /// label, such as a fingerprint, has a line on which it does.
    pub(super) fn fields(&mut self, indent: usize, fields: &[(&str, String)]) {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(id, value)| (self.shown(&self.words.word(id)), self.shown(value)))
            .collect();
        let widest = fields.iter().map(|(label, _)| width(label)).max();
        let value_column = indent + widest.unwrap_or_default() + 2;
        for (label, value) in &fields {
            let mut label = format!("{:indent$}{label}", "");
            for line in wrapped(value, COLUMNS.saturating_sub(value_column)) {
                let start = if value_column + width(&line) <= COLUMNS {
                    value_column
                } else {
                    COLUMNS.saturating_sub(width(&line)).min(indent + 2)
                };
                if start < value_column && !label.trim().is_empty() {
                    self.raw(0, &label);
                    label.clear();
                }
                let line = format!("{}{line}", padded(&label, start));
                self.raw(0, &line);
                label.clear();
            }
        }
    }

    /// A line that is never wrapped: of a log, a PEM, a fingerprint.
    pub(super) fn verbatim(&mut self, indent: usize, line: &str) {
        let line = self.ascii(&harmless(line));
        self.raw(indent, &line);
    }

    /// A line whose parts have been made harmless.
    pub(super) fn raw(&mut self, indent: usize, line: &str) {
        let line = format!("{:indent$}{line}", "");
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// The sign and the word of a state.
    pub(super) fn mark(&self, state: State) -> Mark {
        let words = State::ALL.map(|state| self.shown(&self.words.verdict(state)));
        let widest = words.iter().map(|word| width(word)).max();
        let word = self.shown(&self.words.verdict(state));
        let word = padded(&word, widest.unwrap_or_default());
        Mark {
            text: format!("{} {word}", padded(facts::sign(state), 2)),
            colour: colour(state),
        }
    }

    /// A text in the colour of a state.
    pub(super) fn in_colour_of(&self, state: State, text: &str) -> String {
        self.painted(text, colour(state))
    }

    /// Sign and word of a state, as they stand in a legend.
    pub(super) fn sign_and_word(&self, state: State) -> String {
        let word = self.shown(&self.words.verdict(state));
        let text = format!("{} {word}", facts::sign(state));
        self.painted(&text, colour(state))
    }

    /// Running text, harmless, in characters that the terminal can show.
    pub(super) fn shown(&self, text: &str) -> String {
        self.ascii(&sentence(text))
    }

    fn ascii(&self, text: &str) -> String {
        match self.options.characters {
            Characters::Ascii if !text.is_ascii() => {
                let mut ascii = String::with_capacity(text.len() * 4);
                for character in text.chars() {
                    if character.is_ascii() {
                        ascii.push(character);
                    } else {
                        ascii.extend(character.escape_unicode());
                    }
                }
                ascii
            }
            Characters::Ascii | Characters::Unicode => text.to_owned(),
        }
    }

    fn painted(&self, text: &str, colour: &str) -> String {
        match self.options.colour {
            Colour::Never => text.to_owned(),
            Colour::Always => format!("{colour}{text}{PLAIN}"),
        }
    }
}
