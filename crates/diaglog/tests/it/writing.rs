//! What the server writes that the source document does not show, and what it never writes.

use std::borrow::Cow;

use tollgate_diaglog::{
    Access, Detail, Event, Feed, Field, Header, HttpMessage, Ip, MatchedRule, Message, NameForm,
    NameRefused, Native, Notice, Outcome, Peer, Prefix, Reader, Record, Rejected, Server, Severity,
    Stamp, Transaction, UtcTime, alert_error, escape, limits, write,
};

const AT: Stamp = Stamp {
    unix_ms: 1_657_558_525_917,
    offset_seconds: 7200,
};
const DECIDED: Option<UtcTime> = Some(UtcTime {
    unix_ms: 1_657_558_525_916,
});
const PREFIX: &str = "2022-07-11T18:55:25.917+02:00 vcsc traffic_server[18242]: ";

fn prefix() -> Prefix<'static> {
    let process = Cow::Borrowed("traffic_server");
    Prefix {
        at: AT,
        host: "vcsc".into(),
        process,
        pid: Some(18242),
    }
}

fn written(event: &Event<'_>) -> String {
    let mut out = Vec::new();
    write(&mut out, &prefix(), event);
    String::from_utf8(out).unwrap()
}

fn client() -> Peer<'static> {
    let ip: std::net::IpAddr = "127.0.0.1".parse().unwrap();
    Peer {
        ip: ip.into(),
        port: Some(35764),
    }
}

#[test]
fn a_denied_request_is_the_twin_of_an_allowed_one() {
    let mut access = Access {
        outcome: Outcome::Denied,
        reason: "Not in allow list".into(),
        username: "emusk".into(),
        deployment: "1".into(),
        method: "GET".into(),
        request: "https://cucm.steven.lab:8443/private".into(),
        rule: None,
        utc_time: DECIDED,
    };
    let request = "Request=\"https://cucm.steven.lab:8443/private\"";
    let time = "UTCTime=\"2022-07-11 16:55:25,916\"\n";
    assert_eq!(
        written(&Event::Access(access.clone())),
        format!(
            "{PREFIX}Event=\"Request Denied\" Detail=\"Access denied\" Reason=\"Not in allow list\" \
             Username=\"emusk\" Deployment=\"1\" Method=\"GET\" {request} {time}"
        )
    );
    access.reason = "Method not allowed".into();
    access.rule = Some(MatchedRule {
        rule: "https://cucm.steven.lab:8443/".into(),
        matching: "prefix".into(),
        kind: "Editable rule".into(),
    });
    assert_eq!(
        written(&Event::Access(access)),
        format!(
            "{PREFIX}Event=\"Request Denied\" Detail=\"Access denied\" Reason=\"Method not allowed\" \
             Username=\"emusk\" Deployment=\"1\" Method=\"GET\" {request} \
             Rule=\"https://cucm.steven.lab:8443/\" Match=\"prefix\" Type=\"Editable rule\" {time}"
        )
    );
}

fn rejected(request: &[u8]) -> String {
    let line = written(&Event::Rejected(Rejected {
        status: 400,
        reason: "not base64".into(),
        peer: client(),
        request: request.into(),
        utc_time: DECIDED,
    }));
    let (front, rest) = line.split_once("Request=\"").unwrap();
    assert_eq!(
        front,
        format!(
            "{PREFIX}Event=\"Request Rejected\" Detail=\"Request malformed\" Status=\"400\" \
             Reason=\"not base64\" Src-ip=\"127.0.0.1\" Src-port=\"35764\" "
        )
    );
    let excerpt = rest
        .strip_suffix("\" UTCTime=\"2022-07-11 16:55:25,916\"\n")
        .unwrap();
    excerpt.to_owned()
}

#[test]
fn a_malformed_request_is_shown_by_its_first_line_without_secrets() {
    for (request, expected) in [
        (&b"GET /%%/x HTTP/1.1"[..], "GET /%%/x HTTP/1.1"),
        (b"GET /\"\xFF\x00 HTTP/1.1", r"GET /\x22\xFF\x00 HTTP/1.1"),
        (
            b"GET /a HTTP/1.1\r\nAuthorization: Basic eDp5\r\n",
            r"GET /a HTTP/1.1\cut{44}",
        ),
        (
            b"GET /a?access_token=xyz&max=1 HTTP/1.1",
            "GET /a?access_token=<CONCEALED>&max=1 HTTP/1.1",
        ),
        (
            b"GET http://u:p@h/ HTTP/1.1",
            "GET http://<CONCEALED>@h/ HTTP/1.1",
        ),
        (b"Authorization: Basic eDp5", "Authorization:<CONCEALED>"),
        (b"", ""),
    ] {
        assert_eq!(rejected(request), expected);
    }
    let long = [b"GET /".as_slice(), &b"a".repeat(1000)].concat();
    assert_eq!(
        rejected(&long),
        format!("GET /{}\\cut{{1005}}", "a".repeat(escape::EXCERPT - 5))
    );
}

