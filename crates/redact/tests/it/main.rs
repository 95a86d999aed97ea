//! What the crate does, seen from outside.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests are not covered by allow-unwrap-in-tests"
)]

mod bundles;
mod captures;
mod support;
