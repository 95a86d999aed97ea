//! Which connections serve again, and which requests are sent again.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;

use super::node::{Manner, Node, Seen, Tls};
use crate::upstream::failure::{ConnectionLimit, Stage};

use super::*;

/// `cucm.steven.lab` and `imp.steven.lab` on one address.
fn shared_certificate() -> Identity {
    let spec = CertificateSpec {
        alternative_names: ["cucm.steven.lab", "imp.steven.lab"]
            .map(|name| tollgate_lab::AlternativeName::Dns(name.to_owned()))
            .to_vec(),
        key: KeySource::Generate(KeyKind::P256),
        ..CertificateSpec::server("cucm.steven.lab")
    };
    Authority::new(NOW).issue(authority(), &spec).unwrap()
}

fn handshakes(seen: &[Seen]) -> usize {
    seen.iter()
        .filter(|seen| matches!(seen, Seen::Secured { .. }))
        .count()
}

fn requests(seen: &[Seen]) -> usize {
    seen.iter()
        .filter(|seen| matches!(seen, Seen::Request(_)))
        .count()
}

#[tokio::test]
async fn connection_serves_again_for_the_same_name_only() {
    let mut node = Node::start(Tls::with(&shared_certificate())).await;
    let upstream = upstream(settings());
    for (host, made) in [
        ("cucm.steven.lab", 1),
        ("cucm.steven.lab", 0),
        ("CUCM.steven.LAB", 0),
        ("imp.steven.lab", 1),
        ("imp.steven.lab", 0),
        ("cucm.steven.lab", 0),
    ] {
        let outcome = get(&upstream, &endpoint(host, node.address)).await;
        assert_eq!(outcome.reply().status, 200);
        assert_eq!(handshakes(&node.so_far()), made, "{host}");
    }
    assert_eq!(census(&upstream), Census { open: 2, idle: 2 });
}

#[tokio::test]
async fn name_that_the_certificate_lacks_is_refused_beside_an_idle_connection() {
    let node = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let upstream = upstream(settings());
    assert_eq!(
        get(&upstream, &endpoint("cucm.steven.lab", node.address))
            .await
            .reply()
            .status,
        200
    );
    let failure = get(&upstream, &endpoint("imp.steven.lab", node.address))
        .await
        .failure();
    assert!(matches!(failure.kind, FailureKind::Refused(_)));
}

#[tokio::test]
async fn reload_closes_idle_connections_and_shares_none() {
    let mut node = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let endpoint = endpoint("cucm.steven.lab", node.address);
    let old = upstream(settings());
    get(&old, &endpoint).await.reply();
    let new = upstream(settings());
    old.retire();
    while node.next().await != Seen::Closed {}
    assert_eq!(get(&new, &endpoint).await.reply().status, 200);
    assert_eq!(handshakes(&node.so_far()), 1);
    // The old generation still serves what began under it, and keeps nothing.
    assert_eq!(get(&old, &endpoint).await.reply().status, 200);
    assert_eq!(handshakes(&node.so_far()), 1);
    assert_eq!(census(&old).idle, 0);
}

#[tokio::test]
async fn engine_of_a_node_is_part_of_the_key() {
    let mut node = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let upstream = upstream(settings());
    let endpoint = endpoint("cucm.steven.lab", node.address);
    let by_openssl = Endpoint {
        engine: EngineChoice::OpenSsl,
        ..endpoint.clone()
    };
    for (endpoint, engine, made) in [
        (&endpoint, Engine::Rustls, 1),
        (&by_openssl, Engine::OpenSsl, 1),
        (&by_openssl, Engine::OpenSsl, 0),
        (&endpoint, Engine::Rustls, 0),
    ] {
        assert_eq!(get(&upstream, endpoint).await.reply().tls().engine, engine);
        assert_eq!(handshakes(&node.so_far()), made, "{engine}");
    }
}

