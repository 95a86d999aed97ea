//! What happened when, a lane for each node and port.

use crate::cell::Cell;
use crate::message::Message;

/// What happened when.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    /// A lane for each cell, in the order of cells.
    pub lanes: Vec<Lane>,
    /// What happened to the appliance, by time.
    pub events: Vec<TimelineEvent>,
}

/// What happened at one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Which one.
    pub cell: Cell,
    /// Handshakes and requests, by time. At most so many as a picture can show; the rest is counted
    /// in the last mark before them.
    pub marks: Vec<Mark>,
}

/// Handshakes or requests at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// When, in Unix milliseconds.
    pub at: i64,
    /// How they came out.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
    /// The code of the failure; empty for others.
    pub code: String,
}

/// How a handshake or a request came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It succeeded.
    Passed,
    /// It failed.
    Failed,
    /// The evidence does not tell.
    Unknown,
}

/// Something that happened to an appliance: a marker, a restart, a change.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEvent {
    /// When, in Unix milliseconds.
    pub at: i64,
    /// What.
    pub text: Message,
}
