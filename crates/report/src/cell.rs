//! What a finding is about: node, address used, port and key type.

use std::fmt;

/// The two kinds of certificate that a node may have on one port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyFamily {
    /// RSA, whatever its size.
    Rsa,
    /// An elliptic curve.
    Ecdsa,
}

impl KeyFamily {
    /// `rsa` or `ecdsa`, as JSON has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ecdsa => "ecdsa",
        }
    }

    /// `RSA` or `ECDSA`, as people write it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::Ecdsa => "ECDSA",
        }
    }
}

impl fmt::Display for KeyFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place at which a connection passes or fails.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The node: its full name where that is known, else an address of it.
    pub node: String,
    /// The address that clients asked for: a name or an IP address.
    pub address: String,
    /// The port; `None` where the evidence does not tell.
    pub port: Option<u16>,
    /// The key of the certificate that the node showed; `None` where nothing shows it.
    pub key_type: Option<KeyFamily>,
}

impl Cell {
    /// `address:port`, the address of IPv6 in brackets; without a port where there is none.
    pub fn authority(&self) -> String {
        let address = if self.address.contains(':') {
            format!("[{}]", self.address)
        } else {
            self.address.clone()
        };
        match self.port {
            Some(port) => format!("{address}:{port}"),
            None => address,
        }
    }
}

/// `cucm.steven.lab:6972 ECDSA`.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.authority())?;
        match self.key_type {
            Some(key) => write!(f, " {}", key.label()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_written_as_people_do() {
        let mut cell = Cell {
            node: "cucm.steven.lab".to_owned(),
            address: "2001:db8::1".to_owned(),
            port: Some(6972),
            key_type: Some(KeyFamily::Ecdsa),
        };
        assert_eq!(cell.to_string(), "[2001:db8::1]:6972 ECDSA");
        cell.address = "cucm.steven.lab".to_owned();
        (cell.port, cell.key_type) = (None, None);
        assert_eq!(cell.to_string(), "cucm.steven.lab");
    }
}
