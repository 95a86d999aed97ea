//! What the caller is told while a request is on its way, and the facts of a connection.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use super::admission::{Judged, Passage};
use super::endpoint::Endpoint;
use super::message::NodeRequest;

/// Told to the caller of `Upstream::send` as it happens.
#[derive(Debug)]
pub(crate) enum Progress<'a> {
    /// An attempt begins; nothing has been sent yet. Time for the line `Sending Request`.
    Sending {
        /// Where to.
        to: SocketAddr,
        /// The request as it will be sent.
        request: &'a NodeRequest,
    },
    /// A new connection is used although its certificate was refused (`Report` only, not `Off`).
    /// Time for the WARNING with `Action=Continue`.
    Continuing {
        /// Chain, verdict and address.
        judged: &'a Arc<Judged>,
    },
}

/// What is known about an established connection; the same for every request over it.
#[derive(Debug)]
pub(crate) struct ConnectionFacts {
    /// The target it was made for.
    pub(crate) endpoint: Arc<Endpoint>,
    /// The address that answered.
    pub(crate) server: SocketAddr,
    /// The proof that it may be used.
    pub(crate) passage: Passage,
    /// Version and suite, if TLS is spoken.
    pub(crate) tls: Option<TlsFacts>,
}

/// What a handshake agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsFacts {
    /// Which library spoke.
    pub(crate) engine: Engine,
    /// Protocol version.
    pub(crate) version: TlsVersion,
    /// Cipher suite, by OpenSSL's name.
    pub(crate) suite: Arc<str>,
    /// Whether the node asked for a client certificate.
    pub(crate) client_certificate: ClientCertificateRequest,
}

/// Whether a node asked for a client certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum ClientCertificateRequest {
    /// It did not.
    #[default]
    None,
    /// It did.
    Made {
        /// DER names of the authorities it accepts; empty means any.
        authorities: Vec<Vec<u8>>,
    },
    /// The engine cannot tell (OpenSSL with TLS 1.3).
    Unknown,
}

/// A TLS library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Engine {
    /// rustls with ring: the data path.
    Rustls,
    /// OpenSSL: what rustls does not speak.
    OpenSsl,
}

/// A TLS protocol version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TlsVersion {
    /// TLS 1.0
    V1_0,
    /// TLS 1.1
    V1_1,
    /// TLS 1.2
    V1_2,
    /// TLS 1.3
    V1_3,
}

impl Engine {
    /// As in settings and metrics.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Rustls => "rustls",
            Self::OpenSsl => "openssl",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TlsVersion {
    /// As OpenSSL writes it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::V1_0 => "TLSv1",
            Self::V1_1 => "TLSv1.1",
            Self::V1_2 => "TLSv1.2",
            Self::V1_3 => "TLSv1.3",
        }
    }
}

impl fmt::Display for TlsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
