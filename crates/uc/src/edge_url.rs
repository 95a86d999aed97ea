//! The edge URL: a request to a node, as a client outside writes it to the edge.
//!
//! The first segment of the path is the base64 of `domain/protocol/host/port`; what follows is the
//! path and query for the node. Both base64 alphabets are read, with or without padding. The
//! characters by which the alphabets differ never occur in the encoding of a valid text, so that
//! each target has one spelling but for the padding.
//!
//! Decoding refuses whatever two programs on the way could read in two ways. Every refusal has its
//! own reason; none of the checks is left to the allow list or to the node.

use std::borrow::Cow;
use std::num::NonZeroU16;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::percent_decode;

use crate::excerpt::Excerpt;
use crate::host::{Host, HostError};
use crate::path::{PathError, normalise, split_at_octet, split_query};
use crate::port::{PortError, parse_port};
use crate::target::{
    Protocol, Target, UnknownProtocol, UrlError, parse_authority, split_authority, split_scheme,
};

/// Octets of a request target that are read at all.
pub const MAX_REQUEST_TARGET: usize = 16 * 1024;
/// Octets of the first segment: two names of 254 octets, protocol and port in base64, and room
/// for percent-encoded padding.
const MAX_SEGMENT: usize = 720;
/// Octets of the shortest first segment there can be, that of `a/http/b/1`.
const MIN_SEGMENT: usize = 14;

/// A decoded edge URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeUrl {
    /// The domain of the user, as written in the first field; a valid host name.
    pub domain: String,
    /// What is asked of which node.
    pub target: Target,
}

/// A field of the text in the first segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The first.
    Domain,
    /// The second.
    Protocol,
    /// The third.
    Host,
    /// The fourth.
    Port,
}

impl std::fmt::Display for Field {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Domain => "domain",
            Self::Protocol => "protocol",
            Self::Host => "host",
            Self::Port => "port",
        })
    }
}

