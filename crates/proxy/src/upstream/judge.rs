//! Asks `pki` about a presented chain and decides what follows.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tollgate_pki::{Address, Policy, TrustStore, UnreadableCertificate, verify};
use tollgate_uc::Host;

use super::admission::{Judged, Presentation};
use super::certificates::Certificates;
use super::endpoint::Endpoint;
use super::memory::{Memory, Question};
use super::settings::{Clock, Settings, VerifyOrigin};

/// No policy accepts more than 7 intermediates; nodes send a few that do not belong to the chain.
const MAX_PRESENTED: usize = 32;

/// A chain about which there is no verdict; the handshake ends in every mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum UnjudgedChain {
    /// One of the certificates is not X.509.
    #[error("the certificate at depth {} of the node's chain cannot be read", .0.depth)]
    Unreadable(UnreadableCertificate),
    /// More than anybody needs.
    #[error("the node presented {0} certificates, more than {MAX_PRESENTED}")]
    TooMany(usize),
}

/// The same for every connection of one generation of settings.
#[derive(Debug)]
pub(super) struct Judge {
    trust: TrustStore,
    policy: Policy,
    mode: VerifyOrigin,
    clock: Clock,
    certificates: Certificates,
    memory: Option<Memory>,
    /// No two judges of a process have the same.
    generation: u64,
}

impl Judge {
    pub(super) fn new(settings: &Settings) -> Self {
        static GENERATIONS: AtomicU64 = AtomicU64::new(0);
        // What other modes let pass is never anything but a verdict of its own connection.
        let memory = match settings.mode {
            VerifyOrigin::On => Memory::new(settings.remember, settings.clock),
            VerifyOrigin::Report | VerifyOrigin::Off => None,
        };
        Self {
            trust: settings.trust.clone(),
            policy: settings.policy,
            mode: settings.mode,
            clock: settings.clock,
            certificates: Certificates::default(),
            memory,
            generation: GENERATIONS.fetch_add(1, Ordering::Relaxed),
        }
    }

    /// Judges what `server` presented for `endpoint`, whose host alone is the name that is checked.
    /// The verdict may be one that was reached moments ago, if nothing speaks against it.
    pub(super) fn judge(
        &self,
        endpoint: &Arc<Endpoint>,
        server: SocketAddr,
        chain: &[&[u8]],
    ) -> Result<Arc<Judged>, UnjudgedChain> {
        if chain.len() > MAX_PRESENTED {
            return Err(UnjudgedChain::TooMany(chain.len()));
        }
        let address = checked_address(&endpoint.host);
        let question = self.memory.as_ref().map(|memory| {
            let question = Question::new(chain, &address, self.policy, self.generation);
            (memory, question)
        });
        let remembered = question
            .as_ref()
            .and_then(|(memory, question)| memory.recall(question));
        if let Some(remembered) = remembered {
            let judged = Judged::remembered(Arc::clone(endpoint), server, remembered, self.mode);
            return Ok(Arc::new(judged));
        }
        let presented = self.certificates.chain(chain);
        let presented = Arc::new(presented.map_err(UnjudgedChain::Unreadable)?);
        let at = (self.clock)();
        let verdict = Arc::new(verify(
            &presented,
            Some(&address),
            &self.trust,
            at.as_second(),
            self.policy,
        ));
        if let Some((memory, question)) = question {
            memory.keep(question, &presented, &verdict, at);
        }
        let presentation = Presentation {
            endpoint: Arc::clone(endpoint),
            server,
            at,
            presented,
        };
        Ok(Arc::new(Judged::fresh(presentation, verdict, self.mode)))
    }

    /// How many verdicts are remembered; `None` if none ever is.
    pub(super) fn remembered(&self) -> Option<usize> {
        self.memory.as_ref().map(Memory::len)
    }

    pub(super) fn mode(&self) -> VerifyOrigin {
        self.mode
    }

    pub(super) fn clock(&self) -> Clock {
        self.clock
    }
}

/// The address that a certificate must contain: the target's host and nothing else.
fn checked_address(host: &Host) -> Address {
    host.as_ip()
        .map_or_else(|| Address::Name(host.to_string()), Address::Ip)
}
