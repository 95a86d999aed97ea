//! The one verdict: chain, then name, then everything worth a warning.

use crate::address::Address;
use crate::certificate::{Certificate, KeyFamily};
use crate::explain::{Case, moment, name_reason, names_of, nothing_presented};
use crate::judge::{Bench, Judged, Search, is_weakly_signed};
use crate::name::{self, Grounds};
use crate::policy::{NamePolicy, Policy};
use crate::presented::PresentedChain;
use crate::reason::{CertificateSummary, Code, Reason, Warning};
use crate::trust_store::TrustStore;
use crate::verdict::{Outcome, Verdict};

/// A warning is due when less than this share of a certificate's life is left, as one in so many.
const EXPIRY_WARNING_SHARE: i64 = 10;
/// RSA keys below this size are worth a warning (NIST SP 800-57 part 1, 112 bits).
const SHORT_RSA_BITS: u32 = 2_048;

/// Judges a presented chain: chain of trust, dates, purpose (sslserver), strength, and whether the
/// address that the client asked for is in the leaf certificate.
///
/// `at` is in Unix seconds. `address` is `None` where no name is to be checked. The order of the
/// reasons is OpenSSL's, then the name; under [`NamePolicy::TrafficServer`] the name comes before
/// violated name constraints, and other candidate issuers are not tried, because this policy
/// predicts a real appliance.
pub fn verify(
    chain: &PresentedChain,
    address: Option<&Address>,
    store: &TrustStore,
    at: i64,
    policy: Policy,
) -> Verdict {
    let Some(leaf) = chain.leaf() else {
        return refused(vec![nothing_presented(address)]);
    };
    let search = match policy.name {
        NamePolicy::TrafficServer => Search::FirstMatch,
        NamePolicy::Document | NamePolicy::Strict | NamePolicy::None => Search::Candidates,
    };
    let Judged { complaints, path } = Bench {
        chain,
        store,
        at,
        level: policy.level,
    }
    .judge(leaf, search);
    let case = Case {
        chain,
        address,
        store,
        at,
        path: &path,
    };

    let mut reasons: Vec<Reason> = complaints.iter().map(|c| case.reason(c)).collect();
    let mut warnings = Vec::new();
    if let Some(address) = address {
        if let Some(grounds) = name::check(leaf.facts(), address, policy.name) {
            warnings.extend(name_warning(leaf, grounds));
        } else {
            let constraints = |reason: &Reason| matches!(reason.openssl, 47..=53);
            let position = match policy.name {
                NamePolicy::TrafficServer => reasons.iter().position(constraints),
                NamePolicy::Document | NamePolicy::Strict | NamePolicy::None => None,
            };
            let position = position.unwrap_or(reasons.len());
            reasons.insert(position, name_reason(leaf, address));
        }
    }
    warnings.extend(path_warnings(&path, at, &reasons));
    let outcome = if reasons.is_empty() {
        Outcome::Trusted
    } else {
        Outcome::Refused
    };
    Verdict {
        outcome,
        reasons,
        warnings,
        path,
    }
}

fn refused(reasons: Vec<Reason>) -> Verdict {
    Verdict {
        outcome: Outcome::Refused,
        reasons,
        warnings: Vec::new(),
        path: Vec::new(),
    }
}

/// Weak keys and digests that were let pass, and certificates near their end.
fn path_warnings(path: &[Certificate], at: i64, reasons: &[Reason]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let last = path.len().saturating_sub(1);
    for (depth, certificate) in path.iter().enumerate() {
        let facts = certificate.facts();
        let warn = |code, found, message_id| Warning {
            code,
            depth,
            certificate: CertificateSummary::of(certificate, depth),
            found,
            message_id,
        };
        let refused = |code| reasons.iter().any(|r| r.depth == depth && r.code == code);
        if !refused(Code::Weak) {
            // Nothing rests on the signature of an anchor.
            if depth < last && is_weakly_signed(certificate) {
                let found = facts.signature_algorithm.clone();
                warnings.push(warn(Code::Weak, found, "warning-weak-signature"));
            }
            if facts.key.family == KeyFamily::Rsa && facts.key.bits < SHORT_RSA_BITS {
                warnings.push(warn(Code::Weak, facts.key.to_string(), "warning-short-key"));
            }
        }
        if let (Some(start), Some(end)) = (facts.not_before, facts.not_after) {
            let left = end.saturating_sub(at);
            let life = end.saturating_sub(start);
            if left >= 0 && left < life.checked_div(EXPIRY_WARNING_SHARE).unwrap_or(0) {
                let found = moment(Some(end));
                warnings.push(warn(Code::Dates, found, "warning-expires-soon"));
            }
        }
    }
    warnings
}

impl Warning {
    /// Values of the message, by name.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        vec![
            ("subject", self.certificate.subject.clone()),
            ("found", self.found.clone()),
        ]
    }
}

fn name_warning(leaf: &Certificate, grounds: Grounds) -> Option<Warning> {
    let (code, message_id) = match grounds {
        Grounds::AlternativeName => return None,
        Grounds::CommonName => (Code::CommonNameOnly, "warning-common-name-only"),
        Grounds::PartialWildcard => (Code::PartialWildcard, "warning-partial-wildcard"),
        Grounds::IpAsName => (Code::IpAsName, "warning-ip-as-name"),
    };
    let certificate = CertificateSummary::of(leaf, 0);
    Some(Warning {
        code,
        depth: 0,
        certificate,
        found: names_of(leaf),
        message_id,
    })
}
