//! Requests that are refused: a clear answer, a line in the log, and no connection to a node.

use crate::support::{Body, Client, OK, Origin, Server, edge};

/// What a refused request gets.
struct Expected {
    status: u16,
    /// Part of the text for the client and of the reason in the log.
    reason: &'static str,
}

fn check(name: &str, request: &[u8], expected: &Expected) {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let request = replace(request, "{edge}", &origin.edge());
    let mut client = server.connect();
    client.try_send(&request).unwrap();
    let response = client
        .try_response(Body::Expected)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(response.status(), expected.status, "{name}: {response:?}");
    assert!(
        response.text().contains(expected.reason),
        "{name}: {}",
        response.text()
    );
    assert_eq!(response.field("Cache-Control"), Some("no-store"), "{name}");
    let rejected = server.lines("Event=\"Request Rejected\"");
    assert_eq!(rejected.len(), 1, "{name}: {}", server.log());
    assert!(
        rejected[0].contains(&format!("Status=\"{}\"", expected.status)),
        "{name}: {}",
        rejected[0]
    );
    assert!(
        rejected[0].contains(expected.reason),
        "{name}: {}",
        rejected[0]
    );
    let sent = server.lines("Detail=\"Sending Response\"");
    assert_eq!(sent.len(), 1, "{name}");
    assert!(
        sent[0].contains(&format!("Msg=\"{}\"", response.status_line())),
        "{name}: {}",
        sent[0]
    );
    assert_eq!(origin.connections(), 0, "{name}");
}

fn replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    match bytes
        .windows(from.len())
        .position(|window| window == from.as_bytes())
    {
        Some(at) => [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat(),
        None => bytes.to_vec(),
    }
}

