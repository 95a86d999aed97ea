//! What is noted of every line of a piece of a log, whatever it says.

use std::collections::BTreeMap;

use tollgate_diaglog::{Marks, Stamp, StampForm, Zone};

use super::evidence::Truncation;
use super::kept::Kept;
use super::limits::{EXAMPLES, GAP, STEP_BACK};

/// Entries by kind. Each is of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// Steps of transactions.
    pub steps: u64,
    /// Decisions of the allow list, and requests refused before it.
    pub access: u64,
    /// WARNING lines about certificates.
    pub refusals: u64,
    /// ERROR lines about failed connections.
    pub failures: u64,
    /// Other native lines of the traffic server.
    pub other_natives: u64,
    /// Lines of other modules and other events.
    pub others: u64,
    /// `syslog MARK`.
    pub marks: u64,
    /// Lines that were not understood.
    pub unrecognised: u64,
    /// Entries, of any of these kinds, that were soft-wrapped or misread.
    pub damaged: u64,
    /// Entries that end before they should.
    pub unfinished: u64,
    /// Entries that are longer than is read.
    pub cut: u64,
    /// Entries that are not text.
    pub lossy: u64,
}

/// The kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    Step,
    Access,
    Refusal,
    Failure,
    OtherNative,
    Other,
    Mark,
    Unrecognised,
}

impl LineCounts {
    /// All entries.
    pub fn entries(&self) -> u64 {
        self.steps
            + self.access
            + self.refusals
            + self.failures
            + self.other_natives
            + self.others
            + self.marks
            + self.unrecognised
    }

    pub(super) fn note(&mut self, kind: LineKind) {
        let count = match kind {
            LineKind::Step => &mut self.steps,
            LineKind::Access => &mut self.access,
            LineKind::Refusal => &mut self.refusals,
            LineKind::Failure => &mut self.failures,
            LineKind::OtherNative => &mut self.other_natives,
            LineKind::Other => &mut self.others,
            LineKind::Mark => &mut self.marks,
            LineKind::Unrecognised => &mut self.unrecognised,
        };
        *count += 1;
    }

    pub(super) fn note_marks(&mut self, marks: Marks) {
        self.damaged += u64::from(marks.is_joined() || marks.is_repaired());
        self.unfinished += u64::from(marks.is_unfinished());
        self.cut += u64::from(marks.is_cut());
        self.lossy += u64::from(marks.is_lossy());
    }

    pub(super) fn add(&mut self, other: &Self) {
        let Self {
            steps,
            access,
            refusals,
            failures,
            other_natives,
            others,
            marks,
            unrecognised,
            damaged,
            unfinished,
            cut,
            lossy,
        } = other;
        self.steps += steps;
        self.access += access;
        self.refusals += refusals;
        self.failures += failures;
        self.other_natives += other_natives;
        self.others += others;
        self.marks += marks;
        self.unrecognised += unrecognised;
        self.damaged += damaged;
        self.unfinished += unfinished;
        self.cut += cut;
        self.lossy += lossy;
    }
}

/// A step of the clock; the line and the offset are those in the piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawStep {
    pub(super) line: u64,
    pub(super) offset: u64,
    pub(super) from_ms: i64,
    pub(super) to_ms: i64,
}

