//! Cipher suites: their names, and what is needed to decrypt their records.

use std::fmt;

use super::cipher_names::NAMES;

/// A cipher suite by its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CipherSuite(pub u16);

impl CipherSuite {
    /// The name in the IANA registry, such as `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384`.
    pub fn name(self) -> Option<&'static str> {
        self.entry().map(|entry| entry.1)
    }

    /// OpenSSL's name, as in cipher strings, such as `ECDHE-RSA-AES256-GCM-SHA384`.
    pub fn openssl_name(self) -> Option<&'static str> {
        self.entry().and_then(|entry| entry.2)
    }

    /// Records of this suite are authenticated, but not encrypted.
    pub(super) const fn is_clear(self) -> bool {
        matches!(
            self.0,
            0x0001 | 0x0002 | 0x002c..=0x002e | 0x003b | 0x00b0 | 0x00b1 | 0x00b4 | 0x00b5
                | 0x00b8 | 0x00b9 | 0xc001 | 0xc006 | 0xc00b | 0xc010 | 0xc015
                | 0xc039..=0xc03b
        )
    }

    /// The key exchange is Diffie-Hellman over a finite field, with a key for each connection.
    pub(super) fn is_ephemeral_finite(self) -> bool {
        let name = self.name().unwrap_or_default();
        name.starts_with("TLS_DHE_RSA_") || name.starts_with("TLS_DHE_DSS_")
    }

    fn entry(self) -> Option<&'static super::cipher_names::Named> {
        let at = NAMES.binary_search_by_key(&self.0, |entry| entry.0).ok()?;
        NAMES.get(at)
    }

    /// How the records of this suite are protected; `None` where that is not known here.
    pub(super) fn protection(self) -> Option<Protection> {
        let name = self.name()?;
        let (_, what) = name.split_once("_WITH_").unwrap_or(("", name));
        let key = |bits| if bits == 128 { 16 } else { 32 };
        let bits = if what.contains("_256_") { 256 } else { 128 };
        let mode = if what.contains("CHACHA20_POLY1305") {
            Mode::ChaCha20Poly1305
        } else if what.contains("AES_") && what.contains("_GCM") {
            Mode::AesGcm { key: key(bits) }
        } else if what.contains("AES_") && what.contains("_CCM") {
            Mode::AesCcm {
                key: key(bits),
                tag: if what.contains("CCM_8") { 8 } else { 16 },
            }
        } else if what.starts_with("AES_") && what.contains("_CBC") {
            Mode::Cbc(BlockCipher::Aes { key: key(bits) })
        } else if what.contains("3DES_EDE_CBC") {
            Mode::Cbc(BlockCipher::TripleDes)
        } else if what.starts_with("NULL_") {
            Mode::Null
        } else {
            return None;
        };
        let hash = if what.ends_with("SHA384") {
            Hash::Sha384
        } else if what.ends_with("SHA256") || matches!(mode, Mode::AesCcm { .. }) {
            Hash::Sha256
        } else if what.ends_with("MD5") {
            Hash::Md5
        } else {
            Hash::Sha1
        };
        Some(Protection { mode, hash })
    }
}

/// Block ciphers that are used in CBC mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockCipher {
    Aes { key: usize },
    TripleDes,
}

/// How a record body is protected; sizes in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    AesGcm { key: usize },
    AesCcm { key: usize, tag: usize },
    ChaCha20Poly1305,
    Cbc(BlockCipher),
    Null,
}

/// The hash in the name of a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
}

impl Hash {
    pub(super) const fn bytes(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        }
    }
}

/// Mode and hash of a suite. The hash authenticates records (CBC, NULL) or derives keys (AEAD).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Protection {
    pub(super) mode: Mode,
    pub(super) hash: Hash,
}

impl fmt::Display for CipherSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{:#06x}", self.0),
        }
    }
}

impl fmt::Debug for CipherSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CipherSuite({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_without_doubles() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn suites_without_encryption_are_those_that_are_named_so() {
        for (number, name, openssl) in NAMES {
            let named = openssl.is_some_and(|openssl| openssl.contains("NULL"));
            assert_eq!(CipherSuite(*number).is_clear(), named, "{name}");
        }
    }

    #[test]
    fn a_suite_is_known_by_both_names() {
        let suite = CipherSuite(0xc030);
        assert_eq!(suite.name(), Some("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
        assert_eq!(suite.openssl_name(), Some("ECDHE-RSA-AES256-GCM-SHA384"));
        assert_eq!(CipherSuite(0x0a0a).to_string(), "0x0a0a");
    }

    #[test]
    fn the_protection_of_a_suite_follows_from_its_name() {
        let of = |number| CipherSuite(number).protection();
        let both = |mode, hash| Some(Protection { mode, hash });
        assert_eq!(of(0x1301), both(Mode::AesGcm { key: 16 }, Hash::Sha256));
        assert_eq!(of(0x1302), both(Mode::AesGcm { key: 32 }, Hash::Sha384));
        assert_eq!(of(0x1303), both(Mode::ChaCha20Poly1305, Hash::Sha256));
        assert_eq!(
            of(0x1305),
            both(Mode::AesCcm { key: 16, tag: 8 }, Hash::Sha256)
        );
        assert_eq!(
            of(0xc0a0),
            both(Mode::AesCcm { key: 16, tag: 8 }, Hash::Sha256)
        );
        assert_eq!(
            of(0x0035),
            both(Mode::Cbc(BlockCipher::Aes { key: 32 }), Hash::Sha1)
        );
        assert_eq!(
            of(0x000a),
            both(Mode::Cbc(BlockCipher::TripleDes), Hash::Sha1)
        );
        assert_eq!(of(0x0004), None, "RC4 is not opened");
        assert_eq!(of(0x0041), None, "Camellia is not opened");
    }
}
