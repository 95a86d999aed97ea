//! From a captured frame to the IP packet in it: link headers, VLAN tags, MPLS labels, `PPPoE`.
//!
//! The version of IP is read from the packet itself, so a link layer only has to say where the
//! packet begins, or that there is none.

use crate::cursor::Cursor;
use crate::limits::TAGS;

/// Link types (tcpdump.org/linktypes.html) that are looked into.
mod link_type {
    pub(super) const NULL: u16 = 0;
    pub(super) const ETHERNET: u16 = 1;
    pub(super) const PPP: u16 = 9;
    /// `DLT_RAW` of BSD/OS and of other systems, as some programs write it into files.
    pub(super) const RAW_BSD: u16 = 14;
    pub(super) const RAW_OTHER: u16 = 12;
    pub(super) const PPP_HDLC: u16 = 50;
    pub(super) const PPPOE: u16 = 51;
    pub(super) const RAW: u16 = 101;
    pub(super) const CISCO_HDLC: u16 = 104;
    pub(super) const LOOP: u16 = 108;
    pub(super) const ENC: u16 = 109;
    pub(super) const LINUX_SLL: u16 = 113;
    pub(super) const IPV4: u16 = 228;
    pub(super) const IPV6: u16 = 229;
    pub(super) const NFLOG: u16 = 239;
    pub(super) const PKTAP: u16 = 258;
    pub(super) const LINUX_SLL2: u16 = 276;
}

mod ether_type {
    pub(super) const IPV4: u16 = 0x0800;
    pub(super) const IPV6: u16 = 0x86dd;
    pub(super) const VLAN: u16 = 0x8100;
    pub(super) const SERVICE_VLAN: u16 = 0x88a8;
    pub(super) const OLD_QINQ: u16 = 0x9100;
    pub(super) const OLD_QINQ_2: u16 = 0x9200;
    pub(super) const MPLS: u16 = 0x8847;
    pub(super) const MPLS_MULTICAST: u16 = 0x8848;
    pub(super) const PPPOE_SESSION: u16 = 0x8864;
    pub(super) const PPP: u16 = 0x880b;
    pub(super) const BRIDGED_ETHERNET: u16 = 0x6558;
    pub(super) const ERSPAN: u16 = 0x88be;
    pub(super) const ERSPAN_3: u16 = 0x22eb;
    /// SLL writes 4 for a frame that begins with an 802.2 header.
    pub(super) const LLC: u16 = 4;
    /// Numbers below are lengths, not types.
    pub(super) const LOWEST: u16 = 1536;
}

/// Address families that the BSD loopback header uses for IPv6, beside 2 for IPv4.
const LOOPBACK_FAMILIES: [u32; 6] = [2, 10, 23, 24, 28, 30];

/// What a frame turned out to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame<'a> {
    Ip(&'a [u8]),
    /// Something other than IP, or too short.
    Other,
    /// The link type is not looked into.
    UnknownLink,
}

/// Finds the IP packet in a frame.
#[inline]
pub(crate) fn ip_packet(link_type: u16, frame: &[u8]) -> Frame<'_> {
    found(match link_type {
        link_type::ETHERNET => ethernet(frame),
        link_type::LINUX_SLL => sll(frame),
        link_type::LINUX_SLL2 => sll2(frame),
        link_type::RAW
        | link_type::RAW_BSD
        | link_type::RAW_OTHER
        | link_type::IPV4
        | link_type::IPV6 => Some(frame),
        link_type::NULL | link_type::LOOP => loopback(frame),
        link_type::PPP | link_type::PPP_HDLC => ppp_or_cisco(frame),
        link_type::CISCO_HDLC => cisco_hdlc(frame),
        link_type::PPPOE => pppoe(frame),
        link_type::ENC => frame.get(12..),
        link_type::NFLOG => nflog(frame),
        link_type::PKTAP => return pktap(frame),
        _ => return Frame::UnknownLink,
    })
}

fn found(packet: Option<&[u8]>) -> Frame<'_> {
    packet.map_or(Frame::Other, Frame::Ip)
}

/// The IP packet in an Ethernet frame.
#[inline]
pub(crate) fn ethernet(frame: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(frame);
    fields.array::<12>()?;
    let kind = fields.u16()?;
    match kind {
        ether_type::IPV4 | ether_type::IPV6 => Some(fields.rest()),
        _ => by_ether_type(kind, fields),
    }
}

