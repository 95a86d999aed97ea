//! Conversations of a capture, reduced to what a case needs of them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tollgate_capture as capture;
use tollgate_capture::{Conversation, Role};
use tollgate_pki::Certificate;

use super::{CaptureMaterial, Handshake};
use crate::bundle::PartId;

/// Handshakes of one capture that are kept. An appliance makes some thousands in the time that it
/// captures.
pub const HANDSHAKES: usize = 100_000;
/// Handshakes beyond [`HANDSHAKES`] that are kept because they failed.
pub const FAILED_HANDSHAKES: usize = 20_000;
/// Distinct certificates that are read. A deployment has some hundreds.
pub const CERTIFICATES: usize = 10_000;
/// Octets of distinct chains, cipher suite lists and authority lists that are held.
const LIST_OCTETS: usize = 32 * 1024 * 1024;
/// Alerts of one conversation that are kept; real ones have two at most.
const ALERTS: usize = 16;
/// Characters of a server name: the longest that DNS allows (RFC 1035 3.1).
const SERVER_NAME: usize = 255;

/// Keeps certificates, chains and lists that many handshakes share once.
#[derive(Debug, Default)]
pub struct Interner {
    /// By SHA-256; `None` where the octets are no X.509 certificate.
    certificates: HashMap<[u8; 32], Option<Certificate>>,
    chains: HashMap<Box<[[u8; 32]]>, ReadChain>,
    suites: HashSet<Arc<[u16]>>,
    versions: HashSet<Arc<[capture::Version]>>,
    /// By the names in DER, each with its length in front.
    authorities: HashMap<Box<[u8]>, Arc<[String]>>,
    octets: usize,
    left_out: u64,
}

/// A chain and the number of its certificates that cannot be read.
#[derive(Debug, Clone)]
struct ReadChain {
    certificates: Arc<[Certificate]>,
    unreadable: usize,
}

impl Interner {
    /// Chains and lists that were left empty because there were too many different ones.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    fn chain(&mut self, conversation: &Conversation, role: Role) -> ReadChain {
        let seen = || conversation.certificates_of(role);
        let key: Box<[[u8; 32]]> = seen().map(|seen| *seen.certificate.sha256()).collect();
        if let Some(known) = self.chains.get(&key) {
            return known.clone();
        }
        let mut unreadable = 0;
        let mut certificates = Vec::with_capacity(key.len());
        for seen in seen() {
            match self.certificate(&seen.certificate) {
                Some(certificate) => certificates.push(certificate),
                None => unreadable += 1,
            }
        }
        // Behind an unreadable leaf the next certificate would pass for it.
        let first = key
            .first()
            .and_then(|first| self.certificates.get(first)?.as_ref());
        if first.is_none() {
            certificates.clear();
        }
        let chain = ReadChain {
            certificates: certificates.into(),
            unreadable,
        };
        let octets = key.len().saturating_mul(64).saturating_add(64);
        if !self.has_room(octets) {
            return ReadChain {
                certificates: Arc::default(),
                unreadable: key.len(),
            };
        }
        self.chains.insert(key, chain.clone());
        chain
    }

    fn certificate(&mut self, seen: &capture::Certificate) -> Option<Certificate> {
        if let Some(known) = self.certificates.get(seen.sha256()) {
            return known.clone();
        }
        if self.certificates.len() >= CERTIFICATES {
            self.left_out += 1;
            return None;
        }
        let certificate = Certificate::from_der(seen.der()).ok();
        self.certificates
            .insert(*seen.sha256(), certificate.clone());
        certificate
    }

    fn suites(&mut self, hello: &capture::ClientHello) -> Arc<[u16]> {
        let suites: Arc<[u16]> = hello.cipher_suites.iter().map(|suite| suite.0).collect();
        if let Some(known) = self.suites.get(&suites) {
            return Arc::clone(known);
        }
        if !self.has_room(suites.len().saturating_mul(2).saturating_add(64)) {
            return Arc::default();
        }
        self.suites.insert(Arc::clone(&suites));
        suites
    }

    fn versions(&mut self, hello: &capture::ClientHello) -> Arc<[capture::Version]> {
        if let Some(known) = self.versions.get(hello.versions.as_slice()) {
            return Arc::clone(known);
        }
        let versions: Arc<[capture::Version]> = hello.versions.as_slice().into();
        if !self.has_room(versions.len().saturating_mul(2).saturating_add(64)) {
            return Arc::default();
        }
        self.versions.insert(Arc::clone(&versions));
        versions
    }

    fn authorities(&mut self, request: &capture::CertificateRequest) -> Arc<[String]> {
        let mut key = Vec::new();
        for name in &request.authorities {
            key.extend_from_slice(&name.der().len().to_be_bytes());
            key.extend_from_slice(name.der());
        }
        if let Some(known) = self.authorities.get(key.as_slice()) {
            return Arc::clone(known);
        }
        if !self.has_room(key.len().saturating_mul(3).saturating_add(64)) {
            return Arc::default();
        }
        let names = request.authorities.iter().map(ToString::to_string);
        let names: Arc<[String]> = names.collect();
        self.authorities.insert(key.into(), Arc::clone(&names));
        names
    }

    /// Takes so many octets of what is left, if there are.
    fn has_room(&mut self, octets: usize) -> bool {
        let total = self.octets.saturating_add(octets);
        let is_within = total <= LIST_OCTETS;
        if is_within {
            self.octets = total;
        } else {
            self.left_out += 1;
        }
        is_within
    }
}

