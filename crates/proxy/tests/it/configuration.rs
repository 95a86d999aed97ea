//! Configuration files: what works, and what is said about the others.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tollgate_proxy::{LoadError, Problem, Rehearsal, Settings};

use crate::support::clock;

fn load(directory: &Path, text: &str) -> Result<Settings, LoadError> {
    let path = directory.join("tollgate.toml");
    fs::write(&path, text).unwrap();
    Settings::load(&path, clock)
}

fn problems(text: &str) -> Vec<Problem> {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("ca.pem"), "").unwrap();
    match load(directory.path(), text) {
        Err(LoadError::Invalid { problems, .. }) => problems,
        other => panic!("{other:?}"),
    }
}

fn keys(problems: &[Problem]) -> Vec<(Option<usize>, &str)> {
    problems
        .iter()
        .map(|problem| (problem.line, problem.key.as_str()))
        .collect()
}

const MINIMAL: &str = r#"
listen = "127.0.0.1:8080"

[trust]
store = "ca.pem"

[[node]]
address = "cucm.steven.lab"
role = "cucm"
resolve = "127.0.0.1"
ports = [8443, 6972]

[log]
path = "traffic_server.log"
"#;

#[test]
fn the_minimal_file_works_and_shows_its_effective_values() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("ca.pem"), "").unwrap();
    let settings = load(directory.path(), MINIMAL).unwrap();
    let json = settings.effective_json();
    assert_eq!(json["listen"], serde_json::json!(["127.0.0.1:8080"]));
    assert_eq!(json["verify"]["origin"], "On");
    assert_eq!(json["verify"]["remember_verdicts"], 60);
    assert_eq!(json["trust"]["name_policy"], "document");
    assert_eq!(json["trust"]["security_level"], "compat");
    assert_eq!(json["management"]["listen"], "127.0.0.1:9443");
    assert_eq!(json["ciphers"]["minimum"], "minTLSv1.2");
    assert_eq!(
        json["log"]["path"],
        directory
            .path()
            .join("traffic_server.log")
            .to_str()
            .unwrap()
    );
    let rules: Vec<_> = json["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["url"].as_str().unwrap())
        .collect();
    assert_eq!(
        rules,
        [
            "https://cucm.steven.lab:8443/cucm-uds/",
            "https://cucm.steven.lab:6972/cucm-uds/",
            "https://cucm.steven.lab:6972/"
        ]
    );
    assert_eq!(json["allow"][0]["methods"], "GET,POST,PUT");
    assert_eq!(json["limits"]["head_bytes"], 65536);
    let text = settings.effective_text();
    let verify = "[verify]\norigin = \"On\"\nremember_verdicts = 60\n";
    assert!(text.contains(verify), "{text}");
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    let text = r#"listen = ["127.0.0.1:8080", "10.0.0.1:80", "nonsense"]
workers = 0
colour = "red"
[trust]
store = "missing.pem"
name_policy = "lax"
security_level = "9"
[verify]
origin = "Sometimes"
[[node]]
address = "cucm..lab"
role = "cucm"
ports = [8443, 70000]
[[node]]
role = "pbx"
resolve = "cucm"
tls_engine = "gnutls"
[[allow]]
url = "ftp://a/"
methods = ["GET", "FETCH"]
match = "fuzzy"
[ciphers]
minimum = "SSLv3"
[log]
level = "chatty"
utc_offset = "CET"
[limits]
head_bytes = "many"
idle_seconds = 0
"#;
    let problems = problems(text);
    assert_eq!(
        keys(&problems),
        [
            (Some(1), "listen"),
            (Some(1), "listen"),
            (Some(2), "workers"),
            (Some(3), "colour"),
            (Some(5), "trust.store"),
            (Some(6), "trust.name_policy"),
            (Some(7), "trust.security_level"),
            (Some(9), "verify.origin"),
            (Some(11), "node[1].address"),
            (Some(13), "node[1].ports"),
            (Some(15), "node[2].role"),
            (Some(16), "node[2].resolve"),
            (Some(17), "node[2].tls_engine"),
            (Some(19), "allow[1].url"),
            (Some(20), "allow[1].methods"),
            (Some(21), "allow[1].match"),
            (Some(23), "ciphers.minimum"),
            (Some(25), "log.level"),
            (Some(26), "log.utc_offset"),
            (Some(28), "limits.head_bytes"),
            (Some(29), "limits.idle_seconds"),
            (None, "node[2].address"),
        ]
    );
    let unknown = problems
        .iter()
        .find(|problem| problem.key == "colour")
        .unwrap();
    assert!(
        unknown.text.contains("unknown key") && unknown.text.contains("workers"),
        "{unknown}"
    );
    let store = problems
        .iter()
        .find(|problem| problem.key == "trust.store")
        .unwrap();
    assert_eq!(store.value.as_deref(), Some("\"missing.pem\""));
    assert!(store.text.contains("missing.pem (No such file"), "{store}");
}

