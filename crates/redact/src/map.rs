//! The private map: what stands for what, to be kept by who redacted, so that findings can be read
//! with the real names and a further bundle is changed in the same way.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use aho_corasick::{AhoCorasick, Input, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::certificates::{Signature, Substitute};
use crate::collect::base64_of;
use crate::finder::follows_device;
use crate::random::Seed;
use crate::regions::{BASE64, BASE64_URL, Form, begins_word, ends_word, regions};

const FORMAT: &str = "tollgate-redaction-map";
const VERSION: u32 = 1;

/// A name and what stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// `host`, `user`, `certificate name`, `label`, `address`, `hardware address` or
    /// `identifier`.
    pub kind: String,
    /// What stands in the bundle.
    pub original: String,
    /// What stands in the redacted bundle.
    pub replacement: String,
}

/// Why a map cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MapError {
    /// Not JSON, or not of the right shape.
    #[error("not a redaction map")]
    Json(#[from] serde_json::Error),
    /// Another document, or one of a later version.
    #[error("not a redaction map of version {VERSION}")]
    Format,
    /// An entry cannot be read.
    #[error("the entry {0} cannot be read")]
    Entry(String),
}

/// Everything that leads from a redacted bundle back to its original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Map {
    format: String,
    version: u32,
    seed: String,
    /// Words in lower case, octets in hexadecimal where they are no text.
    words: BTreeMap<String, String>,
    /// Whole names.
    pub(crate) names: Vec<Pair>,
    certificates: Vec<CertificatePair>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CertificatePair {
    original: String,
    replacement: String,
    /// Its new signature verifies with the substitute of its issuer's key.
    is_verified: bool,
}

/// A hardware address and what stands for it.
type HardwarePair = ([u8; 6], [u8; 6]);

/// The kinds of [`Pair`] that are addresses.
pub(crate) const ADDRESS: &str = "address";
/// Serial numbers, key identifiers and fingerprints, in hexadecimal.
pub(crate) const IDENTIFIER: &str = "identifier";
pub(crate) const HARDWARE: &str = "hardware address";

impl Map {
    /// A map that holds nothing yet.
    pub fn new(seed: &Seed) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            seed: hex(seed.octets()),
            words: BTreeMap::new(),
            names: Vec::new(),
            certificates: Vec::new(),
        }
    }

    /// Reads what [`Self::to_json`] wrote.
    pub fn parse(json: &[u8]) -> Result<Self, MapError> {
        let map: Self = serde_json::from_slice(json)?;
        if map.format != FORMAT || map.version != VERSION {
            return Err(MapError::Format);
        }
        map.seed()?;
        Ok(map)
    }

    /// The map as a document. It is a secret.
    pub fn to_json(&self) -> Result<String, MapError> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// What stands for what, by kind and original.
    pub fn pairs(&self) -> &[Pair] {
        &self.names
    }

    pub(crate) fn seed(&self) -> Result<Seed, MapError> {
        let octets = unhex(&self.seed).and_then(|octets| octets.try_into().ok());
        octets
            .map(Seed::new)
            .ok_or_else(|| MapError::Entry("seed".to_owned()))
    }

    pub(crate) fn add_word(&mut self, word: &[u8], image: &[u8]) {
        self.words.insert(spelled(word), spelled(image));
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
        self.words
            .iter()
            .map(|(word, image)| (unspelled(word), unspelled(image)))
    }

    pub(crate) fn add_certificate(&mut self, original: &[u8], substitute: &Substitute) {
        self.certificates.push(CertificatePair {
            original: STANDARD.encode(original),
            replacement: STANDARD.encode(&substitute.der),
            is_verified: substitute.signature == Signature::Verifies,
        });
    }

    pub(crate) fn certificates(&self) -> Result<Vec<(Vec<u8>, Substitute)>, MapError> {
        let decode = |text: &str| {
            STANDARD
                .decode(text)
                .map_err(|_| MapError::Entry("certificate".to_owned()))
        };
        let pairs = self.certificates.iter().map(|pair| {
            let signature = if pair.is_verified {
                Signature::Verifies
            } else {
                Signature::Unverifiable
            };
            let der = decode(&pair.replacement)?;
            let substitute = Substitute {
                der,
                signature,
                has_new_key: true,
            };
            Ok((decode(&pair.original)?, substitute))
        });
        pairs.collect()
    }

    pub(crate) fn addresses(&self) -> Result<Vec<(IpAddr, IpAddr)>, MapError> {
        let pairs = self.names.iter().filter(|pair| pair.kind == ADDRESS);
        let parse = |text: &str| text.parse().map_err(|_| MapError::Entry(text.to_owned()));
        pairs
            .map(|pair| Ok((parse(&pair.original)?, parse(&pair.replacement)?)))
            .collect()
    }

    pub(crate) fn hardware(&self) -> Result<Vec<HardwarePair>, MapError> {
        let pairs = self.names.iter().filter(|pair| pair.kind == HARDWARE);
        let parse = |text: &str| {
            let octets = unhex(&text.replace(':', "")).and_then(|octets| octets.try_into().ok());
            octets.ok_or_else(|| MapError::Entry(text.to_owned()))
        };
        pairs
            .map(|pair| Ok((parse(&pair.original)?, parse(&pair.replacement)?)))
            .collect()
    }

    /// A text about a redacted bundle with the real names in it: longer names first, as whole words,
    /// in any case.
    ///
    /// # Errors
    /// More names than can be looked for at once.
    pub fn unredact(&self, text: &str) -> Result<String, MapError> {
        let text = self.with_certificates(text)?;
        let text = text.as_str();
        let back = Back::new(self)?;
        let mut result = Vec::with_capacity(text.len());
        let mut at = 0;
        // Edge URLs hold names in base64.
        for region in regions(text.as_bytes()) {
            let Form::Encoded(decoded) = &region.form else {
                continue;
            };
            let changed = back.names(decoded);
            if changed.len() == decoded.len() && changed != *decoded {
                let before = text.as_bytes().get(at..region.range.start);
                result.extend(back.names(before.unwrap_or_default()));
                result.extend(BASE64_URL.encode(changed).bytes());
                at = region.range.end;
            }
        }
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        result.extend(back.names(rest));
        // Names begin and end at whole characters.
        Ok(String::from_utf8_lossy(&result).into_owned())
    }
}

