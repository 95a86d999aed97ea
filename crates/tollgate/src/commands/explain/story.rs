//! The story of a transaction: its log lines, what they say, the handshakes that carried it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;
use tollgate_analyze::case::{AsOf, Case, CellAttempt, Question};
use tollgate_analyze::log::{Failed, Position, Transaction};
use tollgate_diaglog::{Event, Line};
use tollgate_pki::Policy;

use super::handshake::{self, Told};
use super::{NotThere, Subject, annotation};
use crate::clock;
use crate::evidence::{self, LogLine, Request, Sources};
use crate::exit::Exit;
use crate::output::Output;

/// Log entries that are shown. A transaction has a dozen; more are of others with its number.
const ENTRIES: usize = 200;
/// Characters of an entry that are shown.
const CHARACTERS: usize = 4_000;

/// A transaction, and the lines that belong to it without its number in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Wanted {
    id: Option<u64>,
    /// The process; `None` for every one.
    pid: Option<u32>,
    /// File and number of lines.
    lines: BTreeSet<(String, u64)>,
}

pub(super) fn tell(subject: Subject, paths: &[PathBuf], output: &mut Output) -> Result<Exit> {
    let gathered = evidence::gather(
        Request {
            paths,
            key_log: Vec::new(),
            since: None,
            watch: None,
        },
        output,
    );
    for note in &gathered.notes {
        output.note(&format!("tollgate: {}", note.say(output.language())));
    }
    let exit = if gathered.has_unreadable {
        Exit::Failed
    } else {
        Exit::Good
    };
    let question = Question {
        policy: Policy::default(),
        as_of: AsOf::Capture,
        now: clock::now().as_second(),
        what_if: None,
    };
    let sources = gathered.sources;
    let case = Case::gather(gathered.materials, question);
    match subject {
        Subject::Transaction(id) => {
            let wanted = Wanted {
                id: Some(id),
                ..Wanted::default()
            };
            if !transaction(&case, wanted, &sources, output) {
                return Err(NotThere::Transaction { id }.into());
            }
        }
        Subject::Line(number) => {
            let found = at_line(number, &sources, output);
            if found.is_empty() {
                return Err(NotThere::Line { number }.into());
            }
            for wanted in found {
                output.line("");
                transaction(&case, wanted, &sources, output);
            }
        }
        Subject::Frame(number) => frame(&case, number, &sources, output)?,
    }
    Ok(exit)
}

/// Writes a transaction; whether there is one.
fn transaction(case: &Case, mut wanted: Wanted, sources: &Sources, output: &mut Output) -> bool {
    let kept: Vec<(usize, &Transaction)> = kept(case, &wanted).collect();
    if let (None, Some((_, transaction))) = (wanted.id, kept.first()) {
        (wanted.id, wanted.pid) = (Some(transaction.id), transaction.pid);
    }
    for (log, transaction) in &kept {
        for position in native_lines(transaction) {
            wanted.lines.extend(named(case, *log, position));
        }
    }
    let mut shown = 0_usize;
    let mut heading = None;
    evidence::each_log_line(sources, &mut |entry| {
        if !wanted.has(entry) {
            return;
        }
        shown += 1;
        if shown > ENTRIES {
            return;
        }
        let own = (entry.file.to_owned(), pid(entry.line));
        if heading.as_ref() != Some(&own) {
            write_heading(&wanted, &own, output);
            heading = Some(own);
        }
        write_entry(entry, output);
    });
    if shown > ENTRIES {
        let count = [("count", (shown - ENTRIES).to_string())];
        let more = output.text("explain-more-lines", &count);
        output.paragraph(0, &more);
    }
    let mut told = Told::new();
    for (log, transaction) in kept {
        attempts(case, log, transaction, &mut told, output);
    }
    shown > 0
}

/// The failed and unfinished transactions that are meant; the others are in their log lines only.
fn kept<'c>(case: &'c Case, wanted: &Wanted) -> impl Iterator<Item = (usize, &'c Transaction)> {
    let (id, pid) = (wanted.id, wanted.pid);
    let lines = wanted.lines.clone();
    case.logs
        .iter()
        .enumerate()
        .flat_map(move |(log, material)| {
            let lines = lines.clone();
            let transactions = material.evidence.transactions.items.iter();
            transactions
                .filter(move |transaction| {
                    let is_meant = id == Some(transaction.id);
                    let is_of_process = pid.is_none() || transaction.pid == pid;
                    let mut own = native_lines(transaction);
                    (is_meant && is_of_process)
                        || own.any(|at| named(case, log, at).is_some_and(|at| lines.contains(&at)))
                })
                .map(move |transaction| (log, transaction))
        })
}

fn native_lines(transaction: &Transaction) -> impl Iterator<Item = Position> {
    let attempts = transaction.attempts.iter();
    let failures = attempts.flat_map(|attempt| &attempt.failures);
    failures
        .chain(&transaction.stray_failures)
        .flat_map(lines_of)
}

fn lines_of(failed: &Failed) -> impl Iterator<Item = Position> {
    let evidence = &failed.evidence;
    let entries = evidence.warning.iter().chain(&evidence.error);
    entries.map(|entry| entry.position)
}

/// The file and number of a line.
fn named(case: &Case, log: usize, position: Position) -> Option<(String, u64)> {
    let files = &case.logs.get(log)?.evidence.files;
    let file = files.get(usize::try_from(position.file).ok()?)?;
    Some((file.name.clone(), position.line))
}

