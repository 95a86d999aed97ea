//! `key="value"` pairs as they are found in the field: repeated keys, blanks missing or doubled,
//! quotes within values, a quote missing at the end.
//!
//! None of the tolerance applies to what our own writer wrote: there a quote always ends the value,
//! because a quote inside a value is written as `\x22`.

use std::borrow::Cow;

use memchr::memchr_iter;

use crate::escape::unescape;

/// A pair as it stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair<'a> {
    pub(crate) key: &'a str,
    /// Still escaped.
    pub(crate) raw: &'a str,
    pub(crate) end: End,
}

/// How the value of a pair ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With its quote, or with a blank if it has none.
    Closed,
    /// With the line, although a quote was open.
    Open,
}

impl<'a> Pair<'a> {
    pub(crate) fn value(self) -> Cow<'a, str> {
        unescape(self.raw)
    }
}

/// Goes through the pairs of a text and stops where no pair follows.
#[derive(Clone, Debug)]
pub(crate) struct Pairs<'a> {
    text: &'a str,
    /// Where the next pair, or what stands before it, begins.
    at: usize,
}

impl<'a> Pairs<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// What is left, from the first character that belongs to no pair.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        let text = self.text;
        let bytes = text.as_bytes();
        let start = after_separators(bytes, self.at);
        self.at = start;
        let equals = after_key(bytes, start)?;
        let value = equals + 1;
        let (from, to, end) = match bytes.get(value)? {
            quote @ (b'"' | b'\'') => match closing_quote(bytes, value + 1, *quote) {
                Some(closing) => (value + 1, closing, End::Closed),
                None => (value + 1, bytes.len(), End::Open),
            },
            // Without quotes up to the next blank; but typographic quotes are quotes.
            first if first.is_ascii() => {
                let blank = bytes.iter().skip(value).position(u8::is_ascii_whitespace);
                (
                    value,
                    blank.map_or(bytes.len(), |length| value + length),
                    End::Closed,
                )
            }
            _ => return None,
        };
        let pair = Pair {
            key: text.get(start..equals)?,
            raw: text.get(from..to)?,
            end,
        };
        self.at = if from > value {
            (to + 1).min(bytes.len())
        } else {
            to
        };
        Some(pair)
    }
}

fn after_separators(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b':' | b',') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Where the equals sign is that follows the key that begins here.
fn after_key(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while bytes.get(at).is_some_and(|byte| is_key_character(*byte)) {
        at += 1;
    }
    (at > start && bytes.get(at) == Some(&b'=')).then_some(at)
}

/// Letters, digits, `-`, `_` and `.`, by number.
const KEY_CHARACTERS: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    while let [first, tail @ ..] = rest {
        #[expect(
            clippy::as_conversions,
            clippy::indexing_slicing,
            reason = "in a constant there is no other way; a byte is an index of the table"
        )]
        {
            table[*first as usize] = true;
        }
        rest = tail;
    }
    table
};

fn is_key_character(byte: u8) -> bool {
    KEY_CHARACTERS
        .get(usize::from(byte))
        .copied()
        .unwrap_or(false)
}

/// Whether a pair with a quoted value begins here, after any blanks.
pub(super) fn begins_pair(text: &str) -> bool {
    begins_pair_at(text.as_bytes(), 0)
}

fn begins_pair_at(bytes: &[u8], at: usize) -> bool {
    let equals = after_key(bytes, after_separators(bytes, at));
    equals.is_some_and(|equals| matches!(bytes.get(equals + 1), Some(b'"' | b'\'')))
}

/// Where the quote is that closes the value which begins here.
fn closing_quote(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut within = false;
    for found in memchr_iter(quote, bytes.get(start..)?) {
        let at = start + found;
        let escaped = found > 0 && bytes.get(at - 1) == Some(&b'\\');
        let ends_here = match bytes.get(at + 1) {
            None => true,
            Some(b' ' | b'\t' | b':' | b',') if escaped => begins_pair_at(bytes, at + 1),
            Some(b' ' | b'\t' | b':' | b',' | b'\n') => !within,
            Some(_) => !escaped && begins_pair_at(bytes, at + 1),
        };
        if ends_here {
            return Some(at);
        }
        if !escaped {
            within = !within;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        Pairs::new(text)
            .map(|pair| (pair.key.to_owned(), pair.value().into_owned()))
            .collect()
    }

    fn expect(text: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(pairs(text), expected, "{text}");
    }

    #[test]
    fn pairs_are_split_whatever_stands_between_them() {
        expect(r#"a="1" b="2""#, &[("a", "1"), ("b", "2")]);
        expect(r#"a="1"b="2""#, &[("a", "1"), ("b", "2")]);
        expect(
            r#"  Level="INFO":  Src-ip="x"  "#,
            &[("Level", "INFO"), ("Src-ip", "x")],
        );
        expect(
            r#"Level="DEBUG":Detail="y""#,
            &[("Level", "DEBUG"), ("Detail", "y")],
        );
        expect(
            r#"Node="a" x="" Node="b""#,
            &[("Node", "a"), ("x", ""), ("Node", "b")],
        );
        expect(
            r"Status=403 Reason='a b'",
            &[("Status", "403"), ("Reason", "a b")],
        );
    }

    #[test]
    fn quotes_within_a_value_belong_to_it() {
        expect(
            r#"a="say \"hi\"" b="2""#,
            &[("a", r#"say "hi""#), ("b", "2")],
        );
        expect(
            r#"a="say "hi there" x" b="2""#,
            &[("a", r#"say "hi there" x"#), ("b", "2")],
        );
        expect(
            r#"Server="('https', 'x', 8443)" b="2""#,
            &[("Server", "('https', 'x', 8443)"), ("b", "2")],
        );
        expect(r#"a="<x <type 'y.Z'>>""#, &[("a", "<x <type 'y.Z'>>")]);
    }

    #[test]
    fn a_backslash_before_the_closing_quote_is_part_of_the_value() {
        expect(
            r#"Path="C:\dir\" b="2""#,
            &[("Path", r"C:\dir\"), ("b", "2")],
        );
        expect(r#"Path="C:\dir\""#, &[("Path", r"C:\dir\")]);
    }

    #[test]
    fn an_open_quote_ends_with_the_line() {
        let last = Pairs::new(r#"a="1" b="2 3"#).last().unwrap();
        assert_eq!(
            last,
            Pair {
                key: "b",
                raw: "2 3",
                end: End::Open
            }
        );
    }

    #[test]
    fn what_is_no_pair_is_left() {
        let mut read = Pairs::new(r#"a="1" HTTPMSG: |GET / HTTP/1.1"#);
        assert_eq!(read.by_ref().count(), 1);
        assert_eq!(read.rest(), "HTTPMSG: |GET / HTTP/1.1");
    }
}
