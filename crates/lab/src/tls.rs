//! The TLS side of a port: an OpenSSL context that shows several certificates and speaks what a node speaks.
//!
//! Security level 0, because the document's leaf is signed with SHA-1. Certificates are set on each connection
//! and not on the context: each has a chain of its own (the self-signed one none), which the openssl crate can say
//! only there.

use openssl::bn::BigNum;
use openssl::dh::Dh;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{
    Ssl, SslContext, SslContextBuilder, SslMethod, SslMode, SslOptions, SslVerifyMode, SslVersion,
};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;

use crate::authority::KeyKind;
use crate::config::{CertificateOrder, ClientCertificate, PortConfig, TlsVersion};
use crate::shown::Shown;

/// Why a port cannot show its certificates.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The port's TLS versions, certificates and keys do not go together.
    #[error("port {port} cannot be set up for TLS")]
    Setup {
        /// The port's number.
        port: u16,
        /// What OpenSSL said.
        #[source]
        source: ErrorStack,
    },
    /// Two certificates of one key type: TLS has no way to choose between them.
    #[error(
        "port {port} has two {key_type} certificates; give it at most one of each key type in `certificates`"
    )]
    SameKeyType {
        /// The port's number.
        port: u16,
        /// `RSA` or `ECDSA`.
        key_type: &'static str,
    },
    /// The configuration names a certificate that the node does not hold.
    #[error(
        "port {port} names the certificate `{name}`, which the node does not hold; `lab list --certificates` shows those it does"
    )]
    NoSuchCertificate {
        /// The port's number.
        port: u16,
        /// The store name.
        name: String,
    },
}

/// Accepts TLS connections for a port.
#[derive(Clone)]
pub(crate) struct Acceptor {
    context: SslContext,
    certificates: Vec<Certificate>,
    now: i64,
}

#[derive(Clone)]
struct Certificate {
    leaf: X509,
    key: PKey<Private>,
    above: Vec<X509>,
}

impl std::fmt::Debug for Acceptor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Acceptor")
            .field("certificates", &self.certificates.len())
            .finish_non_exhaustive()
    }
}

impl Acceptor {
    /// `trusted` are the authorities of client certificates, judged at the moment `now`.
    pub(crate) fn new(
        port: &PortConfig,
        shown: &[Shown],
        client: ClientCertificate,
        trusted: &[X509],
        now: i64,
    ) -> Result<Self, TlsError> {
        let key_types: Vec<&'static str> = shown
            .iter()
            .map(|shown| key_type(shown.identity.key().kind()))
            .collect();
        for (position, key_type) in key_types.iter().enumerate() {
            if key_types
                .iter()
                .take(position)
                .any(|other| other == key_type)
            {
                return Err(TlsError::SameKeyType {
                    port: port.number,
                    key_type,
                });
            }
        }
        let context =
            context(port, key_types.first().copied(), client, trusted).map_err(|source| {
                TlsError::Setup {
                    port: port.number,
                    source,
                }
            })?;
        let certificates = shown
            .iter()
            .map(|shown| Certificate {
                leaf: shown.identity.certificate().clone(),
                key: shown.identity.key().as_openssl().clone(),
                above: shown.identity.above(shown.presented).to_vec(),
            })
            .collect();
        Ok(Self {
            context,
            certificates,
            now,
        })
    }

    /// The state of one connection that is about to shake hands.
    pub(crate) fn session(&self) -> Result<Ssl, ErrorStack> {
        let mut ssl = Ssl::new(&self.context)?;
        for certificate in &self.certificates {
            ssl.set_certificate(&certificate.leaf)?;
            ssl.set_private_key(&certificate.key)?;
            for above in &certificate.above {
                ssl.add_chain_cert(above.clone())?;
            }
        }
        ssl.param_mut().set_time(self.now);
        Ok(ssl)
    }
}

const RSA: &str = "RSA";
const ECDSA: &str = "ECDSA";

