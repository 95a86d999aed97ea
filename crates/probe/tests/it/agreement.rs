//! Whatever a peer is, the probe and `openssl s_client` with the same offer find the same.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tollgate_probe::{Depth, End, ExchangeFailure, Offer, OfferKeys, Probe, Served, Survey, Times};

use crate::reference::{Found, s_client};
use crate::support::{certificates, endpoint, patience, server, survey};

/// The four offers that a probe makes of its own, and what each got.
fn offers(survey: &Survey) -> [(&'static str, Offer, &Served); 4] {
    [
        ("rsa", Offer::up_to_1_2(OfferKeys::Rsa), &survey.rsa),
        ("ecdsa", Offer::up_to_1_2(OfferKeys::Ecdsa), &survey.ecdsa),
        ("rsa 1.3", Offer::only_1_3(OfferKeys::Rsa), &survey.rsa_1_3),
        (
            "ecdsa 1.3",
            Offer::only_1_3(OfferKeys::Ecdsa),
            &survey.ecdsa_1_3,
        ),
    ]
}

/// Asks a port by both, and tells how many certificates were found.
fn agree(port: u16, what: &str) -> usize {
    let survey = survey(port, Depth::Full, Vec::new());
    let mut certificates = 0;
    for (name, offer, served) in offers(&survey) {
        if *served == Served::NotAsked {
            // The first offer of TLS 1.3 was refused for its version, or the port was asked often
            // enough in vain: then there must be nothing to be missed.
            let missed = s_client(port, &offer);
            assert!(
                !matches!(missed, Found::Certificate { .. }),
                "{what}: {name}"
            );
            continue;
        }
        let own = Found::of(served);
        let mut reference = s_client(port, &offer);
        certificates += usize::from(matches!(own, Found::Certificate { .. }));
        // A handshake that s_client could not complete, for want of a certificate of its own, does
        // not tell its version and suite.
        if let (
            Found::Certificate {
                version,
                cipher,
                is_asked: true,
                ..
            },
            Found::Certificate {
                version: seen_version,
                cipher: seen_cipher,
                ..
            },
        ) = (&own, &mut reference)
            && seen_cipher.is_none()
        {
            seen_version.clone_from(version);
            seen_cipher.clone_from(cipher);
        }
        assert_eq!(own, reference, "{what}: {name}");
    }
    certificates
}

#[test]
fn openssl_with_two_certificates_in_every_version() {
    for (arguments, expected) in [
        (&[][..], 4),
        (&["-tls1_2"], 2),
        (&["-tls1_3"], 2),
        (&["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], 2),
        (&["-tls1", "-cipher", "ALL:@SECLEVEL=0"], 2),
        (&["-no_tls1_3", "-cipher", "aRSA"], 1),
        (&["-no_tls1_3", "-cipher", "aECDSA"], 1),
        (&["-cipher", "AES128-SHA", "-no_tls1_3"], 1),
        (
            &["-serverpref", "-cipher", "ECDHE+AES128:ALL", "-tls1_2"],
            2,
        ),
        (
            &["-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"],
            2,
        ),
        (&["-tls1_3", "-groups", "P-521"], 2),
    ] {
        let server = server(arguments);
        let found = agree(server.port, &arguments.join(" "));
        assert_eq!(found, expected, "{arguments:?}");
    }
}

#[test]
fn openssl_with_one_certificate_refuses_the_other_offer_alike() {
    for (files, expected) in [
        (["-cert", "rsa.pem", "-key", "rsa.key"], 2),
        (["-cert", "ec.pem", "-key", "ec.key"], 2),
    ] {
        let server = server(&files);
        assert_eq!(agree(server.port, files[1]), expected, "{files:?}");
    }
}

#[test]
fn openssl_that_requires_a_client_certificate_asks_both_for_it() {
    for version in ["-tls1_2", "-tls1_3"] {
        let server = server(&["-Verify", "1", "-CAfile", "rsa.pem", version]);
        assert_eq!(agree(server.port, version), 2, "{version}");
    }
}

/// A server of another make, with both certificates on a port.
struct Other {
    child: Child,
    port: u16,
    _directory: TempDir,
}

impl Drop for Other {
    fn drop(&mut self) {
        // Already gone is as good.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Starts a program that is installed. Where it is not, that is said, and there is nothing to test.
fn start(
    program: &str,
    configuration: impl Fn(&str, u16) -> (String, Vec<String>),
) -> Option<Other> {
    if Command::new(program).arg("-v").output().is_err() {
        #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
        {
            eprintln!("SKIPPED: {program} is not installed, so that nothing is held against it");
        }
        return None;
    }
    let directory = tempfile::tempdir().unwrap();
    certificates(directory.path());
    for key in ["rsa", "ec"] {
        let file = |ending: &str| directory.path().join(format!("{key}.{ending}"));
        let both = [file("pem"), file("key")].map(|path| std::fs::read_to_string(path).unwrap());
        std::fs::write(
            directory.path().join(format!("{key}.both.pem")),
            both.concat(),
        )
        .unwrap();
    }
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let place = directory.path().to_str().unwrap();
    let (text, arguments) = configuration(place, port);
    std::fs::write(directory.path().join("server.conf"), text).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).current_dir(directory.path());
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let child = command.stderr(Stdio::null()).spawn().unwrap();
    let other = Other {
        child,
        port,
        _directory: directory,
    };
    let until = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(Instant::now() < until, "{program} does not listen");
        std::thread::yield_now();
    }
    Some(other)
}

fn nginx(place: &str, port: u16, more: &str) -> (String, Vec<String>) {
    let text = format!(
        "daemon off; master_process off; pid {place}/pid; error_log {place}/error.log;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log off; client_body_temp_path {place}/a; proxy_temp_path {place}/b;\n\
         fastcgi_temp_path {place}/c; uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;\n\
         server {{ listen 127.0.0.1:{port} ssl; return 204;\n\
         ssl_certificate {place}/rsa.pem; ssl_certificate_key {place}/rsa.key;\n\
         ssl_certificate {place}/ec.pem; ssl_certificate_key {place}/ec.key; {more} }} }}\n"
    );
    let arguments = ["-c", &format!("{place}/server.conf"), "-e", "error.log"];
    (text, arguments.map(str::to_owned).into())
}

#[test]
fn nginx_with_two_certificates() {
    for (more, expected) in [
        ("ssl_protocols TLSv1.2 TLSv1.3;", 4),
        (
            "ssl_protocols TLSv1.2; ssl_prefer_server_ciphers on; \
             ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA384;",
            2,
        ),
        (
            "ssl_protocols TLSv1.3; ssl_verify_client on; ssl_client_certificate rsa.pem;",
            2,
        ),
        (
            "ssl_protocols TLSv1.2; ssl_verify_client on; ssl_client_certificate rsa.pem;",
            2,
        ),
    ] {
        let Some(server) = start("nginx", |place, port| nginx(place, port, more)) else {
            return;
        };
        assert_eq!(agree(server.port, more), expected, "{more}");
    }
}

#[test]
fn haproxy_with_two_certificates() {
    for (more, expected) in [
        ("ssl-min-ver TLSv1.2", 4),
        ("ssl-max-ver TLSv1.2 ciphers ECDHE+AESGCM", 2),
        ("ssl-min-ver TLSv1.3", 2),
        ("verify required ca-file rsa.pem", 4),
    ] {
        let configuration = |place: &str, port: u16| {
            let text = format!(
                "defaults\n mode http\n timeout client 5s\n timeout server 5s\n \
                 timeout connect 5s\nfrontend f\n bind 127.0.0.1:{port} ssl crt \
                 {place}/rsa.both.pem crt {place}/ec.both.pem {more}\n \
                 http-request return status 204\n"
            );
            let arguments = ["-db", "-q", "-f", &format!("{place}/server.conf")];
            (text, arguments.map(str::to_owned).into())
        };
        let Some(server) = start("haproxy", configuration) else {
            return;
        };
        assert_eq!(agree(server.port, more), expected, "{more}");
    }
}

/// A peer that does something else than TLS with each connection, until the test ends.
fn peer(meet: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            meet(stream.unwrap());
        }
    });
    port
}

