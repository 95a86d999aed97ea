//! What findings ask a status.

use super::configuration::Switch;
use super::tree::{Node, Tree};
use crate::version::SoftwareVersion;

/// The states of an appliance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// All of them, by path.
    pub tree: Tree,
    /// Attributes of the outermost element of an XML dump.
    pub attributes: Vec<(String, String)>,
}

/// An alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alarm<'t> {
    /// Its number, such as `25019`.
    pub id: &'t str,
    /// What it says.
    pub title: &'t str,
    /// `Warning`, `Error`, `Critical` and others.
    pub severity: &'t str,
    /// `Raised`, `Acknowledged` or `Lowered`; empty if absent.
    pub state: &'t str,
}

impl Status {
    /// The version of its software.
    pub fn software_version(&self) -> Option<SoftwareVersion> {
        let in_tree = self.tree.value("SystemUnit Software Version");
        let mut stated = in_tree.into_iter().chain(self.attribute("version"));
        stated.find_map(SoftwareVersion::parse)
    }

    /// What it calls itself, such as `Cisco Expressway`.
    pub fn product(&self) -> Option<&str> {
        let in_tree = self.tree.value("SystemUnit Product");
        in_tree.or_else(|| self.attribute("product"))
    }

    /// Whether it is the outer appliance of a pair (the option that makes an Expressway-E).
    pub fn is_outer(&self) -> Switch<'_> {
        Switch::of(
            self.tree
                .value("SystemUnit Software Configuration Expressway"),
        )
    }

    /// Its serial number.
    pub fn serial_number(&self) -> Option<&str> {
        self.tree.value("SystemUnit Hardware SerialNumber")
    }

    /// When the dump was taken, as it stands there: UTC, such as `2022-07-11 16:55:44`.
    pub fn system_time(&self) -> Option<&str> {
        self.tree.value("SystemUnit SystemTime")
    }

    /// Its time zone, such as `Europe/Brussels`.
    pub fn time_zone(&self) -> Option<&str> {
        self.tree.value("SystemUnit TimeZone")
    }

    /// Seconds since it was started.
    pub fn uptime(&self) -> Option<u64> {
        self.tree.value("SystemUnit Uptime")?.parse().ok()
    }

    /// The alarms, in the order of the dump.
    pub fn alarms(&self) -> Vec<Alarm<'_>> {
        let listed = self.tree.find("Alarms");
        let listed = listed.into_iter().flat_map(Node::children);
        self.tree
            .roots()
            .chain(listed)
            .filter(|node| node.name().eq_ignore_ascii_case("Alarm"))
            .map(|alarm| {
                let text = |path| alarm.value_at(path).unwrap_or_default();
                Alarm {
                    id: text("ID"),
                    title: text("Title"),
                    severity: text("Severity"),
                    state: text("State"),
                }
            })
            .collect()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        let mut named = self.attributes.iter();
        let found = named.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl Alarm<'_> {
    /// Whether it stands, seen by somebody or not.
    pub fn is_raised(&self) -> bool {
        !self.state.eq_ignore_ascii_case("Lowered")
    }
}
