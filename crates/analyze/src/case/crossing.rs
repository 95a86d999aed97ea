//! Requests that several appliances logged.

use std::collections::HashMap;

use super::{Crossing, LogMaterial};

/// Finds the transactions of one `TrackingID` in the logs of several appliances. `peers` has the
/// appliance of each log.
pub(super) fn crossings(logs: &[LogMaterial], peers: &[Option<usize>]) -> Vec<Crossing> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut crossings: Vec<Crossing> = Vec::new();
    for (log, material) in logs.iter().enumerate() {
        let transactions = &material.evidence.transactions.items;
        for (index, transaction) in transactions.iter().enumerate() {
            let Some(id) = transaction.tracking_id.as_deref() else {
                continue;
            };
            let at = *known.entry(id).or_insert(crossings.len());
            match crossings.get_mut(at) {
                Some(crossing) => crossing.transactions.push((log, index)),
                None => crossings.push(Crossing {
                    tracking_id: id.to_owned(),
                    transactions: vec![(log, index)],
                }),
            }
        }
    }
    let peer = |(log, _): &(usize, usize)| peers.get(*log).copied().flatten();
    crossings.retain(|crossing| {
        let first = crossing.transactions.first().and_then(peer);
        crossing.transactions.iter().any(|one| peer(one) != first)
    });
    crossings
}
