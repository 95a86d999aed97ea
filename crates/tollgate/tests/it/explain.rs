//! `tollgate explain`, `signature` and `schema`.

use std::fs;

use serde_json::Value;

use crate::arguments;
use crate::bundles::{SELF_SIGNED, bundle, log};
use crate::support::{Desk, fed, tollgate};

#[test]
fn a_code_is_explained_by_what_looks_for_it() {
    let ran = tollgate(["explain", "tg1001"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    for wanted in [
        "TG1001  The certificate is self-signed and not in the trust store.",
        "self-signed-not-stored",
        "Expressway-C of X14.2 and later",
    ] {
        assert!(ran.stdout.contains(wanted), "{wanted}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("{$"), "{}", ran.stdout);
    let unknown = tollgate(["explain", "TG0000"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (1, ""));
    assert!(unknown.stderr.contains("TG0000"), "{unknown:?}");
}

#[test]
fn every_code_of_a_report_is_explained() {
    let ran = tollgate(arguments!["analyze", bundle(SELF_SIGNED), "-o", "json"]);
    let document = ran.json();
    let findings = document["findings"].as_array().unwrap();
    assert!(findings.len() > 30);
    for finding in findings {
        let code = finding["code"].as_str().unwrap();
        assert_eq!(tollgate(["explain", code]).code, 0, "{code}");
    }
}

#[test]
fn a_transaction_is_told_from_request_to_verdict() {
    let archive = bundle(SELF_SIGNED);
    let ran = tollgate(arguments!["explain", "--txn", "191", &archive]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    for wanted in [
        "transaction 191 of process 18242",
        // The raw line, whole.
        "Detail=\"Receive Request\" Txn-id=\"191\" TrackingID=\"d755657a-ea30-4cdc-aa0e-1f950a3766b7\" Src-ip=\"127.0.0.1\"",
        "= the edge URL asks for https://cucm.steven.lab:6972/CSFemusk.cnf.xml",
        "Attempt 1 of transaction 191, to 10.48.36.215 6972",
        "Attempt 2 of transaction 191, to 10.48.36.215 6972",
        "frames 18 to 25",
        "frames 26 to 35",
        "refused: cucm.steven.lab",
        "self-signed certificate (18), depth 0",
        "HTTP/1.1 502 connect failed",
    ] {
        assert!(ran.stdout.contains(wanted), "{wanted}: {}", ran.stdout);
    }
    // Another transaction of the same log.
    assert!(!ran.stdout.contains("Txn-id=\"189\""), "{}", ran.stdout);
    // The verdict is told once.
    assert_eq!(ran.stdout.matches("refused: cucm.steven.lab").count(), 1);
}

#[test]
fn a_frame_and_a_line_lead_to_their_transaction() {
    let archive = bundle(SELF_SIGNED);
    for (option, number) in [("--frame", "25"), ("--line", "15"), ("--line", "17")] {
        let ran = tollgate(arguments!["explain", option, number, &archive]);
        assert_eq!(ran.code, 0, "{option} {number}: {ran:?}");
        assert!(
            ran.stdout.contains("frames 18 to 25") && ran.stdout.contains("Txn-id=\"191\""),
            "{option} {number}: {}",
            ran.stdout
        );
    }
}

#[test]
fn a_pasted_log_can_be_asked_too() {
    let ran = fed(&log(SELF_SIGNED), ["explain", "--txn", "191", "-"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("No capture shows its handshake."));
}

#[test]
fn what_is_not_there_is_a_failure_and_what_cannot_be_meant_wrong_usage() {
    let archive = bundle(SELF_SIGNED);
    for (option, number) in [("--txn", "4711"), ("--frame", "4711"), ("--line", "4711")] {
        let ran = tollgate(arguments!["explain", option, number, &archive]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{option}");
        assert!(ran.stderr.contains("4711"), "{ran:?}");
    }
    for words in [&["explain"][..], &["explain", "--txn", "1"]] {
        assert_eq!(tollgate(words).code, 2, "{words:?}");
    }
}

const OWN: &str = r#"
id = "tracking-lost"
version = 1
code = "OWN0001"
category = "mra"
[[match.log]]
contains = ["502 connect failed"]
[texts]
title = "Requests were answered with 502"
clear = "No request was answered with 502"
description = "The traffic server could not connect."
actions = ["Look at the node."]
"#;

#[test]
fn a_signature_of_ones_own_is_listed_linted_tested_and_found() {
    let desk = Desk::new();
    let own = desk.path().join("own");
    fs::create_dir_all(own.join("tracking-lost")).unwrap();
    fs::write(own.join("tracking-lost.toml"), OWN).unwrap();
    let failing = log(SELF_SIGNED);
    let evidence = own.join("tracking-lost");
    fs::write(evidence.join("issue-found.log"), &failing).unwrap();
    let fine = failing.replace("502 connect failed", "200 OK");
    fs::write(evidence.join("no-issue.log"), fine).unwrap();

    let listed = tollgate(arguments![
        "signature",
        "list",
        "--signature-dir",
        &own,
        "-o",
        "json"
    ]);
    assert_eq!(listed.code, 0);
    let listed = listed.json();
    let mut codes = listed.as_array().unwrap().iter();
    assert!(codes.any(|signature| signature["code"] == "OWN0001"));

    let file = own.join("tracking-lost.toml");
    let linted = tollgate(arguments!["signature", "lint", &file]);
    assert_eq!(linted.code, 0, "{linted:?}");

    let tested = tollgate(arguments!["signature", "test", &own]);
    assert_eq!(tested.code, 0, "{tested:?}");
    assert!(tested.stdout.contains("passed: 2, failed: 0"), "{tested:?}");
    fs::rename(
        evidence.join("no-issue.log"),
        evidence.join("issue-found-2.log"),
    )
    .unwrap();
    let failed = tollgate(arguments!["signature", "test", &own]);
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(failed.stdout.contains("passed: 1, failed: 1"), "{failed:?}");

    let analyzed = tollgate(arguments![
        "analyze",
        bundle(SELF_SIGNED),
        "--signature-dir",
        &own,
        "-o",
        "json"
    ]);
    let document = analyzed.json();
    let mut findings = document["findings"].as_array().unwrap().iter();
    let finding = findings
        .find(|finding| finding["code"] == "OWN0001")
        .unwrap();
    assert_eq!(finding["state"], "issue-found");
    assert_eq!(finding["evidence"][0]["line"], 17);
}

#[test]
fn a_signature_that_cannot_be_used_is_told_with_its_line() {
    let desk = Desk::new();
    let broken = OWN.replace("category = \"mra\"", "category = \"mail\"");
    let file = desk.file("broken.toml", &broken);
    let ran = tollgate(arguments!["signature", "lint", &file]);
    assert_eq!(ran.code, 3);
    assert!(ran.stdout.contains("line 5"), "{ran:?}");
    let remark = OWN.replace("actions = [\"Look at the node.\"]\n", "");
    let file = desk.file("remark.toml", &remark);
    assert_eq!(tollgate(arguments!["signature", "lint", &file]).code, 4);
    let used = tollgate(arguments![
        "analyze",
        bundle(SELF_SIGNED),
        "--signature-dir",
        desk.path()
    ]);
    assert_eq!((used.code, used.stdout.as_str()), (1, ""));
    assert!(used.stderr.contains("broken.toml"), "{used:?}");
}

#[test]
fn every_built_in_signature_can_be_shown_in_every_language() {
    let listed = tollgate(["signature", "list", "-o", "json"]).json();
    let ids: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|signature| signature["id"].as_str().unwrap())
        .collect();
    assert!(ids.contains(&"self-signed-not-stored"), "{ids:?}");
    for language in ["en", "nl", "pt-BR", "zh-TW", "ja"] {
        let shown = tollgate(["--lang", language, "signature", "show", ids[0]]);
        assert_eq!(shown.code, 0);
        assert!(shown.stdout.contains(ids[0]));
    }
    let unknown = tollgate(["signature", "show", "no-such-signature"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (1, ""));
}

#[test]
fn the_schema_that_a_document_names_is_printed() {
    let names = tollgate(["schema"]);
    assert_eq!(names.code, 0);
    for name in names.stdout.lines() {
        let schema: Value = tollgate(["schema", name]).json();
        assert!(schema["$schema"].is_string(), "{name}");
    }
    let document = tollgate(arguments!["analyze", bundle(SELF_SIGNED), "-o", "json"]).json();
    let named = document["schema"].as_str().unwrap();
    assert!(names.stdout.lines().any(|name| name == named));
    assert_eq!(tollgate(["schema", "no-such"]).code, 1);
}
