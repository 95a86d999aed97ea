//! What a certificate should look like.

use std::net::IpAddr;

use openssl::error::ErrorStack;
use openssl::x509::extension::{self, ExtendedKeyUsage};
use openssl::x509::{X509Extension, X509Name};

use super::key::{Key, KeyKind};

/// Seconds of a day, for dates relative to now.
pub const DAY: i64 = 86_400;

/// A certificate to be made. Start from [`server`](Self::server), [`client`](Self::client) or
/// [`authority`](Self::authority) and change what the case is about.
#[derive(Clone, Debug)]
pub struct CertificateSpec {
    /// Attributes of the subject in order, as short name (`CN`, `O`, `OU`, `C`, `ST`, `L`, `DC`) and value. May be
    /// empty, may repeat `CN`.
    pub subject: Vec<(String, String)>,
    /// Subject alternative names in order; none leaves the extension out.
    pub alternative_names: Vec<AlternativeName>,
    /// The key; a fresh one by default.
    pub key: KeySource,
    /// Digest of the signature. Ed25519 issuers have their own and ignore this.
    pub digest: Digest,
    /// Padding of an RSA signature.
    pub padding: Padding,
    /// X.509 version; 1 has no extensions.
    pub version: Version,
    /// Start of validity in seconds from now, negative for the past.
    pub valid_from: i64,
    /// End of validity in seconds from now, negative for expired.
    pub valid_until: i64,
    /// Basic constraints.
    pub constraints: Constraints,
    /// Key usage bits; none leaves the extension out.
    pub key_usage: Vec<KeyUsage>,
    /// Extended key usage; none leaves the extension out.
    pub purposes: Vec<Purpose>,
    /// Whether the subject key identifier is written.
    pub subject_key_identifier: bool,
    /// Whether the authority key identifier is written; needs an issuer that has a subject key identifier.
    pub authority_key_identifier: bool,
    /// A given serial number; random by default.
    pub serial: Option<u64>,
    /// Whether the signature is right.
    pub signature: Signature,
}

/// A subject alternative name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlternativeName {
    /// A dNSName. Any ASCII text is written as it is: wildcards, underscores, addresses spelled as names, NUL.
    Dns(String),
    /// An iPAddress.
    Ip(IpAddr),
    /// An rfc822Name.
    Email(String),
    /// A uniformResourceIdentifier.
    Uri(String),
}

/// Where the key of a certificate comes from.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// A new one.
    Generate(KeyKind),
    /// An existing one, shared with another certificate.
    Use(Key),
}

/// Digest of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// MD5: refused by every verifier of today.
    Md5,
    /// SHA-1: what the tomcat certificate of the document is signed with.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// Padding of an RSA signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// PKCS#1 v1.5, unless the issuer's key is an RSASSA-PSS one. Keys other than RSA have none.
    Usual,
    /// PSS, also with an ordinary RSA key.
    Pss,
}

/// Version of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Without extensions.
    V1,
    /// With extensions.
    V3,
}

/// Basic constraints of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraints {
    /// The extension is left out.
    Absent,
    /// Present and says that this is no authority.
    Leaf,
    /// An authority.
    Authority {
        /// How many intermediates may follow.
        path_length: Option<u32>,
    },
}

/// A bit of the key usage extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUsage {
    /// digitalSignature
    DigitalSignature,
    /// nonRepudiation
    NonRepudiation,
    /// keyEncipherment
    KeyEncipherment,
    /// dataEncipherment
    DataEncipherment,
    /// keyAgreement
    KeyAgreement,
    /// keyCertSign
    CertificateSign,
    /// cRLSign
    RevocationListSign,
}

impl KeyUsage {
    pub(super) fn extension(bits: &[Self]) -> Result<X509Extension, ErrorStack> {
        let mut usage = extension::KeyUsage::new();
        usage.critical();
        for bit in bits {
            match bit {
                Self::DigitalSignature => usage.digital_signature(),
                Self::NonRepudiation => usage.non_repudiation(),
                Self::KeyEncipherment => usage.key_encipherment(),
                Self::DataEncipherment => usage.data_encipherment(),
                Self::KeyAgreement => usage.key_agreement(),
                Self::CertificateSign => usage.key_cert_sign(),
                Self::RevocationListSign => usage.crl_sign(),
            };
        }
        usage.build()
    }
}

/// A purpose of the extended key usage extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// serverAuth
    ServerAuth,
    /// clientAuth
    ClientAuth,
    /// codeSigning
    CodeSigning,
    /// emailProtection
    EmailProtection,
    /// timeStamping
    TimeStamping,
    /// anyExtendedKeyUsage
    Any,
    /// Another one as a dotted object identifier.
    Other(String),
}

impl Purpose {
    pub(super) fn add_to(&self, usage: &mut ExtendedKeyUsage) {
        match self {
            Self::ServerAuth => usage.server_auth(),
            Self::ClientAuth => usage.client_auth(),
            Self::CodeSigning => usage.code_signing(),
            Self::EmailProtection => usage.email_protection(),
            Self::TimeStamping => usage.time_stamping(),
            Self::Any => usage.other("anyExtendedKeyUsage"),
            Self::Other(identifier) => usage.other(identifier),
        };
    }
}

/// Whether a signature verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// It does.
    Sound,
    /// One bit of it is wrong.
    Damaged,
}

impl CertificateSpec {
    /// A server certificate for one DNS name: RSA-2048, SHA-256, valid from yesterday for a year.
    pub fn server(name: &str) -> Self {
        Self {
            subject: vec![("CN".to_owned(), name.to_owned())],
            alternative_names: vec![AlternativeName::Dns(name.to_owned())],
            key: KeySource::Generate(KeyKind::Rsa(2048)),
            digest: Digest::Sha256,
            padding: Padding::Usual,
            version: Version::V3,
            valid_from: -DAY,
            valid_until: 365 * DAY,
            constraints: Constraints::Leaf,
            key_usage: vec![KeyUsage::DigitalSignature, KeyUsage::KeyEncipherment],
            purposes: vec![Purpose::ServerAuth, Purpose::ClientAuth],
            subject_key_identifier: true,
            authority_key_identifier: true,
            serial: None,
            signature: Signature::Sound,
        }
    }

    /// A client certificate: the server's, but for clientAuth alone.
    pub fn client(name: &str) -> Self {
        Self {
            purposes: vec![Purpose::ClientAuth],
            ..Self::server(name)
        }
    }

    /// An authority with this common name: RSA-2048, SHA-256, valid for ten years, may sign authorities to any depth.
    pub fn authority(common_name: &str) -> Self {
        Self {
            subject: vec![("CN".to_owned(), common_name.to_owned())],
            alternative_names: Vec::new(),
            valid_until: 3_652 * DAY,
            constraints: Constraints::Authority { path_length: None },
            key_usage: vec![
                KeyUsage::DigitalSignature,
                KeyUsage::CertificateSign,
                KeyUsage::RevocationListSign,
            ],
            purposes: Vec::new(),
            ..Self::server(common_name)
        }
    }

    /// The first common name, or nothing.
    pub fn common_name(&self) -> &str {
        self.subject
            .iter()
            .find(|(attribute, _)| attribute == "CN")
            .map_or("", |(_, value)| value)
    }

    pub(super) fn name(&self) -> Result<X509Name, ErrorStack> {
        let mut name = X509Name::builder()?;
        for (attribute, value) in &self.subject {
            name.append_entry_by_text(attribute, value)?;
        }
        Ok(name.build())
    }
}
