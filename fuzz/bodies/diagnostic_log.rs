//! Any bytes are read entry by entry; an entry that is understood is written as one entry, whatever
//! stands in its values.

use tollgate_diaglog::{Reader, write};

pub(crate) fn run(bytes: &[u8]) {
    for line in Reader::new(bytes) {
        let (Some(prefix), Some(event)) = (&line.prefix, &line.event) else {
            continue;
        };
        let mut once = Vec::new();
        write(&mut once, prefix, event);
        let mut entries = Reader::new(&once);
        assert!(entries.next().is_some(), "what was written is an entry");
        assert!(entries.next().is_none(), "one event is one entry");
    }
}
