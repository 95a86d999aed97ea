//! Public behaviour of the crate.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests stop at the first surprise"
)]

mod allow_list;
mod edge_url;
mod properties;
mod tables;
