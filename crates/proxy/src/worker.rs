//! A worker: one thread with its own runtime, its own listening sockets, its own connections to the
//! nodes.
//!
//! Nothing that a request touches is shared with other workers but the settings, the log and a few
//! counters, so workers do not wait for each other. The kernel spreads connections over the
//! listening sockets of one address (`SO_REUSEPORT`).

use std::cell::RefCell;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};

use crate::client;
use crate::clients::{Clients, SWEEP};
use crate::config::Protection;
use crate::log::Journal;
use crate::metrics::Tally;
use crate::random::Random;
use crate::shared::{Order, Shared};
use crate::snapshot::Snapshot;
use crate::upstream::Upstream;

/// What all connections of one worker share.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) shared: Arc<Shared>,
    pub(crate) journal: Journal,
    pub(crate) clients: Rc<Clients>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) random: Random,
    generation: RefCell<Rc<Generation>>,
    date: RefCell<Date>,
    pub(crate) scratch: Scratch,
}

/// The settings in force and this worker's connections under them.
#[derive(Debug)]
pub(crate) struct Generation {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) upstream: Upstream,
}

/// The current time as a `Date` field, made once a second.
#[derive(Debug)]
struct Date {
    second: i64,
    text: String,
}

/// Buffers that go from request to request.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    buffers: RefCell<Vec<Vec<u8>>>,
}

/// Sockets that are bound and not yet listened on by a runtime.
#[derive(Debug)]
pub(crate) struct BoundListener {
    pub(crate) socket: std::net::TcpListener,
    /// Position of the listener in the settings, which decides its protection.
    pub(crate) index: usize,
}

/// Runs a worker until the order to stop, and then until its last request is done or the time for
/// draining is over.
pub(crate) fn run(
    shared: Arc<Shared>,
    index: u32,
    tally: Arc<Tally>,
    bound: Vec<BoundListener>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(tokio::runtime::LocalOptions::default())?;
    runtime.block_on(async {
        let worker = Rc::new(Worker::new(shared, index, tally));
        let listeners = bound
            .into_iter()
            .map(|bound| {
                TcpListener::from_std(bound.socket).map(|socket| Listener {
                    socket,
                    index: bound.index,
                })
            })
            .collect::<io::Result<Vec<_>>>()?;
        worker.serve(listeners).await;
        Ok(())
    })
}

#[derive(Debug)]
struct Listener {
    socket: TcpListener,
    index: usize,
}

/// Failures to accept, mostly because no file descriptor is left: trying again at once would only
/// burn time, and a line for each would fill the log.
#[derive(Debug, Default)]
struct Troubles {
    paused: bool,
    since_told: u64,
    told: Option<Instant>,
}

impl Troubles {
    fn note(&mut self, error: &io::Error, journal: &Journal) {
        self.paused = true;
        self.since_told += 1;
        let now = Instant::now();
        if self.told.is_none_or(|told| told + TELLING < now) {
            let times = std::mem::take(&mut self.since_told).to_string();
            journal.notice(
                "Accept Failed",
                &[("Reason", error.to_string()), ("Times", times)],
            );
            self.told = Some(now);
        }
    }
}

impl Worker {
    fn new(shared: Arc<Shared>, index: u32, tally: Arc<Tally>) -> Self {
        let snapshot = shared.snapshot();
        let journal = shared.journal(Some(index));
        let date = Date::at(journal.now());
        Self {
            journal,
            clients: Clients::new(),
            tally,
            random: Random::default(),
            generation: RefCell::new(Rc::new(Generation::of(snapshot))),
            date: RefCell::new(date),
            scratch: Scratch::default(),
            shared,
        }
    }

    /// The settings for a request that begins now.
    pub(crate) fn generation(&self) -> Rc<Generation> {
        if self.shared.generation() != self.generation.borrow().snapshot.generation {
            self.adopt();
        }
        Rc::clone(&self.generation.borrow())
    }

    fn adopt(&self) {
        let snapshot = self.shared.snapshot();
        self.journal.adopt(&snapshot.settings.log);
        let old = self.generation.replace(Rc::new(Generation::of(snapshot)));
        old.upstream.retire();
    }

