//! The limits that a client meets, with their defaults and the reason for each.
//!
//! Those that a node meets (connect, handshake, response, connections) belong to the upstream side;
//! those of chains and certificates to `pki`; those of a log line to `diaglog`.

use std::time::Duration;

/// Limits of the data path; a configuration changes them under `[limits]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Request line, URL included. The longest UDS and TFTP URLs are below 2 kB; single sign-on
    /// adds a SAML request to the query.
    pub(crate) request_line_bytes: usize,
    /// A whole request head. Cookies and SAML relay state reach 16 kB; the real traffic server
    /// allows 64 kB.
    pub(crate) head_bytes: usize,
    /// Header fields of a request. Clients send 10 to 20.
    pub(crate) fields: usize,
    /// Body of a request; problem reports and file transfers are the large ones.
    pub(crate) body_bytes: u64,
    /// Trailer section of a chunked body, its line ends included.
    pub(crate) trailer_bytes: usize,
    /// From the first byte of a request head to its last: what a deliberately slow client gets.
    pub(crate) head_time: Duration,
    /// Silence of a client between two requests.
    pub(crate) idle_time: Duration,
    /// Silence of a client in the middle of a body, in either direction.
    pub(crate) stall_time: Duration,
    /// Silence of a node in the middle of a response body.
    pub(crate) node_stall_time: Duration,
    /// A whole request, from its head to the last byte of its response; large transfers over slow
    /// lines need long.
    pub(crate) total_time: Duration,
    /// Client connections at one time, all workers together.
    pub(crate) connections: usize,
    /// Log text that waits for a slow disk; what comes beyond it is counted and reported as lost.
    pub(crate) log_queue_bytes: usize,
    /// From the order to drain until connections are cut.
    pub(crate) drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_line_bytes: 16 * 1024,
            head_bytes: 64 * 1024,
            fields: 100,
            body_bytes: 4 * 1024 * 1024 * 1024,
            trailer_bytes: 8 * 1024,
            head_time: Duration::from_secs(20),
            idle_time: Duration::from_mins(2),
            stall_time: Duration::from_mins(1),
            node_stall_time: Duration::from_mins(1),
            total_time: Duration::from_hours(1),
            connections: 20_000,
            log_queue_bytes: 16 * 1024 * 1024,
            drain_time: Duration::from_secs(30),
        }
    }
}
