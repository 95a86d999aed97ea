//! What the preflight says of each cell of peers that are made here, each with one peculiarity.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::ssl::{Ssl, SslContext, SslContextBuilder, SslMethod, SslOptions, SslVersion};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, SubjectAlternativeName, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Name};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Ran, tollgate};

const NODE: &str = "cucm.steven.lab";
/// 2040-01-01T00:00:00Z, when everything is judged: what ended before would be told to be over since.
const AT: i64 = 2_208_988_800;
const AT_TEXT: &str = "2040-01-01T00:00:00Z";
const DAY: i64 = 86_400;

/// A certificate with its key.
struct Issued {
    x509: X509,
    key: PKey<Private>,
}

impl Issued {
    fn pem(&self) -> String {
        String::from_utf8(self.x509.to_pem().unwrap()).unwrap()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyIds {
    Present,
    Absent,
}

struct Wanted<'a> {
    subject: &'a str,
    names: &'a [&'a str],
    ip: Option<&'a str>,
    is_ca: bool,
    /// From and to, in days from `base`.
    days: (i64, i64),
    /// In Unix seconds.
    base: i64,
    ids: KeyIds,
    is_rsa: bool,
}

const RSA: Wanted<'static> = Wanted {
    subject: NODE,
    names: &[NODE],
    ip: None,
    is_ca: false,
    days: (-100, 600),
    base: AT,
    ids: KeyIds::Present,
    is_rsa: true,
};

const ECDSA: Wanted<'static> = Wanted {
    subject: "cucm-EC.steven.lab",
    is_rsa: false,
    ..RSA
};

const CA: Wanted<'static> = Wanted {
    subject: "lab-CA",
    names: &[],
    is_ca: true,
    days: (-1_000, 3_000),
    is_rsa: false,
    ..RSA
};

fn issue(wanted: &Wanted<'_>, issuer: Option<&Issued>) -> Issued {
    let key = if wanted.is_rsa {
        PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
    } else {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
    };
    let mut name = X509Name::builder().unwrap();
    name.append_entry_by_text("CN", wanted.subject).unwrap();
    let name = name.build();
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    let mut serial = BigNum::new().unwrap();
    let top = openssl::bn::MsbOption::MAYBE_ZERO;
    serial.pseudo_rand(64, top, false).unwrap();
    let serial = Asn1Integer::from_bn(&serial).unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_subject_name(&name).unwrap();
    let issuer_name = issuer.map_or(&*name, |issuer| issuer.x509.subject_name());
    builder.set_issuer_name(issuer_name).unwrap();
    let day = |days: i64| Asn1Time::from_unix(wanted.base + days * DAY).unwrap();
    builder.set_not_before(&day(wanted.days.0)).unwrap();
    builder.set_not_after(&day(wanted.days.1)).unwrap();
    builder.set_pubkey(&key).unwrap();
    if wanted.is_ca {
        let constraints = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(constraints).unwrap();
    }
    if !wanted.names.is_empty() || wanted.ip.is_some() {
        let mut names = SubjectAlternativeName::new();
        for name in wanted.names {
            names.dns(name);
        }
        if let Some(ip) = wanted.ip {
            names.ip(ip);
        }
        let context = builder.x509v3_context(None, None);
        let names = names.build(&context).unwrap();
        builder.append_extension(names).unwrap();
    }
    if wanted.ids == KeyIds::Present {
        let context = builder.x509v3_context(issuer.map(|own| &*own.x509), None);
        let own = SubjectKeyIdentifier::new().build(&context).unwrap();
        builder.append_extension(own).unwrap();
        if issuer.is_some() {
            let context = builder.x509v3_context(issuer.map(|own| &*own.x509), None);
            let of_issuer = AuthorityKeyIdentifier::new().keyid(true).build(&context);
            builder.append_extension(of_issuer.unwrap()).unwrap();
        }
    }
    let signer = issuer.map_or(&key, |issuer| &issuer.key);
    builder.sign(signer, MessageDigest::sha256()).unwrap();
    Issued {
        x509: builder.build(),
        key,
    }
}

