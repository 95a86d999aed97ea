//! Response heads and bodies of nodes, as bytes (RFC 9112 sections 4, 6 and 7).
//!
//! A head is split where it lies: names and values are ranges of it, so that what goes on to the
//! client is copied once. Nodes are read a little more leniently than clients, as other HTTP clients
//! do: a line may end in a bare line feed, and a length may be said twice if it is the same. What
//! could be understood in two ways is refused here as well.

use std::ops::Range;

use http::{Method, StatusCode};
use memchr::{memchr, memchr_iter, memchr2};

use super::encode::field;
use super::head::Persistence;

/// The head of a node's response.
#[derive(Debug)]
pub(crate) struct NodeHead {
    /// The bytes as they came, the final empty line included.
    raw: Vec<u8>,
    pub(crate) status: StatusCode,
    reason: Range<usize>,
    fields: Vec<Span>,
    /// The value of `Content-Length`.
    pub(crate) length: Option<u64>,
    pub(crate) coding: Coding,
    persistence: Persistence,
    /// A `Connection` field says `close`.
    closes: bool,
    dated: bool,
}

/// A field by its places in the head.
#[derive(Debug, Clone)]
struct Span {
    name: Range<usize>,
    value: Range<usize>,
    kind: FieldKind,
    form: Form,
}

/// How a field line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As it would be written by us: `Content-Type: text/plain`, with its line end.
    Usual,
    Other,
}

/// What a field is to whoever passes it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Goes on to the client.
    Content,
    /// Says how long the body is.
    Length,
    /// Concerns the connection to the node (RFC 9110 section 7.6.1).
    Connection,
}

/// What becomes of the node's `Content-Length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// It speaks of the body that there would be.
    GoesOn,
    /// The length is written from the framing.
    StaysBehind,
}

/// What `Transfer-Encoding` said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// It is not there.
    None,
    /// `chunked`, once.
    Chunked,
    /// Anything else.
    Unsupported,
}

/// How the end of a node's body is known.
#[derive(Debug)]
pub(crate) enum NodeBody {
    /// By its length; so much is still to come.
    Length(u64),
    Chunked(Chunks),
    /// By the end of the connection.
    UntilClose,
}

/// What a node sent is not an HTTP/1.1 response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ResponseError {
    #[error("the status line is malformed")]
    StatusLine,
    #[error("the HTTP version is not supported")]
    Version,
    #[error("a header field is malformed")]
    Field,
    #[error("the response has more than {FIELDS} header fields")]
    TooManyFields,
    #[error("the response head is larger than {HEAD_BYTES} bytes")]
    TooLarge,
    #[error("Content-Length is malformed or contradicts itself")]
    Length,
    #[error("a chunk is malformed")]
    Chunk,
    #[error("the trailers are larger than {TRAILER_BYTES} bytes")]
    Trailers,
}

impl NodeHead {
    /// Reads a head from the beginning of the bytes, with its length; nothing if it goes on.
    pub(crate) fn read(bytes: &[u8]) -> Result<Option<(Self, usize)>, ResponseError> {
        let Some(length) = head_length(bytes) else {
            return if bytes.len() > HEAD_BYTES {
                Err(ResponseError::TooLarge)
            } else {
                Ok(None)
            };
        };
        if length > HEAD_BYTES {
            return Err(ResponseError::TooLarge);
        }
        let raw = bytes.get(..length).unwrap_or_default().to_vec();
        Self::parse(raw).map(|head| Some((head, length)))
    }

