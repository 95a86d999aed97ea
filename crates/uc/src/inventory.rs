//! The nodes of a deployment as an operator lists them for the preflight: a row for each address and
//! port, in CSV with the header `node,role,address,port,resolve`, or in TOML as `[[endpoint]]` tables
//! with the same keys.

use std::net::IpAddr;
use std::num::NonZeroU16;

use serde::Deserialize;

use crate::excerpt::Excerpt;
use crate::host::{Host, HostError};
use crate::node::Product;
use crate::port::parse_port;
use crate::table::{Columns, CsvError, Imported, Row};

const COLUMNS: Columns = Columns {
    names: &["address", "node", "role", "port", "resolve"],
    required: 1,
};

/// Endpoints of one TOML file; as many as a CSV file may have.
const MAX_ENDPOINTS: usize = 10_000;
/// Octets of a TOML file.
const MAX_FILE: usize = 8 * 1024 * 1024;

/// An address and port of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The node; its address where no other name was given.
    pub node: String,
    /// What runs there.
    pub role: NodeRole,
    /// The name or address that clients are told.
    pub address: Host,
    /// The port; `None` stands for all ports of the role.
    pub port: Option<NonZeroU16>,
    /// The address to dial instead of asking DNS.
    pub resolve: Option<IpAddr>,
}

/// What runs on a node, and whether it is only reached when another one is down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct NodeRole {
    /// As it was written, in lower case; empty if nothing was.
    pub text: String,
    /// The product, where the word for it is known.
    pub product: Option<Product>,
    /// A subscriber, or the second node of a pair: clients come to it at failover.
    pub is_secondary: bool,
}

impl NodeRole {
    /// Reads `cucm`, `imp`, `unity` or `tftp`, with `-sub`, `-subscriber` or `-secondary` behind it
    /// for nodes that are reached at failover, and `-pub`, `-publisher` or `-primary` for others.
    /// Other words are kept and mean nothing.
    pub fn parse(text: &str) -> Self {
        let text = text.trim().to_ascii_lowercase();
        let (product, place) = text.split_once(['-', ' ']).unwrap_or((&text, ""));
        let is_place = |places: &[&str]| places.contains(&place) || places.contains(&product);
        Self {
            product: match product {
                "publisher" | "subscriber" => Some(Product::Cucm),
                word => word.parse().ok(),
            },
            is_secondary: is_place(&["sub", "subscriber", "secondary", "backup"]),
            text,
        }
    }
}

/// Reads an inventory in CSV. A line with a problem gives no endpoint; all its problems are told.
/// Only `address` is required; without a port all ports of the role are meant.
pub fn import_inventory(bytes: &[u8]) -> Imported<Endpoint> {
    COLUMNS.import(bytes, |row, problems| {
        let address = row.parse(0, Host::parse, problems);
        let port = |text: &str| parse_port(text).map(Some);
        let port = row.parse_or(3, None, port, problems);
        let resolve = |text: &str| parse_ip(text).map(Some);
        let resolve = row.parse_or(4, None, resolve, problems);
        Some(endpoint(row, address?, port?, resolve?))
    })
}

fn endpoint(
    row: &Row,
    address: Host,
    port: Option<NonZeroU16>,
    resolve: Option<IpAddr>,
) -> Endpoint {
    let node = match row.value(1) {
        "" => address.to_string(),
        name => name.to_owned(),
    };
    Endpoint {
        node,
        role: NodeRole::parse(row.value(2)),
        address,
        port,
        resolve,
    }
}

fn parse_ip(text: &str) -> Result<IpAddr, CsvError> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(text)
        .parse()
        .map_err(|_| CsvError::NotAnIpAddress(Excerpt::new(text)))
}

/// Why an inventory in TOML cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InventoryError {
    /// More octets than are read.
    #[error("the file has {0} octets, more than the {MAX_FILE} allowed; split it")]
    TooLong(usize),
    /// Not TOML, or not of this form.
    #[error("{0}")]
    Toml(toml::de::Error),
    /// More endpoints than are read.
    #[error("the file has {0} endpoints, more than the {MAX_ENDPOINTS} allowed; split it")]
    TooMany(usize),
    /// A value that is none.
    #[error("endpoint {number}, {key}: {error}")]
    Value {
        /// Which table, from 1.
        number: usize,
        /// Its key.
        key: &'static str,
        /// What is wrong.
        error: CsvError,
    },
    /// A host that is none.
    #[error("endpoint {number}, address: {error}")]
    Address {
        /// Which table, from 1.
        number: usize,
        /// What is wrong.
        error: HostError,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlInventory {
    #[serde(default)]
    endpoint: Vec<TomlEndpoint>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlEndpoint {
    node: Option<String>,
    #[serde(default)]
    role: String,
    address: String,
    port: Option<NonZeroU16>,
    resolve: Option<String>,
}

/// Reads an inventory in TOML.
///
/// # Errors
///
/// The text is not TOML of this form, or a value is none.
pub fn parse_inventory(text: &str) -> Result<Vec<Endpoint>, InventoryError> {
    if text.len() > MAX_FILE {
        return Err(InventoryError::TooLong(text.len()));
    }
    let inventory: TomlInventory = toml::from_str(text).map_err(InventoryError::Toml)?;
    if inventory.endpoint.len() > MAX_ENDPOINTS {
        return Err(InventoryError::TooMany(inventory.endpoint.len()));
    }
    (1..)
        .zip(inventory.endpoint)
        .map(|(number, row)| {
            let address = Host::parse(&row.address)
                .map_err(|error| InventoryError::Address { number, error })?;
            let resolve = row.resolve.map(|text| parse_ip(&text)).transpose();
            let resolve = resolve.map_err(|error| InventoryError::Value {
                number,
                key: "resolve",
                error,
            })?;
            Ok(Endpoint {
                node: row.node.unwrap_or_else(|| address.to_string()),
                role: NodeRole::parse(&row.role),
                address,
                port: row.port,
                resolve,
            })
        })
        .collect()
}

/// A port that clients reach, as the vendor's documents describe it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownPort {
    /// On nodes of this product.
    pub role: Product,
    /// The port.
    pub port: NonZeroU16,
    /// What clients do there.
    pub service: String,
    /// The certificate stores whose certificates are to be expected there.
    pub stores: Vec<String>,
}

/// The ports that clients reach, by role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownPorts {
    /// The ports, in the order of the file.
    #[serde(default)]
    pub port: Vec<KnownPort>,
}

