//! The command line.

mod allow;
mod analyze;
mod beside;
mod bundle;
mod cert;
mod destination;
mod doctor;
mod evidence;
mod lab;
mod preflight;
mod probe;
mod publisher;
mod runs;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use tollgate_text::Language;

pub(crate) use allow::{
    AllowCommand, AllowExportArguments, AllowImportArguments, AllowTestArguments,
};
pub(crate) use analyze::{
    AnalyzeArguments, ColorChoice, ExplainArguments, FailOn, QuestionArguments, ReadingArguments,
    SchemaArguments, ShowingArguments, SignatureCommand, SignatureLintArguments,
    SignatureListArguments, SignatureShowArguments, SignatureTestArguments,
};
pub(crate) use beside::BesideArguments;
pub(crate) use bundle::{BundleCommand, RedactArguments, UnredactArguments};
pub(crate) use cert::{CertCommand, ChainArguments, InspectArguments, VerifyArguments};
pub(crate) use destination::{Destination, Destinations, ReportForm};
pub(crate) use doctor::{DoctorArguments, DoctorForm, Since};
pub(crate) use evidence::{CaptureArguments, CaptureFormat};
pub(crate) use lab::{LabCommand, LabFaultArguments, LabListArguments, LabUpArguments, OnOff};
pub(crate) use preflight::{DepthName, PreflightArguments};
pub(crate) use probe::{KeyName, ProbeArguments};
pub(crate) use publisher::PublisherArguments;
pub(crate) use runs::{
    DiffArguments, PreflightCall, PreflightCommand, RequestArguments, WatchArguments,
};

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
    5  information is missing, and nothing else is wrong
  130  interrupted";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the traffic server
    #[command(after_help = SERVE_EXAMPLE)]
    Serve(ServeArguments),
    /// See the documented failures, and their repairs, on simulated nodes
    #[command(after_help = DEMO_EXAMPLE)]
    Demo(DemoArguments),
    /// Say what is broken in diagnostic bundles, why, and what to upload or change
    #[command(after_help = analyze::ANALYZE_EXAMPLE)]
    Analyze(AnalyzeArguments),
    /// Say what an upgrade will break, and the shortest list of changes that prevents it
    #[command(after_help = preflight::PREFLIGHT_EXAMPLE)]
    Preflight(Box<PreflightCall>),
    /// Ask one node by its name and by every address, and judge what it presents
    #[command(after_help = probe::PROBE_EXAMPLE)]
    Probe(Box<ProbeArguments>),
    /// Say in three lines what is wrong with a running traffic server, since when, and what to do
    #[command(after_help = doctor::DOCTOR_EXAMPLE)]
    Doctor(DoctorArguments),
    /// Explain a finding code, or tell the story of a transaction, a frame or a log line
    #[command(after_help = analyze::EXPLAIN_EXAMPLE)]
    Explain(ExplainArguments),
    /// Show the TLS handshakes, certificates and alerts of packet captures
    #[command(after_help = evidence::CAPTURE_EXAMPLE)]
    Capture(CaptureArguments),
    /// Make diagnostic bundles fit to be handed on
    #[command(subcommand)]
    Bundle(BundleCommand),
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
    /// Show and test what is looked for
    #[command(subcommand)]
    Signature(SignatureCommand),
    /// Print the JSON Schema of what a command prints
    #[command(after_help = analyze::SCHEMA_EXAMPLE)]
    Schema(SchemaArguments),
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
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
