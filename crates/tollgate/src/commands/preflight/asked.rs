//! Which ports are to be asked: from an inventory, and from the command line.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use tollgate_analyze::preflight::{AddressOrigin, AddressSource};
use tollgate_proxy::Settings;
use tollgate_uc::{
    Endpoint, Host, InventoryError, KnownPorts, Node, NodeRole, Product, import_inventory,
    parse_inventory,
};

use super::publisher::{Learned, Publisher};
use crate::cli::PreflightArguments;
use crate::exit::Exit;
use crate::input;
use crate::output::Output;

/// A port that is to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::commands) struct Target {
    pub(in crate::commands) node: String,
    pub(in crate::commands) role: NodeRole,
    pub(in crate::commands) address: String,
    pub(in crate::commands) port: u16,
    pub(in crate::commands) resolve: Option<IpAddr>,
    pub(in crate::commands) origin: AddressOrigin,
}

/// An inventory that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(in crate::commands) enum InventoryFileError {
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

/// An address that was given, and by what.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    endpoint: Endpoint,
    source: AddressSource,
}

/// What was given, in the order of inventory, configuration and command line; `Failed` if a line of
/// the inventory had to be left out.
pub(super) fn listed(
    arguments: &PreflightArguments,
    settings: Option<&Settings>,
    output: &Output,
) -> Result<(Vec<Listed>, Exit)> {
    let mut listed = Vec::new();
    let mut exit = Exit::Good;
    let from = |source: AddressSource| move |endpoint: Endpoint| Listed { endpoint, source };
    if let Some(path) = &arguments.inventory {
        let bytes = input::read(path)?;
        let endpoints = if is_toml(path, &bytes) {
            let text = String::from_utf8_lossy(&bytes);
            let read = parse_inventory(&text);
            read.map_err(|source| InventoryFileError::Toml {
                path: path.clone(),
                source,
            })?
        } else {
            let table = import_inventory(&bytes);
            for problem in &table.problems {
                output.note(&format!("tollgate: {}: {problem}", path.display()));
                exit = Exit::Failed;
            }
            table.entries
        };
        if endpoints.is_empty() {
            return Err(InventoryFileError::Empty { path: path.clone() }.into());
        }
        listed.extend(endpoints.into_iter().map(from(AddressSource::Inventory)));
    }
    let nodes = settings.into_iter().flat_map(Settings::nodes);
    let endpoints = nodes.flat_map(configured);
    listed.extend(endpoints.map(from(AddressSource::Configuration)));
    for text in &arguments.addresses {
        listed.push(from(AddressSource::Typed)(typed(text)?));
    }
    for own in &mut listed {
        let resolved = resolved(arguments, &own.endpoint.address);
        own.endpoint.resolve = own.endpoint.resolve.or(resolved);
    }
    Ok((listed, exit))
}

/// What `--resolve` says of a name.
fn resolved(arguments: &PreflightArguments, host: &Host) -> Option<IpAddr> {
    let mut named = arguments.publisher.resolve.iter();
    named.find(|(name, _)| name == host).map(|(_, ip)| *ip)
}

/// The publisher as it was typed. It is dialled where `--resolve` or a row about the same address
/// says.
pub(super) fn publisher(
    arguments: &PreflightArguments,
    listed: &[Listed],
) -> Result<Option<Publisher>> {
    let Some(text) = &arguments.publisher.publisher else {
        return Ok(None);
    };
    let Endpoint { address, port, .. } = typed(text)?;
    let mut rows = listed.iter().map(|own| &own.endpoint);
    let row = rows.find(|row| row.address == address && row.resolve.is_some());
    let resolve = resolved(arguments, &address).or_else(|| row.and_then(|row| row.resolve));
    Ok(Some(Publisher::new(address, port, resolve)))
}

/// All ports, each once.
pub(super) fn targets(
    mut listed: Vec<Listed>,
    publisher: Option<&Publisher>,
    learned: Option<&Learned>,
    arguments: &PreflightArguments,
) -> Result<Vec<Target>> {
    let mut known = KnownPorts::built_in().context("the table of ports cannot be read")?;
    if let Some(path) = &arguments.ports {
        let text = String::from_utf8_lossy(&input::read(path)?).into_owned();
        let more = KnownPorts::parse(&text);
        known.extend(more.with_context(|| format!("{} cannot be used", path.display()))?);
    }
    let advertised = || learned.into_iter().flat_map(|learned| &learned.nodes);
    for own in &mut listed {
        let endpoint = &mut own.endpoint;
        let told = advertised().find(|node| node.address == endpoint.address);
        if let Some(told) = told {
            endpoint.role = joined(&endpoint.role, &told.role);
        }
    }
    let mut endpoints = listed.clone();
    if let Some(publisher) = publisher {
        let role = NodeRole::parse("cucm");
        for port in [None, Some(publisher.port)] {
            let placed = placed(&listed, &publisher.host, &role, arguments);
            endpoints.extend(placed.into_iter().map(|endpoint| Listed {
                endpoint: Endpoint { port, ..endpoint },
                source: AddressSource::Typed,
            }));
        }
    }
    for node in advertised() {
        let placed = placed(&listed, &node.address, &node.role, arguments);
        endpoints.extend(placed.into_iter().map(|endpoint| Listed {
            endpoint,
            source: AddressSource::Advertised,
        }));
    }
    let mut targets = Vec::new();
    let mut seen = BTreeSet::new();
    for Listed { endpoint, source } in endpoints {
        let product = endpoint.role.product;
        let is_advertised =
            learned.and_then(|learned| learned.advertises(&endpoint.address, product));
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
                    origin: AddressOrigin {
                        source: Some(source),
                        is_advertised,
                    },
                });
            }
        }
    }
    Ok(targets)
}

/// An address that a publisher told, as the rows about it place it: with their names of the node and
/// their addresses to dial.
fn placed(
    listed: &[Listed],
    address: &Host,
    role: &NodeRole,
    arguments: &PreflightArguments,
) -> Vec<Endpoint> {
    let mut placed: Vec<Endpoint> = Vec::new();
    let rows = listed.iter().map(|own| &own.endpoint);
    for row in rows.filter(|row| row.address == *address) {
        let endpoint = Endpoint {
            role: joined(&row.role, role),
            port: None,
            ..row.clone()
        };
        if !placed.contains(&endpoint) {
            placed.push(endpoint);
        }
    }
    if placed.is_empty() {
        placed.push(Endpoint {
            node: address.to_string(),
            role: role.clone(),
            address: address.clone(),
            port: None,
            resolve: resolved(arguments, address),
        });
    }
    placed
}

/// A role that was given wins over the publisher's, unless only the publisher says that clients come
/// there at failover.
fn joined(given: &NodeRole, told: &NodeRole) -> NodeRole {
    let is_silent = given.text.is_empty() || given.product.is_none();
    let is_place = given.product == told.product && told.is_secondary && !given.is_secondary;
    if is_silent || is_place { told } else { given }.clone()
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
pub(in crate::commands) fn typed(text: &str) -> Result<Endpoint, InventoryFileError> {
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

pub(in crate::commands) fn ports(
    endpoint: &Endpoint,
    known: &KnownPorts,
) -> Result<Vec<u16>, InventoryFileError> {
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
