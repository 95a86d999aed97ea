//! The usual lines of a log, understood without the tolerance that the unusual ones need.
//!
//! Whatever is understood here, [`fact::understand`] understands alike; what is not
//! exactly of the usual shape is left to it. Times and prefixes are not parsed at all: those of a
//! line that was read in full are remembered, and compared with.

use std::borrow::Cow;

use tollgate_diaglog::{Frame, Line, Outcome, Precision, Stamp, StampForm, UtcTime, Zone};

use super::fact::{
    self, Access, Fact, Level, Origin, Step, StepKind, Tells, is_telling, is_traffic_server,
};
use super::moment::Clocks;
use super::survey::{LineKind, Survey};

/// Prefixes that are remembered: one for each process that writes.
const PREFIXES: usize = 16;
/// Octets of a line that is of the usual shape.
const LONGEST: usize = 16 * 1024;
/// `2022-07-11T18:55:25.910+02:00 `.
const STAMP: usize = 30;
/// `2022-07-11 16:55:25,910`.
const UTC_TIME: usize = 23;

/// What is remembered of the lines before.
#[derive(Debug)]
pub(super) struct Quick<'a> {
    /// The piece, if all of its lines can be of the usual shape.
    piece: Option<&'a str>,
    local: Option<LocalMinute>,
    utc: Option<([u8; 17], i64)>,
    prefixes: Vec<Remembered>,
    since: Option<i64>,
}

/// A minute of local time: `2022-07-11T18:55:`, `+02:00`, and what they mean.
#[derive(Debug, Clone, Copy)]
struct LocalMinute {
    start: [u8; 17],
    offset: [u8; 6],
    unix_ms: i64,
    offset_seconds: i32,
}

/// `vcsc traffic_server[18242]: `.
#[derive(Debug)]
struct Remembered {
    text: String,
    host: usize,
    process: usize,
    pid: Option<u32>,
    is_traffic_server: bool,
}

/// What the content of a line tells.
struct Content<'a> {
    kind: LineKind,
    utc: Option<UtcTime>,
    tells: Option<Tells<'a>>,
}

impl Content<'_> {
    fn other(utc: Option<UtcTime>) -> Self {
        Self {
            kind: LineKind::Other,
            utc,
            tells: None,
        }
    }
}

impl<'a> Quick<'a> {
    /// Begins a piece.
    pub(super) fn new(piece: &'a [u8], since: Option<i64>) -> Self {
        let is_plain = memchr::memchr2(b'\\', b'\r', piece).is_none() && piece.is_ascii();
        Self {
            piece: str::from_utf8(piece).ok().filter(|_| is_plain),
            local: None,
            utc: None,
            prefixes: Vec::new(),
            since,
        }
    }

    /// Hands out what an entry tells and notes the rest; gives it back if it is to be read in full.
    pub(super) fn read(
        &self,
        frame: Frame<'a>,
        survey: &mut Survey,
        sink: &mut impl FnMut(Fact<'a>),
    ) -> Option<Frame<'a>> {
        match self.understand(&frame, survey, sink) {
            Some(()) => None,
            None => Some(frame),
        }
    }

