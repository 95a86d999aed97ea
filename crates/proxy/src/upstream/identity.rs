//! The certificate and key that we present when a node asks for them.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private};
use openssl::x509::{X509, X509ExtendedKeyUsage, X509NameRef, X509Ref};
use rustls::sign::{CertifiedKey, SigningKey};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::signing::OpensslKey;

/// RSA sizes that are neither a toy nor a way to keep us busy for seconds.
const RSA_BITS: std::ops::RangeInclusive<u32> = 1024..=16384;
/// Certificates that a node has to read from us.
const MAX_CHAIN: usize = 16;

/// Our certificate, the chain above it, and its key. Cheap to clone; Debug shows no key.
#[derive(Clone)]
pub(crate) struct ClientIdentity(Arc<Inner>);

struct Inner {
    certified: Arc<CertifiedKey>,
    chain: Vec<X509>,
    key: PKey<Private>,
    facts: IdentityFacts,
}

/// What a finding about our certificate needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdentityFacts {
    /// The subject's first CN.
    pub(crate) name: String,
    /// Kind and size of the key.
    pub(crate) key: String,
    /// Which library signs.
    pub(crate) signer: Signer,
    /// Whether the extended key usage lets it be a client certificate.
    pub(crate) client_auth: bool,
    /// DER names of the issuers in the chain, the leaf's issuer first.
    pub(crate) issuers: Vec<Vec<u8>>,
}

/// Which library signs with our key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signer {
    /// RSA 2048 to 4096, P-256, P-384, Ed25519.
    Ring,
    /// Everything else.
    OpenSsl,
}

/// A client certificate that cannot be presented.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientIdentityError {
    /// The certificate file holds something else.
    #[error(
        "the client certificate file holds no readable PEM certificate; put the certificate first and its issuing CA below it"
    )]
    Certificate(#[source] Option<ErrorStack>),
    /// More certificates than a node should have to read.
    #[error(
        "the client certificate file holds {0} certificates, more than {MAX_CHAIN}; keep the certificate and its chain only"
    )]
    ChainTooLong(usize),
    /// The key file holds something else.
    #[error("the client key file holds no readable PEM private key")]
    Key(#[source] ErrorStack),
    /// A passphrase would be needed.
    #[error(
        "the client key is encrypted; decrypt it with `openssl pkey -in KEY -out PLAIN` and keep the file readable by its owner only"
    )]
    KeyEncrypted,
    /// Certificate and key are not a pair.
    #[error(
        "the client key does not belong to the certificate of {name}; configure the key that its signing request was made with"
    )]
    Mismatch {
        /// Whose certificate it is.
        name: String,
    },
    /// A kind of key that TLS does not sign with, or that is too short or too long.
    #[error(
        "a {found} key cannot be used as a client key; use RSA of 1024 to 16384 bits, P-256, P-384, P-521, Ed25519 or Ed448"
    )]
    UnusableKey {
        /// Kind and size.
        found: String,
    },
    /// The key cannot sign, although it looks right.
    #[error("the client key cannot sign; renew key and certificate")]
    CannotSign(#[source] rustls::Error),
}

impl ClientIdentity {
    /// Reads a PEM chain, leaf first, and an unencrypted PEM key, and makes sure that they can be
    /// used together.
    pub(crate) fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, ClientIdentityError> {
        let chain = X509::stack_from_pem(certificates)
            .map_err(|source| ClientIdentityError::Certificate(Some(source)))?;
        let leaf = chain
            .first()
            .ok_or(ClientIdentityError::Certificate(None))?;
        if chain.len() > MAX_CHAIN {
            return Err(ClientIdentityError::ChainTooLong(chain.len()));
        }
        let key = read_key(key)?;
        let name = common_name(leaf.subject_name());
        if !leaf.public_key().is_ok_and(|public| public.public_eq(&key)) {
            return Err(ClientIdentityError::Mismatch { name });
        }
        let unreadable = |source| ClientIdentityError::Certificate(Some(source));
        let der = chain
            .iter()
            .map(|certificate| certificate.to_der().map(CertificateDer::from))
            .collect::<Result<Vec<_>, _>>()
            .map_err(unreadable)?;
        let issuers = chain
            .iter()
            .map(|certificate| certificate.issuer_name().to_der())
            .collect::<Result<Vec<_>, _>>()
            .map_err(unreadable)?;
        let (signing_key, signer) = signing_key(&key)?;
        try_to_sign(&*signing_key)?;
        let facts = IdentityFacts {
            name,
            key: describe(&key),
            signer,
            client_auth: may_be_client(leaf),
            issuers,
        };
        let certified = Arc::new(CertifiedKey::new(der, signing_key));
        Ok(Self(Arc::new(Inner {
            certified,
            chain,
            key,
            facts,
        })))
    }

