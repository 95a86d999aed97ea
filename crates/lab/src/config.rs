//! What a lab consists of: nodes, ports, the certificates on them, users.
//!
//! Plain data that reads from TOML; every field has a default, and [`LabConfig::new`] is the lab of the document.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// A lab.
///
/// In TOML the tables are `[[node]]`, `[[node.port]]` and `[[user]]`:
///
/// ```toml
/// addressing = "own-addresses"
/// slow_milliseconds = 2000
///
/// [[node]]
/// name = "cucm.steven.lab"
/// role = "publisher"
///
/// [[node.port]]
/// number = 6972
/// certificates = ["tomcat", "tomcat-ECDSA"]
/// order = "node"
/// client_certificate = "optional"
/// maximum = "1.3"
/// ```
///
/// A lab without `[[node]]` gets the document's nodes, a node without `[[node.port]]` the ports of its role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabConfig {
    /// The moment that certificate dates count from, Unix seconds. Set by the caller after reading a file.
    #[serde(skip)]
    pub now: i64,
    /// Domain of the deployment, without a leading dot.
    pub domain: String,
    /// Where nodes without an address of their own listen.
    pub addressing: Addressing,
    /// Delay of the `slow` fault before an answer begins.
    pub slow_milliseconds: u64,
    /// Who may sign in.
    #[serde(rename = "user")]
    pub users: Vec<User>,
    /// Who may use the administrative interfaces of Unified CM.
    #[serde(rename = "application_user")]
    pub application_users: Vec<ApplicationUser>,
    /// The nodes, the publisher first.
    #[serde(rename = "node")]
    pub nodes: Vec<NodeConfig>,
}

/// Where nodes listen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressing {
    /// Each node has a loopback address of its own in 127.64.0.0/10 and listens on its real port numbers, so that an edge
    /// URL needs no translation and several labs can run at once.
    #[default]
    OwnAddresses,
    /// Every node listens on 127.0.0.1, on ports chosen by the system; see [`Node::port`](crate::Node::port).
    FreePorts,
}

/// A user of the deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// User id.
    pub name: String,
    /// Password for Basic authentication.
    pub password: String,
    /// First name.
    #[serde(default)]
    pub first_name: String,
    /// Last name.
    #[serde(default)]
    pub last_name: String,
    /// Directory number.
    #[serde(default)]
    pub number: String,
    /// Mail address.
    #[serde(default)]
    pub email: String,
}

/// An application user of Unified CM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationUser {
    /// User id.
    pub name: String,
    /// Password for Basic authentication.
    pub password: String,
    /// Whether the user has the roles that reading by AXL needs.
    #[serde(default)]
    pub may_read_axl: bool,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeConfig {
    /// Fully qualified name.
    pub name: String,
    /// What the node is.
    pub role: Role,
    /// A fixed address to listen on, instead of what [`LabConfig::addressing`] gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// Further names in the node's tomcat certificate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternative_names: Vec<String>,
    /// What the cluster advertises for this node (System > Server).
    #[serde(default)]
    pub server: ServerSetting,
    /// The ports; none gives those of the role.
    #[serde(default, rename = "port", skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<PortConfig>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Unified CM publisher.
    Publisher,
    /// Unified CM subscriber.
    Subscriber,
    /// IM and Presence Service node.
    ImPresence,
    /// Unity Connection server.
    Unity,
}

/// How System > Server describes a node, which is what clients are told to connect to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServerSetting {
    /// By its name.
    #[default]
    Name,
    /// By its IP address.
    Address,
}

/// A port of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortConfig {
    /// The port number as clients and edge URLs know it.
    pub number: u16,
    /// A fixed port to listen on when it is not `number`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bind: Option<u16>,
    /// Names of the node's certificates shown here, at most one of each key type; with `order = "node"` the first is the
    /// preferred one.
    pub certificates: Vec<String>,
    /// Who decides which of several certificates is shown.
    #[serde(default)]
    pub order: CertificateOrder,
    /// Whether a client certificate is asked for.
    #[serde(default)]
    pub client_certificate: ClientCertificate,
    /// Lowest TLS version.
    #[serde(default)]
    pub minimum: TlsVersion,
    /// Highest TLS version; 1.2 by default, as the nodes of the document.
    #[serde(default)]
    pub maximum: TlsVersion,
    /// OpenSSL cipher string for TLS 1.2 and below; every suite with a certificate by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ciphers: Option<String>,
}

/// Who decides which certificate is shown when a port holds several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateOrder {
    /// The client: by the order of its cipher suites in TLS 1.2, of its signature algorithms in TLS 1.3.
    #[default]
    Client,
    /// The node: by the order of [`PortConfig::certificates`].
    Node,
}

/// Whether a port asks for a client certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientCertificate {
    /// It does not.
    #[default]
    NotAsked,
    /// It asks, and goes on without one.
    Optional,
    /// It asks, and refuses to go on without one.
    Required,
}

/// A TLS version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TlsVersion {
    /// TLS 1.0
    #[serde(rename = "1.0")]
    V1_0,
    /// TLS 1.1
    #[serde(rename = "1.1")]
    V1_1,
    /// TLS 1.2
    #[default]
    #[serde(rename = "1.2")]
    V1_2,
    /// TLS 1.3
    #[serde(rename = "1.3")]
    V1_3,
}

