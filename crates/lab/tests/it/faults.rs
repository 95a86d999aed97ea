//! Every fault, as a verifying client sees it.

use tollgate_lab::{
    DOCUMENT_MOMENT, Fault, HandshakeOutcome, Lab, LabConfig, Node, PortCounters, Presented,
    Repair, Switch,
};

use crate::support::{PLAIN, RSA_PREFIX, Seen, curl, lab, s_client, socket, tempfile};

const NAME: &str = "cucm.steven.lab";

async fn with(fault: Fault, port: u16) -> (Lab, Seen) {
    let lab = lab().await;
    lab.set_fault(NAME, Some(port), fault, Switch::On)
        .await
        .unwrap();
    let at = socket(lab.node(NAME).unwrap(), port);
    let ciphers = format!("{RSA_PREFIX}{PLAIN}:@SECLEVEL=0");
    let seen = s_client(&lab, at, NAME, &["-cipher", &ciphers]).await;
    (lab, seen)
}

#[tokio::test(flavor = "multi_thread")]
async fn san_missing_is_a_name_failure_and_nothing_else() {
    let (_lab, seen) = with(Fault::SanMissing, 8443).await;
    assert_eq!(seen.verification(), Some("62 (hostname mismatch)"));
    let text = seen.leaf_text().await;
    assert!(text.contains("DNS:cups.steven.lab, DNS:steven.lab\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn san_missing_takes_the_common_name_too() {
    let lab = lab().await;
    let name = "cucm-sub.steven.lab";
    lab.set_fault(name, Some(8443), Fault::SanMissing, Switch::On)
        .await
        .unwrap();
    let shown = lab.node(name).unwrap().shown(8443).unwrap();
    assert_eq!(shown[0].common_name(), "cucm-sub-former.steven.lab");
    assert_eq!(shown[0].dns_names(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_ca_is_error_19_at_depth_1() {
    let (_lab, seen) = with(Fault::OtherCa, 8443).await;
    assert_eq!(seen.first_error(), Some((19, 1)));
    assert_eq!(seen.leaf(), Some("cucm-ms.steven.lab"));
    assert_eq!(seen.sent(), 2);
    let text = seen.leaf_text().await;
    assert!(text.contains("Issuer: DC = lab, DC = vngtp, CN = vngtp-ACTIVE-DIR-CA"));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_ca_reaches_the_ecdsa_certificate_as_well() {
    let lab = lab().await;
    lab.set_fault(NAME, None, Fault::OtherCa, Switch::On)
        .await
        .unwrap();
    let at = socket(lab.node(NAME).unwrap(), 6972);
    let seen = s_client(&lab, at, NAME, &["-cipher", PLAIN]).await;
    assert_eq!(seen.leaf(), Some("cucm-EC.steven.lab"));
    assert_eq!(seen.first_error(), Some((19, 1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_is_error_10_at_depth_0() {
    let (_lab, seen) = with(Fault::Expired, 8443).await;
    assert_eq!(seen.first_error(), Some((10, 0)));
    assert!(
        seen.leaf_text()
            .await
            .contains("Not After : Jul 10 16:55:25 2022 GMT")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn intermediate_not_sent_is_error_20_at_depth_0() {
    let (lab, seen) = with(Fault::IntermediateNotSent, 8443).await;
    assert_eq!(seen.first_error(), Some((20, 0)));
    assert_eq!(seen.sent(), 1);
    // The authority that is missing does lead to the one that is trusted.
    let missing = lab.certificate("steven-SUB-CA").unwrap();
    assert_eq!(missing.issuer_common_name(), "steven-DC-CA");
}

#[tokio::test(flavor = "multi_thread")]
async fn ecdsa_self_signed_is_shown_even_to_who_prefers_rsa() {
    let (_lab, seen) = with(Fault::EcdsaSelfSigned, 8443).await;
    assert_eq!(seen.leaf(), Some("cucm-EC.steven.lab"));
    assert_eq!(seen.first_error(), Some((18, 0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_delays_the_answer_and_not_the_handshake() {
    let config = LabConfig {
        slow_milliseconds: 400,
        ..LabConfig::new(DOCUMENT_MOMENT)
    };
    let lab = Lab::start(config).await.unwrap();
    lab.set_fault(NAME, Some(8443), Fault::Slow, Switch::On)
        .await
        .unwrap();
    let node = lab.node(NAME).unwrap();
    let timing = [
        "--write-out",
        "%{stderr}%{time_appconnect} %{time_starttransfer}",
    ];
    let started = std::time::Instant::now();
    let got = curl(node, 8443, "/cucm-uds/version", &timing).await;
    assert_eq!(got.status, 200);
    assert!(started.elapsed().as_millis() >= 400);
    let impatient = curl(node, 8443, "/cucm-uds/version", &["--max-time", "0.2"]).await;
    assert_eq!((impatient.status, impatient.exit), (0, CURL_TIMED_OUT));
}

const CURL_TIMED_OUT: i32 = 28;
const CURL_REFUSED: i32 = 7;
const CURL_TLS: i32 = 35;

#[tokio::test(flavor = "multi_thread")]
async fn resets_end_the_connection_at_the_first_message() {
    let (lab, seen) = with(Fault::Resets, 8443).await;
    assert_eq!(seen.leaf(), None);
    assert!(seen.text.contains("errno=104"), "{}", seen.text);
    let counters = lab.node(NAME).unwrap().counters(8443).unwrap();
    assert_eq!(counters.connections, 1);
    assert_eq!(
        counters.handshakes_completed + counters.handshakes_failed,
        0
    );
}

/// The counters of 8443 once a handshake has failed there.
async fn failed(node: &Node) -> PortCounters {
    node.counted(8443, |counters| counters.handshakes_failed == 1)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn demanded_client_certificate_is_missed_by_handshake_failure() {
    let lab = lab().await;
    lab.set_fault(
        NAME,
        Some(8443),
        Fault::DemandsClientCertificate,
        Switch::On,
    )
    .await
    .unwrap();
    let node = lab.node(NAME).unwrap();
    let got = curl(node, 8443, "/cucm-uds/version", &[]).await;
    assert_eq!((got.status, got.exit), (0, CURL_TLS));
    let counters = failed(node).await;
    assert_eq!(counters.requests, 0);
    assert_eq!(
        counters.latest_handshakes.back().unwrap().outcome,
        HandshakeOutcome::Refused("peer did not return a certificate".to_owned())
    );

    let edge = lab.certificate("vcsc.steven.lab").unwrap();
    let certificate = tempfile(&edge.pem(Presented::LeafOnly));
    let key = tempfile(&edge.key().to_pem());
    let more = ["--cert", certificate.as_str(), "--key", key.as_str()];
    let got = curl(node, 8443, "/cucm-uds/version", &more).await;
    assert_eq!(got.status, 200);
    let counters = node.counters(8443).unwrap();
    let request = counters.latest_requests.back().unwrap();
    assert_eq!(
        request.client_certificate.as_deref(),
        Some("vcsc.steven.lab")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn client_certificate_of_a_stranger_is_refused() {
    let lab = lab().await;
    lab.set_fault(
        NAME,
        Some(8443),
        Fault::DemandsClientCertificate,
        Switch::On,
    )
    .await
    .unwrap();
    let authority = tollgate_lab::Authority::new(DOCUMENT_MOMENT);
    let spec = tollgate_lab::CertificateSpec::client("vcsc.steven.lab");
    let stranger = authority.self_signed(&spec).unwrap();
    let certificate = tempfile(&stranger.pem(Presented::LeafOnly));
    let key = tempfile(&stranger.key().to_pem());
    let node = lab.node(NAME).unwrap();
    let more = ["--cert", certificate.as_str(), "--key", key.as_str()];
    let got = curl(node, 8443, "/cucm-uds/version", &more).await;
    assert_eq!(got.status, 0);
    assert_eq!(
        failed(node).await.latest_handshakes[0].outcome,
        HandshakeOutcome::Refused("certificate verify failed".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_node_refuses_and_comes_back_on_the_same_port() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let before = node.socket(8443);
    lab.set_fault(NAME, None, Fault::Stopped, Switch::On)
        .await
        .unwrap();
    let got = curl(node, 8443, "/cucm-uds/version", &[]).await;
    assert_eq!((got.status, got.exit), (0, CURL_REFUSED));
    assert_eq!(node.counters(8443).unwrap().connections, 0);
    lab.set_fault(NAME, None, Fault::Stopped, Switch::Off)
        .await
        .unwrap();
    assert_eq!(node.socket(8443), before);
    assert_eq!(curl(node, 8443, "/cucm-uds/version", &[]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_listed_and_cleared() {
    let lab = lab().await;
    lab.set_fault(NAME, Some(8443), Fault::Expired, Switch::On)
        .await
        .unwrap();
    lab.set_fault("cuc.steven.lab", Some(8443), Fault::Stopped, Switch::On)
        .await
        .unwrap();
    assert_eq!(
        lab.faults(),
        [
            (NAME.to_owned(), 8443, Fault::Expired),
            ("cuc.steven.lab".to_owned(), 8443, Fault::Stopped)
        ]
    );
    lab.clear_faults().await.unwrap();
    assert_eq!(lab.faults(), []);
    let at = socket(lab.node(NAME).unwrap(), 8443);
    assert_eq!(
        s_client(&lab, at, NAME, &[]).await.verification(),
        Some("0 (ok)")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_switched_off_and_on_shows_the_same_certificate() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let usual = node.shown(8443).unwrap()[0].fingerprint();
    let mut shown = Vec::new();
    for _ in 0..2 {
        lab.set_fault(NAME, Some(8443), Fault::OtherCa, Switch::On)
            .await
            .unwrap();
        shown.push(node.shown(8443).unwrap()[0].fingerprint());
        lab.set_fault(NAME, Some(8443), Fault::OtherCa, Switch::Off)
            .await
            .unwrap();
        assert_eq!(node.shown(8443).unwrap()[0].fingerprint(), usual);
    }
    assert_eq!(shown[0], shown[1]);
    assert_ne!(shown[0], usual);
}

#[tokio::test(flavor = "multi_thread")]
async fn faulty_certificate_stands_in_the_list() {
    let lab = lab().await;
    lab.set_fault(NAME, Some(8443), Fault::OtherCa, Switch::On)
        .await
        .unwrap();
    let rows = lab.node(NAME).unwrap().certificate_list().unwrap();
    let issuers: Vec<&str> = rows
        .iter()
        .filter(|row| row.certificate == "tomcat")
        .map(|row| row.issued_by.as_str())
        .collect();
    // 8443 shows the faulty one, 6972 still the right one.
    assert_eq!(issuers, ["vngtp-ACTIVE-DIR-CA", "steven-DC-CA"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn alerts_of_the_client_are_counted_by_name() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let more = ["-cipher", PLAIN, "-verify_return_error"];
    let seen = s_client(&lab, socket(node, 6972), NAME, &more).await;
    assert_eq!(seen.first_error(), Some((18, 0)));
    let counters = node
        .counted(6972, |counters| counters.handshakes_failed == 1)
        .await
        .unwrap();
    assert_eq!(counters.alerts.get("unknown_ca"), Some(&1));
    assert_eq!(counters.handshakes_completed, 0);
    assert_eq!(counters.requests, 0);
    assert_eq!(
        counters.latest_handshakes[0].certificate.as_deref(),
        Some("cucm-EC.steven.lab")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn address_in_the_alternative_names_mends_the_third_scenario() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let address = node.address().to_string();
    let at = socket(node, 8443);
    let seen = s_client(&lab, at, &address, &[]).await;
    assert_eq!(seen.verification(), Some("64 (IP address mismatch)"));
    lab.repair(NAME, Repair::NameAddress).await.unwrap();
    let seen = s_client(&lab, at, &address, &[]).await;
    assert_eq!(seen.verification(), Some("0 (ok)"));
    // One certificate for several nodes: the presence node has the new one too.
    assert_eq!(
        lab.certificate("cups.steven.lab/tomcat")
            .unwrap()
            .fingerprint(),
        lab.certificate("cucm.steven.lab/tomcat")
            .unwrap()
            .fingerprint()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_ecdsa_certificate_mends_the_first_scenario() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    lab.repair(NAME, Repair::SignEcdsa).await.unwrap();
    let seen = s_client(&lab, socket(node, 6972), NAME, &["-cipher", PLAIN]).await;
    assert_eq!(seen.leaf(), Some("cucm-EC.steven.lab"));
    assert_eq!(seen.verification(), Some("0 (ok)"));
    let rows = node.certificate_list().unwrap();
    let row = rows
        .iter()
        .find(|row| row.certificate == "tomcat-ECDSA")
        .unwrap();
    assert_eq!(
        (row.kind.as_str(), row.issued_by.as_str()),
        ("CA-signed", "steven-DC-CA")
    );
}
