//! Nodes and the traffic server that find no common TLS version or cipher suite.

use std::collections::BTreeMap;

use tollgate_capture::{AlertDescription, CipherSuite, Outcome, Role};
use tollgate_report::{Finding, State};

use super::cause::{handshake, is_of_traffic_server};
use super::sighting::{Sighting, cells, finding};
use super::words::{known, list, places};
use crate::case::{Case, CellCase, Handshake};
use crate::log::FailureKind;
use crate::signature::{Arguments, Signature};

/// Cipher suites that are named in a sentence.
const SUITES: usize = 6;

/// Parts of OpenSSL's error texts about version, suites and key exchange, in lower case.
const TEXTS: [&str; 12] = [
    "unsupported protocol",
    "wrong version number",
    "wrong ssl version",
    "no protocols available",
    "no ciphers available",
    "no shared cipher",
    "unknown cipher returned",
    "wrong cipher returned",
    "dh key too small",
    "ee key too small",
    "unsupported elliptic curve",
    "version too low",
];

/// Findings about nodes with which no TLS version or cipher suite is shared, one for each node and
/// port.
pub(super) fn no_overlap(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut by_place: BTreeMap<(String, Option<u16>), Vec<Sighting>> = BTreeMap::new();
    for (index, cell) in case.cells.iter().enumerate() {
        if !is_of_traffic_server(cell) {
            continue;
        }
        let sighting = sighting(case, index, cell);
        if sighting.failures.is_empty() && sighting.handshakes.is_empty() {
            continue;
        }
        let place = cell
            .ip
            .map_or_else(|| cell.cell.address.clone(), |ip| ip.to_string());
        let place = (place, cell.cell.port);
        by_place.entry(place).or_default().push(sighting);
    }
    by_place
        .into_values()
        .map(|sightings| {
            let arguments = arguments(case, &sightings);
            let state = (State::IssueFound, &arguments);
            finding(case, signature, state, &sightings)
        })
        .collect()
}

fn sighting(case: &Case, index: usize, cell: &CellCase) -> Sighting {
    let mut sighting = Sighting {
        cell: index,
        ..Sighting::default()
    };
    for (at, failure) in cell.failures.iter().enumerate() {
        if is_no_overlap(&failure.kind) {
            sighting.failures.push(at);
        }
    }
    for attempt in &cell.attempts {
        let Some(at) = attempt.handshake else {
            continue;
        };
        if handshake(case, at).is_some_and(shows_no_overlap) {
            sighting.handshakes.push(at);
        }
    }
    // A node that wants our certificate refuses in the same words; that is another finding.
    let asked = |at: &usize| {
        cell.failures
            .get(*at)
            .is_some_and(|failure| is_refusal_without_reason(&failure.kind))
    };
    if sighting.handshakes.is_empty() && asks_for_certificate(case, cell) {
        sighting.failures.retain(|at| !asked(at));
    }
    sighting
}

/// Whether such a failure is known of a cell.
pub(super) fn no_overlap_at(case: &Case, index: usize, cell: &CellCase) -> bool {
    let seen = sighting(case, index, cell);
    !seen.failures.is_empty() || !seen.handshakes.is_empty()
}

fn is_no_overlap(kind: &FailureKind) -> bool {
    match kind {
        FailureKind::NodeAlert { alert, .. } => is_about_overlap(AlertDescription(*alert)),
        FailureKind::Other { text } => {
            let text = text.to_ascii_lowercase();
            TEXTS.iter().any(|known| text.contains(known))
        }
        FailureKind::Chain { .. } | FailureKind::Name { .. } | FailureKind::Unspecified => false,
    }
}

/// `handshake_failure`, which also answers a missing client certificate.
pub(super) fn is_refusal_without_reason(kind: &FailureKind) -> bool {
    matches!(kind, FailureKind::NodeAlert { alert: 40, .. })
}

/// `handshake_failure`, `protocol_version`, `insufficient_security`.
const fn is_about_overlap(alert: AlertDescription) -> bool {
    matches!(alert.0, 40 | 70 | 71)
}

fn shows_no_overlap(handshake: &Handshake) -> bool {
    match handshake.outcome {
        // After a request for a certificate it is about that.
        Outcome::Refused {
            by: Role::Server,
            alert: Some(alert),
        } => is_about_overlap(alert) && handshake.requested_authorities.is_none(),
        Outcome::Refused {
            by: Role::Client,
            alert: Some(alert),
        } => is_about_overlap(alert),
        Outcome::Established
        | Outcome::Refused { .. }
        | Outcome::Reset { .. }
        | Outcome::Incomplete => false,
    }
}

/// Whether a node asked the traffic server for a certificate in a handshake of this cell.
pub(super) fn asks_for_certificate(case: &Case, cell: &CellCase) -> bool {
    let handshakes = cell.attempts.iter().filter_map(|attempt| attempt.handshake);
    let mut seen = handshakes.filter_map(|at| handshake(case, at));
    seen.any(|handshake| handshake.requested_authorities.is_some())
}

fn arguments(case: &Case, sightings: &[Sighting]) -> Arguments {
    let mut arguments = places(&cells(case, sightings));
    let seen: Vec<&Handshake> = sightings.iter().flat_map(|s| s.handshakes(case)).collect();
    let said = sightings
        .iter()
        .flat_map(|sighting| sighting.failures(case))
        .find_map(|failure| match &failure.kind {
            FailureKind::NodeAlert { text, .. } | FailureKind::Other { text } => Some(text.clone()),
            FailureKind::Chain { .. } | FailureKind::Name { .. } | FailureKind::Unspecified => None,
        });
    let alert = seen.iter().flat_map(|handshake| &handshake.alerts).last();
    let alert = alert.map(|alert| super::account::alert_text(alert.description));
    arguments.push(("error", said.or(alert).unwrap_or_default()));
    let hello = seen.first();
    let suites: Vec<String> = hello
        .map(|handshake| handshake.offered.iter())
        .into_iter()
        .flatten()
        .filter_map(|suite| CipherSuite(*suite).openssl_name())
        .map(str::to_owned)
        .collect();
    let versions: Vec<String> = hello
        .map(|handshake| handshake.offered_versions.iter())
        .into_iter()
        .flatten()
        .filter(|version| !version.is_grease())
        .map(ToString::to_string)
        .collect();
    arguments.push(("seen", known(suites.first())));
    arguments.push(("versions", list(versions, SUITES)));
    arguments.push(("ciphers", list(suites, SUITES)));
    arguments
}
