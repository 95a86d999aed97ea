//! What a single entry tells, before it is joined with others.

use std::borrow::Cow;
use std::net::IpAddr;

use tollgate_diaglog::{
    Detail, Event, FailureCause, Fields, Ip, Line, Message, NameForm, Outcome, Severity,
    Transaction, Zone,
};
use tollgate_pki::{error_number, error_text};

use super::evidence::{FailureAction, FailureKind};
use super::moment::Clocks;
use super::survey::{LineKind, Survey};

/// An entry that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact<'a> {
    /// Lines of the piece before it.
    pub(super) line: u64,
    /// Offset of its first octet in the piece.
    pub(super) offset: u64,
    pub(super) raw: &'a [u8],
    pub(super) clocks: Clocks,
    pub(super) origin: Origin<'a>,
    pub(super) tells: Tells<'a>,
}

/// Who wrote a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Origin<'a> {
    pub(super) host: Cow<'a, str>,
    pub(super) process: Cow<'a, str>,
    pub(super) pid: Option<u32>,
}

/// What an entry tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tells<'a> {
    Step(Step<'a>),
    Access(Access<'a>),
    /// A request was refused before the allow list was asked.
    Rejected,
    /// A certificate was not accepted.
    Warned(Warned<'a>),
    /// A connection failed.
    Failed(ConnectionFailure<'a>),
    Notice(Notice<'a>),
    Mark,
    Unrecognised,
    /// Only the time, which tells how local time is to be read.
    Time,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step<'a> {
    pub(super) kind: StepKind,
    pub(super) level: Level,
    pub(super) id: u64,
    pub(super) tracking_id: Cow<'a, str>,
    pub(super) ip: Option<IpAddr>,
    pub(super) port: Option<u16>,
    /// Request line or status line.
    pub(super) start_line: Cow<'a, str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepKind {
    ReceiveRequest,
    SendingRequest,
    ReceiveResponse,
    SendingResponse,
}

/// Each step is logged once at each level that is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Info,
    Debug,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Access<'a> {
    pub(super) outcome: Outcome,
    pub(super) reason: Cow<'a, str>,
    pub(super) username: Cow<'a, str>,
    pub(super) method: Cow<'a, str>,
    pub(super) request: Cow<'a, str>,
    /// Only of a denial.
    pub(super) rule: Option<Cow<'a, str>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Warned<'a> {
    pub(super) thread: Option<u32>,
    pub(super) kind: FailureKind,
    pub(super) name: Cow<'a, str>,
    pub(super) server: Cow<'a, str>,
    pub(super) ip: Option<IpAddr>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ConnectionFailure<'a> {
    pub(super) thread: Option<u32>,
    pub(super) name: Cow<'a, str>,
    pub(super) kind: FailureKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice<'a> {
    pub(super) event: Cow<'a, str>,
    /// What it says about `VerifyOriginServer`.
    pub(super) verification: Option<String>,
}

/// Whether the entry is whole, or may be cut off by the end of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Whole,
    /// The log ends with it.
    Last,
}

/// Who wrote an entry and when, if it has a prefix.
pub(super) fn prefix<'a>(line: &Line<'a>) -> Option<(Origin<'a>, Clocks)> {
    let prefix = line.prefix.clone()?;
    let clocks = Clocks {
        stamp: Some(prefix.at).zip(line.stamp),
        utc: line.event.as_ref().and_then(utc_time),
    };
    let origin = Origin {
        host: prefix.host,
        process: prefix.process,
        pid: prefix.pid,
    };
    Some((origin, clocks))
}

/// What an entry of any shape tells; notes the rest.
pub(super) fn understand<'a>(
    line: Line<'a>,
    ending: Ending,
    since: Option<i64>,
    survey: &mut Survey,
) -> Option<Fact<'a>> {
    let stamp = line.prefix.as_ref().map(|prefix| prefix.at).zip(line.stamp);
    let utc = line.event.as_ref().and_then(utc_time);
    let unix_ms = utc
        .map(|utc| utc.unix_ms)
        .or_else(|| stamp.map(|(stamp, _)| stamp.unix_ms));
    if survey.is_before(since, unix_ms) {
        return None;
    }
    survey.note_time(stamp, line.number, line.offset);
    survey.counts.note_marks(line.marks);
    let clocks = Clocks { stamp, utc };
    let is_cut_off = ending == Ending::Last && !is_whole(&line);
    let Line {
        number,
        offset,
        raw,
        prefix,
        event,
        ..
    } = line;
    let origin = prefix.map_or_else(Origin::default, |prefix| Origin {
        host: prefix.host,
        process: prefix.process,
        pid: prefix.pid,
    });
    let (kind, tells) = tells(event, &origin, raw);
    survey.counts.note(kind);
    let tells = if is_cut_off {
        survey.cut.ends_within_entry = true;
        None
    } else {
        tells
    };
    let has_local_time = stamp.is_some_and(|(_, form)| form.zone == Zone::Missing);
    let tells = tells.or_else(|| has_local_time.then_some(Tells::Time))?;
    Some(Fact {
        line: number,
        offset,
        raw,
        clocks,
        origin,
        tells,
    })
}

