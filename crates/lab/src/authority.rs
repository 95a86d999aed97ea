//! The test certificate authority: issues any certificate a test or a lab node needs, broken ones included.
//!
//! Nothing here judges a certificate. Dates are given relative to a `now` that the caller supplies, so
//! that "expired yesterday" stays true whenever a test runs. Certificates follow RFC 5280 unless their
//! [`CertificateSpec`] asks for something that does not.

mod identity;
mod key;
mod spec;

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, SubjectAlternativeName,
    SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Extension, X509Name, X509NameRef};

pub use identity::{Identity, Presented};
pub use key::{Key, KeyKind};
pub use spec::{
    AlternativeName, CertificateSpec, Constraints, DAY, Digest, KeySource, KeyUsage, Padding,
    Purpose, Signature, Version,
};

/// Why a certificate could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// OpenSSL could not make a key of this kind; a very small RSA size is the usual cause.
    #[error("cannot generate a key of kind {kind:?}")]
    Key {
        /// What was asked for.
        kind: KeyKind,
        /// What OpenSSL said.
        #[source]
        source: ErrorStack,
    },
    /// One part of the specification cannot be expressed in a certificate.
    #[error("cannot make the certificate of `{subject}`: its {part} is not acceptable")]
    Part {
        /// The subject asked for.
        subject: String,
        /// The part of the certificate that failed.
        part: &'static str,
        /// What OpenSSL said.
        #[source]
        source: ErrorStack,
    },
}

/// A maker of certificates at a fixed moment.
///
/// ```
/// use tollgate_lab::{Authority, CertificateSpec, Presented};
///
/// let authority = Authority::new(1_657_558_525);
/// let root = authority.self_signed(&CertificateSpec::authority("steven-DC-CA"))?;
/// let leaf = authority.issue(&root, &CertificateSpec::server("cucm.steven.lab"))?;
/// assert_eq!(leaf.issuer_common_name(), "steven-DC-CA");
/// assert_eq!(leaf.pem(Presented::WithRoot).matches("BEGIN CERTIFICATE").count(), 2);
/// # Ok::<(), tollgate_lab::AuthorityError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Authority {
    now: i64,
}

impl Authority {
    /// Dates of certificates count from `now`, in Unix seconds.
    pub fn new(now: i64) -> Self {
        Self { now }
    }

    /// A certificate signed with its own key: a root, or a self-signed leaf.
    pub fn self_signed(self, spec: &CertificateSpec) -> Result<Identity, AuthorityError> {
        self.make(None, spec)
    }

    /// A certificate signed by `issuer`, whether that may sign or not: the issuer's constraints are not looked at.
    pub fn issue(
        self,
        issuer: &Identity,
        spec: &CertificateSpec,
    ) -> Result<Identity, AuthorityError> {
        self.make(Some(issuer), spec)
    }

    /// `count` intermediate authorities below `root`, each issued by the one before; the last one issues the leaf.
    pub fn intermediates(
        self,
        root: &Identity,
        count: usize,
    ) -> Result<Vec<Identity>, AuthorityError> {
        let mut chain: Vec<Identity> = Vec::with_capacity(count);
        for number in 1..=count {
            let spec = CertificateSpec::authority(&format!("Intermediate {number}"));
            let made = self.issue(chain.last().unwrap_or(root), &spec)?;
            chain.push(made);
        }
        Ok(chain)
    }

    /// The same authority (subject and key) certified by another one.
    pub fn cross_sign(
        self,
        issuer: &Identity,
        authority: &Identity,
    ) -> Result<Identity, AuthorityError> {
        let spec = CertificateSpec {
            key: KeySource::Use(authority.key().clone()),
            subject: authority.subject(),
            ..CertificateSpec::authority("")
        };
        self.issue(issuer, &spec)
    }

    fn make(
        self,
        issuer: Option<&Identity>,
        spec: &CertificateSpec,
    ) -> Result<Identity, AuthorityError> {
        let key = match &spec.key {
            KeySource::Generate(kind) => Key::generate(*kind)?,
            KeySource::Use(key) => key.clone(),
        };
        let subject = spec
            .name()
            .map_err(|source| part(spec, "subject", source))?;
        let signing_key = issuer.map_or(&key, Identity::key);
        let issuer_name: &X509NameRef =
            issuer.map_or(&subject, |issuer| issuer.certificate().subject_name());

        let mut builder = X509Builder::new().map_err(|source| part(spec, "memory", source))?;
        fill(&mut builder, spec, self.now)
            .map_err(|source| part(spec, "dates or serial", source))?;
        name(&mut builder, &subject, issuer_name, &key)
            .map_err(|source| part(spec, "name or key", source))?;
        if spec.version == Version::V3 {
            let issuer = issuer.map(Identity::certificate);
            extend(&mut builder, spec, issuer)
                .map_err(|source| part(spec, "extensions", source))?;
        }
        let certificate =
            sign(builder, signing_key, spec).map_err(|source| part(spec, "signature", source))?;
        Ok(Identity::new(certificate, key, issuer))
    }
}

fn part(spec: &CertificateSpec, part: &'static str, source: ErrorStack) -> AuthorityError {
    AuthorityError::Part {
        subject: spec.common_name().to_owned(),
        part,
        source,
    }
}