impl LabConfig {
    /// The lab of the document at the moment `now`: publisher, subscriber, IM&P and Unity of steven.lab.
    pub fn new(now: i64) -> Self {
        Self {
            now,
            ..Self::default()
        }
    }

    /// The same lab on 127.0.0.1 with ports chosen by the system.
    #[must_use]
    pub fn on_free_ports(self) -> Self {
        Self {
            addressing: Addressing::FreePorts,
            ..self
        }
    }

    /// The ports of a node: its own, or those of its role.
    pub(crate) fn ports(node: &NodeConfig) -> Vec<PortConfig> {
        if node.ports.is_empty() {
            PortConfig::of_role(node.role)
        } else {
            node.ports.clone()
        }
    }
}

impl Default for LabConfig {
    fn default() -> Self {
        Self {
            now: crate::document::MOMENT,
            domain: "steven.lab".to_owned(),
            addressing: Addressing::default(),
            slow_milliseconds: 60_000,
            users: vec![User {
                name: "emusk".to_owned(),
                password: "lab-password".to_owned(),
                first_name: "E.".to_owned(),
                last_name: "Musk".to_owned(),
                number: "1971".to_owned(),
                email: "emusk@steven.lab".to_owned(),
            }],
            application_users: vec![
                ApplicationUser {
                    name: "axl-reader".to_owned(),
                    password: "lab-axl-password".to_owned(),
                    may_read_axl: true,
                },
                ApplicationUser {
                    name: "operator".to_owned(),
                    password: "lab-operator-password".to_owned(),
                    may_read_axl: false,
                },
            ],
            nodes: vec![
                NodeConfig::new("cucm.steven.lab", Role::Publisher),
                NodeConfig::new("cucm-sub.steven.lab", Role::Subscriber),
                NodeConfig::new("cups.steven.lab", Role::ImPresence),
                NodeConfig::new("cuc.steven.lab", Role::Unity),
            ],
        }
    }
}

impl NodeConfig {
    /// A node with the ports of its role, advertised by name.
    pub fn new(name: &str, role: Role) -> Self {
        Self {
            name: name.to_owned(),
            role,
            address: None,
            alternative_names: Vec::new(),
            server: ServerSetting::Name,
            ports: Vec::new(),
        }
    }
}

impl PortConfig {
    /// A port that shows these certificates, chosen by the client's order, without a client certificate, TLS 1.2.
    pub fn new(number: u16, certificates: &[&str]) -> Self {
        Self {
            number,
            bind: None,
            certificates: certificates.iter().map(|&name| name.to_owned()).collect(),
            order: CertificateOrder::Client,
            client_certificate: ClientCertificate::NotAsked,
            minimum: TlsVersion::V1_2,
            maximum: TlsVersion::V1_2,
            ciphers: None,
        }
    }

    /// The ports that a node of this role has by default.
    ///
    /// Unity listens on 443 and 8443; where 443 cannot be bound for want of privilege, 8443 serves both.
    pub fn of_role(role: Role) -> Vec<Self> {
        match role {
            Role::Publisher | Role::Subscriber => vec![
                Self::new(8443, &["tomcat"]),
                Self {
                    client_certificate: ClientCertificate::Optional,
                    ..Self::new(6972, &["tomcat", "tomcat-ECDSA"])
                },
                Self {
                    client_certificate: ClientCertificate::Optional,
                    ..Self::new(6971, &["CallManager", "CallManager-ECDSA"])
                },
            ],
            Role::ImPresence => vec![Self::new(8443, &["tomcat"])],
            Role::Unity => vec![Self::new(443, &["tomcat"]), Self::new(8443, &["tomcat"])],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_toml_reads() {
        let text = r#"
            slow_milliseconds = 2000
            [[node]]
            name = "cucm.steven.lab"
            role = "publisher"
            server = "address"
            [[node.port]]
            number = 6972
            certificates = ["tomcat", "tomcat-ECDSA"]
            order = "node"
            client_certificate = "optional"
            maximum = "1.3"
        "#;
        let config: LabConfig = toml::from_str(text).unwrap();
        let expected = LabConfig {
            slow_milliseconds: 2000,
            nodes: vec![NodeConfig {
                server: ServerSetting::Address,
                ports: vec![PortConfig {
                    order: CertificateOrder::Node,
                    client_certificate: ClientCertificate::Optional,
                    maximum: TlsVersion::V1_3,
                    ..PortConfig::new(6972, &["tomcat", "tomcat-ECDSA"])
                }],
                ..NodeConfig::new("cucm.steven.lab", Role::Publisher)
            }],
            ..LabConfig::default()
        };
        assert_eq!(config, expected);
    }

    #[test]
    fn default_lab_survives_toml() {
        let config = LabConfig::default();
        let text = toml::to_string(&config).unwrap();
        assert_eq!(toml::from_str::<LabConfig>(&text).unwrap(), config);
    }

    #[test]
    fn misspelt_key_is_refused() {
        assert!(toml::from_str::<LabConfig>("adressing = \"free-ports\"").is_err());
    }
}
