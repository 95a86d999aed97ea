//! Serial numbers, key identifiers and fingerprints of certificates as texts spell them, and what
//! stands for them once the certificates have changed.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use openssl::hash::{MessageDigest, hash};

use crate::certificates::Certificates;
use crate::der::{CertificateParts, Element};

/// Shorter numbers are too often something else.
const SHORTEST: usize = 8;

/// Pairs in lower-case hexadecimal, and the automaton that finds them.
#[derive(Debug, Default)]
pub(crate) struct Identifiers {
    pairs: BTreeMap<String, String>,
    finder: Option<AhoCorasick>,
    spelled: Vec<(String, String)>,
}

impl Identifiers {
    pub(crate) fn of(certificates: &Certificates) -> Self {
        let mut pairs = BTreeMap::new();
        for (original, substitute) in certificates.pairs() {
            let before = identifiers(original);
            let after = identifiers(&substitute.der);
            for (before, after) in before.into_iter().zip(after) {
                if before != after && before.len() >= SHORTEST && before.len() == after.len() {
                    pairs.insert(hex(&before), hex(&after));
                }
            }
        }
        // Images that are originals of another certificate cannot be told apart.
        let mut spelled: Vec<(String, String)> = Vec::new();
        for (original, image) in &pairs {
            spelled.push((original.clone(), image.clone()));
            spelled.push((colons(original), colons(image)));
            // A leading zero octet is not shown.
            if let (Some(short), Some(image)) =
                (original.strip_prefix("00"), image.strip_prefix("00"))
            {
                spelled.push((short.to_owned(), image.to_owned()));
            }
        }
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(spelled.iter().map(|(original, _)| original))
            .ok();
        Self {
            pairs,
            finder,
            spelled,
        }
    }

    /// Every pair, in lower-case hexadecimal.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(original, image)| (original.as_str(), image.as_str()))
    }

    /// Where one stands in a text, and what stands for it.
    pub(crate) fn hits(&self, text: &[u8]) -> Vec<(Range<usize>, Vec<u8>)> {
        let Some(finder) = &self.finder else {
            return Vec::new();
        };
        finder
            .find_iter(text)
            .filter_map(|hit| {
                let (_, image) = self.spelled.get(hit.pattern().as_usize())?;
                let found = text.get(hit.range())?;
                let image = if found.iter().any(u8::is_ascii_uppercase) {
                    image.to_ascii_uppercase()
                } else {
                    image.clone()
                };
                Some((hit.range(), image.into_bytes()))
            })
            .collect()
    }
}

/// Serial number, the identifiers of its and its issuer's key, SHA-1 and SHA-256.
fn identifiers(der: &[u8]) -> Vec<Vec<u8>> {
    const SUBJECT_KEY: &[u8] = &[0x55, 0x1d, 0x0e];
    const AUTHORITY_KEY: &[u8] = &[0x55, 0x1d, 0x23];
    let mut found = Vec::new();
    let Some(parts) = CertificateParts::read(der) else {
        return found;
    };
    let digest = |digest| {
        hash(digest, der)
            .map(|digest| digest.to_vec())
            .unwrap_or_default()
    };
    found.push(digest(MessageDigest::sha256()));
    found.push(digest(MessageDigest::sha1()));
    found.push(parts.serial.octets(der).to_vec());
    let list = parts
        .extensions
        .and_then(|outer| Element::read(der, outer.content));
    for extension in list.map(|list| list.children(der)).unwrap_or_default() {
        let children = extension.children(der);
        let (Some(id), Some(value)) = (children.first(), children.last()) else {
            continue;
        };
        let Some(inner) = Element::read(der, value.content.clone()) else {
            continue;
        };
        match id.octets(der) {
            SUBJECT_KEY => found.push(inner.octets(der).to_vec()),
            AUTHORITY_KEY => {
                let children = inner.children(der);
                let key = children.iter().find(|child| child.tag == 0x80);
                found.extend(key.map(|key| key.octets(der).to_vec()));
            }
            _ => {}
        }
    }
    found
}

fn hex(octets: &[u8]) -> String {
    octets
        .iter()
        .flat_map(|octet| [octet >> 4, octet & 0xf])
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

fn colons(hex: &str) -> String {
    let pairs: Vec<&[u8]> = hex.as_bytes().chunks(2).collect();
    String::from_utf8(pairs.join(&b':')).unwrap_or_default()
}
