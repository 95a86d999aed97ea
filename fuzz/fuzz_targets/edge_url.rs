//! Runs `bodies/edge_url.rs`.
#![no_main]

#[path = "../bodies/edge_url.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|text: &str| body::run(text));
