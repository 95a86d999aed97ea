//! `tollgate preflight` and `probe`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use tollgate_analyze::SoftwareVersion;
use tollgate_pki::{NamePolicy, SecurityLevel};

use super::analyze::{ShowingArguments, software_version};
use super::beside::BesideArguments;
use super::destination::Destinations;
use super::publisher::PublisherArguments;

pub(super) const PREFLIGHT_EXAMPLE: &str = "\
Examples:
  tollgate preflight --inventory nodes.csv --trust ca.pem --from X14.0.7 --to X14.2
  tollgate preflight cucm.steven.lab:8443 cucm.steven.lab:6972 --trust ca.pem --fresh
  tollgate preflight --publisher cucm.steven.lab --trust ca.pem
  tollgate preflight --config tollgate.toml
  tollgate preflight --bundle diagnostic_log_vcsc.tar.gz -o html --out report.html

The inventory is CSV with the header node,role,address,port,resolve, or TOML with
[[endpoint]] tables of the same keys. Nodes are asked politely: two handshakes at a time
and six for each port; none is completed.

Exit codes: 0 all good, 1 the job could not be done, 2 wrong usage, 3 at least one cell
will fail, 4 potential problems only, 5 a cell without evidence and nothing broken. 3
outweighs 1, 1 outweighs 5, 5 outweighs 4.";

#[derive(Args, Clone, Debug)]
pub(crate) struct PreflightArguments {
    /// Nodes to ask, beside those of the inventory; all known ports without :PORT
    #[arg(value_name = "HOST[:PORT]")]
    pub(crate) addresses: Vec<String>,
    /// Nodes, addresses and ports: CSV or TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) inventory: Option<PathBuf>,
    /// Ask the nodes of a configuration of serve; its trust store counts unless --trust is given
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) publisher: PublisherArguments,
    /// Judge what this diagnostic bundle shows instead of asking nodes; may be repeated
    #[arg(long, value_name = "PATH", conflicts_with_all = ["inventory", "addresses", "config"])]
    pub(crate) bundle: Vec<PathBuf>,
    /// Trust store of an appliance: a file, a directory, or a diagnostic bundle; each further
    /// one is that of another peer
    #[arg(long, value_name = "PATH")]
    pub(crate) trust: Vec<PathBuf>,
    /// The release that runs today, such as X14.0.7
    #[arg(long, value_name = "VERSION", value_parser = software_version)]
    pub(crate) from: Option<SoftwareVersion>,
    /// The release that is to come [default: X14.2]
    #[arg(long, value_name = "VERSION", value_parser = software_version)]
    pub(crate) to: Option<SoftwareVersion>,
    /// The release is installed anew, with the cipher string of a fresh installation
    #[arg(long, conflicts_with_all = ["from", "ciphers"])]
    pub(crate) fresh: bool,
    /// The cipher string of the appliance, where it was set by hand
    #[arg(long, value_name = "STRING")]
    pub(crate) ciphers: Option<String>,
    /// Judge certificates at this time, as RFC 3339 [default: now; for bundles when they were
    /// shown]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    /// How much is asked
    #[arg(long, value_name = "DEPTH", value_enum, default_value_t)]
    pub(crate) depth: DepthName,
    /// Further ports by role, or other stores for them, as TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) ports: Option<PathBuf>,
    /// How long to wait for a connection, and again for an answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) beside: BesideArguments,
    /// How addresses are compared: document, traffic-server, strict or none
    #[arg(long, value_name = "POLICY", default_value_t)]
    pub(crate) name_policy: NamePolicy,
    /// Strength that keys and signatures need: compat, 0, 1 or 2
    #[arg(long, value_name = "LEVEL", default_value_t)]
    pub(crate) security_level: SecurityLevel,
    #[command(flatten)]
    pub(crate) destinations: Destinations,
    #[command(flatten)]
    pub(crate) showing: ShowingArguments,
    /// House rules that certificates are held to as well, as TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
}

/// How much is asked of a port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DepthName {
    /// One offer for each key type.
    Certificate,
    /// Also TLS 1.3, and what the appliance itself would offer before and after.
    #[default]
    Full,
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.01..=600.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("from 0.01 to 600 seconds".to_owned())
    }
}
