//! The reader: a capture in, TLS conversations out, one after another.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};

use crate::container::{Container, Format, Item, Packet};
use crate::conversation::Conversation;
use crate::ip::{Datagram, Fragments, protocol, quoted_by_icmp};
use crate::limits::{ENCAPSULATIONS, Limits};
use crate::link::{self, Frame};
use crate::problem::{Problem, ProblemKind, Problems};
use crate::source::Source;
use crate::tcp::{Moment, Segment, Streams};
use crate::tls::{Room, Secrets};
use crate::tunnel;

/// How a capture is to be read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What it may cost.
    pub limits: Limits,
    /// Secrets beside those in the capture itself.
    pub secrets: Secrets,
}

/// Why a capture cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The reader failed.
    #[error("the capture cannot be read")]
    Read(#[source] io::Error),
    /// There is nothing in it.
    #[error("the capture is empty; take it again")]
    Empty,
    /// The bytes are no capture.
    #[error(
        "not a pcap or pcapng capture, gzipped or not: it begins with {first:02x?}; \
         convert it with editcap"
    )]
    NotACapture {
        /// The first bytes, expanded where they are gzip.
        first: Vec<u8>,
    },
}

/// Why reading ended before the end.
#[derive(Debug, thiserror::Error)]
#[error("the capture cannot be read on from byte {position}")]
pub struct ReadError {
    /// Bytes read before, expanded.
    pub position: u64,
    /// What the reader said.
    #[source]
    pub source: io::Error,
}

/// What a capture is made of, as far as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The container.
    pub format: Format,
    /// The container is gzipped.
    pub is_gzip: bool,
    /// Bytes read, expanded.
    pub bytes: u64,
    /// Frames as Wireshark numbers them: packets, and records that are none.
    pub frames: u64,
    /// Packets that were not captured whole.
    pub cut_packets: u64,
    /// Packets with a TCP segment in them.
    pub tcp_packets: u64,
    /// TCP streams.
    pub streams: u64,
    /// Streams that were finished early or forgotten to stay within [`Limits`].
    pub evicted_streams: u64,
    /// Packets of each link type, by its number.
    pub link_types: BTreeMap<u16, u64>,
    /// Earliest and latest time of a packet in nanoseconds since 1970.
    pub times: Option<(i64, i64)>,
    /// Packets that the capturing program says it lost; pcap does not tell.
    pub dropped: Option<u64>,
    /// Sessions of which secrets are known.
    pub sessions_with_secrets: usize,
    /// What could not be read, and where.
    pub problems: Vec<Problem>,
    /// Further problems that are not described.
    pub further_problems: u64,
}

/// Reads a capture and yields its TLS conversations, each when it is over or the capture is.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use tollgate_capture::{Capture, Options};
///
/// let bytes = [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0];
/// let mut capture = Capture::open(&bytes[..], Options::default())?;
/// for conversation in &mut capture {
///     let conversation = conversation?;
///     println!("{} {}", conversation.server, conversation.outcome.as_str());
/// }
/// assert_eq!(capture.facts().frames, 0);
/// # Ok(())
/// # }
/// ```
pub struct Capture<R> {
    source: Source<R>,
    container: Container,
    engine: Engine,
    is_over: bool,
}

/// Everything behind the container: what one packet after another changes.
#[derive(Debug)]
struct Engine {
    streams: Streams,
    fragments: Fragments,
    problems: Problems,
    secrets_limit: usize,
    frames: u64,
    cut_packets: u64,
    tcp_packets: u64,
    link_types: BTreeMap<u16, u64>,
    /// Packets of one link type in a row, not yet in `link_types`.
    latest_link: (u16, u64),
    times: Option<(i64, i64)>,
}

impl<R: Read> Capture<R> {
    /// Opens a capture; the kind of its container is found by its first bytes.
    pub fn open(reader: R, options: Options) -> Result<Self, OpenError> {
        let Options { limits, secrets } = options;
        let mut source = Source::open(reader, limits.expanded_bytes).map_err(OpenError::Read)?;
        let container = Container::open(&mut source).map_err(OpenError::Read)?;
        let Some(container) = container else {
            let first: Vec<u8> = source.peek().iter().copied().take(8).collect();
            return Err(if first.is_empty() {
                OpenError::Empty
            } else {
                OpenError::NotACapture { first }
            });
        };
        Ok(Self {
            source,
            container,
            engine: Engine {
                fragments: Fragments::new(limits.fragment_bytes),
                problems: Problems::new(limits.problems),
                secrets_limit: limits.secrets,
                streams: Streams::new(limits, secrets),
                frames: 0,
                cut_packets: 0,
                tcp_packets: 0,
                link_types: BTreeMap::new(),
                latest_link: (0, 0),
                times: None,
            },
            is_over: false,
        })
    }

    fn read_on(&mut self) -> Result<Option<Conversation>, ReadError> {
        loop {
            if let Some(conversation) = self.engine.streams.pop_finished() {
                return Ok(Some(conversation));
            }
            if self.is_over {
                return Ok(None);
            }
            self.engine
                .problems
                .at(self.source.position(), self.engine.frames);
            let item = self
                .container
                .next(&mut self.source, &mut self.engine.problems);
            match item {
                Ok(Item::Packet(packet)) => {
                    let data = self.source.taken().get(packet.data.clone());
                    self.engine.packet(&packet, data.unwrap_or_default());
                }
                Ok(Item::OtherFrame) => self.engine.frames = self.engine.frames.saturating_add(1),
                Ok(Item::Secrets(range)) => {
                    let key_log = self.source.taken().get(range);
                    self.engine.secrets(key_log.unwrap_or_default());
                }
                Ok(Item::End) => self.end(),
                Err(source) => {
                    self.end();
                    return Err(ReadError {
                        position: self.source.position(),
                        source,
                    });
                }
            }
        }
    }

