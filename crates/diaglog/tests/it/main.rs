//! The log language from outside: golden files, field variants, hostile values, limits.
#![expect(
    clippy::unwrap_used,
    reason = "test helpers may fail loudly; the settings for tests cover only test functions"
)]

mod golden;
mod hostile;
mod support;
