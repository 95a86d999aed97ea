//! What the workers and the control side share: the settings in force, the log, a few counters.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use arc_swap::ArcSwap;
use http::HeaderValue;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

use crate::config::Clock;
use crate::log::{Journal, Spool};
use crate::metrics::Metrics;
use crate::snapshot::Snapshot;

/// Shared by all threads of a traffic server.
#[derive(Debug)]
pub(crate) struct Shared {
    snapshot: ArcSwap<Snapshot>,
    /// The generation of `snapshot`; what workers look at for each request.
    generation: AtomicU64,
    orders: watch::Sender<Order>,
    pub(crate) lines: Arc<Spool>,
    pub(crate) records: Arc<Spool>,
    pub(crate) clock: Clock,
    pub(crate) started: jiff::Timestamp,
    pub(crate) own_listeners: Vec<SocketAddr>,
    pub(crate) metrics: Metrics,
    pub(crate) identity: Identity,
    transactions: AtomicU64,
    clients: AtomicUsize,
}

/// What the workers shall do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Serve,
    /// Take no more connections, finish the requests in flight, until then.
    Drain {
        until: Instant,
    },
}

/// How this server names itself in `Via`, so that it recognises its own requests.
#[derive(Debug)]
pub(crate) struct Identity {
    /// `vcsc[uuid]`.
    name: String,
    /// The values for requests without a `Via` of their own.
    plain: HeaderValue,
    plain_1_0: HeaderValue,
    tls: HeaderValue,
}

/// The protocol that a request came by, as far as `Via` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Received {
    Http11,
    Http10,
    Tls,
}

/// The place of one client connection among those that are allowed at one time.
#[derive(Debug)]
pub(crate) struct Place(Arc<Shared>);

/// What a [`Shared`] is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) snapshot: Snapshot,
    pub(crate) lines: Arc<Spool>,
    pub(crate) records: Arc<Spool>,
    pub(crate) own_listeners: Vec<SocketAddr>,
    pub(crate) metrics: Metrics,
}

impl Shared {
    pub(crate) fn new(parts: Parts) -> Arc<Self> {
        let Parts {
            snapshot,
            lines,
            records,
            own_listeners,
            metrics,
        } = parts;
        let clock = snapshot.settings.clock;
        Arc::new(Self {
            identity: Identity::new(&snapshot.settings.log.host),
            generation: AtomicU64::new(snapshot.generation),
            snapshot: ArcSwap::from_pointee(snapshot),
            orders: watch::Sender::new(Order::Serve),
            lines,
            records,
            clock,
            started: clock(),
            own_listeners,
            metrics,
            transactions: AtomicU64::new(0),
            clients: AtomicUsize::new(0),
        })
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Puts other settings in force. Requests in flight keep theirs.
    pub(crate) fn replace(&self, snapshot: Snapshot) {
        let generation = snapshot.generation;
        self.snapshot.store(Arc::new(snapshot));
        self.generation.store(generation, Ordering::Release);
    }

    pub(crate) fn orders(&self) -> watch::Receiver<Order> {
        self.orders.subscribe()
    }

    pub(crate) fn order(&self, order: Order) {
        self.orders.send_replace(order);
    }

    pub(crate) fn is_draining(&self) -> bool {
        matches!(*self.orders.borrow(), Order::Drain { .. })
    }

    /// A pen for one thread.
    pub(crate) fn journal(&self, thread: Option<u32>) -> Journal {
        let snapshot = self.snapshot();
        let settings = &snapshot.settings.log;
        Journal::new(
            Arc::clone(&self.lines),
            Arc::clone(&self.records),
            self.clock,
            thread,
            settings,
        )
    }

    /// The number of the next transaction, from 1.
    pub(crate) fn next_transaction(&self) -> u64 {
        self.transactions.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A place for one more client, if there is one.
    pub(crate) fn enter(self: &Arc<Self>, limit: usize) -> Option<Place> {
        let place = Place(Arc::clone(self));
        (self.clients.fetch_add(1, Ordering::Relaxed) < limit).then_some(place)
    }

    pub(crate) fn clients(&self) -> usize {
        self.clients.load(Ordering::Relaxed)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.clients.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Identity {
    fn new(host: &str) -> Self {
        let name = format!("{host}[{}]", Uuid::new_v4());
        let value = |protocol: &str| {
            // A host name and a UUID have no character that a header value could not have.
            HeaderValue::try_from(format!("{protocol} {name} (Tollgate)"))
                .unwrap_or_else(|_| HeaderValue::from_static("1.1 tollgate"))
        };
        let (plain, plain_1_0, tls) = (value("http/1.1"), value("http/1.0"), value("https/1.1"));
        Self {
            name,
            plain,
            plain_1_0,
            tls,
        }
    }

    /// The `Via` field of a request that goes on (RFC 9110 section 7.6.3): what it had, and this
    /// server.
    pub(crate) fn via(&self, before: Option<&HeaderValue>, received: Received) -> HeaderValue {
        let own = match received {
            Received::Http11 => &self.plain,
            Received::Http10 => &self.plain_1_0,
            Received::Tls => &self.tls,
        };
        match before {
            None => own.clone(),
            Some(before) => {
                let joined = [before.as_bytes(), own.as_bytes()].join(&b", "[..]);
                HeaderValue::from_maybe_shared(bytes::Bytes::from(joined))
                    .unwrap_or_else(|_| own.clone())
            }
        }
    }

    /// Whether a request has been here before.
    pub(crate) fn is_in(&self, via: &HeaderValue) -> bool {
        memchr::memmem::find(via.as_bytes(), self.name.as_bytes()).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_was_here_before_is_recognised() {
        let identity = Identity::new("vcsc");
        let first = identity.via(None, Received::Http11);
        let text = first.to_str().unwrap();
        assert!(text.starts_with("http/1.1 vcsc["), "{text}");
        assert!(text.ends_with("] (Tollgate)"), "{text}");
        let before = HeaderValue::from_static("https/1.1 vcse[1] (ATS)");
        assert!(!identity.is_in(&before));
        let second = identity.via(Some(&before), Received::Http11);
        assert_eq!(second, format!("https/1.1 vcse[1] (ATS), {text}"));
        assert!(identity.is_in(&second));
    }
}
