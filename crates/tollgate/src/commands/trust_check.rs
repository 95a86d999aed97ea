//! `tollgate trust check`: every entry of trust store files.

use std::path::PathBuf;

use anyhow::Result;
use jiff::Timestamp;
use serde::Serialize;
use tollgate_pki::{Certificate, StoreProblem, StoreProblemKind, StoredCertificate, TrustStore};

use crate::cli::{Format, TrustCheckArguments};
use crate::exit::Exit;
use crate::output::{Layout, Output};
use crate::{clock, input, labels};

#[derive(Serialize)]
struct Document {
    entries: Vec<Entry>,
    certificates: usize,
    problems: usize,
}

/// One entry of a file.
#[derive(Serialize)]
struct Entry {
    file: String,
    position: usize,
    line: Option<usize>,
    subject: Option<String>,
    issuer: Option<String>,
    sha256: Option<String>,
    not_after: Option<String>,
    problems: Vec<Problem>,
    #[serde(skip)]
    validity: Option<String>,
}

#[derive(Serialize)]
struct Problem {
    kind: &'static str,
    text: String,
    #[serde(skip)]
    exit: Exit,
}

pub(crate) fn run(arguments: &TrustCheckArguments, output: &mut Output) -> Result<Exit> {
    let at = arguments.at.unwrap_or_else(clock::now);
    let store = store(&arguments.files, at)?;
    let document = document(&store, at, output);
    match arguments.output {
        Format::Json => output.json(&document)?,
        Format::Text => write(&document, output),
    }
    let problems = document.entries.iter().flat_map(|entry| &entry.problems);
    Ok(problems.fold(Exit::Good, |exit, problem| exit.and(problem.exit)))
}

fn store(files: &[PathBuf], at: Timestamp) -> Result<TrustStore> {
    let mut builder = TrustStore::builder();
    for (name, bytes) in input::read_all(files)? {
        builder = builder.file(&name, &bytes, at.as_second());
    }
    Ok(builder.build())
}

fn document(store: &TrustStore, at: Timestamp, output: &Output) -> Document {
    let mut entries: Vec<Entry> = store
        .certificates()
        .iter()
        .map(|stored| Entry::of(stored, at, output))
        .collect();
    for problem in store.problems() {
        let described = described(problem, output);
        let is_its_entry =
            |entry: &&mut Entry| entry.file == *problem.file && entry.position == problem.position;
        match entries.iter_mut().find(is_its_entry) {
            Some(entry) => entry.problems.push(described),
            None => entries.push(Entry::left_out(problem, described)),
        }
    }
    Document {
        certificates: store.certificates().len(),
        problems: store.problems().len(),
        entries,
    }
}

impl Entry {
    fn of(stored: &StoredCertificate, at: Timestamp, output: &Output) -> Self {
        let facts = stored.certificate.facts();
        Self {
            file: stored.file.to_string(),
            position: stored.position,
            line: stored.line,
            subject: Some(facts.subject.clone()),
            issuer: Some(facts.issuer.clone()),
            sha256: Some(stored.certificate.fingerprint().to_string()),
            not_after: facts.not_after.and_then(labels::moment),
            problems: Vec::new(),
            validity: Some(labels::validity(&stored.certificate, at, output)),
        }
    }

    /// An entry that is not in the store: a second copy, or nothing readable.
    fn left_out(problem: &StoreProblem, described: Problem) -> Self {
        let facts = problem.certificate.as_ref().map(Certificate::facts);
        let fingerprint = problem.certificate.as_ref().map(Certificate::fingerprint);
        Self {
            file: problem.file.to_string(),
            position: problem.position,
            line: problem.line,
            subject: facts.map(|facts| facts.subject.clone()),
            issuer: facts.map(|facts| facts.issuer.clone()),
            sha256: fingerprint.map(|fingerprint| fingerprint.to_string()),
            not_after: facts
                .and_then(|facts| facts.not_after)
                .and_then(labels::moment),
            problems: vec![described],
            validity: None,
        }
    }
}

fn described(problem: &StoreProblem, output: &Output) -> Problem {
    let place = |file: &str, position: usize| {
        [
            ("file", file.to_owned()),
            ("position", position.to_string()),
        ]
    };
    let (kind, text, exit) = match &problem.kind {
        StoreProblemKind::Duplicate { file, position } => {
            let text = output.text("store-duplicate", &place(file, *position));
            ("duplicate", text, Exit::Potential)
        }
        StoreProblemKind::Expired => (
            "expired",
            output.text("store-expired", &[]),
            Exit::Potential,
        ),
        StoreProblemKind::NotYetValid => (
            "not-yet-valid",
            output.text("store-not-yet-valid", &[]),
            Exit::Potential,
        ),
        StoreProblemKind::NotAnAnchor => (
            "not-an-anchor",
            output.text("store-not-an-anchor", &[]),
            Exit::Potential,
        ),
        StoreProblemKind::SameSubject { file, position } => {
            let text = output.text("store-same-subject", &place(file, *position));
            ("same-subject", text, Exit::Potential)
        }
        StoreProblemKind::Unreadable(error) => {
            let text = output.text("store-unreadable", &[("error", error.to_string())]);
            ("unreadable", text, Exit::Issue)
        }
    };
    Problem { kind, text, exit }
}

fn write(document: &Document, output: &mut Output) {
    for entry in &document.entries {
        let Entry { file, position, .. } = entry;
        let place = match entry.line {
            Some(line) => format!("{file}:{line} #{position}"),
            None => format!("{file} #{position}"),
        };
        output.line(&place);
        let texts = [&entry.subject, &entry.validity, &entry.sha256];
        for text in texts.into_iter().flatten() {
            output.paragraph(2, text);
        }
        for problem in &entry.problems {
            output.field(
                Layout {
                    indent: 2,
                    label_columns: 1,
                },
                "!",
                &problem.text,
            );
        }
    }
    let counts = [
        ("certificates", document.certificates.to_string()),
        ("problems", document.problems.to_string()),
    ];
    output.line(&output.text("store-summary", &counts));
}
