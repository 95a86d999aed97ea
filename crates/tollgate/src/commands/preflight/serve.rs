//! What the traffic server of this program offers to nodes: by a configuration, or by its defaults.

use std::collections::BTreeMap;

use tollgate_analyze::case::GivenStore;
use tollgate_analyze::preflight::{ProbedPort, ServeOffer};
use tollgate_capture::{CipherSuite, Version};
use tollgate_pki::TrustStore;
use tollgate_probe::{Offer, Prediction};
use tollgate_proxy::{OriginOffer, Settings};

/// The name of the offer among those of a probe.
const NAME: &str = "serve";

/// What is offered to nodes in general, and to those that a configuration treats otherwise.
#[derive(Clone, Debug)]
pub(super) struct ServeOffers {
    general: Offered,
    /// By address, in lower case.
    particular: BTreeMap<String, Offered>,
}

#[derive(Clone, Debug)]
struct Offered {
    judged: ServeOffer,
    offer: Offer,
}

impl ServeOffers {
    /// By a configuration, against its trust store, or by the defaults against the given stores, which
    /// are read as of `at`, in Unix seconds. `None` if OpenSSL cannot be set up.
    pub(super) fn new(settings: Option<&Settings>, given: &[GivenStore], at: i64) -> Option<Self> {
        let stores: Vec<TrustStore> = match settings {
            Some(settings) => vec![settings.trust_store().clone()],
            None => given
                .iter()
                .map(|own| {
                    let builder = TrustStore::builder();
                    builder.file(&own.name, &own.octets, at).build()
                })
                .collect(),
        };
        let general = match settings {
            // No node has an empty address: what is said of it holds for all that are not listed.
            Some(settings) => settings.origin_offer(""),
            None => OriginOffer::of_defaults(),
        }?;
        let nodes = settings.into_iter().flat_map(Settings::nodes);
        let particular = nodes.filter_map(|node| {
            let address = node.address.to_string();
            let own = settings?.origin_offer(&address)?;
            (own != general).then(|| (address.to_ascii_lowercase(), Offered::of(&own, &stores)))
        });
        Some(Self {
            particular: particular.collect(),
            general: Offered::of(&general, &stores),
        })
    }

    /// The offer that a probe makes to ports which nothing particular is offered to.
    pub(super) fn spare(&self) -> Prediction {
        Prediction {
            name: NAME.to_owned(),
            offer: self.general.offer.clone(),
        }
    }

    /// Nothing particular is offered to this address.
    pub(super) fn is_general(&self, address: &str) -> bool {
        !self.particular.contains_key(&address.to_ascii_lowercase())
    }

    /// What is offered to a port.
    pub(super) fn of(&self, port: &ProbedPort) -> &ServeOffer {
        let particular = self.particular.get(&port.address.to_ascii_lowercase());
        &particular.unwrap_or(&self.general).judged
    }
}

impl Offered {
    fn of(own: &OriginOffer, stores: &[TrustStore]) -> Self {
        let versions = [
            Version::TLS_1_3,
            Version::TLS_1_2,
            Version::TLS_1_1,
            Version::TLS_1_0,
        ];
        let range = own.minimum..=own.maximum;
        let versions = versions.into_iter().filter(|own| range.contains(&own.0));
        Self {
            judged: ServeOffer {
                minimum: Version(own.minimum),
                maximum: Version(own.maximum),
                suites: own.suites.iter().copied().map(CipherSuite).collect(),
                schemes: own.schemes.clone(),
                policy: own.policy,
                is_enforced: own.is_enforced,
                stores: stores.to_vec(),
            },
            offer: Offer {
                versions: versions.collect(),
                suites: own.suites.clone(),
                schemes: own.schemes.clone(),
                certificate_schemes: Vec::new(),
                groups: own.groups.clone(),
            },
        }
    }
}
