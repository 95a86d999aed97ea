//! All that is known of one story: bundles, logs and captures put together, cell by cell.
//!
//! A [`Case`] is what signatures look at. It is gathered once from what was read ([`Materials`]):
//! handshakes of captures are reduced to what matters ([`Handshake`]), attempts in logs are joined
//! with the handshakes that carried them, presented chains are judged by `pki` against the
//! appliance's own trust store, and all of it is sorted into cells: node, address used, port and key
//! type. Nothing here decides what is worth telling; that is the signatures' business.

mod clock;
mod crossing;
mod gather;
mod handshake;
mod join;
mod judge;
mod nodes;
mod pairing;
mod peers;
mod probed;
mod sort;
mod split;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use tollgate_capture as capture;
use tollgate_pki::{Certificate, Policy, TrustStore, Verdict};
use tollgate_report::Cell;

use crate::bundle::{self, PartId, Role};
use crate::log::{FailureKind, LogEvidence, Position, Users};
use crate::version::SoftwareVersion;

pub use handshake::{CERTIFICATES, FAILED_HANDSHAKES, HANDSHAKES, Interner};
pub use judge::PRESENTED;
pub use probed::{GivenStore, PROBE, ProbedHandshake};

/// What was read, before it is put together.
#[derive(Debug, Default)]
pub struct Materials {
    /// The files, sorted by appliance.
    pub evidence: bundle::Evidence,
    /// What logs tell, one entry for each appliance and archive.
    pub logs: Vec<LogMaterial>,
    /// What captures tell.
    pub captures: Vec<CaptureMaterial>,
}

/// What the logs of one appliance and archive tell.
#[derive(Debug)]
pub struct LogMaterial {
    /// The parts that were read, in the order of [`LogEvidence::files`].
    pub parts: Vec<PartId>,
    /// What they tell.
    pub evidence: LogEvidence,
}

/// What a capture tells.
#[derive(Debug)]
pub struct CaptureMaterial {
    /// The part that was read.
    pub part: PartId,
    /// What it is made of.
    pub facts: capture::Facts,
    /// Its TLS handshakes, in the order of their first frames.
    pub handshakes: Vec<Handshake>,
    /// Handshakes that are not among them, because there were too many.
    pub more_handshakes: u64,
    /// Why reading ended early.
    pub broken_off: Option<String>,
}

/// How the evidence is to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Name policy and security level.
    pub policy: Policy,
    /// At which time chains are judged.
    pub as_of: AsOf,
    /// The present time in Unix seconds, for what has expired since.
    pub now: i64,
    /// Judge as this release of the appliance would, instead of the one that is running.
    pub what_if: Option<SoftwareVersion>,
}

/// The time at which chains are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// When each was presented.
    Capture,
    /// At this time, in Unix seconds.
    At(i64),
}

/// A TLS handshake in a capture.
#[derive(Debug, Clone)]
pub struct Handshake {
    /// The capture.
    pub part: PartId,
    /// `tcp.stream` in it.
    pub stream: u64,
    /// The first frame of the TCP stream.
    pub first_frame: u64,
    /// The last frame that matters: of the last alert or certificate.
    pub last_frame: u64,
    /// When it began, in Unix milliseconds; `None` where the capture has no times.
    pub at: Option<i64>,
    /// Who sent the `ClientHello`.
    pub client: SocketAddr,
    /// Who answered it.
    pub server: SocketAddr,
    /// The server name that the client asked for, in lower case.
    pub server_name: Option<String>,
    /// What the client offered, as it stood in the `ClientHello`: cipher suites by number.
    pub offered: Arc<[u16]>,
    /// The versions that it offered, best first.
    pub offered_versions: Arc<[capture::Version]>,
    /// The negotiated version.
    pub version: Option<capture::Version>,
    /// The negotiated cipher suite.
    pub cipher_suite: Option<capture::CipherSuite>,
    /// What the server presented, leaf first; empty where it is not visible.
    pub chain: Arc<[Certificate]>,
    /// Presented certificates that cannot be read as X.509; where the first one cannot, `chain` is
    /// empty.
    pub unreadable: usize,
    /// Why the server's certificate is or is not visible.
    pub visibility: capture::Visibility,
    /// What the client presented, leaf first.
    pub client_chain: Arc<[Certificate]>,
    /// The server asked for a client certificate: its authority names, in the spelling of
    /// certificate subjects.
    pub requested_authorities: Option<Arc<[String]>>,
    /// How it came out.
    pub outcome: capture::Outcome,
    /// Alerts, in order.
    pub alerts: Vec<capture::Alert>,
    /// Holes in the stream.
    pub gaps: u64,
    /// An earlier session was resumed.
    pub is_resumed: bool,
    /// The beginning of the handshake is not in the capture.
    pub is_mid_stream: bool,
}

