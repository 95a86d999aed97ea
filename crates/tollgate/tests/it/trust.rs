//! `tollgate trust check`, and stores with two certificates of one subject.

use serde_json::{Value, json};
use tollgate_lab::{CertificateSpec, DAY, Presented};

use crate::arguments;
use crate::support::{Desk, tollgate};

#[test]
fn each_entry_is_listed_with_its_place_and_its_problems() {
    let desk = Desk::new();
    let (root, _) = desk.root("steven-DC-CA");
    let (leaf, _) = desk.server(&root, &CertificateSpec::server("cucm.steven.lab"));
    let pem = root.pem(Presented::LeafOnly);
    let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let leaf = leaf.pem(Presented::LeafOnly);
    let file = desk.file("ca.pem", format!("{pem}{damaged}{pem}{leaf}"));
    let ran = tollgate(arguments!["trust", "check", &file, "-o", "json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let document = ran.json();
    assert_eq!(
        (&document["certificates"], &document["problems"]),
        (&json!(2), &json!(3))
    );
    let mut kinds: Vec<(u64, Vec<&str>)> = document["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let problems = entry["problems"].as_array().unwrap();
            let kinds = problems
                .iter()
                .map(|problem| problem["kind"].as_str().unwrap());
            (entry["position"].as_u64().unwrap(), kinds.collect())
        })
        .collect();
    kinds.sort_unstable();
    let expected = [
        (1, vec![]),
        (2, vec!["unreadable"]),
        (3, vec!["duplicate"]),
        (4, vec!["not-an-anchor"]),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn a_clean_store_gives_0_and_an_expired_entry_4() {
    let desk = Desk::new();
    let (_, clean) = desk.root("steven-DC-CA");
    assert_eq!(tollgate(arguments!["trust", "check", &clean]).code, 0);
    let later = tollgate(arguments![
        "trust",
        "check",
        &clean,
        "--at",
        "2100-01-01T00:00:00Z"
    ]);
    assert_eq!(later.code, 4);
    assert!(later.stdout.contains("!  expired"), "{}", later.stdout);
    assert_eq!(
        tollgate(arguments!["trust", "check", desk.path().join("absent")]).code,
        1
    );
}

/// An appliance does not take the second (`CSCwa12905`); here both live and the right one is found.
#[test]
fn an_expired_and_a_valid_authority_of_one_subject_live_side_by_side() {
    let desk = Desk::new();
    let spec = CertificateSpec::authority("steven-DC-CA");
    let expired = CertificateSpec {
        valid_from: -10 * DAY,
        valid_until: -DAY,
        ..spec.clone()
    };
    let expired = desk.authority.self_signed(&expired).unwrap();
    let valid = desk.authority.self_signed(&spec).unwrap();
    let (_, chain) = desk.server(&valid, &CertificateSpec::server("cucm.steven.lab"));
    for order in [[&expired, &valid], [&valid, &expired]] {
        let pem: String = order
            .iter()
            .map(|root| root.pem(Presented::LeafOnly))
            .collect();
        let trust = desk.file("trust.pem", pem);
        let ran = tollgate(arguments![
            "cert",
            "verify",
            "--trust",
            &trust,
            "--chain",
            &chain,
            "--address",
            "cucm.steven.lab",
            "-o",
            "json",
        ]);
        assert_eq!((ran.code, &ran.json()["first"]), (0, &Value::Null));
        assert_eq!(ran.json()["path"][1]["sha256"], valid.fingerprint());

        let ran = tollgate(arguments!["trust", "check", &trust]);
        assert_eq!(ran.code, 4);
        assert!(ran.stdout.contains("CSCwa12905"), "{}", ran.stdout);
        let ran = tollgate(arguments![
            "cert", "chain", &chain, "--trust", &trust, "-o", "json"
        ]);
        assert_eq!(ran.json()["links"][1]["twins"].as_array().unwrap().len(), 1);
    }
}
