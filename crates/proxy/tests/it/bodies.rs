//! Bodies of every size and framing, in both directions, and clients that vanish.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::sync::mpsc;

use crate::support::{Body, OK, Origin, Server, eventually, read_some};

const LARGE: usize = 100 * 1024 * 1024;

/// Bytes that would show any piece lost, doubled or moved.
fn pattern(length: usize) -> Vec<u8> {
    (0..length)
        .map(|index| u8::try_from((index * 31 + index / 251) % 256).unwrap())
        .collect()
}

#[test]
fn responses_of_every_size_arrive_unchanged() {
    for length in [0, 1, 1000, 16 * 1024, 64 * 1024 + 1, LARGE] {
        let body = pattern(length);
        let mut by_length =
            format!("HTTP/1.1 200 \r\nContent-Length: {length}\r\n\r\n").into_bytes();
        by_length.extend_from_slice(&body);
        let origin = Origin::answering(by_length);
        let server = Server::start(&origin.rule());
        let mut client = server.connect();
        for _ in 0..2 {
            client.send(origin.get("/"));
            let response = client.response();
            assert_eq!(
                response.field("Content-Length"),
                Some(length.to_string().as_str())
            );
            assert!(response.body == body, "{length}");
        }
        assert_eq!(origin.connections(), 1);
    }
}

#[test]
fn chunked_responses_keep_their_trailers() {
    let origin = Origin::answering(
        "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n",
    );
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    for _ in 0..2 {
        client.send(origin.get("/"));
        let response = client.response();
        assert_eq!(response.field("Transfer-Encoding"), Some("chunked"));
        assert_eq!(response.text(), "hello world");
        assert_eq!(response.trailers, "X-Sum: 11\r\n\r\n");
    }
}

#[test]
fn a_response_without_length_ends_with_the_nodes_connection() {
    let origin = Origin::with(|stream, _| {
        read_some(stream)?;
        stream.write_all(b"HTTP/1.0 200 OK\r\n\r\nhello")?;
        stream.shutdown(Shutdown::Both)
    });
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    for _ in 0..2 {
        client.send(origin.get("/"));
        assert_eq!(
            client.response().text(),
            "hello",
            "in chunks, so that the client's connection can stay"
        );
    }
    assert_eq!(origin.connections(), 2);
}

#[test]
fn a_response_that_breaks_off_is_not_taken_for_complete() {
    for (head, shown) in [
        ("Content-Length: 10\r\n", "length"),
        ("Transfer-Encoding: chunked\r\n", "chunks"),
    ] {
        let origin = Origin::with(move |stream, _| {
            read_some(stream)?;
            write!(stream, "HTTP/1.1 200 \r\n{head}\r\n5\r\nhel")?;
            stream.shutdown(Shutdown::Both)
        });
        let server = Server::start(&origin.rule());
        let mut client = server.connect();
        client.send(origin.get("/"));
        assert!(client.try_response(Body::Expected).is_err(), "{shown}");
        assert_eq!(
            server
                .lines("ERROR: response of transaction 1 broke off")
                .len(),
            1
        );
    }
    // An old client knows no other end than that of the connection: it gets a reset.
    let origin = Origin::with(|stream, _| {
        read_some(stream)?;
        stream.write_all(
            b"HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwor",
        )?;
        stream.shutdown(Shutdown::Both)
    });
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(format!("GET {}/ HTTP/1.0\r\n\r\n", origin.edge()));
    assert!(client.try_response(Body::Expected).is_err());
}

#[test]
fn request_bodies_of_every_size_and_framing_arrive_unchanged() {
    for length in [0, 1, 1000, 64 * 1024 + 1, LARGE] {
        let body = pattern(length);
        let origin = Origin::answering(OK);
        let server = Server::start(&origin.rule());
        let mut client = server.connect();
        client.send(format!(
            "PUT {}/ HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n",
            origin.edge()
        ));
        client.send(&body);
        assert_eq!(client.response().text(), "hello");
        let seen = origin.last_request();
        assert_eq!(
            seen.field("Content-Length"),
            Some(length.to_string().as_str())
        );
        assert!(seen.body == body, "{length}");

        client.send(format!(
            "POST {}/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n",
            origin.edge()
        ));
        for chunk in body.chunks(100_000) {
            client.send(format!("{:x}\r\n", chunk.len()));
            client.send(chunk);
            client.send("\r\n");
        }
        client.send("0\r\nX-Sum: 7\r\n\r\n");
        assert_eq!(client.response().text(), "hello");
        let seen = origin.last_request();
        assert_eq!(seen.field("Transfer-Encoding"), Some("chunked"));
        assert_eq!(seen.field("Content-Length"), None);
        assert!(seen.body == body, "{length}");
        assert!(
            seen.trailers.to_ascii_lowercase().contains("x-sum: 7"),
            "{:?}",
            seen.trailers
        );
        assert_eq!(origin.connections(), 1);
    }
}

#[test]
fn head_gets_the_fields_and_no_body() {
    let origin = Origin::answering("HTTP/1.1 200 \r\nContent-Length: 1234\r\n\r\n");
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    for _ in 0..2 {
        client.send(format!(
            "HEAD {}/ HTTP/1.1\r\nHost: a\r\n\r\n",
            origin.edge()
        ));
        assert_eq!(client.head_response().field("Content-Length"), Some("1234"));
    }
    // A refusal has none either, and the connection stays in step.
    client.send("HEAD /bad/ HTTP/1.1\r\nHost: a\r\n\r\n");
    let refused = client.head_response();
    assert_eq!(refused.status(), 400);
    assert_ne!(refused.field("Content-Length"), Some("0"));
    client.send(format!(
        "HEAD {}/ HTTP/1.1\r\nHost: a\r\n\r\n",
        origin.edge()
    ));
    assert_eq!(client.head_response().status(), 200);
}

