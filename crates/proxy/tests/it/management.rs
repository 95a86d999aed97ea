//! Metrics, health and status, and what is never silent.

use std::io::Write as _;

use crate::support::{Client, OK, Origin, Response, Server};

fn get(server: &Server, path: &str) -> Response {
    let mut client = Client::connect(server.addresses.management);
    client.send(format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n"));
    client.response()
}

#[test]
fn health_and_readiness_are_told_apart() {
    let origin = Origin::start(|_, stream| {
        std::io::Read::read(stream, &mut [0; 1])?;
        stream.write_all(OK.as_bytes())
    });
    let server = Server::start(&origin.rule());
    assert_eq!(
        (
            get(&server, "/healthz").status(),
            get(&server, "/readyz").status()
        ),
        (200, 200)
    );
    let mut busy = server.connect();
    busy.send(origin.get("/"));
    crate::support::eventually("the node has the request", || origin.requests().len() == 1);
    server.handle.drain();
    let ready = get(&server, "/readyz");
    assert_eq!((ready.status(), ready.text()), (503, "draining\n"));
    assert_eq!(get(&server, "/healthz").status(), 200);
    assert_eq!(get(&server, "/").status(), 404);
    server.handle.drain_within(std::time::Duration::ZERO);
}

#[test]
fn only_reading_is_possible() {
    let server = Server::start("");
    let mut client = Client::connect(server.addresses.management);
    client.send("POST /status HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(client.response().status(), 405);
    let mut client = Client::connect(server.addresses.management);
    client.send("GET /status\r\n\r\n");
    assert_eq!(client.response().status(), 400);
    let mut client = Client::connect(server.addresses.management);
    client.send("HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(client.head_response().field("Content-Length"), Some("3"));
}

#[test]
fn requests_and_refusals_are_counted() {
    let origin = Origin::answering(OK);
    let server = Server::start(&format!("workers = 2\n{}", origin.rule()));
    for _ in 0..6 {
        assert_eq!(server.ask(origin.get("/")).status(), 200);
    }
    server.ask("GET /bad/ HTTP/1.1\r\nHost: a\r\n\r\n");
    server.ask("nonsense\r\n\r\n");
    server.ask(format!(
        "GET {}/ HTTP/1.1\r\nHost: a\r\n\r\n",
        crate::support::edge("https", "a.b", 1)
    ));
    let metrics = get(&server, "/metrics");
    assert!(
        metrics
            .field("Content-Type")
            .unwrap()
            .starts_with("application/openmetrics-text")
    );
    let port = origin.port();
    for line in [
        "tollgate_responses_total{class=\"2xx\"} 6".to_owned(),
        "tollgate_responses_total{class=\"4xx\"} 3".to_owned(),
        "tollgate_refusals_total{reason=\"malformed_url\"} 1".to_owned(),
        "tollgate_refusals_total{reason=\"malformed_head\"} 1".to_owned(),
        "tollgate_refusals_total{reason=\"not_allowed\"} 1".to_owned(),
        format!("tollgate_unverified_requests_total{{node=\"unlisted\",port=\"{port}\"}} 6"),
        "tollgate_verify_origin_server{mode=\"On\"} 1".to_owned(),
        "tollgate_client_connections_total 9".to_owned(),
        "tollgate_log_lines_lost_total 0".to_owned(),
    ] {
        assert!(
            metrics.text().lines().any(|found| found == line),
            "{line} in\n{}",
            metrics.text()
        );
    }
    assert!(metrics.text().ends_with("# EOF\n"));
    assert!(
        !metrics.text().contains("a.b"),
        "nothing a client says becomes a label"
    );
}

#[test]
fn the_status_tells_mode_nodes_and_trust_store() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(
        directory.path().join("ca.pem"),
        "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    let configuration = "[[node]]\naddress = \"cucm.steven.lab\"\nrole = \"cucm\"\nports = [8443, 6972]\nresolve = \"127.0.0.5\"\n\
                         [[node]]\naddress = \"old.steven.lab\"\nrole = \"unity\"\nports = 443\ntls_engine = \"openssl\"\n\
                         [verify]\norigin = \"Report\"\n";
    let server = Server::start_in(directory, configuration);
    let status: serde_json::Value = serde_json::from_slice(&get(&server, "/status").body).unwrap();
    assert_eq!(status["verify_origin_server"], "Report");
    assert_eq!(status["generation"], 1);
    assert_eq!(status["state"], "serving");
    let nodes: Vec<_> = status["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            (
                node["address"].as_str().unwrap(),
                node["port"].as_u64().unwrap(),
                node["tls_engine"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        nodes,
        [
            ("cucm.steven.lab", 8443, "rustls"),
            ("cucm.steven.lab", 6972, "rustls"),
            ("old.steven.lab", 443, "openssl")
        ]
    );
    assert_eq!(status["nodes"][0]["resolve"], "127.0.0.5");
    assert_eq!(
        status["verdicts"],
        serde_json::json!({"remember_seconds": 0, "remembered": 0, "fresh_total": 0, "remembered_total": 0}),
        "what Report lets pass is not remembered"
    );
    assert_eq!(status["trust_store"]["certificates"], 0);
    assert_eq!(status["trust_store"]["problems"][0]["position"], 1);
    assert!(
        !status["tls"]["dropped"].as_array().unwrap().is_empty(),
        "the default string has suites that rustls lacks"
    );
    assert_eq!(server.lines("Event=\"Trust Store Problem\"").len(), 1);
    assert_eq!(server.lines("Event=\"Trust Store Empty\"").len(), 1);
    assert_eq!(server.lines("Event=\"Cipher Suites Dropped\"").len(), 1);
}

#[test]
fn what_is_not_verified_is_announced_at_start_and_at_reload() {
    for (mode, event) in [
        ("Off", "Origin Verification Off"),
        ("Report", "Origin Verification Reports Only"),
    ] {
        let configuration = format!("[verify]\norigin = \"{mode}\"\n");
        let server = Server::start(&configuration);
        let lines = || {
            server
                .lines(&format!("Event=\"{event}\" VerifyOriginServer=\"{mode}\""))
                .len()
        };
        crate::support::eventually("the announcement", || lines() == 1);
        server.handle.reload().unwrap();
        assert_eq!(lines(), 2);
        assert!(get(&server, "/metrics").text().contains(&format!(
            "tollgate_verify_origin_server{{mode=\"{mode}\"}} 1\n"
        )));
    }
    let server = Server::start(
        "[trust]\nstore = \"ca.pem\"\nname_policy = \"traffic-server\"\npredict_only_policy = true\n",
    );
    crate::support::eventually("the announcement", || {
        server.lines("Event=\"Name Policy Predicts Only\"").len() == 1
    });
    let server = Server::start("");
    crate::support::eventually("the start", || {
        server.lines("Event=\"Traffic Server Started\"").len() == 1
    });
    assert_eq!(
        server.lines("Event=\"Origin Verification"),
        Vec::<String>::new()
    );
}
