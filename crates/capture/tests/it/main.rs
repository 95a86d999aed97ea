//! Behaviour of the capture reader, held against what other programs read in the same captures.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod conformance;
mod containers;
mod hostile;
mod layers;
mod line;
mod outcomes;
mod secrets;
mod streams;
mod support;
