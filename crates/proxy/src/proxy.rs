//! The traffic server as a whole: binds, runs its workers, and is told by its handle to reload or
//! to drain.

mod bind;
mod reload;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

pub use self::bind::BindError;
pub use self::reload::{ReloadError, Reloaded};

use crate::announce;
use crate::config::Settings;
use crate::log::{loss_notice, loss_record};
use crate::management;
use crate::metrics::Metrics;
use crate::retired::Retired;
use crate::shared::{Order, Parts, Shared};
use crate::snapshot::Snapshot;
use crate::status::Status;
use crate::worker::{self, BoundListener};

/// A traffic server that is bound and not running yet.
#[derive(Debug)]
pub struct Proxy {
    handle: Handle,
    /// For each worker its sockets.
    sockets: Vec<Vec<BoundListener>>,
    management: std::net::TcpListener,
    addresses: Addresses,
    writers: Vec<JoinHandle<()>>,
}

/// Where a traffic server listens, with the ports that the system chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// For requests, in the order of the configuration.
    pub requests: Vec<SocketAddr>,
    /// For metrics, health and status.
    pub management: SocketAddr,
}

/// Controls a running traffic server from any thread.
#[derive(Debug, Clone)]
pub struct Handle {
    shared: Arc<Shared>,
    /// Guards reloading: one at a time, for as long as the files are read.
    reloading: Arc<Mutex<()>>,
    retired: Arc<Retired>,
}

/// A traffic server could not go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// No thread, no runtime.
    #[error("worker {index} could not be started")]
    Worker {
        /// From 0.
        index: usize,
        /// Why.
        source: io::Error,
    },
    /// A worker ended by an error of this program.
    #[error("worker {index} ended unexpectedly; please report this")]
    Panicked {
        /// From 0.
        index: usize,
    },
    /// The management address stopped working.
    #[error("the management listener failed")]
    Management(#[source] io::Error),
}

impl Proxy {
    /// Binds every address, opens the log and prepares everything; nothing is served before
    /// [`run`](Self::run).
    pub fn bind(settings: Settings) -> Result<Self, BindError> {
        let (requests, sockets) = bind::listeners(&settings)?;
        let management = bind::management(&settings)?;
        let addresses = Addresses {
            management: management
                .local_addr()
                .map_err(|source| BindError::Address {
                    address: settings.management.address,
                    source,
                })?,
            requests,
        };
        let (log, clock) = (&settings.log, settings.clock);
        let limit = settings.limits.log_queue_bytes;
        let (lines, line_writer) = bind::spool(&log.lines, limit, loss_notice(log, clock))?;
        let (records, record_writer) = bind::spool(&log.records, limit, loss_record(clock))?;
        let metrics = Metrics::new(settings.workers);
        let own = addresses.requests.clone();
        let snapshot =
            Snapshot::new(settings, 1, &own, metrics.upstream.clone()).map_err(BindError::from)?;
        let shared = Shared::new(Parts {
            snapshot,
            lines,
            records,
            own_listeners: own,
            metrics,
        });
        let handle = Handle {
            shared,
            reloading: Arc::default(),
            retired: Arc::default(),
        };
        Ok(Self {
            handle,
            sockets,
            management,
            addresses,
            writers: vec![line_writer, record_writer],
        })
    }

    /// Where it listens.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// What controls it.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Serves until it is told to [drain](Handle::drain), and until the requests in flight are done
    /// or their time is over.
    ///
    /// Needs a tokio runtime with I/O and time for the management address; requests are served by
    /// threads of its own. Dropped before the end, it cuts all connections.
    pub async fn run(self) -> Result<(), RunError> {
        let Self {
            handle,
            sockets,
            management,
            addresses,
            writers,
        } = self;
        let shared = handle.shared.clone();
        // Workers must not outlive this future.
        let _order = DrainOnDrop(&shared);
        let journal = shared.journal(None);
        announce::started(&journal, &shared.snapshot(), &addresses.requests);
        announce::descriptors(&journal, &shared.snapshot(), bind::raise_descriptor_limit());
        let mut workers = Vec::new();
        for (index, sockets) in sockets.into_iter().enumerate() {
            workers.push(Worker::start(&shared, index, sockets)?);
        }
        let mut result = serve(&handle, management, &mut workers).await;
        if result.is_err() {
            handle.drain_within(Duration::ZERO);
        }
        for worker in &mut workers {
            result = result.and(worker.ended().await);
        }
        announce::stopped(&journal, &shared.metrics);
        shared.lines.close();
        shared.records.close();
        for writer in writers {
            // A writer that panicked has lost its lines; nothing is left to say so with.
            drop(writer.join());
        }
        result
    }
}

