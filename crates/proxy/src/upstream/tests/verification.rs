//! Chains, names, modes and the proof of the key.

use std::time::Duration;

use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::ssl::SslVersion;
use openssl::x509::{X509Builder, X509Name};
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tollgate_lab::{Key, KeyUsage, Purpose, Version};
use tollgate_pki::{NamePolicy, SecurityLevel};

use super::node::{Manner, Node, Seen, Tls};
use super::*;

pub(super) const VERSIONS: [SslVersion; 2] = [SslVersion::TLS1_2, SslVersion::TLS1_3];

#[tokio::test]
async fn trusted_node_answers_and_sees_the_targets_name() {
    for version in VERSIONS {
        let mut node = Node::start(Tls::with(&issued("cucm.steven.lab")).only(version)).await;
        let upstream = upstream(settings());
        let outcome = get(&upstream, &endpoint("cucm.steven.lab", node.address)).await;
        assert_eq!(outcome.told, [Told::Sending]);
        let reply = outcome.reply();
        assert_eq!((reply.status, reply.body.as_str()), (200, "hello"));
        assert_eq!(reply.tls().engine, Engine::Rustls);
        assert_eq!(reply.judged().action, Action::Admit);
        assert_eq!(
            node.next().await,
            Seen::Secured {
                sni: Some("cucm.steven.lab".to_owned()),
                client_certificate: false
            }
        );
        assert_eq!(
            node.next().await,
            Seen::Request("GET /cucm-uds/version HTTP/1.1".to_owned())
        );
    }
}

#[tokio::test]
async fn self_signed_certificate_is_tried_twice_and_refused_with_unknown_ca() {
    for version in VERSIONS {
        let identity = self_signed("cucm.steven.lab", KeyKind::P384);
        let mut node = Node::start(Tls::with(&identity).only(version)).await;
        let upstream = upstream(settings());
        let outcome = get(&upstream, &endpoint("cucm.steven.lab", node.address)).await;
        assert_eq!(outcome.told, [Told::Sending; 2]);
        let failure = outcome.failure();
        let FailureKind::Refused(judged) = &failure.kind else {
            panic!("{:?}", failure.kind);
        };
        let first = judged.verdict.first().unwrap();
        assert_eq!((first.openssl, first.depth), (18, 0));
        assert_eq!(failure.attempts.len(), 2);
        assert!(!failure.remembered);
        for _ in 0..2 {
            assert_eq!(node.next().await, Seen::Unsecured { alert: Some(48) });
        }
        assert_eq!(census(&upstream).open, 0);
    }
}

