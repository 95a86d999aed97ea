//! `tollgate preflight request`: what to ask a CA for, a sheet for each certificate to issue again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tollgate_report::columns::wrapped;
use tollgate_report::{harmless, table};
use tollgate_text::{Language, text as say};
use tollgate_uc::{KnownPorts, NodeRole};

use super::runs::{Place, Run, RunCell, RunCertificate, RunRequest, RunStep};
use crate::cli::{ReportForm, RequestArguments};
use crate::commands::preflight::COLUMNS;
use crate::exit::Exit;
use crate::input;
use crate::output::Output;

/// The name of the schema of the document.
const SCHEMA: &str = "tollgate-preflight-request-1";

/// One request to a CA.
#[derive(Debug)]
struct Sheet<'r> {
    request: &'r RunRequest,
    /// The certificate of today.
    today: &'r RunCertificate,
    /// The stores that the table of ports expects it in.
    stores: BTreeSet<String>,
    /// The ports that present it.
    ports: BTreeSet<u16>,
    /// Names that it does not have today.
    added: Vec<&'r str>,
    is_multi_server: bool,
    /// The extended key usages that the new one needs.
    usages: Vec<&'static str>,
    services: BTreeSet<&'static str>,
    fixes: &'r [Place],
}

pub(super) fn run(arguments: &RequestArguments, output: &mut Output) -> Result<Exit> {
    let preflight = &arguments.preflight;
    let destinations = &preflight.destinations;
    if !super::are_tables(destinations.0.iter().map(|one| one.form), output) {
        return Ok(Exit::Usage);
    }
    let mut known = KnownPorts::built_in().context("the table of ports cannot be read")?;
    if let Some(path) = &preflight.ports {
        let text = String::from_utf8_lossy(&input::read(path)?).into_owned();
        let more = KnownPorts::parse(&text);
        known.extend(more.with_context(|| format!("{} cannot be used", path.display()))?);
    }
    let (run, exit) = match file(&preflight.addresses) {
        Some(path) => {
            super::refuse_inputs(destinations, std::slice::from_ref(&path))?;
            (Run::read(&path)?, Exit::Good)
        }
        None => match super::answer(preflight, output)? {
            super::Answer::Made(preflight, failed) => {
                let document = super::document::value(&preflight, output.language())?;
                (Run::of(document)?, failed)
            }
            super::Answer::Ended(exit) => return Ok(exit),
        },
    };
    let sheets = sheets(&run, &known);
    for destination in &destinations.0 {
        let language = output.language();
        let text = match destination.form {
            ReportForm::Json => super::pretty(&document(&sheets))?,
            ReportForm::Csv => csv(&sheets),
            ReportForm::Md => markdown(&sheets, language),
            _ => text(&sheets, language),
        };
        super::put(destination, &text, output)?;
    }
    Ok(exit)
}

/// The run that was named instead of nodes.
fn file(addresses: &[String]) -> Option<PathBuf> {
    match addresses {
        [only] if only == "-" => Some(PathBuf::from(only)),
        [only] => {
            let path = Path::new(only);
            let is_json = path.extension().is_some_and(|ending| ending == "json");
            is_json.then(|| path.to_owned())
        }
        _ => None,
    }
}

fn sheets<'r>(run: &'r Run, known: &KnownPorts) -> Vec<Sheet<'r>> {
    let certificates = run.by_fingerprint();
    let sheet = |step: &'r RunStep| {
        let request = step.request.as_ref()?;
        let today = *certificates.get(request.certificate.as_str())?;
        let mut stores = BTreeSet::new();
        let mut ports = BTreeSet::new();
        for cell in &run.cells {
            if cell.certificate.as_deref() != Some(&request.certificate) {
                continue;
            }
            let Some(port) = cell.place.port else {
                continue;
            };
            ports.insert(port);
            let is_twin = |store: &&String| store.ends_with(TWIN);
            let wants_twin = today.key.family == "ecdsa";
            let expected = expected(cell, port, known);
            stores.extend(
                expected
                    .into_iter()
                    .filter(|own| is_twin(own) == wants_twin)
                    .cloned(),
            );
        }
        let has = |name: &str| {
            let mut own = today.dns_names.iter().chain(&today.ip_addresses);
            own.any(|own| own.eq_ignore_ascii_case(name))
        };
        let names = request.names.iter().map(String::as_str);
        Some(Sheet {
            request,
            today,
            added: names.filter(|name| !has(name)).collect(),
            is_multi_server: is_multi_server(request, today),
            usages: usages(&stores, today),
            services: stores
                .iter()
                .flat_map(|store| services(store))
                .copied()
                .collect(),
            stores,
            ports,
            fixes: &step.fixes,
        })
    };
    run.plan.iter().filter_map(sheet).collect()
}

