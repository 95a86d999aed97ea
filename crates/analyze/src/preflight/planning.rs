//! The plan: the cheapest set of changes, each with what it repairs, what it brings with it, and
//! what could be done in its place.

use std::collections::{BTreeMap, BTreeSet};

use tollgate_report::{Cell, Message, PlanAlternative, PlanEffect, PlanStep};
use tollgate_uc::NodeRole;

use super::PreflightCell;
use super::changes::Change;
use super::ciphers::UpgradePath;
use super::ports::ProbedPort;
use super::repairs::{Broken, Repairs, sets};
use super::services::Services;
use super::solve::{Exactness, Requirement, Solution, solve};
use crate::case::Case;

/// Changes that may stand together in the place of one.
const INSTEAD: usize = 3;
/// Changes among which others are looked for.
const POOL: usize = 10;
/// Alternatives that are named for one step.
const ALTERNATIVES: usize = 4;

/// A plan.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) steps: Vec<PlanStep>,
    pub(super) exactness: Exactness,
    /// Indices of the cells that nothing repairs.
    pub(super) unrepaired: Vec<usize>,
}

/// The fewest changes that turn all refused cells green; where the path of the upgrade is told, of
/// those that the appliance gets.
pub(super) fn plan(
    ports: &[ProbedPort],
    cells: &[PreflightCell],
    case: &Case,
    path: &UpgradePath,
) -> Planned {
    let repairs = Repairs::of(ports, cells, case, path);
    let requirements = repairs.requirements();
    let conflicts = repairs.conflicts();
    let solution = solve(&requirements, &repairs.costs(), &conflicts);
    let planning = Planning {
        repairs: &repairs,
        fixed: fixed(&repairs, &requirements, &solution),
        conflicts: &conflicts,
        solution: &solution,
        roles: cells.iter().map(|own| (&own.cell, &own.role)).collect(),
        services: Services::built_in(),
        shown: shown(case),
    };
    let numbers = solution.changes.iter();
    let steps = numbers
        .filter_map(|number| planning.step(*number))
        .collect();
    let left = solution.unrepaired.iter();
    let left = left.filter_map(|number| repairs.broken().get(*number));
    Planned {
        steps,
        exactness: if repairs.is_cut() {
            Exactness::BestFound
        } else {
            solution.exactness
        },
        unrepaired: left.map(|cell| cell.index).collect(),
    }
}

struct Planning<'a> {
    repairs: &'a Repairs<'a>,
    /// What each change of the solution repairs.
    fixed: BTreeMap<usize, Vec<Fixed<'a>>>,
    conflicts: &'a [(usize, usize)],
    solution: &'a Solution,
    roles: BTreeMap<&'a Cell, &'a NodeRole>,
    services: Services,
    /// Where each certificate is shown that is some node's own, by its fingerprint.
    shown: BTreeMap<[u8; 32], Vec<&'a Cell>>,
}

/// A cell that a step repairs, with its ways.
type Fixed<'a> = (&'a Broken<'a>, &'a Requirement);

