//! One case for each signature about nodes: a chain that the node of the first scenario shows on
//! 8443, and what follows. Chains are made here.

use std::sync::Arc;

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, SubjectAlternativeName,
    SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Name};
use tollgate_analyze::SoftwareVersion;
use tollgate_analyze::analysis::analyze;
use tollgate_analyze::case::Case;
use tollgate_capture::{Alert, AlertDescription, AlertLevel, Outcome, Role, Visibility};
use tollgate_pki::{Address, Certificate, NamePolicy, Policy, PresentedChain, TrustStore, verify};
use tollgate_report::{Finding, Origin, State};

use crate::case_support::samples;
use crate::log_support::only;
use crate::nodes_support::{about, cells, ids, notes, of_nodes, told};

/// 2022-07-11T16:55:25Z, when the chain is shown.
const AT: i64 = 1_657_558_525;
const DAY: i64 = 86_400;

struct Issuer {
    x509: X509,
    key: PKey<Private>,
    certificate: Certificate,
}

struct Wanted<'a> {
    subject: &'a str,
    names: &'a [&'a str],
    ip: Option<&'a str>,
    is_ca: bool,
    days: (i64, i64),
    usage: Option<&'a str>,
    key_ids: KeyIds,
}

/// Whether a certificate names its key and that of its issuer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyIds {
    Present,
    Absent,
}

const LEAF: Wanted<'static> = Wanted {
    subject: "cucm.steven.lab",
    names: &["cucm.steven.lab"],
    ip: None,
    is_ca: false,
    days: (-400, 800),
    usage: Some("server"),
    key_ids: KeyIds::Present,
};

const CA: Wanted<'static> = Wanted {
    subject: "lab-CA",
    names: &[],
    ip: None,
    is_ca: true,
    days: (-1_000, 5_000),
    usage: None,
    key_ids: KeyIds::Present,
};

fn key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn name(cn: &str) -> X509Name {
    let mut name = X509Name::builder().unwrap();
    name.append_entry_by_text("O", "Steven").unwrap();
    name.append_entry_by_text("CN", cn).unwrap();
    name.build()
}

fn issue(wanted: &Wanted<'_>, issuer: Option<&Issuer>) -> Issuer {
    let key = key();
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    let mut serial = BigNum::new().unwrap();
    serial
        .pseudo_rand(64, openssl::bn::MsbOption::MAYBE_ZERO, false)
        .unwrap();
    builder
        .set_serial_number(&Asn1Integer::from_bn(&serial).unwrap())
        .unwrap();
    builder.set_subject_name(&name(wanted.subject)).unwrap();
    match issuer {
        Some(issuer) => builder.set_issuer_name(issuer.x509.subject_name()).unwrap(),
        None => builder.set_issuer_name(&name(wanted.subject)).unwrap(),
    }
    let day = |days: i64| Asn1Time::from_unix(AT + days * DAY).unwrap();
    builder.set_not_before(&day(wanted.days.0)).unwrap();
    builder.set_not_after(&day(wanted.days.1)).unwrap();
    builder.set_pubkey(&key).unwrap();
    if wanted.is_ca {
        builder
            .append_extension(BasicConstraints::new().critical().ca().build().unwrap())
            .unwrap();
    }
    match wanted.usage {
        Some("server") => builder
            .append_extension(
                ExtendedKeyUsage::new()
                    .server_auth()
                    .client_auth()
                    .build()
                    .unwrap(),
            )
            .unwrap(),
        Some(_) => builder
            .append_extension(ExtendedKeyUsage::new().client_auth().build().unwrap())
            .unwrap(),
        None => {}
    }
    let ski = {
        let context = builder.x509v3_context(None, None);
        SubjectKeyIdentifier::new().build(&context).unwrap()
    };
    if wanted.key_ids == KeyIds::Present {
        builder.append_extension(ski).unwrap();
    }
    if let Some(issuer) = issuer.filter(|_| wanted.key_ids == KeyIds::Present) {
        let aki = {
            let context = builder.x509v3_context(Some(&issuer.x509), None);
            AuthorityKeyIdentifier::new()
                .keyid(true)
                .build(&context)
                .unwrap()
        };
        builder.append_extension(aki).unwrap();
    }
    if !wanted.names.is_empty() || wanted.ip.is_some() {
        let mut names = SubjectAlternativeName::new();
        for dns in wanted.names {
            names.dns(dns);
        }
        if let Some(ip) = wanted.ip {
            names.ip(ip);
        }
        let names = names.build(&builder.x509v3_context(None, None)).unwrap();
        builder.append_extension(names).unwrap();
    }
    let signer = issuer.map_or(&key, |issuer| &issuer.key);
    builder.sign(signer, MessageDigest::sha256()).unwrap();
    let x509 = builder.build();
    let certificate = Certificate::from_der(&x509.to_der().unwrap()).unwrap();
    Issuer {
        x509,
        key,
        certificate,
    }
}

