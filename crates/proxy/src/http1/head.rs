//! Request heads: found in a growing buffer, then parsed into what the traffic server needs.
//!
//! Two steps. [`HeadScanner`] looks at each byte once, as it arrives, and refuses what no head may
//! hold (a line feed or a carriage return on its own, folded lines, too long, too many) before the
//! end of the head is seen. [`RequestHead::parse`] then splits the complete head, judges framing
//! and sorts the fields into those that go on to the node and those that concern this connection
//! only.

use bytes::{Bytes, BytesMut};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Version};
use memchr::{memchr, memchr2};

use crate::limits::Limits;

/// Looks for the end of a request head in a buffer that grows; every byte is looked at once.
#[derive(Debug, Default)]
pub(crate) struct HeadScanner {
    line_start: usize,
    scanned: usize,
    lines: usize,
}

/// What the bytes so far amount to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// The head goes on.
    Partial,
    /// The head, its final empty line included, takes this many bytes.
    Complete(usize),
}

impl HeadScanner {
    /// Looks at the bytes that were added since the last call. `buffer` begins where the head
    /// begins.
    pub(crate) fn scan(&mut self, buffer: &[u8], limits: &Limits) -> Result<Scan, HeadError> {
        if self.scanned == 0
            && let Some(first) = buffer.first()
            && !is_token(*first)
        {
            return Err(if *first == TLS_HANDSHAKE {
                HeadError::TlsOnPlainPort
            } else {
                HeadError::BadMethod
            });
        }
        while let Some(found) = buffer
            .get(self.scanned..)
            .and_then(|rest| memchr(b'\n', rest))
        {
            let end = self.scanned + found;
            let line = buffer.get(self.line_start..end).unwrap_or_default();
            let Some(line) = line.strip_suffix(b"\r") else {
                return Err(HeadError::BareLineFeed);
            };
            self.scanned = end + 1;
            self.line_start = end + 1;
            if line.is_empty() {
                return if self.scanned > limits.head_bytes {
                    Err(HeadError::TooLarge {
                        limit: limits.head_bytes,
                    })
                } else {
                    Ok(Scan::Complete(self.scanned))
                };
            }
            self.check_line(line, limits)?;
        }
        self.scanned = buffer.len();
        let open_line = buffer.len() - self.line_start;
        if self.lines == 0 && open_line > limits.request_line_bytes {
            return Err(HeadError::LineTooLong {
                limit: limits.request_line_bytes,
            });
        }
        if buffer.len() > limits.head_bytes {
            return Err(HeadError::TooLarge {
                limit: limits.head_bytes,
            });
        }
        Ok(Scan::Partial)
    }

    fn check_line(&mut self, line: &[u8], limits: &Limits) -> Result<(), HeadError> {
        match memchr2(b'\r', 0, line).and_then(|at| line.get(at)) {
            Some(b'\r') => return Err(HeadError::BareCarriageReturn),
            Some(_) => return Err(HeadError::Nul),
            None => {}
        }
        if self.lines == 0 {
            if line.len() > limits.request_line_bytes {
                return Err(HeadError::LineTooLong {
                    limit: limits.request_line_bytes,
                });
            }
        } else if matches!(line.first(), Some(b' ' | b'\t')) {
            return Err(HeadError::FoldedLine);
        } else if self.lines > limits.fields {
            return Err(HeadError::TooManyFields {
                limit: limits.fields,
            });
        }
        self.lines += 1;
        Ok(())
    }
}

/// Removes the empty lines that some clients send after a body (RFC 9112 section 2.2); at most a
/// few, so that nobody keeps us busy with them.
pub(crate) fn skip_empty_lines(buffer: &mut BytesMut) {
    for _ in 0..EMPTY_LINES_BEFORE_A_REQUEST {
        if !buffer.starts_with(b"\r\n") {
            return;
        }
        bytes::Buf::advance(buffer, 2);
    }
}

