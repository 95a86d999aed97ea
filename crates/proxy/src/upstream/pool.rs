//! Idle connections of one worker, and the count of open ones of all workers.
//!
//! Pool and ledger belong to one generation of settings, so trust store, policy, mode, ciphers,
//! protocol versions and client certificate need not be part of a key. Within it a connection serves
//! again only the same address and port, checked name, protocol and TLS engine.
//!
//! A request over a pooled connection touches its worker's pool alone; the ledger is asked when a
//! connection is opened or closed.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::Notify;
use tokio::time::Instant;

use super::connection::Connection;
use super::counters::Counters;
use super::endpoint::Endpoint;
use super::failure::ConnectionLimit;
use super::settings::Limits;

/// The idle connections of one worker.
#[derive(Debug)]
pub(super) struct Pool {
    ledger: Arc<Ledger>,
    /// Guards the shelves for a few instructions at a time. Other workers only come here to close an
    /// idle connection when a limit is reached.
    state: Mutex<Shelves>,
}

#[derive(Debug, Default)]
struct Shelves {
    by_server: HashMap<SocketAddr, Vec<Shelf>>,
    retired: bool,
}

/// Idle connections to one origin, oldest first.
#[derive(Debug)]
struct Shelf {
    endpoint: Arc<Endpoint>,
    idle: VecDeque<Idle>,
}

#[derive(Debug)]
struct Idle {
    since: Instant,
    connection: Connection,
}

/// The open connections of all workers.
#[derive(Debug)]
pub(super) struct Ledger {
    limits: Limits,
    counters: Counters,
    /// Guards counts and the list of pools for a few instructions at a time.
    state: Mutex<Books>,
    /// Rung when a connection closes or becomes idle, for requests that wait under a limit.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Books {
    open: usize,
    by_server: HashMap<SocketAddr, Vec<Account>>,
    pools: Vec<Weak<Pool>>,
}

#[derive(Debug)]
struct Account {
    endpoint: Arc<Endpoint>,
    open: usize,
}

/// The right to have one connection open; given back when dropped.
#[derive(Debug)]
pub(super) struct Slot {
    ledger: Arc<Ledger>,
    server: SocketAddr,
    endpoint: Arc<Endpoint>,
}

/// Connections at one moment, over all workers.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Census {
    /// Open ones, idle ones included.
    pub(crate) open: usize,
    /// Idle ones.
    pub(crate) idle: usize,
}

impl Pool {
    pub(super) fn new(ledger: &Arc<Ledger>) -> Arc<Self> {
        let pool = Arc::new(Self {
            ledger: Arc::clone(ledger),
            state: Mutex::default(),
        });
        let mut books = ledger.books();
        books.pools.retain(|pool| pool.strong_count() > 0);
        books.pools.push(Arc::downgrade(&pool));
        drop(books);
        pool
    }

    /// An idle connection that looks alive, the one used last.
    pub(super) fn take(&self, server: SocketAddr, endpoint: &Endpoint) -> Option<Connection> {
        let now = Instant::now();
        let mut shelves = self.shelves();
        let shelf = shelves.find(server, endpoint)?;
        while let Some(mut idle) = shelf.idle.pop_back() {
            self.ledger.counters.idle(-1);
            if now < idle.since + self.ledger.limits.idle && idle.connection.is_usable() {
                return Some(idle.connection);
            }
        }
        None
    }

    /// Keeps a connection whose last answer has been read, unless it is worn out.
    pub(super) fn keep(&self, connection: Connection) {
        let limits = &self.ledger.limits;
        let now = Instant::now();
        if connection.is_worn(limits, now) {
            return;
        }
        {
            let mut shelves = self.shelves();
            if shelves.retired {
                return;
            }
            let (server, endpoint) = (
                connection.facts().server,
                Arc::clone(&connection.facts().endpoint),
            );
            let shelf = shelves.find_or_make(server, endpoint);
            if shelf.idle.len() >= limits.idle_per_origin && shelf.idle.pop_front().is_some() {
                self.ledger.counters.idle(-1);
            }
            shelf.idle.push_back(Idle {
                since: now,
                connection,
            });
            self.ledger.counters.idle(1);
        }
        self.ledger.changed.notify_waiters();
    }

    /// Closes connections that have been idle for too long.
    pub(super) fn expire(&self) {
        let now = Instant::now();
        let limit = self.ledger.limits.idle;
        let mut closed = 0;
        let mut shelves = self.shelves();
        shelves.by_server.retain(|_, here| {
            here.retain_mut(|shelf| {
                let before = shelf.idle.len();
                shelf
                    .idle
                    .retain_mut(|idle| now < idle.since + limit && idle.connection.is_usable());
                closed += before - shelf.idle.len();
                !shelf.idle.is_empty()
            });
            !here.is_empty()
        });
        drop(shelves);
        self.ledger.counters.closed_idle(closed);
    }

    /// Closes all idle connections and keeps no more.
    pub(super) fn retire(&self) {
        let mut shelves = self.shelves();
        shelves.retired = true;
        let emptied = std::mem::take(&mut shelves.by_server);
        drop(shelves);
        self.ledger.counters.closed_idle(count(&emptied));
    }

