//! Path validation, judged by OpenSSL 3.0.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::judge::{Judge, Question};
use super::score::Score;

/// Two scores: agreement with OpenSSL, and the cases with several candidate paths, of which one
/// is valid and OpenSSL may miss it for lack of backtracking: all of them must be accepted.
pub(crate) fn play(directory: &Path, judge: &Judge) -> Result<[Score; 2]> {
    let path = directory.join("cases.jsonl.gz");
    let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut questions = Vec::new();
    let mut references = Vec::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let case = &document["case"];
        // Revocation lists and client certificates cannot be expressed.
        if case["validation_kind"] == "SERVER" && case["crls"] == json!([]) {
            questions.push(question(case, &document["openssl"])?);
            references.push(Reference::of(case, &document["openssl"])?);
        }
    }
    let mut agreement = Score::new("x509", "verdict");
    let mut path_building = Score::new("path building", "a valid path is found");
    for ((question, answer), reference) in questions
        .iter()
        .zip(judge.answers(&questions)?)
        .zip(references)
    {
        let id = &question.id;
        let expected = reference.trusted || reference.has_valid_path;
        if reference.has_valid_path {
            let missed = (!answer.trusted).then(|| format!("found {answer}"));
            path_building.count(id, missed);
        }
        if answer.trusted && !expected {
            agreement.false_accepts.push(id.clone());
        }
        let difference = (answer.trusted != expected)
            .then(|| format!("expected {}, found {answer}", reference.text));
        agreement.count(id, difference);
    }
    Ok([agreement, path_building])
}

struct Reference {
    trusted: bool,
    /// A path-building case whose authors say that a valid path exists.
    has_valid_path: bool,
    text: String,
}

impl Reference {
    fn of(case: &Value, openssl: &Value) -> Result<Self> {
        let id = case["id"].as_str().context("a case without an id")?;
        let chain = &openssl["chain"];
        let trusted = chain["ok"]
            .as_bool()
            .context("a case without a reference")?;
        let has_valid_path =
            id.starts_with("bettertls::pathbuilding::") && case["expected_result"] == "SUCCESS";
        let text = if trusted {
            "trusted".to_owned()
        } else {
            format!(
                "{} ({}) depth {}",
                chain["code"], chain["text"], chain["depth"]
            )
        };
        Ok(Self {
            trusted,
            has_valid_path,
            text,
        })
    }
}

fn question(case: &Value, openssl: &Value) -> Result<Question> {
    let text = |value: &Value| value.as_str().map(str::to_owned).context("not a PEM text");
    let list = |value: &Value| -> Result<Vec<String>> {
        value
            .as_array()
            .context("not a list")?
            .iter()
            .map(text)
            .collect()
    };
    let mut chain = vec![text(&case["peer_certificate"])?];
    chain.extend(list(&case["untrusted_intermediates"])?);
    Ok(Question {
        id: text(&case["id"])?,
        trust: list(&case["trusted_certs"])?,
        chain,
        address: None,
        at: Some(instant(&openssl["attime"])?),
        name_policy: "none",
        security_level: json!(0),
    })
}

/// The reference gives RFC 3339, or seconds since 1970 where the case has no time of its own.
fn instant(value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(seconds) => {
            let seconds = seconds.as_i64().context("a time is whole seconds")?;
            Ok(jiff::Timestamp::from_second(seconds)?.to_string())
        }
        _ => anyhow::bail!("a case without a time"),
    }
}