    fn parse(raw: Vec<u8>) -> Result<Self, ResponseError> {
        let line_end = memchr(b'\n', &raw).unwrap_or(raw.len());
        let line = without_return(raw.get(..line_end).unwrap_or_default());
        let (status, persistence, reason) = status_line(line)?;
        let mut head = Self {
            status,
            reason,
            fields: Vec::with_capacity(USUAL_FIELDS),
            length: None,
            coding: Coding::None,
            persistence,
            closes: false,
            dated: false,
            raw: Vec::new(),
        };
        let mut connection = Vec::new();
        let mut at = line_end + 1;
        let mut line_ends = line_end_length(&raw, line_end);
        for end in memchr_iter(b'\n', &raw).skip(1) {
            line_ends += line_end_length(&raw, end);
            let line = without_return(raw.get(at..end).unwrap_or_default());
            if line.is_empty() {
                break;
            }
            let span = head.field(line, at, end)?;
            if head.fields.len() == FIELDS {
                return Err(ResponseError::TooManyFields);
            }
            if span.kind == FieldKind::Connection
                && is(
                    line.get(..span.name.len()).unwrap_or_default(),
                    b"connection",
                )
            {
                connection.push(span.value.clone());
            }
            head.fields.push(span);
            at = end + 1;
        }
        // No control character stands anywhere but in the line ends.
        if controls(&raw) != line_ends {
            return Err(ResponseError::Field);
        }
        head.raw = raw;
        for options in &connection {
            head.heed(options);
        }
        Ok(head)
    }

    /// The field of a line that begins at `start` and whose line feed stands at `end`.
    fn field(&mut self, line: &[u8], start: usize, end: usize) -> Result<Span, ResponseError> {
        let colon = line.iter().position(|byte| *byte == b':');
        let colon = colon.ok_or(ResponseError::Field)?;
        let name = line.get(..colon).unwrap_or_default();
        let value = line.get(colon + 1..).unwrap_or_default();
        let usual_name = check_name(name)?;
        let leading = value.iter().take_while(|byte| is_blank(**byte)).count();
        let value = value.trim_ascii();
        let kind = match name.len() {
            14 if is(name, b"content-length") => {
                let length = content_length(value)?;
                if self.length.is_some_and(|before| before != length) {
                    return Err(ResponseError::Length);
                }
                self.length = Some(length);
                FieldKind::Length
            }
            17 if is(name, b"transfer-encoding") => {
                let chunked = self.coding == Coding::None && is(value, b"chunked");
                self.coding = if chunked {
                    Coding::Chunked
                } else {
                    Coding::Unsupported
                };
                FieldKind::Connection
            }
            10 if is(name, b"connection") || is(name, b"keep-alive") => FieldKind::Connection,
            7 if is(name, b"upgrade") => FieldKind::Connection,
            2 if is(name, b"te") => FieldKind::Connection,
            16 if is(name, b"proxy-connection") => FieldKind::Connection,
            4 if is(name, b"date") => {
                self.dated = true;
                FieldKind::Content
            }
            _ => FieldKind::Content,
        };
        let at = start + colon + 1 + leading;
        let usual = usual_name && leading == 1 && at + value.len() + LINE_END == end + 1;
        Ok(Span {
            name: start..start + colon,
            value: at..at + value.len(),
            kind,
            form: if usual { Form::Usual } else { Form::Other },
        })
    }

    /// Follows the options of a `Connection` field: whether the connection stays, where `close` wins,
    /// and which fields stay behind.
    fn heed(&mut self, options: &Range<usize>) {
        let options = self.raw.get(options.clone()).unwrap_or_default();
        for option in options.split(|byte| *byte == b',') {
            let option = option.trim_ascii();
            if is(option, b"close") {
                self.closes = true;
                continue;
            }
            if is(option, b"keep-alive") {
                // What HTTP/1.0 needs to say and HTTP/1.1 may say.
                self.persistence = Persistence::KeepAlive;
                continue;
            }
            for span in &mut self.fields {
                let name = self.raw.get(span.name.clone()).unwrap_or_default();
                if name.eq_ignore_ascii_case(option) && span.kind == FieldKind::Content {
                    span.kind = FieldKind::Connection;
                    self.dated &= !is(name, b"date");
                }
            }
        }
    }

    fn bytes(&self, range: &Range<usize>) -> &[u8] {
        self.raw.get(range.clone()).unwrap_or_default()
    }

