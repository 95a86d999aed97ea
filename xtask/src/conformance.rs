//! Plays recorded cases through the built `tollgate` and compares verdicts.
//!
//! The data is not part of the repository: `--data DIR` names it, and without it the directory
//! `../shared/conformance` beside the checkout is used when it exists. These sets are known:
//!
//! * `ats`: what a real traffic server answered to 133 certificates;
//! * `names`: name matching, judged by the same matcher;
//! * `x509`: path validation (x509-limbo, BetterTLS), judged by OpenSSL 3.0;
//! * `captures`: TLS in captures of other projects, as tshark reads it;
//! * `containers`: pcapng files, by the number of their packets.
//!
//! `docs/compatibility.md` explains every difference; `docs/conformance-accepted.txt` lists the
//! same ones by id, and a difference that is not listed there fails the run, as does a listed
//! one that is gone.

mod accepted;
mod ats;
mod captures;
mod judge;
mod live;

mod names;
mod origin;

mod score;
mod x509;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::MetadataCommand;

use crate::output::say;
use accepted::Accepted;
use judge::Judge;
use score::Score;

/// What `cargo xtask conformance` was asked for.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// Where the sets are; without it the directory beside the checkout.
    pub(crate) data: Option<PathBuf>,
    /// A built binary to test; without it one is built.
    pub(crate) tollgate: Option<PathBuf>,
    pub(crate) scope: Scope,
}

/// How many of the ats cases are played against a real TLS origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Scope {
    /// Those that only a handshake can decide.
    #[default]
    Needed,
    /// Every one.
    Live,
}

impl Options {
    pub(crate) fn parse(words: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .with_context(|| format!("{word} needs a value"))
            };
            match word {
                "--data" => options.data = Some(PathBuf::from(value()?)),
                "--tollgate" => options.tollgate = Some(PathBuf::from(value()?)),
                "--live" => options.scope = Scope::Live,
                other => bail!("unknown option {other}"),
            }
        }
        Ok(options)
    }
}

pub(crate) fn run(options: &Options) -> Result<bool> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let root = metadata.workspace_root.as_std_path();
    let data = match &options.data {
        Some(data) => {
            ensure!(data.is_dir(), "{} is not a directory", data.display());
            data.clone()
        }
        None => root.join("../shared/conformance"),
    };
    if !data.is_dir() {
        say("conformance: skipped, no data (name its directory with --data)");
        return Ok(true);
    }
    let tollgate = match &options.tollgate {
        Some(tollgate) => tollgate.clone(),
        None => build(metadata.target_directory.as_std_path())?,
    };
    let judge = Judge::new(tollgate.clone());
    let accepted = Accepted::read(&root.join("docs/conformance-accepted.txt"))?;

    let [mut of_traffic_server, of_older_openssl] = ats::play(&data.join("ats"), &judge)?;
    let live = live::play(
        &data.join("ats"),
        &tollgate,
        options.scope,
        &mut of_traffic_server,
    )?;
    let mut scores = vec![of_traffic_server, of_older_openssl];
    scores.extend(live);
    scores.push(names::play(&data.join("names"), &judge)?);
    scores.extend(x509::play(&data.join("x509"), &judge)?);
    scores.extend(captures::play(&data.join("captures"), &tollgate)?);
    scores.extend(captures::play_containers(
        &data.join("containers"),
        &tollgate,
    )?);
    Ok(report(&scores, &accepted, options.scope))
}

fn build(target: &Path) -> Result<PathBuf> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--package", "tollgate"])
        .stdin(Stdio::null())
        .status()
        .context("cannot run cargo build")?;
    ensure!(status.success(), "tollgate does not build");
    Ok(target.join("debug/tollgate"))
}

fn report(scores: &[Score], accepted: &Accepted, scope: Scope) -> bool {
    let mut unexpected = 0;
    for score in scores {
        say(&score.line());
    }
    for score in scores {
        for difference in &score.differences {
            let known = accepted.contains(score.set, &difference.id);
            unexpected += usize::from(!known);
            let word = if known { "accepted" } else { "DIFFERS" };
            say(&format!(
                "  {word} {} {}: {}",
                score.set, difference.id, difference.text
            ));
        }
    }
    let false_accepts: usize = scores.iter().map(|score| score.false_accepts.len()).sum();
    for score in scores {
        for id in &score.false_accepts {
            say(&format!("  FALSE ACCEPT {} {id}", score.set));
        }
    }
    say(&format!("false accepts {false_accepts}"));
    let gone = accepted.no_longer_different(scores, scope);
    for (set, id) in &gone {
        say(&format!(
            "  {set} {id} agrees now: take it out of docs/conformance-accepted.txt"
        ));
    }
    unexpected == 0 && false_accepts == 0 && gone.is_empty()
}
