//! Addresses as they were given, held against those that the publisher advertises to clients.
//!
//! Clients come by the advertised address, so that a green cell for another address of the same node
//! says little. Both are probed; here the difference is told.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use tollgate_report::{Category, Cell, Evidence, Finding, FoundAt, Message, Report, State};

use super::PreflightCell;
use super::ports::ProbedPort;
use crate::case::PROBE;
use crate::signature::{Applies, Look, Sentence, Signature, Texts};

/// Where an address came from first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressSource {
    /// It was typed: on the command line, or as the publisher's.
    Typed,
    /// A row of an inventory.
    Inventory,
    /// A node of a configuration of `serve`.
    Configuration,
    /// Only the publisher named it.
    Advertised,
}

impl AddressSource {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Inventory => "inventory",
            Self::Configuration => "configuration",
            Self::Advertised => "advertised",
        }
    }
}

/// Who named an address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AddressOrigin {
    /// Where it came from first; `None` for what a bundle shows.
    pub source: Option<AddressSource>,
    /// Whether the publisher advertises it. `None` if none was asked, or if its answer does not
    /// tell of nodes of this role.
    pub is_advertised: Option<bool>,
}

/// An address with its ports.
#[derive(Default)]
struct Named<'a> {
    address: &'a str,
    node: &'a str,
    origin: AddressOrigin,
    dialed: BTreeSet<SocketAddr>,
}

/// Adds a finding for each address that is not advertised as it was given, and for each that is
/// advertised and was not given where a list was.
pub(super) fn add(ports: &[ProbedPort], cells: &[PreflightCell], report: &mut Report) {
    let named = addresses(ports);
    let is_listed = named.values().any(|own| {
        let source = own.origin.source;
        matches!(
            source,
            Some(AddressSource::Inventory | AddressSource::Configuration)
        )
    });
    let signature = advertised_otherwise();
    let mut paired = BTreeSet::new();
    for own in named.values() {
        if own.origin.is_advertised != Some(false) {
            continue;
        }
        let others: Vec<&str> = counterparts(own, &named).collect();
        paired.extend(others.iter().copied());
        let given = ("address", own.address.to_owned());
        let description = if others.is_empty() {
            Message::new("publisher-not-advertised", [given])
        } else {
            let advertised = ("advertised", others.join(", "));
            Message::new("publisher-advertised-otherwise", [given, advertised])
        };
        let concerned = std::iter::once(own.address).chain(others);
        let concerned: Vec<&str> = concerned.collect();
        report
            .findings
            .push(finding(&signature, &concerned, description, cells));
    }
    for own in named.values().filter(|_| is_listed) {
        let is_new = own.origin.source == Some(AddressSource::Advertised);
        if is_new && !paired.contains(own.address) {
            let arguments = [("address", own.address.to_owned())];
            let description = Message::new("publisher-not-listed", arguments);
            report
                .findings
                .push(finding(&signature, &[own.address], description, cells));
        }
    }
}

fn addresses(ports: &[ProbedPort]) -> BTreeMap<String, Named<'_>> {
    let mut named: BTreeMap<String, Named<'_>> = BTreeMap::new();
    for port in ports {
        let own = named.entry(port.address.to_ascii_lowercase()).or_default();
        own.address = &port.address;
        own.node = &port.node;
        own.origin = port.origin;
        own.dialed.extend(port.dialed);
    }
    named
}

/// The advertised addresses of the same node: those that lead to the same place, or by which an
/// inventory calls the node.
fn counterparts<'a>(
    own: &Named<'a>,
    named: &BTreeMap<String, Named<'a>>,
) -> impl Iterator<Item = &'a str> {
    named.values().filter_map(|other| {
        let is_same =
            !own.dialed.is_disjoint(&other.dialed) || own.node.eq_ignore_ascii_case(other.address);
        (other.origin.is_advertised == Some(true) && is_same).then_some(other.address)
    })
}

