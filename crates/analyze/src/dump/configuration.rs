//! What findings ask a configuration.
//!
//! The paths are those of the administrator guides and of dumps in public troubleshooting texts.
//! Whether an appliance writes its allow list into a dump is not known; rules are read where they
//! are found.

use super::tree::{Node, Tree};

/// The settings of an appliance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// All of them, by path.
    pub tree: Tree,
}

/// A setting that is on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Switch<'t> {
    /// `On`, `True`, `Enabled` or `Yes`.
    On,
    /// `Off`, `False`, `Disabled` or `No`.
    Off,
    /// The dump does not have it: the default of its version holds.
    Absent,
    /// Another value.
    Unknown(&'t str),
}

/// An OpenSSL cipher string and the purpose it is set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CipherString<'t> {
    /// Name of the setting, such as `UcClientTLSCiphers`.
    pub name: &'t str,
    /// The string.
    pub value: &'t str,
}

/// A search rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchRule<'t> {
    /// Its number in the dump.
    pub number: u32,
    /// Its name.
    pub name: &'t str,
    /// Lower numbers are tried first.
    pub priority: Option<u32>,
    /// `Any`, `H323` or `SIP`.
    pub protocol: &'t str,
    /// `SIP` variant and the like where the release has it; empty if not.
    pub traffic: &'t str,
    /// `Any`, `AllZones`, `LocalZone` or `Named`; empty if absent.
    pub source: &'t str,
    /// The named source.
    pub source_name: &'t str,
    /// `AliasPatternMatch`, `AnyAlias` or `AnyIPAddress`.
    pub mode: &'t str,
    /// `Exact`, `Prefix`, `Suffix` or `Regex`; empty if absent.
    pub pattern_type: &'t str,
    /// What an alias is matched against.
    pub pattern: &'t str,
    /// The zone or policy service that calls go to.
    pub target: &'t str,
    /// Whether it is in use.
    pub state: Switch<'t>,
}

/// A zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone<'t> {
    /// Its number in the dump.
    pub number: u32,
    /// Its name.
    pub name: &'t str,
    /// `Neighbor`, `TraversalClient`, `TraversalServer`, `DNS` and others.
    pub kind: &'t str,
    /// Addresses of its peers.
    pub peers: Vec<&'t str>,
    /// Whether it carries Unified Communications services.
    pub collaboration_edge: Switch<'t>,
}

/// A UC node that discovery made a zone or search rule for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UcNode<'t> {
    /// Host name or IP address as the publisher advertises it.
    pub address: &'t str,
    /// `CEtcp`, `CEtls` or `CEOAuth`, as in the name of the zone.
    pub zone: &'static str,
}

/// A deployment, one of several sets of domains and nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deployment<'t> {
    /// Its number, as log lines show it.
    pub number: u32,
    /// Its name.
    pub name: &'t str,
}

/// A domain that the appliance serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Domain<'t> {
    /// Its name.
    pub name: &'t str,
    /// Whether mobile and remote access is on for it.
    pub edge: Switch<'t>,
}

/// A peer of the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusterPeer<'t> {
    /// Its number, 1 to 6.
    pub number: u32,
    /// Its address.
    pub address: &'t str,
}

/// The HTTP allow list as far as a dump has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowListSettings<'t> {
    /// Methods of rules that name none.
    pub default_methods: Vec<&'t str>,
    /// The rules.
    pub rules: Vec<AllowListRule<'t>>,
}

/// A rule of the HTTP allow list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AllowListRule<'t> {
    /// Its number in the dump.
    pub number: u32,
    /// The URL that requests are compared with.
    pub url: &'t str,
    /// Its methods as they stand there; empty for the default ones.
    pub methods: &'t str,
    /// `exact` or `prefix`; empty if absent.
    pub matching: &'t str,
    /// Name or number of its deployment; empty if absent.
    pub deployment: &'t str,
}

/// The names that discovery gives to zones and search rules, in front of the node.
const DISCOVERED: &[(&str, &str)] = &[
    ("CEtcp-", "CEtcp"),
    ("CEtls-", "CEtls"),
    ("CEOAuth-", "CEOAuth"),
    ("CEOAuth ", "CEOAuth"),
];

