//! Recognises where TLS begins in a direction of a stream, by shape alone.
//!
//! TLS may begin at once or behind something else: STARTTLS of mail, directory, file transfer and
//! chat protocols, the SSL request of databases, a SOCKS or HTTP proxy, a PROXY line. All of them
//! wait for the peer before the `ClientHello`, so it stands at the beginning of a segment, or, where
//! segments were joined, at its end. No port and no foreign protocol needs to be known.

use memchr::memchr_iter;

use super::alert::{AlertDescription, AlertLevel};
use super::handshake::message;
use super::record::{BODY_BYTES, HEADER_BYTES, Header, content, ssl2_length};
use super::version::Version;
use crate::cursor::{Cursor, size};
use crate::limits::SEARCHED_BYTES;

/// Bytes that may be held while it is not clear whether a record begins here: room for a hello in
/// records of one byte each.
const HELD_BYTES: usize = 64;

/// Type, length and version of a hello.
const HELLO_START: usize = 6;

/// The shortest hello: version, random, and the lengths of the lists behind them.
const SHORTEST_HELLO: usize = 38;
const LONGEST_HELLO: usize = 1 << 17;

/// What began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    ClientHello,
    /// A `ClientHello` in the format of SSL 2.0.
    Ssl2ClientHello,
    ServerHello,
    /// Some other record, where the stream is not seen from its start or the peer speaks TLS.
    Record,
}

/// What is known of the stream while looking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circumstances {
    /// The peer has begun to speak TLS.
    pub(super) peer_speaks: bool,
    /// The beginning of this direction is not in the capture.
    pub(super) is_mid_stream: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Shape {
    No,
    /// So far it could be; more bytes are needed.
    Perhaps,
    Yes(Beginning),
}

/// Looks for the beginning of TLS in one direction.
#[derive(Debug, Default)]
pub(super) struct Search {
    scanned: u32,
    held: Vec<u8>,
}

impl Search {
    /// More was looked through than any protocol needs before it starts TLS.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.scanned > SEARCHED_BYTES
    }

    /// Memory held.
    pub(super) fn cost(&self) -> usize {
        self.held.capacity()
    }

    /// Looks at a segment. Answers what began, and the bytes from there on if they are not simply
    /// the whole segment.
    pub(super) fn look<'b>(
        &mut self,
        segment: &'b [u8],
        circumstances: Circumstances,
    ) -> Option<(Beginning, std::borrow::Cow<'b, [u8]>)> {
        self.scanned = self
            .scanned
            .saturating_add(u32::try_from(segment.len()).unwrap_or(u32::MAX));
        if !self.held.is_empty() {
            let mut joined = std::mem::take(&mut self.held);
            joined.extend_from_slice(segment);
            match shape(&joined, circumstances) {
                Shape::Yes(beginning) => return Some((beginning, joined.into())),
                Shape::Perhaps if joined.len() <= HELD_BYTES => {
                    self.held = joined;
                    return None;
                }
                Shape::Perhaps | Shape::No => {}
            }
        }
        match shape(segment, circumstances) {
            Shape::Yes(beginning) => return Some((beginning, segment.into())),
            Shape::Perhaps if segment.len() <= HELD_BYTES => {
                self.held = segment.to_vec();
                return None;
            }
            Shape::Perhaps | Shape::No => {}
        }
        self.look_inside(segment, circumstances)
    }

    /// A hello behind other bytes of its segment reaches to the end of it.
    fn look_inside<'b>(
        &self,
        segment: &'b [u8],
        circumstances: Circumstances,
    ) -> Option<(Beginning, std::borrow::Cow<'b, [u8]>)> {
        if self.is_exhausted() {
            return None;
        }
        memchr_iter(content::HANDSHAKE, segment)
            .filter_map(|at| segment.get(at..))
            .find_map(|bytes| {
                let header = Header::at_start_of(bytes)?;
                let reaches = header.length.saturating_add(HEADER_BYTES) >= bytes.len();
                match hello(bytes) {
                    Shape::Yes(found @ Beginning::ClientHello) if reaches => {
                        Some((found, bytes.into()))
                    }
                    Shape::Yes(found @ Beginning::ServerHello) if circumstances.peer_speaks => {
                        Some((found, bytes.into()))
                    }
                    _ => None,
                }
            })
    }
}

