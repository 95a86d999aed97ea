//! What is wrong with a capture, as data: reading goes on wherever it can.

use std::fmt;

/// Something in the capture that could not be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Byte in the (expanded) capture near which it was met.
    pub position: u64,
    /// Frames read before it.
    pub frames: u64,
    /// What it is.
    pub kind: ProblemKind,
}

/// The kinds of [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The capture ends inside a record; the bytes left are fewer than it announces.
    CutRecord {
        /// Bytes that the record needs.
        expected: u64,
        /// Bytes that are there.
        available: u64,
    },
    /// The compressed data end early or are damaged; what came out before is read.
    DamagedGzip,
    /// More comes out of the compressed capture than [`crate::Limits::expanded_bytes`].
    TooMuchExpanded,
    /// A packet longer than any capture program writes; reading stops, the file is damaged here.
    OversizedPacket {
        /// Bytes that it announces.
        length: u32,
    },
    /// A pcapng block with an impossible length; reading stops, the file is damaged here.
    BadBlockLength {
        /// Block type.
        block: u32,
        /// Length that it announces.
        length: u32,
    },
    /// The two lengths of a pcapng block differ.
    BlockLengthsDiffer {
        /// Block type.
        block: u32,
        /// Length in front of the block.
        first: u32,
        /// Length behind it.
        second: u32,
    },
    /// A pcapng block longer than is looked into was skipped.
    OversizedBlock {
        /// Block type.
        block: u32,
        /// Length that it announces.
        length: u32,
    },
    /// A pcapng block whose fields do not fit into it was skipped.
    MalformedBlock {
        /// Block type.
        block: u32,
    },
    /// A packet of an interface that its section does not describe was skipped.
    UnknownInterface {
        /// The interface number.
        interface: u32,
    },
    /// A section has more interfaces than are kept.
    TooManyInterfaces,
    /// Packets of this link type are not looked into; reported once for each type.
    UnreadLinkType {
        /// Number in the registry of link types.
        link_type: u16,
    },
    /// More TCP streams than [`crate::Limits::streams`]: the most silent ones were finished early
    /// or forgotten. Reported once.
    StreamsEvicted,
    /// More bytes waited than [`crate::Limits::held_bytes`]: the most silent streams were finished
    /// early. Reported once.
    HeldBytesEvicted,
    /// More bytes waited than [`crate::Limits::fragment_bytes`]: the oldest incomplete datagrams
    /// were forgotten. Reported once.
    FragmentsEvicted,
    /// More secrets than [`crate::Limits::secrets`]: the further ones are not used.
    TooManySecrets,
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::CutRecord {
                expected,
                available,
            } => write!(
                f,
                "the capture ends inside a record ({available} of {expected} bytes)"
            ),
            Self::DamagedGzip => f.write_str("the compressed data end early or are damaged"),
            Self::TooMuchExpanded => {
                f.write_str("more comes out of the compressed capture than is allowed")
            }
            Self::OversizedPacket { length } => write!(
                f,
                "a packet of {length} bytes cannot be: the capture is damaged here"
            ),
            Self::BadBlockLength { block, length } => write!(
                f,
                "block {block:#010x} of {length} bytes cannot be: the capture is damaged here"
            ),
            Self::BlockLengthsDiffer {
                block,
                first,
                second,
            } => write!(
                f,
                "block {block:#010x} has {first} bytes in front and {second} behind"
            ),
            Self::OversizedBlock { block, length } => {
                write!(f, "block {block:#010x} of {length} bytes was skipped")
            }
            Self::MalformedBlock { block } => {
                write!(f, "block {block:#010x} has fields that do not fit into it")
            }
            Self::UnknownInterface { interface } => write!(
                f,
                "a packet of interface {interface}, which its section does not describe"
            ),
            Self::TooManyInterfaces => f.write_str("a section describes too many interfaces"),
            Self::UnreadLinkType { link_type } => {
                write!(f, "packets of link type {link_type} are not looked into")
            }
            Self::StreamsEvicted => f.write_str(
                "too many TCP streams at once: the most silent ones were finished early",
            ),
            Self::HeldBytesEvicted => {
                f.write_str("too many bytes waited: the most silent streams were finished early")
            }
            Self::FragmentsEvicted => {
                f.write_str("too many incomplete datagrams: the oldest ones were forgotten")
            }
            Self::TooManySecrets => f.write_str("too many secrets: the further ones are not used"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "byte {}, after frame {}: {}",
            self.position, self.frames, self.kind
        )
    }
}

/// Collects problems: a bounded number described, the others counted.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) described: Vec<Problem>,
    pub(crate) further: u64,
    limit: usize,
    position: u64,
    frames: u64,
}

impl Problems {
    pub(crate) const fn new(limit: usize) -> Self {
        Self {
            described: Vec::new(),
            further: 0,
            limit,
            position: 0,
            frames: 0,
        }
    }

    /// Where the reader is now; what is reported next happened here.
    pub(crate) const fn at(&mut self, position: u64, frames: u64) {
        self.position = position;
        self.frames = frames;
    }

    pub(crate) fn report(&mut self, kind: ProblemKind) {
        if self.described.len() >= self.limit {
            self.further = self.further.saturating_add(1);
            return;
        }
        self.described.push(Problem {
            position: self.position,
            frames: self.frames,
            kind,
        });
    }

    pub(crate) fn report_once(&mut self, kind: ProblemKind) {
        if !self.described.iter().any(|problem| problem.kind == kind) {
            self.report(kind);
        }
    }
}
