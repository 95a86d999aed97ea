//! The fewest changes that repair everything that can be repaired.
//!
//! Each cell that fails can be repaired in some ways, and each way is a small set of changes: the
//! upload of a CA, or a new certificate, or, where two things are wrong, two changes together. The
//! answer is the cheapest set of changes that holds at least one way for every cell. That is the
//! hitting-set problem, which has no fast solution for every input; the inputs here are small, so
//! that they are searched to the end, within a bound, and the answer says whether that was reached.

use std::collections::BTreeSet;

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
    let mut ways: Vec<(usize, Vec<&BTreeSet<usize>>)> = Vec::new();
    let mut unrepaired = Vec::new();
    for (number, requirement) in requirements.iter().enumerate() {
        let known = requirement.ways.iter().filter(|way| {
            let mut changes = way.iter();
            changes.all(|change| *change < costs.len())
        });
        let possible: Vec<_> = known.filter(|way| is_allowed(way)).collect();
        if possible.is_empty() {
            unrepaired.push(number);
        } else {
            ways.push((number, possible));
        }
    }
    // Cells with few ways first: they leave the least to try.
    ways.sort_by_key(|(number, ways)| (ways.len(), *number));
    let mut search = Search {
        costs,
        is_allowed: &is_allowed,
        ways: &ways,
        best: None,
        steps: 0,
    };
    search.greedy();
    search.search(0, &BTreeSet::new(), &mut Vec::new());
    let exactness = if search.steps < STEPS {
        Exactness::Exact
    } else {
        Exactness::BestFound
    };
    let best = search.best.unwrap_or_default();
    unrepaired.extend(best.left);
    unrepaired.sort_unstable();
    Solution {
        changes: best.changes,
        unrepaired,
        exactness,
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
    ways: &'s [(usize, Vec<&'s BTreeSet<usize>>)],
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
        for (number, ways) in self.ways {
            let unions = ways.iter().map(|way| &changes | *way);
            let allowed = unions.filter(|union| (self.is_allowed)(union));
            match allowed.min_by_key(|union| (self.cost(union), union.clone())) {
                Some(union) => changes = union,
                None => left.push(*number),
            }
        }
        self.offer(&changes, &left);
    }

    fn search(&mut self, at: usize, changes: &BTreeSet<usize>, left: &mut Vec<usize>) {
        self.steps = self.steps.saturating_add(1);
        if self.steps >= STEPS || self.is_no_better(changes, left.len()) {
            return;
        }
        let Some((number, ways)) = self.ways.get(at) else {
            self.offer(changes, left);
            return;
        };
        if ways.iter().any(|way| way.is_subset(changes)) {
            return self.search(at.saturating_add(1), changes, left);
        }
        for way in ways {
            let union = changes | *way;
            if (self.is_allowed)(&union) {
                self.search(at.saturating_add(1), &union, left);
            }
        }
        // Leaving a cell is only worth it where conflicts leave no other choice.
        left.push(*number);
        self.search(at.saturating_add(1), changes, left);
        left.pop();
    }

    fn is_no_better(&self, changes: &BTreeSet<usize>, left: usize) -> bool {
        self.best
            .as_ref()
            .is_some_and(|best| (left, self.cost(changes)) > (best.left_count, best.cost))
    }

    fn offer(&mut self, changes: &BTreeSet<usize>, left: &[usize]) {
        let candidate = Candidate {
            left_count: left.len(),
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
