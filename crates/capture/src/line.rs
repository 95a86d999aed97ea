//! A conversation as one JSON object, for `tollgate capture -o jsonl`.

use std::net::SocketAddr;

use jiff::Timestamp;
use serde::Serialize;

use crate::conversation::{Conversation, End, SeenCertificate, Visibility};
use crate::tls::{AlertDescription, CipherSuite, Version};

/// The fields of a certificate's subject and issuer that the line names, for those who can read
/// certificates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CertificateNames {
    /// The whole subject.
    pub subject: Option<String>,
    /// Its first common name.
    pub subject_cn: Option<String>,
    /// The first common name of the issuer.
    pub issuer_cn: Option<String>,
}

/// One line: the serialised form is a contract, additive only.
#[derive(Debug, Clone, Serialize)]
pub struct Line<'c> {
    file: &'c str,
    stream: u64,
    client: String,
    server: String,
    first_frame: u64,
    start: Option<String>,
    version: Option<String>,
    cipher: Option<String>,
    cipher_openssl: Option<&'static str>,
    sni: Option<&'c str>,
    outcome: &'static str,
    resumed: bool,
    certificate_request: Option<Request>,
    certificates: Vec<CertificateLine>,
    server_certificate: &'static str,
    alerts: Vec<AlertLine>,
    gaps: u64,
    end: &'static str,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Request {
    authorities: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CertificateLine {
    role: &'static str,
    sha256: String,
    subject: Option<String>,
    subject_cn: Option<String>,
    issuer_cn: Option<String>,
    clear: bool,
    frame: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct AlertLine {
    from: &'static str,
    level: &'static str,
    description: String,
    code: u8,
    frame: u64,
}

impl Conversation {
    /// The line of this conversation. `file` is what it is called there; `names` reads the names
    /// of a certificate.
    pub fn line<'c>(
        &'c self,
        file: &'c str,
        mut names: impl FnMut(&SeenCertificate) -> CertificateNames,
    ) -> Line<'c> {
        Line {
            file,
            stream: self.stream,
            client: endpoint(self.client),
            server: endpoint(self.server),
            first_frame: self.first_frame,
            start: self.start.and_then(time),
            version: self.version.as_ref().map(Version::to_string),
            cipher: self.cipher_suite.map(|suite| suite.to_string()),
            cipher_openssl: self.cipher_suite.and_then(CipherSuite::openssl_name),
            sni: self.server_name(),
            outcome: self.outcome.as_str(),
            resumed: self.resumed,
            certificate_request: self.certificate_request.as_ref().map(|request| Request {
                authorities: request.authority_count,
            }),
            certificates: self
                .certificates
                .iter()
                .map(|seen| CertificateLine::new(seen, names(seen)))
                .collect(),
            server_certificate: match self.server_certificate {
                Visibility::Clear => "clear",
                Visibility::Decrypted => "decrypted",
                Visibility::Encrypted => "encrypted",
                Visibility::Resumed => "resumed",
                Visibility::Lost => "lost",
                Visibility::NotSent => "not-sent",
            },
            alerts: self
                .alerts
                .iter()
                .map(|alert| AlertLine {
                    from: alert.from.as_str(),
                    level: alert.level.as_str(),
                    description: AlertDescription::to_string(&alert.description),
                    code: alert.description.0,
                    frame: alert.frame,
                })
                .collect(),
            gaps: self.gaps,
            end: match self.end {
                End::Open => "open",
                End::Closed(_) => "closed",
                End::Reset(_) => "reset",
                End::Evicted => "evicted",
            },
        }
    }
}

impl CertificateLine {
    fn new(seen: &SeenCertificate, names: CertificateNames) -> Self {
        Self {
            role: seen.role.as_str(),
            sha256: seen.certificate.sha256_hex(),
            subject: names.subject,
            subject_cn: names.subject_cn,
            issuer_cn: names.issuer_cn,
            clear: seen.clear,
            frame: seen.frame,
        }
    }
}

/// `ip:port`; an IPv6 address stands without brackets, as in Wireshark's fields.
fn endpoint(address: SocketAddr) -> String {
    format!("{}:{}", address.ip(), address.port())
}

fn time(nanoseconds: i64) -> Option<String> {
    let timestamp = Timestamp::from_nanosecond(i128::from(nanoseconds)).ok()?;
    Some(format!("{timestamp:.9}"))
}
