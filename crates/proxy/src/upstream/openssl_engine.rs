//! TLS 1.0 to 1.3 by OpenSSL, for what rustls does not speak: versions below 1.2, CBC, DHE and
//! static RSA suites, and names that rustls cannot take.
//!
//! The verdict is `pki`'s here too. OpenSSL gets an empty trust store and is asked for verification,
//! so that it calls us with the presented chain whatever it thinks of it; our answer stands.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use openssl::error::ErrorStack;
use openssl::ssl::{
    ErrorCode, Ssl, SslContext, SslContextBuilder, SslMethod, SslOptions, SslRef,
    SslSessionCacheMode, SslVerifyMode, SslVersion,
};
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::{X509StoreContext, X509StoreContextRef};
use rustls::SignatureScheme;
use tokio::net::TcpStream;
use tokio_openssl::SslStream;
use tollgate_pki::Alert;

use super::admission::{Action, Admission, Judged};
use super::certificate_request::{Recorder, in_handshake};
use super::cipher::CipherPlan;
use super::endpoint::Endpoint;
use super::handshake::{
    Breach, Secured, Unsecured, Written, client_certificate_refusal, handshake_failure,
    is_about_our_certificate,
};
use super::handshake_signature::openssl_sigalgs;
use super::identity::ClientIdentity;
use super::judge::{Judge, UnjudgedChain};
use super::progress::{ClientCertificateRequest, Engine, TlsFacts, TlsVersion};
use super::settings::TlsMinimum;
use super::stream::{LIBRARY_SSL, Transport, openssl_alert};

/// Key exchange groups: those of rustls, and P-521 for nodes that insist.
const GROUPS: &str = "X25519:P-256:P-384:P-521";
/// `SSL_OP_LEGACY_SERVER_CONNECT`: nodes without RFC 5746, which OpenSSL 1.1.1 and rustls let pass.
const LEGACY_SERVER_CONNECT: u64 = 1 << 2;

/// OpenSSL, set up for one generation of settings.
#[derive(Debug)]
pub(super) struct OpensslEngine {
    context: SslContext,
    plan: Arc<CipherPlan>,
    judge: Arc<Judge>,
    identity: Option<ClientIdentity>,
}

impl OpensslEngine {
    pub(super) fn new(
        minimum: TlsMinimum,
        plan: Arc<CipherPlan>,
        schemes: &[SignatureScheme],
        judge: Arc<Judge>,
        identity: Option<ClientIdentity>,
    ) -> Result<Self, ErrorStack> {
        let mut builder = SslContext::builder(SslMethod::tls_client())?;
        // Everything that openssl.cnf could have set is set here. Strength is judged by pki.
        builder.set_security_level(0);
        builder.set_min_proto_version(Some(minimum.openssl()))?;
        builder.set_max_proto_version(Some(SslVersion::TLS1_3))?;
        builder.set_cipher_list(&plan.openssl_list())?;
        builder.set_ciphersuites(&plan.openssl_tls_1_3_list())?;
        builder.set_groups_list(GROUPS)?;
        let schemes = openssl_sigalgs(schemes);
        // DSA keys are known to OpenSSL only, and not to each of its builds.
        if builder
            .set_sigalgs_list(&format!("{schemes}:DSA+SHA256:DSA+SHA384:DSA+SHA512"))
            .is_err()
        {
            builder.set_sigalgs_list(&schemes)?;
        }
        builder.set_session_cache_mode(SslSessionCacheMode::OFF);
        builder.set_options(
            SslOptions::NO_TICKET
                | SslOptions::NO_COMPRESSION
                | SslOptions::NO_RENEGOTIATION
                | SslOptions::from_bits_retain(LEGACY_SERVER_CONNECT),
        );
        builder.set_cert_store(X509StoreBuilder::new()?.build());
        if let Some(identity) = &identity {
            present(&mut builder, identity)?;
        }
        Ok(Self {
            context: builder.build(),
            plan,
            judge,
            identity,
        })
    }

