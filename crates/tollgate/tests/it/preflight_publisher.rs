//! The inventory from a publisher: by UDS and by AXL from the lab, and from peers that mean no good.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openssl::pkey::PKey;
use openssl::ssl::{SslContext, SslMethod, SslVersion};
use openssl::x509::X509;
use serde_json::Value;
use tempfile::TempDir;
use tollgate_lab::{
    Authority, CertificateSpec, Identity, Lab, LabConfig, Presented, ServerSetting,
};

use crate::support::{Ran, fed, tollgate};

const NODE: &str = "cucm.steven.lab";
const SUBSCRIBER: &str = "cucm-sub.steven.lab";
const PASSWORD: &str = "lab-axl-password";

#[expect(
    clippy::disallowed_methods,
    reason = "the binary judges the publisher by its own clock"
)]
fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_secs()).unwrap()
}

struct Bench {
    lab: Lab,
    directory: TempDir,
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    /// A lab of today on addresses of its own, because a publisher tells no ports.
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let lab = runtime.block_on(Lab::start(LabConfig::new(now()))).unwrap();
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("ca.pem"), lab.trust_store_pem()).unwrap();
        Self {
            lab,
            directory,
            runtime,
        }
    }

    fn path(&self, name: &str) -> String {
        self.directory.path().join(name).display().to_string()
    }

    fn password(&self, text: &str) -> String {
        secret(&self.directory, text).display().to_string()
    }

    fn ip(&self, node: &str) -> IpAddr {
        self.lab.node(node).unwrap().address()
    }

    /// Asks the publisher; the lab's names are resolved to the lab.
    fn ask(&self, more: &[&str]) -> Ran {
        let trust = self.path("ca.pem");
        self.ask_with(&["--trust", &trust], more)
    }

    fn ask_with(&self, trust: &[&str], more: &[&str]) -> Ran {
        let nodes = self.lab.nodes().iter();
        let resolve = nodes.map(|node| format!("--resolve={}={}", node.name(), node.address()));
        let mut arguments: Vec<String> = ["preflight", "--depth", "certificate", "-o", "json"]
            .map(str::to_owned)
            .into();
        arguments.extend(resolve);
        arguments.extend(trust.iter().chain(more).map(|&text| text.to_owned()));
        if !more.contains(&"--publisher") {
            arguments.extend(["--publisher".to_owned(), NODE.to_owned()]);
        }
        tollgate(arguments)
    }

    /// Requests that the publisher's 8443 has seen: target, and whether they had credentials.
    fn requests(&self) -> Vec<(String, bool)> {
        let counters = self.lab.node(NODE).unwrap().counters(8443).unwrap();
        let requests = counters.latest_requests.iter();
        let is_login = |name: &str| name.eq_ignore_ascii_case("authorization");
        requests
            .map(|request| {
                let has = request.headers.iter().any(|(name, _)| is_login(name));
                (request.target.clone(), has)
            })
            .collect()
    }
}

fn secret(directory: &TempDir, text: &str) -> PathBuf {
    let file = directory.path().join("password");
    std::fs::write(&file, text).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    file
}

fn cells<'a>(answer: &'a Value, address: &str) -> Vec<&'a Value> {
    let cells = answer["cells"].as_array().unwrap().iter();
    cells.filter(|cell| cell["address"] == address).collect()
}

fn ports(answer: &Value, address: &str) -> Vec<u64> {
    let own = cells(answer, address);
    let mut ports: Vec<u64> = own
        .iter()
        .map(|cell| cell["port"].as_u64().unwrap())
        .collect();
    ports.dedup();
    ports
}

fn notes(answer: &Value) -> String {
    answer["notes"].to_string()
}

fn differences(answer: &Value) -> Vec<&Value> {
    let findings = answer["findings"].as_array().unwrap().iter();
    findings
        .filter(|own| own["signature"] == "advertised-otherwise")
        .collect()
}