/// Everything, put together.
#[derive(Debug)]
pub struct Case {
    /// How it is judged.
    pub question: Question,
    /// The files, sorted by appliance. `peers` has an entry for each of its peers, in its order.
    pub evidence: bundle::Evidence,
    /// The appliances.
    pub peers: Vec<PeerCase>,
    /// What logs tell.
    pub logs: Vec<LogMaterial>,
    /// What captures tell.
    pub captures: Vec<CaptureMaterial>,
    /// What happened at each cell, by cell.
    pub cells: Vec<CellCase>,
    /// Handshakes towards nodes that are in no cell, because there were too many cells.
    pub more_handshakes: u64,
    /// Clocks of logs compared with those of captures.
    pub clocks: Vec<ClockPair>,
    /// Requests that several appliances logged, by `TrackingID`, in the order of the first log.
    pub crossings: Vec<Crossing>,
}

/// Logs and captures whose clocks were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockPair {
    /// The appliance that wrote the logs.
    pub peer: usize,
    /// Indices in [`Case::logs`].
    pub logs: Vec<usize>,
    /// Indices in [`Case::captures`].
    pub captures: Vec<usize>,
    /// How much the logs are ahead.
    pub skew: Skew,
}

/// A request on its way through several appliances: one transaction or more in each. Only failed
/// and unfinished transactions are kept, so that it failed on each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The id that goes with the request.
    pub tracking_id: String,
    /// Indices in [`Case::logs`] and of the transaction in [`LogEvidence::transactions`], by log.
    pub transactions: Vec<(usize, usize)>,
}

/// A trust store at the time of a bundle.
#[derive(Debug, Clone)]
pub struct StoreAt {
    /// Index of the bundle in [`bundle::Peer::bundles`].
    pub bundle: usize,
    /// The first part that it is from.
    pub part: PartId,
    /// When it was taken, in Unix seconds.
    pub taken: Option<i64>,
    /// The store.
    pub store: TrustStore,
}

/// An appliance.
#[derive(Debug)]
pub struct PeerCase {
    /// Its name, or that of its archive.
    pub name: String,
    /// Inner or outer.
    pub role: Option<Role>,
    /// The version of its software.
    pub version: Option<SoftwareVersion>,
    /// Its newest trust store and the part that it is from; `None` if it is not among the evidence.
    pub trust: Option<(PartId, TrustStore)>,
    /// The trust stores of all of its bundles, the oldest first.
    pub stores: Vec<StoreAt>,
    /// Its own certificate with its chain, and the part that it is from.
    pub server: Option<(PartId, Vec<Certificate>)>,
    /// Its own IP addresses, as far as its evidence tells.
    pub own_addresses: Vec<IpAddr>,
    /// How much the clock of its log is ahead of that of its captures, by most pairs;
    /// [`Case::clocks`] has them one by one.
    pub skew: Skew,
    /// Indices of its logs in [`Case::logs`].
    pub logs: Vec<usize>,
    /// Indices of its captures in [`Case::captures`].
    pub captures: Vec<usize>,
}

/// How much the clock of a log is ahead of that of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skew {
    /// There is nothing to compare.
    Unknown,
    /// So many milliseconds, by so many attempts that found their handshakes.
    Estimated {
        /// Positive where the log is ahead.
        ahead_ms: i64,
        /// Pairs that agree.
        pairs: usize,
    },
    /// Several answers fit equally well: attempts and handshakes cannot be joined by time.
    Ambiguous,
}

