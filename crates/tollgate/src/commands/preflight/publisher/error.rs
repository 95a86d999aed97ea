//! Why a publisher did not tell its nodes.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use openssl::error::ErrorStack;
use tollgate_uc::{DiscoveryError, Excerpt, MAX_ANSWER};

use super::credentials::MAX_PASSWORD;
use crate::output::Output;

/// A step that failed. None of these texts holds a password.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PublisherError {
    #[error("{publisher} does not resolve")]
    Resolve {
        publisher: String,
        source: io::Error,
    },
    #[error("no connection to {address}")]
    Connect {
        address: SocketAddr,
        source: io::Error,
    },
    #[error("no TLS handshake with {address}")]
    Handshake {
        address: SocketAddr,
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("{address} shows no certificate that can be read")]
    NothingShown { address: SocketAddr },
    #[error("the certificate of {publisher} is refused ({verdict})")]
    Untrusted {
        publisher: String,
        /// The first reason of each store.
        verdict: String,
        sha256: String,
    },
    #[error("the certificate of {publisher} is not the pinned one")]
    Pin {
        publisher: String,
        sha256: String,
        pin: String,
    },
    #[error("{publisher} gave no complete answer within {seconds} seconds")]
    Slow { publisher: String, seconds: f64 },
    #[error("the exchange with {publisher} broke off")]
    Exchange {
        publisher: String,
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("{publisher} does not accept the user {user}")]
    Login { publisher: String, user: String },
    #[error("{publisher} lets the user {user} not use AXL")]
    Permission {
        publisher: String,
        user: String,
        status: u16,
    },
    #[error("{publisher} points elsewhere, to {location}")]
    Redirect {
        publisher: String,
        location: Excerpt,
    },
    #[error("{publisher} answers {path} with HTTP {status}")]
    Status {
        publisher: String,
        path: &'static str,
        status: u16,
        service: &'static str,
    },
    #[error("{publisher} packed its answer as {encoding}")]
    Encoded {
        publisher: String,
        encoding: Excerpt,
    },
    #[error("the answer of {publisher} has more than {MAX_ANSWER} octets")]
    TooLong { publisher: String },
    #[error("the answer of {publisher} tells no nodes")]
    Answer {
        publisher: String,
        source: DiscoveryError,
    },
    #[error("{publisher} advertises no address at all")]
    NoNode { publisher: String },
    #[error("{} can be read by others", file.display())]
    PasswordOpen { file: PathBuf, mode: u32 },
    #[error("{} does not hold one line with a password", file.display())]
    PasswordForm { file: PathBuf },
    #[error("OpenSSL cannot be set up")]
    OpenSsl(#[from] ErrorStack),
}

impl PublisherError {
    /// What happened, without its causes, and what to do next.
    pub(crate) fn told(&self, output: &Output) -> String {
        match self.message() {
            Some((id, arguments)) => output.text(id, &arguments),
            None => self.to_string(),
        }
    }

    fn message(&self) -> Option<(&'static str, Vec<(&'static str, String)>)> {
        let publisher = |publisher: &String| ("publisher", publisher.clone());
        Some(match self {
            Self::Resolve {
                publisher: name, ..
            } => ("publisher-error-resolve", vec![publisher(name)]),
            Self::Connect { address, .. } => (
                "publisher-error-connect",
                vec![("address", address.to_string())],
            ),
            Self::Handshake { address, .. } => (
                "publisher-error-handshake",
                vec![("address", address.to_string())],
            ),
            Self::NothingShown { address } => (
                "publisher-error-nothing-shown",
                vec![("address", address.to_string())],
            ),
            Self::Untrusted {
                publisher: name,
                verdict,
                sha256,
            } => (
                "publisher-error-untrusted",
                vec![
                    publisher(name),
                    ("verdict", verdict.clone()),
                    ("sha256", sha256.clone()),
                ],
            ),
            Self::Pin {
                publisher: name,
                sha256,
                pin,
            } => (
                "publisher-error-pin",
                vec![
                    publisher(name),
                    ("sha256", sha256.clone()),
                    ("pin", pin.clone()),
                ],
            ),
            Self::Slow {
                publisher: name,
                seconds,
            } => (
                "publisher-error-slow",
                vec![publisher(name), ("seconds", seconds.to_string())],
            ),
            Self::Exchange {
                publisher: name, ..
            } => ("publisher-error-exchange", vec![publisher(name)]),
            Self::Login {
                publisher: name,
                user,
            } => (
                "publisher-error-login",
                vec![publisher(name), ("user", user.clone())],
            ),
            Self::Permission {
                publisher: name,
                user,
                status,
            } => (
                "publisher-error-permission",
                vec![
                    publisher(name),
                    ("user", user.clone()),
                    ("status", status.to_string()),
                ],
            ),
            Self::Redirect {
                publisher: name,
                location,
            } => (
                "publisher-error-redirect",
                vec![publisher(name), ("location", location.to_string())],
            ),
            Self::Status {
                publisher: name,
                path,
                status,
                service,
            } => (
                "publisher-error-status",
                vec![
                    publisher(name),
                    ("path", (*path).to_owned()),
                    ("status", status.to_string()),
                    ("service", (*service).to_owned()),
                ],
            ),
            Self::Encoded {
                publisher: name,
                encoding,
            } => (
                "publisher-error-encoded",
                vec![publisher(name), ("encoding", encoding.to_string())],
            ),
            Self::TooLong { publisher: name } => (
                "publisher-error-too-long",
                vec![publisher(name), ("limit", MAX_ANSWER.to_string())],
            ),
            Self::Answer {
                publisher: name, ..
            } => ("publisher-error-answer", vec![publisher(name)]),
            Self::NoNode { publisher: name } => ("publisher-error-no-node", vec![publisher(name)]),
            Self::PasswordOpen { file, mode } => (
                "publisher-password-open",
                vec![
                    ("file", file.display().to_string()),
                    ("mode", format!("{mode:03o}")),
                ],
            ),
            Self::PasswordForm { file } => (
                "publisher-password-form",
                vec![
                    ("file", file.display().to_string()),
                    ("limit", MAX_PASSWORD.to_string()),
                ],
            ),
            // It tells itself.
            Self::OpenSsl(_) => return None,
        })
    }
}
