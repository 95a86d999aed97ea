//! What is noted beside transactions: files, hosts, notices, denials.

use std::collections::HashMap;

use tollgate_diaglog::{Precision, Zone};

use super::{Base, Spot};
use crate::log::budget::Budget;
use crate::log::evidence::{
    ClockDifference, ClockEvidence, Denial, HostEvidence, LogEvidence, LogFile, NoticeEvidence,
    Position, Restart, Step, Truncation,
};
use crate::log::fact::Access;
use crate::log::kept::{Kept, Users};
use crate::log::limits::{CLOCK_DIFFERENCE, EXAMPLES, NAMES, RAW_TEXT, VALUE};
use crate::log::moment::{Clock, Clocks, Moment, Period, Reconciler};
use crate::log::survey::{RawStep, Survey};
use crate::log::text::start;

/// The logs.
#[derive(Debug, Default)]
pub(super) struct Files {
    done: Vec<LogFile>,
    surveys: Survey,
    name: String,
    differing: Kept<ClockDifference>,
    marks: u64,
    total: crate::log::survey::LineCounts,
    before_since: u64,
}

impl Files {
    pub(super) fn begin(&mut self, name: &str) {
        start(name, VALUE).clone_into(&mut self.name);
        self.surveys = Survey::default();
        self.differing = Kept::default();
        self.marks = 0;
    }

    pub(super) fn base(&self) -> Base {
        Base {
            file: u32::try_from(self.done.len()).unwrap_or(u32::MAX),
            line: self.surveys.lines,
            offset: self.surveys.octets,
        }
    }

    pub(super) fn append(&mut self, survey: Survey) {
        self.surveys.append(survey);
    }

    pub(super) fn note_mark(&mut self) {
        self.marks += 1;
    }

    pub(super) fn note_clocks(&mut self, position: Position, clocks: Clocks) {
        let (Some(utc), Some((stamp, form))) = (clocks.utc, clocks.stamp) else {
            return;
        };
        if form.zone == Zone::Missing || form.precision == Precision::Day {
            return;
        }
        let ahead_ms = stamp.unix_ms.saturating_sub(utc.unix_ms);
        if ahead_ms.abs() > CLOCK_DIFFERENCE {
            let difference = ClockDifference { position, ahead_ms };
            self.differing.push(EXAMPLES, || difference);
        }
    }

    pub(super) fn end(&mut self, clock: &Reconciler, budget: &mut Budget) {
        let file = self.base().file;
        let mut survey = std::mem::take(&mut self.surveys);
        for steps in [&mut survey.timeline.gaps, &mut survey.timeline.steps_back] {
            steps.hold_within(budget);
        }
        self.differing.hold_within(budget);
        survey.timeline.settle_offset();
        let moment = |(unix_ms, zone): (i64, Zone)| match (zone, clock.estimated_offset()) {
            (Zone::Given, _) => Moment {
                unix_ms,
                clock: Clock::Offset,
            },
            (Zone::Missing, Some(offset)) => Moment {
                unix_ms: unix_ms.saturating_sub(offset.saturating_mul(1000)),
                clock: Clock::Estimated,
            },
            (Zone::Missing, None) => Moment {
                unix_ms,
                clock: Clock::Local,
            },
        };
        let mut period = Period::default();
        for end in survey.timeline.extremes().into_iter().flatten() {
            period.note(moment(end));
        }
        let steps = |steps: Kept<RawStep>| Kept {
            items: steps
                .items
                .into_iter()
                .map(|step| placed(file, step))
                .collect(),
            more: steps.more,
        };
        let timeline = survey.timeline;
        self.total.add(&survey.counts);
        self.before_since += survey.before_since;
        let has_times = period.first().is_some();
        self.done.push(LogFile {
            name: std::mem::take(&mut self.name),
            octets: survey.octets,
            lines: survey.lines,
            cut: Truncation {
                undated_lines_in_front: if has_times {
                    timeline.undated_in_front
                } else {
                    0
                },
                ..survey.cut
            },
            clock: ClockEvidence {
                period,
                offsets: timeline.offsets,
                without_offset: timeline.without_offset,
                estimated_offset: clock.estimated_offset(),
                differing: std::mem::take(&mut self.differing),
                gaps: steps(timeline.gaps),
                steps_back: steps(timeline.steps_back),
                marks: self.marks,
            },
        });
    }

    pub(super) fn finish(self, evidence: &mut LogEvidence) {
        evidence.files = self.done;
        evidence.lines = self.total;
        evidence.before_since = self.before_since;
    }
}

fn placed(file: u32, step: RawStep) -> Step {
    Step {
        position: Position {
            file,
            line: step.line.saturating_add(1),
            offset: step.offset,
        },
        from_ms: step.from_ms,
        to_ms: step.to_ms,
    }
}

/// Hosts, notices and denials.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    hosts: Vec<Host>,
    host_ids: HashMap<Box<str>, usize>,
    notices: HashMap<(Box<str>, Box<str>), usize>,
    notice_list: Vec<NoticeEvidence>,
    denials: HashMap<[Box<str>; 3], usize>,
    denial_list: Vec<Denial>,
    more_denials: u64,
}

