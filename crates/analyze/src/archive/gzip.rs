//! Gzip (RFC 1952): any number of members in a row, each verified.
//!
//! The frame is read here, and not by the decoder's own reader, so that a cut file, a damaged one
//! and one with a wrong checksum can be told apart.

use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::stream::{Budget, Packed, READ_AHEAD, Traffic, Unpacked};
use crate::limits::GZIP_HEADER;
use crate::problem::{Fault, Layer};

/// The content of a gzip stream.
pub(super) struct Gzip<R> {
    inflate: Unpacked<DeflateDecoder<BufReader<Packed<R>>>>,
    crc: Crc,
    state: State,
    trailing: bool,
}

#[derive(Clone, Copy)]
enum State {
    AwaitingHeader,
    Inflating,
    Ended,
    Failed(Fault),
}

impl<R: Read> Gzip<R> {
    pub(super) fn new(source: R, traffic: Rc<Traffic>, budget: Rc<Budget>) -> Self {
        let packed = Packed { source, traffic };
        let capacity = usize::try_from(READ_AHEAD).unwrap_or(usize::MAX);
        Self {
            inflate: Unpacked {
                source: DeflateDecoder::new(BufReader::with_capacity(capacity, packed)),
                budget,
            },
            crc: Crc::new(),
            state: State::AwaitingHeader,
            trailing: false,
        }
    }

    /// Whether something else follows the last member that was read.
    pub(super) fn has_trailing_octets(&self) -> bool {
        self.trailing
    }

    fn input(&mut self) -> &mut BufReader<Packed<R>> {
        self.inflate.source.get_mut()
    }

    /// Goes on to the next member; `false` at the end.
    fn begin_member(&mut self) -> io::Result<bool> {
        let Some(first) = self.next_octet()? else {
            return Ok(false);
        };
        if first == 0 {
            self.trailing = !self.is_zero_to_the_end()?;
            return Ok(false);
        }
        let is_magic = first == 0x1f && self.next_octet()? == Some(0x8b);
        if !is_magic {
            self.trailing = true;
            return Ok(false);
        }
        self.header()?;
        self.inflate.source.reset_data();
        self.crc.reset();
        Ok(true)
    }

    /// Tapes and some tools pad with zeros.
    fn is_zero_to_the_end(&mut self) -> io::Result<bool> {
        loop {
            let buffered = self.input().fill_buf()?;
            let count = buffered.len();
            if count == 0 {
                return Ok(true);
            }
            if buffered.iter().any(|octet| *octet != 0) {
                return Ok(false);
            }
            self.input().consume(count);
        }
    }

    /// Reads the header behind the magic number (RFC 1952, 2.3).
    fn header(&mut self) -> io::Result<()> {
        const HEADER_CRC: u8 = 1 << 1;
        const EXTRA: u8 = 1 << 2;
        const NAME: u8 = 1 << 3;
        const COMMENT: u8 = 1 << 4;
        const RESERVED: u8 = 0b1110_0000;
        let [method, flags, ..] = self.octets::<8>()?;
        if method != 8 || flags & RESERVED != 0 {
            return Err(damaged());
        }
        if flags & EXTRA != 0 {
            let length = u16::from_le_bytes(self.octets()?);
            for _ in 0..length {
                self.octets::<1>()?;
            }
        }
        for field in [NAME, COMMENT] {
            if flags & field != 0 {
                self.pass_text()?;
            }
        }
        if flags & HEADER_CRC != 0 {
            self.octets::<2>()?;
        }
        Ok(())
    }

    fn pass_text(&mut self) -> io::Result<()> {
        for _ in 0..GZIP_HEADER {
            if self.octets()? == [0] {
                return Ok(());
            }
        }
        Err(damaged())
    }

    fn end_member(&mut self) -> io::Result<()> {
        let [c0, c1, c2, c3, l0, l1, l2, l3] = self.octets()?;
        let is_right = u32::from_le_bytes([c0, c1, c2, c3]) == self.crc.sum()
            && u32::from_le_bytes([l0, l1, l2, l3]) == self.crc.amount();
        if is_right {
            return Ok(());
        }
        let layer = Layer::Gzip;
        Err(Fault::Checksum { layer }.into_error())
    }

    fn next_octet(&mut self) -> io::Result<Option<u8>> {
        let first = self.input().fill_buf()?.first().copied();
        if first.is_some() {
            self.input().consume(1);
        }
        Ok(first)
    }

    fn octets<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut octets = [0; N];
        self.input().read_exact(&mut octets)?;
        Ok(octets)
    }

    fn step(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state {
                State::Failed(fault) => return Err(fault.into_error()),
                State::Ended => return Ok(0),
                State::AwaitingHeader => {
                    self.state = if self.begin_member()? {
                        State::Inflating
                    } else {
                        State::Ended
                    };
                }
                State::Inflating => {
                    let count = self.inflate.read(buffer)?;
                    if count > 0 {
                        self.crc.update(buffer.get(..count).unwrap_or_default());
                        return Ok(count);
                    }
                    self.end_member()?;
                    self.state = State::AwaitingHeader;
                }
            }
        }
    }
}

impl<R: Read> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        self.step(buffer).map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted {
                return error;
            }
            let fault = Fault::from_error(&error, Layer::Gzip);
            self.state = State::Failed(fault);
            fault.into_error()
        })
    }
}

fn damaged() -> io::Error {
    let layer = Layer::Gzip;
    Fault::Damaged { layer }.into_error()
}
