//! `tollgate cert verify`: one presented chain, one verdict.

use anyhow::{Context, Result};
use tollgate_pki::{NamePolicy, Policy, Verdict, verify};

use crate::cli::{Format, VerifyArguments};
use crate::exit::Exit;
use crate::output::Output;
use crate::{clock, input, labels};

pub(crate) fn run(arguments: &VerifyArguments, output: &mut Output) -> Result<Exit> {
    if arguments.address.is_none() && arguments.policy.name_policy != NamePolicy::None {
        output.note(&output.text("usage-address", &[]));
        return Ok(Exit::Usage);
    }
    let path = arguments.chain.as_ref().context("--chain is missing")?;
    let at = arguments.policy.at.unwrap_or_else(clock::now);
    let store = input::trust_store(&arguments.trust, at, output)?;
    let chain = input::chain(path)?;
    let policy = Policy {
        name: arguments.policy.name_policy,
        level: arguments.policy.security_level,
    };
    let address = arguments.address.as_ref();
    let verdict = verify(&chain, address, &store, at.as_second(), policy);
    match arguments.output {
        Format::Text => labels::verdict(&verdict, address, output),
        Format::Json => {
            let language = output.language();
            let describe = |id: &str, values: &[(&'static str, String)]| {
                tollgate_text::text(language, id, values)
            };
            output.json(&verdict.described(&describe))?;
        }
    }
    Ok(exit_of(&verdict))
}

/// The exit code of a verdict: refused, trusted with warnings, or trusted.
pub(crate) fn exit_of(verdict: &Verdict) -> Exit {
    if !verdict.is_trusted() {
        Exit::Issue
    } else if verdict.warnings.is_empty() {
        Exit::Good
    } else {
        Exit::Potential
    }
}
