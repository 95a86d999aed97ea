//! Runs `bodies/allow_csv.rs`.
#![no_main]

#[path = "../bodies/allow_csv.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
