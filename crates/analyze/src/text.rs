//! Octets to text, as editors and consoles save it.

use std::borrow::Cow;

/// Reads UTF-8 or, with a byte order mark, UTF-16. What is neither is shown as U+FFFD.
pub(crate) fn decode(octets: &[u8]) -> Cow<'_, str> {
    match octets {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        [0xff, 0xfe, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)),
        all => String::from_utf8_lossy(all),
    }
}

fn utf16(octets: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = octets.as_chunks();
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The beginning of a text for a message: at most so many characters, control characters escaped.
pub(crate) fn excerpt(text: &str, length: usize) -> String {
    let shown = text.chars().take(length);
    shown
        .flat_map(|character| {
            let escape = character.is_control().then(|| character.escape_debug());
            let plain = escape.is_none().then_some(character);
            escape.into_iter().flatten().chain(plain)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encodings_that_editors_write() {
        for (octets, text) in [
            (&b"plain"[..], "plain"),
            (b"\xef\xbb\xbfmarked", "marked"),
            (b"\xff\xfea\0\xe9\0", "a\u{e9}"),
            (b"\xfe\xff\0a\0\xe9", "a\u{e9}"),
            (b"\xff\xfe\x3d\xd8\0\xdeab", "\u{1f600}\u{6261}"),
            (b"odd\xff", "odd\u{fffd}"),
            (b"\xff\xfea", ""),
        ] {
            assert_eq!(decode(octets), text);
        }
    }

    #[test]
    fn an_excerpt_has_no_control_characters() {
        assert_eq!(excerpt("a\x1b[0m\tb c", 6), "a\\u{1b}[0m\\t");
    }
}
