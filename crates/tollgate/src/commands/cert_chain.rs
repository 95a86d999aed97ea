//! `tollgate cert chain`: the chain of trust as a picture.

use anyhow::Result;
use serde::Serialize;
use tollgate_pki::{NamePolicy, Policy, verify};

use super::cert_verify::exit_of;
use crate::chain_picture::Picture;
use crate::cli::{ChainArguments, Format};
use crate::exit::Exit;
use crate::output::Output;
use crate::{clock, input};

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    picture: Picture,
    /// `null` when no trust store was named.
    trusted: Option<bool>,
}

pub(crate) fn run(arguments: &ChainArguments, output: &mut Output) -> Result<Exit> {
    let at = arguments.at.unwrap_or_else(clock::now);
    let store = input::trust_store(&arguments.trust, at, output)?;
    let chain = input::chain(&arguments.file)?;
    let policy = Policy {
        name: NamePolicy::None,
        ..Policy::default()
    };
    let verdict = verify(&chain, None, &store, at.as_second(), policy);
    let is_judged = !arguments.trust.is_empty();
    let picture = Picture::of(&chain, is_judged.then_some(&store), &verdict);
    let exit = match (is_judged, picture.complete) {
        (true, _) => exit_of(&verdict),
        (false, true) => Exit::Good,
        (false, false) => Exit::Issue,
    };
    match arguments.output {
        Format::Json => {
            output.json(&Document {
                picture,
                trusted: is_judged.then(|| verdict.is_trusted()),
            })?;
        }
        Format::Text => {
            picture.write(output);
            if is_judged {
                let id = if verdict.is_trusted() {
                    "verdict-trusted"
                } else {
                    "verdict-refused"
                };
                output.line("");
                output.line(&output.text(id, &[]));
            }
        }
    }
    Ok(exit)
}
