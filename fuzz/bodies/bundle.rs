//! Any bytes are a bundle, as far as they go: archives, dumps, certificates and lists never panic,
//! and every problem has its text.

use std::io::Cursor;
use std::ops::ControlFlow;
use tollgate_analyze::Limits;
use tollgate_analyze::archive::walk;
use tollgate_analyze::bundle::Collector;
use tollgate_text::Language;

pub(crate) fn run(bytes: &[u8]) {
    // Small enough that a bomb ends within a fraction of a second.
    let limits = Limits {
        entries: 1_000,
        entry_octets: 1 << 22,
        total_octets: 1 << 24,
        ..Limits::default()
    };
    let mut collector = Collector::default();
    let walked = walk("x", Cursor::new(bytes), &limits, &mut |entry, content| {
        collector.add(entry, content, &mut |_, stream| {
            let mut buffer = [0; 4096];
            while let Ok(1..) = stream.read(&mut buffer) {}
            ControlFlow::Continue(())
        })
    });
    collector.note(walked);
    let evidence = collector.finish();
    for message in evidence.problems.messages() {
        for language in Language::ALL {
            assert!(
                !message.say(language).contains("{$"),
                "a value is missing: {message:?}"
            );
        }
    }
}
