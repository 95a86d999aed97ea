//! The preflight against the lab: each fault has its cell, code and remedy, what the plan says
//! repairs them, and no cheaper set of changes does.
#![expect(clippy::panic, reason = "a helper that fails fails its test")]

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::Value;
use tempfile::TempDir;
use tollgate_analyze::case::{AsOf, GivenStore, Question};
use tollgate_analyze::preflight::{
    AddressOrigin, Exactness, PortAnswer, PortOffer, ProbedPort, Repairs, UpgradePath, Wanted,
    case_of, judge,
};
use tollgate_lab::{DOCUMENT_MOMENT, Fault, Lab, LabConfig, Repair, Switch};
use tollgate_pki::Policy;
use tollgate_probe::{Depth, Endpoint, Politeness, Probe, Served};
use tollgate_uc::NodeRole;

use crate::support::{Ran, tollgate};

/// The moment of the lab, which is that of its certificates.
const AT: &str = "2022-07-11T16:55:25Z";
const CUCM: &str = "cucm.steven.lab";
const SUBSCRIBER: &str = "cucm-sub.steven.lab";
const IM_PRESENCE: &str = "cups.steven.lab";
const UNITY: &str = "cuc.steven.lab";

/// A node's port by an address, in the lab's own numbers.
#[derive(Clone, Debug)]
struct Row {
    node: &'static str,
    role: &'static str,
    address: String,
    port: u16,
}

fn row(node: &'static str, role: &'static str, port: u16) -> Row {
    Row {
        node,
        role,
        address: node.to_owned(),
        port,
    }
}

/// A lab, a trust store of steven-DC-CA, and what is asked.
struct Field {
    lab: Lab,
    runtime: tokio::runtime::Runtime,
    directory: TempDir,
    rows: Vec<Row>,
}

impl Field {
    fn new(rows: Vec<Row>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let config = LabConfig::new(DOCUMENT_MOMENT);
        let lab = runtime.block_on(Lab::start(config)).unwrap();
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("ca.pem"), lab.trust_store_pem()).unwrap();
        Self {
            lab,
            runtime,
            directory,
            rows,
        }
    }

    fn switch(&self, node: &str, port: u16, fault: Fault, switch: Switch) {
        let set = self.lab.set_fault(node, Some(port), fault, switch);
        self.runtime.block_on(set).unwrap();
    }

    fn repair(&self, node: &str, repair: Repair) {
        self.runtime
            .block_on(self.lab.repair(node, repair))
            .unwrap();
    }

    /// The number under which a port is listened on.
    fn port(&self, node: &str, port: u16) -> u16 {
        self.lab.node(node).unwrap().socket(port).unwrap().port()
    }

    fn ip(&self, node: &str) -> IpAddr {
        self.lab.node(node).unwrap().address()
    }

    fn preflight(&self, more: &[&str]) -> Ran {
        let lines = self.rows.iter().map(|row| {
            let (port, ip) = (self.port(row.node, row.port), self.ip(row.node));
            format!("{},{},{},{port},{ip}\n", row.node, row.role, row.address)
        });
        let lines: String = lines.collect();
        let inventory = self.directory.path().join("nodes.csv");
        std::fs::write(
            &inventory,
            format!("node,role,address,port,resolve\n{lines}"),
        )
        .unwrap();
        let trust = self.directory.path().join("ca.pem");
        let mut arguments = vec!["preflight", "--at", AT, "--timeout", "30"];
        if !more.contains(&"-o") {
            arguments.extend(["-o", "json"]);
        }
        arguments.extend(["--inventory", inventory.to_str().unwrap()]);
        arguments.extend(["--trust", trust.to_str().unwrap()]);
        arguments.extend(more);
        tollgate(arguments)
    }

    fn answer(&self) -> Value {
        let ran = self.preflight(&["--depth", "certificate"]);
        assert!(!ran.stdout.is_empty(), "{}", ran.stderr);
        ran.json()
    }

    /// Appends to the trust store, as Append CA certificate does.
    fn trust(&self, pem: &str) {
        let path = self.directory.path().join("ca.pem");
        let stored = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, stored + pem).unwrap();
    }

    /// The certificate of a name, as whoever runs the CA would hand it out.
    fn obtain(&self, name: &str) -> String {
        let identity = self.lab.certificate(name).unwrap();
        identity.pem(tollgate_lab::Presented::LeafOnly)
    }

    /// Whatever answers in the rows, as the library sees it.
    fn probed(&self) -> Vec<ProbedPort> {
        let endpoints: Vec<Endpoint> = self
            .rows
            .iter()
            .map(|row| Endpoint {
                address: row.address.clone(),
                port: self.port(row.node, row.port),
                resolve: Some(self.ip(row.node)),
            })
            .collect();
        let mut ports = Vec::new();
        let probe = Probe::new(Politeness::default(), Vec::new());
        self.runtime.block_on(
            probe.run(endpoints, Depth::Certificate, |at, endpoint, survey| {
                let row = &self.rows[at];
                let offers = [
                    (PortOffer::Rsa, survey.rsa),
                    (PortOffer::Ecdsa, survey.ecdsa),
                ];
                let port = ProbedPort {
                    node: row.node.to_owned(),
                    role: NodeRole::parse(row.role),
                    address: endpoint.address,
                    port: endpoint.port,
                    dialed: survey.dialed,
                    origin: AddressOrigin::default(),
                    answers: offers.map(|(offer, served)| (offer, shown(served))).into(),
                };
                ports.push((at, port));
            }),
        );
        ports.sort_by_key(|(at, _)| *at);
        ports.into_iter().map(|(_, port)| port).collect()
    }
}

