//! A window over the bytes of a capture, compressed or not, that never holds more than one block.

use std::fmt;
use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use crate::cursor::count;

/// Read at once; small enough to stay in the processor's cache.
const WINDOW_BYTES: usize = 256 << 10;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The bytes that told the kind of input, followed by the rest of it.
type Replayed<R> = io::Chain<io::Cursor<Vec<u8>>, R>;

enum Input<R> {
    Plain(R),
    Gzip(Box<MultiGzDecoder<Replayed<R>>>),
}

/// What came of asking for bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Supply {
    /// As many as asked are there.
    Enough,
    /// The input ended before; so many are left.
    Ended(usize),
}

pub(crate) struct Source<R> {
    input: Input<R>,
    window: Vec<u8>,
    /// `window[start..end]` is read and not yet taken.
    start: usize,
    end: usize,
    /// Where the bytes of the latest take begin.
    taken: usize,
    /// Bytes taken since the beginning of the (expanded) capture.
    position: u64,
    expanded_limit: u64,
    /// Why reading stopped before the end of the input, where it did.
    cut: Option<Cut>,
    ended: bool,
}

/// Why a compressed capture could not be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The compressed data end early or are damaged.
    Gzip,
    /// More came out than the limit allows.
    Limit,
}

impl<R: Read> Source<R> {
    /// Looks at the first bytes and expands what follows if they say gzip.
    pub(crate) fn open(mut reader: R, expanded_limit: u64) -> io::Result<Self> {
        let mut first = vec![0; GZIP_MAGIC.len()];
        let mut filled = 0;
        while let Some(space) = first.get_mut(filled..).filter(|space| !space.is_empty()) {
            match read_some(&mut reader, space)? {
                0 => break,
                read => filled = filled.saturating_add(read),
            }
        }
        first.truncate(filled);
        let mut window = vec![0; WINDOW_BYTES];
        let gzip = first == GZIP_MAGIC;
        let (input, end) = if gzip {
            let replayed = io::Cursor::new(first).chain(reader);
            (Input::Gzip(Box::new(MultiGzDecoder::new(replayed))), 0)
        } else {
            if let Some(front) = window.get_mut(..filled) {
                front.copy_from_slice(&first);
            }
            (Input::Plain(reader), filled)
        };
        Ok(Self {
            input,
            window,
            start: 0,
            end,
            taken: 0,
            position: 0,
            expanded_limit,
            cut: None,
            ended: false,
        })
    }

    pub(crate) const fn is_gzip(&self) -> bool {
        matches!(self.input, Input::Gzip(_))
    }

    /// Why reading stopped early; known once the input has ended.
    pub(crate) const fn cut(&self) -> Option<Cut> {
        self.cut
    }

    pub(crate) const fn position(&self) -> u64 {
        self.position
    }

    /// Makes `wanted` bytes available to [`Self::peek`] and [`Self::take`].
    #[inline]
    pub(crate) fn require(&mut self, wanted: usize) -> io::Result<Supply> {
        if self.end.saturating_sub(self.start) >= wanted {
            return Ok(Supply::Enough);
        }
        self.fill(wanted)
    }

    fn fill(&mut self, wanted: usize) -> io::Result<Supply> {
        self.window.copy_within(self.start..self.end, 0);
        self.end = self.end.saturating_sub(self.start);
        self.start = 0;
        self.taken = 0;
        if self.window.len() < wanted {
            self.window.resize(wanted, 0);
        }
        while self.end < wanted && !self.ended {
            let Some(space) = self.window.get_mut(self.end..) else {
                break;
            };
            let read = match &mut self.input {
                Input::Plain(reader) => read_some(reader, space)?,
                Input::Gzip(decoder) => match read_some(decoder, space) {
                    Ok(read) => read,
                    Err(error) if is_damage(&error) => {
                        self.cut = Some(Cut::Gzip);
                        0
                    }
                    Err(error) => return Err(error),
                },
            };
            if read == 0 {
                self.ended = true;
            }
            self.end = self.end.saturating_add(read);
            if self.is_gzip() && self.position.saturating_add(count(self.end)) > self.expanded_limit
            {
                self.cut = Some(Cut::Limit);
                self.ended = true;
            }
        }
        if self.end < wanted {
            return Ok(Supply::Ended(self.end));
        }
        Ok(Supply::Enough)
    }

