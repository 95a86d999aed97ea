//! Which changes may help, and what each set of them repairs.
//!
//! Whether changes repair a cell is not argued but tried: the presented chain is verified again with
//! what they would bring. Only a certificate that is yet to be issued cannot be tried; it is taken to
//! be as it is asked for, signed by a CA that is trusted already.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use tollgate_pki::{
    Address, Certificate, Code, PresentedChain, Reason, RemedyAction, TrustStore, Verdict, verify,
};
use tollgate_report::{Cell, KeyFamily};

use super::PreflightCell;
use super::changes::Change;
use super::ciphers::UpgradePath;
use super::outlook::observed;
use super::ports::{PortOffer, ProbedPort};
use super::solve::{Requirement, Solution, solve};
use crate::case::{Case, CellCase, Handshake, Presented};

/// Changes that are tried together for one cell: one for the chain, one for the name, one more.
const TOGETHER: usize = 3;
/// Changes that are considered for one cell.
const CONSIDERED: usize = 10;

/// The cells that have to be repaired, and the changes that may do so.
#[derive(Debug)]
pub struct Repairs<'a> {
    case: &'a Case,
    /// Ports by their cells without key types.
    ports: BTreeMap<Cell, &'a ProbedPort>,
    /// Cells by the addresses that are used, in lower case.
    addressed: BTreeMap<String, Vec<&'a CellCase>>,
    /// The names of all nodes, in lower case.
    nodes: BTreeSet<String>,
    /// Changes that are known, by what tells them apart.
    numbers: BTreeMap<String, usize>,
    known: BTreeMap<&'a Cell, &'a CellCase>,
    /// Certificates of CAs that somebody sent or that an appliance trusts, by subject.
    at_hand: BTreeMap<&'a str, Vec<&'a Certificate>>,
    broken: Vec<Broken<'a>>,
    changes: Vec<Change>,
    /// To prefer RSA would bring the appliance to a certificate that it refuses.
    rsa_harms: bool,
    /// Some change was not considered, because there were too many for one cell.
    is_cut: bool,
}

/// A cell that has to be repaired.
#[derive(Debug)]
pub(super) struct Broken<'a> {
    /// Its index among the cells.
    pub(super) index: usize,
    pub(super) known: &'a CellCase,
    /// Changes that may help it, by their numbers.
    considered: Vec<usize>,
}

