//! Verdicts that are used again, and what must never meet an old one.

use std::cell::Cell;

use openssl::ssl::SslVersion;
use tollgate_lab::Key;
use tollgate_pki::{NamePolicy, SecurityLevel};

use super::node::{Node, Tls};
use super::verification::{VERSIONS, impostor};
use super::*;

const NAME: &str = "cucm.steven.lab";
const ENGINES: [EngineChoice; 2] = [EngineChoice::Automatic, EngineChoice::OpenSsl];

thread_local! {
    static SECONDS: Cell<i64> = const { Cell::new(NOW) };
}

fn moving_clock() -> Timestamp {
    Timestamp::from_second(SECONDS.get()).unwrap()
}

/// The usual settings, with a handshake for each request.
fn settings() -> Settings {
    Settings {
        limits: Limits {
            requests_per_connection: 1,
            ..Limits::default()
        },
        ..super::settings()
    }
}

async fn node(identity: &Identity) -> Node {
    Node::start(Tls::with(identity)).await
}

/// Where the verdict behind the next connection came from.
async fn source(upstream: &Upstream, endpoint: &Endpoint) -> Source {
    let reply = get(upstream, endpoint).await.reply();
    assert_eq!(reply.judged().action, Action::Admit);
    reply.judged().source
}

/// OpenSSL's number of the first reason why the next connection is refused.
async fn refusal(upstream: &Upstream, endpoint: &Endpoint) -> i32 {
    let failure = get(upstream, endpoint).await.failure();
    let FailureKind::Refused(judged) = &failure.kind else {
        panic!("{:?}", failure.kind);
    };
    assert_eq!(judged.source, Source::Fresh);
    judged.verdict.first().unwrap().openssl
}

#[tokio::test]
async fn verdict_is_used_again_by_either_engine_and_counted() {
    for version in VERSIONS {
        let tls = Tls::with(&issued(NAME)).only(version);
        let node = Node::start(tls).await;
        let settings = settings();
        let counters = settings.counters.clone();
        let upstream = upstream(settings);
        let mut expected = Source::Fresh;
        for engine in ENGINES {
            let endpoint = Endpoint {
                engine,
                ..endpoint(NAME, node.address)
            };
            for _ in 0..2 {
                assert_eq!(source(&upstream, &endpoint).await, expected, "{engine:?}");
                expected = Source::Remembered;
            }
        }
        // Another worker under the same settings.
        let endpoint = endpoint(NAME, node.address);
        assert_eq!(source(&upstream.for_worker(), &endpoint).await, expected);
        assert_eq!(counters.verdicts(Source::Fresh).get(), 1);
        assert_eq!(counters.verdicts(Source::Remembered).get(), 4);
        assert_eq!(upstream.status().remembered, Some(1));
    }
}

#[tokio::test]
async fn key_is_proved_again_under_a_remembered_verdict() {
    for version in VERSIONS {
        for engine in ENGINES {
            let identity = issued(NAME);
            let upstream = upstream(settings());
            let good = node(&identity).await;
            let reached = |address| Endpoint {
                engine,
                ..endpoint(NAME, address)
            };
            for expected in [Source::Fresh, Source::Remembered] {
                assert_eq!(source(&upstream, &reached(good.address)).await, expected);
            }
            let key = Key::generate(KeyKind::P256).unwrap();
            let bad = impostor(&identity, &key, version).await;
            let failure = get(&upstream, &reached(bad.address)).await.failure();
            let FailureKind::Handshake(failed) = &failure.kind else {
                panic!("{:?}", failure.kind);
            };
            assert!(failed.error.ends_with(":bad signature"), "{}", failed.error);
            let judged = failure.attempts[0].judged.as_ref().unwrap();
            assert_eq!(judged.source, Source::Remembered);
        }
    }
}

#[tokio::test]
async fn other_settings_never_meet_an_old_verdict() {
    let identity = issued_with(NAME, KeyKind::Rsa(1024));
    let node = node(&identity).await;
    let endpoint = endpoint(NAME, node.address);
    let before = upstream(settings());
    for expected in [Source::Fresh, Source::Remembered] {
        assert_eq!(source(&before, &endpoint).await, expected);
    }
    let without_trust = Settings {
        trust: store(&[]),
        ..settings()
    };
    assert_eq!(refusal(&upstream(without_trust), &endpoint).await, 20);
    let at_level_2 = Settings {
        policy: Policy {
            name: NamePolicy::Document,
            level: SecurityLevel::Level2,
        },
        ..settings()
    };
    assert_eq!(refusal(&upstream(at_level_2), &endpoint).await, 66);
    // The same settings again are another generation too.
    assert_eq!(
        source(&upstream(settings()), &endpoint).await,
        Source::Fresh
    );
}

