//! Reading each file as what it is.

use std::collections::HashMap;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;

use flate2::Crc;

use super::group::group;
use super::log_facts::LogFacts;
use super::name::NameFacts;
use super::{Content, Evidence, Part, PartId, Pasted, SecretText};
use crate::archive::{Entry, Walked};
use crate::certificate_list::{self, CertificateList};
use crate::certificates::CertificateFile;
use crate::dump::{self, Dump};
use crate::kind::Kind;
use crate::limits::{CERTIFICATE_OCTETS, KEY_LOG_OCTETS, KIND_HEAD, PASTED_OCTETS};
use crate::place::Place;
use crate::problem::{ProblemKind, Problems};
use crate::text::decode;

/// Takes files one by one.
///
/// ```
/// use std::io::Cursor;
/// use std::ops::ControlFlow;
/// use tollgate_analyze::Limits;
/// use tollgate_analyze::archive::walk;
/// use tollgate_analyze::bundle::Collector;
///
/// let mut collector = Collector::default();
/// let file = Cursor::new("*c xConfiguration SystemUnit Name: \"vcsc\"\n");
/// let walked = walk("xconf.txt", file, &Limits::default(), &mut |entry, content| {
///     // A log or a capture would be read here.
///     collector.add(entry, content, &mut |_part, _stream| ControlFlow::Continue(()))
/// });
/// collector.note(walked);
/// let evidence = collector.finish();
/// assert_eq!(evidence.peers[0].identity.host.as_deref(), Some("vcsc"));
/// ```
#[derive(Debug, Default)]
pub struct Collector {
    parts: Vec<Part>,
    problems: Problems,
    /// Kind, length and CRC-32 of the files that were read, with the first of each.
    known: HashMap<(Kind, u64, u32), PartId>,
}

impl Collector {
    /// Takes a file. Logs, captures and pasted text are handed to `stream`, whole and in UTF-8 where
    /// they are text; it may break off the walk.
    pub fn add(
        &mut self,
        entry: &Entry<'_>,
        content: &mut dyn Read,
        stream: &mut dyn FnMut(&Part, &mut dyn Read) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut reading = Reading::new(content);
        let base = entry.place.name().base();
        let head = reading.up_to(KIND_HEAD, Vec::new());
        let kind = Kind::of(base, &head);
        let mut part = Part {
            id: PartId(u32::try_from(self.parts.len()).unwrap_or(u32::MAX)),
            place: entry.place.clone(),
            kind,
            name: NameFacts::of(base),
            octets: 0,
            same_as: None,
            content: Content::Nothing,
        };
        let mut flow = ControlFlow::Continue(());
        match kind {
            Kind::Log if is_utf16(&head) => {
                // Nobody writes such logs but editors, so that they are small.
                let octets = self.whole(&part.place, head, &mut reading, PASTED_OCTETS);
                let text = decode(&octets);
                part.content = Content::Log(LogFacts::of(text.as_bytes()));
                flow = stream(&part, &mut Cursor::new(text.as_bytes()));
            }
            Kind::Log => {
                part.content = Content::Log(LogFacts::of(&head));
                flow = stream(&part, &mut Cursor::new(head).chain(&mut reading));
            }
            Kind::Capture(_) => {
                part.content = Content::Capture;
                flow = stream(&part, &mut Cursor::new(head).chain(&mut reading));
            }
            Kind::Pasted => {
                let octets = reading.up_to(PASTED_OCTETS, head);
                let text = decode(&octets);
                part.content = self.pasted(base, &text, &part.place);
                flow = stream(&part, &mut Cursor::new(text.as_bytes()).chain(&mut reading));
            }
            Kind::Dump => {
                let octets = self.whole(&part.place, head, &mut reading, dump::OCTETS);
                part.content = self.dump(&octets, &part.place);
            }
            Kind::Certificates => {
                let octets = self.whole(&part.place, head, &mut reading, CERTIFICATE_OCTETS);
                part.content = self.certificates(base, &octets, &part.place);
            }
            Kind::CertificateList => {
                let limit = certificate_list::OCTETS;
                let octets = self.whole(&part.place, head, &mut reading, limit);
                part.content = Content::CertificateList(CertificateList::find(&decode(&octets)));
            }
            Kind::KeyLog => {
                let octets = self.whole(&part.place, head, &mut reading, KEY_LOG_OCTETS);
                part.content = Content::KeyLog(SecretText(octets));
            }
            Kind::PrivateKey => self.tell(&part.place, ProblemKind::PrivateKey),
            Kind::KeyStore => self.tell(&part.place, ProblemKind::KeyStore),
            Kind::Text | Kind::Unknown => self.tell(&part.place, ProblemKind::UnknownKind),
            Kind::Empty => {}
        }
        part.octets = reading.count;
        if reading.count > 0 && part.is_read() {
            let key = (kind, reading.count, reading.crc.sum());
            part.same_as = self.known.get(&key).copied();
            self.known.entry(key).or_insert(part.id);
        }
        self.parts.push(part);
        flow
    }

