//! The values of the sentences about cells.

use jiff::Timestamp;
use tollgate_pki::Certificate;
use tollgate_report::Cell;

use super::cause::Culprit;
use super::incident::{Incident, presented};
use super::picture::names;
use crate::case::Case;
use crate::log::FailureKind;
use crate::signature::Arguments;

/// Cells that are named in a sentence; the others are counted.
const CELLS: usize = 4;
/// Names of a certificate that are in a sentence; the others are counted.
const NAMES: usize = 12;

/// The values of the sentences about an incident:
///
/// * `cells`, `address`, `port`, `node`, `peers`: where; `count`: how many cells;
/// * `seen`: `yes` where the certificate was seen, else `no`, and what is said of it is empty;
/// * `certificate`, `subject`, `issuer`, `serial`, `sha256`, `starts`, `ends`, `key`, `signature`: the
///   certificate complained about; `leaf`: the node's own one, `names`: the names in it;
/// * `wanted`: the CA that should be there, with its key identifier;
/// * `error`, `depth`: what OpenSSL says; `at`: when it was judged.
pub(super) fn arguments(case: &Case, incident: &Incident) -> Arguments {
    let cells = incident.cells(case);
    let mut arguments = places(&cells);
    arguments.push(("peers", peers(case, incident)));
    let cause = incident.seen().or_else(|| incident.causes.first());
    let certificate = cause.and_then(|cause| cause.certificate.as_ref());
    let chain = cause.and_then(|cause| presented(case, cause));
    let leaf = chain.and_then(|presented| presented.chain.first());
    arguments.push(("seen", known(leaf)));
    arguments.extend(of_certificate(certificate.or(leaf)));
    arguments.push((
        "leaf",
        leaf.map(|leaf| leaf.name().to_owned()).unwrap_or_default(),
    ));
    arguments.push(("names", leaf.map(names_text).unwrap_or_default()));
    arguments.push(("wanted", wanted(&incident.culprit, certificate)));
    let at = chain.map(|presented| presented.at);
    arguments.push(("at", at.map(day_and_time).unwrap_or_default()));
    let (error, depth) = error(case, incident);
    arguments.push(("error", error));
    arguments.push(("depth", depth));
    arguments
}

/// The values that say where.
pub(super) fn places(cells: &[Cell]) -> Arguments {
    let first = cells.first();
    vec![
        (
            "cells",
            list(cells.iter().map(ToString::to_string).collect(), CELLS),
        ),
        ("count", cells.len().to_string()),
        (
            "address",
            first.map(|cell| cell.address.clone()).unwrap_or_default(),
        ),
        (
            "port",
            first
                .and_then(|cell| cell.port)
                .map(|port| port.to_string())
                .unwrap_or_default(),
        ),
        (
            "node",
            first.map(|cell| cell.node.clone()).unwrap_or_default(),
        ),
    ]
}

fn peers(case: &Case, incident: &Incident) -> String {
    let mut names: Vec<&str> = Vec::new();
    for cause in &incident.causes {
        if let Some(peer) = case.peers.get(cause.peer)
            && !names.contains(&peer.name.as_str())
        {
            names.push(&peer.name);
        }
    }
    names.join(", ")
}

fn of_certificate(certificate: Option<&Certificate>) -> Arguments {
    let facts = certificate.map(Certificate::facts);
    let text = |value: Option<String>| value.unwrap_or_default();
    let time = |value: Option<i64>| value.map(day_and_time).unwrap_or_default();
    vec![
        (
            "certificate",
            text(certificate.map(|c| c.name().to_owned())),
        ),
        ("subject", text(facts.map(|facts| facts.subject.clone()))),
        ("issuer", text(facts.map(|facts| facts.issuer.clone()))),
        ("serial", text(facts.map(|facts| facts.serial.clone()))),
        (
            "sha256",
            text(certificate.map(|c| c.fingerprint().to_string())),
        ),
        ("starts", time(facts.and_then(|facts| facts.not_before))),
        ("ends", time(facts.and_then(|facts| facts.not_after))),
        ("key", text(facts.map(|facts| facts.key.to_string()))),
        (
            "signature",
            text(facts.map(|facts| facts.signature_algorithm.clone())),
        ),
    ]
}

/// `DC=lab, CN=ca [AKI 9F3A..]`
pub(super) fn named((name, key): (&str, Option<&str>)) -> String {
    match key {
        Some(key) => format!("{name} [AKI {key}]"),
        None => name.to_owned(),
    }
}

fn wanted(culprit: &Culprit, certificate: Option<&Certificate>) -> String {
    match culprit {
        Culprit::Issuer { name, key } => named((name, key.as_deref())),
        Culprit::Certificate(_) | Culprit::Name { .. } | Culprit::Unseen { .. } => {
            let facts = certificate.map(Certificate::facts);
            facts
                .map(|facts| named((&facts.issuer, facts.aki.as_deref())))
                .unwrap_or_default()
        }
    }
}

/// What OpenSSL says: in the log, or by our own verdict.
fn error(case: &Case, incident: &Incident) -> (String, String) {
    for cause in &incident.causes {
        let Some(cell) = case.cells.get(cause.cell) else {
            continue;
        };
        for failure in cause
            .failures
            .iter()
            .filter_map(|at| cell.failures.get(*at))
        {
            if let FailureKind::Chain { text, depth, .. } = &failure.kind {
                return (text.clone(), depth.to_string());
            }
        }
    }
    let mut reasons = incident
        .causes
        .iter()
        .filter_map(|cause| cause.reason.as_ref());
    reasons.next().map_or_else(
        || ("certificate verify failed".to_owned(), "0".to_owned()),
        |reason| (reason.text().to_owned(), reason.depth.to_string()),
    )
}

fn names_text(leaf: &Certificate) -> String {
    list(names(leaf), NAMES)
}

/// The first of several, and how many there are beyond.
pub(super) fn list(mut items: Vec<String>, most: usize) -> String {
    let more = items.len().saturating_sub(most);
    items.truncate(most);
    if more > 0 {
        items.push(format!("... (+{more})"));
    }
    items.join(", ")
}

/// RFC 3339.
pub(super) fn day_and_time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| "?".to_owned(), |time| time.to_string())
}

/// `yes` where there is something, else `no`: selects the wording of a sentence.
pub(super) fn known<T>(value: Option<&T>) -> String {
    let word = match value {
        Some(_) => "yes",
        None => "no",
    };
    word.to_owned()
}