#[tokio::test]
async fn alert_fits_the_reason_with_both_engines() {
    let day = tollgate_lab::DAY;
    let base = || CertificateSpec {
        key: KeySource::Generate(KeyKind::P256),
        ..CertificateSpec::server("cucm.steven.lab")
    };
    let expired = CertificateSpec {
        valid_from: -9 * day,
        valid_until: -day,
        ..base()
    };
    let other_purpose = CertificateSpec {
        purposes: vec![Purpose::ClientAuth],
        ..base()
    };
    let damaged = CertificateSpec {
        signature: tollgate_lab::Signature::Damaged,
        ..base()
    };
    let authority_for =
        |spec: &CertificateSpec| Authority::new(NOW).issue(authority(), spec).unwrap();
    for (identity, alert, number) in [
        (self_signed("cucm.steven.lab", KeyKind::P256), 48, 18),
        (authority_for(&expired), 45, 10),
        (authority_for(&other_purpose), 43, 26),
        (authority_for(&damaged), 51, 7),
        (issued("other.steven.lab"), 42, 62),
    ] {
        for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
            for version in VERSIONS {
                let mut node = Node::start(Tls::with(&identity).only(version)).await;
                let upstream = upstream(settings());
                let endpoint = Endpoint {
                    engine,
                    ..endpoint("cucm.steven.lab", node.address)
                };
                let failure = get(&upstream, &endpoint).await.failure();
                let FailureKind::Refused(judged) = &failure.kind else {
                    panic!("{:?}", failure.kind);
                };
                assert_eq!(judged.verdict.first().unwrap().openssl, number);
                assert_eq!(
                    node.next().await,
                    Seen::Unsecured { alert: Some(alert) },
                    "{number} {engine:?} {version:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn address_of_the_target_is_checked_and_not_the_one_that_is_dialled() {
    let mut node = Node::start(Tls::with(&issued("127.0.0.1"))).await;
    let upstream = upstream(settings());
    // The certificate holds the dialled address, as a name; the target is another name.
    let failure = get(&upstream, &endpoint("cucm.steven.lab", node.address))
        .await
        .failure();
    assert!(matches!(&failure.kind, FailureKind::Refused(judged)
        if judged.verdict.first().is_some_and(tollgate_pki::Reason::is_name)));
    assert_eq!(node.next().await, Seen::Unsecured { alert: Some(42) });
}

#[tokio::test]
async fn target_given_as_address_sends_no_sni() {
    for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
        let spec = CertificateSpec {
            alternative_names: vec![tollgate_lab::AlternativeName::Ip(
                "10.48.36.215".parse().unwrap(),
            )],
            key: KeySource::Generate(KeyKind::P256),
            ..CertificateSpec::server("cucm.steven.lab")
        };
        let identity = Authority::new(NOW).issue(authority(), &spec).unwrap();
        let mut node = Node::start(Tls::with(&identity)).await;
        let upstream = upstream(settings());
        let endpoint = Endpoint {
            engine,
            ..endpoint("10.48.36.215", node.address)
        };
        assert_eq!(get(&upstream, &endpoint).await.reply().status, 200);
        assert_eq!(
            node.next().await,
            Seen::Secured {
                sni: None,
                client_certificate: false
            }
        );
    }
}

#[tokio::test]
async fn report_tells_and_goes_on() {
    let identity = self_signed("cucm.steven.lab", KeyKind::P256);
    let mut node = Node::start(Tls::with(&identity)).await;
    let upstream = upstream(Settings {
        mode: VerifyOrigin::Report,
        ..settings()
    });
    let endpoint = endpoint("cucm.steven.lab", node.address);
    let first = get(&upstream, &endpoint).await;
    assert_eq!(first.told, [Told::Sending, Told::Continuing(18)]);
    assert_eq!(first.reply().judged().action, Action::Continue);
    // One line a connection: the second request over it is not told of again.
    let second = get(&upstream, &endpoint).await;
    assert_eq!(second.told, [Told::Sending]);
    assert_eq!(second.reply().status, 200);
    assert!(matches!(node.next().await, Seen::Secured { .. }));
}

#[tokio::test]
async fn off_goes_on_in_silence_and_keeps_the_verdict() {
    for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
        let identity = self_signed("other.steven.lab", KeyKind::P256);
        let node = Node::start(Tls::with(&identity)).await;
        let upstream = upstream(Settings {
            mode: VerifyOrigin::Off,
            ..settings()
        });
        let endpoint = Endpoint {
            engine,
            ..endpoint("cucm.steven.lab", node.address)
        };
        let outcome = get(&upstream, &endpoint).await;
        assert_eq!(outcome.told, [Told::Sending]);
        let reply = outcome.reply();
        assert_eq!(reply.status, 200);
        assert_eq!(reply.judged().verdict.first().unwrap().openssl, 18);
    }
}

/// Presents one certificate and signs with the key of another.
#[derive(Debug)]
struct Impostor(Arc<CertifiedKey>);

impl ResolvesServerCert for Impostor {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

pub(super) async fn impostor(certificate: &Identity, key: &Key, version: SslVersion) -> Node {
    let der = PrivateKeyDer::from_pem_slice(key.to_pem().as_bytes()).unwrap();
    let certified = CertifiedKey::new(
        vec![CertificateDer::from(certificate.der())],
        ring::sign::any_supported_type(&der).unwrap(),
    );
    let version = if version == SslVersion::TLS1_2 {
        &rustls::version::TLS12
    } else {
        &rustls::version::TLS13
    };
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Impostor(Arc::new(certified))));
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    Node::serve(move |stream, events| {
        let acceptor = acceptor.clone();
        async move {
            let alert = match acceptor.accept(stream).await {
                Ok(_) => None,
                Err(error) => stream::received_alert(&error).map(|alert| alert.0),
            };
            events.send(Seen::Unsecured { alert }).unwrap();
        }
    })
    .await
}

