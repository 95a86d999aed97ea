//! Our certificate, and nodes that do not like it.

use bytes::Bytes;
use http_body_util::Full;
use openssl::ssl::{SslVerifyMode, SslVersion};
use tollgate_lab::Purpose;

use super::node::{Node, Seen, Tls};
use crate::upstream::alert::AlertCode;
use crate::upstream::failure::ClientCertificateRefusal;
use crate::upstream::handshake::Written;

use super::*;

const VERSIONS: [SslVersion; 2] = [SslVersion::TLS1_2, SslVersion::TLS1_3];

fn ours(spec: &CertificateSpec, issuer: &Identity) -> ClientIdentity {
    let identity = Authority::new(NOW).issue(issuer, spec).unwrap();
    let chain = identity.pem(Presented::WithoutRoot);
    ClientIdentity::from_pem(chain.as_bytes(), identity.key().to_pem().as_bytes()).unwrap()
}

fn client(kind: KeyKind) -> CertificateSpec {
    CertificateSpec {
        key: KeySource::Generate(kind),
        ..CertificateSpec::client("expc.steven.lab")
    }
}

fn insisting(version: SslVersion) -> Tls {
    Tls::with(&issued("cucm.steven.lab")).only(version).asking(
        authority(),
        SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT,
    )
}

#[tokio::test]
async fn client_certificate_is_presented_by_both_engines_and_signers() {
    for kind in [
        KeyKind::Rsa(2048),
        KeyKind::P256,
        KeyKind::P521,
        KeyKind::Rsa(1024),
    ] {
        let identity = ours(&client(kind), authority());
        for version in VERSIONS {
            for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
                let mut node = Node::start(insisting(version)).await;
                let upstream = upstream(Settings {
                    client: Some(identity.clone()),
                    ..settings()
                });
                let endpoint = Endpoint {
                    engine,
                    ..endpoint("cucm.steven.lab", node.address)
                };
                let outcome = get(&upstream, &endpoint).await;
                assert_eq!(
                    outcome.reply().status,
                    200,
                    "{kind:?} {version:?} {engine:?}"
                );
                assert!(matches!(
                    node.next().await,
                    Seen::Secured {
                        client_certificate: true,
                        ..
                    }
                ));
            }
        }
    }
}

/// The finding and the number of attempts; a node that saw a request makes the test fail.
async fn refusal(
    upstream: &Upstream,
    endpoint: &Endpoint,
    method: Method,
) -> (ClientCertificateRefusal, usize) {
    let request = request(method, "/CSFsteven.cnf.xml");
    let failure = send(upstream, endpoint, request).await.failure();
    let attempts = failure.attempts.len();
    match failure.kind {
        FailureKind::ClientCertificateRefused(refusal) => (refusal, attempts),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn missing_client_certificate_is_a_finding_of_its_own() {
    for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
        for (version, alert) in [(SslVersion::TLS1_2, 40), (SslVersion::TLS1_3, 116)] {
            let mut node = Node::start(insisting(version)).await;
            let upstream = upstream(settings());
            let endpoint = Endpoint {
                engine,
                ..endpoint("cucm.steven.lab", node.address)
            };
            let (refusal, attempts) = refusal(&upstream, &endpoint, Method::POST).await;
            assert_eq!(refusal.code, "TG4004");
            assert_eq!(refusal.alert, AlertCode(alert), "{engine:?} {version:?}");
            assert_eq!(attempts, 1, "a POST is not tried again");
            assert_eq!(node.next().await, Seen::Unsecured { alert: None });
            assert_eq!(node.so_far(), []);
        }
    }
}

#[tokio::test]
async fn refusal_in_the_handshake_is_tried_once_more_for_a_get() {
    let mut node = Node::start(insisting(SslVersion::TLS1_2)).await;
    let upstream = upstream(settings());
    let endpoint = endpoint("cucm.steven.lab", node.address);
    let (refusal, attempts) = refusal(&upstream, &endpoint, Method::GET).await;
    assert_eq!((refusal.written, attempts), (Written::Nothing, 2));
    for _ in 0..2 {
        assert_eq!(node.next().await, Seen::Unsecured { alert: None });
    }
}

#[tokio::test]
async fn untrusted_issuer_and_missing_purpose_have_their_codes() {
    let stranger = CertificateSpec {
        key: KeySource::Generate(KeyKind::P256),
        ..CertificateSpec::authority("other-CA")
    };
    let stranger = Authority::new(NOW).self_signed(&stranger).unwrap();
    let untrusted = ours(&client(KeyKind::P256), &stranger);
    let no_purpose = CertificateSpec {
        purposes: vec![Purpose::ServerAuth],
        ..client(KeyKind::P256)
    };
    let no_purpose = ours(&no_purpose, authority());
    for version in VERSIONS {
        for (identity, code) in [(&untrusted, "TG4002"), (&no_purpose, "TG4001")] {
            let node = Node::start(insisting(version)).await;
            let upstream = upstream(Settings {
                client: Some(identity.clone()),
                ..settings()
            });
            let endpoint = endpoint("cucm.steven.lab", node.address);
            let (refusal, _) = refusal(&upstream, &endpoint, Method::GET).await;
            assert_eq!(refusal.code, code, "{version:?} {:?}", refusal.alert);
            assert!(refusal.error.starts_with("error:1409"), "{}", refusal.error);
        }
    }
}

#[tokio::test]
async fn alert_is_found_behind_a_body_that_the_node_does_not_read() {
    for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
        let node = Node::start(insisting(SslVersion::TLS1_3)).await;
        let upstream = upstream(settings());
        let endpoint = Endpoint {
            engine,
            ..endpoint("cucm.steven.lab", node.address)
        };
        let body = RequestBody::streaming(Full::new(Bytes::from(vec![0; 8 << 20])));
        let request = request_with(Method::PUT, "/", body);
        let failure = send(&upstream, &endpoint, request).await.failure();
        assert!(
            matches!(&failure.kind, FailureKind::ClientCertificateRefused(refusal)
                if refusal.alert == AlertCode(116)),
            "{:?}",
            failure.kind
        );
        assert_eq!(failure.attempts.len(), 1);
    }
}
