//! One request from its head to the last byte of its response.
//!
//! The order is fixed: limits, edge URL, loop, allow list, and only then the node. Each step writes
//! its line at the moment it happens; whatever ends a request early is a [`Refusal`].

mod exchange;
mod failure;
mod lines;
mod relay;

use std::cell::Cell;
use std::io;
use std::pin::pin;
use std::rc::Rc;
use std::sync::atomic::Ordering;

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, StatusCode, Version};
use tokio::time::Instant;
use tollgate_uc::{Decision, EdgeUrl, Target};

use self::lines::Lines;
use crate::client::Client;
use crate::clients::{Elapsed, Waiting};
use crate::http1::{Fields, Framing, Persistence, RequestHead, ResponseFraming, ResponseHead};
use crate::metrics::word;
use crate::refusal::Refusal;
use crate::worker::Generation;

/// A request on its way.
#[derive(Debug)]
pub(crate) struct Transaction<'a> {
    client: &'a Client,
    generation: &'a Rc<Generation>,
    head: RequestHead,
    lines: Lines<'a>,
    /// The end of the time for the whole request.
    end: Instant,
    /// The response's head is written, or partly.
    answered: Cell<bool>,
    /// The request's body, if it has one, is read to its end.
    body_read: Cell<bool>,
}

/// What a request leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Another request may follow.
    KeepAlive,
    /// The response is complete and the connection must be closed.
    Close,
    /// The client is gone.
    Gone,
    /// The response broke off.
    Broken,
}

impl<'a> Transaction<'a> {
    pub(crate) fn new(
        client: &'a Client,
        generation: &'a Rc<Generation>,
        head: RequestHead,
    ) -> Self {
        let worker = &client.worker;
        let limits = &generation.snapshot.settings.limits;
        let tracking_id = head
            .tracking_id
            .as_ref()
            .filter(|id| is_tracking_id(id))
            .cloned();
        let tracking_id = tracking_id.unwrap_or_else(|| new_tracking_id(client));
        let lines = Lines::new(
            &worker.journal,
            worker.shared.next_transaction(),
            client.socket.peer(),
            tracking_id,
        );
        let end = client.entered.now() + limits.total_time;
        let bodiless = matches!(head.framing, Framing::None | Framing::Length(0));
        Self {
            client,
            generation,
            head,
            lines,
            end,
            answered: Cell::new(false),
            body_read: Cell::new(bodiless),
        }
    }

    /// Runs the request. What it leaves in the buffer belongs to the next one.
    pub(crate) async fn run(self, buffer: &mut BytesMut) -> Ended {
        self.lines.receive_request(&self.head);
        let answer = pin!(self.answer(buffer));
        let worked = self.client.entered.keep(answer).await;
        let refusal = match worked {
            Ok(Ok(ended)) => return ended,
            Ok(Err(refusal)) => refusal,
            Err(Elapsed(waiting)) => too_slow(waiting),
        };
        if self.answered.get() {
            self.lines.broken_off(&refusal);
            return Ended::Broken;
        }
        Box::pin(self.refuse(&refusal)).await
    }

    async fn answer(&self, buffer: &mut BytesMut) -> Result<Ended, Refusal> {
        self.client.entered.wait_until(Waiting::Answer, self.end);
        let snapshot = &self.generation.snapshot;
        let limit = snapshot.settings.limits.body_bytes;
        if let Framing::Length(length) = self.head.framing
            && length > limit
        {
            return Err(Refusal::BodyAnnounced { limit });
        }
        let target = EdgeUrl::decode(self.head.target())
            .map_err(Refusal::Url)?
            .target;
        let been_here = |via| self.client.worker.shared.identity.is_in(via);
        if snapshot.leads_back(&target) || self.head.via.as_ref().is_some_and(been_here) {
            return Err(Refusal::Loop);
        }
        self.ask_allow_list(&target)?;
        self.exchange(target, buffer).await
    }

    fn ask_allow_list(&self, target: &Target) -> Result<(), Refusal> {
        let allow = &self.generation.snapshot.settings.allow;
        let method = self.head.method.as_str();
        match allow.decide(method, target) {
            Decision::Allowed { rule } => {
                self.lines.allowed(&self.head, target, rule);
                Ok(())
            }
            Decision::Denied { reason } => {
                self.lines.denied(&self.head, target, &reason);
                Err(Refusal::Denied)
            }
        }
    }

