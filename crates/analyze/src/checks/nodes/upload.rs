//! Which certificates would repair a chain, and whether they are at hand.
//!
//! Nothing is offered on the strength of a name: the chain is judged again with what is offered in
//! the trust store. A node's own certificate is never offered where a CA signed it.

use tollgate_pki::{Certificate, Code, PresentedChain, Reason, TrustStore, Verdict, verify};
use tollgate_report::{Upload, UploadTo};

use super::cause::Cause;
use super::incident::{presented, store};
use crate::bundle::Content;
use crate::case::{Case, Presented};
use crate::certificates::CertificateFile;

/// CA certificates that are added one after another: more than a chain can have.
const STEPS: usize = 8;
/// Candidates of one name that are tried.
const CANDIDATES: usize = 16;

/// What would repair a chain.
#[derive(Debug, Default)]
pub(super) struct Repair {
    /// What to put into the trust store, the lowest first.
    pub(super) certificates: Vec<Certificate>,
    /// With these the chain ends in the trust store.
    pub(super) is_enough: bool,
    /// Who is still wanted: name and key identifier.
    pub(super) wanted: Option<(String, Option<String>)>,
}

/// What would repair the chain of a cause.
pub(super) fn repair(case: &Case, cause: &Cause) -> Repair {
    let Some(presented) = presented(case, cause) else {
        return Repair::default();
    };
    match cause.code {
        Code::SelfSigned => Repair {
            certificates: cause.certificate.iter().cloned().collect(),
            is_enough: true,
            wanted: None,
        },
        Code::IssuerUnknown | Code::IntermediateMissing | Code::Shadowed | Code::Dates => {
            complete(case, cause, presented)
        }
        Code::Weak
        | Code::Usage
        | Code::Signature
        | Code::TooLong
        | Code::Other
        | Code::NameAbsent
        | Code::IpAbsent
        | Code::ShortName
        | Code::CommonNameOnly
        | Code::PartialWildcard
        | Code::IpAsName => Repair::default(),
    }
}

fn complete(case: &Case, cause: &Cause, presented: &Presented) -> Repair {
    let stored: Vec<Certificate> = store(case, presented)
        .map(TrustStore::certificates)
        .unwrap_or_default()
        .iter()
        .map(|stored| stored.certificate.clone())
        .collect();
    let bench = Bench {
        case,
        presented,
        stored,
    };
    let pool = pool(case);
    let mut added: Vec<Certificate> = Vec::new();
    if let Some(reason) = &cause.reason {
        added.extend(
            reason
                .remedy
                .upload
                .iter()
                .filter(|ca| is_anchor(ca))
                .cloned(),
        );
    }
    for _ in 0..STEPS {
        let verdict = bench.judge(&added);
        let Some(reason) = verdict
            .reasons
            .iter()
            .find(|reason| is_about_anchor(reason))
        else {
            added.retain(|ca| verdict.path.contains(ca));
            return Repair {
                certificates: added,
                is_enough: verdict.is_trusted(),
                wanted: None,
            };
        };
        let wanted = wanted(reason, presented, &verdict);
        let next = wanted
            .as_ref()
            .and_then(|wanted| bench.find(&pool, &added, wanted, verdict.reasons.len()));
        match next {
            Some(ca) => added.push(ca),
            None => {
                return Repair {
                    certificates: added,
                    is_enough: false,
                    wanted,
                };
            }
        }
    }
    Repair {
        certificates: added,
        is_enough: false,
        wanted: None,
    }
}

/// Judges one chain with more certificates in the store.
struct Bench<'c> {
    case: &'c Case,
    presented: &'c Presented,
    stored: Vec<Certificate>,
}

impl Bench<'_> {
    fn judge(&self, added: &[Certificate]) -> Verdict {
        let at = self.presented.at;
        let mut store = TrustStore::builder();
        for ca in added.iter().chain(&self.stored) {
            store = store.certificate("", ca.clone(), at);
        }
        let chain = PresentedChain {
            certificates: self.presented.chain.to_vec(),
        };
        verify(&chain, None, &store.build(), at, self.case.question.policy)
    }

    /// A certificate of that name and key with which there is something less to complain about, or
    /// the complaint has moved up.
    fn find(
        &self,
        pool: &[Certificate],
        added: &[Certificate],
        (name, key): &(String, Option<String>),
        complaints: usize,
    ) -> Option<Certificate> {
        let fits = |ca: &&Certificate| {
            let facts = ca.facts();
            facts.subject == *name
                && !added.contains(ca)
                && !self.stored.contains(ca)
                && (key.is_none() || facts.ski.is_none() || facts.ski == *key)
        };
        let candidates = pool.iter().filter(fits).take(CANDIDATES);
        candidates
            .map(|ca| {
                let mut tried = added.to_vec();
                tried.push(ca.clone());
                (self.judge(&tried), ca)
            })
            .find(|(verdict, ca)| {
                verdict.path.contains(ca)
                    && (verdict.is_trusted()
                        || verdict.reasons.len() < complaints
                        || verdict.path.last() == Some(*ca))
                    && !verdict.reasons.iter().any(|reason| reason.openssl == 7)
            })
            .map(|(_, ca)| ca.clone())
    }
}

