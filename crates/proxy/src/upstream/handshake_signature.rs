//! The proof that a node holds the key of its certificate: the signature it makes in the handshake
//! (RFC 8446 section 4.4.3, RFC 5246 section 7.4.3).
//!
//! It is checked in every mode, `Report` and `Off` included: without it nothing is known about the
//! other end. The key comes from `pki`, not from webpki's certificate parser, which refuses X.509
//! v1. ring checks P-256, P-384 and Ed25519; OpenSSL the rest: RSA, for which it prepares a key once
//! where ring does so for each signature, P-521 and other curves, Ed448, RSASSA-PSS keys, SHA-1.

use std::cell::RefCell;
use std::collections::HashMap;

use openssl::hash::MessageDigest;
use openssl::pkey::{Id, PKey, Public};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};
use rustls::SignatureScheme;
use rustls_pki_types::{SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer};
use tollgate_pki::{Certificate, KeyFamily, SecurityLevel};
use webpki::RawPublicKeyEntity;
use webpki::ring as algorithms;

use super::cipher::KeyPreference;
use super::progress::TlsVersion;

/// RSASSA-PSS keys (RFC 8446 section 4.2.3), for which rustls has no names.
const RSA_PSS_PSS_SHA256: SignatureScheme = SignatureScheme::Unknown(0x0809);
const RSA_PSS_PSS_SHA384: SignatureScheme = SignatureScheme::Unknown(0x080a);
const RSA_PSS_PSS_SHA512: SignatureScheme = SignatureScheme::Unknown(0x080b);

const ECDSA_SCHEMES: [SignatureScheme; 5] = [
    SignatureScheme::ECDSA_NISTP256_SHA256,
    SignatureScheme::ECDSA_NISTP384_SHA384,
    SignatureScheme::ECDSA_NISTP521_SHA512,
    SignatureScheme::ED25519,
    SignatureScheme::ED448,
];

const RSA_SCHEMES: [SignatureScheme; 9] = [
    SignatureScheme::RSA_PSS_SHA256,
    SignatureScheme::RSA_PSS_SHA384,
    SignatureScheme::RSA_PSS_SHA512,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA512,
    RSA_PSS_PSS_SHA256,
    RSA_PSS_PSS_SHA384,
    RSA_PSS_PSS_SHA512,
];

/// Only for TLS 1.2 with nodes that know nothing better, and last.
const SHA_1_SCHEMES: [SignatureScheme; 2] = [
    SignatureScheme::RSA_PKCS1_SHA1,
    SignatureScheme::ECDSA_SHA1_Legacy,
];

/// What a `ClientHello` offers in `signature_algorithms`, most wanted first. In TLS 1.3 this order is
/// the only say a client has in whether it gets the RSA or the ECDSA certificate.
pub(super) fn offered_schemes(
    preference: KeyPreference,
    level: SecurityLevel,
) -> Vec<SignatureScheme> {
    let mut schemes = Vec::with_capacity(16);
    match preference {
        KeyPreference::EcdsaFirst => {
            schemes.extend(ECDSA_SCHEMES);
            schemes.extend(RSA_SCHEMES);
        }
        KeyPreference::RsaFirst => {
            schemes.extend(RSA_SCHEMES);
            schemes.extend(ECDSA_SCHEMES);
        }
    }
    match level {
        SecurityLevel::Compat | SecurityLevel::Level0 => schemes.extend(SHA_1_SCHEMES),
        SecurityLevel::Level1 | SecurityLevel::Level2 => {}
    }
    schemes
}

/// The same list for OpenSSL's `SSL_CTX_set1_sigalgs_list`.
pub(super) fn openssl_sigalgs(schemes: &[SignatureScheme]) -> String {
    let names: Vec<&str> = schemes
        .iter()
        .filter_map(|scheme| openssl_name(*scheme))
        .collect();
    names.join(":")
}

