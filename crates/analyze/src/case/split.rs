//! From a place, which is what a log can tell, to cells, which have a key type.
//!
//! Logs count by address and port. Where a node shows one key type there, all of it belongs to that
//! cell. Where it shows two, what is kept of transactions tells which of them was met; of the rest,
//! successes go to the key type with most established handshakes and failures to that with most
//! failed ones.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tollgate_report::{Cell, KeyFamily};

use super::pairing::Met;
use super::sort::{Entry, Logged, Place};
use super::{CellCase, CellFailure, LogMaterial};
use crate::log::{CellEvidence, Failure, FailureKind, Period, Transaction, Users};

/// What of a place belongs to one key type.
#[derive(Debug)]
pub(super) struct Share<'a> {
    pub(super) place: Place<'a>,
    pub(super) key: Option<KeyFamily>,
    counts: Counts,
}

#[derive(Debug, Default)]
struct Counts {
    requests: u64,
    succeeded: u64,
    failed: u64,
    affected_users: Users,
    failures: Vec<CellFailure>,
    period: Period,
}

impl<'a> Share<'a> {
    pub(super) fn of(place: Place<'a>, logs: &[LogMaterial]) -> Vec<Self> {
        let keys: BTreeSet<KeyFamily> =
            place.entries.iter().filter_map(|entry| entry.key).collect();
        if keys.len() > 1 {
            return divided(place, logs, &keys);
        }
        let mut counts = Counts::default();
        for (logged, cell) in evidence(&place, logs) {
            counts.requests = counts.requests.saturating_add(cell.transactions);
            counts.succeeded = counts.succeeded.saturating_add(cell.succeeded);
            counts.failed = counts.failed.saturating_add(cell.failed);
            counts.affected_users.merge(&cell.affected_users);
            counts.note(cell.period);
            for (number, failure) in cell.failures.iter().enumerate() {
                counts.fail(logged, (number, failure), failure.occurrences);
            }
        }
        vec![Self {
            place,
            key: keys.first().copied(),
            counts,
        }]
    }

    pub(super) fn cell(self, cell: Cell) -> CellCase {
        let Self { place, counts, .. } = self;
        let mut attempts: Vec<_> = place
            .entries
            .into_iter()
            .map(|entry| entry.attempt)
            .collect();
        attempts.sort_by_key(|one| (one.at.is_none(), one.at, one.logged, one.handshake));
        let times = attempts.iter().filter_map(|one| one.at);
        let ends = [counts.period.first(), counts.period.last()];
        let times = times.chain(ends.into_iter().flatten().map(|end| end.unix_ms));
        let first = times.clone().min();
        let last = times.max();
        CellCase {
            cell,
            ip: place.ip,
            is_address_known: place.is_address_known,
            is_probed: false,
            logged: place.logged.iter().map(|logged| logged.cell).collect(),
            peers: place.peers.into_iter().collect(),
            attempts,
            presented: Vec::new(),
            more_presented: 0,
            failures: counts.failures,
            requests: counts.requests,
            succeeded: counts.succeeded,
            failed: counts.failed,
            affected_users: counts.affected_users,
            first,
            last,
        }
    }
}

impl Counts {
    fn note(&mut self, period: Period) {
        for end in [period.first(), period.last()].into_iter().flatten() {
            self.period.note(end);
        }
    }

    /// Adds to what is known of a failure.
    fn add(&mut self, logged: Logged, (number, failure): (usize, &Failure), occurrences: u64) {
        let id = (logged.cell.1, number);
        let mut known = self.failures.iter_mut();
        match known.find(|known| known.log == logged.cell.0 && known.failure == id) {
            Some(known) => known.occurrences += occurrences,
            None => self.fail(logged, (number, failure), occurrences),
        }
    }

    fn fail(&mut self, logged: Logged, (number, failure): (usize, &Failure), occurrences: u64) {
        if occurrences > 0 {
            self.failures.push(CellFailure {
                peer: logged.peer,
                log: logged.cell.0,
                failure: (logged.cell.1, number),
                kind: failure.kind.clone(),
                occurrences,
            });
        }
    }
}

fn evidence<'l>(place: &Place<'_>, logs: &'l [LogMaterial]) -> Vec<(Logged, &'l CellEvidence)> {
    let all = place.logged.iter();
    all.filter_map(|logged| {
        let (log, cell) = logged.cell;
        Some((*logged, logs.get(log)?.evidence.cells.get(cell)?))
    })
    .collect()
}

/// Where what cannot be told belongs.
#[derive(Debug, Clone, Copy)]
struct Defaults {
    failed: KeyFamily,
    passed: KeyFamily,
}

impl Defaults {
    fn of(place: &Place<'_>, first: KeyFamily) -> Self {
        let mut counts: BTreeMap<KeyFamily, [u64; 2]> = BTreeMap::new();
        for entry in &place.entries {
            let Some([passed, failed]) = entry.key.map(|key| counts.entry(key).or_default()) else {
                continue;
            };
            match entry.met {
                Met::Passed => *passed += 1,
                Met::Failed => *failed += 1,
                Met::Unknown => {}
            }
        }
        let most = |count: fn(&[u64; 2]) -> u64| {
            let most = counts.iter().max_by_key(|(_, counts)| count(counts));
            most.map_or(first, |(key, _)| *key)
        };
        Self {
            failed: most(|[_, failed]| *failed),
            passed: most(|[passed, _]| *passed),
        }
    }

