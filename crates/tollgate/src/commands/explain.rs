//! `tollgate explain`: what a code means, and the story of a transaction, a frame or a log line.

mod annotation;
mod handshake;
mod story;

use std::path::PathBuf;

use anyhow::Result;
use tollgate_analyze::preflight::own_signatures;
use tollgate_analyze::signature::Signature;
use tollgate_pki::Code;

use super::signature::{describe, named_values};
use crate::cli::ExplainArguments;
use crate::exit::Exit;
use crate::labels;
use crate::output::Output;

/// Something to be explained that is not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotThere {
    #[error("there is no finding code {code}")]
    Code { code: String },
    #[error("no log has a transaction {id}")]
    Transaction { id: u64 },
    #[error("no TLS handshake has a frame {number}")]
    Frame { number: u64 },
    #[error("no log has a line {number}")]
    Line { number: u64 },
}

/// What a story is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Transaction(u64),
    Frame(u64),
    Line(u64),
}

pub(crate) fn run(arguments: &ExplainArguments, output: &mut Output) -> Result<Exit> {
    let subject = match (arguments.txn, arguments.frame, arguments.line) {
        (Some(id), _, _) => Some(Subject::Transaction(id)),
        (None, Some(frame), _) => Some(Subject::Frame(frame)),
        (None, None, line) => line.map(Subject::Line),
    };
    match (subject, arguments.words.as_slice()) {
        (None, [code]) => explain_code(code, output),
        (None, _) => {
            output.note(&output.text("explain-usage-code", &[]));
            Ok(Exit::Usage)
        }
        (Some(_), []) => {
            output.note(&output.text("explain-usage-paths", &[]));
            Ok(Exit::Usage)
        }
        (Some(subject), paths) => {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            story::tell(subject, &paths, output)
        }
    }
}

fn explain_code(code: &str, output: &mut Output) -> Result<Exit> {
    let code = code.to_ascii_uppercase();
    let verdict = Code::ALL.into_iter().find(|known| known.as_str() == code);
    let mut signatures = Signature::built_in();
    signatures.extend(own_signatures());
    let own = signatures.iter().filter(|signature| signature.code == code);
    let own: Vec<&Signature> = own.collect();
    if verdict.is_none() && own.is_empty() {
        return Err(NotThere::Code { code }.into());
    }
    if let Some(verdict) = verdict {
        let title = output.text(labels::title_of(verdict), &[]);
        output.paragraph(0, &named_values(&format!("{code}  {title}")));
    }
    for signature in own {
        output.line("");
        describe(signature, output);
    }
    Ok(Exit::Good)
}
