//! One X.509 certificate, parsed once, with the facts that verdicts and people need.

use std::fmt;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use openssl::asn1::{Asn1StringRef, Asn1Time, Asn1TimeRef};
use openssl::nid::Nid;
use openssl::pkey::Id;
use openssl::sha::sha256;
use openssl::x509::{X509, X509Name, X509NameRef, X509Ref};
use serde::Serialize;

use crate::openssl_ffi;

/// `EXFLAG_CA` and `EXFLAG_V1` of `x509v3.h`.
const FLAG_CA: u32 = 0x10;
const FLAG_V1: u32 = 0x40;

/// SHA-256 over the DER of a certificate. Displays as lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 32]);

/// The family of a public key, as nodes hold one certificate of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyFamily {
    /// RSA, RSA-PSS included.
    Rsa,
    /// Elliptic curves, Ed25519 and Ed448 included.
    Ecdsa,
    /// DSA and anything else.
    Other,
}

/// A public key's family, size and, for an elliptic curve, name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyType {
    /// RSA, ECDSA or another.
    pub family: KeyFamily,
    /// Size in bits; 0 where the key cannot be read.
    pub bits: u32,
    /// OpenSSL's name of the curve, such as `secp384r1`.
    pub curve: Option<String>,
}

/// What a certificate says, in the words that operators compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// "Issued to", such as `C=BE, O=Cisco, CN=cucm.steven.lab`, in the order of the certificate.
    pub subject: String,
    /// "Issued by".
    pub issuer: String,
    /// Every CN of the subject, in order. Only the first counts in a name check.
    pub common_names: Vec<String>,
    /// The first CN of the issuer.
    pub issuer_cn: Option<String>,
    /// Serial number in upper-case hex.
    pub serial: String,
    /// Start of validity in Unix seconds; `None` where it cannot be read.
    pub not_before: Option<i64>,
    /// End of validity in Unix seconds; `None` where it cannot be read.
    pub not_after: Option<i64>,
    /// dNSName entries of the subject alternative name, as they are, in order.
    pub dns_names: Vec<String>,
    /// iPAddress entries of the subject alternative name.
    pub ip_addresses: Vec<IpAddr>,
    /// E-mail and URI entries of the subject alternative name, which no name check looks at.
    pub other_names: Vec<String>,
    /// The public key.
    pub key: KeyType,
    /// OpenSSL's name of the signature algorithm, such as `sha1WithRSAEncryption`.
    pub signature_algorithm: String,
    /// Authority key identifier in upper-case hex.
    pub aki: Option<String>,
    /// Subject key identifier in upper-case hex.
    pub ski: Option<String>,
    /// X.509 version, 1 to 3.
    pub version: i64,
    /// The certificate may issue others (basic constraints CA).
    pub is_ca: bool,
    /// Issuer and subject are equal and the certificate's own key verifies its signature.
    pub is_self_signed: bool,
}

/// A certificate; cheap to clone.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    x509: X509,
    fingerprint: Fingerprint,
    /// Told when first asked for: among the thousands of a trust store few are ever looked at.
    facts: OnceLock<Facts>,
    /// Encoded when first asked for.
    public_key: OnceLock<Option<Vec<u8>>>,
}

/// Bytes that are no X.509 certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("certificate {depth} of the chain is not a readable X.509 certificate")]
pub struct UnreadableCertificate {
    /// Position in the chain, 0 for the leaf.
    pub depth: usize,
}

