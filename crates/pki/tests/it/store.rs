//! What a trust store tells about its entries.

use openssl::x509::X509;
use tollgate_pki::{EntryError, StoreProblemKind, TrustStore, certificates_from, name_text};

use crate::issuer::{AT, Request, issue};

#[test]
fn each_problem_has_file_and_position_and_the_rest_stays_usable() {
    let root = issue(&Request::ca("steven-DC-CA"), None);
    let twin = issue(
        &Request {
            serial: 2,
            ..Request::ca("steven-DC-CA")
        },
        None,
    );
    let expired = issue(
        &Request {
            days: (-9_000, -900),
            ..Request::ca("old-CA")
        },
        None,
    );
    let leaf = issue(&Request::default(), Some(&root));
    let mut bundle = b"# our CAs\r\n".to_vec();
    for pem in [
        root.pem(),
        twin.pem(),
        expired.pem(),
        leaf.pem(),
        root.pem(),
    ] {
        bundle.extend(pem);
    }
    bundle.extend(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    bundle.extend(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    bundle.extend(b"-----BEGIN CERTIFICATE-----\nAAAA\n");
    let store = TrustStore::builder()
        .file("bundle.pem", &bundle, AT)
        .build();

    assert_eq!(store.certificates().len(), 4);
    assert_eq!(store.certificates().first().unwrap().line, Some(2));
    let mut found: Vec<_> = store
        .problems()
        .iter()
        .map(|problem| (problem.position, problem.kind.clone()))
        .collect();
    found.sort_by_key(|(position, _)| *position);
    let file: std::sync::Arc<str> = "bundle.pem".into();
    let label = "PRIVATE KEY".to_owned();
    let expected = [
        (
            2,
            StoreProblemKind::SameSubject {
                file: file.clone(),
                position: 1,
            },
        ),
        (3, StoreProblemKind::Expired),
        (4, StoreProblemKind::NotAnAnchor),
        (5, StoreProblemKind::Duplicate { file, position: 1 }),
        (
            6,
            StoreProblemKind::Unreadable(EntryError::NotACertificate { label }),
        ),
        (7, StoreProblemKind::Unreadable(EntryError::Unparsable)),
        (8, StoreProblemKind::Unreadable(EntryError::Unterminated)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn der_is_read_alone_and_in_a_row() {
    let (a, b) = (
        issue(&Request::ca("a"), None),
        issue(&Request::ca("b"), None),
    );
    let mut bytes = a.x509.to_der().unwrap();
    bytes.extend(b.x509.to_der().unwrap());
    let read: Vec<_> = certificates_from(&bytes)
        .into_iter()
        .map(|entry| entry.certificate.unwrap())
        .collect();
    assert_eq!(read, [a.certificate(), b.certificate()]);
    let entries = certificates_from(b"hello");
    assert_eq!(
        entries.first().unwrap().certificate,
        Err(EntryError::Nothing)
    );
}

#[test]
fn a_name_that_comes_alone_is_spelled_as_in_its_certificate() {
    for cn in ["steven-DC-CA", "a, CA+", " #\"Ünïcode\u{7}\" ", "x\0y"] {
        let certificate = issue(&Request::ca(cn), None).certificate();
        let x509 = X509::from_der(certificate.der()).unwrap();
        let der = x509.subject_name().to_der().unwrap();
        assert_eq!(name_text(&der).as_ref(), Some(&certificate.facts().subject));
        assert_eq!(name_text(&der[..der.len() - 1]), None);
    }
    assert_eq!(name_text(&[]), None);
}
