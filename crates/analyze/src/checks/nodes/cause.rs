//! Why connections to nodes fail: a cause for each cell, certificate and complaint.
//!
//! Where a chain was seen, the verdict about it tells the cause, and the log has to agree. Where
//! none was seen, the log alone tells: by OpenSSL's error first, since the depth says only which
//! certificate of the chain is meant. What the two say against each other is kept as a [`Doubt`].

use tollgate_capture::{AlertDescription, Outcome, Role};
use tollgate_pki::{
    Address, Certificate, Code, Fingerprint, PresentedChain, Reason, TrustStore, Verdict, verify,
};

use crate::case::{Case, CellAttempt, CellCase, CellFailure, Handshake, Presented};
use crate::log::{Failure, FailureKind};

/// Ports on which the traffic server speaks HTTPS with nodes: UDS, AXL and SSO, TFTP over HTTPS,
/// notifications of Unity. Handshakes with other ports are SIP, XMPP, LDAP and others, which have
/// their own rules; they count only where a log has their requests.
const HTTPS_PORTS: [u16; 5] = [443, 6971, 6972, 7443, 8443];

/// Why a cell fails, or would.
#[derive(Debug, Clone)]
pub(super) struct Cause {
    /// What it is.
    pub(super) code: Code,
    /// What has to be changed, as far as that is known: equal causes have equal culprits.
    pub(super) culprit: Culprit,
    /// Whether it shows already.
    pub(super) standing: Standing,
    /// Index in [`Case::cells`].
    pub(super) cell: usize,
    /// Index in [`Case::peers`].
    pub(super) peer: usize,
    /// The chain: indices in [`Case::cells`] and [`CellCase::presented`].
    pub(super) presented: Option<(usize, usize)>,
    /// What is wrong with it.
    pub(super) reason: Option<Reason>,
    /// The certificate complained about, where it was seen.
    pub(super) certificate: Option<Certificate>,
    /// What was said about the chain.
    pub(super) verdict: Option<Verdict>,
    /// Failures in the log for it: indices in [`CellCase::failures`].
    pub(super) failures: Vec<usize>,
    /// What does not fit.
    pub(super) doubt: Option<Doubt>,
}

/// What has to be changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Culprit {
    /// This certificate.
    Certificate([u8; 32]),
    /// A CA that is not where it should be.
    Issuer {
        /// Its name.
        name: String,
        /// Its key identifier.
        key: Option<String>,
    },
    /// The address that is asked for, or the names in this certificate.
    Name {
        /// The certificate, where it was seen.
        leaf: Option<[u8; 32]>,
        /// The address.
        address: String,
    },
    /// Unknown, since no certificate was seen: what the log says of this place.
    Unseen {
        /// IP address or name, and port.
        place: String,
        /// OpenSSL's error, or its text.
        error: String,
        /// Position in the chain.
        depth: u32,
    },
}

/// Whether a cause shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Connections fail for it.
    Failed,
    /// Connections pass although the certificate is not in order.
    Passes,
    /// Connections fail for another reason before it could show.
    Next,
    /// It is in order, and deserves a look.
    Warned,
}

/// What the evidence says against itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The log says so, and the certificate in the capture is in order.
    Trusted,
    /// The log says so, and the certificate in the capture is refused for another reason.
    OtherReason(Code),
    /// Refused under the appliance's rules alone: it takes the first certificate of a name.
    FirstMatch,
    /// Refused under the appliance's rules alone: it does not look at iPAddress entries.
    AddressEntry,
    /// The trust store is not among the evidence; the log and the chain tell.
    NoStore,
}

/// On what a chain was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    Store,
    Appliance,
    NoStore,
}

