//! The changes that repair cells, and what each of them repairs.
//!
//! Whether changes repair a cell is not argued but tried: the presented chain is verified again with
//! what they would bring. Only a certificate that is yet to be issued cannot be tried; it is taken to
//! be as it is asked for, signed by a CA that is trusted already.

use std::collections::{BTreeMap, BTreeSet};

use tollgate_pki::{
    Address, Certificate, Code, PresentedChain, Reason, RemedyAction, TrustStore, Verdict, verify,
};
use tollgate_report::{Cell, KeyFamily, Message, PlanStep, Upload};

use super::PreflightCell;
use super::ciphers::UpgradePath;
use super::outlook::observed;
use super::ports::{PortOffer, ProbedPort};
use super::solve::{Exactness, Requirement, solve};
use crate::case::{Case, Presented};

/// Changes that are tried together for one cell: one for the chain, one for the name, one more.
const TOGETHER: usize = 3;
/// Changes that are considered for one cell.
const CONSIDERED: usize = 10;

/// Something to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Upload a certificate that is at hand to the trust store of every appliance.
    Upload(Certificate),
    /// Upload a CA that is not at hand, by its name.
    UploadNamed {
        /// Its subject.
        subject: String,
    },
    /// Install an intermediate that is at hand on the node.
    InstallIntermediate {
        /// The node.
        node: String,
        /// The certificate.
        certificate: Certificate,
    },
    /// Advertise the node by a name that its certificate contains.
    Advertise {
        /// The node.
        node: String,
        /// The address that is advertised today.
        from: String,
        /// The name that is covered.
        to: String,
    },
    /// Prefer RSA in the cipher string.
    PreferRsa,
    /// Have a certificate issued again, with all names that it is asked for.
    Reissue {
        /// The certificate of today.
        leaf: Certificate,
        /// The names and addresses that the new one has to contain.
        names: BTreeSet<String>,
        /// The nodes that present it.
        nodes: BTreeSet<String>,
    },
}

impl Change {
    /// Fewer changes come first; among equals the one that costs less work and risk.
    const fn cost(&self) -> u32 {
        const ONE: u32 = 1_000;
        ONE + match self {
            Self::Upload(_) => 1,
            Self::UploadNamed { .. } => 2,
            Self::InstallIntermediate { .. } => 3,
            Self::Advertise { .. } => 4,
            Self::Reissue { .. } => 5,
            Self::PreferRsa => 6,
        }
    }

    /// A stable name, for JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Upload(_) | Self::UploadNamed { .. } => "upload",
            Self::InstallIntermediate { .. } => "install-intermediate",
            Self::Advertise { .. } => "advertise",
            Self::PreferRsa => "prefer-rsa",
            Self::Reissue { .. } => "re-issue",
        }
    }

    fn text(&self) -> Message {
        match self {
            Self::Upload(certificate) => Message::new(
                "change-upload",
                [
                    ("name", certificate.name().to_owned()),
                    ("sha256", certificate.fingerprint().to_string()),
                ],
            ),
            Self::UploadNamed { subject } => {
                Message::new("change-upload-named", [("subject", subject.clone())])
            }
            Self::InstallIntermediate { node, certificate } => Message::new(
                "change-install-intermediate",
                [
                    ("node", node.clone()),
                    ("name", certificate.name().to_owned()),
                ],
            ),
            Self::Advertise { node, from, to } => Message::new(
                "change-advertise",
                [
                    ("node", node.clone()),
                    ("from", from.clone()),
                    ("to", to.clone()),
                ],
            ),
            Self::PreferRsa => Message::new("change-prefer-rsa", []),
            Self::Reissue { leaf, names, nodes } => Message::new(
                "change-reissue",
                [
                    ("name", leaf.name().to_owned()),
                    ("names", joined(names)),
                    ("nodes", joined(nodes)),
                ],
            ),
        }
    }

    fn upload(&self) -> Vec<Upload> {
        match self {
            Self::Upload(certificate) | Self::InstallIntermediate { certificate, .. } => {
                vec![Upload {
                    sha256: certificate.fingerprint().to_string(),
                    name: certificate.name().to_owned(),
                    subject: certificate.facts().subject.clone(),
                    pem: certificate.to_pem(),
                }]
            }
            Self::UploadNamed { .. }
            | Self::Advertise { .. }
            | Self::PreferRsa
            | Self::Reissue { .. } => Vec::new(),
        }
    }
}

fn joined(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join(", ")
}

/// A plan.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) steps: Vec<PlanStep>,
    pub(super) exactness: Exactness,
    /// Indices of the cells that nothing repairs.
    pub(super) unrepaired: Vec<usize>,
}

/// A cell that has to be repaired.
struct Broken<'a> {
    /// Its index among the cells.
    index: usize,
    cell: &'a Cell,
    /// What it presented, by store.
    presented: Vec<&'a Presented>,
}

struct Trial<'a> {
    case: &'a Case,
    ports: &'a [ProbedPort],
    changes: Vec<Change>,
}

