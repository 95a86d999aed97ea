//! The examples of the documents work as they are written.

use std::fs;
use std::path::Path;

use tollgate_lab::{CertificateSpec, Presented};

use crate::arguments;
use crate::support::{Desk, tollgate};

/// The fenced blocks of a language in a document of the repository.
fn examples(document: &str, language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(document);
    let text = fs::read_to_string(path).unwrap();
    let mut examples = Vec::new();
    for block in text.split(&format!("```{language}\n")).skip(1) {
        examples.push(block.split("```").next().unwrap().to_owned());
    }
    examples
}

#[test]
fn serve_accepts_every_configuration_that_is_shown() {
    let desk = Desk::new();
    let (root, _) = desk.root("ca");
    let more = desk.path().join("more-cas");
    fs::create_dir(&more).unwrap();
    fs::write(more.join("root.pem"), root.pem(Presented::LeafOnly)).unwrap();
    for name in ["server", "client"] {
        let identity = desk
            .authority
            .issue(&root, &CertificateSpec::server("vcsc.steven.lab"));
        let identity = identity.unwrap();
        desk.file(&format!("{name}.pem"), identity.pem(Presented::WithoutRoot));
        let key = desk.file(&format!("{name}.key"), identity.key().to_pem());
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(key, owner_only).unwrap();
    }
    desk.file("rules.csv", "Url\nhttps://cucm.steven.lab:8443/ccmcip/\n");
    let shown = examples("docs/configuration.md", "toml");
    assert_eq!(shown.len(), 2);
    for example in shown {
        let config = desk.file("tollgate.toml", example);
        let ran = tollgate(arguments!["serve", "--check", "--config", &config]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

#[test]
fn every_limit_of_the_documentation_exists_and_has_its_default() {
    let desk = Desk::new();
    desk.root("ca");
    let config = desk.file(
        "tollgate.toml",
        &examples("docs/configuration.md", "toml")[0],
    );
    let ran = tollgate(arguments![
        "serve", "--check", "--config", &config, "-o", "json"
    ]);
    let effective = ran.json()["limits"].as_object().unwrap().clone();
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md"),
    );
    let text = text.unwrap();
    let table = text.split("## `[limits]`").nth(1).unwrap();
    let mut documented = 0;
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = row.split('|').skip(1).map(str::trim);
        let key = cells.next().unwrap().trim_matches('`');
        let default = cells.next().unwrap();
        let default = match default.split_once(' ') {
            Some((number, "GiB")) => number.parse::<u64>().unwrap() << 30,
            Some((number, "MiB")) => number.parse::<u64>().unwrap() << 20,
            _ => default.parse().unwrap(),
        };
        assert_eq!(effective[key], default, "{key}");
        documented += 1;
    }
    assert_eq!(documented, effective.len(), "{effective:?}");
}

#[test]
fn the_lab_accepts_the_nodes_that_are_shown() {
    let shown = examples("docs/commands.md", "toml");
    let nodes = shown.iter().filter(|example| example.contains("[[node]]"));
    let nodes: Vec<&String> = nodes.collect();
    assert_eq!(nodes.len(), 1);
    toml::from_str::<tollgate_lab::LabConfig>(nodes[0]).unwrap();
}

#[test]
fn the_files_of_rules_that_are_shown_can_be_used() {
    let shown = examples("docs/commands.md", "toml");
    let rules = shown
        .iter()
        .find(|example| example.contains("[[suppress]]"));
    let known = tollgate_analyze::suppress::codes(&[]);
    let read = tollgate_analyze::suppress::Suppressions::parse(rules.unwrap(), "it", &known);
    assert!(read.is_ok(), "{read:?}");
    let shown = examples("docs/preflight.md", "toml");
    let rules = shown
        .iter()
        .find(|example| example.contains("rsa_minimum_bits"));
    let read = tollgate_analyze::house::House::parse(rules.unwrap(), "it");
    assert!(read.is_ok(), "{read:?}");
}
