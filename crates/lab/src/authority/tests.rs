use openssl::nid::Nid;
use openssl::x509::X509;

use super::*;

const NOW: i64 = 1_657_558_525;

fn small(name: &str) -> CertificateSpec {
    CertificateSpec {
        key: KeySource::Generate(KeyKind::P256),
        ..CertificateSpec::server(name)
    }
}

fn root() -> Identity {
    let spec = CertificateSpec {
        key: KeySource::Generate(KeyKind::Rsa(1024)),
        ..CertificateSpec::authority("steven-DC-CA")
    };
    Authority::new(NOW).self_signed(&spec).unwrap()
}

fn signature_algorithm(certificate: &X509) -> Nid {
    certificate.signature_algorithm().object().nid()
}

#[test]
fn signature_follows_issuer_key_digest_and_padding() {
    let root = root();
    for (digest, padding, expected) in [
        (Digest::Md5, Padding::Usual, Nid::MD5WITHRSAENCRYPTION),
        (Digest::Sha1, Padding::Usual, Nid::SHA1WITHRSAENCRYPTION),
        (Digest::Sha384, Padding::Usual, Nid::SHA384WITHRSAENCRYPTION),
        (Digest::Sha256, Padding::Pss, Nid::RSASSAPSS),
    ] {
        let leaf = Authority::new(NOW)
            .issue(
                &root,
                &CertificateSpec {
                    digest,
                    padding,
                    ..small("a.lab")
                },
            )
            .unwrap();
        assert_eq!(signature_algorithm(leaf.certificate()), expected);
        let issuer_key = root.certificate().public_key().unwrap();
        assert!(leaf.certificate().verify(&issuer_key).unwrap());
    }
}

#[test]
fn pss_key_is_written_as_one_and_signs_with_pss() {
    let spec = CertificateSpec {
        key: KeySource::Generate(KeyKind::RsaPss(1024)),
        ..CertificateSpec::server("pss.lab")
    };
    let made = Authority::new(NOW).self_signed(&spec).unwrap();
    assert_eq!(
        made.certificate().public_key().unwrap().id(),
        openssl::pkey::Id::RSA_PSS
    );
    assert_eq!(signature_algorithm(made.certificate()), Nid::RSASSAPSS);
    assert!(made.is_self_signed());
}

#[test]
fn damaged_signature_is_the_only_fault() {
    let root = root();
    let spec = CertificateSpec {
        signature: Signature::Damaged,
        ..small("a.lab")
    };
    let leaf = Authority::new(NOW).issue(&root, &spec).unwrap();
    assert_eq!(leaf.common_name(), "a.lab");
    let issuer_key = root.certificate().public_key().unwrap();
    assert!(!leaf.certificate().verify(&issuer_key).unwrap_or(false));
}

#[test]
fn dates_count_from_now() {
    let spec = CertificateSpec {
        valid_from: -10 * DAY,
        valid_until: -DAY,
        ..small("a.lab")
    };
    let made = Authority::new(NOW).self_signed(&spec).unwrap();
    assert_eq!(made.not_after(), NOW - DAY);
}

#[test]
fn version_one_has_no_extensions() {
    let spec = CertificateSpec {
        version: Version::V1,
        ..small("a.lab")
    };
    let made = Authority::new(NOW).self_signed(&spec).unwrap();
    assert_eq!(made.certificate().version(), 0);
    assert_eq!(made.dns_names(), Vec::<String>::new());
}

#[test]
fn subject_keeps_several_common_names_in_order() {
    let subject = vec![
        ("DC".to_owned(), "lab".to_owned()),
        ("CN".to_owned(), "first.lab".to_owned()),
        ("CN".to_owned(), "second.lab".to_owned()),
    ];
    let spec = CertificateSpec {
        subject: subject.clone(),
        alternative_names: Vec::new(),
        ..small("x")
    };
    let made = Authority::new(NOW).self_signed(&spec).unwrap();
    assert_eq!(made.subject(), subject);
    assert_eq!(made.common_name(), "first.lab");
    assert!(made.certificate().subject_alt_names().is_none());
}

