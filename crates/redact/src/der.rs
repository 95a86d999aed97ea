//! DER (X.690) as far as certificates need it: where an element begins and ends. Values are changed
//! in place, so every length in front of them stays right.

use std::ops::Range;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const PRINTABLE_STRING: u8 = 0x13;
pub(crate) const T61_STRING: u8 = 0x14;
pub(crate) const IA5_STRING: u8 = 0x16;
pub(crate) const VISIBLE_STRING: u8 = 0x1a;
pub(crate) const UNIVERSAL_STRING: u8 = 0x1c;
pub(crate) const BMP_STRING: u8 = 0x1e;
pub(crate) const SEQUENCE: u8 = 0x30;

const CONSTRUCTED: u8 = 0x20;

/// One element, by where it is in the octets that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) tag: u8,
    /// With tag and length.
    pub(crate) whole: Range<usize>,
    pub(crate) content: Range<usize>,
}

impl Element {
    /// The element at the start of a range.
    pub(crate) fn read(octets: &[u8], range: Range<usize>) -> Option<Self> {
        let rest = octets.get(range.clone())?;
        let (tag, rest) = rest.split_first()?;
        // Tag numbers above 30 do not occur in certificates.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (first, rest) = rest.split_first()?;
        let (header, length) = if *first < 0x80 {
            (2, usize::from(*first))
        } else {
            let count = usize::from(first & 0x7f);
            if count == 0 || count > 4 {
                return None;
            }
            let octets = rest.get(..count)?;
            let length = octets
                .iter()
                .fold(0_usize, |sum, octet| (sum << 8) | usize::from(*octet));
            (2 + count, length)
        };
        let start = range.start + header;
        let end = start.checked_add(length)?;
        (end <= range.end).then_some(Self {
            tag: *tag,
            whole: range.start..end,
            content: start..end,
        })
    }

    pub(crate) const fn is_constructed(&self) -> bool {
        self.tag & CONSTRUCTED != 0
    }

    /// The elements in it, as far as they can be read.
    pub(crate) fn children(&self, octets: &[u8]) -> Vec<Self> {
        elements(octets, self.content.clone())
    }

    pub(crate) fn octets<'a>(&self, octets: &'a [u8]) -> &'a [u8] {
        octets.get(self.content.clone()).unwrap_or_default()
    }
}

/// The elements in a row within a range, as far as they can be read.
pub(crate) fn elements(octets: &[u8], range: Range<usize>) -> Vec<Element> {
    let mut found = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let Some(element) = Element::read(octets, start..range.end) else {
            break;
        };
        start = element.whole.end;
        found.push(element);
    }
    found
}

/// Where the parts of a certificate are.
#[derive(Debug, Clone)]
pub(crate) struct CertificateParts {
    pub(crate) signed: Element,
    pub(crate) serial: Element,
    pub(crate) issuer: Element,
    pub(crate) subject: Element,
    pub(crate) key: Element,
    pub(crate) extensions: Option<Element>,
    /// The content of the bit string, without its count of unused bits.
    pub(crate) signature: Range<usize>,
}

impl CertificateParts {
    /// Reads octets that are one certificate and nothing else.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let outer = Element::read(der, 0..der.len())?;
        if outer.tag != SEQUENCE || outer.whole.end != der.len() {
            return None;
        }
        let [signed, _, signature] = <[Element; 3]>::try_from(outer.children(der)).ok()?;
        if signed.tag != SEQUENCE || signature.tag != BIT_STRING || signature.content.is_empty() {
            return None;
        }
        let mut parts = signed.children(der).into_iter().peekable();
        if parts.peek()?.tag == 0xa0 {
            parts.next();
        }
        let serial = parts.next().filter(|part| part.tag == INTEGER)?;
        let _algorithm = parts.next()?;
        let issuer = parts.next().filter(|part| part.tag == SEQUENCE)?;
        let _validity = parts.next()?;
        let subject = parts.next().filter(|part| part.tag == SEQUENCE)?;
        let key = parts.next().filter(|part| part.tag == SEQUENCE)?;
        let extensions = parts.find(|part| part.tag == 0xa3);
        Some(Self {
            signed,
            serial,
            issuer,
            subject,
            key,
            extensions,
            signature: signature.content.start + 1..signature.content.end,
        })
    }
}
