//! A diagnosis for people, and for programs.

use anyhow::Result;
use serde_json::{Value, json};
use tollgate_report::{Cell, Finding, KeyFamily, State};

use super::Diagnosis;
use super::now::NodeState;
use super::server::Server;
use crate::labels::Fields;
use crate::output::Output;

/// Cells that are named in a line.
const CELLS: usize = 3;

pub(super) fn text(diagnosis: &Diagnosis, output: &mut Output) {
    let label = |id| output.text(id, &[]);
    let mut lines = Fields::default();
    let mut more = Fields::default();
    if let Some(server @ Server::Silent { .. }) = &diagnosis.server {
        // What fails beside it does not matter while nobody is served.
        lines.add(label("doctor-label-server"), said_of_server(server, output));
    }
    if let Some(finding) = diagnosis.top() {
        lines.add(label("doctor-label-what"), what(finding, output));
        lines.add(label("doctor-label-when"), when(finding, output));
        lines.add(label("doctor-label-do"), action(diagnosis, finding, output));
        let safely = safely(diagnosis, finding, output);
        more.add(label("doctor-label-safely"), safely);
        if let Some(workaround) = workaround(diagnosis, finding, output) {
            more.add(label("doctor-label-workaround"), workaround);
        }
    } else {
        let count = [("count", diagnosis.requests.to_string())];
        let id = if diagnosis.requests == 0 {
            "doctor-no-requests"
        } else {
            "doctor-nothing-wrong"
        };
        lines.add(label("doctor-label-what"), output.text(id, &count));
    }
    if let Some(now) = &diagnosis.now {
        let values = |code: &str| [("cell", now.cell.to_string()), ("code", code.to_owned())];
        let said = match &now.state {
            NodeState::Accepted => output.text("doctor-now-accepted", &values("")),
            NodeState::Refused(code) => output.text("doctor-now-refused", &values(code)),
            NodeState::Silent => output.text("doctor-now-silent", &values("")),
        };
        more.add(label("doctor-label-now"), said);
    }
    if let Some(server @ Server::Answers(_)) = &diagnosis.server {
        more.add(label("doctor-label-server"), said_of_server(server, output));
    }
    let others = others(diagnosis);
    if others > 0 {
        let logs = diagnosis
            .files
            .iter()
            .map(|file| file.display().to_string());
        let logs: Vec<String> = logs.collect();
        let values = [("count", others.to_string()), ("logs", logs.join(" "))];
        more.add(
            label("doctor-label-more"),
            output.text("doctor-more", &values),
        );
    }
    lines.write(0, output);
    output.line("");
    more.write(0, output);
}

/// Sign, word, code, cells, title.
fn what(finding: &Finding, output: &Output) -> String {
    let (sign, word) = match finding.state {
        State::IssueFound => ("x", "report-word-fail"),
        _ => ("!", "report-word-warn"),
    };
    let word = output.text(word, &[]);
    let title = finding.title.say(output.language());
    let cells: Vec<String> = finding
        .cells
        .iter()
        .take(CELLS)
        .map(ToString::to_string)
        .collect();
    let rest = finding.cells.len().saturating_sub(CELLS);
    let mut cells = cells.join(", ");
    if rest > 0 {
        cells = format!("{cells} +{rest}");
    }
    if cells.is_empty() {
        format!("{sign} {word}  {}: {title}", finding.code)
    } else {
        format!("{sign} {word}  {} {cells}: {title}", finding.code)
    }
}

fn when(finding: &Finding, output: &Output) -> String {
    let unknown = || output.text("value-unreadable", &[]);
    let moment = |at: Option<i64>| at.and_then(utc).unwrap_or_else(unknown);
    let id = if finding.users.are_more {
        "doctor-seen-at-least"
    } else {
        "doctor-seen"
    };
    let values = [
        ("first", moment(finding.first_seen)),
        ("last", moment(finding.last_seen)),
        ("requests", finding.requests.to_string()),
        ("users", finding.users.count.to_string()),
    ];
    output.text(id, &values)
}