#[test]
fn uds_tells_the_nodes_of_unified_cm_without_a_login() {
    let bench = Bench::new();
    let ran = bench.ask(&[]);
    let answer = ran.json();
    assert_eq!(ports(&answer, NODE), [8443, 6971, 6972], "{}", ran.stderr);
    assert_eq!(ports(&answer, SUBSCRIBER), [8443, 6971, 6972]);
    for cell in cells(&answer, NODE) {
        assert_eq!(
            (&cell["source"], &cell["advertised"]),
            (&"typed".into(), &true.into())
        );
        assert_eq!(cell["at_failover"], false);
    }
    for cell in cells(&answer, SUBSCRIBER) {
        assert_eq!(cell["source"], "advertised");
        assert_eq!(cell["at_failover"], true, "{cell}");
        assert_eq!(cell["role"], "cucm-subscriber");
    }
    let tomcat = cells(&answer, SUBSCRIBER)[0];
    assert_eq!(
        (&tomcat["port"], &tomcat["verdict"]),
        (&8443.into(), &"trusted".into())
    );
    assert_eq!(differences(&answer), [&Value::Null; 0]);
    assert!(notes(&answer).contains("UDS"), "{}", notes(&answer));
    assert!(
        notes(&answer).contains("trusted by ca.pem"),
        "{}",
        notes(&answer)
    );
    assert_eq!(bench.requests(), [("/cucm-uds/servers".to_owned(), false)]);
}

#[test]
fn axl_also_tells_roles_and_gets_the_password_alone() {
    let bench = Bench::new();
    let file = bench.password(&format!("{PASSWORD}\n"));
    let login = ["--axl-user", "axl-reader", "--axl-password-file", &file];
    let ran = bench.ask(&login);
    let answer = ran.json();
    assert!(notes(&answer).contains("by AXL"), "{}", ran.stderr);
    assert_eq!(ports(&answer, NODE), [8443, 6971, 6972]);
    let role = |address: &str| {
        let cell = cells(&answer, address)[0];
        (cell["role"].clone(), cell["at_failover"].clone())
    };
    assert_eq!(role(NODE), ("cucm".into(), false.into()));
    assert_eq!(role(SUBSCRIBER), ("cucm-subscriber".into(), true.into()));
    assert_eq!(role("cups.steven.lab"), ("imp".into(), false.into()));
    let all = answer["cells"].to_string();
    assert!(!all.contains("EnterpriseWideData"), "{all}");
    let expected = [("/cucm-uds/version", false), ("/axl/", true)];
    let expected = expected.map(|(target, has)| (target.to_owned(), has));
    assert_eq!(bench.requests(), expected);
    assert!(!format!("{ran:?}").contains(PASSWORD));
    // The same from standard input.
    let trust = bench.path("ca.pem");
    let resolve = format!("{NODE}={}", bench.ip(NODE));
    let ran = fed(
        PASSWORD,
        [
            "preflight",
            "--publisher",
            NODE,
            "--resolve",
            &resolve,
            "--trust",
            &trust,
            "--axl-user",
            "axl-reader",
            "--axl-password-file",
            "-",
            "-o",
            "json",
            "--depth",
            "certificate",
            "--timeout",
            "2",
        ],
    );
    assert!(notes(&ran.json()).contains("by AXL"), "{}", ran.stderr);
}

#[test]
fn a_node_that_is_advertised_by_another_address_is_asked_by_both() {
    let bench = Bench::new();
    bench.lab.advertise(NODE, ServerSetting::Address).unwrap();
    let ip = bench.ip(NODE).to_string();
    let ran = bench.ask(&[]);
    let answer = ran.json();
    let [difference] = differences(&answer)[..] else {
        panic!("{}", ran.stdout);
    };
    assert_eq!(difference["code"], "TG5005");
    assert_eq!(difference["state"], "potential-problem");
    let told = difference["description"].as_str().unwrap();
    assert!(told.contains(NODE) && told.contains(&ip), "{told}");
    let typed = cells(&answer, NODE)[0];
    assert_eq!(
        (&typed["advertised"], &typed["verdict"]),
        (&false.into(), &"trusted".into())
    );
    let advertised = cells(&answer, &ip)[0];
    assert_eq!(advertised["source"], "advertised");
    // What clients are told is what matters: the certificate has no such address.
    assert_eq!(advertised["first"]["code"], "TG2002");
    let plan = answer["plan"].to_string();
    let wanted = format!("Advertise {NODE} as {NODE} instead of {ip}");
    assert!(plan.contains(&wanted), "{plan}");
    // By its own answer the publisher is known, by the place it leads to: the other is a subscriber.
    assert_eq!(advertised["at_failover"], false);
    assert_eq!(cells(&answer, SUBSCRIBER)[0]["at_failover"], true);
    assert_eq!(ran.code, 3);
}

