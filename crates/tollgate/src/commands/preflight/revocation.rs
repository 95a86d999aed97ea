//! Revocation: given lists, and what issuers publish.
//!
//! Addresses come out of certificates, that is, from whoever made them. Hence: only with the
//! option, only plain http (a list is signed; RFC 5280 advises against https), no redirects, no
//! address that cannot be a server of anybody, and limits on octets, time and number. Every address
//! that is asked is told.

mod contact;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tollgate_analyze::preflight::{
    RevocationAnswer, RevocationContact, RevocationGap, RevocationOutcome, RevocationReport,
    RevocationSubject,
};
use tollgate_pki::{RevocationList, crl_addresses, judge_ocsp, ocsp_addresses, ocsp_request};

use self::contact::{Budget, ContactError, Question};
use crate::cli::BesideArguments;
use crate::input;
use crate::runtime;

/// Addresses that are asked altogether.
const CONTACTS: usize = 200;
/// Addresses that are asked at the same time.
const AT_A_TIME: usize = 4;

/// A list that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{} holds no CRL, neither as PEM nor as DER", .0.display())]
pub(super) struct NoList(PathBuf);

/// Lists by where they are from.
type Lists = BTreeMap<String, Result<Vec<RevocationList>, RevocationGap>>;

/// Whether anything is to be looked at.
pub(super) fn is_asked(arguments: &BesideArguments) -> bool {
    arguments.revocation || !arguments.crl.is_empty()
}

/// Finds out what is known of each certificate, at a time in Unix seconds.
pub(super) fn check(
    subjects: Vec<RevocationSubject>,
    arguments: &BesideArguments,
    at: i64,
) -> Result<RevocationReport> {
    let mut given = Vec::new();
    for path in &arguments.crl {
        let lists = RevocationList::read(&input::read(path)?);
        if lists.is_empty() {
            return Err(NoList(path.clone()).into());
        }
        given.push((path.display().to_string(), lists));
    }
    let mut check = Check {
        at,
        given,
        contacts: Vec::new(),
    };
    let answers = if arguments.revocation {
        runtime::block_on(async { Ok(check.ask(subjects).await) })?
    } else {
        let subjects = subjects.into_iter();
        subjects.map(|subject| check.by_given(subject)).collect()
    };
    Ok(RevocationReport {
        answers,
        contacts: check.contacts,
    })
}

/// A check while it goes on.
struct Check {
    at: i64,
    given: Vec<(String, Vec<RevocationList>)>,
    contacts: Vec<RevocationContact>,
}

impl Check {
    /// By given lists alone.
    fn by_given(&self, subject: RevocationSubject) -> RevocationAnswer {
        if subject.certificate.facts().is_self_signed {
            return RevocationAnswer::unknown(subject, RevocationGap::SelfSigned);
        }
        let Some(issuer) = &subject.issuer else {
            return RevocationAnswer::unknown(subject, RevocationGap::IssuerMissing);
        };
        let wanted = &issuer.facts().subject;
        let mut best = None;
        for (source, lists) in &self.given {
            for list in lists.iter().filter(|list| list.issuer() == *wanted) {
                let judged = list.judge(&subject.certificate, issuer, self.at);
                let answer = RevocationAnswer::judged(subject.clone(), judged, source.clone());
                best = Some(better(best, answer));
            }
        }
        best.unwrap_or_else(|| RevocationAnswer::unknown(subject, RevocationGap::NoSource))
    }

    /// By given lists, then by those that certificates name, then by responders.
    async fn ask(&mut self, subjects: Vec<RevocationSubject>) -> Vec<RevocationAnswer> {
        let mut answers: Vec<RevocationAnswer> = subjects
            .into_iter()
            .map(|subject| self.by_given(subject))
            .collect();
        let mut wanted = Vec::new();
        for answer in answers.iter().filter(|answer| is_open(answer)) {
            for url in crl_addresses(&answer.subject.certificate) {
                wanted.push(Question { url, request: None });
            }
        }
        let lists = self.fetch(wanted).await;
        let lists: Lists = lists
            .into_iter()
            .map(|(question, found)| (question.url, found.and_then(|octets| read(&octets))))
            .collect();
        for answer in answers.iter_mut().filter(|answer| is_open(answer)) {
            let own = self.by_lists(answer, &lists);
            *answer = better(Some(answer.clone()), own);
        }
        let mut wanted = Vec::new();
        for answer in answers.iter().filter(|answer| is_open(answer)) {
            let subject = &answer.subject;
            let issuer = subject.issuer.as_ref();
            let request = issuer.and_then(|issuer| ocsp_request(&subject.certificate, issuer));
            for url in ocsp_addresses(&subject.certificate) {
                let request = request.clone();
                wanted.push(Question { url, request });
            }
        }
        let responses = self.fetch(wanted).await;
        for answer in answers.iter_mut().filter(|answer| is_open(answer)) {
            let own = self.by_responses(answer, &responses);
            *answer = better(Some(answer.clone()), own);
        }
        answers
    }

