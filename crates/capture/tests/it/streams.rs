//! TCP as captures show it: cut, repeated, exchanged, lost, joined late, cut short, reused.

use tollgate_capture::{Conversation, End, Limits, Options, ProblemKind, Visibility};

use crate::support::{
    Packet, Segment, essence, ethernet_pcap, fixture, packets, read, read_with, segments, summary,
    to_packets,
};

const FIXTURE: &str = "mutual-tls12.pcap";

fn fixture_segments() -> Vec<Segment> {
    segments(&packets(FIXTURE))
}

fn read_segments(segments: &[Segment]) -> Vec<Conversation> {
    read(&ethernet_pcap(&to_packets(segments))).0
}

/// The segment in which the server shows its certificates.
fn server_flight(segments: &[Segment]) -> usize {
    segments
        .iter()
        .position(|segment| segment.is_from_server() && segment.payload.len() > 500)
        .unwrap()
}

#[test]
fn segments_of_any_size() {
    let expected = essence(&read(&fixture(FIXTURE)).0);
    for size in [1, 2, 3, 5, 7, 64, 500] {
        let cut: Vec<Segment> = fixture_segments()
            .into_iter()
            .flat_map(|segment| {
                let pieces = segment.payload.len().div_ceil(size).max(1);
                (0..pieces).map(move |piece| {
                    let start = piece * size;
                    let end = (start + size).min(segment.payload.len());
                    segment.with(start, &segment.payload[start..end])
                })
            })
            .collect();
        assert_eq!(essence(&read_segments(&cut)), expected, "{size}");
    }
}

#[test]
fn repeated_and_exchanged_segments() {
    let expected = essence(&read(&fixture(FIXTURE)).0);
    let mut shuffled = Vec::new();
    for segment in fixture_segments() {
        let pieces: Vec<Segment> = (0..segment.payload.len().div_ceil(100).max(1))
            .map(|piece| {
                let start = piece * 100;
                let end = (start + 150).min(segment.payload.len());
                segment.with(start, &segment.payload[start..end])
            })
            .collect();
        // The opening stays in front; what follows comes from behind, overlapping, and twice.
        shuffled.extend(pieces.iter().rev().cloned());
        shuffled.extend(pieces);
    }
    assert_eq!(essence(&read_segments(&shuffled)), expected);
}

#[test]
fn the_first_copy_of_a_byte_wins() {
    let mut segments = fixture_segments();
    let at = server_flight(&segments);
    let forged = segments[at].with(0, &vec![0; segments[at].payload.len()]);
    segments.insert(at + 1, forged);
    let expected = essence(&read(&fixture(FIXTURE)).0);
    assert_eq!(essence(&read_segments(&segments)), expected);
}

#[test]
fn a_lost_segment_of_application_data_is_counted_and_harms_nothing() {
    let mut segments = fixture_segments();
    let at = segments
        .iter()
        .position(|segment| segment.payload.starts_with(&[23, 3, 3]))
        .unwrap();
    segments.remove(at);
    let expected = essence(&read(&fixture(FIXTURE)).0);
    assert_eq!(essence(&read_segments(&segments)), expected);
}

#[test]
fn a_hole_in_the_certificates_keeps_those_before_it_and_says_what_is_lost() {
    let segments = fixture_segments();
    let at = server_flight(&segments);
    let flight = segments[at].clone();
    let cut = |start: usize, end: usize| {
        let mut damaged = segments.clone();
        let front = flight.with(0, &flight.payload[..start]);
        let back = flight.with(end, &flight.payload[end..]);
        damaged.splice(at..=at, [front, back]);
        summary(&read_segments(&damaged)[0])
    };
    assert_eq!(
        cut(700, 800),
        "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, \
         asks for one of 2, client shows user.example, client shows Root, the first, \
         server shows node.example, 1 gaps"
    );
    assert_eq!(
        cut(200, 300),
        "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, \
         asks for one of 2, client shows user.example, client shows Root, the first, \
         Lost, 1 gaps"
    );
}

#[test]
fn a_stream_joined_late_shows_what_is_left_of_it() {
    let segments = fixture_segments();
    let at = server_flight(&segments);
    let late = read_segments(&segments[at..]);
    assert!(late[0].is_mid_stream);
    assert_eq!(
        summary(&late[0]),
        "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, no name, established, asks for one of 2, \
         server shows node.example, server shows Root, the first, \
         client shows user.example, client shows Root, the first"
    );
    let later = read_segments(&segments[at + 1..]);
    assert_eq!(
        summary(&later[0]),
        "0, no version, no suite, no name, established, \
         client shows user.example, client shows Root, the first, Lost"
    );
    let data = segments
        .iter()
        .position(|segment| segment.payload.starts_with(&[23, 3, 3]))
        .unwrap();
    let latest = read_segments(&segments[data..]);
    assert_eq!(
        summary(&latest[0]),
        "0, no version, no suite, no name, established, Lost"
    );
    assert_eq!(latest[0].client, late[0].client);
    assert!(latest[0].roles_guessed);
}

#[test]
fn one_direction_alone_shows_what_it_can() {
    let of = |from_server: bool| -> Vec<Segment> {
        fixture_segments()
            .into_iter()
            .filter(|segment| segment.is_from_server() == from_server)
            .collect()
    };
    assert_eq!(
        summary(&read_segments(&of(true))[0]),
        "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, no name, established, asks for one of 2, \
         server shows node.example, server shows Root, the first"
    );
    assert_eq!(
        summary(&read_segments(&of(false))[0]),
        "0, no version, no suite, node.example, established, \
         client shows user.example, client shows Root, the first, Lost"
    );
}

