//! A certificate with its key and the certificates above it.

use std::fmt;

use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::x509::{X509, X509NameRef, X509Ref};

use super::key::Key;

/// A certificate, its private key, and the certificates of its issuers up to the root.
#[derive(Clone)]
pub struct Identity {
    certificate: X509,
    key: Key,
    issuers: Vec<X509>,
}

/// How much of a chain is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// The leaf alone.
    LeafOnly,
    /// The leaf and its intermediates.
    WithoutRoot,
    /// Everything, the root last.
    WithRoot,
}

impl Identity {
    pub(super) fn new(certificate: X509, key: Key, issuer: Option<&Self>) -> Self {
        let issuers = issuer.map_or_else(Vec::new, |issuer| {
            std::iter::once(&issuer.certificate)
                .chain(&issuer.issuers)
                .cloned()
                .collect()
        });
        Self {
            certificate,
            key,
            issuers,
        }
    }

    /// The private key.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The certificate in DER.
    pub fn der(&self) -> Vec<u8> {
        // Writing a certificate that OpenSSL holds into memory fails only for want of memory.
        self.certificate.to_der().unwrap_or_default()
    }

    /// The chain in DER, leaf first.
    pub fn chain_der(&self, presented: Presented) -> Vec<Vec<u8>> {
        std::iter::once(&self.certificate)
            .chain(self.above(presented))
            .map(|certificate| certificate.to_der().unwrap_or_default())
            .collect()
    }

    /// The chain in PEM, leaf first.
    pub fn pem(&self, presented: Presented) -> String {
        std::iter::once(&self.certificate)
            .chain(self.above(presented))
            .map(|certificate| {
                String::from_utf8(certificate.to_pem().unwrap_or_default()).unwrap_or_default()
            })
            .collect()
    }

    /// The first common name of the subject, empty without one.
    pub fn common_name(&self) -> String {
        common_name(self.certificate.subject_name())
    }

    /// The first common name of the issuer, empty without one.
    pub fn issuer_common_name(&self) -> String {
        common_name(self.certificate.issuer_name())
    }

    /// The attributes of the subject in order, as [`CertificateSpec::subject`](super::CertificateSpec::subject) takes them.
    pub fn subject(&self) -> Vec<(String, String)> {
        self.certificate
            .subject_name()
            .entries()
            .filter_map(|entry| {
                let attribute = entry.object().nid().short_name().ok()?;
                let value = entry.data().to_string().ok()?;
                Some((attribute.to_owned(), value))
            })
            .collect()
    }

    /// End of validity in Unix seconds.
    pub fn not_after(&self) -> i64 {
        unix(self.certificate.not_after())
    }

    /// SHA-256 of the DER in lower-case hexadecimal.
    pub fn fingerprint(&self) -> String {
        let digest = self.certificate.digest(MessageDigest::sha256());
        digest.map_or_else(|_| String::new(), |digest| hexadecimal(&digest))
    }

    /// The dNSName entries of the subject alternative name.
    pub fn dns_names(&self) -> Vec<String> {
        self.certificate
            .subject_alt_names()
            .map(|names| {
                names
                    .iter()
                    .filter_map(|name| name.dnsname().map(str::to_owned))
                    .collect()
            })
            .unwrap_or_default()
    }

    /// Whether subject and issuer are the same and the certificate's own key signed it.
    pub fn is_self_signed(&self) -> bool {
        self.issuers.is_empty() && signed_by_itself(&self.certificate)
    }

    pub(crate) fn certificate(&self) -> &X509 {
        &self.certificate
    }

    /// The certificates above the leaf that are shown.
    pub(crate) fn above(&self, presented: Presented) -> &[X509] {
        match (presented, self.issuers.as_slice()) {
            (Presented::LeafOnly, _) => &[],
            (Presented::WithRoot, all) => all,
            (Presented::WithoutRoot, [between @ .., root]) if signed_by_itself(root) => between,
            (Presented::WithoutRoot, all) => all,
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Identity")
            .field("common_name", &self.common_name())
            .field("issued_by", &self.issuer_common_name())
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

fn signed_by_itself(certificate: &X509Ref) -> bool {
    certificate
        .public_key()
        .and_then(|key| certificate.verify(&key))
        .unwrap_or(false)
}

fn common_name(name: &X509NameRef) -> String {
    name.entries_by_nid(Nid::COMMONNAME)
        .next()
        .and_then(|entry| entry.data().to_string().ok())
        .unwrap_or_default()
}

fn hexadecimal(octets: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    octets
        .iter()
        .flat_map(|octet| [octet >> 4, octet & 15])
        .filter_map(|half| DIGITS.get(usize::from(half)).copied().map(char::from))
        .collect()
}

fn unix(time: &Asn1TimeRef) -> i64 {
    Asn1Time::from_unix(0)
        .and_then(|epoch| epoch.diff(time))
        .map_or(0, |difference| {
            i64::from(difference.days) * super::DAY + i64::from(difference.secs)
        })
}
