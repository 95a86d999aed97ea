//! Captures: addresses in headers, names and certificates in handshakes, text in everything else that
//! is not encrypted. Lengths stay, so sequence numbers do; checksums are as right or as wrong as before.

mod container;
mod dns;
mod packet;
mod streams;
mod tls;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::ops::Range;

pub use container::CaptureError;
use container::{Contents, contents};
use packet::{Checksum, Fragment, Parts, Payload, adjusted, parts, sum};
use streams::{Run, Streams};
use tls::{Item, Readable, readable};

use crate::certificates::{Certificates, Values};
use crate::collect::Collection;
use crate::text::{Dictionary, Replaced, Tally};

/// What became of a capture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaptureFacts {
    /// Packets.
    pub packets: u64,
    /// Octets of TLS records that are encrypted; they are as they were.
    pub encrypted_octets: u64,
    /// Octets of packets that are of no known kind; they are wiped.
    pub wiped_octets: u64,
    /// Blocks with decryption secrets, which were taken out.
    pub secret_blocks: u64,
    /// Fragments of IP datagrams: a name that is cut between two of them may have been missed.
    pub fragments: u64,
    /// Octets at the end that were no whole packet, which were taken out.
    pub cut_octets: u64,
}

/// First pass: remembers what occurs in a capture.
pub(crate) fn survey(capture: &[u8], collection: &mut Collection) -> Result<(), CaptureError> {
    let contents = contents(capture)?;
    for range in &contents.texts {
        collection.text(capture.get(range.clone()).unwrap_or_default());
    }
    let mut streams = Streams::default();
    for frame in &contents.frames {
        let parts = parts(capture, frame.link, frame.data.clone());
        for range in &parts.addresses {
            if let Some(address) = address(capture, range) {
                collection.address(address);
            }
        }
        for range in &parts.hardware {
            let octets = capture
                .get(range.clone())
                .and_then(<[u8]>::first_chunk::<6>);
            if let Some(octets) = octets {
                collection.hardware(*octets);
            }
        }
        for payload in parts.payloads {
            match payload {
                Payload::Tcp {
                    from,
                    to,
                    sequence,
                    opening,
                    data,
                } => {
                    streams.add((from, to), sequence, opening, data);
                }
                Payload::Udp { ports, data } => {
                    survey_datagram(ports, capture.get(data).unwrap_or_default(), collection);
                }
                Payload::Fragment { data, .. } => {
                    collection.text(capture.get(data).unwrap_or_default());
                }
                Payload::Other(_) | Payload::Unknown(_) => {}
            }
        }
    }
    for stream in streams.into_streams() {
        let mut is_encrypted = false;
        for run in stream.runs(capture) {
            survey_run(
                &run.octets,
                &readable(&run.octets, &mut is_encrypted),
                collection,
            );
        }
    }
    Ok(())
}

fn survey_run(run: &[u8], readable: &Readable, collection: &mut Collection) {
    for range in &readable.texts {
        collection.text(run.get(range.clone()).unwrap_or_default());
    }
    for item in &readable.items {
        let octets =
            |range: &Range<usize>| readable.messages.get(range.clone()).unwrap_or_default();
        match item {
            Item::Text(range) => collection.text(octets(range)),
            Item::ServerName(range) => collection.host(octets(range)),
            Item::Certificate(range) => {
                if !collection.certificates.see(octets(range)) {
                    collection.der(octets(range));
                }
            }
            Item::Authority(range) | Item::Der(range) => collection.der(octets(range)),
        }
    }
}

/// DNS, multicast DNS and LLMNR.
fn is_dns(ports: (u16, u16)) -> bool {
    [ports.0, ports.1]
        .iter()
        .any(|port| matches!(port, 53 | 5353 | 5355))
}

/// QUIC: its first packets hide the name of the server from nobody who reads the specification.
fn is_quic(ports: (u16, u16), data: &[u8]) -> bool {
    let is_long_header = data.first().is_some_and(|octet| octet & 0xc0 == 0xc0);
    is_long_header && (ports.0 == 443 || ports.1 == 443)
}

fn survey_datagram(ports: (u16, u16), data: &[u8], collection: &mut Collection) {
    let dns = is_dns(ports).then(|| dns::parts(data)).flatten();
    let Some(parts) = dns else {
        return collection.text(data);
    };
    for part in parts {
        match part {
            dns::Part::Name(labels) => {
                let name = dns::text(data, &labels);
                match dns::reverse(&name) {
                    Some(address) => collection.address(address),
                    None if crate::names::is_host(&name) && !name.ends_with(b".arpa") => {
                        collection.host(&name);
                    }
                    None => {}
                }
            }
            dns::Part::Address(range) => {
                if let Some(address) = address(data, &range) {
                    collection.address(address);
                }
            }
            dns::Part::Text(range) => collection.text(data.get(range).unwrap_or_default()),
        }
    }
}