fn openssl_name(scheme: SignatureScheme) -> Option<&'static str> {
    Some(match scheme {
        SignatureScheme::ECDSA_NISTP256_SHA256 => "ECDSA+SHA256",
        SignatureScheme::ECDSA_NISTP384_SHA384 => "ECDSA+SHA384",
        SignatureScheme::ECDSA_NISTP521_SHA512 => "ECDSA+SHA512",
        SignatureScheme::ED25519 => "ed25519",
        SignatureScheme::ED448 => "ed448",
        SignatureScheme::RSA_PSS_SHA256 => "rsa_pss_rsae_sha256",
        SignatureScheme::RSA_PSS_SHA384 => "rsa_pss_rsae_sha384",
        SignatureScheme::RSA_PSS_SHA512 => "rsa_pss_rsae_sha512",
        RSA_PSS_PSS_SHA256 => "rsa_pss_pss_sha256",
        RSA_PSS_PSS_SHA384 => "rsa_pss_pss_sha384",
        RSA_PSS_PSS_SHA512 => "rsa_pss_pss_sha512",
        SignatureScheme::RSA_PKCS1_SHA256 => "RSA+SHA256",
        SignatureScheme::RSA_PKCS1_SHA384 => "RSA+SHA384",
        SignatureScheme::RSA_PKCS1_SHA512 => "RSA+SHA512",
        SignatureScheme::RSA_PKCS1_SHA1 => "RSA+SHA1",
        SignatureScheme::ECDSA_SHA1_Legacy => "ECDSA+SHA1",
        _ => return None,
    })
}

/// Why a handshake signature was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum SignatureError {
    /// The node chose a scheme that the `ClientHello` did not offer.
    #[error("the node signed with {0:?}, which was not offered")]
    NotOffered(SignatureScheme),
    /// PKCS#1, SHA-1 or SHA-224 in TLS 1.3.
    #[error("the node signed with {0:?}, which TLS 1.3 does not allow")]
    NotInTls13(SignatureScheme),
    /// RSA scheme with an EC key, wrong curve in TLS 1.3, and the like.
    #[error("the node signed with {0:?}, which does not fit the key of its certificate")]
    DoesNotFitKey(SignatureScheme),
    /// OpenSSL cannot read the key.
    #[error("the key of the node's certificate cannot be read")]
    UnreadableKey,
    /// The node does not hold the key of the certificate it presented.
    #[error("the handshake signature does not verify with the key of the node's certificate")]
    Invalid,
}

/// Checks `signature` over `message` by the key of `leaf`.
pub(super) fn check(
    version: TlsVersion,
    offered: &[SignatureScheme],
    leaf: &Certificate,
    signed: Signed<'_>,
) -> Result<(), SignatureError> {
    let scheme = signed.scheme;
    if !offered.contains(&scheme) {
        return Err(SignatureError::NotOffered(scheme));
    }
    if version == TlsVersion::V1_3 && !allowed_in_tls_1_3(scheme) {
        return Err(SignatureError::NotInTls13(scheme));
    }
    let key = LeafKey::of(leaf).ok_or(SignatureError::UnreadableKey)?;
    if !key.fits(scheme, version) {
        return Err(SignatureError::DoesNotFitKey(scheme));
    }
    match key.in_ring(scheme) {
        Some(algorithm) => key.check_by_ring(algorithm, signed),
        None => key.check_by_openssl(signed),
    }
}

/// What was signed, how, and the signature.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signed<'a> {
    pub(super) scheme: SignatureScheme,
    pub(super) message: &'a [u8],
    pub(super) signature: &'a [u8],
}

/// RFC 8446 section 4.2.3, as a list of what may be, so that a new scheme is refused until known.
fn allowed_in_tls_1_3(scheme: SignatureScheme) -> bool {
    ECDSA_SCHEMES.contains(&scheme)
        || matches!(
            scheme,
            SignatureScheme::RSA_PSS_SHA256
                | SignatureScheme::RSA_PSS_SHA384
                | SignatureScheme::RSA_PSS_SHA512
                | RSA_PSS_PSS_SHA256
                | RSA_PSS_PSS_SHA384
                | RSA_PSS_PSS_SHA512
        )
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyKind {
    Rsa,
    RsaPss,
    P256,
    P384,
    P521,
    OtherCurve,
    Ed25519,
    Ed448,
    Other,
}

#[derive(Debug)]
struct LeafKey<'a> {
    /// `SubjectPublicKeyInfo` in DER.
    spki: &'a [u8],
    kind: KeyKind,
}

