//! Vocabulary of a UC deployment: hosts, nodes, edge URLs and the HTTP allow list.
//!
//! Everything here is pure: text and bytes come in as arguments, values and typed reasons go out.
//! Whatever a client, an operator's file or a node says passes through one of the parsing
//! constructors of this crate before any other part of the system acts on it.

#![warn(clippy::indexing_slicing, clippy::as_conversions)]

mod allow_csv;
mod allow_list;
mod allow_test;
mod discovery;
mod edge_url;
mod excerpt;
mod host;
mod inventory;
mod method;
mod node;
mod path;
mod port;
mod rule;
mod table;
mod target;

pub use allow_csv::{export_rules, import_rules};
pub use allow_list::{AllowList, Decision, DenyReason};
pub use allow_test::{
    AllowTest, Expected, TestResult, UnknownExpected, export_tests, import_tests, run_tests,
};
pub use discovery::{
    Advertised, AdvertisedNode, AxlVersion, DiscoveryError, MAX_ANSWER, axl_process_nodes,
    uds_servers, uds_version,
};
pub use edge_url::{EdgeUrl, EdgeUrlError, Field, MAX_REQUEST_TARGET};
pub use excerpt::Excerpt;
pub use host::{Host, HostError};
pub use inventory::{
    Endpoint, InventoryError, KnownPort, KnownPorts, NodeRole, import_inventory, parse_inventory,
};
pub use method::{Method, Methods, UnknownMethod};
pub use node::{DEFAULT_DEPLOYMENT, Node, Product, UnknownProduct};
pub use path::{PathError, RulePath};
pub use port::PortError;
pub use rule::{MatchType, Origin, Rule, RuleMethods, UnknownMatchType, rules_for};
pub use table::{CsvError, Imported, Problem};
pub use target::{Protocol, Target, UnknownProtocol, UrlError};
