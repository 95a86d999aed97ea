//! What an operator sees of one generation of settings.

use std::sync::Arc;

use super::Shared;
use super::cipher::KeyPreference;
use super::identity::IdentityFacts;
use super::pool::Census;
use super::progress::Engine;
use super::settings::{TlsMinimum, VerifyOrigin};

/// Settings in force towards the nodes, and connections open.
#[derive(Debug, Clone)]
pub(crate) struct Status {
    /// Number of the reload that made these settings.
    pub(crate) generation: u64,
    /// `VerifyOriginServer`.
    pub(crate) mode: VerifyOrigin,
    /// Lowest TLS version spoken.
    pub(crate) minimum: TlsMinimum,
    /// Which certificate of a node with both is asked for first.
    pub(crate) preference: KeyPreference,
    /// Suites that are offered, in order, by OpenSSL's names.
    pub(crate) suites: Vec<Arc<str>>,
    /// Those of them that are offered only to nodes which OpenSSL serves.
    pub(crate) dropped: Vec<Arc<str>>,
    /// Which library serves nodes that do not ask for one.
    pub(crate) engine: Engine,
    /// Our client certificate.
    pub(crate) client: Option<IdentityFacts>,
    /// Connections open and idle.
    pub(crate) connections: Census,
}

impl Status {
    pub(super) fn of(shared: &Shared) -> Self {
        let settings = &shared.settings;
        Self {
            generation: settings.generation,
            mode: shared.judge.mode(),
            minimum: settings.minimum,
            preference: shared.plan.preference,
            suites: shared
                .plan
                .offered
                .iter()
                .map(|suite| Arc::clone(&suite.name))
                .collect(),
            dropped: shared.plan.dropped(),
            engine: if shared.plan.rustls_can_serve() {
                Engine::Rustls
            } else {
                Engine::OpenSsl
            },
            client: settings
                .client
                .as_ref()
                .map(|client| client.facts().clone()),
            connections: shared.ledger.census(),
        }
    }
}
