//! Where a request goes, from the target alone.

use std::net::IpAddr;
use std::num::NonZeroU16;

use tollgate_uc::{Host, Protocol};

/// The node side of a target. The name that is checked and sent as SNI is `host`; neither DNS nor
/// `resolve` ever changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// `https` is verified, `http` is not.
    pub(crate) protocol: Protocol,
    /// The name or address of the target, as decoded.
    pub(crate) host: Host,
    /// Port of the target.
    pub(crate) port: NonZeroU16,
    /// Dial this address instead of asking the system's resolver.
    pub(crate) resolve: Option<IpAddr>,
    /// Which TLS library the node's settings ask for.
    pub(crate) engine: EngineChoice,
}

/// `[[node]] tls_engine`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum EngineChoice {
    /// rustls wherever it can speak to the node.
    #[default]
    Automatic,
    /// `tls_engine = "openssl"`: TLS below 1.2, CBC, DHE and static RSA suites.
    OpenSsl,
}

impl Endpoint {
    /// Whether a connection made for one may serve the other, given the same address. Host names are
    /// compared without case, as certificates are.
    pub(super) fn is_same_origin(&self, other: &Self) -> bool {
        self.port == other.port
            && self.protocol == other.protocol
            && self.engine == other.engine
            && self.host == other.host
    }
}
