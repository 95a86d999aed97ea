//! Revocation beside the verdict: which certificates of the chains that were seen are revoked, by
//! what their issuers published, and of which nothing is known.
//!
//! It never makes a cell green, nor a verdict another: the traffic server does not look at it.

use std::collections::BTreeMap;

use tollgate_pki::{
    Certificate, Fingerprint, NotKnown, RevocationState, certificates_from, is_issuer,
};
use tollgate_report::{Cell, Evidence, Finding, FoundAt, Message, MissingInput, State};

use super::ports::ProbedPort;
use super::signatures::signature;
use super::{Preflight, added};
use crate::analysis::utc;
use crate::case::{Case, GivenStore};
use crate::signature::Arguments;

/// Certificates above what was shown that are followed.
const ISSUERS: usize = 8;
/// Addresses that are told one by one in a report; JSON has all.
const TOLD: usize = 20;
/// Cells and certificates that a sentence names.
const NAMED: usize = 6;

/// A certificate of which it is asked whether it is revoked.
#[derive(Debug, Clone)]
pub struct RevocationSubject {
    /// The certificate.
    pub certificate: Certificate,
    /// Its issuer, from the chain or a trust store; itself where it signed itself.
    pub issuer: Option<Certificate>,
    /// Where it was shown, or is above what was shown.
    pub cells: Vec<Cell>,
}

/// What came out for a certificate.
#[derive(Debug, Clone)]
pub struct RevocationAnswer {
    /// The certificate, its issuer, and where it is.
    pub subject: RevocationSubject,
    /// Good, revoked or unknown.
    pub state: RevocationOutcome,
    /// The address or the file that tells.
    pub source: Option<String>,
    /// When that was so, in Unix seconds.
    pub this_update: Option<i64>,
    /// When newer information is due, in Unix seconds.
    pub next_update: Option<i64>,
}

/// Good, revoked or unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevocationOutcome {
    /// Its issuer says that it is not revoked.
    Good,
    /// It is.
    Revoked {
        /// Since when, in Unix seconds.
        since: Option<i64>,
        /// In the words of RFC 5280.
        reason: &'static str,
    },
    /// Nobody can tell, and why.
    Unknown(RevocationGap),
}

/// Why nothing is known of a certificate's revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RevocationGap {
    /// What was read tells nothing.
    Judged(NotKnown),
    /// It signed itself, so that nobody could revoke it.
    SelfSigned,
    /// Its issuer is neither in the chain nor in a trust store.
    IssuerMissing,
    /// It names no list and no responder, and no given list is its issuer's.
    NoSource,
    /// It names addresses that are not asked: not http, or none that can be meant.
    Address,
    /// No address could be reached, or none answered as it should.
    Unreachable,
    /// What came was larger than is read.
    TooLarge,
    /// There were more addresses than are asked.
    TooMany,
}

impl RevocationGap {
    /// A stable name, for JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Judged(why) => why.as_str(),
            Self::SelfSigned => "self-signed",
            Self::IssuerMissing => "issuer-missing",
            Self::NoSource => "no-source",
            Self::Address => "address-not-asked",
            Self::Unreachable => "unreachable",
            Self::TooLarge => "too-large",
            Self::TooMany => "too-many",
        }
    }

    /// Whether it is evidence that is missing; nobody misses any of a root.
    const fn is_missing(self) -> bool {
        !matches!(self, Self::SelfSigned)
    }

    const fn message(self) -> &'static str {
        match self {
            Self::Judged(NotKnown::Unreadable) => "revocation-why-unreadable",
            Self::Judged(NotKnown::OtherIssuer) => "revocation-why-other-issuer",
            Self::Judged(NotKnown::Signature) => "revocation-why-signature",
            Self::Judged(NotKnown::MayNotSign) => "revocation-why-may-not-sign",
            Self::Judged(NotKnown::NotYet) => "revocation-why-not-yet",
            Self::Judged(NotKnown::Stale | NotKnown::NoEnd) => "revocation-why-stale",
            Self::Judged(NotKnown::OtherScope | NotKnown::Delta | NotKnown::UnknownExtension) => {
                "revocation-why-scope"
            }
            Self::Judged(NotKnown::ResponderFailed | NotKnown::NotAnswered) => {
                "revocation-why-not-answered"
            }
            Self::SelfSigned => "revocation-why-self-signed",
            Self::IssuerMissing => "revocation-why-issuer-missing",
            Self::NoSource => "revocation-why-no-source",
            Self::Address => "revocation-why-address",
            Self::Unreachable => "revocation-why-unreachable",
            Self::TooLarge => "revocation-why-too-large",
            Self::TooMany => "revocation-why-too-many",
        }
    }
}

