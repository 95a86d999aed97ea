//! The two container formats, told apart by their first bytes.

mod pcap;
mod pcapng;

use std::io::{self, Read};
use std::ops::Range;

use crate::problem::{ProblemKind, Problems};
use crate::source::{Cut, Source, Supply};

/// Byte order of the machine that wrote a capture or a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    Big,
    Little,
}

impl ByteOrder {
    #[inline]
    pub(crate) const fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Big => u16::from_be_bytes(bytes),
            Self::Little => u16::from_le_bytes(bytes),
        }
    }

    #[inline]
    pub(crate) const fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Big => u32::from_be_bytes(bytes),
            Self::Little => u32::from_le_bytes(bytes),
        }
    }

    pub(crate) const fn u64(self, bytes: [u8; 8]) -> u64 {
        match self {
            Self::Big => u64::from_be_bytes(bytes),
            Self::Little => u64::from_le_bytes(bytes),
        }
    }
}

/// The container format of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// pcap, as of tcpdump.
    Pcap,
    /// pcapng, as of Wireshark.
    Pcapng,
}

/// One packet; its bytes are `data` of the source's latest take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packet {
    /// Nanoseconds since 1970; absent in pcapng's simple packets.
    pub(crate) time: Option<i64>,
    pub(crate) link_type: u16,
    pub(crate) data: Range<usize>,
    /// Length on the wire.
    pub(crate) original: u32,
}

/// What comes next in a capture.
#[derive(Debug)]
pub(crate) enum Item {
    Packet(Packet),
    /// A record that Wireshark numbers as a frame, but that is no packet.
    OtherFrame,
    /// TLS secrets: this part of the source's latest take is an NSS key log.
    Secrets(Range<usize>),
    End,
}

#[derive(Debug)]
pub(crate) enum Container {
    Pcap(pcap::Reader),
    Pcapng(pcapng::Reader),
}

impl Container {
    /// Recognises the container; `None` for bytes that are neither.
    pub(crate) fn open(source: &mut Source<impl Read>) -> io::Result<Option<Self>> {
        if source.require(4)? != Supply::Enough {
            return Ok(None);
        }
        if pcapng::Reader::recognises(source.peek()) {
            return Ok(Some(Self::Pcapng(pcapng::Reader::default())));
        }
        Ok(pcap::Reader::open(source)?.map(Self::Pcap))
    }

    pub(crate) const fn format(&self) -> Format {
        match self {
            Self::Pcap(_) => Format::Pcap,
            Self::Pcapng(_) => Format::Pcapng,
        }
    }

    #[inline]
    pub(crate) fn next(
        &mut self,
        source: &mut Source<impl Read>,
        problems: &mut Problems,
    ) -> io::Result<Item> {
        match self {
            Self::Pcap(reader) => reader.next(source, problems),
            Self::Pcapng(reader) => reader.next(source, problems),
        }
    }

    /// Packets that the capturing program says it lost; pcap does not tell.
    pub(crate) const fn dropped(&self) -> Option<u64> {
        match self {
            Self::Pcap(_) => None,
            Self::Pcapng(reader) => reader.dropped(),
        }
    }
}

/// Ends the reading, with the reason if it is not the end of the file.
fn end(source: &Source<impl Read>, problems: &mut Problems, expected: u64, left: usize) -> Item {
    match source.cut() {
        Some(Cut::Gzip) => problems.report(ProblemKind::DamagedGzip),
        Some(Cut::Limit) => problems.report(ProblemKind::TooMuchExpanded),
        None if left == 0 => {}
        None => problems.report(ProblemKind::CutRecord {
            expected,
            available: crate::cursor::count(left),
        }),
    }
    Item::End
}
