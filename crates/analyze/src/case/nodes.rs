//! Which addresses are nodes', which our own, and what nodes are called.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;

use tollgate_capture::{Outcome, Role as Party};
use tollgate_pki::Fingerprint;

use super::peers::Origin;
use super::{CaptureMaterial, Handshake, LogMaterial, PeerCase};
use crate::bundle::{Evidence, Role};
use crate::dump::Configuration;

/// Ports on which the traffic server speaks TLS to nodes: administration and UDS, file download
/// (TFTP over HTTPS), IM and Presence, its file transfer, visual voice mail, and Meeting Server.
const PORTS: [u16; 7] = [443, 6971, 6972, 7336, 7443, 8191, 8443];
/// Ports of TLS that is not the traffic server's: SIP and the traversal zone.
const OTHER_PORTS: [u16; 4] = [5061, 5062, 5063, 7001];

/// What is known of addresses.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    /// Where logged requests went to.
    endpoints: HashSet<(IpAddr, u16)>,
    ips: HashSet<IpAddr>,
    /// In lower case.
    names: HashSet<String>,
    called: HashMap<IpAddr, Names>,
    own_ips: HashSet<IpAddr>,
    own_leaves: HashSet<Fingerprint>,
    /// Whether a leaf is for one of the names.
    leaves: HashMap<Fingerprint, bool>,
}

/// What a node at an IP address is called.
#[derive(Debug, Default)]
struct Names {
    /// In logs, with the number of requests.
    logged: BTreeMap<String, u64>,
    /// In `ClientHello`s, with the number of handshakes.
    sent: BTreeMap<String, u64>,
    /// In its own certificates.
    certified: BTreeMap<String, u64>,
}

/// Whose handshakes a capture has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Those of an appliance whose logs tell what its nodes are.
    Logged,
    /// Those of an appliance without logs: all that it opens are to nodes.
    Alone,
}

impl Nodes {
    /// Collects what logs and configuration tell.
    pub(super) fn of(
        evidence: &Evidence,
        logs: &[LogMaterial],
        origins: &[Option<Origin>],
        peers: &[PeerCase],
    ) -> Self {
        let mut nodes = Self::default();
        for (log, origin) in logs.iter().zip(origins) {
            if is_outer(*origin, peers) {
                continue;
            }
            for cell in &log.evidence.cells {
                let address = cell.cell.address.as_deref();
                if let Some(ip) = cell.cell.ip {
                    nodes.ips.insert(ip);
                    nodes
                        .endpoints
                        .extend(cell.cell.port.map(|port| (ip, port)));
                    if let Some(name) = address.filter(|text| text.parse::<IpAddr>().is_err()) {
                        let names = nodes.called.entry(ip).or_default();
                        *names.logged.entry(name.to_owned()).or_default() +=
                            cell.transactions.max(1);
                    }
                }
                nodes.note(address.unwrap_or_default());
            }
        }
        for bundle in evidence.bundles() {
            let discovered = bundle
                .configuration
                .iter()
                .flat_map(Configuration::uc_nodes);
            for node in discovered {
                nodes.note(node.address);
            }
            for (_, list) in bundle.certificate_lists() {
                for listed in &list.entries {
                    nodes.note(&listed.distribution);
                }
            }
        }
        for peer in peers {
            nodes.own_ips.extend(&peer.own_addresses);
            let leaf = peer.server.iter().find_map(|(_, chain)| chain.first());
            nodes
                .own_leaves
                .extend(leaf.map(tollgate_pki::Certificate::fingerprint));
        }
        nodes.own_ips.retain(|ip| !nodes.ips.contains(ip));
        nodes
    }

    fn note(&mut self, address: &str) {
        let address = address.trim();
        if let Ok(ip) = address.parse() {
            self.ips.insert(ip);
        } else if address.contains('.') && !address.contains(char::is_whitespace) {
            self.names.insert(address.to_ascii_lowercase());
        }
    }

    /// Learns from the handshakes which other addresses are nodes', and which our own.
    pub(super) fn learn(&mut self, capture: &CaptureMaterial, peer: &mut PeerCase) {
        let mut clients = HashSet::new();
        for handshake in &capture.handshakes {
            let (ip, port) = (handshake.server.ip(), handshake.server.port());
            if self.endpoints.contains(&(ip, port)) {
                clients.insert(handshake.client.ip());
            } else if PORTS.contains(&port) && self.is_for_a_node(handshake) {
                self.ips.insert(ip);
                clients.insert(handshake.client.ip());
            }
        }
        let is_told = clients.iter().any(|ip| peer.own_addresses.contains(ip));
        clients.retain(|ip| !self.ips.contains(ip));
        if !is_told && clients.len() <= CLIENTS {
            peer.own_addresses.extend(clients.iter().copied());
            peer.own_addresses.sort_unstable();
            self.own_ips.extend(clients);
        }
    }

    fn is_for_a_node(&mut self, handshake: &Handshake) -> bool {
        if let Some(name) = &handshake.server_name
            && self.names.contains(name)
        {
            return true;
        }
        let Some(leaf) = handshake.chain.first() else {
            return false;
        };
        let names = &self.names;
        *self.leaves.entry(leaf.fingerprint()).or_insert_with(|| {
            let facts = leaf.facts();
            let mut named = facts.dns_names.iter().chain(&facts.common_names);
            named.any(|name| names.contains(&name.to_ascii_lowercase()))
        })
    }

