//! Clients that speak TLS.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;

use openssl::ssl::{SslConnector, SslMethod, SslStream, SslVerifyMode};

use crate::configuration::identity;
use crate::support::{Client, OK, Origin, Server, eventually};

/// A server that speaks TLS on its second listener and plain HTTP on its first.
fn start(configuration: &str) -> Server {
    let directory = tempfile::tempdir().unwrap();
    let (certificate, key) = identity();
    std::fs::write(directory.path().join("cert.pem"), certificate).unwrap();
    let path = directory.path().join("key.pem");
    std::fs::write(&path, key).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let tls =
        "[listen_tls]\nlisten = \"127.0.0.1:0\"\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n";
    Server::start_in(directory, &format!("{configuration}{tls}"))
}

fn connect(server: &Server) -> SslStream<TcpStream> {
    let mut connector = SslConnector::builder(SslMethod::tls()).unwrap();
    connector.set_verify(SslVerifyMode::NONE);
    let tcp = TcpStream::connect(server.addresses.requests[1]).unwrap();
    tcp.set_read_timeout(Some(crate::support::PATIENCE))
        .unwrap();
    connector.build().connect("vcsc.steven.lab", tcp).unwrap()
}

/// Reads until the text is there.
fn read_until(stream: &mut impl std::io::Read, end: &[u8]) -> Vec<u8> {
    let mut read = Vec::new();
    while !read.ends_with(end) {
        let mut byte = [0];
        assert_eq!(
            stream.read(&mut byte).unwrap(),
            1,
            "{}",
            String::from_utf8_lossy(&read)
        );
        read.push(byte[0]);
    }
    read
}

#[test]
fn tls_and_plain_clients_are_served_side_by_side() {
    let origin = Origin::answering(OK);
    let server = start(&origin.rule());
    let mut tls = connect(&server);
    let mut plain = server.connect();
    for _ in 0..3 {
        tls.write_all(origin.get("/").as_bytes()).unwrap();
        read_until(&mut tls, b"\r\n\r\nhello");
        assert!(
            origin
                .last_request()
                .field("Via")
                .unwrap()
                .starts_with("https/1.1 vcsc[")
        );
        plain.send(origin.get("/"));
        assert_eq!(plain.response().text(), "hello");
        assert!(
            origin
                .last_request()
                .field("Via")
                .unwrap()
                .starts_with("http/1.1 vcsc[")
        );
    }
    assert_eq!(origin.connections(), 1);
}

#[test]
fn requests_sent_ahead_in_one_record_are_all_answered() {
    let origin = Origin::answering(OK);
    let server = start(&origin.rule());
    let mut tls = connect(&server);
    // More than one read takes, so that some of it waits inside the TLS session.
    let requests: String = (0..100)
        .map(|number| origin.get(&format!("/{number}")))
        .collect();
    tls.write_all(requests.as_bytes()).unwrap();
    for _ in 0..100 {
        read_until(&mut tls, b"\r\n\r\nhello");
    }
    assert_eq!(origin.last_request().line(), "GET /99 HTTP/1.1");
}

#[test]
fn large_bodies_pass_through_tls_in_both_directions() {
    let body = vec![b'x'; 3_000_000];
    let answer = [
        b"HTTP/1.1 200 \r\nContent-Length: 3000000\r\n\r\n",
        body.as_slice(),
    ]
    .concat();
    let origin = Origin::answering(answer);
    let server = start(&origin.rule());
    let mut tls = connect(&server);
    let head = format!(
        "PUT {}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n",
        origin.edge()
    );
    tls.write_all(head.as_bytes()).unwrap();
    tls.write_all(&body).unwrap();
    read_until(&mut tls, b"\r\n\r\n");
    let mut answered = vec![0; 3_000_000];
    tls.read_exact(&mut answered).unwrap();
    assert!(answered == body);
    assert!(origin.last_request().body == body);
}

#[test]
fn plain_http_on_the_tls_port_and_tls_on_the_plain_port_end_at_once() {
    let server = start("");
    let mut plain = Client::connect(server.addresses.requests[1]);
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(plain.try_response(crate::support::Body::Expected).is_err());
    let mut connector = SslConnector::builder(SslMethod::tls()).unwrap();
    connector.set_verify(SslVerifyMode::NONE);
    let tcp = TcpStream::connect(server.address()).unwrap();
    assert!(connector.build().connect("vcsc.steven.lab", tcp).is_err());
    assert_eq!(server.lines("the client began a TLS handshake").len(), 1);
}

#[test]
fn a_handshake_that_does_not_come_is_ended() {
    let server = start("[limits]\nhead_seconds = 0.3\n");
    let mut silent = Client::connect(server.addresses.requests[1]);
    assert!(silent.is_closed());
}

#[test]
fn a_renewed_certificate_is_shown_after_a_reload() {
    let server = start("");
    let shown = |server: &Server| {
        connect(server)
            .ssl()
            .peer_certificate()
            .unwrap()
            .to_der()
            .unwrap()
    };
    let before = shown(&server);
    let (certificate, key) = identity();
    std::fs::write(server.file("cert.pem"), certificate).unwrap();
    std::fs::write(server.file("key.pem"), key).unwrap();
    server.handle.reload().unwrap();
    assert_ne!(shown(&server), before);
}

#[test]
fn a_draining_server_closes_idle_tls_connections() {
    let server = start("");
    let mut tls = connect(&server);
    eventually("it is there", || server.handle.status().clients == 1);
    server.handle.drain();
    let mut byte = [0];
    assert!(matches!(tls.read(&mut byte), Ok(0) | Err(_)));
}
