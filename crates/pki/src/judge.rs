//! The chain of trust: OpenSSL's account of it, and the search over other candidate issuers.
//!
//! OpenSSL takes the first issuer that fits and does not come back to try another. Where it refuses
//! a chain, the other candidates are tried, each complete path judged by OpenSSL alone with its own
//! anchor; a chain is refused only when no path verifies.

use openssl::stack::{Stack, StackRef};
use openssl::x509::store::X509StoreRef;
use openssl::x509::{X509, X509Ref, X509VerifyResult};

use crate::certificate::Certificate;
use crate::openssl_ffi::{self, Complaint, Parameters};
use crate::policy::SecurityLevel;
use crate::presented::PresentedChain;
use crate::trust_store::{TrustStore, openssl_store};

/// Greatest number of intermediates, as the traffic server sets it.
pub(crate) const MAX_INTERMEDIATES: usize = 7;
/// Complete paths judged in one search; each costs at most one signature check a certificate.
const MAX_PATHS: usize = 32;
/// Candidate issuers looked at in one search; looking costs no signature check.
const MAX_STEPS: usize = 4_096;

/// `NID_sha1` and `NID_md5` of OpenSSL's `obj_mac.h`.
const NID_SHA1: i32 = 64;
const NID_MD5: i32 = 4;
/// Digests that are forgeable today.
const WEAK_DIGESTS: [i32; 2] = [NID_MD5, NID_SHA1];
/// `X509_V_ERR_CA_MD_TOO_WEAK`.
const DIGEST_TOO_WEAK: i32 = 68;
/// `X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE`, which only repeats an earlier 18 or 20.
const UNVERIFIABLE_LEAF: i32 = 21;

/// Whether other candidate issuers are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// All of them, within limits.
    Candidates,
    /// The first that fits, as a real appliance does.
    FirstMatch,
}

/// What became of a chain.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// Empty when the chain is trusted; in OpenSSL's order.
    pub(crate) complaints: Vec<Complaint>,
    /// Leaf first; as far as it could be built.
    pub(crate) path: Vec<Certificate>,
}

/// The fixed inputs of one judgement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bench<'a> {
    pub(crate) chain: &'a PresentedChain,
    pub(crate) store: &'a TrustStore,
    /// Unix seconds.
    pub(crate) at: i64,
    pub(crate) level: SecurityLevel,
}

impl Bench<'_> {
    /// Judges the chain of trust of `leaf`, the first of the presented certificates.
    pub(crate) fn judge(&self, leaf: &Certificate, search: Search) -> Judged {
        let sent = self.chain.certificates.iter().skip(1);
        let first = self.openssl(self.store.openssl(), leaf, sent);
        if first.complaints.is_empty() || search == Search::FirstMatch {
            return first;
        }
        let mut other = Paths {
            bench: self,
            judged: 0,
            steps: 0,
        };
        other.search(&mut vec![leaf.clone()]).unwrap_or(first)
    }

    fn openssl<'c>(
        &self,
        store: &X509StoreRef,
        leaf: &Certificate,
        untrusted: impl Iterator<Item = &'c Certificate>,
    ) -> Judged {
        let parameters = Parameters {
            time: self.at,
            depth: i32::try_from(MAX_INTERMEDIATES).unwrap_or(i32::MAX),
            level: self.level.openssl(),
        };
        let account = stack_of(untrusted).and_then(|untrusted| {
            openssl_ffi::verify_chain(store, leaf.x509(), &untrusted, parameters)
        });
        let Ok(account) = account else {
            let certificate = Some(leaf.x509().to_owned());
            let complaints = vec![Complaint {
                code: 1,
                depth: 0,
                certificate,
            }];
            return Judged {
                complaints,
                path: vec![leaf.clone()],
            };
        };
        let path = account
            .path
            .iter()
            .filter_map(|x509| self.certificate(x509))
            .collect();
        Judged {
            complaints: self.counted(account.complaints),
            path,
        }
    }

    /// The complaints that refuse the chain: without repetitions, and without SHA-1 under `compat`.
    fn counted(&self, complaints: Vec<Complaint>) -> Vec<Complaint> {
        let mut counted: Vec<Complaint> = Vec::with_capacity(complaints.len());
        for complaint in complaints {
            let repeated = counted.iter().any(|earlier| {
                (earlier.code, earlier.depth) == (complaint.code, complaint.depth)
                    || (complaint.code == UNVERIFIABLE_LEAF && matches!(earlier.code, 2 | 18..=20))
            });
            if !repeated && !self.tolerates(&complaint) {
                counted.push(complaint);
            }
        }
        counted
    }

    fn tolerates(&self, complaint: &Complaint) -> bool {
        self.level == SecurityLevel::Compat
            && complaint.code == DIGEST_TOO_WEAK
            && complaint
                .certificate
                .as_deref()
                .and_then(openssl_ffi::signature_digest)
                == Some(NID_SHA1)
    }

    /// Our parsed certificate of one that OpenSSL put into the path.
    fn certificate(&self, x509: &X509Ref) -> Option<Certificate> {
        let same = |candidate: &&Certificate| std::ptr::eq(candidate.x509(), x509);
        self.chain
            .certificates
            .iter()
            .find(same)
            .or_else(|| self.store.named(x509).find(same))
            .cloned()
            .or_else(|| {
                x509.to_der()
                    .ok()
                    .and_then(|der| Certificate::from_der(&der).ok())
            })
    }
}

