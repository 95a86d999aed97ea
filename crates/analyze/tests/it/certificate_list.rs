use proptest::prelude::*;
use tollgate_analyze::certificate_list::{
    CertificateList, Day, Header, ListedCertificate, Signing, Store,
};
use tollgate_pki::KeyFamily;

const DOCUMENTED: &str = include_str!("../fixtures/certificate-list/documented.tsv");
/// 2022-07-11 16:55:26, the time of the documented test.
const TEST: i64 = 1_657_558_526;

fn documented() -> Vec<Vec<&'static str>> {
    let lines = DOCUMENTED.lines();
    lines.map(|line| line.split('\t').collect()).collect()
}

/// What a list says, without where.
fn said(list: &CertificateList) -> Vec<ListedCertificate> {
    let entries = list.entries.iter().cloned();
    entries
        .map(|entry| ListedCertificate { line: 0, ..entry })
        .collect()
}

#[test]
fn the_documented_list_is_read_row_by_row() {
    let list = CertificateList::find(DOCUMENTED);
    assert_eq!(list.header, Header::Found);
    assert_eq!(list.entries.len(), documented().len() - 1);
    assert!(list.unread.is_empty());
    let tomcat: Vec<_> = list.in_store("Tomcat").collect();
    assert_eq!(
        tomcat,
        [&ListedCertificate {
            line: 33,
            store: Store::new("tomcat"),
            common_name: Some("cucm-ms.steven.lab".to_owned()),
            signing: Signing::CaSigned,
            key: Some(KeyFamily::Rsa),
            distribution: "cucm.steven.lab".to_owned(),
            issued_by: "steven-DC-CA".to_owned(),
            expires: Day::new(2024, 7, 10),
            description: "Certificate Signed by steven-DC-CA".to_owned(),
        }]
    );
    for (row, entry) in documented()[1..].iter().zip(&list.entries) {
        let date = entry.expires.unwrap().to_string();
        let (year, rest) = date.split_once('-').unwrap();
        let (month, day) = rest.split_once('-').unwrap();
        assert_eq!(
            [
                entry.store.as_str(),
                entry.common_name.as_deref().unwrap(),
                &entry.distribution,
                &entry.issued_by,
                &format!("{month}/{day}/{year}"),
                &entry.description,
            ],
            [row[0], row[1], row[4], row[5], row[6], row[7]]
        );
    }
}

