//! Runs of the preflight: their schema, what became of each cell between two of them, request sheets,
//! the watch on a schedule, and metrics.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use boon::{Compiler, Schemas};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;
use tollgate_lab::{DOCUMENT_MOMENT, Fault, Lab, LabConfig, Switch};

use crate::support::{Ran, command, fed, tollgate};

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
        let bench = Self {
            lab,
            directory: tempfile::tempdir().unwrap(),
            runtime,
        };
        std::fs::write(bench.path("ca.pem"), bench.lab.trust_store_pem()).unwrap();
        let ip = bench.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
        let rows: String = [8443, 6972]
            .map(|port| format!("{NODE},cucm,{NODE},{},{ip}\n", bench.port(port)))
            .concat();
        let header = "node,role,address,port,resolve\n";
        std::fs::write(bench.path("nodes.csv"), format!("{header}{rows}")).unwrap();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn fault(&self, port: u16, fault: Fault, switch: Switch) {
        let set = self.lab.set_fault(NODE, Some(port), fault, switch);
        self.runtime.block_on(set).unwrap();
    }

    fn port(&self, port: u16) -> u16 {
        self.lab.node(NODE).unwrap().socket(port).unwrap().port()
    }

    /// The words of a preflight of both ports; `words` come right behind `preflight`.
    fn words(&self, words: &[&str], more: &[&str]) -> Vec<String> {
        let (nodes, trust) = (self.path("nodes.csv"), self.path("ca.pem"));
        let inputs = [
            "--inventory",
            nodes.to_str().unwrap(),
            "--trust",
            trust.to_str().unwrap(),
        ];
        let common = ["--at", AT, "--timeout", "2", "--depth", "certificate"];
        let all = ["preflight"].iter().chain(words).chain(&common);
        let all = all.chain(&inputs).chain(more);
        all.map(|word| (*word).to_owned()).collect()
    }

    fn run(&self, words: &[&str], more: &[&str]) -> Ran {
        tollgate(self.words(words, more))
    }

    /// Makes a run and keeps it.
    fn keep(&self, name: &str) -> String {
        let path = self.path(name).to_str().unwrap().to_owned();
        let ran = self.run(&[], &["-o", "json", "--out", &path]);
        assert!(self.path(name).is_file(), "{}", ran.stderr);
        path
    }
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

/// The schema that a document names, as the program prints it.
fn schema_of(document: &Value) -> Value {
    let name = document["schema"].as_str().unwrap();
    tollgate(["schema", name]).json()
}

/// The complaint of a document that does not follow the schema that it names.
pub(crate) fn complaint(document: &Value) -> Option<String> {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler
        .add_resource("urn:it", schema_of(document))
        .unwrap();
    let index = compiler.compile("urn:it", &mut schemas).unwrap();
    let result = schemas.validate(document, index);
    result.err().map(|error| format!("{error:#}"))
}

/// The keys of a document that its schema does not describe, as `cells.new`.
pub(crate) fn undescribed(document: &Value) -> BTreeSet<String> {
    fn look(value: &Value, schema: &Value, root: &Value, at: &str, found: &mut BTreeSet<String>) {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = root.pointer(reference.trim_start_matches('#')).unwrap();
            return look(value, target, root, at, found);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let is_null = |choice: &&Value| choice["type"] == "null";
            for choice in choices.iter().filter(|own| is_null(own) == value.is_null()) {
                look(value, choice, root, at, found);
            }
            return;
        }
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    let at = format!("{at}.{key}");
                    match schema["properties"].get(key) {
                        Some(schema) => look(value, schema, root, &at, found),
                        None => _ = found.insert(at),
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    look(item, &schema["items"], root, at, found);
                }
            }
            _ => {}
        }
    }
    let schema = schema_of(document);
    let mut found = BTreeSet::new();
    look(document, &schema, &schema, "", &mut found);
    found
}

