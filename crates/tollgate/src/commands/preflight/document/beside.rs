//! What stands beside the verdicts: our own certificate, and revocation.

use serde_json::{Value, json};
use tollgate_analyze::preflight::{ClientCheck, Preflight, RevocationAnswer, RevocationOutcome};

use super::{moment, place};

/// `{"requested","authorities","accepted","reason"}`.
pub(super) fn client(check: &ClientCheck) -> Value {
    json!({
        "requested": check.requested,
        "authorities": check.authorities,
        "accepted": check.accepted,
        "reason": check.reason.as_str(),
    })
}

/// `checked` or `not-checked`.
pub(super) fn revocation_state(preflight: &Preflight) -> &'static str {
    match preflight.revocation {
        Some(_) => "checked",
        None => "not-checked",
    }
}

/// An entry for each certificate; empty where nobody looked.
pub(super) fn revocations(preflight: &Preflight) -> Vec<Value> {
    let found = preflight.revocation.iter();
    let answers = found.flat_map(|found| &found.answers);
    let at = preflight.report.judged_at.unwrap_or(preflight.made_at);
    answers.map(|answer| revocation(answer, at)).collect()
}

fn revocation(answer: &RevocationAnswer, at: i64) -> Value {
    let certificate = &answer.subject.certificate;
    let (state, reason, since) = match &answer.state {
        RevocationOutcome::Good => ("good", None, None),
        RevocationOutcome::Revoked { since, reason } => ("revoked", Some(*reason), *since),
        RevocationOutcome::Unknown(why) => ("unknown", Some(why.as_str()), None),
    };
    let cells = answer.subject.cells.iter();
    json!({
        "sha256": certificate.fingerprint().to_string(),
        "subject": certificate.facts().subject,
        "serial": certificate.facts().serial,
        "state": state,
        "reason": reason,
        "since": since.and_then(moment),
        "source": answer.source,
        "this_update": answer.this_update.and_then(moment),
        "next_update": answer.next_update.and_then(moment),
        "age_seconds": answer.this_update.map(|from| at.saturating_sub(from)),
        "cells": cells.map(place).collect::<Vec<_>>(),
    })
}

/// Every address that was asked, in order.
pub(super) fn contacts(preflight: &Preflight) -> Vec<Value> {
    let found = preflight.revocation.iter();
    let contacts = found.flat_map(|found| &found.contacts);
    contacts
        .map(|contact| {
            json!({
                "url": contact.url,
                "octets": contact.outcome.as_ref().ok(),
                "error": contact.outcome.as_ref().err(),
            })
        })
        .collect()
}
