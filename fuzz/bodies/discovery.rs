//! Any bytes are a publisher's answer: a node that is read from it has an address that can be asked,
//! and no error repeats what could command a terminal.

use tollgate_uc::{AxlVersion, Host, axl_process_nodes, uds_servers, uds_version};

pub(crate) fn run(bytes: &[u8]) {
    for advertised in [uds_servers(bytes), axl_process_nodes(bytes)] {
        match advertised {
            Ok(advertised) => {
                for node in &advertised.nodes {
                    let address = node.address.to_string();
                    assert!(Host::parse(&address).is_ok(), "{address:?}");
                }
            }
            Err(error) => assert!(!error.to_string().contains('\u{1b}')),
        }
    }
    if let Ok(version) = uds_version(bytes) {
        assert!(version.list_process_node().starts_with('<'));
    }
    if let Ok(text) = str::from_utf8(bytes) {
        let _version = AxlVersion::of_release(text);
    }
}
