//! Tar archives: POSIX ustar and pax, GNU and the old form before both.
//!
//! The blocks are followed here, and only the fields of a header are read by the `tar` crate: its
//! own reader stops at the first damaged header and holds extended headers of any size.

use std::io::Read;
use std::ops::ControlFlow;

use tar::{EntryType, Header};

use super::format::has_right_checksum;
use super::stream::{Portion, fill, octets, skip};
use super::walk::{Flow, Names, ON, Spot, Walker};
use crate::limits::{TAR_BEHIND_END, TAR_EXTENSION, TAR_NAME};
use crate::place::EntryName;
use crate::problem::{DeviceKind, Fault, Layer, LinkKind, ProblemKind};

const BLOCK: u64 = 512;

/// What extended headers say of the entry after them.
#[derive(Default)]
struct Extended {
    name: Option<Vec<u8>>,
    target: Option<Vec<u8>>,
    size: Option<u64>,
    is_sparse: bool,
    /// Size of one that was passed over.
    too_large: Option<u64>,
}

/// The blocks of an archive.
struct Blocks<'a> {
    source: &'a mut dyn Read,
    offset: u64,
    /// Where the end mark begins, if it was met and no entry since.
    end_mark: Option<u64>,
}

enum Block {
    Header(Box<Header>),
    /// Neither a header nor zeros.
    Damaged,
    End,
}

impl Walker<'_> {
    pub(super) fn tar(&mut self, spot: &Spot, source: &mut dyn Read) -> Flow {
        let mut blocks = Blocks {
            source,
            offset: 0,
            end_mark: None,
        };
        let mut names = Names::default();
        let mut extended = Extended::default();
        let mut damage: Option<u64> = None;
        loop {
            let at = blocks.offset;
            let block = blocks.next();
            if let (Some(start), Ok(Block::Header(_) | Block::End) | Err(_)) = (damage, &block) {
                damage = None;
                let skipped = at.saturating_sub(start);
                let offset = start;
                self.tell(spot, ProblemKind::TarHeader { offset, skipped })?;
            }
            let header = match block {
                Ok(Block::Header(header)) => header,
                // Nobody reads what follows the end mark, unless it is another archive.
                Ok(Block::Damaged) if blocks.end_mark.is_some() => continue,
                Ok(Block::Damaged) => {
                    damage = damage.or(Some(at));
                    continue;
                }
                Ok(Block::End) => break,
                Err(fault) => return self.report(&spot.place, fault, blocks.offset),
            };
            blocks.end_mark = None;
            self.count(spot)?;
            let own_size = header.entry_size().unwrap_or(0);
            let kind = header.entry_type();
            let end = if is_extension(kind) {
                blocks.extension(kind, own_size, &mut extended)
            } else {
                let size = extended.size.unwrap_or(own_size);
                let told = std::mem::take(&mut extended);
                let member = Member { header, size, told };
                self.member(spot, member, &mut blocks, &mut names)?
            };
            match end {
                Ok(()) => {}
                Err(fault) => return self.report(&spot.place, fault, blocks.offset),
            }
        }
        match blocks.end_mark {
            Some(_) => ON,
            None => self.tell(spot, ProblemKind::TarEnd),
        }
    }

    /// Reads one entry and leaves the blocks behind it. The inner result is the fault that ends the
    /// archive.
    fn member(
        &mut self,
        archive: &Spot,
        member: Member,
        blocks: &mut Blocks<'_>,
        names: &mut Names,
    ) -> ControlFlow<super::Outcome, Result<(), Fault>> {
        let Member { header, size, told } = member;
        let name = told
            .name
            .unwrap_or_else(|| header.path_bytes().into_owned());
        let spot = archive.entry(EntryName::new(&name));
        let kind = header.entry_type();
        let is_directory = kind.is_dir() || header.as_ustar().is_none() && name.ends_with(b"/");
        if is_directory || matches!(kind.as_byte(), b'V' | b'D') {
            // A label or directory listing has content, which says nothing.
            return ControlFlow::Continue(blocks.pass(size));
        }
        self.check_name(&spot, &name, names);
        let refused = if let Some(size) = told.too_large {
            Some(ProblemKind::TarExtension { size })
        } else if told.is_sparse {
            Some(ProblemKind::Sparse)
        } else {
            let target = told.target.or_else(|| {
                let target = header.link_name_bytes();
                target.map(std::borrow::Cow::into_owned)
            });
            refusal(kind, &target.unwrap_or_default())
        };
        if let Some(problem) = refused {
            self.tell(&spot, problem)?;
            // A link has no content, whatever its header says of the size of its target.
            let content = if kind.is_hard_link() || kind.is_symlink() {
                0
            } else {
                size
            };
            return ControlFlow::Continue(blocks.pass(content));
        }
        let mut content = Portion::of_size(&mut *blocks.source, Layer::Tar, size);
        let flow = self.open(&spot, &mut content, Some(size));
        self.after(&spot, &content, flow)?;
        let (left, read) = (content.left(), content.octets_read());
        blocks.offset = blocks.offset.saturating_add(read);
        let passed = blocks.pass_rest(left, size);
        if let Err(fault) = passed {
            // Told at the entry whose octets are missing.
            self.report(&spot.place, fault, read)?;
        }
        ControlFlow::Continue(passed)
    }
}

struct Member {
    header: Box<Header>,
    size: u64,
    told: Extended,
}

