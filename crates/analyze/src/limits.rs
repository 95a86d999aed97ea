//! The limits of reading. Reaching one ends the entry concerned with a
//! [`Problem`](crate::Problem); the rest is read.

/// Octets of a shown name. Longer than any path that a product makes, shorter than a page.
pub const NAME: usize = 512;
/// Problems that are kept; the others are counted. More tell a reader nothing new.
pub const PROBLEMS: usize = 1_000;
/// Octets looked at to tell an archive: the first header of a tar file.
pub(crate) const ARCHIVE_HEAD: usize = 512;
/// Octets of a file that tell its kind. A pasted article has prose in front of its first log line.
pub const KIND_HEAD: usize = 256 * 1024;
/// Bundles that files are sorted into. More peers and days than anybody collects; the files beyond
/// are put into one bundle.
pub(crate) const BUNDLES: usize = 1_000;
/// Octets of a file of certificates. A bundle of all public CAs has some 300,000.
pub(crate) const CERTIFICATE_OCTETS: usize = 16 * 1024 * 1024;
/// Octets of a key log: some 300 for each session.
pub(crate) const KEY_LOG_OCTETS: usize = 64 * 1024 * 1024;
/// Octets of a text with log lines in it that are searched for certificates and lists.
pub(crate) const PASTED_OCTETS: usize = 16 * 1024 * 1024;
/// Octets of a name or link target in a tar archive. Linux opens no path longer than 4,096.
pub(crate) const TAR_NAME: u64 = 64 * 1024;
/// Octets of a tar header extension. Real ones hold a path, a size and times.
pub(crate) const TAR_EXTENSION: u64 = 1024 * 1024;
/// Octets behind the end mark of a tar archive that are searched for another archive. Tapes are
/// padded to some kilobytes.
pub(crate) const TAR_BEHIND_END: u64 = 16 * 1024 * 1024;
/// Octets of the optional fields of a gzip header (a name and a comment).
pub(crate) const GZIP_HEADER: usize = 64 * 1024;
/// Octets behind the end of a zip archive in which its end record is looked for: the longest
/// comment and the record itself.
pub(crate) const ZIP_END: u64 = 66 * 1024;
/// Archives inside one another: an archive, and the archives in it.
pub(crate) const ARCHIVES_DEEP: u8 = 2;
/// Gzip layers directly inside one another.
pub(crate) const GZIPS_DEEP: u8 = 2;

/// How much of one input is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Entries of one input, those of archives inside it included. A diagnostic archive has a
    /// dozen, a full system snapshot some thousands.
    pub entries: u64,
    /// Unpacked octets of one entry. The greatest log met was some tens of gigabytes.
    pub entry_octets: u64,
    /// Unpacked octets of one input in all.
    pub total_octets: u64,
    /// Unpacked octets for each packed octet of an entry. Logs reach some 60, deflate can do 1,032.
    pub ratio: u64,
    /// Unpacked octets of an entry to which the ratio does not apply: a short file of one
    /// character is no bomb.
    pub ratio_free_octets: u64,
    /// Octets of a zip archive inside another archive. Its directory is at its end, so it has to
    /// be held in memory.
    pub nested_zip_octets: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 100_000,
            entry_octets: 64 * GIB,
            total_octets: 256 * GIB,
            ratio: 250,
            ratio_free_octets: 64 * MIB,
            nested_zip_octets: 128 * MIB,
        }
    }
}

const MIB: u64 = 1024 * 1024;
const GIB: u64 = 1024 * MIB;
