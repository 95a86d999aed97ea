//! What a log line says, in a sentence.

use tollgate_diaglog::{
    Access, Action, ChainRefused, ConnectionFailed, Detail, Event, FailureCause, Line, NameRefused,
    Outcome, Transaction,
};
use tollgate_uc::EdgeUrl;

use crate::output::Output;

/// What an entry says, a sentence each; nothing where its own words are as plain.
pub(super) fn of(line: &Line<'_>, output: &Output) -> Vec<String> {
    match &line.event {
        Some(Event::Transaction(step)) => of_step(step, output),
        Some(Event::Access(access)) => vec![of_access(access, output)],
        Some(Event::ChainRefused(refused)) => vec![of_chain(refused, output)],
        Some(Event::NameRefused(refused)) => vec![of_name(refused, output)],
        Some(Event::ConnectionFailed(failed)) => vec![of_failure(failed, output)],
        Some(Event::Rejected(_) | Event::Native(_) | Event::Notice(_) | Event::Record(_))
        | None => Vec::new(),
    }
}

fn of_step(step: &Transaction<'_>, output: &Output) -> Vec<String> {
    let peer = match step.peer.port {
        Some(port) => format!("{}:{port}", step.peer.ip),
        None => step.peer.ip.to_string(),
    };
    let values = [
        ("peer", peer),
        ("message", step.message.start_line().trim_end().to_owned()),
    ];
    let id = match step.detail {
        Detail::ReceiveRequest { .. } => "explain-receive-request",
        Detail::SendingRequest => "explain-sending-request",
        Detail::ReceiveResponse => "explain-receive-response",
        Detail::SendingResponse => "explain-sending-response",
    };
    let mut said = vec![output.text(id, &values)];
    if matches!(step.detail, Detail::ReceiveRequest { .. }) {
        said.extend(edge_url(step.message.start_line(), output));
    }
    said
}

/// The node that a request line asks for, where it is an edge URL.
fn edge_url(request_line: &str, output: &Output) -> Option<String> {
    let target = request_line.split(' ').nth(1)?;
    let EdgeUrl { domain, target } = EdgeUrl::decode(target).ok()?;
    let values = [("domain", domain), ("url", target.url())];
    Some(output.text("explain-edge-url", &values))
}

fn of_access(access: &Access<'_>, output: &Output) -> String {
    let values = [
        ("user", access.username.to_string()),
        ("request", access.request.to_string()),
        ("reason", access.reason.to_string()),
    ];
    let id = match access.outcome {
        Outcome::Allowed => "explain-allowed",
        Outcome::Denied => "explain-denied",
    };
    output.text(id, &values)
}

fn of_chain(refused: &ChainRefused<'_>, output: &Output) -> String {
    let values = [
        ("server", refused.server.name.to_string()),
        ("ip", refused.server.ip.to_string()),
        ("text", refused.error.to_string()),
        ("depth", refused.depth.to_string()),
    ];
    let id = match refused.action {
        Action::Terminate => "explain-chain-refused",
        Action::Continue => "explain-chain-tolerated",
    };
    output.text(id, &values)
}

fn of_name(refused: &NameRefused<'_>, output: &Output) -> String {
    let values = [
        ("name", refused.name.to_string()),
        ("server", refused.server.name.to_string()),
        ("ip", refused.server.ip.to_string()),
    ];
    let id = match refused.action {
        Action::Terminate => "explain-name-refused",
        Action::Continue => "explain-name-tolerated",
    };
    output.text(id, &values)
}

fn of_failure(failed: &ConnectionFailed<'_>, output: &Output) -> String {
    let name = ("name", failed.name.to_string());
    match failed.cause() {
        FailureCause::VerifyFailed => output.text("explain-verify-failed", &[name]),
        FailureCause::Alert(number) => output.text(
            "explain-node-alert",
            &[name, ("number", number.to_string())],
        ),
        FailureCause::Other => output.text("explain-connection-failed", &[name]),
    }
}
