//! The writer: one event, one line, or one line with its `HTTPMSG:` block.
//!
//! Field names, their order and all punctuation are those of the source document's log. Values are
//! escaped and cut as [`escape`] says and secrets concealed, so that whatever
//! a client or a node sends, what is appended reads back as exactly one event.

use std::io::Write as _;
use std::net::IpAddr;

use crate::conceal::{CONCEALED, Piece, Pieces, conceal};
use crate::escape::{self, Escaper, Last, Place, push_decimal};
use crate::event::{
    Access, ChainRefused, ConnectionFailed, Detail, Event, Field, Header, HttpMessage, Ip, Message,
    NameForm, NameRefused, Native, Notice, Outcome, Prefix, Record, Rejected, Server, Severity,
    Transaction,
};
use crate::read::native::begins_like_another;
use crate::stamp::UtcTime;

/// Space for most lines at once.
const ORDINARY_LINE: usize = 512;

/// Appends the event as one line that ends with a line feed; a message head follows as its block.
///
/// Nothing is allocated but the space in `out`. An empty line is never written, nor is anything
/// outside ASCII that did not come from a value.
pub fn write(out: &mut Vec<u8>, prefix: &Prefix<'_>, event: &Event<'_>) {
    out.reserve(ORDINARY_LINE);
    push_prefix(out, prefix);
    write_event(out, event);
}

/// The beginning of lines of one host and process at one moment, written once for all of them.
#[derive(Debug, Clone, Default)]
pub struct WrittenPrefix(Vec<u8>);

impl WrittenPrefix {
    /// Writes it anew, for lines that begin otherwise.
    pub fn become_of(&mut self, prefix: &Prefix<'_>) {
        self.0.clear();
        push_prefix(&mut self.0, prefix);
    }

    /// The same as [`write()`].
    pub fn write(&self, out: &mut Vec<u8>, event: &Event<'_>) {
        out.reserve(ORDINARY_LINE);
        out.extend_from_slice(&self.0);
        write_event(out, event);
    }
}

fn write_event(out: &mut Vec<u8>, event: &Event<'_>) {
    match event {
        Event::Transaction(event) => transaction(out, event),
        Event::Access(event) => access(out, event),
        Event::Rejected(event) => rejected(out, event),
        Event::ChainRefused(event) => chain_refused(out, event),
        Event::NameRefused(event) => name_refused(out, event),
        Event::ConnectionFailed(event) => connection_failed(out, event),
        Event::Native(event) => native(out, event),
        Event::Notice(event) => notice(out, event),
        Event::Record(event) => record(out, event),
    }
    out.push(b'\n');
}

fn push_prefix(out: &mut Vec<u8>, prefix: &Prefix<'_>) {
    prefix.at.push(out);
    out.push(b' ');
    match &*prefix.host {
        "" => out.push(b'-'),
        // Apart from the host that is not known.
        "-" => out.extend_from_slice(b"\\x2D"),
        host => escape::push(out, host.as_bytes(), Place::TAG),
    }
    out.push(b' ');
    if prefix.process.is_empty() {
        return;
    }
    escape::push(out, prefix.process.as_bytes(), Place::TAG);
    if let Some(pid) = prefix.pid {
        out.push(b'[');
        push_decimal(out, pid.into());
        out.push(b']');
    }
    out.extend_from_slice(b": ");
}