impl Wanted {
    fn has(&self, entry: &LogLine<'_>) -> bool {
        if let Some(Event::Transaction(step)) = &entry.line.event {
            return self.id == Some(step.txn_id)
                && (self.pid.is_none() || pid(entry.line) == self.pid);
        }
        !self.lines.is_empty()
            && self
                .lines
                .contains(&(entry.file.to_owned(), entry.line.number))
    }
}

fn pid(line: &Line<'_>) -> Option<u32> {
    line.prefix.as_ref().and_then(|prefix| prefix.pid)
}

fn write_heading(wanted: &Wanted, (file, pid): &(String, Option<u32>), output: &mut Output) {
    let values = [
        ("file", file.clone()),
        ("id", wanted.id.map(|id| id.to_string()).unwrap_or_default()),
        (
            "process",
            pid.map(|pid| pid.to_string()).unwrap_or_default(),
        ),
    ];
    let id = match (wanted.id, pid) {
        (Some(_), Some(_)) => "explain-transaction-of-process",
        (Some(_), None) => "explain-transaction",
        (None, _) => "explain-lines",
    };
    let heading = output.text(id, &values);
    output.paragraph(0, &heading);
}

fn write_entry(entry: &LogLine<'_>, output: &mut Output) {
    let number = [("line", entry.line.number.to_string())];
    let number = output.text("explain-line", &number);
    let raw = String::from_utf8_lossy(entry.line.raw);
    let raw: String = raw.chars().take(CHARACTERS).collect();
    output.line(&number);
    for line in raw.lines() {
        output.line(&format!("  {line}"));
    }
    for sentence in annotation::of(entry.line, output) {
        output.paragraph(4, &format!("= {sentence}"));
    }
}

/// The attempts of a transaction with the handshakes that carried them.
fn attempts(
    case: &Case,
    log: usize,
    transaction: &Transaction,
    told: &mut Told,
    output: &mut Output,
) {
    for attempt in &transaction.attempts {
        let joined = joined(case, log, attempt.position);
        let destination = match (attempt.ip, attempt.port) {
            (Some(ip), Some(port)) => format!("{ip} {port}"),
            (Some(ip), None) => ip.to_string(),
            (None, _) => String::new(),
        };
        let values = [
            ("number", attempt.number.to_string()),
            ("id", transaction.id.to_string()),
            ("peer", destination),
        ];
        output.line("");
        let heading = output.text("explain-attempt", &values);
        output.paragraph(0, &heading);
        let Some((at, joined)) = joined.and_then(|joined| Some((joined.handshake?, joined))) else {
            let none = output.text("explain-no-handshake", &[]);
            output.paragraph(2, &none);
            continue;
        };
        if let Some(sure) = handshake::sureness(joined.join, output) {
            output.paragraph(2, &sure);
        }
        handshake::write(case, at, told, output);
    }
}

fn joined(case: &Case, log: usize, position: Position) -> Option<&CellAttempt> {
    let mut attempts = case.cells.iter().flat_map(|cell| &cell.attempts);
    attempts.find(|attempt| attempt.logged == Some((log, position)))
}

/// Writes the entries that a line belongs to; the transactions that they are of.
fn at_line(number: u64, sources: &Sources, output: &mut Output) -> Vec<Wanted> {
    let mut found = Vec::new();
    evidence::each_log_line(sources, &mut |entry| {
        let lines = entry.line.raw.split(|octet| *octet == b'\n').count();
        let lines = u64::try_from(lines).unwrap_or(u64::MAX);
        let first = entry.line.number;
        if number < first || number >= first.saturating_add(lines) {
            return;
        }
        output.line(entry.file);
        write_entry(entry, output);
        let mut wanted = Wanted {
            pid: pid(entry.line),
            ..Wanted::default()
        };
        match &entry.line.event {
            Some(Event::Transaction(step)) => wanted.id = Some(step.txn_id),
            _ => {
                wanted.lines.insert((entry.file.to_owned(), first));
            }
        }
        found.push(wanted);
    });
    found
}

/// Writes the handshakes that a frame belongs to, and the transactions that they carried.
fn frame(case: &Case, number: u64, sources: &Sources, output: &mut Output) -> Result<()> {
    let mut is_found = false;
    for (index, capture) in case.captures.iter().enumerate() {
        let handshakes = capture.handshakes.iter().enumerate();
        for (position, own) in handshakes {
            if !(own.first_frame..=own.last_frame).contains(&number) {
                continue;
            }
            is_found = true;
            let at = (index, position);
            let mut attempts = case.cells.iter().flat_map(|cell| &cell.attempts);
            let logged = attempts
                .find(|attempt| attempt.handshake == Some(at))
                .and_then(|attempt| attempt.logged);
            let transaction = logged.and_then(|logged| of_attempt(case, logged));
            match transaction {
                Some(found) => {
                    let wanted = Wanted {
                        id: Some(found.id),
                        pid: found.pid,
                        ..Wanted::default()
                    };
                    self::transaction(case, wanted, sources, output);
                }
                None => handshake::write(case, at, &mut Told::new(), output),
            }
            output.line("");
        }
    }
    if is_found {
        Ok(())
    } else {
        Err(NotThere::Frame { number }.into())
    }
}

/// The transaction of an attempt, if it failed.
fn of_attempt(case: &Case, (log, position): (usize, Position)) -> Option<&Transaction> {
    let transactions = &case.logs.get(log)?.evidence.transactions.items;
    transactions.iter().find(|transaction| {
        let mut attempts = transaction.attempts.iter();
        attempts.any(|attempt| attempt.position == position)
    })
}
