//! `tollgate preflight watch`: the preflight on a schedule, and what changes from run to run.
//!
//! A run is made on a thread of its own, because it waits for nodes and reads files; everything is
//! written here, so that a signal ends the command at any time and leaves whole files behind.

mod alarm;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};
use tollgate_analyze::preflight::Preflight;

use super::diff::{self, Difference};
use super::runs::{Run, RunError};
use super::{Answer, document};
use crate::cli::{Destination, PreflightArguments, ReportForm, WatchArguments};
use crate::clock;
use crate::commands::analyze;
use crate::exit::Exit;
use crate::output::Output;
use crate::runtime::block_on;

pub(super) fn run(arguments: &WatchArguments, output: &mut Output) -> Result<Exit> {
    let Some(form) = form(&arguments.preflight, output) else {
        return Ok(Exit::Usage);
    };
    let mut watch = Watch {
        arguments,
        preflight: Arc::new(arguments.preflight.clone()),
        form,
        state: first_state(arguments)?,
        exit: Exit::Good,
    };
    if let Some(path) = &arguments.state {
        let inputs = [
            arguments.preflight.inventory.clone(),
            arguments.preflight.config.clone(),
        ];
        let inputs: Vec<PathBuf> = inputs.into_iter().flatten().collect();
        analyze::refuse_input(path, &inputs)?;
    }
    block_on(watch.keep(output))
}

/// How changes are told: the form of standard output, which is that of lines.
fn form(arguments: &PreflightArguments, output: &Output) -> Option<Lines> {
    let mut destinations = arguments.destinations.0.iter();
    match destinations.find(|one| one.file.is_none()) {
        None => Some(Lines::Text),
        Some(one) if one.form == ReportForm::Text => Some(Lines::Text),
        Some(one) if one.form == ReportForm::Jsonl => Some(Lines::Json),
        Some(_) => {
            output.note(&output.text("watch-forms", &[]));
            None
        }
    }
}

/// What is in the state from last time.
fn first_state(arguments: &WatchArguments) -> Result<Option<Run>> {
    let Some(path) = arguments.state.as_deref().filter(|path| path.exists()) else {
        return Ok(None);
    };
    Ok(Some(Run::read(path).map_err(UnusableState)?))
}

/// A state that is no run.
#[derive(Debug, thiserror::Error)]
#[error("the state cannot be used")]
pub(crate) struct UnusableState(#[source] RunError);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    Text,
    Json,
}

/// Why there is no further run.
enum Ended {
    Interrupted,
    Terminated,
}

struct Watch<'a> {
    arguments: &'a WatchArguments,
    preflight: Arc<PreflightArguments>,
    form: Lines,
    /// The last run that was made.
    state: Option<Run>,
    /// The gravest of all runs.
    exit: Exit,
}

struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    async fn next(&mut self) -> Ended {
        tokio::select! {
            _ = self.interrupt.recv() => Ended::Interrupted,
            _ = self.terminate.recv() => Ended::Terminated,
        }
    }
}

