//! What a request line asks for: the node in its edge URL, and the user in its path.

use std::borrow::Cow;
use std::collections::HashMap;

use tollgate_uc::EdgeUrl;

use super::evidence::Asked;
use super::hash::Seed;
use super::limits::{TARGETS, VALUE};

/// Names a remembered target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TargetId(pub(super) u32);

/// Remembers what the first segments of edge URLs mean.
#[derive(Debug, Default)]
pub(super) struct Targets {
    known: HashMap<Box<str>, Option<TargetId>, Seed>,
    asked: Vec<Asked>,
}

impl Targets {
    pub(super) fn get(&self, id: TargetId) -> Option<&Asked> {
        self.asked.get(usize::try_from(id.0).ok()?)
    }

    /// What the first segment of a path means; `None` if it is none of a node.
    pub(super) fn find(&mut self, segment: &str) -> Option<TargetId> {
        if let Some(id) = self.known.get(segment) {
            return *id;
        }
        let id = self.decode(segment);
        if self.known.len() < TARGETS && segment.len() <= VALUE {
            self.known.insert(segment.into(), id);
        }
        id
    }

    fn decode(&mut self, segment: &str) -> Option<TargetId> {
        // Only the segment matters; the path may be cut or concealed.
        let url = EdgeUrl::decode(&format!("/{segment}/")).ok()?;
        let asked = Asked {
            domain: url.domain,
            protocol: url.target.protocol.as_str(),
            address: url.target.host.to_string().to_ascii_lowercase(),
            port: url.target.port.get(),
        };
        let place = self.asked.iter().position(|known| *known == asked);
        let index = place.or_else(|| {
            (self.asked.len() < TARGETS).then(|| {
                self.asked.push(asked);
                self.asked.len() - 1
            })
        })?;
        Some(TargetId(u32::try_from(index).ok()?))
    }
}

/// The path of a request line: `GET http://host:8443/segment/path HTTP/1.1` gives
/// `segment/path`.
pub(super) fn path(request_line: &str) -> Option<&str> {
    let (_, rest) = split_at(request_line, b' ')?;
    let version = memchr::memrchr(b' ', rest.as_bytes()).map(|at| rest.split_at(at));
    let target = match version {
        Some((target, version)) if version.starts_with(" HTTP/") => target,
        _ => rest,
    };
    if let Some(path) = target.strip_prefix('/') {
        return Some(path);
    }
    let rest = match target.strip_prefix("http://") {
        Some(rest) => rest,
        None => target.split_once("://")?.1,
    };
    split_at(rest, b'/').map(|(_, path)| path)
}

/// The first segment of a path and what follows.
pub(super) fn split_segment(path: &str) -> (&str, &str) {
    split_at(path, b'/').unwrap_or((path, ""))
}

/// What stands before and after the first of such a character.
pub(super) fn split_at(text: &str, ascii: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(ascii, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// A path without its query.
pub(super) fn without_query(path: &str) -> &str {
    let end = memchr::memchr2(b'?', b'#', path.as_bytes());
    end.and_then(|end| path.get(..end)).unwrap_or(path)
}

/// The user whose data is asked for: `cucm-uds/user/<user>/..`, or the configuration file of a device
/// that is named for one. Names of the devices of phones and tablets are in capitals, as users are
/// not.
pub(super) fn user(path: &str) -> Option<Cow<'_, str>> {
    const UDS: &str = "cucm-uds/user/";
    let path = without_query(path);
    let user = if let Some(at) = memchr::memmem::find(path.as_bytes(), UDS.as_bytes()) {
        Cow::Borrowed(split_segment(path.get(at + UDS.len()..)?).0)
    } else {
        let file = memchr::memrchr(b'/', path.as_bytes()).map_or(0, |at| at + 1);
        let (device, _) = path.get(file..)?.split_once(".cnf.xml")?;
        let (kind, name) = device.split_at_checked(3)?;
        match kind {
            "CSF" => Cow::Borrowed(name),
            "TCT" | "BOT" | "TAB" if name.bytes().any(|byte| byte.is_ascii_lowercase()) => {
                Cow::Borrowed(name)
            }
            "TCT" | "BOT" | "TAB" => Cow::Owned(name.to_ascii_lowercase()),
            _ => return None,
        }
    };
    (!user.is_empty() && user.len() <= VALUE).then_some(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_node_is_in_the_first_segment() {
        let mut targets = Targets::default();
        let line = "GET http://vcs_control.steven.lab:8443/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvNjk3Mg/CSFemusk.cnf.xml HTTP/1.1";
        let (segment, rest) = split_segment(path(line).unwrap());
        let id = targets.find(segment).unwrap();
        assert_eq!(
            targets.get(id),
            Some(&Asked {
                domain: "steven.lab".to_owned(),
                protocol: "https",
                address: "cucm.steven.lab".to_owned(),
                port: 6972,
            })
        );
        assert_eq!(user(rest).as_deref(), Some("emusk"));
        assert_eq!(targets.find("dGJ0cC5jb20"), None);
    }

    #[test]
    fn users_are_in_paths() {
        for (path, found) in [
            ("cucm-uds/user/emusk/devices?max=100", Some("emusk")),
            ("cucm-uds/user/emusk", Some("emusk")),
            ("cucm-uds/users?name=x", None),
            ("CSFemusk.cnf.xml", Some("emusk")),
            ("x/CSFemusk.cnf.xml.sgn", Some("emusk")),
            ("TCTEMUSK.cnf.xml", Some("emusk")),
            ("BOTEmusk.cnf.xml.enc.sgn", Some("Emusk")),
            ("TABEMUSK.cnf.xml", Some("emusk")),
            ("TABÉ.cnf.xml", Some("É")),
            ("ÄÖÜ.cnf.xml", None),
            ("SEP001122334455.cnf.xml", None),
            ("SPDefault.cnf.xml", None),
            ("CSF.cnf.xml", None),
            ("cucm-uds/user/", None),
        ] {
            assert_eq!(user(path).as_deref(), found, "{path}");
        }
    }
}
