//! The preflight as JSON and as a table: a row for each cell.

mod beside;

use anyhow::{Context, Result};
use jiff::Timestamp;
use serde_json::{Value, json};
use tollgate_analyze::preflight::{
    AddressSource, Basis, Exactness, Preflight, PreflightCell, Selection,
};
use tollgate_pki::{Certificate, Reason, Verdict};
use tollgate_report::{Cell, KeyFamily, Upload, harmless_json};
use tollgate_text::Language;

/// The name of the schema of the document.
pub(super) const SCHEMA: &str = "tollgate-preflight-1";

/// `{"schema","cells","findings","plan"}`.
pub(super) fn json(preflight: &Preflight, language: Language) -> Result<String> {
    super::pretty(&value(preflight, language)?)
}

/// The document.
pub(super) fn value(preflight: &Preflight, language: Language) -> Result<Value> {
    let rendered = tollgate_report::json::render(&preflight.report, language);
    let mut report: Value =
        serde_json::from_str(&rendered).context("the report cannot be read back")?;
    let mut cells: Vec<Value> = preflight.cells.iter().map(cell).collect();
    for (cell, check) in cells.iter_mut().zip(&preflight.client_certificates) {
        cell["client_certificate"] = beside::client(check);
    }
    let plan: Vec<Value> = preflight
        .report
        .plan
        .iter()
        .map(|step| {
            json!({
                "action": step.text.say(language),
                "fixes": step.cells.iter().map(place).collect::<Vec<_>>(),
                "kind": step.effect.as_ref().map(|effect| effect.kind),
                "restarts": step.effect.as_ref().map(|effect| {
                    let restarts = effect.restarts.iter();
                    restarts.map(|own| own.say(language)).collect::<Vec<_>>()
                }),
                "risk": step.effect.as_ref().map(|effect| effect.risk.say(language)),
                "alternatives": step.alternatives.iter().map(|way| way.say(language)).collect::<Vec<_>>(),
                "upload": uploads(&step.upload),
                "alternative_uploads": step.alternatives.iter().map(|way| uploads(&way.upload)).collect::<Vec<_>>(),
                "request": step.request.as_ref().map(|request| json!({
                    "certificate": request.certificate,
                    "nodes": request.nodes,
                    "names": request.names,
                })),
            })
        })
        .collect();
    let unrepaired = preflight.unrepaired.iter();
    let unrepaired = unrepaired.filter_map(|index| preflight.cells.get(*index));
    Ok(json!({
        "schema": SCHEMA,
        "program": preflight.report.program,
        "made_at": moment(preflight.made_at),
        "judged_at": report["judged_at"].take(),
        "summary": report["summary"].take(),
        "cells": cells,
        "findings": report["findings"].take(),
        "plan": plan,
        "plan_is_exact": preflight.exactness == Exactness::Exact,
        "unrepaired": unrepaired.map(|cell| place(&cell.cell)).collect::<Vec<_>>(),
        "notes": report["notes"].take(),
        "suppressed": match report["suppressed"].take() {
            Value::Null => json!([]),
            suppressed => suppressed,
        },
        "certificates": preflight.certificates.iter().map(certificate).collect::<Vec<_>>(),
        "revocation": beside::revocation_state(preflight),
        "revocations": beside::revocations(preflight),
        "revocation_contacts": beside::contacts(preflight),
    }))
}

/// What nodes presented as their own: cells name it by its fingerprint.
fn certificate(own: &Certificate) -> Value {
    let facts = own.facts();
    let key = &facts.key;
    json!({
        "sha256": own.fingerprint().to_string(),
        "subject": facts.subject,
        "common_name": facts.common_names.first(),
        "issuer": facts.issuer,
        "issuer_cn": facts.issuer_cn,
        "self_signed": facts.is_self_signed,
        "serial": facts.serial,
        "not_before": facts.not_before.and_then(moment),
        "not_after": facts.not_after.and_then(moment),
        "key": { "type": key.family, "bits": key.bits, "curve": key.curve },
        "signature_algorithm": facts.signature_algorithm,
        "dns_names": facts.dns_names,
        "ip_addresses": facts.ip_addresses,
        "extended_key_usage": own.extended_key_usages(),
    })
}

/// Unix seconds as RFC 3339; nothing for a number that is no moment.
fn moment(seconds: i64) -> Option<String> {
    let at = Timestamp::from_second(seconds).ok()?;
    Some(at.to_string())
}

/// A line for each cell, and behind them one for each finding.
pub(super) fn lines(preflight: &Preflight, language: Language) -> Result<String> {
    let mut document = value(preflight, language)?;
    let mut text = String::new();
    let lists = [
        ("cell", "cells"),
        ("finding", "findings"),
        ("suppressed", "suppressed"),
    ];
    for (kind, list) in lists {
        let Value::Array(items) = document[list].take() else {
            continue;
        };
        for item in items {
            let line = json!({ "kind": kind, kind: item }).to_string();
            text.push_str(&harmless_json(&line));
            text.push('\n');
        }
    }
    Ok(text)
}

fn uploads(uploads: &[Upload]) -> Value {
    let uploads = uploads.iter().map(|own| {
        json!({
            "to": own.to.as_str(),
            "sha256": own.sha256,
            "name": own.name,
            "subject": own.subject,
            "pem": own.pem,
        })
    });
    uploads.collect()
}

fn place(cell: &Cell) -> Value {
    json!({
        "node": cell.node,
        "address": cell.address,
        "port": cell.port,
        "key_type": cell.key_type.map(KeyFamily::as_str),
    })
}