const fn refused(alert: u8) -> Outcome {
    Outcome::Refused {
        by: Role::Client,
        alert: Some(AlertDescription(alert)),
    }
}

/// The first scenario, in which nothing is logged and the node shows another chain on 8443, asked
/// for by this address.
fn shown(chain: &[&Certificate], store: &[&Certificate], address: &str, outcome: Outcome) -> Case {
    let mut case = samples(&[1]);
    case.logs.clear();
    case.cells.retain(|cell| cell.cell.port == Some(8443));
    let mut built = TrustStore::builder();
    for (at, ca) in store.iter().enumerate() {
        built = built.certificate(&format!("ca_{at}.pem"), (*ca).clone(), AT);
    }
    let built = built.build();
    case.peers[0].stores[0].store = built.clone();
    case.peers[0].trust.as_mut().unwrap().1 = built.clone();
    case.peers[0].logs.clear();
    let chain: Arc<[Certificate]> = chain.iter().map(|own| (*own).clone()).collect();
    let cell = &mut case.cells[0];
    address.clone_into(&mut cell.cell.address);
    cell.logged.clear();
    cell.failures.clear();
    (cell.requests, cell.succeeded, cell.failed) = (0, 0, 0);
    for attempt in &mut cell.attempts {
        attempt.logged = None;
        let (capture, at) = attempt.handshake.unwrap();
        let handshake = &mut case.captures[capture].handshakes[at];
        handshake.outcome = outcome;
        handshake.chain = Arc::clone(&chain);
        handshake.requested_authorities = None;
        if chain.is_empty() {
            handshake.visibility = Visibility::NotSent;
        }
        if let Outcome::Refused {
            by,
            alert: Some(alert),
        } = outcome
        {
            handshake.alerts = vec![Alert {
                from: by,
                level: AlertLevel::Fatal,
                description: alert,
                frame: 8,
            }];
        }
    }
    let presented = &mut cell.presented[0];
    let judged = |name| {
        let chain = PresentedChain {
            certificates: chain.to_vec(),
        };
        let policy = Policy {
            name,
            ..Policy::default()
        };
        verify(&chain, Some(&Address::parse(address)), &built, AT, policy)
    };
    let verdict = judged(NamePolicy::Document);
    presented.at = AT;
    presented.verdict_appliance =
        Some(judged(NamePolicy::TrafficServer)).filter(|other| *other != verdict);
    presented.verdict_now = Some(verdict.clone());
    presented.verdict = Some(verdict);
    presented.chain = Arc::clone(&chain);
    if chain.is_empty() {
        cell.presented.clear();
    }
    case
}

#[track_caller]
fn found(case: &Case, signature: &str) -> Finding {
    about(&analyze(case, &of_nodes()), signature).clone()
}

const ADDRESS: &str = "cucm.steven.lab";

#[test]
fn an_intermediate_that_is_at_hand_is_offered_and_not_the_leaf() {
    let root = issue(&CA, None);
    let below = issue(
        &Wanted {
            subject: "lab-issuing-CA",
            ..CA
        },
        Some(&root),
    );
    let leaf = issue(&LEAF, Some(&below));
    let mut case = shown(
        &[&leaf.certificate],
        &[&root.certificate],
        ADDRESS,
        refused(48),
    );
    let missing = found(&case, "intermediate-missing");
    assert_eq!(
        (missing.code.as_str(), missing.state),
        ("TG1003", State::IssueFound)
    );
    assert!(missing.upload.is_empty());
    assert!(ids(&missing.actions).contains(&"cell-action-obtain".to_owned()));
    let picture = only(&missing.chains);
    assert_eq!(picture.boxes.last().unwrap().origin, Origin::Absent);
    assert_eq!(
        picture.boxes.last().unwrap().ski,
        leaf.certificate.facts().aki
    );
    // Another node sends it.
    let mut other = case.cells[0].presented[0].clone();
    other.chain = Arc::new([leaf.certificate.clone(), below.certificate.clone()]);
    other.verdict = None;
    other.verdict_appliance = None;
    case.cells[0].presented.push(other);
    let report = analyze(&case, &of_nodes());
    let missing = about(&report, "intermediate-missing");
    assert_eq!(only(&missing.upload).name, "lab-issuing-CA");
}

