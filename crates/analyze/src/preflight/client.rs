//! The reverse direction: whether the nodes that ask for a client certificate accept ours.
//!
//! A node says in its `CertificateRequest` which authorities, key types and signatures it takes; the
//! certificate of the appliance says the rest: its dates, its usage, who issued it. What a node does
//! not say is unknown: an empty list of authorities does not tell whom it trusts.

mod found;
mod plan;
mod sunset;

use std::collections::BTreeSet;

use tollgate_capture::{CertificateRequest, Version};
use tollgate_pki::{Certificate, ClientProof, certificates_from, is_issuer, name_text};
use tollgate_report::Message;

use super::ports::ProbedPort;
use super::{Preflight, added};
use crate::case::{Case, GivenStore, Handshake};

/// Certificates above our own that are followed; no chain of an appliance is longer.
const ISSUERS: usize = 8;

/// A certificate of an appliance of ours, with what else stands in its file.
#[derive(Debug, Clone)]
pub struct OwnCertificate {
    /// The file, or the appliance.
    pub name: String,
    /// Leaf first.
    pub chain: Vec<Certificate>,
}

/// Whether a node takes our certificate, for a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCheck {
    /// The node asks for one; `None` where no handshake went so far.
    pub requested: Option<bool>,
    /// How many authorities it names; `None` where it does not ask.
    pub authorities: Option<usize>,
    /// It takes ours; `None` where that cannot be told.
    pub accepted: Option<bool>,
    /// Why.
    pub reason: ClientReason,
}

/// Why a node takes our certificate or not, or why that cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientReason {
    /// It names one of our issuers.
    IssuerListed,
    /// It does not ask for a certificate.
    NotRequested,
    /// No handshake went so far.
    NotSeen,
    /// No certificate of ours was given.
    NotGiven,
    /// It names no authority: any, or it does not say.
    AnyAuthority,
    /// It names more authorities than were read, and ours is not among those.
    MoreAuthorities,
    /// Our chain does not reach its root, and none of the issuers in it is named.
    ChainIncomplete,
    /// It names authorities, and none of our issuers is among them.
    IssuerNotListed,
    /// It takes no signature that our key makes.
    KeyNotAccepted,
    /// The key usage of our certificate does not let it sign.
    KeyUsage,
    /// The extended key usage of our certificate has no client authentication.
    NoClientUsage,
    /// Our certificate is not valid yet.
    NotYetValid,
    /// Our certificate has expired.
    Expired,
}

impl ClientReason {
    /// A stable name, for JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IssuerListed => "issuer-listed",
            Self::NotRequested => "not-requested",
            Self::NotSeen => "not-seen",
            Self::NotGiven => "not-given",
            Self::AnyAuthority => "any-authority",
            Self::MoreAuthorities => "more-authorities",
            Self::ChainIncomplete => "chain-incomplete",
            Self::IssuerNotListed => "issuer-not-listed",
            Self::KeyNotAccepted => "key-not-accepted",
            Self::KeyUsage => "key-usage",
            Self::NoClientUsage => "no-client-usage",
            Self::NotYetValid => "not-yet-valid",
            Self::Expired => "expired",
        }
    }

    const fn accepted(self) -> Option<bool> {
        match self {
            Self::IssuerListed => Some(true),
            Self::NotRequested
            | Self::NotSeen
            | Self::NotGiven
            | Self::AnyAuthority
            | Self::MoreAuthorities
            | Self::ChainIncomplete => None,
            Self::IssuerNotListed
            | Self::KeyNotAccepted
            | Self::KeyUsage
            | Self::NoClientUsage
            | Self::NotYetValid
            | Self::Expired => Some(false),
        }
    }
}

/// What a node asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    /// Names of authorities, spelled as subjects are.
    authorities: Vec<String>,
    /// How many it names altogether.
    count: usize,
    types: Vec<u8>,
    schemes: Vec<u16>,
    proof: ClientProof,
}

impl Asked {
    fn of(request: &CertificateRequest, version: Option<Version>) -> Self {
        let names = request.authorities.iter();
        let proof = match version {
            Some(version) if version.hides_certificates() => ClientProof::Tls13,
            Some(_) | None => ClientProof::UpTo12,
        };
        Self {
            authorities: names
                .map(|name| name_text(name.der()).unwrap_or_else(|| name.to_string()))
                .collect(),
            count: request.authority_count,
            types: request.certificate_types.clone(),
            schemes: request.signature_schemes.clone(),
            proof,
        }
    }