/// Why a request target is not an edge URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdgeUrlError {
    /// No octet at all.
    #[error("the request target is empty; send a path or an absolute URL")]
    Empty,
    /// More octets than are read.
    #[error(
        "the request target has {length} octets, more than the {MAX_REQUEST_TARGET} allowed; shorten it"
    )]
    TooLong {
        /// Octets met.
        length: usize,
    },
    /// A control character anywhere in the request target.
    #[error("request target {0} contains a control character; remove it")]
    Control(Excerpt),
    /// A `#` anywhere in the request target.
    #[error(
        "request target {0} contains a fragment, which is never sent to a server; leave it out"
    )]
    Fragment(Excerpt),
    /// `*`, `host:port` or the like.
    #[error("request target {0} is neither a path nor an http or https URL; send one of these")]
    Form(Excerpt),
    /// User name or password before the host of the absolute form.
    #[error("request target {0} contains user name or password; send credentials in a header")]
    Userinfo(Excerpt),
    /// Host or port of the absolute form are none.
    #[error(
        "request target {found} does not name a host before the path; correct its host or port"
    )]
    Authority {
        /// The request target.
        found: Excerpt,
        /// What is wrong with it.
        source: UrlError,
    },
    /// Nothing between the first slash and the second.
    #[error(
        "request target {0} has no first segment; put the base64 of domain/protocol/host/port there"
    )]
    NoSegment(Excerpt),
    /// The first segment cannot be the base64 of a valid text for its length alone.
    #[error(
        "the first segment has {length} octets, more than the {MAX_SEGMENT} allowed; it must be the base64 of domain/protocol/host/port"
    )]
    SegmentTooLong {
        /// Octets met.
        length: usize,
    },
    /// The first segment is not base64, or not in its one spelling.
    #[error("first segment {0} is not base64; it must be the base64 of domain/protocol/host/port")]
    Base64(Excerpt),
    /// The decoded octets are not UTF-8.
    #[error(
        "first segment decodes to {0}, which is not UTF-8; it must be the base64 of domain/protocol/host/port"
    )]
    NotUtf8(Excerpt),
    /// The decoded text contains a control character, for example a line break.
    #[error("first segment decodes to {0}, which contains a control character; remove it")]
    DecodedControl(Excerpt),
    /// The decoded text is a domain alone: a question to the edge itself such as
    /// `get_edge_config`, not a request to be passed on to a node.
    #[error(
        "first segment decodes to the domain {0} alone, a question to the edge itself; to reach a node encode domain/protocol/host/port"
    )]
    NotProxied(Excerpt),
    /// Not four fields.
    #[error(
        "first segment decodes to {found}, which has {count} fields; it must have four: domain/protocol/host/port"
    )]
    FieldCount {
        /// The decoded text.
        found: Excerpt,
        /// Fields met.
        count: usize,
    },
    /// Nothing in one of the four fields.
    #[error("first segment decodes to {found}, in which the {field} is empty; fill it in")]
    EmptyField {
        /// The decoded text.
        found: Excerpt,
        /// The first empty field.
        field: Field,
    },
    /// The first field is not a domain name.
    #[error(
        "domain {found} in the first segment is not a name; use the sign-in domain of the user"
    )]
    Domain {
        /// The field.
        found: Excerpt,
        /// What is wrong with it; `None` for an IP address.
        source: Option<HostError>,
    },
    /// The second field is neither `https` nor `http`.
    #[error(transparent)]
    Protocol(#[from] UnknownProtocol),
    /// The third field is no host.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The fourth field is no port.
    #[error(transparent)]
    Port(#[from] PortError),
    /// The path for the node is dangerous or malformed.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A character that must not stand in a query as it is.
    #[error("query {found} contains {character}, which must be percent-encoded; encode it")]
    QueryCharacter {
        /// The query.
        found: Excerpt,
        /// The first such character.
        character: Excerpt,
    },
    /// The path for the node is an edge URL again.
    #[error("path {0} is an edge URL again; send the inner one alone")]
    Nested(Excerpt),
}

impl EdgeUrl {
    /// Decodes the target of an HTTP request, in origin form (`/segment/path?query`) or in
    /// absolute form (`http://any.host:8443/segment/path?query`). The host of the absolute form is
    /// that of the edge; it must be well formed but decides nothing.
    ///
    /// ```
    /// use tollgate_uc::EdgeUrl;
    /// let url = EdgeUrl::decode(
    ///     "/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw/cucm-uds/user/emusk/devices?max=100",
    /// )?;
    /// assert_eq!(url.domain, "steven.lab");
    /// assert_eq!(url.target.url(), "https://cucm.steven.lab:8443/cucm-uds/user/emusk/devices");
    /// # Ok::<(), tollgate_uc::EdgeUrlError>(())
    /// ```
    pub fn decode(request_target: &str) -> Result<Self, EdgeUrlError> {
        if request_target.is_empty() {
            return Err(EdgeUrlError::Empty);
        }
        if request_target.len() > MAX_REQUEST_TARGET {
            return Err(EdgeUrlError::TooLong {
                length: request_target.len(),
            });
        }
        if has_control(request_target) {
            return Err(EdgeUrlError::Control(Excerpt::new(request_target)));
        }
        if has_octet(request_target, b'#') {
            return Err(EdgeUrlError::Fragment(Excerpt::new(request_target)));
        }
        let origin_form = origin_form(request_target)?;
        let (path, query) = split_query(origin_form);
        let (segment, rest) = split_segment(path)
            .ok_or_else(|| EdgeUrlError::NoSegment(Excerpt::new(request_target)))?;
        let fields = Fields::decode(segment)?;
        let path = if rest.is_empty() { "/" } else { rest };
        let normal = normalise(path)?;
        if is_nested(&normal) {
            return Err(EdgeUrlError::Nested(Excerpt::new(path)));
        }
        let path_and_query = match query {
            Some(query) => [path, "?", checked_query(query)?].concat(),
            None => path.to_owned(),
        };
        Ok(Self {
            domain: fields.domain,
            target: Target {
                protocol: fields.protocol,
                host: fields.host,
                port: fields.port,
                path_and_query,
            },
        })
    }

    /// Encodes in origin form, URL-safe and without padding.
    pub fn encode(&self) -> String {
        let target = &self.target;
        let text = format!(
            "{}/{}/{}/{}",
            self.domain, target.protocol, target.host, target.port
        );
        format!("/{}{}", URL_SAFE_NO_PAD.encode(text), target.path_and_query)
    }
}

fn has_control(text: &str) -> bool {
    // Without an early end, so that the compiler can look at many octets at a time; there is hardly
    // ever one.
    let printable = text.bytes().fold(true, |printable, octet| {
        printable & matches!(octet, b' '..=b'~')
    });
    !printable && text.chars().any(char::is_control)
}

fn has_octet(text: &str, octet: u8) -> bool {
    let found = text
        .bytes()
        .fold(0, |found, own| found | u8::from(own == octet));
    found != 0
}

fn origin_form(request_target: &str) -> Result<&str, EdgeUrlError> {
    if request_target.starts_with('/') {
        return Ok(request_target);
    }
    let (_, rest) = split_scheme(request_target)
        .map_err(|_| EdgeUrlError::Form(Excerpt::new(request_target)))?;
    let (authority, origin_form) = split_authority(rest);
    if authority.contains('@') {
        return Err(EdgeUrlError::Userinfo(Excerpt::new(request_target)));
    }
    parse_authority(authority).map_err(|source| EdgeUrlError::Authority {
        found: Excerpt::new(request_target),
        source,
    })?;
    Ok(origin_form)
}

/// Splits `/segment/rest` into `segment` and `/rest`; `None` if the segment is empty.
fn split_segment(path: &str) -> Option<(&str, &str)> {
    let path = path.strip_prefix('/')?;
    let (segment, rest) = path
        .bytes()
        .position(|octet| octet == b'/')
        .and_then(|end| path.split_at_checked(end))
        .unwrap_or((path, ""));
    (!segment.is_empty()).then_some((segment, rest))
}

struct Fields {
    domain: String,
    protocol: Protocol,
    host: Host,
    port: NonZeroU16,
}

impl Fields {
    fn decode(segment: &str) -> Result<Self, EdgeUrlError> {
        let octets = decode_segment(segment)?;
        let Ok(text) = std::str::from_utf8(&octets) else {
            return Err(EdgeUrlError::NotUtf8(Excerpt::of_bytes(&octets)));
        };
        if has_control(text) {
            return Err(EdgeUrlError::DecodedControl(Excerpt::new(text)));
        }
        let Some((domain, protocol, host, port)) = four_fields(text) else {
            return Err(wrong_count(text, text.split('/').count()));
        };
        for (field, value) in [
            (Field::Domain, domain),
            (Field::Protocol, protocol),
            (Field::Host, host),
            (Field::Port, port),
        ] {
            if value.is_empty() {
                let found = Excerpt::new(text);
                return Err(EdgeUrlError::EmptyField { found, field });
            }
        }
        check_domain(domain)?;
        Ok(Self {
            domain: domain.to_owned(),
            protocol: protocol.parse()?,
            host: Host::parse(host)?,
            port: parse_port(port)?,
        })
    }
}

/// The texts between the three slashes, if there are three.
fn four_fields(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (domain, rest) = split_at_octet(text, b'/')?;
    let (protocol, rest) = split_at_octet(rest, b'/')?;
    let (host, port) = split_at_octet(rest, b'/')?;
    let is_last = !port.bytes().any(|octet| octet == b'/');
    is_last.then_some((domain, protocol, host, port))
}

/// Padding is complete or absent, and the bits that pad the last octet are zero: else many
/// segments would decode to the same target.
fn decode_segment(segment: &str) -> Result<Vec<u8>, EdgeUrlError> {
    if segment.len() > MAX_SEGMENT {
        return Err(EdgeUrlError::SegmentTooLong {
            length: segment.len(),
        });
    }
    let standard_octet = |octet: u8| match octet {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    };
    let standard: Cow<'_, [u8]> = if has_octet(segment, b'%') {
        let octets = percent_decode(segment.as_bytes());
        octets.map(standard_octet).collect()
    } else if has_octet(segment, b'-') || has_octet(segment, b'_') {
        segment.bytes().map(standard_octet).collect()
    } else {
        Cow::Borrowed(segment.as_bytes())
    };
    let engine = if standard.ends_with(b"=") {
        STANDARD
    } else {
        STANDARD_NO_PAD
    };
    engine
        .decode(standard)
        .map_err(|_| EdgeUrlError::Base64(Excerpt::new(segment)))
}

