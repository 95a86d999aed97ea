//! Request paths: what is refused as dangerous, and the one normal form in which rules compare.
//!
//! The normal form is that of RFC 3986 section 6.2.2: percent-encoded unreserved characters are
//! decoded, the hexadecimal digits of all others are written in upper case. Dot segments are not
//! removed but refused, and so is everything that some server would turn into a dot segment or
//! another separator: encoded slashes and backslashes, the same encoded twice or more often,
//! overlong UTF-8, and `..;parameter` segments, from which servlet containers strip the parameter
//! before they resolve the dots.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode;

use crate::excerpt::Excerpt;

/// Octets of a path; the nodes' own limit for a whole request head is of this order.
pub(crate) const MAX_PATH: usize = 8 * 1024;
/// How often a path may be percent-encoded over itself before it is refused unread.
const MAX_ENCODINGS: usize = 4;

/// Why a path is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Empty, or without the slash at the start.
    #[error("path {0} does not start with a slash; write an absolute path")]
    NotAbsolute(Excerpt),
    /// `//host/path` is a reference to another host for some programs.
    #[error("path {0} starts with two slashes; start it with one")]
    EmptyFirstSegment(Excerpt),
    /// More octets than any node takes.
    #[error("the path has {length} octets, more than the {MAX_PATH} allowed; shorten it")]
    TooLong {
        /// Octets met.
        length: usize,
    },
    /// A control character as it is.
    #[error("path {0} contains a control character; remove it")]
    Control(Excerpt),
    /// A character that must not stand in a path as it is.
    #[error("path {found} contains {character}, which must be percent-encoded; encode it")]
    Character {
        /// The path.
        found: Excerpt,
        /// The first such character.
        character: Excerpt,
    },
    /// A backslash, which some servers take for a slash.
    #[error("path {0} contains a backslash, which may be taken for a slash; use slashes")]
    Backslash(Excerpt),
    /// A `?` where only a path is expected.
    #[error("path {0} contains a query, which rules do not compare; leave it out")]
    Query(Excerpt),
    /// A `#`.
    #[error("path {0} contains a fragment, which is never sent to a server; leave it out")]
    Fragment(Excerpt),
    /// A percent sign that two hexadecimal digits do not follow.
    #[error(
        "path {0} has a percent sign without two hexadecimal digits; write %25 for a percent sign"
    )]
    BadEscape(Excerpt),
    /// A control character, percent-encoded once or more often.
    #[error("path {0} contains an encoded control character; remove it")]
    EncodedControl(Excerpt),
    /// A slash or backslash, percent-encoded once or more often.
    #[error(
        "path {0} contains an encoded slash or backslash, which could leave the allowed path; write slashes as they are"
    )]
    EncodedSeparator(Excerpt),
    /// `.` or `..` as a segment, in whatever disguise.
    #[error(
        "path {0} contains a dot segment, which could leave the allowed path; write the path it leads to"
    )]
    DotSegment(Excerpt),
    /// Percent-encoded octets that are not UTF-8, among them overlong forms of dots and slashes.
    #[error(
        "path {0} contains percent-encoded octets that are not UTF-8; encode the text as UTF-8"
    )]
    NotUtf8(Excerpt),
    /// Percent-encoded over and over.
    #[error("path {0} is percent-encoded more than {MAX_ENCODINGS} times over; encode it once")]
    EncodedTooOften(Excerpt),
}

/// The path of a rule in normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RulePath(String);

impl RulePath {
    /// Reads an absolute path without query and brings it into normal form.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        normalise(text).map(|path| Self(path.into_owned()))
    }

    /// A path of this crate's own, which is in normal form.
    pub(crate) fn automatic(path: &'static str) -> Self {
        Self(path.to_owned())
    }

    /// The normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RulePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Splits at the first question mark; the query does not include it.
pub(crate) fn split_query(path_and_query: &str) -> (&str, Option<&str>) {
    match split_at_octet(path_and_query, b'?') {
        Some((path, query)) => (path, Some(query)),
        None => (path_and_query, None),
    }
}

/// Like `split_once` with a character of ASCII, which for the short texts of a request takes longer
/// to prepare its search than a plain loop to end.
pub(crate) fn split_at_octet(text: &str, octet: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|own| own == octet)?;
    Some((text.get(..at)?, text.get(at.checked_add(1)?..)?))
}

