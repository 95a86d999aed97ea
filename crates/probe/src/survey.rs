//! One port of one node: which certificate for which offer.

use std::net::{IpAddr, SocketAddr};

use tokio::sync::Semaphore;
use tollgate_capture::{AlertDescription, Conversation, Role};

use crate::exchange::{Exchange, ExchangeFailure, Times, exchange};
use crate::offer::{Offer, OfferKeys};

/// A port of a node, by an address that clients use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// The address that is asked for: a name or an IP address.
    pub address: String,
    /// The port.
    pub port: u16,
    /// Where to connect instead of where the name leads.
    pub resolve: Option<IpAddr>,
}

/// How much is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Depth {
    /// One offer for each key type.
    Certificate,
    /// Also TLS 1.3, the offers of appliances, and whose order the node follows.
    Full,
}

/// An offer that an appliance would make, with a name for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prediction {
    /// Such as `before` and `after`.
    pub name: String,
    /// What it offers.
    pub offer: Offer,
}

/// What a node did with one offer.
#[derive(Debug, Clone, PartialEq)]
pub enum Served {
    /// It answered with a certificate, or at least with TLS.
    Shown(Box<Conversation>),
    /// It refused this offer with an alert.
    Declined(AlertDescription),
    /// Nothing was learnt.
    Failed(ExchangeFailure),
    /// It was not asked, because nothing could come of it or the port was asked often enough.
    NotAsked,
}

/// What a port showed.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Where the connections went; `None` if the name did not resolve.
    pub dialed: Option<SocketAddr>,
    /// RSA in TLS 1.2 and below.
    pub rsa: Served,
    /// ECDSA in TLS 1.2 and below.
    pub ecdsa: Served,
    /// RSA in TLS 1.3.
    pub rsa_1_3: Served,
    /// ECDSA in TLS 1.3.
    pub ecdsa_1_3: Served,
    /// What each offer of an appliance got, in their order.
    pub predictions: Vec<Served>,
    /// What the last of these offers got with its order turned round; only asked where it can tell
    /// something.
    pub reversed: Served,
    /// What each spare offer got, in their order: not asked where it can tell nothing, or where the
    /// port was asked often enough.
    pub spare: Vec<Served>,
    /// Handshakes that were begun.
    pub handshakes: u32,
    /// Connections that were lost and made again.
    pub retries: u32,
}

impl Served {
    /// The conversation, if there was one.
    pub fn conversation(&self) -> Option<&Conversation> {
        match self {
            Self::Shown(conversation) => Some(conversation),
            Self::Declined(_) | Self::Failed(_) | Self::NotAsked => None,
        }
    }

    fn of(exchange: Exchange) -> Self {
        let Exchange {
            conversation,
            failure,
        } = exchange;
        match (conversation, failure) {
            (Some(seen), Some(ExchangeFailure::Alert)) => {
                let alert = seen.alerts.iter().find(|alert| alert.from == Role::Server);
                match alert {
                    Some(alert) => Self::Declined(alert.description),
                    None => Self::Failed(ExchangeFailure::Unreadable),
                }
            }
            (Some(seen), failure) => {
                let shows = seen.certificates_of(Role::Server).next().is_some();
                match failure {
                    Some(failure) if !shows => Self::Failed(failure),
                    _ => Self::Shown(Box::new(seen)),
                }
            }
            (None, Some(failure)) => Self::Failed(failure),
            (None, None) => Self::Failed(ExchangeFailure::Unreadable),
        }
    }

    /// Nobody answers there at all, so that other offers need not be made.
    fn is_hopeless(&self) -> bool {
        matches!(
            self,
            Self::Failed(
                ExchangeFailure::Refused
                    | ExchangeFailure::ConnectTimedOut(_)
                    | ExchangeFailure::Unreachable(_)
                    | ExchangeFailure::AnswerTimedOut(_)
                    | ExchangeFailure::NoDescriptor
                    | ExchangeFailure::NotTls { .. }
            )
        )
    }
}

/// How a port is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner<'m> {
    pub(crate) times: Times,
    pub(crate) depth: Depth,
    pub(crate) predictions: &'m [Prediction],
    /// Offers for which there may be room after these.
    pub(crate) spare: &'m [Prediction],
    /// Handshakes with one port at most.
    pub(crate) handshakes: u32,
    /// Held during each connection to the node.
    pub(crate) gate: &'m Semaphore,
}

/// A port while it is asked.
struct Asking<'a> {
    to: SocketAddr,
    address: &'a str,
    manner: Manner<'a>,
    handshakes: u32,
    retries: u32,
}