/// The fewest changes that turn all refused cells green; where the path of the upgrade is told, of
/// those that the appliance gets.
pub(super) fn plan(
    ports: &[ProbedPort],
    cells: &[PreflightCell],
    case: &Case,
    path: &UpgradePath,
) -> Planned {
    let is_told = path.is_told();
    let broken: Vec<Broken<'_>> = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.verdict.as_ref().is_some_and(|v| !v.is_trusted()))
        .filter(|(_, cell)| !(is_told && cell.after.selected == Some(false)))
        .filter_map(|(index, cell)| {
            let known = case.cells.iter().find(|known| known.cell == cell.cell)?;
            Some(Broken {
                index,
                cell: &cell.cell,
                presented: known.presented.iter().collect(),
            })
        })
        .collect();
    let mut trial = Trial {
        case,
        ports,
        changes: Vec::new(),
    };
    let considered: Vec<Vec<usize>> = broken.iter().map(|cell| trial.consider(cell)).collect();
    trial.gather_names();
    let requirements: Vec<Requirement> = broken
        .iter()
        .zip(&considered)
        .map(|(cell, considered)| trial.ways(cell, considered))
        .collect();
    let costs: Vec<u32> = trial.changes.iter().map(Change::cost).collect();
    let solution = solve(&requirements, &costs, &trial.conflicts());
    let steps = solution.changes.iter().filter_map(|number| {
        let change = trial.changes.get(*number)?;
        let repaired = |requirement: &Requirement| {
            let mut ways = requirement.ways.iter();
            ways.any(|way| way.contains(number) && way.is_subset(&solution.changes))
        };
        let pairs = || broken.iter().zip(&requirements);
        let fixed: Vec<_> = pairs().filter(|(_, own)| repaired(own)).collect();
        // Another single change that does for these cells what this one does.
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for (_, requirement) in &fixed {
            let ways = requirement.ways.iter();
            let single = ways.filter(|way| way.len() == 1 && !way.contains(number));
            others.extend(single.flatten());
        }
        let alternatives = others.iter().filter_map(|other| trial.changes.get(*other));
        Some(PlanStep {
            text: change.text(),
            cells: fixed.iter().map(|(cell, _)| cell.cell.clone()).collect(),
            alternatives: alternatives.map(Change::text).collect(),
            upload: change.upload(),
        })
    });
    let left = solution.unrepaired.iter();
    Planned {
        steps: steps.collect(),
        exactness: solution.exactness,
        unrepaired: left
            .filter_map(|number| broken.get(*number))
            .map(|cell| cell.index)
            .collect(),
    }
}

