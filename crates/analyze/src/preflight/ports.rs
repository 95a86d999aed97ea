//! What a probe saw, as cells and handshakes.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use tollgate_capture::{AlertDescription, Conversation};
use tollgate_pki::{Certificate, Verdict};
use tollgate_report::{Cell, FoundAt, KeyFamily, Prospect, Report};
use tollgate_uc::NodeRole;

use super::advertised::AddressOrigin;
use super::life::Life;
use super::order::order;
use super::outlook::Selection;
use super::{Observation, PreflightCell};
use crate::bundle::PartId;
use crate::case::{Case, CellCase, Handshake, Interner, PROBE, Presented, ProbedHandshake};

/// A port that was probed.
#[derive(Debug, Clone)]
pub struct ProbedPort {
    /// The node.
    pub node: String,
    /// What runs there.
    pub role: NodeRole,
    /// The address that clients use.
    pub address: String,
    /// The port.
    pub port: u16,
    /// Where the connections went; `None` if the name did not resolve.
    pub dialed: Option<SocketAddr>,
    /// Who named the address.
    pub origin: AddressOrigin,
    /// What each offer brought.
    pub answers: Vec<(PortOffer, PortAnswer)>,
}

/// What was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortOffer {
    /// RSA alone, TLS 1.2 and below.
    Rsa,
    /// ECDSA alone, TLS 1.2 and below.
    Ecdsa,
    /// RSA alone, TLS 1.3.
    RsaTls13,
    /// ECDSA alone, TLS 1.3.
    EcdsaTls13,
    /// As the appliance does today.
    Before,
    /// As it will after the upgrade.
    After,
    /// The same with RSA in front.
    AfterWithRsa,
    /// The last of these with its order turned round.
    Reversed,
    /// As the traffic server of this program does.
    Serve,
}

impl PortOffer {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ecdsa => "ecdsa",
            Self::RsaTls13 => "rsa-tls1.3",
            Self::EcdsaTls13 => "ecdsa-tls1.3",
            Self::Before => "before",
            Self::After => "after",
            Self::AfterWithRsa => "after-with-rsa",
            Self::Reversed => "reversed",
            Self::Serve => "serve",
        }
    }

    /// The key type that alone was on offer.
    const fn only(self) -> Option<KeyFamily> {
        match self {
            Self::Rsa | Self::RsaTls13 => Some(KeyFamily::Rsa),
            Self::Ecdsa | Self::EcdsaTls13 => Some(KeyFamily::Ecdsa),
            Self::Before | Self::After | Self::AfterWithRsa | Self::Reversed | Self::Serve => None,
        }
    }

    /// Both key types were on offer.
    pub(super) const fn is_of_both(self) -> bool {
        self.only().is_none()
    }
}

/// What an offer brought.
#[derive(Debug, Clone)]
pub enum PortAnswer {
    /// A handshake, mostly with a certificate.
    Shown(Box<Conversation>),
    /// An alert.
    Declined(AlertDescription),
    /// Nothing, and why, as an error says it.
    Failed(String),
    /// It was not made.
    NotAsked,
}

impl PortAnswer {
    /// What was shown.
    pub(super) fn conversation(&self) -> Option<&Conversation> {
        match self {
            Self::Shown(conversation) => Some(conversation),
            Self::Declined(_) | Self::Failed(_) | Self::NotAsked => None,
        }
    }
}

impl ProbedPort {
    pub(super) fn answer(&self, offer: PortOffer) -> Option<&PortAnswer> {
        let mut answers = self.answers.iter();
        answers
            .find(|(own, _)| *own == offer)
            .map(|(_, answer)| answer)
    }

    /// The cell of a key type.
    pub(super) fn cell(&self, key_type: Option<KeyFamily>) -> Cell {
        Cell {
            node: self.node.clone(),
            address: self.address.clone(),
            port: Some(self.port),
            key_type,
        }
    }

