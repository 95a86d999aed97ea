//! What a certificate is worth as that of a TLS client: whether it may show who a client is, and
//! whether a server's `CertificateRequest` leaves a signature that its key can make (RFC 5246
//! section 7.4.4, RFC 8422 section 5.5, RFC 8446 sections 4.2.3 and 4.4.2).

use openssl::x509::X509KeyUsage;

use crate::certificate::{Certificate, KeyFamily, KeyType};

/// `ClientCertificateType`: `rsa_sign` and `ecdsa_sign`.
const RSA_SIGN: u8 = 1;
const ECDSA_SIGN: u8 = 64;

/// Which rules a handshake follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientProof {
    /// TLS 1.2 and below.
    UpTo12,
    /// TLS 1.3, where a curve has one scheme and PKCS #1 signatures are gone.
    Tls13,
}

impl Certificate {
    /// Whether its key usage lets it sign a handshake: it has none, or one with digitalSignature.
    pub fn may_sign_handshakes(&self) -> bool {
        let usage = self.x509().key_usage();
        usage.is_none_or(|usage| usage.contains(X509KeyUsage::DIGITAL_SIGNATURE))
    }
}

impl KeyType {
    /// Whether a server that asks for a client certificate of these types and signature schemes, by
    /// number, takes a signature of this key. Empty lists exclude nothing. `None` for a key that is
    /// neither RSA nor of an elliptic curve.
    pub fn is_asked_for(&self, types: &[u8], schemes: &[u16], proof: ClientProof) -> Option<bool> {
        let wanted = match self.family {
            KeyFamily::Rsa => RSA_SIGN,
            KeyFamily::Ecdsa => ECDSA_SIGN,
            KeyFamily::Other => return None,
        };
        let by_type = types.is_empty() || types.contains(&wanted);
        let fits = |scheme: &u16| self.can_make(*scheme, proof);
        let by_scheme = schemes.is_empty() || schemes.iter().any(fits);
        Some(by_type && by_scheme)
    }

    fn can_make(&self, scheme: u16, proof: ClientProof) -> bool {
        let curve = self.curve.as_deref();
        match (self.family, scheme, proof) {
            (KeyFamily::Rsa, 0x0804..=0x0806 | 0x0809..=0x080b, _) => true,
            (KeyFamily::Rsa, 0x0201 | 0x0301 | 0x0401 | 0x0501 | 0x0601, ClientProof::UpTo12) => {
                true
            }
            (KeyFamily::Ecdsa, 0x0807, _) => curve == Some("Ed25519"),
            (KeyFamily::Ecdsa, 0x0808, _) => curve == Some("Ed448"),
            (KeyFamily::Ecdsa, _, _) if matches!(curve, Some("Ed25519" | "Ed448")) => false,
            (KeyFamily::Ecdsa, 0x0203 | 0x0303 | 0x0403 | 0x0503 | 0x0603, ClientProof::UpTo12) => {
                true
            }
            (KeyFamily::Ecdsa, 0x0403, ClientProof::Tls13) => curve == Some("prime256v1"),
            (KeyFamily::Ecdsa, 0x0503, ClientProof::Tls13) => curve == Some("secp384r1"),
            (KeyFamily::Ecdsa, 0x0603, ClientProof::Tls13) => curve == Some("secp521r1"),
            (KeyFamily::Rsa | KeyFamily::Ecdsa | KeyFamily::Other, _, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(family: KeyFamily, curve: Option<&str>) -> KeyType {
        KeyType {
            family,
            bits: 2048,
            curve: curve.map(str::to_owned),
        }
    }

    #[test]
    fn types_and_schemes_have_to_fit_the_key() {
        let rsa = key(KeyFamily::Rsa, None);
        let p384 = key(KeyFamily::Ecdsa, Some("secp384r1"));
        let ed25519 = key(KeyFamily::Ecdsa, Some("Ed25519"));
        let asked = |key: &KeyType, types: &[u8], schemes: &[u16], proof| {
            key.is_asked_for(types, schemes, proof).unwrap()
        };
        let (old, new) = (ClientProof::UpTo12, ClientProof::Tls13);
        assert!(asked(&rsa, &[], &[], old));
        assert!(asked(&rsa, &[1, 64], &[0x0401], old));
        assert!(!asked(&rsa, &[64], &[0x0401], old));
        assert!(!asked(&rsa, &[1], &[0x0403], old));
        // PKCS #1 signatures are left to certificates in TLS 1.3.
        assert!(!asked(&rsa, &[], &[0x0401], new));
        assert!(asked(&rsa, &[], &[0x0401, 0x0804], new));
        assert!(asked(&p384, &[64], &[0x0403], old));
        assert!(!asked(&p384, &[], &[0x0403], new));
        assert!(asked(&p384, &[], &[0x0503], new));
        assert!(asked(&ed25519, &[64], &[0x0807], old));
        assert!(!asked(&ed25519, &[64], &[0x0403], old));
        let dsa = key(KeyFamily::Other, Some("DSA"));
        assert_eq!(dsa.is_asked_for(&[2], &[], old), None);
    }
}
