//! Names beside chains, all reasons at once, warnings, alerts and the JSON contract.

use openssl::hash::MessageDigest;
use serde_json::json;
use tollgate_pki::{
    Address, Alert, Code, Policy, PresentedChain, SecurityLevel, TrustStore, Verdict, verify,
};

use crate::issuer::{AT, Request, issue};

const ROOT: &str = "steven-DC-CA";

fn judge(request: &Request<'_>, address: &str, level: SecurityLevel) -> Verdict {
    let root = issue(&Request::ca(ROOT), None);
    let leaf = issue(request, Some(&root));
    let store = TrustStore::builder()
        .file("ca.pem", &root.pem(), AT)
        .build();
    let chain = PresentedChain {
        certificates: vec![leaf.certificate()],
    };
    let policy = Policy {
        level,
        ..Policy::default()
    };
    verify(&chain, Some(&Address::parse(address)), &store, AT, policy)
}

fn codes(verdict: &Verdict) -> Vec<Code> {
    verdict.reasons.iter().map(|reason| reason.code).collect()
}

#[test]
fn every_reason_is_told_and_the_chain_comes_before_the_name() {
    let request = Request {
        days: (-900_000, -90_000),
        ..Request::default()
    };
    let verdict = judge(&request, "imp.steven.lab", SecurityLevel::Compat);
    assert_eq!(codes(&verdict), [Code::Dates, Code::NameAbsent]);
    assert_eq!(verdict.alert(), Some(Alert::CertificateExpired));
}

#[test]
fn an_absent_address_is_told_by_its_kind() {
    let request = Request {
        ips: &["10.48.36.215"],
        ..Request::default()
    };
    for (address, expected, openssl) in [
        ("cucm.vngtp.lab", None, 0),
        ("10.48.36.215", None, 0),
        ("10.48.36.216", Some(Code::IpAbsent), 64),
        ("2001:db8::1", Some(Code::IpAbsent), 64),
        ("cucm", Some(Code::ShortName), 62),
        ("sub.vngtp.lab", Some(Code::NameAbsent), 62),
    ] {
        let verdict = judge(&request, address, SecurityLevel::Compat);
        let first = verdict.first();
        assert_eq!(first.map(|reason| reason.code), expected, "{address}");
        assert_eq!(
            first.map_or(0, |reason| reason.openssl),
            openssl,
            "{address}"
        );
        let alert = expected.map(|_| Alert::BadCertificate);
        assert_eq!(verdict.alert(), alert, "{address}");
    }
}

#[test]
fn sha1_passes_only_where_the_level_says_so() {
    let request = Request {
        digest: MessageDigest::sha1(),
        ..Request::default()
    };
    for (level, refused) in [
        (SecurityLevel::Compat, false),
        (SecurityLevel::Level0, false),
        (SecurityLevel::Level1, true),
        (SecurityLevel::Level2, true),
    ] {
        let verdict = judge(&request, "cucm.vngtp.lab", level);
        assert_eq!(!verdict.is_trusted(), refused, "{level}");
        let warned = verdict
            .warnings
            .iter()
            .any(|warning| warning.code == Code::Weak);
        assert_eq!(warned, !refused, "{level}");
    }
}

#[test]
fn a_pass_on_weak_grounds_is_warned_of() {
    let by_cn = Request {
        cn: "cucm.vngtp.lab",
        dns: &["other.vngtp.lab"],
        ..Request::default()
    };
    let by_part = Request {
        dns: &["cu*.vngtp.lab"],
        ..Request::default()
    };
    let late = Request {
        days: (-30_000_000, 1_000_000),
        ..Request::default()
    };
    for (request, code) in [
        (by_cn, Code::CommonNameOnly),
        (by_part, Code::PartialWildcard),
        (late, Code::Dates),
    ] {
        let verdict = judge(&request, "cucm.vngtp.lab", SecurityLevel::Compat);
        assert!(verdict.is_trusted(), "{verdict:?}");
        let warned: Vec<_> = verdict
            .warnings
            .iter()
            .map(|warning| warning.code)
            .collect();
        assert_eq!(warned, [code]);
    }
}

#[test]
fn nothing_presented_is_refused() {
    let store = TrustStore::builder().build();
    let verdict = verify(
        &PresentedChain::default(),
        None,
        &store,
        AT,
        Policy::default(),
    );
    assert!(!verdict.is_trusted());
    assert_eq!(verdict.alert(), Some(Alert::CertificateUnknown));
}

#[test]
fn the_json_form_is_the_documented_one() {
    let leaf = issue(&Request::default(), None).certificate();
    let store = TrustStore::builder().build();
    let chain = PresentedChain {
        certificates: vec![leaf.clone()],
    };
    let verdict = verify(&chain, None, &store, AT, Policy::default());
    let describe = |id: &str, _: &[(&'static str, String)]| format!("<{id}>");
    let document = serde_json::to_value(verdict.described(&describe)).unwrap();
    assert_eq!(document["verdict"], "refused");
    let first = json!({
        "code": "TG1001", "openssl": 18, "text": "self-signed certificate", "depth": 0
    });
    assert_eq!(document["first"], first);
    let reason = &document["reasons"][0];
    assert_eq!(reason["text_1_1_1"], "self signed certificate");
    assert_eq!(
        reason["certificate"]["sha256"],
        leaf.fingerprint().to_string()
    );
    assert_eq!(reason["remedy"]["action"], "upload-self-signed");
    assert_eq!(reason["remedy"]["upload"][0]["pem"], leaf.to_pem());
    assert_eq!(document["path"].as_array().unwrap().len(), 1);

    assert_eq!(reason["remedy"]["text"], "<remedy-upload-self-signed>");
    assert_eq!(reason["expected"], "<expected-trusted-certificate>");

    let trusted = TrustStore::builder().certificate("x", leaf, AT).build();
    let verdict = verify(&chain, None, &trusted, AT, Policy::default());
    let document = serde_json::to_value(verdict.described(&describe)).unwrap();
    assert_eq!(document["verdict"], "trusted");
    assert!(document["first"].is_null());
    assert_eq!(document["reasons"], json!([]));
}
