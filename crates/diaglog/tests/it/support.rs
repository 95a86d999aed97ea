//! Events with values that try to do harm.

use std::borrow::Cow;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use tollgate_diaglog::{
    Access, Action, ChainRefused, ConnectionFailed, Detail, Event, Field, Header, HttpMessage, Ip,
    MatchedRule, Message, NameForm, NameRefused, Native, Notice, Outcome, Peer, Prefix, Record,
    Rejected, Server, Severity, Stamp, Transaction, UtcTime, VERIFY_FAILED, conceal, conceal_text,
};

/// Pieces that mean something in some place of some line.
const PIECES: [&str; 60] = [
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\\",
    "'",
    "|",
    " ",
    "  ",
    "\t",
    "\0",
    "\x7F",
    "=",
    ":",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "\u{85}",
    "\u{2028}",
    "\u{202E}",
    "\u{200B}",
    "\u{FEFF}",
    "“",
    "”",
    "‘",
    "（",
    "：",
    "**",
    "`",
    "...",
    "-",
    "\n2022-07-11T18:55:25.910+02:00 vcsc traffic_server[1]: ",
    "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[1]: ",
    "\" Event=\"Request Allowed\" Detail=\"Access allowed\" Reason=\"In allow list",
    "” Event=“Request Allowed” Method=“GET” Request=“x” y=“",
    "\" Txn-id=\"7\" Msg=\"GET / HTTP/1.1",
    "\\\" Username=\\\"root",
    "UTCTime=\"2022-07-11 16:55:25,910\" ",
    " HTTPMSG:",
    "\nHTTPMSG:\n|GET / HTTP/1.1\n Host: x\n \n |\n",
    "\n |\n",
    "HTTPMSG: |GET / HTTP/1.1",
    "). Action=Continue Error=none server=x(10.0.0.1) depth=0",
    " server=evil(10.0.0.1) depth=9",
    "[ET_NET 0] WARNING: Core server certificate verification failed for (x). ",
    "WARNING: SNI (x) not in certificate. Action=Continue server=x(10.0.0.1)",
    "': error:1416F086:SSL routines:x:certificate verify failed",
    "HTTP/1.1 200 ",
    "GET /a?max=100 HTTP/1.1",
    "x\\x22y\\u{41}\\cut{9}",
    "\\cut{12}",
    "\\",
    "é",
    "東",
    "\u{1F600}",
];

pub(crate) fn hostile() -> BoxedStrategy<Cow<'static, str>> {
    let piece = prop_oneof![
        3 => select(&PIECES[..]).prop_map(str::to_owned),
        2 => "[a-z0-9./-]{1,12}",
        1 => "\\PC{0,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop_oneof![
        1 => Just(Cow::Borrowed("")),
        1 => "[a-z0-9.-]{1,20}".prop_map(Cow::Owned),
        6 => vec(piece, 1..8).prop_map(|pieces| Cow::Owned(pieces.concat())),
    ]
    .boxed()
}

/// Header values and malformed requests need not be text.
fn hostile_bytes() -> BoxedStrategy<Cow<'static, [u8]>> {
    prop_oneof![
        hostile().prop_map(|text| Cow::Owned(text.into_owned().into_bytes())),
        // Without `=` and `@`, which may begin or end a secret.
        vec(
            any::<u8>().prop_filter("no secret", |byte| !b"=@".contains(byte)),
            0..40
        )
        .prop_map(Cow::Owned),
    ]
    .boxed()
}

fn stamp() -> BoxedStrategy<Stamp> {
    let offsets = select(&[0, 7200, -18_000, 20_700, 45_900][..]);
    (0..4_102_444_800_000_i64, offsets)
        .prop_map(|(unix_ms, offset_seconds)| Stamp {
            unix_ms,
            offset_seconds,
        })
        .boxed()
}

fn utc_time() -> BoxedStrategy<Option<UtcTime>> {
    option::of(stamp().prop_map(Stamp::utc_time)).boxed()
}

pub(crate) fn prefix() -> BoxedStrategy<Prefix<'static>> {
    let process = prop_oneof![Just(Cow::Borrowed("traffic_server")), hostile()];
    (stamp(), hostile(), process, any::<Option<u32>>())
        .prop_map(|(at, host, process, pid)| {
            let pid = pid.filter(|_| !process.is_empty());
            Prefix {
                at,
                host,
                process,
                pid,
            }
        })
        .boxed()
}