fn key_type(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa(_) | KeyKind::RsaPss(_) => RSA,
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 | KeyKind::Ed25519 => ECDSA,
    }
}

fn context(
    port: &PortConfig,
    preferred: Option<&str>,
    client: ClientCertificate,
    trusted: &[X509],
) -> Result<SslContext, ErrorStack> {
    let mut builder = SslContextBuilder::new(SslMethod::tls_server())?;
    builder.set_security_level(0);
    builder.set_min_proto_version(Some(version(port.minimum)))?;
    builder.set_max_proto_version(Some(version(port.maximum)))?;
    // A chain is exactly what was added to it; OpenSSL would otherwise complete it from the trust store.
    builder.set_mode(SslMode::NO_AUTO_CHAIN);
    builder.set_tmp_dh(&*Dh::from_pqg(
        BigNum::get_rfc3526_prime_2048()?,
        None,
        BigNum::from_u32(2)?,
    )?)?;
    match (port.order, preferred) {
        (CertificateOrder::Client, _) | (CertificateOrder::Node, None) => {
            builder.set_cipher_list(EVERY_CIPHER)?;
        }
        (CertificateOrder::Node, Some(preferred)) => {
            let (ciphers, algorithms) = if preferred == RSA {
                (RSA_FIRST, [RSA_ALGORITHMS, ECDSA_ALGORITHMS])
            } else {
                (ECDSA_FIRST, [ECDSA_ALGORITHMS, RSA_ALGORITHMS])
            };
            builder.set_options(SslOptions::CIPHER_SERVER_PREFERENCE);
            builder.set_cipher_list(ciphers)?;
            builder.set_sigalgs_list(&algorithms.join(":"))?;
        }
    }
    if let Some(ciphers) = &port.ciphers {
        builder.set_cipher_list(&format!("{ciphers}:@SECLEVEL=0"))?;
    }
    ask_for_client(&mut builder, client, trusted)?;
    Ok(builder.build())
}

const EVERY_CIPHER: &str = "ALL:!aNULL:!eNULL:@SECLEVEL=0";
const RSA_FIRST: &str = "aRSA+ECDHE+AESGCM:aRSA:ALL:!aNULL:!eNULL:@SECLEVEL=0";
const ECDSA_FIRST: &str = "aECDSA+ECDHE+AESGCM:aECDSA:ALL:!aNULL:!eNULL:@SECLEVEL=0";

/// With one suite for all, TLS 1.3 chooses the certificate by the order of signature algorithms.
const RSA_ALGORITHMS: &str = "rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:RSA+SHA256:RSA+SHA384:RSA+SHA512:RSA+SHA1";
const ECDSA_ALGORITHMS: &str = "ECDSA+SHA384:ECDSA+SHA256:ECDSA+SHA512:ECDSA+SHA1";

fn ask_for_client(
    builder: &mut SslContextBuilder,
    client: ClientCertificate,
    trusted: &[X509],
) -> Result<(), ErrorStack> {
    let mode = match client {
        ClientCertificate::NotAsked => return Ok(()),
        ClientCertificate::Optional => SslVerifyMode::PEER,
        ClientCertificate::Required => SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT,
    };
    builder.set_verify(mode);
    // Without it OpenSSL refuses to resume a session that had a client certificate.
    builder.set_session_id_context(b"tollgate-lab")?;
    let mut store = X509StoreBuilder::new()?;
    for authority in trusted {
        store.add_cert(authority.clone())?;
        builder.add_client_ca(authority)?;
    }
    builder.set_verify_cert_store(store.build())
}

fn version(version: TlsVersion) -> SslVersion {
    match version {
        TlsVersion::V1_0 => SslVersion::TLS1,
        TlsVersion::V1_1 => SslVersion::TLS1_1,
        TlsVersion::V1_2 => SslVersion::TLS1_2,
        TlsVersion::V1_3 => SslVersion::TLS1_3,
    }
}
