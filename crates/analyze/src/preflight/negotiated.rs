//! Offers of the appliance that a node does not take although it answers others: no version or
//! suite in common, and groups that are too small.

use tollgate_capture::{AlertDescription, CipherSuite, Conversation, Version};
use tollgate_report::{Category, Cell, Evidence, Finding, FoundAt, Message, Report, State};

use super::ciphers::UpgradePath;
use super::life::replace_clear;
use super::order::best_version;
use super::outlook::{LEAST, answers_below};
use super::ports::{PortAnswer, PortOffer, ProbedPort};
use crate::case::PROBE;
use crate::signature::{Applies, Look, Sentence, Signature, Texts};

/// Names of suites and versions in a sentence.
const NAMED: usize = 6;
/// A prime with fewer bits ends the handshake at level 1 of OpenSSL, at which appliances are.
const LEAST_DH: u32 = 1024;
/// Fewer bits than this are too few by the rules of today (NIST SP 800-57 part 1, 112 bits).
const SOUND_DH: u32 = 2048;

/// Adds the findings about ports that answer something, but not the appliance.
pub(super) fn add(ports: &[ProbedPort], path: &UpgradePath, report: &mut Report) {
    let signatures = Signature::built_in();
    let overlap = signatures.iter().find(|own| own.id == "no-common-tls");
    let lists = path.expand().ok();
    for port in ports {
        if let (Some(signature), Some(lists)) = (overlap, &lists)
            && let Some(finding) = no_overlap(port, signature, &lists.after)
        {
            replace_clear(report, finding);
        }
        if let Some(finding) = small_group(port) {
            report.findings.push(finding);
        }
    }
}

/// The cells of a port: those of the certificates that it showed, or the port itself.
fn cells(port: &ProbedPort) -> Vec<Cell> {
    let mut keys: Vec<_> = conversations(port)
        .filter_map(super::order::shown)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return vec![port.cell(None)];
    }
    keys.into_iter().map(|key| port.cell(Some(key))).collect()
}

fn conversations(port: &ProbedPort) -> impl Iterator<Item = &Conversation> {
    let answers = port.answers.iter();
    answers.filter_map(|(_, answer)| answer.conversation())
}

/// A conversation in which a certificate was shown.
fn answered(port: &ProbedPort) -> Option<&Conversation> {
    conversations(port).find(|seen| super::order::shown(seen).is_some())
}

fn no_overlap(
    port: &ProbedPort,
    signature: &Signature,
    (suites, maximum): &(Vec<CipherSuite>, Version),
) -> Option<Finding> {
    let answered = answered(port)?;
    let (state, error) = match port.answer(PortOffer::After)? {
        PortAnswer::Declined(alert) => (State::IssueFound, said(*alert)),
        // Old servers close the connection instead of sending an alert; so do others in passing.
        PortAnswer::Failed(failure) => (State::PotentialProblem, failure.clone()),
        PortAnswer::Shown(seen) if answers_below(port, PortOffer::After, LEAST) => {
            let version = seen.version.map(|own| own.to_string()).unwrap_or_default();
            (
                State::IssueFound,
                format!("unsupported protocol ({version})"),
            )
        }
        PortAnswer::Shown(_) | PortAnswer::NotAsked => return None,
    };
    let cells = cells(port);
    let named: Vec<String> = cells.iter().map(ToString::to_string).collect();
    let version = answered.version.unwrap_or(Version::TLS_1_2);
    let offered = [Version::TLS_1_3, Version::TLS_1_2];
    let offered = offered.iter().filter(|version| *version <= maximum);
    let arguments = vec![
        ("cells", named.join(", ")),
        ("error", error.clone()),
        ("seen", "yes".to_owned()),
        ("versions", list(offered.map(ToString::to_string).collect())),
        (
            "ciphers",
            list(suites.iter().map(|own| name(*own)).collect()),
        ),
    ];
    let mut finding = signature.finding(state, &arguments);
    finding.cells = cells;
    let suite = answered.cipher_suite.map(name).unwrap_or_default();
    let other = [("version", version.to_string()), ("suite", suite)];
    finding
        .further_information
        .push(Message::new("preflight-other-offer-answered", other));
    if let Some(best) = best_version(port).filter(|best| *best < LEAST) {
        finding.further_information.push(Message::new(
            "preflight-old-versions-only",
            [("version", best.to_string())],
        ));
    }
    finding.evidence = vec![evidence(port, &error)];
    Some(finding)
}

/// A finite-field key exchange with a small prime, by the answer that shows it worst: the
/// appliance's own before others.
fn small_group(port: &ProbedPort) -> Option<Finding> {
    let of_appliance = |offer: PortOffer| {
        let seen = port.answer(offer)?.conversation()?;
        seen.dh_bits.filter(|bits| *bits < SOUND_DH)
    };
    let own = [PortOffer::After, PortOffer::Before];
    let own = own.into_iter().find_map(of_appliance);
    let others = conversations(port).filter_map(|seen| seen.dh_bits);
    let bits = own.or_else(|| others.filter(|bits| *bits < SOUND_DH).min())?;
    let is_met = own.is_some_and(|bits| bits < LEAST_DH);
    let state = if is_met {
        State::IssueFound
    } else {
        State::PotentialProblem
    };
    let cells = cells(port);
    let named: Vec<String> = cells.iter().map(ToString::to_string).collect();
    let met = if own.is_some() { "yes" } else { "no" };
    let arguments = vec![
        ("cells", named.join(", ")),
        ("bits", bits.to_string()),
        ("met", met.to_owned()),
    ];
    let mut finding = small_groups().finding(state, &arguments);
    finding.cells = cells;
    finding.evidence = vec![evidence(port, &format!("DH {bits}"))];
    Some(finding)
}

/// What a small prime is reported as. Captures do not tell of it, so that it is none of the
/// signatures that bundles are looked through for.
pub(super) fn small_groups() -> Signature {
    let id = |id: &str| Sentence::Id(id.to_owned());
    Signature {
        id: "small-dh-group".to_owned(),
        version: 1,
        code: "TG3003".to_owned(),
        category: Category::Mra,
        defects: Vec::new(),
        related_defects: vec!["CSCuy59366".to_owned()],
        look: Look::Check("small-dh-group".to_owned()),
        applies: Applies::default(),
        needs: Vec::new(),
        texts: Texts {
            title: id("preflight-dh-title"),
            clear: id("preflight-dh-clear"),
            topic: id("preflight-dh-topic"),
            description: id("preflight-dh-description"),
            condition: id("preflight-dh-condition"),
            information: Vec::new(),
            actions: vec![id("preflight-dh-action")],
            workaround: None,
        },
        documentation: Vec::new(),
    }
}

fn evidence(port: &ProbedPort, text: &str) -> Evidence {
    Evidence {
        at: FoundAt::File {
            source: PROBE.to_owned(),
            item: port.cell(None).to_string(),
        },
        text: Message::plain(text),
    }
}

/// An alert, as observations name it.
pub(super) fn said(alert: AlertDescription) -> String {
    format!("alert {alert}")
}

fn name(suite: CipherSuite) -> String {
    let name = suite.openssl_name().or_else(|| suite.name());
    name.map_or_else(|| format!("{:#06x}", suite.0), str::to_owned)
}

fn list(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(format!("... (+{more})"));
    }
    names.join(", ")
}