    /// The reason phrase; may be empty.
    pub(crate) fn reason(&self) -> &[u8] {
        self.bytes(&self.reason)
    }

    /// Whether the connection can serve another request once the body has ended.
    pub(crate) fn is_persistent(&self) -> bool {
        self.persistence == Persistence::KeepAlive && !self.closes
    }

    /// Whether a `Date` goes on to the client.
    pub(crate) fn is_dated(&self) -> bool {
        self.dated
    }

    /// Every field as it came, blanks around the value left out.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&[u8], &[u8], FieldKind)> {
        self.fields
            .iter()
            .map(|span| (self.bytes(&span.name), self.bytes(&span.value), span.kind))
    }

    /// Appends the fields that go on to the client, and `Content-Length` if it shall. Lines that are written as usual are copied together.
    pub(crate) fn copy_fields(&self, length: Length, out: &mut Vec<u8>) {
        let mut together = 0..0;
        for span in &self.fields {
            let goes_on = match span.kind {
                FieldKind::Content => true,
                FieldKind::Length => length == Length::GoesOn,
                FieldKind::Connection => false,
            };
            let whole = span.name.start..span.value.end + LINE_END;
            if goes_on && span.form == Form::Usual && whole.start == together.end {
                together.end = whole.end;
                continue;
            }
            out.extend_from_slice(self.bytes(&together));
            together = whole.end..whole.end;
            if goes_on && span.form == Form::Usual {
                together = whole;
            } else if goes_on {
                field(out, self.bytes(&span.name), self.bytes(&span.value));
            }
        }
        out.extend_from_slice(self.bytes(&together));
    }

    /// How the body ends that follows this head as the answer to such a request.
    pub(crate) fn body(&self, method: &Method) -> NodeBody {
        let bodiless = *method == Method::HEAD
            || self.status.is_informational()
            || matches!(
                self.status,
                StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
            );
        if bodiless {
            return NodeBody::Length(0);
        }
        match (self.coding, self.length) {
            (Coding::Chunked, _) => NodeBody::Chunked(Chunks::default()),
            (Coding::None, Some(length)) => NodeBody::Length(length),
            (Coding::None, None) | (Coding::Unsupported, _) => NodeBody::UntilClose,
        }
    }
}

/// Where the reading of a chunked body stands.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    state: ChunkState,
    /// Trailer lines so far, each with its line end.
    trailers: Vec<u8>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum ChunkState {
    #[default]
    Size,
    Data(u64),
    /// The line end behind a chunk's data.
    End,
    Trailers,
    Done,
}

/// What the bytes at hand held.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unchunked {
    /// So many bytes of framing, and then so many of the body.
    Data { skip: usize, length: usize },
    /// So many bytes of framing, and more are needed.
    NeedMore { skip: usize },
    /// So many bytes of framing end the body.
    End { skip: usize },
}

impl Chunks {
    /// Looks for the next piece at the beginning of the bytes; the caller takes away what is
    /// told, and comes again.
    pub(crate) fn next(&mut self, bytes: &[u8]) -> Result<Unchunked, ResponseError> {
        let mut skip = 0;
        loop {
            let rest = bytes.get(skip..).unwrap_or_default();
            match self.state {
                ChunkState::Data(remaining) => {
                    if rest.is_empty() {
                        return Ok(Unchunked::NeedMore { skip });
                    }
                    let length =
                        usize::try_from(remaining).map_or(rest.len(), |most| most.min(rest.len()));
                    let remaining = remaining - length as u64;
                    self.state = if remaining == 0 {
                        ChunkState::End
                    } else {
                        ChunkState::Data(remaining)
                    };
                    return Ok(Unchunked::Data { skip, length });
                }
                ChunkState::Done => return Ok(Unchunked::End { skip }),
                ChunkState::Size | ChunkState::End | ChunkState::Trailers => {
                    let Some(end) = memchr(b'\n', rest) else {
                        return if rest.len() > CHUNK_LINE_BYTES
                            && self.state != ChunkState::Trailers
                            || rest.len() > TRAILER_BYTES
                        {
                            Err(ResponseError::Chunk)
                        } else {
                            Ok(Unchunked::NeedMore { skip })
                        };
                    };
                    let line = without_return(rest.get(..end).unwrap_or_default());
                    skip += end + 1;
                    self.line(line)?;
                }
            }
        }
    }

