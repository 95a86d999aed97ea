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
//!
//! # What nodes answer
//!
//! Unified CM: `/cucm-uds/version`, `/cucm-uds/servers`, `/cucm-uds/clusterUser?username=` or `?email=`,
//! `/cucm-uds/user/USER` and `/cucm-uds/user/USER/devices` (Basic credentials of that user) on 8443;
//! `POST /axl/` with `listProcessNode` (Basic credentials of an application user) on the publisher's 8443;
//! `/CSFUSER.cnf.xml` and `/SPDefault.cnf.xml` on 6972 and 6971. IM&P: a login by POST to `/EPASSoap/service` and any
//! version below it. Unity: `/vmrest/version`, `/vmrest/mailbox`, its folders and messages, with credentials.
//!
//! Besides, every port of every node has resources for tests of whatever stands in front of the node. N and MS are
//! decimal, anything else is 404; every method is taken.
//!
//! | path | answer |
//! |---|---|
//! | `/lab/bytes/N` | N bytes with a Content-Length, byte i being `i % 251` |
//! | `/lab/chunked/N` | the same without a length, followed by the trailer fields `x-lab-length` and `x-lab-last` |
//! | `/lab/echo` | the body of the request while it arrives, its trailer fields included, and its content type |
//! | `/lab/head` | the head of the request as text: request line, then a header field a line |
//! | `/lab/upload` | the number of body bytes received, once all have come |
//! | `/lab/slow/MS` | `slow` after MS milliseconds |
//! | `/lab/drip/N/MS` | N bytes, one every MS milliseconds |
//! | `/lab/redirect` | 302 to `/lab/bytes/0` of this node, which is a connection that a proxy must not make by itself |
//! | `/lab/status/N` | status N with the body `status N` |
//! | `/lab/truncated/N` | a Content-Length of N, half of it, and the end of the connection |
//! | `/lab/close` | no answer: the connection ends |

mod authority;
mod axl;
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
    Addressing, ApplicationUser, CertificateOrder, ClientCertificate, LabConfig, NodeConfig,
    PortConfig, Role, ServerSetting, TlsVersion, User,
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