#[test]
fn an_alert_from_the_node_is_an_error_line() {
    let event = Event::ConnectionFailed(tollgate_diaglog::ConnectionFailed {
        thread: Some(1),
        name: "cucm.steven.lab".into(),
        error: alert_error(48),
    });
    assert_eq!(
        written(&event),
        format!(
            "{PREFIX}[ET_NET 1] ERROR: SSL connection failed for 'cucm.steven.lab': \
             error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca\n"
        )
    );
}

#[test]
fn the_newer_wording_of_a_missing_name_can_be_written_again() {
    let ip = Ip::parse("::1");
    let event = Event::NameRefused(NameRefused {
        thread: None,
        form: NameForm::OriginHostname,
        name: "::1".into(),
        action: tollgate_diaglog::Action::Continue,
        server: Server {
            name: "[::1]".into(),
            ip,
        },
    });
    assert_eq!(
        written(&event),
        format!(
            "{PREFIX}WARNING: Origin hostname (::1) not in certificate. Action=Continue \
             server=[::1](::1)\n"
        )
    );
}

#[test]
fn a_native_line_of_free_text_is_readable_and_no_other_line() {
    for (text, expected) in [
        (
            "connection to cucm(10.48.36.215) port 8443 failed: 'x'",
            None,
        ),
        ("SNMP (x) is off", None),
        (
            "Core server certificate verification failed for (x). Action=Terminate",
            Some("\\x43ore"),
        ),
        (
            "SNI (x) not in certificate. Action=Continue server=x(10.0.0.1)",
            Some("\\x53NI"),
        ),
        ("**SNI** `x`", Some("\\x2A\\x2ASNI\\x2A\\x2A \\x60x\\x60")),
    ] {
        let event = Event::Native(Native {
            thread: Some(3),
            severity: Severity::Warning,
            text: text.into(),
        });
        let line = written(&event);
        let start = expected.unwrap_or(text);
        assert!(
            line.starts_with(&format!("{PREFIX}[ET_NET 3] WARNING: {start}")),
            "{line}"
        );
        assert_eq!(only(&line).0, event);
    }
}

#[test]
fn notices_and_records_have_their_time_at_their_ends() {
    let notice = Event::Notice(Notice {
        event: "Traffic server started".into(),
        fields: [
            ("Detail", "Origin verification is off"),
            ("VerifyOriginServer", "Off"),
        ]
        .into(),
        utc_time: DECIDED,
    });
    assert_eq!(
        written(&notice),
        format!(
            "{PREFIX}Event=\"Traffic server started\" Detail=\"Origin verification is off\" \
             VerifyOriginServer=\"Off\" UTCTime=\"2022-07-11 16:55:25,916\"\n"
        )
    );
    let record = Event::Record(Record {
        utc_time: DECIDED,
        module: Some("network.tcp".into()),
        level: Some("DEBUG".into()),
        fields: [("Src-ip", "10.48.36.46"), ("odd key=\"", "x")].into(),
    });
    assert_eq!(
        written(&record),
        format!(
            "{PREFIX}UTCTime=\"2022-07-11 16:55:25,916\" Module=\"network.tcp\" Level=\"DEBUG\": \
             Src-ip=\"10.48.36.46\" odd_key__=\"x\"\n"
        )
    );
}

fn head(start_line: &'static str, headers: Vec<Header<'static>>) -> Event<'static> {
    Event::Transaction(Transaction {
        utc_time: DECIDED,
        detail: Detail::ReceiveRequest {
            last_via_addr: "".into(),
        },
        txn_id: 7,
        tracking_id: "t".into(),
        peer: client(),
        message: Message::Head(HttpMessage {
            start_line: start_line.into(),
            headers: headers.into(),
        }),
    })
}

fn header(name: &'static str, value: &'static [u8]) -> Header<'static> {
    Header {
        name: name.into(),
        value: value.into(),
    }
}

#[test]
fn a_message_head_shows_no_secret_and_breaks_out_of_no_line() {
    let event = head(
        "GET /a?code=s3cret&max=1 HTTP/1.1",
        vec![
            header("Host", b"cucm.steven.lab:8443"),
            header("Cookie", b"X-Auth=s3cret"),
            header("Authorization", b"Basic s3cret"),
            header("X-Auth-Token", b"s3cret"),
            header("Referer", b"https://x/?refresh_token=s3cret"),
            header("WWW-Authenticate", b"Basic realm=\"Cisco-Edge\""),
            header("X-Odd", b"a\r\n2022-07-11T18:55:25.917+02:00 vcsc x: \xFF"),
        ],
    );
    let text = written(&event);
    let (first, block) = text.split_once('\n').unwrap();
    assert_eq!(
        first,
        format!(
            "{PREFIX}UTCTime=\"2022-07-11 16:55:25,916\" Module=\"network.http.trafficserver\" \
             Level=\"DEBUG\": Detail=\"Receive Request\" Txn-id=\"7\" TrackingID=\"t\" \
             Src-ip=\"127.0.0.1\" Src-port=\"35764\" Last-via-addr=\"\" "
        )
    );
    assert_eq!(
        block,
        "HTTPMSG:\n|GET /a?code=<CONCEALED>&max=1 HTTP/1.1\n Host: cucm.steven.lab:8443\n \
         Cookie:<CONCEALED>\n Authorization:<CONCEALED>\n X-Auth-Token:<CONCEALED>\n \
         Referer: https://x/?refresh_token=<CONCEALED>\n \
         WWW-Authenticate: Basic realm=\"Cisco-Edge\"\n \
         X-Odd: a\\x0D\\x0A2022-07-11T18:55:25.917+02:00 vcsc x: \\xFF\n \n |\n"
    );
}