#[tokio::test]
async fn another_name_never_meets_the_verdict() {
    let node = node(&issued(NAME)).await;
    let upstream = upstream(settings());
    let here = endpoint(NAME, node.address);
    assert_eq!(source(&upstream, &here).await, Source::Fresh);
    let other = endpoint("cups.steven.lab", node.address);
    assert_eq!(refusal(&upstream, &other).await, 62);
    assert_eq!(source(&upstream, &here).await, Source::Remembered);
}

#[tokio::test]
async fn another_chain_never_meets_the_verdict() {
    let upstream = upstream(settings());
    let first = node(&issued(NAME)).await;
    assert_eq!(
        source(&upstream, &endpoint(NAME, first.address)).await,
        Source::Fresh
    );
    let renewed = node(&issued(NAME)).await;
    assert_eq!(
        source(&upstream, &endpoint(NAME, renewed.address)).await,
        Source::Fresh
    );
    let replaced = node(&self_signed(NAME, KeyKind::P256)).await;
    assert_eq!(
        refusal(&upstream, &endpoint(NAME, replaced.address)).await,
        18
    );
}

#[tokio::test]
async fn expiry_age_and_a_clock_that_steps_back_end_a_verdict() {
    let spec = CertificateSpec {
        key: KeySource::Generate(KeyKind::P256),
        valid_until: 50,
        ..CertificateSpec::server(NAME)
    };
    let short = Authority::new(NOW).issue(authority(), &spec).unwrap();
    let (short, lasting) = (node(&short).await, node(&issued(NAME)).await);
    SECONDS.set(NOW);
    let upstream = upstream(Settings {
        clock: moving_clock,
        ..settings()
    });
    let (short, lasting) = (
        endpoint(NAME, short.address),
        endpoint(NAME, lasting.address),
    );
    for (second, expected) in [(0, Source::Fresh), (49, Source::Remembered)] {
        SECONDS.set(NOW + second);
        assert_eq!(source(&upstream, &short).await, expected);
        assert_eq!(source(&upstream, &lasting).await, expected);
    }
    SECONDS.set(NOW + 51);
    assert_eq!(refusal(&upstream, &short).await, 10);
    assert_eq!(source(&upstream, &lasting).await, Source::Remembered);
    SECONDS.set(NOW + 60);
    assert_eq!(source(&upstream, &lasting).await, Source::Fresh, "too old");
    SECONDS.set(NOW + 59);
    assert_eq!(
        source(&upstream, &lasting).await,
        Source::Fresh,
        "stepped back"
    );
    assert_eq!(source(&upstream, &lasting).await, Source::Remembered);
}

#[tokio::test]
async fn nothing_is_remembered_where_it_is_switched_off_or_refusals_are_let_pass() {
    let node = node(&issued(NAME)).await;
    let endpoint = endpoint(NAME, node.address);
    let off = Settings {
        remember: Duration::ZERO,
        ..settings()
    };
    let report = Settings {
        mode: VerifyOrigin::Report,
        ..settings()
    };
    let unverified = Settings {
        mode: VerifyOrigin::Off,
        ..settings()
    };
    for settings in [off, report, unverified] {
        let upstream = upstream(settings);
        for _ in 0..2 {
            assert_eq!(source(&upstream, &endpoint).await, Source::Fresh);
        }
        assert_eq!(upstream.status().remembered, None);
    }
}

#[tokio::test]
async fn refused_certificate_is_judged_each_time() {
    let identity = self_signed(NAME, KeyKind::P256);
    let node = Node::start(Tls::with(&identity).only(SslVersion::TLS1_2)).await;
    let settings = settings();
    let counters = settings.counters.clone();
    let upstream = upstream(settings);
    assert_eq!(refusal(&upstream, &endpoint(NAME, node.address)).await, 18);
    assert_eq!(counters.verdicts(Source::Fresh).get(), 2, "tried twice");
    assert_eq!(counters.verdicts(Source::Remembered).get(), 0);
    assert_eq!(upstream.status().remembered, Some(0));
}
