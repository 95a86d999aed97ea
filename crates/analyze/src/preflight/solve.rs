//! The fewest changes that repair everything that can be repaired.
//!
//! Each cell that fails can be repaired in some ways, and each way is a small set of changes: the
//! upload of a CA, or a new certificate, or, where two things are wrong, two changes together. The
//! answer is the cheapest set of changes that holds at least one way for every cell. That is the
//! hitting-set problem, which has no fast solution for every input; the inputs here are small, so
//! that they are searched to the end, within a bound, and the answer says whether that was reached.

use std::collections::{BTreeMap, BTreeSet};

/// Steps of the search. Some 100,000 are a fraction of a second; a deployment needs some hundred.
const STEPS: u64 = 200_000;

/// The ways to repair one cell: sets of changes by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Any one of these sets repairs the cell. Empty: nothing does.
    pub ways: Vec<BTreeSet<usize>>,
}

/// What to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// The changes by their numbers.
    pub changes: BTreeSet<usize>,
    /// Requirements that nothing repairs, by their numbers, or none that the conflicts leave.
    pub unrepaired: Vec<usize>,
    /// Whether a cheaper answer is ruled out.
    pub exactness: Exactness,
}

/// Whether a cheaper answer is ruled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exactness {
    /// Every other answer costs at least as much.
    Exact,
    /// The search was broken off; this is the best that was found.
    BestFound,
}

/// Finds the cheapest changes. `costs` has an entry for each change, `conflicts` the pairs that must
/// not be made together. Repairing more cells comes before costing less; of two answers of one
/// cost the one with the lower numbers is taken.
pub fn solve(
    requirements: &[Requirement],
    costs: &[u32],
    conflicts: &[(usize, usize)],
) -> Solution {
    let is_allowed = |changes: &BTreeSet<usize>| {
        let mut pairs = conflicts.iter();
        pairs.all(|(one, other)| !(changes.contains(one) && changes.contains(other)))
    };
    // Cells with the same ways are one to the search: a CA may be missing for thousands.
    let mut known: BTreeMap<Vec<&BTreeSet<usize>>, Vec<usize>> = BTreeMap::new();
    let mut unrepaired = Vec::new();
    for (number, requirement) in requirements.iter().enumerate() {
        let usable = requirement.ways.iter().filter(|way| {
            let mut changes = way.iter();
            changes.all(|change| *change < costs.len())
        });
        let possible: Vec<_> = usable.filter(|way| is_allowed(way)).collect();
        if possible.is_empty() {
            unrepaired.push(number);
        } else {
            known.entry(possible).or_default().push(number);
        }
    }
    let alike = known
        .into_iter()
        .map(|(ways, numbers)| Alike { ways, numbers });
    let mut changes = BTreeSet::new();
    let mut steps = 0;
    for mut part in parts(alike.collect(), costs.len(), conflicts) {
        // Cells with few ways first: they leave the least to try.
        part.sort_by_key(|alike| (alike.ways.len(), alike.numbers.first().copied()));
        let mut search = Search {
            costs,
            is_allowed: &is_allowed,
            ways: &part,
            best: None,
            steps,
        };
        search.greedy();
        search.search(0, &BTreeSet::new(), &mut Vec::new());
        steps = search.steps;
        let best = search.best.unwrap_or_default();
        changes.extend(best.changes);
        let left = best.left.iter().filter_map(|at| part.get(*at));
        unrepaired.extend(left.flat_map(|alike| alike.numbers.iter().copied()));
    }
    unrepaired.sort_unstable();
    Solution {
        changes,
        unrepaired,
        exactness: if steps < STEPS {
            Exactness::Exact
        } else {
            Exactness::BestFound
        },
    }
}

/// Requirements with the same ways.
struct Alike<'r> {
    ways: Vec<&'r BTreeSet<usize>>,
    /// The requirements by their numbers.
    numbers: Vec<usize>,
}