#[test]
fn an_inventory_and_the_publisher_are_held_against_each_other() {
    let bench = Bench::new();
    let inventory = bench.path("nodes.csv");
    let ip = bench.ip(NODE);
    let other = bench.ip("cups.steven.lab");
    let rows = format!(
        "node,role,address,port,resolve\npub,cucm,{NODE},8443,{ip}\npub,cucm,{ip},8443,\n\
         old,cucm,old.steven.lab,8443,{other}\n"
    );
    std::fs::write(&inventory, rows).unwrap();
    let ran = bench.ask(&["--inventory", &inventory]);
    let answer = ran.json();
    let told: Vec<&str> = differences(&answer)
        .iter()
        .map(|own| own["description"].as_str().unwrap())
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    let gone = "old.steven.lab was given, and the publisher does not advertise it";
    assert!(told.iter().any(|own| own.contains(gone)), "{told:?}");
    assert!(
        told.iter()
            .any(|own| own.contains(&format!("advertises the same node as {NODE}")))
    );
    assert!(
        told.iter()
            .any(|own| own.contains(&format!("advertises {SUBSCRIBER}")))
    );
    let own = cells(&answer, NODE);
    assert!(own.iter().all(|cell| cell["node"] == "pub"), "{own:?}");
    let sources: Vec<&Value> = own.iter().map(|cell| &cell["source"]).collect();
    assert!(sources.contains(&&"inventory".into()) && sources.contains(&&"typed".into()));
}

#[test]
fn an_address_without_a_role_is_told_apart_by_where_it_leads() {
    let bench = Bench::new();
    let typed = format!("{}:8443", bench.ip(NODE));
    let other = format!("{}:8443", bench.ip("cups.steven.lab"));
    let answer = bench.ask(&[&typed, &other]).json();
    let [difference] = differences(&answer)[..] else {
        panic!("{answer:#}");
    };
    let told = difference["description"].as_str().unwrap();
    assert!(told.contains(&format!("the same node as {NODE}")), "{told}");
    let advertised = |ip: IpAddr| cells(&answer, &ip.to_string())[0]["advertised"].clone();
    assert_eq!(advertised(bench.ip(NODE)), false);
    // UDS tells no IM and Presence nodes.
    assert_eq!(advertised(bench.ip("cups.steven.lab")), Value::Null);
}

#[test]
fn a_wrong_login_says_what_to_correct_and_the_given_address_is_judged_all_the_same() {
    let bench = Bench::new();
    for (user, password, told) in [
        ("axl-reader", "wrong", "does not accept the user axl-reader"),
        (
            "operator",
            "lab-operator-password",
            "Standard AXL Read Only API Access",
        ),
    ] {
        let file = bench.password(password);
        let ran = bench.ask(&["--axl-user", user, "--axl-password-file", &file]);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert!(!format!("{ran:?}").contains(password), "{ran:?}");
        let answer = ran.json();
        assert!(notes(&answer).contains(told));
        assert_eq!(ports(&answer, NODE), [8443, 6971, 6972]);
        assert_eq!(cells(&answer, SUBSCRIBER).len(), 0);
        assert_eq!(cells(&answer, NODE)[0]["advertised"], Value::Null);
        assert_ne!(ran.code, 0);
    }
}

