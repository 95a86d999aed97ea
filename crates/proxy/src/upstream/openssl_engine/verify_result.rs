//! OpenSSL picks the alert of a refused certificate by the verify result that the callback leaves.
//!
//! The openssl crate makes such a result from a number only by an unsafe function, so the six that
//! are needed are had from OpenSSL itself: a small certificate is made once, and verified under
//! circumstances of which each gives one of them.

use std::sync::LazyLock;

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::stack::Stack;
use openssl::x509::extension::ExtendedKeyUsage;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{
    X509, X509Builder, X509Name, X509PurposeId, X509Ref, X509StoreContext, X509VerifyResult,
};
use tollgate_pki::Alert;

/// Dates of the certificate, and a time between them: Unix seconds.
const NOT_BEFORE: i64 = 0;
const DURING: i64 = 1;
const NOT_AFTER: i64 = 2;
const AFTERWARDS: i64 = 3;

struct Results {
    unknown_ca: X509VerifyResult,
    certificate_expired: X509VerifyResult,
    bad_certificate: X509VerifyResult,
    decrypt_error: X509VerifyResult,
    unsupported_certificate: X509VerifyResult,
    certificate_unknown: X509VerifyResult,
}

static RESULTS: LazyLock<Option<Results>> = LazyLock::new(|| Results::gather().ok());

/// The verify result for which OpenSSL sends that alert.
pub(super) fn for_alert(alert: Option<Alert>) -> Option<X509VerifyResult> {
    let results = RESULTS.as_ref()?;
    Some(match alert {
        Some(Alert::UnknownCa) => results.unknown_ca,
        Some(Alert::CertificateExpired) => results.certificate_expired,
        Some(Alert::BadCertificate) => results.bad_certificate,
        Some(Alert::DecryptError) => results.decrypt_error,
        Some(Alert::UnsupportedCertificate) => results.unsupported_certificate,
        Some(Alert::CertificateUnknown) | None => results.certificate_unknown,
    })
}

impl Results {
    fn gather() -> Result<Self, ErrorStack> {
        let certificate = client_certificate("one")?;
        let other = client_certificate("other")?;
        let damaged = damaged(&certificate)?;
        let parameters = |time: i64| -> Result<X509VerifyParam, ErrorStack> {
            let mut parameters = X509VerifyParam::new()?;
            parameters.set_time(time);
            Ok(parameters)
        };

        let mut for_host = parameters(DURING)?;
        for_host.set_host("elsewhere.invalid")?;
        let mut for_server = parameters(DURING)?;
        for_server.set_purpose(X509PurposeId::SSL_SERVER)?;
        let mut with_signature = parameters(DURING)?;
        with_signature.set_flags(X509VerifyFlags::CHECK_SS_SIGNATURE)?;

        let results = Self {
            // 18, DEPTH_ZERO_SELF_SIGNED_CERT
            unknown_ca: verify(&certificate, None, &parameters(DURING)?)?,
            // 10, CERT_HAS_EXPIRED
            certificate_expired: verify(
                &certificate,
                Some(&certificate),
                &parameters(AFTERWARDS)?,
            )?,
            // 62, HOSTNAME_MISMATCH
            bad_certificate: verify(&certificate, Some(&certificate), &for_host)?,
            // 7, CERT_SIGNATURE_FAILURE
            decrypt_error: verify(&damaged, Some(&damaged), &with_signature)?,
            // 26, INVALID_PURPOSE
            unsupported_certificate: verify(&certificate, Some(&certificate), &for_server)?,
            // 29, SUBJECT_ISSUER_MISMATCH: not in OpenSSL's table, whose default this alert is
            certificate_unknown: certificate.issued(&other),
        };
        // The failed verifications left entries in OpenSSL's error queue.
        drop(ErrorStack::get());
        Ok(results)
    }
}

fn verify(
    certificate: &X509Ref,
    anchor: Option<&X509Ref>,
    parameters: &X509VerifyParam,
) -> Result<X509VerifyResult, ErrorStack> {
    let store = store(anchor, parameters)?;
    X509StoreContext::new()?.init(&store, certificate, &*Stack::new()?, |context| {
        context.verify_cert()?;
        Ok(context.error())
    })
}

fn store(anchor: Option<&X509Ref>, parameters: &X509VerifyParam) -> Result<X509Store, ErrorStack> {
    let mut store = X509StoreBuilder::new()?;
    if let Some(anchor) = anchor {
        store.add_cert(anchor.to_owned())?;
    }
    store.set_param(parameters)?;
    Ok(store.build())
}

/// Self-signed, for clients only.
fn client_certificate(common_name: &str) -> Result<X509, ErrorStack> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    let key = PKey::from_ec_key(EcKey::generate(&group)?)?;
    let mut name = X509Name::builder()?;
    name.append_entry_by_nid(Nid::COMMONNAME, common_name)?;
    let name = name.build();
    let mut builder = X509Builder::new()?;
    builder.set_version(2)?;
    builder.set_serial_number(&*Asn1Integer::from_bn(&*BigNum::from_u32(1)?)?)?;
    builder.set_subject_name(&name)?;
    builder.set_issuer_name(&name)?;
    builder.set_not_before(&*Asn1Time::from_unix(NOT_BEFORE)?)?;
    builder.set_not_after(&*Asn1Time::from_unix(NOT_AFTER)?)?;
    builder.set_pubkey(&key)?;
    builder.append_extension(ExtendedKeyUsage::new().client_auth().build()?)?;
    builder.sign(&key, MessageDigest::sha256())?;
    Ok(builder.build())
}

/// The last octet of a certificate belongs to its signature.
fn damaged(certificate: &X509Ref) -> Result<X509, ErrorStack> {
    let mut der = certificate.to_der()?;
    if let Some(last) = der.last_mut() {
        *last ^= 1;
    }
    X509::from_der(&der)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_alert_has_a_result_of_openssls_table() {
        for (alert, number) in [
            (Some(Alert::UnknownCa), 18),
            (Some(Alert::CertificateExpired), 10),
            (Some(Alert::BadCertificate), 62),
            (Some(Alert::DecryptError), 7),
            (Some(Alert::UnsupportedCertificate), 26),
            (Some(Alert::CertificateUnknown), 29),
            (None, 29),
        ] {
            let result = for_alert(alert).map(|result| result.as_raw());
            assert_eq!(result, Some(number), "{alert:?}");
        }
    }
}
