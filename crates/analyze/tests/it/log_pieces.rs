//! The result depends on what the logs say, not on how they are cut or damaged.

use std::io::{self, Read};
use std::num::NonZeroUsize;

use proptest::prelude::*;
use tollgate_analyze::log::{CellEvidence, LogEvidence, LogReader};

use crate::log_support::{TFTP, UDS, Writer, failures, read, read_in, sample};

/// Several lines of a log that belong together, or a single one of another kind.
fn scene(kind: u8, id: u32, log: &mut Writer) {
    log.after(u64::from(kind) * 3);
    match kind % 12 {
        0 | 1 => {
            log.receive(id, UDS, "cucm-uds/user/anna").send(id, 8443);
            log.after(4).response(id, 8443, "200 ").answer(id, "200 ");
        }
        2 => {
            log.receive(id, TFTP, "CSFbert.cnf.xml").send(id, 6972);
        }
        3 => {
            log.self_signed(id % 3);
        }
        4 => {
            log.answer(id.saturating_sub(1), "502 connect failed");
        }
        5 => log.log.push_str("2022-07-11T18:55:25.188+02:00 vcsc tvcs: UTCTime=\"2022-07-11 16:55:25,188\" Module=\"network.tcp\" Level=\"DEBUG\": Src-ip=\"10.48.36.46\" Detail=\"TCP Connection Established\"\n"),
        6 => log.log.push_str("no log line at all\n\n"),
        7 => {
            log.line("syslog MARK").after(u64::from(kind) * 10_000);
        }
        8 => log.log.push_str(&String::from_utf8(sample(3)).unwrap()),
        9 => {
            log.pid += 1;
        }
        10 => log.log.push_str("2014-09-25T13:46:20 vcsd traffic_server: [ET_NET 1]ERROR:SSL connection failed for 'cucm.steven.lab':error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca\n"),
        _ => {
            log.line("Event=\"Request Denied\" Detail=\"Access denied\" Reason=\"Not in allow list\" Username=\"x\" Method=\"GET\" Request=\"https://cucm.steven.lab:8443/\"");
        }
    }
}

fn story(kinds: &[u8]) -> Vec<u8> {
    let mut log = Writer::new(1);
    for (id, kind) in (1..).zip(kinds) {
        scene(*kind, id, &mut log);
    }
    log.log.into_bytes()
}

fn pushed(log: &[u8], chunk: usize, threads: usize, piece: usize) -> LogEvidence {
    let mut reader = LogReader::new(NonZeroUsize::new(threads).unwrap(), None)
        .with_pieces_of(NonZeroUsize::new(piece).unwrap());
    reader.begin("log");
    for chunk in log.chunks(chunk) {
        reader.push(chunk);
    }
    reader.finish()
}

/// Ends a stream, with an error or without.
struct Broken(Option<io::ErrorKind>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.map_or(Ok(0), |kind| Err(kind.into()))
    }
}

