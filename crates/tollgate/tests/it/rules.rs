//! Suppression files and house rules, on the preflight and on the samples.

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;
use tollgate_lab::{DOCUMENT_MOMENT, Lab, LabConfig};

use crate::support::{Ran, tollgate};

const AT: &str = "2022-07-11T16:55:25Z";
const NODE: &str = "cucm.steven.lab";

struct Bench {
    lab: Lab,
    directory: TempDir,
    _runtime: tokio::runtime::Runtime,
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
            _runtime: runtime,
        }
    }

    fn port(&self, port: u16) -> u16 {
        self.lab.node(NODE).unwrap().socket(port).unwrap().port()
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A preflight of these ports of the node with a file of rules.
    fn preflight(&self, ports: &[u16], option: &str, rules: &str, more: &[&str]) -> Ran {
        let ip = self.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
        let rows = ports.iter();
        let rows: Vec<String> = rows
            .map(|port| format!("{NODE},cucm,{NODE},{},{ip}\n", self.port(*port)))
            .collect();
        let header = "node,role,address,port,resolve\n";
        let inventory = self.file("nodes.csv", &format!("{header}{}", rows.concat()));
        let rules = self.file("rules.toml", rules);
        let trust = self.directory.path().join("ca.pem");
        let mut arguments = vec!["preflight", "--at", AT, "--depth", "certificate"];
        arguments.extend(["--inventory", inventory.to_str().unwrap()]);
        arguments.extend(["--trust", trust.to_str().unwrap()]);
        arguments.extend([option, rules.to_str().unwrap()]);
        arguments.extend(more);
        tollgate(arguments)
    }
}

fn found<'a>(answer: &'a Value, code: &str) -> Vec<&'a Value> {
    let findings = answer["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|finding| finding["code"] == code);
    let is_problem = |own: &&Value| own["state"] != "no-issue" && own["state"] != "not-applicable";
    findings.filter(is_problem).collect()
}

fn note(answer: &Value) -> String {
    let notes = answer["notes"].as_array().unwrap().iter();
    let notes: Vec<&str> = notes.map(|note| note.as_str().unwrap()).collect();
    notes.join("\n")
}

fn suppress(code: &str, more: &str, until: &str) -> String {
    format!("[[suppress]]\ncode = \"{code}\"\n{more}\nreason = \"change 4711\"\nuntil = {until}\n")
}

#[test]
fn a_suppressed_finding_stays_in_the_report_and_no_longer_decides() {
    let bench = Bench::new();
    let rules = suppress("TG1001", "key_type = \"ecdsa\"", "9999-12-31")
        + &suppress("TG1006", "", "9999-12-31")
        + &suppress("TG1004", "", "9999-12-31");
    let ran = bench.preflight(&[6972], "--suppress", &rules, &["-o", "json"]);
    let answer = ran.json();
    assert!(found(&answer, "TG1001").is_empty(), "{answer:#}");
    let suppressed = answer["suppressed"].as_array().unwrap();
    let own = suppressed
        .iter()
        .find(|own| own["finding"]["code"] == "TG1001")
        .unwrap();
    assert_eq!(own["reason"], "change 4711");
    assert_eq!(own["until"], "9999-12-31");
    assert_eq!(
        (&own["file"], &own["line"]),
        (&"rules.toml".into(), &1.into())
    );
    assert_eq!(own["finding"]["cells"][0]["key_type"], "ecdsa");
    assert_ne!(ran.code, 3, "{answer:#}");
    // The verdict of the cell is what it is.
    let cells = answer["cells"].as_array().unwrap();
    assert!(cells.iter().any(|cell| cell["verdict"] == "refused"));
}

#[test]
fn every_form_shows_what_is_suppressed() {
    let bench = Bench::new();
    let rules = suppress("TG1001", "", "9999-12-31");
    for form in [
        "text", "short", "json", "jsonl", "md", "csv", "junit", "sarif", "html",
    ] {
        let ran = bench.preflight(&[6972], "--suppress", &rules, &["-o", form]);
        let shown = &ran.stdout;
        assert!(shown.contains("change 4711"), "{form}: {shown}");
        assert!(shown.contains("9999-12-31"), "{form}: {shown}");
    }
}

#[test]
fn only_the_cell_that_is_named_is_suppressed() {
    let bench = Bench::new();
    let (one, other) = (bench.port(6972), bench.port(6971));
    let rules = suppress("TG1001", &format!("port = {one}"), "9999-12-31");
    let ran = bench.preflight(&[6971, 6972], "--suppress", &rules, &["-o", "json"]);
    let answer = ran.json();
    let ports = |finding: &Value| -> Vec<u64> {
        let cells = finding["cells"].as_array().unwrap().iter();
        cells.map(|cell| cell["port"].as_u64().unwrap()).collect()
    };
    let left: Vec<u64> = found(&answer, "TG1001")
        .into_iter()
        .flat_map(ports)
        .collect();
    assert_eq!(left, [u64::from(other)], "{answer:#}");
    let suppressed = &answer["suppressed"][0]["finding"];
    assert_eq!(ports(suppressed), [u64::from(one)]);
    assert_eq!(ran.code, 3);
}

