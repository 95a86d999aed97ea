//! The cases observed on a real traffic server, judged without a handshake.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::judge::{Answer, Judge, Question};
use super::score::Score;

/// Cases that Tollgate has no equivalent for: the name is always that of the target (`sni`), and
/// signature and name are not switched off one by one (`policy` with properties other than ALL).
pub(crate) fn has_equivalent(case: &Value) -> bool {
    let properties = &case["overrides"]["proxy.config.ssl.client.verify.server.properties"];
    case["group"] != "sni" && (properties.is_null() || properties == "ALL")
}

/// Cases whose outcome depends on more than the certificates.
pub(crate) fn needs_handshake(case: &Value) -> bool {
    case["group"] == "tls" || case["group"] == "policy"
}

pub(crate) fn cases(directory: &Path) -> Result<Vec<Value>> {
    let path = directory.join("cases.json");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut document: Value = serde_json::from_str(&text)?;
    match document["cases"].take() {
        Value::Array(cases) => Ok(cases.into_iter().filter(has_equivalent).collect()),
        _ => anyhow::bail!("{} has no cases", path.display()),
    }
}

/// Two scores: against the traffic server at level 2, and against OpenSSL 1.1.1 at level 1.
pub(crate) fn play(directory: &Path, judge: &Judge) -> Result<[Score; 2]> {
    let cases: Vec<Value> = cases(directory)?
        .into_iter()
        .filter(|case| !needs_handshake(case))
        .collect();
    Ok([
        traffic_server(directory, judge, &cases)?,
        older_openssl(directory, judge, &cases)?,
    ])
}

fn traffic_server(directory: &Path, judge: &Judge, cases: &[Value]) -> Result<Score> {
    let mut score = Score::new("ats", "verdict, first error, depth; 11 by a live handshake");
    let mut questions = Vec::new();
    for case in cases {
        let mut question = question(directory, case)?;
        question.address = case["connect_host"].as_str().map(str::to_owned);
        questions.push(question);
    }
    for (case, answer) in cases.iter().zip(judge.answers(&questions)?) {
        let id = id(case)?;
        let expected = Expected::of_traffic_server(case)?;
        if answer.trusted && !expected.trusted {
            score.false_accepts.push(id.to_owned());
        }
        score.count(id, expected.difference(&answer));
    }
    Ok(score)
}

fn older_openssl(directory: &Path, judge: &Judge, cases: &[Value]) -> Result<Score> {
    let mut score = Score::new("compat", "verdict, first error, depth of OpenSSL 1.1.1");
    // DSA fails there for want of a shared cipher, which is no verdict on a certificate.
    let judged = |case: &&Value| {
        let older = &case["openssl_1_1_1"];
        !older.is_null() && (older["verdict"] == "accept" || older["errors"][0].is_object())
    };
    let cases: Vec<&Value> = cases.iter().filter(judged).collect();
    let mut questions = Vec::new();
    for case in &cases {
        let mut question = question(directory, case)?;
        // Only the chain was observed there. The name policy stays, because it decides whether
        // other candidate issuers are tried, which OpenSSL does not.
        question.security_level = json!("compat");
        questions.push(question);
    }
    for (case, answer) in cases.iter().zip(judge.answers(&questions)?) {
        let id = id(case)?;
        let expected = Expected::of_older_openssl(case)?;
        if answer.trusted && !expected.trusted {
            score.false_accepts.push(id.to_owned());
        }
        score.count(id, expected.difference(&answer));
    }
    Ok(score)
}

pub(crate) fn id(case: &Value) -> Result<&str> {
    case["id"].as_str().context("a case without an id")
}

fn question(directory: &Path, case: &Value) -> Result<Question> {
    let read = |name: &Value| -> Result<String> {
        let name = name.as_str().context("a file name is not text")?;
        let path = directory.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let list = |names: &Value| -> Result<Vec<String>> {
        names
            .as_array()
            .context("not a list of files")?
            .iter()
            .map(read)
            .collect()
    };
    let mut chain = vec![read(&case["origin"]["cert"])?];
    chain.extend(list(&case["origin"]["chain_sent"])?);
    Ok(Question {
        id: id(case)?.to_owned(),
        trust: list(&case["trust_store"])?,
        chain,
        address: None,
        at: None,
        name_policy: "traffic-server",
        security_level: json!(2),
    })
}

struct Expected {
    trusted: bool,
    first: Option<ExpectedFirst>,
}

struct ExpectedFirst {
    openssl: i64,
    /// Absent for a name failure, whose wording is not OpenSSL's.
    text: Option<String>,
    depth: i64,
}

impl Expected {
    fn of_traffic_server(case: &Value) -> Result<Self> {
        let expected = &case["expected"];
        let first = match expected["kind"].as_str() {
            None => None,
            Some("chain") => Some(ExpectedFirst {
                openssl: expected["x509_code"].as_i64().context("no x509_code")?,
                text: expected["error"].as_str().map(str::to_owned),
                depth: expected["depth"].as_i64().context("no depth")?,
            }),
            Some("name") => {
                let host = case["connect_host"].as_str().context("no connect_host")?;
                let is_ip = host
                    .trim_matches(['[', ']'])
                    .parse::<std::net::IpAddr>()
                    .is_ok();
                Some(ExpectedFirst {
                    openssl: if is_ip { 64 } else { 62 },
                    text: None,
                    depth: 0,
                })
            }
            Some(other) => anyhow::bail!("{}: unknown kind {other}", id(case)?),
        };
        let trusted = expected["verdict"] == "accept";
        ensure!(
            trusted == first.is_none(),
            "{}: an incomplete expectation",
            id(case)?
        );
        Ok(Self { trusted, first })
    }

    fn of_older_openssl(case: &Value) -> Result<Self> {
        let older = &case["openssl_1_1_1"];
        let error = &older["errors"][0];
        let first = if error.is_null() {
            None
        } else {
            let number = error["code"].as_i64().context("no code")?;
            let text = error["error"].as_str().context("no error text")?;
            Some(ExpectedFirst {
                // "invalid CA certificate" has been renumbered in OpenSSL 3.
                openssl: if number == 24 { 79 } else { number },
                text: Some(newer_spelling(text)),
                depth: error["depth"].as_i64().context("no depth")?,
            })
        };
        Ok(Self {
            trusted: older["verdict"] == "accept",
            first,
        })
    }

    fn difference(&self, answer: &Answer) -> Option<String> {
        let agree = match (&self.first, &answer.first) {
            (None, None) => true,
            (Some(expected), Some(found)) => {
                expected.openssl == found.openssl
                    && expected.depth == found.depth
                    && expected
                        .text
                        .as_ref()
                        .is_none_or(|text| *text == found.text)
            }
            _ => false,
        };
        if agree {
            return None;
        }
        let expected = self.first.as_ref().map_or_else(
            || "trusted".to_owned(),
            |first| {
                let text = first.text.as_deref().unwrap_or("name not in certificate");
                format!("{} ({text}) depth {}", first.openssl, first.depth)
            },
        );
        Some(format!("expected {expected}, found {answer}"))
    }
}

/// OpenSSL 3 hyphenates, and has renamed one error.
fn newer_spelling(text: &str) -> String {
    match text {
        "unsupported certificate purpose" => "unsuitable certificate purpose".to_owned(),
        other => other.replace("self signed", "self-signed"),
    }
}
