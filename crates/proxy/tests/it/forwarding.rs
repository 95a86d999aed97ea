//! What a node gets and what a client gets back.

use std::io::Write as _;

use crate::support::{OK, Origin, Server, plain};

#[test]
fn the_node_gets_its_own_host_and_no_field_of_the_clients_connection() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let request = format!(
        "GET http://vcs_control.steven.lab:8443{}/cucm-uds/version?a=b HTTP/1.1\r\nHost: vcs_control.steven.lab:8443\r\n\
         Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nTE: trailers\r\n\
         Via: https/1.1 vcse[1] (ATS)\r\nX-Forwarded-For: 192.0.2.7\r\nTrackingID: 6af9a674-9ebc-41ea-868e-90e7309a758c\r\n\
         Cookie: X-Auth=1\r\nAuthorization: Basic ZW11c2s6c2VjcmV0\r\nAccept: text/xml\r\n\r\n",
        origin.edge()
    );
    let response = server.ask(request);
    assert_eq!(response.status_line(), "HTTP/1.1 200 ");
    assert_eq!(response.text(), "hello");
    let seen = origin.last_request();
    assert_eq!(seen.line(), "GET /cucm-uds/version?a=b HTTP/1.1");
    assert_eq!(
        seen.field("Host"),
        Some(format!("127.0.0.1:{}", origin.port()).as_str())
    );
    assert_eq!(seen.field("X-Forwarded-For"), Some("192.0.2.7, 127.0.0.1"));
    assert_eq!(
        seen.field("TrackingID"),
        Some("6af9a674-9ebc-41ea-868e-90e7309a758c")
    );
    assert_eq!(seen.field("Cookie"), Some("X-Auth=1"));
    assert_eq!(seen.field("Authorization"), Some("Basic ZW11c2s6c2VjcmV0"));
    let via = seen.field("Via").unwrap();
    assert!(
        via.starts_with("https/1.1 vcse[1] (ATS), http/1.1 vcsc["),
        "{via}"
    );
    for name in [
        "Connection",
        "X-Hop",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Transfer-Encoding",
        "Content-Length",
    ] {
        assert_eq!(seen.field(name), None, "{name}");
    }
}

#[test]
fn a_request_without_tracking_id_or_with_an_odd_one_gets_a_new_one() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    for given in ["", "TrackingID: a b\r\n", "TrackingID: \"\r\n"] {
        let request = format!(
            "GET {}/ HTTP/1.1\r\nHost: edge\r\n{given}\r\n",
            origin.edge()
        );
        assert_eq!(server.ask(request).status(), 200);
        let id = origin
            .last_request()
            .field("TrackingID")
            .unwrap()
            .to_owned();
        assert_eq!(id.len(), 36, "{id}");
        assert_eq!(id.matches('-').count(), 4, "{id}");
        assert_eq!(
            server.lines(&format!("TrackingID=\"{id}\"")).len(),
            2,
            "receiving and sending it"
        );
    }
}

