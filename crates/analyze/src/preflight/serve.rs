//! What the traffic server of this program would get from the same nodes. It makes an offer of its
//! own, in its own order, and judges by its own settings.

use tollgate_capture::{CipherSuite, Conversation, Version};
use tollgate_pki::{Address, Certificate, Policy, PresentedChain, TrustStore, verify};
use tollgate_report::KeyFamily;

use super::Preflight;
use super::order::{
    Means, NodeOrder, best_version, choices, observed, of_scheme, of_suite, order, shown,
};
use super::outlook::{Basis, Chosen, answers_below, own_choice};
use super::ports::{self, PortAnswer, PortOffer, ProbedPort};

/// What the traffic server offers, and how it judges.
#[derive(Debug, Clone)]
pub struct ServeOffer {
    /// The lowest version.
    pub minimum: Version,
    /// The highest.
    pub maximum: Version,
    /// Cipher suites, in order.
    pub suites: Vec<CipherSuite>,
    /// Signature schemes by number, in order.
    pub schemes: Vec<u16>,
    /// How it judges certificates.
    pub policy: Policy,
    /// A refused certificate ends the connection; else it is used all the same.
    pub is_enforced: bool,
    /// Its trust stores: each has to accept a certificate.
    pub stores: Vec<TrustStore>,
}

/// Says of each cell whether the traffic server would get its certificate, and accept it at `at`, in
/// Unix seconds. `offer` gives what is offered to a port.
pub(super) fn look<'o>(
    preflight: &mut Preflight,
    ports: &[ProbedPort],
    at: i64,
    offer: impl Fn(&ProbedPort) -> Option<&'o ServeOffer>,
) {
    ports::each(ports, &mut preflight.cells, |port, own| {
        let Some(offer) = offer(port) else {
            return;
        };
        let served: Vec<KeyFamily> = own
            .iter()
            .filter(|cell| cell.served)
            .filter_map(|cell| cell.cell.key_type)
            .collect();
        let chosen = chosen(port, offer, &served);
        for cell in own {
            let key = cell.cell.key_type.filter(|_| cell.served);
            let accepted = key.and_then(|key| offer.accepts(port, key, at));
            cell.serve = chosen.of(key, accepted, None);
        }
    });
}

impl ServeOffer {
    /// Whether every certificate of this key type that the port showed is accepted.
    fn accepts(&self, port: &ProbedPort, key: KeyFamily, at: i64) -> Option<bool> {
        let conversations = port.answers.iter().map(|(_, answer)| answer);
        let own = conversations
            .filter_map(PortAnswer::conversation)
            .filter(|conversation| shown(conversation) == Some(key));
        let mut chains: Vec<PresentedChain> = Vec::new();
        for chain in own.map(presented) {
            if !chains.iter().any(|known| same(known, &chain)) {
                chains.push(chain);
            }
        }
        if chains.is_empty() || self.stores.is_empty() {
            return None;
        }
        let address = Address::parse(&port.address);
        let judged = |chain: &PresentedChain| {
            let mut stores = self.stores.iter();
            stores.all(|store| verify(chain, Some(&address), store, at, self.policy).is_trusted())
        };
        Some(!self.is_enforced || chains.iter().all(judged))
    }

    fn has(&self, version: Version) -> bool {
        (self.minimum..=self.maximum).contains(&version)
    }

    /// The key type that is asked for first.
    fn first(&self, means: Means) -> Option<KeyFamily> {
        match means {
            Means::Schemes => self.schemes.iter().find_map(|scheme| of_scheme(*scheme)),
            Means::Suites => self.suites.iter().find_map(|suite| of_suite(*suite)),
        }
    }

    fn older_suites(&self) -> impl Iterator<Item = CipherSuite> {
        // 0x13xx are the suites of TLS 1.3.
        self.suites
            .iter()
            .copied()
            .filter(|suite| suite.0 >> 8 != 0x13)
    }

    /// What a node has to answer that gave this answer to another offer: the same, where that offer
    /// differs in nothing that could lead the node elsewhere.
    fn implied(&self, seen: &Conversation, best: Option<Version>) -> Option<KeyFamily> {
        let version = seen.version?;
        let key = shown(seen)?;
        let hello = seen.hello.as_ref()?;
        if !self.has(version) {
            return None;
        }
        if version.hides_certificates() {
            let mut schemes = hello.signature_schemes.iter().copied();
            return (schemes.find_map(of_scheme) == self.first(Means::Schemes)).then_some(key);
        }
        if Means::between(self.maximum, best) == Means::Schemes {
            return None;
        }
        // A part of that offer in its order: whoever chose this suite of all chooses it of some.
        let mut wider = hello.cipher_suites.iter();
        let is_part = self
            .older_suites()
            .all(|suite| wider.any(|other| *other == suite));
        let has_chosen = self.suites.contains(&seen.cipher_suite?);
        (is_part && has_chosen).then_some(key)
    }
}

fn presented(conversation: &Conversation) -> PresentedChain {
    let shown = conversation.certificates_of(tollgate_capture::Role::Server);
    let read = shown.filter_map(|own| Certificate::from_der(own.certificate.der()).ok());
    PresentedChain {
        certificates: read.collect(),
    }
}

fn same(one: &PresentedChain, other: &PresentedChain) -> bool {
    one.certificates == other.certificates
}

fn chosen(port: &ProbedPort, offer: &ServeOffer, served: &[KeyFamily]) -> Chosen {
    if answers_below(port, PortOffer::Serve, offer.minimum) {
        return Chosen::declined(Basis::Observed);
    }
    if let Some(key) = observed(port, PortOffer::Serve) {
        return Chosen::by(Basis::Observed, Some(key));
    }
    if let Some(PortAnswer::Declined(_)) = port.answer(PortOffer::Serve) {
        return Chosen::declined(Basis::Observed);
    }
    let best = best_version(port);
    if best.is_some_and(|best| best < offer.minimum) {
        return Chosen::declined(Basis::Predicted);
    }
    let key = match served {
        [] => None,
        [only] => can_meet(port, offer).then_some(*only),
        _ => implied_or_ordered(port, offer, best),
    };
    Chosen::by(Basis::Predicted, key)
}

/// Some conversation went as one with this offer could have gone.
fn can_meet(port: &ProbedPort, offer: &ServeOffer) -> bool {
    let answers = port.answers.iter().map(|(_, answer)| answer);
    let mut seen = answers.filter_map(PortAnswer::conversation);
    seen.any(|seen| {
        let version = seen.version.filter(|version| offer.has(*version));
        let suite = seen.cipher_suite;
        version.is_some() && suite.is_some_and(|suite| offer.suites.contains(&suite))
    })
}

fn implied_or_ordered(
    port: &ProbedPort,
    offer: &ServeOffer,
    best: Option<Version>,
) -> Option<KeyFamily> {
    let both = port.answers.iter().filter(|(offer, _)| offer.is_of_both());
    let mut seen = both.filter_map(|(_, answer)| answer.conversation());
    if let Some(key) = seen.find_map(|seen| offer.implied(seen, best)) {
        return Some(key);
    }
    if !can_meet(port, offer) {
        return None;
    }
    let means = Means::between(offer.maximum, best);
    match order(port) {
        NodeOrder::Client => offer.first(means),
        NodeOrder::Node => own_choice(port, means),
        NodeOrder::Unknown => {
            let first = offer.first(means);
            let mut known = choices(port);
            let same = known.find(|own| own.means == means && Some(own.asked) == first);
            same.map(|own| own.shown)
        }
    }
}