/// All causes, by cell.
pub(super) fn causes(case: &Case) -> Vec<Cause> {
    let mut causes = Vec::new();
    for (index, cell) in case.cells.iter().enumerate() {
        let mut left: Vec<usize> = (0..cell.failures.len())
            .filter(|at| {
                let failure = cell.failures.get(*at);
                failure.is_some_and(|failure| is_verification(&failure.kind))
            })
            .collect();
        let claimed = claimed(case, cell, &left);
        for number in 0..cell.presented.len() {
            // What is met first is what the log shows: another chain for which it is has it.
            let of_others: Vec<usize> = left
                .iter()
                .copied()
                .filter(|at| {
                    let owners = || claimed.iter().filter(|(_, failure)| failure == at);
                    owners().count() > 0 && owners().all(|(owner, _)| *owner != number)
                })
                .collect();
            left.retain(|at| !of_others.contains(at));
            of_chain(case, (index, number), &mut left, &mut causes);
            left.extend(of_others);
            left.sort_unstable();
        }
        for at in left {
            if let Some(failure) = cell.failures.get(at) {
                causes.push(of_log(case, index, (at, failure)));
            }
        }
    }
    causes
}

/// Chains of a cell, each with the failures in the log that what OpenSSL meets first in it explains.
fn claimed(case: &Case, cell: &CellCase, failures: &[usize]) -> Vec<(usize, usize)> {
    let mut claimed = Vec::new();
    for (number, presented) in cell.presented.iter().enumerate() {
        let Some((verdict, _)) = judged(case, cell, presented) else {
            continue;
        };
        let Some(first) = verdict.first() else {
            continue;
        };
        let own = failures.iter().copied().filter(|at| {
            let failure = cell.failures.get(*at);
            failure.is_some_and(|failure| {
                failure.peer == presented.peer && agrees(&failure.kind, first.code, first.openssl)
            })
        });
        claimed.extend(own.map(|at| (number, at)));
    }
    claimed
}

const fn is_verification(kind: &FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::Chain { .. } | FailureKind::Name { .. } | FailureKind::Unspecified
    )
}

/// The causes that a presented chain gives; takes from `left` what the log says of them.
fn of_chain(
    case: &Case,
    presented_at: (usize, usize),
    left: &mut Vec<usize>,
    causes: &mut Vec<Cause>,
) {
    let (index, number) = presented_at;
    let Some(cell) = case.cells.get(index) else {
        return;
    };
    let Some(presented) = cell.presented.get(number) else {
        return;
    };
    let Some((verdict, basis)) = judged(case, cell, presented) else {
        return;
    };
    let seen = Seen::of(case, cell, presented);
    let mut own: Vec<Cause> = Vec::new();
    for reason in &verdict.reasons {
        // For the appliance alone a chain fails only because it takes another issuer than ours.
        let code = match basis {
            Basis::Appliance if !reason.is_name() => Code::Shadowed,
            Basis::Appliance | Basis::Store | Basis::NoStore => reason.code,
        };
        let culprit = culprit(code, reason, &cell.cell.address, presented, &verdict);
        let failures: Vec<usize> = left
            .iter()
            .copied()
            .filter(|at| {
                let failure = cell.failures.get(*at);
                failure.is_some_and(|failure| {
                    failure.peer == presented.peer && agrees(&failure.kind, code, reason.openssl)
                })
            })
            .collect();
        left.retain(|at| !failures.contains(at));
        let known = own
            .iter_mut()
            .find(|cause| cause.code == code && cause.culprit == culprit);
        if let Some(known) = known {
            known.failures.extend(failures);
            continue;
        }
        let doubt = match basis {
            Basis::Store => None,
            Basis::NoStore => Some(Doubt::NoStore),
            Basis::Appliance if reason.is_name() => Some(Doubt::AddressEntry),
            Basis::Appliance => Some(Doubt::FirstMatch),
        };
        own.push(Cause {
            code,
            culprit,
            standing: Standing::Next,
            cell: index,
            peer: presented.peer,
            presented: Some(presented_at),
            reason: Some(reason.clone()),
            certificate: concerned(reason, presented, &verdict),
            verdict: Some(verdict.clone()),
            failures,
            doubt,
        });
    }
    // A refusal of which the log does not say why is for what is met first.
    let unspecified: Vec<usize> = left
        .iter()
        .copied()
        .filter(|at| {
            let failure = cell.failures.get(*at);
            failure.is_some_and(|f| {
                f.peer == presented.peer && matches!(f.kind, FailureKind::Unspecified)
            })
        })
        .collect();
    if basis != Basis::NoStore
        && let Some(first) = own.first_mut()
    {
        left.retain(|at| !unspecified.contains(at));
        first.failures.extend(unspecified);
    }
    settle(cell, basis, &seen, &mut own);
    if !is_of_traffic_server(cell) {
        own.retain(|cause| cause.standing == Standing::Failed);
    }
    causes.append(&mut own);
}

