//! The shapes of log lines that are met in the field, one test each.

use tollgate_diaglog::{
    Action, ChainRefused, ConnectionFailed, Detail, Event, FailureCause, Ip, Line, Marks, Message,
    NameForm, NameRefused, Notice, Precision, Reader, Record, Server, Stamp, Transaction, UtcTime,
    VERIFY_FAILED, Zone,
};

fn only(log: &str) -> Line<'_> {
    let mut reader = Reader::new(log.as_bytes());
    let line = reader.next().unwrap();
    assert_eq!(reader.next(), None, "{log}");
    line
}

fn event(log: &str) -> Event<'_> {
    only(log).event.unwrap()
}

fn record(log: &str) -> Record<'_> {
    match event(log) {
        Event::Record(record) => record,
        other => panic!("{other:?}"),
    }
}

fn notice(log: &str) -> Notice<'_> {
    match event(log) {
        Event::Notice(notice) => notice,
        other => panic!("{other:?}"),
    }
}

fn transaction(log: &str) -> Transaction<'_> {
    match event(log) {
        Event::Transaction(transaction) => transaction,
        other => panic!("{other:?}"),
    }
}

fn failed(log: &str) -> ConnectionFailed<'_> {
    match event(log) {
        Event::ConnectionFailed(failed) => failed,
        other => panic!("{other:?}"),
    }
}

/// Host, process and process id.
fn origin<'a>(line: &'a Line<'_>) -> (&'a str, &'a str, Option<u32>) {
    let prefix = line.prefix.as_ref().unwrap();
    (&prefix.host, &prefix.process, prefix.pid)
}

fn pairs(fields: &tollgate_diaglog::Fields<'_>) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|field| (field.key.into_owned(), field.value.into_owned()))
        .collect()
}

