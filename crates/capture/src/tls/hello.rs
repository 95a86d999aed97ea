//! `ClientHello` and `ServerHello` (RFC 8446 section 4.1, RFC 5246 7.4.1, RFC 6101 appendix E).

use super::cipher::CipherSuite;
use super::version::Version;
use crate::cursor::Cursor;

mod extension {
    pub(super) const SERVER_NAME: u16 = 0;
    pub(super) const GROUPS: u16 = 10;
    pub(super) const SIGNATURE_SCHEMES: u16 = 13;
    pub(super) const ALPN: u16 = 16;
    pub(super) const ENCRYPT_THEN_MAC: u16 = 22;
    pub(super) const SESSION_TICKET: u16 = 35;
    pub(super) const PRE_SHARED_KEY: u16 = 41;
    pub(super) const EARLY_DATA: u16 = 42;
    pub(super) const SUPPORTED_VERSIONS: u16 = 43;
    pub(super) const ENCRYPTED_CLIENT_HELLO: u16 = 0xfe0d;
}

/// The random of a `ServerHello` that asks for another `ClientHello` (RFC 8446 4.1.3).
const RETRY_RANDOM: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// What a client offered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each with its own meaning"
)]
pub struct ClientHello {
    /// Every version on offer, best first as the client lists them; those that exist only to be
    /// ignored (GREASE) are left out, here and below.
    pub versions: Vec<Version>,
    /// Cipher suites in the client's order.
    pub cipher_suites: Vec<CipherSuite>,
    /// Server name indication.
    pub server_name: Option<String>,
    /// Key exchange groups by number.
    pub groups: Vec<u16>,
    /// Signature schemes by number; empty before TLS 1.2.
    pub signature_schemes: Vec<u16>,
    /// Application protocols, as text.
    pub protocols: Vec<String>,
    /// The client showed a session to resume: a session id, a ticket or a pre-shared key.
    pub offers_resumption: bool,
    /// The real hello may be inside of this one (RFC 9849); the name is the public one.
    pub encrypted_hello: bool,
    /// Written in the format of SSL 2.0.
    pub is_ssl2_format: bool,
    /// The client's random, by which secrets are found.
    pub random: [u8; 32],
    pub(crate) session_id: Box<[u8]>,
    pub(crate) early_data: bool,
}

/// What a server chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ServerHello {
    pub(super) version: Version,
    pub(super) cipher_suite: CipherSuite,
    pub(super) random: [u8; 32],
    pub(super) session_id: Box<[u8]>,
    pub(super) pre_shared_key: bool,
    pub(super) encrypt_then_mac: bool,
}

impl ClientHello {
    /// Reads the body of the handshake message.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let mut fields = Cursor::new(body);
        let legacy_version = Version(fields.u16()?);
        let mut hello = Self {
            random: fields.array()?,
            session_id: fields.vector8()?.into(),
            ..Self::default()
        };
        hello.cipher_suites = numbers(fields.vector16()?)
            .filter(|number| !Version(*number).is_grease())
            .map(CipherSuite)
            .collect();
        fields.vector8()?;
        if let Some(extensions) = fields.vector16() {
            hello.extensions(extensions);
        }
        hello.offers_resumption |= !hello.session_id.is_empty() && !hello.offers(Version::TLS_1_3);
        if hello.versions.is_empty() {
            hello.versions.push(legacy_version);
        }
        Some(hello)
    }

    /// Reads the message of SSL 2.0 behind its type byte.
    pub(crate) fn read_ssl2(body: &[u8]) -> Option<Self> {
        let mut fields = Cursor::new(body);
        let version = Version(fields.u16()?);
        let lengths = [fields.u16()?, fields.u16()?, fields.u16()?].map(usize::from);
        let [suites, session_id, challenge] = lengths;
        let suites = fields.take(suites)?;
        let session_id: Box<[u8]> = fields.take(session_id)?.into();
        let challenge = fields.take(challenge)?;
        // As a client random the challenge stands at the right, behind zeros.
        let mut random = [0; 32];
        for (to, from) in random.iter_mut().rev().zip(challenge.iter().rev()) {
            *to = *from;
        }
        Some(Self {
            versions: vec![version],
            // Three bytes each; a first byte other than zero is a suite of SSL 2.0 alone.
            cipher_suites: suites
                .chunks_exact(3)
                .filter_map(|suite| match suite {
                    [0, high, low] => Some(CipherSuite(u16::from_be_bytes([*high, *low]))),
                    _ => None,
                })
                .collect(),
            offers_resumption: !session_id.is_empty(),
            is_ssl2_format: true,
            random,
            session_id,
            ..Self::default()
        })
    }

    fn extensions(&mut self, extensions: &[u8]) {
        each_extension(extensions, |kind, body| {
            let mut fields = Cursor::new(body);
            match kind {
                extension::SERVER_NAME => self.server_name = server_name(fields),
                extension::GROUPS => {
                    self.groups = listed_numbers(fields.vector16());
                }
                extension::SIGNATURE_SCHEMES => {
                    self.signature_schemes = listed_numbers(fields.vector16());
                }
                extension::ALPN => {
                    let mut names = Cursor::new(fields.vector16().unwrap_or_default());
                    while let Some(name) = names.vector8() {
                        self.protocols.push(text(name));
                    }
                }
                extension::SESSION_TICKET => self.offers_resumption |= !body.is_empty(),
                extension::PRE_SHARED_KEY => self.offers_resumption = true,
                extension::EARLY_DATA => self.early_data = true,
                extension::SUPPORTED_VERSIONS => {
                    self.versions = listed_numbers(fields.vector8())
                        .into_iter()
                        .map(Version)
                        .collect();
                }
                extension::ENCRYPTED_CLIENT_HELLO => self.encrypted_hello = true,
                _ => {}
            }
        });
    }

    /// Offers this version, or one that hides certificates as it does.
    fn offers(&self, version: Version) -> bool {
        self.versions
            .iter()
            .any(|offered| *offered == version || offered.hides_certificates())
    }
}

