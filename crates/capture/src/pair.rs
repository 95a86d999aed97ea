//! The two ends of a stream, and what there is of each.

use std::net::IpAddr;

/// One end of a stream; first is the one whose address and port compare lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    First,
    Second,
}

impl Side {
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// Something for each end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Pair<T> {
    pub(crate) first: T,
    pub(crate) second: T,
}

impl<T> Pair<T> {
    pub(crate) const fn of(&self, side: Side) -> &T {
        match side {
            Side::First => &self.first,
            Side::Second => &self.second,
        }
    }

    pub(crate) const fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::First => &mut self.first,
            Side::Second => &mut self.second,
        }
    }

    /// That side and the other one.
    pub(crate) const fn both_mut(&mut self, side: Side) -> (&mut T, &mut T) {
        match side {
            Side::First => (&mut self.first, &mut self.second),
            Side::Second => (&mut self.second, &mut self.first),
        }
    }
}

/// Address and port.
pub(crate) type Endpoint = (IpAddr, u16);
