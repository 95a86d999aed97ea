//! `tollgate cert verify`, one chain and batches.

use serde_json::{Value, json};
use tollgate_lab::{AlternativeName, CertificateSpec, DAY, Digest, Presented};

use crate::arguments;
use crate::support::{Desk, fed, tollgate};

#[test]
fn a_trusted_chain_gives_its_path_and_0() {
    let desk = Desk::new();
    let (root, trust) = desk.root("steven-DC-CA");
    let (server, chain) = desk.server(&root, &CertificateSpec::server("cucm.steven.lab"));
    let ran = tollgate(arguments![
        "cert",
        "verify",
        "--trust",
        &trust,
        "--chain",
        &chain,
        "--address",
        "CUCM.steven.lab",
        "-o",
        "json",
    ]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let verdict = ran.json();
    assert_eq!(verdict["verdict"], "trusted");
    assert_eq!(verdict["first"], Value::Null);
    assert_eq!(verdict["reasons"], json!([]));
    assert_eq!(verdict["warnings"], json!([]));
    let path: Vec<&Value> = verdict["path"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| &link["sha256"])
        .collect();
    assert_eq!(path, [&server.fingerprint(), &root.fingerprint()]);
}

#[test]
fn a_refusal_gives_the_first_reason_every_reason_and_3() {
    let desk = Desk::new();
    let (_, trust) = desk.root("steven-DC-CA");
    let spec = CertificateSpec {
        valid_until: -1,
        ..CertificateSpec::server("cucm-EC.steven.lab")
    };
    let leaf = desk.authority.self_signed(&spec).unwrap();
    let chain = desk.file("leaf.pem", leaf.pem(Presented::LeafOnly));
    let ran = tollgate(arguments![
        "cert",
        "verify",
        "--trust",
        &trust,
        "--chain",
        &chain,
        "--address",
        "10.48.36.215",
        "-o",
        "json",
    ]);
    assert_eq!(ran.code, 3);
    let verdict = ran.json();
    assert_eq!(verdict["verdict"], "refused");
    let first = json!({
        "code": "TG1001", "openssl": 18, "text": "self-signed certificate", "depth": 0
    });
    assert_eq!(verdict["first"], first);
    let codes: Vec<&Value> = verdict["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| &reason["code"])
        .collect();
    assert_eq!(codes, ["TG1001", "TG1004", "TG2002"]);
    let upload = &verdict["reasons"][0]["remedy"]["upload"][0];
    assert_eq!(upload["sha256"], leaf.fingerprint());
    assert_eq!(upload["pem"], leaf.pem(Presented::LeafOnly));
}

#[test]
fn warnings_alone_give_4_in_both_forms_of_output() {
    let desk = Desk::new();
    let (root, trust) = desk.root("steven-DC-CA");
    let spec = CertificateSpec {
        digest: Digest::Sha1,
        ..CertificateSpec::server("cucm.steven.lab")
    };
    let (_, chain) = desk.server(&root, &spec);
    let verify = arguments![
        "cert",
        "verify",
        "--trust",
        &trust,
        "--chain",
        &chain,
        "--address",
        "cucm.steven.lab",
    ];
    let text = tollgate(&verify);
    assert_eq!(text.code, 4);
    assert!(
        text.stdout
            .starts_with("trusted: cucm.steven.lab\n\nTG1006  warning: "),
        "{text:?}"
    );
    let json = tollgate(verify.iter().chain(&arguments!["-o", "json"]));
    assert_eq!(json.code, 4);
    assert_eq!(json.json()["warnings"][0]["code"], "TG1006");
    let strict = tollgate(verify.iter().chain(&arguments!["--security-level", "1"]));
    assert_eq!(strict.code, 3);
}

#[test]
fn the_time_and_the_policy_are_arguments() {
    let desk = Desk::new();
    let (root, trust) = desk.root("steven-DC-CA");
    let spec = CertificateSpec {
        alternative_names: vec![AlternativeName::Dns("cu*.steven.lab".to_owned())],
        ..CertificateSpec::server("cucm.steven.lab")
    };
    let (_, chain) = desk.server(&root, &spec);
    let code = |policy: &str, at: &str| {
        let ran = tollgate(arguments![
            "cert",
            "verify",
            "--trust",
            &trust,
            "--chain",
            &chain,
            "--address",
            "cups.steven.lab",
            "--name-policy",
            policy,
            "--at",
            at,
            "-o",
            "json",
        ]);
        let first = ran.json()["first"].clone();
        (ran.code, first["openssl"].clone())
    };
    let now = jiff_now();
    assert_eq!(code("document", &now), (4, Value::Null));
    assert_eq!(code("strict", &now), (3, json!(62)));
    assert_eq!(code("traffic-server", &now), (0, Value::Null));
    assert_eq!(code("none", "2001-01-01T00:00:00Z"), (3, json!(9)));
}

#[test]
fn without_an_address_no_name_is_checked_and_that_has_to_be_asked_for() {
    let desk = Desk::new();
    let (root, trust) = desk.root("steven-DC-CA");
    let (_, chain) = desk.server(&root, &CertificateSpec::server("cucm.steven.lab"));
    let verify = arguments!["cert", "verify", "--trust", &trust, "--chain", &chain];
    assert_eq!(tollgate(&verify).code, 2);
    let unnamed = arguments!["--name-policy", "none"];
    let ran = tollgate(verify.iter().chain(&unnamed));
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "trusted\n"));
}

