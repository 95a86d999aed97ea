//! The JSON line, which is a contract.

use tollgate_capture::CertificateNames;

use crate::support::{fixture, read};

#[test]
fn the_line_of_a_refused_handshake() {
    let (conversations, _) = read(&fixture("sample-16_55_44.pcap"));
    let line = conversations[1].line("eth0.pcap", |seen| {
        let certificate = tollgate_pki::Certificate::from_der(seen.certificate.der()).unwrap();
        let facts = certificate.facts();
        CertificateNames {
            subject: Some(facts.subject.clone()),
            subject_cn: facts.common_names.first().cloned(),
            issuer_cn: facts.issuer_cn.clone(),
        }
    });
    let expected = concat!(
        r#"{"file":"eth0.pcap","stream":1,"client":"10.48.36.46:38874","#,
        r#""server":"10.48.36.215:6972","first_frame":21,"#,
        r#""start":"2022-07-11T16:55:26.007370000Z","version":"TLSv1.2","#,
        r#""cipher":"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384","#,
        r#""cipher_openssl":"ECDHE-ECDSA-AES256-GCM-SHA384","sni":"cucm.steven.lab","#,
        r#""outcome":"refused-by-client","resumed":false,"#,
        r#""certificate_request":{"authorities":0},"certificates":[{"role":"server","#,
        r#""sha256":"c5f440e5b3446436b424605f870bc0e8a9c5d4371841a97a1c2478f35a6a7e02","#,
        r#""subject":"C=BE, O=Cisco, OU=TAC, CN=cucm-EC.steven.lab, ST=Belgium, L=Diegem","#,
        r#""subject_cn":"cucm-EC.steven.lab","issuer_cn":"cucm-EC.steven.lab","#,
        r#""clear":true,"frame":23}],"server_certificate":"clear","#,
        r#""alerts":[{"from":"client","level":"fatal","description":"unknown_ca","#,
        r#""code":48,"frame":25}],"gaps":0,"end":"closed"}"#,
    );
    assert_eq!(serde_json::to_string(&line).unwrap(), expected);
}

#[test]
fn an_ipv6_endpoint_stands_without_brackets() {
    let (mut conversations, _) = read(&fixture("no-common-version.pcap"));
    conversations[0].server = "[2001:db8::1]:8443".parse().unwrap();
    let line = conversations[0].line("x", |_| CertificateNames::default());
    let value = serde_json::to_value(&line).unwrap();
    assert_eq!(value["server"], "2001:db8::1:8443");
    assert_eq!(value["version"], serde_json::Value::Null);
    assert_eq!(value["certificates"], serde_json::json!([]));
    assert_eq!(value["alerts"][0]["code"], 70);
}
