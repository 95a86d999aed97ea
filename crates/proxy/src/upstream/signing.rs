//! Signatures by client keys that ring does not sign with, made by OpenSSL.

use std::fmt;

use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};
use rustls::SignatureAlgorithm;
use rustls::SignatureScheme;
use rustls::sign::SigningKey;

use super::handshake_signature::{digest, is_pss};

const RSA_SCHEMES: &[SignatureScheme] = &[
    SignatureScheme::RSA_PSS_SHA512,
    SignatureScheme::RSA_PSS_SHA384,
    SignatureScheme::RSA_PSS_SHA256,
    SignatureScheme::RSA_PKCS1_SHA512,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA256,
];

/// Every scheme that a client key of ours can sign with.
pub(super) const ALL_SCHEMES: &[SignatureScheme] = &[
    SignatureScheme::RSA_PSS_SHA512,
    SignatureScheme::RSA_PSS_SHA384,
    SignatureScheme::RSA_PSS_SHA256,
    SignatureScheme::RSA_PKCS1_SHA512,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::ECDSA_NISTP256_SHA256,
    SignatureScheme::ECDSA_NISTP384_SHA384,
    SignatureScheme::ECDSA_NISTP521_SHA512,
    SignatureScheme::ED25519,
    SignatureScheme::ED448,
];

/// A private key that OpenSSL signs with.
pub(super) struct OpensslKey {
    key: PKey<Private>,
    schemes: Vec<SignatureScheme>,
    algorithm: SignatureAlgorithm,
}

struct OpensslSigner {
    key: PKey<Private>,
    scheme: SignatureScheme,
}

impl OpensslKey {
    /// Nothing if TLS has no scheme for this kind of key.
    pub(super) fn new(key: PKey<Private>) -> Option<Self> {
        let (algorithm, schemes) = match key.id() {
            Id::RSA => (
                SignatureAlgorithm::RSA,
                RSA_SCHEMES
                    .iter()
                    .filter(|s| room(&key, **s))
                    .copied()
                    .collect(),
            ),
            Id::EC => {
                let scheme = match key.ec_key().ok()?.group().curve_name()? {
                    Nid::X9_62_PRIME256V1 => SignatureScheme::ECDSA_NISTP256_SHA256,
                    Nid::SECP384R1 => SignatureScheme::ECDSA_NISTP384_SHA384,
                    Nid::SECP521R1 => SignatureScheme::ECDSA_NISTP521_SHA512,
                    _ => return None,
                };
                (SignatureAlgorithm::ECDSA, vec![scheme])
            }
            Id::ED25519 => (SignatureAlgorithm::ED25519, vec![SignatureScheme::ED25519]),
            Id::ED448 => (SignatureAlgorithm::ED448, vec![SignatureScheme::ED448]),
            _ => return None,
        };
        Some(Self {
            key,
            schemes,
            algorithm,
        })
    }
}

/// Whether a PSS signature with salt and digest fits into the modulus (RFC 8017 section 9.1.1).
fn room(key: &PKey<Private>, scheme: SignatureScheme) -> bool {
    let digest_length = digest(scheme).map_or(0, |digest| digest.size());
    !is_pss(scheme) || key.size() >= 2 * digest_length + 2
}

impl SigningKey for OpensslKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn rustls::sign::Signer>> {
        let scheme = *self
            .schemes
            .iter()
            .find(|scheme| offered.contains(scheme))?;
        Some(Box::new(OpensslSigner {
            key: self.key.clone(),
            scheme,
        }))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
}

impl rustls::sign::Signer for OpensslSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        sign(&self.key, self.scheme, message)
            .map_err(|source| rustls::Error::General(format!("OpenSSL cannot sign: {source}")))
    }

    fn scheme(&self) -> SignatureScheme {
        self.scheme
    }
}

fn sign(
    key: &PKey<Private>,
    scheme: SignatureScheme,
    message: &[u8],
) -> Result<Vec<u8>, ErrorStack> {
    let Some(digest) = digest(scheme) else {
        return Signer::new_without_digest(key)?.sign_oneshot_to_vec(message);
    };
    let mut signer = Signer::new(digest, key)?;
    if is_pss(scheme) {
        signer.set_rsa_padding(Padding::PKCS1_PSS)?;
        signer.set_rsa_mgf1_md(digest)?;
        signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
    }
    signer.sign_oneshot_to_vec(message)
}

impl fmt::Debug for OpensslKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpensslKey")
            .field("schemes", &self.schemes)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OpensslSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpensslSigner")
            .field("scheme", &self.scheme)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use openssl::ec::{EcGroup, EcKey};
    use openssl::rsa::Rsa;

    use super::*;

    fn chosen(key: PKey<Private>) -> Option<SignatureScheme> {
        let signer = OpensslKey::new(key)?.choose_scheme(ALL_SCHEMES)?;
        assert!(!signer.sign(b"message").unwrap().is_empty());
        Some(signer.scheme())
    }

    #[test]
    fn scheme_fits_the_key() {
        let curve = |nid| {
            let group = EcGroup::from_curve_name(nid).unwrap();
            PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
        };
        let rsa = |bits| PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap();
        for (key, scheme) in [
            (rsa(2048), Some(SignatureScheme::RSA_PSS_SHA512)),
            // 1024 bits have no room for a SHA-512 PSS signature.
            (rsa(1024), Some(SignatureScheme::RSA_PSS_SHA384)),
            (
                curve(Nid::SECP521R1),
                Some(SignatureScheme::ECDSA_NISTP521_SHA512),
            ),
            (curve(Nid::SECP256K1), None),
            (
                PKey::generate_ed448().unwrap(),
                Some(SignatureScheme::ED448),
            ),
            (PKey::generate_x25519().unwrap(), None),
        ] {
            assert_eq!(chosen(key), scheme);
        }
    }

    #[test]
    fn nothing_is_signed_with_a_scheme_that_was_not_offered() {
        let key = OpensslKey::new(PKey::generate_ed448().unwrap()).unwrap();
        assert!(key.choose_scheme(&[SignatureScheme::ED25519]).is_none());
    }
}
