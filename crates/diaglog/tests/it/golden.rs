//! Lines written by hand from the source document, the sample bundles, and a pasted article.

use tollgate_diaglog::{Event, Line, Message, Reader, write};

const DOCUMENT: &[u8] = include_bytes!("../fixtures/document.log");
const SAMPLES: [&[u8]; 3] = [
    include_bytes!("../fixtures/loggingsnapshot_vcsc_2022-07-11_16_55_44.txt"),
    include_bytes!("../fixtures/loggingsnapshot_vcsc_2022-07-11_17_33_18.txt"),
    include_bytes!("../fixtures/loggingsnapshot_vcsc_2022-07-11_17_49_11.txt"),
];
const PASTED: &[u8] = include_bytes!("../fixtures/pasted.txt");

fn rewritten(line: &Line<'_>) -> String {
    let mut out = Vec::new();
    write(
        &mut out,
        line.prefix.as_ref().unwrap(),
        line.event.as_ref().unwrap(),
    );
    String::from_utf8(out).unwrap()
}

#[test]
fn lines_of_the_document_and_the_samples_are_written_as_they_were_read() {
    for log in [DOCUMENT, SAMPLES[0], SAMPLES[1], SAMPLES[2]] {
        let written: String = Reader::new(log).map(|line| rewritten(&line)).collect();
        assert_eq!(written, String::from_utf8_lossy(log));
    }
}

fn kind(event: Option<&Event<'_>>) -> &'static str {
    match event {
        Some(Event::Transaction(event)) => match event.message {
            Message::Head(_) => "transaction at DEBUG",
            Message::StartLine(_) => "transaction",
            Message::Missing => "transaction without message",
        },
        Some(Event::Access(_)) => "access",
        Some(Event::Rejected(_)) => "rejected",
        Some(Event::ChainRefused(_)) => "chain",
        Some(Event::NameRefused(_)) => "name",
        Some(Event::ConnectionFailed(_)) => "failed",
        Some(Event::Native(_)) => "native",
        Some(Event::Notice(_)) => "notice",
        Some(Event::Record(_)) => "record",
        None => "-",
    }
}

fn kinds(log: &[u8]) -> Vec<&'static str> {
    Reader::new(log)
        .map(|line| kind(line.event.as_ref()))
        .collect()
}

/// The writer's own round trip would not notice a line that is read as the wrong kind.
#[test]
fn lines_of_the_samples_are_of_the_expected_kinds() {
    let tcp = "record";
    let step = "transaction";
    let expected = [
        &[tcp; 6][..],
        &[step, "access"],
        &[step; 6],
        &["chain", "failed", step],
        &[tcp; 2],
    ];
    assert_eq!(kinds(SAMPLES[0]), expected.concat());
    let refused = [step, step, step, "chain", "failed", step];
    let expected = [&[tcp; 4][..], &refused, &refused, &[tcp; 2]];
    assert_eq!(kinds(SAMPLES[1]), expected.concat());
    let attempt = [step, "transaction at DEBUG", "name", "failed"];
    let expected = [
        &[tcp; 5][..],
        &["transaction at DEBUG"],
        &attempt,
        &attempt,
        &[step, tcp],
    ];
    assert_eq!(kinds(SAMPLES[2]), expected.concat());
}

#[test]
fn two_blanks_after_the_prefix_are_read_as_one() {
    let text = String::from_utf8_lossy(DOCUMENT);
    let doubled = text.replace("]: ", "]:  ");
    let written: String = Reader::new(doubled.as_bytes())
        .map(|line| rewritten(&line))
        .collect();
    assert_eq!(written, text);
}

