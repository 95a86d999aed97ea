//! Packets inside packets: GRE, VXLAN, Geneve, GTP-U, Teredo, IP in IP.

use crate::cursor::Cursor;
use crate::ip::{header_units, protocol};
use crate::link;

/// UDP ports (IANA, and Linux' first choice for VXLAN) at which a tunnel is looked for.
mod port {
    pub(super) const GTP_USER: u16 = 2152;
    pub(super) const TEREDO: u16 = 3544;
    pub(super) const VXLAN: u16 = 4789;
    pub(super) const VXLAN_GPE: u16 = 4790;
    pub(super) const GENEVE: u16 = 6081;
    pub(super) const VXLAN_LINUX: u16 = 8472;
}

/// The IP packet inside the payload of another one, if it is a tunnel.
pub(crate) fn inner_packet(payload_protocol: u8, payload: &[u8]) -> Option<&[u8]> {
    match payload_protocol {
        protocol::IPV4 | protocol::IPV6 => Some(payload),
        protocol::GRE => gre(payload),
        protocol::UDP => udp(payload),
        _ => None,
    }
}

/// RFC 2784 and 2890; version 1 (RFC 2637) carries PPP.
fn gre(payload: &[u8]) -> Option<&[u8]> {
    const CHECKSUM: u16 = 0x8000;
    const ROUTING: u16 = 0x4000;
    const KEY: u16 = 0x2000;
    const SEQUENCE: u16 = 0x1000;
    const ACKNOWLEDGEMENT: u16 = 0x0080;
    let mut fields = Cursor::new(payload);
    let flags = fields.u16()?;
    let kind = fields.u16()?;
    let version = flags & 7;
    let words = [
        (flags & (CHECKSUM | ROUTING) != 0, true),
        (flags & KEY != 0, true),
        (flags & SEQUENCE != 0, true),
        (flags & ACKNOWLEDGEMENT != 0, version == 1),
    ];
    for (present, _) in words.into_iter().filter(|(_, possible)| *possible) {
        if present {
            fields.u32()?;
        }
    }
    if flags & ROUTING != 0 && version == 0 {
        loop {
            fields.take(3)?;
            let length = fields.u8()?;
            if length == 0 {
                break;
            }
            fields.take(usize::from(length))?;
        }
    }
    link::by_ether_type(kind, fields)
}

fn udp(payload: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(payload);
    let ports = [fields.u16()?, fields.u16()?];
    fields.take(4)?;
    let inner = fields.rest();
    ports.into_iter().rev().find_map(|port| match port {
        port::VXLAN | port::VXLAN_LINUX => vxlan(inner),
        port::VXLAN_GPE => vxlan_gpe(inner),
        port::GENEVE => geneve(inner),
        port::GTP_USER => gtp_user(inner),
        port::TEREDO => teredo(inner),
        _ => None,
    })
}

/// RFC 7348.
fn vxlan(payload: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(payload);
    let flags = fields.u8()?;
    fields.take(7)?;
    if flags & 0x08 == 0 {
        return None;
    }
    link::ethernet(fields.rest())
}

/// draft-ietf-nvo3-vxlan-gpe.
fn vxlan_gpe(payload: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(payload);
    let (_flags, _, _) = (fields.u8()?, fields.u8()?, fields.u8()?);
    let next = fields.u8()?;
    fields.take(4)?;
    match next {
        1 | 2 => Some(fields.rest()),
        3 => link::ethernet(fields.rest()),
        _ => None,
    }
}

/// RFC 8926.
fn geneve(payload: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(payload);
    let version_and_length = fields.u8()?;
    fields.u8()?;
    let kind = fields.u16()?;
    fields.take(4)?;
    if version_and_length >> 6 != 0 {
        return None;
    }
    fields.take(header_units(version_and_length & 0x3f, 4))?;
    link::by_ether_type(kind, fields)
}

