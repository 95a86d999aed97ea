//! The arrows between the crates. An arrow that is not listed here fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

use crate::output::say;

struct Layer {
    name: &'static str,
    purity: Purity,
    depends_on: &'static [&'static str],
    tests_depend_on: &'static [&'static str],
}

#[derive(PartialEq)]
enum Purity {
    /// No runtime, socket, file system, clock or environment: bytes and time come as arguments.
    Pure,
    Effects,
}

const LAYERS: &[Layer] = &[
    Layer {
        name: "tollgate-text",
        purity: Purity::Pure,
        depends_on: &[],
        tests_depend_on: &[],
    },
    Layer {
        name: "tollgate-pki",
        purity: Purity::Pure,
        depends_on: &[],
        tests_depend_on: &[],
    },
    Layer {
        name: "tollgate-uc",
        purity: Purity::Pure,
        depends_on: &[],
        tests_depend_on: &[],
    },
    Layer {
        name: "tollgate-diaglog",
        purity: Purity::Pure,
        depends_on: &[],
        tests_depend_on: &[],
    },
    Layer {
        name: "tollgate-capture",
        purity: Purity::Pure,
        depends_on: &[],
        tests_depend_on: &["tollgate-pki"],
    },
    Layer {
        name: "tollgate-report",
        purity: Purity::Pure,
        depends_on: &["tollgate-pki", "tollgate-text"],
        tests_depend_on: &[],
    },
    Layer {
        name: "tollgate-redact",
        purity: Purity::Pure,
        depends_on: &[],
        tests_depend_on: &["tollgate-analyze", "tollgate-capture", "tollgate-pki"],
    },
    Layer {
        name: "tollgate-analyze",
        purity: Purity::Pure,
        depends_on: &[
            "tollgate-capture",
            "tollgate-diaglog",
            "tollgate-pki",
            "tollgate-report",
            "tollgate-uc",
        ],
        tests_depend_on: &["tollgate-text"],
    },
    Layer {
        name: "tollgate-probe",
        purity: Purity::Effects,
        depends_on: &["tollgate-capture"],
        tests_depend_on: &[],
    },
    Layer {
        name: "tollgate-lab",
        purity: Purity::Effects,
        depends_on: &["tollgate-uc"],
        tests_depend_on: &[],
    },
    Layer {
        name: "tollgate-proxy",
        purity: Purity::Effects,
        depends_on: &[
            "tollgate-diaglog",
            "tollgate-pki",
            "tollgate-text",
            "tollgate-uc",
        ],
        tests_depend_on: &["tollgate-lab"],
    },
    Layer {
        name: "tollgate",
        purity: Purity::Effects,
        depends_on: &[
            "tollgate-analyze",
            "tollgate-capture",
            "tollgate-diaglog",
            "tollgate-lab",
            "tollgate-pki",
            "tollgate-probe",
            "tollgate-proxy",
            "tollgate-redact",
            "tollgate-report",
            "tollgate-text",
            "tollgate-uc",
        ],
        tests_depend_on: &[],
    },
    Layer {
        name: "tollgate-instructions",
        purity: Purity::Effects,
        depends_on: &[
            "tollgate-capture",
            "tollgate-diaglog",
            "tollgate-pki",
            "tollgate-proxy",
            "tollgate-uc",
        ],
        tests_depend_on: &[],
    },
    Layer {
        name: "xtask",
        purity: Purity::Effects,
        depends_on: &[],
        tests_depend_on: &[],
    },
];

/// Crates that bring a runtime, sockets or a TLS engine.
const IMPURE_CRATES: &[&str] = &[
    "async-std",
    "hyper",
    "mio",
    "rustls",
    "smol",
    "socket2",
    "tokio",
    "tokio-openssl",
];

/// What the source of a pure crate may not say outside its tests.
const IMPURE_WORDS: &[&str] = &[
    "Instant::now",
    "SystemTime::",
    "TcpListener",
    "TcpStream",
    "ToSocketAddrs",
    "UdpSocket",
    "UnixStream",
    "std::env",
    "std::fs",
    "std::process",
    "std::thread::sleep",
    "std::thread::spawn",
    "time::SystemTime",
];