#[test]
fn every_answer_follows_its_schema_and_the_schema_describes_every_field() {
    let bench = Bench::new();
    let mut answers = vec![bench.run(&[], &["-o", "json"]).json()];
    let full = tollgate(
        bench
            .words(&[], &["--from", "12.7", "-o", "json"])
            .into_iter()
            .map(|word| {
                if word == "certificate" {
                    "full".to_owned()
                } else {
                    word
                }
            }),
    );
    answers.push(full.json());
    let store = bench.path("ca.pem");
    let own = ["--client-certificate", store.to_str().unwrap()];
    let beside = [&own[..], &["--revocation", "-o", "json"]].concat();
    let beside = bench.run(&[], &beside).json();
    assert!(
        beside["cells"][0]["client_certificate"].is_object(),
        "{beside:#}"
    );
    assert_ne!(beside["revocations"], json!([]), "{beside:#}");
    answers.push(beside);
    bench.fault(8443, Fault::SanMissing, Switch::On);
    bench.fault(6972, Fault::Stopped, Switch::On);
    answers.push(bench.run(&[], &["-o", "json"]).json());
    for sample in samples() {
        answers.push(tollgate(["preflight", "--bundle", &sample, "-o", "json"]).json());
    }
    // Evidence without a single cell.
    std::fs::write(bench.path("empty.log"), "nothing of interest\n").unwrap();
    let empty = bench.path("empty.log");
    let empty = tollgate([
        "preflight",
        "--bundle",
        empty.to_str().unwrap(),
        "-o",
        "json",
    ]);
    assert_eq!(empty.json()["cells"], json!([]), "{}", empty.stderr);
    answers.push(empty.json());
    for answer in &answers {
        assert_eq!(complaint(answer), None);
        assert_eq!(undescribed(answer), BTreeSet::new());
    }
    // The test can fail.
    let mut wrong = answers[0].clone();
    wrong["cells"][0]["verdict"] = json!("green");
    wrong["cells"][0]["colour"] = json!("green");
    assert!(complaint(&wrong).is_some());
    assert_eq!(
        undescribed(&wrong),
        BTreeSet::from([".cells.colour".to_owned()])
    );
}

/// Weight, kind, port, key type, from and to of each change.
fn changes(difference: &Value) -> Vec<[String; 6]> {
    let word = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let changes = difference["changes"].as_array().unwrap().iter();
    let row = |own: &Value| {
        [
            word(&own["weight"]),
            word(&own["kind"]),
            word(&own["cell"]["port"]),
            word(&own["cell"]["key_type"]),
            word(&own["from"]),
            word(&own["to"]),
        ]
    };
    changes.map(row).collect()
}

#[test]
fn what_became_of_each_cell_between_two_runs_is_told() {
    let bench = Bench::new();
    let sound = bench.keep("sound.json");
    bench.fault(8443, Fault::OtherCa, Switch::On);
    let broken = bench.keep("broken.json");
    bench.fault(8443, Fault::OtherCa, Switch::Off);
    bench.fault(8443, Fault::Stopped, Switch::On);
    let silent = bench.keep("silent.json");
    let port = bench.port(8443).to_string();
    let diff = |before: &str, after: &str| {
        let ran = tollgate(["preflight", "diff", before, after, "-o", "json"]);
        let difference = ran.json();
        assert_eq!(complaint(&difference), None);
        assert_eq!(undescribed(&difference), BTreeSet::new());
        (ran.code, difference)
    };
    let change = |row: [&str; 6]| row.map(str::to_owned);

    let (code, same) = diff(&sound, &sound);
    assert_eq!((code, changes(&same)), (0, Vec::new()));

    let (code, worse) = diff(&sound, &broken);
    assert_eq!(code, 3);
    let told = changes(&worse);
    let standing = change(["worse", "standing", &port, "rsa", "trusted", "refused"]);
    assert!(told.contains(&standing), "{told:#?}");
    let finding = change(["worse", "finding", &port, "rsa", "", "issue-found"]);
    assert!(told.contains(&finding), "{told:#?}");
    assert!(
        told.iter()
            .any(|own| own[1] == "certificate" && own[2] == port),
        "{told:#?}"
    );
    assert_eq!(worse["counts"]["lost"], 0);

    let (code, better) = diff(&broken, &sound);
    assert_eq!(code, 0, "{better:#}");
    let told = changes(&better);
    let standing = change(["better", "standing", &port, "rsa", "refused", "trusted"]);
    assert!(told.contains(&standing), "{told:#?}");

    for (before, was) in [(&sound, "trusted"), (&broken, "refused")] {
        let (code, lost) = diff(before, &silent);
        assert_eq!(code, 5, "{lost:#}");
        let told = changes(&lost);
        let standing = change(["lost", "standing", &port, "rsa", was, "silent"]);
        assert!(told.contains(&standing), "{told:#?}");
        // A finding of a cell that does not answer is not repaired.
        assert!(told.iter().all(|own| own[0] != "better"), "{told:#?}");
    }
    let (code, back) = diff(&silent, &sound);
    assert_eq!(code, 0, "{back:#}");
    // What nobody knew is news when it is refused.
    assert_eq!(diff(&silent, &broken).0, 3);
}

