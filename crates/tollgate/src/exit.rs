//! Exit codes, the same for every command.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: all good.
    #[default]
    Good,
    /// 1: the job could not be done.
    Failed,
    /// 2: wrong usage.
    Usage,
    /// 3: at least one issue found, or refused.
    Issue,
    /// 4: potential problems only.
    Potential,
    /// 5: information is missing, and nothing else is wrong.
    Missing,
    /// 130: interrupted.
    Interrupted,
}

impl Exit {
    /// The code of a run with several results: an issue outweighs everything, a job that could
    /// not be done outweighs missing information, and that a potential problem.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        if self.rank() >= other.rank() {
            self
        } else {
            other
        }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Potential => 1,
            Self::Missing => 2,
            Self::Failed => 3,
            Self::Issue => 4,
            Self::Usage => 5,
            Self::Interrupted => 6,
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Issue => 3,
            Self::Potential => 4,
            Self::Missing => 5,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_outweighs_a_failure_and_a_failure_a_potential_problem() {
        assert_eq!(Exit::Good.and(Exit::Potential), Exit::Potential);
        assert_eq!(Exit::Potential.and(Exit::Failed), Exit::Failed);
        assert_eq!(Exit::Potential.and(Exit::Missing), Exit::Missing);
        assert_eq!(Exit::Missing.and(Exit::Failed), Exit::Failed);
        assert_eq!(Exit::Issue.and(Exit::Missing), Exit::Issue);
        assert_eq!(Exit::Issue.and(Exit::Failed), Exit::Issue);
        assert_eq!(Exit::Failed.and(Exit::Issue), Exit::Issue);
    }
}
