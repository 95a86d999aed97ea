//! Trust stores: entries of one name, differences between peers, weak keys.

use std::collections::BTreeMap;

use tollgate_pki::{Certificate, Fingerprint, KeyFamily};
use tollgate_report::{Evidence, Finding, FoundAt, Message, State};

use super::{configuration, listed, peer_name, show, told, upload};
use crate::analysis::sources::part_name;
use crate::bundle::{Bundle, PartId};
use crate::case::{Case, PeerCase};
use crate::certificate_list::Signing;
use crate::signature::Signature;

/// Certificates that a finding hands over.
const UPLOADS: usize = 20;
/// RSA below this is refused by newer releases.
const RSA_BITS: u32 = 2048;
/// Elliptic curves below this are.
const EC_BITS: u32 = 256;

/// Different certificates of one name: stored, listed on a node, or to be stored because nodes
/// present them self-signed.
pub(super) fn same_name(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some(own) = case.peers.get(peer) else {
            continue;
        };
        for group in stored_twins(case, own) {
            findings.push(group.finding(signature, &peer_name(case, peer)));
        }
        for group in presented_twins(case, peer) {
            findings.push(group.finding(signature, &peer_name(case, peer)));
        }
    }
    for peer in 0..case.peers.len() {
        for group in listed_twins(case, peer) {
            findings.push(group.finding(signature, &peer_name(case, peer)));
        }
    }
    findings
}

/// Certificates of one name.
struct Twins {
    name: String,
    /// What each is called, and where it was found.
    certificates: Vec<(String, FoundAt)>,
}

impl Twins {
    fn finding(self, signature: &Signature, peer: &str) -> Finding {
        let names: Vec<String> = self
            .certificates
            .iter()
            .map(|(own, _)| own.clone())
            .collect();
        let arguments = vec![("name", self.name), ("certificates", listed(&names))];
        let mut finding = told(signature, State::PotentialProblem, &arguments);
        finding.peers = vec![peer.to_owned()];
        let evidence = self.certificates.into_iter().map(|(text, at)| Evidence {
            at,
            text: Message::plain(text),
        });
        show(&mut finding, evidence.collect());
        finding
    }
}

/// Entries of a trust store of one subject and different keys. With one key, either does.
fn stored_twins(case: &Case, own: &PeerCase) -> Vec<Twins> {
    let Some((part, store)) = &own.trust else {
        return Vec::new();
    };
    let mut by_subject: BTreeMap<&str, Vec<(&Certificate, usize)>> = BTreeMap::new();
    for stored in store.certificates() {
        let facts = stored.certificate.facts();
        let known = by_subject.entry(&facts.subject).or_default();
        known.push((&stored.certificate, stored.position));
    }
    let differ = |group: &&Vec<(&Certificate, usize)>| {
        let keys = group.iter().map(|(own, _)| own.public_key_der());
        let mut keys: Vec<_> = keys.collect();
        keys.sort();
        keys.dedup();
        keys.len() > 1
    };
    let groups = by_subject.values().filter(differ);
    groups
        .map(|group| Twins {
            name: group
                .first()
                .map_or_else(String::new, |(own, _)| own.name().to_owned()),
            certificates: group
                .iter()
                .map(|(own, number)| (short(own), entry(case, *part, *number)))
                .collect(),
        })
        .collect()
}

