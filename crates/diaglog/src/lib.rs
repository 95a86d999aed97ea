//! The diagnostic log language: one event type, one writer, one tolerant reader.
//!
//! Only this crate knows the text of the log. The traffic server writes its [`Event`]s with
//! [`write()`]; the analyser reads them back, and every other line of a diagnostic log, with a
//! [`Reader`]. What is written reads back as the same event, whatever a client or a node puts into
//! the values (see [`escape`] for how); what cannot be understood is kept, never an error.
//!
//! Bytes and times are arguments: the crate reads no file and no clock.
//!
//! ```
//! use tollgate_diaglog::{ConnectionFailed, Event, Prefix, Reader, Stamp, VERIFY_FAILED, write};
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
//! let line = Reader::new(&log).next().unwrap();
//! assert_eq!(line.prefix, Some(prefix));
//! assert_eq!(line.event, Some(event));
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

pub use read::{Counts, Feed, Frame, Frames, Line, Marks, Reader, limits, split};
pub use stamp::{Precision, Stamp, StampForm, UtcTime, Zone};
pub use write::{WrittenPrefix, write};
