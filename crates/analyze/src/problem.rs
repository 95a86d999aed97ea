//! What could not be read, why, and what to do about it.
//!
//! A problem is data: reading goes on with the next entry. Its text is English here; reports in
//! other languages use [`ProblemKind::message_id`] and [`ProblemKind::arguments`].

use std::fmt;
use std::io;

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

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.kind)
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// The name would be dangerous as a path.
    #[error(
        "its name {}; it was read, as names are never used as paths, but do not unpack this \
         archive with a tool that does", flaw.as_str()
    )]
    UnsafeName {
        /// What is wrong with the name.
        flaw: NameFlaw,
    },
    /// Another entry of this archive has the same name.
    #[error(
        "the archive has another entry of this name; both were read: look at the archive if they \
         contradict each other"
    )]
    DuplicateName,
    /// A link.
    #[error(
        "{} link to '{target}', which is not followed; give the file it stands for, if it matters",
        kind.as_str()
    )]
    Link {
        /// Symbolic or hard.
        kind: LinkKind,
        /// What it points to.
        target: EntryName,
    },
    /// A device, pipe or socket.
    #[error("{} and not a file; nothing is read from it", kind.as_str())]
    Device {
        /// What it is.
        kind: DeviceKind,
    },
    /// A sparse file of tar.
    #[error("stored as a sparse file, which is not read; unpack the archive and give the file")]
    Sparse,
    /// A file that continues in, or from, another volume.
    #[error("a part of a file that was split over several archives; join them and give the file")]
    MultiVolume,
    /// Needs a password.
    #[error("encrypted; unpack the archive with its password and give the files")]
    Encrypted,
    /// A compression method of zip that is not read.
    #[error(
        "compressed with method {method} of zip, which is not read; unpack the archive and give \
         the files"
    )]
    Compression {
        /// Number of the method (APPNOTE 4.4.5).
        method: u16,
    },
    /// An archive of another kind.
    #[error("a {} archive, which is not read; unpack it and give the files", format.as_str())]
    Format {
        /// The kind.
        format: ForeignFormat,
    },
    /// An archive in an archive in an archive.
    #[error(
        "an archive inside {limit} others, which is not opened; unpack the outer one and give this"
    )]
    TooDeep {
        /// Archives that are opened inside one another.
        limit: u8,
    },
    /// A zip archive inside another archive that is too large to be held in memory.
    #[error(
        "a zip archive of more than {limit} octets inside another archive, which is not opened; \
         unpack the outer one and give this"
    )]
    NestedZip {
        /// Octets that are held.
        limit: u64,
    },
    /// The input has more entries than are read.
    #[error(
        "the input has more than {limit} entries; the rest was not read: unpack it and give the \
         files that matter"
    )]
    TooManyEntries {
        /// Entries that are read.
        limit: u64,
    },
    /// Entries of a zip archive share their data, as in a bomb.
    #[error(
        "its entries claim more packed data than the archive has, as a bomb does; the rest was \
         not read: get the archive again from where it was made"
    )]
    Overlap,
    /// Reading stopped before the end.
    #[error("{fault}; {read} octets of it were read")]
    Incomplete {
        /// Why.
        fault: Fault,
        /// Octets that were read before.
        read: u64,
    },
    /// Blocks where the header of the next entry should be.
    #[error(
        "damaged at octet {offset}: {skipped} octets that belong to no entry were passed over and \
         entries may be missing; get the archive again"
    )]
    TarHeader {
        /// Where the damage begins in the unpacked archive.
        offset: u64,
        /// Octets up to the next entry or the end.
        skipped: u64,
    },
    /// A name, link target or extension in a tar archive beyond any use.
    #[error("an extended header of {size} octets was passed over; the entry after it was not read")]
    TarExtension {
        /// Its size.
        size: u64,
    },
    /// A tar archive stops without its end mark.
    #[error(
        "the archive has no end mark; if it was cut between two entries, later ones are missing: \
         compare its size with the original"
    )]
    TarEnd,
    /// Something behind the last member of a gzip file.
    #[error(
        "something that is not gzip follows the gzip data; it was not read: get the file again if \
         it should be longer"
    )]
    TrailingOctets,
    /// The directory of a zip archive is missing or damaged.
    #[error(
        "the directory of the zip archive is missing or damaged, as after a broken transfer; \
         {rescued} entries were found without it: get the archive again"
    )]
    ZipDirectory {
        /// Entries that were read without it.
        rescued: u64,
    },
    /// A zip directory that stops early or holds more than it says.
    #[error(
        "the directory of the zip archive names {found} entries and should name {expected}; get \
         the archive again"
    )]
    ZipCount {
        /// As its end record says.
        expected: u64,
        /// As met.
        found: u64,
    },
    /// An entry of a zip archive whose header is not where the directory says.
    #[error("the archive has no data where its directory points; get the archive again")]
    ZipEntry,
    /// A private key.
    #[error(
        "contains a private key, which was not read; do not pass it on, and replace the key if it \
         left its server"
    )]
    PrivateKey,
    /// A key store (PKCS #12 or Java).
    #[error(
        "a key store, which was not read: it holds a private key; export the certificates alone \
         as PEM"
    )]
    KeyStore,
    /// A document too large to be held in memory.
    #[error("more than {limit} octets, of which the rest was not read; give the part that matters")]
    TooLarge {
        /// Octets that are read.
        limit: u64,
    },
    /// XML that is not well-formed, or cut.
    #[error("the XML is damaged at octet {offset}; what stands before was read: collect it again")]
    Xml {
        /// Where reading stopped.
        offset: u64,
    },
    /// Lines of a dump or a list that say nothing known.
    #[error("{count} lines were not understood, the first of them line {first}")]
    Lines {
        /// How many.
        count: u64,
        /// Number of the first, from 1.
        first: u64,
    },
    /// A PEM file with entries that are no certificates.
    #[error(
        "{count} entries are not readable certificates, the first of them entry {first}; export \
         them again"
    )]
    Certificates {
        /// How many.
        count: u64,
        /// Number of the first, from 1.
        first: u64,
    },
    /// Nothing that is used.
    #[error("of no known kind; it was left out")]
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
pub enum Fault {
    /// The packed data ends too early.
    #[error("the {} data is cut short and what follows is missing; get the file again", layer.as_str())]
    Truncated {
        /// The layer that was cut.
        layer: Layer,
    },
    /// The packed data makes no sense.
    #[error("the {} data is damaged here and what follows is unreadable; get the file again", layer.as_str())]
    Damaged {
        /// The damaged layer.
        layer: Layer,
    },
    /// Everything is there, but not as it was packed.
    #[error("the {} checksum or length is wrong, so that some of it is not as it was packed; get the file again", layer.as_str())]
    Checksum {
        /// The layer whose sum is wrong.
        layer: Layer,
    },
    /// One entry is too large.
    #[error(
        "it unpacks to more than {limit} octets; the rest was not read: unpack it and give the part that matters"
    )]
    EntryOctets {
        /// Octets that are read.
        limit: u64,
    },
    /// All entries together are too large.
    #[error(
        "the input unpacks to more than {limit} octets; the rest was not read: unpack it and give the files that matter"
    )]
    TotalOctets {
        /// Octets that are read.
        limit: u64,
    },
    /// More unpacked data than honest logs yield.
    #[error(
        "it unpacks to more than {limit} times its size, as a bomb does; the rest was not read: unpack it and give the file if it is sound"
    )]
    Ratio {
        /// Unpacked octets for each packed one.
        limit: u64,
    },
    /// The file itself could not be read.
    #[error("it could not be read ({}); check the disk or the permissions", kind)]
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
            Self::UnsafeName { flaw } => vec![("flaw", flaw.as_str().to_owned())],
            Self::Link { kind, target } => vec![
                ("kind", kind.as_str().to_owned()),
                ("target", target.to_string()),
            ],
            Self::Device { kind } => vec![("kind", kind.as_str().to_owned())],
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
    const fn as_str(self) -> &'static str {
        match self {
            Self::Symbolic => "symbolic",
            Self::Hard => "hard",
        }
    }
}

impl DeviceKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Character => "a character device",
            Self::Block => "a block device",
            Self::Pipe => "a named pipe",
            Self::Socket => "a socket",
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

    /// Whether all went well.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}
