//! The clock. Every other module takes the time as an argument.

use jiff::Timestamp;

/// The present.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary owns the clock, and this is where"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}
