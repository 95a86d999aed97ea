//! What each kind of server lets a probe see.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use openssl::x509::X509;
use tollgate_capture::{AlertDescription, Conversation, Role, Version, Visibility};
use tollgate_probe::{Depth, ExchangeFailure, Offer, Prediction, Probe, Served, Survey, Times};

use crate::support::{endpoint, patience, server, survey};

/// The CN of the certificate that was shown, with the version.
fn shown(served: &Served) -> Option<(String, Version)> {
    let conversation = served.conversation()?;
    Some((common_name(conversation)?, conversation.version?))
}

fn common_name(conversation: &Conversation) -> Option<String> {
    let leaf = conversation.certificates_of(Role::Server).next()?;
    let leaf = X509::from_der(leaf.certificate.der()).unwrap();
    let name = leaf.subject_name().entries().next()?.data();
    Some(String::from_utf8(name.as_slice().to_vec()).unwrap())
}

fn names(survey: &Survey) -> [Option<(String, Version)>; 4] {
    [
        &survey.rsa,
        &survey.ecdsa,
        &survey.rsa_1_3,
        &survey.ecdsa_1_3,
    ]
    .map(shown)
}

fn pair(name: &str, version: Version) -> (String, Version) {
    (name.to_owned(), version)
}

#[test]
fn both_certificates_are_seen_in_both_generations() {
    let server = server(&[]);
    let survey = survey(server.port, Depth::Full, Vec::new());
    assert_eq!(
        names(&survey),
        [
            Some(pair("rsa", Version::TLS_1_2)),
            Some(pair("ec", Version::TLS_1_2)),
            Some(pair("rsa", Version::TLS_1_3)),
            Some(pair("ec", Version::TLS_1_3)),
        ]
    );
    let hidden = survey.ecdsa_1_3.conversation().unwrap();
    assert_eq!(hidden.server_certificate, Visibility::Decrypted);
    assert_eq!(survey.handshakes, 4);
}

#[test]
fn a_server_of_tls_1_3_alone_is_asked_in_1_3_even_for_certificates_only() {
    let server = server(&["-tls1_3"]);
    let survey = survey(server.port, Depth::Certificate, Vec::new());
    let refused = Served::Declined(AlertDescription::PROTOCOL_VERSION);
    assert_eq!((&survey.rsa, &survey.ecdsa), (&refused, &refused));
    assert_eq!(shown(&survey.rsa_1_3), Some(pair("rsa", Version::TLS_1_3)));
    assert_eq!(shown(&survey.ecdsa_1_3), Some(pair("ec", Version::TLS_1_3)));
}

#[test]
fn a_group_that_no_key_was_sent_for_is_agreed_on_in_a_second_hello() {
    let server = server(&["-tls1_3", "-groups", "P-384"]);
    let survey = survey(server.port, Depth::Certificate, Vec::new());
    assert_eq!(shown(&survey.rsa_1_3), Some(pair("rsa", Version::TLS_1_3)));
    assert_eq!(shown(&survey.ecdsa_1_3), Some(pair("ec", Version::TLS_1_3)));
}

#[test]
fn old_protocols_are_read_and_not_refused() {
    let server = server(&["-tls1", "-cipher", "ALL:@SECLEVEL=0"]);
    let survey = survey(server.port, Depth::Certificate, Vec::new());
    assert_eq!(shown(&survey.rsa), Some(pair("rsa", Version::TLS_1_0)));
    assert_eq!(shown(&survey.ecdsa), Some(pair("ec", Version::TLS_1_0)));
}

#[test]
fn a_request_for_a_client_certificate_is_seen_in_both_generations() {
    for version in ["-tls1_2", "-tls1_3"] {
        let server = server(&["-Verify", "1", "-CAfile", "rsa.pem", version]);
        let survey = survey(server.port, Depth::Certificate, Vec::new());
        let served = [&survey.rsa, &survey.rsa_1_3];
        let seen = served.iter().find_map(|served| served.conversation());
        let request = seen.unwrap().certificate_request.as_ref();
        assert_eq!(request.unwrap().authority_count, 1, "{version}");
    }
}

