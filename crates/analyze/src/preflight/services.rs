//! Which services of a node have to be restarted when what a port shows is replaced.

use std::collections::BTreeSet;

use serde::Deserialize;
use tollgate_report::{Cell, Message};
use tollgate_uc::{KnownPorts, NodeRole};

/// The file `data/services.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    store: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// A store without `-ECDSA`: its twin belongs to the same services.
    name: String,
    services: Vec<String>,
}

/// Ports with their stores, and stores with their services.
#[derive(Debug)]
pub(super) struct Services {
    ports: KnownPorts,
    table: Table,
}

impl Services {
    /// The built-in tables.
    pub(super) fn built_in() -> Self {
        let table = toml::from_str(include_str!("../../data/services.toml"));
        Self {
            // The tests read both tables.
            ports: KnownPorts::built_in().unwrap_or(KnownPorts { port: Vec::new() }),
            table: table.unwrap_or_default(),
        }
    }

    /// What restarts when the certificates of these ports are replaced. Where it is not told what
    /// runs on a node, every product that is known for the port counts.
    pub(super) fn of<'c>(
        &self,
        cells: impl IntoIterator<Item = (&'c Cell, Option<&'c NodeRole>)>,
    ) -> Vec<Message> {
        let mut services: BTreeSet<&str> = BTreeSet::new();
        for (cell, role) in cells {
            let product = role.and_then(|role| role.product);
            let ports = self.ports.port.iter();
            let ports = ports.filter(|known| {
                Some(known.port.get()) == cell.port && product.is_none_or(|own| own == known.role)
            });
            let stores: BTreeSet<&str> = ports
                .flat_map(|known| &known.stores)
                .map(|store| store.strip_suffix("-ECDSA").unwrap_or(store))
                .collect();
            let entries = self.table.store.iter();
            let own = entries.filter(|entry| stores.contains(entry.name.as_str()));
            services.extend(own.flat_map(|entry| &entry.services).map(String::as_str));
        }
        services.into_iter().map(Message::plain).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(port: u16) -> Cell {
        Cell {
            node: "cucm.steven.lab".to_owned(),
            address: "cucm.steven.lab".to_owned(),
            port: Some(port),
            key_type: None,
        }
    }

    #[test]
    fn every_store_of_the_table_of_ports_has_its_services() {
        let services = Services::built_in();
        assert!(!services.ports.port.is_empty());
        for known in &services.ports.port {
            let role = NodeRole::parse(known.role.as_str());
            let found = services.of([(&cell(known.port.get()), Some(&role))]);
            assert!(!found.is_empty(), "{known:?}");
        }
    }

    #[test]
    fn the_services_of_several_ports_are_named_once() {
        let services = Services::built_in();
        let role = NodeRole::parse("cucm");
        let cells = [cell(8443), cell(6972), cell(6971)];
        let found = services.of(cells.iter().map(|cell| (cell, Some(&role))));
        let expected = [
            "Cisco CallManager",
            "Cisco HAProxy",
            "Cisco TFTP",
            "Cisco Tomcat",
        ];
        assert_eq!(found, expected.map(Message::plain));
        assert_eq!(services.of([(&cell(1), None)]), []);
    }
}
