//! Logs and captures that do not fit at first sight, and one without the other.

use std::fmt::Write as _;

use jiff::civil::DateTime;
use jiff::{SignedDuration, ToSpan as _};
use tollgate_analyze::case::AttemptJoin::{Alone, Ambiguous, Sure};
use tollgate_analyze::case::{AsOf, Case, Skew};

use crate::case_support::{
    Files, Met, archive, cell, codes, file, files, gather, materials, met, names, question,
    samples, without,
};
use crate::log_support::only;

const ARCHIVE: &str = "diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz";

fn one(files: &Files) -> Case {
    gather(&[(ARCHIVE, archive(files))])
}

/// The log with all of its times moved.
fn shifted(log: &[u8], by: SignedDuration) -> Vec<u8> {
    let text = std::str::from_utf8(log).unwrap();
    let moved = |time: &str, separator: &str| {
        let (whole, fraction) = time.split_once(separator).unwrap();
        let at: DateTime = whole.replace(' ', "T").parse().unwrap();
        let at = (at + by).strftime("%Y-%m-%dT%H:%M:%S");
        format!("{at}{separator}{fraction}")
    };
    let mut moved_log = String::new();
    for line in text.split_inclusive('\n') {
        let Some((prefix, rest)) = line.split_once("+02:00 ") else {
            moved_log.push_str(line);
            continue;
        };
        write!(moved_log, "{}+02:00 ", moved(prefix, ".")).unwrap();
        match rest.split_once("UTCTime=\"") {
            Some((before, after)) => {
                let (time, after) = after.split_once('"').unwrap();
                let time = moved(time, ",").replace('T', " ");
                write!(moved_log, "{before}UTCTime=\"{time}\"{after}").unwrap();
            }
            None => moved_log.push_str(rest),
        }
    }
    moved_log.into_bytes()
}

fn all_joins(case: &Case) -> Vec<(String, Vec<Met>)> {
    let cells = case.cells.iter();
    cells
        .map(|cell| (cell.cell.to_string(), met(case, cell)))
        .collect()
}

#[test]
fn a_wrong_clock_changes_no_join_and_is_told() {
    for scenario in 1..=3 {
        let right = samples(&[scenario]);
        for ahead in [37_000, -37_000, 7_200_000, -7_200_000] {
            let mut files = files(scenario);
            let log = file(&mut files, "loggingsnapshot");
            *log = shifted(log, SignedDuration::from_millis(ahead));
            let case = one(&files);
            assert_eq!(all_joins(&case), all_joins(&right), "{scenario} {ahead}");
            let estimate = |case: &Case| match only(&case.peers).skew {
                Skew::Estimated { ahead_ms, pairs } => Some((ahead_ms, pairs)),
                Skew::Unknown | Skew::Ambiguous => None,
            };
            let (before, pairs) = estimate(&right).unwrap();
            assert_eq!(estimate(&case), Some((before + ahead, pairs)), "{scenario}");
        }
    }
}

#[test]
fn two_requests_at_once_are_ambiguous() {
    let mut files = files(2);
    // The second request and its handshakes at the time and for the address of the first.
    let log = file(&mut files, "loggingsnapshot");
    let second = |line: &&str| line.contains("Txn-id=\"15\"") || line.contains("[ET_NET 1]");
    let text = String::from_utf8(log.clone()).unwrap();
    let moved: Vec<u8> = text
        .lines()
        .filter(second)
        .flat_map(|line| [line, "\n"])
        .collect::<String>()
        .into();
    let moved = String::from_utf8(shifted(&moved, -SignedDuration::from_millis(1_420))).unwrap();
    let rest = text.lines().filter(|line| !second(line)).map(str::to_owned);
    let mut lines: Vec<String> = rest.chain(moved.lines().map(str::to_owned)).collect();
    lines.sort_by_key(|line| line.chars().take(23).collect::<String>());
    *log = lines.join("\n").into_bytes();
    let capture = file(&mut files, ".pcap");
    move_frames(capture, 24, -1_420);
    let case = one(&files);
    let joins: Vec<_> = case
        .cells
        .iter()
        .flat_map(|cell| met(&case, cell))
        .collect();
    // Their server names differ, which leaves no doubt.
    assert_eq!(joins.iter().map(|met| met.2).collect::<Vec<_>>(), [Sure; 4]);

    let capture = file(&mut files, ".pcap");
    hide_names(capture);
    let case = one(&files);
    let joins: Vec<_> = case
        .cells
        .iter()
        .flat_map(|cell| met(&case, cell))
        .collect();
    let sure = joins
        .iter()
        .map(|met| met.2)
        .filter(|join| matches!(join, Ambiguous { handshakes: 2.. }));
    assert_eq!(sure.count(), 4, "{joins:?}");
}