fn shown(served: Served) -> PortAnswer {
    match served {
        Served::Shown(conversation) => PortAnswer::Shown(conversation),
        Served::Declined(alert) => PortAnswer::Declined(alert),
        Served::Failed(failure) => PortAnswer::Failed(failure.to_string()),
        Served::NotAsked => PortAnswer::NotAsked,
    }
}

/// The place of a cell: its node, port and key type.
type Place = (String, u64, Option<String>);

fn place(cell: &Value) -> Place {
    let key = cell["key_type"].as_str().map(str::to_owned);
    let node = cell["node"].as_str().unwrap().to_owned();
    (node, cell["port"].as_u64().unwrap(), key)
}

fn at(node: &str, port: u16, key: &str) -> Place {
    (node.to_owned(), port.into(), Some(key.to_owned()))
}

fn cell(answer: &Value, of: &Place) -> Value {
    let mut cells = answer["cells"].as_array().unwrap().iter();
    let found = cells.find(|cell| place(cell) == *of);
    found.unwrap_or_else(|| panic!("{of:?} {answer:#}")).clone()
}

/// The step that repairs a cell.
fn step_for(answer: &Value, of: &Place) -> Value {
    let steps = answer["plan"].as_array().unwrap();
    let repairs = |step: &&Value| {
        let fixes = step["fixes"].as_array().unwrap();
        fixes.iter().any(|cell| place(cell) == *of)
    };
    let step = steps.iter().find(repairs);
    step.unwrap_or_else(|| panic!("{of:?} {steps:#?}")).clone()
}

/// The finding of a code at a cell.
fn finding(answer: &Value, code: &str, of: &Place) -> Value {
    let findings = answer["findings"].as_array().unwrap();
    let about = |finding: &&Value| {
        let cells = finding["cells"].as_array().unwrap();
        finding["code"] == code && cells.iter().any(|cell| place(cell) == *of)
    };
    let found = findings.iter().find(about);
    found
        .unwrap_or_else(|| panic!("{code} {of:?} {findings:#?}"))
        .clone()
}

/// What a fault looks like, and what is done about it.
struct Expected {
    fault: Fault,
    port: u16,
    key: &'static str,
    code: &'static str,
    openssl: u64,
    kind: &'static str,
    apply: fn(&Field, &Self, &Value),
}

/// Uploads what the step says: its own PEM.
fn upload(field: &Field, _: &Expected, step: &Value) {
    let uploads = step["upload"].as_array().unwrap();
    assert!(!uploads.is_empty(), "{step:#}");
    for upload in uploads {
        let pem = upload["pem"].as_str().unwrap();
        assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
        field.trust(pem);
    }
}

