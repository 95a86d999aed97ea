//! From files to bundles: what each file is, which belong together, and which appliance they are
//! from.
//!
//! A [`Collector`] takes the files that [`walk`](crate::archive::walk()) hands out. Small files are
//! read at once; logs and captures, which may be larger than memory, are handed on as streams to
//! whoever reads them. At the end the files are sorted into [`Bundle`]s, one for each archive or for
//! each host and time in the names, and the bundles into [`Peer`]s, one for each appliance.

mod collect;
mod group;
mod identity;
mod log_facts;
mod name;

use std::fmt;

pub use collect::Collector;
pub use identity::{Identity, Role, RoleEvidence, RoleSource};
pub use log_facts::LogFacts;
pub use name::{NameFacts, NameLabel};

use crate::certificate_list::CertificateList;
use crate::certificates::{CertificateFile, CertificateRole};
use crate::dump::{Configuration, Dump, Status};
use crate::kind::Kind;
use crate::place::Place;
use crate::problem::Problems;

/// All that was given, sorted by appliance.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The appliances, those with a name first, by name.
    pub peers: Vec<Peer>,
    /// What could not be read, in the order it was met.
    pub problems: Problems,
}

/// An appliance.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Who it is, as far as all of its bundles tell.
    pub identity: Identity,
    /// Its bundles, the oldest first.
    pub bundles: Vec<Bundle>,
}

/// What was collected from one appliance at one time.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// The archive that it came in; `None` for files that were given themselves.
    pub archive: Option<Place>,
    /// Who it is from.
    pub identity: Identity,
    /// Its files, in the order they were met.
    pub parts: Vec<Part>,
    /// All of its configuration dumps together.
    pub configuration: Option<Configuration>,
    /// All of its status dumps together.
    pub status: Option<Status>,
    /// Values that its dumps contradict each other about.
    pub contradictions: usize,
}

/// Names a part in a whole collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(pub u32);

/// A file of a bundle.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name in the collection, given in the order of reading.
    pub id: PartId,
    /// Where it was found.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
    /// What its name tells.
    pub name: NameFacts,
    /// Octets of it that were read.
    pub octets: u64,
    /// An earlier part with the same content: the file was given twice, or has not changed from one
    /// bundle to the next. Its log lines and packets count once.
    pub same_as: Option<PartId>,
    /// What was read from it.
    pub content: Content,
}

/// What was read from a file.
#[derive(Debug, Clone)]
pub enum Content {
    /// A log, which was handed on; what its beginning tells.
    Log(LogFacts),
    /// A capture, which was handed on.
    Capture,
    /// Settings and states.
    Dump(Dump),
    /// Certificates.
    Certificates(CertificateFile),
    /// The certificate list of a node.
    CertificateList(CertificateList),
    /// Other text, which was handed on for its log lines, with what else is in it.
    Pasted(Pasted),
    /// Secrets of TLS sessions.
    KeyLog(SecretText),
    /// Nothing: private keys and what is not known are not read.
    Nothing,
}

/// What occurs in an article, a mail or a ticket.
#[derive(Debug, Clone)]
pub struct Pasted {
    /// What its log lines tell.
    pub log: LogFacts,
    /// Certificates in it.
    pub certificates: CertificateFile,
    /// A certificate list in it, without entries if there is none.
    pub list: CertificateList,
}

/// Text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(pub Vec<u8>);

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretText({} octets)", self.0.len())
    }
}

impl Evidence {
    /// All bundles.
    pub fn bundles(&self) -> impl Iterator<Item = &Bundle> {
        self.peers.iter().flat_map(|peer| &peer.bundles)
    }

    /// The bundle that a part is in.
    pub fn bundle_of(&self, part: PartId) -> Option<&Bundle> {
        let mut bundles = self.bundles();
        bundles.find(|bundle| bundle.parts.iter().any(|own| own.id == part))
    }
}

impl Bundle {
    /// Certificate files of one role.
    pub fn certificate_files(
        &self,
        role: CertificateRole,
    ) -> impl Iterator<Item = (&Part, &CertificateFile)> {
        self.parts
            .iter()
            .filter_map(move |part| match &part.content {
                Content::Certificates(file) if file.role == role => Some((part, file)),
                _ => None,
            })
    }

    /// The certificate lists, pasted ones included.
    pub fn certificate_lists(&self) -> impl Iterator<Item = (&Part, &CertificateList)> {
        self.parts.iter().filter_map(|part| match &part.content {
            Content::CertificateList(list) => Some((part, list)),
            Content::Pasted(pasted) if !pasted.list.entries.is_empty() => {
                Some((part, &pasted.list))
            }
            _ => None,
        })
    }

    /// Secrets of TLS sessions.
    pub fn key_logs(&self) -> impl Iterator<Item = (&Part, &SecretText)> {
        self.parts.iter().filter_map(|part| match &part.content {
            Content::KeyLog(secrets) => Some((part, secrets)),
            _ => None,
        })
    }

    /// Parts that were handed on as logs, pasted text included.
    pub fn logs(&self) -> impl Iterator<Item = &Part> {
        let parts = self.parts.iter();
        parts.filter(|part| part.log_facts().is_some())
    }

    /// Parts that were handed on as captures.
    pub fn captures(&self) -> impl Iterator<Item = &Part> {
        let parts = self.parts.iter();
        parts.filter(|part| matches!(part.content, Content::Capture))
    }
}

impl Part {
    fn is_read(&self) -> bool {
        !matches!(self.content, Content::Nothing)
    }

    /// What the beginning of its log lines tells, if it has any.
    pub fn log_facts(&self) -> Option<&LogFacts> {
        match &self.content {
            Content::Log(facts) => Some(facts),
            Content::Pasted(pasted) => Some(&pasted.log),
            Content::Capture
            | Content::Dump(_)
            | Content::Certificates(_)
            | Content::CertificateList(_)
            | Content::KeyLog(_)
            | Content::Nothing => None,
        }
    }
}
