//! Keys from secrets: HKDF-Expand-Label (RFC 8446 7.1) and the PRFs of TLS 1.0 to 1.2
//! (RFC 2246 and RFC 5246, section 5).

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::sign::Signer;

use super::cipher::{CipherSuite, Hash};
use super::version::Version;

/// Two of the longest keys, MAC keys and IVs are shorter than this.
const LONGEST_OUTPUT: usize = 256;

impl Hash {
    fn digest(self) -> MessageDigest {
        match self {
            Self::Md5 => MessageDigest::md5(),
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
        }
    }
}

/// HMAC over the parts one after another.
pub(super) fn hmac(hash: Hash, key: &[u8], parts: &[&[u8]]) -> Result<Vec<u8>, ErrorStack> {
    let key = PKey::hmac(key)?;
    let mut signer = Signer::new(hash.digest(), &key)?;
    for part in parts {
        signer.update(part)?;
    }
    signer.sign_to_vec()
}

/// The secret from which the keys of a TLS 1.3 server's handshake messages come
/// (`SERVER_HANDSHAKE_TRAFFIC_SECRET` of key logs, RFC 8446 7.1), without a pre-shared key.
///
/// `shared` is the outcome of the key exchange; `transcript` the handshake messages up to and with
/// the `ServerHello`. `None` if the suite is none of TLS 1.3, or OpenSSL fails.
pub fn server_handshake_secret(
    suite: CipherSuite,
    shared: &[u8],
    transcript: &[u8],
) -> Option<Vec<u8>> {
    let hash = hash_of(suite)?;
    let derive = || -> Result<Vec<u8>, ErrorStack> {
        let secret = handshake_secret(hash, shared)?;
        let context = digest(hash, transcript)?;
        expand_label_with(hash, &secret, ("s hs traffic", &context), context.len())
    };
    derive().ok()
}

/// The handshake secret of RFC 8446 7.1, without a pre-shared key.
fn handshake_secret(hash: Hash, shared: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let nothing = digest(hash, &[])?;
    let zeros = vec![0; nothing.len()];
    let early = hmac(hash, &zeros, &[&zeros])?;
    let salt = expand_label_with(hash, &early, ("derived", &nothing), nothing.len())?;
    hmac(hash, &salt, &[shared])
}

/// The hash of handshake messages under a TLS 1.3 suite, as it stands for a first `ClientHello`
/// that had to be repeated (RFC 8446 4.4.1). `None` as in [`server_handshake_secret`].
pub fn transcript_hash(suite: CipherSuite, messages: &[u8]) -> Option<Vec<u8>> {
    digest(hash_of(suite)?, messages).ok()
}

const fn hash_of(suite: CipherSuite) -> Option<Hash> {
    match suite.0 {
        0x1302 => Some(Hash::Sha384),
        0x1301 | 0x1303..=0x1305 => Some(Hash::Sha256),
        _ => None,
    }
}

fn digest(hash: Hash, bytes: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    Ok(openssl::hash::hash(hash.digest(), bytes)?.to_vec())
}

/// HKDF-Expand-Label with an empty context.
pub(super) fn expand_label(
    hash: Hash,
    secret: &[u8],
    label: &str,
    length: usize,
) -> Result<Vec<u8>, ErrorStack> {
    expand_label_with(hash, secret, (label, &[]), length)
}

fn expand_label_with(
    hash: Hash,
    secret: &[u8],
    (label, context): (&str, &[u8]),
    length: usize,
) -> Result<Vec<u8>, ErrorStack> {
    let short = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
    let label = [b"tls13 ", label.as_bytes()].concat();
    let mut info = vec![0, short(length), short(label.len())];
    info.extend_from_slice(&label);
    info.push(short(context.len()));
    info.extend_from_slice(context);
    let mut output: Vec<u8> = Vec::new();
    let mut block = Vec::new();
    let mut counter = 0_u8;
    while output.len() < length.min(LONGEST_OUTPUT) {
        counter = counter.wrapping_add(1);
        block = hmac(hash, secret, &[&block, &info, &[counter]])?;
        output.extend_from_slice(&block);
    }
    output.truncate(length);
    Ok(output)
}

/// The PRF of a version up to TLS 1.2. `hash` is the one of the suite, for TLS 1.2.
pub(super) fn prf(
    version: Version,
    hash: Hash,
    secret: &[u8],
    (label, seed): (&str, &[u8]),
    length: usize,
) -> Result<Vec<u8>, ErrorStack> {
    let seed = [label.as_bytes(), seed].concat();
    if version >= Version::TLS_1_2 {
        let hash = if hash == Hash::Sha384 {
            Hash::Sha384
        } else {
            Hash::Sha256
        };
        return expand(hash, secret, &seed, length);
    }
    // The halves share the middle byte of a secret of odd length.
    let half = secret.len().div_ceil(2);
    let first = secret.get(..half).unwrap_or_default();
    let second = secret
        .get(secret.len().saturating_sub(half)..)
        .unwrap_or_default();
    let md5 = expand(Hash::Md5, first, &seed, length)?;
    let sha1 = expand(Hash::Sha1, second, &seed, length)?;
    Ok(md5.iter().zip(&sha1).map(|(a, b)| a ^ b).collect())
}

/// `P_hash`.
fn expand(hash: Hash, secret: &[u8], seed: &[u8], length: usize) -> Result<Vec<u8>, ErrorStack> {
    let mut output: Vec<u8> = Vec::new();
    let mut chain = seed.to_vec();
    while output.len() < length.min(LONGEST_OUTPUT) {
        chain = hmac(hash, secret, &[&chain])?;
        output.extend_from_slice(&hmac(hash, secret, &[&chain, seed])?);
    }
    output.truncate(length);
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        text.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    /// RFC 8448 section 3: the server's handshake traffic secret and its key and IV.
    #[test]
    fn keys_of_tls_1_3_are_those_of_the_published_trace() {
        let secret = hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
        assert_eq!(
            expand_label(Hash::Sha256, &secret, "key", 16).unwrap(),
            hex("3fce516009c21727d0f2e4e86ee403bc")
        );
        assert_eq!(
            expand_label(Hash::Sha256, &secret, "iv", 12).unwrap(),
            hex("5d313eb2671276ee13000b30")
        );
    }

    /// RFC 8448 section 3: from the shared secret to the handshake secret.
    #[test]
    fn the_handshake_secret_is_that_of_the_published_trace() {
        let shared = hex("8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d");
        assert_eq!(
            handshake_secret(Hash::Sha256, &shared).unwrap(),
            hex("1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac")
        );
    }

    /// The published test vector of the TLS 1.2 PRF with SHA-256.
    #[test]
    fn the_prf_of_tls_1_2_is_that_of_the_published_vector() {
        let secret = hex("9bbe436ba940f017b17652849a71db35");
        let seed = hex("a0ba9f936cda311827a6f796ffd5198c");
        let output = prf(
            Version::TLS_1_2,
            Hash::Sha1,
            &secret,
            ("test label", &seed),
            100,
        )
        .unwrap();
        assert_eq!(
            output[..32],
            hex("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a")
        );
        assert_eq!(output.len(), 100);
    }
}
