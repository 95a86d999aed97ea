//! `tollgate cert inspect`: what is in a file, or what a live server shows.

use std::net::IpAddr;
use std::path::Path;

use anyhow::Result;
use jiff::Timestamp;
use serde::Serialize;
use tollgate_pki::{
    Address, Certificate, Described, Facts, Policy, PresentedChain, Verdict, verify,
};

use super::cert_verify::exit_of;
use crate::cli::{Format, InspectArguments};
use crate::exit::Exit;
use crate::fetch::{self, Server};
use crate::labels::Fields;
use crate::output::Output;
use crate::{clock, input, labels};

pub(crate) fn run(arguments: &InspectArguments, output: &mut Output) -> Result<Exit> {
    let at = arguments.policy.at.unwrap_or_else(clock::now);
    let (presented, live) = if arguments.source.contains("://") {
        let server = Server::parse(&arguments.source)?;
        let shown = fetch::fetch(&server, arguments.resolve)?;
        let live = Live {
            address: server.address.clone(),
            resolved: shown.resolved,
            connected: shown.connected,
            protocol: shown.protocol,
            cipher: shown.cipher,
        };
        (shown.presented, Some(live))
    } else {
        (input::chain(Path::new(&arguments.source))?, None)
    };
    let address = arguments
        .address
        .as_ref()
        .or_else(|| live.as_ref().map(|live| &live.address));
    let verdict = judge(arguments, &presented, address, at, output)?;
    match arguments.output {
        Format::Json => write_json(
            arguments,
            &presented,
            live.as_ref(),
            verdict.as_ref(),
            output,
        )?,
        Format::Text => {
            if let Some(live) = &live {
                live.write(output);
            }
            write_certificates(&presented, at, output);
            if let Some(verdict) = &verdict {
                output.line("");
                labels::verdict(verdict, address, output);
            }
        }
    }
    Ok(verdict.as_ref().map_or(Exit::Good, exit_of))
}

fn judge(
    arguments: &InspectArguments,
    presented: &PresentedChain,
    address: Option<&Address>,
    at: Timestamp,
    output: &Output,
) -> Result<Option<Verdict>> {
    if arguments.trust.is_empty() {
        return Ok(None);
    }
    let store = input::trust_store(&arguments.trust, at, output)?;
    let policy = Policy {
        name: arguments.policy.name_policy,
        level: arguments.policy.security_level,
    };
    Ok(Some(verify(
        presented,
        address,
        &store,
        at.as_second(),
        policy,
    )))
}

/// How a live server was reached.
struct Live {
    address: Address,
    resolved: Vec<IpAddr>,
    connected: IpAddr,
    protocol: &'static str,
    cipher: String,
}

impl Live {
    fn write(&self, output: &mut Output) {
        let resolved: Vec<String> = self.resolved.iter().map(IpAddr::to_string).collect();
        let mut fields = Fields::default();
        fields.add(output.text("label-address", &[]), self.address.to_string());
        fields.add(output.text("label-resolved", &[]), resolved.join(", "));
        fields.add(
            output.text("label-connected", &[]),
            self.connected.to_string(),
        );
        fields.add(
            "TLS".to_owned(),
            format!("{} {}", self.protocol, self.cipher),
        );
        fields.write(0, output);
        output.line("");
    }
}

fn write_certificates(presented: &PresentedChain, at: Timestamp, output: &mut Output) {
    for (depth, certificate) in presented.certificates.iter().enumerate() {
        if depth > 0 {
            output.line("");
        }
        let values = [
            ("depth", depth.to_string()),
            ("name", certificate.name().to_owned()),
        ];
        output.paragraph(0, &output.text("inspect-certificate", &values));
        labels::certificate(certificate, at, output);
    }
    output.line("");
    output.line(&output.text("inspect-addresses", &[]));
    for address in presented.leaf().map(addresses_of).unwrap_or_default() {
        output.line(&format!("  {address}"));
    }
}

#[derive(Serialize)]
struct Document<'a> {
    source: &'a str,
    server: Option<ServerDocument<'a>>,
    certificates: Vec<CertificateDocument<'a>>,
    /// Every address that the leaf is made out to.
    addresses: Vec<String>,
    verdict: Option<Described<'a>>,
}

#[derive(Serialize)]
struct ServerDocument<'a> {
    address: String,
    resolved: &'a [IpAddr],
    connected: IpAddr,
    protocol: &'a str,
    cipher: &'a str,
}

#[derive(Serialize)]
struct CertificateDocument<'a> {
    depth: usize,
    sha256: String,
    #[serde(flatten)]
    facts: &'a Facts,
    pem: String,
}

fn write_json(
    arguments: &InspectArguments,
    presented: &PresentedChain,
    live: Option<&Live>,
    verdict: Option<&Verdict>,
    output: &mut Output,
) -> Result<()> {
    let language = output.language();
    let describe =
        |id: &str, values: &[(&'static str, String)]| tollgate_text::text(language, id, values);
    let document = Document {
        source: &arguments.source,
        server: live.map(|live| ServerDocument {
            address: live.address.to_string(),
            resolved: &live.resolved,
            connected: live.connected,
            protocol: live.protocol,
            cipher: &live.cipher,
        }),
        certificates: presented
            .certificates
            .iter()
            .enumerate()
            .map(|(depth, certificate)| CertificateDocument {
                depth,
                sha256: certificate.fingerprint().to_string(),
                facts: certificate.facts(),
                pem: certificate.to_pem(),
            })
            .collect(),
        addresses: presented.leaf().map(addresses_of).unwrap_or_default(),
        verdict: verdict.map(|verdict| verdict.described(&describe)),
    };
    output.json(&document)?;
    Ok(())
}

/// The addresses in the alternative names of `leaf`, or its CN where it has none.
fn addresses_of(leaf: &Certificate) -> Vec<String> {
    let facts = leaf.facts();
    let names = facts.dns_names.iter().cloned();
    let names: Vec<String> = names
        .chain(facts.ip_addresses.iter().map(IpAddr::to_string))
        .collect();
    if names.is_empty() {
        facts.common_names.iter().take(1).cloned().collect()
    } else {
        names
    }
}