/// What follows an ethertype, as in Ethernet, SLL, GRE and Geneve.
pub(crate) fn by_ether_type(mut kind: u16, mut fields: Cursor<'_>) -> Option<&[u8]> {
    for _ in 0..TAGS {
        match kind {
            ether_type::IPV4 | ether_type::IPV6 => return Some(fields.rest()),
            ether_type::VLAN
            | ether_type::SERVICE_VLAN
            | ether_type::OLD_QINQ
            | ether_type::OLD_QINQ_2 => {
                fields.u16()?;
                kind = fields.u16()?;
            }
            ether_type::MPLS | ether_type::MPLS_MULTICAST => return mpls(fields),
            ether_type::PPPOE_SESSION => return pppoe(fields.rest()),
            ether_type::PPP => return ppp(fields.rest()),
            ether_type::BRIDGED_ETHERNET => return ethernet(fields.rest()),
            ether_type::ERSPAN => return erspan(fields.rest()),
            ether_type::ERSPAN_3 => return ethernet(fields.rest().get(12..)?),
            ether_type::LLC => return llc(fields),
            length if length < ether_type::LOWEST => return llc(fields),
            _ => return None,
        }
    }
    None
}

/// IEEE 802.2, where the SNAP header carries an ethertype.
fn llc(mut fields: Cursor<'_>) -> Option<&[u8]> {
    let (0xaa, 0xaa, 0x03) = (fields.u8()?, fields.u8()?, fields.u8()?) else {
        return None;
    };
    fields.take(3)?;
    match fields.u16()? {
        length if length < ether_type::LOWEST => None,
        kind => by_ether_type_once(kind, fields),
    }
}

/// Ends the recursion that a SNAP header in a SNAP header would be.
fn by_ether_type_once(kind: u16, fields: Cursor<'_>) -> Option<&[u8]> {
    match kind {
        ether_type::IPV4 | ether_type::IPV6 => Some(fields.rest()),
        ether_type::PPPOE_SESSION => pppoe(fields.rest()),
        ether_type::MPLS => mpls(fields),
        _ => None,
    }
}

/// ERSPAN type II has a header of 8 bytes; type I, without one, is told by its GRE flags, which
/// are not seen here, so the ethertype decides.
fn erspan(rest: &[u8]) -> Option<&[u8]> {
    rest.get(8..)
        .and_then(ethernet)
        .filter(|packet| looks_like_ip(packet))
        .or_else(|| ethernet(rest))
}

fn mpls(mut fields: Cursor<'_>) -> Option<&[u8]> {
    for _ in 0..TAGS {
        let label = fields.u32()?;
        let is_last = label & 0x100 != 0;
        if is_last {
            return Some(fields.rest()).filter(|packet| looks_like_ip(packet));
        }
    }
    None
}

fn looks_like_ip(packet: &[u8]) -> bool {
    matches!(packet.first().map(|byte| byte & 0xf0), Some(0x40 | 0x60))
}

fn pppoe(rest: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(rest);
    let (version_and_type, code) = (fields.u8()?, fields.u8()?);
    if (version_and_type, code) != (0x11, 0) {
        return None;
    }
    fields.take(4)?;
    ppp(fields.rest())
}

/// PPP with or without the HDLC address and control bytes; the protocol may be compressed.
pub(crate) fn ppp(rest: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(rest);
    if rest.starts_with(&[0xff, 0x03]) {
        fields.take(2)?;
    }
    let first = fields.u8()?;
    let protocol = if first & 1 == 1 {
        u16::from(first)
    } else {
        u16::from_be_bytes([first, fields.u8()?])
    };
    match protocol {
        0x0021 | 0x0057 => Some(fields.rest()),
        0x0281 | 0x0283 => mpls(fields),
        _ => None,
    }
}

fn ppp_or_cisco(frame: &[u8]) -> Option<&[u8]> {
    if matches!(frame.first(), Some(0x0f | 0x8f)) {
        return cisco_hdlc(frame);
    }
    ppp(frame)
}

fn cisco_hdlc(frame: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(frame);
    fields.take(2)?;
    by_ether_type(fields.u16()?, fields)
}

fn sll(frame: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(frame);
    fields.take(14)?;
    by_ether_type(fields.u16()?, fields)
}

fn sll2(frame: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(frame);
    let kind = fields.u16()?;
    fields.take(18)?;
    by_ether_type(kind, fields)
}