#[test]
fn a_node_without_an_ecdsa_certificate_declines_that_offer_alone() {
    let server = server(&["-cert", "rsa.pem", "-key", "rsa.key", "-tls1_2"]);
    let survey = survey(server.port, Depth::Certificate, Vec::new());
    assert_eq!(shown(&survey.rsa), Some(pair("rsa", Version::TLS_1_2)));
    assert!(matches!(survey.ecdsa, Served::Declined(_)), "{survey:?}");
}

/// The two offers of an appliance that differ by the prefix of the document.
fn predictions() -> Vec<Prediction> {
    let ecdsa_first = [0xc02c, 0xc030, 0xc02b, 0xc02f];
    let rsa_first = [0xc030, 0xc02c, 0xc02b, 0xc02f];
    let offer = |name: &str, suites: &[u16]| Prediction {
        name: name.to_owned(),
        offer: Offer::of_suites(suites, Version::TLS_1_2, Version::TLS_1_2),
    };
    vec![offer("before", &rsa_first), offer("after", &ecdsa_first)]
}

#[test]
fn a_server_that_follows_the_client_is_told_from_one_that_does_not() {
    let follows = server(&["-tls1_2"]);
    let answers = survey(follows.port, Depth::Full, predictions());
    let name = |served: &Served| shown(served).map(|(name, _)| name);
    assert_eq!(name(&answers.predictions[0]).as_deref(), Some("rsa"));
    assert_eq!(name(&answers.predictions[1]).as_deref(), Some("ec"));
    assert_eq!(name(&answers.reversed).as_deref(), Some("rsa"));
    assert!(answers.handshakes <= 6);

    let own = server(&[
        "-tls1_2",
        "-serverpref",
        "-cipher",
        "ECDHE-ECDSA-AES256-GCM-SHA384:ALL",
    ]);
    let answers = survey(own.port, Depth::Full, predictions());
    assert_eq!(name(&answers.predictions[0]).as_deref(), Some("ec"));
    assert_eq!(name(&answers.reversed).as_deref(), Some("ec"));
}

#[test]
fn nobody_there_is_told_from_somebody_who_says_nothing() {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let refused = survey(port, Depth::Full, Vec::new());
    assert_eq!(refused.rsa, Served::Failed(ExchangeFailure::Refused));
    assert_eq!(refused.handshakes, 1);

    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let wait = Duration::from_millis(200);
    let mut politeness = patience();
    politeness.times = Times {
        connect: wait,
        answer: wait,
    };
    let probe = Probe::new(politeness, Vec::new());
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let port = silent.local_addr().unwrap().port();
    let survey = runtime.block_on(probe.survey(&endpoint(port), Depth::Full));
    let timed_out = Served::Failed(ExchangeFailure::AnswerTimedOut(wait));
    assert_eq!(survey.rsa, timed_out);
}

/// A server that reads the offer, answers with these bytes and closes, so many times.
fn scripted(answers: Vec<Vec<u8>>) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut offer = [0; 4096];
            let count = stream.read(&mut offer).unwrap();
            assert!(count > 0);
            stream.write_all(&answer).unwrap();
        }
    });
    port
}

#[test]
fn an_answer_that_is_not_tls_is_shown_by_its_first_bytes() {
    let greeting = b"220 smtp ready\r\n".to_vec();
    let port = scripted(vec![greeting.clone()]);
    let survey = survey(port, Depth::Full, Vec::new());
    let not_tls = Served::Failed(ExchangeFailure::NotTls { first: greeting });
    assert_eq!((&survey.rsa, &survey.ecdsa), (&not_tls, &not_tls));
}

#[test]
fn a_connection_that_is_lost_is_made_once_more() {
    let port = scripted(vec![Vec::new(); 8]);
    let survey = survey(port, Depth::Certificate, Vec::new());
    assert!(matches!(
        survey.rsa,
        Served::Failed(ExchangeFailure::Lost(_))
    ));
    assert!(survey.retries > 0 && survey.handshakes <= 6, "{survey:?}");
}
