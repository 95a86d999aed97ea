//! Opens the records of one direction with keys from a key log.

use openssl::cipher::{Cipher, CipherRef};
use openssl::cipher_ctx::CipherCtx;
use openssl::error::ErrorStack;
use openssl::memcmp;
use openssl::symm;

use super::cipher::{BlockCipher, CipherSuite, Mode, Protection};
use super::key_schedule::{expand_label, hmac, prf};
use super::record::Header;
use super::version::Version;

const GCM_TAG: usize = 16;
const EXPLICIT_NONCE: usize = 8;

/// Who sent what is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    Client,
    Server,
}

/// The content of an opened record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) content: u8,
    pub(super) body: Vec<u8>,
}

/// The keys of one direction and where it stands.
pub(super) struct Opener {
    protection: Protection,
    version: Version,
    /// TLS 1.3: the traffic secret that the keys come from.
    secret: Vec<u8>,
    key: Vec<u8>,
    iv: Vec<u8>,
    mac_key: Vec<u8>,
    encrypt_then_mac: bool,
    sequence: u64,
}

/// What the keys of a session up to TLS 1.2 come from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Agreed<'a> {
    pub(super) version: Version,
    pub(super) suite: CipherSuite,
    pub(super) client_random: &'a [u8; 32],
    pub(super) server_random: &'a [u8; 32],
    pub(super) encrypt_then_mac: bool,
}

impl Opener {
    /// TLS 1.3, from a traffic secret.
    pub(super) fn from_traffic_secret(suite: CipherSuite, secret: &[u8]) -> Option<Self> {
        let protection = suite.protection()?;
        let key = match protection.mode {
            Mode::AesGcm { key } | Mode::AesCcm { key, .. } => key,
            Mode::ChaCha20Poly1305 => 32,
            Mode::Cbc(_) | Mode::Null => return None,
        };
        let derive = |label, length| expand_label(protection.hash, secret, label, length).ok();
        Some(Self {
            protection,
            version: Version::TLS_1_3,
            secret: secret.to_vec(),
            key: derive("key", key)?,
            iv: derive("iv", 12)?,
            mac_key: Vec::new(),
            encrypt_then_mac: false,
            sequence: 0,
        })
    }

    /// TLS 1.3, after the sender announced new keys.
    pub(super) fn updated(&self, suite: CipherSuite) -> Option<Self> {
        let hash = self.protection.hash;
        let next = expand_label(hash, &self.secret, "traffic upd", hash.bytes()).ok()?;
        Self::from_traffic_secret(suite, &next)
    }

    /// TLS 1.0 to 1.2, from the master secret.
    pub(super) fn from_master_secret(
        agreed: Agreed<'_>,
        master: &[u8],
        sender: Sender,
    ) -> Option<Self> {
        let protection = agreed.suite.protection()?;
        if agreed.version < Version::TLS_1_0 {
            return None;
        }
        let (mac, key, iv) = match protection.mode {
            Mode::AesGcm { key } | Mode::AesCcm { key, .. } => (0, key, 4),
            Mode::ChaCha20Poly1305 => (0, 32, 12),
            Mode::Cbc(block) => (protection.hash.bytes(), block.key(), block.block()),
            Mode::Null => (protection.hash.bytes(), 0, 0),
        };
        let seed = [&agreed.server_random[..], agreed.client_random].concat();
        let pair = |size: usize| size.saturating_mul(2);
        let total = pair(mac).saturating_add(pair(key)).saturating_add(pair(iv));
        let block = prf(
            agreed.version,
            protection.hash,
            master,
            ("key expansion", &seed),
            total,
        )
        .ok()?;
        let mut rest = &block[..];
        let mut own = |size: usize| {
            let (client, behind) = rest.split_at_checked(size)?;
            let (server, behind) = behind.split_at_checked(size)?;
            rest = behind;
            Some(match sender {
                Sender::Client => client.to_vec(),
                Sender::Server => server.to_vec(),
            })
        };
        Some(Self {
            protection,
            version: agreed.version,
            secret: Vec::new(),
            mac_key: own(mac)?,
            key: own(key)?,
            iv: own(iv)?,
            encrypt_then_mac: agreed.encrypt_then_mac,
            sequence: 0,
        })
    }

