//! pcap, as libpcap writes it (draft-ietf-opsawg-pcap), and the variant of Kuznetzov's patch.

use std::io::{self, Read};

use super::{ByteOrder, Item, Packet, end};
use crate::cursor::{Cursor, count, size};
use crate::limits::PACKET_BYTES;
use crate::problem::{ProblemKind, Problems};
use crate::source::{Source, Supply};

const FILE_HEADER: usize = 24;
const RECORD_HEADER: usize = 16;
/// Interface index, protocol and packet type follow the ordinary record header.
const MODIFIED_RECORD_HEADER: usize = 24;

const MICROSECONDS: u32 = 0xa1b2_c3d4;
const NANOSECONDS: u32 = 0xa1b2_3c4d;
const MODIFIED: u32 = 0xa1b2_cd34;

/// From this minor version on the captured length comes first for certain.
const LENGTHS_IN_ORDER: u16 = 4;

#[derive(Debug)]
pub(crate) struct Reader {
    order: ByteOrder,
    nanoseconds_per_tick: i64,
    record_header: usize,
    link_type: u16,
    /// Files before version 2.4 may have the two lengths exchanged.
    old: bool,
}

impl Reader {
    pub(crate) fn open(source: &mut Source<impl Read>) -> io::Result<Option<Self>> {
        if source.require(FILE_HEADER)? != Supply::Enough {
            return Ok(None);
        }
        let reader = Self::from_header(source.peek());
        if reader.is_some() {
            source.take(FILE_HEADER);
        }
        Ok(reader)
    }

    fn from_header(header: &[u8]) -> Option<Self> {
        let mut fields = Cursor::new(header);
        let magic = fields.array()?;
        let known = [MICROSECONDS, NANOSECONDS, MODIFIED];
        let order = [ByteOrder::Little, ByteOrder::Big]
            .into_iter()
            .find(|order| known.contains(&order.u32(magic)))?;
        let magic = order.u32(magic);
        let (major, minor) = (order.u16(fields.array()?), order.u16(fields.array()?));
        fields.take(12)?;
        // The upper half says whether frames end in a check sequence.
        let [.., high, low] = order.u32(fields.array()?).to_be_bytes();
        Some(Self {
            order,
            nanoseconds_per_tick: if magic == NANOSECONDS { 1 } else { 1000 },
            record_header: if magic == MODIFIED {
                MODIFIED_RECORD_HEADER
            } else {
                RECORD_HEADER
            },
            link_type: u16::from_be_bytes([high, low]),
            old: major == 2 && minor < LENGTHS_IN_ORDER,
        })
    }

    #[inline]
    pub(crate) fn next(
        &self,
        source: &mut Source<impl Read>,
        problems: &mut Problems,
    ) -> io::Result<Item> {
        if let Supply::Ended(left) = source.require(self.record_header)? {
            return Ok(end(source, problems, count(self.record_header), left));
        }
        let Some((seconds, ticks, mut captured, mut original)) = self.record(source.peek()) else {
            return Ok(Item::End);
        };
        if self.old && captured > original {
            (captured, original) = (original, captured);
        }
        if captured > PACKET_BYTES {
            problems.report(ProblemKind::OversizedPacket { length: captured });
            return Ok(Item::End);
        }
        let whole = self.record_header.saturating_add(size(captured));
        if let Supply::Ended(left) = source.require(whole)? {
            return Ok(end(source, problems, count(whole), left));
        }
        source.take(whole);
        let time = i64::from(seconds)
            .saturating_mul(1_000_000_000)
            .saturating_add(i64::from(ticks).saturating_mul(self.nanoseconds_per_tick));
        Ok(Item::Packet(Packet {
            time: Some(time),
            link_type: self.link_type,
            data: self.record_header..whole,
            original,
        }))
    }

    #[inline]
    fn record(&self, bytes: &[u8]) -> Option<(u32, u32, u32, u32)> {
        let mut fields = Cursor::new(bytes);
        Some((
            self.order.u32(fields.array()?),
            self.order.u32(fields.array()?),
            self.order.u32(fields.array()?),
            self.order.u32(fields.array()?),
        ))
    }
}