proptest! {
    #[test]
    fn pieces_and_threads_change_nothing(
        kinds in prop::collection::vec(any::<u8>(), 0..60),
        threads in 1_usize..4,
        piece in 1_usize..3000,
    ) {
        let log = story(&kinds);
        prop_assert_eq!(read_in(&log, threads, piece), read(&log));
    }

    #[test]
    fn chunks_change_nothing(
        kinds in prop::collection::vec(any::<u8>(), 0..60),
        chunk in 1_usize..3000,
        piece in 1_usize..500,
    ) {
        let log = story(&kinds);
        prop_assert_eq!(pushed(&log, chunk, 1, piece), read(&log));
    }

    #[test]
    fn streams_change_nothing(
        kinds in prop::collection::vec(any::<u8>(), 0..60),
        threads in 1_usize..4,
        piece in 1_usize..500,
        fails in any::<bool>(),
    ) {
        let log = story(&kinds);
        let size = |size| NonZeroUsize::new(size).unwrap();
        let mut reader = LogReader::new(size(threads), None).with_pieces_of(size(piece));
        let error = if fails { Some(io::ErrorKind::InvalidData) } else { None };
        let mut content = log.as_slice().chain(Broken(error));
        let outcome = reader.read_from("log", &mut content);
        prop_assert_eq!(outcome.map_err(|error| error.kind()), error.map_or(Ok(()), Err));
        prop_assert_eq!(reader.finish(), read(&log));
    }

    #[test]
    fn no_octet_makes_it_panic(
        kinds in prop::collection::vec(any::<u8>(), 1..20),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        threads in 1_usize..3,
    ) {
        let mut log = story(&kinds);
        if log.is_empty() {
            return Ok(());
        }
        for (place, octet) in damage {
            let place = place.index(log.len());
            log[place] = octet;
        }
        let evidence = read_in(&log, threads, 700);
        prop_assert_eq!(evidence.files.len(), 1);
        prop_assert_eq!(&evidence, &read(&log));
    }

    #[test]
    fn shuffled_parts_never_panic_and_lose_no_line(
        kinds in prop::collection::vec(any::<u8>(), 1..30),
        order in any::<u64>(),
    ) {
        let log = story(&kinds);
        let mut parts = tollgate_diaglog::split(&log, 8);
        parts.sort_by_key(|part| (part.len() as u64).wrapping_mul(order | 1).rotate_left(17));
        let shuffled = parts.concat();
        let (ordered, shuffled) = (read(&log), read(&shuffled));
        prop_assert_eq!(ordered.lines, shuffled.lines);
        let occurrences = |evidence: &LogEvidence| -> u64 {
            failures(evidence).iter().map(|(_, failure)| failure.occurrences).sum()
        };
        // An ERROR may be nearer to another WARNING, or far from its own.
        let natives = shuffled.lines.refusals + shuffled.lines.failures;
        prop_assert!(occurrences(&shuffled) <= natives);
        prop_assert!(occurrences(&shuffled) >= shuffled.lines.refusals);
    }
}

#[test]
fn a_log_cut_anywhere_never_has_a_failure_that_the_whole_has_not() {
    for scenario in 1..=3 {
        let log = sample(scenario);
        let whole = read(&log);
        let known = failures(&whole);
        for end in 0..log.len() {
            let cut = read(&log[..end]);
            for (cell, failure) in failures(&cut) {
                let full = known
                    .iter()
                    .find(|(known, of)| *known == cell && of.kind == failure.kind);
                assert!(
                    full.is_some_and(|(_, full)| full.occurrences >= failure.occurrences),
                    "{scenario} {end}: {cell:?} {failure:#?}"
                );
            }
            for cell in &cut.cells {
                let full = whole.cells.iter().find(|full| full.cell == cell.cell);
                let full = full.unwrap_or(cell);
                assert!(cell.unexplained.is_empty(), "{scenario} {end}");
                assert!(cell.failed <= full.failed && cell.attempts <= full.attempts);
                // A request that was not yet sent has no IP address.
                let is_known = |full: &CellEvidence| full.cell == cell.cell;
                assert!(cell.cell.ip.is_none() || whole.cells.iter().any(is_known));
            }
        }
    }
}

#[test]
fn an_end_without_a_line_feed_is_told() {
    let log = sample(1);
    let end = log.len() - 40;
    let file = &read(&log[..end]).files[0];
    assert!(file.cut.ends_without_line_feed);
    assert!(file.cut.ends_within_entry);
    let file = &read(&log).files[0];
    assert!(!file.cut.ends_without_line_feed && !file.cut.ends_within_entry);
    // A whole line without a line feed says what it says.
    let pair = "2022-07-11T18:55:26.016+02:00 vcsc traffic_server[1]: [ET_NET 0] ERROR: SSL connection failed for 'cucm.steven.lab': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed";
    let evidence = read(pair);
    assert_eq!(failures(&evidence).len(), 1);
    assert!(evidence.files[0].cut.ends_without_line_feed);
    assert!(!evidence.files[0].cut.ends_within_entry);
    assert_eq!(failures(&read(pair.trim_end_matches('d'))).len(), 0);
}