/// Self-signed leaves of one CN that nodes presented and the store lacks: to be uploaded, both.
fn presented_twins(case: &Case, peer: usize) -> Vec<Twins> {
    let store = case.peers.get(peer).and_then(|own| own.trust.as_ref());
    let mut by_name: BTreeMap<String, BTreeMap<Fingerprint, (String, FoundAt)>> = BTreeMap::new();
    for cell in &case.cells {
        for presented in cell.presented.iter().filter(|own| own.peer == peer) {
            let Some(leaf) = presented.chain.first() else {
                continue;
            };
            let is_stored = store.is_some_and(|(_, store)| store.contains(leaf));
            if !leaf.facts().is_self_signed || is_stored {
                continue;
            }
            let capture = case.captures.get(presented.first.0);
            let handshake = capture.and_then(|own| own.handshakes.get(presented.first.1));
            let Some(handshake) = handshake else {
                continue;
            };
            let at = FoundAt::Frames {
                source: part_name(case, handshake.part),
                stream: handshake.stream,
                first: handshake.first_frame,
                last: handshake.last_frame,
            };
            let known = by_name.entry(leaf.name().to_ascii_lowercase()).or_default();
            let text = format!("{}, {}", short(leaf), cell.cell);
            known.entry(leaf.fingerprint()).or_insert((text, at));
        }
    }
    let groups = by_name.into_iter().filter(|(_, group)| group.len() > 1);
    groups
        .map(|(name, group)| Twins {
            name,
            certificates: group.into_values().collect(),
        })
        .collect()
}

/// Self-signed certificates of a node of one CN, by its list: to be uploaded as soon as both are
/// shown.
fn listed_twins(case: &Case, peer: usize) -> Vec<Twins> {
    let bundles = case.evidence.peers.get(peer);
    let bundles = bundles.into_iter().flat_map(|own| &own.bundles);
    let lists = bundles.flat_map(Bundle::certificate_lists);
    let mut twins = Vec::new();
    for (part, list) in lists {
        for group in list.same_names() {
            let own = group.certificates.iter();
            let own: Vec<_> = own
                .filter(|listed| {
                    listed.signing == Signing::SelfSigned && is_shown(listed.store.as_str())
                })
                .collect();
            if own.len() < 2 {
                continue;
            }
            let source = part.place.name().as_str();
            twins.push(Twins {
                name: group.common_name.to_owned(),
                certificates: own
                    .into_iter()
                    .map(|listed| {
                        let ends = listed.expires.map(|day| format!(" ({day})"));
                        let text = format!("{}{}", listed.store, ends.unwrap_or_default());
                        let item = format!("{} {}", listed.store, group.common_name);
                        let source = source.to_owned();
                        (text, FoundAt::File { source, item })
                    })
                    .collect(),
            });
        }
    }
    twins
}

/// Whether a node shows the certificate of a store to an appliance.
fn is_shown(store: &str) -> bool {
    let store = store.to_ascii_lowercase();
    ["tomcat", "callmanager", "cup"]
        .iter()
        .any(|shown| store.starts_with(shown))
}

/// Peers of one cluster that do not trust the same.
pub(super) fn differs(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut left = signature.peers(case);
    while let Some((first, _)) = left.split_first() {
        let first = *first;
        let (cluster, others): (Vec<usize>, Vec<usize>) = left
            .iter()
            .partition(|peer| are_of_one_cluster(case, first, **peer));
        left = others;
        findings.extend(difference(case, signature, &cluster));
    }
    findings
}

/// Nothing that is known of both speaks against it.
fn are_of_one_cluster(case: &Case, one: usize, other: usize) -> bool {
    if one == other {
        return true;
    }
    let role = |peer: usize| case.peers.get(peer).and_then(|own| own.role);
    let name = |peer: usize| configuration(case, peer).and_then(|(_, own)| own.cluster_name());
    role(one) == role(other)
        && match (name(one), name(other)) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            (Some(_) | None, None) | (None, Some(_)) => true,
        }
}