fn transaction(out: &mut Vec<u8>, event: &Transaction<'_>) {
    let Transaction {
        utc_time,
        detail,
        txn_id,
        tracking_id,
        peer,
        message,
    } = event;
    push_utc_time(out, *utc_time, Side::Before);
    out.extend_from_slice(match message {
        Message::Head(_) => b"Module=\"network.http.trafficserver\" Level=\"DEBUG\": ".as_slice(),
        Message::StartLine(_) | Message::Missing => {
            b"Module=\"network.http.trafficserver\" Level=\"INFO\": ".as_slice()
        }
    });
    let (step, side) = match detail {
        Detail::ReceiveRequest { .. } => ("Receive Request", "Src"),
        Detail::SendingRequest => ("Sending Request", "Dst"),
        Detail::ReceiveResponse => ("Receive Response", "Src"),
        Detail::SendingResponse => ("Sending Response", "Dst"),
    };
    out.extend_from_slice(b"Detail=\"");
    out.extend_from_slice(step.as_bytes());
    out.extend_from_slice(b"\" Txn-id=\"");
    push_decimal(out, *txn_id);
    out.extend_from_slice(b"\" ");
    push_pair(out, "TrackingID", tracking_id);
    out.push(b' ');
    push_address(out, side, &peer.ip, peer.port);
    if let Detail::ReceiveRequest { last_via_addr } = detail {
        out.push(b' ');
        push_pair(out, "Last-via-addr", last_via_addr);
    }
    match message {
        Message::StartLine(line) => {
            out.extend_from_slice(b" Msg=\"");
            push_concealed(out, line.as_bytes(), Place::QUOTED);
            out.push(b'"');
        }
        Message::Head(message) => http_message(out, message),
        Message::Missing => {}
    }
}

/// Every line of the block begins with `|` or a blank, so that none can be taken for an entry.
fn http_message(out: &mut Vec<u8>, message: &HttpMessage<'_>) {
    out.extend_from_slice(b" \nHTTPMSG:\n|");
    let line = message.start_line.as_bytes();
    let is_status = line.starts_with(b"HTTP/");
    push_concealed(
        out,
        line,
        if is_status {
            Place::STATUS_LINE
        } else {
            Place::HEADER_VALUE
        },
    );
    let mut headers = message.headers.iter();
    for Header { name, value } in headers.by_ref().take(escape::HEADERS) {
        out.extend_from_slice(b"\n ");
        escape::push(out, name.as_bytes(), Place::HEADER_NAME);
        if conceal(&name) {
            out.push(b':');
            out.extend_from_slice(CONCEALED.as_bytes());
        } else {
            out.extend_from_slice(b": ");
            push_concealed(out, &value, Place::HEADER_VALUE);
        }
    }
    let omitted = headers.count();
    if omitted > 0 {
        out.extend_from_slice(b"\n ");
        Escaper::new(out, Place::HEADER_VALUE, omitted).cut();
    }
    out.extend_from_slice(b"\n \n |");
}

fn access(out: &mut Vec<u8>, event: &Access<'_>) {
    let Access {
        outcome,
        reason,
        username,
        deployment,
        method,
        request,
        rule,
        utc_time,
    } = event;
    out.extend_from_slice(match outcome {
        Outcome::Allowed => b"Event=\"Request Allowed\" Detail=\"Access allowed\" ".as_slice(),
        Outcome::Denied => b"Event=\"Request Denied\" Detail=\"Access denied\" ".as_slice(),
    });
    push_pair(out, "Reason", reason);
    out.push(b' ');
    push_pair(out, "Username", username);
    out.push(b' ');
    push_pair(out, "Deployment", deployment);
    out.push(b' ');
    push_pair(out, "Method", method);
    out.extend_from_slice(b" Request=\"");
    push_concealed(out, request.as_bytes(), Place::QUOTED);
    out.push(b'"');
    if let Some(matched) = rule {
        out.push(b' ');
        push_pair(out, "Rule", &matched.rule);
        out.push(b' ');
        push_pair(out, "Match", &matched.matching);
        out.push(b' ');
        push_pair(out, "Type", &matched.kind);
    }
    push_utc_time(out, *utc_time, Side::After);
}

fn rejected(out: &mut Vec<u8>, event: &Rejected<'_>) {
    let Rejected {
        status,
        reason,
        peer,
        request,
        utc_time,
    } = event;
    out.extend_from_slice(b"Event=\"Request Rejected\" Detail=\"Request malformed\" Status=\"");
    push_decimal(out, (*status).into());
    out.extend_from_slice(b"\" ");
    push_pair(out, "Reason", reason);
    out.push(b' ');
    push_address(out, "Src", &peer.ip, peer.port);
    out.extend_from_slice(b" Request=\"");
    push_excerpt(out, request);
    out.push(b'"');
    push_utc_time(out, *utc_time, Side::After);
}

