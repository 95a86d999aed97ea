//! TLS 1.2 and 1.3 by rustls with ring: the data path.
//!
//! The configuration is made once for a generation of settings. Each connection attempt gets a clone
//! of it (a handful of reference counts) with one [`Examiner`], which judges the node's chain, checks
//! its handshake signature, answers a request for our certificate, and keeps what it saw.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::{CryptoProvider, ring};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, NamedGroup, OtherError, PeerMisbehaved,
    ProtocolVersion, RootCertStore, SignatureScheme, version,
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tollgate_pki::Alert;
use tollgate_uc::Host;

use super::admission::{Action, Admission, Judged};
use super::cipher::CipherPlan;
use super::endpoint::Endpoint;
use super::handshake::{
    Breach, Secured, Unsecured, Written, client_certificate_refusal, handshake_failure,
    is_about_our_certificate,
};
use super::handshake_signature::{self, SignatureError, Signed};
use super::identity::ClientIdentity;
use super::judge::{Judge, UnjudgedChain};
use super::key_share::X25519;
use super::progress::{ClientCertificateRequest, Engine, TlsFacts, TlsVersion};
use super::secp521r1::SECP521R1;
use super::settings::Clock;
use super::stream::{Transport, received_alert};

/// rustls, set up for one generation of settings.
#[derive(Debug)]
pub(super) struct RustlsEngine {
    config: ClientConfig,
    plan: Arc<CipherPlan>,
    schemes: Arc<[SignatureScheme]>,
    judge: Arc<Judge>,
    identity: Option<ClientIdentity>,
}

impl RustlsEngine {
    pub(super) fn new(
        plan: Arc<CipherPlan>,
        schemes: Arc<[SignatureScheme]>,
        judge: Arc<Judge>,
        identity: Option<ClientIdentity>,
    ) -> Result<Self, rustls::Error> {
        let mut provider = CryptoProvider {
            cipher_suites: plan.rustls.clone(),
            ..ring::default_provider()
        };
        for group in &mut provider.kx_groups {
            if group.name() == NamedGroup::X25519 {
                *group = X25519;
            }
        }
        provider.kx_groups.push(SECP521R1);
        let clock = Arc::new(SettingsClock(judge.clock()));
        // Trusts nobody until an attempt puts its examiner in.
        let mut config = ClientConfig::builder_with_details(Arc::new(provider), clock)
            .with_protocol_versions(&[&version::TLS13, &version::TLS12])?
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth();
        // A resumed handshake carries no certificate: nothing would be verified.
        config.resumption = Resumption::disabled();
        Ok(Self {
            config,
            plan,
            schemes,
            judge,
            identity,
        })
    }

    /// The TLS handshake with `server` as `name`, which is the endpoint's host.
    pub(super) async fn secure(
        &self,
        endpoint: &Arc<Endpoint>,
        server: SocketAddr,
        name: ServerName<'static>,
        stream: TcpStream,
    ) -> Result<Secured, Unsecured> {
        let examiner = Arc::new(Examiner {
            judge: Arc::clone(&self.judge),
            endpoint: Arc::clone(endpoint),
            server,
            schemes: Arc::clone(&self.schemes),
            identity: self.identity.clone(),
            judged: OnceLock::new(),
            unjudged: OnceLock::new(),
            signature: OnceLock::new(),
            requested: OnceLock::new(),
        });
        let connector = TlsConnector::from(Arc::new(self.config_for(&examiner)));
        match connector.connect(name, stream).await {
            Ok(stream) => self.admit(&examiner, stream),
            Err(error) => Err(examiner.failed(error)),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one verifier of the data path: it asks pki and checks the handshake signature"
    )]
    fn config_for(&self, examiner: &Arc<Examiner>) -> ClientConfig {
        let mut config = self.config.clone();
        config
            .dangerous()
            .set_certificate_verifier(Arc::<Examiner>::clone(examiner));
        config.client_auth_cert_resolver = Arc::<Examiner>::clone(examiner);
        config
    }

    fn admit(
        &self,
        examiner: &Examiner,
        stream: tokio_rustls::client::TlsStream<TcpStream>,
    ) -> Result<Secured, Unsecured> {
        let (_, session) = stream.get_ref();
        let admission = examiner.judged().and_then(Admission::of);
        let version = session.protocol_version().and_then(tls_version);
        let (Some(admission), Some(version)) = (admission, version) else {
            // rustls never finishes a handshake without asking its verifier; if it did, the
            // connection would not be used.
            let breach = Breach::Protocol("the handshake ended without a certificate".to_owned());
            return Err(Unsecured::Failed {
                failure: handshake_failure(Engine::Rustls, breach),
                judged: examiner.judged(),
            });
        };
        let suite = session
            .negotiated_cipher_suite()
            .map_or(0, |suite| u16::from(suite.suite()));
        let facts = TlsFacts {
            engine: Engine::Rustls,
            version,
            suite: self.plan.name(suite),
            client_certificate: examiner.requested(),
        };
        Ok(Secured {
            transport: Transport::Rustls(Box::new(stream)),
            admission,
            facts,
        })
    }
}

