//! Native lines, which carry no transaction id, and the attempts that they are about.
//!
//! A WARNING and the ERROR after it are one occurrence. Its candidates are the attempts that were
//! under way in that process to that name and address when it was written. If there is more than
//! one, the occurrence waits: a candidate that the node answers is none. What stays open is given
//! out in the order of the attempts and marked as ambiguous.

use std::collections::VecDeque;
use std::net::IpAddr;

use super::open::{Open, ProcessId, Ticket};
use super::{Joiner, Spot};
use crate::log::evidence::{Cell, Entry, Evidence, Failed, FailureKind, Join};
use crate::log::fact::{ConnectionFailure, Warned};
use crate::log::limits::{
    CANDIDATES, EXAMPLES, HANDSHAKE_SLACK, HANDSHAKE_WINDOW, PAIR_WINDOW, RAW_TEXT, VALUE, WAITING,
    WAITING_WINDOW,
};
use crate::log::text::start;

/// A failure that was logged.
#[derive(Debug)]
pub(super) struct Occurrence {
    thread: Option<u32>,
    kind: FailureKind,
    name: String,
    /// Another name in the line.
    server: String,
    ip: Option<IpAddr>,
    spot: Spot,
    evidence: Evidence,
    candidates: Vec<Candidate>,
    /// What it takes while it waits.
    octets: usize,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    ticket: Ticket,
    /// `None` if its `Sending Request` is not in the log.
    attempt: Option<usize>,
}

/// The occurrences of a process that are not yet given to an attempt.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    /// Their ERROR is expected.
    unpaired: VecDeque<Occurrence>,
    /// They have more than one candidate.
    waiting: VecDeque<Occurrence>,
}

/// Most WARNING lines of a process that wait for their ERROR: each thread writes them together.
const UNPAIRED: usize = 64;

impl Occurrences {
    pub(super) fn is_empty(&self) -> bool {
        self.unpaired.is_empty() && self.waiting.is_empty()
    }
}

/// What a native line says about whom.
#[derive(Debug, Clone, Copy)]
struct About<'a> {
    name: &'a str,
    server: &'a str,
    ip: Option<IpAddr>,
}

impl Joiner {
    pub(super) fn warned(
        &mut self,
        process: ProcessId,
        spot: Spot,
        warned: Warned<'_>,
        raw: &[u8],
    ) {
        self.give_out(process, Some(spot));
        let about = About {
            name: &warned.name,
            server: &warned.server,
            ip: warned.ip,
        };
        let candidates = self.candidates(process, spot, about);
        let occurrence = Occurrence {
            thread: warned.thread,
            name: start(&warned.name, VALUE).to_owned(),
            server: start(&warned.server, VALUE).to_owned(),
            ip: warned.ip,
            spot,
            evidence: Evidence {
                warning: Some(spot.entry(raw)),
                error: None,
            },
            candidates,
            kind: warned.kind,
            octets: 0,
        };
        let Some(occurrence) = self.hold(occurrence) else {
            return;
        };
        if occurrence.kind.went_on() {
            self.settle(process, occurrence);
            return;
        }
        let Some(state) = self.process_mut(process) else {
            return;
        };
        state.occurrences.unpaired.push_back(occurrence);
        if state.occurrences.unpaired.len() > UNPAIRED
            && let Some(oldest) = state.occurrences.unpaired.pop_front()
        {
            self.settle(process, oldest);
        }
    }

