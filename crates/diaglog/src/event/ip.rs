//! IP addresses as a log shows them, which is not always as an address.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::net::IpAddr;

/// An IP address, or the text that stands in its place in a damaged line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ip<'a>(Kind<'a>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind<'a> {
    Address(IpAddr),
    /// Never the canonical text of an address: that is an `Address`.
    Text(Cow<'a, str>),
}

impl<'a> Ip<'a> {
    /// Takes the text of a line. Only the canonical text of an address becomes an address, so that
    /// the line can be written again as it was.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        match text.parse() {
            Ok(address) if is_canonical(address, &text) => Self(Kind::Address(address)),
            Ok(_) | Err(_) => Self(Kind::Text(text)),
        }
    }

    /// The address, also when the line does not show it in its canonical form.
    pub fn address(&self) -> Option<IpAddr> {
        match &self.0 {
            Kind::Address(address) => Some(*address),
            Kind::Text(text) => {
                let text = text.trim();
                let bare = text
                    .strip_prefix('[')
                    .and_then(|rest| rest.strip_suffix(']'));
                bare.unwrap_or(text).parse().ok()
            }
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.0 {
            Kind::Address(_) => None,
            Kind::Text(text) => Some(text),
        }
    }

    pub(super) fn into_owned(self) -> Ip<'static> {
        Ip(match self.0 {
            Kind::Address(address) => Kind::Address(address),
            Kind::Text(text) => Kind::Text(Cow::Owned(text.into_owned())),
        })
    }
}

impl From<IpAddr> for Ip<'_> {
    fn from(address: IpAddr) -> Self {
        Self(Kind::Address(address))
    }
}

impl fmt::Display for Ip<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Address(address) => address.fmt(formatter),
            Kind::Text(text) => text.fmt(formatter),
        }
    }
}

/// Whether `text` is how the standard library writes `address`; it reads only one text for an IPv4
/// address, but many for an IPv6 address.
fn is_canonical(address: IpAddr, text: &str) -> bool {
    match address {
        IpAddr::V4(_) => true,
        IpAddr::V6(address) => {
            let mut comparison = Comparison { rest: Some(text) };
            write!(comparison, "{address}").is_ok() && comparison.rest == Some("")
        }
    }
}

/// Compares what is written with a text, without storing it.
struct Comparison<'a> {
    rest: Option<&'a str>,
}

impl fmt::Write for Comparison<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.rest = self.rest.and_then(|rest| rest.strip_prefix(piece));
        self.rest.map(|_| ()).ok_or(fmt::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_text_of_an_address_becomes_an_address() {
        for text in ["10.48.36.215", "::1", "2001:db8::5", "::ffff:10.0.0.1"] {
            assert_eq!(
                Ip::parse(text),
                Ip::from(text.parse::<IpAddr>().unwrap()),
                "{text}"
            );
        }
        for text in [
            "0:0:0:0:0:0:0:1",
            "2001:DB8::5",
            "[::1]",
            "10.48.36",
            "",
            "x",
        ] {
            assert_eq!(Ip::parse(text).text(), Some(text));
        }
    }

    #[test]
    fn the_address_is_found_in_other_spellings() {
        let loopback = Some("::1".parse().unwrap());
        assert_eq!(Ip::parse("[::1]").address(), loopback);
        assert_eq!(Ip::parse("0:0:0:0:0:0:0:1").address(), loopback);
        assert_eq!(Ip::parse("10.48.36").address(), None);
    }
}
