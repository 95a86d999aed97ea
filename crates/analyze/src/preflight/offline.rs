//! The preflight of a bundle: what its appliance was shown, judged as another release would.

use tollgate_report::{Cell, KeyFamily, Prospect};
use tollgate_uc::NodeRole;

use super::advertised::AddressOrigin;
use super::ciphers::UpgradePath;
use super::life::Life;
use super::order::NodeOrder;
use super::outlook::{Basis, Chosen, Selection};
use super::ports::{of_traffic_server, representative};
use super::{Observation, PreflightCell, outlook};
use crate::case::{Case, CellCase};

/// The cells of a case, in its order.
pub(super) fn cells(case: &Case, path: &UpgradePath) -> Vec<PreflightCell> {
    let mut cells: Vec<PreflightCell> = case.cells.iter().map(|known| cell(case, known)).collect();
    let is_after = is_after(case, path);
    let expected_before = outlook::first_key(path, outlook::Side::Before);
    let expected_after = outlook::first_key(path, outlook::Side::After);
    for cell in &mut cells {
        let observed = latest_key(case, &cell.cell);
        let chosen = |is_this_side: bool, expected: Option<KeyFamily>| {
            // What was observed on this side of the upgrade wins over what the list predicts.
            if is_this_side {
                return Chosen::by(Basis::Observed, observed);
            }
            let is_seen = |key: &KeyFamily| was_shown(case, &cell.cell, *key);
            Chosen::by(Basis::Predicted, expected.filter(is_seen))
        };
        let before = chosen(!is_after, expected_before);
        let after = chosen(is_after, expected_after);
        let key = cell.cell.key_type.filter(|_| cell.served);
        let taken = outlook::accepted_by_appliance(cell);
        let accepted_before = outlook::accepted_before(path, taken);
        // A contradiction is possible only where the path was told, on the side that was observed.
        let side = |is_this_side: bool, expected: Option<KeyFamily>| {
            expected.filter(|_| is_this_side && path.is_told())
        };
        cell.before = before.of(key, accepted_before, side(!is_after, expected_before));
        cell.after = after.of(key, taken, side(is_after, expected_after));
    }
    cells
}

/// A certificate of this key type was shown at the address and port of a cell.
fn was_shown(case: &Case, of: &Cell, key: KeyFamily) -> bool {
    let same = |cell: &&CellCase| cell.cell.address == of.address && cell.cell.port == of.port;
    let mut seen = case.cells.iter().filter(same);
    seen.any(|cell| cell.cell.key_type == Some(key) && !cell.presented.is_empty())
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
    let presented = representative(&known.presented);
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
        traffic_server: presented.and_then(of_traffic_server),
        life: presented.and_then(|presented| Life::of(presented, case.question.now)),
        expected_stores: Vec::new(),
        order: NodeOrder::default(),
        is_unknown: false,
        certificate: leaf.map(|leaf| leaf.fingerprint().to_string()),
        client_certificate_requested: is_known.then_some(asks),
        before: Selection::default(),
        after: Selection::default(),
        after_plan: Prospect::default(),
        serve: Selection::default(),
        at_failover: false,
        origin: AddressOrigin::default(),
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