impl Watch<'_> {
    async fn keep(&mut self, output: &mut Output) -> Result<Exit> {
        let of_kind = |kind| signal(kind).context("cannot wait for signals");
        let mut signals = Signals {
            interrupt: of_kind(SignalKind::interrupt())?,
            terminate: of_kind(SignalKind::terminate())?,
        };
        let last = if self.arguments.once {
            Some(1)
        } else {
            self.arguments.max_runs
        };
        let mut schedule = interval(self.arguments.every);
        // A run that took longer than the period delays the next, and none is made up for.
        schedule.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut made: u32 = 0;
        loop {
            let ended = tokio::select! {
                _ = schedule.tick() => None,
                ended = signals.next() => Some(ended),
            };
            let ended = if ended.is_some() {
                ended
            } else {
                tokio::select! {
                    answer = answer(&self.preflight, output) => {
                        if let Some(exit) = self.take(answer, output).await? {
                            return Ok(exit);
                        }
                        None
                    }
                    ended = signals.next() => Some(ended),
                }
            };
            match ended {
                Some(Ended::Interrupted) => return Ok(Exit::Interrupted),
                Some(Ended::Terminated) => return Ok(Exit::Good),
                None => {}
            }
            made = made.saturating_add(1);
            if last.is_some_and(|last| made >= last) || output.is_closed() {
                return Ok(self.exit);
            }
        }
    }

    /// Takes what came of a run; an exit code where no further run would do better.
    async fn take(&mut self, answer: Result<Answer>, output: &mut Output) -> Result<Option<Exit>> {
        let failure = match answer {
            Ok(Answer::Made(preflight, failed)) => {
                self.exit = self.exit.and(failed);
                self.tell(&preflight, output).await.err()
            }
            Ok(Answer::Ended(Exit::Usage)) => return Ok(Some(Exit::Usage)),
            Ok(Answer::Ended(exit)) => {
                self.exit = self.exit.and(exit);
                Some(anyhow!(output.text("watch-nothing", &[])))
            }
            Err(error) => Some(error),
        };
        if let Some(error) = failure {
            self.fail(&error, output)?;
        }
        Ok(None)
    }

    fn fail(&mut self, error: &anyhow::Error, output: &mut Output) -> Result<()> {
        self.exit = self.exit.and(Exit::Failed);
        output.failure(error);
        if self.form == Lines::Json {
            let line = json!({
                "kind": "failed",
                "at": clock::now().to_string(),
                "error": format!("{error:#}"),
            });
            output.json_line(&line)?;
        }
        Ok(())
    }

    /// Compares a run with the one before, tells, keeps, and calls for help.
    async fn tell(&mut self, preflight: &Preflight, output: &mut Output) -> Result<()> {
        let language = output.language();
        let document = document::value(preflight, language)?;
        let text = super::pretty(&document)?;
        let run = Run::of(document)?;
        let difference = self.state.as_ref().map(|before| {
            let names = ["watch-before", "watch-now"].map(|id| output.text(id, &[]));
            Difference::between(before, &run, names)
        });
        match &difference {
            None => self.baseline(&run, output)?,
            Some(difference) => self.changes(difference, &run, output)?,
        }
        self.state = Some(run);
        // Each of these is tried, whatever becomes of the others.
        let mut failures = Vec::new();
        for destination in self.files() {
            let written = super::show_one(preflight, destination, &self.preflight, output);
            failures.extend(written.err());
        }
        if let Some(path) = &self.arguments.state {
            let written = analyze::write(path, ReportForm::Json, &text);
            failures.extend(written.err().map(anyhow::Error::from));
        }
        if let (Some(program), Some(difference)) = (&self.arguments.exec, &difference)
            && !difference.changes.is_empty()
        {
            let document = diff::document(difference).to_string();
            failures.extend(alarm::call(program, document).await.err());
        }
        for error in failures {
            self.fail(&error, output)?;
        }
        Ok(())
    }

    fn files(&self) -> impl Iterator<Item = &Destination> {
        let destinations = self.arguments.preflight.destinations.0.iter();
        destinations.filter(|one| one.file.is_some())
    }

    fn baseline(&self, run: &Run, output: &mut Output) -> Result<()> {
        let count = |wanted| run.standings().iter().filter(|own| **own == wanted).count();
        let counts = [
            ("trusted", count(super::runs::Standing::Trusted)),
            ("refused", count(super::runs::Standing::Refused)),
            ("silent", count(super::runs::Standing::Silent)),
        ];
        match self.form {
            Lines::Text => {
                let counts = counts.map(|(name, count)| (name, count.to_string()));
                let first = output.text("watch-baseline", &counts);
                output.line(&format!("{} {first}", at(run)));
            }
            Lines::Json => {
                let [trusted, refused, silent] = counts.map(|(_, count)| count);
                output.json_line(&json!({
                    "kind": "baseline",
                    "at": at(run),
                    "trusted": trusted,
                    "refused": refused,
                    "silent": silent,
                }))?;
            }
        }
        Ok(())
    }

    fn changes(&mut self, difference: &Difference, run: &Run, output: &mut Output) -> Result<()> {
        self.exit = self.exit.and(difference.exit());
        for change in &difference.changes {
            match self.form {
                Lines::Text => {
                    let line = diff::line(change, output.language());
                    output.line(&format!("{} {line}", at(run)));
                }
                Lines::Json => {
                    let mut line = diff::object(change);
                    if let Value::Object(line) = &mut line {
                        let what = line.remove("kind").unwrap_or_default();
                        line.insert("what".to_owned(), what);
                        line.insert("kind".to_owned(), "change".into());
                        line.insert("at".to_owned(), at(run).into());
                    }
                    output.json_line(&line)?;
                }
            }
        }
        Ok(())
    }
}

fn at(run: &Run) -> String {
    run.made_at.map_or_else(String::new, |at| at.to_string())
}

/// Makes a run on a thread of its own. Where the command ends first, the thread ends with the
/// process: it has only asked and judged, and written nothing.
async fn answer(arguments: &Arc<PreflightArguments>, output: &Output) -> Result<Answer> {
    let (sender, receiver) = oneshot::channel();
    let arguments = Arc::clone(arguments);
    let own = Output::new(output.language());
    thread::Builder::new()
        .name("preflight".to_owned())
        .spawn(move || drop(sender.send(super::answer(&arguments, &own))))
        .context("cannot start a thread")?;
    receiver.await.context("the run broke off")?
}
