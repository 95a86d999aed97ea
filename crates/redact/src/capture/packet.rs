//! What is where in a packet: addresses, checksums and payloads, through tags and tunnels.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::container::Link;
use super::streams::Opening;

/// Headers inside one another.
const DEPTH: usize = 8;

/// What a packet turned out to hold. Every range is within the capture.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) hardware: Vec<Range<usize>>,
    pub(super) addresses: Vec<Range<usize>>,
    /// Innermost last.
    pub(super) checksums: Vec<Checksum>,
    pub(super) payloads: Vec<Payload>,
}

/// A checksum and what it is over.
#[derive(Debug, Clone)]
pub(super) struct Checksum {
    pub(super) at: usize,
    /// Zero means that there is none.
    pub(super) is_optional: bool,
    /// Everything that it is over begins at an even place of it.
    pub(super) over: Vec<Range<usize>>,
    /// The datagram of which this is the first fragment.
    pub(super) fragment: Option<Fragment>,
}

/// What all fragments of a datagram have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Fragment {
    pub(super) from: IpAddr,
    pub(super) to: IpAddr,
    pub(super) protocol: u8,
    pub(super) id: u32,
}

#[derive(Debug, Clone)]
pub(super) enum Payload {
    Tcp {
        from: (IpAddr, u16),
        to: (IpAddr, u16),
        sequence: u32,
        opening: Opening,
        data: Range<usize>,
    },
    Udp {
        ports: (u16, u16),
        data: Range<usize>,
    },
    /// A fragment that is not the first: text at most.
    Fragment { of: Fragment, data: Range<usize> },
    /// Numbers and addresses of a protocol that is not followed.
    Other(Range<usize>),
    /// Frames of neighbours' announcements and the like: wiped.
    Unknown(Range<usize>),
}

/// Reads the frame at a place in a capture.
pub(super) fn parts(capture: &[u8], link: Link, frame: Range<usize>) -> Parts {
    let mut reader = Reader {
        capture,
        parts: Parts::default(),
    };
    reader.frame(link, frame, 0);
    reader.parts
}

struct Reader<'c> {
    capture: &'c [u8],
    parts: Parts,
}

