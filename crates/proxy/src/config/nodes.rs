//! `[[node]]`, `[[allow]]`, `allow_csv` and `default_methods`: which nodes there are and what may
//! be asked of them.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::str::FromStr;

use tollgate_uc::{
    DEFAULT_DEPLOYMENT, Host, Methods, Node, Product, Rule, RuleMethods, import_rules, rules_for,
};

use super::Base;
use super::listeners::{Listeners, read_file};
use super::table::{Placed, Section};
use crate::upstream::EngineChoice;

/// A node with what only the traffic server needs to know about it.
#[derive(Debug, Clone)]
pub(crate) struct ConfiguredNode {
    pub(crate) node: Node,
    pub(crate) engine: EngineChoice,
}

pub(super) fn read_nodes(root: &Section<'_>) -> Vec<ConfiguredNode> {
    let mut nodes: Vec<ConfiguredNode> = Vec::new();
    for section in root.sections("node") {
        let address: Option<Placed<Host>> = required(
            &section,
            "address",
            "give the name or address that clients are told, such as \"cucm.steven.lab\"",
        );
        let role: Option<Placed<Product>> =
            required(&section, "role", "give one of cucm, imp, unity, tftp");
        let resolve = section.parse::<WrittenIp>("resolve").map(|ip| ip.0);
        let ports = read_ports(&section, role.as_ref().map(|role| role.value));
        let deployment = deployment(&section);
        let engine = section
            .parse_or("tls_engine", WrittenEngine(EngineChoice::Automatic))
            .0;
        if let Some(address) = &address
            && let Some(other) = nodes
                .iter()
                .find(|other| other.node.address == address.value)
            && let Some(port) = ports.iter().find(|port| other.node.ports.contains(port))
        {
            let text = format!("has port {port} in another [[node]] already; merge the two");
            section.problem(&address.place, text);
        }
        section.finish();
        if let (Some(address), Some(role)) = (address, role) {
            let node = Node {
                address: address.value,
                product: role.value,
                ports,
                resolve,
                deployment,
            };
            nodes.push(ConfiguredNode { node, engine });
        }
    }
    nodes
}

fn read_ports(section: &Section<'_>, role: Option<Product>) -> Vec<NonZeroU16> {
    let place = section.place_of_key("ports");
    let numbers = section.numbers("ports", 1..=u64::from(u16::MAX));
    if place.is_written() && numbers.is_empty() {
        section.problem(&place, "names no port; give those that clients use, or remove the key for the usual ones of the role");
    }
    let usual: &[u16] = match role {
        Some(Product::Cucm) => &[8443, 6970, 6971, 6972],
        Some(Product::Imp) => &[8443],
        Some(Product::Unity) => &[443, 8443],
        Some(Product::Tftp) => &[6971, 6972],
        None => &[],
    };
    let usual = usual.iter().map(|port| u64::from(*port));
    let chosen: Vec<u64> = if place.is_written() {
        numbers
    } else {
        usual.collect()
    };
    chosen
        .iter()
        .filter_map(|port| u16::try_from(*port).ok().and_then(NonZeroU16::new))
        .collect()
}

/// The rules that the file itself and its CSV files hold, in that order.
pub(super) fn read_rules(root: &Section<'_>, base: &Base) -> Vec<Rule> {
    let mut rules = Vec::new();
    for section in root.sections("allow") {
        let rule = section.string("url").and_then(|url| {
            Rule::parse(url.value)
                .map_err(|error| section.problem(&url.place, error))
                .ok()
        });
        if rule.is_none() && !section.place_of_key("url").is_written() {
            section.missing("url", "is missing; give protocol://host[:port][/path]");
        }
        let methods = read_methods(&section, "methods");
        let matching = section.parse("match");
        let deployment = deployment(&section);
        let description = section
            .string("description")
            .map_or("", |text| text.value)
            .to_owned();
        section.finish();
        let Some(rule) = rule else { continue };
        rules.push(Rule {
            methods: methods.map_or(RuleMethods::Default, RuleMethods::Chosen),
            matching: matching.unwrap_or(rule.matching),
            deployment,
            description,
            ..rule
        });
    }
    for name in root.strings("allow_csv") {
        let Some(bytes) = read_file(root, &name, base) else {
            continue;
        };
        let imported = import_rules(&bytes);
        for problem in &imported.problems {
            root.problem(&name.place, problem);
        }
        rules.extend(imported.entries);
    }
    rules
}

