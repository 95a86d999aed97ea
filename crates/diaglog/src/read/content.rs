//! What an entry says: from the text of a frame to its event.

use std::borrow::Cow;

use super::pairs::{End, Pair, Pairs};
use super::{Marks, http, native, prefix, repair};
use crate::escape::{unescape, unescape_bytes};
use crate::event::{
    Access, Detail, Event, Fields, Headers, HttpMessage, Ip, MatchedRule, Message, Notice, Outcome,
    Peer, Prefix, Record, Rejected, Transaction,
};
use crate::stamp::{StampForm, UtcTime};

/// An entry as far as it could be understood.
#[derive(Clone, Debug)]
pub(super) struct Understood<'a> {
    pub(super) prefix: Option<Prefix<'a>>,
    pub(super) stamp: Option<StampForm>,
    pub(super) event: Option<Event<'a>>,
    pub(super) marks: Marks,
}

impl Understood<'_> {
    pub(super) fn into_owned(self) -> Understood<'static> {
        let Self {
            prefix,
            stamp,
            event,
            marks,
        } = self;
        let (prefix, event) = (prefix.map(Prefix::into_owned), event.map(Event::into_owned));
        Understood {
            prefix,
            stamp,
            event,
            marks,
        }
    }
}

/// How much was understood; a repair must gain something.
fn rank(event: Option<&Event<'_>>) -> u8 {
    match event {
        None => 0,
        Some(Event::Record(_)) => 1,
        Some(Event::Notice(_) | Event::Native(_)) => 2,
        Some(_) => 3,
    }
}

/// Whether this is one of the traffic server's own kinds.
pub(super) fn is_of_traffic_server(event: &Event<'_>) -> bool {
    match event {
        Event::Transaction(_)
        | Event::Access(_)
        | Event::Rejected(_)
        | Event::ChainRefused(_)
        | Event::NameRefused(_)
        | Event::ConnectionFailed(_) => true,
        Event::Native(_) | Event::Notice(_) | Event::Record(_) => false,
    }
}

/// Understands an entry; if that fails, understands it with the damage of copying undone.
///
/// A line of our own writer never needs the repair, so that nothing in its values is ever taken for
/// punctuation: it is whole, and its [`Event::Native`] has no character that is repaired.
pub(super) fn understand(text: &str) -> Understood<'_> {
    let text = text.trim_end_matches(['\n', '\r']);
    let Some(head) = prefix::split(text) else {
        let content = text.trim_start_matches([' ', '\t', '\u{FEFF}']);
        let mut said = say(content, Place::Alone);
        if said.event.is_none()
            && let Some(plain) = repair::plain(text)
        {
            // The stamp itself may have been damaged.
            if prefix::split(&plain).is_some() {
                let mut understood = understand(&plain).into_owned();
                understood.marks.add(Marks::REPAIRED);
                return understood;
            }
            said.improve(&plain, Place::Alone);
        }
        return Understood {
            prefix: None,
            stamp: None,
            event: said.event,
            marks: said.marks,
        };
    };
    let mut said = say(head.content, Place::AfterPrefix);
    if said.whole == Whole::No
        && let Some(plain) = repair::plain(head.content)
    {
        said.improve(&plain, Place::AfterPrefix);
    }
    let (prefix, stamp) = (Some(head.prefix), Some(head.stamp));
    Understood {
        prefix,
        stamp,
        event: said.event,
        marks: said.marks,
    }
}

/// What a content says.
struct Said<'a> {
    event: Option<Event<'a>>,
    whole: Whole,
    marks: Marks,
}

/// Whether all of a content was understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Whole {
    #[default]
    Yes,
    No,
}

/// Whether a stamp stands before a content. Without one, `WARNING:` and equals signs are more often
/// prose or another kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    AfterPrefix,
    Alone,
}

impl Said<'_> {
    /// Takes what the repaired content says, if that is more.
    fn improve(&mut self, plain: &str, place: Place) {
        let repaired = say(plain, place);
        if rank(repaired.event.as_ref()) > rank(self.event.as_ref()) {
            self.event = repaired.event.map(Event::into_owned);
            self.marks = repaired.marks;
            self.marks.add(Marks::REPAIRED);
        }
    }
}

fn say(content: &str, place: Place) -> Said<'_> {
    if let Some(event) = native::read(content) {
        let is_known = is_of_traffic_server(&event);
        let whole = if is_known { Whole::Yes } else { Whole::No };
        let is_line = is_known || place == Place::AfterPrefix || content.starts_with('[');
        return Said {
            event: is_line.then_some(event),
            whole,
            marks: Marks::default(),
        };
    }
    let found = Found::collect(content, Names::Exact);
    let mut said = Said {
        event: None,
        whole: found.whole,
        marks: found.marks,
    };
    let has_log_field = found.event.or(found.module).or(found.utc_time).is_some();
    if found.pairs == 0 || place == Place::Alone && !has_log_field {
        said.whole = Whole::No;
        return said;
    }
    let event = found.event(content);
    if found.unknown == 0 || !wants_names(&event) {
        said.event = Some(event);
        return said;
    }
    let renamed = Found::collect(content, Names::Misread);
    said.event = Some(renamed.event(content));
    if renamed.unknown < found.unknown {
        said.marks.add(Marks::REPAIRED);
    }
    said
}

