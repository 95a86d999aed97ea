//! Where something is seen: cells, failures in logs and handshakes in captures; and what these tell
//! together.

use std::collections::BTreeSet;

use tollgate_report::{Cell, Finding, State, Users};

use super::account::Account;
use super::cause::{handshake, logged};
use crate::case::{Case, CellCase, CellFailure, Handshake};
use crate::log;
use crate::signature::{Arguments, Signature};

/// Users of a finding that are named; the others are counted.
const NAMES: usize = 20;

/// Where something is seen at one cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Sighting {
    /// Index in [`Case::cells`].
    pub(super) cell: usize,
    /// Indices in [`CellCase::failures`].
    pub(super) failures: Vec<usize>,
    /// Indices in [`Case::captures`] and in its handshakes.
    pub(super) handshakes: Vec<(usize, usize)>,
    /// The failed requests of the cell can have no other cause.
    pub(super) requests_of_cell: bool,
}

/// When, how often and to whom something happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// In Unix milliseconds.
    pub(super) first: Option<i64>,
    /// In Unix milliseconds.
    pub(super) last: Option<i64>,
    /// Failures in the log; handshakes of captures where no log has any. One attempt that is in both
    /// counts once.
    pub(super) occurrences: u64,
    /// Requests that were answered with 502 or 504.
    pub(super) requests: u64,
    users: BTreeSet<String>,
    are_more_users: bool,
}

impl Sighting {
    pub(super) fn cell<'c>(&self, case: &'c Case) -> Option<&'c CellCase> {
        case.cells.get(self.cell)
    }

    pub(super) fn failures<'c>(&self, case: &'c Case) -> impl Iterator<Item = &'c CellFailure> {
        let own = self.cell(case);
        let failures = self.failures.iter();
        failures.filter_map(move |at| own?.failures.get(*at))
    }

    pub(super) fn handshakes<'c>(&self, case: &'c Case) -> impl Iterator<Item = &'c Handshake> {
        let handshakes = self.handshakes.iter();
        handshakes.filter_map(move |at| handshake(case, *at))
    }
}

impl Extent {
    pub(super) fn of(case: &Case, sightings: &[Sighting]) -> Self {
        let mut extent = Self::default();
        let mut counted: BTreeSet<(usize, (usize, usize))> = BTreeSet::new();
        for sighting in sightings {
            for failure in sighting.failures(case) {
                extent.occurrences = extent.occurrences.saturating_add(failure.occurrences);
                let Some(whole) = logged(case, failure) else {
                    continue;
                };
                // One failure of the log may be divided among cells of several key types.
                if counted.insert((failure.log, failure.failure)) {
                    extent.requests = extent.requests.saturating_add(whole.gateway_errors);
                    extent.add_users(&whole.users);
                }
                extent.note(whole.period.first().map(|at| at.unix_ms));
                extent.note(whole.period.last().map(|at| at.unix_ms));
            }
        }
        if extent.occurrences == 0 {
            for sighting in sightings {
                extent.add_capture(case, sighting);
            }
        }
        extent
    }

    /// What captures alone tell.
    fn add_capture(&mut self, case: &Case, sighting: &Sighting) {
        for handshake in sighting.handshakes(case) {
            self.occurrences = self.occurrences.saturating_add(1);
            self.note(handshake.at);
        }
        if sighting.requests_of_cell
            && let Some(cell) = sighting.cell(case)
        {
            self.requests = self.requests.saturating_add(cell.failed);
            self.add_users(&cell.affected_users);
        }
    }

    pub(super) fn add_users(&mut self, users: &log::Users) {
        self.users
            .extend(users.names().into_iter().map(str::to_owned));
        self.are_more_users |= users.are_more();
    }

    pub(super) fn note(&mut self, at: Option<i64>) {
        if let Some(at) = at {
            self.first = Some(self.first.map_or(at, |first| first.min(at)));
            self.last = Some(self.last.map_or(at, |last| last.max(at)));
        }
    }

    /// Puts it into a finding.
    pub(super) fn fill(self, finding: &mut Finding) {
        finding.first_seen = self.first;
        finding.last_seen = self.last;
        finding.occurrences = self.occurrences;
        finding.requests = self.requests;
        finding.users = Users {
            count: u64::try_from(self.users.len()).unwrap_or(u64::MAX),
            are_more: self.are_more_users,
            names: self.users.into_iter().take(NAMES).collect(),
        };
    }
}

/// A finding about what was seen: cells, appliances, times, lines and frames.
pub(super) fn finding(
    case: &Case,
    signature: &Signature,
    (state, arguments): (State, &Arguments),
    sightings: &[Sighting],
) -> Finding {
    let mut finding = signature.finding(state, arguments);
    finding.cells = cells(case, sightings);
    finding.peers = peers(case, sightings);
    Extent::of(case, sightings).fill(&mut finding);
    Account::of(case, sightings).fill(&mut finding);
    finding
}

/// The cells, each once.
pub(super) fn cells(case: &Case, sightings: &[Sighting]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for cell in sightings.iter().filter_map(|sighting| sighting.cell(case)) {
        if !cells.contains(&cell.cell) {
            cells.push(cell.cell.clone());
        }
    }
    cells
}

/// The appliances, by name.
pub(super) fn peers(case: &Case, sightings: &[Sighting]) -> Vec<String> {
    let mut indices: BTreeSet<usize> = BTreeSet::new();
    for sighting in sightings {
        indices.extend(sighting.failures(case).map(|failure| failure.peer));
        let Some(cell) = sighting.cell(case) else {
            continue;
        };
        let attempts = cell.attempts.iter();
        let own = attempts.filter(|attempt| {
            attempt
                .handshake
                .is_some_and(|at| sighting.handshakes.contains(&at))
        });
        indices.extend(own.map(|attempt| attempt.peer));
    }
    if indices.is_empty() {
        let cells = sightings.iter().filter_map(|sighting| sighting.cell(case));
        indices.extend(cells.flat_map(|cell| cell.peers.iter().copied()));
    }
    let peers = indices
        .into_iter()
        .filter_map(|index| case.peers.get(index));
    peers.map(|peer| peer.name.clone()).collect()
}
