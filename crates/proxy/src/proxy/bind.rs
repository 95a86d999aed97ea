//! Sockets and log files, opened before anything is served.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, listen, socket_with, sockopt};
use rustix::process::{Resource, getrlimit, setrlimit};

use crate::config::Settings;
use crate::log::{Destination, LossNotice, Output, Spool};
use crate::upstream::SettingsError;
use crate::worker::BoundListener;

/// A traffic server that cannot start.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// An address cannot be listened on.
    #[error(
        "cannot listen on {address}; stop what listens there (see ss -ltnp), or choose another address"
    )]
    Address {
        /// The address as configured.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// A log file cannot be opened.
    #[error("cannot write the log {}; correct [log] or the permissions of its directory", path.display())]
    Log {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The thread that writes a log cannot be started.
    #[error("cannot start the thread that writes the log")]
    Writer(#[source] io::Error),
    /// The settings were right when they were read and cannot be served now.
    #[error("the settings cannot be served: {0}")]
    Settings(String),
}

impl From<SettingsError> for BindError {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error.to_string())
    }
}

/// For each listener its address with the port chosen by the system, and for each worker its
/// sockets.
pub(super) fn listeners(
    settings: &Settings,
) -> Result<(Vec<SocketAddr>, Vec<Vec<BoundListener>>), BindError> {
    let mut addresses = Vec::new();
    let mut sockets: Vec<Vec<BoundListener>> = (0..settings.workers).map(|_| Vec::new()).collect();
    for (index, listener) in settings.listeners.iter().enumerate() {
        let failed = |source| BindError::Address {
            address: listener.address,
            source,
        };
        let sharing = if settings.workers > 1 {
            Sharing::Workers
        } else {
            Sharing::Alone
        };
        if sharing == Sharing::Workers {
            // Sockets that share a port would share it with another traffic server, too: this one
            // notices.
            drop(open(listener.address, Sharing::Alone).map_err(failed)?);
        }
        let mut address = listener.address;
        for worker in &mut sockets {
            let socket = open(address, sharing).map_err(failed)?;
            address = socket.local_addr().map_err(failed)?;
            worker.push(BoundListener { socket, index });
        }
        addresses.push(address);
    }
    Ok((addresses, sockets))
}

pub(super) fn management(settings: &Settings) -> Result<TcpListener, BindError> {
    let address = settings.management.address;
    open(address, Sharing::Alone).map_err(|source| BindError::Address { address, source })
}

/// Whether other sockets may listen on the same address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sharing {
    Alone,
    Workers,
}

fn open(address: SocketAddr, sharing: Sharing) -> io::Result<TcpListener> {
    let family = if address.is_ipv4() {
        AddressFamily::INET
    } else {
        AddressFamily::INET6
    };
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let socket = socket_with(family, SocketType::STREAM, flags, None)?;
    sockopt::set_socket_reuseaddr(&socket, true)?;
    if sharing == Sharing::Workers {
        sockopt::set_socket_reuseport(&socket, true)?;
    }
    bind(&socket, &address)?;
    listen(&socket, BACKLOG)?;
    Ok(TcpListener::from(socket))
}

pub(super) fn spool(
    destination: &Destination,
    limit: usize,
    notice: LossNotice,
) -> Result<(Arc<Spool>, JoinHandle<()>), BindError> {
    let output = output(destination)?;
    Spool::start(output, limit, notice).map_err(BindError::Writer)
}

fn output(destination: &Destination) -> Result<Output, BindError> {
    Output::open(destination).map_err(|source| {
        let path = match destination {
            Destination::File(path) => path.clone(),
            Destination::Stdout | Destination::Nowhere => PathBuf::from("-"),
        };
        BindError::Log { path, source }
    })
}

/// Raises the number of file descriptors to what the system allows this process, and says how many
/// that is; each connection takes one on either side.
pub(super) fn raise_descriptor_limit() -> Option<u64> {
    let mut limit = getrlimit(Resource::Nofile);
    let before = limit.current;
    limit.current = limit.maximum;
    match setrlimit(Resource::Nofile, limit) {
        Ok(()) => limit.maximum,
        Err(_) => before,
    }
}

/// Connections that wait to be accepted; the system caps it (net.core.somaxconn).
const BACKLOG: i32 = 8192;
