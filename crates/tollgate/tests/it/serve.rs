//! `tollgate serve`, `lab` and `demo` as processes, with their signals.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tollgate_lab::{CertificateSpec, Presented};

use crate::arguments;
use crate::support::{Desk, command, tollgate};

/// A command that runs until it is told to end.
pub(crate) struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Running {
    pub(crate) fn start(arguments: &[std::ffi::OsString]) -> Self {
        let mut child = command()
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr }
    }

    /// Reads standard error up to the line that begins so, and gives the rest of that line.
    pub(crate) fn said(&mut self, beginning: &str) -> String {
        let mut heard = String::new();
        loop {
            let mut line = String::new();
            let length = self.stderr.read_line(&mut line).unwrap();
            assert_ne!(length, 0, "{beginning:?} was never said, but {heard:?}");
            if let Some(rest) = line.strip_prefix(beginning) {
                return rest.trim().to_owned();
            }
            heard.push_str(&line);
        }
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// The exit code.
    fn ended(mut self) -> Option<i32> {
        let mut rest = String::new();
        self.stderr.read_to_string(&mut rest).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has usually ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Status of one request for `https://cucm.steven.lab:PORT/cucm-uds/version`.
pub(crate) fn status(server: SocketAddr, port: u16) -> String {
    let segments = format!("steven.lab/https/cucm.steven.lab/{port}");
    let segment = openssl::base64::encode_block(segments.as_bytes());
    let segment = segment
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_");
    let mut stream = TcpStream::connect(server).unwrap();
    write!(
        stream,
        "GET /{segment}/cucm-uds/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

fn configuration(node: SocketAddr) -> String {
    format!(
        "listen = \"127.0.0.1:0\"\n[management]\nlisten = \"127.0.0.1:0\"\n\
         [trust]\nstore = \"ca.pem\"\n[log]\npath = \"traffic_server.log\"\n\
         [[node]]\naddress = \"cucm.steven.lab\"\nrole = \"cucm\"\nresolve = \"{}\"\nports = [{}]\n",
        node.ip(),
        node.port()
    )
}

/// A TLS server that answers one request for each connection, until the test ends.
fn node(identity: &tollgate_lab::Identity) -> SocketAddr {
    use openssl::ssl::{Ssl, SslContext, SslMethod};
    let mut context = SslContext::builder(SslMethod::tls_server()).unwrap();
    let key = openssl::pkey::PKey::private_key_from_pem(identity.key().to_pem().as_bytes());
    context.set_private_key(&key.unwrap()).unwrap();
    let certificate = openssl::x509::X509::from_der(&identity.der()).unwrap();
    context.set_certificate(&certificate).unwrap();
    let context = context.build();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = Ssl::new(&context).unwrap().accept(stream.unwrap()) else {
                continue;
            };
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                request.push(byte[0]);
            }
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
            drop(stream.write_all(answer.as_bytes()));
            drop(stream.shutdown());
        }
    });
    address
}

#[test]
fn a_reload_changes_the_answer_and_a_signal_ends_the_server() {
    let desk = Desk::new();
    let (root, _) = desk.root("steven-DC-CA");
    let (other, _) = desk.root("other-CA");
    let (identity, _) = desk.server(&root, &CertificateSpec::server("cucm.steven.lab"));
    let node = node(&identity);
    desk.file("ca.pem", other.pem(Presented::LeafOnly));
    let config = desk.file("tollgate.toml", configuration(node));
    let mut server = Running::start(&arguments!["serve", "--config", &config]);
    let address: SocketAddr = server.said("listening on ").parse().unwrap();

    assert_eq!(status(address, node.port()), "HTTP/1.1 502 connect failed");
    desk.file("ca.pem", root.pem(Presented::LeafOnly));
    server.signal(Signal::HUP);
    server.said("configuration read again (generation 2)");
    assert_eq!(status(address, node.port()), "HTTP/1.1 200 OK");

    desk.file("ca.pem", "");
    desk.file("tollgate.toml", "listen = 7");
    server.signal(Signal::HUP);
    server.said("The configuration was not put in force");
    assert_eq!(status(address, node.port()), "HTTP/1.1 200 OK");

    server.signal(Signal::TERM);
    assert_eq!(server.ended(), Some(0));
    let log = fs::read_to_string(desk.path().join("traffic_server.log")).unwrap();
    assert!(
        log.contains("Error=unable to get local issuer certificate"),
        "{log}"
    );
    assert!(
        log.lines()
            .last()
            .unwrap()
            .contains("Traffic Server Stopped"),
        "{log}"
    );
}

