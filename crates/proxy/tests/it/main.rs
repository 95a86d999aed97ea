//! A whole traffic server in this process, asked over real sockets.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on ends"
)]

mod support;

mod bodies;
mod configuration;
mod forwarding;
mod ingress;
mod lifecycle;
mod limits;
mod management;
mod refused;
mod scenarios;