#[test]
fn an_address_is_reduced_to_its_canonical_text_and_any_text_is_judged() {
    let desk = Desk::new();
    let (root, trust) = desk.root("steven-DC-CA");
    let spec = CertificateSpec {
        alternative_names: vec![AlternativeName::Ip("2001:db8::1".parse().unwrap())],
        ..CertificateSpec::server("cucm")
    };
    let (_, chain) = desk.server(&root, &spec);
    let verdict = |address: &str| {
        let ran = tollgate(arguments![
            "cert",
            "verify",
            "--trust",
            &trust,
            "--chain",
            &chain,
            "--address",
            address,
            "-o",
            "json",
        ]);
        (ran.code, ran.json()["first"]["openssl"].clone())
    };
    for address in ["2001:db8::1", "[2001:DB8:0:0::1]"] {
        assert_eq!(verdict(address), (0, Value::Null), "{address}");
    }
    assert_eq!(verdict("[2001:db8::2]"), (3, json!(64)));
    for address in ["w$w.f.com", "foo:bar", ""] {
        assert_eq!(verdict(address), (3, json!(62)), "{address}");
    }
}

#[test]
fn a_store_may_be_several_files_and_directories() {
    let desk = Desk::new();
    let (root, _) = desk.root("steven-DC-CA");
    let (_, other) = desk.root("other-CA");
    let store = desk.path().join("store");
    std::fs::create_dir(&store).unwrap();
    std::fs::write(store.join("ca.der"), root.der()).unwrap();
    std::fs::write(store.join("README"), "not a certificate").unwrap();
    let (_, chain) = desk.server(&root, &CertificateSpec::server("cucm.steven.lab"));
    let ran = tollgate(arguments![
        "cert",
        "verify",
        "--trust",
        &other,
        "--trust",
        &store,
        "--chain",
        &chain,
        "--address",
        "cucm.steven.lab",
    ]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "trusted: cucm.steven.lab\n")
    );
    assert!(ran.stderr.contains("README"), "{ran:?}");
}

#[test]
fn what_cannot_be_read_gives_1_and_wrong_usage_2() {
    let desk = Desk::new();
    let (root, trust) = desk.root("steven-DC-CA");
    let (_, chain) = desk.server(&root, &CertificateSpec::server("cucm.steven.lab"));
    let garbage = desk.file("garbage.pem", "no certificate");
    let absent = desk.path().join("absent.pem");
    for (trust, chain) in [
        (&garbage, &chain),
        (&absent, &chain),
        (&trust, &garbage),
        (&trust, &absent),
    ] {
        let ran = tollgate(arguments![
            "cert",
            "verify",
            "--trust",
            trust,
            "--chain",
            chain,
            "--address",
            "x"
        ]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran:?}");
        assert!(ran.stderr.contains("garbage.pem") || ran.stderr.contains("absent.pem"));
    }
    let usage: [&[&str]; 4] = [
        &["cert", "verify", "--address", "x"],
        &["cert", "verify", "--trust", "a", "--chain", "b"],
        &["cert", "verify", "--batch", "-", "--address", "x"],
        &["cert", "judge"],
    ];
    for arguments in usage {
        assert_eq!(tollgate(arguments).code, 2, "{arguments:?}");
    }
    let level = arguments![
        "cert",
        "verify",
        "--trust",
        &trust,
        "--chain",
        &chain,
        "--address",
        "x",
        "--security-level",
        "9"
    ];
    assert_eq!(tollgate(level).code, 2);
}