#[test]
fn a_configuration_is_judged_as_a_whole_before_anything_is_bound() {
    let desk = Desk::new();
    desk.root("ca");
    let config = desk.file(
        "tollgate.toml",
        configuration("127.0.0.1:8443".parse().unwrap()),
    );
    let check = |output: &str| {
        tollgate(arguments![
            "serve", "--check", "--config", &config, "-o", output
        ])
    };
    let ran = check("json");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["node"][0]["ports"], json!([8443]));
    assert_eq!(ran.json()["verify"]["origin"], "On");
    assert_eq!(ran.json()["verify"]["remember_verdicts"], 60);
    assert_eq!(check("text").code, 0);

    desk.file(
        "tollgate.toml",
        "listen = \"0.0.0.0:80\"\n[trust]\nstore = \"absent.pem\"\n[verify]\nremember_verdicts = 61\n",
    );
    let ran = check("text");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("\n  line 1: listen = "), "{ran:?}");
    assert!(ran.stderr.contains("\n  line 3: trust.store = "), "{ran:?}");
    let memory = "\n  line 5: verify.remember_verdicts = 61: must lie between 0 and 60";
    assert!(ran.stderr.contains(memory), "{ran:?}");
    assert_eq!(tollgate(["serve", "--config", "absent.toml"]).code, 1);
    assert_eq!(tollgate(["serve"]).code, 2);
}

#[test]
fn rules_of_a_configuration_are_tested_and_exported() {
    let desk = Desk::new();
    desk.root("ca");
    let config = desk.file(
        "tollgate.toml",
        configuration("127.0.0.1:8443".parse().unwrap()),
    );
    let ran = tollgate(arguments!["allow", "export", "--config", &config]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let expected = "Url,Deployment,HttpMethods,MatchType,Description\n\
                    https://cucm.steven.lab:8443/cucm-uds/,,,prefix,\n";
    assert_eq!(ran.stdout, expected);
    let tests = desk.file(
        "tests.csv",
        "Url,ExpectedResult\n\
         https://cucm.steven.lab:8443/cucm-uds/version,allow\n\
         https://cucm.steven.lab:8443/other,block\n",
    );
    let ran = tollgate(arguments![
        "allow", "test", "--config", &config, "--tests", &tests
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn the_demo_comes_out_as_documented_in_80_columns() {
    let ran = tollgate(["demo", "--exit"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for line in ran
        .stdout
        .lines()
        .filter(|line| !line.contains(" traffic_server["))
    {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert_eq!(
        ran.stdout.matches("This came out as documented.").count(),
        4
    );
    for code in ["TG1001", "TG1002", "TG2001", "TG2002"] {
        assert!(ran.stdout.contains(&format!("\n{code}  ")), "{code}");
    }
}

#[test]
fn a_running_lab_takes_faults_and_serves_its_own_configuration() {
    let desk = Desk::new();
    let directory = desk.path().join("lab");
    let mut lab = Running::start(&arguments![
        "lab",
        "up",
        "--free-ports",
        "--directory",
        &directory,
        "--fault",
        "cucm.steven.lab:6972:expired",
    ]);
    lab.said("The lab is running");
    let faults = |ran: &crate::support::Ran| {
        let nodes = ran.json();
        let ports = nodes["nodes"][0]["ports"].as_array().unwrap().clone();
        ports
            .iter()
            .map(|port| port["faults"].clone())
            .collect::<Vec<_>>()
    };
    let list = || {
        tollgate(arguments![
            "lab",
            "list",
            "--directory",
            &directory,
            "-o",
            "json"
        ])
    };
    assert_eq!(faults(&list()), [json!([]), json!(["expired"]), json!([])]);
    for (switch, expected) in [("on", json!(["slow"])), ("off", json!([]))] {
        let ran = tollgate(arguments![
            "lab",
            "fault",
            "cucm.steven.lab:8443",
            "slow",
            switch,
            "--directory",
            &directory,
        ]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(faults(&list())[0], expected);
    }
    let unknown = arguments![
        "lab",
        "fault",
        "x.y",
        "slow",
        "on",
        "--directory",
        &directory
    ];
    assert_eq!(tollgate(unknown).code, 1);
    let config = directory.join("tollgate.toml");
    assert_eq!(
        tollgate(arguments!["serve", "--check", "--config", &config]).code,
        0
    );
    lab.signal(Signal::INT);
    assert_eq!(lab.ended(), Some(0));
    assert!(!Path::new(&directory).join("control").exists());
}

#[test]
fn certificate_lists_have_the_columns_and_stores_of_the_document() {
    let desk = Desk::new();
    let ran = tollgate(arguments![
        "lab",
        "list",
        "--certificates",
        "--directory",
        desk.path()
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let mut lines = ran.stdout.lines();
    assert_eq!(lines.next(), Some("cucm.steven.lab  Unified CM publisher"));
    let titles: Vec<&str> = lines
        .next()
        .unwrap()
        .split("  ")
        .filter(|cell| !cell.is_empty())
        .collect();
    let titles: Vec<&str> = titles.iter().map(|title| title.trim()).collect();
    let expected = [
        "Certificate",
        "Common Name",
        "Type",
        "Key Type",
        "Distribution",
        "Issued By",
        "Expiration",
        "Description",
    ];
    assert_eq!(titles, expected);
    for store in [
        "CallManager",
        "CallManager-ECDSA",
        "CAPF",
        "ipsec",
        "ITLRecovery",
        "tomcat",
        "tomcat-ECDSA",
        "tomcat-trust",
        "TVS",
    ] {
        assert!(
            ran.stdout
                .lines()
                .any(|line| line.starts_with(&format!("{store} "))),
            "{store}"
        );
    }
}
