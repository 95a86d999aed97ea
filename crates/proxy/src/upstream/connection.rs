//! One HTTP/1.1 connection to a node, between requests and during one.
//!
//! The task of the client's request moves the bytes itself: it writes the request, reads the answer
//! and hands the connection back. There is no task for each connection, so nothing is woken but who
//! waits, and an idle connection has neither buffer nor task.

use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::alert::AlertCode;
use super::buffers::Buffers;
use super::handshake::Written;
use super::message::NodeRequest;
use super::pool::Slot;
use super::progress::ConnectionFacts;
use super::settings::Limits;
use super::stream::{Mark, Transport, Watched};
use super::upload::{Upload, UploadError};
use crate::http1::{NodeHead, ResponseError};

/// An established connection that serves one request at a time. Its facts hold the proof that it may
/// be used; there is no other way to make one. Dropped, it is closed.
#[derive(Debug)]
pub(super) struct Connection(Box<Wire>);

#[derive(Debug)]
struct Wire {
    stream: Watched,
    facts: Arc<ConnectionFacts>,
    made: Instant,
    served: u64,
    /// The request, as long as it is not all sent or has no answer.
    upload: Option<Upload>,
    /// Cannot serve another request.
    spent: bool,
    _slot: Slot,
}

/// An answer's head, and what was read behind it.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) head: NodeHead,
    /// Begins with the body, if it is not empty.
    pub(super) input: Vec<u8>,
    /// Where in `input` the body begins.
    pub(super) body_at: usize,
}

/// A request that got no answer.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) cause: BrokenCause,
    /// The request, if it can still be sent: its body, if it has one, has not been begun.
    pub(super) request: Option<NodeRequest>,
    pub(super) written: Written,
    pub(super) heard: Heard,
    /// The alert by which the node ended the connection.
    pub(super) alert: Option<AlertCode>,
    pub(super) facts: Arc<ConnectionFacts>,
}

#[derive(Debug)]
pub(super) enum BrokenCause {
    /// The connection broke, or what came was not HTTP.
    Http(ExchangeError),
    /// Nothing moved for too long.
    TimedOut,
}

/// Why an exchange with a node ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    /// The node closed the connection.
    #[error("connection closed before message completed")]
    Closed,
    /// The connection broke while something was read.
    #[error("connection error")]
    Reading(#[source] io::Error),
    /// The connection broke while something was written.
    #[error("error writing a body to connection")]
    Writing(#[source] io::Error),
    /// The client's body ended early.
    #[error("error from user's Body stream")]
    Body(#[source] super::BoxError),
    /// What came was not HTTP.
    #[error("invalid HTTP response")]
    Response(#[from] ResponseError),
}

/// A connection between two requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// It can serve again.
    Ready,
    /// The rest of a request's body is still on its way.
    Sending,
    /// It has to be closed.
    Spent,
}

/// Whether any byte of an answer arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    Nothing,
    Something,
}

impl From<UploadError> for ExchangeError {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Connection(error) => Self::Writing(error),
            UploadError::Body(error) => Self::Body(error),
        }
    }
}

impl Connection {
    /// Speaks HTTP/1.1 over a transport that `facts` prove to be admitted.
    pub(super) fn new(transport: Transport, facts: ConnectionFacts, slot: Slot) -> Self {
        Self(Box::new(Wire {
            stream: Watched::new(transport),
            facts: Arc::new(facts),
            made: Instant::now(),
            served: 0,
            upload: None,
            spent: false,
            _slot: slot,
        }))
    }

    pub(super) fn facts(&self) -> &Arc<ConnectionFacts> {
        &self.0.facts
    }

    /// Whether it can take a request now. An idle connection on which the node closes or sends
    /// anything is not usable any more.
    pub(super) fn is_usable(&mut self) -> bool {
        self.state() == Between::Ready && self.0.is_quiet().is_ok()
    }

    pub(super) fn is_worn(&self, limits: &Limits, now: Instant) -> bool {
        self.0.served >= limits.requests_per_connection
            || now >= self.0.made + limits.connection_age
    }

    /// What can be done with it when an answer has been read.
    pub(super) fn state(&self) -> Between {
        if self.0.spent {
            Between::Spent
        } else if self.0.upload.is_some() {
            Between::Sending
        } else {
            Between::Ready
        }
    }

    /// It must not serve again.
    pub(super) fn spend(&mut self) {
        self.0.spent = true;
    }

    /// Sends what is left of a request's body; `false` if that fails.
    pub(super) async fn finish_upload(&mut self) -> bool {
        let sent = poll_fn(|context| self.0.poll_upload(context)).await;
        self.0.upload = None;
        sent.is_ok()
    }