#[test]
fn a_batch_answers_in_order_and_a_bad_line_does_not_stop_it() {
    let desk = Desk::new();
    let (root, _) = desk.root("steven-DC-CA");
    let (server, _) = desk.server(&root, &CertificateSpec::server("cucm.steven.lab"));
    let question = |id: Value, address: Value| {
        let trust = root.pem(Presented::LeafOnly);
        let chain = server.pem(Presented::LeafOnly);
        json!({"id": id, "trust": [trust], "chain": [chain], "address": address}).to_string()
    };
    let good = question(json!("a"), json!("cucm.steven.lab"));
    let unnamed = question(json!(2), Value::Null);
    let wrong = question(json!({"n": 3}), json!("imp.steven.lab"));
    let timeless = json!({"id": "t", "trust": [], "chain": [], "at": "yesterday"}).to_string();

    let ran = fed(
        &format!("{good}\n\n{unnamed}\n"),
        ["cert", "verify", "--batch", "-"],
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    let answers = ran.json_lines();
    assert_eq!(answers[0]["id"], "a");
    assert_eq!(answers[1]["id"], 2);
    assert_eq!(
        [&answers[0]["verdict"], &answers[1]["verdict"]],
        ["trusted", "trusted"]
    );

    let ran = fed(
        &format!("{good}\n{{\n{timeless}\n{unnamed}"),
        ["cert", "verify", "--batch", "-"],
    );
    assert_eq!(ran.code, 1, "{ran:?}");
    let answers = ran.json_lines();
    assert_eq!(answers.len(), 4);
    assert_eq!(answers[1]["id"], Value::Null);
    assert!(
        answers[1]["error"]
            .as_str()
            .unwrap()
            .starts_with("the line is not a JSON object")
    );
    assert_eq!(answers[2]["id"], "t");
    assert!(
        answers[2]["error"]
            .as_str()
            .unwrap()
            .starts_with("at is not RFC 3339")
    );
    assert_eq!(answers[3]["verdict"], "trusted");

    let file = desk.file("questions.jsonl", format!("nonsense\n{wrong}\n"));
    let ran = tollgate(arguments!["cert", "verify", "--batch", &file]);
    assert_eq!(ran.code, 3, "refused outweighs a bad line");
    let answers = ran.json_lines();
    assert_eq!(answers[1]["id"], json!({"n": 3}));
    assert_eq!(answers[1]["first"]["openssl"], 62);
}

#[test]
fn a_question_of_a_batch_has_its_own_time_policy_and_level() {
    let desk = Desk::new();
    let (root, _) = desk.root("steven-DC-CA");
    let spec = CertificateSpec {
        digest: Digest::Sha1,
        valid_from: -10 * DAY,
        alternative_names: Vec::new(),
        ..CertificateSpec::server("cucm.steven.lab")
    };
    let (server, _) = desk.server(&root, &spec);
    let ask = |changes: Value| {
        let mut question = json!({
            "id": 1, "trust": [root.pem(Presented::LeafOnly)],
            "chain": [server.pem(Presented::LeafOnly)], "address": "cucm.steven.lab"
        });
        for (key, value) in changes.as_object().unwrap() {
            question[key] = value.clone();
        }
        let ran = fed(&question.to_string(), ["cert", "verify", "--batch", "-"]);
        ran.json_lines()[0]["first"]["openssl"].clone()
    };
    assert_eq!(ask(json!({})), Value::Null);
    assert_eq!(
        ask(json!({"security_level": "compat", "at": null})),
        Value::Null
    );
    assert_eq!(ask(json!({"security_level": 1})), json!(68));
    assert_eq!(
        ask(json!({"security_level": 0, "name_policy": "strict"})),
        json!(62)
    );
    assert_eq!(ask(json!({"at": "2001-01-01T00:00:00+02:00"})), json!(9));
}

#[test]
fn a_hostile_certificate_cannot_touch_the_terminal() {
    let desk = Desk::new();
    let (_, trust) = desk.root("steven-DC-CA");
    let name = "evil\u{1b}[2J\u{202e}\r\n\u{9b}31m.steven.lab";
    let spec = CertificateSpec {
        alternative_names: Vec::new(),
        ..CertificateSpec::server(name)
    };
    let leaf = desk.authority.self_signed(&spec).unwrap();
    let chain = desk.file("leaf.pem", leaf.pem(Presented::LeafOnly));
    let verify = arguments![
        "cert",
        "verify",
        "--trust",
        &trust,
        "--chain",
        &chain,
        "--address",
        name
    ];
    let inspect = arguments!["cert", "inspect", &chain];
    let picture = arguments!["cert", "chain", &chain];
    let check = arguments!["trust", "check", &chain];
    for arguments in [&verify[..], &inspect, &picture, &check] {
        for output in ["text", "json"] {
            let output = arguments!["-o", output];
            let ran = tollgate(arguments.iter().chain(&output));
            let shown = format!("{}{}", ran.stdout, ran.stderr);
            let harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!shown.contains(harmful), "{arguments:?}: {shown:?}");
            assert!(shown.contains("evil"), "{arguments:?}: {shown:?}");
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary under test reads the clock too"
)]
fn jiff_now() -> String {
    jiff::Timestamp::now().to_string()
}
