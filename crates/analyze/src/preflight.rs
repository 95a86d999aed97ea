//! What will fail, before it fails, and the shortest list of changes that prevents it.
//!
//! A probe, or a bundle, shows which certificate a port presents for which offer; this judges each
//! for the address that clients use, tells which of them the appliance would get before and after an
//! upgrade, and searches for the fewest changes that repair all. Findings come from the signatures
//! of the analyser: the same codes, the same texts.

mod added;
mod advertised;
mod changes;
mod ciphers;
mod client;
mod life;
mod negotiated;
mod offline;
mod order;
mod outlook;
mod planning;
mod ports;
mod prospects;
mod remarks;
mod repairs;
mod revoked;
mod serve;
mod services;
mod signatures;
mod silent;
mod solve;

use std::collections::BTreeMap;

use tollgate_report::{Cell, Message, Prospect, Report};

pub use advertised::{AddressOrigin, AddressSource};
pub use changes::Change;
pub use ciphers::{CipherPaths, UpgradePath};
pub use client::{ClientCheck, ClientReason, OwnCertificate, judge_client, judge_client_of_case};
pub use life::Life;
pub use order::NodeOrder;
pub use outlook::{Basis, Selection};
pub use ports::{PortAnswer, PortOffer, ProbedPort};
pub use repairs::Repairs;
pub use revoked::{
    RevocationAnswer, RevocationContact, RevocationGap, RevocationOutcome, RevocationReport,
    RevocationSubject, add_revocation, leave_revocation, revocation_subjects,
    revocation_subjects_of_case,
};
pub use serve::ServeOffer;
pub use solve::{Exactness, Requirement, Solution, solve};

use crate::analysis;
use crate::case::{Case, GivenStore, PROBE, Question};
use crate::signature::{Look, Signature};
use crate::version::SoftwareVersion;
use tollgate_pki::{Certificate, Verdict};
use tollgate_uc::{KnownPorts, NodeRole};

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
    /// The certificates that nodes presented as their own, each once, by fingerprint.
    pub certificates: Vec<Certificate>,
    /// When this was asked, in Unix seconds.
    pub made_at: i64,
    /// Whether nodes take our own certificate, for each of `cells`; empty where nobody looked.
    pub client_certificates: Vec<ClientCheck>,
    /// What was found out about revocation; `None` where nobody looked.
    pub revocation: Option<RevocationReport>,
}

