//! What is found about nodes in the document's scenarios.

use tollgate_analyze::analysis::analyze;
use tollgate_report::{Link, Origin, State};
use tollgate_text::Language;

use crate::case_support::samples;
use crate::log_support::only;
use crate::nodes_support::{about, analyzed, cells, ids, notes, of_nodes, told};

#[test]
fn the_first_has_a_self_signed_certificate_on_one_cell() {
    let report = analyze(&samples(&[1]), &of_nodes());
    assert_eq!(
        told(&report),
        [
            "issue-found TG1001 self-signed-not-stored",
            "potential-problem TG1006 weak-key-or-signature",
        ]
    );
    let found = about(&report, "self-signed-not-stored");
    assert_eq!(cells(found), ["cucm.steven.lab:6972 ECDSA"]);
    assert_eq!(
        (
            found.occurrences,
            found.requests,
            found.users.names.as_slice()
        ),
        (1, 1, &["emusk".to_owned()][..])
    );
    assert_eq!(found.first_seen, Some(1_657_558_526_016));
    let lines: Vec<&str> = found
        .snippet
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    let [warning, error] = lines[..] else {
        panic!("{lines:?}");
    };
    assert!(warning.contains("WARNING: Core server certificate verification failed"));
    assert!(error.contains("ERROR: SSL connection failed for 'cucm.steven.lab'"));
    assert_eq!(only(&found.upload).name, "cucm-EC.steven.lab");
    assert!(
        only(&found.upload)
            .pem
            .starts_with("-----BEGIN CERTIFICATE")
    );
    assert_eq!(
        ids(&found.actions),
        [
            "cell-self-signed-action-sign",
            "cell-self-signed-action-upload",
            "cell-action-prefer-rsa",
            "cell-workaround-off",
        ]
    );
    let ecdsa = only(&found.attached);
    assert_eq!(ecdsa.code, "TG3001");
    let text = ecdsa.text.say(Language::En);
    assert!(
        text.contains("ReverseProxyTLSCiphers says: EECDH:EDH:HIGH"),
        "{text}"
    );
    let boxes = &only(&found.chains).boxes;
    assert_eq!(only(boxes).origin, Origin::Sent);
    assert!(matches!(only(boxes).above, Some(Link::Broken(_))));
}

#[test]
fn a_weak_signature_that_passes_is_a_potential_problem_of_its_cell() {
    let report = analyze(&samples(&[1]), &of_nodes());
    let found = about(&report, "weak-key-or-signature");
    assert_eq!(found.state, State::PotentialProblem);
    assert_eq!(cells(found), ["cucm.steven.lab:8443 RSA"]);
    let text = found.title.say(Language::En);
    assert!(text.contains("sha1WithRSAEncryption"), "{text}");
    let workarounds = found.actions.iter().filter(|a| a.workaround_risk.is_some());
    assert_eq!(workarounds.count(), 0);
}

#[test]
fn the_second_has_one_unknown_ca_for_both_addresses_and_a_name_that_fails_next() {
    let report = analyze(&samples(&[2]), &of_nodes());
    assert_eq!(
        told(&report),
        [
            "issue-found TG1002 issuer-unknown",
            "potential-problem TG2002 ip-address-absent",
        ]
    );
    let found = about(&report, "issuer-unknown");
    assert_eq!(
        cells(found),
        ["10.48.36.215:8443 RSA", "cucm.steven.lab:8443 RSA"]
    );
    assert_eq!((found.occurrences, found.requests), (2, 2));
    assert_eq!(only(&found.upload).name, "vngtp-ACTIVE-DIR-CA");
    assert_eq!(found.snippet.len(), 4);
    let next = about(&report, "ip-address-absent");
    assert_eq!(cells(next), ["10.48.36.215:8443 RSA"]);
    assert_eq!((next.requests, next.upload.len()), (0, 0));
    assert!(notes(next).contains(&"cell-fails-next".to_owned()));
}

#[test]
fn the_third_has_an_address_that_is_not_in_the_certificate() {
    let report = analyze(&samples(&[3]), &of_nodes());
    assert_eq!(
        told(&report),
        [
            "issue-found TG2002 ip-address-absent",
            "potential-problem TG1006 weak-key-or-signature",
        ]
    );
    let found = about(&report, "ip-address-absent");
    assert_eq!(cells(found), ["10.48.36.215:8443 RSA"]);
    assert!(found.upload.is_empty());
    assert_eq!((found.occurrences, found.requests), (2, 1));
    let picture = only(&found.chains);
    assert!(picture.name_fails);
    let origins: Vec<&Origin> = picture.boxes.iter().map(|own| &own.origin).collect();
    assert_eq!(
        origins,
        [&Origin::Sent, &Origin::SentAndStored { number: 1 }]
    );
}

