//! What both TLS libraries have in common: the outcome of a handshake and how its failures are told.

use std::io;
use std::sync::Arc;

use super::admission::{Admission, Judged};
use super::alert::AlertCode;
use super::failure::{ClientCertificateRefusal, HandshakeFailure};
use super::identity::ClientIdentity;
use super::progress::{ClientCertificateRequest, Engine, TlsFacts};
use super::stream::Transport;

/// OpenSSL 1.1.1's text when nothing is on its error stack, as for a connection that was closed.
const NO_OPENSSL_ERROR: &str = "error:00000000:lib(0):func(0):reason(0)";

/// No shared cipher suite or version.
const NO_COMMON_GROUND: &str = "TG3002";

/// A connection with TLS, admitted by the verdict of its own handshake.
#[derive(Debug)]
pub(super) struct Secured {
    pub(super) transport: Transport,
    pub(super) admission: Admission,
    pub(super) facts: TlsFacts,
}

/// A handshake that did not lead to a connection.
#[derive(Debug)]
pub(super) enum Unsecured {
    /// The node's certificate was refused.
    Refused(Arc<Judged>),
    /// The node refused our certificate.
    ClientCertificate {
        /// The finding.
        refusal: ClientCertificateRefusal,
        /// The node's own chain, if it was judged before.
        judged: Option<Arc<Judged>>,
    },
    /// Anything else.
    Failed {
        /// What and why.
        failure: HandshakeFailure,
        /// The node's chain, if it was judged before.
        judged: Option<Arc<Judged>>,
    },
}

/// Why a handshake broke off, before it is known whose certificate is to blame.
#[derive(Debug)]
pub(super) enum Breach {
    /// The node ended it with an alert.
    Alert(AlertCode),
    /// The node closed or reset the connection, or nothing could be sent.
    Io(io::Error),
    /// No common version, suite, group or signature scheme.
    NothingInCommon(String),
    /// The node's handshake signature is wrong.
    Signature {
        /// What was wrong.
        description: String,
        /// OpenSSL 1.1.1's text.
        error: &'static str,
    },
    /// The node broke the protocol, or a library failed.
    Protocol(String),
}

/// Alerts that, once a client certificate was asked for, are about that certificate.
const CLIENT_CERTIFICATE_ALERTS: [u8; 11] = [40, 41, 42, 43, 44, 45, 46, 48, 49, 51, 116];
/// Those of them that a server never sends about anything else.
const UNMISTAKABLE_ALERTS: [u8; 7] = [41, 43, 44, 45, 46, 48, 116];

/// Whether the alert is about our certificate.
pub(super) fn is_about_our_certificate(
    alert: AlertCode,
    requested: &ClientCertificateRequest,
) -> bool {
    match requested {
        ClientCertificateRequest::None => alert == AlertCode(116),
        ClientCertificateRequest::Made { .. } => CLIENT_CERTIFICATE_ALERTS.contains(&alert.0),
        ClientCertificateRequest::Unknown => UNMISTAKABLE_ALERTS.contains(&alert.0),
    }
}

/// Whether part of a request was on its way when something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Written {
    /// Not a byte.
    Nothing,
    /// At least one byte, as far as can be known.
    Something,
}

/// The finding for an alert about our certificate.
pub(super) fn client_certificate_refusal(
    alert: AlertCode,
    requested: ClientCertificateRequest,
    identity: Option<&ClientIdentity>,
    written: Written,
) -> ClientCertificateRefusal {
    let (code, remedy) = client_certificate_finding(alert, &requested, identity);
    ClientCertificateRefusal {
        code,
        alert,
        error: alert.openssl_1_1_1(),
        requested,
        remedy,
        written,
    }
}

fn client_certificate_finding(
    alert: AlertCode,
    requested: &ClientCertificateRequest,
    identity: Option<&ClientIdentity>,
) -> (&'static str, String) {
    let Some(identity) = identity.map(ClientIdentity::facts) else {
        return (
            "TG4004",
            "the node demands a client certificate and none is configured: set the client certificate and key, and \
             upload the CA of that certificate to tomcat-trust and CallManager-trust of the node"
                .to_owned(),
        );
    };
    let name = &identity.name;
    if !identity.client_auth {
        return (
            "TG4001",
            format!(
                "the extended key usage of our certificate {name} lacks clientAuth: have it \
                 issued again with clientAuth and serverAuth"
            ),
        );
    }
    if let ClientCertificateRequest::Made { authorities } = requested
        && !authorities.is_empty()
        && !identity
            .issuers
            .iter()
            .any(|issuer| authorities.contains(issuer))
    {
        return (
            "TG4002",
            format!(
                "the issuer of our certificate {name} is not among the {} authorities that the node accepts: upload \
                 that CA to tomcat-trust and CallManager-trust of the node and restart its services",
                authorities.len()
            ),
        );
    }
    match alert.0 {
        48 | 46 => (
            "TG4002",
            format!(
                "the node does not trust the issuer of our certificate {name}: upload that CA to tomcat-trust and \
                 CallManager-trust of the node and restart its services"
            ),
        ),
        45 => (
            "TG4005",
            format!("our certificate {name} has expired: renew it"),
        ),
        43 => (
            "TG4001",
            format!(
                "the node does not accept the purpose or the key type of our certificate {name}: have it issued again \
                 with clientAuth, with an RSA key"
            ),
        ),
        _ => (
            "TG4006",
            format!(
                "the node refused our certificate {name}: look for the reason in the log of the node, check that its \
                 trust stores hold the whole CA chain of this certificate and that it has not been revoked"
            ),
        ),
    }
}

