//! Simulated CUCM, IM&P and Unity nodes on loopback addresses, a test CA that also issues broken chains, and a
//! scripted client that signs in as an MRA client does.
//!
//! ```no_run
//! # async fn show() -> Result<(), Box<dyn std::error::Error>> {
//! use tollgate_lab::{Fault, Lab, LabConfig, Switch};
//!
//! let lab = Lab::start(LabConfig::new(1_657_558_525)).await?;
//! let cucm = lab.node("cucm.steven.lab")?;
//! println!("{} answers on {}:8443", cucm.name(), cucm.address());
//! lab.set_fault("cucm.steven.lab", Some(6972), Fault::Expired, Switch::On).await?;
//! lab.stop().await;
//! # Ok(())
//! # }
//! ```

mod authority;
mod certificate_list;
mod client;
mod cluster;
mod config;
mod counters;
mod document;
mod fault;
mod im_presence;
mod lab;
mod listener;
mod node;
mod resources;
mod service;
mod shown;
mod tftp;
mod tls;
mod uds;
mod unity;
mod vault;
mod xml;

pub use authority::{
    AlternativeName, Authority, AuthorityError, CertificateSpec, Constraints, DAY, Digest,
    Identity, Key, KeyKind, KeySource, KeyUsage, Padding, Presented, Purpose, Signature, Version,
};
pub use certificate_list::{CERTIFICATE_COLUMNS, CertificateRow};
pub use client::{RequestForm, SignIn, SignInReport, Step, StepKind};
pub use config::{
    Addressing, CertificateOrder, ClientCertificate, LabConfig, NodeConfig, PortConfig, Role,
    ServerSetting, TlsVersion, User,
};
pub use counters::{HandshakeOutcome, HandshakeRecord, PortCounters, RequestRecord};
pub use document::{
    AUTHORITY as DOCUMENT_AUTHORITY, MOMENT as DOCUMENT_MOMENT,
    OTHER_AUTHORITY as DOCUMENT_OTHER_AUTHORITY,
};
pub use fault::{Fault, Switch, UnknownFault};
pub use lab::{Lab, LabError, Repair};
pub use node::Node;
pub use tls::TlsError;
