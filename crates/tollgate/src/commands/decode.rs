//! `tollgate decode`: what an edge URL asks for.

use anyhow::Result;
use serde::Serialize;
use tollgate_uc::EdgeUrl;

use crate::cli::{DecodeArguments, Format};
use crate::exit::Exit;
use crate::labels::Fields;
use crate::output::Output;

#[derive(Serialize)]
struct Decoded {
    domain: String,
    protocol: &'static str,
    host: String,
    port: u16,
    path: String,
    url: String,
}

pub(crate) fn run(arguments: &DecodeArguments, output: &mut Output) -> Result<Exit> {
    let EdgeUrl { domain, target } = EdgeUrl::decode(&arguments.edge_url)?;
    let decoded = Decoded {
        domain,
        protocol: target.protocol.as_str(),
        host: target.host.to_string(),
        port: target.port.get(),
        path: target.path_and_query.clone(),
        url: target.url(),
    };
    match arguments.output {
        Format::Json => output.json(&decoded)?,
        Format::Text => {
            let mut fields = Fields::default();
            fields.add(output.text("label-domain", &[]), decoded.domain);
            fields.add(output.text("label-protocol", &[]), decoded.protocol);
            fields.add(output.text("label-host", &[]), decoded.host);
            fields.add(output.text("label-port", &[]), decoded.port.to_string());
            fields.add(output.text("label-path", &[]), decoded.path);
            fields.add("URL".to_owned(), decoded.url);
            fields.write(0, output);
        }
    }
    Ok(Exit::Good)
}
