//! Every certificate of the lab: the authorities, the traffic server's own, and what each node holds in its stores.
//!
//! Names, algorithms, extensions and dates are those of the document's certificates. What the port of a node
//! shows is decided in [`shown`](crate::shown); this module only makes certificates.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::OnceLock;

use openssl::x509::X509;

use crate::authority::{
    AlternativeName, Authority, AuthorityError, CertificateSpec, Constraints, DAY, Digest,
    Identity, Key, KeyKind, KeySource, KeyUsage, Presented, Purpose,
};
use crate::config::{LabConfig, NodeConfig, Role};
use crate::document::{self, MADE_BY_SYSTEM, day, distance};

/// A certificate in one of a node's stores.
#[derive(Clone, Debug)]
pub(crate) struct Holding {
    /// Name of the store, as in the certificate list: `tomcat`, `CallManager-trust`.
    pub(crate) store: &'static str,
    /// The certificate, and its key where the node owns it.
    pub(crate) identity: Identity,
    /// Last column of the certificate list.
    pub(crate) description: String,
    /// How to make it again with changes; only for certificates that the node owns.
    pub(crate) blueprint: Option<Blueprint>,
}

impl Holding {
    /// Whether this is somebody else's certificate that the node trusts.
    pub(crate) fn is_trusted(&self) -> bool {
        self.blueprint.is_none()
    }
}

/// How a node's certificate is made.
#[derive(Clone, Debug)]
pub(crate) struct Blueprint {
    /// The certificate, its key included.
    pub(crate) spec: CertificateSpec,
    /// Who signs it.
    pub(crate) issuer: Issuer,
    /// Whether other nodes hold the same one (Distribution `Multi-server(SAN)`).
    pub(crate) is_multi_server: bool,
}

/// Who signs a node's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Issuer {
    /// Its own key.
    Itself,
    /// steven-DC-CA.
    Authority,
    /// vngtp-ACTIVE-DIR-CA.
    Other,
    /// An intermediate below steven-DC-CA.
    Intermediate,
}

/// The authorities and the keys of a lab.
#[derive(Debug)]
pub(crate) struct Vault {
    authority: Authority,
    steven: Identity,
    other: Identity,
    intermediate: Identity,
    edge: Identity,
    trusted: BTreeMap<&'static str, Identity>,
    /// For certificates that no port shows: making a key for each would slow every start down.
    spare: Key,
    /// Key of the certificate that publisher and IM&P nodes share.
    multi_server: Key,
    /// That certificate, once it is made.
    shared: OnceLock<Identity>,
}

impl Vault {
    pub(crate) fn new(now: i64) -> Result<Self, AuthorityError> {
        let authority = Authority::new(now);
        let [steven_key, spare, multi_server, edge_key] = rsa_keys()?;
        let steven = authority.self_signed(&CertificateSpec {
            subject: names(&[("DC", "lab"), ("DC", "steven"), ("CN", document::AUTHORITY)]),
            ..root(steven_key, day(2023, 6, 1))
        })?;
        let other = authority.self_signed(&CertificateSpec {
            subject: names(&[
                ("DC", "lab"),
                ("DC", "vngtp"),
                ("CN", document::OTHER_AUTHORITY),
            ]),
            ..root(spare.clone(), day(2024, 2, 10))
        })?;
        let intermediate = authority.issue(
            &steven,
            &CertificateSpec {
                subject: names(&[("DC", "lab"), ("DC", "steven"), ("CN", INTERMEDIATE)]),
                ..root(spare.clone(), day(2023, 5, 31))
            },
        )?;
        let edge = authority.issue(
            &steven,
            &CertificateSpec {
                digest: Digest::Sha256,
                key_usage: vec![KeyUsage::DigitalSignature, KeyUsage::KeyEncipherment],
                valid_until: distance(day(2024, 1, 10)),
                ..leaf("vcsc.steven.lab", &["vcsc.steven.lab"], edge_key)
            },
        )?;
        let mut vault = Self {
            authority,
            steven,
            other,
            intermediate,
            edge,
            trusted: BTreeMap::new(),
            spare,
            multi_server,
            shared: OnceLock::new(),
        };
        for entry in document::TRUSTED {
            let spec = CertificateSpec {
                subject: names(&[("CN", entry.name)]),
                ..root(vault.spare.clone(), entry.expires)
            };
            let made = match vault.trusted.get(entry.issuer) {
                Some(issuer) => authority.issue(issuer, &spec)?,
                None => authority.self_signed(&spec)?,
            };
            vault.trusted.insert(entry.name, made);
        }
        Ok(vault)
    }

    /// steven-DC-CA.
    pub(crate) fn authority(&self) -> &Identity {
        &self.steven
    }

