//! Addresses for addresses: what shared a network before shares one afterwards, what was private
//! stays private, and written down an address stays as long as it was.
//!
//! Each address is a path in a tree, octet by octet (or group by group in IPv6), and each branch is
//! replaced for itself, as Crypto-PAn does with bits. Loopback, unspecified, broadcast, multicast and
//! link-local prefixes and netmasks stay what they are.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use crate::random::Seed;

/// One branch of a tree of addresses.
#[derive(Debug, Default, Clone)]
struct Node {
    /// Values that occur in evidence; a replacement avoids them while there are others.
    seen: BTreeSet<u16>,
    images: BTreeMap<u16, u16>,
    taken: BTreeSet<u16>,
}

/// Replacements of one kind of address.
#[derive(Debug, Default, Clone)]
struct Tree {
    nodes: BTreeMap<Vec<u16>, Node>,
}

/// What may stand in the place of a value.
enum Choice {
    Kept,
    Among(RangeInclusive<u16>, &'static [u16]),
}

type Choices = fn(&[u16], u16) -> Choice;

impl Tree {
    fn see(&mut self, path: &[u16]) {
        for (level, value) in path.iter().enumerate() {
            let prefix = path.get(..level).unwrap_or_default();
            self.nodes
                .entry(prefix.to_vec())
                .or_default()
                .seen
                .insert(*value);
        }
    }

    /// Takes a replacement that was decided earlier.
    fn restore(&mut self, path: &[u16], image: &[u16]) {
        for (level, (value, image)) in path.iter().zip(image).enumerate() {
            let prefix = path.get(..level).unwrap_or_default();
            let node = self.nodes.entry(prefix.to_vec()).or_default();
            if node.images.insert(*value, *image).is_none() {
                node.taken.insert(*image);
            }
        }
    }

    fn image(&mut self, seed: &Seed, kind: &str, choices: Choices, path: &[u16]) -> Vec<u16> {
        let mut image = Vec::with_capacity(path.len());
        for (level, value) in path.iter().enumerate() {
            let prefix = path.get(..level).unwrap_or_default();
            let node = self.nodes.entry(prefix.to_vec()).or_default();
            if let Some(known) = node.images.get(value) {
                image.push(*known);
                continue;
            }
            let chosen = match choices(prefix, *value) {
                Choice::Kept => *value,
                Choice::Among(range, except) => {
                    let mut thing: Vec<u8> = prefix.iter().flat_map(|v| v.to_be_bytes()).collect();
                    thing.extend(value.to_be_bytes());
                    node.choose(seed, (kind, &thing), (&range, except), *value)
                }
            };
            node.images.insert(*value, chosen);
            node.taken.insert(chosen);
            image.push(chosen);
        }
        image
    }
}

impl Node {
    fn choose(
        &self,
        seed: &Seed,
        (kind, thing): (&str, &[u8]),
        (range, except): (&RangeInclusive<u16>, &[u16]),
        value: u16,
    ) -> u16 {
        let mut stream = seed.stream(kind, thing);
        let is_free = |candidate: &u16| {
            *candidate != value && !self.taken.contains(candidate) && !except.contains(candidate)
        };
        // A range of groups has thousands of values: a few draws find a free one.
        let width = usize::from(range.end().saturating_sub(*range.start())).saturating_add(1);
        for _ in 0..64 {
            let offset = u16::try_from(stream.below(width)).unwrap_or_default();
            let candidate = range.start().saturating_add(offset);
            if is_free(&candidate) && !self.seen.contains(&candidate) {
                return candidate;
            }
        }
        let free: Vec<u16> = range.clone().filter(is_free).collect();
        let unseen: Vec<u16> = free
            .iter()
            .copied()
            .filter(|c| !self.seen.contains(c))
            .collect();
        stream
            .choose(&unseen)
            .or_else(|| stream.choose(&free))
            // Every other value of this length is taken: the value itself is the one that is left,
            // or was left over when its place was given away.
            .or_else(|| (!self.taken.contains(&value)).then_some(value))
            .or_else(|| range.clone().find(|c| !self.taken.contains(c)))
            .unwrap_or(value)
    }
}

/// Replacements of all addresses.
#[derive(Debug, Default, Clone)]
pub(crate) struct Addresses {
    v4: Tree,
    v6: Tree,
    hardware: Tree,
    given: BTreeMap<IpAddr, IpAddr>,
    images: BTreeSet<IpAddr>,
    given_hardware: BTreeMap<[u8; 6], [u8; 6]>,
}

impl Addresses {
    /// Remembers that an address occurs, before any is replaced.
    pub(crate) fn see(&mut self, address: IpAddr) {
        match address {
            IpAddr::V4(address) => self.v4.see(&path_of_v4(address)),
            IpAddr::V6(address) => match address.to_ipv4_mapped() {
                Some(mapped) => self.v4.see(&path_of_v4(mapped)),
                None => self.v6.see(&address.segments()),
            },
        }
    }

