//! Joins what single entries tell into transactions and counts them by cell.
//!
//! Everything here goes through a log in order, so that the result does not depend on how the log
//! was cut for reading.

mod cells;
mod ledger;
mod native;
mod open;

use std::collections::{HashMap, VecDeque};

use tollgate_diaglog::Outcome;

use super::asked::{self, Targets};
use super::budget::Budget;
use super::evidence::{
    Answer, Asked, Attempt, Failed, LogEvidence, Position, Received, Transaction,
};
use super::fact::{self, Access, Fact, Notice, Origin, Step, StepKind, Tells};
use super::limits::{
    EXAMPLES, FAILED_TRANSACTIONS, IN_FLIGHT, LEVEL_WINDOW, LINGER_COUNT, LINGER_WINDOW, NAMES,
    RAW_TEXT, VALUE,
};
use super::moment::{Moment, Reconciler};
use super::survey::Survey;
use super::text::start;
use cells::{Cells, Ended, Result};
use ledger::{Files, Ledger};
use native::Occurrences;
use open::{Access as Allowance, Levels, Open, Opens, ProcessId, Ticket};

/// Where and when.
#[derive(Debug, Clone, Copy)]
struct Spot {
    at: Moment,
    position: Position,
}

/// Where a piece begins.
#[derive(Debug, Clone, Copy)]
struct Base {
    file: u32,
    line: u64,
    offset: u64,
}

/// A process of the traffic server.
#[derive(Debug, Default)]
struct Process {
    host: usize,
    pid: Option<u32>,
    /// Transactions without an answer, the oldest first.
    in_flight: VecDeque<Ticket>,
    occurrences: Occurrences,
}

/// Joins facts.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    targets: Targets,
    opens: Opens,
    processes: Vec<Process>,
    process_ids: HashMap<(Box<str>, Option<u32>), ProcessId>,
    /// The process of the last line.
    last: Option<(Box<str>, Option<u32>, ProcessId)>,
    /// Answered transactions of which a line may still come.
    answered: VecDeque<(Ticket, Moment)>,
    cells: Cells,
    clock: Reconciler,
    files: Files,
    ledger: Ledger,
    late: VecDeque<Transaction>,
    budget: Budget,
    evidence: LogEvidence,
}

impl Joiner {
    /// Sets how many octets evidence may take.
    pub(super) fn limit(&mut self, octets: usize) {
        self.budget = Budget::of(octets);
    }

    pub(super) fn begin_file(&mut self, name: &str) {
        self.clock = Reconciler::default();
        self.files.begin(name);
    }

    pub(super) fn end_file(&mut self) {
        self.files.end(&self.clock, &mut self.budget);
    }

    /// Takes what was noted of a piece, after its facts.
    pub(super) fn end_piece(&mut self, survey: Survey) {
        self.files.append(survey);
    }

    /// Takes a fact of the piece that is being read.
    pub(super) fn take(&mut self, fact: Fact<'_>) {
        let Fact {
            line,
            offset,
            raw,
            clocks,
            origin,
            tells,
        } = fact;
        let base = self.files.base();
        let position = Position {
            file: base.file,
            line: base.line.saturating_add(line).saturating_add(1),
            offset: base.offset.saturating_add(offset),
        };
        let at = self.clock.moment(clocks);
        let spot = Spot { at, position };
        self.files.note_clocks(position, clocks);
        match tells {
            Tells::Step(step) => {
                let process = self.process_of(&origin, spot);
                self.step(process, spot, &step);
            }
            Tells::Access(access) => {
                let process = self.process_of(&origin, spot);
                self.access(process, spot, &access, raw);
            }
            Tells::Rejected => {
                self.process_of(&origin, spot);
                self.evidence.rejections.push(EXAMPLES, || spot.entry(raw));
            }
            Tells::Warned(warned) => {
                let process = self.process_of(&origin, spot);
                self.warned(process, spot, warned, raw);
            }
            Tells::Failed(failure) => {
                let process = self.process_of(&origin, spot);
                self.failed(process, spot, failure, raw);
            }
            Tells::Notice(notice) => self.notice(&origin, spot, notice, raw),
            Tells::Mark => self.files.note_mark(),
            Tells::Unrecognised => {
                self.evidence
                    .unrecognised
                    .push(EXAMPLES, || spot.entry(raw));
            }
            Tells::Time => {}
        }
    }

