//! Putting everything together.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;

use super::crossing::crossings;
use super::join::{Joined, Story, attempts, most_certain};
use super::judge::Bench;
use super::nodes::{Nodes, View, is_made_from, is_outer, learn_from_joined, own_in};
use super::peers::{Origin, Origins, Sources, peer_case};
use super::sort::{Attempted, Sorter};
use super::{CaptureMaterial, Case, Handshake, Materials, PeerCase, Question};
use crate::bundle::{Evidence, Role};

impl Case {
    /// Puts together what was read. Logs and captures that were read before under other names are
    /// left out, and so are handshakes that an earlier capture has; the others are brought into the
    /// order of their first frames.
    pub fn gather(materials: Materials, question: Question) -> Self {
        let Materials {
            evidence,
            mut logs,
            mut captures,
        } = materials;
        let origins = Origins::of(&evidence);
        logs.retain(|log| !origins.are_copies(&log.parts));
        captures.retain(|capture| !origins.are_copies(&[capture.part]));
        for capture in &mut captures {
            let order = |handshake: &Handshake| (handshake.first_frame, handshake.stream);
            capture.handshakes.sort_by_key(order);
        }
        leave_out_seen(&mut captures);
        let now = question.now;
        let mut peers: Vec<PeerCase> = evidence
            .peers
            .iter()
            .map(|peer| peer_case(peer, now))
            .collect();
        let from = Sources {
            logs: logs
                .iter()
                .map(|log| origins.origin(*log.parts.first()?))
                .collect(),
            captures: captures
                .iter()
                .map(|capture| origins.origin(capture.part))
                .collect(),
        };
        from.note_in(&mut peers);
        let mut nodes = Nodes::of(&evidence, &logs, &from.logs, &peers);
        for (capture, origin) in captures.iter().zip(&from.captures) {
            if let Some(peer) = origin.and_then(|origin| peers.get_mut(origin.peer)) {
                nodes.learn(capture, peer);
            }
        }
        let concerning = concerning(&captures, &from, &peers, &evidence, &mut nodes);
        let story = Story {
            logs: &logs,
            captures: &captures,
            concerning: &concerning,
            from: &from,
            peers: &peers,
        };
        let Joined { joins, clocks } = story.joined();
        let joined = joins.values().filter_map(|(id, _)| {
            let origin = from.captures.get(id.0).copied().flatten()?;
            Some((origin.peer, handshake_of(&captures, *id)?))
        });
        learn_from_joined(joined, &mut peers);
        for (index, peer) in peers.iter_mut().enumerate() {
            let own = clocks.iter().filter(|clock| clock.peer == index);
            peer.skew = most_certain(own.map(|clock| clock.skew));
        }
        let crossings = {
            let of_log = |origin: &Option<Origin>| origin.map(|origin| origin.peer);
            let peers: Vec<Option<usize>> = from.logs.iter().map(of_log).collect();
            crossings(&logs, &peers)
        };
        let mut sorter = Sorter::new(&logs, &captures, &nodes);
        for (index, (log, origin)) in logs.iter().zip(&from.logs).enumerate() {
            if let Some(origin) = origin.filter(|_| !is_outer(*origin, &peers)) {
                sorter.log(index, log, origin.peer);
                for one in attempts(log) {
                    let joined = joins.get(&(index, one.transaction, one.attempt)).copied();
                    sorter.attempt(&Attempted {
                        peer: origin.peer,
                        log: index,
                        transaction: one.of,
                        attempt: one.what,
                        met: one.met,
                        joined,
                    });
                }
            }
        }
        let claimed: HashSet<(usize, usize)> =
            joins.values().map(|(handshake, _)| *handshake).collect();
        for (index, handshakes) in concerning.iter().enumerate() {
            let origin = from.captures.get(index).copied().flatten();
            let taken_by = origin.and_then(|origin| peers.get(origin.peer));
            let capture = captures.get(index);
            let own = capture.map_or(&[][..], |capture| own_in(capture, taken_by));
            for number in handshakes {
                let id = (index, *number);
                let handshake = handshake_of(&captures, id);
                let is_left = !claimed.contains(&id);
                let ours = handshake.filter(|handshake| is_left && is_made_from(handshake, own));
                if let Some(handshake) = ours {
                    sorter.handshake(id, peer_of(handshake, origin, &peers));
                }
            }
        }
        let (mut cells, more_handshakes) = sorter.finish();
        let bench = Bench {
            question: &question,
            peers: &peers,
            captures: &captures,
            from: &from,
        };
        bench.judge(&mut cells);
        Self {
            question,
            evidence,
            peers,
            logs,
            captures,
            cells,
            more_handshakes,
            clocks,
            crossings,
        }
    }
}

/// Leaves out handshakes that an earlier capture has, too: one of several interfaces, or the same
/// packets in another container.
fn leave_out_seen(captures: &mut [CaptureMaterial]) {
    let mut seen: HashMap<(SocketAddr, SocketAddr, i64), usize> = HashMap::new();
    let has_several = captures.len() > 1;
    for (index, capture) in captures.iter_mut().enumerate().filter(|_| has_several) {
        capture.handshakes.retain(|handshake| {
            let Some(at) = handshake.at else {
                return true;
            };
            let id = (handshake.client, handshake.server, at);
            *seen.entry(id).or_insert(index) == index
        });
    }
}

/// Indices of the handshakes with nodes, for each capture.
fn concerning(
    captures: &[CaptureMaterial],
    from: &Sources,
    peers: &[PeerCase],
    evidence: &Evidence,
    nodes: &mut Nodes,
) -> Vec<Vec<usize>> {
    let has_logs = peers.iter().any(|peer| !peer.logs.is_empty());
    let mut all = Vec::with_capacity(captures.len());
    for (capture, origin) in captures.iter().zip(&from.captures) {
        let index = origin.map_or(usize::MAX, |origin| origin.peer);
        let Some(peer) = peers.get(index) else {
            all.push(Vec::new());
            continue;
        };
        let identity = evidence.peers.get(index).map(|peer| &peer.identity);
        let is_named = identity.is_some_and(|identity| identity.host.is_some());
        let is_alone = peer.logs.is_empty() && (is_named || !has_logs);
        let view = if is_alone && peer.role != Some(Role::Outer) {
            View::Alone
        } else {
            View::Logged
        };
        let handshakes = capture.handshakes.iter().enumerate();
        let own = own_in(capture, Some(peer));
        let found: Vec<usize> = handshakes
            .filter(|(_, handshake)| nodes.concern(handshake, view, own))
            .map(|(index, _)| index)
            .collect();
        for handshake in found.iter().filter_map(|at| capture.handshakes.get(*at)) {
            nodes.name(handshake);
        }
        all.push(found);
    }
    all
}

fn handshake_of(captures: &[CaptureMaterial], id: (usize, usize)) -> Option<&Handshake> {
    captures.get(id.0)?.handshakes.get(id.1)
}

/// The appliance that made a handshake: the one of that address, else that of the capture.
fn peer_of(handshake: &Handshake, origin: Option<Origin>, peers: &[PeerCase]) -> usize {
    let client = handshake.client.ip();
    let is_its = |peer: &PeerCase| peer.own_addresses.contains(&client);
    let own = origin.map(|origin| origin.peer);
    let taken_by = own.and_then(|own| peers.get(own));
    let has_store = |peer: &PeerCase| is_its(peer) && !peer.stores.is_empty();
    if peers.len() == 1 || taken_by.is_some_and(has_store) {
        return own.unwrap_or_default();
    }
    // The capture may have been given beside the bundle.
    peers.iter().position(has_store).or(own).unwrap_or_default()
}