/// Moves the time of frames, from that number on, in a little-endian capture of nanoseconds or
/// microseconds.
fn move_frames(capture: &mut [u8], first: usize, by_ms: i64) {
    let is_nano = capture[0] == 0x4d;
    let unit = if is_nano { 1_000_000 } else { 1_000 };
    frames(capture, |number, header, _| {
        if number < first {
            return;
        }
        let word = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().unwrap());
        let per_second = unit * 1_000;
        let at = i64::from(word(0)) * per_second + i64::from(word(4)) + by_ms * unit;
        let seconds = u32::try_from(at.div_euclid(per_second)).unwrap();
        let rest = u32::try_from(at.rem_euclid(per_second)).unwrap();
        header[..4].copy_from_slice(&seconds.to_le_bytes());
        header[4..8].copy_from_slice(&rest.to_le_bytes());
    });
}

/// Turns the server name extension into one that nobody knows.
fn hide_names(capture: &mut [u8]) {
    let name = b"cucm.steven.lab";
    frames(capture, |_, _, packet| {
        let found = packet.windows(name.len()).position(|window| window == name);
        // Type, length, length of the list, type and length of the name stand in front of it.
        if let Some(at) = found.filter(|at| packet[at - 9..at - 7] == [0, 0]) {
            packet[at - 9..at - 7].copy_from_slice(&[0xfe, 0xfe]);
        }
    });
}

/// Writes another port where a frame has the one.
fn replace_port(capture: &mut [u8], from: u16, to: u16) {
    frames(capture, |_, _, packet| {
        // Ethernet and IPv4 without options.
        for at in [34, 36] {
            if packet[at..at + 2] == from.to_be_bytes() {
                packet[at..at + 2].copy_from_slice(&to.to_be_bytes());
            }
        }
    });
}

fn frames(capture: &mut [u8], mut each: impl FnMut(usize, &mut [u8], &mut [u8])) {
    let mut at = 24;
    let mut number = 1;
    while at < capture.len() {
        let length = u32::from_le_bytes(capture[at + 8..at + 12].try_into().unwrap());
        let (header, packet) = capture[at..].split_at_mut(16);
        let length = usize::try_from(length).unwrap();
        each(number, header, &mut packet[..length]);
        number += 1;
        at += 16 + length;
    }
}

#[test]
fn a_log_alone_has_cells_without_a_key_type() {
    let case = one(&without(files(1), ".pcap"));
    assert_eq!(
        names(&case),
        [
            "cucm.steven.lab:6972 of cucm.steven.lab",
            "cucm.steven.lab:8443 of cucm.steven.lab",
        ]
    );
    assert_eq!(only(&case.peers).skew, Skew::Unknown);
    let tftp = cell(&case, "cucm.steven.lab:6972");
    assert_eq!(
        met(&case, tftp),
        [(Some(13), None, Alone), (Some(14), None, Alone)]
    );
    assert_eq!((tftp.failed, tftp.presented.len()), (1, 0));
}

