//! Any bytes are read entry by entry; an entry that is understood is written as one entry, whatever
//! stands in its values.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tollgate_diaglog::{Reader, write};

fuzz_target!(|bytes: &[u8]| {
    for line in Reader::new(bytes) {
        let (Some(prefix), Some(event)) = (&line.prefix, &line.event) else { continue };
        let mut once = Vec::new();
        write(&mut once, prefix, event);
        let mut entries = Reader::new(&once);
        assert!(entries.next().is_some(), "what was written is an entry");
        assert!(entries.next().is_none(), "one event is one entry");
    }
});
