//! `tollgate analyze`, `explain`, `signature` and `schema`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use tollgate_analyze::SoftwareVersion;
use tollgate_pki::{NamePolicy, SecurityLevel};
use tollgate_report::{Category, State};

use super::Format;
use super::destination::Destinations;

pub(super) const ANALYZE_EXAMPLE: &str = "\
Examples:
  tollgate analyze diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz
  tollgate analyze vcsc.tar.gz vcse.tar.gz -o html --out report.html -o json
  tollgate analyze unpacked/ --what-if X14.2
  pbpaste | tollgate analyze -

Without -o the report is text for a terminal. --out writes the form named before it, or the
one that the ending of the file's name tells, into a file. Filters change what is shown
and never the exit code.

Exit codes: 0 all good, 1 an input cannot be read, 3 at least one issue found, 4 potential
problems only, 5 information is missing and nothing is broken. 3 outweighs 1, 1 outweighs
5, 5 outweighs 4.";

pub(super) const EXPLAIN_EXAMPLE: &str = "\
Examples:
  tollgate explain TG1001
  tollgate explain --txn 191 diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz
  tollgate explain --frame 25 diagnostic_log_vcsc_2022-07-11_16_55_44.tar.gz
  tollgate explain --line 15 traffic_server.log

Exit codes: 0 explained, 1 an input cannot be read, or there is no such code,
transaction, frame or line.";

pub(super) const SCHEMA_EXAMPLE: &str = "\
Examples:
  tollgate schema
  tollgate schema analysis

Exit codes: 0 shown, 1 there is no schema of this name.";

#[derive(Args, Debug)]
pub(crate) struct AnalyzeArguments {
    /// Diagnostic archives (.tar.gz, .tgz, .tar, .zip, .gz), unpacked directories, logs,
    /// captures, dumps, certificates, pasted text; - reads standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) destinations: Destinations,
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
    #[command(flatten)]
    pub(crate) question: QuestionArguments,
    /// Show findings in these states only
    #[arg(long, value_name = "STATE", value_enum, value_delimiter = ',')]
    pub(crate) state: Vec<StateName>,
    /// Show findings of these categories only
    #[arg(long, value_name = "CATEGORY", value_enum, value_delimiter = ',')]
    pub(crate) category: Vec<CategoryName>,
    /// Show findings that stand for a known defect only
    #[arg(long)]
    pub(crate) defects_only: bool,
    #[command(flatten)]
    pub(crate) showing: ShowingArguments,
}

/// How a report is shown, and what counts for the exit code.
#[derive(Args, Clone, Debug)]
pub(crate) struct ShowingArguments {
    /// The least that makes the exit code other than 0
    #[arg(long, value_name = "STATE", value_enum, default_value_t)]
    pub(crate) fail_on: FailOn,
    /// Findings that somebody answers for, with reason and last day, as TOML; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) suppress: Vec<PathBuf>,
    /// Colours on a terminal; `NO_COLOR` switches them off too
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
    /// Draw with plain characters only
    #[arg(long)]
    pub(crate) ascii: bool,
    /// Show everything: what is in order, every cell, all of the evidence
    #[arg(long)]
    pub(crate) all: bool,
}

/// How evidence is read.
#[derive(Args, Debug)]
pub(crate) struct ReadingArguments {
    /// Secrets of TLS sessions (SSLKEYLOGFILE) to open encrypted handshakes with; may be
    /// repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) keylog: Vec<PathBuf>,
    /// Pass over log lines from before this time, as RFC 3339
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<Timestamp>,
    /// Look for the signatures (*.toml) of a directory too; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(crate) signature_dir: Vec<PathBuf>,
}

/// How evidence is judged.
#[derive(Args, Debug)]
pub(crate) struct QuestionArguments {
    /// Judge as this release of the appliance would, such as X14.2
    #[arg(long, value_name = "VERSION", value_parser = software_version)]
    pub(crate) what_if: Option<SoftwareVersion>,
    /// Judge certificates at the present time, and not when they were shown
    #[arg(long)]
    pub(crate) as_now: bool,
    /// Judge certificates at this time, as RFC 3339
    #[arg(long, value_name = "TIME", conflicts_with = "as_now")]
    pub(crate) at: Option<Timestamp>,
    /// How addresses are compared: document, traffic-server, strict or none
    #[arg(long, value_name = "POLICY", default_value_t)]
    pub(crate) name_policy: NamePolicy,
    /// Strength that keys and signatures need: compat, 0, 1 or 2
    #[arg(long, value_name = "LEVEL", default_value_t)]
    pub(crate) security_level: SecurityLevel,
}

