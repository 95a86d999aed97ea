//! What is asked of a node: protocol, host, port and path.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::excerpt::Excerpt;
use crate::host::{Host, HostError};
use crate::path::{PathError, split_query};
use crate::port::{PortError, parse_port};

/// The protocol towards a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// TLS, verified.
    Https,
    /// Plain and therefore unverified; only a rule that says `http` allows it.
    Http,
}

impl Protocol {
    /// The scheme of a URL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::Http => "http",
        }
    }

    /// The port of a URL that names none.
    pub fn default_port(self) -> NonZeroU16 {
        const HTTPS: NonZeroU16 = NonZeroU16::new(443).unwrap();
        const HTTP: NonZeroU16 = NonZeroU16::new(80).unwrap();
        match self {
            Self::Https => HTTPS,
            Self::Http => HTTP,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A protocol other than `https` and `http`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown protocol {0}; use https, or http where a rule allows it")]
pub struct UnknownProtocol(pub Excerpt);

impl FromStr for Protocol {
    type Err = UnknownProtocol;

    /// Reads the scheme in any case (RFC 3986 section 3.1).
    fn from_str(text: &str) -> Result<Self, UnknownProtocol> {
        [Self::Https, Self::Http]
            .into_iter()
            .find(|protocol| protocol.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownProtocol(Excerpt::new(text)))
    }
}

/// What is asked of a node.
///
/// A target that [`EdgeUrl::decode`](crate::EdgeUrl::decode) gave has a harmless path and query.
/// Of one that was made otherwise, the allow list checks the path but not the query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// How the node is spoken to.
    pub protocol: Protocol,
    /// The address that is dialled and checked in the certificate.
    pub host: Host,
    /// The port that is dialled.
    pub port: NonZeroU16,
    /// Path and query as the client sent them, starting with a slash.
    pub path_and_query: String,
}

impl Target {
    /// Reads `protocol://host[:port][/path][?query]`. Without a port it is 443 or 80, without a
    /// path it is `/`. The path is kept as it is, even if the allow list will refuse it.
    pub fn parse(url: &str) -> Result<Self, UrlError> {
        let (protocol, rest) = split_scheme(url)?;
        let (authority, path_and_query) = split_authority(rest);
        let (host, port) = parse_authority(authority)?;
        if path_and_query.contains('#') {
            return Err(UrlError::Fragment(Excerpt::new(url)));
        }
        Ok(Self {
            protocol,
            host,
            port: port.unwrap_or_else(|| protocol.default_port()),
            path_and_query: with_slash(path_and_query),
        })
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        split_query(&self.path_and_query).0
    }

    /// The query without its question mark; `None` if there is no question mark.
    pub fn query(&self) -> Option<&str> {
        split_query(&self.path_and_query).1
    }

    /// `https://host:port/path`, without the query, as the log names a request.
    pub fn url(&self) -> String {
        url(self.protocol, &self.host, self.port, self.path())
    }
}

pub(crate) fn url(protocol: Protocol, host: &Host, port: NonZeroU16, path: &str) -> String {
    // Twice for each line that tells of an allowed request, and a fifth of the cost of a formatter.
    let (host, port) = (host.authority(), port.to_string());
    [protocol.as_str(), "://", &host, ":", &port, path].concat()
}

fn with_slash(path_and_query: &str) -> String {
    if path_and_query.starts_with('/') {
        path_and_query.to_owned()
    } else {
        format!("/{path_and_query}")
    }
}

/// Why a text is not the URL of a target or of a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// No `://`.
    #[error("{0} is not a URL; write protocol://host[:port][/path]")]
    NoScheme(Excerpt),
    /// Neither `https` nor `http`.
    #[error(transparent)]
    Protocol(#[from] UnknownProtocol),
    /// The host is none.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The port is none.
    #[error(transparent)]
    Port(#[from] PortError),
    /// Text behind the bracket of an IPv6 address that is not a port.
    #[error("{0} is not host and port; write host, host:port or [ipv6]:port")]
    Authority(Excerpt),
    /// A `#`.
    #[error("url {0} contains a fragment, which is never sent to a server; leave it out")]
    Fragment(Excerpt),
    /// The path cannot be that of a rule.
    #[error(transparent)]
    Path(#[from] PathError),
}

pub(crate) fn split_scheme(url: &str) -> Result<(Protocol, &str), UrlError> {
    let (scheme, rest) = url
        .split_once("://")
        .ok_or_else(|| UrlError::NoScheme(Excerpt::new(url)))?;
    Ok((scheme.parse()?, rest))
}

/// Splits what follows `://` into the authority and the rest, which may be empty.
pub(crate) fn split_authority(rest: &str) -> (&str, &str) {
    rest.find(['/', '?', '#'])
        .and_then(|end| rest.split_at_checked(end))
        .unwrap_or((rest, ""))
}

pub(crate) fn parse_authority(authority: &str) -> Result<(Host, Option<NonZeroU16>), UrlError> {
    if authority.contains('@') {
        return Err(HostError::Userinfo(Excerpt::new(authority)).into());
    }
    let misread = || UrlError::Authority(Excerpt::new(authority));
    let (host, port) = if authority.starts_with('[') {
        let end = authority.rfind(']').ok_or_else(misread)?;
        let (host, rest) = authority.split_at_checked(end + 1).ok_or_else(misread)?;
        match rest {
            "" => (host, None),
            _ => (host, Some(rest.strip_prefix(':').ok_or_else(misread)?)),
        }
    } else {
        match authority.split_once(':') {
            None => (authority, None),
            Some((_, port)) if port.contains(':') => return Err(misread()),
            Some((host, port)) => (host, Some(port)),
        }
    };
    Ok((Host::parse(host)?, port.map(parse_port).transpose()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_targets_have_default_ports_and_paths() {
        for (text, url, path_and_query) in [
            (
                "https://cucm.steven.lab",
                "https://cucm.steven.lab:443/",
                "/",
            ),
            (
                "http://cucm.steven.lab/a",
                "http://cucm.steven.lab:80/a",
                "/a",
            ),
            (
                "HTTPS://Cucm:8443/cucm-uds/user/emusk/devices?max=100",
                "https://Cucm:8443/cucm-uds/user/emusk/devices",
                "/cucm-uds/user/emusk/devices?max=100",
            ),
            (
                "https://[2001:DB8::1]:6972/a",
                "https://[2001:db8::1]:6972/a",
                "/a",
            ),
            ("https://[2001:db8::1]", "https://[2001:db8::1]:443/", "/"),
            (
                "https://10.48.36.215?x=/y",
                "https://10.48.36.215:443/",
                "/?x=/y",
            ),
            ("https://cucm/../a", "https://cucm:443/../a", "/../a"),
        ] {
            let target = Target::parse(text).unwrap();
            assert_eq!(target.url(), url, "{text}");
            assert_eq!(target.path_and_query, path_and_query, "{text}");
        }
        let target = Target::parse("https://cucm/a?b?c").unwrap();
        assert_eq!((target.path(), target.query()), ("/a", Some("b?c")));
    }

    #[test]
    fn other_urls_are_refused_with_their_reason() {
        let shown = Excerpt::new;
        for (text, error) in [
            ("", UrlError::NoScheme(shown(""))),
            (
                "cucm.steven.lab:8443/a",
                UrlError::NoScheme(shown("cucm.steven.lab:8443/a")),
            ),
            ("ftp://cucm/", UnknownProtocol(shown("ftp")).into()),
            ("https://", HostError::Empty.into()),
            ("https:///a", HostError::Empty.into()),
            ("https://:8443/", HostError::Empty.into()),
            ("https://cucm:/", PortError::Empty.into()),
            ("https://cucm:0/", PortError::Zero.into()),
            (
                "https://cucm:+1/",
                PortError::NotNumeric(shown("+1")).into(),
            ),
            (
                "https://a:b@cucm/",
                HostError::Userinfo(shown("a:b@cucm")).into(),
            ),
            (
                "https://cucm/a#b",
                UrlError::Fragment(shown("https://cucm/a#b")),
            ),
            (
                "https://2001:db8::1:8443/",
                UrlError::Authority(shown("2001:db8::1:8443")),
            ),
            (
                "https://[::1]8443/",
                UrlError::Authority(shown("[::1]8443")),
            ),
            ("https://[::1/", UrlError::Authority(shown("[::1"))),
            (
                "https://10.48.36/",
                HostError::Ambiguous(shown("10.48.36")).into(),
            ),
        ] {
            assert_eq!(Target::parse(text), Err(error), "{text}");
        }
    }
}
