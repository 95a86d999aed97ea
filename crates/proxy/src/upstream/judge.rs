//! Asks `pki` about a presented chain and decides what follows.

use std::net::SocketAddr;
use std::sync::Arc;

use tollgate_pki::{Address, Policy, PresentedChain, TrustStore, UnreadableCertificate, verify};
use tollgate_uc::Host;

use super::admission::{Judged, Presentation};
use super::endpoint::Endpoint;
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
}

impl Judge {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            trust: settings.trust.clone(),
            policy: settings.policy,
            mode: settings.mode,
            clock: settings.clock,
        }
    }

    /// Judges what `server` presented for `endpoint`, whose host alone is the name that is checked.
    pub(super) fn judge(
        &self,
        endpoint: &Arc<Endpoint>,
        server: SocketAddr,
        chain: &[&[u8]],
    ) -> Result<Arc<Judged>, UnjudgedChain> {
        if chain.len() > MAX_PRESENTED {
            return Err(UnjudgedChain::TooMany(chain.len()));
        }
        let presented =
            PresentedChain::from_der(chain.iter().copied()).map_err(UnjudgedChain::Unreadable)?;
        let at = (self.clock)();
        let address = checked_address(&endpoint.host);
        let verdict = verify(
            &presented,
            Some(&address),
            &self.trust,
            at.as_second(),
            self.policy,
        );
        let presentation = Presentation {
            endpoint: Arc::clone(endpoint),
            server,
            at,
            presented,
        };
        Ok(Arc::new(Judged::new(presentation, verdict, self.mode)))
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
