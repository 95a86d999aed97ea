//! The nodes of a cluster, as its publisher tells them: by UDS, which needs no login, or by AXL with
//! a read-only user.
//!
//! Nothing is sent, and nothing that comes is read, before the publisher's certificate is verified
//! against one of the trust stores given, or is the one that was pinned. Reading the answers is the
//! business of `tollgate_uc::discovery`.

mod connection;
mod credentials;
mod error;
mod exchange;

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::time::Duration;

use http::StatusCode;
use tollgate_analyze::case::GivenStore;
use tollgate_analyze::preflight::{AddressSource, ProbedPort};
use tollgate_report::Message;
use tollgate_uc::{
    Advertised, AdvertisedNode, AxlVersion, DiscoveryError, Excerpt, Host, NodeRole, Product,
    axl_process_nodes, uds_servers, uds_version,
};

pub(crate) use self::error::PublisherError;

use self::connection::{Admitted, Demands};
use self::credentials::Credentials;
use self::exchange::{Answer, Question};
use crate::cli::{PreflightArguments, PublisherArguments};
use crate::exit::Exit;
use crate::output::Output;
use crate::{failure, runtime};

/// Where UDS and AXL answer, unless another port is named.
const PORT: NonZeroU16 = NonZeroU16::new(8443).unwrap();
const SERVERS: &str = "/cucm-uds/servers";
const VERSION: &str = "/cucm-uds/version";
const AXL: &str = "/axl/";

/// A publisher, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Publisher {
    pub(super) host: Host,
    pub(super) port: NonZeroU16,
    /// The address to dial instead of asking DNS.
    pub(super) resolve: Option<IpAddr>,
}

impl Publisher {
    pub(super) fn new(host: Host, port: Option<NonZeroU16>, resolve: Option<IpAddr>) -> Self {
        let port = port.unwrap_or(PORT);
        Self {
            host,
            port,
            resolve,
        }
    }

    /// `HOST:PORT`, as it stands in messages and in the Host header.
    fn place(&self) -> String {
        format!("{}:{}", self.host.authority(), self.port)
    }
}

/// What tells the nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    Uds,
    Axl,
}

impl Service {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Uds => "UDS",
            Self::Axl => "AXL",
        }
    }

    /// The name under which it is switched on.
    const fn name(self) -> &'static str {
        match self {
            Self::Uds => "Cisco User Data Services",
            Self::Axl => "Cisco AXL Web Service",
        }
    }

    /// The products of which all nodes are told.
    const fn products(self) -> &'static [Product] {
        match self {
            Self::Uds => &[Product::Cucm],
            Self::Axl => &[Product::Cucm, Product::Imp],
        }
    }
}

/// What a publisher told.
#[derive(Debug)]
pub(super) struct Learned {
    pub(super) nodes: Vec<AdvertisedNode>,
    /// Names that cannot be asked, and why.
    pub(super) unusable: Vec<(Excerpt, String)>,
    service: Service,
    publisher: Publisher,
    /// Where the publisher answered.
    server: SocketAddr,
    /// How its certificate was admitted.
    note: Message,
}

impl Learned {
    /// What was done, and what is left out of it.
    pub(super) fn notes(&self) -> Vec<Message> {
        let unusable = self.unusable.iter().map(|(name, problem)| {
            let arguments = [
                ("publisher", self.publisher.place()),
                ("name", name.to_string()),
                ("problem", problem.clone()),
            ];
            Message::new("publisher-note-unusable", arguments)
        });
        std::iter::once(self.note.clone()).chain(unusable).collect()
    }

    /// Whether an address is advertised; `None` where nodes of this product are not told of.
    pub(super) fn advertises(&self, address: &Host, product: Option<Product>) -> Option<bool> {
        let is_advertised = self.nodes.iter().any(|node| node.address == *address);
        let is_told = product.is_some_and(|product| self.service.products().contains(&product));
        (is_advertised || is_told).then_some(is_advertised)
    }

    /// Puts together what is known only once all addresses have been dialled: which of them are one
    /// node, and which nodes are subscribers.
    pub(super) fn place(&self, ports: &mut [ProbedPort]) {
        name_nodes(ports);
        tell_apart(ports);
        self.mark_subscribers(ports);
    }