impl Configuration {
    /// What the administrator calls the appliance.
    pub fn system_name(&self) -> Option<&str> {
        self.text("SystemUnit Name")
    }

    /// Host name without its domain.
    pub fn host_name(&self) -> Option<&str> {
        self.text("IP DNS Hostname")
            .or_else(|| self.text("DNS Hostname"))
    }

    /// The domain of the host name.
    pub fn domain_name(&self) -> Option<&str> {
        self.text("IP DNS Domain Name")
            .or_else(|| self.text("DNS Domain Name"))
    }

    /// Whether the traffic server verifies the nodes (`EdgeConfigServer VerifyOriginServer`).
    pub fn verify_origin_server(&self) -> Switch<'_> {
        self.switch("EdgeConfigServer VerifyOriginServer")
    }

    /// Whether mobile and remote access is on.
    pub fn collaboration_edge(&self) -> Switch<'_> {
        self.switch("CollaborationEdge Enabled")
    }

    /// The cipher strings, in the order of the dump.
    pub fn cipher_strings(&self) -> impl Iterator<Item = CipherString<'_>> {
        self.ciphers()
            .filter(|setting| ends_with_ignoring_case(setting.name, "Ciphers"))
    }

    /// The oldest versions of TLS for each purpose, such as `UcClientTLSProtocol` and `minTLSv1.2`.
    pub fn tls_minimums(&self) -> impl Iterator<Item = CipherString<'_>> {
        self.ciphers()
            .filter(|setting| ends_with_ignoring_case(setting.name, "Protocol"))
    }

    fn ciphers(&self) -> impl Iterator<Item = CipherString<'_>> {
        let settings = self.tree.find("Ciphers");
        let settings = settings.into_iter().flat_map(Node::children);
        settings.filter_map(|setting| {
            let value = setting.value_at("Value").or_else(|| setting.value())?;
            let name = setting.name();
            Some(CipherString { name, value })
        })
    }

    /// The search rules, in the order of the dump.
    pub fn search_rules(&self) -> Vec<SearchRule<'_>> {
        self.each("Zones Policy SearchRules", "Rule")
            .map(|(number, rule)| {
                let text = |path| rule.value_at(path).unwrap_or_default();
                SearchRule {
                    number,
                    name: text("Name"),
                    priority: text("Priority").parse().ok(),
                    protocol: text("Protocol"),
                    traffic: text("SIPTrafficType"),
                    source: text("Source Mode"),
                    source_name: text("Source Name"),
                    mode: text("Mode"),
                    pattern_type: text("Pattern Type"),
                    pattern: text("Pattern String"),
                    target: text("Target Name"),
                    state: Switch::of(rule.value_at("State")),
                }
            })
            .collect()
    }

    /// The zones, in the order of the dump.
    pub fn zones(&self) -> Vec<Zone<'_>> {
        self.each("Zones", "Zone")
            .map(|(number, zone)| {
                let parts = || zone.children().flat_map(Node::children);
                let peers = parts().filter(|part| part.name().eq_ignore_ascii_case("Peer"));
                let addresses = peers.filter_map(|peer| peer.value_at("Address"));
                let mut edges = zone
                    .children()
                    .filter_map(|kind| kind.value_at("Collaboration Edge"));
                Zone {
                    number,
                    name: zone.value_at("Name").unwrap_or_default(),
                    kind: zone.value_at("Type").unwrap_or_default(),
                    peers: addresses.filter(|address| !address.is_empty()).collect(),
                    collaboration_edge: Switch::of(edges.next()),
                }
            })
            .collect()
    }

    /// The UC nodes that discovery made zones and search rules for, each once, sorted.
    pub fn uc_nodes(&self) -> Vec<UcNode<'_>> {
        let zones = self.each("Zones", "Zone");
        let rules = self.each("Zones Policy SearchRules", "Rule");
        let names = zones
            .filter_map(|(_, zone)| zone.value_at("Name"))
            .chain(rules.filter_map(|(_, rule)| rule.value_at("Target Name")));
        let mut nodes: Vec<_> = names
            .filter_map(|name| {
                DISCOVERED.iter().find_map(|(mark, zone)| {
                    let address = name.strip_prefix(mark).filter(|node| !node.is_empty())?;
                    Some(UcNode { address, zone })
                })
            })
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// The deployments; most appliances have the default one only and list none.
    pub fn deployments(&self) -> Vec<Deployment<'_>> {
        let listed = self.tree.roots();
        listed
            .filter(|node| {
                node.name()
                    .eq_ignore_ascii_case("CollaborationEdgeDeployments")
            })
            .zip(1..)
            .map(|(node, place)| {
                let own = node.value_at("DeploymentId");
                let own = own.and_then(|id| id.parse().ok());
                Deployment {
                    number: own.or_else(|| node.index()).unwrap_or(place),
                    name: node.value_at("UserReadableName").unwrap_or_default(),
                }
            })
            .collect()
    }

    /// The domains that it serves.
    pub fn domains(&self) -> Vec<Domain<'_>> {
        self.each("SIP", "Domain")
            .filter_map(|(_, domain)| {
                let name = domain.value_at("Name").filter(|name| !name.is_empty())?;
                let edge = Switch::of(domain.value_at("Edge"));
                Some(Domain { name, edge })
            })
            .collect()
    }

    /// The peers of its cluster, itself included; empty for a single appliance.
    pub fn cluster_peers(&self) -> Vec<ClusterPeer<'_>> {
        self.each("Alternates", "Peer")
            .filter_map(|(number, peer)| {
                let address = peer.value_at("Address").filter(|text| !text.is_empty())?;
                Some(ClusterPeer { number, address })
            })
            .collect()
    }

    /// The name of its cluster.
    pub fn cluster_name(&self) -> Option<&str> {
        self.text("Alternates Cluster Name")
    }

    /// The HTTP allow list.
    pub fn allow_list(&self) -> AllowListSettings<'_> {
        let path = "CollaborationEdge AllowList";
        let methods = self
            .text(&format!("{path} DefaultMethods"))
            .unwrap_or_default();
        let rules = self.each(path, "Rule").map(|(number, rule)| {
            let first = |names: &[&str]| {
                let mut found = names.iter().filter_map(|name| rule.value_at(name));
                found.next().unwrap_or_default()
            };
            AllowListRule {
                number,
                url: first(&["Url"]),
                methods: first(&["HttpMethods", "Methods"]),
                matching: first(&["MatchType", "Match"]),
                deployment: first(&["Deployment"]),
            }
        });
        AllowListSettings {
            default_methods: methods
                .split(',')
                .map(str::trim)
                .filter(|method| !method.is_empty())
                .collect(),
            rules: rules.collect(),
        }
    }

    fn each<'t>(&'t self, path: &str, name: &str) -> impl Iterator<Item = (u32, Node<'t>)> {
        let node = self.tree.find(path);
        node.into_iter().flat_map(move |node| node.each(name))
    }

    fn switch(&self, path: &str) -> Switch<'_> {
        Switch::of(self.tree.value(path))
    }

    /// A value that is not empty.
    fn text(&self, path: &str) -> Option<&str> {
        self.tree.value(path).filter(|value| !value.is_empty())
    }
}

impl<'t> Switch<'t> {
    pub(super) fn of(value: Option<&'t str>) -> Self {
        const ON: [&str; 4] = ["On", "True", "Enabled", "Yes"];
        const OFF: [&str; 4] = ["Off", "False", "Disabled", "No"];
        match value {
            None => Self::Absent,
            Some(text) if ON.iter().any(|on| text.eq_ignore_ascii_case(on)) => Self::On,
            Some(text) if OFF.iter().any(|off| text.eq_ignore_ascii_case(off)) => Self::Off,
            Some(text) => Self::Unknown(text),
        }
    }
}

fn ends_with_ignoring_case(text: &str, end: &str) -> bool {
    text.len()
        .checked_sub(end.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}
