//! Reads the certificates that a live server shows.
//!
//! Whatever the server presents is taken and nothing is ever sent to it: the connection is closed
//! as soon as the handshake has shown the chain. Old protocol versions and weak keys are accepted,
//! because the point is to see what is there.

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use openssl::error::ErrorStack;
use openssl::ssl::{HandshakeError, Ssl, SslContext, SslMethod, SslVerifyMode};
use tollgate_pki::{Address, PresentedChain, UnreadableCertificate};

/// Time for each address, from the first packet to the end of the handshake.
const PATIENCE: Duration = Duration::from_secs(10);
/// Addresses of a name that are tried.
pub(crate) const MAX_ADDRESSES: usize = 16;

/// A server to look at.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: Address,
    pub(crate) port: u16,
}

/// What a server showed.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) presented: PresentedChain,
    /// Every IP address of the name.
    pub(crate) resolved: Vec<IpAddr>,
    /// The one that answered.
    pub(crate) connected: IpAddr,
    pub(crate) protocol: &'static str,
    pub(crate) cipher: String,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error("{0} is not https://HOST[:PORT]")]
    Url(String),
    #[error("cannot resolve {name}; name its address with --resolve")]
    Resolve { name: String, source: io::Error },
    #[error("{0} has no address; name one with --resolve")]
    NoAddress(String),
    #[error("cannot connect to {address}")]
    Connect {
        address: SocketAddr,
        source: io::Error,
    },
    #[error("no TLS handshake with {address}")]
    Handshake {
        address: SocketAddr,
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("{address} showed no certificate")]
    NoCertificate { address: SocketAddr },
    #[error("{address} showed a certificate that cannot be read")]
    Unreadable {
        address: SocketAddr,
        source: UnreadableCertificate,
    },
    #[error("OpenSSL cannot be set up")]
    OpenSsl(#[from] ErrorStack),
}

impl Server {
    /// Reads `https://HOST[:PORT]` with nothing but `/` behind it.
    pub(crate) fn parse(url: &str) -> Result<Self, FetchError> {
        let wrong = || FetchError::Url(url.to_owned());
        let authority = url.strip_prefix("https://").ok_or_else(wrong)?;
        let authority = authority.strip_suffix('/').unwrap_or(authority);
        let (host, port) = match authority.rsplit_once(':') {
            // The last colon is inside the brackets of an IPv6 address, or there is none.
            Some((_, rest)) if rest.ends_with(']') => (authority, 443),
            Some((host, port)) => (host, port.parse().map_err(|_| wrong())?),
            None => (authority, 443),
        };
        if host.is_empty() || host.contains(['/', '?', '#', '@']) || host.contains(' ') || port == 0
        {
            return Err(wrong());
        }
        Ok(Self {
            address: Address::parse(host),
            port,
        })
    }
}

/// Connects and returns what is shown; every address of the name is tried in turn.
pub(crate) fn fetch(server: &Server, resolve: Option<IpAddr>) -> Result<Shown, FetchError> {
    let resolved = addresses(server, resolve)?;
    let mut last_error = None;
    for &ip in resolved.iter().take(MAX_ADDRESSES) {
        match shown(server, SocketAddr::new(ip, server.port)) {
            Ok((presented, protocol, cipher)) => {
                return Ok(Shown {
                    presented,
                    resolved,
                    connected: ip,
                    protocol,
                    cipher,
                });
            }
            Err(error) => last_error = Some(error),
        }
    }
    Err(last_error.unwrap_or_else(|| FetchError::NoAddress(server.address.to_string())))
}

/// Where to dial: `resolve`, or every address of the name, sorted.
pub(crate) fn addresses(
    server: &Server,
    resolve: Option<IpAddr>,
) -> Result<Vec<IpAddr>, FetchError> {
    if let Some(ip) = resolve {
        return Ok(vec![ip]);
    }
    let name = match &server.address {
        Address::Ip(ip) => return Ok(vec![*ip]),
        Address::Name(name) => name,
    };
    let resolved = (name.as_str(), server.port)
        .to_socket_addrs()
        .map_err(|source| FetchError::Resolve {
            name: name.clone(),
            source,
        })?;
    let mut ips: Vec<IpAddr> = resolved.map(|address| address.ip()).collect();
    ips.sort();
    ips.dedup();
    Ok(ips)
}

