//! Where evidence was found, in words that are safe to show.
//!
//! The name of an archive entry is text from a stranger. It is shown, it gives a hint at what the
//! entry is, and it is never a path: nothing here opens or creates a file.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::limits::NAME;

/// The name of a file or of an archive entry.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryName {
    shown: Arc<str>,
    base: Arc<str>,
}

/// Why an entry's name would be dangerous as a path, or is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameFlaw {
    /// No name at all.
    Empty,
    /// A component `..`, which leaves the directory that an archive is unpacked into.
    Traversal,
    /// Begins at the root of a file system or with a drive letter.
    Absolute,
    /// A backslash, which one system takes for a separator and another for a letter.
    Backslash,
    /// A control or formatting character, such as NUL, or one that turns the writing direction.
    Control,
    /// Not UTF-8.
    NotUtf8,
    /// Longer than names are shown.
    TooLong,
}

/// A file, or an entry of an archive: the archives around it, outermost first, and its name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    archives: Arc<[EntryName]>,
    name: EntryName,
}

impl EntryName {
    /// Takes the octets of a name as an archive has them.
    pub fn new(octets: &[u8]) -> Self {
        let base = octets
            .rsplit(|octet| matches!(octet, b'/' | b'\\'))
            .find(|component| !component.is_empty())
            .unwrap_or_default();
        Self {
            shown: shown(octets).into(),
            base: shown(base).into(),
        }
    }

    /// The whole name, escaped: backslashes, control and formatting characters and octets that are
    /// not UTF-8 are spelled out, and it is at most [`NAME`] octets long.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The last component, escaped. A hint at what the entry is, no more.
    pub fn base(&self) -> &str {
        &self.base
    }
}

impl NameFlaw {
    /// The gravest flaw of a name; `None` for a relative path of printable text.
    pub fn of(octets: &[u8]) -> Option<Self> {
        if octets.is_empty() {
            return Some(Self::Empty);
        }
        let mut components = octets.split(|octet| matches!(octet, b'/' | b'\\'));
        if components.any(|component| component == b"..") {
            return Some(Self::Traversal);
        }
        if is_absolute(octets) {
            return Some(Self::Absolute);
        }
        let Ok(text) = str::from_utf8(octets) else {
            return Some(Self::NotUtf8);
        };
        if text
            .chars()
            .any(|c| c != '\\' && !is_quote(c) && !is_plain(c))
        {
            return Some(Self::Control);
        }
        if octets.contains(&b'\\') {
            return Some(Self::Backslash);
        }
        (octets.len() > NAME).then_some(Self::TooLong)
    }

    /// As the messages tell them apart.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Traversal => "traversal",
            Self::Absolute => "absolute",
            Self::Backslash => "backslash",
            Self::Control => "control",
            Self::NotUtf8 => "not-utf8",
            Self::TooLong => "too-long",
        }
    }
}

fn is_absolute(octets: &[u8]) -> bool {
    match octets {
        [b'/' | b'\\', ..] => true,
        [drive, b':', ..] => drive.is_ascii_alphabetic(),
        _ => false,
    }
}

/// A character that is shown as it is.
fn is_plain(character: char) -> bool {
    character.escape_debug().len() == 1
}

fn is_quote(character: char) -> bool {
    matches!(character, '\'' | '"')
}

fn shown(octets: &[u8]) -> String {
    const MORE: &str = "...";
    let mut text = String::new();
    for chunk in octets.utf8_chunks() {
        for character in chunk.valid().chars() {
            if is_quote(character) {
                text.push(character);
            } else {
                text.extend(character.escape_debug());
            }
            if text.len() > NAME {
                break;
            }
        }
        for octet in chunk.invalid() {
            text.extend(std::ascii::escape_default(*octet).map(char::from));
        }
        if text.len() > NAME {
            let end = text.floor_char_boundary(NAME - MORE.len());
            text.truncate(end);
            text.push_str(MORE);
            break;
        }
    }
    text
}

impl Place {
    /// A file that was given, not an entry of an archive.
    pub fn file(name: EntryName) -> Self {
        Self {
            archives: Arc::new([]),
            name,
        }
    }

