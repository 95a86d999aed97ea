//! `tollgate cert chain` on the document's chain: server, intermediate 1 to n, root.

use serde_json::{Value, json};
use tollgate_lab::{CertificateSpec, Identity, Presented};

use crate::arguments;
use crate::support::{Desk, tollgate};

const INTERMEDIATES: usize = 3;

/// The server certificate, the intermediates from the one that issued it upwards, the root.
fn document_chain(desk: &Desk) -> Vec<Identity> {
    let (root, _) = desk.root("vngtp-ACTIVE-DIR-CA");
    let mut above = desk.authority.intermediates(&root, INTERMEDIATES).unwrap();
    let (server, _) = desk.server(
        &above[INTERMEDIATES - 1],
        &CertificateSpec::server("cucm.vngtp.lab"),
    );
    above.reverse();
    let mut chain = vec![server];
    chain.append(&mut above);
    chain.push(root);
    chain
}

fn pem<'a>(identities: impl IntoIterator<Item = &'a Identity>) -> String {
    identities
        .into_iter()
        .map(|identity| identity.pem(Presented::LeafOnly))
        .collect()
}

#[test]
fn each_missing_certificate_of_the_chain_is_named() {
    let desk = Desk::new();
    let chain = document_chain(&desk);
    let (root, sent) = chain.split_last().unwrap();
    let trust = desk.file("trust.pem", pem([root]));
    for (missing, absent) in chain.iter().enumerate().skip(1).take(INTERMEDIATES) {
        let sent = sent
            .iter()
            .enumerate()
            .filter(|(depth, _)| *depth != missing);
        let file = desk.file("sent.pem", pem(sent.map(|(_, identity)| identity)));
        let ran = tollgate(arguments![
            "cert", "chain", &file, "--trust", &trust, "-o", "json"
        ]);
        assert_eq!(ran.code, 3, "{ran:?}");
        let picture = ran.json();
        let name = format!("CN={}", absent.common_name());
        assert_eq!(picture["missing"]["subject"], name.as_str());
        let links = picture["links"].as_array().unwrap();
        assert_eq!(links.len(), missing, "{picture}");
        assert_eq!(
            (&picture["complete"], &picture["trusted"]),
            (&json!(false), &json!(false))
        );
    }
}

#[test]
fn the_whole_chain_is_drawn_with_the_origin_of_each_certificate() {
    let desk = Desk::new();
    let chain = document_chain(&desk);
    let trust = desk.file("trust.pem", pem(&chain[2..]));
    let file = desk.file("sent.pem", pem(&chain[..3]));
    let ran = tollgate(arguments![
        "cert", "chain", &file, "--trust", &trust, "-o", "json"
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let picture = ran.json();
    let origins: Vec<&Value> = picture["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| &link["origin"])
        .collect();
    assert_eq!(
        origins,
        ["sent", "sent", "sent-and-store", "store", "store"]
    );
    assert_eq!(picture["missing"], Value::Null);

    let ran = tollgate(arguments!["cert", "chain", &file, "--trust", &trust]);
    let badges: Vec<&str> = ran
        .stdout
        .lines()
        .filter(|line| line.starts_with('['))
        .collect();
    let expected = [
        "[SENT]        cucm.vngtp.lab",
        "[SENT]        Intermediate 3",
        "[SENT+STORE]  Intermediate 2",
        "[STORE]       Intermediate 1",
        "[STORE]       vngtp-ACTIVE-DIR-CA",
    ];
    assert_eq!(badges, expected, "{}", ran.stdout);
    assert!(ran.stdout.ends_with("\ntrusted\n"));
}

#[test]
fn without_a_store_the_chain_is_only_looked_at() {
    let desk = Desk::new();
    let chain = document_chain(&desk);
    let whole = desk.file("whole.pem", pem(&chain));
    let ran = tollgate(arguments!["cert", "chain", &whole, "-o", "json"]);
    assert_eq!((ran.code, &ran.json()["trusted"]), (0, &Value::Null));
    assert_eq!(ran.json()["complete"], json!(true));
    let alone = desk.file("alone.pem", pem(&chain[..1]));
    let ran = tollgate(arguments!["cert", "chain", &alone]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.stdout.contains("[ABSENT]      CN=Intermediate 3"),
        "{}",
        ran.stdout
    );
}
