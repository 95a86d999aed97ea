//! Which certificates a port shows, given what the node holds and the faults that are on.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use crate::authority::{AuthorityError, Identity, KeyKind, Presented};
use crate::certificate_list::CertificateRow;
use crate::config::PortConfig;
use crate::fault::Fault;
use crate::vault::{Blueprint, Holding, Issuer, USUAL, Vault};

/// A certificate as a port shows it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) store: &'static str,
    pub(crate) identity: Identity,
    pub(crate) presented: Presented,
}

/// The certificates and faults of one node.
#[derive(Debug)]
pub(crate) struct Stores {
    node: String,
    address: IpAddr,
    holdings: Vec<Holding>,
    faults: BTreeMap<u16, BTreeSet<Fault>>,
    /// Faulty certificates already made, so that switching a fault off and on shows the same one again.
    remade: BTreeMap<(&'static str, BTreeSet<Fault>), Identity>,
}

impl Stores {
    pub(crate) fn new(node: &str, address: IpAddr, holdings: Vec<Holding>) -> Self {
        Self {
            node: node.to_owned(),
            address,
            holdings,
            faults: BTreeMap::new(),
            remade: BTreeMap::new(),
        }
    }

    pub(crate) fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// The node's own certificate of a store.
    pub(crate) fn own(&self, store: &str) -> Option<&Holding> {
        self.holdings
            .iter()
            .find(|holding| holding.store == store && !holding.is_trusted())
    }

    pub(crate) fn faults(&self, port: u16) -> BTreeSet<Fault> {
        self.faults.get(&port).cloned().unwrap_or_default()
    }

    pub(crate) fn faults_mut(&mut self, port: u16) -> &mut BTreeSet<Fault> {
        self.faults.entry(port).or_default()
    }

    /// Puts another certificate in the place of the node's own one, in its store and wherever the node trusts it.
    pub(crate) fn replace(&mut self, store: &str, blueprint: &Blueprint, made: &Identity) {
        let former = self.own(store).map(|own| own.identity.fingerprint());
        for holding in &mut self.holdings {
            if former.as_deref() == Some(holding.identity.fingerprint().as_str()) {
                holding.identity = made.clone();
            }
            if holding.store == store && !holding.is_trusted() {
                if blueprint.issuer != Issuer::Itself {
                    holding.description =
                        format!("Certificate Signed by {}", made.issuer_common_name());
                }
                holding.blueprint = Some(blueprint.clone());
            }
        }
        self.remade.retain(|(remade, _), _| *remade != store);
    }

    /// The certificates that a port shows now.
    pub(crate) fn shown(
        &mut self,
        port: &PortConfig,
        vault: &Vault,
    ) -> Result<Vec<Shown>, AuthorityError> {
        let faults = self.faults(port.number);
        let chosen: Vec<(&'static str, Identity, Blueprint)> = self
            .stores_of(port, &faults)
            .into_iter()
            .filter_map(|store| {
                let own = self.own(store)?;
                Some((own.store, own.identity.clone(), own.blueprint.clone()?))
            })
            .collect();
        let mut shown = Vec::new();
        for (store, identity, mut blueprint) in chosen {
            let relevant: BTreeSet<Fault> = faults
                .iter()
                .copied()
                .filter(|fault| fault.changes_certificates() || *fault == Fault::EcdsaSelfSigned)
                .collect();
            let changed = self.apply(&mut blueprint, &relevant);
            let identity = match self.remade.get(&(store, relevant.clone())) {
                _ if !changed => identity,
                Some(made) => made.clone(),
                None => {
                    let made = vault.make(&blueprint)?;
                    self.remade.insert((store, relevant), made.clone());
                    made
                }
            };
            shown.push(Shown {
                store,
                identity,
                presented: if faults.contains(&Fault::IntermediateNotSent) {
                    Presented::LeafOnly
                } else {
                    USUAL
                },
            });
        }
        Ok(shown)
    }

    fn stores_of(&self, port: &PortConfig, faults: &BTreeSet<Fault>) -> Vec<&'static str> {
        let configured: Vec<&Holding> = port
            .certificates
            .iter()
            .filter_map(|store| self.own(store))
            .collect();
        if !faults.contains(&Fault::EcdsaSelfSigned) {
            return configured.iter().map(|own| own.store).collect();
        }
        let elliptic = configured
            .iter()
            .find(|own| matches!(own.identity.key().kind(), KeyKind::P384));
        vec![elliptic.map_or("tomcat-ECDSA", |own| own.store)]
    }

    /// Changes a blueprint as the faults say; tells whether anything changed.
    fn apply(&self, blueprint: &mut Blueprint, faults: &BTreeSet<Fault>) -> bool {
        let mut changed = false;
        if faults.contains(&Fault::EcdsaSelfSigned) && blueprint.issuer != Issuer::Itself {
            blueprint.issued_by(Issuer::Itself);
            changed = true;
        }
        for fault in faults.iter().filter(|fault| fault.changes_certificates()) {
            changed = true;
            match fault {
                Fault::SanMissing => blueprint.without_node(&self.node, self.address),
                Fault::Expired => blueprint.expire(),
                Fault::OtherCa => blueprint.issued_by(Issuer::Other),
                Fault::IntermediateNotSent if !faults.contains(&Fault::OtherCa) => {
                    blueprint.issued_by(Issuer::Intermediate);
                }
                Fault::IntermediateNotSent
                | Fault::EcdsaSelfSigned
                | Fault::Slow
                | Fault::Resets
                | Fault::DemandsClientCertificate
                | Fault::Stopped => {}
            }
        }
        changed
    }

    /// The certificate list: what the stores hold, or what ports with a fault show in its place.
    pub(crate) fn list(
        &mut self,
        ports: &[PortConfig],
        vault: &Vault,
    ) -> Result<Vec<CertificateRow>, AuthorityError> {
        let mut in_use: Vec<Shown> = Vec::new();
        for port in ports {
            in_use.extend(self.shown(port, vault)?);
        }
        let mut rows: Vec<CertificateRow> = Vec::new();
        for holding in &self.holdings {
            if holding.is_trusted() {
                let identity = &holding.identity;
                rows.push(CertificateRow::new(
                    holding.store,
                    identity,
                    None,
                    &holding.description,
                ));
                continue;
            }
            let shown: Vec<&Identity> = in_use
                .iter()
                .filter(|shown| shown.store == holding.store)
                .map(|shown| &shown.identity)
                .collect();
            let identities = if shown.is_empty() {
                vec![&holding.identity]
            } else {
                shown
            };
            for identity in identities {
                let description = if identity.is_self_signed() {
                    crate::document::MADE_BY_SYSTEM.to_owned()
                } else {
                    format!("Certificate Signed by {}", identity.issuer_common_name())
                };
                let row =
                    CertificateRow::new(holding.store, identity, Some(&self.node), &description);
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
        // The document's list is in the order of the store names.
        rows.sort_by_cached_key(|row| row.certificate.to_lowercase());
        Ok(rows)
    }
}