/// What happened at a cell.
#[derive(Debug)]
pub struct CellCase {
    /// Which one.
    pub cell: Cell,
    /// Where connections went to.
    pub ip: Option<IpAddr>,
    /// Whether the address is what clients asked for. Otherwise nothing tells that, the IP address
    /// stands in for it, and no name is checked.
    pub is_address_known: bool,
    /// Somebody probes this port on purpose: it counts whatever its number is.
    pub is_probed: bool,
    /// Indices in [`Case::logs`] and of the cell in [`LogEvidence::cells`]; empty where only
    /// captures know of it. Where a node shows two key types, both cells have the same.
    pub logged: Vec<(usize, usize)>,
    /// Indices of the appliances in [`Case::peers`] that were met there.
    pub peers: Vec<usize>,
    /// Joined attempts and handshakes, by time.
    pub attempts: Vec<CellAttempt>,
    /// Distinct chains that were presented, by the time of the first.
    pub presented: Vec<Presented>,
    /// Distinct chains that are not among them, because there were too many.
    pub more_presented: u64,
    /// Failures in logs, by kind.
    pub failures: Vec<CellFailure>,
    /// Requests in logs.
    pub requests: u64,
    /// Requests that were answered by the node.
    pub succeeded: u64,
    /// Requests that were answered with 502 or 504.
    pub failed: u64,
    /// Users of the failed requests.
    pub affected_users: Users,
    /// First time in Unix milliseconds.
    pub first: Option<i64>,
    /// Last time in Unix milliseconds.
    pub last: Option<i64>,
}

/// One time somebody connected, or tried to.
#[derive(Debug, Clone)]
pub struct CellAttempt {
    /// Which appliance.
    pub peer: usize,
    /// When, in Unix milliseconds, by the clock of the log if it is in a log.
    pub at: Option<i64>,
    /// In the log: the log's index, and where its `Sending Request` is.
    pub logged: Option<(usize, Position)>,
    /// In a capture: indices in [`Case::captures`] and [`CaptureMaterial::handshakes`].
    pub handshake: Option<(usize, usize)>,
    /// How sure it is that both are the same.
    pub join: AttemptJoin,
    /// What the log says went wrong.
    pub failures: Vec<FailureKind>,
}

/// How sure it is that an attempt in a log and a handshake in a capture are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptJoin {
    /// Only one of the two is there.
    Alone,
    /// Address, port, time and order leave no other.
    Sure,
    /// Others would fit as well; they were given out in order.
    Ambiguous {
        /// Handshakes that fit the attempt; 1 if several attempts fit this one.
        handshakes: usize,
    },
}

/// A chain that was presented at a cell, judged for its address.
#[derive(Debug, Clone)]
pub struct Presented {
    /// The chain, leaf first.
    pub chain: Arc<[Certificate]>,
    /// Which appliance it was presented to.
    pub peer: usize,
    /// The first and last handshake with it: indices in [`Case::captures`] and
    /// [`CaptureMaterial::handshakes`].
    pub first: (usize, usize),
    /// The last one.
    pub last: (usize, usize),
    /// Handshakes with it.
    pub handshakes: u64,
    /// When it was judged, in Unix seconds.
    pub at: i64,
    /// Index in [`PeerCase::stores`] of the store that it was judged against: that of the bundle
    /// that the capture is in, else the nearest in time.
    pub store: Option<usize>,
    /// The verdict against the appliance's own trust store; `None` if that is missing.
    pub verdict: Option<Verdict>,
    /// The verdict at [`Question::now`].
    pub verdict_now: Option<Verdict>,
    /// As the real appliance judges (name policy `traffic-server`), where that differs.
    pub verdict_appliance: Option<Verdict>,
}

/// Failures of one kind at a cell.
#[derive(Debug, Clone)]
pub struct CellFailure {
    /// Which appliance.
    pub peer: usize,
    /// Index of the log in [`Case::logs`].
    pub log: usize,
    /// Index of the cell in [`LogEvidence::cells`], and of the failure in it.
    pub failure: (usize, usize),
    /// What kind.
    pub kind: FailureKind,
    /// How many attempts of this cell met it.
    pub occurrences: u64,
}
