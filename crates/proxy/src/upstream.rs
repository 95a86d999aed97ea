//! Everything between "this request is allowed to go to that target" and the node: names are
//! resolved, connections made, certificates judged, connections pooled, requests sent.
//!
//! One [`Upstream`] serves one generation of settings. A connection lives and dies with the
//! settings under which its certificate was judged: the pool is inside, a reload makes a new
//! `Upstream` and retires the old one. A request reaches a node only over a connection that carries
//! its [`Passage`](admission::Passage), the proof that a verdict admitted it.
//!
//! What stays outside: whether the target is allowed, log lines, responses to the client, and
//! time limits on the client's side.

mod admission;
mod alert;
mod buffers;
mod certificate_request;
mod certificates;
mod cipher;
mod connection;
mod counters;
mod dial;
mod endpoint;
mod failure;
mod handshake;
mod handshake_signature;
mod home;
mod identity;
mod judge;
mod key_share;
mod memory;
mod message;
mod offer;
mod openssl_engine;
mod pool;
mod progress;
mod refusals;
mod rehearsal;
mod resolve;
mod rustls_engine;
mod secp521r1;
mod send;
mod settings;
mod signing;
mod status;
mod stream;
mod upload;

use std::sync::{Arc, OnceLock};

pub(crate) use admission::{Action, Judged, Source};
pub(crate) use cipher::DEFAULT_CIPHERS;
pub(crate) use counters::Counters;
pub(crate) use endpoint::{Endpoint, EngineChoice};
pub(crate) use failure::{Failure, FailureKind};
pub(crate) use identity::ClientIdentity;
pub use offer::OriginOffer;
pub use rehearsal::Rehearsal;

pub(crate) use message::{BodyFraming, BoxError, NodeRequest, RequestBody, ResponseBody};
pub(crate) use progress::{ConnectionFacts, Engine, Progress};
pub(crate) use settings::{Limits, Settings, SettingsError, TlsMinimum, VerifyOrigin};
pub(crate) use status::Status;

use buffers::Buffers;
use cipher::CipherPlan;
use handshake_signature::offered_schemes;
use home::Tasks;
use judge::Judge;
use openssl_engine::OpensslEngine;
use pool::{Ledger, Pool};
use refusals::Refusals;
use resolve::Resolver;
use rustls_engine::RustlsEngine;

use crate::http1::NodeHead;

/// The way of one worker to the nodes, under one generation of settings. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Upstream(Arc<Inner>);

/// What came back from a node.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Status and fields.
    pub(crate) head: NodeHead,
    /// Returns the connection to the pool when it ends.
    pub(crate) body: ResponseBody,
    /// The connection it came over.
    pub(crate) connection: Arc<ConnectionFacts>,
}

/// What all workers use.
#[derive(Debug)]
struct Shared {
    settings: Settings,
    plan: Arc<CipherPlan>,
    judge: Arc<Judge>,
    rustls: RustlsEngine,
    openssl: OpensslEngine,
    refusals: Refusals,
    ledger: Arc<Ledger>,
}

/// What one worker has of its own.
#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    resolver: Resolver,
    pool: Arc<Pool>,
    buffers: Buffers,
    /// Set when the task that closes old idle connections has been started.
    sweeper: OnceLock<()>,
    tasks: Tasks,
}

impl Upstream {
    /// Prepares everything that the settings decide once: cipher suites, TLS configurations, the
    /// client certificate. Needs no runtime.
    pub(crate) fn new(settings: Settings) -> Result<Self, SettingsError> {
        let plan = Arc::new(CipherPlan::expand(&settings.ciphers, settings.minimum)?);
        let schemes: Arc<[_]> = offered_schemes(plan.preference, settings.policy.level).into();
        let judge = Arc::new(Judge::new(&settings));
        let openssl = OpensslEngine::new(
            settings.minimum,
            Arc::clone(&plan),
            &schemes,
            Arc::clone(&judge),
            settings.client.clone(),
        )?;
        let rustls = RustlsEngine::new(
            Arc::clone(&plan),
            schemes,
            Arc::clone(&judge),
            settings.client.clone(),
        )?;
        let ledger = Arc::new(Ledger::new(settings.limits, settings.counters.clone()));
        let refusals = Refusals::default();
        let shared = Shared {
            settings,
            plan,
            judge,
            rustls,
            openssl,
            refusals,
            ledger,
        };
        Ok(Self::of(Arc::new(shared)))
    }

    /// The same for another worker: with connections and tasks of its own, under the same settings,
    /// limits and memory of refusals.
    pub(crate) fn for_worker(&self) -> Self {
        Self::of(Arc::clone(&self.0.shared))
    }

    fn of(shared: Arc<Shared>) -> Self {
        let pool = Pool::new(&shared.ledger);
        Self(Arc::new(Inner {
            shared,
            resolver: Resolver::default(),
            pool,
            buffers: Buffers::default(),
            sweeper: OnceLock::new(),
            tasks: Tasks::default(),
        }))
    }

    /// Closes the idle connections of this worker and keeps no further ones. Requests in flight
    /// finish; their connections end with the last of them.
    pub(crate) fn retire(&self) {
        self.0.pool.retire();
    }

    /// The library that speaks to this endpoint.
    pub(crate) fn engine_for(&self, endpoint: &Endpoint) -> Engine {
        self.0.shared.engine_for(endpoint)
    }

    /// What is in force.
    pub(crate) fn status(&self) -> Status {
        Status::of(&self.0.shared)
    }
}

impl Shared {
    fn engine_for(&self, endpoint: &Endpoint) -> Engine {
        let is_rustls = match endpoint.engine {
            EngineChoice::Automatic => {
                self.plan.rustls_can_serve() && rustls_engine::server_name(&endpoint.host).is_some()
            }
            EngineChoice::OpenSsl => false,
        };
        if is_rustls {
            Engine::Rustls
        } else {
            Engine::OpenSsl
        }
    }
}

#[cfg(test)]
mod tests;
