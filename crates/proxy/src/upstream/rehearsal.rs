//! What becomes of a chain under some settings, without a network: for those who count what a
//! verdict costs, afresh and remembered.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::sync::Arc;

use tollgate_uc::{Host, Protocol};

use super::admission::Action;
use super::counters::Counters;
use super::endpoint::{Endpoint, EngineChoice};
use super::judge::Judge;
use crate::config;

/// Judges chains as the connections to one node would have them judged.
#[derive(Debug)]
pub struct Rehearsal {
    judge: Judge,
    endpoint: Arc<Endpoint>,
    server: SocketAddr,
}

impl Rehearsal {
    /// For port 443 of a node of this name or address. `None` if it is neither.
    pub fn new(settings: &config::Settings, node: &str) -> Option<Self> {
        let port = NonZeroU16::new(443)?;
        let endpoint = Endpoint {
            protocol: Protocol::Https,
            host: Host::parse(node).ok()?,
            port,
            resolve: None,
            engine: EngineChoice::Automatic,
        };
        let settings = settings.upstream(Vec::new(), Counters::default());
        Some(Self {
            judge: Judge::new(&settings),
            endpoint: Arc::new(endpoint),
            server: SocketAddr::from((Ipv4Addr::LOCALHOST, port.get())),
        })
    }

    /// `fresh` or `remembered` for a chain in DER, leaf first, that admits the connection; `None` for
    /// one that does not.
    pub fn judge(&self, chain: &[&[u8]]) -> Option<&'static str> {
        let judged = self.judge.judge(&self.endpoint, self.server, chain).ok()?;
        match judged.action {
            Action::Admit | Action::Continue => Some(judged.source.as_str()),
            Action::Terminate => None,
        }
    }
}