    /// Whether a cell is one of this port.
    pub(super) fn has(&self, cell: &Cell) -> bool {
        cell.node == self.node && cell.address == self.address && cell.port == Some(self.port)
    }

    /// Whether nobody answered at all.
    pub(super) fn is_silent(&self) -> bool {
        let mut answers = self.answers.iter();
        answers.all(|(_, answer)| matches!(answer, PortAnswer::Failed(_) | PortAnswer::NotAsked))
    }
}

/// Goes through the ports with the cells of each, which are in the order of the ports. Thousands of
/// ports are not to be looked for among thousands of cells.
pub(super) fn each(
    ports: &[ProbedPort],
    cells: &mut [PreflightCell],
    mut visit: impl FnMut(&ProbedPort, &mut [PreflightCell]),
) {
    let is_together = |one: &PreflightCell, other: &PreflightCell| {
        let (one, other) = (&one.cell, &other.cell);
        (one.port, &one.address, &one.node) == (other.port, &other.address, &other.node)
    };
    let mut ports = ports.iter().peekable();
    for own in cells.chunk_by_mut(is_together) {
        while let Some(port) = ports.next_if(|port| own.iter().all(|cell| port.has(&cell.cell))) {
            visit(port, own);
        }
    }
    debug_assert!(ports.next().is_none(), "cells are in the order of ports");
}

/// The key type of a certificate, as cells have it.
pub(super) fn family(leaf: &Certificate) -> Option<KeyFamily> {
    match leaf.facts().key.family {
        tollgate_pki::KeyFamily::Rsa => Some(KeyFamily::Rsa),
        tollgate_pki::KeyFamily::Ecdsa => Some(KeyFamily::Ecdsa),
        tollgate_pki::KeyFamily::Other => None,
    }
}

/// The handshakes of all ports that showed a certificate.
pub(super) fn handshakes(ports: &[ProbedPort]) -> Vec<ProbedHandshake> {
    let mut interner = Interner::default();
    let mut probed = Vec::new();
    for port in ports {
        for (_, answer) in &port.answers {
            let Some(conversation) = answer.conversation() else {
                continue;
            };
            let mut handshake = Handshake::of(PartId(0), conversation, &mut interner);
            handshake.server_name = Some(port.address.to_ascii_lowercase());
            let Some(leaf) = handshake.chain.first() else {
                continue;
            };
            let cell = port.cell(family(leaf));
            probed.push(ProbedHandshake { cell, handshake });
        }
    }
    probed
}

/// The cells of all ports, in their order: one for each key type, or one without where nobody
/// answered.
pub(super) fn cells(ports: &[ProbedPort], case: &Case) -> Vec<PreflightCell> {
    let judged: BTreeMap<&Cell, &CellCase> =
        case.cells.iter().map(|cell| (&cell.cell, cell)).collect();
    let mut cells = Vec::new();
    for port in ports {
        let keys: &[Option<KeyFamily>] = if port.is_silent() {
            &[None]
        } else {
            &[Some(KeyFamily::Rsa), Some(KeyFamily::Ecdsa)]
        };
        let now = case.question.now;
        cells.extend(keys.iter().map(|key| cell(port, *key, (&judged, now))));
    }
    cells
}

fn cell(
    port: &ProbedPort,
    key: Option<KeyFamily>,
    (judged, now): (&BTreeMap<&Cell, &CellCase>, i64),
) -> PreflightCell {
    let cell = port.cell(key);
    let known = judged.get(&cell);
    let shown = known.map(|known| known.presented.as_slice());
    let presented = representative(shown.unwrap_or_default());
    let leaf = presented.and_then(|presented| presented.chain.first());
    PreflightCell {
        role: port.role.clone(),
        served: presented.is_some(),
        verdict: presented.and_then(|presented| presented.verdict.clone()),
        traffic_server: presented.and_then(of_traffic_server),
        life: presented.and_then(|presented| Life::of(presented, now)),
        order: order(port),
        is_unknown: false,
        expected_stores: Vec::new(),
        certificate: leaf.map(|leaf| leaf.fingerprint().to_string()),
        client_certificate_requested: asks_for_client(port),
        before: Selection::default(),
        after: Selection::default(),
        serve: Selection::default(),
        after_plan: Prospect::default(),
        at_failover: port.role.is_secondary,
        origin: port.origin,
        observations: port
            .answers
            .iter()
            .filter(|(offer, _)| {
                offer
                    .only()
                    .is_none_or(|only| key.is_none_or(|key| key == only))
            })
            .filter_map(|(offer, answer)| observation(*offer, answer))
            .collect(),
        cell,
    }
}

