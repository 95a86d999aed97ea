//! Every limit that a byte or a connection from outside meets, with its default and the reason for it.

use std::time::Duration;

/// Limits of the data path; a configuration changes them under `[limits]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Request line, URL included. The longest UDS and TFTP URLs are below 2 kB; single sign-on adds a SAML request to the query.
    pub request_line_bytes: usize,
    /// A whole request head. Cookies and SAML relay state reach 16 kB; the real traffic server allows 64 kB.
    pub head_bytes: usize,
    /// Header fields of a request. Clients send 10 to 20.
    pub fields: usize,
    /// Body of a request; problem reports and file transfers are the large ones.
    pub body_bytes: u64,
    /// Trailer section of a chunked body, its line ends included.
    pub trailer_bytes: usize,
    /// From the first byte of a request head to its last: what a deliberately slow client gets.
    pub head_time: Duration,
    /// Silence of a client between two requests.
    pub idle_time: Duration,
    /// Silence of a client in the middle of a body, in either direction.
    pub stall_time: Duration,
    /// From the request sent to the first byte of the node's response. AXL-backed UDS requests may take half a minute.
    pub response_time: Duration,
    /// Silence of a node in the middle of a response body.
    pub node_stall_time: Duration,
    /// A whole request, from its head to the last byte of its response; large transfers over slow lines need long.
    pub total_time: Duration,
    /// Client connections at one time, all workers together.
    pub connections: usize,
    /// Connections to one node address and port at one time, all workers together.
    pub connections_per_node: usize,
    /// One value in a log line; longer ones are cut and marked.
    pub log_value_bytes: usize,
    /// Log text that waits for a slow disk; what comes beyond it is counted and reported as lost.
    pub log_queue_bytes: usize,
    /// From the order to drain until connections are cut.
    pub drain_time: Duration,
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
            idle_time: Duration::from_secs(120),
            stall_time: Duration::from_secs(60),
            response_time: Duration::from_secs(60),
            node_stall_time: Duration::from_secs(60),
            total_time: Duration::from_secs(3600),
            connections: 20_000,
            connections_per_node: 4_096,
            log_value_bytes: 8 * 1024,
            log_queue_bytes: 16 * 1024 * 1024,
            drain_time: Duration::from_secs(30),
        }
    }
}
