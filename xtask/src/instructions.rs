//! Instruction counts of the hot functions, which are the same on every machine.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::output::say;

/// The package that is counted, and its runner, which has to be of the same release.
const PACKAGE: &str = "tollgate-instructions";
const RUNNER: &str = "gungraun-runner";

/// Counts; fails where one is above its limit. Without valgrind and the runner it says so and
/// counts nothing.
pub(crate) fn run() -> Result<bool> {
    for (program, remedy) in [
        ("valgrind", "apt install valgrind"),
        (
            RUNNER,
            "cargo install --locked --version 0.20.0 gungraun-runner",
        ),
    ] {
        if !is_there(program) {
            say(&format!(
                "{program} is not installed: instructions are not counted ({remedy})"
            ));
            return Ok(true);
        }
    }
    let arguments = ["bench", "--quiet", "--locked", "--package", PACKAGE];
    let status = Command::new(env!("CARGO"))
        .args(arguments)
        .stdin(Stdio::null())
        .status()?;
    Ok(status.success())
}

fn is_there(program: &str) -> bool {
    let quiet = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    quiet.is_ok()
}
