//! The log language from outside: golden files, field variants, hostile values, limits.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test helpers may fail loudly; the settings for tests cover only test functions"
)]

mod golden;
mod hostile;
mod support;
mod variants;
mod writing;
