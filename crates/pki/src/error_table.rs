//! OpenSSL's verification errors: numbers, and the spellings of their texts.

use std::borrow::Cow;

/// The number of a verification error (`X509_V_ERR_*` of OpenSSL 3), by its text as any release of
/// OpenSSL spells it; `None` for a text that is none. Case, hyphens, doubled blanks and a full stop
/// at the end do not matter, as texts come out of logs and documents.
///
/// ```
/// assert_eq!(tollgate_pki::error_number("self signed certificate"), Some(18));
/// assert_eq!(tollgate_pki::error_text(18), Some("self-signed certificate"));
/// ```
pub fn error_number(text: &str) -> Option<i32> {
    let wanted = plain(text);
    let is_it = |known: &str| plain(known).eq_ignore_ascii_case(&wanted);
    // The text of 24 in OpenSSL 1.1.1 is also that of 6: what OpenSSL 3 says decides.
    let of_3 = KNOWN.iter().find(|known| is_it(known.text));
    let other = || {
        let mut all = KNOWN.iter();
        all.find(|known| is_it(known.text_1_1_1) || known.other.is_some_and(is_it))
    };
    of_3.or_else(other).map(|known| known.number)
}

/// The text of a verification error as OpenSSL 3 spells it; `None` for a number that it does not
/// use, or that is no error.
pub fn error_text(number: i32) -> Option<&'static str> {
    Some(known(number)?.text)
}

/// How an OpenSSL error is spelled and numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorText {
    /// As OpenSSL 3 prints it.
    pub(crate) text: &'static str,
    /// As OpenSSL 1.1.1 prints it, which is what the traffic server's log line shows.
    pub(crate) text_1_1_1: &'static str,
}

/// The texts of an error; those of an unspecified one if the number is unknown.
pub(crate) fn texts(number: i32) -> ErrorText {
    let found = known(number).unwrap_or(&UNSPECIFIED);
    ErrorText {
        text: found.text,
        text_1_1_1: found.text_1_1_1,
    }
}

fn known(number: i32) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.number == number)
}

