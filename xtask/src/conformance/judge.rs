//! Verdicts by `tollgate cert verify --batch`.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// A built `tollgate`.
#[derive(Debug)]
pub(crate) struct Judge {
    tollgate: PathBuf,
}

/// What is asked about one chain.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) id: String,
    /// PEM texts.
    pub(crate) trust: Vec<String>,
    /// PEM texts, leaf first.
    pub(crate) chain: Vec<String>,
    /// Without it no name is checked.
    pub(crate) address: Option<String>,
    /// RFC 3339; without it the present.
    pub(crate) at: Option<String>,
    pub(crate) name_policy: &'static str,
    /// `"compat"` or a number.
    pub(crate) security_level: Value,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) trusted: bool,
    pub(crate) first: Option<First>,
}

/// The first reason of a refusal.
#[derive(Debug)]
pub(crate) struct First {
    pub(crate) openssl: i64,
    pub(crate) text: String,
    pub(crate) depth: i64,
}

impl Judge {
    pub(crate) fn new(tollgate: PathBuf) -> Self {
        Self { tollgate }
    }

    /// The answers, in the order of the questions. A question that `tollgate` calls bad is an
    /// error: all of them are well formed.
    pub(crate) fn answers(&self, questions: &[Question]) -> Result<Vec<Answer>> {
        let mut child = Command::new(&self.tollgate)
            .args(["cert", "verify", "--batch", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", self.tollgate.display()))?;
        let mut stdin = child.stdin.take().context("no standard input")?;
        let stdout = child.stdout.take().context("no standard output")?;
        let lines: Vec<String> = questions.iter().map(Question::line).collect();
        // Written from a thread of its own: neither side may wait for the other's pipe.
        let writer = thread::spawn(move || -> std::io::Result<()> {
            for line in lines {
                writeln!(stdin, "{line}")?;
            }
            Ok(())
        });
        let mut answers = Vec::with_capacity(questions.len());
        for (line, question) in BufReader::new(stdout).lines().zip(questions) {
            answers.push(answer(&line?, question)?);
        }
        writer
            .join()
            .ok()
            .context("the writer panicked")?
            .context("cannot write the questions")?;
        child.wait()?;
        ensure!(
            answers.len() == questions.len(),
            "{} answers to {} questions",
            answers.len(),
            questions.len()
        );
        Ok(answers)
    }
}

impl Question {
    fn line(&self) -> String {
        let mut line = json!({
            "id": self.id,
            "trust": self.trust,
            "chain": self.chain,
            "address": self.address,
            "name_policy": self.name_policy,
            "security_level": self.security_level,
        });
        if let (Some(at), Some(object)) = (&self.at, line.as_object_mut()) {
            object.insert("at".to_owned(), json!(at));
        }
        line.to_string()
    }
}

fn answer(line: &str, question: &Question) -> Result<Answer> {
    let value: Value = serde_json::from_str(line).with_context(|| format!("not JSON: {line}"))?;
    ensure!(
        value["id"] == question.id.as_str(),
        "{} answered out of order",
        question.id
    );
    ensure!(
        value["error"].is_null(),
        "{}: {}",
        question.id,
        value["error"]
    );
    let trusted = match value["verdict"].as_str() {
        Some("trusted") => true,
        Some("refused") => false,
        _ => anyhow::bail!("{}: no verdict in {line}", question.id),
    };
    let first = &value["first"];
    let first = if first.is_null() {
        None
    } else {
        Some(First {
            openssl: first["openssl"].as_i64().context("no OpenSSL number")?,
            text: first["text"].as_str().context("no text")?.to_owned(),
            depth: first["depth"].as_i64().context("no depth")?,
        })
    };
    ensure!(
        trusted == first.is_none(),
        "{}: verdict and first reason disagree",
        question.id
    );
    Ok(Answer { trusted, first })
}

impl std::fmt::Display for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.first {
            None => formatter.write_str("trusted"),
            Some(first) => {
                write!(
                    formatter,
                    "{} ({}) depth {}",
                    first.openssl, first.text, first.depth
                )
            }
        }
    }
}