fn utc_time(event: &Event<'_>) -> Option<tollgate_diaglog::UtcTime> {
    match event {
        Event::Transaction(event) => event.utc_time,
        Event::Access(event) => event.utc_time,
        Event::Rejected(event) => event.utc_time,
        Event::Notice(event) => event.utc_time,
        Event::Record(event) => event.utc_time,
        Event::ChainRefused(_)
        | Event::NameRefused(_)
        | Event::ConnectionFailed(_)
        | Event::Native(_) => None,
    }
}

/// Whether nothing that matters can be missing at the end of the last line of a log. What is said
/// by a line that was cut off is never taken for a failure.
fn is_whole(line: &Line<'_>) -> bool {
    let unfinished = line.marks.is_unfinished() || line.marks.is_cut();
    match &line.event {
        Some(Event::Transaction(step)) => {
            // The end of a status line is the end of its value; a head may go on.
            !unfinished && matches!(step.message, Message::StartLine(_) | Message::Head(_))
        }
        Some(Event::ChainRefused(_) | Event::NameRefused(_)) => true,
        Some(Event::ConnectionFailed(failed)) => failed.cause() != FailureCause::Other,
        Some(
            Event::Access(_)
            | Event::Rejected(_)
            | Event::Native(_)
            | Event::Notice(_)
            | Event::Record(_),
        )
        | None => !unfinished,
    }
}

fn tells<'a>(
    event: Option<Event<'a>>,
    origin: &Origin<'_>,
    raw: &[u8],
) -> (LineKind, Option<Tells<'a>>) {
    let Some(event) = event else {
        return if raw.trim_ascii_end().ends_with(b" MARK") || raw.ends_with(b"-- MARK --") {
            (LineKind::Mark, Some(Tells::Mark))
        } else {
            (LineKind::Unrecognised, Some(Tells::Unrecognised))
        };
    };
    match event {
        Event::Transaction(transaction) => {
            (LineKind::Step, Some(Tells::Step(step(transaction, raw))))
        }
        Event::Access(access) => (
            LineKind::Access,
            Some(Tells::Access(Access {
                outcome: access.outcome,
                reason: access.reason,
                username: access.username,
                method: access.method,
                request: access.request,
                rule: match access.outcome {
                    Outcome::Allowed => None,
                    Outcome::Denied => access.rule.map(|rule| rule.rule),
                },
            })),
        ),
        Event::Rejected(_) => (LineKind::Access, Some(Tells::Rejected)),
        Event::ChainRefused(refused) => {
            let openssl = error_number(&refused.error);
            let known = openssl.and_then(error_text).map(str::to_owned);
            let text = known.unwrap_or_else(|| refused.error.trim().to_owned());
            let warned = Warned {
                thread: refused.thread,
                kind: FailureKind::Chain {
                    openssl,
                    text,
                    depth: refused.depth,
                    action: FailureAction::from(refused.action),
                },
                name: refused.name,
                server: refused.server.name,
                ip: refused.server.ip.address(),
            };
            (LineKind::Refusal, Some(Tells::Warned(warned)))
        }
        Event::NameRefused(refused) => {
            let warned = Warned {
                thread: refused.thread,
                kind: FailureKind::Name {
                    form: NameForm::into(refused.form),
                    action: FailureAction::from(refused.action),
                },
                name: refused.name,
                server: refused.server.name,
                ip: refused.server.ip.address(),
            };
            (LineKind::Refusal, Some(Tells::Warned(warned)))
        }
        Event::ConnectionFailed(failed) => {
            let kind = match failed.cause() {
                FailureCause::VerifyFailed => FailureKind::Unspecified,
                FailureCause::Alert(alert) => FailureKind::NodeAlert {
                    alert,
                    text: reason(&failed.error).to_owned(),
                },
                FailureCause::Other => FailureKind::Other {
                    text: reason(&failed.error).to_owned(),
                },
            };
            let failure = ConnectionFailure {
                thread: failed.thread,
                name: failed.name,
                kind,
            };
            (LineKind::Failure, Some(Tells::Failed(failure)))
        }
        Event::Native(native) => {
            let kind = match native.severity {
                Severity::Debug => LineKind::Other,
                Severity::Status
                | Severity::Note
                | Severity::Warning
                | Severity::Error
                | Severity::Fatal
                | Severity::Alert
                | Severity::Emergency => LineKind::OtherNative,
            };
            (kind, None)
        }
        Event::Notice(notice) => {
            let is_server = is_traffic_server(&origin.process);
            let tells = (is_server || is_telling(&notice.event)).then(|| {
                Tells::Notice(Notice {
                    verification: verification(&notice.fields),
                    event: notice.event,
                })
            });
            (LineKind::Other, tells)
        }
        Event::Record(_) => (LineKind::Other, None),
    }
}

