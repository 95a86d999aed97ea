//! One module for each command; each returns its exit code.

mod allow;
mod analyze;
mod bundle;
mod capture;
mod cert_batch;
mod cert_chain;
mod cert_inspect;
mod cert_verify;
mod decode;
mod demo;
mod doctor;
mod explain;
mod lab;
mod preflight;
mod probe;
mod rules;
mod schema;
mod serve;
mod signature;
mod trust_check;
mod version;

pub(crate) use allow::ListError;
pub(crate) use analyze::WriteError;
pub(crate) use bundle::BundleError;
pub(crate) use capture::CaptureError;
pub(crate) use doctor::DoctorError;
pub(crate) use explain::NotThere;
pub(crate) use lab::RunningLabError;
pub(crate) use preflight::PublisherError;
pub(crate) use preflight::{RunError, UnusableState};
pub(crate) use schema::UnknownSchema;
pub(crate) use signature::{TestError, UnusableSignature};

use anyhow::Result;
use tollgate_text::Language;

use crate::cli::{
    AllowCommand, BundleCommand, CertCommand, Command, LabCommand, SignatureCommand, TrustCommand,
};
use crate::exit::Exit;
use crate::output::Output;

/// Runs one command. An error means that it could not do its job.
pub(crate) fn run(command: Command, output: &mut Output) -> Result<Exit> {
    match command {
        Command::Serve(arguments) => serve::run(&arguments, output),
        Command::Demo(arguments) => demo::run(&arguments, output),
        Command::Analyze(arguments) => analyze::run(&arguments, output),
        Command::Preflight(arguments) => preflight::run(&arguments, output),
        Command::Probe(arguments) => probe::run(&arguments, output),
        Command::Doctor(arguments) => doctor::run(&arguments, output),
        Command::Explain(arguments) => explain::run(&arguments, output),
        Command::Signature(SignatureCommand::List(arguments)) => {
            signature::list(&arguments, output)
        }
        Command::Signature(SignatureCommand::Show(arguments)) => {
            signature::show(&arguments, output)
        }
        Command::Signature(SignatureCommand::Lint(arguments)) => {
            Ok(signature::lint_files(&arguments, output))
        }
        Command::Signature(SignatureCommand::Test(arguments)) => {
            signature::test(&arguments, output)
        }
        Command::Schema(arguments) => schema::run(&arguments, output),
        Command::Capture(arguments) => capture::run(&arguments, output),
        Command::Bundle(BundleCommand::Redact(arguments)) => bundle::redact(&arguments, output),
        Command::Bundle(BundleCommand::Unredact(arguments)) => bundle::unredact(&arguments, output),
        Command::Cert(CertCommand::Verify(arguments)) => match &arguments.batch {
            Some(path) => cert_batch::run(path, output),
            None => cert_verify::run(&arguments, output),
        },
        Command::Cert(CertCommand::Inspect(arguments)) => cert_inspect::run(&arguments, output),
        Command::Cert(CertCommand::Chain(arguments)) => cert_chain::run(&arguments, output),
        Command::Trust(TrustCommand::Check(arguments)) => trust_check::run(&arguments, output),
        Command::Decode(arguments) => decode::run(&arguments, output),
        Command::Allow(AllowCommand::Test(arguments)) => allow::test(&arguments, output),
        Command::Allow(AllowCommand::Import(arguments)) => allow::import(&arguments, output),
        Command::Allow(AllowCommand::Export(arguments)) => allow::export(&arguments, output),
        Command::Lab(LabCommand::Up(arguments)) => lab::up(&arguments, output),
        Command::Lab(LabCommand::Fault(arguments)) => lab::fault(&arguments, output),
        Command::Lab(LabCommand::List(arguments)) => lab::list(&arguments, output),
        Command::Version(arguments) => version::run(&arguments, output),
    }
}

/// The language that the locale asks for.
#[expect(clippy::disallowed_methods, reason = "the binary owns the environment")]
pub(crate) fn language_of_environment() -> Language {
    let values = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
    Language::of_locale(values.iter().map(Option::as_deref))
}

/// Whether the environment asks for plain output: `NO_COLOR` with any value, or a terminal that
/// cannot do more.
#[expect(clippy::disallowed_methods, reason = "the binary owns the environment")]
pub(crate) fn environment_is_plain() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("NO_COLOR") || std::env::var("TERM").is_ok_and(|terminal| terminal == "dumb")
}