#[tokio::test]
async fn connection_that_the_node_closed_is_not_taken() {
    for manner in [Manner::ClosesAfterEach, Manner::Babbles] {
        let mut node = Node::with_manner(Tls::with(&issued("cucm.steven.lab")), manner).await;
        let upstream = upstream(settings());
        let endpoint = endpoint("cucm.steven.lab", node.address);
        assert_eq!(get(&upstream, &endpoint).await.reply().status, 200);
        while node.next().await != Seen::Closed {}
        while census(&upstream).open > 0 {
            tokio::task::yield_now().await;
        }
        let outcome = get(&upstream, &endpoint).await;
        assert_eq!(outcome.told, [Told::Sending], "{manner:?}");
    }
}

#[tokio::test]
async fn safe_request_on_a_stale_connection_is_sent_again_on_a_new_one() {
    let manner = Manner::ClosesOnSecond;
    for engine in [EngineChoice::Automatic, EngineChoice::OpenSsl] {
        let mut node = Node::with_manner(Tls::with(&issued("cucm.steven.lab")), manner).await;
        let upstream = upstream(settings());
        let endpoint = Endpoint {
            engine,
            ..endpoint("cucm.steven.lab", node.address)
        };
        get(&upstream, &endpoint).await.reply();
        let outcome = get(&upstream, &endpoint).await;
        assert_eq!(outcome.told, [Told::Sending, Told::Sending]);
        assert_eq!(outcome.reply().status, 200);
        let seen = node.so_far();
        assert_eq!((handshakes(&seen), requests(&seen)), (2, 3));
    }
}

#[tokio::test]
async fn begun_answer_or_silence_on_a_pooled_connection_is_final() {
    for manner in [Manner::BreaksOffSecond, Manner::SilentOnSecond] {
        let mut node = Node::with_manner(Tls::with(&issued("cucm.steven.lab")), manner).await;
        let limits = Limits {
            response: Duration::from_millis(100),
            ..Limits::default()
        };
        let upstream = upstream(Settings {
            limits,
            ..settings()
        });
        let endpoint = endpoint("cucm.steven.lab", node.address);
        get(&upstream, &endpoint).await.reply();
        let outcome = get(&upstream, &endpoint).await;
        assert_eq!(outcome.told, [Told::Sending], "{manner:?}");
        let failure = outcome.failure();
        match manner {
            Manner::SilentOnSecond => {
                assert!(matches!(
                    failure.kind,
                    FailureKind::TimedOut(Stage::Exchanging)
                ));
            }
            _ => assert!(matches!(failure.kind, FailureKind::Exchange(_))),
        }
        while node.next().await != Seen::Closed {}
        assert_eq!(node.so_far(), []);
    }
}

#[tokio::test]
async fn request_that_may_have_been_run_is_not_sent_again() {
    for (method, body) in [
        (Method::POST, RequestBody::empty()),
        (
            Method::POST,
            RequestBody::streaming(Full::new(Bytes::from_static(b"body"))),
        ),
        (
            Method::PUT,
            RequestBody::streaming(Full::new(Bytes::from_static(b"body"))),
        ),
        (
            Method::GET,
            RequestBody::streaming(Full::new(Bytes::from_static(b"body"))),
        ),
        (Method::DELETE, RequestBody::empty()),
    ] {
        let manner = Manner::ClosesOnSecond;
        let mut node = Node::with_manner(Tls::with(&issued("cucm.steven.lab")), manner).await;
        let upstream = upstream(settings());
        let endpoint = endpoint("cucm.steven.lab", node.address);
        get(&upstream, &endpoint).await.reply();
        let request = request_with(method.clone(), "/cucm-uds/user/steven", body);
        let outcome = send(&upstream, &endpoint, request).await;
        assert_eq!(outcome.told, [Told::Sending], "{method}");
        assert!(matches!(outcome.failure().kind, FailureKind::Exchange(_)));
        while node.next().await != Seen::Closed {}
        assert_eq!(node.so_far(), []);
    }
}

