//! Any bytes are a capture, as far as they go: never a panic, never more memory than the limits say.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tollgate_capture::{Capture, Options};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(capture) = Capture::open(bytes, Options::default()) {
        for conversation in capture {
            if conversation.is_err() {
                break;
            }
        }
    }
});