#[test]
fn alternative_names_are_written_as_given() {
    let address = "10.48.36.215".parse().unwrap();
    let spec = CertificateSpec {
        alternative_names: vec![
            AlternativeName::Dns("10.48.36.215".to_owned()),
            AlternativeName::Dns("*.st_v.lab\0evil".to_owned()),
            AlternativeName::Ip(address),
            AlternativeName::Uri("https://cucm.steven.lab/".to_owned()),
        ],
        ..small("x")
    };
    let made = Authority::new(NOW).self_signed(&spec).unwrap();
    let names = made.certificate().subject_alt_names().unwrap();
    assert_eq!(
        made.dns_names(),
        ["10.48.36.215", "*.st_v.lab\0evil"].map(str::to_owned)
    );
    assert_eq!(
        names
            .iter()
            .find_map(|name| name.ipaddress().map(<[u8]>::to_vec)),
        Some(vec![10, 48, 36, 215])
    );
}

#[test]
fn chains_of_any_depth_end_at_the_root() {
    let root = root();
    let authority = Authority::new(NOW);
    let intermediates = authority.intermediates(&root, 3).unwrap();
    let leaf = authority
        .issue(intermediates.last().unwrap(), &small("deep.lab"))
        .unwrap();
    assert_eq!(leaf.chain_der(Presented::LeafOnly).len(), 1);
    assert_eq!(leaf.chain_der(Presented::WithoutRoot).len(), 4);
    let whole = leaf.chain_der(Presented::WithRoot);
    assert_eq!(whole.last(), Some(&root.der()));
    assert_eq!(whole.len(), 5);
}

#[test]
fn cross_signed_authority_keeps_subject_and_key() {
    let first = root();
    let second = Authority::new(NOW)
        .self_signed(&CertificateSpec {
            key: KeySource::Generate(KeyKind::P256),
            ..CertificateSpec::authority("other")
        })
        .unwrap();
    let crossed = Authority::new(NOW).cross_sign(&second, &first).unwrap();
    assert_eq!(crossed.common_name(), "steven-DC-CA");
    assert_eq!(crossed.issuer_common_name(), "other");
    assert!(
        crossed
            .certificate()
            .public_key()
            .unwrap()
            .public_eq(&first.certificate().public_key().unwrap())
    );
}

#[test]
fn same_subject_authorities_come_with_and_without_identifiers() {
    let bare = CertificateSpec {
        subject_key_identifier: false,
        authority_key_identifier: false,
        key: KeySource::Generate(KeyKind::P256),
        ..CertificateSpec::authority("twin")
    };
    let authority = Authority::new(NOW);
    let without = authority.self_signed(&bare).unwrap();
    let with = authority
        .self_signed(&CertificateSpec {
            subject_key_identifier: true,
            ..bare
        })
        .unwrap();
    assert!(without.certificate().subject_key_id().is_none());
    assert!(with.certificate().subject_key_id().is_some());
    let below_bare = authority.issue(&without, &small("a.lab")).unwrap();
    assert!(below_bare.certificate().authority_key_id().is_none());
    let below = authority.issue(&with, &small("a.lab")).unwrap();
    assert_eq!(
        below.certificate().authority_key_id().unwrap().as_slice(),
        with.certificate().subject_key_id().unwrap().as_slice()
    );
}

#[test]
fn too_small_a_key_is_an_error_that_names_it() {
    let spec = CertificateSpec {
        key: KeySource::Generate(KeyKind::Rsa(1)),
        ..CertificateSpec::server("a.lab")
    };
    let error = Authority::new(NOW).self_signed(&spec).unwrap_err();
    assert!(matches!(
        error,
        AuthorityError::Key {
            kind: KeyKind::Rsa(1),
            ..
        }
    ));
}
