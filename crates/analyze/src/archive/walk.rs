//! The walk itself: what is opened, how deep, how many, and where each problem is told.

use std::collections::HashSet;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::format::Format;
use super::gzip::Gzip;
use super::stream::{Budget, Metered, Portion, Source, Traffic, fill};
use super::{Entry, Outcome, Walked};
use crate::limits::{ARCHIVE_HEAD, ARCHIVES_DEEP, GZIPS_DEEP, Limits};
use crate::place::{EntryName, NameFlaw, Place, name_hash};
use crate::problem::{Fault, Layer, ProblemKind, Problems};

pub(super) type Visit<'v> = dyn FnMut(&Entry<'_>, &mut dyn Read) -> ControlFlow<()> + 'v;

/// Whether the walk goes on.
pub(super) type Flow = ControlFlow<Outcome>;

pub(super) const ON: Flow = ControlFlow::Continue(());

pub(super) struct Walker<'w> {
    pub(super) limits: &'w Limits,
    visit: &'w mut Visit<'w>,
    pub(super) problems: Problems,
    entries: u64,
    pub(super) budget: Rc<Budget>,
    /// The fault that the present entry's problem tells. It passes through every layer on its way
    /// out and is told by the innermost only.
    reported: Option<Fault>,
}

/// Where the walker is, and inside what.
#[derive(Clone)]
pub(super) struct Spot {
    pub(super) place: Place,
    archives: u8,
    gzips: u8,
    /// That of the nearest inflating layer.
    pub(super) traffic: Option<Rc<Traffic>>,
}

impl Spot {
    fn outermost(place: Place) -> Self {
        Self {
            place,
            archives: 0,
            gzips: 0,
            traffic: None,
        }
    }

    /// An entry of the archive at this spot.
    pub(super) fn entry(&self, name: EntryName) -> Self {
        Self {
            place: self.place.entry(name),
            archives: self.archives.saturating_add(1),
            gzips: 0,
            traffic: self.traffic.clone(),
        }
    }

    pub(super) fn inflated(&self, traffic: &Rc<Traffic>) -> Self {
        Self {
            traffic: Some(Rc::clone(traffic)),
            ..self.clone()
        }
    }
}

/// The names that one archive has used.
#[derive(Default)]
pub(super) struct Names(HashSet<u64>);

impl<'w> Walker<'w> {
    pub(super) fn new(limits: &'w Limits, visit: &'w mut Visit<'w>) -> Self {
        Self {
            limits,
            visit,
            problems: Problems::default(),
            entries: 0,
            budget: Rc::new(Budget::new(limits.total_octets)),
            reported: None,
        }
    }

    pub(super) fn walk<R: Read + Seek>(mut self, place: Place, mut source: R) -> Walked {
        let spot = Spot::outermost(place);
        let outcome = match self.input(&spot, &mut source) {
            ControlFlow::Continue(()) => Outcome::Complete,
            ControlFlow::Break(outcome) => outcome,
        };
        Walked {
            entries: self.entries,
            problems: self.problems,
            outcome,
        }
    }

    fn input<R: Read + Seek>(&mut self, spot: &Spot, source: &mut R) -> Flow {
        let mut head = [0; ARCHIVE_HEAD];
        let filled = fill(&mut Source(&mut *source), &mut head);
        let format = Format::of(head.get(..filled).unwrap_or_default());
        if let Err(error) = source.seek(SeekFrom::Start(0)) {
            let kind = error.kind();
            return self.report(&spot.place, Fault::Unreadable { kind }, 0);
        }
        if format == Some(Format::Zip) {
            return self.zip(spot, source);
        }
        let mut source = Source(source);
        let mut content = Portion::all(&mut source, Layer::Tar);
        let flow = self.open(spot, &mut content, None);
        self.after(spot, &content, flow)
    }

    /// Opens a file if it is an archive, and hands it to the visitor if not.
    pub(super) fn open(
        &mut self,
        spot: &Spot,
        content: &mut Portion<'_>,
        size: Option<u64>,
    ) -> Flow {
        let mut head = [0; ARCHIVE_HEAD];
        let filled = fill(content, &mut head);
        let head = head.get(..filled).unwrap_or_default();
        if filled == 0 && content.fault().is_some() {
            return ON;
        }
        let format = Format::of(head);
        let mut whole = head.chain(content);
        match format {
            None => self.file(spot, &mut whole, size),
            Some(Format::Foreign(format)) => self.tell(spot, ProblemKind::Format { format }),
            Some(Format::Gzip) if spot.gzips < GZIPS_DEEP => self.gzip(spot, &mut whole),
            Some(Format::Tar) if spot.archives < ARCHIVES_DEEP => self.tar(spot, &mut whole),
            Some(Format::Zip) if spot.archives < ARCHIVES_DEEP => self.nested_zip(spot, &mut whole),
            Some(Format::Gzip) => self.tell(spot, ProblemKind::TooDeep { limit: GZIPS_DEEP }),
            Some(Format::Tar | Format::Zip) => {
                let limit = ARCHIVES_DEEP;
                self.tell(spot, ProblemKind::TooDeep { limit })
            }
        }
    }

