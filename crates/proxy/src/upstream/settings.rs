//! What decides how nodes are reached and judged; fixed for the life of an `Upstream`.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use openssl::error::ErrorStack;
use tollgate_pki::{Policy, TrustStore};

use super::cipher::CipherStringError;
use super::counters::Counters;
use super::identity::ClientIdentity;

/// The clock of the process; only the binary reads the real one.
pub(crate) type Clock = fn() -> jiff::Timestamp;

/// One generation of settings.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Certificates that are trusted.
    pub(crate) trust: TrustStore,
    /// Name policy and security level.
    pub(crate) policy: Policy,
    /// What happens to a connection whose certificate is refused.
    pub(crate) mode: VerifyOrigin,
    /// How long a trusted verdict may be used again; zero for never.
    pub(crate) remember: Duration,
    /// Lowest TLS version spoken.
    pub(crate) minimum: TlsMinimum,
    /// OpenSSL cipher string, as configured.
    pub(crate) ciphers: String,
    /// Presented when a node asks for it.
    pub(crate) client: Option<ClientIdentity>,
    /// Times and numbers.
    pub(crate) limits: Limits,
    /// The time that certificates are judged at.
    pub(crate) clock: Clock,
    /// Addresses that this process listens on; a target that leads there is a loop.
    pub(crate) own_listeners: Vec<SocketAddr>,
    /// Where everything is counted, over all generations.
    pub(crate) counters: Counters,
}

/// `VerifyOriginServer`: what happens to a connection whose certificate is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum VerifyOrigin {
    /// It ends: the client gets 502.
    #[default]
    On,
    /// It is reported and used.
    Report,
    /// It is used, as by releases that did not verify; the verdict is still kept and counted.
    Off,
}

/// Lowest TLS version spoken with a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum TlsMinimum {
    /// `minTLSv1.0`
    V1_0,
    /// `minTLSv1.1`
    V1_1,
    /// `minTLSv1.2`
    #[default]
    V1_2,
}

/// Times and numbers that bound what a node can make us spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Resolving the name and making the TCP connection, over all addresses.
    pub(crate) connect: Duration,
    /// The TLS handshake.
    pub(crate) handshake: Duration,
    /// Waiting for the response head while nothing moves.
    pub(crate) response: Duration,
    /// Open connections to one endpoint address.
    pub(crate) connections_per_origin: usize,
    /// Open connections in all.
    pub(crate) connections: usize,
    /// Idle connections kept for one endpoint address.
    pub(crate) idle_per_origin: usize,
    /// How long an idle connection is kept.
    pub(crate) idle: Duration,
    /// Requests over one connection.
    pub(crate) requests_per_connection: u64,
    /// Age at which a connection is no longer reused.
    pub(crate) connection_age: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            handshake: Duration::from_secs(10),
            response: Duration::from_mins(1),
            connections_per_origin: 2048,
            connections: 8192,
            // As many as may be open: requests come in bursts, and a connection that was closed in
            // between costs a handshake, ten requests' worth and more.
            idle_per_origin: 2048,
            idle: Duration::from_secs(55),
            requests_per_connection: 100_000,
            connection_age: Duration::from_hours(1),
        }
    }
}

/// Settings that cannot be served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    /// The cipher string.
    #[error(transparent)]
    Ciphers(#[from] CipherStringError),
    /// rustls does not take what is left of the cipher string.
    #[error("rustls cannot be set up with these ciphers")]
    Rustls(#[from] rustls::Error),
    /// OpenSSL does not take the settings.
    #[error("OpenSSL cannot be set up with these ciphers and this client certificate")]
    OpenSsl(#[from] ErrorStack),
}

/// A value of a setting that is none of the allowed words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not one of {allowed}")]
pub(crate) struct UnknownWord {
    given: String,
    allowed: &'static str,
}

impl VerifyOrigin {
    /// `On`, `Report` or `Off`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::On => "On",
            Self::Report => "Report",
            Self::Off => "Off",
        }
    }
}

impl fmt::Display for VerifyOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for VerifyOrigin {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::On, Self::Report, Self::Off]
            .into_iter()
            .find(|mode| mode.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownWord::new(text, "On, Report, Off"))
    }
}

impl TlsMinimum {
    /// `minTLSv1.0`, `minTLSv1.1` or `minTLSv1.2`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::V1_0 => "minTLSv1.0",
            Self::V1_1 => "minTLSv1.1",
            Self::V1_2 => "minTLSv1.2",
        }
    }
}

impl fmt::Display for TlsMinimum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TlsMinimum {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::V1_0, Self::V1_1, Self::V1_2]
            .into_iter()
            .find(|minimum| minimum.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownWord::new(text, "minTLSv1.0, minTLSv1.1, minTLSv1.2"))
    }
}

impl UnknownWord {
    fn new(given: &str, allowed: &'static str) -> Self {
        Self {
            given: given.chars().take(40).collect(),
            allowed,
        }
    }
}
