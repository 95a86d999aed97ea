//! The native lines of the traffic server: `[ET_NET 0] WARNING: ...` and `ERROR: ...`.
//!
//! They carry no transaction id; they belong to a request by process, server and time.

use std::borrow::Cow;

use super::ip::Ip;
use crate::openssl_text;

/// A chain was not accepted:
/// `Core server certificate verification failed for (name). Action=.. Error=.. server=..(..) depth=n`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainRefused<'a> {
    /// The `n` of `[ET_NET n]`.
    pub thread: Option<u32>,
    /// The name that was to be found in the certificate: server name sent, else the address.
    pub name: Cow<'a, str>,
    /// What follows.
    pub action: Action,
    /// OpenSSL's text of the first error, for example `self signed certificate`.
    pub error: Cow<'a, str>,
    /// The node.
    pub server: Server<'a>,
    /// Position in the chain of the certificate complained of; 0 is the node's own.
    pub depth: u32,
}

/// The address that was asked for is not in the certificate:
/// `SNI (name) not in certificate. Action=.. server=..(..)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRefused<'a> {
    /// The `n` of `[ET_NET n]`.
    pub thread: Option<u32>,
    /// How the line begins.
    pub form: NameForm,
    /// The name that was looked for.
    pub name: Cow<'a, str>,
    /// What follows.
    pub action: Action,
    /// The node.
    pub server: Server<'a>,
}

/// The two wordings of [`NameRefused`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameForm {
    /// `SNI (name)`, the document's.
    Sni,
    /// `Origin hostname (name)`, of newer traffic servers.
    OriginHostname,
}

/// A TLS connection to a node failed: `SSL connection failed for 'name': error:...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionFailed<'a> {
    /// The `n` of `[ET_NET n]`.
    pub thread: Option<u32>,
    /// The name that was connected to.
    pub name: Cow<'a, str>,
    /// OpenSSL's error string, [`VERIFY_FAILED`](crate::VERIFY_FAILED),
    /// [`alert_error`](crate::alert_error) or any other.
    pub error: Cow<'a, str>,
}

impl ConnectionFailed<'_> {
    /// What the error string says, by its words: the codes differ between the generations of
    /// OpenSSL and suffer in copied text.
    pub fn cause(&self) -> FailureCause {
        openssl_text::cause(&self.error)
    }
}

/// Who ended a TLS handshake, as far as an error string tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureCause {
    /// We refused the node's certificate.
    VerifyFailed,
    /// The node sent this alert (RFC 8446, section 6); 48, `unknown ca`, is about *our* client
    /// certificate.
    Alert(u8),
    /// Anything else.
    Other,
}

/// The node of a native line: `server=name(ip)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server<'a> {
    /// The name that was resolved.
    pub name: Cow<'a, str>,
    /// The address that was connected to.
    pub ip: Ip<'a>,
}

/// What the traffic server does about a certificate that it did not accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The connection ends.
    Terminate,
    /// The connection is used all the same.
    Continue,
}

impl Action {
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Terminate => "Terminate",
            Self::Continue => "Continue",
        }
    }
}

/// A native line without a meaning of its own here.
///
/// It is written so that it never reads back as one of the other native lines, even if its text
/// begins like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Native<'a> {
    /// The `n` of `[ET_NET n]`.
    pub thread: Option<u32>,
    /// The word before the colon.
    pub severity: Severity,
    /// What follows the colon.
    pub text: Cow<'a, str>,
}

/// The severities of native lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// `STATUS`.
    Status,
    /// `NOTE`.
    Note,
    /// `WARNING`.
    Warning,
    /// `ERROR`.
    Error,
    /// `FATAL`.
    Fatal,
    /// `ALERT`.
    Alert,
    /// `EMERGENCY`.
    Emergency,
    /// `DEBUG` and `DIAG`.
    Debug,
}

impl Severity {
    pub(crate) const ALL: [(Self, &'static str); 8] = [
        (Self::Status, "STATUS"),
        (Self::Note, "NOTE"),
        (Self::Warning, "WARNING"),
        (Self::Error, "ERROR"),
        (Self::Fatal, "FATAL"),
        (Self::Alert, "ALERT"),
        (Self::Emergency, "EMERGENCY"),
        (Self::Debug, "DEBUG"),
    ];

    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Status => "STATUS",
            Self::Note => "NOTE",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
            Self::Fatal => "FATAL",
            Self::Alert => "ALERT",
            Self::Emergency => "EMERGENCY",
            Self::Debug => "DEBUG",
        }
    }
}
