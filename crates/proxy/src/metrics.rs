//! Numbers for Prometheus. Label values come from the configuration or from fixed words, never from
//! a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabel as _, EncodeLabelSet, LabelSetEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::upstream::Counters;

/// Counted by one worker alone, so that counting never waits for another core.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Responses by the first digit of their status, 1 to 5; the first entry is unused.
    pub(crate) responses: [AtomicU64; 6],
    pub(crate) connections: AtomicU64,
    pub(crate) crowded: AtomicU64,
    pub(crate) cut_connections: AtomicU64,
    pub(crate) aborted: AtomicU64,
    pub(crate) panics: AtomicU64,
}

/// Everything that is counted.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    tallies: Vec<Arc<Tally>>,
    responses: Family<Labels<1>, Counter>,
    connections: Counter,
    current: Current,
    /// What the upstream side counts.
    pub(crate) upstream: Counters,
    pub(crate) refusals: Family<Labels<1>, Counter>,
    pub(crate) origin_failures: Family<Labels<3>, Counter>,
    pub(crate) unverified: Family<Labels<2>, Counter>,
    pub(crate) reloads: Family<Labels<1>, Counter>,
}

/// Values that are looked up when somebody asks.
#[derive(Debug, Default)]
struct Current {
    clients: Gauge,
    generation: Gauge,
    verify_mode: Family<Labels<1>, Gauge>,
    store_certificates: Gauge,
    store_problems: Gauge,
    log_lines_lost: Counter,
    aborted: Counter,
    crowded: Counter,
    panics: Counter,
}

/// What [`Current`] is set to.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) clients: usize,
    pub(crate) generation: u64,
    pub(crate) verify_mode: &'static str,
    pub(crate) store_certificates: usize,
    pub(crate) store_problems: usize,
    pub(crate) log_lines_lost: u64,
}

/// A fixed number of labels.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Labels<const N: usize>(pub(crate) [(&'static str, Arc<str>); N]);

impl<const N: usize> EncodeLabelSet for Labels<N> {
    fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> Result<(), std::fmt::Error> {
        self.0
            .iter()
            .try_for_each(|(name, value)| (*name, &**value).encode(encoder.encode_label()))
    }
}

/// One label with a fixed word.
pub(crate) fn word(name: &'static str, value: &'static str) -> Labels<1> {
    Labels([(name, Arc::from(value))])
}