    /// A line of the framing.
    fn line(&mut self, line: &[u8]) -> Result<(), ResponseError> {
        self.state = match self.state {
            ChunkState::Size => match chunk_size(line)? {
                0 => ChunkState::Trailers,
                size => ChunkState::Data(size),
            },
            ChunkState::End if line.is_empty() => ChunkState::Size,
            ChunkState::End => return Err(ResponseError::Chunk),
            ChunkState::Trailers if line.is_empty() => ChunkState::Done,
            ChunkState::Trailers => {
                self.trailer(line)?;
                ChunkState::Trailers
            }
            ChunkState::Data(_) | ChunkState::Done => self.state,
        };
        Ok(())
    }

    /// Keeps a trailer, unless it is one that frames a message.
    fn trailer(&mut self, line: &[u8]) -> Result<(), ResponseError> {
        if self.trailers.len() + line.len() > TRAILER_BYTES {
            return Err(ResponseError::Trailers);
        }
        let colon = memchr(b':', line).ok_or(ResponseError::Field)?;
        let (name, value) = line.split_at(colon);
        check_name(name)?;
        if !value.iter().all(|byte| is_text(*byte)) {
            return Err(ResponseError::Field);
        }
        let framing: [&[u8]; 4] = [
            b"content-length",
            b"transfer-encoding",
            b"connection",
            b"trailer",
        ];
        if !framing.iter().any(|framing| is(name, framing)) {
            self.trailers.extend_from_slice(line);
            self.trailers.extend_from_slice(b"\r\n");
        }
        Ok(())
    }

    /// The trailer lines, each with its line end; complete when the body has ended.
    pub(crate) fn take_trailers(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.trailers)
    }
}

/// The length of a head, its empty line included, if its end is there.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for end in memchr_iter(b'\n', bytes) {
        if end - at < LINE_END && at > 0 && without_return(bytes.get(at..end)?).is_empty() {
            return Some(end + 1);
        }
        at = end + 1;
    }
    None
}

/// `HTTP/1.1 200 OK`: status, what the version says of the connection, place of the reason.
fn status_line(line: &[u8]) -> Result<(StatusCode, Persistence, Range<usize>), ResponseError> {
    let persistence = match line.get(..9) {
        Some(b"HTTP/1.1 ") => Persistence::KeepAlive,
        Some(b"HTTP/1.0 ") => Persistence::Close,
        Some(other) if other.starts_with(b"HTTP/") => return Err(ResponseError::Version),
        _ => return Err(ResponseError::StatusLine),
    };
    let digits = line.get(9..12).ok_or(ResponseError::StatusLine)?;
    let status = StatusCode::from_bytes(digits).map_err(|_| ResponseError::StatusLine)?;
    let start = match line.get(12) {
        None => 12,
        Some(b' ') => 13,
        Some(_) => return Err(ResponseError::StatusLine),
    };
    Ok((status, persistence, start..line.len()))
}

/// Hexadecimal digits; extensions are read over.
fn chunk_size(line: &[u8]) -> Result<u64, ResponseError> {
    let digits = line
        .iter()
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    let (size, rest) = line.split_at(digits);
    let rest = rest.trim_ascii_start();
    let clean = rest.is_empty() || rest.starts_with(b";");
    if digits == 0 || digits > CHUNK_SIZE_DIGITS || line.len() > CHUNK_LINE_BYTES || !clean {
        return Err(ResponseError::Chunk);
    }
    if memchr2(b'\r', 0, rest).is_some() {
        return Err(ResponseError::Chunk);
    }
    Ok(size.iter().fold(0, |size, digit| {
        size * 16 + u64::from(char::from(*digit).to_digit(16).unwrap_or_default())
    }))
}