#[tokio::test]
async fn node_without_the_key_of_its_certificate_is_refused_in_every_mode() {
    for kind in [KeyKind::P256, KeyKind::Rsa(2048)] {
        let certificate = issued_with("cucm.steven.lab", kind);
        let key = Key::generate(kind).unwrap();
        for version in VERSIONS {
            for mode in [VerifyOrigin::On, VerifyOrigin::Report, VerifyOrigin::Off] {
                for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
                    let mut node = impostor(&certificate, &key, version).await;
                    let upstream = upstream(Settings { mode, ..settings() });
                    let endpoint = Endpoint {
                        engine,
                        ..endpoint("cucm.steven.lab", node.address)
                    };
                    let failure = get(&upstream, &endpoint).await.failure();
                    let FailureKind::Handshake(failed) = &failure.kind else {
                        panic!("{mode:?} {engine:?} {:?}", failure.kind);
                    };
                    assert!(failed.error.ends_with(":bad signature"), "{}", failed.error);
                    assert_eq!(node.next().await, Seen::Unsecured { alert: Some(51) });
                    assert_eq!(
                        failure.attempts.len(),
                        1,
                        "only a refused certificate is retried"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn unusual_keys_and_versions_of_certificates_are_served() {
    let v1 = CertificateSpec {
        version: Version::V1,
        key: KeySource::Generate(KeyKind::Rsa(2048)),
        ..CertificateSpec::server("cucm.steven.lab")
    };
    let of_kind = |kind| pem_of(&self_signed("cucm.steven.lab", kind));
    let rsa_8192 = PKey::private_key_from_pem(include_bytes!("rsa_8192.key.pem")).unwrap();
    for (what, pem) in [
        ("v1", pem_of(&Authority::new(NOW).self_signed(&v1).unwrap())),
        ("P-521", of_kind(KeyKind::P521)),
        ("Ed25519", of_kind(KeyKind::Ed25519)),
        ("RSA-1024", of_kind(KeyKind::Rsa(1024))),
        (
            "RSA-8192",
            self_signed_by(&rsa_8192, MessageDigest::sha256()),
        ),
    ] {
        for version in VERSIONS {
            assert_eq!(
                served_by(&pem, version).await,
                Engine::Rustls,
                "{what} {version:?}"
            );
        }
    }
}

#[tokio::test]
async fn keys_that_only_tls_1_3_can_use_with_rustls_are_served_there() {
    let ed448 = PKey::generate_ed448().unwrap();
    let ed448 = self_signed_by(&ed448, MessageDigest::null());
    let pss = pem_of(&self_signed("cucm.steven.lab", KeyKind::RsaPss(2048)));
    for (what, pem) in [("Ed448", ed448), ("RSASSA-PSS", pss)] {
        assert_eq!(
            served_by(&pem, SslVersion::TLS1_3).await,
            Engine::Rustls,
            "{what}"
        );
    }
}

/// A certificate and its key as PEM.
struct Pem {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

fn pem_of(identity: &Identity) -> Pem {
    Pem {
        certificate: identity.pem(Presented::LeafOnly).into_bytes(),
        key: identity.key().to_pem().into_bytes(),
    }
}

/// For keys that the lab does not make.
fn self_signed_by(key: &PKey<Private>, digest: MessageDigest) -> Pem {
    let mut name = X509Name::builder().unwrap();
    name.append_entry_by_text("CN", "cucm.steven.lab").unwrap();
    let name = name.build();
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    builder
        .set_not_before(&Asn1Time::from_unix(NOW - 1).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(NOW + 86_400).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    builder.sign(key, digest).unwrap();
    Pem {
        certificate: builder.build().to_pem().unwrap(),
        key: key.private_key_to_pem_pkcs8().unwrap(),
    }
}

/// The engine by which a node with this certificate, which is in the trust store, answers.
async fn served_by(pem: &Pem, version: SslVersion) -> Engine {
    let node = Node::start(Tls::from_pem(&pem.certificate, &pem.key).only(version)).await;
    let trust = TrustStore::builder()
        .file("node.pem", &pem.certificate, NOW)
        .build();
    let upstream = upstream(Settings {
        trust,
        ..settings()
    });
    let outcome = get(&upstream, &endpoint("cucm.steven.lab", node.address)).await;
    outcome.reply().tls().engine
}

#[tokio::test]
async fn security_level_2_refuses_what_compat_lets_pass() {
    let identity = self_signed("cucm.steven.lab", KeyKind::Rsa(1024));
    let mut node = Node::start(Tls::with(&identity)).await;
    let policy = Policy {
        level: SecurityLevel::Level2,
        name: NamePolicy::Document,
    };
    let upstream = upstream(Settings {
        trust: store(&[&identity]),
        policy,
        ..settings()
    });
    let failure = get(&upstream, &endpoint("cucm.steven.lab", node.address))
        .await
        .failure();
    assert!(matches!(&failure.kind, FailureKind::Refused(judged)
        if judged.verdict.first().is_some_and(|reason| reason.openssl == 66)));
    assert_eq!(node.next().await, Seen::Unsecured { alert: Some(42) });
}

#[tokio::test]
async fn intermediate_that_is_not_sent_is_told_from_one_that_is() {
    let chain = Authority::new(NOW).intermediates(authority(), 1).unwrap();
    let spec = CertificateSpec {
        key_usage: vec![KeyUsage::DigitalSignature],
        key: KeySource::Generate(KeyKind::P256),
        ..CertificateSpec::server("cucm.steven.lab")
    };
    let identity = Authority::new(NOW)
        .issue(chain.last().unwrap(), &spec)
        .unwrap();
    let upstream = upstream(settings());

    let whole = Node::start(Tls::showing(&identity, Presented::WithoutRoot)).await;
    let reply = get(&upstream, &endpoint("cucm.steven.lab", whole.address))
        .await
        .reply();
    assert_eq!(reply.judged().presented.certificates.len(), 2);

    let bare = Node::start(Tls::showing(&identity, Presented::LeafOnly)).await;
    let failure = get(&upstream, &endpoint("cucm.steven.lab", bare.address))
        .await
        .failure();
    assert!(matches!(&failure.kind, FailureKind::Refused(judged)
        if judged.verdict.first().is_some_and(|reason| reason.openssl == 20)));
}

#[tokio::test]
async fn refusal_is_remembered_for_two_seconds_under_its_full_key() {
    let mut node = Node::start(Tls::with(&issued("other.steven.lab"))).await;
    let upstream = upstream(settings());
    let cucm = endpoint("cucm.steven.lab", node.address);
    let first = get(&upstream, &cucm).await;
    let first_told = first.told.clone();
    let first = first.failure();
    assert!(!first.remembered);
    for _ in 0..2 {
        assert!(matches!(node.next().await, Seen::Unsecured { .. }));
    }

    let second = get(&upstream, &cucm).await;
    assert_eq!(second.told, first_told, "the caller writes the same lines");
    let second = second.failure();
    assert!(second.remembered);
    assert_eq!(second.attempts.len(), 2);
    assert_eq!(node.so_far(), []);

    // Another name at the same address is another key.
    let other = get(&upstream, &endpoint("other.steven.lab", node.address)).await;
    assert_eq!(other.reply().status, 200);
    assert!(matches!(node.next().await, Seen::Secured { .. }));
    assert!(matches!(node.next().await, Seen::Request(_)));

    // Another generation has a memory of its own.
    let reloaded = super::upstream(settings());
    assert!(!get(&reloaded, &cucm).await.failure().remembered);
    for _ in 0..2 {
        assert!(matches!(node.next().await, Seen::Unsecured { .. }));
    }

    tokio::time::pause();
    tokio::time::advance(Duration::from_millis(2001)).await;
    tokio::time::resume();
    assert!(!get(&upstream, &cucm).await.failure().remembered);
}

#[tokio::test]
async fn http_target_is_unverified() {
    let node = Node::plain(Manner::Answers).await;
    let upstream = upstream(settings());
    let endpoint = Endpoint {
        protocol: Protocol::Http,
        ..endpoint("cucm.steven.lab", node.address)
    };
    let reply = get(&upstream, &endpoint).await.reply();
    assert_eq!(reply.status, 200);
    assert!(matches!(reply.connection.passage, Passage::Unverified(_)));
    assert_eq!(reply.connection.tls, None);
}
