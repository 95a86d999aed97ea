//! One generation of settings in the form that requests use. Built completely beside the running
//! one, then swapped; a request keeps the snapshot that it began with.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::num::NonZeroU16;
use std::sync::Arc;

use http::HeaderValue;
use tollgate_uc::{Host, Protocol, Target};

use crate::config::Settings;
use crate::upstream::{Counters, Endpoint, EngineChoice, SettingsError, Upstream};

/// One generation of settings, ready for use by all workers.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// Counts the generations of this process from 1.
    pub(crate) generation: u64,
    pub(crate) settings: Settings,
    /// Each worker takes its own from this one.
    pub(crate) upstream: Upstream,
    routes: HashMap<Host, Vec<Route>>,
    own_listeners: Vec<SocketAddr>,
}

/// The way to one configured node port.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) endpoint: Endpoint,
    /// The `Host` field of requests to it.
    pub(crate) host: HeaderValue,
    /// The node's address as configured; what metrics call it.
    pub(crate) node: Arc<str>,
}

/// The way to a target: a configured node's, or made for a target that only a rule knows.
#[derive(Debug)]
pub(crate) enum Way<'a> {
    Configured(&'a Route),
    Other(Box<Route>),
}

impl std::ops::Deref for Way<'_> {
    type Target = Route;

    fn deref(&self) -> &Route {
        match self {
            Self::Configured(route) => route,
            Self::Other(route) => route,
        }
    }
}

impl Snapshot {
    pub(crate) fn new(
        settings: Settings,
        generation: u64,
        own_listeners: &[SocketAddr],
        counters: Counters,
    ) -> Result<Self, SettingsError> {
        let upstream = Upstream::new(settings.upstream(own_listeners.to_vec(), counters))?;
        let mut routes: HashMap<Host, Vec<Route>> = HashMap::new();
        for configured in &settings.nodes {
            let node = &configured.node;
            let name: Arc<str> = node.address.to_string().into();
            let entries = routes.entry(node.address.clone()).or_default();
            for port in &node.ports {
                let endpoint = Endpoint {
                    protocol: Protocol::Https,
                    host: node.address.clone(),
                    port: *port,
                    resolve: node.resolve,
                    engine: configured.engine,
                };
                entries.push(Route::new(endpoint, Arc::clone(&name)));
            }
        }
        Ok(Self {
            generation,
            settings,
            upstream,
            routes,
            own_listeners: own_listeners.to_vec(),
        })
    }

    /// The way to a target that the allow list admitted.
    pub(crate) fn way(&self, target: &Target) -> Way<'_> {
        let ways = self.routes.get(&target.host);
        let configured = ways.into_iter().flatten().find(|route| {
            route.endpoint.port == target.port && route.endpoint.protocol == target.protocol
        });
        if let Some(route) = configured
            // The name is sent and checked as the client wrote it, though case does not matter for
            // finding the node.
            && route.endpoint.host.as_name() == target.host.as_name()
        {
            return Way::Configured(route);
        }
        let known = configured.or_else(|| ways.and_then(|ways| ways.first()));
        let endpoint = Endpoint {
            protocol: target.protocol,
            host: target.host.clone(),
            port: target.port,
            resolve: known.and_then(|route| route.endpoint.resolve),
            engine: configured.map_or(EngineChoice::Automatic, |route| route.endpoint.engine),
        };
        let name = known.map_or_else(|| Arc::from(UNLISTED), |route| Arc::clone(&route.node));
        Way::Other(Box::new(Route::new(endpoint, name)))
    }

    /// Role and endpoint of every configured node port, in the order of the configuration.
    pub(crate) fn routes(&self) -> impl Iterator<Item = (String, &Endpoint)> {
        self.settings.nodes.iter().flat_map(|configured| {
            let node = &configured.node;
            let routes = self.routes.get(&node.address).into_iter().flatten();
            routes
                .filter(|route| node.ports.contains(&route.endpoint.port))
                .map(|route| (node.product.to_string(), &route.endpoint))
        })
    }

    /// Whether the target is one of our own listeners, as far as that can be said without asking
    /// DNS.
    pub(crate) fn leads_back(&self, target: &Target) -> bool {
        let route = self.routes.get(&target.host).and_then(|ways| ways.first());
        let resolve = route.and_then(|route| route.endpoint.resolve);
        let Some(ip) = resolve.or_else(|| target.host.as_ip()) else {
            return false;
        };
        self.own_listeners
            .iter()
            .any(|own| is_listener(*own, ip, target.port))
    }
}

impl Route {
    fn new(endpoint: Endpoint, node: Arc<str>) -> Self {
        Self {
            host: host_field(&endpoint),
            endpoint,
            node,
        }
    }
}

/// `host:port`; without the port if it is the protocol's own (RFC 9110 section 7.2, RFC 3986
/// section 6.2.3).
fn host_field(endpoint: &Endpoint) -> HeaderValue {
    let host = endpoint.host.authority();
    let text = if endpoint.port == endpoint.protocol.default_port() {
        host.into_owned()
    } else {
        format!("{host}:{}", endpoint.port)
    };
    // A host has no character that a header value could not have.
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Whether a connection to this address and port would reach the listener.
fn is_listener(own: SocketAddr, ip: IpAddr, port: NonZeroU16) -> bool {
    let ip = ip.to_canonical();
    own.port() == port.get()
        && (own.ip().to_canonical() == ip || (own.ip().is_unspecified() && is_local(ip)))
}

/// Whether an address is one of this host: only those can be bound.
fn is_local(ip: IpAddr) -> bool {
    ip.is_loopback() || ip.is_unspecified() || UdpSocket::bind((ip, 0)).is_ok()
}

/// The node of a target that no `[[node]]` lists, in metrics.
const UNLISTED: &str = "unlisted";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_is_recognised_by_each_of_its_addresses() {
        let port = NonZeroU16::new(8080).unwrap();
        let reaches =
            |own: &str, ip: &str| is_listener(own.parse().unwrap(), ip.parse().unwrap(), port);
        assert!(reaches("127.0.0.1:8080", "127.0.0.1"));
        assert!(reaches("127.0.0.1:8080", "::ffff:127.0.0.1"));
        assert!(
            !reaches("127.0.0.1:8080", "127.0.0.2"),
            "another address of the loopback network is another socket"
        );
        assert!(!reaches("127.0.0.1:8081", "127.0.0.1"));
        assert!(reaches("0.0.0.0:8080", "127.0.0.9"));
        assert!(reaches("[::]:8080", "::1"));
        assert!(!reaches("0.0.0.0:8080", "192.0.2.1"));
    }
}