fn owned(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

const PREFIX: &str = "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[18242]: ";
const SENDING: &str = r#"Detail="Sending Request" Txn-id="7" TrackingID="t" Dst-ip="10.0.0.1" Dst-port="8443" Msg="GET / HTTP/1.1""#;

fn assert_is_sending(log: &str, utc_time: Option<i64>) {
    let found = transaction(log);
    assert_eq!(
        found.utc_time,
        utc_time.map(|unix_ms| UtcTime { unix_ms }),
        "{log}"
    );
    assert_eq!(
        (found.detail, found.txn_id, &*found.tracking_id),
        (Detail::SendingRequest, 7, "t")
    );
    assert_eq!(
        (found.peer.ip, found.peer.port),
        (Ip::parse("10.0.0.1"), Some(8443)),
        "{log}"
    );
    assert_eq!(
        found.message,
        Message::StartLine("GET / HTTP/1.1".into()),
        "{log}"
    );
}

#[test]
fn utc_time_may_be_absent() {
    let module = r#"Module="network.http.trafficserver" Level="INFO": "#;
    assert_is_sending(&format!("{PREFIX}{module}{SENDING}\n"), None);
}

#[test]
fn utc_time_may_come_last() {
    let time = r#"UTCTime="2022-07-11 16:55:25,910""#;
    let module = r#"Module="network.http.trafficserver" Level="INFO": "#;
    assert_is_sending(
        &format!("{PREFIX}{module}{SENDING} {time}\n"),
        Some(1_657_558_525_910),
    );
}

#[test]
fn milliseconds_may_have_fewer_digits_or_none() {
    for (fraction, millisecond) in [
        (",910", 910),
        (",91", 910),
        (",9", 900),
        ("", 0),
        (".910", 910),
    ] {
        let time = format!(r#"UTCTime="2022-07-11 16:55:25{fraction}" "#);
        assert_is_sending(
            &format!("{PREFIX}{time}{SENDING}\n"),
            Some(1_657_558_525_000 + millisecond),
        );
    }
}

#[test]
fn the_stamp_may_lack_offset_fraction_or_time() {
    let day = 1_657_497_600_000;
    for (stamp, unix_ms, offset_seconds, precision, zone) in [
        (
            "2022-07-11T18:55:25.910+02:00",
            day + 60_925_910,
            7200,
            Precision::Millisecond,
            Zone::Given,
        ),
        (
            "2022-07-11T18:55:25+02:00",
            day + 60_925_000,
            7200,
            Precision::Second,
            Zone::Given,
        ),
        (
            "2022-07-11T18:55:25.91",
            day + 68_125_910,
            0,
            Precision::Millisecond,
            Zone::Missing,
        ),
        (
            "2022-07-11T18:55:25",
            day + 68_125_000,
            0,
            Precision::Second,
            Zone::Missing,
        ),
        ("2022-07-11", day, 0, Precision::Day, Zone::Missing),
    ] {
        let log = format!("{stamp} vcsc traffic_server[1]: {SENDING}\n");
        let line = only(&log);
        let form = line.stamp.unwrap();
        assert_eq!(
            line.prefix.as_ref().unwrap().at,
            Stamp {
                unix_ms,
                offset_seconds
            },
            "{stamp}"
        );
        assert_eq!((form.precision, form.zone), (precision, zone), "{stamp}");
        assert_eq!(origin(&line), ("vcsc", "traffic_server", Some(1)));
        assert_is_sending(&log, None);
    }
}

#[test]
fn blanks_around_punctuation_may_be_squeezed_or_doubled() {
    for blanks in ["", " ", "  ", "\t"] {
        for after_level in ["", " ", "   "] {
            let log = format!(
                "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[18242]:{blanks}\
                 Module=\"network.http.trafficserver\"  Level=\"INFO\":{after_level}{SENDING}\n"
            );
            assert_is_sending(&log, None);
        }
    }
}

#[test]
fn the_process_tag_may_be_missing() {
    let log = r#"2020-08-12T14:57:43.353-05:00 expc01 UTCTime="2020-08-12 19:57:43,353" Module="developer.clusterdb.cdb" Level="INFO" Node="clusterdb@expc01" PID="<0.159.0>" Detail="Processed mnesia_down event from accessible node" Node="clusterdb@expc02""#;
    assert_eq!(origin(&only(log)), ("expc01", "", None));
    let record = record(log);
    assert_eq!(
        record.utc_time,
        Some(UtcTime {
            unix_ms: 1_597_262_263_353
        })
    );
    assert_eq!(record.module.as_deref(), Some("developer.clusterdb.cdb"));
    assert_eq!(record.level.as_deref(), Some("INFO"));
    assert_eq!(
        pairs(&record.fields),
        owned(&[
            ("Node", "clusterdb@expc01"),
            ("PID", "<0.159.0>"),
            ("Detail", "Processed mnesia_down event from accessible node"),
            ("Node", "clusterdb@expc02"),
        ])
    );
}

#[test]
fn the_pid_may_be_missing() {
    let log = r#"2016-03-09T09:48:35+05:30 VCSC tvcs: UTCTime="2016-03-09 04:18:35,399" Module="network.dns" Level="DEBUG":  Detail="Sending DNS query" Name="_sip._tcp.example.lab" Type="SRV (IPv4 and IPv6)""#;
    assert_eq!(origin(&only(log)), ("VCSC", "tvcs", None));
    let record = record(log);
    assert_eq!(record.level.as_deref(), Some("DEBUG"));
    assert_eq!(
        pairs(&record.fields),
        owned(&[
            ("Detail", "Sending DNS query"),
            ("Name", "_sip._tcp.example.lab"),
            ("Type", "SRV (IPv4 and IPv6)"),
        ])
    );
}

#[test]
fn the_tag_may_be_doubled() {
    let log =
        r#"2016-03-09T09:48:35+05:30 VCSC tvcs: tvcs: Event="Registration Accepted" Service="SIP""#;
    assert_eq!(origin(&only(log)), ("VCSC", "tvcs", None));
    assert_eq!(notice(log).event, "Registration Accepted");
}

#[test]
fn a_syslog_priority_or_an_editors_line_number_may_stand_in_front() {
    for front in ["<166>", "Line 190: ", "Line 7:\t", "\u{FEFF}", "    "] {
        let log = format!("{front}{PREFIX}{SENDING}\n{front}{PREFIX}{SENDING}\n");
        let lines: Vec<_> = Reader::new(log.as_bytes()).collect();
        assert_eq!(lines.len(), 2, "{front}");
        for line in &lines {
            assert_eq!(origin(line), ("vcsc", "traffic_server", Some(18242)));
            assert!(matches!(line.event, Some(Event::Transaction(_))), "{front}");
        }
    }
}

const HEAD: &str = r#"Module="network.http.trafficserver" Level="DEBUG": Detail="Sending Response" Txn-id="2" TrackingID="" Dst-ip="10.0.0.1" Dst-port="8443" "#;

fn head_of(log: &str) -> (String, Vec<(String, String)>, Marks) {
    let line = only(log);
    let Some(Event::Transaction(Transaction {
        message: Message::Head(head),
        ..
    })) = line.event
    else {
        panic!("{:?}", line.event)
    };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let headers = head
        .headers
        .iter()
        .map(|header| (header.name.to_string(), text(&header.value)))
        .collect();
    (head.start_line.into_owned(), headers, line.marks)
}

#[test]
fn a_message_block_is_read_with_its_headers() {
    let log = format!(
        "{PREFIX}{HEAD}\nHTTPMSG:\n|HTTP/1.1 403 Forbidden\n Connection: close\n Server: CE_E\n \
         Cookie:<CONCEALED>\n Content-Length: 0\n \n |\n"
    );
    let (start_line, headers, marks) = head_of(&log);
    assert_eq!(start_line, "HTTP/1.1 403 Forbidden");
    assert_eq!(
        headers,
        owned(&[
            ("Connection", "close"),
            ("Server", "CE_E"),
            ("Cookie", "<CONCEALED>"),
            ("Content-Length", "0"),
        ])
    );
    assert_eq!(marks, Marks::default());
}

#[test]
fn a_message_block_may_begin_on_the_line_itself() {
    let log = format!("{PREFIX}{HEAD}HTTPMSG: |HTTP/1.1 200 OK\r\n Server: CE_C ECS\r\n\r\n |\r\n");
    let (start_line, headers, _) = head_of(&log);
    assert_eq!(start_line, "HTTP/1.1 200 OK");
    assert_eq!(headers, owned(&[("Server", "CE_C ECS")]));
}

#[test]
fn a_message_may_be_flattened_onto_one_line() {
    let log = format!(
        "{PREFIX}{HEAD}HTTPMSG: |HTTP/1.1 403 Forbidden Date: Thu, 20 Feb 2014 14:18:13 GMT Age: 0 \
         Connection: close Server: CE_E Content-Length: 0 |\n"
    );
    let (start_line, headers, _) = head_of(&log);
    assert_eq!(start_line, "HTTP/1.1 403 Forbidden");
    assert_eq!(
        headers,
        owned(&[
            ("Date", "Thu, 20 Feb 2014 14:18:13 GMT"),
            ("Age", "0"),
            ("Connection", "close"),
            ("Server", "CE_E"),
            ("Content-Length", "0"),
        ])
    );
}

#[test]
fn a_message_block_may_be_cut_by_the_end_of_the_file_or_the_next_entry() {
    let cut = format!("{PREFIX}{HEAD}\nHTTPMSG:\n|HTTP/1.1 200 OK\n Server: CE_");
    let (start_line, headers, marks) = head_of(&cut);
    assert_eq!(start_line, "HTTP/1.1 200 OK");
    assert_eq!(headers, owned(&[("Server", "CE_")]));
    assert!(marks.is_unfinished());

    let log = format!("{cut}\n{PREFIX}{SENDING}\n");
    let lines: Vec<_> = Reader::new(log.as_bytes()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0].raw, lines[0].number), (cut.as_bytes(), 1));
    assert_eq!(lines[1].number, 5);
}

