//! What logs tell: the result of reading them.

use std::collections::BTreeMap;
use std::net::IpAddr;

use tollgate_diaglog::{Action, NameForm};

use super::kept::{Kept, Users};
use super::moment::{Moment, Period};
use super::survey::LineCounts;

/// What one or several logs tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogEvidence {
    /// The logs, in the order they were read.
    pub files: Vec<LogFile>,
    /// Lines of all logs by kind.
    pub lines: LineCounts,
    /// What happened at each address, IP address and port, by address, port and IP address.
    pub cells: Vec<CellEvidence>,
    /// Transactions with a failure, or without an end, in the order in which they ended.
    pub transactions: Kept<Transaction>,
    /// Failures without a transaction in the log, in their order.
    pub unjoined: Kept<Failed>,
    /// Transactions of which the log shows only the end.
    pub partial: u64,
    /// Requests that name no node, such as `get_edge_config`.
    pub edge_requests: u64,
    /// What the allow list refused.
    pub denials: Vec<Denial>,
    /// Allow-list denials that are not among them, because there were too many kinds.
    pub more_denials: u64,
    /// Requests refused before the allow list was asked.
    pub rejections: Kept<Entry>,
    /// What the traffic server and other processes say about themselves, by name.
    pub notices: Vec<NoticeEvidence>,
    /// Changes of the configuration.
    pub changes: Kept<Entry>,
    /// Where the traffic server said how it verifies.
    pub verification: Kept<VerificationNote>,
    /// Where a traffic server was started again.
    pub restarts: Kept<Restart>,
    /// The hosts that wrote, by name.
    pub hosts: Vec<HostEvidence>,
    /// Lines that were not understood, the first of them.
    pub unrecognised: Kept<Entry>,
    /// Entries before the time from which the logs were read.
    pub before_since: u64,
    /// Details that are in none of the lists, because evidence would have exceeded
    /// [`EVIDENCE_OCTETS`](super::EVIDENCE_OCTETS). What is counted above includes them.
    pub left_out: u64,
}

impl LogEvidence {
    /// Time of all entries.
    pub fn period(&self) -> Period {
        let mut period = Period::default();
        let ends = self.files.iter().map(|file| file.clock.period);
        for end in ends.flat_map(|period| [period.first(), period.last()]) {
            period.note(end.unwrap_or(Moment::MISSING));
        }
        period
    }
}

/// A log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFile {
    /// As the caller called it.
    pub name: String,
    /// How long it is.
    pub octets: u64,
    /// Line feeds in it, and one for a last line without.
    pub lines: u64,
    /// Whether its beginning or end is missing.
    pub cut: Truncation,
    /// What its clock did.
    pub clock: ClockEvidence,
}

/// What is missing of a log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Truncation {
    /// Lines in front of the first one with a time.
    pub undated_lines_in_front: u64,
    /// The last line has no end, and what it says is not whole.
    pub ends_within_entry: bool,
    /// The last line has no line feed.
    pub ends_without_line_feed: bool,
}

/// What the clock of a log did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClockEvidence {
    /// From the first to the last line.
    pub period: Period,
    /// Offsets of local time to UTC in seconds, with the number of lines that show each.
    pub offsets: BTreeMap<i32, u64>,
    /// Lines with local time but no offset.
    pub without_offset: u64,
    /// The offset of these, where other lines tell it.
    pub estimated_offset: Option<i64>,
    /// Lines whose two clocks differ by more than [`CLOCK_DIFFERENCE`](super::CLOCK_DIFFERENCE),
    /// the first of them.
    pub differing: Kept<ClockDifference>,
    /// Silences longer than [`GAP`](super::GAP).
    pub gaps: Kept<Step>,
    /// Steps back by more than [`STEP_BACK`](super::STEP_BACK).
    pub steps_back: Kept<Step>,
    /// `syslog MARK` lines, which are written each hour.
    pub marks: u64,
}

/// Two clocks of a line that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockDifference {
    /// Which line.
    pub position: Position,
    /// By how much local time, less its offset, is ahead of `UTCTime`.
    pub ahead_ms: i64,
}

/// Two lines that follow each other with a step of the clock between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The second of the two lines.
    pub position: Position,
    /// Time of the first, in Unix milliseconds.
    pub from_ms: i64,
    /// Time of the second.
    pub to_ms: i64,
}

/// Where a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Index of the log in [`LogEvidence::files`].
    pub file: u32,
    /// Number of the line, from 1.
    pub line: u64,
    /// Offset of its first octet.
    pub offset: u64,
}

/// A line that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it is.
    pub position: Position,
    /// When it was written.
    pub at: Moment,
    /// Its text, at most [`RAW_TEXT`](super::RAW_TEXT) octets of it.
    pub text: String,
}

/// Which node, as far as a log tells: there is no key type in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The address that was asked for, in lower case; `None` if the request is not in the log.
    pub address: Option<String>,
    /// The port; `None` if no transaction could be joined.
    pub port: Option<u16>,
    /// Where the connection went to.
    pub ip: Option<IpAddr>,
}

