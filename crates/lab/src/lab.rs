//! A running lab: finds addresses, starts the nodes, switches faults, carries repairs out, stops.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;

use crate::authority::{AuthorityError, Identity, Presented};
use crate::client::SignIn;
use crate::cluster::{Cluster, Member};
use crate::config::{Addressing, LabConfig, NodeConfig, PortConfig, Role, ServerSetting, User};
use crate::counters::Counting;
use crate::fault::{Fault, Switch};
use crate::listener::Bound;
use crate::node::{Node, NodePort, Plan};
use crate::service::Site;
use crate::shown::Stores;
use crate::tls::TlsError;
use crate::vault::{Issuer, Vault};

/// Why a lab could not be started or changed.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// The configuration has two nodes of one name.
    #[error("the node `{name}` is configured twice; give each node its own name")]
    DuplicateNode {
        /// The name.
        name: String,
    },
    /// The configuration has two ports of one number on a node.
    #[error("port {port} of `{node}` is configured twice; give each port its own number")]
    DuplicatePort {
        /// The node.
        node: String,
        /// The port number.
        port: u16,
    },
    /// There is no node of this name.
    #[error("no node `{name}`; the lab has {}", known.join(", "))]
    UnknownNode {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The node has no such port.
    #[error("`{node}` has no port {port}; it has {known:?}")]
    UnknownPort {
        /// The node.
        node: String,
        /// The port asked for.
        port: u16,
        /// The ports there are.
        known: Vec<u16>,
    },
    /// A certificate could not be made.
    #[error("cannot make the certificates of the lab")]
    Certificates(#[from] AuthorityError),
    /// A port cannot be set up.
    #[error("cannot set up `{node}`")]
    Tls {
        /// The node.
        node: String,
        /// Why.
        #[source]
        source: TlsError,
    },
    /// A port cannot be listened on.
    #[error(
        "cannot listen on {socket} for `{node}`; choose another address or port, or free ports"
    )]
    Bind {
        /// The node.
        node: String,
        /// The address and port.
        socket: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// No loopback network with the real port numbers free was found.
    #[error(
        "no network in 127.64.0.0/10 has the ports of the nodes free after {tried} attempts; something may listen on every address, or use `addressing = \"free-ports\"`"
    )]
    NoAddress {
        /// How many networks were tried.
        tried: u32,
        /// What the system said to the last attempt.
        #[source]
        source: io::Error,
    },
    /// The lab has stopped.
    #[error("the lab has stopped")]
    Ended,
}

/// A change that mends what a scenario of the document shows broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Makes the tomcat certificates again with the node's IP address as a subject alternative name.
    NameAddress,
    /// Sets System > Server of the node to its name.
    AdvertiseName,
    /// Has the node's tomcat-ECDSA certificate signed by steven-DC-CA instead of by itself.
    SignEcdsa,
}

/// A running lab. Dropping it ends its nodes; [`stop`](Self::stop) also waits for that.
#[derive(Debug)]
pub struct Lab {
    nodes: Vec<Node>,
    users: Vec<User>,
    domain: String,
    plan: Plan,
    remarks: Vec<String>,
    /// Keeps changes of faults and certificates in the order in which they were asked for.
    changing: tokio::sync::Mutex<()>,
    tasks: JoinSet<()>,
}

impl Lab {
    /// Makes the certificates, takes addresses and ports, and starts every node. Returns when all of them answer.
    pub async fn start(config: LabConfig) -> Result<Self, LabError> {
        check(&config)?;
        let now = config.now;
        let made = tokio::task::spawn_blocking(move || make(config)).await;
        // The task is neither cancelled nor does it panic; it ends early only with the runtime.
        let (config, vault, stores) = made.map_err(|_| LabError::Ended)??;
        let mut remarks = Vec::new();
        let places = bind(&config, &mut remarks)?;

        let members = places
            .iter()
            .map(|place| Member {
                name: place.node.name.clone(),
                role: place.node.role,
                address: place.address,
            })
            .collect();
        let settings = config
            .nodes
            .iter()
            .map(|node| (node.name.clone(), node.server))
            .collect();
        let users = (config.users.clone(), config.application_users);
        let plan = Plan {
            vault: Arc::new(vault),
            cluster: Arc::new(Cluster::new(users, members, settings)),
            delay: Duration::from_millis(config.slow_milliseconds),
            now,
        };
        let mut tasks = JoinSet::new();
        let mut nodes = Vec::new();
        for (place, holdings) in places.into_iter().zip(stores) {
            let stores = Stores::new(&place.node.name, place.address, holdings);
            nodes.push(place.start(stores, &plan, &mut tasks)?);
        }
        Ok(Self {
            nodes,
            users: config.users,
            domain: config.domain,
            plan,
            remarks,
            changing: tokio::sync::Mutex::default(),
            tasks,
        })
    }

