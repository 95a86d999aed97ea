//! Revocation beside the verdict: lists of files and of an HTTP server on loopback, a responder of
//! `openssl ocsp`, and servers that do everything wrong.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Ran, tollgate};

const CONFIG: &str = "
[req]
distinguished_name = name
prompt = no
[name]
CN = placeholder
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
crlnumber = crlnumber
default_md = sha256
policy = any
new_certs_dir = .
unique_subject = no
[any]
commonName = supplied
[v3_ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
";

/// Dates of a list that is out of date.
const OLD: &str = "-crl_lastupdate 20200101000000Z -crl_nextupdate 20200108000000Z";

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn skipped(test: &str) {
    eprintln!("SKIPPED: {test}: the program openssl is not there");
}

/// A CA with one node.
struct Shop {
    directory: TempDir,
}

impl Shop {
    /// `None` where the program is not there, which is said. `extensions` are those of the node.
    fn open(test: &str, extensions: &str) -> Option<Self> {
        let has = Command::new("openssl").arg("version").output();
        if !has.is_ok_and(|ran| ran.status.success()) {
            skipped(test);
            return None;
        }
        let directory = tempfile::tempdir().unwrap();
        let shop = Self { directory };
        let config = format!("{CONFIG}[v3_node]\nsubjectAltName = DNS:node.lab\n{extensions}\n");
        for (file, text) in [
            ("openssl.cnf", config.as_str()),
            ("index.txt", ""),
            ("serial", "16\n"),
            ("crlnumber", "01\n"),
        ] {
            std::fs::write(shop.path(file), text).unwrap();
        }
        shop.root("ca");
        shop.openssl("req -newkey rsa:2048 -nodes -config openssl.cnf -subj /CN=node.lab -keyout node.key -out node.csr");
        shop.openssl("ca -batch -notext -config openssl.cnf -extensions v3_node -cert ca.pem -keyfile ca.key -days 300 -in node.csr -out node.pem");
        Some(shop)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn openssl(&self, arguments: &str) {
        let ran = Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "openssl {arguments}: {said}");
    }

    fn root(&self, name: &str) {
        self.openssl(&format!(
            "req -x509 -newkey rsa:2048 -nodes -config openssl.cnf -extensions v3_ca -subj /CN=lab-ca -days 3000 -keyout {name}.key -out {name}.pem"
        ));
    }

    fn revoke(&self) {
        self.openssl("ca -config openssl.cnf -cert ca.pem -keyfile ca.key -revoke node.pem -crl_reason keyCompromise");
    }

    /// A list of a CA in DER; `more` are its dates.
    fn list(&self, signer: &str, more: &str) -> Vec<u8> {
        self.openssl(&format!(
            "ca -gencrl -config openssl.cnf -cert {signer}.pem -keyfile {signer}.key -out list.pem {more}"
        ));
        self.openssl("crl -in list.pem -outform DER -out list.der");
        std::fs::read(self.path("list.der")).unwrap()
    }

    /// `openssl s_server` that shows the node's certificate.
    fn serve(&self) -> (Running, u16) {
        let mut child = Command::new("openssl")
            .args([
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                "node.pem",
                "-key",
                "node.key",
            ])
            .args(["-naccept", "50", "-tls1_2"])
            .current_dir(self.directory.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let accepting = lines.find_map(|line| {
            let line = line.ok()?;
            line.strip_prefix("ACCEPT ").map(str::to_owned)
        });
        let running = Running(child);
        let port = accepting
            .unwrap()
            .rsplit(':')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        std::thread::spawn(move || lines.for_each(drop));
        (running, port)
    }

    fn preflight(&self, more: &[&str]) -> Ran {
        let (_server, port) = self.serve();
        let rows =
            format!("node,role,address,port,resolve\nnode.lab,cucm,node.lab,{port},127.0.0.1\n");
        std::fs::write(self.path("nodes.csv"), rows).unwrap();
        let (inventory, trust) = (self.text("nodes.csv"), self.text("ca.pem"));
        let mut arguments = vec!["preflight", "-o", "json", "--depth", "certificate"];
        arguments.extend(["--inventory", &inventory, "--trust", &trust]);
        arguments.extend(more);
        tollgate(arguments)
    }
}

/// An HTTP server that gives one answer to every request, and keeps what it was asked.
struct Web {
    asked: Arc<Mutex<Vec<String>>>,
}

impl Web {
    fn open() -> (TcpListener, u16) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        (listener, port)
    }

    fn serve(listener: TcpListener, answer: Vec<u8>) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let head = head(&mut stream);
                kept.lock().unwrap().push(head);
                // The other side may have gone.
                drop(stream.write_all(&answer));
            }
        });
        Self { asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn head(stream: &mut TcpStream) -> String {
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut octet).is_ok_and(|count| count > 0) {
        head.extend(octet);
    }
    String::from_utf8_lossy(&head).into_owned()
}

