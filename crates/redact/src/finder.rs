//! Finds the names that were collected in any text, in whatever case, and inside words.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::collect::{domains_of, telling_words};
use crate::names::{FOUND_INSIDE, NameKind, is_host, is_letter};
use crate::regions::{begins_word, ends_word, is_host_octet};
use crate::words::{is_of_certificates, is_vocabulary};

/// How a pattern has to stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    /// A host or domain with dots, with whatever labels are in front.
    Domain,
    /// A whole name between other characters.
    Name(NameKind),
    /// A word of a name; longer words that contain it are hits, too.
    Word,
    /// A name that is also a word of logs: only where a value stands.
    Value,
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) range: Range<usize>,
    /// `None` for a single word.
    pub(crate) kind: Option<NameKind>,
}

#[derive(Debug, Default)]
pub(crate) struct Finder {
    automaton: Option<AhoCorasick>,
    rules: Vec<Rule>,
}

/// More names than can be looked for at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyNames;

impl Finder {
    pub(crate) fn new(names: &BTreeSet<(NameKind, Vec<u8>)>) -> Result<Self, TooManyNames> {
        let mut patterns: BTreeSet<(Vec<u8>, Rule)> = BTreeSet::new();
        for (kind, name) in names {
            for word in telling_words(*kind, name) {
                patterns.insert((word, Rule::Word));
            }
            if is_host(name) {
                patterns.extend(domains_of(name).map(|domain| (domain.to_vec(), Rule::Domain)));
                continue;
            }
            let stays = is_vocabulary(name) || is_of_certificates(name);
            match kind {
                NameKind::Host if stays => {
                    patterns.insert((name.clone(), Rule::Value));
                }
                // A user of such a name is only known by the place.
                NameKind::User | NameKind::Certificate | NameKind::Label if stays => {}
                NameKind::Host | NameKind::User | NameKind::Certificate | NameKind::Label => {
                    if name.len() > 2 {
                        patterns.insert((name.clone(), Rule::Name(*kind)));
                    }
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(patterns.iter().map(|(pattern, _)| pattern))
            .map_err(|_| TooManyNames)?;
        Ok(Self {
            automaton: Some(automaton),
            rules: patterns.into_iter().map(|(_, rule)| rule).collect(),
        })
    }

    /// Hosts, users and other names of at least nine octets, wherever they stand: chance makes none.
    pub(crate) fn whole_names(&self, octets: &[u8]) -> Vec<(Vec<u8>, usize)> {
        const TELLING: usize = 9;
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        automaton
            .find_overlapping_iter(octets)
            .filter(|hit| hit.len() >= TELLING)
            .filter(|hit| {
                let rule = self.rules.get(hit.pattern().as_usize());
                rule.is_some_and(|rule| matches!(rule, Rule::Domain | Rule::Name(_)))
            })
            .filter_map(|hit| {
                let found = octets.get(hit.range())?;
                Some((found.to_ascii_lowercase(), hit.start()))
            })
            .collect()
    }

    /// Every name outside of what is covered, leftmost and longest first. What is found is covered
    /// afterwards.
    pub(crate) fn hits(&self, text: &[u8], covered: &mut [bool]) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let mut found: Vec<Hit> = automaton
            .find_overlapping_iter(text)
            .filter_map(|hit| {
                let rule = self.rules.get(hit.pattern().as_usize())?;
                rule.hit(text, hit.start()..hit.end())
            })
            .collect();
        // Names before words, since a name says more about which of its words stay.
        found.sort_by_key(|hit| {
            let length = hit.range.len();
            (
                hit.kind.is_none(),
                hit.range.start,
                std::cmp::Reverse(length),
            )
        });
        found.retain(|hit| {
            let Some(flags) = covered.get_mut(hit.range.clone()) else {
                return false;
            };
            let is_free = flags.iter().all(|flag| !flag);
            if is_free {
                flags.fill(true);
            }
            is_free
        });
        found
    }
}

impl Rule {
    fn hit(self, text: &[u8], range: Range<usize>) -> Option<Hit> {
        match self {
            Self::Domain => domain(text, range),
            Self::Name(kind) => {
                let begins = begins_word(text, range.start) || follows_device(text, range.start);
                let is_whole = begins && ends_word(text, range.end);
                is_whole.then_some(Hit {
                    range,
                    kind: Some(kind),
                })
            }
            Self::Word => word(text, range),
            Self::Value => {
                let before = range.start.checked_sub(1).and_then(|at| text.get(at));
                let behind = text.get(range.end);
                let is_value = before.is_some_and(|c| b"('\"=/@>".contains(c))
                    && behind.is_some_and(|c| b")'\"(/:<".contains(c));
                is_value.then_some(Hit {
                    range,
                    kind: Some(NameKind::Host),
                })
            }
        }
    }
}

/// A domain with the labels in front of it.
fn domain(text: &[u8], range: Range<usize>) -> Option<Hit> {
    let kind = Some(NameKind::Host);
    if !ends_word(text, range.end) {
        return None;
    }
    let before = range.start.checked_sub(1).and_then(|at| text.get(at));
    if !matches!(before, Some(b'.' | b'_')) {
        return begins_word(text, range.start).then_some(Hit { range, kind });
    }
    let front = text.get(..range.start).unwrap_or_default();
    let length = front
        .iter()
        .rev()
        .take_while(|octet| is_host_octet(**octet))
        .count();
    let labels = front.get(front.len() - length..).unwrap_or_default();
    let skipped = labels
        .iter()
        .take_while(|octet| !octet.is_ascii_alphanumeric())
        .count();
    let start = range.start - length + skipped;
    Some(Hit {
        range: start.min(range.start)..range.end,
        kind,
    })
}

/// A word, or the longer word that it is a part of.
fn word(text: &[u8], range: Range<usize>) -> Option<Hit> {
    if begins_word(text, range.start) && ends_word(text, range.end) {
        return Some(Hit { range, kind: None });
    }
    if follows_device(text, range.start) && ends_word(text, range.end) {
        return Some(Hit { range, kind: None });
    }
    let is_word = text
        .get(range.clone())?
        .iter()
        .all(|octet| is_letter(*octet));
    if range.len() < FOUND_INSIDE || !is_word {
        return None;
    }
    let front = text.get(..range.start).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
    let mut start = range.start - front.iter().rev().take_while(|c| is_letter(**c)).count();
    let end = range.end + behind.iter().take_while(|c| is_letter(**c)).count();
    // The letter of an escape is no part of the word.
    while start < range.start && begins_word(text, start + 1) && !begins_word(text, start) {
        start += 1;
    }
    if start > 0 && start < range.start && begins_word(text, start + 1) {
        start += 1;
    }
    let whole = text.get(start..end)?;
    (!is_vocabulary(whole)).then_some(Hit {
        range: start..end,
        kind: None,
    })
}

/// Whether the prefix of a device stands in front: `CSFemusk`.
pub(crate) fn follows_device(text: &[u8], start: usize) -> bool {
    let prefix = start.checked_sub(3).and_then(|from| text.get(from..start));
    let is_prefix = prefix.is_some_and(|prefix| {
        ["CSF", "TCT", "BOT", "TAB"]
            .iter()
            .any(|known| prefix == known.as_bytes())
    });
    is_prefix
        && start
            .checked_sub(3)
            .is_some_and(|from| begins_word(text, from))
}
