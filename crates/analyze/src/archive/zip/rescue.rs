//! Zip archives whose directory is missing: what is left of a broken transfer.
//!
//! Every entry has a header of its own in front of its data (APPNOTE 4.3.7), so that entries can be
//! followed from the start up to the cut.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::rc::Rc;

use flate2::bufread::DeflateDecoder;
use rawzip::CompressionMethod;

use super::{Claim, HAS_DESCRIPTOR, Verified, fault_of, refusal};
use crate::archive::Outcome;
use crate::archive::stream::{Packed, Portion, Source, Traffic, Unpacked, skip};
use crate::archive::walk::{Flow, Names, ON, Spot, Walker};
use crate::place::EntryName;
use crate::problem::{Fault, Layer, ProblemKind};

const LOCAL_HEADER: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const ZIP64: u16 = 1;
/// Stands for a size that the extra field of zip64 has.
const IN_ZIP64: u32 = u32::MAX;

/// The header in front of an entry's data.
struct Local {
    name: Vec<u8>,
    method: CompressionMethod,
    flags: u16,
    packed: u64,
    /// `None` if sizes and sum follow the data.
    claim: Option<Claim>,
}

impl Walker<'_> {
    /// Walks what can be found without a directory.
    pub(super) fn rescue<R: Read + Seek>(&mut self, spot: &Spot, mut source: R) -> Flow {
        let mut rescued = 0;
        let flow = match source.seek(SeekFrom::Start(0)) {
            Ok(_) => {
                let mut input = BufReader::new(Source(source));
                self.locals(spot, &mut input, &mut rescued)
            }
            Err(error) => self.report(&spot.place, fault_of(&error), 0),
        };
        self.tell(spot, ProblemKind::ZipDirectory { rescued })?;
        flow
    }

    fn locals(&mut self, spot: &Spot, input: &mut dyn BufRead, rescued: &mut u64) -> Flow {
        let mut names = Names::default();
        while let Some(local) = Local::read(input) {
            self.count(spot)?;
            *rescued += 1;
            let can_go_on = self.local(spot, &local, input, &mut names)?;
            if !can_go_on {
                break;
            }
        }
        ON
    }

    /// Reads one entry; tells whether the input stands behind it.
    fn local(
        &mut self,
        archive: &Spot,
        local: &Local,
        input: &mut dyn BufRead,
        names: &mut Names,
    ) -> ControlFlow<Outcome, bool> {
        let spot = archive.entry(EntryName::new(&local.name));
        let is_directory = local.name.ends_with(b"/");
        if !is_directory {
            self.check_name(&spot, &local.name, names);
        }
        let refused = refusal(0, local.flags, local.method);
        if is_directory || refused.is_some() {
            if let Some(problem) = refused {
                self.tell(&spot, problem)?;
            }
            return ControlFlow::Continue(local.pass(input));
        }
        let traffic = Rc::new(Traffic::default());
        let source = Packed {
            source: input.take(local.packed_limit()),
            traffic: Rc::clone(&traffic),
        };
        let source: Box<dyn Read + '_> = if local.method == CompressionMethod::STORE {
            if local.claim.is_none() {
                // Where such an entry ends only the directory would tell.
                self.tell(&spot, ProblemKind::ZipEntry)?;
                return ControlFlow::Continue(false);
            }
            Box::new(source)
        } else {
            Box::new(DeflateDecoder::new(source))
        };
        let mut verified = Verified::new(
            Unpacked {
                source,
                budget: Rc::clone(&self.budget),
            },
            local.claim,
        );
        let inflated = spot.inflated(&traffic);
        let mut content = Portion::all(&mut verified, Layer::Zip);
        let flow = self.open(&inflated, &mut content, local.claim.map(|claim| claim.size));
        self.after(&inflated, &content, flow)?;
        // The visitor may have left something.
        let rest = skip(&mut content, u64::MAX, Layer::Zip);
        self.after(&inflated, &content, ON)?;
        let read = content.octets_read();
        let found = verified.found();
        drop(verified);
        if rest.is_err() {
            return ControlFlow::Continue(false);
        }
        let layer = Layer::Zip;
        let fault = match local.claim {
            Some(_) => None,
            None => match descriptor(input, found) {
                Some(true) => None,
                Some(false) => Some(Fault::Checksum { layer }),
                None => Some(Fault::Truncated { layer }),
            },
        };
        if let Some(fault) = fault {
            self.report(&spot.place, fault, read)?;
        }
        ControlFlow::Continue(!matches!(fault, Some(Fault::Truncated { .. })))
    }
}

