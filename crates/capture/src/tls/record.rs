//! Cuts the bytes of one speaker into records (RFC 8446 5.1), over segment borders and holes.

use crate::cursor::{Cursor, size};

/// The content types of records.
pub(super) mod content {
    pub(in crate::tls) const CHANGE_CIPHER_SPEC: u8 = 20;
    pub(in crate::tls) const ALERT: u8 = 21;
    pub(in crate::tls) const HANDSHAKE: u8 = 22;
    pub(in crate::tls) const APPLICATION_DATA: u8 = 23;
    pub(in crate::tls) const HEARTBEAT: u8 = 24;
}

pub(super) const HEADER_BYTES: usize = 5;

/// The longest body that any version allows: 2^14 and 2048 for encryption and compression.
pub(super) const BODY_BYTES: usize = 18_432;

/// The five bytes in front of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) content: u8,
    pub(super) version: u16,
    pub(super) length: usize,
    pub(super) bytes: [u8; HEADER_BYTES],
}

impl Header {
    /// Reads a header; `None` where it cannot be one.
    #[inline]
    pub(super) fn read(bytes: [u8; HEADER_BYTES]) -> Option<Self> {
        let [content, major, minor, high, low] = bytes;
        let length = usize::from(u16::from_be_bytes([high, low]));
        let is_known = (content::CHANGE_CIPHER_SPEC..=content::HEARTBEAT).contains(&content);
        let is_version = match major {
            3 => minor <= 4,
            0x7f | 0x7e => true,
            _ => false,
        };
        (is_known && is_version && length <= BODY_BYTES).then_some(Self {
            content,
            version: u16::from_be_bytes([major, minor]),
            length,
            bytes,
        })
    }

    /// The header at the beginning of these bytes.
    pub(super) fn at_start_of(bytes: &[u8]) -> Option<Self> {
        bytes.first_chunk().and_then(|bytes| Self::read(*bytes))
    }
}

/// Whose bodies the reader has to hand on; the others are passed over without being held.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) handshake: bool,
    pub(super) application_data: bool,
}

impl Wanted {
    const fn includes(self, content: u8) -> bool {
        match content {
            content::HANDSHAKE => self.handshake,
            content::APPLICATION_DATA => self.application_data,
            content::HEARTBEAT => false,
            _ => true,
        }
    }
}

/// What comes next in the bytes of a speaker.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event<'a> {
    Record(Header, &'a [u8]),
    /// A record that nobody wanted; its body is passed over.
    Passed(Header),
    /// The bytes are no records from here on.
    Unreadable,
}

/// Where a hole fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// Into a record body that nobody wanted: nothing is lost.
    Nothing,
    /// Into the body of one record: the next one is found.
    Record,
    /// The borders of records are lost.
    Borders,
}

#[derive(Debug, Default)]
pub(super) struct RecordReader {
    /// The beginning of a record that is not complete, or one that was handed on and is done with.
    partial: Vec<u8>,
    /// `partial` was handed on.
    done: bool,
    /// Bytes of a record body still to be passed over.
    skip: usize,
    /// Borders are lost; a record is looked for at the beginning of each segment.
    lost: bool,
}

impl RecordReader {
    /// Memory held.
    pub(super) fn cost(&self) -> usize {
        self.partial.capacity()
    }

    /// Before the bytes of a segment are read: looks for a record at its beginning if lost.
    pub(super) fn find_borders(&mut self, segment: &[u8]) {
        if self.lost
            && let Some(header) = Header::at_start_of(segment)
            && header.length > 0
        {
            self.lost = false;
        }
    }