fn content_length(value: &[u8]) -> Result<u64, ResponseError> {
    if value.is_empty() || value.len() > LENGTH_DIGITS || !value.iter().all(u8::is_ascii_digit) {
        return Err(ResponseError::Length);
    }
    Ok(value
        .iter()
        .fold(0, |length, digit| length * 10 + u64::from(*digit - b'0')))
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The same word, whatever its case.
fn is(name: &[u8], lower: &[u8]) -> bool {
    name.eq_ignore_ascii_case(lower)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// How many octets the line end has whose line feed stands there.
fn line_end_length(text: &[u8], line_feed: usize) -> usize {
    let before = line_feed.checked_sub(1).and_then(|at| text.get(at));
    1 + usize::from(before == Some(&b'\r'))
}

/// Whether a field name is written as usual, each word with a capital; an error if it is none.
fn check_name(name: &[u8]) -> Result<bool, ResponseError> {
    if name.is_empty() {
        return Err(ResponseError::Field);
    }
    let (mut usual, mut start_of_word) = (true, true);
    for byte in name {
        if !is_token(*byte) {
            return Err(ResponseError::Field);
        }
        let unusual = if start_of_word {
            byte.is_ascii_lowercase()
        } else {
            byte.is_ascii_uppercase()
        };
        usual &= !unusual;
        start_of_word = *byte == b'-';
    }
    Ok(usual)
}

/// How many control characters there are, tabs apart. Without an early end, so that the compiler can
/// look at many at a time.
fn controls(text: &[u8]) -> usize {
    let is_control = |byte: &u8| *byte < b' ' && *byte != b'\t' || *byte == 0x7f;
    text.chunks(128)
        .map(|part| {
            let count = part.iter().fold(0_u8, |count, byte| {
                count.wrapping_add(u8::from(is_control(byte)))
            });
            usize::from(count)
        })
        .sum()
}

/// A character of a field value or a reason phrase: no control character but the tab.
fn is_text(byte: u8) -> bool {
    byte >= b' ' && byte != 0x7f || byte == b'\t'
}

fn is_token(byte: u8) -> bool {
    TOKEN.get(usize::from(byte)).copied().unwrap_or(false)
}

/// The characters of a field name (RFC 9110 section 5.6.2).
const TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'!' | b'#'
                    | b'$'
                    | b'%'
                    | b'&'
                    | b'\''
                    | b'*'
                    | b'+'
                    | b'-'
                    | b'.'
                    | b'^'
                    | b'_'
                    | b'`'
                    | b'|'
                    | b'~'
            );
        byte += 1;
    }
    table
};

