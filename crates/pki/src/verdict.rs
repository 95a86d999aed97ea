//! The answer of a verification, and its JSON form.

use std::fmt;

use openssl::x509::X509VerifyResult;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::certificate::Certificate;
use crate::openssl_ffi::verify_result;
use crate::reason::{CertificateSummary, Phrase, Reason, Warning};

/// Whether the presented chain is acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A path to the trust store verifies and the address is in the leaf.
    Trusted,
    /// At least one check failed.
    Refused,
}

/// The TLS alert that fits a refusal (RFC 8446 6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alert {
    /// 48, for a chain that does not end in the trust store.
    UnknownCa,
    /// 45, for dates.
    CertificateExpired,
    /// 42, for a name, a weak key or a weak digest.
    BadCertificate,
    /// 51, for a signature that does not verify.
    DecryptError,
    /// 43, for an unsuitable purpose.
    UnsupportedCertificate,
    /// 46, for critical extensions, name constraints and anything else.
    CertificateUnknown,
}

impl Alert {
    /// The verify result for which OpenSSL, as a TLS client, sends this alert
    /// (`ssl_x509err2alert` in its `statem_lib.c`).
    pub fn openssl(self) -> X509VerifyResult {
        verify_result(match self {
            Self::UnknownCa => 20,
            Self::CertificateExpired => 10,
            Self::BadCertificate => 62,
            Self::DecryptError => 7,
            Self::UnsupportedCertificate => 26,
            Self::CertificateUnknown => 34,
        })
    }
}

/// The answer of [`verify`](crate::verify()): trusted with the path, or refused with every reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Trusted or refused.
    pub outcome: Outcome,
    /// Every reason of a refusal; the first is what the traffic server's log line shows. Empty when
    /// trusted.
    pub reasons: Vec<Reason>,
    /// Potential problems, on either outcome.
    pub warnings: Vec<Warning>,
    /// The chain that was used, leaf first; as far as it could be built when refused.
    pub path: Vec<Certificate>,
}

impl Verdict {
    /// Whether the presented chain is trusted.
    pub fn is_trusted(&self) -> bool {
        self.outcome == Outcome::Trusted
    }

    /// What OpenSSL met first, or the name; `None` when trusted.
    pub fn first(&self) -> Option<&Reason> {
        self.reasons.first()
    }

    /// The alert to send; `None` when trusted.
    pub fn alert(&self) -> Option<Alert> {
        self.first().map(|reason| match reason.openssl {
            2 | 18..=20 | 22 | 24 | 25 | 79 => Alert::UnknownCa,
            9 | 10 => Alert::CertificateExpired,
            62 | 64 | 66..=68 => Alert::BadCertificate,
            7 => Alert::DecryptError,
            26 => Alert::UnsupportedCertificate,
            _ => Alert::CertificateUnknown,
        })
    }

    /// The verdict as JSON, with sentences that `describe` makes out of a message id of the language
    /// files and its arguments.
    pub const fn described<'a>(&'a self, describe: &'a Describe<'a>) -> Described<'a> {
        Described {
            verdict: self,
            describe,
        }
    }
}

/// Makes a sentence out of a message id and its arguments.
type Describe<'a> = dyn Fn(&str, &[(&'static str, String)]) -> String + 'a;

/// A verdict that serialises with sentences; see [`Verdict::described`].
pub struct Described<'a> {
    verdict: &'a Verdict,
    describe: &'a Describe<'a>,
}

impl fmt::Debug for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verdict.fmt(f)
    }
}

impl Serialize for Described<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        document(self.verdict, self.describe, serializer)
    }
}

/// The object `{"verdict","first","reasons","warnings","path"}`.
fn document<S: Serializer>(
    verdict: &Verdict,
    describe: &Describe<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_struct("Verdict", 5)?;
    out.serialize_field("verdict", &verdict.outcome)?;
    out.serialize_field("first", &verdict.first().map(First::of))?;
    let reasons: Vec<_> = verdict
        .reasons
        .iter()
        .map(|reason| ReasonDocument { reason, describe })
        .collect();
    out.serialize_field("reasons", &reasons)?;
    let warnings: Vec<_> = verdict
        .warnings
        .iter()
        .map(|warning| WarningDocument { warning, describe })
        .collect();
    out.serialize_field("warnings", &warnings)?;
    let path: Vec<_> = verdict
        .path
        .iter()
        .enumerate()
        .map(|(depth, certificate)| CertificateSummary::of(certificate, depth))
        .collect();
    out.serialize_field("path", &path)?;
    out.end()
}

#[derive(Serialize)]
struct First {
    code: &'static str,
    openssl: i32,
    text: &'static str,
    depth: usize,
}

impl First {
    fn of(reason: &Reason) -> Self {
        Self {
            code: reason.code.as_str(),
            openssl: reason.openssl,
            text: reason.text(),
            depth: reason.depth,
        }
    }
}

struct ReasonDocument<'a> {
    reason: &'a Reason,
    describe: &'a Describe<'a>,
}

impl Serialize for ReasonDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reason = self.reason;
        let mut out = serializer.serialize_struct("Reason", 9)?;
        out.serialize_field("code", &reason.code)?;
        out.serialize_field("openssl", &reason.openssl)?;
        out.serialize_field("text", reason.text())?;
        out.serialize_field("text_1_1_1", reason.text_1_1_1())?;
        out.serialize_field("depth", &reason.depth)?;
        out.serialize_field("certificate", &reason.certificate)?;
        let say = |phrase: &Phrase| (self.describe)(phrase.message_id, &phrase.arguments);
        out.serialize_field("expected", &say(&reason.expected))?;
        out.serialize_field("found", &say(&reason.found))?;
        out.serialize_field(
            "remedy",
            &RemedyDocument {
                reason,
                describe: self.describe,
            },
        )?;
        out.end()
    }
}

struct RemedyDocument<'a> {
    reason: &'a Reason,
    describe: &'a Describe<'a>,
}

impl Serialize for RemedyDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let remedy = &self.reason.remedy;
        let text = (self.describe)(remedy.message_id(), remedy.arguments());
        remedy.serialize_with(serializer, &text)
    }
}

struct WarningDocument<'a> {
    warning: &'a Warning,
    describe: &'a Describe<'a>,
}

impl Serialize for WarningDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let warning = self.warning;
        let mut out = serializer.serialize_struct("Warning", 5)?;
        out.serialize_field("code", &warning.code)?;
        out.serialize_field("depth", &warning.depth)?;
        out.serialize_field("certificate", &warning.certificate)?;
        out.serialize_field("found", &warning.found)?;
        let text = (self.describe)(warning.message_id, &warning.arguments());
        out.serialize_field("text", &text)?;
        out.end()
    }
}