    /// What a finding about this certificate needs to know.
    pub(crate) fn facts(&self) -> &IdentityFacts {
        &self.0.facts
    }

    pub(super) fn certified(&self) -> &Arc<CertifiedKey> {
        &self.0.certified
    }

    /// Leaf first; never empty.
    pub(super) fn chain(&self) -> &[X509] {
        &self.0.chain
    }

    pub(super) fn key(&self) -> &PKey<Private> {
        &self.0.key
    }
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientIdentity")
            .field(&self.0.facts)
            .finish()
    }
}

fn read_key(pem: &[u8]) -> Result<PKey<Private>, ClientIdentityError> {
    // Without a callback OpenSSL would ask for the passphrase on the terminal.
    let asked = Cell::new(false);
    PKey::private_key_from_pem_callback(pem, |_| {
        asked.set(true);
        Ok(0)
    })
    .map_err(|source| {
        if asked.get() {
            ClientIdentityError::KeyEncrypted
        } else {
            ClientIdentityError::Key(source)
        }
    })
}

fn signing_key(key: &PKey<Private>) -> Result<(Arc<dyn SigningKey>, Signer), ClientIdentityError> {
    let unusable = || ClientIdentityError::UnusableKey {
        found: describe(key),
    };
    if key.id() == Id::RSA && !RSA_BITS.contains(&key.bits()) {
        return Err(unusable());
    }
    // OpenSSL writes what ring wants to see in a PKCS#8 key, whatever form the file had.
    let pkcs8 = key
        .private_key_to_pkcs8()
        .map_err(ClientIdentityError::Key)?;
    let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pkcs8));
    if let Ok(signing_key) = rustls::crypto::ring::sign::any_supported_type(&der) {
        return Ok((signing_key, Signer::Ring));
    }
    let signing_key = OpensslKey::new(key.clone()).ok_or_else(unusable)?;
    Ok((Arc::new(signing_key), Signer::OpenSsl))
}

fn try_to_sign(key: &dyn SigningKey) -> Result<(), ClientIdentityError> {
    let signer = key
        .choose_scheme(super::signing::ALL_SCHEMES)
        .ok_or_else(|| {
            ClientIdentityError::CannotSign(rustls::Error::General(
                "no signature scheme".to_owned(),
            ))
        })?;
    signer
        .sign(b"trial")
        .map_err(ClientIdentityError::CannotSign)?;
    Ok(())
}

fn describe(key: &PKey<Private>) -> String {
    match key.id() {
        Id::RSA => format!("RSA-{}", key.bits()),
        Id::EC => {
            let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
            let name = curve
                .and_then(|nid| nid.short_name().ok())
                .unwrap_or("unnamed curve");
            format!("EC ({name})")
        }
        Id::ED25519 => "Ed25519".to_owned(),
        Id::ED448 => "Ed448".to_owned(),
        other => Nid::from_raw(other.as_raw())
            .short_name()
            .unwrap_or("unknown")
            .to_owned(),
    }
}

fn may_be_client(leaf: &X509Ref) -> bool {
    leaf.extended_key_usage().is_none_or(|usage| {
        usage.intersects(X509ExtendedKeyUsage::SSL_CLIENT | X509ExtendedKeyUsage::ANYEKU)
    })
}

fn common_name(name: &X509NameRef) -> String {
    name.entries_by_nid(Nid::COMMONNAME)
        .next()
        .and_then(|entry| entry.data().to_string().ok())
        .unwrap_or_else(|| "an unnamed subject".to_owned())
}

