//! Runs `bodies/diagnostic_log.rs`.
#![no_main]

#[path = "../bodies/diagnostic_log.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
