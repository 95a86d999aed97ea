//! How far long work is, on a terminal only.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};

use crate::output::Output;

/// Octets between two reports. A few each second at the speed at which logs are read.
const STEP: u64 = 16 * 1024 * 1024;

/// Tells how much of a file was read.
#[derive(Debug)]
pub(super) struct Progress<'a> {
    output: &'a Output,
    name: String,
    size: Option<u64>,
    read: Cell<u64>,
    told: Cell<u64>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(output: &'a Output, name: String, size: Option<u64>) -> Self {
        Self {
            output,
            name,
            size,
            read: Cell::new(0),
            told: Cell::new(0),
        }
    }

    fn add(&self, octets: usize) {
        let octets = u64::try_from(octets).unwrap_or(u64::MAX);
        let read = self.read.get().saturating_add(octets);
        self.read.set(read);
        if read.saturating_sub(self.told.get()) < STEP {
            return;
        }
        self.told.set(read);
        let megabytes = |octets: u64| (octets / 1_000_000).to_string();
        let mut values = vec![("file", self.name.clone()), ("read", megabytes(read))];
        let id = match self.size {
            // Zip archives and second looks read some octets more than once.
            Some(size) if size >= read => {
                values.push(("size", megabytes(size)));
                "progress-of"
            }
            _ => "progress-so-far",
        };
        self.output.progress(&self.output.text(id, &values));
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.told.get() > 0 {
            self.output.progress("");
        }
    }
}

/// A file that tells how far it was read.
#[derive(Debug)]
pub(super) struct Told<'a, R> {
    pub(super) file: R,
    pub(super) progress: &'a Progress<'a>,
}

impl<R: Read> Read for Told<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let octets = self.file.read(buffer)?;
        self.progress.add(octets);
        Ok(octets)
    }
}

impl<R: Seek> Seek for Told<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