fn difference(case: &Case, signature: &Signature, cluster: &[usize]) -> Option<Finding> {
    let with_store: Vec<&PeerCase> = cluster
        .iter()
        .filter_map(|peer| case.peers.get(*peer))
        .filter(|own| own.trust.is_some())
        .collect();
    let mut missing: BTreeMap<Fingerprint, &Certificate> = BTreeMap::new();
    let mut lacking: Vec<String> = Vec::new();
    let mut evidence = Vec::new();
    for own in &with_store {
        let Some((part, store)) = &own.trust else {
            continue;
        };
        let others = with_store.iter().filter_map(|other| other.trust.as_ref());
        let absent: BTreeMap<Fingerprint, &Certificate> = others
            .flat_map(|(_, other)| other.certificates())
            .map(|stored| &stored.certificate)
            .filter(|certificate| !store.contains(certificate))
            .map(|certificate| (certificate.fingerprint(), certificate))
            .collect();
        if absent.is_empty() {
            continue;
        }
        lacking.push(own.name.clone());
        evidence.extend(absent.values().take(UPLOADS).map(|certificate| Evidence {
            at: FoundAt::File {
                source: part_name(case, *part),
                item: own.name.clone(),
            },
            text: Message::new(
                "evidence-not-stored",
                [
                    ("certificate", short(certificate)),
                    ("peer", own.name.clone()),
                ],
            ),
        }));
        missing.extend(absent);
    }
    if missing.is_empty() {
        return None;
    }
    let names: Vec<String> = missing.values().map(|own| own.name().to_owned()).collect();
    let arguments = vec![
        ("certificates", listed(&names)),
        ("peers", listed(&lacking)),
    ];
    let mut finding = told(signature, State::PotentialProblem, &arguments);
    finding.peers = with_store.iter().map(|own| own.name.clone()).collect();
    finding.upload = missing
        .values()
        .take(UPLOADS)
        .map(|own| upload(own))
        .collect();
    show(&mut finding, evidence);
    Some(finding)
}

/// Short keys, and signatures that newer releases refuse.
pub(super) fn weak(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some(own) = case.peers.get(peer) else {
            continue;
        };
        let mut evidence = Vec::new();
        let mut names = Vec::new();
        let stored = own.trust.iter().flat_map(|(part, store)| {
            let stored = store.certificates().iter();
            stored.map(|stored| (&stored.certificate, *part, stored.position))
        });
        let server = own.server.iter().flat_map(|(part, chain)| {
            let numbered = (1..).zip(chain);
            numbered.map(|(number, certificate)| (certificate, *part, number))
        });
        for (certificate, part, number) in stored.chain(server) {
            if let Some(weakness) = weakness(certificate) {
                let text = format!("{} ({weakness})", certificate.name());
                names.push(text.clone());
                evidence.push(Evidence {
                    at: entry(case, part, number),
                    text: Message::plain(text),
                });
            }
        }
        if names.is_empty() {
            continue;
        }
        let arguments = vec![("certificates", listed(&names))];
        let mut finding = told(signature, State::PotentialProblem, &arguments);
        finding.peers = vec![peer_name(case, peer)];
        show(&mut finding, evidence);
        findings.push(finding);
    }
    findings
}

/// What is weak about a certificate, in its own words. Nothing rests on the signature of a root.
fn weakness(certificate: &Certificate) -> Option<String> {
    let facts = certificate.facts();
    let key = &facts.key;
    let is_short = match key.family {
        KeyFamily::Rsa => key.bits < RSA_BITS,
        KeyFamily::Ecdsa => key.bits < EC_BITS,
        KeyFamily::Other => false,
    };
    if is_short && key.bits > 0 {
        return Some(key.to_string());
    }
    let algorithm = facts.signature_algorithm.to_ascii_lowercase();
    let is_weak = algorithm.contains("md5") || algorithm.contains("sha1");
    (is_weak && !facts.is_self_signed).then(|| facts.signature_algorithm.clone())
}

fn entry(case: &Case, part: PartId, number: usize) -> FoundAt {
    FoundAt::File {
        source: part_name(case, part),
        item: format!("#{number}"),
    }
}

/// `steven-DC-CA, SHA-256 12ab34cd`.
fn short(certificate: &Certificate) -> String {
    let fingerprint = certificate.fingerprint().to_string();
    let start = fingerprint.get(..8).unwrap_or_default();
    format!("{}, SHA-256 {start}", certificate.name())
}
