//! Versions, suites, and which of two certificates is asked for.

use openssl::ssl::{SslVerifyMode, SslVersion};
use tollgate_pki::{KeyFamily, SecurityLevel};

use super::node::{Node, Seen, Tls};
use crate::upstream::alert::AlertCode;
use crate::upstream::progress::{ClientCertificateRequest, TlsVersion};

use super::*;

/// The node of the document: RSA from the CA, ECDSA self-signed.
fn dual() -> (Identity, Identity) {
    (
        issued_with("cucm.steven.lab", KeyKind::Rsa(2048)),
        self_signed("cucm.steven.lab", KeyKind::P384),
    )
}

async fn presented_key(ciphers: &str, version: SslVersion, engine: EngineChoice) -> KeyFamily {
    let (rsa, ecdsa) = dual();
    let node = Node::start(Tls::with(&rsa).and(&ecdsa).only(version)).await;
    // The verdict is beside the point here.
    let mode = VerifyOrigin::Off;
    let upstream = upstream(Settings {
        ciphers: ciphers.to_owned(),
        mode,
        ..settings()
    });
    let endpoint = Endpoint {
        engine,
        ..endpoint("cucm.steven.lab", node.address)
    };
    let reply = get(&upstream, &endpoint).await.reply();
    reply.judged().presented.leaf().unwrap().facts().key.family
}

#[tokio::test]
async fn cipher_string_chooses_the_certificate_in_both_versions_and_engines() {
    let prefixed = format!("ECDHE-RSA-AES256-GCM-SHA384:{DEFAULT_CIPHERS}");
    for version in [SslVersion::TLS1_2, SslVersion::TLS1_3] {
        for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
            assert_eq!(
                presented_key(DEFAULT_CIPHERS, version, engine).await,
                KeyFamily::Ecdsa,
                "{version:?} {engine:?}"
            );
            assert_eq!(
                presented_key(&prefixed, version, engine).await,
                KeyFamily::Rsa,
                "{version:?} {engine:?}"
            );
        }
    }
}

#[tokio::test]
async fn node_with_tls_1_0_only_needs_the_other_engine_and_the_failure_says_so() {
    let identity = issued_with("cucm.steven.lab", KeyKind::Rsa(2048));
    let node = Node::start(Tls::with(&identity).only(SslVersion::TLS1)).await;
    let upstream = upstream(Settings {
        minimum: TlsMinimum::V1_0,
        ..settings()
    });
    let endpoint = endpoint("cucm.steven.lab", node.address);

    let failure = get(&upstream, &endpoint).await.failure();
    let FailureKind::Handshake(failed) = &failure.kind else {
        panic!("{:?}", failure.kind);
    };
    assert_eq!(failed.engine, Engine::Rustls);
    assert!(
        failed
            .remedy
            .as_deref()
            .is_some_and(|remedy| remedy.contains("tls_engine = \"openssl\""))
    );

    let old = Endpoint {
        engine: EngineChoice::OpenSsl,
        ..endpoint
    };
    let reply = get(&upstream, &old).await.reply();
    assert_eq!(reply.status, 200);
    assert_eq!(
        (reply.tls().engine, reply.tls().version),
        (Engine::OpenSsl, TlsVersion::V1_0)
    );
    assert_eq!(reply.judged().action, Action::Admit);
}

#[tokio::test]
async fn minimum_holds_for_the_openssl_engine_too() {
    let identity = issued_with("cucm.steven.lab", KeyKind::Rsa(2048));
    let mut node = Node::start(Tls::with(&identity).only(SslVersion::TLS1_1)).await;
    let upstream = upstream(settings());
    let endpoint = Endpoint {
        engine: EngineChoice::OpenSsl,
        ..endpoint("cucm.steven.lab", node.address)
    };
    let failure = get(&upstream, &endpoint).await.failure();
    assert!(matches!(&failure.kind, FailureKind::Handshake(failed) if failed.remedy.is_some()));
    assert!(matches!(node.next().await, Seen::Unsecured { .. }));
}

#[tokio::test]
async fn string_without_suites_of_rustls_is_served_by_openssl() {
    let identity = issued_with("cucm.steven.lab", KeyKind::Rsa(2048));
    let tls = Tls::with(&identity)
        .only(SslVersion::TLS1_2)
        .ciphers("AES128-SHA256");
    let node = Node::start(tls).await;
    let upstream = upstream(Settings {
        ciphers: "AES128-SHA256".to_owned(),
        ..settings()
    });
    let endpoint = endpoint("cucm.steven.lab", node.address);
    assert_eq!(upstream.engine_for(&endpoint), Engine::OpenSsl);
    let reply = get(&upstream, &endpoint).await.reply();
    assert_eq!(&*reply.tls().suite, "AES128-SHA256");
    assert_eq!(upstream.status().dropped, ["AES128-SHA256".into()]);
}