/// Gives each cause of one chain its standing, and drops what cannot be known.
fn settle(cell: &CellCase, basis: Basis, seen: &Seen, own: &mut Vec<Cause>) {
    let is_logged = |cause: &Cause| {
        let mut failures = cause
            .failures
            .iter()
            .filter_map(|at| cell.failures.get(*at));
        failures.any(|failure| !failure.kind.went_on())
    };
    let any_logged = own.iter().any(is_logged);
    if basis == Basis::NoStore {
        // Without the store only names can be judged, and what log or alert confirm.
        let confirmed = |cause: &Cause| {
            !cause.failures.is_empty()
                || cause.reason.as_ref().is_some_and(Reason::is_name)
                || (!any_logged && seen.refused_for(cause.code))
        };
        own.retain(confirmed);
    }
    let fails = any_logged || seen.is_refused();
    for (at, cause) in own.iter_mut().enumerate() {
        cause.standing = if is_logged(cause) || (at == 0 && !any_logged && seen.is_refused()) {
            Standing::Failed
        } else if fails || at > 0 {
            Standing::Next
        } else {
            Standing::Passes
        };
        if cause.standing == Standing::Next && !cause.failures.is_empty() {
            // `Action=Continue`: it was logged, and the connection was used.
            cause.standing = Standing::Passes;
        }
    }
}

/// What handshakes with one chain came to.
#[derive(Debug, Default)]
struct Seen {
    passed: bool,
    /// The appliance refused it with this alert, or without a readable one.
    alerts: Vec<Option<AlertDescription>>,
    /// The appliance broke off without an alert.
    broken_off: bool,
}

impl Seen {
    fn of(case: &Case, cell: &CellCase, presented: &Presented) -> Self {
        let mut seen = Self::default();
        for (_, handshake) in handshakes(case, cell, presented) {
            match handshake.outcome {
                Outcome::Established => seen.passed = true,
                Outcome::Refused {
                    by: Role::Client,
                    alert,
                } if alert.is_none_or(is_about_certificate) => seen.alerts.push(alert),
                Outcome::Reset { by: Role::Client } => seen.broken_off = true,
                Outcome::Refused { .. } | Outcome::Reset { .. } | Outcome::Incomplete => {}
            }
        }
        seen
    }

    fn is_refused(&self) -> bool {
        !self.alerts.is_empty() || (self.broken_off && !self.passed)
    }

    fn refused_for(&self, code: Code) -> bool {
        self.alerts.iter().flatten().any(|alert| match alert.0 {
            48 => matches!(
                code,
                Code::SelfSigned | Code::IssuerUnknown | Code::IntermediateMissing
            ),
            45 => code == Code::Dates,
            _ => false,
        })
    }
}

/// Alerts with which OpenSSL refuses a certificate; 80 where the name check has the last word.
fn is_about_certificate(alert: AlertDescription) -> bool {
    matches!(alert.0, 42..=46 | 48 | 49 | 51 | 80)
}

/// Handshakes of a cell in which a chain was presented, with the attempts that they carried.
pub(super) fn handshakes<'c>(
    case: &'c Case,
    cell: &'c CellCase,
    presented: &'c Presented,
) -> impl Iterator<Item = (&'c CellAttempt, &'c Handshake)> {
    cell.attempts.iter().filter_map(move |attempt| {
        let handshake = handshake(case, attempt.handshake?)?;
        let is_it = attempt.peer == presented.peer && same(&handshake.chain, &presented.chain);
        is_it.then_some((attempt, handshake))
    })
}

/// A handshake by its indices.
pub(super) fn handshake(case: &Case, (capture, index): (usize, usize)) -> Option<&Handshake> {
    case.captures.get(capture)?.handshakes.get(index)
}

