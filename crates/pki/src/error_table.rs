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

/// The texts of an `X509_V_ERR_*` number of OpenSSL 3 (`crypto/x509/x509_txt.c` of both releases).
pub(crate) const fn texts(code: i32) -> ErrorText {
    match code {
        2 => same("unable to get issuer certificate"),
        4 => same("unable to decrypt certificate's signature"),
        6 => same("unable to decode issuer public key"),
        7 => same("certificate signature failure"),
        9 => same("certificate is not yet valid"),
        10 => same("certificate has expired"),
        13 => both(
            "format error in certificate's notBefore field",
            "format error in certificate's notBefore field",
        ),
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
            "invalid CA certificate",
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
        37 => same("proxy path length constraint exceeded"),
        40 => same("proxy certificates not allowed, please set the appropriate flag"),
        41 => same("invalid or inconsistent certificate extension"),
        42 => same("invalid or inconsistent certificate policy extension"),
        43 => same("no explicit policy"),
        47 => same("permitted subtree violation"),
        48 => same("excluded subtree violation"),
        49 => same("name constraints minimum and maximum not supported"),
        51 => same("unsupported name constraint type"),
        52 => same("unsupported or invalid name constraint syntax"),
        53 => same("unsupported or invalid name syntax"),
        62 => both("hostname mismatch", "Hostname mismatch"),
        64 => same("IP address mismatch"),
        66 => both("EE certificate key too weak", "EE certificate key too weak"),
        67 => same("CA certificate key too weak"),
        68 => same("CA signature digest algorithm too weak"),
        76 => both(
            "certificate public key has explicit ECC parameters",
            "unspecified certificate verification error",
        ),
        79 => same("invalid CA certificate"),
        80 => both(
            "path length invalid for non-CA cert",
            "path length constraint exceeded",
        ),
        81 => both(
            "path length given without key usage keyCertSign",
            "path length constraint exceeded",
        ),
        82 => both(
            "key usage keyCertSign invalid for non-CA cert",
            "key usage does not include certificate signing",
        ),
        _ => same("unspecified certificate verification error"),
    }
}

#[cfg(test)]
mod tests {
    use openssl::x509::X509VerifyResult;

    use super::*;

    /// The table against the OpenSSL that is linked: every number we name, in its spelling.
    #[test]
    #[expect(
        unsafe_code,
        reason = "the constructor from a raw number is marked unsafe"
    )]
    fn spellings_are_those_of_openssl() {
        for code in 2..=95 {
            let ours = texts(code).text;
            if ours == "unspecified certificate verification error" {
                continue;
            }
            // SAFETY: the number is only looked up in a table.
            let theirs = unsafe { X509VerifyResult::from_raw(code) }.error_string();
            assert_eq!(ours, theirs, "{code}");
        }
    }
}