#[test]
fn messages_of_other_protocols_are_passed_over() {
    let log = format!(
        "2022-07-11T18:55:25.910+02:00 vcsc tvcs: Module=\"network.sip\" Level=\"DEBUG\": \
         Src-port=\"5061\"\n SIPMSG:\n |SIP/2.0 200 OK\n Call-ID: 1@2022-07-11\n \n |\n{PREFIX}{SENDING}\n"
    );
    let one_line = log.replace("\n SIPMSG:\n |SIP", " SIPMSG:\n|SIP");
    let lines: Vec<_> = Reader::new(one_line.as_bytes()).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[1].number, 6);
    let Some(Event::Record(record)) = &lines[0].event else {
        panic!("{lines:?}")
    };
    assert_eq!(pairs(&record.fields), owned(&[("Src-port", "5061")]));
}

#[test]
fn quotes_brackets_and_single_quotes_in_a_value_belong_to_it() {
    let log = r#"2014-09-25T13:46:20-04:00 exp-c edgeconfigprovisioning: Level="INFO" Detail="Failed to authenticate user against server" Username="a" Server="('https', 'cucm.example.lab', 8443)" Reason="<twisted.python.failure.Failure <type 'exceptions.Exception'>>" Text="say \"hi\"" UTCTime="2014-09-25 17:46:20,92""#;
    let record = record(log);
    assert_eq!(
        record.utc_time,
        Some(UtcTime {
            unix_ms: 1_411_667_180_920
        })
    );
    assert_eq!(
        (record.module, record.level.as_deref()),
        (None, Some("INFO"))
    );
    assert_eq!(
        pairs(&record.fields),
        owned(&[
            ("Detail", "Failed to authenticate user against server"),
            ("Username", "a"),
            ("Server", "('https', 'cucm.example.lab', 8443)"),
            (
                "Reason",
                "<twisted.python.failure.Failure <type 'exceptions.Exception'>>"
            ),
            ("Text", "say \"hi\""),
        ])
    );
}