impl<'a> Repairs<'a> {
    /// All refused cells; where the path of the upgrade is told, those that the appliance gets.
    pub fn of(
        ports: &'a [ProbedPort],
        cells: &'a [PreflightCell],
        case: &'a Case,
        path: &UpgradePath,
    ) -> Self {
        let known: BTreeMap<&Cell, &CellCase> =
            case.cells.iter().map(|own| (&own.cell, own)).collect();
        let is_told = path.is_told();
        let broken = cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.verdict.as_ref().is_some_and(|v| !v.is_trusted()))
            .filter(|(_, cell)| !(is_told && cell.after.selected == Some(false)))
            .filter_map(|(index, cell)| {
                let known: &CellCase = known.get(&cell.cell)?;
                Some(Broken {
                    index,
                    known,
                    considered: Vec::new(),
                })
            })
            .collect();
        let mut repairs = Self {
            case,
            ports: ports.iter().map(|port| (port.cell(None), port)).collect(),
            addressed: addressed(case),
            nodes: case
                .cells
                .iter()
                .map(|own| own.cell.node.to_ascii_lowercase())
                .collect(),
            numbers: BTreeMap::new(),
            known,
            at_hand: at_hand(case),
            broken,
            changes: Vec::new(),
            rsa_harms: false,
            is_cut: false,
        };
        repairs.rsa_harms = repairs.harm_of_rsa(cells);
        let mut broken = std::mem::take(&mut repairs.broken);
        for cell in &mut broken {
            cell.considered = repairs.consider(cell.known);
        }
        repairs.broken = broken;
        repairs.gather_names();
        repairs
    }

    /// The changes that were considered. Sets of them are sets of indices.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// What a set of changes costs: fewer changes come first.
    pub fn cost(&self, changes: &BTreeSet<usize>) -> u32 {
        let changes = changes
            .iter()
            .filter_map(|number| self.changes.get(*number));
        changes.map(Change::cost).sum()
    }

    /// The cells that a set of changes leaves refused, in order.
    pub fn left(&self, changes: &BTreeSet<usize>) -> impl Iterator<Item = &'a Cell> {
        let broken = self.broken.iter();
        let left = broken.filter(|cell| !self.repairs(changes, cell.known));
        left.map(|cell| &cell.known.cell)
    }

    /// The cheapest set of changes that leaves as few cells as can be.
    pub fn cheapest(&self) -> Solution {
        solve(&self.requirements(), &self.costs(), &self.conflicts())
    }

    /// Pairs that must not be made together: uploads of one subject, of which a real appliance takes
    /// one. A change that is paired with itself must not be made at all.
    pub fn conflicts(&self) -> Vec<(usize, usize)> {
        let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut conflicts = Vec::new();
        for (number, change) in self.changes.iter().enumerate() {
            let Change::Upload(upload) = change else {
                continue;
            };
            if self.is_stored_otherwise(upload) {
                conflicts.push((number, number));
            }
            let others = same.entry(&upload.facts().subject).or_default();
            conflicts.extend(others.iter().map(|other| (*other, number)));
            others.push(number);
        }
        conflicts
    }

    pub(super) fn broken(&self) -> &[Broken<'a>] {
        &self.broken
    }

    pub(super) fn costs(&self) -> Vec<u32> {
        self.changes.iter().map(Change::cost).collect()
    }

    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The ways to repair each of the broken cells, in their order.
    pub(super) fn requirements(&self) -> Vec<Requirement> {
        self.broken.iter().map(|cell| self.ways(cell)).collect()
    }

    fn number(&mut self, change: Change) -> usize {
        let next = self.changes.len();
        let number = *self.numbers.entry(change.key()).or_insert(next);
        if number == next {
            self.changes.push(change);
        }
        number
    }

    /// The changes that may help a cell.
    fn consider(&mut self, cell: &CellCase) -> Vec<usize> {
        let mut numbers = Vec::new();
        for presented in &cell.presented {
            let Some(verdict) = &presented.verdict else {
                continue;
            };
            for reason in &verdict.reasons {
                self.consider_reason(cell, presented, (verdict, reason), &mut numbers);
            }
        }
        let is_elliptic = cell.cell.key_type == Some(KeyFamily::Ecdsa);
        if is_elliptic && !self.rsa_harms && self.rsa_answers(cell) {
            numbers.push(self.number(Change::PreferRsa));
        }
        numbers.sort_unstable();
        numbers.dedup();
        self.is_cut |= numbers.len() > CONSIDERED;
        numbers.truncate(CONSIDERED);
        numbers
    }

    fn consider_reason(
        &mut self,
        cell: &CellCase,
        presented: &Presented,
        (verdict, reason): (&Verdict, &Reason),
        numbers: &mut Vec<usize>,
    ) {
        for certificate in &reason.remedy.upload {
            numbers.push(self.number(Change::Upload(certificate.clone())));
        }
        if matches!(reason.code, Code::IssuerUnknown | Code::IntermediateMissing)
            && let Some(issuer) = wanted_issuer(presented, verdict)
        {
            self.consider_issuer(cell, &issuer, reason, numbers);
        }
        let Some(leaf) = presented.chain.first() else {
            return;
        };
        if reason.is_name()
            && let Some(advertise) = self.advertise(leaf, cell)
        {
            numbers.push(self.number(advertise));
        }
        numbers.push(self.number(Change::Reissue {
            leaf: leaf.clone(),
            names: BTreeSet::new(),
            nodes: BTreeSet::new(),
        }));
    }

    /// Whoever has the missing issuer: it can be uploaded, or installed on the node.
    fn consider_issuer(
        &mut self,
        cell: &CellCase,
        issuer: &str,
        reason: &Reason,
        numbers: &mut Vec<usize>,
    ) {
        let node = &cell.cell.node;
        let found: Vec<Certificate> = self
            .at_hand
            .get(issuer)
            .into_iter()
            .flatten()
            .map(|found| Certificate::clone(found))
            .collect();
        for certificate in &found {
            numbers.push(self.number(Change::Upload(certificate.clone())));
            numbers.push(self.number(Change::InstallIntermediate {
                node: node.clone(),
                certificate: certificate.clone(),
            }));
        }
        if found.is_empty() && reason.remedy.upload.is_empty() {
            numbers.push(self.number(Change::UploadNamed {
                subject: issuer.to_owned(),
            }));
            if reason.remedy.action == RemedyAction::InstallIntermediate {
                numbers.push(self.number(Change::InstallNamed {
                    node: node.clone(),
                    subject: issuer.to_owned(),
                }));
            }
        }
    }

    /// Names of the certificate by which the node could be advertised: no wildcard, the likeliest
    /// first.
    fn advertise(&self, leaf: &Certificate, cell: &CellCase) -> Option<Change> {
        let facts = leaf.facts();
        let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        let of_another = |name: &str| {
            !same(&cell.cell.node, name) && self.nodes.contains(&name.to_ascii_lowercase())
        };
        let usable = facts.dns_names.iter().filter(|name| {
            let is_address = name.parse::<IpAddr>().is_ok();
            let is_name = !name.contains('*') && !is_address;
            is_name && !same(name, &cell.cell.address) && !of_another(name)
        });
        let mut ranked: Vec<(u8, String)> = usable
            .map(|name| (self.rank(name, facts, cell), name.clone()))
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let is_known = matches!(ranked.first(), Some((0 | 1, _)));
        // A node that has a name is not given whatever other name stands in its certificate.
        if !is_known && cell.cell.address.parse::<IpAddr>().is_err() {
            return None;
        }
        let to: Vec<String> = ranked.into_iter().map(|(_, name)| name).collect();
        (!to.is_empty()).then(|| Change::Advertise {
            node: cell.cell.node.clone(),
            from: cell.cell.address.clone(),
            to,
            is_known,
        })
    }

    /// How far a name is from being this node's. Nothing here may ask DNS: that a name leads to the
    /// node is known where it is its own, or where somebody was met there by it.
    fn rank(&self, name: &str, facts: &tollgate_pki::Facts, cell: &CellCase) -> u8 {
        let met = self.addressed.get(&name.to_ascii_lowercase());
        let mut met = met.into_iter().flatten();
        let leads_here = met.any(|own| {
            let is_there = own.ip.is_some() && own.ip == cell.ip;
            own.is_address_known && (own.cell.node == cell.cell.node || is_there)
        });
        let others = || facts.dns_names.iter().filter(|other| *other != name);
        let is_common = |common: &String| {
            // The CN of a multi-server certificate is the publisher's name with -ms at its host.
            let publisher = common.replacen("-ms.", ".", 1);
            common.eq_ignore_ascii_case(name) || publisher.eq_ignore_ascii_case(name)
        };
        if name.eq_ignore_ascii_case(&cell.cell.node) {
            0
        } else if leads_here || is_full_name(name, &cell.cell.address) {
            1
        } else if others().any(|other| is_below(other, name)) {
            // A domain, for the sake of multi-server certificates.
            4
        } else if facts.common_names.iter().any(is_common) {
            2
        } else {
            3
        }
    }

    /// A certificate that is issued again takes all names that any of its cells is asked for by: a
    /// multi-server certificate is one request with the union of names.
    fn gather_names(&mut self) {
        let mut asked: BTreeMap<[u8; 32], (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        let all = self.case.cells.iter();
        for (cell, presented) in all.flat_map(|own| own.presented.iter().map(move |p| (own, p))) {
            if let Some(leaf) = presented.chain.first() {
                let (names, nodes) = asked.entry(leaf.fingerprint().0).or_default();
                names.insert(cell.cell.address.clone());
                nodes.insert(cell.cell.node.clone());
            }
        }
        for change in &mut self.changes {
            if let Change::Reissue { leaf, names, nodes } = change
                && let Some((own_names, own_nodes)) = asked.get(&leaf.fingerprint().0)
            {
                let facts = leaf.facts();
                names.extend(own_names.iter().cloned());
                names.extend(facts.dns_names.iter().cloned());
                nodes.extend(own_nodes.iter().cloned());
            }
        }
    }

    /// The smallest sets of changes that repair a cell.
    fn ways(&self, cell: &Broken<'_>) -> Requirement {
        let mut ways: Vec<BTreeSet<usize>> = Vec::new();
        for size in 1..=TOGETHER {
            for set in sets(&cell.considered, size) {
                let is_larger = ways.iter().any(|way| way.is_subset(&set));
                if !is_larger && self.repairs(&set, cell.known) {
                    ways.push(set);
                }
            }
        }
        Requirement { ways }
    }

    fn repairs(&self, set: &BTreeSet<usize>, cell: &CellCase) -> bool {
        let changes: Vec<&Change> = set.iter().filter_map(|n| self.changes.get(*n)).collect();
        let mut each = changes.iter();
        if each.any(|change| matches!(change, Change::PreferRsa))
            && cell.cell.key_type == Some(KeyFamily::Ecdsa)
            && self.rsa_answers(cell)
        {
            let sibling = self.sibling(cell);
            return sibling
                .is_some_and(|rsa| !rsa.presented.is_empty() && self.pass(&changes, rsa));
        }
        self.pass(&changes, cell)
    }

    /// Everything that a cell presents passes under changes.
    fn pass(&self, changes: &[&Change], cell: &CellCase) -> bool {
        let mut presented = cell.presented.iter();
        presented.all(|presented| self.passes(changes, &cell.cell, presented))
    }

    /// The RSA certificate of the same port.
    fn sibling(&self, cell: &CellCase) -> Option<&'a CellCase> {
        let sibling = Cell {
            key_type: Some(KeyFamily::Rsa),
            ..cell.cell.clone()
        };
        self.known.get(&sibling).copied()
    }

    /// A probe with exactly the appliance's offer, RSA in front, was answered with RSA.
    fn rsa_answers(&self, cell: &CellCase) -> bool {
        if cell.is_probed {
            let port = self.ports.get(&Cell {
                key_type: None,
                ..cell.cell.clone()
            });
            return port.is_some_and(|port| {
                observed(port, PortOffer::AfterWithRsa) == Some(KeyFamily::Rsa)
            });
        }
        // Offline: the same port was seen to answer with RSA. The suite decides up to TLS 1.2 only.
        let is_old = |own: &CellCase| {
            let mut handshakes = self.handshakes(own);
            handshakes.all(|own| own.version.is_some_and(|v| !v.hides_certificates()))
        };
        let sibling = self.sibling(cell);
        sibling.is_some_and(|rsa| self.handshakes(rsa).next().is_some() && is_old(rsa))
            && is_old(cell)
    }

    fn handshakes(&self, cell: &'a CellCase) -> impl Iterator<Item = &'a Handshake> {
        let case = self.case;
        let attempts = cell.attempts.iter();
        attempts
            .filter_map(|attempt| attempt.handshake)
            .filter_map(|(capture, at)| case.captures.get(capture)?.handshakes.get(at))
    }

    /// To prefer RSA would bring the appliance to a refused certificate that it does not get now.
    fn harm_of_rsa(&self, cells: &[PreflightCell]) -> bool {
        cells.iter().any(|cell| {
            cell.cell.key_type == Some(KeyFamily::Rsa)
                && cell.verdict.as_ref().is_some_and(|v| !v.is_trusted())
                && cell.after.selected == Some(false)
                && self.broken.iter().all(|own| own.known.cell != cell.cell)
        })
    }

    fn passes(&self, changes: &[&Change], cell: &Cell, presented: &Presented) -> bool {
        let leaf = presented.chain.first();
        let mut chain: Vec<Certificate> = presented.chain.to_vec();
        let mut address = cell.address.as_str();
        let mut uploads: Vec<&Certificate> = Vec::new();
        let mut named: Vec<&str> = Vec::new();
        for change in changes {
            match change {
                Change::Reissue { leaf: old, .. } if Some(old) == leaf => return true,
                Change::Reissue { .. } | Change::PreferRsa => {}
                Change::Upload(certificate) => uploads.push(certificate),
                Change::UploadNamed { subject } => named.push(subject),
                Change::InstallNamed { node, subject } if *node == cell.node => {
                    named.push(subject);
                }
                Change::InstallIntermediate { node, certificate } if *node == cell.node => {
                    chain.push(certificate.clone());
                }
                Change::InstallIntermediate { .. } | Change::InstallNamed { .. } => {}
                Change::Advertise { node, from, to, .. } => {
                    if let Some(to) = to.first()
                        && *node == cell.node
                        && *from == cell.address
                    {
                        address = to;
                    }
                }
            }
        }
        let Some(store) = self.store_with(presented, &uploads) else {
            return false;
        };
        let chain = PresentedChain {
            certificates: chain,
        };
        let address = Address::parse(address);
        let policy = self.case.question.policy;
        let verdict = verify(&chain, Some(&address), &store, presented.at, policy);
        // What is not at hand cannot be tried: all else has to be in order, and only it be missing.
        let is_named = |reason: &Reason| {
            matches!(reason.code, Code::IssuerUnknown | Code::IntermediateMissing)
                && wanted_issuer(presented, &verdict)
                    .is_some_and(|issuer| named.contains(&&*issuer))
        };
        verdict.is_trusted() || verdict.reasons.iter().all(is_named)
    }

    fn store_with(&self, presented: &Presented, uploads: &[&Certificate]) -> Option<TrustStore> {
        let peer = self.case.peers.get(presented.peer)?;
        let store = &peer.stores.get(presented.store?)?.store;
        if uploads.is_empty() {
            return Some(store.clone());
        }
        let mut builder = TrustStore::builder();
        for stored in store.certificates() {
            builder = builder.certificate("", stored.certificate.clone(), presented.at);
        }
        for upload in uploads {
            builder = builder.certificate("", Certificate::clone(upload), presented.at);
        }
        Some(builder.build())
    }

    /// Another certificate of this subject is in a store already.
    fn is_stored_otherwise(&self, upload: &Certificate) -> bool {
        let subject = &upload.facts().subject;
        let stores = self.case.peers.iter().flat_map(|peer| &peer.stores);
        let mut stored = stores.flat_map(|own| own.store.certificates());
        stored.any(|own| own.certificate != *upload && own.certificate.facts().subject == *subject)
    }
}

