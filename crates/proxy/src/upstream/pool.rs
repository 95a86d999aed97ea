//! Idle connections and the count of open ones.
//!
//! A pool belongs to one generation of settings, so trust store, policy, mode, ciphers, protocol
//! versions and client certificate need not be part of a key. Within it a connection serves again
//! only the same address and port, checked name, protocol and TLS engine.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::time::Instant;

use super::connection::Connection;
use super::counters::Counters;
use super::endpoint::Endpoint;
use super::failure::ConnectionLimit;
use super::settings::Limits;

/// The connections of one generation of settings.
#[derive(Debug)]
pub(super) struct Pool {
    limits: Limits,
    counters: Counters,
    /// Guards lists and counts for a few instructions at a time.
    state: Mutex<State>,
    /// Rung when a connection closes or becomes idle, for requests that wait under a limit.
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    origins: HashMap<SocketAddr, Vec<Origin>>,
    open: usize,
    retired: bool,
}

#[derive(Debug)]
struct Origin {
    endpoint: Arc<Endpoint>,
    open: usize,
    /// Oldest first.
    idle: VecDeque<Idle>,
}

#[derive(Debug)]
struct Idle {
    since: Instant,
    connection: Connection,
}

/// The right to have one connection open; given back when dropped.
#[derive(Debug)]
pub(super) struct Slot {
    pool: Arc<Pool>,
    server: SocketAddr,
    endpoint: Arc<Endpoint>,
}

impl Pool {
    pub(super) fn new(limits: Limits, counters: Counters) -> Self {
        Self {
            limits,
            counters,
            state: Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// An idle connection that looks alive, the one used last.
    pub(super) fn take(&self, server: SocketAddr, endpoint: &Endpoint) -> Option<Connection> {
        let now = Instant::now();
        let mut state = self.state();
        let origin = state.origin(server, endpoint)?;
        while let Some(idle) = origin.idle.pop_back() {
            self.counters.idle(-1);
            if now < idle.since + self.limits.idle && idle.connection.is_usable() {
                return Some(idle.connection);
            }
        }
        None
    }

    /// Keeps a connection whose last answer has been read, unless it is worn out.
    pub(super) fn keep(&self, connection: Connection) {
        let now = Instant::now();
        let worn = connection.is_worn(&self.limits, now) || !connection.is_usable();
        {
            let mut state = self.state();
            let retired = state.retired;
            let facts = Arc::clone(connection.facts());
            let origin = state.origin(facts.server, &facts.endpoint);
            let Some(origin) = origin.filter(|_| !retired && !worn) else {
                return;
            };
            if origin.idle.len() >= self.limits.idle_per_origin && origin.idle.pop_front().is_some()
            {
                self.counters.idle(-1);
            }
            origin.idle.push_back(Idle {
                since: now,
                connection,
            });
            self.counters.idle(1);
        }
        self.changed.notify_waiters();
    }

    /// Room for one more connection, or the limit that leaves none. An idle connection to another
    /// node has to go if the limit is on all of them.
    pub(super) fn reserve(
        self: &Arc<Self>,
        server: SocketAddr,
        endpoint: &Arc<Endpoint>,
    ) -> Result<Slot, ConnectionLimit> {
        let mut state = self.state();
        if state.open >= self.limits.connections {
            if state.close_oldest_idle().is_some() {
                self.counters.idle(-1);
            }
            return Err(ConnectionLimit::Total);
        }
        let origins = state.origins.entry(server).or_default();
        let here = origins
            .iter()
            .position(|origin| origin.endpoint.is_same_origin(endpoint));
        let origin = if let Some(origin) = here.and_then(|index| origins.get_mut(index)) {
            origin
        } else {
            origins.push_mut(Origin {
                endpoint: Arc::clone(endpoint),
                open: 0,
                idle: VecDeque::new(),
            })
        };
        if origin.open >= self.limits.connections_per_origin {
            return Err(ConnectionLimit::Origin);
        }
        origin.open += 1;
        state.open += 1;
        drop(state);
        self.counters.open(1);
        Ok(Slot {
            pool: Arc::clone(self),
            server,
            endpoint: Arc::clone(endpoint),
        })
    }

    /// Resolves when a connection has closed or become idle since this was called.
    pub(super) fn changed(&self) -> tokio::sync::futures::Notified<'_> {
        self.changed.notified()
    }

    /// Closes connections that have been idle for too long.
    pub(super) fn expire(&self) {
        let now = Instant::now();
        let is_old =
            |idle: &Idle| now >= idle.since + self.limits.idle || !idle.connection.is_usable();
        self.state()
            .origins
            .values_mut()
            .flatten()
            .for_each(|origin| {
                while origin.idle.front().is_some_and(is_old) {
                    origin.idle.pop_front();
                    self.counters.idle(-1);
                }
            });
    }

    /// Closes all idle connections and keeps no more.
    pub(super) fn retire(&self) {
        let mut state = self.state();
        state.retired = true;
        state.origins.values_mut().flatten().for_each(|origin| {
            for _ in origin.idle.drain(..) {
                self.counters.idle(-1);
            }
        });
    }

    /// Open connections, and how many of them are idle.
    pub(super) fn census(&self) -> Census {
        let state = self.state();
        let idle = state
            .origins
            .values()
            .flatten()
            .map(|origin| origin.idle.len())
            .sum();
        Census {
            open: state.open,
            idle,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Connections of a pool at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Census {
    /// Open ones, idle ones included.
    pub(crate) open: usize,
    /// Idle ones.
    pub(crate) idle: usize,
}

impl State {
    fn origin(&mut self, server: SocketAddr, endpoint: &Endpoint) -> Option<&mut Origin> {
        self.origins
            .get_mut(&server)?
            .iter_mut()
            .find(|origin| origin.endpoint.is_same_origin(endpoint))
    }

    fn close_oldest_idle(&mut self) -> Option<Idle> {
        self.origins
            .values_mut()
            .flatten()
            .filter(|origin| !origin.idle.is_empty())
            .min_by_key(|origin| origin.idle.front().map(|idle| idle.since))
            .and_then(|origin| origin.idle.pop_front())
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        {
            let mut state = self.pool.state();
            state.open = state.open.saturating_sub(1);
            if let Some(origins) = state.origins.get_mut(&self.server) {
                origins.retain_mut(|origin| {
                    if origin.endpoint.is_same_origin(&self.endpoint) {
                        origin.open = origin.open.saturating_sub(1);
                    }
                    // What is idle without being open has been closed by the node.
                    let stays = origin.open > 0;
                    for _ in origin.idle.iter().filter(|_| !stays) {
                        self.pool.counters.idle(-1);
                    }
                    stays
                });
                if origins.is_empty() {
                    state.origins.remove(&self.server);
                }
            }
        }
        self.pool.counters.open(-1);
        self.pool.changed.notify_waiters();
    }
}