/// Requirements that have nothing to do with each other apart: no change helps two parts, and none
/// of one conflicts with one of another.
fn parts<'r>(
    all: Vec<Alike<'r>>,
    changes: usize,
    conflicts: &[(usize, usize)],
) -> Vec<Vec<Alike<'r>>> {
    let mut groups = Groups((0..changes).collect());
    for (one, other) in conflicts {
        groups.join(*one, *other);
    }
    let first = |alike: &Alike<'_>| alike.ways.iter().find_map(|way| way.first().copied());
    for alike in &all {
        if let Some(first) = first(alike) {
            for change in alike.ways.iter().copied().flatten() {
                groups.join(first, *change);
            }
        }
    }
    let mut parts: BTreeMap<Option<usize>, Vec<Alike<'r>>> = BTreeMap::new();
    for alike in all {
        let group = first(&alike).map(|first| groups.of(first));
        parts.entry(group).or_default().push(alike);
    }
    parts.into_values().collect()
}

/// Disjoint sets: each number's parent, the roots being their own.
struct Groups(Vec<usize>);

impl Groups {
    fn of(&mut self, number: usize) -> usize {
        let mut at = number;
        while let Some(parent) = self.0.get(at).copied().filter(|parent| *parent != at) {
            let above = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(own) = self.0.get_mut(at) {
                *own = above;
            }
            at = parent;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        if let Some(own) = self.0.get_mut(one.max(other)) {
            *own = one.min(other);
        }
    }
}

/// An answer: how many it leaves, what it costs, and its changes, in the order of preference.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    left_count: usize,
    cost: u64,
    changes: BTreeSet<usize>,
    left: Vec<usize>,
}

struct Search<'s, A> {
    costs: &'s [u32],
    is_allowed: &'s A,
    ways: &'s [Alike<'s>],
    best: Option<Candidate>,
    steps: u64,
}

