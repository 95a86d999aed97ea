//! OpenSSL's verification errors: number, both spellings, and the family of each.

/// How an OpenSSL error is spelled and numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorText {
    /// As OpenSSL 3 prints it.
    pub(crate) text: &'static str,
    /// As OpenSSL 1.1.1 prints it, which is what the traffic server's log line shows.
    pub(crate) text_1_1_1: &'static str,
}

const fn same(text: &'static str) -> ErrorText {
    ErrorText {
        text,
        text_1_1_1: text,
    }
}

const fn both(text: &'static str, text_1_1_1: &'static str) -> ErrorText {
    ErrorText { text, text_1_1_1 }
}

const UNSPECIFIED: &str = "unspecified certificate verification error";

/// The texts of an `X509_V_ERR_*` number of OpenSSL 3 (`crypto/x509/x509_txt.c` of both releases).
pub(crate) const fn texts(code: i32) -> ErrorText {
    match code {
        2 => same("unable to get issuer certificate"),
        4 => same("unable to decrypt certificate's signature"),
        6 => same("unable to decode issuer public key"),
        7 => same("certificate signature failure"),
        // OpenSSL 3.6 adds "or the system clock is incorrect".
        9 => same("certificate is not yet valid"),
        10 => same("certificate has expired"),
        13 => same("format error in certificate's notBefore field"),
        14 => same("format error in certificate's notAfter field"),
        17 => same("out of memory"),
        18 => both("self-signed certificate", "self signed certificate"),
        19 => both(
            "self-signed certificate in certificate chain",
            "self signed certificate in certificate chain",
        ),
        20 => same("unable to get local issuer certificate"),
        21 => same("unable to verify the first certificate"),
        22 => same("certificate chain too long"),
        23 => same("certificate revoked"),
        24 => both(
            "issuer certificate doesn't have a public key",
            "unable to decode issuer public key",
        ),
        25 => same("path length constraint exceeded"),
        26 => both(
            "unsuitable certificate purpose",
            "unsupported certificate purpose",
        ),
        27 => same("certificate not trusted"),
        28 => same("certificate rejected"),
        29 => same("subject issuer mismatch"),
        30 => same("authority and subject key identifier mismatch"),
        31 => same("authority and issuer serial number mismatch"),
        32 => same("key usage does not include certificate signing"),
        34 => same("unhandled critical extension"),
        37 => same("invalid non-CA certificate (has CA markings)"),
        38 => same("proxy path length constraint exceeded"),
        40 => same("proxy certificates not allowed, please set the appropriate flag"),
        41 => same("invalid or inconsistent certificate extension"),
        42 => same("invalid or inconsistent certificate policy extension"),
        43 => same("no explicit policy"),
        46 => same("RFC 3779 resource not subset of parent's resources"),
        47 => same("permitted subtree violation"),
        48 => same("excluded subtree violation"),
        49 => same("name constraints minimum and maximum not supported"),
        51 => same("unsupported name constraint type"),
        52 => same("unsupported or invalid name constraint syntax"),
        53 => same("unsupported or invalid name syntax"),
        62 => both("hostname mismatch", "Hostname mismatch"),
        64 => same("IP address mismatch"),
        66 => same("EE certificate key too weak"),
        67 => same("CA certificate key too weak"),
        68 => same("CA signature digest algorithm too weak"),
        76 => same("Cannot find certificate signature algorithm"),
        77 => same("subject signature algorithm and issuer public key algorithm mismatch"),
        78 => same("cert info signature and signature algorithm mismatch"),
        79 => same("invalid CA certificate"),
        94 => same("Certificate public key has explicit ECC parameters"),
        _ => same(UNSPECIFIED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openssl_ffi::verify_result;

    /// The table against the OpenSSL that is linked: every number we name, in its spelling.
    #[test]
    fn spellings_are_those_of_openssl() {
        for code in 2..=96 {
            let ours = texts(code).text;
            if ours != UNSPECIFIED {
                assert!(
                    verify_result(code).error_string().starts_with(ours),
                    "{code} {ours}"
                );
            }
        }
    }
}