fn address(octets: &[u8], range: &Range<usize>) -> Option<IpAddr> {
    let octets = octets.get(range.clone())?;
    match octets.len() {
        4 => octets
            .first_chunk::<4>()
            .map(|octets| IpAddr::from(*octets)),
        16 => octets
            .first_chunk::<16>()
            .map(|octets| IpAddr::from(*octets)),
        _ => None,
    }
}

/// Second pass: the capture with everything replaced.
pub(crate) fn rewrite(
    capture: &[u8],
    dictionary: &mut Dictionary,
    certificates: &Certificates,
    tally: &mut Tally,
) -> Result<(Vec<u8>, CaptureFacts), CaptureError> {
    let contents = contents(capture)?;
    let mut rewriter = Rewriter {
        capture,
        after: capture.to_vec(),
        binary: Binary::new(dictionary),
        dictionary,
        certificates,
        tally,
        facts: CaptureFacts {
            packets: count(contents.frames.len()),
            secret_blocks: contents.secrets,
            cut_octets: count(contents.rest),
            ..CaptureFacts::default()
        },
    };
    rewriter.all(&contents);
    let (mut after, facts) = (rewriter.after, rewriter.facts);
    for range in contents.removed.iter().rev() {
        after.drain(range.clone());
    }
    Ok((after, facts))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Addresses as they stand in binary protocols.
#[derive(Debug)]
struct Binary {
    v4: BTreeMap<[u8; 4], [u8; 4]>,
    v6: BTreeMap<[u8; 16], [u8; 16]>,
    hardware: BTreeMap<[u8; 6], [u8; 6]>,
    /// First octets of all of them: most octets of a payload are none.
    first: BTreeSet<u8>,
}

impl Binary {
    fn new(dictionary: &Dictionary) -> Self {
        let mut binary = Self {
            v4: BTreeMap::new(),
            v6: BTreeMap::new(),
            hardware: dictionary.addresses.given_hardware().collect(),
            first: BTreeSet::new(),
        };
        for (original, image) in dictionary.addresses.given() {
            match (original, image) {
                // Four letters of a text are no address.
                (IpAddr::V4(from), _) if from.octets().iter().all(|c| (0x20..0x7f).contains(c)) => {
                }
                (IpAddr::V4(from), IpAddr::V4(to)) => {
                    binary.v4.insert(from.octets(), to.octets());
                }
                (IpAddr::V6(from), IpAddr::V6(to)) => {
                    binary.v6.insert(from.octets(), to.octets());
                }
                (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => {}
            }
        }
        let first = |octets: &[u8]| octets.first().copied();
        binary
            .first
            .extend(binary.v4.keys().filter_map(|key| first(key)));
        binary
            .first
            .extend(binary.v6.keys().filter_map(|key| first(key)));
        binary
            .first
            .extend(binary.hardware.keys().filter_map(|key| first(key)));
        binary
    }

    /// Changes every address in some octets; tells how many there were.
    fn change(&self, octets: &mut [u8]) -> u64 {
        let mut changed = 0;
        let mut at = 0;
        while let Some(rest) = octets.get_mut(at..).filter(|rest| !rest.is_empty()) {
            let is_candidate = rest.first().is_some_and(|first| self.first.contains(first));
            let length = if is_candidate { self.at(rest) } else { None };
            changed += u64::from(length.is_some());
            at += length.unwrap_or(1);
        }
        changed
    }

    fn at(&self, rest: &mut [u8]) -> Option<usize> {
        if let Some(place) = rest.first_chunk_mut::<16>()
            && let Some(image) = self.v6.get(place)
        {
            *place = *image;
            return Some(16);
        }
        if let Some(place) = rest.first_chunk_mut::<6>()
            && let Some(image) = self.hardware.get(place)
        {
            *place = *image;
            return Some(6);
        }
        let place = rest.first_chunk_mut::<4>()?;
        let image = self.v4.get(place)?;
        *place = *image;
        Some(4)
    }
}

struct Rewriter<'r> {
    capture: &'r [u8],
    after: Vec<u8>,
    binary: Binary,
    dictionary: &'r mut Dictionary,
    certificates: &'r Certificates,
    tally: &'r mut Tally,
    facts: CaptureFacts,
}

impl Rewriter<'_> {
    fn all(&mut self, contents: &Contents) {
        for range in &contents.texts {
            self.text(range.clone());
        }
        for range in &contents.addresses {
            let address = range.start..(range.start + 4).min(range.end);
            let whole = if range.len() >= 16 {
                range.start..range.start + 16
            } else {
                address
            };
            self.address(&whole);
        }
        for range in &contents.hardware {
            self.hardware(range);
        }
        for range in &contents.unknown {
            self.wipe(range.clone());
        }
        let mut streams = Streams::default();
        let mut checksums: Vec<Checksum> = Vec::new();
        let mut fragments: Vec<(Fragment, Range<usize>)> = Vec::new();
        for frame in &contents.frames {
            let parts = parts(self.capture, frame.link, frame.data.clone());
            self.packet(parts, &mut streams, &mut checksums, &mut fragments);
        }
        for stream in streams.into_streams() {
            let mut is_encrypted = false;
            for run in stream.runs(self.capture) {
                self.run(&run, &mut is_encrypted);
            }
        }
        self.checksums(&checksums, &fragments);
    }

    fn packet(
        &mut self,
        parts: Parts,
        streams: &mut Streams,
        checksums: &mut Vec<Checksum>,
        fragments: &mut Vec<(Fragment, Range<usize>)>,
    ) {
        for range in &parts.hardware {
            self.hardware(range);
        }
        for range in &parts.addresses {
            self.address(range);
        }
        // A tunnel's checksum is over those in it, so the innermost comes first.
        checksums.extend(parts.checksums.into_iter().rev());
        for payload in parts.payloads {
            match payload {
                Payload::Tcp {
                    from,
                    to,
                    sequence,
                    opening,
                    data,
                } => {
                    streams.add((from, to), sequence, opening, data);
                }
                Payload::Udp { ports, data } => self.datagram(ports, data),
                Payload::Fragment { of, data } => {
                    self.facts.fragments += 1;
                    self.text(data.clone());
                    fragments.push((of, data));
                }
                Payload::Other(data) => {
                    let changed = self
                        .after
                        .get_mut(data)
                        .map_or(0, |place| self.binary.change(place));
                    self.count(Replaced::Address, changed);
                }
                Payload::Unknown(data) => self.wipe(data),
            }
        }
    }

    fn count(&mut self, replaced: Replaced, times: u64) {
        if times > 0 {
            *self.tally.entry(replaced).or_default() += times;
        }
    }

    fn wipe(&mut self, range: Range<usize>) {
        self.facts.wiped_octets += count(range.len());
        if let Some(place) = self.after.get_mut(range) {
            place.fill(0);
        }
    }

    fn address(&mut self, range: &Range<usize>) {
        let Some(original) = address(self.capture, range) else {
            return;
        };
        let image = self.dictionary.address(original);
        if image == original {
            return;
        }
        self.count(Replaced::Address, 1);
        match image {
            IpAddr::V4(image) => self.put(range, &image.octets()),
            IpAddr::V6(image) => self.put(range, &image.octets()),
        }
    }

    fn hardware(&mut self, range: &Range<usize>) {
        let octets = self
            .capture
            .get(range.clone())
            .and_then(<[u8]>::first_chunk::<6>);
        let Some(original) = octets.copied() else {
            return;
        };
        let image = self.dictionary.hardware(original);
        if image != original {
            self.count(Replaced::HardwareAddress, 1);
            self.put(range, &image);
        }
    }

    fn put(&mut self, range: &Range<usize>, octets: &[u8]) {
        if let Some(place) = self.after.get_mut(range.clone())
            && place.len() == octets.len()
        {
            place.copy_from_slice(octets);
        }
    }

    /// Text of any kind, and addresses of binary protocols between it.
    fn changed(&mut self, original: &[u8]) -> Vec<u8> {
        let mut after = self
            .dictionary
            .text(original, Some(self.certificates), self.tally);
        let mut binary = original.to_vec();
        let times = self.binary.change(&mut binary);
        self.count(Replaced::Address, times);
        if times > 0 {
            for ((after, binary), original) in after.iter_mut().zip(&binary).zip(original) {
                if binary != original {
                    *after = *binary;
                }
            }
        }
        after
    }

    fn text(&mut self, range: Range<usize>) {
        let original = self.capture.get(range.clone()).unwrap_or_default();
        let after = self.changed(original);
        self.put(&range, &after);
    }

    fn datagram(&mut self, ports: (u16, u16), data: Range<usize>) {
        let original = self.capture.get(data.clone()).unwrap_or_default();
        if is_quic(ports, original) {
            return self.wipe(data);
        }
        let dns = is_dns(ports).then(|| dns::parts(original)).flatten();
        let Some(parts) = dns else {
            return self.text(data);
        };
        let inside = |range: &Range<usize>| data.start + range.start..data.start + range.end;
        for part in parts {
            match part {
                dns::Part::Address(range) => self.address(&inside(&range)),
                dns::Part::Text(range) => self.text(inside(&range)),
                dns::Part::Name(labels) => {
                    let name = dns::text(original, &labels);
                    let image = self.dns_name(&name);
                    if image == name {
                        continue;
                    }
                    self.count(Replaced::Host, 1);
                    let mut rest = image.as_slice();
                    for label in &labels {
                        let Some((front, behind)) = rest.split_at_checked(label.len()) else {
                            break;
                        };
                        let front = front.to_vec();
                        rest = behind.get(1..).unwrap_or_default();
                        self.put(&inside(label), &front);
                    }
                }
            }
        }
    }

    fn dns_name(&mut self, name: &[u8]) -> Vec<u8> {
        if let Some(address) = dns::reverse(name) {
            let image = self.dictionary.address(address).to_string();
            let mut octets: Vec<&str> = image.split('.').collect();
            octets.reverse();
            return format!("{}.in-addr.arpa", octets.join(".")).into_bytes();
        }
        if name.ends_with(b".arpa") || crate::words::is_public_host(name) {
            return name.to_vec();
        }
        self.dictionary.names.host(name)
    }

    fn run(&mut self, run: &Run, is_encrypted: &mut bool) {
        let readable = readable(&run.octets, is_encrypted);
        self.facts.encrypted_octets += readable.encrypted;
        let mut changed = run.octets.clone();
        for range in &readable.texts {
            let original = run.octets.get(range.clone()).unwrap_or_default();
            let after = self.changed(original);
            if let Some(place) = changed.get_mut(range.clone())
                && place.len() == after.len()
            {
                place.copy_from_slice(&after);
            }
        }
        for item in &readable.items {
            let (range, after) = self.item(&readable, item);
            let places = readable.places.get(range).unwrap_or_default();
            if places.len() != after.len() {
                continue;
            }
            for (place, octet) in places.iter().zip(after) {
                if let Some(old) = changed.get_mut(*place) {
                    *old = octet;
                }
            }
        }
        for segment in &run.segments {
            let place = run.place(segment);
            let original = self.capture.get(segment.data.clone()).unwrap_or_default();
            // Another version of what was sent before is nothing but text.
            if run.octets.get(place.clone()) == Some(original) {
                let after = changed.get(place).unwrap_or_default().to_vec();
                self.put(&segment.data, &after);
            } else {
                self.text(segment.data.clone());
            }
        }
    }

    fn item(&mut self, readable: &Readable, item: &Item) -> (Range<usize>, Vec<u8>) {
        let octets =
            |range: &Range<usize>| readable.messages.get(range.clone()).unwrap_or_default();
        match item {
            Item::Text(range) => (range.clone(), self.changed(octets(range))),
            Item::ServerName(range) => {
                let name = octets(range);
                if crate::words::is_public_host(name) {
                    return (range.clone(), name.to_vec());
                }
                self.count(Replaced::Host, 1);
                (range.clone(), self.dictionary.names.host(name))
            }
            Item::Certificate(range) => {
                self.count(Replaced::Certificate, 1);
                let after = self.dictionary.der(octets(range), Some(self.certificates));
                (range.clone(), after)
            }
            Item::Authority(range) | Item::Der(range) => {
                let mut after = octets(range).to_vec();
                Values::new(self.dictionary).anything(&mut after);
                if after != octets(range) {
                    self.count(Replaced::CertificateName, 1);
                }
                (range.clone(), after)
            }
        }
    }

    fn checksums(&mut self, checksums: &[Checksum], fragments: &[(Fragment, Range<usize>)]) {
        // What changed in later fragments belongs to the checksum in the first one.
        let mut later: BTreeMap<&Fragment, Vec<Range<usize>>> = BTreeMap::new();
        for (fragment, range) in fragments {
            later.entry(fragment).or_default().push(range.clone());
        }
        for checksum in checksums {
            let mut over = checksum.over.clone();
            if let Some(more) = checksum.fragment.as_ref().and_then(|of| later.get(of)) {
                over.extend(more.iter().cloned());
            }
            self.checksum(checksum, &over);
        }
    }

    fn checksum(&mut self, checksum: &Checksum, over: &[Range<usize>]) {
        let field = checksum.at..checksum.at + 2;
        let Some(old) = self
            .capture
            .get(field.clone())
            .and_then(<[u8]>::first_chunk::<2>)
        else {
            return;
        };
        let old = u16::from_be_bytes(*old);
        if checksum.is_optional && old == 0 {
            return;
        }
        let total = |octets: &[u8]| -> u64 {
            over.iter()
                .map(|range| sum(octets.get(range.clone()).unwrap_or_default()))
                .sum()
        };
        // The field itself still has its old value on both sides.
        let (before, after) = (total(self.capture), total(&self.after));
        if before == after {
            return;
        }
        let new = match adjusted(old, before, after) {
            0 if checksum.is_optional => 0xffff,
            new => new,
        };
        self.put(&field, &new.to_be_bytes());
    }
}