    fn key(self, entry: &Entry<'_>) -> KeyFamily {
        entry.key.unwrap_or(match entry.met {
            Met::Passed => self.passed,
            Met::Failed | Met::Unknown => self.failed,
        })
    }
}

/// A kept transaction at a place.
struct Told<'a> {
    key: KeyFamily,
    transaction: &'a Transaction,
}

impl Told<'_> {
    fn is_failed(&self) -> bool {
        let answer = self.transaction.answer.as_ref();
        matches!(answer.and_then(|answer| answer.status), Some(502 | 504))
    }
}

/// The kept transactions, each with the key type of its last attempt here.
fn told<'a>(place: &Place<'a>, defaults: Defaults) -> Vec<Told<'a>> {
    let mut told: Vec<Told<'a>> = Vec::new();
    for entry in &place.entries {
        let Some(transaction) = entry.transaction else {
            continue;
        };
        let key = defaults.key(entry);
        // Attempts of one transaction follow each other.
        match told.last_mut() {
            Some(last) if std::ptr::eq(last.transaction, transaction) => last.key = key,
            _ => told.push(Told { key, transaction }),
        }
    }
    told
}

/// The shares of two key types.
fn divided<'a>(
    place: Place<'a>,
    logs: &[LogMaterial],
    keys: &BTreeSet<KeyFamily>,
) -> Vec<Share<'a>> {
    let first = keys.first().copied().unwrap_or(KeyFamily::Rsa);
    let defaults = Defaults::of(&place, first);
    let mut counts = divided_counts(&place, logs, defaults);
    let Place {
        address,
        port,
        ip,
        is_address_known,
        logged,
        peers: _,
        entries,
    } = place;
    let mut entries_of: BTreeMap<KeyFamily, Vec<Entry<'a>>> = BTreeMap::new();
    for entry in entries {
        let key = defaults.key(&entry);
        entries_of.entry(key).or_default().push(entry);
    }
    let shares = entries_of.into_iter().map(|(key, entries)| Share {
        place: Place {
            address: address.clone(),
            port,
            ip,
            is_address_known,
            logged: logged.clone(),
            peers: entries.iter().map(|entry| entry.attempt.peer).collect(),
            entries,
        },
        key: Some(key),
        counts: counts.remove(&key).unwrap_or_default(),
    });
    shares.collect()
}

fn divided_counts(
    place: &Place<'_>,
    logs: &[LogMaterial],
    defaults: Defaults,
) -> BTreeMap<KeyFamily, Counts> {
    let mut counts: BTreeMap<KeyFamily, Counts> = BTreeMap::new();
    let (mut requests, mut failed) = (0_u64, 0_u64);
    for told in told(place, defaults) {
        let own = counts.entry(told.key).or_default();
        requests += 1;
        own.requests += 1;
        if told.is_failed() {
            failed += 1;
            own.failed += 1;
            own.affected_users
                .add(told.transaction.user.as_deref().unwrap_or_default());
        }
    }
    let mut met: HashMap<(usize, &FailureKind), BTreeMap<KeyFamily, u64>> = HashMap::new();
    for entry in &place.entries {
        for (log, kind) in entry.attempt.logged.iter().flat_map(|(log, _)| {
            let kinds = entry.attempt.failures.iter();
            kinds.map(move |kind| (*log, kind))
        }) {
            let by_key = met.entry((log, kind)).or_default();
            *by_key.entry(defaults.key(entry)).or_default() += 1;
        }
    }
    let all = evidence(place, logs);
    let sum = |count: fn(&CellEvidence) -> u64| all.iter().map(|(_, cell)| count(cell)).sum();
    let succeeded: u64 = sum(|cell| cell.succeeded);
    let all_failed: u64 = sum(|cell| cell.failed);
    let all_requests: u64 = sum(|cell| cell.transactions);
    let passed = counts.entry(defaults.passed).or_default();
    passed.succeeded += succeeded;
    passed.requests += succeeded;
    for (_, cell) in &all {
        passed.note(cell.success_period);
    }
    let untold = all_failed.saturating_sub(failed);
    let rest = counts.entry(defaults.failed).or_default();
    rest.failed += untold;
    rest.requests += all_requests.saturating_sub(requests.saturating_add(succeeded));
    for (_, cell) in all.iter().filter(|_| untold > 0) {
        rest.affected_users.merge(&cell.affected_users);
    }
    for (logged, cell) in &all {
        for (number, failure) in cell.failures.iter().enumerate() {
            let mut left = failure.occurrences;
            let told = met.get_mut(&(logged.cell.0, &failure.kind));
            for (key, count) in told.into_iter().flatten() {
                let taken = left.min(*count);
                (left, *count) = (left - taken, *count - taken);
                let own = counts.entry(*key).or_default();
                own.fail(*logged, (number, failure), taken);
                if taken > 0 {
                    own.note(failure.period);
                }
            }
            let rest = counts.entry(defaults.failed).or_default();
            rest.add(*logged, (number, failure), left);
        }
    }
    counts
}