pub(crate) fn run() -> Result<bool> {
    let metadata = MetadataCommand::new()
        .exec()
        .context("cannot run cargo metadata")?;
    let mut problems = Vec::new();
    for package in metadata.workspace_packages() {
        match LAYERS
            .iter()
            .find(|layer| layer.name == package.name.as_str())
        {
            None => problems.push(format!("{}: a crate that no layer names", package.name)),
            Some(layer) => {
                arrows(&metadata, package, layer, &mut problems);
                if layer.purity == Purity::Pure {
                    impure_dependencies(&metadata, package, &mut problems)?;
                    impure_sources(package, &mut problems)?;
                }
            }
        }
    }
    for problem in &problems {
        say(&format!("layers: {problem}"));
    }
    if problems.is_empty() {
        say(&format!(
            "layers: {} crates, every arrow allowed",
            metadata.workspace_members.len()
        ));
    }
    Ok(problems.is_empty())
}

fn arrows(metadata: &Metadata, package: &Package, layer: &Layer, problems: &mut Vec<String>) {
    let ours: BTreeSet<&str> = metadata
        .workspace_packages()
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    for dependency in &package.dependencies {
        let name = dependency.name.as_str();
        if !ours.contains(name) {
            continue;
        }
        let allowed = match dependency.kind {
            DependencyKind::Development => {
                layer.depends_on.contains(&name) || layer.tests_depend_on.contains(&name)
            }
            _ => layer.depends_on.contains(&name),
        };
        if !allowed {
            problems.push(format!("{} -> {name} ({})", package.name, dependency.kind));
        }
    }
}

fn impure_dependencies(
    metadata: &Metadata,
    package: &Package,
    problems: &mut Vec<String>,
) -> Result<()> {
    let resolve = metadata
        .resolve
        .as_ref()
        .context("cargo metadata resolved nothing")?;
    let normal: BTreeMap<&PackageId, Vec<&PackageId>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let of_kind = |dependency: &&cargo_metadata::NodeDep| {
                dependency
                    .dep_kinds
                    .iter()
                    .any(|kind| kind.kind == DependencyKind::Normal)
            };
            (
                &node.id,
                node.deps
                    .iter()
                    .filter(of_kind)
                    .map(|dependency| &dependency.pkg)
                    .collect(),
            )
        })
        .collect();
    let mut reached = BTreeSet::new();
    let mut pending = vec![&package.id];
    while let Some(id) = pending.pop() {
        if reached.insert(id) {
            pending.extend(normal.get(id).into_iter().flatten());
        }
    }
    for id in reached {
        let name = metadata[id].name.as_str();
        if IMPURE_CRATES.contains(&name) {
            problems.push(format!("{} is pure, but depends on {name}", package.name));
        }
    }
    Ok(())
}

fn impure_sources(package: &Package, problems: &mut Vec<String>) -> Result<()> {
    let root = package
        .manifest_path
        .parent()
        .context("a manifest without a directory")?;
    for file in sources(root.join("src").as_std_path())? {
        let text = fs::read_to_string(&file)?;
        let code = without_tests(&text);
        for (number, line) in code.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("//") {
                continue;
            }
            for word in IMPURE_WORDS.iter().filter(|&&word| line.contains(word)) {
                let place = format!("{}:{}", file.display(), number + 1);
                problems.push(format!("{place}: a pure crate says {word}"));
            }
        }
    }
    Ok(())
}

/// Every Rust file below `directory`, sorted.
pub(crate) fn sources(directory: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![directory.to_owned()];
    while let Some(directory) = pending.pop() {
        let entries = fs::read_dir(&directory)
            .with_context(|| format!("cannot list {}", directory.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The part of a source file before its inline tests, which by our style come last.
pub(crate) fn without_tests(text: &str) -> &str {
    text.split_once("\n#[cfg(test)]\nmod ")
        .map_or(text, |(code, _)| code)
}
