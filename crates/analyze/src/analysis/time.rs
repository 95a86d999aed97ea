//! Times of evidence, and how sentences spell them.

use jiff::Timestamp;

use crate::case::{AsOf, Case};

/// At which time the evidence of an appliance is judged, in Unix seconds: the time asked for, or the
/// latest that its logs, captures and dumps tell of.
pub(crate) fn evidence_time(case: &Case, peer: usize) -> i64 {
    if let AsOf::At(at) = case.question.as_of {
        return at;
    }
    let own = case.peers.get(peer);
    let logs = own.into_iter().flat_map(|own| &own.logs);
    let logged = logs
        .filter_map(|log| case.logs.get(*log))
        .filter_map(|log| log.evidence.period().last())
        .map(|moment| moment.unix_ms.div_euclid(1000));
    let captures = own.into_iter().flat_map(|own| &own.captures);
    let captured = captures
        .filter_map(|capture| case.captures.get(*capture)?.facts.times)
        .map(|(_, last)| last.div_euclid(1_000_000_000));
    let taken = case.evidence.peers.get(peer);
    let taken = taken.and_then(|peer| peer.identity.taken);
    let latest = logged.chain(captured).chain(taken).max();
    latest
        .or_else(|| latest_of_all(case))
        .unwrap_or(case.question.now)
}

/// The latest time that any evidence tells of.
fn latest_of_all(case: &Case) -> Option<i64> {
    let logs = case.logs.iter();
    let logged = logs.filter_map(|log| log.evidence.period().last());
    let captured = case
        .captures
        .iter()
        .filter_map(|capture| capture.facts.times);
    let taken = case
        .evidence
        .peers
        .iter()
        .filter_map(|peer| peer.identity.taken);
    logged
        .map(|moment| moment.unix_ms.div_euclid(1000))
        .chain(captured.map(|(_, last)| last.div_euclid(1_000_000_000)))
        .chain(taken)
        .max()
}

/// `2022-07-11 16:55:26 UTC`.
pub(crate) fn utc(unix_seconds: i64) -> String {
    match Timestamp::from_second(unix_seconds) {
        Ok(at) => at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        Err(_) => unix_seconds.to_string(),
    }
}

/// `2022-07-11`.
pub(crate) fn day(unix_seconds: i64) -> String {
    match Timestamp::from_second(unix_seconds) {
        Ok(at) => at.strftime("%Y-%m-%d").to_string(),
        Err(_) => unix_seconds.to_string(),
    }
}
