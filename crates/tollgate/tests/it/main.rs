//! The built binary from outside: arguments in, output and exit code out.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod allow;
mod analyze;
mod bundles;
mod capture;
mod chain;
mod doctor;
mod documents;
mod explain;
mod forms;
mod inspect;
mod language;
mod preflight;
mod preflight_cells;
mod preflight_client;
mod preflight_lab;
mod preflight_peers;
mod preflight_publisher;
mod preflight_revocation;
mod preflight_runs;
mod preflight_samples;
mod probe;
mod redaction;
mod rules;
mod serve;
mod support;
mod trust;
mod verify;
