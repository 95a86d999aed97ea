//! Whose order decides which certificate a node shows: its client's or its own.

use std::collections::BTreeSet;

use tollgate_capture::{CipherSuite, Conversation, Role, Version};
use tollgate_report::KeyFamily;

use super::ports::{PortAnswer, PortOffer, ProbedPort, family};

/// Whose order decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum NodeOrder {
    /// That of the client: what it names first is shown.
    Client,
    /// Its own: two offers that name opposite key types first are answered alike.
    Node,
    /// The node has one certificate, or was not asked both ways round.
    #[default]
    Unknown,
}

impl NodeOrder {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Node => "node",
            Self::Unknown => "unknown",
        }
    }
}

/// By what a node chooses its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Means {
    /// By cipher suites, up to TLS 1.2.
    Suites,
    /// By signature schemes, in TLS 1.3.
    Schemes,
}

impl Means {
    /// Of a version.
    pub(super) fn of(version: Version) -> Self {
        if version.hides_certificates() {
            Self::Schemes
        } else {
            Self::Suites
        }
    }

    /// With a client that offers versions up to one, and a node that speaks up to another.
    pub(super) fn between(offered: Version, node: Option<Version>) -> Self {
        node.map_or(Self::Suites, |node| Self::of(node.min(offered)))
    }
}

/// An answer to an offer of both key types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Choice {
    /// By what it was made.
    pub(super) means: Means,
    /// The key type that was named first.
    pub(super) asked: KeyFamily,
    /// The key type that was shown.
    pub(super) shown: KeyFamily,
}

/// The answers of a port to offers of both key types.
pub(super) fn choices(port: &ProbedPort) -> impl Iterator<Item = Choice> {
    let both = port.answers.iter().filter(|(offer, _)| offer.is_of_both());
    both.filter_map(|(_, answer)| choice(answer.conversation()?))
}

fn choice(conversation: &Conversation) -> Option<Choice> {
    let means = Means::of(conversation.version?);
    let hello = conversation.hello.as_ref()?;
    let schemes = || hello.signature_schemes.iter().copied();
    let suites = || hello.cipher_suites.iter().copied();
    let keys: Vec<KeyFamily> = match means {
        Means::Schemes => schemes().filter_map(of_scheme).collect(),
        Means::Suites => suites().filter_map(of_suite).collect(),
    };
    let asked = *keys.first()?;
    if keys.iter().all(|key| *key == asked) {
        return None;
    }
    Some(Choice {
        means,
        asked,
        shown: shown(conversation)?,
    })
}

/// Whose order decides at a port. Where the two generations of TLS differ, the node has an order of
/// its own in one of them.
pub(super) fn order(port: &ProbedPort) -> NodeOrder {
    let conversations = port.answers.iter().map(|(_, answer)| answer);
    let conversations = conversations.filter_map(PortAnswer::conversation);
    let keys: BTreeSet<KeyFamily> = conversations.filter_map(shown).collect();
    if keys.len() < 2 {
        // Nothing to choose from.
        return NodeOrder::Unknown;
    }
    let choices: BTreeSet<Choice> = choices(port).collect();
    let mut order = NodeOrder::Unknown;
    for means in [Means::Suites, Means::Schemes] {
        let shown = |asked| {
            let own = choices.iter().filter(|own| own.means == means);
            own.filter(|own| own.asked == asked)
                .map(|own| own.shown)
                .next()
        };
        match (shown(KeyFamily::Rsa), shown(KeyFamily::Ecdsa)) {
            (Some(one), Some(other)) if one == other => return NodeOrder::Node,
            (Some(_), Some(_)) => order = NodeOrder::Client,
            _ => {}
        }
    }
    order
}

/// The key type of the certificate that a conversation shows.
pub(super) fn shown(conversation: &Conversation) -> Option<KeyFamily> {
    let mut own = conversation.certificates_of(Role::Server);
    let leaf = tollgate_pki::Certificate::from_der(own.next()?.certificate.der()).ok()?;
    family(&leaf)
}

/// The key type of the certificate that an offer brought.
pub(super) fn observed(port: &ProbedPort, offer: PortOffer) -> Option<KeyFamily> {
    shown(port.answer(offer)?.conversation()?)
}

/// The best version that a port was seen to speak.
pub(super) fn best_version(port: &ProbedPort) -> Option<Version> {
    let answers = port.answers.iter().map(|(_, answer)| answer);
    answers
        .filter_map(PortAnswer::conversation)
        .filter_map(|conversation| conversation.version)
        .max()
}

/// The key type that a suite asks for; suites of TLS 1.3 ask for none.
pub(super) fn of_suite(suite: CipherSuite) -> Option<KeyFamily> {
    let name = suite.name()?;
    if name.contains("_ECDSA_WITH_") {
        Some(KeyFamily::Ecdsa)
    } else if name.contains("_RSA_WITH_") {
        Some(KeyFamily::Rsa)
    } else {
        None
    }
}

/// The key type that a signature scheme asks for (RFC 8446 4.2.3): the second octet of the old pairs
/// names it, of the newer ones the registry.
pub(super) const fn of_scheme(scheme: u16) -> Option<KeyFamily> {
    match scheme {
        0x0804..=0x0806 | 0x0809..=0x080b => Some(KeyFamily::Rsa),
        0x081a..=0x081c => Some(KeyFamily::Ecdsa),
        _ => match scheme & 0xff {
            1 if scheme < 0x0700 => Some(KeyFamily::Rsa),
            3 if scheme < 0x0700 => Some(KeyFamily::Ecdsa),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_and_suites_name_their_key_types() {
        assert_eq!(of_scheme(0x0403), Some(KeyFamily::Ecdsa));
        assert_eq!(of_scheme(0x0401), Some(KeyFamily::Rsa));
        assert_eq!(of_scheme(0x0804), Some(KeyFamily::Rsa));
        assert_eq!(of_scheme(0x081a), Some(KeyFamily::Ecdsa));
        assert_eq!(of_scheme(0x0807), None);
        assert_eq!(of_suite(CipherSuite(0xc02c)), Some(KeyFamily::Ecdsa));
        assert_eq!(of_suite(CipherSuite(0x009d)), Some(KeyFamily::Rsa));
        assert_eq!(of_suite(CipherSuite(0x1302)), None);
    }
}
