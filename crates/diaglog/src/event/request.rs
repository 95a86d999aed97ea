//! What becomes of a client's request: its transaction, the allow list's decision, a refusal.

use std::borrow::Cow;

use super::ip::Ip;
use super::message::HttpMessage;
use crate::stamp::UtcTime;

/// A step of an HTTP transaction. Steps belong together by process id and `txn_id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction<'a> {
    /// Written first.
    pub utc_time: Option<UtcTime>,
    /// Which step.
    pub detail: Detail<'a>,
    /// Number of the transaction within the process.
    pub txn_id: u64,
    /// The id that follows the request to the node; the traffic server writes none for responses.
    pub tracking_id: Cow<'a, str>,
    /// The client for `Receive Request` and `Sending Response`, the node for the other two.
    /// Written as `Src-` for what was received and `Dst-` for what is sent.
    pub peer: Peer<'a>,
    /// The message; its form decides the level of the line.
    pub message: Message<'a>,
}

/// The four steps of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail<'a> {
    /// A request came from the client.
    ReceiveRequest {
        /// The address of the last hop in `Via`; empty in all known logs.
        last_via_addr: Cow<'a, str>,
    },
    /// The request goes to the node; written for each attempt.
    SendingRequest,
    /// A response came from the node.
    ReceiveResponse,
    /// A response goes to the client, from the node or the traffic server's own.
    SendingResponse,
}

/// The other end of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer<'a> {
    /// Its address.
    pub ip: Ip<'a>,
    /// Its port; absent only in a damaged line.
    pub port: Option<u16>,
}

/// How much of the HTTP message a transaction line shows.
///
/// Secrets in query parameters ([`conceal_parameter`](crate::conceal_parameter)) and in header
/// fields ([`conceal`](crate::conceal())) are never written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<'a> {
    /// `Level="INFO"` with `Msg="..."`: the start line. A status line ends with a blank if it has
    /// no reason.
    StartLine(Cow<'a, str>),
    /// `Level="DEBUG"` with the head as an `HTTPMSG:` block.
    Head(HttpMessage<'a>),
    /// Neither: a line that was cut.
    Missing,
}

impl Message<'_> {
    /// Request line or status line; empty if it is missing.
    pub fn start_line(&self) -> &str {
        match self {
            Self::StartLine(line) => line,
            Self::Head(message) => &message.start_line,
            Self::Missing => "",
        }
    }

    /// The status of a response, also where emphasis was put around it in an article.
    pub fn status(&self) -> Option<u16> {
        let (version, status) = self.start_line().split_once(' ')?;
        let status = status.trim_start_matches([' ', '*']);
        let status = status
            .split([' ', '*'])
            .next()
            .filter(|status| status.len() == 3)?;
        version.starts_with("HTTP/").then(|| status.parse().ok())?
    }
}

/// The allow list's decision about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access<'a> {
    /// Allowed or denied.
    pub outcome: Outcome,
    /// Why: `In allow list`, `Not in allow list`, or something more precise.
    pub reason: Cow<'a, str>,
    /// The user of the request's credentials; empty if there are none.
    pub username: Cow<'a, str>,
    /// The deployment of the rule.
    pub deployment: Cow<'a, str>,
    /// The request method.
    pub method: Cow<'a, str>,
    /// The URL that was asked for, without query.
    pub request: Cow<'a, str>,
    /// The rule that decided; a denial mostly has none.
    pub rule: Option<MatchedRule<'a>>,
    /// The time of the decision; written last.
    pub utc_time: Option<UtcTime>,
}

/// What the allow list decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `Event="Request Allowed" Detail="Access allowed"`.
    Allowed,
    /// `Event="Request Denied" Detail="Access denied"`.
    Denied,
}

/// The rule of the allow list that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchedRule<'a> {
    /// Its URL.
    pub rule: Cow<'a, str>,
    /// `prefix` or `exact`.
    pub matching: Cow<'a, str>,
    /// Where it comes from: `Automatically generated rule for CUCM server`.
    pub kind: Cow<'a, str>,
}

/// A request that was refused before the allow list could be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected<'a> {
    /// The HTTP status of the answer.
    pub status: u16,
    /// What is wrong with the request.
    pub reason: Cow<'a, str>,
    /// The client.
    pub peer: Peer<'a>,
    /// The request as received, not always text. Only its first line is written, at most
    /// [`EXCERPT`](crate::escape::EXCERPT) bytes of it, secrets concealed.
    pub request: Cow<'a, [u8]>,
    /// Written last.
    pub utc_time: Option<UtcTime>,
}
