//! Certificates that have ended, and certificates that will.

use std::collections::BTreeSet;

use tollgate_pki::Certificate;
use tollgate_report::{Cell, Evidence, Finding, FoundAt, Message, State};

use super::{listed, peer_name, show, told};
use crate::analysis::sources::part_name;
use crate::analysis::{day, evidence_time};
use crate::bundle::{Bundle, PartId};
use crate::case::Case;
use crate::signature::Signature;

/// A certificate is said to end soon in the last tenth of its life ...
const SHARE: i64 = 10;
/// ... or in its last days, for certificates of a year and for listed ones, of which only the end is
/// known.
const DAYS: i64 = 30;
/// Days matter only within this share of a life: certificates may be made for a week.
const SHARE_OF_DAYS: i64 = 3;
const DAY: i64 = 86_400;

/// A certificate of the evidence and when it ends.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Dated {
    /// First second at which it is over.
    end: i64,
    name: String,
    start: Option<i64>,
    kind: Kind,
    peer: usize,
    cell: Option<Cell>,
    at: Place,
}

/// Where a certificate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The appliance trusts or presents it, or a node presented it.
    Real,
    /// A node's own, by its list.
    ListedOwn,
    /// What a node trusts, by its list.
    ListedTrust,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    source: String,
    item: String,
    frames: Option<(u64, u64, u64)>,
}

impl Place {
    fn found_at(&self) -> FoundAt {
        match self.frames {
            Some((stream, first, last)) => FoundAt::Frames {
                source: self.source.clone(),
                stream,
                first,
                last,
            },
            None => FoundAt::File {
                source: self.source.clone(),
                item: self.item.clone(),
            },
        }
    }
}

/// Certificates that had ended when the evidence was taken. An ended entry of a node's own trust
/// store breaks nothing of ours.
pub(super) fn expired(case: &Case, signature: &Signature) -> Vec<Finding> {
    let dated = collect(case, signature);
    let ended = |dated: &&Dated| dated.end <= evidence_time(case, dated.peer);
    let (trusted, used): (Vec<&Dated>, Vec<&Dated>) = dated
        .iter()
        .filter(ended)
        .partition(|dated| dated.kind == Kind::ListedTrust);
    let mut findings = Vec::new();
    findings.extend(finding(case, signature, State::IssueFound, &used));
    findings.extend(finding(case, signature, State::PotentialProblem, &trusted));
    findings
}

/// Certificates that were valid when the evidence was taken and end soon. Those that nodes presented
/// are told by the checks of nodes.
pub(super) fn ending(case: &Case, signature: &Signature) -> Vec<Finding> {
    let dated = collect(case, signature);
    let soon: Vec<&Dated> = dated
        .iter()
        .filter(|dated| dated.kind != Kind::ListedTrust && dated.cell.is_none())
        .filter(|dated| ends_soon(dated, evidence_time(case, dated.peer)))
        .collect();
    let mut found = finding(case, signature, State::PotentialProblem, &soon);
    if let Some(finding) = &mut found
        && let Some(next) = soon.iter().find(|dated| dated.kind == Kind::ListedOwn)
    {
        let days = next.end.saturating_sub(evidence_time(case, next.peer)) / DAY;
        finding.further_information.push(Message::new(
            "certificates-ending-listed",
            [
                ("certificate", next.name.clone()),
                ("count", days.to_string()),
            ],
        ));
    }
    found.into_iter().collect()
}

fn ends_soon(dated: &Dated, at: i64) -> bool {
    let left = dated.end.saturating_sub(at);
    if left <= 0 {
        return false;
    }
    match dated.start {
        Some(start) => {
            let life = dated.end.saturating_sub(start);
            left < life / SHARE || (left < DAYS * DAY && left < life / SHARE_OF_DAYS)
        }
        None => left < DAYS * DAY,
    }
}