    /// The nodes in the order of the configuration.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node of this name.
    pub fn node(&self, name: &str) -> Result<&Node, LabError> {
        self.nodes
            .iter()
            .find(|node| node.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| LabError::UnknownNode {
                name: name.to_owned(),
                known: self.nodes.iter().map(|node| node.name.clone()).collect(),
            })
    }

    /// Where the lab is not as configured, in sentences: Unity's 443 without the privilege to bind it.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Switches a fault of one port of a node, or of all its ports. When this returns, new connections meet it.
    pub async fn set_fault(
        &self,
        node: &str,
        port: Option<u16>,
        fault: Fault,
        switch: Switch,
    ) -> Result<(), LabError> {
        let _order = self.changing.lock().await;
        self.node(node)?.switch(port, fault, switch).await
    }

    /// Switches every fault of every node off.
    pub async fn clear_faults(&self) -> Result<(), LabError> {
        let _order = self.changing.lock().await;
        for node in &self.nodes {
            node.clear().await?;
        }
        Ok(())
    }

    /// The faults that are on: node, port, fault.
    pub fn faults(&self) -> Vec<(String, u16, Fault)> {
        let mut faults = Vec::new();
        for node in &self.nodes {
            for port in node.ports() {
                faults.extend(
                    node.faults(port)
                        .into_iter()
                        .map(|fault| (node.name.clone(), port, fault)),
                );
            }
        }
        faults
    }

    /// Sets System > Server of a node: what the cluster tells clients to connect to.
    pub fn advertise(&self, node: &str, setting: ServerSetting) -> Result<(), LabError> {
        let node = self.node(node)?;
        self.plan.cluster.advertise(&node.name, setting);
        Ok(())
    }

    /// Carries a repair out on a node.
    pub async fn repair(&self, node: &str, repair: Repair) -> Result<(), LabError> {
        let _order = self.changing.lock().await;
        let node = self.node(node)?;
        match repair {
            Repair::AdvertiseName => {
                self.plan.cluster.advertise(&node.name, ServerSetting::Name);
                Ok(())
            }
            Repair::NameAddress => {
                let address = node.address;
                for store in ["tomcat", "tomcat-ECDSA"] {
                    self.remake(node, store, |blueprint| blueprint.with_address(address))
                        .await?;
                }
                Ok(())
            }
            Repair::SignEcdsa => {
                self.remake(node, "tomcat-ECDSA", |blueprint| {
                    blueprint.issued_by(Issuer::Authority);
                })
                .await
            }
        }
    }

    /// Makes a certificate of a node again; one that several nodes hold is replaced on all of them.
    async fn remake(
        &self,
        node: &Node,
        store: &str,
        change: impl FnOnce(&mut crate::vault::Blueprint),
    ) -> Result<(), LabError> {
        let own = node.stores().own(store).cloned();
        let Some((own, mut blueprint)) = own.and_then(|own| {
            let blueprint = own.blueprint.clone()?;
            Some((own, blueprint))
        }) else {
            return Ok(());
        };
        change(&mut blueprint);
        let made = self.plan.vault.make(&blueprint)?;
        let former = own.identity.fingerprint();
        let holders = self.nodes.iter().filter(|other| {
            let same = |own: &crate::vault::Holding| own.identity.fingerprint() == former;
            std::ptr::eq(*other, node)
                || (blueprint.is_multi_server && other.stores().own(store).is_some_and(same))
        });
        for holder in holders {
            holder.stores().replace(store, &blueprint, &made);
            holder.refresh().await?;
        }
        Ok(())
    }

    /// What a correctly configured traffic server of this deployment holds in its trust store: steven-DC-CA.
    pub fn trust_store_pem(&self) -> String {
        self.plan.vault.authority().pem(Presented::LeafOnly)
    }