    /// The intermediate of the fault that leaves it out.
    pub(crate) fn intermediate(&self) -> &Identity {
        &self.intermediate
    }

    /// vngtp-ACTIVE-DIR-CA.
    pub(crate) fn other_authority(&self) -> &Identity {
        &self.other
    }

    /// The traffic server's own certificate.
    pub(crate) fn edge(&self) -> &Identity {
        &self.edge
    }

    pub(crate) fn make(&self, blueprint: &Blueprint) -> Result<Identity, AuthorityError> {
        match blueprint.issuer {
            Issuer::Itself => self.authority.self_signed(&blueprint.spec),
            Issuer::Authority => self.authority.issue(&self.steven, &blueprint.spec),
            Issuer::Other => self.authority.issue(&self.other, &blueprint.spec),
            Issuer::Intermediate => self.authority.issue(&self.intermediate, &blueprint.spec),
        }
    }

    /// The certificate that an installation starts with: of a multi-server one, the same on every node.
    fn first(&self, blueprint: &Blueprint) -> Result<Identity, AuthorityError> {
        if !blueprint.is_multi_server {
            return self.make(blueprint);
        }
        if let Some(shared) = self.shared.get() {
            return Ok(shared.clone());
        }
        let made = self.make(blueprint)?;
        Ok(self.shared.get_or_init(|| made).clone())
    }

    /// Everything that a node holds, own certificates first, in the order of its role.
    pub(crate) fn holdings(
        &self,
        node: &NodeConfig,
        config: &LabConfig,
    ) -> Result<Vec<Holding>, AuthorityError> {
        let mut holdings = Vec::new();
        for (store, blueprint) in self.own(node, config)? {
            let description = match blueprint.issuer {
                Issuer::Itself => MADE_BY_SYSTEM.to_owned(),
                Issuer::Authority | Issuer::Other | Issuer::Intermediate => {
                    format!("Certificate Signed by {}", document::AUTHORITY)
                }
            };
            holdings.push(Holding {
                store,
                identity: self.first(&blueprint)?,
                description,
                blueprint: Some(blueprint),
            });
        }
        let trusted = self.trusted_by(node.role, &holdings);
        holdings.extend(trusted);
        Ok(holdings)
    }

    fn own(
        &self,
        node: &NodeConfig,
        config: &LabConfig,
    ) -> Result<Vec<(&'static str, Blueprint)>, AuthorityError> {
        let name = node.name.as_str();
        let own_key = || Key::generate(KeyKind::Rsa(2048));
        let made = |common_name: &str, expires| self.made_by_system(common_name, expires);
        let later = day(2025, 7, 12);
        let with_names = |mut blueprint: Blueprint| {
            let names = node.alternative_names.iter().cloned();
            let names = names.map(AlternativeName::Dns);
            blueprint.spec.alternative_names.extend(names);
            blueprint.is_multi_server &= node.alternative_names.is_empty();
            blueprint
        };
        Ok(match node.role {
            Role::Publisher | Role::Subscriber => {
                let tomcat = match node.role {
                    Role::Publisher => self.multi_server(config),
                    Role::Subscriber | Role::ImPresence | Role::Unity => signed(name, own_key()?),
                };
                let call_manager = Blueprint {
                    spec: CertificateSpec {
                        valid_until: distance(day(2022, 7, 13)),
                        ..leaf(name, &[name], self.spare.clone())
                    },
                    issuer: Issuer::Authority,
                    is_multi_server: false,
                };
                let mut own = vec![
                    ("CallManager", call_manager),
                    ("CallManager-ECDSA", elliptic(name, day(2024, 2, 18))?),
                ];
                if node.role == Role::Publisher {
                    own.push(("CAPF", made("CAPF-616421bc", later)));
                }
                let recovery = format!("ITLRECOVERY_{name}");
                own.extend([
                    ("ipsec", made(name, later)),
                    ("ITLRecovery", made(&recovery, day(2039, 2, 14))),
                    ("tomcat", with_names(tomcat)),
                    ("tomcat-ECDSA", elliptic(name, day(2023, 7, 25))?),
                    ("TVS", made(name, later)),
                ]);
                own
            }
            Role::ImPresence => vec![
                ("cup", made(name, later)),
                ("cup-ECDSA", elliptic(name, day(2024, 2, 18))?),
                ("cup-xmpp", made(name, later)),
                ("cup-xmpp-ECDSA", elliptic(name, day(2024, 2, 18))?),
                ("cup-xmpp-s2s", made(name, later)),
                ("cup-xmpp-s2s-ECDSA", elliptic(name, day(2024, 2, 18))?),
                ("ipsec", made(name, later)),
                ("tomcat", with_names(self.multi_server(config))),
                ("tomcat-ECDSA", elliptic(name, day(2023, 7, 25))?),
            ],
            Role::Unity => vec![
                ("ipsec", made(name, later)),
                ("tomcat", with_names(signed(name, own_key()?))),
                ("tomcat-ECDSA", elliptic(name, day(2023, 7, 25))?),
            ],
        })
    }

