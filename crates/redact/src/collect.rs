//! The first pass: which names, addresses and certificates occur.

use std::collections::BTreeSet;
use std::net::IpAddr;

use base64::Engine;

use crate::certificates::Certificates;
use crate::der::{CertificateParts, Element, OBJECT_IDENTIFIER, elements};
use crate::names::{NameKind, Piece, is_host, pieces};
use crate::regions::{BASE64, Form, edge_hosts, is_host_octet, regions};
use crate::words::{is_account, is_of_certificates, is_public_host, is_top_level};

/// Different names in one evidence. A cluster has hundreds of hosts and some 100,000 users.
const NAMES: usize = 1_000_000;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    /// In lower case.
    pub(crate) names: BTreeSet<(NameKind, Vec<u8>)>,
    /// Words with dots that are hosts if their end is a domain that is known.
    candidates: BTreeSet<Vec<u8>>,
    pub(crate) addresses: BTreeSet<IpAddr>,
    pub(crate) hardware: BTreeSet<[u8; 6]>,
    pub(crate) certificates: Certificates,
    /// There were more names than are kept: nothing may be handed on.
    pub(crate) is_full: bool,
}

impl Collection {
    /// A text of any kind.
    pub(crate) fn text(&mut self, text: &[u8]) {
        let mut at = 0;
        for region in regions(text) {
            self.candidates_in(text.get(at..region.range.start).unwrap_or_default());
            at = region.range.end;
            let value = text.get(region.range).unwrap_or_default();
            match region.form {
                Form::Pem { label } => self.pem(&label, value),
                Form::Encoded(decoded) => {
                    for range in edge_hosts(&decoded) {
                        self.host(decoded.get(range).unwrap_or_default());
                    }
                    for inner in regions(&decoded) {
                        if let Form::V4(address) = inner.form {
                            self.address(IpAddr::V4(address));
                        }
                    }
                    self.candidates_in(value);
                }
                Form::Host => self.host(value),
                Form::User => self.user(value),
                Form::Label => self.label(value),
                Form::V4(address) | Form::ReverseV4(address) => self.address(IpAddr::V4(address)),
                Form::V6(address) => self.address(IpAddr::V6(address)),
                Form::Hardware(address) => self.hardware(address),
                Form::Secret => {}
            }
        }
        self.candidates_in(text.get(at..).unwrap_or_default());
    }

    fn candidates_in(&mut self, text: &[u8]) {
        let is_octet = |octet: u8| is_host_octet(octet) && octet != b'_';
        for word in text.split(|octet| !is_octet(*octet)) {
            let word = word.trim_ascii_end();
            let word = word.strip_suffix(b".").unwrap_or(word);
            if word.contains(&b'.') && is_host(word) && self.candidates.len() < NAMES {
                self.candidates.insert(word.to_ascii_lowercase());
            }
        }
    }

    fn pem(&mut self, label: &[u8], body: &[u8]) {
        let (base64, _) = base64_of(body);
        if let Ok(der) = BASE64.decode(&base64)
            && label.ends_with(b"CERTIFICATE")
            && !self.certificates.see(&der)
        {
            self.der(&der);
        } else if let Ok(der) = BASE64.decode(whole_groups(&base64)) {
            self.der(&der);
        }
    }

    fn add(&mut self, kind: NameKind, name: &[u8]) {
        if self.names.len() >= NAMES {
            self.is_full = true;
            return;
        }
        self.names.insert((kind, name.to_ascii_lowercase()));
    }

    pub(crate) fn address(&mut self, address: IpAddr) {
        if self.addresses.len() >= NAMES {
            self.is_full = true;
            return;
        }
        self.addresses.insert(address);
    }

    pub(crate) fn hardware(&mut self, address: [u8; 6]) {
        if self.hardware.len() < NAMES {
            self.hardware.insert(address);
        }
    }

    pub(crate) fn host(&mut self, host: &[u8]) {
        let host = host.strip_suffix(b".").unwrap_or(host);
        let host = host.strip_prefix(b"*.").unwrap_or(host);
        // What a product prefixes is no part of the host.
        let host = match behind_underscore(host) {
            Some(end) if is_host(end) => end,
            _ => host,
        };
        let is_address = str::from_utf8(host).is_ok_and(|text| text.parse::<IpAddr>().is_ok());
        if host.is_empty() || is_address || is_public_host(host) {
            return;
        }
        self.add(NameKind::Host, host);
    }

    pub(crate) fn user(&mut self, user: &[u8]) {
        let (name, domain) = split_user(user);
        if let Some(domain) = domain.filter(|domain| is_host(domain)) {
            self.host(domain);
        }
        if !name.is_empty() && !is_account(name) {
            self.add(NameKind::User, name);
        }
    }

    fn label(&mut self, label: &[u8]) {
        if is_host(label) {
            return self.host(label);
        }
        // `CEtcp-cucm.steven.lab`: the part behind the prefix is a host.
        self.candidates_in(label);
        self.add(NameKind::Label, label);
    }

    pub(crate) fn certificate_name(&mut self, value: &[u8]) {
        if is_host(value) {
            self.host(value);
        } else if value.contains(&b'@') && !value.contains(&b' ') {
            self.user(value);
        } else if value.len() > 1 {
            self.add(NameKind::Certificate, value);
        }
    }

    /// Names in anything that is DER.
    pub(crate) fn der(&mut self, der: &[u8]) {
        for element in elements(der, 0..der.len()) {
            self.element(der, &element, 0);
        }
    }

