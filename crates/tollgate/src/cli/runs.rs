//! `tollgate preflight diff`, `request` and `watch`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::destination::Destinations;
use super::preflight::PreflightArguments;

/// A preflight, or what is done with runs of it.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct PreflightCall {
    #[command(subcommand)]
    pub(crate) command: Option<PreflightCommand>,
    #[command(flatten)]
    pub(crate) arguments: PreflightArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PreflightCommand {
    /// Compare two runs, such as before and after the change window
    #[command(after_help = DIFF_EXAMPLE)]
    Diff(DiffArguments),
    /// Write what to ask a CA for: each certificate to issue again, with all its names
    #[command(after_help = REQUEST_EXAMPLE)]
    Request(Box<RequestArguments>),
    /// Repeat on a schedule, and tell what changes
    #[command(after_help = WATCH_EXAMPLE)]
    Watch(Box<WatchArguments>),
}

const DIFF_EXAMPLE: &str = "\
Examples:
  tollgate preflight --inventory nodes.csv --trust ca.pem -o json --out a.json
  tollgate preflight diff a.json b.json
  tollgate preflight diff a.json b.json -o md

Forms are text, md, csv and json.

Exit codes: 0 nothing is worse, 1 a file cannot be read or is no run, 2 wrong
usage, 3 something that was trusted, or was not there, is refused, or an issue
is new, 4 only a potential problem is new, 5 a cell that answered is silent or
was not asked.";

const REQUEST_EXAMPLE: &str = "\
Examples:
  tollgate preflight request run.json -o csv --out requests.csv
  tollgate preflight request --inventory nodes.csv --trust ca.pem -o md

run.json is what tollgate preflight -o json wrote. Forms are text, md, csv and
json.

Exit codes: 0 written, with or without a certificate to issue again, 1 the file
cannot be read or is no run, or the preflight could not be done, 2 wrong usage.";

const WATCH_EXAMPLE: &str = "\
Examples:
  tollgate preflight watch --config tollgate.toml --every 15m --state run.json
  tollgate preflight watch --config tollgate.toml --once --state run.json
  tollgate preflight watch --config tollgate.toml --state run.json \\
    -o prometheus --out /var/lib/node_exporter/tollgate.prom

Changes are a line each on standard output, or with -o jsonl a JSON object each.
Forms with --out are written anew after each run. The state is a run as -o json
writes it.

Exit codes with --once and --max-runs: 0 nothing became worse, 1 a run could not
be made, 3 something is refused now that was not, or an issue is new, 4 only a
potential problem is new, 5 a cell fell silent. 0 ended by SIGTERM, 130 by
SIGINT.";

#[derive(Args, Debug)]
pub(crate) struct DiffArguments {
    /// The earlier run, as -o json wrote it
    #[arg(value_name = "BEFORE.json")]
    pub(crate) before: PathBuf,
    /// The later run
    #[arg(value_name = "AFTER.json")]
    pub(crate) after: PathBuf,
    #[command(flatten)]
    pub(crate) destinations: Destinations,
}

/// A run is among the addresses: it is the one whose name ends in `.json`.
#[derive(Args, Debug)]
pub(crate) struct RequestArguments {
    #[command(flatten)]
    pub(crate) preflight: PreflightArguments,
}

#[derive(Args, Debug)]
pub(crate) struct WatchArguments {
    #[command(flatten)]
    pub(crate) preflight: PreflightArguments,
    /// How often, such as 90s, 15m, 1h or 1d
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = period, conflicts_with = "once")]
    pub(crate) every: Duration,
    /// Run once, compare with the state, and end
    #[arg(long, requires = "state", conflicts_with = "max_runs")]
    pub(crate) once: bool,
    /// Keep the last run in this file, and compare with what is in it
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// End after so many runs
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_runs: Option<u32>,
    /// Start this program when something changes; it reads the difference as JSON
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) exec: Option<PathBuf>,
}

/// The shortest and the longest time between two runs.
const PERIODS: std::ops::RangeInclusive<u64> = 1..=7 * 24 * 3600;

fn period(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let number: u64 = digits
        .parse()
        .map_err(|_| "write it as 90s, 15m, 1h or 1d".to_owned())?;
    let unit = match text.strip_prefix(digits) {
        Some("s") => 1,
        Some("m") => 60,
        Some("h") => 3600,
        Some("d") => 24 * 3600,
        _ => return Err("give its unit: s, m, h or d".to_owned()),
    };
    let seconds = number.saturating_mul(unit);
    if PERIODS.contains(&seconds) {
        Ok(Duration::from_secs(seconds))
    } else {
        Err("from 1s to 7d".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_a_unit_and_bounds() {
        for (text, seconds) in [("90s", 90), ("15m", 900), ("7d", 604_800)] {
            assert_eq!(period(text), Ok(Duration::from_secs(seconds)));
        }
        for wrong in [
            "",
            "15",
            "0s",
            "8d",
            "m",
            "1.5h",
            "15 m",
            "-1s",
            "99999999999999999999d",
        ] {
            assert!(period(wrong).is_err(), "{wrong}");
        }
    }
}
