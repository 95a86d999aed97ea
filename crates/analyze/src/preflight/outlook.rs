//! Which of a node's certificates the appliance gets, before and after the upgrade.

use std::collections::BTreeMap;

use tollgate_capture::{CipherSuite, Version};
use tollgate_pki::Reason;
use tollgate_report::{Cell, KeyFamily, Message, Report, State};

use super::PreflightCell;
use super::ciphers::{CipherPaths, UpgradePath};
use super::order::{Means, NodeOrder, best_version, choices, of_suite};
use super::ports::{self, PortAnswer, PortOffer, ProbedPort};

pub(super) use super::order::observed;

/// Whether a client gets the certificate of a cell, and what it makes of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    /// It gets this one; `None` where that cannot be told.
    pub selected: Option<bool>,
    /// It accepts it; `None` where that cannot be told.
    pub accepted: Option<bool>,
    /// On what `selected` rests; `None` where it is not known.
    pub basis: Option<Basis>,
    /// The node refuses the whole offer, so that no certificate is shown.
    pub is_declined: bool,
    /// The key type that the cipher list of the upgrade path puts first, where the node has both: what
    /// to expect of a node that follows its clients, up to TLS 1.2.
    pub expected: Option<KeyFamily>,
}

/// How it is known which certificate a client gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// This very offer was made and answered.
    Observed,
    /// It follows from the answers to other offers.
    Predicted,
}

impl Basis {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Predicted => "predicted",
        }
    }
}

/// What an offer brings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) key: Option<KeyFamily>,
    pub(super) basis: Option<Basis>,
    pub(super) is_declined: bool,
}

impl Chosen {
    pub(super) const fn by(basis: Basis, key: Option<KeyFamily>) -> Self {
        Self {
            key,
            basis: if key.is_some() { Some(basis) } else { None },
            is_declined: false,
        }
    }

    pub(super) const fn declined(basis: Basis) -> Self {
        Self {
            key: None,
            basis: Some(basis),
            is_declined: true,
        }
    }

    /// For a certificate of this key type.
    pub(super) fn of(
        self,
        key: Option<KeyFamily>,
        accepted: Option<bool>,
        expected: Option<KeyFamily>,
    ) -> Selection {
        let selected = self.key.and_then(|chosen| Some(chosen == key?));
        Selection {
            selected,
            accepted,
            basis: self
                .basis
                .filter(|_| selected.is_some() || self.is_declined),
            is_declined: self.is_declined,
            expected,
        }
    }
}

/// The first releases of which sources say that they verify; between them sources differ.
const MAY_VERIFY: [u32; 4] = [14, 0, 8, 0];
const VERIFIES: [u32; 4] = [14, 2, 0, 0];

/// Where appliances begin unless that was lowered (`minTLSv1.2`).
pub(super) const LEAST: Version = Version::TLS_1_2;

/// Fills in what the appliance gets. The observed answer to exactly its offer wins; where that was
/// not made, a node with one key type leaves no choice, and a node that follows its clients takes
/// the first of the list.
pub(super) fn look(ports: &[ProbedPort], cells: &mut [PreflightCell], path: &UpgradePath) {
    let lists = path.expand().ok();
    ports::each(ports, cells, |port, own| {
        let served: Vec<KeyFamily> = own
            .iter()
            .filter(|cell| cell.served)
            .filter_map(|cell| cell.cell.key_type)
            .collect();
        let Some(order) = own.first().map(|cell| cell.order) else {
            return;
        };
        let side = |offer, side| {
            let list = lists.as_ref().map(|lists| list(lists, side));
            let chosen = chosen(port, offer, &served, (order, list));
            let is_dual = served.len() > 1;
            let expected = list.and_then(|(suites, _)| first(suites));
            (chosen, expected.filter(|_| is_dual))
        };
        let (before, expected_before) = side(PortOffer::Before, Side::Before);
        let (after, expected_after) = side(PortOffer::After, Side::After);
        for cell in own {
            let key = cell.cell.key_type.filter(|_| cell.served);
            let taken = accepted_by_appliance(cell);
            cell.before = before.of(key, accepted_before(path, taken), expected_before);
            cell.after = after.of(key, taken, expected_after);
        }
    });
}

