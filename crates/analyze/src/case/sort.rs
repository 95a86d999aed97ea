//! Sorting attempts and handshakes into cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use tollgate_capture::CipherSuite;
use tollgate_report::{Cell, KeyFamily};

use super::nodes::{Nodes, is_refused_by_client};
use super::pairing::{Called, Met};
use super::split::Share;
use super::{AttemptJoin, CaptureMaterial, CellAttempt, CellCase, Handshake, LogMaterial};
use crate::log::{Attempt, CELLS, Moment, Transaction};

/// An attempt of a log, and its handshake if it has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempted<'a> {
    pub(super) peer: usize,
    pub(super) log: usize,
    pub(super) transaction: &'a Transaction,
    pub(super) attempt: &'a Attempt,
    pub(super) met: Met,
    pub(super) joined: Option<((usize, usize), AttemptJoin)>,
}

/// Address used, port and IP address: a cell before its key type is known.
type Key = (String, Option<u16>, Option<IpAddr>);

/// What happened at one of these.
#[derive(Debug, Default)]
pub(super) struct Place<'a> {
    pub(super) address: String,
    pub(super) port: Option<u16>,
    pub(super) ip: Option<IpAddr>,
    pub(super) is_address_known: bool,
    pub(super) logged: Vec<Logged>,
    pub(super) peers: BTreeSet<usize>,
    pub(super) entries: Vec<Entry<'a>>,
}

/// A cell of a log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Logged {
    /// Index of the log, and of the cell in it.
    pub(super) cell: (usize, usize),
    /// Who wrote the log.
    pub(super) peer: usize,
}

/// One attempt, one handshake, or both.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) attempt: CellAttempt,
    pub(super) transaction: Option<&'a Transaction>,
    pub(super) key: Option<KeyFamily>,
    pub(super) met: Met,
}

/// Sorts; first all that is in logs, then what is left in captures.
#[derive(Debug)]
pub(super) struct Sorter<'a> {
    logs: &'a [LogMaterial],
    captures: &'a [CaptureMaterial],
    nodes: &'a Nodes,
    places: Vec<Place<'a>>,
    known: HashMap<Key, usize>,
    at_endpoint: HashMap<(IpAddr, u16), Vec<usize>>,
    /// When handshakes with an endpoint were joined, and for which place.
    joined: HashMap<(IpAddr, u16), BTreeMap<i64, usize>>,
    more: u64,
}

impl<'a> Sorter<'a> {
    pub(super) fn new(
        logs: &'a [LogMaterial],
        captures: &'a [CaptureMaterial],
        nodes: &'a Nodes,
    ) -> Self {
        Self {
            logs,
            captures,
            nodes,
            places: Vec::new(),
            known: HashMap::new(),
            at_endpoint: HashMap::new(),
            joined: HashMap::new(),
            more: 0,
        }
    }

    /// Takes the cells of a log.
    pub(super) fn log(&mut self, index: usize, log: &LogMaterial, peer: usize) {
        for (number, own) in log.evidence.cells.iter().enumerate() {
            let cell = &own.cell;
            let place = self.place(cell.address.as_deref(), cell.port, cell.ip);
            if let Some(place) = place.and_then(|place| self.places.get_mut(place)) {
                let cell = (index, number);
                place.logged.push(Logged { cell, peer });
                place.peers.insert(peer);
            }
        }
    }

    /// Takes an attempt of a log.
    pub(super) fn attempt(&mut self, one: &Attempted<'a>) {
        let asked = one.transaction.asked.as_ref();
        let port = one.attempt.port.or_else(|| Some(asked?.port));
        let address = asked.map(|asked| asked.address.as_str());
        let Some(place) = self.place(address, port, one.attempt.ip) else {
            return;
        };
        let handshake = one.joined.and_then(|(id, _)| self.get(id));
        let endpoint = one.attempt.ip.zip(port);
        if let (Some(endpoint), Some(at)) = (endpoint, handshake.and_then(|own| own.at)) {
            self.joined.entry(endpoint).or_default().insert(at, place);
        }
        let failures = one.attempt.failures.iter();
        let entry = Entry {
            attempt: CellAttempt {
                peer: one.peer,
                at: known(one.attempt.at),
                logged: Some((one.log, one.attempt.position)),
                handshake: one.joined.map(|(id, _)| id),
                join: one.joined.map_or(AttemptJoin::Alone, |(_, join)| join),
                failures: failures.map(|failed| failed.kind.clone()).collect(),
            },
            transaction: Some(one.transaction),
            key: handshake.and_then(key_type),
            met: one.met,
        };
        if let Some(place) = self.places.get_mut(place) {
            place.peers.insert(one.peer);
            place.entries.push(entry);
        }
    }

