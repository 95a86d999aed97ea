//! Joining the attempts of logs with the handshakes of captures.

use std::collections::HashMap;

use tollgate_capture::Outcome;

use super::clock::estimate;
use super::nodes::is_outer;
use super::pairing::{Called, Met, Shaken, Tried, pair};
use super::peers::{Origin, Sources};
use super::{AttemptJoin, CaptureMaterial, ClockPair, Handshake, LogMaterial, PeerCase, Skew};
use crate::bundle::Role;
use crate::log::{Attempt, Transaction};

/// An attempt of a transaction that is kept.
pub(super) struct Made<'a> {
    /// Index of the transaction.
    pub(super) transaction: usize,
    /// Index of the attempt in it.
    pub(super) attempt: usize,
    pub(super) of: &'a Transaction,
    pub(super) what: &'a Attempt,
    pub(super) met: Met,
}

pub(super) fn attempts(log: &LogMaterial) -> impl Iterator<Item = Made<'_>> {
    let transactions = log.evidence.transactions.items.iter().enumerate();
    transactions.flat_map(|(transaction, of)| {
        let last = of.attempts.len().saturating_sub(1);
        let attempts = of.attempts.iter().enumerate();
        attempts.map(move |(attempt, what)| Made {
            transaction,
            attempt,
            of,
            what,
            met: if attempt == last {
                met_at_last(of, what)
            } else {
                met(of, what)
            },
        })
    })
}

/// What the lines about an attempt tell, else that the node could not be reached at all.
fn met(of: &Transaction, attempt: &Attempt) -> Met {
    let failures = &attempt.failures;
    match (
        failures.iter().any(|failed| !failed.kind.went_on()),
        status(of),
    ) {
        (true, _) => Met::Failed,
        (false, _) if !failures.is_empty() => Met::Passed,
        (false, Some(502 | 504)) => Met::Failed,
        (false, _) => Met::Unknown,
    }
}

/// The last attempt is the one that was answered, if any was.
fn met_at_last(of: &Transaction, attempt: &Attempt) -> Met {
    match (attempt.failures.is_empty(), status(of)) {
        (true, _) if of.node_status.is_some() => Met::Passed,
        (true, Some(status)) if !matches!(status, 502 | 504) => Met::Passed,
        (true | false, _) => met(of, attempt),
    }
}

fn status(of: &Transaction) -> Option<u16> {
    of.answer.as_ref()?.status
}

fn met_in_capture(handshake: &Handshake) -> Met {
    match handshake.outcome {
        Outcome::Established => Met::Passed,
        Outcome::Refused { .. } | Outcome::Reset { .. } => Met::Failed,
        Outcome::Incomplete => Met::Unknown,
    }
}

/// The handshake of each attempt, by log, transaction and attempt.
pub(super) type Joins = HashMap<(usize, usize, usize), ((usize, usize), AttemptJoin)>;

/// What was joined.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) joins: Joins,
    pub(super) clocks: Vec<ClockPair>,
}

/// What is to be joined.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story<'a> {
    pub(super) logs: &'a [LogMaterial],
    pub(super) captures: &'a [CaptureMaterial],
    /// For each capture, the handshakes with nodes.
    pub(super) concerning: &'a [Vec<usize>],
    pub(super) from: &'a Sources,
    pub(super) peers: &'a [PeerCase],
}

/// What a log is joined with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The captures of its own bundle.
    Bundle,
    /// Those of its appliance that are in no bundle with a log.
    Appliance,
    /// Those of which nothing tells whose they are.
    Anybody,
}

