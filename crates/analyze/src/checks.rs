//! What the built-in signatures look for.
//!
//! A check looks at the whole [`Case`] and gives the findings of its signature: issues, potential
//! problems, missing information, not applicable, or nothing, which means that all is well.
//! [`nodes`] looks at what nodes presented, [`settings`] at configuration, alarms, dates and the
//! evidence itself.

mod nodes;
mod settings;

use tollgate_report::Finding;

use crate::case::Case;
use crate::signature::Signature;

/// Looks for one signature.
pub(crate) type Check = fn(&Case, &Signature) -> Vec<Finding>;

/// The check of a name.
pub(crate) fn check(name: &str) -> Option<Check> {
    let mut checks = nodes::CHECKS.iter().chain(settings::CHECKS);
    checks
        .find(|(known, _)| *known == name)
        .map(|(_, check)| *check)
}

/// Whether a check looks at what nodes presented.
pub(crate) fn is_about_nodes(name: &str) -> bool {
    nodes::CHECKS.iter().any(|(known, _)| *known == name)
}