fn step<'a>(transaction: Transaction<'a>, raw: &[u8]) -> Step<'a> {
    let Transaction {
        detail,
        txn_id,
        tracking_id,
        peer,
        message,
        utc_time: _,
    } = transaction;
    let kind = match detail {
        Detail::ReceiveRequest { .. } => StepKind::ReceiveRequest,
        Detail::SendingRequest => StepKind::SendingRequest,
        Detail::ReceiveResponse => StepKind::ReceiveResponse,
        Detail::SendingResponse => StepKind::SendingResponse,
    };
    let (level, start_line) = match message {
        Message::StartLine(line) => (Level::Info, line),
        Message::Head(head) => (Level::Debug, head.start_line),
        // The message of a DEBUG line is on the next line, which may be missing.
        Message::Missing if memchr::memmem::find(raw, b"DEBUG").is_some() => {
            (Level::Debug, Cow::Borrowed(""))
        }
        Message::Missing => (Level::Info, Cow::Borrowed("")),
    };
    Step {
        kind,
        level,
        id: txn_id,
        tracking_id,
        ip: Ip::address(&peer.ip),
        port: peer.port,
        start_line,
    }
}

/// The end of `error:1416F086:SSL routines:function:reason`: code and function differ between
/// releases.
fn reason(error: &str) -> &str {
    let error = error.trim();
    let reason = error.rsplit(':').next().unwrap_or(error).trim();
    if error.starts_with("error:") && !reason.is_empty() {
        reason
    } else {
        error
    }
}

pub(super) fn is_traffic_server(process: &str) -> bool {
    process == "traffic_server"
}

/// Beginnings of words in names of events of other processes that are kept.
const TELLING: [&str; 9] = [
    "Alarm",
    "Certificate",
    "Configuration",
    "TLS",
    "Restart",
    "Reboot",
    "Started",
    "Stopped",
    "Shutdown",
];

pub(super) fn is_telling(event: &str) -> bool {
    event
        .split(' ')
        .any(|word| TELLING.iter().any(|telling| word.starts_with(telling)))
}

/// `VerifyOriginServer="Report"`, or `xconfiguration edgeConfigServer verifyOriginServer: Off` in
/// the detail of a change.
fn verification(fields: &Fields<'_>) -> Option<String> {
    const KEY: &str = "verifyoriginserver";
    fields.iter().find_map(|field| {
        if field.key.eq_ignore_ascii_case(KEY) {
            return Some(field.value.trim().to_owned());
        }
        let value = field.value.to_ascii_lowercase();
        let at = value.find(KEY)?;
        let rest = field.value.get(at + KEY.len()..)?;
        let mut words = rest.split(|c: char| !c.is_ascii_alphanumeric());
        words.find(|word| !word.is_empty()).map(str::to_owned)
    })
}