/// Reads the only entry of a text, and the lengths of the values that were cut in it.
fn only(text: &str) -> (Event<'_>, Vec<u64>) {
    let mut reader = Reader::new(text.as_bytes());
    let line = reader.next().unwrap();
    assert_eq!(reader.next(), None);
    assert!(!line.marks.is_cut() && !line.marks.is_unfinished());
    assert_eq!(line.raw.len() + 1, text.len());
    let lengths = line.cut_lengths().collect();
    (line.event.unwrap(), lengths)
}

#[test]
fn the_greatest_notice_is_within_the_limits_of_the_reader() {
    let long: Cow<'_, str> = Cow::Owned("\"".repeat(100_000));
    let fields = vec![
        Field {
            key: "k".into(),
            value: long.clone()
        };
        40
    ];
    let text = written(&Event::Notice(Notice {
        event: long,
        fields: fields.into(),
        utc_time: DECIDED,
    }));
    let (Event::Notice(notice), lengths) = only(&text) else {
        panic!("{text}")
    };
    assert_eq!(lengths, [100_000; 1 + escape::FIELDS]);
    assert_eq!(notice.event, "\"".repeat(escape::VALUE / 4));
    assert_eq!(notice.fields.iter().count(), escape::FIELDS + 1);
    assert_eq!(notice.fields.get("Omitted").as_deref(), Some("8"));
}

#[test]
fn the_greatest_message_head_is_within_the_limits_of_the_reader() {
    let long: Cow<'_, [u8]> = Cow::Owned(b"\"".repeat(100_000));
    let mut headers = vec![
        Header {
            name: "\\".repeat(200).into(),
            value: long
        };
        300
    ];
    headers[0].name = "X".repeat(100_000).into();
    let text = written(&head("GET / HTTP/1.1", headers));
    let (Event::Transaction(transaction), lengths) = only(&text) else {
        panic!("{text}")
    };
    let Message::Head(head) = transaction.message else {
        panic!("{text}")
    };
    // The first name, the values of all others, and the number of headers that were left out.
    assert_eq!(lengths.len(), 1 + (escape::HEADERS - 1) + 1);
    assert_eq!(lengths.last(), Some(&44));
    assert_eq!(head.headers.iter().count(), escape::HEADERS);
    assert_eq!(
        head.headers.iter().next().map(|first| first.value),
        Some(b"<CONCEALED>"[..].into())
    );
}

#[test]
fn a_line_above_the_limit_is_cut_and_the_next_is_read() {
    let long = format!("{PREFIX}Event=\"{}\"\n", "x".repeat(limits::LINE));
    let log = format!("{long}{PREFIX}Event=\"next\"\n");
    let mut reader = Reader::new(log.as_bytes());
    let first = reader.next().unwrap();
    assert!(first.marks.is_cut() && first.marks.is_unfinished());
    assert_eq!(first.raw.len(), limits::LINE);
    let second = reader.next().unwrap();
    assert_eq!(
        (second.number, second.offset),
        (2, u64::try_from(long.len()).unwrap())
    );
    assert_eq!(second.raw, format!("{PREFIX}Event=\"next\"").as_bytes());
    assert_eq!(reader.counts().cut, 1);
}

#[test]
fn a_feed_without_entries_keeps_no_more_than_its_limit() {
    let chunk = format!("{}\n", "x".repeat(1023)).repeat(1024);
    let mut feed = Feed::default();
    let mut lines = Vec::new();
    for _ in 0..10 {
        lines.extend(
            feed.push(chunk.as_bytes())
                .map(|line| (line.number, line.offset)),
        );
    }
    assert!(lines.len() > limits::CARRY / 1024 && lines.len() < 10 * 1024);
    lines.extend(feed.finish().map(|line| (line.number, line.offset)));
    let expected: Vec<_> = (0..10 * 1024)
        .map(|index| (index + 1, index * 1024))
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_block_above_the_limit_is_cut_and_leaves_no_lines_behind() {
    let line = format!(" X: {}\n", "y".repeat(1000));
    let head = format!("{PREFIX}Module=\"x\" Level=\"DEBUG\": HTTPMSG:\n|GET / HTTP/1.1\n");
    let block = format!("{head}{} |\n", line.repeat(limits::BLOCK / 1000));
    let log = format!("{block}{PREFIX}Event=\"next\"\n");
    let lines: Vec<_> = Reader::new(log.as_bytes()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].marks.is_cut());
    assert_eq!(lines[0].raw.len(), limits::BLOCK);
    assert_eq!(lines[1].offset, u64::try_from(block.len()).unwrap());
}