/// An address that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationContact {
    /// The address, as the certificate has it.
    pub url: String,
    /// How many octets came; or why none, as an error says it.
    pub outcome: Result<usize, String>,
}

/// What was found out about revocation.
#[derive(Debug, Clone, Default)]
pub struct RevocationReport {
    /// Every certificate, once.
    pub answers: Vec<RevocationAnswer>,
    /// Every address that was asked, once, in order.
    pub contacts: Vec<RevocationContact>,
}

/// Certificates of the chains that a live run saw, with what completes them in the stores.
pub fn revocation_subjects(ports: &[ProbedPort], stores: &[GivenStore]) -> Vec<RevocationSubject> {
    let known: Vec<Certificate> = stores
        .iter()
        .flat_map(|store| certificates_from(&store.octets))
        .filter_map(|entry| entry.certificate.ok())
        .collect();
    let mut subjects = Subjects::default();
    for port in ports {
        for (_, answer) in &port.answers {
            let Some(seen) = answer.conversation() else {
                continue;
            };
            let shown = seen.certificates_of(tollgate_capture::Role::Server);
            let chain: Vec<Certificate> = shown
                .filter_map(|own| Certificate::from_der(own.certificate.der()).ok())
                .collect();
            let key = chain.first().and_then(super::ports::family);
            subjects.add(&port.cell(key), &chain, &known);
        }
    }
    subjects.0.into_values().collect()
}

/// Certificates of the chains that a case shows.
pub fn revocation_subjects_of_case(case: &Case) -> Vec<RevocationSubject> {
    let stores = case.peers.iter().filter_map(|peer| peer.trust.as_ref());
    let known: Vec<Certificate> = stores
        .flat_map(|(_, store)| store.certificates())
        .map(|stored| stored.certificate.clone())
        .collect();
    let mut subjects = Subjects::default();
    for cell in &case.cells {
        for presented in &cell.presented {
            subjects.add(&cell.cell, &presented.chain, &known);
        }
    }
    subjects.0.into_values().collect()
}

/// Subjects by fingerprint.
#[derive(Debug, Default)]
struct Subjects(BTreeMap<Fingerprint, RevocationSubject>);

impl Subjects {
    fn add(&mut self, cell: &Cell, chain: &[Certificate], known: &[Certificate]) {
        let mut next = chain.first().cloned();
        for _ in 0..=ISSUERS {
            let Some(certificate) = next else {
                return;
            };
            let issuer = if certificate.facts().is_self_signed {
                Some(certificate.clone())
            } else {
                let mut all = chain.iter().skip(1).chain(known);
                all.find(|one| is_issuer(one, &certificate)).cloned()
            };
            next = issuer.clone().filter(|issuer| *issuer != certificate);
            let own = self.0.entry(certificate.fingerprint());
            let own = own.or_insert_with(|| RevocationSubject {
                certificate,
                issuer,
                cells: Vec::new(),
            });
            if !own.cells.contains(cell) {
                own.cells.push(cell.clone());
            }
        }
    }
}

/// Says once that nobody looked.
pub fn leave_revocation(preflight: &mut Preflight) {
    let said = Message::new("revocation-not-checked", []);
    preflight.report.notes.push(said);
}

/// Puts what was found out beside the verdicts: a finding for each revoked certificate, one for all
/// of which nothing is known for one reason, and a note for each address that was asked.
pub fn add_revocation(preflight: &mut Preflight, found: RevocationReport) {
    let mut findings: Vec<Finding> = found.answers.iter().filter_map(revoked).collect();
    findings.extend(unknown(&found.answers));
    added::add(&mut preflight.report, findings);
    let notes = &mut preflight.report.notes;
    for contact in found.contacts.iter().take(TOLD) {
        let url = ("url", contact.url.clone());
        notes.push(match &contact.outcome {
            Ok(octets) => Message::new(
                "revocation-contacted",
                [url, ("octets", octets.to_string())],
            ),
            Err(error) => {
                Message::new("revocation-contact-failed", [url, ("error", error.clone())])
            }
        });
    }
    let more = found.contacts.len().saturating_sub(TOLD);
    if more > 0 {
        let count = ("count", more.to_string());
        notes.push(Message::new("revocation-contacts-more", [count]));
    }
    preflight.revocation = Some(found);
}