impl Certificate {
    /// Reads one DER certificate; bytes after it are refused.
    ///
    /// # Errors
    ///
    /// The bytes are not one X.509 certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, UnreadableCertificate> {
        let x509 = X509::from_der(der).map_err(|_| UnreadableCertificate { depth: 0 })?;
        let certificate = Self::of(x509)?;
        // OpenSSL keeps the original encoding, so a difference means bytes after the certificate.
        if certificate.der() != der {
            return Err(UnreadableCertificate { depth: 0 });
        }
        Ok(certificate)
    }

    /// A certificate that OpenSSL has read already.
    pub(crate) fn of(x509: X509) -> Result<Self, UnreadableCertificate> {
        let der = x509.to_der();
        // A key that OpenSSL cannot read leaves entries in its error queue.
        drop(openssl::error::ErrorStack::get());
        let der = der.map_err(|_| UnreadableCertificate { depth: 0 })?;
        let fingerprint = Fingerprint(sha256(&der));
        Ok(Self(Arc::new(Inner {
            der,
            x509,
            fingerprint,
            facts: OnceLock::new(),
            public_key: OnceLock::new(),
        })))
    }

    /// The certificate as it was read.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The certificate as PEM, ready to upload.
    pub fn to_pem(&self) -> String {
        self.0
            .x509
            .to_pem()
            .ok()
            .and_then(|pem| String::from_utf8(pem).ok())
            .unwrap_or_default()
    }

    /// SHA-256 over the DER.
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint
    }

    /// What the certificate says.
    pub fn facts(&self) -> &Facts {
        self.0.facts.get_or_init(|| {
            let facts = Facts::of(&self.0.x509);
            // An extension that OpenSSL cannot read leaves entries in its error queue.
            drop(openssl::error::ErrorStack::get());
            facts
        })
    }

    /// As [`Facts::not_before`] and [`Facts::not_after`].
    pub(crate) fn validity(&self) -> (Option<i64>, Option<i64>) {
        let x509 = &self.0.x509;
        (
            unix_seconds(x509.not_before()),
            unix_seconds(x509.not_after()),
        )
    }

    /// As [`Facts::is_ca`].
    pub(crate) fn is_ca(&self) -> bool {
        let is_ca = is_ca(&self.0.x509);
        drop(openssl::error::ErrorStack::get());
        is_ca
    }

    /// As [`Facts::subject`].
    pub(crate) fn subject(&self) -> String {
        distinguished_name(self.0.x509.subject_name())
    }

    /// The `SubjectPublicKeyInfo` (RFC 5280 4.1) in DER; `None` where OpenSSL cannot read the key.
    pub fn public_key_der(&self) -> Option<&[u8]> {
        let encode = || {
            let key = self.0.x509.public_key();
            key.and_then(|key| key.public_key_to_der()).ok()
        };
        self.0.public_key.get_or_init(encode).as_deref()
    }

    /// Whether its extended key usage lets it show who a TLS client is: it has none, or one that
    /// names client authentication or any usage.
    pub fn may_authenticate_client(&self) -> bool {
        // `XKU_SSL_CLIENT` and `XKU_ANYEKU` of `x509v3.h`.
        openssl_ffi::extended_key_usage(&self.0.x509) & (0x2 | 0x100) != 0
    }

    /// The extended key usages that it names, in OpenSSL's short names; `None` where it names none
    /// because it has no such extension. Usages that OpenSSL has no bit for, such as those of `IPsec`,
    /// are not among them.
    pub fn extended_key_usages(&self) -> Option<Vec<&'static str>> {
        // The `XKU_*` bits of `x509v3.h`.
        const NAMES: [(u32, &str); 8] = [
            (0x1, "serverAuth"),
            (0x2, "clientAuth"),
            (0x4, "emailProtection"),
            (0x8, "codeSigning"),
            (0x20, "OCSPSigning"),
            (0x40, "timeStamping"),
            (0x80, "DVCS"),
            (0x100, "anyExtendedKeyUsage"),
        ];
        let bits = openssl_ffi::extended_key_usage(&self.0.x509);
        let named = NAMES.iter().filter(|(bit, _)| bits & bit != 0);
        (bits != u32::MAX).then(|| named.map(|(_, name)| *name).collect())
    }

    pub(crate) fn x509(&self) -> &X509Ref {
        &self.0.x509
    }

    /// The first CN of the subject, or the whole subject: what people call the certificate.
    pub fn name(&self) -> &str {
        self.facts()
            .common_names
            .first()
            .map_or(&self.facts().subject, |cn| cn)
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.fingerprint == other.0.fingerprint
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Certificate({:?}, {})",
            self.facts().subject,
            self.0.fingerprint
        )
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl KeyFamily {
    /// `rsa`, `ecdsa` or `other`, as in findings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ecdsa => "ecdsa",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.family, &self.curve) {
            (KeyFamily::Rsa, _) => write!(f, "RSA {}", self.bits),
            (KeyFamily::Ecdsa, Some(curve)) => write!(f, "EC {} ({curve})", self.bits),
            (KeyFamily::Ecdsa, None) => write!(f, "EC {}", self.bits),
            (KeyFamily::Other, Some(name)) => write!(f, "{name} {}", self.bits),
            (KeyFamily::Other, None) => f.write_str("unreadable key"),
        }
    }
}

