//! The one type for the address of a node: a host name or an IP address, checked once.
//!
//! Names follow RFC 952 and RFC 1123 (letters, digits, hyphen), with the underscore that UC
//! deployments use; limits are those of RFC 1035. A name whose last label would make a resolver
//! read it as an IPv4 address in an old notation (`127.1`, `0x7f.1`) is refused, because the name
//! that is checked in the certificate and the address that is dialled would then differ.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::excerpt::Excerpt;
use crate::path::split_at_octet;

/// Octets of a name without its trailing dot (RFC 1035 section 2.3.4).
const MAX_NAME: usize = 253;
/// Octets of a label (RFC 1035 section 2.3.4).
const MAX_LABEL: usize = 63;
/// Octets of a name that are hashed together.
const HASHED_AT_ONCE: usize = 64;

/// A host name as it was typed, or an IP address in canonical text.
///
/// Equality and hashing ignore the case of ASCII letters and nothing else: `cucm.steven.lab.` with
/// a trailing dot is another value, since a certificate check may treat it differently. An
/// IPv4-mapped IPv6 address stays an IPv6 address.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(Form);

#[derive(Debug, Clone)]
enum Form {
    Name(Box<str>),
    Ip(IpAddr),
}

/// Why a text is neither a host name nor an IP address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// No text at all.
    #[error("the host is empty; write a host name or an IP address")]
    Empty,
    /// More than 253 octets.
    #[error(
        "host {found} has {length} octets, more than the 253 of a host name; use its real name"
    )]
    TooLong {
        /// Start of the text.
        found: Excerpt,
        /// Octets met.
        length: usize,
    },
    /// `user@host`.
    #[error("host {0} contains an @ sign; leave out user name and password")]
    Userinfo(Excerpt),
    /// Brackets around something that is not an IPv6 address, or only one of them.
    #[error("host {0} has brackets that do not enclose an IPv6 address; use them for IPv6 only")]
    Brackets(Excerpt),
    /// `fe80::1%eth0`.
    #[error("host {0} contains a percent sign; write the address without zone, a name as it is")]
    PercentSign(Excerpt),
    /// A colon in something that is not an IPv6 address.
    #[error("host {0} contains a colon but is not an IPv6 address; give the port apart")]
    Colon(Excerpt),
    /// A character that no host name has.
    #[error(
        "host {found} contains {character}; use letters, digits, hyphen, underscore and dot only \
         (an international name in its xn-- form)"
    )]
    Character {
        /// The text.
        found: Excerpt,
        /// The first character that is not allowed.
        character: Excerpt,
    },
    /// Two dots in a row or a dot at the start.
    #[error("host {0} has an empty label; remove the superfluous dot")]
    EmptyLabel(Excerpt),
    /// A label of more than 63 octets.
    #[error(
        "host {found} has a label of {length} octets, more than the 63 of a label; use its real name"
    )]
    LabelTooLong {
        /// The text.
        found: Excerpt,
        /// Octets of the first label that is too long.
        length: usize,
    },
    /// `-cucm` or `cucm-`.
    #[error("host {0} has a label that starts or ends with a hyphen; use its real name")]
    Hyphen(Excerpt),
    /// Looks like an address in an old notation.
    #[error(
        "host {0} is ambiguous: its last label is a number but it is not an IPv4 address; write \
         all four numbers in decimal without leading zeros, or the full name"
    )]
    Ambiguous(Excerpt),
}

