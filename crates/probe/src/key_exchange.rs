//! The key exchange of TLS 1.3 (RFC 8446 4.2.8), as far as it is needed to read a certificate.

use openssl::bn::BigNumContext;
use openssl::derive::Deriver;
use openssl::ec::{EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private, Public};
use tollgate_capture::{CipherSuite, Version};

/// A private key of ours for one group.
pub(crate) struct OwnKey {
    group: u16,
    key: PKey<Private>,
}

impl OwnKey {
    /// A fresh key; `None` for a group that is not known here, or if OpenSSL fails.
    pub(crate) fn generate(group: u16) -> Option<Self> {
        let key = match Family::of(group)? {
            Family::X25519 => PKey::generate_x25519(),
            Family::X448 => PKey::generate_x448(),
            Family::Curve(curve) => curve_key(curve),
        };
        Some(Self {
            group,
            key: key.ok()?,
        })
    }

    /// The group and the public key, as a key share carries it.
    pub(crate) fn share(&self) -> Option<(u16, Vec<u8>)> {
        let public = match Family::of(self.group)? {
            Family::X25519 | Family::X448 => self.key.raw_public_key(),
            Family::Curve(curve) => self.curve_point(curve),
        };
        Some((self.group, public.ok()?))
    }

    fn curve_point(&self, curve: Nid) -> Result<Vec<u8>, ErrorStack> {
        let group = EcGroup::from_curve_name(curve)?;
        let mut context = BigNumContext::new()?;
        let key = self.key.ec_key()?;
        let form = PointConversionForm::UNCOMPRESSED;
        key.public_key().to_bytes(&group, form, &mut context)
    }

    /// What both know after the server's share.
    fn agree(&self, public: &[u8]) -> Option<Vec<u8>> {
        let peer = match Family::of(self.group)? {
            Family::X25519 => PKey::public_key_from_raw_bytes(public, Id::X25519),
            Family::X448 => PKey::public_key_from_raw_bytes(public, Id::X448),
            Family::Curve(curve) => curve_peer(curve, public),
        };
        let peer = peer.ok()?;
        let mut deriver = Deriver::new(&self.key).ok()?;
        deriver.set_peer(&peer).ok()?;
        deriver.derive_to_vec().ok()
    }
}

enum Family {
    X25519,
    X448,
    Curve(Nid),
}

impl Family {
    const fn of(group: u16) -> Option<Self> {
        match group {
            0x0017 => Some(Self::Curve(Nid::X9_62_PRIME256V1)),
            0x0018 => Some(Self::Curve(Nid::SECP384R1)),
            0x0019 => Some(Self::Curve(Nid::SECP521R1)),
            0x001d => Some(Self::X25519),
            0x001e => Some(Self::X448),
            _ => None,
        }
    }
}

fn curve_key(curve: Nid) -> Result<PKey<Private>, ErrorStack> {
    let group = EcGroup::from_curve_name(curve)?;
    PKey::from_ec_key(EcKey::generate(&group)?)
}

fn curve_peer(curve: Nid, public: &[u8]) -> Result<PKey<Public>, ErrorStack> {
    let group = EcGroup::from_curve_name(curve)?;
    let mut context = BigNumContext::new()?;
    let point = EcPoint::from_bytes(&group, public, &mut context)?;
    PKey::from_ec_key(EcKey::from_public_key(&group, &point)?)
}

/// What a server answered to an offer of TLS 1.3.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It speaks an older version; its certificate will be in clear.
    Older,
    /// It wants another hello with a key of this group.
    Retry {
        suite: CipherSuite,
        group: u16,
        cookie: Option<Vec<u8>>,
    },
    /// It chose, and this is its key.
    Chosen {
        random: [u8; 32],
        suite: CipherSuite,
        group: u16,
        public: Vec<u8>,
    },
}

/// The random of a hello that asks for another one (RFC 8446 4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

