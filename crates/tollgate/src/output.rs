//! The only place that writes to standard output and standard error.
//!
//! Whatever is shown passes through [`harmless`]: certificates, log lines and node answers are
//! written by strangers, and a terminal obeys control characters. Only a rendered report may be
//! coloured, and its colours repeat what signs and words say.

use std::io::{self, IsTerminal, Stderr, Write};

use serde::Serialize;
use tollgate_report::columns::{COLUMNS, padded, width, wrapped};
use tollgate_report::{harmless, harmless_json};
use tollgate_text::{Language, text};

use crate::exit::Exit;
use crate::failure::told;

/// Octets of JSON lines that are written at once.
const LINES: usize = 64 * 1024;

/// Writes results to standard output and the story around them to standard error.
#[derive(Debug)]
pub(crate) struct Output {
    language: Language,
    /// Nobody reads standard output any more; the command still ends with its own exit code.
    is_closed: bool,
    /// Some of the result could not be written, as on a full disk.
    is_incomplete: bool,
    stderr: Stderr,
}

impl Output {
    pub(crate) fn new(language: Language) -> Self {
        Self {
            language,
            is_closed: false,
            is_incomplete: false,
            stderr: io::stderr(),
        }
    }

    /// Changes the language of everything written from now on.
    pub(crate) fn speak(&mut self, language: Language) {
        self.language = language;
    }

    /// The message `id` in the language of this run.
    pub(crate) fn text(&self, id: &str, arguments: &[(&str, String)]) -> String {
        text(self.language, id, arguments)
    }

    /// Whether nobody reads standard output any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// The exit code of a command whose own is this: a result that could not be written is a job
    /// that could not be done.
    pub(crate) fn settled(&self, exit: Exit) -> Exit {
        if self.is_incomplete {
            exit.and(Exit::Failed)
        } else {
            exit
        }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// One line of the result.
    pub(crate) fn line(&mut self, line: &str) {
        let harmless = harmless(line);
        self.write(&format!("{harmless}\n"));
    }

    /// A paragraph of the result, wrapped to the terminal's columns, every line after `indent`
    /// blanks.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) {
        let harmless = harmless(text).into_owned();
        for line in wrapped(&harmless, COLUMNS.saturating_sub(indent)) {
            self.line(&format!("{:indent$}{line}", ""));
        }
    }

    /// A label and its value; the value is wrapped into its own column. A word that is too long
    /// for the column, such as a fingerprint, gets a line on which it fits the terminal.
    pub(crate) fn field(&mut self, layout: Layout, label: &str, value: &str) {
        let Layout {
            indent,
            label_columns,
        } = layout;
        let value_column = indent + label_columns + 2;
        let harmless_value = harmless(value).into_owned();
        let mut label = format!("{:indent$}{}", "", padded(label, label_columns));
        for line in wrapped(&harmless_value, COLUMNS.saturating_sub(value_column)) {
            let start = COLUMNS.saturating_sub(width(&line)).min(value_column);
            if start < value_column && !label.trim().is_empty() {
                self.line(label.trim_end());
                label.clear();
            }
            let shown = if start < value_column {
                ""
            } else {
                label.as_str()
            };
            self.line(format!("{}{line}", padded(shown, start)).trim_end());
            label.clear();
        }
    }

    /// The whole result as one JSON document.
    pub(crate) fn json<T: Serialize>(&mut self, document: &T) -> Result<(), serde_json::Error> {
        let json = serde_json::to_string_pretty(document)?;
        self.write(&format!("{}\n", harmless_json(&json)));
        Ok(())
    }

    /// One JSON object of a result that is a stream of them.
    pub(crate) fn json_line<T: Serialize>(&mut self, object: &T) -> Result<(), serde_json::Error> {
        let json = serde_json::to_string(object)?;
        self.write(&format!("{}\n", harmless_json(&json)));
        Ok(())
    }

    /// JSON objects, a line each, as one text, for those that come in thousands.
    pub(crate) fn json_lines<T: Serialize>(
        &mut self,
        objects: &mut String,
        object: &T,
    ) -> Result<(), serde_json::Error> {
        objects.push_str(&harmless_json(&serde_json::to_string(object)?));
        objects.push('\n');
        if objects.len() >= LINES {
            self.write(objects);
            objects.clear();
        }
        Ok(())
    }

    /// Text in a format of its own, such as CSV or PEM, whose line ends are kept.
    pub(crate) fn verbatim(&mut self, text: &str) {
        for line in text.lines() {
            self.line(line);
        }
    }

    /// A report, whose writer has made strangers' text harmless and may colour it.
    pub(crate) fn rendered(&mut self, text: &str) {
        self.write(text);
    }

    /// A remark beside the result.
    pub(crate) fn note(&self, note: &str) {
        let line = format!("{}\n", harmless(note));
        // Nothing is left to tell an operator whose standard error is gone.
        _ = self.stderr.lock().write_all(line.as_bytes());
    }

    /// How far long work is: replaces what was told before, on a terminal only; nothing erases it.
    pub(crate) fn progress(&self, text: &str) {
        if !self.stderr.is_terminal() {
            return;
        }
        let harmless = harmless(text);
        let shown = wrapped(&harmless, COLUMNS - 1).into_iter().next();
        let line = format!("\r\u{1b}[K{}", shown.unwrap_or_default());
        _ = self.stderr.lock().write_all(line.as_bytes());
    }

    /// Why the command could not do its job: the error and its causes. An error that is a list
    /// keeps its lines.
    pub(crate) fn failure(&self, error: &anyhow::Error) {
        for line in format!("tollgate: {}", told(error, self)).lines() {
            self.note(line);
        }
    }

    /// Help that was asked for, or what is wrong with the arguments.
    pub(crate) fn usage(&mut self, error: &clap::Error) -> Exit {
        let text = error.render().to_string();
        if error.use_stderr() {
            for line in text.lines() {
                self.note(line);
            }
            Exit::Usage
        } else {
            self.verbatim(&text);
            Exit::Good
        }
    }

    fn write(&mut self, bytes: &str) {
        if self.is_closed {
            return;
        }
        let mut stdout = io::stdout().lock();
        let written = stdout
            .write_all(bytes.as_bytes())
            .and_then(|()| stdout.flush());
        let Err(error) = written else {
            return;
        };
        self.is_closed = true;
        // Whoever closed a pipe has read what was wanted; everything else is a loss.
        if error.kind() != io::ErrorKind::BrokenPipe {
            self.is_incomplete = true;
            self.note(&format!(
                "tollgate: {}: {error}",
                self.text("error-stdout", &[])
            ));
        }
    }
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Where the columns of [`Output::field`] stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) indent: usize,
    pub(crate) label_columns: usize,
}