impl Host {
    /// Reads a host name, an IPv4 address, or an IPv6 address with or without brackets.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        if text.is_empty() {
            return Err(HostError::Empty);
        }
        if let Some(address) = parse_address(text)? {
            return Ok(Self(Form::Ip(address)));
        }
        check_name(text)?;
        Ok(Self(Form::Name(text.into())))
    }

    /// Checks a text that must be a name; `Ok(false)` means that it is an address.
    pub(crate) fn is_name(text: &str) -> Result<bool, HostError> {
        if text.is_empty() {
            return Err(HostError::Empty);
        }
        if parse_address(text)?.is_some() {
            return Ok(false);
        }
        check_name(text).map(|()| true)
    }

    /// The address if this is an IP address.
    pub fn as_ip(&self) -> Option<IpAddr> {
        match self.0 {
            Form::Name(_) => None,
            Form::Ip(address) => Some(address),
        }
    }

    /// The name as typed if this is a host name.
    pub fn as_name(&self) -> Option<&str> {
        match &self.0 {
            Form::Name(name) => Some(name),
            Form::Ip(_) => None,
        }
    }

    /// The text as the authority of a URL and a `Host` header want it: IPv6 in brackets.
    pub fn authority(&self) -> Cow<'_, str> {
        match &self.0 {
            Form::Name(name) => Cow::Borrowed(name),
            Form::Ip(IpAddr::V4(address)) => Cow::Owned(address.to_string()),
            Form::Ip(IpAddr::V6(address)) => Cow::Owned(format!("[{address}]")),
        }
    }

    /// The same host without the trailing dot of a fully qualified name, as rules compare it.
    pub(crate) fn without_trailing_dot(&self) -> Cow<'_, Self> {
        match self.as_name().and_then(|name| name.strip_suffix('.')) {
            Some(name) => Cow::Owned(Self(Form::Name(name.into()))),
            None => Cow::Borrowed(self),
        }
    }
}

/// `None` means that the text can only be a name.
fn parse_address(text: &str) -> Result<Option<IpAddr>, HostError> {
    if text.bytes().all(is_name_octet) {
        // Every request has two of these; the only address without a colon ends in a digit.
        let is_number = text.as_bytes().last().is_some_and(u8::is_ascii_digit);
        let address = is_number.then(|| text.parse().ok()).flatten();
        return Ok(address.map(IpAddr::V4));
    }
    if text.contains('@') {
        return Err(HostError::Userinfo(Excerpt::new(text)));
    }
    if text.contains(['[', ']']) {
        return text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .and_then(|inner| inner.parse::<Ipv6Addr>().ok())
            .map(|address| Some(IpAddr::V6(address)))
            .ok_or_else(|| HostError::Brackets(Excerpt::new(text)));
    }
    if text.contains('%') {
        return Err(HostError::PercentSign(Excerpt::new(text)));
    }
    if let Ok(address) = text.parse() {
        return Ok(Some(address));
    }
    if text.contains(':') {
        return Err(HostError::Colon(Excerpt::new(text)));
    }
    Ok(None)
}

fn check_name(text: &str) -> Result<(), HostError> {
    let name = text.strip_suffix('.').unwrap_or(text);
    if name.len() > MAX_NAME {
        return Err(HostError::TooLong {
            found: Excerpt::new(text),
            length: name.len(),
        });
    }
    if !name.bytes().all(is_name_octet)
        && let Some(character) = name.chars().find(|c| !is_name_character(*c))
    {
        return Err(HostError::Character {
            found: Excerpt::new(text),
            character: Excerpt::new(character.encode_utf8(&mut [0; 4])),
        });
    }
    let mut last = name;
    while let Some((label, rest)) = split_at_octet(last, b'.') {
        check_label(label, text)?;
        last = rest;
    }
    check_label(last, text)?;
    if is_read_as_number(last) {
        return Err(HostError::Ambiguous(Excerpt::new(text)));
    }
    Ok(())
}

fn is_name_character(character: char) -> bool {
    u8::try_from(character).is_ok_and(is_name_octet)
}

fn is_name_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.')
}

fn check_label(label: &str, text: &str) -> Result<(), HostError> {
    if label.is_empty() {
        return Err(HostError::EmptyLabel(Excerpt::new(text)));
    }
    if label.len() > MAX_LABEL {
        return Err(HostError::LabelTooLong {
            found: Excerpt::new(text),
            length: label.len(),
        });
    }
    if label.as_bytes().first() == Some(&b'-') || label.as_bytes().last() == Some(&b'-') {
        return Err(HostError::Hyphen(Excerpt::new(text)));
    }
    Ok(())
}

