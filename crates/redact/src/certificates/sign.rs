//! Signatures of exactly as many octets as before.

use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};
use openssl::x509::X509;

use crate::der::{CertificateParts, Element, INTEGER, SEQUENCE};
use crate::random::Seed;

/// An ECDSA signature is as long as its two numbers happen to be. Half of all have the usual
/// length, one in 256 is an octet shorter, and so on.
const TRIES: usize = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signed {
    Done,
    Impossible,
}

/// Signs a certificate again with the algorithm that it names.
pub(super) fn sign(der: &mut [u8], parts: &CertificateParts, key: &PKey<Private>) -> Signed {
    let length = parts.signature.len();
    let Some(content) = der.get(parts.signed.whole.clone()).map(<[u8]>::to_vec) else {
        return Signed::Impossible;
    };
    let Some(method) = Method::of(der) else {
        return Signed::Impossible;
    };
    for _ in 0..TRIES {
        let Some(signature) = method.sign(&content, key) else {
            return Signed::Impossible;
        };
        if signature.len() == length {
            if let Some(place) = der.get_mut(parts.signature.clone()) {
                place.copy_from_slice(&signature);
            }
            return Signed::Done;
        }
        if key.id() != Id::EC {
            return Signed::Impossible;
        }
    }
    Signed::Impossible
}

enum Method {
    Digest(MessageDigest),
    Pss {
        digest: MessageDigest,
        mask_digest: MessageDigest,
        salt: i32,
    },
    Whole,
}

impl Method {
    fn of(der: &[u8]) -> Option<Self> {
        let x509 = X509::from_der(der).ok()?;
        let nid = x509.signature_algorithm().object().nid();
        if nid == Nid::RSASSAPSS {
            return Self::pss(der);
        }
        let algorithms = nid.signature_algorithms()?;
        if algorithms.digest == Nid::UNDEF {
            return Some(Self::Whole);
        }
        MessageDigest::from_nid(algorithms.digest).map(Self::Digest)
    }

    /// RSASSA-PSS-params (RFC 4055): `[0]` hash, `[1]` mask with its hash, `[2]` length of the salt.
    fn pss(der: &[u8]) -> Option<Self> {
        let outer = Element::read(der, 0..der.len())?;
        let algorithm = outer.children(der).into_iter().nth(1)?;
        let parameters = algorithm.children(der).into_iter().nth(1)?;
        let mut digest = MessageDigest::sha1();
        let mut mask_digest = MessageDigest::sha1();
        let mut salt = 20;
        for parameter in parameters.children(der) {
            match parameter.tag {
                0xa0 => digest = digest_in(der, &parameter)?,
                0xa1 => {
                    let mask = parameter.children(der).into_iter().next()?;
                    let inner = mask.children(der).into_iter().nth(1)?;
                    mask_digest = digest_of(der, &inner)?;
                }
                0xa2 => {
                    let number = parameter.children(der).into_iter().next()?;
                    let octets = number.octets(der);
                    salt = octets.iter().fold(0, |sum: i32, octet| {
                        sum.wrapping_mul(256).wrapping_add(i32::from(*octet))
                    });
                }
                _ => {}
            }
        }
        Some(Self::Pss {
            digest,
            mask_digest,
            salt,
        })
    }

    fn sign(&self, content: &[u8], key: &PKey<Private>) -> Option<Vec<u8>> {
        let signature = match self {
            Self::Digest(digest) => Signer::new(*digest, key).ok()?.sign_oneshot_to_vec(content),
            Self::Whole => Signer::new_without_digest(key)
                .ok()?
                .sign_oneshot_to_vec(content),
            Self::Pss {
                digest,
                mask_digest,
                salt,
            } => {
                let mut signer = Signer::new(*digest, key).ok()?;
                signer.set_rsa_padding(Padding::PKCS1_PSS).ok()?;
                signer.set_rsa_mgf1_md(*mask_digest).ok()?;
                signer
                    .set_rsa_pss_saltlen(RsaPssSaltlen::custom(*salt))
                    .ok()?;
                signer.sign_oneshot_to_vec(content)
            }
        };
        signature.ok()
    }
}

fn digest_in(der: &[u8], parameter: &Element) -> Option<MessageDigest> {
    let algorithm = parameter.children(der).into_iter().next()?;
    digest_of(der, &algorithm)
}

fn digest_of(der: &[u8], algorithm: &Element) -> Option<MessageDigest> {
    let id = algorithm.children(der).into_iter().next()?;
    match id.octets(der) {
        [0x2b, 0x0e, 0x03, 0x02, 0x1a] => Some(MessageDigest::sha1()),
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, which] => match which {
            1 => Some(MessageDigest::sha256()),
            2 => Some(MessageDigest::sha384()),
            3 => Some(MessageDigest::sha512()),
            4 => Some(MessageDigest::sha224()),
            _ => None,
        },
        _ => None,
    }
}

/// Puts something in the place of a signature that looks like one and verifies with no key.
pub(crate) fn forge(seed: &Seed, der: &mut [u8], parts: &CertificateParts) {
    forge_at(seed, der, parts.signature.clone());
}

/// As [`forge`], for the signature of anything.
pub(crate) fn forge_at(seed: &Seed, der: &mut [u8], range: std::ops::Range<usize>) {
    let mut stream = seed.stream("signature", der.get(range.clone()).unwrap_or_default());
    let pair = Element::read(der, range.clone())
        .filter(|pair| pair.tag == SEQUENCE && pair.whole == range)
        .map(|pair| pair.children(der))
        .filter(|numbers| numbers.len() == 2 && numbers.iter().all(|n| n.tag == INTEGER));
    let mut fill = |range: std::ops::Range<usize>| {
        if let Some(place) = der.get_mut(range) {
            place.fill_with(|| stream.octet());
        }
    };
    match pair {
        // ECDSA and DSA: two numbers, whose first octets decide on their length.
        Some(numbers) => {
            for number in numbers {
                fill(number.content.start + 2..number.content.end);
            }
        }
        // RSA: a number below the modulus, and so is one with the same first octets.
        None => fill(range.start + 2..range.end),
    }
}
