//! JSON against its schema and against the contract.

use boon::{Compiler, Schemas};
use serde_json::{Value, json};
use tollgate_report::{Report, State, schemas};
use tollgate_text::Language;

use crate::sample::{self, HOSTILE};
use crate::snapshot;

/// Whether a document follows a schema; the complaint if not.
fn validate(name: &str, document: &Value) -> Result<(), String> {
    let schema: Value = serde_json::from_str(schemas::schema(name).unwrap()).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("urn:it", schema).unwrap();
    let index = compiler.compile("urn:it", &mut schemas).unwrap();
    let result = schemas.validate(document, index);
    result.map_err(|error| format!("{error:#}"))
}

fn document(report: &Report, language: Language) -> Value {
    serde_json::from_str(&tollgate_report::json::render(report, language)).unwrap()
}

#[test]
fn every_document_follows_the_schema() {
    for report in [sample::report(), Report::default()] {
        for language in Language::ALL {
            assert_eq!(validate("analysis", &document(&report, language)), Ok(()));
        }
    }
}

#[test]
fn the_schema_refuses_what_lacks_a_field_or_has_another_type() {
    let good = document(&sample::report(), Language::En);
    let mut cases = vec![("", json!([])), ("/schema", json!("tollgate-analysis-2"))];
    cases.push(("/findings/0/users", json!("2")));
    cases.push(("/findings/0/state", json!("broken")));
    cases.push(("/findings/0/cells/0/port", json!(65_536)));
    cases.push(("/findings/0/upload/0/sha256", json!("A8")));
    cases.push(("/findings/0/chains/0/certificates/0/origin", json!("here")));
    cases.push(("/timeline/lanes/0/marks/0/at", json!(1)));
    for (pointer, value) in cases {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        assert!(validate("analysis", &bad).is_err(), "{pointer}");
    }
    for field in good["findings"][0].as_object().unwrap().keys() {
        let mut bad = good.clone();
        bad["findings"][0].as_object_mut().unwrap().remove(field);
        assert!(validate("analysis", &bad).is_err(), "without {field}");
    }
}

#[test]
fn fields_stand_in_the_order_of_the_contract() {
    let text = tollgate_report::json::render(&sample::report(), Language::En);
    let finding = text.split("\"findings\"").nth(1).unwrap();
    let order = [
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
    ];
    let places = order.map(|field| finding.find(&format!("\n      \"{field}\":")).unwrap());
    assert!(places.is_sorted(), "{places:?}");
    let schema = text.find("\"schema\"").unwrap();
    assert!(schema < text.find("\"inputs\"").unwrap());
}

#[test]
fn values_arrive_as_they_are_and_say_where_they_were_seen() {
    let document = document(&sample::report(), Language::En);
    let first = &document["findings"][0];
    assert_eq!(first["snippet"][1], HOSTILE);
    assert_eq!(first["cell"], first["cells"][0]);
    assert_eq!(first["cell"]["key_type"], "ecdsa");
    assert_eq!(first["users"], 2);
    assert_eq!(first["first_seen"], "2022-07-11T16:55:26.016Z");
    assert_eq!(first["evidence"][0]["line"], 3128);
    assert_eq!(first["evidence"][1]["frame"], 4730);
    assert_eq!(first["evidence"][1].get("line"), None);
    assert_eq!(first["upload"][0]["pem"], sample::upload().pem);
    assert_eq!(document["findings"][5]["cell"], Value::Null);
    let found = |state: State| {
        let findings = document["findings"].as_array().unwrap();
        let found = findings
            .iter()
            .filter(|finding| finding["state"] == state.as_str());
        found.count()
    };
    assert_eq!(State::ALL.map(found), [2, 1, 2, 2, 1]);
}

#[test]
fn only_sentences_are_translated() {
    let english = document(&sample::report(), Language::En);
    for language in Language::ALL {
        let mut other = document(&sample::report(), language);
        assert_eq!(other["language"], language.tag());
        other["language"] = english["language"].clone();
        let differences = differences("", &english, &other);
        let is_sentence = |pointer: &String| {
            let field = pointer
                .rsplit('/')
                .find(|part| part.parse::<u32>().is_err());
            matches!(
                field,
                Some(
                    "title" | "text" | "actions" | "how" | "description" | "alternatives" | "risk"
                )
            )
        };
        assert!(differences.iter().all(is_sentence), "{differences:?}");
        assert_eq!(differences.is_empty(), language == Language::En);
    }
}

/// Pointers to the values that differ.
fn differences(pointer: &str, one: &Value, other: &Value) -> Vec<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            assert_eq!(
                one.keys().collect::<Vec<_>>(),
                other.keys().collect::<Vec<_>>()
            );
            let values = one.iter();
            values
                .flat_map(|(key, value)| {
                    differences(&format!("{pointer}/{key}"), value, &other[key])
                })
                .collect()
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let values = one.iter().zip(other).enumerate();
            values
                .flat_map(|(at, (one, other))| differences(&format!("{pointer}/{at}"), one, other))
                .collect()
        }
        (one, other) if one == other => Vec::new(),
        _ => vec![pointer.to_owned()],
    }
}

#[test]
fn no_character_of_the_document_is_obeyed_by_a_terminal() {
    let text = tollgate_report::json::render(&sample::report(), Language::En);
    let is_plain = |character: char| character == '\n' || !character.is_control();
    assert!(text.chars().all(is_plain));
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn the_document_is_as_it_was_reviewed() {
    let text = tollgate_report::json::render(&sample::report(), Language::En);
    snapshot::compare("report.json", &text);
}

#[test]
fn a_verdict_and_its_lines_follow_their_schema() {
    let verdict = tollgate_pki::verify(
        &tollgate_pki::PresentedChain::default(),
        Some(&tollgate_pki::Address::parse("cucm.steven.lab")),
        &tollgate_pki::TrustStore::builder().build(),
        1_657_558_800,
        tollgate_pki::Policy::default(),
    );
    let describe =
        |id: &str, values: &[(&'static str, String)]| tollgate_text::text(Language::En, id, values);
    let mut document = serde_json::to_value(verdict.described(&describe)).unwrap();
    assert_eq!(validate("verdict", &document), Ok(()));
    document["id"] = json!(7);
    assert_eq!(validate("verdict", &document), Ok(()));
    assert_eq!(
        validate("verdict", &json!({ "id": null, "error": "line 1" })),
        Ok(())
    );
    document["reasons"][0]["remedy"]["where"] = json!("elsewhere");
    assert!(validate("verdict", &document).is_err());
}

#[test]
fn a_capture_line_follows_its_schema() {
    let mut line = json!({
        "file": "a.pcap", "stream": 0, "client": "10.0.0.1:4000", "server": "10.0.0.2:8443",
        "first_frame": 1, "start": "2022-07-11T16:55:26.016213Z", "version": "TLSv1.2",
        "cipher": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "sni": null,
        "outcome": "refused-by-client", "resumed": false,
        "certificate_request": { "authorities": 0 },
        "certificates": [{
            "role": "server", "sha256": "00".repeat(32), "subject": null, "subject_cn": null,
            "issuer_cn": null, "clear": true,
        }],
        "alerts": [{ "from": "client", "level": "fatal", "description": "unknown_ca" }],
        "gaps": 0,
    });
    assert_eq!(validate("capture-line", &line), Ok(()));
    line["outcome"] = json!("refused");
    assert!(validate("capture-line", &line).is_err());
}