    pub(super) fn failed(
        &mut self,
        process: ProcessId,
        spot: Spot,
        failure: ConnectionFailure<'_>,
        raw: &[u8],
    ) {
        self.give_out(process, Some(spot));
        let error = spot.entry(raw);
        if failure.kind == FailureKind::Unspecified
            && let Some(mut occurrence) = self.take_unpaired(process, spot, &failure)
        {
            occurrence.evidence.error = Some(error);
            self.settle(process, occurrence);
            return;
        }
        let about = About {
            name: &failure.name,
            server: &failure.name,
            ip: None,
        };
        let candidates = self.candidates(process, spot, about);
        let occurrence = Occurrence {
            thread: failure.thread,
            name: start(&failure.name, VALUE).to_owned(),
            server: String::new(),
            ip: None,
            spot,
            evidence: Evidence {
                warning: None,
                error: Some(error),
            },
            candidates,
            kind: failure.kind,
            octets: 0,
        };
        if let Some(occurrence) = self.hold(occurrence) {
            self.settle(process, occurrence);
        }
    }

    /// Takes what an occurrence costs while it waits. One that does not fit is counted at once,
    /// without its lines.
    fn hold(&mut self, mut occurrence: Occurrence) -> Option<Occurrence> {
        let texts = occurrence.name.len() + occurrence.server.len() + occurrence.kind.octets();
        let lists = occurrence.candidates.len() * size_of::<Candidate>();
        // The ERROR may still come.
        let entries = occurrence.evidence.octets() + size_of::<Entry>() + RAW_TEXT;
        let octets = size_of::<Occurrence>() + texts + lists + entries;
        if self.budget.take(octets) {
            occurrence.octets = octets;
            return Some(occurrence);
        }
        let evidence = &mut occurrence.evidence;
        let entries = [&mut evidence.warning, &mut evidence.error];
        for entry in entries.into_iter().flatten() {
            entry.text = String::new();
        }
        self.attach(occurrence, None, Join::None);
        None
    }

    /// The WARNING that an ERROR follows.
    fn take_unpaired(
        &mut self,
        process: ProcessId,
        spot: Spot,
        failure: &ConnectionFailure<'_>,
    ) -> Option<Occurrence> {
        let unpaired = &mut self.process_mut(process)?.occurrences.unpaired;
        let is_same_thread = |one: &Occurrence| match (one.thread, failure.thread) {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => true,
        };
        let place = unpaired.iter().position(|one| {
            is_same_thread(one)
                && (one.name.eq_ignore_ascii_case(&failure.name)
                    || one.server.eq_ignore_ascii_case(&failure.name))
                && spot.at.since(one.spot.at).abs() <= PAIR_WINDOW
        })?;
        unpaired.remove(place)
    }

    /// The attempts that a native line can be about.
    fn candidates(&mut self, process: ProcessId, spot: Spot, about: About<'_>) -> Vec<Candidate> {
        let Some(state) = self.process(process) else {
            return Vec::new();
        };
        let mut found: Vec<(Candidate, [bool; 3])> = Vec::new();
        for ticket in state.in_flight.iter().copied() {
            let Some(open) = self.opens.get(ticket) else {
                continue;
            };
            let last = open.attempts.iter().enumerate().next_back();
            let (began, ip) = match last {
                Some((_, attempt)) => (attempt.spot.at, attempt.ip),
                None => (open.begun(), None),
            };
            let apart = spot.at.since(began);
            let is_in_time = (-HANDSHAKE_SLACK..=HANDSHAKE_WINDOW).contains(&apart);
            let is_elsewhere = matches!((ip, about.ip), (Some(a), Some(b)) if a != b);
            let is_named = self.is_asked(open, about);
            let is_possible = is_named.unwrap_or_else(|| last.is_some());
            if is_in_time && !is_elsewhere && open.node.is_none() && is_possible {
                let candidate = Candidate {
                    ticket,
                    attempt: last.map(|(index, _)| index),
                };
                let is_fresh = last.is_none_or(|(_, attempt)| attempt.is_fresh());
                found.push((candidate, [is_named.is_some(), last.is_some(), is_fresh]));
            }
        }
        // Preferred are transactions whose request is known, then those whose attempt is, then
        // attempts without a line of their own.
        for preference in 0..3 {
            let is_preferred = |(_, preferred): &(Candidate, [bool; 3])| {
                preferred.get(preference).copied().unwrap_or_default()
            };
            if found.iter().any(is_preferred) {
                found.retain(is_preferred);
            }
        }
        found.truncate(CANDIDATES);
        let is_only = found.len() == 1;
        for (candidate, _) in &found {
            if let Some(open) = self.opens.get_mut(candidate.ticket) {
                open.held += 1;
                let attempt = candidate.attempt;
                if is_only && let Some(attempt) = attempt.and_then(|at| open.attempts.get_mut(at)) {
                    attempt.is_claimed = true;
                }
            }
        }
        found.into_iter().map(|(candidate, _)| candidate).collect()
    }

