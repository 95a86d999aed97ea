//! Room for what nodes send, which goes from answer to answer: a buffer is held from the first byte
//! that is there to be read until the last has gone to the client.

use std::sync::{Mutex, PoisonError};

/// The free buffers of one worker.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// Guards the stack for a push or a pop. Only tests come here from several threads.
    free: Mutex<Vec<Vec<u8>>>,
}

impl Buffers {
    /// An empty buffer with [`CAPACITY`].
    pub(super) fn take(&self) -> Vec<u8> {
        let free = self
            .free
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        free.unwrap_or_else(|| Vec::with_capacity(CAPACITY))
    }

    /// Takes a buffer back; one that had to grow is not kept.
    pub(super) fn give(&self, mut buffer: Vec<u8>) {
        if buffer.capacity() != CAPACITY {
            return;
        }
        buffer.clear();
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < KEPT {
            free.push(buffer);
        }
    }
}

/// Some TLS records of 16 kB at a time: large enough that the calls cost little beside the copying,
/// small enough to stay in the processor's cache.
pub(super) const CAPACITY: usize = 64 * 1024;
/// Beyond so many answers at the very same time, buffers come from the allocator.
const KEPT: usize = 32;
