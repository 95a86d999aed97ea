//! Turns a packet capture into TLS conversations: who showed whom which certificates, what was
//! negotiated, who refused, and with which alert.
//!
//! Reads pcap and pcapng, gzipped or not, through VLAN tags and tunnels, puts TCP streams back in
//! order and finds TLS in them by its shape, on any port and behind any STARTTLS or proxy. What a
//! capture does not show is said to be missing; it is never taken for absent. With secrets, of the
//! capture itself or from a key log, encrypted handshakes are read, too.
//!
//! Certificates are handed on as DER, unread: judging them is `pki`'s business. Streams are held
//! in memory, not captures; every bound is in [`Limits`]. Bytes come from a reader that the caller
//! gives; this crate opens no file and no socket and has no clock.
#![warn(clippy::indexing_slicing, clippy::as_conversions)]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

mod capture;
mod container;
mod conversation;
mod cursor;
mod ip;
mod limits;
mod line;
mod link;
mod observer;
mod pair;
mod pieces;
mod problem;
mod source;
mod tcp;
mod tls;
mod tunnel;

pub use capture::{Capture, Facts, OpenError, Options, ReadError};
pub use container::Format;
pub use conversation::{Alert, Conversation, End, Role, SeenCertificate, Visibility};
pub use limits::Limits;
pub use line::{CertificateNames, Line};
pub use observer::{ObservedEnd, Observer};
pub use problem::{Problem, ProblemKind};
pub use tls::{
    AlertDescription, AlertLevel, Certificate, CertificateRequest, CipherStringError, CipherSuite,
    ClientHello, DistinguishedName, Outcome, Secrets, Version, cipher_suites,
    server_handshake_secret, transcript_hash,
};
