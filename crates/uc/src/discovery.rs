//! What a publisher tells about the nodes of its cluster, as octets: the answer of UDS to
//! `/cucm-uds/servers`, which needs no login, and AXL's `listProcessNode`, which does.
//!
//! Asking is somebody else's business; a publisher's answer is as hostile as any other.

use std::fmt;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

use crate::excerpt::Excerpt;
use crate::host::{Host, HostError};
use crate::inventory::NodeRole;

/// Octets of an answer. A cluster has some dozens of nodes of some hundred octets each.
pub const MAX_ANSWER: usize = 1024 * 1024;
/// Nodes of an answer.
const MAX_NODES: usize = 1_000;
/// Elements inside each other.
const MAX_DEPTH: usize = 64;

/// A node that a publisher names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvertisedNode {
    /// As it is advertised to clients: what System > Server holds.
    pub address: Host,
    /// What runs there, as far as the answer tells.
    pub role: NodeRole,
}

/// What a publisher answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advertised {
    /// The nodes, in the order of the answer.
    pub nodes: Vec<AdvertisedNode>,
    /// Names that are none, and why.
    pub unusable: Vec<(Excerpt, HostError)>,
}

/// Why an answer cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiscoveryError {
    /// More octets than are read.
    #[error("the answer has {0} octets, more than the {MAX_ANSWER} allowed")]
    TooLong(usize),
    /// Not XML.
    #[error("the answer is not XML: {0}")]
    NotXml(Excerpt),
    /// Elements inside each other without end.
    #[error("the answer has elements more than {MAX_DEPTH} deep")]
    TooDeep,
    /// More nodes than are read.
    #[error("the answer has more than {MAX_NODES} nodes")]
    TooMany,
    /// A SOAP fault instead of an answer.
    #[error("the publisher refuses: {0}; look at the rights of the AXL user")]
    Fault(Excerpt),
    /// XML of another kind.
    #[error(
        "the answer has no {expected} element; is this the publisher, and its AXL or UDS service on?"
    )]
    Unexpected {
        /// The element that was looked for.
        expected: &'static str,
    },
}

/// The version of an AXL schema, such as 12.5. A publisher speaks that of its own release and those
/// of several releases before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AxlVersion {
    major: u8,
    minor: u8,
}

impl AxlVersion {
    /// The version that a publisher is asked in which does not tell its own: every release from 12.5
    /// to 15 speaks it.
    pub const COMMON: Self = Self {
        major: 12,
        minor: 5,
    };

    /// Reads the release of a publisher, such as `12.5.1` or `14.0.1.13900-155`; what is behind the
    /// second number does not count.
    pub fn of_release(release: &str) -> Option<Self> {
        let mut numbers = release.trim().split('.');
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers.next()?.parse().ok()?;
        Some(Self { major, minor })
    }

    /// The SOAP action of `listProcessNode`, for the header of the request.
    pub fn list_process_node_action(self) -> String {
        format!("\"CUCM:DB ver={self} listProcessNode\"")
    }

    /// The body of the request for all nodes.
    pub fn list_process_node(self) -> String {
        // IM and Presence nodes are in the cluster from release 10 on, and so is the tag.
        let role = if self.major < 10 {
            ""
        } else {
            "<processNodeRole/>"
        };
        format!(
            "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns:ns=\"http://www.cisco.com/AXL/API/{self}\"><soapenv:Header/><soapenv:Body>\
             <ns:listProcessNode><searchCriteria><name>%</name></searchCriteria>\
             <returnedTags><name/><nodeUsage/>{role}</returnedTags>\
             </ns:listProcessNode></soapenv:Body></soapenv:Envelope>"
        )
    }
}

impl fmt::Display for AxlVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

/// Reads the release from the answer of UDS to `/cucm-uds/version`, as the version of the AXL schema
/// to ask in.
///
/// # Errors
///
/// The answer is too long, or no such document.
pub fn uds_version(answer: &[u8]) -> Result<AxlVersion, DiscoveryError> {
    let mut version = None;
    each_text(answer, |path, text| {
        if let [root, leaf] = path
            && root == "versionInformation"
            && leaf == "version"
        {
            version = version.or_else(|| AxlVersion::of_release(text));
        }
        Ok(())
    })?;
    version.ok_or(DiscoveryError::Unexpected {
        expected: "version",
    })
}

/// Reads the answer of UDS to `/cucm-uds/servers`: names without roles.
///
/// # Errors
///
/// The answer is too long, or no such document.
pub fn uds_servers(answer: &[u8]) -> Result<Advertised, DiscoveryError> {
    let mut advertised = Advertised::default();
    let mut is_expected = false;
    each_text(answer, |path, text| {
        is_expected |= path.first().is_some_and(|root| root == "servers");
        match path {
            [root, leaf] if root == "servers" && leaf == "server" => {
                advertised.add(text, NodeRole::parse("cucm"))
            }
            _ => Ok(()),
        }
    })?;
    if is_expected {
        Ok(advertised)
    } else {
        let expected = "servers";
        Err(DiscoveryError::Unexpected { expected })
    }
}