impl<'a> LeafKey<'a> {
    fn of(leaf: &'a Certificate) -> Option<Self> {
        let spki = leaf.public_key_der()?;
        let key = &leaf.facts().key;
        let kind = match (key.family, key.curve.as_deref()) {
            (KeyFamily::Rsa, _) if is_rsa_encryption(spki) => KeyKind::Rsa,
            (KeyFamily::Rsa, _) => KeyKind::RsaPss,
            (KeyFamily::Ecdsa, Some("prime256v1")) => KeyKind::P256,
            (KeyFamily::Ecdsa, Some("secp384r1")) => KeyKind::P384,
            (KeyFamily::Ecdsa, Some("secp521r1")) => KeyKind::P521,
            (KeyFamily::Ecdsa, Some("Ed25519")) => KeyKind::Ed25519,
            (KeyFamily::Ecdsa, Some("Ed448")) => KeyKind::Ed448,
            (KeyFamily::Ecdsa, _) => KeyKind::OtherCurve,
            (KeyFamily::Other, _) => KeyKind::Other,
        };
        Some(Self { spki, kind })
    }

    /// Whether a signature of that scheme can be by a key of this kind. TLS 1.2 does not bind the
    /// curve, TLS 1.3 does.
    fn fits(&self, scheme: SignatureScheme, version: TlsVersion) -> bool {
        let curve_is_free = version != TlsVersion::V1_3;
        match scheme {
            SignatureScheme::RSA_PKCS1_SHA1
            | SignatureScheme::RSA_PKCS1_SHA256
            | SignatureScheme::RSA_PKCS1_SHA384
            | SignatureScheme::RSA_PKCS1_SHA512
            | SignatureScheme::RSA_PSS_SHA256
            | SignatureScheme::RSA_PSS_SHA384
            | SignatureScheme::RSA_PSS_SHA512 => self.kind == KeyKind::Rsa,
            RSA_PSS_PSS_SHA256 | RSA_PSS_PSS_SHA384 | RSA_PSS_PSS_SHA512 => {
                self.kind == KeyKind::RsaPss
            }
            SignatureScheme::ECDSA_NISTP256_SHA256 => {
                self.kind == KeyKind::P256 || curve_is_free && self.is_ec()
            }
            SignatureScheme::ECDSA_NISTP384_SHA384 => {
                self.kind == KeyKind::P384 || curve_is_free && self.is_ec()
            }
            SignatureScheme::ECDSA_NISTP521_SHA512 => {
                self.kind == KeyKind::P521 || curve_is_free && self.is_ec()
            }
            SignatureScheme::ECDSA_SHA1_Legacy => curve_is_free && self.is_ec(),
            SignatureScheme::ED25519 => self.kind == KeyKind::Ed25519,
            SignatureScheme::ED448 => self.kind == KeyKind::Ed448,
            _ => false,
        }
    }

    const fn is_ec(&self) -> bool {
        matches!(
            self.kind,
            KeyKind::P256 | KeyKind::P384 | KeyKind::P521 | KeyKind::OtherCurve
        )
    }

    fn in_ring(
        &self,
        scheme: SignatureScheme,
    ) -> Option<&'static dyn SignatureVerificationAlgorithm> {
        // ring reads uncompressed points only; these are the lengths of such keys.
        const P256_UNCOMPRESSED: usize = 91;
        const P384_UNCOMPRESSED: usize = 120;
        match (self.kind, scheme) {
            (KeyKind::P256, _) if self.spki.len() != P256_UNCOMPRESSED => None,
            (KeyKind::P384, _) if self.spki.len() != P384_UNCOMPRESSED => None,
            (KeyKind::P256, SignatureScheme::ECDSA_NISTP256_SHA256) => {
                Some(algorithms::ECDSA_P256_SHA256)
            }
            (KeyKind::P256, SignatureScheme::ECDSA_NISTP384_SHA384) => {
                Some(algorithms::ECDSA_P256_SHA384)
            }
            (KeyKind::P384, SignatureScheme::ECDSA_NISTP256_SHA256) => {
                Some(algorithms::ECDSA_P384_SHA256)
            }
            (KeyKind::P384, SignatureScheme::ECDSA_NISTP384_SHA384) => {
                Some(algorithms::ECDSA_P384_SHA384)
            }
            (KeyKind::Ed25519, SignatureScheme::ED25519) => Some(algorithms::ED25519),
            _ => None,
        }
    }

    fn check_by_ring(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        signed: Signed<'_>,
    ) -> Result<(), SignatureError> {
        let spki = SubjectPublicKeyInfoDer::from(self.spki);
        let key = RawPublicKeyEntity::try_from(&spki).map_err(|_| SignatureError::UnreadableKey)?;
        key.verify_signature(algorithm, signed.message, signed.signature)
            .map_err(|_| SignatureError::Invalid)
    }

    fn check_by_openssl(&self, signed: Signed<'_>) -> Result<(), SignatureError> {
        let key = match self.kind {
            KeyKind::Rsa => rsa_key(self.spki),
            _ => PKey::public_key_from_der(self.spki),
        };
        let key = key.map_err(|_| SignatureError::UnreadableKey)?;
        let verified = verify_by_openssl(&key, signed).unwrap_or(false);
        // A signature that does not verify leaves entries in OpenSSL's error queue.
        drop(openssl::error::ErrorStack::get());
        if verified {
            Ok(())
        } else {
            Err(SignatureError::Invalid)
        }
    }
}