#[test]
fn packets_cut_by_the_capture_length_leave_gaps() {
    let packets: Vec<Packet> = packets(FIXTURE);
    let mut file = ethernet_pcap(&[]);
    for packet in &packets {
        let kept = packet.frame.len().min(200);
        let seconds = u32::try_from(packet.time / 1_000_000_000).unwrap();
        let length = |value: usize| u32::try_from(value).unwrap().to_le_bytes();
        file.extend(seconds.to_le_bytes());
        file.extend([0; 4]);
        file.extend(length(kept));
        file.extend(length(packet.frame.len()));
        file.extend(&packet.frame[..kept]);
    }
    let (conversations, facts) = read(&file);
    assert_eq!(facts.cut_packets, 4);
    let conversation = &conversations[0];
    assert_eq!(conversation.server_certificate, Visibility::Lost);
    assert_eq!(conversation.gaps, 4);
    assert!(conversation.lost_bytes > 1000);
}

#[test]
fn a_reused_pair_of_ports_is_a_new_stream_and_a_repeated_opening_is_not() {
    let segments = fixture_segments();
    let mut again = segments.clone();
    for segment in &mut again {
        let moved = segment.sequence().wrapping_add(1_000_000);
        let acknowledged = u32::from_be_bytes(segment.header[8..12].try_into().unwrap());
        segment.header[8..12].copy_from_slice(&acknowledged.wrapping_add(1_000_000).to_be_bytes());
        segment.set_sequence(moved);
    }
    let mut all = segments.clone();
    all.insert(1, segments[0].clone());
    all.extend(again);
    let conversations = read_segments(&all);
    let numbers: Vec<u64> = conversations
        .iter()
        .map(|conversation| conversation.stream)
        .collect();
    assert_eq!(numbers, [0, 1]);
    assert_eq!(conversations[0].certificates.len(), 4);
    assert_eq!(conversations[1].certificates.len(), 4);
}

#[test]
fn streams_beyond_the_limit_leave_with_a_mark() {
    let mut segments = fixture_segments();
    segments.truncate(server_flight(&segments) + 1);
    let mut all = Vec::new();
    for port in 0..20_u16 {
        for segment in &segments {
            let mut segment = segment.clone();
            let own = (50_000 + port).to_be_bytes();
            let at = if segment.is_from_server() { 2 } else { 0 };
            segment.header[at..at + 2].copy_from_slice(&own);
            all.push(segment);
        }
    }
    let file = ethernet_pcap(&to_packets(&all));
    let limits = Limits {
        streams: 8,
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let (conversations, facts) = read_with(&file, options);
    assert_eq!(conversations.len(), 20, "each is still told about");
    assert_eq!(facts.streams, 20);
    assert_eq!(facts.evicted_streams, 12);
    let evicted = conversations
        .iter()
        .filter(|conversation| conversation.end == End::Evicted);
    assert_eq!(evicted.count(), 12);
    assert_eq!(facts.problems[0].kind, ProblemKind::StreamsEvicted);

    let limits = Limits {
        held_bytes: 20_000,
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let (conversations, facts) = read_with(&file, options);
    assert_eq!(conversations.len(), 20);
    assert_eq!(facts.problems[0].kind, ProblemKind::HeldBytesEvicted);
    assert_ne!(facts.evicted_streams, 0);
}

#[test]
fn a_flood_of_openings_does_not_drive_a_handshake_out() {
    let segments = fixture_segments();
    let at = server_flight(&segments);
    let mut all = segments[..at].to_vec();
    for port in 0..500_u16 {
        let mut opening = segments[0].clone();
        opening.header[..2].copy_from_slice(&(10_000 + port).to_be_bytes());
        all.push(opening);
    }
    all.extend_from_slice(&segments[at..]);
    let options = Options {
        limits: Limits {
            streams: 16,
            ..Limits::default()
        },
        ..Options::default()
    };
    let (conversations, facts) = read_with(&ethernet_pcap(&to_packets(&all)), options);
    assert!(facts.evicted_streams > 400);
    let expected = essence(&read(&fixture(FIXTURE)).0);
    assert_eq!(essence(&conversations), expected);
}

#[test]
fn limits_on_what_a_stream_may_show_are_kept_and_said() {
    let limits = Limits {
        certificates: 1,
        authorities: 1,
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let (conversations, _) = read_with(&fixture(FIXTURE), options);
    let request = conversations[0].certificate_request.as_ref().unwrap();
    assert_eq!((request.authorities.len(), request.authority_count), (1, 2));
    assert_eq!(conversations[0].certificates.len(), 1);

    let limits = Limits {
        handshake_bytes: 100,
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let cut: Vec<Segment> = fixture_segments()
        .into_iter()
        .flat_map(|segment| {
            let half = segment.payload.len() / 2;
            [
                segment.with(0, &segment.payload[..half]),
                segment.with(half, &segment.payload[half..]),
            ]
        })
        .collect();
    let (conversations, _) = read_with(&ethernet_pcap(&to_packets(&cut)), options);
    assert_eq!(conversations[0].outcome.as_str(), "established");
}
