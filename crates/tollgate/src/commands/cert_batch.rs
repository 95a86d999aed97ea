//! `tollgate cert verify --batch`: a question a line, an answer a line, in order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tollgate_pki::{
    Address, Certificate, Described, EntryError, Policy, PresentedChain, TrustStore, Verdict,
    certificates_from, verify,
};

use super::cert_verify::exit_of;
use crate::clock;
use crate::exit::Exit;
use crate::input::InputError;
use crate::output::Output;

/// The longest line; a chain of the longest certificates and a store of all public CAs fit.
const MAX_LINE: u64 = 8 * 1024 * 1024;

pub(crate) fn run(path: &Path, output: &mut Output) -> Result<Exit> {
    let unreadable = |source| InputError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut reader: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(unreadable)?))
    };
    let mut exit = Exit::Good;
    while let Some(line) = next_line(&mut reader).map_err(unreadable)? {
        if let Line::Whole(bytes) = &line
            && bytes.trim_ascii().is_empty()
        {
            continue;
        }
        exit = exit.and(answer(line, output)?);
    }
    Ok(exit)
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// The next line without its end, or that it is longer than [`MAX_LINE`], in which case it is
/// skipped without being kept. `None` at the end.
fn next_line(reader: &mut dyn BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    if reader.take(MAX_LINE).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let is_full = u64::try_from(bytes.len()).is_ok_and(|length| length >= MAX_LINE);
    if bytes.ends_with(b"\n") || !is_full {
        return Ok(Some(Line::Whole(bytes)));
    }
    reader.skip_until(b'\n')?;
    Ok(Some(Line::TooLong))
}

fn answer(line: Line, output: &mut Output) -> Result<Exit> {
    let (id, judged) = match line {
        Line::TooLong => (Value::Null, Err(BadLine::TooLong)),
        Line::Whole(bytes) => match serde_json::from_slice::<Value>(&bytes) {
            Err(error) => (Value::Null, Err(BadLine::NotJson(error))),
            Ok(value) => {
                let id = value.get("id").cloned().unwrap_or_default();
                (id, judge(value))
            }
        },
    };
    match judged {
        Ok(verdict) => {
            let language = output.language();
            let describe = |id: &str, values: &[(&'static str, String)]| {
                tollgate_text::text(language, id, values)
            };
            output.json_line(&Answer {
                id,
                verdict: verdict.described(&describe),
            })?;
            Ok(exit_of(&verdict))
        }
        Err(error) => {
            let error = format!("{:#}", anyhow::Error::from(error));
            output.json_line(&Failure { id, error })?;
            Ok(Exit::Failed)
        }
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    id: Value,
    #[serde(flatten)]
    verdict: Described<'a>,
}

#[derive(Serialize)]
struct Failure {
    id: Value,
    error: String,
}

/// Fields beyond these are for the caller's own use and ignored.
#[derive(Deserialize)]
struct Question {
    id: Value,
    trust: Vec<String>,
    chain: Vec<String>,
    /// Absent or null: no name check.
    address: Option<String>,
    at: Option<String>,
    name_policy: Option<String>,
    /// A number or `"compat"`.
    security_level: Option<Value>,
}

#[derive(Debug, thiserror::Error)]
enum BadLine {
    #[error("the line is longer than {MAX_LINE} bytes; split the trust list")]
    TooLong,
    #[error("the line is not a JSON object")]
    NotJson(#[source] serde_json::Error),
    #[error("the object is not a question")]
    NotAQuestion(#[source] serde_json::Error),
    #[error("id is null; give every question an id")]
    NoId,
    #[error("chain is empty; give the leaf first")]
    NoChain,
    #[error("{list}[{index}] holds no readable certificate")]
    NoCertificate {
        list: &'static str,
        index: usize,
        source: Option<EntryError>,
    },
    #[error("at is not RFC 3339, such as 2026-07-11T16:55:25Z")]
    Time(#[source] jiff::Error),
    #[error(transparent)]
    Policy(#[from] tollgate_pki::UnknownPolicy),
}

fn judge(value: Value) -> Result<Verdict, BadLine> {
    let question: Question = serde_json::from_value(value).map_err(BadLine::NotAQuestion)?;
    if question.id.is_null() {
        return Err(BadLine::NoId);
    }
    let at: Timestamp = match &question.at {
        Some(at) => at.parse().map_err(BadLine::Time)?,
        None => clock::now(),
    };
    let mut policy = Policy::default();
    if let Some(name) = &question.name_policy {
        policy.name = name.parse()?;
    }
    match &question.security_level {
        None | Some(Value::Null) => {}
        Some(Value::String(level)) => policy.level = level.parse()?,
        Some(level) => policy.level = level.to_string().parse()?,
    }
    let mut builder = TrustStore::builder();
    for (index, pem) in question.trust.iter().enumerate() {
        certificates("trust", index, pem)?;
        builder = builder.file(&format!("trust[{index}]"), pem.as_bytes(), at.as_second());
    }
    let mut chain = PresentedChain::default();
    for (index, pem) in question.chain.iter().enumerate() {
        chain
            .certificates
            .extend(certificates("chain", index, pem)?);
    }
    if chain.certificates.is_empty() {
        return Err(BadLine::NoChain);
    }
    let address = question.address.as_deref().map(Address::parse);
    Ok(verify(
        &chain,
        address.as_ref(),
        &builder.build(),
        at.as_second(),
        policy,
    ))
}

/// The certificates of one PEM text, of which at least one has to be readable.
fn certificates(list: &'static str, index: usize, pem: &str) -> Result<Vec<Certificate>, BadLine> {
    let mut certificates = Vec::new();
    let mut first_error = None;
    for entry in certificates_from(pem.as_bytes()) {
        match entry.certificate {
            Ok(certificate) => certificates.push(certificate),
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    // A presented certificate that cannot be read must not silently drop out of the chain.
    let is_complete = list == "trust" || first_error.is_none();
    if certificates.is_empty() || !is_complete {
        return Err(BadLine::NoCertificate {
            list,
            index,
            source: first_error,
        });
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_beyond_the_limit_is_skipped_and_the_next_one_read() {
        let limit = usize::try_from(MAX_LINE).unwrap();
        let mut bytes = vec![b'x'; limit + 10];
        bytes.extend_from_slice(b"\n{}\nlast");
        let mut reader = bytes.as_slice();
        assert!(matches!(
            next_line(&mut reader).unwrap(),
            Some(Line::TooLong)
        ));
        for expected in [b"{}\n".as_slice(), b"last"] {
            match next_line(&mut reader).unwrap() {
                Some(Line::Whole(line)) => assert_eq!(line, expected),
                _ => panic!("{expected:?} is a whole line"),
            }
        }
        assert!(next_line(&mut reader).unwrap().is_none());
    }
}
