//! What could not be read, why, and what to do about it.
//!
//! A problem is data: reading goes on with the next entry. Its text is in the language files.

mod capture;
mod log;

use std::io;

use tollgate_report::Message;

pub use capture::capture_notes;
pub use log::log_notes;

use crate::archive::ForeignFormat;
use crate::limits::PROBLEMS;
use crate::place::{EntryName, NameFlaw, Place};

/// Something that was not, or not wholly, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, archive or entry concerned.
    pub place: Place,
    /// What is the matter.
    pub kind: ProblemKind,
}

impl From<&Problem> for Message {
    fn from(problem: &Problem) -> Self {
        let mut arguments = vec![("place", problem.place.to_string())];
        arguments.extend(problem.kind.arguments());
        Self::Text {
            id: problem.kind.message_id().to_owned(),
            arguments,
        }
    }
}

/// What a problem costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Nothing: everything was read, and there is something to know.
    Remark,
    /// A part was read.
    Partial,
    /// Nothing was read of what the problem is about.
    Lost,
}

/// What is the matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The name would be dangerous as a path.
    UnsafeName {
        /// What is wrong with the name.
        flaw: NameFlaw,
    },
    /// Another entry of this archive has the same name.
    DuplicateName,
    /// A link.
    Link {
        /// Symbolic or hard.
        kind: LinkKind,
        /// What it points to.
        target: EntryName,
    },
    /// A device, pipe or socket.
    Device {
        /// What it is.
        kind: DeviceKind,
    },
    /// A sparse file of tar.
    Sparse,
    /// A file that continues in, or from, another volume.
    MultiVolume,
    /// Needs a password.
    Encrypted,
    /// A compression method of zip that is not read.
    Compression {
        /// Number of the method (APPNOTE 4.4.5).
        method: u16,
    },
    /// An archive of another kind.
    Format {
        /// The kind.
        format: ForeignFormat,
    },
    /// An archive in an archive in an archive.
    TooDeep {
        /// Archives that are opened inside one another.
        limit: u8,
    },
    /// A zip archive inside another archive that is too large to be held in memory.
    NestedZip {
        /// Octets that are held.
        limit: u64,
    },
    /// The input has more entries than are read.
    TooManyEntries {
        /// Entries that are read.
        limit: u64,
    },
    /// Entries of a zip archive share their data, as in a bomb.
    Overlap,
    /// Reading stopped before the end.
    Incomplete {
        /// Why.
        fault: Fault,
        /// Octets that were read before.
        read: u64,
    },
    /// Blocks where the header of the next entry should be.
    TarHeader {
        /// Where the damage begins in the unpacked archive.
        offset: u64,
        /// Octets up to the next entry or the end.
        skipped: u64,
    },
    /// A name, link target or extension in a tar archive beyond any use.
    TarExtension {
        /// Its size.
        size: u64,
    },
    /// A tar archive stops without its end mark.
    TarEnd,
    /// Something behind the last member of a gzip file.
    TrailingOctets,
    /// The directory of a zip archive is missing or damaged.
    ZipDirectory {
        /// Entries that were read without it.
        rescued: u64,
    },
    /// A zip directory that stops early or holds more than it says.
    ZipCount {
        /// As its end record says.
        expected: u64,
        /// As met.
        found: u64,
    },
    /// An entry of a zip archive whose header is not where the directory says.
    ZipEntry,
    /// A private key.
    PrivateKey,
    /// A key store (PKCS #12 or Java).
    KeyStore,
    /// A document too large to be held in memory.
    TooLarge {
        /// Octets that are read.
        limit: u64,
    },
    /// XML that is not well-formed, or cut.
    Xml {
        /// Where reading stopped.
        offset: u64,
    },
    /// Lines of a dump or a list that say nothing known.
    Lines {
        /// How many.
        count: u64,
        /// Number of the first, from 1.
        first: u64,
    },
    /// A PEM file with entries that are no certificates.
    Certificates {
        /// How many.
        count: u64,
        /// Number of the first, from 1.
        first: u64,
    },
    /// Nothing that is used.
    UnknownKind,
}

/// Symbolic or hard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// Points to a path.
    Symbolic,
    /// Points to another entry.
    Hard,
}

/// What is in an archive and is no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeviceKind {
    /// A character device.
    Character,
    /// A block device.
    Block,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
}

/// A layer of packing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// RFC 1952.
    Gzip,
    /// POSIX ustar, pax and GNU.
    Tar,
    /// PKWARE's APPNOTE.
    Zip,
}

