//! TCP: segments, streams put back in order, the table of streams.

mod order;
mod socks;
mod table;

pub(crate) use table::{Moment, Streams};

use crate::cursor::Cursor;
use crate::ip::Datagram;
use crate::pair::Endpoint;

/// One TCP segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment<'a> {
    pub(crate) source: Endpoint,
    pub(crate) destination: Endpoint,
    pub(crate) sequence: u32,
    /// Meaningful where [`Flags::ack`] says so.
    pub(crate) acknowledgement: u32,
    pub(crate) flags: Flags,
    pub(crate) payload: &'a [u8],
    /// Bytes of payload that were on the wire but not captured.
    pub(crate) missing: u32,
}

/// The flags byte of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    const FIN: u8 = 1;
    const SYN: u8 = 2;
    const RST: u8 = 4;
    const ACK: u8 = 16;

    pub(crate) const fn fin(self) -> bool {
        self.0 & Self::FIN != 0
    }

    pub(crate) const fn syn(self) -> bool {
        self.0 & Self::SYN != 0
    }

    pub(crate) const fn rst(self) -> bool {
        self.0 & Self::RST != 0
    }

    pub(crate) const fn ack(self) -> bool {
        self.0 & Self::ACK != 0
    }

    /// Neither opens nor closes anything.
    pub(crate) const fn is_ordinary(self) -> bool {
        self.0 & (Self::FIN | Self::SYN | Self::RST) == 0
    }
}

impl<'a> Segment<'a> {
    #[inline]
    pub(crate) fn read(datagram: &Datagram<'a>) -> Option<Self> {
        let mut fields = Cursor::new(datagram.payload);
        let source_port = fields.u16()?;
        let destination_port = fields.u16()?;
        let sequence = fields.u32()?;
        let acknowledgement = fields.u32()?;
        let header_bytes = usize::from(fields.u8()? >> 4).wrapping_mul(4);
        let flags = Flags(fields.u8()?);
        if header_bytes < 20 {
            return None;
        }
        let payload = datagram.payload.get(header_bytes..)?;
        Some(Self {
            source: (datagram.source, source_port),
            destination: (datagram.destination, destination_port),
            sequence,
            acknowledgement,
            flags,
            payload,
            missing: u32::try_from(datagram.missing).unwrap_or(u32::MAX),
        })
    }
}