impl ServerHello {
    /// Reads the body of the handshake message.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut fields = Cursor::new(body);
        let legacy_version = Version(fields.u16()?);
        let random = fields.array()?;
        let short = legacy_version.has_short_server_hello();
        let session_id = if short { &[] } else { fields.vector8()? };
        let mut hello = Self {
            version: legacy_version,
            cipher_suite: CipherSuite(fields.u16()?),
            random,
            session_id: session_id.into(),
            pre_shared_key: false,
            encrypt_then_mac: false,
        };
        if !short {
            fields.u8()?;
        }
        if let Some(extensions) = fields.vector16() {
            hello.extensions(extensions);
        }
        Some(hello)
    }

    fn extensions(&mut self, extensions: &[u8]) {
        each_extension(extensions, |kind, body| {
            let mut fields = Cursor::new(body);
            match kind {
                extension::SUPPORTED_VERSIONS => {
                    if let Some(version) = fields.u16() {
                        self.version = Version(version);
                    }
                }
                extension::PRE_SHARED_KEY => self.pre_shared_key = true,
                extension::ENCRYPT_THEN_MAC => self.encrypt_then_mac = true,
                _ => {}
            }
        });
    }

    /// Asks the client for another hello; chooses nothing yet.
    pub(super) fn is_retry(&self) -> bool {
        self.random == RETRY_RANDOM
    }
}

fn each_extension<'a>(extensions: &'a [u8], mut each: impl FnMut(u16, &'a [u8])) {
    let mut fields = Cursor::new(extensions);
    while let (Some(kind), Some(body)) = (fields.u16(), fields.vector16()) {
        each(kind, body);
    }
}

fn server_name(mut fields: Cursor<'_>) -> Option<String> {
    let mut names = Cursor::new(fields.vector16()?);
    while let (Some(kind), Some(name)) = (names.u8(), names.vector16()) {
        if kind == 0 {
            return Some(text(name));
        }
    }
    None
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| u16::from_be_bytes(*pair))
}

fn listed_numbers(list: Option<&[u8]>) -> Vec<u16> {
    numbers(list.unwrap_or_default())
        .filter(|number| !Version(*number).is_grease())
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ssl2(suites: &[u8], challenge: &[u8]) -> Vec<u8> {
        let length = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap().to_be_bytes();
        let mut body = vec![3, 1];
        body.extend(length(suites));
        body.extend([0, 0]);
        body.extend(length(challenge));
        body.extend(suites);
        body.extend(challenge);
        body
    }

    #[test]
    fn a_hello_in_the_format_of_ssl_2_offers_suites_and_a_right_aligned_random() {
        let body = ssl2(&[0, 0, 5, 1, 0, 0x80, 0, 0, 0x2f], &[7; 16]);
        let hello = ClientHello::read_ssl2(&body).unwrap();
        assert_eq!(hello.versions, [Version::TLS_1_0]);
        assert_eq!(hello.cipher_suites, [CipherSuite(5), CipherSuite(0x2f)]);
        assert_eq!(hello.random[..16], [0; 16]);
        assert_eq!(hello.random[16..], [7; 16]);
        for end in 0..body.len() {
            assert_eq!(ClientHello::read_ssl2(&body[..end]), None);
        }
    }

    #[test]
    fn numbers_that_exist_to_be_ignored_are_left_out() {
        let mut body = vec![3, 3];
        body.extend([1; 32]);
        body.extend([0]);
        body.extend([0, 4, 0x1a, 0x1a, 0x13, 0x01, 1, 0]);
        let extensions = [0, 43, 0, 7, 6, 0x3a, 0x3a, 3, 4, 3, 3];
        body.extend([0, 11]);
        body.extend(extensions);
        let hello = ClientHello::read(&body).unwrap();
        assert_eq!(hello.cipher_suites, [CipherSuite(0x1301)]);
        assert_eq!(hello.versions, [Version::TLS_1_3, Version::TLS_1_2]);
        assert!(!hello.offers_resumption);
    }
}