    /// The text of an entry of the usual shape: ASCII without a backslash.
    fn text(&self, frame: &Frame<'a>) -> Option<&'a str> {
        let raw = frame.raw;
        if raw.len() > LONGEST {
            return None;
        }
        if let Some(piece) = self.piece {
            let start = usize::try_from(frame.offset).ok()?;
            return piece.get(start..start + raw.len());
        }
        let is_plain = raw.is_ascii() && memchr::memchr2(b'\\', b'\r', raw).is_none();
        str::from_utf8(raw).ok().filter(|_| is_plain)
    }

    fn understand(
        &self,
        frame: &Frame<'a>,
        survey: &mut Survey,
        sink: &mut impl FnMut(Fact<'a>),
    ) -> Option<()> {
        let text = self.text(frame)?;
        let stamp = self.stamp(text.as_bytes())?;
        let rest = text.get(STAMP..)?;
        let mut prefixes = self.prefixes.iter();
        let prefix = prefixes.find(|prefix| rest.starts_with(prefix.text.as_str()))?;
        let content = rest.get(prefix.text.len()..)?;
        let Content { kind, utc, tells } = if prefix.is_traffic_server {
            self.step(content).or_else(|| self.allowed(content))?
        } else {
            self.other(content)?
        };
        let unix_ms = utc.map_or(stamp.unix_ms, |utc| utc.unix_ms);
        if survey.is_before(self.since, Some(unix_ms)) {
            return Some(());
        }
        let place = (frame.number, frame.offset);
        survey
            .timeline
            .note(stamp.unix_ms, Some(stamp.offset_seconds), place);
        survey.counts.note(kind);
        let Some(tells) = tells else {
            return Some(());
        };
        let form = StampForm {
            precision: Precision::Millisecond,
            zone: Zone::Given,
        };
        let process = prefix.host + 1;
        sink(Fact {
            line: frame.number,
            offset: frame.offset,
            raw: frame.raw,
            clocks: Clocks {
                stamp: Some((stamp, form)),
                utc,
            },
            origin: Origin {
                host: Cow::Borrowed(rest.get(..prefix.host)?),
                process: Cow::Borrowed(rest.get(process..process + prefix.process)?),
                pid: prefix.pid,
            },
            tells,
        });
        Some(())
    }

    fn stamp(&self, raw: &[u8]) -> Option<Stamp> {
        let known = self.local.as_ref()?;
        let (start, rest) = raw.split_first_chunk::<17>()?;
        let [s1, s2, b'.', m1, m2, m3, rest @ ..] = rest else {
            return None;
        };
        let (offset, rest) = rest.split_first_chunk::<6>()?;
        let is_known = *start == known.start && *offset == known.offset;
        if !is_known || rest.first() != Some(&b' ') {
            return None;
        }
        Some(Stamp {
            unix_ms: known.unix_ms + within_minute([*s1, *s2], [*m1, *m2, *m3])?,
            offset_seconds: known.offset_seconds,
        })
    }

    fn utc_time(&self, text: &str) -> Option<UtcTime> {
        let (known, unix_ms) = self.utc.as_ref()?;
        let (start, rest) = text.as_bytes().split_first_chunk::<17>()?;
        let [s1, s2, b',', m1, m2, m3] = rest else {
            return None;
        };
        (start == known).then(|| {
            Some(UtcTime {
                unix_ms: unix_ms + within_minute([*s1, *s2], [*m1, *m2, *m3])?,
            })
        })?
    }

    /// A step of a transaction, at INFO or, with the head of its message, at DEBUG.
    fn step(&self, content: &'a str) -> Option<Content<'a>> {
        let rest = content.strip_prefix("UTCTime=\"")?;
        let (utc, rest) = rest.split_at_checked(UTC_TIME)?;
        let utc = self.utc_time(utc)?;
        let rest = rest.strip_prefix("\" Module=\"network.http.trafficserver\" Level=\"")?;
        let (level, rest) = match rest.strip_prefix("INFO") {
            Some(rest) => (Level::Info, rest),
            None => (Level::Debug, rest.strip_prefix("DEBUG")?),
        };
        let rest = rest.strip_prefix("\": Detail=\"")?;
        let (kind, side, rest) = if let Some(rest) = rest.strip_prefix("Sending Re") {
            if let Some(rest) = rest.strip_prefix("quest") {
                (StepKind::SendingRequest, "Dst", rest)
            } else {
                (
                    StepKind::SendingResponse,
                    "Dst",
                    rest.strip_prefix("sponse")?,
                )
            }
        } else {
            let rest = rest.strip_prefix("Receive Re")?;
            if let Some(rest) = rest.strip_prefix("quest") {
                (StepKind::ReceiveRequest, "Src", rest)
            } else {
                (
                    StepKind::ReceiveResponse,
                    "Src",
                    rest.strip_prefix("sponse")?,
                )
            }
        };
        let (id, rest) = value(rest.strip_prefix("\" Txn-id=\"")?)?;
        let (tracking_id, rest) = value(rest.strip_prefix(" TrackingID=\"")?)?;
        let rest = rest.strip_prefix(' ')?.strip_prefix(side)?;
        let (ip, rest) = value(rest.strip_prefix("-ip=\"")?)?;
        let rest = rest.strip_prefix(' ')?.strip_prefix(side)?;
        let (port, rest) = value(rest.strip_prefix("-port=\"")?)?;
        let rest = if kind == StepKind::ReceiveRequest {
            value(rest.strip_prefix(" Last-via-addr=\"")?)?.1
        } else {
            rest
        };
        let start_line = match level {
            Level::Info => {
                let (start_line, rest) = value(rest.strip_prefix(" Msg=\"")?)?;
                rest.is_empty().then_some(start_line)?
            }
            Level::Debug => start_line(rest)?,
        };
        let step = Step {
            kind,
            level,
            id: id.parse().ok()?,
            tracking_id: Cow::Borrowed(tracking_id),
            ip: Some(ip.parse().ok()?),
            port: Some(port.parse().ok()?),
            start_line: Cow::Borrowed(start_line),
        };
        Some(Content {
            kind: LineKind::Step,
            utc: Some(utc),
            tells: Some(Tells::Step(step)),
        })
    }

    /// The allow list let a request pass.
    fn allowed(&self, content: &'a str) -> Option<Content<'a>> {
        let rest = content.strip_prefix("Event=\"Request Allowed\" Detail=\"Access allowed\"")?;
        let (reason, rest) = value(rest.strip_prefix(" Reason=\"")?)?;
        let (username, rest) = value(rest.strip_prefix(" Username=\"")?)?;
        let (_, rest) = value(rest.strip_prefix(" Deployment=\"")?)?;
        let (method, rest) = value(rest.strip_prefix(" Method=\"")?)?;
        let (request, rest) = value(rest.strip_prefix(" Request=\"")?)?;
        let (_, rest) = value(rest.strip_prefix(" Rule=\"")?)?;
        let (_, rest) = value(rest.strip_prefix(" Match=\"")?)?;
        let (_, rest) = value(rest.strip_prefix(" Type=\"")?)?;
        let (utc, rest) = value(rest.strip_prefix(" UTCTime=\"")?)?;
        if !rest.is_empty() {
            return None;
        }
        let access = Access {
            outcome: Outcome::Allowed,
            reason: Cow::Borrowed(reason),
            username: Cow::Borrowed(username),
            method: Cow::Borrowed(method),
            request: Cow::Borrowed(request),
            rule: None,
        };
        let utc = self.utc_time(utc)?;
        Some(Content {
            kind: LineKind::Access,
            utc: Some(utc),
            tells: Some(Tells::Access(access)),
        })
    }

    /// A line of another process that tells nothing: pairs in the usual quotes, none of which is
    /// one of the traffic server's.
    fn other(&self, content: &str) -> Option<Content<'a>> {
        let octets = content.as_bytes();
        let mut utc = None;
        let mut start = 0;
        let mut quotes = memchr::memchr2_iter(b'"', b'\n', octets);
        while start < octets.len() {
            let Some(pair) = next_pair(content, start, &mut quotes) else {
                let is_message = start > 0 && is_message(content.get(start..)?);
                return is_message.then_some(Content::other(utc));
            };
            let Pair { key, value, end } = pair;
            match key {
                "Txn-id" => return None,
                "Module" if value.len() > 12 && value.contains("trafficserver") => {
                    return None;
                }
                "Detail" if value.starts_with("Receive Re") || value.starts_with("Sending Re") => {
                    return None;
                }
                "Event" if value.starts_with("Request ") || is_telling(value) => {
                    return None;
                }
                "UTCTime" if self.since.is_some() && utc.is_none() => {
                    utc = Some(self.utc_time(value)?);
                }
                _ => {}
            }
            start = end;
        }
        (start > 0).then_some(Content::other(utc))
    }

    /// Remembers what a line that was read in full shows of its prefix and its times.
    pub(super) fn remember(&mut self, line: &Line<'_>) {
        let Some((origin, clocks)) = fact::prefix(line) else {
            return;
        };
        let Some((stamp, form)) = clocks.stamp else {
            return;
        };
        let text = line.raw;
        if form.zone != Zone::Given || form.precision != Precision::Millisecond {
            return;
        }
        self.remember_stamp(text, stamp);
        let Some(rest) = text.get(STAMP..) else {
            return;
        };
        let (host, process) = (&*origin.host, &*origin.process);
        let shown = match origin.pid {
            _ if process.is_empty() => format!("{host} "),
            Some(pid) => format!("{host} {process}[{pid}]: "),
            None => format!("{host} {process}: "),
        };
        if host.is_empty() || !rest.starts_with(shown.as_bytes()) {
            return;
        }
        let content = rest.get(shown.len()..).unwrap_or_default();
        if let Some(utc) = clocks.utc {
            self.remember_utc(content, utc);
        }
        let is_known = self.prefixes.iter().any(|known| known.text == shown);
        if !is_known && self.prefixes.len() < PREFIXES {
            self.prefixes.push(Remembered {
                host: host.len(),
                process: process.len(),
                pid: origin.pid,
                is_traffic_server: is_traffic_server(process) && origin.pid.is_some(),
                text: shown,
            });
            // The prefix of a line without a process begins those of lines with one.
            self.prefixes
                .sort_by_key(|prefix| std::cmp::Reverse(prefix.text.len()));
        }
    }

    fn remember_stamp(&mut self, raw: &[u8], stamp: Stamp) {
        let Some((start, rest)) = raw.split_first_chunk::<17>() else {
            return;
        };
        let [s1, s2, b'.', m1, m2, m3, rest @ ..] = rest else {
            return;
        };
        let Some((offset, [b' ', ..])) = rest.split_first_chunk::<6>() else {
            return;
        };
        let Some(within) = within_minute([*s1, *s2], [*m1, *m2, *m3]) else {
            return;
        };
        let is_usual = matches!(
            start,
            [
                _,
                _,
                _,
                _,
                b'-',
                _,
                _,
                b'-',
                _,
                _,
                b'T',
                _,
                _,
                b':',
                _,
                _,
                b':'
            ]
        ) && matches!(offset, [b'+' | b'-', _, _, b':', _, _]);
        if is_usual {
            self.local = Some(LocalMinute {
                start: *start,
                offset: *offset,
                unix_ms: stamp.unix_ms - within,
                offset_seconds: stamp.offset_seconds,
            });
        }
    }

    fn remember_utc(&mut self, content: &[u8], utc: UtcTime) {
        let Some(rest) = content.strip_prefix(b"UTCTime=\"") else {
            return;
        };
        let Some((start, rest)) = rest.split_first_chunk::<17>() else {
            return;
        };
        let [s1, s2, b',', m1, m2, m3, b'"', ..] = rest else {
            return;
        };
        let is_usual = matches!(
            start,
            [
                _,
                _,
                _,
                _,
                b'-',
                _,
                _,
                b'-',
                _,
                _,
                b' ',
                _,
                _,
                b':',
                _,
                _,
                b':'
            ]
        );
        if let Some(within) = within_minute([*s1, *s2], [*m1, *m2, *m3])
            && is_usual
        {
            self.utc = Some((*start, utc.unix_ms - within));
        }
    }
}

/// Milliseconds of seconds and fraction.
fn within_minute(seconds: [u8; 2], fraction: [u8; 3]) -> Option<i64> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |sum: i64, digit| {
            let value = digit.wrapping_sub(b'0');
            (value <= 9).then(|| sum * 10 + i64::from(value))
        })
    };
    let seconds = number(&seconds)?;
    (seconds < 60).then_some(seconds * 1000 + number(&fraction)?)
}

