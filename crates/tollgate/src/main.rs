//! Tollgate: the verifying traffic server of a Mobile and Remote Access edge, and the commands
//! that explain its verdicts.

mod chain_picture;
mod cli;
mod clock;
mod commands;
mod evidence;
mod exit;
mod failure;
mod fetch;
mod input;
mod lab_control;
mod lab_desk;
mod labels;
mod output;
mod runtime;
mod traffic_server;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Arguments;
use crate::exit::Exit;
use crate::output::Output;

/// Measured: the C library's allocator took a twentieth of a small request, and more of a large one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut output = Output::new(commands::language_of_environment());
    let exit = match Arguments::try_parse() {
        Ok(arguments) => {
            if let Some(language) = arguments.language {
                output.speak(language);
            }
            commands::run(arguments.command, &mut output).unwrap_or_else(|error| {
                output.failure(&error);
                Exit::Failed
            })
        }
        Err(error) => output.usage(&error),
    };
    output.settled(exit).into()
}