    /// The document's tomcat certificate: one for all of the cluster's publisher and IM&P nodes, signed with SHA-1.
    fn multi_server(&self, config: &LabConfig) -> Blueprint {
        let of_role = |role| {
            config
                .nodes
                .iter()
                .filter(move |node| node.role == role)
                .map(|node| node.name.as_str())
        };
        let publisher = of_role(Role::Publisher).next().unwrap_or("cucm");
        let mut alternatives: Vec<&str> = of_role(Role::ImPresence).collect();
        alternatives.push(&config.domain);
        alternatives.extend(of_role(Role::Publisher));
        let spec = leaf(
            &with_suffix(publisher, "-ms"),
            &alternatives,
            self.multi_server.clone(),
        );
        Blueprint {
            spec: CertificateSpec {
                digest: Digest::Sha1,
                ..spec
            },
            issuer: Issuer::Authority,
            is_multi_server: true,
        }
    }

    /// What an installation makes for itself: an RSA certificate signed with its own key.
    fn made_by_system(&self, common_name: &str, expires: jiff::civil::Date) -> Blueprint {
        Blueprint {
            spec: CertificateSpec {
                constraints: Constraints::Authority { path_length: None },
                key_usage: vec![
                    KeyUsage::DigitalSignature,
                    KeyUsage::KeyEncipherment,
                    KeyUsage::CertificateSign,
                ],
                valid_until: distance(expires),
                ..leaf(common_name, &[], self.spare.clone())
            },
            issuer: Issuer::Itself,
            is_multi_server: false,
        }
    }

    fn trusted_by(&self, role: Role, own: &[Holding]) -> Vec<Holding> {
        let stores: &[&'static str] = match role {
            Role::Publisher | Role::Subscriber => &[
                "CallManager-trust",
                "CAPF-trust",
                "ipsec-trust",
                "tomcat-trust",
            ],
            Role::ImPresence => &["cup-trust", "cup-xmpp-trust", "ipsec-trust", "tomcat-trust"],
            Role::Unity => &["ipsec-trust", "tomcat-trust"],
        };
        let hold = |store, identity: &Identity, description: &str| Holding {
            store,
            identity: identity.clone(),
            description: description.to_owned(),
            blueprint: None,
        };
        let mut held = Vec::new();
        for &store in stores {
            if matches!(
                store,
                "CallManager-trust" | "tomcat-trust" | "cup-trust" | "cup-xmpp-trust"
            ) {
                held.push(hold(store, &self.steven, "Signed Certificate"));
                held.push(hold(store, &self.other, "Trust Certificate"));
            }
            for entry in document::TRUSTED {
                if let (true, Some(identity)) =
                    (entry.stores.contains(&store), self.trusted.get(entry.name))
                {
                    held.push(hold(store, identity, entry.description));
                }
            }
            for mine in own.iter().filter(|mine| trusts_itself(store, mine.store)) {
                held.push(hold(store, &mine.identity, "Trust Certificate"));
            }
        }
        held
    }
}

/// Whether a trust store also lists the node's own certificate of a store.
fn trusts_itself(trust: &str, own: &str) -> bool {
    match trust {
        "tomcat-trust" => matches!(own, "tomcat" | "tomcat-ECDSA"),
        "CallManager-trust" | "CAPF-trust" => own == "CAPF",
        "ipsec-trust" => own == "ipsec",
        _ => false,
    }
}

/// Common name of the intermediate that is not sent.
const INTERMEDIATE: &str = "steven-SUB-CA";

fn rsa_keys<const COUNT: usize>() -> Result<[Key; COUNT], AuthorityError> {
    let mut keys = Vec::with_capacity(COUNT);
    for _ in 0..COUNT {
        keys.push(Key::generate(KeyKind::Rsa(2048))?);
    }
    #[expect(
        clippy::expect_used,
        reason = "the loop above pushes exactly COUNT keys"
    )]
    Ok(keys.try_into().expect("as many keys as were asked for"))
}

fn names(attributes: &[(&str, &str)]) -> Vec<(String, String)> {
    attributes
        .iter()
        .map(|&(attribute, value)| (attribute.to_owned(), value.to_owned()))
        .collect()
}

fn root(key: Key, expires: jiff::civil::Date) -> CertificateSpec {
    CertificateSpec {
        key: KeySource::Use(key),
        valid_from: -5 * 365 * DAY,
        valid_until: distance(expires),
        ..CertificateSpec::authority("")
    }
}