fn finding(case: &Case, signature: &Signature, state: State, dated: &[&Dated]) -> Option<Finding> {
    if dated.is_empty() {
        return None;
    }
    let names: Vec<String> = dated.iter().map(|dated| describe(dated)).collect();
    let arguments = vec![
        ("count", dated.len().to_string()),
        ("certificates", listed(&names)),
    ];
    let mut finding = told(signature, state, &arguments);
    let peers: BTreeSet<String> = dated
        .iter()
        .map(|dated| peer_name(case, dated.peer))
        .collect();
    finding.peers = peers.into_iter().collect();
    for cell in dated.iter().filter_map(|dated| dated.cell.as_ref()) {
        if !finding.cells.contains(cell) {
            finding.cells.push(cell.clone());
        }
    }
    let evidence = dated.iter().zip(names).map(|(dated, name)| Evidence {
        at: dated.at.found_at(),
        text: Message::plain(name),
    });
    show(&mut finding, evidence.collect());
    Some(finding)
}

/// `CallManager cucm.steven.lab (2022-07-13)`.
fn describe(dated: &Dated) -> String {
    // The last day on which it is good.
    format!("{} ({})", dated.name, day(dated.end.saturating_sub(1)))
}

/// Every certificate of the evidence, by its end.
fn collect(case: &Case, signature: &Signature) -> Vec<Dated> {
    let mut dated = Vec::new();
    let mut seen = BTreeSet::new();
    for peer in signature.peers(case) {
        let Some(own) = case.peers.get(peer) else {
            continue;
        };
        let mut add = |certificate: &Certificate, cell: Option<&Cell>, at: Place| {
            // One certificate in several stores or handshakes is one; in other cells it is another
            // thing to repair.
            let key = (certificate.fingerprint(), cell.cloned());
            if let Some(end) = certificate.facts().not_after
                && seen.insert(key)
            {
                dated.push(Dated {
                    end: end.saturating_add(1),
                    name: certificate.name().to_owned(),
                    start: certificate.facts().not_before,
                    kind: Kind::Real,
                    peer,
                    cell: cell.cloned(),
                    at,
                });
            }
        };
        if let Some((part, store)) = &own.trust {
            for stored in store.certificates() {
                let at = entry(case, *part, stored.position);
                add(&stored.certificate, None, at);
            }
        }
        if let Some((part, chain)) = &own.server {
            for (number, certificate) in (1..).zip(chain) {
                add(certificate, None, entry(case, *part, number));
            }
        }
        for cell in &case.cells {
            for presented in cell.presented.iter().filter(|own| own.peer == peer) {
                let capture = case.captures.get(presented.first.0);
                let handshake = capture.and_then(|own| own.handshakes.get(presented.first.1));
                let Some(handshake) = handshake else {
                    continue;
                };
                for certificate in presented.chain.iter() {
                    let at = Place {
                        source: part_name(case, handshake.part),
                        item: String::new(),
                        frames: Some((
                            handshake.stream,
                            handshake.first_frame,
                            handshake.last_frame,
                        )),
                    };
                    add(certificate, Some(&cell.cell), at);
                }
            }
        }
    }
    for peer in 0..case.peers.len() {
        list(case, peer, &mut dated);
    }
    dated.sort();
    dated
}

fn entry(case: &Case, part: PartId, number: usize) -> Place {
    Place {
        source: part_name(case, part),
        item: format!("#{number}"),
        frames: None,
    }
}

/// What a node's certificate list has. Only there are the names of stores known.
fn list(case: &Case, peer: usize, dated: &mut Vec<Dated>) {
    let bundles = case.evidence.peers.get(peer);
    let bundles = bundles.into_iter().flat_map(|own| &own.bundles);
    for (part, list) in bundles.flat_map(Bundle::certificate_lists) {
        for listed in &list.entries {
            let Some(expires) = listed.expires else {
                continue;
            };
            let name = listed.common_name.as_deref().unwrap_or_default();
            dated.push(Dated {
                // At what time of that day it ends the list does not tell.
                end: expires.start().saturating_add(DAY),
                name: format!("{} {name}", listed.store).trim_end().to_owned(),
                start: None,
                kind: if listed.store.is_trust() {
                    Kind::ListedTrust
                } else {
                    Kind::ListedOwn
                },
                peer,
                cell: None,
                at: Place {
                    source: part.place.name().as_str().to_owned(),
                    item: format!("{} {name}", listed.store),
                    frames: None,
                },
            });
        }
    }
}
