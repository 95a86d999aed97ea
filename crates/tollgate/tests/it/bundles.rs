//! Diagnostic bundles as tests need them: those of the document, taken apart and put together.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// The document's three scenarios, by the times in their names.
pub(crate) const SELF_SIGNED: &str = "2022-07-11_16_55_44";
pub(crate) const UNKNOWN_ISSUER: &str = "2022-07-11_17_33_18";
pub(crate) const BY_ADDRESS: &str = "2022-07-11_17_49_11";

/// A file of an archive.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

impl File {
    pub(crate) fn new(name: &str, content: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.to_owned(),
            content: content.into(),
        }
    }
}

/// The archive of a scenario.
pub(crate) fn bundle(taken: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../analyze/tests/fixtures/bundles")
        .join(format!("diagnostic_log_vcsc_{taken}.tar.gz"))
}

/// The files of a scenario's archive.
pub(crate) fn files(taken: &str) -> Vec<File> {
    let archive = fs::File::open(bundle(taken)).unwrap();
    let mut archive = tar::Archive::new(GzDecoder::new(archive));
    let mut files = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        files.push(File { name, content });
    }
    files
}

/// The log of a scenario.
pub(crate) fn log(taken: &str) -> String {
    let mut files = files(taken).into_iter();
    let log = files.find(|file| file.name.starts_with("loggingsnapshot"));
    String::from_utf8(log.unwrap().content).unwrap()
}

/// A tar archive. Names are written as they are, dangerous ones too.
pub(crate) fn tar(files: &[File]) -> Vec<u8> {
    let mut archive = Vec::new();
    for file in files {
        let mut header = tar::Header::new_gnu();
        let name = file.name.as_bytes();
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name);
        header.set_size(u64::try_from(file.content.len()).unwrap());
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_cksum();
        archive.extend(header.as_bytes());
        archive.extend(&file.content);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive (APPNOTE 4.3) of one stored file that its directory names so many times, as bombs
/// do.
pub(crate) fn overlapping_zip(file: &File, times: u16) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(&file.content);
    let length = u32::try_from(file.content.len()).unwrap();
    let name_length = u16::try_from(file.name.len()).unwrap();
    let mut fields = Vec::new();
    for half in [20, 0, 0, 0, 0_u16] {
        fields.extend(half.to_le_bytes());
    }
    for word in [sum.sum(), length, length] {
        fields.extend(word.to_le_bytes());
    }
    fields.extend(name_length.to_le_bytes());
    fields.extend(0_u16.to_le_bytes());
    let mut archive = b"PK\x03\x04".to_vec();
    archive.extend(&fields);
    archive.extend(file.name.as_bytes());
    archive.extend(&file.content);
    let directory = u32::try_from(archive.len()).unwrap();
    for _ in 0..times {
        archive.extend(b"PK\x01\x02\x14\x03");
        archive.extend(&fields);
        archive.extend([0; 14]);
        archive.extend(file.name.as_bytes());
    }
    let size = u32::try_from(archive.len()).unwrap() - directory;
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(times.to_le_bytes());
    archive.extend(times.to_le_bytes());
    archive.extend(size.to_le_bytes());
    archive.extend(directory.to_le_bytes());
    archive.extend([0, 0]);
    archive
}
