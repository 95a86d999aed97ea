//! What an OpenSSL cipher string means: the ordered list of suites it leaves, and what rustls can
//! take of it.
//!
//! The string is expanded by OpenSSL itself: a client is set up with it and its `ClientHello` read
//! back, so that no rule of `ciphers(1)` is interpreted twice. TLS 1.3 suites are not governed by
//! cipher strings, in OpenSSL as here.

use std::io::{self, Read, Write};
use std::sync::Arc;

use openssl::error::ErrorStack;
use openssl::ssl::{Ssl, SslContext, SslMethod, SslVersion};
use rustls::SupportedCipherSuite;
use rustls::crypto::ring::ALL_CIPHER_SUITES;

use super::settings::TlsMinimum;

/// ECDSA certificates before RSA ones: what the document's X14.2 has when freshly installed.
pub(crate) const DEFAULT_CIPHERS: &str =
    "EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH";

/// Longest cipher string that is read; the longest useful one names each suite once.
const MAX_STRING: usize = 16 * 1024;

/// Signalling values of a `ClientHello` that are no suites (RFC 5746, RFC 7507).
const SIGNALLING: [u16; 2] = [0x00ff, 0x5600];

/// A cipher string, expanded.
#[derive(Debug, Clone)]
pub(super) struct CipherPlan {
    /// Every suite, in order of preference, as OpenSSL offers them.
    pub(super) offered: Vec<Suite>,
    /// The part that rustls speaks, in the same order.
    pub(super) rustls: Vec<SupportedCipherSuite>,
    /// Which key type comes first.
    pub(super) preference: KeyPreference,
}

/// One cipher suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suite {
    /// IANA number.
    pub(super) id: u16,
    /// OpenSSL's name.
    pub(super) name: Arc<str>,
}

/// Which certificate of a node with both is asked for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum KeyPreference {
    /// `ECDHE-ECDSA-...` comes before any suite with RSA.
    EcdsaFirst,
    /// A suite with RSA comes before any with ECDSA.
    RsaFirst,
}

/// A cipher string that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CipherStringError {
    /// Control characters, or too long.
    #[error("the cipher string is not printable text of at most {MAX_STRING} characters")]
    NotText,
    /// OpenSSL finds no suite in it.
    #[error(
        "OpenSSL finds no cipher suite in `{string}` for {minimum} and above; write names as `openssl ciphers` lists them"
    )]
    NoSuite {
        /// As configured.
        string: String,
        /// The setting beside it.
        minimum: TlsMinimum,
        /// OpenSSL's own words.
        #[source]
        source: Option<ErrorStack>,
    },
    /// OpenSSL failed for another reason, such as lack of memory.
    #[error("OpenSSL cannot be set up")]
    OpenSsl(#[from] ErrorStack),
    /// OpenSSL's `ClientHello` was not understood.
    #[error("OpenSSL's own ClientHello cannot be read")]
    ClientHello,
}

impl CipherPlan {
    /// Expands `string` for connections of at least `minimum`.
    pub(super) fn expand(string: &str, minimum: TlsMinimum) -> Result<Self, CipherStringError> {
        if string.len() > MAX_STRING || string.chars().any(char::is_control) {
            return Err(CipherStringError::NotText);
        }
        let no_suite = |source| CipherStringError::NoSuite {
            string: string.to_owned(),
            minimum,
            source,
        };
        let mut context = SslContext::builder(SslMethod::tls_client())?;
        // The string may still raise the level with @SECLEVEL; level 0 lets TLS 1.0 in.
        context.set_security_level(0);
        context.set_min_proto_version(Some(minimum.openssl()))?;
        context.set_max_proto_version(Some(SslVersion::TLS1_3))?;
        context
            .set_cipher_list(string)
            .map_err(|source| no_suite(Some(source)))?;
        let ssl = Ssl::new(&context.build())?;
        let hello = client_hello(ssl)?;
        let ids = offered_ids(&hello).ok_or(CipherStringError::ClientHello)?;
        let offered = named(&ids)?;
        if !offered.iter().any(|suite| !suite.is_tls_1_3()) {
            return Err(no_suite(None));
        }
        Ok(Self {
            rustls: offered.iter().filter_map(Suite::in_rustls).collect(),
            preference: preference(&offered),
            offered,
        })
    }

    /// Whether rustls has something to offer below TLS 1.3, whose suites no string takes away.
    pub(super) fn rustls_can_serve(&self) -> bool {
        self.rustls
            .iter()
            .any(|suite| matches!(suite, SupportedCipherSuite::Tls12(_)))
    }

