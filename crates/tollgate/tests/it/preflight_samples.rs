//! The samples offline, and live against servers that present exactly what the samples' nodes
//! presented: the same verdicts, codes and plan.
//!
//! Nobody has the keys of those nodes. None is needed: up to TLS 1.2 the certificates come before
//! anything that is signed, and a probe goes no further than the certificate.
#![expect(clippy::panic, reason = "a helper that fails fails its test")]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tollgate_capture::{Capture, CipherSuite, Conversation, ObservedEnd, Observer, Options, Role};

use crate::support::tollgate;

/// Between the samples' own times: every certificate in them is valid then.
const AT: &str = "2022-07-11T17:00:00Z";

pub(crate) fn samples() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../analyze/tests/fixtures/bundles");
    let entries = std::fs::read_dir(&directory).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "gz"));
    files.sort();
    assert_eq!(files.len(), 3);
    files
}

/// The file of a bundle whose name ends like this.
fn file_of(bundle: &Path, part: &str, ending: &str) -> Vec<u8> {
    let packed = std::fs::File::open(bundle).unwrap();
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(packed));
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.starts_with(part) && name.ends_with(ending) {
            let mut octets = Vec::new();
            entry.read_to_end(&mut octets).unwrap();
            return octets;
        }
    }
    panic!("{part}*{ending} in {}", bundle.display());
}

/// What a port presented, by key type: DER, leaf first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    rsa: Option<Vec<Vec<u8>>>,
    ecdsa: Option<Vec<Vec<u8>>>,
    /// It asked for a client certificate, for whichever key type.
    asks: bool,
}

/// What the ports of a sample presented.
pub(crate) fn shown(bundle: &Path) -> BTreeMap<u16, Shown> {
    let octets = file_of(bundle, "eth0", ".pcap");
    let capture = Capture::open(octets.as_slice(), Options::default()).unwrap();
    let mut ports: BTreeMap<u16, Shown> = BTreeMap::new();
    for conversation in capture {
        let conversation: Conversation = conversation.unwrap();
        let certificates = conversation.certificates_of(Role::Server);
        let chain: Vec<Vec<u8>> = certificates
            .map(|seen| seen.certificate.der().to_vec())
            .collect();
        let Some(suite) = conversation.cipher_suite.filter(|_| !chain.is_empty()) else {
            continue;
        };
        let port = ports.entry(conversation.server.port()).or_default();
        port.asks |= conversation.certificate_request.is_some();
        if suite.name().unwrap().contains("_ECDSA_") {
            port.ecdsa = Some(chain);
        } else {
            port.rsa = Some(chain);
        }
    }
    ports
}

fn vector24(octets: &[u8]) -> Vec<u8> {
    let length = u32::try_from(octets.len()).unwrap().to_be_bytes();
    [&length[1..], octets].concat()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &vector24(body)].concat()
}

/// Handshake messages in records, as many as it takes.
fn records(messages: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for fragment in messages.chunks(4096) {
        out.extend([22, 3, 3]);
        out.extend(u16::try_from(fragment.len()).unwrap().to_be_bytes());
        out.extend(fragment);
    }
    out
}

/// An alert: `handshake_failure` or `protocol_version`.
fn refusal(description: u8) -> Vec<u8> {
    vec![21, 3, 3, 0, 2, 2, description]
}

/// What a node of TLS 1.2 that follows its client answers to an offer.
fn answer(offer: &[u8], shown: &Shown) -> Vec<u8> {
    let mut observer = Observer::default();
    observer.read(Role::Client, offer);
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    let seen = observer.finish(any, any, ObservedEnd::Open).unwrap();
    let hello = seen.hello.unwrap();
    if !hello.versions.contains(&tollgate_capture::Version::TLS_1_2) {
        return refusal(70);
    }
    let suitable = |suite: &CipherSuite| {
        let name = suite.name().unwrap_or_default();
        let chain = if name.starts_with("TLS_ECDHE_ECDSA_") {
            &shown.ecdsa
        } else if name.starts_with("TLS_ECDHE_RSA_") {
            &shown.rsa
        } else {
            &None
        };
        Some((*suite, chain.clone()?))
    };
    let Some((suite, chain)) = hello.cipher_suites.iter().find_map(suitable) else {
        return refusal(40);
    };
    let mut body = vec![3, 3];
    body.extend([7; 32]);
    body.push(0);
    body.extend(suite.0.to_be_bytes());
    body.push(0);
    let mut flight = message(2, &body);
    let list: Vec<u8> = chain.iter().flat_map(|der| vector24(der)).collect();
    flight.extend(message(11, &vector24(&list)));
    // A key exchange that nobody signed: P-256, a point, and octets where the signature is.
    let mut exchange = vec![3, 0, 23, 65, 4];
    exchange.extend([9; 64]);
    exchange.extend([4, 1, 0, 4, 1, 2, 3, 4]);
    flight.extend(message(12, &exchange));
    if shown.asks {
        // rsa_sign and ecdsa_sign, one scheme, no authorities.
        flight.extend(message(13, &[2, 1, 64, 0, 2, 4, 1, 0, 0]));
    }
    flight.extend(message(14, &[]));
    records(&flight)
}

