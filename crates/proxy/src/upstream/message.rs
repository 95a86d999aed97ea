//! What travels to and from a node.

use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::Method;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use http_body_util::combinators::UnsyncBoxBody;

use super::Inner;
use super::connection::{Answered, Connection, ExchangeError};
use crate::http1::{NodeBody, NodeHead, Unchunked};

/// An error of a body that comes from outside.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request to a node.
#[derive(Debug)]
pub(crate) struct RequestBody {
    inner: Option<UnsyncBoxBody<Bytes, BoxError>>,
}

/// A request as a node gets it.
#[derive(Debug)]
pub(crate) struct NodeRequest {
    pub(crate) method: Method,
    /// Request line and fields, the empty line included.
    pub(crate) head: Vec<u8>,
    pub(crate) framing: BodyFraming,
    pub(crate) body: RequestBody,
}

/// How the head of a request says where its body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyFraming {
    /// By a length, or there is no body.
    Plain,
    Chunked,
}

/// The body of a node's response. The connection goes back to the pool when the body has been read
/// to its end, and is closed if this is dropped before.
#[derive(Debug)]
pub(crate) struct ResponseBody {
    input: Vec<u8>,
    /// What is at hand of the body.
    piece: Range<usize>,
    rest: NodeBody,
    trailers: Vec<u8>,
    /// Present until the body has ended.
    connection: Option<Connection>,
    upstream: Arc<Inner>,
}

impl RequestBody {
    /// No body; costs no allocation.
    pub(crate) const fn empty() -> Self {
        Self { inner: None }
    }

    /// A body that is streamed through.
    pub(crate) fn streaming<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        if body.is_end_stream() {
            return Self::empty();
        }
        Self {
            inner: Some(body.map_err(Into::into).boxed_unsync()),
        }
    }

    /// Whether there is nothing to send.
    pub(crate) const fn is_empty(&self) -> bool {
        self.inner.is_none()
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.inner {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl NodeRequest {
    /// Whether it may be run twice: safe (RFC 9110 section 9.2.1), and without a body.
    pub(super) fn is_repeatable(&self) -> bool {
        let safe = matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS);
        safe && self.body.is_empty()
    }

    /// `GET /path HTTP/1.1`.
    pub(crate) fn line(&self) -> &[u8] {
        let end = memchr::memchr(b'\r', &self.head).unwrap_or(self.head.len());
        self.head.get(..end).unwrap_or_default()
    }

    /// The fields as they are sent, each with its line end.
    pub(crate) fn field_lines(&self) -> &[u8] {
        self.head.get(self.line().len() + 2..).unwrap_or_default()
    }
}

impl ResponseBody {
    pub(super) fn new(
        method: &Method,
        answered: Answered,
        connection: Connection,
        upstream: Arc<Inner>,
    ) -> (NodeHead, Self) {
        let Answered {
            head,
            input,
            body_at,
        } = answered;
        let mut body = Self {
            input,
            piece: body_at..body_at,
            rest: head.body(method),
            trailers: Vec::new(),
            connection: Some(connection),
            upstream,
        };
        if matches!(body.rest, NodeBody::Length(0)) {
            body.end();
        }
        (head, body)
    }

    /// How long it is, if that was said and nothing has been read of it.
    pub(crate) fn length(&self) -> Option<u64> {
        match self.rest {
            NodeBody::Length(length) => Some(length),
            NodeBody::Chunked(_) | NodeBody::UntilClose => None,
        }
    }

    /// Waits for the next piece; `false` at the end. The piece before is gone then.
    #[cfg(test)]
    pub(super) async fn next(&mut self) -> Result<bool, ExchangeError> {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    /// Whether there is another piece, which takes the place of the one before.
    pub(crate) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<bool, ExchangeError>> {
        loop {
            if self.connection.is_none() {
                self.piece = self.piece.end..self.piece.end;
                return Poll::Ready(Ok(false));
            }
            if let Some(found) = self.take_piece()? {
                return Poll::Ready(Ok(found));
            }
            let Some(connection) = &mut self.connection else {
                continue;
            };
            self.input.drain(..self.piece.end);
            self.piece = 0..0;
            let read = connection.poll_read(context, &mut self.input, &self.upstream.buffers);
            if ready!(read)? == 0 {
                self.connection = None;
                if !matches!(self.rest, NodeBody::UntilClose) {
                    return Poll::Ready(Err(ExchangeError::Closed));
                }
            }
        }
    }

    /// Finds the next piece in the input; nothing if more has to be read.
    fn take_piece(&mut self) -> Result<Option<bool>, ExchangeError> {
        let start = self.piece.end;
        let at_hand = self.input.get(start..).unwrap_or_default();
        match &mut self.rest {
            NodeBody::Length(remaining) => {
                let length = usize::try_from(*remaining)
                    .map_or(at_hand.len(), |remaining| remaining.min(at_hand.len()));
                if length == 0 {
                    return Ok(None);
                }
                *remaining -= length as u64;
                let ended = *remaining == 0;
                self.piece = start..start + length;
                if ended {
                    self.end();
                }
                Ok(Some(true))
            }
            NodeBody::Chunked(chunks) => match chunks.next(at_hand)? {
                Unchunked::Data { skip, length } => {
                    self.piece = start + skip..start + skip + length;
                    Ok(Some(true))
                }
                Unchunked::NeedMore { skip } => {
                    self.piece = start + skip..start + skip;
                    Ok(None)
                }
                Unchunked::End { skip } => {
                    self.piece = start + skip..start + skip;
                    self.trailers = chunks.take_trailers();
                    self.end();
                    Ok(Some(false))
                }
            },
            NodeBody::UntilClose => {
                self.piece = start..self.input.len();
                Ok((!self.piece.is_empty()).then_some(true))
            }
        }
    }

    /// The piece at hand.
    pub(crate) fn piece(&self) -> &[u8] {
        self.input.get(self.piece.clone()).unwrap_or_default()
    }

    /// Whether the piece at hand is the last one; unknown, and so `false`, where no length was said.
    pub(crate) fn is_last(&self) -> bool {
        self.connection.is_none()
    }

    /// The trailer lines of a chunked body that has ended, each with its line end.
    pub(crate) fn trailers(&self) -> &[u8] {
        &self.trailers
    }

    /// Lets the request's body go on while nothing is read here.
    pub(crate) fn keep_uploading(&mut self, context: &mut Context<'_>) {
        if let Some(connection) = &mut self.connection {
            connection.keep_uploading(context);
        }
    }

    /// The last byte has been read: the connection can serve again, also before that byte has gone
    /// on.
    fn end(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            if self.piece.end < self.input.len() {
                // Bytes that nobody asked for.
                connection.spend();
            }
            self.upstream.settle(connection);
        }
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        self.upstream.buffers.give(std::mem::take(&mut self.input));
    }
}
