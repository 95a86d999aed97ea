//! `tollgate analyze`, from files to findings and back to files.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::arguments;
use crate::bundles::{
    BY_ADDRESS, File, SELF_SIGNED, UNKNOWN_ISSUER, bundle, files, gzip, log, overlapping_zip, tar,
};
use crate::support::{Desk, Ran, fed, tollgate};

fn analyzed(path: impl AsRef<Path>) -> Value {
    let ran = tollgate(arguments!["analyze", path.as_ref(), "-o", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""), "{ran:?}");
    ran.json()
}

/// Codes of the findings in a state, in their order.
fn codes(document: &Value, state: &str) -> Vec<String> {
    let findings = document["findings"].as_array().unwrap().iter();
    let own = findings.filter(|finding| finding["state"] == state);
    own.map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect()
}

fn state_of<'d>(document: &'d Value, signature: &str) -> &'d str {
    let mut findings = document["findings"].as_array().unwrap().iter();
    let finding = findings.find(|finding| finding["signature"] == signature);
    finding.unwrap()["state"].as_str().unwrap()
}

#[track_caller]
fn issue(document: &Value) -> &Value {
    let mut findings = document["findings"].as_array().unwrap().iter();
    let first = findings.find(|finding| finding["state"] == "issue-found");
    assert!(
        findings.all(|finding| finding["state"] != "issue-found"),
        "{:?}",
        codes(document, "issue-found")
    );
    first.unwrap()
}

fn cell(node: &str, address: &str, port: u16, key_type: &str) -> Value {
    json!({ "node": node, "address": address, "port": port, "key_type": key_type })
}