    /// Takes a handshake that no attempt claims.
    pub(super) fn handshake(&mut self, id: (usize, usize), peer: usize) {
        let Some(handshake) = self.get(id) else {
            return;
        };
        let Some(place) = self.place_of(handshake) else {
            self.more += 1;
            return;
        };
        let entry = Entry {
            attempt: CellAttempt {
                peer,
                at: handshake.at,
                logged: None,
                handshake: Some(id),
                join: AttemptJoin::Alone,
                failures: Vec::new(),
            },
            transaction: None,
            key: key_type(handshake),
            met: if handshake.is_established() {
                Met::Passed
            } else {
                Met::Failed
            },
        };
        if let Some(place) = self.places.get_mut(place) {
            // Only the traffic server refuses for a name, and it sends no server name for an
            // address only.
            place.is_address_known |=
                handshake.server_name.is_some() || is_refused_by_client(handshake);
            place.peers.insert(peer);
            place.entries.push(entry);
        }
    }

    /// The cells by name, and the number of handshakes that are in none.
    pub(super) fn finish(mut self) -> (Vec<CellCase>, u64) {
        self.unite();
        let mut cells = Vec::new();
        for place in self.places {
            let node = node(&place, self.nodes);
            for share in Share::of(place, self.logs) {
                let cell = Cell {
                    node: node.clone(),
                    address: share.place.address.clone(),
                    port: share.place.port,
                    key_type: share.key,
                };
                cells.push(share.cell(cell));
            }
        }
        cells.sort_by(|one, other| (&one.cell, one.ip).cmp(&(&other.cell, other.ip)));
        (cells, self.more)
    }

    /// Puts places without an IP address, because no attempt was made, to the only one of their
    /// address and port that has one.
    fn unite(&mut self) {
        let mut known: HashMap<(&str, u16), Option<usize>> = HashMap::new();
        for (index, place) in self.places.iter().enumerate() {
            if let (Some(_), Some(port)) = (place.ip, place.port) {
                known
                    .entry((&place.address, port))
                    .and_modify(|only| *only = None)
                    .or_insert(Some(index));
            }
        }
        let moves: Vec<(usize, usize)> = (0..)
            .zip(&self.places)
            .filter(|(_, place)| place.ip.is_none())
            .filter_map(|(index, place)| {
                let target = known.get(&(place.address.as_str(), place.port?))?;
                Some((index, (*target)?))
            })
            .collect();
        for (from, to) in moves {
            let moved = self.places.get_mut(from).map(std::mem::take);
            if let (Some(moved), Some(place)) = (moved, self.places.get_mut(to)) {
                place.logged.extend(moved.logged);
                place.peers.extend(moved.peers);
                place.entries.extend(moved.entries);
            }
        }
        self.places.retain(|place| !place.peers.is_empty());
    }