/// Why reading stopped before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reading ended early")]
pub enum Fault {
    /// The packed data ends too early.
    Truncated {
        /// The layer that was cut.
        layer: Layer,
    },
    /// The packed data makes no sense.
    Damaged {
        /// The damaged layer.
        layer: Layer,
    },
    /// Everything is there, but not as it was packed.
    Checksum {
        /// The layer whose sum is wrong.
        layer: Layer,
    },
    /// One entry is too large.
    EntryOctets {
        /// Octets that are read.
        limit: u64,
    },
    /// All entries together are too large.
    TotalOctets {
        /// Octets that are read.
        limit: u64,
    },
    /// More unpacked data than honest logs yield.
    Ratio {
        /// Unpacked octets for each packed one.
        limit: u64,
    },
    /// The file itself could not be read.
    Unreadable {
        /// As the system says.
        kind: io::ErrorKind,
    },
}

/// Problems in the order they were met, at most [`PROBLEMS`] of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    more: u64,
}

impl ProblemKind {
    /// What it costs.
    pub const fn effect(&self) -> Effect {
        match self {
            Self::UnsafeName { .. }
            | Self::DuplicateName
            | Self::TarEnd
            | Self::TrailingOctets
            | Self::PrivateKey
            | Self::Lines { .. }
            | Self::UnknownKind => Effect::Remark,
            Self::Incomplete {
                fault: Fault::Checksum { .. },
                ..
            } => Effect::Partial,
            Self::Incomplete { read: 0, .. } => Effect::Lost,
            Self::TooManyEntries { .. }
            | Self::Overlap
            | Self::Incomplete { .. }
            | Self::TarHeader { .. }
            | Self::ZipDirectory { .. }
            | Self::ZipCount { .. }
            | Self::TooLarge { .. }
            | Self::Xml { .. }
            | Self::Certificates { .. } => Effect::Partial,
            Self::Link { .. }
            | Self::Device { .. }
            | Self::Sparse
            | Self::MultiVolume
            | Self::Encrypted
            | Self::Compression { .. }
            | Self::Format { .. }
            | Self::TooDeep { .. }
            | Self::NestedZip { .. }
            | Self::TarExtension { .. }
            | Self::ZipEntry
            | Self::KeyStore => Effect::Lost,
        }
    }

    /// Id of the message in the language files.
    pub const fn message_id(&self) -> &'static str {
        match self {
            Self::UnsafeName { .. } => "problem-unsafe-name",
            Self::DuplicateName => "problem-duplicate-name",
            Self::Link { .. } => "problem-link",
            Self::Device { .. } => "problem-device",
            Self::Sparse => "problem-sparse",
            Self::MultiVolume => "problem-multi-volume",
            Self::Encrypted => "problem-encrypted",
            Self::Compression { .. } => "problem-compression",
            Self::Format { .. } => "problem-format",
            Self::TooDeep { .. } => "problem-too-deep",
            Self::NestedZip { .. } => "problem-nested-zip",
            Self::TooManyEntries { .. } => "problem-too-many-entries",
            Self::Overlap => "problem-overlap",
            Self::Incomplete { fault, .. } => fault.message_id(),
            Self::TarHeader { .. } => "problem-tar-header",
            Self::TarExtension { .. } => "problem-tar-extension",
            Self::TarEnd => "problem-tar-end",
            Self::TrailingOctets => "problem-trailing-octets",
            Self::ZipDirectory { .. } => "problem-zip-directory",
            Self::ZipCount { .. } => "problem-zip-count",
            Self::ZipEntry => "problem-zip-entry",
            Self::PrivateKey => "problem-private-key",
            Self::KeyStore => "problem-key-store",
            Self::TooLarge { .. } => "problem-too-large",
            Self::Xml { .. } => "problem-xml",
            Self::Lines { .. } => "problem-lines",
            Self::Certificates { .. } => "problem-certificates",
            Self::UnknownKind => "problem-unknown-kind",
        }
    }

    /// Values of the message, by name.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::UnsafeName { flaw } => vec![("flaw", flaw.key().to_owned())],
            Self::Link { kind, target } => vec![
                ("kind", kind.key().to_owned()),
                ("target", target.to_string()),
            ],
            Self::Device { kind } => vec![("kind", kind.key().to_owned())],
            Self::Compression { method } => vec![("method", method.to_string())],
            Self::Format { format } => vec![("format", format.as_str().to_owned())],
            Self::TooDeep { limit } => vec![("limit", limit.to_string())],
            Self::NestedZip { limit }
            | Self::TooManyEntries { limit }
            | Self::TooLarge { limit } => {
                vec![("limit", limit.to_string())]
            }
            Self::Incomplete { fault, read } => {
                let mut arguments = fault.arguments();
                arguments.push(("read", read.to_string()));
                arguments
            }
            Self::TarHeader { offset, skipped } => vec![
                ("offset", offset.to_string()),
                ("skipped", skipped.to_string()),
            ],
            Self::TarExtension { size } => vec![("size", size.to_string())],
            Self::ZipDirectory { rescued } => vec![("rescued", rescued.to_string())],
            Self::ZipCount { expected, found } => vec![
                ("expected", expected.to_string()),
                ("found", found.to_string()),
            ],
            Self::Xml { offset } => vec![("offset", offset.to_string())],
            Self::Lines { count, first } | Self::Certificates { count, first } => {
                vec![("count", count.to_string()), ("first", first.to_string())]
            }
            Self::DuplicateName
            | Self::Sparse
            | Self::MultiVolume
            | Self::Encrypted
            | Self::Overlap
            | Self::TarEnd
            | Self::TrailingOctets
            | Self::ZipEntry
            | Self::PrivateKey
            | Self::KeyStore
            | Self::UnknownKind => Vec::new(),
        }
    }
}