#[test]
fn malformed_requests_are_told_what_is_wrong_and_reach_no_node() {
    let start = "POST {edge}/x HTTP/1.1\r\nHost: edge\r\n";
    let bad = |reason| Expected {
        status: 400,
        reason,
    };
    let line_break = edge("https", "cucm.steven.lab\r\nSet-Cookie: a", 8443);
    let cases: Vec<(&str, String, Expected)> = vec![
        (
            "bad base64",
            "GET /!!!!/x HTTP/1.1\r\nHost: a\r\n\r\n".into(),
            bad("is not base64"),
        ),
        (
            "no base64",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n".into(),
            bad("no first segment"),
        ),
        (
            "line break in the host",
            format!("GET {line_break}/x HTTP/1.1\r\nHost: a\r\n\r\n"),
            bad("control character"),
        ),
        (
            "Content-Length and Transfer-Encoding",
            format!("{start}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            bad("exclude each other"),
        ),
        (
            "Transfer-Encoding and Content-Length",
            format!("{start}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
            bad("exclude each other"),
        ),
        (
            "two lengths",
            format!("{start}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
            bad("more than one Content-Length"),
        ),
        (
            "no number",
            format!("{start}Content-Length: 3x\r\n\r\nabc"),
            bad("not a number"),
        ),
        (
            "unknown coding",
            format!("{start}Transfer-Encoding: gzip\r\n\r\n"),
            bad("Transfer-Encoding is chunked"),
        ),
        (
            "coding that hides",
            format!("{start}Transfer-Encoding: chunked, identity\r\n\r\n"),
            bad("Transfer-Encoding is chunked"),
        ),
        (
            "folded field",
            format!("{start}X-A: b\r\n c\r\n\r\n"),
            bad("folded"),
        ),
        (
            "bare line feed",
            format!("{start}X-A: b\nContent-Length: 0\r\n\r\n"),
            bad("line feed"),
        ),
        (
            "bare carriage return",
            format!("{start}X-A: b\rc\r\n\r\n"),
            bad("carriage return"),
        ),
        ("NUL", format!("{start}X-A: b\0c\r\n\r\n"), bad("NUL")),
        (
            "control character",
            format!("{start}X-A: b\x01c\r\n\r\n"),
            bad("control characters"),
        ),
        (
            "blank before the colon",
            format!("{start}Content-Length : 3\r\n\r\nabc"),
            bad("not a valid token"),
        ),
        (
            "no Host",
            "GET {edge}/x HTTP/1.1\r\n\r\n".into(),
            bad("Host field is missing"),
        ),
        (
            "two Hosts",
            "GET {edge}/x HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n".into(),
            bad("more than one Host"),
        ),
        (
            "bad Host",
            "GET {edge}/x HTTP/1.1\r\nHost: a/../b\r\n\r\n".into(),
            bad("not a host"),
        ),
        (
            "bad chunk size",
            format!("{start}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
            bad("chunk size"),
        ),
        (
            "bad second chunk",
            format!("{start}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n-1\r\n"),
            bad("chunk size"),
        ),
        (
            "smuggled trailer",
            format!("{start}Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n"),
            bad("may only stand in the head"),
        ),
        (
            "no version",
            "GET {edge}/x\r\n\r\n".into(),
            bad("not of the form"),
        ),
        (
            "two blanks",
            "GET  {edge}/x HTTP/1.1\r\nHost: a\r\n\r\n".into(),
            bad("not of the form"),
        ),
        (
            "asterisk",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n".into(),
            bad("neither a path nor"),
        ),
        (
            "TLS",
            "\x16\x03\x01\x02\x00\x01\x00".into(),
            bad("TLS handshake"),
        ),
        (
            "dot segments",
            "GET {edge}/a/../b HTTP/1.1\r\nHost: a\r\n\r\n".into(),
            bad("dot segment"),
        ),
        (
            "encoded slash",
            "GET {edge}/a%2fb HTTP/1.1\r\nHost: a\r\n\r\n".into(),
            bad("encoded slash"),
        ),
        (
            "CONNECT",
            "CONNECT cucm.steven.lab:8443 HTTP/1.1\r\nHost: a\r\n\r\n".into(),
            Expected {
                status: 405,
                reason: "CONNECT",
            },
        ),
        (
            "TRACE",
            "TRACE {edge}/x HTTP/1.1\r\nHost: a\r\n\r\n".into(),
            Expected {
                status: 405,
                reason: "TRACE",
            },
        ),
        (
            "Upgrade",
            "GET {edge}/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                .into(),
            Expected {
                status: 501,
                reason: "Upgrade",
            },
        ),
        (
            "HTTP/2",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
            Expected {
                status: 501,
                reason: "HTTP/2",
            },
        ),
        (
            "HTTP/3",
            "GET {edge}/x HTTP/3.0\r\nHost: a\r\n\r\n".into(),
            Expected {
                status: 505,
                reason: "version",
            },
        ),
        (
            "expectation",
            format!("{start}Expect: a-miracle\r\n\r\n"),
            Expected {
                status: 417,
                reason: "100-continue",
            },
        ),
        (
            "long URL",
            format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(20_000)),
            Expected {
                status: 414,
                reason: "longer than",
            },
        ),
        (
            "large head",
            format!(
                "GET {{edge}}/x HTTP/1.1\r\nHost: a\r\nX-A: {}\r\n\r\n",
                "b".repeat(70_000)
            ),
            Expected {
                status: 431,
                reason: "larger than",
            },
        ),
        (
            "many fields",
            format!(
                "GET {{edge}}/x HTTP/1.1\r\nHost: a\r\n{}\r\n",
                "X-A: b\r\n".repeat(100)
            ),
            Expected {
                status: 431,
                reason: "more than 100",
            },
        ),
    ];
    for (name, request, expected) in cases {
        let expected = match expected.status {
            // Answers with 5xx do not tell the cause.
            501 | 505 => {
                check_status(name, request.as_bytes(), expected.status);
                continue;
            }
            _ => expected,
        };
        check(name, request.as_bytes(), &expected);
    }
}

fn check_status(name: &str, request: &[u8], status: u16) {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let response = server.ask(replace(request, "{edge}", &origin.edge()));
    assert_eq!(response.status(), status, "{name}");
    assert_eq!(
        server
            .lines(&format!(
                "Event=\"Request Rejected\" Detail=\"Request malformed\" Status=\"{status}\""
            ))
            .len(),
        1,
        "{name}"
    );
    assert_eq!(origin.connections(), 0, "{name}");
}

#[test]
fn a_request_that_comes_in_pieces_is_judged_alike() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let request = format!(
        "POST {}/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        origin.edge()
    );
    let mut client = server.connect();
    for byte in request.as_bytes() {
        client.send([*byte]);
    }
    assert_eq!(client.response().status(), 400);
    assert!(client.is_closed());
    assert_eq!(origin.connections(), 0);
}

#[test]
fn what_follows_a_refused_request_is_not_taken_for_another() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let smuggled = origin.get("/smuggled");
    let request = format!(
        "POST {}/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n0\r\n\r\n{smuggled}",
        origin.edge()
    );
    let mut client = server.connect();
    client.send(request);
    assert_eq!(client.response().status(), 400);
    assert!(client.is_closed());
    assert!(!server.log().contains("smuggled HTTP"), "{}", server.log());
    assert_eq!(origin.connections(), 0);
}

#[test]
fn an_unknown_node_is_denied_by_the_allow_list() {
    let origin = Origin::answering(OK);
    let server = Server::start(&format!(
        "{}[[node]]\naddress = \"cucm.steven.lab\"\nrole = \"cucm\"\nports = [8443]\n",
        origin.rule()
    ));
    let cases = [
        edge("https", "other.steven.lab", 8443) + "/cucm-uds/version",
        edge("https", "cucm.steven.lab", 443) + "/cucm-uds/version",
        edge("http", "cucm.steven.lab", 8443) + "/cucm-uds/version",
        edge("https", "cucm.steven.lab", 8443) + "/ccmadmin/",
        edge("https", "127.0.0.1", origin.port()) + "/",
    ];
    for target in &cases {
        let mut client = server.connect();
        client.send(format!(
            "GET {target} HTTP/1.1\r\nHost: edge\r\nAuthorization: Basic ZW11c2s6c2VjcmV0\r\n\r\n"
        ));
        let response = client.response();
        assert_eq!(response.status_line(), "HTTP/1.1 403 Forbidden");
        assert_eq!(
            response.text(),
            "403 Forbidden: the request is not in the allow list\n"
        );
        // The connection stays usable.
        client.send(origin.get("/"));
        assert_eq!(client.response().status(), 200);
    }
    let denied = server.lines("Event=\"Request Denied\"");
    assert_eq!(denied.len(), cases.len());
    for line in &denied {
        assert!(line.contains("Detail=\"Access denied\" Reason=\"Not in allow list\" Username=\"emusk\" Deployment=\"\" Method=\"GET\" Request=\"http"), "{line}");
    }
    assert!(
        denied[0].contains("Request=\"https://other.steven.lab:8443/cucm-uds/version\""),
        "{}",
        denied[0]
    );
    assert!(
        !server.log().contains("c2VjcmV0"),
        "credentials do not reach the log"
    );
}

#[test]
fn methods_that_no_rule_names_are_denied() {
    let origin = Origin::answering(OK);
    let rule = format!(
        "[[allow]]\nurl = \"http://127.0.0.1:{}/\"\nmethods = [\"GET\"]\n",
        origin.port()
    );
    let server = Server::start(&rule);
    for method in ["DELETE", "PATCH", "get", "PROPFIND"] {
        let response = server.ask(format!(
            "{method} {}/x HTTP/1.1\r\nHost: edge\r\n\r\n",
            origin.edge()
        ));
        assert_eq!(response.status(), 403, "{method}");
    }
    assert_eq!(origin.connections(), 0);
}

#[test]
fn a_target_that_is_our_own_listener_is_a_loop() {
    let server = Server::start("[[allow]]\nurl = \"http://127.0.0.1:1/\"\n");
    let port = server.address().port();
    let response = server.ask(format!(
        "GET {}/x HTTP/1.1\r\nHost: edge\r\n\r\n",
        edge("http", "127.0.0.1", port)
    ));
    assert_eq!(response.status_line(), "HTTP/1.1 508 Loop Detected");
    let response = server.ask(format!(
        "GET {}/x HTTP/1.1\r\nHost: edge\r\n\r\n",
        edge("http", "[::ffff:127.0.0.1]", port)
    ));
    assert_eq!(response.status(), 508);
    assert_eq!(server.lines("Event=\"Request Rejected\"").len(), 2);
}

#[test]
fn a_request_that_comes_back_is_a_loop() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    assert_eq!(server.ask(origin.get("/")).status(), 200);
    let via = origin.last_request().field("Via").unwrap().to_owned();
    let request = format!(
        "GET {}/ HTTP/1.1\r\nHost: edge\r\nVia: {via}, http/1.1 other\r\n\r\n",
        origin.edge()
    );
    assert_eq!(server.ask(request).status(), 508);
    assert_eq!(origin.requests().len(), 1);
}

#[test]
fn hostile_bytes_forge_no_line_of_the_log() {
    let server = Server::start("");
    let mut client = Client::connect(server.address());
    client.send(b"GET /\" Event=\"Request Allowed\" HTTP/1.1\x0d\x0aHost: a\x0d\x0a\x0d\x0a");
    assert_eq!(client.response().status(), 400);
    let target = edge(
        "https",
        "a\n2022-07-11T18:55:25.910+02:00 vcsc traffic_server[1]: Event=\"Request Allowed\"",
        1,
    );
    assert_eq!(
        server
            .ask(format!("GET {target}/ HTTP/1.1\r\nHost: a\r\n\r\n"))
            .status(),
        400
    );
    for line in server.log().lines() {
        assert!(
            line.contains(&format!("traffic_server[{}]: ", std::process::id())),
            "{line}"
        );
        assert!(!line.contains("]: Event=\"Request Allowed\""), "{line}");
    }
}
