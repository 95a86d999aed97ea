//! What the metrics and the status say about the way to the nodes.
//!
//! Counters outlive a reload: every generation of settings counts into the same ones.

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tollgate_pki::Code;

use super::admission::{Action, Judged, Source};
use super::progress::Engine;

/// Counts of connections, handshakes and refusals. Clones count into the same numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counters {
    verification_failures: Family<VerificationFailure, Counter>,
    verdicts: Family<VerdictReached, Counter>,
    handshakes: Family<Handshake, Counter>,
    client_certificate_refusals: Family<ClientCertificateRefused, Counter>,
    reused: Counter,
    repeated: Counter,
    remembered: Counter,
    open: Gauge,
    idle: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct VerificationFailure {
    node: String,
    port: u16,
    key_type: &'static str,
    reason: &'static str,
    action: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct VerdictReached {
    source: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Handshake {
    engine: Engine,
    outcome: HandshakeOutcome,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ClientCertificateRefused {
    node: String,
    port: u16,
    reason: &'static str,
}

/// How a TLS handshake with a node ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum HandshakeOutcome {
    /// The connection may be used.
    Admitted,
    /// The node's certificate was refused.
    Refused,
    /// The node refused our certificate.
    ClientCertificateRefused,
    /// Anything else, time-outs included.
    Failed,
}

impl EncodeLabelValue for Engine {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        EncodeLabelValue::encode(&self.as_str(), encoder)
    }
}

impl EncodeLabelValue for HandshakeOutcome {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        let name = match self {
            Self::Admitted => "admitted",
            Self::Refused => "refused",
            Self::ClientCertificateRefused => "client_certificate_refused",
            Self::Failed => "failed",
        };
        EncodeLabelValue::encode(&name, encoder)
    }
}

impl Counters {
    /// Shows the counters under their names.
    pub(crate) fn register(&self, registry: &mut Registry) {
        registry.register(
            "node_verification_failures",
            "Refused node certificates by node, port, key type, first reason and what followed",
            self.verification_failures.clone(),
        );
        registry.register(
            "verdicts",
            "Verdicts on node certificates, worked out afresh or remembered",
            self.verdicts.clone(),
        );
        registry.register(
            "node_handshakes",
            "TLS handshakes with nodes by engine and outcome",
            self.handshakes.clone(),
        );
        registry.register(
            "node_client_certificate_refusals",
            "Refusals of our client certificate by node, port and finding",
            self.client_certificate_refusals.clone(),
        );
        registry.register(
            "node_connections_reused",
            "Requests sent over a pooled connection",
            self.reused.clone(),
        );
        registry.register(
            "node_requests_repeated",
            "Requests sent again on a new connection because the pooled one was stale",
            self.repeated.clone(),
        );
        registry.register(
            "node_refusals_remembered",
            "Requests refused from memory, without a connection",
            self.remembered.clone(),
        );
        registry.register(
            "node_connections_open",
            "Open connections to nodes",
            self.open.clone(),
        );
        registry.register(
            "node_connections_idle",
            "Idle connections to nodes",
            self.idle.clone(),
        );
    }

    pub(super) fn judged(&self, judged: &Judged) {
        self.verdicts(judged.source).inc();
        let Some(reason) = judged.verdict.first() else {
            return;
        };
        let key_type = judged
            .presented
            .leaf()
            .map_or("other", |leaf| leaf.facts().key.family.as_str());
        let failure = VerificationFailure {
            node: judged.endpoint.host.to_string(),
            port: judged.endpoint.port.get(),
            key_type,
            reason: Code::as_str(reason.code),
            action: match judged.action {
                Action::Admit => "admit",
                Action::Terminate => "terminate",
                Action::Continue => "continue",
            },
        };
        self.verification_failures.get_or_create(&failure).inc();
    }

    /// How many verdicts came from there.
    pub(crate) fn verdicts(&self, source: Source) -> Counter {
        let reached = VerdictReached {
            source: source.as_str(),
        };
        self.verdicts.get_or_create_owned(&reached)
    }

    pub(super) fn handshake(&self, engine: Engine, outcome: HandshakeOutcome) {
        self.handshakes
            .get_or_create(&Handshake { engine, outcome })
            .inc();
    }

    pub(super) fn client_certificate_refused(&self, node: String, port: u16, reason: &'static str) {
        let refused = ClientCertificateRefused { node, port, reason };
        self.client_certificate_refusals
            .get_or_create(&refused)
            .inc();
    }

    pub(super) fn reused(&self) {
        self.reused.inc();
    }

    pub(super) fn repeated(&self) {
        self.repeated.inc();
    }

    pub(super) fn remembered(&self) {
        self.remembered.inc();
    }

    pub(super) fn open(&self, change: i64) {
        self.open.inc_by(change);
    }

    pub(super) fn idle(&self, change: i64) {
        self.idle.inc_by(change);
    }

    pub(super) fn closed_idle(&self, connections: usize) {
        self.idle
            .dec_by(i64::try_from(connections).unwrap_or(i64::MAX));
    }
}
