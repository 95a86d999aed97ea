//! Reading every file once, and some a second time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::ops::ControlFlow;

use tollgate_analyze::archive::{Entry, Walked, walk_at};
use tollgate_analyze::bundle::{Bundle, Collector, Evidence, Part, PartId};
use tollgate_analyze::case::{CaptureMaterial, Handshake, Interner, LogMaterial, Materials};
use tollgate_analyze::signature::{Watch, Watched};
use tollgate_analyze::{Kind, Limits};
use tollgate_capture::{Capture, Options, Secrets, Visibility};
use tollgate_report::Message;

use super::Request;
use super::group::{Group, Key, first_stamp};
use super::progress::{Progress, Told};
use super::source::{Source, Sources};
use crate::output::Output;

/// Groups of logs that are kept apart, as many as bundles; the logs beyond them are one more.
const GROUPS: usize = 1_000;

/// What was read so far.
pub(super) struct Reading {
    collector: Collector,
    parts: u32,
    /// For each source, the parts that it gave.
    parts_of_sources: Vec<std::ops::Range<u32>>,
    key_log: Vec<u8>,
    since: Option<i64>,
    watch: Option<Watch>,
    groups: BTreeMap<Key, Group>,
    captures: Vec<CaptureMaterial>,
    /// Captures that were read when fewer secrets were known, and show something encrypted.
    encrypted: BTreeMap<PartId, usize>,
    interner: Interner,
    notes: Vec<Message>,
}

impl Reading {
    pub(super) fn new(request: Request<'_>) -> Self {
        let Request {
            paths: _,
            key_log,
            since,
            watch,
        } = request;
        Self {
            collector: Collector::default(),
            parts: 0,
            parts_of_sources: Vec::new(),
            key_log,
            since,
            watch,
            groups: BTreeMap::new(),
            captures: Vec::new(),
            encrypted: BTreeMap::new(),
            interner: Interner::default(),
            notes: Vec::new(),
        }
    }

    /// Reads every source once.
    pub(super) fn read_all(&mut self, sources: &mut Sources, output: &Output) {
        let mut unreadable = Vec::new();
        for source in &sources.files {
            let before = self.parts;
            if let Err(error) = self.read(source, output) {
                unreadable.push((source.place.to_string(), error));
            }
            self.parts_of_sources.push(before..self.parts);
        }
        for (name, error) in unreadable {
            sources.unreadable(name.as_ref(), &error);
        }
    }

    fn read(&mut self, source: &Source, output: &Output) -> io::Result<()> {
        let (file, size) = source.open()?;
        let progress = Progress::new(output, source.place.to_string(), Some(size));
        let file = Told {
            file,
            progress: &progress,
        };
        let limits = Limits::default();
        let mut collector = std::mem::take(&mut self.collector);
        let walked = walk_at(
            source.place.clone(),
            file,
            &limits,
            &mut |entry, content| {
                self.parts = self.parts.saturating_add(1);
                collector.add(entry, content, &mut |part, stream| {
                    self.stream(part, stream);
                    ControlFlow::Continue(())
                })
            },
        );
        collector.note(walked);
        self.collector = collector;
        Ok(())
    }

    fn stream(&mut self, part: &Part, stream: &mut dyn Read) {
        if matches!(part.kind, Kind::Capture(_)) {
            if let Some((capture, encrypted)) = self.capture(part, stream) {
                if encrypted > 0 {
                    self.encrypted.insert(part.id, self.key_log.len());
                }
                self.captures.push(capture);
            }
            return;
        }
        let mut key = Key::of(part);
        if self.groups.len() >= GROUPS && !self.groups.contains_key(&key) {
            key = Key::default();
        }
        let since = self.since;
        let group = self.groups.entry(key).or_insert_with(|| Group::new(since));
        group.read(part, stream, self.watch.as_mut());
    }

    /// What a capture tells, and how many of its certificates are encrypted.
    fn capture(&mut self, part: &Part, stream: &mut dyn Read) -> Option<(CaptureMaterial, u64)> {
        let options = Options {
            secrets: Secrets::from_key_log(&self.key_log),
            ..Options::default()
        };
        let mut capture = match Capture::open(stream, options) {
            Ok(capture) => capture,
            Err(error) => {
                let values = [
                    ("file", part.place.to_string()),
                    ("error", format!("{:#}", anyhow::Error::from(error))),
                ];
                self.notes.push(Message::new("note-unreadable", values));
                return None;
            }
        };
        let mut material = CaptureMaterial {
            part: part.id,
            facts: capture.facts(),
            handshakes: Vec::new(),
            more_handshakes: 0,
            broken_off: None,
        };
        let mut encrypted = 0;
        for conversation in &mut capture {
            match conversation {
                Ok(conversation) => {
                    let is_hidden = conversation.server_certificate == Visibility::Encrypted;
                    encrypted += u64::from(is_hidden);
                    let handshake = Handshake::of(part.id, &conversation, &mut self.interner);
                    material.push(handshake);
                }
                Err(error) => {
                    material.broken_off = Some(format!("{:#}", anyhow::Error::from(error)));
                    break;
                }
            }
        }
        material.facts = capture.facts();
        Some((material, encrypted))
    }

