//! Nodes that refuse the traffic server's own certificate.

use std::collections::BTreeMap;

use tollgate_capture::{Outcome, Role};
use tollgate_pki::Certificate;
use tollgate_report::{Finding, Message, State};

use super::cause::{handshake, is_of_traffic_server};
use super::negotiation::{asks_for_certificate, is_refusal_without_reason};
use super::sighting::{Sighting, cells, finding};
use super::words::{known, list, places};
use crate::case::{Case, CellCase, Handshake};
use crate::log::FailureKind;
use crate::signature::{Arguments, Signature};

/// Authority names that are in a sentence.
const AUTHORITIES: usize = 8;

/// Findings about nodes that refused our certificate, one for each node and appliance.
pub(super) fn refused(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut by_node: BTreeMap<(usize, String), Vec<Sighting>> = BTreeMap::new();
    for (index, cell) in case.cells.iter().enumerate() {
        if !is_of_traffic_server(cell) {
            continue;
        }
        for peer in &cell.peers {
            let sighting = sighting(case, (index, cell), *peer);
            if !sighting.failures.is_empty() || !sighting.handshakes.is_empty() {
                let node = cell
                    .ip
                    .map_or_else(|| cell.cell.node.clone(), |ip| ip.to_string());
                by_node.entry((*peer, node)).or_default().push(sighting);
            }
        }
    }
    by_node
        .into_iter()
        .map(|((peer, _), sightings)| {
            let own = own_chain(case, peer, &sightings);
            let arguments = arguments(case, peer, &sightings);
            let state = (State::IssueFound, &arguments);
            let mut finding = finding(case, signature, state, &sightings);
            explain(case, &sightings, &own, &mut finding);
            finding
        })
        .collect()
}

fn requests(case: &Case, cell: &CellCase) -> Vec<(usize, usize)> {
    let handshakes = cell.attempts.iter().filter_map(|attempt| attempt.handshake);
    let asks = |at: &(usize, usize)| {
        handshake(case, *at).is_some_and(|seen| seen.requested_authorities.is_some())
    };
    handshakes.filter(asks).collect()
}

fn sighting(case: &Case, (index, cell): (usize, &CellCase), peer: usize) -> Sighting {
    let asks = asks_for_certificate(case, cell);
    let mut sighting = Sighting {
        cell: index,
        ..Sighting::default()
    };
    for (at, failure) in cell.failures.iter().enumerate() {
        let is_it = failure.kind.is_about_our_certificate()
            || (asks && is_refusal_without_reason(&failure.kind));
        if failure.peer == peer && is_it {
            sighting.failures.push(at);
        }
    }
    for attempt in cell.attempts.iter().filter(|attempt| attempt.peer == peer) {
        if let Some(at) = attempt.handshake
            && handshake(case, at).is_some_and(refuses_ours)
        {
            sighting.handshakes.push(at);
        }
    }
    sighting
}

/// Whether such a refusal is known of a cell.
pub(super) fn is_refused_at(case: &Case, index: usize, cell: &CellCase) -> bool {
    cell.peers.iter().any(|peer| {
        let seen = sighting(case, (index, cell), *peer);
        !seen.failures.is_empty() || !seen.handshakes.is_empty()
    })
}

/// Whether the node refused what we presented, or that we presented nothing.
fn refuses_ours(handshake: &Handshake) -> bool {
    let Outcome::Refused {
        by: Role::Server,
        alert: Some(alert),
    } = handshake.outcome
    else {
        return false;
    };
    let asked = handshake.requested_authorities.is_some() || !handshake.client_chain.is_empty();
    matches!(alert.0, 41..=46 | 48 | 49 | 116) || (alert.0 == 40 && asked)
}

/// What we presented in a capture, or else the appliance's certificate.
fn own_chain(case: &Case, peer: usize, sightings: &[Sighting]) -> Vec<Certificate> {
    let mut seen = sightings
        .iter()
        .flat_map(|sighting| sighting.handshakes(case));
    let shown = seen.find(|handshake| !handshake.client_chain.is_empty());
    if let Some(handshake) = shown {
        return handshake.client_chain.to_vec();
    }
    let server = case.peers.get(peer).and_then(|peer| peer.server.as_ref());
    server.map(|(_, chain)| chain.clone()).unwrap_or_default()
}

fn arguments(case: &Case, peer: usize, sightings: &[Sighting]) -> Arguments {
    let mut arguments = places(&cells(case, sightings));
    let own = own_chain(case, peer, sightings);
    let leaf = own.first();
    let facts = leaf.map(Certificate::facts);
    let text = |value: Option<String>| value.unwrap_or_default();
    arguments.push(("seen", known(leaf)));
    arguments.push(("certificate", text(leaf.map(|leaf| leaf.name().to_owned()))));
    arguments.push(("subject", text(facts.map(|facts| facts.subject.clone()))));
    arguments.push(("issuer", text(facts.map(|facts| facts.issuer.clone()))));
    let peer = case.peers.get(peer).map(|peer| peer.name.clone());
    arguments.push(("peers", text(peer)));
    let logged = sightings
        .iter()
        .flat_map(|sighting| sighting.failures(case));
    let said = logged.filter_map(|failure| match &failure.kind {
        FailureKind::NodeAlert { text, .. } => Some(text.clone()),
        FailureKind::Chain { .. }
        | FailureKind::Name { .. }
        | FailureKind::Unspecified
        | FailureKind::Other { .. } => None,
    });
    let mut shown = sightings
        .iter()
        .flat_map(|sighting| sighting.handshakes(case));
    let alert = || {
        let alert = shown.find_map(|handshake| handshake.alerts.last())?;
        Some(super::account::alert_text(alert.description))
    };
    let said = said.last().or_else(alert);
    arguments.push(("error", text(said)));
    arguments
}

/// What the capture says about why.
fn explain(case: &Case, sightings: &[Sighting], own: &[Certificate], finding: &mut Finding) {
    let cells = sightings.iter().filter_map(|sighting| sighting.cell(case));
    let asked: Vec<&Handshake> = cells
        .flat_map(|cell| requests(case, cell))
        .filter_map(|at| handshake(case, at))
        .collect();
    let nothing_shown = !asked.is_empty() && asked.iter().all(|seen| seen.client_chain.is_empty());
    let mut notes = Vec::new();
    if nothing_shown {
        notes.push(Message::new("cell-own-not-shown", []));
    }
    if let Some(leaf) = own.first() {
        if !leaf.may_authenticate_client() {
            let certificate = ("certificate", leaf.name().to_owned());
            notes.push(Message::new("cell-own-without-client-usage", [certificate]));
        }
        if leaf.facts().is_self_signed {
            let certificate = ("certificate", leaf.name().to_owned());
            notes.push(Message::new("cell-own-self-signed", [certificate]));
        }
        let lists = asked
            .iter()
            .filter_map(|seen| seen.requested_authorities.as_ref());
        let lists: Vec<_> = lists.filter(|list| !list.is_empty()).collect();
        let issuers: Vec<&str> = own.iter().map(|c| c.facts().issuer.as_str()).collect();
        let is_listed = |list: &[String]| list.iter().any(|name| issuers.contains(&name.as_str()));
        if let Some(names) = lists.iter().find(|names| !is_listed(names)) {
            notes.push(Message::new(
                "cell-own-issuer-not-listed",
                [
                    ("issuer", leaf.facts().issuer.clone()),
                    ("names", list(names.to_vec(), AUTHORITIES)),
                ],
            ));
        }
    }
    notes.append(&mut finding.further_information);
    finding.further_information = notes;
}