/// Runs the management address, the hourly announcements and what clears up until every worker has ended.
async fn serve(
    handle: &Handle,
    management: std::net::TcpListener,
    workers: &mut [Worker],
) -> Result<(), RunError> {
    let listener = tokio::net::TcpListener::from_std(management).map_err(RunError::Management)?;
    // The management address answers until the last request is done; a worker that ends before it
    // was told to ends everything.
    let drained = futures_util::future::try_join_all(workers.iter_mut().map(Worker::ended));
    tokio::select! {
        ended = drained => ended.map(drop),
        () = management::serve(handle.clone(), listener) => Ok(()),
        () = announce::hourly(&handle.shared) => Ok(()),
        () = handle.retired.sweep() => Ok(()),
    }
}

/// A worker's thread.
struct Worker {
    index: usize,
    ended: Option<oneshot::Receiver<io::Result<()>>>,
}

impl Worker {
    fn start(
        shared: &Arc<Shared>,
        index: usize,
        sockets: Vec<BoundListener>,
    ) -> Result<Self, RunError> {
        let (tell, ended) = oneshot::channel();
        let tally = shared.metrics.tally(index);
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let shared = Arc::clone(shared);
        std::thread::Builder::new()
            .name(format!("ET_NET {index}"))
            .spawn(move || {
                let result = worker::run(shared, number, tally, sockets);
                // Nobody listens any more once the server has failed.
                drop(tell.send(result));
            })
            .map_err(|source| RunError::Worker { index, source })?;
        Ok(Self {
            index,
            ended: Some(ended),
        })
    }

    /// Waits for the end; at once if that was awaited before.
    async fn ended(&mut self) -> Result<(), RunError> {
        let Some(ended) = &mut self.ended else {
            return Ok(());
        };
        let result = ended.await;
        self.ended = None;
        let index = self.index;
        match result {
            Ok(result) => result.map_err(|source| RunError::Worker { index, source }),
            Err(_) => Err(RunError::Panicked { index }),
        }
    }
}

struct DrainOnDrop<'a>(&'a Shared);

impl Drop for DrainOnDrop<'_> {
    fn drop(&mut self) {
        if !self.0.is_draining() {
            self.0.order(Order::Drain {
                until: Instant::now(),
            });
        }
    }
}

impl Handle {
    /// Takes no more connections and finishes the requests in flight within the configured time.
    pub fn drain(&self) {
        self.drain_within(self.shared.snapshot().settings.limits.drain_time);
    }

    /// The same within another time; zero cuts everything at once.
    pub fn drain_within(&self, time: Duration) {
        self.shared.order(Order::Drain {
            until: Instant::now() + time,
        });
    }

    /// What an operator wants to see.
    pub fn status(&self) -> Status {
        Status::of(&self.shared)
    }

    /// All metrics as `OpenMetrics` text.
    pub fn metrics(&self) -> String {
        self.shared.metrics.text(&Status::reading(&self.shared))
    }

    /// Waits until every line and record that was written before is in its file.
    pub fn flush_log(&self) {
        self.shared.lines.flush();
        self.shared.records.flush();
    }

    pub(crate) fn now(&self) -> jiff::Timestamp {
        (self.shared.clock)()
    }

    /// Whether requests are served: false while draining.
    pub fn is_ready(&self) -> bool {
        !self.shared.is_draining()
    }
}
