//! Whether an appliance verifies at all, and what follows for connections that pass.

use tollgate_report::{Message, State};

use super::cause::{Cause, Standing};
use crate::case::{Case, PeerCase};
use crate::dump::Switch;
use crate::version::SoftwareVersion;

/// The first release of which all sources say that its traffic server verifies.
const VERIFIES: [u32; 4] = [14, 2, 0, 0];
/// The first release of which one source says so.
const MAY_VERIFY: [u32; 4] = [14, 0, 8, 0];

/// Whether an appliance verifies the certificates of nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Enforcement {
    /// Its release does, and it is not switched off.
    On,
    /// `VerifyOriginServer` is off.
    Off,
    /// Its release is older than verification.
    Older(SoftwareVersion),
    /// Sources differ about its release, or the release is not known.
    Unknown,
}

impl Enforcement {
    pub(super) fn of(case: &Case, peer: usize) -> Self {
        let Some(own) = case.peers.get(peer) else {
            return Self::Unknown;
        };
        if is_off(case, peer, own) {
            return Self::Off;
        }
        match &own.version {
            None => Self::Unknown,
            Some(version) if version.numbers() >= VERIFIES => Self::On,
            Some(version) if version.numbers() >= MAY_VERIFY => Self::Unknown,
            Some(version) => Self::Older(version.clone()),
        }
    }
}

/// The last word of the log, or else the configuration.
fn is_off(case: &Case, peer: usize, own: &PeerCase) -> bool {
    let logs = own.logs.iter().filter_map(|log| case.logs.get(*log));
    let said = logs
        .flat_map(|log| &log.evidence.verification.items)
        .max_by_key(|note| note.entry.at.unix_ms);
    if let Some(note) = said {
        return note.value.eq_ignore_ascii_case("off");
    }
    let bundles = case.evidence.peers.get(peer);
    let mut newest_first = bundles
        .into_iter()
        .flat_map(|peer| peer.bundles.iter().rev());
    let configuration = newest_first.find_map(|bundle| bundle.configuration.as_ref());
    configuration.is_some_and(|settings| settings.verify_origin_server() == Switch::Off)
}

/// The state of a finding. What passes today is a potential problem; where it was asked what another
/// release would do, what that release would refuse is an issue.
pub(super) fn state(case: &Case, standing: Standing) -> State {
    match standing {
        Standing::Failed => State::IssueFound,
        Standing::Passes if is_asked_for_verifying(case) => State::IssueFound,
        Standing::Passes | Standing::Next | Standing::Warned => State::PotentialProblem,
    }
}

fn is_asked_for_verifying(case: &Case) -> bool {
    let asked = case.question.what_if.as_ref();
    asked.is_some_and(|version| version.numbers() >= VERIFIES)
}

/// Why nobody noticed so far; `None` for what fails, and for what is in order.
pub(super) fn why_not_noticed(case: &Case, cause: &Cause) -> Option<Message> {
    match cause.standing {
        Standing::Failed | Standing::Warned => return None,
        Standing::Next => return Some(Message::new("cell-fails-next", [])),
        Standing::Passes => {}
    }
    let cell = case.cells.get(cause.cell)?;
    if cell.is_probed {
        // Nothing was to be noticed: the probe asks what would come.
        return None;
    }
    let is_logged = cause
        .failures
        .iter()
        .filter_map(|at| cell.failures.get(*at))
        .any(|failure| failure.kind.went_on());
    if is_logged {
        return Some(Message::new("cell-passes-continue", []));
    }
    Some(
        match (Enforcement::of(case, cause.peer), &case.question.what_if) {
            (Enforcement::Older(version), Some(asked)) => Message::new(
                "cell-passes-what-if",
                [
                    ("version", version.to_string()),
                    ("asked", asked.to_string()),
                ],
            ),
            (Enforcement::Older(version), None) => {
                Message::new("cell-passes-older", [("version", version.to_string())])
            }
            (Enforcement::Off, _) => Message::new("cell-passes-off", []),
            (Enforcement::On | Enforcement::Unknown, _) => {
                Message::new("cell-passes-unexplained", [])
            }
        },
    )
}
