//! A program of the operator's that is started when something changes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::time::{Instant, sleep};

/// How long it may take; the next run waits for it.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// An alarm that did not go off as it should.
#[derive(Debug, thiserror::Error)]
enum AlarmError {
    #[error("{} ended with {status}", program.display())]
    Ended {
        program: PathBuf,
        status: ExitStatus,
    },
    #[error("{} did not end within {} s and was ended", program.display(), PATIENCE.as_secs())]
    Endless { program: PathBuf },
}

/// Starts the program without a shell and without arguments; it reads `document` from standard
/// input, and its output goes where standard error goes.
pub(super) async fn call(program: &Path, document: String) -> Result<()> {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(std::io::stderr())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // It may end without reading, or never read: neither holds up the schedule.
        let write = move || drop(stdin.write_all(document.as_bytes()));
        thread::Builder::new()
            .spawn(write)
            .context("cannot start a thread")?;
    }
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for the alarm")? {
            if status.success() {
                return Ok(());
            }
            let program = program.to_owned();
            return Err(AlarmError::Ended { program, status }.into());
        }
        if Instant::now() >= end {
            child.kill().context("cannot end the alarm")?;
            child.wait().context("cannot wait for the alarm")?;
            let program = program.to_owned();
            return Err(AlarmError::Endless { program }.into());
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "the runtime has no processes; this looks for the end of one"
        )]
        sleep(LOOK).await;
    }
}
