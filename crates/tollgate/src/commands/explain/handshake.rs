//! A TLS handshake of a capture, with what was presented and the verdict about it.

use std::collections::BTreeSet;

use tollgate_analyze::case::{AttemptJoin, Case, CellCase, Handshake};
use tollgate_capture::{Role, Visibility};
use tollgate_pki::{Address, Certificate};
use tollgate_report::Cell;

use crate::labels::{self, Fields};
use crate::output::Output;

/// Cells and SHA-256 of certificates whose verdict was written.
pub(super) type Told = BTreeSet<(Cell, String)>;

/// Writes what is known of a handshake, and what `pki` says about it at the cells where it counts.
pub(super) fn write(case: &Case, at: (usize, usize), told: &mut Told, output: &mut Output) {
    let capture = case.captures.get(at.0);
    let Some(handshake) = capture.and_then(|capture| capture.handshakes.get(at.1)) else {
        return;
    };
    let values = [
        ("file", place(case, handshake)),
        ("stream", handshake.stream.to_string()),
        ("first", handshake.first_frame.to_string()),
        ("last", handshake.last_frame.to_string()),
    ];
    let heading = output.text("explain-handshake", &values);
    output.paragraph(2, &heading);
    fields(handshake, output).write(4, output);
    for cell in cells(case, at) {
        let leaf = handshake.chain.first().map(Certificate::fingerprint);
        let own = leaf.map(|leaf| (cell.cell.clone(), leaf.to_string()));
        if own.is_none_or(|own| told.insert(own)) {
            verdict(cell, handshake, output);
        } else {
            let again = output.text("explain-verdict-again", &[]);
            output.paragraph(4, &again);
        }
    }
}

fn place(case: &Case, handshake: &Handshake) -> String {
    let bundles = case.evidence.bundles();
    let mut parts = bundles.flat_map(|bundle| &bundle.parts);
    let part = parts.find(|part| part.id == handshake.part);
    part.map(|part| part.place.to_string()).unwrap_or_default()
}

fn fields(handshake: &Handshake, output: &Output) -> Fields {
    let label = |id| output.text(id, &[]);
    let mut fields = Fields::default();
    let parties = format!("{} -> {}", handshake.client, handshake.server);
    fields.add(label("capture-label-parties"), parties);
    if let Some(name) = &handshake.server_name {
        fields.add("SNI".to_owned(), name);
    }
    let version = handshake.version.as_ref().map(ToString::to_string);
    let suite = handshake.cipher_suite.map(|suite| suite.to_string());
    let negotiated: Vec<String> = version.into_iter().chain(suite).collect();
    if !negotiated.is_empty() {
        fields.add("TLS".to_owned(), negotiated.join(" "));
    }
    for certificate in handshake.chain.iter() {
        let subject = &certificate.facts().subject;
        fields.add(label("capture-label-server"), subject);
    }
    if handshake.chain.is_empty() && handshake.visibility == Visibility::Encrypted {
        fields.add(
            label("capture-label-server"),
            label("capture-unseen-encrypted"),
        );
    }
    for alert in &handshake.alerts {
        let values = [
            ("level", alert.level.as_str().to_owned()),
            ("description", alert.description.to_string()),
            ("frame", alert.frame.to_string()),
        ];
        let id = match alert.from {
            Role::Client => "capture-alert-client",
            Role::Server => "capture-alert-server",
        };
        fields.add(label("capture-label-alert"), output.text(id, &values));
    }
    fields
}

/// The cells at which somebody met the handshake.
fn cells(case: &Case, at: (usize, usize)) -> impl Iterator<Item = &CellCase> {
    case.cells.iter().filter(move |cell| {
        let mut attempts = cell.attempts.iter();
        attempts.any(|attempt| attempt.handshake == Some(at))
    })
}

fn verdict(cell: &CellCase, handshake: &Handshake, output: &mut Output) {
    let presented = cell
        .presented
        .iter()
        .find(|presented| presented.chain.first() == handshake.chain.first());
    let Some(verdict) = presented.and_then(|presented| presented.verdict.as_ref()) else {
        return;
    };
    output.line("");
    let address = Address::parse(&cell.cell.address);
    labels::verdict(verdict, cell.is_address_known.then_some(&address), output);
}

/// How sure it is that a log line and a handshake are about the same attempt.
pub(super) fn sureness(join: AttemptJoin, output: &Output) -> Option<String> {
    match join {
        AttemptJoin::Alone => None,
        AttemptJoin::Sure => Some(output.text("explain-join-sure", &[])),
        AttemptJoin::Ambiguous { handshakes } => {
            let count = [("count", handshakes.to_string())];
            Some(output.text("explain-join-ambiguous", &count))
        }
    }
}