/// The stores that the table of ports names. Where the role is not known, those that all nodes with
/// this port have.
fn expected<'r>(cell: &'r RunCell, port: u16, known: &'r KnownPorts) -> Vec<&'r String> {
    if !cell.expected_stores.is_empty() {
        return cell.expected_stores.iter().collect();
    }
    let product = NodeRole::parse(&cell.role).product;
    let entries = known.port.iter().filter(|own| own.port.get() == port);
    let mut entries = entries.filter(|own| product.is_none_or(|product| own.role == product));
    let Some(first) = entries.next() else {
        return Vec::new();
    };
    if entries.all(|other| other.stores == first.stores) {
        first.stores.iter().collect()
    } else {
        Vec::new()
    }
}

/// How the stores of ECDSA certificates end.
const TWIN: &str = "-ECDSA";

/// Whether several nodes share the certificate: they present it, or its CN has the mark that a
/// publisher puts there instead of a node's name.
fn is_multi_server(request: &RunRequest, today: &RunCertificate) -> bool {
    let cn = today.common_name.as_deref().unwrap_or_default();
    let cn = cn.to_ascii_lowercase();
    let is_a_node = request
        .nodes
        .iter()
        .any(|node| node.eq_ignore_ascii_case(&cn));
    let mut labels = cn.split('.');
    let is_marked = labels.any(|label| label.ends_with("-ms") || label.ends_with("-ec-ms"));
    is_marked || (request.nodes.len() > 1 && !is_a_node)
}

/// What the store's certificate is used for: the services of `CallManager` and XCP are TLS clients,
/// too, with the same certificate.
fn usages(stores: &BTreeSet<String>, today: &RunCertificate) -> Vec<&'static str> {
    let mut usages = vec!["serverAuth"];
    let is_client = |store: &String| {
        let store = store.trim_end_matches(TWIN);
        matches!(store, "CallManager" | "cup-xmpp" | "cup-xmpp-s2s")
    };
    let today = today.extended_key_usage.as_deref().unwrap_or_default();
    if stores.iter().any(is_client) || today.iter().any(|usage| usage == "clientAuth") {
        usages.push("clientAuth");
    }
    usages
}

/// The services that read the store when they start, by the names that the platform's
/// `utils service restart` takes.
fn services(store: &str) -> &'static [&'static str] {
    match store.trim_end_matches(TWIN) {
        "tomcat" => &["Cisco Tomcat", "Cisco HAProxy"],
        "CallManager" => &[
            "Cisco CallManager",
            "Cisco CTIManager",
            "Cisco Tftp",
            "Cisco HAProxy",
        ],
        "cup-xmpp" | "cup-xmpp-s2s" => &["Cisco XCP Router"],
        _ => &[],
    }
}