/// What an appliance that verifies makes of the certificate of a cell. Where only its own rules
/// refuse, the chain decides: it takes the first candidate issuer. Of names sources differ.
pub(super) fn accepted_by_appliance(cell: &PreflightCell) -> Option<bool> {
    let trusted = cell.verdict.as_ref()?.is_trusted();
    let appliance = cell.traffic_server.as_ref();
    let own = appliance.filter(|own| own.is_trusted() != trusted);
    match own {
        Some(own) if trusted => {
            let about_names = own.first().is_some_and(Reason::is_name);
            (!about_names).then_some(false)
        }
        _ => Some(trusted),
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

/// Suites in order, and the best version.
type List<'a> = (&'a [CipherSuite], Version);

fn list(lists: &CipherPaths, side: Side) -> List<'_> {
    let (suites, version) = match side {
        Side::Before => &lists.before,
        Side::After => &lists.after,
    };
    (suites, *version)
}

fn chosen(
    port: &ProbedPort,
    offer: PortOffer,
    served: &[KeyFamily],
    (order, list): (NodeOrder, Option<List<'_>>),
) -> Chosen {
    if answers_below(port, offer, LEAST) {
        return Chosen::declined(Basis::Observed);
    }
    if let Some(seen) = observed(port, offer) {
        return Chosen::by(Basis::Observed, Some(seen));
    }
    if let Some(PortAnswer::Declined(_)) = port.answer(offer) {
        return Chosen::declined(Basis::Observed);
    }
    let Some((suites, version)) = list else {
        return Chosen::default();
    };
    let key = match served {
        [only] => suites
            .iter()
            .filter_map(|suite| of_suite(*suite))
            .any(|key| key == *only)
            .then_some(*only),
        [] => None,
        _ => match order {
            // In TLS 1.3 the appliance names the signature schemes of ECDSA first.
            NodeOrder::Client => match Means::between(version, best_version(port)) {
                Means::Schemes => Some(KeyFamily::Ecdsa),
                Means::Suites => first(suites),
            },
            NodeOrder::Node => own_choice(port, Means::between(version, best_version(port))),
            NodeOrder::Unknown => None,
        },
    };
    Chosen::by(Basis::Predicted, key)
}

/// Whether the answer to an offer is in a version below what the client begins at. A `ClientHello`
/// without TLS 1.3 cannot say where it begins (RFC 5246 E.1): the client ends such a handshake.
pub(super) fn answers_below(port: &ProbedPort, offer: PortOffer, least: Version) -> bool {
    let answer = port.answer(offer).and_then(PortAnswer::conversation);
    let version = answer.and_then(|seen| seen.version);
    version.is_some_and(|version| version < least)
}

/// What a node that goes by its own order shows.
pub(super) fn own_choice(port: &ProbedPort, means: Means) -> Option<KeyFamily> {
    let mut choices = choices(port).filter(|choice| choice.means == means);
    choices.next().map(|choice| choice.shown)
}

/// The key type that a list asks for first.
fn first(suites: &[CipherSuite]) -> Option<KeyFamily> {
    suites.iter().find_map(|suite| of_suite(*suite))
}

/// A certificate that the appliance will not get is no issue of this upgrade, only of a later
/// change of the cipher string. That is known only where the operator told the upgrade's path.
pub(super) fn soften(cells: &[PreflightCell], path: &UpgradePath, report: &mut Report) {
    if !path.is_told() {
        return;
    }
    let known: BTreeMap<&Cell, &PreflightCell> = cells.iter().map(|own| (&own.cell, own)).collect();
    let passed_over = |cell: &Cell| {
        let own = known.get(cell)?;
        (own.after.selected == Some(false)).then_some(own.after.basis)
    };
    for finding in &mut report.findings {
        let bases: Option<Vec<_>> = finding.cells.iter().map(passed_over).collect();
        let Some(bases) = bases.filter(|bases| !bases.is_empty()) else {
            continue;
        };
        if finding.state == State::IssueFound {
            finding.state = State::PotentialProblem;
            let is_observed = bases.iter().all(|basis| *basis == Some(Basis::Observed));
            let basis = if is_observed { "observed" } else { "predicted" };
            let said = Message::new("preflight-not-selected", [("basis", basis.to_owned())]);
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

/// The key type that a list asks for first up to TLS 1.2, where the node follows its clients.
pub(super) fn first_key(path: &UpgradePath, side: Side) -> Option<KeyFamily> {
    let lists = path.expand().ok()?;
    first(list(&lists, side).0)
}
