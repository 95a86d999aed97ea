//! Faults that a port of a node can be given while the lab runs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Something wrong with a port of a node. Each variant says what a verifying traffic server should then answer.
///
/// Faults combine: a port can be `expired` and `slow`. Switching one closes the port's idle connections, as
/// restarting the service of a real node does, so the next request meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The certificates no longer name the node, by name or by address. `502`, `SNI (NAME) not in certificate`.
    SanMissing,
    /// The certificates are signed by vngtp-ACTIVE-DIR-CA, which is sent along. `502`, `self signed certificate in
    /// certificate chain` at depth 1.
    OtherCa,
    /// The certificates expired yesterday. `502`, `certificate has expired` at depth 0.
    Expired,
    /// The certificates are signed by an intermediate of steven-DC-CA that the node does not send. `502`, `unable to get
    /// local issuer certificate` at depth 0.
    IntermediateNotSent,
    /// The port shows its self-signed ECDSA certificate whatever the client prefers. `502`, `self signed certificate` at
    /// depth 0.
    EcdsaSelfSigned,
    /// Answers begin after [`LabConfig::slow_milliseconds`](crate::LabConfig::slow_milliseconds). `504` once that exceeds
    /// the traffic server's time-out.
    Slow,
    /// The connection is reset when the client's first message arrives. `502`, a connection failure and no WARNING line.
    Resets,
    /// A client certificate signed by an authority that the node trusts is demanded. `502` with a TG4 finding unless the
    /// traffic server has one.
    DemandsClientCertificate,
    /// Nothing listens and open connections are cut: the node is down. `502`, a refused connection.
    Stopped,
}

impl Fault {
    /// Every fault, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::SanMissing,
        Self::OtherCa,
        Self::Expired,
        Self::IntermediateNotSent,
        Self::EcdsaSelfSigned,
        Self::Slow,
        Self::Resets,
        Self::DemandsClientCertificate,
        Self::Stopped,
    ];

    /// The name used on the command line and in configuration files.
    pub fn name(self) -> &'static str {
        match self {
            Self::SanMissing => "san-missing",
            Self::OtherCa => "other-ca",
            Self::Expired => "expired",
            Self::IntermediateNotSent => "intermediate-not-sent",
            Self::EcdsaSelfSigned => "ecdsa-self-signed",
            Self::Slow => "slow",
            Self::Resets => "resets",
            Self::DemandsClientCertificate => "demands-client-certificate",
            Self::Stopped => "stopped",
        }
    }

    /// What a traffic server that verifies says about it, in one line of English.
    pub fn symptom(self) -> &'static str {
        match self {
            Self::SanMissing => "502; SNI (NAME) not in certificate",
            Self::OtherCa => "502; self signed certificate in certificate chain, depth 1",
            Self::Expired => "502; certificate has expired, depth 0",
            Self::IntermediateNotSent => "502; unable to get local issuer certificate, depth 0",
            Self::EcdsaSelfSigned => "502; self signed certificate, depth 0",
            Self::Slow => "504 once the delay exceeds the time-out",
            Self::Resets => "502; connection reset, no verification message",
            Self::DemandsClientCertificate => "502; client certificate demanded, a TG4 finding",
            Self::Stopped => "502; connection refused",
        }
    }

    /// Whether the fault lies in the certificates that the port shows.
    pub(crate) fn changes_certificates(self) -> bool {
        match self {
            Self::SanMissing | Self::OtherCa | Self::Expired | Self::IntermediateNotSent => true,
            Self::EcdsaSelfSigned
            | Self::Slow
            | Self::Resets
            | Self::DemandsClientCertificate
            | Self::Stopped => false,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A name that is no fault's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown fault `{name}`; choose one of {}", names())]
pub struct UnknownFault {
    /// What was given.
    pub name: String,
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        Self::ALL
            .into_iter()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| UnknownFault {
                name: name.to_owned(),
            })
    }
}

fn names() -> String {
    Fault::ALL.map(Fault::name).join(", ")
}

/// Which way a fault is switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// The fault appears.
    On,
    /// The fault goes away.
    Off,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_back_from_its_name() {
        for fault in Fault::ALL {
            assert_eq!(fault.to_string().parse(), Ok(fault));
            assert_eq!(
                serde_json::to_value(fault).unwrap(),
                serde_json::Value::from(fault.name())
            );
        }
    }

    #[test]
    fn unknown_name_is_kept_in_the_error() {
        assert_eq!(
            "san".parse::<Fault>(),
            Err(UnknownFault {
                name: "san".to_owned()
            })
        );
    }
}
