//! The language of the output, and what a run says about itself.

use crate::arguments;
use crate::support::{Desk, command, run, tollgate};

#[test]
fn the_option_outranks_the_locale_and_the_locale_is_heard() {
    let desk = Desk::new();
    let (_, trust) = desk.root("steven-DC-CA");
    let leaf = tollgate_lab::CertificateSpec::server("cucm.steven.lab");
    let leaf = desk.authority.self_signed(&leaf).unwrap();
    let chain = desk.file("leaf.pem", leaf.pem(tollgate_lab::Presented::LeafOnly));
    let verify = arguments![
        "cert",
        "verify",
        "--trust",
        &trust,
        "--chain",
        &chain,
        "--address",
        "x.y"
    ];
    let first_line = |locale: &str, language: Option<&str>| {
        let mut command = command();
        command.env("LANG", locale).args(&verify);
        if let Some(language) = language {
            command.args(["--lang", language]);
        }
        let ran = run(&mut command, "");
        assert_eq!(ran.code, 3);
        ran.stdout.lines().next().unwrap().to_owned()
    };
    assert_eq!(first_line("C", None), "refused: x.y");
    assert_eq!(first_line("nl_BE.UTF-8", None), "geweigerd: x.y");
    assert_eq!(first_line("nl_BE.UTF-8", Some("ja")), "拒否: x.y");
    assert_eq!(first_line("pt_BR", None), "recusado: x.y");
    assert_eq!(first_line("C", Some("zh-TW")), "已拒絕: x.y");
}

#[test]
fn a_failure_is_told_in_the_language_of_the_run_and_the_system_in_its_own() {
    let ran = tollgate(["--lang", "nl", "trust", "check", "/absent/ca.pem"]);
    assert_eq!(ran.code, 1);
    let expected = "tollgate: kan /absent/ca.pem niet lezen: No such file or directory";
    assert!(ran.stderr.starts_with(expected), "{ran:?}");
}

#[test]
fn a_language_that_is_not_spoken_is_wrong_usage() {
    let ran = tollgate(["--lang", "tlh", "version"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("choose one of en, ja, nl, pt-BR, zh-TW"),
        "{ran:?}"
    );
}

#[test]
fn the_version_names_the_openssl_that_judges() {
    let version = tollgate(["version", "-o", "json"]).json();
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    assert!(
        version["openssl"]["version"]
            .as_str()
            .unwrap()
            .starts_with("OpenSSL 3")
    );
    assert!(["vendored", "system"].contains(&version["openssl"]["origin"].as_str().unwrap()));
}

#[test]
fn help_is_a_result_and_goes_to_standard_output() {
    let ran = tollgate(["cert", "verify", "--help"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(
        ran.stdout.contains("Exit codes: 0 trusted"),
        "{}",
        ran.stdout
    );
}
