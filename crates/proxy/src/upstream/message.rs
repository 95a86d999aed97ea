//! The bodies that travel to and from a node.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Incoming;

use super::home::Home;

/// An error of a body that comes from outside.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request to a node.
#[derive(Debug)]
pub(crate) struct RequestBody {
    inner: Option<UnsyncBoxBody<Bytes, BoxError>>,
}

/// The body of a node's response. The connection goes back to the pool when it has been read to its
/// end, and is closed if it is dropped before.
#[derive(Debug)]
pub(crate) struct ResponseBody {
    inner: Incoming,
    /// Present until the body has ended.
    home: Option<Home>,
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

impl ResponseBody {
    pub(super) fn new(inner: Incoming, home: Home) -> Self {
        let mut body = Self {
            inner,
            home: Some(home),
        };
        body.go_home_if_ended();
        body
    }

    fn go_home_if_ended(&mut self) {
        if self.inner.is_end_stream()
            && let Some(home) = self.home.take()
        {
            home.go();
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.inner).poll_frame(context);
        match &frame {
            // The last frame is known as such before the end is polled for, which may never happen.
            Poll::Ready(Some(Ok(_))) => self.go_home_if_ended(),
            Poll::Ready(None) => {
                if let Some(home) = self.home.take() {
                    home.go();
                }
            }
            Poll::Ready(Some(Err(_))) => self.home = None,
            Poll::Pending => {}
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