/// Gets the CA that the step names, and uploads it.
fn upload_named(field: &Field, _: &Expected, step: &Value) {
    assert_eq!(step["upload"].as_array().unwrap().len(), 0, "{step:#}");
    let action = step["action"].as_str().unwrap();
    assert!(action.contains("CN=steven-SUB-CA"), "{action}");
    field.trust(&field.obtain("steven-SUB-CA"));
}

/// A certificate that is issued again is the one without the fault.
fn reissue(field: &Field, expected: &Expected, step: &Value) {
    let action = step["action"].as_str().unwrap();
    assert!(action.contains(CUCM), "the names are asked for: {action}");
    field.switch(CUCM, expected.port, expected.fault, Switch::Off);
}

#[test]
fn each_certificate_fault_has_its_cell_code_and_remedy_and_the_first_action_repairs_it() {
    let all = [
        Expected {
            fault: Fault::SanMissing,
            port: 8443,
            key: "rsa",
            code: "TG2001",
            openssl: 62,
            kind: "re-issue",
            apply: reissue,
        },
        Expected {
            fault: Fault::OtherCa,
            port: 8443,
            key: "rsa",
            code: "TG1002",
            openssl: 19,
            kind: "upload",
            apply: upload,
        },
        Expected {
            fault: Fault::Expired,
            port: 8443,
            key: "rsa",
            code: "TG1004",
            openssl: 10,
            kind: "re-issue",
            apply: reissue,
        },
        Expected {
            fault: Fault::IntermediateNotSent,
            port: 8443,
            key: "rsa",
            code: "TG1003",
            openssl: 20,
            kind: "upload",
            apply: upload_named,
        },
        Expected {
            fault: Fault::EcdsaSelfSigned,
            port: 8443,
            key: "ecdsa",
            code: "TG1001",
            openssl: 18,
            kind: "upload",
            apply: upload,
        },
    ];
    for expected in &all {
        let fault = expected.fault;
        let field = Field::new(vec![row(CUCM, "cucm", 8443)]);
        let sound = field.answer();
        let at = |key: &str| at(CUCM, expected.port, key);
        assert_eq!(cell(&sound, &at("rsa"))["verdict"], "trusted", "{fault}");
        assert_eq!(sound["plan"], serde_json::json!([]), "{fault}");

        field.switch(CUCM, expected.port, fault, Switch::On);
        let answer = field.answer();
        let of = at(expected.key);
        let broken = cell(&answer, &of);
        assert_eq!(broken["verdict"], "refused", "{fault}");
        assert_eq!(broken["first"]["code"], expected.code, "{fault}");
        assert_eq!(broken["first"]["openssl"], expected.openssl, "{fault}");
        let found = finding(&answer, expected.code, &of);
        assert_eq!(found["state"], "issue-found", "{fault}");
        assert!(!found["actions"].as_array().unwrap().is_empty(), "{fault}");
        let step = step_for(&answer, &of);
        assert_eq!(step["kind"], expected.kind, "{fault}: {step:#}");
        assert!(step["risk"].is_string(), "{fault}: {step:#}");
        let restarts = step["restarts"].as_array().unwrap();
        let needs_restart = expected.kind == "re-issue";
        assert_eq!(!restarts.is_empty(), needs_restart, "{fault}: {step:#}");
        assert_eq!(answer["plan_is_exact"], true, "{fault}");
        assert_eq!(answer["plan"].as_array().unwrap().len(), 1, "{fault}");

        (expected.apply)(&field, expected, &step);
        let after = field.answer();
        for fixed in step["fixes"].as_array().unwrap() {
            let of = place(fixed);
            let now = cell(&after, &of);
            assert_ne!(now["verdict"], "refused", "{fault}: {now:#}");
        }
        assert_eq!(after["plan"], serde_json::json!([]), "{fault}");
    }
}