/// Carriage return and line feed.
const LINE_END: usize = 2;
/// A whole response head. Single sign-on sets cookies of several kB.
const HEAD_BYTES: usize = 256 * 1024;
/// Header fields of a response; nodes send 10 to 20.
const FIELDS: usize = 100;
const USUAL_FIELDS: usize = 16;
/// As many digits as always fit in 64 bits.
const LENGTH_DIGITS: usize = 19;
/// 15 hexadecimal digits fit in 64 bits.
const CHUNK_SIZE_DIGITS: usize = 15;
/// A chunk-size line with its extension; nobody uses extensions.
const CHUNK_LINE_BYTES: usize = 4 * 1024;
/// The trailer section of a chunked body.
const TRAILER_BYTES: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn head(text: &str) -> Result<NodeHead, ResponseError> {
        NodeHead::read(text.as_bytes()).map(|head| head.unwrap().0)
    }

    fn framing(text: &str, method: &Method) -> String {
        match head(text).unwrap().body(method) {
            NodeBody::Length(length) => length.to_string(),
            NodeBody::Chunked(_) => "chunked".to_owned(),
            NodeBody::UntilClose => "until close".to_owned(),
        }
    }

    #[test]
    fn the_end_of_the_body_is_found_as_the_rfc_says() {
        let cases = [
            ("200 OK\r\nContent-Length: 5", "5"),
            ("200 OK\r\nContent-Length: 5\r\ncontent-length: 5", "5"),
            ("200 OK\r\nTransfer-Encoding: Chunked", "chunked"),
            (
                "200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5",
                "chunked",
            ),
            ("200 OK\r\nTransfer-Encoding: gzip", "until close"),
            ("200 OK\r\nServer: a", "until close"),
            ("204 No Content\r\nContent-Length: 5", "0"),
            ("304 Not Modified\r\nContent-Length: 5", "0"),
            ("101 Switching Protocols\r\nUpgrade: x", "0"),
        ];
        for (text, expected) in cases {
            let text = format!("HTTP/1.1 {text}\r\n\r\n");
            assert_eq!(framing(&text, &Method::GET), expected, "{text}");
            let of_head = framing(&text, &Method::HEAD);
            assert_eq!(of_head, "0", "{text}");
        }
    }

    #[test]
    fn a_connection_stays_unless_one_side_of_the_rules_says_otherwise() {
        let cases = [
            ("HTTP/1.1 200 OK\r\n\r\n", true),
            ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", false),
            (
                "HTTP/1.1 200 OK\r\nConnection: close, keep-alive\r\n\r\n",
                false,
            ),
            ("HTTP/1.0 200 OK\r\n\r\n", false),
            ("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", true),
        ];
        for (text, stays) in cases {
            assert_eq!(head(text).unwrap().is_persistent(), stays, "{text}");
        }
    }

    #[test]
    fn fields_are_told_apart_by_whom_they_concern() {
        let head = head(
            "HTTP/1.1 200 All  right\r\nServer:\tx \r\nConnection: X-Hop\r\nx-hop: 1\r\n\
             Content-Length: 3\r\nEmpty:  \r\n\r\nabc",
        )
        .unwrap();
        assert_eq!(head.reason(), b"All  right");
        let fields: Vec<_> = head.fields().collect();
        let expected: [(&[u8], &[u8], FieldKind); 5] = [
            (b"Server", b"x", FieldKind::Content),
            (b"Connection", b"X-Hop", FieldKind::Connection),
            (b"x-hop", b"1", FieldKind::Connection),
            (b"Content-Length", b"3", FieldKind::Length),
            (b"Empty", b"", FieldKind::Content),
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn what_is_not_a_response_is_refused() {
        let cases = [
            ("HTTP/2 200\r\n\r\n", ResponseError::Version),
            ("ICY 200 OK\r\n\r\n", ResponseError::StatusLine),
            ("HTTP/1.1 20 OK\r\n\r\n", ResponseError::StatusLine),
            ("HTTP/1.1 200 O\rK\r\n\r\n", ResponseError::Field),
            ("HTTP/1.1 200 OK\r\nA b: c\r\n\r\n", ResponseError::Field),
            (
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
                ResponseError::Field,
            ),
            (
                "HTTP/1.1 200 OK\r\nA: b\rX: y\r\n\r\n",
                ResponseError::Field,
            ),
            ("HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n", ResponseError::Field),
            ("HTTP/1.1 200 OK\r\n: b\r\n\r\n", ResponseError::Field),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                ResponseError::Length,
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                ResponseError::Length,
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(head(text).unwrap_err(), expected, "{text:?}");
        }
        let many = "A: b\r\n".repeat(FIELDS + 1);
        let many = format!("HTTP/1.1 200 OK\r\n{many}\r\n");
        assert_eq!(head(&many).unwrap_err(), ResponseError::TooManyFields);
        let endless = format!("HTTP/1.1 200 OK\r\nA: {}", "b".repeat(HEAD_BYTES));
        let error = NodeHead::read(endless.as_bytes()).unwrap_err();
        assert_eq!(error, ResponseError::TooLarge);
    }

    #[test]
    fn no_truncation_of_a_head_is_taken_for_a_head() {
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
        for end in 0..text.len() {
            assert!(NodeHead::read(&text[..end]).unwrap().is_none(), "{end}");
        }
    }

    /// Body and trailers of a chunked text that arrives in steps.
    fn unchunked(text: &[u8], step: usize) -> Result<Option<[Vec<u8>; 2]>, ResponseError> {
        let (mut chunks, mut at_hand, mut body) = (Chunks::default(), Vec::new(), Vec::new());
        for piece in text.chunks(step) {
            at_hand.extend_from_slice(piece);
            loop {
                match chunks.next(&at_hand)? {
                    Unchunked::Data { skip, length } => {
                        body.extend_from_slice(&at_hand[skip..skip + length]);
                        at_hand.drain(..skip + length);
                    }
                    Unchunked::NeedMore { skip } => {
                        at_hand.drain(..skip);
                        break;
                    }
                    Unchunked::End { .. } => return Ok(Some([body, chunks.take_trailers()])),
                }
            }
        }
        Ok(None)
    }

    #[test]
    fn chunks_are_joined_and_trailers_kept_without_framing() {
        let text =
            b"5\r\nhello\r\n6;a=\"b\"\r\n world\r\n0\r\nX-Sum: 1\r\nContent-Length: 5\r\n\r\n";
        for step in 1..=text.len() {
            let [body, trailers] = unchunked(text, step).unwrap().unwrap();
            assert_eq!(body, b"hello world", "in steps of {step}");
            assert_eq!(trailers, b"X-Sum: 1\r\n");
        }
        for end in 0..text.len() {
            assert_eq!(unchunked(&text[..end], 1), Ok(None), "{end}");
        }
    }

    #[test]
    fn malformed_chunks_are_refused() {
        for text in [
            "x\r\n",
            "\r\n",
            "-1\r\n",
            "0x5\r\n",
            "5 5\r\n",
            "5\r\nhelloo\r\n",
            "1000000000000000\r\n",
        ] {
            for step in [1, text.len()] {
                assert_eq!(
                    unchunked(text.as_bytes(), step),
                    Err(ResponseError::Chunk),
                    "{text:?}"
                );
            }
        }
        let trailer = unchunked(b"0\r\nA b: c\r\n", 1);
        assert_eq!(trailer, Err(ResponseError::Field));
        let endless = format!("5;{}", "x".repeat(2 * CHUNK_LINE_BYTES));
        assert_eq!(unchunked(endless.as_bytes(), 1), Err(ResponseError::Chunk));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_readers_panic(text in proptest::collection::vec(any::<u8>(), 0..200), step in 1..60_usize) {
            drop(NodeHead::read(&text));
            drop(unchunked(&text, step));
        }

        #[test]
        fn what_is_accepted_reads_alike_to_the_parser_of_others(
            fields in proptest::collection::vec(("[A-Za-z-]{0,9}", "[ -~\t]{0,12}", "\r\n|\n|\r|\r\n "), 0..6)
        ) {
            let lines: Vec<String> = fields.into_iter().map(|(name, value, end)| [&name, ":", &*value, &*end].concat()).collect();
            let text = ["HTTP/1.1 200 OK\r\n", &lines.concat(), "\r\n"].concat();
            if let Ok(Some((ours, length))) = NodeHead::read(text.as_bytes()) {
                let mut theirs = [httparse::EMPTY_HEADER; 16];
                let mut response = httparse::Response::new(&mut theirs);
                prop_assert_eq!(response.parse(text.as_bytes()), Ok(httparse::Status::Complete(length)));
                let seen: Vec<(&[u8], &[u8])> = response.headers.iter().map(|field| (field.name.as_bytes(), field.value)).collect();
                let read: Vec<(&[u8], &[u8])> = ours.fields().map(|(name, value, _)| (name, value)).collect();
                prop_assert_eq!(read, seen);
            }
        }
    }
}
