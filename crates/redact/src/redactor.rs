//! The two passes over a bundle, and the check behind them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use crate::address::Addresses;
use crate::capture::{self, CaptureError, CaptureFacts};
use crate::certificates::{Signature, Values};
use crate::collect::{Collection, telling_words};
use crate::finder::Finder;
use crate::identifiers::Identifiers;
use crate::map::{ADDRESS, HARDWARE, IDENTIFIER, Map, MapError, Pair};
use crate::names::{NameKind, Names};
use crate::text::{Dictionary, Tally, narrow, wide};

/// Why a bundle cannot be redacted.
#[derive(Debug, thiserror::Error)]
pub enum RedactError {
    /// So many names that some could be missed.
    #[error("more names than can be looked for; redact fewer files at once")]
    TooManyNames,
    /// The map of an earlier bundle cannot be used.
    #[error("the map cannot be used")]
    Map(#[from] MapError),
}

/// First pass: everything that is going to be handed on is shown to it once.
#[derive(Debug, Default)]
pub struct Survey {
    collection: Collection,
}

/// Second pass: changes what the first has seen.
#[derive(Debug)]
pub struct Redactor {
    dictionary: Dictionary,
    collection: Collection,
    earlier: Vec<Pair>,
}

/// What became of the certificates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Different certificates.
    pub total: usize,
    /// Signed again by the substitute of their issuer.
    pub verifying: usize,
    /// Their issuer is not at hand, or their signature was wrong before.
    pub unverifiable: usize,
    /// Their signature was right and could not be made again.
    pub lost: usize,
    /// With the key that they had, because nothing is known of keys of that kind.
    pub with_old_key: usize,
    /// More than are signed again; their names are replaced, but not their keys.
    pub left_out: usize,
}

/// An original that is still there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Survivor {
    /// What was found.
    pub original: String,
    /// The place of its first octet.
    pub at: usize,
}

impl Survey {
    /// Looks at a text: a log, a dump, a list, PEM.
    pub fn text(&mut self, text: &[u8]) {
        match narrow(text) {
            Some(narrow) => self.collection.text(&narrow),
            None => self.collection.text(text),
        }
    }

    /// Looks at certificates in DER, one behind another.
    pub fn certificates(&mut self, der: &[u8]) {
        for certificate in certificates_in(der) {
            self.collection.certificates.see(certificate);
        }
    }

    /// Looks at a capture.
    ///
    /// # Errors
    /// It is of a kind that cannot be redacted.
    pub fn capture(&mut self, capture: &[u8]) -> Result<(), CaptureError> {
        capture::survey(capture, &mut self.collection)
    }

    /// Ends the first pass. `map` is that of an earlier bundle, or a new one.
    ///
    /// # Errors
    /// The map is damaged, or there are too many names.
    pub fn finish(self, map: &Map) -> Result<Redactor, RedactError> {
        let mut collection = self.collection;
        for (original, substitute) in map.certificates()? {
            collection.certificates.restore(original, substitute);
        }
        collection.finish();
        for pair in &map.names {
            if let Some(kind) = NameKind::parse(&pair.kind) {
                let name = pair.original.as_bytes().to_ascii_lowercase();
                collection.names.insert((kind, name));
            }
        }
        if collection.is_full {
            return Err(RedactError::TooManyNames);
        }
        let mut names = Names::new(map.seed()?);
        for (kind, name) in &collection.names {
            for word in telling_words(*kind, name) {
                names.see(&word);
            }
        }
        for (word, image) in map.words() {
            names.restore(word, image);
        }
        let mut addresses = Addresses::default();
        for address in &collection.addresses {
            addresses.see(*address);
        }
        for (original, image) in map.addresses()? {
            addresses.restore(original, image);
        }
        for (original, image) in map.hardware()? {
            addresses.restore_hardware(original, image);
        }
        let finder = Finder::new(&collection.names).map_err(|_| RedactError::TooManyNames)?;
        let mut dictionary = Dictionary {
            names,
            addresses,
            finder,
            identifiers: Identifiers::default(),
        };
        for address in &collection.addresses {
            dictionary.address(*address);
        }
        for address in &collection.hardware {
            dictionary.hardware(*address);
        }
        // Certificates last: their names are those that were collected.
        for (kind, name) in &collection.names {
            dictionary.names.name(*kind, name);
        }
        collection
            .certificates
            .prepare(&mut Values::new(&mut dictionary));
        dictionary.identifiers = Identifiers::of(&collection.certificates);
        Ok(Redactor {
            dictionary,
            collection,
            earlier: map.names.clone(),
        })
    }
}

