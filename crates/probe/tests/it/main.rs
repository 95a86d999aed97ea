//! Probes against real servers: OpenSSL's own, and some that misbehave.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agreement;
mod fuzz_corpus;
mod peers;
mod reference;
mod support;
