//! What a node presents, as people read it: each certificate once, with every address that it was
//! shown for and the verdict for each.

use tollgate_analyze::case::GivenStore;
use tollgate_analyze::preflight::{PortAnswer, Preflight, ProbedPort};
use tollgate_capture::{Conversation, Role};
use tollgate_pki::{
    Address, Certificate, Fingerprint, KeyFamily as PkiFamily, Policy, PresentedChain, Reason,
    TrustStore, Verdict, verify,
};
use tollgate_report::KeyFamily;

use super::Node;
use crate::chain_picture::Picture;
use crate::cli::FailOn;
use crate::exit::Exit;
use crate::labels::{self, Fields};
use crate::output::Output;

/// All ports of a node.
pub(super) struct Page {
    ports: Vec<Port>,
    store: Option<TrustStore>,
    at: i64,
    /// The one key type that was asked for.
    key: Option<KeyFamily>,
}

struct Port {
    number: u16,
    shown: Vec<Shown>,
    /// Ways on which nothing was shown at all, and why.
    silent: Vec<(Way, String)>,
}

/// A certificate with its chain.
struct Shown {
    family: PkiFamily,
    presented: PresentedChain,
    /// Version and suite of each connection that showed it, each once.
    connections: Vec<String>,
    asks_for_client: bool,
    ways: Vec<(Way, Judged)>,
}

/// How the node was asked.
#[derive(Clone, PartialEq, Eq)]
struct Way {
    /// What was asked for.
    address: String,
    /// Where.
    ip: String,
    /// Nobody typed this address: it is where the name leads.
    is_bare: bool,
}

/// What is made of a chain for an address.
enum Judged {
    Fully(Box<Verdict>),
    /// Without a trust store: whether the address is in the certificate.
    Name(bool),
}

/// Judges a chain for an address.
type Judge<'j> = &'j dyn Fn(&PresentedChain, &str) -> Judged;

impl Page {
    pub(super) fn of(
        node: &Node,
        asked: &[ProbedPort],
        stores: &[GivenStore],
        (policy, at): (Policy, i64),
        key: Option<KeyFamily>,
    ) -> Self {
        let built = stores.iter().map(|store| {
            let builder = TrustStore::builder();
            builder.file(&store.name, &store.octets, at).build()
        });
        let built: Vec<TrustStore> = built.collect();
        let judge = |presented: &PresentedChain, address: &str| {
            judged(presented, address, &built, (policy, at))
        };
        let mut ports: Vec<Port> = Vec::new();
        for own in asked {
            let way = Way {
                address: own.address.clone(),
                ip: own
                    .dialed
                    .map_or_else(String::new, |to| to.ip().to_string()),
                is_bare: node.is_bare(&own.address),
            };
            let place = ports.iter().position(|port| port.number == own.port);
            let place = place.unwrap_or_else(|| {
                ports.push(Port {
                    number: own.port,
                    shown: Vec::new(),
                    silent: Vec::new(),
                });
                ports.len() - 1
            });
            if let Some(port) = ports.get_mut(place) {
                port.add(own, &way, &judge);
            }
        }
        Self {
            ports,
            store: built.into_iter().next(),
            at,
            key,
        }
    }

    /// The exit code where nobody could judge trust: it is missing, unless a name fails for those
    /// who use it.
    pub(super) fn exit_without_trust(&self, fail_on: FailOn) -> Exit {
        let shown = self.ports.iter().flat_map(|port| &port.shown);
        let mut ways = shown.flat_map(|shown| &shown.ways);
        let fails = ways.any(|(way, judged)| !way.is_bare && matches!(judged, Judged::Name(false)));
        if fails && fail_on <= FailOn::Issue {
            Exit::Issue
        } else if fail_on <= FailOn::Missing {
            Exit::Missing
        } else {
            Exit::Good
        }
    }

    pub(super) fn write(&self, preflight: &Preflight, output: &mut Output) {
        if self.store.is_none() {
            output.paragraph(0, &output.text("probe-no-trust", &[]));
            output.line("");
        }
        for port in &self.ports {
            self.port(port, output);
        }
        let report = &preflight.report;
        let broken = report.findings.iter();
        for finding in broken.filter(|own| own.code == tollgate_analyze::house::CODE) {
            let text = finding.description.say(output.language());
            output.paragraph(0, &format!("{}  {text}", finding.code));
        }
        for own in &report.suppressed {
            let values = [
                ("code", own.finding.code.clone()),
                ("reason", own.reason.clone()),
                ("until", own.until.clone()),
            ];
            output.paragraph(0, &output.text("probe-suppressed", &values));
        }
        for note in &report.notes {
            output.paragraph(0, &note.say(output.language()));
        }
    }