#[derive(Debug)]
struct Host {
    evidence: HostEvidence,
    /// The newest process, and where its first line is.
    newest: Option<(Option<u32>, Position)>,
}

impl Ledger {
    pub(super) fn host(&mut self, name: &str) -> usize {
        if let Some(index) = self.host_ids.get(name) {
            return *index;
        }
        let index = self.hosts.len();
        self.hosts.push(Host {
            evidence: HostEvidence {
                host: name.to_owned(),
                entries: 0,
                period: Period::default(),
            },
            newest: None,
        });
        self.host_ids.insert(name.into(), index);
        index
    }

    pub(super) fn host_name(&self, host: usize) -> &str {
        self.hosts
            .get(host)
            .map_or("", |host| host.evidence.host.as_str())
    }

    pub(super) fn note_line(&mut self, host: usize, at: Moment) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.evidence.entries += 1;
            host.evidence.period.note(at);
        }
    }

    /// Takes the first line of a process. Another process before it was restarted.
    pub(super) fn note_pid(
        &mut self,
        host: usize,
        pid: Option<u32>,
        spot: Spot,
    ) -> Option<Restart> {
        let state = self.hosts.get_mut(host)?;
        let before = state.newest.replace((pid, spot.position));
        let (from, _) = before?;
        // A line without a process id is one of the same process, written in another way.
        if from.is_none() || pid.is_none() {
            return None;
        }
        Some(Restart {
            host: state.evidence.host.clone(),
            from,
            to: pid,
            at: spot.at,
            position: spot.position,
        })
    }

    /// Takes a process's own word that it was started.
    pub(super) fn note_start(
        &mut self,
        host: usize,
        pid: Option<u32>,
        spot: Spot,
    ) -> Option<Restart> {
        let state = self.hosts.get_mut(host)?;
        // A process of a new id was noted with this very line.
        let is_first = state
            .newest
            .is_some_and(|(_, first)| first == spot.position);
        (!is_first).then(|| Restart {
            host: state.evidence.host.clone(),
            from: pid,
            to: pid,
            at: spot.at,
            position: spot.position,
        })
    }

    pub(super) fn notice(
        &mut self,
        (process, event): (&str, &str),
        spot: Spot,
        raw: &[u8],
        budget: &mut Budget,
    ) {
        let key = (
            Box::from(start(process, VALUE)),
            Box::from(start(event, VALUE)),
        );
        let index = match self.notices.get(&key) {
            Some(index) => *index,
            None if self.notice_list.len() < NAMES
                && budget.take(2 * (key.0.len() + key.1.len()) + RAW_TEXT) =>
            {
                self.notice_list.push(NoticeEvidence {
                    process: key.0.to_string(),
                    event: key.1.to_string(),
                    count: 0,
                    period: Period::default(),
                    latest: spot.entry(raw),
                });
                self.notices.insert(key, self.notice_list.len() - 1);
                self.notice_list.len() - 1
            }
            None => return,
        };
        if let Some(notice) = self.notice_list.get_mut(index) {
            notice.count += 1;
            notice.period.note(spot.at);
            notice.latest = spot.entry(raw);
        }
    }

    pub(super) fn denied(
        &mut self,
        spot: Spot,
        access: &Access<'_>,
        raw: &[u8],
        budget: &mut Budget,
    ) {
        let value = |text: &str| Box::from(start(text, VALUE));
        let key = [
            value(&access.method),
            value(&access.request),
            value(&access.reason),
        ];
        let index = match self.denials.get(&key) {
            Some(index) => *index,
            None if self.denial_list.len() < NAMES
                && budget.take(2 * key.iter().map(|text| text.len()).sum::<usize>() + RAW_TEXT) =>
            {
                let [method, request, reason] = key.clone().map(String::from);
                self.denial_list.push(Denial {
                    method,
                    request,
                    reason,
                    rule: access
                        .rule
                        .as_deref()
                        .map(|rule| start(rule, VALUE).to_owned()),
                    count: 0,
                    period: Period::default(),
                    users: Users::default(),
                    latest: spot.entry(raw),
                });
                self.denials.insert(key, self.denial_list.len() - 1);
                self.denial_list.len() - 1
            }
            None => {
                self.more_denials += 1;
                return;
            }
        };
        if let Some(denial) = self.denial_list.get_mut(index) {
            denial.count += 1;
            denial.period.note(spot.at);
            denial
                .users
                .add_within(start(&access.username, VALUE), budget);
            denial.latest = spot.entry(raw);
        }
    }

    pub(super) fn finish(self, evidence: &mut LogEvidence) {
        evidence.denials = self.denial_list;
        evidence.more_denials = self.more_denials;
        evidence.notices = self.notice_list;
        let mut hosts: Vec<HostEvidence> =
            self.hosts.into_iter().map(|host| host.evidence).collect();
        hosts.sort_by(|one, other| one.host.cmp(&other.host));
        evidence.hosts = hosts;
    }
}