#[test]
fn an_expired_certificate_and_one_that_ends_soon() {
    let root = issue(&CA, None);
    let leaf = issue(
        &Wanted {
            days: (-400, -1),
            ..LEAF
        },
        Some(&root),
    );
    let case = shown(
        &[&leaf.certificate],
        &[&root.certificate],
        ADDRESS,
        refused(45),
    );
    let dates = found(&case, "certificate-outside-dates");
    assert_eq!(
        (dates.code.as_str(), dates.state),
        ("TG1004", State::IssueFound)
    );
    assert!(dates.upload.is_empty());
    let leaf = issue(
        &Wanted {
            days: (-400, 2),
            ..LEAF
        },
        Some(&root),
    );
    let case = shown(
        &[&leaf.certificate],
        &[&root.certificate],
        ADDRESS,
        Outcome::Established,
    );
    let soon = found(&case, "certificate-ends-soon");
    assert_eq!(
        (soon.code.as_str(), soon.state),
        ("TG1004", State::PotentialProblem)
    );
}

#[test]
fn a_twin_that_stands_first_is_named_where_only_the_appliance_refuses() {
    for (key_ids, is_in_the_way) in [(KeyIds::Absent, true), (KeyIds::Present, false)] {
        let ca = Wanted { key_ids, ..CA };
        let (old, new) = (issue(&ca, None), issue(&ca, None));
        let leaf = issue(&Wanted { key_ids, ..LEAF }, Some(&new));
        // Without key identifiers nothing but the subject leads to the issuer: the first one wins
        // on the appliance. With them it finds the right one.
        let outcome = if is_in_the_way {
            refused(48)
        } else {
            Outcome::Established
        };
        let stored = [&old.certificate, &new.certificate];
        let case = shown(&[&leaf.certificate], &stored, ADDRESS, outcome);
        let presented = &case.cells[0].presented[0];
        assert!(presented.verdict.as_ref().unwrap().is_trusted());
        let appliance = presented.verdict_appliance.as_ref();
        assert_eq!(
            appliance.is_some_and(|own| !own.is_trusted()),
            is_in_the_way
        );
        let shadowed = found(&case, "shadowed-by-same-subject");
        if !is_in_the_way {
            assert_eq!(shadowed.state, State::NoIssue);
            continue;
        }
        assert_eq!(
            (shadowed.code.as_str(), shadowed.state),
            ("TG1005", State::IssueFound)
        );
        assert!(shadowed.defects.contains(&"CSCwa12905".to_owned()));
        assert!(notes(&shadowed).contains(&"cell-doubt-first-match".to_owned()));
    }
}

#[test]
fn usage_signature_and_length() {
    let root = issue(&CA, None);
    let leaf = issue(
        &Wanted {
            usage: Some("client"),
            ..LEAF
        },
        Some(&root),
    );
    let case = shown(
        &[&leaf.certificate],
        &[&root.certificate],
        ADDRESS,
        refused(43),
    );
    assert_eq!(found(&case, "certificate-usage").code, "TG1007");

    let leaf = issue(&LEAF, Some(&root));
    let mut der = leaf.x509.to_der().unwrap();
    let last = der.len() - 1;
    der[last] ^= 1;
    let damaged = Certificate::from_der(&der).unwrap();
    let case = shown(&[&damaged, &root.certificate], &[], ADDRESS, refused(51));
    let report = analyze(&case, &of_nodes());
    assert!(
        told(&report).iter().any(|told| told.contains("TG1009")),
        "{:?}",
        told(&report)
    );

    let mut chain = vec![issue(&CA, None)];
    for depth in 0..9 {
        let subject = format!("lab-CA-{depth}");
        let next = issue(
            &Wanted {
                subject: &subject,
                ..CA
            },
            chain.last(),
        );
        chain.push(next);
    }
    let leaf = issue(&LEAF, chain.last());
    let mut sent: Vec<&Certificate> = vec![&leaf.certificate];
    sent.extend(chain.iter().skip(1).rev().map(|own| &own.certificate));
    let case = shown(&sent, &[&chain[0].certificate], ADDRESS, refused(48));
    let report = analyze(&case, &of_nodes());
    assert!(
        told(&report).iter().any(|told| told.contains("TG1010")),
        "{:?}",
        told(&report)
    );
}

