//! Issues certificates for the tests with the OpenSSL that is linked.

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, SubjectAlternativeName, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509NameBuilder};
use tollgate_pki::Certificate;

/// 2022-07-11T17:00:00Z, the day of the document's logs.
pub(crate) const AT: i64 = 1_657_558_800;
const YEAR: i64 = 365 * 86_400;

pub(crate) struct Issuer {
    pub(crate) x509: X509,
    pub(crate) key: PKey<Private>,
}

pub(crate) struct Request<'a> {
    pub(crate) cn: &'a str,
    pub(crate) dns: &'a [&'a str],
    pub(crate) ips: &'a [&'a str],
    pub(crate) days: (i64, i64),
    pub(crate) is_ca: bool,
    pub(crate) digest: MessageDigest,
    pub(crate) serial: u32,
    pub(crate) key_ids: bool,
}

impl Default for Request<'_> {
    fn default() -> Self {
        Self {
            cn: "cucm.vngtp.lab",
            dns: &["cucm.vngtp.lab"],
            ips: &[],
            days: (-YEAR, YEAR),
            is_ca: false,
            digest: MessageDigest::sha256(),
            serial: 7,
            key_ids: true,
        }
    }
}

impl Request<'_> {
    pub(crate) fn ca(cn: &str) -> Request<'_> {
        Request {
            cn,
            dns: &[],
            is_ca: true,
            ..Request::default()
        }
    }
}

pub(crate) fn key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

/// Issues a certificate; without an issuer it is self-signed.
pub(crate) fn issue(request: &Request<'_>, issuer: Option<&Issuer>) -> Issuer {
    let own_key = key();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("DC", "lab").unwrap();
    name.append_entry_by_text("DC", "vngtp").unwrap();
    name.append_entry_by_text("CN", request.cn).unwrap();
    let name = name.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder
        .set_issuer_name(issuer.map_or(&name, |issuer| issuer.x509.subject_name()))
        .unwrap();
    let serial = BigNum::from_u32(request.serial)
        .unwrap()
        .to_asn1_integer()
        .unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder
        .set_not_before(&Asn1Time::from_unix(AT + request.days.0).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(AT + request.days.1).unwrap())
        .unwrap();
    builder.set_pubkey(&own_key).unwrap();
    let mut constraints = BasicConstraints::new();
    constraints.critical();
    if request.is_ca {
        constraints.ca();
    }
    builder
        .append_extension(constraints.build().unwrap())
        .unwrap();
    if !request.dns.is_empty() || !request.ips.is_empty() {
        let mut names = SubjectAlternativeName::new();
        request.dns.iter().for_each(|dns| _ = names.dns(dns));
        request.ips.iter().for_each(|ip| _ = names.ip(ip));
        let context = builder.x509v3_context(None, None);
        let extension = names.build(&context).unwrap();
        builder.append_extension(extension).unwrap();
    }
    if request.key_ids {
        let context = builder.x509v3_context(issuer.map(|issuer| &*issuer.x509), None);
        let ski = SubjectKeyIdentifier::new().build(&context).unwrap();
        builder.append_extension(ski).unwrap();
        if issuer.is_some() {
            let context = builder.x509v3_context(issuer.map(|issuer| &*issuer.x509), None);
            let aki = AuthorityKeyIdentifier::new()
                .keyid(true)
                .build(&context)
                .unwrap();
            builder.append_extension(aki).unwrap();
        }
    }
    builder
        .sign(
            issuer.map_or(&own_key, |issuer| &issuer.key),
            request.digest,
        )
        .unwrap();
    Issuer {
        x509: builder.build(),
        key: own_key,
    }
}

impl Issuer {
    pub(crate) fn certificate(&self) -> Certificate {
        Certificate::from_der(&self.x509.to_der().unwrap()).unwrap()
    }

    pub(crate) fn pem(&self) -> Vec<u8> {
        self.x509.to_pem().unwrap()
    }
}