    /// Sends a request and waits for the head of the answer, no longer than `silence` without any
    /// byte moving.
    pub(super) async fn exchange(
        mut self,
        request: NodeRequest,
        silence: Duration,
        buffers: &Buffers,
    ) -> Result<(Self, Answered), Box<Broken>> {
        let wire = &mut *self.0;
        let before = wire.stream.mark();
        wire.served += 1;
        // One that comes from the pool has just been looked at.
        if wire.served == 1
            && let Err(error) = wire.is_quiet()
        {
            let cause = BrokenCause::Http(error);
            return Err(self.0.broken(before, cause, Some(request)).into());
        }
        wire.upload = Some(Upload::new(request));
        let mut input = Vec::new();
        let answer = {
            let mut last = before;
            loop {
                let answering = poll_fn(|context| wire.poll_answer(context, &mut input, buffers));
                if let Ok(answer) = timeout(silence, answering).await {
                    break Some(answer);
                }
                let now = wire.stream.mark();
                if now == last {
                    break None;
                }
                last = now;
            }
        };
        let cause = match answer {
            Some(Ok((head, body_at))) => {
                let answered = Answered {
                    head,
                    input,
                    body_at,
                };
                return Ok((self, answered));
            }
            Some(Err(error)) => BrokenCause::Http(error),
            None => BrokenCause::TimedOut,
        };
        buffers.give(input);
        let request = self.0.upload.take().and_then(Upload::into_request);
        Err(self.0.broken(before, cause, request).into())
    }

    /// Reads more of an answer's body, and goes on with the request's; 0 is the end.
    pub(super) fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        input: &mut Vec<u8>,
        buffers: &Buffers,
    ) -> Poll<Result<usize, ExchangeError>> {
        if let Poll::Ready(sent) = self.0.poll_upload(context) {
            sent?;
            self.0.upload = None;
        }
        self.0.poll_input(context, input, buffers)
    }

    /// Goes on with the request's body, if it is still on its way.
    pub(super) fn keep_uploading(&mut self, context: &mut Context<'_>) {
        // What went wrong shows at the next read.
        if let Poll::Ready(Ok(())) = self.0.poll_upload(context) {
            self.0.upload = None;
        }
    }
}

impl Wire {
    /// Nothing has come from the node, and it has not closed. Messages of TLS itself are taken in.
    fn is_quiet(&mut self) -> Result<(), ExchangeError> {
        if !self.stream.is_readable() {
            return Ok(());
        }
        let mut context = Context::from_waker(Waker::noop());
        let mut input = Vec::with_capacity(1);
        match self.stream.poll_read(&mut context, &mut input) {
            Poll::Pending => Ok(()),
            Poll::Ready(Ok(0)) => Err(ExchangeError::Closed),
            Poll::Ready(Ok(_)) => Err(ResponseError::StatusLine.into()),
            Poll::Ready(Err(error)) => Err(ExchangeError::Reading(error)),
        }
    }

    /// Sends the request and reads the head of the answer, with where the body begins in the input.
    fn poll_answer(
        &mut self,
        context: &mut Context<'_>,
        input: &mut Vec<u8>,
        buffers: &Buffers,
    ) -> Poll<Result<(NodeHead, usize), ExchangeError>> {
        let sent = self.poll_upload(context);
        loop {
            match self.poll_input(context, input, buffers) {
                Poll::Ready(Ok(0)) => {
                    let error = match sent {
                        Poll::Ready(Err(error)) => error,
                        Poll::Ready(Ok(())) | Poll::Pending => ExchangeError::Closed,
                    };
                    return Poll::Ready(Err(error));
                }
                Poll::Ready(Ok(_)) => {}
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => break,
            }
            while let Some((head, length)) = NodeHead::read(input)? {
                // Whoever asked for none need not hear of an interim response (RFC 9110 section
                // 15.2); a change of the protocol is none.
                if head.status.is_informational()
                    && head.status != http::StatusCode::SWITCHING_PROTOCOLS
                {
                    input.drain(..length);
                    continue;
                }
                self.spent |= !head.is_persistent();
                self.upload.take_if(|upload| upload.is_done());
                return Poll::Ready(Ok((head, length)));
            }
        }
        match sent {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Pending,
        }
    }

    fn poll_upload(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ExchangeError>> {
        let Some(upload) = self.upload.as_mut().filter(|upload| !upload.is_done()) else {
            return Poll::Ready(Ok(()));
        };
        ready!(upload.poll(context, &mut self.stream)).map_err(|error| {
            self.spent = true;
            ExchangeError::from(error)
        })?;
        Poll::Ready(Ok(()))
    }

    /// Reads behind what the input holds. A buffer is taken only when there is something to read.
    fn poll_input(
        &mut self,
        context: &mut Context<'_>,
        input: &mut Vec<u8>,
        buffers: &Buffers,
    ) -> Poll<Result<usize, ExchangeError>> {
        ready!(self.stream.poll_readable(context)).map_err(ExchangeError::Reading)?;
        if input.capacity() == 0 {
            *input = buffers.take();
        } else if input.len() == input.capacity() {
            input.reserve(input.capacity());
        }
        let result = self.stream.poll_read(context, input);
        if input.is_empty() {
            buffers.give(std::mem::take(input));
        }
        result.map_err(ExchangeError::Reading)
    }

    fn broken(self, before: Mark, cause: BrokenCause, request: Option<NodeRequest>) -> Broken {
        let after = self.stream.mark();
        let written = if after.written == before.written {
            Written::Nothing
        } else {
            Written::Something
        };
        let heard = if after.read == before.read {
            Heard::Nothing
        } else {
            Heard::Something
        };
        Broken {
            cause,
            request,
            written,
            heard,
            alert: self.stream.alert(),
            facts: self.facts,
        }
    }
}
