//! Handshakes opened with the secrets of the capture itself or of a key log.

use tollgate_capture::{Limits, Options, ProblemKind, Secrets, Visibility};

use crate::support::{ethernet_pcap, fixture, packets, read, read_with, summary};

const TLS_1_3: &[(&str, &str)] = &[
    ("secrets-tls13-gcm.pcapng", "TLS_AES_128_GCM_SHA256"),
    (
        "secrets-tls13-chacha.pcapng",
        "TLS_CHACHA20_POLY1305_SHA256",
    ),
    ("secrets-tls13-ccm8.pcapng", "TLS_AES_128_CCM_8_SHA256"),
];

const TLS_1_2: &[(&str, &str)] = &[
    ("secrets-tls12-gcm.pcapng", "ECDHE-ECDSA-AES128-GCM-SHA256"),
    (
        "secrets-tls12-gcm256.pcapng",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
    ),
    (
        "secrets-tls12-chacha.pcapng",
        "ECDHE-ECDSA-CHACHA20-POLY1305",
    ),
    ("secrets-tls12-ccm8.pcapng", "ECDHE-ECDSA-AES128-CCM8"),
    ("secrets-tls12-cbc.pcapng", "ECDHE-ECDSA-AES256-SHA384"),
];

/// The capture without its secrets, and the key log that was in it.
fn apart(name: &str) -> (Vec<u8>, Secrets) {
    let bytes = fixture(name);
    let start = bytes
        .windows(4)
        .position(|window| window == b"KSLT")
        .unwrap();
    let length = u32::from_le_bytes(bytes[start + 4..start + 8].try_into().unwrap());
    let end = start + 8 + usize::try_from(length).unwrap();
    let secrets = Secrets::from_key_log(&bytes[start + 8..end]);
    (ethernet_pcap(&packets(name)), secrets)
}

#[test]
fn tls_1_3_is_opened_in_every_cipher_suite() {
    for (name, suite) in TLS_1_3 {
        let (conversations, facts) = read(&fixture(name));
        assert_eq!(facts.sessions_with_secrets, 1, "{name}");
        assert_eq!(
            summary(&conversations[0]),
            format!(
                "0, TLSv1.3, {suite}, node.example, established, asks for one of 2, \
                 server hides node.example, server hides Root, the first, \
                 client hides user.example, client hides Root, the first, Decrypted, \
                 client says warning close_notify, server says warning close_notify"
            )
        );
    }
}

#[test]
fn a_renegotiation_of_tls_1_2_is_opened_in_every_cipher_suite() {
    for (name, suite) in TLS_1_2 {
        let (conversations, _) = read(&fixture(name));
        assert_eq!(
            summary(&conversations[0]),
            format!(
                "0, TLSv1.2, {suite}, node.example, established, asks for one of 2, \
                 server shows node.example, server shows Root, the first, \
                 client shows user.example, client shows Root, the first, \
                 server hides node.example, server hides Root, the first"
            ),
            "{name}"
        );
    }
    let (conversations, _) = read(&fixture("secrets-tls10-cbc.pcapng"));
    assert_eq!(
        summary(&conversations[0]),
        "0, TLSv1, ECDHE-ECDSA-AES256-SHA, node.example, established, \
         server shows node.example, server shows Root, the first, \
         server hides node.example, server hides Root, the first"
    );
}

#[test]
fn encrypted_alerts_tell_who_refused_and_why() {
    let (conversations, _) = read(&fixture("secrets-tls13-refused.pcapng"));
    assert_eq!(
        summary(&conversations[0]),
        "0, TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, refused-by-client, \
         server hides node.example, Decrypted, client says fatal unknown_ca"
    );
    let (conversations, _) = read(&fixture("secrets-tls13-server-refuses.pcapng"));
    assert_eq!(
        summary(&conversations[0]),
        "0, TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, refused-by-server, \
         asks for one of 2, server hides node.example, server hides Root, the first, \
         Decrypted, server says fatal certificate_required"
    );
}

#[test]
fn a_retry_early_data_and_a_later_request_do_not_disturb_the_keys() {
    let summaries = |name| -> Vec<String> { read(&fixture(name)).0.iter().map(summary).collect() };
    let closed = "client says warning close_notify, server says warning close_notify";
    let first = "TLSv1.3, TLS_AES_256_GCM_SHA384, node.example, established";
    assert_eq!(
        summaries("secrets-tls13-retry.pcapng"),
        [format!(
            "0, {first}, server hides node.example, Decrypted, {closed}"
        )]
    );
    assert_eq!(
        summaries("secrets-tls13-early-data.pcapng"),
        [
            format!("0, {first}, server hides node.example, Decrypted, {closed}"),
            format!("1, {first}, resumed, Resumed, {closed}"),
        ]
    );
    assert_eq!(
        summaries("secrets-tls13-post-handshake.pcapng"),
        [format!(
            "0, {first}, asks for one of 2, server hides node.example, \
             server hides Root, the first, client hides user.example, \
             client hides Root, the first, Decrypted, {closed}"
        )]
    );
}

#[test]
fn a_key_log_beside_the_capture_does_the_same() {
    for (name, _) in TLS_1_3.iter().chain(TLS_1_2) {
        let (capture, secrets) = apart(name);
        let options = Options {
            secrets,
            ..Options::default()
        };
        assert_eq!(
            read_with(&capture, options).0,
            read(&fixture(name)).0,
            "{name}"
        );
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

#[test]
fn without_secrets_or_with_wrong_ones_the_certificate_is_encrypted_never_absent() {
    for (name, suite) in TLS_1_3 {
        let (capture, secrets) = apart(name);
        let random = read(&capture).0[0].hello.as_ref().unwrap().random;
        let wrong: Vec<String> = [
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET",
            "CLIENT_TRAFFIC_SECRET_0",
            "SERVER_TRAFFIC_SECRET_0",
        ]
        .iter()
        .map(|label| format!("{label} {} {}\n", hex(&random), hex(&[7; 32])))
        .collect();
        let wrong = wrong.concat();
        assert_eq!(secrets.sessions(), 1);
        for secrets in [Secrets::default(), Secrets::from_key_log(wrong.as_bytes())] {
            let options = Options {
                secrets,
                ..Options::default()
            };
            let (conversations, _) = read_with(&capture, options);
            assert_eq!(conversations[0].server_certificate, Visibility::Encrypted);
            assert_eq!(
                summary(&conversations[0]),
                format!("0, TLSv1.3, {suite}, node.example, established, Encrypted")
            );
        }
    }
}

#[test]
fn more_secrets_than_are_kept_are_said() {
    let options = Options {
        limits: Limits {
            secrets: 0,
            ..Limits::default()
        },
        ..Options::default()
    };
    let (conversations, facts) = read_with(&fixture(TLS_1_3[0].0), options);
    assert_eq!(conversations[0].server_certificate, Visibility::Encrypted);
    assert_eq!(facts.problems[0].kind, ProblemKind::TooManySecrets);
}
