//! Logs that belong together: those of one appliance in one archive or directory.

use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::thread;

use tollgate_analyze::Place;
use tollgate_analyze::bundle::{Part, PartId};
use tollgate_analyze::case::LogMaterial;
use tollgate_analyze::log::LogReader;
use tollgate_analyze::signature::Watch;

/// What logs of one group have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    archive: Option<Place>,
    host: Option<String>,
}

impl Key {
    pub(super) fn of(part: &Part) -> Self {
        let named = part.name.host.as_ref();
        let written = part.log_facts().and_then(|facts| facts.host.as_ref());
        Self {
            archive: part.place.archive(),
            host: written.or(named).map(|host| host.to_ascii_lowercase()),
        }
    }
}

/// The logs of a group, as they are read.
#[derive(Debug)]
pub(super) struct Group {
    reader: LogReader,
    pub(super) parts: Vec<PartId>,
    /// Time of the first line of each part that has one, the latest of them.
    latest: Option<i64>,
    /// A log began before one that was read in front of it.
    pub(super) is_out_of_order: bool,
}

impl Group {
    pub(super) fn new(since: Option<i64>) -> Self {
        let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self {
            reader: LogReader::new(threads, since),
            parts: Vec::new(),
            latest: None,
            is_out_of_order: false,
        }
    }

    pub(super) fn read(&mut self, part: &Part, content: &mut dyn Read, watch: Option<&mut Watch>) {
        let first = first_stamp(part);
        if first.is_some() && first < self.latest {
            self.is_out_of_order = true;
        }
        self.latest = self.latest.max(first);
        self.parts.push(part.id);
        let name = part.place.to_string();
        // What was wrong is told by the walk; what came before it was read.
        _ = match watch {
            None => self.reader.read_from(&name, content),
            Some(watch) => {
                watch.begin(part.id);
                self.reader
                    .read_from(&name, &mut Watching { content, watch })
            }
        };
    }

    pub(super) fn finish(self) -> LogMaterial {
        LogMaterial {
            parts: self.parts,
            evidence: self.reader.finish(),
        }
    }
}

/// A log that is watched for the lines of users' own signatures while it is read.
struct Watching<'a> {
    content: &'a mut dyn Read,
    watch: &'a mut Watch,
}

impl Read for Watching<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(buffer)?;
        self.watch.push(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Time of the first line, in Unix milliseconds.
pub(super) fn first_stamp(part: &Part) -> Option<i64> {
    part.log_facts()?.first.map(|stamp| stamp.unix_ms)
}