    /// The current time as HTTP writes it.
    pub(crate) fn date(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.date.borrow().text.as_bytes());
    }

    async fn serve(self: &Rc<Self>, listeners: Vec<Listener>) {
        let mut tasks = JoinSet::new();
        let mut orders = self.shared.orders();
        let mut sweeps = tokio::time::interval(SWEEP);
        sweeps.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut troubles = Troubles::default();
        loop {
            tokio::select! {
                accepted = accept(&listeners), if !troubles.paused => match accepted {
                    (index, Ok((stream, peer))) => self.admit(&mut tasks, stream, peer, index),
                    (_, Err(error)) => troubles.note(&error, &self.journal),
                },
                _ = sweeps.tick() => {
                    self.sweep();
                    troubles.paused = false;
                }
                Some(ended) = tasks.join_next() => self.note_end(&ended),
                order = ended_service(&mut orders) => match order {
                    Order::Serve => {}
                    Order::Drain { until } => {
                        self.take_waiting(&mut tasks, &listeners).await;
                        drop(listeners);
                        return self.drain(tasks, orders, until).await;
                    }
                },
            }
        }
    }

    fn admit(
        self: &Rc<Self>,
        tasks: &mut JoinSet<()>,
        stream: TcpStream,
        peer: SocketAddr,
        index: usize,
    ) {
        let generation = self.generation();
        let settings = &generation.snapshot.settings;
        // Without this, a response in two pieces would wait for the client's acknowledgement of the
        // first.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        let protection = settings
            .listeners
            .get(index)
            .map_or(Protection::Plain, |listener| listener.protection.clone());
        let Some(place) = self.shared.enter(settings.limits.connections) else {
            self.tally.crowded.fetch_add(1, Ordering::Relaxed);
            if tasks.len() > settings.limits.connections + TURNED_AWAY {
                return;
            }
            tasks.spawn_local(client::turn_away(Rc::clone(self), stream, peer));
            return;
        };
        tasks.spawn_local(client::serve(
            Rc::clone(self),
            stream,
            peer,
            protection,
            place,
        ));
    }

    fn sweep(&self) {
        self.clients.sweep();
        let now = self.journal.now();
        if now.as_second() != self.date.borrow().second {
            self.date.replace(Date::at(now));
            self.journal.refresh_offset();
        }
        if self.shared.generation() != self.generation.borrow().snapshot.generation {
            self.adopt();
        }
    }

    /// Connections that the kernel has accepted already are served, though nobody will be accepted
    /// after them.
    async fn take_waiting(self: &Rc<Self>, tasks: &mut JoinSet<()>, listeners: &[Listener]) {
        use futures_util::FutureExt as _;
        while let Some((index, Ok((stream, peer)))) = accept(listeners).now_or_never() {
            self.admit(tasks, stream, peer, index);
        }
        tokio::task::yield_now().await;
    }

    async fn drain(
        &self,
        mut tasks: JoinSet<()>,
        mut orders: watch::Receiver<Order>,
        mut until: Instant,
    ) {
        self.clients.drain();
        let mut sweeps = tokio::time::interval(SWEEP);
        while !tasks.is_empty() && Instant::now() < until {
            tokio::select! {
                Some(ended) = tasks.join_next() => self.note_end(&ended),
                _ = sweeps.tick() => self.sweep(),
                order = next_order(&mut orders) => if let Order::Drain { until: sooner } = order {
                    until = until.min(sooner);
                },
            }
        }
        self.tally
            .cut_connections
            .fetch_add(tasks.len() as u64, Ordering::Relaxed);
        self.generation.borrow().upstream.retire();
        tasks.shutdown().await;
    }

    /// A connection's task that panicked ends that connection and no other; it must not pass
    /// unseen.
    fn note_end(&self, ended: &Result<(), tokio::task::JoinError>) {
        if let Err(error) = ended
            && error.is_panic()
        {
            self.tally.panics.fetch_add(1, Ordering::Relaxed);
            self.journal
                .notice("Internal Error", &[("Reason", error.to_string())]);
        }
    }
}

impl Generation {
    fn of(snapshot: Arc<Snapshot>) -> Self {
        let upstream = snapshot.upstream.for_worker();
        Self { snapshot, upstream }
    }
}

/// Waits for a connection on any of the listeners.
async fn accept(listeners: &[Listener]) -> (usize, io::Result<(TcpStream, SocketAddr)>) {
    std::future::poll_fn(|context| {
        for listener in listeners {
            if let std::task::Poll::Ready(accepted) = listener.socket.poll_accept(context) {
                return std::task::Poll::Ready((listener.index, accepted));
            }
        }
        std::task::Poll::Pending
    })
    .await
}

/// Waits for the order that ends serving, also if it came before anybody waited.
async fn ended_service(orders: &mut watch::Receiver<Order>) -> Order {
    match orders.wait_for(|order| *order != Order::Serve).await {
        Ok(order) => *order,
        Err(_) => std::future::pending().await,
    }
}

/// The next order; never, once nobody is left to give one.
async fn next_order(orders: &mut watch::Receiver<Order>) -> Order {
    match orders.changed().await {
        Ok(()) => *orders.borrow_and_update(),
        Err(_) => std::future::pending().await,
    }
}

impl Date {
    fn at(now: Timestamp) -> Self {
        // Only years outside 0 to 9999 cannot be written.
        let text = DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&now)
            .unwrap_or_default();
        Self {
            second: now.as_second(),
            text,
        }
    }
}

impl Scratch {
    /// An empty buffer, with room from earlier use.
    pub(crate) fn take(&self) -> Vec<u8> {
        self.buffers.borrow_mut().pop().unwrap_or_default()
    }

    /// Gives a buffer back.
    pub(crate) fn give(&self, mut buffer: Vec<u8>) {
        let mut buffers = self.buffers.borrow_mut();
        if buffers.len() < KEPT_BUFFERS && buffer.capacity() <= KEPT_CAPACITY {
            buffer.clear();
            buffers.push(buffer);
        }
    }
}

/// How often a lasting failure to accept is told.
const TELLING: Duration = Duration::from_mins(1);
/// Clients that are told at the same time that they are too many; further ones are closed at once.
const TURNED_AWAY: usize = 256;
/// Requests that are written at the very same time.
const KEPT_BUFFERS: usize = 64;
/// A large response head must not keep its memory.
const KEPT_CAPACITY: usize = 32 * 1024;