#[test]
fn an_exchange_has_its_five_lines_in_order() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let request = format!(
        "GET {}/a?b=c HTTP/1.1\r\nHost: edge\r\nAuthorization: Basic ZW11c2s6c2VjcmV0\r\n\r\n",
        origin.edge()
    );
    assert_eq!(server.ask(request).status(), 200);
    let (edge, port) = (origin.edge(), origin.port());
    let prefix = "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[PID]: ";
    let head = "UTCTime=\"2022-07-11 16:55:25,910\" Module=\"network.http.trafficserver\" Level=\"INFO\": ";
    let expected = [
        format!(
            "{head}Detail=\"Receive Request\" Txn-id=\"1\" TrackingID=\"UUID\" Src-ip=\"127.0.0.1\" Src-port=\"PORT\" Last-via-addr=\"\" Msg=\"GET {edge}/a?b=c HTTP/1.1\""
        ),
        format!(
            "Event=\"Request Allowed\" Detail=\"Access allowed\" Reason=\"In allow list\" Username=\"emusk\" Deployment=\"1\" Method=\"GET\" \
             Request=\"http://127.0.0.1:{port}/a\" Rule=\"http://127.0.0.1:{port}/\" Match=\"prefix\" Type=\"Editable rule\" UTCTime=\"2022-07-11 16:55:25,910\""
        ),
        format!(
            "{head}Detail=\"Sending Request\" Txn-id=\"1\" TrackingID=\"UUID\" Dst-ip=\"127.0.0.1\" Dst-port=\"PORT\" Msg=\"GET /a?b=c HTTP/1.1\""
        ),
        format!(
            "{head}Detail=\"Receive Response\" Txn-id=\"1\" TrackingID=\"\" Src-ip=\"127.0.0.1\" Src-port=\"PORT\" Msg=\"HTTP/1.1 200 \""
        ),
        format!(
            "{head}Detail=\"Sending Response\" Txn-id=\"1\" TrackingID=\"\" Dst-ip=\"127.0.0.1\" Dst-port=\"PORT\" Msg=\"HTTP/1.1 200 \""
        ),
    ];
    let log = server.request_log();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines, expected.map(|line| format!("{prefix}{line}")));
}

#[test]
fn a_debug_log_holds_the_messages_without_secrets() {
    let origin = Origin::answering(
        "HTTP/1.1 200 \r\nSet-Cookie: X-Auth=secret\r\nContent-Length: 0\r\n\r\n",
    );
    let server = Server::start(&format!(
        "{}[log]\npath = \"log\"\nlevel = \"debug\"\nutc_offset = \"+02:00\"\n",
        origin.rule()
    ));
    let request = format!(
        "GET {}/a HTTP/1.1\r\nHost: edge\r\nAuthorization: Basic secret\r\nCookie: a=secret\r\nAccept: x/y\r\n\r\n",
        origin.edge()
    );
    assert_eq!(server.ask(request).status(), 200);
    let log = server.log();
    for detail in [
        "Receive Request",
        "Sending Request",
        "Receive Response",
        "Sending Response",
    ] {
        for level in ["INFO", "DEBUG"] {
            let lines = server.lines(&format!("Level=\"{level}\": Detail=\"{detail}\""));
            assert_eq!(lines.len(), 1, "{level} {detail}\n{log}");
        }
    }
    let message = format!(
        "HTTPMSG:\n|GET {}/a HTTP/1.1\n Host: edge\n Authorization:<CONCEALED>\n Cookie:<CONCEALED>\n Accept: x/y\n",
        origin.edge()
    );
    assert!(log.contains(&message), "{log}");
    assert!(log.contains("HTTPMSG:\n|GET /a HTTP/1.1\n"), "{log}");
    assert!(
        log.contains("\n|HTTP/1.1 200 \n Set-Cookie:<CONCEALED>\n"),
        "{log}"
    );
    assert!(!log.contains("secret"), "{log}");
}

#[test]
fn a_redirect_is_passed_on() {
    let origin = Origin::answering(
        "HTTP/1.1 302 Found\r\nLocation: https://other/\r\nContent-Length: 0\r\n\r\n",
    );
    let server = Server::start(&origin.rule());
    let response = server.ask(origin.get("/"));
    assert_eq!(response.status_line(), "HTTP/1.1 302 Found");
    assert_eq!(response.field("Location"), Some("https://other/"));
    assert_eq!(origin.requests().len(), 1);
}

#[test]
fn one_client_connection_serves_many_requests_over_one_node_connection() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    for number in 0..50 {
        client.send(origin.get(&format!("/{number}")));
        let response = client.response();
        assert_eq!(response.text(), "hello");
        assert_eq!(response.field("Connection"), None);
    }
    assert_eq!(origin.connections(), 1);
    assert_eq!(origin.requests()[49].line(), "GET /49 HTTP/1.1");
}

