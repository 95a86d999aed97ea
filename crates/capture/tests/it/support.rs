//! Fixtures, and everything that can be done to packets on their way into a capture.

use std::io::Write;
use std::path::Path;

use tollgate_capture::{Capture, CipherSuite, Conversation, Facts, Options, Visibility};

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::read(directory.join(name)).unwrap()
}

pub(crate) fn read_with(bytes: &[u8], options: Options) -> (Vec<Conversation>, Facts) {
    let mut capture = Capture::open(bytes, options).unwrap();
    let conversations = (&mut capture).map(Result::unwrap).collect();
    (conversations, capture.facts())
}

pub(crate) fn read(bytes: &[u8]) -> (Vec<Conversation>, Facts) {
    read_with(bytes, Options::default())
}

/// One packet: nanoseconds and the Ethernet frame.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Packet {
    pub(crate) time: u64,
    pub(crate) frame: Vec<u8>,
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

/// The packets of a fixture as tcpdump or editcap wrote it: little endian, microseconds in pcap,
/// enhanced packet blocks in pcapng.
pub(crate) fn packets(name: &str) -> Vec<Packet> {
    let bytes = fixture(name);
    let mut packets = Vec::new();
    if bytes.starts_with(&[0xd4, 0xc3, 0xb2, 0xa1]) {
        let mut at = 24;
        while at < bytes.len() {
            let length = usize::try_from(u32_at(&bytes, at + 8)).unwrap();
            packets.push(Packet {
                time: u64::from(u32_at(&bytes, at)) * 1_000_000_000
                    + u64::from(u32_at(&bytes, at + 4)) * 1000,
                frame: bytes[at + 16..at + 16 + length].to_vec(),
            });
            at += 16 + length;
        }
        return packets;
    }
    let mut at = 0;
    while at < bytes.len() {
        if u32_at(&bytes, at) == 6 {
            let length = usize::try_from(u32_at(&bytes, at + 20)).unwrap();
            let ticks =
                u64::from(u32_at(&bytes, at + 12)) << 32 | u64::from(u32_at(&bytes, at + 16));
            packets.push(Packet {
                time: ticks * 1000,
                frame: bytes[at + 28..at + 28 + length].to_vec(),
            });
        }
        at += usize::try_from(u32_at(&bytes, at + 4)).unwrap();
    }
    packets
}

/// Byte order of a container.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Order {
    Big,
    Little,
}

impl Order {
    pub(crate) fn u16(self, value: u16) -> [u8; 2] {
        match self {
            Self::Big => value.to_be_bytes(),
            Self::Little => value.to_le_bytes(),
        }
    }

    pub(crate) fn u32(self, value: u32) -> [u8; 4] {
        match self {
            Self::Big => value.to_be_bytes(),
            Self::Little => value.to_le_bytes(),
        }
    }
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

fn split(value: u64, unit: u64) -> (u32, u32) {
    (
        u32::try_from(value / unit).unwrap(),
        u32::try_from(value % unit).unwrap(),
    )
}

/// A pcap file; `magic` chooses the resolution and the record header.
pub(crate) fn pcap(packets: &[Packet], order: Order, magic: u32, link_type: u32) -> Vec<u8> {
    let mut file = order.u32(magic).to_vec();
    file.extend(order.u16(2));
    file.extend(order.u16(4));
    file.extend([0; 8]);
    file.extend(order.u32(262_144));
    file.extend(order.u32(link_type));
    let nanoseconds = magic == 0xa1b2_3c4d;
    for packet in packets {
        let (seconds, rest) = split(packet.time, 1_000_000_000);
        file.extend(order.u32(seconds));
        file.extend(order.u32(if nanoseconds { rest } else { rest / 1000 }));
        file.extend(order.u32(length(&packet.frame)));
        file.extend(order.u32(length(&packet.frame)));
        if magic == 0xa1b2_cd34 {
            file.extend([7; 8]);
        }
        file.extend(&packet.frame);
    }
    file
}

pub(crate) fn ethernet_pcap(packets: &[Packet]) -> Vec<u8> {
    pcap(packets, Order::Little, 0xa1b2_3c4d, 1)
}

/// How packets are put into pcapng.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Block {
    /// With this `if_tsresol` and `if_tsoffset`.
    Enhanced(u8, u64),
    Obsolete,
    Simple,
}

