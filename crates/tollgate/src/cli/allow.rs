//! `tollgate allow`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;

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

#[derive(Args, Debug)]
pub(crate) struct AllowExportArguments {
    /// Configuration of serve
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
}
