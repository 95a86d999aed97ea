//! Lists and answers made by the `openssl` command; without it the tests say so and end.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tollgate_pki::{
    Certificate, NotKnown, Revocation, RevocationList, RevocationState, certificates_from,
    crl_addresses, is_issuer, judge_ocsp, ocsp_addresses, ocsp_request,
};

/// 2022-07-11T17:00:00Z.
const AT: i64 = 1_657_558_800;
const DAY: i64 = 86_400;

#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn skipped(test: &str) {
    eprintln!("SKIPPED: {test}: the program openssl is not there");
}

struct Pki {
    directory: PathBuf,
}

impl Drop for Pki {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.directory);
    }
}

const CONFIG: &str = "
[req]
distinguished_name = name
prompt = no
[name]
CN = placeholder
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
crlnumber = crlnumber
default_md = sha256
policy = any
new_certs_dir = .
unique_subject = no
[any]
commonName = supplied
[v3_ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[v3_ca_no_crl]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[v3_leaf]
basicConstraints = CA:FALSE
crlDistributionPoints = URI:http://127.0.0.1/ca.crl,URI:ldap://127.0.0.1/x
authorityInfoAccess = OCSP;URI:http://127.0.0.1/ocsp
[v3_responder]
basicConstraints = CA:FALSE
extendedKeyUsage = OCSPSigning
[crl_users]
issuingDistributionPoint = critical,@users
[users]
onlyuser = TRUE
[crl_authorities]
issuingDistributionPoint = critical,@authorities
[authorities]
onlyCA = TRUE
[crl_here]
issuingDistributionPoint = critical,@here
[here]
fullname = URI:http://127.0.0.1/ca.crl
[crl_elsewhere]
issuingDistributionPoint = critical,@elsewhere
[elsewhere]
fullname = URI:http://127.0.0.1/other.crl
[crl_odd]
1.2.3.4 = critical,ASN1:NULL
";

impl Pki {
    /// A CA and two leaves, serials 16 and 17 in hex; `None` where `openssl` is missing.
    fn new(name: &str) -> Option<Self> {
        let has = Command::new("openssl").arg("version").output();
        if !has.is_ok_and(|ran| ran.status.success()) {
            skipped(name);
            return None;
        }
        let process = std::process::id();
        let directory = std::env::temp_dir().join(format!("tollgate-crl-{process}-{name}"));
        fs::create_dir_all(&directory).unwrap();
        let pki = Self { directory };
        for (file, text) in [
            ("openssl.cnf", CONFIG),
            ("index.txt", ""),
            ("serial", "16\n"),
            ("crlnumber", "01\n"),
        ] {
            fs::write(pki.path(file), text).unwrap();
        }
        pki.authority("ca", "v3_ca", "/CN=Test CA");
        pki.leaf("one", "v3_leaf");
        pki.leaf("two", "v3_leaf");
        Some(pki)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.directory.join(file)
    }

    fn openssl(&self, arguments: &str) {
        let ran = Command::new("openssl")
            .args(
                arguments
                    .split_whitespace()
                    .map(|word| word.replace('~', " ")),
            )
            .current_dir(&self.directory)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "openssl {arguments}: {said}");
    }

    fn authority(&self, name: &str, extensions: &str, subject: &str) {
        let subject = subject.replace(' ', "~");
        self.openssl(&format!(
            "req -x509 -newkey rsa:2048 -nodes -config openssl.cnf -extensions {extensions} -subj {subject} \
             -days 3650 -set_serial 1 -keyout {name}.key -out {name}.pem"
        ));
    }

    fn leaf(&self, name: &str, extensions: &str) {
        self.openssl(&format!(
            "req -newkey rsa:2048 -nodes -config openssl.cnf -subj /CN={name} -keyout {name}.key -out {name}.csr"
        ));
        self.openssl(&format!(
            "ca -batch -notext -config openssl.cnf -extensions {extensions} -cert ca.pem -keyfile ca.key \
             -startdate 20220101000000Z -enddate 20401231000000Z -in {name}.csr -out {name}.pem"
        ));
    }

    fn certificate(&self, name: &str) -> Certificate {
        let pem = fs::read(self.path(&format!("{name}.pem"))).unwrap();
        let mut entries = certificates_from(&pem);
        entries.remove(0).certificate.unwrap()
    }

    /// A list from 2022-07-11 to 2022-07-18.
    fn list(&self, more: &str) -> Vec<u8> {
        self.openssl(&format!(
            "ca -gencrl -config openssl.cnf -cert ca.pem -keyfile ca.key -crl_lastupdate 20220711000000Z \
             -crl_nextupdate 20220718000000Z -out list.pem {more}"
        ));
        fs::read(self.path("list.pem")).unwrap()
    }

    fn judge(&self, list: &[u8], name: &str, at: i64) -> Revocation {
        let lists = RevocationList::read(list);
        assert_eq!(lists.len(), 1);
        lists[0].judge(&self.certificate(name), &self.certificate("ca"), at)
    }
}