impl Answer {
    /// Reads the body of a `ServerHello`; `None` if it cannot be read.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let mut fields = Fields(body);
        fields.take(2)?;
        let random: [u8; 32] = fields.take(32)?.try_into().ok()?;
        fields.vector8()?;
        let suite = CipherSuite(fields.number()?);
        fields.take(1)?;
        let Some(extensions) = fields.vector16() else {
            return Some(Self::Older);
        };
        let (mut is_1_3, mut share, mut cookie) = (false, None, None);
        let mut extensions = Fields(extensions);
        while let Some(kind) = extensions.number() {
            let mut content = Fields(extensions.vector16()?);
            match kind {
                43 => is_1_3 = content.number() == Some(Version::TLS_1_3.0),
                44 => cookie = content.vector16().map(<[u8]>::to_vec),
                51 => {
                    let group = content.number()?;
                    let public = content.vector16().unwrap_or_default();
                    share = Some((group, public.to_vec()));
                }
                _ => {}
            }
        }
        Some(match share {
            _ if !is_1_3 => Self::Older,
            Some((group, _)) if random == RETRY => Self::Retry {
                suite,
                group,
                cookie,
            },
            Some((group, public)) => Self::Chosen {
                random,
                suite,
                group,
                public,
            },
            None => return None,
        })
    }
}

/// What both know after the exchange, by the key of ours that the server chose.
pub(crate) fn agreed(keys: &[OwnKey], group: u16, public: &[u8]) -> Option<Vec<u8>> {
    let mut keys = keys.iter();
    keys.find(|key| key.group == group)?.agree(public)
}

/// Fields off the front of what a server sent.
struct Fields<'f>(&'f [u8]);

impl<'f> Fields<'f> {
    fn take(&mut self, count: usize) -> Option<&'f [u8]> {
        let (front, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(front)
    }

    fn number(&mut self) -> Option<u16> {
        let bytes = self.take(2)?.try_into().ok()?;
        Some(u16::from_be_bytes(bytes))
    }

    fn vector8(&mut self) -> Option<&'f [u8]> {
        let length = *self.take(1)?.first()?;
        self.take(usize::from(length))
    }

    fn vector16(&mut self) -> Option<&'f [u8]> {
        let length = self.number()?;
        self.take(usize::from(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_agree_in_each_group() {
        for group in [0x17, 0x18, 0x19, 0x1d, 0x1e] {
            let ours = OwnKey::generate(group).unwrap();
            let theirs = OwnKey::generate(group).unwrap();
            let (_, their_share) = theirs.share().unwrap();
            let (_, our_share) = ours.share().unwrap();
            let agreed_here = agreed(std::slice::from_ref(&ours), group, &their_share).unwrap();
            assert_eq!(theirs.agree(&our_share).unwrap(), agreed_here);
            assert_eq!(agreed(&[ours], group ^ 1, &their_share), None);
        }
        assert!(OwnKey::generate(0x0100).is_none());
    }

    #[test]
    fn a_point_that_is_not_on_the_curve_gives_nothing() {
        let ours = OwnKey::generate(0x17).unwrap();
        assert_eq!(ours.agree(&[4; 65]), None);
        assert_eq!(ours.agree(&[]), None);
    }

    #[test]
    fn a_hello_cut_anywhere_is_no_answer_or_an_older_one() {
        let mut body = vec![3, 3];
        body.extend([5; 32]);
        body.extend([
            0, 0x13, 0x02, 0, 0, 15, 0, 43, 0, 2, 3, 4, 0, 51, 0, 5, 0, 0x1d, 0, 1,
        ]);
        body.push(9);
        let whole = Answer::read(&body);
        for end in 0..body.len() {
            let cut = Answer::read(&body[..end]);
            assert!(matches!(cut, None | Some(Answer::Older)), "{end}: {cut:?}");
        }
        assert!(matches!(whole, Some(Answer::Chosen { group: 0x1d, .. })));
    }
}
