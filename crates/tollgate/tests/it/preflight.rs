//! The preflight: live nodes with one fault each, several at once, and the samples offline.

use std::path::Path;

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

    fn fault(&self, port: u16, fault: Fault) {
        let set = self.lab.set_fault(NODE, Some(port), fault, Switch::On);
        self.runtime.block_on(set).unwrap();
    }

    fn port(&self, port: u16) -> u16 {
        self.lab.node(NODE).unwrap().socket(port).unwrap().port()
    }

    /// Asks both ports of the node.
    fn preflight(&self, more: &[&str]) -> Ran {
        let ip = self.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
        let lines: Vec<String> = [8443, 6972]
            .map(|port| format!("{NODE},cucm,{NODE},{},{ip}\n", self.port(port)))
            .into();
        let inventory = self.directory.path().join("nodes.csv");
        let header = "node,role,address,port,resolve\n";
        std::fs::write(&inventory, format!("{header}{}", lines.concat())).unwrap();
        let trust = self.directory.path().join("ca.pem");
        let mut arguments = vec!["preflight", "--at", AT, "-o", "json", "--inventory"];
        let inventory = inventory.to_str().unwrap();
        arguments.extend([inventory, "--trust", trust.to_str().unwrap()]);
        arguments.extend(more);
        tollgate(arguments)
    }

    fn trust(&self, pem: &str) {
        let path = self.directory.path().join("ca.pem");
        let stored = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, stored + pem).unwrap();
    }
}

fn cell(answer: &Value, port: u16, key: &str) -> Value {
    let cells = answer["cells"].as_array().unwrap();
    let mut own = cells
        .iter()
        .filter(|cell| cell["port"] == port && cell["key_type"] == key);
    own.next().unwrap().clone()
}

fn issues(answer: &Value) -> Vec<(String, Value)> {
    let findings = answer["findings"].as_array().unwrap();
    let found = findings
        .iter()
        .filter(|finding| finding["state"] == "issue-found");
    let pairs = found.map(|own| {
        (
            own["code"].as_str().unwrap().to_owned(),
            own["cells"].clone(),
        )
    });
    pairs.collect()
}

#[test]
fn a_sound_port_is_green_and_the_self_signed_one_beside_it_is_not() {
    let bench = Bench::new();
    let answer = bench.preflight(&[]);
    assert_eq!(answer.code, 3, "{}", answer.stderr);
    let answer = answer.json();
    let tomcat = cell(&answer, bench.port(8443), "rsa");
    assert_eq!(tomcat["verdict"], "trusted");
    assert_eq!(tomcat["served"], true);
    assert_eq!(tomcat["client_certificate_requested"], false);
    let without = cell(&answer, bench.port(8443), "ecdsa");
    assert_eq!(
        (&without["served"], &without["verdict"]),
        (&Value::Bool(false), &Value::Null)
    );
    // The document's own case: CallManager's ECDSA certificate is self-signed.
    let found = issues(&answer);
    let codes: Vec<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["TG1001"], "{answer:#}");
    let tftp = cell(&answer, bench.port(6972), "ecdsa");
    assert_eq!(tftp["first"]["code"], "TG1001");
    assert_eq!(tftp["first"]["openssl"], 18);
    assert_eq!(tftp["client_certificate_requested"], true);
}

#[test]
fn each_fault_has_its_code_and_the_first_action_repairs_it() {
    for (fault, code) in [
        (Fault::SanMissing, "TG2001"),
        (Fault::OtherCa, "TG1002"),
        (Fault::Expired, "TG1004"),
        (Fault::IntermediateNotSent, "TG1003"),
    ] {
        let bench = Bench::new();
        bench.fault(8443, fault);
        let answer = bench.preflight(&["--depth", "certificate"]);
        assert_eq!(answer.code, 3, "{fault}: {}", answer.stderr);
        let answer = answer.json();
        let port = bench.port(8443);
        let broken = cell(&answer, port, "rsa");
        assert_eq!(broken["verdict"], "refused", "{fault}");
        assert_eq!(broken["first"]["code"], code, "{fault}");
        let about = issues(&answer)
            .into_iter()
            .find(|(found, _)| found == code)
            .unwrap_or_else(|| panic!("{fault}: {answer:#}"));
        assert_eq!(about.1[0]["port"], port, "{fault}");
        let plan = answer["plan"].as_array().unwrap();
        let step = plan
            .iter()
            .find(|step| step["fixes"][0]["port"] == port)
            .unwrap_or_else(|| panic!("{fault}: {plan:#?}"));
        assert!(!step["action"].as_str().unwrap().is_empty());
    }
}