impl Metrics {
    pub(crate) fn new(workers: usize) -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("tollgate"),
            tallies: (0..workers).map(|_| Arc::default()).collect(),
            responses: Family::default(),
            connections: Counter::default(),
            current: Current::default(),
            upstream: Counters::default(),
            refusals: Family::default(),
            origin_failures: Family::default(),
            unverified: Family::default(),
            reloads: Family::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        self.upstream.register(registry);
        let current = &self.current;
        registry.register(
            "responses",
            "Responses to clients by class of status",
            self.responses.clone(),
        );
        registry.register(
            "refusals",
            "Requests answered by the traffic server itself, by reason",
            self.refusals.clone(),
        );
        registry.register(
            "client_connections",
            "Client connections accepted",
            self.connections.clone(),
        );
        registry.register(
            "clients",
            "Client connections at this moment",
            current.clients.clone(),
        );
        registry.register(
            "origin_failures",
            "Requests that got no answer from a node, by kind",
            self.origin_failures.clone(),
        );
        registry.register(
            "unverified_requests",
            "Requests sent to nodes in plain HTTP, which nothing verifies",
            self.unverified.clone(),
        );
        registry.register(
            "verify_origin_server",
            "1 for the mode in force: On, Report or Off",
            current.verify_mode.clone(),
        );
        registry.register(
            "trust_store_certificates",
            "Certificates in the trust store",
            current.store_certificates.clone(),
        );
        registry.register(
            "trust_store_problems",
            "Entries of the trust store that are unusable or noteworthy",
            current.store_problems.clone(),
        );
        registry.register(
            "settings_generation",
            "Times that settings were put in force",
            current.generation.clone(),
        );
        registry.register(
            "reloads",
            "Orders to reload the settings, by result",
            self.reloads.clone(),
        );
        registry.register(
            "log_lines_lost",
            "Log lines that could not be written",
            current.log_lines_lost.clone(),
        );
        registry.register(
            "aborted_responses",
            "Responses that ended before their end",
            current.aborted.clone(),
        );
        registry.register(
            "turned_away_clients",
            "Connections closed at once because of the limit",
            current.crowded.clone(),
        );
        registry.register(
            "internal_errors",
            "Connections that ended by an error of this program",
            current.panics.clone(),
        );
    }

    /// The counters of one worker.
    pub(crate) fn tally(&self, worker: usize) -> Arc<Tally> {
        self.tallies.get(worker).map(Arc::clone).unwrap_or_default()
    }

    pub(crate) fn sum(&self, count: impl Fn(&Tally) -> &AtomicU64) -> u64 {
        self.tallies
            .iter()
            .map(|tally| count(tally).load(Ordering::Relaxed))
            .sum()
    }

    /// All metrics as `OpenMetrics` text.
    pub(crate) fn text(&self, reading: &Reading) -> String {
        let current = &self.current;
        let raise = |counter: &Counter, to: u64| counter.inc_by(to.saturating_sub(counter.get()));
        for (class, label) in CLASSES {
            raise(
                &self.responses.get_or_create(&word("class", label)),
                self.sum(|tally| &tally.responses[class]),
            );
        }
        raise(&self.connections, self.sum(|tally| &tally.connections));
        raise(&current.aborted, self.sum(|tally| &tally.aborted));
        raise(&current.crowded, self.sum(|tally| &tally.crowded));
        raise(&current.panics, self.sum(|tally| &tally.panics));
        raise(&current.log_lines_lost, reading.log_lines_lost);
        set(&current.clients, reading.clients);
        set(&current.generation, reading.generation);
        set(&current.store_certificates, reading.store_certificates);
        set(&current.store_problems, reading.store_problems);
        for mode in ["On", "Report", "Off"] {
            let in_force = u8::from(mode == reading.verify_mode);
            set(
                &current.verify_mode.get_or_create(&word("mode", mode)),
                in_force,
            );
        }
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            // Writing to a string does not fail; half of the metrics would be worse than none.
            "# EOF\n".clone_into(&mut text);
        }
        text
    }
}

fn set(gauge: &Gauge, value: impl TryInto<i64>) {
    gauge.set(value.try_into().unwrap_or(i64::MAX));
}

/// Index in [`Tally::responses`] and label.
const CLASSES: [(usize, &str); 4] = [(2, "2xx"), (3, "3xx"), (4, "4xx"), (5, "5xx")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_all_workers_are_added() {
        let metrics = Metrics::new(2);
        metrics.tally(0).responses[2].fetch_add(3, Ordering::Relaxed);
        metrics.tally(1).responses[2].fetch_add(4, Ordering::Relaxed);
        metrics
            .refusals
            .get_or_create(&word("reason", "not_allowed"))
            .inc();
        let reading = Reading {
            clients: 5,
            generation: 1,
            verify_mode: "Report",
            store_certificates: 7,
            store_problems: 0,
            log_lines_lost: 2,
        };
        for _ in 0..2 {
            let text = metrics.text(&reading);
            for line in [
                "tollgate_responses_total{class=\"2xx\"} 7",
                "tollgate_refusals_total{reason=\"not_allowed\"} 1",
                "tollgate_clients 5",
                "tollgate_verify_origin_server{mode=\"Report\"} 1",
                "tollgate_verify_origin_server{mode=\"On\"} 0",
                "tollgate_log_lines_lost_total 2",
            ] {
                assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
            }
        }
    }
}