#[test]
fn mistakes_in_the_toml_itself_are_told_with_their_line() {
    let problems = problems("listen = \"127.0.0.1:8080\"\n[trust\nstore = \"ca.pem\"\n");
    assert_eq!(problems[0].line, Some(2));
    assert!(
        problems[0].text.contains("correct the TOML"),
        "{}",
        problems[0]
    );
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(
        keys(&problems("")),
        [(None, "listen"), (None, "trust.store")]
    );
}

#[test]
fn listening_beyond_loopback_needs_consent_and_tls() {
    let rest = "[trust]\nstore = \"ca.pem\"\n";
    let remote = |text: &str| {
        keys(&problems(&format!("{text}{rest}")))
            .iter()
            .map(|(_, key)| (*key).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(remote("listen = \"0.0.0.0:8080\"\n"), ["listen"]);
    assert_eq!(
        remote("listen = \"0.0.0.0:8080\"\nallow_remote = true\n"),
        ["listen"],
        "plain"
    );
    assert_eq!(
        remote("listen = \"127.0.0.1:8080\"\n[management]\nlisten = \"0.0.0.0:9443\"\n"),
        ["management.listen"]
    );
    assert_eq!(
        remote("listen = \"127.0.0.1:8080\"\n[management]\nlisten = \"127.0.0.1:8080\"\n"),
        ["management.listen"]
    );
    assert_eq!(
        remote("listen = [\"127.0.0.1:8080\", \"127.0.0.1:8080\"]\n"),
        ["listen"]
    );
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("ca.pem"), "").unwrap();
    load(directory.path(), &format!("listen = \"127.0.0.1:8080\"\nallow_remote = true\n[management]\nlisten = \"0.0.0.0:9443\"\n{rest}")).unwrap();
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name| directory.path().join(name);
    fs::write(path("ca.pem"), "").unwrap();
    let pair = identity();
    fs::write(path("cert.pem"), &pair.0).unwrap();
    fs::write(path("key.pem"), &pair.1).unwrap();
    let text = "listen = \"0.0.0.0:8443\"\nallow_remote = true\n[listen_tls]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n\
                [client]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n[trust]\nstore = \"ca.pem\"\n";
    fs::set_permissions(path("key.pem"), fs::Permissions::from_mode(0o640)).unwrap();
    let Err(LoadError::Invalid { problems, .. }) = load(directory.path(), text) else {
        panic!("accepted")
    };
    assert_eq!(
        keys(&problems),
        [(Some(5), "listen_tls.key"), (Some(8), "client.key")]
    );
    assert!(
        problems[0].text.contains("mode 640") && problems[0].text.contains("chmod 600"),
        "{}",
        problems[0]
    );
    fs::set_permissions(path("key.pem"), fs::Permissions::from_mode(0o600)).unwrap();
    load(directory.path(), text).unwrap();
}

/// PEM of a self-signed certificate and of its key.
pub(crate) fn identity() -> (Vec<u8>, Vec<u8>) {
    use openssl::asn1::Asn1Time;
    use openssl::ec::{EcGroup, EcKey};
    use openssl::hash::MessageDigest;
    use openssl::nid::Nid;
    use openssl::pkey::PKey;
    use openssl::x509::{X509, X509NameBuilder};
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "vcsc.steven.lab").unwrap();
    let name = name.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder
        .set_not_before(&Asn1Time::from_unix(1_600_000_000).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(1_900_000_000).unwrap())
        .unwrap();
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    (
        builder.build().to_pem().unwrap(),
        key.private_key_to_pem_pkcs8().unwrap(),
    )
}

#[test]
fn a_rehearsal_judges_afresh_and_then_from_memory() {
    let directory = tempfile::tempdir().unwrap();
    let pem = identity().0;
    fs::write(directory.path().join("ca.pem"), &pem).unwrap();
    let der = openssl::x509::X509::from_pem(&pem)
        .unwrap()
        .to_der()
        .unwrap();
    let told = |verify: &str, node: &str| {
        let text = format!("{MINIMAL}[verify]\n{verify}\n");
        let settings = load(directory.path(), &text).unwrap();
        let rehearsal = Rehearsal::new(&settings, node).unwrap();
        [(); 2].map(|()| rehearsal.judge(&[&der]))
    };
    let node = "vcsc.steven.lab";
    assert_eq!(told("", node), [Some("fresh"), Some("remembered")]);
    let off = "remember_verdicts = 0";
    assert_eq!(told(off, node), [Some("fresh"), Some("fresh")]);
    assert_eq!(told("", "vcse.steven.lab"), [None, None]);
}

#[test]
fn an_unusable_client_key_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name| directory.path().join(name);
    fs::write(path("ca.pem"), "").unwrap();
    fs::write(path("cert.pem"), identity().0).unwrap();
    fs::write(path("key.pem"), identity().1).unwrap();
    fs::set_permissions(path("key.pem"), fs::Permissions::from_mode(0o600)).unwrap();
    let text = "listen = \"127.0.0.1:8080\"\n[client]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n[trust]\nstore = \"ca.pem\"\n";
    let Err(LoadError::Invalid { problems, .. }) = load(directory.path(), text) else {
        panic!("accepted")
    };
    assert_eq!(keys(&problems), [(Some(3), "client.certificate")]);
    assert!(
        problems[0].text.contains("does not belong"),
        "{}",
        problems[0]
    );
}

