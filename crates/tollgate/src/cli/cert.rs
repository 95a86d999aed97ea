//! `tollgate cert`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use tollgate_pki::{Address, NamePolicy, SecurityLevel};

use super::Format;

#[derive(Debug, Subcommand)]
pub(crate) enum CertCommand {
    /// Say whether a presented chain is trusted for an address, and if not, why
    #[command(after_help = VERIFY_EXAMPLE)]
    Verify(VerifyArguments),
    /// Show the certificates of a file or of a live server
    #[command(after_help = INSPECT_EXAMPLE)]
    Inspect(InspectArguments),
    /// Draw the chain of trust, and name the issuer that is missing
    #[command(after_help = CHAIN_EXAMPLE)]
    Chain(ChainArguments),
}

const VERIFY_EXAMPLE: &str = "\
Examples:
  tollgate cert verify --trust ca.pem --chain cucm.pem --address cucm.steven.lab
  tollgate cert verify --batch questions.jsonl

A line of --batch is an object with id, trust, chain, address, at, name_policy and
security_level; trust and chain are lists of PEM texts.

Exit codes: 0 trusted, 1 unreadable input, 3 refused, 4 trusted with warnings.";

const INSPECT_EXAMPLE: &str = "\
Examples:
  tollgate cert inspect cucm.pem
  tollgate cert inspect https://cucm.steven.lab:6972 --trust ca.pem

Exit codes: 0 shown (and trusted), 1 unreadable, 3 refused, 4 trusted with warnings.
Without --trust nothing is judged.";

const CHAIN_EXAMPLE: &str = "\
Example:
  tollgate cert chain cucm.pem --trust ca.pem

Exit codes: 0 the chain is complete, 1 unreadable input, 3 it is not.";

/// How a chain is judged.
#[derive(Args, Debug)]
pub(crate) struct PolicyArguments {
    /// When, as RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    /// How the address is compared: document, traffic-server, strict or none
    #[arg(long, value_name = "POLICY", default_value_t)]
    pub(crate) name_policy: NamePolicy,
    /// Strength that keys and signatures need: compat, 0, 1 or 2
    #[arg(long, value_name = "LEVEL", default_value_t)]
    pub(crate) security_level: SecurityLevel,
}

#[derive(Args, Debug)]
pub(crate) struct VerifyArguments {
    /// File or directory with trusted certificates, PEM or DER; may be repeated
    #[arg(long, value_name = "PATH", required_unless_present = "batch")]
    pub(crate) trust: Vec<PathBuf>,
    /// The presented certificates, leaf first; - reads standard input
    #[arg(long, value_name = "FILE", required_unless_present = "batch")]
    pub(crate) chain: Option<PathBuf>,
    /// The host name or IP address that the client asked for; may be left out only with
    /// --name-policy none
    #[arg(long, value_name = "HOST", value_parser = address)]
    pub(crate) address: Option<Address>,
    /// Read questions, a JSON object a line, and answer each on a line; - reads standard input
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["trust", "chain", "address", "at", "name_policy", "security_level"]
    )]
    pub(crate) batch: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) policy: PolicyArguments,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

#[derive(Args, Debug)]
pub(crate) struct InspectArguments {
    /// PEM or DER file, https URL of a server, or - for standard input
    #[arg(value_name = "FILE|URL|-")]
    pub(crate) source: String,
    /// File or directory with trusted certificates; judges the chain; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) trust: Vec<PathBuf>,
    /// The address to judge for [default: that of the URL]
    #[arg(long, value_name = "HOST", requires = "trust", value_parser = address)]
    pub(crate) address: Option<Address>,
    /// Connect to this IP address instead of asking the resolver
    #[arg(long, value_name = "IP")]
    pub(crate) resolve: Option<IpAddr>,
    #[command(flatten)]
    pub(crate) policy: PolicyArguments,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

#[derive(Args, Debug)]
pub(crate) struct ChainArguments {
    /// The presented certificates, leaf first; - reads standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// File or directory with trusted certificates; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) trust: Vec<PathBuf>,
    /// When, as RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

/// Any text is an address: what is neither a name nor an IP address is judged as text.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for a Result")]
fn address(text: &str) -> Result<Address, std::convert::Infallible> {
    Ok(Address::parse(text))
}
