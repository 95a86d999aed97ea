//! Walks archives: every entry is handed to a visitor as a stream, with a name that is safe to show.
//!
//! Tar, zip and gzip are recognised by their content, and archives inside an archive are opened
//! once. Nothing is unpacked to disk and no entry is held in memory, but for a zip archive inside
//! another archive, whose directory is at its end. Whatever cannot be read becomes a
//! [`Problem`](crate::Problem) and the walk goes on behind it; [`Limits`] bound what an archive
//! that was made to do harm can cost. What an entry *is* is not decided here.

mod format;
mod gzip;
mod stream;
mod tar;
mod walk;
mod zip;

use std::io::{Read, Seek};
use std::ops::ControlFlow;

pub use format::ForeignFormat;

use crate::limits::Limits;
use crate::place::{EntryName, Place};
use crate::problem::Problems;
use walk::Walker;

/// A file that was found.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Its archives and its name. A gzip layer around a single file is not an archive.
    pub place: &'a Place,
    /// Its length in octets as the archive claims; `None` where it is only known at the end.
    pub size: Option<u64>,
}

/// What a walk met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// Entries of archives, and the input itself if it is no archive.
    pub entries: u64,
    /// What could not be read.
    pub problems: Problems,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Everything that could be read was handed out.
    Complete,
    /// A limit of the whole input was reached.
    Limited,
    /// The visitor stopped it.
    Stopped,
}

/// Walks one input, a file or an archive. `name` is what messages call it.
///
/// The visitor gets each file and its content. It need not read all of it; an error on the way means
/// that no more can be read, and what was wrong will be among the problems. Breaking stops the walk.
///
/// ```
/// use std::io::{Cursor, Read};
/// use std::ops::ControlFlow;
/// use tollgate_analyze::Limits;
/// use tollgate_analyze::archive::walk;
///
/// let mut names = Vec::new();
/// let walked = walk("note.txt", Cursor::new("text"), &Limits::default(), &mut |entry, content| {
///     let mut text = String::new();
///     let complete = content.read_to_string(&mut text).is_ok();
///     names.push((entry.place.to_string(), text, complete));
///     ControlFlow::Continue(())
/// });
/// assert_eq!(names, [("note.txt".to_owned(), "text".to_owned(), true)]);
/// assert!(walked.problems.is_empty());
/// ```
pub fn walk<R: Read + Seek>(
    name: &str,
    source: R,
    limits: &Limits,
    visit: &mut dyn FnMut(&Entry<'_>, &mut dyn Read) -> ControlFlow<()>,
) -> Walked {
    let place = Place::file(EntryName::new(name.as_bytes()));
    walk_at(place, source, limits, visit)
}

/// As [`walk()`], for a file that was found at a place: a directory into which somebody has unpacked
/// an archive is the archive of the files in it.
pub fn walk_at<R: Read + Seek>(
    place: Place,
    source: R,
    limits: &Limits,
    visit: &mut dyn FnMut(&Entry<'_>, &mut dyn Read) -> ControlFlow<()>,
) -> Walked {
    Walker::new(limits, visit).walk(place, source)
}
