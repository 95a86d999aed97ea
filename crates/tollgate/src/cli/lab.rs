//! `tollgate lab`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};
use tollgate_lab::{Fault, UnknownFault};

use super::Format;

#[derive(Debug, Subcommand)]
pub(crate) enum LabCommand {
    /// Start the nodes and run until interrupted
    #[command(after_help = LAB_UP_EXAMPLE)]
    Up(LabUpArguments),
    /// Switch a fault of a running lab
    #[command(after_help = LAB_FAULT_EXAMPLE)]
    Fault(LabFaultArguments),
    /// Show the nodes, or their certificate lists
    #[command(after_help = LAB_LIST_EXAMPLE)]
    List(LabListArguments),
}

const LAB_UP_EXAMPLE: &str = "\
Example:
  tollgate lab up
  tollgate serve --config tollgate-lab/tollgate.toml     (in another terminal)

The directory gets ca.pem (the trust store), the edge's client certificate and key, and
tollgate.toml, a configuration of serve for these nodes.

Exit codes: 0 ended by SIGINT or SIGTERM, 1 the lab cannot start.";

const LAB_FAULT_EXAMPLE: &str = "\
Example:
  tollgate lab fault cucm.steven.lab:6972 ecdsa-self-signed on

Faults: san-missing, other-ca, expired, intermediate-not-sent, ecdsa-self-signed, slow,
resets, demands-client-certificate, stopped.

Exit codes: 0 switched, 1 no lab is running, or it has no such node.";

const LAB_LIST_EXAMPLE: &str = "\
Example:
  tollgate lab list --certificates

Where no lab is running, one is made for the list.

Exit codes: 0 listed, 1 no lab can be made.";

/// The directory of a lab.
const LAB_DIRECTORY: &str = "tollgate-lab";

#[derive(Args, Debug)]
pub(crate) struct LabUpArguments {
    /// The nodes, as TOML [default: those of steven.lab]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where to write trust store and configuration
    #[arg(long, value_name = "DIRECTORY", default_value = LAB_DIRECTORY)]
    pub(crate) directory: PathBuf,
    /// Listen on 127.0.0.1 with free ports, not on addresses of the nodes' own
    #[arg(long)]
    pub(crate) free_ports: bool,
    /// Begin with a fault, as NODE:FAULT or NODE:PORT:FAULT; may be repeated
    #[arg(long, value_name = "FAULT")]
    pub(crate) fault: Vec<PlacedFault>,
}

#[derive(Args, Debug)]
pub(crate) struct LabFaultArguments {
    /// The node, and the port if only one is meant
    #[arg(value_name = "NODE[:PORT]")]
    pub(crate) place: Place,
    /// What is to be wrong
    #[arg(value_name = "FAULT")]
    pub(crate) fault: Fault,
    /// Whether it appears or goes away
    #[arg(value_name = "on|off", value_enum)]
    pub(crate) switch: OnOff,
    /// The directory of the lab
    #[arg(long, value_name = "DIRECTORY", default_value = LAB_DIRECTORY)]
    pub(crate) directory: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct LabListArguments {
    /// Show each node's certificate list
    #[arg(long)]
    pub(crate) certificates: bool,
    /// The directory of the lab
    #[arg(long, value_name = "DIRECTORY", default_value = LAB_DIRECTORY)]
    pub(crate) directory: PathBuf,
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Format,
}

/// Which way a fault is switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnOff {
    /// The fault appears.
    On,
    /// The fault goes away.
    Off,
}

/// A node, or one port of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) node: String,
    pub(crate) port: Option<u16>,
}

/// A fault and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlacedFault {
    pub(crate) node: String,
    pub(crate) port: Option<u16>,
    pub(crate) fault: Fault,
}

/// Text that names no node and port.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PlaceError {
    #[error("the port is not a number; write NODE or NODE:PORT")]
    Port(#[from] std::num::ParseIntError),
    #[error("no fault is named; write NODE:FAULT or NODE:PORT:FAULT")]
    NoFault,
    #[error(transparent)]
    Fault(#[from] UnknownFault),
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        match text.rsplit_once(':') {
            None => Ok(Self {
                node: text.to_owned(),
                port: None,
            }),
            Some((node, port)) => Ok(Self {
                node: node.to_owned(),
                port: Some(port.parse()?),
            }),
        }
    }
}

impl FromStr for PlacedFault {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let (place, fault) = text.rsplit_once(':').ok_or(PlaceError::NoFault)?;
        let Place { node, port } = place.parse()?;
        Ok(Self {
            node,
            port,
            fault: fault.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_placed_on_a_node_or_a_port() {
        let placed = |port| PlacedFault {
            node: "a.b".to_owned(),
            port,
            fault: Fault::Slow,
        };
        assert_eq!("a.b:slow".parse(), Ok(placed(None)));
        assert_eq!("a.b:6972:slow".parse(), Ok(placed(Some(6972))));
        assert_eq!("slow".parse::<PlacedFault>(), Err(PlaceError::NoFault));
        let unknown = UnknownFault {
            name: "wrong".to_owned(),
        };
        assert_eq!(
            "a.b:wrong".parse::<PlacedFault>(),
            Err(PlaceError::Fault(unknown))
        );
        assert!(matches!("a.b:x".parse::<Place>(), Err(PlaceError::Port(_))));
    }
}
