//! The events of a diagnostic log: what the traffic server says, and what any other line can hold.
//!
//! Text fields hold the value itself, never its escaped form; the [writer](crate::write()) escapes,
//! cuts and conceals, the reader undoes the escaping.

mod fields;
mod ip;
mod message;
mod native;
mod own;
mod request;

use std::borrow::Cow;

pub use fields::{Field, Fields};
pub use ip::Ip;
pub use message::{Header, Headers, HttpMessage};
pub use native::{
    Action, ChainRefused, ConnectionFailed, FailureCause, NameForm, NameRefused, Native, Server,
    Severity,
};
pub use request::{Access, Detail, MatchedRule, Message, Outcome, Peer, Rejected, Transaction};

use crate::stamp::{Stamp, UtcTime};

/// What stands in front of every line: when, on which host, which process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix<'a> {
    /// When the line was written.
    pub at: Stamp,
    /// The host that wrote it; empty is written as `-`.
    pub host: Cow<'a, str>,
    /// The process tag, `traffic_server` for ours. Empty: the line has no tag, and no pid.
    pub process: Cow<'a, str>,
    /// The process id; some processes write none.
    pub pid: Option<u32>,
}

/// One entry of the log, without its prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A step of an HTTP transaction (`Detail="Receive Request"` and its three siblings).
    Transaction(Transaction<'a>),
    /// The allow list's decision (`Event="Request Allowed"` or `"Request Denied"`).
    Access(Access<'a>),
    /// A request refused before the allow list was asked (`Event="Request Rejected"`).
    Rejected(Rejected<'a>),
    /// WARNING: the chain of a node was not accepted.
    ChainRefused(ChainRefused<'a>),
    /// WARNING: the address that was asked for is not in the node's certificate.
    NameRefused(NameRefused<'a>),
    /// ERROR: the TLS connection to a node failed.
    ConnectionFailed(ConnectionFailed<'a>),
    /// Any other native line of the traffic server (`[ET_NET 0] NOTE: ...`).
    Native(Native<'a>),
    /// Any other `Event="..."` line: the server's own notices, and events of other processes.
    Notice(Notice<'a>),
    /// Any other line of `key="value"` pairs, such as the `Module="..."` lines.
    Record(Record<'a>),
}

/// An `Event="..."` line with a name of its own.
///
/// The names `Request Allowed`, `Request Denied` and `Request Rejected` belong to [`Access`] and
/// [`Rejected`]; a line with one of them is read as such if it has their fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice<'a> {
    /// The value of `Event`.
    pub event: Cow<'a, str>,
    /// The pairs after it, in order, without `UTCTime`.
    pub fields: Fields<'a>,
    /// Written last.
    pub utc_time: Option<UtcTime>,
}

/// A line of pairs without an `Event`: what the modules of an Expressway write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Written first.
    pub utc_time: Option<UtcTime>,
    /// `Module`, for example `network.tcp`.
    pub module: Option<Cow<'a, str>>,
    /// `Level` without the blanks that some modules add: `INFO`, `DEBUG`, `1`.
    pub level: Option<Cow<'a, str>>,
    /// The other pairs, in order; a key may occur more than once.
    pub fields: Fields<'a>,
}