/// What `inet_aton` takes as the last number of an address: decimal, octal or hexadecimal.
fn is_read_as_number(label: &str) -> bool {
    let hexadecimal = label
        .strip_prefix("0x")
        .or_else(|| label.strip_prefix("0X"))
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    hexadecimal || label.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Host {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Name(name) => formatter.pad(name),
            Form::Ip(address) => address.fmt(formatter),
        }
    }
}

impl PartialEq for Host {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Form::Name(one), Form::Name(two)) => one.eq_ignore_ascii_case(two),
            (Form::Ip(one), Form::Ip(two)) => one == two,
            (Form::Name(_), Form::Ip(_)) | (Form::Ip(_), Form::Name(_)) => false,
        }
    }
}

impl Eq for Host {}

impl Hash for Host {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Form::Name(name) => {
                // In pieces, because hashing octet by octet costs ten times as much.
                for piece in name.as_bytes().chunks(HASHED_AT_ONCE) {
                    let mut lower = [0; HASHED_AT_ONCE];
                    let (lower, _) = lower.split_at_mut(piece.len());
                    lower.copy_from_slice(piece);
                    lower.make_ascii_lowercase();
                    state.write(lower);
                }
                state.write_u8(0xff);
            }
            Form::Ip(address) => address.hash(state),
        }
    }
}

impl FromStr for Host {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Host {
    type Error = HostError;

    fn try_from(text: String) -> Result<Self, HostError> {
        Self::parse(&text)
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.to_string()
    }
}

impl From<IpAddr> for Host {
    fn from(address: IpAddr) -> Self {
        Self(Form::Ip(address))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn shown(text: &str) -> Excerpt {
        Excerpt::new(text)
    }

    #[test]
    fn names_are_kept_as_typed() {
        let longest = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(61));
        let with_dot = format!("{longest}.");
        assert_eq!(longest.len(), 253);
        for text in [
            "cucm.steven.lab",
            "CUCM-Pub.Steven.Lab",
            "vcs_control.steven.lab",
            "_cisco-uds._tcp.steven.lab",
            "cucm.steven.lab.",
            "cucm",
            "10.48.36.215a",
            "1.2.3.4.lab",
            "0xg",
            "xn--mnchen-3ya.lab",
            &longest,
            &with_dot,
        ] {
            let host = Host::parse(text).unwrap();
            assert_eq!(host.to_string(), text);
            assert_eq!(host.authority(), text);
            assert_eq!(host.as_name(), Some(text));
            assert_eq!(host.as_ip(), None);
        }
    }

