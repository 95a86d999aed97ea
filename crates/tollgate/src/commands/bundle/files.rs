//! The files of an input, each as what it is.

use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Result;
use tollgate_analyze::archive::{Entry, walk_at};
use tollgate_analyze::{EntryName, KIND_HEAD, Kind, Limits, Place, Problem};
use tollgate_redact::{CaptureError, Redactor, complete_part};

use super::report::{Dropped, FileReport};
use super::{BundleError, files_below, unreadable};

/// Octets of a text that are looked at at once.
const PIECE: usize = 4 * 1024 * 1024;
/// A line, or a PEM block, of more octets is cut.
const LONGEST_PIECE: usize = 64 * 1024 * 1024;
/// Octets of a capture. The appliance writes files of 20 MB; streams have to be held as a whole.
const CAPTURE: u64 = 512 * 1024 * 1024;
/// Octets of a file of certificates in DER.
const CERTIFICATES: u64 = 16 * 1024 * 1024;

/// A file of an input.
pub(super) struct InputFile<'f> {
    /// The archives around it, outermost first.
    pub(super) archives: Vec<String>,
    pub(super) name: String,
    pub(super) content: Content<'f>,
}

pub(super) enum Content<'f> {
    Text(Text<'f>),
    /// DER.
    Certificates(Vec<u8>),
    Capture(Vec<u8>),
    Dropped(Dropped),
}

/// A text, however long.
pub(super) struct Text<'f> {
    head: Vec<u8>,
    rest: &'f mut dyn Read,
}

/// Message id and arguments.
type Told = (&'static str, Vec<(&'static str, String)>);

/// Hands out every file of an input: an archive, a file, or a directory. Gives what could not be
/// read.
pub(super) fn each_file(
    path: &Path,
    visit: &mut dyn FnMut(InputFile<'_>) -> Result<()>,
) -> Result<Vec<Told>> {
    let base = path.file_name().unwrap_or(path.as_os_str());
    let input = Place::file(EntryName::new(base.as_encoded_bytes()));
    let mut problems = Vec::new();
    if path.is_dir() {
        for (file, name) in files_below(path)? {
            let place = input.entry(EntryName::new(name.as_bytes()));
            one(&file, place, visit, &mut problems)?;
        }
    } else {
        one(path, input, visit, &mut problems)?;
    }
    Ok(problems)
}

fn one(
    path: &Path,
    place: Place,
    visit: &mut dyn FnMut(InputFile<'_>) -> Result<()>,
    problems: &mut Vec<Told>,
) -> Result<()> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let mut failure = None;
    let walked = walk_at(
        place,
        file,
        &Limits::default(),
        &mut |entry, content| match handed_out(entry, content, visit) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        },
    );
    if let Some(failure) = failure {
        return Err(failure);
    }
    problems.extend(walked.problems.kept().iter().map(told));
    Ok(())
}

fn told(problem: &Problem) -> Told {
    let mut arguments = vec![("place", problem.place.to_string())];
    arguments.extend(problem.kind.arguments());
    (problem.kind.message_id(), arguments)
}

fn handed_out(
    entry: &Entry<'_>,
    content: &mut dyn Read,
    visit: &mut dyn FnMut(InputFile<'_>) -> Result<()>,
) -> Result<()> {
    let name = entry.place.name().to_string();
    let archives = entry
        .place
        .archives()
        .iter()
        .map(EntryName::to_string)
        .collect();
    let mut head = Vec::new();
    let limit = u64::try_from(KIND_HEAD).unwrap_or(u64::MAX);
    // What cannot be read on is a problem that the walk tells.
    drop(content.take(limit).read_to_end(&mut head));
    let content = match Kind::of(&name, &head) {
        Kind::Log
        | Kind::Dump
        | Kind::CertificateList
        | Kind::Pasted
        | Kind::Text
        | Kind::Empty => Content::Text(Text {
            head,
            rest: content,
        }),
        Kind::Certificates if head.starts_with(b"0") => whole(head, content, CERTIFICATES)
            .map_or(Content::Dropped(Dropped::TooLarge), Content::Certificates),
        Kind::Certificates => Content::Text(Text {
            head,
            rest: content,
        }),
        Kind::Capture(_) => whole(head, content, CAPTURE)
            .map_or(Content::Dropped(Dropped::TooLarge), Content::Capture),
        Kind::KeyLog => Content::Dropped(Dropped::KeyLog),
        Kind::PrivateKey | Kind::KeyStore => Content::Dropped(Dropped::PrivateKey),
        Kind::Unknown => Content::Dropped(Dropped::Unknown),
    };
    visit(InputFile {
        archives,
        name,
        content,
    })
}

/// All octets, unless there are more than the limit.
fn whole(mut head: Vec<u8>, rest: &mut dyn Read, limit: u64) -> Option<Vec<u8>> {
    drop(rest.take(limit).read_to_end(&mut head));
    u64::try_from(head.len())
        .is_ok_and(|length| length <= limit)
        .then_some(head)
}

impl Text<'_> {
    /// Hands out the text in pieces of whole lines.
    pub(super) fn each_piece(&mut self, visit: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let mut held = std::mem::take(&mut self.head);
        let is_wide = held.starts_with(b"\xff\xfe") || held.starts_with(b"\xfe\xff");
        let mut is_over = false;
        while !is_over {
            let before = held.len();
            let wanted = u64::try_from(PIECE).unwrap_or(u64::MAX);
            // An error ends the file as its end would; the walk tells it.
            let read = self.rest.take(wanted).read_to_end(&mut held);
            is_over = read.is_err() || held.len() == before;
            let end = match complete_part(&held) {
                _ if is_over => held.len(),
                0 if held.len() > LONGEST_PIECE => held.len(),
                // Two octets a character: a line end is no place to cut.
                _ if is_wide => 0,
                end => end,
            };
            if end > 0 {
                visit(held.get(..end).unwrap_or_default())?;
                held.drain(..end);
            }
        }
        Ok(())
    }
}

/// Writes a file with everything replaced; tells whether there is one.
pub(super) fn write(
    content: Content<'_>,
    redactor: &mut Redactor,
    to: &mut dyn Write,
    report: &mut FileReport,
) -> Result<bool> {
    let write = |to: &mut dyn Write, octets: &[u8]| -> Result<(), BundleError> {
        to.write_all(octets)
            .map_err(|source: io::Error| BundleError::Unwritable {
                path: std::env::temp_dir(),
                source,
            })
    };
    match content {
        Content::Text(mut text) => text.each_piece(&mut |piece| {
            let changed = redactor.text(piece, &mut report.tally);
            Ok(write(to, &changed)?)
        })?,
        Content::Certificates(der) => {
            write(to, &redactor.certificates(&der, &mut report.tally))?;
        }
        Content::Capture(capture) => match redactor.capture(&capture, &mut report.tally) {
            Ok((changed, facts)) => {
                report.capture = Some(facts);
                write(to, &changed)?;
            }
            Err(error) => {
                report.dropped = Some(match error {
                    CaptureError::LinkType(number) => Dropped::LinkType(number),
                    CaptureError::NotACapture | CaptureError::Malformed(_) => Dropped::Malformed,
                });
                return Ok(false);
            }
        },
        Content::Dropped(why) => {
            report.dropped = Some(why);
            return Ok(false);
        }
    }
    Ok(true)
}
