//! The preflight of a bundle: what its appliance was shown, judged as another release would.

use tollgate_report::{Cell, KeyFamily};
use tollgate_uc::NodeRole;

use super::ciphers::UpgradePath;
use super::outlook::Selection;
use super::{Observation, PreflightCell, outlook};
use crate::case::{Case, CellCase, Presented};

/// The cells of a case, in its order.
pub(super) fn cells(case: &Case, path: &UpgradePath) -> Vec<PreflightCell> {
    let mut cells: Vec<PreflightCell> = case.cells.iter().map(|known| cell(case, known)).collect();
    let is_after = is_after(case, path);
    let predicted_before = outlook::first_key(path, outlook::Side::Before);
    let predicted_after = outlook::first_key(path, outlook::Side::After);
    for (cell, known) in cells.iter_mut().zip(&case.cells) {
        let observed = latest_key(case, &cell.cell);
        let seen = |side: bool, predicted: Option<KeyFamily>| {
            // What was observed on this side of the upgrade wins over what the list predicts.
            let chosen = if side == is_after {
                observed
            } else {
                predicted
            };
            let key = cell.cell.key_type?;
            chosen.map(|chosen| chosen == key)
        };
        let trusted = cell.verdict.as_ref().map(tollgate_pki::Verdict::is_trusted);
        let before = seen(false, predicted_before);
        let after = seen(true, predicted_after);
        cell.before = Selection {
            selected: before,
            accepted: outlook::accepted_before(path, trusted),
        };
        cell.after = Selection {
            selected: after,
            accepted: trusted,
        };
        cell.served = !known.presented.is_empty();
    }
    cells
}

/// The appliance runs the release that is to come already: the evidence is from after the upgrade.
fn is_after(case: &Case, path: &UpgradePath) -> bool {
    let to = path.to.as_ref();
    let mut versions = case.peers.iter().filter_map(|peer| peer.version.as_ref());
    versions.any(|version| to.is_none_or(|to| version >= to))
}

/// The key type that the appliance got last at an address and port.
fn latest_key(case: &Case, of: &Cell) -> Option<KeyFamily> {
    let same = |cell: &&CellCase| cell.cell.address == of.address && cell.cell.port == of.port;
    let seen = case.cells.iter().filter(same);
    let dated = seen.filter(|cell| !cell.presented.is_empty());
    dated.max_by_key(|cell| cell.last)?.cell.key_type
}

fn cell(case: &Case, known: &CellCase) -> PreflightCell {
    let is_refused = |presented: &&Presented| {
        let verdict = presented.verdict.as_ref();
        verdict.is_some_and(|verdict| !verdict.is_trusted())
    };
    let refused = known.presented.iter().find(is_refused);
    let presented = refused.or_else(|| known.presented.first());
    let leaf = presented.and_then(|presented| presented.chain.first());
    let handshakes = || {
        let ids = known
            .attempts
            .iter()
            .filter_map(|attempt| attempt.handshake);
        ids.filter_map(|(capture, at)| case.captures.get(capture)?.handshakes.get(at))
    };
    let asks = handshakes().any(|handshake| handshake.requested_authorities.is_some());
    let is_known = handshakes().any(|handshake| !handshake.chain.is_empty());
    PreflightCell {
        cell: known.cell.clone(),
        role: NodeRole::default(),
        served: presented.is_some(),
        verdict: presented.and_then(|presented| presented.verdict.clone()),
        certificate: leaf.map(|leaf| leaf.fingerprint().to_string()),
        client_certificate_requested: is_known.then_some(asks),
        before: Selection::default(),
        after: Selection::default(),
        at_failover: false,
        observations: handshakes()
            .next_back()
            .map(|handshake| Observation {
                offer: "appliance",
                version: handshake.version.map(|version| version.to_string()),
                cipher: handshake
                    .cipher_suite
                    .and_then(|suite| suite.openssl_name().or_else(|| suite.name()))
                    .map(str::to_owned),
                certificate: leaf.map(|leaf| leaf.fingerprint().to_string()),
                failure: None,
            })
            .into_iter()
            .collect(),
    }
}
