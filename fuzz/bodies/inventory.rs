//! Inventories and tables of ports out of any file: a line with a problem is told, and what is read
//! can stand where endpoints stand.

use tollgate_uc::{Host, KnownPorts, import_inventory, parse_inventory};

pub(crate) fn run(bytes: &[u8]) {
    let table = import_inventory(bytes);
    for endpoint in &table.entries {
        let address = endpoint.address.to_string();
        assert!(
            Host::parse(&address).is_ok(),
            "{address:?} cannot be read again"
        );
        assert!(!endpoint.node.chars().any(char::is_control));
    }
    for problem in &table.problems {
        assert!(!problem.to_string().contains('\u{1b}'));
    }
    if let Ok(text) = str::from_utf8(bytes) {
        if let Ok(endpoints) = parse_inventory(text) {
            for endpoint in endpoints {
                assert!(Host::parse(&endpoint.address.to_string()).is_ok());
            }
        }
        if let Ok(ports) = KnownPorts::parse(text) {
            let mut known = KnownPorts::built_in().unwrap();
            known.extend(ports);
        }
    }
}
