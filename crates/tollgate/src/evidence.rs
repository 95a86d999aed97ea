//! From paths to evidence: walks archives and directories, reads every file as what it is.
//!
//! What cannot be read becomes a note, and the rest is read. Logs and captures are streamed and
//! never held; only where the order of an archive is not the order of time, or secrets of sessions
//! come after the capture that needs them, are the files concerned read a second time.

mod group;
mod lines;
mod progress;
mod reading;
mod source;
mod tail;

use std::path::PathBuf;

use tollgate_analyze::case::Materials;
use tollgate_analyze::signature::{Watch, Watched};
use tollgate_report::Message;

use self::reading::Reading;
use crate::output::Output;

pub(crate) use lines::{LogLine, each_log_line};
pub(crate) use source::Sources;

/// What is to be read.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// Archives, directories, files, or `-` for standard input.
    pub(crate) paths: &'a [PathBuf],
    /// Secrets of TLS sessions beside those among the evidence (`SSLKEYLOGFILE`).
    pub(crate) key_log: Vec<u8>,
    /// Log lines from before this time, in Unix milliseconds, are passed over.
    pub(crate) since: Option<i64>,
    /// Looks for lines of the users' own signatures.
    pub(crate) watch: Option<Watch>,
}

/// What was read.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) materials: Materials,
    /// Lines of the users' own signatures.
    pub(crate) watched: Watched,
    /// What could not be read, beside the problems of the evidence itself.
    pub(crate) notes: Vec<Message>,
    /// At least one of the paths gave nothing.
    pub(crate) has_unreadable: bool,
    /// The files, to be read again.
    pub(crate) sources: Sources,
}

impl Gathered {
    /// Whether there is no evidence at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.materials.evidence.bundles().next().is_none()
    }
}

/// Reads everything that was asked for.
pub(crate) fn gather(request: Request<'_>, output: &Output) -> Gathered {
    let sources = Sources::of(request.paths);
    read(sources, request, output)
}

/// The same, but begins long logs near the first line that is wanted, which is searched for and not
/// read towards. Lines are counted from there.
pub(crate) fn gather_ends(request: Request<'_>, output: &Output) -> Gathered {
    let mut sources = Sources::of(request.paths);
    if let Some(since) = request.since {
        sources.begin_at(since);
    }
    read(sources, request, output)
}

fn read(mut sources: Sources, request: Request<'_>, output: &Output) -> Gathered {
    sources.sort_by_time();
    let mut reading = Reading::new(request);
    reading.read_all(&mut sources, output);
    let (materials, watched, unread) = reading.finish(&sources, output);
    let mut notes = std::mem::take(&mut sources.notes);
    notes.extend(unread);
    Gathered {
        materials,
        watched,
        notes,
        has_unreadable: sources.has_unreadable,
        sources,
    }
}