/// The family stands in the byte order of the capturing machine.
fn loopback(frame: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(frame);
    let family = fields.array()?;
    let known = LOOPBACK_FAMILIES.contains(&u32::from_be_bytes(family))
        || LOOPBACK_FAMILIES.contains(&u32::from_le_bytes(family));
    known.then(|| fields.rest())
}

/// Netfilter log: attributes, one of which is the packet.
fn nflog(frame: &[u8]) -> Option<&[u8]> {
    const PAYLOAD: u16 = 9;
    let mut fields = Cursor::new(frame);
    fields.take(4)?;
    loop {
        let length = u16::from_le_bytes(fields.array()?);
        let kind = u16::from_le_bytes(fields.array()?) & 0x7fff;
        let value = fields.take(usize::from(length.checked_sub(4)?))?;
        if kind == PAYLOAD {
            return Some(value);
        }
        fields.take(usize::from(length.wrapping_neg() & 3))?;
    }
}

/// Apple's pseudo interface: a header that names the link type of what follows.
fn pktap(frame: &[u8]) -> Frame<'_> {
    let mut fields = Cursor::new(frame);
    let (Some(length), Some(_), Some(link)) = (
        fields.array().map(u32::from_le_bytes),
        fields.u32(),
        fields.array().map(u32::from_le_bytes),
    ) else {
        return Frame::Other;
    };
    let inner = frame.get(crate::cursor::size(length)..);
    match (u16::try_from(link), inner) {
        (Ok(link_type::PKTAP) | Err(_), _) | (_, None) => Frame::Other,
        (Ok(link), Some(inner)) => ip_packet(link, inner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(parts: &[&[u8]]) -> Vec<u8> {
        parts.concat()
    }

    const IP: &[u8] = &[0x45, 1, 2, 3];
    const MACS: &[u8] = &[0; 12];

    #[test]
    fn the_ip_packet_is_found_behind_every_link_header() {
        let cases: &[(&str, u16, Vec<u8>)] = &[
            ("ethernet", 1, frame(&[MACS, &[8, 0], IP])),
            ("vlan", 1, frame(&[MACS, &[0x81, 0, 0, 7, 8, 0], IP])),
            (
                "qinq",
                1,
                frame(&[MACS, &[0x88, 0xa8, 0, 7, 0x81, 0, 0, 8, 8, 0], IP]),
            ),
            (
                "mpls",
                1,
                frame(&[MACS, &[0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64], IP]),
            ),
            (
                "pppoe",
                1,
                frame(&[MACS, &[0x88, 0x64, 0x11, 0, 0, 1, 0, 6, 0, 0x21], IP]),
            ),
            (
                "snap",
                1,
                frame(&[MACS, &[0, 12, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0], IP]),
            ),
            ("null, little endian", 0, frame(&[&[2, 0, 0, 0], IP])),
            ("loop, big endian", 108, frame(&[&[0, 0, 0, 2], IP])),
            ("raw", 101, IP.to_vec()),
            ("ppp", 9, frame(&[&[0xff, 3, 0, 0x21], IP])),
            ("ppp, compressed protocol", 9, frame(&[&[0x21], IP])),
            ("cisco hdlc", 104, frame(&[&[0x0f, 0, 8, 0], IP])),
            ("sll", 113, frame(&[&[0; 14], &[8, 0], IP])),
            (
                "sll with a vlan",
                113,
                frame(&[&[0; 14], &[0x81, 0, 0, 1, 8, 0], IP]),
            ),
            ("sll2", 276, frame(&[&[8, 0], &[0; 18], IP])),
            (
                "nflog",
                239,
                frame(&[&[2, 0, 0, 0, 6, 0, 1, 0, 0, 0, 0, 0, 8, 0, 9, 0], IP]),
            ),
            (
                "pktap",
                258,
                frame(&[&[12, 0, 0, 0, 1, 0, 0, 0, 101, 0, 0, 0], IP]),
            ),
        ];
        for (name, link, bytes) in cases {
            assert_eq!(ip_packet(*link, bytes), Frame::Ip(IP), "{name}");
            for end in 0..bytes.len() - IP.len() {
                assert_ne!(ip_packet(*link, &bytes[..end]), Frame::Ip(IP), "{name}");
            }
        }
        assert_eq!(ip_packet(147, IP), Frame::UnknownLink);
        assert_eq!(
            ip_packet(1, &frame(&[MACS, &[8, 6], IP])),
            Frame::Other,
            "address resolution is no IP packet"
        );
    }
}
