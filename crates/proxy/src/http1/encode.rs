//! Response heads and chunks as bytes (RFC 9112 sections 4, 6 and 7).

use std::io::Write as _;

use http::header::{self, HeaderMap};
use http::{StatusCode, Version};

use super::head::Persistence;
use super::response::{Length, NodeHead};

/// The head of a response to the client.
#[derive(Debug)]
pub(crate) struct ResponseHead<'a> {
    pub(crate) status: StatusCode,
    /// The reason phrase, checked by the HTTP client or our own; may be empty.
    pub(crate) reason: &'a [u8],
    pub(crate) fields: Fields<'a>,
    pub(crate) framing: ResponseFraming,
    pub(crate) persistence: Persistence,
    /// The version that the client speaks.
    pub(crate) client: Version,
    /// An HTTP date, written if the response has none.
    pub(crate) date: &'a [u8],
}

/// The fields of a response.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fields<'a> {
    /// A node's; those that concern the connection to it are left out, and so is the length, which
    /// is written from the framing.
    Node(&'a NodeHead),
    /// Our own.
    Own(&'a HeaderMap),
}

/// How the client knows where the response ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseFraming {
    /// There is no body by definition (HEAD, 204, 304); a `Content-Length` speaks of the body that
    /// there would be.
    NoBody,
    Length(u64),
    Chunked,
    /// The end of the connection is the end of the body: HTTP/1.0 and no length.
    UntilClose,
}

impl ResponseFraming {
    /// Chooses the framing for a body of a known or unknown length.
    pub(crate) fn of(length: Option<u64>, client: Version) -> Self {
        match length {
            Some(length) => Self::Length(length),
            None if client == Version::HTTP_11 => Self::Chunked,
            None => Self::UntilClose,
        }
    }
}

impl ResponseHead<'_> {
    /// Appends status line, fields and the empty line.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"HTTP/1.1 ");
        out.extend_from_slice(self.status.as_str().as_bytes());
        out.push(b' ');
        out.extend_from_slice(self.reason);
        out.extend_from_slice(b"\r\n");
        let dated = match self.fields {
            Fields::Node(head) => {
                let length = match self.framing {
                    ResponseFraming::NoBody => Length::GoesOn,
                    ResponseFraming::Length(_)
                    | ResponseFraming::Chunked
                    | ResponseFraming::UntilClose => Length::StaysBehind,
                };
                head.copy_fields(length, out);
                head.is_dated()
            }
            Fields::Own(fields) => {
                for (name, value) in fields {
                    field(out, name.as_str().as_bytes(), value.as_bytes());
                }
                false
            }
        };
        if !dated {
            out.extend_from_slice(b"Date: ");
            out.extend_from_slice(self.date);
            out.extend_from_slice(b"\r\n");
        }
        match self.framing {
            ResponseFraming::Length(length) => number(out, b"Content-Length: ", length),
            ResponseFraming::Chunked => out.extend_from_slice(b"Transfer-Encoding: chunked\r\n"),
            ResponseFraming::NoBody | ResponseFraming::UntilClose => {}
        }
        match (self.persistence, self.client) {
            (Persistence::Close, _) => out.extend_from_slice(b"Connection: close\r\n"),
            (Persistence::KeepAlive, Version::HTTP_10) => {
                out.extend_from_slice(b"Connection: keep-alive\r\n");
            }
            (Persistence::KeepAlive, _) => {}
        }
        out.extend_from_slice(b"\r\n");
    }
}

