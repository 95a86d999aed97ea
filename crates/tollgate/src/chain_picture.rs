//! The chain of trust, drawn from the leaf up to the root.

use serde::Serialize;
use tollgate_pki::{Certificate, PresentedChain, TrustStore, Verdict};

use crate::labels::Fields;
use crate::output::{Layout, Output};

/// OpenSSL's complaints that only say that an anchor is missing (`X509_V_ERR_*`).
const NO_ANCHOR: [i32; 7] = [2, 18, 19, 20, 21, 27, 33];
/// Columns of the origin badge.
const BADGE: usize = 12;

/// The chain as far as it could be built.
#[derive(Serialize)]
pub(crate) struct Picture {
    /// The chain ends in a self-signed certificate.
    pub(crate) complete: bool,
    links: Vec<Link>,
    /// What has to be found to go on.
    missing: Option<Missing>,
    /// Subjects of certificates that were sent and have no place in the chain.
    unused: Vec<String>,
}

/// One certificate of the chain.
#[derive(Serialize)]
struct Link {
    origin: Origin,
    name: String,
    subject: String,
    issuer: String,
    subject_key: Option<String>,
    authority_key: Option<String>,
    sha256: String,
    /// OpenSSL's texts about this certificate.
    problems: Vec<&'static str>,
    /// Others of the same subject in the trust store, by file and position.
    twins: Vec<String>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Origin {
    Sent,
    Store,
    SentAndStore,
}

#[derive(Serialize)]
struct Missing {
    subject: String,
    /// The subject key identifier that the missing certificate has.
    subject_key: Option<String>,
}

impl Picture {
    /// The chain of `presented` as `verdict` found it. Without a trust store that was named,
    /// nobody asked whether it ends in one.
    pub(crate) fn of(
        presented: &PresentedChain,
        store: Option<&TrustStore>,
        verdict: &Verdict,
    ) -> Self {
        let empty = [];
        let stored = store.map_or(empty.as_slice(), TrustStore::certificates);
        let mut links = Vec::new();
        for (depth, certificate) in verdict.path.iter().enumerate() {
            let facts = certificate.facts();
            let is_sent = presented.certificates.contains(certificate);
            let is_stored = stored
                .iter()
                .any(|stored| stored.certificate == *certificate);
            let problems = verdict
                .reasons
                .iter()
                .filter(|reason| reason.depth == depth && !reason.is_name())
                .filter(|reason| store.is_some() || !NO_ANCHOR.contains(&reason.openssl))
                .map(tollgate_pki::Reason::text)
                .collect();
            let twins = stored
                .iter()
                .filter(|stored| stored.certificate.facts().subject == facts.subject)
                .filter(|stored| stored.certificate != *certificate)
                .map(|stored| format!("{} #{}", stored.file, stored.position))
                .collect();
            links.push(Link {
                origin: match (is_sent, is_stored) {
                    (true, true) => Origin::SentAndStore,
                    (true, false) => Origin::Sent,
                    (false, _) => Origin::Store,
                },
                name: certificate.name().to_owned(),
                subject: facts.subject.clone(),
                issuer: facts.issuer.clone(),
                subject_key: facts.ski.clone(),
                authority_key: facts.aki.clone(),
                sha256: certificate.fingerprint().to_string(),
                problems,
                twins,
            });
        }
        let last = verdict.path.last().map(Certificate::facts);
        let missing = last
            .filter(|last| !last.is_self_signed)
            .map(|last| Missing {
                subject: last.issuer.clone(),
                subject_key: last.aki.clone(),
            });
        let is_unused = |sent: &&Certificate| !verdict.path.contains(sent);
        let unused = presented.certificates.iter().filter(is_unused);
        Self {
            complete: last.is_some_and(|last| last.is_self_signed),
            links,
            missing,
            unused: unused.map(|sent| sent.facts().subject.clone()).collect(),
        }
    }

    pub(crate) fn write(&self, output: &mut Output) {
        let mark = Layout {
            indent: 0,
            label_columns: BADGE,
        };
        for (depth, link) in self.links.iter().enumerate() {
            if depth > 0 {
                output.line("    |");
            }
            let badge = match link.origin {
                Origin::Sent => "[SENT]",
                Origin::Store => "[STORE]",
                Origin::SentAndStore => "[SENT+STORE]",
            };
            output.field(mark, badge, &link.name);
            let none = output.text("value-none", &[]);
            let key = |value: &Option<String>| value.clone().unwrap_or_else(|| none.clone());
            let mut fields = Fields::default();
            fields.add(output.text("label-issued-to", &[]), &link.subject);
            fields.add(output.text("label-issued-by", &[]), &link.issuer);
            fields.add(
                output.text("label-subject-key", &[]),
                key(&link.subject_key),
            );
            fields.add(
                output.text("label-authority-key", &[]),
                key(&link.authority_key),
            );
            for problem in &link.problems {
                fields.add(output.text("label-problem", &[]), *problem);
            }
            for twin in &link.twins {
                fields.add(output.text("label-twin", &[]), twin);
            }
            fields.write(BADGE + 2, output);
        }
        if let Some(missing) = &self.missing {
            output.line("    :");
            output.field(mark, "[ABSENT]", &missing.subject);
            let id = match &missing.subject_key {
                Some(_) => "chain-absent-key",
                None => "chain-absent",
            };
            let key = missing.subject_key.clone().unwrap_or_default();
            output.paragraph(BADGE + 2, &output.text(id, &[("key", key)]));
        }
        for subject in &self.unused {
            output.line("");
            output.paragraph(
                0,
                &output.text("chain-unused", &[("subject", subject.clone())]),
            );
        }
    }
}
