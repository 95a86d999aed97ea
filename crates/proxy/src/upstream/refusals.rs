//! A short memory of refused certificates, which spares a node the repeats of clients that try again
//! at once.
//!
//! It belongs to one generation of settings, so any reload clears it: what is remembered was judged
//! under the trust store, policy and mode in force.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::admission::Judged;
use super::endpoint::Endpoint;
use super::failure::Attempt;

/// Long enough for a burst of retries, too short to notice after a repair on the node.
const KEPT: Duration = Duration::from_secs(2);
/// Addresses for which something is kept.
const MAX_KEPT: usize = 1024;

/// What was refused lately.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// Guards the memory for the length of a look-up.
    kept: Mutex<HashMap<SocketAddr, Vec<Refusal>>>,
}

/// A refusal as it was answered first.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    endpoint: Arc<Endpoint>,
    until: Instant,
    pub(super) judged: Arc<Judged>,
    pub(super) attempts: Vec<Attempt>,
}

impl Refusals {
    /// The refusal for the same address, name, port, protocol and engine.
    pub(super) fn recall(&self, server: SocketAddr, endpoint: &Endpoint) -> Option<Refusal> {
        let now = Instant::now();
        let mut kept = self.kept();
        let here = kept.get_mut(&server)?;
        here.retain(|refusal| now < refusal.until);
        if here.is_empty() {
            kept.remove(&server);
            return None;
        }
        here.iter()
            .find(|refusal| refusal.endpoint.is_same_origin(endpoint))
            .cloned()
    }

    pub(super) fn keep(&self, judged: &Arc<Judged>, attempts: &[Attempt]) {
        let until = Instant::now() + KEPT;
        let mut kept = self.kept();
        if kept.len() >= MAX_KEPT {
            let now = Instant::now();
            kept.retain(|_, here| here.iter().any(|refusal| now < refusal.until));
        }
        if kept.len() >= MAX_KEPT {
            return;
        }
        let here = kept.entry(judged.server).or_default();
        here.retain(|refusal| !refusal.endpoint.is_same_origin(&judged.endpoint));
        here.push(Refusal {
            endpoint: Arc::clone(&judged.endpoint),
            until,
            judged: Arc::clone(judged),
            attempts: attempts.to_vec(),
        });
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<SocketAddr, Vec<Refusal>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