    /// Whether a transaction asked for the node of a native line; `None` if it is not known what
    /// it asked for.
    fn is_asked(&self, open: &Open, about: About<'_>) -> Option<bool> {
        let asked = self.targets.get(open.target?)?;
        let is_name = |name: &str| asked.address.eq_ignore_ascii_case(name);
        Some(asked.protocol == "https" && (is_name(about.name) || is_name(about.server)))
    }

    fn settle(&mut self, process: ProcessId, occurrence: Occurrence) {
        let live = self.live(&occurrence);
        match live.as_slice() {
            [] => self.attach(occurrence, None, Join::None),
            [only] => {
                let join = self.certainty(*only);
                self.attach(occurrence, Some(*only), join);
            }
            _ => {
                if let Some(state) = self.process_mut(process) {
                    state.occurrences.waiting.push_back(occurrence);
                }
                self.give_out(process, None);
            }
        }
    }

    /// The candidates that still are.
    fn live(&self, occurrence: &Occurrence) -> Vec<Candidate> {
        let candidates = occurrence.candidates.iter().copied();
        candidates
            .filter(|candidate| {
                let open = self.opens.get(candidate.ticket);
                open.is_some_and(|open| open.node.is_none())
            })
            .collect()
    }

    fn certainty(&self, candidate: Candidate) -> Join {
        let open = self.opens.get(candidate.ticket);
        let Some((open, attempt)) = open.zip(candidate.attempt) else {
            return Join::AttemptUnsure;
        };
        let mut earlier = open.attempts.iter().take(attempt);
        if earlier.any(|attempt| attempt.failures.is_empty()) {
            Join::AttemptUnsure
        } else {
            Join::Sure
        }
    }

    /// Gives out the occurrences of which enough is known, or that have waited long enough.
    pub(super) fn give_out(&mut self, process: ProcessId, now: Option<Spot>) {
        let Some(state) = self.process_mut(process) else {
            return;
        };
        if state.occurrences.is_empty() {
            return;
        }
        let is_old = |one: &Occurrence, window: i64| {
            now.is_some_and(|now| now.at.since(one.spot.at) > window)
        };
        if let Some(place) =
            (state.occurrences.unpaired.iter()).position(|one| is_old(one, PAIR_WINDOW))
            && let Some(alone) = state.occurrences.unpaired.remove(place)
        {
            self.settle(process, alone);
        }
        let mut index = 0;
        while let Some(waiting) = self.waiting(process).and_then(|waiting| waiting.get(index)) {
            let live = self.live(waiting);
            let is_answered = |candidate: &Candidate| {
                let open = self.opens.get(candidate.ticket);
                open.is_none_or(|open| open.answer.is_some())
            };
            let is_decided = live.len() < 2
                || live.iter().all(is_answered)
                || is_old(waiting, WAITING_WINDOW)
                || self.waiting(process).is_some_and(|all| all.len() > WAITING);
            if is_decided {
                self.decide(process, index, &live);
            } else {
                index += 1;
            }
        }
    }

    fn waiting(&self, process: ProcessId) -> Option<&VecDeque<Occurrence>> {
        Some(&self.process(process)?.occurrences.waiting)
    }