/// Why an entry that is no plain file is not read.
fn refusal(kind: EntryType, target: &[u8]) -> Option<ProblemKind> {
    let link = |kind| ProblemKind::Link {
        kind,
        target: EntryName::new(target),
    };
    let device = |kind| ProblemKind::Device { kind };
    match kind {
        EntryType::Link => Some(link(LinkKind::Hard)),
        EntryType::Symlink => Some(link(LinkKind::Symbolic)),
        EntryType::Char => Some(device(DeviceKind::Character)),
        EntryType::Block => Some(device(DeviceKind::Block)),
        EntryType::Fifo => Some(device(DeviceKind::Pipe)),
        EntryType::GNUSparse => Some(ProblemKind::Sparse),
        _ if kind.as_byte() == b'M' => Some(ProblemKind::MultiVolume),
        // POSIX: a type that is not known is read as a file.
        _ => None,
    }
}

/// `X` is what Solaris wrote before pax was agreed on.
fn is_extension(kind: EntryType) -> bool {
    matches!(kind.as_byte(), b'L' | b'K' | b'x' | b'X' | b'g')
}

impl Blocks<'_> {
    fn next(&mut self) -> Result<Block, Fault> {
        loop {
            let end_mark = self.end_mark.unwrap_or(self.offset);
            if self.offset - end_mark > TAR_BEHIND_END {
                return Ok(Block::End);
            }
            let mut header = Box::new(Header::new_old());
            let block = header.as_mut_bytes();
            let filled = fill(&mut *self.source, block);
            if octets(filled) < BLOCK {
                return self.end(filled);
            }
            let at = self.offset;
            self.offset = self.offset.saturating_add(BLOCK);
            if header.as_bytes().iter().all(|octet| *octet == 0) {
                // Behind the end there may be another archive, if two were concatenated.
                self.end_mark.get_or_insert(at);
            } else if has_right_checksum(&header) && header.entry_size().is_ok() {
                return Ok(Block::Header(header));
            } else {
                return Ok(Block::Damaged);
            }
        }
    }

    /// The source ended, or failed, within a block.
    fn end(&mut self, filled: usize) -> Result<Block, Fault> {
        let layer = Layer::Tar;
        match self.source.read(&mut [0]) {
            Err(error) => Err(Fault::from_error(&error, layer)),
            Ok(_) if filled > 0 && self.end_mark.is_none() => Err(Fault::Truncated { layer }),
            Ok(_) => Ok(Block::End),
        }
    }

    /// Takes an extended header, or notes that it is larger than any use.
    fn extension(
        &mut self,
        kind: EntryType,
        size: u64,
        extended: &mut Extended,
    ) -> Result<(), Fault> {
        let is_name = matches!(kind.as_byte(), b'L' | b'K');
        if size > if is_name { TAR_NAME } else { TAR_EXTENSION } {
            extended.too_large = Some(size);
            return self.pass(size);
        }
        let mut content = vec![0; usize::try_from(size).unwrap_or(0)];
        let filled = fill(&mut *self.source, &mut content);
        self.offset = self.offset.saturating_add(octets(filled));
        let left = size.saturating_sub(octets(filled));
        if left > 0 {
            self.end(0)?;
            return Err(Fault::Truncated { layer: Layer::Tar });
        }
        match kind.as_byte() {
            b'L' => extended.name = Some(text(content)),
            b'K' => extended.target = Some(text(content)),
            // What holds for all entries (`g`) is never a name or a size.
            b'x' | b'X' => extended.apply(&content),
            _ => {}
        }
        self.pass_rest(0, size)
    }

    fn pass(&mut self, size: u64) -> Result<(), Fault> {
        self.pass_rest(size, size)
    }

    /// Passes over what is left of an entry of this size, and its padding.
    fn pass_rest(&mut self, left: u64, size: u64) -> Result<(), Fault> {
        let layer = Layer::Tar;
        let passed = skip(&mut *self.source, left, layer)?;
        self.offset = self.offset.saturating_add(passed);
        if passed < left {
            return Err(Fault::Truncated { layer });
        }
        // Padding that is missing at the very end harms nothing.
        let padding = (BLOCK - size % BLOCK) % BLOCK;
        let passed = skip(&mut *self.source, padding, layer)?;
        self.offset = self.offset.saturating_add(passed);
        Ok(())
    }
}

impl Extended {
    fn apply(&mut self, content: &[u8]) {
        for (key, value) in Records(content) {
            match key {
                b"path" | b"GNU.sparse.name" => self.name = Some(value.to_vec()),
                b"linkpath" => self.target = Some(value.to_vec()),
                b"size" => {
                    self.size = str::from_utf8(value).ok().and_then(|v| v.parse().ok());
                }
                _ => {}
            }
            self.is_sparse |= key.starts_with(b"GNU.sparse.");
        }
    }
}

/// The records of a pax header, `length key=value` and a line feed each. A value may contain line
/// feeds, so that only the length tells where it ends. Ends at the first that makes no sense.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let blank = self.0.iter().position(|octet| *octet == b' ')?;
        let length = str::from_utf8(self.0.get(..blank)?).ok()?.parse().ok()?;
        let (record, rest) = self.0.split_at_checked(length)?;
        let record = record.strip_suffix(b"\n")?.get(blank + 1..)?;
        let equals = record.iter().position(|octet| *octet == b'=')?;
        self.0 = rest;
        Some((record.get(..equals)?, record.get(equals + 1..)?))
    }
}

/// A name of GNU ends with a NUL.
fn text(mut content: Vec<u8>) -> Vec<u8> {
    let end = content.iter().position(|octet| *octet == 0);
    content.truncate(end.unwrap_or(content.len()));
    content
}
