//! Commands that handle diagnostic bundles as a whole.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;

#[derive(Debug, Subcommand)]
pub(crate) enum BundleCommand {
    /// Replace names, addresses and users, so that a bundle can be handed on
    #[command(after_help = REDACT_EXAMPLE)]
    Redact(RedactArguments),
    /// Read a text about a redacted bundle with the real names in it
    #[command(after_help = UNREDACT_EXAMPLE)]
    Unredact(UnredactArguments),
}

const REDACT_EXAMPLE: &str = "\
Examples:
  tollgate bundle redact diagnostic_log_*.tar.gz --out redacted/ --map map.json
  tollgate bundle redact logs/ --out case.tar.gz --map map.json

Every name, address and user becomes another of the same length, the same one in
logs, dumps, certificates and captures; certificates are signed again. Lengths,
times, verdicts and checksums stay, and the analyser finds what it found before.
Encrypted data stays as it is. The map leads back: keep it private, and give it
again for further bundles of the same site.

Exit codes: 0 redacted and checked, 1 not redacted: nothing is written.";

const UNREDACT_EXAMPLE: &str = "\
Example:
  tollgate analyze case.tar.gz | tollgate bundle unredact - --map map.json

Exit codes: 0 done, 1 the text or the map cannot be read.";

#[derive(Args, Debug)]
pub(crate) struct RedactArguments {
    /// Archives, files, or directories with unpacked bundles
    #[arg(value_name = "IN", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the redacted bundles go: a directory, or a file if there is one input
    #[arg(long, value_name = "DIR_OR_FILE")]
    pub(crate) out: PathBuf,
    /// The private map; made if it does not exist, and otherwise used and extended
    #[arg(long, value_name = "MAP")]
    pub(crate) map: PathBuf,
    /// Form of the report on what was replaced
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

#[derive(Args, Debug)]
pub(crate) struct UnredactArguments {
    /// The text; - reads standard input
    #[arg(value_name = "TEXT")]
    pub(crate) text: PathBuf,
    /// The map that was made with the redacted bundle
    #[arg(long, value_name = "MAP")]
    pub(crate) map: PathBuf,
}