    fn port(&self, port: &Port, output: &mut Output) {
        for family in [PkiFamily::Rsa, PkiFamily::Ecdsa, PkiFamily::Other] {
            for shown in port.shown.iter().filter(|own| own.family == family) {
                let values = [
                    ("port", port.number.to_string()),
                    ("key", word(family).to_owned()),
                ];
                output.line(&output.text("probe-heading", &values));
                self.certificate(shown, output);
                output.line("");
            }
        }
        let is_shown = |family| port.shown.iter().any(|own| own.family == family);
        for (key, family) in [
            (KeyFamily::Rsa, PkiFamily::Rsa),
            (KeyFamily::Ecdsa, PkiFamily::Ecdsa),
        ] {
            let is_asked = self.key.is_none_or(|own| own == key);
            if is_asked && !port.shown.is_empty() && !is_shown(family) {
                let values = [
                    ("port", port.number.to_string()),
                    ("key", key.label().to_owned()),
                ];
                output.paragraph(0, &output.text("probe-not-served", &values));
                output.line("");
            }
        }
        for (way, failure) in &port.silent {
            let values = [
                ("port", port.number.to_string()),
                ("way", said(way, output)),
                ("failure", failure.clone()),
            ];
            output.paragraph(0, &output.text("probe-no-answer", &values));
            output.line("");
        }
    }

    fn certificate(&self, shown: &Shown, output: &mut Output) {
        let label = |id| output.text(id, &[]);
        let mut fields = Fields::default();
        if let Some(leaf) = shown.presented.leaf() {
            let facts = leaf.facts();
            fields.add(label("label-issued-to"), &facts.subject);
            fields.add(label("label-issued-by"), &facts.issuer);
            let names = facts.dns_names.iter().cloned();
            let addresses = facts.ip_addresses.iter().map(ToString::to_string);
            let names: Vec<String> = names.chain(addresses).collect();
            let names = if names.is_empty() {
                label("value-none")
            } else {
                names.join(", ")
            };
            fields.add(label("label-alternative-names"), names);
            if let Ok(at) = jiff::Timestamp::from_second(self.at) {
                fields.add(label("label-valid"), labels::validity(leaf, at, output));
            }
            let key = format!("{}, {}", facts.key, facts.signature_algorithm);
            fields.add(label("label-key"), key);
            fields.add("SHA-256".to_owned(), leaf.fingerprint().to_string());
        }
        fields.add("TLS".to_owned(), shown.connections.join("; "));
        let asks = if shown.asks_for_client {
            "probe-asks-for-client"
        } else {
            "probe-asks-for-none"
        };
        fields.add(label("probe-label-client"), label(asks));
        fields.write(2, output);
        verdicts(shown, output);
        let drawn = shown.ways.iter().find_map(|(_, judged)| match judged {
            Judged::Fully(verdict) => Some(verdict),
            Judged::Name(_) => None,
        });
        if let Some(verdict) = drawn {
            output.line("");
            Picture::of(&shown.presented, self.store.as_ref(), verdict).write(output);
        } else {
            for certificate in shown.presented.certificates.iter().skip(1) {
                let sent = [("subject", certificate.facts().subject.clone())];
                output.paragraph(2, &output.text("probe-sent-too", &sent));
            }
        }
    }
}

/// The verdict for each way, and each remedy once.
fn verdicts(shown: &Shown, output: &mut Output) {
    let mut told: Vec<&Reason> = Vec::new();
    let mut warned: Vec<String> = Vec::new();
    for (way, judged) in &shown.ways {
        let values = [("way", said(way, output))];
        let verdict = match judged {
            Judged::Name(fits) => {
                let id = if *fits {
                    "probe-name-fits"
                } else {
                    "probe-name-fails"
                };
                output.paragraph(2, &output.text(id, &values));
                continue;
            }
            Judged::Fully(verdict) => verdict,
        };
        let id = if verdict.is_trusted() {
            "probe-trusted"
        } else {
            "probe-refused"
        };
        output.paragraph(2, &output.text(id, &values));
        for reason in &verdict.reasons {
            let title = output.text(labels::title_of(reason.code), &[]);
            let (text, number, depth) = (reason.text(), reason.openssl, reason.depth);
            let line = format!("{}  {title} ({text}, {number}, depth {depth})", reason.code);
            output.paragraph(4, &line);
            if told.iter().any(|known| known.remedy == reason.remedy) {
                continue;
            }
            told.push(reason);
            let remedy = &reason.remedy;
            let text = output.text(remedy.message_id(), remedy.arguments());
            let label = output.text("label-remedy", &[]);
            output.paragraph(6, &format!("{label}: {text}"));
        }
        for warning in &verdict.warnings {
            let text = output.text(warning.message_id, &warning.arguments());
            let text = format!("{}  {text}", warning.code);
            if !warned.contains(&text) {
                output.paragraph(4, &text);
                warned.push(text);
            }
        }
    }
}