pub(super) fn read_default_methods(root: &Section<'_>) -> Methods {
    read_methods(root, "default_methods").unwrap_or(Methods::DEFAULT)
}

pub(super) fn automatic_rules(nodes: &[ConfiguredNode]) -> Vec<Rule> {
    let nodes: Vec<Node> = nodes
        .iter()
        .map(|configured| configured.node.clone())
        .collect();
    rules_for(&nodes)
}

/// Nodes that would lead back to a listener of this server.
pub(super) fn check_loops(root: &Section<'_>, nodes: &[ConfiguredNode], listeners: &Listeners) {
    for (configured, section) in nodes.iter().zip(root.sections("node")) {
        let node = &configured.node;
        let Some(ip) = node.resolve.or_else(|| node.address.as_ip()) else {
            continue;
        };
        for port in &node.ports {
            let dialled = SocketAddr::new(ip, port.get());
            if listeners
                .listeners
                .iter()
                .any(|listener| listener.address == dialled)
            {
                let text = format!(
                    "leads back to our own listener {dialled}; give the node's own address and port"
                );
                section.problem(&section.place_of_key("address"), text);
            }
        }
    }
}

fn read_methods(section: &Section<'_>, key: &'static str) -> Option<Methods> {
    let given = section.strings(key);
    let place = section.place_of_key(key);
    if given.is_empty() {
        if place.is_written() {
            section.problem(
                &place,
                "names no method; give some, or remove the key for the default methods",
            );
        }
        return None;
    }
    given
        .iter()
        .map(|text| section.parse_placed::<Methods>(text))
        .try_fold(Methods::from_iter([]), |all, methods| {
            methods.map(|methods| all.iter().chain(methods.iter()).collect())
        })
}

fn deployment(section: &Section<'_>) -> String {
    section
        .string("deployment")
        .map_or(DEFAULT_DEPLOYMENT, |text| text.value)
        .to_owned()
}

fn required<T>(section: &Section<'_>, key: &'static str, advice: &str) -> Option<Placed<T>>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    let Some(text) = section.string(key) else {
        if !section.place_of_key(key).is_written() {
            section.missing(key, format!("is missing; {advice}"));
        }
        return None;
    };
    section.parse_placed(&text).map(|value| Placed {
        value,
        place: text.place,
    })
}

/// An IP address as an operator writes it, IPv6 with or without brackets.
struct WrittenIp(IpAddr);

#[derive(Debug, thiserror::Error)]
#[error("is not an IP address; a node is dialled at an address, its name is `address`")]
struct NotAnIp;

impl FromStr for WrittenIp {
    type Err = NotAnIp;

    fn from_str(text: &str) -> Result<Self, NotAnIp> {
        let bare = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(text);
        bare.parse().map(Self).map_err(|_| NotAnIp)
    }
}

/// `tls_engine` of a node.
struct WrittenEngine(EngineChoice);

#[derive(Debug, thiserror::Error)]
#[error(
    "is not a TLS engine; use openssl for a node that speaks TLS below 1.2 or old suites only, else remove the key"
)]
struct UnknownEngine;

impl FromStr for WrittenEngine {
    type Err = UnknownEngine;

    fn from_str(text: &str) -> Result<Self, UnknownEngine> {
        match text {
            "rustls" | "automatic" => Ok(Self(EngineChoice::Automatic)),
            "openssl" => Ok(Self(EngineChoice::OpenSsl)),
            _ => Err(UnknownEngine),
        }
    }
}
