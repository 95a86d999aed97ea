//! Transactions that are followed.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

use super::Spot;
use super::cells::FailureId;
use crate::log::asked::TargetId;
use crate::log::evidence::Failed;
use crate::log::fact::Level;
use crate::log::hash::Seed;
use crate::log::limits::{ATTEMPTS, LEVEL_WINDOW, OPEN_TRANSACTIONS};
use crate::log::moment::Moment;

/// Names a process in the joiner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ProcessId(pub(super) u32);

/// Names an open transaction; stays valid only as long as it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket {
    slot: usize,
    pub(super) serial: u64,
}

/// The levels at which a step was logged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Levels {
    info: bool,
    debug: bool,
}

impl Levels {
    pub(super) fn of(level: Level) -> Self {
        let mut levels = Self::default();
        levels.add(level);
        levels
    }

    pub(super) fn has(self, level: Level) -> bool {
        match level {
            Level::Info => self.info,
            Level::Debug => self.debug,
        }
    }

    pub(super) fn add(&mut self, level: Level) {
        match level {
            Level::Info => self.info = true,
            Level::Debug => self.debug = true,
        }
    }
}

/// A transaction that is followed. Its parts are used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) serial: u64,
    pub(super) state: State,
    pub(super) process: Option<ProcessId>,
    pub(super) id: u64,
    pub(super) received: Option<(Spot, Levels)>,
    pub(super) request_line: String,
    pub(super) target: Option<TargetId>,
    pub(super) user: String,
    pub(super) tracking_id: String,
    pub(super) client: Option<(IpAddr, Option<u16>)>,
    pub(super) access: Access,
    pub(super) attempts: Vec<OpenAttempt>,
    pub(super) more_attempts: u64,
    /// Where the node's answer came from, with its status.
    pub(super) node: Option<(Option<IpAddr>, Option<u16>)>,
    pub(super) node_status: Option<u16>,
    pub(super) answer: Option<(Spot, Option<u16>)>,
    pub(super) reason: String,
    /// Native lines that may be about it.
    pub(super) held: u32,
    pub(super) failures: Vec<FailureId>,
    /// Failures of attempts that are not in the log.
    pub(super) stray: Vec<Failed>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    Free,
    InUse,
}

/// What the allow list said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Access {
    #[default]
    Unknown,
    Allowed,
    Denied,
}

#[derive(Debug)]
pub(super) struct OpenAttempt {
    pub(super) spot: Spot,
    pub(super) levels: Levels,
    pub(super) ip: Option<IpAddr>,
    pub(super) port: Option<u16>,
    /// A native line waits to be given to it, and can be given to no other.
    pub(super) is_claimed: bool,
    pub(super) failures: Vec<Failed>,
}

impl OpenAttempt {
    pub(super) fn is_fresh(&self) -> bool {
        !self.is_claimed && self.failures.is_empty()
    }
}

impl Open {
    /// Takes a `Sending Request`: a new attempt, or one that was already logged at the other level.
    pub(super) fn attempt(
        &mut self,
        spot: Spot,
        level: Level,
        (ip, port): (Option<IpAddr>, Option<u16>),
    ) {
        let same = self.attempts.iter_mut().filter(|attempt| {
            !attempt.levels.has(level) && attempt.ip == ip && attempt.port == port
        });
        let nearest = same
            .map(|attempt| (spot.at.since(attempt.spot.at).abs(), attempt))
            .filter(|(apart, _)| *apart <= LEVEL_WINDOW)
            .min_by_key(|(apart, _)| *apart);
        if let Some((_, attempt)) = nearest {
            attempt.levels.add(level);
        } else if self.attempts.len() < ATTEMPTS {
            self.attempts.push(OpenAttempt {
                spot,
                levels: Levels::of(level),
                ip,
                port,
                is_claimed: false,
                failures: Vec::new(),
            });
        } else {
            self.more_attempts += 1;
        }
    }