fn unknown(why: NotKnown) -> RevocationState {
    RevocationState::Unknown(why)
}

#[test]
fn a_list_tells_good_from_revoked_and_a_stale_one_only_the_latter() {
    let Some(pki) = Pki::new("states") else {
        return;
    };
    pki.openssl(
        "ca -config openssl.cnf -cert ca.pem -keyfile ca.key -revoke two.pem -crl_reason keyCompromise",
    );
    let list = pki.list("");
    let good = pki.judge(&list, "one", AT);
    assert_eq!(good.state, RevocationState::Good);
    assert_eq!(good.this_update, Some(AT - 17 * 3600));
    assert_eq!(good.next_update, Some(AT - 17 * 3600 + 7 * DAY));
    let is_revoked = |judged: Revocation| {
        matches!(
            judged.state,
            RevocationState::Revoked {
                since: Some(_),
                reason: "keyCompromise"
            }
        )
    };
    assert!(is_revoked(pki.judge(&list, "two", AT)));
    let late = AT + 30 * DAY;
    assert_eq!(
        pki.judge(&list, "one", late).state,
        unknown(NotKnown::Stale)
    );
    assert!(is_revoked(pki.judge(&list, "two", late)));
    let early = AT - 30 * DAY;
    assert_eq!(
        pki.judge(&list, "one", early).state,
        unknown(NotKnown::NotYet)
    );
    // The same in DER, and damaged at every octet of its end: never good.
    pki.openssl("crl -in list.pem -outform DER -out list.der");
    let der = fs::read(pki.path("list.der")).unwrap();
    assert!(is_revoked(pki.judge(&der, "two", AT)));
    // The outer name of the algorithm, 15 octets behind the signed part, is not signed itself.
    let signed = 6 + usize::from(der[5]);
    for at in (0..der.len()).filter(|at| !(signed..signed + 15).contains(at)) {
        let mut damaged = der.clone();
        damaged[at] ^= 0x41;
        for list in RevocationList::read(&damaged) {
            let judged = list.judge(&pki.certificate("one"), &pki.certificate("ca"), AT);
            let is_unknown = matches!(judged.state, RevocationState::Unknown(_));
            assert!(is_unknown, "octet {at}: {judged:?}");
        }
        assert!(RevocationList::read(&der[..at]).is_empty(), "cut at {at}");
    }
}

#[test]
fn a_list_of_another_signer_or_of_one_who_may_not_sign_tells_nothing() {
    let Some(pki) = Pki::new("signers") else {
        return;
    };
    let list = pki.list("");
    let ca = pki.certificate("ca");
    let one = pki.certificate("one");
    pki.authority("twin", "v3_ca", "/CN=Test CA");
    pki.authority("other", "v3_ca", "/CN=Other CA");
    let read = RevocationList::read(&list);
    let judged = |issuer: &str| read[0].judge(&one, &pki.certificate(issuer), AT).state;
    assert_eq!(judged("twin"), unknown(NotKnown::Signature));
    assert_eq!(judged("other"), unknown(NotKnown::OtherIssuer));
    // The same key, and a certificate that keeps it from signing lists.
    pki.openssl(
        "req -x509 -key ca.key -config openssl.cnf -extensions v3_ca_no_crl -subj /CN=Test~CA -days 3650 \
         -set_serial 1 -out shy.pem",
    );
    assert_eq!(judged("shy"), unknown(NotKnown::MayNotSign));
    assert_eq!(judged("ca"), RevocationState::Good);
    assert!(is_issuer(&ca, &one));
    assert!(!is_issuer(&pki.certificate("twin"), &one));
    assert!(RevocationList::read(b"garbage").is_empty());
    assert!(RevocationList::read(&pem_twice(&list)).len() == 2);
}

fn pem_twice(list: &[u8]) -> Vec<u8> {
    [
        list,
        b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
        list,
    ]
    .concat()
}

#[test]
fn a_list_about_others_is_not_taken_for_a_good_word() {
    let Some(pki) = Pki::new("scopes") else {
        return;
    };
    let state = |section: &str, name: &str| {
        let list = pki.list(&format!("-crlexts {section}"));
        pki.judge(&list, name, AT).state
    };
    assert_eq!(state("crl_users", "one"), RevocationState::Good);
    assert_eq!(state("crl_users", "ca"), unknown(NotKnown::OtherScope));
    assert_eq!(
        state("crl_authorities", "one"),
        unknown(NotKnown::OtherScope)
    );
    assert_eq!(state("crl_authorities", "ca"), RevocationState::Good);
    assert_eq!(state("crl_here", "one"), RevocationState::Good);
    assert_eq!(state("crl_elsewhere", "one"), unknown(NotKnown::OtherScope));
    assert_eq!(state("crl_odd", "one"), unknown(NotKnown::UnknownExtension));
}

