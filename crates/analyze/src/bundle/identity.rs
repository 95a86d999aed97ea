//! Which appliance a bundle is from.

use super::log_facts::LogFacts;
use super::name::NameFacts;
use super::{Content, Part};
use crate::certificates::CertificateRole;
use crate::dump::{Configuration, Status, Switch};
use crate::version::SoftwareVersion;

/// Which of the two appliances of an edge it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Expressway-C, beside the nodes. Its traffic server verifies them.
    Inner,
    /// Expressway-E, towards the internet.
    Outer,
}

/// What speaks for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoleEvidence {
    /// The role.
    pub role: Role,
    /// Where that was found.
    pub source: RoleSource,
}

/// Where a role was found, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleSource {
    /// The option in the status that makes an Expressway-E.
    Option,
    /// A traversal zone: the inner appliance is its client, the outer one its server.
    TraversalZone,
    /// Zones or search rules that discovery made for nodes.
    DiscoveredNodes,
    /// Lines that only one of them writes.
    Log,
}

/// Who an appliance is, as far as its bundle tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// Its short name.
    pub host: Option<String>,
    /// Its full name.
    pub full_name: Option<String>,
    /// Inner or outer.
    pub role: Option<Role>,
    /// All that speaks for a role, the surest first.
    pub role_evidence: Vec<RoleEvidence>,
    /// The version of its software.
    pub version: Option<SoftwareVersion>,
    /// Its serial number.
    pub serial_number: Option<String>,
    /// When the bundle was taken, in Unix seconds.
    pub taken: Option<i64>,
}

impl Identity {
    /// Puts together what the parts of one bundle tell. `archive` is the name of the archive.
    pub(super) fn of(
        archive: Option<&NameFacts>,
        parts: &[Part],
        configuration: Option<&Configuration>,
        status: Option<&Status>,
    ) -> Self {
        let names = || {
            archive
                .into_iter()
                .chain(parts.iter().map(|part| &part.name))
        };
        let logs: Vec<&LogFacts> = parts.iter().filter_map(Part::log_facts).collect();
        let full_name = full_name(configuration, parts);
        let host = names()
            .find_map(|name| name.host.clone())
            .or_else(|| logs.iter().find_map(|log| log.host.clone()))
            .or_else(|| configuration?.host_name().map(str::to_owned))
            .or_else(|| configuration?.system_name().map(str::to_owned))
            .or_else(|| {
                full_name
                    .as_deref()
                    .map(|name| first_label(name).to_owned())
            });
        let role_evidence = role_evidence(configuration, status, &logs);
        let in_status = status.and_then(Status::software_version);
        let version = in_status.or_else(|| logs.iter().find_map(|log| log.version.clone()));
        let taken = names()
            .find_map(|name| name.taken)
            .or_else(|| system_time(status?.system_time()?))
            .or_else(|| {
                logs.iter()
                    .filter_map(|log| log.first)
                    .map(|at| at.unix_ms / 1000)
                    .min()
            });
        Self {
            host,
            full_name,
            role: role_evidence.first().map(|evidence| evidence.role),
            role_evidence,
            version,
            serial_number: status.and_then(|status| status.serial_number().map(str::to_owned)),
            taken,
        }
    }

    /// Whether two bundles may be of one appliance: nothing that both know differs.
    pub(super) fn is_of_one_appliance(&self, other: &Self) -> bool {
        fn differ<T>(one: Option<&T>, other: Option<&T>, same: fn(&T, &T) -> bool) -> bool {
            matches!((one, other), (Some(one), Some(other)) if !same(one, other))
        }
        let same_name = |one: &String, other: &String| one.eq_ignore_ascii_case(other);
        let is_named = |known: &Self| known.host.is_some();
        if differ(
            self.serial_number.as_ref(),
            other.serial_number.as_ref(),
            same_name,
        ) || differ(self.role.as_ref(), other.role.as_ref(), Role::eq)
        {
            return false;
        }
        is_named(self)
            && is_named(other)
            && !differ(self.host.as_ref(), other.host.as_ref(), same_name)
            && !differ(self.full_name.as_ref(), other.full_name.as_ref(), same_name)
    }
}

fn full_name(configuration: Option<&Configuration>, parts: &[Part]) -> Option<String> {
    let configured = configuration.and_then(|configuration| {
        let (host, domain) = (configuration.host_name()?, configuration.domain_name()?);
        Some(format!("{host}.{domain}"))
    });
    configured.or_else(|| {
        let files = parts.iter().filter_map(|part| match &part.content {
            Content::Certificates(file) => Some(file),
            _ => None,
        });
        let mut servers = files.filter(|file| file.role == CertificateRole::Server);
        let certificate = servers.find_map(|file| file.certificates().next())?;
        let name = certificate.facts().common_names.first()?;
        name.contains('.').then(|| name.clone())
    })
}

fn role_evidence(
    configuration: Option<&Configuration>,
    status: Option<&Status>,
    logs: &[&LogFacts],
) -> Vec<RoleEvidence> {
    let mut evidence = Vec::new();
    let mut add = |role, source| evidence.push(RoleEvidence { role, source });
    match status.map(Status::is_outer) {
        Some(Switch::On) => add(Role::Outer, RoleSource::Option),
        Some(Switch::Off) => add(Role::Inner, RoleSource::Option),
        Some(Switch::Absent | Switch::Unknown(_)) | None => {}
    }
    for zone in configuration.iter().flat_map(|c| c.zones()) {
        match zone.kind {
            "TraversalClient" => add(Role::Inner, RoleSource::TraversalZone),
            "TraversalServer" => add(Role::Outer, RoleSource::TraversalZone),
            _ => {}
        }
    }
    if configuration.is_some_and(|configuration| !configuration.uc_nodes().is_empty()) {
        add(Role::Inner, RoleSource::DiscoveredNodes);
    }
    evidence.extend(logs.iter().flat_map(|log| log.roles.iter().copied()));
    evidence.sort_by_key(|evidence| evidence.source);
    let mut seen = Vec::new();
    evidence.retain(|evidence| {
        let is_new = !seen.contains(evidence);
        seen.push(*evidence);
        is_new
    });
    evidence
}

/// `2022-07-11 16:55:44` of UTC.
fn system_time(text: &str) -> Option<i64> {
    let civil: jiff::civil::DateTime = text.trim().parse().ok()?;
    let timestamp = jiff::tz::Offset::UTC.to_timestamp(civil).ok()?;
    Some(timestamp.as_second())
}

fn first_label(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}