fn addressed(case: &Case) -> BTreeMap<String, Vec<&CellCase>> {
    let mut addressed: BTreeMap<String, Vec<&CellCase>> = BTreeMap::new();
    for own in &case.cells {
        let address = own.cell.address.to_ascii_lowercase();
        addressed.entry(address).or_default().push(own);
    }
    addressed
}

fn at_hand(case: &Case) -> BTreeMap<&str, Vec<&Certificate>> {
    let presented = case.cells.iter().flat_map(|cell| &cell.presented);
    let sent = presented.flat_map(|presented| presented.chain.iter());
    let stores = case.peers.iter().flat_map(|peer| &peer.stores);
    let stored = stores.flat_map(|own| own.store.certificates());
    let all = sent.chain(stored.map(|own| &own.certificate));
    let mut found: BTreeMap<&str, Vec<&Certificate>> = BTreeMap::new();
    for certificate in all.filter(|own| own.facts().is_ca) {
        let same = found.entry(&certificate.facts().subject).or_default();
        if !same.contains(&certificate) {
            same.push(certificate);
        }
    }
    found
}

/// The issuer that is missing above what was presented.
fn wanted_issuer(presented: &Presented, verdict: &Verdict) -> Option<String> {
    let top = verdict.path.last().or_else(|| presented.chain.last())?;
    Some(top.facts().issuer.clone())
}

