//! Every limit ends the request or the connection that reaches it, and nothing else.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use crate::support::{OK, Origin, Server, eventually, read_some};

#[test]
fn a_head_that_does_not_come_gets_408() {
    let server = Server::start("[limits]\nhead_seconds = 0.3\n");
    let mut client = server.connect();
    client.send("GET /");
    let start = Instant::now();
    assert_eq!(
        client.response().status_line(),
        "HTTP/1.1 408 Request Timeout"
    );
    assert!(start.elapsed() >= Duration::from_millis(200));
    assert!(client.is_closed());
    assert_eq!(server.lines("Status=\"408\"").len(), 1);
}

#[test]
fn a_head_that_drips_is_ended_all_the_same() {
    let server = Server::start("[limits]\nhead_seconds = 0.3\n");
    let mut client = server.connect();
    let start = Instant::now();
    while client.try_send("G").is_ok() && start.elapsed() < Duration::from_secs(5) {
        std::thread::yield_now();
        if server.lines("Status=\"4").len() == 1 {
            break;
        }
    }
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn an_idle_connection_is_closed_without_a_word() {
    let origin = Origin::answering(OK);
    let server = Server::start(&format!("{}[limits]\nidle_seconds = 0.3\n", origin.rule()));
    let mut client = server.connect();
    assert!(client.is_closed());
    let mut client = server.connect();
    client.send(origin.get("/"));
    assert_eq!(client.response().status(), 200);
    assert!(client.is_closed());
    assert_eq!(server.lines("Request Rejected"), Vec::<String>::new());
}

#[test]
fn a_body_that_does_not_come_gets_408_and_frees_the_node() {
    let origin = Origin::answering(OK);
    let server = Server::start(&format!("{}[limits]\nstall_seconds = 0.3\n", origin.rule()));
    let mut client = server.connect();
    client.send(format!(
        "PUT {}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello",
        origin.edge()
    ));
    assert_eq!(client.response().status(), 408);
    eventually("the node's connection is closed", || origin.open() == 0);
    assert_eq!(origin.requests(), []);
}

#[test]
fn a_body_that_is_announced_as_too_large_is_not_read() {
    let origin = Origin::answering(OK);
    let server = Server::start(&format!("{}[limits]\nbody_bytes = 1000\n", origin.rule()));
    let mut client = server.connect();
    client.send(format!(
        "PUT {}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n",
        origin.edge()
    ));
    assert_eq!(client.response().status(), 413);
    assert_eq!(origin.connections(), 0);
    let response = server.ask(format!(
        "PUT {}/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n",
        origin.edge()
    ));
    assert_eq!(response.status(), 413);
    assert_eq!(origin.connections(), 0);
    let body = "x".repeat(1000);
    let response = server.ask(format!(
        "PUT {}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{body}",
        origin.edge()
    ));
    assert_eq!(response.status(), 200);
}

#[test]
fn a_node_that_does_not_answer_gives_504() {
    let origin = Origin::start(|_, stream| read_some(stream).map(|_| ()));
    let server = Server::start(&format!(
        "{}[limits]\nresponse_seconds = 0.3\n",
        origin.rule()
    ));
    let mut client = server.connect();
    client.send(origin.get("/"));
    let response = client.response();
    assert_eq!(response.status_line(), "HTTP/1.1 504 Gateway Timeout");
    assert!(!response.text().contains("127.0.0.1"));
    eventually("the node's connection is closed", || origin.open() == 0);
    assert_eq!(server.lines("ERROR: ").len(), 1, "{}", server.log());
}

#[test]
fn a_request_that_takes_too_long_in_all_gives_504() {
    let origin = Origin::start(|_, stream| read_some(stream).map(|_| ()));
    let server = Server::start(&format!("{}[limits]\ntotal_seconds = 0.3\n", origin.rule()));
    assert_eq!(server.ask(origin.get("/")).status(), 504);
    eventually("the node's connection is closed", || origin.open() == 0);
}

#[test]
fn a_response_that_stalls_is_broken_off() {
    let origin = Origin::start(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 \r\nContent-Length: 10\r\n\r\nhello")?;
        read_some(stream).map(|_| ())
    });
    let server = Server::start(&format!(
        "{}[limits]\nnode_stall_seconds = 0.3\n",
        origin.rule()
    ));
    let mut client = server.connect();
    client.send(origin.get("/"));
    assert!(client.try_response(crate::support::Body::Expected).is_err());
    eventually("the node's connection is closed", || origin.open() == 0);
}

#[test]
fn a_client_that_does_not_take_its_response_is_cut() {
    let origin = Origin::start(|_, stream| {
        write!(stream, "HTTP/1.1 200 \r\nContent-Length: 100000000\r\n\r\n")?;
        stream.write_all(&vec![b'x'; 100_000_000])
    });
    let server = Server::start(&format!("{}[limits]\nstall_seconds = 0.3\n", origin.rule()));
    let mut client = server.connect();
    client.send(origin.get("/"));
    client.stream.read_exact(&mut [0; 1000]).unwrap();
    eventually("the place is free", || server.handle.status().clients == 0);
    eventually("the node's connection is closed", || origin.open() == 0);
}

#[test]
fn one_client_too_many_gets_503() {
    let origin = Origin::answering(OK);
    let server = Server::start(&format!("{}[limits]\nconnections = 2\n", origin.rule()));
    let mut first = server.connect();
    let mut second = server.connect();
    for client in [&mut first, &mut second] {
        client.send(origin.get("/"));
        assert_eq!(client.response().status(), 200);
    }
    let mut third = server.connect();
    assert_eq!(third.response().status(), 503);
    assert!(third.is_closed());
    drop(first);
    eventually("the place is free", || server.handle.status().clients == 1);
    assert_eq!(server.ask(origin.get("/")).status(), 200);
    second.send(origin.get("/"));
    assert_eq!(second.response().status(), 200);
    assert!(
        server
            .handle
            .metrics()
            .contains("tollgate_turned_away_clients_total 1\n")
    );
}

#[test]
fn one_connection_to_a_node_too_many_gives_503() {
    let origin = Origin::start(|_, stream| read_some(stream).map(|_| ()));
    let server = Server::start(&format!(
        "{}[limits]\nnode_connections = 1\nconnect_seconds = 0.3\n",
        origin.rule()
    ));
    let mut first = server.connect();
    first.send(origin.get("/"));
    eventually("the node is connected", || origin.connections() == 1);
    let response = server.ask(origin.get("/"));
    assert!(matches!(response.status(), 503 | 504), "{response:?}");
    assert_eq!(origin.connections(), 1);
}

#[test]
fn a_full_disk_stops_no_request_and_is_shown() {
    let origin = Origin::answering(OK);
    let server = Server::start(&format!("{}[log]\npath = \"/dev/full\"\n", origin.rule()));
    for _ in 0..3 {
        assert_eq!(server.ask(origin.get("/")).status(), 200);
    }
    server.handle.flush_log();
    let status = server.handle.status();
    assert!(status.log.lost >= 15, "{:?}", status.log);
    assert!(
        status
            .log
            .failure
            .is_some_and(|text| text.contains("No space left"))
    );
}
