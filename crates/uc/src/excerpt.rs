//! Hostile text made safe to show in a message.

use std::{ascii, fmt};

/// As many octets of the escaped text as a message shows; the rest is replaced by `...`.
const SHOWN: usize = 64;

/// A value from outside as it may appear in a message: printable ASCII only, everything else
/// escaped, at most 64 octets, between single quotes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Excerpt(String);

impl Excerpt {
    /// Escapes and shortens `text`.
    pub fn new(text: &str) -> Self {
        Self::joined(text.chars().map(char::escape_default))
    }

    /// Escapes and shortens octets that need not be UTF-8.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        std::str::from_utf8(bytes).map_or_else(
            |_| {
                let octets = bytes.iter().copied();
                Self::joined(octets.map(|octet| ascii::escape_default(octet).map(char::from)))
            },
            Self::new,
        )
    }

    fn joined(escapes: impl Iterator<Item = impl ExactSizeIterator<Item = char>>) -> Self {
        let mut shown = String::new();
        for escape in escapes {
            if shown.len() + escape.len() > SHOWN {
                shown.push_str("...");
                break;
            }
            shown.extend(escape);
        }
        Self(shown)
    }

    /// The escaped text without the quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "'{}'", self.0)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_quotes_and_direction_marks_are_escaped() {
        assert_eq!(
            Excerpt::new("a\r\n'b'\"\u{202e}").to_string(),
            r#"'a\r\n\'b\'\"\u{202e}'"#
        );
    }

    #[test]
    fn long_text_is_shortened_without_cutting_an_escape() {
        let shown = Excerpt::new(&"\u{202e}".repeat(100)).to_string();
        assert_eq!(shown, format!("'{}...'", r"\u{202e}".repeat(8)));
    }

    #[test]
    fn octets_that_are_not_utf8_are_shown_in_hexadecimal() {
        assert_eq!(Excerpt::of_bytes(b"a\xff\0").to_string(), r"'a\xff\x00'");
    }
}
