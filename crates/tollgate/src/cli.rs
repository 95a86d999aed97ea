//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use tollgate_lab::{Fault, UnknownFault};
use tollgate_pki::{Address, NamePolicy, SecurityLevel};
use tollgate_text::Language;

/// The verifying traffic server of a Mobile and Remote Access edge.
///
/// May this connection to that node be trusted, and if not, why, and what does the operator do
/// about it? `serve` answers for every request, the other commands for a file, a node or a trust
/// store.
#[derive(Debug, Parser)]
#[command(name = "tollgate", version, after_help = EXIT_CODES, max_term_width = 80)]
pub(crate) struct Arguments {
    /// Language of the output: en, ja, nl, pt-BR or zh-TW [default: that of the locale]
    #[arg(long = "lang", global = true, value_name = "LANGUAGE")]
    pub(crate) language: Option<Language>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes of every command:
    0  all good
    1  the job could not be done
    2  wrong usage
    3  at least one issue found, or refused
    4  potential problems only
  130  interrupted";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the traffic server
    #[command(after_help = SERVE_EXAMPLE)]
    Serve(ServeArguments),
    /// See the documented failures, and their repairs, on simulated nodes
    #[command(after_help = DEMO_EXAMPLE)]
    Demo(DemoArguments),
    /// Judge, show and explain certificates
    #[command(subcommand)]
    Cert(CertCommand),
    /// Look after a trust store
    #[command(subcommand)]
    Trust(TrustCommand),
    /// Decode an edge URL, such as /c3RldmVuLmxhYi9.../cucm-uds/version
    #[command(after_help = DECODE_EXAMPLE)]
    Decode(DecodeArguments),
    /// Test and convert HTTP allow lists
    #[command(subcommand)]
    Allow(AllowCommand),
    /// Run simulated nodes to try the traffic server on
    #[command(subcommand)]
    Lab(LabCommand),
    /// Show which Tollgate this is, and which OpenSSL judges
    Version(VersionArguments),
}

const SERVE_EXAMPLE: &str = "\
Examples:
  tollgate serve --config tollgate.toml --check
  tollgate serve --config tollgate.toml

SIGHUP reads the configuration and everything that it names again; SIGTERM and SIGINT
finish the requests in flight, a second one cuts them.

Exit codes: 0 ended by a signal, or the configuration is right; 1 it is not, or the
server cannot go on.";

const DEMO_EXAMPLE: &str = "\
Example:
  tollgate demo

Everything listens on loopback addresses and is gone afterwards.

Exit codes: 0 every scenario came out as documented, 1 the nodes cannot start, 3 a
scenario came out differently, 130 interrupted.";

const DECODE_EXAMPLE: &str = "\
Example:
  tollgate decode /c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw/cucm-uds/version

Exit codes: 0 decoded, 1 not an edge URL.";

#[derive(Args, Debug)]
pub(crate) struct ServeArguments {
    /// The configuration, a TOML file
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// Judge the configuration and print the values in force, defaults included
    #[arg(long)]
    pub(crate) check: bool,
    /// Form of the output of --check
    #[arg(short, long, value_enum, default_value_t, requires = "check")]
    pub(crate) output: Format,
}

#[derive(Args, Debug)]
pub(crate) struct DemoArguments {
    /// End when the scenarios are over, in a terminal too
    #[arg(long)]
    pub(crate) exit: bool,
}

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
    /// The host name or IP address that the client asked for
    #[arg(long, value_name = "HOST", required_unless_present = "batch", value_parser = address)]
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

#[derive(Debug, Subcommand)]
pub(crate) enum TrustCommand {
    /// List every entry of trust store files, and what is wrong with some of them
    #[command(after_help = TRUST_CHECK_EXAMPLE)]
    Check(TrustCheckArguments),
}

const TRUST_CHECK_EXAMPLE: &str = "\
Example:
  tollgate trust check ca.pem

Exit codes: 0 all good, 1 a file cannot be read, 3 an entry cannot be read,
4 an entry is expired, not yet valid, a duplicate, no anchor, or one of several with
the same subject.";