    /// Of a capture, of which the names are kept alone.
    fn of_handshake(handshake: &Handshake) -> Option<Self> {
        let authorities = handshake.requested_authorities.as_ref()?.to_vec();
        Some(Self {
            count: authorities.len(),
            authorities,
            types: Vec::new(),
            schemes: Vec::new(),
            proof: ClientProof::UpTo12,
        })
    }
}

/// What is known of a cell: whether the node asks, and every different request.
#[derive(Debug, Clone, Default)]
struct Requests {
    requested: Option<bool>,
    asked: Vec<Asked>,
}

impl Requests {
    fn add(&mut self, asked: Asked) {
        self.requested = Some(true);
        if !self.asked.contains(&asked) {
            self.asked.push(asked);
        }
    }

    fn saw_certificate(&mut self) {
        self.requested = self.requested.or(Some(false));
    }
}

/// A certificate of ours with its issuers, as far as they are known.
#[derive(Debug)]
struct Own<'o> {
    name: &'o str,
    leaf: &'o Certificate,
    /// Above the leaf, in order.
    issuers: Vec<Certificate>,
    /// The last of them signed itself.
    is_whole: bool,
}

impl<'o> Own<'o> {
    fn of(own: &'o OwnCertificate, known: &[Certificate]) -> Option<Self> {
        let leaf = own.chain.first()?;
        let mut issuers: Vec<Certificate> = Vec::new();
        let is_whole = loop {
            let last = issuers.last().unwrap_or(leaf);
            if last.facts().is_self_signed {
                break true;
            }
            let mut all = own.chain.iter().skip(1).chain(known);
            let next = all.find(|one| is_issuer(one, last)).cloned();
            match next {
                Some(next) if issuers.len() < ISSUERS => issuers.push(next),
                Some(_) | None => break false,
            }
        };
        Some(Self {
            name: &own.name,
            leaf,
            issuers,
            is_whole,
        })
    }

    /// The leaf and all that is above it.
    fn path(&self) -> Vec<&Certificate> {
        std::iter::once(self.leaf).chain(&self.issuers).collect()
    }

    /// What is wrong with it whoever asks.
    fn fault(&self, at: i64) -> Option<ClientReason> {
        let facts = self.leaf.facts();
        if facts.not_after.is_some_and(|end| end < at) {
            Some(ClientReason::Expired)
        } else if facts.not_before.is_some_and(|start| start > at) {
            Some(ClientReason::NotYetValid)
        } else if !self.leaf.may_authenticate_client() {
            Some(ClientReason::NoClientUsage)
        } else if !self.leaf.may_sign_handshakes() {
            Some(ClientReason::KeyUsage)
        } else {
            None
        }
    }

    fn judge(&self, asked: &Asked, at: i64) -> ClientReason {
        if let Some(fault) = self.fault(at) {
            return fault;
        }
        let key = &self.leaf.facts().key;
        if key.is_asked_for(&asked.types, &asked.schemes, asked.proof) == Some(false) {
            return ClientReason::KeyNotAccepted;
        }
        if asked.count == 0 {
            return ClientReason::AnyAuthority;
        }
        let path = self.path();
        let issuers: BTreeSet<&str> = path.iter().map(|own| own.facts().issuer.as_str()).collect();
        let mut named = asked.authorities.iter();
        if named.any(|name| issuers.contains(name.as_str())) {
            ClientReason::IssuerListed
        } else if asked.authorities.len() < asked.count {
            ClientReason::MoreAuthorities
        } else if self.is_whole {
            ClientReason::IssuerNotListed
        } else {
            ClientReason::ChainIncomplete
        }
    }
}

/// Judges our certificates by what the ports of a live run ask for. Each is taken to be shown at
/// each of them; `at` is the time in Unix seconds. Certificates in the stores may complete a chain.
pub fn judge_client(
    preflight: &mut Preflight,
    ports: &[ProbedPort],
    own: &[OwnCertificate],
    stores: &[GivenStore],
    at: i64,
) {
    let requests = preflight.cells.iter().map(|cell| {
        let mut requests = Requests::default();
        let same = ports
            .iter()
            .filter(|port| port.cell(cell.cell.key_type) == cell.cell);
        for conversation in same.flat_map(|port| &port.answers) {
            let Some(seen) = conversation.1.conversation() else {
                continue;
            };
            if let Some(request) = &seen.certificate_request {
                requests.add(Asked::of(request, seen.version));
            } else if !seen.certificates.is_empty() {
                requests.saw_certificate();
            }
        }
        requests
    });
    let requests: Vec<Requests> = requests.collect();
    let known: Vec<Certificate> = stores
        .iter()
        .flat_map(|store| certificates_from(&store.octets))
        .filter_map(|entry| entry.certificate.ok())
        .filter(|certificate| certificate.facts().is_ca)
        .collect();
    judge(preflight, &requests, own, &known, at);
}

