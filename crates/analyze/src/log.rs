//! Reads diagnostic logs: from the octets of one or several to what they tell of each node.
//!
//! [`LogReader`] takes logs whole or in chunks, of any length, and holds no more of them than it
//! needs to go on. Lines that cannot matter are passed over as soon as that is clear; the others are
//! understood by `tollgate-diaglog`, by several threads if the caller wants, and joined in order:
//! steps into transactions by host, process and number, native lines with the attempts that they are
//! about. [`LogEvidence`] is the result, and does not depend on how the logs were cut.
//!
//! ```
//! use tollgate_analyze::log::LogReader;
//!
//! let mut reader = LogReader::default();
//! reader.read("traffic_server.log", b"2022-07-11T18:55:26.016+02:00 vcsc traffic_server[18242]: \
//!     [ET_NET 0] WARNING: SNI (10.48.36.215) not in certificate. Action=Terminate \
//!     server=10.48.36.215(10.48.36.215)\n");
//! let evidence = reader.finish();
//! assert_eq!(evidence.cells[0].cell.address.as_deref(), Some("10.48.36.215"));
//! assert_eq!(evidence.cells[0].failures[0].occurrences, 1);
//! ```

mod asked;
mod budget;
mod evidence;
mod fact;
mod hash;
mod join;
mod kept;
mod limits;
mod moment;
mod pieces;
mod quick;
mod survey;
mod text;

use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::sync::mpsc::sync_channel;

pub use evidence::{
    Answer, Asked, Attempt, Cell, CellEvidence, ClockDifference, ClockEvidence, Denial, Entry,
    Evidence, Failed, Failure, FailureAction, FailureKind, HostEvidence, Join, LogEvidence,
    LogFile, NoticeEvidence, Position, Received, Restart, Step, Transaction, Truncation,
    Unexplained, VerificationNote, Wording,
};
pub use kept::{Kept, Users};
pub use limits::{
    ATTEMPTS, CELLS, CLOCK_DIFFERENCE, EVIDENCE_OCTETS, EXAMPLES, FAILED_TRANSACTIONS,
    FAILURE_KINDS, GAP, HANDSHAKE_SLACK, HANDSHAKE_WINDOW, LEVEL_WINDOW, PAIR_WINDOW, PLACES,
    RAW_TEXT, STEP_BACK, USERS, WAITING_WINDOW,
};
pub use moment::{Clock, Moment, Period};
pub use survey::LineCounts;

use fact::Ending;
use join::Joiner;
use pieces::Reading;

/// Reads logs, one after another.
#[derive(Debug)]
pub struct LogReader {
    reading: Reading,
    joiner: Joiner,
    /// What of the current log is not yet read; `None` between logs.
    stream: Option<Stream>,
}

#[derive(Debug, Default)]
struct Stream {
    buffer: Vec<u8>,
    /// From which length on the buffer is looked through for entries.
    wanted: usize,
}

impl Default for LogReader {
    /// Reads in one thread, from the beginning.
    fn default() -> Self {
        Self::new(NonZeroUsize::MIN, None)
    }
}

impl LogReader {
    /// Reads in so many threads; lines from before `since`, in Unix milliseconds, are passed over.
    pub fn new(threads: NonZeroUsize, since: Option<i64>) -> Self {
        Self {
            reading: Reading::new(threads, since),
            joiner: Joiner::default(),
            stream: None,
        }
    }

    /// The same with pieces of another size, which changes nothing but the speed.
    #[must_use]
    pub fn with_pieces_of(mut self, octets: NonZeroUsize) -> Self {
        self.reading.piece = octets.get();
        self
    }

    /// The same with another limit of what is kept than [`EVIDENCE_OCTETS`]. Takes effect for logs
    /// that are read afterwards.
    #[must_use]
    pub fn with_evidence_of(mut self, octets: usize) -> Self {
        self.joiner.limit(octets);
        self
    }

    /// Reads a whole log. Logs of one appliance come in the order of their time.
    pub fn read(&mut self, name: &str, log: &[u8]) {
        self.end();
        self.joiner.begin_file(name);
        self.reading.read(log, Ending::Last, &mut self.joiner);
        self.joiner.end_file();
    }

    /// Reads a whole log out of a stream. With more than one thread, `content` is read ahead in the
    /// calling one, so that unpacking and understanding go on at the same time.
    ///
    /// # Errors
    ///
    /// `content` fails; what came before is read as a log that is cut there.
    pub fn read_from(&mut self, name: &str, content: &mut dyn Read) -> io::Result<()> {
        self.end();
        self.joiner.begin_file(name);
        let window = self.window();
        let (reading, joiner) = (self.reading, &mut self.joiner);
        let outcome = if reading.threads.get() == 1 {
            parts_of(content, window, &mut |part, ending| {
                reading.read(&part, ending, joiner);
                part
            })
        } else {
            std::thread::scope(|scope| {
                let (full, parts) = sync_channel::<(Vec<u8>, Ending)>(AHEAD);
                // Room for all that are under way, so that giving one back never waits.
                let (spare, used) = sync_channel(2 * AHEAD + 2);
                scope.spawn(move || {
                    let reading = reading.with_one_thread_less();
                    for (part, ending) in parts {
                        reading.read(&part, ending, joiner);
                        // Nobody takes buffers back behind the end of the stream.
                        drop(spare.send(part));
                    }
                });
                parts_of(content, window, &mut |part, ending| {
                    // If the other thread panicked, the scope passes that on.
                    drop(full.send((part, ending)));
                    used.try_recv().unwrap_or_default()
                })
            })
        };
        self.joiner.end_file();
        outcome
    }