fn block(order: Order, kind: u32, body: &[u8]) -> Vec<u8> {
    let padding = body.len().wrapping_neg() & 3;
    let whole = u32::try_from(body.len() + padding + 12).unwrap();
    let mut block = order.u32(kind).to_vec();
    block.extend(order.u32(whole));
    block.extend(body);
    block.extend(vec![0; padding]);
    block.extend(order.u32(whole));
    block
}

/// One section of a pcapng file with all packets.
pub(crate) fn pcapng(packets: &[Packet], order: Order, how: Block) -> Vec<u8> {
    let mut header = order.u32(0x1a2b_3c4d).to_vec();
    header.extend(order.u16(1));
    header.extend(order.u16(0));
    header.extend([0xff; 8]);
    let mut file = block(order, 0x0a0d_0d0a, &header);
    let mut interface = order.u16(1).to_vec();
    interface.extend([0; 6]);
    let (resolution, offset) = match how {
        Block::Enhanced(resolution, offset) => (resolution, offset),
        Block::Obsolete | Block::Simple => (6, 0),
    };
    interface.extend(order.u16(2));
    interface.extend(order.u16(2));
    interface.extend(*b"lo\0\0");
    interface.extend(order.u16(9));
    interface.extend(order.u16(1));
    interface.extend([resolution, 0, 0, 0]);
    interface.extend(order.u16(14));
    interface.extend(order.u16(8));
    interface.extend(match order {
        Order::Big => offset.to_be_bytes(),
        Order::Little => offset.to_le_bytes(),
    });
    interface.extend([0; 4]);
    file.extend(block(order, 1, &interface));
    for packet in packets {
        let time = packet.time - offset * 1_000_000_000;
        let ticks = match resolution {
            0x94 => u64::try_from((u128::from(time) << 20) / 1_000_000_000 + 1).unwrap(),
            decimal => time / 10_u64.pow(9 - u32::from(decimal)),
        };
        let (high, low) = split(ticks, 1 << 32);
        let original = order.u32(length(&packet.frame));
        let mut body = Vec::new();
        match how {
            Block::Enhanced(..) => body.extend(order.u32(0)),
            Block::Obsolete => body.extend([0; 4]),
            Block::Simple => body.extend(original),
        }
        if how != Block::Simple {
            body.extend(order.u32(high));
            body.extend(order.u32(low));
            body.extend(original);
            body.extend(original);
        }
        body.extend(&packet.frame);
        let kind = match how {
            Block::Enhanced(..) => 6,
            Block::Obsolete => 2,
            Block::Simple => 3,
        };
        file.extend(block(order, kind, &body));
    }
    file
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Puts something else in place of each Ethernet frame, given its IPv4 packet.
pub(crate) fn rewrap(packets: &[Packet], wrap: impl Fn(&[u8]) -> Vec<u8>) -> Vec<Packet> {
    packets
        .iter()
        .map(|packet| Packet {
            time: packet.time,
            frame: wrap(&packet.frame[14..]),
        })
        .collect()
}

/// An Ethernet frame with an IPv4 packet in it.
pub(crate) fn ethernet(ip: &[u8]) -> Vec<u8> {
    [&[2; 12][..], &[8, 0], ip].concat()
}

/// An IPv4 packet from 192.0.2.1 to 192.0.2.2.
pub(crate) fn ipv4(protocol: u8, payload: &[u8]) -> Vec<u8> {
    let total = u16::try_from(payload.len() + 20).unwrap().to_be_bytes();
    let mut packet = vec![0x45, 0, total[0], total[1], 0, 1, 0, 0, 64, protocol, 0, 0];
    packet.extend([192, 0, 2, 1, 192, 0, 2, 2]);
    packet.extend(payload);
    packet
}

pub(crate) fn udp(port: u16, payload: &[u8]) -> Vec<u8> {
    let mut datagram = 40_000_u16.to_be_bytes().to_vec();
    datagram.extend(port.to_be_bytes());
    datagram.extend(u16::try_from(payload.len() + 8).unwrap().to_be_bytes());
    datagram.extend([0, 0]);
    datagram.extend(payload);
    datagram
}

/// A TCP segment in an Ethernet frame of a fixture, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment {
    pub(crate) time: u64,
    /// Ethernet and IPv4 headers.
    pub(crate) front: Vec<u8>,
    /// The TCP header.
    pub(crate) header: Vec<u8>,
    pub(crate) payload: Vec<u8>,
}