    /// The next record. What is read is taken off the front of `bytes`; `None` when all is.
    pub(super) fn next<'s, 'b: 's>(
        &'s mut self,
        bytes: &mut &'b [u8],
        wanted: Wanted,
    ) -> Option<Event<'s>> {
        if self.done {
            self.partial.clear();
            self.done = false;
        }
        if self.lost {
            *bytes = &[];
        }
        if self.skip > 0 {
            let skipped = self.skip.min(bytes.len());
            *bytes = bytes.get(skipped..).unwrap_or_default();
            self.skip = self.skip.saturating_sub(skipped);
        }
        if bytes.is_empty() {
            return None;
        }
        if !self.partial.is_empty() {
            return self.continue_partial(bytes, wanted);
        }
        let Some((&first, rest)) = bytes.split_first_chunk() else {
            self.partial.extend_from_slice(bytes);
            *bytes = &[];
            return None;
        };
        let Some(header) = Header::read(first) else {
            return Some(self.lose());
        };
        if !wanted.includes(header.content) {
            *bytes = rest;
            self.skip = header.length;
            return Some(Event::Passed(header));
        }
        if let Some((body, rest)) = rest.split_at_checked(header.length) {
            *bytes = rest;
            return Some(Event::Record(header, body));
        }
        self.partial.extend_from_slice(bytes);
        *bytes = &[];
        None
    }

    fn continue_partial<'s>(&'s mut self, bytes: &mut &[u8], wanted: Wanted) -> Option<Event<'s>> {
        self.fill(bytes, HEADER_BYTES)?;
        let Some(header) = Header::at_start_of(&self.partial) else {
            return Some(self.lose());
        };
        if self.partial.len() == HEADER_BYTES && !wanted.includes(header.content) {
            self.done = true;
            self.skip = header.length;
            return Some(Event::Passed(header));
        }
        self.fill(bytes, HEADER_BYTES.saturating_add(header.length))?;
        self.done = true;
        let body = self.partial.get(HEADER_BYTES..).unwrap_or_default();
        Some(Event::Record(header, body))
    }

    /// Moves bytes into the partial record until it has `length`; `None` if they run out.
    fn fill(&mut self, bytes: &mut &[u8], length: usize) -> Option<()> {
        let missing = length.saturating_sub(self.partial.len());
        let (front, rest) = bytes.split_at_checked(missing).unwrap_or((bytes, &[]));
        self.partial.extend_from_slice(front);
        *bytes = rest;
        (self.partial.len() >= length).then_some(())
    }

    const fn lose<'s>(&mut self) -> Event<'s> {
        self.lost = true;
        self.done = true;
        Event::Unreadable
    }

    /// So many bytes are part of a body that nobody wants.
    pub(super) fn passes_over(&self, length: u64) -> bool {
        crate::cursor::count(self.skip) >= length
    }

    /// So many bytes are missing here.
    pub(super) fn gap(&mut self, length: u64) -> Loss {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if self.done {
            self.partial.clear();
            self.done = false;
        }
        if self.lost {
            return Loss::Borders;
        }
        if let Some(left) = self.skip.checked_sub(length) {
            self.skip = left;
            return Loss::Nothing;
        }
        let whole = Header::at_start_of(&self.partial)
            .map(|header| header.length.saturating_add(HEADER_BYTES));
        let left = whole
            .and_then(|whole| whole.checked_sub(self.partial.len()))
            .and_then(|left| left.checked_sub(length));
        self.partial.clear();
        self.skip = left.unwrap_or_default();
        self.lost = left.is_none();
        if self.lost {
            Loss::Borders
        } else {
            Loss::Record
        }
    }

    /// The body of a handshake record that was cut, for what can be saved of it.
    pub(super) fn cut_handshake(&self) -> Option<&[u8]> {
        let header = Header::at_start_of(&self.partial)?;
        if self.done || header.content != content::HANDSHAKE {
            return None;
        }
        self.partial.get(HEADER_BYTES..)
    }
}