impl Port {
    fn add(&mut self, port: &ProbedPort, way: &Way, judge: Judge<'_>) {
        let mut failure = None;
        let mut is_shown = false;
        for (_, answer) in &port.answers {
            match answer {
                PortAnswer::Shown(conversation) => {
                    if let Some(presented) = presented(conversation) {
                        is_shown = true;
                        self.show(presented, conversation, way, judge);
                    }
                }
                PortAnswer::Declined(alert) => {
                    failure = failure.or_else(|| Some(format!("alert {alert}")));
                }
                PortAnswer::Failed(text) => failure = failure.or_else(|| Some(text.clone())),
                PortAnswer::NotAsked => {}
            }
        }
        if let (Some(failure), false) = (failure, is_shown) {
            self.silent.push((way.clone(), failure));
        }
    }

    fn show(
        &mut self,
        presented: PresentedChain,
        conversation: &Conversation,
        way: &Way,
        judge: Judge<'_>,
    ) {
        let same = |own: &Shown| fingerprints(&own.presented) == fingerprints(&presented);
        let place = self.shown.iter().position(same);
        let place = place.unwrap_or_else(|| {
            let family = presented.leaf().map(|leaf| leaf.facts().key.family);
            self.shown.push(Shown {
                family: family.unwrap_or(PkiFamily::Other),
                presented,
                connections: Vec::new(),
                asks_for_client: false,
                ways: Vec::new(),
            });
            self.shown.len() - 1
        });
        let Some(shown) = self.shown.get_mut(place) else {
            return;
        };
        let version = conversation.version.map(|version| version.to_string());
        let suite = conversation.cipher_suite.map(|suite| {
            let name = suite.openssl_name().or_else(|| suite.name());
            name.map_or_else(|| format!("{:#06x}", suite.0), str::to_owned)
        });
        let parts: Vec<String> = version.into_iter().chain(suite).collect();
        let connection = parts.join(" ");
        if !connection.is_empty() && !shown.connections.contains(&connection) {
            shown.connections.push(connection);
        }
        shown.asks_for_client |= conversation.certificate_request.is_some();
        if !shown.ways.iter().any(|(known, _)| known == way) {
            let judged = judge(&shown.presented, &way.address);
            shown.ways.push((way.clone(), judged));
        }
    }
}

fn fingerprints(presented: &PresentedChain) -> Vec<Fingerprint> {
    let certificates = presented.certificates.iter();
    certificates.map(Certificate::fingerprint).collect()
}

fn presented(conversation: &Conversation) -> Option<PresentedChain> {
    let certificates = conversation.certificates_of(Role::Server);
    let encoded: Vec<&[u8]> = certificates.map(|seen| seen.certificate.der()).collect();
    let presented = PresentedChain::from_der(encoded).ok()?;
    (!presented.certificates.is_empty()).then_some(presented)
}

/// The verdict under the first store that refuses, or else under the first.
fn judged(
    presented: &PresentedChain,
    address: &str,
    stores: &[TrustStore],
    (policy, at): (Policy, i64),
) -> Judged {
    let address = Address::parse(address);
    let of = |store: &TrustStore| verify(presented, Some(&address), store, at, policy);
    let mut verdicts: Vec<Verdict> = stores.iter().map(of).collect();
    if verdicts.is_empty() {
        // The name is judged whatever the chain is, and nobody asks about the chain.
        let verdict = of(&TrustStore::builder().build());
        return Judged::Name(!verdict.reasons.iter().any(Reason::is_name));
    }
    let refused = verdicts.iter().position(|own| !own.is_trusted());
    Judged::Fully(Box::new(verdicts.swap_remove(refused.unwrap_or(0))))
}

/// How the node was asked, in words.
fn said(way: &Way, output: &Output) -> String {
    let values = [("name", way.address.clone()), ("ip", way.ip.clone())];
    if way.is_bare {
        output.text("probe-way-bare", &values)
    } else if way.address == way.ip {
        way.address.clone()
    } else {
        output.text("probe-way-name", &values)
    }
}

const fn word(family: PkiFamily) -> &'static str {
    match family {
        PkiFamily::Rsa => "RSA",
        PkiFamily::Ecdsa => "ECDSA",
        PkiFamily::Other => "-",
    }
}