/// A pair, and where what follows it begins.
struct Pair<'a> {
    key: &'a str,
    value: &'a str,
    end: usize,
}

/// The pair that begins here, if it is of the usual shape; `quotes` are the quotes from here on.
#[inline]
fn next_pair<'a>(
    text: &'a str,
    start: usize,
    quotes: &mut impl Iterator<Item = usize>,
) -> Option<Pair<'a>> {
    let octets = text.as_bytes();
    let (open, close) = (quotes.next()?, quotes.next()?);
    let key = text.get(start..open)?.strip_suffix('=')?;
    let is_key = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-';
    let is_usual = !key.is_empty()
        && key.bytes().all(is_key)
        && octets.get(open) == Some(&b'"')
        && octets.get(close) == Some(&b'"');
    let mut end = close + 1;
    match octets.get(end) {
        None | Some(b' ') => {}
        Some(b':') => end += 1,
        Some(_) => return None,
    }
    while octets.get(end) == Some(&b' ') {
        end += 1;
    }
    let value = text.get(open + 1..close)?;
    is_usual.then_some(Pair { key, value, end })
}

/// A value up to its quote, and what follows; the quote must be followed by nothing or by what
/// stands between pairs. A line feed is in no value of the usual shape, and nothing else that is
/// compared has one, so that only the entries of one line and those with a message are quick.
#[inline]
fn value(text: &str) -> Option<(&str, &str)> {
    let octets = text.as_bytes();
    let end = memchr::memchr2(b'"', b'\n', octets)?;
    let is_usual =
        octets.get(end) == Some(&b'"') && matches!(octets.get(end + 1), None | Some(b' ' | b':'));
    is_usual.then(|| Some((text.get(..end)?, text.get(end + 1..)?)))?
}