/// Names are written as `Content-Type`: old phones compare them with case.
pub(crate) fn field(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    let start = out.len();
    out.extend_from_slice(name);
    let mut start_of_word = true;
    for byte in out.get_mut(start..).unwrap_or_default() {
        *byte = if start_of_word {
            byte.to_ascii_uppercase()
        } else {
            byte.to_ascii_lowercase()
        };
        start_of_word = *byte == b'-';
    }
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

fn number(out: &mut Vec<u8>, name: &[u8], number: u64) {
    out.extend_from_slice(name);
    // Writing to a vector cannot fail.
    drop(write!(out, "{number}\r\n"));
}

/// Appends the line that announces a chunk of this size; the data and a line end follow.
pub(crate) fn chunk_head(out: &mut Vec<u8>, size: usize) {
    drop(write!(out, "{size:x}\r\n"));
}

/// Appends a whole chunk.
pub(crate) fn encode_chunk(out: &mut Vec<u8>, data: &[u8]) {
    if !data.is_empty() {
        chunk_head(out, data.len());
        out.extend_from_slice(data);
        out.extend_from_slice(b"\r\n");
    }
}

/// Appends the end of a chunked body with its trailers.
pub(crate) fn encode_last_chunk(out: &mut Vec<u8>, trailers: Option<&HeaderMap>) {
    out.extend_from_slice(b"0\r\n");
    for (name, value) in trailers.into_iter().flatten() {
        let framing = matches!(
            *name,
            header::CONTENT_LENGTH
                | header::TRANSFER_ENCODING
                | header::CONNECTION
                | header::TRAILER
        );
        if !framing {
            field(out, name.as_str().as_bytes(), value.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use http::header::{HeaderName, HeaderValue};

    use super::*;

    fn fields(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    fn received(lines: &[(&str, &str)]) -> NodeHead {
        let mut text = String::from("HTTP/1.1 200 \r\n");
        for (name, value) in lines {
            text.push_str(&[name, ": ", value, "\r\n"].concat());
        }
        text.push_str("\r\n");
        NodeHead::read(text.as_bytes()).unwrap().unwrap().0
    }

    fn encode(head: &ResponseHead<'_>) -> String {
        let mut out = Vec::new();
        head.encode(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn head(fields: Fields<'_>, framing: ResponseFraming) -> ResponseHead<'_> {
        ResponseHead {
            status: StatusCode::OK,
            reason: b"",
            fields,
            framing,
            persistence: Persistence::KeepAlive,
            client: Version::HTTP_11,
            date: b"Mon, 11 Jul 2022 16:55:26 GMT",
        }
    }

    #[test]
    fn an_empty_reason_is_passed_on_and_fields_of_the_nodes_connection_are_not() {
        let fields = received(&[
            ("server", "CE_C ECS"),
            ("connection", "keep-alive, x-hop"),
            ("x-hop", "1"),
            ("keep-alive", "timeout=5"),
            ("content-length", "7"),
            ("set-cookie", "a=b"),
            ("date", "Tue, 12 Jul 2022 16:55:26 GMT"),
        ]);
        assert_eq!(
            encode(&head(Fields::Node(&fields), ResponseFraming::Length(7))),
            "HTTP/1.1 200 \r\nServer: CE_C ECS\r\nSet-Cookie: a=b\r\n\
             Date: Tue, 12 Jul 2022 16:55:26 GMT\r\nContent-Length: 7\r\n\r\n"
        );
    }

    #[test]
    fn a_response_to_head_keeps_the_length_of_the_body_that_is_not_there() {
        let fields = received(&[("content-length", "1234")]);
        assert_eq!(
            encode(&head(Fields::Node(&fields), ResponseFraming::NoBody)),
            "HTTP/1.1 200 \r\nContent-Length: 1234\r\nDate: Mon, 11 Jul 2022 16:55:26 GMT\r\n\r\n"
        );
    }

    #[test]
    fn an_old_client_is_told_that_the_connection_stays_or_closes() {
        let none = HeaderMap::new();
        let mut old = head(
            Fields::Own(&none),
            ResponseFraming::of(Some(0), Version::HTTP_10),
        );
        old.client = Version::HTTP_10;
        assert!(encode(&old).ends_with("Content-Length: 0\r\nConnection: keep-alive\r\n\r\n"));
        old.framing = ResponseFraming::of(None, Version::HTTP_10);
        old.persistence = Persistence::Close;
        assert!(encode(&old).ends_with("GMT\r\nConnection: close\r\n\r\n"));
    }

    #[test]
    fn chunks_carry_their_size_and_trailers_no_framing() {
        let mut out = Vec::new();
        encode_chunk(&mut out, b"");
        encode_chunk(&mut out, &[b'x'; 17]);
        let trailers = fields(&[("x-sum", "1"), ("content-length", "3")]);
        encode_last_chunk(&mut out, Some(&trailers));
        assert_eq!(out, b"11\r\nxxxxxxxxxxxxxxxxx\r\n0\r\nX-Sum: 1\r\n\r\n");
    }
}
