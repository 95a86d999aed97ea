//! Runs `bodies/inventory.rs`.
#![no_main]

#[path = "../bodies/inventory.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