#[test]
fn a_capture_alone_has_the_cells_that_it_shows() {
    for scenario in 1..=3 {
        let files = without(files(scenario), "loggingsnapshot");
        let case = one(&files);
        let expected: &[&str] = match scenario {
            1 => &["cucm.steven.lab:6972 ECDSA", "cucm.steven.lab:8443 RSA"],
            2 => &["10.48.36.215:8443 RSA", "cucm.steven.lab:8443 RSA"],
            _ => &["10.48.36.215:8443 RSA"],
        };
        let cells: Vec<_> = case
            .cells
            .iter()
            .map(|cell| cell.cell.to_string())
            .collect();
        assert_eq!(cells, expected);
        let last = case.cells.iter().flat_map(|cell| &cell.presented);
        let found: Vec<_> = last.map(|one| codes(one.verdict.as_ref())).collect();
        let expected: &[Vec<&str>] = match scenario {
            1 => &[vec!["TG1001"], vec![]],
            2 => &[vec!["TG1002", "TG2002"], vec!["TG1002"]],
            _ => &[vec!["TG2002"]],
        };
        assert_eq!(found, expected);
    }
}

#[test]
fn a_port_with_two_key_types_has_two_cells() {
    let mut files = files(1);
    replace_port(file(&mut files, ".pcap"), 6972, 8443);
    let log = file(&mut files, "loggingsnapshot");
    let text = String::from_utf8(log.clone()).unwrap();
    *log = text
        .replace("Dst-port=\"6972\"", "Dst-port=\"8443\"")
        .into_bytes();
    let case = one(&files);
    let (ecdsa, rsa) = (
        cell(&case, "cucm.steven.lab:8443 ECDSA"),
        cell(&case, "cucm.steven.lab:8443 RSA"),
    );
    assert_eq!(case.cells.len(), 2);
    assert_eq!((ecdsa.requests, ecdsa.succeeded, ecdsa.failed), (1, 0, 1));
    assert_eq!((rsa.requests, rsa.succeeded, rsa.failed), (1, 1, 0));
    assert_eq!(ecdsa.affected_users.names(), ["emusk"]);
    assert_eq!(rsa.affected_users.count(), 0);
    assert_eq!(
        (only(&ecdsa.failures).occurrences, rsa.failures.len()),
        (1, 0)
    );
    assert_eq!((ecdsa.attempts.len(), rsa.attempts.len()), (2, 1));
}

#[test]
fn sip_is_no_cell() {
    for has_log in [false, true] {
        let mut files = files(1);
        replace_port(file(&mut files, ".pcap"), 6972, 5061);
        if !has_log {
            files = without(files, "loggingsnapshot");
        }
        let case = one(&files);
        let ports: Vec<_> = case.cells.iter().map(|cell| cell.cell.port).collect();
        assert!(!ports.contains(&Some(5061)), "{ports:?}");
    }
}

#[test]
fn what_our_own_certificate_was_shown_for_is_no_cell() {
    let mut files = files(1);
    let server = include_bytes!("../fixtures/bundles/tomcat-ECDSA.pem").to_vec();
    *file(&mut files, "server_") = server;
    let case = one(&without(files, "loggingsnapshot"));
    assert_eq!(
        names(&case),
        ["cucm.steven.lab:8443 RSA of cucm.steven.lab"]
    );
}

#[test]
fn each_chain_is_judged_by_the_store_of_its_bundle() {
    let other = include_bytes!("../fixtures/bundles/tomcat-ECDSA.pem").to_vec();
    let (mut first, mut third) = (files(1), files(3));
    *file(&mut first, "ca_") = other;
    let name = "diagnostic_log_vcsc_2022-07-11_17_49_11.tar.gz";
    let both = |first: &Files, third: &Files| {
        let case = gather(&[(name, archive(third)), (ARCHIVE, archive(first))]);
        let of = |name: &str| -> Vec<_> {
            let presented = cell(&case, name).presented.iter();
            presented
                .flat_map(|one| codes(one.verdict.as_ref()))
                .collect()
        };
        [
            of("cucm.steven.lab:6972 ECDSA"),
            of("cucm.steven.lab:8443 RSA"),
            of("10.48.36.215:8443 RSA"),
        ]
    };
    assert_eq!(
        both(&first, &third),
        [vec![], vec!["TG1002"], vec!["TG2002"]]
    );
    // Without one of its own, the nearest in time.
    third = without(third, "ca_");
    assert_eq!(
        both(&first, &third),
        [vec![], vec!["TG1002"], vec!["TG1002", "TG2002"]]
    );
}