    /// Octets that are collected before they are read.
    fn window(&self) -> usize {
        match self.reading.threads.get() {
            1 => self.reading.piece * WINDOW,
            threads => self.reading.piece * threads * WINDOW,
        }
    }

    /// Begins a log that comes in chunks; ends the one before it.
    pub fn begin(&mut self, name: &str) {
        self.end();
        self.joiner.begin_file(name);
        self.stream = Some(Stream::default());
    }

    /// Takes the next chunk of the log, which may end anywhere. Without a log begun, of one without
    /// a name.
    pub fn push(&mut self, chunk: &[u8]) {
        if self.stream.is_none() {
            self.begin("");
        }
        let window = self.window();
        let Some(stream) = &mut self.stream else {
            return;
        };
        stream.buffer.extend_from_slice(chunk);
        if stream.buffer.len() < stream.wanted.max(window) {
            return;
        }
        let complete = complete(&stream.buffer);
        if complete == 0 {
            stream.wanted = stream.buffer.len() * 2;
            return;
        }
        stream.wanted = 0;
        let part = stream.buffer.get(..complete).unwrap_or_default();
        self.reading.read(part, Ending::Whole, &mut self.joiner);
        stream.buffer.drain(..complete);
    }

    /// Ends the log that comes in chunks.
    pub fn end(&mut self) {
        let Some(stream) = self.stream.take() else {
            return;
        };
        self.reading
            .read(&stream.buffer, Ending::Last, &mut self.joiner);
        self.joiner.end_file();
    }

    /// What all the logs tell.
    pub fn finish(mut self) -> LogEvidence {
        self.end();
        self.joiner.finish()
    }
}

/// Pieces for each thread that are collected before they are read.
const WINDOW: usize = 2;
/// Parts that are looked for in what was collected; the last of them waits for its end.
const PARTS: usize = 64;

/// Parts of a stream that are read ahead.
const AHEAD: usize = 2;

/// Reads a stream to its end and gives it out in parts of complete entries, the last one as such,
/// each about a window long. Giving a part out yields a buffer for another one.
fn parts_of(
    content: &mut dyn Read,
    window: usize,
    give: &mut dyn FnMut(Vec<u8>, Ending) -> Vec<u8>,
) -> io::Result<()> {
    let mut buffer = Vec::new();
    let mut held = 0;
    let mut wanted = window;
    loop {
        let outcome = fill(content, &mut buffer, (held, wanted));
        let (now, is_over) = match &outcome {
            Ok(now) => (*now, *now < wanted),
            Err((now, _)) => (*now, true),
        };
        held = now;
        if is_over {
            buffer.truncate(held);
            give(buffer, Ending::Last);
            return outcome.map(drop).map_err(|(_, error)| error);
        }
        let complete = complete(buffer.get(..held).unwrap_or_default());
        if complete == 0 {
            wanted = held.saturating_mul(2).max(window);
            continue;
        }
        wanted = window;
        let rest = buffer.get(complete..held).unwrap_or_default().to_vec();
        buffer.truncate(complete);
        buffer = give(buffer, Ending::Whole);
        held = rest.len();
        buffer.resize(buffer.len().max(held), 0);
        if let Some(front) = buffer.get_mut(..held) {
            front.copy_from_slice(&rest);
        }
    }
}

/// Octets of a buffer at first. It grows with the log, so that a short log needs little.
const FIRST: usize = 64 * 1024;

/// Reads on until so many octets are held, or to the end; tells how many are. What the buffer had
/// is written over and not cleared before.
fn fill(
    content: &mut dyn Read,
    buffer: &mut Vec<u8>,
    (mut held, wanted): (usize, usize),
) -> Result<usize, (usize, io::Error)> {
    while held < wanted {
        if buffer.len() <= held {
            let longer = held.saturating_mul(2).clamp(FIRST, wanted.max(FIRST));
            buffer.resize(longer.min(wanted), 0);
        }
        let end = wanted.min(buffer.len());
        match content.read(buffer.get_mut(held..end).unwrap_or_default()) {
            Ok(0) => break,
            Ok(count) => held += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err((held, error)),
        }
    }
    Ok(held)
}

/// How much of a buffer is entries that are complete: all before the last entry that begins with a
/// date.
fn complete(buffer: &[u8]) -> usize {
    let parts = tollgate_diaglog::split(buffer, PARTS);
    match parts.as_slice() {
        [] | [_] if buffer.len() > tollgate_diaglog::limits::CARRY => {
            memchr::memrchr(b'\n', buffer).map_or(buffer.len(), |end| end + 1)
        }
        [] | [_] => 0,
        [before @ .., _] => before.iter().map(|part| part.len()).sum(),
    }
}