fn utc(milliseconds: i64) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(milliseconds).ok()?;
    Some(at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// What hides the problem for the time until it is repaired, and its risk.
fn workaround(diagnosis: &Diagnosis, finding: &Finding, output: &Output) -> Option<String> {
    let mut actions = finding.actions.iter();
    let own = actions.find(|own| own.workaround_risk.is_some())?;
    if let Some(config) = &diagnosis.config {
        let config = [("config", config.display().to_string())];
        return Some(output.text("doctor-workaround", &config));
    }
    let language = output.language();
    let risk = own.workaround_risk.as_ref()?.say(language);
    Some(format!("{} {risk}", own.text.say(language)))
}

fn action(diagnosis: &Diagnosis, finding: &Finding, output: &Output) -> String {
    if let (Some(store), false) = (&diagnosis.store, diagnosis.upload.is_empty()) {
        let certificates = diagnosis.upload.iter().map(|upload| {
            let values = [
                ("name", upload.name.clone()),
                ("sha256", upload.sha256.clone()),
                ("store", store.display().to_string()),
            ];
            output.text("doctor-add", &values)
        });
        return certificates.collect::<Vec<_>>().join(" ");
    }
    let mut actions = finding.actions.iter();
    let first = actions.find(|own| own.workaround_risk.is_none());
    let text = first.map(|own| own.text.say(output.language()));
    let mut text = text.unwrap_or_else(|| {
        let code = [("code", finding.code.clone())];
        output.text("doctor-explain", &code)
    });
    for upload in &diagnosis.upload {
        let values = [
            ("name", upload.name.clone()),
            ("sha256", upload.sha256.clone()),
        ];
        text.push(' ');
        text.push_str(&output.text("doctor-certificate", &values));
    }
    text
}

/// How to do it without making things worse, with commands that can be pasted.
fn safely(diagnosis: &Diagnosis, finding: &Finding, output: &Output) -> String {
    let path = |path: &Option<std::path::PathBuf>, none: &str| {
        let path = path.as_ref().map(|path| path.display().to_string());
        path.unwrap_or_else(|| none.to_owned())
    };
    let config = path(&diagnosis.config, "tollgate.toml");
    let store = path(&diagnosis.store, "ca.pem");
    if diagnosis.upload.is_empty() {
        let Some(node) = finding.cells.first().map(Cell::authority) else {
            let code = [("code", finding.code.clone())];
            return output.text("doctor-explain", &code);
        };
        let values = [("command", format!("tollgate probe {node} --trust {store}"))];
        return output.text("doctor-safely-node", &values);
    }
    let values = [
        (
            "fetch",
            format!("tollgate doctor --config {config} -o pem > new.pem"),
        ),
        ("append", format!("cat new.pem >> {store}")),
        ("check", format!("tollgate serve --config {config} --check")),
        ("reload", "kill -HUP $(pidof tollgate)".to_owned()),
    ];
    output.text("doctor-safely-upload", &values)
}

fn said_of_server(server: &Server, output: &Output) -> String {
    match server {
        Server::Silent { address, why } => {
            let values = [("address", address.to_string()), ("why", why.clone())];
            output.text("doctor-server-silent", &values)
        }
        Server::Answers(status) => {
            let values = [
                ("state", status.state.clone()),
                ("started", status.started.clone()),
                ("mode", status.verify_origin_server.clone()),
            ];
            let mut text = output.text("doctor-server", &values);
            if status.log.lost > 0 || status.log.failure.is_some() {
                let failure = status.log.failure.clone().unwrap_or_default();
                let values = [("lost", status.log.lost.to_string()), ("failure", failure)];
                text.push(' ');
                text.push_str(&output.text("doctor-server-log", &values));
            }
            text
        }
    }
}

/// Findings beside the top one that are broken or might be.
fn others(diagnosis: &Diagnosis) -> usize {
    let findings = diagnosis.report.findings.iter();
    let is_problem =
        |own: &&Finding| matches!(own.state, State::IssueFound | State::PotentialProblem);
    findings.filter(is_problem).count().saturating_sub(1)
}

/// The name of the schema of the document.
const SCHEMA: &str = "tollgate-doctor-1";

pub(super) fn json(diagnosis: &Diagnosis, output: &mut Output) -> Result<()> {
    let language = output.language();
    let moment = |at: Option<i64>| {
        let at = at.and_then(|at| jiff::Timestamp::from_millisecond(at).ok());
        at.map(|at| at.to_string())
    };
    let brief = |finding: &Finding| {
        json!({
            "code": finding.code,
            "signature": finding.signature,
            "state": finding.state.as_str(),
            "title": finding.title.say(language),
            "cells": finding.cells.iter().map(|cell| json!({
                "node": cell.node,
                "address": cell.address,
                "port": cell.port,
                "key_type": cell.key_type.map(KeyFamily::as_str),
            })).collect::<Vec<_>>(),
            "first_seen": moment(finding.first_seen),
            "last_seen": moment(finding.last_seen),
            "requests": finding.requests,
            "users": finding.users.count,
            "users_are_more": finding.users.are_more,
            "actions": finding.actions.iter().filter(|own| own.workaround_risk.is_none())
                .map(|own| own.text.say(language)).collect::<Vec<_>>(),
            "workarounds": finding.actions.iter().filter_map(|own| Some(json!({
                "action": own.text.say(language),
                "risk": own.workaround_risk.as_ref()?.say(language),
            }))).collect::<Vec<_>>(),
        })
    };
    let problems = diagnosis
        .report
        .findings
        .iter()
        .filter(|own| matches!(own.state, State::IssueFound | State::PotentialProblem));
    let server = diagnosis.server.as_ref().map(|server| match server {
        Server::Silent { address, why } => json!({
            "answers": false, "address": address.to_string(), "why": why,
        }),
        Server::Answers(status) => json!({
            "answers": true,
            "state": status.state,
            "started": status.started,
            "verify_origin_server": status.verify_origin_server,
            "log": { "lost": status.log.lost, "failure": status.log.failure },
        }),
    });
    let document: Value = json!({
        "schema": SCHEMA,
        "program": env!("CARGO_PKG_VERSION"),
        "since": moment(diagnosis.since),
        "read": diagnosis.files.iter().map(|own| own.display().to_string()).collect::<Vec<_>>(),
        "requests": diagnosis.requests,
        "top": diagnosis.top().map(brief),
        "upload": diagnosis.upload.iter().map(|own| json!({
            "sha256": own.sha256, "name": own.name, "subject": own.subject, "pem": own.pem,
        })).collect::<Vec<_>>(),
        "safely": diagnosis.top().map(|finding| safely(diagnosis, finding, output)),
        "now": diagnosis.now.as_ref().map(|now| json!({
            "cell": now.cell.to_string(),
            "state": now.state.as_str(),
            "code": match &now.state {
                NodeState::Refused(code) => Some(code),
                NodeState::Accepted | NodeState::Silent => None,
            },
        })),
        "server": server,
        "findings": problems.map(brief).collect::<Vec<_>>(),
    });
    output.json(&document)?;
    Ok(())
}