    fn element(&mut self, der: &[u8], element: &Element, depth: usize) {
        const COUNTRY: &[u8] = &[0x55, 0x04, 0x06];
        const DEPTH: usize = 32;
        if depth > DEPTH {
            return;
        }
        let children = element.children(der);
        match (element.is_constructed(), children.as_slice()) {
            (true, [id, value]) if id.tag == OBJECT_IDENTIFIER && !value.is_constructed() => {
                if id.octets(der) != COUNTRY && matches!(value.tag, 0x0c | 0x13 | 0x14 | 0x16) {
                    self.certificate_name(value.octets(der));
                }
            }
            (true, _) => {
                for child in &children {
                    self.element(der, child, depth + 1);
                }
            }
            (false, _) => {}
        }
    }

    /// Names in the certificates that were found, and the domains that candidates belong to.
    pub(crate) fn finish(&mut self) {
        let originals: Vec<Vec<u8>> = self.certificates.originals().map(<[u8]>::to_vec).collect();
        for der in originals {
            self.certificate(&der);
        }
        let domains: BTreeSet<Vec<u8>> = self
            .names
            .iter()
            .filter(|(kind, _)| *kind == NameKind::Host)
            .flat_map(|(_, host)| domains_of(host).map(<[u8]>::to_vec).collect::<Vec<_>>())
            .collect();
        for candidate in std::mem::take(&mut self.candidates) {
            let is_known = domains_of(&candidate).any(|domain| domains.contains(domain));
            if is_known {
                self.host(&candidate);
            }
        }
    }

    fn certificate(&mut self, der: &[u8]) {
        const SUBJECT_NAMES: &[u8] = &[0x55, 0x1d, 0x11];
        let Some(parts) = CertificateParts::read(der) else {
            return;
        };
        self.element(der, &parts.issuer, 0);
        self.element(der, &parts.subject, 0);
        let list = parts
            .extensions
            .and_then(|outer| Element::read(der, outer.content));
        for extension in list.map(|list| list.children(der)).unwrap_or_default() {
            let children = extension.children(der);
            let (Some(id), Some(value)) = (children.first(), children.last()) else {
                continue;
            };
            if id.octets(der) != SUBJECT_NAMES {
                continue;
            }
            let names = Element::read(der, value.content.clone());
            for name in names.map(|names| names.children(der)).unwrap_or_default() {
                let octets = name.octets(der);
                match name.tag {
                    0x81 => self.user(octets),
                    0x82 => self.host(octets),
                    0x86 => self.text(octets),
                    0x87 => {
                        if let Some(octets) = octets.first_chunk::<16>() {
                            self.address(IpAddr::from(*octets));
                        } else if let Some(octets) = octets.first_chunk::<4>() {
                            self.address(IpAddr::from(*octets));
                        }
                    }
                    _ => self.element(der, &name, 0),
                }
            }
        }
    }
}

fn behind_underscore(host: &[u8]) -> Option<&[u8]> {
    let at = host.iter().rposition(|octet| *octet == b'_')?;
    host.get(at + 1..)
}

/// The name and the domain of a user; the sign between them may be percent-encoded.
pub(crate) fn split_user(user: &[u8]) -> (&[u8], Option<&[u8]>) {
    let at = user
        .iter()
        .position(|octet| *octet == b'@')
        .map(|at| (at, 1))
        .or_else(|| crate::names::find(user, b"%40").map(|at| (at, 3)));
    match at {
        Some((at, length)) => (user.get(..at).unwrap_or_default(), user.get(at + length..)),
        None => (user, None),
    }
}

/// A host and every domain above it that says something: the host itself included.
pub(crate) fn domains_of(host: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts = host.iter().enumerate().filter(|(_, octet)| **octet == b'.');
    let starts = std::iter::once(0).chain(starts.map(|(at, _)| at + 1));
    starts
        .filter_map(|start| host.get(start..))
        .filter(|domain| {
            let labels: Vec<&[u8]> = domain.split(|octet| *octet == b'.').collect();
            labels.len() >= 2 && !labels.iter().all(|label| is_top_level(label))
        })
}

/// Words of a name that are worth to be looked for alone.
pub(crate) fn telling_words(kind: NameKind, name: &[u8]) -> Vec<Vec<u8>> {
    const WORD: usize = 3;
    const NUMBER: usize = 5;
    let last_label = name
        .rsplit(|octet| *octet == b'.')
        .next()
        .unwrap_or_default();
    let is_dotted = last_label.len() < name.len() && is_host(name);
    let end = if is_dotted && is_top_level(last_label) {
        name.len() - last_label.len()
    } else {
        name.len()
    };
    pieces(name.get(..end).unwrap_or(name))
        .filter_map(|piece| match piece {
            Piece::Letters(word) => {
                let stays = crate::words::is_vocabulary(word) || is_of_certificates(word);
                (word.len() >= WORD && !stays).then(|| word.to_vec())
            }
            Piece::Digits(number) => {
                let tells = kind == NameKind::User && number.len() >= NUMBER;
                tells.then(|| number.to_vec())
            }
            Piece::Other(_) => None,
        })
        .collect()
}

/// The letters of base64 in a text and where each of them is; line ends, also those that are
/// written as `\n`, are passed over.
pub(crate) fn base64_of(body: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let mut letters = Vec::with_capacity(body.len());
    let mut places = Vec::with_capacity(body.len());
    let mut octets = body.iter().enumerate();
    while let Some((at, octet)) = octets.next() {
        if *octet == b'\\' {
            octets.next();
        } else if octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/') {
            letters.push(*octet);
            places.push(at);
        }
    }
    (letters, places)
}

/// So much of base64 as makes whole octets.
pub(crate) fn whole_groups(base64: &[u8]) -> &[u8] {
    let length = match base64.len() % 4 {
        1 => base64.len() - 1,
        _ => base64.len(),
    };
    base64.get(..length).unwrap_or(base64)
}