#[derive(Args, Debug)]
pub(crate) struct TrustCheckArguments {
    /// Files or directories with certificates, PEM or DER; - reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// When, as RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

#[derive(Args, Debug)]
pub(crate) struct DecodeArguments {
    /// The path, or the whole URL, of a request
    #[arg(value_name = "EDGE_URL")]
    pub(crate) edge_url: String,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AllowCommand {
    /// Run a file of expectations against a file of rules
    #[command(after_help = ALLOW_TEST_EXAMPLE)]
    Test(AllowTestArguments),
    /// Read a file of rules, or of tests, and write it in its normal form
    #[command(after_help = ALLOW_IMPORT_EXAMPLE)]
    Import(AllowImportArguments),
    /// Write the rules of a configuration as CSV
    #[command(after_help = ALLOW_EXPORT_EXAMPLE)]
    Export(AllowExportArguments),
}

const ALLOW_TEST_EXAMPLE: &str = "\
Example:
  tollgate allow test --rules rules.csv --tests tests.csv

Exit codes: 0 every test as expected, 1 a file or a line cannot be read, 3 a test
came out differently.";

const ALLOW_IMPORT_EXAMPLE: &str = "\
Example:
  tollgate allow import rules.csv > normal.csv

Exit codes: 0 all lines read, 1 a line cannot be read (the others are written).";

const ALLOW_EXPORT_EXAMPLE: &str = "\
Example:
  tollgate allow export --config tollgate.toml > rules.csv

Exit codes: 0 written, 1 the configuration cannot be used.";

#[derive(Args, Debug)]
pub(crate) struct AllowTestArguments {
    /// Rules: Url,Deployment,HttpMethods,MatchType,Description
    #[arg(long, value_name = "CSV", required_unless_present = "config")]
    pub(crate) rules: Option<PathBuf>,
    /// Tests: Url,ExpectedResult,Deployment,Description,HttpMethod
    #[arg(long, value_name = "CSV")]
    pub(crate) tests: PathBuf,
    /// Configuration of serve, whose rules, the automatic ones among them, are tested too
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

#[derive(Args, Debug)]
pub(crate) struct AllowImportArguments {
    /// A file of rules or of tests; the header tells which. - reads standard input
    #[arg(value_name = "CSV")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LabCommand {
    /// Start the nodes and run until interrupted
    #[command(after_help = LAB_UP_EXAMPLE)]
    Up(LabUpArguments),
    /// Switch a fault of a running lab
    #[command(after_help = LAB_FAULT_EXAMPLE)]
    Fault(LabFaultArguments),
    /// Show the nodes, or their certificate lists
    #[command(after_help = LAB_LIST_EXAMPLE)]
    List(LabListArguments),
}

const LAB_UP_EXAMPLE: &str = "\
Example:
  tollgate lab up
  tollgate serve --config tollgate-lab/tollgate.toml     (in another terminal)

The directory gets ca.pem (the trust store), the edge's client certificate and key, and
tollgate.toml, a configuration of serve for these nodes.

Exit codes: 0 ended by SIGINT or SIGTERM, 1 the lab cannot start.";

const LAB_FAULT_EXAMPLE: &str = "\
Example:
  tollgate lab fault cucm.steven.lab:6972 ecdsa-self-signed on

Faults: san-missing, other-ca, expired, intermediate-not-sent, ecdsa-self-signed, slow,
resets, demands-client-certificate, stopped.

Exit codes: 0 switched, 1 no lab is running, or it has no such node.";

const LAB_LIST_EXAMPLE: &str = "\
Example:
  tollgate lab list --certificates

Where no lab is running, one is made for the list.

Exit codes: 0 listed, 1 no lab can be made.";

/// The directory of a lab.
const LAB_DIRECTORY: &str = "tollgate-lab";

#[derive(Args, Debug)]
pub(crate) struct LabUpArguments {
    /// The nodes, as TOML [default: those of steven.lab]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where to write trust store and configuration
    #[arg(long, value_name = "DIRECTORY", default_value = LAB_DIRECTORY)]
    pub(crate) directory: PathBuf,
    /// Listen on 127.0.0.1 with free ports, not on addresses of the nodes' own
    #[arg(long)]
    pub(crate) free_ports: bool,
    /// Begin with a fault, as NODE:FAULT or NODE:PORT:FAULT; may be repeated
    #[arg(long, value_name = "FAULT")]
    pub(crate) fault: Vec<PlacedFault>,
}

#[derive(Args, Debug)]
pub(crate) struct LabFaultArguments {
    /// The node, and the port if only one is meant
    #[arg(value_name = "NODE[:PORT]")]
    pub(crate) place: Place,
    /// What is to be wrong
    #[arg(value_name = "FAULT")]
    pub(crate) fault: Fault,
    /// Whether it appears or goes away
    #[arg(value_name = "on|off", value_enum)]
    pub(crate) switch: OnOff,
    /// The directory of the lab
    #[arg(long, value_name = "DIRECTORY", default_value = LAB_DIRECTORY)]
    pub(crate) directory: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct LabListArguments {
    /// Show each node's certificate list
    #[arg(long)]
    pub(crate) certificates: bool,
    /// The directory of the lab
    #[arg(long, value_name = "DIRECTORY", default_value = LAB_DIRECTORY)]
    pub(crate) directory: PathBuf,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

/// Which way a fault is switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnOff {
    /// The fault appears.
    On,
    /// The fault goes away.
    Off,
}

/// A node, or one port of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) node: String,
    pub(crate) port: Option<u16>,
}

/// A fault and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlacedFault {
    pub(crate) node: String,
    pub(crate) port: Option<u16>,
    pub(crate) fault: Fault,
}

/// Text that names no node and port.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PlaceError {
    #[error("the port is not a number; write NODE or NODE:PORT")]
    Port(#[from] std::num::ParseIntError),
    #[error("no fault is named; write NODE:FAULT or NODE:PORT:FAULT")]
    NoFault,
    #[error(transparent)]
    Fault(#[from] UnknownFault),
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        match text.rsplit_once(':') {
            None => Ok(Self {
                node: text.to_owned(),
                port: None,
            }),
            Some((node, port)) => Ok(Self {
                node: node.to_owned(),
                port: Some(port.parse()?),
            }),
        }
    }
}

impl FromStr for PlacedFault {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let (place, fault) = text.rsplit_once(':').ok_or(PlaceError::NoFault)?;
        let Place { node, port } = place.parse()?;
        Ok(Self {
            node,
            port,
            fault: fault.parse()?,
        })
    }
}

#[derive(Args, Debug)]
pub(crate) struct AllowExportArguments {
    /// Configuration of serve
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct VersionArguments {
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

/// Form of a command's result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
}

/// Any text is an address: what is neither a name nor an IP address is judged as text.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for a Result")]
fn address(text: &str) -> Result<Address, std::convert::Infallible> {
    Ok(Address::parse(text))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_fault_is_placed_on_a_node_or_a_port() {
        let placed = |port| PlacedFault {
            node: "a.b".to_owned(),
            port,
            fault: Fault::Slow,
        };
        assert_eq!("a.b:slow".parse(), Ok(placed(None)));
        assert_eq!("a.b:6972:slow".parse(), Ok(placed(Some(6972))));
        assert_eq!("slow".parse::<PlacedFault>(), Err(PlaceError::NoFault));
        let unknown = UnknownFault {
            name: "wrong".to_owned(),
        };
        assert_eq!(
            "a.b:wrong".parse::<PlacedFault>(),
            Err(PlaceError::Fault(unknown))
        );
        assert!(matches!("a.b:x".parse::<Place>(), Err(PlaceError::Port(_))));
    }

    #[test]
    fn help_fits_a_terminal() {
        fn check(command: &mut clap::Command) {
            let help = command.render_long_help().to_string();
            for line in help.lines() {
                let is_url = line.contains("c3RldmVu");
                assert!(
                    is_url || line.chars().count() <= 80,
                    "{}: {line}",
                    command.get_name()
                );
            }
            for subcommand in command.get_subcommands_mut() {
                check(subcommand);
            }
        }
        check(&mut Arguments::command().term_width(80));
    }
}