impl Reader<'_> {
    fn octet(&self, at: usize) -> Option<u8> {
        self.capture.get(at).copied()
    }

    fn u16(&self, at: usize) -> Option<u16> {
        let octets = self.capture.get(at..)?.first_chunk::<2>()?;
        Some(u16::from_be_bytes(*octets))
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let octets = self.capture.get(at..)?.first_chunk::<4>()?;
        Some(u32::from_be_bytes(*octets))
    }

    fn address(&self, range: &Range<usize>) -> Option<IpAddr> {
        let octets = self.capture.get(range.clone())?;
        if let Some(octets) = octets.first_chunk::<16>() {
            return Some(IpAddr::V6(Ipv6Addr::from(*octets)));
        }
        octets
            .first_chunk::<4>()
            .map(|octets| IpAddr::V4(Ipv4Addr::from(*octets)))
    }

    fn unknown(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.parts.payloads.push(Payload::Unknown(range));
        }
    }

    fn frame(&mut self, link: Link, frame: Range<usize>, depth: usize) {
        let start = frame.start;
        match link {
            Link::Ethernet => {
                if frame.len() < 14 {
                    return self.unknown(frame);
                }
                self.parts.hardware.push(start..start + 6);
                self.parts.hardware.push(start + 6..start + 12);
                self.by_type(start + 12, frame.end, depth);
            }
            Link::Cooked => {
                if frame.len() < 16 {
                    return self.unknown(frame);
                }
                if self.u16(start + 4) == Some(6) {
                    self.parts.hardware.push(start + 6..start + 12);
                }
                self.by_type(start + 14, frame.end, depth);
            }
            Link::Cooked2 => {
                if frame.len() < 20 {
                    return self.unknown(frame);
                }
                if self.octet(start + 11) == Some(6) {
                    self.parts.hardware.push(start + 12..start + 18);
                }
                match self.u16(start) {
                    Some(0x0800 | 0x86dd) => self.ip(start + 20..frame.end, depth),
                    Some(0x0806) => self.arp(start + 20..frame.end),
                    Some(0x8100 | 0x88a8) => self.by_type(start + 22, frame.end, depth),
                    _ => self.unknown(start + 20..frame.end),
                }
            }
            Link::Raw => self.ip(frame, depth),
            Link::Loopback => self.ip((start + 4).min(frame.end)..frame.end, depth),
        }
    }

    /// What follows at the place of an ethertype.
    fn by_type(&mut self, at: usize, end: usize, depth: usize) {
        const TAGS: usize = 4;
        let mut at = at;
        for _ in 0..TAGS {
            let body = (at + 2).min(end);
            match self.u16(at) {
                Some(0x0800 | 0x86dd) => return self.ip(body..end, depth),
                Some(0x0806) => return self.arp(body..end),
                Some(0x8100 | 0x88a8 | 0x9100 | 0x9200) => at += 4,
                // PPPoE: version, code, session, length, protocol.
                Some(0x8864) => {
                    let inner = (body + 8).min(end);
                    return match self.u16(body + 6) {
                        Some(0x0021 | 0x0057) => self.ip(inner..end, depth),
                        _ => self.unknown(body..end),
                    };
                }
                Some(0x6558) if depth < DEPTH => {
                    return self.frame(Link::Ethernet, body..end, depth + 1);
                }
                _ => return self.unknown(body..end),
            }
        }
        self.unknown(at.min(end)..end);
    }

    fn arp(&mut self, range: Range<usize>) {
        let start = range.start;
        let is_usual = self.capture.get(start..start + 6) == Some(&[0, 1, 8, 0, 6, 4]);
        if range.len() < 28 || !is_usual {
            return self.unknown(range);
        }
        self.parts
            .hardware
            .extend([start + 8..start + 14, start + 18..start + 24]);
        self.parts
            .addresses
            .extend([start + 14..start + 18, start + 24..start + 28]);
        self.unknown(start + 28..range.end);
    }

    fn ip(&mut self, range: Range<usize>, depth: usize) {
        if depth > DEPTH {
            return self.unknown(range);
        }
        match self
            .octet(range.start)
            .filter(|_| !range.is_empty())
            .map(|octet| octet >> 4)
        {
            Some(4) => self.v4(range, depth),
            Some(6) => self.v6(range, depth),
            _ => self.unknown(range),
        }
    }

    fn v4(&mut self, range: Range<usize>, depth: usize) {
        let start = range.start;
        let length = usize::from(self.octet(start).unwrap_or_default() & 0xf) * 4;
        if range.len() < length.max(20) {
            return self.unknown(range);
        }
        let total = usize::from(self.u16(start + 2).unwrap_or_default());
        // Offloading leaves the length to the network card.
        let end = if total < length {
            range.end
        } else {
            range.end.min(start + total)
        };
        let (from, to) = (start + 12..start + 16, start + 16..start + 20);
        let header = start..start + length;
        self.parts.checksums.push(Checksum {
            at: start + 10,
            is_optional: false,
            over: vec![header.clone()],
            fragment: None,
        });
        // Routes that were recorded or asked for.
        if length > 20 {
            self.parts
                .payloads
                .push(Payload::Other(start + 20..start + length));
        }
        let place = self.u16(start + 6).unwrap_or_default();
        let fragment =
            (place & 0x3fff != 0).then(|| u32::from(self.u16(start + 4).unwrap_or_default()));
        let upper = Upper {
            protocol: self.octet(start + 9).unwrap_or_default(),
            from,
            to,
            data: header.end..end,
            fragment,
            is_first: place.trailing_zeros() >= 13,
        };
        self.upper(&upper, depth);
    }

    fn v6(&mut self, range: Range<usize>, depth: usize) {
        const EXTENSIONS: usize = 10;
        let start = range.start;
        if range.len() < 40 {
            return self.unknown(range);
        }
        let total = usize::from(self.u16(start + 4).unwrap_or_default());
        let end = if total == 0 {
            range.end
        } else {
            range.end.min(start + 40 + total)
        };
        let mut upper = Upper {
            protocol: self.octet(start + 6).unwrap_or_default(),
            from: start + 8..start + 24,
            to: start + 24..start + 40,
            data: start + 40..end,
            fragment: None,
            is_first: true,
        };
        for _ in 0..EXTENSIONS {
            let at = upper.data.start;
            let (Some(next), Some(units)) = (self.octet(at), self.octet(at + 1)) else {
                break;
            };
            let length = match upper.protocol {
                0 | 43 | 60 => (usize::from(units) + 1) * 8,
                51 => (usize::from(units) + 2) * 4,
                44 => {
                    let place = self.u16(at + 2).unwrap_or_default();
                    if place & 0xfff9 != 0 {
                        upper.fragment = self.u32(at + 4);
                        upper.is_first = place & 0xfff8 == 0;
                    }
                    8
                }
                _ => break,
            };
            if at + length > end {
                break;
            }
            if upper.protocol != 44 {
                self.parts
                    .payloads
                    .push(Payload::Other(at + 2..at + length));
            }
            upper.protocol = next;
            upper.data.start = at + length;
        }
        self.upper(&upper, depth);
    }

    fn upper(&mut self, upper: &Upper, depth: usize) {
        self.parts
            .addresses
            .extend([upper.from.clone(), upper.to.clone()]);
        let (Some(from), Some(to)) = (self.address(&upper.from), self.address(&upper.to)) else {
            return;
        };
        let fragment = upper.fragment.map(|id| Fragment {
            from,
            to,
            protocol: upper.protocol,
            id,
        });
        let data = upper.data.clone();
        if let Some(of) = fragment.clone().filter(|_| !upper.is_first) {
            self.parts.payloads.push(Payload::Fragment { of, data });
            return;
        }
        let start = data.start;
        let pseudo = |at: usize, is_optional| Checksum {
            at,
            is_optional,
            over: vec![upper.from.clone(), upper.to.clone(), data.clone()],
            fragment: fragment.clone(),
        };
        match upper.protocol {
            6 if data.len() >= 20 => {
                self.parts.checksums.push(pseudo(start + 16, false));
                let header = usize::from(self.octet(start + 12).unwrap_or_default() >> 4) * 4;
                let flags = self.octet(start + 13).unwrap_or_default();
                self.parts.payloads.push(Payload::Tcp {
                    from: (from, self.u16(start).unwrap_or_default()),
                    to: (to, self.u16(start + 2).unwrap_or_default()),
                    sequence: self.u32(start + 4).unwrap_or_default(),
                    opening: if flags & 0x02 != 0 {
                        Opening::Synchronises
                    } else {
                        Opening::GoesOn
                    },
                    data: (start + header.max(20)).min(data.end)..data.end,
                });
            }
            17 if data.len() >= 8 => {
                self.parts.checksums.push(pseudo(start + 6, true));
                let ports = (
                    self.u16(start).unwrap_or_default(),
                    self.u16(start + 2).unwrap_or_default(),
                );
                self.udp(ports, start + 8..data.end, depth);
            }
            1 | 58 if data.len() >= 8 => {
                let is_v4 = upper.protocol == 1;
                self.parts.checksums.push(if is_v4 {
                    Checksum {
                        at: start + 2,
                        is_optional: false,
                        over: vec![data.clone()],
                        fragment,
                    }
                } else {
                    pseudo(start + 2, false)
                });
                let kind = self.octet(start).unwrap_or_default();
                self.parts
                    .payloads
                    .push(Payload::Other(start + 4..start + 8));
                // Errors quote the packet that they are about.
                match (is_v4, kind) {
                    (true, 3 | 4 | 5 | 11 | 12) | (false, 1..=4) => {
                        self.ip(start + 8..data.end, depth + 1);
                    }
                    _ => self
                        .parts
                        .payloads
                        .push(Payload::Other(start + 8..data.end)),
                }
            }
            4 | 41 => self.ip(data, depth + 1),
            47 => self.gre(data, depth),
            _ => self.parts.payloads.push(Payload::Other(data)),
        }
    }

    fn udp(&mut self, ports: (u16, u16), data: Range<usize>, depth: usize) {
        let start = data.start;
        match ports.1 {
            4789 | 8472 if depth < DEPTH && data.len() > 8 => {
                self.frame(Link::Ethernet, start + 8..data.end, depth + 1);
            }
            6081 if depth < DEPTH && data.len() > 8 => {
                let options = usize::from(self.octet(start).unwrap_or_default() & 0x3f) * 4;
                let inner = (start + 8 + options).min(data.end);
                match self.u16(start + 2) {
                    Some(0x6558) => self.frame(Link::Ethernet, inner..data.end, depth + 1),
                    Some(0x0800 | 0x86dd) => self.ip(inner..data.end, depth + 1),
                    _ => self.unknown(data),
                }
            }
            _ => self.parts.payloads.push(Payload::Udp { ports, data }),
        }
    }

    /// RFC 2784 and 2890.
    fn gre(&mut self, data: Range<usize>, depth: usize) {
        let start = data.start;
        let flags = self.u16(start).unwrap_or_default();
        if data.len() < 4 || flags & 0x4007 != 0 {
            return self.unknown(data);
        }
        let words = (flags & 0xb000).count_ones();
        let header = 4 + 4 * usize::try_from(words).unwrap_or_default();
        let inner = (start + header).min(data.end);
        match self.u16(start + 2) {
            Some(0x0800 | 0x86dd) => self.ip(inner..data.end, depth + 1),
            Some(0x6558) if depth < DEPTH => self.frame(Link::Ethernet, inner..data.end, depth + 1),
            _ => self.unknown(inner..data.end),
        }
    }
}

/// What follows the headers of IP.
struct Upper {
    protocol: u8,
    from: Range<usize>,
    to: Range<usize>,
    data: Range<usize>,
    fragment: Option<u32>,
    is_first: bool,
}

/// The ones' complement sum of some octets, which begin at an even place.
pub(super) fn sum(octets: &[u8]) -> u64 {
    let (words, rest) = octets.as_chunks::<2>();
    let sum: u64 = words
        .iter()
        .map(|word| u64::from(u16::from_be_bytes(*word)))
        .sum();
    sum + rest.first().map_or(0, |last| u64::from(*last) << 8)
}

/// The checksum that is as right or as wrong over other octets (RFC 1624, equation 3).
pub(super) fn adjusted(checksum: u16, before: u64, after: u64) -> u16 {
    let folded = |mut sum: u64| {
        while sum > 0xffff {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        sum
    };
    let total = u64::from(!checksum) + (0xffff - folded(before)) + folded(after);
    !u16::try_from(folded(total)).unwrap_or_default()
}