#[test]
fn the_alternative_of_a_fault_repairs_it_too() {
    // The intermediate on the node instead of in the store.
    let field = Field::new(vec![row(CUCM, "cucm", 8443)]);
    field.switch(CUCM, 8443, Fault::IntermediateNotSent, Switch::On);
    let of = at(CUCM, 8443, "rsa");
    let step = step_for(&field.answer(), &of);
    let alternatives = step["alternatives"].as_array().unwrap();
    let installs = alternatives.iter().find(|way| {
        let way = way.as_str().unwrap();
        way.starts_with("Get the intermediate") && way.contains("install it on cucm.steven.lab")
    });
    let installs = installs.unwrap_or_else(|| panic!("{alternatives:#?}"));
    assert!(installs.as_str().unwrap().contains("Cisco Tomcat"));

    // A self-signed certificate that is signed by the trusted CA instead of uploaded.
    let field = Field::new(vec![row(CUCM, "cucm", 8443)]);
    field.switch(CUCM, 8443, Fault::EcdsaSelfSigned, Switch::On);
    let of = at(CUCM, 8443, "ecdsa");
    let step = step_for(&field.answer(), &of);
    let alternatives = step["alternatives"].as_array().unwrap();
    assert_eq!(alternatives.len(), 1, "{alternatives:#?}");
    assert_eq!(step["alternative_uploads"], serde_json::json!([[]]));
    field.switch(CUCM, 8443, Fault::EcdsaSelfSigned, Switch::Off);
    assert_eq!(field.answer()["plan"], serde_json::json!([]));
}

#[test]
fn a_node_that_cannot_be_asked_is_missing_information_until_it_answers() {
    for fault in [Fault::Resets, Fault::Stopped] {
        let field = Field::new(vec![row(CUCM, "cucm", 8443), row(UNITY, "unity", 8443)]);
        field.switch(CUCM, 8443, fault, Switch::On);
        let answer = field.answer();
        let silent = (CUCM.to_owned(), 8443, None);
        let own = cell(&answer, &silent);
        assert_eq!(own["verdict"], Value::Null, "{fault}");
        let missing = finding(&answer, "TG9001", &silent);
        assert_eq!(missing["state"], "missing-information", "{fault}");
        let how = missing["missing"]["how"].as_str().unwrap();
        assert!(how.contains("reachable"), "{how}");
        // The other node is judged all the same.
        let unity = at(UNITY, 8443, "rsa");
        assert_eq!(cell(&answer, &unity)["verdict"], "trusted", "{fault}");
        assert_eq!(
            field.preflight(&["--depth", "certificate"]).code,
            5,
            "{fault}"
        );

        field.switch(CUCM, 8443, fault, Switch::Off);
        let after = field.answer();
        let port = at(CUCM, 8443, "rsa");
        assert_eq!(cell(&after, &port)["verdict"], "trusted", "{fault}");
    }
}

#[test]
fn a_slow_node_is_green_and_one_that_demands_a_certificate_says_so() {
    let field = Field::new(vec![row(CUCM, "cucm", 8443)]);
    let of = at(CUCM, 8443, "rsa");
    // Only its answers to requests are slow, and a probe makes none.
    field.switch(CUCM, 8443, Fault::Slow, Switch::On);
    let slow = cell(&field.answer(), &of);
    assert_eq!(slow["verdict"], "trusted");
    assert_eq!(slow["client_certificate_requested"], false);
    field.switch(CUCM, 8443, Fault::DemandsClientCertificate, Switch::On);
    let answer = field.answer();
    let demanding = cell(&answer, &of);
    assert_eq!(demanding["verdict"], "trusted");
    assert_eq!(demanding["client_certificate_requested"], true);
}

#[test]
fn a_node_that_is_advertised_by_its_address_is_advertised_by_its_name() {
    let mut by_address = row(UNITY, "unity", 8443);
    let field = Field::new(vec![]);
    by_address.address = field.ip(UNITY).to_string();
    let mut field = Field {
        rows: vec![by_address],
        ..field
    };
    let answer = field.answer();
    let of = at(UNITY, 8443, "rsa");
    assert_eq!(cell(&answer, &of)["first"]["code"], "TG2002");
    let step = step_for(&answer, &of);
    assert_eq!(step["kind"], "advertise", "{step:#}");
    let action = step["action"].as_str().unwrap();
    assert!(action.contains("as cuc.steven.lab instead of"), "{action}");
    assert_eq!(step["restarts"], serde_json::json!([]));
    field.rows = vec![row(UNITY, "unity", 8443)];
    let after = field.answer();
    assert_eq!(cell(&after, &of)["verdict"], "trusted");
    assert_eq!(after["plan"], serde_json::json!([]));
}

