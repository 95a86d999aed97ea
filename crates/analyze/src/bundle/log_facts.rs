//! What the beginning of a log tells of the appliance that wrote it. Reading the whole log is
//! another matter.

use tollgate_diaglog::{Line, Reader, Stamp};

use super::identity::{Role, RoleEvidence, RoleSource};
use crate::version::SoftwareVersion;

/// What the beginning of a log tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFacts {
    /// The host of most of its lines.
    pub host: Option<String>,
    /// The stamp of its first line.
    pub first: Option<Stamp>,
    /// The software version that it names.
    pub version: Option<SoftwareVersion>,
    /// What speaks for a role.
    pub roles: Vec<RoleEvidence>,
}

/// Hosts that are counted: a log has one, a pasted collection some.
const HOSTS: usize = 16;

/// Text of a line that only one kind of appliance writes.
const ROLE_MARKS: &[(&str, Role)] = &[
    ("http://vcs_control.", Role::Inner),
    ("Server: CE_C", Role::Inner),
    ("edgeconfigprovisioning", Role::Inner),
    ("Core server certificate verification failed", Role::Inner),
    ("Server: CE_E", Role::Outer),
];

impl LogFacts {
    /// Reads the beginning of a log.
    pub fn of(head: &[u8]) -> Self {
        let mut facts = Self::default();
        let mut hosts: Vec<(String, u64)> = Vec::new();
        for line in Reader::new(head) {
            facts.take(&line);
            let Some(prefix) = line.prefix.filter(|prefix| !prefix.host.is_empty()) else {
                continue;
            };
            let host = prefix.host.as_ref();
            let is_full = hosts.len() == HOSTS;
            match hosts.iter_mut().find(|(known, _)| known == host) {
                Some((_, count)) => *count += 1,
                None if is_full => {}
                None => hosts.push((host.to_owned(), 1)),
            }
        }
        // The first of equals, so that the answer does not depend on anything else.
        let most = hosts.iter().map(|(_, count)| *count).max();
        let host = hosts.into_iter().find(|(_, count)| Some(*count) == most);
        facts.host = host.map(|(host, _)| host);
        facts
    }

    fn take(&mut self, line: &Line<'_>) {
        if self.first.is_none() {
            self.first = line.prefix.as_ref().map(|prefix| prefix.at);
        }
        for (mark, role) in ROLE_MARKS {
            let is_known = self.roles.iter().any(|known| known.role == *role);
            if !is_known && memchr::memmem::find(line.raw, mark.as_bytes()).is_some() {
                self.roles.push(RoleEvidence {
                    role: *role,
                    source: RoleSource::Log,
                });
            }
        }
        if self.version.is_none() {
            self.version = version(line.raw);
        }
    }
}

/// `TANDBERG/4135 (X8.10.2)` in headers of SIP messages.
fn version(raw: &[u8]) -> Option<SoftwareVersion> {
    const MARK: &[u8] = b"TANDBERG/";
    let at = memchr::memmem::find(raw, MARK)?;
    let rest = raw.get(at..)?.iter().position(|octet| *octet == b'(')?;
    let version = raw.get(at + rest + 1..)?;
    let end = version.iter().position(|octet| *octet == b')')?;
    let version = str::from_utf8(version.get(..end)?).ok()?;
    SoftwareVersion::parse(version)
}