/// Certificates in a row.
fn certificates_in(der: &[u8]) -> impl Iterator<Item = &[u8]> {
    let elements = crate::der::elements(der, 0..der.len());
    elements
        .into_iter()
        .filter_map(|element| der.get(element.whole))
}

impl Redactor {
    /// A text with everything replaced, as long as it was.
    pub fn text(&mut self, text: &[u8], tally: &mut Tally) -> Vec<u8> {
        let certificates = Some(&self.collection.certificates);
        match narrow(text) {
            Some(narrow) => wide(&self.dictionary.text(&narrow, certificates, tally), text),
            None => self.dictionary.text(text, certificates, tally),
        }
    }

    /// The name of a file or an archive.
    pub fn file_name(&mut self, name: &str) -> String {
        let changed = self.dictionary.plain(name.as_bytes());
        String::from_utf8(changed).unwrap_or_else(|_| "file".to_owned())
    }

    /// Certificates in DER, one behind another.
    pub fn certificates(&mut self, der: &[u8], tally: &mut Tally) -> Vec<u8> {
        let mut changed = Vec::with_capacity(der.len());
        for certificate in certificates_in(der) {
            *tally.entry(crate::Replaced::Certificate).or_default() += 1;
            changed.extend(
                self.dictionary
                    .der(certificate, Some(&self.collection.certificates)),
            );
        }
        changed
    }

    /// A capture with everything replaced and without secrets.
    ///
    /// # Errors
    /// It is of a kind that cannot be redacted.
    pub fn capture(
        &mut self,
        capture: &[u8],
        tally: &mut Tally,
    ) -> Result<(Vec<u8>, CaptureFacts), CaptureError> {
        capture::rewrite(
            capture,
            &mut self.dictionary,
            &self.collection.certificates,
            tally,
        )
    }

    /// What became of the certificates.
    pub fn certificate_facts(&self) -> CertificateFacts {
        let certificates = &self.collection.certificates;
        let mut facts = CertificateFacts {
            left_out: certificates.left_out(),
            ..CertificateFacts::default()
        };
        for (_, substitute) in certificates.pairs() {
            facts.total += 1;
            facts.with_old_key += usize::from(!substitute.has_new_key);
            match substitute.signature {
                Signature::Verifies => facts.verifying += 1,
                Signature::Unverifiable => facts.unverifiable += 1,
                Signature::Lost => facts.lost += 1,
            }
        }
        facts
    }

    /// What leads back. Complete only when everything has been changed.
    pub fn map(&mut self) -> Map {
        let seed = self.dictionary.names.seed().clone();
        let mut map = Map::new(&seed);
        let mut pairs: BTreeMap<(String, String), String> = BTreeMap::new();
        for pair in &self.earlier {
            pairs.insert(
                (pair.kind.clone(), pair.original.clone()),
                pair.replacement.clone(),
            );
        }
        for (kind, name) in &self.collection.names {
            let image = self.dictionary.names.name(*kind, name);
            let (Ok(original), Ok(image)) = (str::from_utf8(name), String::from_utf8(image)) else {
                continue;
            };
            if original != image {
                pairs.insert((kind.as_str().to_owned(), original.to_owned()), image);
            }
        }
        for (original, image) in self.dictionary.addresses.given() {
            pairs.insert(
                (ADDRESS.to_owned(), original.to_string()),
                image.to_string(),
            );
        }
        for (original, image) in self.dictionary.identifiers.pairs() {
            pairs.insert(
                (IDENTIFIER.to_owned(), original.to_owned()),
                image.to_owned(),
            );
        }
        for (original, image) in self.dictionary.addresses.given_hardware() {
            pairs.insert((HARDWARE.to_owned(), colons(original)), colons(image));
        }
        map.names = pairs
            .into_iter()
            .map(|((kind, original), replacement)| Pair {
                kind,
                original,
                replacement,
            })
            .collect();
        for (word, image) in self.dictionary.names.given() {
            map.add_word(word, image);
        }
        for (original, substitute) in self.collection.certificates.pairs() {
            map.add_certificate(original, substitute);
        }
        map
    }

