//! Captures: what the analyser sees in them is the same, and packets are as right as they were.

use std::net::{IpAddr, Ipv4Addr};

use tollgate_capture::{Capture, Conversation, Options};
use tollgate_redact::{CaptureFacts, Map, Redactor, Survey, Tally};

use crate::support::{SAMPLES, is_capture, redactor, sample, seed};

fn conversations(capture: &[u8]) -> Vec<Conversation> {
    let capture = Capture::open(capture, Options::default()).unwrap();
    capture.map(Result::unwrap).collect()
}

#[test]
fn conversations_differ_only_in_names_addresses_and_certificates() {
    for stamp in SAMPLES {
        let files = sample(stamp);
        let mut redactor = redactor(&files, &Map::new(&seed()));
        let (_, before) = files.iter().find(|(name, _)| is_capture(name)).unwrap();
        let (after, _) = redactor.capture(before, &mut Tally::new()).unwrap();
        let (before, after) = (conversations(before), conversations(&after));
        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            let mut expected = before.clone();
            expected.client.set_ip(after.client.ip());
            expected.server.set_ip(after.server.ip());
            assert_ne!(expected.server, before.server);
            expected.certificates.clone_from(&after.certificates);
            expected
                .certificate_request
                .clone_from(&after.certificate_request);
            expected.hello.as_mut().unwrap().server_name = after.server_name().map(str::to_owned);
            assert_eq!(&expected, after);
            let lengths = |conversation: &Conversation| -> Vec<usize> {
                let certificates = conversation.certificates.iter();
                certificates
                    .map(|seen| seen.certificate.der().len())
                    .collect()
            };
            assert_eq!(lengths(before), lengths(after));
            assert_eq!(
                before.server_name().map(str::len),
                after.server_name().map(str::len)
            );
        }
    }
}

/// A checksum over whole words; 0 where the field in them is right.
fn sum(words: &[u8]) -> u16 {
    let mut sum: u32 = 0;
    for word in words.chunks(2) {
        sum += u32::from(word[0]) << 8 | u32::from(*word.get(1).unwrap_or(&0));
    }
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !u16::try_from(sum).unwrap()
}

const CLIENT: Ipv4Addr = Ipv4Addr::new(192, 168, 44, 7);
const SERVER: Ipv4Addr = Ipv4Addr::new(192, 168, 44, 20);

fn ipv4(protocol: u8, place: u16, upper: &[u8]) -> Vec<u8> {
    let length = u16::try_from(20 + upper.len()).unwrap().to_be_bytes();
    let place = place.to_be_bytes();
    let mut packet = vec![
        0x45, 0, length[0], length[1], 0x12, 0x34, place[0], place[1], 64, protocol, 0, 0,
    ];
    packet.extend(CLIENT.octets());
    packet.extend(SERVER.octets());
    let checksum = sum(&packet).to_be_bytes();
    packet[10..12].copy_from_slice(&checksum);
    packet.extend(upper);
    packet
}

fn pseudo(protocol: u8, upper: &[u8]) -> Vec<u8> {
    let length = u16::try_from(upper.len()).unwrap().to_be_bytes();
    let mut octets = [CLIENT.octets(), SERVER.octets()].concat();
    octets.extend([0, protocol, length[0], length[1]]);
    octets.extend(upper);
    octets
}

fn tcp(sequence: u32, data: &[u8]) -> Vec<u8> {
    let mut upper = vec![0x9c, 0x40, 0x13, 0xc4];
    upper.extend(sequence.to_be_bytes());
    upper.extend([0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0]);
    upper.extend(data);
    let checksum = sum(&pseudo(6, &upper)).to_be_bytes();
    upper[16..18].copy_from_slice(&checksum);
    upper
}

fn udp(ports: (u16, u16), data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(8 + data.len()).unwrap();
    let mut upper = [ports.0, ports.1, length, 0].map(u16::to_be_bytes).concat();
    upper.extend(data);
    let checksum = sum(&pseudo(17, &upper)).to_be_bytes();
    upper[6..8].copy_from_slice(&checksum);
    upper
}

fn ethernet(kind: &[u8], packet: &[u8]) -> Vec<u8> {
    let mut frame = vec![0, 0x50, 0x56, 1, 2, 3, 0, 0x50, 0x56, 7, 8, 9];
    frame.extend(kind);
    frame.extend(packet);
    frame
}

fn pcap(frames: &[Vec<u8>]) -> Vec<u8> {
    let mut capture = vec![
        0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0,
    ];
    for frame in frames {
        let length = u32::try_from(frame.len()).unwrap();
        capture.extend([0; 8]);
        capture.extend(length.to_le_bytes());
        capture.extend(length.to_le_bytes());
        capture.extend(frame);
    }
    capture
}

