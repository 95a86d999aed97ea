//! The same conversation behind every link header, in every tunnel and in fragments.

use crate::support::{
    Order, Packet, essence, ethernet, ethernet_pcap, fixture, ipv4, packets, pcap, read, rewrap,
    udp,
};

const FIXTURE: &str = "mutual-tls12.pcap";

fn link(wrap: impl Fn(&[u8]) -> Vec<u8>, link_type: u32) -> Vec<u8> {
    let packets = rewrap(&packets(FIXTURE), wrap);
    pcap(&packets, Order::Little, 0xa1b2_3c4d, link_type)
}

fn behind(header: &[u8]) -> impl Fn(&[u8]) -> Vec<u8> {
    move |ip| [header, ip].concat()
}

#[test]
fn every_link_type_and_every_tag() {
    let expected = read(&fixture(FIXTURE)).0;
    let macs = [2; 12];
    let with_macs = |tags: &[u8]| [&macs[..], tags].concat();
    let captures = [
        ("raw", link(behind(&[]), 101)),
        ("null", link(behind(&[2, 0, 0, 0]), 0)),
        ("loop", link(behind(&[0, 0, 0, 2]), 108)),
        ("sll", link(behind(&[&[0; 14][..], &[8, 0]].concat()), 113)),
        ("sll2", link(behind(&[&[8, 0][..], &[0; 18]].concat()), 276)),
        ("vlan", link(behind(&with_macs(&[0x81, 0, 0, 5, 8, 0])), 1)),
        (
            "qinq",
            link(
                behind(&with_macs(&[0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 8, 0])),
                1,
            ),
        ),
        (
            "pppoe in a vlan",
            link(
                behind(&with_macs(&[
                    0x81, 0, 0, 5, 0x88, 0x64, 0x11, 0, 0, 1, 0, 99, 0, 0x21,
                ])),
                1,
            ),
        ),
        (
            "mpls",
            link(behind(&with_macs(&[0x88, 0x47, 0, 1, 1, 64])), 1),
        ),
    ];
    for (name, capture) in captures {
        let (conversations, facts) = read(&capture);
        assert_eq!(conversations, expected, "{name}");
        assert_eq!(facts.problems, [], "{name}");
    }
}

#[test]
fn every_tunnel_also_inside_another() {
    let expected = read(&fixture(FIXTURE)).0;
    let vxlan = |ip: &[u8]| {
        let inner = [&[8, 0, 0, 0, 0, 0, 7, 0], &ethernet(ip)[..]].concat();
        ipv4(17, &udp(4789, &inner))
    };
    let geneve = |ip: &[u8]| {
        let inner = [&[0, 0, 0x65, 0x58, 0, 0, 7, 0], &ethernet(ip)[..]].concat();
        ipv4(17, &udp(6081, &inner))
    };
    let gtp = |ip: &[u8]| {
        let length = u16::try_from(ip.len()).unwrap().to_be_bytes();
        ipv4(
            17,
            &udp(
                2152,
                &[&[0x30, 255, length[0], length[1], 0, 0, 0, 9], ip].concat(),
            ),
        )
    };
    let gre = |ip: &[u8]| ipv4(47, &[&[0x20, 0, 8, 0, 0, 0, 0, 1], ip].concat());
    let in_ip = |ip: &[u8]| ipv4(4, ip);
    let captures = [
        ("vxlan", link(vxlan, 101)),
        ("geneve", link(geneve, 101)),
        ("gtp-u", link(gtp, 101)),
        ("gre", link(gre, 101)),
        ("ip in ip", link(in_ip, 101)),
        (
            "all of them",
            link(|ip| gre(&gtp(&in_ip(&geneve(&vxlan(ip))))), 101),
        ),
    ];
    for (name, capture) in captures {
        assert_eq!(read(&capture).0, expected, "{name}");
    }
    let deep = link(
        |ip| (0..9).fold(ip.to_vec(), |packet, _| in_ip(&packet)),
        101,
    );
    assert!(
        read(&deep).0.is_empty(),
        "more headers than are looked into"
    );
}

/// Cuts the payload of an IPv4 packet into fragments of at most `size` bytes.
fn fragments(ip: &[u8], size: usize, id: u16) -> Vec<Vec<u8>> {
    let payload = &ip[20..];
    let pieces = payload.len().div_ceil(size).max(1);
    (0..pieces)
        .map(|piece| {
            let start = piece * size;
            let end = (start + size).min(payload.len());
            let mut packet = [&ip[..20], &payload[start..end]].concat();
            let total = u16::try_from(packet.len()).unwrap().to_be_bytes();
            packet[2..4].copy_from_slice(&total);
            packet[4..6].copy_from_slice(&id.to_be_bytes());
            let more = if piece + 1 < pieces { 0x2000 } else { 0 };
            let offset = u16::try_from(start / 8).unwrap() | more;
            packet[6..8].copy_from_slice(&offset.to_be_bytes());
            packet
        })
        .collect()
}

#[test]
fn fragments_in_any_order_and_twice() {
    let expected = essence(&read(&fixture(FIXTURE)).0);
    let mut shuffled = Vec::new();
    for (number, packet) in packets(FIXTURE).iter().enumerate() {
        let id = u16::try_from(number).unwrap();
        let mut pieces = fragments(&packet.frame[14..], 256, id);
        pieces.reverse();
        let first = pieces[0].clone();
        pieces.insert(1, first);
        for ip in pieces {
            shuffled.push(Packet {
                time: packet.time,
                frame: ethernet(&ip),
            });
        }
    }
    let (conversations, facts) = read(&ethernet_pcap(&shuffled));
    assert_eq!(essence(&conversations), expected);
    assert!(facts.frames > facts.tcp_packets);
}

/// The same TCP segment between two IPv6 addresses, behind extension headers.
fn ipv6(ip: &[u8], chain: &[u8], first: u8) -> Vec<u8> {
    let length = u16::from_be_bytes([ip[2], ip[3]]);
    let segment = &ip[20..usize::from(length)];
    let total = u16::try_from(segment.len() + chain.len())
        .unwrap()
        .to_be_bytes();
    let mut packet = vec![0x60, 0, 0, 0, total[0], total[1], first, 64];
    let is_from_server = segment[..2] == 8443_u16.to_be_bytes();
    for last in if is_from_server { [2, 1] } else { [1, 2] } {
        packet.extend([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]);
    }
    packet.extend(chain);
    packet.extend(segment);
    packet
}

#[test]
fn ipv6_with_extension_headers() {
    let expected = essence(&read(&fixture(FIXTURE)).0);
    let chains: [(&[u8], u8); 3] = [
        (&[], 6),
        (&[6, 0, 1, 4, 0, 0, 0, 0], 0),
        // Hop by hop, a fragment header of a whole datagram, destination options.
        (
            &[
                44, 0, 1, 4, 0, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 9, 6, 0, 1, 4, 0, 0, 0, 0,
            ],
            0,
        ),
    ];
    for (chain, first) in chains {
        let (conversations, _) = read(&link(|ip| ipv6(ip, chain, first), 101));
        assert_eq!(essence(&conversations), expected);
        assert_eq!(conversations[0].server.to_string(), "[2001:db8::2]:8443");
    }
}
