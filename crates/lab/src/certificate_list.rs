//! The certificate list of a node: Security > Certificate Management, column by column.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::authority::{Identity, KeyKind};

/// The column titles of the list, in order.
pub const CERTIFICATE_COLUMNS: [&str; 8] = [
    "Certificate",
    "Common Name",
    "Type",
    "Key Type",
    "Distribution",
    "Issued By",
    "Expiration",
    "Description",
];

/// One row of a node's certificate list, made from a certificate that the node holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CertificateRow {
    /// Name of the store: `tomcat`, `tomcat-ECDSA`, `tomcat-trust`, `CallManager`, ...
    pub certificate: String,
    /// Common name of the subject.
    pub common_name: String,
    /// `CA-signed` or `Self-signed`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `RSA` or `EC`.
    pub key_type: String,
    /// The node it is for, `Multi-server(SAN)` for one that several nodes hold, or the name of an authority.
    pub distribution: String,
    /// Common name of the issuer.
    pub issued_by: String,
    /// MM/DD/YYYY.
    pub expiration: String,
    /// What the node says about where it came from.
    pub description: String,
    /// SHA-256 of the certificate in lower-case hexadecimal; not a column of the document.
    pub sha256: String,
}

impl CertificateRow {
    /// `owner` is the node's name where the certificate is its own.
    pub(crate) fn new(
        store: &str,
        identity: &Identity,
        owner: Option<&str>,
        description: &str,
    ) -> Self {
        let common_name = identity.common_name();
        let names = identity.dns_names();
        let distribution = match (names.as_slice(), owner) {
            ([_, _, ..], _) => MULTI_SERVER.to_owned(),
            (_, Some(owner)) => owner.to_owned(),
            ([only], None) => only.clone(),
            ([], None) => common_name.clone(),
        };
        Self {
            certificate: store.to_owned(),
            kind: if identity.is_self_signed() {
                "Self-signed"
            } else {
                "CA-signed"
            }
            .to_owned(),
            key_type: key_type(identity).to_owned(),
            distribution,
            issued_by: identity.issuer_common_name(),
            expiration: expiration(identity.not_after()),
            description: description.to_owned(),
            sha256: identity.fingerprint(),
            common_name,
        }
    }

    /// The cells in the order of [`CERTIFICATE_COLUMNS`].
    pub fn cells(&self) -> [&str; 8] {
        [
            &self.certificate,
            &self.common_name,
            &self.kind,
            &self.key_type,
            &self.distribution,
            &self.issued_by,
            &self.expiration,
            &self.description,
        ]
    }
}

const MULTI_SERVER: &str = "Multi-server(SAN)";

fn key_type(identity: &Identity) -> &'static str {
    match identity.key().kind() {
        KeyKind::Rsa(_) | KeyKind::RsaPss(_) => "RSA",
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 | KeyKind::Ed25519 => "EC",
    }
}

fn expiration(not_after: i64) -> String {
    Timestamp::from_second(not_after).map_or_else(
        |_| String::new(),
        |moment| {
            moment
                .to_zoned(TimeZone::UTC)
                .strftime("%m/%d/%Y")
                .to_string()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiration_is_month_day_year() {
        assert_eq!(expiration(1_720_612_800), "07/10/2024");
    }
}