fn stack_of<'c>(
    certificates: impl Iterator<Item = &'c Certificate>,
) -> Result<Stack<X509>, openssl::error::ErrorStack> {
    let mut stack = Stack::new()?;
    for certificate in certificates {
        stack.push(certificate.x509().to_owned())?;
    }
    let _: &StackRef<X509> = &stack;
    Ok(stack)
}

/// Whether nothing should rest on the certificate's signature. The search widens what is trusted
/// beyond the first match, so it never does that through a forgeable intermediate, at any level.
pub(crate) fn is_weakly_signed(certificate: &Certificate) -> bool {
    openssl_ffi::signature_digest(certificate.x509())
        .is_some_and(|digest| WEAK_DIGESTS.contains(&digest))
}

/// A bounded depth-first search for a path that verifies.
struct Paths<'a> {
    bench: &'a Bench<'a>,
    judged: usize,
    steps: usize,
}

impl Paths<'_> {
    /// Extends `path` towards every anchor in reach, store certificates first.
    fn search(&mut self, path: &mut Vec<Certificate>) -> Option<Judged> {
        let last = path.last()?.clone();
        if last.facts().is_self_signed {
            return self
                .bench
                .store
                .contains(&last)
                .then(|| self.judge(path))
                .flatten();
        }
        if path.len() > MAX_INTERMEDIATES.saturating_add(1) {
            return None;
        }
        let bench = self.bench;
        let sent = bench.chain.certificates.iter().skip(1);
        for issuer in bench.store.named_as_issuer(last.x509()).chain(sent) {
            self.steps = self.steps.saturating_add(1);
            if self.steps > MAX_STEPS || self.judged >= MAX_PATHS {
                return None;
            }
            if path.contains(issuer) || issuer.x509().issued(last.x509()) != X509VerifyResult::OK {
                continue;
            }
            if !issuer.facts().is_self_signed && is_weakly_signed(issuer) {
                continue;
            }
            path.push(issuer.clone());
            let found = self.search(path);
            path.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Has OpenSSL judge one complete path by its own anchor; `None` where it does not verify.
    fn judge(&mut self, path: &[Certificate]) -> Option<Judged> {
        self.judged = self.judged.saturating_add(1);
        let (leaf, rest) = path.split_first()?;
        let store = openssl_store(path.last());
        let judged = self.bench.openssl(&store, leaf, rest.iter());
        judged.complaints.is_empty().then_some(judged)
    }
}
