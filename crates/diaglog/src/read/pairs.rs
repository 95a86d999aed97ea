//! `key="value"` pairs as they are found in the field: repeated keys, blanks missing or doubled,
//! quotes within values, a quote missing at the end.
//!
//! None of the tolerance applies to what our own writer wrote: there a quote always ends the value,
//! because a quote inside a value is written as `\x22`.

use std::borrow::Cow;

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
    rest: &'a str,
}

impl<'a> Pairs<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What is left, from the first character that belongs to no pair.
    pub(crate) fn rest(&self) -> &'a str {
        self.rest
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        self.rest = self.rest.trim_start_matches(is_between_pairs);
        let (key, after) = split_key(self.rest)?;
        let quote = after
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\''));
        let (raw, end, rest) = if let Some(quote) = quote {
            quoted(after.get(1..).unwrap_or_default(), quote)
        } else {
            let length = after.find([' ', '\t', '\n']).unwrap_or(after.len());
            let (raw, rest) = after.split_at_checked(length)?;
            (raw, End::Closed, rest)
        };
        self.rest = rest;
        Some(Pair { key, raw, end })
    }
}

fn is_between_pairs(character: char) -> bool {
    matches!(character, ' ' | '\t' | ':' | ',')
}

fn is_key_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Splits `key=` off.
fn split_key(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().position(|byte| !is_key_character(byte))?;
    let (key, after) = text.split_at_checked(length)?;
    if key.is_empty() {
        None
    } else {
        Some((key, after.strip_prefix('=')?))
    }
}

/// Whether a pair with a quoted value begins here, after any blanks.
pub(super) fn begins_pair(text: &str) -> bool {
    split_key(text.trim_start_matches(is_between_pairs))
        .is_some_and(|(_, value)| value.starts_with(['"', '\'']))
}

/// Splits a value off whose quote was just opened.
fn quoted(text: &str, quote: char) -> (&str, End, &str) {
    let mut from = 0;
    let mut within = false;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find(quote)) {
        let at = from + found;
        let (Some(before), Some(after)) = (text.get(..at), text.get(at + 1..)) else {
            break;
        };
        let escaped = before.ends_with('\\');
        let ends_here = match after.bytes().next() {
            None => true,
            Some(b' ' | b'\t' | b':' | b',') if escaped => begins_pair(after),
            Some(b' ' | b'\t' | b':' | b',' | b'\n') => !within,
            Some(_) => !escaped && begins_pair(after),
        };
        if ends_here {
            return (before, End::Closed, after);
        }
        if !escaped {
            within = !within;
        }
        from = at + 1;
    }
    (text, End::Open, "")
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
