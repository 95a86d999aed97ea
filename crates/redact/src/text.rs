//! The second pass over text: everything that was found becomes what stands for it, octet for octet
//! as long.

use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine;

use crate::address::Addresses;
use crate::certificates::{Certificates, Values};
use crate::collect::{base64_of, whole_groups};
use crate::finder::Finder;
use crate::identifiers::Identifiers;
use crate::names::{NameKind, Names, Piece, pieces};
use crate::regions::{BASE64, BASE64_URL, Form, Region, edge_hosts, regions};

/// What was replaced or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Replaced {
    /// A host or domain.
    Host,
    /// A user, or a device that is named for one.
    User,
    /// A value in a certificate's name that stands alone.
    CertificateName,
    /// What an administrator called something.
    Label,
    /// An IP address.
    Address,
    /// A hardware address.
    HardwareAddress,
    /// A certificate, signed again.
    Certificate,
    /// A password, token or cookie: overwritten.
    Secret,
    /// A private key or another PEM block that is nobody's business: overwritten.
    PrivateKey,
}

impl Replaced {
    /// Every kind, in the order of a report.
    pub const ALL: [Self; 9] = [
        Self::Host,
        Self::User,
        Self::Address,
        Self::HardwareAddress,
        Self::Certificate,
        Self::CertificateName,
        Self::Label,
        Self::Secret,
        Self::PrivateKey,
    ];

    /// A stable word for JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "hosts",
            Self::User => "users",
            Self::CertificateName => "certificate_names",
            Self::Label => "labels",
            Self::Address => "addresses",
            Self::HardwareAddress => "hardware_addresses",
            Self::Certificate => "certificates",
            Self::Secret => "secrets",
            Self::PrivateKey => "private_keys",
        }
    }

    const fn of(kind: NameKind) -> Self {
        match kind {
            NameKind::Host => Self::Host,
            NameKind::User => Self::User,
            NameKind::Certificate => Self::CertificateName,
            NameKind::Label => Self::Label,
        }
    }
}

/// How often each was replaced.
pub type Tally = BTreeMap<Replaced, u64>;

/// Names, addresses and where they are looked for.
#[derive(Debug)]
pub(crate) struct Dictionary {
    pub(crate) names: Names,
    pub(crate) addresses: Addresses,
    pub(crate) finder: Finder,
    /// Known once the certificates are.
    pub(crate) identifiers: Identifiers,
}

impl Dictionary {
    pub(crate) fn address(&mut self, address: IpAddr) -> IpAddr {
        self.addresses.image(self.names.seed(), address)
    }

    pub(crate) fn hardware(&mut self, address: [u8; 6]) -> [u8; 6] {
        self.addresses.image_of_hardware(self.names.seed(), address)
    }

    /// A text in which no certificates are expected.
    pub(crate) fn plain(&mut self, text: &[u8]) -> Vec<u8> {
        self.text(text, None, &mut Tally::new())
    }

    /// A text of any kind; as long as it was.
    pub(crate) fn text(
        &mut self,
        text: &[u8],
        certificates: Option<&Certificates>,
        tally: &mut Tally,
    ) -> Vec<u8> {
        let mut changed = text.to_vec();
        let mut covered = vec![false; text.len()];
        for (range, after) in self.identifiers.hits(text) {
            *tally.entry(Replaced::CertificateName).or_default() += 1;
            let form = Form::Label;
            put(&mut changed, &mut covered, &Region { range, form }, &after);
        }
        for region in regions(text) {
            let flags = covered.get(region.range.clone()).unwrap_or_default();
            if flags.iter().any(|flag| *flag) {
                continue;
            }
            let before = text.get(region.range.clone()).unwrap_or_default();
            let after = self.region(&region, before, certificates, tally);
            let is_text = matches!(region.form, Form::Encoded(_)) && after == before;
            if is_text || after.len() != before.len() {
                continue;
            }
            put(&mut changed, &mut covered, &region, &after);
        }
        for hit in self.hits(text, &mut covered) {
            let before = text.get(hit.range.clone()).unwrap_or_default();
            let after = match hit.kind {
                Some(kind) => self.names.name(kind, before),
                None => self.word(before),
            };
            if after != before {
                let kind = hit.kind.map_or(Replaced::Host, Replaced::of);
                *tally.entry(kind).or_default() += 1;
            }
            if let Some(place) = changed.get_mut(hit.range)
                && place.len() == after.len()
            {
                place.copy_from_slice(&after);
            }
        }
        changed
    }

    fn hits(&self, text: &[u8], covered: &mut [bool]) -> Vec<crate::finder::Hit> {
        self.finder.hits(text, covered)
    }

