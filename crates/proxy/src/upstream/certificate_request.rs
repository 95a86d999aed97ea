//! Whether a node asked for a client certificate, read from the clear part of a handshake of TLS 1.2
//! or below (RFC 5246 section 7.4.4, RFC 2246 section 7.4.4).
//!
//! rustls tells this itself; OpenSSL does not, so what it reads is kept until the handshake ends.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::progress::{ClientCertificateRequest, TlsVersion};

/// A flight of certificates is a few KiB; OpenSSL itself reads at most about 100 KiB of them.
const MAX_RECORDED: usize = 160 * 1024;

/// An HTTP connection writes and flushes a few times in a row, and reads when it is woken again.
const MAX_PUT_OFF: u8 = 8;

/// A stream that keeps what is read from it until it is told to stop.
///
/// From then on it puts a failed write off until something has been read: a node that refuses our
/// certificate sends its alert and closes, and OpenSSL reads nothing more after an error.
#[derive(Debug)]
pub(super) struct Recorder {
    stream: TcpStream,
    recorded: Option<Vec<u8>>,
    put_off: u8,
}

impl Recorder {
    pub(super) const fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            recorded: Some(Vec::new()),
            put_off: 0,
        }
    }

    /// What was read so far; nothing is kept any more.
    pub(super) fn finish(&mut self) -> Vec<u8> {
        self.recorded.take().unwrap_or_default()
    }
}

/// What the node asked for, by the bytes it sent in the handshake.
pub(super) fn in_handshake(version: Option<TlsVersion>, sent: &[u8]) -> ClientCertificateRequest {
    match version {
        Some(TlsVersion::V1_3) | None => ClientCertificateRequest::Unknown,
        Some(version @ (TlsVersion::V1_0 | TlsVersion::V1_1 | TlsVersion::V1_2)) => {
            find(version, &handshake_messages(sent)).unwrap_or_default()
        }
    }
}

/// The contents of the handshake records before the first record of another kind.
fn handshake_messages(mut records: &[u8]) -> Vec<u8> {
    const HANDSHAKE: u8 = 22;
    let mut messages = Vec::new();
    while let Some((kind, rest)) = records.split_first()
        && *kind == HANDSHAKE
        && let Some(content) = rest.get(2..).and_then(take_u16)
    {
        messages.extend_from_slice(content.taken);
        records = content.rest;
    }
    messages
}

fn find(version: TlsVersion, mut messages: &[u8]) -> Option<ClientCertificateRequest> {
    const CERTIFICATE_REQUEST: u8 = 13;
    while let Some((kind, rest)) = messages.split_first() {
        let (length, rest) = rest.split_first_chunk::<3>()?;
        let length = usize::try_from(u32::from_be_bytes([0, length[0], length[1], length[2]]));
        let length = length.ok()?;
        let body = rest.get(..length)?;
        if *kind == CERTIFICATE_REQUEST {
            return authorities(version, body)
                .map(|authorities| ClientCertificateRequest::Made { authorities });
        }
        messages = rest.get(length..)?;
    }
    None
}

fn authorities(version: TlsVersion, body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (types, rest) = body.split_first()?;
    let mut rest = rest.get(usize::from(*types)..)?;
    if version == TlsVersion::V1_2 {
        rest = take_u16(rest)?.rest;
    }
    let mut names = take_u16(rest)?.taken;
    let mut authorities = Vec::new();
    while !names.is_empty() {
        let name = take_u16(names)?;
        authorities.push(name.taken.to_vec());
        names = name.rest;
    }
    Some(authorities)
}

struct Split<'a> {
    taken: &'a [u8],
    rest: &'a [u8],
}

/// A vector with a length of two octets.
fn take_u16(bytes: &[u8]) -> Option<Split<'_>> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let (taken, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    Some(Split { taken, rest })
}

impl AsyncRead for Recorder {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(recorded) = &mut self.recorded
            && let Some(new) = buffer.filled().get(before..)
            && recorded.len() + new.len() <= MAX_RECORDED
        {
            recorded.extend_from_slice(new);
        }
        result
    }
}

impl AsyncWrite for Recorder {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        let is_over = matches!(result, Poll::Ready(Err(_))) && self.recorded.is_none();
        if is_over && self.put_off < MAX_PUT_OFF {
            // What made the write fail makes the stream readable, now or as soon as it is noticed.
            if self.stream.poll_read_ready(context).is_ready() {
                self.put_off += 1;
                context.waker().wake_by_ref();
            }
            return Poll::Pending;
        }
        result
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(length_octets: usize, content: &[u8]) -> Vec<u8> {
        let length = content.len().to_be_bytes();
        [&length[length.len() - length_octets..], content].concat()
    }

    fn record(content: &[u8]) -> Vec<u8> {
        [vec![22, 3, 3], vector(2, content)].concat()
    }

    fn message(kind: u8, body: &[u8]) -> Vec<u8> {
        [vec![kind], vector(3, body)].concat()
    }

    fn request_1_2() -> Vec<u8> {
        let names = [vector(2, b"first"), vector(2, b"second")].concat();
        let body = [
            vector(1, &[1, 64]),
            vector(2, &[4, 1, 4, 3]),
            vector(2, &names),
        ]
        .concat();
        message(13, &body)
    }

    #[test]
    fn authorities_are_read_across_records() {
        let flight = [message(2, &[0; 70]), message(11, &[0; 30]), request_1_2()].concat();
        let (first, second) = flight.split_at(95);
        let sent = [record(first), record(second), vec![20, 3, 3, 0, 1, 1]].concat();
        let made = ClientCertificateRequest::Made {
            authorities: vec![b"first".to_vec(), b"second".to_vec()],
        };
        assert_eq!(in_handshake(Some(TlsVersion::V1_2), &sent), made);
    }

    #[test]
    fn tls_1_0_has_no_signature_algorithms() {
        let body = [vector(1, &[1]), vector(2, &[])].concat();
        let made = ClientCertificateRequest::Made {
            authorities: Vec::new(),
        };
        assert_eq!(
            in_handshake(Some(TlsVersion::V1_0), &record(&message(13, &body))),
            made
        );
    }

    #[test]
    fn flight_without_request_asks_for_nothing_and_tls_1_3_hides_it() {
        let sent = record(&message(2, &[0; 70]));
        assert_eq!(
            in_handshake(Some(TlsVersion::V1_2), &sent),
            ClientCertificateRequest::None
        );
        assert_eq!(
            in_handshake(Some(TlsVersion::V1_3), &sent),
            ClientCertificateRequest::Unknown
        );
    }

    #[test]
    fn truncation_at_every_octet_is_no_panic() {
        let sent = record(&request_1_2());
        for length in 0..sent.len() {
            assert_eq!(
                in_handshake(Some(TlsVersion::V1_2), &sent[..length]),
                ClientCertificateRequest::None
            );
        }
    }
}
