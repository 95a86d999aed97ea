//! `tollgate probe` against nodes of the lab: by name, by bare address, per key type.

use std::net::IpAddr;

use serde_json::Value;
use tempfile::TempDir;
use tollgate_lab::{DOCUMENT_MOMENT, Fault, Lab, LabConfig, Switch};

use crate::support::{Ran, tollgate};

/// The moment of the lab, which is that of its certificates.
const AT: &str = "2022-07-11T16:55:25Z";
const NODE: &str = "cucm.steven.lab";

struct Bench {
    lab: Lab,
    directory: TempDir,
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let config = LabConfig::new(DOCUMENT_MOMENT).on_free_ports();
        let lab = runtime.block_on(Lab::start(config)).unwrap();
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("ca.pem"), lab.trust_store_pem()).unwrap();
        Self {
            lab,
            directory,
            runtime,
        }
    }

    fn port(&self, port: u16) -> u16 {
        self.lab.node(NODE).unwrap().socket(port).unwrap().port()
    }

    fn ip(&self) -> IpAddr {
        self.lab.node(NODE).unwrap().socket(8443).unwrap().ip()
    }

    fn fault(&self, port: u16, fault: Fault) {
        let set = self.lab.set_fault(NODE, Some(port), fault, Switch::On);
        self.runtime.block_on(set).unwrap();
    }

    /// Probes a port of the node, against the trust store.
    fn probe(&self, port: u16, more: &[&str]) -> Ran {
        let trust = self.directory.path().join("ca.pem");
        let mut arguments = vec!["--trust", trust.to_str().unwrap()];
        arguments.extend(more);
        self.probe_without_trust(port, &arguments)
    }

    fn probe_without_trust(&self, port: u16, more: &[&str]) -> Ran {
        let node = format!("{NODE}:{}", self.port(port));
        let ip = self.ip().to_string();
        let mut arguments = vec!["probe", node.as_str(), "--resolve", &ip, "--at", AT];
        arguments.extend(more);
        tollgate(arguments)
    }
}

/// The verdict for an address and a key type.
fn verdict(answer: &Value, address: &str, key: &str) -> Value {
    let cells = answer["cells"].as_array().unwrap();
    let mut own = cells
        .iter()
        .filter(|cell| cell["address"] == address && cell["key_type"] == key);
    own.next().unwrap()["verdict"].clone()
}

/// Codes of findings in a state.
fn codes<'a>(answer: &'a Value, state: &str) -> Vec<&'a str> {
    let findings = answer["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|finding| finding["state"] == state);
    findings.map(|own| own["code"].as_str().unwrap()).collect()
}

#[test]
fn a_node_is_judged_by_its_name_and_by_its_bare_address() {
    let bench = Bench::new();
    let ran = bench.probe(8443, &["-o", "json"]);
    let answer = ran.json();
    let ip = bench.ip().to_string();
    assert_eq!(verdict(&answer, NODE, "rsa"), "trusted");
    assert_eq!(verdict(&answer, &ip, "rsa"), "refused");
    assert_eq!(codes(&answer, "issue-found"), [""; 0]);
    assert!(codes(&answer, "potential-problem").contains(&"TG2002"));
    // What fails for the bare address alone is a potential problem.
    assert_eq!(ran.code, 4, "{}", ran.stderr);
}

#[test]
fn what_fails_by_name_is_an_issue() {
    let bench = Bench::new();
    bench.fault(8443, Fault::OtherCa);
    let ran = bench.probe(8443, &["-o", "json"]);
    let answer = ran.json();
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(verdict(&answer, NODE, "rsa"), "refused");
    assert!(codes(&answer, "issue-found").contains(&"TG1002"));
}

#[test]
fn a_key_type_is_asked_for_alone() {
    let bench = Bench::new();
    let ran = bench.probe(6972, &["--key", "ecdsa", "-o", "json"]);
    let answer = ran.json();
    let keys: Vec<&Value> = answer["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| &cell["key_type"])
        .collect();
    assert_eq!(keys, ["ecdsa", "ecdsa"]);
    assert_eq!(verdict(&answer, NODE, "ecdsa"), "refused");
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let ran = bench.probe(6972, &["--key", "rsa", "-o", "json"]);
    assert_eq!(verdict(&ran.json(), NODE, "rsa"), "trusted");
    assert_eq!(ran.code, 4, "{}", ran.stderr);
}

#[test]
fn people_read_certificate_chain_verdict_and_remedy() {
    let bench = Bench::new();
    let ran = bench.probe(6972, &[]);
    let port = bench.port(6972);
    for wanted in [
        format!("Port {port}, RSA"),
        format!("Port {port}, ECDSA"),
        format!("{NODE} at {}: trusted", bench.ip()),
        format!("{NODE} at {}: refused", bench.ip()),
        "TG1001".to_owned(),
        "remedy".to_owned(),
        "[SENT+STORE]".to_owned(),
        "TLSv1.2 ECDHE-ECDSA-".to_owned(),
        "asked for".to_owned(),
    ] {
        assert!(ran.stdout.contains(&wanted), "{wanted}: {}", ran.stdout);
    }
    let widest = ran.stdout.lines().map(|line| line.chars().count()).max();
    assert!(widest.unwrap() <= 80, "{}", ran.stdout);
}

#[test]
fn without_a_trust_store_names_alone_are_judged() {
    let bench = Bench::new();
    let ran = bench.probe_without_trust(8443, &[]);
    assert!(ran.stdout.contains("Trust is not judged"), "{}", ran.stdout);
    assert!(ran.stdout.contains("in the certificate"), "{}", ran.stdout);
    assert_eq!(ran.code, 5, "{}{}", ran.stdout, ran.stderr);
    let answer = bench.probe_without_trust(8443, &["-o", "json"]);
    assert_eq!(verdict(&answer.json(), NODE, "rsa"), Value::Null);
    assert_eq!(answer.code, 5);
    bench.fault(8443, Fault::SanMissing);
    let ran = bench.probe_without_trust(8443, &[]);
    assert!(
        ran.stdout.contains("not in the certificate"),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.code, 3, "{}", ran.stdout);
}

#[test]
fn a_silent_node_is_missing_information() {
    let bench = Bench::new();
    bench.fault(8443, Fault::Stopped);
    let ran = bench.probe(8443, &["--timeout", "2"]);
    assert_eq!(ran.code, 5, "{}", ran.stdout);
    assert!(ran.stdout.contains("no answer"), "{}", ran.stdout);
}

#[test]
fn an_address_that_was_typed_is_no_question_but_the_matter() {
    let bench = Bench::new();
    let trust = bench.directory.path().join("ca.pem");
    let node = format!("{}:{}", bench.ip(), bench.port(8443));
    let trust = trust.to_str().unwrap();
    let ran = tollgate(["probe", &node, "--trust", trust, "--at", AT, "-o", "json"]);
    let answer = ran.json();
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(codes(&answer, "issue-found").contains(&"TG2002"));
}

#[test]
fn without_a_port_those_of_the_role_are_asked() {
    // Nobody listens on these ports of this address.
    let ran = tollgate(["probe", "127.77.1.9", "--role", "unity", "-o", "json"]);
    let answer = ran.json();
    let ports: Vec<&Value> = answer["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| &cell["port"])
        .collect();
    assert!(ports.contains(&&Value::from(443)) && ports.contains(&&Value::from(7443)));
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    let wrong = tollgate(["probe", "127.77.1.9", "--role", "cinema"]);
    assert_eq!(wrong.code, 2);
}