/// The name for SNI: none for an address, and none that rustls cannot take.
pub(super) fn server_name(host: &Host) -> Option<ServerName<'static>> {
    match host.as_ip() {
        Some(address) => Some(ServerName::IpAddress(address.into())),
        None => ServerName::try_from(host.as_name()?.to_owned()).ok(),
    }
}

fn tls_version(version: ProtocolVersion) -> Option<TlsVersion> {
    match version {
        ProtocolVersion::TLSv1_2 => Some(TlsVersion::V1_2),
        ProtocolVersion::TLSv1_3 => Some(TlsVersion::V1_3),
        _ => None,
    }
}

/// The eyes of one connection attempt.
struct Examiner {
    judge: Arc<Judge>,
    endpoint: Arc<Endpoint>,
    server: SocketAddr,
    schemes: Arc<[SignatureScheme]>,
    identity: Option<ClientIdentity>,
    judged: OnceLock<Arc<Judged>>,
    unjudged: OnceLock<UnjudgedChain>,
    signature: OnceLock<(SignatureError, TlsVersion)>,
    requested: OnceLock<Vec<Vec<u8>>>,
}

impl Examiner {
    fn judged(&self) -> Option<Arc<Judged>> {
        self.judged.get().cloned()
    }

    fn requested(&self) -> ClientCertificateRequest {
        self.requested
            .get()
            .map_or(ClientCertificateRequest::None, |authorities| {
                ClientCertificateRequest::Made {
                    authorities: authorities.clone(),
                }
            })
    }

    fn check_signature(
        &self,
        version: TlsVersion,
        message: &[u8],
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let Some(leaf) = self.judged.get().and_then(|judged| judged.presented.leaf()) else {
            return Err(rustls::Error::NoCertificatesPresented);
        };
        let scheme = signed.scheme;
        let signed = Signed {
            scheme,
            message,
            signature: signed.signature(),
        };
        match handshake_signature::check(version, &self.schemes, leaf, signed) {
            Ok(()) => Ok(HandshakeSignatureValid::assertion()),
            Err(error) => {
                // Set once: the handshake ends here.
                self.signature.get_or_init(|| (error, version));
                Err(signature_alert(error))
            }
        }
    }

    fn failed(&self, error: io::Error) -> Unsecured {
        let judged = self.judged();
        if let Some(judged) = &judged
            && judged.action == Action::Terminate
        {
            return Unsecured::Refused(Arc::clone(judged));
        }
        let requested = self.requested();
        if let Some(alert) = received_alert(&error)
            && is_about_our_certificate(alert, &requested)
        {
            let identity = self.identity.as_ref();
            let refusal = client_certificate_refusal(alert, requested, identity, Written::Nothing);
            return Unsecured::ClientCertificate { refusal, judged };
        }
        let failure = handshake_failure(Engine::Rustls, self.breach(error));
        Unsecured::Failed { failure, judged }
    }

    fn breach(&self, error: io::Error) -> Breach {
        if let Some((signature, version)) = self.signature.get() {
            return Breach::Signature {
                description: signature.to_string(),
                error: signature_error_text(*signature, *version),
            };
        }
        if let Some(alert) = received_alert(&error) {
            return Breach::Alert(alert);
        }
        match error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>())
        {
            Some(rustls::Error::PeerIncompatible(reason)) => {
                Breach::NothingInCommon(format!("the node speaks another dialect: {reason:?}"))
            }
            Some(rustls::Error::PeerMisbehaved(
                reason @ (PeerMisbehaved::SelectedUnofferedCipherSuite
                | PeerMisbehaved::SelectedUnofferedKxGroup
                | PeerMisbehaved::SignedKxWithWrongAlgorithm),
            )) => {
                Breach::NothingInCommon(format!("the node chose what was not offered: {reason:?}"))
            }
            Some(other) => Breach::Protocol(other.to_string()),
            None => Breach::Io(error),
        }
    }
}

/// The rustls error whose alert fits; what really happened is kept in the examiner.
fn signature_alert(error: SignatureError) -> rustls::Error {
    match error {
        SignatureError::NotOffered(_)
        | SignatureError::NotInTls13(_)
        | SignatureError::DoesNotFitKey(_) => {
            PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into()
        }
        SignatureError::UnreadableKey => CertificateError::BadEncoding.into(),
        SignatureError::Invalid => CertificateError::BadSignature.into(),
    }
}