    fn reset(&mut self) {
        let Self {
            serial: _,
            state,
            process,
            id: _,
            received,
            request_line,
            target,
            user,
            tracking_id,
            client,
            access,
            attempts,
            more_attempts,
            node,
            node_status,
            answer,
            reason,
            held,
            failures,
            stray,
        } = self;
        *state = State::Free;
        (*process, *received, *target, *client) = (None, None, None, None);
        (*node, *node_status, *answer) = (None, None, None);
        *access = Access::Unknown;
        (*more_attempts, *held) = (0, 0);
        for text in [request_line, user, tracking_id, reason] {
            text.clear();
        }
        attempts.clear();
        failures.clear();
        stray.clear();
    }
}

/// The transactions that are followed.
#[derive(Debug, Default)]
pub(super) struct Opens {
    slots: Vec<Open>,
    free: Vec<usize>,
    keys: HashMap<(ProcessId, u64), usize, Seed>,
    /// In the order of their beginning, those that have ended included.
    order: VecDeque<Ticket>,
    serials: u64,
}

impl Opens {
    pub(super) fn find(&self, process: ProcessId, id: u64) -> Option<Ticket> {
        let slot = *self.keys.get(&(process, id))?;
        let serial = self.slots.get(slot)?.serial;
        Some(Ticket { slot, serial })
    }

    pub(super) fn get(&self, ticket: Ticket) -> Option<&Open> {
        let open = self.slots.get(ticket.slot)?;
        (open.serial == ticket.serial && open.state == State::InUse).then_some(open)
    }

    pub(super) fn get_mut(&mut self, ticket: Ticket) -> Option<&mut Open> {
        let open = self.slots.get_mut(ticket.slot)?;
        (open.serial == ticket.serial && open.state == State::InUse).then_some(open)
    }

    pub(super) fn begin(&mut self, process: ProcessId, id: u64) -> Ticket {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Open::default());
            self.slots.len() - 1
        });
        self.serials += 1;
        let serial = self.serials;
        if let Some(open) = self.slots.get_mut(slot) {
            open.serial = serial;
            open.state = State::InUse;
            (open.process, open.id) = (Some(process), id);
        }
        self.keys.insert((process, id), slot);
        let ticket = Ticket { slot, serial };
        self.order.push_back(ticket);
        ticket
    }

    /// The oldest, if more are open than are followed.
    pub(super) fn excess(&mut self) -> Option<Ticket> {
        while let Some(front) = self.order.front().copied() {
            if self.get(front).is_none() {
                self.order.pop_front();
            } else {
                break;
            }
        }
        if self.order.len() > 2 * OPEN_TRANSACTIONS {
            // Behind an old one without an end.
            let mut order = std::mem::take(&mut self.order);
            order.retain(|ticket| self.get(*ticket).is_some());
            self.order = order;
        }
        (self.keys.len() > OPEN_TRANSACTIONS)
            .then(|| self.order.front().copied())
            .flatten()
    }

    /// All that are open, the oldest first.
    pub(super) fn all(&self) -> Vec<Ticket> {
        let order = self.order.iter().copied();
        order.filter(|ticket| self.get(*ticket).is_some()).collect()
    }

    /// Ends one: `read` sees it a last time.
    pub(super) fn end(&mut self, ticket: Ticket, read: impl FnOnce(&mut Open)) {
        let Some(open) = self.get_mut(ticket) else {
            return;
        };
        read(open);
        let key = open.process.map(|process| (process, open.id));
        open.reset();
        if let Some(key) = key
            && self.keys.get(&key) == Some(&ticket.slot)
        {
            self.keys.remove(&key);
        }
        self.free.push(ticket.slot);
    }
}

impl Open {
    /// When it began, as far as the log shows.
    pub(super) fn begun(&self) -> Moment {
        let received = self.received.map(|(spot, _)| spot.at);
        let sent = self.attempts.first().map(|attempt| attempt.spot.at);
        let answered = self.answer.map(|(spot, _)| spot.at);
        received.or(sent).or(answered).unwrap_or(Moment::MISSING)
    }
}
