//! How much the clock of a log is ahead of that of a capture.
//!
//! Each failed attempt of a log and each failed handshake at the same node vote for the difference
//! of their times. The true difference gets a vote from almost every attempt, any other one from
//! those that happen to fit. A difference near zero needs no explanation, so it wins where it fits
//! as well as another.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::Skew;
use super::pairing::{Met, Shaken, Tried};

/// Width, in ms, of the time in which votes count as one. A `Sending Request` and its `ClientHello`
/// were seen up to 6 ms apart in both directions.
const WIDTH: i64 = 50;
/// Differences, in ms, that clocks of one appliance may have without any mistake.
const USUAL: i64 = 1_000;
/// Largest difference, in ms, that is believed: the widest of two time zones is 26 hours.
const MOST: i64 = 26 * 60 * 60_000;
/// Differences, in ms, above which a mistake of the time zone is likelier than a wrong clock.
const LARGE: i64 = 10 * 60_000;
/// Time zones are multiples of a quarter of an hour.
const QUARTER: i64 = 15 * 60_000;
/// Pairs that are needed to believe in a difference, and in a large one that is no time zone.
const FEW: usize = 2;
const MANY: usize = 4;
/// Votes that are counted; of more, only those of some attempts are.
const VOTES: usize = 500_000;
/// Differences that are looked at closely.
const CANDIDATES: usize = 64;

/// Attempts and handshakes at one IP address and port.
#[derive(Debug, Default)]
struct Node<'a> {
    tried: Vec<&'a Tried<'a>>,
    shaken: Vec<&'a Shaken<'a>>,
}

type Nodes<'a> = BTreeMap<(IpAddr, u16), Node<'a>>;

/// Compares attempts and handshakes, each sorted by time.
pub(super) fn estimate(tried: &[Tried<'_>], shaken: &[Shaken<'_>]) -> Skew {
    let mut nodes = nodes(tried, shaken, |met| met == Met::Failed);
    if nodes.is_empty() {
        nodes = self::nodes(tried, shaken, |_| true);
    }
    let candidates = candidates(&votes(&nodes));
    let mut fits: Vec<(usize, i64)> = candidates
        .into_iter()
        .map(|ahead| support(&nodes, ahead))
        .filter(|(pairs, _)| *pairs > 0)
        .collect();
    // Most pairs first, then the smallest difference.
    fits.sort_unstable_by_key(|(pairs, ahead)| (std::cmp::Reverse(*pairs), ahead.saturating_abs()));
    let Some(&(most, _)) = fits.first() else {
        return Skew::Unknown;
    };
    // Up to a twentieth less is chance.
    fits.retain(|(pairs, _)| pairs.saturating_mul(20) >= most.saturating_mul(19));
    let usual = fits
        .iter()
        .find(|(_, ahead)| ahead.saturating_abs() <= USUAL);
    if let Some(&(pairs, ahead_ms)) = usual {
        return Skew::Estimated { ahead_ms, pairs };
    }
    match fits[..] {
        [(pairs, ahead_ms)] if is_believable(&nodes, pairs, ahead_ms) => {
            Skew::Estimated { ahead_ms, pairs }
        }
        [_] | [] => Skew::Unknown,
        [..] => Skew::Ambiguous,
    }
}

fn nodes<'a>(
    tried: &'a [Tried<'a>],
    shaken: &'a [Shaken<'a>],
    counts: impl Fn(Met) -> bool,
) -> Nodes<'a> {
    let mut nodes = Nodes::new();
    for one in tried.iter().filter(|one| one.met != Met::Passed) {
        nodes.entry((one.ip, one.port)).or_default().tried.push(one);
    }
    for one in shaken.iter().filter(|one| counts(one.met)) {
        if let Some(node) = nodes.get_mut(&(one.ip, one.port)) {
            node.shaken.push(one);
        }
    }
    nodes.retain(|_, node| !node.shaken.is_empty());
    nodes
}

/// A difference, and the attempt that votes for it.
type Vote = (i64, usize);