/// What a difference is reported as; no evidence of a bundle tells of it.
pub(super) fn advertised_otherwise() -> Signature {
    let id = |id: &str| Sentence::Id(id.to_owned());
    Signature {
        id: "advertised-otherwise".to_owned(),
        version: 1,
        code: "TG5005".to_owned(),
        category: Category::Mra,
        defects: Vec::new(),
        related_defects: Vec::new(),
        look: Look::Check("advertised-otherwise".to_owned()),
        applies: Applies::default(),
        needs: Vec::new(),
        texts: Texts {
            title: id("publisher-difference-title"),
            clear: id("publisher-difference-clear"),
            topic: id("publisher-difference-title"),
            description: id("publisher-difference-condition"),
            condition: id("publisher-difference-condition"),
            information: Vec::new(),
            actions: vec![
                id("publisher-difference-action-1"),
                id("publisher-difference-action-2"),
            ],
            workaround: None,
        },
        documentation: Vec::new(),
    }
}

fn finding(
    signature: &Signature,
    addresses: &[&str],
    description: Message,
    cells: &[PreflightCell],
) -> Finding {
    let mut finding = signature.finding(State::PotentialProblem, &Vec::new());
    let own = |cell: &&PreflightCell| {
        let mut addresses = addresses.iter();
        addresses.any(|address| cell.cell.address.eq_ignore_ascii_case(address))
    };
    finding.cells = cells
        .iter()
        .filter(own)
        .map(|own| own.cell.clone())
        .collect();
    let item: Vec<String> = finding.cells.iter().map(Cell::to_string).collect();
    finding.evidence = vec![Evidence {
        at: FoundAt::File {
            source: PROBE.to_owned(),
            item: item.join(", "),
        },
        text: description.clone(),
    }];
    finding.description = description;
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An address at a place, and who named it.
    fn port(
        address: &str,
        host: u8,
        source: AddressSource,
        is_advertised: Option<bool>,
    ) -> ProbedPort {
        ProbedPort {
            node: address.to_owned(),
            role: tollgate_uc::NodeRole::parse("cucm"),
            address: address.to_owned(),
            port: 8443,
            dialed: (host > 0).then(|| SocketAddr::from(([10, 0, 0, host], 8443))),
            origin: AddressOrigin {
                source: Some(source),
                is_advertised,
            },
            answers: Vec::new(),
        }
    }

    fn told(ports: &[ProbedPort]) -> Vec<String> {
        let mut report = Report::default();
        add(ports, &[], &mut report);
        let findings = report.findings.iter();
        let english = tollgate_text::Language::En;
        findings
            .map(|finding| {
                assert_eq!(
                    (finding.code.as_str(), finding.state),
                    ("TG5005", State::PotentialProblem)
                );
                finding.description.say(english)
            })
            .collect()
    }

    #[test]
    fn nothing_is_told_where_no_publisher_was_asked_or_all_is_advertised() {
        let listed = AddressSource::Inventory;
        assert_eq!(
            told(&[port("a", 1, listed, None), port("b", 1, listed, None)]),
            [""; 0]
        );
        let typed = port("a", 1, AddressSource::Typed, Some(true));
        assert_eq!(
            told(&[typed, port("b", 2, AddressSource::Advertised, Some(true))]),
            [""; 0]
        );
    }

    #[test]
    fn one_place_by_two_addresses_is_one_difference() {
        let typed = port("10.0.0.1", 1, AddressSource::Typed, Some(false));
        let listed = port("other", 2, AddressSource::Inventory, Some(true));
        let advertised = port("A.lab", 1, AddressSource::Advertised, Some(true));
        let told = told(&[typed, listed, advertised]);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains("10.0.0.1") && told[0].contains("A.lab"),
            "{told:?}"
        );
    }

    #[test]
    fn addresses_that_lead_nowhere_are_not_taken_for_one_node() {
        let listed = port("gone", 0, AddressSource::Inventory, Some(false));
        let advertised = port("new", 0, AddressSource::Advertised, Some(true));
        let told = told(&[listed, advertised]);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("gone was given"), "{told:?}");
        assert!(told[1].contains("advertises new"), "{told:?}");
    }
}
