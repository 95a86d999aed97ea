//! Beginnings of texts that may be long.

use super::limits::RAW_TEXT;

/// At most so many octets of a text.
pub(super) fn start(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// The beginning of a raw entry as text.
pub(super) fn raw(octets: &[u8]) -> String {
    let octets = octets.get(..RAW_TEXT).unwrap_or(octets);
    String::from_utf8_lossy(octets).into_owned()
}
