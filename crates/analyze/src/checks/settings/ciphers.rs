//! Which key type the cipher string of the traffic server prefers, by the string, by the upgrade
//! path, and by what was observed, which wins.

use tollgate_capture::{Version, cipher_suites};
use tollgate_pki::KeyFamily;
use tollgate_report::{Cell, Finding, Message, State};

use super::{configuration, listed, peer_name, setting, show, told};
use crate::case::{Case, Handshake};
use crate::dump::CipherString;
use crate::signature::Signature;

/// The list that the traffic server offers to nodes with. Discovery uses `UcClientTLSCiphers`; the
/// lists of SIP, HTTPS, XCP and SMTP have no say here.
const OWN: &str = "ReverseProxyTLSCiphers";
/// What an upgrade from X14.0 or later puts in front, so that RSA is preferred.
const RSA_PREFIX: &str = "ECDHE-RSA-AES256-GCM-SHA384";

/// Which certificate something prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Preference {
    Rsa,
    Ecdsa,
}

/// ECDSA comes first in the list and a node shows an ECDSA certificate, or nobody has seen which it
/// shows; or the list says RSA and ECDSA is shown all the same.
pub(super) fn prefers_ecdsa(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let Some((bundle, configuration)) = configuration(case, peer) else {
            continue;
        };
        let strings: Vec<CipherString<'_>> = configuration.cipher_strings().collect();
        let own = strings
            .iter()
            .find(|own| own.name.eq_ignore_ascii_case(OWN));
        let Some(own) = own else {
            continue;
        };
        let Some(predicted) = preference(own.value) else {
            continue;
        };
        let shown = Shown::of(case, peer);
        let is_told = match predicted {
            Preference::Ecdsa => !shown.ecdsa.is_empty() || shown.rsa.is_empty(),
            Preference::Rsa => !shown.ecdsa.is_empty(),
        };
        if !is_told {
            continue;
        }
        let arguments = vec![("setting", own.name.to_owned())];
        let mut finding = told(signature, State::PotentialProblem, &arguments);
        finding.peers = vec![peer_name(case, peer)];
        finding.cells.clone_from(&shown.ecdsa);
        let said = &mut finding.further_information;
        said.push(Message::new(
            "ciphers-upgrade-path",
            [("prefix", RSA_PREFIX.to_owned())],
        ));
        let names =
            |cells: &[Cell]| listed(&cells.iter().map(ToString::to_string).collect::<Vec<_>>());
        match predicted {
            Preference::Ecdsa if shown.ecdsa.is_empty() => {
                said.push(Message::new("ciphers-not-observed", []));
            }
            Preference::Ecdsa => {
                let cells = ("cells", names(&shown.ecdsa));
                said.push(Message::new("ciphers-observed", [cells]));
            }
            Preference::Rsa => {
                let cells = ("cells", names(&shown.ecdsa));
                said.push(Message::new("ciphers-contradicted", [cells]));
            }
        }
        let others: Vec<String> = strings
            .iter()
            .filter(|other| {
                other.name != own.name
                    && preference(other.value).is_some_and(|other| other != predicted)
            })
            .map(|other| other.name.to_owned())
            .collect();
        if !others.is_empty() {
            let others = ("settings", listed(&others));
            said.push(Message::new("ciphers-other-lists", [others]));
        }
        let evidence = strings.iter().map(|string| {
            let item = format!("Ciphers {}", string.name);
            let text = format!("xConfiguration {item} Value: \"{}\"", string.value);
            setting(bundle, "xconf", item, text)
        });
        show(&mut finding, evidence.collect());
        findings.push(finding);
    }
    findings
}

/// Cells by the key of the certificates that they showed to an appliance, up to TLS 1.2: later
/// versions choose it by other means.
#[derive(Default)]
struct Shown {
    rsa: Vec<Cell>,
    ecdsa: Vec<Cell>,
}

impl Shown {
    fn of(case: &Case, peer: usize) -> Self {
        let mut shown = Self::default();
        for cell in &case.cells {
            for presented in cell.presented.iter().filter(|own| own.peer == peer) {
                let capture = case.captures.get(presented.last.0);
                let handshake = capture.and_then(|own| own.handshakes.get(presented.last.1));
                if handshake.is_some_and(is_modern) {
                    continue;
                }
                let Some(leaf) = presented.chain.first() else {
                    continue;
                };
                let cells = match leaf.facts().key.family {
                    KeyFamily::Rsa => &mut shown.rsa,
                    KeyFamily::Ecdsa => &mut shown.ecdsa,
                    KeyFamily::Other => continue,
                };
                if !cells.contains(&cell.cell) {
                    cells.push(cell.cell.clone());
                }
            }
        }
        shown
    }
}

fn is_modern(handshake: &Handshake) -> bool {
    handshake.version.is_some_and(Version::hides_certificates)
}

/// What a list puts first up to TLS 1.2, as OpenSSL expands it; `None` where it cannot.
fn preference(string: &str) -> Option<Preference> {
    let suites = cipher_suites(string, Version::TLS_1_2).ok()?;
    suites.iter().find_map(|suite| {
        let name = suite.name()?;
        if name.contains("_ECDSA_") {
            Some(Preference::Ecdsa)
        } else if name.contains("_RSA_") {
            Some(Preference::Rsa)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_prefers_what_it_names_first() {
        let plain = "EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH";
        for (string, preferred) in [
            (plain, Preference::Ecdsa),
            (&format!("{RSA_PREFIX}:{plain}"), Preference::Rsa),
            (
                "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384",
                Preference::Ecdsa,
            ),
            ("EECDH:!aECDSA", Preference::Rsa),
            ("EECDH+aRSA:EECDH", Preference::Rsa),
        ] {
            assert_eq!(preference(string), Some(preferred), "{string}");
        }
    }
}
