//! What stands in a certificate, a request, a revocation list or a distinguished name, changed in
//! place.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::sign::forge_at;
use crate::der::{
    BIT_STRING, BMP_STRING, CertificateParts, Element, IA5_STRING, OBJECT_IDENTIFIER, OCTET_STRING,
    PRINTABLE_STRING, SEQUENCE, T61_STRING, UNIVERSAL_STRING, UTF8_STRING, VISIBLE_STRING,
    elements,
};
use crate::random::Seed;
use crate::text::Dictionary;

/// Elements inside one another.
const DEPTH: usize = 32;

/// Serial numbers up to this length count certificates and identify none.
const SHORT_SERIAL: usize = 4;

mod oid {
    pub(super) const COUNTRY: &[u8] = &[0x55, 0x04, 0x06];
    pub(super) const SUBJECT_KEY: &[u8] = &[0x55, 0x1d, 0x0e];
    pub(super) const SUBJECT_NAMES: &[u8] = &[0x55, 0x1d, 0x11];
    pub(super) const ISSUER_NAMES: &[u8] = &[0x55, 0x1d, 0x12];
    pub(super) const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
    pub(super) const REVOCATION_LISTS: &[u8] = &[0x55, 0x1d, 0x1f];
    pub(super) const AUTHORITY_KEY: &[u8] = &[0x55, 0x1d, 0x23];
    pub(super) const FRESHEST_LIST: &[u8] = &[0x55, 0x1d, 0x2e];
    pub(super) const INFORMATION_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];
    /// Signed timestamps of transparency logs, by which a certificate is found there.
    pub(super) const TIMESTAMPS: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2];
}

/// Changes values by a dictionary.
#[derive(Debug)]
pub(crate) struct Values<'a> {
    dictionary: &'a mut Dictionary,
}

impl<'a> Values<'a> {
    pub(crate) const fn new(dictionary: &'a mut Dictionary) -> Self {
        Self { dictionary }
    }

    pub(crate) const fn seed(&self) -> &Seed {
        self.dictionary.names.seed()
    }

    /// Names, serial number and extensions of a certificate; key and signature are left.
    pub(super) fn certificate(&mut self, der: &mut [u8], parts: &CertificateParts) {
        self.serial(der, &parts.serial);
        self.any(der, &parts.issuer, 0);
        self.any(der, &parts.subject, 0);
        if let Some(extensions) = &parts.extensions {
            self.any(der, extensions, 0);
        }
    }

    /// A distinguished name, or anything else in DER that is no certificate: a request, a revocation
    /// list, a signed message, or the beginning of one that was cut.
    pub(crate) fn anything(&mut self, der: &mut [u8]) {
        for element in elements(der, 0..der.len()) {
            self.any(der, &element, 0);
        }
    }

    /// As [`Self::anything`], and the signature at its end is made worthless, because it is over
    /// something else now.
    pub(crate) fn anything_signed(&mut self, der: &mut [u8]) {
        self.anything(der);
        let outer = Element::read(der, 0..der.len());
        let last = outer.and_then(|outer| outer.children(der).pop());
        if let Some(last) = last.filter(|last| last.tag == BIT_STRING && last.content.len() > 8) {
            let seed = self.seed().clone();
            forge_at(&seed, der, last.content.start + 1..last.content.end);
        }
    }

    fn any(&mut self, der: &mut [u8], element: &Element, depth: usize) {
        if depth > DEPTH {
            return;
        }
        if element.is_constructed() {
            let children = element.children(der);
            if element.tag == SEQUENCE {
                match children.as_slice() {
                    [id, value] if is_attribute(id, value) => {
                        return self.attribute(der, id, value);
                    }
                    [id, .., value] if is_extension(&children) => {
                        let id = id.octets(der).to_vec();
                        return self.extension(der, &id, value, depth + 1);
                    }
                    _ => {}
                }
            }
            for child in &children {
                self.any(der, child, depth + 1);
            }
        } else if is_string(element.tag) {
            self.string(der, element, Dictionary::plain);
        }
    }

    fn attribute(&mut self, der: &mut [u8], id: &Element, value: &Element) {
        if id.octets(der) != oid::COUNTRY {
            self.string(der, value, |dictionary, text| {
                dictionary.names.certificate_name(text)
            });
        }
    }