/// Whether an event lacks what a misread field may hold.
fn wants_names(event: &Event<'_>) -> bool {
    match event {
        Event::Transaction(event) => event.message == Message::Missing || event.peer.port.is_none(),
        Event::Record(event) => event
            .fields
            .get("Detail")
            .is_some_and(|detail| STEPS.contains(&&*detail)),
        Event::Notice(event) => is_access(&event.event).is_some(),
        Event::Access(_)
        | Event::Rejected(_)
        | Event::ChainRefused(_)
        | Event::NameRefused(_)
        | Event::ConnectionFailed(_)
        | Event::Native(_) => false,
    }
}

const MODULE: &str = "network.http.trafficserver";

const STEPS: [&str; 4] = [
    "Receive Request",
    "Sending Request",
    "Receive Response",
    "Sending Response",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Exact,
    Misread,
}

/// The pairs that have a meaning here, still escaped; of repeated ones the first.
#[derive(Clone, Copy, Default)]
struct Found<'a> {
    event: Option<&'a str>,
    module: Option<&'a str>,
    level: Option<&'a str>,
    utc_time: Option<&'a str>,
    detail: Option<&'a str>,
    reason: Option<&'a str>,
    txn_id: Option<&'a str>,
    tracking_id: Option<&'a str>,
    source: Address<'a>,
    destination: Address<'a>,
    last_via_addr: Option<&'a str>,
    msg: Option<&'a str>,
    username: Option<&'a str>,
    deployment: Option<&'a str>,
    method: Option<&'a str>,
    request: Option<&'a str>,
    rule: Option<&'a str>,
    matching: Option<&'a str>,
    kind: Option<&'a str>,
    status: Option<&'a str>,
    /// What follows `HTTPMSG:`.
    message: Option<&'a str>,
    /// Whether there is anything that may have to be unescaped.
    backslashes: Backslashes,
    pairs: u32,
    /// How many of the pairs have no meaning here.
    unknown: u32,
    whole: Whole,
    marks: Marks,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Backslashes {
    #[default]
    None,
    Some,
}

#[derive(Clone, Copy, Default)]
struct Address<'a> {
    ip: Option<&'a str>,
    port: Option<&'a str>,
}

impl<'a> Found<'a> {
    fn collect(content: &'a str, names: Names) -> Self {
        let mut found = Self::default();
        if memchr::memchr(b'\\', content.as_bytes()).is_some() {
            found.backslashes = Backslashes::Some;
        }
        let mut pairs = Pairs::new(content);
        for Pair { key, raw, end } in pairs.by_ref() {
            found.pairs += 1;
            if end == End::Open {
                found.whole = Whole::No;
                found.marks.add(Marks::UNFINISHED);
            }
            let slot = found.slot(key);
            let slot = match (slot, names) {
                (None, Names::Misread) => repair::field_name(key).and_then(|name| found.slot(name)),
                (slot, _) => slot,
            };
            match slot {
                Some(slot) => *slot = slot.or(Some(raw)),
                None => found.unknown += 1,
            }
        }
        let rest = pairs.rest().trim_start();
        if let Some(message) = rest.strip_prefix("HTTPMSG:") {
            found.message = Some(message);
            if is_unfinished(message) {
                found.marks.add(Marks::UNFINISHED);
            }
        } else if !rest.is_empty() && !begins_message(rest) {
            found.whole = Whole::No;
        }
        found
    }

