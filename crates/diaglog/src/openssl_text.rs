//! The error strings of OpenSSL 1.1.1, as the ERROR lines of the document's traffic server show them.

use std::borrow::Cow;

use crate::event::FailureCause;

/// We refused the node's certificate, whatever was wrong with it.
pub const VERIFY_FAILED: &str =
    "error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed";

/// The node ended the handshake, or the connection after it, with this alert.
///
/// `alert_error(48)` is `error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca`.
pub fn alert_error(description: u8) -> Cow<'static, str> {
    // Library 20 (SSL), function 148 (ssl3_read_bytes), reason 1000 + alert (SSL_AD_REASON_OFFSET).
    let code = 0x1409_4000 + 1000 + u32::from(description);
    let head = "SSL routines:ssl3_read_bytes";
    Cow::Owned(
        match ALERTS.iter().find(|(number, _)| *number == description) {
            Some((_, reason)) => format!("error:{code:08X}:{head}:{reason}"),
            // How OpenSSL prints a reason that it has no text for.
            None => format!(
                "error:{code:08X}:{head}:reason({})",
                1000 + u32::from(description)
            ),
        },
    )
}

pub(crate) fn cause(error: &str) -> FailureCause {
    let error = error.trim_end();
    let reason = error.rsplit(':').next().unwrap_or(error).trim();
    if reason.eq_ignore_ascii_case("certificate verify failed") {
        return FailureCause::VerifyFailed;
    }
    if let Some((number, _)) = ALERTS
        .iter()
        .find(|(_, text)| reason.eq_ignore_ascii_case(text))
    {
        return FailureCause::Alert(*number);
    }
    let number = reason
        .strip_prefix("reason(")
        .and_then(|rest| rest.strip_suffix(')'));
    match number.and_then(|number| number.parse::<u32>().ok()) {
        Some(number) => number
            .checked_sub(1000)
            .and_then(|alert| u8::try_from(alert).ok())
            .map_or(FailureCause::Other, FailureCause::Alert),
        None => FailureCause::Other,
    }
}

/// The reasons that an error string can end with; a reader of wrapped text recognises their halves.
pub(crate) fn reasons() -> impl Iterator<Item = &'static str> {
    ALERTS.iter().map(|(_, text)| *text).chain([
        "certificate verify failed",
        "wrong version number",
        "unsupported protocol",
        "no shared cipher",
        "dh key too small",
        "ee key too small",
        "ca md too weak",
        "wrong signature type",
    ])
}

/// Alert numbers and OpenSSL 1.1.1's texts for receiving them.
const ALERTS: [(u8, &str); 29] = [
    (10, "sslv3 alert unexpected message"),
    (20, "sslv3 alert bad record mac"),
    (21, "tlsv1 alert decryption failed"),
    (22, "tlsv1 alert record overflow"),
    (30, "sslv3 alert decompression failure"),
    (40, "sslv3 alert handshake failure"),
    (41, "sslv3 alert no certificate"),
    (42, "sslv3 alert bad certificate"),
    (43, "sslv3 alert unsupported certificate"),
    (44, "sslv3 alert certificate revoked"),
    (45, "sslv3 alert certificate expired"),
    (46, "sslv3 alert certificate unknown"),
    (47, "sslv3 alert illegal parameter"),
    (48, "tlsv1 alert unknown ca"),
    (49, "tlsv1 alert access denied"),
    (50, "tlsv1 alert decode error"),
    (51, "tlsv1 alert decrypt error"),
    (60, "tlsv1 alert export restriction"),
    (70, "tlsv1 alert protocol version"),
    (71, "tlsv1 alert insufficient security"),
    (80, "tlsv1 alert internal error"),
    (86, "tlsv1 alert inappropriate fallback"),
    (90, "tlsv1 alert user cancelled"),
    (100, "tlsv1 alert no renegotiation"),
    (109, "tlsv13 alert missing extension"),
    (110, "tlsv1 unsupported extension"),
    (112, "tlsv1 unrecognized name"),
    (113, "tlsv1 bad certificate status response"),
    (116, "tlsv13 alert certificate required"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_have_the_codes_and_texts_of_openssl_1_1_1() {
        assert_eq!(
            alert_error(48),
            "error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca"
        );
        assert_eq!(
            alert_error(40),
            "error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure"
        );
        assert_eq!(
            alert_error(115),
            "error:1409445B:SSL routines:ssl3_read_bytes:reason(1115)"
        );
    }

    #[test]
    fn the_cause_is_told_by_the_words() {
        for (error, expected) in [
            (VERIFY_FAILED, FailureCause::VerifyFailed),
            (
                "error:1410F080:SSL routines:x:certificate verify failed",
                FailureCause::VerifyFailed,
            ),
            (
                "error:0A000086:SSL routines::certificate verify failed",
                FailureCause::VerifyFailed,
            ),
            (
                "error:14094418: SSL routines:y:tlsv1 alert unknown ca",
                FailureCause::Alert(48),
            ),
            (
                "error:1409445B:SSL routines:ssl3_read_bytes:reason(1115)",
                FailureCause::Alert(115),
            ),
            (
                "error:1408F10B:SSL routines:z:wrong version number",
                FailureCause::Other,
            ),
            ("reason(99)", FailureCause::Other),
            ("", FailureCause::Other),
        ] {
            assert_eq!(cause(error), expected, "{error}");
        }
        for number in 0..=255 {
            assert_eq!(cause(&alert_error(number)), FailureCause::Alert(number));
        }
    }
}