fn votes(nodes: &Nodes<'_>) -> Vec<Vote> {
    let pairs = |node: &Node<'_>| node.tried.len().saturating_mul(node.shaken.len());
    let total = nodes
        .values()
        .map(pairs)
        .fold(0_usize, usize::saturating_add);
    let step = total.div_ceil(VOTES).max(1);
    let mut votes = Vec::new();
    let mut attempt = 0_usize;
    for node in nodes.values() {
        for one in node.tried.iter().step_by(step) {
            attempt += 1;
            for other in &node.shaken {
                let ahead = one.at.saturating_sub(other.at);
                if ahead.saturating_abs() <= MOST && one.name.fits(other.name).is_some() {
                    votes.push((ahead, attempt));
                }
            }
        }
    }
    votes.sort_unstable();
    votes
}

/// The differences with almost the most votes, and the best one near zero.
fn candidates(votes: &[Vote]) -> Vec<i64> {
    let mut peaks: Vec<(usize, i64)> = Vec::new();
    let mut most = 0;
    windows(votes, |count, _| most = most.max(count));
    let mut usual = (0, 0);
    windows(votes, |count, middle| {
        if middle.saturating_abs() <= USUAL && count > usual.0 {
            usual = (count, middle);
        }
        if count.saturating_mul(10) < most.saturating_mul(9) {
            return;
        }
        match peaks.last_mut() {
            Some(last) if middle.saturating_sub(last.1) <= WIDTH => {
                if count > last.0 {
                    *last = (count, middle);
                }
            }
            _ => peaks.push((count, middle)),
        }
    });
    peaks.sort_by_key(|(count, ahead)| (std::cmp::Reverse(*count), ahead.saturating_abs()));
    peaks.truncate(CANDIDATES);
    if usual.0 > 0 {
        peaks.push(usual);
    }
    let mut found: Vec<i64> = peaks.into_iter().map(|(_, ahead)| ahead).collect();
    found.sort_unstable();
    found.dedup_by(|later, earlier| later.saturating_sub(*earlier) <= WIDTH);
    found
}

/// For each group of votes within [`WIDTH`]: how many attempts voted, and the middle vote.
fn windows(votes: &[Vote], mut see: impl FnMut(usize, i64)) {
    let attempts = votes.iter().map(|(_, attempt)| *attempt).max();
    let mut counts = vec![0_u32; attempts.map_or(0, |most| most.saturating_add(1))];
    let mut distinct = 0_usize;
    let mut end = 0;
    for (start, (first, attempt)) in votes.iter().enumerate() {
        while let Some((ahead, attempt)) = votes.get(end)
            && ahead.saturating_sub(*first) <= WIDTH
        {
            if let Some(count) = counts.get_mut(*attempt) {
                distinct += usize::from(*count == 0);
                *count += 1;
            }
            end += 1;
        }
        let middle = start + (end - start) / 2;
        if let Some((ahead, _)) = votes.get(middle.min(end.saturating_sub(1))) {
            see(distinct, *ahead);
        }
        if let Some(count) = counts.get_mut(*attempt) {
            *count = count.saturating_sub(1);
            distinct -= usize::from(*count == 0);
        }
    }
}

/// How many attempts have a handshake of their own at that difference, and the difference in the
/// middle of these pairs.
fn support(nodes: &Nodes<'_>, ahead: i64) -> (usize, i64) {
    let mut found = Vec::new();
    for node in nodes.values() {
        let mut others = node.shaken.iter().peekable();
        for one in &node.tried {
            let at = one.at.saturating_sub(ahead);
            while let Some(other) = others.peek()
                && other.at.saturating_sub(at) < -WIDTH
            {
                others.next();
            }
            if let Some(other) = others.peek()
                && other.at.saturating_sub(at) <= WIDTH
                && one.name.fits(other.name).is_some()
            {
                found.push(one.at.saturating_sub(other.at));
                others.next();
            }
        }
    }
    found.sort_unstable();
    let middle = found.get(found.len() / 2).copied();
    (found.len(), middle.unwrap_or(ahead))
}

