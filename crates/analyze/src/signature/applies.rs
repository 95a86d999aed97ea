//! Where a signature can be, and what evidence it needs.

use tollgate_report::{Message, MissingInput};

use crate::bundle::Role;
use crate::case::{Case, PeerCase};
use crate::dump::Switch;
use crate::signature::{Sentence, Signature};
use crate::version::SoftwareVersion;

/// Appliances that a signature can be on. What is not known of one never excludes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Applies {
    /// The roles; empty for every one.
    pub roles: Vec<Role>,
    /// What sources say about versions; empty for every one. Sources may differ: a version that any
    /// of them names is affected, and the finding says whether all of them do.
    pub versions: Vec<VersionStatement>,
    /// What has to be in use.
    pub feature: Option<Feature>,
}

/// What one source says about versions.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionStatement {
    /// The versions, any of these.
    pub ranges: Vec<VersionRange>,
    /// Who says so, and what it means.
    pub meaning: Option<Sentence>,
}

/// A range of versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionRange {
    /// The first version; `None` for the beginning.
    pub from: Option<SoftwareVersion>,
    /// The first version that is no longer in it; `None` for no end.
    pub before: Option<SoftwareVersion>,
}

/// A feature of an appliance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// Mobile and Remote Access.
    Mra,
}

/// Evidence that is needed: any of these kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need(pub Vec<NeedKind>);

/// A kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NeedKind {
    /// A diagnostic log.
    Log,
    /// A packet capture.
    Capture,
    /// The trust store.
    TrustStore,
    /// The appliance's own certificate.
    ServerCertificate,
    /// A configuration dump.
    Configuration,
    /// A status dump.
    Status,
    /// The certificate list of a node.
    CertificateList,
}

/// Whether a signature can be on an appliance.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Applicability {
    /// It can, as far as is known.
    Applies,
    /// It can, by some sources but not by all.
    Disputed,
    /// It cannot, and why.
    Excluded(Message),
}

impl NeedKind {
    pub(crate) const ALL: [(&'static str, Self); 7] = [
        ("log", Self::Log),
        ("capture", Self::Capture),
        ("trust-store", Self::TrustStore),
        ("server-certificate", Self::ServerCertificate),
        ("configuration", Self::Configuration),
        ("status", Self::Status),
        ("certificate-list", Self::CertificateList),
    ];

    /// As signature files and [`MissingInput`] name it, such as `trust-store`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Capture => "capture",
            Self::TrustStore => "trust-store",
            Self::ServerCertificate => "server-certificate",
            Self::Configuration => "configuration",
            Self::Status => "status",
            Self::CertificateList => "certificate-list",
        }
    }

    const fn how(self) -> &'static str {
        match self {
            Self::Log => "missing-how-log",
            Self::Capture => "missing-how-capture",
            Self::TrustStore => "missing-how-trust-store",
            Self::ServerCertificate => "missing-how-server-certificate",
            Self::Configuration => "missing-how-configuration",
            Self::Status => "missing-how-status",
            Self::CertificateList => "missing-how-certificate-list",
        }
    }

    fn is_in(self, case: &Case, peer: usize) -> bool {
        let Some(own) = case.peers.get(peer) else {
            return false;
        };
        let bundles = case.evidence.peers.get(peer);
        let mut bundles = bundles.into_iter().flat_map(|peer| &peer.bundles);
        match self {
            Self::Log => !own.logs.is_empty(),
            Self::Capture => !own.captures.is_empty(),
            Self::TrustStore => own.trust.is_some(),
            Self::ServerCertificate => own.server.is_some(),
            Self::Configuration => bundles.any(|bundle| bundle.configuration.is_some()),
            Self::Status => bundles.any(|bundle| bundle.status.is_some()),
            Self::CertificateList => bundles.any(|bundle| {
                let mut lists = bundle.certificate_lists();
                lists.any(|(_, list)| !list.entries.is_empty())
            }),
        }
    }
}

/// A kind of evidence that is missing, and how it is collected.
pub(crate) fn missing_input(kind: NeedKind) -> MissingInput {
    MissingInput {
        id: kind.as_str().to_owned(),
        how: kind.how().to_owned(),
    }
}

impl VersionRange {
    /// Whether a version is in it.
    pub fn contains(&self, version: &SoftwareVersion) -> bool {
        self.from.as_ref().is_none_or(|from| from <= version)
            && self.before.as_ref().is_none_or(|before| version < before)
    }
}

