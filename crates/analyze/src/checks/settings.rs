//! Configuration, alarms, dates, and the evidence itself.

use super::Check;

/// The checks by name.
pub(super) const CHECKS: &[(&str, Check)] = &[];