#[test]
fn addresses_are_read_from_the_certificate() {
    let Some(pki) = Pki::new("addresses") else {
        return;
    };
    let one = pki.certificate("one");
    let lists = ["http://127.0.0.1/ca.crl", "ldap://127.0.0.1/x"];
    assert_eq!(crl_addresses(&one), lists);
    assert_eq!(ocsp_addresses(&one), ["http://127.0.0.1/ocsp"]);
    let ca = pki.certificate("ca");
    assert!(crl_addresses(&ca).is_empty() && ocsp_addresses(&ca).is_empty());
}

/// An answer of `openssl ocsp`, which dates it now.
fn answer(pki: &Pki, name: &str, signer: &str, more: &str) -> Vec<u8> {
    let request = ocsp_request(&pki.certificate(name), &pki.certificate("ca")).unwrap();
    fs::write(pki.path("request.der"), request).unwrap();
    pki.openssl(&format!(
        "ocsp -index index.txt -CA ca.pem -rsigner {signer}.pem -rkey {signer}.key -reqin request.der \
         -respout answer.der {more}"
    ));
    fs::read(pki.path("answer.der")).unwrap()
}

fn now() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

#[test]
fn a_responder_is_believed_when_the_issuer_signs_or_appointed_it() {
    let Some(pki) = Pki::new("ocsp") else { return };
    pki.leaf("responder", "v3_responder");
    pki.authority("other", "v3_ca", "/CN=Other CA");
    pki.openssl(
        "ca -config openssl.cnf -cert ca.pem -keyfile ca.key -revoke two.pem -crl_reason superseded",
    );
    let (ca, one, two) = (
        pki.certificate("ca"),
        pki.certificate("one"),
        pki.certificate("two"),
    );
    let now = now();
    for signer in ["ca", "responder"] {
        let good = judge_ocsp(&one, &ca, &answer(&pki, "one", signer, "-ndays 1"), now);
        assert_eq!(good.state, RevocationState::Good, "{signer}");
        assert!(good.this_update.is_some_and(|at| (at - now).abs() < 600));
        assert_eq!(
            good.next_update.map(|to| to - good.this_update.unwrap()),
            Some(DAY)
        );
        let revoked = judge_ocsp(&two, &ca, &answer(&pki, "two", signer, "-ndays 1"), now);
        assert!(matches!(
            revoked.state,
            RevocationState::Revoked {
                since: Some(_),
                reason: "superseded"
            }
        ));
    }
    // Signed by somebody else, by a leaf that was not appointed, about another certificate.
    let state = |der: &[u8], at| judge_ocsp(&one, &ca, der, at).state;
    for signer in ["other", "one"] {
        let der = answer(&pki, "one", signer, "-ndays 1");
        assert_eq!(state(&der, now), unknown(NotKnown::Signature), "{signer}");
    }
    let about_two = answer(&pki, "two", "ca", "-ndays 1");
    assert_eq!(state(&about_two, now), unknown(NotKnown::NotAnswered));
    let der = answer(&pki, "one", "ca", "-ndays 1");
    assert_eq!(state(&der, now + 3 * DAY), unknown(NotKnown::Stale));
    // Three days ago the signer's certificate was not valid yet either.
    assert_eq!(state(&der, now - 3 * DAY), unknown(NotKnown::Signature));
    assert_eq!(state(&der, now - 400), unknown(NotKnown::Signature));
    // Without an end it is as good as new for a day.
    let endless = answer(&pki, "one", "ca", "");
    assert_eq!(state(&endless, now), RevocationState::Good);
    assert_eq!(state(&endless, now + 2 * DAY), unknown(NotKnown::NoEnd));
    assert_eq!(state(b"garbage", now), unknown(NotKnown::Unreadable));
    // `tryLater` (RFC 6960 section 4.2.1).
    let later = [0x30, 3, 0x0a, 1, 3];
    assert_eq!(state(&later, now), unknown(NotKnown::ResponderFailed));
    // Up to the name of the algorithm (sha256WithRSAEncryption), the answer is signed.
    let algorithm = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11];
    let mut windows = der.windows(algorithm.len());
    let signed = windows.position(|own| own == algorithm).unwrap() - 4;
    for at in 0..signed {
        let mut damaged = der.clone();
        damaged[at] ^= 0x41;
        assert!(
            matches!(state(&damaged, now), RevocationState::Unknown(_)),
            "octet {at}"
        );
    }
}

#[test]
fn every_reason_for_not_knowing_has_its_own_name() {
    let all = [
        NotKnown::Unreadable,
        NotKnown::OtherIssuer,
        NotKnown::Signature,
        NotKnown::MayNotSign,
        NotKnown::NotYet,
        NotKnown::Stale,
        NotKnown::NoEnd,
        NotKnown::OtherScope,
        NotKnown::Delta,
        NotKnown::UnknownExtension,
        NotKnown::ResponderFailed,
        NotKnown::NotAnswered,
    ];
    let names: std::collections::BTreeSet<_> = all.iter().map(|why| why.as_str()).collect();
    assert_eq!(names.len(), all.len());
}
