//! `tollgate doctor`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

pub(super) const DOCTOR_EXAMPLE: &str = "\
Examples:
  tollgate doctor
  tollgate doctor --config /etc/tollgate/tollgate.toml --since 30m --probe
  tollgate doctor --log /var/log/tollgate/traffic_server.log --since all
  tollgate doctor -o pem > new.pem

Without --config and --log the configuration is ./tollgate.toml, or else
/etc/tollgate/tollgate.toml. Rotated logs beside the log are read as far as they
are of the time that is asked about. Nothing is changed, and without --probe no
node is asked.

Exit codes: 0 nothing is wrong, 1 the job could not be done, 2 wrong usage, 3
requests fail or the server does not answer, 4 potential problems only, 5 the log
tells of no request in this time.";

#[derive(Args, Debug)]
pub(crate) struct DoctorArguments {
    /// The configuration of serve
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Read this log instead of the configuration's; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Vec<PathBuf>,
    /// How far back: 30m, 2h, 7d, a time as RFC 3339, or all
    #[arg(long, value_name = "TIME", default_value = "2h", value_parser = since)]
    pub(crate) since: Since,
    /// Ask the failing node whether it still fails, for two seconds at most
    #[arg(long)]
    pub(crate) probe: bool,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: DoctorForm,
}

/// What is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DoctorForm {
    /// For people: three lines, and a few behind them.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// The certificates to upload.
    Pem,
}

/// How far back a log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// So long before now.
    Ago(Duration),
    /// From a moment on.
    At(Timestamp),
    /// To its beginning.
    All,
}

fn since(text: &str) -> Result<Since, String> {
    if text == "all" {
        return Ok(Since::All);
    }
    if let Ok(at) = text.parse() {
        return Ok(Since::At(at));
    }
    let wrong = || "write it as 30m, 2h, 7d, 2026-07-11T16:00:00Z or all".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        _ => return Err(wrong()),
    };
    let number = text.strip_suffix(unit).unwrap_or_default();
    let number: u32 = number.parse().map_err(|_| wrong())?;
    Ok(Since::Ago(Duration::from_secs(u64::from(number) * seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_duration_a_moment_or_all() {
        assert_eq!(since("2h"), Ok(Since::Ago(Duration::from_hours(2))));
        assert_eq!(since("90s"), Ok(Since::Ago(Duration::from_secs(90))));
        assert_eq!(since("all"), Ok(Since::All));
        let moment = "2026-07-11T16:00:00Z";
        assert_eq!(since(moment), Ok(Since::At(moment.parse().unwrap())));
        for wrong in ["", "h", "-1h", "2 h", "2w", "2é", "yesterday"] {
            assert!(since(wrong).is_err(), "{wrong}");
        }
    }
}