#[test]
fn a_policy_that_only_predicts_needs_consent() {
    let rest = "listen = \"127.0.0.1:8080\"\n[trust]\nstore = \"ca.pem\"\n";
    for policy in ["traffic-server", "none"] {
        let found = problems(&format!("{rest}name_policy = \"{policy}\"\n"));
        assert_eq!(keys(&found), [(Some(4), "trust.name_policy")]);
        assert!(
            found[0].text.contains("predict_only_policy = true"),
            "{}",
            found[0]
        );
    }
    assert_eq!(
        keys(&problems(&format!("{rest}predict_only_policy = true\n"))),
        [(Some(4), "trust.predict_only_policy")]
    );
}

#[test]
fn verdicts_are_remembered_for_a_minute_at_most() {
    let text = |value: &str| {
        format!(
            "listen = \"127.0.0.1:8080\"\n[trust]\nstore = \"ca.pem\"\n[verify]\nremember_verdicts = {value}\n"
        )
    };
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("ca.pem"), "").unwrap();
    for seconds in [0, 1, 60] {
        let settings = load(directory.path(), &text(&seconds.to_string())).unwrap();
        let effective = settings.effective_json();
        assert_eq!(effective["verify"]["remember_verdicts"], seconds);
    }
    for wrong in ["61", "-1", "1.5", "true", "\"60\""] {
        let found = problems(&text(wrong));
        assert_eq!(
            keys(&found),
            [(Some(5), "verify.remember_verdicts")],
            "{wrong}"
        );
    }
    assert!(
        problems(&text("61"))[0]
            .text
            .contains("must lie between 0 and 60")
    );
}

#[test]
fn a_cipher_string_without_meaning_is_refused() {
    let found = problems(
        "listen = \"127.0.0.1:8080\"\n[trust]\nstore = \"ca.pem\"\n[ciphers]\nstring = \"NONSENSE\"\n",
    );
    assert_eq!(keys(&found).len(), 1, "{found:?}");
    assert_eq!(found[0].key, "ciphers.string");
}

#[test]
fn a_node_that_is_our_own_listener_is_refused() {
    let text = "listen = \"127.0.0.1:8443\"\n[trust]\nstore = \"ca.pem\"\n[[node]]\naddress = \"cucm.steven.lab\"\nrole = \"cucm\"\nports = 8443\nresolve = \"127.0.0.1\"\n";
    let found = problems(text);
    assert_eq!(keys(&found), [(Some(5), "node[1].address")]);
    assert!(found[0].text.contains("leads back"), "{}", found[0]);
}

#[test]
fn rules_come_from_a_csv_file_too() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("ca.pem"), "").unwrap();
    fs::write(directory.path().join("rules.csv"), "Url,Deployment,HttpMethods,MatchType,Description\nhttps://photos.steven.lab/p/,,\"GET,HEAD\",exact,Photos\n").unwrap();
    let text = "listen = \"127.0.0.1:8080\"\nallow_csv = \"rules.csv\"\ndefault_methods = [\"GET\"]\n[trust]\nstore = \"ca.pem\"\n";
    let json = load(directory.path(), text).unwrap().effective_json();
    assert_eq!(json["allow"][0]["url"], "https://photos.steven.lab:443/p/");
    assert_eq!(json["allow"][0]["match"], "exact");
    assert_eq!(json["default_methods"], "GET");
    fs::write(directory.path().join("rules.csv"), "Url\nftp://a/\n").unwrap();
    let Err(LoadError::Invalid { problems, .. }) = load(directory.path(), text) else {
        panic!("accepted")
    };
    assert_eq!(keys(&problems), [(Some(2), "allow_csv")]);
    assert!(
        problems[0].text.contains("line 2, column Url"),
        "{}",
        problems[0]
    );
}

#[test]
fn the_switch_has_its_known_name_too() {
    let rest = "listen = \"127.0.0.1:8080\"\n{top}[trust]\nstore = \"ca.pem\"\n{section}";
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("ca.pem"), "").unwrap();
    for (top, section) in [
        ("VerifyOriginServer = \"off\"\n", ""),
        ("", "[verify]\nVerifyOriginServer = \"OFF\"\n"),
        ("", "[verify]\norigin = \"Off\"\n"),
    ] {
        let text = rest.replace("{top}", top).replace("{section}", section);
        assert_eq!(
            load(directory.path(), &text).unwrap().effective_json()["verify"]["origin"],
            "Off"
        );
    }
    let twice = rest
        .replace("{top}", "VerifyOriginServer = \"On\"\n")
        .replace("{section}", "[verify]\norigin = \"Off\"\n");
    assert_eq!(keys(&problems(&twice)).len(), 1);
}