#[test]
fn requests_sent_ahead_are_answered_in_order() {
    let origin = Origin::start(|request, stream| {
        let path = request.line().split(' ').nth(1).unwrap().to_owned();
        write!(
            stream,
            "HTTP/1.1 200 \r\nContent-Length: {}\r\n\r\n{path}",
            path.len()
        )
    });
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    let edge = origin.edge();
    let post = format!(
        "POST {edge}/two HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    );
    client.send(format!(
        "{}{post}\r\n{}",
        origin.get("/one"),
        origin.get("/three")
    ));
    for path in ["/one", "/two", "/three"] {
        assert_eq!(client.response().text(), path);
    }
}

#[test]
fn a_client_that_wants_to_close_is_closed() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(format!(
        "GET {}/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        origin.edge()
    ));
    let response = client.response();
    assert_eq!(response.field("Connection"), Some("close"));
    assert!(client.is_closed());
}

#[test]
fn an_http_1_0_client_is_served_and_closed_unless_it_wants_to_stay() {
    let origin = Origin::answering(
        "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    );
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(format!("GET {}/ HTTP/1.0\r\n\r\n", origin.edge()));
    let response = client.response();
    assert_eq!(response.text(), "hello", "without chunks");
    assert_eq!(response.field("Transfer-Encoding"), None);
    assert_eq!(response.field("Connection"), Some("close"));

    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    for _ in 0..2 {
        client.send(format!(
            "GET {}/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            origin.edge()
        ));
        let response = client.response();
        assert_eq!(response.field("Connection"), Some("keep-alive"));
    }
}

#[test]
fn an_origin_that_is_not_there_gives_502_connect_failed() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let server = Server::start(&format!(
        "[[allow]]\nurl = \"http://127.0.0.1:{port}/\"\n[log]\npath = \"log\"\njson = \"records\"\nutc_offset = \"Z\"\n"
    ));
    let mut client = server.connect();
    for _ in 0..2 {
        client.send(format!(
            "GET {}/ HTTP/1.1\r\nHost: a\r\n\r\n",
            crate::support::edge("http", "127.0.0.1", port)
        ));
        let response = client.response();
        assert_eq!(response.status_line(), "HTTP/1.1 502 connect failed");
        assert_eq!(response.field("Cache-Control"), Some("no-store"));
        assert!(
            !response.text().contains("127.0.0.1"),
            "{}",
            response.text()
        );
    }
    let errors = server.lines("ERROR: ");
    assert_eq!(errors.len(), 2, "{}", server.log());
    assert!(
        errors[0].contains("[ET_NET 0] ERROR: connection to 127.0.0.1"),
        "{}",
        errors[0]
    );
    let records = std::fs::read_to_string(server.file("records")).unwrap();
    let record: serde_json::Value = serde_json::from_str(records.lines().next().unwrap()).unwrap();
    assert_eq!(record["kind"], "connection");
    assert_eq!(record["txn_id"], 1);
    assert_eq!(record["cell"]["port"], port);
    assert_eq!(
        plain(&server.log())
            .matches("Msg=\"HTTP/1.1 502 connect failed\"")
            .count(),
        2
    );
}

#[test]
fn a_node_that_hangs_up_gives_502_and_no_request_runs_twice() {
    let origin = Origin::start(|_, _| Err(std::io::ErrorKind::Other.into()));
    let server = Server::start(&origin.rule());
    let post = format!(
        "POST {}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
        origin.edge()
    );
    assert_eq!(
        server.ask(post).status_line(),
        "HTTP/1.1 502 connect failed"
    );
    assert_eq!(origin.requests().len(), 1);
}

#[test]
fn the_clients_connection_stays_after_a_failure_whose_request_was_read() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let rule = format!("[[allow]]\nurl = \"http://127.0.0.1:{port}/\"\n");
    let server = Server::start(&rule);
    let edge = crate::support::edge("http", "127.0.0.1", port);
    let mut client = server.connect();
    for _ in 0..2 {
        client.send(format!(
            "POST {edge}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        ));
        assert_eq!(client.response().field("Connection"), None);
    }
    client.send(format!(
        "POST {edge}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab"
    ));
    assert_eq!(client.response().field("Connection"), Some("close"));
}