impl LinkKind {
    /// As the messages tell them apart.
    const fn key(self) -> &'static str {
        match self {
            Self::Symbolic => "symbolic",
            Self::Hard => "hard",
        }
    }
}

impl DeviceKind {
    /// As the messages tell them apart.
    const fn key(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Block => "block",
            Self::Pipe => "pipe",
            Self::Socket => "socket",
        }
    }
}

impl Layer {
    /// `gzip`, `tar` or `zip`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Tar => "tar",
            Self::Zip => "zip",
        }
    }
}

impl Fault {
    const fn message_id(self) -> &'static str {
        match self {
            Self::Truncated { .. } => "problem-truncated",
            Self::Damaged { .. } => "problem-damaged",
            Self::Checksum { .. } => "problem-checksum",
            Self::EntryOctets { .. } => "problem-entry-octets",
            Self::TotalOctets { .. } => "problem-total-octets",
            Self::Ratio { .. } => "problem-ratio",
            Self::Unreadable { .. } => "problem-unreadable",
        }
    }

    fn arguments(self) -> Vec<(&'static str, String)> {
        match self {
            Self::Truncated { layer } | Self::Damaged { layer } | Self::Checksum { layer } => {
                vec![("layer", layer.as_str().to_owned())]
            }
            Self::EntryOctets { limit } | Self::TotalOctets { limit } | Self::Ratio { limit } => {
                vec![("limit", limit.to_string())]
            }
            Self::Unreadable { kind } => vec![("error", kind.to_string())],
        }
    }

    /// As an error that the readers in between pass on.
    pub(crate) fn into_error(self) -> io::Error {
        io::Error::other(self)
    }

    /// The fault that an error carries; errors that carry none came from the decoder of `layer`.
    pub(crate) fn from_error(error: &io::Error, layer: Layer) -> Self {
        let carried = error.get_ref().and_then(|inner| inner.downcast_ref());
        match carried {
            Some(fault) => *fault,
            None if error.kind() == io::ErrorKind::UnexpectedEof => Self::Truncated { layer },
            None => Self::Damaged { layer },
        }
    }
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, place: &Place, kind: ProblemKind) {
        if self.kept.len() < PROBLEMS {
            let place = place.clone();
            self.kept.push(Problem { place, kind });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Adds those of another list behind these.
    pub fn append(&mut self, others: Self) {
        let room = PROBLEMS.saturating_sub(self.kept.len());
        let cut = others.kept.len().saturating_sub(room);
        self.kept.extend(others.kept.into_iter().take(room));
        let cut = u64::try_from(cut).unwrap_or(u64::MAX);
        self.more = self.more.saturating_add(others.more).saturating_add(cut);
    }

    /// Those that were kept.
    pub fn kept(&self) -> &[Problem] {
        &self.kept
    }

    /// How many more there were.
    pub fn more(&self) -> u64 {
        self.more
    }

    /// As sentences, with one about those that were not kept.
    pub fn messages(&self) -> Vec<Message> {
        let kept = self.kept.iter().map(Message::from);
        let more = (self.more > 0)
            .then(|| Message::new("problem-more", [("count", self.more.to_string())]));
        kept.chain(more).collect()
    }

    /// Whether all went well.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}