#[tokio::test]
async fn facts_name_version_and_suite_alike_for_both_engines() {
    for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
        for (version, named, suite) in [
            (
                SslVersion::TLS1_2,
                TlsVersion::V1_2,
                "ECDHE-ECDSA-AES256-GCM-SHA384",
            ),
            (
                SslVersion::TLS1_3,
                TlsVersion::V1_3,
                "TLS_AES_256_GCM_SHA384",
            ),
        ] {
            let node = Node::start(Tls::with(&issued("cucm.steven.lab")).only(version)).await;
            let upstream = upstream(settings());
            let endpoint = Endpoint {
                engine,
                ..endpoint("cucm.steven.lab", node.address)
            };
            let reply = get(&upstream, &endpoint).await.reply();
            assert_eq!((reply.tls().version, &*reply.tls().suite), (named, suite));
        }
    }
}

#[tokio::test]
async fn request_for_a_client_certificate_is_noted_by_both_engines() {
    for (engine, version) in [
        (EngineChoice::Automatic, SslVersion::TLS1_2),
        (EngineChoice::Automatic, SslVersion::TLS1_3),
        (EngineChoice::OpenSsl, SslVersion::TLS1_2),
    ] {
        let tls = Tls::with(&issued("cucm.steven.lab")).only(version);
        let node = Node::start(tls.asking(authority(), SslVerifyMode::PEER)).await;
        let upstream = upstream(settings());
        let endpoint = Endpoint {
            engine,
            ..endpoint("cucm.steven.lab", node.address)
        };
        let reply = get(&upstream, &endpoint).await.reply();
        let ClientCertificateRequest::Made { authorities } = &reply.tls().client_certificate else {
            panic!("{:?}", reply.tls());
        };
        assert_eq!(authorities.len(), 1);
    }
}

#[tokio::test]
async fn node_that_signs_with_sha_1_is_served_at_compat_only() {
    let identity = issued_with("cucm.steven.lab", KeyKind::Rsa(2048));
    for (level, is_served) in [
        (SecurityLevel::Compat, true),
        (SecurityLevel::Level1, false),
    ] {
        let tls = Tls::with(&identity)
            .only(SslVersion::TLS1_2)
            .sigalgs("RSA+SHA1");
        let node = Node::start(tls).await;
        let policy = Policy {
            level,
            ..Policy::default()
        };
        let upstream = upstream(Settings {
            policy,
            ..settings()
        });
        let outcome = get(&upstream, &endpoint("cucm.steven.lab", node.address)).await;
        assert_eq!(
            outcome.result.is_ok(),
            is_served,
            "{level}: {:?}",
            outcome.result
        );
    }
}

#[tokio::test]
async fn node_that_insists_on_p_521_is_served() {
    for version in [SslVersion::TLS1_2, SslVersion::TLS1_3] {
        let identity = issued_with("cucm.steven.lab", KeyKind::Rsa(2048));
        let node = Node::start(Tls::with(&identity).only(version).groups("P-521")).await;
        let upstream = upstream(settings());
        let reply = get(&upstream, &endpoint("cucm.steven.lab", node.address))
            .await
            .reply();
        assert_eq!((reply.status, reply.tls().engine), (200, Engine::Rustls));
    }
}

#[tokio::test]
async fn node_without_a_suite_of_rustls_is_a_finding_with_the_remedy() {
    let identity = issued_with("cucm.steven.lab", KeyKind::Rsa(2048));
    let tls = Tls::with(&identity)
        .only(SslVersion::TLS1_2)
        .ciphers("DHE-RSA-AES128-SHA256");
    let node = Node::start(tls).await;
    let upstream = upstream(settings());
    let failure = get(&upstream, &endpoint("cucm.steven.lab", node.address))
        .await
        .failure();
    let FailureKind::Handshake(failed) = &failure.kind else {
        panic!("{:?}", failure.kind);
    };
    assert_eq!(
        (failed.code, failed.alert),
        (Some("TG3002"), Some(AlertCode(40)))
    );
    assert!(
        failed
            .remedy
            .as_deref()
            .is_some_and(|remedy| remedy.contains("tls_engine"))
    );
}
