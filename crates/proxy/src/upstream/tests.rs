//! The way to the nodes, against real TLS servers on loopback.

mod client_certificate;
mod negotiation;
mod node;
mod pooling;
mod remembering;
mod verification;

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::sync::OnceLock;
use std::time::Duration;

use http::Method;
use http_body::Body as _;
use jiff::Timestamp;
use tollgate_lab::{Authority, CertificateSpec, Identity, KeyKind, KeySource, Presented};
use tollgate_pki::{Policy, TrustStore};
use tollgate_uc::{Host, Protocol};

use super::admission::Passage;
use super::pool::Census;
use super::progress::TlsFacts;
use super::*;

/// 2022-07-11 17:00:00 UTC: the day of the document's log.
pub(super) const NOW: i64 = 1_657_558_800;

fn clock() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

/// The CA of most tests.
pub(super) fn authority() -> &'static Identity {
    static AUTHORITY: OnceLock<Identity> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let spec = CertificateSpec {
            key: KeySource::Generate(KeyKind::P256),
            ..CertificateSpec::authority("steven-CA")
        };
        Authority::new(NOW).self_signed(&spec).unwrap()
    })
}

/// A certificate of that CA with a P-256 key.
pub(super) fn issued(name: &str) -> Identity {
    issued_with(name, KeyKind::P256)
}

pub(super) fn issued_with(name: &str, kind: KeyKind) -> Identity {
    let spec = CertificateSpec {
        key: KeySource::Generate(kind),
        ..CertificateSpec::server(name)
    };
    Authority::new(NOW).issue(authority(), &spec).unwrap()
}

pub(super) fn self_signed(name: &str, kind: KeyKind) -> Identity {
    let spec = CertificateSpec {
        key: KeySource::Generate(kind),
        ..CertificateSpec::server(name)
    };
    Authority::new(NOW).self_signed(&spec).unwrap()
}

pub(super) fn store(identities: &[&Identity]) -> TrustStore {
    identities
        .iter()
        .fold(TrustStore::builder(), |builder, identity| {
            builder.file("ca.pem", identity.pem(Presented::LeafOnly).as_bytes(), NOW)
        })
        .build()
}

pub(super) fn settings() -> Settings {
    Settings {
        trust: store(&[authority()]),
        policy: Policy::default(),
        mode: VerifyOrigin::On,
        remember: Duration::from_mins(1),
        minimum: TlsMinimum::V1_2,
        ciphers: DEFAULT_CIPHERS.to_owned(),
        client: None,
        limits: Limits::default(),
        clock,
        own_listeners: Vec::new(),
        counters: Counters::default(),
    }
}

pub(super) fn upstream(settings: Settings) -> Upstream {
    Upstream::new(settings).unwrap()
}

/// `host` as the target, found at `server`.
pub(super) fn endpoint(host: &str, server: SocketAddr) -> Endpoint {
    Endpoint {
        protocol: Protocol::Https,
        host: Host::parse(host).unwrap(),
        port: NonZeroU16::new(server.port()).unwrap(),
        resolve: Some(server.ip()),
        engine: EngineChoice::Automatic,
    }
}

pub(super) fn request(method: Method, path: &str) -> NodeRequest {
    request_with(method, path, RequestBody::empty())
}

pub(super) fn request_with(method: Method, path: &str, body: RequestBody) -> NodeRequest {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: node\r\n");
    let mut framing = BodyFraming::Plain;
    if !body.is_empty() {
        if let Some(length) = body.size_hint().exact() {
            head.push_str("Content-Length: ");
            head.push_str(&length.to_string());
        } else {
            head.push_str("Transfer-Encoding: chunked");
            framing = BodyFraming::Chunked;
        }
        head.push_str("\r\n");
    }
    NodeRequest {
        method,
        head: (head + "\r\n").into_bytes(),
        framing,
        body,
    }
}

/// What a caller was told, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Sending,
    Continuing(i32),
}

/// The end of a request.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) result: Result<Reply, Box<Failure>>,
    pub(super) told: Vec<Told>,
}

#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) connection: Arc<ConnectionFacts>,
}

impl Outcome {
    pub(super) fn reply(self) -> Reply {
        self.result.unwrap()
    }

    pub(super) fn failure(self) -> Failure {
        *self.result.unwrap_err()
    }
}

impl Reply {
    pub(super) fn tls(&self) -> &TlsFacts {
        self.connection.tls.as_ref().unwrap()
    }

    pub(super) fn judged(&self) -> &Judged {
        self.connection.passage.judged().unwrap()
    }
}

pub(super) fn census(upstream: &Upstream) -> Census {
    upstream.0.shared.ledger.census()
}

pub(super) async fn get(upstream: &Upstream, endpoint: &Endpoint) -> Outcome {
    send(
        upstream,
        endpoint,
        request(Method::GET, "/cucm-uds/version"),
    )
    .await
}

/// Sends, and reads the answer to its end.
pub(super) async fn send(
    upstream: &Upstream,
    endpoint: &Endpoint,
    request: NodeRequest,
) -> Outcome {
    let mut told = Vec::new();
    let mut watch = |progress: Progress<'_>| {
        told.push(match progress {
            Progress::Sending { .. } => Told::Sending,
            Progress::Continuing { judged } => {
                Told::Continuing(judged.verdict.first().map_or(0, |reason| reason.openssl))
            }
        });
    };
    let result = match upstream.send(endpoint, request, &mut watch).await {
        Ok(mut answer) => {
            let status = answer.head.status.as_u16();
            let mut body = Vec::new();
            while answer.body.next().await.unwrap() {
                body.extend_from_slice(answer.body.piece());
            }
            let body = String::from_utf8(body).unwrap();
            Ok(Reply {
                status,
                body,
                connection: answer.connection,
            })
        }
        Err(failure) => Err(failure),
    };
    Outcome { result, told }
}