impl Planning<'_> {
    fn step(&self, number: usize) -> Option<PlanStep> {
        let change = self.repairs.changes().get(number)?;
        let fixed = self.fixed.get(&number).map_or(&[][..], Vec::as_slice);
        let cells: Vec<&Cell> = fixed.iter().map(|(own, _)| &own.known.cell).collect();
        let others = self.instead_of(number, fixed);
        Some(PlanStep {
            text: change.text(),
            effect: Some(PlanEffect {
                kind: change.as_str(),
                restarts: self.restarts(change, &cells),
                risk: change.risk(|leaf| self.shown.contains_key(&leaf.fingerprint().0)),
            }),
            alternatives: others
                .iter()
                .map(|set| self.alternative(set, &cells))
                .collect(),
            upload: change.upload(),
            request: change.request(),
            cells: cells.into_iter().cloned().collect(),
        })
    }

    /// The smallest sets of other changes that, with the rest of the plan, repair the same cells.
    fn instead_of(&self, number: usize, fixed: &[Fixed<'_>]) -> Vec<BTreeSet<usize>> {
        let mut rest = self.solution.changes.clone();
        rest.remove(&number);
        let ways = fixed.iter().flat_map(|(_, own)| &own.ways);
        let pool: BTreeSet<usize> = ways.flatten().copied().collect();
        let mut pool: Vec<usize> = pool.difference(&self.solution.changes).copied().collect();
        pool.truncate(POOL);
        let mut found: Vec<BTreeSet<usize>> = Vec::new();
        for size in 1..=INSTEAD {
            for set in sets(&pool, size) {
                let is_larger = found.iter().any(|known| known.is_subset(&set));
                let all = &rest | &set;
                if !is_larger && self.is_allowed(&all) && repair(&all, fixed) {
                    found.push(set);
                }
            }
        }
        found.sort_by_key(|set| self.repairs.cost(set));
        found.truncate(ALTERNATIVES);
        found
    }

    fn is_allowed(&self, changes: &BTreeSet<usize>) -> bool {
        let mut pairs = self.conflicts.iter();
        pairs.all(|(one, other)| !(changes.contains(one) && changes.contains(other)))
    }

    fn alternative(&self, set: &BTreeSet<usize>, cells: &[&Cell]) -> PlanAlternative {
        let changes = set.iter();
        let changes = changes.filter_map(|number| self.repairs.changes().get(*number));
        let changes: Vec<&Change> = changes.collect();
        let mut restarts: Vec<Message> = Vec::new();
        for service in changes.iter().flat_map(|own| self.restarts(own, cells)) {
            if !restarts.contains(&service) {
                restarts.push(service);
            }
        }
        PlanAlternative {
            texts: changes.iter().map(|own| own.text()).collect(),
            restarts,
            upload: changes.iter().flat_map(|own| own.upload()).collect(),
        }
    }

    /// What has to be restarted for a change that repairs these cells.
    fn restarts(&self, change: &Change, cells: &[&Cell]) -> Vec<Message> {
        let services = match change {
            Change::Upload(_) | Change::UploadNamed { .. } | Change::Advertise { .. } => {
                return Vec::new();
            }
            Change::PreferRsa => vec![Message::new("plan-restart-appliance", [])],
            Change::InstallIntermediate { node, .. } | Change::InstallNamed { node, .. } => {
                let own = cells.iter().filter(|cell| cell.node == *node);
                self.services.of(own.map(|cell| self.with_role(cell)))
            }
            // Whatever shows it, not only what is repaired.
            Change::Reissue { leaf, .. } => {
                let own = self.shown.get(&leaf.fingerprint().0).into_iter().flatten();
                self.services.of(own.map(|cell| self.with_role(cell)))
            }
        };
        if services.is_empty() {
            // A port that the table does not have.
            return vec![Message::new("plan-restart-unknown", [])];
        }
        services
    }

    fn with_role<'c>(&'c self, cell: &'c Cell) -> (&'c Cell, Option<&'c NodeRole>) {
        (cell, self.roles.get(cell).copied())
    }
}

fn shown(case: &Case) -> BTreeMap<[u8; 32], Vec<&Cell>> {
    let mut shown: BTreeMap<[u8; 32], Vec<&Cell>> = BTreeMap::new();
    for own in &case.cells {
        for leaf in own.presented.iter().filter_map(|own| own.chain.first()) {
            shown
                .entry(leaf.fingerprint().0)
                .or_default()
                .push(&own.cell);
        }
    }
    shown
}

fn fixed<'a>(
    repairs: &'a Repairs<'a>,
    requirements: &'a [Requirement],
    solution: &Solution,
) -> BTreeMap<usize, Vec<Fixed<'a>>> {
    let mut fixed: BTreeMap<usize, Vec<Fixed<'a>>> = BTreeMap::new();
    for (cell, own) in repairs.broken().iter().zip(requirements) {
        let ways = own.ways.iter();
        let used = ways.filter(|way| way.is_subset(&solution.changes));
        let changes: BTreeSet<usize> = used.flatten().copied().collect();
        for change in changes {
            fixed.entry(change).or_default().push((cell, own));
        }
    }
    fixed
}

fn repair(changes: &BTreeSet<usize>, fixed: &[Fixed<'_>]) -> bool {
    let mut each = fixed.iter();
    each.all(|(_, own)| own.ways.iter().any(|way| way.is_subset(changes)))
}
