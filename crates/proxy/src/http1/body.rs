//! Request bodies: by length or chunked (RFC 9112 sections 6 and 7), handed on as they arrive,
//! without copying.

use bytes::{Buf, Bytes, BytesMut};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use memchr::memchr;

use super::head::Framing;
use crate::limits::Limits;

/// Finds the end of one request body in a buffer that is filled from the connection.
#[derive(Debug)]
pub(crate) struct BodyDecoder {
    state: State,
    received: u64,
}

#[derive(Debug)]
enum State {
    Length { remaining: u64 },
    ChunkSize,
    ChunkData { remaining: u64 },
    ChunkEnd,
    Trailers,
    Done,
}

/// What the buffer held.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    /// Nothing yet; more bytes are needed.
    NeedMore,
    /// A piece of the body, never empty.
    Data(Bytes),
    /// The trailer fields of a chunked body; the end follows.
    Trailers(HeaderMap),
    /// The body is complete; what is left in the buffer belongs to the next request.
    End,
}

impl BodyDecoder {
    pub(crate) fn new(framing: Framing) -> Self {
        let state = match framing {
            Framing::None | Framing::Length(0) => State::Done,
            Framing::Length(remaining) => State::Length { remaining },
            Framing::Chunked => State::ChunkSize,
        };
        Self { state, received: 0 }
    }

    /// Whether the last byte of the body has been taken from the buffer.
    #[cfg(test)]
    fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Takes the next piece out of the buffer.
    pub(crate) fn decode(
        &mut self,
        buffer: &mut BytesMut,
        limits: &Limits,
    ) -> Result<Decoded, BodyError> {
        loop {
            match &mut self.state {
                State::Length { remaining } => {
                    let Some(data) = take(buffer, remaining) else {
                        return Ok(Decoded::NeedMore);
                    };
                    if *remaining == 0 {
                        self.state = State::Done;
                    }
                    return Ok(Decoded::Data(data));
                }
                State::ChunkSize => {
                    let Some(size) = chunk_size(buffer)? else {
                        return Ok(Decoded::NeedMore);
                    };
                    self.received = self.received.saturating_add(size);
                    if self.received > limits.body_bytes {
                        return Err(BodyError::TooLarge {
                            limit: limits.body_bytes,
                        });
                    }
                    self.state = if size == 0 {
                        State::Trailers
                    } else {
                        State::ChunkData { remaining: size }
                    };
                }
                State::ChunkData { remaining } => {
                    let Some(data) = take(buffer, remaining) else {
                        return Ok(Decoded::NeedMore);
                    };
                    if *remaining == 0 {
                        self.state = State::ChunkEnd;
                    }
                    return Ok(Decoded::Data(data));
                }
                State::ChunkEnd => {
                    if !b"\r\n".starts_with(buffer.get(..buffer.len().min(2)).unwrap_or_default()) {
                        return Err(BodyError::BadChunkEnd);
                    }
                    if buffer.len() < 2 {
                        return Ok(Decoded::NeedMore);
                    }
                    buffer.advance(2);
                    self.state = State::ChunkSize;
                }
                State::Trailers => {
                    let Some(trailers) = trailers(buffer, limits)? else {
                        return Ok(Decoded::NeedMore);
                    };
                    self.state = State::Done;
                    if !trailers.is_empty() {
                        return Ok(Decoded::Trailers(trailers));
                    }
                }
                State::Done => return Ok(Decoded::End),
            }
        }
    }
}

fn take(buffer: &mut BytesMut, remaining: &mut u64) -> Option<Bytes> {
    if buffer.is_empty() {
        return None;
    }
    let length = usize::try_from(*remaining).map_or(buffer.len(), |most| most.min(buffer.len()));
    *remaining -= length as u64;
    Some(buffer.split_to(length).freeze())
}