fn ip() -> BoxedStrategy<Ip<'static>> {
    prop_oneof![
        any::<std::net::IpAddr>().prop_map(Ip::from),
        hostile().prop_map(Ip::parse),
    ]
    .boxed()
}

fn peer() -> BoxedStrategy<Peer<'static>> {
    (ip(), any::<Option<u16>>())
        .prop_map(|(ip, port)| Peer { ip, port })
        .boxed()
}

fn server() -> BoxedStrategy<Server<'static>> {
    (hostile(), ip())
        .prop_map(|(name, ip)| Server { name, ip })
        .boxed()
}

fn detail() -> BoxedStrategy<Detail<'static>> {
    prop_oneof![
        hostile().prop_map(|last_via_addr| Detail::ReceiveRequest { last_via_addr }),
        Just(Detail::SendingRequest),
        Just(Detail::ReceiveResponse),
        Just(Detail::SendingResponse),
    ]
    .boxed()
}

fn header() -> BoxedStrategy<Header<'static>> {
    const NAMES: [&str; 5] = ["Cookie", "Authorization", "Host", "ETag", "2022-07-11T18"];
    let name = prop_oneof![select(&NAMES[..]).prop_map(Cow::Borrowed), hostile()];
    (name, hostile_bytes())
        .prop_map(|(name, value)| Header { name, value })
        .boxed()
}

fn message() -> BoxedStrategy<Message<'static>> {
    let head = (hostile(), vec(header(), 0..6)).prop_map(|(start_line, headers)| {
        Message::Head(HttpMessage {
            start_line,
            headers: headers.into(),
        })
    });
    prop_oneof![
        hostile().prop_map(Message::StartLine),
        head,
        Just(Message::Missing)
    ]
    .boxed()
}

fn transaction() -> BoxedStrategy<Event<'static>> {
    (
        utc_time(),
        detail(),
        any::<u64>(),
        hostile(),
        peer(),
        message(),
    )
        .prop_map(|(utc_time, detail, txn_id, tracking_id, peer, message)| {
            Event::Transaction(Transaction {
                utc_time,
                detail,
                txn_id,
                tracking_id,
                peer,
                message,
            })
        })
        .boxed()
}

fn access() -> BoxedStrategy<Event<'static>> {
    let rule = (hostile(), hostile(), hostile()).prop_map(|(rule, matching, kind)| MatchedRule {
        rule,
        matching,
        kind,
    });
    let outcome = select(&[Outcome::Allowed, Outcome::Denied][..]);
    let texts = [hostile(), hostile(), hostile(), hostile()];
    (outcome, hostile(), texts, option::of(rule), utc_time())
        .prop_map(
            |(outcome, reason, [username, deployment, method, request], rule, utc_time)| {
                Event::Access(Access {
                    outcome,
                    reason,
                    username,
                    deployment,
                    method,
                    request,
                    rule,
                    utc_time,
                })
            },
        )
        .boxed()
}

/// Short enough to be shown whole.
fn short(request: &[u8]) -> Cow<'static, [u8]> {
    Cow::Owned(request.iter().copied().take(40).collect())
}

fn rejected() -> BoxedStrategy<Event<'static>> {
    (
        any::<u16>(),
        hostile(),
        peer(),
        hostile_bytes().prop_map(|request| short(&request)),
        utc_time(),
    )
        .prop_map(|(status, reason, peer, request, utc_time)| {
            Event::Rejected(Rejected {
                status,
                reason,
                peer,
                request,
                utc_time,
            })
        })
        .boxed()
}