    /// OpenSSL's names of the suites that rustls lacks.
    pub(super) fn dropped(&self) -> Vec<Arc<str>> {
        self.offered
            .iter()
            .filter(|suite| suite.in_rustls().is_none())
            .map(|suite| suite.name.clone())
            .collect()
    }

    /// OpenSSL's name of a suite, whichever library negotiated it.
    pub(super) fn name(&self, id: u16) -> Arc<str> {
        self.offered
            .iter()
            .find(|suite| suite.id == id)
            .map_or_else(
                || format!("0x{id:04x}").into(),
                |suite| Arc::clone(&suite.name),
            )
    }

    /// The shared form of a name that OpenSSL gave.
    pub(super) fn interned(&self, name: &str) -> Arc<str> {
        self.offered
            .iter()
            .find(|suite| &*suite.name == name)
            .map_or_else(|| name.into(), |suite| Arc::clone(&suite.name))
    }

    /// The suites below TLS 1.3 as a string that names each of them.
    pub(super) fn openssl_list(&self) -> String {
        let names: Vec<&str> = self
            .offered
            .iter()
            .filter(|suite| !suite.is_tls_1_3())
            .map(|suite| &*suite.name)
            .collect();
        names.join(":")
    }

    /// The TLS 1.3 suites in OpenSSL's form for `SSL_CTX_set_ciphersuites`.
    pub(super) fn openssl_tls_1_3_list(&self) -> String {
        let names: Vec<&str> = self
            .offered
            .iter()
            .filter(|suite| suite.is_tls_1_3())
            .map(|suite| &*suite.name)
            .collect();
        names.join(":")
    }
}

impl Suite {
    fn is_tls_1_3(&self) -> bool {
        self.id >> 8 == 0x13
    }

    fn in_rustls(&self) -> Option<SupportedCipherSuite> {
        ALL_CIPHER_SUITES
            .iter()
            .find(|suite| u16::from(suite.suite()) == self.id)
            .copied()
    }
}

impl TlsMinimum {
    pub(super) const fn openssl(self) -> SslVersion {
        match self {
            Self::V1_0 => SslVersion::TLS1,
            Self::V1_1 => SslVersion::TLS1_1,
            Self::V1_2 => SslVersion::TLS1_2,
        }
    }
}

fn preference(offered: &[Suite]) -> KeyPreference {
    let first = offered.iter().find(|suite| !suite.is_tls_1_3());
    match first {
        Some(suite) if suite.name.contains("ECDSA") => KeyPreference::EcdsaFirst,
        _ => KeyPreference::RsaFirst,
    }
}

/// The names OpenSSL has for suites, in the same order.
fn named(ids: &[u16]) -> Result<Vec<Suite>, ErrorStack> {
    // A client leaves out of a decoded list what its own settings forbid; this one forbids nothing.
    let mut context = SslContext::builder(SslMethod::tls())?;
    context.set_security_level(0);
    context.set_cipher_list("ALL:COMPLEMENTOFALL")?;
    let ssl = Ssl::new(&context.build())?;
    let mut suites = Vec::with_capacity(ids.len());
    for id in ids.iter().filter(|id| !SIGNALLING.contains(id)) {
        let lists = ssl.bytes_to_cipher_list(&id.to_be_bytes(), false)?;
        if let Some(cipher) = lists.suites.iter().next() {
            suites.push(Suite {
                id: *id,
                name: cipher.name().into(),
            });
        }
    }
    Ok(suites)
}

/// A peer that says nothing and keeps what it is told.
#[derive(Debug, Default)]
struct Silent(Vec<u8>);

impl Read for Silent {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::WouldBlock.into())
    }
}

impl Write for Silent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn client_hello(ssl: Ssl) -> Result<Vec<u8>, CipherStringError> {
    use openssl::ssl::HandshakeError;
    match ssl.connect(Silent::default()) {
        Err(HandshakeError::WouldBlock(waiting)) => Ok(waiting.get_ref().0.clone()),
        Err(HandshakeError::SetupFailure(source)) => Err(source.into()),
        Err(HandshakeError::Failure(failed)) => match failed.error().ssl_error() {
            Some(stack) => Err(stack.clone().into()),
            None => Err(CipherStringError::ClientHello),
        },
        Ok(_) => Err(CipherStringError::ClientHello),
    }
}

