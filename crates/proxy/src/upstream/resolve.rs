//! From the host of a target to the addresses that are dialled, in order.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::Instant;
use tollgate_uc::Host;

use super::endpoint::Endpoint;

/// The system's resolver gives no lifetime and its call costs a thread; DNS caches below have theirs.
const FRESH: Duration = Duration::from_secs(5);
/// An answer is used no longer than this, however slow the resolver has become.
const USABLE: Duration = Duration::from_mins(1);
/// While one request asks again, the others go on with the answer they have.
const ASKING: Duration = Duration::from_secs(1);
/// Addresses of one name that are dialled; a cluster behind one name has a few.
const MAX_ADDRESSES: usize = 16;
/// Names that are kept. Only names that the allow list lets pass come here.
const MAX_NAMES: usize = 4096;

/// The system's resolver with a short memory.
#[derive(Debug, Default)]
pub(super) struct Resolver {
    /// Guards the memory for the length of a look-up in it; never held across a question.
    known: Mutex<HashMap<Host, Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    addresses: Arc<[IpAddr]>,
    ask_again: Instant,
    forget: Instant,
}

/// Addresses to dial, at least one.
#[derive(Debug, Clone)]
pub(super) enum Addresses {
    /// The target is an address, or the settings say where it is.
    One(IpAddr),
    /// What the resolver said, in its order.
    Several(Arc<[IpAddr]>),
}

impl Addresses {
    pub(super) fn as_slice(&self) -> &[IpAddr] {
        match self {
            Self::One(address) => std::slice::from_ref(address),
            Self::Several(addresses) => addresses,
        }
    }
}

impl Resolver {
    /// What can be said without asking anybody.
    pub(super) fn at_hand(&self, endpoint: &Endpoint) -> Option<Addresses> {
        if let Some(address) = endpoint.resolve.or_else(|| endpoint.host.as_ip()) {
            return Some(Addresses::One(address));
        }
        let now = Instant::now();
        let mut names = self.names();
        let known = names.get_mut(&endpoint.host)?;
        if now >= known.forget {
            return None;
        }
        if now >= known.ask_again {
            known.ask_again = now + ASKING;
            return None;
        }
        Some(Addresses::Several(Arc::clone(&known.addresses)))
    }

    /// Asks the system's resolver.
    pub(super) async fn ask(&self, endpoint: &Endpoint) -> io::Result<Addresses> {
        let Some(name) = endpoint.host.as_name() else {
            return self
                .at_hand(endpoint)
                .ok_or_else(|| io::ErrorKind::NotFound.into());
        };
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in lookup_host((name, endpoint.port.get())).await? {
            if !addresses.contains(&address.ip()) && addresses.len() < MAX_ADDRESSES {
                addresses.push(address.ip());
            }
        }
        if addresses.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                "the name has no address",
            ));
        }
        let addresses: Arc<[IpAddr]> = addresses.into();
        self.remember(&endpoint.host, Arc::clone(&addresses));
        Ok(Addresses::Several(addresses))
    }

    fn remember(&self, host: &Host, addresses: Arc<[IpAddr]>) {
        let now = Instant::now();
        let mut names = self.names();
        if names.len() >= MAX_NAMES {
            names.retain(|_, known| now < known.ask_again);
        }
        if names.len() < MAX_NAMES {
            let known = Known {
                addresses,
                ask_again: now + FRESH,
                forget: now + USABLE,
            };
            names.insert(host.clone(), known);
        }
    }

    fn names(&self) -> MutexGuard<'_, HashMap<Host, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use tollgate_uc::Protocol;

    use super::super::endpoint::EngineChoice;
    use super::*;

    fn endpoint(host: &str, resolve: Option<&str>) -> Endpoint {
        Endpoint {
            protocol: Protocol::Https,
            host: Host::parse(host).unwrap(),
            port: NonZeroU16::new(8443).unwrap(),
            resolve: resolve.map(|address| address.parse().unwrap()),
            engine: EngineChoice::Automatic,
        }
    }

    #[test]
    fn addresses_and_overrides_need_no_resolver() {
        let resolver = Resolver::default();
        for (host, resolve, dialled) in [
            ("10.48.36.215", None, "10.48.36.215"),
            ("[::1]", None, "::1"),
            ("cucm.steven.lab", Some("127.0.0.5"), "127.0.0.5"),
            ("10.48.36.215", Some("127.0.0.5"), "127.0.0.5"),
        ] {
            let addresses = resolver.at_hand(&endpoint(host, resolve)).unwrap();
            assert_eq!(addresses.as_slice(), [dialled.parse::<IpAddr>().unwrap()]);
        }
        assert!(
            resolver
                .at_hand(&endpoint("cucm.steven.lab", None))
                .is_none()
        );
    }

    #[tokio::test(start_paused = true)]
    async fn one_request_asks_again_while_the_others_go_on() {
        let resolver = Resolver::default();
        let endpoint = endpoint("cucm.steven.lab", None);
        resolver.remember(&endpoint.host, Arc::from(["127.0.0.5".parse().unwrap()]));
        assert!(resolver.at_hand(&endpoint).is_some());
        tokio::time::advance(FRESH).await;
        assert!(resolver.at_hand(&endpoint).is_none(), "the first one asks");
        assert!(
            resolver.at_hand(&endpoint).is_some(),
            "the second one goes on"
        );
        tokio::time::advance(USABLE).await;
        assert!(resolver.at_hand(&endpoint).is_none());
        assert!(resolver.at_hand(&endpoint).is_none(), "too old for anybody");
    }

    #[tokio::test]
    async fn localhost_resolves_and_is_kept() {
        let resolver = Resolver::default();
        let endpoint = endpoint("localhost", None);
        let asked = resolver.ask(&endpoint).await.unwrap();
        assert!(asked.as_slice().iter().all(IpAddr::is_loopback));
        assert_eq!(
            resolver.at_hand(&endpoint).unwrap().as_slice(),
            asked.as_slice()
        );
    }
}