#[test]
fn an_entry_that_has_ended_counts_no_more_and_one_about_nothing_is_told() {
    let bench = Bench::new();
    let rules = suppress("TG1001", "", "2026-01-31") + &suppress("TG2001", "", "9999-12-31");
    let ran = bench.preflight(&[6972], "--suppress", &rules, &["-o", "json"]);
    let answer = ran.json();
    assert_eq!(found(&answer, "TG1001").len(), 1);
    assert_eq!(ran.code, 3);
    let note = note(&answer);
    assert!(note.contains("rules.toml:1 ended on 2026-01-31"), "{note}");
    assert!(note.contains("rules.toml:6 is about nothing"), "{note}");
}

#[test]
fn a_file_that_is_wrong_ends_the_run_with_its_line() {
    let bench = Bench::new();
    for (option, rules, said) in [
        (
            "--suppress",
            "[[suppress]]\ncode = \"TG1001\"\nreason = \"r\"\n",
            "line 1",
        ),
        (
            "--suppress",
            "[[suppress]]\ncode = \"TG0000\"\nreason = \"r\"\nuntil = 2027-01-31\n",
            "line 2, key 'code'",
        ),
        (
            "--policy",
            "rsa_minimum_bits = 2048\nrsa_bits = 1\n",
            "line 2",
        ),
        (
            "--policy",
            "ec_curves = [\"P-12\"]\n",
            "line 1, key 'ec_curves'",
        ),
    ] {
        let ran = bench.preflight(&[8443], option, rules, &[]);
        assert_eq!(ran.code, 1, "{rules}: {}", ran.stdout);
        assert!(ran.stderr.contains("rules.toml"), "{}", ran.stderr);
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn what_verifies_may_still_break_a_house_rule() {
    let bench = Bench::new();
    // The lab's tomcat is RSA 2048 under steven-DC-CA.
    for (rules, is_broken) in [
        ("rsa_minimum_bits = 4096\n", true),
        ("rsa_minimum_bits = 2048\n", false),
        ("maximum_days = 30\n", true),
        ("maximum_days = 3650\n", false),
        ("[[root]]\nsubject = \"CN=Another Root\"\n", true),
        (
            "[[root]]\nsubject = \"DC=lab, DC=steven, CN=steven-DC-CA\"\n",
            false,
        ),
        ("refused_hashes = [\"sha1\"]\n", true),
        ("refused_hashes = [\"md5\"]\n", false),
        ("refuse_wildcard = true\n", false),
        ("refuse_common_name_only = true\n", false),
    ] {
        let ran = bench.preflight(&[8443], "--policy", rules, &["-o", "json"]);
        let answer = ran.json();
        let broken = found(&answer, "TG5010");
        assert_eq!(!broken.is_empty(), is_broken, "{rules}: {answer:#}");
        let cells = answer["cells"].as_array().unwrap();
        let rsa = cells.iter().find(|cell| cell["key_type"] == "rsa").unwrap();
        assert_eq!(rsa["verdict"], "trusted", "{rules}");
        if let [first, ..] = broken.as_slice() {
            assert_eq!(first["state"], "issue-found", "{rules}");
            assert_eq!(ran.code, 3, "{rules}");
            let said = first["description"].as_str().unwrap();
            assert!(said.contains("rules.toml:1"), "{said}");
        }
    }
    let ran = bench.preflight(&[8443], "--policy", "expiry_days = 3650\n", &["-o", "json"]);
    let answer = ran.json();
    assert_eq!(found(&answer, "TG5010")[0]["state"], "potential-problem");
}

#[test]
fn no_house_rule_makes_a_refused_cell_pass() {
    let bench = Bench::new();
    let rules = "ec_curves = [\"P-256\", \"P-384\", \"P-521\"]\n";
    let ran = bench.preflight(&[6972], "--policy", rules, &["-o", "json"]);
    let answer = ran.json();
    assert_eq!(found(&answer, "TG1001").len(), 1);
    assert!(found(&answer, "TG5010").is_empty());
    assert_eq!(ran.code, 3);
}

#[test]
fn the_code_of_house_rules_is_explained() {
    let ran = tollgate(["explain", "TG5010"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("house rule"), "{}", ran.stdout);
}

#[test]
fn the_analyser_suppresses_too() {
    let directory = tempfile::tempdir().unwrap();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/analyze/tests");
    let log = directory.path().join("traffic_server.log");
    let line = |id: u32| {
        format!(
            "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[18242]: Event=\"Request Failed\" \
             Detail=\"certificate verify failed\" Txn-id=\"{id}\" root=\"{root}\"\n"
        )
    };
    std::fs::write(&log, line(1) + &line(2)).unwrap();
    let rules = directory.path().join("rules.toml");
    std::fs::write(&rules, suppress("TG9001", "", "9999-12-31")).unwrap();
    let plain = tollgate(["analyze", log.to_str().unwrap(), "-o", "json"]);
    let arguments = ["analyze", log.to_str().unwrap(), "-o", "json", "--suppress"];
    let ran = tollgate(arguments.into_iter().chain([rules.to_str().unwrap()]));
    let is_there = !found(&plain.json(), "TG9001").is_empty();
    assert!(found(&ran.json(), "TG9001").is_empty());
    let suppressed = ran.json()["suppressed"].as_array().map_or(0, Vec::len);
    assert_eq!(suppressed > 0, is_there);
    assert!(is_there || note(&ran.json()).contains("is about nothing"));
}
