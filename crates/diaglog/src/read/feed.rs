//! Logs that are not in memory, and logs read in parallel.

use memchr::{memchr_iter, memrchr, memrchr_iter};

use super::{Reader, limits};
use crate::stamp::begins_with_date;

/// Reads a log that arrives in chunks, which may end anywhere.
///
/// ```
/// use tollgate_diaglog::Feed;
///
/// let mut feed = Feed::default();
/// let mut texts = Vec::new();
/// for chunk in ["2022-07-11T18:55:25Z vcsc x: a=\"", "1\"\n2022-07-11T18:55:26Z vcsc x: a=\"2\"\n"] {
///     texts.extend(feed.push(chunk.as_bytes()).map(|line| (line.number, line.raw.len())));
/// }
/// assert_eq!(texts, [(1, 34)]);
/// texts.extend(feed.finish().map(|line| (line.number, line.raw.len())));
/// assert_eq!(texts, [(1, 34), (2, 34)]);
/// ```
#[derive(Clone, Debug)]
pub struct Feed {
    buffer: Vec<u8>,
    /// How much of the buffer was given to the last reader.
    given: usize,
    offset: u64,
    number: u64,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            buffer: Vec::new(),
            given: 0,
            offset: 0,
            number: 1,
        }
    }
}

impl Feed {
    /// Takes a chunk and reads the entries that are complete with it. An entry is complete when the
    /// next one begins.
    pub fn push(&mut self, chunk: &[u8]) -> Reader<'_> {
        self.forget_given();
        // What was kept is one entry: the next can only begin where its end was not yet seen.
        let seen = self.buffer.len().saturating_sub(LONGEST_START);
        self.buffer.extend_from_slice(chunk);
        let unseen = self.buffer.get(seen..).unwrap_or_default();
        self.given = last_entry(unseen).map_or(0, |start| seen + start);
        if self.given == 0 && self.buffer.len() > limits::CARRY {
            self.given = memrchr(b'\n', &self.buffer).map_or(self.buffer.len(), |end| end + 1);
        }
        self.read_given()
    }

    /// Reads what is left at the end of the log.
    pub fn finish(&mut self) -> Reader<'_> {
        self.forget_given();
        self.given = self.buffer.len();
        self.read_given()
    }

    fn read_given(&self) -> Reader<'_> {
        let part = self.buffer.get(..self.given).unwrap_or_default();
        Reader::starting_at(part, self.offset, self.number)
    }

    fn forget_given(&mut self) {
        let given = self.buffer.get(..self.given).unwrap_or_default();
        self.number += u64::try_from(memchr_iter(b'\n', given).count()).unwrap_or(u64::MAX);
        self.offset += u64::try_from(self.given).unwrap_or(u64::MAX);
        self.buffer.drain(..self.given);
        self.given = 0;
    }
}

/// A line feed, a date, and the character after it.
const LONGEST_START: usize = 12;

/// Where the last entry begins that surely begins one, apart from the one at the start.
fn last_entry(text: &[u8]) -> Option<usize> {
    memrchr_iter(b'\n', text)
        .map(|end| end + 1)
        .find(|start| text.get(*start..).is_some_and(begins_with_date))
}

/// Cuts a log into at most so many parts of about the same size, each beginning with an entry, to be
/// read in parallel. Together they are the log; their offsets and line numbers follow from their
/// lengths and line feeds.
pub fn split(log: &[u8], parts: usize) -> Vec<&[u8]> {
    let size = log.len().div_ceil(parts.max(1)).max(1);
    let mut cut = Vec::new();
    let mut rest = log;
    while !rest.is_empty() {
        let tail = rest.get(size..).unwrap_or_default();
        let start = memchr_iter(b'\n', tail)
            .map(|end| size + end + 1)
            .find(|start| rest.get(*start..).is_some_and(begins_with_date));
        let (part, after) = rest
            .split_at_checked(start.unwrap_or(rest.len()))
            .unwrap_or((rest, &[]));
        cut.push(part);
        rest = after;
    }
    cut
}
