//! The HTTP allow list: which requests may go to which node.
//!
//! A request is compared in normal form: the host without case and without one trailing dot, the
//! path after [normalisation](crate::RulePath), the query not at all. Everything that no rule
//! allows is denied.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU16;

use crate::excerpt::Excerpt;
use crate::host::Host;
use crate::method::{Method, Methods};
use crate::path::{PathError, normalise};
use crate::rule::{Origin, Rule};
use crate::target::{Protocol, Target};

/// As many ports as a reason lists.
const PORTS_SHOWN: usize = 8;

/// The rules in force. Built once for each generation of settings and then only read.
///
/// Where several rules allow a request, the first one is named: automatic rules before editable
/// ones, each in the order in which they were given.
#[derive(Debug, Clone)]
pub struct AllowList {
    rules: Vec<Rule>,
    /// Positions in `rules`, ascending, by host (without trailing dot) and port.
    index: HashMap<Host, HashMap<NonZeroU16, Vec<usize>>>,
    default_methods: Methods,
}

/// What the allow list says to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision<'a> {
    /// The request may go to the node.
    Allowed {
        /// The first rule that allows it.
        rule: &'a Rule,
    },
    /// The request must be answered here, and no connection made for it.
    Denied {
        /// How far the request came.
        reason: DenyReason,
    },
}

impl Decision<'_> {
    /// Whether a rule allows the request.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

/// Why no rule allows a request: the first of these checks, in this order, that no rule was left after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DenyReason {
    /// The path is dangerous or malformed, so that it was compared with no rule.
    UnsafePath(PathError),
    /// No rule for this host.
    Host {
        /// The host asked for.
        host: Host,
    },
    /// There are rules for the host, but for other ports.
    Port {
        /// The host asked for.
        host: Host,
        /// The port asked for.
        port: NonZeroU16,
        /// The ports of the host that have rules, ascending.
        listed: Vec<NonZeroU16>,
    },
    /// There are rules for the host and port, but for other paths.
    Path {
        /// The path asked for, without query.
        path: Excerpt,
    },
    /// There are rules for the path, but for other methods.
    Method {
        /// The method asked for.
        method: Excerpt,
        /// The methods that rules for this path allow.
        listed: Methods,
    },
    /// There are rules for path and method, but not for this protocol.
    Protocol {
        /// The protocol asked for.
        protocol: Protocol,
    },
}

impl fmt::Display for DenyReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnsafePath(error) => error.fmt(formatter),
            Self::Host { host } => write!(
                formatter,
                "no rule for host {host}; add a rule for it or add it as a node"
            ),
            Self::Port { host, port, listed } => {
                write!(
                    formatter,
                    "no rule for port {port} of host {host}, only for "
                )?;
                for (position, port) in listed.iter().take(PORTS_SHOWN).enumerate() {
                    let separator = if position == 0 { "" } else { ", " };
                    write!(formatter, "{separator}{port}")?;
                }
                if listed.len() > PORTS_SHOWN {
                    formatter.write_str(", ...")?;
                }
                formatter.write_str("; add a rule for the port")
            }
            Self::Path { path } => {
                write!(formatter, "no rule for path {path}; add a rule for it")
            }
            Self::Method { method, listed } => write!(
                formatter,
                "method {method} is not allowed, only {listed}; add it to the rule if it is needed"
            ),
            Self::Protocol { protocol } => write!(
                formatter,
                "no rule for protocol {protocol}; use the other one or add an editable rule"
            ),
        }
    }
}

impl AllowList {
    /// An allow list whose default methods are GET, POST and PUT.
    pub fn new(rules: Vec<Rule>) -> Self {
        Self::with_default_methods(rules, Methods::DEFAULT)
    }