impl Local {
    /// `None` at the end of the entries, at the cut and where nothing makes sense.
    fn read(input: &mut dyn BufRead) -> Option<Self> {
        if array(input)? != LOCAL_HEADER {
            return None;
        }
        let _version: [u8; 2] = array(input)?;
        let flags = u16::from_le_bytes(array(input)?);
        let method = CompressionMethod::new(u16::from_le_bytes(array(input)?));
        let _time_and_date: [u8; 4] = array(input)?;
        let crc = u32::from_le_bytes(array(input)?);
        let packed = u32::from_le_bytes(array(input)?);
        let size = u32::from_le_bytes(array(input)?);
        let name_length = u16::from_le_bytes(array(input)?);
        let extra_length = u16::from_le_bytes(array(input)?);
        let name = vector(input, name_length)?;
        let extra = vector(input, extra_length)?;
        let mut zip64 = zip64_field(&extra).unwrap_or_default();
        let mut in_full = |short: u32| {
            let long = if short == IN_ZIP64 {
                array(&mut zip64)
            } else {
                None
            };
            long.map_or_else(|| u64::from(short), u64::from_le_bytes)
        };
        let size = in_full(size);
        let packed = in_full(packed);
        let has_descriptor = flags & HAS_DESCRIPTOR != 0;
        Some(Self {
            name,
            method,
            flags,
            packed,
            claim: (!has_descriptor).then_some(Claim { size, crc }),
        })
    }

    fn packed_limit(&self) -> u64 {
        match self.claim {
            Some(_) => self.packed,
            None => u64::MAX,
        }
    }

    /// Passes over the data, if its length is known.
    fn pass(&self, input: &mut dyn BufRead) -> bool {
        if self.claim.is_none() && self.packed == 0 {
            return false;
        }
        let mut input = input;
        let passed = skip(&mut input, self.packed, Layer::Zip) == Ok(self.packed);
        passed && self.claim.is_some()
    }
}

/// Reads the descriptor behind an entry's data and compares it with what was found; `None` if it is
/// cut off. Its signature is optional, and its sizes have four octets or eight.
fn descriptor(input: &mut dyn BufRead, found: Claim) -> Option<bool> {
    let mut first = array(input)?;
    if first == DESCRIPTOR {
        first = array(input)?;
    }
    let _packed: [u8; 4] = array(input)?;
    let second: [u8; 4] = array(input)?;
    let is_short = input.fill_buf().ok()?.starts_with(b"PK");
    let size = if is_short {
        u64::from(u32::from_le_bytes(second))
    } else {
        u64::from_le_bytes(array(input)?)
    };
    Some(u32::from_le_bytes(first) == found.crc && size == found.size)
}

/// The content of the zip64 extra field (APPNOTE 4.5.3).
fn zip64_field(mut extra: &[u8]) -> Option<&[u8]> {
    loop {
        let id = u16::from_le_bytes(array(&mut extra)?);
        let length = u16::from_le_bytes(array(&mut extra)?);
        let (content, rest) = extra.split_at_checked(usize::from(length))?;
        if id == ZIP64 {
            return Some(content);
        }
        extra = rest;
    }
}

fn array<const N: usize>(input: &mut dyn BufRead) -> Option<[u8; N]> {
    let mut octets = [0; N];
    input.read_exact(&mut octets).ok()?;
    Some(octets)
}

fn vector(input: &mut dyn BufRead, length: u16) -> Option<Vec<u8>> {
    let mut octets = vec![0; usize::from(length)];
    input.read_exact(&mut octets).ok()?;
    Some(octets)
}