/// What stands for several chains of one key type, or several stores: what fails for one of them
/// fails; what only the real appliance refuses comes next.
pub(super) fn representative(shown: &[Presented]) -> Option<&Presented> {
    let refused = |verdict: Option<&Verdict>| verdict.is_some_and(|own| !own.is_trusted());
    shown.iter().min_by_key(|own| {
        (
            !refused(own.verdict.as_ref()),
            !refused(own.verdict_appliance.as_ref()),
        )
    })
}

/// The verdict by the rules of the real traffic server.
pub(super) fn of_traffic_server(presented: &Presented) -> Option<Verdict> {
    let own = presented.verdict_appliance.as_ref();
    own.or(presented.verdict.as_ref()).cloned()
}

/// Whether the node asks for a client certificate, as far as a handshake went so far.
fn asks_for_client(port: &ProbedPort) -> Option<bool> {
    let mut shown = port
        .answers
        .iter()
        .filter_map(|(_, answer)| answer.conversation());
    let mut is_known = None;
    shown
        .any(|conversation| {
            let requested = conversation.certificate_request.is_some();
            if !conversation.certificates.is_empty() {
                is_known = Some(false);
            }
            requested
        })
        .then_some(true)
        .or(is_known)
}

fn observation(offer: PortOffer, answer: &PortAnswer) -> Option<Observation> {
    let mut observation = Observation {
        offer: offer.as_str(),
        version: None,
        cipher: None,
        certificate: None,
        failure: None,
    };
    match answer {
        PortAnswer::Shown(conversation) => {
            let mut certificates = conversation.certificates_of(tollgate_capture::Role::Server);
            observation.version = conversation.version.map(|version| version.to_string());
            observation.cipher = conversation.cipher_suite.map(|suite| {
                let name = suite.openssl_name().or_else(|| suite.name());
                name.map_or_else(|| format!("{:#06x}", suite.0), str::to_owned)
            });
            observation.certificate = certificates
                .next()
                .map(|seen| seen.certificate.sha256_hex());
        }
        PortAnswer::Declined(alert) => observation.failure = Some(format!("alert {alert}")),
        PortAnswer::Failed(failure) => observation.failure = Some(failure.clone()),
        PortAnswer::NotAsked => return None,
    }
    Some(observation)
}

/// Handshakes of a probe have no frames: what they are about stands in their place.
pub(super) fn name_evidence(ports: &[ProbedPort], report: &mut Report) {
    let known: Vec<&str> = ports.iter().map(|port| port.node.as_str()).collect();
    for finding in &mut report.findings {
        let cells: Vec<String> = finding.cells.iter().map(ToString::to_string).collect();
        let item = cells.join(", ");
        let places = finding.evidence.iter_mut().map(|own| &mut own.at);
        let lines = finding.snippet.iter_mut().filter_map(|own| own.at.as_mut());
        for place in places.chain(lines) {
            if matches!(place, FoundAt::Frames { source, .. } if source == PROBE) {
                *place = FoundAt::File {
                    source: PROBE.to_owned(),
                    item: item.clone(),
                };
            }
        }
        finding.evidence.dedup();
        debug_assert!(
            finding
                .cells
                .iter()
                .all(|cell| known.contains(&cell.node.as_str()))
        );
    }
}