/// A TLS server on a loopback port. It finishes no handshake: nobody here wants it to.
struct Peer {
    port: u16,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Peer {
    fn new(shown: &[&Issued], set: impl FnOnce(&mut SslContextBuilder)) -> Self {
        let mut builder = SslContext::builder(SslMethod::tls_server()).unwrap();
        builder.set_security_level(0);
        builder
            .set_min_proto_version(Some(SslVersion::TLS1))
            .unwrap();
        builder.set_cipher_list("ALL").unwrap();
        for own in shown {
            builder.set_certificate(&own.x509).unwrap();
            builder.set_private_key(&own.key).unwrap();
        }
        set(&mut builder);
        let context = builder.build();
        Self::of(move |stream| {
            let ssl = Ssl::new(&context).unwrap();
            // The probe leaves after the certificate.
            drop(ssl.accept(stream));
        })
    }

    /// One that does the same with every connection.
    fn of(serve: impl Fn(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let stream = stream.unwrap();
                let patience = Some(Duration::from_secs(5));
                stream.set_read_timeout(patience).unwrap();
                serve(stream);
            }
        });
        Self {
            port,
            is_over,
            thread: Some(thread),
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes the thread; nobody needs to be there any more.
        drop(TcpStream::connect(SocketAddr::from((
            Ipv4Addr::LOCALHOST,
            self.port,
        ))));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// Files for a run.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Asks peers: role, address and port of each.
    fn ask(&self, peers: &[(&str, &str, &Peer)], trusted: &[&Issued], more: &[&str]) -> Ran {
        let row = |(role, address, peer): &(&str, &str, &Peer)| {
            format!("{address},{role},{address},{},127.0.0.1", peer.port)
        };
        let rows: Vec<String> = peers.iter().map(row).collect();
        let inventory = format!("node,role,address,port,resolve\n{}\n", rows.join("\n"));
        let inventory = self.file("nodes.csv", &inventory);
        let trusted: String = trusted.iter().map(|own| own.pem()).collect();
        let trust = self.file("ca.pem", &trusted);
        let mut arguments = vec!["preflight", "--inventory", inventory.to_str().unwrap()];
        arguments.extend(["--trust", trust.to_str().unwrap()]);
        if !more.contains(&"--at") {
            arguments.extend(["--at", AT_TEXT]);
        }
        if !more.contains(&"-o") {
            arguments.extend(["-o", "json"]);
        }
        arguments.extend(more);
        tollgate(arguments)
    }
}

fn cell<'a>(answer: &'a Value, peer: &Peer, key: Option<&str>) -> &'a Value {
    let cells = answer["cells"].as_array().unwrap();
    let mut own = cells
        .iter()
        .filter(|cell| cell["port"] == peer.port && cell["key_type"].as_str() == key);
    own.next().unwrap()
}

/// State and further information of the findings of a code.
fn told(answer: &Value, code: &str) -> Vec<(String, String)> {
    let findings = answer["findings"].as_array().unwrap();
    let found = findings
        .iter()
        .filter(|own| own["code"] == code && own["state"] != "no-issue");
    let text = |own: &Value, key: &str| own[key].as_str().unwrap_or_default().to_owned();
    found
        .map(|own| (text(own, "state"), text(own, "further_information")))
        .collect()
}

fn only_1_2(builder: &mut SslContextBuilder) {
    builder
        .set_max_proto_version(Some(SslVersion::TLS1_2))
        .unwrap();
}

#[test]
fn paths_differ_on_a_node_that_follows_its_client() {
    let (rsa, ecdsa) = (issue(&RSA, None), issue(&ECDSA, None));
    let peer = Peer::new(&[&rsa, &ecdsa], only_1_2);
    let desk = Desk::new();
    for (path, before, after, serve) in [
        (&["--from", "12.7"][..], Some("rsa"), "ecdsa", "predicted"),
        (&["--from", "14.0.7"], Some("rsa"), "rsa", "observed"),
        (&["--fresh"], None, "ecdsa", "predicted"),
    ] {
        let ran = desk.ask(&[("cucm", NODE, &peer)], &[&rsa], path);
        let answer = ran.json();
        for key in ["rsa", "ecdsa"] {
            let own = cell(&answer, &peer, Some(key));
            assert_eq!(own["order"], "client", "{path:?}");
            if let Some(before) = before {
                assert_eq!(own["before"]["selected"], key == before, "{path:?} {key}");
                assert_eq!(own["before"]["accepted"], true, "{path:?} {key}");
            }
            assert_eq!(own["after"]["selected"], key == after, "{path:?} {key}");
            assert_eq!(own["after"]["basis"], "observed");
            // Tollgate's own default asks for ECDSA first on every path.
            assert_eq!(own["serve"]["selected"], key == "ecdsa", "{path:?} {key}");
            assert_eq!(own["serve"]["accepted"], key == "rsa", "{path:?} {key}");
            assert_eq!(own["serve"]["basis"], serve, "{path:?} {key}");
        }
        let expected = if after == "ecdsa" { 3 } else { 4 };
        assert_eq!(ran.code, expected, "{path:?}");
    }
}