/// Everything in the article that is a log line is found, whole, and nothing else is.
#[test]
fn a_pasted_article_yields_its_log_lines() {
    let mut reader = Reader::new(PASTED);
    let found: Vec<String> = reader
        .by_ref()
        .filter(|line| line.event.is_some())
        .map(|line| rewritten(&line))
        .collect();
    let day = "2024-03-05T";
    let info = "Module=\"network.http.trafficserver\" Level=\"INFO\": ";
    let expected = [
        format!(
            "{day}09:12:25.910+01:00 exp-c traffic_server[4711]: UTCTime=\"2024-03-05 08:12:25,910\" {info}Detail=\"Receive Request\" Txn-id=\"89\" TrackingID=\"6af9a674-9ebc-41ea-868e-90e7309a758c\" Src-ip=\"127.0.0.1\" Src-port=\"35764\" Last-via-addr=\"\" Msg=\"GET http://vcs_control.example.lab:8443/ZXhhbXBsZS5sYWIvaHR0cHMvY3VjbS5leGFtcGxlLmxhYi84NDQz/cucm-uds/user/jdoe/devices HTTP/1.1\"\n"
        ),
        format!(
            "{day}09:12:25.917+01:00 exp-c traffic_server[4711]: Event=\"Request Allowed\" Detail=\"Access allowed\" Reason=\"In allow list\" Username=\"jdoe\" Deployment=\"1\" Method=\"GET\" Request=\"https://cucm.example.lab:8443/cucm-uds/user/jdoe/devices\" Rule=\"https://cucm.example.lab:8443/cucm-uds/user/\" Match=\"prefix\" Type=\"Automatically generated rule for CUCM server\" UTCTime=\"2024-03-05 08:12:25,916\"\n"
        ),
        format!(
            "{day}09:12:25.955+01:00 exp-c traffic_server[4711]: UTCTime=\"2024-03-05 08:12:25,955\" {info}Detail=\"Receive Response\" Txn-id=\"89\" TrackingID=\"\" Src-ip=\"10.1.36.215\" Src-port=\"8443\" Msg=\"HTTP/1.1 200 \"\n"
        ),
        format!(
            "{day}09:12:26.000+01:00 exp-c traffic_server[4711]: UTCTime=\"2024-03-05 08:12:26,000\" {info}Detail=\"Receive Request\" Txn-id=\"91\" TrackingID=\"bb0c8492-8c15-4537-a7d1-082dde781dbd\" Src-ip=\"127.0.0.1\" Src-port=\"35766\" Last-via-addr=\"\" Msg=\"GET http://vcs_control.example.lab:8443/ZXhhbXBsZS5sYWIvaHR0cHMvY3VjbS5leGFtcGxlLmxhYi82OTcy/CSFjdoe.cnf.xml HTTP/1.1\"\n"
        ),
        format!(
            "{day}09:12:26.016+01:00 exp-c traffic_server[4711]: [ET_NET 0] WARNING: Core server certificate verification failed for (cucm.example.lab). Action=Terminate Error=self signed certificate server=cucm.example.lab(10.1.36.215) depth=0\n"
        ),
        format!(
            "{day}09:12:26.016+01:00 exp-c traffic_server[4711]: [ET_NET 0] ERROR: SSL connection failed for 'cucm.example.lab': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed\n"
        ),
        format!(
            "{day}09:12:26.024+01:00 exp-c traffic_server[4711]: UTCTime=\"2024-03-05 08:12:26,024\" {info}Detail=\"Sending Response\" Txn-id=\"91\" TrackingID=\"\" Dst-ip=\"127.0.0.1\" Dst-port=\"35766\" Msg=\"HTTP/1.1 502 connect failed\"\n"
        ),
        format!(
            "{day}10:49:01.472+01:00 exp-c traffic_server[4712]: UTCTime=\"2024-03-05 09:49:01,472\" Module=\"network.http.trafficserver\" Level=\"DEBUG\": Detail=\"Receive Request\" Txn-id=\"144\" TrackingID=\"0a334fa8-41e9-4b97-adf4-e165372c38cb\" Src-ip=\"127.0.0.1\" Src-port=\"30044\" Last-via-addr=\"\" \nHTTPMSG:\n|GET http://vcs_control.example.lab:8443/ZXhhbXBsZS5sYWIvaHR0cHMvMTAuMS4zNi4yMTUvODQ0Mw/cucm-uds/user/jdoe/devices?max=100 HTTP/1.1\n \n |\n"
        ),
        format!(
            "{day}10:49:01.491+01:00 exp-c traffic_server[4712]: [ET_NET 2] WARNING: SNI (10.1.36.215) not in certificate. Action=Terminate server=10.1.36.215(10.1.36.215)\n"
        ),
        format!(
            "{day}10:49:01.491+01:00 exp-c traffic_server[4712]: [ET_NET 2] ERROR: SSL connection failed for '10.1.36.215': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed\n"
        ),
        format!(
            "{day}10:33:06.740+01:00 exp-c traffic_server[3956]: [ET_NET 0] WARNING: Core server certificate verification failed for (10.1.36.215). Action=Terminate Error=self signed certificate in certificate chain server=10.1.36.215(10.1.36.215) depth=1\n"
        ),
        format!(
            "{day}10:33:06.740+01:00 exp-c traffic_server[3956]: [ET_NET 0] ERROR: SSL connection failed for '10.1.36.215': error:1410F080:SSL routines:tls_process_server_certificate:certificate verify failed\n"
        ),
        format!(
            "{day}10:49:01.533+01:00 exp-c traffic_server[3956]: [ET_NET 2] WARNING: SNI (10.1.36.215) not in certificate. Action=Terminate server=10.1.36.215(10.1.36.215)\n"
        ),
        format!(
            "{day}10:49:01.533+01:00 exp-c traffic_server[3956]: [ET_NET 2] ERROR: SSL connection failed for 'cucm.example.lab': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed\n"
        ),
    ];
    assert_eq!(found, expected);
    assert_eq!(reader.counts().entries - reader.counts().unrecognised, 14);
    assert_eq!(reader.counts().damaged, 12);
}

#[test]
fn a_log_that_ends_anywhere_is_read_up_to_there() {
    for log in [DOCUMENT, SAMPLES[2], PASTED] {
        let whole: Vec<_> = Reader::new(log).collect();
        for (before, last) in whole.iter().zip(&whole[1..]) {
            let (from, start) = (offset(before), offset(last));
            for end in start..start + last.raw.len() {
                let part = &log[from..end];
                let mut reader = Reader::starting_at(part, before.offset, before.number);
                assert_eq!(reader.next().as_ref(), Some(before), "cut at {end}");
                // The entry that was cut may read as anything, but is not lost.
                let rest: usize = reader.map(|line| line.raw.len()).sum();
                assert!(
                    rest > 0 || log[start..end].trim_ascii().is_empty(),
                    "cut at {end}"
                );
            }
        }
    }
}

fn offset(line: &Line<'_>) -> usize {
    usize::try_from(line.offset).unwrap()
}