fn native() -> BoxedStrategy<Event<'static>> {
    let action = || select(&[Action::Terminate, Action::Continue][..]);
    let thread = any::<Option<u32>>;
    let severity = select(&[Severity::Note, Severity::Warning, Severity::Error][..]);
    prop_oneof![
        (
            thread(),
            hostile(),
            action(),
            hostile(),
            server(),
            any::<u32>()
        )
            .prop_map(|(thread, name, action, error, server, depth)| {
                Event::ChainRefused(ChainRefused {
                    thread,
                    name,
                    action,
                    error,
                    server,
                    depth,
                })
            }),
        (thread(), any::<bool>(), hostile(), action(), server()).prop_map(
            |(thread, is_sni, name, action, server)| {
                let form = if is_sni {
                    NameForm::Sni
                } else {
                    NameForm::OriginHostname
                };
                Event::NameRefused(NameRefused {
                    thread,
                    form,
                    name,
                    action,
                    server,
                })
            }
        ),
        (
            thread(),
            hostile(),
            prop_oneof![Just(Cow::Borrowed(VERIFY_FAILED)), hostile()]
        )
            .prop_map(|(thread, name, error)| {
                Event::ConnectionFailed(ConnectionFailed {
                    thread,
                    name,
                    error,
                })
            }),
        (thread(), severity, hostile()).prop_map(|(thread, severity, text)| {
            Event::Native(Native {
                thread,
                severity,
                text,
            })
        }),
    ]
    .boxed()
}

fn fields(least: usize) -> BoxedStrategy<Vec<Field<'static>>> {
    const KEYS: [&str; 9] = [
        "Detail", "Reason", "Node", "Service", "File", "Msg", "Username", "Src-ip", "a.b_c",
    ];
    let field = (select(&KEYS[..]), hostile()).prop_map(|(key, value)| Field {
        key: key.into(),
        value,
    });
    vec(field, least..6).boxed()
}

fn pairs() -> BoxedStrategy<Event<'static>> {
    let level = option::of(select(&["INFO", "DEBUG", "1"][..]).prop_map(Cow::Borrowed));
    prop_oneof![
        (hostile(), fields(0), utc_time()).prop_map(|(event, fields, utc_time)| {
            Event::Notice(Notice {
                event,
                fields: fields.into(),
                utc_time,
            })
        }),
        (utc_time(), option::of(hostile()), level, fields(1)).prop_map(
            |(utc_time, module, level, fields)| {
                Event::Record(Record {
                    utc_time,
                    module,
                    level,
                    fields: fields.into(),
                })
            }
        ),
    ]
    .boxed()
}

pub(crate) fn event() -> BoxedStrategy<Event<'static>> {
    prop_oneof![3 => transaction(), 2 => access(), 1 => rejected(), 4 => native(), 2 => pairs()]
        .boxed()
}

/// The event with everything gone that is never written.
pub(crate) fn concealed(event: Event<'static>) -> Event<'static> {
    match event {
        Event::Transaction(event) => {
            let message = match event.message {
                Message::StartLine(line) => Message::StartLine(conceal_owned(&line)),
                Message::Head(HttpMessage {
                    start_line,
                    headers,
                }) => {
                    let headers: Vec<Header<'static>> =
                        headers.iter().map(concealed_header).collect();
                    let start_line = conceal_owned(&start_line);
                    Message::Head(HttpMessage {
                        start_line,
                        headers: headers.into(),
                    })
                }
                Message::Missing => Message::Missing,
            };
            Event::Transaction(Transaction { message, ..event })
        }
        Event::Access(event) => Event::Access(Access {
            request: conceal_owned(&event.request),
            ..event
        }),
        Event::Rejected(event) => {
            let line = event
                .request
                .split(|byte| b"\r\n".contains(byte))
                .next()
                .unwrap();
            let line = match str::from_utf8(line) {
                Ok(line) => match line.split_once(':') {
                    Some((name, _)) if conceal(&format!("{name}:")) => {
                        format!("{name}:<CONCEALED>").into_bytes()
                    }
                    _ => conceal_text(line).into_owned().into_bytes(),
                },
                Err(_) => line.to_vec(),
            };
            Event::Rejected(Rejected {
                request: Cow::Owned(line),
                ..event
            })
        }
        event => event,
    }
}

fn conceal_owned(text: &str) -> Cow<'static, str> {
    Cow::Owned(conceal_text(text).into_owned())
}

fn concealed_header(header: Header<'_>) -> Header<'static> {
    let value = match str::from_utf8(&header.value) {
        Ok(value) => conceal_text(value).into_owned().into_bytes(),
        Err(_) => header.value.into_owned(),
    };
    Header {
        name: Cow::Owned(header.name.into_owned()),
        value: Cow::Owned(value),
    }
}