/// Writes other text of the same length where a frame has the one.
fn replace_octets(capture: &mut [u8], from: &[u8], to: &[u8]) {
    frames(capture, |_, _, packet| {
        for at in 0..packet.len().saturating_sub(from.len()) {
            if packet[at..].starts_with(from) {
                packet[at..at + to.len()].copy_from_slice(to);
            }
        }
    });
}

/// Puts the frames of another capture behind.
fn append_frames(capture: &mut Vec<u8>, other: &[u8]) {
    capture.extend_from_slice(&other[24..]);
}

#[test]
fn what_others_do_at_the_nodes_is_not_ours() {
    let mut files = files(1);
    let original = file(&mut files, ".pcap").clone();
    // Phones at the ports of the nodes, at other times.
    for phone in 1..=6 {
        let mut theirs = original.clone();
        replace_octets(&mut theirs, &[10, 48, 36, 46], &[10, 48, 40, phone]);
        move_frames(&mut theirs, 1, i64::from(phone) * 10_000);
        append_frames(file(&mut files, ".pcap"), &theirs);
    }
    let case = one(&files);
    assert_eq!(case.captures[0].handshakes.len(), 21);
    let own: std::net::IpAddr = [10, 48, 36, 46].into();
    assert_eq!(only(&case.peers).own_addresses, [own]);
    assert_eq!(all_joins(&case), all_joins(&samples(&[1])));
}

#[test]
fn captures_of_several_files_and_interfaces_are_one() {
    let right = samples(&[1]);
    let mut files = files(1);
    let whole = file(&mut files, ".pcap").clone();
    // The second file begins with the frame in which the first attempt on 6972 does.
    let mut ends = Vec::new();
    let mut at = 24;
    frames(&mut whole.clone(), |_, header, packet| {
        at += header.len() + packet.len();
        ends.push(at);
    });
    let (head, tail) = whole.split_at(ends[16]);
    let second = [&whole[..24], tail].concat();
    *file(&mut files, ".pcap") = head.to_vec();
    let name = |what: &str| format!("{what}_vcsc_2022-07-11_16_55_44.pcap");
    files.push((name("eth0_diagnostic_logging_tcpdump01"), second));
    // Another interface shows the same with frames of its own in front.
    let mut other = whole[..ends[0]].to_vec();
    append_frames(&mut other, &whole);
    files.push((name("eth1_diagnostic_logging_tcpdump00"), other));
    let case = one(&files);
    let met = |case: &Case| -> Vec<_> {
        let joins = all_joins(case).into_iter();
        joins
            .map(|(cell, met)| {
                (
                    cell,
                    met.into_iter()
                        .map(|met| (met.0, met.2))
                        .collect::<Vec<_>>(),
                )
            })
            .collect()
    };
    assert_eq!(met(&case), met(&right));
    let counts: Vec<_> = case
        .captures
        .iter()
        .map(|one| one.handshakes.len())
        .collect();
    assert_eq!(counts, [1, 2, 0]);
    let clock = only(&case.clocks);
    assert_eq!(
        (clock.logs.as_slice(), clock.captures.as_slice()),
        (&[0][..], &[0, 1, 2][..])
    );
}