fn fill(builder: &mut X509Builder, spec: &CertificateSpec, now: i64) -> Result<(), ErrorStack> {
    builder.set_version(match spec.version {
        Version::V1 => 0,
        Version::V3 => 2,
    })?;
    let serial = if let Some(serial) = spec.serial {
        BigNum::from_hex_str(&format!("{serial:x}"))?
    } else {
        let mut random = BigNum::new()?;
        random.rand(SERIAL_BITS, MsbOption::ONE, false)?;
        random
    };
    builder.set_serial_number(&*Asn1Integer::from_bn(&serial)?)?;
    builder.set_not_before(&*Asn1Time::from_unix(now.saturating_add(spec.valid_from))?)?;
    builder.set_not_after(&*Asn1Time::from_unix(now.saturating_add(spec.valid_until))?)
}

/// Large enough never to repeat, small enough to stay positive in 20 octets (RFC 5280, 4.1.2.2).
const SERIAL_BITS: i32 = 120;

fn name(
    builder: &mut X509Builder,
    subject: &X509Name,
    issuer: &X509NameRef,
    key: &Key,
) -> Result<(), ErrorStack> {
    builder.set_subject_name(subject)?;
    builder.set_issuer_name(issuer)?;
    builder.set_pubkey(key.as_openssl())
}

fn extend(
    builder: &mut X509Builder,
    spec: &CertificateSpec,
    issuer: Option<&X509>,
) -> Result<(), ErrorStack> {
    match spec.constraints {
        Constraints::Absent => {}
        Constraints::Leaf => {
            builder.append_extension(BasicConstraints::new().critical().build()?)?;
        }
        Constraints::Authority { path_length } => {
            let mut constraints = BasicConstraints::new();
            constraints.critical().ca();
            if let Some(length) = path_length {
                constraints.pathlen(length);
            }
            builder.append_extension(constraints.build()?)?;
        }
    }
    if !spec.key_usage.is_empty() {
        builder.append_extension(KeyUsage::extension(&spec.key_usage)?)?;
    }
    if !spec.purposes.is_empty() {
        let mut purposes = ExtendedKeyUsage::new();
        for purpose in &spec.purposes {
            purpose.add_to(&mut purposes);
        }
        builder.append_extension(purposes.build()?)?;
    }
    if !spec.alternative_names.is_empty() {
        let extension = alternative_names(builder, &spec.alternative_names)?;
        builder.append_extension(extension)?;
    }
    identifiers(builder, spec, issuer)
}

fn alternative_names(
    builder: &X509Builder,
    names: &[AlternativeName],
) -> Result<X509Extension, ErrorStack> {
    let mut extension = SubjectAlternativeName::new();
    for name in names {
        match name {
            AlternativeName::Dns(text) => extension.dns(text),
            AlternativeName::Ip(address) => extension.ip(&address.to_string()),
            AlternativeName::Email(text) => extension.email(text),
            AlternativeName::Uri(text) => extension.uri(text),
        };
    }
    extension.build(&builder.x509v3_context(None, None))
}

/// The authority key identifier repeats the issuer's subject key identifier, so an issuer without one cannot be
/// pointed at and the extension is left out.
fn identifiers(
    builder: &mut X509Builder,
    spec: &CertificateSpec,
    issuer: Option<&X509>,
) -> Result<(), ErrorStack> {
    if spec.subject_key_identifier {
        let extension = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
        builder.append_extension(extension)?;
    }
    let issuer_has_identifier = issuer.map_or(spec.subject_key_identifier, |issuer| {
        issuer.subject_key_id().is_some()
    });
    if spec.authority_key_identifier && issuer_has_identifier {
        let context = builder.x509v3_context(issuer.map(|issuer| &**issuer), None);
        let extension = AuthorityKeyIdentifier::new().keyid(true).build(&context)?;
        builder.append_extension(extension)?;
    }
    Ok(())
}

fn sign(mut builder: X509Builder, key: &Key, spec: &CertificateSpec) -> Result<X509, ErrorStack> {
    let digest = match spec.digest {
        _ if key.kind() == KeyKind::Ed25519 => MessageDigest::null(),
        Digest::Md5 => MessageDigest::md5(),
        Digest::Sha1 => MessageDigest::sha1(),
        Digest::Sha256 => MessageDigest::sha256(),
        Digest::Sha384 => MessageDigest::sha384(),
        Digest::Sha512 => MessageDigest::sha512(),
    };
    let signing_key: PKey<Private> = match spec.padding {
        Padding::Usual => key.as_openssl().clone(),
        Padding::Pss => key.for_pss()?,
    };
    builder.sign(&signing_key, digest)?;
    let certificate = builder.build();
    match spec.signature {
        Signature::Sound => Ok(certificate),
        Signature::Damaged => {
            // The signature value is the last field of a certificate, so its last octet is the last one of the DER.
            let mut der = certificate.to_der()?;
            if let Some(last) = der.last_mut() {
                *last ^= 1;
            }
            X509::from_der(&der)
        }
    }
}

#[cfg(test)]
mod tests;
