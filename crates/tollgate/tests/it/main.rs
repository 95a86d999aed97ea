//! The built binary from outside: arguments in, output and exit code out.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod allow;
mod analyze;
mod bundles;
mod capture;
mod chain;
mod documents;
mod explain;
mod forms;
mod inspect;
mod language;
mod preflight;
mod preflight_publisher;
mod redaction;
mod serve;
mod support;
mod trust;
mod verify;