impl Survey {
    /// Nothing was asked, for one reason.
    pub(crate) fn failed(failure: ExchangeFailure) -> Self {
        let mut survey = Self::nothing(None);
        survey.rsa = Served::Failed(failure.clone());
        survey.ecdsa = Served::Failed(failure);
        survey
    }

    fn nothing(dialed: Option<SocketAddr>) -> Self {
        Self {
            dialed,
            rsa: Served::NotAsked,
            ecdsa: Served::NotAsked,
            rsa_1_3: Served::NotAsked,
            ecdsa_1_3: Served::NotAsked,
            predictions: Vec::new(),
            reversed: Served::NotAsked,
            spare: Vec::new(),
            handshakes: 0,
            retries: 0,
        }
    }

    /// Asks a port.
    pub(crate) async fn take(to: SocketAddr, address: &str, manner: Manner<'_>) -> Self {
        let mut asking = Asking {
            to,
            address,
            manner,
            handshakes: 0,
            retries: 0,
        };
        let mut survey = Self::nothing(Some(to));
        survey.rsa = asking.ask(&Offer::up_to_1_2(OfferKeys::Rsa)).await;
        if survey.rsa.is_hopeless() {
            survey.ecdsa = survey.rsa.clone();
        } else {
            survey.ecdsa = asking.ask(&Offer::up_to_1_2(OfferKeys::Ecdsa)).await;
            survey.ask_more(&mut asking).await;
        }
        survey.handshakes = asking.handshakes;
        survey.retries = asking.retries;
        survey
    }

    async fn ask_more(&mut self, asking: &mut Asking<'_>) {
        let is_silent = [&self.rsa, &self.ecdsa]
            .iter()
            .all(|served| served.conversation().is_none());
        let is_full = asking.manner.depth == Depth::Full;
        if is_full {
            self.ask_as_appliances(asking).await;
        }
        if is_silent || is_full {
            self.rsa_1_3 = asking.ask(&Offer::only_1_3(OfferKeys::Rsa)).await;
            let is_older = matches!(
                self.rsa_1_3,
                Served::Declined(description) if description == AlertDescription::PROTOCOL_VERSION
            );
            if !is_older {
                self.ecdsa_1_3 = asking.ask(&Offer::only_1_3(OfferKeys::Ecdsa)).await;
            }
        }
    }

    async fn ask_as_appliances(&mut self, asking: &mut Asking<'_>) {
        let predictions = asking.manner.predictions;
        let refuses_old = [&self.rsa, &self.ecdsa]
            .iter()
            .all(|served| **served == Served::Declined(AlertDescription::PROTOCOL_VERSION));
        for (at, prediction) in predictions.iter().enumerate() {
            let mut earlier = predictions.iter().take(at).zip(&self.predictions);
            let same = earlier.find(|(earlier, _)| earlier.offer == prediction.offer);
            let served = match same {
                Some((_, served)) => served.clone(),
                // The versions were refused already; what is left to ask is asked in TLS 1.3.
                None if refuses_old && !prediction.offer.has_1_3() => {
                    Served::Declined(AlertDescription::PROTOCOL_VERSION)
                }
                None => asking.ask(&prediction.offer).await,
            };
            self.predictions.push(served);
        }
        let is_dual = self.rsa.conversation().is_some() && self.ecdsa.conversation().is_some();
        if let Some(last) = predictions.last()
            && is_dual
        {
            self.reversed = asking.ask(&last.offer.clone().reversed()).await;
        }
        for spare in asking.manner.spare {
            let mut known = predictions.iter().zip(&self.predictions);
            let served = match known.find(|(known, _)| known.offer == spare.offer) {
                Some((_, served)) => served.clone(),
                // A node with one certificate leaves no choice.
                None if is_dual => asking.ask(&spare.offer).await,
                None => Served::NotAsked,
            };
            self.spare.push(served);
        }
    }
}

impl Asking<'_> {
    async fn ask(&mut self, offer: &Offer) -> Served {
        let mut served = self.once(offer).await;
        if matches!(&served, Served::Failed(failure) if failure.is_passing()) {
            let again = self.once(offer).await;
            if again != Served::NotAsked {
                self.retries = self.retries.saturating_add(1);
                served = again;
            }
        }
        served
    }

    async fn once(&mut self, offer: &Offer) -> Served {
        if self.handshakes >= self.manner.handshakes {
            return Served::NotAsked;
        }
        self.handshakes = self.handshakes.saturating_add(1);
        // The gate is never closed; were it, nobody would be there to be polite to.
        let permit = self.manner.gate.acquire().await;
        let exchange = exchange(self.to, self.address, offer, self.manner.times).await;
        drop(permit);
        Served::of(exchange)
    }
}
