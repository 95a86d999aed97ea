//! A TLS connection to a publisher, whose certificate is judged before anything passes.
//!
//! OpenSSL speaks, because publishers that are due for an upgrade may know nothing newer than TLS 1.0
//! with static RSA; `pki` alone judges. The handshake is completed, which proves that the other side
//! has the key of the certificate it shows.

use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use openssl::error::ErrorStack;
use openssl::ssl::{
    Ssl, SslContext, SslMethod, SslOptions, SslRef, SslSessionCacheMode, SslVerifyMode, SslVersion,
};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_openssl::SslStream;
use tollgate_analyze::case::GivenStore;
use tollgate_pki::{Address, Policy, PresentedChain, TrustStore, verify};

use super::Publisher;
use super::error::PublisherError;

/// Addresses of a name that are tried.
const MAX_ADDRESSES: usize = 16;
/// Certificates that are read; no policy accepts more than seven intermediates.
const MAX_CERTIFICATES: usize = 32;
/// Everything with a certificate that OpenSSL has. Strength of certificates is judged by `pki`.
const CIPHERS: &str = "HIGH:MEDIUM:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0";
/// `SSL_OP_LEGACY_SERVER_CONNECT`: nodes without RFC 5746.
const LEGACY_SERVER_CONNECT: u64 = 1 << 2;

/// What a publisher's certificate has to satisfy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demands<'a> {
    /// One of them has to trust it, unless there is a pin.
    pub(super) stores: &'a [GivenStore],
    /// The SHA-256 that it has to have.
    pub(super) pin: Option<[u8; 32]>,
    /// Unix seconds.
    pub(super) now: i64,
    /// For the connection and its handshake, with each address.
    pub(super) timeout: Duration,
}

/// A connection whose other side is admitted; there is no other way to make one.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) stream: Pin<Box<SslStream<TcpStream>>>,
    pub(super) admitted: Admitted,
}

/// Why a publisher was admitted.
#[derive(Clone, Debug)]
pub(super) struct Admitted {
    /// The store that trusts its certificate; `None` if that was pinned.
    pub(super) store: Option<String>,
    /// SHA-256 of the certificate in lower-case hex.
    pub(super) sha256: String,
    /// Where it answered.
    pub(super) server: SocketAddr,
}

/// Connects, trying every address of the name in turn, and judges the certificate. A certificate
/// that is refused ends it: another address of the same name is no reason to look away.
pub(super) async fn open(
    publisher: &Publisher,
    demands: &Demands<'_>,
) -> Result<Connection, PublisherError> {
    let context = context()?;
    let mut failure = None;
    for server in addresses(publisher, demands.timeout).await? {
        let attempt = timeout(demands.timeout, secure(publisher, server, &context)).await;
        let stream = match attempt {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                failure = Some(error);
                continue;
            }
            Err(_) => {
                failure = Some(slow(publisher, demands.timeout));
                continue;
            }
        };
        let presented = presented(stream.ssl(), server)?;
        let admitted = admit(publisher, server, &presented, demands)?;
        return Ok(Connection { stream, admitted });
    }
    Err(failure.unwrap_or_else(|| PublisherError::Resolve {
        publisher: publisher.host.to_string(),
        source: std::io::ErrorKind::NotFound.into(),
    }))
}

pub(super) fn slow(publisher: &Publisher, time: Duration) -> PublisherError {
    PublisherError::Slow {
        publisher: publisher.place(),
        seconds: time.as_secs_f64(),
    }
}

