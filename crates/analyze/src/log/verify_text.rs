//! The texts of OpenSSL's verification errors and their numbers.

use std::borrow::Cow;

/// Numbers of `X509_V_ERR_*` in OpenSSL 3 with the texts that a log may show, OpenSSL 3's spelling
/// first. 24 and 79 share a text in OpenSSL 1.1.1, which had no 79.
const TEXTS: &[(i32, &[&str])] = &[
    (1, &["unspecified certificate verification error"]),
    (2, &["unable to get issuer certificate"]),
    (3, &["unable to get certificate CRL"]),
    (4, &["unable to decrypt certificate's signature"]),
    (5, &["unable to decrypt CRL's signature"]),
    (6, &["unable to decode issuer public key"]),
    (7, &["certificate signature failure"]),
    (8, &["CRL signature failure"]),
    (
        9,
        &[
            "certificate is not yet valid",
            "certificate is not yet valid or the system clock is incorrect",
        ],
    ),
    (10, &["certificate has expired"]),
    (11, &["CRL is not yet valid"]),
    (12, &["CRL has expired"]),
    (13, &["format error in certificate's notBefore field"]),
    (14, &["format error in certificate's notAfter field"]),
    (15, &["format error in CRL's lastUpdate field"]),
    (16, &["format error in CRL's nextUpdate field"]),
    (17, &["out of memory"]),
    (18, &["self-signed certificate"]),
    (19, &["self-signed certificate in certificate chain"]),
    (20, &["unable to get local issuer certificate"]),
    (21, &["unable to verify the first certificate"]),
    (22, &["certificate chain too long"]),
    (23, &["certificate revoked"]),
    (24, &["issuer certificate doesn't have a public key"]),
    (25, &["path length constraint exceeded"]),
    (
        26,
        &[
            "unsuitable certificate purpose",
            "unsupported certificate purpose",
        ],
    ),
    (27, &["certificate not trusted"]),
    (28, &["certificate rejected"]),
    (29, &["subject issuer mismatch"]),
    (30, &["authority and subject key identifier mismatch"]),
    (31, &["authority and issuer serial number mismatch"]),
    (32, &["key usage does not include certificate signing"]),
    (33, &["unable to get CRL issuer certificate"]),
    (34, &["unhandled critical extension"]),
    (35, &["key usage does not include CRL signing"]),
    (36, &["unhandled critical CRL extension"]),
    (37, &["invalid non-CA certificate (has CA markings)"]),
    (38, &["proxy path length constraint exceeded"]),
    (39, &["key usage does not include digital signature"]),
    (
        40,
        &["proxy certificates not allowed, please set the appropriate flag"],
    ),
    (41, &["invalid or inconsistent certificate extension"]),
    (
        42,
        &["invalid or inconsistent certificate policy extension"],
    ),
    (43, &["no explicit policy"]),
    (44, &["different CRL scope"]),
    (45, &["unsupported extension feature"]),
    (46, &["RFC 3779 resource not subset of parent's resources"]),
    (47, &["permitted subtree violation"]),
    (48, &["excluded subtree violation"]),
    (49, &["name constraints minimum and maximum not supported"]),
    (50, &["application verification failure"]),
    (51, &["unsupported name constraint type"]),
    (52, &["unsupported or invalid name constraint syntax"]),
    (53, &["unsupported or invalid name syntax"]),
    (54, &["CRL path validation error"]),
    (62, &["hostname mismatch"]),
    (63, &["email address mismatch"]),
    (64, &["IP address mismatch"]),
    (65, &["no matching DANE TLSA records"]),
    (
        66,
        &[
            "EE certificate key too weak",
            "EE certificate key too small",
        ],
    ),
    (
        67,
        &[
            "CA certificate key too weak",
            "CA certificate key too small",
        ],
    ),
    (
        68,
        &["CA signature digest algorithm too weak", "CA md too weak"],
    ),
    (69, &["invalid certificate verification context"]),
    (70, &["issuer certificate lookup error"]),
    (
        71,
        &["Certificate Transparency required, but no valid SCTs found"],
    ),
    (72, &["proxy subject name violation"]),
    (73, &["OCSP verification needed"]),
    (74, &["OCSP verification failed"]),
    (75, &["OCSP unknown cert"]),
    (76, &["cannot find certificate signature algorithm"]),
    (
        77,
        &["subject signature algorithm and issuer public key algorithm mismatch"],
    ),
    (
        78,
        &["cert info signature and signature algorithm mismatch"],
    ),
    (79, &["invalid CA certificate"]),
    (94, &["certificate public key has explicit ECC parameters"]),
];

/// The number of a text and its spelling in OpenSSL 3; the text itself if it is none of these.
pub(super) fn number_and_text(text: &str) -> (Option<i32>, String) {
    let plain = plain(text);
    let known = TEXTS.iter().find(|(_, texts)| {
        texts
            .iter()
            .any(|known| self::plain(known).eq_ignore_ascii_case(&plain))
    });
    match known.and_then(|(number, texts)| texts.first().map(|text| (*number, *text))) {
        Some((number, text)) => (Some(number), text.to_owned()),
        None => (None, text.trim().to_owned()),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_have_one_number() {
        for (text, number, shown) in [
            (
                "self signed certificate",
                Some(18),
                "self-signed certificate",
            ),
            (
                "self-signed certificate",
                Some(18),
                "self-signed certificate",
            ),
            (
                "Self Signed  certificate.",
                Some(18),
                "self-signed certificate",
            ),
            (
                "self signed certificate in certificate chain",
                Some(19),
                "self-signed certificate in certificate chain",
            ),
            (
                "unsupported certificate purpose",
                Some(26),
                "unsuitable certificate purpose",
            ),
            ("Hostname mismatch", Some(62), "hostname mismatch"),
            (
                "invalid non CA certificate (has CA markings)",
                Some(37),
                "invalid non-CA certificate (has CA markings)",
            ),
            ("quite another error", None, "quite another error"),
        ] {
            assert_eq!(number_and_text(text), (number, shown.to_owned()));
        }
    }

    #[test]
    fn no_text_stands_for_two_numbers() {
        let mut all: Vec<String> = TEXTS
            .iter()
            .flat_map(|(_, texts)| texts.iter().map(|text| plain(text).to_ascii_lowercase()))
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