impl<A: Fn(&BTreeSet<usize>) -> bool> Search<'_, A> {
    fn cost(&self, changes: &BTreeSet<usize>) -> u64 {
        let costs = changes.iter().filter_map(|change| self.costs.get(*change));
        costs.map(|cost| u64::from(*cost)).sum()
    }

    /// A first answer: for each cell the way that adds the least.
    fn greedy(&mut self) {
        let mut changes = BTreeSet::new();
        let mut left = Vec::new();
        for (at, alike) in self.ways.iter().enumerate() {
            let unions = alike.ways.iter().map(|way| &changes | *way);
            let allowed = unions.filter(|union| (self.is_allowed)(union));
            match allowed.min_by_key(|union| (self.cost(union), union.clone())) {
                Some(union) => changes = union,
                None => left.push(at),
            }
        }
        self.offer(&changes, &left);
    }

    fn search(&mut self, at: usize, changes: &BTreeSet<usize>, left: &mut Vec<usize>) {
        self.steps = self.steps.saturating_add(1);
        if self.steps >= STEPS || self.is_no_better(changes, left) {
            return;
        }
        let rest = self.ways.iter().enumerate().skip(at);
        let mut open = rest.filter(|(_, own)| !own.ways.iter().any(|way| way.is_subset(changes)));
        let Some((at, alike)) = open.next() else {
            self.offer(changes, left);
            return;
        };
        for way in &alike.ways {
            let union = changes | *way;
            if (self.is_allowed)(&union) {
                self.search(at.saturating_add(1), &union, left);
            }
        }
        // Leaving a cell is only worth it where conflicts leave no other choice.
        left.push(at);
        self.search(at.saturating_add(1), changes, left);
        left.pop();
    }

    /// How many requirements are left.
    fn count(&self, left: &[usize]) -> usize {
        let left = left.iter().filter_map(|at| self.ways.get(*at));
        left.map(|alike| alike.numbers.len()).sum()
    }

    fn is_no_better(&self, changes: &BTreeSet<usize>, left: &[usize]) -> bool {
        self.best.as_ref().is_some_and(|best| {
            (self.count(left), self.cost(changes)) > (best.left_count, best.cost)
        })
    }

    fn offer(&mut self, changes: &BTreeSet<usize>, left: &[usize]) {
        let candidate = Candidate {
            left_count: self.count(left),
            cost: self.cost(changes),
            changes: changes.clone(),
            left: left.to_vec(),
        };
        if self.best.as_ref().is_none_or(|best| candidate < *best) {
            self.best = Some(candidate);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    use super::*;

    fn requirement(ways: &[&[usize]]) -> Requirement {
        let ways = ways.iter().map(|way| way.iter().copied().collect());
        Requirement {
            ways: ways.collect(),
        }
    }

    #[test]
    fn one_change_that_repairs_all_is_taken_instead_of_many() {
        let cells = [
            requirement(&[&[0], &[3]]),
            requirement(&[&[1], &[3]]),
            requirement(&[&[2], &[3]]),
        ];
        let solution = solve(&cells, &[1, 1, 1, 1], &[]);
        assert_eq!(solution.changes, BTreeSet::from([3]));
        assert_eq!(solution.exactness, Exactness::Exact);
    }

    #[test]
    fn changes_that_must_not_be_made_together_are_not() {
        let cells = [requirement(&[&[0], &[2]]), requirement(&[&[1], &[2, 3]])];
        let solution = solve(&cells, &[1, 1, 1, 1], &[(0, 1)]);
        assert_eq!(solution.changes, BTreeSet::from([1, 2]));
        let cells = [requirement(&[&[0]]), requirement(&[&[1]])];
        let solution = solve(&cells, &[1, 1], &[(0, 1)]);
        assert_eq!(solution.unrepaired, [1]);
    }

    #[test]
    fn thousands_that_have_nothing_to_do_with_each_other_are_still_exact() {
        let cells: Vec<_> = (0..20_000)
            .map(|at| requirement(&[&[2 * at], &[2 * at + 1]]))
            .collect();
        let costs: Vec<u32> = (0..40_000).map(|at| 2 - at % 2).collect();
        let solution = solve(&cells, &costs, &[]);
        assert_eq!(solution.exactness, Exactness::Exact);
        assert!(solution.changes.iter().all(|change| change % 2 == 1));
        assert_eq!(solution.changes.len(), 20_000);
    }

    #[test]
    fn what_nothing_repairs_is_said() {
        let cells = [requirement(&[]), requirement(&[&[0]])];
        let solution = solve(&cells, &[1], &[]);
        assert_eq!(
            (solution.unrepaired, solution.changes),
            (vec![0], BTreeSet::from([0]))
        );
    }

    /// Every set of changes tried.
    fn by_force(
        cells: &[Requirement],
        costs: &[u32],
        conflicts: &[(usize, usize)],
    ) -> (usize, u32) {
        let sets = 0..1_u32 << costs.len();
        let answers = sets.filter_map(|bits| {
            let has = |change: &usize| bits >> change & 1 == 1;
            if conflicts.iter().any(|(one, other)| has(one) && has(other)) {
                return None;
            }
            let is_left = |cell: &&Requirement| !cell.ways.iter().any(|way| way.iter().all(has));
            let left = cells.iter().filter(is_left).count();
            let chosen = costs.iter().enumerate().filter(|(change, _)| has(change));
            Some((left, chosen.map(|(_, cost)| cost).sum()))
        });
        answers.min().unwrap()
    }

    proptest! {
        #[test]
        fn the_answer_is_as_cheap_as_any(
            cells in vec(vec(btree_set(0..7_usize, 1..3), 1..4), 0..6),
            costs in vec(1..4_u32, 7),
            conflicts in vec((0..7_usize, 0..7_usize), 0..3),
        ) {
            let conflicts: Vec<_> = conflicts.into_iter().filter(|(a, b)| a != b).collect();
            let cells: Vec<_> = cells.into_iter().map(|ways| Requirement { ways }).collect();
            let solution = solve(&cells, &costs, &conflicts);
            prop_assert_eq!(solution.exactness, Exactness::Exact);
            let cost: u32 = solution.changes.iter().map(|change| costs[*change]).sum();
            let expected = by_force(&cells, &costs, &conflicts);
            prop_assert_eq!((solution.unrepaired.len(), cost), expected);
        }
    }
}