/// The suites of a `ClientHello` in one TLS record (RFC 8446 sections 4.1.2 and 5.1).
fn offered_ids(record: &[u8]) -> Option<Vec<u16>> {
    const RECORD_AND_HANDSHAKE_HEADER: usize = 5 + 4;
    const VERSION_AND_RANDOM: usize = 2 + 32;
    let (kind, rest) = record.split_first()?;
    let body = rest.get(RECORD_AND_HANDSHAKE_HEADER - 1 + VERSION_AND_RANDOM..)?;
    let (session_length, rest) = body.split_first()?;
    let rest = rest.get(usize::from(*session_length)..)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let suites = rest.get(..usize::from(u16::from_be_bytes(*length)))?;
    (*kind == 22).then(|| {
        suites
            .as_chunks::<2>()
            .0
            .iter()
            .map(|suite| u16::from_be_bytes(*suite))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(plan: &CipherPlan) -> Vec<&str> {
        plan.offered.iter().map(|suite| &*suite.name).collect()
    }

    fn rustls_names(plan: &CipherPlan) -> Vec<String> {
        plan.rustls
            .iter()
            .map(|suite| format!("{:?}", suite.suite()))
            .collect()
    }

    #[test]
    fn default_string_prefers_ecdsa_and_keeps_its_order_in_rustls() {
        let plan = CipherPlan::expand(DEFAULT_CIPHERS, TlsMinimum::V1_2).unwrap();
        assert_eq!(plan.preference, KeyPreference::EcdsaFirst);
        assert_eq!(
            rustls_names(&plan),
            [
                "TLS13_AES_256_GCM_SHA384",
                "TLS13_CHACHA20_POLY1305_SHA256",
                "TLS13_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            ]
        );
        assert!(plan.dropped().contains(&"DHE-RSA-AES256-GCM-SHA384".into()));
        assert!(
            !names(&plan).contains(&"ECDHE-RSA-AES256-SHA"),
            "-AES256+SHA is honoured"
        );
    }

    #[test]
    fn documents_prefix_moves_rsa_to_the_front() {
        let string = format!("ECDHE-RSA-AES256-GCM-SHA384:{DEFAULT_CIPHERS}");
        let plan = CipherPlan::expand(&string, TlsMinimum::V1_2).unwrap();
        assert_eq!(plan.preference, KeyPreference::RsaFirst);
        assert_eq!(
            rustls_names(&plan)[3],
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
        );
        assert_eq!(
            rustls_names(&plan)[4],
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
        );
    }

    #[test]
    fn string_without_a_suite_of_rustls_leaves_it_to_openssl() {
        let plan = CipherPlan::expand("AES128-SHA:DHE-RSA-AES128-SHA", TlsMinimum::V1_0).unwrap();
        assert!(!plan.rustls_can_serve());
        assert_eq!(plan.openssl_list(), "AES128-SHA:DHE-RSA-AES128-SHA");
        let dropped = plan.dropped();
        assert_eq!(dropped, ["AES128-SHA".into(), "DHE-RSA-AES128-SHA".into()]);
    }

    #[test]
    fn minimum_below_1_2_does_not_take_suites_away() {
        let low = CipherPlan::expand(DEFAULT_CIPHERS, TlsMinimum::V1_0).unwrap();
        let high = CipherPlan::expand(DEFAULT_CIPHERS, TlsMinimum::V1_2).unwrap();
        assert_eq!(rustls_names(&low), rustls_names(&high));
        assert!(low.rustls_can_serve());
    }

    #[test]
    fn level_in_the_string_is_honoured() {
        let plan = CipherPlan::expand("HIGH:@SECLEVEL=4", TlsMinimum::V1_2).unwrap();
        assert!(!names(&plan).contains(&"AES128-GCM-SHA256"));
    }

    #[test]
    fn unusable_strings_say_why() {
        assert!(matches!(
            CipherPlan::expand("NO-SUCH-CIPHER", TlsMinimum::V1_2),
            Err(CipherStringError::NoSuite {
                source: Some(_),
                ..
            })
        ));
        assert!(matches!(
            CipherPlan::expand("HIGH\0", TlsMinimum::V1_2),
            Err(CipherStringError::NotText)
        ));
        assert!(matches!(
            CipherPlan::expand("", TlsMinimum::V1_2),
            Err(CipherStringError::NoSuite { .. })
        ));
    }

    #[test]
    fn truncated_client_hello_is_no_panic() {
        let context = SslContext::builder(SslMethod::tls_client())
            .unwrap()
            .build();
        let hello = client_hello(Ssl::new(&context).unwrap()).unwrap();
        assert!(offered_ids(&hello).is_some());
        for length in 0..80 {
            assert_eq!(offered_ids(&hello[..length]), None, "{length}");
        }
    }
}
