//! What nodes are offered, as data for those who want to know what the traffic server would get.

use rustls::SignatureScheme;
use tollgate_pki::Policy;

use super::cipher::{CipherPlan, DEFAULT_CIPHERS};
use super::endpoint::EngineChoice;
use super::handshake_signature::offered_schemes;
use super::settings::{TlsMinimum, VerifyOrigin};

/// TLS 1.2 and 1.3 as `ClientHello` has them (RFC 8446 4.2.1).
const TLS_1_2: u16 = 0x0303;
const TLS_1_3: u16 = 0x0304;
/// X25519, P-256, P-384 and P-521 (RFC 8422 5.1.1): what both engines offer.
const GROUPS: [u16; 4] = [0x001d, 0x0017, 0x0018, 0x0019];

/// What the traffic server offers to a node, and how it judges the certificate that it gets. Numbers
/// are those of the registries, in order of preference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginOffer {
    /// The lowest version, such as `0x0303` for TLS 1.2.
    pub minimum: u16,
    /// The highest version.
    pub maximum: u16,
    /// Cipher suites.
    pub suites: Vec<u16>,
    /// Signature schemes.
    pub schemes: Vec<u16>,
    /// Groups for the key exchange.
    pub groups: Vec<u16>,
    /// How certificates are judged.
    pub policy: Policy,
    /// Whether a refused certificate ends the connection (`VerifyOriginServer` is On).
    pub is_enforced: bool,
}

impl OriginOffer {
    /// What a traffic server offers whose configuration says nothing of ciphers and verification.
    /// `None` if OpenSSL cannot be set up.
    pub fn of_defaults() -> Option<Self> {
        Self::of(
            (DEFAULT_CIPHERS, TlsMinimum::default()),
            (Policy::default(), VerifyOrigin::default()),
            EngineChoice::Automatic,
        )
    }

    pub(crate) fn of(
        (ciphers, minimum): (&str, TlsMinimum),
        (policy, mode): (Policy, VerifyOrigin),
        engine: EngineChoice,
    ) -> Option<Self> {
        let plan = CipherPlan::expand(ciphers, minimum).ok()?;
        let by_rustls = engine == EngineChoice::Automatic && plan.rustls_can_serve();
        let suites = if by_rustls {
            let rustls = plan.rustls.iter();
            rustls.map(|suite| u16::from(suite.suite())).collect()
        } else {
            plan.offered.iter().map(|suite| suite.id).collect()
        };
        let schemes = offered_schemes(plan.preference, policy.level);
        Some(Self {
            minimum: if by_rustls { TLS_1_2 } else { minimum.number() },
            maximum: TLS_1_3,
            suites,
            schemes: schemes.into_iter().map(number).collect(),
            groups: GROUPS.to_vec(),
            policy,
            is_enforced: mode == VerifyOrigin::On,
        })
    }
}

fn number(scheme: SignatureScheme) -> u16 {
    u16::from(scheme)
}

impl TlsMinimum {
    const fn number(self) -> u16 {
        match self {
            Self::V1_0 => 0x0301,
            Self::V1_1 => 0x0302,
            Self::V1_2 => TLS_1_2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ECDHE_ECDSA_AES256_GCM: u16 = 0xc02c;
    const ECDHE_RSA_AES256_GCM: u16 = 0xc030;
    const ECDHE_RSA_AES128_CBC: u16 = 0xc013;

    fn offer(ciphers: &str, minimum: TlsMinimum, engine: EngineChoice) -> OriginOffer {
        let judged = (Policy::default(), VerifyOrigin::Report);
        OriginOffer::of((ciphers, minimum), judged, engine).unwrap()
    }

    fn first_of_1_2(offer: &OriginOffer) -> Option<u16> {
        let mut suites = offer.suites.iter().copied();
        suites.find(|suite| suite >> 8 != 0x13)
    }

    #[test]
    fn the_default_asks_for_ecdsa_first_in_both_generations() {
        let offer = OriginOffer::of_defaults().unwrap();
        assert_eq!((offer.minimum, offer.maximum), (TLS_1_2, TLS_1_3));
        assert_eq!(first_of_1_2(&offer), Some(ECDHE_ECDSA_AES256_GCM));
        assert_eq!(offer.schemes.first(), Some(&0x0403));
        assert!(offer.is_enforced);
    }

    #[test]
    fn a_string_that_prefers_rsa_turns_suites_and_schemes() {
        let ciphers = format!("ECDHE-RSA-AES256-GCM-SHA384:{DEFAULT_CIPHERS}");
        let offer = offer(&ciphers, TlsMinimum::V1_2, EngineChoice::Automatic);
        assert_eq!(first_of_1_2(&offer), Some(ECDHE_RSA_AES256_GCM));
        assert_eq!(offer.schemes.first(), Some(&0x0804));
        assert!(!offer.is_enforced);
    }

    #[test]
    fn only_the_openssl_engine_offers_what_is_old() {
        let ciphers = "ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384";
        let rustls = offer(ciphers, TlsMinimum::V1_0, EngineChoice::Automatic);
        assert_eq!(rustls.minimum, TLS_1_2);
        assert!(!rustls.suites.contains(&ECDHE_RSA_AES128_CBC));
        let openssl = offer(ciphers, TlsMinimum::V1_0, EngineChoice::OpenSsl);
        assert_eq!(openssl.minimum, 0x0301);
        assert!(openssl.suites.contains(&ECDHE_RSA_AES128_CBC));
    }
}