/// What is noted of a piece. Two of them that follow each other can be joined, and the result is
/// that of one piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Survey {
    pub(super) counts: LineCounts,
    pub(super) timeline: Timeline,
    /// Line feeds, and one for a last line without.
    pub(super) lines: u64,
    pub(super) octets: u64,
    pub(super) cut: Truncation,
    pub(super) before_since: u64,
    /// Whether the last entry with a time was among these. A piece begins with a time, so that this
    /// matters to no other.
    was_before: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Timeline {
    /// Lines, in the piece, before the first with a stamp.
    pub(super) undated_in_front: u64,
    ends: Option<Ends>,
    pub(super) offsets: BTreeMap<i32, u64>,
    /// The offset of the lines before, and how many there were: offsets seldom change.
    same_offset: Option<(i32, u64)>,
    pub(super) without_offset: u64,
    pub(super) gaps: Kept<RawStep>,
    pub(super) steps_back: Kept<RawStep>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ends {
    first: i64,
    first_line: u64,
    first_offset: u64,
    last: i64,
    least: (i64, Zone),
    greatest: (i64, Zone),
}

impl Survey {
    pub(super) fn note_time(&mut self, stamp: Option<(Stamp, StampForm)>, line: u64, offset: u64) {
        match stamp {
            Some((stamp, form)) => {
                let shown = (form.zone == Zone::Given).then_some(stamp.offset_seconds);
                self.timeline.note(stamp.unix_ms, shown, (line, offset));
            }
            None if self.timeline.ends.is_none() => self.timeline.undated_in_front += 1,
            None => {}
        }
    }

    /// Whether an entry is passed over because it is older; one without a time is so with the one
    /// before it.
    #[inline]
    pub(super) fn is_before(&mut self, since: Option<i64>, unix_ms: Option<i64>) -> bool {
        let Some(since) = since else {
            return false;
        };
        if let Some(unix_ms) = unix_ms {
            self.was_before = unix_ms < since;
        }
        self.before_since += u64::from(self.was_before);
        self.was_before
    }

    /// Joins with the piece that follows.
    pub(super) fn append(&mut self, next: Self) {
        let Self {
            counts,
            timeline,
            lines,
            octets,
            cut,
            before_since,
            was_before: _,
        } = next;
        self.counts.add(&counts);
        self.timeline.append(timeline, (self.lines, self.octets));
        self.lines += lines;
        self.octets += octets;
        self.cut.ends_within_entry |= cut.ends_within_entry;
        self.cut.ends_without_line_feed |= cut.ends_without_line_feed;
        self.before_since += before_since;
    }
}

impl Timeline {
    #[inline]
    pub(super) fn note(
        &mut self,
        unix_ms: i64,
        offset_seconds: Option<i32>,
        (line, offset): (u64, u64),
    ) {
        let zone = if let Some(seconds) = offset_seconds {
            match &mut self.same_offset {
                Some((same, count)) if *same == seconds => *count += 1,
                _ => {
                    self.settle_offset();
                    self.same_offset = Some((seconds, 1));
                }
            }
            Zone::Given
        } else {
            self.without_offset += 1;
            Zone::Missing
        };
        let Some(ends) = &mut self.ends else {
            self.ends = Some(Ends {
                first: unix_ms,
                first_line: line,
                first_offset: offset,
                last: unix_ms,
                least: (unix_ms, zone),
                greatest: (unix_ms, zone),
            });
            return;
        };
        let from_ms = ends.last;
        ends.last = unix_ms;
        if unix_ms < ends.least.0 {
            ends.least = (unix_ms, zone);
        }
        if unix_ms > ends.greatest.0 {
            ends.greatest = (unix_ms, zone);
        }
        let step = unix_ms.saturating_sub(from_ms);
        if !(-STEP_BACK..=GAP).contains(&step) {
            self.note_step(RawStep {
                line,
                offset,
                from_ms,
                to_ms: unix_ms,
            });
        }
    }

    fn note_step(&mut self, step: RawStep) {
        let list = if step.to_ms < step.from_ms {
            &mut self.steps_back
        } else {
            &mut self.gaps
        };
        list.push(EXAMPLES, || step);
    }

    /// Counts the lines since the offset last changed.
    pub(super) fn settle_offset(&mut self) {
        if let Some((seconds, count)) = self.same_offset.take() {
            // At most one for each minute of two days.
            *self.offsets.entry(seconds).or_default() += count;
        }
    }

    /// The least and the greatest time.
    pub(super) fn extremes(&self) -> Option<[(i64, Zone); 2]> {
        self.ends.map(|ends| [ends.least, ends.greatest])
    }

    fn append(&mut self, mut next: Self, (lines, octets): (u64, u64)) {
        next.settle_offset();
        self.settle_offset();
        let moved = |step: RawStep| RawStep {
            line: step.line + lines,
            offset: step.offset + octets,
            ..step
        };
        if self.ends.is_none() {
            self.undated_in_front += next.undated_in_front;
        }
        for (seconds, count) in next.offsets {
            *self.offsets.entry(seconds).or_default() += count;
        }
        self.without_offset += next.without_offset;
        if let (Some(before), Some(after)) = (self.ends, next.ends) {
            let step = RawStep {
                line: after.first_line,
                offset: after.first_offset,
                from_ms: before.last,
                to_ms: after.first,
            };
            if !(-STEP_BACK..=GAP).contains(&step.to_ms.saturating_sub(step.from_ms)) {
                self.note_step(moved(step));
            }
        }
        for (list, more) in [
            (&mut self.gaps, next.gaps),
            (&mut self.steps_back, next.steps_back),
        ] {
            for step in more.items {
                list.push(EXAMPLES, || moved(step));
            }
            list.more += more.more;
        }
        self.ends = match (self.ends, next.ends) {
            (Some(before), Some(after)) => Some(Ends {
                last: after.last,
                least: if after.least.0 < before.least.0 {
                    after.least
                } else {
                    before.least
                },
                greatest: if after.greatest.0 > before.greatest.0 {
                    after.greatest
                } else {
                    before.greatest
                },
                ..before
            }),
            (None, Some(after)) => Some(Ends {
                first_line: after.first_line + lines,
                first_offset: after.first_offset + octets,
                ..after
            }),
            (before, None) => before,
        };
    }
}