/// Whether a name is that of the same host, with its domain.
fn is_full_name(name: &str, short: &str) -> bool {
    let host = name.split_once('.').map(|(host, _)| host);
    host.is_some_and(|host| host.eq_ignore_ascii_case(short))
}

/// Whether a name is in a domain.
fn is_below(name: &str, domain: &str) -> bool {
    let host = name.len().checked_sub(domain.len());
    let Some((host, rest)) = host.and_then(|length| name.split_at_checked(length)) else {
        return false;
    };
    host.ends_with('.') && rest.eq_ignore_ascii_case(domain)
}

/// All sets of so many of these.
pub(super) fn sets(of: &[usize], size: usize) -> Vec<BTreeSet<usize>> {
    if size == 0 {
        return vec![BTreeSet::new()];
    }
    let mut all = Vec::new();
    for (at, first) in of.iter().enumerate() {
        let rest = of.get(at + 1..).unwrap_or_default();
        for mut set in sets(rest, size - 1) {
            set.insert(*first);
            all.push(set);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_told_from_its_hosts() {
        assert!(is_below("cucm.steven.lab", "steven.lab"));
        assert!(is_below("cucm.steven.lab", "Steven.Lab"));
        assert!(!is_below("cucm-steven.lab", "steven.lab"));
        assert!(!is_below("steven.lab", "steven.lab"));
        assert!(!is_below("lab", "steven.lab"));
    }

    #[test]
    fn all_sets_of_a_size_are_made_once() {
        let made = sets(&[1, 2, 3, 4], 2);
        let distinct: BTreeSet<_> = made.iter().cloned().collect();
        assert_eq!((made.len(), distinct.len()), (6, 6));
        assert_eq!(sets(&[1], 2), Vec::<BTreeSet<usize>>::new());
    }
}