    /// UDS names nodes without their places. Where one of them is the publisher, the others are
    /// subscribers, which clients come to at failover.
    fn mark_subscribers(&self, ports: &mut [ProbedPort]) {
        if self.service != Service::Uds {
            return;
        }
        let typed = self.publisher.host.to_string();
        let is_typed = |address: &str| address.eq_ignore_ascii_case(&typed);
        let leads_there =
            |port: &ProbedPort| is_typed(&port.address) || port.dialed == Some(self.server);
        let named: Vec<String> = ports
            .iter()
            .filter(|port| port.origin.is_advertised == Some(true) && leads_there(port))
            .map(|port| port.address.to_ascii_lowercase())
            .collect();
        if named.is_empty() {
            return;
        }
        for port in ports {
            let is_other = !named.contains(&port.address.to_ascii_lowercase());
            let is_plain = port.role == NodeRole::parse("cucm");
            let is_told = port.origin.source == Some(AddressSource::Advertised);
            if is_other && is_plain && is_told {
                port.role = NodeRole::parse("cucm-subscriber");
            }
        }
    }
}

/// An address that only the publisher names, and that leads where a given one leads, is one of that
/// node, so that the plan can choose between its addresses.
fn name_nodes(ports: &mut [ProbedPort]) {
    let is_told = |port: &ProbedPort| port.origin.source == Some(AddressSource::Advertised);
    let mut given = BTreeMap::new();
    for port in ports.iter().filter(|port| !is_told(port)) {
        if let Some(dialed) = port.dialed {
            given.entry(dialed).or_insert_with(|| port.node.clone());
        }
    }
    for port in ports.iter_mut().filter(|port| is_told(port)) {
        if let Some(node) = port.dialed.and_then(|dialed| given.get(&dialed)) {
            port.node.clone_from(node);
        }
    }
}

/// An address of whatever product that leads where an advertised one leads is that node's, and is not
/// what clients are told.
fn tell_apart(ports: &mut [ProbedPort]) {
    let is_advertised = |port: &&ProbedPort| port.origin.is_advertised == Some(true);
    let advertised = ports.iter().filter(is_advertised);
    let places: BTreeSet<SocketAddr> = advertised.filter_map(|port| port.dialed).collect();
    for port in ports {
        let is_there = port.dialed.is_some_and(|dialed| places.contains(&dialed));
        if port.origin.is_advertised.is_none() && is_there {
            port.origin.is_advertised = Some(false);
        }
    }
}

/// Reads the password, if there is a user: what cannot be used ends the run before anybody is asked.
pub(super) fn credentials(arguments: &PublisherArguments) -> anyhow::Result<Option<Credentials>> {
    let (Some(user), Some(file)) = (&arguments.axl_user, &arguments.axl_password_file) else {
        return Ok(None);
    };
    Credentials::read(user, file).map(Some)
}

/// Whether standard input would have to give the password and something else.
pub(super) fn shares_standard_input(arguments: &PreflightArguments) -> bool {
    let is_standard_input = |path: &PathBuf| path == Path::new("-");
    let password = &arguments.publisher.axl_password_file;
    let mut others = arguments
        .trust
        .iter()
        .chain(&arguments.inventory)
        .chain(&arguments.ports)
        .chain(&arguments.config);
    password.as_ref().is_some_and(is_standard_input) && others.any(is_standard_input)
}

/// What a publisher told, what there is to say about it, and whether that is all of it.
pub(super) type Told = (Option<Learned>, Vec<Message>, Exit);

/// Asks a publisher. One that does not tell its nodes ends nothing: the addresses that were given
/// are asked all the same, and the run has failed.
pub(super) fn learn(errand: &Errand<'_>, output: &Output) -> anyhow::Result<Told> {
    let (learned, notes, exit) = match runtime::block_on(async { Ok(errand.run().await) })? {
        Ok(learned) => {
            let exit = if learned.unusable.is_empty() {
                Exit::Good
            } else {
                Exit::Failed
            };
            let notes = learned.notes();
            (Some(learned), notes, exit)
        }
        Err(error) => {
            let arguments = [
                ("publisher", errand.publisher.place()),
                ("problem", failure::told(&error.into(), output)),
            ];
            let note = Message::new("publisher-note-failed", arguments);
            (None, vec![note], Exit::Failed)
        }
    };
    for note in &notes {
        output.note(&format!("tollgate: {}", note.say(output.language())));
    }
    Ok((learned, notes, exit))
}

/// How a publisher is to be asked.
pub(super) struct Errand<'a> {
    pub(super) publisher: &'a Publisher,
    pub(super) credentials: Option<&'a Credentials>,
    pub(super) stores: &'a [GivenStore],
    pub(super) pin: Option<[u8; 32]>,
    /// For a connection with its handshake, and again for an answer.
    pub(super) timeout: Duration,
    /// Now, in Unix seconds: `--at` is about what will be judged, and not about whom to trust today.
    pub(super) now: i64,
}

