//! The certificates that end a chain of trust, and what is wrong with some of them.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use openssl::x509::X509Ref;
use openssl::x509::store::{X509Store, X509StoreBuilder, X509StoreRef};

use crate::certificate::{Certificate, Fingerprint};
use crate::encoding::{Entry, EntryError, certificates_from};

/// A certificate of the store and where it came from.
#[derive(Debug, Clone)]
pub struct StoredCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// Name of the file, as given.
    pub file: Arc<str>,
    /// Number of the entry in its file, from 1.
    pub position: usize,
    /// Line of the entry in a PEM file, from 1.
    pub line: Option<usize>,
}

/// Something to know about one entry; the rest of the store stays usable.
#[derive(Debug, Clone)]
pub struct StoreProblem {
    /// Name of the file, as given.
    pub file: Arc<str>,
    /// Number of the entry in its file, from 1.
    pub position: usize,
    /// Line of the entry in a PEM file, from 1.
    pub line: Option<usize>,
    /// The certificate concerned, where there is one.
    pub certificate: Option<Certificate>,
    /// What is the matter.
    pub kind: StoreProblemKind,
}

/// What is the matter with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreProblemKind {
    /// The same certificate is there already; this copy changes nothing.
    Duplicate {
        /// File of the first copy.
        file: Arc<str>,
        /// Entry number of the first copy.
        position: usize,
    },
    /// The certificate has expired; it is kept, and never makes a path valid.
    Expired,
    /// The certificate is not valid yet.
    NotYetValid,
    /// Neither a CA nor self-signed: it cannot end a chain of trust.
    NotAnAnchor,
    /// Another certificate has the same subject. Both work here; a real appliance does not take the
    /// second (`CSCwa12905`).
    SameSubject {
        /// File of the first of them.
        file: Arc<str>,
        /// Entry number of the first of them.
        position: usize,
    },
    /// The entry could not be read.
    Unreadable(EntryError),
}

/// Any number of certificates, keyed by fingerprint, so that several with one subject live side by
/// side. Cheap to clone and to share between threads.
#[derive(Clone)]
pub struct TrustStore(Arc<Inner>);

struct Inner {
    store: X509Store,
    certificates: Vec<StoredCertificate>,
    by_fingerprint: HashMap<Fingerprint, usize>,
    by_subject: HashMap<u32, Vec<usize>>,
    problems: Vec<StoreProblem>,
}

/// Collects files into a [`TrustStore`].
#[derive(Debug, Default)]
pub struct TrustStoreBuilder {
    certificates: Vec<StoredCertificate>,
    problems: Vec<StoreProblem>,
}

impl TrustStore {
    /// Starts an empty store.
    pub fn builder() -> TrustStoreBuilder {
        TrustStoreBuilder::default()
    }

    /// The certificates, in the order they were added, each once.
    pub fn certificates(&self) -> &[StoredCertificate] {
        &self.0.certificates
    }

    /// What is wrong with entries, in the order they were added.
    pub fn problems(&self) -> &[StoreProblem] {
        &self.0.problems
    }

    /// Whether this is the only handle: dropping it frees the certificates, which takes its time
    /// where there are thousands.
    pub fn is_only_handle(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    /// Whether this very certificate is in the store.
    pub fn contains(&self, certificate: &Certificate) -> bool {
        self.0
            .by_fingerprint
            .contains_key(&certificate.fingerprint())
    }

    /// Certificates whose subject is the issuer of `of` by name.
    pub(crate) fn named_as_issuer(&self, of: &X509Ref) -> impl Iterator<Item = &Certificate> {
        self.by_name_hash(of.issuer_name_hash())
    }

    /// Certificates of the same subject as `of`.
    pub(crate) fn named(&self, of: &X509Ref) -> impl Iterator<Item = &Certificate> {
        self.by_name_hash(of.subject_name_hash())
    }

    fn by_name_hash(&self, hash: u32) -> impl Iterator<Item = &Certificate> {
        self.0
            .by_subject
            .get(&hash)
            .into_iter()
            .flatten()
            .filter_map(|&index| self.0.certificates.get(index))
            .map(|stored| &stored.certificate)
    }

    pub(crate) fn openssl(&self) -> &X509StoreRef {
        &self.0.store
    }
}

impl fmt::Debug for TrustStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrustStore({} certificates)", self.0.certificates.len())
    }
}