fn signature_error_text(error: SignatureError, version: TlsVersion) -> &'static str {
    match (error, version) {
        (
            SignatureError::NotOffered(_)
            | SignatureError::NotInTls13(_)
            | SignatureError::DoesNotFitKey(_),
            _,
        ) => "error:1414D172:SSL routines:tls12_check_peer_sigalg:wrong signature type",
        (SignatureError::UnreadableKey | SignatureError::Invalid, TlsVersion::V1_3) => {
            "error:1417B07B:SSL routines:tls_process_cert_verify:bad signature"
        }
        (SignatureError::UnreadableKey | SignatureError::Invalid, _) => {
            "error:1416D07B:SSL routines:tls_process_key_exchange:bad signature"
        }
    }
}

/// The rustls error that makes rustls send the alert which fits the verdict.
fn refusal(alert: Option<Alert>) -> CertificateError {
    match alert {
        Some(Alert::UnknownCa) => CertificateError::UnknownIssuer,
        Some(Alert::CertificateExpired) => CertificateError::Expired,
        Some(Alert::BadCertificate) => CertificateError::NotValidForName,
        Some(Alert::DecryptError) => CertificateError::BadSignature,
        Some(Alert::UnsupportedCertificate) => CertificateError::InvalidPurpose,
        Some(Alert::CertificateUnknown) | None => {
            CertificateError::Other(OtherError(Arc::new(Refused)))
        }
    }
}

/// Carried by rustls for a refusal that has no certificate error of its own.
#[derive(Debug, thiserror::Error)]
#[error("the certificate was refused")]
struct Refused;

impl ServerCertVerifier for Examiner {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        // The name comes from the target, not from what rustls was given for SNI.
        let mut chain = Vec::with_capacity(1 + intermediates.len());
        chain.push(end_entity.as_ref());
        chain.extend(intermediates.iter().map(AsRef::as_ref));
        let judged = self.judge.judge(&self.endpoint, self.server, &chain);
        let judged = judged.map_err(|unjudged| {
            self.unjudged.get_or_init(|| unjudged);
            CertificateError::BadEncoding
        })?;
        let judged = self.judged.get_or_init(|| judged);
        match judged.action {
            Action::Admit | Action::Continue => Ok(ServerCertVerified::assertion()),
            Action::Terminate => Err(refusal(judged.verdict.alert()).into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        _cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.check_signature(TlsVersion::V1_2, message, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        _cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.check_signature(TlsVersion::V1_3, message, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.to_vec()
    }
}

impl ResolvesClientCert for Examiner {
    fn resolve(
        &self,
        authorities: &[&[u8]],
        _schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        self.requested
            .get_or_init(|| authorities.iter().map(|name| name.to_vec()).collect());
        self.identity
            .as_ref()
            .map(|identity| Arc::clone(identity.certified()))
    }

    fn has_certs(&self) -> bool {
        self.identity.is_some()
    }
}

impl fmt::Debug for Examiner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Examiner")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// rustls asks for the time before each verification; only the binary reads the real clock.
#[derive(Debug)]
struct SettingsClock(Clock);

impl TimeProvider for SettingsClock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from((self.0)().as_second()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

#[cfg(test)]
mod tests {
    use rustls::AlertDescription;

    use super::*;

    #[test]
    fn refusals_send_the_alert_of_the_verdict() {
        for (alert, sent) in [
            (Some(Alert::UnknownCa), AlertDescription::UnknownCA),
            (
                Some(Alert::CertificateExpired),
                AlertDescription::CertificateExpired,
            ),
            (
                Some(Alert::BadCertificate),
                AlertDescription::BadCertificate,
            ),
            (Some(Alert::DecryptError), AlertDescription::DecryptError),
            (
                Some(Alert::UnsupportedCertificate),
                AlertDescription::UnsupportedCertificate,
            ),
            (
                Some(Alert::CertificateUnknown),
                AlertDescription::CertificateUnknown,
            ),
            (None, AlertDescription::CertificateUnknown),
        ] {
            assert_eq!(AlertDescription::from(refusal(alert)), sent);
        }
    }

    #[test]
    fn every_host_has_a_name_for_rustls() {
        for host in [
            "cucm.steven.lab",
            "cucm_1.steven.lab.",
            "10.48.36.215",
            "[::1]",
            "cucm",
        ] {
            assert!(server_name(&Host::parse(host).unwrap()).is_some(), "{host}");
        }
    }
}
