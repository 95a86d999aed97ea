//! Which handshake of a capture carried which attempt of a log.
//!
//! A log has no source port towards the node, so that node address, port, server name, time and
//! order have to tell. Attempts and handshakes of one node and name are put side by side in their
//! order, at most pairs first, then at least differences of time; what is left is tried again with
//! more time, and with handshakes that do not tell their server name.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::AttemptJoin;

/// Time, in ms, by which an attempt and its handshake differ where all is well.
const NEAR: i64 = 60;
/// Time, in ms, by which they may differ at most: the first repetitions of a lost SYN are after one
/// and three seconds (RFC 6298 section 2).
const FAR: i64 = 3_000;
/// Handshakes that are farther away by no more than this, in ms, might be the right ones as well.
const SLACK: i64 = 20;
/// What it costs, in ms, to pair a failed attempt with a handshake that was not seen to fail.
const CONTRADICTION: i64 = 40;
/// Attempts times handshakes up to which the best of all orders is looked for.
const TABLE: usize = 40_000;
/// Handshakes that are looked at for each attempt where there are more.
const AHEAD: usize = 256;

/// How an attempt or a handshake came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    Failed,
    Passed,
    Unknown,
}

/// The name that a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Called<'a> {
    /// Not known: the request is not in the log, or the `ClientHello` not in the capture.
    Unknown,
    /// An IP address, for which no server name is sent (RFC 6066 section 3).
    Address,
    /// A name, in lower case.
    Name(&'a str),
}

impl<'a> Called<'a> {
    pub(super) fn of(address: &'a str) -> Self {
        let bare = address.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(_) => Self::Address,
            Err(_) => Self::Name(address),
        }
    }

    /// Whether an attempt for `self` may be a handshake for `other`: surely, or if nothing better
    /// is there.
    pub(super) fn fits(self, other: Self) -> Option<Fit> {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) | (Self::Name(_), Self::Address) => {
                Some(Fit::Possible)
            }
            (Self::Address, Self::Name(_)) => None,
            (one, other) => (one == other).then_some(Fit::Exact),
        }
    }
}

/// How well two names fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Exact,
    Possible,
}

/// An attempt in a log.
#[derive(Debug, Clone)]
pub(super) struct Tried<'a> {
    /// Index of the log, and of the transaction in it.
    pub(super) transaction: (usize, usize),
    /// Index of the attempt in the transaction.
    pub(super) attempt: usize,
    /// In Unix milliseconds.
    pub(super) at: i64,
    pub(super) ip: IpAddr,
    pub(super) port: u16,
    pub(super) name: Called<'a>,
    pub(super) met: Met,
}

/// A handshake in a capture.
#[derive(Debug, Clone)]
pub(super) struct Shaken<'a> {
    /// Index of the capture, and of the handshake in it.
    pub(super) handshake: (usize, usize),
    /// In Unix milliseconds.
    pub(super) at: i64,
    pub(super) ip: IpAddr,
    pub(super) port: u16,
    pub(super) name: Called<'a>,
    pub(super) met: Met,
}

