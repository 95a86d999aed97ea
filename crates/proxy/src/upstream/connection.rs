//! One HTTP/1.1 connection to a node, between requests and during one.

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, timeout};

use super::alert::AlertCode;
use super::handshake::Written;
use super::message::RequestBody;
use super::progress::ConnectionFacts;
use super::settings::Limits;
use super::stream::{Mark, Traffic, Transport, Watched};

/// An established connection that serves one request at a time. Its facts hold the proof that it may
/// be used; there is no other way to make one.
#[derive(Debug)]
pub(super) struct Connection {
    sender: SendRequest<RequestBody>,
    traffic: Arc<Traffic>,
    facts: Arc<ConnectionFacts>,
    made: Instant,
    served: u64,
}

/// The part that moves the bytes; runs as a task until the connection is closed.
pub(super) type Driver = hyper::client::conn::http1::Connection<TokioIo<Watched>, RequestBody>;

/// A request that got no answer.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) cause: BrokenCause,
    /// The request, if not a byte of it was handed to the connection.
    pub(super) unsent: Option<Request<RequestBody>>,
    pub(super) written: Written,
    pub(super) answered: Answered,
    /// The alert by which the node ended the connection.
    pub(super) alert: Option<AlertCode>,
    pub(super) facts: Arc<ConnectionFacts>,
}

#[derive(Debug)]
pub(super) enum BrokenCause {
    /// The connection broke, or what came was not HTTP.
    Http(hyper::Error),
    /// Nothing moved for too long.
    TimedOut,
}

/// Whether any byte of an answer arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    Nothing,
    Something,
}

impl Connection {
    /// Speaks HTTP/1.1 over a transport that `facts` prove to be admitted.
    pub(super) async fn establish(
        transport: Transport,
        facts: ConnectionFacts,
    ) -> Result<(Self, Driver), hyper::Error> {
        let (stream, traffic) = Watched::new(transport);
        let (sender, driver) = Builder::new().handshake(TokioIo::new(stream)).await?;
        let connection = Self {
            sender,
            traffic,
            facts: Arc::new(facts),
            made: Instant::now(),
            served: 0,
        };
        Ok((connection, driver))
    }

    pub(super) fn facts(&self) -> &Arc<ConnectionFacts> {
        &self.facts
    }

    /// Whether it can take a request now. An idle connection on which the node closes or sends
    /// anything is not usable any more.
    pub(super) fn is_usable(&self) -> bool {
        self.sender.is_ready() && !self.sender.is_closed()
    }

    pub(super) fn is_worn(&self, limits: &Limits, now: Instant) -> bool {
        self.served >= limits.requests_per_connection || now >= self.made + limits.connection_age
    }

    /// Resolves when the connection can take the next request; `false` if it never will.
    pub(super) async fn becomes_usable(&mut self) -> bool {
        self.sender.ready().await.is_ok()
    }

    /// Sends a request and waits for the head of the answer, no longer than `silence` without any
    /// byte moving.
    pub(super) async fn exchange(
        mut self,
        request: Request<RequestBody>,
        silence: Duration,
    ) -> Result<(Self, Response<Incoming>), Box<Broken>> {
        let before = self.traffic.mark();
        self.served += 1;
        let answer = {
            let mut sending = std::pin::pin!(self.sender.try_send_request(request));
            let mut last = before;
            loop {
                if let Ok(answer) = timeout(silence, &mut sending).await {
                    break Some(answer);
                }
                let now = self.traffic.mark();
                if now == last {
                    break None;
                }
                last = now;
            }
        };
        match answer {
            Some(Ok(response)) => Ok((self, response)),
            Some(Err(mut error)) => {
                let unsent = error.take_message();
                Err(self.broken(before, BrokenCause::Http(error.into_error()), unsent))
            }
            None => Err(self.broken(before, BrokenCause::TimedOut, None)),
        }
    }

    fn broken(
        self,
        before: Mark,
        cause: BrokenCause,
        unsent: Option<Request<RequestBody>>,
    ) -> Box<Broken> {
        let after = self.traffic.mark();
        let written = if after.written == before.written {
            Written::Nothing
        } else {
            Written::Something
        };
        let answered = if after.read == before.read {
            Answered::Nothing
        } else {
            Answered::Something
        };
        let alert = self.traffic.alert();
        Box::new(Broken {
            cause,
            unsent,
            written,
            answered,
            alert,
            facts: self.facts,
        })
    }
}
