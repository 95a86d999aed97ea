//! `tollgate capture`: the TLS conversations of packet captures.

mod document;
mod names;
mod text;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Result;
use tollgate_capture::{Capture, Facts, OpenError, Options, ReadError, Secrets};

use self::document::{Document, FileDocument};
use self::names::Names;
use crate::cli::{CaptureArguments, CaptureFormat};
use crate::exit::Exit;
use crate::input::{self, InputError};
use crate::output::Output;

/// A capture that cannot be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CaptureError {
    #[error("cannot open {}", path.display())]
    Open { path: PathBuf, source: OpenError },
    #[error("cannot read all of {}", path.display())]
    Read { path: PathBuf, source: ReadError },
}

pub(crate) fn run(arguments: &CaptureArguments, output: &mut Output) -> Result<Exit> {
    let options = Options {
        secrets: secrets(&arguments.keylog)?,
        ..Options::default()
    };
    let mut names = Names::default();
    let mut document = Document::default();
    let mut exit = Exit::Good;
    for path in &arguments.files {
        let mut file = FileDocument::new(path);
        let reading = Reading {
            path,
            format: arguments.output,
            names: &mut names,
        };
        if let Err(error) = reading.read(options.clone(), &mut file, output) {
            file.error = Some(format!("{error:#}"));
            output.failure(&error);
            exit = exit.and(Exit::Failed);
        }
        document.files.push(file);
        if output.is_closed() {
            break;
        }
    }
    if arguments.output == CaptureFormat::Json {
        output.json(&document)?;
    }
    Ok(exit)
}

/// The secrets of key log files.
fn secrets(paths: &[PathBuf]) -> Result<Secrets, InputError> {
    let mut text = Vec::new();
    for path in paths {
        text.extend(input::read(path)?);
        text.push(b'\n');
    }
    Ok(Secrets::from_key_log(&text))
}

/// The reading of one capture.
struct Reading<'a> {
    path: &'a Path,
    format: CaptureFormat,
    names: &'a mut Names,
}

impl Reading<'_> {
    fn read(
        self,
        options: Options,
        document: &mut FileDocument,
        output: &mut Output,
    ) -> Result<()> {
        let opened = |source| CaptureError::Open {
            path: self.path.to_owned(),
            source,
        };
        let mut capture =
            Capture::open(open(self.path).map_err(opened)?, options).map_err(opened)?;
        let name = self.path.display().to_string();
        let mut seen: u64 = 0;
        let mut broken_off = None;
        let mut lines = String::new();
        // Whoever pipes a running capture waits for each line.
        let is_live = self.path == Path::new("-");
        for conversation in &mut capture {
            let conversation = match conversation {
                Ok(conversation) => conversation,
                Err(source) => {
                    broken_off = Some(source);
                    break;
                }
            };
            seen += 1;
            if self.format == CaptureFormat::Text {
                text::conversation(&conversation, &name, self.names, output);
            } else {
                let line = conversation.line(&name, |seen| self.names.of(seen));
                match self.format {
                    CaptureFormat::Json => document.add(&line)?,
                    CaptureFormat::Jsonl | CaptureFormat::Text if is_live => {
                        output.json_line(&line)?;
                    }
                    CaptureFormat::Jsonl | CaptureFormat::Text => {
                        output.json_lines(&mut lines, &line)?;
                    }
                }
            }
            if output.is_closed() {
                return Ok(());
            }
        }
        output.rendered(&lines);
        let facts = capture.facts();
        note(&name, &facts, output);
        match self.format {
            CaptureFormat::Text => text::facts(&name, &facts, seen, output),
            CaptureFormat::Json => document.describe(&facts),
            CaptureFormat::Jsonl => {}
        }
        match broken_off {
            None => Ok(()),
            Some(source) => {
                let path = self.path.to_owned();
                Err(CaptureError::Read { path, source }.into())
            }
        }
    }
}

/// Tells what of a capture could not be read.
fn note(name: &str, facts: &Facts, output: &Output) {
    for problem in &facts.problems {
        output.note(&format!("{name}: {problem}"));
    }
    if facts.further_problems > 0 {
        let values = [
            ("file", name.to_owned()),
            ("count", facts.further_problems.to_string()),
        ];
        output.note(&output.text("capture-further-problems", &values));
    }
}

fn open(path: &Path) -> Result<Box<dyn Read>, OpenError> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(OpenError::Read)?;
    Ok(Box::new(file))
}
