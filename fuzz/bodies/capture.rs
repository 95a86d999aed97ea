//! Any bytes are a capture, as far as they go: never a panic, never more memory than the limits say.

use tollgate_capture::{Capture, Options};

pub(crate) fn run(bytes: &[u8]) {
    if let Ok(capture) = Capture::open(bytes, Options::default()) {
        for conversation in capture {
            if conversation.is_err() {
                break;
            }
        }
    }
}