#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("what"))]
pub(crate) struct ExplainArguments {
    /// A finding code, such as TG1001; with an option below, archives, directories and files
    #[arg(value_name = "CODE|PATH")]
    pub(crate) words: Vec<String>,
    /// The story of this transaction of the traffic server
    #[arg(long, value_name = "N", group = "what")]
    pub(crate) txn: Option<u64>,
    /// The story of the TLS handshake that this frame of a capture belongs to
    #[arg(long, value_name = "N", group = "what")]
    pub(crate) frame: Option<u64>,
    /// What this line of a log says, and the transaction that it belongs to
    #[arg(long, value_name = "N", group = "what")]
    pub(crate) line: Option<u64>,
}

#[derive(Args, Debug)]
pub(crate) struct SchemaArguments {
    /// Name of a schema; without it their names are listed
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SignatureCommand {
    /// List all signatures
    #[command(after_help = LIST_EXAMPLE)]
    List(SignatureListArguments),
    /// Show what a signature looks for and says
    #[command(after_help = SHOW_EXAMPLE)]
    Show(SignatureShowArguments),
    /// Say what is wrong with signature files
    #[command(after_help = LINT_EXAMPLE)]
    Lint(SignatureLintArguments),
    /// Hold signatures against evidence with a known answer
    #[command(after_help = TEST_EXAMPLE)]
    Test(SignatureTestArguments),
}

const LIST_EXAMPLE: &str = "\
Examples:
  tollgate signature list
  tollgate signature list --signature-dir own/ -o json

Exit codes: 0 listed, 1 a signature file cannot be read.";

const SHOW_EXAMPLE: &str = "\
Example:
  tollgate signature show self-signed-not-stored

Exit codes: 0 shown, 1 there is no such signature.";

const LINT_EXAMPLE: &str = "\
Example:
  tollgate signature lint own/*.toml

Exit codes: 0 all good, 1 a file cannot be read, 3 a signature cannot be used, 4 one can,
and will not do what its writer thinks.";

const TEST_EXAMPLE: &str = "\
Example:
  tollgate signature test own/

own/NAME.toml is held against every file and directory of own/NAME/; the name of each
begins with the state that is expected, such as issue-found.log or no-issue-2.tar.gz.

Exit codes: 0 every expectation is met, 1 something cannot be read, or there is nothing
to test, 3 an expectation is not met.";

#[derive(Args, Debug)]
pub(crate) struct SignatureListArguments {
    /// Signatures (*.toml) of a directory too; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(crate) signature_dir: Vec<PathBuf>,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

#[derive(Args, Debug)]
pub(crate) struct SignatureShowArguments {
    /// Id of the signature
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Signatures (*.toml) of a directory too; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(crate) signature_dir: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct SignatureLintArguments {
    /// Signature files, TOML; - reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct SignatureTestArguments {
    /// Directory of signatures and their evidence
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
}

/// The states as the command line spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateName {
    /// It is broken.
    IssueFound,
    /// It works, or nobody met it yet, and it deserves a look.
    PotentialProblem,
    /// The evidence that would tell is missing.
    MissingInformation,
    /// It was looked for and is not there.
    NoIssue,
    /// It cannot be on this appliance, version or configuration.
    NotApplicable,
}

impl From<StateName> for State {
    fn from(name: StateName) -> Self {
        match name {
            StateName::IssueFound => Self::IssueFound,
            StateName::PotentialProblem => Self::PotentialProblem,
            StateName::MissingInformation => Self::MissingInformation,
            StateName::NoIssue => Self::NoIssue,
            StateName::NotApplicable => Self::NotApplicable,
        }
    }
}

/// The categories as the command line spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CategoryName {
    /// Calls.
    Call,
    /// Mobile and Remote Access.
    Mra,
    /// Configuration.
    Configuration,
}

impl From<CategoryName> for Category {
    fn from(name: CategoryName) -> Self {
        match name {
            CategoryName::Call => Self::Call,
            CategoryName::Mra => Self::Mra,
            CategoryName::Configuration => Self::Configuration,
        }
    }
}

/// What makes the exit code other than 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum FailOn {
    /// Issues, missing information and potential problems.
    #[default]
    Potential,
    /// Issues and missing information.
    Missing,
    /// Issues.
    Issue,
    /// Nothing that was found.
    Never,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

pub(super) fn software_version(text: &str) -> Result<SoftwareVersion, String> {
    SoftwareVersion::parse(text)
        .ok_or_else(|| "no release; write it as X14.2 or X14.0.8".to_owned())
}
