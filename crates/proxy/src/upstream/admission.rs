//! The proof that a connection may carry requests.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;
use tollgate_pki::{PresentedChain, Verdict};
use tollgate_uc::Protocol;

use super::endpoint::Endpoint;
use super::memory::Remembered;
use super::settings::VerifyOrigin;

/// What a node presented on one connection, and what was decided about it.
#[derive(Debug)]
pub(crate) struct Judged {
    /// The target, whose host is the name that was checked.
    pub(crate) endpoint: Arc<Endpoint>,
    /// The address that was dialled.
    pub(crate) server: SocketAddr,
    /// When, by the clock of the settings.
    pub(crate) at: Timestamp,
    /// Certificates as sent, leaf first.
    pub(crate) presented: Arc<PresentedChain>,
    /// The verdict with every reason and warning.
    pub(crate) verdict: Arc<Verdict>,
    /// Whether it was worked out for this connection.
    pub(crate) source: Source,
    /// What follows from verdict and mode.
    pub(crate) action: Action,
    /// Makes `fresh` and `remembered` the only ways to one.
    _sealed: (),
}

/// Where a verdict comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// Worked out for this very connection.
    Fresh,
    /// Reached moments ago for the same certificates, name, policy and settings.
    Remembered,
}

/// What a verdict leads to under the mode in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// Trusted: the connection is used.
    Admit,
    /// Refused under `On`: the connection ends.
    Terminate,
    /// Refused under `Report` or `Off`: the connection is used all the same.
    Continue,
}

/// The proof that the verdict on what this very connection presented admitted it under the mode in
/// force. Made from an attempt's own account only.
#[derive(Debug, Clone)]
pub(crate) struct Admission {
    judged: Arc<Judged>,
}

/// Why requests may travel over a connection. There is no connection without one.
#[derive(Debug, Clone)]
pub(crate) enum Passage {
    /// Its certificate was judged and admitted.
    Verified(Admission),
    /// The target says `http`, which only a rule that says so allows: nothing was verified.
    Unverified(Unverified),
}

/// The admission of a target without TLS; there is none for a target with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unverified(());

/// Who presented what, when.
#[derive(Debug)]
pub(super) struct Presentation {
    pub(super) endpoint: Arc<Endpoint>,
    pub(super) server: SocketAddr,
    pub(super) at: Timestamp,
    pub(super) presented: Arc<PresentedChain>,
}

impl Judged {
    /// Decides what follows from the verdict on a presentation.
    pub(super) fn fresh(
        presentation: Presentation,
        verdict: Arc<Verdict>,
        mode: VerifyOrigin,
    ) -> Self {
        Self::new(presentation, verdict, Source::Fresh, mode)
    }

    /// The same for what was presented, and found trusted, moments ago.
    pub(super) fn remembered(
        endpoint: Arc<Endpoint>,
        server: SocketAddr,
        remembered: Remembered,
        mode: VerifyOrigin,
    ) -> Self {
        let (presented, verdict, at) = remembered.into_parts();
        let presentation = Presentation {
            endpoint,
            server,
            at,
            presented,
        };
        Self::new(presentation, verdict, Source::Remembered, mode)
    }

    fn new(
        presentation: Presentation,
        verdict: Arc<Verdict>,
        source: Source,
        mode: VerifyOrigin,
    ) -> Self {
        let Presentation {
            endpoint,
            server,
            at,
            presented,
        } = presentation;
        let action = Action::of(&verdict, mode);
        Self {
            endpoint,
            server,
            at,
            presented,
            verdict,
            source,
            action,
            _sealed: (),
        }
    }
}

impl Unverified {
    /// Nothing for a target that says `https`.
    pub(super) fn of(endpoint: &Endpoint) -> Option<Self> {
        match endpoint.protocol {
            Protocol::Http => Some(Self(())),
            Protocol::Https => None,
        }
    }
}

impl Source {
    /// As in metrics.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Remembered => "remembered",
        }
    }
}

impl Action {
    fn of(verdict: &Verdict, mode: VerifyOrigin) -> Self {
        match (verdict.is_trusted(), mode) {
            (true, _) => Self::Admit,
            (false, VerifyOrigin::On) => Self::Terminate,
            (false, VerifyOrigin::Report | VerifyOrigin::Off) => Self::Continue,
        }
    }
}

impl Admission {
    /// Nothing if the verdict ends the connection.
    pub(super) fn of(judged: Arc<Judged>) -> Option<Self> {
        match judged.action {
            Action::Admit | Action::Continue => Some(Self { judged }),
            Action::Terminate => None,
        }
    }

    /// The verdict that admitted the connection.
    pub(crate) fn judged(&self) -> &Arc<Judged> {
        &self.judged
    }
}

impl Passage {
    /// The verdict behind it, if anything was verified.
    pub(crate) fn judged(&self) -> Option<&Arc<Judged>> {
        match self {
            Self::Verified(admission) => Some(admission.judged()),
            Self::Unverified(_) => None,
        }
    }
}