    fn slot(&mut self, key: &str) -> Option<&mut Option<&'a str>> {
        Some(match key {
            "Event" => &mut self.event,
            "Module" => &mut self.module,
            "Level" => &mut self.level,
            "UTCTime" => &mut self.utc_time,
            "Detail" => &mut self.detail,
            "Reason" => &mut self.reason,
            "Txn-id" => &mut self.txn_id,
            "TrackingID" => &mut self.tracking_id,
            "Src-ip" => &mut self.source.ip,
            "Src-port" => &mut self.source.port,
            "Dst-ip" => &mut self.destination.ip,
            "Dst-port" => &mut self.destination.port,
            "Last-via-addr" => &mut self.last_via_addr,
            "Msg" => &mut self.msg,
            "Username" => &mut self.username,
            "Deployment" => &mut self.deployment,
            "Method" => &mut self.method,
            "Request" => &mut self.request,
            "Rule" => &mut self.rule,
            "Match" => &mut self.matching,
            "Type" => &mut self.kind,
            "Status" => &mut self.status,
            _ => return None,
        })
    }

    fn event(&self, content: &'a str) -> Event<'a> {
        if let Some(name) = self.event {
            let specific = self.access(name).or_else(|| self.rejected(name));
            return specific.unwrap_or_else(|| {
                Event::Notice(Notice {
                    event: self.text(name),
                    fields: Fields::read(content, &["Event", "UTCTime"]),
                    utc_time: self.utc_time(),
                })
            });
        }
        self.transaction().unwrap_or_else(|| {
            Event::Record(Record {
                utc_time: self.utc_time(),
                module: self.module.map(|module| self.text(module)),
                level: self
                    .level
                    .map(|level| self.text(level.trim_end_matches(' '))),
                fields: Fields::read(content, &["UTCTime", "Module", "Level"]),
            })
        })
    }

    fn transaction(&self) -> Option<Event<'a>> {
        let is_ours = |module: &str| module == MODULE || module.contains("trafficserver");
        if !self.module.is_none_or(is_ours) {
            return None;
        }
        let (detail, address) = match self.detail? {
            "Receive Request" => {
                let last_via_addr = self.text(self.last_via_addr.unwrap_or_default());
                (Detail::ReceiveRequest { last_via_addr }, self.source)
            }
            "Sending Request" => (Detail::SendingRequest, self.destination),
            "Receive Response" => (Detail::ReceiveResponse, self.source),
            "Sending Response" => (Detail::SendingResponse, self.destination),
            _ => return None,
        };
        Some(Event::Transaction(Transaction {
            utc_time: self.utc_time(),
            detail,
            txn_id: self.txn_id?.trim().parse().ok()?,
            tracking_id: self.text(self.tracking_id.unwrap_or_default()),
            peer: self.peer(address),
            message: match (self.message, self.msg) {
                (Some(message), _) => Message::Head(http_message(message)),
                (None, Some(line)) => Message::StartLine(self.text(line)),
                (None, None) => Message::Missing,
            },
        }))
    }

    fn access(&self, name: &str) -> Option<Event<'a>> {
        let outcome = is_access(name)?;
        let rule = self.rule.map(|rule| MatchedRule {
            rule: self.text(rule),
            matching: self.text(self.matching.unwrap_or_default()),
            kind: self.text(self.kind.unwrap_or_default()),
        });
        Some(Event::Access(Access {
            outcome,
            reason: self.text(self.reason.unwrap_or_default()),
            username: self.text(self.username.unwrap_or_default()),
            deployment: self.text(self.deployment.unwrap_or_default()),
            method: self.text(self.method?),
            request: self.text(self.request?),
            rule,
            utc_time: self.utc_time(),
        }))
    }

    fn rejected(&self, name: &str) -> Option<Event<'a>> {
        if name != "Request Rejected" {
            return None;
        }
        Some(Event::Rejected(Rejected {
            status: self.status?.trim().parse().ok()?,
            reason: self.text(self.reason.unwrap_or_default()),
            peer: self.peer(self.source),
            request: unescape_bytes(self.request?),
            utc_time: self.utc_time(),
        }))
    }

    fn text(&self, raw: &'a str) -> Cow<'a, str> {
        match self.backslashes {
            Backslashes::None => Cow::Borrowed(raw),
            Backslashes::Some => unescape(raw),
        }
    }

    fn peer(&self, address: Address<'a>) -> Peer<'a> {
        Peer {
            ip: Ip::parse(self.text(address.ip.unwrap_or_default())),
            port: address.port.and_then(|port| port.trim().parse().ok()),
        }
    }

    fn utc_time(&self) -> Option<UtcTime> {
        UtcTime::parse(self.utc_time?)
    }
}

fn is_access(name: &str) -> Option<Outcome> {
    match name {
        "Request Allowed" => Some(Outcome::Allowed),
        "Request Denied" => Some(Outcome::Denied),
        _ => None,
    }
}

/// Whether a message of any protocol begins here: `SIPMSG:`.
pub(super) fn begins_message(text: &str) -> bool {
    text.split_once(':').is_some_and(|(word, _)| {
        word.ends_with("MSG") && word.bytes().all(|byte| byte.is_ascii_uppercase())
    })
}

/// Whether a message goes over several lines but not to the lone `|` that ends it.
fn is_unfinished(message: &str) -> bool {
    let message = message.trim_start().trim_end();
    message.contains('\n')
        && message
            .lines()
            .next_back()
            .is_some_and(|line| line.trim() != "|")
}

fn http_message(message: &str) -> HttpMessage<'_> {
    let message = message.trim_start_matches([' ', '\t', '\r', '\n']);
    let message = message.strip_prefix('|').unwrap_or(message);
    let (start_line, headers) = if let Some((start_line, rest)) = message.split_once('\n') {
        (start_line, Headers::block(rest))
    } else {
        let message = message.trim_end_matches(['|', '\r']);
        let end = http::next_header(message).unwrap_or(message.len());
        let (start_line, rest) = message.split_at_checked(end).unwrap_or((message, ""));
        (start_line, Headers::flat(rest))
    };
    let start_line = start_line.trim_end_matches('\r');
    // A status line may end with a blank, in place of its reason.
    let start_line = if start_line.starts_with("HTTP/") {
        start_line
    } else {
        start_line.trim_matches([' ', '\t'])
    };
    HttpMessage {
        start_line: unescape(start_line),
        headers,
    }
}
