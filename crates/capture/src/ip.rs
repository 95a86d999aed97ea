//! IPv4 and IPv6: addresses, payload, fragments.

mod fragments;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub(crate) use fragments::Fragments;

use crate::cursor::{Cursor, size};
use crate::limits::TAGS;

/// Payload protocols (IANA) that are looked into.
pub(crate) mod protocol {
    pub(crate) const ICMP: u8 = 1;
    pub(crate) const IPV4: u8 = 4;
    pub(crate) const TCP: u8 = 6;
    pub(crate) const UDP: u8 = 17;
    pub(crate) const IPV6: u8 = 41;
    pub(crate) const GRE: u8 = 47;
    pub(crate) const ICMPV6: u8 = 58;
    pub(super) const AUTHENTICATION: u8 = 51;
    pub(super) const HOP_BY_HOP: u8 = 0;
    pub(super) const ROUTING: u8 = 43;
    pub(super) const FRAGMENT: u8 = 44;
    pub(super) const DESTINATION_OPTIONS: u8 = 60;
    pub(super) const MOBILITY: u8 = 135;
    pub(super) const HIP: u8 = 139;
    pub(super) const SHIM6: u8 = 140;
}

/// One IP packet or fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Datagram<'a> {
    pub(crate) source: IpAddr,
    pub(crate) destination: IpAddr,
    pub(crate) protocol: u8,
    pub(crate) payload: &'a [u8],
    /// Bytes of payload that were on the wire but not captured.
    pub(crate) missing: usize,
    pub(crate) fragment: Option<Part>,
}

/// Which part of its datagram a fragment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) id: u32,
    /// In bytes.
    pub(crate) offset: usize,
    pub(crate) more: bool,
}

impl<'a> Datagram<'a> {
    /// Reads a packet of either version. Bytes behind its length (padding, trailers) are left out.
    #[inline]
    pub(crate) fn read(packet: &'a [u8]) -> Option<Self> {
        match packet.first()? >> 4 {
            4 => Self::version_4(packet),
            6 => Self::version_6(packet),
            _ => None,
        }
    }

    #[inline]
    fn version_4(packet: &'a [u8]) -> Option<Self> {
        let (header, _) = packet.split_first_chunk::<20>()?;
        let &[
            version_and_words,
            _,
            length_high,
            length_low,
            id_high,
            id_low,
            flags,
            offset_low,
            _,
            protocol,
            _,
            _,
            s0,
            s1,
            s2,
            s3,
            d0,
            d1,
            d2,
            d3,
        ] = header;
        let header_bytes = usize::from(version_and_words & 0xf).wrapping_mul(4);
        if header_bytes < 20 {
            return None;
        }
        let total = usize::from(u16::from_be_bytes([length_high, length_low]));
        // Zero is what offloading leaves in captures on the sending machine.
        let total = if total == 0 { packet.len() } else { total };
        let wanted = total.checked_sub(header_bytes)?;
        let (payload, missing) = clip(packet.get(header_bytes..)?, wanted);
        let fragment_bits = u16::from_be_bytes([flags & 0x3f, offset_low]);
        let part = Part {
            id: u32::from(u16::from_be_bytes([id_high, id_low])),
            offset: usize::from(fragment_bits & 0x1fff).wrapping_mul(8),
            more: fragment_bits & 0x2000 != 0,
        };
        let mut datagram = Self {
            source: IpAddr::V4(Ipv4Addr::new(s0, s1, s2, s3)),
            destination: IpAddr::V4(Ipv4Addr::new(d0, d1, d2, d3)),
            protocol,
            payload,
            missing,
            fragment: (part.more || part.offset != 0).then_some(part),
        };
        if protocol == protocol::AUTHENTICATION && datagram.fragment.is_none() {
            datagram.skip_extensions()?;
        }
        Some(datagram)
    }

    fn version_6(packet: &'a [u8]) -> Option<Self> {
        let mut fields = Cursor::new(packet);
        fields.take(4)?;
        let length = usize::from(fields.u16()?);
        let protocol = fields.u8()?;
        fields.u8()?;
        let source = IpAddr::V6(Ipv6Addr::from(fields.array::<16>()?));
        let destination = IpAddr::V6(Ipv6Addr::from(fields.array::<16>()?));
        let wanted = if length == 0 {
            fields.rest().len()
        } else {
            length
        };
        let (payload, missing) = clip(fields.rest(), wanted);
        let mut datagram = Self {
            source,
            destination,
            protocol,
            payload,
            missing,
            fragment: None,
        };
        datagram.skip_extensions()?;
        Some(datagram)
    }

