//! The limits of reading logs. What is above one is counted; the rest is read on.

/// Names of hosts, of processes with their ids, and of traffic-server notices that are told apart.
pub(crate) const NAMES: usize = 4_096;
/// Cells that are told apart. An edge has some dozens; the rest share one without an address.
pub const CELLS: usize = 10_000;
/// Kinds of failure of one cell.
pub const FAILURE_KINDS: usize = 64;
/// Distinct users that are kept by name in one place.
pub const USERS: usize = 1_000;
/// Failed transactions that are kept whole: half of them the first, half of them the last.
pub const FAILED_TRANSACTIONS: usize = 10_000;
/// Attempts of one transaction that are kept. The traffic server makes two.
pub const ATTEMPTS: usize = 16;
/// Places of a failure in a cell that are kept.
pub const PLACES: usize = 1_000;
/// Octets of a raw line that are kept.
pub const RAW_TEXT: usize = 4_096;
/// Octets of a single value (a name, a path, a reason) that are kept.
pub(crate) const VALUE: usize = 1_024;
/// Lines of one kind that are kept as examples: unrecognised ones, changes, restarts, gaps.
pub const EXAMPLES: usize = 100;
/// Transactions followed at the same time. More than a traffic server has connections for; the
/// oldest is given up first.
pub(crate) const OPEN_TRANSACTIONS: usize = 16_384;
/// Unanswered transactions of one process among which the request of a native line is looked for.
pub(crate) const IN_FLIGHT: usize = 1_024;
/// Native lines of one process that wait for what tells their transaction.
pub(crate) const WAITING: usize = 256;
/// Transactions that a native line is kept for at the same time.
pub(crate) const CANDIDATES: usize = 16;
/// Edge URLs whose decoding is remembered.
pub(crate) const TARGETS: usize = 4_096;

/// Longest time, in ms, from a `Sending Request` to the native line about its handshake.
pub const HANDSHAKE_WINDOW: i64 = 30_000;
/// Longest time, in ms, by which a native line may be older than the request that it is about:
/// threads write at the same time.
pub const HANDSHAKE_SLACK: i64 = 5;
/// Longest time, in ms, from a WARNING to the ERROR of the same failure.
pub const PAIR_WINDOW: i64 = 1_000;
/// Longest time, in ms, between the lines about one step at INFO and at DEBUG.
pub const LEVEL_WINDOW: i64 = 20;
/// Longest time, in ms, that a native line waits for the end of the transactions it may belong to.
pub const WAITING_WINDOW: i64 = 10_000;
/// Time, in ms, and number of later answers after which nothing more is expected of an answered
/// transaction.
pub(crate) const LINGER_WINDOW: i64 = 2_000;
pub(crate) const LINGER_COUNT: usize = 256;
/// A silence of the whole log, in ms, that is called a gap. A busy edge writes several lines a
/// second, an idle one some each minute.
pub const GAP: i64 = 5 * 60_000;
/// A step back, in ms, that is called one. Threads write some milliseconds out of order.
pub const STEP_BACK: i64 = 1_000;
/// Difference, in ms, between the two clocks of a line that is called one.
pub const CLOCK_DIFFERENCE: i64 = 2_000;

/// Octets of all that logs tell together, about: what a hostile log can make the evidence grow to.
/// That of an honest one, of any length, has some megabytes.
pub const EVIDENCE_OCTETS: usize = 256 * 1024 * 1024;

/// Octets of a log that one thread reads at a time.
pub(crate) const PIECE: usize = 256 * 1024;
