//! What becomes of cells through an upgrade.

use crate::cell::Cell;
use crate::finding::State;

/// What a client meets at a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Prospect {
    /// It gets this certificate and accepts it.
    Passes,
    /// It refuses this certificate, or the node refuses its whole offer.
    Fails,
    /// It gets another certificate of the node.
    NotUsed,
    /// Nothing tells.
    #[default]
    Unknown,
}

impl Prospect {
    /// The name in JSON; `None` where nothing tells.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Passes => Some("passes"),
            Self::Fails => Some("fails"),
            Self::NotUsed => Some("not-used"),
            Self::Unknown => None,
        }
    }

    /// The state by which it is shown.
    pub(crate) const fn state(self) -> State {
        match self {
            Self::Passes => State::NoIssue,
            Self::Fails => State::IssueFound,
            Self::NotUsed => State::NotApplicable,
            Self::Unknown => State::MissingInformation,
        }
    }

    /// The message that names it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Passes => "prospect-passes",
            Self::Fails => "prospect-fails",
            Self::NotUsed => "prospect-not-used",
            Self::Unknown => "prospect-unknown",
        }
    }
}

/// What becomes of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProspects {
    /// Which one.
    pub cell: Cell,
    /// On the appliance today.
    pub before: Prospect,
    /// On the appliance after the upgrade.
    pub after: Prospect,
    /// On the appliance after the upgrade, with every step of the plan done.
    pub after_plan: Prospect,
    /// On the traffic server of this program.
    pub serve: Prospect,
}
