//! The shapes of lines that are met in the field, through to what they tell.

use tollgate_analyze::log::{Clock, FailureAction, FailureKind, LogEvidence, LogReader, Wording};

use crate::log_support::{IP, TFTP, Writer, at, cell, chain, failures, only, read};

const RECEIVE: &str = r#"Detail="Receive Request" Txn-id="7" TrackingID="t" Src-ip="127.0.0.1" Src-port="1" Last-via-addr="" Msg="GET http://vcs_control.steven.lab:8443/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvNjk3Mg/CSFemusk.cnf.xml HTTP/1.1""#;
const SEND: &str = r#"Detail="Sending Request" Txn-id="7" TrackingID="t" Dst-ip="10.48.36.215" Dst-port="6972" Msg="GET /CSFemusk.cnf.xml HTTP/1.1""#;
const ANSWER: &str = r#"Detail="Sending Response" Txn-id="7" TrackingID="" Dst-ip="127.0.0.1" Dst-port="1" Msg="HTTP/1.1 502 connect failed""#;
const WARNING: &str = "WARNING: Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate server=cucm.steven.lab(10.48.36.215) depth=0";
const ERROR: &str = "ERROR: SSL connection failed for 'cucm.steven.lab': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed";

fn assert_tells_the_story(log: &str) -> LogEvidence {
    let evidence = read(log);
    let found = at(&evidence, &cell("cucm.steven.lab", IP, 6972));
    assert_eq!(
        (found.transactions, found.attempts, found.failed),
        (1, 1, 1),
        "{log}"
    );
    let failure = only(&found.failures);
    assert_eq!(
        failure.kind,
        chain(18, "self-signed certificate", 0),
        "{log}"
    );
    assert_eq!(
        (
            failure.occurrences,
            failure.attempts,
            failure.gateway_errors
        ),
        (1, 1, 1),
        "{log}"
    );
    assert_eq!(failure.users.names(), ["emusk"]);
    assert!(failure.latest.warning.is_some() && failure.latest.error.is_some());
    assert_eq!(evidence.cells.len(), 1, "{log}");
    assert_eq!(evidence.unrecognised.count(), 0);
    evidence
}

/// The five lines, each made by `line` from its content.
fn story(line: impl Fn(&str) -> String) -> String {
    let module = |step: &str| {
        line(&format!(
            r#"Module="network.http.trafficserver" Level="INFO": {step}"#
        ))
    };
    let native = |text: &str| line(&format!("[ET_NET 0] {text}"));
    [
        module(RECEIVE),
        module(SEND),
        native(WARNING),
        native(ERROR),
        module(ANSWER),
    ]
    .concat()
}

#[test]
fn prefixes_of_all_shapes() {
    for prefix in [
        "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[18242]: ",
        "2022-07-11T18:55:25+02:00 vcsc traffic_server[18242]: ",
        "2022-07-11T18:55:25.910 vcsc traffic_server[18242]: ",
        "2022-07-11 vcsc traffic_server[18242]: ",
        "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[18242]:",
        "2022-07-11T18:55:25.910+02:00 vcsc  traffic_server[18242]:  ",
        "2022-07-11T18:55:25.910+02:00 vcsc traffic_server: ",
        "2022-07-11T18:55:25.910+02:00 vcsc traffic_server: traffic_server: ",
        "<166>2022-07-11T18:55:25.910+02:00 vcsc traffic_server[18242]: ",
        "Line 190: 2022-07-11T18:55:25.910+02:00 vcsc traffic_server[18242]: ",
    ] {
        assert_tells_the_story(&story(|content| format!("{prefix}{content}\n")));
    }
}

#[test]
fn lines_without_a_process_or_with_crlf() {
    let untagged = |content: &str| format!("2022-07-11T18:55:25.910+02:00 vcsc {content}\n");
    assert_tells_the_story(&story(untagged));
    let windows = |content: &str| {
        format!("2022-07-11T18:55:25.910+02:00 vcsc traffic_server[1]: {content}\r\n")
    };
    assert_tells_the_story(&story(windows));
}

