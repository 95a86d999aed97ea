//! Evidence in, findings out: reads diagnostic bundles.
//!
//! Everything comes in as readers and octets; this crate opens no file and no socket and reads no
//! clock. [`archive::walk()`] hands out the files of an archive.
#![warn(clippy::indexing_slicing, clippy::as_conversions)]

mod limits;
mod place;
mod problem;
mod text;
mod version;

pub mod archive;
pub mod certificate_list;
pub mod dump;

pub use limits::{KIND_HEAD, Limits, NAME, PROBLEMS};
pub use place::{EntryName, NameFlaw, Place};
pub use problem::{DeviceKind, Effect, Fault, Layer, LinkKind, Problem, ProblemKind, Problems};
pub use version::SoftwareVersion;
