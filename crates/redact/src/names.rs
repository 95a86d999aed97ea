//! Words for words: a run of letters, or of three digits and more, becomes another of the same length
//! and case, the same one everywhere. Hosts, domains, users and distinguished names are changed word
//! by word, so that what was equal, or the end of another, still is.

use std::collections::{BTreeMap, BTreeSet};

use crate::random::{Seed, Stream};
use crate::words::{is_account, is_of_certificates, is_of_products, is_top_level, is_vocabulary};

/// Words of this length are found inside longer ones, too.
pub(crate) const FOUND_INSIDE: usize = 5;
/// Longer numbers are replaced; shorter ones tell nodes of one kind apart and nothing else.
const NUMBER: usize = 3;

/// What kind of name a text is; it decides which of its words stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A host or a domain.
    Host,
    /// A person, or a device that is named for one.
    User,
    /// A value in the name of a certificate's subject or issuer.
    Certificate,
    /// What an administrator called a zone, a rule or a deployment.
    Label,
}

impl NameKind {
    /// A word for reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::User => "user",
            Self::Certificate => "certificate name",
            Self::Label => "label",
        }
    }

    /// The kind that [`Self::as_str`] names.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Host, Self::User, Self::Certificate, Self::Label]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// The dictionary.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    seed: Seed,
    words: BTreeMap<Vec<u8>, Vec<u8>>,
    images: BTreeSet<Vec<u8>>,
    /// Words of names, in lower case, that are found inside longer words.
    inner: BTreeSet<Vec<u8>>,
    /// Every word of a name that occurs in evidence; no replacement may be one of them.
    seen: BTreeSet<Vec<u8>>,
}

