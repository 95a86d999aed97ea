//! What the server knows about itself, as data for operators.

use std::sync::Arc;

use serde::Serialize;
use tollgate_pki::{StoreProblemKind, TrustStore};

use crate::log::Health;
use crate::metrics::Reading;
use crate::shared::Shared;
use crate::upstream::{Endpoint, Source};

/// The state of a traffic server at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Of this program.
    pub version: &'static str,
    /// RFC 3339.
    pub started: String,
    /// Since the start.
    pub uptime_seconds: i64,
    /// `serving` or `draining`.
    pub state: &'static str,
    /// `VerifyOriginServer`: `On`, `Report` or `Off`.
    pub verify_origin_server: &'static str,
    /// The rule by which names are compared.
    pub name_policy: String,
    /// That rule only predicts what another product would do.
    pub predict_only_policy: bool,
    /// Least strength of keys and signatures.
    pub security_level: String,
    /// Counts the reloads, from 1.
    pub generation: u64,
    /// Where requests come in.
    pub listen: Vec<String>,
    /// Threads that serve requests.
    pub workers: usize,
    /// Client connections at this moment.
    pub clients: usize,
    /// Configured nodes.
    pub nodes: Vec<NodeStatus>,
    /// TLS towards the nodes.
    pub tls: TlsStatus,
    /// The trust store.
    pub trust_store: StoreStatus,
    /// Verdicts on the certificates of nodes.
    pub verdicts: VerdictStatus,
    /// The log itself.
    pub log: LogStatus,
    /// The structured records.
    pub records: LogStatus,
}

/// One port of a configured node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NodeStatus {
    /// As configured.
    pub address: String,
    /// `cucm`, `imp`, `unity` or `tftp`.
    pub role: String,
    /// One of its ports.
    pub port: u16,
    /// Dialled instead of asking DNS.
    pub resolve: Option<String>,
    /// `rustls` or `openssl`.
    pub tls_engine: &'static str,
}

/// TLS towards the nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TlsStatus {
    /// Lowest version, as configured.
    pub minimum: String,
    /// Suites in the order in which they are offered.
    pub suites: Vec<String>,
    /// Those of them that only the OpenSSL engine speaks.
    pub dropped: Vec<String>,
    /// The client certificate's name.
    pub client_certificate: Option<String>,
}

/// The trust store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoreStatus {
    /// Usable certificates.
    pub certificates: usize,
    /// Everything noteworthy.
    pub problems: Vec<StoreProblemStatus>,
}

/// Verdicts on the certificates of nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictStatus {
    /// Seconds for which a trusted verdict may be used again; 0 for never.
    pub remember_seconds: u64,
    /// Verdicts that are remembered at this moment.
    pub remembered: usize,
    /// Verdicts since the start that were worked out for their connection.
    pub fresh_total: u64,
    /// Those since the start that were remembered.
    pub remembered_total: u64,
}

/// One noteworthy entry of the trust store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoreProblemStatus {
    /// The file.
    pub file: String,
    /// Number of the entry in the file, from 1.
    pub position: usize,
    /// Subject of the certificate, if it can be read.
    pub subject: Option<String>,
    /// What is the matter.
    pub text: String,
}

/// A log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogStatus {
    /// Lines lost since the start.
    pub lost: u64,
    /// Why it cannot be written, if it cannot.
    pub failure: Option<String>,
}

impl Status {
    pub(crate) fn of(shared: &Arc<Shared>) -> Self {
        let snapshot = shared.snapshot();
        let settings = &snapshot.settings;
        let verification = &settings.verification;
        let upstream = snapshot.upstream.status();
        let texts = |suites: &[Arc<str>]| suites.iter().map(ToString::to_string).collect();
        let now = (shared.clock)();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            started: shared.started.to_string(),
            uptime_seconds: now.as_second() - shared.started.as_second(),
            state: if shared.is_draining() {
                "draining"
            } else {
                "serving"
            },
            verify_origin_server: verification.mode.as_str(),
            name_policy: verification.policy.name.to_string(),
            predict_only_policy: verification.predict_only,
            security_level: verification.policy.level.to_string(),
            generation: snapshot.generation,
            listen: shared
                .own_listeners
                .iter()
                .map(ToString::to_string)
                .collect(),
            workers: settings.workers,
            clients: shared.clients(),
            nodes: snapshot
                .routes()
                .map(|(role, endpoint)| node(role, endpoint, &snapshot.upstream))
                .collect(),
            tls: TlsStatus {
                minimum: upstream.minimum.to_string(),
                suites: texts(&upstream.suites),
                dropped: texts(&upstream.dropped),
                client_certificate: upstream.client.map(|client| client.name),
            },
            trust_store: StoreStatus {
                certificates: verification.store.certificates().len(),
                problems: store_problems(&verification.store),
            },
            verdicts: VerdictStatus {
                remember_seconds: upstream
                    .remembered
                    .map_or(0, |_| verification.remember.as_secs()),
                remembered: upstream.remembered.unwrap_or(0),
                fresh_total: shared.metrics.upstream.verdicts(Source::Fresh).get(),
                remembered_total: shared.metrics.upstream.verdicts(Source::Remembered).get(),
            },
            log: LogStatus::of(shared.lines.health()),
            records: LogStatus::of(shared.records.health()),
        }
    }

    /// The values that the metrics look up.
    pub(crate) fn reading(shared: &Shared) -> Reading {
        let snapshot = shared.snapshot();
        let verification = &snapshot.settings.verification;
        Reading {
            clients: shared.clients(),
            generation: snapshot.generation,
            verify_mode: verification.mode.as_str(),
            store_certificates: verification.store.certificates().len(),
            store_problems: verification.store.problems().len(),
            log_lines_lost: shared.lines.health().lost + shared.records.health().lost,
        }
    }
}

impl LogStatus {
    fn of(health: Health) -> Self {
        Self {
            lost: health.lost,
            failure: health.failure,
        }
    }
}

fn node(role: String, endpoint: &Endpoint, upstream: &crate::upstream::Upstream) -> NodeStatus {
    NodeStatus {
        address: endpoint.host.to_string(),
        role,
        port: endpoint.port.get(),
        resolve: endpoint.resolve.map(|ip| ip.to_string()),
        tls_engine: upstream.engine_for(endpoint).as_str(),
    }
}

/// What is noteworthy about the entries of a trust store, in English: status and log are for
/// operators and machines alike.
pub(crate) fn store_problems(store: &TrustStore) -> Vec<StoreProblemStatus> {
    let problem = |problem: &tollgate_pki::StoreProblem| StoreProblemStatus {
        file: problem.file.to_string(),
        position: problem.position,
        subject: problem
            .certificate
            .as_ref()
            .map(|certificate| certificate.facts().subject.clone()),
        text: describe(&problem.kind),
    };
    store.problems().iter().map(problem).collect()
}

fn describe(kind: &StoreProblemKind) -> String {
    match kind {
        StoreProblemKind::Duplicate { file, position } => {
            format!("the same certificate is entry {position} of {file} already")
        }
        StoreProblemKind::Expired => {
            "the certificate has expired; it makes no chain valid".to_owned()
        }
        StoreProblemKind::NotYetValid => "the certificate is not valid yet".to_owned(),
        StoreProblemKind::NotAnAnchor => {
            "neither a CA nor self-signed; it cannot end a chain of trust".to_owned()
        }
        StoreProblemKind::SameSubject { file, position } => {
            format!(
                "another certificate has the same subject (entry {position} of {file}); both work here"
            )
        }
        StoreProblemKind::Unreadable(error) => format!("cannot be read: {error}"),
    }
}