/// Reads the answer of AXL to `listProcessNode`.
///
/// # Errors
///
/// The answer is too long, no such document, or a SOAP fault.
pub fn axl_process_nodes(answer: &[u8]) -> Result<Advertised, DiscoveryError> {
    let mut advertised = Advertised::default();
    let mut row = Row::default();
    let mut is_expected = false;
    let mut fault = None;
    each_text(answer, |path, text| {
        is_expected |= path.iter().any(|name| name == "listProcessNodeResponse");
        match path {
            [.., parent, leaf] if parent == "Fault" && leaf == "faultstring" => {
                fault.get_or_insert_with(|| Excerpt::new(text));
            }
            [.., parent, leaf] if parent == "processNode" => match leaf.as_str() {
                "name" => row.name = Some(text.to_owned()),
                "nodeUsage" => text.clone_into(&mut row.usage),
                "processNodeRole" => text.clone_into(&mut row.role),
                _ => {}
            },
            [.., leaf] if leaf == "processNode" => {
                std::mem::take(&mut row).add_to(&mut advertised)?;
            }
            _ => {}
        }
        Ok(())
    })?;
    match fault {
        Some(fault) => Err(DiscoveryError::Fault(fault)),
        None if is_expected => Ok(advertised),
        None => Err(DiscoveryError::Unexpected {
            expected: "listProcessNodeResponse",
        }),
    }
}

/// One `processNode` element.
#[derive(Default)]
struct Row {
    name: Option<String>,
    usage: String,
    role: String,
}

impl Row {
    fn add_to(self, advertised: &mut Advertised) -> Result<(), DiscoveryError> {
        // A row of every cluster that stands for no machine.
        let name = self.name.filter(|name| name != "EnterpriseWideData");
        let Some(name) = name else {
            return Ok(());
        };
        let product = if self.role.contains("IM and Presence") {
            "imp"
        } else {
            "cucm"
        };
        let place = if self.usage.eq_ignore_ascii_case("subscriber") {
            "-subscriber"
        } else {
            ""
        };
        advertised.add(&name, NodeRole::parse(&format!("{product}{place}")))
    }
}

impl Advertised {
    fn add(&mut self, name: &str, role: NodeRole) -> Result<(), DiscoveryError> {
        if self.nodes.len() + self.unusable.len() >= MAX_NODES {
            return Err(DiscoveryError::TooMany);
        }
        match Host::parse(name.trim()) {
            Ok(address) => self.nodes.push(AdvertisedNode { address, role }),
            Err(error) => self.unusable.push((Excerpt::new(name.trim()), error)),
        }
        Ok(())
    }
}