/// The way back from replacements to originals.
struct Back<'m> {
    finder: AhoCorasick,
    patterns: Vec<(&'m str, &'m str)>,
}

impl<'m> Back<'m> {
    fn new(map: &'m Map) -> Result<Self, MapError> {
        let mut originals: HashMap<&str, &str> = HashMap::new();
        for pair in &map.names {
            originals.insert(&pair.replacement, &pair.original);
        }
        for (word, image) in &map.words {
            // A word of three letters is too often another word.
            if image.len() >= 4 && word != image && !is_hex_spelling(image) {
                originals.entry(image).or_insert(word);
            }
        }
        let patterns: Vec<(&str, &str)> = originals.into_iter().collect();
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns.iter().map(|(pattern, _)| pattern))
            .map_err(|_| MapError::Entry("names".to_owned()))?;
        Ok(Self { finder, patterns })
    }

    fn names(&self, text: &[u8]) -> Vec<u8> {
        let mut result = Vec::with_capacity(text.len());
        let mut written = 0;
        let mut at = 0;
        while let Some(hit) = self.finder.find(Input::new(text).range(at..)) {
            let begins = begins_word(text, hit.start()) || follows_device(text, hit.start());
            let is_word = begins && ends_word(text, hit.end());
            let original = self.patterns.get(hit.pattern().as_usize());
            let (Some((_, original)), true) = (original, is_word) else {
                at = hit.start() + 1;
                continue;
            };
            let found = text.get(hit.range()).unwrap_or_default();
            result.extend(text.get(written..hit.start()).unwrap_or_default());
            let found = String::from_utf8_lossy(found);
            result.extend(in_case_of(&found, original).bytes());
            written = hit.end();
            at = hit.end();
        }
        result.extend(text.get(written..).unwrap_or_default());
        result
    }
}

/// Puts original certificates in the place of their substitutes in PEM.
impl Map {
    fn with_certificates(&self, text: &str) -> Result<String, MapError> {
        let known = self.certificates()?;
        let mut octets = text.as_bytes().to_vec();
        for region in regions(text.as_bytes()) {
            let Form::Pem { label } = &region.form else {
                continue;
            };
            let body = text
                .as_bytes()
                .get(region.range.clone())
                .unwrap_or_default();
            let (letters, places) = base64_of(body);
            let Ok(der) = BASE64.decode(&letters) else {
                continue;
            };
            let pair = known.iter().find(|(_, substitute)| substitute.der == der);
            let Some((original, _)) = pair.filter(|_| label.ends_with(b"CERTIFICATE")) else {
                continue;
            };
            let image = BASE64.encode(original).into_bytes();
            for (place, letter) in places.iter().zip(image) {
                if let Some(octet) = octets.get_mut(region.range.start + place) {
                    *octet = letter;
                }
            }
        }
        String::from_utf8(octets).map_err(|_| MapError::Entry("certificate".to_owned()))
    }
}

/// The original in the case of what was found for it.
fn in_case_of(found: &str, original: &str) -> String {
    if !found.contains(|letter: char| letter.is_ascii_lowercase()) {
        return original.to_ascii_uppercase();
    }
    if found.chars().count() != original.chars().count() {
        return original.to_owned();
    }
    let letters = found.chars().zip(original.chars());
    letters
        .map(|(found, original)| {
            if found.is_ascii_uppercase() {
                original.to_ascii_uppercase()
            } else {
                original
            }
        })
        .collect()
}

const HEX_MARK: char = '\u{0}';

fn is_hex_spelling(text: &str) -> bool {
    text.starts_with(HEX_MARK)
}

fn spelled(octets: &[u8]) -> String {
    str::from_utf8(octets).map_or_else(|_| format!("{HEX_MARK}{}", hex(octets)), str::to_owned)
}

fn unspelled(text: &str) -> Vec<u8> {
    match text.strip_prefix(HEX_MARK) {
        Some(digits) => unhex(digits).unwrap_or_default(),
        None => text.as_bytes().to_vec(),
    }
}

fn hex(octets: &[u8]) -> String {
    octets
        .iter()
        .flat_map(|octet| [octet >> 4, octet & 0xf])
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let pairs = digits.as_chunks::<2>().0;
    pairs
        .iter()
        .map(|[high, low]| u8::try_from(high * 16 + low).ok())
        .collect()
}