fn shown(
    server: &Server,
    address: SocketAddr,
) -> Result<(PresentedChain, &'static str, String), FetchError> {
    let mut context = SslContext::builder(SslMethod::tls_client())?;
    // Nothing is refused here: `pki` judges what was shown.
    context.set_verify(SslVerifyMode::NONE);
    context.set_security_level(0);
    context.set_min_proto_version(None)?;
    context.set_cipher_list("ALL:@SECLEVEL=0")?;
    let mut ssl = Ssl::new(&context.build())?;
    if let Address::Name(name) = &server.address {
        ssl.set_hostname(name)?;
    }
    let end = Instant::now() + PATIENCE;
    let stream = TcpStream::connect_timeout(&address, PATIENCE)
        .map_err(|source| FetchError::Connect { address, source })?;
    let stream = match ssl.connect(Impatient { stream, end }) {
        Ok(stream) => stream,
        Err(error) => return partly_shown(address, error),
    };
    let presented = presented(stream.ssl(), address)?;
    let cipher = stream
        .ssl()
        .current_cipher()
        .map_or_else(String::new, |c| c.name().to_owned());
    Ok((presented, stream.ssl().version_str(), cipher))
}

/// A handshake may fail after the server has shown its chain, for example because it demands a
/// certificate of ours.
fn partly_shown(
    address: SocketAddr,
    error: HandshakeError<Impatient>,
) -> Result<(PresentedChain, &'static str, String), FetchError> {
    match error {
        HandshakeError::SetupFailure(error) => Err(FetchError::OpenSsl(error)),
        HandshakeError::Failure(failure) | HandshakeError::WouldBlock(failure) => {
            match presented(failure.ssl(), address) {
                Ok(presented) => Ok((presented, failure.ssl().version_str(), String::new())),
                Err(FetchError::NoCertificate { .. }) => {
                    let source = failure.into_error().into();
                    Err(FetchError::Handshake { address, source })
                }
                Err(error) => Err(error),
            }
        }
    }
}

fn presented(
    ssl: &openssl::ssl::SslRef,
    address: SocketAddr,
) -> Result<PresentedChain, FetchError> {
    let certificates = ssl
        .peer_cert_chain()
        .ok_or(FetchError::NoCertificate { address })?;
    let mut encoded = Vec::new();
    for certificate in certificates {
        encoded.push(certificate.to_der()?);
    }
    PresentedChain::from_der(encoded.iter().map(Vec::as_slice))
        .map_err(|source| FetchError::Unreadable { address, source })
}

/// A stream whose every operation ends at one moment, however slowly the peer drips.
#[derive(Debug)]
struct Impatient {
    stream: TcpStream,
    end: Instant,
}

impl Impatient {
    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the server is too slow",
            ));
        }
        Ok(Some(left))
    }
}

impl Read for Impatient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(buffer)
    }
}

impl Write for Impatient {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_a_host_and_perhaps_a_port() {
        let cases = [
            ("https://www.example.com", "www.example.com", 443),
            ("https://cucm.steven.lab:6972/", "cucm.steven.lab", 6972),
            ("https://10.48.36.215:8443", "10.48.36.215", 8443),
            ("https://[::1]", "::1", 443),
            ("https://[0:0::1]:8443", "::1", 8443),
        ];
        for (url, address, port) in cases {
            let server = Server::parse(url).unwrap();
            assert_eq!(
                (server.address.to_string().as_str(), server.port),
                (address, port)
            );
        }
    }

    #[test]
    fn anything_else_is_not_looked_at() {
        let wrong = [
            "http://www.example.com",
            "https://",
            "https://host/path",
            "https://user@host",
            "https://host:0",
            "https://host:70000",
            "https://ho st",
        ];
        for url in wrong {
            match Server::parse(url) {
                Err(FetchError::Url(named)) => assert_eq!(named, url),
                other => panic!("{url}: {other:?}"),
            }
        }
    }
}