#[test]
fn a_difference_has_the_same_changes_in_every_form() {
    let bench = Bench::new();
    let sound = bench.keep("sound.json");
    bench.fault(8443, Fault::OtherCa, Switch::On);
    let broken = bench.keep("broken.json");
    let diff = |form: &str| tollgate(["preflight", "diff", &sound, &broken, "-o", form]);
    let count = diff("json").json()["changes"].as_array().unwrap().len();
    let text = diff("text");
    assert_eq!(text.code, 3);
    assert!(
        text.stdout.contains("trusted -> refused (TG1002)"),
        "{}",
        text.stdout
    );
    assert!(
        text.stdout.lines().all(|line| line.chars().count() <= 80),
        "{}",
        text.stdout
    );
    let csv = diff("csv");
    let header = "weight,kind,node,address,port,key_type,from,to,code,title";
    assert_eq!(csv.stdout.lines().next(), Some(header));
    assert_eq!((csv.code, csv.stdout.lines().count()), (3, count + 1));
    let markdown = diff("md");
    let rows = markdown
        .stdout
        .lines()
        .filter(|line| line.starts_with("| "));
    assert_eq!((markdown.code, rows.count()), (3, count + 2));
    let same = tollgate(["preflight", "diff", &sound, &sound]);
    assert_eq!(same.code, 0);
    assert!(
        same.stdout.contains("Nothing is different."),
        "{}",
        same.stdout
    );
    let html = diff("html");
    assert_eq!((html.code, html.stdout.as_str()), (2, ""));
    // A run is not overwritten by its own difference.
    let over = [
        "preflight",
        "diff",
        &sound,
        &broken,
        "-o",
        "json",
        "--out",
        &sound,
    ];
    assert_eq!(tollgate(over).code, 1);
    assert_eq!(tollgate(["preflight", "diff", &sound, &sound]).code, 0);
}

#[test]
fn files_that_are_no_runs_are_refused_and_hostile_ones_command_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let run = |cells: Value| {
        let run = json!({ "schema": "tollgate-preflight-1", "cells": cells, "findings": [] });
        run.to_string()
    };
    let empty = file("empty.json", &run(json!([])));
    let cases = [
        (file("bad.json", "{"), "-o json"),
        (
            file("other.json", r#"{"schema":"tollgate-analysis-1"}"#),
            "tollgate-analysis-1",
        ),
        (file("cells.json", &run(json!([{ "node": 1 }]))), "-o json"),
        (
            directory
                .path()
                .join("none.json")
                .to_str()
                .unwrap()
                .to_owned(),
            "cannot read",
        ),
    ];
    for (bad, says) in cases {
        for pair in [[&bad, &empty], [&empty, &bad]] {
            let ran = tollgate(["preflight", "diff", pair[0], pair[1]]);
            assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
            assert!(ran.stderr.contains(says), "{}", ran.stderr);
        }
    }
    let evil = "=cmd|'/c calc'!A1\u{1b}[2J\u{202e}`<b>|x\n";
    let cell = json!({
        "node": evil, "address": evil, "port": 1, "key_type": "rsa", "served": true,
        "verdict": "refused", "first": { "code": evil },
    });
    let evil = file("evil.json", &run(json!([cell])));
    for form in ["text", "md", "csv", "json"] {
        let ran = tollgate(["preflight", "diff", &empty, &evil, "-o", form]);
        assert_eq!(ran.code, 3, "{}", ran.stderr);
        assert!(
            !ran.stdout.contains(['\u{1b}', '\u{202e}']),
            "{form}: {}",
            ran.stdout
        );
        let starts_formula = |field: &str| field.trim_start_matches('"').starts_with('=');
        if form == "csv" {
            assert!(!ran.stdout.split(',').any(starts_formula), "{}", ran.stdout);
        }
        if form == "md" {
            assert!(ran.stdout.contains("\\<b>"), "{}", ran.stdout);
        }
    }
    // Standard input is a file, too.
    let stdin = fed(&run(json!([])), ["preflight", "diff", "-", &empty]);
    assert_eq!(stdin.code, 0, "{}", stdin.stderr);
}

