//! What findings say besides, of the cells that they are about: which certificate store a port
//! normally shows, whether clients come there at all while all nodes are up, whose order decides, and
//! where the real appliance or the upgrade path would have it otherwise.

use std::collections::{BTreeMap, BTreeSet};

use tollgate_report::{Cell, Finding, KeyFamily, Message, Report, State};
use tollgate_uc::{KnownPort, KnownPorts};

use super::PreflightCell;
use super::order::NodeOrder;
use super::outlook::{Basis, Selection};

/// Cells that are named in a sentence; the others are counted.
const CELLS: usize = 4;

/// Says in each finding what holds of its cells.
pub(super) fn add(cells: &[PreflightCell], report: &mut Report) {
    let found = report
        .findings
        .iter_mut()
        .filter(|finding| is_found(finding));
    let cells = known(cells);
    for finding in found {
        let own = of(&cells, finding);
        let mut notes = Vec::new();
        notes.extend(failover(&own));
        notes.extend(other_rules(&own, finding));
        notes.extend(own_order(&own));
        notes.extend(differences(&own));
        for note in notes {
            if !finding.further_information.contains(&note) {
                finding.further_information.push(note);
            }
        }
    }
}

/// Says of cells, and in the findings about them, which certificate stores their ports normally show.
/// That is what a table says, and nothing that was seen.
pub(super) fn tell_stores(cells: &mut [PreflightCell], known: &KnownPorts, report: &mut Report) {
    for cell in cells.iter_mut() {
        cell.expected_stores = entry(cell, known)
            .map(|entry| entry.stores.clone())
            .unwrap_or_default();
    }
    let found = report
        .findings
        .iter_mut()
        .filter(|finding| is_found(finding));
    let cells = self::known(cells);
    for finding in found {
        let mut told: BTreeSet<(Option<u16>, &str)> = BTreeSet::new();
        for cell in of(&cells, finding) {
            let Some(entry) = entry(cell, known).filter(|entry| !entry.stores.is_empty()) else {
                continue;
            };
            if told.insert((cell.cell.port, &entry.service)) {
                finding.further_information.push(Message::new(
                    "preflight-expected-stores",
                    [
                        ("port", entry.port.to_string()),
                        ("stores", entry.stores.join(", ")),
                        ("service", entry.service.clone()),
                    ],
                ));
            }
        }
    }
}

/// What is known of the port of a cell. Where the role of the node is not known, only what holds in
/// every role is said.
fn entry<'k>(cell: &PreflightCell, known: &'k KnownPorts) -> Option<&'k KnownPort> {
    let port = cell.cell.port?;
    if let Some(product) = cell.role.product {
        return known.find(product, port);
    }
    let mut entries = known.port.iter().filter(|entry| entry.port.get() == port);
    let first = entries.next()?;
    entries
        .all(|entry| entry.stores == first.stores)
        .then_some(first)
}

fn is_found(finding: &Finding) -> bool {
    matches!(finding.state, State::IssueFound | State::PotentialProblem)
}

/// Cells by what they are.
type Known<'c> = BTreeMap<&'c Cell, &'c PreflightCell>;

fn known(cells: &[PreflightCell]) -> Known<'_> {
    cells.iter().map(|own| (&own.cell, own)).collect()
}

/// The cells of a finding, in its order.
fn of<'c>(cells: &Known<'c>, finding: &Finding) -> Vec<&'c PreflightCell> {
    let own = finding.cells.iter();
    own.filter_map(|cell| cells.get(cell).copied()).collect()
}

fn named<'c>(cells: impl Iterator<Item = &'c Cell>) -> String {
    let mut names: Vec<String> = cells.map(ToString::to_string).collect();
    let more = names.len().saturating_sub(CELLS);
    names.truncate(CELLS);
    if more > 0 {
        names.push(format!("... (+{more})"));
    }
    names.join(", ")
}

