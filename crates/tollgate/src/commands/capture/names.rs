//! Whom certificates in a capture are made out to.

use std::collections::HashMap;

use tollgate_capture::{CertificateNames, SeenCertificate};
use tollgate_pki::Certificate;

/// Certificates that are remembered. A capture of a whole site has some hundreds; beyond it the
/// memory starts afresh.
const REMEMBERED: usize = 10_000;

/// Reads each certificate once, however often it is shown.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<[u8; 32], CertificateNames>);

impl Names {
    /// The names; none for what is no readable certificate.
    pub(super) fn of(&mut self, seen: &SeenCertificate) -> CertificateNames {
        let sha256 = *seen.certificate.sha256();
        if let Some(known) = self.0.get(&sha256) {
            return known.clone();
        }
        let names = Certificate::from_der(seen.certificate.der())
            .map(|certificate| {
                let facts = certificate.facts();
                CertificateNames {
                    subject: Some(facts.subject.clone()),
                    subject_cn: facts.common_names.first().cloned(),
                    issuer_cn: facts.issuer_cn.clone(),
                }
            })
            .unwrap_or_default();
        if self.0.len() >= REMEMBERED {
            self.0.clear();
        }
        self.0.insert(sha256, names.clone());
        names
    }
}