/// The start line of a whole message block of HTTP, after the pairs of its head.
fn start_line(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches(' ');
    let rest = rest.strip_prefix('\n').unwrap_or(rest);
    let rest = rest.strip_prefix("HTTPMSG:")?.trim_start_matches(' ');
    let rest = rest.strip_prefix('\n')?.trim_start_matches(' ');
    let end = memchr::memchr(b'\n', rest.as_bytes())?;
    let (start_line, rest) = rest
        .strip_prefix('|')?
        .split_at_checked(end.checked_sub(1)?)?;
    // A start line that names no version may go on in the next line.
    let is_whole = memchr::memmem::find(start_line.as_bytes(), b"HTTP/").is_some();
    if !is_whole || !(rest.ends_with("\n |") || rest.ends_with("\n|")) {
        return None;
    }
    Some(if start_line.starts_with("HTTP/") {
        start_line
    } else {
        start_line.trim_matches([' ', '\t'])
    })
}

/// Whether a message of another protocol than HTTP follows: on the same line, or as a block whose
/// start line is whole.
fn is_message(text: &str) -> bool {
    let Some(end) = memchr::memchr(b':', text.as_bytes()) else {
        return false;
    };
    let (word, message) = text.split_at_checked(end).unwrap_or_default();
    let is_word = word.ends_with("MSG")
        && word != "HTTPMSG"
        && word.bytes().all(|octet| octet.is_ascii_uppercase());
    let mut lines = message.split('\n');
    let is_empty = lines
        .next()
        .is_some_and(|rest| rest.trim_end_matches(' ') == ":");
    let is_whole = lines
        .next()
        .is_none_or(|start| is_empty && start.starts_with('|') && start.contains("SIP/"));
    is_word && is_whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tollgate_diaglog::Frames;

    use super::*;
    use crate::log::fact::Ending;

    const LINES: [&str; 12] = [
        "2022-07-11T18:55:26.472+02:00 vcsc traffic_server[18242]: UTCTime=\"2022-07-11 16:55:26,472\" Module=\"network.http.trafficserver\" Level=\"DEBUG\": Detail=\"Receive Request\" Txn-id=\"144\" TrackingID=\"0a334fa8\" Src-ip=\"127.0.0.1\" Src-port=\"30044\" Last-via-addr=\"\" \nHTTPMSG:\n|GET http://vcs_control.steven.lab:8443/c3Rld/cucm-uds/user/emusk/devices?max=100 HTTP/1.1\n Host: vcs_control.steven.lab:8443\n Accept: */*\n Cookie:<CONCEALED>\n \n |",
        "2022-07-11T18:55:26.520+02:00 vcsc traffic_server[18242]: UTCTime=\"2022-07-11 16:55:26,520\" Module=\"network.http.trafficserver\" Level=\"DEBUG\": Detail=\"Sending Request\" Txn-id=\"144\" TrackingID=\"0a334fa8\" Dst-ip=\"10.48.36.215\" Dst-port=\"8443\" HTTPMSG:\n |GET /a HTTP/1.1\n Host: \"x\"\n |",
        "2022-07-11T18:55:26.525+02:00 vcsc traffic_server[18242]: UTCTime=\"2022-07-11 16:55:26,525\" Module=\"network.http.trafficserver\" Level=\"DEBUG\": Detail=\"Receive Response\" Txn-id=\"144\" TrackingID=\"\" Src-ip=\"10.48.36.215\" Src-port=\"8443\" \nHTTPMSG:\n|HTTP/1.1 200 \n Content-Length: 0\n \n|",
        "2022-07-11T18:55:25.188+02:00 vcsc tvcs: UTCTime=\"2022-07-11 16:55:25,188\" Module=\"network.sip\" Level=\"DEBUG\":  Action=\"Received\" Local-ip=\"10.48.36.46\" Msg-Hash=\"12345\" SIPMSG: \n|SIP/2.0 200 OK\n Via: SIP/2.0/TLS 10.48.36.46:25001;branch=z9\n From: \"A\" <sip:a@b>;tag=1\n Content-Length: 0\n \n|",
        r#"2022-07-11T18:55:25.910+02:00 vcsc traffic_server[18242]: UTCTime="2022-07-11 16:55:25,910" Module="network.http.trafficserver" Level="INFO": Detail="Receive Request" Txn-id="189" TrackingID="3973859a" Src-ip="127.0.0.1" Src-port="35764" Last-via-addr="" Msg="GET http://vcs_control.steven.lab:8443/c3Rld/cucm-uds/user/emusk/devices HTTP/1.1""#,
        r#"2022-07-11T18:55:25.917+02:00 vcsc traffic_server[18242]: Event="Request Allowed" Detail="Access allowed" Reason="In allow list" Username="emusk" Deployment="1" Method="GET" Request="https://cucm.steven.lab:8443/cucm-uds/user/emusk/devices" Rule="https://cucm.steven.lab:8443/cucm-uds/user/" Match="prefix" Type="Automatically generated rule for CUCM server" UTCTime="2022-07-11 16:55:25,916""#,
        r#"2022-07-11T18:55:25.917+02:00 vcsc traffic_server[18242]: UTCTime="2022-07-11 16:55:25,917" Module="network.http.trafficserver" Level="INFO": Detail="Sending Request" Txn-id="189" TrackingID="3973859a" Dst-ip="10.48.36.215" Dst-port="8443" Msg="GET /cucm-uds/user/emusk/devices HTTP/1.1""#,
        r#"2022-07-11T18:55:25.955+02:00 vcsc traffic_server[18242]: UTCTime="2022-07-11 16:55:25,955" Module="network.http.trafficserver" Level="INFO": Detail="Receive Response" Txn-id="189" TrackingID="" Src-ip="10.48.36.215" Src-port="8443" Msg="HTTP/1.1 200 ""#,
        r#"2022-07-11T18:55:25.188+02:00 vcsc tvcs: UTCTime="2022-07-11 16:55:25,188" Module="network.tcp" Level="DEBUG": Src-ip="10.48.36.46" Src-port="26525" Dst-ip="10.48.36.215" Dst-port="5061" Detail="TCP Connection Established""#,
        r#"2022-07-11T18:55:25.911+02:00 vcsc UTCTime="2022-07-11 16:55:25,911" Module="network.sip" Level="DEBUG": Src-ip="10.48.36.102" Src-port="30002" SIPMSG: |SIP/2.0 200 OK Via: x;branch=z9hG4bK|"#,
        r#"2022-07-11T18:55:25.921+02:00 vcsc XCP_JABBERD[3021]: Level="INFO " CodeLocation="cvsservice.cpp:102" Detail="Stream opened to cucm (10.48.36.215) port 7400" UTCTime="2022-07-11 16:55:25,911""#,
        r#"2022-07-11T18:55:25.911+02:00 vcsc tvcs: Event="Registration Accepted" Service="SIP" Src-ip="10.48.36.102" Level="1" UTCTime="2022-07-11 16:55:25,911""#,
    ];

    /// Reads a line in both ways; the second time, as all is remembered of the first.
    fn assert_alike(line: &str, since: Option<i64>) -> bool {
        let log = format!("{line}\n");
        let mut quick = Quick::new(log.as_bytes(), since);
        for known in LINES {
            quick.remember(&Frames::new(known.as_bytes()).next().unwrap().read());
        }
        let mut was_quick = true;
        for frame in Frames::new(log.as_bytes()) {
            let (mut full, mut fast) = (Survey::default(), Survey::default());
            let expected = fact::understand(frame.clone().read(), Ending::Whole, since, &mut full);
            let mut told = None;
            let unusual = quick.read(frame, &mut fast, &mut |fact| told = Some(fact));
            if unusual.is_some() {
                was_quick = false;
                continue;
            }
            assert_eq!(told, expected, "{line}");
            assert_eq!(fast, full, "{line}");
        }
        was_quick
    }

    #[test]
    fn the_usual_lines_are_quick() {
        for line in LINES {
            assert!(assert_alike(line, None), "{line}");
            assert_alike(line, Some(1_657_558_525_915));
        }
    }

    proptest! {
        #[test]
        fn what_is_quick_is_as_what_is_read_in_full(
            line in prop::sample::select(&LINES[..]),
            edits in prop::collection::vec(
                (any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(&[
                    "", "\"", " ", ":", "=", "\\", "Event=\"x\"", "Txn-id=\"1\"", "Detail=\"Sending Request\"",
                    "\u{e9}", "'", ",", "\t", "|", "0", "HTTPMSG:", "[", "Module=\"a\"", "Request Denied", "\n", "|", "\n|", "\n |", " HTTP/1.1", "MSG:",
                ][..])),
                0..4,
            ),
            since in prop::option::of(1_657_558_525_000_i64..1_657_558_526_000),
        ) {
            let mut line = line.to_owned();
            for (place, cut, text) in edits {
                let from = line.floor_char_boundary(place.index(line.len() + 1));
                let to = line.floor_char_boundary((from + cut).min(line.len())).max(from);
                line.replace_range(from..to, text);
            }
            assert_alike(&line, since);
        }
    }
}
