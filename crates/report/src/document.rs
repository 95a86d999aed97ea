//! A whole report.

use crate::cell::Cell;
use crate::finding::{Finding, State, Upload};
use crate::message::Message;
use crate::timeline::Timeline;

/// A whole report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// What was read.
    pub inputs: Vec<Input>,
    /// The appliances that the evidence is from.
    pub peers: Vec<Peer>,
    /// The verdict in one or two sentences.
    pub summary: Vec<Message>,
    /// What to do, in order, each once.
    pub plan: Vec<PlanStep>,
    /// All cells that the evidence tells of, by node, address, port and key type.
    pub matrix: Vec<MatrixCell>,
    /// Every signature's finding, issues first; by time of their evidence.
    pub findings: Vec<Finding>,
    /// What happened when.
    pub timeline: Timeline,
    /// What could not be read, what was left out and why: nothing is lost without a word.
    pub notes: Vec<Message>,
    /// When the evidence was judged, in Unix seconds, if not at its own time.
    pub judged_at: Option<i64>,
    /// The version of the program.
    pub program: String,
    /// Names were replaced before it was analysed.
    pub is_redacted: bool,
}

    /// Findings that somebody answers for until a day: they are not among `findings`.
    pub suppressed: Vec<Suppressed>,
}

/// A finding, or some of its cells, that somebody answers for until a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Suppressed {
    /// The finding, with the suppressed cells alone.
    pub finding: Finding,
    /// Why, in the words of whoever answers for it.
    pub reason: String,
    /// The last day on which it is suppressed, such as `2027-01-31`, in UTC.
    pub until: String,
    /// The file that says so.
    pub file: String,
    /// The line of it, from 1.
    pub line: u64,
impl Report {
    /// Findings in a state.
    pub fn in_state(&self, state: State) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter();
        findings.filter(move |finding| finding.state == state)
    }
}

/// Something that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// As it was given, or as its archive calls it.
    pub name: String,
    /// The archive that it is in.
    pub archive: Option<String>,
    /// What it is, such as `log`, `capture`, `trust-store`.
    pub kind: String,
    /// How long it is.
    pub octets: u64,
    /// What is known of it, such as its lines or its handshakes.
    pub facts: Option<Message>,
}

/// An appliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its name, or that of its archive.
    pub name: String,
    /// `Expressway-C` or `Expressway-E`; `None` where the evidence does not tell.
    pub role: Option<String>,
    /// Its software version.
    pub version: Option<String>,
    /// The archives from it.
    pub archives: Vec<String>,
    /// Certificates in its trust store; `None` where the store is not among the evidence.
    pub trusted: Option<usize>,
    /// Issues found on it.
    pub issues: usize,
}

/// Something to do that repairs cells.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanStep {
    /// What.
    pub text: Message,
    /// Cells that it repairs.
    pub cells: Vec<Cell>,
    /// Other ways to the same end.
    pub alternatives: Vec<Message>,
    /// Certificates for it.
    pub upload: Vec<Upload>,
}

/// How a cell is.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixCell {
    /// Which one.
    pub cell: Cell,
    /// Issue, potential problem, missing information or no issue.
    pub state: State,
    /// The code of its first problem; empty where there is none.
    pub code: String,
    /// One sentence about it.
    pub text: Message,
    /// Attempts that succeeded, as far as the evidence tells.
    pub passed: u64,
    /// Attempts that failed.
    pub failed: u64,
}
