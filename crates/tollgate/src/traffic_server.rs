//! A traffic server inside this process, for the demo.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};
use tokio::task::{JoinSet, spawn_blocking};
use tollgate_proxy::{Handle, Proxy, RunError, Settings};

use crate::clock;

/// A running traffic server; dropped, it cuts its connections and ends.
#[derive(Debug)]
pub(crate) struct TrafficServer {
    handle: Handle,
    address: SocketAddr,
    tasks: JoinSet<Result<(), RunError>>,
}

impl TrafficServer {
    /// Starts with a configuration file.
    pub(crate) fn start(configuration: &Path) -> Result<Self> {
        let settings = Settings::load(configuration, clock::now)?;
        let proxy = Proxy::bind(settings)?;
        let handle = proxy.handle();
        let address = proxy.addresses().requests.first().copied();
        let address = address.context("the traffic server listens nowhere")?;
        let mut tasks = JoinSet::new();
        tasks.spawn(proxy.run());
        Ok(Self {
            handle,
            address,
            tasks,
        })
    }

    /// Where clients connect.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Reads the configuration file again.
    pub(crate) async fn reload(&self) -> Result<()> {
        let handle = self.handle.clone();
        spawn_blocking(move || handle.reload()).await??;
        Ok(())
    }

    /// Waits until everything that was logged is in the files.
    pub(crate) async fn flush(&self) -> Result<()> {
        let handle = self.handle.clone();
        spawn_blocking(move || handle.flush_log()).await?;
        Ok(())
    }

    /// Finishes the requests in flight and ends.
    pub(crate) async fn stop(mut self) -> Result<()> {
        self.handle.drain();
        while let Some(ended) = self.tasks.join_next().await {
            ended??;
        }
        Ok(())
    }
}
