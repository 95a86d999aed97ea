//! Whatever stands in the values: what is written reads back as the same events, and as no others.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;
use tollgate_diaglog::{Event, Feed, Line, Message, Prefix, Reader, VERIFY_FAILED, split, write};

use crate::support::{concealed, event, prefix};

fn written(entries: &[(Prefix<'_>, Event<'_>)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (prefix, event) in entries {
        write(&mut out, prefix, event);
    }
    out
}

fn essence(
    line: Line<'_>,
) -> (
    u64,
    u64,
    Vec<u8>,
    Option<Prefix<'static>>,
    Option<Event<'static>>,
) {
    let (prefix, event) = (
        line.prefix.map(Prefix::into_owned),
        line.event.map(Event::into_owned),
    );
    (line.number, line.offset, line.raw.to_vec(), prefix, event)
}

/// Whether the traffic server would write it so: with its time, and with its message.
fn is_complete(event: &Event<'_>) -> bool {
    match event {
        Event::Transaction(event) => event.message != Message::Missing,
        Event::Access(event) => event.utc_time.is_some(),
        Event::Rejected(event) => event.utc_time.is_some(),
        Event::Notice(event) => event.utc_time.is_some(),
        Event::ConnectionFailed(event) => event.error == VERIFY_FAILED,
        Event::ChainRefused(_) | Event::NameRefused(_) | Event::Native(_) => true,
        Event::Record(_) => false,
    }
}

const DECEPTIVE: [char; 5] = ['\u{2028}', '\u{2029}', '\u{202E}', '\u{200B}', '\u{FEFF}'];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(prefix in prefix(), event in event()) {
        let log = written(&[(prefix.clone(), event.clone())]);
        let mut reader = Reader::new(&log);
        let line = reader.next().unwrap();
        prop_assert_eq!(line.prefix, Some(prefix));
        prop_assert_eq!(line.event, Some(concealed(event)));
        prop_assert_eq!(line.raw, log.strip_suffix(b"\n").unwrap());
        prop_assert!(!line.marks.is_repaired() && !line.marks.is_joined());
        prop_assert!(!line.marks.is_unfinished());
        prop_assert_eq!(reader.next(), None);
    }

    #[test]
    fn no_value_forges_an_entry(entries in vec((prefix(), event()), 1..5)) {
        let log = written(&entries);
        let expected: Vec<_> = entries
            .into_iter()
            .map(|(prefix, event)| (Some(prefix), Some(concealed(event))))
            .collect();
        let found: Vec<_> = Reader::new(&log).map(|line| (line.prefix, line.event)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_value_draws_in_what_follows_the_entry(
        prefix in prefix(),
        event in event().prop_filter("complete", is_complete),
        pasted in "[ |]{0,2}([a-z:=\"]{0,8}|Detail=\"x\"|verify failed|depth=1|\"|HTTPMSG:)",
    ) {
        let mut log = written(&[(prefix.clone(), event.clone())]);
        log.extend_from_slice(pasted.as_bytes());
        let line = Reader::new(&log).next().unwrap();
        prop_assert_eq!(line.prefix, Some(prefix));
        prop_assert_eq!(line.event, Some(concealed(event)));
    }

    #[test]
    fn written_bytes_are_harmless_to_look_at(prefix in prefix(), event in event()) {
        let log = String::from_utf8(written(&[(prefix, event)])).unwrap();
        for character in log.strip_suffix('\n').unwrap().chars() {
            prop_assert!(character == '\n' || !character.is_control(), "{:?}", character);
            prop_assert!(!DECEPTIVE.contains(&character));
        }
        for line in log.lines().skip(1) {
            prop_assert!(line == "HTTPMSG:" || line.starts_with(['|', ' ']), "{}", line);
        }
    }

    /// Scripts in use split a line with `([\w-]+)="([^"]*)"` and know no escapes.
    #[test]
    fn a_reader_without_escapes_finds_the_same_fields(prefix in prefix(), event in event()) {
        let fields = match &event {
            Event::Access(event) => {
                let time = usize::from(event.utc_time.is_some());
                7 + if event.rule.is_some() { 3 } else { 0 } + time
            }
            Event::Notice(event) => {
                1 + event.fields.iter().count() + usize::from(event.utc_time.is_some())
            }
            _ => return Ok(()),
        };
        let log = String::from_utf8(written(&[(prefix, event)])).unwrap();
        prop_assert_eq!(log.matches('"').count(), 2 * fields);
    }

    #[test]
    fn chunks_and_parts_make_no_difference(
        entries in vec((prefix(), event()), 1..6),
        size in 1_usize..400,
        parts in 1_usize..5,
    ) {
        let log = written(&entries);
        let whole: Vec<_> = Reader::new(&log).map(essence).collect();

        let mut feed = Feed::default();
        let mut fed = Vec::new();
        for chunk in log.chunks(size) {
            fed.extend(feed.push(chunk).map(essence));
        }
        fed.extend(feed.finish().map(essence));
        prop_assert_eq!(&fed, &whole);

        let pieces = split(&log, parts);
        prop_assert!(pieces.len() <= parts);
        prop_assert_eq!(pieces.concat(), &log[..]);
        let read: Vec<_> = pieces
            .into_iter()
            .flat_map(Reader::new)
            .map(|line| (line.prefix.map(Prefix::into_owned), line.event.map(Event::into_owned)))
            .collect();
        let expected: Vec<_> = whole.into_iter().map(|line| (line.3, line.4)).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn any_bytes_are_read_without_loss(log in vec(any::<u8>(), 0..600)) {
        assert_covered(&log)?;
    }

    #[test]
    fn a_damaged_log_is_read_without_loss(
        damages in vec((any::<Index>(), 0_usize..40, vec(any::<u8>(), 0..6)), 1..12),
    ) {
        let mut log = FIXTURES.concat();
        for (place, removed, inserted) in damages {
            let from = place.index(log.len());
            let to = (from + removed).min(log.len());
            log.splice(from..to, inserted);
        }
        assert_covered(&log)?;
    }
}

const FIXTURES: [&[u8]; 2] = [
    include_bytes!("../fixtures/loggingsnapshot_vcsc_2022-07-11_17_49_11.txt"),
    include_bytes!("../fixtures/pasted.txt"),
];

/// The entries of a log follow each other, and between them there are only blanks.
fn assert_covered(log: &[u8]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for line in Reader::new(log) {
        let start = usize::try_from(line.offset).unwrap();
        prop_assert!(start >= end);
        prop_assert!(log[end..start].iter().all(u8::is_ascii_whitespace));
        prop_assert_eq!(&log[start..start + line.raw.len()], line.raw);
        let number = log[..start].split(|byte| *byte == b'\n').count();
        prop_assert_eq!(u64::try_from(number).unwrap(), line.number);
        end = start + line.raw.len();
    }
    prop_assert!(log[end..].iter().all(u8::is_ascii_whitespace));
    Ok(())
}