    /// What is available now, after [`Self::require`].
    #[inline]
    pub(crate) fn peek(&self) -> &[u8] {
        self.window.get(self.start..self.end).unwrap_or_default()
    }

    /// Takes bytes that [`Self::require`] made available; fewer where it could not.
    #[inline]
    pub(crate) fn take(&mut self, wanted: usize) {
        self.taken = self.start;
        self.start = self.start.saturating_add(wanted).min(self.end);
        self.position = self
            .position
            .saturating_add(count(self.start.saturating_sub(self.taken)));
    }

    /// The bytes of the latest [`Self::take`], until the next [`Self::require`].
    #[inline]
    pub(crate) fn taken(&self) -> &[u8] {
        self.window.get(self.taken..self.start).unwrap_or_default()
    }

    /// Takes bytes without looking at them, however many; answers how many there were.
    pub(crate) fn discard(&mut self, wanted: u64) -> io::Result<u64> {
        let mut left = wanted;
        while left > 0 {
            let step = usize::try_from(left)
                .unwrap_or(WINDOW_BYTES)
                .min(WINDOW_BYTES);
            let supply = self.require(step)?;
            self.take(step);
            let taken = count(self.taken().len());
            left = left.saturating_sub(taken);
            if supply != Supply::Enough {
                break;
            }
        }
        Ok(wanted.saturating_sub(left))
    }
}

/// One read that is not disturbed by signals.
fn read_some(reader: &mut impl Read, space: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(space) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// The compressed data are at fault, not the reader below.
fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
    )
}

impl<R> fmt::Debug for Source<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("position", &self.position)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn plain_bytes_pass_through_in_pieces() {
        let bytes: Vec<u8> = (0..=255).cycle().take(600_000).collect();
        let mut source = Source::open(&bytes[..], u64::MAX).unwrap();
        assert_eq!(source.require(300_000).unwrap(), Supply::Enough);
        source.take(300_000);
        assert_eq!(source.taken(), &bytes[..300_000]);
        assert_eq!(source.discard(299_999).unwrap(), 299_999);
        assert_eq!(source.position(), 599_999);
        assert_eq!(source.require(2).unwrap(), Supply::Ended(1));
        assert_eq!(source.peek(), &bytes[599_999..]);
        assert_eq!(source.discard(9).unwrap(), 1);
    }

    #[test]
    fn concatenated_gzip_members_are_one_capture_and_damage_keeps_what_came_before() {
        let mut zipped = Vec::new();
        for part in [&b"first "[..], b"second"] {
            let mut encoder =
                flate2::write::GzEncoder::new(&mut zipped, flate2::Compression::fast());
            encoder.write_all(part).unwrap();
            encoder.finish().unwrap();
        }
        let mut source = Source::open(&zipped[..], u64::MAX).unwrap();
        assert_eq!(source.require(12).unwrap(), Supply::Enough);
        source.take(12);
        assert_eq!(source.taken(), b"first second");
        assert_eq!(source.require(1).unwrap(), Supply::Ended(0));
        assert_eq!(source.cut(), None);

        let mut source = Source::open(&zipped[..zipped.len() - 9], u64::MAX).unwrap();
        assert_eq!(source.require(100).unwrap(), Supply::Ended(12));
        assert_eq!(source.cut(), Some(Cut::Gzip));

        let mut source = Source::open(&zipped[..], 5).unwrap();
        source.require(100).unwrap();
        assert_eq!(source.cut(), Some(Cut::Limit));
    }
}
