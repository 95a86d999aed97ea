//! The diagnostic log language: one event type, one writer, one tolerant reader.
//!
//! Only this crate knows the text of the log. The traffic server writes its [`Event`]s with
//! [`write()`]; the analyser reads them back, and every other line of a diagnostic log, with a
//! reader. What is written reads back as the same event, whatever a client or a node puts into
//! the values (see [`escape`] for how); what cannot be understood is kept, never an error.
//!
//! Bytes and times are arguments: the crate reads no file and no clock.
//!
//! ```
//! use tollgate_diaglog::{ConnectionFailed, Event, Prefix, Stamp, VERIFY_FAILED, write};
//!
//! let prefix = Prefix {
//!     at: Stamp { unix_ms: 1_657_558_526_016, offset_seconds: 7200 },
//!     host: "vcsc".into(),
//!     process: "traffic_server".into(),
//!     pid: Some(18242),
//! };
//! let event = Event::ConnectionFailed(ConnectionFailed {
//!     thread: Some(0),
//!     name: "cucm.steven.lab".into(),
//!     error: VERIFY_FAILED.into(),
//! });
//! let mut log = Vec::new();
//! write(&mut log, &prefix, &event);
//!
//! assert!(log.starts_with(b"2022-07-11T18:55:26.016+02:00 vcsc traffic_server[18242]: [ET_NET 0] ERROR: "));
//! ```

#![warn(clippy::indexing_slicing, clippy::as_conversions)]

mod stamp;

mod event;

pub mod escape;

mod conceal;

mod openssl_text;

mod write;

mod read;

pub use conceal::{conceal, conceal_parameter, conceal_text};
pub use event::{
    Access, Action, ChainRefused, ConnectionFailed, Detail, Event, FailureCause, Field, Fields,
    Header, Headers, HttpMessage, Ip, MatchedRule, Message, NameForm, NameRefused, Native, Notice,
    Outcome, Peer, Prefix, Record, Rejected, Server, Severity, Transaction,
};
pub use openssl_text::{VERIFY_FAILED, alert_error};

pub use stamp::{Precision, Stamp, StampForm, UtcTime, Zone};
pub use write::write;
