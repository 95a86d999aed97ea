//! The client connections of one worker: who is there, what each waits for and until when.
//!
//! Time limits cost nothing on the way of a request: setting one stores an instant, and one task of
//! the worker goes over all connections some times a second and wakes those whose time is over.
//! Limits are therefore kept to within [`SWEEP`], never too early.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use tokio::time::Instant;

/// How often the connections are looked over.
pub(crate) const SWEEP: Duration = Duration::from_millis(100);

/// All client connections of a worker.
#[derive(Debug)]
pub(crate) struct Clients {
    slots: RefCell<BTreeMap<u64, Rc<Slot>>>,
    next: Cell<u64>,
    /// The instant of the last sweep; exact enough for limits of seconds, and free.
    now: Cell<Instant>,
    draining: Cell<bool>,
}

/// The place of one connection in [`Clients`].
#[derive(Debug)]
pub(crate) struct Slot {
    id: u64,
    deadline: Cell<Instant>,
    waiting: Cell<Waiting>,
    expired: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

/// What a connection waits for; decides what happens when its time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// For the next request.
    Idle,
    /// For the rest of a TLS handshake.
    Handshake,
    /// For the rest of a request head.
    Head,
    /// For more of the request's body.
    Body,
    /// For the node's answer, which has time limits of its own; only the total limit counts.
    Answer,
    /// For more of the node's response body.
    NodeBody,
    /// For the client to take what was written.
    Client,
    /// For the client to see the last response before the connection goes.
    Farewell,
}

/// The time for what was waited for is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Elapsed(pub(crate) Waiting);

impl Clients {
    pub(crate) fn new() -> Rc<Self> {
        Rc::new(Self {
            slots: RefCell::default(),
            next: Cell::new(0),
            now: Cell::new(Instant::now()),
            draining: Cell::new(false),
        })
    }

    /// A place for a new connection; it is given back when the guard is dropped.
    pub(crate) fn enter(self: &Rc<Self>) -> Entered {
        let id = self.next.replace(self.next.get() + 1);
        let slot = Rc::new(Slot {
            id,
            deadline: Cell::new(self.now.get()),
            waiting: Cell::new(Waiting::Idle),
            expired: Cell::new(false),
            waker: RefCell::new(None),
        });
        self.slots.borrow_mut().insert(id, Rc::clone(&slot));
        Entered {
            clients: Rc::clone(self),
            slot,
        }
    }

    /// Wakes every connection whose time is over.
    pub(crate) fn sweep(&self) {
        let now = Instant::now();
        self.now.set(now);
        for slot in self.slots.borrow().values() {
            if slot.deadline.get() < now && !slot.expired.replace(true) {
                slot.wake();
            }
        }
    }

    /// From now on no connection waits for another request: the idle ones are woken to close.
    pub(crate) fn drain(&self) {
        self.draining.set(true);
        for slot in self.slots.borrow().values() {
            if slot.waiting.get() == Waiting::Idle {
                slot.wake();
            }
        }
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.get()
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.slots.borrow().len()
    }
}

/// A connection that has its place, until this is dropped.
#[derive(Debug)]
pub(crate) struct Entered {
    clients: Rc<Clients>,
    slot: Rc<Slot>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.clients.slots.borrow_mut().remove(&self.slot.id);
    }
}

impl Entered {
    pub(crate) fn is_draining(&self) -> bool {
        self.clients.is_draining()
    }

    /// The time by the worker's own, coarse clock.
    pub(crate) fn now(&self) -> Instant {
        self.clients.now.get()
    }

    /// Sets what is waited for and how long at most from now, but not beyond `end`.
    pub(crate) fn wait_for(&self, waiting: Waiting, limit: Duration, end: Option<Instant>) {
        let until = self.now() + limit;
        self.slot
            .deadline
            .set(end.map_or(until, |end| end.min(until)));
        self.slot.waiting.set(waiting);
        self.slot.expired.set(false);
    }

    /// Sets what is waited for until the given instant.
    pub(crate) fn wait_until(&self, waiting: Waiting, end: Instant) {
        self.slot.deadline.set(end);
        self.slot.waiting.set(waiting);
        self.slot.expired.set(false);
    }

