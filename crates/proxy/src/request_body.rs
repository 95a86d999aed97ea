//! The way of a request's body from the client's connection to the node's.
//!
//! The node's connection asks first: not a byte of the body is read before the node is there to
//! take it, and a client that waits for `100 Continue` gets it at that moment. A body that ends too
//! early is an error for the node's connection, never a short body.

use std::cell::Cell;
use std::collections::VecDeque;
use std::future::pending;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::clients::{Entered, Waiting};
use crate::http1::{BodyDecoder, BodyError, Decoded, Framing};
use crate::limits::Limits;
use crate::socket::Socket;
use crate::upstream::BoxError;

/// The node's end: a body that asks for its pieces.
#[derive(Debug)]
pub(crate) struct Streamed {
    wanted: Option<oneshot::Sender<()>>,
    pieces: mpsc::Receiver<Piece>,
    /// Bytes that are still to come, if the client said how many.
    remaining: Option<u64>,
    ended: bool,
}

/// The client's end: reads pieces and hands them over.
#[derive(Debug)]
pub(crate) struct Feeder {
    wanted: oneshot::Receiver<()>,
    pieces: mpsc::Sender<Piece>,
}

#[derive(Debug)]
enum Piece {
    Data(Bytes),
    Trailers(HeaderMap),
    End,
}

/// A connection to a node is told this when the client's body does not reach its end.
#[derive(Debug, thiserror::Error)]
#[error("the client's body ended too early")]
pub(crate) struct Truncated;

/// Why a body could not be read to its end.
#[derive(Debug)]
pub(crate) enum FeedError {
    /// The client closed, or its connection broke.
    Cut,
    /// The chunks or the trailers are malformed, or the body is too large.
    Malformed(BodyError),
}

/// Both ends of a body.
pub(crate) fn channel(framing: Framing) -> (Streamed, Feeder) {
    let (want, wanted) = oneshot::channel();
    let (sender, receiver) = mpsc::channel(PIECES_AHEAD);
    let remaining = match framing {
        Framing::Length(length) => Some(length),
        Framing::None | Framing::Chunked => None,
    };
    let streamed = Streamed {
        wanted: Some(want),
        pieces: receiver,
        remaining,
        ended: false,
    };
    (
        streamed,
        Feeder {
            wanted,
            pieces: sender,
        },
    )
}

impl Body for Streamed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(wanted) = self.wanted.take() {
            // A client that is gone is noticed below.
            let (Ok(()) | Err(())) = wanted.send(());
        }
        if self.ended {
            return Poll::Ready(None);
        }
        self.pieces.poll_recv(context).map(|piece| match piece {
            Some(Piece::Data(data)) => {
                if let Some(remaining) = &mut self.remaining {
                    *remaining = remaining.saturating_sub(data.len() as u64);
                    self.ended = *remaining == 0;
                }
                Some(Ok(Frame::data(data)))
            }
            Some(Piece::Trailers(fields)) => Some(Ok(Frame::trailers(fields))),
            Some(Piece::End) => {
                self.ended = true;
                None
            }
            None => Some(Err(BoxError::from(Truncated))),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }

    fn size_hint(&self) -> SizeHint {
        self.remaining.map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// Where a body is read from.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) client: &'a Entered,
    pub(crate) socket: &'a Socket,
    pub(crate) limits: &'a Limits,
    pub(crate) buffer: &'a mut BytesMut,
    pub(crate) decoder: BodyDecoder,
    /// Pieces that came together with the head.
    pub(crate) ready: VecDeque<Decoded>,
    /// The client wants to be told to go on.
    pub(crate) expects_continue: bool,
    /// Set while `100 Continue` is on its way to the client; nothing else may be written then.
    pub(crate) continuing: &'a Cell<bool>,
    /// The end of the time for the whole request.
    pub(crate) end: Instant,
}

impl Source<'_> {
    /// Decodes what the buffer holds already, so that a malformed body which came in one piece with
    /// its head is refused before a connection is made for it. A chunked body whose client does not
    /// wait is read at least to its first chunk.
    pub(crate) async fn look_ahead(&mut self, framing: Framing) -> Result<(), FeedError> {
        loop {
            match self
                .decoder
                .decode(self.buffer, self.limits)
                .map_err(FeedError::Malformed)?
            {
                Decoded::NeedMore => {
                    if framing != Framing::Chunked
                        || self.expects_continue
                        || !self.ready.is_empty()
                    {
                        return Ok(());
                    }
                    self.read().await?;
                }
                Decoded::End => {
                    self.ready.push_back(Decoded::End);
                    return Ok(());
                }
                piece @ (Decoded::Data(_) | Decoded::Trailers(_)) => self.ready.push_back(piece),
            }
        }
    }

    /// Whether the whole body has come.
    pub(crate) fn is_complete(&self) -> bool {
        self.ready.back() == Some(&Decoded::End)
    }

    async fn read(&mut self) -> Result<(), FeedError> {
        self.client
            .wait_for(Waiting::Body, self.limits.stall_time, Some(self.end));
        self.buffer.reserve(READ_AT_ONCE);
        match self.socket.read(self.buffer).await {
            Ok(0) | Err(_) => Err(FeedError::Cut),
            Ok(_) => Ok(()),
        }
    }

    async fn next(&mut self) -> Result<Decoded, FeedError> {
        if let Some(piece) = self.ready.pop_front() {
            return Ok(piece);
        }
        loop {
            match self
                .decoder
                .decode(self.buffer, self.limits)
                .map_err(FeedError::Malformed)?
            {
                Decoded::NeedMore => self.read().await?,
                piece @ (Decoded::Data(_) | Decoded::Trailers(_) | Decoded::End) => {
                    return Ok(piece);
                }
            }
        }
    }
}

impl Feeder {
    /// Reads the body to its end and hands it over. Never returns if the node does not want it (any
    /// more): the node's answer decides then.
    pub(crate) async fn run(self, source: &mut Source<'_>) -> Result<(), FeedError> {
        if self.wanted.await.is_err() {
            return pending().await;
        }
        if std::mem::take(&mut source.expects_continue) && source.ready.is_empty() {
            source.continuing.set(true);
            let told = source
                .socket
                .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")
                .await;
            source.continuing.set(false);
            told.map_err(|_| FeedError::Cut)?;
        }
        loop {
            let piece = match source.next().await? {
                Decoded::Data(data) => Piece::Data(data),
                Decoded::Trailers(fields) => Piece::Trailers(fields),
                Decoded::End | Decoded::NeedMore => Piece::End,
            };
            let last = matches!(piece, Piece::End);
            source.client.wait_until(Waiting::Answer, source.end);
            if self.pieces.send(piece).await.is_err() && !last {
                return pending().await;
            }
            if last {
                return Ok(());
            }
        }
    }
}

/// Pieces that wait for the node's connection; one is sent while the next is read.
const PIECES_AHEAD: usize = 2;
/// Large enough that the calls cost little beside the copying.
const READ_AT_ONCE: usize = 64 * 1024;
