//! Certificates for certificates: other names, another key, another serial number, the same length,
//! and a signature that verifies where the original's did.

mod sign;
mod values;

use std::collections::{BTreeMap, HashMap};

use openssl::pkey::{PKey, Private};
use openssl::sha::sha256;
use openssl::x509::X509;

use crate::der::{CertificateParts, Element};
use crate::keys::{self, Need};
use sign::{Signed, forge, sign};
pub(crate) use values::Values;

/// Certificates of one evidence for which keys are made. A bundle of all public CAs has some 150.
const CERTIFICATES: usize = 5_000;
/// Authorities of one name that are tried as issuer of a certificate.
const CANDIDATES: usize = 16;

/// What became of the signature of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signature {
    /// The issuer is at hand, and the new signature verifies as the old one did.
    Verifies,
    /// The issuer is not at hand, or the signature was wrong: there is one of the same form.
    Unverifiable,
    /// The original verified, but no signature could be made with this algorithm.
    Lost,
}

#[derive(Debug, Clone)]
pub(crate) struct Substitute {
    pub(crate) der: Vec<u8>,
    pub(crate) signature: Signature,
    /// The key has been replaced.
    pub(crate) has_new_key: bool,
}

/// Every certificate of the evidence and what stands for it.
#[derive(Debug, Default)]
pub(crate) struct Certificates {
    originals: BTreeMap<[u8; 32], Vec<u8>>,
    substitutes: BTreeMap<[u8; 32], Substitute>,
    left_out: usize,
}

impl Certificates {
    /// Remembers a certificate; anything else is left alone.
    pub(crate) fn see(&mut self, der: &[u8]) -> bool {
        if CertificateParts::read(der).is_none() {
            return false;
        }
        if self.originals.len() >= CERTIFICATES {
            self.left_out += 1;
            return true;
        }
        self.originals
            .entry(sha256(der))
            .or_insert_with(|| der.to_vec());
        true
    }

    pub(crate) fn originals(&self) -> impl Iterator<Item = &[u8]> {
        self.originals.values().map(Vec::as_slice)
    }

    /// What stands for a certificate.
    pub(crate) fn substitute(&self, der: &[u8]) -> Option<&Substitute> {
        self.substitutes.get(&sha256(der))
    }

    /// Every pair of original and substitute.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&[u8], &Substitute)> {
        self.originals.iter().filter_map(|(hash, der)| {
            let substitute = self.substitutes.get(hash)?;
            Some((der.as_slice(), substitute))
        })
    }

    /// How many were more than are kept.
    pub(crate) const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Takes what stood for a certificate in an earlier bundle.
    pub(crate) fn restore(&mut self, original: Vec<u8>, substitute: Substitute) {
        let hash = sha256(&original);
        self.originals.insert(hash, original);
        self.substitutes.insert(hash, substitute);
    }

    /// Makes all substitutes.
    pub(crate) fn prepare(&mut self, values: &mut Values<'_>) {
        let issuers = self.issuers();
        let mut private: HashMap<Vec<u8>, Option<PKey<Private>>> = HashMap::new();
        let is_issuer: std::collections::HashSet<[u8; 32]> = issuers.values().copied().collect();
        for (hash, der) in &self.originals {
            let Some(parts) = CertificateParts::read(der) else {
                continue;
            };
            let issuer = issuers.get(hash);
            let is_known = self.substitutes.get(hash).is_some_and(|known| {
                // One that was made before its issuer was at hand has to be signed again.
                issuer.is_none() || known.signature == Signature::Verifies
            });
            if is_known {
                continue;
            }
            let mut changed = der.clone();
            values.certificate(&mut changed, &parts);
            let need = if is_issuer.contains(hash) || is_authority(der) {
                Need::Sign
            } else {
                Need::Show
            };
            let before = changed.get(parts.key.whole.clone()).map(<[u8]>::to_vec);
            let own = keys::substitute(values.seed(), &mut changed, &parts.key, need);
            let has_new_key = before.as_deref() != changed.get(parts.key.whole.clone());
            let signer = issuer.and_then(|issuer| {
                if issuer == hash {
                    return own.clone();
                }
                let issuer = self.originals.get(issuer)?;
                let parts = CertificateParts::read(issuer)?;
                let spki = issuer.get(parts.key.whole.clone())?.to_vec();
                private
                    .entry(spki)
                    .or_insert_with(|| {
                        let mut scratch = issuer.clone();
                        keys::substitute(values.seed(), &mut scratch, &parts.key, Need::Sign)
                    })
                    .clone()
            });
            let signature = match signer.map(|key| sign(&mut changed, &parts, &key)) {
                Some(Signed::Done) => Signature::Verifies,
                Some(Signed::Impossible) | None => {
                    forge(values.seed(), &mut changed, &parts);
                    if issuer.is_some() {
                        Signature::Lost
                    } else {
                        Signature::Unverifiable
                    }
                }
            };
            let substitute = Substitute {
                der: changed,
                signature,
                has_new_key,
            };
            self.substitutes.insert(*hash, substitute);
        }
    }

    /// The certificate with whose key the signature of each verifies.
    fn issuers(&self) -> HashMap<[u8; 32], [u8; 32]> {
        let mut by_subject: HashMap<&[u8], Vec<&[u8; 32]>> = HashMap::new();
        let mut parsed = HashMap::new();
        for (hash, der) in &self.originals {
            let (Some(parts), Ok(x509)) = (CertificateParts::read(der), X509::from_der(der)) else {
                continue;
            };
            let subject = der.get(parts.subject.whole.clone()).unwrap_or_default();
            by_subject.entry(subject).or_default().push(hash);
            let issuer = der.get(parts.issuer.whole.clone()).unwrap_or_default();
            parsed.insert(hash, (issuer, x509));
        }
        let verifies = |x509: &X509, issuer: &[u8; 32]| {
            let key = parsed
                .get(issuer)
                .and_then(|(_, issuer)| issuer.public_key().ok());
            key.is_some_and(|key| x509.verify(&key).unwrap_or(false))
        };
        self.originals
            .keys()
            .filter_map(|hash| {
                let (issuer, x509) = parsed.get(hash)?;
                let candidates = by_subject.get(issuer)?;
                // A certificate that signed itself comes first.
                let own = candidates.iter().filter(|candidate| **candidate == hash);
                let others = candidates.iter().filter(|candidate| **candidate != hash);
                let mut candidates = own.chain(others).take(CANDIDATES);
                let issuer = candidates.find(|candidate| verifies(x509, candidate))?;
                Some((*hash, **issuer))
            })
            .collect()
    }
}

/// Whether a certificate may sign others, which may be in the next bundle.
fn is_authority(der: &[u8]) -> bool {
    const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
    const TRUE: [u8; 3] = [0x01, 0x01, 0xff];
    let extensions = CertificateParts::read(der).and_then(|parts| parts.extensions);
    let list = extensions.and_then(|outer| Element::read(der, outer.content));
    let extensions = list.map(|list| list.children(der)).unwrap_or_default();
    extensions.iter().any(|extension| {
        let children = extension.children(der);
        let is_named = children
            .first()
            .is_some_and(|id| id.octets(der) == BASIC_CONSTRAINTS);
        let value = children
            .last()
            .map(|value| value.octets(der))
            .unwrap_or_default();
        is_named && value.windows(3).any(|window| window == TRUE)
    })
}
