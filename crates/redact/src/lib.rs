//! Makes a diagnostic bundle fit to be handed on.
//!
//! Names, addresses and users are replaced by others of the same length, the same ones in logs,
//! dumps, certificates and captures, so that what was equal stays equal, what shared a network still
//! does, and the analyser finds what it found before. Certificates are signed again, so that a
//! chain that was sound is sound and a broken one broken. A private [`Map`] leads back.
//!
//! This crate opens no file and draws no random numbers of its own for names: the caller gives the
//! [`Seed`].
#![warn(clippy::indexing_slicing, clippy::as_conversions)]

mod address;
mod capture;
mod certificates;
mod collect;
mod der;
mod finder;
mod identifiers;
mod keys;
mod map;
mod names;
mod random;
mod redactor;
mod regions;
mod text;
mod words;

pub use capture::{CaptureError, CaptureFacts};
pub use map::{Map, MapError, Pair};
pub use names::NameKind;
pub use random::Seed;
pub use redactor::{CertificateFacts, RedactError, Redactor, Survey, Survivor, complete_part};
pub use text::{Replaced, Tally};