/// How the end of the request's body is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// No length and no coding: there is no body.
    None,
    /// `Content-Length`, zero included.
    Length(u64),
    /// `Transfer-Encoding: chunked`.
    Chunked,
}

/// Whether the client wants to send another request over this connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Persistence {
    /// The connection stays open after the response.
    KeepAlive,
    /// The connection is closed after the response.
    Close,
}

/// One request head, judged and sorted.
#[derive(Debug)]
pub(crate) struct RequestHead {
    /// The bytes of the head as they came, request line first; for the DEBUG lines of the log.
    pub(crate) raw: Bytes,
    /// GET, PUT, ...; never CONNECT or TRACE.
    pub(crate) method: Method,
    /// HTTP/1.1 or HTTP/1.0.
    pub(crate) version: Version,
    /// The fields that go on to the node: without those of this connection (RFC 9110 section 7.6.1)
    /// and without those that the traffic server writes itself (`Host`, `Via`, `X-Forwarded-For`,
    /// `TrackingID`).
    pub(crate) fields: HeaderMap,
    pub(crate) framing: Framing,
    pub(crate) persistence: Persistence,
    /// The client waits for `100 Continue` before it sends the body.
    pub(crate) expects_continue: bool,
    /// The values of `Via` and `X-Forwarded-For` as they came, joined by a comma.
    pub(crate) via: Option<HeaderValue>,
    pub(crate) forwarded_for: Option<HeaderValue>,
    pub(crate) tracking_id: Option<HeaderValue>,
    line_end: usize,
    target: (usize, usize),
}

impl RequestHead {
    /// Parses a head that [`HeadScanner`] found complete.
    pub(crate) fn parse(raw: Bytes) -> Result<Self, Refused> {
        let line_end = memchr(b'\r', &raw).unwrap_or(raw.len());
        let line = raw.get(..line_end).unwrap_or_default();
        let request_line =
            RequestLine::parse(line).map_err(|error| Refused { error, line: None })?;
        let mut draft = Draft::new(request_line);
        let refused = |error, raw: &Bytes| Refused {
            error,
            line: Some(raw.slice(..line_end)),
        };
        let mut at = line_end + LINE_END;
        while let Some(length) = raw.get(at..).and_then(|rest| memchr(b'\r', rest)) {
            if length == 0 {
                break;
            }
            draft
                .field(&raw, at, at + length)
                .map_err(|error| refused(error, &raw))?;
            at += length + LINE_END;
        }
        match draft.finish() {
            Ok(parts) => Ok(parts.into_head(raw, line_end)),
            Err(error) => Err(refused(error, &raw)),
        }
    }

    /// The request line without its line end: `GET http://... HTTP/1.1`.
    pub(crate) fn line(&self) -> &str {
        ascii(&self.raw, 0, self.line_end)
    }

    /// The request target as the client wrote it, in origin or absolute form.
    pub(crate) fn target(&self) -> &str {
        ascii(&self.raw, self.target.0, self.target.1)
    }

    /// The header lines as they came, each with its line end, the final empty line left out.
    pub(crate) fn header_lines(&self) -> &[u8] {
        let end = self.raw.len().saturating_sub(LINE_END);
        self.raw
            .get(self.line_end + LINE_END..end)
            .unwrap_or_default()
    }
}

/// A head that is refused, with its request line where that much could be read.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) error: HeadError,
    pub(crate) line: Option<Bytes>,
}