    /// An allow list with these methods for rules that choose none.
    pub fn with_default_methods(mut rules: Vec<Rule>, default_methods: Methods) -> Self {
        rules.sort_by_key(|rule| match rule.origin {
            Origin::Automatic(_) => 0,
            Origin::Editable => 1,
        });
        let mut index: HashMap<Host, HashMap<NonZeroU16, Vec<usize>>> = HashMap::new();
        for (position, rule) in rules.iter().enumerate() {
            index
                .entry(rule.host.without_trailing_dot().into_owned())
                .or_default()
                .entry(rule.port)
                .or_default()
                .push(position);
        }
        Self {
            rules,
            index,
            default_methods,
        }
    }

    /// The rules in the order in which they are tried.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The methods of rules that choose none.
    pub fn default_methods(&self) -> Methods {
        self.default_methods
    }

    /// Whether a rule of any deployment allows `method` on `target`.
    pub fn decide(&self, method: &str, target: &Target) -> Decision<'_> {
        self.decide_among(method, target, |_| true)
    }

    /// Whether a rule of `deployment` allows `method` on `target`.
    pub fn decide_in(&self, deployment: &str, method: &str, target: &Target) -> Decision<'_> {
        self.decide_among(method, target, |rule| rule.deployment == deployment)
    }

    fn decide_among(
        &self,
        method: &str,
        target: &Target,
        counts: impl Fn(&Rule) -> bool,
    ) -> Decision<'_> {
        let path = match normalise(target.path()) {
            Ok(path) => path,
            Err(error) => {
                let reason = DenyReason::UnsafePath(error);
                return Decision::Denied { reason };
            }
        };
        let requested = Method::of_request(method);
        let allowed = self.candidates(target).find(|rule| {
            counts(rule)
                && rule.matches_path(&path)
                && rule.matches_protocol(target.protocol)
                && rule.allows(requested, self.default_methods)
        });
        match allowed {
            Some(rule) => Decision::Allowed { rule },
            None => Decision::Denied {
                reason: self.explain(method, target, &path, counts),
            },
        }
    }

    fn ports_of(&self, host: &Host) -> Option<&HashMap<NonZeroU16, Vec<usize>>> {
        self.index.get(&*host.without_trailing_dot())
    }

    /// The rules for host and port of the target, in order.
    fn candidates(&self, target: &Target) -> impl Iterator<Item = &Rule> {
        self.ports_of(&target.host)
            .and_then(|ports| ports.get(&target.port))
            .into_iter()
            .flatten()
            .filter_map(|position| self.rules.get(*position))
    }

    fn explain(
        &self,
        method: &str,
        target: &Target,
        normal_path: &str,
        counts: impl Fn(&Rule) -> bool,
    ) -> DenyReason {
        let listed = self.listed_ports(&target.host, &counts);
        if listed.is_empty() {
            return DenyReason::Host {
                host: target.host.clone(),
            };
        }
        if !listed.contains(&target.port) {
            return DenyReason::Port {
                host: target.host.clone(),
                port: target.port,
                listed,
            };
        }
        let on_path: Vec<&Rule> = self
            .candidates(target)
            .filter(|rule| counts(rule) && rule.matches_path(normal_path))
            .collect();
        if on_path.is_empty() {
            return DenyReason::Path {
                path: Excerpt::new(target.path()),
            };
        }
        let requested = Method::of_request(method);
        let allows = |rule: &&Rule| rule.allows(requested, self.default_methods);
        if on_path.iter().any(allows) {
            return DenyReason::Protocol {
                protocol: target.protocol,
            };
        }
        DenyReason::Method {
            method: Excerpt::new(method),
            listed: on_path
                .iter()
                .flat_map(|rule| rule.effective_methods(self.default_methods).iter())
                .collect(),
        }
    }

    fn listed_ports(&self, host: &Host, counts: &impl Fn(&Rule) -> bool) -> Vec<NonZeroU16> {
        let mut listed: Vec<NonZeroU16> = self
            .ports_of(host)
            .into_iter()
            .flat_map(HashMap::values)
            .flatten()
            .filter_map(|position| self.rules.get(*position))
            .filter(|rule| counts(rule))
            .map(|rule| rule.port)
            .collect();
        listed.sort_unstable();
        listed.dedup();
        listed
    }
}
