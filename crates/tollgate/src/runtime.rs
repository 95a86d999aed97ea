//! The asynchronous runtime and the signals of the process.

use std::future::Future;

use anyhow::{Context, Result};
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Runs a command that serves connections.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(work)
}

/// What the operator asks of a running command by a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// SIGINT or SIGTERM.
    End,
    /// SIGHUP.
    Reload,
}

/// The signals that a running command heeds, from the moment this is made.
#[derive(Debug)]
pub(crate) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl Signals {
    pub(crate) fn heed() -> Result<Self> {
        let of_kind = |kind| signal(kind).context("cannot wait for signals");
        Ok(Self {
            interrupt: of_kind(SignalKind::interrupt())?,
            terminate: of_kind(SignalKind::terminate())?,
            hang_up: of_kind(SignalKind::hangup())?,
        })
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) -> Request {
        tokio::select! {
            _ = self.interrupt.recv() => Request::End,
            _ = self.terminate.recv() => Request::End,
            _ = self.hang_up.recv() => Request::Reload,
        }
    }
}