    /// Gives the client an answer of our own.
    async fn refuse(&self, refusal: &Refusal) -> Ended {
        self.count(refusal);
        match refusal {
            // These have lines of their own.
            Refusal::Denied | Refusal::Origin | Refusal::OriginTooSlow | Refusal::OriginCrowded => {
            }
            _ => self.lines.rejected(refusal, self.head.line().as_bytes()),
        }
        if matches!(refusal, Refusal::BodyCut) {
            return Ended::Gone;
        }
        // Where a body is left unread, the next request cannot be found.
        let persistence = if self.body_read.get() {
            self.persistence()
        } else {
            Persistence::Close
        };
        let version = self.head.version;
        let own = Own {
            client: self.client,
            refusal,
            method: &self.head.method,
            version,
            persistence,
        };
        match own
            .send(
                &self.lines,
                self.generation.snapshot.settings.limits.stall_time,
            )
            .await
        {
            Ok(()) if persistence == Persistence::KeepAlive => Ended::KeepAlive,
            Ok(()) => Ended::Close,
            Err(_) => Ended::Gone,
        }
    }

    fn count(&self, refusal: &Refusal) {
        self.client
            .worker
            .shared
            .metrics
            .refusals
            .get_or_create(&word("reason", refusal.label()))
            .inc();
    }

    /// Answers a request whose head is not one.
    pub(crate) async fn refuse_unread(
        client: &Client,
        received: &[u8],
        refusal: Refusal,
    ) -> io::Result<()> {
        let worker = &client.worker;
        let tracking_id = HeaderValue::from_static("");
        let lines = Lines::new(
            &worker.journal,
            worker.shared.next_transaction(),
            client.socket.peer(),
            tracking_id,
        );
        worker
            .shared
            .metrics
            .refusals
            .get_or_create(&word("reason", refusal.label()))
            .inc();
        lines.rejected(&refusal, received);
        let (method, version) = (&Method::GET, Version::HTTP_11);
        let own = Own {
            client,
            refusal: &refusal,
            method,
            version,
            persistence: Persistence::Close,
        };
        own.send(
            &lines,
            worker.generation().snapshot.settings.limits.stall_time,
        )
        .await
    }

    fn persistence(&self) -> Persistence {
        if self.client.entered.is_draining() {
            Persistence::Close
        } else {
            self.head.persistence
        }
    }
}

/// An answer of our own.
struct Own<'a> {
    client: &'a Client,
    refusal: &'a Refusal,
    method: &'a Method,
    version: Version,
    persistence: Persistence,
}

impl Own<'_> {
    async fn send(&self, lines: &Lines<'_>, limit: std::time::Duration) -> io::Result<()> {
        let worker = &self.client.worker;
        let (fields, body) = self.refusal.response();
        let status = self.refusal.status();
        let mut out = worker.scratch.take();
        let mut date = worker.scratch.take();
        worker.date(&mut date);
        ResponseHead {
            status,
            reason: self.refusal.reason().as_bytes(),
            fields: Fields::Own(&fields),
            framing: ResponseFraming::Length(body.len() as u64),
            persistence: self.persistence,
            client: self.version,
            date: &date,
        }
        .encode(&mut out);
        lines.sending_response(&out);
        if self.method != Method::HEAD {
            out.extend_from_slice(body.as_bytes());
        }
        count_status(self.client, status);
        let written = self
            .client
            .entered
            .within(Waiting::Client, limit, self.client.socket.write_all(&out))
            .await;
        worker.scratch.give(out);
        worker.scratch.give(date);
        written.unwrap_or_else(|Elapsed(_)| Err(io::ErrorKind::TimedOut.into()))
    }
}

fn too_slow(waiting: Waiting) -> Refusal {
    match waiting {
        Waiting::Answer | Waiting::NodeBody => Refusal::OriginTooSlow,
        Waiting::Idle
        | Waiting::Handshake
        | Waiting::Head
        | Waiting::Body
        | Waiting::Client
        | Waiting::Farewell => Refusal::ClientTooSlow(waiting),
    }
}

fn count_status(client: &Client, status: StatusCode) {
    let class = usize::from(status.as_u16() / 100);
    if let Some(count) = client.worker.tally.responses.get(class) {
        count.fetch_add(1, Ordering::Relaxed);
    }
}

/// What other products of the family send, and nothing that could not stand in a log: letters,
/// digits, `-`, `_`, `.`, `:`.
fn is_tracking_id(value: &HeaderValue) -> bool {
    let bytes = value.as_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    (1..=LONGEST_TRACKING_ID).contains(&bytes.len()) && bytes.iter().all(plain)
}

fn new_tracking_id(client: &Client) -> HeaderValue {
    let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
    let text = client
        .worker
        .random
        .uuid()
        .hyphenated()
        .encode_lower(&mut text);
    // A UUID has no character that a header value could not have.
    HeaderValue::from_maybe_shared(Bytes::copy_from_slice(text.as_bytes()))
        .unwrap_or_else(|_| HeaderValue::from_static("-"))
}

/// A UUID has 36 characters; some clients put a word in front.
const LONGEST_TRACKING_ID: usize = 64;
