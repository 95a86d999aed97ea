//! One question to an address out of a certificate.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, HOST, USER_AGENT};
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::client::conn::http1::Builder;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tollgate_analyze::preflight::RevocationGap;

/// For everything, from the name to the last octet.
const TIME: Duration = Duration::from_secs(10);
/// Octets of one answer: the lists of the largest public CAs have some millions.
const OCTETS: usize = 10 * 1024 * 1024;
/// Octets of all answers, which are held until everything is judged.
const ALL_OCTETS: usize = 32 * 1024 * 1024;
/// Octets of the head of an answer.
const HEAD: usize = 64 * 1024;
/// Fields of the head of an answer.
const FIELDS: usize = 100;
/// IP addresses of a name that are tried.
const ADDRESSES: usize = 3;

/// What is asked: a list, or, with a request, a responder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) url: String,
    pub(super) request: Option<Vec<u8>>,
}

/// Octets that were read so far.
#[derive(Debug, Default)]
pub(super) struct Budget(AtomicUsize);

/// Why an address gave nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum ContactError {
    #[error("only plain http:// addresses of a host are asked")]
    Address(String),
    #[error("the name does not resolve")]
    Resolve(#[source] std::io::Error),
    #[error("{0} is no address of a server")]
    Forbidden(IpAddr),
    #[error("no connection")]
    Connect(#[source] std::io::Error),
    #[error("no whole answer within {} s", TIME.as_secs())]
    TimedOut,
    #[error("the answer breaks off, or is not HTTP")]
    Exchange(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the answer is {0}; redirects are not followed")]
    Status(StatusCode),
    #[error("the answer is packed, which was not asked for")]
    Packed,
    #[error("the answer is larger than is read ({OCTETS} bytes, {ALL_OCTETS} altogether)")]
    TooLarge,
}

impl ContactError {
    pub(super) const fn gap(&self) -> RevocationGap {
        match self {
            Self::Address(_) | Self::Forbidden(_) => RevocationGap::Address,
            Self::TooLarge => RevocationGap::TooLarge,
            Self::Resolve(_)
            | Self::Connect(_)
            | Self::TimedOut
            | Self::Exchange(_)
            | Self::Status(_)
            | Self::Packed => RevocationGap::Unreachable,
        }
    }
}

/// An error with its causes, in one line.
pub(super) fn whole(error: &ContactError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// A server, and what to ask it for.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    host: String,
    port: u16,
    authority: String,
    path: String,
}

impl Place {
    fn parse(url: &str) -> Result<Self, ContactError> {
        let wrong = || ContactError::Address(url.to_owned());
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let authority = uri.authority().ok_or_else(wrong)?;
        let is_plain = uri.scheme_str() == Some("http");
        let host = authority.host();
        if !is_plain || host.is_empty() || authority.as_str().contains('@') {
            return Err(wrong());
        }
        let port = authority.port_u16();
        // What is behind the host is a port, or the address is wrong.
        let is_bare = authority.as_str().len() == host.len();
        if port == Some(0) || port.is_none() != is_bare {
            return Err(wrong());
        }
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: port.unwrap_or(80),
            authority: authority.as_str().to_owned(),
            path: uri
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .to_owned(),
        })
    }
}

/// Asks, and closes the connection.
pub(super) async fn ask(question: &Question, budget: &Budget) -> Result<Vec<u8>, ContactError> {
    let place = Place::parse(&question.url)?;
    let asking = timeout(TIME, exchange(&place, question)).await;
    let octets = asking.map_err(|_| ContactError::TimedOut)??;
    let before = budget.0.fetch_add(octets.len(), Ordering::Relaxed);
    if before.saturating_add(octets.len()) > ALL_OCTETS {
        return Err(ContactError::TooLarge);
    }
    Ok(octets)
}

