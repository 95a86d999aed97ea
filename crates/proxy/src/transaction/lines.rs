//! The lines of one transaction, in the order and form of the document's log.

use std::borrow::Cow;
use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap, HeaderValue};
use serde::Serialize;
use tollgate_diaglog::{
    Access, Detail, Event, Header, Headers, HttpMessage, Ip, MatchedRule, Message, Native, Outcome,
    Peer, Rejected, Severity, Transaction,
};
use tollgate_uc::{DenyReason, Rule, Target};

use crate::config::Level;
use crate::http1::{NodeHead, RequestHead};
use crate::log::Journal;
use crate::refusal::Refusal;
use crate::upstream::{ConnectionFacts, NodeRequest};

/// Writes the lines of one transaction.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) id: u64,
    pub(crate) client: SocketAddr,
    pub(crate) tracking_id: HeaderValue,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(
        journal: &'a Journal,
        id: u64,
        client: SocketAddr,
        tracking_id: HeaderValue,
    ) -> Self {
        Self {
            journal,
            id,
            client,
            tracking_id,
        }
    }

    /// The id as text; only text was let in.
    pub(crate) fn tracking(&self) -> &str {
        self.tracking_id.to_str().unwrap_or_default()
    }

    pub(super) fn receive_request(&self, head: &RequestHead) {
        let detail = Detail::ReceiveRequest {
            last_via_addr: Cow::Borrowed(""),
        };
        self.step(detail, self.client, head.line(), || {
            split_lines(head.header_lines())
        });
    }

    pub(super) fn sending_request(&self, to: SocketAddr, request: &NodeRequest) {
        let line = String::from_utf8_lossy(request.line());
        self.step(Detail::SendingRequest, to, &line, || {
            split_lines(request.field_lines())
        });
    }

    pub(super) fn receive_response(&self, from: SocketAddr, head: &NodeHead) {
        if !self.journal.is_at(Level::Info) {
            return;
        }
        let reason = String::from_utf8_lossy(head.reason());
        let line = ["HTTP/1.1", head.status.as_str(), &reason].join(" ");
        self.step(Detail::ReceiveResponse, from, &line, || listed(head));
    }

    /// `head` is the response head as it is sent.
    pub(super) fn sending_response(&self, head: &[u8]) {
        if !self.journal.is_at(Level::Info) {
            return;
        }
        let (line, fields) = first_line(head);
        let line = String::from_utf8_lossy(line);
        self.step(Detail::SendingResponse, self.client, &line, || {
            split_lines(fields)
        });
    }

    fn step<'b>(
        &self,
        detail: Detail<'b>,
        peer: SocketAddr,
        line: &'b str,
        fields: impl FnOnce() -> Vec<Header<'b>>,
    ) {
        if !self.journal.is_at(Level::Info) {
            return;
        }
        let at = self.journal.stamp();
        let tracking_id = match detail {
            Detail::ReceiveRequest { .. } | Detail::SendingRequest => self.tracking(),
            Detail::ReceiveResponse | Detail::SendingResponse => "",
        };
        let mut event = Transaction {
            utc_time: Some(at.utc_time()),
            detail,
            txn_id: self.id,
            tracking_id: Cow::Borrowed(tracking_id),
            peer: peer_of(peer),
            message: Message::StartLine(Cow::Borrowed(line)),
        };
        if !self.journal.is_at(Level::Debug) {
            self.journal.write(at, &Event::Transaction(event));
            return;
        }
        self.journal.write(at, &Event::Transaction(event.clone()));
        event.message = Message::Head(HttpMessage {
            start_line: Cow::Borrowed(line),
            headers: Headers::from(fields()),
        });
        self.journal.write(at, &Event::Transaction(event));
    }

    pub(super) fn allowed(&self, head: &RequestHead, target: &Target, rule: &Rule) {
        if !self.journal.is_at(Level::Info) {
            return;
        }
        let rule_url = rule.url();
        let matched = MatchedRule {
            rule: Cow::Borrowed(&rule_url),
            matching: Cow::Borrowed(rule.matching.as_str()),
            kind: Cow::Borrowed(rule.kind()),
        };
        let decided = Decided {
            outcome: Outcome::Allowed,
            reason: "In allow list",
            deployment: &rule.deployment,
            rule: Some(matched),
        };
        self.access(head, target, decided);
    }

    /// Which check failed is told by the structured record: readers of this line know one text.
    pub(super) fn denied(&self, head: &RequestHead, target: &Target, reason: &DenyReason) {
        let decided = Decided {
            outcome: Outcome::Denied,
            reason: "Not in allow list",
            deployment: "",
            rule: None,
        };
        self.access(head, target, decided);
        self.journal.record(&Denial {
            time: self.journal.now().to_string(),
            kind: "request-denied",
            txn_id: self.id,
            tracking_id: self.tracking(),
            client: self.client,
            method: head.method.as_str(),
            request: target.url(),
            reason: reason.to_string(),
        });
    }

    fn access(&self, head: &RequestHead, target: &Target, decided: Decided<'_>) {
        let Decided {
            outcome,
            reason,
            deployment,
            rule,
        } = decided;
        let at = self.journal.stamp();
        let username = username(&head.fields);
        let request = target.url();
        let access = Access {
            outcome,
            reason: Cow::Borrowed(reason),
            username: Cow::Borrowed(&username),
            deployment: Cow::Borrowed(deployment),
            method: Cow::Borrowed(head.method.as_str()),
            request: Cow::Borrowed(&request),
            rule,
            utc_time: Some(at.utc_time()),
        };
        self.journal.write(at, &Event::Access(access));
    }

    /// An ERROR line about a connection that stood.
    pub(super) fn connection_error(&self, connection: &ConnectionFacts, fault: &str) {
        let ConnectionFacts {
            endpoint, server, ..
        } = connection;
        let text = format!(
            "connection to {}({}) port {} failed: {fault}",
            endpoint.host,
            server.ip(),
            endpoint.port
        );
        self.error(text);
    }

    /// The ERROR line of a response that ended before its end.
    pub(super) fn broken_off(&self, refusal: &Refusal) {
        let cause = match refusal {
            Refusal::OriginTooSlow => "the node sent nothing more in time",
            Refusal::ClientTooSlow(_) => "the client took nothing more in time",
            _ => "the connection to the node ended too early",
        };
        self.error(format!(
            "response of transaction {} broke off: {cause}",
            self.id
        ));
    }

    fn error(&self, text: String) {
        let native = Native {
            thread: self.journal.thread(),
            severity: Severity::Error,
            text: Cow::Owned(text),
        };
        self.journal
            .write(self.journal.stamp(), &Event::Native(native));
    }

    pub(super) fn rejected(&self, refusal: &Refusal, received: &[u8]) {
        let at = self.journal.stamp();
        let reason = refusal.explanation();
        let rejected = Rejected {
            status: refusal.status().as_u16(),
            reason: Cow::Borrowed(&reason),
            peer: peer_of(self.client),
            request: Cow::Borrowed(received),
            utc_time: Some(at.utc_time()),
        };
        self.journal.write(at, &Event::Rejected(rejected));
    }
}