/// Tells a breach to people and to the log.
pub(super) fn handshake_failure(engine: Engine, breach: Breach) -> HandshakeFailure {
    match breach {
        Breach::Alert(alert) => {
            let is_without_common_ground = matches!(alert.0, 40 | 70 | 71 | 86);
            HandshakeFailure {
                code: is_without_common_ground.then_some(NO_COMMON_GROUND),
                engine,
                description: format!("the node sent the alert {}", alert.name()),
                error: alert.openssl_1_1_1(),
                alert: Some(alert),
                remedy: is_without_common_ground.then(|| common_ground(engine)),
            }
        }
        Breach::Io(source) => HandshakeFailure {
            code: None,
            engine,
            description: format!("the node closed the connection during the handshake: {source}"),
            error: NO_OPENSSL_ERROR.to_owned(),
            alert: None,
            remedy: None,
        },
        Breach::NothingInCommon(description) => HandshakeFailure {
            code: Some(NO_COMMON_GROUND),
            engine,
            description,
            error: "error:1425F102:SSL routines:ssl_choose_client_version:unsupported protocol"
                .to_owned(),
            alert: None,
            remedy: Some(common_ground(engine)),
        },
        Breach::Signature { description, error } => HandshakeFailure {
            code: None,
            engine,
            description,
            error: error.to_owned(),
            alert: None,
            remedy: Some(
                "the node does not hold the key of the certificate that it presents: restart its \
                 services after a certificate change, and check that nothing sits in between"
                    .to_owned(),
            ),
        },
        Breach::Protocol(description) => HandshakeFailure {
            code: None,
            engine,
            description,
            error: NO_OPENSSL_ERROR.to_owned(),
            alert: None,
            remedy: None,
        },
    }
}

fn common_ground(engine: Engine) -> String {
    match engine {
        Engine::Rustls => {
            "the node and we have no TLS version or cipher suite in common: set tls_engine = \"openssl\" for this node \
             (TLS below 1.2, CBC, DHE and static RSA suites need it), and lower the minimum version or widen the \
             ciphers if they exclude what the node speaks"
        }
        Engine::OpenSsl => {
            "the node and we have no TLS version or cipher suite in common: lower the minimum version or widen the \
             ciphers, or enable TLS 1.2 on the node"
        }
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(authorities: &[&[u8]]) -> ClientCertificateRequest {
        ClientCertificateRequest::Made {
            authorities: authorities.iter().map(|name| name.to_vec()).collect(),
        }
    }

    #[test]
    fn handshake_failure_is_about_our_certificate_only_if_one_was_asked_for() {
        let alert = AlertCode(40);
        assert!(is_about_our_certificate(alert, &made(&[])));
        assert!(!is_about_our_certificate(
            alert,
            &ClientCertificateRequest::None
        ));
        assert!(!is_about_our_certificate(
            alert,
            &ClientCertificateRequest::Unknown
        ));
    }

    #[test]
    fn missing_client_certificate_asks_for_one() {
        let refusal = client_certificate_refusal(AlertCode(116), made(&[]), None, Written::Nothing);
        assert_eq!(refusal.code, "TG4004");
        assert!(refusal.remedy.contains("none is configured"));
    }

    #[test]
    fn lack_of_common_ground_names_the_other_engine() {
        let failure = handshake_failure(Engine::Rustls, Breach::Alert(AlertCode(70)));
        assert_eq!(failure.code, Some("TG3002"));
        assert!(
            failure
                .remedy
                .is_some_and(|remedy| remedy.contains("tls_engine = \"openssl\""))
        );
        let failure = handshake_failure(Engine::Rustls, Breach::Alert(AlertCode(80)));
        assert_eq!(failure.remedy, None);
    }
}