    fn decide(&mut self, process: ProcessId, index: usize, live: &[Candidate]) {
        let Some(state) = self.process_mut(process) else {
            return;
        };
        let Some(occurrence) = state.occurrences.waiting.remove(index) else {
            return;
        };
        let is_fresh = |candidate: &&Candidate| {
            let open = self.opens.get(candidate.ticket);
            let attempt = open.zip(candidate.attempt);
            let attempt = attempt.and_then(|(open, attempt)| open.attempts.get(attempt));
            attempt.is_some_and(|attempt| attempt.failures.is_empty())
        };
        let chosen = live.iter().find(is_fresh).or_else(|| live.first()).copied();
        let join = match (chosen, live.len()) {
            (None, _) => Join::None,
            (Some(only), 1) => self.certainty(only),
            (Some(_), count) => Join::Ambiguous {
                transactions: u32::try_from(count).unwrap_or(u32::MAX),
            },
        };
        self.attach(occurrence, chosen, join);
    }

    /// Gives out all occurrences of a process.
    pub(super) fn give_out_all(&mut self, process: ProcessId) {
        while let Some(alone) = self
            .process_mut(process)
            .and_then(|state| state.occurrences.unpaired.pop_front())
        {
            self.settle(process, alone);
        }
        while let Some(waiting) = self.waiting(process).and_then(|waiting| waiting.front()) {
            let live = self.live(waiting);
            self.decide(process, 0, &live);
        }
    }

    fn attach(&mut self, occurrence: Occurrence, chosen: Option<Candidate>, join: Join) {
        let Occurrence {
            kind,
            name,
            server,
            ip,
            evidence,
            candidates,
            octets,
            ..
        } = occurrence;
        for candidate in &candidates {
            if let Some(open) = self.opens.get_mut(candidate.ticket) {
                open.held = open.held.saturating_sub(1);
                let attempt = candidate.attempt;
                if let Some(attempt) = attempt.and_then(|at| open.attempts.get_mut(at)) {
                    attempt.is_claimed = false;
                }
            }
        }
        let failed = Failed {
            kind,
            name,
            ip,
            evidence,
            join,
        };
        let open = chosen.and_then(|chosen| self.opens.get(chosen.ticket));
        let attempt = open
            .zip(chosen)
            .and_then(|(open, chosen)| open.attempts.get(chosen.attempt?));
        let asked = open.and_then(|open| self.targets.get(open.target?));
        let logged = || {
            let name = if server.is_empty() {
                &failed.name
            } else {
                &server
            };
            (!name.is_empty()).then(|| name.to_ascii_lowercase())
        };
        let cell = Cell {
            address: asked.map_or_else(logged, |asked| Some(asked.address.clone())),
            port: attempt
                .and_then(|attempt| attempt.port)
                .or_else(|| asked.map(|asked| asked.port)),
            ip: attempt.and_then(|attempt| attempt.ip).or(failed.ip),
        };
        let budget = &mut self.budget;
        budget.give_back(octets);
        let cell = self.cells.id(cell, budget);
        let failure = self.cells.failure(cell, &failed, budget);
        let Some(chosen) = chosen else {
            self.evidence.unjoined.push(EXAMPLES, || failed);
            return;
        };
        let Some(open) = self.opens.get_mut(chosen.ticket) else {
            return;
        };
        if let Some(failure) = failure
            && !open.failures.contains(&failure)
        {
            open.failures.push(failure);
        }
        let attempt = chosen.attempt;
        let failures = match attempt.and_then(|at| open.attempts.get_mut(at)) {
            Some(attempt) => &mut attempt.failures,
            None => &mut open.stray,
        };
        // One attempt has few lines; more come only from lines that cannot be told apart.
        if failures.len() < CANDIDATES && self.budget.take(failed.octets()) {
            failures.push(failed);
        }
    }
}

impl Spot {
    pub(super) fn entry(self, raw: &[u8]) -> Entry {
        Entry {
            position: self.position,
            at: self.at,
            text: crate::log::text::raw(raw),
        }
    }
}