    fn process(&self, id: ProcessId) -> Option<&Process> {
        self.processes.get(usize::try_from(id.0).ok()?)
    }

    fn process_mut(&mut self, id: ProcessId) -> Option<&mut Process> {
        self.processes.get_mut(usize::try_from(id.0).ok()?)
    }

    fn process_of(&mut self, origin: &Origin<'_>, spot: Spot) -> ProcessId {
        let known = match &self.last {
            Some((host, pid, id)) if **host == *origin.host && *pid == origin.pid => Some(*id),
            _ => None,
        };
        let id = known.unwrap_or_else(|| {
            let id = self.find_process(origin, spot);
            self.last = Some((origin.host.as_ref().into(), origin.pid, id));
            id
        });
        if let Some(host) = self.process(id).map(|process| process.host) {
            self.ledger.note_line(host, spot.at);
        }
        id
    }

    fn find_process(&mut self, origin: &Origin<'_>, spot: Spot) -> ProcessId {
        let name = start(&origin.host, VALUE);
        if let Some(id) = self.process_ids.get(&(Box::from(name), origin.pid)) {
            return *id;
        }
        let last = u32::try_from(NAMES - 1).unwrap_or(u32::MAX);
        if self.processes.len() >= NAMES {
            return ProcessId(last);
        }
        let id = ProcessId(u32::try_from(self.processes.len()).unwrap_or(last));
        let host = self.ledger.host(name);
        self.processes.push(Process {
            host,
            pid: origin.pid,
            ..Process::default()
        });
        self.process_ids.insert((name.into(), origin.pid), id);
        if let Some(restart) = self.ledger.note_pid(host, origin.pid, spot) {
            self.evidence.restarts.push(EXAMPLES, || restart);
        }
        id
    }

    fn begin(&mut self, process: ProcessId, id: u64) -> Ticket {
        while let Some(oldest) = self.opens.excess() {
            self.close(oldest);
        }
        let ticket = self.opens.begin(process, id);
        if let Some(state) = self.process_mut(process) {
            state.in_flight.push_back(ticket);
            if state.in_flight.len() > IN_FLIGHT {
                state.in_flight.pop_front();
            }
        }
        ticket
    }

    fn step(&mut self, process: ProcessId, spot: Spot, step: &Step<'_>) {
        let found = self.opens.find(process, step.id);
        match step.kind {
            StepKind::ReceiveRequest => self.receive_request(process, spot, step, found),
            StepKind::SendingRequest => {
                let is_over = found
                    .and_then(|ticket| self.opens.get(ticket))
                    .is_some_and(|open| {
                        let answer = open.answer.map(|(answer, _)| spot.at.since(answer.at));
                        answer.is_some_and(|since| since > LEVEL_WINDOW)
                    });
                let ticket = match found {
                    Some(ticket) if !is_over => ticket,
                    Some(ticket) => {
                        self.close(ticket);
                        self.begin(process, step.id)
                    }
                    None => self.begin(process, step.id),
                };
                if let Some(open) = self.opens.get_mut(ticket) {
                    open.note_tracking_id(&step.tracking_id);
                    open.attempt(spot, step.level, (step.ip, step.port));
                }
            }
            StepKind::ReceiveResponse => {
                let ticket = found.unwrap_or_else(|| self.begin(process, step.id));
                if let Some(open) = self.opens.get_mut(ticket) {
                    open.node.get_or_insert((step.ip, step.port));
                    open.node_status =
                        (open.node_status).or_else(|| status_and_reason(&step.start_line).0);
                }
                self.give_out(process, Some(spot));
            }
            StepKind::SendingResponse => {
                let ticket = found.unwrap_or_else(|| self.begin(process, step.id));
                let Some(open) = self.opens.get_mut(ticket) else {
                    return;
                };
                if open.answer.is_some() {
                    return;
                }
                let (status, reason) = status_and_reason(&step.start_line);
                open.answer = Some((spot, status));
                open.reason.push_str(start(reason, VALUE));
                open.client = open.client.or_else(|| Some((step.ip?, step.port)));
                if let Some(state) = self.process_mut(process) {
                    let in_flight = &mut state.in_flight;
                    if let Some(place) = in_flight.iter().position(|other| *other == ticket) {
                        in_flight.remove(place);
                    }
                }
                self.answered.push_back((ticket, spot.at));
                self.give_out(process, Some(spot));
                self.sweep(spot.at);
            }
        }
    }