    /// Looks for originals in a text that was made.
    pub fn survivors_in_text(&self, text: &[u8]) -> Vec<Survivor> {
        let narrow = narrow(text);
        let text = narrow.as_deref().unwrap_or(text);
        let mut collection = Collection::default();
        collection.text(text);
        self.survivors(text, collection)
    }

    /// Looks for originals in a capture that was made.
    pub fn survivors_in_capture(&self, octets: &[u8]) -> Vec<Survivor> {
        let mut collection = Collection::default();
        if capture::survey(octets, &mut collection).is_err() {
            return vec![Survivor {
                original: "unreadable".to_owned(),
                at: 0,
            }];
        }
        self.survivors(octets, collection)
    }

    /// Looks for originals in DER that was made.
    pub fn survivors_in_certificates(&self, der: &[u8]) -> Vec<Survivor> {
        let mut collection = Collection::default();
        for certificate in certificates_in(der) {
            collection.certificates.see(certificate);
        }
        self.survivors(der, collection)
    }

    /// Compares what a fresh survey sees with what there was, and looks for whole names octet by
    /// octet.
    fn survivors(&self, octets: &[u8], mut collection: Collection) -> Vec<Survivor> {
        collection.finish();
        let names = &self.dictionary.names;
        let mut found = BTreeSet::new();
        let mut report = |original: &[u8], at: usize| {
            let original = String::from_utf8_lossy(original).into_owned();
            found.insert(Survivor { original, at });
        };
        for (kind, name) in &collection.names {
            let is_listed = self.collection.names.contains(&(*kind, name.clone()));
            let words = telling_words(*kind, name);
            for word in words.iter().filter(|word| names.is_original(word)) {
                if is_listed || word.len() >= crate::names::FOUND_INSIDE {
                    report(name, 0);
                }
            }
        }
        for address in &collection.addresses {
            if self.dictionary.addresses.is_original(*address) {
                report(address.to_string().as_bytes(), 0);
            }
        }
        for der in collection.certificates.originals() {
            let image = self.collection.certificates.substitute(der);
            if image.is_some_and(|image| image.der != der) {
                report(b"certificate", 0);
            }
        }
        for (range, _) in self.dictionary.identifiers.hits(octets) {
            report(octets.get(range.clone()).unwrap_or_default(), range.start);
        }
        for (original, at) in self.dictionary.finder.whole_names(octets) {
            let is_kept = telling_words(NameKind::Host, &original)
                .iter()
                .all(|word| !names.is_original(word));
            if !is_kept {
                report(&original, at);
            }
        }
        found.into_iter().collect()
    }

    /// Every address that was replaced.
    pub fn addresses(&self) -> impl Iterator<Item = (IpAddr, IpAddr)> {
        self.dictionary.addresses.given()
    }
}

fn colons(address: [u8; 6]) -> String {
    address.map(|octet| format!("{octet:02x}")).join(":")
}

/// How much of a text that is read piece by piece may be changed now: whole lines, and no part of a
/// PEM block.
pub fn complete_part(text: &[u8]) -> usize {
    const BEGIN: &[u8] = b"-----BEGIN ";
    const END: &[u8] = b"-----END ";
    let end = text
        .iter()
        .rposition(|octet| *octet == b'\n')
        .map_or(0, |at| at + 1);
    let lines = text.get(..end).unwrap_or_default();
    let last = |needle: &[u8]| {
        lines
            .windows(needle.len())
            .rposition(|window| window == needle)
    };
    match (last(BEGIN), last(END)) {
        (Some(begin), None) => begin,
        (Some(begin), Some(finish)) if begin > finish => begin,
        _ => end,
    }
}