#[test]
fn statuses_without_body_have_none() {
    for status in ["204 No Content", "304 Not Modified"] {
        let origin = Origin::answering(format!("HTTP/1.1 {status}\r\nETag: \"a\"\r\n\r\n"));
        let server = Server::start(&origin.rule());
        let mut client = server.connect();
        for _ in 0..2 {
            client.send(origin.get("/"));
            let response = client.response();
            assert_eq!(response.field("ETag"), Some("\"a\""));
            assert_eq!(response.field("Transfer-Encoding"), None);
        }
    }
}

#[test]
fn a_client_that_waits_is_told_to_go_on_when_the_node_is_there() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    for _ in 0..2 {
        client.send(format!(
            "PUT {}/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
            origin.edge()
        ));
        assert_eq!(
            client.try_response(Body::None).unwrap().status_line(),
            "HTTP/1.1 100 Continue"
        );
        client.send("abc");
        assert_eq!(client.response().text(), "hello");
        let seen = origin.last_request();
        assert_eq!(
            (seen.body.as_slice(), seen.field("Expect")),
            (&b"abc"[..], None)
        );
    }
    assert_eq!(origin.connections(), 1);
}

#[test]
fn a_client_that_waits_is_not_told_to_go_on_when_it_is_refused() {
    let server = Server::start("");
    let mut client = server.connect();
    client.send(format!(
        "PUT {}/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
        crate::support::edge("https", "a", 1)
    ));
    assert_eq!(client.response().status(), 403);
    assert!(client.is_closed());
}

#[test]
fn a_node_may_answer_before_it_has_the_whole_body() {
    let origin = Origin::with(|stream, _| {
        read_some(stream)?;
        stream.write_all(b"HTTP/1.1 401 \r\nContent-Length: 2\r\n\r\nno")?;
        // It reads on, as servers do before they close.
        std::io::copy(stream, &mut std::io::sink()).map(|_| ())
    });
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(format!(
        "PUT {}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n",
        origin.edge()
    ));
    client.send([b'x'; 1000]);
    let response = client.response();
    assert_eq!(response.text(), "no");
    assert_eq!(response.field("Connection"), Some("close"));
}

#[test]
fn a_body_that_breaks_off_does_not_reach_the_node_as_complete() {
    for framing in [
        "Content-Length: 10\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ] {
        let origin = Origin::answering(OK);
        let server = Server::start(&origin.rule());
        let mut client = server.connect();
        client.send(format!(
            "PUT {}/ HTTP/1.1\r\nHost: a\r\n{framing}",
            origin.edge()
        ));
        eventually("the node is connected", || origin.connections() == 1);
        drop(client);
        eventually("the node's connection is closed", || origin.open() == 0);
        assert_eq!(origin.requests(), []);
        eventually("the line is written", || {
            !server.lines("Event=\"Request Rejected\"").is_empty()
        });
    }
}

#[test]
fn a_malformed_chunk_in_the_middle_ends_the_request_with_400() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(format!(
        "PUT {}/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        origin.edge()
    ));
    eventually("the node is connected", || origin.connections() == 1);
    client.send("oops\r\n");
    assert_eq!(client.response().status(), 400);
    assert!(client.is_closed());
    eventually("the node's connection is closed", || origin.open() == 0);
    assert_eq!(origin.requests(), []);
}

#[test]
fn a_client_that_vanishes_in_the_middle_of_a_response_leaves_nothing_behind() {
    let (ended, end) = mpsc::channel();
    let ended = std::sync::Mutex::new(ended);
    let origin = Origin::with(move |stream, _| {
        read_some(stream)?;
        write!(stream, "HTTP/1.1 200 \r\nContent-Length: {LARGE}\r\n\r\n")?;
        let result = stream.write_all(&vec![b'x'; LARGE]);
        ended.lock().unwrap().send(result.is_err()).unwrap();
        result
    });
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(origin.get("/"));
    client.stream.read_exact(&mut vec![0; 100_000]).unwrap();
    drop(client);
    assert!(
        end.recv_timeout(crate::support::PATIENCE).unwrap(),
        "the node's connection breaks"
    );
    eventually("the place is free", || server.handle.status().clients == 0);
}

#[test]
fn a_client_that_has_finished_sending_still_gets_its_response() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(origin.get("/"));
    client.stream.get_ref().shutdown(Shutdown::Write).unwrap();
    assert_eq!(client.response().text(), "hello");
    assert!(client.is_closed());
}

#[test]
fn a_node_that_changes_protocol_or_coding_gives_502() {
    for answer in [
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        "HTTP/1.1 200 \r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    ] {
        let origin = Origin::answering(answer);
        let server = Server::start(&origin.rule());
        let response = server.ask(origin.get("/"));
        assert_eq!(response.status_line(), "HTTP/1.1 502 connect failed");
        assert_eq!(
            server
                .lines("[ET_NET 0] ERROR: connection to 127.0.0.1")
                .len(),
            1
        );
    }
}
