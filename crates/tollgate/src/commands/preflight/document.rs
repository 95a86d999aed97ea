//! The preflight as JSON and as a table: a row for each cell.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tollgate_analyze::preflight::{Exactness, Preflight, PreflightCell, Selection};
use tollgate_report::{Cell, KeyFamily};
use tollgate_text::Language;

/// The name of the schema of the document.
const SCHEMA: &str = "tollgate-preflight-1";

/// `{"schema","cells","findings","plan"}`.
pub(super) fn json(preflight: &Preflight, language: Language) -> Result<String> {
    let rendered = tollgate_report::json::render(&preflight.report, language);
    let mut report: Value =
        serde_json::from_str(&rendered).context("the report cannot be read back")?;
    let cells: Vec<Value> = preflight.cells.iter().map(cell).collect();
    let plan: Vec<Value> = preflight
        .report
        .plan
        .iter()
        .map(|step| {
            json!({
                "action": step.text.say(language),
                "fixes": step.cells.iter().map(place).collect::<Vec<_>>(),
                "alternatives": step.alternatives.iter().map(|way| way.say(language)).collect::<Vec<_>>(),
                "upload": step.upload.iter().map(|own| json!({
                    "sha256": own.sha256,
                    "name": own.name,
                    "subject": own.subject,
                    "pem": own.pem,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let unrepaired = preflight.unrepaired.iter();
    let unrepaired = unrepaired.filter_map(|index| preflight.cells.get(*index));
    let document = json!({
        "schema": SCHEMA,
        "program": preflight.report.program,
        "summary": report["summary"].take(),
        "cells": cells,
        "findings": report["findings"].take(),
        "plan": plan,
        "plan_is_exact": preflight.exactness == Exactness::Exact,
        "unrepaired": unrepaired.map(|cell| place(&cell.cell)).collect::<Vec<_>>(),
        "notes": report["notes"].take(),
    });
    let mut text =
        serde_json::to_string_pretty(&document).context("the answer cannot be written")?;
    text.push('\n');
    Ok(text)
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
        "first": first.map(|reason| json!({
            "code": reason.code,
            "openssl": reason.openssl,
            "text": reason.text(),
            "depth": reason.depth,
        })),
        "certificate": own.certificate,
        "client_certificate_requested": own.client_certificate_requested,
        "before": selection(own.before),
        "after": selection(own.after),
        "at_failover": own.at_failover,
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
    own.verdict.as_ref().map(|verdict| {
        if verdict.is_trusted() {
            "trusted"
        } else {
            "refused"
        }
    })
}

fn selection(selection: Selection) -> Value {
    json!({ "selected": selection.selected, "accepted": selection.accepted })
}

/// A row for each cell (RFC 4180); what a spreadsheet would take for a formula is quoted.
pub(super) fn csv(preflight: &Preflight) -> String {
    let mut text = String::from(
        "node,role,address,port,key_type,served,verdict,code,text,depth,certificate,\
         client_certificate_requested,before_selected,before_accepted,after_selected,\
         after_accepted,at_failover\r\n",
    );
    for own in &preflight.cells {
        let first = own.verdict.as_ref().and_then(|verdict| verdict.first());
        let known = |value: Option<bool>| value.map_or(String::new(), |value| value.to_string());
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
        ];
        let fields: Vec<String> = row.iter().map(|value| field(value)).collect();
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
