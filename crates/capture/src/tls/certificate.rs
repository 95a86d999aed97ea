//! Certificates as DER, whatever is in them, kept once however often they are shown.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use openssl::sha::sha256;

use crate::cursor::Cursor;

/// Memory for certificates that are recognised again; beyond it the cache starts afresh.
const CACHE_BYTES: usize = 8 << 20;

/// Different certificates with one [`Tail`]; more are kept without being recognised again.
const SAME_TAIL: usize = 8;

/// The bytes of a certificate, not looked into; cheap to clone.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Box<[u8]>,
    sha256: [u8; 32],
}

impl Certificate {
    fn new(der: &[u8]) -> Self {
        Self(Arc::new(Inner {
            der: der.into(),
            sha256: sha256(der),
        }))
    }

    /// The certificate as it was sent.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 over the DER.
    pub fn sha256(&self) -> &[u8; 32] {
        &self.0.sha256
    }

    /// SHA-256 over the DER in lower-case hex.
    pub fn sha256_hex(&self) -> String {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('?');
        self.0
            .sha256
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)])
            .collect()
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Certificate(sha256 {}, {} bytes)",
            self.sha256_hex(),
            self.0.der.len()
        )
    }
}

/// Length and last bytes, which are the end of a signature: enough to tell certificates apart.
type Tail = (usize, [u8; 16]);

/// Certificates seen before.
#[derive(Debug, Default)]
pub(crate) struct CertificateCache {
    known: HashMap<Tail, Vec<Certificate>>,
    bytes: usize,
}

impl CertificateCache {
    pub(crate) fn certificate(&mut self, der: &[u8]) -> Certificate {
        let tail = der.last_chunk().copied().unwrap_or_default();
        let alike = self.known.entry((der.len(), tail)).or_default();
        if let Some(known) = alike.iter().find(|known| known.der() == der) {
            return known.clone();
        }
        let certificate = Certificate::new(der);
        if alike.len() < SAME_TAIL {
            alike.push(certificate.clone());
            self.bytes = self.bytes.saturating_add(der.len()).saturating_add(256);
        }
        if self.bytes > CACHE_BYTES {
            self.known.clear();
            self.bytes = 0;
        }
        certificate
    }
}

/// Splits the body of a Certificate message (RFC 5246 7.4.2, RFC 8446 4.4.2) into DER.
///
/// Lenient: what is whole before a cut or a wrong length is returned.
#[derive(Debug)]
pub(super) struct CertificateList<'a> {
    entries: Cursor<'a>,
    with_extensions: bool,
}

impl<'a> CertificateList<'a> {
    /// SSL 3.0 to TLS 1.2.
    pub(super) fn read(body: &'a [u8]) -> Option<Self> {
        let mut fields = Cursor::new(body);
        let length = crate::cursor::size(fields.u24()?);
        let entries = fields.rest();
        Some(Self {
            entries: Cursor::new(entries.get(..length).unwrap_or(entries)),
            with_extensions: false,
        })
    }

    /// TLS 1.3: a request context first, extensions behind each certificate.
    pub(super) fn read_1_3(body: &'a [u8]) -> Option<Self> {
        let mut fields = Cursor::new(body);
        fields.vector8()?;
        let list = Self::read(fields.rest())?;
        Some(Self {
            with_extensions: true,
            ..list
        })
    }
}

impl<'a> Iterator for CertificateList<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let der = self.entries.vector24()?;
        if self.with_extensions && self.entries.vector16().is_none() {
            self.entries = Cursor::new(&[]);
        }
        Some(der)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_before_a_cut_are_kept() {
        let body = [0, 0, 11, 0, 0, 2, b'a', b'b', 0, 0, 3, b'c', b'd', b'e'];
        let list = |bytes| -> Vec<&[u8]> { CertificateList::read(bytes).unwrap().collect() };
        assert_eq!(list(&body), [&b"ab"[..], b"cde"]);
        assert_eq!(list(&body[..13]), [&b"ab"[..]]);
        let body = [1, 9, 0, 0, 9, 0, 0, 2, b'a', b'b', 0, 2, 7, 7];
        let list: Vec<&[u8]> = CertificateList::read_1_3(&body).unwrap().collect();
        assert_eq!(list, [&b"ab"[..]]);
    }

    #[test]
    fn a_certificate_shown_again_is_the_same_object_also_among_many_alike() {
        let mut cache = CertificateCache::default();
        for _ in 0..2 {
            for first in 0..=255 {
                let mut der = [0; 40];
                der[0] = first;
                assert_eq!(cache.certificate(&der).der(), der);
            }
        }
        assert_eq!(cache.known.len(), 1);
        assert_eq!(cache.known.values().next().unwrap().len(), SAME_TAIL);
        let (a, b) = (cache.certificate(&[0; 40]), cache.certificate(&[0; 40]));
        assert!(Arc::ptr_eq(&a.0, &b.0));
    }
}