    fn word(&mut self, word: &[u8]) -> Vec<u8> {
        let mut image = Vec::with_capacity(word.len());
        for piece in pieces(word) {
            match piece {
                Piece::Letters(letters) => image.extend(self.names.word(letters)),
                Piece::Digits(digits) => image.extend(self.names.number(digits)),
                Piece::Other(other) => image.extend(other),
            }
        }
        image
    }

    fn region(
        &mut self,
        region: &Region,
        before: &[u8],
        certificates: Option<&Certificates>,
        tally: &mut Tally,
    ) -> Vec<u8> {
        let (replaced, after) = match &region.form {
            Form::Pem { label } => return self.pem(label, before, certificates, tally),
            Form::Encoded(decoded) => return self.encoded(decoded, before, tally),
            Form::Secret => (
                Replaced::Secret,
                before.iter().map(|octet| secret(*octet)).collect(),
            ),
            Form::Host => (Replaced::Host, self.host(before)),
            Form::User => (Replaced::User, self.names.user(before)),
            Form::Label => (Replaced::Label, self.label(before)),
            Form::V4(address) => {
                let image = self.address(IpAddr::V4(*address));
                (Replaced::Address, image.to_string().into_bytes())
            }
            Form::ReverseV4(address) => {
                let image = self.address(IpAddr::V4(*address)).to_string();
                let mut octets: Vec<&str> = image.split('.').collect();
                octets.reverse();
                (Replaced::Address, octets.join(".").into_bytes())
            }
            Form::V6(address) => {
                let image = self.address(IpAddr::V6(*address));
                (Replaced::Address, v6_like(before, image))
            }
            Form::Hardware(address) => {
                let image = self.hardware(*address);
                (Replaced::HardwareAddress, hex_like(before, image))
            }
        };
        if after != before {
            *tally.entry(replaced).or_default() += 1;
        }
        after
    }

    fn host(&mut self, host: &[u8]) -> Vec<u8> {
        if crate::words::is_public_host(host) {
            return host.to_vec();
        }
        self.names.host(host)
    }

    /// What an administrator wrote: hosts and addresses in it as everywhere, other words if they
    /// are no words of the products.
    fn label(&mut self, label: &[u8]) -> Vec<u8> {
        let changed = self.plain(label);
        let mut image = Vec::with_capacity(label.len());
        let words = label.chunk_by(|a, b| (*a == b' ') == (*b == b' '));
        let mut at = 0;
        for word in words {
            let end = at + word.len();
            let after = changed.get(at..end).unwrap_or(word);
            if after == word && !word.iter().any(|octet| b".:".contains(octet)) {
                image.extend(self.names.label(word));
            } else {
                image.extend(after);
            }
            at = end;
        }
        image
    }

    fn encoded(&mut self, decoded: &[u8], before: &[u8], tally: &mut Tally) -> Vec<u8> {
        let mut changed = decoded.to_vec();
        let hosts = edge_hosts(decoded);
        if hosts.is_empty() {
            changed = self.plain(decoded);
        } else {
            let whole = self.plain(decoded);
            if whole.len() == changed.len() {
                changed = whole;
            }
            for range in hosts {
                let host = decoded.get(range.clone()).unwrap_or_default().to_vec();
                let image = self.host(&host);
                if let Some(place) = changed.get_mut(range)
                    && place.len() == image.len()
                {
                    place.copy_from_slice(&image);
                }
            }
        }
        if changed == decoded {
            return before.to_vec();
        }
        *tally.entry(Replaced::Host).or_default() += 1;
        BASE64_URL.encode(changed).into_bytes()
    }

    fn pem(
        &mut self,
        label: &[u8],
        before: &[u8],
        certificates: Option<&Certificates>,
        tally: &mut Tally,
    ) -> Vec<u8> {
        let (letters, places) = base64_of(before);
        let is_private = label.ends_with(b"KEY") && !label.ends_with(b"PUBLIC KEY");
        let decoded = BASE64.decode(whole_groups(&letters));
        let image = match decoded {
            Ok(der) if !is_private => {
                *tally.entry(Replaced::Certificate).or_default() += 1;
                BASE64.encode(self.der(&der, certificates)).into_bytes()
            }
            // Whatever it is, nobody needs it to find out why a chain was refused.
            Ok(_) | Err(_) => {
                *tally.entry(Replaced::PrivateKey).or_default() += 1;
                vec![b'A'; letters.len()]
            }
        };
        let mut after = before.to_vec();
        for (place, letter) in places.iter().zip(image) {
            if let Some(octet) = after.get_mut(*place) {
                *octet = letter;
            }
        }
        after
    }