/// For each attempt: the index of its handshake and how sure that is. Both are sorted by time; the
/// clock of the attempts is ahead by so many milliseconds.
pub(super) fn pair(
    tried: &[Tried<'_>],
    shaken: &[Shaken<'_>],
    ahead: i64,
) -> Vec<Option<(usize, AttemptJoin)>> {
    let mut pairing = Pairing {
        tried,
        shaken,
        ahead,
        of_tried: vec![None; tried.len()],
        of_shaken: vec![None; shaken.len()],
    };
    let nodes = pairing.groups(|ip, port, _| (ip, port));
    let names = pairing.groups(|ip, port, name| (ip, port, name));
    for (window, contradiction) in [(NEAR, Some(CONTRADICTION)), (FAR, None)] {
        for ((_, _, name), group) in &names {
            if *name != Called::Unknown {
                pairing.align(group, window, contradiction);
            }
        }
        for group in nodes.values() {
            pairing.align(group, window, contradiction);
        }
    }
    let mut joins = vec![None; tried.len()];
    for group in nodes.values() {
        for one in &group.tried {
            let join = pairing.join(*one, group);
            if let Some(slot) = joins.get_mut(*one) {
                *slot = join;
            }
        }
    }
    joins
}

/// Indices of attempts and handshakes, by time.
#[derive(Debug, Default)]
struct Group {
    tried: Vec<usize>,
    shaken: Vec<usize>,
}

struct Pairing<'a> {
    tried: &'a [Tried<'a>],
    shaken: &'a [Shaken<'a>],
    ahead: i64,
    of_tried: Vec<Option<usize>>,
    of_shaken: Vec<Option<usize>>,
}