#[test]
fn a_certificate_that_several_nodes_share_is_issued_again_once_with_all_their_names() {
    let field = Field::new(vec![]);
    let mut rows = vec![
        row(CUCM, "cucm", 8443),
        row(CUCM, "cucm", 8443),
        row(IM_PRESENCE, "imp", 8443),
    ];
    rows[0].address = field.ip(CUCM).to_string();
    // A name that nobody but the publisher's clients use.
    rows[1].address = "voice.steven.lab".to_owned();
    rows[2].address = "presence.steven.lab".to_owned();
    let field = Field { rows, ..field };
    let answer = field.answer();
    let plan = answer["plan"].as_array().unwrap();
    let [step] = &plan[..] else {
        panic!("{plan:#?}");
    };
    assert_eq!(step["kind"], "re-issue");
    assert_eq!(step["fixes"].as_array().unwrap().len(), 3);
    let action = step["action"].as_str().unwrap();
    assert!(action.contains("multi-server"), "{action}");
    for name in [
        "cucm-ms.steven.lab",
        "voice.steven.lab",
        "presence.steven.lab",
        "cups.steven.lab",
        &field.ip(CUCM).to_string(),
    ] {
        assert!(action.contains(name), "{name}: {action}");
    }
    let request = &step["request"];
    assert_eq!(request["nodes"], serde_json::json!([CUCM, IM_PRESENCE]));
}

#[test]
fn a_shared_certificate_with_the_address_added_turns_both_nodes_green() {
    let field = Field::new(vec![]);
    let mut rows = vec![row(CUCM, "cucm", 8443), row(IM_PRESENCE, "imp", 8443)];
    for row in &mut rows {
        row.address = field.ip(row.node).to_string();
    }
    let field = Field { rows, ..field };
    let answer = field.answer();
    let refused = answer["cells"].as_array().unwrap().iter();
    assert_eq!(refused.filter(|own| own["verdict"] == "refused").count(), 2);
    let plan = answer["plan"].as_array().unwrap();
    assert_eq!(plan.len(), 1, "{plan:#?}");
    assert_eq!(plan[0]["kind"], "re-issue");
    field.repair(CUCM, Repair::NameAddress);
    field.repair(IM_PRESENCE, Repair::NameAddress);
    let after = field.answer();
    assert_eq!(after["plan"], serde_json::json!([]), "{after:#}");
}

/// Every fault of the lab at once, each on a port of its own where it can be seen.
fn with_every_fault() -> Field {
    let field = Field::new(vec![
        row(CUCM, "cucm", 8443),
        row(CUCM, "cucm", 6972),
        row(CUCM, "cucm", 6971),
        row(SUBSCRIBER, "cucm-subscriber", 8443),
        row(SUBSCRIBER, "cucm-subscriber", 6971),
        row(IM_PRESENCE, "imp", 8443),
        row(UNITY, "unity", 8443),
    ]);
    for (node, port, fault) in [
        (CUCM, 8443, Fault::SanMissing),
        (CUCM, 8443, Fault::Slow),
        (CUCM, 6972, Fault::OtherCa),
        (CUCM, 6971, Fault::Resets),
        (SUBSCRIBER, 8443, Fault::IntermediateNotSent),
        (SUBSCRIBER, 8443, Fault::DemandsClientCertificate),
        (SUBSCRIBER, 6971, Fault::Stopped),
        (IM_PRESENCE, 8443, Fault::Expired),
        (UNITY, 8443, Fault::EcdsaSelfSigned),
    ] {
        field.switch(node, port, fault, Switch::On);
    }
    let on: BTreeSet<Fault> = field.lab.faults().into_iter().map(|own| own.2).collect();
    assert_eq!(on, BTreeSet::from(Fault::ALL));
    field
}

