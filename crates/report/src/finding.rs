//! A finding: what is broken or might be, where, since when, for whom, why, and what to do.

use std::fmt;

use crate::cell::Cell;
use crate::chain::ChainPicture;
use crate::message::Message;

/// The five states of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It is broken.
    IssueFound,
    /// It works, or nobody met it yet, and it deserves a look.
    PotentialProblem,
    /// The evidence that would tell is missing.
    MissingInformation,
    /// It was looked for and is not there.
    NoIssue,
    /// It cannot be on this appliance, version or configuration.
    NotApplicable,
}

impl State {
    /// Every state, in the order of reports.
    pub const ALL: [Self; 5] = [
        Self::IssueFound,
        Self::PotentialProblem,
        Self::MissingInformation,
        Self::NoIssue,
        Self::NotApplicable,
    ];

    /// As JSON has it, such as `issue-found`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IssueFound => "issue-found",
            Self::PotentialProblem => "potential-problem",
            Self::MissingInformation => "missing-information",
            Self::NoIssue => "no-issue",
            Self::NotApplicable => "not-applicable",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The categories of the vendor's analyser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Calls.
    Call,
    /// Mobile and Remote Access.
    Mra,
    /// Configuration.
    Configuration,
}

impl Category {
    /// Every category, in the order of reports.
    pub const ALL: [Self; 3] = [Self::Call, Self::Mra, Self::Configuration];

    /// As JSON has it, such as `mra`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Mra => "mra",
            Self::Configuration => "configuration",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a signature says about the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The stable code, such as `TG1001`.
    pub code: String,
    /// Id of the signature, such as `self-signed-not-stored`.
    pub signature: String,
    /// Version of the signature.
    pub version: u32,
    /// What it says.
    pub state: State,
    /// What it is about.
    pub category: Category,
    /// Defects that it stands for, such as `CSCwc69661`.
    pub defects: Vec<String>,
    /// One line, in the wording of its state.
    pub title: Message,
    /// The archive that it was found in; `None` for loose files.
    pub archive: Option<String>,
    /// The appliances concerned, by name.
    pub peers: Vec<String>,
    /// All affected cells, the first by the time of its evidence first.
    pub cells: Vec<Cell>,
    /// Documents about it.
    pub documentation: Vec<Documentation>,
    /// The most recent WARNING and ERROR of each affected address, or whatever shows it best.
    pub snippet: Vec<SnippetLine>,
    /// What happened, to what.
    pub description: Message,
    /// When it happens at all.
    pub condition: Message,
    /// What else is worth knowing, a paragraph each.
    pub further_information: Vec<Message>,
    /// What to do, in order; workarounds last.
    pub actions: Vec<Action>,
    /// Why it is in this state, for states other than issue and potential problem.
    pub reason: Option<Message>,
    /// What would have to be collected, for missing information.
    pub missing: Option<MissingInput>,
    /// First time in Unix milliseconds.
    pub first_seen: Option<i64>,
    /// Last time in Unix milliseconds.
    pub last_seen: Option<i64>,
    /// How often it was met.
    pub occurrences: u64,
    /// Requests that failed for it.
    pub requests: u64,
    /// Users who met it.
    pub users: Users,
    /// Where all that is seen.
    pub evidence: Vec<Evidence>,
    /// Evidence that is not among it, because there was too much.
    pub more_evidence: u64,
    /// Certificates to upload to the trust store.
    pub upload: Vec<Upload>,
    /// The chain of trust as it was presented, one for each presented chain that fails.
    pub chains: Vec<ChainPicture>,
    /// What the same cause explains.
    pub attached: Vec<Attached>,
}

/// A document about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Documentation {
    /// Its title, as it is.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// A line that shows a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnippetLine {
    /// The line, as it is in the log.
    pub text: String,
    /// Where it is.
    pub at: Option<FoundAt>,
}

/// Where something was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundAt {
    /// A line of a log, from 1.
    Line {
        /// The file, as its archive calls it.
        source: String,
        /// Number of the line.
        line: u64,
    },
    /// Frames of a capture, as Wireshark numbers them.
    Frames {
        /// The file.
        source: String,
        /// `tcp.stream`.
        stream: u64,
        /// The first frame.
        first: u64,
        /// The last one that matters.
        last: u64,
    },
    /// A whole file, a setting, an entry of a trust store.
    File {
        /// The file.
        source: String,
        /// What in it, such as a setting's path; may be empty.
        item: String,
    },
}

impl FoundAt {
    /// The file.
    pub fn source(&self) -> &str {
        match self {
            Self::Line { source, .. } | Self::Frames { source, .. } | Self::File { source, .. } => {
                source
            }
        }
    }
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where it was seen.
    pub at: FoundAt,
    /// Its text: the log line, or what the frames show.
    pub text: Message,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What.
    pub text: Message,
    /// It hides the problem instead of repairing it; its risk, then.
    pub workaround_risk: Option<Message>,
}

/// Users who met a finding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Users {
    /// How many.
    pub count: u64,
    /// There are more than were counted.
    pub are_more: bool,
    /// Some of their names, sorted.
    pub names: Vec<String>,
}

/// What would have to be collected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MissingInput {
    /// A stable name to group by, such as `capture` or `trust-store`.
    pub id: String,
    /// How to collect it, as a message id of the language files.
    pub how: String,
}

/// Who has to have a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UploadTo {
    /// The appliance: it belongs to the trust store that judges nodes.
    TrustStore,
    /// Nodes: to accept the appliance's own certificate, or to send it with their own.
    Nodes,
}

impl UploadTo {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TrustStore => "trust-store",
            Self::Nodes => "nodes",
        }
    }
}

/// A certificate to upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Where it has to be.
    pub to: UploadTo,
    /// SHA-256 over the DER, in lower-case hex.
    pub sha256: String,
    /// What people call it: its first CN, or its subject.
    pub name: String,
    /// "Issued to".
    pub subject: String,
    /// The certificate.
    pub pem: String,
}

/// A signature whose own finding is explained by another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Attached {
    /// Its code.
    pub code: String,
    /// Its signature.
    pub signature: String,
    /// Its title.
    pub title: Message,
    /// How the cause explains it.
    pub text: Message,
    /// Defects that it stands for.
    pub defects: Vec<String>,
}