impl Facts {
    fn of(x509: &X509Ref) -> Self {
        let subject = x509.subject_name();
        let issuer = x509.issuer_name();
        let mut dns_names = Vec::new();
        let mut ip_addresses = Vec::new();
        let mut other_names = Vec::new();
        for name in x509.subject_alt_names().iter().flatten() {
            if let Some(dns) = name.dnsname() {
                dns_names.push(dns.to_owned());
            } else if let Some(ip) = name.ipaddress().and_then(ip_from_octets) {
                ip_addresses.push(ip);
            } else if let Some(text) = name.email().or_else(|| name.uri()) {
                other_names.push(text.to_owned());
            }
        }
        let own_key = x509.public_key().ok();
        Self {
            subject: distinguished_name(subject),
            issuer: distinguished_name(issuer),
            common_names: common_names(subject),
            issuer_cn: common_names(issuer).into_iter().next(),
            serial: x509
                .serial_number()
                .to_bn()
                .and_then(|number| number.to_hex_str().map(|hex| hex.to_string()))
                .unwrap_or_default(),
            not_before: unix_seconds(x509.not_before()),
            not_after: unix_seconds(x509.not_after()),
            dns_names,
            ip_addresses,
            other_names,
            key: key_type(x509),
            signature_algorithm: algorithm_name(x509.signature_algorithm().object()),
            aki: x509.authority_key_id().map(|id| hex(id.as_slice())),
            ski: x509.subject_key_id().map(|id| hex(id.as_slice())),
            version: i64::from(x509.version()).saturating_add(1),
            is_ca: is_ca(x509),
            is_self_signed: has_one_name(x509)
                && own_key.is_some_and(|key| x509.verify(&key).unwrap_or(false)),
        }
    }
}

fn is_ca(x509: &X509Ref) -> bool {
    let flags = openssl_ffi::extension_flags(x509);
    flags & FLAG_CA != 0 || (flags & FLAG_V1 != 0 && has_one_name(x509))
}

/// Whether issuer and subject are equal.
fn has_one_name(x509: &X509Ref) -> bool {
    let order = x509.subject_name().try_cmp(x509.issuer_name());
    order.is_ok_and(std::cmp::Ordering::is_eq)
}

fn ip_from_octets(octets: &[u8]) -> Option<IpAddr> {
    <[u8; 4]>::try_from(octets)
        .map(IpAddr::from)
        .or_else(|_| <[u8; 16]>::try_from(octets).map(IpAddr::from))
        .ok()
}

fn key_type(x509: &X509Ref) -> KeyType {
    let Ok(key) = x509.public_key() else {
        return KeyType {
            family: KeyFamily::Other,
            bits: 0,
            curve: None,
        };
    };
    let (family, curve) = match key.id() {
        Id::RSA | Id::RSA_PSS => (KeyFamily::Rsa, None),
        Id::EC => {
            let nid = key.ec_key().ok().and_then(|ec| ec.group().curve_name());
            let name = nid.and_then(|nid| nid.short_name().ok()).map(str::to_owned);
            (KeyFamily::Ecdsa, name)
        }
        Id::ED25519 => (KeyFamily::Ecdsa, Some("Ed25519".to_owned())),
        Id::ED448 => (KeyFamily::Ecdsa, Some("Ed448".to_owned())),
        Id::DSA => (KeyFamily::Other, Some("DSA".to_owned())),
        other => {
            let name = Nid::from_raw(other.as_raw())
                .short_name()
                .ok()
                .map(str::to_owned);
            (KeyFamily::Other, name)
        }
    };
    KeyType {
        family,
        bits: key.bits(),
        curve,
    }
}