/// A stretch of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Letters(&'a [u8]),
    Digits(&'a [u8]),
    Other(&'a [u8]),
}

pub(crate) const fn is_letter(octet: u8) -> bool {
    octet.is_ascii_alphabetic() || octet >= 0x80
}

/// Cuts a name into runs of letters, of digits and of anything else.
pub(crate) fn pieces(name: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let class = |octet: u8| (is_letter(octet), octet.is_ascii_digit());
    name.chunk_by(move |a, b| class(*a) == class(*b))
        .map(move |run| match run.first().map(|first| class(*first)) {
            Some((true, _)) => Piece::Letters(run),
            Some((_, true)) => Piece::Digits(run),
            _ => Piece::Other(run),
        })
}

impl Names {
    pub(crate) fn new(seed: Seed) -> Self {
        Self {
            seed,
            words: BTreeMap::new(),
            images: BTreeSet::new(),
            inner: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    pub(crate) const fn seed(&self) -> &Seed {
        &self.seed
    }

    pub(crate) fn restore(&mut self, word: Vec<u8>, image: Vec<u8>) {
        self.images.insert(image.clone());
        self.words.insert(word, image);
    }

    pub(crate) fn given(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.words
            .iter()
            .map(|(word, image)| (word.as_slice(), image.as_slice()))
    }

    /// Whether a word was replaced, and is no replacement of another one itself.
    pub(crate) fn is_original(&self, word: &[u8]) -> bool {
        !self.images.contains(word) && self.words.get(word).is_some_and(|image| image != word)
    }

    /// Remembers a word of a name. One that is long enough, and no word of the products, is then
    /// found inside longer ones.
    pub(crate) fn see(&mut self, word: &[u8]) {
        let lower = word.to_ascii_lowercase();
        if lower.len() >= FOUND_INSIDE
            && !is_vocabulary(&lower)
            && lower.iter().all(|c| is_letter(*c))
        {
            self.inner.insert(lower.clone());
        }
        self.seen.insert(lower);
    }

    /// A host or domain; its last label stays where it is one that says nothing. What products put
    /// in front with an underscore, as in `AUTHZ_cucm.example.com`, stays as far as it is known.
    pub(crate) fn host(&mut self, host: &[u8]) -> Vec<u8> {
        if let Some(at) = host.iter().rposition(|octet| *octet == b'_') {
            let (front, end) = host.split_at_checked(at + 1).unwrap_or((host, &[]));
            let mut image = self.label(front);
            image.extend(self.host(end));
            return image;
        }
        let trimmed = host.strip_suffix(b".").unwrap_or(host);
        let last = trimmed
            .rsplit(|octet| *octet == b'.')
            .next()
            .unwrap_or_default();
        let is_dotted = last.len() < trimmed.len();
        if !is_dotted || !is_top_level(last) {
            return self.words_of(host, is_of_products);
        }
        let (front, kept) = host
            .split_at_checked(trimmed.len().saturating_sub(last.len()))
            .unwrap_or((host, &[]));
        let mut image = self.words_of(front, is_of_products);
        image.extend(kept);
        image
    }

    /// A user, with or without a domain behind it.
    pub(crate) fn user(&mut self, user: &[u8]) -> Vec<u8> {
        if is_account(user) {
            return user.to_vec();
        }
        let (name, domain) = crate::collect::split_user(user);
        let mut image = if is_account(name) {
            name.to_vec()
        } else {
            self.words_of(name, |_| false)
        };
        if let Some(domain) = domain {
            let end = user.len().saturating_sub(domain.len());
            image.extend(user.get(name.len()..end).unwrap_or_default());
            image.extend(self.host(domain));
        }
        image
    }

    /// A value of a distinguished name.
    pub(crate) fn certificate_name(&mut self, value: &[u8]) -> Vec<u8> {
        // `DC=lab` is the end of a domain.
        if is_top_level(value) {
            return value.to_vec();
        }
        if is_host(value) {
            return self.host(value);
        }
        if value.contains(&b'@') && !value.contains(&b' ') {
            return self.user(value);
        }
        self.words_of(value, is_of_certificates)
    }

    /// What an administrator called something: only words that are not those of the products.
    pub(crate) fn label(&mut self, value: &[u8]) -> Vec<u8> {
        if is_host(value) {
            return self.host(value);
        }
        self.words_of(value, |word| is_of_products(word) || is_vocabulary(word))
    }

    pub(crate) fn name(&mut self, kind: NameKind, name: &[u8]) -> Vec<u8> {
        match kind {
            NameKind::Host => self.host(name),
            NameKind::User => self.user(name),
            NameKind::Certificate => self.certificate_name(name),
            NameKind::Label => self.label(name),
        }
    }

    fn words_of(&mut self, name: &[u8], stays: fn(&[u8]) -> bool) -> Vec<u8> {
        let mut image = Vec::with_capacity(name.len());
        for piece in pieces(name) {
            match piece {
                Piece::Letters(word) if stays(word) => image.extend(word),
                Piece::Letters(word) => image.extend(self.word(word)),
                Piece::Digits(number) => image.extend(self.number(number)),
                Piece::Other(other) => image.extend(other),
            }
        }
        image
    }

    /// A run of digits.
    pub(crate) fn number(&mut self, number: &[u8]) -> Vec<u8> {
        if number.len() < NUMBER {
            return number.to_vec();
        }
        if let Some(image) = self.words.get(number) {
            return image.clone();
        }
        let mut stream = self.seed.stream("number", number);
        let image = self.unused(number, &mut |_| {
            let digits = number.iter().enumerate();
            digits
                .map(|(at, digit)| match (at, digit) {
                    (0, b'0') => b'0',
                    (0, _) => stream.choose(b"123456789").unwrap_or(*digit),
                    _ => stream.choose(b"0123456789").unwrap_or(*digit),
                })
                .collect()
        });
        self.restore(number.to_vec(), image.clone());
        image
    }

    /// A run of letters, in the case of the original.
    pub(crate) fn word(&mut self, word: &[u8]) -> Vec<u8> {
        let lower = word.to_ascii_lowercase();
        let image = self.image_of(&lower);
        let letters = word.iter().zip(&image);
        letters
            .map(|(from, to)| {
                if from.is_ascii_uppercase() {
                    to.to_ascii_uppercase()
                } else {
                    *to
                }
            })
            .collect()
    }

    fn image_of(&mut self, lower: &[u8]) -> Vec<u8> {
        // One letter identifies nobody, and there are only 26 others.
        if lower.len() < 2 {
            return lower.to_vec();
        }
        if let Some(image) = self.words.get(lower) {
            return image.clone();
        }
        let inside = self.inner.iter().filter(|word| word.len() < lower.len());
        let inside = inside
            .filter_map(|word| find(lower, word).map(|at| (word.len(), at)))
            .max_by_key(|(length, at)| (*length, usize::MAX.saturating_sub(*at)));
        let image = match inside {
            Some((length, at)) => {
                let (front, rest) = lower.split_at_checked(at).unwrap_or_default();
                let (middle, end) = rest.split_at_checked(length).unwrap_or_default();
                let mut image = self.part(front);
                image.extend(self.image_of(middle));
                image.extend(self.part(end));
                image
            }
            None => self.fresh(lower),
        };
        self.restore(lower.to_vec(), image.clone());
        image
    }

    /// What is left of a word around a name.
    fn part(&mut self, part: &[u8]) -> Vec<u8> {
        if part.len() < 3 || is_vocabulary(part) || is_of_certificates(part) || is_top_level(part) {
            return part.to_vec();
        }
        self.image_of(part)
    }

    fn fresh(&self, lower: &[u8]) -> Vec<u8> {
        let mut stream = self.seed.stream("word", lower);
        self.unused(lower, &mut |_| match str::from_utf8(lower) {
            Ok(text) if !text.is_ascii() => foreign(text, &mut stream),
            Ok(_) => pronounceable(lower.len(), &mut stream),
            // No text, perhaps Latin-1: other letters of the same sets.
            Err(_) => lower
                .iter()
                .map(|octet| {
                    if octet.is_ascii() {
                        stream.choose(VOWELS).unwrap_or(*octet)
                    } else {
                        0xe0 | (stream.octet() & 0x0f)
                    }
                })
                .collect(),
        })
    }

    /// The first proposal that is no word yet.
    fn unused(&self, original: &[u8], propose: &mut dyn FnMut(usize) -> Vec<u8>) -> Vec<u8> {
        /// Words of two letters may all be taken; then one is used twice.
        const TRIES: usize = 500;
        let mut proposal = propose(0);
        for attempt in 1..TRIES {
            let is_used = proposal == original
                || self.images.contains(&proposal)
                || self.seen.contains(&proposal)
                || self.words.contains_key(&proposal)
                || is_vocabulary(&proposal)
                || self
                    .inner
                    .iter()
                    .any(|word| find(&proposal, word).is_some());
            if !is_used {
                break;
            }
            proposal = propose(attempt);
        }
        proposal
    }
}

const VOWELS: &[u8] = b"aeiou";
const CONSONANTS: &[u8] = b"bdfghjklmnprstvwz";

fn pronounceable(length: usize, stream: &mut Stream) -> Vec<u8> {
    let first = stream.below(2);
    (0..length)
        .map(|at| {
            let letters = if (at + first).is_multiple_of(2) {
                CONSONANTS
            } else {
                VOWELS
            };
            stream.choose(letters).unwrap_or(b'a')
        })
        .collect()
}

/// Letters that take as many octets in UTF-8.
fn foreign(text: &str, stream: &mut Stream) -> Vec<u8> {
    let mut image = String::with_capacity(text.len());
    for character in text.chars() {
        let (first, count) = match character.len_utf8() {
            1 => ('a', 26),
            2 => ('\u{e0}', 0x17),
            3 => ('\u{4e00}', 0x5000),
            _ => ('\u{20000}', 0x8000),
        };
        let offset = u32::try_from(stream.below(count)).unwrap_or_default();
        let code = u32::from(first).saturating_add(offset);
        image.push(char::from_u32(code).unwrap_or(character));
    }
    image.into_bytes()
}

pub(crate) fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len().max(1))
        .position(|window| window == word)
}

/// Whether a text is a host of at least two labels.
pub(crate) fn is_host(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"*.").unwrap_or(text);
    let labels: Vec<&[u8]> = text.split(|octet| *octet == b'.').collect();
    let is_label = |label: &&[u8]| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .iter()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'))
    };
    labels.len() >= 2
        && text.len() <= 253
        && labels.iter().all(is_label)
        && labels.last().is_some_and(|last| {
            last.len() >= 2 && last.iter().all(|c| c.is_ascii_alphabetic() || *c == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::new(Seed::new([3; 32]))
    }

    fn text(octets: Vec<u8>) -> String {
        String::from_utf8(octets).unwrap()
    }

    #[test]
    fn what_was_the_end_of_a_name_still_is() {
        let mut names = names();
        let host = text(names.host(b"cucm.steven.lab"));
        let domain = text(names.host(b"steven.lab"));
        assert_eq!(host.len(), "cucm.steven.lab".len());
        assert!(
            host.ends_with(&format!(".{domain}"))
                && domain.split_once('.').is_some_and(|(_, end)| end == "lab"),
            "{host} {domain}"
        );
        assert!(!host.contains("cucm") && !host.contains("steven"));
        let upper = text(names.host(b"CUCM-EC.Steven.LAB"));
        let (label, rest) = upper.split_once('.').unwrap();
        assert_eq!(rest.to_lowercase(), domain);
        let expected = format!("{}-EC", host.split_once('.').unwrap().0.to_uppercase());
        assert_eq!(label, expected);
        assert_eq!(
            text(names.host(b"vcs_control.steven.lab")),
            format!("vcs_control.{domain}")
        );
    }

    #[test]
    fn a_name_inside_a_word_is_replaced_as_it_is_alone() {
        let mut names = names();
        names.see(b"steven");
        names.see(b"emusk");
        let authority = text(names.certificate_name(b"steven-DC-CA"));
        let alone = text(names.user(b"steven"));
        assert_eq!(authority, format!("{alone}-DC-CA"));
        let joined = text(names.certificate_name(b"STEVENLAB"));
        assert_eq!(joined, format!("{}LAB", alone.to_uppercase()));
        let user = text(names.user(b"emusk"));
        assert_eq!(text(names.user(b"CSFemusk")), format!("CSF{user}"));
    }

    #[test]
    fn letters_of_every_script_keep_their_length() {
        let mut names = names();
        for name in ["Société", "東京本社", "Åsa Öberg", "e1234567"] {
            let image = text(names.certificate_name(name.as_bytes()));
            assert_eq!(image.len(), name.len(), "{image}");
            assert_ne!(image, name);
        }
        assert_eq!(text(names.user(b"admin")), "admin");
    }
}
