//! TLS alerts (RFC 8446 section 6.2, RFC 5246 section 7.2.2) as numbers, names and as the text that
//! OpenSSL 1.1.1 logs when it receives one.

/// The number of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct AlertCode(pub(crate) u8);

/// Number, name, text of OpenSSL 1.1.1's `SSL_R_*_ALERT_*`.
const ALERTS: &[(u8, &str, &str)] = &[
    (10, "unexpected_message", "sslv3 alert unexpected message"),
    (20, "bad_record_mac", "sslv3 alert bad record mac"),
    (22, "record_overflow", "tlsv1 alert record overflow"),
    (
        30,
        "decompression_failure",
        "sslv3 alert decompression failure",
    ),
    (40, "handshake_failure", "sslv3 alert handshake failure"),
    (41, "no_certificate", "sslv3 alert no certificate"),
    (42, "bad_certificate", "sslv3 alert bad certificate"),
    (
        43,
        "unsupported_certificate",
        "sslv3 alert unsupported certificate",
    ),
    (44, "certificate_revoked", "sslv3 alert certificate revoked"),
    (45, "certificate_expired", "sslv3 alert certificate expired"),
    (46, "certificate_unknown", "sslv3 alert certificate unknown"),
    (47, "illegal_parameter", "sslv3 alert illegal parameter"),
    (48, "unknown_ca", "tlsv1 alert unknown ca"),
    (49, "access_denied", "tlsv1 alert access denied"),
    (50, "decode_error", "tlsv1 alert decode error"),
    (51, "decrypt_error", "tlsv1 alert decrypt error"),
    (60, "export_restriction", "tlsv1 alert export restriction"),
    (70, "protocol_version", "tlsv1 alert protocol version"),
    (
        71,
        "insufficient_security",
        "tlsv1 alert insufficient security",
    ),
    (80, "internal_error", "tlsv1 alert internal error"),
    (
        86,
        "inappropriate_fallback",
        "tlsv1 alert inappropriate fallback",
    ),
    (90, "user_canceled", "tlsv1 alert user cancelled"),
    (100, "no_renegotiation", "tlsv1 alert no renegotiation"),
    (109, "missing_extension", "tlsv13 alert missing extension"),
    (110, "unsupported_extension", "tlsv1 unsupported extension"),
    (
        111,
        "certificate_unobtainable",
        "tlsv1 certificate unobtainable",
    ),
    (112, "unrecognized_name", "tlsv1 unrecognized name"),
    (
        113,
        "bad_certificate_status_response",
        "tlsv1 bad certificate status response",
    ),
    (
        114,
        "bad_certificate_hash_value",
        "tlsv1 bad certificate hash value",
    ),
    (115, "unknown_psk_identity", "unknown psk identity"),
    (
        116,
        "certificate_required",
        "tlsv13 alert certificate required",
    ),
    (120, "no_application_protocol", "no application protocol"),
];

impl AlertCode {
    /// The name of the specification, or `alert_N`-less `unknown` for a number that has none.
    pub(crate) fn name(self) -> &'static str {
        self.row().map_or("unknown", |row| row.1)
    }

    /// The error OpenSSL 1.1.1 puts on its stack when it receives this alert:
    /// `error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca`.
    pub(crate) fn openssl_1_1_1(self) -> String {
        // ERR_PACK(library 20, function 148, reason 1000 + alert).
        let code = 0x1409_4000_u32 + 1000 + u32::from(self.0);
        let text = self.row().map_or("reason(unknown)", |row| row.2);
        format!("error:{code:08X}:SSL routines:ssl3_read_bytes:{text}")
    }

    fn row(self) -> Option<&'static (u8, &'static str, &'static str)> {
        ALERTS.iter().find(|row| row.0 == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn received_alerts_read_as_in_openssl_1_1_1() {
        for (number, text) in [
            (
                48,
                "error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca",
            ),
            (
                40,
                "error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure",
            ),
            (
                116,
                "error:1409445C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required",
            ),
        ] {
            assert_eq!(AlertCode(number).openssl_1_1_1(), text);
        }
    }
}