/// Keys that are kept for each worker. Nodes have one RSA key each.
const MOST_KEYS: usize = 256;

thread_local! {
    /// RSA keys by their encoding, with what OpenSSL has worked out for their modulus.
    static RSA_KEYS: RefCell<HashMap<Box<[u8]>, PKey<Public>>> = RefCell::default();
}

fn rsa_key(spki: &[u8]) -> Result<PKey<Public>, openssl::error::ErrorStack> {
    if let Some(known) = RSA_KEYS.with_borrow(|keys| keys.get(spki).cloned()) {
        return Ok(known);
    }
    let key = PKey::public_key_from_der(spki)?;
    RSA_KEYS.with_borrow_mut(|keys| {
        if keys.len() >= MOST_KEYS {
            keys.clear();
        }
        keys.insert(spki.into(), key.clone());
    });
    Ok(key)
}

fn verify_by_openssl(
    key: &PKey<Public>,
    signed: Signed<'_>,
) -> Result<bool, openssl::error::ErrorStack> {
    let Some(digest) = digest(signed.scheme) else {
        return Verifier::new_without_digest(key)?.verify_oneshot(signed.signature, signed.message);
    };
    let mut verifier = Verifier::new(digest, key)?;
    if is_pss(signed.scheme) {
        if key.id() == Id::RSA {
            verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
        }
        verifier.set_rsa_mgf1_md(digest)?;
        verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
    }
    verifier.verify_oneshot(signed.signature, signed.message)
}

/// The digest of a scheme; none for `EdDSA`, which has its own.
pub(super) fn digest(scheme: SignatureScheme) -> Option<MessageDigest> {
    match scheme {
        SignatureScheme::RSA_PKCS1_SHA1 | SignatureScheme::ECDSA_SHA1_Legacy => {
            Some(MessageDigest::sha1())
        }
        SignatureScheme::RSA_PKCS1_SHA256
        | SignatureScheme::RSA_PSS_SHA256
        | SignatureScheme::ECDSA_NISTP256_SHA256
        | RSA_PSS_PSS_SHA256 => Some(MessageDigest::sha256()),
        SignatureScheme::RSA_PKCS1_SHA384
        | SignatureScheme::RSA_PSS_SHA384
        | SignatureScheme::ECDSA_NISTP384_SHA384
        | RSA_PSS_PSS_SHA384 => Some(MessageDigest::sha384()),
        SignatureScheme::RSA_PKCS1_SHA512
        | SignatureScheme::RSA_PSS_SHA512
        | SignatureScheme::ECDSA_NISTP521_SHA512
        | RSA_PSS_PSS_SHA512 => Some(MessageDigest::sha512()),
        _ => None,
    }
}

/// Whether the scheme is RSASSA-PSS, whatever the kind of key.
pub(super) fn is_pss(scheme: SignatureScheme) -> bool {
    matches!(
        scheme,
        SignatureScheme::RSA_PSS_SHA256
            | SignatureScheme::RSA_PSS_SHA384
            | SignatureScheme::RSA_PSS_SHA512
            | RSA_PSS_PSS_SHA256
            | RSA_PSS_PSS_SHA384
            | RSA_PSS_PSS_SHA512
    )
}

