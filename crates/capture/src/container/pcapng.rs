//! pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, their interfaces, packets
//! in three forms, statistics and decryption secrets. Every other block is passed over.

use std::io::{self, Read};
use std::ops::Range;

use super::{ByteOrder, Item, Packet, end};
use crate::cursor::{Cursor, count, size};
use crate::limits::{BLOCK_BYTES, INTERFACES, PACKET_BYTES};
use crate::problem::{ProblemKind, Problems};
use crate::source::{Source, Supply};

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const STATISTICS: u32 = 5;
const ENHANCED_PACKET: u32 = 6;
const JOURNAL_ENTRY: u32 = 9;
const SECRETS: u32 = 10;
const CUSTOM: u32 = 0xbad;
const CUSTOM_NOT_COPIED: u32 = 0x4000_0bad;

const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;
const TLS_KEY_LOG: u32 = 0x544c_534b;

/// Type, length in front and length behind.
const SMALLEST_BLOCK: u32 = 12;
const BLOCK_HEADER: usize = 8;

const OPTION_RESOLUTION: u16 = 9;
const OPTION_OFFSET: u16 = 14;
const OPTION_DROPPED_BY_INTERFACE: u16 = 5;
const OPTION_DROPPED_BY_SYSTEM: u16 = 7;

#[derive(Debug, Default)]
pub(crate) struct Reader {
    section: Option<Section>,
    dropped: Option<u64>,
}

#[derive(Debug)]
struct Section {
    order: ByteOrder,
    interfaces: Vec<Interface>,
}

#[derive(Debug, Clone)]
struct Interface {
    link_type: u16,
    snap_length: u32,
    clock: Clock,
    offset_seconds: i64,
    dropped: Option<u64>,
}

/// How the ticks of an interface become nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    Times(u64),
    Divided(u64),
    /// Ticks of 2 to the power of minus this many seconds.
    Binary(u8),
}

impl Clock {
    const MICROSECONDS: Self = Self::Times(1000);

    /// From the option `if_tsresol`.
    fn from_resolution(resolution: u8) -> Self {
        let exponent = u32::from(resolution & 0x7f);
        if resolution & 0x80 != 0 {
            return Self::Binary(resolution & 0x7f);
        }
        match 9_u32.checked_sub(exponent) {
            Some(power) => Self::Times(10_u64.saturating_pow(power)),
            // Ticks too short for this divisor are no time at all.
            None => Self::Divided(10_u64.checked_pow(exponent.saturating_sub(9)).unwrap_or(0)),
        }
    }

    fn nanoseconds(self, ticks: u64) -> i128 {
        match self {
            Self::Times(factor) => i128::from(ticks).saturating_mul(i128::from(factor)),
            Self::Divided(divisor) => i128::from(ticks.checked_div(divisor).unwrap_or_default()),
            Self::Binary(power) => i128::from(ticks)
                .saturating_mul(1_000_000_000)
                .checked_shr(u32::from(power))
                .unwrap_or_default(),
        }
    }
}

impl Interface {
    fn time(&self, ticks: u64) -> i64 {
        let offset = i128::from(self.offset_seconds).saturating_mul(1_000_000_000);
        let nanoseconds = self.clock.nanoseconds(ticks).saturating_add(offset);
        i64::try_from(nanoseconds).unwrap_or(i64::MAX)
    }
}

impl Reader {
    pub(crate) fn recognises(first: &[u8]) -> bool {
        first.starts_with(&SECTION_HEADER.to_be_bytes())
    }

    pub(crate) const fn dropped(&self) -> Option<u64> {
        self.dropped
    }

    #[inline]
    pub(crate) fn next(
        &mut self,
        source: &mut Source<impl Read>,
        problems: &mut Problems,
    ) -> io::Result<Item> {
        loop {
            if let Supply::Ended(left) = source.require(BLOCK_HEADER)? {
                return Ok(end(source, problems, count(BLOCK_HEADER), left));
            }
            let Some((block, length)) = self.block_header(source, problems)? else {
                return Ok(Item::End);
            };
            if length > BLOCK_BYTES {
                problems.report(ProblemKind::OversizedBlock { block, length });
                let skipped = source.discard(u64::from(length))?;
                if skipped < u64::from(length) {
                    let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
                    return Ok(end(source, problems, u64::from(length), skipped));
                }
                continue;
            }
            if let Supply::Ended(left) = source.require(size(length))? {
                return Ok(end(source, problems, u64::from(length), left));
            }
            source.take(size(length));
            if let Some(item) = self.block(block, source.taken(), problems) {
                return Ok(item);
            }
        }
    }

