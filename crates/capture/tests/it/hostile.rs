//! Damaged and malicious captures: never a panic, never more memory than the limits, never a
//! certificate that was not sent.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tollgate_capture::{Capture, CertificateNames, Conversation, Limits, Options};

use crate::support::{
    Block, Order, Packet, ethernet, ethernet_pcap, fixture, gzip, ipv4, packets, pcapng, read,
    read_with,
};

const FIXTURES: &[&str] = &[
    "client-refuses-tls12.pcap",
    "mutual-tls11.pcap",
    "resumed-tls13.pcap",
    "secrets-tls12-cbc.pcapng",
    "secrets-tls13-ccm8.pcapng",
    "starttls-smtp.pcap",
];

/// Reads whatever it is, as far as it can be read.
fn read_anything(bytes: &[u8]) -> Vec<Conversation> {
    let Ok(mut capture) = Capture::open(bytes, Options::default()) else {
        return Vec::new();
    };
    let conversations = (&mut capture).map_while(Result::ok).collect();
    assert!(capture.facts().problems.len() <= Limits::default().problems);
    conversations
}

fn fingerprints(conversations: &[Conversation]) -> BTreeSet<String> {
    conversations
        .iter()
        .flat_map(|conversation| &conversation.certificates)
        .map(|seen| seen.certificate.sha256_hex())
        .collect()
}

#[test]
fn cut_at_every_byte_no_fixture_shows_a_certificate_that_was_not_sent() {
    for name in FIXTURES {
        let bytes = fixture(name);
        let whole = fingerprints(&read_anything(&bytes));
        for end in 0..bytes.len() {
            let shown = fingerprints(&read_anything(&bytes[..end]));
            assert!(shown.is_subset(&whole), "{name} cut at {end}");
        }
    }
}

#[test]
fn gzip_cut_at_every_byte_is_read_as_far_as_it_goes() {
    let bytes = gzip(&fixture("client-refuses-tls12.pcap"));
    let mut most = 0;
    for end in 0..bytes.len() {
        most = most.max(read_anything(&bytes[..end]).len());
    }
    assert_eq!(most, 1);
}

#[test]
fn a_hundred_thousand_openings_stay_within_the_limit() {
    let packets: Vec<Packet> = (0..100_000_u32)
        .map(|number| {
            let mut segment = vec![0; 20];
            segment[..4].copy_from_slice(&number.to_be_bytes());
            segment[12..14].copy_from_slice(&[0x50, 2]);
            Packet {
                time: 0,
                frame: ethernet(&ipv4(6, &segment)),
            }
        })
        .collect();
    let options = Options {
        limits: Limits {
            streams: 1000,
            ..Limits::default()
        },
        ..Options::default()
    };
    let (conversations, facts) = read_with(&ethernet_pcap(&packets), options);
    assert_eq!(conversations.len(), 0);
    assert_eq!(facts.streams, 100_000);
    assert!(facts.evicted_streams >= 99_000);
}

#[test]
fn a_gzip_bomb_is_cut_off() {
    let mut file = ethernet_pcap(&packets("tls12.pcap"));
    file.resize(3 << 20, 0);
    let options = Options {
        limits: Limits {
            expanded_bytes: 1 << 20,
            ..Limits::default()
        },
        ..Options::default()
    };
    let (conversations, facts) = read_with(&gzip(&file), options);
    assert_eq!(conversations.len(), 1);
    assert!(facts.bytes < 2 << 20);
    assert_eq!(facts.problems.len(), 1);
}

/// Changes bytes of a fixture; most changes hit packets, some the container.
fn damaged() -> impl Strategy<Value = (usize, Vec<u8>)> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12);
    (0..FIXTURES.len(), changes, any::<bool>()).prop_map(|(which, changes, as_pcapng)| {
        let name = FIXTURES[which];
        let mut bytes = if as_pcapng {
            pcapng(&packets(name), Order::Big, Block::Enhanced(9, 0))
        } else {
            fixture(name)
        };
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        (which, bytes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn damaged_fixtures_are_read_without_panic((_, bytes) in damaged()) {
        for conversation in read_anything(&bytes) {
            let line = conversation.line("damaged", |_| CertificateNames::default());
            prop_assert!(serde_json::to_string(&line).is_ok());
        }
    }

    #[test]
    fn packets_dropped_repeated_and_exchanged_show_no_certificate_that_was_not_sent(
        which in 0..FIXTURES.len(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..60),
    ) {
        let packets = packets(FIXTURES[which]);
        let chosen: Vec<Packet> = order
            .iter()
            .map(|index| packets[index.index(packets.len())].clone())
            .collect();
        let whole = fingerprints(&read(&ethernet_pcap(&packets)).0);
        let shown = fingerprints(&read(&ethernet_pcap(&chosen)).0);
        prop_assert!(shown.is_subset(&whole));
    }

    #[test]
    fn random_bytes_behind_a_capture_header_are_read_without_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        order in prop::sample::select(vec![Order::Big, Order::Little]),
    ) {
        let mut container = pcapng(&[], order, Block::Simple);
        container.extend(&bytes);
        read_anything(&container);
        let packet = Packet { time: 0, frame: bytes };
        read_anything(&ethernet_pcap(std::slice::from_ref(&packet)));
    }
}