    fn string(
        &mut self,
        der: &mut [u8],
        element: &Element,
        change: fn(&mut Dictionary, &[u8]) -> Vec<u8>,
    ) {
        let octets = element.octets(der).to_vec();
        let changed = match element.tag {
            BMP_STRING => self.wide::<2>(&octets, change),
            UNIVERSAL_STRING => self.wide::<4>(&octets, change),
            _ => change(self.dictionary, &octets),
        };
        put(der, &element.content, &changed);
    }

    /// A string of characters of this many octets each.
    fn wide<const WIDTH: usize>(
        &mut self,
        octets: &[u8],
        change: fn(&mut Dictionary, &[u8]) -> Vec<u8>,
    ) -> Vec<u8> {
        let (characters, rest) = octets.as_chunks::<WIDTH>();
        let decode = |octets: &[u8; WIDTH]| {
            let code = octets
                .iter()
                .fold(0_u32, |sum, octet| (sum << 8) | u32::from(*octet));
            char::from_u32(code).unwrap_or('\u{fffd}')
        };
        let text: String = characters.iter().map(decode).collect();
        let changed =
            String::from_utf8(change(self.dictionary, text.as_bytes())).unwrap_or_default();
        if changed.chars().count() != characters.len() {
            return octets.to_vec();
        }
        let mut wide: Vec<u8> = changed
            .chars()
            .flat_map(|character| {
                let code = u32::from(character).to_be_bytes();
                code.into_iter().skip(4_usize.saturating_sub(WIDTH))
            })
            .collect();
        wide.extend(rest);
        wide
    }

    fn extension(&mut self, der: &mut [u8], id: &[u8], value: &Element, depth: usize) {
        let inner = elements(der, value.content.clone());
        for element in &inner {
            match id {
                oid::SUBJECT_KEY => self.key_id(der, element),
                oid::AUTHORITY_KEY => {
                    for child in element.children(der) {
                        match child.tag {
                            0x80 => self.key_id(der, &child),
                            0x82 => self.serial(der, &child),
                            _ => self.general_names(der, &child, depth),
                        }
                    }
                }
                oid::SUBJECT_NAMES
                | oid::ISSUER_NAMES
                | oid::NAME_CONSTRAINTS
                | oid::REVOCATION_LISTS
                | oid::FRESHEST_LIST
                | oid::INFORMATION_ACCESS => self.general_names(der, element, depth),
                oid::TIMESTAMPS => self.timestamps(der, element),
                _ => self.any(der, element, depth),
            }
        }
    }

    /// General names (RFC 5280 4.2.1.6) at any depth within an element.
    fn general_names(&mut self, der: &mut [u8], element: &Element, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match element.tag {
            // A directory name, and names of other kinds such as that of a user.
            0xa4 | 0xa0 if holds_name(der, element) => self.any(der, element, depth),
            _ if element.is_constructed() => {
                for child in element.children(der) {
                    self.general_names(der, &child, depth + 1);
                }
            }
            0x81 => self.string(der, element, |dictionary, text| dictionary.names.user(text)),
            0x82 => self.string(der, element, |dictionary, text| dictionary.names.host(text)),
            0x86 => self.string(der, element, Dictionary::plain),
            0x87 => self.address(der, element),
            tag if is_string(tag) => self.string(der, element, Dictionary::plain),
            _ => {}
        }
    }

    /// An address, or in constraints an address and a mask.
    fn address(&mut self, der: &mut [u8], element: &Element) {
        let octets = element.octets(der).to_vec();
        let image = |dictionary: &mut Dictionary, address: &[u8]| -> Vec<u8> {
            let address = match (address.first_chunk::<4>(), address.first_chunk::<16>()) {
                (_, Some(octets)) => IpAddr::V6(Ipv6Addr::from(*octets)),
                (Some(octets), None) => IpAddr::V4(Ipv4Addr::from(*octets)),
                (None, None) => return address.to_vec(),
            };
            match dictionary.address(address) {
                IpAddr::V4(image) => image.octets().to_vec(),
                IpAddr::V6(image) => image.octets().to_vec(),
            }
        };
        let changed = match octets.len() {
            4 | 16 => image(self.dictionary, &octets),
            8 | 32 => {
                let (address, mask) = octets.split_at(octets.len() / 2);
                let network = image(self.dictionary, address);
                let network = network.iter().zip(mask).map(|(octet, mask)| octet & mask);
                network.chain(mask.iter().copied()).collect()
            }
            _ => return,
        };
        put(der, &element.content, &changed);
    }