#[test]
fn a_node_that_is_called_as_a_subcommand_is_asked_with_its_port() {
    let bench = Bench::new();
    let trust = bench.path("ca.pem");
    let host = format!("diff:{}", bench.port(8443));
    let ip = bench.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
    let resolve = format!("diff={ip}");
    let words = [
        "preflight",
        &host,
        "--resolve",
        &resolve,
        "--at",
        AT,
        "-o",
        "json",
    ];
    let ran = tollgate(words.iter().chain(&["--trust", trust.to_str().unwrap()]));
    let cells = ran.json()["cells"].clone();
    assert_eq!(cells[0]["address"], "diff", "{}", ran.stderr);
    // The name is in no certificate.
    assert_eq!(cells[0]["verdict"], "refused");
}

#[test]
fn a_certificate_to_issue_again_has_a_sheet_with_all_its_names() {
    let bench = Bench::new();
    bench.fault(8443, Fault::SanMissing, Switch::On);
    let kept = bench.keep("run.json");
    let from_file = tollgate(["preflight", "request", &kept, "-o", "json"]);
    assert_eq!(from_file.code, 0, "{}", from_file.stderr);
    let sheets = from_file.json();
    assert_eq!(complaint(&sheets), None);
    assert_eq!(undescribed(&sheets), BTreeSet::new());
    let requests = sheets["requests"].as_array().unwrap();
    let port = bench.port(8443);
    let own = requests
        .iter()
        .find(|own| own["ports"] == json!([port]))
        .unwrap_or_else(|| panic!("{sheets:#}"));
    assert_eq!(own["nodes"], json!([NODE]));
    assert!(
        own["names"].as_array().unwrap().contains(&json!(NODE)),
        "{own:#}"
    );
    assert_eq!(own["names_added"], json!([NODE]));
    assert_eq!(own["key"]["type"], "rsa");
    assert_eq!(own["extended_key_usage"][0], "serverAuth");
    assert_eq!(own["fixes"][0]["port"], port);
    // What it has today is what the node presented.
    let run: Value = serde_json::from_str(&bench.text("run.json")).unwrap();
    let presented = run["certificates"].as_array().unwrap();
    let today = presented
        .iter()
        .find(|one| one["sha256"] == own["certificate"]);
    assert_eq!(own["subject"], today.unwrap()["subject"]);
    for name in today.unwrap()["dns_names"].as_array().unwrap() {
        assert!(own["names"].as_array().unwrap().contains(name), "{name}");
    }

    let live = bench.run(&["request"], &["-o", "json"]);
    assert_eq!(live.json(), sheets, "{}", live.stderr);
    let csv = tollgate(["preflight", "request", &kept, "-o", "csv"]);
    assert!(
        csv.stdout.starts_with("nodes,stores,ports,common_name,"),
        "{}",
        csv.stdout
    );
    assert_eq!(csv.stdout.lines().count(), requests.len() + 1);
    let markdown = tollgate(["preflight", "request", &kept, "-o", "md"]).stdout;
    assert_eq!(markdown.matches("\n## ").count(), requests.len());
    assert!(markdown.contains(NODE), "{markdown}");
    let text = tollgate(["preflight", "request", &kept]).stdout;
    assert!(text.contains("serverAuth"), "{text}");
}