    /// The TLS handshake with `server` as the endpoint's host.
    pub(super) async fn secure(
        &self,
        endpoint: &Arc<Endpoint>,
        server: SocketAddr,
        stream: TcpStream,
    ) -> Result<Secured, Unsecured> {
        let outcome = Arc::new(OnceLock::new());
        let examiner = Examiner {
            judge: Arc::clone(&self.judge),
            endpoint: Arc::clone(endpoint),
            server,
            outcome: Arc::clone(&outcome),
        };
        let stream = match self.prepare(examiner, stream) {
            Ok(stream) => stream,
            Err(error) => {
                let breach = Breach::Protocol(format!("OpenSSL cannot be set up: {error}"));
                let failure = handshake_failure(Engine::OpenSsl, breach);
                return Err(Unsecured::Failed {
                    failure,
                    judged: None,
                });
            }
        };
        let mut stream = Box::pin(stream);
        let result = stream.as_mut().connect().await;
        let sent = stream.as_mut().get_pin_mut().get_mut().finish();
        let version = stream.ssl().version2().and_then(tls_version);
        let requested = in_handshake(version, &sent);
        let judged = match outcome.get() {
            Some(Ok(judged)) => Some(Arc::clone(judged)),
            Some(Err(unjudged)) => {
                let breach = Breach::Protocol(unjudged.to_string());
                let failure = handshake_failure(Engine::OpenSsl, breach);
                return Err(Unsecured::Failed {
                    failure,
                    judged: None,
                });
            }
            None => None,
        };
        match result {
            Ok(()) => self.admit(stream, judged, version, requested),
            Err(error) => Err(self.failed(&error, judged, requested)),
        }
    }

    fn prepare(
        &self,
        examiner: Examiner,
        stream: TcpStream,
    ) -> Result<SslStream<Recorder>, ErrorStack> {
        let mut ssl = Ssl::new(&self.context)?;
        if let Some(name) = examiner.endpoint.host.as_name() {
            // RFC 6066 section 3: without the trailing dot.
            ssl.set_hostname(name.strip_suffix('.').unwrap_or(name))?;
        }
        ssl.set_verify_callback(SslVerifyMode::PEER, move |_, context| {
            examiner.answer(context)
        });
        SslStream::new(ssl, Recorder::new(stream))
    }

    fn admit(
        &self,
        stream: Pin<Box<SslStream<Recorder>>>,
        judged: Option<Arc<Judged>>,
        version: Option<TlsVersion>,
        client_certificate: ClientCertificateRequest,
    ) -> Result<Secured, Unsecured> {
        let (Some(admission), Some(version)) = (judged.clone().and_then(Admission::of), version)
        else {
            // Not reached: with an empty trust store OpenSSL asks about every chain.
            let breach = Breach::Protocol("the handshake ended without a verdict".to_owned());
            let failure = handshake_failure(Engine::OpenSsl, breach);
            return Err(Unsecured::Failed { failure, judged });
        };
        let suite = stream
            .ssl()
            .current_cipher()
            .map_or("", |cipher| cipher.name());
        let facts = TlsFacts {
            engine: Engine::OpenSsl,
            version,
            suite: self.plan.interned(suite),
            client_certificate,
        };
        Ok(Secured {
            transport: Transport::OpenSsl(stream),
            admission,
            facts,
        })
    }

    fn failed(
        &self,
        error: &openssl::ssl::Error,
        judged: Option<Arc<Judged>>,
        requested: ClientCertificateRequest,
    ) -> Unsecured {
        if let Some(judged) = &judged
            && judged.action == Action::Terminate
        {
            return Unsecured::Refused(Arc::clone(judged));
        }
        if let Some(alert) = openssl_alert(error)
            && is_about_our_certificate(alert, &requested)
        {
            let identity = self.identity.as_ref();
            let refusal = client_certificate_refusal(alert, requested, identity, Written::Nothing);
            return Unsecured::ClientCertificate { refusal, judged };
        }
        let mut failure = handshake_failure(Engine::OpenSsl, breach(error));
        if failure.alert.is_none()
            && let Some(entry) = main_entry(error)
        {
            failure.error = openssl_text(entry);
        }
        Unsecured::Failed { failure, judged }
    }
}

fn present(builder: &mut SslContextBuilder, identity: &ClientIdentity) -> Result<(), ErrorStack> {
    if let Some((leaf, above)) = identity.chain().split_first() {
        builder.set_certificate(leaf)?;
        for certificate in above {
            builder.add_extra_chain_cert(certificate.clone())?;
        }
    }
    builder.set_private_key(identity.key())?;
    builder.check_private_key()
}

fn tls_version(version: SslVersion) -> Option<TlsVersion> {
    [
        (SslVersion::TLS1, TlsVersion::V1_0),
        (SslVersion::TLS1_1, TlsVersion::V1_1),
        (SslVersion::TLS1_2, TlsVersion::V1_2),
        (SslVersion::TLS1_3, TlsVersion::V1_3),
    ]
    .into_iter()
    .find_map(|(theirs, ours)| (theirs == version).then_some(ours))
}

