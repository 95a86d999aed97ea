//! Which ports are to be asked: from an inventory, and from the command line.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use tollgate_proxy::Settings;
use tollgate_uc::{
    Endpoint, Host, InventoryError, KnownPorts, Node, NodeRole, Product, import_inventory,
    parse_inventory,
};

use crate::cli::PreflightArguments;
use crate::exit::Exit;
use crate::input;
use crate::output::Output;

/// A port that is to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) node: String,
    pub(super) role: NodeRole,
    pub(super) address: String,
    pub(super) port: u16,
    pub(super) resolve: Option<IpAddr>,
}

/// An inventory that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum InventoryFileError {
    #[error("{} cannot be used", path.display())]
    Toml {
        path: PathBuf,
        source: InventoryError,
    },
    #[error("{} names no node; give it lines of node,role,address,port,resolve", path.display())]
    Empty { path: PathBuf },
    #[error("{0} is not HOST or HOST:PORT")]
    Address(String),
    #[error("{address}: without a known role its ports are unknown; write {address}:PORT")]
    NoPort { address: String },
}

/// All ports, each once; `Failed` if a line of the inventory had to be left out.
pub(super) fn targets(
    arguments: &PreflightArguments,
    settings: Option<&Settings>,
    output: &Output,
) -> Result<(Vec<Target>, Exit)> {
    let mut known = KnownPorts::built_in().context("the table of ports cannot be read")?;
    if let Some(path) = &arguments.ports {
        let text = String::from_utf8_lossy(&input::read(path)?).into_owned();
        let more = KnownPorts::parse(&text);
        known.extend(more.with_context(|| format!("{} cannot be used", path.display()))?);
    }
    let mut endpoints = Vec::new();
    let mut exit = Exit::Good;
    if let Some(path) = &arguments.inventory {
        let bytes = input::read(path)?;
        if is_toml(path, &bytes) {
            let text = String::from_utf8_lossy(&bytes);
            let read = parse_inventory(&text);
            endpoints.extend(read.map_err(|source| InventoryFileError::Toml {
                path: path.clone(),
                source,
            })?);
        } else {
            let table = import_inventory(&bytes);
            for problem in &table.problems {
                output.note(&format!("tollgate: {}: {problem}", path.display()));
                exit = Exit::Failed;
            }
            endpoints.extend(table.entries);
        }
        if endpoints.is_empty() {
            return Err(InventoryFileError::Empty { path: path.clone() }.into());
        }
    }
    for node in settings.into_iter().flat_map(Settings::nodes) {
        endpoints.extend(configured(node));
    }
    for text in &arguments.addresses {
        endpoints.push(typed(text)?);
    }
    let mut targets = Vec::new();
    let mut seen = BTreeSet::new();
    for endpoint in endpoints {
        for port in ports(&endpoint, &known)? {
            let address = endpoint.address.to_string();
            let place = (endpoint.node.clone(), endpoint.resolve);
            if seen.insert((address.to_ascii_lowercase(), port, place)) {
                targets.push(Target {
                    node: endpoint.node.clone(),
                    role: endpoint.role.clone(),
                    address,
                    port,
                    resolve: endpoint.resolve,
                });
            }
        }
    }
    Ok((targets, exit))
}

fn is_toml(path: &std::path::Path, bytes: &[u8]) -> bool {
    let by_name = path.extension().is_some_and(|ending| ending == "toml");
    by_name || bytes.trim_ascii_start().starts_with(b"[[")
}

/// A node of a configuration, on each of its ports.
fn configured(node: &Node) -> impl Iterator<Item = Endpoint> {
    node.ports.iter().map(|port| Endpoint {
        node: node.address.to_string(),
        role: NodeRole::parse(node.product.as_str()),
        address: node.address.clone(),
        port: Some(*port),
        resolve: node.resolve,
    })
}

/// `HOST`, `HOST:PORT`, `[IPV6]` or `[IPV6]:PORT`.
fn typed(text: &str) -> Result<Endpoint, InventoryFileError> {
    let wrong = || InventoryFileError::Address(text.to_owned());
    let whole = Host::parse(text);
    let (address, port) = match (whole, text.rsplit_once(':')) {
        (Ok(host), _) => (host, None),
        (Err(_), Some((host, port))) => {
            let host = Host::parse(host).map_err(|_| wrong())?;
            (host, Some(port.parse().map_err(|_| wrong())?))
        }
        (Err(_), None) => return Err(wrong()),
    };
    Ok(Endpoint {
        node: address.to_string(),
        // Without a role the ports of Unified CM are what people mean.
        role: NodeRole {
            text: String::new(),
            product: port.is_none().then_some(Product::Cucm),
            is_secondary: false,
        },
        address,
        port,
        resolve: None,
    })
}

fn ports(endpoint: &Endpoint, known: &KnownPorts) -> Result<Vec<u16>, InventoryFileError> {
    if let Some(port) = endpoint.port {
        return Ok(vec![port.get()]);
    }
    let product = endpoint.role.product;
    let ports: Vec<u16> = product
        .into_iter()
        .flat_map(|product| known.of(product))
        .map(|known| known.port.get())
        .collect();
    if ports.is_empty() {
        return Err(InventoryFileError::NoPort {
            address: endpoint.address.to_string(),
        });
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_and_without_ports() {
        let of = |text: &str| {
            let endpoint = typed(text).unwrap();
            (endpoint.address.to_string(), endpoint.port.map(u16::from))
        };
        assert_eq!(of("cucm"), ("cucm".to_owned(), None));
        assert_eq!(of("10.1.2.3:6972"), ("10.1.2.3".to_owned(), Some(6972)));
        assert_eq!(of("2001:db8::1"), ("2001:db8::1".to_owned(), None));
        assert_eq!(
            of("[2001:db8::1]:8443"),
            ("2001:db8::1".to_owned(), Some(8443))
        );
        assert!(matches!(
            typed("a b:1"),
            Err(InventoryFileError::Address(_))
        ));
        assert!(matches!(
            typed("cucm:0"),
            Err(InventoryFileError::Address(_))
        ));
    }

    #[test]
    fn a_role_stands_for_its_ports() {
        let known = KnownPorts::built_in().unwrap();
        let endpoint = typed("cucm").unwrap();
        assert_eq!(ports(&endpoint, &known).unwrap(), [8443, 6971, 6972]);
    }
}