pub(crate) fn serve(listener: &TcpListener, shown: &Shown) {
    for stream in listener.incoming() {
        let stream = stream.unwrap();
        let shown = shown.clone();
        std::thread::spawn(move || meet(stream, &shown));
    }
}

fn meet(mut stream: TcpStream, shown: &Shown) {
    let mut head = [0; 5];
    if stream.read_exact(&mut head).is_err() {
        return;
    }
    let mut offer = head.to_vec();
    offer.resize(5 + usize::from(u16::from_be_bytes([head[3], head[4]])), 0);
    if stream.read_exact(&mut offer[5..]).is_ok() {
        let _written = stream.write_all(&answer(&offer, shown));
        // Until the probe has said goodbye.
        while matches!(stream.read(&mut [0; 64]), Ok(1..)) {}
    }
}

/// Serves all ports under their own numbers on a loopback address where they are free.
fn start(ports: &BTreeMap<u16, Shown>, sample: u8) -> IpAddr {
    let own = std::process::id().to_be_bytes();
    for attempt in 0..100 {
        let ip = IpAddr::from([127, 100 + sample, own[3].wrapping_add(attempt), own[2] | 1]);
        let bound: Result<Vec<_>, _> = ports
            .iter()
            .map(|(port, shown)| Ok((TcpListener::bind((ip, *port))?, shown.clone())))
            .collect::<std::io::Result<_>>();
        if let Ok(bound) = bound {
            for (listener, shown) in bound {
                std::thread::spawn(move || serve(&listener, &shown));
            }
            return ip;
        }
    }
    panic!("no loopback address has the ports free");
}

/// What of a cell has to be the same.
fn verdict(cell: &Value) -> Value {
    let mut same = serde_json::Map::new();
    for field in [
        "node",
        "address",
        "port",
        "key_type",
        "served",
        "verdict",
        "first",
        "certificate",
        "client_certificate_requested",
    ] {
        same.insert(field.to_owned(), cell[field].clone());
    }
    same.into()
}

fn cells(answer: &Value) -> Vec<Value> {
    let cells = answer["cells"].as_array().unwrap().iter();
    let served = cells.filter(|cell| cell["served"] == true);
    served.map(verdict).collect()
}

/// Codes of issues, with the cells that they are about.
fn issues(answer: &Value) -> Vec<(Value, Value)> {
    let findings = answer["findings"].as_array().unwrap().iter();
    let issues = findings.filter(|finding| finding["state"] == "issue-found");
    let mut issues: Vec<_> = issues
        .map(|own| {
            // In the order of time: live, that of the answers.
            let mut cells = own["cells"].as_array().unwrap().clone();
            cells.sort_by_key(Value::to_string);
            (own["code"].clone(), Value::Array(cells))
        })
        .collect();
    issues.sort_by_key(|(code, cells)| format!("{code}{cells}"));
    issues
}

#[test]
fn the_samples_are_judged_live_as_they_are_offline() {
    for (number, bundle) in (0..).zip(samples()) {
        let name = bundle.display().to_string();
        let offline = tollgate(["preflight", "--bundle", &name, "--at", AT, "-o", "json"]);
        assert_eq!(offline.code, 3, "{}", offline.stderr);
        let offline = offline.json();
        let ports = shown(&bundle);
        let ip = start(&ports, number);

        let directory = tempfile::tempdir().unwrap();
        let trust = directory.path().join("ca.pem");
        std::fs::write(&trust, file_of(&bundle, "ca_", ".pem")).unwrap();
        let mut rows = String::from("node,role,address,port,resolve\n");
        for cell in offline["cells"].as_array().unwrap() {
            let text = |field: &str| cell[field].as_str().unwrap().to_owned();
            let row = format!(
                "{},,{},{},{ip}\n",
                text("node"),
                text("address"),
                cell["port"]
            );
            rows.push_str(&row);
        }
        let inventory = directory.path().join("nodes.csv");
        std::fs::write(&inventory, rows).unwrap();
        let live = tollgate([
            "preflight",
            "--inventory",
            inventory.to_str().unwrap(),
            "--trust",
            trust.to_str().unwrap(),
            "--at",
            AT,
            "--timeout",
            "30",
            "-o",
            "json",
        ]);
        assert_eq!(live.code, 3, "{name}: {}", live.stderr);
        let live = live.json();
        assert_eq!(cells(&live), cells(&offline), "{name}");
        assert_eq!(issues(&live), issues(&offline), "{name}");
        assert_eq!(live["plan"], offline["plan"], "{name}");
        assert_eq!(live["plan_is_exact"], offline["plan_is_exact"]);
        assert_eq!(live["unrepaired"], offline["unrepaired"]);
        assert!(!live["plan"].as_array().unwrap().is_empty(), "{name}");
    }
}
