//! The same packets in every container are the same conversations.

use tollgate_capture::{Capture, Conversation, Format, OpenError, Options, ProblemKind};

use crate::support::{
    Block, Order, Packet, ethernet_pcap, fixture, gzip, packets, pcap, pcapng, read,
};

const FIXTURE: &str = "mutual-tls12.pcap";

fn expected() -> Vec<Conversation> {
    read(&fixture(FIXTURE)).0
}

fn without_times(mut conversations: Vec<Conversation>) -> Vec<Conversation> {
    for conversation in &mut conversations {
        conversation.start = None;
    }
    conversations
}

#[test]
fn pcap_of_every_byte_order_and_resolution_plain_and_gzipped() {
    let packets = packets(FIXTURE);
    for order in [Order::Big, Order::Little] {
        for magic in [0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34] {
            let file = pcap(&packets, order, magic, 1);
            for (bytes, is_gzip) in [(gzip(&file), true), (file, false)] {
                let (conversations, facts) = read(&bytes);
                assert_eq!(conversations, expected(), "{order:?} {magic:x}");
                assert_eq!(facts.format, Format::Pcap);
                assert_eq!(facts.is_gzip, is_gzip);
                assert_eq!(facts.problems, []);
                assert_eq!(facts.frames, u64::try_from(packets.len()).unwrap());
            }
        }
    }
}

#[test]
fn pcapng_of_every_byte_order_block_and_resolution_plain_and_gzipped() {
    let packets = packets(FIXTURE);
    let hows = [
        Block::Enhanced(6, 0),
        Block::Enhanced(9, 0),
        Block::Enhanced(6, 1_000_000_000),
        Block::Obsolete,
        Block::Simple,
    ];
    for order in [Order::Big, Order::Little] {
        for how in hows {
            let file = pcapng(&packets, order, how);
            for bytes in [gzip(&file), file] {
                let (conversations, facts) = read(&bytes);
                let expected = if how == Block::Simple {
                    without_times(expected())
                } else {
                    expected()
                };
                assert_eq!(conversations, expected, "{order:?} {how:?}");
                assert_eq!(facts.format, Format::Pcapng);
                assert_eq!(facts.problems, []);
            }
        }
    }
}

#[test]
fn ticks_of_a_power_of_two_are_times_to_a_microsecond() {
    let file = pcapng(&packets(FIXTURE), Order::Little, Block::Enhanced(0x94, 0));
    let (conversations, _) = read(&file);
    let start = |conversations: &[Conversation]| conversations[0].start.unwrap();
    let difference = start(&conversations) - start(&expected());
    assert!((0..1000).contains(&difference), "{difference}");
}

#[test]
fn sections_of_different_byte_order_follow_each_other() {
    let packets = packets(FIXTURE);
    let (front, back) = packets.split_at(7);
    let mut file = pcapng(front, Order::Big, Block::Enhanced(9, 0));
    file.extend(pcapng(back, Order::Little, Block::Obsolete));
    assert_eq!(read(&file).0, expected());
}

#[test]
fn what_is_no_capture_is_refused_with_its_first_bytes() {
    let open = |bytes: &[u8]| {
        Capture::open(bytes, Options::default())
            .map(|_| ())
            .unwrap_err()
    };
    assert!(matches!(open(b""), OpenError::Empty));
    assert!(matches!(open(&gzip(b"")), OpenError::Empty));
    for bytes in [
        b"PK\x03\x04 and so on".to_vec(),
        gzip(b"PK\x03\x04 and so on"),
    ] {
        match open(&bytes) {
            OpenError::NotACapture { first } => assert_eq!(first, b"PK\x03\x04 and"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_cut_capture_says_where_and_keeps_what_came_before() {
    let packets = packets(FIXTURE);
    let file = ethernet_pcap(&packets);
    let (conversations, facts) = read(&file[..file.len() - 10]);
    assert_eq!(conversations.len(), 1);
    assert_eq!(facts.frames, u64::try_from(packets.len()).unwrap() - 1);
    let last = packets.last().unwrap().frame.len() + 16;
    let problem = &facts.problems[0];
    assert_eq!(problem.position, u64::try_from(file.len() - last).unwrap());
    assert_eq!(problem.frames, facts.frames);
    assert_eq!(
        problem.kind,
        ProblemKind::CutRecord {
            expected: u64::try_from(last).unwrap(),
            available: u64::try_from(last - 10).unwrap(),
        }
    );

    let zipped = gzip(&file);
    let (_, facts) = read(&zipped[..zipped.len() / 2]);
    assert_eq!(facts.problems[0].kind, ProblemKind::DamagedGzip);
    assert_ne!(facts.frames, 0);
}

#[test]
fn a_damaged_length_ends_the_reading_with_a_reason() {
    let mut file = ethernet_pcap(&packets(FIXTURE));
    file.extend([0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 1, 0, 0, 0]);
    let (conversations, facts) = read(&file);
    assert_eq!(conversations, expected());
    assert_eq!(
        facts.problems[0].kind,
        ProblemKind::OversizedPacket {
            length: 0x7fff_ffff
        }
    );
}

#[test]
fn facts_tell_what_the_capture_is_made_of() {
    let mut packets = packets(FIXTURE);
    let (first, last) = (packets[0].time, packets.last().unwrap().time);
    packets.push(Packet {
        time: last,
        frame: b"no packet at all".to_vec(),
    });
    let (_, facts) = read(&ethernet_pcap(&packets));
    let as_time = |time: u64| i64::try_from(time).unwrap();
    assert_eq!(facts.times, Some((as_time(first), as_time(last))));
    assert_eq!(
        facts.link_types.into_iter().collect::<Vec<_>>(),
        [(1, facts.frames)]
    );
    assert_eq!(facts.tcp_packets, facts.frames - 1);
    assert_eq!((facts.streams, facts.cut_packets), (1, 0));
}
