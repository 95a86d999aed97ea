//! Configuration, alarms, dates, and the evidence itself.

mod alarms;
mod allow_list;
mod ciphers;
mod dates;
mod discovery;
mod evidence;
mod own_certificate;
mod refusals;
mod search_rules;
mod stores;
mod switch;

use tollgate_pki::Certificate;
use tollgate_report::{Evidence, Finding, FoundAt, Message, SnippetLine, State, Upload, UploadTo};

use super::Check;
use crate::analysis::sources::dump_name;
use crate::bundle::Bundle;
use crate::case::Case;
use crate::dump::{Configuration, Status};
use crate::signature::{Arguments, Signature};

/// The checks by name.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("allow-list-denied", allow_list::denied),
    ("capture-lacks-handshake", evidence::capture_lacks_handshake),
    ("certificate-not-visible", evidence::certificate_not_visible),
    ("certificates-ending", dates::ending),
    ("certificates-expired", dates::expired),
    ("cipher-string-prefers-ecdsa", ciphers::prefers_ecdsa),
    ("clock-skew", evidence::clock_skew),
    ("detected-alarms", alarms::detected),
    ("discovery-checks-publisher", discovery::checks_publisher),
    ("duplicate-search-rule", search_rules::duplicate),
    ("evidence-damaged", evidence::damaged),
    ("log-restarted", evidence::log_restarted),
    (
        "node-advertised-by-address",
        discovery::advertised_by_address,
    ),
    (
        "own-certificate-not-for-clients",
        own_certificate::not_for_clients,
    ),
    ("same-name-certificates", stores::same_name),
    ("server-failed-to-verify", refusals::server_failed),
    (
        "traffic-server-enforces-verification",
        refusals::traffic_server,
    ),
    ("trust-store-differs", stores::differs),
    ("verification-off", switch::verification_off),
    ("weak-key-stored", stores::weak),
];

/// Things that a title names; the others are counted.
const NAMED: usize = 5;

/// The newest configuration of an appliance, and the bundle that it is in.
fn configuration(case: &Case, peer: usize) -> Option<(&Bundle, &Configuration)> {
    let bundles = &case.evidence.peers.get(peer)?.bundles;
    let mut newest = bundles.iter().rev();
    newest.find_map(|bundle| Some((bundle, bundle.configuration.as_ref()?)))
}

/// The newest status of an appliance, and the bundle that it is in.
fn status(case: &Case, peer: usize) -> Option<(&Bundle, &Status)> {
    let bundles = &case.evidence.peers.get(peer)?.bundles;
    let mut newest = bundles.iter().rev();
    newest.find_map(|bundle| Some((bundle, bundle.status.as_ref()?)))
}

/// A finding in a state, with the texts of what was found.
fn told(signature: &Signature, state: State, arguments: &Arguments) -> Finding {
    let mut finding = signature.finding(State::PotentialProblem, arguments);
    finding.state = state;
    finding
}

/// A setting or an alarm of a dump.
fn setting(bundle: &Bundle, dump: &str, item: impl Into<String>, text: String) -> Evidence {
    Evidence {
        at: FoundAt::File {
            source: dump_name(bundle, dump),
            item: item.into(),
        },
        text: Message::plain(text),
    }
}

/// Shows evidence that is plain text as the snippet of a finding, so much as fits.
fn show(finding: &mut Finding, evidence: Vec<Evidence>) {
    const LINES: usize = 12;
    let plain = evidence.iter().filter_map(|evidence| match &evidence.text {
        Message::Plain(text) => Some(SnippetLine {
            text: text.clone(),
            at: Some(evidence.at.clone()),
        }),
        Message::Text { .. } | Message::Own(_) => None,
    });
    finding.snippet.extend(plain.take(LINES));
    finding.occurrences = u64::try_from(evidence.len()).unwrap_or(u64::MAX);
    finding.evidence.extend(evidence);
}

/// `a, b, c`, and how many more there are.
fn listed(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} (+ {more})"),
    }
}

fn upload(certificate: &Certificate) -> Upload {
    Upload {
        to: UploadTo::TrustStore,
        sha256: certificate.fingerprint().to_string(),
        name: certificate.name().to_owned(),
        subject: certificate.facts().subject.clone(),
        pem: certificate.to_pem(),
    }
}

/// The name of an appliance.
fn peer_name(case: &Case, peer: usize) -> String {
    let own = case.peers.get(peer);
    own.map_or_else(String::new, |own| own.name.clone())
}