#[test]
fn the_first_bundle_lacks_the_self_signed_certificate_of_6972() {
    let document = analyzed(bundle(SELF_SIGNED));
    let finding = issue(&document);
    assert_eq!(finding["code"], "TG1001");
    assert_eq!(finding["category"], "mra");
    let cell_6972 = cell("cucm.steven.lab", "cucm.steven.lab", 6972, "ecdsa");
    assert_eq!(finding["cell"], cell_6972);
    assert_eq!(finding["cells"], json!([cell_6972]));
    assert_eq!(
        finding["archive"],
        format!("diagnostic_log_vcsc_{SELF_SIGNED}.tar.gz")
    );
    assert_eq!(
        (&finding["users"], &finding["requests"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(finding["user_names"], json!(["emusk"]));
    let defects: Vec<&str> = finding["defects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|defect| defect.as_str().unwrap())
        .collect();
    assert!(defects.contains(&"CSCwc69661") && defects.contains(&"CSCwa25108"));
    let upload = finding["upload"].as_array().unwrap();
    assert_eq!(upload.len(), 1);
    assert_eq!(
        upload[0]["sha256"],
        "c5f440e5b3446436b424605f870bc0e8a9c5d4371841a97a1c2478f35a6a7e02"
    );
    let snippet: Vec<&str> = finding["snippet"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    assert_eq!(snippet.len(), 2);
    assert!(snippet[0].contains("WARNING: Core server certificate verification failed"));
    assert!(snippet[1].contains("ERROR: SSL connection failed for 'cucm.steven.lab'"));
    let explains = finding["attached"].as_array().unwrap();
    assert!(explains.iter().any(|attached| attached["code"] == "TG3001"));
    let weak = document["findings"].as_array().unwrap().iter();
    let weak: Vec<&Value> = weak.filter(|finding| finding["code"] == "TG1006").collect();
    assert_eq!(weak[0]["state"], "potential-problem");
    assert_eq!(
        weak[0]["cell"],
        cell("cucm.steven.lab", "cucm.steven.lab", 8443, "rsa")
    );
}

#[test]
fn the_second_bundle_lacks_the_issuer_for_both_addresses_and_one_of_them_has_no_name() {
    let document = analyzed(bundle(UNKNOWN_ISSUER));
    let finding = issue(&document);
    assert_eq!(finding["code"], "TG1002");
    let by_address = cell("cucm.steven.lab", "10.48.36.215", 8443, "rsa");
    let by_name = cell("cucm.steven.lab", "cucm.steven.lab", 8443, "rsa");
    assert_eq!(finding["cells"], json!([by_address, by_name]));
    assert_eq!(finding["cell"], by_address);
    assert_eq!(
        (&finding["users"], &finding["requests"]),
        (&json!(1), &json!(2))
    );
    let upload = finding["upload"].as_array().unwrap();
    assert_eq!(upload.len(), 1);
    assert_eq!(upload[0]["name"], "vngtp-ACTIVE-DIR-CA");
    let next = document["findings"].as_array().unwrap().iter();
    let next: Vec<&Value> = next.filter(|finding| finding["code"] == "TG2002").collect();
    assert_eq!(next.len(), 1);
    assert_eq!(next[0]["state"], "potential-problem");
    assert_eq!(next[0]["cells"], json!([by_address]));
}

#[test]
fn the_third_bundle_asks_for_an_address_that_the_certificate_lacks() {
    let document = analyzed(bundle(BY_ADDRESS));
    let finding = issue(&document);
    assert_eq!(finding["code"], "TG2002");
    let cells = finding["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 1);
    assert_eq!(cells[0]["address"], "10.48.36.215");
    assert_eq!(
        (&cells[0]["port"], &cells[0]["key_type"]),
        (&json!(8443), &json!("rsa"))
    );
    assert_eq!(finding["user_names"], json!(["emusk"]));
    assert_eq!(finding["upload"], json!([]));
}

#[test]
fn what_was_looked_for_and_is_not_there_is_said() {
    for taken in [SELF_SIGNED, UNKNOWN_ISSUER, BY_ADDRESS] {
        let document = analyzed(bundle(taken));
        for signature in ["duplicate-search-rule", "certificates-expired"] {
            assert_eq!(state_of(&document, signature), "no-issue", "{taken}");
        }
        assert_eq!(
            state_of(&document, "detected-alarms"),
            "potential-problem",
            "{taken}"
        );
    }
}

#[test]
fn a_document_names_its_schema_and_meets_the_contract() {
    let document = analyzed(bundle(SELF_SIGNED));
    assert_eq!(document["schema"], "tollgate-analysis-1");
    assert_eq!(document["inputs"].as_array().unwrap().len(), 8);
    for finding in document["findings"].as_array().unwrap() {
        for key in [
            "code",
            "signature",
            "state",
            "category",
            "defects",
            "title",
            "archive",
            "cell",
            "cells",
            "documentation",
            "snippet",
            "description",
            "condition",
            "further_information",
            "actions",
            "first_seen",
            "last_seen",
            "occurrences",
            "users",
            "evidence",
            "upload",
        ] {
            assert!(finding.get(key).is_some(), "{key}: {finding}");
        }
    }
}

#[test]
fn the_exit_code_is_that_of_the_gravest_finding_whatever_is_shown() {
    let archive = bundle(SELF_SIGNED);
    let code = |more: &[&str]| {
        let mut arguments = arguments!["analyze", &archive].to_vec();
        arguments.extend(more.iter().map(std::ffi::OsString::from));
        tollgate(arguments).code
    };
    for form in [
        "text", "short", "json", "md", "csv", "junit", "sarif", "html", "pem",
    ] {
        assert_eq!(code(&["-o", form]), 3, "{form}");
    }
    assert_eq!(code(&["--state", "no-issue"]), 3);
    assert_eq!(code(&["--category", "call", "--defects-only"]), 3);
    assert_eq!(code(&["--fail-on", "issue"]), 3);
    assert_eq!(code(&["--fail-on", "never"]), 0);
}

#[test]
fn an_input_that_cannot_be_read_is_a_failure_unless_an_issue_was_found() {
    let desk = Desk::new();
    let alone = tollgate(arguments!["analyze", "/absent.tar.gz", "-o", "json"]);
    assert_eq!((alone.code, alone.stdout.as_str()), (1, ""));
    assert!(
        alone.stderr.contains("cannot read /absent.tar.gz"),
        "{alone:?}"
    );
    let beside = tollgate(arguments![
        "analyze",
        "/absent.tar.gz",
        bundle(SELF_SIGNED),
        "-o",
        "json"
    ]);
    assert_eq!(beside.code, 3);
    let notes = beside.json()["notes"].to_string();
    assert!(notes.contains("/absent.tar.gz"), "{notes}");
    let dump = files(SELF_SIGNED).remove(1);
    let dump = desk.file(&dump.name, &dump.content);
    let nothing_else = tollgate(arguments!["analyze", "/absent.tar.gz", &dump]);
    assert_eq!(nothing_else.code, 1);
    let information_is_missing = tollgate(arguments!["analyze", &dump, "--fail-on", "missing"]);
    assert_eq!(information_is_missing.code, 5);
}

#[test]
fn filters_choose_what_is_shown() {
    let archive = bundle(SELF_SIGNED);
    let shown = |more: &[&str]| {
        let mut arguments = arguments!["analyze", &archive, "-o", "json"].to_vec();
        arguments.extend(more.iter().map(std::ffi::OsString::from));
        tollgate(arguments).json()["findings"].clone()
    };
    let all_are = |findings: &Value, key: &str, value: &str| {
        let findings = findings.as_array().unwrap();
        !findings.is_empty() && findings.iter().all(|finding| finding[key] == value)
    };
    assert!(all_are(
        &shown(&["--state", "no-issue"]),
        "state",
        "no-issue"
    ));
    assert!(all_are(&shown(&["--category", "mra"]), "category", "mra"));
    let defects = shown(&["--defects-only"]);
    let defects = defects.as_array().unwrap();
    assert!(!defects.is_empty());
    assert!(
        defects
            .iter()
            .all(|finding| finding["defects"] != json!([]))
    );
}

#[test]
fn reports_go_into_files_in_the_forms_named_before_them() {
    let desk = Desk::new();
    let path = |name: &str| desk.path().join(name);
    let ran = tollgate(arguments![
        "analyze",
        bundle(SELF_SIGNED),
        "-o",
        "html",
        "--out",
        path("r.htm"),
        "-o",
        "junit",
        "--out",
        path("r"),
        "--out",
        path("r.sarif"),
        "--out",
        path("r.csv"),
        "--out",
        path("r.md"),
        "--out",
        path("r.json"),
        "--out",
        path("r.pem"),
        "-o",
        "short",
        "--out",
        path("r.txt"),
        "-o",
        "json"
    ]);
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""));
    let written = |name: &str| fs::read_to_string(path(name)).unwrap();
    assert_eq!(written("r.json"), ran.stdout);
    let html = written("r.htm");
    assert!(html.starts_with("<!doctype html>"), "{html}");
    assert!(html.trim_end().ends_with("</html>"));
    let junit = written("r");
    assert!(junit.starts_with("<?xml"), "{junit}");
    assert!(junit.contains("failures=\"1\""), "{junit}");
    let sarif: Value = serde_json::from_str(&written("r.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(
        sarif["runs"][0]["results"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    let csv = written("r.csv");
    assert!(csv.starts_with("state,code,"), "{csv}");
    assert!(csv.contains("\nissue-found,TG1001,"));
    assert!(written("r.md").contains("# Tollgate"));
    assert!(written("r.txt").contains("TG1001 cucm.steven.lab:6972 ECDSA"));
    let uploaded = tollgate(arguments!["cert", "inspect", path("r.pem"), "-o", "json"]);
    assert_eq!(
        uploaded.json()["certificates"][0]["sha256"],
        "c5f440e5b3446436b424605f870bc0e8a9c5d4371841a97a1c2478f35a6a7e02"
    );
}

#[test]
fn forms_that_cannot_be_meant_are_wrong_usage() {
    let archive = bundle(SELF_SIGNED);
    let two = tollgate(arguments!["analyze", &archive, "-o", "json", "-o", "md"]);
    assert_eq!(two.code, 2);
    let formless = tollgate(arguments!["analyze", &archive, "--out", "report.doc"]);
    assert_eq!(formless.code, 2);
    assert!(formless.stderr.contains("report.doc"), "{formless:?}");
}

#[test]
fn evidence_is_not_overwritten_by_a_report() {
    let desk = Desk::new();
    let archive = desk.file("evidence.html", fs::read(bundle(SELF_SIGNED)).unwrap());
    let before = fs::read(&archive).unwrap();
    let ran = tollgate(arguments!["analyze", &archive, "--out", &archive]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("is not overwritten"), "{ran:?}");
    assert_eq!(fs::read(&archive).unwrap(), before);
}

#[test]
fn every_language_tells_the_same() {
    let archive = bundle(SELF_SIGNED);
    let mut titles = Vec::new();
    for language in ["en", "nl", "pt-BR", "zh-TW", "ja"] {
        let ran = tollgate(arguments![
            "--lang", language, "analyze", &archive, "-o", "json"
        ]);
        assert_eq!(ran.code, 3);
        let document = ran.json();
        assert_eq!(codes(&document, "issue-found"), ["TG1001"], "{language}");
        let finding = issue(&document);
        assert!(
            finding["snippet"][0]
                .as_str()
                .unwrap()
                .contains("Action=Terminate")
        );
        titles.push(finding["title"].as_str().unwrap().to_owned());
        let page = tollgate(arguments![
            "--lang", language, "analyze", &archive, "-o", "html"
        ]);
        assert!(page.stdout.contains(&format!("<html lang=\"{language}\"")));
        for form in ["text", "md", "short"] {
            let shown = tollgate(arguments![
                "--lang", language, "analyze", &archive, "-o", form
            ]);
            assert!(shown.stdout.contains("TG1001"), "{language} {form}");
        }
    }
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), 5, "{titles:?}");
}

/// What matters of a document where the same evidence came another way.
fn essence(document: &Value) -> Vec<(Value, Value, Value, Value)> {
    let findings = document["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| {
            (
                finding["code"].clone(),
                finding["state"].clone(),
                finding["cells"].clone(),
                finding["occurrences"].clone(),
            )
        })
        .collect()
}

#[test]
fn an_unpacked_archive_tells_what_the_archive_does() {
    let desk = Desk::new();
    let directory = desk.path().join("unpacked");
    fs::create_dir(&directory).unwrap();
    for file in files(UNKNOWN_ISSUER) {
        fs::write(directory.join(&file.name), &file.content).unwrap();
    }
    let unpacked = analyzed(&directory);
    assert_eq!(
        essence(&unpacked),
        essence(&analyzed(bundle(UNKNOWN_ISSUER)))
    );
    assert_eq!(issue(&unpacked)["archive"], "unpacked");
}

#[test]
fn every_packing_tells_the_same() {
    let desk = Desk::new();
    let files = files(SELF_SIGNED);
    let expected = essence(&analyzed(bundle(SELF_SIGNED)));
    let plain = tar(&files);
    let nested = tar(&[File::new("vcsc.tar.gz", gzip(&plain))]);
    for (name, content) in [
        ("a.tar", plain),
        ("b.tgz", gzip(&nested)),
        ("c.tar", nested),
    ] {
        let archive = desk.file(name, content);
        assert_eq!(essence(&analyzed(archive)), expected, "{name}");
    }
}

#[test]
fn several_bundles_are_one_story() {
    let ran = tollgate(arguments![
        "analyze",
        bundle(SELF_SIGNED),
        bundle(UNKNOWN_ISSUER),
        bundle(BY_ADDRESS),
        "-o",
        "json"
    ]);
    assert_eq!(ran.code, 3);
    let document = ran.json();
    let mut found = codes(&document, "issue-found");
    found.sort();
    assert_eq!(found, ["TG1001", "TG1002", "TG2002"]);
    let peers = document["peers"].as_array().unwrap();
    assert_eq!(peers.len(), 1);
    assert_eq!(peers[0]["archives"].as_array().unwrap().len(), 3);
}

#[test]
fn what_is_given_twice_counts_once() {
    let desk = Desk::new();
    let copy = desk.file("copy.tar.gz", fs::read(bundle(SELF_SIGNED)).unwrap());
    let path = bundle(SELF_SIGNED);
    let once = issue(&analyzed(&path))["occurrences"].clone();
    let ran = tollgate(arguments!["analyze", &path, &copy, "-o", "json"]);
    assert_eq!(issue(&ran.json())["occurrences"], once);
    let same = tollgate(arguments!["analyze", &path, &path, "-o", "json"]);
    assert_eq!(issue(&same.json())["occurrences"], once);
    assert!(same.stderr.contains("given twice"), "{same:?}");
}

#[test]
fn logs_are_read_in_the_order_of_time_whatever_that_of_the_archive() {
    let desk = Desk::new();
    let log = log(SELF_SIGNED);
    let lines: Vec<&str> = log.lines().collect();
    // Between the first attempt and the answer of transaction 191.
    let (first, second) = lines.split_at(13);
    let [first, second] = [first, second].map(|lines| format!("{}\n", lines.join("\n")));
    let in_order = analyzed(desk.file("whole.txt", &log));
    let turned = tar(&[
        File::new("a.log", second.clone()),
        File::new("b.log", first.clone()),
    ]);
    let turned = analyzed(desk.file("turned.tar", turned));
    assert_eq!(essence(&turned), essence(&in_order));
    let twice = tar(&[
        File::new("a.log", first.clone()),
        File::new("b.log", second),
        File::new("c.log", first),
    ]);
    let twice = analyzed(desk.file("twice.tar", twice));
    assert_eq!(essence(&twice), essence(&in_order));
}

#[test]
fn pasted_lines_are_enough_for_a_finding() {
    let log = log(SELF_SIGNED);
    let lines = log.lines().filter(|line| {
        line.contains("WARNING") || line.contains("ERROR") || line.contains("Txn-id=\"191\"")
    });
    let pasted: Vec<String> = lines.map(str::to_owned).collect();
    let text = format!(
        "Hello, we see this since the upgrade:\n\n{}\n\nKind regards\n",
        pasted.join("\n")
    );
    for text in [text, log.clone()] {
        let ran = fed(&text, ["analyze", "-", "-o", "json"]);
        assert_eq!(ran.code, 3, "{ran:?}");
        let document = ran.json();
        let finding = issue(&document);
        assert_eq!(finding["cell"]["address"], "cucm.steven.lab");
        assert_eq!(finding["cell"]["port"], 6972);
        assert_eq!(finding["requests"], 1);
    }
}

/// The issue of a hostile archive, and its notes.
fn despite(ran: &Ran) -> (String, String) {
    assert_eq!(ran.code, 3, "{ran:?}");
    let document = ran.json();
    let code = issue(&document)["code"].as_str().unwrap().to_owned();
    (code, document["notes"].to_string())
}

#[test]
fn a_name_that_leaves_its_directory_is_told_and_its_file_read() {
    let desk = Desk::new();
    let mut files = files(SELF_SIGNED);
    files[0].name = format!("../../../etc/{}", files[0].name);
    let archive = desk.file("traversal.tar.gz", gzip(&tar(&files)));
    let ran = tollgate(arguments!["analyze", &archive, "-o", "json"]);
    let (code, notes) = despite(&ran);
    assert_eq!(code, "TG1001");
    assert!(notes.contains("../../../etc/"), "{notes}");
}

#[test]
fn a_bomb_ends_in_a_note_and_the_rest_is_read() {
    let desk = Desk::new();
    let log = File::new("vcsc.txt", log(SELF_SIGNED));
    let archive = desk.file("bomb.zip", overlapping_zip(&log, 50));
    let ran = tollgate(arguments!["analyze", &archive, "-o", "json"]);
    let (_, notes) = despite(&ran);
    assert!(notes.contains("bomb.zip"), "{notes}");
    let document = ran.json();
    assert_eq!(issue(&document)["requests"], 1);
}

#[test]
fn an_archive_that_was_cut_is_read_up_to_there() {
    let desk = Desk::new();
    let whole = fs::read(bundle(SELF_SIGNED)).unwrap();
    let archive = desk.file("cut.tar.gz", &whole[..whole.len() / 2]);
    let ran = tollgate(arguments!["analyze", &archive, "-o", "json"]);
    let (_, notes) = despite(&ran);
    assert!(notes.contains("cut.tar.gz"), "{notes}");
    let document = ran.json();
    assert_eq!(issue(&document)["cell"]["port"], 6972);
}

#[test]
fn a_key_log_behind_the_capture_opens_it() {
    let desk = Desk::new();
    let capture = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../capture/tests/fixtures/secrets-tls13-gcm.pcapng");
    let (capture, secrets) = crate::capture::apart(&fs::read(capture).unwrap());
    let shown = |path: &Path, more: &[&str]| {
        let mut arguments = arguments!["analyze", path, "-o", "json"].to_vec();
        arguments.extend(more.iter().map(std::ffi::OsString::from));
        tollgate(arguments).json()["matrix"].to_string()
    };
    let hidden = File::new("x.pcapng", capture);
    let keys = File::new("keys.txt", secrets);
    let without = desk.file("without.tar", tar(std::slice::from_ref(&hidden)));
    let with = desk.file("with.tar", tar(&[hidden, keys.clone()]));
    let closed = shown(&without, &[]);
    assert!(closed.contains("\"key_type\":null"), "{closed}");
    let opened = shown(&with, &[]);
    assert!(!opened.contains("\"key_type\":null"), "{opened}");
    let keys = desk.file("keys.txt", &keys.content);
    let by_option = shown(&without, &["--keylog", keys.to_str().unwrap()]);
    assert_eq!(by_option, opened);
}

#[test]
fn a_bundle_of_an_expressway_e_is_told_apart() {
    let desk = Desk::new();
    let log = "2022-07-11T18:55:25.900+02:00 vcse traffic_server[99]: UTCTime=\"2022-07-11 \
               16:55:25,900\" Module=\"network.http.trafficserver\" Level=\"INFO\": \
               Detail=\"Sending Response\" Txn-id=\"7\" TrackingID=\"\" Dst-ip=\"10.0.0.9\" \
               Dst-port=\"4711\" Msg=\"HTTP/1.1 502 connect failed\"\n\
               2022-07-11T18:55:25.901+02:00 vcse traffic_server[99]: UTCTime=\"2022-07-11 \
               16:55:25,901\" Module=\"network.http\" Level=\"DEBUG\": Server: CE_E\n";
    let outer = tar(&[
        File::new("loggingsnapshot_vcse_2022-07-11_16_55_44.txt", log),
        File::new(
            "xconf_dump_vcse_2022-07-11_16_55_44.txt",
            "*c xConfiguration SystemUnit Name: \"vcse\"\n\
             *c xConfiguration Collaboration Edge Enabled: On\n",
        ),
    ]);
    let outer = desk.file(
        "diagnostic_log_vcse_2022-07-11_16_55_44.tar.gz",
        gzip(&outer),
    );
    let ran = tollgate(arguments![
        "analyze",
        &outer,
        bundle(SELF_SIGNED),
        "-o",
        "json"
    ]);
    assert_eq!(ran.code, 3);
    let document = ran.json();
    let peers: Vec<(&str, &Value)> = document["peers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|peer| (peer["name"].as_str().unwrap(), &peer["role"]))
        .collect();
    assert_eq!(
        peers,
        [
            ("vcsc", &json!("Expressway-C")),
            ("vcse", &json!("Expressway-E"))
        ]
    );
    assert_eq!(issue(&document)["code"], "TG1001");
    let excluded = document["findings"].as_array().unwrap().iter();
    let mut excluded = excluded.filter(|finding| finding["state"] == "not-applicable");
    assert!(excluded.any(|finding| finding["peers"] == json!(["vcse"])));
}

#[test]
fn later_releases_and_later_times_judge_differently() {
    let archive = bundle(SELF_SIGNED);
    let ran = tollgate(arguments!["analyze", &archive, "--as-now", "-o", "json"]);
    assert_eq!(ran.code, 3);
    assert!(ran.json()["judged_at"].is_string());
    let at = tollgate(arguments![
        "analyze",
        &archive,
        "--at",
        "2022-07-12T00:00:00Z",
        "-o",
        "json"
    ]);
    assert_eq!(at.json()["judged_at"], "2022-07-12T00:00:00Z");
    let since = tollgate(arguments![
        "analyze",
        &archive,
        "--since",
        "2022-07-11T18:00:00Z",
        "-o",
        "json"
    ]);
    let without_log = &since.json()["findings"][0];
    assert_eq!(without_log["requests"], 0, "{without_log}");
    let bad = tollgate(arguments!["analyze", &archive, "--what-if", "soon"]);
    assert_eq!(bad.code, 2);
}
