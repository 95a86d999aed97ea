//! Articles, mails and tickets in which nothing but a few log lines tells of the failures.

use std::path::Path;

use tollgate_analyze::analysis::analyze;
use tollgate_report::{Report, State};

use crate::case_support::gather;
use crate::nodes_support::{about, cells, of_nodes};
use crate::support::tar;

const ARTICLE: &str = "\
Users cannot sign in since the upgrade. This is from the log:

2023-03-02T10:15:26.000+01:00 expc traffic_server[412]: UTCTime=\"2023-03-02 09:15:26,000\" Module=\"network.http.trafficserver\" Level=\"INFO\": Detail=\"Receive Request\" Txn-id=\"7\" TrackingID=\"4c2f\" Src-ip=\"127.0.0.1\" Src-port=\"35766\" Last-via-addr=\"\" Msg=\"GET http://vcs_control.steven.lab:8443/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvNjk3Mg/CSFjdoe.cnf.xml HTTP/1.1\"
2023-03-02T10:15:26.006+01:00 expc traffic_server[412]: UTCTime=\"2023-03-02 09:15:26,006\" Module=\"network.http.trafficserver\" Level=\"INFO\": Detail=\"Sending Request\" Txn-id=\"7\" TrackingID=\"4c2f\" Dst-ip=\"10.1.1.5\" Dst-port=\"6972\" Msg=\"GET /CSFjdoe.cnf.xml HTTP/1.1\"
2023-03-02T10:15:26.016+01:00 expc traffic_server[412]: [ET_NET 0] WARNING: Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate server=cucm.steven.lab(10.1.1.5) depth=0
2023-03-02T10:15:26.016+01:00 expc traffic_server[412]: [ET_NET 0] ERROR: SSL connection failed for 'cucm.steven.lab': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed
2023-03-02T10:15:26.024+01:00 expc traffic_server[412]: UTCTime=\"2023-03-02 09:15:26,024\" Module=\"network.http.trafficserver\" Level=\"INFO\": Detail=\"Sending Response\" Txn-id=\"7\" TrackingID=\"\" Dst-ip=\"127.0.0.1\" Dst-port=\"35766\" Msg=\"HTTP/1.1 502 connect failed\"

And for another node:

2023-03-02T10:19:01.491+01:00 expc traffic_server[412]: [ET_NET 2] WARNING: SNI (10.1.1.6) not in certificate. Action=Terminate server=10.1.1.6(10.1.1.6)
2023-03-02T10:19:01.491+01:00 expc traffic_server[412]: [ET_NET 2] ERROR: SSL connection failed for '10.1.1.6': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed

What can we do?
";

fn report(name: &str, article: &[u8]) -> Report {
    let case = gather(&[("mail.tar", tar(&[(name, article)]))]);
    analyze(&case, &of_nodes())
}

#[test]
fn a_mail_with_log_lines_gives_the_self_signed_and_the_name_finding() {
    let report = report("mail.txt", ARTICLE.as_bytes());
    let trust = about(&report, "self-signed-not-stored");
    assert_eq!(trust.state, State::IssueFound);
    assert_eq!(cells(trust), ["cucm.steven.lab:6972"]);
    assert_eq!((trust.occurrences, trust.requests), (1, 1));
    assert_eq!(trust.users.names, ["jdoe"]);
    assert_eq!(trust.missing.as_ref().unwrap().id, "capture");
    let name = about(&report, "ip-address-absent");
    assert_eq!(name.state, State::IssueFound);
    assert_eq!(cells(name), ["10.1.1.6"]);
    assert_eq!(name.snippet.len(), 2);
}

/// The documents that describe the failures, where they are beside the project.
#[test]
fn each_document_gives_both_findings() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec/source");
    let Ok(entries) = std::fs::read_dir(&directory) else {
        eprintln!("skipped: no documents in {}", directory.display());
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let report = report(&name, &std::fs::read(&path).unwrap());
        let found = |signature: &str| {
            report
                .findings
                .iter()
                .any(|own| own.signature == signature && own.state == State::IssueFound)
        };
        assert!(found("self-signed-not-stored"), "{name}");
        assert!(found("ip-address-absent"), "{name}");
    }
}