fn wrong_count(text: &str, count: usize) -> EdgeUrlError {
    let found = Excerpt::new(text);
    if count == 1 && check_domain(text).is_ok() {
        EdgeUrlError::NotProxied(found)
    } else {
        EdgeUrlError::FieldCount { found, count }
    }
}

fn check_domain(domain: &str) -> Result<(), EdgeUrlError> {
    let source = match Host::is_name(domain) {
        Ok(true) => return Ok(()),
        Ok(false) => None,
        Err(source) => Some(source),
    };
    Err(EdgeUrlError::Domain {
        found: Excerpt::new(domain),
        source,
    })
}

fn is_nested(normal_path: &str) -> bool {
    split_segment(normal_path)
        .filter(|(segment, _)| segment.len() >= MIN_SEGMENT)
        .is_some_and(|(segment, _)| Fields::decode(segment).is_ok())
}

fn checked_query(query: &str) -> Result<&str, EdgeUrlError> {
    if query
        .bytes()
        .all(|octet| is_plain_in_query(char::from(octet)))
    {
        return Ok(query);
    }
    match query.chars().find(|c| !is_plain_in_query(*c)) {
        None => Ok(query),
        Some(character) => Err(EdgeUrlError::QueryCharacter {
            found: Excerpt::new(query),
            character: Excerpt::new(character.encode_utf8(&mut [0; 4])),
        }),
    }
}

fn is_plain_in_query(character: char) -> bool {
    matches!(character, '!'..='~') && !matches!(character, '"' | '<' | '>')
}
