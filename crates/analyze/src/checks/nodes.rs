//! What nodes presented: trust, name, negotiation, client certificate.

use super::Check;

/// The checks by name.
pub(super) const CHECKS: &[(&str, Check)] = &[];
