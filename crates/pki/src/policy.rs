//! How strictly a chain and a name are judged, chosen by configuration and shown in each finding.

use std::fmt;
use std::str::FromStr;

/// How the address is compared with the leaf certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NamePolicy {
    /// A dNSName, an iPAddress for an IP address, or the first CN. The default: what operators of a
    /// verifying edge are promised. A pass by CN alone, by a partial wildcard or by an address
    /// spelled as a dNSName is reported as a warning.
    #[default]
    Document,
    /// What the real traffic server does, to predict it: iPAddress entries are never looked at, the
    /// first CN always counts, wildcards apply to addresses too, and the chain is built without
    /// trying other candidate issuers.
    TrafficServer,
    /// RFC 9525: subject alternative names only, no CN, no partial wildcards.
    Strict,
    /// No name check.
    None,
}

/// Least strength of keys and signatures, as OpenSSL's security levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SecurityLevel {
    /// Level 1 of OpenSSL 1.1.1: SHA-1 signatures and 1024-bit RSA pass with a warning, MD5 and
    /// anything weaker is refused.
    #[default]
    Compat,
    /// Anything goes.
    Level0,
    /// Level 1 of OpenSSL 3: 80 bits; SHA-1 is refused.
    Level1,
    /// Level 2 of OpenSSL 3: 112 bits.
    Level2,
}

/// The name policy and the security level of one verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Policy {
    /// How the address is compared with the certificate.
    pub name: NamePolicy,
    /// Least strength of keys and signatures.
    pub level: SecurityLevel,
}

/// A policy name that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {what}; use one of {choices}")]
pub struct UnknownPolicy {
    given: String,
    what: &'static str,
    choices: &'static str,
}

impl NamePolicy {
    /// The name used on the command line, in configuration and in findings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::TrafficServer => "traffic-server",
            Self::Strict => "strict",
            Self::None => "none",
        }
    }
}

impl SecurityLevel {
    /// The name used on the command line, in configuration and in findings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compat => "compat",
            Self::Level0 => "0",
            Self::Level1 => "1",
            Self::Level2 => "2",
        }
    }

    /// The level given to OpenSSL; `Compat` is level 1 with SHA-1 tolerated afterwards.
    pub(crate) const fn openssl(self) -> i32 {
        match self {
            Self::Level0 => 0,
            Self::Compat | Self::Level1 => 1,
            Self::Level2 => 2,
        }
    }
}

impl fmt::Display for NamePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for SecurityLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for NamePolicy {
    type Err = UnknownPolicy;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [
            Self::Document,
            Self::TrafficServer,
            Self::Strict,
            Self::None,
        ]
        .into_iter()
        .find(|policy| policy.as_str() == text)
        .ok_or_else(|| UnknownPolicy {
            given: text.chars().take(40).collect(),
            what: "name policy",
            choices: "document, traffic-server, strict, none",
        })
    }
}

impl FromStr for SecurityLevel {
    type Err = UnknownPolicy;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Compat, Self::Level0, Self::Level1, Self::Level2]
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| UnknownPolicy {
                given: text.chars().take(40).collect(),
                what: "security level",
                choices: "compat, 0, 1, 2",
            })
    }
}
