//! What an operator sees of one generation of settings.

use std::sync::Arc;

use super::Shared;
use super::identity::IdentityFacts;
use super::settings::TlsMinimum;

/// TLS towards the nodes.
#[derive(Debug, Clone)]
pub(crate) struct Status {
    /// Lowest TLS version spoken.
    pub(crate) minimum: TlsMinimum,
    /// Suites that are offered, in order, by OpenSSL's names.
    pub(crate) suites: Vec<Arc<str>>,
    /// Those of them that are offered only to nodes which OpenSSL serves.
    pub(crate) dropped: Vec<Arc<str>>,
    /// Verdicts that are remembered at this moment; `None` if none ever is.
    pub(crate) remembered: Option<usize>,
    /// Our client certificate.
    pub(crate) client: Option<IdentityFacts>,
}

impl Status {
    pub(super) fn of(shared: &Shared) -> Self {
        let settings = &shared.settings;
        Self {
            minimum: settings.minimum,
            suites: shared
                .plan
                .offered
                .iter()
                .map(|suite| Arc::clone(&suite.name))
                .collect(),
            dropped: shared.plan.dropped(),
            remembered: shared.judge.remembered(),
            client: settings
                .client
                .as_ref()
                .map(|client| client.facts().clone()),
        }
    }
}