/// The first line of a malformed request. What follows it is headers, perhaps with credentials, and
/// even the first line may be one.
fn push_excerpt(out: &mut Vec<u8>, request: &[u8]) {
    let end = memchr::memchr2(b'\r', b'\n', request);
    let line = end.and_then(|end| request.get(..end)).unwrap_or(request);
    let mut escaper = Escaper::new(out, Place::EXCERPT, request.len());
    let colon = memchr::memchr(b':', line).and_then(|colon| line.split_at_checked(colon + 1));
    match colon {
        Some((name, _)) if str::from_utf8(name).is_ok_and(conceal) => {
            escaper.push(name, Last::No);
            escaper.push(CONCEALED.as_bytes(), Last::No);
        }
        _ => {
            for piece in Pieces::new(line) {
                escaper.push(piece.bytes(), Last::No);
            }
        }
    }
    if end.is_some() {
        escaper.cut();
    }
}

fn chain_refused(out: &mut Vec<u8>, event: &ChainRefused<'_>) {
    let ChainRefused {
        thread,
        name,
        action,
        error,
        server,
        depth,
    } = event;
    push_severity(out, *thread, Severity::Warning);
    out.extend_from_slice(b"Core server certificate verification failed for (");
    escape::push(out, name.as_bytes(), Place::NAME);
    out.extend_from_slice(b"). Action=");
    out.extend_from_slice(action.text().as_bytes());
    out.extend_from_slice(b" Error=");
    escape::push(out, error.as_bytes(), Place::ERROR);
    push_server(out, server);
    out.extend_from_slice(b" depth=");
    push_decimal(out, (*depth).into());
}

fn name_refused(out: &mut Vec<u8>, event: &NameRefused<'_>) {
    let NameRefused {
        thread,
        form,
        name,
        action,
        server,
    } = event;
    push_severity(out, *thread, Severity::Warning);
    out.extend_from_slice(match form {
        NameForm::Sni => b"SNI (".as_slice(),
        NameForm::OriginHostname => b"Origin hostname (".as_slice(),
    });
    escape::push(out, name.as_bytes(), Place::NAME);
    out.extend_from_slice(b") not in certificate. Action=");
    out.extend_from_slice(action.text().as_bytes());
    push_server(out, server);
}

fn connection_failed(out: &mut Vec<u8>, event: &ConnectionFailed<'_>) {
    let ConnectionFailed {
        thread,
        name,
        error,
    } = event;
    push_severity(out, *thread, Severity::Error);
    out.extend_from_slice(b"SSL connection failed for '");
    escape::push(out, name.as_bytes(), Place::NAME);
    out.extend_from_slice(b"': ");
    escape::push(out, error.as_bytes(), Place::TAIL);
}

fn native(out: &mut Vec<u8>, event: &Native<'_>) {
    push_severity(out, event.thread, event.severity);
    let text = event.text.as_bytes();
    let mut escaper = Escaper::new(out, Place::NATIVE, text.len());
    match text {
        [first, rest @ ..] if begins_like_another(&event.text) => {
            escaper.push_escaped(*first);
            escaper.push(rest, Last::Yes);
        }
        _ => escaper.push(text, Last::Yes),
    }
}

fn notice(out: &mut Vec<u8>, event: &Notice<'_>) {
    push_pair(out, "Event", &event.event);
    push_fields(out, event.fields.iter());
    push_utc_time(out, event.utc_time, Side::After);
}

