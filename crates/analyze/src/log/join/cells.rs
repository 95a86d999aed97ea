//! What is counted for each cell.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use super::Spot;
use crate::log::asked::TargetId;
use crate::log::budget::Budget;
use crate::log::evidence::{
    Cell, CellEvidence, Failed, Failure, FailureKind, Join, Position, Unexplained,
};
use crate::log::kept::{Kept, Users};
use crate::log::limits::{CELLS, FAILURE_KINDS, PLACES};
use crate::log::moment::Period;

/// Names a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellId(usize);

/// Names a kind of failure of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FailureId(CellId, usize);

#[derive(Debug, Default)]
pub(super) struct Cells {
    known: HashMap<Cell, usize>,
    list: Vec<CellEvidence>,
    /// By the number of the target: what was found for it before.
    of_targets: Vec<Vec<(Reached, CellId)>>,
}

/// Where connections to a target went.
type Reached = (Option<IpAddr>, Option<u16>);

/// Ways to reach one target that are remembered.
const REACHED: usize = 32;

/// A transaction at its end.
#[derive(Debug)]
pub(super) struct Ended<'a> {
    pub(super) period: [crate::log::moment::Moment; 2],
    pub(super) attempts: u64,
    pub(super) status: Option<u16>,
    pub(super) answer: Option<Spot>,
    pub(super) reason: &'a str,
    pub(super) user: &'a str,
    pub(super) result: Result,
    pub(super) failures: &'a [FailureId],
}

/// How a transaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Result {
    Succeeded,
    Recovered,
    Failed,
    Unfinished,
}

impl Cells {
    /// The cell of a transaction.
    pub(super) fn of_target(
        &mut self,
        target: Option<TargetId>,
        address: Option<&str>,
        reached: Reached,
        budget: &mut Budget,
    ) -> CellId {
        let index = target.and_then(|target| usize::try_from(target.0).ok());
        let known = index.and_then(|index| self.of_targets.get(index));
        let found = known.and_then(|known| known.iter().find(|(other, _)| *other == reached));
        if let Some((_, id)) = found {
            return *id;
        }
        let (ip, port) = reached;
        let address = address.map(str::to_owned);
        let id = self.id(Cell { address, port, ip }, budget);
        if let Some(index) = index {
            if self.of_targets.len() <= index {
                self.of_targets.resize_with(index + 1, Vec::new);
            }
            if let Some(known) = self.of_targets.get_mut(index)
                && known.len() < REACHED
            {
                known.push((reached, id));
            }
        }
        id
    }

    pub(super) fn id(&mut self, cell: Cell, budget: &mut Budget) -> CellId {
        if let Some(index) = self.known.get(&cell) {
            return CellId(*index);
        }
        let address = cell.address.as_ref().map_or(0, String::len);
        let octets = size_of::<CellEvidence>() + 2 * (size_of::<Cell>() + address);
        let cell = if self.list.len() < CELLS && budget.take(octets) {
            cell
        } else {
            Cell::default()
        };
        if let Some(index) = self.known.get(&cell) {
            return CellId(*index);
        }
        self.known.insert(cell.clone(), self.list.len());
        self.list.push(CellEvidence {
            cell,
            period: Period::default(),
            transactions: 0,
            attempts: 0,
            succeeded: 0,
            success_period: Period::default(),
            failed: 0,
            recovered: 0,
            unfinished: 0,
            statuses: BTreeMap::new(),
            users: Users::default(),
            affected_users: Users::default(),
            failures: Vec::new(),
            more_failures: 0,
            unexplained: Vec::new(),
        });
        CellId(self.list.len() - 1)
    }