    fn receive_request(
        &mut self,
        process: ProcessId,
        spot: Spot,
        step: &Step<'_>,
        found: Option<Ticket>,
    ) {
        if let Some(ticket) = found {
            if let Some(open) = self.opens.get_mut(ticket)
                && open.is_same_request(spot, step)
            {
                return;
            }
            self.close(ticket);
        }
        let path = asked::path(&step.start_line).unwrap_or_default();
        let (segment, rest) = asked::split_segment(path);
        let target = self.targets.find(segment);
        let ticket = self.begin(process, step.id);
        if let Some(open) = self.opens.get_mut(ticket) {
            open.received = Some((spot, Levels::of(step.level)));
            open.target = target;
            open.client = step.ip.map(|ip| (ip, step.port));
            open.request_line
                .push_str(start(&step.start_line, RAW_TEXT));
            open.user.push_str(&asked::user(rest).unwrap_or_default());
            open.note_tracking_id(&step.tracking_id);
        }
    }

    fn access(&mut self, process: ProcessId, spot: Spot, access: &Access<'_>, raw: &[u8]) {
        let of_transaction = self.process(process).and_then(|state| {
            let skipped = state.in_flight.len().saturating_sub(RECENT);
            let mut recent = state.in_flight.iter().skip(skipped).copied();
            recent.find(|ticket| {
                self.opens.get(*ticket).is_some_and(|open| {
                    let asked = open.target.and_then(|target| self.targets.get(target));
                    open.access == Allowance::Unknown
                        && open.attempts.is_empty()
                        && asked.is_some_and(|asked| is_request(asked, open, &access.request))
                })
            })
        });
        if let Some(open) = of_transaction.and_then(|ticket| self.opens.get_mut(ticket)) {
            open.access = match access.outcome {
                Outcome::Allowed => Allowance::Allowed,
                Outcome::Denied => Allowance::Denied,
            };
            if !access.username.is_empty() {
                open.user.clear();
                open.user.push_str(start(&access.username, VALUE));
            }
        }
        if access.outcome == Outcome::Denied {
            self.ledger.denied(spot, access, raw, &mut self.budget);
        }
    }

    fn notice(&mut self, origin: &Origin<'_>, spot: Spot, notice: Notice<'_>, raw: &[u8]) {
        if fact::is_traffic_server(&origin.process) {
            let process = self.process_of(origin, spot);
            if notice.event == "Traffic Server Started" {
                self.started(process, spot);
            }
        }
        if notice.event.contains("Configuration Changed") {
            self.evidence.changes.push(EXAMPLES, || spot.entry(raw));
        }
        if let Some(value) = notice.verification {
            let note = || super::evidence::VerificationNote {
                value,
                entry: spot.entry(raw),
            };
            self.evidence.verification.push(EXAMPLES, note);
        }
        let name = (&*origin.process, &*notice.event);
        self.ledger.notice(name, spot, raw, &mut self.budget);
    }

    /// A process says that it was started: transactions with the same process id are others.
    fn started(&mut self, process: ProcessId, spot: Spot) {
        let before: Vec<Ticket> = self
            .opens
            .all()
            .into_iter()
            .filter(|ticket| {
                let open = self.opens.get(*ticket);
                open.is_some_and(|open| open.process == Some(process))
            })
            .collect();
        self.give_out_all(process);
        for ticket in before {
            self.close(ticket);
        }
        let Some(state) = self.process(process) else {
            return;
        };
        if let Some(restart) = self.ledger.note_start(state.host, state.pid, spot) {
            self.evidence.restarts.push(EXAMPLES, || restart);
        }
    }

    /// Ends the answered transactions of which no line is expected any more.
    fn sweep(&mut self, now: Moment) {
        for _ in 0..SWEPT {
            let Some((ticket, at)) = self.answered.front().copied() else {
                return;
            };
            let is_over = now.since(at) > LINGER_WINDOW || self.answered.len() > LINGER_COUNT;
            if !is_over {
                return;
            }
            self.answered.pop_front();
            match self.opens.get(ticket) {
                Some(open) if open.held > 0 => self.answered.push_back((ticket, now)),
                Some(_) => self.close(ticket),
                None => {}
            }
        }
    }