    pub(crate) fn restore(&mut self, original: IpAddr, image: IpAddr) {
        match (original, image) {
            (IpAddr::V4(from), IpAddr::V4(to)) => {
                self.v4.restore(&path_of_v4(from), &path_of_v4(to));
            }
            (IpAddr::V6(from), IpAddr::V6(to)) => {
                self.v6.restore(&from.segments(), &to.segments());
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return,
        }
        self.given.insert(original, image);
        self.images.insert(image);
    }

    pub(crate) fn image(&mut self, seed: &Seed, address: IpAddr) -> IpAddr {
        if let Some(known) = self.given.get(&address) {
            return *known;
        }
        let image = match address {
            IpAddr::V4(address) => IpAddr::V4(self.image_of_v4(seed, address)),
            IpAddr::V6(address) => IpAddr::V6(if let Some(mapped) = address.to_ipv4_mapped() {
                self.image_of_v4(seed, mapped).to_ipv6_mapped()
            } else {
                let path = address.segments();
                let image = self.v6.image(seed, "ipv6", choices_of_v6, &path);
                image
                    .first_chunk::<8>()
                    .map_or(address, |chunk| Ipv6Addr::from(*chunk))
            }),
        };
        if image != address {
            self.given.insert(address, image);
            self.images.insert(image);
        }
        image
    }

    fn image_of_v4(&mut self, seed: &Seed, address: Ipv4Addr) -> Ipv4Addr {
        let path = path_of_v4(address);
        let image = self.v4.image(seed, "ipv4", choices_of_v4, &path);
        let octets: Vec<u8> = image
            .iter()
            .filter_map(|value| u8::try_from(*value).ok())
            .collect();
        octets
            .first_chunk::<4>()
            .map_or(address, |chunk| Ipv4Addr::from(*chunk))
    }

    pub(crate) fn restore_hardware(&mut self, original: [u8; 6], image: [u8; 6]) {
        self.hardware
            .restore(&original.map(u16::from), &image.map(u16::from));
        self.given_hardware.insert(original, image);
    }

    /// Group addresses stay, but for those that are made of an IPv6 address.
    pub(crate) fn image_of_hardware(&mut self, seed: &Seed, address: [u8; 6]) -> [u8; 6] {
        if let Some(known) = self.given_hardware.get(&address) {
            return *known;
        }
        let path = address.map(u16::from);
        let image = self
            .hardware
            .image(seed, "hardware", choices_of_hardware, &path);
        let octets: Vec<u8> = image
            .iter()
            .filter_map(|value| u8::try_from(*value).ok())
            .collect();
        let image = octets.first_chunk::<6>().copied().unwrap_or(address);
        if image != address {
            self.given_hardware.insert(address, image);
        }
        image
    }

    /// Every address that was replaced, and by what.
    pub(crate) fn given(&self) -> impl Iterator<Item = (IpAddr, IpAddr)> {
        self.given
            .iter()
            .map(|(original, image)| (*original, *image))
    }

    pub(crate) fn given_hardware(&self) -> impl Iterator<Item = ([u8; 6], [u8; 6])> {
        self.given_hardware
            .iter()
            .map(|(original, image)| (*original, *image))
    }

    /// Whether this address was replaced, and is no replacement of another one itself.
    pub(crate) fn is_original(&self, address: IpAddr) -> bool {
        self.given.contains_key(&address) && !self.images.contains(&address)
    }
}

fn path_of_v4(address: Ipv4Addr) -> [u16; 4] {
    address.octets().map(u16::from)
}

/// First octets that mean something: this network, private, shared, loopback, link-local and those
/// with special blocks in them (IANA's registry of special addresses).
const SPECIAL_FIRST: &[u16] = &[10, 100, 127, 169, 172, 192, 198, 203];

/// Values with as many digits.
fn as_many_digits(value: u16) -> RangeInclusive<u16> {
    match value {
        0..=9 => 0..=9,
        10..=99 => 10..=99,
        _ => 100..=255,
    }
}

fn choices_of_v4(prefix: &[u16], value: u16) -> Choice {
    let digits = as_many_digits(value);
    match (prefix, value) {
        ([], 0 | 10 | 100 | 127 | 169 | 172 | 192 | 198 | 203 | 224..) => Choice::Kept,
        ([], 1..=9) => Choice::Among(1..=9, &[]),
        ([], 10..=99) => Choice::Among(digits, SPECIAL_FIRST),
        ([], _) => Choice::Among(100..=223, SPECIAL_FIRST),
        ([0 | 127 | 224.., ..], _) => Choice::Kept,
        ([172], 16..=31) => Choice::Among(16..=31, &[]),
        ([172], 10..=99) => {
            const PRIVATE: &[u16] = &[
                16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
            ];
            Choice::Among(digits, PRIVATE)
        }
        ([192], 0 | 168) | ([169], 254) | ([198], 18 | 19 | 51) | ([203], 0) => Choice::Kept,
        ([192], _) => Choice::Among(digits, &[0, 168]),
        ([169], _) => Choice::Among(digits, &[254]),
        ([198], _) => Choice::Among(digits, &[18, 19, 51]),
        ([203], _) => Choice::Among(digits, &[0]),
        ([100], 64..=99) => Choice::Among(64..=99, &[]),
        ([100], 100..=127) => Choice::Among(100..=127, &[]),
        ([100], 10..=63) => Choice::Among(10..=63, &[]),
        ([100], 128..) => Choice::Among(128..=255, &[]),
        // The address of a network and its broadcast address stay that.
        ([_, _, _], 0 | 255) => Choice::Kept,
        ([_, _, _], 1..=9) => Choice::Among(1..=9, &[]),
        ([_, _, _], 100..) => Choice::Among(100..=254, &[]),
        _ => Choice::Among(digits, &[]),
    }
}

fn choices_of_v6(prefix: &[u16], value: u16) -> Choice {
    match (prefix, value) {
        (_, 0) => Choice::Kept,
        ([], 0x2000..=0x3fff) => Choice::Among(0x2000..=0x3fff, &[]),
        // Unique local addresses (RFC 4193).
        ([], 0xfc00..=0xfcff) => Choice::Among(0xfc00..=0xfcff, &[]),
        ([], 0xfd00..=0xfdff) => Choice::Among(0xfd00..=0xfdff, &[]),
        ([] | [0, ..], _) => Choice::Kept,
        // The group of those who might have an address ends in its last 24 bits (RFC 4291).
        ([0xff02, 0, 0, 0, 0, 1], 0xff00..) => Choice::Among(0xff00..=0xffff, &[]),
        ([0xff02, 0, 0, 0, 0, 1, 0xff00..=0xffff, ..], _) => in_hex_digits(value),
        ([0xff00..=0xffff, ..], _) => Choice::Kept,
        _ => in_hex_digits(value),
    }
}

fn in_hex_digits(value: u16) -> Choice {
    let range = match value {
        0..=0xf => 1..=0xf,
        0x10..=0xff => 0x10..=0xff,
        0x100..=0xfff => 0x100..=0xfff,
        0x1000.. => 0x1000..=0xffff,
    };
    Choice::Among(range, &[])
}

fn choices_of_hardware(prefix: &[u16], value: u16) -> Choice {
    /// First octets of global unicast addresses: even, and not locally administered.
    const GLOBAL: &[u16] = &not_of_kind(0);
    const LOCAL: &[u16] = &not_of_kind(2);
    match (prefix, value) {
        ([], 0) => Choice::Kept,
        ([], value) if value.is_multiple_of(4) => Choice::Among(1..=255, GLOBAL),
        ([], value) if value & 3 == 2 => Choice::Among(1..=255, LOCAL),
        ([], _) => Choice::Kept,
        ([0x33] | [0x33, 0x33], _) => Choice::Kept,
        ([0x33, 0x33, 0xff, ..], _) => Choice::Among(0..=255, &[]),
        ([first, ..], _) if first & 1 == 1 => Choice::Kept,
        ([0] | [0, 0] | [0, 0, 0] | [0, 0, 0, 0] | [0, 0, 0, 0, 0], 0) => Choice::Kept,
        _ => Choice::Among(0..=255, &[]),
    }
}

/// Octets whose lowest two bits differ from these.
const fn not_of_kind(bits: u16) -> [u16; 192] {
    let mut others = [0; 192];
    let (mut at, mut value) = (0, 0);
    while value < 256 {
        if value & 3 != bits {
            #[expect(clippy::indexing_slicing, reason = "192 of 256 values are stored")]
            {
                others[at] = value;
            }
            at += 1;
        }
        value += 1;
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    fn images(addresses: &[&str]) -> Vec<String> {
        let seed = Seed::new([7; 32]);
        let mut map = Addresses::default();
        for address in addresses {
            map.see(address.parse().unwrap());
        }
        let image = |address: &&str| map.image(&seed, address.parse().unwrap()).to_string();
        addresses.iter().map(image).collect()
    }

    #[test]
    fn networks_stay_together_and_lengths_stay() {
        let before = [
            "10.48.36.215",
            "10.48.36.46",
            "10.48.7.9",
            "172.16.1.1",
            "172.31.1.1",
            "192.168.1.20",
            "8.8.4.4",
            "131.254.1.255",
            "2001:db8:12::1",
            "2001:db8:12::a7",
            "fd00:1:2::3",
        ];
        let after = images(&before);
        for (before, after) in before.iter().zip(&after) {
            assert_ne!(before, after);
            assert_eq!(before.len(), after.len(), "{before} {after}");
        }
        let network =
            |address: &str, separator| address.rsplit_once(separator).unwrap().0.to_owned();
        assert_eq!(network(&after[0], '.'), network(&after[1], '.'));
        assert_eq!(network(&after[8], ':'), network(&after[9], ':'));
        assert!(after[0].starts_with("10.") && !after[0].starts_with("10.48."));
        assert!(after[5].starts_with("192.168."));
        for private in [3, 4] {
            let address: Ipv4Addr = after[private].parse().unwrap();
            assert!(address.is_private());
        }
        assert!(after[7].ends_with(".255"));
    }

    #[test]
    fn addresses_that_mean_something_stay() {
        let kept = [
            "127.0.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "255.255.254.0",
            "224.0.0.251",
            "::1",
            "::",
            "ff02::fb",
        ];
        assert_eq!(images(&kept), kept);
    }

    #[test]
    fn no_two_addresses_become_one() {
        let before: Vec<String> = (0..=255).map(|last| format!("192.168.1.{last}")).collect();
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        let after: BTreeSet<String> = images(&before).into_iter().collect();
        assert_eq!(after.len(), 256);
    }

    #[test]
    fn hardware_addresses_keep_their_kind() {
        let seed = Seed::new([7; 32]);
        let mut map = Addresses::default();
        for kept in [
            [0; 6],
            [0xff; 6],
            [1, 0, 0x5e, 0, 0, 0xfb],
            [0x33, 0x33, 0, 0, 0, 1],
        ] {
            assert_eq!(map.image_of_hardware(&seed, kept), kept);
        }
        let image = map.image_of_hardware(&seed, [0x02, 0x42, 1, 2, 3, 4]);
        assert_eq!(image[0] & 3, 2);
        assert_ne!(image, [0x02, 0x42, 1, 2, 3, 4]);
    }
}