struct RequestLine {
    method: Method,
    target: (usize, usize),
    form: TargetForm,
    version: Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TargetForm {
    Origin,
    Absolute,
}

impl RequestLine {
    /// `method SP target SP version`, one blank each (RFC 9112 section 3).
    fn parse(line: &[u8]) -> Result<Self, HeadError> {
        if line.starts_with(b"PRI * HTTP/2") {
            return Err(HeadError::Http2PriorKnowledge);
        }
        let method_end = memchr(b' ', line).ok_or(HeadError::BadRequestLine)?;
        let method = line.get(..method_end).unwrap_or_default();
        if method.len() > LONGEST_METHOD {
            return Err(HeadError::BadMethod);
        }
        let method = Method::from_bytes(method).map_err(|_| HeadError::BadMethod)?;
        let start = method_end + 1;
        let rest = line.get(start..).unwrap_or_default();
        let length = memchr(b' ', rest).ok_or(HeadError::BadRequestLine)?;
        let target = rest.get(..length).unwrap_or_default();
        let version = match rest.get(length + 1..).unwrap_or_default() {
            b"HTTP/1.1" => Version::HTTP_11,
            b"HTTP/1.0" => Version::HTTP_10,
            other if other.starts_with(b"HTTP/") && !other.contains(&b' ') => {
                return Err(HeadError::UnsupportedVersion);
            }
            _ => return Err(HeadError::BadRequestLine),
        };
        if method == Method::CONNECT || method == Method::TRACE {
            return Err(HeadError::MethodNotSupported);
        }
        let form = if target.first() == Some(&b'/') {
            TargetForm::Origin
        } else {
            TargetForm::Absolute
        };
        if target.is_empty() || !target.iter().all(u8::is_ascii_graphic) {
            return Err(HeadError::BadTarget);
        }
        Ok(Self {
            method,
            target: (start, start + length),
            form,
            version,
        })
    }
}

/// A head whose fields are being read.
struct Draft {
    line: RequestLine,
    fields: HeaderMap,
    hosts: usize,
    length: Option<u64>,
    coding: Option<Coding>,
    connection: Connection,
    expects_continue: bool,
    via: Option<HeaderValue>,
    forwarded_for: Option<HeaderValue>,
    tracking_id: Option<HeaderValue>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Chunked,
    Unsupported,
}

/// What the `Connection` fields said.
#[derive(Debug, Default)]
struct Connection {
    close: bool,
    keep_alive: bool,
    nominated: Vec<HeaderName>,
}

impl Draft {
    fn new(line: RequestLine) -> Self {
        Self {
            line,
            fields: HeaderMap::new(),
            hosts: 0,
            length: None,
            coding: None,
            connection: Connection::default(),
            expects_continue: false,
            via: None,
            forwarded_for: None,
            tracking_id: None,
        }
    }

    /// Reads the field whose line is `raw[start..end]`.
    fn field(&mut self, raw: &Bytes, start: usize, end: usize) -> Result<(), HeadError> {
        let line = raw.get(start..end).unwrap_or_default();
        let colon = memchr(b':', line).ok_or(HeadError::BadFieldName)?;
        let name = HeaderName::from_bytes(line.get(..colon).unwrap_or_default())
            .map_err(|_| HeadError::BadFieldName)?;
        let value = line.get(colon + 1..).unwrap_or_default();
        let leading = value.iter().take_while(|byte| is_blank(**byte)).count();
        let trailing = value
            .iter()
            .rev()
            .take_while(|byte| is_blank(**byte))
            .count();
        let value_start = start + colon + 1 + leading;
        // A value of blanks only is counted from both ends.
        let value_end = value_start.max(end - trailing);
        let value = HeaderValue::from_maybe_shared(raw.slice(value_start..value_end))
            .map_err(|_| HeadError::BadFieldValue)?;
        self.take(name, value)
    }

