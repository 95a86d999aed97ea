//! The way of a connection back to its pool, and the tasks that belong to a generation.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, interval_at, timeout};

use super::Inner;
use super::connection::{Between, Connection};

/// How long a connection may take to become usable after the end of an answer: the rest of a request
/// body that the node did not wait for.
const SETTLING: Duration = Duration::from_secs(1);
/// How often idle connections are looked at: those that the node has closed have to go.
const SWEEP: Duration = Duration::from_secs(1);

/// The tasks of one generation; they end with it.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    /// Guards the set while a task is added.
    set: Mutex<JoinSet<()>>,
}

impl Tasks {
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        // Ended tasks leave a result each, which has to be taken.
        while set.try_join_next().is_some() {}
        set.spawn(task);
    }
}

impl Inner {
    /// Takes back a connection whose answer has been read.
    pub(super) fn settle(self: &Arc<Self>, connection: Connection) {
        match connection.state() {
            Between::Ready => self.keep(connection),
            Between::Sending => self.tasks.spawn(settle(connection, Arc::downgrade(self))),
            Between::Spent => drop(connection),
        }
    }

    /// Puts an idle connection into the pool.
    pub(super) fn keep(self: &Arc<Self>, connection: Connection) {
        if self.sweeper.get().is_none() && self.sweeper.set(()).is_ok() {
            self.tasks.spawn(sweep(Arc::downgrade(self)));
        }
        self.pool.keep(connection);
    }
}

async fn settle(mut connection: Connection, generation: Weak<Inner>) {
    if let Ok(true) = timeout(SETTLING, connection.finish_upload()).await
        && let Some(upstream) = generation.upgrade()
    {
        upstream.keep(connection);
    }
}

async fn sweep(generation: Weak<Inner>) {
    let mut ticks = interval_at(Instant::now() + SWEEP, SWEEP);
    loop {
        ticks.tick().await;
        let Some(upstream) = generation.upgrade() else {
            return;
        };
        upstream.pool.expire();
    }
}