    /// Ends a transaction: counts it and, if it failed, keeps it.
    fn close(&mut self, ticket: Ticket) {
        let Self {
            opens,
            targets,
            cells,
            evidence,
            late,
            processes,
            ledger,
            budget,
            ..
        } = self;
        opens.end(ticket, |open| {
            let asked = open.target.and_then(|target| targets.get(target));
            let process = open
                .process
                .and_then(|process| processes.get_mut(usize::try_from(process.0).ok()?));
            let Some(process) = process else {
                return;
            };
            if open.answer.is_none()
                && let Some(place) = process.in_flight.iter().position(|other| *other == ticket)
            {
                process.in_flight.remove(place);
            }
            let result = open.result();
            count(open, asked, result, cells, (evidence, budget));
            budget.give_back(open.failed().map(Failed::octets).sum());
            if result.is_kept() {
                let host = ledger.host_name(process.host);
                let kept = transaction(open, asked, host, process.pid);
                keep(evidence, late, kept, budget);
            }
        });
    }

    pub(super) fn finish(mut self) -> LogEvidence {
        let count = u32::try_from(self.processes.len()).unwrap_or(u32::MAX);
        for process in 0..count {
            self.give_out_all(ProcessId(process));
        }
        for ticket in self.opens.all() {
            self.close(ticket);
        }
        let mut evidence = self.evidence;
        evidence.transactions.items.extend(self.late);
        evidence.cells = self.cells.finish();
        self.ledger.finish(&mut evidence);
        self.files.finish(&mut evidence);
        evidence.left_out = self.budget.left_out;
        evidence
    }
}

/// Unanswered transactions among which that of an allow-list line is looked for: it follows its
/// `Receive Request` within milliseconds.
const RECENT: usize = 64;
/// Answered transactions that are looked at for each that comes, so that they become no more.
const SWEPT: usize = 4;

fn keep(
    evidence: &mut LogEvidence,
    late: &mut VecDeque<Transaction>,
    transaction: Transaction,
    budget: &mut Budget,
) {
    const HALF: usize = FAILED_TRANSACTIONS / 2;
    let octets = transaction.octets();
    let transactions = &mut evidence.transactions;
    if transactions.items.len() < HALF && late.is_empty() && budget.take_if_it_fits(octets) {
        transactions.items.push(transaction);
        return;
    }
    while late.len() >= HALF || !budget.take_if_it_fits(octets) {
        let Some(oldest) = late.pop_front() else {
            transactions.more += 1;
            budget.left_out += 1;
            return;
        };
        transactions.more += 1;
        budget.left_out += u64::from(late.len() + 1 < HALF);
        budget.give_back(oldest.octets());
    }
    late.push_back(transaction);
}

fn count(
    open: &Open,
    asked: Option<&Asked>,
    result: Result,
    cells: &mut Cells,
    (evidence, budget): (&mut LogEvidence, &mut Budget),
) {
    let last = open.attempts.last().map(|last| (last.ip, last.port));
    let reached = last.or(open.node);
    if open.access == Allowance::Denied {
        return;
    }
    if asked.is_none() && reached.is_none() {
        if open.received.is_some() {
            evidence.edge_requests += 1;
        } else {
            evidence.partial += 1;
        }
        return;
    }
    let (ip, port) = reached.unwrap_or_default();
    let port = port.or_else(|| asked.map(|asked| asked.port));
    let address = asked.map(|asked| asked.address.as_str());
    let cell = cells.of_target(open.target, address, (ip, port), budget);
    let attempts = u64::try_from(open.attempts.len()).unwrap_or(u64::MAX);
    let last_attempt = open.attempts.last().map(|attempt| attempt.spot.at);
    let end = open.answer.map(|(spot, _)| spot.at).or(last_attempt);
    cells.end(
        cell,
        &Ended {
            period: [open.begun(), end.unwrap_or(Moment::MISSING)],
            attempts: attempts.saturating_add(open.more_attempts),
            status: open.answer.and_then(|(_, status)| status),
            answer: open.answer.map(|(spot, _)| spot),
            reason: &open.reason,
            user: &open.user,
            result,
            failures: &open.failures,
        },
        budget,
    );
}