    /// Type and length of the block that comes next; `None` where the file cannot be followed.
    fn block_header(
        &mut self,
        source: &mut Source<impl Read>,
        problems: &mut Problems,
    ) -> io::Result<Option<(u32, u32)>> {
        let mut fields = Cursor::new(source.peek());
        let (Some(kind), Some(length)) = (fields.array(), fields.array()) else {
            return Ok(None);
        };
        // The type of a section header reads the same in both byte orders.
        if u32::from_be_bytes(kind) == SECTION_HEADER {
            if let Supply::Ended(left) = source.require(size(SMALLEST_BLOCK))? {
                end(source, problems, u64::from(SMALLEST_BLOCK), left);
                return Ok(None);
            }
            let magic = source.peek().get(8..12).and_then(<[u8]>::first_chunk);
            let order = [ByteOrder::Little, ByteOrder::Big]
                .into_iter()
                .find(|order| magic.map(|magic| order.u32(*magic)) == Some(BYTE_ORDER_MAGIC));
            let Some(order) = order else {
                problems.report(ProblemKind::MalformedBlock {
                    block: SECTION_HEADER,
                });
                return Ok(None);
            };
            self.section = Some(Section {
                order,
                interfaces: Vec::new(),
            });
        }
        let Some(section) = &self.section else {
            return Ok(None);
        };
        let (block, length) = (section.order.u32(kind), section.order.u32(length));
        // Blocks are padded to 32 bits; some writers leave the padding out of the length.
        let padded = length.checked_next_multiple_of(4).unwrap_or(length);
        if length < SMALLEST_BLOCK {
            problems.report(ProblemKind::BadBlockLength { block, length });
            return Ok(None);
        }
        Ok(Some((block, padded)))
    }

    fn block(&mut self, block: u32, bytes: &[u8], problems: &mut Problems) -> Option<Item> {
        let section = self.section.as_mut()?;
        let (body, behind) = bytes
            .get(BLOCK_HEADER..)
            .and_then(<[u8]>::split_last_chunk::<4>)?;
        let front = bytes.get(4..8).and_then(<[u8]>::first_chunk)?;
        let (first, second) = (section.order.u32(*front), section.order.u32(*behind));
        if first != second && size(first) == bytes.len() {
            problems.report(ProblemKind::BlockLengthsDiffer {
                block,
                first,
                second,
            });
        }
        let malformed = ProblemKind::MalformedBlock { block };
        let packet = match block {
            INTERFACE => {
                match section.interface(body) {
                    None => problems.report(malformed),
                    Some(interface) if section.interfaces.len() < INTERFACES => {
                        section.interfaces.push(interface);
                    }
                    Some(_) => problems.report_once(ProblemKind::TooManyInterfaces),
                }
                return None;
            }
            STATISTICS => {
                if let Some(dropped) = section.statistics(body) {
                    self.dropped = Some(self.dropped.unwrap_or_default().saturating_add(dropped));
                }
                return None;
            }
            SECRETS => return section.secrets(body).map(Item::Secrets),
            CUSTOM | CUSTOM_NOT_COPIED | JOURNAL_ENTRY => return Some(Item::OtherFrame),
            ENHANCED_PACKET => section.enhanced_packet(body),
            SIMPLE_PACKET => section.simple_packet(body),
            PACKET => section.obsolete_packet(body),
            _ => return None,
        };
        let problem = match packet {
            Ok(packet) => return Some(Item::Packet(packet)),
            Err(Unreadable::Fields) => malformed,
            Err(Unreadable::Interface(interface)) => ProblemKind::UnknownInterface { interface },
        };
        problems.report(problem);
        Some(Item::OtherFrame)
    }
}

/// Why a packet block was passed over.
enum Unreadable {
    Fields,
    Interface(u32),
}

impl Section {
    fn interface(&self, body: &[u8]) -> Option<Interface> {
        let mut fields = Cursor::new(body);
        let link_type = self.order.u16(fields.array()?);
        fields.take(2)?;
        let mut interface = Interface {
            link_type,
            snap_length: self.order.u32(fields.array()?),
            clock: Clock::MICROSECONDS,
            offset_seconds: 0,
            dropped: None,
        };
        self.options(fields, |code, value| match code {
            OPTION_RESOLUTION => {
                if let Some(&resolution) = value.first() {
                    interface.clock = Clock::from_resolution(resolution);
                }
            }
            OPTION_OFFSET => {
                if let Some(offset) = value.first_chunk() {
                    interface.offset_seconds = self.order.u64(*offset).cast_signed();
                }
            }
            _ => {}
        });
        Some(interface)
    }