/// `rsaEncryption` (1.2.840.113549.1.1.1) in the algorithm of a `SubjectPublicKeyInfo`; the other
/// RSA key is `id-RSASSA-PSS`.
fn is_rsa_encryption(spki: &[u8]) -> bool {
    const OID: [u8; 11] = [
        0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
    ];
    /// Two SEQUENCE headers of at most 4 octets each come before the OID.
    const LATEST_START: usize = 8;
    spki.windows(OID.len())
        .take(LATEST_START + 1)
        .any(|window| window == OID)
}

#[cfg(test)]
mod tests {
    use openssl::pkey::Private;
    use openssl::sign::Signer;
    use tollgate_lab::{Authority, CertificateSpec, KeyKind, KeySource};

    use super::*;

    struct Node {
        leaf: Certificate,
        key: PKey<Private>,
    }

    fn node(kind: KeyKind) -> Node {
        let spec = CertificateSpec {
            key: KeySource::Generate(kind),
            ..CertificateSpec::server("cucm.steven.lab")
        };
        let identity = Authority::new(0).self_signed(&spec).unwrap();
        Node {
            leaf: Certificate::from_der(&identity.der()).unwrap(),
            key: PKey::private_key_from_pem(identity.key().to_pem().as_bytes()).unwrap(),
        }
    }

    impl Node {
        fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Vec<u8> {
            let Some(digest) = digest(scheme) else {
                let mut signer = Signer::new_without_digest(&self.key).unwrap();
                return signer.sign_oneshot_to_vec(message).unwrap();
            };
            let mut signer = Signer::new(digest, &self.key).unwrap();
            if is_pss(scheme) && self.key.id() == Id::RSA {
                signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
                signer.set_rsa_mgf1_md(digest).unwrap();
                signer
                    .set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
                    .unwrap();
            }
            signer.sign_oneshot_to_vec(message).unwrap()
        }

        fn check(
            &self,
            version: TlsVersion,
            scheme: SignatureScheme,
            signature: &[u8],
        ) -> Result<(), SignatureError> {
            let offered = offered_schemes(KeyPreference::EcdsaFirst, SecurityLevel::Compat);
            check(
                version,
                &offered,
                &self.leaf,
                Signed {
                    scheme,
                    message: b"message",
                    signature,
                },
            )
        }
    }

    #[test]
    fn good_signatures_pass_and_bad_ones_do_not_whichever_library_checks() {
        use TlsVersion::{V1_2, V1_3};
        for (kind, scheme, version) in [
            (KeyKind::Rsa(2048), SignatureScheme::RSA_PSS_SHA256, V1_3),
            (KeyKind::Rsa(2048), SignatureScheme::RSA_PKCS1_SHA512, V1_2),
            (KeyKind::Rsa(2048), SignatureScheme::RSA_PKCS1_SHA1, V1_2),
            (KeyKind::Rsa(1024), SignatureScheme::RSA_PSS_SHA384, V1_3),
            (KeyKind::P256, SignatureScheme::ECDSA_NISTP256_SHA256, V1_3),
            (KeyKind::P256, SignatureScheme::ECDSA_NISTP384_SHA384, V1_2),
            (KeyKind::P256, SignatureScheme::ECDSA_NISTP521_SHA512, V1_2),
            (KeyKind::P384, SignatureScheme::ECDSA_NISTP384_SHA384, V1_3),
            (KeyKind::P384, SignatureScheme::ECDSA_SHA1_Legacy, V1_2),
            (KeyKind::P521, SignatureScheme::ECDSA_NISTP521_SHA512, V1_3),
            (KeyKind::Ed25519, SignatureScheme::ED25519, V1_3),
        ] {
            let node = node(kind);
            let good = node.sign(scheme, b"message");
            assert_eq!(
                node.check(version, scheme, &good),
                Ok(()),
                "{kind:?} {scheme:?}"
            );
            let other = node.sign(scheme, b"other message");
            for bad in [other.as_slice(), &[], &[0; 64]] {
                let refused = Err(SignatureError::Invalid);
                assert_eq!(
                    node.check(version, scheme, bad),
                    refused,
                    "{kind:?} {scheme:?}"
                );
            }
        }
    }