fn prepared(capture: &[u8]) -> Redactor {
    let mut survey = Survey::default();
    survey.text(b"Host: phone.acmecorp.com\r\nUsername=\"jdoe\"\n");
    survey.capture(capture).unwrap();
    survey.finish(&Map::new(&seed())).unwrap()
}

fn rewritten(capture: &[u8]) -> (Vec<u8>, CaptureFacts) {
    let mut redactor = prepared(capture);
    let rewritten = redactor.capture(capture, &mut Tally::new()).unwrap();
    assert_eq!(redactor.survivors_in_capture(&rewritten.0), []);
    rewritten
}

fn holds(octets: &[u8], word: &[u8]) -> bool {
    octets
        .windows(word.len())
        .any(|window| window.eq_ignore_ascii_case(word))
}

/// The IP packets of a capture that [`pcap`] made, each behind this many octets.
fn packets(capture: &[u8], header: usize) -> Vec<&[u8]> {
    let mut packets = Vec::new();
    let mut at = 24;
    while at < capture.len() {
        let length = usize::from(u16::from_le_bytes([capture[at + 8], capture[at + 9]]));
        packets.push(&capture[at + 16 + header..at + 16 + length]);
        at += 16 + length;
    }
    packets
}

#[track_caller]
fn assert_checksums(packet: &[u8]) {
    assert_eq!(sum(&packet[..20]), 0, "of IP");
    let mut octets = packet[12..20].to_vec();
    let length = u16::try_from(packet.len() - 20).unwrap().to_be_bytes();
    octets.extend([0, packet[9], length[0], length[1]]);
    octets.extend(&packet[20..]);
    assert_eq!(sum(&octets), 0, "of what is in it");
}

#[test]
fn a_name_across_segments_is_replaced_in_each_of_them_and_when_sent_again() {
    let request =
        b"REGISTER sip:phone.acmecorp.com SIP/2.0\r\nFrom: <sip:jdoe@acmecorp.com>\r\n\r\n";
    let (first, second) = request.split_at(24);
    let frames = [
        ethernet(&[8, 0], &ipv4(6, 0, &tcp(100, first))),
        ethernet(&[8, 0], &ipv4(6, 0, &tcp(124, second))),
        // Both sent again, in one.
        ethernet(&[8, 0], &ipv4(6, 0, &tcp(100, request))),
    ];
    let before = pcap(&frames);
    let (after, facts) = rewritten(&before);
    assert_eq!((after.len(), facts.packets), (before.len(), 3));
    for word in [
        &b"acme"[..],
        b"jdoe",
        b"phone.",
        &CLIENT.octets(),
        &[0x56, 7, 8, 9],
    ] {
        assert!(!holds(&after, word), "{word:?}");
    }
    let packets = packets(&after, 14);
    for packet in &packets {
        assert_checksums(packet);
    }
    let text = |packet: &[u8]| packet[40..].to_vec();
    let joined = [text(packets[0]), text(packets[1])].concat();
    assert_eq!(joined, text(packets[2]));
    assert!(holds(&joined, b"REGISTER sip:") && holds(&joined, b".com SIP/2.0"));
}

#[test]
fn tags_fragments_and_wrong_checksums_stay_what_they_are() {
    let datagram = udp(
        (5060, 5060),
        b"OPTIONS sip:jdoe@phone.acmecorp.com SIP/2.0\r\n\r\n phone.acmecorp.com",
    );
    let (first, second) = datagram.split_at(56);
    let mut wrong = tcp(1, b"GET / HTTP/1.1\r\nHost: phone.acmecorp.com\r\n\r\n");
    wrong[16] ^= 0x55;
    let frames = [
        ethernet(&[0x81, 0, 0, 5, 8, 0], &ipv4(17, 0x2000, first)),
        ethernet(&[0x81, 0, 0, 5, 8, 0], &ipv4(17, 7, second)),
        ethernet(&[0x81, 0, 0, 5, 8, 0], &ipv4(6, 0, &wrong)),
    ];
    let (after, facts) = rewritten(&pcap(&frames));
    assert_eq!(facts.fragments, 1);
    assert!(!holds(&after, b"acme"));
    let packets = packets(&after, 18);
    let mut whole = packets[0].to_vec();
    whole.extend(&packets[1][20..]);
    let mut octets = whole[12..20].to_vec();
    let length = u16::try_from(whole.len() - 20).unwrap().to_be_bytes();
    octets.extend([0, 17, length[0], length[1]]);
    octets.extend(&whole[20..]);
    assert_eq!(sum(&octets), 0, "of the datagram");
    let mut octets = packets[2][12..20].to_vec();
    let length = u16::try_from(packets[2].len() - 20).unwrap().to_be_bytes();
    octets.extend([0, 6, length[0], length[1]]);
    octets.extend(&packets[2][20..]);
    assert_ne!(sum(&octets), 0, "it was wrong");
}

