//! The data plane: listeners, allow list, verified TLS to the nodes, forwarding.
//!
//! Settings are [loaded](Settings::load) and judged as a whole, then a [`Proxy`] is
//! [bound](Proxy::bind) and [run](Proxy::run); its [`Handle`] reloads, drains and tells the
//! [`Status`].

mod config;
mod limits;

mod announce;
mod management;
mod metrics;
mod proxy;
mod retired;
mod shared;
mod snapshot;
mod status;

mod client;
mod clients;
mod http1;
mod random;
mod refusal;
mod request_body;
mod socket;
mod transaction;
mod worker;

mod log;
mod upstream;

pub use config::{Clock, LoadError, Problem, Settings};
pub use proxy::{Addresses, BindError, Handle, Proxy, ReloadError, Reloaded, RunError};
pub use status::{
    LogStatus, NodeStatus, Status, StoreProblemStatus, StoreStatus, TlsStatus, VerdictStatus,
};
pub use upstream::{OriginOffer, Rehearsal};
