//! Reloading and draining lose no request.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use crate::support::{Client, OK, Origin, PATIENCE, Server, eventually, read_some};

#[test]
fn a_reload_changes_what_is_allowed() {
    let origin = Origin::answering(OK);
    let server = Server::start("");
    assert_eq!(server.ask(origin.get("/")).status(), 403);
    server.rewrite(&origin.rule());
    let reloaded = server.handle.reload().unwrap();
    assert_eq!((reloaded.generation, reloaded.needs_restart), (2, vec![]));
    assert_eq!(server.ask(origin.get("/")).status(), 200);
    server.rewrite("");
    server.handle.reload().unwrap();
    assert_eq!(server.ask(origin.get("/")).status(), 403);
    assert_eq!(server.lines("Event=\"Settings Reloaded\"").len(), 2);
}

#[test]
fn a_client_connection_outlives_a_reload_and_follows_it() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(origin.get("/"));
    assert_eq!(client.response().status(), 200);
    server.rewrite("");
    server.handle.reload().unwrap();
    client.send(origin.get("/"));
    assert_eq!(client.response().status(), 403);
}

#[test]
fn a_request_in_flight_ends_under_the_settings_it_began_with() {
    let (go, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let origin = Origin::start(move |_, stream| {
        wait.lock().unwrap().recv().unwrap();
        stream.write_all(OK.as_bytes())
    });
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(origin.get("/"));
    eventually("the node has the request", || origin.requests().len() == 1);
    server.rewrite("");
    server.handle.reload().unwrap();
    go.send(()).unwrap();
    assert_eq!(client.response().status(), 200);
}

#[test]
fn a_bad_file_keeps_the_old_settings_and_says_why() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    server.rewrite("listen = \"0.0.0.0:80\"\n[[node]]\naddress = \"a b\"\nrole = \"pbx\"\n");
    let error = server.handle.reload().unwrap_err().to_string();
    for part in [
        "3 problems",
        "not a loopback address",
        "node[1].address",
        "node[1].role",
    ] {
        assert!(error.contains(part), "{part} in {error}");
    }
    assert_eq!(server.ask(origin.get("/")).status(), 200);
    assert_eq!(server.handle.status().generation, 1);
    let lines = server.lines("Event=\"Reload Failed\"");
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(
        server
            .handle
            .metrics()
            .contains("tollgate_reloads_total{result=\"failed\"} 1\n")
    );
}

#[test]
fn what_needs_a_restart_is_named_and_kept() {
    let origin = Origin::answering(OK);
    let server = Server::start(&origin.rule());
    server.rewrite(&format!(
        "workers = 2\nlisten = \"127.0.0.1:1\"\n{}",
        origin.rule()
    ));
    let reloaded = server.handle.reload().unwrap();
    assert_eq!(reloaded.needs_restart, ["listen", "workers"]);
    assert_eq!(server.ask(origin.get("/")).status(), 200);
    assert_eq!(server.handle.status().workers, 1);
}

#[test]
fn a_reload_under_load_loses_no_request() {
    let origin = Origin::answering(OK);
    let configuration = format!("workers = 2\n{}", origin.rule());
    let server = Server::start(&configuration);
    let stop = Arc::new(AtomicBool::new(false));
    let clients = [(); 4].map(|()| {
        let (address, request, stop) = (server.address(), origin.get("/"), stop.clone());
        std::thread::spawn(move || {
            let mut client = Client::connect(address);
            let mut answered = 0;
            while !stop.load(Ordering::SeqCst) {
                client.send(&request);
                assert_eq!(client.response().status(), 200);
                answered += 1;
            }
            answered
        })
    });
    for generation in 2..=30 {
        server.rewrite(&configuration);
        assert_eq!(server.handle.reload().unwrap().generation, generation);
        let before = origin.requests().len();
        eventually("requests go on", || origin.requests().len() > before + 4);
    }
    stop.store(true, Ordering::SeqCst);
    let answered: usize = clients
        .into_iter()
        .map(|client| client.join().unwrap())
        .sum();
    assert_eq!(origin.requests().len(), answered, "each request ran once");
}

#[test]
fn a_log_that_was_renamed_is_opened_anew() {
    let server = Server::start("");
    server.ask("GET /bad/ HTTP/1.1\r\nHost: a\r\n\r\n");
    server.handle.flush_log();
    std::fs::rename(server.file("log"), server.file("log.1")).unwrap();
    server.handle.reload().unwrap();
    server.ask("GET /worse/ HTTP/1.1\r\nHost: a\r\n\r\n");
    let (old, new) = (
        std::fs::read_to_string(server.file("log.1")).unwrap(),
        server.log(),
    );
    assert!(
        old.contains("GET /bad/") && !old.contains("GET /worse/"),
        "{old}"
    );
    assert!(
        new.contains("GET /worse/") && !new.contains("GET /bad/"),
        "{new}"
    );
}

#[test]
fn draining_ends_idle_connections_and_finishes_what_is_in_flight() {
    let (go, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let origin = Origin::start(move |_, stream| {
        wait.lock().unwrap().recv().unwrap();
        stream.write_all(OK.as_bytes())
    });
    let server = Server::start(&format!("workers = 2\n{}", origin.rule()));
    let mut busy = server.connect();
    busy.send(origin.get("/"));
    eventually("the node has the request", || origin.requests().len() == 1);
    let mut idle = server.connect();
    eventually("both are there", || server.handle.status().clients == 2);
    server.handle.drain();
    assert!(idle.is_closed());
    assert_eq!(server.handle.status().state, "draining");
    go.send(()).unwrap();
    let response = busy.response();
    assert_eq!(
        (response.status(), response.field("Connection")),
        (200, Some("close"))
    );
    assert!(busy.is_closed());
    let address = server.address();
    server.ended().unwrap();
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn draining_ends_at_its_limit() {
    let origin = Origin::start(|_, stream| read_some(stream).map(|_| ()));
    let server = Server::start(&origin.rule());
    let mut client = server.connect();
    client.send(origin.get("/"));
    eventually("the node has the request", || origin.requests().len() == 1);
    server.handle.drain_within(Duration::from_millis(200));
    let log = server.file("log");
    let directory = std::fs::read_to_string(&log).unwrap();
    drop(directory);
    assert!(client.try_response(crate::support::Body::Expected).is_err());
    server.ended().unwrap();
    eventually("the node's connection is closed", || origin.open() == 0);
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    for workers in [1, 2] {
        let directory = tempfile::tempdir().unwrap();
        let path = crate::support::write_configuration(
            directory.path(),
            &format!("workers = {workers}\nlisten = \"{address}\"\n"),
        );
        let settings = tollgate_proxy::Settings::load(&path, crate::support::clock).unwrap();
        let error = tollgate_proxy::Proxy::bind(settings).unwrap_err();
        assert!(error.to_string().contains(&address.to_string()), "{error}");
    }
    // Another traffic server with workers of its own does not get in between either.
    let server = Server::start("workers = 2\n");
    let directory = tempfile::tempdir().unwrap();
    let path = crate::support::write_configuration(
        directory.path(),
        &format!("workers = 2\nlisten = \"{}\"\n", server.address()),
    );
    let settings = tollgate_proxy::Settings::load(&path, crate::support::clock).unwrap();
    assert!(tollgate_proxy::Proxy::bind(settings).is_err());
    assert!(PATIENCE > Duration::ZERO);
}