impl Sheet<'_> {
    /// Such as `RSA 2048` or `ECDSA 384 (secp384r1)`.
    fn key(&self) -> String {
        let key = &self.today.key;
        let family = key.family.to_ascii_uppercase();
        match &key.curve {
            Some(curve) => format!("{family} {} ({curve})", key.bits),
            None => format!("{family} {}", key.bits),
        }
    }

    fn common_name(&self) -> &str {
        self.today.common_name.as_deref().unwrap_or_default()
    }

    /// Column, and value as one text.
    fn fields(&self) -> [(&'static str, String); 13] {
        let joined = |values: &mut dyn Iterator<Item = &str>| {
            let values: Vec<&str> = values.collect();
            values.join("; ")
        };
        let all = |values: &[String]| joined(&mut values.iter().map(String::as_str));
        let ports: Vec<String> = self.ports.iter().map(u16::to_string).collect();
        let expires = self.today.not_after;
        [
            ("nodes", all(&self.request.nodes)),
            (
                "stores",
                joined(&mut self.stores.iter().map(String::as_str)),
            ),
            ("ports", all(&ports)),
            ("common_name", self.common_name().to_owned()),
            ("subject", self.today.subject.clone()),
            ("names", all(&self.request.names)),
            ("names_added", joined(&mut self.added.iter().copied())),
            ("multi_server", self.is_multi_server.to_string()),
            ("key", self.key()),
            (
                "extended_key_usage",
                joined(&mut self.usages.iter().copied()),
            ),
            ("signed_by_today", self.today.issuer.clone()),
            (
                "expires_today",
                expires.map_or_else(String::new, |at| at.to_string()),
            ),
            ("restart", joined(&mut self.services.iter().copied())),
        ]
    }

    /// The label of a column for people.
    fn label(column: &str, language: Language) -> String {
        let id = match column {
            "nodes" => "request-nodes",
            "stores" => "request-stores",
            "ports" => "request-ports",
            "common_name" => "request-common-name",
            "subject" => "request-subject",
            "names" => "request-names",
            "names_added" => "request-names-added",
            "multi_server" => "request-multi-server",
            "key" => "request-key",
            "extended_key_usage" => "request-usages",
            "signed_by_today" => "request-signed-by",
            "expires_today" => "request-expires",
            _ => "request-restart",
        };
        say(language, id, &[])
    }

    /// The value of a column for people.
    fn shown(&self, column: &str, value: String, language: Language) -> String {
        match column {
            "signed_by_today" if self.today.self_signed => {
                say(language, "request-self-signed", &[])
            }
            "multi_server" if self.is_multi_server => say(language, "runs-word-yes", &[]),
            "multi_server" => say(language, "runs-word-no", &[]),
            "stores" | "restart" if value.is_empty() => say(language, "request-unknown-store", &[]),
            _ if value.is_empty() => say(language, "request-none", &[]),
            _ => value,
        }
    }

    fn title(&self, language: Language) -> String {
        let name = match self.common_name() {
            "" => &self.today.subject,
            name => name,
        };
        say(language, "request-title", &[("name", name.to_owned())])
    }
}

