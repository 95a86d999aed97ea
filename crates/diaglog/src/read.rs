//! The tolerant reader.
//!
//! A log is first cut into [`Frame`]s, the bytes of one entry each, then each frame is understood on
//! its own: [`Line`]. Neither step fails. Text is borrowed from the input as long as it is UTF-8 and
//! whole; only damaged entries are copied.
//!
//! What is tolerated, in the order in which it is tried: other forms of the prefix, of the pairs and
//! of the native lines; messages on one line; entries that were soft-wrapped on the way through a
//! document; typographic quotes, dashes and mark-up; misread field names.

mod block;
mod content;
mod feed;
mod frame;
pub(crate) mod http;
pub mod limits;
pub(crate) mod native;
pub(crate) mod pairs;
mod prefix;
mod repair;
mod wrap;

use std::borrow::Cow;
use std::ops::AddAssign;

pub use feed::{Feed, split};
pub use frame::{Frame, Frames};

use crate::escape::cut_mark;
use crate::event::{Event, Prefix};
use crate::stamp::StampForm;
use content::Understood;

/// One entry of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Number of its first line in the input, from 1.
    pub number: u64,
    /// Offset of its first byte in the input.
    pub offset: u64,
    /// Its bytes without the last line end; several lines for a message block or a wrapped entry.
    pub raw: &'a [u8],
    /// What stands in front, if the entry has a time stamp.
    pub prefix: Option<Prefix<'a>>,
    /// How much of an instant the stamp is; present with `prefix`.
    pub stamp: Option<StampForm>,
    /// What it says; `None` if that is not understood.
    pub event: Option<Event<'a>>,
    /// What was wrong with its text.
    pub marks: Marks,
}

impl Line<'_> {
    /// The full lengths, in bytes, of the values that the writer cut.
    pub fn cut_lengths(&self) -> impl Iterator<Item = u64> {
        memchr::memchr_iter(b'}', self.raw).filter_map(|end| {
            let tail = self.raw.get(end.saturating_sub(LONGEST_CUT_MARK)..=end)?;
            let mark = tail.get(memchr::memrchr(b'\\', tail)?..)?;
            cut_mark(str::from_utf8(mark).ok()?).map(|(_, length)| length)
        })
    }
}

/// `\cut{` and the digits of the largest length.
const LONGEST_CUT_MARK: usize = 5 + 20;

/// What was wrong with the text of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u8);

impl Marks {
    pub(crate) const CUT: Self = Self(1);
    pub(crate) const JOINED: Self = Self(1 << 1);
    pub(crate) const REPAIRED: Self = Self(1 << 2);
    pub(crate) const UNFINISHED: Self = Self(1 << 3);
    pub(crate) const LOSSY: Self = Self(1 << 4);

    /// It is longer than the [limits] allow; `raw` is its beginning.
    pub fn is_cut(self) -> bool {
        self.has(Self::CUT)
    }

    /// It was soft-wrapped, and its lines were joined again.
    pub fn is_joined(self) -> bool {
        self.has(Self::JOINED)
    }

    /// Quotes, dashes, mark-up or field names were put right.
    pub fn is_repaired(self) -> bool {
        self.has(Self::REPAIRED)
    }

    /// A quote or a message block has no end.
    pub fn is_unfinished(self) -> bool {
        self.has(Self::UNFINISHED)
    }

    /// It is not UTF-8; bytes that are not are shown as U+FFFD.
    pub fn is_lossy(self) -> bool {
        self.has(Self::LOSSY)
    }

    fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    pub(crate) fn add(&mut self, mark: Self) {
        self.0 |= mark.0;
    }
}

/// How many entries a reader has met, and how many of what kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub entries: u64,
    /// Those without an event.
    pub unrecognised: u64,
    /// Those longer than the [limits].
    pub cut: u64,
    /// Those that were soft-wrapped or repaired.
    pub damaged: u64,
    /// Those that were not UTF-8.
    pub lossy: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let Self {
            entries,
            unrecognised,
            cut,
            damaged,
            lossy,
        } = other;
        self.entries += entries;
        self.unrecognised += unrecognised;
        self.cut += cut;
        self.damaged += damaged;
        self.lossy += lossy;
    }
}

/// Reads the entries of a log, or of a part of one, in order.
///
/// For logs that are not in memory see [`Feed`], for reading one in parallel [`split()`].
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    frames: Frames<'a>,
    counts: Counts,
}

impl<'a> Reader<'a> {
    /// Reads a whole log.
    pub fn new(log: &'a [u8]) -> Self {
        Self::starting_at(log, 0, 1)
    }

    /// Reads a part of a log that begins at this offset, with the line of this number.
    pub fn starting_at(part: &'a [u8], offset: u64, number: u64) -> Self {
        Self {
            frames: Frames::starting_at(part, offset, number),
            counts: Counts::default(),
        }
    }

    /// The entries met so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let line = self.frames.next()?.read();
        self.counts += Counts {
            entries: 1,
            unrecognised: u64::from(line.event.is_none()),
            cut: u64::from(line.marks.is_cut()),
            damaged: u64::from(line.marks.is_joined() || line.marks.is_repaired()),
            lossy: u64::from(line.marks.is_lossy()),
        };
        Some(line)
    }
}

impl<'a> Frame<'a> {
    /// Understands the entry, as far as possible.
    pub fn read(self) -> Line<'a> {
        let Self {
            number,
            offset,
            raw,
            joined,
            mut marks,
        } = self;
        let text = match (joined, str::from_utf8(raw)) {
            (Some(text), _) => Cow::Owned(text),
            (None, Ok(text)) => Cow::Borrowed(text),
            (None, Err(_)) => {
                marks.add(Marks::LOSSY);
                String::from_utf8_lossy(raw)
            }
        };
        let Understood {
            prefix,
            stamp,
            event,
            marks: found,
        } = match text {
            Cow::Borrowed(text) => content::understand(text),
            Cow::Owned(text) => content::understand(&text).into_owned(),
        };
        marks.add(found);
        Line {
            number,
            offset,
            raw,
            prefix,
            stamp,
            event,
            marks,
        }
    }
}
