//! What a probe offers: a `ClientHello` (RFC 8446 4.1.2, RFC 5246 7.4.1.2).

use std::net::IpAddr;

use tollgate_capture::{CipherSuite, Version};

/// Suites with an RSA certificate, the best first. Old ones last: they are read, not refused.
const RSA_SUITES: &[u16] = &[
    0xc030, 0xc02f, 0xcca8, 0xc028, 0xc027, 0xc014, 0xc013, 0x009f, 0x009e, 0xccaa, 0x006b, 0x0067,
    0x0039, 0x0033, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x0088, 0x0045, 0x0084, 0x0041,
    0xc012, 0x0016, 0x000a, 0x0005, 0x0004,
];
/// Suites with an ECDSA certificate, the best first.
const ECDSA_SUITES: &[u16] = &[
    0xc02c, 0xc02b, 0xcca9, 0xc0ad, 0xc0ac, 0xc024, 0xc023, 0xc00a, 0xc009, 0xc008, 0xc007,
];
/// Suites of TLS 1.3; they say nothing of keys.
const SUITES_1_3: &[u16] = &[0x1302, 0x1303, 0x1301];

/// Signature schemes that an RSA key can make (RFC 8446 4.2.3), SHA-1 last.
const RSA_SCHEMES: &[u16] = &[
    0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0301, 0x0201,
];
/// Signature schemes that an ECDSA or Edwards key can make, SHA-1 last.
const ECDSA_SCHEMES: &[u16] = &[
    0x0403, 0x0503, 0x0603, 0x081a, 0x081b, 0x081c, 0x0807, 0x0808, 0x0303, 0x0203,
];
/// Schemes of PKCS #1 v1.5, which TLS 1.3 allows in certificates alone, so that a chain signed with
/// RSA under an ECDSA leaf is no reason to refuse.
const CERTIFICATE_SCHEMES: &[u16] = &[0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806, 0x0201];

/// Groups for the key exchange: X25519, P-256, P-384, P-521, X448. Finite fields are not named, so
/// that servers with fields of their own are not turned away (RFC 7919 4).
const GROUPS: &[u16] = &[0x001d, 0x0017, 0x0018, 0x0019, 0x001e];

/// Of which key type the server's certificate may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferKeys {
    /// RSA alone.
    Rsa,
    /// ECDSA alone.
    Ecdsa,
    /// Both, in the order of the suites and schemes.
    Both,
}

/// What is offered to a server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Offer {
    /// Versions, the best first: at least one. Below TLS 1.3 a `ClientHello` has no holes: all
    /// versions below the best are offered as far as the server is concerned.
    pub versions: Vec<Version>,
    /// Cipher suites by number, in order of preference.
    pub suites: Vec<u16>,
    /// Signature schemes by number, in order of preference.
    pub schemes: Vec<u16>,
    /// Signature schemes for certificates, where they differ (RFC 8446 4.2.3); empty if not.
    pub certificate_schemes: Vec<u16>,
    /// Groups by number, in order of preference.
    pub groups: Vec<u16>,
}

impl Offer {
    /// One key type, TLS 1.2 and whatever is below it: certificates are in clear.
    pub fn up_to_1_2(keys: OfferKeys) -> Self {
        let suites = match keys {
            OfferKeys::Rsa => RSA_SUITES.to_vec(),
            OfferKeys::Ecdsa => ECDSA_SUITES.to_vec(),
            OfferKeys::Both => [ECDSA_SUITES, RSA_SUITES].concat(),
        };
        Self {
            versions: vec![
                Version::TLS_1_2,
                Version::TLS_1_1,
                Version::TLS_1_0,
                Version::SSL_3,
            ],
            suites,
            // A suite decides the key; the schemes of both let any chain above it be sent.
            schemes: match keys {
                OfferKeys::Rsa => [RSA_SCHEMES, ECDSA_SCHEMES].concat(),
                OfferKeys::Ecdsa | OfferKeys::Both => [ECDSA_SCHEMES, RSA_SCHEMES].concat(),
            },
            certificate_schemes: Vec::new(),
            groups: GROUPS.to_vec(),
        }
    }

    /// TLS 1.3 alone; the key type follows from the signature schemes.
    pub fn only_1_3(keys: OfferKeys) -> Self {
        let (schemes, certificate_schemes) = match keys {
            OfferKeys::Rsa => (RSA_SCHEMES.to_vec(), [RSA_SCHEMES, ECDSA_SCHEMES].concat()),
            OfferKeys::Ecdsa => (
                ECDSA_SCHEMES.to_vec(),
                [ECDSA_SCHEMES, CERTIFICATE_SCHEMES].concat(),
            ),
            OfferKeys::Both => ([ECDSA_SCHEMES, RSA_SCHEMES].concat(), Vec::new()),
        };
        Self {
            versions: vec![Version::TLS_1_3],
            suites: SUITES_1_3.to_vec(),
            schemes,
            certificate_schemes,
            groups: GROUPS.to_vec(),
        }
    }