fn cell(own: &PreflightCell) -> Value {
    let first = own.verdict.as_ref().and_then(|verdict| verdict.first());
    json!({
        "node": own.cell.node,
        "role": own.role.text,
        "address": own.cell.address,
        "port": own.cell.port,
        "key_type": own.cell.key_type.map(KeyFamily::as_str),
        "served": own.served,
        "verdict": verdict(own),
        "first": reason(first),
        "certificate": own.certificate,
        "client_certificate_requested": own.client_certificate_requested,
        "traffic_server": own.traffic_server.as_ref().map(|own| json!({
            "verdict": said(own),
            "first": reason(own.first()),
        })),
        "before": selection(own.before),
        "after": selection(own.after),
        "after_plan": own.after_plan.as_str(),
        "serve": selection(own.serve),
        "order": own.order.as_str(),
        "expected_stores": own.expected_stores,
        "life": own.life.as_ref().map(|life| json!({
            "not_before": moment(life.starts),
            "not_after": moment(life.ends),
            "days_left": life.days_left,
            "percent_used": life.percent_used,
            "path_days_left": life.path_days_left,
            "over_since_judged": life.is_over_since,
        })),
        "unknown": own.is_unknown || own.cell.key_type.is_none(),
        "at_failover": own.at_failover,
        "source": own.origin.source.map(AddressSource::as_str),
        "advertised": own.origin.is_advertised,
        "observations": own.observations.iter().map(|seen| json!({
            "offer": seen.offer,
            "version": seen.version,
            "cipher": seen.cipher,
            "certificate": seen.certificate,
            "failure": seen.failure,
        })).collect::<Vec<_>>(),
    })
}

fn verdict(own: &PreflightCell) -> Option<&'static str> {
    own.verdict.as_ref().map(said)
}

fn said(verdict: &Verdict) -> &'static str {
    if verdict.is_trusted() {
        "trusted"
    } else {
        "refused"
    }
}

fn reason(first: Option<&Reason>) -> Value {
    first.map_or(Value::Null, |reason| {
        json!({
            "code": reason.code,
            "openssl": reason.openssl,
            "text": reason.text(),
            "depth": reason.depth,
        })
    })
}

fn selection(selection: Selection) -> Value {
    json!({
        "selected": selection.selected,
        "accepted": selection.accepted,
        "basis": selection.basis.map(Basis::as_str),
        "declined": selection.is_declined,
        "expected": selection.expected.map(KeyFamily::as_str),
    })
}

/// A row for each cell (RFC 4180), with why and until when something about it is suppressed, where
/// anything is; what a spreadsheet would take for a formula is quoted.
pub(super) fn csv(preflight: &Preflight) -> String {
    let mut text = String::from(
        "node,role,address,port,key_type,served,verdict,code,text,depth,certificate,\
         client_certificate_requested,before_selected,before_accepted,after_selected,\
         after_accepted,at_failover,source,advertised,before_basis,after_basis,after_plan,\
         serve_selected,serve_accepted,serve_basis,traffic_server,order,days_left,percent_used",
    );
    let suppressed = &preflight.report.suppressed;
    if !suppressed.is_empty() {
        text.push_str(",suppressed_reason,suppressed_until");
    }
    text.push_str("\r\n");
    for own in &preflight.cells {
        let first = own.verdict.as_ref().and_then(|verdict| verdict.first());
        let known = |value: Option<bool>| value.map_or(String::new(), |value| value.to_string());
        let basis = |own: Selection| own.basis.map_or("", Basis::as_str).to_owned();
        let row = [
            own.cell.node.clone(),
            own.role.text.clone(),
            own.cell.address.clone(),
            own.cell.port.map_or(String::new(), |port| port.to_string()),
            own.cell.key_type.map_or("", KeyFamily::as_str).to_owned(),
            own.served.to_string(),
            verdict(own).unwrap_or_default().to_owned(),
            first.map_or(String::new(), |reason| reason.code.to_string()),
            first.map_or(String::new(), |reason| reason.text().to_owned()),
            first.map_or(String::new(), |reason| reason.depth.to_string()),
            own.certificate.clone().unwrap_or_default(),
            known(own.client_certificate_requested),
            known(own.before.selected),
            known(own.before.accepted),
            known(own.after.selected),
            known(own.after.accepted),
            own.at_failover.to_string(),
            own.origin
                .source
                .map_or("", AddressSource::as_str)
                .to_owned(),
            known(own.origin.is_advertised),
            basis(own.before),
            basis(own.after),
            own.after_plan.as_str().unwrap_or_default().to_owned(),
            known(own.serve.selected),
            known(own.serve.accepted),
            basis(own.serve),
            own.traffic_server.as_ref().map_or("", said).to_owned(),
            own.order.as_str().to_owned(),
            own.life
                .as_ref()
                .map_or(String::new(), |life| life.days_left.to_string()),
            own.life
                .as_ref()
                .map_or(String::new(), |life| life.percent_used.to_string()),
        ];
        let mut fields: Vec<String> = row.iter().map(|value| field(value)).collect();
        if !suppressed.is_empty() {
            let about = suppressed.iter();
            let about = about.filter(|one| one.finding.cells.contains(&own.cell));
            let (reasons, days): (Vec<&str>, Vec<&str>) = about
                .map(|one| (one.reason.as_str(), one.until.as_str()))
                .unzip();
            fields.push(field(&reasons.join("; ")));
            fields.push(field(&days.join("; ")));
        }
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

fn field(value: &str) -> String {
    let is_formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let value = if is_formula {
        format!("'{value}")
    } else {
        value.to_owned()
    };
    if value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value
    }
}