    /// Records of a suite that authenticates without encrypting; nobody's secret is needed.
    pub(super) fn without_encryption(suite: CipherSuite) -> Option<Self> {
        let protection = suite.protection()?;
        (protection.mode == Mode::Null).then_some(Self {
            protection,
            version: Version::TLS_1_2,
            secret: Vec::new(),
            key: Vec::new(),
            iv: Vec::new(),
            mac_key: Vec::new(),
            encrypt_then_mac: false,
            sequence: 0,
        })
    }

    /// The records are readable by everybody.
    pub(super) fn is_clear(&self) -> bool {
        self.protection.mode == Mode::Null
    }

    /// A record depends on the body of the one before it, so that none may be passed over.
    pub(super) fn needs_every_body(&self) -> bool {
        self.version == Version::TLS_1_0 && matches!(self.protection.mode, Mode::Cbc(_))
    }

    /// A record was passed over unopened.
    pub(super) const fn pass(&mut self) {
        self.sequence = self.sequence.wrapping_add(1);
    }

    /// Opens a record; `None` if these are not its keys. Then it counts as not received.
    pub(super) fn open(&mut self, header: Header, body: &[u8]) -> Option<Opened> {
        let opened = if self.version >= Version::TLS_1_3 {
            self.open_1_3(header, body)
        } else {
            self.open_before_1_3(header, body)
        }?;
        self.sequence = self.sequence.wrapping_add(1);
        Some(opened)
    }

    fn open_1_3(&self, header: Header, body: &[u8]) -> Option<Opened> {
        let mut plain = self.open_aead(&self.nonce_from_sequence(), &header.bytes, body)?;
        while plain.last() == Some(&0) {
            plain.pop();
        }
        let content = plain.pop()?;
        Some(Opened {
            content,
            body: plain,
        })
    }

    fn open_before_1_3(&mut self, header: Header, body: &[u8]) -> Option<Opened> {
        let body = match self.protection.mode {
            Mode::AesGcm { .. } | Mode::AesCcm { .. } => {
                let (explicit, sealed) = body.split_at_checked(EXPLICIT_NONCE)?;
                let nonce = [&self.iv[..], explicit].concat();
                let plain = sealed.len().checked_sub(self.tag_bytes())?;
                self.open_aead(&nonce, &self.authenticated(header, plain)?, sealed)?
            }
            Mode::ChaCha20Poly1305 => {
                let plain = body.len().checked_sub(self.tag_bytes())?;
                let authenticated = self.authenticated(header, plain)?;
                self.open_aead(&self.nonce_from_sequence(), &authenticated, body)?
            }
            Mode::Cbc(block) => self.open_cbc(block, header, body)?,
            Mode::Null => {
                let plain = body.len().checked_sub(self.protection.hash.bytes())?;
                body.get(..plain)?.to_vec()
            }
        };
        Some(Opened {
            content: header.content,
            body,
        })
    }

    fn open_cbc(&mut self, block: BlockCipher, header: Header, body: &[u8]) -> Option<Vec<u8>> {
        let mac_bytes = self.protection.hash.bytes();
        let body = if self.encrypt_then_mac {
            let (sealed, mac) = body.split_at_checked(body.len().checked_sub(mac_bytes)?)?;
            let expected = self.mac(header, sealed)?;
            same(&expected, mac)?;
            sealed
        } else {
            body
        };
        let (iv, sealed) = if self.version >= Version::TLS_1_1 {
            body.split_at_checked(block.block())?
        } else {
            (&self.iv[..], body)
        };
        let plain = decrypt_cbc(block.cipher(), &self.key, iv, sealed).ok()?;
        let padding = usize::from(*plain.last()?);
        let length = plain.len().checked_sub(padding)?.checked_sub(1)?;
        let (plain, padded) = plain.split_at_checked(length)?;
        if padded.iter().any(|byte| usize::from(*byte) != padding) {
            return None;
        }
        let plain = if self.encrypt_then_mac {
            plain
        } else {
            let (plain, mac) = plain.split_at_checked(plain.len().checked_sub(mac_bytes)?)?;
            same(&self.mac(header, plain)?, mac)?;
            plain
        };
        if self.version < Version::TLS_1_1 {
            let last = sealed.len().checked_sub(block.block())?;
            self.iv = sealed.get(last..)?.to_vec();
        }
        Some(plain.to_vec())
    }

