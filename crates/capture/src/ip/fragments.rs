//! IP datagrams put together from fragments (RFC 791, RFC 8200 4.5). The first copy of a byte wins.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

use super::Datagram;
use crate::cursor::count;
use crate::pieces::Pieces;

/// The longest datagram that either version of IP can carry.
const DATAGRAM_BYTES: usize = 65_535;

/// What an incomplete datagram costs beside its pieces.
const ENTRY_BYTES: usize = 256;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    source: IpAddr,
    destination: IpAddr,
    protocol: u8,
    id: u32,
}

/// One datagram of which fragments are missing.
#[derive(Debug, Default)]
struct Incomplete {
    pieces: Pieces,
    /// Known once the last fragment is there.
    length: Option<usize>,
    /// Tells this datagram from another one with the same key.
    serial: u64,
}

/// Datagrams waiting for fragments, within a bound on memory.
#[derive(Debug)]
pub(crate) struct Fragments {
    waiting: HashMap<Key, Incomplete>,
    /// Oldest first; those that were completed meanwhile are still listed.
    order: VecDeque<(u64, Key)>,
    serial: u64,
    cost: usize,
    limit: usize,
    evicted: u64,
}

impl Fragments {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            waiting: HashMap::new(),
            order: VecDeque::new(),
            serial: 0,
            cost: 0,
            limit,
            evicted: 0,
        }
    }

    /// Incomplete datagrams that were forgotten to stay within the limit.
    pub(crate) const fn evicted(&self) -> u64 {
        self.evicted
    }

    /// Takes a fragment; answers the payload of the datagram that it completes.
    pub(crate) fn add(&mut self, datagram: &Datagram<'_>) -> Option<Vec<u8>> {
        let part = datagram.fragment?;
        let end = part.offset.saturating_add(datagram.payload.len());
        if datagram.missing > 0 || end > DATAGRAM_BYTES || datagram.payload.is_empty() {
            return None;
        }
        let key = Key {
            source: datagram.source,
            destination: datagram.destination,
            protocol: datagram.protocol,
            id: part.id,
        };
        if !self.waiting.contains_key(&key) {
            self.begin(key.clone());
        }
        let incomplete = self.waiting.get_mut(&key)?;
        if !part.more {
            incomplete.length.get_or_insert(end);
        }
        let before = incomplete.cost();
        incomplete
            .pieces
            .insert(count(part.offset), datagram.payload);
        let more = incomplete.cost().saturating_sub(before);
        let is_complete = incomplete.is_complete();
        self.cost = self.cost.saturating_add(more);
        if is_complete {
            let complete = self.remove(&key)?;
            self.forget_finished();
            return complete.join();
        }
        while self.cost > self.limit {
            self.evict_oldest()?;
        }
        None
    }

    fn begin(&mut self, key: Key) {
        self.serial = self.serial.wrapping_add(1);
        self.cost = self.cost.saturating_add(ENTRY_BYTES);
        self.order.push_back((self.serial, key.clone()));
        let incomplete = Incomplete {
            serial: self.serial,
            ..Incomplete::default()
        };
        self.waiting.insert(key, incomplete);
    }

    fn remove(&mut self, key: &Key) -> Option<Incomplete> {
        let incomplete = self.waiting.remove(key)?;
        self.cost = self.cost.saturating_sub(incomplete.cost());
        Some(incomplete)
    }

    fn is_waiting(&self, serial: u64, key: &Key) -> bool {
        self.waiting
            .get(key)
            .is_some_and(|incomplete| incomplete.serial == serial)
    }

    /// Keeps the order about as short as the list of datagrams that it is about.
    fn forget_finished(&mut self) {
        while let Some((serial, key)) = self.order.front() {
            if self.is_waiting(*serial, key) {
                break;
            }
            self.order.pop_front();
        }
        if self.order.len() > self.waiting.len().saturating_mul(2).saturating_add(16) {
            let waiting = &self.waiting;
            self.order.retain(|(serial, key)| {
                waiting
                    .get(key)
                    .is_some_and(|incomplete| incomplete.serial == *serial)
            });
        }
    }

    fn evict_oldest(&mut self) -> Option<()> {
        loop {
            let (serial, key) = self.order.pop_front()?;
            if self.is_waiting(serial, &key) {
                self.remove(&key);
                self.evicted = self.evicted.saturating_add(1);
                return Some(());
            }
        }
    }
}

impl Incomplete {
    const fn cost(&self) -> usize {
        self.pieces.cost().saturating_add(ENTRY_BYTES)
    }

    fn is_complete(&self) -> bool {
        self.length
            .is_some_and(|length| self.pieces.complete_up_to() >= count(length))
    }

    fn join(self) -> Option<Vec<u8>> {
        let length = self.length?;
        let mut whole = self.pieces.join();
        whole.truncate(length);
        Some(whole)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::super::Part;
    use super::*;

    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Inner,
        Last,
    }

    fn fragment(id: u32, offset: usize, part: Kind, payload: &[u8]) -> Datagram<'_> {
        Datagram {
            source: IpAddr::V4(Ipv4Addr::LOCALHOST),
            destination: IpAddr::V4(Ipv4Addr::LOCALHOST),
            protocol: 6,
            payload,
            missing: 0,
            fragment: Some(Part {
                id,
                offset,
                more: part == Kind::Inner,
            }),
        }
    }

    #[test]
    fn fragments_in_any_order_make_a_datagram_and_the_first_copy_wins() {
        let mut fragments = Fragments::new(1 << 20);
        assert_eq!(fragments.add(&fragment(1, 16, Kind::Last, b"third")), None);
        assert_eq!(
            fragments.add(&fragment(1, 8, Kind::Inner, b"second..")),
            None
        );
        assert_eq!(
            fragments.add(&fragment(1, 4, Kind::Inner, b"XXXXYYYYYYYYZZZZ")),
            None
        );
        let whole = fragments
            .add(&fragment(1, 0, Kind::Inner, b"first..."))
            .unwrap();
        assert_eq!(whole, b"firsXXXXsecond..third");
        assert_eq!((fragments.cost, fragments.order.len()), (0, 0));
    }

    #[test]
    fn the_oldest_incomplete_datagram_leaves_when_memory_runs_out() {
        let mut fragments = Fragments::new(3 * (ENTRY_BYTES + 72));
        for id in 1..=4 {
            assert_eq!(
                fragments.add(&fragment(id, 0, Kind::Inner, b"12345678")),
                None
            );
        }
        assert_eq!(fragments.evicted(), 1);
        assert_eq!(fragments.add(&fragment(1, 8, Kind::Last, b"9")), None);
        assert_eq!(
            fragments.add(&fragment(4, 8, Kind::Last, b"9")).unwrap(),
            b"123456789"
        );
    }
}
