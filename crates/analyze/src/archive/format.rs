//! Kinds of archives, told by their first octets.

use tar::Header;

/// What the walker opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Gzip,
    Tar,
    Zip,
    Foreign(ForeignFormat),
}

/// A kind of archive that is recognised and not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ForeignFormat {
    /// bzip2.
    Bzip2,
    /// Unix compress (`.Z`).
    Compress,
    /// cpio.
    Cpio,
    /// lzip.
    Lzip,
    /// RAR.
    Rar,
    /// 7-Zip.
    SevenZip,
    /// xz.
    Xz,
    /// Zstandard.
    Zstandard,
}

impl ForeignFormat {
    /// Its usual name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bzip2 => "bzip2",
            Self::Compress => "compress",
            Self::Cpio => "cpio",
            Self::Lzip => "lzip",
            Self::Rar => "RAR",
            Self::SevenZip => "7-Zip",
            Self::Xz => "xz",
            Self::Zstandard => "Zstandard",
        }
    }
}

/// The beginnings of formats. Ours first: they are what is met.
const MAGIC: &[(&[u8], Format)] = &[
    (b"\x1f\x8b\x08", Format::Gzip),
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    // The marker of an archive that might have been split, and was not.
    (b"PK\x07\x08PK\x03\x04", Format::Zip),
    (b"PK00PK\x03\x04", Format::Zip),
    (b"BZh", Format::Foreign(ForeignFormat::Bzip2)),
    (b"\x1f\x9d", Format::Foreign(ForeignFormat::Compress)),
    (b"070701", Format::Foreign(ForeignFormat::Cpio)),
    (b"070702", Format::Foreign(ForeignFormat::Cpio)),
    (b"LZIP", Format::Foreign(ForeignFormat::Lzip)),
    (b"Rar!\x1a\x07", Format::Foreign(ForeignFormat::Rar)),
    (
        b"7z\xbc\xaf\x27\x1c",
        Format::Foreign(ForeignFormat::SevenZip),
    ),
    (b"\xfd7zXZ\0", Format::Foreign(ForeignFormat::Xz)),
    (
        b"\x28\xb5\x2f\xfd",
        Format::Foreign(ForeignFormat::Zstandard),
    ),
];

impl Format {
    /// Tells a file by its first [`ARCHIVE_HEAD`](crate::limits::ARCHIVE_HEAD) octets.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic));
        match known {
            Some((_, format)) => Some(*format),
            None => is_tar(head).then_some(Self::Tar),
        }
    }
}

/// A tar archive, also one older than the word `ustar`, begins with a block whose checksum is right.
fn is_tar(head: &[u8]) -> bool {
    head.first_chunk::<512>().is_some_and(|block| {
        let mut header = Header::new_old();
        header.as_mut_bytes().copy_from_slice(block);
        has_right_checksum(&header)
    })
}

/// Whether the sum of the octets of a tar header, its own field counted as blanks, is what it says.
/// Some old writers summed signed octets.
pub(super) fn has_right_checksum(header: &Header) -> bool {
    let Ok(expected) = header.cksum() else {
        return false;
    };
    let octets = header.as_bytes();
    let (before, rest) = octets.split_at(148);
    let (field, after) = rest.split_at(8);
    let counted = before.iter().chain(after);
    let blanks = 32 * u32::try_from(field.len()).unwrap_or(0);
    let unsigned: u32 = counted.clone().map(|octet| u32::from(*octet)).sum();
    let high = counted.filter(|octet| **octet >= 0x80).count();
    let signed = u32::try_from(high * 256)
        .ok()
        .and_then(|excess| (unsigned + blanks).checked_sub(excess));
    // The smallest sum of a header with a name: an all-zero block would have 256.
    unsigned > 0 && (unsigned + blanks == expected || signed == Some(expected))
}