/// What happened at one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellEvidence {
    /// Which one.
    pub cell: Cell,
    /// Time of its requests and failures.
    pub period: Period,
    /// Requests.
    pub transactions: u64,
    /// `Sending Request`, one for each time a request was sent or tried to be sent.
    pub attempts: u64,
    /// Transactions that were answered by the node, or by anybody but with another status than 502
    /// and 504, without a failed attempt.
    pub succeeded: u64,
    /// Time of these.
    pub success_period: Period,
    /// Transactions that were answered with 502 or 504.
    pub failed: u64,
    /// Transactions with a failed attempt that were answered otherwise.
    pub recovered: u64,
    /// Transactions without an answer in the log.
    pub unfinished: u64,
    /// Answers to clients by status.
    pub statuses: BTreeMap<u16, u64>,
    /// Users of all transactions.
    pub users: Users,
    /// Users of the failed ones.
    pub affected_users: Users,
    /// Failures by kind, the most frequent first.
    pub failures: Vec<Failure>,
    /// Failures that are not among them, because there were too many kinds.
    pub more_failures: u64,
    /// 502 and 504 without a native line that says why: resets, time-outs, no route.
    pub unexplained: Vec<Unexplained>,
}

/// Failures of one kind at one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// Time of the first and last.
    pub period: Period,
    /// How often it was logged.
    pub occurrences: u64,
    /// How many of these belong to an attempt in the log, surely or not.
    pub attempts: u64,
    /// How many of these could belong to more than one transaction.
    pub ambiguous: u64,
    /// Transactions that met it.
    pub transactions: u64,
    /// Those of them that were answered with 502.
    pub gateway_errors: u64,
    /// Users of these transactions.
    pub users: Users,
    /// The most recent WARNING and ERROR.
    pub latest: Evidence,
    /// Where each is, in order.
    pub places: Kept<Position>,
}

/// The native lines about one failure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// `Core server certificate verification failed` or `not in certificate`.
    pub warning: Option<Entry>,
    /// `SSL connection failed`.
    pub error: Option<Entry>,
}

impl Evidence {
    /// Where the first of the lines is.
    pub fn position(&self) -> Option<Position> {
        let first = self.warning.as_ref().or(self.error.as_ref());
        first.map(|entry| entry.position)
    }

    /// When it was written.
    pub fn at(&self) -> Moment {
        let first = self.warning.as_ref().or(self.error.as_ref());
        first.map_or(Moment::MISSING, |entry| entry.at)
    }
}

/// Why a connection to a node failed, or would have failed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureKind {
    /// The chain was not accepted.
    Chain {
        /// The number in OpenSSL 3; `None` if the text is none of OpenSSL's.
        openssl: Option<i32>,
        /// OpenSSL 3's spelling of the text, or the text of the line.
        text: String,
        /// Position of the certificate in the chain; 0 is the node's own.
        depth: u32,
        /// Whether the connection was used all the same.
        action: FailureAction,
    },
    /// The address that was asked for is not in the certificate.
    Name {
        /// How the line begins.
        form: Wording,
        /// Whether the connection was used all the same.
        action: FailureAction,
    },
    /// The certificate was refused; the line that says why is missing.
    Unspecified,
    /// The node ended the handshake with an alert; about our own certificate if
    /// [`FailureKind::is_about_our_certificate`].
    NodeAlert {
        /// Its number (RFC 8446, section 6).
        alert: u8,
        /// The error string without the function and its code.
        text: String,
    },
    /// Anything else between us and the node.
    Other {
        /// The error string without its code.
        text: String,
    },
}

impl FailureKind {
    /// Whether the node refused our client certificate.
    pub fn is_about_our_certificate(&self) -> bool {
        // RFC 8446, section 6.2: the alerts about the peer's certificate.
        matches!(
            self,
            Self::NodeAlert {
                alert: 41..=46 | 48 | 49 | 116,
                ..
            }
        )
    }

    /// Whether the connection was used all the same.
    pub fn went_on(&self) -> bool {
        match self {
            Self::Chain { action, .. } | Self::Name { action, .. } => {
                *action == FailureAction::Continue
            }
            Self::Unspecified | Self::NodeAlert { .. } | Self::Other { .. } => false,
        }
    }
}

/// What the traffic server did about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureAction {
    /// It ended the connection.
    Terminate,
    /// It used the connection all the same.
    Continue,
}

impl From<Action> for FailureAction {
    fn from(action: Action) -> Self {
        match action {
            Action::Terminate => Self::Terminate,
            Action::Continue => Self::Continue,
        }
    }
}

/// The two wordings of a name failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// `SNI (name) not in certificate`.
    Sni,
    /// `Origin hostname (name) not in certificate`.
    OriginHostname,
}