    /// Closes the connection that has been idle for longest, of one origin or of all.
    fn close_oldest(&self, only: Option<(SocketAddr, &Endpoint)>) -> bool {
        let mut shelves = self.shelves();
        let shelf = match only {
            Some((server, endpoint)) => shelves.find(server, endpoint),
            None => shelves
                .by_server
                .values_mut()
                .flatten()
                .filter(|shelf| !shelf.idle.is_empty())
                .min_by_key(|shelf| shelf.idle.front().map(|idle| idle.since)),
        };
        let closed = shelf.and_then(|shelf| shelf.idle.pop_front()).is_some();
        drop(shelves);
        if closed {
            self.ledger.counters.idle(-1);
        }
        closed
    }

    #[cfg(test)]
    fn idle(&self) -> usize {
        count(&self.shelves().by_server)
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let shelves = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.ledger.counters.closed_idle(count(&shelves.by_server));
    }
}

fn count(shelves: &HashMap<SocketAddr, Vec<Shelf>>) -> usize {
    shelves
        .values()
        .flatten()
        .map(|shelf| shelf.idle.len())
        .sum()
}

impl Shelves {
    fn find(&mut self, server: SocketAddr, endpoint: &Endpoint) -> Option<&mut Shelf> {
        let here = self.by_server.get_mut(&server)?;
        here.iter_mut()
            .find(|shelf| shelf.endpoint.is_same_origin(endpoint))
    }

    fn find_or_make(&mut self, server: SocketAddr, endpoint: Arc<Endpoint>) -> &mut Shelf {
        let here = self.by_server.entry(server).or_default();
        match here
            .iter()
            .position(|shelf| shelf.endpoint.is_same_origin(&endpoint))
        {
            Some(index) => &mut here[index],
            None => here.push_mut(Shelf {
                endpoint,
                idle: VecDeque::new(),
            }),
        }
    }
}

impl Ledger {
    pub(super) fn new(limits: Limits, counters: Counters) -> Self {
        Self {
            limits,
            counters,
            state: Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// Room for one more connection, or the limit that leaves none. Idle connections that this
    /// worker cannot use itself have to go then.
    pub(super) fn reserve(
        self: &Arc<Self>,
        server: SocketAddr,
        endpoint: &Arc<Endpoint>,
    ) -> Result<Slot, ConnectionLimit> {
        let mut books = self.books();
        let Err(limit) = books.enter(&self.limits, server, endpoint) else {
            drop(books);
            self.counters.open(1);
            let (ledger, endpoint) = (Arc::clone(self), Arc::clone(endpoint));
            return Ok(Slot {
                ledger,
                server,
                endpoint,
            });
        };
        let pools: Vec<Arc<Pool>> = books.pools.iter().filter_map(Weak::upgrade).collect();
        drop(books);
        let only = match limit {
            ConnectionLimit::Origin => Some((server, &**endpoint)),
            ConnectionLimit::Total => None,
        };
        // The slot of the closed connection is free when its task has ended, which is waited for.
        let _closed = pools.iter().any(|pool| pool.close_oldest(only));
        Err(limit)
    }

    /// Resolves when a connection has closed or become idle since this was called.
    pub(super) fn changed(&self) -> tokio::sync::futures::Notified<'_> {
        self.changed.notified()
    }

    #[cfg(test)]
    pub(super) fn census(&self) -> Census {
        let books = self.books();
        let pools: Vec<Arc<Pool>> = books.pools.iter().filter_map(Weak::upgrade).collect();
        let open = books.open;
        drop(books);
        Census {
            open,
            idle: pools.iter().map(|pool| pool.idle()).sum(),
        }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    fn enter(
        &mut self,
        limits: &Limits,
        server: SocketAddr,
        endpoint: &Arc<Endpoint>,
    ) -> Result<(), ConnectionLimit> {
        if self.open >= limits.connections {
            return Err(ConnectionLimit::Total);
        }
        let here = self.by_server.entry(server).or_default();
        let account = match here
            .iter()
            .position(|known| known.endpoint.is_same_origin(endpoint))
        {
            Some(index) => &mut here[index],
            None => here.push_mut(Account {
                endpoint: Arc::clone(endpoint),
                open: 0,
            }),
        };
        if account.open >= limits.connections_per_origin {
            return Err(ConnectionLimit::Origin);
        }
        account.open += 1;
        self.open += 1;
        Ok(())
    }

    fn leave(&mut self, server: SocketAddr, endpoint: &Endpoint) {
        self.open = self.open.saturating_sub(1);
        let Some(here) = self.by_server.get_mut(&server) else {
            return;
        };
        here.retain_mut(|account| {
            if account.endpoint.is_same_origin(endpoint) {
                account.open = account.open.saturating_sub(1);
            }
            account.open > 0
        });
        if here.is_empty() {
            self.by_server.remove(&server);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.ledger.books().leave(self.server, &self.endpoint);
        self.ledger.counters.open(-1);
        self.ledger.changed.notify_waiters();
    }
}