    fn file(&mut self, spot: &Spot, content: &mut dyn Read, size: Option<u64>) -> Flow {
        if spot.archives == 0 {
            self.entries += 1;
        }
        let entry = Entry {
            place: &spot.place,
            size,
        };
        let Some(traffic) = &spot.traffic else {
            return (self.visit)(&entry, content).map_break(|()| Outcome::Stopped);
        };
        let mut metered = Metered::new(content, self.limits, traffic);
        let flow = (self.visit)(&entry, &mut metered).map_break(|()| Outcome::Stopped);
        let (fault, read) = (metered.fault(), metered.octets_read());
        match fault {
            Some(fault) if flow.is_continue() => self.report(&spot.place, fault, read),
            _ => flow,
        }
    }

    fn gzip(&mut self, spot: &Spot, packed: &mut dyn Read) -> Flow {
        let traffic = Rc::new(Traffic::default());
        let mut gzip = Gzip::new(packed, Rc::clone(&traffic), Rc::clone(&self.budget));
        let inner = Spot {
            gzips: spot.gzips.saturating_add(1),
            ..spot.inflated(&traffic)
        };
        let mut content = Portion::all(&mut gzip, Layer::Gzip);
        let flow = self.open(&inner, &mut content, None);
        let flow = self.after(&inner, &content, flow);
        if gzip.has_trailing_octets() {
            self.problems.push(&spot.place, ProblemKind::TrailingOctets);
        }
        flow
    }

    /// A zip archive that can only be read forwards is held in memory.
    fn nested_zip(&mut self, spot: &Spot, content: &mut dyn Read) -> Flow {
        let limit = self.limits.nested_zip_octets;
        let mut held = Vec::new();
        let read = content.take(limit.saturating_add(1)).read_to_end(&mut held);
        if super::stream::octets(held.len()) > limit {
            return self.tell(spot, ProblemKind::NestedZip { limit });
        }
        // If it was cut, what there is of it is still walked; the fault is told by the caller.
        drop(read);
        self.zip(spot, Cursor::new(held))
    }

    /// Tells the fault that ended a file, if nobody has.
    pub(super) fn after(&mut self, spot: &Spot, content: &Portion<'_>, flow: Flow) -> Flow {
        match content.fault() {
            Some(fault) if flow.is_continue() => {
                self.report(&spot.place, fault, content.octets_read())
            }
            _ => flow,
        }
    }

    /// Tells a fault once for each entry.
    pub(super) fn report(&mut self, place: &Place, fault: Fault, read: u64) -> Flow {
        if self.reported != Some(fault) {
            self.reported = Some(fault);
            self.problems
                .push(place, ProblemKind::Incomplete { fault, read });
        }
        match fault {
            Fault::TotalOctets { .. } => ControlFlow::Break(Outcome::Limited),
            Fault::Truncated { .. }
            | Fault::Damaged { .. }
            | Fault::Checksum { .. }
            | Fault::EntryOctets { .. }
            | Fault::Ratio { .. }
            | Fault::Unreadable { .. } => ON,
        }
    }

    pub(super) fn tell(&mut self, spot: &Spot, kind: ProblemKind) -> Flow {
        self.problems.push(&spot.place, kind);
        ON
    }

    /// Counts an entry of an archive.
    pub(super) fn count(&mut self, archive: &Spot) -> Flow {
        self.reported = None;
        let limit = self.limits.entries;
        if self.entries >= limit {
            self.problems
                .push(&archive.place, ProblemKind::TooManyEntries { limit });
            return ControlFlow::Break(Outcome::Limited);
        }
        self.entries += 1;
        ON
    }

    /// Remarks on the name of an entry.
    pub(super) fn check_name(&mut self, spot: &Spot, octets: &[u8], names: &mut Names) {
        if let Some(flaw) = NameFlaw::of(octets) {
            self.problems
                .push(&spot.place, ProblemKind::UnsafeName { flaw });
        }
        if !names.0.insert(name_hash(octets)) {
            self.problems.push(&spot.place, ProblemKind::DuplicateName);
        }
    }
}
