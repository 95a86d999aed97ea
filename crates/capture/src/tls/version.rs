//! Protocol versions, the drafts of TLS 1.3 among them.

use std::fmt;

/// A protocol version by its number on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u16);

impl Version {
    /// SSL 2.0, which a client can only offer.
    pub const SSL_2: Self = Self(0x0002);
    /// SSL 3.0.
    pub const SSL_3: Self = Self(0x0300);
    /// TLS 1.0.
    pub const TLS_1_0: Self = Self(0x0301);
    /// TLS 1.1.
    pub const TLS_1_1: Self = Self(0x0302);
    /// TLS 1.2.
    pub const TLS_1_2: Self = Self(0x0303);
    /// TLS 1.3.
    pub const TLS_1_3: Self = Self(0x0304);

    /// The certificates of this version are encrypted: TLS 1.3, its drafts and experiments.
    pub const fn hides_certificates(self) -> bool {
        self.0 >= Self::TLS_1_3.0 && !self.is_grease()
    }

    /// A number that clients offer so that servers learn to ignore unknown ones (RFC 8701).
    pub const fn is_grease(self) -> bool {
        let [high, low] = self.0.to_be_bytes();
        high == low && high & 0x0f == 0x0a
    }

    /// The server's hello of this version has neither session id nor compression method.
    pub(crate) const fn has_short_server_hello(self) -> bool {
        matches!(self.0, 0x7f00..=0x7f15)
    }

    /// The keys of this version come from RFC 8446 as published; earlier drafts used other labels.
    pub(crate) const fn has_final_key_schedule(self) -> bool {
        matches!(self.0, 0x0304 | 0x7f1a..=0x7f1c)
    }
}

impl fmt::Display for Version {
    /// As OpenSSL writes it: `SSLv3`, `TLSv1`, `TLSv1.2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0x0002 => f.write_str("SSLv2"),
            0x0300 => f.write_str("SSLv3"),
            0x0301 => f.write_str("TLSv1"),
            0x0302 => f.write_str("TLSv1.1"),
            0x0303 => f.write_str("TLSv1.2"),
            0x0304 => f.write_str("TLSv1.3"),
            draft @ 0x7f01..=0x7f1f => write!(f, "TLSv1.3 draft {}", draft & 0xff),
            0xfb17 | 0xfb1a => f.write_str("TLSv1.3 draft 26 (Facebook)"),
            0x7e01..=0x7eff => f.write_str("TLSv1.3 experiment"),
            other => write!(f, "{other:#06x}"),
        }
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_named_as_operators_know_them() {
        assert_eq!(Version(0x0303).to_string(), "TLSv1.2");
        assert_eq!(Version(0x7f17).to_string(), "TLSv1.3 draft 23");
        assert_eq!(Version(0x002c).to_string(), "0x002c");
        assert!(Version(0x7f12).hides_certificates());
        assert!(!Version(0xfafa).hides_certificates());
        assert!(!Version::TLS_1_2.hides_certificates());
    }
}