/// Takes a chunk-size line. Extensions are read over; they have no meaning beyond this connection.
fn chunk_size(buffer: &mut BytesMut) -> Result<Option<u64>, BodyError> {
    let Some(end) = memchr(b'\n', buffer) else {
        let digits = buffer
            .iter()
            .take_while(|byte| byte.is_ascii_hexdigit())
            .count();
        let odd = buffer
            .get(digits)
            .is_some_and(|byte| !matches!(byte, b'\r' | b';' | b' ' | b'\t'));
        if odd || digits > CHUNK_SIZE_DIGITS || buffer.len() > CHUNK_LINE_BYTES {
            return Err(BodyError::BadChunkSize);
        }
        return Ok(None);
    };
    let line = buffer.get(..end).unwrap_or_default();
    let line = line.strip_suffix(b"\r").ok_or(BodyError::BadChunkSize)?;
    let digits = line
        .iter()
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    let (size, extension) = line.split_at(digits);
    let clean = extension
        .iter()
        .all(|byte| *byte == b'\t' || (*byte >= b' ' && *byte != 0x7f));
    let extension = extension.trim_ascii_start();
    if digits == 0
        || digits > CHUNK_SIZE_DIGITS
        || line.len() > CHUNK_LINE_BYTES
        || !clean
        || !(extension.is_empty() || extension.starts_with(b";"))
    {
        return Err(BodyError::BadChunkSize);
    }
    let size = size.iter().fold(0_u64, |size, digit| {
        size * 16 + u64::from(char::from(*digit).to_digit(16).unwrap_or_default())
    });
    buffer.advance(end + 1);
    Ok(Some(size))
}

/// Takes the trailer section, its final empty line included.
fn trailers(buffer: &mut BytesMut, limits: &Limits) -> Result<Option<HeaderMap>, BodyError> {
    if buffer.starts_with(b"\r\n") {
        buffer.advance(2);
        return Ok(Some(HeaderMap::new()));
    }
    let mut fields = HeaderMap::new();
    let mut at = 0;
    loop {
        if at > limits.trailer_bytes || fields.len() > limits.fields {
            return Err(BodyError::TrailersTooLarge {
                limit: limits.trailer_bytes,
            });
        }
        let rest = buffer.get(at..).unwrap_or_default();
        let Some(length) = memchr(b'\n', rest) else {
            return if buffer.len() > limits.trailer_bytes {
                Err(BodyError::TrailersTooLarge {
                    limit: limits.trailer_bytes,
                })
            } else {
                Ok(None)
            };
        };
        let line = rest.get(..length).and_then(|line| line.strip_suffix(b"\r"));
        let line = line.ok_or(BodyError::BadTrailer)?;
        at += length + 1;
        if line.is_empty() {
            buffer.advance(at);
            return Ok(Some(fields));
        }
        let (name, value) = trailer(line)?;
        fields.append(name, value);
    }
}

/// One trailer field. Fields that frame, route or authorise a message are not taken from a trailer
/// (RFC 9110 section 6.5.1).
fn trailer(line: &[u8]) -> Result<(HeaderName, HeaderValue), BodyError> {
    let colon = memchr(b':', line).ok_or(BodyError::BadTrailer)?;
    let (name, value) = line.split_at(colon);
    let name = HeaderName::from_bytes(name).map_err(|_| BodyError::BadTrailer)?;
    let value = value.strip_prefix(b":").unwrap_or_default().trim_ascii();
    let value = HeaderValue::from_bytes(value).map_err(|_| BodyError::BadTrailer)?;
    let forbidden = [
        header::TRANSFER_ENCODING,
        header::CONTENT_LENGTH,
        header::HOST,
        header::CONNECTION,
        header::TE,
        header::TRAILER,
        header::UPGRADE,
        header::AUTHORIZATION,
        header::PROXY_AUTHORIZATION,
        header::COOKIE,
        header::EXPECT,
        header::CONTENT_TYPE,
        header::CONTENT_ENCODING,
        header::CONTENT_RANGE,
        header::RANGE,
        header::VIA,
    ];
    if forbidden.contains(&name) {
        return Err(BodyError::ForbiddenTrailer);
    }
    Ok((name, value))
}

/// Why a request body cannot be read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("a chunk size is not a hexadecimal number")]
    BadChunkSize,
    #[error("a chunk is longer or shorter than it said")]
    BadChunkEnd,
    #[error("a trailer field is malformed")]
    BadTrailer,
    #[error("a trailer holds a field that may only stand in the head")]
    ForbiddenTrailer,
    #[error("the trailers are larger than {limit} bytes")]
    TrailersTooLarge { limit: usize },
    #[error("the body is larger than {limit} bytes")]
    TooLarge { limit: u64 },
}

