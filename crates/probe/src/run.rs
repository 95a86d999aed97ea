//! Many ports of many nodes at the same time, each of them politely.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use crate::exchange::{
    DESCRIPTOR_WAIT, ExchangeFailure, Times, is_out_of_descriptors, wait_for_descriptor,
};
use crate::survey::{Depth, Endpoint, Manner, Prediction, Survey};

/// How nodes are treated, which also serve calls meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Politeness {
    /// Handshakes with one node at the same time.
    pub at_a_time: usize,
    /// Handshakes with one port altogether.
    pub handshakes: u32,
    /// Ports that are asked at the same time.
    pub ports: usize,
    /// How long to wait.
    pub times: Times,
}

impl Default for Politeness {
    fn default() -> Self {
        Self {
            at_a_time: 2,
            handshakes: 6,
            ports: 128,
            times: Times {
                connect: Duration::from_secs(5),
                answer: Duration::from_secs(5),
            },
        }
    }
}

/// Asks ports what they present.
#[derive(Debug, Default)]
pub struct Probe {
    /// How nodes are treated.
    pub politeness: Politeness,
    /// What appliances would offer, in order.
    pub predictions: Vec<Prediction>,
    /// Further offers, made where both key types are there and the port may still be asked.
    pub spare: Vec<Prediction>,
    gates: Mutex<HashMap<IpAddr, Weak<Semaphore>>>,
}

impl Probe {
    /// A probe that is so polite and makes these offers beside its own.
    pub fn new(politeness: Politeness, predictions: Vec<Prediction>) -> Self {
        Self {
            politeness,
            predictions,
            spare: Vec::new(),
            gates: Mutex::default(),
        }
    }

    /// Asks each endpoint and hands on what it showed as soon as it is known, with the endpoint's
    /// place. One dead node holds up nobody else.
    pub async fn run(
        &self,
        endpoints: impl IntoIterator<Item = Endpoint>,
        depth: Depth,
        mut each: impl FnMut(usize, Endpoint, Survey),
    ) {
        let surveys = endpoints.into_iter().enumerate();
        let surveys = futures_util::stream::iter(surveys).map(|(at, endpoint)| async move {
            let survey = self.survey(&endpoint, depth).await;
            (at, endpoint, survey)
        });
        let mut surveys = std::pin::pin!(surveys.buffer_unordered(self.politeness.ports.max(1)));
        while let Some((at, endpoint, survey)) = surveys.next().await {
            each(at, endpoint, survey);
        }
    }

    /// Asks one endpoint.
    pub async fn survey(&self, endpoint: &Endpoint, depth: Depth) -> Survey {
        match self.resolve(endpoint).await {
            Ok(to) => self.survey_at(to, &endpoint.address, depth).await,
            Err(failure) => Survey::failed(failure),
        }
    }

    async fn survey_at(&self, to: SocketAddr, address: &str, depth: Depth) -> Survey {
        let gate = self.gate(to.ip());
        let manner = Manner {
            times: self.politeness.times,
            depth,
            predictions: &self.predictions,
            spare: &self.spare,
            handshakes: self.politeness.handshakes,
            gate: &gate,
        };
        Survey::take(to, address, manner).await
    }

    async fn resolve(&self, endpoint: &Endpoint) -> Result<SocketAddr, ExchangeFailure> {
        let bare = endpoint
            .address
            .trim_start_matches('[')
            .trim_end_matches(']');
        let known = endpoint.resolve.or_else(|| bare.parse().ok());
        if let Some(ip) = known {
            return Ok(SocketAddr::new(ip, endpoint.port));
        }
        let name = (endpoint.address.as_str(), endpoint.port);
        let unknown = ExchangeFailure::Unreachable(io::ErrorKind::NotFound);
        let until = Instant::now() + DESCRIPTOR_WAIT;
        loop {
            let looking = timeout(self.politeness.times.connect, tokio::net::lookup_host(name));
            match looking.await.map_err(|_| unknown.clone())? {
                Ok(mut found) => return found.next().ok_or(unknown),
                Err(error) if is_out_of_descriptors(&error) && Instant::now() < until => {
                    wait_for_descriptor().await;
                }
                Err(_) => return Err(unknown),
            }
        }
    }

    /// What limits the handshakes with one node at the same time.
    fn gate(&self, node: IpAddr) -> Arc<Semaphore> {
        // Guards the table alone, for the time of a look-up.
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gate) = gates.get(&node).and_then(Weak::upgrade) {
            return gate;
        }
        // Nodes that were asked are forgotten when the table has grown over those being asked.
        if gates.len() > self.politeness.ports.saturating_mul(4) {
            gates.retain(|_, gate| gate.strong_count() > 0);
        }
        let gate = Arc::new(Semaphore::new(self.politeness.at_a_time.max(1)));
        gates.insert(node, Arc::downgrade(&gate));
        gate
    }
}