#[test]
fn an_unbalanced_quote_ends_with_the_line() {
    let log = format!("{PREFIX}Module=\"x\" Level=\"INFO\": a=\"1\" b=\"2 3\n{PREFIX}{SENDING}\n");
    let lines: Vec<_> = Reader::new(log.as_bytes()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].marks.is_unfinished());
    let Some(Event::Record(record)) = &lines[0].event else {
        panic!("{lines:?}")
    };
    assert_eq!(pairs(&record.fields), owned(&[("a", "1"), ("b", "2 3")]));
}

#[test]
fn pairs_may_follow_each_other_without_a_blank() {
    let squeezed = SENDING.replace("\" ", "\"");
    assert_is_sending(&format!("{PREFIX}{squeezed}\n"), None);
}

#[test]
fn the_level_may_have_any_form() {
    for (level, expected) in [
        (r#"Level="INFO":"#, "INFO"),
        (r#"Level="INFO ""#, "INFO"),
        (r#"Level="1""#, "1"),
        (r#"Level="DEBUG" :"#, "DEBUG"),
    ] {
        let log = format!("{PREFIX}Module=\"Jabber\" {level} CodeLocation=\"mio.c:1109\"\n");
        let record = record(&log);
        assert_eq!(record.level.as_deref(), Some(expected));
        assert_eq!(
            pairs(&record.fields),
            owned(&[("CodeLocation", "mio.c:1109")])
        );
    }
}

#[test]
fn event_lines_need_no_level() {
    let log = r#"2014-03-25T18:19:45.843+01:00 vcse traffic_server[1]: Event="Sending HTTP error response" Status="403" Reason="Forbidden" Dst-ip="10.0.0.1" Dst-port="4000" UTCTime="2014-03-25 17:19:45,843""#;
    let notice = notice(log);
    assert_eq!(notice.event, "Sending HTTP error response");
    assert_eq!(
        notice.utc_time,
        Some(UtcTime {
            unix_ms: 1_395_767_985_843
        })
    );
    assert_eq!(
        pairs(&notice.fields),
        owned(&[
            ("Status", "403"),
            ("Reason", "Forbidden"),
            ("Dst-ip", "10.0.0.1"),
            ("Dst-port", "4000"),
        ])
    );
}

fn server() -> Server<'static> {
    Server {
        name: "cucm.example.lab".into(),
        ip: Ip::parse("10.0.0.1"),
    }
}

#[test]
fn native_lines_of_both_generations_are_read() {
    for front in [
        "[ET_NET 1] WARNING: ",
        "[ET_NET 1]WARNING:",
        "[ET_NET 1] WARNING:",
    ] {
        for error in ["self signed certificate", "self-signed certificate"] {
            let log = format!(
                "{PREFIX}{front}Core server certificate verification failed for (cucm.example.lab). \
                 Action=Continue Error={error} server=cucm.example.lab(10.0.0.1) depth=0\n"
            );
            let expected = ChainRefused {
                thread: Some(1),
                name: "cucm.example.lab".into(),
                action: Action::Continue,
                error: error.into(),
                server: server(),
                depth: 0,
            };
            assert_eq!(event(&log), Event::ChainRefused(expected));
        }
    }
}

#[test]
fn error_strings_of_both_generations_are_read() {
    for error in [
        VERIFY_FAILED,
        "error:0A000086:SSL routines::certificate verify failed",
        "error:1410F080:SSL routines:tls_process_server_certificate:certificate verify failed",
    ] {
        for front in ["[ET_NET 1] ERROR: ", "[ET_NET 1]ERROR:"] {
            for colon in [": ", ":"] {
                let log = format!(
                    "{PREFIX}{front}SSL connection failed for 'cucm.example.lab'{colon}{error}\n"
                );
                let found = failed(&log);
                assert_eq!(found.cause(), FailureCause::VerifyFailed);
                assert_eq!(
                    (found.thread, &*found.name, &*found.error),
                    (Some(1), "cucm.example.lab", error)
                );
            }
        }
    }
}

#[test]
fn both_wordings_of_a_missing_name_are_read() {
    for (words, form) in [
        ("SNI", NameForm::Sni),
        ("Origin hostname", NameForm::OriginHostname),
        ("SN", NameForm::Sni),
    ] {
        let log = format!(
            "{PREFIX}[ET_NET 2] WARNING: {words} (10.48.0.1) not in certificate. Action=Terminate \
             server=cucm.example.lab(10.0.0.1)\n"
        );
        let expected = NameRefused {
            thread: Some(2),
            form,
            name: "10.48.0.1".into(),
            action: Action::Terminate,
            server: server(),
        };
        assert_eq!(event(&log), Event::NameRefused(expected));
    }
}

#[test]
fn the_node_refusing_our_certificate_is_told_from_our_refusing_its() {
    let log = "2026-01-29T14:01:16.974-05:00 exp-c traffic_server[2030]:[ET_NET 1]ERROR:SSL connection failed for 'cucm.example.lab':error:14094418: SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca";
    let found = failed(log);
    assert_eq!(found.cause(), FailureCause::Alert(48));
    assert_eq!(&*found.name, "cucm.example.lab");
    assert_eq!(origin(&only(log)), ("exp-c", "traffic_server", Some(2030)));
}

#[test]
fn typographic_quotes_and_dashes_are_undone() {
    let typographic = SENDING
        .replace("=\"", "=“")
        .replace('"', "”")
        .replace("-id", "\u{2011}id");
    let log = format!("{PREFIX}{typographic}\n");
    assert_is_sending(&log, None);
    assert!(only(&log).marks.is_repaired());

    let log = format!("{PREFIX}[ET_NET 0] ERROR: SSL connection failed for ‘x’: {VERIFY_FAILED}\n");
    assert_eq!(failed(&log).name, "x");
}

#[test]
fn misread_field_names_and_hosts_are_taken_for_what_they_are() {
    let misread = SENDING
        .replace("Msg", "Msq")
        .replace("TrackingID", "TrackinglD");
    let log = format!("{PREFIX}{misread}\n").replace("vcsc", "vscs");
    assert_is_sending(&log, None);
    let line = only(&log);
    assert!(line.marks.is_repaired());
    assert_eq!(origin(&line), ("vscs", "traffic_server", Some(18242)));

    let glued = "2022-07-11T19:33:06.740+02:00 vcsc_traffic_server[3956]: [ET_NET 0] NOTE: x";
    assert_eq!(origin(&only(glued)), ("vcsc", "traffic_server", Some(3956)));
}

#[test]
fn mark_up_is_undone() {
    let log = format!(
        "{PREFIX}[ET_NET 0] **WARNING: Core server certificate verification failed for (x). \
         Action=Terminate Error=self signed certificate server=x(10.0.0.1) #depth=1**\n"
    );
    let Event::ChainRefused(found) = event(&log) else {
        panic!()
    };
    assert_eq!(
        (&*found.name, &*found.error, found.depth),
        ("x", "self signed certificate", 1)
    );

    let translated = log.replace("#depth", "deep");
    let Event::ChainRefused(found) = event(&translated) else {
        panic!()
    };
    assert_eq!((&*found.name, found.depth), ("x", 1));

    let log = format!("{PREFIX}{}\n", SENDING.replace("HTTP/1.1", "**HTTP/1.1**"));
    assert_eq!(transaction(&log).txn_id, 7);
    let log = format!(
        "{PREFIX}Detail=\"Sending Response\" Txn-id=\"7\" Msg=\"HTTP/1.1 **502 connect failed**\"\n"
    );
    assert_eq!(transaction(&log).message.status(), Some(502));
}

#[test]
fn a_line_that_is_not_understood_is_kept_and_counted() {
    let log =
        format!("{PREFIX}syslog MARK\nnot a log line\n\n  \n<a href=\"x\">\nWARNING: prose\n");
    let mut reader = Reader::new(log.as_bytes());
    let lines: Vec<_> = reader.by_ref().collect();
    let texts: Vec<_> = lines
        .iter()
        .map(|line| str::from_utf8(line.raw).unwrap())
        .collect();
    let first = format!("{PREFIX}syslog MARK");
    assert_eq!(
        texts,
        [
            &*first,
            "not a log line",
            "<a href=\"x\">",
            "WARNING: prose"
        ]
    );
    assert!(lines.iter().all(|line| line.event.is_none()));
    assert_eq!(origin(&lines[0]), ("vcsc", "traffic_server", Some(18242)));
    assert_eq!(
        (reader.counts().entries, reader.counts().unrecognised),
        (4, 4)
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_shown_as_such() {
    let log = [PREFIX.as_bytes(), b"Event=\"a\xFFb\" c=\"d\"\n"].concat();
    let mut reader = Reader::new(&log);
    let line = reader.next().unwrap();
    let Some(Event::Notice(notice)) = &line.event else {
        panic!("{line:?}")
    };
    assert_eq!(
        (&*notice.event, pairs(&notice.fields)),
        ("a\u{FFFD}b", owned(&[("c", "d")]))
    );
    assert!(line.marks.is_lossy());
    assert_eq!(line.raw, log.strip_suffix(b"\n").unwrap());
    assert_eq!(reader.counts().lossy, 1);
}

#[test]
fn lines_may_end_with_carriage_return() {
    let log = format!("{PREFIX}{SENDING}\r\n{PREFIX}{SENDING}\r\n");
    let lines: Vec<_> = Reader::new(log.as_bytes()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].raw, format!("{PREFIX}{SENDING}").as_bytes());
    assert_is_sending(&format!("{PREFIX}{SENDING}\r\n"), None);
}