fn shape(bytes: &[u8], circumstances: Circumstances) -> Shape {
    let first = match bytes.first() {
        Some(&content::HANDSHAKE) => hello(bytes),
        Some(0x80..) => ssl2_hello(bytes),
        _ => Shape::No,
    };
    if first == Shape::No && (circumstances.peer_speaks || circumstances.is_mid_stream) {
        return other_record(bytes, circumstances);
    }
    first
}

/// A hello in handshake records, which may be as short as one byte each.
fn hello(bytes: &[u8]) -> Shape {
    let mut start = [0; HELLO_START];
    let mut slots = start.iter_mut();
    let mut first_record = None;
    let mut rest = Cursor::new(bytes);
    while slots.len() > 0 {
        let Some(header) = rest.array() else {
            return if matches!(
                rest.rest(),
                [] | [content::HANDSHAKE] | [content::HANDSHAKE, 3, ..]
            ) {
                Shape::Perhaps
            } else {
                Shape::No
            };
        };
        let Some(header) = Header::read(header)
            .filter(|header| header.content == content::HANDSHAKE && header.length > 0)
        else {
            return Shape::No;
        };
        first_record.get_or_insert(header.length);
        let body = rest.take(header.length).unwrap_or_else(|| {
            let cut = rest.rest();
            rest = Cursor::new(&[]);
            cut
        });
        for byte in body {
            let Some(slot) = slots.next() else {
                break;
            };
            *slot = *byte;
        }
        if rest.is_empty() && slots.len() > 0 {
            return Shape::Perhaps;
        }
    }
    let mut fields = Cursor::new(&start);
    let (Some(kind), Some(length), Some(version)) = (fields.u8(), fields.u24(), fields.u16())
    else {
        return Shape::No;
    };
    let is_version = matches!(version, 0x0300..=0x0304 | 0x7e00..=0x7fff);
    let is_length = (SHORTEST_HELLO..=LONGEST_HELLO).contains(&size(length));
    let alone = first_record.is_some_and(|record| record <= size(length).saturating_add(4));
    match kind {
        message::CLIENT_HELLO if is_version && is_length && alone => {
            Shape::Yes(Beginning::ClientHello)
        }
        // A server may choose any version, even one that does not exist.
        message::SERVER_HELLO if is_length => Shape::Yes(Beginning::ServerHello),
        _ => Shape::No,
    }
}

/// RFC 6101 appendix E.1: every length in it has to fit the others.
fn ssl2_hello(bytes: &[u8]) -> Shape {
    let mut fields = Cursor::new(bytes);
    let Some(length) = ssl2_length(bytes) else {
        return Shape::No;
    };
    let matches_so_far = bytes.get(2).is_none_or(|kind| *kind == 1)
        && bytes.get(3).is_none_or(|major| matches!(major, 0 | 3));
    if !matches_so_far {
        return Shape::No;
    }
    let parse = || {
        fields.take(3)?;
        Some([fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?])
    };
    let Some([version, suites, session_id, challenge]) = { parse }() else {
        return Shape::Perhaps;
    };
    let version = Version(version);
    let fits = (version == Version::SSL_2
        || (Version::SSL_3..=Version::TLS_1_3).contains(&version))
        && suites > 0
        && suites.is_multiple_of(3)
        && matches!(session_id, 0 | 16..=32)
        && (16..=32).contains(&challenge)
        && [suites, session_id, challenge]
            .into_iter()
            .map(usize::from)
            .fold(9, usize::saturating_add)
            == length;
    if fits {
        Shape::Yes(Beginning::Ssl2ClientHello)
    } else {
        Shape::No
    }
}

