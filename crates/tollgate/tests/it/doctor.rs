//! `tollgate doctor` beside a running traffic server, on logs, and on nothing.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use tollgate_lab::{Fault, Lab, LabConfig, Switch};

use crate::preflight_runs::{complaint, undescribed};
use crate::serve::{Running, status};
use crate::support::{Ran, command, run, tollgate};

const NODE: &str = "cucm.steven.lab";

/// Lab nodes, a traffic server in front of them, and its files.
struct Site {
    lab: Lab,
    runtime: tokio::runtime::Runtime,
    directory: TempDir,
    server: Option<Running>,
    listens: std::net::SocketAddr,
}

impl Site {
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary under test reads the clock too"
    )]
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = i64::try_from(now.unwrap().as_secs()).unwrap();
        let config = LabConfig::new(now).on_free_ports();
        let lab = runtime.block_on(Lab::start(config)).unwrap();
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        fs::write(path("ca.pem"), lab.trust_store_pem()).unwrap();
        // Taken from the system, and free again when the server binds it.
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let management = free.local_addr().unwrap();
        drop(free);
        let node = lab.node(NODE).unwrap();
        let ports: Vec<String> = [8443, 6972]
            .map(|port| node.socket(port).unwrap().port().to_string())
            .into();
        let config = format!(
            "listen = \"127.0.0.1:0\"\n[management]\nlisten = \"{management}\"\n\
             [trust]\nstore = \"ca.pem\"\n\
             [log]\npath = \"traffic_server.log\"\njson = \"records.jsonl\"\n\
             [[node]]\naddress = \"{NODE}\"\nrole = \"cucm\"\nresolve = \"{}\"\nports = [{}]\n",
            node.socket(8443).unwrap().ip(),
            ports.join(", ")
        );
        fs::write(path("tollgate.toml"), config).unwrap();
        let config = path("tollgate.toml");
        let mut server = Running::start(&["serve".into(), "--config".into(), config.into()]);
        let listens = server.said("listening on ").parse().unwrap();
        Self {
            lab,
            runtime,
            directory,
            server: Some(server),
            listens,
        }
    }

    fn port(&self, port: u16) -> u16 {
        self.lab.node(NODE).unwrap().socket(port).unwrap().port()
    }

    fn fault(&self, fault: Fault, switch: Switch) {
        let set = self.lab.set_fault(NODE, Some(8443), fault, switch);
        self.runtime.block_on(set).unwrap();
    }

    fn request(&self) -> String {
        status(self.listens, self.port(8443))
    }

    /// Waits until the log, which a thread of the server writes, has what is looked for.
    fn has_logged(&self, wanted: &str) {
        let log = self.directory.path().join("traffic_server.log");
        let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while !fs::read_to_string(&log)
            .unwrap_or_default()
            .contains(wanted)
        {
            assert!(std::time::Instant::now() < end, "{wanted} was never logged");
            std::thread::yield_now();
        }
    }

    fn doctor(&self, more: &[&str]) -> Ran {
        let config = self.directory.path().join("tollgate.toml");
        let mut arguments = vec!["doctor", "--config", config.to_str().unwrap()];
        arguments.extend(more);
        tollgate(arguments)
    }
}