#[test]
fn names_of_each_kind() {
    let root = issue(&CA, None);
    let store = [&root.certificate];
    let leaf = issue(&LEAF, Some(&root));
    for (address, signature, code) in [
        ("cucm2.steven.lab", "host-name-absent", "TG2001"),
        ("10.48.36.215", "ip-address-absent", "TG2002"),
        ("cucm", "short-name-absent", "TG2003"),
    ] {
        let case = shown(&[&leaf.certificate], &store, address, refused(80));
        let found = found(&case, signature);
        assert_eq!(
            (found.code.as_str(), found.state),
            (code, State::IssueFound)
        );
        assert!(found.upload.is_empty());
    }
    let looks = |wanted: Wanted<'_>, address: &str, signature: &str| {
        let leaf = issue(&wanted, Some(&root));
        let case = shown(&[&leaf.certificate], &store, address, Outcome::Established);
        let found = found(&case, signature);
        assert_eq!(found.state, State::PotentialProblem);
        found.code
    };
    let cn = Wanted {
        names: &["other.steven.lab"],
        ..LEAF
    };
    assert_eq!(looks(cn, ADDRESS, "common-name-only"), "TG2004");
    let wildcard = Wanted {
        subject: "x",
        names: &["cu*.steven.lab"],
        ..LEAF
    };
    assert_eq!(looks(wildcard, ADDRESS, "partial-wildcard"), "TG2005");
    let ip = Wanted {
        names: &["10.48.36.215"],
        ..LEAF
    };
    assert_eq!(
        looks(ip, "10.48.36.215", "ip-address-as-host-name"),
        "TG2007"
    );
}

#[test]
fn an_ip_address_entry_that_the_appliance_does_not_look_at() {
    let root = issue(&CA, None);
    let leaf = issue(
        &Wanted {
            ip: Some("10.48.36.215"),
            ..LEAF
        },
        Some(&root),
    );
    let case = shown(
        &[&leaf.certificate],
        &[&root.certificate],
        "10.48.36.215",
        refused(80),
    );
    let found = found(&case, "ip-address-absent");
    assert_eq!(found.state, State::IssueFound);
    assert!(notes(&found).contains(&"cell-doubt-address-entry".to_owned()));
}

#[test]
fn what_passes_on_an_older_release_is_potential_and_an_issue_for_what_if() {
    let leaf = issue(&LEAF, None);
    let mut case = shown(&[&leaf.certificate], &[], ADDRESS, Outcome::Established);
    case.peers[0].version = SoftwareVersion::parse("X14.0.7");
    let today = found(&case, "self-signed-not-stored");
    assert_eq!(today.state, State::PotentialProblem);
    assert!(notes(&today).contains(&"cell-passes-older".to_owned()));
    assert_eq!(only(&today.upload).name, "cucm.steven.lab");
    case.question.what_if = SoftwareVersion::parse("X14.2");
    let then = found(&case, "self-signed-not-stored");
    assert_eq!(then.state, State::IssueFound);
    assert!(notes(&then).contains(&"cell-passes-what-if".to_owned()));
}

#[test]
fn a_handshake_without_common_ground_a_refusal_of_ours_and_a_reset() {
    let by_node = |alert| Outcome::Refused {
        by: Role::Server,
        alert: Some(AlertDescription(alert)),
    };
    let case = shown(&[], &[], ADDRESS, by_node(70));
    let overlap = found(&case, "no-common-tls");
    assert_eq!(
        (overlap.code.as_str(), overlap.state),
        ("TG3002", State::IssueFound)
    );

    let root = issue(&CA, None);
    let leaf = issue(&LEAF, Some(&root));
    let mut case = shown(
        &[&leaf.certificate],
        &[&root.certificate],
        ADDRESS,
        by_node(48),
    );
    let (capture, at) = case.cells[0].attempts[0].handshake.unwrap();
    let handshake = &mut case.captures[capture].handshakes[at];
    handshake.requested_authorities = Some(Arc::new(["CN=other-CA".to_owned()]));
    handshake.client_chain = Arc::new([leaf.certificate.clone()]);
    let refused = found(&case, "client-certificate-refused");
    assert_eq!(
        (refused.code.as_str(), refused.state),
        ("TG4002", State::IssueFound)
    );
    assert_eq!(cells(&refused), ["cucm.steven.lab:8443 RSA"]);
    assert!(notes(&refused).contains(&"cell-own-issuer-not-listed".to_owned()));

    let reset = Outcome::Reset { by: Role::Server };
    let case = shown(&[&leaf.certificate], &[&root.certificate], ADDRESS, reset);
    let other = found(&case, "connection-fails-otherwise");
    assert_eq!(
        (other.code.as_str(), other.state),
        ("TG3005", State::PotentialProblem)
    );
    assert!(notes(&other).contains(&"cell-unexplained-handshakes".to_owned()));
}

#[test]
fn an_upload_beside_another_certificate_of_its_name_is_warned_of() {
    let stored = issue(&LEAF, None);
    let leaf = issue(&LEAF, None);
    let case = shown(
        &[&leaf.certificate],
        &[&stored.certificate],
        ADDRESS,
        refused(48),
    );
    let report = analyze(&case, &of_nodes());
    let mut offering = report.findings.iter().filter(|own| !own.upload.is_empty());
    assert!(notes(offering.next().unwrap()).contains(&"cell-upload-collides".to_owned()));
}
