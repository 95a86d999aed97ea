//! Judging the chains that were presented at each cell.

use std::collections::HashMap;
use std::sync::Arc;

use tollgate_pki::{Address, Certificate, Fingerprint, NamePolicy, Policy, PresentedChain, verify};

use super::peers::Sources;
use super::{
    AsOf, CaptureMaterial, CellAttempt, CellCase, Handshake, PeerCase, Presented, Question,
};

/// Distinct chains that are judged at one cell; a node shows one until it is renewed.
pub const PRESENTED: usize = 64;

/// What chains are judged by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bench<'a> {
    pub(super) question: &'a Question,
    pub(super) peers: &'a [PeerCase],
    pub(super) captures: &'a [CaptureMaterial],
    pub(super) from: &'a Sources,
}

/// Tells chains apart: shared ones by where they are, others by their content.
#[derive(Debug, Default)]
struct Chains {
    by_place: HashMap<*const Certificate, usize>,
    by_content: HashMap<Vec<Fingerprint>, usize>,
}

impl Chains {
    fn id(&mut self, chain: &Arc<[Certificate]>) -> usize {
        let place = chain.as_ptr();
        if let Some(known) = self.by_place.get(&place) {
            return *known;
        }
        let content = chain.iter().map(Certificate::fingerprint).collect();
        let next = self.by_content.len();
        let id = *self.by_content.entry(content).or_insert(next);
        self.by_place.insert(place, id);
        id
    }
}

/// Appliance, store and chain.
type Key = (usize, Option<usize>, usize);

impl Bench<'_> {
    pub(super) fn judge(self, cells: &mut [CellCase]) {
        let mut chains = Chains::default();
        for cell in cells {
            let known_address = cell.is_address_known;
            let address = known_address.then(|| Address::parse(&cell.cell.address));
            let mut known: HashMap<Key, usize> = HashMap::new();
            for attempt in &cell.attempts {
                let Some((id, handshake)) = self.handshake(attempt) else {
                    continue;
                };
                if handshake.chain.is_empty() {
                    continue;
                }
                let store = self.store(attempt, id, handshake);
                let key = (attempt.peer, store, chains.id(&handshake.chain));
                let seen = known.get(&key).and_then(|at| cell.presented.get_mut(*at));
                if let Some(presented) = seen {
                    presented.last = id;
                    presented.handshakes += 1;
                } else if cell.presented.len() < PRESENTED {
                    known.insert(key, cell.presented.len());
                    let peer = attempt.peer;
                    cell.presented.push(self.presented(
                        (peer, store),
                        (id, handshake),
                        address.as_ref(),
                    ));
                } else if known.insert(key, usize::MAX).is_none() {
                    cell.more_presented += 1;
                }
            }
        }
    }

    fn handshake(&self, attempt: &CellAttempt) -> Option<((usize, usize), &Handshake)> {
        let id = attempt.handshake?;
        let capture = self.captures.get(id.0)?;
        Some((id, capture.handshakes.get(id.1)?))
    }

    /// The store at the time of the capture.
    fn store(
        &self,
        attempt: &CellAttempt,
        id: (usize, usize),
        handshake: &Handshake,
    ) -> Option<usize> {
        let peer = self.peers.get(attempt.peer)?;
        let of_capture = self.from.captures.get(id.0).copied().flatten();
        let of_log = attempt
            .logged
            .and_then(|(log, _)| self.from.logs.get(log).copied().flatten());
        let mut origins = [of_capture, of_log].into_iter().flatten();
        let origin = origins.find(|origin| origin.peer == attempt.peer);
        let at = handshake.at.map(|at| at.div_euclid(1_000));
        peer.store_at(origin.map(|origin| origin.bundle), at)
    }

    fn presented(
        &self,
        (peer, store): (usize, Option<usize>),
        (id, handshake): ((usize, usize), &Handshake),
        address: Option<&Address>,
    ) -> Presented {
        let now = self.question.now;
        let at = match self.question.as_of {
            AsOf::Capture => handshake.at.map_or(now, |at| at.div_euclid(1_000)),
            AsOf::At(at) => at,
        };
        let chain = PresentedChain {
            certificates: handshake.chain.to_vec(),
        };
        let stores = self.peers.get(peer).map(|peer| peer.stores.as_slice());
        let trust = store.and_then(|store| stores?.get(store));
        let policy = self.question.policy;
        let judged = |at, policy| {
            let store = &trust?.store;
            Some(verify(&chain, address, store, at, policy))
        };
        let verdict = judged(at, policy);
        let appliance = Policy {
            name: NamePolicy::TrafficServer,
            ..policy
        };
        Presented {
            chain: Arc::clone(&handshake.chain),
            peer,
            first: id,
            last: id,
            handshakes: 1,
            at,
            store,
            verdict_now: judged(now, policy),
            verdict_appliance: judged(at, appliance)
                .filter(|other| Some(other) != verdict.as_ref()),
            verdict,
        }
    }
}