fn revoked(answer: &RevocationAnswer) -> Option<Finding> {
    let RevocationOutcome::Revoked { since, reason } = answer.state else {
        return None;
    };
    let mut arguments = arguments(answer);
    let dated = if since.is_some() { "yes" } else { "no" };
    arguments.push(("dated", dated.to_owned()));
    arguments.push(("since", since.map(utc).unwrap_or_default()));
    arguments.push(("reason", reason.to_owned()));
    let signature = signature("certificate-revoked")?;
    let mut finding = signature.finding(State::IssueFound, &arguments);
    finding.cells.clone_from(&answer.subject.cells);
    finding.evidence = vec![evidence(answer, Message::plain(reason))];
    Some(finding)
}

/// A finding for each reason.
fn unknown(answers: &[RevocationAnswer]) -> Vec<Finding> {
    let mut by_reason: BTreeMap<RevocationGap, Vec<&RevocationAnswer>> = BTreeMap::new();
    for answer in answers {
        if let RevocationOutcome::Unknown(why) = answer.state
            && why.is_missing()
        {
            by_reason.entry(why).or_default().push(answer);
        }
    }
    let Some(signature) = signature("revocation-unknown") else {
        return Vec::new();
    };
    let found = by_reason.into_iter().map(|(why, answers)| {
        let mut names: Vec<String> = answers
            .iter()
            .take(NAMED)
            .map(|answer| answer.subject.certificate.name().to_owned())
            .collect();
        names.dedup();
        let more = answers.len().saturating_sub(NAMED);
        if more > 0 {
            names.push(format!("+{more}"));
        }
        let arguments = vec![("certificates", names.join(", "))];
        let mut finding = signature.finding(State::MissingInformation, &arguments);
        finding.description = Message::Text {
            id: "revocation-unknown-description".to_owned(),
            arguments,
        };
        finding.reason = Some(Message::new(why.message(), []));
        finding.missing = Some(MissingInput {
            id: "revocation".to_owned(),
            how: "revocation-unknown-how".to_owned(),
        });
        for answer in answers {
            for cell in &answer.subject.cells {
                if !finding.cells.contains(cell) {
                    finding.cells.push(cell.clone());
                }
            }
            let text = Message::new(why.message(), []);
            finding.evidence.push(evidence(answer, text));
        }
        finding
    });
    found.collect()
}

fn arguments(answer: &RevocationAnswer) -> Arguments {
    let certificate = &answer.subject.certificate;
    let facts = certificate.facts();
    vec![
        ("certificate", certificate.name().to_owned()),
        ("subject", facts.subject.clone()),
        ("issuer", facts.issuer.clone()),
        ("serial", facts.serial.clone()),
        ("source", answer.source.clone().unwrap_or_default()),
    ]
}

fn evidence(answer: &RevocationAnswer, text: Message) -> Evidence {
    let certificate = &answer.subject.certificate;
    Evidence {
        at: FoundAt::File {
            source: answer
                .source
                .clone()
                .unwrap_or_else(|| certificate.name().to_owned()),
            item: certificate.fingerprint().to_string(),
        },
        text,
    }
}

impl RevocationAnswer {
    /// An answer that nothing could be judged by.
    pub fn unknown(subject: RevocationSubject, why: RevocationGap) -> Self {
        Self {
            subject,
            state: RevocationOutcome::Unknown(why),
            source: None,
            this_update: None,
            next_update: None,
        }
    }

    /// An answer by a list or a responder, and where that is from.
    pub fn judged(
        subject: RevocationSubject,
        found: tollgate_pki::Revocation,
        source: String,
    ) -> Self {
        Self {
            subject,
            state: match found.state {
                RevocationState::Good => RevocationOutcome::Good,
                RevocationState::Revoked { since, reason } => {
                    RevocationOutcome::Revoked { since, reason }
                }
                RevocationState::Unknown(why) => {
                    RevocationOutcome::Unknown(RevocationGap::Judged(why))
                }
            },
            source: Some(source),
            this_update: found.this_update,
            next_update: found.next_update,
        }
    }
}
