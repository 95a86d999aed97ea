//! Text of strangers without anything that a reader's program obeys.
//!
//! Certificates, log lines and node answers are written by strangers. What is left of a text here
//! can neither command a terminal nor be read in another order than it stands in.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with control characters, line ends among them, and the invisible characters of Unicode
/// spelled out, as `\u{202e}`.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut harmless = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_harmful(character) {
            harmless.extend(character.escape_unicode());
        } else {
            harmless.push(character);
        }
    }
    Cow::Owned(harmless)
}

/// Running text on one line: its blanks and line ends are one blank each, the rest is
/// [`harmless`].
pub(crate) fn sentence(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    harmless(&words.join(" ")).into_owned()
}

/// A JSON text in which harmful characters are escaped as JSON escapes them. They occur only
/// inside strings, apart from the line ends of a pretty document, which stay.
pub fn harmless_json(json: &str) -> Cow<'_, str> {
    let is_harmful = |character: char| character != '\n' && is_harmful(character);
    if !json.contains(is_harmful) {
        return Cow::Borrowed(json);
    }
    let mut harmless = String::with_capacity(json.len() + 8);
    for character in json.chars() {
        if is_harmful(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                _ = write!(harmless, "\\u{unit:04x}");
            }
        } else {
            harmless.push(character);
        }
    }
    Cow::Owned(harmless)
}

/// Whether a terminal obeys a character, or it changes how others are read without being seen.
/// The noncharacters are among them because XML forbids them.
pub(crate) fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{fffe}'..='\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidirectional_characters_are_spelled_out() {
        assert_eq!(harmless("CN=\u{1b}[2Jx\r\n"), "CN=\\u{1b}[2Jx\\u{d}\\u{a}");
        assert_eq!(harmless("gro.\u{202e}x\u{9b}"), "gro.\\u{202e}x\\u{9b}");
        assert_eq!(harmless("憑證 é"), "憑證 é");
    }

    #[test]
    fn a_sentence_has_one_line() {
        assert_eq!(sentence(" one\r\n\ttwo\u{7} "), "one two\\u{7}");
    }

    #[test]
    fn json_keeps_its_value_and_its_lines() {
        let value = serde_json::json!({ "subject": "a\u{202e}b\u{7f}\u{e0001}\n" });
        let json = serde_json::to_string_pretty(&value).unwrap();
        let harmless = harmless_json(&json);
        assert!(
            harmless.contains("a\\u202eb\\u007f\\udb40\\udc01\\n"),
            "{harmless}"
        );
        let read: serde_json::Value = serde_json::from_str(&harmless).unwrap();
        assert_eq!(read, value);
        assert_eq!(harmless.lines().count(), 3);
    }
}
