//! A simulated node, as the lab's user sees it.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::authority::{AuthorityError, Identity};
use crate::certificate_list::CertificateRow;
use crate::cluster::Cluster;
use crate::config::{ClientCertificate, PortConfig, Role, ServerSetting};
use crate::counters::PortCounters;
use crate::fault::{Fault, Switch};
use crate::lab::LabError;
use crate::listener::{Behaviour, OrderError, PortHandle};
use crate::shown::Stores;
use crate::tls::{Acceptor, TlsError};
use crate::vault::{Holding, Vault, trusted};

/// A node of a running lab.
#[derive(Debug)]
pub struct Node {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) address: IpAddr,
    pub(crate) ports: Vec<NodePort>,
    /// Certificates and faults. Held while a behaviour is worked out, never while one is waited for.
    pub(crate) stores: Mutex<Stores>,
    pub(crate) plan: Plan,
}

/// What is needed to work a port's behaviour out.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) vault: Arc<Vault>,
    pub(crate) cluster: Arc<Cluster>,
    pub(crate) delay: Duration,
    pub(crate) now: i64,
}

#[derive(Debug)]
pub(crate) struct NodePort {
    pub(crate) config: PortConfig,
    pub(crate) handle: Arc<PortHandle>,
}

impl Node {
    /// Fully qualified name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the node is.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Loopback address that the node listens on.
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// The port that is really listened on for a port number as clients know it. They differ on free ports, with
    /// [`PortConfig::bind`], and where Unity's 443 is served by 8443.
    pub fn port(&self, number: u16) -> Option<u16> {
        self.find(number).map(|port| port.handle.local.port())
    }

    /// Address and port to connect to for a port number as clients know it.
    pub fn socket(&self, number: u16) -> Option<SocketAddr> {
        self.find(number).map(|port| port.handle.local)
    }

    /// The port numbers as clients know them, in the order of the configuration.
    pub fn ports(&self) -> impl Iterator<Item = u16> + '_ {
        self.ports.iter().map(|port| port.config.number)
    }

    /// What a port has seen so far.
    pub fn counters(&self, number: u16) -> Option<PortCounters> {
        Some(self.find(number)?.handle.counting.snapshot())
    }

    /// Waits until the counters of a port satisfy a condition, and gives them.
    pub async fn counted(
        &self,
        number: u16,
        condition: impl FnMut(&PortCounters) -> bool,
    ) -> Option<PortCounters> {
        Some(self.find(number)?.handle.counting.when(condition).await)
    }

    /// Sets the counters of every port to nothing.
    pub fn reset_counters(&self) {
        for port in &self.ports {
            port.handle.counting.reset();
        }
    }

    /// The faults that are on for a port.
    pub fn faults(&self, number: u16) -> BTreeSet<Fault> {
        self.stores().faults(number)
    }

    /// What System > Server says of this node.
    pub fn server_setting(&self) -> ServerSetting {
        self.plan.cluster.setting(&self.name)
    }

    /// What clients are told to connect to: the name, or the address.
    pub fn advertised(&self) -> String {
        self.plan.cluster.advertised(&self.name)
    }

    /// The node's certificate list, made from the certificates that it holds and shows now.
    pub fn certificate_list(&self) -> Result<Vec<CertificateRow>, AuthorityError> {
        let ports: Vec<PortConfig> = self.ports.iter().map(|port| port.config.clone()).collect();
        self.stores().list(&ports, &self.plan.vault)
    }

    /// The node's own certificate of a store (`tomcat`, `tomcat-ECDSA`), without the changes that faults make.
    pub fn certificate(&self, store: &str) -> Option<Identity> {
        Some(self.stores().own(store)?.identity.clone())
    }

    /// The certificates that a port shows now, faults included.
    pub fn shown(&self, number: u16) -> Result<Vec<Identity>, AuthorityError> {
        let Some(port) = self.find(number) else {
            return Ok(Vec::new());
        };
        let shown = self.stores().shown(&port.config, &self.plan.vault)?;
        Ok(shown.into_iter().map(|shown| shown.identity).collect())
    }

    pub(crate) fn find(&self, number: u16) -> Option<&NodePort> {
        self.ports.iter().find(|port| port.config.number == number)
    }

    pub(crate) fn stores(&self) -> MutexGuard<'_, Stores> {
        self.stores.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Switches a fault of one port, or of all.
    pub(crate) async fn switch(
        &self,
        number: Option<u16>,
        fault: Fault,
        switch: Switch,
    ) -> Result<(), LabError> {
        let changed: Vec<&NodePort> = match number {
            None => self.ports.iter().collect(),
            Some(number) => vec![self.find(number).ok_or_else(|| LabError::UnknownPort {
                node: self.name.clone(),
                port: number,
                known: self.ports().collect(),
            })?],
        };
        for port in &changed {
            let mut stores = self.stores();
            let faults = stores.faults_mut(port.config.number);
            match switch {
                Switch::On => faults.insert(fault),
                Switch::Off => faults.remove(&fault),
            };
        }
        self.behave(&changed).await
    }

    /// Switches every fault off.
    pub(crate) async fn clear(&self) -> Result<(), LabError> {
        let faulty: Vec<&NodePort> = self
            .ports
            .iter()
            .filter(|port| !self.faults(port.config.number).is_empty())
            .collect();
        for port in &faulty {
            self.stores().faults_mut(port.config.number).clear();
        }
        self.behave(&faulty).await
    }

    /// Makes every port show what its stores hold now.
    pub(crate) async fn refresh(&self) -> Result<(), LabError> {
        self.behave(&self.ports.iter().collect::<Vec<_>>()).await
    }

    async fn behave(&self, ports: &[&NodePort]) -> Result<(), LabError> {
        for port in ports {
            let behaviour = self.plan.behaviour(&mut self.stores(), &port.config);
            let behaviour = behaviour.map_err(|error| error.at(&self.name))?;
            port.handle
                .behave(behaviour)
                .await
                .map_err(|error| match error {
                    OrderError::Ended => LabError::Ended,
                    OrderError::Listen(source) => LabError::Bind {
                        node: self.name.clone(),
                        socket: port.handle.local,
                        source,
                    },
                })?;
        }
        Ok(())
    }
}

/// Why a port's behaviour could not be worked out.
#[derive(Debug)]
pub(crate) enum PlanError {
    Certificates(AuthorityError),
    Tls(TlsError),
}

impl PlanError {
    pub(crate) fn at(self, node: &str) -> LabError {
        match self {
            Self::Certificates(source) => LabError::Certificates(source),
            Self::Tls(source) => LabError::Tls {
                node: node.to_owned(),
                source,
            },
        }
    }
}

impl Plan {
    pub(crate) fn behaviour(
        &self,
        stores: &mut Stores,
        port: &PortConfig,
    ) -> Result<Behaviour, PlanError> {
        let faults = stores.faults(port.number);
        for name in &port.certificates {
            if stores.own(name).is_none() {
                return Err(PlanError::Tls(TlsError::NoSuchCertificate {
                    port: port.number,
                    name: name.clone(),
                }));
            }
        }
        let shown = stores
            .shown(port, &self.vault)
            .map_err(PlanError::Certificates)?;
        let client = if faults.contains(&Fault::DemandsClientCertificate) {
            ClientCertificate::Required
        } else {
            port.client_certificate
        };
        let holdings: &[Holding] = stores.holdings();
        let acceptor = Acceptor::new(port, &shown, client, &trusted(holdings), self.now)
            .map_err(PlanError::Tls)?;
        Ok(Behaviour {
            acceptor,
            faults,
            delay: self.delay,
        })
    }
}