/// Without what differs between releases and copies: hyphens, doubled blanks, a full stop.
fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim().trim_end_matches('.');
    if !text.contains(['-', '\u{2019}']) && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let text = text.replace('-', " ").replace('\u{2019}', "'");
    Cow::Owned(text.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

/// A verification error.
struct Known {
    number: i32,
    text: &'static str,
    text_1_1_1: &'static str,
    /// The spelling of yet another release.
    other: Option<&'static str>,
}

impl Known {
    const fn new(number: i32, text: &'static str) -> Self {
        Self::both(number, text, text)
    }

    const fn both(number: i32, text: &'static str, text_1_1_1: &'static str) -> Self {
        Self {
            number,
            text,
            text_1_1_1,
            other: None,
        }
    }

    const fn or(self, other: &'static str) -> Self {
        Self {
            other: Some(other),
            ..self
        }
    }
}

const UNSPECIFIED: Known = Known::new(1, "unspecified certificate verification error");

/// The errors of OpenSSL 3 (`crypto/x509/x509_txt.c` of both releases).
const KNOWN: &[Known] = &[
    UNSPECIFIED,
    Known::new(2, "unable to get issuer certificate"),
    Known::new(3, "unable to get certificate CRL"),
    Known::new(4, "unable to decrypt certificate's signature"),
    Known::new(5, "unable to decrypt CRL's signature"),
    Known::new(6, "unable to decode issuer public key"),
    Known::new(7, "certificate signature failure"),
    Known::new(8, "CRL signature failure"),
    Known::new(9, "certificate is not yet valid")
        .or("certificate is not yet valid or the system clock is incorrect"),
    Known::new(10, "certificate has expired"),
    Known::new(11, "CRL is not yet valid"),
    Known::new(12, "CRL has expired"),
    Known::new(13, "format error in certificate's notBefore field"),
    Known::new(14, "format error in certificate's notAfter field"),
    Known::new(15, "format error in CRL's lastUpdate field"),
    Known::new(16, "format error in CRL's nextUpdate field"),
    Known::new(17, "out of memory"),
    Known::both(18, "self-signed certificate", "self signed certificate"),
    Known::both(
        19,
        "self-signed certificate in certificate chain",
        "self signed certificate in certificate chain",
    ),
    Known::new(20, "unable to get local issuer certificate"),
    Known::new(21, "unable to verify the first certificate"),
    Known::new(22, "certificate chain too long"),
    Known::new(23, "certificate revoked"),
    Known::both(
        24,
        "issuer certificate doesn't have a public key",
        "unable to decode issuer public key",
    ),
    Known::new(25, "path length constraint exceeded"),
    Known::both(
        26,
        "unsuitable certificate purpose",
        "unsupported certificate purpose",
    ),
    Known::new(27, "certificate not trusted"),
    Known::new(28, "certificate rejected"),
    Known::new(29, "subject issuer mismatch"),
    Known::new(30, "authority and subject key identifier mismatch"),
    Known::new(31, "authority and issuer serial number mismatch"),
    Known::new(32, "key usage does not include certificate signing"),
    Known::new(33, "unable to get CRL issuer certificate"),
    Known::new(34, "unhandled critical extension"),
    Known::new(35, "key usage does not include CRL signing"),
    Known::new(36, "unhandled critical CRL extension"),
    Known::new(37, "invalid non-CA certificate (has CA markings)"),
    Known::new(38, "proxy path length constraint exceeded"),
    Known::new(39, "key usage does not include digital signature"),
    Known::new(
        40,
        "proxy certificates not allowed, please set the appropriate flag",
    ),
    Known::new(41, "invalid or inconsistent certificate extension"),
    Known::new(42, "invalid or inconsistent certificate policy extension"),
    Known::new(43, "no explicit policy"),
    Known::new(44, "different CRL scope"),
    Known::new(45, "unsupported extension feature"),
    Known::new(46, "RFC 3779 resource not subset of parent's resources"),
    Known::new(47, "permitted subtree violation"),
    Known::new(48, "excluded subtree violation"),
    Known::new(49, "name constraints minimum and maximum not supported"),
    Known::new(50, "application verification failure"),
    Known::new(51, "unsupported name constraint type"),
    Known::new(52, "unsupported or invalid name constraint syntax"),
    Known::new(53, "unsupported or invalid name syntax"),
    Known::new(54, "CRL path validation error"),
    Known::both(62, "hostname mismatch", "Hostname mismatch"),
    Known::new(63, "email address mismatch"),
    Known::new(64, "IP address mismatch"),
    Known::new(65, "no matching DANE TLSA records"),
    Known::new(66, "EE certificate key too weak").or("EE certificate key too small"),
    Known::new(67, "CA certificate key too weak").or("CA certificate key too small"),
    Known::new(68, "CA signature digest algorithm too weak").or("CA md too weak"),
    Known::new(69, "invalid certificate verification context"),
    Known::new(70, "issuer certificate lookup error"),
    Known::new(
        71,
        "Certificate Transparency required, but no valid SCTs found",
    ),
    Known::new(72, "proxy subject name violation"),
    Known::new(73, "OCSP verification needed"),
    Known::new(74, "OCSP verification failed"),
    Known::new(75, "OCSP unknown cert"),
    Known::new(76, "Cannot find certificate signature algorithm"),
    Known::new(
        77,
        "subject signature algorithm and issuer public key algorithm mismatch",
    ),
    Known::new(78, "cert info signature and signature algorithm mismatch"),
    Known::new(79, "invalid CA certificate"),
    Known::new(94, "Certificate public key has explicit ECC parameters"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openssl_ffi::verify_result;

    /// The table against the OpenSSL that is linked: every number we name, in its spelling.
    #[test]
    fn spellings_are_those_of_openssl() {
        for known in KNOWN {
            let text = verify_result(known.number).error_string();
            assert!(text.starts_with(known.text), "{} {text}", known.number);
        }
    }

    #[test]
    fn every_spelling_leads_to_its_number() {
        for known in KNOWN {
            assert_eq!(
                error_number(known.text),
                Some(known.number),
                "{}",
                known.text
            );
            assert_eq!(error_text(known.number), Some(known.text));
            if let Some(other) = known.other {
                assert_eq!(error_number(other), Some(known.number), "{other}");
            }
            if known.number != 24 {
                assert_eq!(error_number(known.text_1_1_1), Some(known.number));
            }
        }
    }

    #[test]
    fn copies_of_a_text_are_understood() {
        for (text, number) in [
            ("self signed certificate", Some(18)),
            ("Self Signed  certificate.", Some(18)),
            ("self signed certificate in certificate chain", Some(19)),
            ("unsupported certificate purpose", Some(26)),
            ("Hostname mismatch", Some(62)),
            ("invalid non CA certificate (has CA markings)", Some(37)),
            ("unable to decrypt certificate\u{2019}s signature", Some(4)),
            ("unable to decode issuer public key", Some(6)),
            ("quite another error", None),
            ("", None),
        ] {
            assert_eq!(error_number(text), number, "{text}");
        }
        assert_eq!(error_text(0), None);
        assert_eq!(error_text(1_000), None);
    }
}
