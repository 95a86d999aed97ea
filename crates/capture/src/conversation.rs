//! What is known of a TLS conversation once it is over.

use std::fmt;
use std::net::SocketAddr;

use crate::tls::{
    AlertDescription, AlertLevel, Certificate, CertificateRequest, CipherSuite, ClientHello,
    Outcome, Version,
};

/// The two parties of TLS. The client is who sent the `ClientHello`, whoever opened the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Sent the `ClientHello`.
    Client,
    /// Answered it.
    Server,
}

impl Role {
    /// `client` or `server`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How the TCP stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It did not, as far as the capture shows.
    Open,
    /// With FIN, first from this side.
    Closed(Role),
    /// With RST from this side.
    Reset(Role),
    /// It was silent for longest when memory ran out ([`crate::Limits`]), and finished early.
    Evicted,
}

/// Whether the server's certificate could be seen, and if not, why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// It was sent in clear.
    Clear,
    /// It was encrypted, and opened with secrets.
    Decrypted,
    /// It is encrypted (TLS 1.3) and there are no secrets for it.
    Encrypted,
    /// A session was resumed: it was not sent.
    Resumed,
    /// Something was sent, but is missing in the capture, in part or as a whole.
    Lost,
    /// The handshake ended before it, or the cipher suite needs none.
    NotSent,
}

/// A certificate that was sent in the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenCertificate {
    /// Who showed it.
    pub role: Role,
    /// The certificate.
    pub certificate: Certificate,
    /// The frame that completed the message.
    pub frame: u64,
    /// Readable for everybody; otherwise it was decrypted with secrets.
    pub clear: bool,
}

/// An alert that could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alert {
    /// The sender.
    pub from: Role,
    /// Warning or fatal.
    pub level: AlertLevel,
    /// What it says.
    pub description: AlertDescription,
    /// The frame that completed it.
    pub frame: u64,
}

/// One TCP stream that speaks TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each with its own meaning"
)]
pub struct Conversation {
    /// The number of the TCP stream in the capture, from 0, as Wireshark's `tcp.stream`.
    pub stream: u64,
    /// The TLS client.
    pub client: SocketAddr,
    /// The TLS server.
    pub server: SocketAddr,
    /// Nothing in the stream tells who is who; the roles follow from the ports.
    pub roles_guessed: bool,
    /// The frame that completes the first TLS record.
    pub first_frame: u64,
    /// Time of that frame in nanoseconds since 1970; absent where the capture has no times.
    pub start: Option<i64>,
    /// The first frame of the TCP stream.
    pub stream_first_frame: u64,
    /// The beginning of the handshake is not in the capture.
    pub is_mid_stream: bool,
    /// What the client offered.
    pub hello: Option<ClientHello>,
    /// The negotiated version.
    pub version: Option<Version>,
    /// The negotiated cipher suite.
    pub cipher_suite: Option<CipherSuite>,
    /// Bits of the prime of a finite-field key exchange, where the server sent it in clear (DHE up to
    /// TLS 1.2).
    pub dh_bits: Option<u32>,
    /// How the handshake came out.
    pub outcome: Outcome,
    /// An earlier session was resumed.
    pub resumed: bool,
    /// What the server asked of the client's certificate.
    pub certificate_request: Option<CertificateRequest>,
    /// Every certificate in the order in which they were read; behind a gap that is later than
    /// they were sent.
    pub certificates: Vec<SeenCertificate>,
    /// Why the server's certificate is or is not among them.
    pub server_certificate: Visibility,
    /// Every alert that could be read, in order.
    pub alerts: Vec<Alert>,
    /// Holes in the stream: bytes that were sent and are not in the capture.
    pub gaps: u64,
    /// Bytes in those holes.
    pub lost_bytes: u64,
    /// How the TCP stream ended.
    pub end: End,
}

impl Conversation {
    /// The certificates of one party, its own first.
    pub fn certificates_of(&self, role: Role) -> impl Iterator<Item = &SeenCertificate> {
        self.certificates
            .iter()
            .filter(move |seen| seen.role == role)
    }

    /// Server name indication.
    pub fn server_name(&self) -> Option<&str> {
        self.hello.as_ref()?.server_name.as_deref()
    }
}
