//! A case from handshakes that a probe made, instead of logs and captures.

use std::collections::BTreeMap;

use tollgate_capture::{Facts, Format};
use tollgate_pki::certificates_from;
use tollgate_report::Cell;

use super::judge::Bench;
use super::peers::{Origin, Sources, peer_case};
use super::{AttemptJoin, CaptureMaterial, Case, CellAttempt, CellCase, Handshake, Question};
use crate::bundle::{Bundle, Content, Evidence, Identity, NameFacts, Part, PartId, Peer, Role};
use crate::certificates::{CertificateFile, CertificateRole};
use crate::kind::{CaptureForm, Kind};
use crate::log::Users;
use crate::place::{EntryName, Place};
use crate::version::SoftwareVersion;

/// How the handshakes of a probe are called where a capture has a file name.
pub const PROBE: &str = "probe";

/// The trust store of an appliance, as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenStore {
    /// The appliance, or the file.
    pub name: String,
    /// Certificates in PEM or DER.
    pub octets: Vec<u8>,
}

/// A handshake of a probe, and the cell that it is about.
#[derive(Debug, Clone)]
pub struct ProbedHandshake {
    /// Node, address asked for, port and key type.
    pub cell: Cell,
    /// What was seen.
    pub handshake: Handshake,
}

impl Case {
    /// Puts together what a probe saw. Each handshake is judged against each store, as if it had
    /// been presented to each appliance; `version` is what the appliances run.
    pub fn of_probes(
        stores: &[GivenStore],
        probed: Vec<ProbedHandshake>,
        version: Option<&SoftwareVersion>,
        question: Question,
    ) -> Self {
        let part = PartId(u32::try_from(stores.len()).unwrap_or(u32::MAX));
        let evidence = evidence(stores, part, version);
        let now = question.now;
        let mut peers: Vec<_> = evidence
            .peers
            .iter()
            .map(|peer| peer_case(peer, now))
            .collect();
        if let Some(first) = peers.first_mut() {
            first.captures.push(0);
        }
        let (cells, mut handshakes) = cells(probed, peers.len());
        for handshake in &mut handshakes {
            handshake.part = part;
        }
        let capture = CaptureMaterial {
            part,
            facts: no_facts(),
            handshakes,
            more_handshakes: 0,
            broken_off: None,
        };
        let captures = vec![capture];
        let from = Sources {
            logs: Vec::new(),
            captures: vec![Some(Origin { peer: 0, bundle: 0 })],
        };
        let mut cells = cells;
        let bench = Bench {
            question: &question,
            peers: &peers,
            captures: &captures,
            from: &from,
        };
        bench.judge(&mut cells);
        Self {
            question,
            evidence,
            peers,
            logs: Vec::new(),
            captures,
            cells,
            more_handshakes: 0,
            clocks: Vec::new(),
            crossings: Vec::new(),
        }
    }
}

/// A capture of nothing: a probe reads its own handshakes.
fn no_facts() -> Facts {
    Facts {
        format: Format::Pcapng,
        is_gzip: false,
        bytes: 0,
        frames: 0,
        cut_packets: 0,
        tcp_packets: 0,
        streams: 0,
        evicted_streams: 0,
        link_types: BTreeMap::new(),
        times: None,
        dropped: None,
        sessions_with_secrets: 0,
        problems: Vec::new(),
        further_problems: 0,
    }
}

fn evidence(stores: &[GivenStore], probe: PartId, version: Option<&SoftwareVersion>) -> Evidence {
    let mut peers: Vec<Peer> = (0..)
        .zip(stores)
        .map(|(number, store)| peer(number, store, version))
        .collect();
    if let Some(bundle) = peers.first_mut().and_then(|peer| peer.bundles.first_mut()) {
        let kind = Kind::Capture(CaptureForm::Pcapng);
        bundle
            .parts
            .push(file(probe, PROBE, kind, Content::Capture));
    }
    Evidence {
        peers,
        ..Evidence::default()
    }
}

fn peer(number: u32, store: &GivenStore, version: Option<&SoftwareVersion>) -> Peer {
    let identity = Identity {
        host: Some(store.name.clone()),
        role: Some(Role::Inner),
        version: version.cloned(),
        ..Identity::default()
    };
    let certificates = CertificateFile {
        role: CertificateRole::TrustStore,
        entries: certificates_from(&store.octets),
        private_keys: 0,
    };
    let content = Content::Certificates(certificates);
    let part = file(PartId(number), &store.name, Kind::Certificates, content);
    Peer {
        identity: identity.clone(),
        bundles: vec![Bundle {
            archive: None,
            identity,
            parts: vec![part],
            configuration: None,
            status: None,
            contradictions: 0,
        }],
    }
}

fn file(id: PartId, name: &str, kind: Kind, content: Content) -> Part {
    Part {
        id,
        place: Place::file(EntryName::new(name.as_bytes())),
        kind,
        name: NameFacts::of(name),
        octets: 0,
        same_as: None,
        content,
    }
}

/// The cells, and the handshakes in the order in which the cells name them.
fn cells(probed: Vec<ProbedHandshake>, peers: usize) -> (Vec<CellCase>, Vec<Handshake>) {
    let mut handshakes = Vec::with_capacity(probed.len());
    let mut cells: BTreeMap<Cell, CellCase> = BTreeMap::new();
    for ProbedHandshake { cell, handshake } in probed {
        let id = (0, handshakes.len());
        let ip = handshake.server.ip();
        let at = handshake.at;
        handshakes.push(handshake);
        let known = cells.entry(cell).or_insert_with_key(|cell| CellCase {
            cell: cell.clone(),
            ip: Some(ip),
            is_address_known: true,
            is_probed: true,
            logged: Vec::new(),
            peers: (0..peers).collect(),
            attempts: Vec::new(),
            presented: Vec::new(),
            more_presented: 0,
            failures: Vec::new(),
            requests: 0,
            succeeded: 0,
            failed: 0,
            affected_users: Users::default(),
            first: at,
            last: at,
        });
        known.first = known.first.min(at).or(at);
        known.last = known.last.max(at);
        known.attempts.extend((0..peers).map(|peer| CellAttempt {
            peer,
            at,
            logged: None,
            handshake: Some(id),
            join: AttemptJoin::Alone,
            failures: Vec::new(),
        }));
    }
    (cells.into_values().collect(), handshakes)
}
