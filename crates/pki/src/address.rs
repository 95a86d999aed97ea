//! The address a client asked for, which the certificate must contain.

use std::fmt;
use std::net::IpAddr;

/// The address that a certificate is checked against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A host name, or any text that is no IP address, as it was given.
    Name(String),
    /// An IPv4 or IPv6 address; its text is always the canonical one.
    Ip(IpAddr),
}

impl Address {
    /// Reads a name, an IPv4 or an IPv6 address, the latter with or without brackets. Never fails:
    /// text that is neither is judged as text.
    pub fn parse(text: &str) -> Self {
        let bare = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(Ok(ip)) = bare.map(str::parse::<std::net::Ipv6Addr>) {
            return Self::Ip(IpAddr::V6(ip));
        }
        text.parse()
            .map_or_else(|_| Self::Name(text.to_owned()), Self::Ip)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Ip(ip) => ip.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_reduced_to_canonical_text() {
        for (given, text, is_ip) in [
            ("10.48.36.215", "10.48.36.215", true),
            ("[0:0:0:0:0:0:0:1]", "::1", true),
            ("2001:DB8::0:1", "2001:db8::1", true),
            ("[10.0.0.1]", "[10.0.0.1]", false),
            ("010.1.1.1", "010.1.1.1", false),
            ("cucm.steven.lab", "cucm.steven.lab", false),
            ("w$w.f.com", "w$w.f.com", false),
            ("foo:bar", "foo:bar", false),
        ] {
            let address = Address::parse(given);
            assert_eq!(address.to_string(), text);
            assert_eq!(matches!(address, Address::Ip(_)), is_ip, "{given}");
        }
    }
}