#[tokio::test]
async fn broken_exchange_on_a_new_connection_is_final() {
    let mut node = Node::plain(Manner::ClosesOnSecond).await;
    let upstream = upstream(settings());
    let endpoint = Endpoint {
        protocol: Protocol::Http,
        ..endpoint("cucm.steven.lab", node.address)
    };
    get(&upstream, &endpoint).await.reply();
    let outcome = get(&upstream, &endpoint).await;
    assert_eq!(outcome.told.len(), 2);
    assert_eq!(outcome.reply().status, 200);
    assert_eq!(requests(&node.so_far()), 3);
}

#[tokio::test]
async fn silence_is_a_time_out_and_never_a_second_request() {
    let mut node = Node::plain(Manner::Silent).await;
    let limits = Limits {
        response: Duration::from_millis(50),
        ..Limits::default()
    };
    let upstream = upstream(Settings {
        limits,
        ..settings()
    });
    let endpoint = Endpoint {
        protocol: Protocol::Http,
        ..endpoint("cucm.steven.lab", node.address)
    };
    let failure = get(&upstream, &endpoint).await.failure();
    assert!(matches!(
        failure.kind,
        FailureKind::TimedOut(Stage::Exchanging)
    ));
    while node.next().await != Seen::Closed {}
    assert_eq!(
        requests(&node.so_far()),
        0,
        "the one request came before the close"
    );
}