fn same(a: &[Certificate], b: &[Certificate]) -> bool {
    std::ptr::eq(a, b) || (a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b))
}

/// Requests of the traffic server went there, or it is one of its ports.
pub(super) fn is_of_traffic_server(cell: &CellCase) -> bool {
    cell.is_probed
        || cell.requests > 0
        || !cell.failures.is_empty()
        || cell.attempts.iter().any(|attempt| attempt.logged.is_some())
        || cell
            .cell
            .port
            .is_none_or(|port| HTTPS_PORTS.contains(&port))
}

/// The refusal of a chain, and on what it rests; `None` where it is in order.
fn judged(case: &Case, cell: &CellCase, presented: &Presented) -> Option<(Verdict, Basis)> {
    let Some(verdict) = &presented.verdict else {
        let chain = PresentedChain {
            certificates: presented.chain.to_vec(),
        };
        // Where nothing tells what clients asked for, no name can be missing.
        let known = cell.is_address_known;
        let address = known.then(|| Address::parse(&cell.cell.address));
        let empty = TrustStore::builder().build();
        let verdict = verify(
            &chain,
            address.as_ref(),
            &empty,
            presented.at,
            case.question.policy,
        );
        return (!verdict.is_trusted()).then_some((verdict, Basis::NoStore));
    };
    if !verdict.is_trusted() {
        return Some((verdict.clone(), Basis::Store));
    }
    let appliance = presented.verdict_appliance.as_ref()?;
    (!appliance.is_trusted()).then(|| (appliance.clone(), Basis::Appliance))
}

fn culprit(
    code: Code,
    reason: &Reason,
    address: &str,
    presented: &Presented,
    verdict: &Verdict,
) -> Culprit {
    let Some(summary) = &reason.certificate else {
        return Culprit::Unseen {
            place: address.to_owned(),
            error: reason.openssl.to_string(),
            depth: 0,
        };
    };
    let Fingerprint(sha256) = summary.sha256;
    let known = || concerned(reason, presented, verdict);
    match code {
        Code::IssuerUnknown | Code::IntermediateMissing | Code::Shadowed
            if reason.openssl == 19 || (reason.openssl == 18 && code == Code::Shadowed) =>
        {
            Culprit::Issuer {
                name: summary.subject.clone(),
                key: known().and_then(|root| root.facts().ski.clone()),
            }
        }
        Code::IssuerUnknown | Code::IntermediateMissing | Code::Shadowed => Culprit::Issuer {
            name: summary.issuer.clone(),
            key: known().and_then(|below| below.facts().aki.clone()),
        },
        Code::NameAbsent | Code::IpAbsent | Code::ShortName => Culprit::Name {
            leaf: Some(sha256),
            address: address.to_owned(),
        },
        Code::SelfSigned
        | Code::Dates
        | Code::Weak
        | Code::Usage
        | Code::Signature
        | Code::TooLong
        | Code::Other
        | Code::CommonNameOnly
        | Code::PartialWildcard
        | Code::IpAsName => Culprit::Certificate(sha256),
    }
}

/// The certificate that a reason is about.
fn concerned(reason: &Reason, presented: &Presented, verdict: &Verdict) -> Option<Certificate> {
    let wanted = reason.certificate.as_ref()?.sha256;
    let mut all = presented.chain.iter().chain(&verdict.path);
    all.find(|known| known.fingerprint() == wanted).cloned()
}

/// Whether the log can mean this complaint.
fn agrees(kind: &FailureKind, code: Code, openssl: i32) -> bool {
    match kind {
        FailureKind::Chain {
            openssl: number,
            text,
            depth,
            ..
        } => {
            let logged = match number {
                Some(number) if *number == openssl => return true,
                Some(number) => code_of(*number),
                None => code_of_text(text, *depth),
            };
            logged == code || {
                let pair = [logged, code];
                // The same absence, seen from the log and with the store at hand.
                pair == [Code::IssuerUnknown, Code::IntermediateMissing]
                    || (code == Code::Shadowed && is_trust(logged))
            }
        }
        FailureKind::Name { .. } => {
            matches!(code, Code::NameAbsent | Code::IpAbsent | Code::ShortName)
        }
        FailureKind::Unspecified | FailureKind::NodeAlert { .. } | FailureKind::Other { .. } => {
            false
        }
    }
}

