//! Runs `bodies/probe_answer.rs`.
#![no_main]

#[path = "../bodies/probe_answer.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
