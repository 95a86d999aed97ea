//! What is known of the appliances themselves.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use tollgate_pki::{Certificate, TrustStore};

use super::{PeerCase, Skew, StoreAt};
use crate::bundle::{Bundle, Evidence, PartId, Peer};
use crate::certificates::CertificateRole;
use crate::dump::Tree;

/// Where parts are from.
#[derive(Debug, Default)]
pub(super) struct Origins {
    /// Indices of the appliance and of its bundle.
    bundles: HashMap<PartId, Origin>,
    /// Parts with the content of earlier ones.
    copies: HashSet<PartId>,
}

/// Index of an appliance and of one of its bundles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Origin {
    pub(super) peer: usize,
    pub(super) bundle: usize,
}

impl Origins {
    pub(super) fn of(evidence: &Evidence) -> Self {
        let mut origins = Self::default();
        for (peer, appliance) in evidence.peers.iter().enumerate() {
            for (bundle, content) in appliance.bundles.iter().enumerate() {
                for part in &content.parts {
                    origins.bundles.insert(part.id, Origin { peer, bundle });
                    if part.same_as.is_some() {
                        origins.copies.insert(part.id);
                    }
                }
            }
        }
        origins
    }

    pub(super) fn origin(&self, part: PartId) -> Option<Origin> {
        self.bundles.get(&part).copied()
    }

    /// Whether all of these were read before under other names.
    pub(super) fn are_copies(&self, parts: &[PartId]) -> bool {
        !parts.is_empty() && parts.iter().all(|part| self.copies.contains(part))
    }
}

/// Which appliance and bundle each log and capture is from.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) logs: Vec<Option<Origin>>,
    pub(super) captures: Vec<Option<Origin>>,
}

impl Sources {
    pub(super) fn note_in(&self, peers: &mut [PeerCase]) {
        for (index, origin) in self.logs.iter().enumerate() {
            if let Some(peer) = origin.and_then(|origin| peers.get_mut(origin.peer)) {
                peer.logs.push(index);
            }
        }
        for (index, origin) in self.captures.iter().enumerate() {
            if let Some(peer) = origin.and_then(|origin| peers.get_mut(origin.peer)) {
                peer.captures.push(index);
            }
        }
    }
}

/// An appliance, so far without its logs and captures.
pub(super) fn peer_case(peer: &Peer, now: i64) -> PeerCase {
    let stores: Vec<StoreAt> = peer
        .bundles
        .iter()
        .enumerate()
        .filter_map(|(index, bundle)| store(index, bundle, now))
        .collect();
    let server = peer.bundles.iter().rev().find_map(server);
    let mut own_addresses: Vec<IpAddr> = peer.bundles.iter().flat_map(configured).collect();
    let leaf = server.as_ref().and_then(|(_, chain)| chain.first());
    own_addresses.extend(leaf.into_iter().flat_map(|leaf| &leaf.facts().ip_addresses));
    PeerCase {
        name: name(peer),
        role: peer.identity.role,
        version: peer.identity.version.clone(),
        trust: stores
            .last()
            .map(|newest| (newest.part, newest.store.clone())),
        stores,
        server,
        own_addresses,
        skew: Skew::Unknown,
        logs: Vec::new(),
        captures: Vec::new(),
    }
}

fn name(peer: &Peer) -> String {
    let identity = &peer.identity;
    let known = identity.host.clone().or_else(|| identity.full_name.clone());
    let archives = || peer.bundles.iter().find_map(|b| b.archive.as_ref());
    let files = || peer.bundles.iter().flat_map(|bundle| &bundle.parts).next();
    known
        .or_else(|| archives().map(|place| place.name().base().to_owned()))
        .or_else(|| files().map(|part| part.place.name().base().to_owned()))
        .unwrap_or_default()
}

fn store(index: usize, bundle: &Bundle, now: i64) -> Option<StoreAt> {
    let mut files = bundle
        .certificate_files(CertificateRole::TrustStore)
        .peekable();
    let part = files.peek()?.0.id;
    let taken = bundle.identity.taken;
    let mut builder = TrustStore::builder();
    for (part, file) in files {
        for certificate in file.certificates() {
            let name = part.place.name().base();
            builder = builder.certificate(name, certificate.clone(), taken.unwrap_or(now));
        }
    }
    Some(StoreAt {
        bundle: index,
        part,
        taken,
        store: builder.build(),
    })
}

fn server(bundle: &Bundle) -> Option<(PartId, Vec<Certificate>)> {
    let mut files = bundle.certificate_files(CertificateRole::Server);
    files.find_map(|(part, file)| {
        let chain: Vec<Certificate> = file.certificates().cloned().collect();
        (!chain.is_empty()).then_some((part.id, chain))
    })
}

/// Where dumps have the addresses of an interface, below `Ethernet` and its number.
const ADDRESSES: [&str; 4] = [
    "IP V4 Address",
    "IP V6 Address",
    "IPv4 Address",
    "IPv6 Address",
];

fn configured(bundle: &Bundle) -> Vec<IpAddr> {
    let settings = bundle.configuration.iter().map(|own| &own.tree);
    let states = bundle.status.iter().map(|own| &own.tree);
    let interfaces = settings.chain(states).flat_map(Tree::roots);
    let mut addresses: Vec<IpAddr> = interfaces
        .filter(|root| root.name().eq_ignore_ascii_case("Ethernet"))
        .flat_map(|root| ADDRESSES.map(|path| root.value_at(path)))
        .filter_map(|address| address?.parse().ok())
        .filter(|ip: &IpAddr| !ip.is_unspecified() && !ip.is_loopback())
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

impl PeerCase {
    /// The store that a chain is judged against: that of the bundle, else the nearest in time.
    pub(super) fn store_at(&self, bundle: Option<usize>, at: Option<i64>) -> Option<usize> {
        let own = self
            .stores
            .iter()
            .position(|store| Some(store.bundle) == bundle);
        own.or_else(|| {
            let distance = |store: &StoreAt| match (store.taken, at) {
                (Some(taken), Some(at)) => taken.abs_diff(at),
                _ => u64::MAX,
            };
            let stores = self.stores.iter().enumerate();
            // The newest of those that are equally near.
            let nearest =
                stores.min_by_key(|(index, store)| (distance(store), std::cmp::Reverse(*index)));
            nearest.map(|(index, _)| index)
        })
    }
}