/// Judges by what a case shows. Without given certificates, those of its appliances count. `at` is
/// the time in Unix seconds; without it each is judged at the time of its evidence.
pub fn judge_client_of_case(
    preflight: &mut Preflight,
    case: &Case,
    given: &[OwnCertificate],
    at: i64,
) {
    let requests = preflight.cells.iter().map(|cell| {
        let mut requests = Requests::default();
        let same = case.cells.iter().filter(|known| {
            // Whoever asks on a port asks whatever key it shows.
            let known = &known.cell;
            known.address == cell.cell.address && known.port == cell.cell.port
        });
        let ids = same
            .flat_map(|known| &known.attempts)
            .filter_map(|attempt| attempt.handshake);
        for (capture, at) in ids {
            let handshakes = case.captures.get(capture).map(|own| &own.handshakes);
            let Some(seen) = handshakes.and_then(|all| all.get(at)) else {
                continue;
            };
            match Asked::of_handshake(seen) {
                Some(asked) => requests.add(asked),
                None if !seen.chain.is_empty() => requests.saw_certificate(),
                None => {}
            }
        }
        requests
    });
    let requests: Vec<Requests> = requests.collect();
    let of_peers = case.peers.iter().filter_map(|peer| {
        let (_, chain) = peer.server.as_ref()?;
        Some(OwnCertificate {
            name: peer.name.clone(),
            chain: chain.clone(),
        })
    });
    let own = if given.is_empty() {
        of_peers.collect()
    } else {
        given.to_vec()
    };
    let stores = case.peers.iter().filter_map(|peer| peer.trust.as_ref());
    let known: Vec<Certificate> = stores
        .flat_map(|(_, store)| store.certificates())
        .map(|stored| stored.certificate.clone())
        .filter(|certificate| certificate.facts().is_ca)
        .collect();
    judge(preflight, &requests, &own, &known, at);
}

fn judge(
    preflight: &mut Preflight,
    requests: &[Requests],
    own: &[OwnCertificate],
    known: &[Certificate],
    at: i64,
) {
    let mut seen = BTreeSet::new();
    let own: Vec<Own<'_>> = own
        .iter()
        .filter_map(|own| Own::of(own, known))
        .filter(|own| seen.insert(own.leaf.fingerprint()))
        .collect();
    preflight.client_certificates = requests
        .iter()
        .map(|requests| check(requests, &own, at))
        .collect();
    if own.is_empty() {
        tell_not_given(preflight);
        return;
    }
    // A port asks whatever key it shows: it is named by the certificates that it has.
    let cells: Vec<Option<_>> = preflight
        .cells
        .iter()
        .map(|own| own.served.then(|| own.cell.clone()))
        .collect();
    let facing: Vec<_> = cells
        .iter()
        .zip(requests)
        .filter_map(|(cell, requests)| Some((cell.as_ref()?, requests)))
        .collect();
    let mut findings = Vec::new();
    for own in &own {
        findings.extend(found::findings(own, &facing, at));
        preflight.report.plan.extend(plan::steps(own, &facing, at));
    }
    added::add(&mut preflight.report, findings);
}

/// The worst of what each certificate meets at each request.
fn check(requests: &Requests, own: &[Own<'_>], at: i64) -> ClientCheck {
    let asked = requests.asked.iter();
    let authorities = asked.clone().map(|asked| asked.count).max();
    let reason = match requests.requested {
        None => ClientReason::NotSeen,
        Some(false) => ClientReason::NotRequested,
        Some(true) if own.is_empty() => ClientReason::NotGiven,
        Some(true) => asked
            .flat_map(|asked| own.iter().map(move |own| own.judge(asked, at)))
            // Declared from the best to the worst.
            .max()
            .unwrap_or(ClientReason::NotSeen),
    };
    ClientCheck {
        requested: requests.requested,
        authorities,
        accepted: reason.accepted(),
        reason,
    }
}

/// Nodes ask, and nobody told with what they are answered.
fn tell_not_given(preflight: &mut Preflight) {
    let asking: BTreeSet<String> = preflight
        .cells
        .iter()
        .zip(&preflight.client_certificates)
        .filter(|(_, check)| check.requested == Some(true))
        .map(|(cell, _)| found::place(&cell.cell))
        .collect();
    if !asking.is_empty() {
        let cells = found::list(asking);
        let said = Message::new("client-not-given", [("cells", cells)]);
        preflight.report.notes.push(said);
    }
}
