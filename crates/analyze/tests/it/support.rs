//! Archives as tests need them, sound and not.

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use tollgate_analyze::archive::{Outcome, walk};
use tollgate_analyze::{Limits, ProblemKind};

/// A file as the visitor got it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) place: String,
    pub(crate) content: Vec<u8>,
    /// Whether it was read to its end.
    pub(crate) complete: bool,
}

/// A walk as a test compares it.
#[derive(Debug)]
pub(crate) struct Walk {
    pub(crate) seen: Vec<Seen>,
    pub(crate) problems: Vec<(String, ProblemKind)>,
    pub(crate) entries: u64,
    pub(crate) outcome: Outcome,
}

impl Walk {
    /// Names of all files that were read to their end.
    pub(crate) fn complete(&self) -> Vec<&str> {
        let complete = self.seen.iter().filter(|seen| seen.complete);
        complete.map(|seen| seen.place.as_str()).collect()
    }

    pub(crate) fn problems(&self) -> Vec<(&str, &ProblemKind)> {
        let problems = self.problems.iter();
        problems
            .map(|(place, kind)| (place.as_str(), kind))
            .collect()
    }
}

pub(crate) fn walked(name: &str, octets: &[u8]) -> Walk {
    walked_within(&Limits::default(), name, octets)
}

pub(crate) fn walked_within(limits: &Limits, name: &str, octets: &[u8]) -> Walk {
    let mut seen = Vec::new();
    let walked = walk(name, Cursor::new(octets), limits, &mut |entry, content| {
        let mut octets = Vec::new();
        let complete = content.read_to_end(&mut octets).is_ok();
        seen.push(Seen {
            place: entry.place.to_string(),
            content: octets,
            complete,
        });
        ControlFlow::Continue(())
    });
    Walk {
        seen,
        problems: walked
            .problems
            .kept()
            .iter()
            .map(|problem| (problem.place.to_string(), problem.kind.clone()))
            .collect(),
        entries: walked.entries,
        outcome: walked.outcome,
    }
}

pub(crate) fn gzip(octets: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(octets).unwrap();
    encoder.finish().unwrap()
}

/// A tar archive of plain files.
pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut octets = Vec::new();
    for (name, content) in files {
        octets.extend(tar_entry(name.as_bytes(), b'0', content));
    }
    octets.extend([0; 1024]);
    octets
}

/// One entry with its padding; the name and type are written as they are.
pub(crate) fn tar_entry(name: &[u8], kind: u8, content: &[u8]) -> Vec<u8> {
    let mut octets = tar_header(name, kind, content.len() as u64);
    octets.extend(content);
    octets.resize(octets.len().next_multiple_of(512), 0);
    octets
}

pub(crate) fn tar_header(name: &[u8], kind: u8, size: u64) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name);
    header.set_entry_type(tar::EntryType::new(kind));
    header.set_size(size);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_cksum();
    header.as_bytes().to_vec()
}

pub(crate) fn pax_record(key: &str, value: &[u8]) -> Vec<u8> {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + rest.to_string().len();
    if length.to_string().len() > rest.to_string().len() {
        length += 1;
    }
    let mut record = format!("{length} {key}=").into_bytes();
    record.extend(value);
    record.push(b'\n');
    assert_eq!(record.len(), length);
    record
}

/// A zip archive of deflated files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut octets);
    for (name, content) in files {
        let (mut entry, config) = archive
            .new_file(rawzip::path::EntryPath::verbatim(name.as_bytes()))
            .compression_method(CompressionMethod::DEFLATE)
            .start()
            .unwrap();
        let encoder = DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    octets
}

/// An entry of a zip archive, written field by field.
pub(crate) struct ZipFile<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) flags: u16,
    pub(crate) method: u16,
    /// External attributes as Unix writes them.
    pub(crate) mode: u32,
    pub(crate) packed: &'a [u8],
    pub(crate) size: u32,
    pub(crate) crc: u32,
}

impl<'a> ZipFile<'a> {
    pub(crate) fn stored(name: &'a [u8], content: &'a [u8]) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        Self {
            name,
            flags: 0,
            method: 0,
            mode: 0o100_644,
            packed: content,
            size: u32::try_from(content.len()).unwrap(),
            crc: crc.sum(),
        }
    }

    fn fields(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        octets.extend(20_u16.to_le_bytes());
        octets.extend(self.flags.to_le_bytes());
        octets.extend(self.method.to_le_bytes());
        octets.extend([0; 4]);
        octets.extend(self.crc.to_le_bytes());
        octets.extend(u32::try_from(self.packed.len()).unwrap().to_le_bytes());
        octets.extend(self.size.to_le_bytes());
        octets.extend(u16::try_from(self.name.len()).unwrap().to_le_bytes());
        octets.extend(0_u16.to_le_bytes());
        octets
    }
}

/// A zip archive of stored entries; `copies` directory records for each.
pub(crate) fn zip_of(files: &[ZipFile<'_>], copies: usize) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut directory = Vec::new();
    for file in files {
        let offset = u32::try_from(octets.len()).unwrap();
        octets.extend(b"PK\x03\x04");
        octets.extend(file.fields());
        octets.extend(file.name);
        octets.extend(file.packed);
        for _ in 0..copies {
            directory.extend(b"PK\x01\x02\x14\x03");
            directory.extend(file.fields());
            directory.extend([0; 6]);
            directory.extend((file.mode << 16).to_le_bytes());
            directory.extend(offset.to_le_bytes());
            directory.extend(file.name);
        }
    }
    let at = u32::try_from(octets.len()).unwrap();
    let count = u16::try_from(files.len() * copies).unwrap();
    octets.extend(&directory);
    octets.extend(b"PK\x05\x06\0\0\0\0");
    octets.extend(count.to_le_bytes());
    octets.extend(count.to_le_bytes());
    octets.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    octets.extend(at.to_le_bytes());
    octets.extend([0, 0]);
    octets
}

/// So many octets that hardly compress, the same each time.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut octets = Vec::with_capacity(length + 8);
    while octets.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        octets.extend(state.to_le_bytes());
    }
    octets.truncate(length);
    octets
}

/// Reads without keeping.
pub(crate) fn drain(content: &mut dyn Read) -> u64 {
    let mut buffer = vec![0; 64 * 1024];
    let mut total = 0;
    while let Ok(count @ 1..) = content.read(&mut buffer) {
        total += count as u64;
    }
    total
}