    /// Walks over IPv6 extension headers (and the authentication header of either version) up to
    /// the payload, or to the fragment of it.
    fn skip_extensions(&mut self) -> Option<()> {
        for _ in 0..TAGS {
            let mut fields = Cursor::new(self.payload);
            match self.protocol {
                protocol::HOP_BY_HOP
                | protocol::ROUTING
                | protocol::DESTINATION_OPTIONS
                | protocol::MOBILITY
                | protocol::HIP
                | protocol::SHIM6 => {
                    let next = fields.u8()?;
                    let units = usize::from(fields.u8()?);
                    fields.take(units.wrapping_mul(8).wrapping_add(6))?;
                    self.protocol = next;
                }
                protocol::AUTHENTICATION => {
                    let next = fields.u8()?;
                    let words = usize::from(fields.u8()?);
                    fields.take(words.wrapping_mul(4).wrapping_add(6))?;
                    self.protocol = next;
                }
                protocol::FRAGMENT => {
                    let next = fields.u8()?;
                    fields.u8()?;
                    let bits = fields.u16()?;
                    let part = Part {
                        id: fields.u32()?,
                        offset: usize::from(bits & 0xfff8),
                        more: bits & 1 != 0,
                    };
                    self.protocol = next;
                    self.payload = fields.rest();
                    if part.more || part.offset != 0 {
                        self.fragment = Some(part);
                        return Some(());
                    }
                }
                _ => return Some(()),
            }
            self.payload = fields.rest();
        }
        None
    }

    /// The payload of a whole datagram put together from fragments: extension headers may still
    /// stand in front of it.
    pub(crate) fn reassembled(&self, payload: &'a [u8]) -> Option<Self> {
        let mut whole = Self {
            payload,
            missing: 0,
            fragment: None,
            ..*self
        };
        whole.skip_extensions()?;
        Some(whole)
    }
}

/// Cuts what is behind the announced length, and tells how much is missing before it.
#[inline]
fn clip(bytes: &[u8], wanted: usize) -> (&[u8], usize) {
    match bytes.get(..wanted) {
        Some(payload) => (payload, 0),
        None => (bytes, wanted.saturating_sub(bytes.len())),
    }
}

/// The IP packet that an ICMP error quotes; `None` for other messages.
pub(crate) fn quoted_by_icmp(protocol: u8, message: &[u8]) -> Option<&[u8]> {
    let kind = *message.first()?;
    let is_error = match protocol {
        protocol::ICMP => matches!(kind, 3 | 4 | 5 | 11 | 12),
        _ => matches!(kind, 1..=4),
    };
    message.get(8..).filter(|_| is_error)
}

/// A 32-bit length of the wire as a size, for tunnels.
pub(crate) fn header_units(units: u8, unit: usize) -> usize {
    size(u32::from(units)).wrapping_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_left_out_and_missing_bytes_are_counted() {
        let mut packet = vec![
            0x45, 0, 0, 24, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
        ];
        packet.extend([1, 2, 3, 4, 0, 0]);
        let datagram = Datagram::read(&packet).unwrap();
        assert_eq!(datagram.payload, [1, 2, 3, 4]);
        assert_eq!(datagram.missing, 0);
        let cut = Datagram::read(&packet[..22]).unwrap();
        assert_eq!((cut.payload, cut.missing), (&[1, 2][..], 2));
    }

    #[test]
    fn extension_headers_lead_to_the_payload() {
        let mut packet = vec![0x60, 0, 0, 0, 0, 28, 0, 64];
        packet.extend([0; 32]);
        packet.extend([60, 0, 0, 0, 0, 0, 0, 0]); // hop by hop
        packet.extend([51, 0, 0, 0, 0, 0, 0, 0]); // destination options
        packet.extend([6, 0, 0, 0, 0, 0, 0, 0]); // authentication
        packet.extend([9, 9, 9, 9]);
        let datagram = Datagram::read(&packet).unwrap();
        assert_eq!((datagram.protocol, datagram.payload), (6, &[9; 4][..]));
        for end in 0..40 + 24 {
            assert_eq!(Datagram::read(&packet[..end]), None, "{end}");
        }
    }
}
