//! What to change, where, on which peers, and the certificates to upload.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::certificate::Certificate;

/// The change that repairs a refusal. Stable names, used in JSON and as message ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemedyAction {
    /// Upload the node's self-signed certificate, or have it signed by a trusted CA.
    UploadSelfSigned,
    /// Upload the chain of the CA that signed the node's certificate; the root was sent.
    UploadCaChain,
    /// Upload the named issuer, which neither the node sent nor the store holds.
    UploadIssuer,
    /// Install the missing intermediate on the node, or upload it.
    InstallIntermediate,
    /// Upload the root above an intermediate that the store holds.
    UploadRoot,
    /// Renew the node's certificate.
    RenewCertificate,
    /// Replace an expired CA certificate by its successor.
    ReplaceCa,
    /// Correct the clock, or wait for the start of validity.
    CheckClock,
    /// Upload the CA whose key really signed: another of the same name is in its place.
    UploadTwin,
    /// Have the certificate issued again: its signature does not verify.
    ReissueDamaged,
    /// Have the certificate issued again with a stronger key or signature.
    ReissueStronger,
    /// Have the certificate issued again with the right usage and constraints.
    ReissueUsage,
    /// Have the certificate issued again with names inside its CA's name constraints.
    ReissueInsideConstraints,
    /// Shorten the chain to seven intermediates.
    ShortenChain,
    /// Add the host name to the certificate, or change what the node advertises.
    AddName,
    /// Add the IP address to the certificate, or advertise the node by a covered name.
    AddIpAddress,
    /// Advertise the node by its full name instead of a short one.
    UseFullName,
    /// Configure a certificate on the node: none was presented.
    PresentCertificate,
    /// Look at the chain: no more precise advice exists.
    InspectChain,
}

/// A remedy with its particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// The change.
    pub action: RemedyAction,
    /// Values of the message, by name.
    pub arguments: Vec<(&'static str, String)>,
    /// Certificates to put into the trust store of every peer; empty where none is at hand.
    pub upload: Vec<Certificate>,
}

impl RemedyAction {
    /// Every action, for tests that hold the language files against them.
    pub const ALL: [Self; 19] = [
        Self::UploadSelfSigned,
        Self::UploadCaChain,
        Self::UploadIssuer,
        Self::InstallIntermediate,
        Self::UploadRoot,
        Self::RenewCertificate,
        Self::ReplaceCa,
        Self::CheckClock,
        Self::UploadTwin,
        Self::ReissueDamaged,
        Self::ReissueStronger,
        Self::ReissueUsage,
        Self::ReissueInsideConstraints,
        Self::ShortenChain,
        Self::AddName,
        Self::AddIpAddress,
        Self::UseFullName,
        Self::PresentCertificate,
        Self::InspectChain,
    ];

    /// The stable name, such as `upload-self-signed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UploadSelfSigned => "upload-self-signed",
            Self::UploadCaChain => "upload-ca-chain",
            Self::UploadIssuer => "upload-issuer",
            Self::InstallIntermediate => "install-intermediate",
            Self::UploadRoot => "upload-root",
            Self::RenewCertificate => "renew-certificate",
            Self::ReplaceCa => "replace-ca",
            Self::CheckClock => "check-clock",
            Self::UploadTwin => "upload-twin",
            Self::ReissueDamaged => "reissue-damaged",
            Self::ReissueStronger => "reissue-stronger",
            Self::ReissueUsage => "reissue-usage",
            Self::ReissueInsideConstraints => "reissue-inside-constraints",
            Self::ShortenChain => "shorten-chain",
            Self::AddName => "add-name",
            Self::AddIpAddress => "add-ip-address",
            Self::UseFullName => "use-full-name",
            Self::PresentCertificate => "present-certificate",
            Self::InspectChain => "inspect-chain",
        }
    }

    /// Id of the message in the language files, such as `remedy-upload-self-signed`. Its arguments:
    /// `subject`, `issuer` and `cn` of the certificate concerned, and `address` as asked for.
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::UploadSelfSigned => "remedy-upload-self-signed",
            Self::UploadCaChain => "remedy-upload-ca-chain",
            Self::UploadIssuer => "remedy-upload-issuer",
            Self::InstallIntermediate => "remedy-install-intermediate",
            Self::UploadRoot => "remedy-upload-root",
            Self::RenewCertificate => "remedy-renew-certificate",
            Self::ReplaceCa => "remedy-replace-ca",
            Self::CheckClock => "remedy-check-clock",
            Self::UploadTwin => "remedy-upload-twin",
            Self::ReissueDamaged => "remedy-reissue-damaged",
            Self::ReissueStronger => "remedy-reissue-stronger",
            Self::ReissueUsage => "remedy-reissue-usage",
            Self::ReissueInsideConstraints => "remedy-reissue-inside-constraints",
            Self::ShortenChain => "remedy-shorten-chain",
            Self::AddName => "remedy-add-name",
            Self::AddIpAddress => "remedy-add-ip-address",
            Self::UseFullName => "remedy-use-full-name",
            Self::PresentCertificate => "remedy-present-certificate",
            Self::InspectChain => "remedy-inspect-chain",
        }
    }
}

impl Remedy {
    /// Id of the message in the language files.
    pub const fn message_id(&self) -> &'static str {
        self.action.message_id()
    }

    /// Values of the message, by name.
    pub fn arguments(&self) -> &[(&'static str, String)] {
        &self.arguments
    }

    pub(crate) fn serialize_with<S: Serializer>(
        &self,
        serializer: S,
        text: &str,
    ) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Remedy", 4)?;
        out.serialize_field("action", self.action.as_str())?;
        out.serialize_field("text", text)?;
        out.serialize_field("where", self.action.place())?;
        out.serialize_field(
            "upload",
            &self.upload.iter().map(Upload::of).collect::<Vec<_>>(),
        )?;
        out.end()
    }
}

impl RemedyAction {
    /// Where the change is made: `trust-store` (on every peer of the cluster), `node`, `ca` (the
    /// certificate is issued again) or `clock`.
    pub const fn place(self) -> &'static str {
        match self {
            Self::UploadSelfSigned
            | Self::UploadCaChain
            | Self::UploadIssuer
            | Self::UploadRoot
            | Self::ReplaceCa
            | Self::UploadTwin => "trust-store",
            Self::InstallIntermediate
            | Self::UseFullName
            | Self::PresentCertificate
            | Self::ShortenChain
            | Self::InspectChain => "node",
            Self::RenewCertificate
            | Self::ReissueDamaged
            | Self::ReissueStronger
            | Self::ReissueUsage
            | Self::ReissueInsideConstraints
            | Self::AddName
            | Self::AddIpAddress => "ca",
            Self::CheckClock => "clock",
        }
    }
}

/// A certificate to upload, as JSON.
#[derive(Serialize)]
struct Upload {
    subject: String,
    sha256: String,
    pem: String,
}

impl Upload {
    fn of(certificate: &Certificate) -> Self {
        Self {
            subject: certificate.facts().subject.clone(),
            sha256: certificate.fingerprint().to_string(),
            pem: certificate.to_pem(),
        }
    }
}
