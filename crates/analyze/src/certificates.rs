//! Files of certificates: which is the trust store, which the server certificate.

use tollgate_pki::{Certificate, Entry, EntryError, certificates_from};

/// A file of certificates.
#[derive(Debug, Clone)]
pub struct CertificateFile {
    /// What it is for.
    pub role: CertificateRole,
    /// Its entries, in order, those that are not readable among them.
    pub entries: Vec<Entry>,
    /// Private keys in it. They were passed over.
    pub private_keys: usize,
}

/// What certificates in a file are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateRole {
    /// What the appliance trusts.
    TrustStore,
    /// What it presents, with its chain perhaps.
    Server,
    /// Neither the content nor the name tells.
    Unclear,
}

impl CertificateFile {
    /// Reads PEM or DER. The name of the file decides where its content does not.
    pub fn read(name: &str, octets: &[u8]) -> Self {
        let (octets, private_keys) = without_private_keys(octets);
        let entries = certificates_from(&octets);
        let certificates: Vec<_> = readable(&entries).collect();
        let role = role_by_content(&certificates)
            .or_else(|| role_by_name(name))
            .unwrap_or_else(|| match certificates[..] {
                [only] if only.facts().is_ca => CertificateRole::TrustStore,
                [only] if !only.facts().is_self_signed => CertificateRole::Server,
                _ => CertificateRole::Unclear,
            });
        Self {
            role,
            entries,
            private_keys,
        }
    }

    pub(crate) fn none() -> Self {
        Self {
            role: CertificateRole::Unclear,
            entries: Vec::new(),
            private_keys: 0,
        }
    }

    /// The certificates that are readable, in order.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        readable(&self.entries)
    }

    /// The entries that are not readable, with their numbers from 1.
    pub fn unreadable(&self) -> impl Iterator<Item = (usize, &EntryError)> {
        let entries = self.entries.iter();
        entries.filter_map(|entry| Some((entry.position, entry.certificate.as_ref().err()?)))
    }
}

fn readable(entries: &[Entry]) -> impl Iterator<Item = &Certificate> {
    entries
        .iter()
        .filter_map(|entry| entry.certificate.as_ref().ok())
}

/// `None` for a single certificate that an appliance may present: it is a server certificate, or a
/// node's that was uploaded. Nodes give their self-signed certificates the mark of a CA.
fn role_by_content(certificates: &[&Certificate]) -> Option<CertificateRole> {
    let (first, others) = certificates.split_first()?;
    let is_anchor = |certificate: &&Certificate| {
        let facts = certificate.facts();
        facts.is_ca || facts.is_self_signed
    };
    if others.is_empty() {
        let facts = first.facts();
        let is_intermediate = facts.is_ca && !facts.is_self_signed;
        return is_intermediate.then_some(CertificateRole::TrustStore);
    }
    let follows_leaf = |issuer: &&&Certificate| issuer.facts().subject == first.facts().issuer;
    if !is_anchor(first) && others.iter().all(is_anchor) && others.iter().any(|c| follows_leaf(&c))
    {
        return Some(CertificateRole::Server);
    }
    Some(CertificateRole::TrustStore)
}

/// The names that diagnostic logging gives to its files.
fn role_by_name(name: &str) -> Option<CertificateRole> {
    let name = name.to_ascii_lowercase();
    if name.starts_with("ca_") || name.starts_with("ca.") {
        Some(CertificateRole::TrustStore)
    } else if name.starts_with("server_") || name.starts_with("server.") {
        Some(CertificateRole::Server)
    } else {
        None
    }
}

/// Blanks out private keys, so that nothing behind this line has seen them. Lines keep their
/// numbers.
fn without_private_keys(octets: &[u8]) -> (Vec<u8>, usize) {
    let mut kept = Vec::with_capacity(octets.len());
    let mut keys = 0;
    let mut in_key = false;
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        let is_boundary = |start: &[u8]| {
            let line = line.trim_ascii();
            line.starts_with(start) && line.ends_with(b"PRIVATE KEY-----")
        };
        if is_boundary(b"-----BEGIN ") {
            in_key = true;
            keys += 1;
        }
        if in_key {
            kept.push(b'\n');
        } else {
            kept.extend_from_slice(line);
        }
        if is_boundary(b"-----END ") {
            in_key = false;
        }
    }
    (kept, keys)
}
