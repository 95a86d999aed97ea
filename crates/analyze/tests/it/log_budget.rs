//! What hostile logs can make the evidence grow to.

use std::fmt::Write as _;

use tollgate_analyze::log::{EVIDENCE_OCTETS, LogEvidence, LogReader};
use tollgate_analyze::log_notes;
use tollgate_text::Language;

/// Names, errors, users, paths and denials that are all different, and long.
fn hostile(count: usize) -> String {
    let mut log = String::new();
    let long = "x".repeat(900);
    for n in 0..count {
        let time = format!(
            "18:{:02}:{:02}.{:03}",
            n / 60_000 % 60,
            n / 1000 % 60,
            n % 1000
        );
        let prefix = format!("2022-07-11T{time}+02:00 vcsc traffic_server[7]:");
        let step = |detail: &str, side: &str, ip: &str, msg: &str| {
            format!(
                "{prefix} Module=\"network.http.trafficserver\" Level=\"INFO\": Detail=\"{detail}\" \
                 Txn-id=\"{n}\" TrackingID=\"{long}{n}\" {side}-ip=\"{ip}\" {side}-port=\"8443\" \
                 Msg=\"{msg}\"\n"
            )
        };
        // steven.lab/https/cucm.steven.lab/8443
        let url = "http://x:8443/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw";
        let request = format!("GET {url}/cucm-uds/user/{long}{n}/devices HTTP/1.1");
        log.push_str(&step("Receive Request", "Src", "127.0.0.1", &request));
        let ip = format!("10.48.{}.{}", n / 256 % 256, n % 256);
        log.push_str(&step("Sending Request", "Dst", &ip, "GET / HTTP/1.1"));
        writeln!(
            log,
            "{prefix} [ET_NET {n}] WARNING: Core server certificate verification failed for \
             ({long}{n}). Action=Terminate Error={long}{n} server={long}{n}({ip}) depth=0"
        )
        .unwrap();
        let answer = format!("HTTP/1.1 502 {long}{n}");
        log.push_str(&step("Sending Response", "Dst", "127.0.0.1", &answer));
        writeln!(
            log,
            "{prefix} Event=\"Request Denied\" Detail=\"Access denied\" Reason=\"{long}{n}\" \
             Username=\"{long}{n}\" Method=\"GET\" Request=\"https://{long}{n}:8443/\""
        )
        .unwrap();
        writeln!(log, "{prefix} Event=\"{long}{n}\" Detail=\"x\"").unwrap();
    }
    log
}

fn read(log: &str, octets: usize) -> LogEvidence {
    let mut reader = LogReader::default().with_evidence_of(octets);
    reader.read("hostile.log", log.as_bytes());
    reader.finish()
}

/// Texts of the evidence, about.
fn size(evidence: &LogEvidence) -> usize {
    format!("{evidence:?}").len()
}

#[test]
fn hostile_logs_do_not_make_evidence_grow_without_end() {
    const LIMIT: usize = 1 << 20;
    // What a constant number of examples takes beside.
    const EXAMPLES: usize = 1 << 20;
    let log = hostile(3_000);
    let (whole, limited) = (read(&log, EVIDENCE_OCTETS), read(&log, LIMIT));
    assert_eq!(whole.left_out, 0);
    assert!(size(&whole) > 10 * LIMIT, "{}", size(&whole));
    assert!(size(&limited) < 2 * LIMIT + EXAMPLES, "{}", size(&limited));
    assert!(limited.left_out > 1_000, "{}", limited.left_out);
    // Everything is counted.
    assert_eq!(limited.lines, whole.lines);
    let total = |evidence: &LogEvidence| -> [u64; 5] {
        let cells = evidence.cells.iter();
        cells.fold(
            [0; 5],
            |[transactions, attempts, failed, kinds, _], cell| {
                let failures: u64 = cell
                    .failures
                    .iter()
                    .map(|failure| failure.occurrences)
                    .sum();
                [
                    transactions + cell.transactions,
                    attempts + cell.attempts,
                    failed + cell.failed + cell.recovered,
                    kinds + failures + cell.more_failures,
                    evidence.transactions.count(),
                ]
            },
        )
    };
    let [transactions, attempts, failed, kinds, listed] = total(&limited);
    let expected = total(&whole);
    assert_eq!([transactions, attempts, failed], expected[..3]);
    assert!(kinds >= 3_000, "{kinds}");
    assert_eq!(listed, expected[4]);
    let notes: Vec<String> = log_notes(&limited)
        .iter()
        .map(|note| note.say(Language::En))
        .collect();
    let said = format!("{} details were left out.", limited.left_out);
    assert!(notes.iter().any(|note| note.contains(&said)), "{notes:?}");
}

#[test]
fn an_honest_log_stays_far_below_the_limit() {
    let log = crate::log_support::sample(3);
    let mut reader = LogReader::default().with_evidence_of(64 * 1024);
    reader.read("log", &log);
    assert_eq!(reader.finish(), crate::log_support::read(&log));
}