    fn end(&mut self) {
        self.is_over = true;
        let moment = Moment {
            frame: self.engine.frames,
            time: None,
        };
        self.engine.streams.finish_all(moment);
    }

    /// What the capture is made of, as far as it was read: all of it, once the iterator has ended.
    pub fn facts(&self) -> Facts {
        let engine = &self.engine;
        let mut link_types = engine.link_types.clone();
        if engine.latest_link.1 > 0 {
            let count = link_types.entry(engine.latest_link.0).or_default();
            *count = count.saturating_add(engine.latest_link.1);
        }
        Facts {
            format: self.container.format(),
            is_gzip: self.source.is_gzip(),
            bytes: self.source.position(),
            frames: engine.frames,
            cut_packets: engine.cut_packets,
            tcp_packets: engine.tcp_packets,
            streams: engine.streams.count(),
            evicted_streams: engine.streams.evicted(),
            link_types,
            times: engine.times,
            dropped: self.container.dropped(),
            sessions_with_secrets: engine.streams.secrets().sessions(),
            problems: engine.problems.described.clone(),
            further_problems: engine.problems.further,
        }
    }
}

impl<R: Read> Iterator for Capture<R> {
    type Item = Result<Conversation, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read_on().transpose()
    }
}

impl<R> fmt::Debug for Capture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capture")
            .field("source", &self.source)
            .field("container", &self.container)
            .field("frames", &self.engine.frames)
            .finish_non_exhaustive()
    }
}

impl Engine {
    #[inline]
    fn packet(&mut self, packet: &Packet, data: &[u8]) {
        self.frames = self.frames.saturating_add(1);
        if let Some(time) = packet.time {
            let (earliest, latest) = self.times.unwrap_or((time, time));
            self.times = Some((earliest.min(time), latest.max(time)));
        }
        if self.latest_link.0 != packet.link_type {
            let (link_type, packets) = self.latest_link;
            if packets > 0 {
                let count = self.link_types.entry(link_type).or_default();
                *count = count.saturating_add(packets);
            }
            self.latest_link = (packet.link_type, 0);
        }
        self.latest_link.1 = self.latest_link.1.saturating_add(1);
        if crate::cursor::size(packet.original) > data.len() {
            self.cut_packets = self.cut_packets.saturating_add(1);
        }
        let moment = Moment {
            frame: self.frames,
            time: packet.time,
        };
        match link::ip_packet(packet.link_type, data) {
            Frame::Ip(ip_packet) => self.ip_packet(ip_packet, moment, 0),
            Frame::Other => {}
            Frame::UnknownLink => self.problems.report_once(ProblemKind::UnreadLinkType {
                link_type: packet.link_type,
            }),
        }
    }

    fn ip_packet(&mut self, ip_packet: &[u8], moment: Moment, depth: usize) {
        let Some(datagram) = Datagram::read(ip_packet) else {
            return;
        };
        if datagram.fragment.is_none() {
            return self.datagram(&datagram, moment, depth);
        }
        let evicted = self.fragments.evicted();
        let whole = self.fragments.add(&datagram);
        if self.fragments.evicted() > evicted {
            self.problems.report_once(ProblemKind::FragmentsEvicted);
        }
        if let Some(payload) = whole
            && let Some(datagram) = datagram.reassembled(&payload)
        {
            self.datagram(&datagram, moment, depth);
        }
    }

    fn datagram(&mut self, datagram: &Datagram<'_>, moment: Moment, depth: usize) {
        match datagram.protocol {
            protocol::TCP => {
                if let Some(segment) = Segment::read(datagram) {
                    self.tcp_packets = self.tcp_packets.saturating_add(1);
                    self.streams.segment(&segment, moment, &mut self.problems);
                }
            }
            protocol::ICMP | protocol::ICMPV6 => self.icmp(datagram, moment),
            tunnel => {
                if depth < ENCAPSULATIONS
                    && let Some(inner) = tunnel::inner_packet(tunnel, datagram.payload)
                {
                    self.ip_packet(inner, moment, depth.saturating_add(1));
                }
            }
        }
    }

    /// An error message quotes the beginning of the packet that it is about.
    fn icmp(&mut self, datagram: &Datagram<'_>, moment: Moment) {
        let quoted = quoted_by_icmp(datagram.protocol, datagram.payload)
            .and_then(Datagram::read)
            .filter(|quoted| quoted.protocol == protocol::TCP && quoted.fragment.is_none());
        if let Some(segment) = quoted.and_then(|quoted| Segment::read(&quoted)) {
            self.streams.quoted(&segment, moment, &mut self.problems);
        }
    }

    fn secrets(&mut self, key_log: &[u8]) {
        let limit = self.secrets_limit;
        if self.streams.secrets_mut().add(key_log, limit) == Room::Exhausted {
            self.problems.report_once(ProblemKind::TooManySecrets);
        }
    }
}