    fn take(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), HeadError> {
        match name {
            header::HOST => {
                if self.hosts > 0 {
                    return Err(HeadError::DuplicateHost);
                }
                if !is_host(value.as_bytes()) {
                    return Err(HeadError::BadHost);
                }
                self.hosts += 1;
            }
            header::CONTENT_LENGTH => {
                if self.length.is_some() {
                    return Err(HeadError::SeveralLengths);
                }
                self.length = Some(content_length(value.as_bytes())?);
            }
            header::TRANSFER_ENCODING => {
                let chunked =
                    self.coding.is_none() && value.as_bytes().eq_ignore_ascii_case(b"chunked");
                self.coding = Some(if chunked {
                    Coding::Chunked
                } else {
                    Coding::Unsupported
                });
            }
            header::CONNECTION => self.connection.read(&value)?,
            header::EXPECT => {
                if !value.as_bytes().eq_ignore_ascii_case(b"100-continue") {
                    return Err(HeadError::UnknownExpectation);
                }
                self.expects_continue = true;
            }
            header::UPGRADE => return Err(HeadError::Upgrade),
            header::TE | header::PROXY_AUTHORIZATION => {}
            header::VIA => join(&mut self.via, value),
            _ => match name.as_str() {
                "keep-alive" | "proxy-connection" | "http2-settings" => {}
                "x-forwarded-for" => join(&mut self.forwarded_for, value),
                "trackingid" => self.tracking_id = Some(value),
                _ => {
                    self.fields.append(name, value);
                }
            },
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Parts, HeadError> {
        let framing = match (self.coding, self.length) {
            (Some(_), Some(_)) => return Err(HeadError::LengthAndCoding),
            (Some(Coding::Unsupported), None) => return Err(HeadError::UnsupportedCoding),
            (Some(Coding::Chunked), None) if self.line.version == Version::HTTP_10 => {
                return Err(HeadError::CodingInHttp10);
            }
            (Some(Coding::Chunked), None) => Framing::Chunked,
            (None, Some(length)) => Framing::Length(length),
            (None, None) => Framing::None,
        };
        // The absolute form names the host itself; the local tunnel may leave the field out there.
        let host_needed =
            self.line.version == Version::HTTP_11 && self.line.form == TargetForm::Origin;
        if self.hosts == 0 && host_needed {
            return Err(HeadError::MissingHost);
        }
        for name in std::mem::take(&mut self.connection.nominated) {
            self.fields.remove(name);
        }
        let persistence = if self.connection.close {
            Persistence::Close
        } else if self.line.version == Version::HTTP_11 || self.connection.keep_alive {
            Persistence::KeepAlive
        } else {
            Persistence::Close
        };
        // RFC 9110 section 10.1.1: the expectation of an HTTP/1.0 client or of a request without a
        // body is ignored.
        let body = !matches!(framing, Framing::None | Framing::Length(0));
        let expects_continue =
            self.expects_continue && body && self.line.version == Version::HTTP_11;
        Ok(Parts {
            draft: self,
            framing,
            persistence,
            expects_continue,
        })
    }
}

struct Parts {
    draft: Draft,
    framing: Framing,
    persistence: Persistence,
    expects_continue: bool,
}

impl Parts {
    fn into_head(self, raw: Bytes, line_end: usize) -> RequestHead {
        let Draft {
            line,
            fields,
            via,
            forwarded_for,
            tracking_id,
            ..
        } = self.draft;
        RequestHead {
            raw,
            method: line.method,
            version: line.version,
            fields,
            framing: self.framing,
            persistence: self.persistence,
            expects_continue: self.expects_continue,
            via,
            forwarded_for,
            tracking_id,
            line_end,
            target: line.target,
        }
    }
}

impl Connection {
    fn read(&mut self, value: &HeaderValue) -> Result<(), HeadError> {
        for token in value.as_bytes().split(|byte| *byte == b',') {
            let token = token.trim_ascii();
            if token.is_empty() {
                continue;
            }
            if token.eq_ignore_ascii_case(b"close") {
                self.close = true;
            } else if token.eq_ignore_ascii_case(b"keep-alive") {
                self.keep_alive = true;
            } else {
                let name =
                    HeaderName::from_bytes(token).map_err(|_| HeadError::BadConnectionToken)?;
                if self.nominated.len() >= NOMINATED_FIELDS {
                    return Err(HeadError::BadConnectionToken);
                }
                self.nominated.push(name);
            }
        }
        Ok(())
    }
}

/// Appends to a list field; a list that does not fit a value any more keeps what it has.
fn join(list: &mut Option<HeaderValue>, value: HeaderValue) {
    *list = Some(match list.take() {
        None => value,
        Some(first) => {
            let joined = [first.as_bytes(), value.as_bytes()].join(&b", "[..]);
            HeaderValue::from_maybe_shared(Bytes::from(joined)).unwrap_or(first)
        }
    });
}

/// Digits only: no sign, no blanks, no list (RFC 9110 section 8.6 allows to refuse a list of equal
/// values).
fn content_length(value: &[u8]) -> Result<u64, HeadError> {
    if value.is_empty() || value.len() > LONGEST_LENGTH || !value.iter().all(u8::is_ascii_digit) {
        return Err(HeadError::BadLength);
    }
    Ok(value
        .iter()
        .fold(0, |length, digit| length * 10 + u64::from(*digit - b'0')))
}

/// `uri-host [":" port]` by its characters; what it names is of no interest, the target decides
/// alone.
fn is_host(value: &[u8]) -> bool {
    value
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._~:[]%!$&'()*+;=".contains(byte))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// The text of a range that was checked to be ASCII.
fn ascii(raw: &[u8], start: usize, end: usize) -> &str {
    raw.get(start..end)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .unwrap_or_default()
}

/// Why a request head is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HeadError {
    #[error("the request line is longer than {limit} bytes")]
    LineTooLong { limit: usize },
    #[error("the request head is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the request has more than {limit} header fields")]
    TooManyFields { limit: usize },
    #[error("a line ends in a line feed without a carriage return")]
    BareLineFeed,
    #[error("a carriage return stands without a line feed")]
    BareCarriageReturn,
    #[error("the request head contains a NUL")]
    Nul,
    #[error("a header field is folded over several lines")]
    FoldedLine,
    #[error("this port speaks plain HTTP and the client began a TLS handshake")]
    TlsOnPlainPort,
    #[error("the request method is not a valid token")]
    BadMethod,
    #[error("the request line is not of the form `method target version`")]
    BadRequestLine,
    #[error("the request target contains characters that are not allowed in a URL")]
    BadTarget,
    #[error("the HTTP version is not supported; use HTTP/1.1")]
    UnsupportedVersion,
    #[error("HTTP/2 is not supported; use HTTP/1.1")]
    Http2PriorKnowledge,
    #[error("CONNECT and TRACE are not supported")]
    MethodNotSupported,
    #[error("a change of protocol (Upgrade) is not supported")]
    Upgrade,
    #[error("a header field name is not a valid token")]
    BadFieldName,
    #[error("a header field value contains control characters")]
    BadFieldValue,
    #[error("the Connection field is not a list of tokens")]
    BadConnectionToken,
    #[error("the Host field is missing")]
    MissingHost,
    #[error("there is more than one Host field")]
    DuplicateHost,
    #[error("the Host field is not a host")]
    BadHost,
    #[error("Content-Length is not a number")]
    BadLength,
    #[error("there is more than one Content-Length")]
    SeveralLengths,
    #[error("Content-Length and Transfer-Encoding exclude each other")]
    LengthAndCoding,
    #[error("the only supported Transfer-Encoding is chunked")]
    UnsupportedCoding,
    #[error("HTTP/1.0 has no Transfer-Encoding")]
    CodingInHttp10,
    #[error("the only supported expectation is 100-continue")]
    UnknownExpectation,
}

/// The first byte of a TLS record that carries a handshake.
const TLS_HANDSHAKE: u8 = 0x16;
/// Carriage return and line feed.
const LINE_END: usize = 2;
/// A client may end a body with a line end too many; more than a few are no accident.
const EMPTY_LINES_BEFORE_A_REQUEST: usize = 4;
/// The longest registered method, UPDATEREDIRECTREF, has 17.
const LONGEST_METHOD: usize = 32;
/// 10^18 is the largest length that fits in 64 bits whatever its digits.
const LONGEST_LENGTH: usize = 18;
/// Clients nominate one or two fields; each costs a look-up.
const NOMINATED_FIELDS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            head_bytes: 4096,
            request_line_bytes: 512,
            fields: 8,
            ..Limits::default()
        }
    }