fn algorithm_name(object: &openssl::asn1::Asn1ObjectRef) -> String {
    match object.nid() {
        Nid::UNDEF => object.to_string(),
        nid => nid
            .long_name()
            .map_or_else(|_| object.to_string(), str::to_owned),
    }
}

pub(crate) fn unix_seconds(time: &Asn1TimeRef) -> Option<i64> {
    let epoch = Asn1Time::from_unix(0).ok()?;
    let difference = epoch.diff(time).ok()?;
    Some(i64::from(difference.days) * 86_400 + i64::from(difference.secs))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(
        String::with_capacity(bytes.len().saturating_mul(2)),
        |mut text, byte| {
            // Writing to a String cannot fail.
            _ = write!(text, "{byte:02X}");
            text
        },
    )
}

/// An X.501 name in DER as text, spelled as in [`Facts::subject`], so that both can be compared;
/// `None` where the octets are no name. For names that come alone, such as the authorities in a
/// TLS `CertificateRequest`.
///
/// ```
/// let der = b"\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02BE";
/// assert_eq!(tollgate_pki::name_text(der).as_deref(), Some("C=BE"));
/// assert_eq!(tollgate_pki::name_text(b"BE"), None);
/// ```
pub fn name_text(der: &[u8]) -> Option<String> {
    let name = X509Name::from_der(der);
    // What OpenSSL cannot read leaves entries in its error queue.
    drop(openssl::error::ErrorStack::get());
    let name = name.ok()?;
    Some(distinguished_name(&name))
}

fn common_names(name: &X509NameRef) -> Vec<String> {
    name.entries_by_nid(Nid::COMMONNAME)
        .map(|entry| string_text(entry.data()))
        .collect()
}

/// A name as `C=BE, O=Cisco, CN=cucm.steven.lab`: attributes in the certificate's order, special
/// characters escaped as in RFC 4514 2.4, control characters as `\XX`.
pub(crate) fn distinguished_name(name: &X509NameRef) -> String {
    let mut text = String::new();
    for entry in name.entries() {
        if !text.is_empty() {
            text.push_str(", ");
        }
        let object = entry.object();
        match object.nid() {
            Nid::UNDEF => text.push_str(&object.to_string()),
            nid => text.push_str(nid.short_name().unwrap_or("?")),
        }
        text.push('=');
        escape_value(&mut text, &string_text(entry.data()));
    }
    text
}

fn escape_value(text: &mut String, value: &str) {
    let last = value.chars().count().saturating_sub(1);
    for (index, c) in value.chars().enumerate() {
        match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => text.extend(['\\', c]),
            '#' if index == 0 => text.extend(['\\', c]),
            ' ' if index == 0 || index == last => text.extend(['\\', c]),
            // Writing to a String cannot fail.
            c if c.is_control() => _ = write!(text, "\\{:02X}", u32::from(c)),
            c => text.push(c),
        }
    }
}

/// An ASN.1 string as text, whole: an embedded NUL stays, so that no name is ever cut short.
/// Bytes that its type does not allow become U+FFFD.
fn string_text(string: &Asn1StringRef) -> String {
    let bytes = string.as_slice();
    match openssl_ffi::string_tag(string) {
        12 => String::from_utf8_lossy(bytes).into_owned(),
        30 => String::from_utf16_lossy(
            &bytes
                .chunks(2)
                .map(|pair| pair.iter().fold(0, |sum, &b| (sum << 8) | u16::from(b)))
                .collect::<Vec<u16>>(),
        ),
        28 => bytes
            .chunks(4)
            .map(|quad| quad.iter().fold(0, |sum, &b| (sum << 8) | u32::from(b)))
            .map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        _ => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}