impl Handshake {
    /// What matters of a conversation in the capture `part`.
    pub fn of(part: PartId, conversation: &Conversation, interner: &mut Interner) -> Self {
        let server = interner.chain(conversation, Role::Server);
        let client = interner.chain(conversation, Role::Client);
        let hello = conversation.hello.as_ref();
        let frames = conversation.certificates.iter().map(|seen| seen.frame);
        let alerts = conversation.alerts.iter().map(|alert| alert.frame);
        let last_frame = frames
            .chain(alerts)
            .fold(conversation.first_frame, u64::max);
        Self {
            part,
            stream: conversation.stream,
            first_frame: conversation.stream_first_frame,
            last_frame,
            at: conversation
                .start
                .map(|nanoseconds| nanoseconds.div_euclid(1_000_000)),
            client: conversation.client,
            server: conversation.server,
            server_name: conversation.server_name().map(|name| {
                name.chars()
                    .take(SERVER_NAME)
                    .collect::<String>()
                    .to_ascii_lowercase()
            }),
            offered: hello.map_or_else(Arc::default, |hello| interner.suites(hello)),
            offered_versions: hello.map_or_else(Arc::default, |hello| interner.versions(hello)),
            version: conversation.version,
            cipher_suite: conversation.cipher_suite,
            chain: server.certificates,
            unreadable: server.unreadable,
            visibility: conversation.server_certificate,
            client_chain: client.certificates,
            requested_authorities: conversation
                .certificate_request
                .as_ref()
                .map(|request| interner.authorities(request)),
            outcome: conversation.outcome,
            alerts: conversation.alerts.iter().take(ALERTS).copied().collect(),
            gaps: conversation.gaps,
            is_resumed: conversation.resumed,
            is_mid_stream: conversation.is_mid_stream,
        }
    }

    /// Whether both parties finished it.
    pub fn is_established(&self) -> bool {
        self.outcome == capture::Outcome::Established
    }
}

impl CaptureMaterial {
    /// Keeps a handshake, or counts it where [`HANDSHAKES`] are there and it did not fail.
    pub fn push(&mut self, handshake: Handshake) {
        let limit = if handshake.is_established() {
            HANDSHAKES
        } else {
            HANDSHAKES.saturating_add(FAILED_HANDSHAKES)
        };
        if self.handshakes.len() < limit {
            self.handshakes.push(handshake);
        } else {
            self.more_handshakes = self.more_handshakes.saturating_add(1);
        }
    }
}