    /// Exactly these suites, in this order, from `minimum` to `maximum`; schemes in the default
    /// order of OpenSSL, ECDSA first.
    pub fn of_suites(suites: &[u16], minimum: Version, maximum: Version) -> Self {
        let versions = [
            Version::TLS_1_3,
            Version::TLS_1_2,
            Version::TLS_1_1,
            Version::TLS_1_0,
        ];
        Self {
            versions: versions
                .into_iter()
                .filter(|version| (minimum..=maximum).contains(version))
                .collect(),
            suites: suites.to_vec(),
            schemes: [ECDSA_SCHEMES, RSA_SCHEMES].concat(),
            certificate_schemes: Vec::new(),
            groups: GROUPS.to_vec(),
        }
    }

    /// The same in the opposite order, the key type that came last before the other: a server that
    /// answers both alike follows its own order.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        // Lists end with static RSA whatever they begin with, so that turning them round is not enough.
        let first = self.suites.iter().find_map(|suite| key_of_suite(*suite));
        self.suites.reverse();
        self.suites.sort_by_key(|suite| {
            let key = key_of_suite(*suite);
            key.is_some() && key == first
        });
        self.schemes.reverse();
        self
    }

    /// Whether TLS 1.3 is on offer.
    pub fn has_1_3(&self) -> bool {
        self.versions.contains(&Version::TLS_1_3)
    }

    /// The handshake message, without a record around it.
    pub(crate) fn message(&self, hello: &Hello<'_>) -> Vec<u8> {
        let best_old = self
            .versions
            .iter()
            .filter(|version| **version < Version::TLS_1_3)
            .max();
        let legacy = best_old.copied().unwrap_or(Version::TLS_1_2);
        let mut body = Vec::with_capacity(512);
        body.extend(legacy.0.to_be_bytes());
        body.extend(hello.random);
        vector8(&mut body, |out| {
            if self.has_1_3() {
                out.extend(hello.session_id);
            }
        });
        vector16(&mut body, |out| {
            let suites = self.suites.iter().filter(|suite| self.is_usable(**suite));
            out.extend(suites.flat_map(|suite| suite.to_be_bytes()));
            // RFC 5746 3.3: a signalling value instead of the extension, which old servers stumble on.
            out.extend(0x00ff_u16.to_be_bytes());
        });
        body.extend([1, 0]);
        // An SSL 3.0 server may not know extensions at all, but ignores them.
        vector16(&mut body, |out| self.extensions(out, hello));
        let mut message = vec![1];
        vector24(&mut message, &body);
        message
    }

    fn is_usable(&self, suite: u16) -> bool {
        // 0x13xx are the suites of TLS 1.3.
        self.has_1_3() || suite >> 8 != 0x13
    }

    fn extensions(&self, out: &mut Vec<u8>, hello: &Hello<'_>) {
        if let Some(name) = hello.server_name {
            extension(out, 0, |out| {
                vector16(out, |out| {
                    out.push(0);
                    vector16(out, |out| out.extend(name.as_bytes()));
                });
            });
        }
        extension(out, 10, |out| {
            vector16(out, |out| numbers(out, &self.groups));
        });
        extension(out, 11, |out| vector8(out, |out| out.push(0)));
        if self
            .versions
            .iter()
            .any(|version| *version >= Version::TLS_1_2)
        {
            extension(out, 13, |out| {
                vector16(out, |out| numbers(out, &self.schemes));
            });
        }
        if !self.certificate_schemes.is_empty() {
            let schemes = &self.certificate_schemes;
            extension(out, 50, |out| vector16(out, |out| numbers(out, schemes)));
        }
        if self.has_1_3() {
            extension(out, 43, |out| {
                vector8(out, |out| {
                    let versions = self.versions.iter().filter(|v| **v >= Version::TLS_1_0);
                    out.extend(versions.flat_map(|version| version.0.to_be_bytes()));
                });
            });
            extension(out, 51, |out| {
                vector16(out, |out| {
                    for (group, key) in hello.key_shares {
                        out.extend(group.to_be_bytes());
                        vector16(out, |out| out.extend(key));
                    }
                });
            });
            if let Some(cookie) = hello.cookie {
                extension(out, 44, |out| vector16(out, |out| out.extend(cookie)));
            }
        }
    }
}