#[cfg(test)]
mod tests {
    use openssl::symm::Cipher;
    use tollgate_lab::{
        Authority, CertificateSpec, Identity, Key, KeyKind, KeySource, Presented, Purpose,
    };

    use super::*;

    const NOW: i64 = 1_657_558_800;

    fn identity(kind: KeyKind) -> Identity {
        let spec = CertificateSpec {
            key: KeySource::Generate(kind),
            ..CertificateSpec::client("expc.steven.lab")
        };
        Authority::new(NOW).self_signed(&spec).unwrap()
    }

    fn read(identity: &Identity) -> Result<ClientIdentity, ClientIdentityError> {
        let chain = identity.pem(Presented::WithRoot);
        ClientIdentity::from_pem(chain.as_bytes(), identity.key().to_pem().as_bytes())
    }

    #[test]
    fn ring_signs_what_it_can_and_openssl_the_rest() {
        for (kind, signer) in [
            (KeyKind::Rsa(2048), Signer::Ring),
            (KeyKind::Rsa(1024), Signer::OpenSsl),
            (KeyKind::P256, Signer::Ring),
            (KeyKind::P384, Signer::Ring),
            (KeyKind::P521, Signer::OpenSsl),
            (KeyKind::Ed25519, Signer::Ring),
        ] {
            let read = read(&identity(kind)).unwrap();
            assert_eq!(read.facts().signer, signer, "{kind:?}");
            assert_eq!(read.facts().name, "expc.steven.lab");
        }
    }

    #[test]
    fn key_of_another_certificate_is_refused_by_name() {
        let certificate = identity(KeyKind::P256).pem(Presented::LeafOnly);
        let key = Key::generate(KeyKind::P256).unwrap().to_pem();
        let refused = ClientIdentity::from_pem(certificate.as_bytes(), key.as_bytes());
        assert!(
            matches!(refused, Err(ClientIdentityError::Mismatch { name }) if name == "expc.steven.lab")
        );
    }

    #[test]
    fn keys_that_tls_does_not_sign_with_are_refused() {
        for (kind, text) in [
            (KeyKind::RsaPss(2048), "RSASSA-PSS"),
            (KeyKind::Rsa(512), "RSA-512"),
        ] {
            let refused = read(&identity(kind));
            assert!(
                matches!(&refused, Err(ClientIdentityError::UnusableKey { found }) if found == text),
                "{kind:?}: {refused:?}"
            );
        }
    }

    #[test]
    fn encrypted_key_is_told_apart_from_damaged_one() {
        let identity = identity(KeyKind::P256);
        let chain = identity.pem(Presented::LeafOnly);
        let key = PKey::private_key_from_pem(identity.key().to_pem().as_bytes()).unwrap();
        let encrypted = key
            .private_key_to_pem_pkcs8_passphrase(Cipher::aes_128_cbc(), b"secret")
            .unwrap();
        assert!(matches!(
            ClientIdentity::from_pem(chain.as_bytes(), &encrypted),
            Err(ClientIdentityError::KeyEncrypted)
        ));
        assert!(matches!(
            ClientIdentity::from_pem(chain.as_bytes(), b"-----BEGIN"),
            Err(ClientIdentityError::Key(_))
        ));
        assert!(matches!(
            ClientIdentity::from_pem(b"", &encrypted),
            Err(ClientIdentityError::Certificate(_))
        ));
    }

    #[test]
    fn missing_client_auth_is_noted() {
        let spec = CertificateSpec {
            purposes: vec![Purpose::ServerAuth],
            key: KeySource::Generate(KeyKind::P256),
            ..CertificateSpec::client("expc.steven.lab")
        };
        let server_only = Authority::new(NOW).self_signed(&spec).unwrap();
        assert!(!read(&server_only).unwrap().facts().client_auth);
        assert!(read(&identity(KeyKind::P256)).unwrap().facts().client_auth);
    }

    #[test]
    fn debug_output_holds_no_key() {
        let shown = format!("{:?}", read(&identity(KeyKind::P521)).unwrap());
        assert!(
            shown.starts_with("ClientIdentity(IdentityFacts {"),
            "{shown}"
        );
    }
}