/// Checks a path without query and gives its normal form, borrowed where nothing had to change.
pub(crate) fn normalise(path: &str) -> Result<Cow<'_, str>, PathError> {
    if path.len() > MAX_PATH {
        return Err(PathError::TooLong { length: path.len() });
    }
    if !path.starts_with('/') {
        return Err(PathError::NotAbsolute(Excerpt::new(path)));
    }
    if path.starts_with("//") {
        return Err(PathError::EmptyFirstSegment(Excerpt::new(path)));
    }
    let refused = |character: &char| !is_plain(*character);
    if !path.bytes().all(|octet| is_plain(char::from(octet)))
        && let Some(character) = path.chars().find(refused)
    {
        return Err(refused_character(path, character));
    }
    if has_dot_segment(path) {
        return Err(PathError::DotSegment(Excerpt::new(path)));
    }
    if !path.bytes().any(|octet| octet == b'%') {
        return Ok(Cow::Borrowed(path));
    }
    let normal = decode_unreserved(path).ok_or_else(|| PathError::BadEscape(Excerpt::new(path)))?;
    check_decodings(path)?;
    Ok(if normal == path {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(normal)
    })
}

/// The characters of a path in RFC 3986, the percent sign, and those that clients in the field
/// send unencoded although they should not.
fn is_plain(character: char) -> bool {
    matches!(character, '!'..='~') && !matches!(character, '"' | '<' | '>' | '\\' | '`' | '?' | '#')
}

fn refused_character(path: &str, character: char) -> PathError {
    let found = Excerpt::new(path);
    match character {
        '\\' => PathError::Backslash(found),
        '?' => PathError::Query(found),
        '#' => PathError::Fragment(found),
        control if control.is_control() => PathError::Control(found),
        other => PathError::Character {
            found,
            character: Excerpt::new(other.encode_utf8(&mut [0; 4])),
        },
    }
}

/// Whether a segment is `.` or `..`, also with a path parameter behind it.
fn has_dot_segment(path: &str) -> bool {
    path.bytes().any(|octet| octet == b'.')
        && path
            .split(['/', '\\'])
            .map(|segment| segment.split_once(';').map_or(segment, |(name, _)| name))
            .any(|name| matches!(name, "." | ".."))
}

/// Decodes again and again, as a chain of careless servers would, and refuses what must never
/// come out at any stage.
fn check_decodings(path: &str) -> Result<(), PathError> {
    let separators = |text: &str| {
        text.bytes()
            .filter(|byte| matches!(byte, b'/' | b'\\'))
            .count()
    };
    let slashes = separators(path);
    let mut current = Cow::Borrowed(path);
    for _ in 0..MAX_ENCODINGS {
        let decoded = percent_decode(current.as_bytes())
            .decode_utf8()
            .map_err(|_| PathError::NotUtf8(Excerpt::new(path)))?
            .into_owned();
        if decoded.chars().any(char::is_control) {
            return Err(PathError::EncodedControl(Excerpt::new(path)));
        }
        if has_dot_segment(&decoded) {
            return Err(PathError::DotSegment(Excerpt::new(path)));
        }
        if separators(&decoded) != slashes {
            return Err(PathError::EncodedSeparator(Excerpt::new(path)));
        }
        if decoded == current {
            return Ok(());
        }
        current = Cow::Owned(decoded);
    }
    if percent_decode(current.as_bytes()).eq(current.bytes()) {
        return Ok(());
    }
    Err(PathError::EncodedTooOften(Excerpt::new(path)))
}

/// `None` if a percent sign is not followed by two hexadecimal digits.
pub(crate) fn decode_unreserved(text: &str) -> Option<String> {
    let mut normal = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            normal.push(character);
            continue;
        }
        let high = characters.next().filter(char::is_ascii_hexdigit)?;
        let low = characters.next().filter(char::is_ascii_hexdigit)?;
        let octet = high.to_digit(16)? * 16 + low.to_digit(16)?;
        match char::from_u32(octet).filter(|decoded| is_unreserved(*decoded)) {
            Some(decoded) => normal.push(decoded),
            None => normal.extend(['%', high.to_ascii_uppercase(), low.to_ascii_uppercase()]),
        }
    }
    Some(normal)
}

