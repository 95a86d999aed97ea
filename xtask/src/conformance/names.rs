//! Name matching, judged by the matcher of the traffic server.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::judge::{Judge, Question};
use super::score::Score;

/// Cases, counted from 0, whose host is raw matcher input that no request can carry: an address
/// is reduced to its canonical text first.
const NOT_CANONICAL: [usize; 4] = [27, 31, 33, 116];

pub(crate) fn play(directory: &Path, judge: &Judge) -> Result<Score> {
    let path = directory.join("cases.jsonl");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let root = fs::read_to_string(directory.join("root.pem")).context("cannot read root.pem")?;
    let mut questions = Vec::new();
    let mut expectations = Vec::new();
    for (position, line) in text.lines().enumerate() {
        if NOT_CANONICAL.contains(&position) {
            continue;
        }
        let case: Value = serde_json::from_str(line)?;
        let file = case["cert"]
            .as_str()
            .context("a case without a certificate")?;
        let leaf = fs::read_to_string(directory.join(file))
            .with_context(|| format!("cannot read {file}"))?;
        let address = case["host"].as_str().context("a case without a host")?;
        expectations.push(
            case["oracle"]["ats_name"]
                .as_bool()
                .context("no ats_name")?,
        );
        questions.push(Question {
            id: format!("{position}"),
            trust: vec![root.clone()],
            chain: vec![leaf],
            address: Some(address.to_owned()),
            at: None,
            name_policy: "traffic-server",
            security_level: json!(1),
        });
    }
    let mut score = Score::new("names", "verdict");
    let answers = judge.answers(&questions)?;
    for ((question, answer), expected) in questions.iter().zip(answers).zip(expectations) {
        if answer.trusted && !expected {
            score.false_accepts.push(question.id.clone());
        }
        let host = question.address.as_deref().unwrap_or_default();
        let word = if expected { "a match" } else { "no match" };
        let difference = (answer.trusted != expected)
            .then(|| format!("{host:?}: expected {word}, found {answer}"));
        score.count(&question.id, difference);
    }
    Ok(score)
}