#[test]
fn levels_fields_and_quotes_of_all_shapes() {
    let prefix = "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[1]: ";
    for (from, to) in [
        (r#"Level="INFO": "#, r#"Level="INFO":"#),
        (r#"Level="INFO": "#, r#"Level="INFO " "#),
        (r#"Level="INFO": "#, r#"Level="1"  "#),
        (
            r#"Level="INFO": "#,
            r#"UTCTime="2022-07-11 16:55:25,91" Level="INFO": "#,
        ),
        ("Msg=", "Msq="),
        ("\"", "\u{201d}"),
        (" Txn-id", "Txn-id"),
        ("[ET_NET 0] ", "[ET_NET 0]"),
        ("self signed", "self-signed"),
        (
            "error:1416F086:SSL routines:tls_process_server_certificate:",
            "error:0A000086:SSL routines::",
        ),
    ] {
        let log = story(|content| format!("{prefix}{}\n", content.replace(from, to)));
        assert_tells_the_story(&log);
    }
    let last = |content: &str| {
        if content.starts_with("Module") {
            format!("{prefix}{content} UTCTime=\"2022-07-11 16:55:25,910\"\n")
        } else {
            format!("{prefix}{content}\n")
        }
    };
    assert_tells_the_story(&story(last));
}

#[test]
fn message_blocks_whole_flat_and_wrapped() {
    let block = |step: &str| {
        let (pairs, message) = step.split_once(" Msg=\"").unwrap();
        let message = message.trim_end_matches('"');
        (pairs.to_owned(), message.to_owned())
    };
    let debug = |content: &str, flat: bool| {
        let prefix = "2022-07-11T18:55:25.910+02:00 vcsc traffic_server[1]: ";
        if !content.starts_with("Module") {
            return format!("{prefix}{content}\n");
        }
        let (pairs, message) = block(&content.replace("INFO", "DEBUG"));
        if flat {
            format!("{prefix}{pairs} HTTPMSG: |{message} Host: x Cookie:<CONCEALED>|\n")
        } else {
            format!(
                "{prefix}{pairs} \nHTTPMSG:\n|{message}\n Host: x\n Cookie:<CONCEALED>\n \n |\n"
            )
        }
    };
    assert_tells_the_story(&story(|content| debug(content, false)));
    assert_tells_the_story(&story(|content| debug(content, true)));
    // Both levels, as the second sample has them.
    let info = |content: &str| {
        format!("2022-07-11T18:55:25.910+02:00 vcsc traffic_server[1]: {content}\n")
    };
    let both = story(|content| {
        if content.starts_with("Module") {
            info(content) + &debug(content, false)
        } else {
            info(content)
        }
    });
    assert_tells_the_story(&both);
    let wrapped = story(|content| {
        info(content)
            .replace(" Txn-id", "\nTxn-id")
            .replace("Error=self signed ", "Error=self signed\n")
    });
    assert_tells_the_story(&wrapped);
}

#[test]
fn both_wordings_of_the_name_failure() {
    for (wording, form) in [
        ("SNI", Wording::Sni),
        ("Origin hostname", Wording::OriginHostname),
    ] {
        let mut log = Writer::new(1);
        log.receive(1, TFTP, "CSFemusk.cnf.xml").send(1, 6972);
        log.line(&format!("[ET_NET 2] WARNING: {wording} (cucm.steven.lab) not in certificate. Action=Terminate server=cucm.steven.lab({IP})"));
        log.verify_failed(2);
        let evidence = log.read();
        let (_, failure) = failures(&evidence)[0];
        assert_eq!(
            failure.kind,
            FailureKind::Name {
                form,
                action: FailureAction::Terminate
            }
        );
        assert!(failure.latest.error.is_some());
    }
}

#[test]
fn other_modules_and_prose_are_counted() {
    let log = r#"2026-01-29T14:01:16.974-05:00 exp-c traffic_server[2030]:[ET_NET 1]ERROR:SSL connection failed for 'cucm.example.lab':error:14094418: SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca
2014-09-25T13:46:20-04:00 exp-c edgeconfigprovisioning: Level="INFO" Detail="Failed to authenticate user against server" Username="a" Server="('https', 'cucm.example.lab', 8443)" Reason="<twisted.python.failure.Failure <type 'exceptions.Exception'>>" UTCTime="2014-09-25 17:46:20,92"
2016-03-09T09:48:35+05:30 VCSC tvcs: UTCTime="2016-03-09 04:18:35,399" Module="network.dns" Level="DEBUG":  Detail="Sending DNS query" Name="_sip._tcp.example.lab" Type="SRV (IPv4 and IPv6)"
2020-08-12T14:57:43.353-05:00 expc01 UTCTime="2020-08-12 19:57:43,353" Module="developer.clusterdb.cdb" Level="INFO" Node="clusterdb@expc01" PID="<0.159.0>" Detail="Processed mnesia_down event from accessible node" Node="clusterdb@expc02"
2020-08-12T15:00:00.000-05:00 expc01 syslog MARK
Some prose.
2020-08-12T15:00:01.000-05:00 expc01 tvcs: Event="System Configuration Changed" Node="clusterdb@127.0.0.1" PID="<0.488.0>" Detail="xconfiguration edgeConfigServer verifyOriginServer: Off" UTCTime="2020-08-12 20:00:01,000"
2020-08-12T15:00:02.000-05:00 expc01 tvcs: Event="Alarm Raised" Detail="x" UTCTime="2020-08-12 20:00:02,000"
2020-08-12T15:00:03.000-05:00 expc01 tvcs: Event="Registration Accepted" UTCTime="2020-08-12 20:00:03,000"
"#;
    let evidence = read(log);
    let counts = evidence.lines;
    assert_eq!(
        (
            counts.failures,
            counts.others,
            counts.marks,
            counts.unrecognised
        ),
        (1, 6, 1, 1)
    );
    assert_eq!(only(&evidence.unrecognised.items).text, "Some prose.");
    assert_eq!(only(&evidence.unrecognised.items).position.line, 6);
    assert_eq!(evidence.files[0].clock.marks, 1);
    assert_eq!(evidence.changes.count(), 1);
    assert_eq!(only(&evidence.verification.items).value, "Off");
    let events: Vec<_> = evidence
        .notices
        .iter()
        .map(|notice| notice.event.as_str())
        .collect();
    assert_eq!(events, ["System Configuration Changed", "Alarm Raised"]);
    let (found, failure) = failures(&evidence)[0];
    assert_eq!(found.address.as_deref(), Some("cucm.example.lab"));
    assert!(failure.kind.is_about_our_certificate());
}

#[test]
fn clocks_are_reconciled() {
    // Local time without an offset; lines with UTCTime tell it.
    let line = |time: &str, utc: &str| {
        format!(
            "{time} vcsc traffic_server[1]: {utc}Module=\"network.http.trafficserver\" Level=\"INFO\": {SEND}\n"
        )
    };
    let log =
        line(
            "2022-07-11T18:55:25.910",
            "UTCTime=\"2022-07-11 16:55:25,900\" ",
        ) + &format!("2022-07-11T18:55:25.920 vcsc traffic_server[1]: [ET_NET 0] {WARNING}\n");
    let evidence = read(&log);
    let clock = &evidence.files[0].clock;
    assert_eq!(
        (clock.without_offset, clock.estimated_offset),
        (2, Some(7200))
    );
    let (_, failure) = failures(&evidence)[0];
    let at = failure.latest.at();
    assert_eq!(
        (at.unix_ms, at.clock),
        (1_657_558_525_920, Clock::Estimated)
    );
    assert_eq!(failure.attempts, 1);
    assert_eq!(evidence.period().last(), Some(at));

    // An hour that is repeated, a silence, and a clock that is wrong by a minute.
    let log = [
        line("2022-10-30T02:59:59.000+02:00", ""),
        line("2022-10-30T02:00:00.000+01:00", ""),
        line("2022-10-30T02:30:00.000+01:00", ""),
        line(
            "2022-10-30T02:29:00.000+01:00",
            "UTCTime=\"2022-10-30 01:30:00,000\" ",
        ),
    ];
    let evidence = read(log.concat());
    let clock = &evidence.files[0].clock;
    assert_eq!(
        clock.offsets.iter().collect::<Vec<_>>(),
        [(&3600, &3), (&7200, &1)]
    );
    let gap = only(&clock.gaps.items);
    assert_eq!(
        (gap.position.line, gap.to_ms - gap.from_ms),
        (3, 30 * 60_000)
    );
    let back = only(&clock.steps_back.items);
    assert_eq!(
        (back.position.line, back.to_ms - back.from_ms),
        (4, -60_000)
    );
    let differing = only(&clock.differing.items);
    assert_eq!((differing.position.line, differing.ahead_ms), (4, -60_000));
}

#[test]
fn a_log_without_anything() {
    for log in ["", "\n\n", "\u{feff}"] {
        let mut reader = LogReader::default();
        reader.read("x", log.as_bytes());
        let evidence = reader.finish();
        assert!(evidence.cells.is_empty() && evidence.period().first().is_none());
        assert_eq!(evidence.files[0].octets, log.len() as u64);
    }
    assert_eq!(LogReader::default().finish(), LogEvidence::default());
}