/// About the chain, not about the name.
pub(super) const fn is_trust(code: Code) -> bool {
    match code {
        Code::SelfSigned
        | Code::IssuerUnknown
        | Code::IntermediateMissing
        | Code::Dates
        | Code::Shadowed
        | Code::Weak
        | Code::Usage
        | Code::Signature
        | Code::TooLong
        | Code::Other => true,
        Code::NameAbsent
        | Code::IpAbsent
        | Code::ShortName
        | Code::CommonNameOnly
        | Code::PartialWildcard
        | Code::IpAsName => false,
    }
}

/// The cause that the log alone gives.
fn of_log(case: &Case, index: usize, (at, failure): (usize, &CellFailure)) -> Cause {
    let standing = if failure.kind.went_on() {
        Standing::Passes
    } else {
        Standing::Failed
    };
    let cell = case.cells.get(index);
    let address = cell.map_or("", |cell| cell.cell.address.as_str());
    let code = match &failure.kind {
        FailureKind::Chain {
            openssl: Some(number),
            ..
        } => code_of(*number),
        FailureKind::Chain {
            openssl: None,
            text,
            depth,
            ..
        } => code_of_text(text, *depth),
        FailureKind::Name { .. } => name_code(address),
        FailureKind::Unspecified | FailureKind::NodeAlert { .. } | FailureKind::Other { .. } => {
            Code::Other
        }
    };
    let mut cause = Cause {
        code,
        culprit: unseen(cell, address, &failure.kind),
        standing,
        cell: index,
        peer: failure.peer,
        presented: None,
        reason: None,
        certificate: None,
        verdict: None,
        failures: vec![at],
        doubt: None,
    };
    let own = cell
        .map(|cell| cell.presented.as_slice())
        .unwrap_or_default();
    let own: Vec<&Presented> = own.iter().filter(|p| p.peer == failure.peer).collect();
    if own.is_empty() {
        if let Some(other) = neighbour(case, index, failure) {
            cause = Cause {
                standing,
                cell: index,
                failures: vec![at],
                ..other
            };
        }
    } else {
        let refused = own
            .iter()
            .filter_map(|presented| judged(case, cell?, presented))
            .find_map(|(verdict, _)| verdict.first().map(|reason| reason.code));
        cause.doubt = Some(refused.map_or(Doubt::Trusted, Doubt::OtherReason));
    }
    cause
}

/// The one cause that a chain gives which was presented at the same address and port to whoever
/// used another kind of key there, if the log can mean it.
fn neighbour(case: &Case, index: usize, failure: &CellFailure) -> Option<Cause> {
    let own = &case.cells.get(index)?.cell;
    let mut found: Option<Cause> = None;
    for (at, cell) in case.cells.iter().enumerate() {
        let is_near = cell.cell.address.eq_ignore_ascii_case(&own.address)
            && (own.port.is_none() || cell.cell.port == own.port);
        if at == index || !is_near {
            continue;
        }
        for (number, presented) in cell.presented.iter().enumerate() {
            if presented.peer != failure.peer {
                continue;
            }
            let Some((verdict, basis)) = judged(case, cell, presented) else {
                continue;
            };
            let reason = verdict
                .reasons
                .iter()
                .find(|reason| agrees(&failure.kind, reason.code, reason.openssl));
            let Some(reason) = reason else { continue };
            let culprit = culprit(reason.code, reason, &cell.cell.address, presented, &verdict);
            match &found {
                Some(known) if known.culprit != culprit => return None,
                Some(_) => {}
                None => {
                    found = Some(Cause {
                        code: reason.code,
                        culprit,
                        standing: Standing::Failed,
                        cell: index,
                        peer: failure.peer,
                        presented: Some((at, number)),
                        reason: Some(reason.clone()),
                        certificate: concerned(reason, presented, &verdict),
                        verdict: Some(verdict.clone()),
                        failures: Vec::new(),
                        doubt: (basis == Basis::NoStore).then_some(Doubt::NoStore),
                    });
                }
            }
        }
    }
    found
}

