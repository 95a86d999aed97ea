//! What was not read, what was left out, and what a reader should know of the evidence.

use std::collections::BTreeSet;

use tollgate_pki::Certificate;
use tollgate_report::Message;

use super::sources::{part_name, part_place};
use super::time::{day, evidence_time};
use crate::case::{Case, Skew};
use crate::problem::{capture_notes, log_notes};

/// Certificates that are named in a note.
const NAMES: usize = 5;

/// The notes, the gravest first.
pub(super) fn notes(case: &Case) -> Vec<Message> {
    let mut notes = Vec::new();
    notes.extend(case.evidence.problems.messages());
    for capture in &case.captures {
        if let Some(place) = part_place(case, capture.part) {
            let broken_off = capture.broken_off.as_deref();
            notes.extend(capture_notes(place, &capture.facts, broken_off));
        }
    }
    for log in &case.logs {
        notes.extend(log_notes(&log.evidence));
    }
    left_out(case, &mut notes);
    for own in &case.peers {
        if own.skew == Skew::Ambiguous {
            let peer = own.name.clone();
            notes.push(Message::new("note-join-ambiguous", [("peer", peer)]));
        }
    }
    for bundle in case.evidence.bundles() {
        if bundle.contradictions > 0 {
            let count = bundle.contradictions.to_string();
            notes.push(Message::new("note-contradictions", [("count", count)]));
        }
    }
    let more: u64 = case.cells.iter().map(|cell| cell.more_presented).sum();
    if more > 0 {
        notes.push(Message::new(
            "note-more-chains",
            [("count", more.to_string())],
        ));
    }
    notes.extend(ended_since(case));
    notes
}

/// What was left out of captures and logs to stay within bounds.
fn left_out(case: &Case, notes: &mut Vec<Message>) {
    for capture in &case.captures {
        let place = || ("place", part_name(case, capture.part));
        let counts = [
            ("note-more-handshakes", capture.more_handshakes),
            ("note-evicted-streams", capture.facts.evicted_streams),
        ];
        for (id, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            notes.push(Message::new(id, [place(), ("count", count.to_string())]));
        }
    }
    for log in &case.logs {
        let evidence = &log.evidence;
        let files = evidence.files.iter().map(|file| file.name.as_str());
        let files = files.collect::<Vec<_>>().join(", ");
        let counts = [
            ("note-damaged-lines", evidence.lines.damaged),
            ("note-more-transactions", evidence.transactions.more),
            ("note-before-since", evidence.before_since),
        ];
        for (id, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let place = ("place", files.clone());
            notes.push(Message::new(id, [place, ("count", count.to_string())]));
        }
    }
}

/// Certificates that were valid when the evidence was taken and are not any more: old bundles are
/// no reason for a finding.
fn ended_since(case: &Case) -> Option<Message> {
    let now = case.question.now;
    let mut ended: BTreeSet<(i64, String)> = BTreeSet::new();
    for (number, own) in case.peers.iter().enumerate() {
        let then = evidence_time(case, number);
        let stored = own.trust.iter().flat_map(|(_, store)| store.certificates());
        let stored = stored.map(|stored| &stored.certificate);
        let server = own.server.iter().flat_map(|(_, chain)| chain);
        let presented = case.cells.iter().flat_map(|cell| &cell.presented);
        let presented = presented.filter(|presented| presented.peer == number);
        let presented = presented.flat_map(|presented| presented.chain.iter());
        for certificate in stored.chain(server).chain(presented) {
            ended.extend(end_between(certificate, then, now));
        }
    }
    if ended.is_empty() {
        return None;
    }
    let names = ended.iter().take(NAMES);
    let names = names.map(|(end, name)| format!("{name} ({})", day(*end)));
    let mut names = names.collect::<Vec<_>>().join(", ");
    if ended.len() > NAMES {
        names.push_str(", ...");
    }
    let count = ("count", ended.len().to_string());
    Some(Message::new("note-ended-since", [count, ("names", names)]))
}

fn end_between(certificate: &Certificate, then: i64, now: i64) -> Option<(i64, String)> {
    let end = certificate.facts().not_after?;
    (then <= end && end < now).then(|| (end, certificate.name().to_owned()))
}
