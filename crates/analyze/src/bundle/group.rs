//! Which files belong together, and which bundles.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::Identity;
use super::name::NameFacts;
use super::{Bundle, Content, Part, Peer};
use crate::dump::{Configuration, Form, Status};
use crate::limits::BUNDLES;
use crate::place::Place;

/// What the files of one bundle have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    archive: Option<Place>,
    stem: Option<Stem>,
}

/// What tells the files of several bundles in one place apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Stem {
    /// Host in lower case and time of the names.
    Name(String, i64),
    /// Host in lower case of the lines of a log whose name tells nothing.
    Log(String),
}

/// The stems in one place.
#[derive(Default)]
struct Stems {
    names: BTreeSet<Stem>,
    logs: BTreeSet<Stem>,
}

/// Sorts files into bundles and bundles into peers.
pub(super) fn group(parts: Vec<Part>) -> Vec<Peer> {
    let bundles = bundles(parts).into_values();
    peers(
        bundles
            .map(|(key, parts)| bundle(key.archive, parts))
            .collect(),
    )
}

/// Bundles in the order in which their first files were met.
fn bundles(parts: Vec<Part>) -> BTreeMap<usize, (Key, Vec<Part>)> {
    let mut stems: BTreeMap<Option<Place>, Stems> = BTreeMap::new();
    for part in &parts {
        let known = stems.entry(part.place.archive()).or_default();
        known.names.extend(stem_of_name(part));
        known.logs.extend(stem_of_log(part));
    }
    let mut order: BTreeMap<Key, usize> = BTreeMap::new();
    let mut bundles: BTreeMap<usize, (Key, Vec<Part>)> = BTreeMap::new();
    for (at, part) in parts.into_iter().enumerate() {
        let archive = part.place.archive();
        let known = stems.get(&archive);
        let stem = stem_of_name(&part).or_else(|| known?.of_renamed(&part));
        let mut key = Key { archive, stem };
        if order.len() >= BUNDLES && !order.contains_key(&key) {
            key = Key::default();
        }
        let at = *order.entry(key.clone()).or_insert(at);
        let (_, own) = bundles.entry(at).or_insert_with(|| (key, Vec::new()));
        own.push(part);
    }
    bundles
}

impl Stems {
    /// Where a file belongs whose name tells nothing.
    fn of_renamed(&self, part: &Part) -> Option<Stem> {
        let mut names = self.names.iter();
        if let (Some(only), None) = (names.next(), names.next()) {
            // Beside the files of one bundle it belongs to it.
            return Some(only.clone());
        }
        // Logs of several hosts are several bundles.
        let has_several = self.logs.len() > 1;
        stem_of_log(part).filter(|_| has_several)
    }
}

fn stem_of_name(part: &Part) -> Option<Stem> {
    let NameFacts { host, taken, .. } = &part.name;
    Some(Stem::Name(host.as_ref()?.to_ascii_lowercase(), (*taken)?))
}

fn stem_of_log(part: &Part) -> Option<Stem> {
    if stem_of_name(part).is_some() {
        return None;
    }
    let host = part.log_facts()?.host.as_ref()?;
    Some(Stem::Log(host.to_ascii_lowercase()))
}

fn bundle(archive: Option<Place>, mut parts: Vec<Part>) -> Bundle {
    let mut configuration: Option<Configuration> = None;
    let mut status: Option<Status> = None;
    let mut contradictions = 0;
    // The text is what people look at; XML adds what the text leaves out.
    let (text, xml): (Vec<_>, Vec<_>) = parts
        .iter()
        .filter_map(|part| match &part.content {
            Content::Dump(dump) => Some(dump),
            _ => None,
        })
        .partition(|dump| dump.form == Form::Text);
    for dump in text.into_iter().chain(xml) {
        if !dump.configuration.is_empty() {
            let own = configuration.get_or_insert_default();
            contradictions += own.tree.merge(&dump.configuration);
        }
        if !dump.status.is_empty() || !dump.attributes.is_empty() {
            let own = status.get_or_insert_default();
            contradictions += own.tree.merge(&dump.status);
            own.attributes.extend(dump.attributes.iter().cloned());
        }
    }
    let archive_name = archive
        .as_ref()
        .map(|place| NameFacts::of(place.name().base()));
    let identity = Identity::of(
        archive_name.as_ref(),
        &parts,
        configuration.as_ref(),
        status.as_ref(),
    );
    parts.sort_by_key(|part| part.id);
    Bundle {
        archive,
        identity,
        parts,
        configuration,
        status,
        contradictions,
    }
}

fn peers(bundles: Vec<Bundle>) -> Vec<Peer> {
    let mut peers: Vec<Peer> = Vec::new();
    let (named, nameless): (Vec<_>, Vec<_>) = bundles
        .into_iter()
        .partition(|bundle| bundle.identity.host.is_some());
    for bundle in named {
        let mut known = peers.iter_mut();
        match known.find(|peer| peer.identity.is_of_one_appliance(&bundle.identity)) {
            Some(peer) => peer.take(bundle),
            None => peers.push(Peer::of(bundle)),
        }
    }
    for bundle in nameless {
        match &mut peers[..] {
            // Files without a name beside one appliance are about it.
            [only] => only.take(bundle),
            _ => peers.push(Peer::of(bundle)),
        }
    }
    for peer in &mut peers {
        let time = |bundle: &Bundle| bundle.identity.taken.unwrap_or(i64::MAX);
        peer.bundles.sort_by_key(time);
    }
    let name = |peer: &Peer| {
        let host = peer.identity.host.as_ref();
        (host.is_none(), host.map(|host| host.to_ascii_lowercase()))
    };
    peers.sort_by_key(name);
    peers
}

impl Peer {
    fn of(bundle: Bundle) -> Self {
        Self {
            identity: bundle.identity.clone(),
            bundles: vec![bundle],
        }
    }

    /// Adds a bundle, and what it knows that was not known. The version is that of the latest one.
    fn take(&mut self, bundle: Bundle) {
        let Identity {
            host,
            full_name,
            role,
            role_evidence,
            version,
            serial_number,
            taken,
        } = &bundle.identity;
        let own = &mut self.identity;
        own.host = own.host.take().or_else(|| host.clone());
        own.full_name = own.full_name.take().or_else(|| full_name.clone());
        own.serial_number = own.serial_number.take().or_else(|| serial_number.clone());
        own.role = own.role.or(*role);
        for evidence in role_evidence {
            if !own.role_evidence.contains(evidence) {
                own.role_evidence.push(*evidence);
            }
        }
        own.role_evidence.sort_by_key(|evidence| evidence.source);
        let is_later = *taken > own.taken;
        if is_later || own.version.is_none() {
            own.version = version.clone().or_else(|| own.version.take());
        }
        own.taken = own.taken.max(*taken);
        self.bundles.push(bundle);
    }
}
