//! A whole report.

use tollgate_text::Language;

use crate::cell::Cell;
use crate::finding::{Finding, State, Upload};
use crate::message::Message;
use crate::prospect::CellProspects;
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
    /// What becomes of cells through an upgrade; empty where none was asked about.
    pub prospects: Vec<CellProspects>,
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
}

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
    /// What it brings with it; `None` where that was not worked out.
    pub effect: Option<PlanEffect>,
    /// Other ways to the same end.
    pub alternatives: Vec<PlanAlternative>,
    /// Certificates for it.
    pub upload: Vec<Upload>,
    /// What to ask a CA for, where a certificate is to be issued again.
    pub request: Option<CertificateRequest>,
}

/// What a change brings with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanEffect {
    /// Which kind of change it is, such as `upload`: a stable name.
    pub kind: &'static str,
    /// Services that have to be restarted for it; empty where none has to.
    pub restarts: Vec<Message>,
    /// What may go wrong, or is to be known before.
    pub risk: Message,
}

/// Another way to the same end as a step.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanAlternative {
    /// What to do: all of it together.
    pub texts: Vec<Message>,
    /// Services that have to be restarted for it, as far as that was worked out.
    pub restarts: Vec<Message>,
    /// Certificates for it.
    pub upload: Vec<Upload>,
}

impl PlanAlternative {
    /// The whole way in a language; between its parts stand words that say that all are needed.
    pub fn say(&self, language: Language) -> String {
        let together = tollgate_text::text(language, "plan-together", &[]);
        let texts: Vec<String> = self.texts.iter().map(|text| text.say(language)).collect();
        let mut way = texts.join(&format!(" {together} "));
        if let Some(restart) = self.restart(language) {
            way.push(' ');
            way.push_str(&restart);
        }
        way
    }

    /// What has to be restarted for it, as a sentence.
    pub(crate) fn restart(&self, language: Language) -> Option<String> {
        let services: Vec<String> = self.restarts.iter().map(|own| own.say(language)).collect();
        let values = [("services", services.join(", "))];
        let is_any = !services.is_empty();
        is_any.then(|| tollgate_text::text(language, "plan-restarts", &values))
    }
}

/// A certificate that is to be issued again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRequest {
    /// SHA-256 of the certificate of today, in lower-case hex.
    pub certificate: String,
    /// The nodes that present it, sorted; several share one request.
    pub nodes: Vec<String>,
    /// Names and IP addresses that the new one has to contain, sorted: those that clients ask for,
    /// and those that it has already.
    pub names: Vec<String>,
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