/// What differs from one `ClientHello` to the next.
#[derive(Debug)]
pub(crate) struct Hello<'h> {
    pub(crate) random: &'h [u8; 32],
    /// For the sake of middleboxes (RFC 8446 D.4).
    pub(crate) session_id: &'h [u8; 32],
    pub(crate) server_name: Option<&'h str>,
    /// Public keys by group.
    pub(crate) key_shares: &'h [(u16, Vec<u8>)],
    pub(crate) cookie: Option<&'h [u8]>,
}

/// The server name to send for an address: none for an IP address (RFC 6066 3).
pub(crate) fn server_name(address: &str) -> Option<&str> {
    let bare = address.trim_start_matches('[').trim_end_matches(']');
    let is_ip = bare.parse::<IpAddr>().is_ok();
    let fits = !address.is_empty() && address.len() <= 255 && address.is_ascii();
    (fits && !is_ip).then_some(address.trim_end_matches('.'))
}

/// The key type that a suite up to TLS 1.2 asks for.
fn key_of_suite(suite: u16) -> Option<OfferKeys> {
    let name = CipherSuite(suite).name()?;
    if name.contains("_ECDSA_WITH_") {
        Some(OfferKeys::Ecdsa)
    } else if name.contains("_RSA_WITH_") {
        Some(OfferKeys::Rsa)
    } else {
        None
    }
}

fn numbers(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
}

fn extension(out: &mut Vec<u8>, kind: u16, write: impl FnOnce(&mut Vec<u8>)) {
    out.extend(kind.to_be_bytes());
    vector16(out, write);
}

fn vector8(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let mut body = Vec::new();
    write(&mut body);
    out.push(u8::try_from(body.len()).unwrap_or(u8::MAX));
    out.extend(body);
}

fn vector16(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let mut body = Vec::new();
    write(&mut body);
    out.extend(u16::try_from(body.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend(body);
}

fn vector24(out: &mut Vec<u8>, body: &[u8]) {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    out.extend(length.to_be_bytes().into_iter().skip(1));
    out.extend(body);
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};

    use tollgate_capture::{ObservedEnd, Observer, Role};

    use super::*;

    #[test]
    fn an_offer_is_read_back_as_it_was_meant() {
        let offer = Offer::only_1_3(OfferKeys::Rsa);
        let hello = Hello {
            random: &[7; 32],
            session_id: &[8; 32],
            server_name: server_name("cucm.steven.lab"),
            key_shares: &[(0x1d, vec![9; 32])],
            cookie: None,
        };
        let message = offer.message(&hello);
        let mut record = vec![22, 3, 1];
        record.extend(u16::try_from(message.len()).unwrap().to_be_bytes());
        record.extend(message);
        let mut observer = Observer::default();
        observer.read(Role::Client, &record);
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
        let seen = observer.finish(any, any, ObservedEnd::Open).unwrap();
        let read = seen.hello.unwrap();
        assert_eq!(read.versions, [Version::TLS_1_3]);
        assert_eq!(read.server_name.as_deref(), Some("cucm.steven.lab"));
        assert_eq!(read.signature_schemes, RSA_SCHEMES);
        assert_eq!(read.groups, GROUPS);
        assert_eq!(read.random, [7; 32]);
    }

    #[test]
    fn an_ip_address_is_no_server_name() {
        assert_eq!(server_name("10.48.36.215"), None);
        assert_eq!(server_name("[2001:db8::1]"), None);
        assert_eq!(server_name("cucm.steven.lab."), Some("cucm.steven.lab"));
    }

    #[test]
    fn suites_of_1_3_stay_at_home_where_1_3_is_not_on_offer() {
        let suites = [0x1302, 0xc030];
        let offer = Offer::of_suites(&suites, Version::TLS_1_2, Version::TLS_1_2);
        assert_eq!(offer.versions, [Version::TLS_1_2]);
        assert!(!offer.is_usable(0x1302) && offer.is_usable(0xc030));
        assert_eq!(offer.reversed().suites, [0x1302, 0xc030]);
    }

    #[test]
    fn turned_round_a_list_begins_with_the_other_key_type() {
        // RSA in front of the default, which ends with static RSA.
        let suites = [0xc030, 0xc02c, 0xc02b, 0xc02f, 0x002f];
        let offer = Offer::of_suites(&suites, Version::TLS_1_2, Version::TLS_1_2);
        let turned = offer.reversed().suites;
        assert_eq!(turned, [0xc02b, 0xc02c, 0x002f, 0xc02f, 0xc030]);
    }
}