    fn mac(&self, header: Header, bytes: &[u8]) -> Option<Vec<u8>> {
        let front = self.authenticated(header, bytes.len())?;
        hmac(self.protection.hash, &self.mac_key, &[&front, bytes]).ok()
    }

    /// Sequence number, content, version and length of the plain text (RFC 5246 6.2.3).
    fn authenticated(&self, header: Header, length: usize) -> Option<Vec<u8>> {
        let mut front = self.sequence.to_be_bytes().to_vec();
        front.push(header.content);
        front.extend(header.version.to_be_bytes());
        front.extend(u16::try_from(length).ok()?.to_be_bytes());
        Some(front)
    }

    fn nonce_from_sequence(&self) -> Vec<u8> {
        let mut nonce = self.iv.clone();
        let sequence = self.sequence.to_be_bytes();
        for (byte, number) in nonce.iter_mut().rev().zip(sequence.iter().rev()) {
            *byte ^= number;
        }
        nonce
    }

    const fn tag_bytes(&self) -> usize {
        match self.protection.mode {
            Mode::AesCcm { tag, .. } => tag,
            _ => GCM_TAG,
        }
    }

    fn open_aead(&self, nonce: &[u8], authenticated: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let plain = sealed.len().checked_sub(self.tag_bytes())?;
        let (sealed, tag) = sealed.split_at_checked(plain)?;
        let cipher = match (self.protection.mode, self.key.len()) {
            (Mode::AesGcm { .. }, 16) => symm::Cipher::aes_128_gcm(),
            (Mode::AesGcm { .. }, _) => symm::Cipher::aes_256_gcm(),
            (Mode::ChaCha20Poly1305, _) => symm::Cipher::chacha20_poly1305(),
            (Mode::AesCcm { .. }, _) => {
                return open_ccm(&self.key, nonce, authenticated, (sealed, tag)).ok();
            }
            (Mode::Cbc(_) | Mode::Null, _) => return None,
        };
        symm::decrypt_aead(cipher, &self.key, Some(nonce), authenticated, sealed, tag).ok()
    }
}

impl BlockCipher {
    const fn key(self) -> usize {
        match self {
            Self::Aes { key } => key,
            Self::TripleDes => 24,
        }
    }

    const fn block(self) -> usize {
        match self {
            Self::Aes { .. } => 16,
            Self::TripleDes => 8,
        }
    }

    fn cipher(self) -> &'static CipherRef {
        match self {
            Self::Aes { key: 16 } => Cipher::aes_128_cbc(),
            Self::Aes { .. } => Cipher::aes_256_cbc(),
            Self::TripleDes => Cipher::des_ede3_cbc(),
        }
    }
}

fn decrypt_cbc(
    cipher: &CipherRef,
    key: &[u8],
    iv: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, ErrorStack> {
    let mut context = CipherCtx::new()?;
    let mut plain = Vec::with_capacity(sealed.len().saturating_add(16));
    if key.len() != cipher.key_length() || iv.len() != cipher.iv_length() {
        return Ok(plain);
    }
    context.decrypt_init(Some(cipher), Some(key), Some(iv))?;
    context.set_padding(false);
    context.cipher_update_vec(sealed, &mut plain)?;
    context.cipher_final_vec(&mut plain)?;
    Ok(plain)
}

fn open_ccm(
    key: &[u8],
    nonce: &[u8],
    authenticated: &[u8],
    (sealed, tag): (&[u8], &[u8]),
) -> Result<Vec<u8>, ErrorStack> {
    let cipher = if key.len() == 16 {
        Cipher::aes_128_ccm()
    } else {
        Cipher::aes_256_ccm()
    };
    let mut context = CipherCtx::new()?;
    context.decrypt_init(Some(cipher), None, None)?;
    context.set_iv_length(nonce.len())?;
    context.set_tag(tag)?;
    context.decrypt_init(None, Some(key), Some(nonce))?;
    context.set_data_len(sealed.len())?;
    context.cipher_update(authenticated, None)?;
    let mut plain = Vec::with_capacity(sealed.len().saturating_add(16));
    context.cipher_update_vec(sealed, &mut plain)?;
    Ok(plain)
}

fn same(expected: &[u8], found: &[u8]) -> Option<()> {
    (expected.len() == found.len() && memcmp::eq(expected, found)).then_some(())
}

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opener")
            .field("protection", &self.protection)
            .field("sequence", &self.sequence)
            .finish_non_exhaustive()
    }
}
