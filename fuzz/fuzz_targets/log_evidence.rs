//! Runs `bodies/log_evidence.rs`.
#![no_main]

#[path = "../bodies/log_evidence.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
