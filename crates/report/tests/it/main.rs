//! Public behaviour of the crate: every form of one rich report.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests stop at the first surprise"
)]

mod html;
mod json;
mod sample;
mod snapshot;
