//! Things to change: what they are called, what they bring with them, and what they cost.

use std::collections::BTreeSet;

use tollgate_pki::Certificate;
use tollgate_report::{CertificateRequest, Message, Upload, UploadTo};

/// Names of a certificate that are listed for a choice.
const CHOICES: usize = 8;
/// Names and nodes that a sentence lists.
const LISTED: usize = 60;

/// Something to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Upload a certificate that is at hand to the trust store of every appliance.
    Upload(Certificate),
    /// Upload a CA that is not at hand, by its name.
    UploadNamed {
        /// Its subject.
        subject: String,
    },
    /// Install an intermediate that is at hand on the node.
    InstallIntermediate {
        /// The node.
        node: String,
        /// The certificate.
        certificate: Certificate,
    },
    /// Install an intermediate that is not at hand on the node, by its name.
    InstallNamed {
        /// The node.
        node: String,
        /// Its subject.
        subject: String,
    },
    /// Advertise the node by a name that its certificate contains.
    Advertise {
        /// The node.
        node: String,
        /// The address that is advertised today.
        from: String,
        /// Names that are covered, the likeliest first: at least one.
        to: Vec<String>,
        /// Whether the evidence tells that the first of them is the node's.
        is_known: bool,
    },
    /// Prefer RSA in the cipher string.
    PreferRsa,
    /// Have a certificate issued again, with all names that it is asked for.
    Reissue {
        /// The certificate of today.
        leaf: Certificate,
        /// The names and addresses that the new one has to contain.
        names: BTreeSet<String>,
        /// The nodes that present it.
        nodes: BTreeSet<String>,
    },
}

impl Change {
    /// Fewer changes come first; among equals the one that costs less work and risk.
    pub const fn cost(&self) -> u32 {
        const ONE: u32 = 1_000;
        ONE + match self {
            Self::Upload(_) => 1,
            Self::UploadNamed { .. } => 2,
            Self::InstallIntermediate { .. } => 3,
            Self::InstallNamed { .. } => 4,
            Self::Advertise { .. } => 5,
            Self::Reissue { .. } => 6,
            Self::PreferRsa => 7,
        }
    }