impl Trial<'_> {
    fn number(&mut self, change: Change) -> usize {
        let known = self.changes.iter().position(|known| *known == change);
        known.unwrap_or_else(|| {
            self.changes.push(change);
            self.changes.len() - 1
        })
    }

    /// The changes that may help a cell.
    fn consider(&mut self, cell: &Broken<'_>) -> Vec<usize> {
        let mut numbers = Vec::new();
        for presented in &cell.presented {
            let Some(verdict) = &presented.verdict else {
                continue;
            };
            for reason in &verdict.reasons {
                self.consider_reason(cell, presented, (verdict, reason), &mut numbers);
            }
        }
        if cell.cell.key_type == Some(KeyFamily::Ecdsa) && self.rsa_answers(cell.cell) {
            numbers.push(self.number(Change::PreferRsa));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.truncate(CONSIDERED);
        numbers
    }

    fn consider_reason(
        &mut self,
        cell: &Broken<'_>,
        presented: &Presented,
        (verdict, reason): (&Verdict, &Reason),
        numbers: &mut Vec<usize>,
    ) {
        for certificate in &reason.remedy.upload {
            numbers.push(self.number(Change::Upload(certificate.clone())));
        }
        let wanted = reason.remedy.upload.is_empty()
            && matches!(reason.code, Code::IssuerUnknown | Code::IntermediateMissing);
        if wanted && let Some(issuer) = wanted_issuer(presented, verdict) {
            numbers.push(self.number(Change::UploadNamed { subject: issuer }));
        }
        if reason.remedy.action == RemedyAction::InstallIntermediate {
            for certificate in &reason.remedy.upload {
                numbers.push(self.number(Change::InstallIntermediate {
                    node: cell.cell.node.clone(),
                    certificate: certificate.clone(),
                }));
            }
        }
        let Some(leaf) = presented.chain.first() else {
            return;
        };
        if reason.is_name()
            && let Some(to) = covered_name(leaf, cell.cell)
        {
            numbers.push(self.number(Change::Advertise {
                node: cell.cell.node.clone(),
                from: cell.cell.address.clone(),
                to,
            }));
        }
        numbers.push(self.number(Change::Reissue {
            leaf: leaf.clone(),
            names: BTreeSet::new(),
            nodes: BTreeSet::new(),
        }));
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
    fn ways(&self, cell: &Broken<'_>, considered: &[usize]) -> Requirement {
        let mut ways: Vec<BTreeSet<usize>> = Vec::new();
        for size in 1..=TOGETHER {
            for set in sets(considered, size) {
                let is_larger = ways.iter().any(|way| way.is_subset(&set));
                if !is_larger && self.repairs(&set, cell.cell, &cell.presented) {
                    ways.push(set);
                }
            }
        }
        Requirement { ways }
    }

    fn repairs(&self, set: &BTreeSet<usize>, cell: &Cell, presented: &[&Presented]) -> bool {
        let changes: Vec<&Change> = set.iter().filter_map(|n| self.changes.get(*n)).collect();
        if changes
            .iter()
            .any(|change| matches!(change, Change::PreferRsa))
            && cell.key_type == Some(KeyFamily::Ecdsa)
        {
            return self.sibling_passes(&changes, cell);
        }
        presented
            .iter()
            .all(|presented| self.passes(&changes, cell, presented))
    }

    /// The RSA certificate of the same port passes under the same changes.
    fn sibling_passes(&self, changes: &[&Change], cell: &Cell) -> bool {
        let sibling = Cell {
            key_type: Some(KeyFamily::Rsa),
            ..cell.clone()
        };
        let mut cells = self.case.cells.iter();
        let known = cells.find(|known| known.cell == sibling);
        known.is_some_and(|known| {
            let mut presented = known.presented.iter();
            !known.presented.is_empty()
                && presented.all(|presented| self.passes(changes, &sibling, presented))
        })
    }

    /// A probe with exactly the appliance's offer, RSA in front, was answered with RSA.
    fn rsa_answers(&self, cell: &Cell) -> bool {
        let mut ports = self.ports.iter();
        match ports.find(|port| port.cell(cell.key_type) == *cell) {
            Some(port) => observed(port, PortOffer::AfterWithRsa) == Some(KeyFamily::Rsa),
            None => self.rsa_was_seen(cell),
        }
    }

    /// Offline: the same port was seen to answer with RSA, up to TLS 1.2, where the suite decides.
    fn rsa_was_seen(&self, cell: &Cell) -> bool {
        let sibling = Cell {
            key_type: Some(KeyFamily::Rsa),
            ..cell.clone()
        };
        let known = self.case.cells.iter().filter(|known| known.cell == sibling);
        let mut handshakes = known
            .flat_map(|known| &known.attempts)
            .filter_map(|attempt| attempt.handshake)
            .filter_map(|(capture, at)| self.case.captures.get(capture)?.handshakes.get(at));
        handshakes.any(|handshake| handshake.version.is_some_and(|v| !v.hides_certificates()))
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
                Change::InstallIntermediate { node, certificate } if *node == cell.node => {
                    chain.push(certificate.clone());
                }
                Change::InstallIntermediate { .. } => {}
                Change::Advertise { node, from, to }
                    if *node == cell.node && *from == cell.address =>
                {
                    address = to;
                }
                Change::Advertise { .. } => {}
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

    /// Uploads that a real appliance does not take together: two certificates of one subject.
    fn conflicts(&self) -> Vec<(usize, usize)> {
        let subject = |change: &Change| match change {
            Change::Upload(certificate) => Some(certificate.facts().subject.clone()),
            _ => None,
        };
        let mut conflicts = Vec::new();
        for (one, change) in self.changes.iter().enumerate() {
            let Some(name) = subject(change) else {
                continue;
            };
            if self.is_stored_otherwise(change, &name) {
                conflicts.push((one, one));
            }
            let others = self.changes.iter().enumerate().skip(one + 1);
            conflicts.extend(
                others
                    .filter(|(_, other)| subject(other).as_ref() == Some(&name))
                    .map(|(other, _)| (one, other)),
            );
        }
        conflicts
    }

    /// Another certificate of this subject is in a store already.
    fn is_stored_otherwise(&self, change: &Change, subject: &str) -> bool {
        let Change::Upload(upload) = change else {
            return false;
        };
        let stores = self.case.peers.iter().flat_map(|peer| &peer.stores);
        let mut stored = stores.flat_map(|own| own.store.certificates());
        stored.any(|own| own.certificate != *upload && own.certificate.facts().subject == subject)
    }
}

/// The issuer that is missing above what was presented.
fn wanted_issuer(presented: &Presented, verdict: &Verdict) -> Option<String> {
    let top = verdict.path.last().or_else(|| presented.chain.last())?;
    Some(top.facts().issuer.clone())
}

/// A name of a certificate by which the node could be advertised: not a wildcard, the node's own
/// name first.
fn covered_name(leaf: &Certificate, cell: &Cell) -> Option<String> {
    let names = &leaf.facts().dns_names;
    let is_usable = |name: &&String| !name.contains('*') && **name != cell.address;
    let own = |name: &&String| name.eq_ignore_ascii_case(&cell.node);
    let mut usable = names.iter().filter(is_usable);
    names
        .iter()
        .filter(is_usable)
        .find(own)
        .or_else(|| usable.next())
        .cloned()
}

/// All sets of so many of these.
fn sets(of: &[usize], size: usize) -> Vec<BTreeSet<usize>> {
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