#[test]
fn what_the_plan_uploads_turns_its_cells_green() {
    let bench = Bench::new();
    bench.fault(8443, Fault::OtherCa);
    let answer = bench.preflight(&["--depth", "certificate"]).json();
    let plan = answer["plan"].as_array().unwrap();
    assert_eq!(answer["plan_is_exact"], true);
    for step in plan {
        for upload in step["upload"].as_array().unwrap() {
            bench.trust(upload["pem"].as_str().unwrap());
        }
        for way in step["alternatives"].as_array().unwrap() {
            assert!(way.is_string());
        }
    }
    let uploaded: Vec<&Value> = plan
        .iter()
        .filter(|step| !step["upload"].as_array().unwrap().is_empty())
        .flat_map(|step| step["fixes"].as_array().unwrap())
        .collect();
    assert!(!uploaded.is_empty(), "{plan:#?}");
    let after = bench.preflight(&["--depth", "certificate"]).json();
    for fixed in uploaded {
        let port = fixed["port"].as_u64().unwrap();
        let key = fixed["key_type"].as_str().unwrap();
        let now = cell(&after, u16::try_from(port).unwrap(), key);
        assert_eq!(now["verdict"], "trusted", "{fixed}");
    }
}

#[test]
fn a_node_that_does_not_answer_is_missing_information_and_never_green() {
    for fault in [Fault::Stopped, Fault::Resets] {
        let bench = Bench::new();
        bench.fault(8443, fault);
        let answer = bench.preflight(&["--depth", "certificate", "--timeout", "2"]);
        let answer = answer.json();
        let port = bench.port(8443);
        let cells = answer["cells"].as_array().unwrap();
        let own: Vec<_> = cells.iter().filter(|cell| cell["port"] == port).collect();
        assert_eq!(own.len(), 1, "{fault}: {own:?}");
        assert_eq!(
            (&own[0]["key_type"], &own[0]["verdict"]),
            (&Value::Null, &Value::Null)
        );
        let findings = answer["findings"].as_array().unwrap();
        let missing = findings
            .iter()
            .find(|finding| finding["code"] == "TG9001")
            .unwrap();
        assert_eq!(missing["state"], "missing-information");
        assert_eq!(missing["cell"]["port"], port);
    }
}

#[test]
fn the_upgrade_paths_of_the_document_differ_on_a_node_that_follows_its_client() {
    let bench = Bench::new();
    let port = bench.port(6972);
    let selected = |path: &[&str], side: &str, key: &str| {
        let answer = bench.preflight(path).json();
        cell(&answer, port, key)[side]["selected"].clone()
    };
    for (path, after) in [
        (&["--from", "12.7"][..], "ecdsa"),
        (&["--from", "14.0.7"], "rsa"),
        (&["--fresh"], "ecdsa"),
    ] {
        assert_eq!(selected(path, "after", after), true, "{path:?}");
    }
    assert_eq!(selected(&["--from", "12.7"], "before", "rsa"), true);
    // From X14.0 on RSA stays in front, so that the self-signed certificate is never asked for.
    let safe = bench.preflight(&["--from", "14.0.7"]);
    assert_eq!(safe.code, 4, "{}", safe.stdout);
    let said = safe.json()["summary"].to_string();
    assert!(said.contains("No issue was found, and"), "{said}");
    let page = bench.directory.path().join("page.txt");
    let out = page.to_str().unwrap();
    bench.preflight(&["--from", "14.0.7", "-o", "text", "--out", out]);
    let text = std::fs::read_to_string(&page).unwrap();
    assert!(text.contains("! TG1001"), "{text}");
    assert!(!text.contains("x TG1001"), "{text}");
}