    #[test]
    fn scheme_has_to_be_offered_allowed_and_fit_the_key() {
        use TlsVersion::{V1_2, V1_3};
        let sha_224 = SignatureScheme::Unknown(0x0301);
        let p256 = node(KeyKind::P256);
        let rsa = node(KeyKind::Rsa(2048));
        for (node, version, scheme, refused) in [
            (&rsa, V1_2, sha_224, SignatureError::NotOffered(sha_224)),
            (
                &rsa,
                V1_3,
                SignatureScheme::RSA_PKCS1_SHA256,
                SignatureError::NotInTls13(SignatureScheme::RSA_PKCS1_SHA256),
            ),
            (
                &p256,
                V1_3,
                SignatureScheme::ECDSA_SHA1_Legacy,
                SignatureError::NotInTls13(SignatureScheme::ECDSA_SHA1_Legacy),
            ),
            (
                &p256,
                V1_3,
                SignatureScheme::ECDSA_NISTP384_SHA384,
                SignatureError::DoesNotFitKey(SignatureScheme::ECDSA_NISTP384_SHA384),
            ),
            (
                &p256,
                V1_2,
                SignatureScheme::RSA_PSS_SHA256,
                SignatureError::DoesNotFitKey(SignatureScheme::RSA_PSS_SHA256),
            ),
            (
                &rsa,
                V1_2,
                SignatureScheme::ED25519,
                SignatureError::DoesNotFitKey(SignatureScheme::ED25519),
            ),
            (
                &rsa,
                V1_3,
                RSA_PSS_PSS_SHA256,
                SignatureError::DoesNotFitKey(RSA_PSS_PSS_SHA256),
            ),
        ] {
            assert_eq!(node.check(version, scheme, b"whatever"), Err(refused));
        }
    }

    #[test]
    fn kept_key_checks_its_own_signatures_and_no_others() {
        let scheme = SignatureScheme::RSA_PKCS1_SHA256;
        let (one, other) = (node(KeyKind::Rsa(2048)), node(KeyKind::Rsa(2048)));
        for node in [&one, &other, &one, &other] {
            let own = node.sign(scheme, b"message");
            assert_eq!(node.check(TlsVersion::V1_2, scheme, &own), Ok(()));
        }
        let foreign = other.sign(scheme, b"message");
        let refused = Err(SignatureError::Invalid);
        assert_eq!(one.check(TlsVersion::V1_2, scheme, &foreign), refused);
    }

    #[test]
    fn keys_take_bounded_room() {
        let key = PKey::from_rsa(openssl::rsa::Rsa::generate(1024).unwrap()).unwrap();
        let good = key.public_key_to_der().unwrap();
        for number in 0..MOST_KEYS + 2 {
            RSA_KEYS.with_borrow_mut(|keys| {
                if keys.len() < MOST_KEYS {
                    let public = PKey::public_key_from_der(&good).unwrap();
                    keys.insert(number.to_be_bytes().into(), public);
                }
            });
        }
        rsa_key(&good).unwrap();
        assert_eq!(RSA_KEYS.with_borrow(HashMap::len), 1);
        assert!(rsa_key(b"no key").is_err());
        assert_eq!(RSA_KEYS.with_borrow(HashMap::len), 1);
    }

    #[test]
    fn sha_1_is_offered_at_compat_and_0_only_and_last() {
        for level in [SecurityLevel::Compat, SecurityLevel::Level0] {
            let offered = offered_schemes(KeyPreference::RsaFirst, level);
            assert_eq!(offered.last_chunk::<2>(), Some(&SHA_1_SCHEMES));
        }
        for level in [SecurityLevel::Level1, SecurityLevel::Level2] {
            let offered = offered_schemes(KeyPreference::RsaFirst, level);
            assert!(!offered.iter().any(|scheme| SHA_1_SCHEMES.contains(scheme)));
        }
    }

    #[test]
    fn every_scheme_has_a_name_for_openssl() {
        let offered = offered_schemes(KeyPreference::EcdsaFirst, SecurityLevel::Compat);
        assert_eq!(openssl_sigalgs(&offered).split(':').count(), offered.len());
    }
}
