//! Runs `bodies/discovery.rs`.
#![no_main]

#[path = "../bodies/discovery.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