fn samples() -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../analyze/tests/fixtures/bundles");
    let entries = std::fs::read_dir(&directory).unwrap();
    let mut files: Vec<String> = entries
        .map(|entry| entry.unwrap().path().display().to_string())
        .filter(|path| path.ends_with(".tar.gz"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_samples_are_judged_offline() {
    let expected = [
        vec![
            ("cucm.steven.lab", 6972, "ecdsa", "TG1001"),
            ("cucm.steven.lab", 8443, "rsa", ""),
        ],
        vec![
            ("10.48.36.215", 8443, "rsa", "TG1002"),
            ("cucm.steven.lab", 8443, "rsa", "TG1002"),
        ],
        vec![("10.48.36.215", 8443, "rsa", "TG2002")],
    ];
    let files = samples();
    assert_eq!(files.len(), expected.len());
    for (file, expected) in files.iter().zip(expected) {
        let answer = tollgate(["preflight", "--bundle", file, "-o", "json"]);
        assert_eq!(answer.code, 3, "{}", answer.stderr);
        let answer = answer.json();
        let cells: Vec<_> = answer["cells"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| {
                let text = |key: &str| cell[key].as_str().unwrap_or_default().to_owned();
                let code = cell["first"]["code"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned();
                (
                    text("address"),
                    cell["port"].as_u64().unwrap(),
                    text("key_type"),
                    code,
                )
            })
            .collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(address, port, key, code)| {
                (address.to_owned(), port, key.to_owned(), code.to_owned())
            })
            .collect();
        assert_eq!(cells, expected, "{file}");
    }
}

#[test]
fn the_plan_for_several_faults_repairs_every_refused_cell() {
    let bench = Bench::new();
    bench.fault(8443, Fault::SanMissing);
    bench.fault(6972, Fault::OtherCa);
    let answer = bench.preflight(&["--depth", "certificate"]).json();
    assert_eq!(answer["plan_is_exact"], true);
    assert_eq!(answer["unrepaired"], serde_json::json!([]));
    let place = |own: &Value| (own["port"].clone(), own["key_type"].clone());
    let cells = answer["cells"].as_array().unwrap();
    let refused: Vec<_> = cells
        .iter()
        .filter(|cell| cell["verdict"] == "refused")
        .map(place)
        .collect();
    assert!(refused.len() > 1, "{cells:#?}");
    let plan = answer["plan"].as_array().unwrap();
    let fixed: Vec<_> = plan
        .iter()
        .flat_map(|step| step["fixes"].as_array().unwrap())
        .map(place)
        .collect();
    for cell in &refused {
        assert!(fixed.contains(cell), "{cell:?} {plan:#?}");
    }
    assert!(plan.len() <= refused.len(), "{plan:#?}");
}

#[test]
fn the_nodes_and_the_store_of_a_configuration_of_serve_are_asked() {
    let bench = Bench::new();
    let ip = bench.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
    let config = bench.directory.path().join("tollgate.toml");
    let text = format!(
        "listen = \"127.0.0.1:0\"\n[trust]\nstore = \"ca.pem\"\n[log]\npath = \"t.log\"\n\
         [[node]]\naddress = \"{NODE}\"\nrole = \"cucm\"\nresolve = \"{ip}\"\nports = [{}]\n",
        bench.port(8443)
    );
    std::fs::write(&config, text).unwrap();
    let config = config.to_str().unwrap();
    let answer = tollgate(["preflight", "--config", config, "--at", AT, "-o", "json"]);
    let cells = answer.json()["cells"].clone();
    assert_eq!(cells[0]["address"], NODE, "{}", answer.stderr);
    assert_eq!(cells[0]["verdict"], "trusted");
    assert_eq!(cells[0]["role"], "cucm");
}

#[test]
fn wrong_usage_says_what_to_give() {
    let nothing = tollgate(["preflight", "--trust", "ca.pem"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.stderr.contains("--inventory"), "{}", nothing.stderr);
    let no_store = tollgate(["preflight", "cucm.steven.lab:8443"]);
    assert_eq!(no_store.code, 2);
    assert!(no_store.stderr.contains("--trust"), "{}", no_store.stderr);
}

#[test]
fn a_line_of_the_inventory_that_cannot_be_used_is_told_and_the_rest_is_asked() {
    let directory = tempfile::tempdir().unwrap();
    let bench = Bench::new();
    let ip = bench.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
    let inventory = directory.path().join("nodes.csv");
    let rows = format!(
        "address,port,resolve\n-bad-,1,\n{NODE},{},{ip}\n",
        bench.port(8443)
    );
    std::fs::write(&inventory, rows).unwrap();
    let trust = bench.directory.path().join("ca.pem");
    let answer = tollgate([
        "preflight",
        "--at",
        AT,
        "-o",
        "json",
        "--inventory",
        inventory.to_str().unwrap(),
        "--trust",
        trust.to_str().unwrap(),
    ]);
    assert_eq!(answer.code, 1, "{}", answer.stdout);
    assert!(answer.stderr.contains("line 2"), "{}", answer.stderr);
    assert_eq!(answer.json()["cells"][0]["verdict"], "trusted");
}

#[test]
fn a_bundle_that_cannot_be_read_gives_no_report() {
    let ran = tollgate(["preflight", "--bundle", "no-such-bundle.tar.gz"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(
        ran.stderr.contains("no-such-bundle.tar.gz"),
        "{}",
        ran.stderr
    );
    let store = tollgate(["preflight", "cucm:1", "--trust", "no-such-bundle.tar.gz"]);
    assert_eq!((store.code, store.stdout.as_str()), (1, ""));
    assert!(store.stderr.contains("cannot read"), "{}", store.stderr);
}

#[test]
fn the_trust_store_of_a_bundle_judges_live_nodes() {
    let bench = Bench::new();
    let ip = bench.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
    let inventory = bench.directory.path().join("one.csv");
    let rows = format!("address,port,resolve\n{NODE},{},{ip}\n", bench.port(8443));
    std::fs::write(&inventory, rows).unwrap();
    let samples = samples();
    let arguments = [
        "preflight",
        "--at",
        AT,
        "-o",
        "json",
        "--depth",
        "certificate",
    ];
    let given = [
        "--inventory",
        inventory.to_str().unwrap(),
        "--trust",
        &samples[0],
    ];
    let answer = tollgate(arguments.iter().chain(&given)).json();
    // The lab's CA has the name of the sample's and another key.
    assert_eq!(cell(&answer, bench.port(8443), "rsa")["verdict"], "refused");
}