impl TrustStoreBuilder {
    /// Adds every certificate of a PEM or DER file. `name` is the file's name in reports; `at`, in
    /// Unix seconds, is when expiry is judged.
    #[must_use]
    pub fn file(mut self, name: &str, bytes: &[u8], at: i64) -> Self {
        let file: Arc<str> = name.into();
        for entry in certificates_from(bytes) {
            self.entry(&file, entry, at);
        }
        self
    }

    /// Adds one certificate that is at hand already.
    #[must_use]
    pub fn certificate(mut self, name: &str, certificate: Certificate, at: i64) -> Self {
        let entry = Entry {
            line: None,
            position: 1,
            certificate: Ok(certificate),
        };
        self.entry(&name.into(), entry, at);
        self
    }

    fn entry(&mut self, file: &Arc<str>, entry: Entry, at: i64) {
        let Entry {
            line,
            position,
            certificate,
        } = entry;
        match certificate {
            Ok(certificate) => {
                let file = Arc::clone(file);
                let stored = StoredCertificate {
                    certificate,
                    file,
                    position,
                    line,
                };
                if let Some(kind) = dates(&stored.certificate, at) {
                    self.problem(&stored, kind);
                }
                let certificate = &stored.certificate;
                if !certificate.is_ca() && !certificate.facts().is_self_signed {
                    self.problem(&stored, StoreProblemKind::NotAnAnchor);
                }
                self.certificates.push(stored);
            }
            Err(error) => self.problems.push(StoreProblem {
                file: Arc::clone(file),
                position,
                line,
                certificate: None,
                kind: StoreProblemKind::Unreadable(error),
            }),
        }
    }

    fn problem(&mut self, stored: &StoredCertificate, kind: StoreProblemKind) {
        self.problems.push(StoreProblem {
            file: Arc::clone(&stored.file),
            position: stored.position,
            line: stored.line,
            certificate: Some(stored.certificate.clone()),
            kind,
        });
    }

    /// Finishes the store: later copies of a certificate are reported and left out, certificates of
    /// one subject are reported and kept.
    pub fn build(mut self) -> TrustStore {
        let mut certificates: Vec<StoredCertificate> = Vec::with_capacity(self.certificates.len());
        let mut by_fingerprint: HashMap<Fingerprint, usize> = HashMap::new();
        let mut by_subject: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut subjects: BTreeMap<String, usize> = BTreeMap::new();
        for stored in std::mem::take(&mut self.certificates) {
            let fingerprint = stored.certificate.fingerprint();
            if let Some(first) = by_fingerprint
                .get(&fingerprint)
                .and_then(|&i| certificates.get(i))
            {
                let kind = StoreProblemKind::Duplicate {
                    file: Arc::clone(&first.file),
                    position: first.position,
                };
                self.problem(&stored, kind);
                continue;
            }
            let index = certificates.len();
            by_fingerprint.insert(fingerprint, index);
            let subject_hash = stored.certificate.x509().subject_name_hash();
            by_subject.entry(subject_hash).or_default().push(index);
            let subject = stored.certificate.subject();
            let first = *subjects.entry(subject).or_insert(index);
            if let Some(first) = certificates.get(first) {
                let kind = StoreProblemKind::SameSubject {
                    file: Arc::clone(&first.file),
                    position: first.position,
                };
                self.problem(&stored, kind);
            }
            certificates.push(stored);
        }
        let store = openssl_store(certificates.iter().map(|stored| &stored.certificate));
        let problems = self.problems;
        TrustStore(Arc::new(Inner {
            store,
            certificates,
            by_fingerprint,
            by_subject,
            problems,
        }))
    }
}

fn dates(certificate: &Certificate, at: i64) -> Option<StoreProblemKind> {
    let (start, end) = certificate.validity();
    if end.is_none_or(|end| end < at) {
        Some(StoreProblemKind::Expired)
    } else if start.is_none_or(|start| start > at) {
        Some(StoreProblemKind::NotYetValid)
    } else {
        None
    }
}

/// An OpenSSL store of these certificates.
pub(crate) fn openssl_store<'a>(
    certificates: impl IntoIterator<Item = &'a Certificate>,
) -> X509Store {
    #[expect(clippy::expect_used, reason = "only fails when memory is exhausted")]
    let mut builder = X509StoreBuilder::new().expect("a store can be allocated");
    for certificate in certificates {
        #[expect(clippy::expect_used, reason = "only fails when memory is exhausted")]
        builder
            .add_cert(certificate.x509().to_owned())
            .expect("a store can grow");
    }
    builder.build()
}