#[test]
fn a_configuration_of_serve_that_prefers_rsa_gets_rsa() {
    let (rsa, ecdsa) = (issue(&RSA, None), issue(&ECDSA, None));
    let old = Peer::new(&[&rsa, &ecdsa], only_1_2);
    let new = Peer::new(&[&rsa, &ecdsa], |_| {});
    let desk = Desk::new();
    desk.file("own.pem", &rsa.pem());
    let config = desk.file(
        "tollgate.toml",
        "listen = \"127.0.0.1:0\"\n[trust]\nstore = \"own.pem\"\n[log]\npath = \"t.log\"\n\
         [ciphers]\nstring = \"ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384\"\n\
         [[node]]\naddress = \"imp.steven.lab\"\nrole = \"imp\"\nresolve = \"127.0.0.1\"\n\
         ports = [1]\n",
    );
    let peers = [("cucm", NODE, &old), ("cucm", NODE, &new)];
    let config = ["--config", config.to_str().unwrap(), "--from", "12.7"];
    let answer = desk.ask(&peers, &[], &config).json();
    for peer in [&old, &new] {
        let own = cell(&answer, peer, Some("rsa"));
        assert_eq!(own["after"]["selected"], false, "{own:#}");
        assert_eq!(own["serve"]["selected"], true, "{own:#}");
        assert_eq!(own["serve"]["accepted"], true, "{own:#}");
    }
}

