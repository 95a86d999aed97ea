//! Certificates that nodes presented, each read once.
//!
//! Reading a certificate is no verdict: the same octets always say the same, under any settings. It
//! costs as much as checking its signature does, and nodes present the same few over and over.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use openssl::sha::sha256;
use tollgate_pki::{Certificate, PresentedChain, UnreadableCertificate};

/// More than a large deployment has, intermediates included.
const MOST_CERTIFICATES: usize = 2_048;
/// Octets of them: a certificate can be as large as a handshake message.
const MOST_OCTETS: usize = 8 * 1024 * 1024;

/// What was read, by SHA-256 of its octets.
#[derive(Debug, Default)]
pub(super) struct Certificates {
    /// Guards the certificates while one is looked up or added; they are read outside of it.
    read: Mutex<Read>,
}

#[derive(Debug, Default)]
struct Read {
    certificates: HashMap<[u8; 32], Certificate>,
    /// The keys of `certificates`, each once, in the order in which they came.
    order: VecDeque<[u8; 32]>,
    octets: usize,
}

impl Certificates {
    /// The chain of these certificates, leaf first.
    ///
    /// # Errors
    ///
    /// The position of the first that is no certificate.
    pub(super) fn chain(&self, chain: &[&[u8]]) -> Result<PresentedChain, UnreadableCertificate> {
        let read = |(depth, der): (usize, &&[u8])| {
            self.read(der).map_err(|_| UnreadableCertificate { depth })
        };
        let certificates = chain.iter().enumerate().map(read);
        Ok(PresentedChain {
            certificates: certificates.collect::<Result<_, _>>()?,
        })
    }

    fn read(&self, der: &[u8]) -> Result<Certificate, UnreadableCertificate> {
        let key = sha256(der);
        let known = {
            let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            read.certificates.get(&key).cloned()
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let certificate = Certificate::from_der(der)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.add(key, certificate.clone());
        Ok(certificate)
    }
}

impl Read {
    fn add(&mut self, key: [u8; 32], certificate: Certificate) {
        let octets = certificate.der().len();
        if self.certificates.insert(key, certificate).is_some() {
            return;
        }
        self.octets += octets;
        self.order.push_back(key);
        while self.order.len() > MOST_CERTIFICATES || self.octets > MOST_OCTETS {
            let first = self.order.pop_front();
            if let Some(first) = first.and_then(|first| self.certificates.remove(&first)) {
                self.octets -= first.der().len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tollgate_lab::Presented;

    use super::super::tests::{authority, issued};
    use super::*;

    #[test]
    fn a_certificate_is_read_once() {
        let certificates = Certificates::default();
        let chain = issued("cucm.steven.lab").chain_der(Presented::WithRoot);
        let chain: Vec<&[u8]> = chain.iter().map(AsRef::as_ref).collect();
        let first = certificates.chain(&chain).unwrap();
        let second = certificates.chain(&chain).unwrap();
        for (first, second) in first.certificates.iter().zip(&second.certificates) {
            assert!(std::ptr::eq(first.facts(), second.facts()));
        }
        assert_eq!(first.certificates.len(), 2);
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_position_and_not_kept() {
        let certificates = Certificates::default();
        let root = authority().chain_der(Presented::LeafOnly);
        let root: &[u8] = root[0].as_ref();
        let longer = [root, b"\0"].concat();
        let refused = certificates.chain(&[root, &longer]).unwrap_err();
        assert_eq!(refused.depth, 1);
        assert_eq!(certificates.read.lock().unwrap().order.len(), 1);
    }

    #[test]
    fn many_certificates_take_bounded_room() {
        let root = authority().chain_der(Presented::LeafOnly);
        let certificate = Certificate::from_der(root[0].as_ref()).unwrap();
        let mut read = Read::default();
        for number in 0..2 * MOST_CERTIFICATES as u64 {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&number.to_be_bytes());
            read.add(key, certificate.clone());
        }
        assert_eq!(read.order.len(), MOST_CERTIFICATES);
        assert_eq!(read.certificates.len(), MOST_CERTIFICATES);
        assert_eq!(read.octets, MOST_CERTIFICATES * certificate.der().len());
    }
}