    /// How many packets more than before this interface says it lost.
    fn statistics(&mut self, body: &[u8]) -> Option<u64> {
        let mut fields = Cursor::new(body);
        let number = self.order.u32(fields.array()?);
        fields.take(8)?;
        let mut total = None;
        self.options(fields, |code, value| {
            if matches!(code, OPTION_DROPPED_BY_INTERFACE | OPTION_DROPPED_BY_SYSTEM)
                && let Some(dropped) = value.first_chunk()
            {
                let dropped = self.order.u64(*dropped);
                total = Some(total.map_or(dropped, |sum: u64| sum.saturating_add(dropped)));
            }
        });
        let interface = self.interfaces.get_mut(size(number))?;
        let more = total?.saturating_sub(interface.dropped.unwrap_or_default());
        interface.dropped = total;
        Some(more)
    }

    fn secrets(&self, body: &[u8]) -> Option<Range<usize>> {
        let mut fields = Cursor::new(body);
        let kind = self.order.u32(fields.array()?);
        let length = size(self.order.u32(fields.array()?));
        fields.take(length)?;
        (kind == TLS_KEY_LOG).then(|| data_range(8, length))
    }

    #[inline]
    fn enhanced_packet(&self, body: &[u8]) -> Result<Packet, Unreadable> {
        let mut fields = Cursor::new(body);
        let mut word = || fields.array().map(|bytes| self.order.u32(bytes));
        let (Some(number), Some(high), Some(low), Some(captured), Some(original)) =
            (word(), word(), word(), word(), word())
        else {
            return Err(Unreadable::Fields);
        };
        let ticks = u64::from(high).wrapping_shl(32) | u64::from(low);
        self.packet(number, Some(ticks), (captured, original), (20, fields))
    }

    fn obsolete_packet(&self, body: &[u8]) -> Result<Packet, Unreadable> {
        let mut fields = Cursor::new(body);
        let number = fields.array().map(|bytes| self.order.u16(bytes));
        // The second half word counts drops.
        let _drops: Option<[u8; 2]> = fields.array();
        let mut word = || fields.array().map(|bytes| self.order.u32(bytes));
        let (Some(number), Some(high), Some(low), Some(captured), Some(original)) =
            (number, word(), word(), word(), word())
        else {
            return Err(Unreadable::Fields);
        };
        let ticks = u64::from(high).wrapping_shl(32) | u64::from(low);
        self.packet(
            u32::from(number),
            Some(ticks),
            (captured, original),
            (20, fields),
        )
    }

    fn simple_packet(&self, body: &[u8]) -> Result<Packet, Unreadable> {
        let mut fields = Cursor::new(body);
        let Some(original) = fields.array().map(|bytes| self.order.u32(bytes)) else {
            return Err(Unreadable::Fields);
        };
        let snap_length = self
            .interfaces
            .first()
            .map_or(0, |interface| interface.snap_length);
        let captured = if snap_length == 0 {
            original
        } else {
            original.min(snap_length)
        };
        self.packet(0, None, (captured, original), (4, fields))
    }

    #[inline]
    fn packet(
        &self,
        number: u32,
        ticks: Option<u64>,
        (captured, original): (u32, u32),
        (header, rest): (usize, Cursor<'_>),
    ) -> Result<Packet, Unreadable> {
        let interface = self
            .interfaces
            .get(size(number))
            .ok_or(Unreadable::Interface(number))?;
        if captured > PACKET_BYTES || size(captured) > rest.rest().len() {
            return Err(Unreadable::Fields);
        }
        Ok(Packet {
            time: ticks.map(|ticks| interface.time(ticks)),
            link_type: interface.link_type,
            data: data_range(header, size(captured)),
            original,
        })
    }

    fn options<'b>(&self, mut fields: Cursor<'b>, mut each: impl FnMut(u16, &'b [u8])) {
        while let (Some(code), Some(length)) = (fields.array(), fields.array()) {
            let (code, length) = (self.order.u16(code), self.order.u16(length));
            let Some(value) = fields.take(usize::from(length)) else {
                return;
            };
            if code == 0 {
                return;
            }
            each(code, value);
            let padding = usize::from(length.wrapping_neg() & 3);
            if fields.take(padding).is_none() {
                return;
            }
        }
    }
}

/// Where data of this length lie in a block, behind so many bytes of fields.
const fn data_range(fields: usize, length: usize) -> Range<usize> {
    let start = BLOCK_HEADER.saturating_add(fields);
    start..start.saturating_add(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resolution_becomes_nanoseconds() {
        let of = |resolution: u8, ticks| Clock::from_resolution(resolution).nanoseconds(ticks);
        assert_eq!(Clock::from_resolution(6), Clock::MICROSECONDS);
        assert_eq!(of(0, 3), 3_000_000_000);
        assert_eq!(of(9, 3), 3);
        assert_eq!(of(12, 3_999), 3);
        assert_eq!(of(0x8a, 512), 500_000_000);
        assert_eq!(of(0xff, u64::MAX), 0);
        assert_eq!(of(0x7f, u64::MAX), 0);
    }
}