    /// Runs the future while the limits that it sets itself are kept. It is passed by reference,
    /// because a future that is passed by value takes its room twice.
    pub(crate) async fn keep<F: Future>(
        &self,
        mut future: Pin<&mut F>,
    ) -> Result<F::Output, Elapsed> {
        std::future::poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Ok(output));
            }
            if self.slot.expired.get() {
                return Poll::Ready(Err(Elapsed(self.slot.waiting.get())));
            }
            self.slot.remember(context.waker());
            Poll::Pending
        })
        .await
    }

    /// Runs the future for at most this long.
    pub(crate) async fn within<F: Future>(
        &self,
        waiting: Waiting,
        limit: Duration,
        future: F,
    ) -> Result<F::Output, Elapsed> {
        self.wait_for(waiting, limit, None);
        self.keep(pin!(future)).await
    }

    /// Waits for the future, until `end` or for the order to drain, whichever comes first.
    pub(crate) async fn idle<F: Future>(&self, end: Instant, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        let idle = std::future::poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            if self.is_draining() {
                Poll::Ready(None)
            } else {
                Poll::Pending
            }
        });
        self.wait_until(Waiting::Idle, end);
        self.keep(pin!(idle)).await.ok().flatten()
    }
}

impl Slot {
    fn remember(&self, waker: &Waker) {
        let mut kept = self.waker.borrow_mut();
        match &mut *kept {
            Some(kept) => kept.clone_from(waker),
            None => *kept = Some(waker.clone()),
        }
    }

    fn wake(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake_by_ref();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    /// Time passes only when everything waits for it.
    fn run<F: Future>(future: F) -> F::Output {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_time().start_paused(true).build().unwrap();
        runtime.block_on(future)
    }

    /// Sweeps as the worker does, until the other future is done.
    async fn with_sweeps<F: Future>(clients: &Clients, future: F) -> F::Output {
        let mut future = pin!(future);
        let mut sweeps = tokio::time::interval(SWEEP);
        loop {
            tokio::select! {
                output = &mut future => return output,
                _ = sweeps.tick() => clients.sweep(),
            }
        }
    }

    #[test]
    fn a_limit_ends_the_wait_not_before_its_time_and_soon_after() {
        run(async {
            let clients = Clients::new();
            let client = clients.enter();
            let start = Instant::now();
            let limit = Duration::from_secs(5);
            let wait = client.within(Waiting::Head, limit, pending::<()>());
            assert_eq!(
                with_sweeps(&clients, wait).await,
                Err(Elapsed(Waiting::Head))
            );
            let took = start.elapsed();
            assert!(took > limit && took <= limit + 2 * SWEEP, "{took:?}");
        });
    }

    #[test]
    fn a_limit_that_is_set_again_starts_again() {
        run(async {
            let clients = Clients::new();
            let client = clients.enter();
            let start = Instant::now();
            let steps = async {
                for _ in 0..3 {
                    client.wait_for(Waiting::Body, Duration::from_secs(2), None);
                    tokio::time::timeout(Duration::from_secs(1), pending::<()>())
                        .await
                        .unwrap_err();
                }
                client.wait_for(
                    Waiting::Client,
                    Duration::from_secs(2),
                    Some(start + Duration::from_secs(4)),
                );
                pending::<()>().await;
            };
            let ended = with_sweeps(&clients, client.keep(pin!(steps))).await;
            assert_eq!(ended, Err(Elapsed(Waiting::Client)));
            let took = start.elapsed();
            assert!(
                took > Duration::from_secs(4) && took < Duration::from_millis(4300),
                "{took:?}"
            );
        });
    }

    #[test]
    fn draining_ends_idle_waits_only() {
        run(async {
            let clients = Clients::new();
            let (idle, busy) = (clients.enter(), clients.enter());
            let order = async {
                tokio::task::yield_now().await;
                clients.drain();
            };
            let limit = Duration::from_secs(1);
            let waits = async {
                tokio::join!(
                    idle.idle(Instant::now() + limit, pending::<()>()),
                    busy.within(Waiting::Body, limit, pending::<()>()),
                    order
                )
            };
            let start = Instant::now();
            let (idle_wait, busy_wait, ()) = with_sweeps(&clients, waits).await;
            assert_eq!(idle_wait, None);
            assert_eq!(busy_wait, Err(Elapsed(Waiting::Body)));
            assert!(start.elapsed() > limit);
            assert_eq!(
                idle.idle(Instant::now() + limit, ready(7)).await,
                Some(7),
                "what is there already is taken"
            );
        });
    }

    #[test]
    fn a_connection_that_ends_leaves_its_place() {
        run(async {
            let clients = Clients::new();
            let client = clients.enter();
            assert_eq!(clients.len(), 1);
            drop(client);
            assert_eq!(clients.len(), 0);
        });
    }
}