#[test]
fn each_peer_of_a_cluster_judges_by_its_own_store() {
    let other = include_bytes!("../fixtures/bundles/tomcat-ECDSA.pem").to_vec();
    let second: Files = files(1)
        .into_iter()
        .map(|(name, content)| {
            let content = match &name {
                name if name.starts_with("ca_") => other.clone(),
                name if name.contains("tcpdump") => {
                    let mut capture = content;
                    replace_octets(&mut capture, &[10, 48, 36, 46], &[10, 48, 36, 47]);
                    capture
                }
                name if name.starts_with("loggingsnapshot") => String::from_utf8(content)
                    .unwrap()
                    .replace(" vcsc ", " vcsd ")
                    .into_bytes(),
                _ => content,
            };
            (name.replace("vcsc", "vcsd"), content)
        })
        .collect();
    let case = gather(&[
        (ARCHIVE, archive(&files(1))),
        (
            "diagnostic_log_vcsd_2022-07-11_16_55_44.tar.gz",
            archive(&second),
        ),
    ]);
    assert_eq!(case.cells.len(), 2);
    let of = |name| -> Vec<_> {
        let cell = cell(&case, name);
        assert_eq!(cell.peers, [0, 1]);
        let presented = cell.presented.iter();
        presented
            .map(|one| (one.peer, codes(one.verdict.as_ref())))
            .collect()
    };
    assert_eq!(
        of("cucm.steven.lab:6972 ECDSA"),
        [(0, vec!["TG1001"]), (1, vec![])]
    );
    assert_eq!(
        of("cucm.steven.lab:8443 RSA"),
        [(0, vec![]), (1, vec!["TG1002"])]
    );
    let tftp = cell(&case, "cucm.steven.lab:6972 ECDSA");
    let joins: Vec<_> = tftp
        .attempts
        .iter()
        .map(|one| (one.peer, one.join))
        .collect();
    assert_eq!(joins, [(0, Sure), (1, Sure), (0, Sure), (1, Sure)]);
    assert_eq!((tftp.requests, tftp.failed), (2, 2));
}

#[test]
fn a_capture_beside_the_bundle_is_joined_with_its_log() {
    let mut files = files(1);
    let capture = file(&mut files, ".pcap").clone();
    let files = without(files, ".pcap");
    let case = gather(&[(ARCHIVE, archive(&files)), ("dump.pcap", capture)]);
    let right = samples(&[1]);
    assert_eq!(all_joins(&case), all_joins(&right));
    let tftp = cell(&case, "cucm.steven.lab:6972 ECDSA");
    assert_eq!(codes(only(&tftp.presented).verdict.as_ref()), ["TG1001"]);
}

#[test]
fn the_outer_appliance_has_no_cells_and_shares_requests() {
    let outer: Files = files(1)
        .into_iter()
        .filter(|(name, _)| name.contains("loggingsnapshot") || name.contains("xstat"))
        .map(|(name, content)| {
            let text = String::from_utf8(content).unwrap();
            let text = text
                .replace(" vcsc ", " vcse ")
                .replace("10.48.36.215", "10.48.36.46")
                .replace(
                    "Software:\n",
                    "Software:\n      Configuration:\n        Expressway: \"True\"\n",
                );
            (name.replace("vcsc", "vcse"), text.into_bytes())
        })
        .collect();
    let case = gather(&[
        (ARCHIVE, archive(&files(1))),
        (
            "diagnostic_log_vcse_2022-07-11_16_55_44.tar.gz",
            archive(&outer),
        ),
    ]);
    assert_eq!(names(&case), names(&samples(&[1])));
    let roles: Vec<_> = case
        .peers
        .iter()
        .map(|peer| (peer.name.as_str(), peer.role))
        .collect();
    assert_eq!(
        roles,
        [
            ("vcsc", Some(tollgate_analyze::bundle::Role::Inner)),
            ("vcse", Some(tollgate_analyze::bundle::Role::Outer)),
        ]
    );
    let crossing = only(&case.crossings);
    assert_eq!(crossing.tracking_id, "d755657a-ea30-4cdc-aa0e-1f950a3766b7");
    assert_eq!(crossing.transactions, [(0, 0), (1, 0)]);
}

#[test]
fn the_time_and_the_present_are_those_of_the_question() {
    let mut question = question();
    let expired = DateTime::constant(2030, 1, 1, 0, 0, 0, 0);
    let expired = expired.to_zoned(jiff::tz::TimeZone::UTC).unwrap() + 1.days();
    question.as_of = AsOf::At(expired.timestamp().as_second());
    let case = Case::gather(materials(&[(ARCHIVE, archive(&files(1)))]), question);
    let uds = only(&cell(&case, "cucm.steven.lab:8443 RSA").presented);
    assert_eq!(codes(uds.verdict.as_ref())[0], "TG1004");
    assert_eq!(uds.at, question_at(&case));
    assert!(uds.verdict_now.as_ref().unwrap().is_trusted());
}

fn question_at(case: &Case) -> i64 {
    match case.question.as_of {
        AsOf::At(at) => at,
        AsOf::Capture => 0,
    }
}