    /// Takes the problems of a walk.
    pub fn note(&mut self, walked: Walked) {
        self.problems.append(walked.problems);
    }

    /// Sorts what was taken.
    pub fn finish(self) -> Evidence {
        Evidence {
            peers: group(self.parts),
            problems: self.problems,
        }
    }

    fn tell(&mut self, place: &Place, kind: ProblemKind) {
        self.problems.push(place, kind);
    }

    /// Reads the rest of a file, and tells if it is longer than the limit.
    fn whole(
        &mut self,
        place: &Place,
        head: Vec<u8>,
        reading: &mut Reading<'_>,
        limit: usize,
    ) -> Vec<u8> {
        let octets = reading.up_to(limit, head);
        if octets.len() >= limit && reading.has_more() {
            let limit = u64::try_from(limit).unwrap_or(u64::MAX);
            self.tell(place, ProblemKind::TooLarge { limit });
        }
        octets
    }

    fn dump(&mut self, octets: &[u8], place: &Place) -> Content {
        let dump = Dump::read(octets);
        if let Some(offset) = dump.damaged_at {
            self.tell(place, ProblemKind::Xml { offset });
        }
        if let Some((first, _)) = dump.unread.first.first() {
            let (count, first) = (dump.unread.count, *first);
            self.tell(place, ProblemKind::Lines { count, first });
        }
        Content::Dump(dump)
    }

    fn certificates(&mut self, name: &str, octets: &[u8], place: &Place) -> Content {
        let file = CertificateFile::read(name, octets);
        if file.private_keys > 0 {
            self.tell(place, ProblemKind::PrivateKey);
        }
        let unreadable: Vec<_> = file.unreadable().map(|(position, _)| position).collect();
        if let Some(first) = unreadable.first() {
            let count = u64::try_from(unreadable.len()).unwrap_or(u64::MAX);
            let first = u64::try_from(*first).unwrap_or(u64::MAX);
            self.tell(place, ProblemKind::Certificates { count, first });
        }
        Content::Certificates(file)
    }

    fn pasted(&mut self, name: &str, text: &str, place: &Place) -> Content {
        let certificates = if text.contains("-----BEGIN ") {
            CertificateFile::read(name, text.as_bytes())
        } else {
            CertificateFile::none()
        };
        if certificates.private_keys > 0 {
            self.tell(place, ProblemKind::PrivateKey);
        }
        Content::Pasted(Pasted {
            log: LogFacts::of(text.as_bytes()),
            certificates,
            list: CertificateList::find(text),
        })
    }
}

fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

/// Counts what is read of a file.
struct Reading<'a> {
    source: &'a mut dyn Read,
    count: u64,
    crc: Crc,
}

impl<'a> Reading<'a> {
    fn new(source: &'a mut dyn Read) -> Self {
        Self {
            source,
            count: 0,
            crc: Crc::new(),
        }
    }

    /// Goes on until so many octets are held. Where the file cannot be read further, this is all
    /// of it, and the walk tells why.
    fn up_to(&mut self, limit: usize, mut held: Vec<u8>) -> Vec<u8> {
        let left = limit.saturating_sub(held.len());
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        drop(self.take(left).read_to_end(&mut held));
        held
    }

    fn has_more(&mut self) -> bool {
        matches!(self.read(&mut [0]), Ok(1..))
    }
}

impl Read for Reading<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.crc.update(buffer.get(..count).unwrap_or_default());
        self.count = self
            .count
            .saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}