/// A record other than a hello, at the beginning of a segment. In the middle of a stream it has to
/// be followed by another record or by the end of the segment.
fn other_record(bytes: &[u8], circumstances: Circumstances) -> Shape {
    let Some(header) = Header::at_start_of(bytes) else {
        return Shape::No;
    };
    let body = bytes.get(HEADER_BYTES..).unwrap_or_default();
    let whole = body.get(..header.length);
    let plausible = match header.content {
        content::CHANGE_CIPHER_SPEC => whole == Some(&[1]),
        content::ALERT => match whole {
            Some(&[level, description]) => {
                AlertLevel::parse(level).is_some() && AlertDescription(description).name().is_some()
            }
            _ => (16..=128).contains(&header.length),
        },
        content::HANDSHAKE => {
            header.length >= 4
                && (circumstances.is_mid_stream
                    || body.first().is_some_and(|kind| message::is_known(*kind)))
        }
        content::APPLICATION_DATA => header.length > 0 && header.length <= BODY_BYTES,
        _ => false,
    };
    let chained = circumstances.peer_speaks
        || match body.get(header.length..) {
            Some([]) => true,
            Some(next) if next.len() >= HEADER_BYTES => Header::at_start_of(next).is_some(),
            Some(_) | None => false,
        };
    // A record of full size that goes on in the next segment is how bulk data look.
    let bulk = header.content == content::APPLICATION_DATA
        && header.length >= 1 << 14
        && header.length > body.len();
    if plausible && (chained || bulk) {
        Shape::Yes(Beginning::Record)
    } else {
        Shape::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Circumstances = Circumstances {
        peer_speaks: false,
        is_mid_stream: false,
    };

    fn client_hello() -> Vec<u8> {
        let mut bytes = vec![22, 3, 1, 0, 47, 1, 0, 0, 43, 3, 3];
        bytes.extend([9; 32]);
        bytes.extend([0, 0, 2, 0x13, 1, 1, 0, 0, 0]);
        bytes
    }

    #[test]
    fn a_client_hello_is_found_behind_what_was_joined_in_front_of_it() {
        let hello = client_hello();
        for before in [
            &b""[..],
            b"PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n",
            &[22, 3, 0],
        ] {
            let joined = [before, &hello].concat();
            let (beginning, bytes) = Search::default().look(&joined, START).unwrap();
            assert_eq!(beginning, Beginning::ClientHello);
            assert_eq!(*bytes, hello);
        }
        let inside = [b"a file: ", &hello[..], b" and more"].concat();
        assert_eq!(Search::default().look(&inside, START), None);
    }

    #[test]
    fn a_hello_one_byte_a_segment_or_one_byte_a_record_is_found() {
        let hello = client_hello();
        let mut records = Vec::new();
        for byte in &hello[5..] {
            records.extend([22, 3, 1, 0, 1, *byte]);
        }
        for bytes in [hello, records] {
            let mut search = Search::default();
            let found = bytes.iter().find_map(|byte| {
                search
                    .look(std::slice::from_ref(byte), START)
                    .map(|found| (found.0, found.1.into_owned()))
            });
            let (beginning, joined) = found.unwrap();
            assert_eq!(beginning, Beginning::ClientHello);
            assert!(bytes.starts_with(&joined));
        }
    }

    #[test]
    fn other_records_count_only_where_tls_can_be_expected() {
        let alert = [21, 3, 3, 0, 2, 2, 48];
        let mid_stream = Circumstances {
            is_mid_stream: true,
            ..START
        };
        let answered = Circumstances {
            peer_speaks: true,
            ..START
        };
        let begins = |bytes: &[u8], circumstances| {
            Search::default()
                .look(bytes, circumstances)
                .map(|found| found.0)
        };
        assert_eq!(begins(&alert, START), None);
        assert_eq!(begins(&alert, mid_stream), Some(Beginning::Record));
        assert_eq!(begins(&alert, answered), Some(Beginning::Record));
        assert_eq!(
            begins(&[21, 3, 3, 0, 2, 2, 49, 7, 7, 7, 7, 7], mid_stream),
            None
        );
        assert_eq!(begins(b"HTTP/1.1 400 Bad Request\r\n", answered), None);
        assert_eq!(begins(&[23, 3, 3, 0, 9, 1, 2, 3], mid_stream), None);
    }

    #[test]
    fn every_length_of_an_ssl_2_hello_has_to_fit() {
        let mut bytes = vec![0x80, 28, 1, 3, 0, 0, 3, 0, 0, 0, 16, 0, 0, 5];
        bytes.extend([1; 16]);
        assert_eq!(shape(&bytes, START), Shape::Yes(Beginning::Ssl2ClientHello));
        for (at, value) in [(1, 29), (2, 4), (4, 9), (6, 4), (8, 1), (10, 15)] {
            let mut wrong = bytes.clone();
            wrong[at] = value;
            assert_eq!(shape(&wrong, START), Shape::No, "byte {at}");
        }
    }
}