    fn get(&self, id: (usize, usize)) -> Option<&'a Handshake> {
        self.captures.get(id.0)?.handshakes.get(id.1)
    }

    /// Where a handshake belongs that no attempt claims.
    fn place_of(&mut self, handshake: &Handshake) -> Option<usize> {
        let (ip, port) = (handshake.server.ip(), handshake.server.port());
        let known = self.at_endpoint.get(&(ip, port));
        let candidates = known.map(Vec::as_slice).unwrap_or_default();
        let name = handshake.server_name.as_deref();
        let name = name.filter(|name| matches!(Called::of(name), Called::Name(_)));
        if let Some(name) = name {
            let mut named = candidates.iter().copied();
            let found = named
                .find(|place| self.is_called(*place, name))
                .or_else(|| self.only_nameless(candidates));
            return found.or_else(|| self.place(Some(name), Some(port), Some(ip)));
        }
        let text = ip.to_string();
        let mut same = candidates.iter().copied();
        let is_whole = !handshake.offered.is_empty();
        if let Some(own) = same.find(|place| is_whole && self.is_called(*place, &text)) {
            return Some(own);
        }
        match candidates {
            [] => self.place(None, Some(port), Some(ip)),
            [only] => Some(*only),
            [first, ..] => self.nearest((ip, port), handshake.at).or(Some(*first)),
        }
    }

    fn is_called(&self, place: usize, address: &str) -> bool {
        let place = self.places.get(place);
        place.is_some_and(|place| place.address == address)
    }

    /// The only candidate, if the log does not tell what was asked for.
    fn only_nameless(&self, candidates: &[usize]) -> Option<usize> {
        let [only] = candidates else {
            return None;
        };
        let place = self.places.get(*only)?;
        (!place.is_address_known && !place.logged.is_empty()).then_some(*only)
    }

    /// The place of the joined handshake that is nearest in time.
    fn nearest(&self, endpoint: (IpAddr, u16), at: Option<i64>) -> Option<usize> {
        let (joined, at) = (self.joined.get(&endpoint)?, at?);
        let before = joined.range(..=at).next_back();
        let after = joined.range(at..).next();
        let both = before.into_iter().chain(after);
        let nearest = both.min_by_key(|(time, _)| time.abs_diff(at))?;
        Some(*nearest.1)
    }

    /// The place of an address, port and IP address, made if it is not there.
    fn place(
        &mut self,
        address: Option<&str>,
        port: Option<u16>,
        ip: Option<IpAddr>,
    ) -> Option<usize> {
        let text = match (address, ip) {
            (Some(address), _) => address.to_owned(),
            (None, Some(ip)) => ip.to_string(),
            (None, None) => return None,
        };
        let key = (text, port, ip);
        if let Some(&index) = self.known.get(&key) {
            if let Some(place) = self.places.get_mut(index) {
                place.is_address_known |= address.is_some();
            }
            return Some(index);
        }
        if self.places.len() >= CELLS {
            return None;
        }
        let index = self.places.len();
        self.places.push(Place {
            address: key.0.clone(),
            port,
            ip,
            is_address_known: address.is_some(),
            ..Place::default()
        });
        self.known.insert(key, index);
        if let Some(endpoint) = ip.zip(port) {
            self.at_endpoint.entry(endpoint).or_default().push(index);
        }
        Some(index)
    }
}

fn known(at: Moment) -> Option<i64> {
    at.is_known().then_some(at.unix_ms)
}

/// The node of a place: a full name is its own, otherwise what the IP address is called.
fn node(place: &Place<'_>, nodes: &Nodes) -> String {
    let own_ip = place.address.parse::<IpAddr>().ok();
    let is_full = own_ip.is_none() && place.address.contains('.');
    let ip = own_ip.or(place.ip);
    let called = ip.and_then(|ip| nodes.called(ip)).filter(|_| !is_full);
    called.unwrap_or(&place.address).to_owned()
}

/// The kind of key of the node's certificate: as shown, else as the cipher suite needs it.
fn key_type(handshake: &Handshake) -> Option<KeyFamily> {
    let shown = handshake.chain.first().map(|leaf| leaf.facts().key.family);
    match shown {
        Some(tollgate_pki::KeyFamily::Rsa) => Some(KeyFamily::Rsa),
        Some(tollgate_pki::KeyFamily::Ecdsa) => Some(KeyFamily::Ecdsa),
        Some(tollgate_pki::KeyFamily::Other) => None,
        None => handshake.cipher_suite.and_then(key_type_of),
    }
}

/// Static ECDH needs a key on a curve, whatever signed its certificate (RFC 8422 section 2).
fn key_type_of(suite: CipherSuite) -> Option<KeyFamily> {
    const KINDS: [(&str, KeyFamily); 5] = [
        ("TLS_ECDHE_ECDSA_", KeyFamily::Ecdsa),
        ("TLS_ECDH_", KeyFamily::Ecdsa),
        ("TLS_ECDHE_RSA_", KeyFamily::Rsa),
        ("TLS_DHE_RSA_", KeyFamily::Rsa),
        ("TLS_RSA_", KeyFamily::Rsa),
    ];
    let name = suite.name()?;
    let anonymous = ["TLS_ECDH_anon_", "TLS_RSA_PSK_"];
    if anonymous.iter().any(|start| name.starts_with(start)) {
        return None;
    }
    let mut kinds = KINDS.iter();
    let found = kinds.find(|(start, _)| name.starts_with(start));
    found.map(|(_, kind)| *kind)
}