#[test]
fn nothing_is_sent_before_the_publisher_is_verified_or_pinned() {
    let bench = Bench::new();
    let stranger = Authority::new(now());
    let other = stranger
        .self_signed(&CertificateSpec::authority("another CA"))
        .unwrap();
    std::fs::write(bench.path("other.pem"), other.pem(Presented::LeafOnly)).unwrap();
    let (other, trust) = (bench.path("other.pem"), bench.path("ca.pem"));
    let file = bench.password(PASSWORD);
    let login = ["--axl-user", "axl-reader", "--axl-password-file", &file];
    let shown = bench.lab.node(NODE).unwrap().shown(8443).unwrap();
    let sha256 = shown[0].fingerprint().replace(':', "").to_ascii_lowercase();

    let refused = bench.ask_with(&["--trust", &other], &login);
    assert!(
        refused.stderr.contains("nothing was sent"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains("other.pem: TG1002"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains(&format!("--pin {sha256}")),
        "{}",
        refused.stderr
    );
    assert_eq!(bench.requests(), []);

    let wrong = "ab".repeat(32);
    let mut pinned = login.to_vec();
    pinned.extend(["--pin", &wrong]);
    // A pin decides, even against a store that trusts.
    let refused = bench.ask_with(&["--trust", &trust], &pinned);
    assert!(
        refused.stderr.contains(&format!("not the pinned {wrong}")),
        "{}",
        refused.stderr
    );
    assert_eq!(bench.requests(), []);

    let mut pinned = login.to_vec();
    pinned.extend(["--pin", &sha256]);
    let pinned = bench.ask_with(&["--trust", &other], &pinned);
    assert!(
        notes(&pinned.json()).contains("pinned SHA-256"),
        "{}",
        pinned.stderr
    );
    assert_eq!(bench.requests().len(), 2);

    // Each store counts, and the one that trusts is named.
    let second = bench.ask_with(&["--trust", &other, "--trust", &trust], &login);
    assert!(
        notes(&second.json()).contains("trusted by ca.pem"),
        "{}",
        second.stderr
    );
    drop(bench.runtime);
}

#[test]
fn usage_and_the_password_file_are_judged_before_anybody_is_asked() {
    let directory = tempfile::tempdir().unwrap();
    let file = secret(&directory, "secret");
    let file = file.to_str().unwrap();
    let wanting: [&[&str]; 5] = [
        &["--publisher", "cucm", "--axl-user", "reader"],
        &["--publisher", "cucm", "--axl-password-file", file],
        &["--axl-user", "reader", "--axl-password-file", file],
        &["--publisher", "cucm", "--pin", "ab"],
        &["--publisher", "cucm", "--resolve", "cucm"],
    ];
    for arguments in wanting {
        let ran = tollgate(["preflight", "--trust", "ca.pem"].iter().chain(arguments));
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.stderr);
    }
    let login = ["--axl-user", "reader", "--axl-password-file"];
    let arguments = ["preflight", "--publisher", "cucm", "--trust", "-"];
    let ran = tollgate(arguments.iter().chain(&login).chain(&["-"]));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("Standard input"), "{}", ran.stderr);
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let arguments = ["preflight", "--publisher", "cucm", "--trust", file];
    let ran = tollgate(arguments.iter().chain(&login).chain(&[file]));
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("chmod 600"), "{}", ran.stderr);
}

/// A TLS server that answers every request with the same octets.
struct Peer {
    address: SocketAddr,
    directory: TempDir,
    sha256: String,
    /// The heads of all requests.
    heads: Arc<Mutex<Vec<String>>>,
}

/// What a peer does once it has read a request.
#[derive(Clone)]
enum Act {
    Answer(Vec<u8>),
    /// The octets, and then one ten times a second without end; nothing at all without the former.
    Drip(Vec<u8>),
    /// The octets, and then zeros without end.
    Flood(Vec<u8>),
}

fn served(body: &str) -> Act {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    Act::Answer(format!("{head}{body}").into_bytes())
}

fn head(fields: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").into_bytes()
}

