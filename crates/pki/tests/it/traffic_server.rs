//! Every case observed on a real traffic server: verdict, first error, its depth.

use std::fs;

use serde_json::Value;
use tollgate_pki::{
    Address, NamePolicy, Policy, PresentedChain, SecurityLevel, TrustStore, Verdict,
    certificates_from, verify,
};

/// Some day in 2026, within the validity of the cases' certificates.
const AT: i64 = 1_795_000_000;

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/traffic-server");

fn cases() -> Vec<Value> {
    let text = fs::read_to_string(format!("{DIRECTORY}/cases.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn files(list: &Value) -> Vec<Vec<u8>> {
    let names = list.as_array().unwrap().iter();
    names
        .map(|name| fs::read(format!("{DIRECTORY}/{}", name.as_str().unwrap())).unwrap())
        .collect()
}

fn judge(case: &Value, level: SecurityLevel) -> Verdict {
    let store = files(&case["trust"])
        .iter()
        .enumerate()
        .fold(TrustStore::builder(), |store, (n, pem)| {
            store.file(&n.to_string(), pem, AT)
        })
        .build();
    let certificates = files(&case["chain"])
        .iter()
        .flat_map(|pem| certificates_from(pem))
        .map(|entry| entry.certificate.unwrap())
        .collect();
    let address = Address::parse(case["address"].as_str().unwrap());
    let policy = Policy {
        name: NamePolicy::TrafficServer,
        level,
    };
    verify(
        &PresentedChain { certificates },
        Some(&address),
        &store,
        AT,
        policy,
    )
}

#[test]
fn every_observed_case_has_the_same_verdict_and_first_error() {
    let cases = cases();
    assert_eq!(cases.len(), 101);
    for case in &cases {
        let verdict = judge(case, SecurityLevel::Level2);
        let id = &case["id"];
        assert_eq!(
            verdict.is_trusted(),
            case["verdict"] == "accept",
            "{id}: {verdict:?}"
        );
        let Some(first) = verdict.first() else {
            continue;
        };
        if case["kind"] == "name" {
            assert!(first.is_name(), "{id}: {first:?}");
            continue;
        }
        let expected = &case["first"];
        assert_eq!(
            i64::from(first.openssl),
            expected["openssl"].as_i64().unwrap(),
            "{id}"
        );
        assert_eq!(first.text(), expected["text"].as_str().unwrap(), "{id}");
        assert_eq!(
            first.depth as u64,
            expected["depth"].as_u64().unwrap(),
            "{id}"
        );
    }
}

/// The reference of this column judges the chain alone, so the name reason is left aside.
#[test]
fn compat_answers_as_openssl_1_1_1_does() {
    let mut played = 0;
    for case in cases() {
        let expected = &case["openssl_1_1_1"];
        if expected.is_null() {
            continue;
        }
        played += 1;
        let verdict = judge(&case, SecurityLevel::Compat);
        let id = &case["id"];
        let chain: Vec<_> = verdict
            .reasons
            .iter()
            .filter(|reason| !reason.is_name())
            .collect();
        assert_eq!(
            chain.is_empty(),
            expected["verdict"] == "accept",
            "{id}: {verdict:?}"
        );
        if let (Some(first), Some(text)) = (chain.first(), expected["text"].as_str()) {
            assert_eq!(first.text_1_1_1(), text, "{id}");
            assert_eq!(
                first.depth as u64,
                expected["depth"].as_u64().unwrap(),
                "{id}"
            );
        }
    }
    assert_eq!(played, 68);
}