fn unseen(cell: Option<&CellCase>, address: &str, kind: &FailureKind) -> Culprit {
    if let FailureKind::Name { .. } = kind {
        return Culprit::Name {
            leaf: None,
            address: address.to_ascii_lowercase(),
        };
    }
    let ip = cell.and_then(|cell| cell.ip).map(|ip| ip.to_string());
    let port = cell.and_then(|cell| cell.cell.port);
    let host = ip.unwrap_or_else(|| address.to_ascii_lowercase());
    let (error, depth) = match kind {
        FailureKind::Chain {
            openssl,
            text,
            depth,
            ..
        } => (
            openssl.map_or_else(|| text.clone(), |n| n.to_string()),
            *depth,
        ),
        FailureKind::Name { .. }
        | FailureKind::Unspecified
        | FailureKind::NodeAlert { .. }
        | FailureKind::Other { .. } => (String::new(), 0),
    };
    Culprit::Unseen {
        place: format!(
            "{host} {}",
            port.map(|port| port.to_string()).unwrap_or_default()
        ),
        error,
        depth,
    }
}

/// What an address that is in no certificate is called.
fn name_code(address: &str) -> Code {
    match Address::parse(address) {
        Address::Ip(_) => Code::IpAbsent,
        Address::Name(name) if !name.trim_end_matches('.').contains('.') => Code::ShortName,
        Address::Name(_) => Code::NameAbsent,
    }
}

/// What an error of OpenSSL means without the certificate at hand. It is never said that an
/// intermediate is missing or that another certificate of the name is in the way: the log does not
/// tell that.
const fn code_of(openssl: i32) -> Code {
    match openssl {
        18 => Code::SelfSigned,
        2 | 19 | 20 | 21 | 27 => Code::IssuerUnknown,
        9 | 10 | 13 | 14 => Code::Dates,
        4 | 6 | 7 | 76..=78 => Code::Signature,
        22 => Code::TooLong,
        66..=68 => Code::Weak,
        24..=26 | 32 | 34 | 37 | 38 | 40 | 41 | 47..=53 | 79 | 94 => Code::Usage,
        _ => Code::Other,
    }
}

/// The same for a text that is cut or damaged. Only here the depth decides: of a chain that is
/// called self-signed it is the node's own certificate at 0, and a CA above.
fn code_of_text(text: &str, depth: u32) -> Code {
    let text = text.to_ascii_lowercase();
    let has = |part: &str| text.contains(part);
    if has("self") && has("sign") {
        if depth == 0 && !has("chain") {
            Code::SelfSigned
        } else {
            Code::IssuerUnknown
        }
    } else if has("issuer") {
        Code::IssuerUnknown
    } else if has("expired") || has("not yet valid") {
        Code::Dates
    } else {
        Code::Other
    }
}

/// The failure of a log that a failure of a cell is a part of.
pub(super) fn logged<'c>(case: &'c Case, failure: &CellFailure) -> Option<&'c Failure> {
    let evidence = &case.logs.get(failure.log)?.evidence;
    let (cell, at) = failure.failure;
    evidence.cells.get(cell)?.failures.get(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_decides_before_the_depth() {
        assert_eq!(code_of(18), Code::SelfSigned);
        assert_eq!(code_of(20), Code::IssuerUnknown);
        assert_eq!(code_of(10), Code::Dates);
        assert_eq!(code_of(23), Code::Other);
        assert_eq!(code_of_text("self signed certif", 0), Code::SelfSigned);
        assert_eq!(code_of_text("self signed certif", 1), Code::IssuerUnknown);
        assert_eq!(code_of_text("gibberish", 0), Code::Other);
    }

    #[test]
    fn names_are_told_apart() {
        assert_eq!(name_code("10.48.36.215"), Code::IpAbsent);
        assert_eq!(name_code("[2001:db8::1]"), Code::IpAbsent);
        assert_eq!(name_code("cucm"), Code::ShortName);
        assert_eq!(name_code("cucm.steven.lab"), Code::NameAbsent);
    }
}