#[tokio::test]
async fn handshake_that_does_not_end_is_a_time_out() {
    // Accepts and says nothing.
    let node = Node::serve(|stream, _| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let limits = Limits {
        handshake: Duration::from_millis(50),
        ..Limits::default()
    };
    let upstream = upstream(Settings {
        limits,
        ..settings()
    });
    let failure = get(&upstream, &endpoint("cucm.steven.lab", node.address))
        .await
        .failure();
    assert!(matches!(
        failure.kind,
        FailureKind::TimedOut(Stage::Handshaking)
    ));
}

#[tokio::test]
async fn closed_port_and_hang_up_are_told_apart() {
    let upstream = upstream(settings());
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let failure = get(&upstream, &endpoint("cucm.steven.lab", address))
        .await
        .failure();
    assert!(matches!(failure.kind, FailureKind::Unreachable(_)));
    assert_eq!(failure.attempts.len(), 1);

    let node = Node::serve(|stream, _| async move { drop(stream) }).await;
    let failure = get(&upstream, &endpoint("cucm.steven.lab", node.address))
        .await
        .failure();
    assert!(matches!(&failure.kind, FailureKind::Handshake(failed) if failed.alert.is_none()));
}

#[tokio::test]
async fn limit_on_one_node_makes_requests_wait_for_each_other() {
    let mut node = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let limits = Limits {
        connections_per_origin: 1,
        ..Limits::default()
    };
    let upstream = upstream(Settings {
        limits,
        ..settings()
    });
    let endpoint = endpoint("cucm.steven.lab", node.address);
    let (first, second) = tokio::join!(get(&upstream, &endpoint), get(&upstream, &endpoint));
    assert_eq!(first.reply().status, 200);
    assert_eq!(second.reply().status, 200);
    assert_eq!(handshakes(&node.so_far()), 1);
}

#[tokio::test]
async fn limit_in_all_closes_an_idle_connection_to_another_node() {
    let one = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let other = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let upstream = upstream(Settings {
        limits,
        ..settings()
    });
    for node in [&one, &other, &one] {
        let outcome = get(&upstream, &endpoint("cucm.steven.lab", node.address)).await;
        assert_eq!(outcome.reply().status, 200);
        assert_eq!(census(&upstream).open, 1);
    }
}

#[tokio::test]
async fn limit_that_does_not_give_way_is_a_failure() {
    let node = Node::plain(Manner::Silent).await;
    let limits = Limits {
        connections_per_origin: 1,
        connect: Duration::from_millis(50),
        response: Duration::from_mins(1),
        ..Limits::default()
    };
    let upstream = upstream(Settings {
        limits,
        ..settings()
    });
    let endpoint = Endpoint {
        protocol: Protocol::Http,
        ..endpoint("cucm.steven.lab", node.address)
    };
    tokio::select! {
        _ = get(&upstream, &endpoint) => panic!("the node does not answer"),
        second = async {
            tokio::task::yield_now().await;
            get(&upstream, &endpoint).await
        } => {
            let failure = second.failure();
            assert!(matches!(
                failure.kind,
                FailureKind::LimitReached(ConnectionLimit::Origin)
            ));
        }
    }
}

#[tokio::test]
async fn worn_connection_is_not_kept() {
    let mut node = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let limits = Limits {
        requests_per_connection: 2,
        ..Limits::default()
    };
    let upstream = upstream(Settings {
        limits,
        ..settings()
    });
    let endpoint = endpoint("cucm.steven.lab", node.address);
    for made in [1, 0, 1] {
        assert_eq!(get(&upstream, &endpoint).await.reply().status, 200);
        assert_eq!(handshakes(&node.so_far()), made);
    }
}

#[tokio::test]
async fn answer_that_is_not_read_closes_its_connection() {
    let mut node = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let upstream = upstream(settings());
    let endpoint = endpoint("cucm.steven.lab", node.address);
    let request = request(Method::GET, "/");
    let answer = upstream
        .send(&endpoint, request, &mut |_| {})
        .await
        .unwrap();
    drop(answer);
    while node.next().await != Seen::Closed {}
    assert_eq!(census(&upstream).idle, 0);
}

#[tokio::test]
async fn generation_ends_with_its_last_user() {
    let mut node = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let upstream = upstream(settings());
    get(&upstream, &endpoint("cucm.steven.lab", node.address))
        .await
        .reply();
    assert_eq!(census(&upstream).idle, 1);
    drop(upstream);
    while node.next().await != Seen::Closed {}
}

#[tokio::test]
async fn own_listener_is_a_loop() {
    let node = Node::plain(Manner::Answers).await;
    let everywhere: SocketAddr = ([0, 0, 0, 0], node.address.port()).into();
    for listener in [node.address, everywhere] {
        let upstream = upstream(Settings {
            own_listeners: vec![listener],
            ..settings()
        });
        let failure = get(&upstream, &endpoint("cucm.steven.lab", node.address))
            .await
            .failure();
        assert!(matches!(failure.kind, FailureKind::Loop(to) if to == node.address));
    }
}

#[tokio::test]
async fn addresses_are_tried_in_order() {
    let node = Node::plain(Manner::Answers).await;
    let upstream = upstream(settings());
    // The node listens on IPv4 only; `localhost` may be IPv6 first.
    let endpoint = Endpoint {
        protocol: Protocol::Http,
        resolve: None,
        ..endpoint("localhost", node.address)
    };
    assert_eq!(get(&upstream, &endpoint).await.reply().status, 200);
}

#[tokio::test]
async fn unknown_name_is_told_as_such() {
    let upstream = upstream(settings());
    let endpoint = Endpoint {
        resolve: None,
        ..endpoint("no-such-host.invalid", "127.0.0.1:443".parse().unwrap())
    };
    let failure = get(&upstream, &endpoint).await.failure();
    assert!(matches!(failure.kind, FailureKind::Unresolved(_)));
    assert_eq!(
        failure.attempts.first().map(|attempt| attempt.server),
        Some(None)
    );
}

#[tokio::test]
async fn workers_share_limits_and_refusals_and_no_connections() {
    let mut node = Node::start(Tls::with(&issued("cucm.steven.lab"))).await;
    let limits = Limits {
        connections_per_origin: 1,
        ..Limits::default()
    };
    let one = upstream(Settings {
        limits,
        ..settings()
    });
    let other = one.for_worker();
    let cucm = endpoint("cucm.steven.lab", node.address);
    get(&one, &cucm).await.reply();
    // The idle connection of the one has to make room for the other's.
    let outcome = get(&other, &cucm).await;
    assert_eq!(outcome.told, [Told::Sending]);
    assert_eq!(outcome.reply().status, 200);
    assert_eq!(census(&one), Census { open: 1, idle: 1 });
    assert_eq!(handshakes(&node.so_far()), 2);

    let imp = endpoint("imp.steven.lab", node.address);
    assert!(!get(&one, &imp).await.failure().remembered);
    assert!(get(&other, &imp).await.failure().remembered);
}