#[test]
fn name_resolution_and_neighbours_are_told_nothing() {
    let mut query = vec![0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
    query.extend(b"\x05phone\x08acmecorp\x03com\0\0\x01\0\x01\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04");
    query.extend(SERVER.octets());
    let mut request = vec![0, 1, 8, 0, 6, 4, 0, 1, 0, 0x50, 0x56, 7, 8, 9];
    request.extend(CLIENT.octets());
    request.extend([0; 6]);
    request.extend(SERVER.octets());
    let frames = [
        ethernet(&[8, 0], &ipv4(17, 0, &udp((53, 4444), &query))),
        ethernet(&[8, 6], &request),
        ethernet(&[0x88, 0xcc], b"\x02\x07\x04acmecorp switch"),
    ];
    let (after, facts) = rewritten(&pcap(&frames));
    for word in [
        &b"acmecorp"[..],
        b"phone",
        &SERVER.octets(),
        &CLIENT.octets(),
    ] {
        assert!(!holds(&after, word), "{word:?}");
    }
    assert!(holds(&after, b"\x03com\0\0\x01"));
    assert_eq!(facts.wiped_octets, 18);
    assert_checksums(packets(&after, 14)[0]);
}

#[test]
fn secrets_and_names_of_pcapng_are_taken_out_and_packets_keep_their_number() {
    let block = |kind: u32, body: &[u8]| {
        let mut padded = body.to_vec();
        padded.resize(body.len().next_multiple_of(4), 0);
        let length = u32::try_from(padded.len() + 12).unwrap().to_le_bytes();
        [&kind.to_le_bytes()[..], &length, &padded, &length].concat()
    };
    let packet = ethernet(
        &[8, 0],
        &ipv4(6, 0, &tcp(1, b"Host: phone.acmecorp.com\r\n")),
    );
    let length = u32::try_from(packet.len()).unwrap().to_le_bytes();
    let mut enhanced = [&[0; 12][..], &length, &length, &packet].concat();
    enhanced.resize(enhanced.len().next_multiple_of(4), 0);
    enhanced.extend([1, 0, 18, 0]);
    enhanced.extend(b"phone.acmecorp.com\0\0\0\0\0\0");
    let section = [
        0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255,
    ];
    let mut resolution = vec![1, 0, 22, 0];
    resolution.extend(SERVER.octets());
    resolution.extend(b"phone.acmecorp.com\0");
    let capture = [
        block(0x0a0d_0d0a, &section),
        block(1, &[1, 0, 0, 0, 0, 0, 0, 0]),
        block(10, b"KSLT\x04\0\0\0keys"),
        block(4, &resolution),
        block(0xbad, b"\x01\0\0\0acmecorp"),
        block(6, &enhanced),
    ]
    .concat();
    let (after, facts) = rewritten(&capture);
    assert_eq!((facts.packets, facts.secret_blocks), (1, 1));
    for word in [&b"acme"[..], b"keys", &SERVER.octets()] {
        assert!(!holds(&after, word), "{word:?}");
    }
    let mut read = Capture::open(after.as_slice(), Options::default()).unwrap();
    assert!(read.by_ref().next().is_none());
    assert_eq!((read.facts().frames, read.facts().tcp_packets), (2, 1));
    assert_eq!(read.facts().problems, []);
}

#[test]
fn no_cut_and_no_flipped_octet_panics() {
    let files = sample(SAMPLES[0]);
    let (_, capture) = files.iter().find(|(name, _)| is_capture(name)).unwrap();
    let mut redactor = prepared(capture);
    for end in (0..capture.len()).step_by(97) {
        let _cut = redactor.capture(&capture[..end], &mut Tally::new());
        let mut flipped = capture.clone();
        flipped[end] ^= 0xff;
        let _flipped = redactor.capture(&flipped, &mut Tally::new());
        let _seen = Survey::default().capture(&flipped);
    }
}

#[test]
fn addresses_of_the_map_are_those_of_the_capture() {
    let frames = [ethernet(&[8, 0], &ipv4(6, 0, &tcp(1, b"x")))];
    let capture = pcap(&frames);
    let mut redactor = prepared(&capture);
    let (after, _) = redactor.capture(&capture, &mut Tally::new()).unwrap();
    let packet = packets(&after, 14)[0].to_vec();
    let image = |address: Ipv4Addr| {
        let mut pairs = redactor.addresses();
        pairs
            .find(|(original, _)| *original == IpAddr::V4(address))
            .unwrap()
            .1
    };
    assert_eq!(
        image(CLIENT).to_string(),
        Ipv4Addr::new(packet[12], packet[13], packet[14], packet[15]).to_string()
    );
    assert_eq!(packet[12..15], packet[16..19], "one network");
}
