//! `tollgate schema`: the JSON Schemas of what the commands print.

use anyhow::Result;
use tollgate_report::schemas::{SCHEMAS, schema};

use crate::cli::SchemaArguments;
use crate::exit::Exit;
use crate::output::Output;

/// A schema that is not there.
#[derive(Debug, thiserror::Error)]
#[error("there is no schema {name}")]
pub(crate) struct UnknownSchema {
    pub(crate) name: String,
}

pub(crate) fn run(arguments: &SchemaArguments, output: &mut Output) -> Result<Exit> {
    let Some(name) = &arguments.name else {
        for (name, _) in SCHEMAS {
            output.line(name);
        }
        return Ok(Exit::Good);
    };
    let Some(text) = schema(name) else {
        let name = name.clone();
        return Err(UnknownSchema { name }.into());
    };
    output.verbatim(text);
    Ok(Exit::Good)
}