    /// Puts together what was read. What has to be read in another order, or with secrets that
    /// were found later, is read again.
    pub(super) fn finish(
        mut self,
        sources: &Sources,
        output: &Output,
    ) -> (Materials, Watched, Vec<Message>) {
        let evidence = std::mem::take(&mut self.collector).finish();
        for (_, secrets) in evidence.bundles().flat_map(Bundle::key_logs) {
            self.key_log.extend_from_slice(&secrets.0);
            self.key_log.push(b'\n');
        }
        let again = Again::of(&self, &evidence);
        let mut logs = Vec::new();
        let groups = std::mem::take(&mut self.groups);
        if again.is_empty() {
            logs.extend(groups.into_values().map(Group::finish));
        } else {
            let (mut spools, captures) = self.read_again(&again, sources, output);
            for capture in captures {
                let mut known = self.captures.iter_mut();
                if let Some(known) = known.find(|known| known.part == capture.part) {
                    *known = capture;
                }
            }
            for group in groups.into_values() {
                match again.orders.iter().find(|order| order.is_of(&group)) {
                    None => logs.push(group.finish()),
                    Some(order) => logs.push(order.read(&mut spools, self.since)),
                }
            }
        }
        let left_out = self.interner.left_out();
        if left_out > 0 {
            let count = [("count", left_out.to_string())];
            self.notes.push(Message::new("note-too-many-chains", count));
        }
        let materials = Materials {
            evidence,
            logs,
            captures: self.captures,
        };
        let watched = self.watch.map(Watch::finish).unwrap_or_default();
        (materials, watched, self.notes)
    }

    /// Walks the sources once more: logs are put into files of their own, captures are read.
    fn read_again(
        &mut self,
        again: &Again,
        sources: &Sources,
        output: &Output,
    ) -> (Spools, Vec<CaptureMaterial>) {
        let mut spools = Spools::new();
        let mut captures = Vec::new();
        let ranges = std::mem::take(&mut self.parts_of_sources);
        for (source, range) in sources.files.iter().zip(ranges) {
            if !again.parts.iter().any(|part| range.contains(&part.0)) {
                continue;
            }
            let Ok((file, size)) = source.open() else {
                continue;
            };
            let progress = Progress::new(output, source.place.to_string(), Some(size));
            let file = Told {
                file,
                progress: &progress,
            };
            let mut collector = Collector::default();
            let limits = Limits::default();
            let mut next = range.start;
            let mut visit = |entry: &Entry<'_>, content: &mut dyn Read| {
                let id = PartId(next);
                next = next.saturating_add(1);
                if !again.parts.contains(&id) {
                    return ControlFlow::Continue(());
                }
                collector.add(entry, content, &mut |part, stream| {
                    let part = Part { id, ..part.clone() };
                    if matches!(part.kind, Kind::Capture(_)) {
                        captures.extend(self.capture(&part, stream).map(|(capture, _)| capture));
                    } else if let Ok(spool) = spooled(stream) {
                        spools.insert(id, (part, spool));
                    }
                    ControlFlow::Continue(())
                })
            };
            // Its problems were told when it was read for the first time.
            let _: Walked = walk_at(source.place.clone(), file, &limits, &mut visit);
        }
        (spools, captures)
    }
}

/// Logs in files of their own.
type Spools = BTreeMap<PartId, (Part, File)>;

fn spooled(stream: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    let mut buffer = vec![0; 1024 * 1024];
    // What was wrong with the log was told when it was read for the first time.
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        file.write_all(buffer.get(..count).unwrap_or_default())?;
    }
    file.rewind()?;
    Ok(file)
}

/// What has to be read again.
#[derive(Debug, Default)]
struct Again {
    parts: BTreeSet<PartId>,
    orders: Vec<Order>,
}

/// The logs of a group in the order of time, each once.
#[derive(Debug)]
struct Order {
    parts: Vec<PartId>,
    /// Those of the group as it was read.
    before: Vec<PartId>,
}

impl Again {
    fn of(reading: &Reading, evidence: &Evidence) -> Self {
        let parts = evidence.bundles().flat_map(|bundle| &bundle.parts);
        let parts: BTreeMap<PartId, &Part> = parts.map(|part| (part.id, part)).collect();
        let mut again = Self::default();
        for group in reading.groups.values() {
            let own: BTreeSet<PartId> = group.parts.iter().copied().collect();
            let is_twin = |id: &PartId| {
                let twin = parts.get(id).and_then(|part| part.same_as);
                twin.is_some_and(|twin| own.contains(&twin))
            };
            if !group.is_out_of_order && !group.parts.iter().any(is_twin) {
                continue;
            }
            let mut order: Vec<PartId> = group.parts.clone();
            order.retain(|id| !is_twin(id));
            order.sort_by_key(|id| (parts.get(id).and_then(|part| first_stamp(part)), *id));
            again.parts.extend(&order);
            again.orders.push(Order {
                parts: order,
                before: group.parts.clone(),
            });
        }
        let later_secrets = reading.encrypted.iter();
        let later_secrets = later_secrets.filter(|(_, known)| **known < reading.key_log.len());
        again.parts.extend(later_secrets.map(|(part, _)| *part));
        again
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

impl Order {
    fn is_of(&self, group: &Group) -> bool {
        self.before == group.parts
    }

    fn read(&self, spools: &mut Spools, since: Option<i64>) -> LogMaterial {
        let mut group = Group::new(since);
        for id in &self.parts {
            if let Some((part, mut spool)) = spools.remove(id) {
                group.read(&part, &mut spool, None);
            }
        }
        group.finish()
    }
}