#[test]
fn the_store_and_the_services_of_a_sheet_follow_from_the_port() {
    let samples = samples();
    let directory = tempfile::tempdir().unwrap();
    let kept = directory.path().join("run.json");
    let kept = kept.to_str().unwrap();
    tollgate([
        "preflight",
        "--bundle",
        &samples[1],
        "-o",
        "json",
        "--out",
        kept,
    ]);
    let sheets = tollgate(["preflight", "request", kept, "-o", "json"]).json();
    let own = &sheets["requests"][0];
    // The document's multi-server certificate of the publisher.
    assert_eq!(own["common_name"], "cucm-ms.steven.lab", "{sheets:#}");
    assert_eq!(own["multi_server"], true);
    assert_eq!(own["stores"], json!(["tomcat"]));
    assert!(
        own["restart"]
            .as_array()
            .unwrap()
            .contains(&json!("Cisco Tomcat"))
    );
    let names = json!([
        "10.48.36.215",
        "cucm.steven.lab",
        "cups.steven.lab",
        "steven.lab"
    ]);
    assert_eq!(own["names"], names);
    // Nothing to issue again is no failure.
    let fresh = tollgate(["preflight", "request", kept, "-o", "html"]);
    assert_eq!(fresh.code, 2);
}

#[test]
fn one_shot_tells_what_is_different_from_last_time() {
    let bench = Bench::new();
    let state = bench.path("state.json");
    let state = state.to_str().unwrap();
    let once = |more: &[&str]| {
        let words = [&["--once", "--state", state], more].concat();
        bench.run(&["watch"], &words)
    };
    let first = once(&[]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(first.stdout.contains("first run"), "{}", first.stdout);
    let same = once(&[]);
    assert_eq!(
        (same.code, same.stdout.as_str()),
        (0, ""),
        "{}",
        same.stderr
    );
    bench.fault(8443, Fault::OtherCa, Switch::On);
    let worse = once(&["-o", "jsonl"]);
    assert_eq!(worse.code, 3, "{}", worse.stderr);
    let lines = worse.json_lines();
    let standing = lines
        .iter()
        .find(|line| line["what"] == "standing")
        .unwrap();
    assert_eq!(standing["kind"], "change");
    assert_eq!(
        (&standing["from"], &standing["to"]),
        (&json!("trusted"), &json!("refused"))
    );
    assert_eq!(standing["cell"]["port"], bench.port(8443));
    // It is told once; the state is a run like any other.
    assert_eq!(once(&[]).code, 0);
    assert_eq!(tollgate(["preflight", "diff", state, state]).code, 0);
    bench.fault(8443, Fault::OtherCa, Switch::Off);
    let better = once(&[]);
    assert_eq!(better.code, 0, "{}", better.stderr);
    assert!(
        better.stdout.contains("refused -> trusted"),
        "{}",
        better.stdout
    );
    std::fs::write(state, "{}").unwrap();
    let unusable = once(&[]);
    assert_eq!(unusable.code, 1);
    assert!(unusable.stderr.contains("--state"), "{}", unusable.stderr);
    assert_eq!(bench.text("state.json"), "{}");
}

#[test]
fn a_watch_goes_on_when_a_run_fails_and_calls_for_help() {
    let bench = Bench::new();
    let (state, prom) = (bench.path("state.json"), bench.path("tollgate.prom"));
    let program = bench.path("alarm");
    std::fs::write(&program, "#!/bin/sh\nexec cat > \"$0.json\"\n").unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    let words = [
        "--every",
        "1s",
        "--max-runs",
        "2",
        "--state",
        state.to_str().unwrap(),
        "--exec",
        program.to_str().unwrap(),
        "-o",
        "prometheus",
        "--out",
        prom.to_str().unwrap(),
    ];
    let quiet = bench.run(&["watch"], &words);
    assert_eq!(quiet.code, 0, "{}", quiet.stderr);
    assert_eq!(quiet.stdout.lines().count(), 1, "{}", quiet.stdout);
    assert!(!bench.path("alarm.json").exists());
    let before = metrics(&bench.text("tollgate.prom"));
    bench.fault(8443, Fault::OtherCa, Switch::On);
    let loud = bench.run(&["watch"], &words);
    assert_eq!(loud.code, 3, "{}", loud.stderr);
    let told: Value = serde_json::from_str(&bench.text("alarm.json")).unwrap();
    assert_eq!(complaint(&told), None);
    assert!(told["counts"]["worse"].as_u64().unwrap() > 0);
    let after = metrics(&bench.text("tollgate.prom"));
    let trusted =
        |page: &Page| page.of_cell("tollgate_preflight_cell_trusted", bench.port(8443), "rsa");
    assert_eq!((trusted(&before), trusted(&after)), (Some(1.0), Some(0.0)));

    std::fs::remove_file(bench.path("nodes.csv")).unwrap();
    let failed = bench.run(&["watch"], &words);
    assert_eq!((failed.code, failed.stdout.as_str()), (1, ""));
    assert_eq!(
        failed.stderr.matches("nodes.csv").count(),
        2,
        "{}",
        failed.stderr
    );
    // The last good state is kept.
    assert_eq!(
        tollgate([
            "preflight",
            "diff",
            state.to_str().unwrap(),
            state.to_str().unwrap()
        ])
        .code,
        0
    );
}

#[test]
fn a_watch_ends_by_signal() {
    let bench = Bench::new();
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 0)] {
        let mut child = command()
            .args(bench.words(&["watch"], &["--every", "1h"]))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        // The first run is made, so that the schedule is what is waited for.
        lines.read_line(&mut first).unwrap();
        assert!(first.contains("first run"), "{first}");
        kill_process(Pid::from_child(&child), signal).unwrap();
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code));
        assert_eq!(rest, "");
    }
}

