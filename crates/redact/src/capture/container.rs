//! Where packets are in a capture: pcap, and pcapng with its blocks. Packets are changed where they
//! are; blocks that hold secrets or names of hosts are taken out.

use std::ops::Range;

/// Link types that are understood (tcpdump.org/linktypes.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Ethernet,
    Cooked,
    Cooked2,
    Raw,
    Loopback,
}

impl Link {
    const fn of(number: u16) -> Option<Self> {
        match number {
            1 => Some(Self::Ethernet),
            113 => Some(Self::Cooked),
            276 => Some(Self::Cooked2),
            12 | 14 | 101 | 228 | 229 => Some(Self::Raw),
            0 | 108 => Some(Self::Loopback),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) link: Link,
    pub(super) data: Range<usize>,
}

/// What is in a capture, by place.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) frames: Vec<Frame>,
    /// Texts that a program wrote: comments, names of interfaces, filters.
    pub(super) texts: Vec<Range<usize>>,
    /// Addresses of interfaces.
    pub(super) hardware: Vec<Range<usize>>,
    pub(super) addresses: Vec<Range<usize>>,
    /// Octets that nobody can look into.
    pub(super) unknown: Vec<Range<usize>>,
    /// Blocks that are taken out.
    pub(super) removed: Vec<Range<usize>>,
    /// Blocks among them that hold secrets.
    pub(super) secrets: u64,
    /// Octets at the end that are no whole record; they are taken out.
    pub(super) rest: usize,
}

/// Why a capture cannot be redacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// Neither pcap nor pcapng.
    #[error("neither pcap nor pcapng")]
    NotACapture,
    /// Packets of a network that is not known here.
    #[error("packets of link type {0} are not understood")]
    LinkType(u16),
    /// A block does not fit the file.
    #[error("the block at byte {0} is malformed")]
    Malformed(usize),
}

#[derive(Debug, Clone, Copy)]
struct Order {
    is_big: bool,
}

impl Order {
    fn u16(self, octets: &[u8], at: usize) -> Option<u16> {
        let octets = octets.get(at..)?.first_chunk::<2>()?;
        Some(if self.is_big {
            u16::from_be_bytes(*octets)
        } else {
            u16::from_le_bytes(*octets)
        })
    }

    fn u32(self, octets: &[u8], at: usize) -> Option<u32> {
        let octets = octets.get(at..)?.first_chunk::<4>()?;
        Some(if self.is_big {
            u32::from_be_bytes(*octets)
        } else {
            u32::from_le_bytes(*octets)
        })
    }

    fn size(self, octets: &[u8], at: usize) -> Option<usize> {
        self.u32(octets, at)
            .and_then(|value| usize::try_from(value).ok())
    }
}

/// Reads the whole of a capture.
pub(super) fn contents(capture: &[u8]) -> Result<Contents, CaptureError> {
    match capture.first_chunk::<4>() {
        Some([0x0a, 0x0d, 0x0d, 0x0a]) => pcapng(capture),
        Some([0xa1, 0xb2, 0xc3 | 0xcd, 0xd4 | 0x34] | [0xa1, 0xb2, 0x3c, 0x4d]) => {
            pcap(capture, Order { is_big: true })
        }
        Some([0xd4 | 0x34, 0xc3 | 0xcd, 0xb2, 0xa1] | [0x4d, 0x3c, 0xb2, 0xa1]) => {
            pcap(capture, Order { is_big: false })
        }
        _ => Err(CaptureError::NotACapture),
    }
}

fn pcap(capture: &[u8], order: Order) -> Result<Contents, CaptureError> {
    const FILE_HEADER: usize = 24;
    const MODIFIED: u32 = 0xa1b2_cd34;
    let (Some(magic), Some(minor), Some(link)) = (
        order.u32(capture, 0),
        order.u16(capture, 6),
        order.u32(capture, 20),
    ) else {
        return Err(CaptureError::NotACapture);
    };
    let number = u16::try_from(link & 0xffff).unwrap_or_default();
    let link = Link::of(number).ok_or(CaptureError::LinkType(number))?;
    let header = if magic == MODIFIED { 24 } else { 16 };
    let mut contents = Contents::default();
    let mut at = FILE_HEADER;
    while let (Some(mut captured), Some(original)) =
        (order.size(capture, at + 8), order.size(capture, at + 12))
    {
        // Files before version 2.4 may have the two lengths exchanged.
        if minor < 4 && captured > original {
            captured = original;
        }
        let start = at + header;
        let Some(end) = start
            .checked_add(captured)
            .filter(|end| *end <= capture.len())
        else {
            break;
        };
        contents.frames.push(Frame {
            link,
            data: start..end,
        });
        at = end;
    }
    contents.cut(at, capture);
    Ok(contents)
}

impl Contents {
    fn cut(&mut self, at: usize, capture: &[u8]) {
        self.rest = capture.len().saturating_sub(at);
        if self.rest > 0 {
            self.removed.push(at..capture.len());
        }
    }
}

mod block {
    pub(super) const SECTION: u32 = 0x0a0d_0d0a;
    pub(super) const INTERFACE: u32 = 1;
    pub(super) const OLD_PACKET: u32 = 2;
    pub(super) const SIMPLE_PACKET: u32 = 3;
    pub(super) const NAMES: u32 = 4;
    pub(super) const STATISTICS: u32 = 5;
    pub(super) const PACKET: u32 = 6;
    pub(super) const JOURNAL: u32 = 9;
    pub(super) const SECRETS: u32 = 10;
    pub(super) const CUSTOM: u32 = 0xbad;
    pub(super) const CUSTOM_NOT_COPIED: u32 = 0x4000_0bad;
}