fn breach(error: &openssl::ssl::Error) -> Breach {
    /// `SSL_R_*` of `sslerr.h` for a lack of common ground: `UNSUPPORTED_PROTOCOL`,
    /// `WRONG_SSL_VERSION`, `WRONG_VERSION_NUMBER`, `UNKNOWN_PROTOCOL`, `NO_PROTOCOLS_AVAILABLE`,
    /// `NO_SHARED_CIPHER`, `WRONG_CIPHER_RETURNED`, `NO_SUITABLE_SIGNATURE_ALGORITHM`.
    const NOTHING_IN_COMMON: [i32; 8] = [258, 266, 267, 252, 191, 193, 261, 118];
    /// `SSL_R_BAD_SIGNATURE`.
    const BAD_SIGNATURE: i32 = 123;
    /// `SSL_R_WRONG_SIGNATURE_TYPE`.
    const WRONG_SIGNATURE_TYPE: i32 = 370;

    if let Some(alert) = openssl_alert(error) {
        return Breach::Alert(alert);
    }
    if let Some(io) = error.io_error() {
        return Breach::Io(std::io::Error::new(io.kind(), io.to_string()));
    }
    let Some(entry) = main_entry(error) else {
        return match error.code() {
            ErrorCode::SYSCALL | ErrorCode::ZERO_RETURN => {
                Breach::Io(std::io::ErrorKind::UnexpectedEof.into())
            }
            code => Breach::Protocol(format!("OpenSSL stopped with code {}", code.as_raw())),
        };
    };
    let reason = entry.reason().unwrap_or("unknown reason");
    match entry.reason_code() {
        code if NOTHING_IN_COMMON.contains(&code) => {
            Breach::NothingInCommon(format!("no common ground with the node: {reason}"))
        }
        BAD_SIGNATURE | WRONG_SIGNATURE_TYPE => Breach::Signature {
            description: format!("the node's handshake signature is refused: {reason}"),
            error: "error:1416D07B:SSL routines:tls_process_key_exchange:bad signature",
        },
        _ => Breach::Protocol(reason.to_owned()),
    }
}

/// The entry of the TLS layer; those of the layers below it come first.
fn main_entry(error: &openssl::ssl::Error) -> Option<&openssl::error::Error> {
    let entries = error.ssl_error()?.errors();
    entries
        .iter()
        .find(|entry| entry.library_code() == LIBRARY_SSL)
        .or_else(|| entries.first())
}

/// As OpenSSL 3 prints an error: `error:0A000102:SSL routines::unsupported protocol`.
fn openssl_text(error: &openssl::error::Error) -> String {
    format!(
        "error:{:08X}:{}::{}",
        error.code(),
        error.library().unwrap_or("SSL routines"),
        error.reason().unwrap_or("reason unknown"),
    )
}

/// The eyes of one connection attempt.
struct Examiner {
    judge: Arc<Judge>,
    endpoint: Arc<Endpoint>,
    server: SocketAddr,
    outcome: Arc<OnceLock<Result<Arc<Judged>, UnjudgedChain>>>,
}

impl Examiner {
    /// Called by OpenSSL for each of its own complaints and for each certificate; the verdict is
    /// made at the first call and answers them all.
    fn answer(&self, context: &mut X509StoreContextRef) -> bool {
        let Ok(judged) = self.outcome.get_or_init(|| self.judge(context)) else {
            return false;
        };
        match judged.action {
            Action::Admit | Action::Continue => true,
            Action::Terminate => {
                let alert = judged.verdict.alert().unwrap_or(Alert::CertificateUnknown);
                context.set_error(alert.openssl());
                false
            }
        }
    }

    fn judge(&self, context: &X509StoreContextRef) -> Result<Arc<Judged>, UnjudgedChain> {
        let chain = presented(context).unwrap_or_default();
        let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
        self.judge.judge(&self.endpoint, self.server, &chain)
    }
}

/// What the node sent, leaf first. OpenSSL sets it before it verifies.
fn presented(context: &X509StoreContextRef) -> Option<Vec<Vec<u8>>> {
    let index = X509StoreContext::ssl_idx().ok()?;
    let ssl: &SslRef = context.ex_data(index)?;
    ssl.peer_cert_chain()?
        .iter()
        .map(|certificate| certificate.to_der().ok())
        .collect()
}