impl KnownPorts {
    /// The built-in table, `data/ports.toml`.
    ///
    /// # Errors
    ///
    /// Never: the tests read the table.
    pub fn built_in() -> Result<Self, toml::de::Error> {
        Self::parse(include_str!("../data/ports.toml"))
    }

    /// Reads a table of the same form.
    ///
    /// # Errors
    ///
    /// The text is not TOML of this form.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Adds the entries of another table; one about the same role and port takes its place.
    pub fn extend(&mut self, others: Self) {
        for other in others.port {
            let same =
                |known: &&mut KnownPort| (known.role, known.port) == (other.role, other.port);
            match self.port.iter_mut().find(same) {
                Some(known) => *known = other,
                None => self.port.push(other),
            }
        }
    }

    /// The ports of a product.
    pub fn of(&self, product: Product) -> impl Iterator<Item = &KnownPort> {
        self.port.iter().filter(move |port| port.role == product)
    }

    /// What is known of a port.
    pub fn find(&self, product: Product, port: u16) -> Option<&KnownPort> {
        self.of(product).find(|known| known.port.get() == port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inventory_is_the_same_in_both_forms() {
        let csv = b"node,role,address,port,resolve\n\
            pub,cucm,cucm.steven.lab,8443,10.48.36.215\n\
            ,CUCM-sub,10.48.36.216,,\n";
        let table = import_inventory(csv);
        assert_eq!(table.problems, []);
        let toml = r#"
            [[endpoint]]
            node = "pub"
            role = "cucm"
            address = "cucm.steven.lab"
            port = 8443
            resolve = "10.48.36.215"
            [[endpoint]]
            role = "cucm-SUB"
            address = "10.48.36.216"
        "#;
        assert_eq!(parse_inventory(toml).unwrap(), table.entries);
        let second = table.entries.last().unwrap();
        assert_eq!((second.node.as_str(), second.port), ("10.48.36.216", None));
        assert_eq!(second.role.product, Some(Product::Cucm));
        assert!(second.role.is_secondary);
    }

    #[test]
    fn a_line_with_problems_leaves_the_others() {
        let csv = b"address,port,resolve\n-x-,0,host\ncucm,8443,::1\n";
        let table = import_inventory(csv);
        let columns: Vec<_> = table
            .problems
            .iter()
            .map(|problem| problem.column)
            .collect();
        assert_eq!(columns, [Some("address"), Some("port"), Some("resolve")]);
        assert_eq!(table.entries.len(), 1);
    }

    #[test]
    fn an_error_in_toml_names_the_table_and_the_key() {
        let toml = "[[endpoint]]\naddress = \"cucm\"\nresolve = \"cucm\"\n";
        let error = parse_inventory(toml).unwrap_err();
        assert!(matches!(
            error,
            InventoryError::Value {
                number: 1,
                key: "resolve",
                ..
            }
        ));
        let unknown = parse_inventory("[[endpoint]]\nadress = \"cucm\"\n");
        assert!(matches!(unknown, Err(InventoryError::Toml(_))));
    }

    #[test]
    fn ports_are_known_by_role_and_can_be_replaced() {
        let mut ports = KnownPorts::built_in().unwrap();
        let known = ports.find(Product::Cucm, 6972).unwrap();
        assert_eq!(known.stores, ["CallManager", "CallManager-ECDSA"]);
        let own = "[[port]]\nrole = \"cucm\"\nport = 6972\nservice = \"own\"\nstores = []\n\
            [[port]]\nrole = \"cucm\"\nport = 9443\nservice = \"own\"\nstores = []\n";
        let count = ports.port.len();
        ports.extend(KnownPorts::parse(own).unwrap());
        assert_eq!(ports.find(Product::Cucm, 6972).unwrap().service, "own");
        assert_eq!(ports.port.len(), count + 1);
    }
}
