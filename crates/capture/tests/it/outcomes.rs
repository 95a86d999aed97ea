//! Real handshakes of OpenSSL and Java, and how each of them came out.

use crate::support::{fixture, read, summary};

/// Fixture, and a line for each of its conversations.
const CASES: &[(&str, &[&str])] = &[
    (
        "tls12.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, \
           server shows node.example, server shows Root, the first",
        ],
    ),
    (
        "tls10.pcap",
        &[
            "0, TLSv1, ECDHE-ECDSA-AES256-SHA, node.example, established, \
           server shows node.example, server shows Root, the first",
        ],
    ),
    (
        "tls13.pcap",
        &["0, TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, established, Encrypted"],
    ),
    (
        "mutual-tls11.pcap",
        &[
            "0, TLSv1.1, ECDHE-ECDSA-AES256-SHA, node.example, established, asks for one of 2, \
           server shows node.example, server shows Root, the first, \
           client shows user.example, client shows Root, the first",
        ],
    ),
    (
        "mutual-tls12.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, \
           asks for one of 2, server shows node.example, server shows Root, the first, \
           client shows user.example, client shows Root, the first",
        ],
    ),
    (
        "mutual-tls13.pcap",
        &["0, TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, established, Encrypted"],
    ),
    (
        "client-refuses-tls12.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, refused-by-client, \
           server shows node.example, client says fatal unknown_ca",
        ],
    ),
    (
        "client-refuses-tls13.pcap",
        &[
            "0, TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, refused-by-client, Encrypted, \
           client says fatal unknown_ca",
        ],
    ),
    (
        "client-refuses-tls13-hidden.pcap",
        &["0, TLSv1.3, TLS_AES_256_GCM_SHA384, no name, refused-by-client, Encrypted"],
    ),
    (
        "server-refuses-tls12.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, refused-by-server, \
           asks for one of 2, server shows node.example, server shows Root, the first, \
           server says fatal handshake_failure",
        ],
    ),
    (
        "server-refuses-tls13.pcap",
        &["0, TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, refused-by-server, Encrypted"],
    ),
    (
        "no-common-version.pcap",
        &[
            "0, no version, no suite, node.example, refused-by-server, NotSent, \
           server says fatal protocol_version",
        ],
    ),
    (
        "resumed-tls12.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, \
           server shows node.example",
            "1, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, resumed, \
           Resumed",
        ],
    ),
    (
        "resumed-tls13.pcap",
        &[
            "0, TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, established, Encrypted",
            "1, TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, established, resumed, Resumed",
        ],
    ),
    (
        "null-cipher-tls12.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-NULL-SHA, node.example, established, \
           server shows node.example, server shows Root, the first, \
           server shows node.example, server shows Root, the first, \
           client says warning close_notify, server says warning close_notify",
        ],
    ),
    (
        "starttls-smtp.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, \
           server shows node.example",
        ],
    ),
    (
        "starttls-imap.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, \
           server shows node.example",
        ],
    ),
    (
        "http-connect.pcap",
        &[
            "0, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, node.example, established, \
           server shows node.example",
        ],
    ),
    (
        "sample-16_55_44.pcap",
        &[
            "0, TLSv1.2, ECDHE-RSA-AES256-GCM-SHA384, cucm.steven.lab, established, \
           server shows cucm-ms.steven.lab, server shows steven-DC-CA",
            "1, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, cucm.steven.lab, refused-by-client, \
           asks for one of 0, server shows cucm-EC.steven.lab, client says fatal unknown_ca",
            "2, TLSv1.2, ECDHE-ECDSA-AES256-GCM-SHA384, cucm.steven.lab, refused-by-client, \
           asks for one of 0, server shows cucm-EC.steven.lab, client says fatal unknown_ca",
        ],
    ),
    (
        "sample-17_33_18.pcap",
        &[
            "0, TLSv1.2, ECDHE-RSA-AES256-GCM-SHA384, no name, refused-by-client, \
           server shows cucm-ms.steven.lab, server shows vngtp-ACTIVE-DIR-CA, client says fatal unknown_ca",
            "1, TLSv1.2, ECDHE-RSA-AES256-GCM-SHA384, no name, refused-by-client, \
           server shows cucm-ms.steven.lab, server shows vngtp-ACTIVE-DIR-CA, client says fatal unknown_ca",
            "2, TLSv1.2, ECDHE-RSA-AES256-GCM-SHA384, cucm.steven.lab, refused-by-client, \
           server shows cucm-ms.steven.lab, server shows vngtp-ACTIVE-DIR-CA, client says fatal unknown_ca",
            "3, TLSv1.2, ECDHE-RSA-AES256-GCM-SHA384, cucm.steven.lab, refused-by-client, \
           server shows cucm-ms.steven.lab, server shows vngtp-ACTIVE-DIR-CA, client says fatal unknown_ca",
        ],
    ),
    (
        "sample-17_49_11.pcap",
        &[
            "0, TLSv1.2, ECDHE-RSA-AES256-GCM-SHA384, no name, refused-by-client, \
           server shows cucm-ms.steven.lab, server shows steven-DC-CA, \
           client says fatal internal_error",
            "1, TLSv1.2, ECDHE-RSA-AES256-GCM-SHA384, no name, refused-by-client, \
           server shows cucm-ms.steven.lab, server shows steven-DC-CA, \
           client says fatal internal_error",
        ],
    ),
];

#[test]
fn each_handshake_comes_out_as_it_did() {
    for (name, expected) in CASES {
        let (conversations, facts) = read(&fixture(name));
        let summaries: Vec<String> = conversations.iter().map(summary).collect();
        assert_eq!(summaries, *expected, "{name}");
        assert_eq!(facts.problems, [], "{name}");
    }
}

#[test]
fn a_request_names_its_authorities() {
    let (conversations, _) = read(&fixture("mutual-tls12.pcap"));
    let request = conversations[0].certificate_request.as_ref().unwrap();
    let names: Vec<String> = request
        .authorities
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        names,
        [
            "C=BE, O=Tollgate tests, CN=Root\\, the first",
            "O=Tollgate tests, CN=Another root"
        ]
    );
    assert!(request.signature_schemes.contains(&0x0403));
    assert!(request.certificate_types.contains(&64));
}

#[test]
fn authority_names_are_written_as_pki_writes_subjects() {
    let (conversations, _) = read(&fixture("mutual-tls12.pcap"));
    let conversation = &conversations[0];
    let root = tollgate_pki::Certificate::from_der(conversation.certificates[1].certificate.der());
    let request = conversation.certificate_request.as_ref().unwrap();
    assert_eq!(
        root.unwrap().facts().subject,
        request.authorities[0].to_string()
    );
}

#[test]
fn what_the_client_offered_is_there_also_when_nothing_came_of_it() {
    let (conversations, _) = read(&fixture("no-common-version.pcap"));
    let hello = conversations[0].hello.as_ref().unwrap();
    let versions: Vec<String> = hello.versions.iter().map(ToString::to_string).collect();
    assert_eq!(versions, ["TLSv1.2"]);
    let first = hello.cipher_suites[0];
    assert_eq!(first.openssl_name(), Some("ECDHE-ECDSA-AES256-GCM-SHA384"));
    assert!(!hello.signature_schemes.is_empty());
    assert!(!hello.groups.is_empty());
}
