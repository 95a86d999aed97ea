//! Any bytes are logs, as far as they go: however they are cut and by however many threads they are
//! read, they tell the same, every entry is counted once, and every remark has its text.

use std::num::NonZeroUsize;
use tollgate_analyze::log::LogReader;
use tollgate_analyze::log_notes;
use tollgate_text::Language;

pub(crate) fn run(bytes: &[u8]) {
    // The first byte says how the rest is cut.
    let Some((first, log)) = bytes.split_first() else {
        return;
    };
    let mut whole = LogReader::default();
    whole.read("x", log);
    let whole = whole.finish();
    let piece = NonZeroUsize::new(usize::from(*first) * 4 + 1).unwrap();
    let mut cut = LogReader::default().with_pieces_of(piece);
    cut.begin("x");
    for chunk in log.chunks(piece.get()) {
        cut.push(chunk);
    }
    assert_eq!(cut.finish(), whole);
    if *first % 16 == 0 {
        let threads = NonZeroUsize::new(2).unwrap();
        let mut streamed = LogReader::new(threads, None).with_pieces_of(piece);
        streamed.read_from("x", &mut &*log).unwrap();
        assert_eq!(streamed.finish(), whole);
    }
    for message in log_notes(&whole) {
        assert!(
            !message.say(Language::En).contains("{$"),
            "a value is missing: {message:?}"
        );
    }
}
