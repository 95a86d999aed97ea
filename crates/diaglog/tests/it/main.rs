//! The log language from outside: golden files, field variants, hostile values, limits.
#![expect(
    clippy::unwrap_used,
    reason = "test helpers may fail loudly; the setting for tests covers only test functions"
)]

mod golden;