fn transaction(
    open: &mut Open,
    asked: Option<&Asked>,
    host: &str,
    pid: Option<u32>,
) -> Transaction {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Transaction {
        host: host.to_owned(),
        pid,
        id: open.id,
        tracking_id: text(&open.tracking_id),
        client: open.client,
        received: open.received.map(|(spot, _)| Received {
            at: spot.at,
            position: spot.position,
            request_line: open.request_line.clone(),
        }),
        asked: asked.cloned(),
        user: text(&open.user),
        attempts: (1..)
            .zip(open.attempts.drain(..))
            .map(|(number, attempt)| Attempt {
                number,
                at: attempt.spot.at,
                position: attempt.spot.position,
                ip: attempt.ip,
                port: attempt.port,
                failures: attempt.failures,
            })
            .collect(),
        more_attempts: open.more_attempts,
        stray_failures: std::mem::take(&mut open.stray),
        node_status: open.node_status,
        answer: open.answer.map(|(spot, status)| Answer {
            at: spot.at,
            position: spot.position,
            status,
            reason: open.reason.clone(),
        }),
    }
}

impl Result {
    fn is_kept(self) -> bool {
        match self {
            Self::Succeeded => false,
            Self::Recovered | Self::Failed | Self::Unfinished => true,
        }
    }
}

impl Open {
    fn failed(&self) -> impl Iterator<Item = &Failed> {
        let attempts = self.attempts.iter();
        let failures = attempts.flat_map(|attempt| &attempt.failures);
        failures.chain(&self.stray)
    }

    fn result(&self) -> Result {
        let is_refused = self.failed().any(|failed| !failed.kind.went_on());
        match self.answer {
            None if self.node_status.is_none() => Result::Unfinished,
            Some((_, Some(502 | 504))) if self.node_status.is_none() => Result::Failed,
            _ if is_refused => Result::Recovered,
            _ => Result::Succeeded,
        }
    }

    fn note_tracking_id(&mut self, id: &str) {
        if self.tracking_id.is_empty() {
            self.tracking_id.push_str(start(id, VALUE));
        }
    }

    /// Whether a `Receive Request` is that of this transaction, at the other level or out of order.
    fn is_same_request(&mut self, spot: Spot, step: &Step<'_>) -> bool {
        if self.answer.is_some() || spot.at.since(self.begun()).abs() > LEVEL_WINDOW {
            return false;
        }
        match &mut self.received {
            Some((_, levels)) if !levels.has(step.level) => {
                levels.add(step.level);
                true
            }
            _ => false,
        }
    }
}

/// Whether the URL of an allow-list line is what a transaction asked for.
fn is_request(asked: &Asked, open: &Open, request: &str) -> bool {
    let rest = request
        .strip_prefix(asked.protocol)
        .and_then(|rest| rest.strip_prefix("://"));
    let Some(rest) = rest else {
        return false;
    };
    let (authority, path) = asked::split_segment(rest);
    let Some((host, port)) = authority.rsplit_once(':') else {
        return false;
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let asked_path = asked::path(&open.request_line).map(asked::split_segment);
    let is_path = asked_path
        .is_none_or(|(_, known)| asked::without_query(known) == asked::without_query(path));
    is_path && host.eq_ignore_ascii_case(&asked.address) && port.parse() == Ok(asked.port)
}

/// The status of `HTTP/1.1 502 connect failed` and what follows it, with or without emphasis as in
/// an article.
fn status_and_reason(line: &str) -> (Option<u16>, &str) {
    let Some((version, rest)) = asked::split_at(line, b' ') else {
        return (None, "");
    };
    let rest = rest.trim_start_matches([' ', '*']);
    let end = memchr::memchr2(b' ', b'*', rest.as_bytes()).unwrap_or(rest.len());
    let (word, reason) = rest.split_at_checked(end).unwrap_or_default();
    let is_status = version.starts_with("HTTP/") && word.len() == 3;
    let status = is_status.then(|| word.parse().ok()).flatten();
    (status, reason.trim_matches([' ', '*']))
}