/// A certificate with the subject and the extensions of the document's tomcat certificate.
fn leaf(common_name: &str, alternatives: &[&str], key: Key) -> CertificateSpec {
    CertificateSpec {
        subject: names(&[
            ("C", "BE"),
            ("ST", "Belgium"),
            ("L", "Diegem"),
            ("O", "Cisco"),
            ("OU", "TAC"),
            ("CN", common_name),
        ]),
        alternative_names: alternatives
            .iter()
            .map(|&name| AlternativeName::Dns(name.to_owned()))
            .collect(),
        key: KeySource::Use(key),
        valid_until: distance(day(2024, 7, 10)),
        constraints: Constraints::Absent,
        key_usage: vec![
            KeyUsage::DigitalSignature,
            KeyUsage::KeyEncipherment,
            KeyUsage::DataEncipherment,
        ],
        ..CertificateSpec::server(common_name)
    }
}

/// A node's own tomcat certificate, signed by steven-DC-CA with SHA-256.
fn signed(name: &str, key: Key) -> Blueprint {
    Blueprint {
        spec: leaf(name, &[name], key),
        issuer: Issuer::Authority,
        is_multi_server: false,
    }
}

/// A self-signed ECDSA certificate: P-384, ecdsa-with-SHA384, `-EC` in the common name, attributes in the order of the
/// document's.
fn elliptic(name: &str, expires: jiff::civil::Date) -> Result<Blueprint, AuthorityError> {
    let common_name = with_suffix(name, "-EC");
    Ok(Blueprint {
        spec: CertificateSpec {
            subject: names(&[
                ("C", "BE"),
                ("O", "Cisco"),
                ("OU", "TAC"),
                ("CN", &common_name),
                ("ST", "Belgium"),
                ("L", "Diegem"),
            ]),
            digest: Digest::Sha384,
            constraints: Constraints::Authority { path_length: None },
            key_usage: vec![KeyUsage::DigitalSignature, KeyUsage::CertificateSign],
            purposes: vec![Purpose::ServerAuth, Purpose::ClientAuth],
            authority_key_identifier: false,
            valid_until: distance(expires),
            ..leaf(&common_name, &[name], Key::generate(KeyKind::P384)?)
        },
        issuer: Issuer::Itself,
        is_multi_server: false,
    })
}

/// `cucm.steven.lab` with `-EC` becomes `cucm-EC.steven.lab`.
fn with_suffix(name: &str, suffix: &str) -> String {
    match name.split_once('.') {
        Some((host, domain)) => format!("{host}{suffix}.{domain}"),
        None => format!("{name}{suffix}"),
    }
}

impl Blueprint {
    /// Names no longer the node, neither in the alternative names nor in the common name.
    pub(crate) fn without_node(&mut self, name: &str, address: IpAddr) {
        let spelled = address.to_string();
        self.spec.alternative_names.retain(|entry| match entry {
            AlternativeName::Dns(text) => !text.eq_ignore_ascii_case(name) && *text != spelled,
            AlternativeName::Ip(other) => *other != address,
            AlternativeName::Email(_) | AlternativeName::Uri(_) => true,
        });
        for (attribute, value) in &mut self.spec.subject {
            if attribute == "CN" && value.eq_ignore_ascii_case(name) {
                *value = with_suffix(name, "-former");
            }
        }
    }

    /// Ended yesterday.
    pub(crate) fn expire(&mut self) {
        self.spec.valid_from = -730 * DAY;
        self.spec.valid_until = -DAY;
    }

    /// Signed by another authority than the one that made it.
    pub(crate) fn issued_by(&mut self, issuer: Issuer) {
        self.issuer = issuer;
        self.spec.authority_key_identifier = true;
        self.spec.constraints = Constraints::Absent;
        if self.spec.digest == Digest::Sha1 && issuer != Issuer::Authority {
            self.spec.digest = Digest::Sha256;
        }
    }

    /// Names this address too.
    pub(crate) fn with_address(&mut self, address: IpAddr) {
        let entry = AlternativeName::Ip(address);
        if !self.spec.alternative_names.contains(&entry) {
            self.spec.alternative_names.push(entry);
        }
    }
}

/// The certificates that a node trusts, each once.
pub(crate) fn trusted(holdings: &[Holding]) -> Vec<X509> {
    let mut seen = std::collections::BTreeSet::new();
    holdings
        .iter()
        .filter(|holding| holding.is_trusted() && seen.insert(holding.identity.fingerprint()))
        .map(|holding| holding.identity.certificate().clone())
        .collect()
}

/// The certificate that `fault`-free ports show is sent with its root, as the document's node does.
pub(crate) const USUAL: Presented = Presented::WithRoot;