impl<'a> Pairing<'a> {
    fn groups<K: Ord>(&self, key: impl Fn(IpAddr, u16, Called<'a>) -> K) -> BTreeMap<K, Group> {
        let mut groups: BTreeMap<K, Group> = BTreeMap::new();
        for (index, one) in self.tried.iter().enumerate() {
            let group = groups.entry(key(one.ip, one.port, one.name)).or_default();
            group.tried.push(index);
        }
        for (index, one) in self.shaken.iter().enumerate() {
            if let Some(group) = groups.get_mut(&key(one.ip, one.port, one.name)) {
                group.shaken.push(index);
            }
        }
        groups.retain(|_, group| !group.shaken.is_empty());
        groups
    }

    /// Time from an attempt to a handshake.
    fn from(&self, tried: &Tried<'_>, shaken: &Shaken<'_>) -> i64 {
        let at = tried.at.saturating_sub(self.ahead);
        shaken.at.saturating_sub(at)
    }

    /// What it costs to pair two; `None` where they cannot be a pair.
    fn cost(&self, pair: (usize, usize), window: i64, contradiction: Option<i64>) -> Option<i64> {
        let tried = self.tried.get(pair.0)?;
        let shaken = self.shaken.get(pair.1)?;
        let distance = self.from(tried, shaken).saturating_abs();
        let fits = distance <= window && tried.name.fits(shaken.name).is_some();
        let penalty = if contradict(tried.met, shaken.met) {
            contradiction?
        } else {
            0
        };
        fits.then(|| distance.saturating_add(penalty))
    }

    /// Pairs what is not yet paired in a group.
    fn align(&mut self, group: &Group, window: i64, contradiction: Option<i64>) {
        let is_free = |of: &[Option<usize>], index: usize| matches!(of.get(index), Some(None));
        let tried = group.tried.iter().copied();
        let shaken = group.shaken.iter().copied();
        let rest = Group {
            tried: tried.filter(|one| is_free(&self.of_tried, *one)).collect(),
            shaken: shaken
                .filter(|one| is_free(&self.of_shaken, *one))
                .collect(),
        };
        for part in self.parts(&rest, window) {
            let size = part.tried.len().saturating_mul(part.shaken.len());
            let cost = |pair| self.cost(pair, window, contradiction);
            let pairs = if size <= TABLE {
                best_order(&part, cost)
            } else {
                let is_past = |pair: (usize, usize)| {
                    let pair = self.tried.get(pair.0).zip(self.shaken.get(pair.1));
                    pair.is_none_or(|(tried, shaken)| self.from(tried, shaken) < -window)
                };
                nearest(&part, cost, is_past)
            };
            for (one, other) in pairs {
                if let (Some(slot), Some(back)) =
                    (self.of_tried.get_mut(one), self.of_shaken.get_mut(other))
                {
                    (*slot, *back) = (Some(other), Some(one));
                }
            }
        }
    }

    /// Cuts a group where nothing happened for longer than the window.
    fn parts(&self, group: &Group, window: i64) -> Vec<Group> {
        let shifted = |index: &usize| {
            let tried = self.tried.get(*index)?;
            Some(tried.at.saturating_sub(self.ahead))
        };
        let mut parts = Vec::new();
        let mut part = Group::default();
        let mut last = i64::MIN;
        let mut tried = group.tried.iter().peekable();
        let mut shaken = group.shaken.iter().peekable();
        loop {
            let next_tried = tried.peek().and_then(|index| shifted(index));
            let next_shaken = shaken.peek().and_then(|index| self.shaken.get(**index));
            let at = match (next_tried, next_shaken.map(|one| one.at)) {
                (Some(one), Some(other)) => one.min(other),
                (Some(at), None) | (None, Some(at)) => at,
                (None, None) => break,
            };
            if at.saturating_sub(last) > window {
                parts.push(std::mem::take(&mut part));
            }
            last = at;
            if next_tried == Some(at) {
                part.tried.extend(tried.next());
            } else {
                part.shaken.extend(shaken.next());
            }
        }
        parts.push(part);
        parts.retain(|part| !part.tried.is_empty() && !part.shaken.is_empty());
        parts
    }

    /// The pair of an attempt, and how sure it is.
    fn join(&self, one: usize, group: &Group) -> Option<(usize, AttemptJoin)> {
        let other = (*self.of_tried.get(one)?)?;
        let (tried, shaken) = (self.tried.get(one)?, self.shaken.get(other)?);
        let distance = self
            .from(tried, shaken)
            .saturating_abs()
            .saturating_add(SLACK);
        let is_exact = tried.name.fits(shaken.name) == Some(Fit::Exact);
        let fits = |tried: &Tried<'_>, shaken: &Shaken<'_>| {
            let fit = tried.name.fits(shaken.name);
            self.from(tried, shaken).saturating_abs() <= distance
                && (fit == Some(Fit::Exact) || (fit.is_some() && !is_exact))
                && !contradict(tried.met, shaken.met)
        };
        let at = tried.at.saturating_sub(self.ahead);
        let from = group.shaken.partition_point(|index| {
            let shaken = self.shaken.get(*index);
            shaken.is_some_and(|shaken| shaken.at < at.saturating_sub(distance))
        });
        let owner = |index: usize| {
            let owner = self.of_shaken.get(index).copied().flatten();
            owner.and_then(|owner| self.tried.get(owner))
        };
        let near = group.shaken.get(from..).unwrap_or_default().iter();
        let rivals = near
            .filter_map(|index| Some((*index, self.shaken.get(*index)?)))
            .take_while(|(_, rival)| rival.at <= at.saturating_add(distance))
            .take(AHEAD)
            .filter(|(index, rival)| {
                let is_own = owner(*index).is_some_and(|own| own.transaction == tried.transaction);
                !is_own && fits(tried, rival)
            })
            .count();
        if rivals > 0 {
            let handshakes = rivals.saturating_add(1);
            return Some((other, AttemptJoin::Ambiguous { handshakes }));
        }
        // An attempt without a handshake may be the one that this handshake is of.
        let shifted = shaken.at.saturating_add(self.ahead);
        let from = group.tried.partition_point(|index| {
            let tried = self.tried.get(*index);
            tried.is_some_and(|tried| tried.at < shifted.saturating_sub(distance))
        });
        let near = group.tried.get(from..).unwrap_or_default().iter();
        let is_contested = near
            .filter_map(|index| Some((*index, self.tried.get(*index)?)))
            .take_while(|(_, rival)| rival.at <= shifted.saturating_add(distance))
            .take(AHEAD)
            .any(|(index, rival)| {
                let is_left = matches!(self.of_tried.get(index), Some(None));
                is_left && fits(rival, shaken)
            });
        let join = if is_contested {
            AttemptJoin::Ambiguous { handshakes: 1 }
        } else {
            AttemptJoin::Sure
        };
        Some((other, join))
    }
}

fn contradict(one: Met, other: Met) -> bool {
    matches!(
        (one, other),
        (Met::Failed, Met::Passed) | (Met::Passed, Met::Failed)
    )
}

type Pairs = Vec<(usize, usize)>;

/// Most pairs, then least cost, of all ways that keep both in their order.
fn best_order(part: &Group, cost: impl Fn((usize, usize)) -> Option<i64>) -> Pairs {
    /// What is done with the last attempt and handshake of a prefix.
    #[derive(Clone, Copy)]
    enum Step {
        Pair,
        PassTried,
        PassShaken,
    }
    let width = part.shaken.len().saturating_add(1);
    // Of each prefix: pairs and, less being better, cost.
    let mut above: Vec<(usize, i64)> = vec![(0, 0); width];
    let mut steps = vec![Step::PassShaken; width];
    for one in &part.tried {
        let mut row = Vec::with_capacity(width);
        row.push((0, 0));
        steps.push(Step::PassTried);
        let mut left = (0, 0_i64);
        for (other, pair) in part.shaken.iter().zip(above.windows(2)) {
            let &[diagonal, up] = pair else {
                continue;
            };
            let mut best = (left, Step::PassShaken);
            let is_better = |new: (usize, i64), old: (usize, i64)| {
                new.0 > old.0 || (new.0 == old.0 && new.1 < old.1)
            };
            if is_better(up, best.0) {
                best = (up, Step::PassTried);
            }
            if let Some(cost) = cost((*one, *other)) {
                let paired = (
                    diagonal.0.saturating_add(1),
                    diagonal.1.saturating_add(cost),
                );
                if is_better(paired, best.0) {
                    best = (paired, Step::Pair);
                }
            }
            left = best.0;
            row.push(best.0);
            steps.push(best.1);
        }
        above = row;
    }
    let mut pairs = Pairs::new();
    let (mut row, mut column) = (part.tried.len(), part.shaken.len());
    while row > 0 && column > 0 {
        let step = steps.get(row.saturating_mul(width).saturating_add(column));
        match step.copied().unwrap_or(Step::PassTried) {
            Step::Pair => {
                row -= 1;
                column -= 1;
                let pair = part.tried.get(row).zip(part.shaken.get(column));
                pairs.extend(pair.map(|(one, other)| (*one, *other)));
            }
            Step::PassTried => row -= 1,
            Step::PassShaken => column -= 1,
        }
    }
    pairs
}

/// Gives each attempt in turn the nearest handshake that is left.
fn nearest(
    part: &Group,
    cost: impl Fn((usize, usize)) -> Option<i64>,
    is_past: impl Fn((usize, usize)) -> bool,
) -> Pairs {
    let mut pairs = Pairs::new();
    let mut is_taken = vec![false; part.shaken.len()];
    let mut from = 0_usize;
    for one in &part.tried {
        while let Some(other) = part.shaken.get(from)
            && (is_taken.get(from) == Some(&true) || is_past((*one, *other)))
        {
            from += 1;
        }
        let left = part.shaken.iter().enumerate().skip(from).take(AHEAD);
        let fitting = left.filter_map(|(place, other)| {
            let is_left = is_taken.get(place) == Some(&false);
            let cost = cost((*one, *other)).filter(|_| is_left)?;
            Some((cost, place, *other))
        });
        if let Some((_, place, other)) = fitting.min_by_key(|(cost, place, _)| (*cost, *place)) {
            pairs.push((*one, other));
            if let Some(taken) = is_taken.get_mut(place) {
                *taken = true;
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::AttemptJoin::{Ambiguous, Sure};
    use super::*;

    const CUCM: Called<'_> = Called::Name("cucm.example.lab");
    const UNITY: Called<'_> = Called::Name("unity.example.lab");

    /// Transaction, time, name and end of each attempt.
    fn tried(attempts: &[(usize, i64, Called<'static>, Met)]) -> Vec<Tried<'static>> {
        let made = attempts.iter().enumerate();
        made.map(|(attempt, (transaction, at, name, met))| Tried {
            transaction: (0, *transaction),
            attempt,
            at: *at,
            ip: [10, 0, 0, 1].into(),
            port: 8443,
            name: *name,
            met: *met,
        })
        .collect()
    }

    fn shaken(handshakes: &[(i64, Called<'static>, Met)]) -> Vec<Shaken<'static>> {
        let made = handshakes.iter().enumerate();
        made.map(|(number, (at, name, met))| Shaken {
            handshake: (0, number),
            at: *at,
            ip: [10, 0, 0, 1].into(),
            port: 8443,
            name: *name,
            met: *met,
        })
        .collect()
    }

    const FAILED: Met = Met::Failed;
    const PASSED: Met = Met::Passed;

    #[test]
    fn the_attempts_of_a_transaction_are_its_handshakes_in_order() {
        let log = tried(&[(1, 1_007, CUCM, FAILED), (1, 1_016, CUCM, FAILED)]);
        let capture = shaken(&[(1_007, CUCM, FAILED), (1_010, CUCM, FAILED)]);
        let expected = [Some((0, Sure)), Some((1, Sure))];
        assert_eq!(pair(&log, &capture, 0), expected);
        // The clock of the log an hour ahead.
        let log = tried(&[(1, 3_601_007, CUCM, FAILED), (1, 3_601_016, CUCM, FAILED)]);
        assert_eq!(pair(&log, &capture, 3_600_000), expected);
    }

    #[test]
    fn a_failed_attempt_passes_over_a_handshake_that_came_out_well() {
        let log = tried(&[(1, 1_000, CUCM, FAILED)]);
        let capture = shaken(&[(1_001, CUCM, PASSED), (1_004, CUCM, FAILED)]);
        assert_eq!(pair(&log, &capture, 0), [Some((1, Sure))]);
    }

    #[test]
    fn names_tell_requests_of_one_time_apart() {
        let log = tried(&[(1, 1_000, UNITY, FAILED), (2, 1_000, CUCM, FAILED)]);
        let capture = shaken(&[(1_001, CUCM, FAILED), (1_002, UNITY, FAILED)]);
        assert_eq!(pair(&log, &capture, 0), [Some((1, Sure)), Some((0, Sure))]);
        // A name is no address, and the other way round.
        let log = tried(&[(1, 1_000, Called::Address, FAILED)]);
        assert_eq!(pair(&log, &capture, 0), [None]);
    }

    #[test]
    fn requests_of_one_time_for_one_name_are_given_out_in_order_and_ambiguous() {
        let log = tried(&[(1, 1_000, CUCM, FAILED), (2, 1_004, CUCM, FAILED)]);
        let capture = shaken(&[(1_002, CUCM, FAILED), (1_005, CUCM, FAILED)]);
        let unsure = Ambiguous { handshakes: 2 };
        assert_eq!(
            pair(&log, &capture, 0),
            [Some((0, unsure)), Some((1, unsure))]
        );
        let far = shaken(&[(1_002, CUCM, FAILED), (1_050, CUCM, FAILED)]);
        let log = tried(&[(1, 1_000, CUCM, FAILED), (2, 1_048, CUCM, FAILED)]);
        assert_eq!(pair(&log, &far, 0), [Some((0, Sure)), Some((1, Sure))]);
    }

    #[test]
    fn two_attempts_for_one_handshake_are_ambiguous() {
        let log = tried(&[(1, 1_000, CUCM, FAILED), (1, 1_008, CUCM, FAILED)]);
        let capture = shaken(&[(1_007, CUCM, FAILED)]);
        let joins = pair(&log, &capture, 0);
        assert_eq!(joins, [None, Some((0, Ambiguous { handshakes: 1 }))]);
    }

    #[test]
    fn a_slow_connection_is_found_later_and_nothing_after_some_seconds() {
        let log = tried(&[(1, 1_000, CUCM, FAILED)]);
        let at = |at, met| pair(&log, &shaken(&[(at, CUCM, met)]), 0);
        assert_eq!(at(3_900, FAILED), [Some((0, Sure))]);
        assert_eq!(
            (at(3_900, PASSED), at(4_100, FAILED)),
            (vec![None], vec![None])
        );
    }

    #[test]
    fn a_long_busy_time_is_paired_in_order() {
        let names = [CUCM, UNITY];
        let times = || (0..2_000_usize).map(|number| (number, i64::try_from(number).unwrap() * 30));
        let log: Vec<_> = times()
            .map(|(number, at)| (number, at, names[number % 2], FAILED))
            .collect();
        // Between them, requests that came out well.
        let capture: Vec<_> = times()
            .flat_map(|(number, at)| {
                let name = names[number % 2];
                [(at + 2, name, FAILED), (at + 3, name, PASSED)]
            })
            .collect();
        let joins = pair(&tried(&log), &shaken(&capture), 0);
        let expected: Vec<_> = (0..2_000).map(|number| Some((2 * number, Sure))).collect();
        assert!(joins == expected, "{:?}", joins.get(..10));
    }

    fn named(number: u8) -> Called<'static> {
        [Called::Unknown, Called::Address, CUCM, UNITY][usize::from(number % 4)]
    }

    fn ended(number: u8) -> Met {
        [FAILED, PASSED, Met::Unknown][usize::from(number % 3)]
    }

    proptest::proptest! {
        #[test]
        fn pairs_are_possible_and_nobody_is_in_two(
            mut attempts in proptest::collection::vec((0..9_usize, 0..20_000_i64, 0..12_u8), 0..60),
            mut handshakes in proptest::collection::vec((0..20_000_i64, 0..12_u8), 0..60),
            ahead in -40_000..40_000_i64,
        ) {
            attempts.sort_by_key(|one| one.1);
            handshakes.sort_by_key(|one| one.0);
            let attempts = attempts.iter();
            let attempts = attempts.map(|(of, at, kind)| (*of, at + ahead, named(*kind), ended(*kind)));
            let log = tried(&attempts.collect::<Vec<_>>());
            let handshakes = handshakes.iter();
            let handshakes = handshakes.map(|(at, kind)| (*at, named(*kind), ended(*kind)));
            let capture = shaken(&handshakes.collect::<Vec<_>>());
            let mut owners = vec![0; capture.len()];
            for (one, joined) in log.iter().zip(pair(&log, &capture, ahead)) {
                if let Some((other, _)) = joined {
                    owners[other] += 1;
                    let other = &capture[other];
                    assert!(one.name.fits(other.name).is_some());
                    assert!((other.at - (one.at - ahead)).abs() <= FAR);
                }
            }
            assert!(owners.iter().all(|owners| *owners <= 1));
        }

        #[test]
        fn any_times_can_be_compared_and_paired(
            mut attempts in proptest::collection::vec(proptest::num::i64::ANY, 0..40),
            mut handshakes in proptest::collection::vec(proptest::num::i64::ANY, 0..40),
            ahead in proptest::num::i64::ANY,
        ) {
            attempts.sort_unstable();
            handshakes.sort_unstable();
            let log: Vec<_> = attempts.iter().map(|at| (1, *at, CUCM, FAILED)).collect();
            let capture: Vec<_> = handshakes.iter().map(|at| (*at, CUCM, FAILED)).collect();
            let (log, capture) = (tried(&log), shaken(&capture));
            let skew = super::super::clock::estimate(&log, &capture);
            assert!(!matches!(skew, super::super::Skew::Estimated { pairs: 0, .. }));
            assert_eq!(pair(&log, &capture, ahead).len(), log.len());
        }
    }
}
