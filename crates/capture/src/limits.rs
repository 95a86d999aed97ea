//! What a capture may cost. Each limit that is reached leaves a mark in the result.

/// Bounds on memory and work. The defaults hold the whole reader under 100 MB of memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that come out of a compressed capture before it is taken for a bomb.
    pub expanded_bytes: u64,
    /// TCP streams that are remembered. Those of which only their end is awaited leave first, the
    /// most silent of them before others.
    pub streams: usize,
    /// Bytes held for all streams together: segments out of order, cut records, handshakes.
    pub held_bytes: usize,
    /// Bytes of segments out of order that one direction of a stream may hold before the hole in
    /// front of them counts as lost.
    pub out_of_order_bytes: usize,
    /// Bytes held for IP datagrams of which fragments are missing.
    pub fragment_bytes: usize,
    /// Bytes of one handshake message; a longer one is skipped.
    pub handshake_bytes: usize,
    /// Certificates kept for one stream.
    pub certificates: usize,
    /// Authority names kept for one stream.
    pub authorities: usize,
    /// Bytes of application data that are decrypted for one stream in search of handshakes.
    pub decrypted_bytes: usize,
    /// Client randoms with secrets that are kept.
    pub secrets: usize,
    /// Problems that are described; further ones are only counted.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            expanded_bytes: 1 << 40,
            streams: 1 << 17,
            held_bytes: 32 << 20,
            out_of_order_bytes: 1 << 20,
            fragment_bytes: 4 << 20,
            handshake_bytes: 1 << 18,
            certificates: 128,
            authorities: 4096,
            decrypted_bytes: 16 << 20,
            secrets: 1 << 18,
            problems: 100,
        }
    }
}

/// Bytes of one packet, as in libpcap and Wireshark.
pub(crate) const PACKET_BYTES: u32 = 262_144;

/// Bytes of one pcapng block that is looked into. Secrets of a long run need some megabytes.
pub(crate) const BLOCK_BYTES: u32 = 16 << 20;

/// Interfaces of one pcapng section.
pub(crate) const INTERFACES: usize = 65_536;

/// Headers inside each other (tunnels, fragments in tunnels) before a packet is given up.
pub(crate) const ENCAPSULATIONS: usize = 8;

/// VLAN tags, MPLS labels and IPv6 extension headers in one packet.
pub(crate) const TAGS: usize = 16;

/// Bytes of each direction in which the beginning of TLS is looked for: room for a mail server's
/// greeting, a directory bind or an FTP log-in before its STARTTLS.
pub(crate) const SEARCHED_BYTES: u32 = 65_536;