fn is_unreserved(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_' | '~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_are_decoded() {
        for (path, normal) in [
            ("/", "/"),
            (
                "/cucm-uds/user/emusk/devices",
                "/cucm-uds/user/emusk/devices",
            ),
            ("/%63ucm%2duds/%7euser%5F%2E1", "/cucm-uds/~user_.1"),
            ("/a%3ab%3Fc%23d", "/a%3Ab%3Fc%23d"),
            ("/100%25", "/100%25"),
            ("/%2541", "/%2541"),
            ("/andr%c3%a9", "/andr%C3%A9"),
            ("/a//b/", "/a//b/"),
            ("/a;x=1/b", "/a;x=1/b"),
            ("/.../.a/a.", "/.../.a/a."),
            ("/{id}|[x]^", "/{id}|[x]^"),
        ] {
            assert_eq!(normalise(path).as_deref(), Ok(normal), "{path}");
        }
    }

    #[test]
    fn an_unchanged_path_is_not_copied() {
        assert!(matches!(normalise("/cucm-uds/x%2C"), Ok(Cow::Borrowed(_))));
    }

    #[test]
    fn dangerous_and_malformed_paths_are_refused_with_their_reason() {
        type Reason = fn(Excerpt) -> PathError;
        let cases: [(&str, Reason); 52] = [
            ("", PathError::NotAbsolute),
            ("cucm-uds/", PathError::NotAbsolute),
            ("//cucm-uds/", PathError::EmptyFirstSegment),
            ("/a\nb", PathError::Control),
            ("/a\0", PathError::Control),
            ("/a\u{7f}", PathError::Control),
            ("/a\u{85}", PathError::Control),
            ("/a\\b", PathError::Backslash),
            ("/..\\..\\b", PathError::Backslash),
            ("/a?b", PathError::Query),
            ("/a#b", PathError::Fragment),
            ("/%", PathError::BadEscape),
            ("/a%2", PathError::BadEscape),
            ("/a%zz", PathError::BadEscape),
            ("/a%+1", PathError::BadEscape),
            ("/%%35c", PathError::BadEscape),
            ("/a%u002e", PathError::BadEscape),
            ("/a%00b", PathError::EncodedControl),
            ("/a%0d%0aSet-Cookie:x", PathError::EncodedControl),
            ("/a%7F", PathError::EncodedControl),
            ("/a%c2%85", PathError::EncodedControl),
            ("/a%2500", PathError::EncodedControl),
            ("/a%25250a", PathError::EncodedControl),
            ("/a%2fb", PathError::EncodedSeparator),
            ("/a%2Fb", PathError::EncodedSeparator),
            ("/a%5cb", PathError::EncodedSeparator),
            ("/a%252fb", PathError::EncodedSeparator),
            ("/a%25252fb", PathError::EncodedSeparator),
            ("/a%255Cb", PathError::EncodedSeparator),
            ("/a%25%32%66b", PathError::EncodedSeparator),
            ("/..", PathError::DotSegment),
            ("/.", PathError::DotSegment),
            ("/a/./b", PathError::DotSegment),
            ("/a/../b", PathError::DotSegment),
            ("/a/..;/b", PathError::DotSegment),
            ("/a/..;x=1/b", PathError::DotSegment),
            ("/a/.;/b", PathError::DotSegment),
            ("/a/%2e%2e/b", PathError::DotSegment),
            ("/a/%2E./b", PathError::DotSegment),
            ("/a/.%2e/b", PathError::DotSegment),
            ("/a/%2e/b", PathError::DotSegment),
            ("/a/..%2fb", PathError::DotSegment),
            ("/a/..%5cb", PathError::DotSegment),
            ("/a/%252e%252e/b", PathError::DotSegment),
            ("/a/%25252e%25252e/b", PathError::DotSegment),
            ("/a/..%3b/b", PathError::DotSegment),
            ("/a/..%253bx/b", PathError::DotSegment),
            ("/a%ff", PathError::NotUtf8),
            ("/a/%c0%ae%c0%ae/b", PathError::NotUtf8),
            ("/a%e0%80%afb", PathError::NotUtf8),
            ("/a/%25c0%25ae", PathError::NotUtf8),
            ("/a%2525252541", PathError::EncodedTooOften),
        ];
        for (path, reason) in cases {
            assert_eq!(normalise(path), Err(reason(Excerpt::new(path))), "{path:?}");
        }
    }

    #[test]
    fn characters_that_must_be_encoded_are_named() {
        for character in [" ", "\"", "<", ">", "`", "\u{e9}", "\u{ff0e}"] {
            let path = format!("/a{character}b");
            let error = PathError::Character {
                found: Excerpt::new(&path),
                character: Excerpt::new(character),
            };
            assert_eq!(normalise(&path), Err(error), "{path:?}");
        }
    }

    #[test]
    fn four_encodings_over_each_other_are_read_and_no_more() {
        assert_eq!(normalise("/%25252541").as_deref(), Ok("/%25252541"));
        assert!(matches!(
            normalise("/%2525252541"),
            Err(PathError::EncodedTooOften(_))
        ));
    }

    #[test]
    fn a_path_of_the_greatest_length_passes_and_a_longer_one_does_not() {
        let longest = format!("/{}", "a".repeat(MAX_PATH - 1));
        assert_eq!(normalise(&longest).as_deref(), Ok(longest.as_str()));
        let length = MAX_PATH + 1;
        let longer = format!("{longest}a");
        assert_eq!(normalise(&longer), Err(PathError::TooLong { length }));
    }
}