/// 15 hexadecimal digits are 2^60 - 1 bytes, which fits in 64 bits with room for a sum.
const CHUNK_SIZE_DIGITS: usize = 15;
/// A chunk-size line with its extension; nobody uses extensions.
const CHUNK_LINE_BYTES: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            body_bytes: 1000,
            trailer_bytes: 64,
            ..Limits::default()
        }
    }

    /// The whole body, its trailers, and what is left for the next request.
    fn read(
        framing: Framing,
        text: &str,
        step: usize,
    ) -> Result<(String, HeaderMap, String), BodyError> {
        let mut decoder = BodyDecoder::new(framing);
        let mut buffer = BytesMut::new();
        let mut bytes = text.as_bytes().chunks(step);
        let (mut body, mut trailers) = (Vec::new(), HeaderMap::new());
        loop {
            match decoder.decode(&mut buffer, &limits())? {
                Decoded::NeedMore => {
                    buffer.extend_from_slice(bytes.next().expect("an incomplete body"));
                }

                Decoded::Data(data) => body.extend_from_slice(&data),
                Decoded::Trailers(fields) => trailers = fields,
                Decoded::End => break,
            }
        }
        let rest: Vec<u8> = buffer
            .iter()
            .copied()
            .chain(bytes.flatten().copied())
            .collect();
        Ok((
            String::from_utf8(body).unwrap(),
            trailers,
            String::from_utf8(rest).unwrap(),
        ))
    }

    #[test]
    fn a_body_ends_where_its_length_says() {
        for step in 1..12 {
            let (body, _, rest) = read(Framing::Length(5), "helloGET /", step).unwrap();
            assert_eq!(
                (body.as_str(), rest.as_str()),
                ("hello", "GET /"),
                "in steps of {step}"
            );
        }
        assert_eq!(read(Framing::None, "GET /", 1).unwrap().2, "GET /");
    }

    #[test]
    fn chunks_are_joined_and_trailers_kept() {
        let text = "5\r\nhello\r\n6;a=\"b\"\r\n world\r\n0\r\nX-Sum: 1\r\nx-sum:2\r\n\r\nGET /";
        for step in 1..text.len() {
            let (body, trailers, rest) = read(Framing::Chunked, text, step).unwrap();
            assert_eq!(
                (body.as_str(), rest.as_str()),
                ("hello world", "GET /"),
                "in steps of {step}"
            );
            let sums: Vec<_> = trailers.get_all("x-sum").iter().collect();
            assert_eq!(sums, ["1", "2"]);
        }
    }

    #[test]
    fn malformed_chunks_are_refused_at_once() {
        let cases = [
            ("x\r\n", BodyError::BadChunkSize),
            ("\r\n", BodyError::BadChunkSize),
            ("-1\r\n", BodyError::BadChunkSize),
            ("0x5\r\nhello\r\n", BodyError::BadChunkSize),
            ("5\nhello\r\n", BodyError::BadChunkSize),
            ("5 5\r\nhello\r\n", BodyError::BadChunkSize),
            ("5;\x01\r\nhello\r\n", BodyError::BadChunkSize),
            ("5;a\rb\r\nhello\r\n", BodyError::BadChunkSize),
            ("1000000000000000\r\n", BodyError::BadChunkSize),
            ("5\r\nhelloo\r\n0\r\n\r\n", BodyError::BadChunkEnd),
            ("5\r\nhello\n0\r\n\r\n", BodyError::BadChunkEnd),
            ("3e9\r\n", BodyError::TooLarge { limit: 1000 }),
            (
                "0\r\nContent-Length: 5\r\n\r\n",
                BodyError::ForbiddenTrailer,
            ),
            (
                "0\r\nTransfer-Encoding: chunked\r\n\r\n",
                BodyError::ForbiddenTrailer,
            ),
            ("0\r\nA b: c\r\n\r\n", BodyError::BadTrailer),
            ("0\r\n A: c\r\n\r\n", BodyError::BadTrailer),
            ("0\r\nA: c\n\r\n", BodyError::BadTrailer),
        ];
        for (text, expected) in cases {
            for step in [1, text.len()] {
                assert_eq!(
                    read(Framing::Chunked, text, step).unwrap_err(),
                    expected,
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn endless_size_lines_and_trailers_meet_their_limit() {
        let extension = format!("5;{}", "x".repeat(300));
        assert_eq!(
            read(Framing::Chunked, &extension, 1).unwrap_err(),
            BodyError::BadChunkSize
        );
        let trailer = format!("0\r\nA: {}", "x".repeat(100));
        let error = read(Framing::Chunked, &trailer, 1).unwrap_err();
        assert_eq!(error, BodyError::TrailersTooLarge { limit: 64 });
    }

    #[test]
    fn no_truncation_of_a_chunked_body_is_taken_for_its_end() {
        let text = "5\r\nhello\r\n0\r\nA: b\r\n\r\n";
        for end in 0..text.len() {
            let mut decoder = BodyDecoder::new(Framing::Chunked);
            let mut buffer = BytesMut::from(&text.as_bytes()[..end]);
            while let Decoded::Data(_) = decoder.decode(&mut buffer, &limits()).unwrap() {}
            assert!(!decoder.is_done(), "after {end} bytes");
        }
    }
}
