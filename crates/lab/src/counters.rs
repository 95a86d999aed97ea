//! What a port has seen: connections, handshakes, alerts, requests.
//!
//! Counting happens before the answer leaves, so a client that has its answer finds its request counted. What a
//! client does last (an alert, a close) is counted when the node reads it; [`Node::counted`](crate::Node::counted)
//! waits for that.

use std::collections::{BTreeMap, VecDeque};

use openssl::ssl::{NameType, SslRef};
use serde::Serialize;
use tokio::sync::watch;

/// What a port of a node has seen since the lab started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PortCounters {
    /// TCP connections accepted.
    pub connections: u64,
    /// TLS handshakes that came to their end.
    pub handshakes_completed: u64,
    /// TLS handshakes that did not, for whatever reason.
    pub handshakes_failed: u64,
    /// Alerts received from clients during handshakes, by their registered name: `unknown_ca`, `bad_certificate`.
    pub alerts: BTreeMap<String, u64>,
    /// HTTP requests whose head arrived.
    pub requests: u64,
    /// The latest handshakes, oldest first, at most [`Self::REMEMBERED`].
    pub latest_handshakes: VecDeque<HandshakeRecord>,
    /// The latest requests, oldest first, at most [`Self::REMEMBERED`].
    pub latest_requests: VecDeque<RequestRecord>,
}

impl PortCounters {
    /// How many handshakes and requests are remembered in full.
    pub const REMEMBERED: usize = 256;
}

/// A TLS handshake as the node saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandshakeRecord {
    /// Server name indication of the client.
    pub server_name: Option<String>,
    /// `TLSv1.2`.
    pub version: String,
    /// OpenSSL's name of the cipher suite, once one was chosen.
    pub cipher: Option<String>,
    /// Common name of the certificate that was shown, once one was chosen.
    pub certificate: Option<String>,
    /// Common name of the client's certificate.
    pub client_certificate: Option<String>,
    /// How it ended.
    pub outcome: HandshakeOutcome,
}

/// How a TLS handshake ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandshakeOutcome {
    /// The connection stands.
    Completed,
    /// The client sent a fatal alert of this registered name.
    Alert(String),
    /// The client closed or reset the connection.
    Closed,
    /// The node itself could not go on, for this reason of OpenSSL.
    Refused(String),
    /// The client sent nothing for too long.
    TimedOut,
}

/// A request as the node saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestRecord {
    /// Method.
    pub method: String,
    /// Request target as sent.
    pub target: String,
    /// Header fields in order, values that are not UTF-8 with replacement characters.
    pub headers: Vec<(String, String)>,
    /// Common name of the certificate that the client had presented in the handshake.
    pub client_certificate: Option<String>,
}

impl RequestRecord {
    /// The first value of a header field, its name compared without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// The counters of one port, shared between its connections.
#[derive(Clone, Debug)]
pub(crate) struct Counting(watch::Sender<PortCounters>);

impl Counting {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::default())
    }

    pub(crate) fn snapshot(&self) -> PortCounters {
        self.0.borrow().clone()
    }

    /// Waits until the counters satisfy a condition. The sender lives in `self`, so the wait cannot end otherwise.
    pub(crate) async fn when(
        &self,
        mut condition: impl FnMut(&PortCounters) -> bool,
    ) -> PortCounters {
        let mut counters = self.0.subscribe();
        match counters.wait_for(|counters| condition(counters)).await {
            Ok(counters) => counters.clone(),
            Err(_) => self.snapshot(),
        }
    }

    pub(crate) fn reset(&self) {
        self.0.send_replace(PortCounters::default());
    }

    pub(crate) fn connection(&self) {
        self.0.send_modify(|counters| counters.connections += 1);
    }

    pub(crate) fn handshake(&self, record: HandshakeRecord) {
        self.0.send_modify(|counters| {
            match &record.outcome {
                HandshakeOutcome::Completed => counters.handshakes_completed += 1,
                HandshakeOutcome::Alert(alert) => {
                    counters.handshakes_failed += 1;
                    *counters.alerts.entry(alert.clone()).or_default() += 1;
                }
                HandshakeOutcome::Closed
                | HandshakeOutcome::Refused(_)
                | HandshakeOutcome::TimedOut => counters.handshakes_failed += 1,
            }
            remember(&mut counters.latest_handshakes, record);
        });
    }

    pub(crate) fn request(&self, record: RequestRecord) {
        self.0.send_modify(|counters| {
            counters.requests += 1;
            remember(&mut counters.latest_requests, record);
        });
    }
}

fn remember<T>(latest: &mut VecDeque<T>, record: T) {
    if latest.len() == PortCounters::REMEMBERED {
        latest.pop_front();
    }
    latest.push_back(record);
}

impl HandshakeRecord {
    pub(crate) fn new(ssl: &SslRef, outcome: HandshakeOutcome) -> Self {
        let common_name = |certificate: &openssl::x509::X509Ref| {
            certificate
                .subject_name()
                .entries_by_nid(openssl::nid::Nid::COMMONNAME)
                .next()
                .and_then(|entry| entry.data().to_string().ok())
        };
        // Before one is chosen OpenSSL names the certificate that was set last, which means nothing. A client speaks
        // first, so its alert comes after it has seen the one chosen.
        let cipher = ssl.current_cipher();
        let was_shown = cipher.is_some() || matches!(outcome, HandshakeOutcome::Alert(_));
        Self {
            server_name: ssl.servername(NameType::HOST_NAME).map(str::to_owned),
            version: ssl.version_str().to_owned(),
            cipher: cipher.map(|cipher| cipher.name().to_owned()),
            certificate: ssl
                .certificate()
                .filter(|_| was_shown)
                .and_then(common_name),
            client_certificate: ssl
                .peer_certificate()
                .and_then(|certificate| common_name(&certificate)),
            outcome,
        }
    }
}

/// What the failure of `accept` says about the client.
pub(crate) fn outcome(error: &openssl::ssl::Error) -> HandshakeOutcome {
    let first = error.ssl_error().and_then(|stack| stack.errors().first());
    match first {
        Some(first) => match alert_name(first.reason_code()) {
            Some(alert) => HandshakeOutcome::Alert(alert.to_owned()),
            None if first.reason() == Some(UNEXPECTED_END) => HandshakeOutcome::Closed,
            None => HandshakeOutcome::Refused(first.reason().unwrap_or("unknown").to_owned()),
        },
        // An error of the connection and not of the protocol.
        None => HandshakeOutcome::Closed,
    }
}

/// OpenSSL 3's reason for a connection that ends without a close alert.
const UNEXPECTED_END: &str = "unexpected eof while reading";

/// The alert behind one of OpenSSL's reason codes, which are 1000 plus the alert's number (`SSL_AD_REASON_OFFSET`).
///
/// Names are those of the TLS Alerts registry (RFC 8446, section 6, and earlier ones).
fn alert_name(reason: i32) -> Option<&'static str> {
    Some(match reason.checked_sub(1000)? {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        22 => "record_overflow",
        40 => "handshake_failure",
        41 => "no_certificate",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        100 => "no_renegotiation",
        109 => "missing_extension",
        110 => "unsupported_extension",
        112 => "unrecognized_name",
        113 => "bad_certificate_status_response",
        115 => "unknown_psk_identity",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_of_handshakes_is_bounded() {
        let mut latest = VecDeque::new();
        for number in 0..=PortCounters::REMEMBERED {
            remember(&mut latest, number);
        }
        assert_eq!(latest.len(), PortCounters::REMEMBERED);
        assert_eq!(latest.front(), Some(&1));
    }
}