fn ok(body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Makes what a server answers.
type Answer = fn(&Shop) -> Vec<u8>;

/// What is said of the node's certificate.
fn of_node(answer: &Value) -> Value {
    let all = answer["revocations"].as_array().unwrap();
    let own = all.iter().find(|own| own["subject"] == "CN=node.lab");
    own.unwrap().clone()
}

fn verdict(answer: &Value) -> Value {
    let cells = answer["cells"].as_array().unwrap();
    let own = cells.iter().find(|cell| cell["key_type"] == "rsa");
    own.unwrap()["verdict"].clone()
}

fn codes(answer: &Value) -> Vec<(String, String)> {
    let findings = answer["findings"].as_array().unwrap();
    let told = findings.iter().map(|own| {
        let text = |key: &str| own[key].as_str().unwrap().to_owned();
        (text("code"), text("state"))
    });
    told.filter(|(code, _)| code == "TG1017" || code == "TG9006")
        .collect()
}

fn with_list(port: u16) -> String {
    format!("crlDistributionPoints = URI:http://127.0.0.1:{port}/ca.crl")
}

#[test]
fn given_lists_tell_without_anybody_being_asked() {
    let (listener, port) = Web::open();
    let Some(shop) = Shop::open("given lists", &with_list(port)) else {
        return;
    };
    let web = Web::serve(listener, ok(b""));
    shop.list("ca", "-crldays 7");
    let list = shop.text("list.pem");
    let ran = shop.preflight(&["--crl", &list]);
    let answer = ran.json();
    assert_eq!(answer["revocation"], "checked", "{}", ran.stderr);
    let own = of_node(&answer);
    assert_eq!(
        (&own["state"], &own["source"]),
        (&Value::from("good"), &Value::from(list.as_str()))
    );
    assert!(own["age_seconds"].as_i64().unwrap() < 3600, "{own}");
    assert!(own["next_update"].is_string());
    assert_eq!((ran.code, verdict(&answer)), (0, Value::from("trusted")));
    // A root is nobody's to revoke, and no evidence is missing for it.
    let roots = answer["revocations"].as_array().unwrap();
    let root = roots
        .iter()
        .find(|own| own["subject"] == "CN=lab-ca")
        .unwrap();
    assert_eq!(
        (&root["state"], &root["reason"]),
        (&Value::from("unknown"), &Value::from("self-signed"))
    );
    shop.revoke();
    shop.list("ca", "-crldays 7");
    let ran = shop.preflight(&["--crl", &list]);
    let answer = ran.json();
    let own = of_node(&answer);
    assert_eq!(
        (&own["state"], &own["reason"]),
        (&Value::from("revoked"), &Value::from("keyCompromise"))
    );
    assert_eq!(
        codes(&answer),
        [("TG1017".to_owned(), "issue-found".to_owned())]
    );
    // Beside the verdict: the traffic server would take it.
    assert_eq!((ran.code, verdict(&answer)), (3, Value::from("trusted")));
    assert!(
        !answer["summary"].to_string().contains("No issue"),
        "{}",
        answer["summary"]
    );
    assert!(web.asked().is_empty());
    assert_eq!(answer["revocation_contacts"], serde_json::json!([]));
}

#[test]
fn the_list_that_a_certificate_names_is_fetched_once_and_told() {
    let (listener, port) = Web::open();
    let Some(shop) = Shop::open("named list", &with_list(port)) else {
        return;
    };
    let web = Web::serve(listener, ok(&shop.list("ca", "-crldays 7")));
    let answer = shop.preflight(&["--revocation"]).json();
    let url = format!("http://127.0.0.1:{port}/ca.crl");
    let own = of_node(&answer);
    assert_eq!(
        (&own["state"], &own["source"]),
        (&Value::from("good"), &Value::from(url.as_str()))
    );
    let asked = web.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(
        asked[0].starts_with("GET /ca.crl HTTP/1.1\r\n"),
        "{asked:?}"
    );
    assert!(answer["notes"].to_string().contains(&url));
    assert_eq!(answer["revocation_contacts"][0]["url"], url);
    assert!(answer["revocation_contacts"][0]["octets"].as_u64().unwrap() > 100);
    // Without the option nobody is asked.
    let answer = shop.preflight(&[]).json();
    assert_eq!(
        (web.asked().len(), &answer["revocation"]),
        (1, &Value::from("not-checked"))
    );
}

#[test]
fn a_list_that_cannot_be_believed_is_missing_information() {
    let huge = {
        let mut answer = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        answer.resize(11 * 1024 * 1024, b'x');
        answer
    };
    let moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let cases: [(&str, Answer, &[u8]); 7] = [
        ("stale", |shop| ok(&shop.list("ca", OLD)), b""),
        (
            "signature",
            |shop| {
                shop.root("twin");
                ok(&shop.list("twin", "-crldays 7"))
            },
            b"",
        ),
        ("unreadable", |_| ok(b"garbage"), b""),
        ("too-large", |_| Vec::new(), &huge),
        ("unreachable", |_| Vec::new(), moved),
        ("unreachable", |_| b"not http at all\r\n\r\n".to_vec(), b""),
        (
            "unreachable",
            |_| b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
            b"",
        ),
    ];
    for (reason, make, given) in cases {
        let (listener, port) = Web::open();
        let Some(shop) = Shop::open("lists that are wrong", &with_list(port)) else {
            return;
        };
        let made = make(&shop);
        let answer = if given.is_empty() {
            made
        } else {
            given.to_vec()
        };
        let _web = Web::serve(listener, answer);
        let ran = shop.preflight(&["--revocation"]);
        let answer = ran.json();
        let own = of_node(&answer);
        assert_eq!(
            (&own["state"], &own["reason"]),
            (&Value::from("unknown"), &Value::from(reason)),
            "{own}"
        );
        assert_eq!(
            codes(&answer),
            [("TG9006".to_owned(), "missing-information".to_owned())],
            "{reason}"
        );
        assert_eq!(
            (ran.code, verdict(&answer)),
            (5, Value::from("trusted")),
            "{reason}"
        );
        if reason == "unreachable" || reason == "too-large" {
            assert!(
                answer["revocation_contacts"][0]["error"].is_string(),
                "{answer:#}"
            );
        }
    }
}

#[test]
fn an_address_where_nobody_is_or_that_is_not_http_is_said() {
    let (listener, port) = Web::open();
    let nobody = format!("crlDistributionPoints = URI:http://127.0.0.1:{port}/ca.crl");
    let Some(shop) = Shop::open("nobody", &nobody) else {
        return;
    };
    drop(listener);
    let answer = shop.preflight(&["--revocation"]).json();
    assert_eq!(of_node(&answer)["reason"], "unreachable");
    for (address, contacted) in [
        ("https://127.0.0.1:1/ca.crl", 0),
        ("ldap://127.0.0.1/cn=x", 0),
        ("file:///etc/passwd", 0),
        ("http://169.254.169.254/latest", 1),
    ] {
        let extension = format!("crlDistributionPoints = URI:{address}");
        let Some(shop) = Shop::open("addresses", &extension) else {
            return;
        };
        let answer = shop.preflight(&["--revocation"]).json();
        assert_eq!(of_node(&answer)["reason"], "address-not-asked", "{address}");
        assert_eq!(
            answer["revocation_contacts"].as_array().unwrap().len(),
            contacted,
            "{address}"
        );
    }
    let Some(shop) = Shop::open("no source", "") else {
        return;
    };
    let ran = shop.preflight(&["--revocation"]);
    assert_eq!(
        (ran.code, &of_node(&ran.json())["reason"]),
        (5, &Value::from("no-source"))
    );
}

#[test]
fn a_server_that_never_answers_does_not_hold_the_run_up_for_long() {
    let (listener, port) = Web::open();
    let Some(shop) = Shop::open("silence", &with_list(port)) else {
        return;
    };
    // Connections are made by the system and never answered.
    let begun = Instant::now();
    let answer = shop.preflight(&["--revocation"]).json();
    assert_eq!(of_node(&answer)["reason"], "unreachable");
    assert!(
        answer["revocation_contacts"][0]["error"]
            .to_string()
            .contains("10 s")
    );
    assert!(begun.elapsed() < Duration::from_mins(1));
    drop(listener);
}

#[test]
fn a_responder_is_asked_where_no_list_is_named() {
    let (listener, port) = Web::open();
    let extension = format!("authorityInfoAccess = OCSP;URI:http://127.0.0.1:{port}/");
    let Some(shop) = Shop::open("ocsp", &extension) else {
        return;
    };
    drop(listener);
    let respond = || {
        let mut child = Command::new("openssl")
            .args([
                "ocsp",
                "-index",
                "index.txt",
                "-CA",
                "ca.pem",
                "-rsigner",
                "ca.pem",
            ])
            .args(["-rkey", "ca.key", "-ndays", "1", "-port", &port.to_string()])
            .current_dir(shop.directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let running = Running(child);
        std::thread::spawn(move || said.by_ref().for_each(drop));
        let waiting = lines.find_map(|line| line.ok().filter(|own| own.contains("waiting")));
        assert!(waiting.is_some(), "the responder did not start");
        std::thread::spawn(move || lines.for_each(drop));
        running
    };
    let responder = respond();
    let answer = shop.preflight(&["--revocation"]).json();
    let own = of_node(&answer);
    assert_eq!(own["state"], "good", "{own}");
    assert_eq!(own["source"], format!("http://127.0.0.1:{port}/"));
    drop(responder);
    shop.revoke();
    let _responder = respond();
    let ran = shop.preflight(&["--revocation"]);
    let own = of_node(&ran.json());
    assert_eq!(
        (&own["state"], &own["reason"]),
        (&Value::from("revoked"), &Value::from("keyCompromise"))
    );
    assert_eq!(ran.code, 3);
    assert!(own["since"].is_string());
}

#[test]
fn a_file_that_holds_no_list_is_refused() {
    let Some(shop) = Shop::open("no list", "") else {
        return;
    };
    let file = shop.text("ca.pem");
    let ran = shop.preflight(&["--crl", &file]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("ca.pem holds no CRL"), "{}", ran.stderr);
}