/// Reads the offer.
fn heard(stream: &mut TcpStream) {
    let mut offer = [0; 4096];
    let _count = stream.read(&mut offer);
}

fn failure(survey: &Survey) -> &ExchangeFailure {
    let found = match &survey.rsa {
        Served::Failed(failure) => Some(failure),
        Served::Shown(_) | Served::Declined(_) | Served::NotAsked => None,
    };
    found.unwrap()
}

#[test]
fn a_peer_that_resets_shows_nothing_to_either() {
    // Closing with unread bytes sends RST.
    let port = peer(|stream| {
        let _waited = stream.peek(&mut [0]);
    });
    assert_eq!(agree(port, "resets"), 0);
    let survey = survey(port, Depth::Certificate, Vec::new());
    assert_eq!(failure(&survey), &ExchangeFailure::Lost(End::Reset));
}

#[test]
fn a_peer_that_refuses_and_stays_is_left_at_once() {
    let port = peer(|mut stream| {
        heard(&mut stream);
        let _written = stream.write_all(&[21, 3, 3, 0, 2, 2, 40]);
        // Until the other half is closed.
        while matches!(stream.read(&mut [0; 64]), Ok(1..)) {}
    });
    let begun = Instant::now();
    let survey = survey(port, Depth::Full, Vec::new());
    assert_eq!(Found::of(&survey.rsa), Found::Refused(40));
    assert!(begun.elapsed() < patience().times.answer, "{survey:?}");
    assert_eq!(agree(port, "refuses and stays"), 0);
}