    /// Counts a failure at a cell. `None` if there are too many kinds of them.
    pub(super) fn failure(
        &mut self,
        id: CellId,
        failed: &Failed,
        budget: &mut Budget,
    ) -> Option<FailureId> {
        let cell = self.list.get_mut(id.0)?;
        let at = failed.evidence.at();
        cell.period.note(at);
        let place = cell
            .failures
            .iter()
            .position(|known| known.kind == failed.kind);
        let index = match place {
            Some(index) => index,
            None if cell.failures.len() < FAILURE_KINDS
                && budget.take(size_of::<Failure>() + failed.octets()) =>
            {
                cell.failures.push(Failure {
                    kind: failed.kind.clone(),
                    period: Period::default(),
                    occurrences: 0,
                    attempts: 0,
                    ambiguous: 0,
                    transactions: 0,
                    gateway_errors: 0,
                    users: Users::default(),
                    latest: failed.evidence.clone(),
                    places: Kept::default(),
                });
                cell.failures.len() - 1
            }
            None => {
                cell.more_failures += 1;
                return None;
            }
        };
        let failure = cell.failures.get_mut(index)?;
        failure.occurrences += 1;
        failure.period.note(at);
        match failed.join {
            Join::Sure | Join::AttemptUnsure => failure.attempts += 1,
            Join::Ambiguous { .. } => {
                failure.attempts += 1;
                failure.ambiguous += 1;
            }
            Join::None => {}
        }
        let position = failed.evidence.position();
        if position > failure.latest.position() {
            let (before, after) = (failure.latest.octets(), failed.evidence.octets());
            if after <= before || budget.take(after - before) {
                budget.give_back(before.saturating_sub(after));
                failure.latest = failed.evidence.clone();
            }
        }
        if let Some(position) = position {
            failure.places.push_within(PLACES, position, budget);
        }
        Some(FailureId(id, index))
    }

    pub(super) fn end(&mut self, id: CellId, ended: &Ended<'_>, budget: &mut Budget) {
        let Some(cell) = self.list.get_mut(id.0) else {
            return;
        };
        cell.transactions += 1;
        cell.attempts += ended.attempts;
        for at in ended.period {
            cell.period.note(at);
        }
        cell.users.add_within(ended.user, budget);
        if let Some(status) = ended.status {
            *cell.statuses.entry(status).or_default() += 1;
        }
        match ended.result {
            Result::Succeeded => {
                cell.succeeded += 1;
                for at in ended.period {
                    cell.success_period.note(at);
                }
            }
            Result::Recovered => cell.recovered += 1,
            Result::Failed => {
                cell.failed += 1;
                cell.affected_users.add_within(ended.user, budget);
                if ended.failures.is_empty() {
                    cell.unexplained(ended, budget);
                }
            }
            Result::Unfinished => cell.unfinished += 1,
        }
        for FailureId(cell, index) in ended.failures {
            let cell = self.list.get_mut(cell.0);
            if let Some(failure) = cell.and_then(|cell| cell.failures.get_mut(*index)) {
                failure.transactions += 1;
                failure.gateway_errors += u64::from(ended.status == Some(502));
                failure.users.add_within(ended.user, budget);
            }
        }
    }

    pub(super) fn finish(self) -> Vec<CellEvidence> {
        let mut cells = self.list;
        for cell in &mut cells {
            for failure in &mut cell.failures {
                failure.places.items.sort_unstable();
            }
            let order =
                |failure: &Failure| (std::cmp::Reverse(failure.occurrences), first(failure));
            cell.failures.sort_by(|one, other| {
                order(one)
                    .cmp(&order(other))
                    .then_with(|| by_kind(one, other))
            });
        }
        cells.sort_by(|one, other| one.cell.cmp(&other.cell));
        cells
    }
}

fn first(failure: &Failure) -> Option<Position> {
    failure.places.items.first().copied()
}

fn by_kind(one: &Failure, other: &Failure) -> std::cmp::Ordering {
    FailureKind::cmp(&one.kind, &other.kind)
}

impl CellEvidence {
    fn unexplained(&mut self, ended: &Ended<'_>, budget: &mut Budget) {
        let status = ended.status.unwrap_or_default();
        let place = self
            .unexplained
            .iter()
            .position(|known| known.status == status && known.reason == ended.reason);
        let index = match place {
            Some(index) => index,
            None if self.unexplained.len() < FAILURE_KINDS
                && budget.take(size_of::<Unexplained>() + ended.reason.len()) =>
            {
                self.unexplained.push(Unexplained {
                    status,
                    reason: ended.reason.to_owned(),
                    transactions: 0,
                    attempts: 0,
                    period: Period::default(),
                    users: Users::default(),
                    places: Kept::default(),
                });
                self.unexplained.len() - 1
            }
            None => {
                self.more_failures += 1;
                return;
            }
        };
        let Some(known) = self.unexplained.get_mut(index) else {
            return;
        };
        known.transactions += 1;
        known.attempts += ended.attempts;
        known.users.add_within(ended.user, budget);
        if let Some(answer) = ended.answer {
            known.period.note(answer.at);
            known.places.push_within(PLACES, answer.position, budget);
        }
    }
}
