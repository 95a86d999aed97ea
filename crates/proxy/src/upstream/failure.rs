//! Why a request did not get an answer.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use super::admission::Judged;
use super::alert::AlertCode;
use super::connection::ExchangeError;
use super::handshake::Written;
use super::progress::{ClientCertificateRequest, Engine};

/// A request that got no answer, with everything that was tried.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What ended it.
    pub(crate) kind: FailureKind,
    /// Every attempt, in order. The last one ended the request.
    pub(crate) attempts: Vec<Attempt>,
    /// A refusal that was answered from memory: no connection was made for this request.
    pub(crate) remembered: bool,
}

/// One attempt to reach the node.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// The address dialled last; none if the name did not resolve.
    pub(crate) server: Option<SocketAddr>,
    /// The chain and its verdict, if the node presented one.
    pub(crate) judged: Option<Arc<Judged>>,
}

/// The steps of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stage {
    /// Resolving the name.
    Resolving,
    /// Making the TCP connection.
    Connecting,
    /// In the TLS handshake.
    Handshaking,
    /// Sending the request or waiting for the response head.
    Exchanging,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Resolving => "resolving the name",
            Self::Connecting => "making the connection",
            Self::Handshaking => "in the TLS handshake",
            Self::Exchanging => "waiting for the response",
        }
    }
}

/// What ended a request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FailureKind {
    /// The node's certificate was refused, twice.
    #[error("the certificate of {} was refused", .0.server)]
    Refused(Arc<Judged>),
    /// The target is one of our own listeners: 403 or 502, and a mistake in the allow list.
    #[error("{0} is a listener of this very process")]
    Loop(SocketAddr),
    /// The name has no address.
    #[error("name does not resolve")]
    Unresolved(#[source] io::Error),
    /// No TCP connection.
    #[error("no connection")]
    Unreachable(#[source] io::Error),
    /// A time limit passed: 504.
    #[error("time ran out while {}", .0.as_str())]
    TimedOut(Stage),
    /// The handshake failed for another reason than the node's certificate.
    #[error(transparent)]
    Handshake(HandshakeFailure),
    /// The node refused our certificate, or wants one and did not get any.
    #[error(transparent)]
    ClientCertificateRefused(ClientCertificateRefusal),
    /// A limit on open connections was reached: 503.
    #[error("too many open connections {}", .0.as_str())]
    LimitReached(ConnectionLimit),
    /// The connection broke, or what came over it was not HTTP.
    #[error("the exchange with the node failed")]
    Exchange(#[source] ExchangeError),
}

/// Which limit was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ConnectionLimit {
    /// Connections to one endpoint address.
    Origin,
    /// Connections in all.
    Total,
}

impl ConnectionLimit {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Origin => "to this node",
            Self::Total => "to all nodes",
        }
    }
}

/// A handshake that failed for another reason than the node's certificate.
#[derive(Debug, thiserror::Error)]
#[error("TLS handshake failed: {description}")]
pub(crate) struct HandshakeFailure {
    /// Stable code of the finding, if the failure is one.
    pub(crate) code: Option<&'static str>,
    /// The library that spoke.
    pub(crate) engine: Engine,
    /// What happened, for people.
    pub(crate) description: String,
    /// As OpenSSL 1.1.1 would write it after `SSL connection failed for '..': `.
    pub(crate) error: String,
    /// The alert the node sent.
    pub(crate) alert: Option<AlertCode>,
    /// What to change, if that is known.
    pub(crate) remedy: Option<String>,
}

/// The node refused our client certificate: a finding `TG4xxx`.
#[derive(Debug, thiserror::Error)]
#[error("the node refused our client certificate with the alert {}", .alert.name())]
pub(crate) struct ClientCertificateRefusal {
    /// Stable code of the finding.
    pub(crate) code: &'static str,
    /// The alert the node sent.
    pub(crate) alert: AlertCode,
    /// As OpenSSL 1.1.1 would write it after `SSL connection failed for '..': `.
    pub(crate) error: String,
    /// Whether and how the node asked for a certificate.
    pub(crate) requested: ClientCertificateRequest,
    /// What to change.
    pub(crate) remedy: String,
    /// Whether part of the request had been written when the alert arrived.
    pub(crate) written: Written,
}