    /// A certificate by name: `steven-DC-CA`, `vngtp-ACTIVE-DIR-CA`, `steven-SUB-CA` (the intermediate that a fault leaves
    /// out), `vcsc.steven.lab` (the traffic server's own), or `NODE/STORE` as in `cucm.steven.lab/tomcat-ECDSA`.
    pub fn certificate(&self, name: &str) -> Option<Identity> {
        if let Some((node, store)) = name.split_once('/') {
            return self.node(node).ok()?.certificate(store);
        }
        let vault = &self.plan.vault;
        [
            vault.authority(),
            vault.other_authority(),
            vault.intermediate(),
            vault.edge(),
        ]
        .into_iter()
        .find(|identity| identity.common_name() == name)
        .cloned()
    }

    /// A scripted client of this deployment that signs in through a traffic server at this address.
    ///
    /// It signs in as the first user, starts at the publisher, and uses IM&P and Unity where the lab has them.
    pub fn sign_in(&self, traffic_server: SocketAddr) -> SignIn {
        let of_role = |role| {
            self.nodes
                .iter()
                .filter(move |node| node.role == role)
                .map(Node::advertised)
        };
        // The publisher is known by the name that discovery was given, whatever the cluster advertises.
        let publishers = self
            .nodes
            .iter()
            .filter(|node| node.role == Role::Publisher)
            .map(|node| node.name.clone());
        let unity_port = self
            .nodes
            .iter()
            .find(|node| node.role == Role::Unity)
            .and_then(Node::unity_port);
        let (user, password) = self.users.first().map_or_else(Default::default, |user| {
            (user.name.clone(), user.password.clone())
        });
        SignIn {
            user,
            password,
            unified_cm: publishers.chain(of_role(Role::Subscriber)).collect(),
            im_presence: of_role(Role::ImPresence).next(),
            unity: of_role(Role::Unity)
                .next()
                .map(|host| (host, unity_port.unwrap_or(8443))),
            ports: self.nodes.iter().flat_map(Node::moved_ports).collect(),
            ..SignIn::new(traffic_server, &self.domain)
        }
    }

    /// Ends every node and waits until all of their tasks have ended.
    pub async fn stop(self) {
        let Self {
            nodes, mut tasks, ..
        } = self;
        // The task of a port ends when its handle is gone.
        drop(nodes);
        while tasks.join_next().await.is_some() {}
    }
}

impl Node {
    /// Ports that are listened on under another number, for the node's name and for its address.
    fn moved_ports(&self) -> Vec<(String, u16, u16)> {
        let moved = |port: &&NodePort| port.config.number != port.handle.local.port();
        let entry =
            |port: &NodePort, host: String| (host, port.config.number, port.handle.local.port());
        self.ports
            .iter()
            .filter(moved)
            .flat_map(|port| {
                [
                    entry(port, self.name.clone()),
                    entry(port, self.address.to_string()),
                ]
            })
            .collect()
    }

    /// The port for visual voicemail in an edge URL: 443 unless another one serves it.
    fn unity_port(&self) -> Option<u16> {
        match (self.find(443), self.find(8443)) {
            (Some(https), Some(other)) if https.handle.local == other.handle.local => Some(8443),
            (Some(_), _) => Some(443),
            (None, _) => self.ports().next(),
        }
    }
}

type Made = (LabConfig, Vault, Vec<Vec<crate::vault::Holding>>);

fn make(config: LabConfig) -> Result<Made, LabError> {
    let vault = Vault::new(config.now)?;
    let stores = config
        .nodes
        .iter()
        .map(|node| vault.holdings(node, &config))
        .collect::<Result<_, _>>()?;
    Ok((config, vault, stores))
}

fn check(config: &LabConfig) -> Result<(), LabError> {
    let mut names = BTreeSet::new();
    for node in &config.nodes {
        if !names.insert(node.name.to_ascii_lowercase()) {
            return Err(LabError::DuplicateNode {
                name: node.name.clone(),
            });
        }
        let mut numbers = BTreeSet::new();
        for port in LabConfig::ports(node) {
            if !numbers.insert(port.number) {
                return Err(LabError::DuplicatePort {
                    node: node.name.clone(),
                    port: port.number,
                });
            }
        }
    }
    Ok(())
}

/// A node with its sockets, before it is started.
struct Place {
    node: NodeConfig,
    address: IpAddr,
    ports: Vec<(PortConfig, Bound)>,
    /// Ports that another one serves, as number and number.
    served_by: Vec<(PortConfig, u16)>,
}

