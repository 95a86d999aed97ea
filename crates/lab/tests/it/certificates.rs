//! Which certificate a port shows to whom.

use tollgate_lab::{
    CertificateOrder, CertificateRow, ClientCertificate, DOCUMENT_MOMENT, Lab, LabConfig,
    NodeConfig, PortConfig, Role, TlsVersion,
};

use crate::support::{PLAIN, RSA_PREFIX, lab, s_client, socket};

const RSA: &str = "cucm-ms.steven.lab";
const ECDSA: &str = "cucm-EC.steven.lab";
const NAME: &str = "cucm.steven.lab";

#[tokio::test(flavor = "multi_thread")]
async fn client_cipher_order_chooses_the_certificate_on_6972() {
    let lab = lab().await;
    let at = socket(lab.node(NAME).unwrap(), 6972);
    for (ciphers, expected) in [
        (format!("{RSA_PREFIX}{PLAIN}"), RSA),
        (PLAIN.to_owned(), ECDSA),
        (
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384".to_owned(),
            ECDSA,
        ),
        ("AES256-SHA".to_owned(), RSA),
    ] {
        let seen = s_client(&lab, at, NAME, &["-cipher", &ciphers]).await;
        assert_eq!(seen.leaf(), Some(expected), "{ciphers}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn port_8443_shows_the_sha1_leaf_and_its_authority_to_everyone() {
    let lab = lab().await;
    let at = socket(lab.node(NAME).unwrap(), 8443);
    let seen = s_client(
        &lab,
        at,
        NAME,
        &["-cipher", &format!("{PLAIN}:@SECLEVEL=0")],
    )
    .await;
    assert_eq!(seen.leaf(), Some(RSA));
    assert_eq!(seen.sent(), 2);
    assert_eq!(seen.verification(), Some("0 (ok)"));
    let text = seen.leaf_text().await;
    assert!(text.contains("Signature Algorithm: sha1WithRSAEncryption"));
    assert!(text.contains("Public-Key: (2048 bit)"));
    assert!(text.contains("DNS:cups.steven.lab, DNS:steven.lab, DNS:cucm.steven.lab"));
    assert!(text.contains("Issuer: DC = lab, DC = steven, CN = steven-DC-CA"));
    assert!(text.contains("Not After : Jul 10 12:00:00 2024 GMT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ecdsa_certificate_is_the_document_s_and_comes_alone() {
    let lab = lab().await;
    let at = socket(lab.node(NAME).unwrap(), 6972);
    let seen = s_client(&lab, at, NAME, &["-cipher", PLAIN]).await;
    assert_eq!(seen.sent(), 1);
    assert_eq!(seen.first_error(), Some((18, 0)));
    let text = seen.leaf_text().await;
    assert!(text.contains("Signature Algorithm: ecdsa-with-SHA384"));
    assert!(text.contains("ASN1 OID: secp384r1"));
    assert!(text.contains(
        "Subject: C = BE, O = Cisco, OU = TAC, CN = cucm-EC.steven.lab, ST = Belgium, L = Diegem"
    ));
    assert!(text.contains("DNS:cucm.steven.lab\n"));
    // The document's frame 4736: the port asks for a client certificate, and goes on without one.
    assert!(seen.text.contains("Acceptable client certificate CA names"));
    assert!(seen.text.contains("CN = steven-DC-CA"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_two_ecdsa_certificates_of_a_node_share_their_name() {
    let lab = lab().await;
    let node = lab.node(NAME).unwrap();
    let ciphers = &["-cipher", PLAIN];
    let tomcat = s_client(&lab, socket(node, 6972), NAME, ciphers).await;
    let call_manager = s_client(&lab, socket(node, 6971), NAME, ciphers).await;
    assert_eq!(tomcat.leaf(), call_manager.leaf());
    assert_ne!(tomcat.leaf_text().await, call_manager.leaf_text().await);
}

fn one_port(order: CertificateOrder, certificates: &[&str], version: TlsVersion) -> LabConfig {
    LabConfig {
        nodes: vec![NodeConfig {
            ports: vec![PortConfig {
                order,
                minimum: version,
                maximum: version,
                ..PortConfig::new(6972, certificates)
            }],
            ..NodeConfig::new(NAME, Role::Publisher)
        }],
        ..LabConfig::new(DOCUMENT_MOMENT)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signature_algorithms_of_the_client_choose_in_tls_1_3() {
    let config = one_port(
        CertificateOrder::Client,
        &["tomcat", "tomcat-ECDSA"],
        TlsVersion::V1_3,
    );
    let lab = Lab::start(config).await.unwrap();
    let at = socket(lab.node(NAME).unwrap(), 6972);
    for (algorithms, expected) in [
        ("rsa_pss_rsae_sha256:ECDSA+SHA384", RSA),
        ("ECDSA+SHA384:rsa_pss_rsae_sha256", ECDSA),
    ] {
        let seen = s_client(&lab, at, NAME, &["-sigalgs", algorithms]).await;
        assert_eq!(seen.leaf(), Some(expected), "{algorithms}");
        assert!(seen.text.contains("New, TLSv1.3"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_node_s_own_order_wins_over_the_client_s() {
    for version in [TlsVersion::V1_2, TlsVersion::V1_3] {
        for (certificates, expected) in [
            (["tomcat", "tomcat-ECDSA"], RSA),
            (["tomcat-ECDSA", "tomcat"], ECDSA),
        ] {
            let config = one_port(CertificateOrder::Node, &certificates, version);
            let lab = Lab::start(config).await.unwrap();
            let at = socket(lab.node(NAME).unwrap(), 6972);
            for prefer in ["RSA", "ECDSA"] {
                let (ciphers, algorithms) = if prefer == "RSA" {
                    (RSA_PREFIX, "rsa_pss_rsae_sha256:RSA+SHA256:ECDSA+SHA384")
                } else {
                    ("", "ECDSA+SHA384:rsa_pss_rsae_sha256:RSA+SHA256")
                };
                let ciphers = format!("{ciphers}{PLAIN}");
                let more = ["-cipher", &ciphers, "-sigalgs", algorithms];
                let seen = s_client(&lab, at, NAME, &more).await;
                assert_eq!(
                    seen.leaf(),
                    Some(expected),
                    "{version:?}, node {certificates:?}, client {prefer}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_node_is_right_for_its_own_name() {
    let lab = lab().await;
    for (name, port) in [
        ("cucm.steven.lab", 8443),
        ("cucm-sub.steven.lab", 8443),
        ("cups.steven.lab", 8443),
        ("cuc.steven.lab", 443),
    ] {
        let at = socket(lab.node(name).unwrap(), port);
        let seen = s_client(&lab, at, name, &[]).await;
        assert_eq!(seen.verification(), Some("0 (ok)"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn publisher_and_presence_share_the_multi_server_certificate() {
    let lab = lab().await;
    let publisher = lab.certificate("cucm.steven.lab/tomcat").unwrap();
    let presence = lab.certificate("cups.steven.lab/tomcat").unwrap();
    assert_eq!(publisher.fingerprint(), presence.fingerprint());
    assert_eq!(publisher.common_name(), "cucm-ms.steven.lab");
}

#[tokio::test(flavor = "multi_thread")]
async fn certificate_list_has_the_rows_of_the_document() {
    let lab = lab().await;
    let rows = lab.node(NAME).unwrap().certificate_list().unwrap();
    let cells: Vec<[&str; 8]> = rows.iter().map(CertificateRow::cells).collect();
    for expected in [
        [
            "CallManager",
            "cucm.steven.lab",
            "CA-signed",
            "RSA",
            "cucm.steven.lab",
            "steven-DC-CA",
            "07/13/2022",
            "Certificate Signed by steven-DC-CA",
        ],
        [
            "CallManager-ECDSA",
            "cucm-EC.steven.lab",
            "Self-signed",
            "EC",
            "cucm.steven.lab",
            "cucm-EC.steven.lab",
            "02/18/2024",
            "Self-signed certificate generated by system",
        ],
        [
            "CallManager-trust",
            "steven-DC-CA",
            "Self-signed",
            "RSA",
            "steven-DC-CA",
            "steven-DC-CA",
            "06/01/2023",
            "Signed Certificate",
        ],
        [
            "CAPF",
            "CAPF-616421bc",
            "Self-signed",
            "RSA",
            "cucm.steven.lab",
            "CAPF-616421bc",
            "07/12/2025",
            "Self-signed certificate generated by system",
        ],
        [
            "ITLRecovery",
            "ITLRECOVERY_cucm.steven.lab",
            "Self-signed",
            "RSA",
            "cucm.steven.lab",
            "ITLRECOVERY_cucm.steven.lab",
            "02/14/2039",
            "Self-signed certificate generated by system",
        ],
        [
            "tomcat",
            "cucm-ms.steven.lab",
            "CA-signed",
            "RSA",
            "Multi-server(SAN)",
            "steven-DC-CA",
            "07/10/2024",
            "Certificate Signed by steven-DC-CA",
        ],
        [
            "tomcat-ECDSA",
            "cucm-EC.steven.lab",
            "Self-signed",
            "EC",
            "cucm.steven.lab",
            "cucm-EC.steven.lab",
            "07/25/2023",
            "Self-signed certificate generated by system",
        ],
        [
            "tomcat-trust",
            "cucm-EC.steven.lab",
            "Self-signed",
            "EC",
            "cucm.steven.lab",
            "cucm-EC.steven.lab",
            "07/25/2023",
            "Trust Certificate",
        ],
        [
            "TVS",
            "cucm.steven.lab",
            "Self-signed",
            "RSA",
            "cucm.steven.lab",
            "cucm.steven.lab",
            "07/12/2025",
            "Self-signed certificate generated by system",
        ],
    ] {
        assert!(cells.contains(&expected), "missing {expected:?}");
    }
    let signed = cells
        .iter()
        .find(|row| row[1] == "Cisco_Manufacturing_CA_SHA2")
        .unwrap();
    assert_eq!((signed[2], signed[5]), ("CA-signed", "Cisco_Root_CA_M2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_are_those_of_the_role() {
    let lab = lab().await;
    let stores = |node: &str| {
        let mut stores: Vec<String> = lab
            .node(node)
            .unwrap()
            .certificate_list()
            .unwrap()
            .into_iter()
            .map(|row| row.certificate)
            .collect();
        stores.dedup();
        stores.join(" ")
    };
    assert_eq!(
        stores("cucm.steven.lab"),
        "CallManager CallManager-ECDSA CallManager-trust CAPF CAPF-trust ipsec ipsec-trust \
         ITLRecovery tomcat tomcat-ECDSA tomcat-trust TVS"
    );
    assert_eq!(
        stores("cups.steven.lab"),
        "cup cup-ECDSA cup-trust cup-xmpp cup-xmpp-ECDSA cup-xmpp-s2s cup-xmpp-s2s-ECDSA \
         cup-xmpp-trust ipsec ipsec-trust tomcat tomcat-ECDSA tomcat-trust"
    );
    assert_eq!(
        stores("cuc.steven.lab"),
        "ipsec ipsec-trust tomcat tomcat-ECDSA tomcat-trust"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_certificate_is_judged_at_the_moment_of_the_lab() {
    let mut config = one_port(CertificateOrder::Client, &["tomcat"], TlsVersion::V1_2);
    config.nodes[0].ports[0].client_certificate = ClientCertificate::Required;
    let lab = Lab::start(config).await.unwrap();
    let node = lab.node(NAME).unwrap();
    let edge = lab.certificate("vcsc.steven.lab").unwrap();
    let certificate = crate::support::tempfile(&edge.pem(tollgate_lab::Presented::LeafOnly));
    let key = crate::support::tempfile(&edge.key().to_pem());
    let more = ["-cert", certificate.as_str(), "-key", key.as_str()];
    let seen = s_client(&lab, socket(node, 6972), NAME, &more).await;
    assert_eq!(seen.verification(), Some("0 (ok)"));
    let counters = node
        .counted(6972, |counters| counters.handshakes_completed == 1)
        .await
        .unwrap();
    let latest = counters.latest_handshakes.back().unwrap();
    assert_eq!(
        latest.client_certificate.as_deref(),
        Some("vcsc.steven.lab")
    );
    assert_eq!(latest.server_name.as_deref(), Some(NAME));
    assert_eq!(latest.certificate.as_deref(), Some(RSA));
}

#[tokio::test(flavor = "multi_thread")]
async fn old_versions_and_suites_are_spoken_where_configured() {
    for (versions, ciphers, client, expected) in [
        (
            (TlsVersion::V1_0, TlsVersion::V1_0),
            None,
            ["-tls1"],
            "New, TLSv1.0, Cipher is ECDHE-RSA-AES256-SHA",
        ),
        (
            (TlsVersion::V1_1, TlsVersion::V1_2),
            Some("kRSA+AES"),
            ["-tls1_2"],
            "New, TLSv1.2, Cipher is AES256-GCM-SHA384",
        ),
        (
            (TlsVersion::V1_2, TlsVersion::V1_2),
            Some("kDHE+AESGCM"),
            ["-tls1_2"],
            "New, TLSv1.2, Cipher is DHE-RSA-AES256-GCM-SHA384",
        ),
    ] {
        let mut config = one_port(CertificateOrder::Client, &["tomcat"], TlsVersion::V1_2);
        let port = &mut config.nodes[0].ports[0];
        (port.minimum, port.maximum) = versions;
        port.ciphers = ciphers.map(str::to_owned);
        let lab = Lab::start(config).await.unwrap();
        let at = socket(lab.node(NAME).unwrap(), 6972);
        let seen = s_client(&lab, at, NAME, &client).await;
        assert!(seen.text.contains(expected), "{expected}\n{}", seen.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn site_with_two_names_is_right_for_both_and_wrong_for_its_address() {
    let config = LabConfig {
        nodes: vec![NodeConfig {
            alternative_names: vec!["www1.steven.lab".to_owned()],
            ..NodeConfig::new("www.steven.lab", Role::Unity)
        }],
        ..LabConfig::new(DOCUMENT_MOMENT)
    };
    let lab = Lab::start(config).await.unwrap();
    let node = lab.node("www.steven.lab").unwrap();
    let address = node.address().to_string();
    for (name, expected) in [
        ("www.steven.lab", "0 (ok)"),
        ("www1.steven.lab", "0 (ok)"),
        (address.as_str(), "64 (IP address mismatch)"),
    ] {
        let seen = s_client(&lab, socket(node, 443), name, &[]).await;
        assert_eq!(seen.verification(), Some(expected), "{name}");
    }
}