#[test]
fn three_lines_say_what_broke_since_when_and_what_to_do() {
    let site = Site::new();
    site.fault(Fault::OtherCa, Switch::On);
    assert!(site.request().contains("502"));
    site.has_logged("Sending Response");
    let ran = site.doctor(&[]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let text = ran.stdout.as_str();
    for wanted in ["what ", "since ", "do ", "safely ", "meanwhile ", "server "] {
        let is_there = text.lines().any(|line| line.starts_with(wanted));
        assert!(is_there, "{wanted}: {text}");
    }
    assert!(text.contains("TG1002"), "{text}");
    assert!(text.contains("serving since"), "{text}");
    assert!(text.contains("requests: 1"), "{text}");
    assert!(text.contains("vngtp-ACTIVE-DIR-CA"), "{text}");
    let answer = site.doctor(&["-o", "json"]).json();
    assert_eq!(answer["top"]["code"], "TG1002");
    assert_eq!(answer["top"]["requests"], 1);
    assert_eq!(answer["server"]["state"], "serving");
    assert_eq!(answer["upload"][0]["name"], "vngtp-ACTIVE-DIR-CA");
    assert_eq!(complaint(&answer), None);
    assert_eq!(undescribed(&answer), BTreeSet::new());
}

#[test]
fn what_is_to_be_uploaded_repairs_it() {
    let site = Site::new();
    site.fault(Fault::OtherCa, Switch::On);
    assert!(site.request().contains("502"));
    site.has_logged("Sending Response");
    let pem = site.doctor(&["-o", "pem"]).stdout;
    assert!(pem.starts_with("# vngtp-ACTIVE-DIR-CA  SHA-256 "), "{pem}");
    let still = site.doctor(&["--probe", "-o", "json"]).json();
    assert_eq!(still["now"]["state"], "refused");
    assert_eq!(still["now"]["code"], "TG1002");
    let store = site.directory.path().join("ca.pem");
    let stored = fs::read_to_string(&store).unwrap();
    fs::write(&store, stored + &pem).unwrap();
    let after = site.doctor(&["--probe", "-o", "json"]).json();
    assert_eq!(after["now"]["state"], "accepted", "{after:#}");
}

#[test]
fn a_server_without_failures_is_well_and_one_that_is_gone_is_not() {
    let mut site = Site::new();
    assert!(site.request().contains("200"));
    site.has_logged("Sending Response");
    let ran = site.doctor(&[]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    drop(site.server.take());
    let ran = site.doctor(&[]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let first = ran.stdout.lines().next().unwrap();
    assert!(first.contains("does not answer"), "{}", ran.stdout);
}

fn line(at: &str, rest: &str) -> String {
    format!("{at}+00:00 vm traffic_server[1]: {rest} UTCTime=\"{at}\"\n")
}

#[test]
fn only_the_time_that_is_asked_about_counts() {
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("traffic_server.log");
    let request = "Event=\"Request Allowed\" Detail=\"Access allowed\" Reason=\"In allow list\" \
                   Username=\"u\" Deployment=\"1\" Method=\"GET\" \
                   Request=\"https://cucm.steven.lab:8443/cucm-uds/version\"";
    fs::write(&log, line("2022-07-11T16:55:25.910", request)).unwrap();
    let log = log.to_str().unwrap();
    let ran = tollgate(["doctor", "--log", log]);
    assert_eq!(ran.code, 5, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout.contains("no request in this time"),
        "{}",
        ran.stdout
    );
}

#[test]
fn rotated_logs_are_read_with_the_log() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    for name in ["server.log.1", "server.log", "server.log.json"] {
        fs::write(path(name), line("2022-07-11T16:55:25.910", "Event=\"x\"")).unwrap();
    }
    let log = path("server.log");
    let arguments = ["doctor", "--log", log.to_str().unwrap(), "--since", "all"];
    let answer = tollgate(arguments.into_iter().chain(["-o", "json"])).json();
    let read: Vec<&str> = answer["read"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| Path::new(file.as_str().unwrap()).file_name().unwrap())
        .map(|name| name.to_str().unwrap())
        .collect();
    assert_eq!(read, ["server.log.1", "server.log"]);
}

#[test]
fn without_anything_to_read_it_says_what_to_give() {
    let directory = tempfile::tempdir().unwrap();
    let mut doctor = command();
    let ran = run(doctor.arg("doctor").current_dir(directory.path()), "");
    // A machine that has a configuration in /etc is not a place for this test.
    assert!(!Path::new("/etc/tollgate/tollgate.toml").exists());
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("--config") && ran.stderr.contains("--log"));
    let missing = directory.path().join("nothing.log");
    let ran = tollgate(["doctor", "--log", missing.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
}

#[test]
fn a_log_on_standard_output_cannot_be_read_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let now = 1_790_000_000;
    let authority = tollgate_lab::Authority::new(now);
    let spec = tollgate_lab::CertificateSpec::authority("root");
    let root = authority.self_signed(&spec).unwrap();
    fs::write(path("ca.pem"), root.pem(tollgate_lab::Presented::LeafOnly)).unwrap();
    let config = "listen = \"127.0.0.1:0\"\n[trust]\nstore = \"ca.pem\"\n[log]\npath = \"-\"\n\
                  [[node]]\naddress = \"cucm.steven.lab\"\nrole = \"cucm\"\n";
    fs::write(path("tollgate.toml"), config).unwrap();
    let config = path("tollgate.toml");
    let ran = tollgate(["doctor", "--config", config.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stderr.contains("standard output"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--log"), "{}", ran.stderr);
}

#[test]
fn the_document_has_its_keys_in_every_language() {
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("server.log");
    fs::write(&log, line("2022-07-11T16:55:25.910", "Event=\"x\"")).unwrap();
    for language in ["en", "nl", "pt-BR", "zh-TW", "ja"] {
        let log = log.to_str().unwrap();
        let arguments = ["doctor", "--log", log, "--since", "all", "-o", "json"];
        let ran = tollgate(arguments.into_iter().chain(["--lang", language]));
        let answer = ran.json();
        assert_eq!(answer["schema"], "tollgate-doctor-1", "{language}");
        assert_eq!(answer["top"], Value::Null, "{language}");
    }
}
