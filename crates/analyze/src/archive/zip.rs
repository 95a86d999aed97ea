//! Zip archives, by their directory, which is at the end (APPNOTE 4.3).
//!
//! `rawzip` follows the directory without holding it, so that a million entries and entries of one
//! name cost nothing; what it leaves to its callers (bombs, links, encryption, sums) is here.

mod rescue;

use std::io::{self, BufReader, Read, Seek};
use std::rc::Rc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ZipArchive};

use super::stream::{Packed, Portion, READ_AHEAD, RandomAccess, Traffic, Unpacked, fill, octets};
use super::walk::{Flow, Names, ON, Spot, Walker};
use crate::limits::{NAME, ZIP_END};
use crate::place::EntryName;
use crate::problem::{DeviceKind, Fault, Layer, LinkKind, ProblemKind};

/// What the directory says of an entry.
struct Record {
    name: Vec<u8>,
    method: CompressionMethod,
    flags: u16,
    mode: u32,
    packed: u64,
    size: u64,
    crc: u32,
    found_at: rawzip::ZipArchiveEntryWayfinder,
}

impl Walker<'_> {
    pub(super) fn zip<R: Read + Seek>(&mut self, spot: &Spot, source: R) -> Flow {
        let source = match RandomAccess::new(source) {
            Ok(source) => source,
            Err(error) => return self.report(&spot.place, fault_of(&error), 0),
        };
        let length = source.length();
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        let located = ZipArchive::with_max_search_space(ZIP_END).locate_in_reader(
            source,
            &mut buffer,
            length,
        );
        match located {
            Ok(archive) if has_directory(&archive, &mut buffer) => {
                self.directory(spot, &archive, &mut buffer)
            }
            Ok(archive) => self.rescue(spot, archive.into_inner().into_inner()),
            Err((source, _)) => self.rescue(spot, source.into_inner()),
        }
    }

    fn directory<R: Read + Seek>(
        &mut self,
        spot: &Spot,
        archive: &ZipArchive<RandomAccess<R>>,
        buffer: &mut [u8],
    ) -> Flow {
        let mut names = Names::default();
        let mut entries = archive.entries(buffer);
        let mut found: u64 = 0;
        let mut packed: u64 = 0;
        while let Ok(Some(record)) = entries.next_entry() {
            found = found.saturating_add(1);
            let record = Record {
                name: record.file_path().as_bytes().to_vec(),
                method: record.compression_method(),
                flags: record.flags().bits(),
                mode: record.mode().value(),
                packed: record.compressed_size_hint(),
                size: record.uncompressed_size_hint(),
                crc: record.crc32(),
                found_at: record.wayfinder(),
            };
            self.count(spot)?;
            packed = packed.saturating_add(record.packed);
            if packed > archive.get_ref().length() {
                return self.tell(spot, ProblemKind::Overlap);
            }
            self.record(spot, archive, &record, &mut names)?;
        }
        let expected = archive.entries_hint();
        if found == expected {
            ON
        } else {
            self.tell(spot, ProblemKind::ZipCount { expected, found })
        }
    }

    fn record<R: Read + Seek>(
        &mut self,
        archive_spot: &Spot,
        archive: &ZipArchive<RandomAccess<R>>,
        record: &Record,
        names: &mut Names,
    ) -> Flow {
        if record.name.ends_with(b"/") && record.size == 0 {
            return ON;
        }
        let spot = archive_spot.entry(EntryName::new(&record.name));
        self.check_name(&spot, &record.name, names);
        let entry = match archive.get_entry(record.found_at) {
            Ok(entry) => entry,
            Err(error) => {
                return match unreadable(error) {
                    Some(fault) => self.report(&spot.place, fault, 0),
                    None => self.tell(&spot, ProblemKind::ZipEntry),
                };
            }
        };
        if let Some(problem) = refusal(record.mode, record.flags, record.method) {
            return self.tell(&spot, problem);
        }
        let traffic = Rc::new(Traffic::default());
        let packed = Packed {
            source: entry.reader(),
            traffic: Rc::clone(&traffic),
        };
        let unpacked: Box<dyn Read + '_> = if record.method == CompressionMethod::STORE {
            Box::new(packed)
        } else {
            let capacity = usize::try_from(READ_AHEAD).unwrap_or(usize::MAX);
            Box::new(DeflateDecoder::new(BufReader::with_capacity(
                capacity, packed,
            )))
        };
        let claim = Claim {
            size: record.size,
            crc: record.crc,
        };
        let mut verified = Verified::new(
            Unpacked {
                source: unpacked,
                budget: Rc::clone(&self.budget),
            },
            Some(claim),
        );
        if is_kind(record.mode, SYMBOLIC_LINK) {
            let target = link_target(&mut verified);
            let kind = LinkKind::Symbolic;
            return self.tell(&spot, ProblemKind::Link { kind, target });
        }
        let spot = spot.inflated(&traffic);
        let mut content = Portion::all(&mut verified, Layer::Zip);
        let flow = self.open(&spot, &mut content, Some(record.size));
        self.after(&spot, &content, flow)
    }
}