async fn exchange(place: &Place, question: &Question) -> Result<Vec<u8>, ContactError> {
    let stream = connect(place).await?;
    let broke = |error: Box<dyn std::error::Error + Send + Sync>| ContactError::Exchange(error);
    let request = request(place, question).map_err(|error| broke(error.into()))?;
    let (mut sender, driver) = Builder::new()
        .max_buf_size(HEAD)
        .max_headers(FIELDS)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| broke(error.into()))?;
    let answer = async {
        let response = sender.send_request(request).await;
        let (head, body) = response.map_err(|error| broke(error.into()))?.into_parts();
        if head.status != StatusCode::OK {
            return Err(ContactError::Status(head.status));
        }
        let packing = head.headers.get(CONTENT_ENCODING);
        if packing.is_some_and(|value| value != "identity") {
            return Err(ContactError::Packed);
        }
        let body = Limited::new(body, OCTETS).collect().await;
        let body = body.map_err(|error| {
            if error.is::<LengthLimitError>() {
                ContactError::TooLarge
            } else {
                broke(error)
            }
        })?;
        Ok(body.to_bytes().to_vec())
    };
    // What ends the connection is told to the request that it carries.
    let driver = async {
        drop(driver.await);
        std::future::pending::<Infallible>().await
    };
    tokio::select! {
        answer = answer => answer,
        never = driver => match never {},
    }
}

fn request(place: &Place, question: &Question) -> Result<Request<Full<Bytes>>, http::Error> {
    let builder = Request::builder()
        .uri(&place.path)
        .header(HOST, &place.authority)
        .header(USER_AGENT, concat!("tollgate/", env!("CARGO_PKG_VERSION")))
        .header(ACCEPT_ENCODING, "identity")
        .header(CONNECTION, "close");
    match &question.request {
        None => builder.body(Full::default()),
        Some(request) => builder
            .method("POST")
            .header(CONTENT_TYPE, "application/ocsp-request")
            .body(Full::from(request.clone())),
    }
}

async fn connect(place: &Place) -> Result<TcpStream, ContactError> {
    let found = lookup_host((place.host.as_str(), place.port)).await;
    let addresses: Vec<SocketAddr> = found
        .map_err(ContactError::Resolve)?
        .take(ADDRESSES)
        .collect();
    let mut last = ContactError::Address(place.authority.clone());
    for address in addresses {
        if is_forbidden(address.ip()) {
            last = ContactError::Forbidden(address.ip());
            continue;
        }
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = ContactError::Connect(error),
        }
    }
    Err(last)
}

/// Addresses at which nobody publishes anything: of no host, of many, or only of this link, where
/// cloud providers keep secrets.
fn is_forbidden(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            ip.is_unspecified() || ip.is_multicast() || ip.is_broadcast() || ip.is_link_local()
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(mapped) => is_forbidden(IpAddr::V4(mapped)),
            None => ip.is_unspecified() || ip.is_multicast() || ip.is_unicast_link_local(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_addresses_of_a_host_are_asked() {
        let place = Place::parse("http://crl.example:8080/a/b.crl?x=1").unwrap();
        let expected = ("crl.example", 8080, "/a/b.crl?x=1");
        assert_eq!(
            (place.host.as_str(), place.port, place.path.as_str()),
            expected
        );
        let place = Place::parse("http://[::1]").unwrap();
        assert_eq!(
            (place.host.as_str(), place.port, place.path.as_str()),
            ("::1", 80, "/")
        );
        for wrong in [
            "https://crl.example/a.crl",
            "ldap://crl.example/cn=x",
            "file:///etc/passwd",
            "ftp://crl.example/x",
            "http://user@crl.example/",
            "http://",
            "http:///x",
            "/etc/passwd",
            "crl.example/x",
            "http://crl.example:0/",
            "http://crl.example:99999/",
            "http://crl.example/a b",
            "http://crl.example/\r\nX: y",
            "",
        ] {
            let refused = Place::parse(wrong);
            assert!(
                matches!(refused, Err(ContactError::Address(_))),
                "{wrong}: {refused:?}"
            );
        }
    }

    #[test]
    fn addresses_of_nobody_are_not_asked() {
        for forbidden in [
            "0.0.0.0",
            "169.254.169.254",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "fe80::1",
            "ff02::1",
            "::ffff:169.254.169.254",
        ] {
            assert!(is_forbidden(forbidden.parse().unwrap()), "{forbidden}");
        }
        for allowed in [
            "10.1.2.3",
            "127.0.0.1",
            "192.0.2.1",
            "2001:db8::1",
            "fd00::1",
        ] {
            assert!(!is_forbidden(allowed.parse().unwrap()), "{allowed}");
        }
    }
}