impl From<NameForm> for Wording {
    fn from(form: NameForm) -> Self {
        match form {
            NameForm::Sni => Self::Sni,
            NameForm::OriginHostname => Self::OriginHostname,
        }
    }
}

/// 502 and 504 without a native line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unexplained {
    /// 502 or 504.
    pub status: u16,
    /// What follows the status, such as `connect failed`.
    pub reason: String,
    /// How many.
    pub transactions: u64,
    /// Their attempts to send the request.
    pub attempts: u64,
    /// When.
    pub period: Period,
    /// Users of these.
    pub users: Users,
    /// Where the answers are.
    pub places: Kept<Position>,
}

/// A request and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The host that logged it.
    pub host: String,
    /// The process that logged it.
    pub pid: Option<u32>,
    /// Its number within the process.
    pub id: u64,
    /// The id that goes with the request to the node.
    pub tracking_id: Option<String>,
    /// Where the client's connection came from: address and port.
    pub client: Option<(IpAddr, Option<u16>)>,
    /// The client's request; `None` if it is not in the log.
    pub received: Option<Received>,
    /// What was asked for; `None` if that is not in the log or cannot be decoded.
    pub asked: Option<Asked>,
    /// The user, from the allow-list line or the path.
    pub user: Option<String>,
    /// The attempts to send it to a node, in order.
    pub attempts: Vec<Attempt>,
    /// Attempts that are not among them, because there were too many.
    pub more_attempts: u64,
    /// Failures of attempts whose `Sending Request` is not in the log.
    pub stray_failures: Vec<Failed>,
    /// The node's answer.
    pub node_status: Option<u16>,
    /// The answer to the client; `None` if it is not in the log.
    pub answer: Option<Answer>,
}

/// The client's request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// When.
    pub at: Moment,
    /// Where the first line about it is.
    pub position: Position,
    /// The request line.
    pub request_line: String,
}

/// What a client asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asked {
    /// The user's domain.
    pub domain: String,
    /// `https` or `http`.
    pub protocol: &'static str,
    /// The node, in lower case.
    pub address: String,
    /// Its port.
    pub port: u16,
}

/// The answer to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// When.
    pub at: Moment,
    /// Where the first line about it is.
    pub position: Position,
    /// `None` if the line does not tell.
    pub status: Option<u16>,
    /// What follows the status.
    pub reason: String,
}

/// An attempt to send a request to a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// From 1: the nth attempt of its transaction.
    pub number: u32,
    /// When.
    pub at: Moment,
    /// Where the first line about it is.
    pub position: Position,
    /// Where it went to.
    pub ip: Option<IpAddr>,
    /// The port there.
    pub port: Option<u16>,
    /// What went wrong with it: mostly one, two where verification only reports.
    pub failures: Vec<Failed>,
}

/// A failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// What kind.
    pub kind: FailureKind,
    /// The name in the native lines.
    pub name: String,
    /// The IP address in them.
    pub ip: Option<IpAddr>,
    /// The lines.
    pub evidence: Evidence,
    /// How sure it is that the lines are about this attempt: they carry no transaction id.
    pub join: Join,
}

/// How sure it is that native lines belong to an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// No other attempt was under way to that address.
    Sure,
    /// The transaction is sure; but an earlier attempt of it has no line of its own, or the
    /// attempt itself is not in the log.
    AttemptUnsure,
    /// So many transactions were under way to that address; the lines were given out in order.
    Ambiguous {
        /// At least two.
        transactions: u32,
    },
    /// No transaction in the log was under way to that address.
    None,
}

/// A request that the allow list refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The method.
    pub method: String,
    /// The URL without its query.
    pub request: String,
    /// Why.
    pub reason: String,
    /// The rule that decided, if one did.
    pub rule: Option<String>,
    /// How often.
    pub count: u64,
    /// When.
    pub period: Period,
    /// Users of these requests.
    pub users: Users,
    /// The most recent line.
    pub latest: Entry,
}

/// Lines with one `Event` name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeEvidence {
    /// The process that wrote them.
    pub process: String,
    /// The value of `Event`.
    pub event: String,
    /// How many.
    pub count: u64,
    /// When.
    pub period: Period,
    /// The most recent one.
    pub latest: Entry,
}

/// `VerifyOriginServer` as a line of the log tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationNote {
    /// `On`, `Off`, `Report`, as the line has it.
    pub value: String,
    /// The line.
    pub entry: Entry,
}

/// A process of a new id took over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restart {
    /// On which host.
    pub host: String,
    /// The process before.
    pub from: Option<u32>,
    /// The process now; the same id where it says itself that it was started.
    pub to: Option<u32>,
    /// When its first line was written.
    pub at: Moment,
    /// Where that line is.
    pub position: Position,
}

/// A host that wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostEvidence {
    /// Its name.
    pub host: String,
    /// Its traffic-server lines.
    pub entries: u64,
    /// When they were written.
    pub period: Period,
}
