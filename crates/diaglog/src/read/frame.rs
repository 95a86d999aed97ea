//! Cutting a log into entries.
//!
//! An entry begins with a line that begins with a date. Lines that do not are its continuation if
//! they belong to a message block or if the entry would be incomplete without them; otherwise each
//! is an entry of its own, which nobody may understand.

use std::borrow::Cow;

use memchr::memchr;

use super::block::{self, Block};
use super::{Marks, limits, wrap};
use crate::stamp::begins_with_date;

/// The bytes of one entry. Cutting a log into frames is much faster than reading it, so that a
/// caller may pass over those that cannot matter.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// Number of its first line in the input, from 1.
    pub number: u64,
    /// Offset of its first byte in the input.
    pub offset: u64,
    /// Its bytes, without the last line end.
    pub raw: &'a [u8],
    /// Its text, if that is not simply what `raw` holds.
    pub(super) joined: Option<String>,
    pub(super) marks: Marks,
}

/// Goes through the entries of a log. Empty lines are passed over.
#[derive(Clone, Debug)]
pub struct Frames<'a> {
    rest: &'a [u8],
    offset: u64,
    number: u64,
}

impl<'a> Frames<'a> {
    /// Goes through a whole log.
    pub fn new(log: &'a [u8]) -> Self {
        Self::starting_at(log, 0, 1)
    }

    /// Goes through a part of a log that begins at this offset, with the line of this number.
    pub fn starting_at(part: &'a [u8], offset: u64, number: u64) -> Self {
        Self {
            rest: part,
            offset,
            number,
        }
    }

    fn advance(&mut self, bytes: usize, lines: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self.offset += u64::try_from(bytes).unwrap_or(u64::MAX);
        self.number += u64::try_from(lines).unwrap_or(u64::MAX);
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        let (line, after) = loop {
            if self.rest.is_empty() {
                return None;
            }
            let (line, after) = split_line(self.rest);
            if !line.is_empty() && line != b"\r" && !line.trim_ascii().is_empty() {
                break (line, after);
            }
            self.advance(self.rest.len() - after.len(), 1);
        };
        let extent = if after.is_empty() || begins_with_date(after) {
            Extent {
                length: line.len(),
                lines: 1,
                joined: None,
                marks: Marks::default(),
            }
        } else {
            Extent::of_usual_block(line, after).unwrap_or_else(|| Extent::measure(line, after))
        };
        let Extent {
            length,
            lines,
            joined,
            mut marks,
        } = extent;
        let limit = if lines == 1 {
            limits::LINE
        } else {
            limits::BLOCK
        };
        if length > limit {
            marks.add(Marks::CUT);
        }
        let raw = self.rest.get(..length.min(limit)).unwrap_or_default();
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let frame = Frame {
            number: self.number,
            offset: self.offset,
            raw,
            joined,
            marks,
        };
        // The line end belongs to the entry, where there is one.
        self.advance((length + 1).min(self.rest.len()), lines);
        Some(frame)
    }
}

/// Splits the first line off, without its line feed.
pub(super) fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    let split = memchr(b'\n', text).and_then(|end| text.split_at_checked(end));
    match split {
        Some((line, rest)) => (line, rest.get(1..).unwrap_or_default()),
        None => (text, &[]),
    }
}

/// How far an entry goes.
struct Extent {
    /// In bytes, without the last line feed.
    length: usize,
    lines: usize,
    joined: Option<String>,
    marks: Marks,
}

impl Extent {
    /// Measures an entry with a message block of the usual shape, as [`Extent::measure`] does for
    /// every shape; `None` for any other.
    fn of_usual_block(line: &[u8], after: &[u8]) -> Option<Self> {
        let (lines, length) = block::usual(line, after)?;
        Some(Self {
            length: line.len() + length,
            lines: 1 + lines,
            joined: None,
            marks: Marks::default(),
        })
    }

    /// Measures an entry whose second line does not begin with a date.
    fn measure(line: &[u8], after: &[u8]) -> Self {
        let mut extent = Self {
            length: line.len(),
            lines: 1,
            joined: None,
            marks: Marks::default(),
        };
        let first = shown(line);
        let mut rest = after;
        if let Some(wrapped) = wrap::join(&first, Lines { rest }) {
            extent.lines += wrapped.lines;
            extent.length += wrapped.length;
            rest = after.get(wrapped.length..).unwrap_or_default();
            extent.marks.add(Marks::JOINED);
            extent.joined = Some(wrapped.text);
        }
        let head = extent.joined.as_deref().unwrap_or(&first);
        if let Some(block) = Block::measure(head, indentation(&first), Lines { rest }) {
            extent.lines += block.lines;
            extent.length += block.length;
            if block.is_wrapped() || extent.joined.is_some() {
                let text = block.text(head, Lines { rest });
                extent.marks.add(Marks::JOINED);
                extent.joined = Some(text);
            }
        }
        if let (Some(_), Cow::Owned(_)) = (&extent.joined, first) {
            extent.marks.add(Marks::LOSSY);
        }
        extent
    }
}

/// The start of a line as text. Nothing that decides about continuation stands behind the limit.
pub(super) fn shown(line: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(line.get(..limits::WRAPPED).unwrap_or(line))
}

pub(super) fn indentation(line: &str) -> usize {
    line.bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count()
}

/// The lines after the first, each with its length including the line feed before it.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    rest: &'a [u8],
}

#[cfg(test)]
impl<'a> Lines<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a [u8], usize);

    fn next(&mut self) -> Option<(&'a [u8], usize)> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = split_line(self.rest);
        self.rest = rest;
        Some((line, line.len() + 1))
    }
}