    /// A certificate, several in a row, or anything else in DER.
    pub(crate) fn der(&mut self, der: &[u8], certificates: Option<&Certificates>) -> Vec<u8> {
        if let Some(substitute) = certificates.and_then(|known| known.substitute(der)) {
            return substitute.der.clone();
        }
        let mut changed = der.to_vec();
        Values::new(self).anything_signed(&mut changed);
        changed
    }
}

fn put(changed: &mut [u8], covered: &mut [bool], region: &Region, after: &[u8]) {
    if let Some(place) = changed.get_mut(region.range.clone()) {
        place.copy_from_slice(after);
    }
    if let Some(flags) = covered.get_mut(region.range.clone()) {
        flags.fill(true);
    }
}

/// What is left of a secret: how long it is.
const fn secret(octet: u8) -> u8 {
    if octet.is_ascii_whitespace() {
        octet
    } else {
        b'x'
    }
}

/// Twelve digits in the form and case of the original.
fn hex_like(before: &[u8], image: [u8; 6]) -> Vec<u8> {
    let mut digits = image.iter().flat_map(|octet| [octet >> 4, octet & 0xf]);
    before
        .iter()
        .map(|octet| {
            if octet.is_ascii_hexdigit() {
                hex_digit(digits.next().unwrap_or_default(), before)
            } else {
                *octet
            }
        })
        .collect()
}

/// A digit in the case of the others in a text.
fn hex_digit(value: u8, like: &[u8]) -> u8 {
    let digit = char::from_digit(u32::from(value & 0xf), 16).unwrap_or('0');
    let digit = if like.iter().any(u8::is_ascii_uppercase) {
        digit.to_ascii_uppercase()
    } else {
        digit
    };
    u8::try_from(digit).unwrap_or(b'0')
}

/// An IPv6 address with its groups where the original has them.
fn v6_like(before: &[u8], image: IpAddr) -> Vec<u8> {
    let IpAddr::V6(image) = image else {
        return before.to_vec();
    };
    let segments = image.segments();
    let groups: Vec<&[u8]> = before.split(|octet| *octet == b':').collect();
    let is_v4 = |group: &[u8]| group.contains(&b'.');
    let units = |groups: &[&[u8]]| -> usize {
        groups
            .iter()
            .map(|group| if is_v4(group) { 2 } else { 1 })
            .sum()
    };
    // An empty group stands for as many zeros as are missing.
    let gap = groups.iter().position(|group| group.is_empty());
    let mut after = Vec::with_capacity(before.len());
    for (at, group) in groups.iter().enumerate() {
        if at > 0 {
            after.push(b':');
        }
        let behind = groups.get(at..).unwrap_or_default();
        let index = match gap {
            Some(gap) if at > gap => 8_usize.saturating_sub(units(behind)),
            _ => at,
        };
        if is_v4(group) {
            let octets = image.octets();
            let text: Vec<String> = octets.iter().skip(12).map(u8::to_string).collect();
            after.extend(text.join(".").bytes());
            continue;
        }
        let value = segments.get(index).copied().unwrap_or_default();
        let width = group.len();
        for place in (0..width).rev() {
            let shift = u32::try_from(place * 4).unwrap_or_default();
            let [_, low] = value.checked_shr(shift).unwrap_or_default().to_be_bytes();
            after.push(hex_digit(low, before));
        }
    }
    after
}

/// A text of UTF-16 with its byte order mark, as Windows saves it, in UTF-8; `None` for any other.
pub(crate) fn narrow(text: &[u8]) -> Option<Vec<u8>> {
    let decode = match text {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = text.get(2..)?;
    let units = units.as_chunks::<2>().0.iter().map(|unit| decode(*unit));
    let text: String = char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Some(text.into_bytes())
}

/// The way back, in the byte order of the original.
pub(crate) fn wide(text: &[u8], like: &[u8]) -> Vec<u8> {
    let encode: fn(u16) -> [u8; 2] = if like.starts_with(&[0xff, 0xfe]) {
        u16::to_le_bytes
    } else {
        u16::to_be_bytes
    };
    let text = String::from_utf8_lossy(text);
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_ipv6_stay_where_they_are() {
        for (before, image, after) in [
            ("2001:0DB8::12", "2abc:def0::34", "2ABC:DEF0::34"),
            ("2001:db8::1:0", "2abc:de7::3:0", "2abc:de7::3:0"),
            ("::ffff:10.1.2.3", "::ffff:10.7.8.9", "::ffff:10.7.8.9"),
            ("fe80::1", "fe80::7", "fe80::7"),
        ] {
            let changed = v6_like(before.as_bytes(), image.parse().unwrap());
            assert_eq!(String::from_utf8(changed).unwrap(), after);
        }
    }
}