#[test]
fn what_cannot_be_meant_is_wrong_usage() {
    let wrong: [&[&str]; 7] = [
        &["preflight", "watch", "--once"],
        &["preflight", "watch", "--every", "15"],
        &["preflight", "watch", "--max-runs", "0", "x:1"],
        &[
            "preflight",
            "watch",
            "--once",
            "--state",
            "s",
            "--every",
            "1m",
        ],
        &["preflight", "diff", "a.json"],
        &[
            "preflight",
            "watch",
            "x:1",
            "--trust",
            "ca.pem",
            "-o",
            "html",
        ],
        &["preflight", "watch"],
    ];
    for words in wrong {
        let ran = tollgate(words);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (2, ""),
            "{words:?}: {}",
            ran.stderr
        );
        assert!(!ran.stderr.is_empty());
    }
}

/// A page of metrics, read as the text format 0.0.4 prescribes.
struct Page {
    samples: BTreeMap<(String, BTreeMap<String, String>), f64>,
}

impl Page {
    fn of_cell(&self, name: &str, port: u16, key: &str) -> Option<f64> {
        let port = port.to_string();
        let own = self.samples.iter().find(|((own, labels), _)| {
            own == name && labels["port"] == port && labels["key_type"] == key
        });
        own.map(|(_, value)| *value)
    }
}

/// Reads a page, and panics where it breaks a rule of the format: a HELP and a TYPE line before the
/// samples of each metric, all samples of a metric together, none twice, labels quoted and escaped, a
/// line end behind the last line.
fn metrics(page: &str) -> Page {
    assert!(page.ends_with('\n'));
    let is_name = |name: &str| {
        let mut characters = name.chars();
        characters
            .next()
            .is_some_and(|own| own.is_ascii_alphabetic() || own == '_')
            && characters.all(|own| own.is_ascii_alphanumeric() || own == '_')
    };
    let mut samples = BTreeMap::new();
    let mut metric = String::new();
    let mut seen = BTreeSet::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, text) = help.split_once(' ').unwrap();
            assert!(is_name(name) && !text.is_empty(), "{line}");
            assert!(seen.insert(name.to_owned()), "twice: {name}");
            assert_eq!(lines.next().unwrap(), format!("# TYPE {name} gauge"));
            name.clone_into(&mut metric);
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = match series.split_once('{') {
            None => (series, BTreeMap::new()),
            Some((name, rest)) => (name, labels(rest)),
        };
        assert_eq!(name, metric, "outside of its metric: {line}");
        assert!(labels.keys().all(|label| is_name(label)), "{line}");
        let value: f64 = value.parse().unwrap();
        let twin = samples.insert((name.to_owned(), labels), value);
        assert_eq!(twin, None, "twice: {line}");
    }
    Page { samples }
}