async fn addresses(
    publisher: &Publisher,
    time: Duration,
) -> Result<Vec<SocketAddr>, PublisherError> {
    let port = publisher.port.get();
    if let Some(ip) = publisher.resolve.or_else(|| publisher.host.as_ip()) {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let name = publisher.host.to_string();
    let resolved = timeout(time, lookup_host((name.as_str(), port)))
        .await
        .unwrap_or_else(|_| Err(std::io::ErrorKind::TimedOut.into()));
    let resolved = resolved.map_err(|source| PublisherError::Resolve {
        publisher: name.clone(),
        source,
    })?;
    Ok(resolved.take(MAX_ADDRESSES).collect())
}

fn context() -> Result<SslContext, ErrorStack> {
    let mut builder = SslContext::builder(SslMethod::tls_client())?;
    // `pki` judges what is shown, before the first octet of a request.
    builder.set_verify(SslVerifyMode::NONE);
    builder.set_security_level(0);
    builder.set_min_proto_version(Some(SslVersion::TLS1))?;
    builder.set_cipher_list(CIPHERS)?;
    builder.set_session_cache_mode(SslSessionCacheMode::OFF);
    builder.set_options(
        SslOptions::NO_TICKET
            | SslOptions::NO_COMPRESSION
            | SslOptions::NO_RENEGOTIATION
            | SslOptions::from_bits_retain(LEGACY_SERVER_CONNECT),
    );
    Ok(builder.build())
}

async fn secure(
    publisher: &Publisher,
    server: SocketAddr,
    context: &SslContext,
) -> Result<Pin<Box<SslStream<TcpStream>>>, PublisherError> {
    let no_connection = |source| PublisherError::Connect {
        address: server,
        source,
    };
    let stream = TcpStream::connect(server).await.map_err(no_connection)?;
    let mut ssl = Ssl::new(context)?;
    if let Some(name) = publisher.host.as_name() {
        ssl.set_hostname(name)?;
    }
    let mut stream = Box::pin(SslStream::new(ssl, stream)?);
    let shaken = stream.as_mut().connect().await;
    shaken.map_err(|error| PublisherError::Handshake {
        address: server,
        source: error.into(),
    })?;
    Ok(stream)
}

fn presented(ssl: &SslRef, server: SocketAddr) -> Result<PresentedChain, PublisherError> {
    let nothing = || PublisherError::NothingShown { address: server };
    let chain = ssl.peer_cert_chain().ok_or_else(nothing)?;
    let mut encoded = Vec::new();
    for certificate in chain.iter().take(MAX_CERTIFICATES) {
        encoded.push(certificate.to_der()?);
    }
    let presented = PresentedChain::from_der(encoded.iter().map(Vec::as_slice));
    presented.map_err(|_| nothing())
}

/// Judges by the pin alone if there is one, else by the stores: one that trusts is enough.
fn admit(
    publisher: &Publisher,
    server: SocketAddr,
    presented: &PresentedChain,
    demands: &Demands<'_>,
) -> Result<Admitted, PublisherError> {
    let leaf = presented.certificates.first();
    let fingerprint = leaf
        .ok_or(PublisherError::NothingShown { address: server })?
        .fingerprint();
    let sha256 = fingerprint.to_string();
    let admitted = |store: Option<String>| Admitted {
        store,
        sha256: sha256.clone(),
        server,
    };
    if let Some(pin) = demands.pin {
        if fingerprint.0 == pin {
            return Ok(admitted(None));
        }
        return Err(PublisherError::Pin {
            publisher: publisher.place(),
            sha256,
            pin: tollgate_pki::Fingerprint(pin).to_string(),
        });
    }
    let host = &publisher.host;
    let address = host
        .as_ip()
        .map_or_else(|| Address::Name(host.to_string()), Address::Ip);
    let mut refusals = Vec::new();
    for given in demands.stores {
        let store = TrustStore::builder()
            .file(&given.name, &given.octets, demands.now)
            .build();
        // What was asked about the policy of the preflight is a question; this is an answer.
        let policy = Policy::default();
        let verdict = verify(presented, Some(&address), &store, demands.now, policy);
        if verdict.is_trusted() {
            return Ok(admitted(Some(given.name.clone())));
        }
        let first = verdict.first().map(|reason| {
            let (text, number, depth) = (reason.text(), reason.openssl, reason.depth);
            format!("{} {text} ({number}), depth {depth}", reason.code)
        });
        refusals.push(format!("{}: {}", given.name, first.unwrap_or_default()));
    }
    Err(PublisherError::Untrusted {
        publisher: publisher.place(),
        verdict: refusals.join("; "),
        sha256,
    })
}
