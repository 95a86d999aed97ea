//! Why a chain is refused, and what is worth a warning although it is trusted.

use std::fmt;

use serde::Serialize;

use crate::certificate::{Certificate, Fingerprint};
use crate::error_table::{ErrorText, texts};
use crate::remedy::Remedy;

/// The number of `X509_V_ERR_HOSTNAME_MISMATCH`.
pub(crate) const HOSTNAME_MISMATCH: i32 = 62;
/// The number of `X509_V_ERR_IP_ADDRESS_MISMATCH`.
pub(crate) const IP_ADDRESS_MISMATCH: i32 = 64;

/// A stable finding code. `TG1xxx` is about trust, `TG2xxx` about the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// TG1001: the certificate is self-signed and not in the trust store.
    SelfSigned,
    /// TG1002: the issuer is unknown.
    IssuerUnknown,
    /// TG1003: an intermediate was neither sent nor stored.
    IntermediateMissing,
    /// TG1004: expired, not yet valid, or about to expire.
    Dates,
    /// TG1005: a stored CA of the same subject, with another key, stands in for the right one.
    Shadowed,
    /// TG1006: a weak key or signature.
    Weak,
    /// TG1007: usage, constraints or extensions do not allow it.
    Usage,
    /// TG1009: a signature does not verify.
    Signature,
    /// TG1010: more intermediates than the traffic server follows.
    TooLong,
    /// TG1099: refused by OpenSSL for another reason.
    Other,
    /// TG2001: the host name is not in the certificate.
    NameAbsent,
    /// TG2002: the IP address is not in the certificate.
    IpAbsent,
    /// TG2003: a short host name is asked for and is not in the certificate.
    ShortName,
    /// TG2004: passes by the CN only.
    CommonNameOnly,
    /// TG2005: passes by a partial wildcard.
    PartialWildcard,
    /// TG2007: passes by an IP address spelled as a dNSName.
    IpAsName,
}

impl Code {
    /// Every code, for tests that hold the language files against them.
    pub const ALL: [Self; 16] = [
        Self::SelfSigned,
        Self::IssuerUnknown,
        Self::IntermediateMissing,
        Self::Dates,
        Self::Shadowed,
        Self::Weak,
        Self::Usage,
        Self::Signature,
        Self::TooLong,
        Self::Other,
        Self::NameAbsent,
        Self::IpAbsent,
        Self::ShortName,
        Self::CommonNameOnly,
        Self::PartialWildcard,
        Self::IpAsName,
    ];

    /// The code as text, such as `TG1001`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SelfSigned => "TG1001",
            Self::IssuerUnknown => "TG1002",
            Self::IntermediateMissing => "TG1003",
            Self::Dates => "TG1004",
            Self::Shadowed => "TG1005",
            Self::Weak => "TG1006",
            Self::Usage => "TG1007",
            Self::Signature => "TG1009",
            Self::TooLong => "TG1010",
            Self::Other => "TG1099",
            Self::NameAbsent => "TG2001",
            Self::IpAbsent => "TG2002",
            Self::ShortName => "TG2003",
            Self::CommonNameOnly => "TG2004",
            Self::PartialWildcard => "TG2005",
            Self::IpAsName => "TG2007",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Which certificate a reason is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateSummary {
    /// "Issued to".
    pub subject: String,
    /// "Issued by".
    pub issuer: String,
    /// Serial number in upper-case hex.
    pub serial: String,
    /// SHA-256 over the DER.
    pub sha256: Fingerprint,
    /// Position in the chain, 0 for the leaf.
    pub depth: usize,
}

impl CertificateSummary {
    pub(crate) fn of(certificate: &Certificate, depth: usize) -> Self {
        let facts = certificate.facts();
        Self {
            subject: facts.subject.clone(),
            issuer: facts.issuer.clone(),
            serial: facts.serial.clone(),
            sha256: certificate.fingerprint(),
            depth,
        }
    }
}

/// A sentence of the language files: the id of a message and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Id of the message.
    pub message_id: &'static str,
    /// Values of the message, by name.
    pub arguments: Vec<(&'static str, String)>,
}

impl Phrase {
    pub(crate) fn plain(message_id: &'static str) -> Self {
        Self::new(message_id, [])
    }

    pub(crate) fn new<const N: usize>(
        message_id: &'static str,
        arguments: [(&'static str, String); N],
    ) -> Self {
        Self {
            message_id,
            arguments: arguments.into(),
        }
    }
}

/// One reason of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Stable finding code.
    pub code: Code,
    /// OpenSSL 3's number of the error (`X509_V_ERR_*`).
    pub openssl: i32,
    /// Position of the certificate complained about, 0 for the leaf.
    pub depth: usize,
    /// The certificate concerned; `None` when nothing was presented.
    pub certificate: Option<CertificateSummary>,
    /// What would have been accepted.
    pub expected: Phrase,
    /// What was found instead.
    pub found: Phrase,
    /// What to do.
    pub remedy: Remedy,
}

impl Reason {
    /// OpenSSL 3's spelling of the error.
    pub fn text(&self) -> &'static str {
        self.texts().text
    }

    /// OpenSSL 1.1.1's spelling of the error, which the traffic server's log lines show.
    pub fn text_1_1_1(&self) -> &'static str {
        self.texts().text_1_1_1
    }

    /// Whether the name check failed, not the chain.
    pub const fn is_name(&self) -> bool {
        matches!(self.openssl, HOSTNAME_MISMATCH | IP_ADDRESS_MISMATCH)
    }

    fn texts(&self) -> ErrorText {
        texts(self.openssl)
    }
}

/// Something that passes today and deserves a look: a potential problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Stable finding code.
    pub code: Code,
    /// Position of the certificate concerned, 0 for the leaf.
    pub depth: usize,
    /// The certificate concerned.
    pub certificate: CertificateSummary,
    /// What was found, in the certificate's own words.
    pub found: String,
    /// Id of the message in the language files; its arguments are `subject`, `cn` and `found`.
    #[serde(skip)]
    pub message_id: &'static str,
}