/// `name="value",...}`, with the escapes of the format.
fn labels(text: &str) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    let mut characters = text.chars();
    loop {
        let name: String = characters.by_ref().take_while(|own| *own != '=').collect();
        assert_eq!(characters.next(), Some('"'), "{text}");
        let mut value = String::new();
        loop {
            match characters.next().unwrap() {
                '"' => break,
                '\\' => {
                    let escaped = characters.next().unwrap();
                    assert!(['n', '\\', '"'].contains(&escaped), "{text}");
                    value.push(if escaped == 'n' { '\n' } else { escaped });
                }
                own => value.push(own),
            }
        }
        assert_eq!(labels.insert(name, value), None, "{text}");
        match characters.next().unwrap() {
            ',' => {}
            end => {
                assert_eq!((end, characters.next()), ('}', None), "{text}");
                return labels;
            }
        }
    }
}

#[test]
fn metrics_do_not_vanish_when_verification_fails() {
    let bench = Bench::new();
    let page = |bench: &Bench| metrics(&bench.run(&[], &["-o", "prometheus"]).stdout);
    let sound = page(&bench);
    let port = bench.port(8443);
    bench.fault(8443, Fault::OtherCa, Switch::On);
    let refused = page(&bench);
    let keys = |page: &Page| -> BTreeSet<_> {
        let of_cell =
            |(_, labels): &&(String, BTreeMap<String, String>)| labels.contains_key("port");
        page.samples.keys().filter(of_cell).cloned().collect()
    };
    assert_eq!(keys(&sound), keys(&refused));
    for name in [
        "certificate_expiry_timestamp_seconds",
        "certificate_life_used_ratio",
    ] {
        let name = format!("tollgate_preflight_{name}");
        assert!(refused.of_cell(&name, port, "rsa").is_some(), "{name}");
    }
    assert_eq!(
        refused.of_cell("tollgate_preflight_cell_trusted", port, "rsa"),
        Some(0.0)
    );
    assert_eq!(
        refused.of_cell("tollgate_preflight_cell_answered", port, "rsa"),
        Some(1.0)
    );
    let issues = |page: &Page| {
        let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let labels = BTreeMap::from([of("code", "TG1002"), of("state", "issue-found")]);
        page.samples[&("tollgate_preflight_findings".to_owned(), labels)]
    };
    assert_eq!((issues(&sound), issues(&refused)), (0.0, 1.0));

    bench.fault(8443, Fault::OtherCa, Switch::Off);
    bench.fault(8443, Fault::Stopped, Switch::On);
    let silent = page(&bench);
    assert_eq!(
        silent.of_cell("tollgate_preflight_cell_answered", port, ""),
        Some(0.0)
    );
    assert_eq!(
        silent.of_cell("tollgate_preflight_cell_trusted", port, ""),
        Some(0.0)
    );
    let at = (
        "tollgate_preflight_run_timestamp_seconds".to_owned(),
        BTreeMap::new(),
    );
    assert!(silent.samples[&at] > 1_600_000_000.0);
}

#[test]
fn labels_of_strangers_are_escaped() {
    let bench = Bench::new();
    let ip = bench.lab.node(NODE).unwrap().socket(8443).unwrap().ip();
    let node = "a\"b\\c";
    let rows = format!(
        "node,role,address,port,resolve\n\"a\"\"b\\c\",cucm,{NODE},{},{ip}\n",
        bench.port(8443)
    );
    std::fs::write(bench.path("nodes.csv"), rows).unwrap();
    let ran = bench.run(&[], &["-o", "prometheus"]);
    let page = metrics(&ran.stdout);
    let named = page
        .samples
        .keys()
        .filter(|(_, labels)| labels.get("node").is_some_and(|own| own == node));
    assert!(named.count() > 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_line_of_json_is_a_cell_or_a_finding() {
    let bench = Bench::new();
    let lines = bench.run(&[], &["-o", "jsonl"]).json_lines();
    let answer = bench.run(&[], &["-o", "json"]).json();
    let of = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
    assert_eq!(of("cell"), answer["cells"].as_array().unwrap().len());
    assert_eq!(of("finding"), answer["findings"].as_array().unwrap().len());
    let findings = tollgate(["analyze", &samples()[0], "-o", "jsonl"]);
    assert!(
        findings
            .json_lines()
            .iter()
            .all(|line| line["code"].is_string())
    );
    let page = metrics(&tollgate(["analyze", &samples()[0], "-o", "prometheus"]).stdout);
    assert!(
        page.samples
            .keys()
            .all(|(name, _)| name == "tollgate_analysis_findings")
    );
}
