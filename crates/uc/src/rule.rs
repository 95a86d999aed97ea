//! One rule of the HTTP allow list, and the rules that nodes bring with them.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::excerpt::Excerpt;
use crate::host::Host;
use crate::method::{Method, Methods};
use crate::node::{DEFAULT_DEPLOYMENT, Node, Product};
use crate::path::{RulePath, split_query};
use crate::target::{Protocol, Target, UrlError, url};

/// How the path of a rule is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MatchType {
    /// The path of the request is the path of the rule.
    Exact,
    /// The path of the request starts with the text of the rule's path, wherever that ends:
    /// `/abc` also allows `/abcd`, `/abc/` does not.
    Prefix,
}

impl MatchType {
    /// The word for it in CSV files and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
        }
    }
}

impl fmt::Display for MatchType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A match type other than `exact` and `prefix`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown match type {0}; use exact or prefix")]
pub struct UnknownMatchType(pub Excerpt);

impl FromStr for MatchType {
    type Err = UnknownMatchType;

    fn from_str(text: &str) -> Result<Self, UnknownMatchType> {
        [Self::Exact, Self::Prefix]
            .into_iter()
            .find(|matching| matching.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownMatchType(Excerpt::new(text)))
    }
}

/// Which methods a rule allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleMethods {
    /// The default methods of the allow list.
    Default,
    /// These and no others.
    Chosen(Methods),
}

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Generated from a node of this product; never allows `http`.
    Automatic(Product),
    /// Written by an operator.
    Editable,
}

/// What may be asked of one host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The only protocol that the rule allows.
    pub protocol: Protocol,
    /// Compared without case and without one trailing dot.
    pub host: Host,
    /// Compared as a number.
    pub port: NonZeroU16,
    /// Compared with the normal form of the path, with case.
    pub path: RulePath,
    /// How `path` is compared.
    pub matching: MatchType,
    /// The methods allowed.
    pub methods: RuleMethods,
    /// The deployment that the rule belongs to; [`DEFAULT_DEPLOYMENT`] unless named.
    pub deployment: String,
    /// Free text for operators.
    pub description: String,
    /// Where the rule comes from.
    pub origin: Origin,
}

impl Rule {
    /// An editable rule for `protocol://host[:port][/path]`: prefix match, default methods,
    /// default deployment, no description. Without a port it is 443 or 80, without a path `/`.
    pub fn parse(url: &str) -> Result<Self, UrlError> {
        let target = Target::parse(url)?;
        let path = match split_query(&target.path_and_query) {
            (path, None) => RulePath::parse(path)?,
            (_, Some(_)) => RulePath::parse(&target.path_and_query)?,
        };
        Ok(Self {
            protocol: target.protocol,
            host: target.host,
            port: target.port,
            path,
            matching: MatchType::Prefix,
            methods: RuleMethods::Default,
            deployment: DEFAULT_DEPLOYMENT.to_owned(),
            description: String::new(),
            origin: Origin::Editable,
        })
    }

    /// `https://host:port/path`, always with the port, as the log names a rule.
    pub fn url(&self) -> String {
        url(self.protocol, &self.host, self.port, self.path.as_str())
    }

    /// The `Type` of the rule in the log and in lists.
    pub fn kind(&self) -> &'static str {
        match self.origin {
            Origin::Automatic(Product::Cucm) => "Automatically generated rule for CUCM server",
            Origin::Automatic(Product::Imp) => "Automatically generated rule for IM&P server",
            Origin::Automatic(Product::Unity) => "Automatically generated rule for Unity server",
            Origin::Automatic(Product::Tftp) => "Automatically generated rule for TFTP server",
            Origin::Editable => "Editable rule",
        }
    }

    pub(crate) fn matches_path(&self, normal_path: &str) -> bool {
        match self.matching {
            MatchType::Exact => normal_path == self.path.as_str(),
            MatchType::Prefix => normal_path.starts_with(self.path.as_str()),
        }
    }

    pub(crate) fn matches_protocol(&self, protocol: Protocol) -> bool {
        let verified = protocol == Protocol::Https || self.origin == Origin::Editable;
        self.protocol == protocol && verified
    }

    pub(crate) fn allows(&self, method: Option<Method>, defaults: Methods) -> bool {
        method.is_some_and(|method| self.effective_methods(defaults).contains(method))
    }

    pub(crate) fn effective_methods(&self, defaults: Methods) -> Methods {
        match self.methods {
            RuleMethods::Default => defaults,
            RuleMethods::Chosen(methods) => methods,
        }
    }
}

/// The automatic rules of the nodes: in the order of the nodes and of their ports, the narrower
/// path of a port before the wider. A port that a node lists twice counts once.
pub fn rules_for(nodes: &[Node]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for node in nodes {
        let mut seen = Vec::new();
        for port in &node.ports {
            if seen.contains(port) {
                continue;
            }
            seen.push(*port);
            for path in automatic_paths(node.product, *port) {
                rules.push(automatic_rule(node, *port, path));
            }
        }
    }
    rules
}

/// The ports on which a CUCM node serves configuration files, by names that no prefix describes.
const CUCM_FILE_PORTS: std::ops::RangeInclusive<u16> = 6970..=6972;

fn automatic_paths(product: Product, port: NonZeroU16) -> &'static [&'static str] {
    match product {
        Product::Cucm if CUCM_FILE_PORTS.contains(&port.get()) => &["/cucm-uds/", "/"],
        Product::Cucm => &["/cucm-uds/"],
        Product::Imp => &["/EPASSoap/"],
        Product::Unity => &["/vmrest/"],
        Product::Tftp => &["/"],
    }
}

fn automatic_rule(node: &Node, port: NonZeroU16, path: &'static str) -> Rule {
    Rule {
        protocol: Protocol::Https,
        host: node.address.clone(),
        port,
        path: RulePath::automatic(path),
        matching: MatchType::Prefix,
        methods: RuleMethods::Default,
        deployment: node.deployment.clone(),
        description: String::new(),
        origin: Origin::Automatic(node.product),
    }
}