/// Whether the directory begins where the end record says. If not, the archive was cut in front, or
/// the end record is part of something else.
fn has_directory<R: Read + Seek>(archive: &ZipArchive<RandomAccess<R>>, buffer: &mut [u8]) -> bool {
    let mut entries = archive.entries(buffer);
    match entries.next_entry() {
        Ok(Some(_)) => true,
        Ok(None) => archive.entries_hint() == 0,
        Err(_) => false,
    }
}

/// General purpose bit flags (APPNOTE 4.4.4).
const ENCRYPTED: u16 = 1;
const HAS_DESCRIPTOR: u16 = 1 << 3;

const KIND_MASK: u32 = 0o170_000;
const SYMBOLIC_LINK: u32 = 0o120_000;

fn is_kind(mode: u32, kind: u32) -> bool {
    mode & KIND_MASK == kind
}

/// Why an entry is not read.
fn refusal(mode: u32, flags: u16, method: CompressionMethod) -> Option<ProblemKind> {
    let device = [
        (0o020_000, DeviceKind::Character),
        (0o060_000, DeviceKind::Block),
        (0o010_000, DeviceKind::Pipe),
        (0o140_000, DeviceKind::Socket),
    ]
    .into_iter()
    .find(|(kind, _)| is_kind(mode, *kind));
    if let Some((_, kind)) = device {
        return Some(ProblemKind::Device { kind });
    }
    if flags & ENCRYPTED != 0 {
        return Some(ProblemKind::Encrypted);
    }
    let is_read = matches!(
        method,
        CompressionMethod::STORE | CompressionMethod::DEFLATE
    );
    let method = method.as_u16();
    (!is_read).then_some(ProblemKind::Compression { method })
}

/// The content of a link is its target.
fn link_target(content: &mut dyn Read) -> EntryName {
    let mut target = [0; NAME];
    let filled = fill(content, &mut target);
    EntryName::new(target.get(..filled).unwrap_or_default())
}

/// The fault of a source that failed.
fn unreadable(error: rawzip::Error) -> Option<Fault> {
    match error.into_kind() {
        rawzip::ErrorKind::IO(error) => match fault_of(&error) {
            fault @ Fault::Unreadable { .. } => Some(fault),
            _ => None,
        },
        _ => None,
    }
}

fn fault_of(error: &io::Error) -> Fault {
    Fault::from_error(error, Layer::Zip)
}

/// Size and sum of the content of an entry.
#[derive(Clone, Copy)]
struct Claim {
    size: u64,
    crc: u32,
}

/// Compares content with what the archive says of it. All of it is passed on first.
struct Verified<R> {
    source: R,
    crc: Crc,
    size: u64,
    /// `None` if the archive says it behind the content.
    claim: Option<Claim>,
}

impl<R> Verified<R> {
    fn new(source: R, claim: Option<Claim>) -> Self {
        Self {
            source,
            crc: Crc::new(),
            size: 0,
            claim,
        }
    }

    fn found(&self) -> Claim {
        Claim {
            size: self.size,
            crc: self.crc.sum(),
        }
    }

    fn check(&self) -> io::Result<()> {
        let layer = Layer::Zip;
        let found = self.found();
        match self.claim {
            Some(claim) if found.size < claim.size => Err(Fault::Truncated { layer }.into_error()),
            Some(claim) if found.size > claim.size || found.crc != claim.crc => {
                Err(Fault::Checksum { layer }.into_error())
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl<R: Read> Read for Verified<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let count = self.source.read(buffer)?;
        if count == 0 {
            self.check()?;
        }
        self.crc.update(buffer.get(..count).unwrap_or_default());
        self.size = self.size.saturating_add(octets(count));
        Ok(count)
    }
}