    /// Feeds the text one byte at a time, as the slowest client would.
    fn read(text: &[u8]) -> Result<RequestHead, HeadError> {
        let limits = limits();
        let mut scanner = HeadScanner::default();
        for end in 1..=text.len() {
            if let Scan::Complete(length) = scanner.scan(&text[..end], &limits)? {
                assert_eq!(length, text.len(), "the head ends where the text does");
                return RequestHead::parse(Bytes::copy_from_slice(text)).map_err(|r| r.error);
            }
        }
        panic!("incomplete: {}", String::from_utf8_lossy(text));
    }

    fn error(text: &str) -> HeadError {
        let by_bytes = read(text.as_bytes()).expect_err(text);
        let at_once = HeadScanner::default()
            .scan(text.as_bytes(), &limits())
            .and_then(|_| {
                RequestHead::parse(Bytes::copy_from_slice(text.as_bytes())).map_err(|r| r.error)
            })
            .expect_err(text);
        assert_eq!(by_bytes, at_once, "{text:?} however it arrives");
        by_bytes
    }

    fn head(text: &str) -> RequestHead {
        read(text.as_bytes()).expect(text)
    }

    #[test]
    fn an_absolute_form_request_of_the_tunnel_is_read() {
        let head = head(
            "GET http://vcs_control.steven.lab:8443/c3Rl/cucm-uds/version HTTP/1.1\r\n\
             Host: vcs_control.steven.lab:8443\r\nAccept: */*\r\nTrackingID: 6af9\r\n\
             X-Forwarded-For: 192.0.2.7\r\nx-forwarded-for: 127.0.0.1\r\nVia: https/1.1 vcs[1]\r\n\r\n",
        );
        assert_eq!(
            head.line(),
            "GET http://vcs_control.steven.lab:8443/c3Rl/cucm-uds/version HTTP/1.1"
        );
        assert_eq!(
            head.target(),
            "http://vcs_control.steven.lab:8443/c3Rl/cucm-uds/version"
        );
        assert_eq!(head.framing, Framing::None);
        assert_eq!(head.persistence, Persistence::KeepAlive);
        assert_eq!(head.tracking_id.unwrap(), "6af9");
        assert_eq!(head.forwarded_for.unwrap(), "192.0.2.7, 127.0.0.1");
        assert_eq!(head.via.unwrap(), "https/1.1 vcs[1]");
        let left: Vec<_> = head
            .fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.to_str().unwrap()))
            .collect();
        assert_eq!(left, [("accept", "*/*")]);
    }

    #[test]
    fn fields_of_this_connection_do_not_go_on() {
        let head = head(
            "POST /c3Rl/x HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, X-Secret ,close\r\nX-Secret: 1\r\n\
             Keep-Alive: timeout=5\r\nTE: trailers\r\nCookie: a=b\r\nContent-Length: 0\r\n\r\n",
        );
        assert_eq!(head.persistence, Persistence::Close);
        assert_eq!(head.framing, Framing::Length(0));
        let left: Vec<_> = head.fields.keys().map(HeaderName::as_str).collect();
        assert_eq!(left, ["cookie"]);
    }

    #[test]
    fn http_1_0_closes_unless_asked_to_stay() {
        assert_eq!(
            head("GET /x HTTP/1.0\r\n\r\n").persistence,
            Persistence::Close
        );
        let stays = head("GET /x HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
        assert_eq!(stays.persistence, Persistence::KeepAlive);
        assert_eq!(stays.version, Version::HTTP_10);
    }

    #[test]
    fn blanks_around_a_value_are_not_part_of_it() {
        let head = head("GET /x HTTP/1.1\r\nHost:a\r\nA: \t b c\t \r\nEmpty:   \r\n\r\n");
        assert_eq!(head.fields["a"], "b c");
        assert_eq!(head.fields["empty"], "");
    }

    #[test]
    fn every_malformed_head_has_its_own_reason() {
        let start = "GET /x HTTP/1.1\r\nHost: a\r\n";
        let cases = [
            (
                format!("{start}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
                HeadError::LengthAndCoding,
            ),
            (
                format!("{start}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"),
                HeadError::LengthAndCoding,
            ),
            (
                format!("{start}Content-Length: 5\r\nContent-Length: 6\r\n\r\n"),
                HeadError::SeveralLengths,
            ),
            (
                format!("{start}Content-Length: 5\r\ncontent-length: 5\r\n\r\n"),
                HeadError::SeveralLengths,
            ),
            (
                format!("{start}Content-Length: 5, 5\r\n\r\n"),
                HeadError::BadLength,
            ),
            (
                format!("{start}Content-Length: +5\r\n\r\n"),
                HeadError::BadLength,
            ),
            (
                format!("{start}Content-Length: -1\r\n\r\n"),
                HeadError::BadLength,
            ),
            (
                format!("{start}Content-Length:\r\n\r\n"),
                HeadError::BadLength,
            ),
            (
                format!("{start}Content-Length: 99999999999999999999\r\n\r\n"),
                HeadError::BadLength,
            ),
            (
                format!("{start}Transfer-Encoding: gzip, chunked\r\n\r\n"),
                HeadError::UnsupportedCoding,
            ),
            (
                format!("{start}Transfer-Encoding: xchunked\r\n\r\n"),
                HeadError::UnsupportedCoding,
            ),
            (
                format!("{start}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
                HeadError::UnsupportedCoding,
            ),
            (
                format!("{start}Transfer-Encoding:\r\n\r\n"),
                HeadError::UnsupportedCoding,
            ),
            (
                "GET /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n".into(),
                HeadError::CodingInHttp10,
            ),
            (
                format!("{start}Transfer-Encoding : chunked\r\n\r\n"),
                HeadError::BadFieldName,
            ),
            (
                format!("{start}Transfer-Encoding\r\n\r\n"),
                HeadError::BadFieldName,
            ),
            (format!("{start}: x\r\n\r\n"), HeadError::BadFieldName),
            (format!("{start}A: b\r\n c\r\n\r\n"), HeadError::FoldedLine),
            (format!("{start}\tA: b\r\n\r\n"), HeadError::FoldedLine),
            (
                "GET /x HTTP/1.1\r\n Host: a\r\n\r\n".into(),
                HeadError::FoldedLine,
            ),
            (format!("{start}A: b\n\r\n"), HeadError::BareLineFeed),
            (
                "GET /x HTTP/1.1\nHost: a\n\n".into(),
                HeadError::BareLineFeed,
            ),
            (
                format!("{start}A: b\rC: d\r\n\r\n"),
                HeadError::BareCarriageReturn,
            ),
            (
                format!("{start}A: b\r\r\n\r\n"),
                HeadError::BareCarriageReturn,
            ),
            (format!("{start}A: b\0c\r\n\r\n"), HeadError::Nul),
            (
                format!("{start}A: b\x0bc\r\n\r\n"),
                HeadError::BadFieldValue,
            ),
            (format!("{start}A: b\x7f\r\n\r\n"), HeadError::BadFieldValue),
            (format!("{start}Host: a\r\n\r\n"), HeadError::DuplicateHost),
            (
                "GET /x HTTP/1.1\r\nHost: a b\r\n\r\n".into(),
                HeadError::BadHost,
            ),
            (
                "GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n".into(),
                HeadError::BadHost,
            ),
            (
                "GET /x HTTP/1.1\r\nAccept: a\r\n\r\n".into(),
                HeadError::MissingHost,
            ),
            (
                "GET  /x HTTP/1.1\r\nHost: a\r\n\r\n".into(),
                HeadError::BadRequestLine,
            ),
            (
                "GET /x  HTTP/1.1\r\nHost: a\r\n\r\n".into(),
                HeadError::BadRequestLine,
            ),
            (
                "GET /x HTTP/1.1 \r\nHost: a\r\n\r\n".into(),
                HeadError::BadRequestLine,
            ),
            ("GET /x\r\n\r\n".into(), HeadError::BadRequestLine),
            ("GET\r\n\r\n".into(), HeadError::BadRequestLine),
            (
                "GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n".into(),
                HeadError::BadTarget,
            ),
            (
                "GET\t/x HTTP/1.1\r\nHost: a\r\n\r\n".into(),
                HeadError::BadMethod,
            ),
            (
                "G(T /x HTTP/1.1\r\nHost: a\r\n\r\n".into(),
                HeadError::BadMethod,
            ),
            (
                " GET /x HTTP/1.1\r\nHost: a\r\n\r\n".into(),
                HeadError::BadMethod,
            ),
            (
                "GET /x HTTP/1.2\r\nHost: a\r\n\r\n".into(),
                HeadError::UnsupportedVersion,
            ),
            (
                "GET /x HTTP/2.0\r\nHost: a\r\n\r\n".into(),
                HeadError::UnsupportedVersion,
            ),
            (
                "PRI * HTTP/2.0\r\n\r\n".into(),
                HeadError::Http2PriorKnowledge,
            ),
            (
                "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n".into(),
                HeadError::MethodNotSupported,
            ),
            (
                "TRACE /x HTTP/1.1\r\nHost: a\r\n\r\n".into(),
                HeadError::MethodNotSupported,
            ),
            (
                format!("{start}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
                HeadError::Upgrade,
            ),
            (
                format!("{start}Connection: a b\r\n\r\n"),
                HeadError::BadConnectionToken,
            ),
            (
                format!("{start}Expect: 200-ok\r\n\r\n"),
                HeadError::UnknownExpectation,
            ),
            ("\x16\x03\x01\x02\x00\x01".into(), HeadError::TlsOnPlainPort),
            (
                format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(600)),
                HeadError::LineTooLong { limit: 512 },
            ),
            (
                format!("{start}{}\r\n", "A: b\r\n".repeat(8)),
                HeadError::TooManyFields { limit: 8 },
            ),
            (
                format!("{start}A: {}\r\n\r\n", "x".repeat(5000)),
                HeadError::TooLarge { limit: 4096 },
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(error(&text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_without_an_end_is_refused_at_its_limit() {
        let mut scanner = HeadScanner::default();
        let endless = vec![b'A'; 513];
        assert_eq!(scanner.scan(&endless[..512], &limits()), Ok(Scan::Partial));
        assert_eq!(
            scanner.scan(&endless, &limits()),
            Err(HeadError::LineTooLong { limit: 512 })
        );
    }

    #[test]
    fn as_many_fields_as_the_limit_are_allowed() {
        let head = head(&format!(
            "GET /x HTTP/1.1\r\nHost: a\r\n{}\r\n",
            "A: b\r\n".repeat(7)
        ));
        assert_eq!(head.fields.get_all("a").iter().count(), 7);
    }

    #[test]
    fn the_expectation_counts_only_with_a_body() {
        let body =
            "PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n";
        assert!(head(body).expects_continue);
        let none =
            "PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n";
        assert!(!head(none).expects_continue);
    }

    #[test]
    fn no_truncation_of_a_head_is_taken_for_a_head() {
        let text = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nA: b\r\n\r\n";
        for end in 0..text.len() {
            let mut scanner = HeadScanner::default();
            assert_eq!(
                scanner.scan(&text[..end], &limits()),
                Ok(Scan::Partial),
                "{end}"
            );
        }
    }

    #[test]
    fn empty_lines_before_a_request_are_skipped() {
        let mut buffer = BytesMut::from(&b"\r\n\r\nGET "[..]);
        skip_empty_lines(&mut buffer);
        assert_eq!(&buffer[..], b"GET ");
    }
}
