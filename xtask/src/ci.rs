//! Everything that has to hold before a change is merged.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use cargo_metadata::MetadataCommand;

use crate::output::say;
use crate::{budgets, conformance, instructions, layers, texts};

/// Runs every check, even after one has failed, and ends with a line for each.
pub(crate) fn run() -> Result<bool> {
    let mut report = Vec::new();
    let mut check = |name: &'static str, run: &dyn Fn() -> Result<bool>| -> Result<()> {
        say(&format!("\n== {name}"));
        let start = Instant::now();
        let passed = run()?;
        report.push((name, passed, start.elapsed().as_secs()));
        Ok(())
    };
    check("fmt", &|| cargo(&["fmt", "--all", "--check"]))?;
    check("layers", &layers::run)?;
    check("budgets", &budgets::run)?;
    check("texts", &texts::run)?;
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ];
    check("clippy", &|| cargo(&clippy))?;
    check("doc", &doc)?;
    check("test", &test)?;
    check("doctest", &|| {
        cargo(&["test", "--workspace", "--doc", "--locked"])
    })?;
    check("each crate alone", &each_crate_alone)?;
    check("deny", &deny)?;
    check("conformance", &|| {
        conformance::run(&conformance::Options::default())
    })?;
    check("instructions", &instructions::run)?;

    say("\n== summary");
    for (name, passed, seconds) in &report {
        let word = if *passed { "ok    " } else { "FAILED" };
        say(&format!("{word} {name} ({seconds} s)"));
    }
    Ok(report.iter().all(|(_, passed, _)| *passed))
}

fn cargo(arguments: &[&str]) -> Result<bool> {
    succeeds(cargo_command().args(arguments))
}

fn cargo_command() -> Command {
    Command::new(env!("CARGO"))
}

fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    Ok(status.success())
}

fn doc() -> Result<bool> {
    let arguments = [
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
        "--locked",
    ];
    succeeds(
        cargo_command()
            .args(arguments)
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn test() -> Result<bool> {
    if is_installed("nextest")? {
        cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--locked",
            "--no-fail-fast",
        ])
    } else {
        say("cargo-nextest is not installed: cargo test takes its place");
        cargo(&[
            "test",
            "--workspace",
            "--all-targets",
            "--locked",
            "--no-fail-fast",
        ])
    }
}

/// A crate that leans on a feature which only a neighbour switches on fails here.
fn each_crate_alone() -> Result<bool> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let mut passed = true;
    for package in metadata.workspace_packages() {
        passed &= cargo(&[
            "check",
            "--quiet",
            "--locked",
            "--package",
            package.name.as_str(),
        ])?;
    }
    Ok(passed)
}

fn deny() -> Result<bool> {
    if !is_installed("deny")? {
        say("cargo-deny is not installed: licences and advisories are not checked");
        return Ok(true);
    }
    let check = ["deny", "--locked", "check", "--hide-inclusion-graph"];
    let passed = cargo(&[check.as_slice(), &["bans", "licenses", "sources"]].concat())?;
    if !cargo(&["deny", "--locked", "fetch", "db"])? {
        say("the advisory database cannot be fetched: advisories are not checked");
        return Ok(passed);
    }
    Ok(passed & cargo(&[check.as_slice(), &["--disable-fetch", "advisories"]].concat())?)
}

fn is_installed(subcommand: &str) -> Result<bool> {
    let found = cargo_command()
        .args([subcommand, "--version"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .context("cannot run cargo")?;
    Ok(found.success())
}