/// What the plan of the binary stands for is carried out, step by step.
#[test]
fn with_every_fault_at_once_the_plan_repairs_all_that_answers() {
    let field = with_every_fault();
    let answer = field.answer();
    let plan = answer["plan"].as_array().unwrap();
    assert_eq!(answer["plan_is_exact"], true);
    assert_eq!(answer["unrepaired"], serde_json::json!([]));
    for step in plan {
        let named = step["action"].as_str().unwrap();
        let places: BTreeSet<(String, u64)> = step["fixes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| (place(cell).0, place(cell).1))
            .collect();
        match step["kind"].as_str().unwrap() {
            "upload" if named.contains("steven-SUB-CA") => {
                field.trust(&field.obtain("steven-SUB-CA"));
            }
            "upload" => {
                for upload in step["upload"].as_array().unwrap() {
                    field.trust(upload["pem"].as_str().unwrap());
                }
            }
            "re-issue" if places.contains(&(CUCM.to_owned(), 8443)) => {
                field.switch(CUCM, 8443, Fault::SanMissing, Switch::Off);
            }
            "re-issue" if places.contains(&(IM_PRESENCE.to_owned(), 8443)) => {
                field.switch(IM_PRESENCE, 8443, Fault::Expired, Switch::Off);
            }
            _ => panic!("{step:#}"),
        }
    }
    // One CA for both key types of a port; one certificate for each other fault.
    assert_eq!(plan.len(), 5, "{plan:#?}");
    let after = field.answer();
    for own in after["cells"].as_array().unwrap() {
        assert_ne!(own["verdict"], "refused", "{own:#}");
    }
    let silent = after["findings"].as_array().unwrap().iter();
    let silent = silent.filter(|finding| finding["code"] == "TG9001");
    assert!(silent.count() > 0, "what does not answer stays unknown");
}

#[test]
fn with_every_fault_at_once_no_cheaper_changes_repair_as_much() {
    let field = with_every_fault();
    let ports = field.probed();
    let stores = [GivenStore {
        name: "ca.pem".to_owned(),
        octets: field.lab.trust_store_pem().into_bytes(),
    }];
    let wanted = Wanted {
        question: Question {
            policy: Policy::default(),
            as_of: AsOf::At(DOCUMENT_MOMENT),
            now: DOCUMENT_MOMENT,
            what_if: None,
        },
        path: UpgradePath::default(),
    };
    let preflight = judge(&ports, &stores, &wanted);
    assert_eq!(preflight.exactness, Exactness::Exact);
    let case = case_of(&ports, &stores, &wanted);
    let repairs = Repairs::of(&ports, &preflight.cells, &case, &wanted.path);
    let cheapest = repairs.cheapest();
    assert_eq!(cheapest.unrepaired, Vec::<usize>::new());
    assert_eq!(preflight.report.plan.len(), cheapest.changes.len());
    assert_eq!(repairs.left(&cheapest.changes).count(), 0);
    let none = BTreeSet::new();
    assert!(repairs.left(&none).count() > 4, "there is something to do");

    let count = repairs.changes().len();
    assert!((8..=18).contains(&count), "{:#?}", repairs.changes());
    let conflicts = repairs.conflicts();
    let is_allowed = |set: &BTreeSet<usize>| {
        let mut pairs = conflicts.iter();
        pairs.all(|(one, other)| !(set.contains(one) && set.contains(other)))
    };
    let most = repairs.cost(&cheapest.changes);
    let mut tried = 0_u32;
    for bits in 0..1_u32 << count {
        let set: BTreeSet<usize> = (0..count)
            .filter(|number| bits >> number & 1 == 1)
            .collect();
        if repairs.cost(&set) < most && is_allowed(&set) {
            tried += 1;
            // All are tried by verifying again, whatever the search thought of them.
            assert!(repairs.left(&set).next().is_some(), "{set:?} is cheaper");
        }
    }
    assert!(tried > 100, "{tried}");
}
