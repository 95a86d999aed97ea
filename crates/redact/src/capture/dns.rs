//! Names and addresses in DNS messages (RFC 1035), changed in place.

use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;

/// Labels of one name.
const LABELS: usize = 128;
/// Records of one message.
const RECORDS: usize = 1_000;

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// The labels of a name, without their lengths.
    Name(Vec<Range<usize>>),
    Address(Range<usize>),
    Text(Range<usize>),
}

/// Every part of a message; `None` where it is none.
pub(super) fn parts(message: &[u8]) -> Option<Vec<Part>> {
    let count = |at: usize| {
        let octets = message.get(at..)?.first_chunk::<2>()?;
        Some(usize::from(u16::from_be_bytes(*octets)))
    };
    let questions = count(4)?;
    let records = count(6)? + count(8)? + count(10)?;
    if questions > RECORDS || records > RECORDS {
        return None;
    }
    let mut found = Vec::new();
    let mut at = 12;
    for _ in 0..questions {
        at = name(message, at, &mut found)? + 4;
    }
    for _ in 0..records {
        at = name(message, at, &mut found)?;
        let kind = count(at)?;
        let length = count(at + 8)?;
        let data = at + 10..at + 10 + length;
        if data.end > message.len() {
            return None;
        }
        at = data.end;
        match (kind, length) {
            (1, 4) | (28, 16) => found.push(Part::Address(data)),
            (2 | 5 | 12 | 39, _) => {
                name(message, data.start, &mut found)?;
            }
            (15, _) => {
                name(message, data.start + 2, &mut found)?;
            }
            (33, _) => {
                name(message, data.start + 6, &mut found)?;
            }
            (6, _) => {
                let second = name(message, data.start, &mut found)?;
                name(message, second, &mut found)?;
            }
            _ => found.push(Part::Text(data)),
        }
    }
    if at < message.len() {
        found.push(Part::Text(at..message.len()));
    }
    Some(found)
}

/// Reads a name; gives the place behind it. What a pointer leads to was read where it stands.
fn name(message: &[u8], start: usize, found: &mut Vec<Part>) -> Option<usize> {
    let mut labels = Vec::new();
    let mut at = start;
    let end = loop {
        let length = usize::from(*message.get(at)?);
        match length {
            0 => break at + 1,
            1..=63 => {
                labels.push(at + 1..at + 1 + length);
                at += 1 + length;
            }
            // Compressed: the rest of the name is elsewhere, but belongs to it.
            0xc0..=0xff => {
                let pointer = ((length & 0x3f) << 8) | usize::from(*message.get(at + 1)?);
                pointed(message, pointer, &mut labels);
                break at + 2;
            }
            _ => return None,
        }
        if labels.len() > LABELS || at > message.len() {
            return None;
        }
    };
    if !labels.is_empty() {
        found.push(Part::Name(labels));
    }
    Some(end)
}

/// Adds the labels at the end of a chain of pointers.
fn pointed(message: &[u8], pointer: usize, labels: &mut Vec<Range<usize>>) {
    let mut at = pointer;
    let mut jumps = 0;
    while let Some(length) = message.get(at).copied().map(usize::from) {
        match length {
            1..=63 if labels.len() < LABELS => {
                labels.push(at + 1..at + 1 + length);
                at += 1 + length;
            }
            0xc0..=0xff if jumps < LABELS => {
                let low = message.get(at + 1).copied().unwrap_or_default();
                at = ((length & 0x3f) << 8) | usize::from(low);
                jumps += 1;
            }
            _ => return,
        }
    }
}

/// The text of a name.
pub(super) fn text(message: &[u8], labels: &[Range<usize>]) -> Vec<u8> {
    let labels = labels.iter().filter_map(|label| message.get(label.clone()));
    labels.collect::<Vec<_>>().join(&b'.')
}

/// The address that a name for reverse look-ups stands for.
pub(super) fn reverse(name: &[u8]) -> Option<IpAddr> {
    let name = str::from_utf8(name).ok()?;
    let octets = name.strip_suffix(".in-addr.arpa")?;
    let [d, c, b, a] = octets
        .split('.')
        .map(|octet| octet.parse().ok())
        .collect::<Option<Vec<u8>>>()?
        .try_into()
        .ok()?;
    Some(IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_of_a_response_are_found() {
        let mut message = vec![0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
        message.extend(b"\x04cucm\x06steven\x03lab\0\0\x01\0\x01");
        message.extend(b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\x30\x24\xd7");
        let parts = parts(&message).unwrap();
        let names: Vec<Vec<u8>> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Name(labels) => Some(text(&message, labels)),
                Part::Address(_) | Part::Text(_) => None,
            })
            .collect();
        assert_eq!(
            names,
            [b"cucm.steven.lab".to_vec(), b"cucm.steven.lab".to_vec()]
        );
        let length = message.len();
        assert_eq!(parts.last(), Some(&Part::Address(length - 4..length)));
        for end in 0..message.len() {
            let _ = super::parts(&message[..end]);
        }
    }
}
