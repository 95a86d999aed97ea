//! Nodes as discovery learnt them, and as they are advertised.

use std::collections::BTreeSet;
use std::net::IpAddr;

use tollgate_report::{Evidence, Finding, FoundAt, Message, State};

use super::{configuration, listed, peer_name, setting, show, told};
use crate::analysis::sources::part_name;
use crate::case::{Case, CellCase};
use crate::signature::Signature;

/// Discovered nodes of which the evidence shows nothing that passed: discovery verified the
/// publisher alone.
pub(super) fn checks_publisher(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some((bundle, configuration)) = configuration(case, peer) else {
            continue;
        };
        let nodes: BTreeSet<String> = configuration
            .uc_nodes()
            .iter()
            .map(|node| node.address.to_ascii_lowercase())
            .collect();
        let unseen: Vec<String> = nodes
            .iter()
            .filter(|node| !is_seen(case, node))
            .cloned()
            .collect();
        // Of a single node, discovery has verified the certificate for AXL.
        if nodes.len() < 2 || unseen.is_empty() {
            continue;
        }
        let arguments = vec![("nodes", listed(&unseen))];
        let mut finding = told(signature, State::PotentialProblem, &arguments);
        finding.peers = vec![peer_name(case, peer)];
        let evidence = unseen.iter().map(|node| {
            let zone = configuration.uc_nodes();
            let zone = zone
                .iter()
                .find(|own| own.address.eq_ignore_ascii_case(node));
            let zone = zone.map_or("", |own| own.zone);
            let text = format!("{zone}-{node}");
            setting(bundle, "xconf", "Zones", text)
        });
        show(&mut finding, evidence.collect());
        findings.push(finding);
    }
    findings
}

/// Whether a certificate of a node, or an answer from it, is in the evidence.
fn is_seen(case: &Case, node: &str) -> bool {
    case.cells.iter().any(|cell| {
        let is_node = cell.cell.address.eq_ignore_ascii_case(node)
            || cell.cell.node.eq_ignore_ascii_case(node)
            || cell.ip.is_some_and(|ip| ip.to_string() == node);
        is_node && (!cell.presented.is_empty() || cell.succeeded > 0 || !cell.failures.is_empty())
    })
}

/// Nodes that clients ask for by an IP address or by a name without a domain, unless their
/// certificate has just that.
pub(super) fn advertised_by_address(case: &Case, signature: &Signature) -> Vec<Finding> {
    let peers = signature.peers(case);
    let mut addresses: Vec<String> = Vec::new();
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut cells = Vec::new();
    let (mut first, mut last) = (None, None);
    for cell in &case.cells {
        let is_met = cell.peers.is_empty() || cell.peers.iter().any(|peer| peers.contains(peer));
        if !is_met || !is_asked(cell) || !is_short(&cell.cell.address) || is_covered(cell) {
            continue;
        }
        first = first.into_iter().chain(cell.first).min();
        last = last.into_iter().chain(cell.last).max();
        cells.push(cell.cell.clone());
        if !addresses.contains(&cell.cell.address) {
            addresses.push(cell.cell.address.clone());
            evidence.extend(asked(case, cell));
        }
    }
    for peer in peers {
        let Some((bundle, configuration)) = configuration(case, peer) else {
            continue;
        };
        for node in configuration.uc_nodes() {
            let address = node.address.to_ascii_lowercase();
            let mut same = case
                .cells
                .iter()
                .filter(|cell| cell.cell.address == address);
            if is_short(&address) && !addresses.contains(&address) && !same.any(is_covered) {
                let text = format!("{}-{}", node.zone, node.address);
                evidence.push(setting(bundle, "xconf", "Zones", text));
                addresses.push(address);
            }
        }
    }
    if addresses.is_empty() {
        return Vec::new();
    }
    let arguments = vec![("addresses", listed(&addresses))];
    let mut finding = told(signature, State::PotentialProblem, &arguments);
    finding.cells = cells;
    (finding.first_seen, finding.last_seen) = (first, last);
    show(&mut finding, evidence);
    vec![finding]
}

/// Whether clients asked for it; captures alone know only where a connection went.
fn is_asked(cell: &CellCase) -> bool {
    cell.is_address_known && !cell.logged.is_empty()
}

fn is_short(address: &str) -> bool {
    address.parse::<IpAddr>().is_ok() || !address.contains('.')
}

/// Whether a certificate of it passes for this very address.
fn is_covered(cell: &CellCase) -> bool {
    let mut verdicts = cell.presented.iter().filter_map(|own| own.verdict.as_ref());
    verdicts.any(|verdict| verdict.reasons.iter().all(|reason| !reason.is_name()))
}

/// A request for it in a log, such as the first that failed.
fn asked(case: &Case, cell: &CellCase) -> Option<Evidence> {
    let (log, position) = cell.attempts.iter().find_map(|attempt| attempt.logged)?;
    let material = case.logs.get(log)?;
    let part = material.parts.get(usize::try_from(position.file).ok()?)?;
    Some(Evidence {
        at: FoundAt::Line {
            source: part_name(case, *part),
            line: position.line,
        },
        text: Message::new("evidence-asked-for", [("address", cell.cell.authority())]),
    })
}