    #[test]
    fn addresses_have_canonical_text() {
        for (text, canonical, authority) in [
            ("10.48.36.215", "10.48.36.215", "10.48.36.215"),
            ("2001:DB8:0:0:0:0:0:1", "2001:db8::1", "[2001:db8::1]"),
            ("[2001:db8::0001]", "2001:db8::1", "[2001:db8::1]"),
            (
                "::ffff:10.48.36.215",
                "::ffff:10.48.36.215",
                "[::ffff:10.48.36.215]",
            ),
            (
                "::ffff:a30:24d7",
                "::ffff:10.48.36.215",
                "[::ffff:10.48.36.215]",
            ),
        ] {
            let host = Host::parse(text).unwrap();
            assert_eq!(host.to_string(), canonical, "{text}");
            assert_eq!(host.authority(), authority, "{text}");
            assert_eq!(
                host.as_ip().map(|ip| ip.to_string()).as_deref(),
                Some(canonical)
            );
        }
        let mapped = Host::parse("::ffff:10.48.36.215").unwrap();
        assert_ne!(mapped, Host::parse("10.48.36.215").unwrap());
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        let label = format!("{}.lab", "a".repeat(64));
        let long = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(62));
        let character = |found: &str, character: &str| HostError::Character {
            found: shown(found),
            character: shown(character),
        };
        let cases = [
            ("", HostError::Empty),
            (
                "admin@cucm.steven.lab",
                HostError::Userinfo(shown("admin@cucm.steven.lab")),
            ),
            ("@", HostError::Userinfo(shown("@"))),
            (
                "[cucm.steven.lab]",
                HostError::Brackets(shown("[cucm.steven.lab]")),
            ),
            (
                "[10.48.36.215]",
                HostError::Brackets(shown("[10.48.36.215]")),
            ),
            ("[::1", HostError::Brackets(shown("[::1"))),
            ("::1]", HostError::Brackets(shown("::1]"))),
            ("[[::1]]", HostError::Brackets(shown("[[::1]]"))),
            (
                "[fe80::1%eth0]",
                HostError::Brackets(shown("[fe80::1%eth0]")),
            ),
            (
                "fe80::1%eth0",
                HostError::PercentSign(shown("fe80::1%eth0")),
            ),
            (
                "cucm%2esteven",
                HostError::PercentSign(shown("cucm%2esteven")),
            ),
            (
                "cucm.steven.lab:8443",
                HostError::Colon(shown("cucm.steven.lab:8443")),
            ),
            ("1:2", HostError::Colon(shown("1:2"))),
            ("cucm steven", character("cucm steven", " ")),
            (" cucm", character(" cucm", " ")),
            (
                "cucm\r\nHost: x",
                HostError::Colon(shown("cucm\r\nHost: x")),
            ),
            ("cucm\r\nx", character("cucm\r\nx", "\r")),
            ("cucm\0.lab", character("cucm\0.lab", "\0")),
            ("cucm/..", character("cucm/..", "/")),
            ("*.steven.lab", character("*.steven.lab", "*")),
            ("w$w.f.com", character("w$w.f.com", "$")),
            ("m\u{fc}nchen.lab", character("m\u{fc}nchen.lab", "\u{fc}")),
            ("cucm\u{3002}lab", character("cucm\u{3002}lab", "\u{3002}")),
            (".", HostError::EmptyLabel(shown("."))),
            (".lab", HostError::EmptyLabel(shown(".lab"))),
            ("cucm..lab", HostError::EmptyLabel(shown("cucm..lab"))),
            ("cucm.lab..", HostError::EmptyLabel(shown("cucm.lab.."))),
            ("-cucm.lab", HostError::Hyphen(shown("-cucm.lab"))),
            ("cucm-.lab", HostError::Hyphen(shown("cucm-.lab"))),
            (
                &label,
                HostError::LabelTooLong {
                    found: shown(&label),
                    length: 64,
                },
            ),
            (
                &long,
                HostError::TooLong {
                    found: shown(&long),
                    length: 254,
                },
            ),
        ];
        for (text, error) in cases {
            assert_eq!(Host::parse(text).unwrap_err(), error, "{text:?}");
        }
    }

    #[test]
    fn old_notations_of_addresses_are_ambiguous() {
        for text in [
            "10.48.36",
            "1",
            "2130706433",
            "0x7f.1",
            "0x7f000001",
            "127.0X1",
            "127.0x",
            "127.1.",
            "10.48.36.215.",
            "010.48.36.215",
            "10.48.36.256",
            "10.48.36.215.1",
            "cucm.lab.1",
        ] {
            let error = HostError::Ambiguous(shown(text));
            assert_eq!(Host::parse(text).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn equality_and_hash_ignore_case_but_not_the_trailing_dot() {
        let set: HashSet<Host> = ["CUCM.steven.lab", "cucm.STEVEN.lab", "cucm.steven.lab."]
            .into_iter()
            .map(|text| Host::parse(text).unwrap())
            .collect();
        assert_eq!(set.len(), 2);
    }
}
