//! `tollgate probe`.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use tollgate_analyze::SoftwareVersion;
use tollgate_pki::{NamePolicy, SecurityLevel};
use tollgate_uc::NodeRole;

use super::analyze::{ShowingArguments, software_version};
use super::destination::Destinations;
use super::preflight::{DepthName, seconds};

pub(super) const PROBE_EXAMPLE: &str = "\
Examples:
  tollgate probe cucm.steven.lab --trust ca.pem
  tollgate probe cucm.steven.lab:6972 --trust ca.pem --key ecdsa
  tollgate probe cuc.steven.lab --role unity --trust ca.pem -o json

The node is asked by its name at every address that the name resolves to, and at each bare
address as well: what if clients use that? What fails for a bare address alone is a
potential problem. Without --trust it is shown what the node presents and whether the
names fit; trust is not judged.

Exit codes: 0 all good, 1 the job could not be done, 2 wrong usage, 3 something will
fail, 4 potential problems only, 5 a port without an answer, or trust that was not judged,
and nothing broken.";

#[derive(Args, Debug)]
pub(crate) struct ProbeArguments {
    /// The node: a host name or an IP address; all known ports without :PORT
    #[arg(value_name = "HOST[:PORT]")]
    pub(crate) address: String,
    /// Trust store of an appliance: a file, a directory, or a diagnostic bundle; each further
    /// one is that of another peer
    #[arg(long, value_name = "PATH")]
    pub(crate) trust: Vec<PathBuf>,
    /// What runs there, which tells the ports: cucm, imp, unity or tftp [default: cucm]
    #[arg(long, value_name = "ROLE", value_parser = role)]
    pub(crate) role: Option<NodeRole>,
    /// Ask for certificates of this key type only
    #[arg(long, value_name = "KEY", value_enum)]
    pub(crate) key: Option<KeyName>,
    /// Connect to this IP address instead of asking the resolver
    #[arg(long, value_name = "IP")]
    pub(crate) resolve: Option<IpAddr>,
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
    /// Judge certificates at this time, as RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    /// How much is asked
    #[arg(long, value_name = "DEPTH", value_enum, default_value_t)]
    pub(crate) depth: DepthName,
    /// How long to wait for a connection, and again for an answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) timeout: Duration,
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

/// A key type as the command line spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyName {
    /// RSA.
    Rsa,
    /// Elliptic curves.
    Ecdsa,
}

fn role(text: &str) -> Result<NodeRole, String> {
    let role = NodeRole::parse(text);
    if role.product.is_some() {
        Ok(role)
    } else {
        Err("none of cucm, imp, unity and tftp".to_owned())
    }
}