    fn by_lists(&self, answer: &RevocationAnswer, lists: &Lists) -> RevocationAnswer {
        let subject = &answer.subject;
        let mut best = None;
        for url in crl_addresses(&subject.certificate) {
            let own = match (lists.get(&url), &subject.issuer) {
                (Some(Ok(lists)), Some(issuer)) => {
                    for list in lists {
                        let judged = list.judge(&subject.certificate, issuer, self.at);
                        let own = RevocationAnswer::judged(subject.clone(), judged, url.clone());
                        best = Some(better(best, own));
                    }
                    continue;
                }
                (Some(Err(why)), _) => named(subject, *why, &url),
                (None, _) | (_, None) => named(subject, RevocationGap::TooMany, &url),
            };
            best = Some(better(best, own));
        }
        best.unwrap_or_else(|| answer.clone())
    }

    fn by_responses(
        &self,
        answer: &RevocationAnswer,
        responses: &[(Question, Result<Vec<u8>, RevocationGap>)],
    ) -> RevocationAnswer {
        let subject = &answer.subject;
        let issuer = subject.issuer.as_ref();
        let request = issuer.and_then(|issuer| ocsp_request(&subject.certificate, issuer));
        let mut best = None;
        for url in ocsp_addresses(&subject.certificate) {
            let question = Question {
                url: url.clone(),
                request: request.clone(),
            };
            let mut found = responses.iter().filter(|(own, _)| *own == question);
            let own = match (found.next(), issuer) {
                (Some((_, Ok(octets))), Some(issuer)) => {
                    let judged = judge_ocsp(&subject.certificate, issuer, octets, self.at);
                    RevocationAnswer::judged(subject.clone(), judged, url)
                }
                (Some((_, Err(why))), _) => named(subject, *why, &url),
                (None, _) | (_, None) => named(subject, RevocationGap::TooMany, &url),
            };
            best = Some(better(best, own));
        }
        best.unwrap_or_else(|| answer.clone())
    }

    /// Asks each address once, a few at a time, and notes that it did.
    async fn fetch(
        &mut self,
        wanted: Vec<Question>,
    ) -> Vec<(Question, Result<Vec<u8>, RevocationGap>)> {
        let mut questions: Vec<Question> = Vec::new();
        for question in wanted {
            if !questions.contains(&question) {
                questions.push(question);
            }
        }
        questions.truncate(CONTACTS.saturating_sub(self.contacts.len()));
        let gate = Arc::new(Semaphore::new(AT_A_TIME));
        let budget = Arc::new(Budget::default());
        let mut asking = JoinSet::new();
        for (place, question) in questions.into_iter().enumerate() {
            let (gate, budget) = (Arc::clone(&gate), Arc::clone(&budget));
            asking.spawn(async move {
                let permit = gate.acquire().await;
                let answer = contact::ask(&question, &budget).await;
                drop(permit);
                (place, question, answer)
            });
        }
        let mut found = Vec::new();
        while let Some(joined) = asking.join_next().await {
            // A task that panicked asked nobody; its question stays unanswered.
            found.extend(joined.ok());
        }
        found.sort_by_key(|(place, _, _)| *place);
        let found = found.into_iter().map(|(_, question, answer)| {
            let is_contact = !matches!(answer, Err(ContactError::Address(_)));
            if is_contact {
                self.contacts.push(RevocationContact {
                    url: question.url.clone(),
                    outcome: match &answer {
                        Ok(octets) => Ok(octets.len()),
                        Err(error) => Err(contact::whole(error)),
                    },
                });
            }
            (question, answer.map_err(|error| error.gap()))
        });
        found.collect()
    }
}

fn read(octets: &[u8]) -> Result<Vec<RevocationList>, RevocationGap> {
    let lists = RevocationList::read(octets);
    if lists.is_empty() {
        return Err(RevocationGap::Judged(tollgate_pki::NotKnown::Unreadable));
    }
    Ok(lists)
}

fn named(subject: &RevocationSubject, why: RevocationGap, url: &str) -> RevocationAnswer {
    let mut answer = RevocationAnswer::unknown(subject.clone(), why);
    answer.source = Some(url.to_owned());
    answer
}

/// Whether something could still be learnt by asking.
fn is_open(answer: &RevocationAnswer) -> bool {
    match answer.state {
        RevocationOutcome::Good | RevocationOutcome::Revoked { .. } => false,
        RevocationOutcome::Unknown(why) => !matches!(
            why,
            RevocationGap::SelfSigned | RevocationGap::IssuerMissing
        ),
    }
}

/// Revoked outweighs good, good outweighs unknown; of two unknowns the one that says more.
fn better(known: Option<RevocationAnswer>, other: RevocationAnswer) -> RevocationAnswer {
    let rank = |answer: &RevocationAnswer| match answer.state {
        RevocationOutcome::Revoked { .. } => 5,
        RevocationOutcome::Good => 4,
        RevocationOutcome::Unknown(RevocationGap::Judged(_)) => 3,
        RevocationOutcome::Unknown(RevocationGap::NoSource) => 0,
        RevocationOutcome::Unknown(RevocationGap::Address) => 1,
        RevocationOutcome::Unknown(_) => 2,
    };
    match known {
        Some(known) if rank(&known) >= rank(&other) => known,
        Some(_) | None => other,
    }
}