/// 3GPP TS 29.281: version 1, a G-PDU, with its extension headers.
fn gtp_user(payload: &[u8]) -> Option<&[u8]> {
    const G_PDU: u8 = 255;
    const OPTIONAL_FIELDS: u8 = 7;
    const EXTENSION: u8 = 4;
    let mut fields = Cursor::new(payload);
    let flags = fields.u8()?;
    let kind = fields.u8()?;
    fields.take(6)?;
    if flags & 0xf0 != 0x30 || kind != G_PDU {
        return None;
    }
    if flags & OPTIONAL_FIELDS != 0 {
        fields.take(3)?;
        let mut next = fields.u8()?;
        while flags & EXTENSION != 0 && next != 0 {
            let units = fields.u8()?;
            let body = fields.take(header_units(units, 4).checked_sub(1)?)?;
            next = *body.last()?;
        }
    }
    Some(fields.rest())
}

/// RFC 4380: an IPv6 packet behind an authentication or origin header, or bare.
fn teredo(payload: &[u8]) -> Option<&[u8]> {
    let mut fields = Cursor::new(payload);
    if payload.starts_with(&[0, 1]) {
        fields.u16()?;
        let lengths = (fields.u8()?, fields.u8()?);
        fields.take(usize::from(lengths.0))?;
        fields.take(usize::from(lengths.1))?;
        fields.take(9)?;
    }
    if fields.rest().starts_with(&[0, 0]) {
        fields.take(8)?;
    }
    Some(fields.rest()).filter(|packet| packet.first().map(|byte| byte >> 4) == Some(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IP: &[u8] = &[0x45, 9, 9, 9];
    const IP6: &[u8] = &[0x60, 9, 9, 9];

    fn udp_to(port: u16, parts: &[&[u8]]) -> Vec<u8> {
        let port = port.to_be_bytes();
        [
            &[0xc0, 0, port[0], port[1], 0, 0, 0, 0],
            &parts.concat()[..],
        ]
        .concat()
    }

    fn ether(kind: [u8; 2]) -> Vec<u8> {
        [&[0; 12][..], &kind].concat()
    }

    #[test]
    fn every_tunnel_is_opened_and_no_cut_of_it_panics() {
        let cases: &[(&str, u8, Vec<u8>, &[u8])] = &[
            ("ip in ip", 4, IP.to_vec(), IP),
            ("gre", 47, [&[0, 0, 8, 0], IP].concat(), IP),
            (
                "gre with checksum, key and sequence",
                47,
                [&[0xb0, 0, 8, 0], &[0; 12][..], IP].concat(),
                IP,
            ),
            (
                "pptp with acknowledgement",
                47,
                [
                    &[0x30, 0x81, 0x88, 0x0b],
                    &[0; 12][..],
                    &[0xff, 3, 0, 0x21],
                    IP,
                ]
                .concat(),
                IP,
            ),
            (
                "ethernet over gre",
                47,
                [&[0, 0, 0x65, 0x58], &ether([8, 0])[..], IP].concat(),
                IP,
            ),
            (
                "vxlan",
                17,
                udp_to(4789, &[&[8, 0, 0, 0, 0, 0, 1, 0], &ether([8, 0]), IP]),
                IP,
            ),
            (
                "geneve with an option",
                17,
                udp_to(
                    6081,
                    &[&[1, 0, 0x65, 0x58, 0, 0, 0, 0], &[0; 4], &ether([8, 0]), IP],
                ),
                IP,
            ),
            (
                "gtp with an extension header",
                17,
                udp_to(
                    2152,
                    &[
                        &[0x34, 255, 0, 0, 0, 0, 0, 1],
                        &[0, 0, 0, 0x85],
                        &[1, 0, 0, 0],
                        IP,
                    ],
                ),
                IP,
            ),
            (
                "teredo with an origin",
                17,
                udp_to(3544, &[&[0; 8], IP6]),
                IP6,
            ),
        ];
        for (name, protocol, payload, inner) in cases {
            assert_eq!(inner_packet(*protocol, payload), Some(*inner), "{name}");
            for end in 0..payload.len() - 1 {
                assert_ne!(
                    inner_packet(*protocol, &payload[..end]),
                    Some(*inner),
                    "{name}"
                );
            }
        }
        assert_eq!(inner_packet(17, &udp_to(53, &[IP])), None);
    }
}