fn document(sheets: &[Sheet<'_>]) -> Value {
    let requests: Vec<Value> = sheets
        .iter()
        .map(|sheet| {
            let key = &sheet.today.key;
            json!({
                "nodes": sheet.request.nodes,
                "stores": sheet.stores,
                "ports": sheet.ports,
                "common_name": sheet.today.common_name,
                "subject": sheet.today.subject,
                "names": sheet.request.names,
                "names_added": sheet.added,
                "multi_server": sheet.is_multi_server,
                "key": { "type": key.family, "bits": key.bits, "curve": key.curve },
                "extended_key_usage": sheet.usages,
                "signed_by_today": sheet.today.issuer,
                "self_signed_today": sheet.today.self_signed,
                "expires_today": sheet.today.not_after.map(|at| at.to_string()),
                "certificate": sheet.today.sha256,
                "restart": sheet.services,
                "fixes": sheet.fixes.iter().map(|place| json!({
                    "node": place.node,
                    "address": place.address,
                    "port": place.port,
                    "key_type": place.key_type.map(super::runs::Key::as_str),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "schema": SCHEMA, "requests": requests })
}

fn csv(sheets: &[Sheet<'_>]) -> String {
    let columns = [
        "nodes",
        "stores",
        "ports",
        "common_name",
        "subject",
        "names",
        "names_added",
        "multi_server",
        "key",
        "extended_key_usage",
        "signed_by_today",
        "expires_today",
        "restart",
        "certificate",
    ];
    let rows: Vec<Vec<String>> = sheets
        .iter()
        .map(|sheet| {
            let fields = sheet.fields().into_iter().map(|(_, value)| value);
            fields.chain([sheet.today.sha256.clone()]).collect()
        })
        .collect();
    table::as_csv(&columns, rows.iter().map(Vec::as_slice))
}

fn markdown(sheets: &[Sheet<'_>], language: Language) -> String {
    let heading = say(language, "request-heading", &[]);
    let mut blocks = vec![format!("# {}", table::markdown_text(&heading))];
    if sheets.is_empty() {
        let nothing = say(language, "request-nothing", &[]);
        blocks.push(table::markdown_text(&nothing));
    }
    for sheet in sheets {
        let title = table::markdown_text(&sheet.title(language));
        blocks.push(format!("## {title}"));
        let columns = ["request-column-field", "request-column-value"];
        let columns = columns.map(|id| say(language, id, &[]));
        let rows: Vec<Vec<String>> = sheet
            .fields()
            .into_iter()
            .map(|(column, value)| {
                let label = Sheet::label(column, language);
                vec![label, sheet.shown(column, value, language)]
            })
            .collect();
        let table = table::as_markdown(&columns, rows.iter().map(Vec::as_slice));
        blocks.push(table.trim_end().to_owned());
        if sheet.usages.contains(&"clientAuth") {
            let hint = say(language, "request-client-usage", &[]);
            blocks.push(table::markdown_text(&hint));
        }
    }
    blocks.join("\n\n") + "\n"
}

fn text(sheets: &[Sheet<'_>], language: Language) -> String {
    let mut out = String::new();
    let mut paragraph = |indent: usize, text: &str| {
        for line in wrapped(&harmless(text), COLUMNS.saturating_sub(indent)) {
            out.push_str(&" ".repeat(indent));
            out.push_str(&line);
            out.push('\n');
        }
    };
    if sheets.is_empty() {
        paragraph(0, &say(language, "request-nothing", &[]));
    }
    for (number, sheet) in sheets.iter().enumerate() {
        if number > 0 {
            paragraph(0, "");
        }
        paragraph(0, &sheet.title(language));
        for (column, value) in sheet.fields() {
            let label = Sheet::label(column, language);
            let value = sheet.shown(column, value, language);
            paragraph(2, &format!("{label}: {value}"));
        }
        if sheet.usages.contains(&"clientAuth") {
            paragraph(2, &say(language, "request-client-usage", &[]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use tollgate_uc::Product;

    use super::*;

    fn certificate(common_name: &str) -> RunCertificate {
        serde_json::from_value(json!({
            "sha256": "aa", "subject": "CN=x", "issuer": "CN=x", "common_name": common_name,
            "not_before": null, "not_after": null, "key": { "type": "rsa", "bits": 2048 },
        }))
        .unwrap()
    }

    #[test]
    fn a_certificate_of_several_nodes_is_told_by_its_name() {
        let request = |nodes: &[&str]| RunRequest {
            certificate: "aa".to_owned(),
            nodes: nodes.iter().map(|node| (*node).to_owned()).collect(),
            names: Vec::new(),
        };
        let is = |nodes: &[&str], name: &str| is_multi_server(&request(nodes), &certificate(name));
        assert!(is(&["pub.lab"], "pub-ms.lab"));
        assert!(is(&["pub.lab"], "PUB.lab-ms"));
        assert!(is(&["pub.lab", "sub.lab"], "cluster.lab"));
        assert!(!is(&["pub.lab", "sub.lab"], "sub.lab"));
        assert!(!is(&["pub.lab"], "pub-EC.lab"));
    }

    #[test]
    fn usages_are_those_of_the_store_and_of_today() {
        let of = |store: &str, today: &RunCertificate| {
            usages(&BTreeSet::from([store.to_owned()]), today)
        };
        let mut today = certificate("x");
        assert_eq!(of("tomcat", &today), ["serverAuth"]);
        assert_eq!(
            of("CallManager-ECDSA", &today),
            ["serverAuth", "clientAuth"]
        );
        today.extended_key_usage = Some(vec!["clientAuth".to_owned()]);
        assert_eq!(of("tomcat", &today), ["serverAuth", "clientAuth"]);
    }

    #[test]
    fn every_expected_store_names_its_services() {
        let known = KnownPorts::built_in().unwrap();
        for product in [Product::Cucm, Product::Imp, Product::Unity, Product::Tftp] {
            for store in known.of(product).flat_map(|port| &port.stores) {
                assert!(!services(store).is_empty(), "{store}");
            }
        }
    }

    #[test]
    fn a_run_is_told_from_nodes_by_its_ending() {
        let of = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            file(&words).is_some()
        };
        assert!(of(&["run.json"]) && of(&["-"]));
        assert!(!of(&["host.json:8443"]) && !of(&["cucm"]) && !of(&["a.json", "b"]));
    }
}