/// Whether so many pairs are enough for a difference that is not usual.
fn is_believable(nodes: &Nodes<'_>, pairs: usize, ahead: i64) -> bool {
    let past_quarter = ahead.saturating_add(QUARTER / 2).rem_euclid(QUARTER) - QUARTER / 2;
    let is_zone = ahead.saturating_abs() >= QUARTER / 2 && past_quarter.saturating_abs() <= USUAL;
    let needed = match () {
        () if is_zone => 1,
        () if ahead.saturating_abs() > LARGE => MANY,
        () => FEW,
    };
    let times = || nodes.values().flat_map(|node| &node.shaken);
    let first = times().map(|one| one.at).min().unwrap_or_default();
    let last = times().map(|one| one.at).max().unwrap_or_default();
    let attempts = nodes.values().flat_map(|node| &node.tried);
    let within = attempts.filter(|one| {
        let at = one.at.saturating_sub(ahead);
        (first.saturating_sub(WIDTH)..=last.saturating_add(WIDTH)).contains(&at)
    });
    let possible = within.count().min(times().count());
    pairs >= needed && pairs.saturating_mul(10) >= possible.saturating_mul(3)
}

#[cfg(test)]
mod tests {
    use super::super::pairing::Called;
    use super::*;

    fn tried(times: impl IntoIterator<Item = i64>) -> Vec<Tried<'static>> {
        let made = times.into_iter().enumerate().map(|(number, at)| Tried {
            transaction: (0, number),
            attempt: 0,
            at,
            ip: [10, 0, 0, 1].into(),
            port: 8443,
            name: Called::Name("cucm.example.lab"),
            met: Met::Failed,
        });
        made.collect()
    }

    fn shaken(times: impl IntoIterator<Item = i64>) -> Vec<Shaken<'static>> {
        let made = times.into_iter().enumerate().map(|(number, at)| Shaken {
            handshake: (0, number),
            at,
            ip: [10, 0, 0, 1].into(),
            port: 8443,
            name: Called::Name("cucm.example.lab"),
            met: Met::Failed,
        });
        made.collect()
    }

    /// Times without a pattern, some of them close together.
    fn irregular(count: i64) -> impl Iterator<Item = i64> + Clone {
        (0..count).scan(1_657_558_800_000_i64, |at, number| {
            *at += (number * 7_919 % 997) * 11 + 3;
            Some(*at)
        })
    }

    #[test]
    fn many_attempts_find_any_difference_among_more_handshakes() {
        for ahead in [0, 9, 400, -37_000, 3_600_000] {
            // Half of the handshakes are of requests that are not kept.
            let log = irregular(400).step_by(2).map(|at| at + ahead);
            let skew = estimate(&tried(log), &shaken(irregular(400)));
            assert_eq!(
                skew,
                Skew::Estimated {
                    ahead_ms: ahead,
                    pairs: 200
                }
            );
        }
    }

    #[test]
    fn what_repeats_itself_fits_several_times_unless_the_clocks_agree() {
        let regular = || (0..50).map(|number| number * 10_000);
        let of = |ahead| estimate(&tried(regular().map(|at| at + ahead)), &shaken(regular()));
        let right = Skew::Estimated {
            ahead_ms: 0,
            pairs: 50,
        };
        assert_eq!((of(0), of(5_000)), (right, Skew::Ambiguous));
    }

    #[test]
    fn too_few_pairs_are_believed_for_a_time_zone_only() {
        let of = |ahead: i64| estimate(&tried([1_000_000 + ahead]), &shaken([1_000_000]));
        let one = |ahead_ms| Skew::Estimated { ahead_ms, pairs: 1 };
        assert_eq!(of(300), one(300));
        assert_eq!(of(-5 * 3_600_000), one(-5 * 3_600_000));
        assert_eq!(
            (of(37_000), of(400_000_000)),
            (Skew::Unknown, Skew::Unknown)
        );
        let repeated = estimate(&tried([37_000, 37_012]), &shaken([0, 9]));
        assert_eq!(
            repeated,
            Skew::Estimated {
                ahead_ms: 37_003,
                pairs: 2
            }
        );
    }

    #[test]
    fn nothing_in_common_is_unknown() {
        assert_eq!(estimate(&[], &[]), Skew::Unknown);
        let mut elsewhere = shaken([0, 10]);
        for one in &mut elsewhere {
            one.port = 6972;
        }
        assert_eq!(estimate(&tried([0, 10]), &elsewhere), Skew::Unknown);
    }
}
