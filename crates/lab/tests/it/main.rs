//! The lab seen from outside: with `openssl s_client`, curl, and its own client.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it is"
)]

mod answers;
mod certificates;
mod faults;
mod lifetime;
mod sign_in;
mod support;
