//! `tollgate cert inspect` of files and of a live site.

use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use openssl::pkey::PKey;
use openssl::ssl::{Ssl, SslContext, SslMethod, SslVersion};
use openssl::x509::X509;
use serde_json::{Value, json};
use tollgate_lab::{AlternativeName, CertificateSpec, Identity, Presented};

use crate::arguments;
use crate::support::{Desk, tollgate};

/// Answers `connections` handshakes with the identity, in TLS 1.0 to 1.2 where `version` says so.
fn site(
    identity: &Identity,
    connections: usize,
    version: Option<SslVersion>,
) -> (u16, JoinHandle<()>) {
    let mut context = SslContext::builder(SslMethod::tls_server()).unwrap();
    context.set_security_level(0);
    context.set_cipher_list("ALL:@SECLEVEL=0").unwrap();
    context.set_min_proto_version(None).unwrap();
    context.set_max_proto_version(version).unwrap();
    let key = PKey::private_key_from_pem(identity.key().to_pem().as_bytes()).unwrap();
    context.set_private_key(&key).unwrap();
    for (depth, der) in identity
        .chain_der(Presented::WithoutRoot)
        .iter()
        .enumerate()
    {
        let certificate = X509::from_der(der).unwrap();
        if depth == 0 {
            context.set_certificate(&certificate).unwrap();
        } else {
            context.add_extra_chain_cert(certificate).unwrap();
        }
    }
    let context = context.build();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        for _ in 0..connections {
            let (stream, _) = listener.accept().unwrap();
            // The inspector hangs up as soon as it has seen the chain.
            drop(Ssl::new(&context).unwrap().accept(stream));
        }
    });
    (port, server)
}

/// The browser example of the document: a site whose certificate names www and www1.
#[test]
fn a_site_is_trusted_by_both_its_names_and_refused_by_its_bare_address() {
    let desk = Desk::new();
    let (root, trust) = desk.root("Public Root");
    let names = ["www.cisco.lab", "www1.cisco.lab"];
    let spec = CertificateSpec {
        alternative_names: names
            .map(|name| AlternativeName::Dns(name.to_owned()))
            .to_vec(),
        ..CertificateSpec::server("www.cisco.lab")
    };
    let (site_identity, _) = desk.server(&root, &spec);
    let (port, server) = site(&site_identity, 4, None);

    for name in names {
        let url = format!("https://{name}:{port}");
        let ran = tollgate(arguments![
            "cert",
            "inspect",
            &url,
            "--resolve",
            "127.0.0.1",
            "--trust",
            &trust,
        ]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(
            ran.stdout.ends_with(&format!("\ntrusted: {name}\n")),
            "{}",
            ran.stdout
        );
        assert!(
            ran.stdout.contains("  www.cisco.lab\n  www1.cisco.lab\n"),
            "{}",
            ran.stdout
        );
    }
    let url = format!("https://127.0.0.1:{port}/");
    let ran = tollgate(arguments![
        "cert", "inspect", &url, "--trust", &trust, "-o", "json"
    ]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let document = ran.json();
    assert_eq!(document["addresses"], json!(names));
    assert_eq!(document["server"]["connected"], "127.0.0.1");
    let reasons = document["verdict"]["reasons"].as_array().unwrap();
    let codes: Vec<&Value> = reasons.iter().map(|reason| &reason["code"]).collect();
    assert_eq!(
        codes,
        ["TG2002"],
        "the chain is trusted, the address is not in the certificate"
    );

    let ran = tollgate(arguments!["cert", "inspect", &url]);
    assert_eq!(
        ran.code, 0,
        "nothing is judged without a trust store: {ran:?}"
    );
    server.join().unwrap();
}

#[test]
fn an_old_server_can_be_read_too() {
    let desk = Desk::new();
    let (root, _) = desk.root("Old Root");
    let (old, _) = desk.server(&root, &CertificateSpec::server("old.steven.lab"));
    let (port, server) = site(&old, 1, Some(SslVersion::TLS1));
    let url = format!("https://old.steven.lab:{port}");
    let ran = tollgate(arguments![
        "cert",
        "inspect",
        &url,
        "--resolve",
        "127.0.0.1",
        "-o",
        "json"
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["server"]["protocol"], "TLSv1");
    assert_eq!(ran.json()["certificates"][0]["sha256"], old.fingerprint());
    server.join().unwrap();
}

#[test]
fn a_server_that_does_not_answer_gives_1() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let ran = tollgate(["cert", "inspect", &format!("https://127.0.0.1:{port}")]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(
        ran.stderr
            .contains(&format!("cannot connect to 127.0.0.1:{port}")),
        "{ran:?}"
    );
}

#[test]
fn a_file_is_shown_with_everything_that_operators_compare() {
    let desk = Desk::new();
    let (root, _) = desk.root("steven-DC-CA");
    let spec = CertificateSpec {
        alternative_names: vec![
            AlternativeName::Dns("cucm.steven.lab".to_owned()),
            AlternativeName::Ip("10.48.36.215".parse().unwrap()),
        ],
        ..CertificateSpec::server("cucm-ms.steven.lab")
    };
    let (server, chain) = desk.server(&root, &spec);
    let ran = tollgate(arguments!["cert", "inspect", &chain]);
    assert_eq!(ran.code, 0);
    let expected = [
        "certificate 0: cucm-ms.steven.lab",
        "issued to          CN=cucm-ms.steven.lab",
        "issued by          CN=steven-DC-CA",
        "alternative names  cucm.steven.lab, 10.48.36.215",
        "key                RSA 2048",
        "signature          sha256WithRSAEncryption",
        "authority key id   ",
        "subject key id     ",
    ];
    for line in expected {
        assert!(ran.stdout.contains(line), "{line}: {}", ran.stdout);
    }
    assert!(ran.stdout.contains(&server.fingerprint()));
    assert!(
        ran.stdout.lines().all(|line| line.chars().count() <= 80),
        "{}",
        ran.stdout
    );
}