/// What the allow list said.
struct Decided<'a> {
    outcome: Outcome,
    reason: &'a str,
    deployment: &'a str,
    rule: Option<MatchedRule<'a>>,
}

/// A denied request as a structured record.
#[derive(Serialize)]
struct Denial<'a> {
    time: String,
    kind: &'static str,
    txn_id: u64,
    tracking_id: &'a str,
    client: SocketAddr,
    method: &'a str,
    request: String,
    reason: String,
}

fn peer_of(address: SocketAddr) -> Peer<'static> {
    Peer {
        ip: Ip::from(address.ip().to_canonical()),
        port: Some(address.port()),
    }
}

/// The user of Basic credentials (RFC 7617); empty for other schemes, or if there are none.
fn username(fields: &HeaderMap) -> String {
    let user = || {
        let credentials = fields.get(header::AUTHORIZATION)?.as_bytes();
        let (scheme, rest) = credentials.split_at_checked(6)?;
        if !scheme.eq_ignore_ascii_case(b"basic ") || rest.len() > LONGEST_CREDENTIALS {
            return None;
        }
        let decoded = STANDARD.decode(rest.trim_ascii()).ok()?;
        let user = decoded.split(|byte| *byte == b':').next()?;
        String::from_utf8(user.to_vec()).ok()
    };
    user().unwrap_or_default()
}

fn first_line(head: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memmem::find(head, b"\r\n").unwrap_or(head.len());
    let (line, rest) = head.split_at_checked(end).unwrap_or((head, &[]));
    (line, rest.get(2..).unwrap_or_default())
}

/// Header lines as they stand in a message.
fn split_lines(lines: &[u8]) -> Vec<Header<'_>> {
    let mut headers = Vec::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        let Some(colon) = memchr::memchr(b':', line) else {
            continue;
        };
        let (name, value) = line.split_at_checked(colon).unwrap_or((line, &[]));
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        headers.push(Header {
            name: String::from_utf8_lossy(name),
            value: Cow::Borrowed(value),
        });
    }
    headers
}

fn listed(head: &NodeHead) -> Vec<Header<'_>> {
    head.fields()
        .map(|(name, value, _)| Header {
            name: String::from_utf8_lossy(name),
            value: Cow::Borrowed(value),
        })
        .collect()
}

/// User names and passwords are short; a long text is no reason to decode it.
const LONGEST_CREDENTIALS: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_of_basic_credentials_is_named_and_nobody_else() {
        let user = |value: &'static str| {
            let mut fields = HeaderMap::new();
            fields.insert(header::AUTHORIZATION, HeaderValue::from_static(value));
            username(&fields)
        };
        assert_eq!(user("Basic ZW11c2s6QyFzYzBfMTIz"), "emusk");
        assert_eq!(user("basic ZW11c2s6QyFzYzBfMTIz"), "emusk");
        for other in [
            "Bearer abc",
            "Basic !!!",
            "Basic",
            "Basic ",
            "",
            "Basic /////w==",
        ] {
            assert_eq!(user(other), "", "{other}");
        }
        assert_eq!(username(&HeaderMap::new()), "");
    }
}
