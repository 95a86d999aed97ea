//! Private keys of the test authority.

use std::fmt;

use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use serde::{Deserialize, Serialize};

use super::AuthorityError;

/// What kind of key a certificate carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// RSA of this many bits, at least 512.
    Rsa(u32),
    /// RSA of this many bits whose key itself says RSASSA-PSS (RFC 4055); it signs with PSS only.
    RsaPss(u32),
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// Ed25519 (RFC 8410).
    Ed25519,
}

/// A private key. Its `Debug` form shows the kind only.
#[derive(Clone)]
pub struct Key {
    kind: KeyKind,
    key: PKey<Private>,
}

impl Key {
    /// A fresh key. RSA of 2048 bits takes about a tenth of a second.
    pub fn generate(kind: KeyKind) -> Result<Self, AuthorityError> {
        let key = match kind {
            KeyKind::Rsa(bits) => Rsa::generate(bits).and_then(PKey::from_rsa),
            KeyKind::RsaPss(bits) => Rsa::generate(bits).and_then(|rsa| pss_form(&rsa)),
            KeyKind::P256 => on_curve(Nid::X9_62_PRIME256V1),
            KeyKind::P384 => on_curve(Nid::SECP384R1),
            KeyKind::P521 => on_curve(Nid::SECP521R1),
            KeyKind::Ed25519 => PKey::generate_ed25519(),
        }
        .map_err(|source| AuthorityError::Key { kind, source })?;
        Ok(Self { kind, key })
    }

    /// What kind of key this is.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The key as PKCS#8 PEM, without a passphrase.
    pub fn to_pem(&self) -> String {
        // Writing a key that OpenSSL holds into memory fails only for want of memory.
        let pem = self.key.private_key_to_pem_pkcs8().unwrap_or_default();
        String::from_utf8(pem).unwrap_or_default()
    }

    pub(crate) fn as_openssl(&self) -> &PKey<Private> {
        &self.key
    }

    /// The same RSA numbers in a form that makes OpenSSL sign with PSS.
    ///
    /// The openssl crate does not bind `X509_sign_ctx`, which chooses the padding of a signature; but a key that
    /// calls itself RSASSA-PSS has no other padding.
    pub(crate) fn for_pss(&self) -> Result<PKey<Private>, ErrorStack> {
        match self.kind {
            KeyKind::Rsa(_) => pss_form(&*self.key.rsa()?),
            KeyKind::RsaPss(_)
            | KeyKind::P256
            | KeyKind::P384
            | KeyKind::P521
            | KeyKind::Ed25519 => Ok(self.key.clone()),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Key({:?})", self.kind)
    }
}

fn on_curve(curve: Nid) -> Result<PKey<Private>, ErrorStack> {
    let group = EcGroup::from_curve_name(curve)?;
    PKey::from_ec_key(EcKey::generate(&group)?)
}

fn pss_form(rsa: &openssl::rsa::RsaRef<Private>) -> Result<PKey<Private>, ErrorStack> {
    /// `INTEGER 0`, then `AlgorithmIdentifier { id-RSASSA-PSS }` without parameters (RFC 4055, 1.2).
    const VERSION_AND_ALGORITHM: [u8; 16] = [
        0x02, 0x01, 0x00, 0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01,
        0x0a,
    ];
    let mut content = VERSION_AND_ALGORITHM.to_vec();
    content.extend(der_field(OCTET_STRING, &rsa.private_key_to_der()?));
    PKey::private_key_from_pkcs8(&der_field(SEQUENCE, &content))
}

const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

fn der_field(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant: Vec<u8> = length
        .iter()
        .copied()
        .skip_while(|octet| *octet == 0)
        .collect();
    let mut field = vec![tag];
    match significant.as_slice() {
        [] => field.push(0),
        [short] if *short < 0x80 => field.push(*short),
        long => {
            field.push(0x80 | u8::try_from(long.len()).unwrap_or(u8::MAX));
            field.extend_from_slice(long);
        }
    }
    field.extend_from_slice(content);
    field
}
