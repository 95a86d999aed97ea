//! Which cipher list an appliance has before and after an upgrade.
//!
//! Source: the vendor's upgrade notes as the document that asked for this quotes them. From below
//! X14.0 the plain default comes, which prefers ECDSA; from X14.0 on the upgrade puts an RSA suite in
//! front; a fresh installation has the plain default.

use tollgate_capture::{CipherStringError, CipherSuite, Version, cipher_suites};

use crate::version::SoftwareVersion;

/// The default since X14.2.
pub(super) const DEFAULT: &str =
    "EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH";
/// What upgrades from X14.0 on put in front of it.
pub(super) const PREFIX: &str = "ECDHE-RSA-AES256-GCM-SHA384:";

/// From which release to which, and with which cipher string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpgradePath {
    /// The release that runs today.
    pub from: Option<SoftwareVersion>,
    /// The release that is to come.
    pub to: Option<SoftwareVersion>,
    /// It is installed anew.
    pub is_fresh: bool,
    /// The cipher string, where it was set by hand: it stays through an upgrade.
    pub ciphers: Option<String>,
}

/// The lists of an upgrade path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CipherPaths {
    /// Before: suites in order, and the best version.
    pub before: (Vec<CipherSuite>, Version),
    /// After.
    pub after: (Vec<CipherSuite>, Version),
    /// After, with RSA put in front.
    pub after_with_rsa: (Vec<CipherSuite>, Version),
}

impl UpgradePath {
    /// Whether the operator said enough for `after` to be more than the default.
    pub fn is_told(&self) -> bool {
        self.from.is_some() || self.is_fresh || self.ciphers.is_some()
    }

    /// The cipher string before the upgrade.
    pub fn string_before(&self) -> String {
        match (&self.ciphers, self.is_fresh) {
            (Some(own), _) => own.clone(),
            (None, true) => DEFAULT.to_owned(),
            // Older releases asked for RSA first, and newer ones say so with the prefix.
            (None, false) => format!("{PREFIX}{DEFAULT}"),
        }
    }

    /// The cipher string after the upgrade.
    pub fn string_after(&self) -> String {
        if let Some(own) = &self.ciphers {
            return own.clone();
        }
        let keeps_rsa = self
            .from
            .as_ref()
            .is_some_and(|from| from.numbers() >= [14, 0, 0, 0]);
        if keeps_rsa && !self.is_fresh {
            format!("{PREFIX}{DEFAULT}")
        } else {
            DEFAULT.to_owned()
        }
    }

    /// Both lists, expanded.
    ///
    /// # Errors
    ///
    /// OpenSSL makes nothing of the given string.
    pub fn expand(&self) -> Result<CipherPaths, CipherStringError> {
        let best = |release: Option<&SoftwareVersion>, otherwise| {
            release.map_or(otherwise, |release| {
                // TLS 1.3 for the reverse proxy came with X14.2.
                if release.numbers() >= [14, 2, 0, 0] {
                    Version::TLS_1_3
                } else {
                    Version::TLS_1_2
                }
            })
        };
        let before = best(self.from.as_ref(), Version::TLS_1_2);
        let after = best(self.to.as_ref(), Version::TLS_1_3);
        let string_after = self.string_after();
        let with_rsa = if string_after.starts_with(PREFIX) {
            string_after.clone()
        } else {
            format!("{PREFIX}{string_after}")
        };
        Ok(CipherPaths {
            before: (cipher_suites(&self.string_before(), before)?, before),
            after: (cipher_suites(&string_after, after)?, after),
            after_with_rsa: (cipher_suites(&with_rsa, after)?, after),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From a release, or a fresh installation where there is none.
    fn path(from: Option<&str>) -> UpgradePath {
        UpgradePath {
            from: from.and_then(SoftwareVersion::parse),
            to: SoftwareVersion::parse("14.2"),
            is_fresh: from.is_none(),
            ciphers: None,
        }
    }

    fn first_after(path: &UpgradePath) -> &'static str {
        let lists = path.expand().unwrap();
        let mut names = lists
            .after
            .0
            .iter()
            .filter_map(|suite| suite.openssl_name());
        names.find(|name| name.starts_with("ECDHE")).unwrap()
    }

    #[test]
    fn the_three_paths_of_the_document_differ_as_it_says() {
        let ecdsa = "ECDHE-ECDSA-AES256-GCM-SHA384";
        let rsa = "ECDHE-RSA-AES256-GCM-SHA384";
        assert_eq!(first_after(&path(Some("12.7"))), ecdsa);
        assert_eq!(first_after(&path(Some("14.0.7"))), rsa);
        assert_eq!(first_after(&path(None)), ecdsa);
        let before = path(Some("12.7")).expand().unwrap().before;
        assert_eq!(
            before.0.first().and_then(|suite| suite.openssl_name()),
            Some(rsa)
        );
    }

    #[test]
    fn a_string_of_the_operator_stays() {
        let own = UpgradePath {
            ciphers: Some("ECDHE-RSA-AES128-GCM-SHA256".to_owned()),
            ..path(Some("12.7"))
        };
        assert_eq!(own.string_before(), own.string_after());
        assert_eq!(first_after(&own), "ECDHE-RSA-AES128-GCM-SHA256");
    }
}
