//! What will fail, before it fails, and the shortest list of changes that prevents it.
//!
//! A probe, or a bundle, shows which certificate a port presents for which offer; this judges each
//! for the address that clients use, tells which of them the appliance would get before and after an
//! upgrade, and searches for the fewest changes that repair all. Findings come from the signatures
//! of the analyser: the same codes, the same texts.

mod changes;
mod ciphers;
mod offline;
mod outlook;
mod ports;
mod silent;
mod solve;

use tollgate_report::{Cell, Report};

pub use changes::Change;
pub use ciphers::{CipherPaths, UpgradePath};
pub use outlook::Selection;
pub use ports::{PortAnswer, PortOffer, ProbedPort};
pub use solve::{Exactness, Requirement, Solution, solve};

use crate::analysis;
use crate::case::{Case, GivenStore, Question};
use crate::signature::{Look, Signature};
use crate::version::SoftwareVersion;
use tollgate_pki::Verdict;
use tollgate_uc::NodeRole;

/// What was asked of the preflight.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Time, policy, and the release to judge as.
    pub question: Question,
    /// From which release to which, and with which cipher string.
    pub path: UpgradePath,
}

/// The whole answer.
#[derive(Debug)]
pub struct Preflight {
    /// A cell for each address, port and key type, in the order of the ports.
    pub cells: Vec<PreflightCell>,
    /// Findings, plan and matrix.
    pub report: Report,
    /// Whether a shorter plan is ruled out.
    pub exactness: Exactness,
    /// Cells that no known change repairs: indices in `cells`.
    pub unrepaired: Vec<usize>,
}

/// An address, a port and a key type.
#[derive(Debug, Clone)]
pub struct PreflightCell {
    /// Which one; without a key type where the port never answered.
    pub cell: Cell,
    /// What runs on the node.
    pub role: NodeRole,
    /// The node presented a certificate of this key type.
    pub served: bool,
    /// The verdict that a verifying release gives; `None` where nothing was served.
    pub verdict: Option<Verdict>,
    /// SHA-256 of the node's certificate in lower-case hex.
    pub certificate: Option<String>,
    /// The node asks for a client certificate; `None` where no handshake went so far.
    pub client_certificate_requested: Option<bool>,
    /// What the appliance gets today.
    pub before: Selection,
    /// What it gets after the upgrade.
    pub after: Selection,
    /// Clients come here only when another node is down.
    pub at_failover: bool,
    /// What each offer brought, in words that are the same in every language.
    pub observations: Vec<Observation>,
}

/// What one offer brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Which offer, such as `rsa` or `after`.
    pub offer: &'static str,
    /// The negotiated version, if there was one.
    pub version: Option<String>,
    /// OpenSSL's name of the negotiated suite.
    pub cipher: Option<String>,
    /// SHA-256 of the certificate shown.
    pub certificate: Option<String>,
    /// Why none was shown.
    pub failure: Option<String>,
}

/// Judges what a probe saw.
pub fn judge(ports: &[ProbedPort], stores: &[GivenStore], wanted: &Wanted) -> Preflight {
    let from: Option<&SoftwareVersion> = wanted.path.from.as_ref();
    let probed = ports::handshakes(ports);
    let case = Case::of_probes(stores, probed, from, wanted.question.clone());
    let mut cells = ports::cells(ports, &case);
    outlook::look(ports, &mut cells, &wanted.path);
    let mut report = analysis::analyze(&case, &signatures());
    outlook::soften(&cells, &wanted.path, &mut report);
    silent::add(ports, &cells, &mut report);
    ports::name_evidence(ports, &mut report);
    // A probe has no story to tell.
    report.timeline.lanes.clear();
    finish(report, cells, ports, &case, &wanted.path)
}

/// Judges what the appliances of bundles were shown, as the release that is to come would.
pub fn judge_bundles(case: &Case, path: &UpgradePath) -> Preflight {
    let cells = offline::cells(case, path);
    let mut report = analysis::analyze(case, &signatures());
    outlook::soften(&cells, path, &mut report);
    finish(report, cells, &[], case, path)
}

/// What only a preflight can find, and hence is none of the signatures that evidence is looked
/// through for.
pub fn own_signatures() -> Vec<Signature> {
    vec![silent::silent_port(), crate::house::signature()]
}

/// The signatures that look at what nodes present.
fn signatures() -> Vec<Signature> {
    let all = Signature::built_in().into_iter();
    all.filter(|signature| match &signature.look {
        Look::Check(name) => crate::checks::is_about_nodes(name),
        Look::Rules(_) => false,
    })
    .collect()
}

/// The plan, and the cells that nothing is known of, which the case does not have.
fn finish(
    mut report: Report,
    cells: Vec<PreflightCell>,
    ports: &[ProbedPort],
    case: &Case,
    path: &UpgradePath,
) -> Preflight {
    let planned = changes::plan(ports, &cells, case, path);
    report.plan = planned.steps;
    for cell in &cells {
        if !report.matrix.iter().any(|known| known.cell == cell.cell) {
            report.matrix.extend(silent::matrix_cell(cell));
        }
    }
    report
        .matrix
        .sort_by(|one, other| one.cell.cmp(&other.cell));
    report.findings.sort_by_key(|finding| finding.state);
    Preflight {
        cells,
        report,
        exactness: planned.exactness,
        unrepaired: planned.unrepaired,
    }
}