#[test]
fn a_peer_that_closes_its_half_shows_nothing_to_either() {
    let port = peer(|mut stream| {
        heard(&mut stream);
        let _shut = stream.shutdown(std::net::Shutdown::Write);
        // Until the other half is closed, too.
        while matches!(stream.read(&mut [0; 64]), Ok(1..)) {}
    });
    assert_eq!(agree(port, "half-closes"), 0);
    let survey = survey(port, Depth::Certificate, Vec::new());
    assert_eq!(failure(&survey), &ExchangeFailure::Lost(End::Closed));
}

#[test]
fn a_peer_that_sends_garbage_shows_nothing_to_either() {
    let garbage: [&[u8]; 5] = [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        &[0; 100],
        &[0xff; 5000],
        // A record of a handshake whose message is nonsense, and one of no version at all.
        &[22, 3, 3, 0, 4, 99, 0, 0, 0],
        &[22, 9, 9, 0, 2, 2, 40],
    ];
    for bytes in garbage {
        let bytes = bytes.to_vec();
        let answer = bytes.clone();
        let port = peer(move |mut stream| {
            heard(&mut stream);
            let _written = stream.write_all(&answer);
        });
        assert_eq!(agree(port, &format!("{bytes:?}")), 0);
    }
}

#[test]
fn a_record_larger_than_any_may_be_is_not_waited_for() {
    let port = peer(|mut stream| {
        heard(&mut stream);
        let _written = stream.write_all(&[22, 3, 3, 0xff, 0xff]);
        let chunk = [2; 16 * 1024];
        while stream.write_all(&chunk).is_ok() {}
    });
    let begun = Instant::now();
    assert_eq!(agree(port, "huge record"), 0);
    assert!(begun.elapsed() < Duration::from_secs(9), "{begun:?}");
}

#[test]
fn an_answer_without_end_is_left_at_a_limit() {
    // Records of a certificate message that claims 16 MB.
    let port = peer(|mut stream| {
        heard(&mut stream);
        let mut hello = vec![22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3];
        hello.extend([7; 32]);
        hello.extend([0, 0xc0, 0x30, 0]);
        // No session id, the suite, no compression.
        let _written = stream.write_all(&hello);
        let mut record = vec![22, 3, 3, 0x3f, 0x00, 11, 0xff, 0xff, 0xf0, 0xff, 0xff, 0xed];
        record.resize(5 + 0x3f00, 0);
        while stream.write_all(&record).is_ok() {}
    });
    let begun = Instant::now();
    let survey = survey(port, Depth::Certificate, Vec::new());
    assert_eq!(Found::of(&survey.rsa), Found::Nothing, "{survey:?}");
    assert!(begun.elapsed() < Duration::from_secs(9), "{begun:?}");
}

#[test]
fn a_peer_that_never_answers_is_left_after_the_time_that_was_given() {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let wait = Duration::from_millis(300);
    let mut politeness = patience();
    politeness.times = Times {
        connect: wait,
        answer: wait,
    };
    let probe = Probe::new(politeness, Vec::new());
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let port = silent.local_addr().unwrap().port();
    let begun = Instant::now();
    let survey = runtime.block_on(probe.survey(&endpoint(port), Depth::Full));
    assert_eq!(failure(&survey), &ExchangeFailure::AnswerTimedOut(wait));
    assert!(begun.elapsed() >= wait && begun.elapsed() < 10 * wait);
    // s_client waits for ever, so that there is nothing to compare.
    assert_eq!(
        survey.handshakes, 1,
        "nobody is asked again who says nothing"
    );
}