impl Story<'_> {
    /// Joins all that belongs together.
    pub(super) fn joined(self) -> Joined {
        let mut joined = Joined::default();
        let mut left: Vec<usize> = (0..self.captures.len()).collect();
        let logs: Vec<(usize, Origin)> = (0..)
            .zip(&self.from.logs)
            .filter_map(|(log, origin)| Some((log, (*origin)?)))
            .filter(|(_, origin)| !is_outer(Some(*origin), self.peers))
            .collect();
        let mut bundles: Vec<Origin> = logs.iter().map(|(_, origin)| *origin).collect();
        bundles.sort_unstable();
        bundles.dedup();
        for stage in [Stage::Bundle, Stage::Appliance, Stage::Anybody] {
            for bundle in &bundles {
                let is_own = |origin: &Origin| match stage {
                    Stage::Bundle => origin == bundle,
                    Stage::Appliance | Stage::Anybody => origin.peer == bundle.peer,
                };
                let own = logs.iter().filter(|(_, origin)| is_own(origin));
                let unit = Unit {
                    peer: bundle.peer,
                    logs: own.map(|(log, _)| *log).collect(),
                    captures: left
                        .iter()
                        .copied()
                        .filter(|capture| self.is_for(*capture, *bundle, stage))
                        .collect(),
                };
                if unit.captures.is_empty() {
                    continue;
                }
                let found = self.join(&unit, &mut joined);
                // What may be anybody's goes to the first whose log it fits.
                if stage != Stage::Anybody || found > 0 {
                    left.retain(|capture| !unit.captures.contains(capture));
                }
            }
        }
        joined
    }

    fn is_for(self, capture: usize, bundle: Origin, stage: Stage) -> bool {
        let origin = self.from.captures.get(capture).copied().flatten();
        match stage {
            Stage::Bundle => origin == Some(bundle),
            Stage::Appliance => origin.is_some_and(|origin| origin.peer == bundle.peer),
            Stage::Anybody => {
                let peer = origin.and_then(|origin| self.peers.get(origin.peer));
                peer.is_none_or(|peer| peer.logs.is_empty() && peer.role != Some(Role::Outer))
            }
        }
    }

    /// Joins what is not joined yet of some logs with some captures; tells how many attempts found
    /// their handshakes.
    fn join(self, unit: &Unit, joined: &mut Joined) -> usize {
        let mut tried = Vec::new();
        for log in &unit.logs {
            let attempts = self.logs.get(*log).into_iter().flat_map(attempts);
            let left = attempts.filter(|one| {
                let id = (*log, one.transaction, one.attempt);
                !joined.joins.contains_key(&id)
            });
            tried.extend(left.filter_map(|one| one.tried(*log)));
        }
        let mut shaken = Vec::new();
        for capture in &unit.captures {
            let material = self.captures.get(*capture);
            let concerning = self.concerning.get(*capture);
            for index in concerning.into_iter().flatten() {
                let handshake = material.and_then(|own| own.handshakes.get(*index));
                shaken.extend(handshake.and_then(|own| own.shaken((*capture, *index))));
            }
        }
        tried.sort_by_key(|one| one.at);
        shaken.sort_by_key(|one| one.at);
        let skew = estimate(&tried, &shaken);
        joined.clocks.push(ClockPair {
            peer: unit.peer,
            logs: unit.logs.clone(),
            captures: unit.captures.clone(),
            skew,
        });
        let ahead = match skew {
            Skew::Estimated { ahead_ms, .. } => ahead_ms,
            Skew::Unknown => 0,
            Skew::Ambiguous => return 0,
        };
        let mut found = 0;
        for (one, pair) in tried.iter().zip(pair(&tried, &shaken, ahead)) {
            let other = pair.and_then(|(other, join)| Some((shaken.get(other)?, join)));
            if let Some((other, join)) = other {
                let id = (one.transaction.0, one.transaction.1, one.attempt);
                joined.joins.insert(id, (other.handshake, join));
                found += 1;
            }
        }
        found
    }
}

/// Logs and captures of one appliance.
struct Unit {
    peer: usize,
    logs: Vec<usize>,
    captures: Vec<usize>,
}

impl<'a> Made<'a> {
    fn tried(&self, log: usize) -> Option<Tried<'a>> {
        let asked = self.of.asked.as_ref();
        Some(Tried {
            transaction: (log, self.transaction),
            attempt: self.attempt,
            at: Some(self.what.at)
                .filter(|at| at.is_known())
                .map(|at| at.unix_ms)?,
            ip: self.what.ip?,
            port: self.what.port.or_else(|| Some(asked?.port))?,
            name: asked.map_or(Called::Unknown, |asked| Called::of(&asked.address)),
            met: self.met,
        })
    }
}

impl Handshake {
    fn shaken(&self, handshake: (usize, usize)) -> Option<Shaken<'_>> {
        let name = match &self.server_name {
            Some(name) => Called::of(name),
            None if self.offered.is_empty() => Called::Unknown,
            None => Called::Address,
        };
        Some(Shaken {
            handshake,
            at: self.at?,
            ip: self.server.ip(),
            port: self.server.port(),
            name,
            met: met_in_capture(self),
        })
    }
}

/// The answer with most pairs.
pub(super) fn most_certain(skews: impl Iterator<Item = Skew>) -> Skew {
    let weight = |skew: &Skew| match skew {
        Skew::Unknown => 0,
        Skew::Ambiguous => 1,
        Skew::Estimated { pairs, .. } => pairs.saturating_add(1),
    };
    skews
        .fold(None, |best: Option<Skew>, skew| match best {
            Some(best) if weight(&best) >= weight(&skew) => Some(best),
            _ => Some(skew),
        })
        .unwrap_or(Skew::Unknown)
}