#[test]
fn the_documented_list_answers_what_findings_ask() {
    let list = CertificateList::find(DOCUMENTED);
    let stores: Vec<_> = list.stores().into_iter().map(Store::as_str).collect();
    assert_eq!(
        stores,
        [
            "authz",
            "CallManager",
            "CallManager-ECDSA",
            "CallManager-trust",
            "CAPF",
            "CAPF-trust",
            "ipsec",
            "ipsec-trust",
            "ITLRecovery",
            "tomcat",
            "tomcat-ECDSA",
            "tomcat-trust",
            "TVS",
        ]
    );
    // CallManager ends two days after the test.
    let soon: Vec<_> = list.expiring(TEST, 30).collect();
    assert_eq!(soon.len(), 1);
    assert_eq!(soon[0].store.as_str(), "CallManager");
    assert_eq!(soon[0].expires.unwrap().days_after(TEST), 2);
    assert_eq!(soon[0].key, Some(KeyFamily::Rsa));
    // One trust entry, in two stores, has ended long ago.
    let expired: Vec<_> = list
        .expired(TEST)
        .map(|entry| (entry.store.as_str(), entry.common_name.as_deref().unwrap()))
        .collect();
    assert_eq!(
        expired,
        [
            ("CallManager-trust", "CAPF-eb26468"),
            ("CAPF-trust", "CAPF-eb26468")
        ]
    );
    // Two self-signed certificates with one name, and two of the node's own name.
    let same: Vec<_> = list
        .same_names()
        .into_iter()
        .map(|same| {
            let stores = same.certificates.iter().map(|entry| entry.store.as_str());
            (same.common_name, stores.collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(
        same,
        [
            ("cucm.steven.lab", vec!["CallManager", "ipsec"]),
            (
                "cucm-EC.steven.lab",
                vec!["CallManager-ECDSA", "tomcat-ECDSA"]
            ),
        ]
    );
    assert!(list.own().all(|entry| !entry.store.is_trust()));
    assert_eq!(
        list.own().count() + list.trusted().count(),
        list.entries.len()
    );
}

#[test]
fn every_way_of_pasting_says_the_same() {
    let rows = documented();
    let expected = said(&CertificateList::find(DOCUMENTED));
    let joined = |separator: &str| {
        let lines = rows.iter().map(|row| row.join(separator));
        lines.collect::<Vec<_>>().join("\n")
    };
    let bars = |row: &[&str]| format!("| {} |\n", row.join(" | "));
    let mut table: String = bars(&rows[0]);
    table.push_str("|---|---|---|---|---|---|---|---|\n");
    table.extend(rows[1..].iter().map(|row| bars(row)));
    let aligned: String = rows
        .iter()
        .map(|row| {
            let cells = row.iter().map(|cell| format!("{cell:<30}"));
            cells.collect::<String>() + "\r\n"
        })
        .collect();
    let quoted: Vec<_> = rows
        .iter()
        .map(|row| format!("\"{}\"", row.join("\",\"")))
        .collect();
    let cells = joined("\n");
    for (name, text) in [
        ("tabs", joined("\t")),
        ("bars", table),
        ("commas", joined(",")),
        ("quoted", quoted.join("\r\n")),
        ("semicolons", joined(";")),
        ("aligned", aligned),
        ("single blanks", joined(" ")),
        ("one cell a line", cells.clone()),
        (
            "one cell a line, with empty lines",
            cells.replace('\n', "\n\n"),
        ),
        ("tabs and lines", joined("\t\n")),
        (
            "between prose",
            format!("As shown here:\n\n{}\n\nThat is all.\n", joined("\t")),
        ),
    ] {
        let list = CertificateList::find(&text);
        assert_eq!(said(&list), expected, "{name}");
        assert_eq!(list.header, Header::Found, "{name}");
    }
    // Without the header.
    for separator in ["\t", " ", "\n"] {
        let text = joined(separator);
        let rows_only = text.split_once("Description").unwrap().1;
        let list = CertificateList::find(rows_only);
        assert_eq!(said(&list), expected, "{separator:?}");
        assert_eq!(list.header, Header::Missing);
    }
}

#[test]
fn misread_headers_and_cells_are_recognised() {
    let text = "\
| Certlficate | Comrnon Name | Typ | Key Type | Distributlon | lssued by | Expiratlon | Descriptlon |
| ispac | cucm.steven.lab | Seif-signed | RSA | cucm.steven.lab | cucm.steven.lab | O7/12/2O25 | Self-signed |
| tomcat-ECDSA | cucm-EC.steven.lab | Self signed | ECDSA | cucm.steven.lab | cucm-EC.steven.lab | 07/25/2023 | |
";
    let list = CertificateList::find(text);
    assert_eq!(list.header, Header::Found);
    let [ipsec, tomcat] = &list.entries[..] else {
        panic!("{list:?}");
    };
    assert_eq!(ipsec.store.as_str(), "ispac");
    assert_eq!(ipsec.expires, Day::new(2025, 7, 12));
    assert_eq!(tomcat.signing, Signing::SelfSigned);
    assert_eq!(tomcat.key, Some(KeyFamily::Ecdsa));
    // A store that no product has is only believed under a header.
    let rows = text.split_once('\n').unwrap().1;
    assert_eq!(CertificateList::find(rows).entries.len(), 1);
}

#[test]
fn newer_releases_have_a_usage_and_a_serial_number() {
    let text = "\
Certificate\tCommon Name/Common Name_SerialNumber\tUsage\tType\tKey Type\tDistribution\tIssued By\tExpiration\tDescription
tomcat\tcucm.example.lab_6f1a2b3c4d5e6f70\tIdentity\tCA-signed\tRSA\tMulti-server(SAN)\tExample Root CA 1\t07/10/2027\tCertificate Signed by Example Root CA 1
tomcat-trust\tExample Root CA 1\tTrust\tSelf-signed\tRSA\tExample Root CA 1\tExample Root CA 1\t01/02/2035\tTrust Certificate
";
    let expected = [
        ("cucm.example.lab", "Multi-server(SAN)", "Example Root CA 1"),
        (
            "Example Root CA 1",
            "Example Root CA 1",
            "Example Root CA 1",
        ),
    ];
    for text in [
        text.to_owned(),
        text.replace('\t', " "),
        text.replace('\t', "\n"),
        text.replace('\t', "   "),
    ] {
        let list = CertificateList::find(&text);
        let names: Vec<_> = list
            .entries
            .iter()
            .map(|entry| {
                let name = entry.common_name.as_deref().unwrap();
                (name, entry.distribution.as_str(), entry.issued_by.as_str())
            })
            .collect();
        assert_eq!(names, expected, "{text}");
    }
}

#[test]
fn the_command_line_lists_stores_and_signers_only() {
    let text = "\
admin:show cert list own
tomcat/tomcat.pem: Certificate Signed by steven-DC-CA
tomcat-ECDSA/tomcat-ECDSA.pem: Self-signed certificate generated by system
admin:show cert list trust
tomcat-trust/steven-DC-CA.pem: Trust Certificate
";
    let list = CertificateList::find(text);
    let said: Vec<_> = list
        .entries
        .iter()
        .map(|entry| {
            let name = entry.common_name.as_deref();
            (
                entry.store.as_str(),
                name,
                entry.signing,
                entry.issued_by.as_str(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("tomcat", None, Signing::CaSigned, "steven-DC-CA"),
            ("tomcat-ECDSA", None, Signing::SelfSigned, ""),
            ("tomcat-trust", Some("steven-DC-CA"), Signing::Unknown, ""),
        ]
    );
    assert!(list.entries.iter().all(|entry| entry.expires.is_none()));
}

#[test]
fn lines_between_rows_that_are_no_rows_are_counted() {
    let text = "\
tomcat\tcucm.steven.lab\tCA-signed\tRSA\tcucm.steven.lab\tsteven-DC-CA\t07/10/2024\tlong
description that was wrapped
TVS\tcucm.steven.lab\tSelf-signed\tRSA\tcucm.steven.lab\tcucm.steven.lab\t07/12/2025\t
That was the list.
";
    let list = CertificateList::find(text);
    assert_eq!(list.entries.len(), 2);
    assert_eq!(list.unread, [2]);
}

#[test]
fn other_text_has_no_list() {
    for text in [
        "",
        "tomcat certificate is self-signed and expires on 07/10/2024",
        "2022-07-11T18:55:26.016+02:00 vcsc traffic_server[18242]: [ET_NET 0] WARNING: Core server certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed certificate server=cucm.steven.lab(10.48.36.215) depth=0",
        "Certificate,Type,Expiration\na,b,c\n",
        "Self-signed\nRSA\n07/10/2024\n",
    ] {
        assert_eq!(CertificateList::find(text).entries, [], "{text}");
    }
}

#[test]
fn lists_cut_anywhere_are_read() {
    let whole = CertificateList::find(DOCUMENTED).entries.len();
    let cells = DOCUMENTED.replace('\t', "\n");
    for text in [DOCUMENTED, &cells] {
        let mut before = 0;
        for length in (0..text.len()).step_by(31) {
            let found = CertificateList::find(text.get(..length).unwrap())
                .entries
                .len();
            assert!(found >= before && found <= whole, "{length}");
            before = found;
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(tomcat|CallManager-trust|Self-signed|CA-signed|RSA|EC|0[1-9]/[0-9]{2}/20[0-9]{2}|[a-z. ]{0,8}|\t|\n|,|\\||  |\"|é|Certificate|Common Name|Type|Key Type|Issued by|Expiration){0,60}") {
        CertificateList::find(&text);
    }
}