    /// Whether a handshake is with a node, on behalf of the traffic server as far as that shows:
    /// `own` are the addresses that it has in this capture, none if they are not known.
    pub(super) fn concern(&self, handshake: &Handshake, view: View, own: &[IpAddr]) -> bool {
        let (ip, port) = (handshake.server.ip(), handshake.server.port());
        let leaf = handshake.chain.first();
        if self.own_ips.contains(&ip)
            || leaf.is_some_and(|leaf| self.own_leaves.contains(&leaf.fingerprint()))
            || is_empty(handshake)
        {
            return false;
        }
        let is_node = self.endpoints.contains(&(ip, port))
            || (self.ips.contains(&ip) && PORTS.contains(&port));
        is_made_from(handshake, own)
            && (is_node || (view == View::Alone && !OTHER_PORTS.contains(&port)))
    }

    /// Learns what a node is called from a handshake that concerns it.
    pub(super) fn name(&mut self, handshake: &Handshake) {
        let names = self.called.entry(handshake.server.ip()).or_default();
        if let Some(name) = &handshake.server_name {
            if let Some(count) = names.sent.get_mut(name) {
                *count += 1;
            } else if names.sent.len() < NAMES {
                names.sent.insert(name.clone(), 1);
            }
        }
        if let Some(leaf) = handshake.chain.first() {
            let facts = leaf.facts();
            let listed = &facts.dns_names;
            let named = if listed.is_empty() {
                facts.common_names.get(..1).unwrap_or_default()
            } else {
                listed.as_slice()
            };
            for name in named.iter().filter(|name| is_full(name)) {
                if let Some(count) = names.certified.get_mut(name.as_str()) {
                    *count += 1;
                } else if names.certified.len() < NAMES {
                    names.certified.insert(name.to_ascii_lowercase(), 1);
                }
            }
        }
    }

    /// The full name of the node at an IP address, or whatever else it is called.
    pub(super) fn called(&self, ip: IpAddr) -> Option<&str> {
        let names = self.called.get(&ip)?;
        names
            .most_used(&names.logged, is_full)
            .or_else(|| names.most_used(&names.sent, is_full))
            .or_else(|| {
                let known = |name: &&String| self.names.contains(*name);
                only(names.certified.keys().filter(known)).or_else(|| only(names.certified.keys()))
            })
            .or_else(|| names.most_used(&names.logged, |_| true))
    }
}

impl Names {
    /// Names of certificates first, then by use, then by the alphabet.
    fn most_used<'n>(
        &self,
        names: &'n BTreeMap<String, u64>,
        fits: impl Fn(&str) -> bool,
    ) -> Option<&'n str> {
        let fitting = names.iter().filter(|(name, _)| fits(name));
        let best = fitting.max_by_key(|(name, count)| {
            let is_certified = self.certified.contains_key(*name);
            (is_certified, **count, std::cmp::Reverse(*name))
        });
        best.map(|(name, _)| name.as_str())
    }
}

fn only<'n>(mut names: impl Iterator<Item = &'n String>) -> Option<&'n str> {
    let first = names.next()?;
    names.next().is_none().then_some(first)
}

/// Clients of nodes in one capture that may all be addresses of the appliance; where there are more,
/// it was taken elsewhere.
const CLIENTS: usize = 4;
/// Names of one kind that are kept for one IP address.
const NAMES: usize = 256;

fn is_full(name: &str) -> bool {
    name.contains('.') && !name.contains('*') && name.parse::<IpAddr>().is_err()
}

pub(super) fn is_outer(origin: Option<Origin>, peers: &[PeerCase]) -> bool {
    let peer = origin.and_then(|origin| peers.get(origin.peer));
    peer.is_some_and(|peer| peer.role == Some(Role::Outer))
}

/// The addresses of the appliance that occur as clients in a capture; none of them does where
/// addresses are translated on the way.
pub(super) fn own_in<'p>(capture: &CaptureMaterial, peer: Option<&'p PeerCase>) -> &'p [IpAddr] {
    let own = peer.map(|peer| peer.own_addresses.as_slice());
    let own = own.unwrap_or_default();
    let mut handshakes = capture.handshakes.iter();
    if handshakes.any(|handshake| own.contains(&handshake.client.ip())) {
        own
    } else {
        &[]
    }
}

/// Whether one of these addresses made a handshake; anybody where they are not known.
pub(super) fn is_made_from(handshake: &Handshake, own: &[IpAddr]) -> bool {
    own.is_empty() || own.contains(&handshake.client.ip())
}

/// Takes the clients of joined handshakes for the appliance's own addresses, where nothing else
/// tells these: the greatest of them, and others with a tenth of its share.
pub(super) fn learn_from_joined<'h>(
    joined: impl Iterator<Item = (usize, &'h Handshake)>,
    peers: &mut [PeerCase],
) {
    let mut clients: BTreeMap<(usize, IpAddr), u64> = BTreeMap::new();
    for (peer, handshake) in joined {
        *clients.entry((peer, handshake.client.ip())).or_default() += 1;
    }
    for (index, peer) in peers.iter_mut().enumerate() {
        if peer.own_addresses.is_empty() {
            let own = || clients.iter().filter(|((peer, _), _)| *peer == index);
            let most = own().map(|(_, count)| *count).max().unwrap_or_default();
            let many = own().filter(|(_, count)| count.saturating_mul(10) >= most);
            peer.own_addresses = many.map(|((_, ip), _)| *ip).collect();
        }
    }
}

/// Whether nothing of the handshake itself was seen.
fn is_empty(handshake: &Handshake) -> bool {
    handshake.is_mid_stream
        && handshake.chain.is_empty()
        && handshake.unreadable == 0
        && handshake.cipher_suite.is_none()
        && !is_refused_by_client(handshake)
}

/// Whether the client ended it with an alert.
pub(super) fn is_refused_by_client(handshake: &Handshake) -> bool {
    let by = Party::Client;
    matches!(handshake.outcome, Outcome::Refused { by: from, .. } if from == by)
}