impl Peer {
    fn new(act: Act) -> Self {
        Self::at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), None, act)
    }

    fn at(address: SocketAddr, version: Option<SslVersion>, act: Act) -> Self {
        let authority = Authority::new(now());
        let root = authority
            .self_signed(&CertificateSpec::authority("peer CA"))
            .unwrap();
        let leaf = authority
            .issue(&root, &CertificateSpec::server(NODE))
            .unwrap();
        let directory = tempfile::tempdir().unwrap();
        let trust = directory.path().join("ca.pem");
        std::fs::write(trust, root.pem(Presented::LeafOnly)).unwrap();
        let context = context(&leaf, version);
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heads);
        // It ends with the process of the test.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (context, act) = (context.clone(), act.clone());
                let heads = Arc::clone(&kept);
                std::thread::spawn(move || converse(&context, stream.unwrap(), act, &heads));
            }
        });
        Self {
            address,
            directory,
            sha256: leaf.fingerprint().replace(':', "").to_ascii_lowercase(),
            heads,
        }
    }

    fn ask(&self, more: &[&str]) -> Ran {
        let publisher = format!("{NODE}:{}", self.address.port());
        let resolve = format!("{NODE}={}", self.address.ip());
        let trust = self.directory.path().join("ca.pem").display().to_string();
        let fixed = [
            "preflight",
            "--depth",
            "certificate",
            "-o",
            "json",
            "--timeout",
            "2",
            "--publisher",
            &publisher,
            "--resolve",
            &resolve,
            "--trust",
            &trust,
        ];
        tollgate(fixed.iter().chain(more))
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn context(leaf: &Identity, version: Option<SslVersion>) -> SslContext {
    let mut builder = SslContext::builder(SslMethod::tls_server()).unwrap();
    builder.set_security_level(0);
    builder.set_max_proto_version(version).unwrap();
    if version.is_some() {
        builder.set_cipher_list("AES128-SHA:@SECLEVEL=0").unwrap();
    }
    let chain = X509::stack_from_pem(leaf.pem(Presented::WithoutRoot).as_bytes()).unwrap();
    builder.set_certificate(&chain[0]).unwrap();
    let key = PKey::private_key_from_pem(leaf.key().to_pem().as_bytes()).unwrap();
    builder.set_private_key(&key).unwrap();
    builder.build()
}

fn converse(context: &SslContext, stream: TcpStream, act: Act, heads: &Mutex<Vec<String>>) {
    let patience = Some(Duration::from_secs(20));
    stream.set_read_timeout(patience).unwrap();
    stream.set_write_timeout(patience).unwrap();
    let ssl = openssl::ssl::Ssl::new(context).unwrap();
    // Probes end their handshakes in the middle.
    let Ok(mut stream) = ssl.accept(stream) else {
        return;
    };
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_exact(&mut octet).is_err() {
            return;
        }
        head.extend(octet);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    heads.lock().unwrap().push(head);
    match act {
        Act::Answer(octets) => drop(stream.write_all(&octets)),
        Act::Drip(octets) => {
            drop(stream.write_all(&octets));
            let pause = Some(Duration::from_millis(100));
            stream.get_ref().set_read_timeout(pause).unwrap();
            // Until the other side makes an end.
            while !matches!(stream.get_ref().peek(&mut octet), Ok(0)) {
                if !octets.is_empty() && stream.write_all(b"x").is_err() {
                    break;
                }
            }
        }
        Act::Flood(octets) => {
            drop(stream.write_all(&octets));
            while stream.write_all(&[b'0'; 16 * 1024]).is_ok() {}
        }
    }
    drop(stream.shutdown());
}

/// The publisher of a peer told nothing, for this reason; its address was judged all the same.
fn refused(act: Act, told: &str) {
    let peer = Peer::new(act);
    let ran = peer.ask(&[]);
    assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    assert_eq!(ran.code, 1, "{told}: {}", ran.stdout);
    let answer = ran.json();
    let port = u64::from(peer.address.port());
    let own = cells(&answer, NODE);
    let own = own.iter().find(|cell| cell["port"] == port).unwrap();
    assert_eq!(own["verdict"], "trusted", "{told}");
    assert_eq!(peer.heads().len(), 1, "{told}");
}

#[test]
fn answers_that_are_none_are_told_apart() {
    refused(served("<html>Sign in</html>"), "no servers element");
    refused(served("\u{1}\u{2}\u{3}"), "tells no nodes");
    refused(
        served("<servers></servers>"),
        "advertises no address at all",
    );
    refused(Act::Answer(b"SSH-2.0-x\r\n".to_vec()), "broke off");
    refused(
        Act::Answer(b"HTTP/1.1 503 Busy\r\n\r\n".to_vec()),
        "Cisco User Data Services",
    );
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<servers>".to_vec();
    refused(Act::Answer(short), "broke off");
}

#[test]
fn no_answer_is_larger_than_its_limit_and_none_is_unpacked() {
    refused(
        Act::Flood(head("Content-Length: 9999999999")),
        "more than 1048576 octets",
    );
    refused(
        Act::Flood(head("Transfer-Encoding: chunked\r\n\r\nffffffff")),
        "more than 1048576",
    );
    refused(Act::Flood(b"HTTP/1.1 200 OK\r\nX: ".to_vec()), "broke off");
    refused(Act::Answer(head("Content-Encoding: gzip")), "gzip");
    let bomb = "<!DOCTYPE s [<!ENTITY a \"cucm\"><!ENTITY b \"&a;&a;\">]><servers><server>&b;</server></servers>";
    let peer = Peer::new(served(bomb));
    let ran = peer.ask(&[]);
    assert!(ran.stderr.contains("which is not asked"), "{}", ran.stderr);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
}

#[test]
fn a_slow_publisher_is_left_after_its_time() {
    refused(Act::Drip(Vec::new()), "within 2 seconds");
    refused(Act::Drip(head("Content-Length: 900")), "within 2 seconds");
    refused(
        Act::Drip(b"HTTP/1.1 200 OK\r\nX: ".to_vec()),
        "within 2 seconds",
    );
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let elsewhere = Peer::new(served("<servers><server>evil</server></servers>"));
    let location = format!("https://{}/cucm-uds/servers", elsewhere.address);
    let answer = format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    refused(Act::Answer(answer.into_bytes()), &location);
    assert_eq!(elsewhere.heads().len(), 0);
}

#[test]
fn a_publisher_of_tls_1_0_and_static_rsa_is_asked() {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let answer = served(&format!("<servers><server>{NODE}</server></servers>"));
    let peer = Peer::at(address, Some(SslVersion::TLS1), answer);
    let ran = peer.ask(&[]);
    assert!(
        notes(&ran.json()).contains("advertises 1 addresses"),
        "{}",
        ran.stderr
    );
    let pinned = peer.ask(&["--pin", &peer.sha256]);
    assert!(
        notes(&pinned.json()).contains(&peer.sha256),
        "{}",
        pinned.stderr
    );
    let expected = "GET /cucm-uds/servers HTTP/1.1";
    assert!(peer.heads().iter().all(|head| head.starts_with(expected)));
}

#[test]
fn a_short_name_is_asked_as_it_is_advertised() {
    // A port of its own number, on an address that nobody else has.
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    let [.., high, low] = std::process::id().to_be_bytes();
    let address = ADDRESS.get_or_init(|| SocketAddr::from(([127, 93, high, low], 8443)));
    let peer = Peer::at(
        *address,
        None,
        served("<servers><server>cucm</server></servers>"),
    );
    let resolve = format!("cucm={}", address.ip());
    let answer = peer.ask(&["--resolve", &resolve]).json();
    let own = cells(&answer, "cucm");
    let tomcat = own.iter().find(|cell| cell["port"] == 8443).unwrap();
    assert_eq!(tomcat["first"]["code"], "TG2003", "{tomcat}");
    assert_eq!(tomcat["source"], "advertised");
    let [difference] = differences(&answer)[..] else {
        panic!("{answer:#}");
    };
    let told = difference["description"].as_str().unwrap();
    assert!(told.contains("advertises the same node as cucm"), "{told}");
}
