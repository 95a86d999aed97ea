//! A node that shows its ECDSA certificate where its RSA one is trusted: why, and whether preferring
//! RSA would help.
//!
//! Up to TLS 1.2 the cipher suite decides which certificate a node shows. The `ClientHello` of the
//! capture says what was offered in which order; where there is none, the cipher string does.

use tollgate_capture::{CipherSuite, Version, cipher_suites};
use tollgate_report::{Attached, Finding, Message};

use super::cause::{Cause, handshakes, is_trust};
use super::incident::{Incident, presented};
use super::picture::is_ecdsa;
use super::trust::{action, add_action};
use super::words::known;
use crate::case::{Case, CellCase, Handshake, Presented};

/// The cipher string of the traffic server.
const SETTING: &str = "ReverseProxyTLSCiphers";

/// Why ECDSA is served, and what to do about it.
pub(super) struct Explained {
    attached: Attached,
    notes: Vec<Message>,
    can_prefer_rsa: bool,
}

/// Which kind of certificate something prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Preference {
    Rsa,
    Ecdsa,
}

impl Explained {
    pub(super) fn put_into(self, finding: &mut Finding) {
        if self.can_prefer_rsa {
            add_action(finding, action(Message::new("cell-action-prefer-rsa", [])));
        }
        finding.further_information.extend(self.notes);
        finding.attached.push(self.attached);
    }
}

/// Explains it for the first cause that is about an ECDSA certificate where RSA is trusted.
pub(super) fn explain(case: &Case, incident: &Incident) -> Option<Explained> {
    incident
        .causes
        .iter()
        .find_map(|cause| of_cause(case, cause))
}

fn of_cause(case: &Case, cause: &Cause) -> Option<Explained> {
    let chain = presented(case, cause)?;
    let own = case.cells.get(cause.presented?.0)?;
    if !chain.chain.first().is_some_and(is_ecdsa) {
        return None;
    }
    let (rsa_cell, rsa) = trusted_rsa(case, cause, own)?;
    let seen: Vec<&Handshake> = handshakes(case, own, chain).map(|(_, seen)| seen).collect();
    let handshake = seen.last();
    if handshake.is_some_and(|seen| seen.version.is_some_and(Version::hides_certificates)) {
        return None;
    }
    let configured = cipher_string(case, cause.peer);
    let by_string = configured.as_deref().and_then(prefers);
    let by_hello = handshake.and_then(|seen| offer(seen.offered.iter().copied().map(CipherSuite)));
    let id = match (by_hello, by_string) {
        (Some(Preference::Ecdsa), _) => "cell-ecdsa-client-order",
        (Some(Preference::Rsa), _) => "cell-ecdsa-node-order",
        (None, Some(Preference::Ecdsa)) => "cell-ecdsa-string-order",
        (None, Some(Preference::Rsa) | None) => "cell-ecdsa-unknown-order",
    };
    let string = configured.clone().unwrap_or_default();
    let text = Message::new(
        id,
        [
            ("cell", own.cell.to_string()),
            ("rsa", rsa_cell.cell.to_string()),
            ("certificate", rsa.chain.first()?.name().to_owned()),
            ("setting", SETTING.to_owned()),
            ("ciphers", string.clone()),
            ("listed", known(configured.as_ref())),
        ],
    );
    let mut notes = Vec::new();
    if let (Some(hello), Some(by_string)) = (by_hello, by_string)
        && hello != by_string
    {
        notes.push(Message::new(
            "cell-ecdsa-contradiction",
            [("setting", SETTING.to_owned()), ("ciphers", string)],
        ));
    }
    if rsa_cell.cell.port != own.cell.port {
        notes.push(Message::new(
            "cell-ecdsa-other-port",
            [("cell", rsa_cell.cell.to_string())],
        ));
    }
    Some(Explained {
        attached: Attached {
            code: "TG3001".to_owned(),
            signature: "cipher-string-prefers-ecdsa".to_owned(),
            title: Message::new("cell-ecdsa-title", [("cells", own.cell.to_string())]),
            text,
            defects: Vec::new(),
        },
        notes,
        can_prefer_rsa: by_hello != Some(Preference::Rsa),
    })
}

/// An RSA certificate of the same node that is trusted: on the same port, or else on another.
fn trusted_rsa<'c>(
    case: &'c Case,
    cause: &Cause,
    own: &CellCase,
) -> Option<(&'c CellCase, &'c Presented)> {
    let is_node = |cell: &&CellCase| {
        cell.cell.node == own.cell.node || (own.ip.is_some() && cell.ip == own.ip)
    };
    let trusted = |cell: &'c CellCase| {
        let mut chains = cell.presented.iter();
        let found = chains.find(|presented| {
            let is_rsa = presented.chain.first().is_some_and(|leaf| !is_ecdsa(leaf));
            is_rsa && presented.peer == cause.peer && would_do(presented, cause)
        });
        found.map(|presented| (cell, presented))
    };
    let near = case.cells.iter().filter(is_node).filter_map(trusted);
    near.min_by_key(|(cell, _)| (cell.cell.port != own.cell.port, cell.cell.port))
}

/// Whether connections would pass with this chain instead.
fn would_do(presented: &Presented, cause: &Cause) -> bool {
    let Some(verdict) = &presented.verdict else {
        return false;
    };
    if is_trust(cause.code) {
        verdict.reasons.iter().all(tollgate_pki::Reason::is_name)
    } else {
        verdict.is_trusted()
    }
}

/// What a `ClientHello` names first.
fn offer(mut suites: impl Iterator<Item = CipherSuite>) -> Option<Preference> {
    suites.find_map(|suite| {
        let name = suite.name()?;
        if name.contains("_ECDSA_") {
            Some(Preference::Ecdsa)
        } else if name.starts_with("TLS_ECDHE_RSA_")
            || name.starts_with("TLS_DHE_RSA_")
            || name.starts_with("TLS_RSA_")
        {
            Some(Preference::Rsa)
        } else {
            None
        }
    })
}

/// What a cipher string puts first; `None` where OpenSSL cannot read it.
fn prefers(string: &str) -> Option<Preference> {
    let suites = cipher_suites(string, Version::TLS_1_2).ok()?;
    offer(suites.into_iter())
}

/// The cipher string of the traffic server, of the newest configuration.
fn cipher_string(case: &Case, peer: usize) -> Option<String> {
    let bundles = &case.evidence.peers.get(peer)?.bundles;
    let mut newest_first = bundles.iter().rev();
    newest_first.find_map(|bundle| {
        let mut strings = bundle.configuration.as_ref()?.cipher_strings();
        let own = strings.find(|string| string.name.eq_ignore_ascii_case(SETTING))?;
        Some(own.value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cipher_strings_prefer_what_they_name_first() {
        let plain = "EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH";
        assert_eq!(prefers(plain), Some(Preference::Ecdsa));
        let rsa_first = format!("ECDHE-RSA-AES256-GCM-SHA384:{plain}");
        assert_eq!(prefers(&rsa_first), Some(Preference::Rsa));
        assert_eq!(prefers("no such cipher"), None);
    }

    #[test]
    fn a_client_hello_prefers_what_it_names_first() {
        let offered = |suites: &[u16]| offer(suites.iter().copied().map(CipherSuite));
        assert_eq!(offered(&[0x1302, 0xc02c, 0xc030]), Some(Preference::Ecdsa));
        assert_eq!(offered(&[0xc030, 0xc02c]), Some(Preference::Rsa));
        assert_eq!(offered(&[0x1301]), None);
    }
}
