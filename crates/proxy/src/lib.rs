//! The data plane: listeners, allow list, verified TLS to the nodes, forwarding.
//!
//! Settings are [loaded](Settings::load) and judged as a whole, then a [`Proxy`] is
//! [bound](Proxy::bind) and [run](Proxy::run); its [`Handle`] reloads, drains and tells the
//! [`Status`].

mod config;
mod limits;

mod proxy;
mod announce;
mod shared;
mod snapshot;
mod status;
mod metrics;
mod management;

mod worker;
mod clients;
mod client;
mod socket;
mod http1;
mod random;
mod refusal;
mod request_body;
mod transaction;

mod log;
mod upstream;

pub use config::{Clock, LoadError, Problem, Settings};
pub use proxy::{Addresses, BindError, Handle, Proxy, ReloadError, Reloaded, RunError};
pub use status::{LogStatus, NodeStatus, Status, StoreProblemStatus, StoreStatus, TlsStatus};
