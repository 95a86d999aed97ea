//! Which of a node's certificates the appliance gets, before and after the upgrade.

use tollgate_capture::CipherSuite;
use tollgate_report::{Cell, KeyFamily, Message, Report, State};

use super::PreflightCell;
use super::ciphers::{CipherPaths, UpgradePath};
use super::ports::{PortOffer, ProbedPort, family};

/// Whether the appliance gets the certificate of a cell, and what it makes of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    /// It gets this one; `None` where that cannot be told.
    pub selected: Option<bool>,
    /// It accepts it; `None` where that cannot be told.
    pub accepted: Option<bool>,
}

/// The first releases of which sources say that they verify; between them sources differ.
const MAY_VERIFY: [u32; 4] = [14, 0, 8, 0];
const VERIFIES: [u32; 4] = [14, 2, 0, 0];

/// Fills in what the appliance gets. The observed answer to exactly its offer wins; where that was
/// not made, a node with one key type leaves no choice, and a node that follows its clients takes
/// the first of the list.
pub(super) fn look(ports: &[ProbedPort], cells: &mut [PreflightCell], path: &UpgradePath) {
    let lists = path.expand().ok();
    for port in ports {
        let own = |cell: &&mut PreflightCell| {
            let cell = &cell.cell;
            cell.node == port.node && cell.address == port.address && cell.port == Some(port.port)
        };
        let mut own: Vec<&mut PreflightCell> = cells.iter_mut().filter(own).collect();
        let served: Vec<KeyFamily> = own
            .iter()
            .filter(|cell| cell.served)
            .filter_map(|cell| cell.cell.key_type)
            .collect();
        let before = chosen(port, PortOffer::Before, &served, lists.as_ref());
        let after = chosen(port, PortOffer::After, &served, lists.as_ref());
        for cell in &mut own {
            let is = |chosen: Option<KeyFamily>| {
                let key = cell.cell.key_type?;
                cell.served.then_some(())?;
                chosen.map(|chosen| chosen == key)
            };
            let trusted = cell.verdict.as_ref().map(tollgate_pki::Verdict::is_trusted);
            cell.before = Selection {
                selected: is(before),
                accepted: accepted_before(path, trusted),
            };
            cell.after = Selection {
                selected: is(after),
                accepted: trusted,
            };
        }
    }
}

pub(super) fn accepted_before(path: &UpgradePath, trusted: Option<bool>) -> Option<bool> {
    let from = path.from.as_ref()?.numbers();
    if from >= VERIFIES {
        trusted
    } else if from >= MAY_VERIFY {
        // Sources differ: only what passes either way is sure.
        trusted.filter(|trusted| *trusted)
    } else {
        trusted.map(|_| true)
    }
}

fn chosen(
    port: &ProbedPort,
    offer: PortOffer,
    served: &[KeyFamily],
    lists: Option<&CipherPaths>,
) -> Option<KeyFamily> {
    if let Some(seen) = observed(port, offer) {
        return Some(seen);
    }
    match served {
        [only] => Some(*only),
        [] => None,
        _ => {
            let lists = lists?;
            let (suites, _) = match offer {
                PortOffer::Before => &lists.before,
                _ => &lists.after,
            };
            follows_client(port)?.then(|| first(suites)).flatten()
        }
    }
}

/// The key type of the certificate that this offer brought.
pub(super) fn observed(port: &ProbedPort, offer: PortOffer) -> Option<KeyFamily> {
    let conversation = port.answer(offer)?.conversation()?;
    let mut own = conversation.certificates_of(tollgate_capture::Role::Server);
    let leaf = tollgate_pki::Certificate::from_der(own.next()?.certificate.der()).ok()?;
    family(&leaf)
}

/// Whether a node takes what its client prefers: its answers to one list in both directions differ.
/// `None` where that was not asked.
pub(super) fn follows_client(port: &ProbedPort) -> Option<bool> {
    let reversed = observed(port, PortOffer::Reversed)?;
    let offers = [PortOffer::AfterWithRsa, PortOffer::After, PortOffer::Before];
    let last = offers.into_iter().find_map(|offer| observed(port, offer))?;
    Some(reversed != last)
}

/// The key type of the first suite that names one; suites of TLS 1.3 do not.
fn first(suites: &[CipherSuite]) -> Option<KeyFamily> {
    suites.iter().find_map(|suite| {
        let name = suite.name()?;
        if name.contains("_ECDSA_WITH_") {
            Some(KeyFamily::Ecdsa)
        } else if name.contains("_RSA_WITH_") {
            Some(KeyFamily::Rsa)
        } else {
            None
        }
    })
}

/// A certificate that the appliance will not get is no issue of this upgrade, only of a later
/// change of the cipher string. That is known only where the operator told the upgrade's path.
pub(super) fn soften(cells: &[PreflightCell], path: &UpgradePath, report: &mut Report) {
    if !path.is_told() {
        return;
    }
    let is_passed_over = |cell: &Cell| {
        let mut own = cells.iter().filter(|own| own.cell == *cell);
        own.any(|own| own.after.selected == Some(false))
    };
    for finding in &mut report.findings {
        let is_idle = !finding.cells.is_empty() && finding.cells.iter().all(is_passed_over);
        if finding.state == State::IssueFound && is_idle {
            finding.state = State::PotentialProblem;
            let said = Message::new("preflight-not-selected", []);
            finding.further_information.insert(0, said);
        }
    }
}

/// Before or after the upgrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// The key type that a list asks for first, where the node follows its clients.
pub(super) fn first_key(path: &UpgradePath, side: Side) -> Option<KeyFamily> {
    let lists = path.expand().ok()?;
    match side {
        Side::Before => first(&lists.before.0),
        Side::After => first(&lists.after.0),
    }
}