#[test]
fn without_the_capture_the_log_tells_the_cause_and_what_to_collect() {
    for (scenario, signature, cell) in [
        (1, "self-signed-not-stored", "cucm.steven.lab:6972"),
        (3, "ip-address-absent", "10.48.36.215:8443"),
    ] {
        let report = analyzed(scenario, |files| {
            files.retain(|(name, _)| !name.contains("tcpdump"));
        });
        let found = about(&report, signature);
        assert_eq!(found.state, State::IssueFound);
        assert_eq!(cells(found), [cell]);
        assert!(found.upload.is_empty());
        assert_eq!(found.missing.as_ref().unwrap().id, "capture");
        assert!(notes(found).contains(&"cell-only-in-log".to_owned()));
    }
    let report = analyzed(2, |files| {
        files.retain(|(name, _)| !name.contains("tcpdump"));
    });
    let found = about(&report, "issuer-unknown");
    assert_eq!(cells(found), ["10.48.36.215:8443", "cucm.steven.lab:8443"]);
}

#[test]
fn without_the_log_the_capture_tells_the_same_causes() {
    for (scenario, signature) in [
        (1, "self-signed-not-stored"),
        (2, "issuer-unknown"),
        (3, "ip-address-absent"),
    ] {
        let report = analyzed(scenario, |files| {
            files.retain(|(name, _)| !name.starts_with("logging"));
        });
        let found = about(&report, signature);
        assert_eq!(found.state, State::IssueFound, "{scenario}");
        assert!(found.occurrences > 0);
        assert!(only(&found.snippet[..1]).text.contains("Certificate"));
    }
}

#[test]
fn without_the_trust_store_log_and_chain_tell() {
    let report = analyzed(2, |files| {
        files.retain(|(name, _)| !name.starts_with("ca_"));
    });
    let found = about(&report, "issuer-unknown");
    assert_eq!(found.state, State::IssueFound);
    assert_eq!(only(&found.upload).name, "vngtp-ACTIVE-DIR-CA");
    assert!(notes(found).contains(&"cell-doubt-no-store".to_owned()));
}

#[test]
fn a_store_that_has_the_certificate_by_now_contradicts_the_log() {
    let tomcat = include_bytes!("../fixtures/bundles/tomcat-ECDSA.pem");
    let report = analyzed(1, |files| {
        let store = files.iter_mut().find(|(name, _)| name.starts_with("ca_"));
        store.unwrap().1.extend_from_slice(tomcat);
    });
    let found = about(&report, "self-signed-not-stored");
    assert_eq!(found.state, State::IssueFound);
    assert!(
        notes(found).contains(&"cell-doubt-trusted".to_owned()),
        "{:?}",
        notes(found)
    );
    assert!(found.upload.is_empty());
}

/// The first scenario without its capture, with another text in the log.
fn logged(from: &str, to: &str) -> tollgate_report::Report {
    analyzed(1, |files| {
        files.retain(|(name, _)| !name.contains("tcpdump"));
        let log = files
            .iter_mut()
            .find(|(name, _)| name.starts_with("logging"));
        let log = &mut log.unwrap().1;
        *log = String::from_utf8_lossy(log).replace(from, to).into_bytes();
    })
}

#[test]
fn the_error_in_the_log_decides_and_not_the_depth() {
    for (error, signature, code) in [
        (
            "certificate revoked",
            "refused-for-another-reason",
            "TG1099",
        ),
        (
            "certificate has expired",
            "certificate-outside-dates",
            "TG1004",
        ),
        (
            "unable to get local issuer certificate",
            "issuer-unknown",
            "TG1002",
        ),
        ("CA md too weak", "weak-key-or-signature", "TG1006"),
    ] {
        let report = logged("Error=self signed certificate", &format!("Error={error}"));
        let found = about(&report, signature);
        assert_eq!(
            (found.code.as_str(), found.state),
            (code, State::IssueFound)
        );
    }
}

#[test]
fn what_is_only_reported_is_a_potential_problem() {
    let report = logged("Action=Terminate", "Action=Continue");
    let found = about(&report, "self-signed-not-stored");
    assert_eq!(found.state, State::PotentialProblem);
    assert!(notes(found).contains(&"cell-passes-continue".to_owned()));
}

#[test]
fn no_name_is_missing_where_nothing_tells_what_clients_asked_for() {
    for is_address_known in [true, false] {
        let mut case = samples(&[3]);
        for cell in &mut case.cells {
            cell.is_address_known = is_address_known;
            cell.failures.clear();
            for presented in &mut cell.presented {
                presented.verdict = None;
                presented.verdict_appliance = None;
            }
        }
        let report = analyze(&case, &of_nodes());
        let is_told = told(&report).iter().any(|line| line.contains("TG2002"));
        assert_eq!(is_told, is_address_known, "{:?}", told(&report));
    }
}
