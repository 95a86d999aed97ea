//! What nodes presented: trust, name, negotiation, client certificate.
//!
//! A [cause] is found for each cell: from the verdict where the chain was seen, from the log where
//! it was not, and what the two say against each other is told. Equal causes are one
//! [incident], and one finding.

mod account;
mod cause;
mod ecdsa;
mod incident;
mod negotiation;
mod own_certificate;
mod picture;
mod sighting;
mod standing;
mod trust;
mod unexplained;
mod upload;
mod warning;
mod words;

use tollgate_pki::Code;
use tollgate_report::Finding;

use super::Check;
use crate::case::Case;
use crate::signature::Signature;

/// The checks by name.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("self-signed", |case, signature| {
        trust::root_causes(case, signature, Code::SelfSigned)
    }),
    ("issuer-unknown", |case, signature| {
        trust::root_causes(case, signature, Code::IssuerUnknown)
    }),
    ("intermediate-missing", |case, signature| {
        trust::root_causes(case, signature, Code::IntermediateMissing)
    }),
    ("outside-dates", |case, signature| {
        trust::root_causes(case, signature, Code::Dates)
    }),
    ("expires-soon", |case, signature| {
        trust::looks(case, signature, Code::Dates)
    }),
    ("shadowed", |case, signature| {
        trust::root_causes(case, signature, Code::Shadowed)
    }),
    ("weak", weak),
    ("usage", |case, signature| {
        trust::root_causes(case, signature, Code::Usage)
    }),
    ("bad-signature", |case, signature| {
        trust::root_causes(case, signature, Code::Signature)
    }),
    ("chain-too-long", |case, signature| {
        trust::root_causes(case, signature, Code::TooLong)
    }),
    ("refused-otherwise", |case, signature| {
        trust::root_causes(case, signature, Code::Other)
    }),
    ("name-absent", |case, signature| {
        trust::root_causes(case, signature, Code::NameAbsent)
    }),
    ("ip-absent", |case, signature| {
        trust::root_causes(case, signature, Code::IpAbsent)
    }),
    ("short-name", |case, signature| {
        trust::root_causes(case, signature, Code::ShortName)
    }),
    ("common-name-only", |case, signature| {
        trust::looks(case, signature, Code::CommonNameOnly)
    }),
    ("partial-wildcard", |case, signature| {
        trust::looks(case, signature, Code::PartialWildcard)
    }),
    ("ip-as-name", |case, signature| {
        trust::looks(case, signature, Code::IpAsName)
    }),
    ("no-overlap", negotiation::no_overlap),
    ("client-certificate-refused", own_certificate::refused),
    ("unexplained", unexplained::unexplained),
];

/// Weak keys and signatures: refused ones, and those that are let pass.
fn weak(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = trust::root_causes(case, signature, Code::Weak);
    findings.extend(trust::looks(case, signature, Code::Weak));
    findings
}