impl Errand<'_> {
    /// Asks, and tells the nodes.
    async fn run(&self) -> Result<Learned, PublisherError> {
        let (advertised, service, admitted) = match self.credentials {
            None => self.by_uds().await?,
            Some(credentials) => self.by_axl(credentials).await?,
        };
        let Advertised { nodes, unusable } = advertised;
        if nodes.is_empty() && unusable.is_empty() {
            return Err(PublisherError::NoNode {
                publisher: self.publisher.place(),
            });
        }
        let [publisher, told, count] = [
            ("publisher", self.publisher.place()),
            ("service", service.as_str().to_owned()),
            ("count", nodes.len().to_string()),
        ];
        let note = if let Some(store) = &admitted.store {
            let store = ("store", store.clone());
            Message::new("publisher-note-trusted", [publisher, told, count, store])
        } else {
            let sha256 = ("sha256", admitted.sha256.clone());
            Message::new("publisher-note-pinned", [publisher, told, count, sha256])
        };
        Ok(Learned {
            nodes,
            unusable: unusable
                .into_iter()
                .map(|(name, problem)| (name, problem.to_string()))
                .collect(),
            service,
            publisher: self.publisher.clone(),
            server: admitted.server,
            note,
        })
    }

    async fn by_uds(&self) -> Result<(Advertised, Service, Admitted), PublisherError> {
        let (answer, admitted) = self.ask(Question::Get(SERVERS)).await?;
        self.good(&answer, SERVERS, Service::Uds)?;
        let advertised = uds_servers(&answer.body).map_err(|source| self.not_told(source))?;
        Ok((advertised, Service::Uds, admitted))
    }

    async fn by_axl(
        &self,
        credentials: &Credentials,
    ) -> Result<(Advertised, Service, Admitted), PublisherError> {
        let version = self.version().await?;
        let question = Question::Soap {
            path: AXL,
            action: version.list_process_node_action(),
            body: version.list_process_node(),
            credentials,
        };
        let (answer, admitted) = self.ask(question).await?;
        match answer.status {
            StatusCode::UNAUTHORIZED => {
                return Err(PublisherError::Login {
                    publisher: self.publisher.place(),
                    user: credentials.user().to_owned(),
                });
            }
            StatusCode::FORBIDDEN => {
                return Err(PublisherError::Permission {
                    publisher: self.publisher.place(),
                    user: credentials.user().to_owned(),
                    status: answer.status.as_u16(),
                });
            }
            _ => {}
        }
        let told = axl_process_nodes(&answer.body);
        // A fault comes with an error status, and says more than that.
        if !matches!(told, Err(DiscoveryError::Fault(_))) {
            self.good(&answer, AXL, Service::Axl)?;
        }
        let advertised = told.map_err(|source| self.not_told(source))?;
        Ok((advertised, Service::Axl, admitted))
    }

    /// The version of the schema to ask in: that of the publisher's release. One that tells none is
    /// asked in a version that most speak.
    async fn version(&self) -> Result<AxlVersion, PublisherError> {
        let (answer, _) = self.ask(Question::Get(VERSION)).await?;
        let told = uds_version(&answer.body).ok();
        let told = told.filter(|_| answer.status == StatusCode::OK);
        Ok(told.unwrap_or(AxlVersion::COMMON))
    }

    /// Asks over a connection of its own.
    async fn ask(&self, question: Question<'_>) -> Result<(Answer, Admitted), PublisherError> {
        let demands = Demands {
            stores: self.stores,
            pin: self.pin,
            now: self.now,
            timeout: self.timeout,
        };
        let connection = connection::open(self.publisher, &demands).await?;
        exchange::ask(self.publisher, connection, question, self.timeout).await
    }

    fn good(
        &self,
        answer: &Answer,
        path: &'static str,
        service: Service,
    ) -> Result<(), PublisherError> {
        if answer.status == StatusCode::OK {
            return Ok(());
        }
        Err(PublisherError::Status {
            publisher: self.publisher.place(),
            path,
            status: answer.status.as_u16(),
            service: service.name(),
        })
    }

    fn not_told(&self, source: DiscoveryError) -> PublisherError {
        PublisherError::Answer {
            publisher: self.publisher.place(),
            source,
        }
    }
}