impl Place {
    fn start(
        self,
        mut stores: Stores,
        plan: &Plan,
        tasks: &mut JoinSet<()>,
    ) -> Result<Node, LabError> {
        let mut ports: Vec<NodePort> = Vec::new();
        for (config, bound) in self.ports {
            let behaviour = plan
                .behaviour(&mut stores, &config)
                .map_err(|error| error.at(&self.node.name))?;
            let site = Arc::new(Site {
                name: self.node.name.clone(),
                role: self.node.role,
                port: config.number,
                cluster: Arc::clone(&plan.cluster),
                counting: Counting::new(),
            });
            let handle = Arc::new(bound.serve(site, behaviour, tasks));
            ports.push(NodePort { config, handle });
        }
        for (config, number) in self.served_by {
            let other = ports.iter().find(|port| port.config.number == number);
            if let Some(handle) = other.map(|other| Arc::clone(&other.handle)) {
                ports.push(NodePort { config, handle });
            }
        }
        let order: Vec<u16> = LabConfig::ports(&self.node)
            .iter()
            .map(|port| port.number)
            .collect();
        ports.sort_by_key(|port| {
            order
                .iter()
                .position(|number| *number == port.config.number)
        });
        Ok(Node {
            name: self.node.name,
            role: self.node.role,
            address: self.address,
            ports,
            stores: Mutex::new(stores),
            plan: plan.clone(),
        })
    }
}

/// Networks tried before giving up; each takes a few system calls.
const ATTEMPTS: u32 = 256;

/// Networks of 254 addresses in 127.64.0.0/10.
const NETWORKS: u32 = 64 * 256;

/// Host number of the first node in its network; the others follow.
const FIRST_HOST: u8 = 11;

fn bind(config: &LabConfig, remarks: &mut Vec<String>) -> Result<Vec<Place>, LabError> {
    let free_ports = config.addressing == Addressing::FreePorts;
    if free_ports || config.nodes.iter().all(|node| node.address.is_some()) {
        return bind_in(config, None, remarks);
    }
    let start = first_network();
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for attempt in 0..ATTEMPTS {
        let mut made = Vec::new();
        match bind_in(
            config,
            Some(start.wrapping_add(attempt) % NETWORKS),
            &mut made,
        ) {
            Err(LabError::Bind { source, node, .. })
                if source.kind() == io::ErrorKind::AddrInUse
                    && config
                        .nodes
                        .iter()
                        .any(|other| other.name == node && other.address.is_none()) =>
            {
                last = source;
            }
            result => {
                remarks.extend(made);
                return result;
            }
        }
    }
    Err(LabError::NoAddress {
        tried: ATTEMPTS,
        source: last,
    })
}

/// Labs of one process and of several start their search at different places, so that they seldom meet.
fn first_network() -> u32 {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    const SPREAD: u32 = 2_654_435_761;
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    std::process::id()
        .wrapping_mul(SPREAD)
        .wrapping_add(number.wrapping_mul(97))
        >> 4
}

fn bind_in(
    config: &LabConfig,
    network: Option<u32>,
    remarks: &mut Vec<String>,
) -> Result<Vec<Place>, LabError> {
    let mut places = Vec::new();
    for (position, node) in config.nodes.iter().enumerate() {
        let host = u8::try_from(position)
            .ok()
            .and_then(|position| FIRST_HOST.checked_add(position));
        let address = match (node.address, network, host) {
            (Some(address), _, _) => address,
            (None, Some(network), Some(host)) => {
                let [.., high, low] = network.to_be_bytes();
                IpAddr::V4(Ipv4Addr::new(127, 64 + high, low, host))
            }
            (None, _, _) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        let free = node.address.is_none() && network.is_none();
        places.push(bind_node(node, address, free.then_some(0), remarks)?);
    }
    Ok(places)
}

fn bind_node(
    node: &NodeConfig,
    address: IpAddr,
    port: Option<u16>,
    remarks: &mut Vec<String>,
) -> Result<Place, LabError> {
    let mut place = Place {
        node: node.clone(),
        address,
        ports: Vec::new(),
        served_by: Vec::new(),
    };
    for config in LabConfig::ports(node) {
        let number = config.bind.or(port).unwrap_or(config.number);
        let socket = SocketAddr::new(address, number);
        match Bound::new(socket) {
            Ok(bound) => place.ports.push((config, bound)),
            Err(refused)
                if refused.kind() == io::ErrorKind::PermissionDenied && config.number == 443 =>
            {
                remarks.push(format!(
                    "Port 443 of {} needs privileges to listen on; 8443 answers in its place.",
                    node.name
                ));
                place.served_by.push((config, 8443));
            }
            Err(source) => {
                return Err(LabError::Bind {
                    node: node.name.clone(),
                    socket,
                    source,
                });
            }
        }
    }
    Ok(place)
}