fn pcapng(capture: &[u8]) -> Result<Contents, CaptureError> {
    const BYTE_ORDER: u32 = 0x1a2b_3c4d;
    let mut contents = Contents::default();
    let mut order = Order { is_big: false };
    let mut links: Vec<Result<Link, u16>> = Vec::new();
    let mut at = 0;
    while at < capture.len() {
        let Some(mut kind) = order.u32(capture, at) else {
            break;
        };
        // The type of a section header reads the same in both byte orders.
        if kind == block::SECTION {
            order = [true, false]
                .map(|is_big| Order { is_big })
                .into_iter()
                .find(|order| order.u32(capture, at + 8) == Some(BYTE_ORDER))
                .ok_or(CaptureError::Malformed(at))?;
            links.clear();
            kind = block::SECTION;
        }
        let Some(length) = order.size(capture, at + 4) else {
            break;
        };
        let length = length.checked_next_multiple_of(4).unwrap_or(length);
        if length < 12 {
            return Err(CaptureError::Malformed(at));
        }
        let Some(end) = at.checked_add(length).filter(|end| *end <= capture.len()) else {
            break;
        };
        let body = at + 8..end - 4;
        contents.block(capture, order, &mut links, (kind, at..end, body))?;
        at = end;
    }
    contents.cut(at, capture);
    Ok(contents)
}

impl Contents {
    fn block(
        &mut self,
        capture: &[u8],
        order: Order,
        links: &mut Vec<Result<Link, u16>>,
        (kind, whole, body): (u32, Range<usize>, Range<usize>),
    ) -> Result<(), CaptureError> {
        let malformed = CaptureError::Malformed(whole.start);
        let start = body.start;
        let packet = |interface: usize, header: usize, captured: usize| {
            let link = match links.get(interface) {
                Some(Ok(link)) => *link,
                Some(Err(number)) => return Err(CaptureError::LinkType(*number)),
                None => return Err(malformed),
            };
            let data = start + header;
            let end = data.checked_add(captured).filter(|end| *end <= body.end);
            end.map(|end| Frame {
                link,
                data: data..end,
            })
            .ok_or(malformed)
        };
        let size = |offset: usize| order.size(capture, start + offset).ok_or(malformed);
        match kind {
            block::SECTION => self.options(capture, order, start + 16..body.end, &[]),
            block::INTERFACE => {
                let number = order.u16(capture, start).ok_or(malformed)?;
                links.push(Link::of(number).ok_or(number));
                self.options(capture, order, start + 8..body.end, INTERFACE_OPTIONS);
            }
            block::PACKET => {
                let captured = size(12)?;
                let frame = packet(size(0)?, 20, captured)?;
                let options = frame.data.end.next_multiple_of(4);
                self.frames.push(frame);
                self.options(capture, order, options..body.end, PACKET_OPTIONS);
            }
            block::OLD_PACKET => {
                let interface = order.u16(capture, start).ok_or(malformed)?;
                let captured = size(12)?;
                let frame = packet(usize::from(interface), 20, captured)?;
                let options = frame.data.end.next_multiple_of(4);
                self.frames.push(frame);
                self.options(capture, order, options..body.end, PACKET_OPTIONS);
            }
            block::SIMPLE_PACKET => {
                let original = size(0)?;
                let captured = original.min(body.len().saturating_sub(4));
                self.frames.push(packet(0, 4, captured)?);
            }
            block::STATISTICS => {
                self.options(capture, order, start + 12..body.end, PACKET_OPTIONS);
            }
            block::NAMES => self.removed.push(whole),
            block::SECRETS => {
                self.secrets += 1;
                self.removed.push(whole);
            }
            block::JOURNAL => self.texts.push(body),
            // They are numbered as frames, so they stay as such.
            block::CUSTOM | block::CUSTOM_NOT_COPIED => {
                self.unknown.push(start + 4..body.end);
            }
            _ => self.removed.push(whole),
        }
        Ok(())
    }

    /// Options: comments and descriptions are texts, others are known to be harmless or are wiped.
    fn options(&mut self, capture: &[u8], order: Order, range: Range<usize>, numbers: &[u16]) {
        const COMMENT: u16 = 1;
        let mut at = range.start;
        while let (Some(code), Some(length)) = (order.u16(capture, at), order.u16(capture, at + 2))
        {
            let value = at + 4..at + 4 + usize::from(length);
            if code == 0 || value.end > range.end {
                return;
            }
            at = value.end.next_multiple_of(4);
            match (code, numbers) {
                (COMMENT, _) => self.texts.push(value),
                // Hardware, system and program of a section; name, description and filter.
                (2..=4, []) => self.texts.push(value),
                (2 | 3 | 11 | 12 | 15, INTERFACE_OPTIONS) => self.texts.push(value),
                (4 | 5, INTERFACE_OPTIONS) => self.addresses.push(value),
                (6, INTERFACE_OPTIONS) => self.hardware.push(value),
                _ if numbers.contains(&code) => {}
                _ => self.unknown.push(value),
            }
        }
    }
}

/// EUI-64, speed, resolution, time zone, check sequence, offset: numbers.
const INTERFACE_OPTIONS: &[u16] = &[8, 9, 10, 13, 14, 16, 17];
/// Flags, hashes, drop counts, times, verdicts and queues: numbers.
const PACKET_OPTIONS: &[u16] = &[2, 3, 4, 5, 6, 7, 8];