/// Hands out each element's own text when the element ends, with the names of the elements around
/// it and its own, without their prefixes.
fn each_text(
    answer: &[u8],
    mut each: impl FnMut(&[String], &str) -> Result<(), DiscoveryError>,
) -> Result<(), DiscoveryError> {
    if answer.len() > MAX_ANSWER {
        return Err(DiscoveryError::TooLong(answer.len()));
    }
    let not_xml =
        |error: &dyn fmt::Display| DiscoveryError::NotXml(Excerpt::new(&error.to_string()));
    let answer = String::from_utf8_lossy(answer);
    let mut reader = Reader::from_str(&answer);
    let mut path: Vec<String> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| not_xml(&error))? {
            Event::Start(element) => {
                if path.len() >= MAX_DEPTH {
                    return Err(DiscoveryError::TooDeep);
                }
                let name = element.local_name();
                path.push(name.as_ref().to_owned());
                texts.push(String::new());
            }
            Event::Empty(element) => {
                let name = element.local_name();
                path.push(name.as_ref().to_owned());
                each(&path, "")?;
                path.pop();
            }
            Event::Text(text) => {
                if let Some(own) = texts.last_mut() {
                    own.push_str(&text);
                }
            }
            Event::End(_) => {
                let text = texts.pop().unwrap_or_default();
                each(&path, &text)?;
                path.pop();
            }
            Event::CData(text) => {
                if let Some(own) = texts.last_mut() {
                    own.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(own) = texts.last_mut() {
                    own.push_str(&resolved(&reference));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if path.is_empty() {
        Ok(())
    } else {
        Err(not_xml(&"it ends within an element"))
    }
}

/// What a reference stands for: a character or one of the five entities of XML. Others would have to
/// be declared by the answer itself, which nobody expands; what they stand in becomes no host.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    resolve_predefined_entity(&reference.xml10_content())
        .unwrap_or("\u{fffd}")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(advertised: &Advertised) -> Vec<(String, String)> {
        let nodes = advertised.nodes.iter();
        let pairs = nodes.map(|node| (node.address.to_string(), node.role.text.clone()));
        pairs.collect()
    }

    #[test]
    fn servers_of_uds_are_read_as_they_are_advertised() {
        let answer = br#"<?xml version="1.0" encoding="UTF-8"?>
            <servers version="12.5.1" uri="https://cucm:8443/cucm-uds/servers">
            <server>cucm.steven.lab</server><server> 10.48.36.216 </server>
            <server>not a host</server></servers>"#;
        let advertised = uds_servers(answer).unwrap();
        let cucm = "cucm".to_owned();
        assert_eq!(
            names(&advertised),
            [
                ("cucm.steven.lab".to_owned(), cucm.clone()),
                ("10.48.36.216".to_owned(), cucm)
            ]
        );
        assert_eq!(advertised.unusable.len(), 1);
    }

    #[test]
    fn nodes_of_axl_have_roles_and_places() {
        let answer = br#"<soapenv:Envelope xmlns:soapenv="e"><soapenv:Body>
            <ns:listProcessNodeResponse xmlns:ns="http://www.cisco.com/AXL/API/12.5"><return>
            <processNode uuid="{0}"><name>EnterpriseWideData</name></processNode>
            <processNode uuid="{1}"><name>pub.steven.lab</name><nodeUsage>Publisher</nodeUsage>
              <processNodeRole>CUCM Voice/Video</processNodeRole></processNode>
            <processNode uuid="{2}"><name>sub.steven.lab</name><nodeUsage>Subscriber</nodeUsage>
              <processNodeRole>CUCM Voice/Video</processNodeRole></processNode>
            <processNode uuid="{3}"><name>imp.steven.lab</name><nodeUsage>Publisher</nodeUsage>
              <processNodeRole>CUCM IM and Presence</processNodeRole></processNode>
            </return></ns:listProcessNodeResponse></soapenv:Body></soapenv:Envelope>"#;
        let advertised = axl_process_nodes(answer).unwrap();
        let expected = [
            ("pub.steven.lab", "cucm"),
            ("sub.steven.lab", "cucm-subscriber"),
            ("imp.steven.lab", "imp"),
        ];
        let expected = expected.map(|(name, role)| (name.to_owned(), role.to_owned()));
        assert_eq!(names(&advertised), expected);
    }

    #[test]
    fn a_fault_and_other_documents_are_no_empty_lists() {
        let fault = b"<Envelope><Body><Fault><faultcode>s</faultcode>\
            <faultstring>Not authorized</faultstring></Fault></Body></Envelope>";
        let refused = axl_process_nodes(fault);
        assert!(matches!(refused, Err(DiscoveryError::Fault(_))));
        let page = b"<html><body>Sign in</body></html>";
        assert!(matches!(
            uds_servers(page),
            Err(DiscoveryError::Unexpected { .. })
        ));
        assert!(matches!(
            uds_servers(b"<servers>"),
            Err(DiscoveryError::NotXml(_))
        ));
    }

    #[test]
    fn the_request_names_the_schema_of_the_release() {
        let version = uds_version(
            b"<versionInformation uri=\"u\" version=\"12.5.1\"><version>14.0.1.13900-155</version>\
              </versionInformation>",
        )
        .unwrap();
        assert_eq!(version.to_string(), "14.0");
        let request = version.list_process_node();
        assert!(request.contains("/AXL/API/14.0\""), "{request}");
        assert!(request.contains("<processNodeRole/>"), "{request}");
        let action = version.list_process_node_action();
        assert_eq!(action, "\"CUCM:DB ver=14.0 listProcessNode\"");
        let old = AxlVersion::of_release("9.1.2").unwrap();
        assert!(!old.list_process_node().contains("processNodeRole"));
        for none in ["", "12", "12.x", "300.1", "<x/>.1"] {
            assert_eq!(AxlVersion::of_release(none), None, "{none}");
        }
        assert!(matches!(
            uds_version(b"<versionInformation/>"),
            Err(DiscoveryError::Unexpected { .. })
        ));
    }

    #[test]
    fn references_are_read_as_what_they_stand_for_and_unknown_ones_make_no_host() {
        let answer = b"<servers><server>a&#46;b</server><server><![CDATA[c]]></server>\
            <server>d&own;e</server></servers>";
        let advertised = uds_servers(answer).unwrap();
        let hosts: Vec<String> = names(&advertised)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(hosts, ["a.b", "c"]);
        assert_eq!(advertised.unusable.len(), 1);
    }

    proptest! {
        #[test]
        fn no_answer_makes_the_reader_fail(answer in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _uds = uds_servers(&answer);
            let _axl = axl_process_nodes(&answer);
            let _version = uds_version(&answer);
        }
    }
}