    /// A stable name, for JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Upload(_) | Self::UploadNamed { .. } => "upload",
            Self::InstallIntermediate { .. } | Self::InstallNamed { .. } => "install-intermediate",
            Self::Advertise { .. } => "advertise",
            Self::PreferRsa => "prefer-rsa",
            Self::Reissue { .. } => "re-issue",
        }
    }

    /// What tells changes apart: the same for what is the same to do.
    pub(super) fn key(&self) -> String {
        let kind = self.as_str();
        match self {
            Self::Upload(certificate) => format!("{kind} {}", certificate.fingerprint()),
            Self::UploadNamed { subject } => format!("{kind} name {subject}"),
            Self::InstallIntermediate { node, certificate } => {
                format!("{kind} {} {node}", certificate.fingerprint())
            }
            Self::InstallNamed { node, subject } => format!("{kind} name {subject} {node}"),
            Self::Advertise { node, from, to, .. } => format!("{kind} {node} {from} {to:?}"),
            Self::PreferRsa => kind.to_owned(),
            Self::Reissue { leaf, .. } => format!("{kind} {}", leaf.fingerprint()),
        }
    }

    pub(super) fn text(&self) -> Message {
        match self {
            Self::Upload(certificate) => Message::new(
                "change-upload",
                [
                    ("name", certificate.name().to_owned()),
                    ("sha256", certificate.fingerprint().to_string()),
                ],
            ),
            Self::UploadNamed { subject } => {
                Message::new("change-upload-named", [("subject", subject.clone())])
            }
            Self::InstallIntermediate { node, certificate } => Message::new(
                "change-install-intermediate",
                [
                    ("node", node.clone()),
                    ("name", certificate.name().to_owned()),
                ],
            ),
            Self::InstallNamed { node, subject } => Message::new(
                "change-install-named",
                [("node", node.clone()), ("subject", subject.clone())],
            ),
            Self::Advertise {
                node,
                from,
                to,
                is_known,
            } => {
                let known = to.get(..1).filter(|_| *is_known);
                advertise(node, from, known.unwrap_or(to))
            }
            Self::PreferRsa => Message::new("change-prefer-rsa", []),
            Self::Reissue { leaf, names, nodes } => {
                let values = [
                    ("name", leaf.name().to_owned()),
                    ("names", joined(names)),
                    ("nodes", joined(nodes)),
                ];
                if is_multi_server(leaf, nodes) {
                    Message::new("change-reissue-shared", values)
                } else {
                    Message::new("change-reissue", values)
                }
            }
        }
    }

    /// What may go wrong, or is to be known before. `is_own` tells of what nodes present as their own.
    pub(super) fn risk(&self, is_own: impl Fn(&Certificate) -> bool) -> Message {
        let id = match self {
            Self::Upload(certificate) if is_own(certificate) => "risk-upload-self-signed",
            Self::Upload(_) => "risk-upload",
            Self::UploadNamed { .. } => "risk-upload-named",
            Self::InstallIntermediate { .. } | Self::InstallNamed { .. } => {
                "risk-install-intermediate"
            }
            Self::Advertise { .. } => "risk-advertise",
            Self::PreferRsa => "risk-prefer-rsa",
            Self::Reissue { .. } => "risk-reissue",
        };
        Message::new(id, [])
    }

    pub(super) fn upload(&self) -> Vec<Upload> {
        match self {
            Self::Upload(certificate) | Self::InstallIntermediate { certificate, .. } => {
                let is_for_store = matches!(self, Self::Upload(_));
                vec![Upload {
                    to: if is_for_store {
                        UploadTo::TrustStore
                    } else {
                        UploadTo::Nodes
                    },
                    sha256: certificate.fingerprint().to_string(),
                    name: certificate.name().to_owned(),
                    subject: certificate.facts().subject.clone(),
                    pem: certificate.to_pem(),
                }]
            }
            Self::UploadNamed { .. }
            | Self::InstallNamed { .. }
            | Self::Advertise { .. }
            | Self::PreferRsa
            | Self::Reissue { .. } => Vec::new(),
        }
    }

    /// What to ask a CA for.
    pub(super) fn request(&self) -> Option<CertificateRequest> {
        let Self::Reissue { leaf, names, nodes } = self else {
            return None;
        };
        let addresses = leaf.facts().ip_addresses.iter();
        let names: BTreeSet<String> = addresses
            .map(ToString::to_string)
            .chain(names.iter().cloned())
            .collect();
        Some(CertificateRequest {
            certificate: leaf.fingerprint().to_string(),
            nodes: nodes.iter().cloned().collect(),
            names: names.into_iter().collect(),
        })
    }
}

/// One of several names is the operator's to choose.
fn advertise(node: &str, from: &str, names: &[String]) -> Message {
    let from = ("from", from.to_owned());
    let node = ("node", node.to_owned());
    if let [name] = names {
        return Message::new("change-advertise", [node, from, ("to", name.clone())]);
    }
    let names: Vec<&str> = names.iter().take(CHOICES).map(String::as_str).collect();
    let names = ("names", names.join(", "));
    Message::new("change-advertise-choice", [node, from, names])
}

/// Several nodes present it, or it is made out to several and its CN is none of theirs.
fn is_multi_server(leaf: &Certificate, nodes: &BTreeSet<String>) -> bool {
    let facts = leaf.facts();
    let is_node = |name: &String| nodes.iter().any(|node| node.eq_ignore_ascii_case(name));
    nodes.len() > 1 || (facts.dns_names.len() > 1 && !facts.common_names.iter().any(is_node))
}

/// Names in a row. Of very many the rest is counted: the request sheet has them all.
fn joined(names: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
    let mut text = shown.join(", ");
    let more = names.len().saturating_sub(shown.len());
    if more > 0 {
        text = format!("{text}, … (+{more})");
    }
    text
}
