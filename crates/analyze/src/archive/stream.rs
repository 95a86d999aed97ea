//! The readers between a source and a visitor: each passes octets on, counts them, and keeps why it
//! stopped.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, ErrorKind, Read, Seek, SeekFrom};
use std::rc::Rc;

use crate::limits::Limits;
use crate::problem::{Fault, Layer};

/// The given file. Its own errors are told from those of decoders by being made faults here.
pub(super) struct Source<R>(pub(super) R);

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(unreadable)
    }
}

fn unreadable(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::Interrupted => error,
        kind => Fault::Unreadable { kind }.into_error(),
    }
}

/// The given file, read at any offset.
pub(super) struct RandomAccess<R> {
    source: RefCell<R>,
    length: u64,
}

impl<R: Read + Seek> RandomAccess<R> {
    pub(super) fn new(mut source: R) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
        Ok(Self {
            source: RefCell::new(source),
            length,
        })
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn into_inner(self) -> R {
        self.source.into_inner()
    }
}

impl<R: Read + Seek> rawzip::ReaderAt for RandomAccess<R> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if offset >= self.length {
            return Ok(0);
        }
        let mut source = self.source.borrow_mut();
        source.seek(SeekFrom::Start(offset)).map_err(unreadable)?;
        loop {
            match source.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => return other.map_err(unreadable),
            }
        }
    }
}

/// What went into an inflating layer, shared with the entries read through it.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    packed: Cell<u64>,
}

/// What one input may still unpack.
#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<u64>,
    limit: u64,
}

impl Budget {
    pub(super) fn new(limit: u64) -> Self {
        Self {
            left: Cell::new(limit),
            limit,
        }
    }
}

/// Counts what goes into an inflating layer.
pub(super) struct Packed<R> {
    pub(super) source: R,
    pub(super) traffic: Rc<Traffic>,
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        add(&self.traffic.packed, count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.source.consume(count);
        add(&self.traffic.packed, count);
    }
}

/// Ends an inflating layer where the input has unpacked too much.
pub(super) struct Unpacked<R> {
    pub(super) source: R,
    pub(super) budget: Rc<Budget>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = &self.budget.left;
        if left.get() == 0 {
            let limit = self.budget.limit;
            return Err(Fault::TotalOctets { limit }.into_error());
        }
        let count = self.source.read(buffer)?;
        left.set(left.get().saturating_sub(octets(count)));
        Ok(count)
    }
}

/// A part of a stream, such as an entry of a tar archive. Keeps the fault that ended it.
pub(super) struct Portion<'a> {
    source: &'a mut dyn Read,
    layer: Layer,
    left: Option<u64>,
    read: u64,
    fault: Option<Fault>,
}

impl<'a> Portion<'a> {
    /// So many octets of a stream; if it ends before, `layer` was cut.
    pub(super) fn of_size(source: &'a mut dyn Read, layer: Layer, size: u64) -> Self {
        let left = Some(size);
        Self {
            left,
            ..Self::all(source, layer)
        }
    }

    /// The stream up to its end. Errors that nobody below explains are those of `layer`.
    pub(super) fn all(source: &'a mut dyn Read, layer: Layer) -> Self {
        Self {
            source,
            layer,
            left: None,
            read: 0,
            fault: None,
        }
    }

    /// Octets that were not read, if its size is known.
    pub(super) fn left(&self) -> u64 {
        self.left.unwrap_or(0)
    }

    pub(super) fn octets_read(&self) -> u64 {
        self.read
    }

    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault
    }
}

impl Read for Portion<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(fault) = self.fault {
            return Err(fault.into_error());
        }
        let room = self.left.map_or(buffer.len(), |left| {
            usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()))
        });
        let buffer = buffer.get_mut(..room).unwrap_or_default();
        if buffer.is_empty() {
            return Ok(0);
        }
        let fault = match self.source.read(buffer) {
            Ok(0) if self.left.is_some() => Fault::Truncated { layer: self.layer },
            Ok(count) => {
                self.read = self.read.saturating_add(octets(count));
                self.left = self.left.map(|left| left.saturating_sub(octets(count)));
                return Ok(count);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => return Err(error),
            Err(error) => Fault::from_error(&error, self.layer),
        };
        self.fault = Some(fault);
        Err(fault.into_error())
    }
}

/// Ends an entry that unpacks to more than one entry may.
pub(super) struct Metered<'a> {
    source: &'a mut dyn Read,
    limits: &'a Limits,
    traffic: &'a Traffic,
    packed_before: u64,
    read: u64,
    fault: Option<Fault>,
}

impl<'a> Metered<'a> {
    pub(super) fn new(source: &'a mut dyn Read, limits: &'a Limits, traffic: &'a Traffic) -> Self {
        Self {
            source,
            limits,
            traffic,
            packed_before: traffic.packed.get(),
            read: 0,
            fault: None,
        }
    }

    pub(super) fn octets_read(&self) -> u64 {
        self.read
    }

    /// The limit that was reached, if any.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    fn check(&mut self) -> Option<Fault> {
        let Limits {
            ratio,
            ratio_free_octets,
            entry_octets,
            ..
        } = *self.limits;
        let packed = self.traffic.packed.get().saturating_sub(self.packed_before);
        let allowed = packed.saturating_add(READ_AHEAD).saturating_mul(ratio);
        if self.read > ratio_free_octets && self.read > allowed {
            return Some(Fault::Ratio { limit: ratio });
        }
        if self.read < entry_octets {
            return None;
        }
        // Whether there is more can only be told by trying.
        match self.source.read(&mut [0]) {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(Fault::EntryOctets {
                limit: entry_octets,
            }),
        }
    }
}

/// Packed octets that a decoder has taken from its source, and not used, at most.
pub(super) const READ_AHEAD: u64 = 64 * 1024;

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fault.is_none() {
            self.fault = self.check();
        }
        if let Some(fault) = self.fault {
            return Err(fault.into_error());
        }
        let left = self.limits.entry_octets.saturating_sub(self.read);
        let room = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let count = self
            .source
            .read(buffer.get_mut(..room).unwrap_or_default())?;
        self.read = self.read.saturating_add(octets(count));
        Ok(count)
    }
}

/// Reads until the buffer is full or the source ends; an error is left for the next read.
pub(super) fn fill(source: &mut dyn Read, buffer: &mut [u8]) -> usize {
    let mut filled = 0;
    while let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
        match source.read(room) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    filled
}

/// Passes over so many octets; tells how many there were.
pub(super) fn skip(source: &mut dyn Read, count: u64, layer: Layer) -> Result<u64, Fault> {
    let skipped = io::copy(&mut source.take(count), &mut io::sink());
    skipped.map_err(|error| Fault::from_error(&error, layer))
}

pub(super) fn octets(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn add(cell: &Cell<u64>, count: usize) {
    cell.set(cell.get().saturating_add(octets(count)));
}
