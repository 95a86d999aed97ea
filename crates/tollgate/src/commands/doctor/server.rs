//! What the running server says of itself at its management address.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde::Deserialize;

/// For all of it: who is asked is on this host.
const PATIENCE: Duration = Duration::from_secs(1);
/// Octets of an answer.
const ANSWER: u64 = 1024 * 1024;

/// The server at its management address.
pub(super) enum Server {
    Answers(Box<Status>),
    Silent { address: SocketAddr, why: String },
}

/// What matters of `/status`.
#[derive(Debug, Deserialize)]
pub(super) struct Status {
    pub(super) state: String,
    pub(super) started: String,
    pub(super) verify_origin_server: String,
    pub(super) log: LogStatus,
}

#[derive(Debug, Deserialize)]
pub(super) struct LogStatus {
    pub(super) lost: u64,
    pub(super) failure: Option<String>,
}

impl Status {
    /// Whether it says something of itself that somebody should look at.
    pub(super) fn is_worrying(&self) -> bool {
        self.state != "serving" || self.log.failure.is_some() || self.log.lost > 0
    }
}

impl Server {
    pub(super) fn ask(configured: SocketAddr) -> Self {
        let mut address = configured;
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        match status(address) {
            Ok(status) => Self::Answers(Box::new(status)),
            Err(error) => Self::Silent {
                address,
                why: error.to_string(),
            },
        }
    }
}

fn status(address: SocketAddr) -> io::Result<Status> {
    let end = Instant::now() + PATIENCE;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!("GET /status HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        let count = stream.read(&mut buffer)?;
        answer.extend_from_slice(buffer.get(..count).unwrap_or_default());
        let is_long = u64::try_from(answer.len()).is_ok_and(|length| length > ANSWER);
        if count == 0 || is_long {
            break;
        }
    }
    let body = answer.windows(4).position(|own| own == b"\r\n\r\n");
    let body = body.and_then(|at| answer.get(at + 4..)).unwrap_or_default();
    serde_json::from_slice(body).map_err(io::Error::other)
}