/// Complaints that another CA certificate in the store may end.
fn is_about_anchor(reason: &Reason) -> bool {
    matches!(reason.openssl, 2 | 7 | 18..=21 | 27) || (reason.depth > 0 && reason.openssl == 10)
}

/// Who would have to be in the store.
fn wanted(
    reason: &Reason,
    presented: &Presented,
    verdict: &Verdict,
) -> Option<(String, Option<String>)> {
    let summary = reason.certificate.as_ref()?;
    let mut all = presented.chain.iter().chain(&verdict.path);
    let facts = all
        .find(|known| known.fingerprint() == summary.sha256)?
        .facts();
    Some(match reason.openssl {
        // The certificate itself, or its successor with the same name.
        18 | 19 => (facts.subject.clone(), facts.ski.clone()),
        10 => (facts.subject.clone(), None),
        _ => (facts.issuer.clone(), facts.aki.clone()),
    })
}

fn is_anchor(certificate: &Certificate) -> bool {
    let facts = certificate.facts();
    facts.is_ca || facts.is_self_signed
}

/// All CA certificates that the evidence holds: sent by nodes, in trust stores, in files.
fn pool(case: &Case) -> Vec<Certificate> {
    let sent = case
        .cells
        .iter()
        .flat_map(|cell| &cell.presented)
        .flat_map(|presented| presented.chain.iter().skip(1));
    let parts = case.evidence.bundles().flat_map(|bundle| &bundle.parts);
    let files = parts.flat_map(|part| match &part.content {
        Content::Certificates(file) => readable(file),
        Content::Pasted(pasted) => readable(&pasted.certificates),
        Content::Log(_)
        | Content::Capture
        | Content::Dump(_)
        | Content::CertificateList(_)
        | Content::KeyLog(_)
        | Content::Nothing => Vec::new(),
    });
    let stores = case.peers.iter().filter_map(|peer| peer.trust.as_ref());
    let stored = stores.flat_map(|(_, store)| store.certificates());
    let stored = stored.map(|stored| &stored.certificate);
    let mut pool: Vec<Certificate> = Vec::new();
    for ca in sent.cloned().chain(files).chain(stored.cloned()) {
        if is_anchor(&ca) && !pool.contains(&ca) {
            pool.push(ca);
        }
    }
    pool
}

fn readable(file: &CertificateFile) -> Vec<Certificate> {
    file.certificates().cloned().collect()
}

/// As reports have it.
pub(super) fn upload(certificate: &Certificate) -> Upload {
    Upload {
        to: UploadTo::TrustStore,
        sha256: certificate.fingerprint().to_string(),
        name: certificate.name().to_owned(),
        subject: certificate.facts().subject.clone(),
        pem: certificate.to_pem(),
    }
}

/// Subjects of these that a real appliance does not accept, because another certificate with the same
/// subject or the same CN is stored or to be uploaded (`CSCwa12905`).
pub(super) fn collisions(
    store: Option<&TrustStore>,
    uploads: &[Certificate],
    others: &[Certificate],
) -> Vec<String> {
    let stored = store.map(TrustStore::certificates).unwrap_or_default();
    let stored = stored.iter().map(|stored| &stored.certificate);
    let beside: Vec<&Certificate> = stored.chain(others).chain(uploads).collect();
    let mut found: Vec<String> = Vec::new();
    for upload in uploads {
        for other in &beside {
            let same_name = other.facts().subject == upload.facts().subject
                || (other.name() == upload.name() && !other.facts().common_names.is_empty());
            if *other != upload && same_name && !found.contains(&upload.facts().subject) {
                found.push(upload.facts().subject.clone());
            }
        }
    }
    found
}