    fn key_id(&self, der: &mut [u8], element: &Element) {
        let original = element.octets(der).to_vec();
        let changed = key_id(self.seed(), &original);
        put(der, &element.content, &changed);
    }

    fn serial(&self, der: &mut [u8], element: &Element) {
        let original = element.octets(der).to_vec();
        let changed = serial(self.seed(), &original);
        put(der, &element.content, &changed);
    }

    /// A list of signed timestamps (RFC 6962 3.3): the time to some minutes, and the signature.
    fn timestamps(&self, der: &mut [u8], element: &Element) {
        const TIME_END: usize = 1 + 32 + 8;
        const BEFORE_SIGNATURE: usize = TIME_END + 2 + 2 + 2;
        let mut stream = self.seed().stream("timestamp", element.octets(der));
        let list = der
            .get_mut(element.content.clone())
            .and_then(|list| list.get_mut(2..));
        let Some(mut rest) = list else {
            return;
        };
        while let Some((length, behind)) = rest.split_first_chunk_mut::<2>() {
            let length = usize::from(u16::from_be_bytes(*length)).min(behind.len());
            let (entry, behind) = behind.split_at_mut(length);
            if let Some(time) = entry.get_mut(TIME_END - 3..TIME_END) {
                time.fill_with(|| stream.octet());
            }
            if let Some(signature) = entry.get_mut(BEFORE_SIGNATURE..) {
                signature.fill_with(|| stream.octet());
            }
            rest = behind;
        }
    }
}

fn put(der: &mut [u8], range: &Range<usize>, octets: &[u8]) {
    if let Some(place) = der.get_mut(range.clone())
        && place.len() == octets.len()
    {
        place.copy_from_slice(octets);
    }
}

const fn is_string(tag: u8) -> bool {
    matches!(
        tag,
        UTF8_STRING
            | PRINTABLE_STRING
            | T61_STRING
            | IA5_STRING
            | VISIBLE_STRING
            | UNIVERSAL_STRING
            | BMP_STRING
    )
}

const fn is_attribute(id: &Element, value: &Element) -> bool {
    id.tag == OBJECT_IDENTIFIER && is_string(value.tag)
}

fn is_extension(children: &[Element]) -> bool {
    let is_id = children
        .first()
        .is_some_and(|id| id.tag == OBJECT_IDENTIFIER);
    let is_value = children
        .last()
        .is_some_and(|value| value.tag == OCTET_STRING);
    is_id && is_value && children.len() <= 3
}

/// Whether a context tag is around a sequence, as around a directory name, or around an object
/// identifier, as in a name of another kind.
fn holds_name(der: &[u8], element: &Element) -> bool {
    let children = element.children(der);
    match children.first() {
        Some(first) if element.tag == 0xa4 => first.tag == SEQUENCE,
        Some(first) => first.tag == OBJECT_IDENTIFIER,
        None => false,
    }
}

/// What stands for the identifier of a key; where both the key's owner and those whom it signed carry
/// it, they still carry one.
pub(crate) fn key_id(seed: &Seed, original: &[u8]) -> Vec<u8> {
    seed.stream("key id", original).octets(original.len())
}

/// What stands for a serial number: as long, and positive where it was.
pub(crate) fn serial(seed: &Seed, original: &[u8]) -> Vec<u8> {
    if original.len() <= SHORT_SERIAL {
        return original.to_vec();
    }
    let mut changed = seed.stream("serial", original).octets(original.len());
    let kept = if original.starts_with(&[0]) { 2 } else { 1 };
    for (at, (to, from)) in changed.iter_mut().zip(original).enumerate().take(kept) {
        *to = match (at, kept) {
            (0, 2) => 0,
            (1, 2) => *to | 0x80,
            _ => (*to & 0x7f) | (*from & 0x80) | 0x01,
        };
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_keep_length_and_sign() {
        let seed = Seed::new([9; 32]);
        for original in [
            &[0, 0x9a, 1, 2, 3, 4][..],
            &[0x42, 1, 2, 3, 4, 5, 6],
            &[1],
            &[0x7f, 3, 4, 5, 6],
        ] {
            let changed = serial(&seed, original);
            assert_eq!(changed.len(), original.len());
            assert_eq!(changed[0] & 0x80, 0);
            assert_eq!(changed[0] == 0, original[0] == 0);
            assert_eq!(changed == original, original.len() <= SHORT_SERIAL);
        }
    }
}