/// Clients come to these cells only when another node is down.
fn failover(own: &[&PreflightCell]) -> Option<Message> {
    let later = || own.iter().filter(|cell| cell.at_failover);
    later().next()?;
    let all = if later().count() == own.len() {
        "yes"
    } else {
        "no"
    };
    let cells = named(later().map(|cell| &cell.cell));
    Some(Message::new(
        "preflight-failover",
        [("cells", cells), ("all", all.to_owned())],
    ))
}

/// The rules of the real traffic server come to another end than those of the run.
fn other_rules(own: &[&PreflightCell], finding: &Finding) -> Option<Message> {
    let has = |id: &str| {
        let mut said = finding.further_information.iter();
        said.any(|own| matches!(own, Message::Text { id: known, .. } if known == id))
    };
    // The finding about what only the appliance refuses says so already.
    if has("cell-doubt-first-match") || has("cell-doubt-address-entry") {
        return None;
    }
    let differs = |cell: &&&PreflightCell| {
        let verdicts = cell.verdict.as_ref().zip(cell.traffic_server.as_ref());
        verdicts.is_some_and(|(own, other)| own.is_trusted() != other.is_trusted())
    };
    let differing: Vec<_> = own.iter().filter(differs).collect();
    let first = differing.first()?.traffic_server.as_ref()?;
    let verdict = if first.is_trusted() {
        "trusted"
    } else {
        "refused"
    };
    let code = first.first().map(|reason| reason.code.to_string());
    Some(Message::new(
        "preflight-traffic-server-differs",
        [
            ("cells", named(differing.iter().map(|cell| &cell.cell))),
            ("verdict", verdict.to_owned()),
            ("code", code.unwrap_or_default()),
        ],
    ))
}

/// A node that goes by its own order does not care for a cipher string.
fn own_order(own: &[&PreflightCell]) -> Option<Message> {
    let mut nodes = own.iter().filter(|cell| cell.order == NodeOrder::Node);
    nodes.next()?;
    let nodes = own.iter().filter(|cell| cell.order == NodeOrder::Node);
    let cells = named(nodes.map(|cell| &cell.cell));
    Some(Message::new("preflight-own-order", [("cells", cells)]))
}

/// What was observed is not what the upgrade path makes one expect.
fn differences(own: &[&PreflightCell]) -> Vec<Message> {
    let mut by_port: BTreeMap<(&str, &str, Option<u16>), Message> = BTreeMap::new();
    for cell in own {
        // What comes after the upgrade matters more than what is.
        for (selection, offer) in [(cell.after, "after"), (cell.before, "before")] {
            let Some(found) = contradiction(cell.cell.key_type, selection) else {
                continue;
            };
            let place = &cell.cell;
            let key = (&*place.node, &*place.address, place.port);
            by_port
                .entry(key)
                .or_insert_with(|| difference(cell, offer, found));
        }
    }
    by_port.into_values().collect()
}

/// The key type that was to be expected and the one that was observed, where they differ.
fn contradiction(key: Option<KeyFamily>, selection: Selection) -> Option<(KeyFamily, KeyFamily)> {
    let expected = selection.expected?;
    let is_observed = selection.basis == Some(Basis::Observed);
    let observed = match (key?, selection.selected?) {
        (own, true) => own,
        (KeyFamily::Rsa, false) => KeyFamily::Ecdsa,
        (KeyFamily::Ecdsa, false) => KeyFamily::Rsa,
    };
    (is_observed && observed != expected).then_some((expected, observed))
}

fn difference(
    cell: &PreflightCell,
    offer: &str,
    (expected, observed): (KeyFamily, KeyFamily),
) -> Message {
    let mut seen = cell.observations.iter();
    let in_1_3 = seen.any(|seen| seen.offer == offer && seen.version.as_deref() == Some("TLSv1.3"));
    let why = match (in_1_3, cell.order) {
        (true, _) => "schemes",
        (false, NodeOrder::Node) => "node",
        (false, NodeOrder::Client | NodeOrder::Unknown) => "unknown",
    };
    Message::new(
        "preflight-observation-wins",
        [
            ("cell", cell.cell.authority()),
            ("expected", expected.label().to_owned()),
            ("observed", observed.label().to_owned()),
            ("why", why.to_owned()),
        ],
    )
}