/// The length of a message in the format of SSL 2.0 with its two-byte header, if it is one.
pub(super) fn ssl2_length(bytes: &[u8]) -> Option<usize> {
    let mut fields = Cursor::new(bytes);
    let header = fields.u16()?;
    (header & 0x8000 != 0).then(|| size(u32::from(header & 0x7fff)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: Wanted = Wanted {
        handshake: true,
        application_data: true,
    };
    const HANDSHAKE_ONLY: Wanted = Wanted {
        handshake: true,
        application_data: false,
    };

    fn record(content: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        [&[content, 3, 3], &length[..], body].concat()
    }

    fn read(reader: &mut RecordReader, mut bytes: &[u8], wanted: Wanted) -> Vec<(u8, Vec<u8>)> {
        let mut seen = Vec::new();
        reader.find_borders(bytes);
        while let Some(event) = reader.next(&mut bytes, wanted) {
            match event {
                Event::Record(header, body) => seen.push((header.content, body.to_vec())),
                Event::Passed(header) => seen.push((header.content, Vec::new())),
                Event::Unreadable => seen.push((0, Vec::new())),
            }
        }
        seen
    }

    #[test]
    fn a_hole_in_a_body_that_nobody_wants_loses_nothing() {
        let mut reader = RecordReader::default();
        let data = record(23, &[1; 1000]);
        assert_eq!(
            read(&mut reader, &data[..300], HANDSHAKE_ONLY),
            [(23, vec![])]
        );
        assert_eq!(reader.gap(600), Loss::Nothing);
        let rest = [&data[900..], &record(22, b"hello")].concat();
        assert_eq!(
            read(&mut reader, &rest, HANDSHAKE_ONLY),
            [(22, b"hello".to_vec())]
        );
        assert_eq!(reader.cost(), 0);
    }

    #[test]
    fn after_a_hole_in_a_record_the_next_one_is_found_by_its_length() {
        let mut reader = RecordReader::default();
        let first = record(22, &[1; 1000]);
        assert_eq!(read(&mut reader, &first[..300], ALL), []);
        assert_eq!(reader.cut_handshake(), Some(&[1; 295][..]));
        assert_eq!(reader.gap(600), Loss::Record);
        let rest = [&first[900..], &record(22, b"hello")].concat();
        assert_eq!(read(&mut reader, &rest, ALL), [(22, b"hello".to_vec())]);
    }

    #[test]
    fn after_a_hole_over_a_border_a_segment_that_begins_with_a_record_is_awaited() {
        let mut reader = RecordReader::default();
        assert_eq!(read(&mut reader, &record(22, &[1; 100])[..50], ALL), []);
        assert_eq!(reader.gap(500), Loss::Borders);
        assert_eq!(read(&mut reader, b"middle of something", ALL), []);
        assert_eq!(
            read(&mut reader, &record(22, b"hello"), ALL),
            [(22, b"hello".to_vec())]
        );
        assert_eq!(read(&mut reader, b"not a record", ALL), [(0, vec![])]);
        assert_eq!(
            read(&mut reader, &record(21, &[1, 0]), ALL),
            [(21, vec![1, 0])]
        );
    }

    proptest! {
        #[test]
        fn the_cuts_between_segments_do_not_matter(
            bodies in prop::collection::vec((20..24_u8, 0..300_usize), 0..8),
            cuts in prop::collection::vec(1..200_usize, 0..20),
        ) {
            let mut bytes = Vec::new();
            let mut expected = Vec::new();
            for (content, length) in bodies {
                let body = vec![content; length];
                bytes.extend(record(content, &body));
                expected.push((content, if content == 23 { vec![] } else { body }));
            }
            let mut reader = RecordReader::default();
            let mut seen = Vec::new();
            let mut rest = &bytes[..];
            for cut in cuts {
                let (front, back) = rest.split_at(cut.min(rest.len()));
                seen.extend(read(&mut reader, front, HANDSHAKE_ONLY));
                rest = back;
            }
            seen.extend(read(&mut reader, rest, HANDSHAKE_ONLY));
            prop_assert_eq!(seen, expected);
        }
    }
}