    /// An entry of the archive at this place.
    #[must_use]
    pub fn entry(&self, name: EntryName) -> Self {
        let own = std::iter::once(&self.name);
        Self {
            archives: self.archives.iter().chain(own).cloned().collect(),
            name,
        }
    }

    /// The archives around it, outermost first; empty for a file that was given itself.
    pub fn archives(&self) -> &[EntryName] {
        &self.archives
    }

    /// Its own name.
    pub fn name(&self) -> &EntryName {
        &self.name
    }

    /// The place of the archive around it.
    pub fn archive(&self) -> Option<Self> {
        let (name, archives) = self.archives.split_last()?;
        Some(Self {
            archives: archives.into(),
            name: name.clone(),
        })
    }
}

impl fmt::Display for EntryName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.shown)
    }
}

impl fmt::Debug for EntryName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "'{}'", self.shown)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for archive in self.archives.iter() {
            write!(formatter, "{archive} > ")?;
        }
        fmt::Display::fmt(&self.name, formatter)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "'{self}'")
    }
}

/// Stands for a name when duplicates are looked for: a million names are not kept. An archive that
/// is made so that two names collide gets a wrong remark and nothing else.
pub(crate) fn name_hash(octets: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    octets.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_escaped_and_their_flaw_is_named() {
        let long = "x".repeat(NAME + 1);
        for (octets, shown, flaw) in [
            (&b"logs/ca_vcsc.pem"[..], "logs/ca_vcsc.pem", None),
            (b"./xconf.txt", "./xconf.txt", None),
            ("証明書.pem".as_bytes(), "証明書.pem", None),
            (b"it's \"a\" log.txt", "it's \"a\" log.txt", None),
            (b"a..b/c", "a..b/c", None),
            (b"", "", Some(NameFlaw::Empty)),
            (
                b"../../etc/passwd",
                "../../etc/passwd",
                Some(NameFlaw::Traversal),
            ),
            (b"a\\..\\b", "a\\\\..\\\\b", Some(NameFlaw::Traversal)),
            (b"/etc/passwd", "/etc/passwd", Some(NameFlaw::Absolute)),
            (
                b"C:\\Windows\\x",
                "C:\\\\Windows\\\\x",
                Some(NameFlaw::Absolute),
            ),
            (b"logs\\x.txt", "logs\\\\x.txt", Some(NameFlaw::Backslash)),
            (b"x\0.txt", "x\\0.txt", Some(NameFlaw::Control)),
            (
                b"x\x1b[31m.txt",
                "x\\u{1b}[31m.txt",
                Some(NameFlaw::Control),
            ),
            (
                "x\u{202e}txt.exe".as_bytes(),
                "x\\u{202e}txt.exe",
                Some(NameFlaw::Control),
            ),
            (b"caf\xe9.log", "caf\\xe9.log", Some(NameFlaw::NotUtf8)),
            (
                long.as_bytes(),
                &format!("{}...", "x".repeat(NAME - 3)),
                Some(NameFlaw::TooLong),
            ),
        ] {
            assert_eq!(EntryName::new(octets).as_str(), shown);
            assert_eq!(NameFlaw::of(octets), flaw, "{shown}");
        }
    }

    #[test]
    fn base_is_the_last_component_of_either_separator() {
        for (octets, base) in [
            (&b"a/b/c.txt"[..], "c.txt"),
            (b"a\\b\\c.txt", "c.txt"),
            (b"a/b/", "b"),
            (b"..", ".."),
            (b"", ""),
        ] {
            assert_eq!(EntryName::new(octets).base(), base);
        }
    }

    #[test]
    fn a_place_shows_its_archives_outermost_first() {
        let outer = Place::file(EntryName::new(b"case.zip"));
        let inner = outer.entry(EntryName::new(b"peer/log.tar.gz"));
        let entry = inner.entry(EntryName::new(b"x.txt"));
        assert_eq!(entry.to_string(), "case.zip > peer/log.tar.gz > x.txt");
        assert_eq!(entry.archive(), Some(inner));
        assert_eq!(outer.archive(), None);
    }
}
