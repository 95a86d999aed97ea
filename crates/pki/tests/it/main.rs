//! Behaviour of the verdict engine, held against observations of real programs.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod chain_of_trust;
mod hostile;
mod issuer;
mod name_and_warnings;
mod revocation;
mod store;
mod traffic_server;