impl Signature {
    /// Whether this signature can be on an appliance. With [`Question::what_if`] the release asked
    /// for counts instead of the one that is running.
    ///
    /// [`Question::what_if`]: crate::case::Question::what_if
    pub(crate) fn applicability(&self, case: &Case, peer: usize) -> Applicability {
        let Some(own) = case.peers.get(peer) else {
            return Applicability::Applies;
        };
        if let Some(role) = own.role
            && !self.applies.roles.is_empty()
            && !self.applies.roles.contains(&role)
        {
            return Applicability::Excluded(Message::new(
                "not-applicable-role",
                [("peer", own.name.clone()), ("role", role_name(role).into())],
            ));
        }
        if let Some(Feature::Mra) = self.applies.feature
            && is_switched_off(case, peer)
        {
            return Applicability::Excluded(Message::new(
                "not-applicable-mra-off",
                [("peer", own.name.clone())],
            ));
        }
        self.version_applies(case, own)
    }

    fn version_applies(&self, case: &Case, own: &PeerCase) -> Applicability {
        let version = case.question.what_if.as_ref().or(own.version.as_ref());
        let Some(version) = version else {
            return Applicability::Applies;
        };
        let statements = &self.applies.versions;
        let covers = |statement: &VersionStatement| {
            let mut ranges = statement.ranges.iter();
            ranges.any(|range| range.contains(version))
        };
        let covering = statements
            .iter()
            .filter(|statement| covers(statement))
            .count();
        if covering == statements.len() {
            Applicability::Applies
        } else if covering > 0 {
            Applicability::Disputed
        } else {
            let affected: Vec<_> = statements.iter().map(VersionStatement::describe).collect();
            Applicability::Excluded(Message::new(
                "not-applicable-version",
                [
                    ("peer", own.name.clone()),
                    ("version", version.to_string()),
                    ("affected", affected.join("; ")),
                ],
            ))
        }
    }

    /// The appliances that it can be on, as indices of [`Case::peers`].
    pub(crate) fn peers(&self, case: &Case) -> Vec<usize> {
        let excluded =
            |peer: &usize| matches!(self.applicability(case, *peer), Applicability::Excluded(_));
        (0..case.peers.len())
            .filter(|peer| !excluded(peer))
            .collect()
    }

    /// The first need that none of these appliances meets. Evidence of another appliance of the
    /// story does for certificate lists, which are no appliance's own.
    pub(crate) fn unmet_need(&self, case: &Case, peers: &[usize]) -> Option<NeedKind> {
        let is_met = |need: &&Need| {
            need.0.iter().any(|kind| match kind {
                NeedKind::CertificateList => {
                    (0..case.peers.len()).any(|peer| kind.is_in(case, peer))
                }
                NeedKind::Log
                | NeedKind::Capture
                | NeedKind::TrustStore
                | NeedKind::ServerCertificate
                | NeedKind::Configuration
                | NeedKind::Status => peers.iter().any(|peer| kind.is_in(case, *peer)),
            })
        };
        let unmet = self.needs.iter().find(|need| !is_met(need))?;
        unmet.0.first().copied()
    }
}

impl VersionStatement {
    /// `X14.0.8 -`, `X14.2 - X15.0`.
    fn describe(&self) -> String {
        let ends = |end: &Option<SoftwareVersion>| end.as_ref().map(ToString::to_string);
        let ranges =
            self.ranges
                .iter()
                .map(|range| match (ends(&range.from), ends(&range.before)) {
                    (Some(from), Some(before)) => format!("{from} <= X < {before}"),
                    (Some(from), None) => format!(">= {from}"),
                    (None, Some(before)) => format!("< {before}"),
                    (None, None) => "*".to_owned(),
                });
        ranges.collect::<Vec<_>>().join(", ")
    }
}

/// As the product calls it.
pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Inner => "Expressway-C",
        Role::Outer => "Expressway-E",
    }
}

fn is_switched_off(case: &Case, peer: usize) -> bool {
    let bundles = case.evidence.peers.get(peer);
    let mut bundles = bundles
        .into_iter()
        .flat_map(|peer| peer.bundles.iter().rev());
    let latest = bundles.find_map(|bundle| bundle.configuration.as_ref());
    latest.is_some_and(|configuration| configuration.collaboration_edge() == Switch::Off)
}
