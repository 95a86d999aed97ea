//! Public behaviour of the crate: every form of one rich report.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests stop at the first surprise"
)]

mod exchange;
mod html;
mod json;
mod markdown;
mod properties;
mod sample;
mod snapshot;
mod text;