fn record(out: &mut Vec<u8>, event: &Record<'_>) {
    let Record {
        utc_time,
        module,
        level,
        fields,
    } = event;
    push_utc_time(out, *utc_time, Side::Before);
    if let Some(module) = module {
        push_pair(out, "Module", module);
        out.push(b' ');
    }
    if let Some(level) = level {
        push_pair(out, "Level", level);
        out.push(b':');
    }
    push_fields(out, fields.iter());
}

fn push_fields<'f>(out: &mut Vec<u8>, mut fields: impl Iterator<Item = Field<'f>>) {
    for Field { key, value } in fields.by_ref().take(escape::FIELDS) {
        out.push(b' ');
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        out.extend(
            key.bytes()
                .map(|byte| if is_plain(byte) { byte } else { b'_' }),
        );
        push_value(out, &value);
    }
    let omitted = fields.count();
    if omitted > 0 {
        out.extend_from_slice(b" Omitted=\"");
        push_decimal(out, u64::try_from(omitted).unwrap_or(u64::MAX));
        out.push(b'"');
    }
}

fn push_severity(out: &mut Vec<u8>, thread: Option<u32>, severity: Severity) {
    if let Some(thread) = thread {
        out.extend_from_slice(b"[ET_NET ");
        push_decimal(out, thread.into());
        out.extend_from_slice(b"] ");
    }
    out.extend_from_slice(severity.text().as_bytes());
    out.extend_from_slice(b": ");
}

fn push_server(out: &mut Vec<u8>, server: &Server<'_>) {
    out.extend_from_slice(b" server=");
    escape::push(out, server.name.as_bytes(), Place::NAME);
    out.push(b'(');
    push_ip(out, &server.ip, Place::NAME);
    out.push(b')');
}

fn push_address(out: &mut Vec<u8>, side: &str, ip: &Ip<'_>, port: Option<u16>) {
    out.extend_from_slice(side.as_bytes());
    out.extend_from_slice(b"-ip=\"");
    push_ip(out, ip, Place::QUOTED);
    out.extend_from_slice(b"\" ");
    out.extend_from_slice(side.as_bytes());
    out.extend_from_slice(b"-port=\"");
    if let Some(port) = port {
        push_decimal(out, port.into());
    }
    out.push(b'"');
}

fn push_ip(out: &mut Vec<u8>, ip: &Ip<'_>, place: Place) {
    if let Some(text) = ip.text() {
        escape::push(out, text.as_bytes(), place);
    } else if let Some(IpAddr::V4(address)) = ip.address() {
        let [first, others @ ..] = address.octets();
        push_decimal(out, first.into());
        for octet in others {
            out.push(b'.');
            push_decimal(out, octet.into());
        }
    } else {
        let written = write!(out, "{ip}");
        debug_assert!(written.is_ok(), "writing to memory cannot fail");
    }
}

fn push_pair(out: &mut Vec<u8>, key: &str, value: &str) {
    out.extend_from_slice(key.as_bytes());
    push_value(out, value);
}

fn push_value(out: &mut Vec<u8>, value: &str) {
    out.extend_from_slice(b"=\"");
    escape::push(out, value.as_bytes(), Place::QUOTED);
    out.push(b'"');
}

fn push_concealed(out: &mut Vec<u8>, value: &[u8], place: Place) {
    let mut escaper = Escaper::new(out, place, value.len());
    let mut pieces = Pieces::new(value).peekable();
    while let Some(piece) = pieces.next() {
        let last = if pieces.peek().is_none() {
            Last::Yes
        } else {
            Last::No
        };
        match piece {
            Piece::Shown(bytes) => escaper.push(bytes, last),
            Piece::Secret => escaper.push(CONCEALED.as_bytes(), last),
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

fn push_utc_time(out: &mut Vec<u8>, utc_time: Option<UtcTime>, side: Side) {
    let Some(utc_time) = utc_time else { return };
    if matches!(side, Side::After) {
        out.push(b' ');
    }
    out.extend_from_slice(b"UTCTime=\"");
    utc_time.push(out);
    out.push(b'"');
    if matches!(side, Side::Before) {
        out.push(b' ');
    }
}