/// An address, a port and a key type.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each with its own meaning"
)]
pub struct PreflightCell {
    /// Which one; without a key type where the port never answered.
    pub cell: Cell,
    /// What runs on the node.
    pub role: NodeRole,
    /// The node presented a certificate of this key type.
    pub served: bool,
    /// The verdict that a verifying release gives; `None` where nothing was served.
    pub verdict: Option<Verdict>,
    /// The verdict by the rules of the real traffic server; `None` where nothing was served.
    pub traffic_server: Option<Verdict>,
    /// SHA-256 of the node's certificate in lower-case hex.
    pub certificate: Option<String>,
    /// How much of its life the certificate has left.
    pub life: Option<Life>,
    /// The stores whose certificates the port normally shows, by a table of known ports and by nothing
    /// that was seen; empty where the table does not tell.
    pub expected_stores: Vec<String>,
    /// Whose order decides which of its certificates the node shows.
    pub order: NodeOrder,
    /// Nothing is known of this cell: the offers that would tell were not answered, or not made.
    pub is_unknown: bool,
    /// The node asks for a client certificate; `None` where no handshake went so far.
    pub client_certificate_requested: Option<bool>,
    /// What the appliance gets today.
    pub before: Selection,
    /// What it gets after the upgrade.
    pub after: Selection,
    /// What becomes of the cell after the upgrade and the plan.
    pub after_plan: Prospect,
    /// What the traffic server of this program would get.
    pub serve: Selection,
    /// Clients come here only when another node is down.
    pub at_failover: bool,
    /// Who named the address.
    pub origin: AddressOrigin,
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

/// What a probe saw as a case, to try changes on.
pub fn case_of(ports: &[ProbedPort], stores: &[GivenStore], wanted: &Wanted) -> Case {
    let from: Option<&SoftwareVersion> = wanted.path.from.as_ref();
    let probed = ports::handshakes(ports);
    Case::of_probes(stores, probed, from, wanted.question.clone())
}

/// Judges what a probe saw.
pub fn judge(ports: &[ProbedPort], stores: &[GivenStore], wanted: &Wanted) -> Preflight {
    let from: Option<&SoftwareVersion> = wanted.path.from.as_ref();
    let probed = ports::handshakes(ports);
    let case = Case::of_probes(stores, probed, from, wanted.question.clone());
    let mut cells = ports::cells(ports, &case);
    outlook::look(ports, &mut cells, &wanted.path);
    let mut report = analysis::analyze(&case, &signatures());
    let said = analysis::counted(&report.findings);
    outlook::soften(&cells, &wanted.path, &mut report);
    negotiated::add(ports, &wanted.path, &mut report);
    life::add(&cells, PROBE, &mut report);
    silent::add(ports, &mut cells, &mut report);
    advertised::add(ports, &cells, &mut report);
    ports::name_evidence(ports, &mut report);
    // A probe has no story to tell.
    report.timeline.lanes.clear();
    finish((report, &said), cells, ports, &case, &wanted.path)
}

/// Judges what the appliances of bundles were shown, as the release that is to come would.
pub fn judge_bundles(case: &Case, path: &UpgradePath) -> Preflight {
    let cells = offline::cells(case, path);
    let mut report = analysis::analyze(case, &signatures());
    let said = analysis::counted(&report.findings);
    outlook::soften(&cells, path, &mut report);
    life::add(&cells, "", &mut report);
    finish((report, &said), cells, &[], case, path)
}

/// What only a preflight can find, and hence is none of the signatures that evidence is looked
/// through for.
pub fn own_signatures() -> Vec<Signature> {
    let mut all = vec![
        silent::silent_port(),
        advertised::advertised_otherwise(),
        negotiated::small_groups(),
        crate::house::signature(),
    ];
    all.extend(signatures::all());
    all
}

impl Preflight {
    /// Says which certificate stores ports normally show, by a table of known ports: in the cells, and
    /// in the findings about them.
    pub fn tell_stores(&mut self, known: &KnownPorts) {
        remarks::tell_stores(&mut self.cells, known, &mut self.report);
    }

    /// Says of each cell whether the traffic server of this program would get its certificate, and
    /// accept it at `at`, in Unix seconds. `offer` gives what it offers to a port.
    pub fn tell_serve<'o>(
        &mut self,
        ports: &[ProbedPort],
        at: i64,
        offer: impl Fn(&ProbedPort) -> Option<&'o ServeOffer>,
    ) {
        serve::look(self, ports, at, offer);
        prospects::look(&mut self.cells, &self.unrepaired, &mut self.report);
    }
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

/// The plan, and the cells that nothing is known of, which the case does not have. What the report
/// said first of its findings is said anew: some were added since, and some have become milder.
fn finish(
    (mut report, said): (Report, &[Message]),
    mut cells: Vec<PreflightCell>,
    ports: &[ProbedPort],
    case: &Case,
    path: &UpgradePath,
) -> Preflight {
    let planned = planning::plan(ports, &cells, case, path);
    report.plan = planned.steps;
    prospects::refresh(&cells, &mut report);
    remarks::add(&cells, &mut report);
    report.findings.sort_by_key(|finding| finding.state);
    analysis::recount(&mut report, said);
    prospects::look(&mut cells, &planned.unrepaired, &mut report);
    Preflight {
        cells,
        report,
        exactness: planned.exactness,
        unrepaired: planned.unrepaired,
        certificates: leaves(case),
        made_at: case.question.now,
        client_certificates: Vec::new(),
        revocation: None,
    }
}

/// The certificates that nodes presented as their own.
fn leaves(case: &Case) -> Vec<Certificate> {
    let presented = case.cells.iter().flat_map(|cell| &cell.presented);
    let leaves = presented.filter_map(|presented| presented.chain.first());
    let each: BTreeMap<_, _> = leaves.map(|leaf| (leaf.fingerprint(), leaf)).collect();
    each.into_values().cloned().collect()
}