#[test]
fn a_node_with_an_order_of_its_own_is_recognised_and_observation_wins() {
    let (rsa, ecdsa) = (issue(&RSA, None), issue(&ECDSA, None));
    let peer = Peer::new(&[&rsa, &ecdsa], |builder| {
        only_1_2(builder);
        builder.set_options(SslOptions::CIPHER_SERVER_PREFERENCE);
        builder
            .set_cipher_list("ECDHE-ECDSA-AES256-GCM-SHA384:ALL")
            .unwrap();
    });
    let desk = Desk::new();
    let ran = desk.ask(&[("cucm", NODE, &peer)], &[&rsa], &["--from", "14.0.7"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let answer = ran.json();
    let own = cell(&answer, &peer, Some("ecdsa"));
    assert_eq!(own["order"], "node");
    assert_eq!(own["after"]["selected"], true);
    assert_eq!(own["after"]["expected"], "rsa");
    let told = told(&answer, "TG1001");
    let (state, notes) = &told[0];
    assert_eq!(state, "issue-found");
    assert!(notes.contains("by its own order"), "{notes}");
    assert!(notes.contains("puts RSA first"), "{notes}");
    assert!(notes.contains("The observation counts"), "{notes}");
}

#[test]
fn in_tls_1_3_the_cipher_list_has_no_say_and_that_is_said() {
    let (rsa, ecdsa) = (issue(&RSA, None), issue(&ECDSA, None));
    let peer = Peer::new(&[&rsa, &ecdsa], |_| {});
    let desk = Desk::new();
    let answer = desk
        .ask(&[("cucm", NODE, &peer)], &[&rsa], &["--from", "14.0.7"])
        .json();
    let own = cell(&answer, &peer, Some("ecdsa"));
    assert_eq!(own["order"], "client");
    assert_eq!(own["before"]["selected"], false);
    assert_eq!(own["after"]["selected"], true);
    let versions: Vec<_> = own["observations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|seen| (seen["offer"].as_str().unwrap(), seen["version"].clone()))
        .collect();
    assert!(
        versions.contains(&("before", "TLSv1.2".into())),
        "{versions:?}"
    );
    assert!(
        versions.contains(&("after", "TLSv1.3".into())),
        "{versions:?}"
    );
    let told = told(&answer, "TG1001");
    assert!(
        told[0].1.contains("signature algorithms decide"),
        "{told:?}"
    );
}

#[test]
fn a_node_of_tls_1_0_answers_and_has_nothing_in_common_with_the_appliance() {
    let rsa = issue(&RSA, None);
    let peer = Peer::new(&[&rsa], |builder| {
        builder
            .set_max_proto_version(Some(SslVersion::TLS1))
            .unwrap();
    });
    let desk = Desk::new();
    let ran = desk.ask(&[("cucm", NODE, &peer)], &[&rsa], &["--from", "12.7"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let answer = ran.json();
    let own = cell(&answer, &peer, Some("rsa"));
    assert_eq!(own["verdict"], "trusted");
    for side in ["before", "after", "serve"] {
        assert_eq!(own[side]["declined"], true, "{side}");
        assert_eq!(own[side]["selected"], Value::Null, "{side}");
    }
    assert_eq!(own["after_plan"], "fails");
    let told = told(&answer, "TG3002");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "issue-found");
    assert!(
        told[0].1.contains("The node speaks TLSv1 at best"),
        "{told:?}"
    );
    assert!(told[0].1.contains("did answer another offer"), "{told:?}");
}

/// Answers every offer in TLS 1.2 with `DHE-RSA-AES256-GCM-SHA384` and a prime of so many octets.
/// Servers of today cannot be talked into so small ones; old nodes can.
fn with_prime(leaf: &Issued, octets: usize) -> Peer {
    fn sized(bytes: usize, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        [&length[4 - bytes..], body].concat()
    }
    fn message(kind: u8, body: &[u8]) -> Vec<u8> {
        let mut message = vec![kind];
        message.extend(sized(3, body));
        message
    }
    let der = leaf.x509.to_der().unwrap();
    let hello = [&[3, 3][..], &[7; 32], &[0], &[0x00, 0x9f], &[0]].concat();
    let prime = vec![0xff; octets];
    let exchange = [
        sized(2, &prime),
        sized(2, &[2]),
        sized(2, &prime[1..]),
        vec![4, 1],
        sized(2, &[9; 256]),
    ];
    let flight = [
        message(2, &hello),
        message(11, &sized(3, &sized(3, &der))),
        message(12, &exchange.concat()),
        message(14, &[]),
    ];
    let mut records = Vec::new();
    for message in flight {
        records.extend([22, 3, 3]);
        records.extend(sized(2, &message));
    }
    Peer::of(move |mut stream| {
        let mut hello = [0; 2048];
        drop(stream.read(&mut hello));
        drop(stream.write_all(&records));
        // Until the probe has gone.
        drop(stream.read(&mut hello));
    })
}

#[test]
fn a_small_diffie_hellman_group_is_found_and_a_tiny_one_is_an_issue() {
    let rsa = issue(&RSA, None);
    let desk = Desk::new();
    for (bits, state, code) in [
        (768, Some("issue-found"), 3),
        (1024, Some("potential-problem"), 4),
        (2048, None, 0),
    ] {
        let peer = with_prime(&rsa, bits / 8);
        let ran = desk.ask(&[("cucm", NODE, &peer)], &[&rsa], &["--from", "12.7"]);
        let answer = ran.json();
        let told = told(&answer, "TG3003");
        let states: Vec<&str> = told.iter().map(|(state, _)| state.as_str()).collect();
        assert_eq!(states, state.into_iter().collect::<Vec<_>>(), "{bits}");
        assert_eq!(ran.code, code, "{bits} {answer:#}");
    }
}

#[test]
fn cells_without_evidence_are_missing_information_and_never_green() {
    let desk = Desk::new();
    let rsa = issue(&RSA, None);
    // handshake_failure to whatever is offered.
    let declines = Peer::of(|mut stream| {
        let mut hello = [0; 2048];
        drop(stream.read(&mut hello));
        drop(stream.write_all(&[21, 3, 3, 0, 2, 2, 40]));
    });
    // Says nothing until the probe gives up.
    let silent = Peer::of(|mut stream| {
        let mut hello = [0; 2048];
        while matches!(stream.read(&mut hello), Ok(count) if count > 0) {}
    });
    for peer in [&declines, &silent] {
        let more = ["--timeout", "0.5", "--from", "12.7"];
        let ran = desk.ask(&[("cucm", NODE, peer)], &[&rsa], &more);
        assert_eq!(ran.code, 5, "{}", ran.stdout);
        let answer = ran.json();
        let cells = answer["cells"].as_array().unwrap();
        assert!(
            cells.iter().all(|cell| cell["unknown"] == true),
            "{answer:#}"
        );
        assert!(cells.iter().all(|cell| cell["verdict"] == Value::Null));
        let told = told(&answer, "TG9001");
        assert_eq!(told.len(), cells.len());
        assert!(told.iter().all(|(state, _)| state == "missing-information"));
        let text = desk.ask(
            &[("cucm", NODE, peer)],
            &[&rsa],
            &["--timeout", "0.5", "-o", "text"],
        );
        assert!(text.stdout.contains("? not known"), "{}", text.stdout);
        assert!(!text.stdout.contains("ok passes"), "{}", text.stdout);
    }
    let inventory = desk.file("nodes.csv", "address,port\nno-such-node.invalid,8443\n");
    let trust = desk.file("ca.pem", &rsa.pem());
    let ran = tollgate([
        "preflight",
        "--inventory",
        inventory.to_str().unwrap(),
        "--trust",
        trust.to_str().unwrap(),
        "-o",
        "json",
    ]);
    assert_eq!(ran.code, 5, "{}", ran.stdout);
    assert_eq!(ran.json()["cells"][0]["unknown"], true);
}

#[test]
fn a_key_type_that_is_declined_is_not_served_and_needs_no_finding() {
    let rsa = issue(&RSA, None);
    let peer = Peer::new(&[&rsa], only_1_2);
    let ran = Desk::new().ask(&[("cucm", NODE, &peer)], &[&rsa], &["--from", "12.7"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let answer = ran.json();
    let absent = cell(&answer, &peer, Some("ecdsa"));
    assert_eq!(
        (&absent["served"], &absent["verdict"], &absent["unknown"]),
        (&false.into(), &Value::Null, &false.into())
    );
    let own = cell(&answer, &peer, Some("rsa"));
    assert_eq!(own["order"], "unknown");
    // One certificate leaves no choice, so that nobody has to be asked.
    assert_eq!(own["serve"]["basis"], "predicted");
    assert_eq!(own["serve"]["selected"], true);
}

#[test]
fn where_the_real_traffic_server_differs_is_told() {
    let rsa = issue(
        &Wanted {
            ip: Some("127.0.0.1"),
            ..RSA
        },
        None,
    );
    let peer = Peer::new(&[&rsa], only_1_2);
    let desk = Desk::new();
    let peers = [("cucm", "127.0.0.1", &peer)];
    let answer = desk.ask(&peers, &[&rsa], &["--from", "12.7"]).json();
    let own = cell(&answer, &peer, Some("rsa"));
    assert_eq!(own["verdict"], "trusted");
    assert_eq!(own["traffic_server"]["verdict"], "refused");
    assert_eq!(own["traffic_server"]["first"]["code"], "TG2002");
    // Sources differ about addresses: it cannot be told.
    assert_eq!(own["after"]["accepted"], Value::Null);
    assert_eq!(own["serve"]["accepted"], true);
    assert_eq!(told(&answer, "TG2002").len(), 1, "{answer:#}");
}

#[test]
fn of_two_stored_cas_of_one_name_the_first_is_in_the_way_without_key_ids_alone() {
    let desk = Desk::new();
    for (ids, is_in_the_way) in [(KeyIds::Absent, true), (KeyIds::Present, false)] {
        let ca = Wanted { ids, ..CA };
        let (old, new) = (issue(&ca, None), issue(&ca, None));
        let leaf = issue(&Wanted { ids, ..RSA }, Some(&new));
        let peer = Peer::new(&[&leaf], only_1_2);
        let peers = [("cucm", NODE, &peer)];
        let answer = desk.ask(&peers, &[&old, &new], &["--from", "12.7"]).json();
        let own = cell(&answer, &peer, Some("rsa"));
        // Tollgate tries every candidate.
        assert_eq!(own["verdict"], "trusted");
        assert_eq!(own["serve"]["accepted"], true);
        let expected = if is_in_the_way { "refused" } else { "trusted" };
        assert_eq!(own["traffic_server"]["verdict"], expected);
        assert_eq!(own["after"]["accepted"], !is_in_the_way);
        let shadowed = told(&answer, "TG1005");
        assert_eq!(shadowed.len(), usize::from(is_in_the_way), "{answer:#}");
        if is_in_the_way {
            assert_eq!(shadowed[0].0, "issue-found");
            assert!(
                shadowed[0].1.contains("takes the first match"),
                "{shadowed:?}"
            );
        }
    }
}

#[test]
fn the_stores_that_a_port_normally_shows_are_a_statement_of_the_table() {
    let (rsa, ecdsa) = (issue(&RSA, None), issue(&ECDSA, None));
    let peer = Peer::new(&[&rsa, &ecdsa], only_1_2);
    let desk = Desk::new();
    let ports = format!(
        "[[port]]\nrole = \"cucm\"\nport = {}\nservice = \"TFTP over HTTPS\"\n\
         stores = [\"CallManager\", \"CallManager-ECDSA\"]\n",
        peer.port
    );
    let ports = desk.file("ports.toml", &ports);
    let more = ["--ports", ports.to_str().unwrap(), "--from", "12.7"];
    let answer = desk.ask(&[("cucm", NODE, &peer)], &[&rsa], &more).json();
    let own = cell(&answer, &peer, Some("ecdsa"));
    let stores = serde_json::json!(["CallManager", "CallManager-ECDSA"]);
    assert_eq!(own["expected_stores"], stores);
    let told = told(&answer, "TG1001");
    let sentence = format!("Port {} (TFTP over HTTPS) normally shows", peer.port);
    assert!(told[0].1.contains(&sentence), "{told:?}");
}

#[test]
fn cells_that_are_reached_at_failover_are_told_in_findings() {
    let rsa = issue(&RSA, None);
    let peer = Peer::new(&[&rsa], only_1_2);
    let other = issue(&CA, None);
    let desk = Desk::new();
    let peers = [("cucm-subscriber", NODE, &peer)];
    let answer = desk.ask(&peers, &[&other], &["--from", "12.7"]).json();
    assert_eq!(cell(&answer, &peer, Some("rsa"))["at_failover"], true);
    let notes = &told(&answer, "TG1001")[0].1;
    assert!(notes.contains("when the publisher is down"), "{notes}");
    let text = desk.ask(&peers, &[&other], &["-o", "text"]);
    let words: Vec<&str> = text.stdout.split_whitespace().collect();
    assert!(words.join(" ").contains("when the publisher is down"));
}

#[test]
fn a_certificate_is_told_to_end_soon_by_share_of_life_and_by_days() {
    let desk = Desk::new();
    // The last tenth of two years; twenty days of ninety, which is no last tenth; a long time.
    for (days, percent, is_told) in [
        ((-670, 60), 91, true),
        ((-70, 20), 77, true),
        ((-100, 600), 14, false),
        // Made for a month, and new.
        ((-1, 29), 3, false),
    ] {
        let rsa = issue(&Wanted { days, ..RSA }, None);
        let peer = Peer::new(&[&rsa], only_1_2);
        let ran = desk.ask(&[("cucm", NODE, &peer)], &[&rsa], &["--from", "12.7"]);
        let answer = ran.json();
        let life = &cell(&answer, &peer, Some("rsa"))["life"];
        assert_eq!(life["days_left"], days.1, "{days:?}");
        assert_eq!(life["percent_used"], percent, "{days:?}");
        let told = told(&answer, "TG1004");
        assert_eq!(told.len(), usize::from(is_told), "{days:?} {told:?}");
        assert_eq!(ran.code, if is_told { 4 } else { 0 }, "{days:?}");
    }
}

#[test]
fn the_report_has_before_after_and_after_the_plan_beside_each_other() {
    let (rsa, ecdsa) = (issue(&RSA, None), issue(&ECDSA, None));
    let peer = Peer::new(&[&rsa, &ecdsa], only_1_2);
    let desk = Desk::new();
    let peers = [("cucm", NODE, &peer)];
    let text = desk.ask(&peers, &[&rsa], &["--from", "12.7", "-o", "text"]);
    let row = format!("{NODE}:{} ECDSA", peer.port);
    let lines: Vec<&str> = text.stdout.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.starts_with("THROUGH THE UPGRADE"));
    let table = &lines[at.unwrap()..];
    assert!(table[1].contains("Before") && table[1].contains("After the plan"));
    let own = table.iter().position(|line| line.contains(&row)).unwrap();
    let said = format!("{} {}", table[own], table[own + 1]);
    let words: Vec<&str> = said.split_whitespace().collect();
    let words = words.join(" ");
    assert!(
        words.contains("- not used x fails ok passes x fails"),
        "{words}"
    );
    assert!(
        table[..own + 2]
            .iter()
            .all(|line| line.chars().count() <= 80),
        "{}",
        text.stdout
    );
    // Where a finding is from is the probe and no frame of a capture.
    assert!(!text.stdout.contains("tcp.stream"), "{}", text.stdout);
    let html = desk.ask(&peers, &[&rsa], &["--from", "12.7", "-o", "html"]);
    let table = html.stdout.split("id=\"prospects\"").nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    for said in [
        "Before",
        "After the plan",
        "Tollgate",
        "not used",
        "passes",
        "fails",
        &row,
    ] {
        assert!(table.contains(said), "{said}");
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the binary under test reads the clock too"
)]
fn what_is_over_since_it_was_judged_is_a_warning_of_its_own() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let base = i64::try_from(now.as_secs()).unwrap();
    let days = (-700, -50);
    let rsa = issue(&Wanted { days, base, ..RSA }, None);
    let peer = Peer::new(&[&rsa], only_1_2);
    let at = moment(base - 200 * DAY);
    let more = ["--from", "12.7", "--at", &at];
    let ran = Desk::new().ask(&[("cucm", NODE, &peer)], &[&rsa], &more);
    let answer = ran.json();
    let own = cell(&answer, &peer, Some("rsa"));
    assert_eq!(own["verdict"], "trusted");
    assert_eq!(own["life"]["days_left"], 150);
    assert_eq!(own["life"]["over_since_judged"], true);
    let told = told(&answer, "TG1004");
    assert_eq!(told.len(), 1, "{answer:#}");
    assert_eq!((told[0].0.as_str(), ran.code), ("potential-problem", 4));
}

/// RFC 3339.
fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap().to_string()
}

#[test]
fn in_the_documents_own_bundle_the_observation_wins_over_the_path() {
    let name = "diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz";
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../analyze/tests/fixtures/bundles");
    let bundle = directory.join(name);
    let ask = |more: &[&str]| {
        let mut arguments = vec!["preflight", "--bundle", bundle.to_str().unwrap()];
        arguments.extend(["-o", "json"]);
        arguments.extend(more);
        let ran = tollgate(arguments);
        assert_eq!(ran.code, 3, "{}", ran.stderr);
        ran.json()
    };
    // Whichever path is named, the appliance of the bundle got ECDSA on 6972.
    for (path, is_contradicted) in [
        (&["--from", "14.0.7"][..], true),
        (&["--from", "12.7"], false),
        (&["--fresh"], false),
        (&[], false),
    ] {
        let answer = ask(path);
        let cells = answer["cells"].as_array().unwrap();
        let own = cells.iter().find(|cell| cell["port"] == 6972).unwrap();
        assert_eq!(own["key_type"], "ecdsa", "{path:?}");
        assert_eq!(own["after"]["selected"], true, "{path:?}");
        assert_eq!(own["after"]["basis"], "observed", "{path:?}");
        assert_eq!(own["after"]["accepted"], false, "{path:?}");
        let told = told(&answer, "TG1001");
        assert_eq!(told[0].0, "issue-found", "{path:?}");
        let is_said = told[0].1.contains("puts RSA first, and ECDSA was observed");
        assert_eq!(is_said, is_contradicted, "{path:?} {told:?}");
        assert!(
            told[0].1.contains("Port 6972 (TFTP over HTTPS)"),
            "{told:?}"
        );
        let notes = answer["notes"].to_string();
        assert!(notes.contains("have expired"), "{notes}");
        assert_eq!(own["life"]["over_since_judged"], true);
    }
}
