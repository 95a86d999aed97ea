//! What passes today and deserves a look: weak keys and signatures, names that count by way of
//! exception, certificates near their end.

use tollgate_pki::{Certificate, Code, Fingerprint, Verdict};

use super::cause::{Cause, Culprit, Standing, is_of_traffic_server};
use crate::case::{Case, CellCase, Presented};

/// How long after a handshake its certificates say something of the present, in seconds: certificates
/// are renewed each year or two.
const STALE: i64 = 400 * 86_400;

/// All warnings, by cell.
pub(super) fn warnings(case: &Case) -> Vec<Cause> {
    let mut warnings = Vec::new();
    for (index, cell) in case.cells.iter().enumerate() {
        if !is_of_traffic_server(cell) {
            continue;
        }
        for (number, presented) in cell.presented.iter().enumerate() {
            let Some(verdict) = &presented.verdict else {
                continue;
            };
            let mut own = of_verdict(cell, presented, verdict);
            own.extend(expired_since(case, presented, verdict));
            for (code, culprit, certificate) in own {
                warnings.push(Cause {
                    code,
                    culprit,
                    standing: Standing::Warned,
                    cell: index,
                    peer: presented.peer,
                    presented: Some((index, number)),
                    reason: None,
                    certificate: Some(certificate),
                    verdict: Some(verdict.clone()),
                    failures: Vec::new(),
                    doubt: None,
                });
            }
        }
    }
    warnings
}

type Warned = (Code, Culprit, Certificate);

fn of_verdict(cell: &CellCase, presented: &Presented, verdict: &Verdict) -> Vec<Warned> {
    let mut all: Vec<Warned> = Vec::new();
    for warning in &verdict.warnings {
        let mut known = presented.chain.iter().chain(&verdict.path);
        let Some(certificate) = known.find(|c| c.fingerprint() == warning.certificate.sha256)
        else {
            continue;
        };
        let Fingerprint(sha256) = warning.certificate.sha256;
        let culprit = match warning.code {
            Code::CommonNameOnly | Code::PartialWildcard | Code::IpAsName => Culprit::Name {
                leaf: Some(sha256),
                address: cell.cell.address.clone(),
            },
            _ => Culprit::Certificate(sha256),
        };
        let is_known = all
            .iter()
            .any(|(code, known, _)| *code == warning.code && *known == culprit);
        if !is_known {
            all.push((warning.code, culprit, certificate.clone()));
        }
    }
    all
}

/// Certificates that were valid when they were shown and are not any more.
fn expired_since(case: &Case, presented: &Presented, verdict: &Verdict) -> Vec<Warned> {
    let now = case.question.now;
    if now.saturating_sub(presented.at) > STALE {
        return Vec::new();
    }
    let ended = |certificate: &&Certificate| {
        certificate
            .facts()
            .not_after
            .is_some_and(|end| presented.at <= end && end < now)
    };
    verdict
        .path
        .iter()
        .filter(ended)
        .map(|certificate| {
            let Fingerprint(sha256) = certificate.fingerprint();
            (
                Code::Dates,
                Culprit::Certificate(sha256),
                certificate.clone(),
            )
        })
        .collect()
}
