use tollgate_analyze::{CaptureForm, CertificateFile, CertificateRole, Kind};

const CA: &str = include_str!("../fixtures/bundles/steven-DC-CA.pem");
const SELF_SIGNED: &str = include_str!("../fixtures/bundles/tomcat-ECDSA.pem");
const CHAIN: &str = include_str!("../fixtures/bundles/tomcat.chain.pem");
const LIST: &str = include_str!("../fixtures/certificate-list/documented.tsv");
const XCONF: &str = include_str!("../fixtures/dumps/xconf_expressway_c.txt");
const XSTAT: &str = include_str!("../fixtures/dumps/xstat_expressway_e.txt");
const XSTAT_XML: &str = include_str!("../fixtures/dumps/xstat_expressway_e.xml");

const KEY: &str =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n";
const LINE: &str = "2022-07-11T18:55:26.016+02:00 vcsc traffic_server[18242]: [ET_NET 0] WARNING: Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate server=cucm.steven.lab(10.48.36.215) depth=0\n";

#[test]
fn files_are_told_by_their_content() {
    let secrets = format!(
        "# keys\nCLIENT_RANDOM {} {}\n",
        "a".repeat(64),
        "b".repeat(96)
    );
    let article =
        format!("Symptom\n\nUsers cannot sign in.\n\nSeen in the log:\n\n{LINE}\nThe end.\n");
    let ticket = format!("{LINE}\n{CA}");
    let quoted_list = format!(
        "Dear colleague,\nhere is what I see on the node.\nCan you help?\n{}",
        LIST.lines().take(3).collect::<Vec<_>>().join("\n")
    );
    let cells = LIST.replace('\t', "\n");
    let der = der(CA);
    for (content, kind) in [
        (&b""[..], Kind::Empty),
        (b" \r\n\t\n", Kind::Empty),
        (LINE.as_bytes(), Kind::Log),
        (b"Sep 1 text\nMore text\n", Kind::Text),
        (
            b"UTCTime=\"2022-07-11 16:55:25,910\" Module=\"network.tcp\"\n",
            Kind::Text,
        ),
        (article.as_bytes(), Kind::Pasted),
        (ticket.as_bytes(), Kind::Pasted),
        (quoted_list.as_bytes(), Kind::Pasted),
        (XCONF.as_bytes(), Kind::Dump),
        (XSTAT.as_bytes(), Kind::Dump),
        (XSTAT_XML.as_bytes(), Kind::Dump),
        (b"<html><body>Status</body></html>", Kind::Text),
        (LIST.as_bytes(), Kind::CertificateList),
        (cells.as_bytes(), Kind::CertificateList),
        (CA.as_bytes(), Kind::Certificates),
        (&der, Kind::Certificates),
        (KEY.as_bytes(), Kind::PrivateKey),
        (
            b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70",
            Kind::PrivateKey,
        ),
        (
            b"\x30\x82\x0a\x00\x02\x01\x03\x30\x82\x09\xf0",
            Kind::KeyStore,
        ),
        (b"\xfe\xed\xfe\xed\0\0\0\x02", Kind::KeyStore),
        (secrets.as_bytes(), Kind::KeyLog),
        (
            b"\xd4\xc3\xb2\xa1\x02\0\x04\0",
            Kind::Capture(CaptureForm::Pcap),
        ),
        (
            b"\xa1\xb2\x3c\x4d\0\x02\0\x04",
            Kind::Capture(CaptureForm::Pcap),
        ),
        (
            b"\x0a\x0d\x0d\x0a\x1c\0\0\0",
            Kind::Capture(CaptureForm::Pcapng),
        ),
        (b"\x7fELF\x02\x01\x01\0", Kind::Unknown),
    ] {
        // The name says something else and is not believed.
        for name in ["x", "ca.pem", "eth0.pcap"] {
            let shown = String::from_utf8_lossy(&content[..content.len().min(60)]);
            assert_eq!(Kind::of(name, content), kind, "{name}: {shown}");
        }
    }
}

#[test]
fn a_log_of_an_unknown_shape_is_known_by_its_name() {
    let text = b"started\nstopped\n";
    assert_eq!(
        Kind::of("loggingsnapshot_x_2022-07-11_16_55_44.txt", text),
        Kind::Log
    );
    assert_eq!(Kind::of("x.txt", text), Kind::Text);
}

#[test]
fn trust_store_and_server_certificate_are_told_apart_by_content_then_by_name() {
    use CertificateRole::{Server, TrustStore, Unclear};
    // The second, a node's own, has the mark of a CA.
    let store = format!("{CA}{SELF_SIGNED}");
    let leaf = CHAIN
        .split_inclusive("-----END CERTIFICATE-----\n")
        .next()
        .unwrap();
    for (name, content, role) in [
        ("x.pem", CA, TrustStore),
        ("server_vcsc.pem", CA, Server),
        ("x.pem", &*store, TrustStore),
        ("server_vcsc.pem", &*store, TrustStore),
        ("x.pem", CHAIN, Server),
        ("ca_vcsc.pem", CHAIN, Server),
        ("x.pem", leaf, Server),
        ("server_vcsc.pem", leaf, Server),
        // A node's certificate was uploaded to the store, and nothing else is in it.
        ("ca_vcsc.pem", leaf, TrustStore),
        ("ca_vcsc.pem", SELF_SIGNED, TrustStore),
        ("server_vcsc.pem", SELF_SIGNED, Server),
        ("x.pem", SELF_SIGNED, TrustStore),
        ("x.pem", "", Unclear),
    ] {
        let file = CertificateFile::read(name, content.as_bytes());
        assert_eq!(file.role, role, "{name}");
    }
}

#[test]
fn a_private_key_among_certificates_is_not_read() {
    let file = CertificateFile::read("x.pem", format!("{KEY}{CA}").as_bytes());
    assert_eq!(file.private_keys, 1);
    assert_eq!(file.certificates().count(), 1);
    assert_eq!(file.unreadable().count(), 0);
    assert_eq!(file.entries[0].line, Some(4));
    assert!(!format!("{file:?}").contains("MC4CAQ"));
}

/// The content of the first PEM block.
fn der(pem: &str) -> Vec<u8> {
    let certificates = CertificateFile::read("x", pem.as_bytes());
    let first = certificates.certificates().next().unwrap();
    first.der().to_vec()
}
