//! Evidence in, findings out: reads diagnostic bundles.
//!
//! Everything comes in as readers and octets; this crate opens no file and no socket and reads no
//! clock. [`archive::walk()`] hands out the files of an archive, a [`bundle::Collector`] tells what
//! each is and reads it, and [`bundle::Evidence`] has them sorted by appliance. What cannot be read
//! is a [`Problem`], and never the end of the others.
#![warn(clippy::indexing_slicing, clippy::as_conversions)]

mod certificates;
mod checks;
mod kind;
mod limits;
mod place;
mod problem;
mod rule_file;
mod text;
mod version;

pub mod analysis;
pub mod archive;
pub mod bundle;
pub mod case;
pub mod certificate_list;
pub mod dump;
pub mod house;
pub mod log;
pub mod preflight;
pub mod signature;
pub mod suppress;

pub use certificates::{CertificateFile, CertificateRole};
pub use kind::{CaptureForm, Kind};
pub use limits::{KIND_HEAD, Limits, NAME, PROBLEMS};
pub use place::{EntryName, NameFlaw, Place};
pub use problem::{
    DeviceKind, Effect, Fault, Layer, LinkKind, Problem, ProblemKind, Problems, capture_notes,
    log_notes,
};
pub use rule_file::{RuleFileError, RuleFileProblem};
pub use version::SoftwareVersion;
