//! The structured record beside a line about a node: one JSON object on one line, with everything
//! that the line leaves out.

use std::net::SocketAddr;

use serde::Serialize;
use tollgate_pki::{Certificate, Facts, PresentedChain, Verdict};
use tollgate_text::{Language, text};

/// A node that was refused, used in spite of a refusal, or not reached.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) kind: RecordKind,
    pub(crate) time: jiff::Timestamp,
    pub(crate) transaction: TransactionFacts<'a>,
    pub(crate) cell: Cell<'a>,
    /// The address that was dialled.
    pub(crate) server: Option<SocketAddr>,
    /// `VerifyOriginServer`.
    pub(crate) mode: &'static str,
    /// `terminate` or `continue`.
    pub(crate) action: &'static str,
    /// Whether the verdict was made for this request, not remembered.
    pub(crate) fresh: bool,
    /// Attempts made for this request.
    pub(crate) attempts: usize,
    /// Stable code of the finding.
    pub(crate) code: Option<&'static str>,
    /// What the ERROR line says.
    pub(crate) error: &'a str,
    /// What to do, where the verdict does not say it.
    pub(crate) remedy: Option<&'a str>,
    /// What the node presented, and what was thought of it.
    pub(crate) judged: Option<(&'a PresentedChain, &'a Verdict)>,
}

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RecordKind {
    /// The node's certificate was refused.
    Verification,
    /// The node refused our certificate.
    ClientCertificate,
    /// The TLS handshake failed for another reason.
    Handshake,
    /// No connection, or it broke.
    Connection,
}

/// The request that the record belongs to.
#[derive(Debug, Serialize)]
pub(crate) struct TransactionFacts<'a> {
    pub(crate) txn_id: u64,
    pub(crate) tracking_id: &'a str,
    pub(crate) client: SocketAddr,
    pub(crate) method: &'a str,
    /// Without query.
    pub(crate) request: &'a str,
}

/// Which certificate of which node is meant.
#[derive(Debug, Serialize)]
pub(crate) struct Cell<'a> {
    /// As configured.
    pub(crate) node: &'a str,
    /// As asked for by the client; the name that is checked.
    pub(crate) address: String,
    pub(crate) port: u16,
    /// `rsa` or `ecdsa`; none if no certificate was presented.
    pub(crate) key_type: Option<&'static str>,
}

#[derive(Serialize)]
struct Document<'a> {
    time: String,
    kind: RecordKind,
    #[serde(flatten)]
    transaction: &'a TransactionFacts<'a>,
    cell: &'a Cell<'a>,
    server: Option<SocketAddr>,
    mode: &'static str,
    action: &'static str,
    fresh: bool,
    attempts: usize,
    code: Option<&'static str>,
    error: &'a str,
    remedy: Option<&'a str>,
    verdict: Option<tollgate_pki::Described<'a>>,
    presented: Vec<Presented<'a>>,
}

#[derive(Serialize)]
struct Presented<'a> {
    sha256: String,
    #[serde(flatten)]
    facts: &'a Facts,
    pem: String,
}

impl Serialize for Record<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let describe =
            |id: &str, arguments: &[(&'static str, String)]| text(Language::En, id, arguments);
        let certificates = self
            .judged
            .map(|(chain, _)| chain.certificates.as_slice())
            .unwrap_or_default();
        Document {
            time: self.time.to_string(),
            kind: self.kind,
            transaction: &self.transaction,
            cell: &self.cell,
            server: self.server,
            mode: self.mode,
            action: self.action,
            fresh: self.fresh,
            attempts: self.attempts,
            code: self.code,
            error: self.error,
            remedy: self.remedy,
            verdict: self.judged.map(|(_, verdict)| verdict.described(&describe)),
            presented: certificates.iter().map(Presented::of).collect(),
        }
        .serialize(serializer)
    }
}

impl<'a> Presented<'a> {
    fn of(certificate: &'a Certificate) -> Self {
        let sha256 = certificate.fingerprint().to_string();
        Self {
            sha256,
            facts: certificate.facts(),
            pem: certificate.to_pem(),
        }
    }
}