pub(crate) fn segments(packets: &[Packet]) -> Vec<Segment> {
    packets
        .iter()
        .map(|packet| {
            let frame = &packet.frame;
            let end = 14 + usize::from(u16::from_be_bytes([frame[16], frame[17]]));
            let data = 34 + usize::from(frame[46] >> 4) * 4;
            Segment {
                time: packet.time,
                front: frame[..34].to_vec(),
                header: frame[34..data].to_vec(),
                payload: frame[data..end].to_vec(),
            }
        })
        .collect()
}

impl Segment {
    pub(crate) fn sequence(&self) -> u32 {
        u32::from_be_bytes(self.header[4..8].try_into().unwrap())
    }

    pub(crate) fn set_sequence(&mut self, sequence: u32) {
        self.header[4..8].copy_from_slice(&sequence.to_be_bytes());
    }

    pub(crate) fn source_port(&self) -> u16 {
        u16::from_be_bytes([self.header[0], self.header[1]])
    }

    pub(crate) fn is_from_server(&self) -> bool {
        self.source_port() == 8443
    }

    /// The same segment with other data at another place in the stream.
    pub(crate) fn with(&self, offset: usize, payload: &[u8]) -> Self {
        let mut other = self.clone();
        other.set_sequence(self.sequence().wrapping_add(u32::try_from(offset).unwrap()));
        other.payload = payload.to_vec();
        other
    }

    pub(crate) fn packet(&self) -> Packet {
        let mut frame = [&self.front[..], &self.header, &self.payload].concat();
        let total = u16::try_from(frame.len() - 14).unwrap();
        frame[16..18].copy_from_slice(&total.to_be_bytes());
        Packet {
            time: self.time,
            frame,
        }
    }
}

pub(crate) fn to_packets(segments: &[Segment]) -> Vec<Packet> {
    segments.iter().map(Segment::packet).collect()
}

/// What stays the same however the packets travel: everything but frames and times.
#[derive(Debug, PartialEq)]
pub(crate) struct Essence(Vec<String>);

pub(crate) fn essence(conversations: &[Conversation]) -> Essence {
    Essence(conversations.iter().map(summary).collect())
}

/// One line for a person: what tests of whole captures compare.
pub(crate) fn summary(conversation: &Conversation) -> String {
    let version = conversation.version.map(|version| version.to_string());
    let suite = conversation
        .cipher_suite
        .and_then(CipherSuite::openssl_name);
    let mut words = vec![
        conversation.stream.to_string(),
        version.unwrap_or_else(|| "no version".to_owned()),
        suite.unwrap_or("no suite").to_owned(),
        conversation.server_name().unwrap_or("no name").to_owned(),
        conversation.outcome.as_str().to_owned(),
    ];
    if conversation.resumed {
        words.push("resumed".to_owned());
    }
    if let Some(request) = &conversation.certificate_request {
        words.push(format!("asks for one of {}", request.authorities.len()));
    }
    for seen in &conversation.certificates {
        let how = if seen.clear { "shows" } else { "hides" };
        words.push(format!(
            "{} {how} {}",
            seen.role,
            name(seen.certificate.der())
        ));
    }
    if conversation.server_certificate != Visibility::Clear {
        words.push(format!("{:?}", conversation.server_certificate));
    }
    for alert in &conversation.alerts {
        let level = alert.level.as_str();
        words.push(format!("{} says {level} {}", alert.from, alert.description));
    }
    if conversation.gaps > 0 {
        words.push(format!("{} gaps", conversation.gaps));
    }
    words.join(", ")
}

fn name(der: &[u8]) -> String {
    match tollgate_pki::Certificate::from_der(der) {
        Ok(certificate) => certificate.name().to_owned(),
        Err(_) => "something".to_owned(),
    }
}
