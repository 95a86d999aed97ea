//! The project's own checks: `cargo xtask ci` is what continuous integration runs.

mod budgets;
mod ci;
mod conformance;
mod instructions;
mod layers;
mod texts;

use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  ci                        every check, in the order of CONTRIBUTING.md
  layers                    the arrows between crates, and the purity of the pure ones
  budgets                   file lengths and file names
  texts                     messages that no code uses
  instructions              counts those of the hot functions and holds them to their limits
  conformance [--data DIR] [--tollgate BINARY] [--live]
                            recorded cases against the built binary, if the data is present
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            output::complain(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.split_first() {
        Some((&"ci", [])) => ci::run(),
        Some((&"layers", [])) => layers::run(),
        Some((&"budgets", [])) => budgets::run(),
        Some((&"texts", [])) => texts::run(),
        Some((&"instructions", [])) => instructions::run(),
        Some((&"conformance", options)) => conformance::run(&conformance::Options::parse(options)?),
        _ => {
            output::complain(USAGE);
            Ok(false)
        }
    }
}

mod output {
    //! The only place that prints.
    #![expect(
        clippy::print_stdout,
        clippy::print_stderr,
        reason = "xtask reports to a terminal"
    )]

    pub(crate) fn say(text: &str) {
        println!("{text}");
    }

    pub(crate) fn complain(text: &str) {
        eprintln!("{text}");
    }
}
